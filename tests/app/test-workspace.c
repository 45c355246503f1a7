/* Stories of a desk without any site: in, changed, checked, out, and nothing lost on the way. */
#include "config.h"

#include "support.h"

#include "app/workspace-private.h"
#include "base/file.h"
#include "media/photo.h"
#include "desk.h"

#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct
{
  char          *dir;
  StetWorkspace *ws;
} Desk;

static void
set_up (Desk *desk, gconstpointer threaded)
{
  desk->dir = stet_test_dir ();
  desk->ws = test_desk_open (desk->dir, GPOINTER_TO_INT (threaded));
}

static void
tear_down (Desk *desk, gconstpointer threaded)
{
  g_clear_object (&desk->ws);
  g_free (desk->dir);
}

static char *
write_file (const char *dir, const char *name, const char *text)
{
  char *path = g_build_filename (dir, name, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
  return path;
}

static char *
import (Desk *desk)
{
  g_autofree char *path = test_clean_story (desk->dir, "en");
  g_autoptr (GError) error = NULL;
  char *id = stet_workspace_import (desk->ws, path, NULL, FALSE, &error);

  g_assert_no_error (error);
  return id;
}

static StetStory *
load (Desk *desk, const char *id)
{
  g_autoptr (GError) error = NULL;
  StetStory *story = stet_workspace_load (desk->ws, id, &error);

  g_assert_no_error (error);
  return story;
}

static void
test_import (Desk *desk, gconstpointer threaded)
{
  g_autofree char *id = import (desk);
  g_autoptr (StetStory) story = load (desk, id);
  const StetArticleFields *fields = stet_article_fields (story->article);

  g_assert_cmpstr (stet_article_language (story->article), ==, "en");
  g_assert_true (g_str_has_prefix (stet_prose_text (fields->headline), "Harbor ferry returns"));
  g_assert_cmpstr (stet_prose_text (stet_photo_credit (fields->photo)), ==,
                   "Photo © Courtesy / Lidia Montalvo");
  g_assert_cmpuint (fields->faq_items->len, ==, 3);
  g_assert_cmpuint (fields->tags->len, ==, 3);
  g_assert_cmpuint (fields->body->len, ==, 7);
  g_assert_cmpstr (stet_prose_text (fields->byline), ==, "Stet Sample Desk");
  g_assert_cmpint (story->revision, ==, 1);
}

static void
test_samples (Desk *desk, gconstpointer threaded)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *id = stet_workspace_add_samples (desk->ws, &error);
  g_autoptr (GPtrArray) rows = stet_workspace_list (desk->ws, FALSE, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (rows->len, ==, 2);
  for (guint i = 0; i < rows->len; i++)
    {
      const StetStoryRow *row = g_ptr_array_index (rows, i);
      g_autoptr (GPtrArray) findings = stet_workspace_check (desk->ws, row->id, &error);
      StetFindingCounts counts;

      g_assert_no_error (error);
      counts = stet_findings_count (findings);
      g_test_message ("%s: %u errors", row->headline, counts.error);
      g_assert_cmpuint (counts.error, >=, 1); /* there is something to mend */
      g_assert_cmpuint (counts.warning, >=, 3);
      g_assert_cmpstr (row->language, ==, g_str_equal (row->id, id) ? "en" : "es");
    }
}

/* A story that is here already is imported beside it, never over it. */
static void
test_import_twice (Desk *desk, gconstpointer threaded)
{
  g_autofree char *path = write_file (
      desk->dir, "a.json",
      "{\"format\": \"stet-article/1\", \"id\": \"3d0ca315-aff9-4fc2-be61-3b76b9a2d798\","
      " \"headline\": \"First\", \"body\": [{\"type\": \"paragraph\", \"text\": \"A.\"}]}");
  g_autoptr (GError) error = NULL;
  g_autofree char *first = stet_workspace_import (desk->ws, path, NULL, FALSE, &error);
  g_autofree char *second = stet_workspace_import (desk->ws, path, NULL, FALSE, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (first, ==, "3d0ca315-aff9-4fc2-be61-3b76b9a2d798");
  g_assert_cmpstr (second, !=, first);
}

static void
test_import_body (Desk *desk, gconstpointer threaded)
{
  g_autofree char *path = write_file (desk->dir, "clip.html", "<p>Uno <b>dos</b>.</p><p>Tres.</p>");
  g_autoptr (GError) error = NULL;
  g_autofree char *id = stet_workspace_import (desk->ws, path, "es", TRUE, &error);
  g_autoptr (StetStory) story = NULL;

  g_assert_no_error (error);
  story = load (desk, id);
  g_assert_cmpuint (stet_article_n_blocks (story->article), ==, 2);
  g_assert_cmpstr (stet_article_language (story->article), ==, "es");
}

static void
test_bad_imports (Desk *desk, gconstpointer threaded)
{
  const struct
  {
    const char *name, *text, *language;
    GQuark domain;
    int code;
    const char *why;
  } bad[] = {
    { "none.txt", NULL, NULL, STET_FILE_ERROR, STET_FILE_ERROR_NOT_FOUND, "no such file" },
    { "story.xyz", "text", NULL, STET_ARTICLE_ERROR, STET_ARTICLE_ERROR_FORMAT,
      "no known kind of file" },
    { "bad.txt", "caf\xe9", NULL, STET_FILE_ERROR, STET_FILE_ERROR_NOT_UTF8, "Latin-1" },
    { "empty.txt", " \n", NULL, STET_ARTICLE_ERROR, STET_ARTICLE_ERROR_EMPTY, "nothing in it" },
    { "newer.json", "{\"format\": \"stet-article/2\", \"headline\": \"x\"}", NULL,
      STET_ARTICLE_ERROR, STET_ARTICLE_ERROR_NEWER, "a newer format" },
    { "shape.json", "{\"headline\": 7}", NULL, STET_ARTICLE_ERROR, STET_ARTICLE_ERROR_SHAPE,
      "a wrong type" },
    { "good.txt", "A headline\n\nA body.", "Español", STET_APP_ERROR, STET_APP_ERROR_USAGE,
      "no language" },
  };
  g_autoptr (GPtrArray) rows = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autofree char *path = bad[i].text != NULL ? write_file (desk->dir, bad[i].name, bad[i].text)
                                                  : g_build_filename (desk->dir, bad[i].name, NULL);
      g_autoptr (GError) error = NULL;
      g_autofree char *id = stet_workspace_import (desk->ws, path, bad[i].language, FALSE, &error);

      g_test_message ("%s: %s", bad[i].name, bad[i].why);
      g_assert_null (id);
      g_assert_error (error, bad[i].domain, bad[i].code);
    }
  rows = stet_workspace_list (desk->ws, FALSE, NULL);
  g_assert_cmpuint (rows->len, ==, 0); /* nothing half imported */
}

static const guchar png[]
    = { 0x89, 'P',  'N',  'G',  0x0d, 0x0a, 0x1a, 0x0a, 0,    0,    0,    0x0d, 'I',  'H',
        'D',  'R',  0,    0,    0,    1,    0,    0,    0,    1,    8,    2,    0,    0,
        0,    0x90, 0x77, 0x53, 0xde, 0,    0,    0,    0x0c, 'I',  'D',  'A',  'T',  0x78,
        0x9c, 0x63, 0xf8, 0xcf, 0xc0, 0,    0,    3,    1,    1,    0,    0xc9, 0xfe, 0x92,
        0xef, 0,    0,    0,    0,    'I',  'E',  'N',  'D',  0xae, 0x42, 0x60, 0x82 };

static char *
write_picture (const char *dir, const char *name)
{
  char *path = g_build_filename (dir, name, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, (const char *) png, sizeof png, &error);
  g_assert_no_error (error);
  return path;
}

static void
test_photo (Desk *desk, gconstpointer threaded)
{
  g_autofree char *id = import (desk);
  g_autofree char *picture = write_picture (desk->dir, "ferry.png");
  g_autofree char *text = write_file (desk->dir, "not.png", "no picture");
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  g_autoptr (StetStory) story = NULL;
  g_autoptr (StetStory) emptied = NULL;

  g_assert_true (stet_workspace_set (desk->ws, id, "photo.file", picture, &error));
  g_assert_no_error (error);
  story = load (desk, id);
  path = stet_workspace_photo_path (desk->ws,
                                    stet_photo_file (stet_article_fields (story->article)->photo));
  g_assert_true (g_file_test (path, G_FILE_TEST_IS_REGULAR));
  g_assert_cmpstr (
      stet_prose_text (stet_photo_credit (stet_article_fields (story->article)->photo)), ==,
      "Photo © Courtesy / Lidia Montalvo"); /* what stood there stays */
  g_assert_false (stet_workspace_set (desk->ws, id, "photo.file", text, &error));
  g_assert_error (error, STET_MEDIA_ERROR, STET_MEDIA_ERROR_NOT_A_PICTURE);
  g_clear_error (&error);
  g_assert_true (stet_workspace_set (desk->ws, id, "photo.file", "", &error));
  emptied = load (desk, id);
  g_assert_cmpstr (stet_photo_file (stet_article_fields (emptied->article)->photo), ==, "");
}

/* What was typed while the picture was being taken stays, whatever the picture says. */
static void
test_photo_meanwhile (Desk *desk, gconstpointer threaded)
{
  static const struct { const char *caption, *credit, *alt, *want[3]; const char *why;
  } cases[] = {
    { "",
      "",
      "",
      { "Said caption", "Photo © Said credit", "Said alt" },
      "nothing typed: the picture's own words" },
    { "Typed", "", "", { "Typed", "Photo © Said credit", "Said alt" }, "a caption typed" },
    { "", "T", "", { "Said caption", "T", "Said alt" }, "one letter of a credit" },
    { "  ", "Typed", "Typed too", { "Said caption", "Typed", "Typed too" }, "blanks are nothing" },
  };
  g_autoptr (StetProse) caption = stet_prose_plain ("Said caption");
  g_autoptr (StetProse) credit = stet_prose_plain ("Said credit");
  g_autoptr (StetProse) alt = stet_prose_plain ("Said alt");
  g_autoptr (StetPhoto) taken = stet_photo_new ("new-id", "hash", caption, credit, alt, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (StetProse) caption_now = stet_prose_plain (cases[i].caption);
      g_autoptr (StetProse) credit_now = stet_prose_plain (cases[i].credit);
      g_autoptr (StetProse) alt_now = stet_prose_plain (cases[i].alt);
      g_autoptr (StetPhoto) now = stet_photo_new (i % 2 == 0 ? "old-id" : "", "old", caption_now,
                                                  credit_now, alt_now, NULL);
      g_autoptr (StetPhoto) photo = stet_photo_with_picture (now, taken, "en");

      g_test_message ("%s", cases[i].why);
      g_assert_cmpstr (stet_photo_id (photo), ==, i % 2 == 0 ? "old-id" : "new-id");
      g_assert_cmpstr (stet_photo_file (photo), ==, "hash");
      g_assert_cmpstr (stet_prose_text (stet_photo_caption (photo)), ==, cases[i].want[0]);
      g_assert_cmpstr (stet_prose_text (stet_photo_credit (photo)), ==, cases[i].want[1]);
      g_assert_cmpstr (stet_prose_text (stet_photo_alt (photo)), ==, cases[i].want[2]);
    }
}

static gboolean
tells (GPtrArray *findings, const char *code)
{
  for (guint i = 0; i < findings->len; i++)
    if (g_strcmp0 (((StetFinding *) g_ptr_array_index (findings, i))->code, code) == 0)
      return TRUE;
  return FALSE;
}

/* The picture's size and the original of a translation are known to the checks. */
static void
test_facts (Desk *desk, gconstpointer threaded)
{
  g_autofree char *id = import (desk);
  g_autofree char *picture = write_picture (desk->dir, "ferry.png");
  g_autofree char *json = NULL;
  g_autofree char *path = NULL;
  g_autofree char *translation = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) before = stet_workspace_check (desk->ws, id, &error);
  g_autoptr (GPtrArray) after = NULL;
  g_autoptr (GPtrArray) again = NULL;
  g_autoptr (GPtrArray) translated = NULL;

  g_assert_no_error (error);
  g_assert_false (tells (before, "ST-19"));
  g_assert_true (stet_workspace_set (desk->ws, id, "photo.file", picture, &error));
  after = stet_workspace_check (desk->ws, id, &error);
  again = stet_workspace_check (desk->ws, id, &error);
  g_assert_true (tells (after, "ST-19") && tells (again, "ST-19"));
  json = g_strdup_printf (
      "{\"language\": \"es\", \"headline\": \"T\", \"translation_of\": {\"id\": \"%s\", \"hash\": \"%064d\"}, "
      "\"body\": [{\"type\": \"paragraph\", \"text\": \"Murieron 98765 personas.\"}]}",
      id, 0);
  path = write_file (desk->dir, "es.json", json);
  translation = stet_workspace_import (desk->ws, path, NULL, FALSE, &error);
  g_assert_no_error (error);
  translated = stet_workspace_check (desk->ws, translation, &error);
  g_assert_true (tells (translated, "ST-51"));
  g_assert_false (tells (after, "ST-51"));
}

