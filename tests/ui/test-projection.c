/* Text buffers and the story: whatever is typed, deleted, pasted, formatted or undone, both stay
 * equal. Needs no display: a text buffer has none. */
#include "config.h"

#include "ui/projection.h"

#include "article/json.h"
#include "base/text.h"

#include "support.h"

#define STEPS 400

static const char story[]
    = "{\"language\": \"en\", \"headline\": \"Ferry sails again\","
      " \"body\": ["
      "  {\"type\": \"paragraph\", \"text\": \"The ferry carried its first passengers.\","
      "   \"spans\": [{\"type\": \"bold\", \"start\": 4, \"end\": 9}, {\"type\": \"link\", \"start\": 24, \"end\": 39, \"href\": \"https://example.org/\"}]},"
      "  {\"type\": \"heading\", \"text\": \"What changes\", \"attrs\": {\"level\": 2}},"
      "  {\"type\": \"list_item\", \"text\": \"Every twenty minutes\", \"attrs\": {\"ordered\": true, \"indent\": 1}},"
      "  {\"type\": \"quote\", \"text\": \"A boat is\\na street.\"},"
      "  {\"type\": \"paragraph\", \"text\": \"Último día.\"}],"
      " \"faq\": {\"title\": \"\", \"items\": [{\"question\": \"How long?\", \"answer\": \"Twelve minutes.\\nAs before.\"}]}}";

typedef struct
{
  StetDocument   *document;
  GtkTextBuffer  *buffer;
  StetProjection *projection;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (StetArticle) article
      = stet_article_from_json (story, strlen (story), stet_random_system (), &error);

  g_assert_no_error (error);
  fixture->document = stet_document_new (article);
  fixture->buffer = gtk_text_buffer_new (NULL);
  fixture->projection = stet_projection_new (fixture->buffer);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  stet_projection_free (fixture->projection);
  g_clear_object (&fixture->buffer);
  g_clear_object (&fixture->document);
}

static void
show_body (Fixture *fixture)
{
  stet_projection_set_run (fixture->projection, fixture->document, 0,
                           stet_article_n_blocks (stet_document_article (fixture->document)));
}

static void
show_field (Fixture *fixture, const char *name, StetLines lines)
{
  StetField field;

  g_assert_true (stet_field_parse (name, &field, NULL));
  stet_projection_set_field (fixture->projection, fixture->document, &field, lines);
}

static char *
buffer_text (Fixture *fixture)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (fixture->buffer, &start, &end);
  return gtk_text_buffer_get_slice (fixture->buffer, &start, &end, TRUE);
}

/* The story's side, as the buffer ought to show it. */
static char *
story_text (Fixture *fixture)
{
  StetArticle *article = stet_document_article (fixture->document);
  GString *all = g_string_new (NULL);

  for (guint i = 0; i < stet_article_n_blocks (article); i++)
    {
      g_auto (GStrv) parts = g_strsplit (
          stet_prose_text (stet_block_prose (stet_article_block (article, i))), "\n", -1);
      g_autofree char *text = g_strjoinv ("\342\200\250", parts);

      g_string_append_printf (all, "%s%s", i > 0 ? "\n" : "", text);
    }
  return g_string_free (all, FALSE);
}

/* Every character carries exactly the tags of the spans that cover it. */
static void
assert_tags (Fixture *fixture)
{
  static const char *const names[STET_SPAN_TYPES]
      = { "bold", "italic", "underline", "strike", "code", "link" };
  GtkTextTagTable *table = gtk_text_buffer_get_tag_table (fixture->buffer);
  StetArticle *article = stet_document_article (fixture->document);
  guint offset = 0;

  for (guint i = 0; i < stet_article_n_blocks (article); i++, offset++)
    {
      StetProse *prose = stet_block_prose (stet_article_block (article, i));

      for (guint at = 0; at < stet_prose_chars (prose); at++, offset++)
        for (guint type = 0; type < STET_SPAN_TYPES; type++)
          {
            GtkTextIter iter;

            gtk_text_buffer_get_iter_at_offset (fixture->buffer, &iter, offset);
            g_assert_cmpint (
                gtk_text_iter_has_tag (&iter, gtk_text_tag_table_lookup (table, names[type])), ==,
                stet_prose_has_span (prose, type, at, at + 1));
          }
    }
}

static void
assert_equal (Fixture *fixture)
{
  g_autofree char *shown = buffer_text (fixture);
  g_autofree char *told = story_text (fixture);

  g_assert_cmpstr (shown, ==, told);
}

