/* Sequences of edits, as a person and a body of texts and cards make them, through real text
 * buffers: after every step buffers and story are equal, undone in full the story is the first one,
 * redone the last one, and memory does not grow. STET_EDIT_SEQUENCES=100000 runs the whole number.
 * Needs no display. */
#include "config.h"

#include "ui/projection.h"

#include "article/json.h"
#include "article/table.h"

#include "support.h"

#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#define SEQUENCES 20000
#define STEPS_MAX 30
#define EDITS_FOR_MEMORY 10000

static const char story[]
    = "{\"language\": \"en\", \"headline\": \"Ferry\", \"body\": ["
      " {\"type\": \"paragraph\", \"text\": \"The ferry carried its first.\","
      "  \"spans\": [{\"type\": \"bold\", \"start\": 4, \"end\": 9}, {\"type\": \"link\", \"start\": 18, \"end\": 21, \"href\": \"https://example.org/\"}]},"
      " {\"type\": \"heading\", \"text\": \"What changes\", \"attrs\": {\"level\": 2}},"
      " {\"type\": \"list_item\", \"text\": \"Every hour\", \"attrs\": {\"ordered\": true, \"indent\": 1}},"
      " {\"type\": \"table\", \"attrs\": {\"rows\": [[{\"text\": \"Boat\"}, {\"text\": \"Seats\"}]]}},"
      " {\"type\": \"quote\", \"text\": \"A boat is\\na street.\", \"attrs\": {\"cite\": \"Ana\"}},"
      " {\"type\": \"paragraph\", \"text\": \"Último día.\"}]}";

typedef struct
{
  StetDocument *document;
  GPtrArray    *buffers;     /* of GtkTextBuffer */
  GPtrArray    *projections; /* of StetProjection: one a run of text, in order */
  guint         n_runs;
  StetRandom   *random;
} Body;

/* --- a body without widgets --- */

static void
add_run (Body *body)
{
  GtkTextBuffer *buffer = gtk_text_buffer_new (NULL);

  g_ptr_array_add (body->buffers, buffer);
  g_ptr_array_add (body->projections, stet_projection_new (buffer));
}

static gboolean
is_text (StetArticle *article, guint index)
{
  return stet_block_type (stet_article_block (article, index)) <= STET_BLOCK_LIST_ITEM;
}

static void
show_run (Body *body, guint first, guint n_blocks)
{
  if (body->n_runs == body->projections->len)
    add_run (body);
  stet_projection_set_run (body->projections->pdata[body->n_runs++], body->document, first,
                           n_blocks);
}

static void
show_runs (Body *body)
{
  StetArticle *article = stet_document_article (body->document);
  guint n = stet_article_n_blocks (article), first = 0;

  body->n_runs = 0;
  for (guint i = 0; i <= n; i++)
    {
      if (i < n && is_text (article, i))
        continue;
      if (i > first)
        show_run (body, first, i - first);
      first = i + 1;
    }
  if (n == 0 || !is_text (article, n - 1))
    show_run (body, n, 0);
}

static void
changed_cb (Body *body, StetEdit *edit)
{
  if (stet_edit_kind (edit) == STET_EDIT_BLOCKS)
    show_runs (body);
  for (guint i = 0; i < body->n_runs; i++)
    stet_projection_sync (body->projections->pdata[i]);
}

static void
body_init (Body *body, guint32 seed)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (StetArticle) article
      = stet_article_from_json (story, strlen (story), stet_random_system (), &error);

  g_assert_no_error (error);
  body->document = stet_document_new (article);
  body->random = stet_random_new_seeded (seed);
  g_signal_connect_swapped (body->document, "changed", G_CALLBACK (changed_cb), body);
  show_runs (body);
}

static void
body_clear (Body *body)
{
  g_signal_handlers_disconnect_by_data (body->document, body);
  g_clear_object (&body->document);
  stet_random_free (body->random);
}

