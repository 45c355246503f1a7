/* Edit operations: made, applied, and with each application the operation that takes it back. The
 * new story shares all that the edit does not touch. Layer: article. Any thread. */
#include "config.h"

#include "article/edit.h"

#include "article/article-private.h"
#include "base/limits.h"

#include <string.h>

struct _StetEdit
{
  StetEditKind kind;
  StetField    field;     /* TEXT */
  StetProse   *prose;     /* (owned) (nullable) TEXT */
  guint        at;        /* splices */
  guint        n_removed;
  GPtrArray   *parts;     /* (owned) (nullable) splices */
  StetTerm    *term;      /* (owned) (nullable) SECTION */
  StetPhoto   *photo;     /* (owned) (nullable) PHOTO */
  char        *text;      /* (owned) (nullable) LANGUAGE, CUSTOM; TRANSLATION: the id */
  char        *hash;      /* (owned) (nullable) TRANSLATION */
};

G_DEFINE_QUARK (stet-edit-error-quark, stet_edit_error)

static StetEdit *
new_edit (StetEditKind kind)
{
  StetEdit *edit = g_atomic_rc_box_new0 (StetEdit);

  edit->kind = kind;
  return edit;
}

StetEdit *
stet_edit_text (const StetField *field, StetProse *prose)
{
  StetEdit *edit = new_edit (STET_EDIT_TEXT);

  edit->field = *field;
  edit->prose = stet_prose_or_empty (prose);
  return edit;
}

static gpointer
ref_part (gconstpointer part, gpointer data)
{
  return g_atomic_rc_box_acquire ((gpointer) part);
}

static void
unref_part (StetEditKind kind, gpointer part)
{
  if (kind == STET_EDIT_BLOCKS)
    stet_block_unref (part);
  else if (kind == STET_EDIT_FAQ_ITEMS)
    stet_faq_item_unref (part);
  else
    stet_term_unref (part);
}

static GDestroyNotify
unref_func (StetEditKind kind)
{
  if (kind == STET_EDIT_BLOCKS)
    return (GDestroyNotify) stet_block_unref;
  if (kind == STET_EDIT_FAQ_ITEMS)
    return (GDestroyNotify) stet_faq_item_unref;
  return (GDestroyNotify) stet_term_unref;
}

static GPtrArray *
copy_parts (StetEditKind kind, GPtrArray *parts)
{
  GPtrArray *copy = parts != NULL ? g_ptr_array_copy (parts, ref_part, NULL) : g_ptr_array_new ();

  g_ptr_array_set_free_func (copy, unref_func (kind));
  return copy;
}

static StetEdit *
new_splice (StetEditKind kind, guint at, guint n_removed, GPtrArray *parts)
{
  StetEdit *edit = new_edit (kind);

  edit->at = at;
  edit->n_removed = n_removed;
  edit->parts = copy_parts (kind, parts);
  return edit;
}

StetEdit *
stet_edit_blocks (guint at, guint n_removed, GPtrArray *blocks)
{
  return new_splice (STET_EDIT_BLOCKS, at, n_removed, blocks);
}

StetEdit *
stet_edit_faq_items (guint at, guint n_removed, GPtrArray *items)
{
  return new_splice (STET_EDIT_FAQ_ITEMS, at, n_removed, items);
}

StetEdit *
stet_edit_tags (guint at, guint n_removed, GPtrArray *terms)
{
  return new_splice (STET_EDIT_TAGS, at, n_removed, terms);
}

StetEdit *
stet_edit_authors (guint at, guint n_removed, GPtrArray *terms)
{
  return new_splice (STET_EDIT_AUTHORS, at, n_removed, terms);
}

StetEdit *
stet_edit_section (StetTerm *term)
{
  StetEdit *edit = new_edit (STET_EDIT_SECTION);

  edit->term = term != NULL ? stet_term_ref (term) : NULL;
  return edit;
}

StetEdit *
stet_edit_photo (StetPhoto *photo)
{
  StetEdit *edit = new_edit (STET_EDIT_PHOTO);

  edit->photo = photo != NULL ? stet_photo_ref (photo) : NULL;
  return edit;
}

