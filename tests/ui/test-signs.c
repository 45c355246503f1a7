/* The signs under the words and the checks that bring them: the story's own checker with both
 * packs, the open story and the view. A changed word loses its sign in the same turn of the main
 * loop, its neighbours keep theirs, and one pause and one check later the new signs are there. */
#include "config.h"

#include "ui/body-view.h"
#include "ui/open-story.h"
#include "ui/prose-frame.h"
#include "ui/resources.h"

#include "desk.h"
#include "support.h"

#include <time.h>

#define SENTENCE_WORDS 8
#define SENTENCES 12 /* in a paragraph */

typedef struct
{
  char          *dir;
  StetWorkspace *ws;
  StetOpenStory *open;
  StetBodyView  *body;
  guint          n_checked;
  gboolean       checked;
} Fixture;

/* Each paragraph has one misspelt word, in its first sentence. */
static StetArticle *
story_of (StetArticle *empty, guint words)
{
  StetArticleFields fields = *stet_article_fields (empty);
  g_autoptr (GPtrArray) body
      = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_block_unref);

  for (guint i = 0; i * SENTENCE_WORDS * SENTENCES < words; i++)
    {
      g_autofree char *id = g_strdup_printf ("block-%u", i);
      g_autoptr (GString) text = g_string_new ("The pasengers walked up in the early morning.");
      g_autoptr (StetProse) prose = NULL;

      for (guint k = 1; k < SENTENCES; k++)
        g_string_append_printf (text, " The pier counted %u people on that day.", 7 * i + k);
      prose = stet_prose_plain (text->str);
      g_ptr_array_add (body, stet_block_paragraph (id, prose));
    }
  fields.body = body;
  return stet_article_new (&fields);
}

static void
show_in_view (StetProseView *view, gpointer findings)
{
  stet_prose_view_set_findings (view, findings, NULL);
}

static void
checked_cb (Fixture *fixture)
{
  fixture->n_checked++;
  fixture->checked = TRUE;
  stet_prose_views_foreach (GTK_WIDGET (fixture->body), show_in_view,
                            stet_open_story_findings (fixture->open));
}

static void
changed_cb (Fixture *fixture)
{
  stet_body_view_update (fixture->body);
}

static void
wait_checked (Fixture *fixture)
{
  fixture->checked = FALSE;
  stet_test_run_until (&fixture->checked, 60);
}

static void
set_up (Fixture *fixture, gconstpointer words)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (StetChecker) checker = NULL;
  g_autoptr (StetArticle) article = NULL;
  g_autofree char *id = NULL;
  StetDocument *document;
  StetStory *story;

  fixture->dir = stet_test_dir ();
  fixture->ws = test_desk_open (fixture->dir, TRUE);
  id = stet_workspace_create (fixture->ws, "en", &error);
  g_assert_no_error (error);
  story = stet_workspace_load (fixture->ws, id, &error);
  g_assert_no_error (error);
  fixture->open = stet_open_story_new (fixture->ws, story, 0);
  document = stet_open_story_document (fixture->open);
  article = story_of (stet_document_article (document), GPOINTER_TO_UINT (words));
  stet_document_take (document, article);
  fixture->body = g_object_ref_sink (g_object_new (STET_TYPE_BODY_VIEW, NULL));
  stet_body_view_set_document (fixture->body, document);
  g_signal_connect_swapped (document, "changed", G_CALLBACK (changed_cb), fixture);
  g_signal_connect_swapped (fixture->open, "checked", G_CALLBACK (checked_cb), fixture);
  checker = stet_workspace_checker (fixture->ws, &error);
  g_assert_no_error (error);
  stet_open_story_set_checker (fixture->open, checker);
  wait_checked (fixture);
}

static void
flushed_cb (const GError *error, gpointer done)
{
  g_assert_no_error (error);
  *(gboolean *) done = TRUE;
}

