/* The changes feed, pictures, terms, and what a restart keeps or refuses. */
#include "config.h"

#include "practice/client.h"
#include "practice/picture.h"

#include "support.h"

#include <glib/gstdio.h>
#include <sqlite3.h>

#define ARTICLE "/api/articles/" STORY_ID

/* --- changes --- */

static Reply *
get_changes (Site *site, const char *cursor)
{
  g_autofree char *path = g_strconcat ("/api/changes?since=", cursor, NULL);

  return site_call (site, &(Call){ .path = path, .user = "reporter" });
}

static void
check_change (Reply *reply, guint index, const char *id, const char *state, gboolean deleted)
{
  JsonArray *changes = json_object_get_array_member (reply->object, "changes");
  JsonObject *change;

  g_assert_cmpuint (json_array_get_length (changes), >, index);
  change = json_array_get_object_element (changes, index);
  g_assert_cmpstr (json_object_get_string_member (change, "id"), ==, id);
  g_assert_cmpstr (json_object_get_string_member (change, "state"), ==, state);
  g_assert_cmpint (json_object_get_boolean_member (change, "deleted"), ==, deleted);
}

static guint
count (Reply *reply)
{
  g_assert_cmpuint (reply->status, ==, 200);
  return json_array_get_length (json_object_get_array_member (reply->object, "changes"));
}

static void
test_changes (Site *site, gconstpointer data)
{
  g_autoptr (Reply) nothing = get_changes (site, "");
  g_autoptr (Reply) first = create_story (site, "reporter", STORY_ID, "Ferry");
  g_autoptr (Reply) second = create_story (site, "editor", OTHER_ID, "Market");
  g_autoptr (Reply) moved = move_story (site, "editor", STORY_ID, "submitted");
  g_autoptr (Reply) all = get_changes (site, "");
  g_autoptr (Reply) again = get_changes (site, reply_string (nothing, "cursor"));
  g_autoptr (Reply) none = get_changes (site, reply_string (all, "cursor"));
  g_autoptr (Reply) binned = NULL;
  g_autoptr (Reply) since = NULL;
  JsonObject *change;

  g_assert_cmpuint (count (nothing), ==, 0);
  g_assert_cmpuint (count (all), ==, 2);
  check_change (all, 0, OTHER_ID, "draft", FALSE);
  check_change (all, 1, STORY_ID, "submitted", FALSE);
  change = json_array_get_object_element (json_object_get_array_member (all->object, "changes"), 1);
  g_assert_cmpstr (json_object_get_string_member (change, "version"), ==,
                   reply_header (moved, "ETag"));
  g_assert_cmpstr (json_object_get_string_member (change, "hash"), ==,
                   reply_string (moved, "hash"));
  g_assert_cmpstr (json_object_get_string_member (change, "author"), ==, "reporter");
  g_assert_cmpstr (json_object_get_string_member (change, "headline"), ==, "Ferry");
  g_assert_cmpstr (again->text, ==, all->text);
  g_assert_cmpuint (count (none), ==, 0);
  g_assert_cmpstr (reply_string (none, "cursor"), ==, reply_string (all, "cursor"));

  binned = move_story (site, "editor", OTHER_ID, "binned");
  site_restart (site);
  since = get_changes (site, reply_string (all, "cursor"));
  g_assert_cmpuint (count (since), ==, 1);
  check_change (since, 0, OTHER_ID, "binned", TRUE);
}

/* A scheduled story that went live is a change like any other. */
static void
test_changes_by_time (Site *site, gconstpointer data)
{
  g_autoptr (Reply) before = NULL;
  g_autoptr (Reply) after = NULL;

  bring_story (site, STORY_ID, "scheduled");
  before = get_changes (site, "");
  stet_clock_advance (site->clock, 2 * G_TIME_SPAN_HOUR);
  after = get_changes (site, reply_string (before, "cursor"));
  g_assert_cmpuint (count (after), ==, 1);
  check_change (after, 0, STORY_ID, "published", FALSE);
}

