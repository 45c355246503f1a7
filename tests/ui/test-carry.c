/* Text carried from place to place: with its spans and kinds, one step, both ends or neither.
 * Needs no display: a text buffer has none. */
#include "config.h"

#include "ui/projection.h"

#include "article/json.h"
#include "base/limits.h"

#include "support.h"

/* Lines begin at 0, 22, 35, 48; the text ends at 59. */
static const char story[]
    = "{\"language\": \"en\", \"headline\": \"Ferry sails\","
      " \"body\": ["
      "  {\"type\": \"paragraph\", \"text\": \"The ferry was on time\","
      "   \"spans\": [{\"type\": \"bold\", \"start\": 4, \"end\": 9},"
      "             {\"type\": \"link\", \"start\": 17, \"end\": 21, \"href\": \"https://example.org/\"}]},"
      "  {\"type\": \"heading\", \"text\": \"What changes\", \"attrs\": {\"level\": 2}},"
      "  {\"type\": \"list_item\", \"text\": \"Twenty years\", \"attrs\": {\"ordered\": false, \"indent\": 0}},"
      "  {\"type\": \"paragraph\", \"text\": \"\303\232ltimo d\303\255a\"}]}";

typedef struct
{
  StetDocument   *document;
  GtkTextBuffer  *body_buffer, *headline_buffer;
  StetProjection *body, *headline;
} Fixture;