/* Pictures beside a story come along; others keep their name, and the person is told. */
static void
test_imported_photos (Desk *desk, gconstpointer threaded)
{
  const struct { const char *file; gboolean taken; const char *why; } cases[] = {
    { "here.png", TRUE, "beside the story" },
    { "gone.png", FALSE, "not there" },
    { "../outside.png", FALSE, "a story may not name what lies elsewhere" },
    { "/etc/hostname", FALSE, "a story may not name what lies elsewhere" },
    { "link.png", FALSE, "nor by a link out of its folder" },
    { "away/outside.png", FALSE, "nor through a folder that is one" },
    { "inner.png", TRUE, "a link within the folder is one of it" },
    { "here.png/../../outside.png", FALSE, "nor by a way around" },
    { "", TRUE, "none at all" },
    { "..", FALSE, "the folder above" },
    { ".", FALSE, "the folder itself" },
    { "/dev/zero", FALSE, "a device" },
    { "pipe", FALSE, "nothing that never ends, or never begins" },
  };
  g_autofree char *folder = g_build_filename (desk->dir, "in", NULL);
  g_autofree char *inside = NULL;
  g_autofree char *outside = write_picture (desk->dir, "outside.png");
  g_autofree char *link = NULL, *away = NULL, *inner = NULL, *pipe = NULL;

  g_mkdir (folder, 0700);
  inside = write_picture (folder, "here.png");
  link = g_build_filename (folder, "link.png", NULL);
  g_assert_cmpint (symlink (outside, link), ==, 0);
  away = g_build_filename (folder, "away", NULL);
  g_assert_cmpint (symlink (desk->dir, away), ==, 0);
  inner = g_build_filename (folder, "inner.png", NULL);
  g_assert_cmpint (symlink ("here.png", inner), ==, 0);
  pipe = g_build_filename (folder, "pipe", NULL);
  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *json
          = g_strdup_printf ("{\"headline\": \"H\", \"photo\": {\"file\": \"%s\"}, \"body\": "
                             "[{\"type\": \"paragraph\", \"text\": \"A.\"}]}",
                             cases[i].file);
      g_autofree char *path = write_file (folder, "story.json", json);
      g_autoptr (GError) error = NULL;
      g_autofree char *id = stet_workspace_import (desk->ws, path, NULL, FALSE, &error);
      g_auto (GStrv) notes = stet_workspace_take_notes (desk->ws);
      g_autoptr (StetStory) story = NULL;

      g_test_message ("%s: %s", cases[i].file, cases[i].why);
      g_assert_no_error (error);
      story = load (desk, id);
      g_assert_cmpuint (notes != NULL, ==, !cases[i].taken);
      if (!cases[i].taken || *cases[i].file == '\0')
        g_assert_cmpstr (stet_photo_file (stet_article_fields (story->article)->photo), ==,
                         cases[i].file);
      else
        g_assert_cmpuint (strlen (stet_photo_file (stet_article_fields (story->article)->photo)),
                          ==, 64);
    }
}