static void
test_lost_cursor (Site *site, gconstpointer data)
{
  g_autoptr (Reply) created = create_story (site, "reporter", STORY_ID, "Ferry");
  g_autoptr (Reply) all = get_changes (site, "");
  g_autofree char *longer = g_strconcat (reply_string (all, "cursor"), "A", NULL);
  g_autofree char *future = NULL;
  g_autofree char *plain = NULL;
  g_autoptr (Reply) root = site_call (site, &(Call){ .path = "/api/", .user = "editor" });
  const char *lost[5] = { "x", "%C3%B1", longer };

  plain = g_strdup_printf ("%s:2", reply_string (root, "site"));
  future = g_base64_encode ((const guchar *) plain, strlen (plain));
  g_strdelimit (future, "=", '\0');
  lost[3] = future;
  lost[4] = "MDAwMDAwMDAtMDAwMC00MDAwLTgwMDAtMDAwMDAwMDAwMDAwOjE"; /* of another site */
  for (guint i = 0; i < G_N_ELEMENTS (lost); i++)
    {
      g_autoptr (Reply) reply = get_changes (site, lost[i]);

      g_test_message ("%s", lost[i]);
      g_assert_cmpuint (reply->status, ==, 410);
      g_assert_cmpstr (reply_string (reply, "type"), ==, "urn:stet:problem:cursor-lost");
    }
}

/* --- pictures --- */

static void
test_media (Site *site, gconstpointer data)
{
  g_autoptr (GBytes) picture = tiny_png (7);
  g_autoptr (GBytes) other = tiny_png (8);
  g_autofree char *sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, picture);
  g_autofree char *path = g_strconcat ("/api/media/sha256-", sha256, NULL);
  g_autofree char *public_path = g_strconcat ("/media/sha256-", sha256, NULL);
  g_autoptr (Reply) missing
      = site_call (site, &(Call){ .method = "HEAD", .path = path, .user = "reporter" });
  g_autoptr (Reply) wrong = site_call (
      site,
      &(Call){
          .method = "PUT", .path = path, .user = "reporter", .type = "image/png", .bytes = other });
  g_autofree char *kept = put_picture (site, "reporter", picture);
  g_autofree char *again = put_picture (site, "editor", picture);
  g_autoptr (Reply) there
      = site_call (site, &(Call){ .method = "HEAD", .path = path, .user = "reporter" });
  g_autoptr (Reply) back = site_call (site, &(Call){ .path = path, .user = "editor" });
  g_autoptr (Reply) closed = site_call (site, &(Call){ .path = path });
  g_autoptr (Reply) hidden = site_call (site, &(Call){ .path = public_path });

  g_assert_cmpuint (missing->status, ==, 404);
  g_assert_cmpuint (wrong->status, ==, 422);
  g_assert_cmpuint (there->status, ==, 200);
  g_assert_cmpstr (reply_header (there, "Content-Length"), ==, "34");
  g_assert_cmpuint (back->status, ==, 200);
  g_assert_cmpstr (reply_header (back, "Content-Type"), ==, "image/png");
  g_assert_true (g_bytes_equal (back->body, picture));
  g_assert_cmpuint (closed->status, ==, 401);
  g_assert_cmpuint (hidden->status, ==, 404);
}

static GBytes *
bytes (const char *start, gsize start_length, gsize length)
{
  guint8 *data = g_malloc0 (length);

  memcpy (data, start, start_length);
  return g_bytes_new_take (data, length);
}

