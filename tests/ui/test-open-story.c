/* The open story and its store: what is typed is never lost to what is read. Needs no display. */
#include "config.h"

#include "ui/open-story.h"

#include "desk.h"
#include "support.h"

typedef struct
{
  char          *dir;
  StetWorkspace *ws;
  char          *id;
  StetOpenStory *open;
} Fixture;

static StetStory *
load (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  StetStory *story = stet_workspace_load (fixture->ws, fixture->id, &error);

  g_assert_no_error (error);
  return story;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->dir = stet_test_dir ();
  fixture->ws = test_desk_open (fixture->dir, TRUE);
  fixture->id = stet_workspace_create (fixture->ws, "en", &error);
  g_assert_no_error (error);
  fixture->open = stet_open_story_new (fixture->ws, load (fixture), 0);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  stet_open_story_close (fixture->open);
  g_clear_object (&fixture->open);
  g_clear_object (&fixture->ws);
  g_free (fixture->id);
  g_free (fixture->dir);
}

static void
write_headline (StetDocument *document, const char *text)
{
  StetField field = stet_field_make (STET_FIELD_HEADLINE);
  g_autoptr (StetProse) prose = stet_prose_plain (text);
  g_autoptr (StetEdit) edit = stet_edit_text (&field, prose);

  g_assert_true (stet_document_apply (document, edit, NULL));
}

static const char *
headline (StetArticle *article)
{
  return stet_prose_text (stet_article_fields (article)->headline);
}

static void
flushed_cb (const GError *error, gpointer done)
{
  g_assert_no_error (error);
  *(gboolean *) done = TRUE;
}

static void
save (Fixture *fixture)
{
  gboolean done = FALSE;

  stet_open_story_flush (fixture->open, flushed_cb, &done);
  while (!done)
    g_main_context_iteration (NULL, TRUE);
}

/* Read before the last save and delivered after it: older than what is open. */
static void
test_read_late (Fixture *fixture, gconstpointer data)
{
  StetDocument *document = stet_open_story_document (fixture->open);
  StetStory *early;

  write_headline (document, "One");
  save (fixture);
  early = load (fixture);
  write_headline (document, "One two");
  save (fixture);
  stet_open_story_reload (fixture->open, early, 0);
  g_assert_cmpstr (headline (stet_document_article (document)), ==, "One two");
  g_assert_true (stet_document_undo (document)); /* and no step came in between */
  g_assert_cmpstr (headline (stet_document_article (document)), ==, "One");
  save (fixture);
}

/* The same with unsaved words: neither version is laid over them. */
static void
test_read_late_while_typing (Fixture *fixture, gconstpointer data)
{
  StetDocument *document = stet_open_story_document (fixture->open);
  StetStory *early;

  write_headline (document, "One");
  save (fixture);
  early = load (fixture);
  write_headline (document, "One two");
  save (fixture);
  write_headline (document, "One two three");
  stet_open_story_reload (fixture->open, early, 0);
  g_assert_cmpstr (headline (stet_document_article (document)), ==, "One two three");
  save (fixture);
}

/* What another wrote does come in. */
static void
test_another_wrote (Fixture *fixture, gconstpointer data)
{
  StetDocument *document = stet_open_story_document (fixture->open);
  g_autoptr (StetStory) story = NULL;
  g_autoptr (StetDocument) other = NULL;
  g_autoptr (GError) error = NULL;

  write_headline (document, "One");
  save (fixture);
  story = load (fixture);
  other = stet_document_new (story->article);
  write_headline (other, "Another");
  g_assert_true (stet_workspace_save (fixture->ws, stet_document_article (other),
                                      story->revision, STET_ORIGIN_COMMAND, NULL, NULL, &error));
  stet_open_story_reload (fixture->open, load (fixture), 0);
  g_assert_cmpstr (headline (stet_document_article (document)), ==, "Another");
  stet_open_story_reload (fixture->open, load (fixture), 0);
  g_assert_true (stet_document_undo (document));
  g_assert_cmpstr (headline (stet_document_article (document)), ==, "One");
  save (fixture);
}

