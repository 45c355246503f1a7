/* The parts of a story's page as HTML. Every text is escaped here or by article/format.h; content
 * that is not understood is shown as text, never put into the page. Layer: practice. */
#include "config.h"

#include "practice/page-parts.h"

#include "article/format.h"
#include "article/json.h"
#include "practice/json-ld.h"
#include "practice/picture.h"

#define PICTURE_HEAD_BYTES (256 * 1024) /* where a picture says its size */

/* --- head --- */

static void
meta (GString *head, const char *attribute, const char *name, const char *content)
{
  g_autofree char *line = NULL;

  if (content == NULL || content[0] == '\0')
    return;
  line = g_markup_printf_escaped ("<meta %s=\"%s\" content=\"%s\">\n", attribute, name, content);
  g_string_append (head, line);
}

static void
meta_time (GString *head, const char *name, gint64 time_us, const char *zone)
{
  g_autofree char *text = stet_time_to_rfc3339_zone (time_us, zone);

  meta (head, "property", name, text);
}

static const char *
locale (const char *language)
{
  if (g_str_has_prefix (language, "es"))
    return "es_ES";
  return g_str_has_prefix (language, "en") ? "en_US" : NULL;
}

static void
head_links (GString *head, StetPracticeNewsroom *room, const StetPracticeRecord *record,
            GPtrArray *editions)
{
  g_autofree char *canonical = g_markup_printf_escaped ("<link rel=\"canonical\" href=\"%s%s\">\n",
                                                        room->url, record->path);

  g_string_append (head, canonical);
  for (guint i = 0; editions->len > 1 && i < editions->len; i++)
    {
      const StetPracticeRecord *edition = g_ptr_array_index (editions, i);
      g_autoptr (StetArticle) article = stet_article_from_json (
        edition->live_article, strlen (edition->live_article), room->random, NULL);
      g_autofree char *link = NULL;

      if (article == NULL)
        continue;
      link = g_markup_printf_escaped ("<link rel=\"alternate\" hreflang=\"%s\" href=\"%s%s\">\n",
                                      stet_article_language (article), room->url, edition->path);
      g_string_append (head, link);
    }
}

static void
head_picture (GString *head, StetPracticeNewsroom *room, const StetPhoto *photo)
{
  g_autofree char *path = stet_practice_picture_path (stet_photo_file (photo));
  g_autofree char *url = path != NULL ? g_strconcat (room->url, path, NULL) : NULL;

  meta (head, "name", "twitter:card", url != NULL ? "summary_large_image" : "summary");
  if (url == NULL)
    return;
  meta (head, "property", "og:image", url);
  meta (head, "property", "og:image:alt", stet_prose_text (stet_photo_alt (photo)));
  meta (head, "name", "twitter:image", url);
  meta (head, "name", "twitter:image:alt", stet_prose_text (stet_photo_alt (photo)));
}

static void
head_script (GString *head, char *json)
{
  if (json != NULL)
    g_string_append_printf (head, "<script type=\"application/ld+json\">%s</script>\n", json);
  g_free (json);
}

char *
stet_practice_part_head (StetPracticeNewsroom *room, const StetPracticeRecord *record,
                         StetArticle *article, GPtrArray *editions)
{
  const StetArticleFields *fields = stet_article_fields (article);
  GString *head = g_string_new (NULL);
  g_autofree char *url = g_strconcat (room->url, record->path, NULL);

  meta (head, "name", "description", stet_prose_text (fields->dek));
  meta (head, "name", "author", stet_prose_text (fields->byline));
  head_links (head, room, record, editions);
  meta (head, "property", "og:type", "article");
  meta (head, "property", "og:title", stet_prose_text (fields->headline));
  meta (head, "property", "og:description", stet_prose_text (fields->dek));
  meta (head, "property", "og:url", url);
  meta (head, "property", "og:site_name",
        stet_practice_word (fields->language, STET_PRACTICE_WORD_SITE));
  meta (head, "property", "og:locale", locale (fields->language));
  meta_time (head, "article:published_time", record->published_us, room->zone);
  meta_time (head, "article:modified_time", record->updated_us, room->zone);
  meta (head, "property", "article:section",
        fields->section != NULL ? stet_term_label (fields->section) : NULL);
  for (guint i = 0; i < fields->tags->len; i++)
    meta (head, "property", "article:tag", stet_term_label (g_ptr_array_index (fields->tags, i)));
  head_picture (head, room, fields->photo);
  meta (head, "name", "twitter:title", stet_prose_text (fields->headline));
  meta (head, "name", "twitter:description", stet_prose_text (fields->dek));
  head_script (head, stet_practice_json_ld_article (room, record, article));
  head_script (head, stet_practice_json_ld_faq (record, article));
  return g_string_free (head, FALSE);
}