static void
test_media_refused (Site *site, gconstpointer data)
{
  g_autoptr (GBytes) text = g_bytes_new_static ("<svg onload='x'/>", 17);
  g_autoptr (GBytes) wide = bytes ("\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\x27\x11\0\0\0\x01", 24, 40);
  g_autoptr (GBytes) none = g_bytes_new_static ("", 0);
  g_autoptr (GBytes) large = bytes ("\xff\xd8\xff", 3, 40 * 1024 * 1024 + 1);
  const struct
  {
    const char *why;
    GBytes *picture;
    guint status;
  } cases[] = {
    { "an SVG can carry scripts", text, 415 },
    { "10001 pixels wide", wide, 422 },
    { "nothing", none, 415 },
    { "one byte past the limit", large, 413 },
  };
  g_autoptr (Reply) no_hash = site_call (site, &(Call){ .method = "PUT",
                                                        .path = "/api/media/sha256-abc",
                                                        .user = "editor",
                                                        .type = "image/png",
                                                        .bytes = text });

  g_assert_cmpuint (no_hash->status, ==, 404);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, cases[i].picture);
      g_autofree char *path = g_strconcat ("/api/media/sha256-", sha256, NULL);
      g_autoptr (Reply) reply = site_call (site, &(Call){ .method = "PUT",
                                                          .path = path,
                                                          .user = "editor",
                                                          .type = "image/png",
                                                          .bytes = cases[i].picture });

      g_test_message ("%s: %u %s", cases[i].why, reply->status, reply->text);
      g_assert_cmpuint (reply->status, ==, cases[i].status);
    }
}

static void
test_picture_types (void)
{
#define START(text) text, sizeof text - 1
  static const struct
  {
    const char *why, *start;
    gsize length;
    const char *type;
    guint width, height;
  } cases[] = {
    { "PNG", START ("\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\x02\x01\0\0\x01\x03"), "image/png", 0x201,
      0x103 },
    { "PNG cut short", START ("\x89PNG\r\n\x1a\n"), "image/png", 0, 0 },
    { "GIF", START ("GIF89a\x01\x02\x03\x00"), "image/gif", 0x201, 3 },
    { "GIF cut short", START ("GIF89a\x01"), NULL, 0, 0 },
    { "JPEG with a segment before its frame",
      START ("\xff\xd8\xff\xe0\0\x04zz\xff\xc2\0\x0b\x08\x01\x02\x03\x04z"), "image/jpeg", 0x304,
      0x102 },
    { "JPEG with tables only", START ("\xff\xd8\xff\xc4\0\x04zz\xff\xd9zzzzzzzzz"), "image/jpeg", 0,
      0 },
    { "JPEG whose segment runs past the end", START ("\xff\xd8\xff\xe0\xff\xffzz"), "image/jpeg", 0,
      0 },
    { "WebP, extended", START ("RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\x02\0\0\x04\0\0"),
      "image/webp", 3, 5 },
    { "WebP, lossless", START ("RIFF\0\0\0\0WEBPVP8L\x0a\0\0\0\x2f\x02\x40\x01\0zzzzzz"),
      "image/webp", 3, 6 },
    { "WebP, lossy", START ("RIFF\0\0\0\0WEBPVP8 \x0a\0\0\0zzz\x9d\x01\x2a\x07\0\x09\0zz"),
      "image/webp", 7, 9 },
    { "WebP cut short", START ("RIFF\0\0\0\0WEBPVP8X"), "image/webp", 0, 0 },
    { "AVIF",
      START ("\0\0\0\x1c"
             "ftypavif"),
      "image/avif", 0, 0 },
    { "a film in the same box",
      START ("\0\0\0\x1c"
             "ftypisom"),
      NULL, 0, 0 },
    { "HTML", START ("<html>"), NULL, 0, 0 },
    { "nothing", START (""), NULL, 0, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) picture = g_bytes_new (cases[i].start, cases[i].length);
      guint width, height;

      g_test_message ("%s", cases[i].why);
      g_assert_cmpstr (stet_practice_picture_type (picture, &width, &height), ==, cases[i].type);
      g_assert_cmpuint (width, ==, cases[i].width);
      g_assert_cmpuint (height, ==, cases[i].height);
    }
}

/* --- terms and authors --- */