static StetEdit *
new_string_edit (StetEditKind kind, const char *text, const char *hash)
{
  StetEdit *edit = new_edit (kind);

  edit->text = g_strdup (text);
  edit->hash = g_strdup (hash);
  return edit;
}

StetEdit *
stet_edit_language (const char *language)
{
  return new_string_edit (STET_EDIT_LANGUAGE, language != NULL ? language : "", NULL);
}

StetEdit *
stet_edit_custom (const char *canonical_json)
{
  g_return_val_if_fail (canonical_json != NULL && canonical_json[0] == '{', NULL);

  return new_string_edit (STET_EDIT_CUSTOM, canonical_json, NULL);
}

StetEdit *
stet_edit_translation (const char *id, const char *hash)
{
  return new_string_edit (STET_EDIT_TRANSLATION, id, hash);
}

StetEdit *
stet_edit_ref (StetEdit *edit)
{
  return g_atomic_rc_box_acquire (edit);
}

static void
clear_edit (gpointer data)
{
  StetEdit *edit = data;

  g_clear_pointer (&edit->prose, stet_prose_unref);
  g_clear_pointer (&edit->parts, g_ptr_array_unref);
  g_clear_pointer (&edit->term, stet_term_unref);
  g_clear_pointer (&edit->photo, stet_photo_unref);
  g_free (edit->text);
  g_free (edit->hash);
}

void
stet_edit_unref (StetEdit *edit)
{
  g_atomic_rc_box_release_full (edit, clear_edit);
}

StetEditKind
stet_edit_kind (const StetEdit *edit)
{
  return edit->kind;
}

const StetField *
stet_edit_field (const StetEdit *edit)
{
  g_return_val_if_fail (edit->kind == STET_EDIT_TEXT, NULL);

  return &edit->field;
}

void
stet_edit_splice (const StetEdit *edit, guint *at, guint *n_removed, guint *n_inserted)
{
  g_return_if_fail (edit->parts != NULL);

  *at = edit->at;
  *n_removed = edit->n_removed;
  *n_inserted = edit->parts->len;
}

static gsize
size_of_part (StetEditKind kind, gconstpointer part)
{
  if (kind == STET_EDIT_BLOCKS)
    return stet_block_size (part);
  if (kind == STET_EDIT_FAQ_ITEMS)
    return stet_faq_item_size (part);
  return stet_term_size (part);
}

gsize
stet_edit_size (const StetEdit *edit)
{
  gsize bytes = sizeof *edit;

  for (guint i = 0; edit->parts != NULL && i < edit->parts->len; i++)
    bytes += sizeof (gpointer) + size_of_part (edit->kind, edit->parts->pdata[i]);
  bytes += edit->prose != NULL ? stet_prose_size (edit->prose) : 0;
  bytes += edit->term != NULL ? stet_term_size (edit->term) : 0;
  bytes += edit->photo != NULL ? stet_photo_size (edit->photo) : 0;
  bytes += edit->text != NULL ? strlen (edit->text) + 1 : 0;
  bytes += edit->hash != NULL ? strlen (edit->hash) + 1 : 0;
  return bytes;
}

/* One application: the story's fields as they are and as they become, and what takes it back. */
typedef struct
{
  const StetEdit    *edit;
  StetArticle       *article; /* (borrowed) */
  StetArticleFields  fields;
  StetArticle       *result;  /* (owned) */
  StetEdit          *inverse; /* (owned) */
  GError           **error;
} Change;

static gboolean
fail_no_place (Change *change)
{
  g_autofree char *name = change->edit->kind == STET_EDIT_TEXT
                              ? stet_field_to_string (&change->edit->field)
                              : g_strdup_printf ("position %u", change->edit->at);

  g_set_error (change->error, STET_EDIT_ERROR, STET_EDIT_ERROR_NO_PLACE, "the story has no %s",
               name);
  return FALSE;
}

static gboolean
fail_limit (Change *change, const char *what)
{
  g_set_error (change->error, STET_EDIT_ERROR, STET_EDIT_ERROR_LIMIT, "%s", what);
  return FALSE;
}