static void
insert_at (Fixture *fixture, guint offset, const char *text)
{
  GtkTextIter iter;

  gtk_text_buffer_get_iter_at_offset (fixture->buffer, &iter, offset);
  gtk_text_buffer_place_cursor (fixture->buffer, &iter);
  gtk_text_buffer_begin_user_action (fixture->buffer);
  gtk_text_buffer_insert (fixture->buffer, &iter, text, -1);
  gtk_text_buffer_end_user_action (fixture->buffer);
}

static void
delete_from (Fixture *fixture, guint start, guint end)
{
  GtkTextIter from, to;

  gtk_text_buffer_get_iter_at_offset (fixture->buffer, &from, start);
  gtk_text_buffer_get_iter_at_offset (fixture->buffer, &to, end);
  gtk_text_buffer_begin_user_action (fixture->buffer);
  gtk_text_buffer_delete (fixture->buffer, &from, &to);
  gtk_text_buffer_end_user_action (fixture->buffer);
}

static void
select_range (Fixture *fixture, guint start, guint end)
{
  GtkTextIter from, to;

  gtk_text_buffer_get_iter_at_offset (fixture->buffer, &from, start);
  gtk_text_buffer_get_iter_at_offset (fixture->buffer, &to, end);
  gtk_text_buffer_select_range (fixture->buffer, &from, &to);
}

static const StetBlockFields *
block_at (Fixture *fixture, guint index)
{
  return stet_block_fields (stet_article_block (stet_document_article (fixture->document), index));
}

/* --- typing --- */

static void
test_typing_table (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *field;
    StetLines lines;
    const char *typed;
    const char *expected;
    const char *why;
  } cases[] = {
    { "headline", STET_LINES_ONE, "New ", "New Ferry sails again", "plain text goes in" },
    { "headline", STET_LINES_ONE, "a\nb ", "a b Ferry sails again",
      "a headline has no line breaks" },
    { "headline", STET_LINES_ONE, "e\314\201 ", "\303\251 Ferry sails again",
      "composed before it enters" },
    { "headline", STET_LINES_ONE, "x\007y ", "xy Ferry sails again", "controls stay out" },
    { "headline", STET_LINES_ONE, "\357\277\274 ", " Ferry sails again", "object marks stay out" },
    { "faq.items[0].answer", STET_LINES_BREAKS, "One\n", "One\nTwelve minutes.\nAs before.",
      "an answer keeps its lines" },
    { "faq.items[0].answer", STET_LINES_BREAKS, "One\342\200\250",
      "One\nTwelve minutes.\nAs before.", "in either spelling" },
    { "faq.items[0].question", STET_LINES_ONE, "So: ", "So: How long?", "questions are plain" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (StetProse) prose = NULL;
      StetField field;

      show_field (fixture, cases[i].field, cases[i].lines);
      insert_at (fixture, 0, cases[i].typed);
      g_assert_true (stet_field_parse (cases[i].field, &field, NULL));
      prose = stet_article_text_at (stet_document_article (fixture->document), &field);
      if (g_strcmp0 (stet_prose_text (prose), cases[i].expected) != 0)
        g_error ("%s: “%s”", cases[i].why, stet_prose_text (prose));
      while (stet_document_undo (fixture->document))
        stet_projection_sync (fixture->projection);
    }
}

static void
test_combining_mark (Fixture *fixture, gconstpointer data)
{
  g_autofree char *shown = NULL;

  show_field (fixture, "headline", STET_LINES_ONE);
  insert_at (fixture, 1, "\314\201"); /* acute on the F: no such letter, it stays a pair */
  insert_at (fixture, 3, "\314\201"); /* on the e (the pair before it counts two): one letter */
  shown = buffer_text (fixture);
  g_assert_cmpstr (shown, ==, "F\314\201\303\251rry sails again");
}

static void
test_prefix (Fixture *fixture, gconstpointer data)
{
  g_autofree char *shown = NULL;

  show_field (fixture, "photo.credit", STET_LINES_ONE);
  stet_projection_set_prefix (fixture->projection, "Photo © ");
  insert_at (fixture, 0, "M");
  shown = buffer_text (fixture);
  g_assert_cmpstr (shown, ==, "Photo © M");
  g_assert_cmpstr (stet_prose_text (stet_photo_credit (
                       stet_article_fields (stet_document_article (fixture->document))->photo)),
                   ==, "Photo © M");
  delete_from (fixture, 0, 9);
  insert_at (fixture, 0, "Photo by hand");
  g_free (g_steal_pointer (&shown));
  shown = buffer_text (fixture);
  g_assert_cmpstr (shown, ==, "Photo by hand");
}

