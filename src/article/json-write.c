/* A story in its canonical form, and the form its content hash is made of: the same keys in the
 * same order without what readers never see. Layer: article. Any thread. */
#include "config.h"

#include "article/json.h"

#include "article/article-private.h"
#include "base/json-scan.h"
#include "base/text.h"

#include <string.h>

#define SHA256_HEX_CHARS 64

typedef struct
{
  GString            *out;
  gboolean            for_hash;      /* without ids, unknown keys and what is not public */
  const char *const  *public_custom; /* (nullable) */
} Writer;

static const char *const span_names[STET_SPAN_TYPES] = { "bold",   "italic", "underline",
                                                         "strike", "code",   "link" };

/* `"name":`, with a comma before it unless it is the first. */
static void
write_key (Writer *writer, const char *name)
{
  char last = writer->out->len > 0 ? writer->out->str[writer->out->len - 1] : '\0';

  if (last != '{' && last != '[')
    g_string_append_c (writer->out, ',');
  stet_json_append_string (writer->out, name);
  g_string_append_c (writer->out, ':');
}

static void
write_text (Writer *writer, const char *name, const char *text)
{
  write_key (writer, name);
  stet_json_append_string (writer->out, text != NULL ? text : "");
}

static void
write_id (Writer *writer, const char *id)
{
  if (!writer->for_hash)
    write_text (writer, "id", id);
}

/* The members of an object of unknown keys, after the known ones. */
static void
write_extra (Writer *writer, const char *extra)
{
  gsize length = extra != NULL ? strlen (extra) : 0;

  if (writer->for_hash || length <= 2)
    return;
  if (writer->out->str[writer->out->len - 1] != '{')
    g_string_append_c (writer->out, ',');
  g_string_append_len (writer->out, extra + 1, (gssize) (length - 2));
}

static void
write_span (Writer *writer, const StetSpan *span)
{
  g_string_append_printf (writer->out, "{\"type\":\"%s\",\"start\":%u,\"end\":%u",
                          span_names[span->type], span->start_chars, span->end_chars);
  if (span->type == STET_SPAN_LINK)
    {
      write_text (writer, "href", span->href);
      write_text (writer, "rel", span->rel);
    }
  write_extra (writer, span->extra);
  g_string_append_c (writer->out, '}');
}

static void
write_spans (Writer *writer, const char *name, const StetProse *prose)
{
  guint n = 0;
  const StetSpan *spans = stet_prose_spans (prose, &n);

  write_key (writer, name);
  g_string_append_c (writer->out, '[');
  for (guint i = 0; i < n; i++)
    {
      if (i > 0)
        g_string_append_c (writer->out, ',');
      write_span (writer, &spans[i]);
    }
  g_string_append_c (writer->out, ']');
}

/* Typing can leave a text that the gate would change (a letter and its accent as two characters).
 * It is written as another desk will read it. */
static StetProse *
settle_prose (StetProse *prose)
{
  g_autoptr (StetProse) clean = NULL;
  const StetSpan *spans;
  guint n = 0;

  if (stet_text_is_clean (stet_prose_text (prose)))
    return stet_prose_ref (prose);
  spans = stet_prose_spans (prose, &n);
  clean = stet_prose_new_cleaned (stet_prose_text (prose), spans, n);
  return stet_prose_with_extra (clean, stet_prose_extra (prose));
}

/* Spans that only their unknown keys kept apart are one for a reader. */
static StetProse *
merge_spans (StetProse *prose)
{
  g_autoptr (GArray) spans = g_array_new (FALSE, FALSE, sizeof (StetSpan));
  const StetSpan *old;
  guint n = 0;

  old = stet_prose_spans (prose, &n);
  for (guint i = 0; i < n; i++)
    {
      StetSpan span = old[i];

      span.extra = NULL;
      g_array_append_val (spans, span);
    }
  return stet_prose_new (stet_prose_text (prose), (StetSpan *) (gpointer) spans->data, n);
}

static void
write_prose (Writer *writer, const char *name, const char *spans_name, StetProse *prose)
{
  g_autoptr (StetProse) clean = settle_prose (prose);
  g_autoptr (StetProse) settled = writer->for_hash ? merge_spans (clean) : stet_prose_ref (clean);

  write_text (writer, name, stet_prose_text (settled));
  if (spans_name != NULL)
    write_spans (writer, spans_name, settled);
}

static void
write_term (Writer *writer, const StetTerm *term)
{
  gboolean plain = term == NULL || writer->for_hash ||
                   (stet_term_id (term) == NULL && stet_term_extra (term) == NULL);

  if (plain)
    {
      stet_json_append_string (writer->out, term != NULL ? stet_term_label (term) : "");
      return;
    }
  g_string_append_c (writer->out, '{');
  write_text (writer, "label", stet_term_label (term));
  write_text (writer, "id", stet_term_id (term));
  write_extra (writer, stet_term_extra (term));
  g_string_append_c (writer->out, '}');
}

