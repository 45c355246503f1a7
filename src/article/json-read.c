/* A story from JSON. What a document holds is checked before anything is made of it; an error names
 * the place. Layer: article. Any thread. Format: stet-article/1. */
#include "config.h"

#include "article/json.h"

#include "article/article-private.h"
#include "base/json-scan.h"
#include "base/limits.h"
#include "base/text.h"

#include <math.h>
#include <string.h>

typedef struct
{
  GString    *path;   /* where we are: "body[2].spans[0]" */
  GHashTable *ids;    /* (owned) set of the ids met */
  StetRandom *random; /* (borrowed) */
  GError    **error;
} Reader;

static const char *const article_keys[] = {
  "format",   "id",         "story",     "language", "translation_of",
  "headline", "dek",        "dek_spans", "section",  "slug",
  "photo",    "body",       "faq",       "tags",     "byline",
  "authors",  "author_box", "custom",    NULL
};
static const char *const translation_keys[] = { "id", "hash", NULL };
static const char *const term_keys[] = { "label", "id", NULL };
static const char *const photo_keys[] = { "id",     "file", "caption", "caption_spans",
                                          "credit", "alt",  NULL };
static const char *const block_keys[] = { "id", "type", "text", "spans", "attrs", NULL };
static const char *const span_keys[] = { "type", "start", "end", "href", "rel", NULL };
static const char *const plain_span_keys[] = { "type", "start", "end", NULL };
static const char *const cell_keys[] = { "text", "spans", NULL };
static const char *const faq_keys[] = { "title", "items", NULL };
static const char *const faq_item_keys[] = { "id", "question", "answer", "answer_spans", NULL };
static const char *const no_keys[] = { NULL };
static const char *const heading_keys[] = { "level", NULL };
static const char *const quote_keys[] = { "cite", NULL };
static const char *const list_item_keys[] = { "ordered", "indent", NULL };
static const char *const table_keys[] = { "rows", NULL };
static const char *const embed_keys[] = { "href", NULL };
static const char *const opaque_keys[] = { "raw", "raw_base64", NULL };
static const char *const *const attr_keys[] = { no_keys, heading_keys, quote_keys, list_item_keys,
                                                table_keys, photo_keys, embed_keys, opaque_keys };
static const char *const span_names[STET_SPAN_TYPES] = { "bold",   "italic", "underline",
                                                         "strike", "code",   "link" };

static gboolean
fail (Reader *reader, StetArticleError code, const char *what)
{
  g_set_error (reader->error, STET_ARTICLE_ERROR, code, "%s: %s",
               reader->path->len > 0 ? reader->path->str : "the document", what);
  return FALSE;
}

/* Goes to a member or an element; the length to come back to with leave (). */
static gsize
enter (Reader *reader, const char *name)
{
  gsize before = reader->path->len;

  if (before > 0)
    g_string_append_c (reader->path, '.');
  g_string_append (reader->path, name);
  return before;
}

static gsize
enter_index (Reader *reader, guint index)
{
  gsize before = reader->path->len;

  g_string_append_printf (reader->path, "[%u]", index);
  return before;
}

static void
leave (Reader *reader, gsize before)
{
  g_string_truncate (reader->path, before);
}

static gboolean
fail_at (Reader *reader, const char *name, StetArticleError code, const char *what)
{
  enter (reader, name);
  return fail (reader, code, what);
}

/* The member, NULL where it is missing or null. */
static JsonNode *
member (JsonObject *object, const char *name)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, name) : NULL;

  return node != NULL && !JSON_NODE_HOLDS_NULL (node) ? node : NULL;
}

static gboolean
holds (JsonNode *node, GType type)
{
  return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == type;
}