static void
test_typing_inside_and_beside_bold (Fixture *fixture, gconstpointer data)
{
  show_body (fixture);
  insert_at (fixture, 6, "xx"); /* inside "ferry" */
  g_assert_true (stet_prose_has_span (block_at (fixture, 0)->prose, STET_SPAN_BOLD, 4, 11));
  select_range (fixture, 11, 11);
  g_assert_true (stet_projection_has_span (fixture->projection, STET_SPAN_BOLD));
  insert_at (fixture, 11, "yy"); /* at its end it goes on */
  g_assert_true (stet_prose_has_span (block_at (fixture, 0)->prose, STET_SPAN_BOLD, 4, 13));
  select_range (fixture, 13, 13);
  stet_projection_toggle_span (fixture->projection, STET_SPAN_BOLD);
  insert_at (fixture, 13, "zz"); /* unless it was switched off */
  g_assert_false (stet_prose_has_span (block_at (fixture, 0)->prose, STET_SPAN_BOLD, 13, 14));
  insert_at (fixture, 45, "ww"); /* a link ends where it ends */
  g_assert_false (stet_prose_has_span (block_at (fixture, 0)->prose, STET_SPAN_LINK, 45, 46));
  assert_equal (fixture);
  assert_tags (fixture);
}

static void
test_chosen_before_typing (Fixture *fixture, gconstpointer data)
{
  show_body (fixture);
  select_range (fixture, 0, 0);
  stet_projection_toggle_span (fixture->projection, STET_SPAN_ITALIC);
  g_assert_true (stet_projection_has_span (fixture->projection, STET_SPAN_ITALIC));
  insert_at (fixture, 0, "So");
  g_assert_true (stet_prose_has_span (block_at (fixture, 0)->prose, STET_SPAN_ITALIC, 0, 2));
  stet_projection_toggle_span (fixture->projection, STET_SPAN_ITALIC);
  insert_at (fixture, 2, ", ");
  g_assert_false (stet_prose_has_span (block_at (fixture, 0)->prose, STET_SPAN_ITALIC, 2, 3));
  assert_tags (fixture);
}

/* --- blocks --- */

static void
test_split_and_join (Fixture *fixture, gconstpointer data)
{
  g_autofree char *first_id = NULL, *heading_id = NULL;

  show_body (fixture);
  first_id = g_strdup (block_at (fixture, 0)->id);
  heading_id = g_strdup (block_at (fixture, 1)->id);
  insert_at (fixture, 9, "\n");
  g_assert_cmpuint (stet_article_n_blocks (stet_document_article (fixture->document)), ==, 6);
  g_assert_cmpstr (block_at (fixture, 0)->id, ==, first_id);
  g_assert_cmpstr (stet_prose_text (block_at (fixture, 1)->prose), ==,
                   " carried its first passengers.");
  assert_equal (fixture);
  assert_tags (fixture);
  delete_from (fixture, 9, 10);
  g_assert_cmpuint (stet_article_n_blocks (stet_document_article (fixture->document)), ==, 5);
  g_assert_cmpstr (block_at (fixture, 0)->id, ==, first_id);
  /* A whole first paragraph deleted leaves the heading as it was. */
  delete_from (fixture, 0, 40);
  g_assert_cmpstr (block_at (fixture, 0)->id, ==, heading_id);
  g_assert_cmpint (block_at (fixture, 0)->type, ==, STET_BLOCK_HEADING);
  assert_equal (fixture);
  assert_tags (fixture);
}

static void
test_return_key (Fixture *fixture, gconstpointer data)
{
  g_autofree char *heading_id = NULL;

  show_body (fixture);
  heading_id = g_strdup (block_at (fixture, 1)->id);
  insert_at (fixture, stet_projection_offset (fixture->projection, 1, 0), "\n");
  /* the one with the words keeps its id */
  g_assert_cmpstr (block_at (fixture, 2)->id, ==, heading_id);
  g_assert_cmpint (block_at (fixture, 1)->type, ==, STET_BLOCK_PARAGRAPH);
  insert_at (fixture, stet_projection_offset (fixture->projection, 3, 20), "\n");
  g_assert_cmpint (block_at (fixture, 4)->type, ==, STET_BLOCK_LIST_ITEM);
  g_assert_true (block_at (fixture, 4)->ordered);
  /* Return in the empty item goes up a level, then ends the list. */
  insert_at (fixture, stet_projection_offset (fixture->projection, 4, 0), "\n");
  g_assert_cmpuint (block_at (fixture, 4)->indent, ==, 0);
  insert_at (fixture, stet_projection_offset (fixture->projection, 4, 0), "\n");
  g_assert_cmpint (block_at (fixture, 4)->type, ==, STET_BLOCK_PARAGRAPH);
  g_assert_cmpuint (stet_article_n_blocks (stet_document_article (fixture->document)), ==, 7);
  assert_equal (fixture);
}