static void
write_terms (Writer *writer, const char *name, GPtrArray *terms)
{
  write_key (writer, name);
  g_string_append_c (writer->out, '[');
  for (guint i = 0; i < terms->len; i++)
    {
      if (i > 0)
        g_string_append_c (writer->out, ',');
      write_term (writer, terms->pdata[i]);
    }
  g_string_append_c (writer->out, ']');
}

/* For the hash a picture counts by its content, however a desk spells the digits. */
static void
write_file (Writer *writer, const char *file)
{
  g_autofree char *lower = NULL;
  gboolean digest = strlen (file) == SHA256_HEX_CHARS &&
                    strspn (file, "0123456789abcdefABCDEF") == SHA256_HEX_CHARS;

  if (writer->for_hash && digest)
    lower = g_ascii_strdown (file, -1);
  write_text (writer, "file", lower != NULL ? lower : file);
}

static void
write_photo (Writer *writer, const StetPhoto *photo)
{
  write_key (writer, "photo");
  g_string_append_c (writer->out, '{');
  write_id (writer, stet_photo_id (photo));
  write_file (writer, stet_photo_file (photo));
  write_prose (writer, "caption", "caption_spans", stet_photo_caption (photo));
  write_prose (writer, "credit", NULL, stet_photo_credit (photo));
  write_prose (writer, "alt", NULL, stet_photo_alt (photo));
  write_extra (writer, stet_photo_extra (photo));
  g_string_append_c (writer->out, '}');
}

static void
write_cell (Writer *writer, StetProse *cell)
{
  g_string_append_c (writer->out, '{');
  write_prose (writer, "text", "spans", cell);
  write_extra (writer, stet_prose_extra (cell));
  g_string_append_c (writer->out, '}');
}

static void
write_rows (Writer *writer, GPtrArray *rows)
{
  write_key (writer, "rows");
  g_string_append_c (writer->out, '[');
  for (guint r = 0; r < rows->len; r++)
    {
      GPtrArray *row = rows->pdata[r];

      g_string_append (writer->out, r > 0 ? ",[" : "[");
      for (guint c = 0; c < row->len; c++)
        {
          if (c > 0)
            g_string_append_c (writer->out, ',');
          write_cell (writer, row->pdata[c]);
        }
      g_string_append_c (writer->out, ']');
    }
  g_string_append_c (writer->out, ']');
}

/* As text where JSON and the gate give the same bytes back. */
static void
write_raw (Writer *writer, GBytes *raw)
{
  gsize length = 0;
  const char *data = g_bytes_get_data (raw, &length);
  g_autofree char *text = NULL;

  if (length == 0)
    {
      write_text (writer, "raw", "");
      return;
    }
  if (g_utf8_validate (data, (gssize) length, NULL))
    text = g_strndup (data, length);
  if (text != NULL && stet_text_is_clean (text))
    {
      write_text (writer, "raw", text);
      return;
    }
  g_free (text);
  text = g_base64_encode ((const guchar *) data, length);
  write_text (writer, "raw_base64", text);
}

/* An image block's photo: sorted keys, like all attrs. */
static void
write_photo_attrs (Writer *writer, const StetPhoto *photo)
{
  write_prose (writer, "alt", NULL, stet_photo_alt (photo));
  write_prose (writer, "caption", "caption_spans", stet_photo_caption (photo));
  write_prose (writer, "credit", NULL, stet_photo_credit (photo));
  write_file (writer, stet_photo_file (photo));
  write_id (writer, stet_photo_id (photo));
}

static void
write_attrs (Writer *writer, const StetBlockFields *block)
{
  write_key (writer, "attrs");
  g_string_append_c (writer->out, '{');
  switch (block->type)
    {
    case STET_BLOCK_HEADING:
      write_key (writer, "level");
      g_string_append_printf (writer->out, "%u", block->level);
      break;
    case STET_BLOCK_QUOTE:
      write_text (writer, "cite", block->cite);
      break;
    case STET_BLOCK_LIST_ITEM:
      write_key (writer, "indent");
      g_string_append_printf (writer->out, "%u", block->indent);
      write_key (writer, "ordered");
      g_string_append (writer->out, block->ordered ? "true" : "false");
      break;
    case STET_BLOCK_TABLE:
      write_rows (writer, block->rows);
      break;
    case STET_BLOCK_IMAGE:
      write_photo_attrs (writer, block->photo);
      break;
    case STET_BLOCK_EMBED:
      write_text (writer, "href", block->href);
      break;
    case STET_BLOCK_OPAQUE:
      write_raw (writer, block->raw);
      break;
    case STET_BLOCK_PARAGRAPH:
    default:
      break;
    }
  write_extra (writer, block->extra_attrs);
  g_string_append_c (writer->out, '}');
}

static void
write_block (Writer *writer, const StetBlockFields *block)
{
  g_string_append_c (writer->out, '{');
  write_id (writer, block->id);
  write_text (writer, "type", stet_block_type_name (block->type));
  write_prose (writer, "text", "spans", block->prose);
  write_attrs (writer, block);
  write_extra (writer, block->extra);
  g_string_append_c (writer->out, '}');
}