static void
test_edit_and_restore (Desk *desk, gconstpointer threaded)
{
  g_autofree char *id = import (desk);
  g_autoptr (StetStory) before = load (desk, id);
  g_autofree char *json = stet_article_to_json (before->article);
  g_auto (GStrv) parts = g_strsplit (json, "Harbor ferry returns", 2);
  g_autofree char *changed = g_strjoinv ("Bay ferry returns", parts);
  g_autoptr (GError) error = NULL;
  g_autoptr (StetStory) after = NULL;
  g_autoptr (StetStory) restored = NULL;
  g_autoptr (GPtrArray) history = NULL;

  g_assert_true (stet_workspace_edit (desk->ws, id, changed, &error));
  after = load (desk, id);
  g_assert_true (g_str_has_prefix (stet_prose_text (stet_article_fields (after->article)->headline),
                                   "Bay ferry"));
  g_assert_cmpint (after->revision, ==, 2);
  g_assert_false (stet_workspace_edit (desk->ws, id, "{\"headline\": ", &error));
  g_assert_nonnull (error);
  g_clear_error (&error);
  g_assert_true (stet_workspace_restore (desk->ws, id, 1, &error));
  restored = load (desk, id);
  g_assert_true (stet_article_equal (restored->article, before->article));
  history = stet_workspace_history (desk->ws, id, &error);
  g_assert_cmpuint (history->len, ==, 3); /* nothing in between is lost */
  g_assert_false (stet_workspace_restore (desk->ws, id, 99, &error));
  g_assert_error (error, STET_STORE_ERROR, STET_STORE_ERROR_NOT_FOUND);
}