static void
tear_down (Fixture *fixture, gconstpointer words)
{
  gboolean done = FALSE;

  stet_open_story_flush (fixture->open, flushed_cb, &done);
  stet_test_run_until (&done, 60);
  g_signal_handlers_disconnect_by_data (stet_open_story_document (fixture->open), fixture);
  g_signal_handlers_disconnect_by_data (fixture->open, fixture);
  stet_open_story_close (fixture->open);
  g_clear_object (&fixture->body);
  g_clear_object (&fixture->open);
  g_clear_object (&fixture->ws);
  g_free (fixture->dir);
}

static StetProseView *
first_text (Fixture *fixture)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (fixture->body));

  return STET_PROSE_VIEW (STET_IS_PROSE_FRAME (child) ? gtk_widget_get_first_child (child) : child);
}

static void
put_caret (StetProseView *view, guint line, guint chars)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (view));
  GtkTextIter iter;

  gtk_text_buffer_get_iter_at_line_offset (buffer, &iter, (int) line, (int) chars);
  gtk_text_buffer_place_cursor (buffer, &iter);
}

static void
assert_sign (StetProseView *view, guint line, guint chars, gboolean is_there)
{
  put_caret (view, line, chars);
  g_assert_cmpint (stet_prose_view_finding_at_caret (view) != NULL, ==, is_there);
}

static double
cpu_ms (void)
{
  struct timespec now;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &now);
  return (double) now.tv_sec * 1000.0 + (double) now.tv_nsec / 1e6;
}

/* One letter in the misspelt word of the paragraph in the middle. Its neighbours' words move with
 * their signs. */
static void
test_one_word (Fixture *fixture, gconstpointer words)
{
  StetProseView *view = first_text (fixture);
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (view));
  guint line = (guint) gtk_text_buffer_get_line_count (buffer) / 2;
  guint n_checked = fixture->n_checked;
  double cpu;

  assert_sign (view, line - 1, 6, TRUE);
  assert_sign (view, line + 1, 6, TRUE);
  assert_sign (view, line, 6, TRUE);
  gtk_text_buffer_insert_interactive_at_cursor (buffer, "e", 1, TRUE);
  /* No turn of the main loop has passed. */
  assert_sign (view, line, 6, FALSE);
  assert_sign (view, line - 1, 6, TRUE);
  assert_sign (view, line + 1, 6, TRUE);
  cpu = cpu_ms ();
  wait_checked (fixture);
  g_test_message ("%u words: all threads took %.0f ms until the signs were back",
                  GPOINTER_TO_UINT (words), cpu_ms () - cpu);
  assert_sign (view, line, 6, TRUE);
  assert_sign (view, line - 1, 6, TRUE);
  assert_sign (view, line + 1, 6, TRUE);
  g_assert_cmpuint (fixture->n_checked, ==, n_checked + 1); /* the first check after it */
}

/* Keys one upon the other cost one check, after the last. */
static void
test_many_keys (Fixture *fixture, gconstpointer words)
{
  StetProseView *view = first_text (fixture);
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (view));
  guint n_checked = fixture->n_checked;

  put_caret (view, 0, 6);
  for (guint i = 0; i < 40; i++)
    {
      gtk_text_buffer_insert_interactive_at_cursor (buffer, "e", 1, TRUE);
      assert_sign (view, 0, 7 + i, FALSE);
    }
  wait_checked (fixture);
  assert_sign (view, 0, 6, TRUE);
  g_assert_cmpuint (fixture->n_checked, ==, n_checked + 1);
}

int
main (int argc, char *argv[])
{
  stet_test_init (&argc, &argv);
  gtk_init ();
  g_resources_register (stet_ui_get_resource ());
  g_test_add ("/signs/1000-words", Fixture, GUINT_TO_POINTER (1000), set_up, test_one_word,
              tear_down);
  g_test_add ("/signs/10000-words", Fixture, GUINT_TO_POINTER (10000), set_up, test_one_word,
              tear_down);
  g_test_add ("/signs/many-keys", Fixture, GUINT_TO_POINTER (1000), set_up, test_many_keys,
              tear_down);
  return g_test_run ();
}
