/* The body's runs and cards follow the story's blocks, and keep the view one writes in. */
#include "config.h"

#include "ui/body-view.h"
#include "ui/prose-frame.h"
#include "ui/resources.h"
#include "ui/table-view.h"

#include "article/json.h"

#include "support.h"

static const char story[]
    = "{\"language\": \"en\", \"headline\": \"Ferry sails again\", \"body\": ["
      " {\"type\": \"paragraph\", \"text\": \"Before the table.\"}, {\"type\": \"heading\", \"text\": \"Boats\", \"attrs\": {\"level\": 2}},"
      " {\"type\": \"table\", \"attrs\": {\"rows\": [[{\"text\": \"Boat\"}, {\"text\": \"Seats\"}], [{\"text\": \"Larger\"}, {\"text\": \"120\"}]]}},"
      " {\"type\": \"paragraph\", \"text\": \"After the table.\"}, {\"type\": \"embed\", \"attrs\": {\"href\": \"https://example.org/clip\"}}]}";

typedef struct
{
  StetDocument *document;
  StetBodyView *body;
} Fixture;

static void
changed_cb (Fixture *fixture)
{
  stet_body_view_update (fixture->body);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (StetArticle) article
      = stet_article_from_json (story, strlen (story), stet_random_system (), &error);

  g_assert_no_error (error);
  fixture->document = stet_document_new (article);
  fixture->body = g_object_ref_sink (g_object_new (STET_TYPE_BODY_VIEW, NULL));
  stet_body_view_set_document (fixture->body, fixture->document);
  g_signal_connect_swapped (fixture->document, "changed", G_CALLBACK (changed_cb), fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_signal_handlers_disconnect_by_data (fixture->document, fixture);
  g_clear_object (&fixture->body);
  g_clear_object (&fixture->document);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

/* A text stands in a frame. */
static GtkWidget *
unframed (GtkWidget *child)
{
  return STET_IS_PROSE_FRAME (child) ? gtk_widget_get_first_child (child) : child;
}

/* "TCT": text, card, text. */
static char *
shape (Fixture *fixture)
{
  GString *text = g_string_new (NULL);
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (fixture->body));

  for (; child; child = gtk_widget_get_next_sibling (child))
    g_string_append_c (text, STET_IS_PROSE_VIEW (unframed (child)) ? 'T' : 'C');
  return g_string_free (text, FALSE);
}

static GtkWidget *
nth (Fixture *fixture, guint n)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (fixture->body));

  for (; n > 0; n--)
    child = gtk_widget_get_next_sibling (child);
  return unframed (child);
}

static void
assert_shape (Fixture *fixture, const char *expected)
{
  g_autofree char *found = shape (fixture);

  g_assert_cmpstr (found, ==, expected);
}

static char *
text_in (GtkWidget *view)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (view));
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_slice (buffer, &start, &end, TRUE);
}

static void
test_segments (Fixture *fixture, gconstpointer data)
{
  g_autofree char *first = NULL, *last = NULL;

  assert_shape (fixture, "TCTCT"); /* with a place to write at the end */
  first = text_in (nth (fixture, 0));
  last = text_in (nth (fixture, 4));
  g_assert_cmpstr (first, ==, "Before the table.\nBoats");
  g_assert_cmpstr (last, ==, "");
}

static void
test_card_goes (Fixture *fixture, gconstpointer data)
{
  g_autoptr (StetEdit) edit = stet_edit_blocks (2, 1, NULL);
  GtkWidget *view = nth (fixture, 0);
  g_autofree char *joined = NULL;

  g_assert_true (stet_document_apply (fixture->document, edit, NULL));
  assert_shape (fixture, "TCT");
  g_assert_true (nth (fixture, 0) == view); /* the view one writes in stays */
  joined = text_in (view);
  g_assert_cmpstr (joined, ==, "Before the table.\nBoats\nAfter the table.");
  g_assert_true (stet_document_undo (fixture->document));
  assert_shape (fixture, "TCTCT");
  g_assert_true (nth (fixture, 0) == view);
}

static void
test_write_at_the_end (Fixture *fixture, gconstpointer data)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (nth (fixture, 4)));

  gtk_text_buffer_insert_at_cursor (buffer, "One\nmore", -1);
  g_assert_cmpuint (stet_article_n_blocks (stet_document_article (fixture->document)), ==, 7);
  g_assert_cmpstr (stet_prose_text (stet_block_prose (
                       stet_article_block (stet_document_article (fixture->document), 6))),
                   ==, "more");
  assert_shape (fixture, "TCTCT");
  while (stet_document_undo (fixture->document))
    ;
  g_assert_cmpuint (stet_article_n_blocks (stet_document_article (fixture->document)), ==, 5);
}

static StetTableView *
table_of (Fixture *fixture, guint n)
{
  GtkWidget *table = gtk_widget_get_last_child (nth (fixture, n));

  g_assert_true (STET_IS_TABLE_VIEW (table));
  return STET_TABLE_VIEW (table);
}

