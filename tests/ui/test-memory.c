/* A long day at one story: ten thousand typed edits through a real text buffer into the document,
 * saved into a real store and checked with both packs, the history of undo full. What the program
 * holds does not grow, and what a save adds to the file is told. Needs no display. */
#include "config.h"

#include "ui/open-story.h"
#include "ui/projection.h"

#include "article/json.h"
#include "base/limits.h"

#include "desk.h"
#include "support.h"

#include <glib/gstdio.h>
#include <malloc.h>

#define PARAGRAPHS 24
#define SENTENCES 12 /* in each */
#define FIRST_EDITS 2000
#define FILL_TEXTS 400
#define FILL_TEXT_BYTES 20000
#define EDITS 10000
#define ROUNDS_MAX 2
#define SAVE_EVERY 10
#define CHECK_EVERY 50
#define GROWN_BYTES_MAX (1024 * 1024) /* a hundred bytes an edit */

/* The sanitizer's own account where there is one. */
extern size_t __sanitizer_get_current_allocated_bytes (void) __attribute__ ((weak));

static gsize
held_bytes (void)
{
  return __sanitizer_get_current_allocated_bytes ? __sanitizer_get_current_allocated_bytes ()
                                                 : mallinfo2 ().uordblks;
}

typedef struct
{
  char           *dir;
  StetWorkspace  *ws;
  StetOpenStory  *open;
  GtkTextBuffer  *buffer;
  StetProjection *projection;
  StetChecker    *checker;
  guint           n_edits, n_saves, n_checks;
} Day;

/* --- the story --- */

static StetArticle *
long_story (StetArticle *empty)
{
  StetArticleFields fields = *stet_article_fields (empty);
  g_autoptr (GPtrArray) body
      = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_block_unref);
  g_autoptr (StetProse) headline = stet_prose_plain ("The ferry sails again with two boats");

  for (guint i = 0; i < PARAGRAPHS; i++)
    {
      g_autofree char *id = g_strdup_printf ("block-%u", i);
      g_autoptr (GString) text = g_string_new (NULL);
      g_autoptr (StetProse) prose = NULL;

      for (guint k = 0; k < SENTENCES; k++)
        g_string_append_printf (text, "The pier counted %u passengers very early. ", 7 * k + i);
      prose = stet_prose_plain (text->str);
      g_ptr_array_add (body, stet_block_paragraph (id, prose));
    }
  fields.headline = headline;
  fields.body = body;
  return stet_article_new (&fields);
}

static void
day_changed_cb (Day *day)
{
  stet_projection_sync (day->projection);
}

static void
day_begin (Day *day)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;
  g_autoptr (StetArticle) article = NULL;
  StetStory *story;
  StetDocument *document;

  day->dir = stet_test_dir ();
  day->ws = test_desk_open (day->dir, TRUE);
  id = stet_workspace_create (day->ws, "en", &error);
  g_assert_no_error (error);
  story = stet_workspace_load (day->ws, id, &error);
  g_assert_no_error (error);
  day->open = stet_open_story_new (day->ws, story, 0);
  document = stet_open_story_document (day->open);
  article = long_story (stet_document_article (document));
  stet_document_take (document, article);
  day->buffer = gtk_text_buffer_new (NULL);
  day->projection = stet_projection_new (day->buffer);
  stet_projection_set_run (day->projection, document, 0, PARAGRAPHS);
  stet_projection_sync (day->projection);
  g_signal_connect_swapped (document, "changed", G_CALLBACK (day_changed_cb), day);
  day->checker = stet_workspace_checker (day->ws, &error);
  g_assert_no_error (error);
  stet_open_story_set_checker (day->open, day->checker);
}

static void
day_end (Day *day)
{
  g_signal_handlers_disconnect_by_data (stet_open_story_document (day->open), day);
  stet_projection_free (day->projection);
  g_object_unref (day->buffer);
  stet_open_story_close (day->open);
  g_clear_object (&day->open);
  stet_checker_unref (day->checker);
  g_clear_object (&day->ws);
  g_free (day->dir);
}

/* --- what happens all day --- */

static void
flushed_cb (const GError *error, gpointer done)
{
  g_assert_no_error (error);
  *(gboolean *) done = TRUE;
}

static void
save (Day *day)
{
  gboolean done = FALSE;

  stet_open_story_flush (day->open, flushed_cb, &done);
  stet_test_run_until (&done, 60);
  day->n_saves++;
}

/* What is bounded is full before anything is measured: the history, whose steps hold a text as it
 * was, and what the checker remembers of each text. */
static void
fill_history (Day *day)
{
  StetDocument *document = stet_open_story_document (day->open);
  gsize text_bytes = stet_prose_bytes (stet_projection_prose (day->projection, 0));
  StetField dek = stet_field_make (STET_FIELD_DEK);

  for (guint i = 0; i * text_bytes < STET_UNDO_BYTES_MAX; i++)
    {
      g_autofree char *text = g_strnfill (text_bytes, (char) ('a' + i % 2));
      g_autoptr (StetProse) prose = stet_prose_plain (text);
      g_autoptr (StetEdit) change = stet_edit_text (&dek, prose);

      g_assert_true (stet_document_apply (document, change, NULL));
    }
}