/* A text as it stands; "" where it is missing. */
static gboolean
read_raw_text (Reader *reader, JsonObject *object, const char *name, const char **text)
{
  JsonNode *node = member (object, name);

  *text = "";
  if (node == NULL)
    return TRUE;
  if (!holds (node, G_TYPE_STRING))
    return fail_at (reader, name, STET_ARTICLE_ERROR_SHAPE, "must be a text");
  *text = json_node_get_string (node);
  if (strlen (*text) > STET_BLOCK_BYTES_MAX)
    return fail_at (reader, name, STET_ARTICLE_ERROR_TOO_LARGE, "the text is too long");
  return TRUE;
}

/* A text through the gate. `text` (owned). */
static gboolean
read_text (Reader *reader, JsonObject *object, const char *name, char **text)
{
  const char *raw;

  g_clear_pointer (text, g_free);
  if (!read_raw_text (reader, object, name, &raw))
    return FALSE;
  *text = stet_text_clean (raw);
  return TRUE;
}

static gboolean
read_object (Reader *reader, JsonObject *object, const char *name, JsonObject **found)
{
  JsonNode *node = member (object, name);

  *found = NULL;
  if (node == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return fail_at (reader, name, STET_ARTICLE_ERROR_SHAPE, "must be an object");
  *found = json_node_get_object (node);
  return TRUE;
}

static gboolean
read_array (Reader *reader, JsonObject *object, const char *name, guint max, JsonArray **found)
{
  JsonNode *node = member (object, name);

  *found = NULL;
  if (node == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_ARRAY (node))
    return fail_at (reader, name, STET_ARTICLE_ERROR_SHAPE, "must be an array");
  *found = json_node_get_array (node);
  if (json_array_get_length (*found) > max)
    return fail_at (reader, name, STET_ARTICLE_ERROR_TOO_LARGE, "holds too many elements");
  return TRUE;
}

static guint
length_of (JsonArray *array)
{
  return array != NULL ? json_array_get_length (array) : 0;
}

/* The object at an index, which must be one. */
static gboolean
read_element (Reader *reader, JsonArray *array, guint index, JsonObject **found)
{
  JsonNode *node = json_array_get_element (array, index);

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return fail (reader, STET_ARTICLE_ERROR_SHAPE, "must be an object");
  *found = json_node_get_object (node);
  return TRUE;
}

static gboolean
read_number (Reader *reader, JsonObject *object, const char *name, guint fallback, guint *number)
{
  JsonNode *node = member (object, name);
  double value;

  *number = fallback;
  if (node == NULL)
    return TRUE;
  if (!holds (node, G_TYPE_INT64) && !holds (node, G_TYPE_DOUBLE))
    return fail_at (reader, name, STET_ARTICLE_ERROR_SHAPE, "must be a number");
  value = json_node_get_double (node);
  if (value < 0 || value > G_MAXINT32 || floor (value) != value)
    return fail_at (reader, name, STET_ARTICLE_ERROR_SHAPE, "must be a whole number from 0");
  *number = (guint) value;
  return TRUE;
}

/* An id met nowhere else in the document; a new one where it is missing. `id` (owned). */
static gboolean
read_id (Reader *reader, JsonObject *object, char **id)
{
  if (!read_text (reader, object, "id", id))
    return FALSE;
  if ((*id)[0] == '\0')
    {
      g_free (*id);
      *id = stet_uuid_new (reader->random);
    }
  if (!g_hash_table_add (reader->ids, g_strdup (*id)))
    return fail_at (reader, "id", STET_ARTICLE_ERROR_SHAPE,
                    "the same id stands at another place too");
  return TRUE;
}

static gboolean
read_span_type (Reader *reader, JsonObject *object, StetSpanType *type)
{
  const char *name;

  if (!read_raw_text (reader, object, "type", &name))
    return FALSE;
  for (guint i = 0; i < STET_SPAN_TYPES; i++)
    if (g_str_equal (name, span_names[i]))
      {
        *type = i;
        return TRUE;
      }
  return fail_at (reader, "type", STET_ARTICLE_ERROR_SHAPE, "is no type of span");
}

static gboolean
read_span_ends (Reader *reader, JsonObject *object, guint chars, StetSpan *span)
{
  if (member (object, "start") == NULL)
    return fail_at (reader, "start", STET_ARTICLE_ERROR_SHAPE, "is missing");
  if (member (object, "end") == NULL)
    return fail_at (reader, "end", STET_ARTICLE_ERROR_SHAPE, "is missing");
  if (!read_number (reader, object, "start", 0, &span->start_chars) ||
      !read_number (reader, object, "end", 0, &span->end_chars))
    return FALSE;
  if (span->start_chars > chars)
    return fail_at (reader, "start", STET_ARTICLE_ERROR_SHAPE, "lies past the end of the text");
  if (span->end_chars > chars)
    return fail_at (reader, "end", STET_ARTICLE_ERROR_SHAPE, "lies past the end of the text");
  if (span->end_chars < span->start_chars)
    return fail_at (reader, "end", STET_ARTICLE_ERROR_SHAPE, "lies before the start");
  return TRUE;
}

static void
clear_span (gpointer data)
{
  StetSpan *span = data;

  g_free ((char *) span->href);
  g_free ((char *) span->rel);
  g_free ((char *) span->extra);
}

static gboolean
read_span (Reader *reader, JsonObject *object, guint chars, StetSpan *span)
{
  gboolean link;

  if (!read_span_type (reader, object, &span->type) ||
      !read_span_ends (reader, object, chars, span))
    return FALSE;
  link = span->type == STET_SPAN_LINK;
  span->extra = stet_json_unknown (object, link ? span_keys : plain_span_keys);
  return !link || (read_text (reader, object, "href", (char **) &span->href) &&
                   read_text (reader, object, "rel", (char **) &span->rel));
}

static gboolean
read_spans (Reader *reader, JsonObject *object, const char *name, guint chars, GArray *spans)
{
  JsonArray *array;
  gsize before;

  if (!read_array (reader, object, name, STET_SPANS_MAX, &array))
    return FALSE;
  before = enter (reader, name);
  for (guint i = 0; i < length_of (array); i++)
    {
      gsize outer = enter_index (reader, i);
      JsonObject *element;

      g_array_set_size (spans, i + 1);
      if (!read_element (reader, array, i, &element) ||
          !read_span (reader, element, chars, &g_array_index (spans, StetSpan, i)))
        return FALSE;
      leave (reader, outer);
    }
  leave (reader, before);
  return TRUE;
}

/* A text with its spans through the gate; `spans_name` NULL for a plain one. `prose` (owned). */
static gboolean
read_prose (Reader *reader, JsonObject *object, const char *name, const char *spans_name,
            StetProse **prose)
{
  g_autoptr (GArray) spans = g_array_new (FALSE, TRUE, sizeof (StetSpan));
  const char *raw;

  g_array_set_clear_func (spans, clear_span);
  if (!read_raw_text (reader, object, name, &raw))
    return FALSE;
  if (spans_name != NULL &&
      !read_spans (reader, object, spans_name, (guint) g_utf8_strlen (raw, -1), spans))
    return FALSE;
  g_clear_pointer (prose, stet_prose_unref);
  *prose = stet_prose_new_cleaned (raw, (StetSpan *) (gpointer) spans->data, spans->len);
  return TRUE;
}

/* A label, or {"label", "id"}. NULL for an empty one without an id. */
static gboolean
read_term_node (Reader *reader, JsonNode *node, StetTerm **term)
{
  g_autofree char *label = NULL;
  g_autofree char *id = NULL;
  g_autofree char *extra = NULL;
  JsonObject *object;

  *term = NULL;
  if (holds (node, G_TYPE_STRING))
    {
      if (strlen (json_node_get_string (node)) > STET_BLOCK_BYTES_MAX)
        return fail (reader, STET_ARTICLE_ERROR_TOO_LARGE, "the text is too long");
      label = stet_text_clean (json_node_get_string (node));
      *term = stet_term_new (label, NULL);
      return TRUE;
    }
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return fail (reader, STET_ARTICLE_ERROR_SHAPE,
                 "must be a text, or an object with a label and an id");
  object = json_node_get_object (node);
  if (!read_text (reader, object, "label", &label) || !read_text (reader, object, "id", &id))
    return FALSE;
  extra = stet_json_unknown (object, term_keys);
  *term = stet_term_new_full (label, id, extra);
  return TRUE;
}

static gboolean
read_section (Reader *reader, JsonObject *object, StetTerm **section)
{
  JsonNode *node = member (object, "section");
  gsize before = enter (reader, "section");

  if (node != NULL && !read_term_node (reader, node, section))
    return FALSE;
  if (*section != NULL && stet_term_label (*section)[0] == '\0' &&
      stet_term_id (*section) == NULL && stet_term_extra (*section) == NULL)
    g_clear_pointer (section, stet_term_unref);
  leave (reader, before);
  return TRUE;
}

static gboolean
read_terms (Reader *reader, JsonObject *object, const char *name, GPtrArray *terms)
{
  JsonArray *array;
  gsize before;

  if (!read_array (reader, object, name, STET_TAGS_MAX, &array))
    return FALSE;
  before = enter (reader, name);
  for (guint i = 0; i < length_of (array); i++)
    {
      gsize outer = enter_index (reader, i);
      StetTerm *term;

      if (!read_term_node (reader, json_array_get_element (array, i), &term))
        return FALSE;
      g_ptr_array_add (terms, term);
      leave (reader, outer);
    }
  leave (reader, before);
  return TRUE;
}

/* The photo's fields in `object` (nullable: an empty photo). */
static gboolean
read_photo (Reader *reader, JsonObject *object, const char *extra, StetPhoto **photo)
{
  g_autoptr (StetProse) caption = NULL;
  g_autoptr (StetProse) credit = NULL;
  g_autoptr (StetProse) alt = NULL;
  g_autofree char *id = NULL;
  g_autofree char *file = NULL;

  if (!read_id (reader, object, &id) || !read_text (reader, object, "file", &file) ||
      !read_prose (reader, object, "caption", "caption_spans", &caption) ||
      !read_prose (reader, object, "credit", NULL, &credit) ||
      !read_prose (reader, object, "alt", NULL, &alt))
    return FALSE;
  *photo = stet_photo_new (id, file, caption, credit, alt, extra);
  return TRUE;
}

static gboolean
read_lead_photo (Reader *reader, JsonObject *object, StetPhoto **photo)
{
  g_autofree char *extra = NULL;
  JsonObject *found;
  gsize before;

  if (!read_object (reader, object, "photo", &found))
    return FALSE;
  before = enter (reader, "photo");
  extra = found != NULL ? stet_json_unknown (found, photo_keys) : NULL;
  if (!read_photo (reader, found, extra, photo))
    return FALSE;
  leave (reader, before);
  return TRUE;
}

static gboolean
read_cell (Reader *reader, JsonArray *cells, guint index, GPtrArray *row)
{
  gsize before = enter_index (reader, index);
  g_autoptr (StetProse) prose = NULL;
  g_autofree char *extra = NULL;
  JsonObject *cell;

  if (!read_element (reader, cells, index, &cell) ||
      !read_prose (reader, cell, "text", "spans", &prose))
    return FALSE;
  extra = stet_json_unknown (cell, cell_keys);
  g_ptr_array_add (row, stet_prose_with_extra (prose, extra));
  leave (reader, before);
  return TRUE;
}

static gboolean
read_row (Reader *reader, JsonArray *array, guint index, GPtrArray *rows, guint *n_cells)
{
  gsize before = enter_index (reader, index);
  JsonNode *node = json_array_get_element (array, index);
  GPtrArray *row = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_prose_unref);
  JsonArray *cells;

  g_ptr_array_add (rows, row);
  if (!JSON_NODE_HOLDS_ARRAY (node))
    return fail (reader, STET_ARTICLE_ERROR_SHAPE, "must be an array of cells");
  cells = json_node_get_array (node);
  *n_cells += json_array_get_length (cells);
  if (*n_cells > STET_TABLE_CELLS_MAX)
    return fail (reader, STET_ARTICLE_ERROR_TOO_LARGE, "the table has too many cells");
  for (guint i = 0; i < json_array_get_length (cells); i++)
    if (!read_cell (reader, cells, i, row))
      return FALSE;
  leave (reader, before);
  return TRUE;
}