/* --- what must hold --- */

static char *
line_text (StetBlock *block)
{
  g_auto (GStrv) parts = g_strsplit (stet_prose_text (stet_block_prose (block)), "\n", -1);

  return g_strjoinv ("\342\200\250", parts);
}

static void
assert_run (Body *body, guint run)
{
  static const char *const names[STET_SPAN_TYPES]
      = { "bold", "italic", "underline", "strike", "code", "link" };
  StetProjection *projection = body->projections->pdata[run];
  GtkTextBuffer *buffer = body->buffers->pdata[run];
  GtkTextTagTable *table = gtk_text_buffer_get_tag_table (buffer);
  g_autoptr (GString) told = g_string_new (NULL);
  g_autofree char *shown = NULL;
  GtkTextIter start, end, iter;

  for (guint line = 0; stet_projection_block (projection, line); line++)
    {
      StetBlock *block = stet_projection_block (projection, line);
      StetProse *prose = stet_block_prose (block);
      guint chars = stet_prose_chars (prose),
            at = chars > 0 ? stet_random_below (body->random, chars) : 0;
      g_autofree char *text = line_text (block);

      g_assert_true (block == stet_article_block (stet_document_article (body->document),
                                                  stet_projection_first (projection) + line));
      g_string_append_printf (told, "%s%s", line > 0 ? "\n" : "", text);
      gtk_text_buffer_get_iter_at_offset (buffer, &iter,
                                          stet_projection_offset (projection, line, at));
      for (guint type = 0; chars > 0 && type < STET_SPAN_TYPES; type++)
        g_assert_cmpint (
            gtk_text_iter_has_tag (&iter, gtk_text_tag_table_lookup (table, names[type])), ==,
            stet_prose_has_span (prose, type, at, at + 1));
    }
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  shown = gtk_text_buffer_get_slice (buffer, &start, &end, TRUE);
  g_assert_cmpstr (shown, ==, told->str);
}

static void
assert_body (Body *body)
{
  for (guint i = 0; i < body->n_runs; i++)
    assert_run (body, i);
}

/* --- steps --- */

static void
select_somewhere (Body *body, guint run, guint chars_max)
{
  GtkTextBuffer *buffer = body->buffers->pdata[run];
  guint chars = gtk_text_buffer_get_char_count (buffer);
  guint at = stet_random_below (body->random, chars + 1);
  GtkTextIter from, to;

  gtk_text_buffer_get_iter_at_offset (buffer, &from, at);
  gtk_text_buffer_get_iter_at_offset (
      buffer, &to, MIN (chars, at + stet_random_below (body->random, chars_max + 1)));
  gtk_text_buffer_select_range (buffer, &to, &from);
}

static void
type_something (Body *body, guint run)
{
  static const char *const typed[] = {
    "a",
    " ",
    "\n",
    "word ",
    "\342\200\250",
    "two\nlines",
    "ñ",
    "e\314\201",
    "\360\237\231\202",
    "\302\277",
    "- ",
    "https://x.com/harbour/status/12345",
    "\n\n",
    "¡Sí!",
  };
  static const char *const keys[]
      = { "## ", "> ", "- ", "1. ", "#", " ", "https://youtu.be/abc\n" };
  GtkTextBuffer *buffer = body->buffers->pdata[run];
  const char *text = keys[stet_random_below (body->random, G_N_ELEMENTS (keys))];

  if (stet_random_below (body->random, 3) > 0)
    {
      gtk_text_buffer_begin_user_action (buffer);
      gtk_text_buffer_delete_selection (buffer, TRUE, TRUE);
      gtk_text_buffer_insert_at_cursor (
          buffer, typed[stet_random_below (body->random, G_N_ELEMENTS (typed))], -1);
      gtk_text_buffer_end_user_action (buffer);
      return;
    }
  for (; *text; text++)
    gtk_text_buffer_insert_interactive_at_cursor (buffer, text, 1, TRUE);
}

