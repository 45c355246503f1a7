/* What readers see: the front page, a story's page, a page that was taken down, and the pictures of
 * live pages. Layer: practice, on the thread that serves. */
#include "config.h"

#include "practice/page.h"

#include "article/json.h"
#include "practice/json-ld.h"
#include "practice/page-parts.h"
#include "practice/practice-resources.h"

#define RESOURCE_PREFIX "/io/github/stet_newsroom/Stet/practice/pages/"
#define FRONT_STORIES_MAX 200
#define EDITIONS_MAX 20

static char *
load (const char *name)
{
  g_autofree char *path = g_strconcat (RESOURCE_PREFIX, name, NULL);
  g_autoptr (GBytes) bytes = g_resource_lookup_data (stet_practice_get_resource (), path, 0, NULL);

  g_assert (bytes != NULL);
  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

/* The template with each {{name}} replaced by its part, in one pass: parts are never read as
 * templates. */
static char *
fill (const char *name, GHashTable *parts)
{
  g_autofree char *template = load (name);
  GString *out = g_string_new (NULL);
  const char *at = template;
  const char *open;

  while ((open = strstr (at, "{{")) != NULL)
    {
      const char *close = strstr (open, "}}");
      g_autofree char *key = g_strndup (open + 2, (gsize) (close - open - 2));
      const char *part = g_hash_table_lookup (parts, key);

      g_string_append_len (out, at, open - at);
      g_string_append (out, part != NULL ? part : "");
      at = close + 2;
    }
  g_string_append (out, at);
  return g_string_free (out, FALSE);
}

static GHashTable *
new_parts (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
}

/* Takes over `html`. */
static void
set (GHashTable *parts, const char *name, char *html)
{
  g_hash_table_insert (parts, (gpointer) name, html);
}

/* Takes over `head` (nullable) and `html`. */
static void
answer_page (StetPracticeAnswer *answer, guint status, const char *language, const char *title,
             char *head, char *html)
{
  g_autoptr (GHashTable) parts = new_parts ();
  char *page;

  set (parts, "lang", g_markup_escape_text (language, -1));
  set (parts, "title", g_markup_escape_text (title, -1));
  set (parts, "head", head);
  set (parts, "css", load ("site.css"));
  set (parts, "site",
       g_markup_escape_text (stet_practice_word (language, STET_PRACTICE_WORD_SITE), -1));
  set (parts, "mark",
       g_markup_escape_text (stet_practice_word (language, STET_PRACTICE_WORD_MARK), -1));
  set (parts, "main", html);
  page = fill ("frame.html", parts);
  g_clear_pointer (&answer->body, g_bytes_unref);
  answer->status = status;
  answer->type = "text/html; charset=utf-8";
  answer->body = g_bytes_new_take (page, strlen (page));
}

char *
stet_practice_page_policy (void)
{
  g_autofree char *css = load ("site.css");
  g_autoptr (GChecksum) sha256 = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[32];
  gsize length = sizeof digest;
  g_autofree char *base64 = NULL;

  g_checksum_update (sha256, (const guchar *) css, (gssize) strlen (css));
  g_checksum_get_digest (sha256, digest, &length);
  base64 = g_base64_encode (digest, length);
  return g_strdup_printf (
    "default-src 'none'; img-src 'self'; style-src 'sha256-%s'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'",
    base64);
}

void
stet_practice_page_error (StetPracticeAnswer *answer, guint status, const char *title,
                          const char *text)
{
  answer_page (answer, status, "en", title, NULL,
               g_markup_printf_escaped ("<h1>%s</h1>\n<p>%s</p>\n", title, text));
}

/* --- a story's page --- */

static char *
story_html (StetPracticeNewsroom *room, const StetPracticeRecord *record, StetArticle *article,
            GPtrArray *editions)
{
  g_autoptr (GHashTable) parts = new_parts ();

  set (parts, "section", stet_practice_part_section (article));
  set (parts, "headline",
       g_markup_escape_text (stet_prose_text (stet_article_fields (article)->headline), -1));
  set (parts, "dek", stet_practice_part_dek (article));
  set (parts, "byline", stet_practice_part_byline (article));
  set (parts, "times", stet_practice_part_times (room, record, article));
  set (parts, "editions", stet_practice_part_editions (record, article, editions));
  set (parts, "photo", stet_practice_part_photo (room, article));
  set (parts, "body", stet_practice_part_body (room, article));
  set (parts, "faq", stet_practice_part_faq (article));
  set (parts, "tags", stet_practice_part_tags (article));
  set (parts, "author_box", stet_practice_part_author_box (article));
  return fill ("article.html", parts);
}

static gboolean
answer_live (StetPracticeNewsroom *room, const StetPracticeRecord *record,
             StetPracticeAnswer *answer, GError **error)
{
  g_autoptr (StetArticle) article = stet_article_from_json (
    record->live_article, strlen (record->live_article), room->random, error);
  g_autoptr (GPtrArray) editions = stet_practice_record_list_live (room, record->live_group,
                                                                   EDITIONS_MAX, error);

  if (article == NULL || editions == NULL)
    return FALSE;
  answer_page (answer, 200, stet_article_language (article),
               stet_prose_text (stet_article_fields (article)->headline),
               stet_practice_part_head (room, record, article, editions),
               story_html (room, record, article, editions));
  return TRUE;
}

static void
answer_gone (const StetPracticeRecord *record, StetPracticeAnswer *answer)
{
  g_autoptr (StetArticle) article = stet_article_from_json (
    record->article, strlen (record->article), stet_random_system (), NULL);
  const char *language = article != NULL ? stet_article_language (article) : "en";
  const char *title = stet_practice_word (language, STET_PRACTICE_WORD_GONE);

  answer_page (
    answer, 410, language, title, NULL,
    g_markup_printf_escaped ("<h1>%s</h1>\n<p>%s</p>\n", title,
                             stet_practice_word (language, STET_PRACTICE_WORD_GONE_TEXT)));
}

/* --- the front page --- */

static gboolean
answer_front (StetPracticeNewsroom *room, StetPracticeAnswer *answer, GError **error)
{
  g_autoptr (GPtrArray) records = stet_practice_record_list_live (room, NULL, FRONT_STORIES_MAX,
                                                                  error);
  g_autoptr (GString) html = g_string_new (NULL);

  if (records == NULL)
    return FALSE;
  g_string_append_printf (html, "<h1>%s</h1>\n",
                          stet_practice_word ("en", STET_PRACTICE_WORD_SITE));
  if (records->len == 0)
    g_string_append (
      html,
      "<p>Nothing is published yet. A story appears here as soon as an editor publishes it.</p>\n");
  else
    g_string_append (html, "<ul class=\"stories\">\n");
  for (guint i = 0; i < records->len; i++)
    {
      const StetPracticeRecord *record = g_ptr_array_index (records, i);
      g_autoptr (StetArticle) article = stet_article_from_json (
        record->live_article, strlen (record->live_article), room->random, error);
      g_autofree char *item = article != NULL ? stet_practice_part_item (room, record, article)
                                              : NULL;

      if (item == NULL)
        return FALSE;
      g_string_append (html, item);
    }
  if (records->len > 0)
    g_string_append (html, "</ul>\n");
  answer_page (answer, 200, "en", stet_practice_word ("en", STET_PRACTICE_WORD_SITE), NULL,
               g_strdup (html->str));
  return TRUE;
}

/* --- pictures --- */

static gboolean
answer_picture (StetPracticeNewsroom *room, const char *sha256, StetPracticeAnswer *answer,
                GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (sqlite3_stmt) rows = stet_practice_db_query (
    room->db, error,
    "SELECT type, bytes FROM media WHERE sha256 = ?1"
    " AND EXISTS (SELECT 1 FROM live_media WHERE sha256 = ?1)",
    "t", sha256);

  if (rows == NULL)
    return FALSE;
  if (stet_practice_db_step (room->db, rows, &local))
    {
      answer->status = 200;
      answer->type = g_intern_string ((const char *) sqlite3_column_text (rows, 0));
      answer->body = stet_practice_db_blob (rows, 1);
      return TRUE;
    }
  if (local == NULL)
    stet_practice_page_error (answer, 404, "Not found", "There is no picture at this address.");
  else
    g_propagate_error (error, g_steal_pointer (&local));
  return answer->status != 0;
}

gboolean
stet_practice_page_get (StetPracticeNewsroom *room, const char *path, StetPracticeAnswer *answer,
                        GError **error)
{
  g_autoptr (StetPracticeRecord) record = NULL;
  g_autoptr (GError) local = NULL;

  if (g_str_equal (path, "/"))
    return answer_front (room, answer, error);
  if (g_str_has_prefix (path, "/media/sha256-"))
    return answer_picture (room, path + strlen ("/media/sha256-"), answer, error);
  record = stet_practice_record_load (room, "path", path, &local);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (record == NULL)
    stet_practice_page_error (answer, 404, "Not found", "There is no page at this address.");
  else if (record->live_hash == NULL)
    answer_gone (record, answer);
  else
    return answer_live (room, record, answer, error);
  return TRUE;
}