static void
test_terms (Site *site, gconstpointer data)
{
  Call add = { .method = "POST",
               .path = "/api/terms?kind=tag",
               .user = "editor",
               .body = "{\"label\":\"  Café   de\\nMarta \"}" };
  g_autoptr (Reply) added = site_call (site, &add);
  g_autoptr (Reply) known = NULL;
  g_autoptr (Reply) found = site_call (
    site, &(Call){ .path = "/api/terms?kind=tag&search=CAFE", .user = "reporter" });
  g_autoptr (Reply) not_found = site_call (
    site, &(Call){ .path = "/api/terms?kind=tag&search=tea", .user = "reporter" });
  g_autoptr (Reply) sections
      = site_call (site, &(Call){ .path = "/api/terms?kind=section", .user = "reporter" });
  g_autoptr (Reply) practised
      = site_call (site, &(Call){ .path = "/api/terms?kind=tag&search=ener", .user = "reporter" });
  g_autoptr (Reply) authors
      = site_call (site, &(Call){ .path = "/api/authors", .user = "reporter" });
  g_autoptr (Reply) section = NULL;

  add.body = "{\"label\":\"CAFE DE MARTA\"}";
  known = site_call (site, &add);
  add.path = "/api/terms?kind=section";
  section = site_call (site, &add);
  g_assert_cmpuint (added->status, ==, 201);
  g_assert_cmpstr (reply_string (added, "label"), ==, "Café de Marta");
  g_assert_true (g_uuid_string_is_valid (reply_string (added, "id")));
  g_assert_cmpuint (known->status, ==, 200);
  g_assert_cmpstr (known->text, ==, added->text);
  g_assert_cmpuint (section->status, ==, 201);
  g_assert_nonnull (strstr (found->text, "Café de Marta"));
  /* there from the first start on, in both languages */
  g_assert_nonnull (strstr (practised->text, "\"Energy\""));
  g_assert_nonnull (strstr (practised->text, "\"Energía\""));
  g_assert_cmpstr (not_found->text, ==, "{\"terms\":[]}");
  g_assert_cmpuint (
      json_array_get_length (json_object_get_array_member (sections->object, "terms")), ==, 16);
  g_assert_cmpstr (authors->text, ==,
                   "{\"authors\":[{\"label\":\"Practice Editor\",\"id\":\"editor\"},"
                   "{\"label\":\"Practice Reporter\",\"id\":\"reporter\"}]}");
}