static void
remove_something (Body *body, guint run)
{
  StetProjection *projection = body->projections->pdata[run];
  GtkTextBuffer *buffer = body->buffers->pdata[run];
  GtkTextIter iter;

  if (gtk_text_buffer_delete_selection (buffer, TRUE, TRUE)
      || stet_projection_unstyle_at_caret (projection))
    return;
  gtk_text_buffer_get_iter_at_mark (buffer, &iter, gtk_text_buffer_get_insert (buffer));
  gtk_text_buffer_backspace (buffer, &iter, TRUE, TRUE);
}

static void
paste_something (Body *body, guint run)
{
  g_autoptr (GPtrArray) blocks = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_block_unref);
  g_autoptr (GPtrArray) rows = stet_table_new (1, 2);
  guint n = 1 + stet_random_below (body->random, 3);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *id = stet_uuid_new (stet_random_system ());
      g_autoptr (StetProse) prose
          = stet_prose_new ("Pasted", &(StetSpan){ STET_SPAN_ITALIC, 0, 3, NULL, NULL, NULL }, 1);
      StetBlockFields fields = { .type = stet_random_below (body->random, STET_BLOCK_TABLE + 1),
                                 .id = id,
                                 .prose = prose,
                                 .level = 3,
                                 .rows = rows };

      g_ptr_array_add (blocks, stet_block_new (&fields));
    }
  stet_projection_insert_blocks (body->projections->pdata[run], blocks);
}

/* Another's change comes in, now and then while a composition is open here. */
static void
change_elsewhere (Body *body, guint run)
{
  StetArticle *article = stet_document_article (body->document);
  StetField field = stet_field_at (
      STET_FIELD_BODY, stet_random_below (body->random, MAX (stet_article_n_blocks (article), 1)));
  g_autoptr (StetProse) old = stet_article_text_at (article, &field);
  g_autoptr (StetProse) so = stet_prose_plain ("so ");
  g_autoptr (StetProse) prose = old ? stet_prose_replace (old, 0, 0, so) : NULL;
  g_autoptr (StetEdit) edit = prose ? stet_edit_text (&field, prose) : NULL;
  gboolean held = stet_random_below (body->random, 2) == 0;

  if (!edit)
    return;
  stet_projection_set_held (body->projections->pdata[run], held);
  g_assert_true (stet_document_apply (body->document, edit, NULL));
  if (held && stet_random_below (body->random, 2) == 0)
    type_something (body, run);
  stet_projection_set_held (body->projections->pdata[run], FALSE);
}

static void
step (Body *body)
{
  guint run = stet_random_below (body->random, body->n_runs);
  StetProjection *projection = body->projections->pdata[run];

  select_somewhere (body, run, stet_random_below (body->random, 3) == 0 ? 12 : 0);
  switch (stet_random_below (body->random, 12))
    {
    case 0: case 1: case 2: type_something (body, run); break;
    case 3: remove_something (body, run); break;
    case 4:
      stet_projection_toggle_span (projection, stet_random_below (body->random, STET_SPAN_LINK));
      break;
    case 5:
      stet_projection_set_kind (projection, stet_random_below (body->random, STET_BLOCK_TABLE),
                                2 + stet_random_below (body->random, 3),
                                stet_random_below (body->random, 2));
      break;
    case 6:
      stet_projection_indent (projection, stet_random_below (body->random, 2) ? 1 : -1);
      break;
    case 7:
      stet_projection_move_lines (projection, stet_random_below (body->random, 2) ? 1 : -1);
      break;
    case 8: paste_something (body, run); break;
    case 9: change_elsewhere (body, run); break;
    case 10: stet_document_undo (body->document); break;
    default: stet_document_redo (body->document);
    }
}