static gboolean
read_rows (Reader *reader, JsonObject *attrs, GPtrArray *rows)
{
  JsonArray *array;
  guint n_cells = 0;
  gsize before;

  if (!read_array (reader, attrs, "rows", STET_TABLE_CELLS_MAX, &array))
    return FALSE;
  before = enter (reader, "rows");
  for (guint i = 0; i < length_of (array); i++)
    if (!read_row (reader, array, i, rows, &n_cells))
      return FALSE;
  leave (reader, before);
  return TRUE;
}

/* Opaque content: as text, or in base64 where it is no clean text. */
static gboolean
read_raw (Reader *reader, JsonObject *attrs, GBytes **raw)
{
  g_autofree guchar *decoded = NULL;
  g_autofree char *again = NULL;
  const char *text;
  const char *base64;
  gsize length = 0;

  if (!read_raw_text (reader, attrs, "raw", &text) ||
      !read_raw_text (reader, attrs, "raw_base64", &base64))
    return FALSE;
  if (base64[0] == '\0')
    {
      *raw = g_bytes_new (text, strlen (text));
      return TRUE;
    }
  decoded = g_base64_decode (base64, &length);
  again = g_base64_encode (decoded, length);
  if (!g_str_equal (again, base64))
    return fail_at (reader, "raw_base64", STET_ARTICLE_ERROR_SHAPE, "is not base64");
  *raw = g_bytes_new (decoded, length);
  return TRUE;
}