static void
test_empty_body (Fixture *fixture, gconstpointer data)
{
  g_autoptr (StetEdit) edit = stet_edit_blocks (0, 5, NULL);
  g_autofree char *shown = NULL;

  g_assert_true (stet_document_apply (fixture->document, edit, NULL));
  show_body (fixture);
  shown = buffer_text (fixture);
  g_assert_cmpstr (shown, ==, "");
  insert_at (fixture, 0, "First words");
  g_assert_cmpuint (stet_article_n_blocks (stet_document_article (fixture->document)), ==, 1);
  insert_at (fixture, 11, "\nNext");
  assert_equal (fixture);
  while (stet_document_undo (fixture->document))
    show_body (fixture);
  assert_equal (fixture);
  g_assert_cmpuint (stet_article_n_blocks (stet_document_article (fixture->document)), ==, 5);
}

static void
test_kinds (Fixture *fixture, gconstpointer data)
{
  show_body (fixture);
  select_range (fixture, 2, stet_projection_offset (fixture->projection, 1, 3));
  stet_projection_set_kind (fixture->projection, STET_BLOCK_LIST_ITEM, 0, FALSE);
  g_assert_cmpint (block_at (fixture, 0)->type, ==, STET_BLOCK_LIST_ITEM);
  g_assert_cmpint (block_at (fixture, 1)->type, ==, STET_BLOCK_LIST_ITEM);
  stet_projection_indent (fixture->projection, 1);
  g_assert_cmpuint (block_at (fixture, 0)->indent, ==, 1);
  stet_projection_set_kind (fixture->projection, STET_BLOCK_LIST_ITEM, 0, FALSE); /* again: back */
  g_assert_cmpint (block_at (fixture, 0)->type, ==, STET_BLOCK_PARAGRAPH);
  select_range (fixture, 3, 3);
  g_assert_false (stet_projection_unstyle_at_caret (fixture->projection));
  stet_projection_set_kind (fixture->projection, STET_BLOCK_HEADING, 3, FALSE);
  g_assert_cmpuint (block_at (fixture, 0)->level, ==, 3);
  select_range (fixture, 0, 0);
  g_assert_true (stet_projection_unstyle_at_caret (fixture->projection));
  g_assert_cmpint (block_at (fixture, 0)->type, ==, STET_BLOCK_PARAGRAPH);
  assert_equal (fixture);
  assert_tags (fixture);
}

static void
test_spans_over_lines (Fixture *fixture, gconstpointer data)
{
  g_autofree char *href = NULL;

  show_body (fixture);
  select_range (fixture, 0, stet_projection_offset (fixture->projection, 1, 4));
  g_assert_false (stet_projection_has_span (fixture->projection, STET_SPAN_BOLD));
  stet_projection_toggle_span (fixture->projection, STET_SPAN_BOLD);
  g_assert_true (stet_projection_has_span (fixture->projection, STET_SPAN_BOLD));
  assert_tags (fixture);
  stet_projection_set_link (fixture->projection, "https://example.net/");
  href = stet_projection_link (fixture->projection);
  g_assert_cmpstr (href, ==, "https://example.net/");
  assert_tags (fixture);
  g_assert_true (stet_document_undo (fixture->document)); /* one step for both lines */
  g_assert_true (stet_document_undo (fixture->document));
  stet_projection_sync (fixture->projection);
  g_assert_false (stet_document_can_undo (fixture->document));
  assert_tags (fixture);
}

static void
test_formatting_off (Fixture *fixture, gconstpointer data)
{
  show_field (fixture, "headline", STET_LINES_ONE);
  stet_projection_set_formatting (fixture->projection, FALSE);
  select_range (fixture, 0, 5);
  stet_projection_toggle_span (fixture->projection, STET_SPAN_BOLD);
  g_assert_false (stet_document_can_undo (fixture->document));
}

static void
test_locked (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) blocks = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_block_unref);

  g_ptr_array_add (
      blocks, stet_block_ref (stet_article_block (stet_document_article (fixture->document), 0)));
  show_body (fixture);
  stet_projection_set_locked (fixture->projection, TRUE);
  insert_at (fixture, 3, "no");
  delete_from (fixture, 0, 4);
  select_range (fixture, 0, 4);
  stet_projection_toggle_span (fixture->projection, STET_SPAN_BOLD);
  stet_projection_set_kind (fixture->projection, STET_BLOCK_QUOTE, 0, FALSE);
  stet_projection_insert_blocks (fixture->projection, blocks);
  g_assert_false (stet_document_can_undo (fixture->document));
  assert_equal (fixture);
  stet_projection_set_locked (fixture->projection, FALSE);
  insert_at (fixture, 3, "yes");
  g_assert_true (stet_document_can_undo (fixture->document));
}