static StetProseView *
cell_of (Fixture *fixture, guint n, guint row, guint column)
{
  GtkWidget *grid = gtk_widget_get_first_child (GTK_WIDGET (table_of (fixture, n)));

  return STET_PROSE_VIEW (gtk_grid_get_child_at (GTK_GRID (grid), column, row));
}

static GPtrArray *
rows_at (Fixture *fixture, guint index)
{
  return stet_block_fields (stet_article_block (stet_document_article (fixture->document), index))
      ->rows;
}

/* Rows and columns come and go as one step each, in the story and in what is shown. */
static void
test_table_changes (Fixture *fixture, gconstpointer data)
{
  static const struct { StetTableChange change; guint rows, columns; } cases[] = {
    { STET_TABLE_ROW_ABOVE, 3, 2 },     { STET_TABLE_ROW_BELOW, 3, 2 },
    { STET_TABLE_COLUMN_BEFORE, 2, 3 }, { STET_TABLE_COLUMN_AFTER, 2, 3 },
    { STET_TABLE_ROW_REMOVE, 1, 2 },    { STET_TABLE_COLUMN_REMOVE, 2, 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      guint last = cases[i].rows - 1;

      g_assert_true (stet_table_view_change (table_of (fixture, 1), cell_of (fixture, 1, 1, 1),
                                             cases[i].change));
      g_assert_cmpuint (rows_at (fixture, 2)->len, ==, cases[i].rows);
      g_assert_cmpuint (stet_table_columns (rows_at (fixture, 2)), ==, cases[i].columns);
      g_assert_nonnull (cell_of (fixture, 1, last, cases[i].columns - 1));
      g_assert_null (cell_of (fixture, 1, last + 1, 0));
      g_assert_true (stet_document_undo (fixture->document));
      g_assert_false (stet_document_can_undo (fixture->document));
      g_assert_null (cell_of (fixture, 1, 2, 0));
      g_assert_null (cell_of (fixture, 1, 0, 2));
    }
}

/* Tab in the last cell makes a row; in any other it makes none. */
static void
test_tab_makes_a_row (Fixture *fixture, gconstpointer data)
{
  gboolean left = FALSE;

  g_signal_emit_by_name (cell_of (fixture, 1, 0, 1), "leave", (int) STET_LEAVE_TAB, 0, &left);
  g_assert_true (left);
  g_assert_cmpuint (rows_at (fixture, 2)->len, ==, 2);
  g_signal_emit_by_name (cell_of (fixture, 1, 1, 1), "leave", (int) STET_LEAVE_TAB, 0, &left);
  g_assert_true (left);
  g_assert_cmpuint (rows_at (fixture, 2)->len, ==, 3);
  g_signal_emit_by_name (cell_of (fixture, 1, 0, 0), "leave", (int) STET_LEAVE_TAB_BACK, 0, &left);
  g_assert_false (left); /* out of the table */
}

static void
test_insert_table (Fixture *fixture, gconstpointer data)
{
  stet_body_view_insert_table (fixture->body, STET_PROSE_VIEW (nth (fixture, 2)));
  g_assert_cmpuint (stet_article_n_blocks (stet_document_article (fixture->document)), ==, 6);
  g_assert_cmpint (
      stet_block_type (stet_article_block (stet_document_article (fixture->document), 4)), ==,
      STET_BLOCK_TABLE);
  g_assert_true (stet_document_undo (fixture->document));
  assert_shape (fixture, "TCTCT");
}

static void
test_move_card (Fixture *fixture, gconstpointer data)
{
  StetArticle *article;

  g_assert_true (stet_body_view_move_card (fixture->body, nth (fixture, 1), -1));
  article = stet_document_article (fixture->document);
  g_assert_cmpint (stet_block_type (stet_article_block (article, 1)), ==, STET_BLOCK_TABLE);
  g_assert_cmpint (stet_block_type (stet_article_block (article, 2)), ==, STET_BLOCK_HEADING);
  assert_shape (fixture, "TCTCT");
  /* the last block */
  g_assert_false (stet_body_view_move_card (fixture->body, nth (fixture, 3), 1));
  g_assert_true (stet_document_undo (fixture->document));
  g_assert_false (stet_document_can_undo (fixture->document));
}

/* A paragraph before it moves the table one place; its cells still write to it. */
static void
test_cells_move_along (Fixture *fixture, gconstpointer data)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (nth (fixture, 0)));
  StetField cell = stet_field_at (STET_FIELD_BLOCK_CELL, 3);
  g_autoptr (StetProse) prose = NULL;
  GtkTextIter iter;

  gtk_text_buffer_get_iter_at_offset (buffer, &iter, 6);
  gtk_text_buffer_insert (buffer, &iter, "\n", 1);
  g_assert_cmpint (
      stet_block_type (stet_article_block (stet_document_article (fixture->document), 3)), ==,
      STET_BLOCK_TABLE);
  buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (cell_of (fixture, 1, 1, 1)));
  gtk_text_buffer_get_end_iter (buffer, &iter);
  gtk_text_buffer_insert (buffer, &iter, " seats", -1);
  cell.row = 1;
  cell.column = 1;
  prose = stet_article_text_at (stet_document_article (fixture->document), &cell);
  g_assert_cmpstr (stet_prose_text (prose), ==, "120 seats");
}