/* What a block's attrs hold, before the block is made. */
typedef struct
{
  StetBlockFields fields;
  char      *cite;  /* (owned) */
  char      *href;  /* (owned) */
  GPtrArray *rows;  /* (owned) */
  StetPhoto *photo; /* (owned) */
  GBytes    *raw;   /* (owned) */
} Attrs;

static void
clear_attrs (Attrs *attrs)
{
  g_free (attrs->cite);
  g_free (attrs->href);
  g_clear_pointer (&attrs->rows, g_ptr_array_unref);
  g_clear_pointer (&attrs->photo, stet_photo_unref);
  g_clear_pointer (&attrs->raw, g_bytes_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Attrs, clear_attrs)

static gboolean
read_level (Reader *reader, JsonObject *object, guint *level)
{
  if (!read_number (reader, object, "level", STET_HEADING_LEVEL_DEFAULT, level))
    return FALSE;
  return (*level >= 2 && *level <= 4) ||
         fail_at (reader, "level", STET_ARTICLE_ERROR_SHAPE, "must be 2, 3 or 4");
}

static gboolean
read_list_attrs (Reader *reader, JsonObject *object, StetBlockFields *fields)
{
  JsonNode *ordered = member (object, "ordered");

  if (ordered != NULL && !holds (ordered, G_TYPE_BOOLEAN))
    return fail_at (reader, "ordered", STET_ARTICLE_ERROR_SHAPE, "must be true or false");
  fields->ordered = ordered != NULL && json_node_get_boolean (ordered);
  if (!read_number (reader, object, "indent", 0, &fields->indent))
    return FALSE;
  return fields->indent <= STET_LIST_INDENT_MAX ||
         fail_at (reader, "indent", STET_ARTICLE_ERROR_SHAPE, "must be 0 to 3");
}

static gboolean
read_attrs (Reader *reader, JsonObject *object, Attrs *attrs)
{
  switch (attrs->fields.type)
    {
    case STET_BLOCK_HEADING:
      return read_level (reader, object, &attrs->fields.level);
    case STET_BLOCK_QUOTE:
      return read_text (reader, object, "cite", &attrs->cite);
    case STET_BLOCK_LIST_ITEM:
      return read_list_attrs (reader, object, &attrs->fields);
    case STET_BLOCK_TABLE:
      attrs->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
      return read_rows (reader, object, attrs->rows);
    case STET_BLOCK_IMAGE:
      return read_photo (reader, object, NULL, &attrs->photo);
    case STET_BLOCK_EMBED:
      return read_text (reader, object, "href", &attrs->href);
    case STET_BLOCK_OPAQUE:
      return read_raw (reader, object, &attrs->raw);
    case STET_BLOCK_PARAGRAPH:
    default:
      return TRUE;
    }
}

static gboolean
read_block_type (Reader *reader, JsonObject *object, StetBlockType *type)
{
  const char *name;

  if (!read_raw_text (reader, object, "type", &name))
    return FALSE;
  *type = STET_BLOCK_PARAGRAPH;
  if (name[0] == '\0' || stet_block_type_parse (name, type))
    return TRUE;
  return fail_at (reader, "type", STET_ARTICLE_ERROR_SHAPE, "is no type of block");
}

static gboolean
read_block (Reader *reader, JsonObject *object, StetBlock **block)
{
  g_auto (Attrs) attrs = { 0 };
  g_autoptr (StetProse) prose = NULL;
  g_autofree char *id = NULL;
  g_autofree char *extra = stet_json_unknown (object, block_keys);
  g_autofree char *extra_attrs = NULL;
  JsonObject *attrs_object;
  gsize before;

  if (!read_id (reader, object, &id) || !read_block_type (reader, object, &attrs.fields.type) ||
      !read_prose (reader, object, "text", "spans", &prose) ||
      !read_object (reader, object, "attrs", &attrs_object))
    return FALSE;
  before = enter (reader, "attrs");
  if (!read_attrs (reader, attrs_object, &attrs))
    return FALSE;
  leave (reader, before);
  extra_attrs = attrs_object != NULL
                    ? stet_json_unknown (attrs_object, attr_keys[attrs.fields.type])
                    : NULL;
  attrs.fields.id = id;
  attrs.fields.prose = prose;
  attrs.fields.cite = attrs.cite;
  attrs.fields.href = attrs.href;
  attrs.fields.rows = attrs.rows;
  attrs.fields.photo = attrs.photo;
  attrs.fields.raw = attrs.raw;
  attrs.fields.extra = extra;
  attrs.fields.extra_attrs = extra_attrs;
  *block = stet_block_new (&attrs.fields);
  return TRUE;
}

static gboolean
read_body (Reader *reader, JsonObject *object, GPtrArray *body)
{
  JsonArray *array;
  gsize before;

  if (!read_array (reader, object, "body", STET_BLOCKS_MAX, &array))
    return FALSE;
  before = enter (reader, "body");
  for (guint i = 0; i < length_of (array); i++)
    {
      gsize outer = enter_index (reader, i);
      StetBlock *block = NULL;
      JsonObject *element;

      if (!read_element (reader, array, i, &element) || !read_block (reader, element, &block))
        return FALSE;
      g_ptr_array_add (body, block);
      leave (reader, outer);
    }
  leave (reader, before);
  return TRUE;
}

static gboolean
read_faq_item (Reader *reader, JsonObject *object, StetFaqItem **item)
{
  g_autoptr (StetProse) question = NULL;
  g_autoptr (StetProse) answer = NULL;
  g_autofree char *id = NULL;
  g_autofree char *extra = stet_json_unknown (object, faq_item_keys);

  if (!read_id (reader, object, &id) || !read_prose (reader, object, "question", NULL, &question) ||
      !read_prose (reader, object, "answer", "answer_spans", &answer))
    return FALSE;
  *item = stet_faq_item_new (id, question, answer, extra);
  return TRUE;
}

static gboolean
read_faq_items (Reader *reader, JsonObject *faq, GPtrArray *items)
{
  JsonArray *array;
  gsize before;

  if (!read_array (reader, faq, "items", STET_FAQ_ITEMS_MAX, &array))
    return FALSE;
  before = enter (reader, "items");
  for (guint i = 0; i < length_of (array); i++)
    {
      gsize outer = enter_index (reader, i);
      StetFaqItem *item = NULL;
      JsonObject *element;

      if (!read_element (reader, array, i, &element) || !read_faq_item (reader, element, &item))
        return FALSE;
      g_ptr_array_add (items, item);
      leave (reader, outer);
    }
  leave (reader, before);
  return TRUE;
}

/* Everything read so far, before the story is made of it. */
typedef struct
{
  StetArticleFields fields;
  char *id, *story, *language, *translation_of_id, *translation_of_hash; /* (owned) */
  char *custom, *extra, *extra_faq, *extra_translation_of;              /* (owned) (nullable) */
} Draft;

static void
clear_draft (Draft *draft)
{
  StetArticleFields *fields = &draft->fields;

  g_free (draft->id);
  g_free (draft->story);
  g_free (draft->language);
  g_free (draft->translation_of_id);
  g_free (draft->translation_of_hash);
  g_free (draft->custom);
  g_free (draft->extra);
  g_free (draft->extra_faq);
  g_free (draft->extra_translation_of);
  g_clear_pointer (&fields->headline, stet_prose_unref);
  g_clear_pointer (&fields->dek, stet_prose_unref);
  g_clear_pointer (&fields->section, stet_term_unref);
  g_clear_pointer (&fields->slug, stet_prose_unref);
  g_clear_pointer (&fields->photo, stet_photo_unref);
  g_clear_pointer (&fields->body, g_ptr_array_unref);
  g_clear_pointer (&fields->faq_title, stet_prose_unref);
  g_clear_pointer (&fields->faq_items, g_ptr_array_unref);
  g_clear_pointer (&fields->tags, g_ptr_array_unref);
  g_clear_pointer (&fields->byline, stet_prose_unref);
  g_clear_pointer (&fields->authors, g_ptr_array_unref);
  g_clear_pointer (&fields->author_box, stet_prose_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Draft, clear_draft)

static gboolean
read_faq (Reader *reader, JsonObject *object, Draft *draft)
{
  JsonObject *faq;
  gsize before;

  if (!read_object (reader, object, "faq", &faq))
    return FALSE;
  before = enter (reader, "faq");
  draft->extra_faq = faq != NULL ? stet_json_unknown (faq, faq_keys) : NULL;
  if (!read_prose (reader, faq, "title", NULL, &draft->fields.faq_title) ||
      !read_faq_items (reader, faq, draft->fields.faq_items))
    return FALSE;
  leave (reader, before);
  return TRUE;
}

static gboolean
read_translation_of (Reader *reader, JsonObject *object, Draft *draft)
{
  JsonObject *found;
  gsize before;

  if (!read_object (reader, object, "translation_of", &found))
    return FALSE;
  before = enter (reader, "translation_of");
  if (!read_text (reader, found, "id", &draft->translation_of_id) ||
      !read_text (reader, found, "hash", &draft->translation_of_hash))
    return FALSE;
  draft->extra_translation_of = found != NULL ? stet_json_unknown (found, translation_keys) : NULL;
  leave (reader, before);
  return TRUE;
}

static gboolean
read_custom (Reader *reader, JsonObject *object, Draft *draft)
{
  JsonObject *found;
  GString *out;

  if (!read_object (reader, object, "custom", &found))
    return FALSE;
  if (found == NULL)
    return TRUE;
  out = g_string_new (NULL);
  stet_json_append_node (out, json_object_get_member (object, "custom"), STET_JSON_CLEAN);
  draft->custom = g_string_free (out, FALSE);
  return TRUE;
}

static gboolean
check_format (Reader *reader, JsonObject *object)
{
  const char *format;
  const char *version;
  guint64 number = 0;

  if (!read_raw_text (reader, object, "format", &format))
    return FALSE;
  if (format[0] == '\0' || g_str_equal (format, STET_ARTICLE_FORMAT))
    return TRUE;
  version = g_str_has_prefix (format, "stet-article/") ? format + strlen ("stet-article/") : "";
  if (g_ascii_string_to_unsigned (version, 10, 2, G_MAXUINT32, &number, NULL))
    return fail_at (reader, "format", STET_ARTICLE_ERROR_NEWER,
                    "the story was written by a newer version");
  return fail_at (reader, "format", STET_ARTICLE_ERROR_SHAPE, "must be " STET_ARTICLE_FORMAT);
}

static gboolean
read_head (Reader *reader, JsonObject *object, Draft *draft)
{
  StetArticleFields *fields = &draft->fields;

  if (!check_format (reader, object) || !read_id (reader, object, &draft->id) ||
      !read_text (reader, object, "story", &draft->story) ||
      !read_text (reader, object, "language", &draft->language) ||
      !read_translation_of (reader, object, draft))
    return FALSE;
  if (draft->story[0] == '\0')
    {
      g_free (draft->story);
      draft->story = stet_uuid_new (reader->random);
    }
  return read_prose (reader, object, "headline", NULL, &fields->headline) &&
         read_prose (reader, object, "dek", "dek_spans", &fields->dek) &&
         read_section (reader, object, &fields->section) &&
         read_prose (reader, object, "slug", NULL, &fields->slug);
}

static gboolean
read_draft (Reader *reader, JsonObject *object, Draft *draft)
{
  StetArticleFields *fields = &draft->fields;

  fields->body = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_block_unref);
  fields->faq_items = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_faq_item_unref);
  fields->tags = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_term_unref);
  fields->authors = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_term_unref);
  draft->extra = stet_json_unknown (object, article_keys);
  return read_head (reader, object, draft) && read_lead_photo (reader, object, &fields->photo) &&
         read_body (reader, object, fields->body) && read_faq (reader, object, draft) &&
         read_terms (reader, object, "tags", fields->tags) &&
         read_prose (reader, object, "byline", NULL, &fields->byline) &&
         read_terms (reader, object, "authors", fields->authors) &&
         read_prose (reader, object, "author_box", NULL, &fields->author_box) &&
         read_custom (reader, object, draft);
}