static void
set (Fixture *fixture, const char *field, const char *value)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (stet_workspace_set (fixture->ws, fixture->id, field, value, &error));
  g_assert_no_error (error);
}

static const char *
dek (StetArticle *article)
{
  return stet_prose_text (stet_article_fields (article)->dek);
}

/* A command writes while words wait to be saved, and nothing of it was read yet: both stay. */
static void
test_another_wrote_before_the_save (Fixture *fixture, gconstpointer data)
{
  StetDocument *document = stet_open_story_document (fixture->open);
  g_autoptr (StetStory) story = NULL;

  write_headline (document, "One");
  save (fixture);
  write_headline (document, "One two");
  set (fixture, "dek", "Theirs");
  save (fixture);
  story = load (fixture);
  g_assert_cmpstr (headline (story->article), ==, "One two");
  g_assert_cmpstr (dek (story->article), ==, "Theirs");
  g_assert_cmpstr (dek (stet_document_article (document)), ==, "Theirs");
  g_assert_cmpint (stet_open_story_save_state (fixture->open), ==, STET_SAVE_SAVED);
  g_assert_true (stet_document_undo (document));
  g_assert_cmpstr (headline (stet_document_article (document)), ==, "One two");
  save (fixture);
}

/* The same, and more is typed while the save is on its way. */
static void
test_another_wrote_during_the_save (Fixture *fixture, gconstpointer data)
{
  StetDocument *document = stet_open_story_document (fixture->open);
  g_autoptr (StetStory) story = NULL;
  gboolean done = FALSE;

  write_headline (document, "One");
  save (fixture);
  write_headline (document, "One two");
  set (fixture, "dek", "Theirs");
  stet_open_story_flush (fixture->open, flushed_cb, &done);
  write_headline (document, "One two three");
  while (!done)
    g_main_context_iteration (NULL, TRUE);
  story = load (fixture);
  g_assert_cmpstr (headline (story->article), ==, "One two three");
  g_assert_cmpstr (dek (story->article), ==, "Theirs");
  g_assert_true (stet_article_equal (story->article, stet_document_article (document)));
}

/* Of a part both changed, what is being typed stands; the other is in the history. */
static void
test_another_wrote_the_same (Fixture *fixture, gconstpointer data)
{
  StetDocument *document = stet_open_story_document (fixture->open);
  g_autoptr (GPtrArray) history = NULL;
  gboolean kept = FALSE;

  write_headline (document, "One");
  save (fixture);
  write_headline (document, "One two");
  set (fixture, "headline", "Theirs");
  stet_open_story_reload (fixture->open, load (fixture), 0);
  g_assert_cmpstr (headline (stet_document_article (document)), ==, "One two");
  save (fixture);
  history = stet_workspace_history (fixture->ws, fixture->id, NULL);
  for (guint i = 0; i < history->len; i++)
    kept |= g_str_equal (((StetRevisionRow *) history->pdata[i])->headline, "Theirs");
  g_assert_true (kept);
  g_assert_cmpstr (((StetRevisionRow *) history->pdata[0])->headline, ==, "One two");
}

int
main (int argc, char *argv[])
{
  static const struct { const char *path; void (*func) (Fixture *, gconstpointer); } tests[] = {
    { "/open-story/read-late", test_read_late },
    { "/open-story/read-late-while-typing", test_read_late_while_typing },
    { "/open-story/another-wrote", test_another_wrote },
    { "/open-story/another-wrote-before-the-save", test_another_wrote_before_the_save },
    { "/open-story/another-wrote-during-the-save", test_another_wrote_during_the_save },
    { "/open-story/another-wrote-the-same", test_another_wrote_the_same },
  };

  stet_test_init (&argc, &argv);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].func, tear_down);
  return g_test_run ();
}