static gboolean
finish (Change *change, StetEdit *inverse)
{
  change->inverse = inverse;
  change->result = stet_article_new_changed (change->article, &change->fields);
  return TRUE;
}

static gboolean
within_limits (Change *change, StetProse *prose)
{
  guint n_spans = 0;

  stet_prose_spans (prose, &n_spans);
  if (stet_prose_bytes (prose) > STET_BLOCK_BYTES_MAX)
    return fail_limit (change, "the text is too long");
  return n_spans <= STET_SPANS_MAX || fail_limit (change, "the text has too many spans");
}

static GPtrArray **
array_of (StetArticleFields *fields, StetEditKind kind, guint *max)
{
  switch ((int) kind)
    {
    case STET_EDIT_BLOCKS:
      *max = STET_BLOCKS_MAX;
      return &fields->body;
    case STET_EDIT_FAQ_ITEMS:
      *max = STET_FAQ_ITEMS_MAX;
      return &fields->faq_items;
    case STET_EDIT_TAGS:
      *max = STET_TAGS_MAX;
      return &fields->tags;
    default:
      *max = STET_TAGS_MAX;
      return &fields->authors;
    }
}

static guint
count_cells (const StetBlock *block)
{
  GPtrArray *rows = stet_block_fields (block)->rows;
  guint n = 0;

  for (guint i = 0; rows != NULL && i < rows->len; i++)
    n += ((GPtrArray *) rows->pdata[i])->len;
  return n;
}

static const char *
id_of (StetEditKind kind, gconstpointer part)
{
  if (kind == STET_EDIT_BLOCKS)
    return stet_block_id (part);
  if (kind == STET_EDIT_FAQ_ITEMS)
    return stet_faq_item_id (part);
  return NULL;
}

static gboolean
check_ids (Change *change, StetEditKind kind, GPtrArray *parts)
{
  g_autoptr (GHashTable) ids = NULL;

  if (parts->len == 0 || id_of (kind, parts->pdata[0]) == NULL)
    return TRUE;
  ids = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < parts->len; i++)
    if (!g_hash_table_add (ids, (gpointer) id_of (kind, parts->pdata[i])))
      {
        g_set_error (change->error, STET_EDIT_ERROR, STET_EDIT_ERROR_DUPLICATE,
                     "the id %s would stand twice", id_of (kind, parts->pdata[i]));
        return FALSE;
      }
  return TRUE;
}

static gboolean
check_new_parts (Change *change, StetEditKind kind, GPtrArray *parts)
{
  for (guint i = 0; i < parts->len; i++)
    {
      if (kind == STET_EDIT_BLOCKS && count_cells (parts->pdata[i]) > STET_TABLE_CELLS_MAX)
        return fail_limit (change, "the table has too many cells");
      if (kind == STET_EDIT_BLOCKS && !within_limits (change, stet_block_prose (parts->pdata[i])))
        return FALSE;
      if (kind == STET_EDIT_FAQ_ITEMS &&
          !within_limits (change, stet_faq_item_answer (parts->pdata[i])))
        return FALSE;
    }
  return TRUE;
}

/* `parts` put in the place of `n_removed` at `at`; everything else of the list stays. */
static gboolean
splice (Change *change, StetEditKind kind, guint at, guint n_removed, GPtrArray *parts)
{
  g_autoptr (GPtrArray) list = NULL;
  g_autoptr (GPtrArray) removed = g_ptr_array_new ();
  GPtrArray *old;
  guint max;

  old = *array_of (&change->fields, kind, &max);
  if (at > old->len || n_removed > old->len - at)
    return fail_no_place (change);
  if (parts->len > n_removed && old->len - n_removed + parts->len > max)
    return fail_limit (change, "the story can hold no more of them");
  if (!check_new_parts (change, kind, parts))
    return FALSE;
  list = g_ptr_array_new_full (old->len - n_removed + parts->len, unref_func (kind));
  for (guint i = 0; i < at; i++)
    g_ptr_array_add (list, g_atomic_rc_box_acquire (old->pdata[i]));
  for (guint i = 0; i < parts->len; i++)
    g_ptr_array_add (list, g_atomic_rc_box_acquire (parts->pdata[i]));
  for (guint i = at + n_removed; i < old->len; i++)
    g_ptr_array_add (list, g_atomic_rc_box_acquire (old->pdata[i]));
  for (guint i = at; i < at + n_removed; i++)
    g_ptr_array_add (removed, old->pdata[i]);
  if (parts->len > 0 && !check_ids (change, kind, list))
    return FALSE;
  *array_of (&change->fields, kind, &max) = list;
  return finish (change, new_splice (kind, at, parts->len, removed));
}