static StetArticle *
make_article (Draft *draft)
{
  StetArticleFields *fields = &draft->fields;

  fields->id = draft->id;
  fields->story = draft->story;
  fields->language = draft->language;
  fields->translation_of_id = draft->translation_of_id;
  fields->translation_of_hash = draft->translation_of_hash;
  fields->custom = draft->custom;
  fields->extra = draft->extra;
  fields->extra_faq = draft->extra_faq;
  fields->extra_translation_of = draft->extra_translation_of;
  return stet_article_new (fields);
}

StetArticle *
stet_article_from_node (JsonNode *node, StetRandom *random, GError **error)
{
  g_autoptr (GHashTable) ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GString) path = g_string_new (NULL);
  g_auto (Draft) draft = { 0 };
  Reader reader = { .path = path, .ids = ids, .random = random, .error = error };

  if (!JSON_NODE_HOLDS_OBJECT (node))
    {
      fail (&reader, STET_ARTICLE_ERROR_SHAPE, "must be an object");
      return NULL;
    }
  if (!read_draft (&reader, json_node_get_object (node), &draft))
    return NULL;
  return make_article (&draft);
}

StetArticle *
stet_article_from_json (const char *data, gsize length_bytes, StetRandom *random, GError **error)
{
  g_autoptr (JsonNode) root = stet_json_parse_foreign (data, length_bytes, error);

  return root != NULL ? stet_article_from_node (root, random, error) : NULL;
}