/* --- an input method's composition --- */

static void
compose (GtkWidget *view, const char *preedit)
{
  g_signal_emit_by_name (view, "preedit-changed", preedit);
}

static GPtrArray *
one_finding (guint start, guint end)
{
  GPtrArray *findings = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_finding_free);
  StetFinding *finding = g_new0 (StetFinding, 1);

  finding->id = g_strdup ("one");
  finding->level = STET_LEVEL_WARNING;
  finding->field = stet_field_at (STET_FIELD_BODY, 0);
  finding->has_range = TRUE;
  finding->start_chars = start;
  finding->end_chars = end;
  g_ptr_array_add (findings, finding);
  return findings;
}

/* Between its start and its end nothing is marked, changed or remembered; given up, it leaves no
 * trace. */
static void
test_composition (Fixture *fixture, gconstpointer data)
{
  StetProseView *view = STET_PROSE_VIEW (nth (fixture, 0));
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (view));
  g_autoptr (GPtrArray) findings = one_finding (0, 6);
  g_autoptr (StetEdit) edit = stet_edit_blocks (1, 1, NULL);
  g_autofree char *during = NULL, *after = NULL;
  GtkTextIter iter;
  guint64 serial;

  gtk_text_buffer_get_iter_at_offset (buffer, &iter, 3);
  gtk_text_buffer_place_cursor (buffer, &iter);
  compose (GTK_WIDGET (view), "\302\264");
  serial = stet_document_serial (fixture->document);
  stet_prose_view_set_findings (view, findings, NULL);
  g_assert_null (stet_prose_view_finding_at_caret (view));
  compose (GTK_WIDGET (view), "\302\264e");
  g_assert_null (stet_prose_view_finding_at_caret (view));
  g_assert_cmpuint (stet_document_serial (fixture->document), ==, serial);
  /* another changes the story */
  g_assert_true (stet_document_apply (fixture->document, edit, NULL));
  during = text_in (GTK_WIDGET (view));
  g_assert_cmpstr (during, ==, "Before the table.\nBoats");
  compose (GTK_WIDGET (view), ""); /* given up */
  after = text_in (GTK_WIDGET (view));
  g_assert_cmpstr (after, ==, "Before the table.");
  g_assert_cmpstr (stet_prose_view_finding_at_caret (view), ==, "one");
  g_assert_true (stet_document_undo (fixture->document));
  g_assert_false (stet_document_can_undo (fixture->document));
}

/* What it ends in is one step, and the sign under its word is gone at once. */
static void
test_composition_ends (Fixture *fixture, gconstpointer data)
{
  StetProseView *view = STET_PROSE_VIEW (nth (fixture, 0));
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (view));
  g_autoptr (GPtrArray) findings = one_finding (0, 6);
  g_autofree char *text = NULL;
  GtkTextIter iter;

  stet_prose_view_set_findings (view, findings, NULL);
  gtk_text_buffer_get_iter_at_offset (buffer, &iter, 3);
  gtk_text_buffer_place_cursor (buffer, &iter);
  g_assert_cmpstr (stet_prose_view_finding_at_caret (view), ==, "one");
  compose (GTK_WIDGET (view), "\302\264");
  compose (GTK_WIDGET (view), "");
  gtk_text_buffer_insert_interactive_at_cursor (buffer, "\303\251", -1, TRUE);
  text = text_in (GTK_WIDGET (view));
  g_assert_cmpstr (text, ==, "Bef\303\251ore the table.\nBoats");
  g_assert_null (stet_prose_view_finding_at_caret (view));
  g_assert_true (stet_document_undo (fixture->document));
  g_assert_false (stet_document_can_undo (fixture->document));
}

static void
test_no_body (Fixture *fixture, gconstpointer data)
{
  g_autoptr (StetEdit) edit = stet_edit_blocks (0, 5, NULL);

  g_assert_true (stet_document_apply (fixture->document, edit, NULL));
  assert_shape (fixture, "T");
  g_assert_nonnull (stet_body_view_first (fixture->body));
}

int
main (int argc, char *argv[])
{
  static const struct { const char *path; void (*func) (Fixture *, gconstpointer); } tests[] = {
    { "/body-view/segments", test_segments },
    { "/body-view/card-goes", test_card_goes },
    { "/body-view/write-at-the-end", test_write_at_the_end },
    { "/body-view/cells-move-along", test_cells_move_along },
    { "/body-view/table/changes", test_table_changes },
    { "/body-view/table/tab", test_tab_makes_a_row },
    { "/body-view/table/insert", test_insert_table },
    { "/body-view/move-card", test_move_card },
    { "/body-view/composition/given-up", test_composition },
    { "/body-view/composition/ends", test_composition_ends },
    { "/body-view/none", test_no_body },
  };

  stet_test_init (&argc, &argv);
  gtk_init ();
  g_resources_register (stet_ui_get_resource ());
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].func, tear_down);
  return g_test_run ();
}
