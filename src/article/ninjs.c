/* A story as ninjs 1.3 (IPTC, News in JSON), for agencies and archives. Written only.
 * Layer: article. Any thread. */
#include "config.h"

#include "article/format-private.h"

#include "base/json-scan.h"

static void
add_name (GString *out, const char *name)
{
  if (out->str[out->len - 1] != '{')
    g_string_append_c (out, ',');
  stet_json_append_string (out, name);
  g_string_append_c (out, ':');
}

static void
add_text (GString *out, const char *name, const char *text)
{
  if (text[0] == '\0')
    return;
  add_name (out, name);
  stet_json_append_string (out, text);
}

static void
add_uri (GString *out, const char *id)
{
  g_autofree char *uri = g_strconcat (stet_uuid_is_valid (id) ? "urn:uuid:" : "urn:stet:", id,
                                      NULL);

  add_text (out, "uri", uri);
}

/* [{"name": …, "rel": …}] */
static void
add_terms (GString *out, const char *name, const char *rel, GPtrArray *terms)
{
  if (terms->len == 0)
    return;
  add_name (out, name);
  g_string_append_c (out, '[');
  for (guint i = 0; i < terms->len; i++)
    {
      g_string_append (out, i > 0 ? ",{" : "{");
      add_text (out, "rel", rel);
      add_text (out, "name", stet_term_label (terms->pdata[i]));
      if (stet_term_id (terms->pdata[i]) != NULL)
        add_text (out, "code", stet_term_id (terms->pdata[i]));
      g_string_append_c (out, '}');
    }
  g_string_append_c (out, ']');
}

static void
add_photo (GString *out, const StetPhoto *photo)
{
  if (stet_photo_is_empty (photo))
    return;
  add_name (out, "associations");
  g_string_append (out, "{\"featuremedia\":{");
  add_uri (out, stet_photo_id (photo));
  add_text (out, "type", "picture");
  add_text (out, "description_text", stet_prose_text (stet_photo_caption (photo)));
  add_text (out, "byline", stet_prose_text (stet_photo_credit (photo)));
  add_text (out, "body_text", stet_prose_text (stet_photo_alt (photo)));
  if (stet_photo_file (photo)[0] != '\0')
    {
      add_name (out, "renditions");
      g_string_append (out, "{\"original\":{");
      add_text (out, "href", stet_photo_file (photo));
      g_string_append (out, "}}");
    }
  g_string_append (out, "}}");
}

/* The questions belong to what readers see, so they end the body. */
static char *
body_html (const StetArticleFields *fields)
{
  g_autofree char *blocks = stet_blocks_to_html (fields->body);
  GString *html = g_string_new (blocks);

  if (stet_prose_chars (fields->faq_title) > 0)
    {
      g_autofree char *title = stet_prose_to_html (fields->faq_title);

      g_string_append_printf (html, "<h2>%s</h2>\n", title);
    }
  for (guint i = 0; i < fields->faq_items->len; i++)
    {
      g_autofree char *question = stet_prose_to_html (
          stet_faq_item_question (fields->faq_items->pdata[i]));
      g_autofree char *answer = stet_prose_to_html (
          stet_faq_item_answer (fields->faq_items->pdata[i]));

      g_string_append_printf (html, "<h3>%s</h3>\n<p>%s</p>\n", question, answer);
    }
  return g_string_free (html, FALSE);
}

static void
add_section (GString *out, const StetArticleFields *fields)
{
  g_autoptr (GPtrArray) subjects = g_ptr_array_new ();

  if (fields->section != NULL)
    g_ptr_array_add (subjects, fields->section);
  add_terms (out, "subject", "section", subjects);
}

char *
stet_ninjs_write_article (const StetArticle *article, GPtrArray *lost)
{
  const StetArticleFields *fields = stet_article_fields (article);
  GString *out = g_string_new ("{");
  g_autofree char *html = body_html (fields);
  g_autofree char *dek_html = stet_prose_to_html (fields->dek);

  add_uri (out, fields->id);
  add_text (out, "type", "text");
  add_text (out, "language", fields->language);
  add_text (out, "headline", stet_prose_text (fields->headline));
  add_text (out, "slugline", stet_prose_text (fields->slug));
  add_text (out, "byline", stet_prose_text (fields->byline));
  add_text (out, "description_text", stet_prose_text (fields->dek));
  add_text (out, "description_html", dek_html);
  add_text (out, "body_html", html);
  add_section (out, fields);
  add_terms (out, "object", "tag", fields->tags);
  add_terms (out, "person", "author", fields->authors);
  add_photo (out, fields->photo);
  g_string_append_c (out, '}');
  if (stet_prose_chars (fields->author_box) > 0)
    stet_lost_add (lost, "the author box");
  if (!g_str_equal (fields->custom, "{}"))
    stet_lost_add (lost, "the newsroom's own fields");
  stet_lost_add_extra (lost, fields);
  return g_string_free (out, FALSE);
}