static const StetFinding *
find_rule (GPtrArray *findings, const char *code)
{
  for (guint i = 0; i < findings->len; i++)
    {
      const StetFinding *finding = g_ptr_array_index (findings, i);

      if (g_strcmp0 (finding->code, code) == 0)
        return finding;
    }
  return NULL;
}

static void
test_fix_and_stet (Desk *desk, gconstpointer threaded)
{
  g_autofree char *id = import (desk);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) before = stet_workspace_check (desk->ws, id, &error);
  g_autoptr (GPtrArray) fixes = NULL;
  g_autoptr (GPtrArray) after = NULL;
  g_autoptr (GPtrArray) stood = NULL;
  g_autoptr (GPtrArray) again = NULL;
  const StetFinding *quote;

  g_assert_no_error (error);
  g_assert_nonnull (find_rule (before, "EN-Q01"));
  g_assert_nonnull (find_rule (before, "EN-P05"));
  fixes = stet_workspace_fix (desk->ws, id, "EN-Q01", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (fixes->len, ==, 1);
  after = stet_workspace_check (desk->ws, id, &error);
  g_assert_null (find_rule (after, "EN-Q01"));
  quote = find_rule (after, "ST-15");
  g_assert_nonnull (quote);
  g_assert_false (stet_workspace_stet (desk->ws, id, quote->id, "  ", "finding", &error));
  g_assert_error (error, STET_APP_ERROR, STET_APP_ERROR_USAGE); /* no reason */
  g_clear_error (&error);
  g_assert_false (stet_workspace_stet (desk->ws, id, "nosuchfinding", "why", "finding", &error));
  g_clear_error (&error);
  g_assert_false (stet_workspace_stet (desk->ws, id, quote->id, "why", "desk", &error));
  g_assert_error (error, STET_APP_ERROR, STET_APP_ERROR_REFUSED); /* an editor's */
  g_clear_error (&error);
  g_assert_true (
      stet_workspace_stet (desk->ws, id, quote->id, "no picture yet", "finding", &error));
  stood = stet_workspace_check (desk->ws, id, &error);
  g_assert_nonnull (find_rule (stood, "ST-15")->stand);
  g_assert_cmpstr (find_rule (stood, "ST-15")->stand->reason, ==, "no picture yet");
  g_assert_true (stet_workspace_unstet (desk->ws, id, quote->id, &error));
  again = stet_workspace_check (desk->ws, id, &error);
  g_assert_null (find_rule (again, "ST-15")->stand);
  g_assert_false (stet_workspace_unstet (desk->ws, id, quote->id, &error));
}