static void
sync_both (Fixture *fixture)
{
  StetField field = stet_field_make (STET_FIELD_HEADLINE);

  stet_projection_set_run (fixture->body, fixture->document, 0,
                           stet_article_n_blocks (stet_document_article (fixture->document)));
  stet_projection_set_field (fixture->headline, fixture->document, &field, STET_LINES_ONE);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (StetArticle) article
      = stet_article_from_json (story, strlen (story), stet_random_system (), &error);

  g_assert_no_error (error);
  fixture->document = stet_document_new (article);
  fixture->body_buffer = gtk_text_buffer_new (NULL);
  fixture->headline_buffer = gtk_text_buffer_new (NULL);
  fixture->body = stet_projection_new (fixture->body_buffer);
  fixture->headline = stet_projection_new (fixture->headline_buffer);
  stet_projection_set_formatting (fixture->headline, FALSE);
  sync_both (fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  stet_projection_free (fixture->body);
  stet_projection_free (fixture->headline);
  g_clear_object (&fixture->body_buffer);
  g_clear_object (&fixture->headline_buffer);
  g_clear_object (&fixture->document);
}

/* A line a block: its kind, then its text with *bold* and [links]. */
static char *
written (Fixture *fixture)
{
  static const char kinds[] = { [STET_BLOCK_PARAGRAPH] = 'p', [STET_BLOCK_HEADING] = 'h',
                                [STET_BLOCK_QUOTE] = 'q', [STET_BLOCK_LIST_ITEM] = 'l' };
  StetArticle *article = stet_document_article (fixture->document);
  GString *all = g_string_new (NULL);

  for (guint i = 0; i < stet_article_n_blocks (article); i++)
    {
      StetBlock *block = stet_article_block (article, i);
      StetProse *prose = stet_block_prose (block);
      guint n_spans;
      const StetSpan *spans = stet_prose_spans (prose, &n_spans);
      GString *text = g_string_new (stet_prose_text (prose));

      for (guint at = n_spans; at-- > 0;)
        {
          gboolean link = spans[at].type == STET_SPAN_LINK;

          g_string_insert (text, (gssize) stet_prose_byte_at (prose, spans[at].end_chars),
                           link ? "]" : "*");
          g_string_insert (text, (gssize) stet_prose_byte_at (prose, spans[at].start_chars),
                           link ? "[" : "*");
        }
      g_string_append_printf (all, "%s%c %s", i > 0 ? "\n" : "", kinds[stet_block_type (block)],
                              text->str);
      g_string_free (text, TRUE);
    }
  return g_string_free (all, FALSE);
}

/* The buffer shows the story, character by character. */
static void
assert_shown (Fixture *fixture)
{
  StetArticle *article = stet_document_article (fixture->document);
  GtkTextIter start, end;
  g_autofree char *shown = NULL;
  GString *all = g_string_new (NULL);

  for (guint i = 0; i < stet_article_n_blocks (article); i++)
    g_string_append_printf (all, "%s%s", i > 0 ? "\n" : "",
                            stet_prose_text (stet_block_prose (stet_article_block (article, i))));
  gtk_text_buffer_get_bounds (fixture->body_buffer, &start, &end);
  shown = gtk_text_buffer_get_slice (fixture->body_buffer, &start, &end, TRUE);
  g_assert_cmpstr (shown, ==, all->str);
  g_string_free (all, TRUE);
}

/* --- within the body --- */

static const struct
{
  const char *why;
  guint       start, end, at;
  StetCarry   how;
  const char *body; /* NULL: nothing happens */
} cases[] = {
  { "a bold word forwards", 4, 10, 10, STET_CARRY_MOVE, NULL },
  { "a bold word to the start", 4, 10, 0, STET_CARRY_MOVE,
    "p *ferry* The was on [time]\nh What changes\nl Twenty years\np Último día" },
  { "a link into another paragraph", 17, 21, 48, STET_CARRY_MOVE,
    "p The *ferry* was on \nh What changes\nl Twenty years\np [time]Último día" },
  { "a word out of a heading is words", 22, 26, 59, STET_CARRY_MOVE,
    "p The *ferry* was on [time]\nh  changes\nl Twenty years\np Último díaWhat" },
  { "a whole heading keeps its kind, and no empty line stays", 22, 34, 59, STET_CARRY_MOVE,
    "p The *ferry* was on [time]\nl Twenty years\np Último día\nh What changes" },
  { "to the top", 22, 34, 0, STET_CARRY_MOVE,
    "h What changes\np The *ferry* was on [time]\nl Twenty years\np Último día" },
  { "two whole blocks", 22, 47, 0, STET_CARRY_MOVE,
    "h What changes\nl Twenty years\np The *ferry* was on [time]\np Último día" },
  { "a whole paragraph into a line is its words", 48, 58, 4, STET_CARRY_MOVE,
    "p The Último día*ferry* was on [time]\nh What changes\nl Twenty years" },
  { "parts of two blocks", 27, 41, 59, STET_CARRY_MOVE,
    "p The *ferry* was on [time]\nh What  years\np Último día\nh changes\nl Twenty" },
  { "a copy", 4, 9, 59, STET_CARRY_COPY,
    "p The *ferry* was on [time]\nh What changes\nl Twenty years\np Último día*ferry*" },
  { "a copy of a block", 22, 34, 59, STET_CARRY_COPY,
    "p The *ferry* was on [time]\nh What changes\nl Twenty years\np Último día\nh What changes" },
  { "onto itself", 4, 9, 6, STET_CARRY_MOVE, NULL },
  { "at its own start", 4, 9, 4, STET_CARRY_MOVE, NULL },
  { "a copy onto itself", 4, 9, 6, STET_CARRY_COPY, NULL },
  { "nothing", 4, 4, 20, STET_CARRY_MOVE, NULL },
};

static void
test_body (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (StetArticle) before
          = stet_article_ref (stet_document_article (fixture->document));
      g_autoptr (StetArticle) after = NULL;
      g_autofree char *body = NULL;
      gboolean done
          = stet_projection_carry (fixture->body, cases[i].start, cases[i].end, fixture->body,
                                   cases[i].at, cases[i].how);

      g_test_message ("%s", cases[i].why);
      g_assert_true (done == (cases[i].body != NULL));
      if (!done)
        {
          g_assert_true (stet_document_article (fixture->document) == before);
          continue;
        }
      body = written (fixture);
      g_assert_cmpstr (body, ==, cases[i].body);
      assert_shown (fixture);
      after = stet_article_ref (stet_document_article (fixture->document));
      g_assert_true (stet_document_undo (fixture->document));
      g_assert_true (stet_article_equal (stet_document_article (fixture->document), before));
      g_assert_true (stet_document_redo (fixture->document));
      g_assert_true (stet_article_equal (stet_document_article (fixture->document), after));
      g_assert_true (stet_document_undo (fixture->document));
      sync_both (fixture);
      assert_shown (fixture);
    }
}