/* --- what typing makes of a paragraph --- */

static void
type_text (Fixture *fixture, const char *text)
{
  for (const char *at = text; *at; at = g_utf8_next_char (at))
    {
      g_autofree char *one = g_strndup (at, g_utf8_next_char (at) - at);

      gtk_text_buffer_insert_interactive_at_cursor (fixture->buffer, one, -1, TRUE);
    }
}

static void
empty_body (Fixture *fixture)
{
  g_autoptr (StetEdit) edit = stet_edit_blocks (0, 5, NULL);

  g_assert_true (stet_document_apply (fixture->document, edit, NULL));
  show_body (fixture);
}

static void
test_shortcuts (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *typed;
    StetBlockType type;
    guint level;
    gboolean ordered;
    const char *text;
  } cases[] = {
    { "## Boats", STET_BLOCK_HEADING, 2, FALSE, "Boats" },
    { "### Boats", STET_BLOCK_HEADING, 3, FALSE, "Boats" },
    { "#### Boats", STET_BLOCK_HEADING, 4, FALSE, "Boats" },
    { "> Boats", STET_BLOCK_QUOTE, 0, FALSE, "Boats" },
    { "- Boats", STET_BLOCK_LIST_ITEM, 0, FALSE, "Boats" },
    { "1. Boats", STET_BLOCK_LIST_ITEM, 0, TRUE, "Boats" },
    { "a - Boats", STET_BLOCK_PARAGRAPH, 0, FALSE, "a - Boats" },
    { "2. Boats", STET_BLOCK_PARAGRAPH, 0, FALSE, "2. Boats" },
    { "\342\200\224 Boats", STET_BLOCK_PARAGRAPH, 0, FALSE, "\342\200\224 Boats" },
    { "##### Boats", STET_BLOCK_PARAGRAPH, 0, FALSE, "##### Boats" },
  };

  empty_body (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      type_text (fixture, cases[i].typed);
      g_assert_cmpint (block_at (fixture, i)->type, ==, cases[i].type);
      g_assert_cmpstr (stet_prose_text (block_at (fixture, i)->prose), ==, cases[i].text);
      if (cases[i].type == STET_BLOCK_HEADING)
        g_assert_cmpuint (block_at (fixture, i)->level, ==, cases[i].level);
      g_assert_cmpint (block_at (fixture, i)->ordered, ==, cases[i].ordered);
      type_text (fixture, "\n");
      if (cases[i].type == STET_BLOCK_LIST_ITEM) /* the list ends on an empty item */
        type_text (fixture, "\n");
      assert_equal (fixture);
    }
}

static void
undo (Fixture *fixture)
{
  g_assert_true (stet_document_undo (fixture->document));
  show_body (fixture);
}

static void
test_shortcut_undone (Fixture *fixture, gconstpointer data)
{
  empty_body (fixture);
  type_text (fixture, "First\n> ");
  g_assert_cmpint (block_at (fixture, 1)->type, ==, STET_BLOCK_QUOTE);
  undo (fixture);
  g_assert_cmpint (block_at (fixture, 1)->type, ==, STET_BLOCK_PARAGRAPH);
  g_assert_cmpstr (stet_prose_text (block_at (fixture, 1)->prose), ==, "> ");
}

static void
test_address_alone (Fixture *fixture, gconstpointer data)
{
  empty_body (fixture);
  type_text (fixture, "https://twitter.com/harbour/status/1234567890?s=20\n");
  g_assert_cmpint (block_at (fixture, 0)->type, ==, STET_BLOCK_EMBED);
  g_assert_cmpstr (block_at (fixture, 0)->href, ==, "https://x.com/harbour/status/1234567890");
  undo (fixture);
  g_assert_cmpstr (stet_prose_text (block_at (fixture, 0)->prose), ==,
                   "https://twitter.com/harbour/status/1234567890?s=20");
  type_text (fixture, "See https://youtu.be/abc_DEF-123\n");
  g_assert_cmpint (block_at (fixture, 1)->type, ==, STET_BLOCK_PARAGRAPH);
}