/* One part replaced by another of the same id: typing, so without a look at the others. Takes
 * `part`. */
static gboolean
replace_one (Change *change, StetEditKind kind, guint at, gpointer part, StetEdit *inverse)
{
  guint max;
  GPtrArray **list = array_of (&change->fields, kind, &max);
  g_autoptr (GPtrArray) copy = copy_parts (kind, *list);

  unref_part (kind, copy->pdata[at]);
  copy->pdata[at] = part;
  *list = copy;
  return finish (change, inverse);
}

static StetEdit *
inverse_splice (Change *change, StetEditKind kind, guint at)
{
  g_autoptr (GPtrArray) old = g_ptr_array_new ();
  guint max;

  g_ptr_array_add (old, (*array_of (&change->fields, kind, &max))->pdata[at]);
  return new_splice (kind, at, 1, old);
}

static gboolean
set_prose (Change *change, StetProse **field, StetProse *prose)
{
  StetEdit *inverse = stet_edit_text (&change->edit->field, *field);

  *field = prose;
  return finish (change, inverse);
}

static gboolean
set_plain (Change *change, StetProse **field)
{
  g_autoptr (StetProse) plain = stet_prose_without_spans (change->edit->prose);

  return set_prose (change, field, plain);
}

static gboolean
set_label (Change *change, StetEditKind kind)
{
  g_autoptr (StetTerm) term = stet_term_new (stet_prose_text (change->edit->prose), NULL);
  int index = change->edit->field.index;
  guint max;

  if (index < 0 || (guint) index >= (*array_of (&change->fields, kind, &max))->len)
    return fail_no_place (change);
  return replace_one (change, kind, (guint) index, stet_term_ref (term),
                      inverse_splice (change, kind, (guint) index));
}

static gboolean
set_section (Change *change, StetTerm *term)
{
  StetEdit *inverse = stet_edit_section (change->fields.section);

  change->fields.section = term;
  return finish (change, inverse);
}

static gboolean
set_section_label (Change *change)
{
  const char *label = stet_prose_text (change->edit->prose);
  g_autoptr (StetTerm) term = label[0] != '\0' ? stet_term_new (label, NULL) : NULL;

  return set_section (change, term);
}

static gboolean
set_photo (Change *change, StetPhoto *photo)
{
  StetEdit *inverse = stet_edit_photo (change->fields.photo);

  change->fields.photo = photo;
  return finish (change, inverse);
}

/* A photo with one of its texts changed. Returns: (owned). */
static StetPhoto *
photo_with (StetPhoto *photo, StetFieldKind kind, StetProse *prose)
{
  gboolean caption = kind == STET_FIELD_PHOTO_CAPTION || kind == STET_FIELD_BLOCK_CAPTION;
  gboolean credit = kind == STET_FIELD_PHOTO_CREDIT || kind == STET_FIELD_BLOCK_CREDIT;
  gboolean alt = kind == STET_FIELD_PHOTO_ALT || kind == STET_FIELD_BLOCK_ALT;

  return stet_photo_new (
      stet_photo_id (photo),
      kind == STET_FIELD_PHOTO_FILE ? stet_prose_text (prose) : stet_photo_file (photo),
      caption ? prose : stet_photo_caption (photo), credit ? prose : stet_photo_credit (photo),
      alt ? prose : stet_photo_alt (photo), stet_photo_extra (photo));
}

static gboolean
set_photo_text (Change *change)
{
  g_autoptr (StetPhoto) photo = photo_with (change->fields.photo, change->edit->field.kind,
                                            change->edit->prose);

  return set_photo (change, photo);
}

