/* Which format is which, and what formats lose. Layer: article. Any thread. */
#include "config.h"

#include "article/format-private.h"

#include "base/limits.h"
#include "base/text.h"

#include <string.h>

static const struct
{
  const char *name;
  StetFormat  format;
} names[] = {
  { "json", STET_FORMAT_JSON },   { "html", STET_FORMAT_HTML },
  { "text", STET_FORMAT_TEXT },   { "markdown", STET_FORMAT_MARKDOWN },
  { "ninjs", STET_FORMAT_NINJS },
};

static const struct { const char *ending; StetFormat format; } endings[] = {
  { ".json", STET_FORMAT_JSON }, { ".html", STET_FORMAT_HTML },   { ".htm", STET_FORMAT_HTML },
  { ".txt", STET_FORMAT_TEXT },  { ".text", STET_FORMAT_TEXT },   { ".md", STET_FORMAT_MARKDOWN },
  { ".markdown", STET_FORMAT_MARKDOWN },
};

gboolean
stet_format_parse (const char *name, StetFormat *format)
{
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_strcmp0 (name, names[i].name) == 0)
      {
        *format = names[i].format;
        return TRUE;
      }
  return FALSE;
}

gboolean
stet_format_for_file (const char *path, StetFormat *format)
{
  g_autofree char *lower = g_ascii_strdown (path, -1);

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    if (g_str_has_suffix (lower, endings[i].ending))
      {
        *format = endings[i].format;
        return TRUE;
      }
  return FALSE;
}

/* A story in JSON that says nothing of its language gets one like the others. */
static StetArticle *
with_language (StetArticle *article, const char *language)
{
  StetArticleFields fields = *stet_article_fields (article);
  g_autoptr (GString) words = g_string_new (stet_prose_text (fields.headline));

  for (guint i = 0; i < fields.body->len; i++)
    g_string_append_printf (words, "\n%s",
                            stet_prose_text (stet_block_prose (fields.body->pdata[i])));
  fields.language = language != NULL ? language : stet_text_guess_language (words->str);
  if (fields.language == NULL)
    fields.language = "en";
  return stet_article_new_changed (article, &fields);
}

static StetArticle *
read_json (const char *text, const char *language, StetRandom *random, GError **error)
{
  g_autoptr (StetArticle) article = stet_article_from_json (text, strlen (text), random, error);

  if (article == NULL || (language == NULL && stet_article_language (article)[0] != '\0'))
    return g_steal_pointer (&article);
  return with_language (article, language);
}

StetArticle *
stet_article_read (StetFormat format, const char *text, const char *language, StetRandom *random,
                   GError **error)
{
  g_return_val_if_fail (text != NULL && random != NULL, NULL);

  if (strlen (text) > STET_IMPORT_BYTES_MAX)
    {
      g_set_error_literal (error, STET_ARTICLE_ERROR, STET_ARTICLE_ERROR_TOO_LARGE,
                           "the text is too long");
      return NULL;
    }
  if (!g_utf8_validate (text, -1, NULL))
    {
      g_set_error_literal (error, STET_ARTICLE_ERROR, STET_ARTICLE_ERROR_SYNTAX,
                           "the text is not UTF-8");
      return NULL;
    }
  switch (format)
    {
    case STET_FORMAT_JSON:
      return read_json (text, language, random, error);
    case STET_FORMAT_HTML:
      return stet_html_read_article (text, language, random, error);
    case STET_FORMAT_TEXT:
      return stet_text_read_article (text, language, random, error);
    case STET_FORMAT_MARKDOWN:
      return stet_markdown_read_article (text, language, random, error);
    case STET_FORMAT_NINJS:
    default:
      g_set_error_literal (error, STET_ARTICLE_ERROR, STET_ARTICLE_ERROR_FORMAT,
                           "this format is written only");
      return NULL;
    }
}

static char *
write_format (const StetArticle *article, StetFormat format, GPtrArray *lost)
{
  switch (format)
    {
    case STET_FORMAT_HTML:
      return stet_html_write_article (article, lost);
    case STET_FORMAT_TEXT:
      return stet_text_write_article (article, lost);
    case STET_FORMAT_MARKDOWN:
      return stet_markdown_write_article (article, lost);
    case STET_FORMAT_NINJS:
      return stet_ninjs_write_article (article, lost);
    case STET_FORMAT_JSON:
    default:
      return stet_article_to_json (article);
    }
}

char *
stet_article_write (const StetArticle *article, StetFormat format, char ***lost)
{
  GPtrArray *phrases = g_ptr_array_new_with_free_func (g_free);
  char *text = write_format (article, format, phrases);

  g_ptr_array_add (phrases, NULL);
  if (lost != NULL)
    {
      g_ptr_array_set_free_func (phrases, NULL);
      *lost = (char **) g_ptr_array_free (phrases, FALSE);
    }
  else
    g_ptr_array_unref (phrases);
  return text;
}

void
stet_lost_add (GPtrArray *lost, const char *phrase)
{
  for (guint i = 0; i < lost->len; i++)
    if (g_str_equal (lost->pdata[i], phrase))
      return;
  g_ptr_array_add (lost, g_strdup (phrase));
}

void
stet_lost_add_fields (GPtrArray *lost, const StetArticleFields *fields)
{
  if (fields->section != NULL)
    stet_lost_add (lost, "the section");
  if (stet_prose_chars (fields->slug) > 0)
    stet_lost_add (lost, "the address part");
  if (fields->authors->len > 0)
    stet_lost_add (lost, "the list of authors");
  if (!g_str_equal (fields->custom, "{}"))
    stet_lost_add (lost, "the newsroom's own fields");
}

static gboolean
any_extra (const StetArticleFields *fields)
{
  if (fields->extra != NULL || fields->extra_faq != NULL || fields->extra_translation_of != NULL ||
      stet_photo_extra (fields->photo) != NULL)
    return TRUE;
  for (guint i = 0; i < fields->body->len; i++)
    {
      const StetBlockFields *block = stet_block_fields (fields->body->pdata[i]);

      if (block->extra != NULL || block->extra_attrs != NULL)
        return TRUE;
    }
  for (guint i = 0; i < fields->faq_items->len; i++)
    if (stet_faq_item_extra (fields->faq_items->pdata[i]) != NULL)
      return TRUE;
  return FALSE;
}

void
stet_lost_add_extra (GPtrArray *lost, const StetArticleFields *fields)
{
  if (fields->translation_of_id != NULL)
    stet_lost_add (lost, "which story this is a translation of");
  if (any_extra (fields))
    stet_lost_add (lost, "what other programs added");
}