static void
test_list_levels (Fixture *fixture, gconstpointer data)
{
  empty_body (fixture);
  type_text (fixture, "- one\ntwo");
  stet_projection_indent (fixture->projection, 1);
  g_assert_cmpuint (block_at (fixture, 1)->indent, ==, 1);
  type_text (fixture, "\n");
  g_assert_cmpuint (block_at (fixture, 2)->indent, ==, 1);
  type_text (fixture, "\n"); /* an empty item: less deep first, then out of the list */
  g_assert_cmpuint (block_at (fixture, 2)->indent, ==, 0);
  g_assert_cmpint (block_at (fixture, 2)->type, ==, STET_BLOCK_LIST_ITEM);
  type_text (fixture, "\n");
  g_assert_cmpint (block_at (fixture, 2)->type, ==, STET_BLOCK_PARAGRAPH);
  /* Items of several levels keep their distance. */
  select_range (fixture, 0, 6);
  stet_projection_indent (fixture->projection, 1);
  g_assert_cmpuint (block_at (fixture, 0)->indent, ==, 1);
  g_assert_cmpuint (block_at (fixture, 1)->indent, ==, 2);
  /* Backspace at its start, level by level. */
  select_range (fixture, 0, 0);
  g_assert_true (stet_projection_unstyle_at_caret (fixture->projection));
  g_assert_cmpuint (block_at (fixture, 0)->indent, ==, 0);
  g_assert_true (stet_projection_unstyle_at_caret (fixture->projection));
  g_assert_cmpint (block_at (fixture, 0)->type, ==, STET_BLOCK_PARAGRAPH);
}

static void
test_break_in_heading (Fixture *fixture, gconstpointer data)
{
  show_body (fixture);
  insert_at (fixture, stet_projection_offset (fixture->projection, 1, 4), "\n");
  g_assert_cmpint (block_at (fixture, 2)->type, ==, STET_BLOCK_HEADING);
  insert_at (fixture, stet_projection_offset (fixture->projection, 2, 8), "\n");
  g_assert_cmpint (block_at (fixture, 3)->type, ==, STET_BLOCK_PARAGRAPH);
  assert_equal (fixture);
}

static void
test_move (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = NULL;
  GtkTextIter iter;

  show_body (fixture);
  id = g_strdup (block_at (fixture, 1)->id);
  select_range (fixture, stet_projection_offset (fixture->projection, 1, 5),
                stet_projection_offset (fixture->projection, 1, 5));
  g_assert_true (stet_projection_move_lines (fixture->projection, 1));
  g_assert_cmpstr (block_at (fixture, 2)->id, ==, id);
  gtk_text_buffer_get_iter_at_mark (fixture->buffer, &iter,
                                    gtk_text_buffer_get_insert (fixture->buffer));
  g_assert_cmpint (gtk_text_iter_get_offset (&iter), ==,
                   stet_projection_offset (fixture->projection, 2, 5));
  g_assert_true (stet_projection_move_lines (fixture->projection, -1));
  g_assert_true (stet_projection_move_lines (fixture->projection, -1));
  g_assert_false (stet_projection_move_lines (fixture->projection, -1));
  g_assert_cmpstr (block_at (fixture, 0)->id, ==, id);
  assert_equal (fixture);
  assert_tags (fixture);
}

/* --- what is one step --- */

static guint
steps_to_start (Fixture *fixture)
{
  guint steps = 0;

  while (stet_document_undo (fixture->document))
    steps++;
  show_body (fixture);
  return steps;
}

/* As a text view does: two actions at once. */
static void
type_over (Fixture *fixture, const char *text)
{
  gtk_text_buffer_delete_selection (fixture->buffer, TRUE, TRUE);
  gtk_text_buffer_insert_interactive_at_cursor (fixture->buffer, text, -1, TRUE);
}

static void
test_steps (Fixture *fixture, gconstpointer data)
{
  g_autoptr (StetClock) clock = stet_clock_new_fixed (0);

  stet_projection_set_clock (fixture->projection, clock);
  show_body (fixture);
  select_range (fixture, 0, 0);
  type_text (fixture, "one two");
  g_assert_cmpuint (steps_to_start (fixture), ==, 2); /* a word each */
  select_range (fixture, 0, 0);
  type_text (fixture, "one");
  stet_clock_advance (clock, 3 * G_USEC_PER_SEC);
  type_text (fixture, "two");
  g_assert_cmpuint (steps_to_start (fixture), ==, 2); /* a pause parts them */
  select_range (fixture, 0, 0);
  type_text (fixture, "one");
  delete_from (fixture, 2, 3);
  delete_from (fixture, 1, 2);
  g_assert_cmpuint (steps_to_start (fixture), ==, 2); /* typing, and taking back */
  select_range (fixture, 0, 3);
  type_over (fixture, "X");
  g_assert_cmpuint (steps_to_start (fixture), ==, 1); /* typed over */
  select_range (fixture, 4, 9);
  type_over (fixture, "X");
  /* bold as what was there */
  g_assert_true (stet_prose_has_span (block_at (fixture, 0)->prose, STET_SPAN_BOLD, 4, 5));
  type_text (fixture, "Y");
  g_assert_true (stet_prose_has_span (block_at (fixture, 0)->prose, STET_SPAN_BOLD, 4, 6));
  g_assert_cmpuint (steps_to_start (fixture), ==, 2);
  stet_projection_set_clock (fixture->projection, NULL);
}