static void
one_sequence (Body *body, guint32 seed)
{
  g_autoptr (StetArticle) first = NULL, last = NULL;
  guint steps;

  body_init (body, seed);
  first = stet_article_ref (stet_document_article (body->document));
  steps = 1 + stet_random_below (body->random, STEPS_MAX);
  for (guint i = 0; i < steps; i++)
    {
      step (body);
      assert_body (body);
    }
  while (stet_document_redo (body->document))
    ;
  last = stet_article_ref (stet_document_article (body->document));
  while (stet_document_undo (body->document))
    ;
  g_assert_true (stet_article_equal (first, stet_document_article (body->document)));
  assert_body (body);
  while (stet_document_redo (body->document))
    ;
  g_assert_true (stet_article_equal (last, stet_document_article (body->document)));
  assert_body (body);
  body_clear (body);
}

static guint32 failing_seed;

static void
aborted (int number)
{
  fprintf (stderr, "Bail out! the sequence of seed %u\n", failing_seed);
}

static void
test_sequences (void)
{
  const char *wanted = g_getenv ("STET_EDIT_SEQUENCES");
  guint n = wanted ? atoi (wanted) : SEQUENCES;
  guint32 seed = g_test_rand_int ();
  Body body
      = { .buffers = g_ptr_array_new_with_free_func (g_object_unref),
          .projections = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_projection_free) };

  signal (SIGABRT, aborted);
  g_test_message ("%u sequences from seed %u", n, seed);
  for (guint i = 0; i < n; i++)
    {
      failing_seed = seed + i;
      one_sequence (&body, seed + i);
    }
  g_ptr_array_unref (body.projections);
  g_ptr_array_unref (body.buffers);
}

/* --- memory --- */

/* What the program holds: the text is the same after each round, so only a leak or a hoard can
 * grow. */
static void
edit_round (Body *body)
{
  GtkTextBuffer *buffer = body->buffers->pdata[0];
  GtkTextIter start, end;

  for (guint i = 0; i < 50; i++)
    gtk_text_buffer_insert_interactive_at_cursor (buffer, i % 6 == 5 ? " " : "x", 1, TRUE);
  for (guint i = 0; i < 50; i++)
    {
      gtk_text_buffer_get_iter_at_mark (buffer, &end, gtk_text_buffer_get_insert (buffer));
      start = end;
      gtk_text_iter_backward_char (&start);
      gtk_text_buffer_delete_interactive (buffer, &start, &end, TRUE);
    }
  while (stet_document_undo (body->document))
    ;
}

/* The sanitizer's own account where there is one. */
extern size_t __sanitizer_get_current_allocated_bytes (void) __attribute__ ((weak));

static gsize
held_bytes (void)
{
  return __sanitizer_get_current_allocated_bytes ? __sanitizer_get_current_allocated_bytes ()
                                                 : mallinfo2 ().uordblks;
}

static void
test_memory (void)
{
  Body body
      = { .buffers = g_ptr_array_new_with_free_func (g_object_unref),
          .projections = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_projection_free) };
  gsize before, after;

  body_init (&body, 1);
  for (guint i = 0; i < 20; i++) /* what is made once is made */
    edit_round (&body);
  before = held_bytes ();
  for (guint i = 0; i < EDITS_FOR_MEMORY / 100; i++)
    edit_round (&body);
  after = held_bytes ();
  g_test_message ("%zu kB before, %zu kB after %u edits", before / 1024, after / 1024,
                  EDITS_FOR_MEMORY);
  g_assert_cmpuint (before, >, 0);
  g_assert_cmpuint (after, <, before + 128 * 1024);
  body_clear (&body);
  g_ptr_array_unref (body.projections);
  g_ptr_array_unref (body.buffers);
}

int
main (int argc, char *argv[])
{
  stet_test_init (&argc, &argv);
  g_test_add_func ("/sequences/equal-undone-redone", test_sequences);
  g_test_add_func ("/sequences/memory", test_memory);
  return g_test_run ();
}