/* --- above the body --- */

char *
stet_practice_part_section (StetArticle *article)
{
  const StetTerm *section = stet_article_fields (article)->section;

  return section != NULL
           ? g_markup_printf_escaped ("<p class=\"section\">%s</p>\n", stet_term_label (section))
           : g_strdup ("");
}

char *
stet_practice_part_dek (StetArticle *article)
{
  StetProse *dek = stet_article_fields (article)->dek;
  g_autofree char *html = stet_prose_is_blank (dek) ? NULL : stet_prose_to_html (dek);

  return html != NULL ? g_strconcat ("<p class=\"dek\">", html, "</p>\n", NULL) : g_strdup ("");
}

char *
stet_practice_part_byline (StetArticle *article)
{
  const StetArticleFields *fields = stet_article_fields (article);
  g_autoptr (GString) names = g_string_new (NULL);

  if (!stet_prose_is_blank (fields->byline))
    g_string_append (names, stet_prose_text (fields->byline));
  for (guint i = 0; names->len == 0 && i < fields->authors->len; i++)
    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "",
                            stet_term_label (g_ptr_array_index (fields->authors, i)));
  if (names->len == 0)
    return g_strdup ("");
  return g_markup_printf_escaped ("<p class=\"byline\">%s <span class=\"name\">%s</span></p>\n",
                                  stet_practice_word (fields->language, STET_PRACTICE_WORD_BY),
                                  names->str);
}

char *
stet_practice_part_times (StetPracticeNewsroom *room, const StetPracticeRecord *record,
                          StetArticle *article)
{
  const char *language = stet_article_language (article);
  g_autofree char *published = stet_practice_time_html (record->published_us, room->zone, language);
  g_autofree char *updated = stet_practice_time_html (record->updated_us, room->zone, language);

  if (record->updated_us == record->published_us)
    return g_strdup_printf ("<p class=\"times\">%s %s</p>\n",
                            stet_practice_word (language, STET_PRACTICE_WORD_PUBLISHED), published);
  return g_strdup_printf ("<p class=\"times\">%s %s · %s %s</p>\n",
                          stet_practice_word (language, STET_PRACTICE_WORD_PUBLISHED), published,
                          stet_practice_word (language, STET_PRACTICE_WORD_UPDATED), updated);
}

char *
stet_practice_part_editions (const StetPracticeRecord *record, StetArticle *article,
                             GPtrArray *editions)
{
  GString *html = g_string_new (NULL);

  for (guint i = 0; i < editions->len; i++)
    {
      const StetPracticeRecord *edition = g_ptr_array_index (editions, i);
      g_autoptr (StetArticle) other = NULL;
      g_autofree char *name = NULL;
      g_autofree char *link = NULL;

      if (g_str_equal (edition->id, record->id))
        continue;
      other = stet_article_from_json (edition->live_article, strlen (edition->live_article),
                                      stet_random_system (), NULL);
      if (other == NULL)
        continue;
      name = stet_practice_language_name (stet_article_language (other));
      link = g_markup_printf_escaped (" <a href=\"%s\" hreflang=\"%s\" lang=\"%s\">%s</a>",
                                      edition->path, stet_article_language (other),
                                      stet_article_language (other), name);
      g_string_append (html, link);
    }
  if (html->len > 0)
    {
      g_string_prepend (
        html, stet_practice_word (stet_article_language (article), STET_PRACTICE_WORD_EDITIONS));
      g_string_prepend (html, "<p class=\"editions\">");
      g_string_append (html, "</p>\n");
    }
  return g_string_free (html, FALSE);
}