static void
test_terms_refused (Site *site, gconstpointer data)
{
  g_autofree char *chars = g_strnfill (201, 'x');
  g_autofree char *past = g_strdup_printf ("{\"label\":\"%s\"}", chars);
  g_autofree char *at = g_strdup_printf ("{\"label\":\"%s\"}", chars + 1);
  const struct
  {
    const char *why, *method, *path, *user, *body;
    guint status;
  } cases[] = {
    { "no kind", "GET", "/api/terms", "editor", NULL, 422 },
    { "a kind that is none", "GET", "/api/terms?kind=mood", "editor", NULL, 422 },
    { "a reporter adds none", "POST", "/api/terms?kind=tag", "reporter", "{\"label\":\"x\"}", 403 },
    { "no label", "POST", "/api/terms?kind=tag", "editor", "{}", 422 },
    { "white space", "POST", "/api/terms?kind=tag", "editor", "{\"label\":\" \\n \"}", 422 },
    { "a number", "POST", "/api/terms?kind=tag", "editor", "{\"label\":3}", 422 },
    { "201 characters", "POST", "/api/terms?kind=tag", "editor", past, 422 },
    { "200 characters", "POST", "/api/terms?kind=tag", "editor", at, 201 },
    { "added without a kind", "POST", "/api/terms", "editor", "{\"label\":\"x\"}", 422 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (Reply) reply = site_call (site, &(Call){ .method = cases[i].method,
                                                          .path = cases[i].path,
                                                          .user = cases[i].user,
                                                          .body = cases[i].body });

      g_test_message ("%s: %u %s", cases[i].why, reply->status, reply->text);
      g_assert_cmpuint (reply->status, ==, cases[i].status);
    }
}

/* --- life --- */

static void
test_restart (Site *site, gconstpointer data)
{
  g_autofree char *url = g_strdup (stet_practice_url (site->practice));
  g_autofree char *password = g_strdup (stet_practice_reporter_password (site->practice));
  g_autofree char *file = g_build_filename (site->dir, "practice.db", NULL);
  g_autofree char *log = g_strconcat (file, "-wal", NULL);
  g_autoptr (Reply) before = NULL;
  g_autoptr (Reply) after = NULL;
  GStatBuf info;

  bring_story (site, STORY_ID, "published");
  before = get_story (site, STORY_ID);
  g_assert_cmpint (g_stat (file, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  g_assert_cmpint (g_stat (log, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  site_restart (site);
  after = get_story (site, STORY_ID);
  g_assert_cmpstr (stet_practice_url (site->practice), ==, url);
  g_assert_cmpstr (stet_practice_reporter_password (site->practice), ==, password);
  g_assert_cmpstr (stet_practice_editor_password (site->practice), !=, password);
  g_assert_cmpuint (strlen (password), ==, 20);
  g_assert_cmpstr (after->text, ==, before->text);
  g_assert_cmpstr (reply_header (after, "ETag"), ==, reply_header (before, "ETag"));
}

static void
refuse (const StetPracticeOptions *options, int code)
{
  g_autoptr (GError) error = NULL;
  StetPractice *practice = stet_practice_new (options, &error);

  g_assert_null (practice);
  g_assert_error (error, STET_PRACTICE_ERROR, code);
}

static void
test_refused_starts (Site *site, gconstpointer data)
{
  g_autofree char *dir = stet_test_dir ();
  g_autofree char *file = g_build_filename (dir, "practice.db", NULL);
  g_autofree char *below_a_file = g_build_filename (file, "below", NULL);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  gsize length;
  guint port
      = (guint) g_ascii_strtoull (strrchr (stet_practice_url (site->practice), ':') + 1, NULL, 10);
  sqlite3 *sqlite = NULL;

  refuse (&(StetPracticeOptions){ .dir = site->dir }, STET_PRACTICE_ERROR_BUSY);
  refuse (&(StetPracticeOptions){ .dir = dir, .port = port }, STET_PRACTICE_ERROR_PORT);
  refuse (&(StetPracticeOptions){ .dir = dir, .port = 70000 }, STET_PRACTICE_ERROR_PORT);
  refuse (&(StetPracticeOptions){ .dir = below_a_file }, STET_PRACTICE_ERROR_DENIED);

  g_assert_cmpint (sqlite3_open (file, &sqlite), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (sqlite, "PRAGMA journal_mode = DELETE; PRAGMA user_version = 2",
                                 NULL, NULL, NULL),
                   ==, SQLITE_OK);
  sqlite3_close (sqlite);
  g_assert_true (g_file_get_contents (file, &before, &length, NULL));
  refuse (&(StetPracticeOptions){ .dir = dir }, STET_PRACTICE_ERROR_NEWER);
  g_assert_true (g_file_get_contents (file, &after, &length, NULL));
  g_assert_cmpmem (before, length, after, length);

  g_assert_true (g_file_set_contents (
      file, "This is no database, and long enough to be looked at as one.", -1, NULL));
  refuse (&(StetPracticeOptions){ .dir = dir }, STET_PRACTICE_ERROR_CORRUPT);
}

/* The port of the last start is only a wish: another program may have it now. */
static void
test_taken_port (Site *site, gconstpointer data)
{
  g_autofree char *dir = stet_test_dir ();
  guint port
      = (guint) g_ascii_strtoull (strrchr (stet_practice_url (site->practice), ':') + 1, NULL, 10);
  StetPracticeOptions other_options = { .dir = dir, .port = port };
  StetPracticeOptions options = { .dir = site->dir, .clock = site->clock };
  g_autoptr (GError) error = NULL;
  g_autoptr (Reply) reply = NULL;
  StetPractice *other;

  soup_session_abort (site->session);
  stet_practice_stop (site->practice);
  stet_practice_stop (site->practice);
  g_assert_nonnull (stet_practice_api (site->practice));
  g_assert_cmpstr (stet_practice_editor_user (site->practice), ==, "editor");
  g_clear_object (&site->practice);
  other = stet_practice_new (&other_options, &error);
  g_assert_no_error (error);
  site->practice = stet_practice_new (&options, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (stet_practice_url (site->practice), !=, stet_practice_url (other));
  reply = site_call (site, &(Call){ .path = "/api/me", .user = "editor" });
  g_assert_cmpuint (reply->status, ==, 200);
  stet_practice_stop (other);
  g_object_unref (other);
}

typedef struct
{
  const char *dir;
  StetPractice *practice;
  GMainLoop *loop;
  GMutex lock;
  GCond started;
} Thread;

static gpointer
serve_thread (gpointer data)
{
  Thread *thread = data;
  g_autoptr (GMainContext) context = g_main_context_new ();
  StetPracticeOptions options = { .dir = thread->dir };

  g_main_context_push_thread_default (context);
  g_mutex_lock (&thread->lock);
  thread->practice = stet_practice_new (&options, NULL);
  thread->loop = g_main_loop_new (context, FALSE);
  g_cond_signal (&thread->started);
  g_mutex_unlock (&thread->lock);
  g_main_loop_run (thread->loop);
  stet_practice_stop (thread->practice);
  g_clear_object (&thread->practice);
  g_main_context_pop_thread_default (context);
  return NULL;
}

static gboolean
quit_cb (gpointer data)
{
  g_main_loop_quit (data);
  return G_SOURCE_REMOVE;
}

/* The window serves on a thread of its own: the whole of it stays on that thread's main context. */
static void
test_own_thread (Site *site, gconstpointer data)
{
  g_autofree char *dir = stet_test_dir ();
  Thread thread = { .dir = dir };
  Site there = { .session = site->session };
  g_autoptr (Reply) reply = NULL;
  GThread *running;

  g_mutex_init (&thread.lock);
  g_cond_init (&thread.started);
  g_mutex_lock (&thread.lock);
  running = g_thread_new ("practice", serve_thread, &thread);
  while (thread.loop == NULL)
    g_cond_wait (&thread.started, &thread.lock);
  g_mutex_unlock (&thread.lock);
  g_assert_nonnull (thread.practice);
  there.practice = thread.practice;
  reply = site_call (&there, &(Call){ .path = "/api/me", .user = "editor" });
  g_assert_cmpuint (reply->status, ==, 200);
  g_main_context_invoke (g_main_loop_get_context (thread.loop), quit_cb, thread.loop);
  g_thread_join (running);
  g_main_loop_unref (thread.loop);
  g_mutex_clear (&thread.lock);
  g_cond_clear (&thread.started);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*test) (Site *, gconstpointer);
  } tests[] = {
    { "/practice/library/changes", test_changes },
    { "/practice/library/changes-by-time", test_changes_by_time },
    { "/practice/library/lost-cursor", test_lost_cursor },
    { "/practice/library/media", test_media },
    { "/practice/library/media-refused", test_media_refused },
    { "/practice/library/terms", test_terms },
    { "/practice/library/terms-refused", test_terms_refused },
    { "/practice/library/restart", test_restart },
    { "/practice/library/refused-starts", test_refused_starts },
    { "/practice/library/taken-port", test_taken_port },
    { "/practice/library/own-thread", test_own_thread },
  };

  stet_test_init (&argc, &argv);
  g_test_add_func ("/practice/library/picture-types", test_picture_types);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Site, NULL, site_set_up, tests[i].test, site_tear_down);
  return g_test_run ();
}