/* The table's rows with one cell changed, which keeps its unknown keys. NULL: no such cell. */
static GPtrArray *
rows_with (GPtrArray *rows, const StetField *field, StetProse *prose)
{
  g_autoptr (GPtrArray) copy = NULL;
  GPtrArray *row;
  StetProse *old;

  if (rows == NULL || field->row < 0 || (guint) field->row >= rows->len)
    return NULL;
  copy = stet_rows_copy (rows);
  row = copy->pdata[field->row];
  if (field->column < 0 || (guint) field->column >= row->len)
    return NULL;
  old = row->pdata[field->column];
  row->pdata[field->column] = stet_prose_with_extra (prose, stet_prose_extra (old));
  stet_prose_unref (old);
  return g_steal_pointer (&copy);
}

static gboolean
set_block_attr (Change *change, StetBlock *block)
{
  const StetField *field = &change->edit->field;
  StetBlockFields fields = *stet_block_fields (block);
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (StetPhoto) photo = NULL;

  if (field->kind == STET_FIELD_BLOCK_CELL)
    fields.rows = rows = rows_with (fields.rows, field, change->edit->prose);
  else if (field->kind == STET_FIELD_BLOCK_CITE)
    fields.cite = fields.type == STET_BLOCK_QUOTE ? stet_prose_text (change->edit->prose) : NULL;
  else if (field->kind == STET_FIELD_BLOCK_HREF)
    fields.href = fields.type == STET_BLOCK_EMBED ? stet_prose_text (change->edit->prose) : NULL;
  else if (fields.photo != NULL)
    fields.photo = photo = photo_with (fields.photo, field->kind, change->edit->prose);
  if (rows == NULL && photo == NULL &&
      !(field->kind == STET_FIELD_BLOCK_CITE && fields.cite != NULL) &&
      !(field->kind == STET_FIELD_BLOCK_HREF && fields.href != NULL))
    return fail_no_place (change);
  return replace_one (change, STET_EDIT_BLOCKS, (guint) field->index, stet_block_new (&fields),
                      inverse_splice (change, STET_EDIT_BLOCKS, (guint) field->index));
}

static gboolean
set_block_text (Change *change)
{
  const StetField *field = &change->edit->field;
  StetBlock *block;

  if (field->index < 0 || (guint) field->index >= change->fields.body->len)
    return fail_no_place (change);
  block = change->fields.body->pdata[field->index];
  if (field->kind != STET_FIELD_BODY)
    return set_block_attr (change, block);
  if (stet_block_type (block) > STET_BLOCK_LIST_ITEM)
    return fail_no_place (change);
  return replace_one (change, STET_EDIT_BLOCKS, (guint) field->index,
                      stet_block_with_prose (block, change->edit->prose),
                      stet_edit_text (field, stet_block_prose (block)));
}

static gboolean
set_faq_text (Change *change)
{
  const StetField *field = &change->edit->field;
  gboolean question = field->kind == STET_FIELD_FAQ_QUESTION;
  StetFaqItem *item;
  StetProse *old;

  if (field->index < 0 || (guint) field->index >= change->fields.faq_items->len)
    return fail_no_place (change);
  item = change->fields.faq_items->pdata[field->index];
  old = question ? stet_faq_item_question (item) : stet_faq_item_answer (item);
  return replace_one (
      change, STET_EDIT_FAQ_ITEMS, (guint) field->index,
      stet_faq_item_new (
          stet_faq_item_id (item), question ? change->edit->prose : stet_faq_item_question (item),
          question ? stet_faq_item_answer (item) : change->edit->prose, stet_faq_item_extra (item)),
      stet_edit_text (field, old));
}

static gboolean
set_language (Change *change, const char *language)
{
  StetEdit *inverse = stet_edit_language (change->fields.language);

  change->fields.language = language;
  return finish (change, inverse);
}

static gboolean
set_custom (Change *change, const char *custom)
{
  StetEdit *inverse = stet_edit_custom (change->fields.custom);

  change->fields.custom = custom;
  return finish (change, inverse);
}

static gboolean
set_custom_text (Change *change)
{
  g_autofree char *custom = NULL;

  if (change->edit->field.name == NULL)
    return fail_no_place (change);
  custom = stet_custom_set (change->fields.custom, change->edit->field.name,
                            stet_prose_text (change->edit->prose));
  return set_custom (change, custom);
}