/* Nothing changes under an open composition; its end catches up. */
static void
test_composition (Fixture *fixture, gconstpointer data)
{
  StetField field = stet_field_at (STET_FIELD_BODY, 0);
  g_autoptr (StetProse) so = stet_prose_plain ("So: ");
  g_autoptr (StetProse) prose = stet_prose_replace (block_at (fixture, 0)->prose, 0, 0, so);
  g_autoptr (StetEdit) edit = stet_edit_text (&field, prose);
  g_autofree char *before = NULL, *during = NULL;

  show_body (fixture);
  select_range (fixture, 9, 9);
  before = buffer_text (fixture);
  stet_projection_set_held (fixture->projection, TRUE);
  g_assert_true (stet_document_apply (fixture->document, edit, NULL));
  stet_projection_sync (fixture->projection);
  during = buffer_text (fixture);
  g_assert_cmpstr (before, ==, during);
  type_text (fixture, "\303\251"); /* what was composed goes where the caret is */
  assert_equal (fixture);
  g_assert_cmpstr (stet_prose_text (block_at (fixture, 0)->prose), ==,
                   "So: The ferry\303\251 carried its first passengers.");
}

/* --- paste --- */

static GPtrArray *
two_blocks (void)
{
  GPtrArray *blocks = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_block_unref);
  g_autoptr (StetProse) one
      = stet_prose_new ("Pasted one", &(StetSpan){ STET_SPAN_ITALIC, 0, 6 }, 1);
  g_autoptr (StetProse) two = stet_prose_plain ("Pasted two");

  g_ptr_array_add (blocks, stet_block_paragraph ("11111111-1111-4111-8111-111111111111", one));
  g_ptr_array_add (blocks, stet_block_paragraph ("22222222-2222-4222-8222-222222222222", two));
  return blocks;
}

static void
test_paste (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) blocks = two_blocks ();
  g_autofree char *shown = NULL;

  show_body (fixture);
  select_range (fixture, 4, 9);
  stet_projection_insert_blocks (fixture->projection, blocks);
  g_assert_cmpuint (stet_article_n_blocks (stet_document_article (fixture->document)), ==, 8);
  assert_equal (fixture);
  assert_tags (fixture);
  g_assert_true (stet_document_undo (fixture->document));
  show_body (fixture);
  assert_equal (fixture);
  show_field (fixture, "headline", STET_LINES_ONE);
  select_range (fixture, 0, 5);
  stet_projection_insert_blocks (fixture->projection, blocks);
  shown = buffer_text (fixture);
  g_assert_cmpstr (shown, ==, "Pasted one Pasted two sails again");
}

static void
test_copy (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) blocks = NULL;

  show_body (fixture);
  select_range (fixture, 4, stet_projection_offset (fixture->projection, 1, 4));
  blocks = stet_projection_selected_blocks (fixture->projection);
  g_assert_cmpuint (blocks->len, ==, 2);
  g_assert_cmpstr (stet_prose_text (stet_block_prose (blocks->pdata[0])), ==,
                   "ferry carried its first passengers.");
  g_assert_true (stet_prose_has_span (stet_block_prose (blocks->pdata[0]), STET_SPAN_BOLD, 0, 5));
  g_assert_cmpint (stet_block_type (blocks->pdata[1]), ==, STET_BLOCK_HEADING);
}

/* --- anything at all --- */

static void
random_step (Fixture *fixture, StetRandom *random)
{
  static const char *const typed[]
      = { "a", " ", "\n", "word ", "\342\200\250", "two\nlines", "ñ", "\360\237\231\202" };
  guint chars = gtk_text_buffer_get_char_count (fixture->buffer);
  guint a = stet_random_below (random, chars + 1), b = stet_random_below (random, chars + 1);

  switch (stet_random_below (random, 8))
    {
    case 0: case 1: case 2:
      insert_at (fixture, a, typed[stet_random_below (random, G_N_ELEMENTS (typed))]);
      return;
    case 3:
      delete_from (fixture, MIN (a, b), MIN (MAX (a, b), MIN (a, b) + 12));
      return;
    case 4:
      select_range (fixture, a, b);
      stet_projection_toggle_span (fixture->projection, stet_random_below (random, STET_SPAN_LINK));
      return;
    case 5:
      select_range (fixture, a, b);
      stet_projection_set_kind (fixture->projection, stet_random_below (random, STET_BLOCK_TABLE),
                                2 + stet_random_below (random, 3), stet_random_below (random, 2));
      return;
    case 6:
      if (stet_document_undo (fixture->document))
        show_body (fixture);
      return;
    default:
      if (stet_document_redo (fixture->document))
        show_body (fixture);
    }
}