/* The size keeps the page from jumping while the picture comes. Returns: (owned) (nullable). */
static char *
picture_html (StetPracticeNewsroom *room, const StetPhoto *photo)
{
  g_autofree char *path = stet_practice_picture_path (stet_photo_file (photo));
  g_autofree char *sha256 = stet_practice_picture_sha256 (stet_photo_file (photo));
  g_autoptr (sqlite3_stmt) rows = stet_practice_db_query (
    room->db, NULL, "SELECT substr (bytes, 1, ?) FROM media WHERE sha256 = ?", "it",
    (gint64) PICTURE_HEAD_BYTES, sha256);
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *size = NULL;
  g_autofree char *image = NULL;
  guint width = 0, height = 0;

  if (path == NULL || rows == NULL || !stet_practice_db_step (room->db, rows, NULL))
    return NULL;
  bytes = stet_practice_db_blob (rows, 0);
  stet_practice_picture_type (bytes, &width, &height);
  size = width > 0 && height > 0 ? g_strdup_printf (" width=\"%u\" height=\"%u\"", width, height)
                                 : g_strdup ("");
  image = g_markup_printf_escaped ("<img src=\"%s\" alt=\"%s\"", path,
                                   stet_prose_text (stet_photo_alt (photo)));
  return g_strconcat (image, size, ">\n", NULL);
}

static char *
figure_html (StetPracticeNewsroom *room, const StetPhoto *photo)
{
  g_autofree char *image = picture_html (room, photo);
  g_autofree char *caption = stet_prose_to_html (stet_photo_caption (photo));
  g_autofree char *credit = stet_prose_to_html (stet_photo_credit (photo));
  GString *html = g_string_new ("<figure>\n");

  if (image != NULL)
    g_string_append (html, image);
  if (caption[0] != '\0' || credit[0] != '\0')
    {
      g_string_append (html, "<figcaption>");
      if (caption[0] != '\0')
        g_string_append_printf (html, "<span class=\"caption\">%s</span>", caption);
      if (credit[0] != '\0')
        g_string_append_printf (html, "%s<span class=\"credit\">%s</span>",
                                caption[0] != '\0' ? " " : "", credit);
      g_string_append (html, "</figcaption>\n");
    }
  g_string_append (html, "</figure>\n");
  return g_string_free (html, FALSE);
}

/* Caption and credit are shown also where there is no picture. */
char *
stet_practice_part_photo (StetPracticeNewsroom *room, StetArticle *article)
{
  const StetPhoto *photo = stet_article_fields (article)->photo;

  return stet_photo_is_empty (photo) ? g_strdup ("") : figure_html (room, photo);
}

/* --- body --- */

static char *
card_html (const char *href)
{
  g_autoptr (GUri) uri = g_uri_parse (href, G_URI_FLAGS_NONE, NULL);
  const char *scheme = uri != NULL ? g_uri_get_scheme (uri) : NULL;

  if (g_strcmp0 (scheme, "https") != 0 && g_strcmp0 (scheme, "http") != 0)
    return g_markup_printf_escaped ("<p class=\"card\">%s</p>\n", href);
  return g_markup_printf_escaped ("<p class=\"card\"><a href=\"%s\" rel=\"noopener "
                                  "nofollow\"><strong>%s</strong><br>%s</a></p>\n",
                                  href, g_uri_get_host (uri) != NULL ? g_uri_get_host (uri) : "",
                                  href);
}

static char *
kept_html (GBytes *raw, const char *language)
{
  gsize length = 0;
  const char *data = raw != NULL ? g_bytes_get_data (raw, &length) : "";
  g_autofree char *text = g_utf8_make_valid (data, (gssize) length);

  return g_markup_printf_escaped (
    "<details class=\"kept\"><summary>%s</summary><pre>%s</pre></details>\n",
    stet_practice_word (language, STET_PRACTICE_WORD_KEPT), text);
}

static void
flush_run (GString *html, GPtrArray *run)
{
  g_autofree char *text = run->len > 0 ? stet_blocks_to_html (run) : NULL;

  if (text == NULL)
    return;
  g_string_append (html, text);
  if (html->len > 0 && html->str[html->len - 1] != '\n')
    g_string_append_c (html, '\n');
  g_ptr_array_set_size (run, 0);
}

char *
stet_practice_part_body (StetPracticeNewsroom *room, StetArticle *article)
{
  GString *html = g_string_new (NULL);
  g_autoptr (GPtrArray) run = g_ptr_array_new ();

  for (guint i = 0; i < stet_article_n_blocks (article); i++)
    {
      StetBlock *block = stet_article_block (article, i);
      const StetBlockFields *fields = stet_block_fields (block);
      g_autofree char *own = NULL;

      if (fields->type == STET_BLOCK_EMBED)
        own = card_html (fields->href != NULL ? fields->href : "");
      else if (fields->type == STET_BLOCK_OPAQUE)
        own = kept_html (fields->raw, stet_article_language (article));
      else if (fields->type == STET_BLOCK_IMAGE && fields->photo != NULL)
        own = figure_html (room, fields->photo);
      if (own == NULL)
        {
          g_ptr_array_add (run, block);
          continue;
        }
      flush_run (html, run);
      g_string_append (html, own);
    }
  flush_run (html, run);
  return g_string_free (html, FALSE);
}