/* --- between texts --- */

static void
test_fields (Fixture *fixture, gconstpointer data)
{
  g_autoptr (StetArticle) before = stet_article_ref (stet_document_article (fixture->document));
  g_autofree char *body = NULL;
  g_autofree char *back = NULL;
  guint n_spans;
  StetProse *headline;

  g_assert_true (
      stet_projection_carry (fixture->body, 3, 9, fixture->headline, 5, STET_CARRY_MOVE));
  headline = stet_article_fields (stet_document_article (fixture->document))->headline;
  g_assert_cmpstr (stet_prose_text (headline), ==, "Ferry ferry sails");
  stet_prose_spans (headline, &n_spans);
  g_assert_cmpuint (n_spans, ==, 0); /* a headline has no bold */
  body = written (fixture);
  g_assert_true (g_str_has_prefix (body, "p The was on"));
  g_assert_true (stet_document_undo (fixture->document));
  g_assert_true (stet_article_equal (stet_document_article (fixture->document), before));
  g_assert_false (stet_document_can_undo (fixture->document));
  sync_both (fixture);
  g_assert_true (
      stet_projection_carry (fixture->headline, 0, 5, fixture->body, 59, STET_CARRY_MOVE));
  back = written (fixture);
  g_assert_true (g_str_has_suffix (back, "díaFerry"));
}

static void
assert_refused (Fixture *fixture, StetProjection *source, StetProjection *target, StetCarry how)
{
  g_autoptr (StetArticle) before = stet_article_ref (stet_document_article (fixture->document));
  gboolean could_undo = stet_document_can_undo (fixture->document);

  g_assert_false (stet_projection_carry (source, 0, 5, target, 0, how));
  g_assert_true (stet_article_equal (stet_document_article (fixture->document), before));
  g_assert_true (stet_document_can_undo (fixture->document) == could_undo);
  g_assert_false (stet_document_can_redo (fixture->document));
  assert_shown (fixture);
}

static void
test_refused (Fixture *fixture, gconstpointer data)
{
  g_autofree char *long_text = g_strnfill (STET_BLOCK_BYTES_MAX, 'x');
  g_autoptr (StetProse) prose = stet_prose_plain (long_text);
  StetField field = stet_field_make (STET_FIELD_HEADLINE);
  g_autoptr (StetEdit) edit = stet_edit_text (&field, prose);

  stet_projection_set_locked (fixture->headline, TRUE);
  assert_refused (fixture, fixture->body, fixture->headline, STET_CARRY_MOVE);
  assert_refused (fixture, fixture->headline, fixture->body, STET_CARRY_MOVE);
  stet_projection_set_locked (fixture->headline, FALSE);
  g_assert_true (stet_document_apply (fixture->document, edit, NULL));
  sync_both (fixture);
  assert_refused (fixture, fixture->body, fixture->headline, STET_CARRY_MOVE);
  assert_refused (fixture, fixture->body, fixture->headline, STET_CARRY_COPY);
  g_assert_true (stet_document_undo (fixture->document)); /* the long headline, nothing else */
  g_assert_cmpstr (
      stet_prose_text (stet_article_fields (stet_document_article (fixture->document))->headline),
      ==, "Ferry sails");
}

int
main (int argc, char *argv[])
{
  static const struct { const char *path; void (*func) (Fixture *, gconstpointer); } tests[] = {
    { "/carry/body", test_body },
    { "/carry/fields", test_fields },
    { "/carry/refused", test_refused },
  };

  stet_test_init (&argc, &argv);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].func, tear_down);
  return g_test_run ();
}