static void
fill_checker (StetChecker *checker)
{
  for (guint i = 0; i < FILL_TEXTS; i++)
    {
      g_autofree char *text = g_strnfill (FILL_TEXT_BYTES, 'z');
      g_autoptr (GPtrArray) findings = NULL;

      g_snprintf (text, 16, "%015u", i);
      text[15] = ' ';
      findings = stet_checker_check_text (checker, text, "en", NULL);
    }
}

static void
checked_cb (gboolean *done)
{
  *done = TRUE;
}

static void
check (Day *day)
{
  gboolean done = FALSE;
  gulong handler
      = g_signal_connect_swapped (day->open, "checked", G_CALLBACK (checked_cb), &done);

  stet_open_story_check (day->open);
  stet_test_run_until (&done, 60);
  g_signal_handler_disconnect (day->open, handler);
  g_assert_cmpuint (stet_open_story_findings (day->open)->len, >, PARAGRAPHS);
  day->n_checks++;
}

/* A word of ten letters comes and goes; no two are alike, so no cache knows the text. */
static void
edit (Day *day)
{
  guint n = day->n_edits++;
  guint in_word = n % 20;
  GtkTextIter start, end;

  if (in_word == 0)
    {
      gtk_text_buffer_get_iter_at_line_offset (day->buffer, &start, (int) (n / 20 % PARAGRAPHS), 4);
      gtk_text_buffer_place_cursor (day->buffer, &start);
    }
  if (in_word < 10)
    {
      char letter = (char) ('a' + (n / 20 >> in_word) % 2 + in_word);

      gtk_text_buffer_insert_interactive_at_cursor (day->buffer, &letter, 1, TRUE);
    }
  else
    {
      gtk_text_buffer_get_iter_at_mark (day->buffer, &end,
                                        gtk_text_buffer_get_insert (day->buffer));
      start = end;
      gtk_text_iter_backward_char (&start);
      gtk_text_buffer_delete_interactive (day->buffer, &start, &end, TRUE);
    }
  stet_document_break (stet_open_story_document (day->open)); /* every key a step of its own */
  /* Until the store's own cache of pages is full, after each. */
  if (day->n_edits <= FIRST_EDITS || day->n_edits % SAVE_EVERY == SAVE_EVERY / 2)
    save (day);
  if (day->n_edits % CHECK_EVERY == CHECK_EVERY / 2)
    check (day);
}

static guint64
file_bytes (Day *day)
{
  static const char *const names[] = { "store.db", "store.db-wal", "archive.db", "archive.db-wal" };
  guint64 bytes = 0;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (day->dir, names[i], NULL);
      GStatBuf info;

      if (g_stat (path, &info) == 0)
        bytes += (guint64) info.st_size;
    }
  return bytes;
}

static gsize
story_bytes (Day *day)
{
  g_autofree char *json = stet_article_to_json (
      stet_document_article (stet_open_story_document (day->open)));

  return strlen (json);
}

/* Ten thousand edits. Returns: by how many bytes what is held grew. */
static gssize
round_of_edits (Day *day)
{
  guint saves_before = day->n_saves;
  guint64 file_before = file_bytes (day), file_grown;
  gsize before = held_bytes (), after, text_bytes = story_bytes (day);

  for (guint i = 0; i < EDITS; i++)
    edit (day);
  after = held_bytes ();
  file_grown = file_bytes (day) - file_before;
  g_test_message ("%zu kB held, %zu kB after %u more edits with %u saves", before / 1024,
                  after / 1024, EDITS, day->n_saves - saves_before);
  g_test_message ("a story of %zu kB: the file grew by %" G_GUINT64_FORMAT " kB per 1,000 saves",
                  text_bytes / 1024, file_grown * 1000 / (day->n_saves - saves_before) / 1024);
  g_assert_cmpuint (before, >, STET_UNDO_BYTES_MAX / 2);
  /* A save keeps what it changed, not the story. */
  g_assert_cmpuint (file_grown, <, (day->n_saves - saves_before) * text_bytes / 5);
  return (gssize) after - (gssize) before;
}

/* What is made once may still be made in the first round; what grows grows in each. */
static void
test_day (void)
{
  Day day = { 0 };
  gssize grown = G_MAXSSIZE;

  day_begin (&day);
  fill_history (&day);
  fill_checker (day.checker);
  for (guint i = 0; i < FIRST_EDITS; i++)
    edit (&day);
  for (guint i = 0; i < ROUNDS_MAX && grown >= GROWN_BYTES_MAX; i++)
    grown = round_of_edits (&day);
  g_assert_cmpint (grown, <, GROWN_BYTES_MAX);
  day_end (&day);
}

int
main (int argc, char *argv[])
{
  stet_test_init (&argc, &argv);
  g_test_add_func ("/memory/day", test_day);
  return g_test_run ();
}