static void
test_random (Fixture *fixture, gconstpointer data)
{
  g_autoptr (StetArticle) start = stet_article_ref (stet_document_article (fixture->document));
  guint32 seed = g_test_rand_int ();
  StetRandom *random = stet_random_new_seeded (seed);

  g_test_message ("seed %u", seed);
  show_body (fixture);
  for (guint i = 0; i < STEPS; i++)
    {
      random_step (fixture, random);
      assert_equal (fixture);
      if (i % 10 == 0)
        assert_tags (fixture);
    }
  assert_tags (fixture);
  while (stet_document_undo (fixture->document))
    show_body (fixture);
  g_assert_true (stet_article_equal (start, stet_document_article (fixture->document)));
  assert_equal (fixture);
  assert_tags (fixture);
  stet_random_free (random);
}

/* The caret of one who types stays while another's change enters elsewhere. */
static void
test_smallest_change (Fixture *fixture, gconstpointer data)
{
  StetField field;
  g_autoptr (StetProse) prose = stet_prose_plain ("Último día de marzo.");
  g_autoptr (StetEdit) edit = NULL;
  GtkTextIter iter;
  GtkTextMark *mark;

  show_body (fixture);
  gtk_text_buffer_get_iter_at_offset (fixture->buffer, &iter, 9);
  gtk_text_buffer_place_cursor (fixture->buffer, &iter);
  mark = gtk_text_buffer_create_mark (fixture->buffer, NULL, &iter, TRUE);
  field = stet_field_at (STET_FIELD_BODY, 4);
  edit = stet_edit_text (&field, prose);
  g_assert_true (stet_document_apply (fixture->document, edit, NULL));
  g_assert_true (stet_projection_sync (fixture->projection));
  g_assert_cmpint (stet_projection_take_change (fixture->projection), >, 9);
  g_assert_cmpint (stet_projection_take_change (fixture->projection), ==, -1);
  gtk_text_buffer_get_iter_at_mark (fixture->buffer, &iter, mark);
  g_assert_cmpint (gtk_text_iter_get_offset (&iter), ==, 9);
  assert_equal (fixture);
}

static void
test_places (Fixture *fixture, gconstpointer data)
{
  StetField field;
  guint in_line;

  show_body (fixture);
  g_assert_cmpuint (stet_projection_n_lines (fixture->projection), ==, 5);
  g_assert_cmpuint (stet_projection_offset (fixture->projection, 1, 2), ==, 42);
  g_assert_cmpuint (stet_projection_locate (fixture->projection, 42, &in_line), ==, 1);
  g_assert_cmpuint (in_line, ==, 2);
  /* the line's end is its own */
  g_assert_cmpuint (stet_projection_locate (fixture->projection, 39, &in_line), ==, 0);
  g_assert_cmpuint (stet_projection_locate (fixture->projection, 9999, &in_line), ==, 4);
  field = stet_projection_field_at (fixture->projection, 3);
  g_assert_cmpint (field.kind, ==, STET_FIELD_BODY);
  g_assert_cmpint (field.index, ==, 3);
}

int
main (int argc, char *argv[])
{
  static const struct { const char *path; void (*func) (Fixture *, gconstpointer); } tests[] = {
    { "/projection/typing", test_typing_table },
    { "/projection/combining-mark", test_combining_mark },
    { "/projection/prefix", test_prefix },
    { "/projection/bold/typing", test_typing_inside_and_beside_bold },
    { "/projection/bold/chosen", test_chosen_before_typing },
    { "/projection/bold/lines", test_spans_over_lines },
    { "/projection/bold/off", test_formatting_off },
    { "/projection/blocks/split-join", test_split_and_join },
    { "/projection/blocks/return", test_return_key },
    { "/projection/blocks/none", test_empty_body },
    { "/projection/blocks/kinds", test_kinds },
    { "/projection/blocks/break-in-heading", test_break_in_heading },
    { "/projection/blocks/list-levels", test_list_levels },
    { "/projection/blocks/move", test_move },
    { "/projection/shortcuts/table", test_shortcuts },
    { "/projection/shortcuts/undone", test_shortcut_undone },
    { "/projection/shortcuts/address", test_address_alone },
    { "/projection/steps", test_steps },
    { "/projection/composition", test_composition },
    { "/projection/paste", test_paste },
    { "/projection/copy", test_copy },
    { "/projection/random", test_random },
    { "/projection/smallest-change", test_smallest_change },
    { "/projection/places", test_places },
    { "/projection/locked", test_locked },
  };

  stet_test_init (&argc, &argv);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].func, tear_down);
  return g_test_run ();
}