static void
write_body (Writer *writer, GPtrArray *body)
{
  write_key (writer, "body");
  g_string_append_c (writer->out, '[');
  for (guint i = 0; i < body->len; i++)
    {
      if (i > 0)
        g_string_append_c (writer->out, ',');
      write_block (writer, stet_block_fields (body->pdata[i]));
    }
  g_string_append_c (writer->out, ']');
}

static void
write_faq_item (Writer *writer, const StetFaqItem *item)
{
  g_string_append_c (writer->out, '{');
  write_id (writer, stet_faq_item_id (item));
  write_prose (writer, "question", NULL, stet_faq_item_question (item));
  write_prose (writer, "answer", "answer_spans", stet_faq_item_answer (item));
  write_extra (writer, stet_faq_item_extra (item));
  g_string_append_c (writer->out, '}');
}

static void
write_faq (Writer *writer, const StetArticleFields *fields)
{
  write_key (writer, "faq");
  g_string_append_c (writer->out, '{');
  write_prose (writer, "title", NULL, fields->faq_title);
  write_key (writer, "items");
  g_string_append_c (writer->out, '[');
  for (guint i = 0; i < fields->faq_items->len; i++)
    {
      if (i > 0)
        g_string_append_c (writer->out, ',');
      write_faq_item (writer, fields->faq_items->pdata[i]);
    }
  g_string_append_c (writer->out, ']');
  write_extra (writer, fields->extra_faq);
  g_string_append_c (writer->out, '}');
}

static void
write_translation_of (Writer *writer, const StetArticleFields *fields)
{
  write_key (writer, "translation_of");
  if (fields->translation_of_id == NULL && fields->translation_of_hash == NULL &&
      fields->extra_translation_of == NULL)
    {
      g_string_append (writer->out, "null");
      return;
    }
  g_string_append_c (writer->out, '{');
  write_text (writer, "id", fields->translation_of_id);
  write_text (writer, "hash", fields->translation_of_hash);
  write_extra (writer, fields->extra_translation_of);
  g_string_append_c (writer->out, '}');
}

/* All of the custom fields, or those that readers see. */
static void
write_custom (Writer *writer, const char *custom)
{
  g_autoptr (JsonObject) object = NULL;
  g_autoptr (GPtrArray) names = NULL;

  write_key (writer, "custom");
  if (!writer->for_hash)
    {
      g_string_append (writer->out, custom);
      return;
    }
  object = stet_json_parse_own (custom);
  names = stet_json_sorted_names (object);
  g_string_append_c (writer->out, '{');
  for (guint i = 0; i < names->len; i++)
    if (writer->public_custom != NULL && g_strv_contains (writer->public_custom, names->pdata[i]))
      {
        write_key (writer, names->pdata[i]);
        stet_json_append_node (writer->out, json_object_get_member (object, names->pdata[i]),
                               STET_JSON_CLEAN);
      }
  g_string_append_c (writer->out, '}');
}

static void
write_head (Writer *writer, const StetArticleFields *fields)
{
  write_text (writer, "format", STET_ARTICLE_FORMAT);
  write_id (writer, fields->id);
  if (!writer->for_hash)
    write_text (writer, "story", fields->story);
  write_text (writer, "language", fields->language);
  if (!writer->for_hash)
    write_translation_of (writer, fields);
  write_prose (writer, "headline", NULL, fields->headline);
  write_prose (writer, "dek", "dek_spans", fields->dek);
  write_key (writer, "section");
  write_term (writer, fields->section);
  write_prose (writer, "slug", NULL, fields->slug);
}

static char *
write_article (Writer *writer, const StetArticle *article)
{
  const StetArticleFields *fields = stet_article_fields (article);

  writer->out = g_string_new ("{");
  write_head (writer, fields);
  write_photo (writer, fields->photo);
  write_body (writer, fields->body);
  write_faq (writer, fields);
  write_terms (writer, "tags", fields->tags);
  write_prose (writer, "byline", NULL, fields->byline);
  write_terms (writer, "authors", fields->authors);
  write_prose (writer, "author_box", NULL, fields->author_box);
  write_custom (writer, fields->custom);
  write_extra (writer, fields->extra);
  g_string_append_c (writer->out, '}');
  return g_string_free (writer->out, FALSE);
}

char *
stet_article_to_json (const StetArticle *article)
{
  Writer writer = { .for_hash = FALSE };

  return write_article (&writer, article);
}

char *
stet_article_hashed_text (const StetArticle *article, const char *const *public_custom)
{
  Writer writer = { .for_hash = TRUE, .public_custom = public_custom };

  return write_article (&writer, article);
}

char *
stet_article_hash (const StetArticle *article, const char *const *public_custom)
{
  g_autofree char *text = stet_article_hashed_text (article, public_custom);

  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);
}