static void
test_export_all (Desk *desk, gconstpointer threaded)
{
  g_autofree char *id = import (desk);
  g_autofree char *picture = write_picture (desk->dir, "ferry.png");
  g_autofree char *out = g_build_filename (desk->dir, "deep", "out", NULL);
  g_autofree char *name = g_strconcat (id, ".json", NULL);
  g_autofree char *path = g_build_filename (out, name, NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *again = NULL;
  g_autofree char *other_dir = stet_test_dir ();
  g_autoptr (StetWorkspace) other = test_desk_open (other_dir, FALSE);
  g_autoptr (StetStory) here = NULL;
  g_autoptr (StetStory) there = NULL;
  guint n_stories = 0;

  g_assert_true (stet_workspace_set (desk->ws, id, "photo.file", picture, &error));
  g_assert_true (stet_workspace_export_all (desk->ws, out, &n_stories, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (n_stories, ==, 1);
  /* The folder alone makes the story again at another desk, picture and all. */
  again = stet_workspace_import (other, path, NULL, FALSE, &error);
  g_assert_no_error (error);
  here = load (desk, id);
  there = stet_workspace_load (other, again, &error);
  g_assert_cmpstr (here->hash, ==, there->hash);
}

static guint
count_files (const char *dir)
{
  g_autoptr (GDir) open = g_dir_open (dir, 0, NULL);
  const char *name;
  guint n = 0;

  while ((name = g_dir_read_name (open)) != NULL)
    {
      g_autofree char *path = g_build_filename (dir, name, NULL);

      n += g_file_test (path, G_FILE_TEST_IS_DIR) ? count_files (path) : 1;
    }
  return n;
}

/* A story's id is what its file said: none of them leads out of the folder, and none takes
 * another's place there. */
static void
test_export_hostile_ids (Desk *desk, gconstpointer threaded)
{
  const char *const ids[] = { "../../evil", "/tmp/stet-evil", "..", ".", "nul", "a/b", "-rf",
                              "x\\u001b[2J", "\xe2\x80\xae" "nosj", "a\\nb" };
  g_autofree char *room = g_build_filename (desk->dir, "room", NULL);
  g_autofree char *out = g_build_filename (room, "deep", "out", NULL);
  g_autoptr (GError) error = NULL;
  guint n_stories = 0;

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_autofree char *json = g_strdup_printf (
          "{\"id\": \"%s\", \"headline\": \"H\", \"photo\": {\"file\": \"../%u\"}}", ids[i], i);
      g_autofree char *path = write_file (desk->dir, "story.json", json);
      g_autofree char *id = stet_workspace_import (desk->ws, path, NULL, FALSE, &error);

      g_assert_no_error (error);
      g_assert_nonnull (id);
    }
  g_assert_true (stet_workspace_export_all (desk->ws, out, &n_stories, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (n_stories, ==, G_N_ELEMENTS (ids));
  g_assert_cmpuint (count_files (out), ==, 2 * G_N_ELEMENTS (ids));
  g_assert_cmpuint (count_files (room), ==, count_files (out));
  g_assert_false (g_file_test ("/tmp/stet-evil.json", G_FILE_TEST_EXISTS));
}

static void
test_backup (Desk *desk, gconstpointer threaded)
{
  g_autofree char *id = import (desk);
  g_autofree char *other_dir = stet_test_dir ();
  g_autofree char *file = g_build_filename (other_dir, "store.db", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (StetWorkspace) other = NULL;
  g_autoptr (StetStory) story = NULL;

  g_assert_true (stet_workspace_backup (desk->ws, file, &error));
  g_assert_no_error (error);
  other = test_desk_open (other_dir, FALSE); /* the backup is a store */
  story = stet_workspace_load (other, id, &error);
  g_assert_no_error (error);
}

/* A full disk: one sentence, status 2, and what was saved before is still there. */
static void
test_full_disk (Desk *desk, gconstpointer threaded)
{
  g_autofree char *id = import (desk);
  g_auto (TestRun) run = { 0 };
  g_autoptr (StetStory) story = NULL;

  stet_store_fail_after (desk->ws->store, 1);
  run = test_command (desk->ws, NULL, "set", id, "headline", "Lost", NULL);
  stet_store_fail_after (desk->ws->store, 0);
  g_assert_cmpint (run.status, ==, 2);
  g_assert_nonnull (strstr (run.errors, "disk is full"));
  g_assert_cmpuint (strlen (run.errors) - 1, ==, strcspn (run.errors, "\n"));
  story = load (desk, id);
  g_assert_true (g_str_has_prefix (stet_prose_text (stet_article_fields (story->article)->headline),
                                   "Harbor"));
}

static void
test_list_search_bin (Desk *desk, gconstpointer threaded)
{
  g_autofree char *id = import (desk);
  g_autofree char *new_id = stet_workspace_create (desk->ws, "es", NULL);
  g_autofree char *prefix = g_strndup (id, 8);
  g_autoptr (GError) error = NULL;
  g_autofree char *resolved = stet_workspace_resolve (desk->ws, prefix, &error);
  g_autoptr (GPtrArray) found = stet_workspace_search (desk->ws, "FERRY almendro", &error);
  StetAct bin = { .kind = STET_INTENT_BIN, .id = new_id };
  g_autoptr (StetOutcome) out = NULL;
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (StetOutcome) outcome = stet_workspace_act (desk->ws, &bin, NULL, &error);
  g_autoptr (GPtrArray) rows = stet_workspace_list (desk->ws, FALSE, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (resolved, ==, id);
  g_assert_cmpuint (found->len, ==, 1);
  g_assert_cmpint (outcome->state, ==, STET_STATE_BINNED); /* no site needed */
  g_assert_cmpuint (rows->len, ==, 1);
  bin.kind = STET_INTENT_RESTORE;
  out = stet_workspace_act (desk->ws, &bin, NULL, &error);
  all = stet_workspace_list (desk->ws, FALSE, &error);
  g_assert_no_error (error);
  g_assert_cmpint (out->state, ==, STET_STATE_DRAFT);
  g_assert_cmpuint (all->len, ==, 2);
}

static void
test_no_site (Desk *desk, gconstpointer threaded)
{
  g_autofree char *id = import (desk);
  g_autoptr (StetStory) story = load (desk, id);
  StetAct submit = { .kind = STET_INTENT_SUBMIT, .id = id };
  g_autoptr (GError) error = NULL;
  StetOutcome *outcome = stet_workspace_act (desk->ws, &submit, NULL, &error);
  g_autoptr (GPtrArray) terms = stet_workspace_find_terms (desk->ws, "tag", "p", 5, NULL);

  g_assert_null (outcome);
  g_assert_error (error, STET_APP_ERROR, STET_APP_ERROR_NO_ACCOUNT);
  g_assert_cmpint (stet_workspace_next_act (desk->ws, story, NULL), ==, STET_INTENT_SUBMIT);
  g_assert_cmpuint (terms->len, ==, 0);
}

/* --- the window's way: off the main thread, told on it --- */

static void
changed_cb (StetWorkspace *ws, const char *id, gpointer told)
{
  g_assert_true (g_main_context_is_owner (g_main_context_default ()));
  *(gboolean *) told = TRUE;
}

static gpointer
create_thread (gpointer ws, GCancellable *cancellable, GError **error)
{
  return stet_workspace_create (ws, "en", error);
}

static gpointer
fail_thread (gpointer ws, GCancellable *cancellable, GError **error)
{
  return stet_workspace_load (ws, "nothing", error);
}

static void
test_async (Desk *desk, gconstpointer threaded)
{
  g_autoptr (GAsyncResult) made = NULL;
  g_autoptr (GAsyncResult) failed = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;
  gboolean told = FALSE;

  g_signal_connect (desk->ws, "changed", G_CALLBACK (changed_cb), &told);
  stet_workspace_run_async (desk->ws, create_thread, desk->ws, NULL, g_free, NULL,
                            stet_test_result_cb, &made);
  id = stet_workspace_run_finish (stet_test_wait_result (&made), &error);
  g_assert_no_error (error);
  g_assert_nonnull (id);
  stet_test_run_until (&told, 10);
  stet_workspace_run_async (desk->ws, fail_thread, desk->ws, NULL, NULL, NULL, stet_test_result_cb,
                            &failed);
  g_assert_null (stet_workspace_run_finish (stet_test_wait_result (&failed), &error));
  g_assert_error (error, STET_STORE_ERROR, STET_STORE_ERROR_NOT_FOUND);
}

static void
test_busy (Desk *desk, gconstpointer threaded)
{
  StetWorkspaceOptions options = { .dir = desk->dir };
  g_autoptr (GError) error = NULL;
  g_autoptr (StetWorkspace) second = stet_workspace_open (&options, &error);

  g_assert_null (second);
  g_assert_error (error, STET_STORE_ERROR, STET_STORE_ERROR_BUSY);
}

#define ADD(name, func)                                                                            \
  g_test_add ("/app/workspace/" name, Desk, GINT_TO_POINTER (FALSE), set_up, func, tear_down);     \
  g_test_add ("/app/workspace/threaded/" name, Desk, GINT_TO_POINTER (TRUE), set_up, func,         \
              tear_down)

int
main (int argc, char *argv[])
{
  stet_test_init (&argc, &argv);
  ADD ("import", test_import);
  ADD ("samples", test_samples);
  ADD ("import-twice", test_import_twice);
  ADD ("import-body", test_import_body);
  ADD ("bad-imports", test_bad_imports);
  ADD ("photo", test_photo);
  ADD ("photo-meanwhile", test_photo_meanwhile);
  ADD ("facts", test_facts);
  ADD ("imported-photos", test_imported_photos);
  ADD ("edit-and-restore", test_edit_and_restore);
  ADD ("fix-and-stet", test_fix_and_stet);
  ADD ("export-all", test_export_all);
  ADD ("export-hostile-ids", test_export_hostile_ids);
  ADD ("backup", test_backup);
  ADD ("full-disk", test_full_disk);
  ADD ("list-search-bin", test_list_search_bin);
  ADD ("no-site", test_no_site);
  ADD ("busy", test_busy);
  g_test_add ("/app/workspace/async", Desk, GINT_TO_POINTER (TRUE), set_up, test_async, tear_down);
  return g_test_run ();
}