static gboolean
set_translation (Change *change)
{
  StetEdit *inverse = stet_edit_translation (change->fields.translation_of_id,
                                             change->fields.translation_of_hash);
  const StetEdit *edit = change->edit;

  change->fields.translation_of_id = edit->text != NULL && edit->text[0] != '\0' ? edit->text
                                                                                 : NULL;
  change->fields.translation_of_hash = edit->hash != NULL && edit->hash[0] != '\0' ? edit->hash
                                                                                   : NULL;
  return finish (change, inverse);
}

static gboolean
set_text (Change *change)
{
  StetArticleFields *fields = &change->fields;

  if (!within_limits (change, change->edit->prose))
    return FALSE;
  switch (change->edit->field.kind)
    {
    case STET_FIELD_LANGUAGE:
      return set_language (change, stet_prose_text (change->edit->prose));
    case STET_FIELD_HEADLINE:
      return set_plain (change, &fields->headline);
    case STET_FIELD_DEK:
      return set_prose (change, &fields->dek, change->edit->prose);
    case STET_FIELD_SECTION:
      return set_section_label (change);
    case STET_FIELD_SLUG:
      return set_plain (change, &fields->slug);
    case STET_FIELD_BYLINE:
      return set_plain (change, &fields->byline);
    case STET_FIELD_AUTHOR_BOX:
      return set_plain (change, &fields->author_box);
    case STET_FIELD_FAQ_TITLE:
      return set_plain (change, &fields->faq_title);
    case STET_FIELD_AUTHORS:
      return set_label (change, STET_EDIT_AUTHORS);
    case STET_FIELD_TAGS:
      return set_label (change, STET_EDIT_TAGS);
    case STET_FIELD_PHOTO_FILE:
    case STET_FIELD_PHOTO_CAPTION:
    case STET_FIELD_PHOTO_CREDIT:
    case STET_FIELD_PHOTO_ALT:
      return set_photo_text (change);
    case STET_FIELD_FAQ_QUESTION:
    case STET_FIELD_FAQ_ANSWER:
      return set_faq_text (change);
    case STET_FIELD_BODY:
    case STET_FIELD_BLOCK_CAPTION:
    case STET_FIELD_BLOCK_CREDIT:
    case STET_FIELD_BLOCK_ALT:
    case STET_FIELD_BLOCK_HREF:
    case STET_FIELD_BLOCK_CITE:
    case STET_FIELD_BLOCK_CELL:
      return set_block_text (change);
    case STET_FIELD_CUSTOM:
      return set_custom_text (change);
    case STET_FIELD_PHOTO:
    case STET_FIELD_FAQ_ITEMS:
    default:
      return fail_no_place (change);
    }
}

static gboolean
carry_out (Change *change)
{
  const StetEdit *edit = change->edit;

  switch (edit->kind)
    {
    case STET_EDIT_TEXT:
      return set_text (change);
    case STET_EDIT_SECTION:
      return set_section (change, edit->term);
    case STET_EDIT_PHOTO:
      return set_photo (change, edit->photo);
    case STET_EDIT_LANGUAGE:
      return set_language (change, edit->text);
    case STET_EDIT_CUSTOM:
      return set_custom (change, edit->text);
    case STET_EDIT_TRANSLATION:
      return set_translation (change);
    case STET_EDIT_BLOCKS:
    case STET_EDIT_FAQ_ITEMS:
    case STET_EDIT_TAGS:
    case STET_EDIT_AUTHORS:
    default:
      return splice (change, edit->kind, edit->at, edit->n_removed, edit->parts);
    }
}

StetArticle *
stet_edit_apply (StetEdit *edit, StetArticle *article, StetEdit **inverse, GError **error)
{
  Change change = {
    .edit = edit, .article = article, .fields = *stet_article_fields (article), .error = error
  };

  g_return_val_if_fail (edit != NULL && article != NULL, NULL);

  if (!carry_out (&change))
    return NULL;
  if (inverse != NULL)
    *inverse = change.inverse;
  else
    stet_edit_unref (change.inverse);
  return change.result;
}