/* --- below the body --- */

/* Lines as paragraphs, spans kept. */
static void
add_paragraphs (GString *html, StetProse *prose)
{
  const char *text = stet_prose_text (prose);
  guint at_chars = 0;

  for (;;)
    {
      const char *end = strchr (text, '\n');
      guint length_chars = (guint) g_utf8_strlen (text, end != NULL ? end - text : -1);
      g_autoptr (StetProse) line = stet_prose_slice (prose, at_chars, at_chars + length_chars);

      if (!stet_prose_is_blank (line))
        {
          g_autofree char *inline_html = stet_prose_to_html (line);

          g_string_append_printf (html, "<p>%s</p>", inline_html);
        }
      if (end == NULL)
        return;
      at_chars += length_chars + 1;
      text = end + 1;
    }
}

char *
stet_practice_part_faq (StetArticle *article)
{
  const StetArticleFields *fields = stet_article_fields (article);
  GString *html = g_string_new (NULL);

  if (fields->faq_items->len == 0)
    return g_string_free (html, FALSE);
  g_string_append (html, "<section class=\"faq\">\n");
  if (!stet_prose_is_blank (fields->faq_title))
    {
      g_autofree char *title = g_markup_printf_escaped ("<h2>%s</h2>\n",
                                                        stet_prose_text (fields->faq_title));

      g_string_append (html, title);
    }
  g_string_append (html, "<dl>\n");
  for (guint i = 0; i < fields->faq_items->len; i++)
    {
      const StetFaqItem *item = g_ptr_array_index (fields->faq_items, i);
      g_autofree char *question = g_markup_printf_escaped (
        "<dt>%s</dt>\n<dd>", stet_prose_text (stet_faq_item_question (item)));

      g_string_append (html, question);
      add_paragraphs (html, stet_faq_item_answer (item));
      g_string_append (html, "</dd>\n");
    }
  g_string_append (html, "</dl>\n</section>\n");
  return g_string_free (html, FALSE);
}

char *
stet_practice_part_tags (StetArticle *article)
{
  const StetArticleFields *fields = stet_article_fields (article);
  GString *html = g_string_new (NULL);

  if (fields->tags->len == 0)
    return g_string_free (html, FALSE);
  g_string_append_printf (html, "<div class=\"tags\">%s <ul>",
                          stet_practice_word (fields->language, STET_PRACTICE_WORD_TAGS));
  for (guint i = 0; i < fields->tags->len; i++)
    {
      g_autofree char *tag = g_markup_printf_escaped (
        "<li>%s</li>", stet_term_label (g_ptr_array_index (fields->tags, i)));

      g_string_append (html, tag);
    }
  g_string_append (html, "</ul></div>\n");
  return g_string_free (html, FALSE);
}

char *
stet_practice_part_author_box (StetArticle *article)
{
  const StetArticleFields *fields = stet_article_fields (article);
  g_autofree char *label = g_markup_escape_text (
    stet_practice_word (fields->language, STET_PRACTICE_WORD_AUTHOR), -1);
  GString *html;

  if (stet_prose_is_blank (fields->author_box))
    return g_strdup ("");
  html = g_string_new (NULL);
  g_string_append_printf (html, "<aside class=\"author\" aria-label=\"%s\">\n", label);
  add_paragraphs (html, fields->author_box);
  g_string_append (html, "\n</aside>\n");
  return g_string_free (html, FALSE);
}

/* A story in the list of the front page. */
char *
stet_practice_part_item (StetPracticeNewsroom *room, const StetPracticeRecord *record,
                         StetArticle *article)
{
  const StetArticleFields *fields = stet_article_fields (article);
  g_autofree char *time = stet_practice_time_html (record->published_us, room->zone,
                                                   fields->language);
  g_autofree char *link = g_markup_printf_escaped ("<a href=\"%s\" lang=\"%s\">%s</a>",
                                                   record->path, fields->language,
                                                   stet_prose_text (fields->headline));
  g_autofree char *dek = stet_practice_part_dek (article);

  return g_strdup_printf ("<li>%s\n%s<p class=\"times\">%s</p></li>\n", link, dek, time);
}
