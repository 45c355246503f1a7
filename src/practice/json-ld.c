/* schema.org NewsArticle and FAQPage (https://schema.org/NewsArticle, https://schema.org/FAQPage).
 * Layer: practice, on the thread that serves. */
#include "config.h"

#include "practice/json-ld.h"

#include "base/json-scan.h"
#include "practice/exchange.h"

char *
stet_practice_picture_sha256 (const char *file)
{
  if (strlen (file) != 64 || strspn (file, "0123456789abcdefABCDEF") != 64)
    return NULL;
  return g_ascii_strdown (file, -1);
}

char *
stet_practice_picture_path (const char *file)
{
  g_autofree char *sha256 = stet_practice_picture_sha256 (file);

  return sha256 != NULL ? g_strconcat ("/media/sha256-", sha256, NULL) : NULL;
}

/* Inside a script element no "</", "<!--" or entity may appear: JSON can say the characters
 * otherwise. */
static char *
escape_script (GString *json)
{
  g_string_replace (json, "<", "\\u003c", 0);
  g_string_replace (json, ">", "\\u003e", 0);
  g_string_replace (json, "&", "\\u0026", 0);
  return g_string_free (json, FALSE);
}

static void
add_text (GString *json, const char *name, StetProse *prose)
{
  if (!stet_prose_is_blank (prose))
    stet_practice_json_string (json, name, stet_prose_text (prose));
}

static void
open_object (GString *json, const char *type)
{
  if (json->len > 0 && json->str[json->len - 1] == '}')
    g_string_append_c (json, ',');
  g_string_append_c (json, '{');
  stet_practice_json_string (json, "@type", type);
}

static void
add_image (GString *json, StetPracticeNewsroom *room, const StetPhoto *photo)
{
  g_autofree char *path = stet_practice_picture_path (stet_photo_file (photo));
  g_autofree char *url = path != NULL ? g_strconcat (room->url, path, NULL) : NULL;

  if (url == NULL)
    return;
  stet_practice_json_raw (json, "image", "[");
  open_object (json, "ImageObject");
  stet_practice_json_string (json, "url", url);
  add_text (json, "caption", stet_photo_caption (photo));
  add_text (json, "creditText", stet_photo_credit (photo));
  g_string_append (json, "}]");
}

static void
add_person (GString *json, const char *name)
{
  open_object (json, "Person");
  stet_practice_json_string (json, "name", name);
  g_string_append_c (json, '}');
}

static void
add_authors (GString *json, const StetArticleFields *fields)
{
  if (fields->authors->len == 0 && stet_prose_is_blank (fields->byline))
    return;
  stet_practice_json_raw (json, "author", "[");
  for (guint i = 0; i < fields->authors->len; i++)
    add_person (json, stet_term_label (g_ptr_array_index (fields->authors, i)));
  if (fields->authors->len == 0)
    add_person (json, stet_prose_text (fields->byline));
  g_string_append_c (json, ']');
}

static void
add_keywords (GString *json, GPtrArray *tags)
{
  if (tags->len == 0)
    return;
  stet_practice_json_raw (json, "keywords", "[");
  for (guint i = 0; i < tags->len; i++)
    {
      if (i > 0)
        g_string_append_c (json, ',');
      stet_json_append_string (json, stet_term_label (g_ptr_array_index (tags, i)));
    }
  g_string_append_c (json, ']');
}

static void
add_time (GString *json, const char *name, gint64 time_us, const char *zone)
{
  g_autofree char *text = stet_time_to_rfc3339_zone (time_us, zone);

  stet_practice_json_string (json, name, text);
}

char *
stet_practice_json_ld_article (StetPracticeNewsroom *room, const StetPracticeRecord *record,
                               StetArticle *article)
{
  const StetArticleFields *fields = stet_article_fields (article);
  GString *json = g_string_new ("{");
  g_autofree char *url = g_strconcat (room->url, record->path, NULL);
  g_autofree char *words = g_strdup_printf ("%u", stet_article_count_words (article));

  stet_practice_json_string (json, "@context", "https://schema.org");
  stet_practice_json_string (json, "@type", "NewsArticle");
  stet_practice_json_string (json, "headline", stet_prose_text (fields->headline));
  add_text (json, "description", fields->dek);
  stet_practice_json_string (json, "url", url);
  stet_practice_json_string (json, "mainEntityOfPage", url);
  stet_practice_json_string (json, "inLanguage", fields->language);
  add_time (json, "datePublished", record->published_us, room->zone);
  add_time (json, "dateModified", record->updated_us, room->zone);
  add_authors (json, fields);
  stet_practice_json_raw (json, "publisher",
                          "{\"@type\":\"NewsMediaOrganization\",\"name\":\"Practice newsroom\"}");
  add_image (json, room, fields->photo);
  if (fields->section != NULL)
    stet_practice_json_string (json, "articleSection", stet_term_label (fields->section));
  add_keywords (json, fields->tags);
  stet_practice_json_raw (json, "wordCount", words);
  stet_practice_json_raw (json, "isAccessibleForFree", "true");
  g_string_append_c (json, '}');
  return escape_script (json);
}

char *
stet_practice_json_ld_faq (const StetPracticeRecord *record, StetArticle *article)
{
  const StetArticleFields *fields = stet_article_fields (article);
  GString *json;

  if (fields->faq_items->len == 0)
    return NULL;
  json = g_string_new ("{");
  stet_practice_json_string (json, "@context", "https://schema.org");
  stet_practice_json_string (json, "@type", "FAQPage");
  add_text (json, "name", fields->faq_title);
  stet_practice_json_string (json, "inLanguage", fields->language);
  stet_practice_json_raw (json, "mainEntity", "[");
  for (guint i = 0; i < fields->faq_items->len; i++)
    {
      const StetFaqItem *item = g_ptr_array_index (fields->faq_items, i);

      open_object (json, "Question");
      stet_practice_json_string (json, "name", stet_prose_text (stet_faq_item_question (item)));
      stet_practice_json_raw (json, "acceptedAnswer", "");
      open_object (json, "Answer");
      stet_practice_json_string (json, "text", stet_prose_text (stet_faq_item_answer (item)));
      g_string_append (json, "}}");
    }
  g_string_append (json, "]}");
  return escape_script (json);
}
