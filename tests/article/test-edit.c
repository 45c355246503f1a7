/* Edits and the document: each applied, taken back, refused where it does not fit; long random
 * runs. */
#include "config.h"

#include "article/document.h"
#include "article/json.h"
#include "base/limits.h"
#include "random-article.h"
#include "support.h"

#define SEEDS 12
#define OPS_PER_SEED 2500

static StetField
random_field (StetRandom *random, const StetArticle *article)
{
  static const StetFieldKind more[] = {
    STET_FIELD_LANGUAGE, STET_FIELD_PHOTO_FILE, STET_FIELD_SECTION,
    STET_FIELD_AUTHORS,  STET_FIELD_BLOCK_HREF,
  };
  g_autoptr (GArray) fields = stet_article_text_fields (article);
  guint pick = stet_random_below (random, fields->len + G_N_ELEMENTS (more) + 1);
  StetField custom = stet_field_make (STET_FIELD_CUSTOM);

  if (pick < fields->len)
    return g_array_index (fields, StetField, pick);
  if (pick < fields->len + G_N_ELEMENTS (more))
    return stet_field_at (more[pick - fields->len], (int) stet_random_below (random, 3));
  custom.name = stet_random_below (random, 2) == 0 ? "kicker" : "added";
  return custom;
}

/* A change to a text: all of it, or a part replaced, or a span set or cleared. Returns: (owned). */
static StetProse *
random_change (StetRandom *random, StetProse *old)
{
  guint start = stet_random_below (random, stet_prose_chars (old) + 1);
  guint end = start + stet_random_below (random, stet_prose_chars (old) + 1 - start);
  StetSpan span = { .type = stet_random_below (random, STET_SPAN_TYPES),
                    .start_chars = start,
                    .end_chars = end,
                    .href = "https://example.org/" };
  g_autoptr (StetProse) text = random_prose (random, RANDOM_ANY);

  switch (stet_random_below (random, 4))
    {
    case 0:
      return stet_prose_set_span (old, &span);
    case 1:
      return stet_prose_clear_span (old, span.type, start, end);
    case 2:
      return stet_prose_replace (old, start, end, text);
    default:
      return g_steal_pointer (&text);
    }
}

static StetEdit *
random_text_edit (StetRandom *random, const StetArticle *article)
{
  StetField field = random_field (random, article);
  g_autoptr (StetProse) old = stet_article_text_at (article, &field);
  g_autoptr (StetProse) prose
      = old != NULL ? random_change (random, old) : random_prose (random, RANDOM_ANY);

  return stet_edit_text (&field, prose);
}

static void
random_place (StetRandom *random, guint n, guint *at, guint *n_removed)
{
  *at = stet_random_below (random, n + 1);
  *n_removed = MIN (stet_random_below (random, 3), n - *at);
}

static StetEdit *
random_splice (StetRandom *random, const StetArticle *article)
{
  const StetArticleFields *fields = stet_article_fields (article);
  guint what = stet_random_below (random, 4);
  GPtrArray *const lists[] = { fields->body, fields->faq_items, fields->tags, fields->authors };
  const GDestroyNotify frees[]
      = { (GDestroyNotify) stet_block_unref, (GDestroyNotify) stet_faq_item_unref,
          (GDestroyNotify) stet_term_unref, (GDestroyNotify) stet_term_unref };
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (frees[what]);
  guint at, n_removed;

  random_place (random, lists[what]->len, &at, &n_removed);
  for (guint i = lists[what]->len > 20 ? 0 : stet_random_below (random, 3); i > 0; i--)
    g_ptr_array_add (parts, what == 0   ? (gpointer) random_block (random, RANDOM_ANY)
                            : what == 1 ? (gpointer) random_faq_item (random, RANDOM_ANY)
                                        : (gpointer) random_term (random, RANDOM_ANY));
  switch (what)
    {
    case 0:
      return stet_edit_blocks (at, n_removed, parts);
    case 1:
      return stet_edit_faq_items (at, n_removed, parts);
    case 2:
      return stet_edit_tags (at, n_removed, parts);
    default:
      return stet_edit_authors (at, n_removed, parts);
    }
}

static StetEdit *
random_edit (StetRandom *random, const StetArticle *article)
{
  g_autoptr (StetTerm) term = random_term (random, RANDOM_ANY);
  g_autoptr (StetPhoto) photo = random_photo (random, RANDOM_ANY);
  g_autofree char *custom = random_custom (random);

  switch (stet_random_below (random, 12))
    {
    case 0:
      return stet_edit_section (stet_random_below (random, 2) == 0 ? term : NULL);
    case 1:
      return stet_edit_photo (photo);
    case 2:
      return stet_edit_language (stet_random_below (random, 2) == 0 ? "en" : "es");
    case 3:
      return stet_edit_custom (custom);
    case 4:
      return stet_edit_translation (stet_random_below (random, 2) == 0 ? "other" : NULL, "hash");
    case 5:
    case 6:
    case 7:
      return random_splice (random, article);
    default:
      return random_text_edit (random, article);
    }
}

static guint
run_ops (StetRandom *random, StetDocument *document, guint n)
{
  guint done = 0;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (StetEdit) edit = random_edit (random, stet_document_article (document));
      gboolean typed = stet_random_below (random, 3) == 0;

      switch (stet_random_below (random, 20))
        {
        case 0:
          stet_document_begin_group (document);
          break;
        case 1:
          if (i % 2 == 0)
            stet_document_break (document);
          break;
        default:
          break;
        }
      done += typed ? stet_document_type (document, edit, NULL)
                    : stet_document_apply (document, edit, NULL);
      while (!stet_document_can_undo (document) && done > 0 && stet_random_below (random, 4) == 0)
        stet_document_end_group (document);
      if (stet_random_below (random, 40) == 0)
        stet_document_undo (document);
    }
  while (done > 0 && !stet_document_can_undo (document))
    stet_document_end_group (document);
  return done;
}

static void
test_random_runs (void)
{
  guint done = 0;

  for (guint32 seed = 0; seed < SEEDS; seed++)
    {
      g_autoptr (StetRandom) random = stet_random_new_seeded (seed);
      g_autoptr (StetArticle) article = random_article (random, RANDOM_ANY);
      g_autoptr (StetDocument) document = stet_document_new (article);
      g_autofree char *start = stet_article_to_json (article);
      g_autofree char *end = NULL;
      g_autofree char *undone = NULL;
      g_autofree char *redone = NULL;

      done += run_ops (random, document, OPS_PER_SEED);
      end = stet_article_to_json (stet_document_article (document));
      while (stet_document_undo (document))
        ;
      undone = stet_article_to_json (stet_document_article (document));
      g_assert_cmpstr (undone, ==, start);
      g_assert_true (stet_article_equal (stet_document_article (document), article));
      while (stet_document_redo (document))
        ;
      redone = stet_article_to_json (stet_document_article (document));
      g_assert_cmpstr (redone, ==, end);
    }
  g_test_message ("%u edits applied", done);
  g_assert_cmpuint (done, >=, 20000);
}

static void
apply_all (StetArticle **article, GPtrArray *edits)
{
  for (guint i = 0; i < edits->len; i++)
    {
      g_autoptr (GError) error = NULL;
      StetArticle *next = stet_edit_apply (edits->pdata[i], *article, NULL, &error);

      g_assert_no_error (error);
      stet_article_unref (*article);
      *article = next;
    }
}

/* The same story some edits later. */
static StetArticle *
later (StetRandom *random, StetArticle *article)
{
  g_autoptr (StetDocument) document = stet_document_new (article);

  for (guint i = 0; i < 12; i++)
    {
      g_autoptr (StetEdit) edit = random_edit (random, stet_document_article (document));

      stet_document_apply (document, edit, NULL);
    }
  return stet_article_ref (stet_document_article (document));
}

static gpointer
ref_block (gconstpointer block, gpointer data)
{
  return stet_block_ref ((StetBlock *) block);
}

static StetArticle *
shuffled (StetRandom *random, StetArticle *article)
{
  StetArticleFields fields = *stet_article_fields (article);
  g_autoptr (GPtrArray) body = g_ptr_array_copy (fields.body, ref_block, NULL);

  for (guint i = body->len; i > 1; i--)
    {
      guint other = stet_random_below (random, i);
      gpointer block = body->pdata[i - 1];

      body->pdata[i - 1] = body->pdata[other];
      body->pdata[other] = block;
    }
  fields.body = body;
  return stet_article_new (&fields);
}

static void
test_difference (void)
{
  for (guint32 seed = 0; seed < 300; seed++)
    {
      g_autoptr (StetRandom) random = stet_random_new_seeded (seed);
      g_autoptr (StetArticle) from = random_article (random, RANDOM_ANY);
      g_autoptr (StetArticle) moved = shuffled (random, from);
      g_autoptr (StetArticle) to = later (random, moved);
      g_autoptr (StetArticle) reached = stet_article_ref (from);
      g_autoptr (GPtrArray) edits = stet_edit_difference (from, to);
      g_autoptr (GPtrArray) none = stet_edit_difference (to, to);
      g_autoptr (StetDocument) document = stet_document_new (from);

      apply_all (&reached, edits);
      g_assert_true (stet_article_equal (reached, to));
      g_assert_cmpuint (none->len, ==, 0);
      stet_document_take (document, to);
      g_assert_true (stet_article_equal (stet_document_article (document), to));
      if (edits->len > 0)
        g_assert_true (stet_document_undo (document));
      g_assert_false (stet_document_undo (document));
      g_assert_true (stet_article_equal (stet_document_article (document), from));
    }
}

static StetArticle *
small_story (void)
{
  static const char *const json
      = "{\"id\":\"a\",\"story\":\"s\",\"photo\":{\"id\":\"p\"},\"headline\":\"H\",\"tags\":[\"t\"],\"body\":[{\"id\":\"1\",\"text\":\"one\"},"
        "{\"id\":\"2\",\"type\":\"table\",\"attrs\":{\"rows\":[[{\"text\":\"c\",\"k\":1}]]}},{\"id\":\"3\",\"type\":\"quote\"},"
        "{\"id\":\"4\",\"text\":\"four\"}],\"faq\":{\"items\":[{\"id\":\"f\"}]}}";
  g_autoptr (GError) error = NULL;
  StetArticle *article
      = stet_article_from_json (json, strlen (json), stet_random_system (), &error);

  g_assert_no_error (error);
  return article;
}

/* One text moved in front of another: the least is done, and said. */
static void
test_difference_is_small (void)
{
  g_autoptr (StetArticle) from = small_story ();
  StetArticleFields fields = *stet_article_fields (from);
  g_autoptr (GPtrArray) body = g_ptr_array_copy (fields.body, ref_block, NULL);
  g_autoptr (StetArticle) to = NULL;
  g_autoptr (GPtrArray) edits = NULL;
  gpointer last = body->pdata[3];
  guint at, n_removed, n_inserted;

  g_ptr_array_steal_index (body, 3);
  g_ptr_array_insert (body, 1, last);
  fields.body = body;
  to = stet_article_new (&fields);
  edits = stet_edit_difference (from, to);
  g_assert_cmpuint (edits->len, ==, 2);
  stet_edit_splice (edits->pdata[0], &at, &n_removed, &n_inserted);
  g_assert_cmpuint (at * 100 + n_removed * 10 + n_inserted, ==, 310);
  stet_edit_splice (edits->pdata[1], &at, &n_removed, &n_inserted);
  g_assert_cmpuint (at * 100 + n_removed * 10 + n_inserted, ==, 101);
}

static void
test_text_everywhere (void)
{
  static const struct { const char *field; gboolean applies; } cases[] = {
    { "language", TRUE },
    { "headline", TRUE },
    { "dek", TRUE },
    { "section", TRUE },
    { "slug", TRUE },
    { "byline", TRUE },
    { "authors", FALSE },
    { "authors[0]", FALSE },
    { "author_box", TRUE },
    { "tags", FALSE },
    { "tags[0]", TRUE },
    { "tags[1]", FALSE },
    { "photo", FALSE },
    { "photo.file", TRUE },
    { "photo.caption", TRUE },
    { "photo.credit", TRUE },
    { "photo.alt", TRUE },
    { "faq.title", TRUE },
    { "faq.items", FALSE },
    { "faq.items[0]", FALSE },
    { "faq.items[0].question", TRUE },
    { "faq.items[0].answer", TRUE },
    { "faq.items[1].answer", FALSE },
    { "body", FALSE },
    { "body[0]", TRUE },
    { "body[1]", FALSE },
    { "body[9]", FALSE },
    { "body[0].caption", FALSE },
    { "body[0].credit", FALSE },
    { "body[0].alt", FALSE },
    { "body[0].href", FALSE },
    { "body[0].cite", FALSE },
    { "body[2].cite", TRUE },
    { "body[1].rows[0][0]", TRUE },
    { "body[1].rows[0][1]", FALSE },
    { "body[1].rows[1][0]", FALSE },
    { "body[0].rows[0][0]", FALSE },
    { "custom.kicker", TRUE },
  };
  g_autoptr (StetProse) prose = stet_prose_plain ("new");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (StetArticle) article = small_story ();
      g_autoptr (GError) error = NULL;
      StetField field;
      gboolean parsed = stet_field_parse (cases[i].field, &field, &error);
      g_autoptr (StetEdit) edit = stet_edit_text (&field, prose);
      g_autoptr (StetEdit) inverse = NULL;
      g_autoptr (StetArticle) next = stet_edit_apply (edit, article, &inverse, &error);

      g_test_message ("%s", cases[i].field);
      g_assert_true (parsed);
      if (cases[i].applies)
        {
          g_autoptr (StetProse) there = stet_article_text_at (next, &field);
          g_autoptr (StetArticle) back = stet_edit_apply (inverse, next, NULL, &error);

          g_assert_no_error (error);
          g_assert_cmpstr (stet_prose_text (there), ==, "new");
          g_assert_true (stet_article_equal (back, article));
        }
      else
        {
          g_assert_null (next);
          g_assert_error (error, STET_EDIT_ERROR, STET_EDIT_ERROR_NO_PLACE);
        }
    }
}

static void
assert_refused (StetEdit *edit, StetArticle *article, int code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (StetEdit) owned = edit;

  g_assert_null (stet_edit_apply (owned, article, NULL, &error));
  g_assert_error (error, STET_EDIT_ERROR, code);
}

static void
assert_applies (StetEdit *edit, StetArticle *article)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (StetEdit) owned = edit;
  g_autoptr (StetArticle) next = stet_edit_apply (owned, article, NULL, &error);

  g_assert_no_error (error);
}

static GPtrArray *
many_terms (guint n)
{
  GPtrArray *terms = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_term_unref);

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (terms, stet_term_new ("t", NULL));
  return terms;
}

static GPtrArray *
many_blocks (guint n)
{
  GPtrArray *blocks = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_block_unref);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *id = g_strdup_printf ("n%u", i);

      g_ptr_array_add (blocks, stet_block_paragraph (id, NULL));
    }
  return blocks;
}

static GPtrArray *
many_items (guint n)
{
  GPtrArray *items = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_faq_item_unref);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *id = g_strdup_printf ("n%u", i);

      g_ptr_array_add (items, stet_faq_item_new (id, NULL, NULL, NULL));
    }
  return items;
}

static void
test_places (void)
{
  g_autoptr (StetArticle) article = small_story ();

  assert_refused (stet_edit_blocks (5, 0, NULL), article, STET_EDIT_ERROR_NO_PLACE);
  assert_refused (stet_edit_blocks (3, 2, NULL), article, STET_EDIT_ERROR_NO_PLACE);
  assert_refused (stet_edit_blocks (0, G_MAXUINT, NULL), article, STET_EDIT_ERROR_NO_PLACE);
  assert_applies (stet_edit_blocks (4, 0, NULL), article);
  assert_refused (stet_edit_faq_items (1, 1, NULL), article, STET_EDIT_ERROR_NO_PLACE);
  assert_refused (stet_edit_tags (2, 0, NULL), article, STET_EDIT_ERROR_NO_PLACE);
  assert_refused (stet_edit_authors (0, 1, NULL), article, STET_EDIT_ERROR_NO_PLACE);
}

static void
test_duplicates (void)
{
  g_autoptr (StetArticle) article = small_story ();
  g_autoptr (StetBlock) block = stet_block_paragraph ("1", NULL);
  g_autoptr (GPtrArray) blocks = g_ptr_array_new ();
  g_autoptr (StetFaqItem) item = stet_faq_item_new ("f", NULL, NULL, NULL);
  g_autoptr (GPtrArray) items = g_ptr_array_new ();

  g_ptr_array_add (blocks, block);
  g_ptr_array_add (items, item);
  assert_refused (stet_edit_blocks (4, 0, blocks), article, STET_EDIT_ERROR_DUPLICATE);
  assert_applies (stet_edit_blocks (0, 1, blocks), article);
  assert_refused (stet_edit_faq_items (0, 0, items), article, STET_EDIT_ERROR_DUPLICATE);
}

static void
test_limits (void)
{
  g_autoptr (StetArticle) article = small_story ();
  g_autoptr (GPtrArray) terms = many_terms (STET_TAGS_MAX);
  g_autoptr (GPtrArray) blocks = many_blocks (STET_BLOCKS_MAX);
  g_autoptr (GPtrArray) items = many_items (STET_FAQ_ITEMS_MAX);
  g_autofree char *text = g_strnfill (STET_BLOCK_BYTES_MAX, 'x');
  g_autofree char *longer = g_strnfill (STET_BLOCK_BYTES_MAX + 1, 'x');
  g_autoptr (StetProse) at = stet_prose_plain (text);
  g_autoptr (StetProse) past = stet_prose_plain (longer);
  const StetField field = stet_field_at (STET_FIELD_BODY, 0);

  assert_applies (stet_edit_tags (0, 1, terms), article);
  assert_refused (stet_edit_tags (0, 0, terms), article, STET_EDIT_ERROR_LIMIT);
  assert_applies (stet_edit_authors (0, 0, terms), article);
  assert_applies (stet_edit_blocks (0, 4, blocks), article);
  assert_refused (stet_edit_blocks (0, 3, blocks), article, STET_EDIT_ERROR_LIMIT);
  assert_applies (stet_edit_faq_items (0, 1, items), article);
  assert_refused (stet_edit_faq_items (0, 0, items), article, STET_EDIT_ERROR_LIMIT);
  assert_applies (stet_edit_text (&field, at), article);
  assert_refused (stet_edit_text (&field, past), article, STET_EDIT_ERROR_LIMIT);
}

static void
test_part_limits (void)
{
  g_autoptr (StetArticle) article = small_story ();
  g_autofree StetSpan *spans = g_new0 (StetSpan, STET_SPANS_MAX + 1);
  g_autofree char *text = g_strnfill (2 * (STET_SPANS_MAX + 1), 'x');
  g_autoptr (StetProse) at = NULL;
  g_autoptr (StetProse) past = NULL;
  g_autoptr (StetBlock) block = NULL;
  g_autoptr (StetFaqItem) item = NULL;
  g_autoptr (StetBlock) table = NULL;
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  g_autoptr (GPtrArray) parts = g_ptr_array_new ();
  const StetField field = stet_field_at (STET_FIELD_BODY, 0);
  StetBlockFields fields = { .type = STET_BLOCK_TABLE, .id = "table", .rows = rows };

  for (guint i = 0; i <= STET_SPANS_MAX; i++)
    spans[i] = (StetSpan) { .type = STET_SPAN_BOLD, .start_chars = 2 * i, .end_chars = 2 * i + 1 };
  at = stet_prose_new (text, spans, STET_SPANS_MAX);
  past = stet_prose_new (text, spans, STET_SPANS_MAX + 1);
  assert_applies (stet_edit_text (&field, at), article);
  assert_refused (stet_edit_text (&field, past), article, STET_EDIT_ERROR_LIMIT);
  block = stet_block_paragraph ("new", past);
  g_ptr_array_add (parts, block);
  assert_refused (stet_edit_blocks (0, 0, parts), article, STET_EDIT_ERROR_LIMIT);
  item = stet_faq_item_new ("new", NULL, past, NULL);
  parts->pdata[0] = item;
  assert_refused (stet_edit_faq_items (0, 0, parts), article, STET_EDIT_ERROR_LIMIT);
  g_ptr_array_add (rows, g_ptr_array_new_with_free_func ((GDestroyNotify) stet_prose_unref));
  for (guint i = 0; i <= STET_TABLE_CELLS_MAX; i++)
    g_ptr_array_add (rows->pdata[0], stet_prose_empty ());
  table = stet_block_new (&fields);
  parts->pdata[0] = table;
  assert_refused (stet_edit_blocks (0, 0, parts), article, STET_EDIT_ERROR_LIMIT);
}

/* A table's cell keeps its unknown keys when its text is changed. */
static void
test_cell_keeps_extra (void)
{
  g_autoptr (StetArticle) article = small_story ();
  g_autoptr (StetProse) prose = stet_prose_plain ("d");
  StetField field = { .kind = STET_FIELD_BLOCK_CELL, .index = 1, .row = 0, .column = 0 };
  g_autoptr (StetEdit) edit = stet_edit_text (&field, prose);
  g_autoptr (StetArticle) next = stet_edit_apply (edit, article, NULL, NULL);
  g_autofree char *json = stet_article_to_json (next);

  g_assert_nonnull (strstr (json, "[[{\"text\":\"d\",\"spans\":[],\"k\":1}]]"));
}

static void
type_text (StetDocument *document, StetFieldKind kind, const char *text)
{
  const StetField field = stet_field_make (kind);
  g_autoptr (StetProse) prose = stet_prose_plain (text);
  g_autoptr (StetEdit) edit = stet_edit_text (&field, prose);
  g_autoptr (GError) error = NULL;

  g_assert_true (stet_document_type (document, edit, &error));
  g_assert_no_error (error);
}

static const char *
headline (StetDocument *document)
{
  return stet_prose_text (stet_article_fields (stet_document_article (document))->headline);
}

/* What is typed in one go is one step; a break, another field, a group or an undo ends it. */
static void
test_typing_joins (void)
{
  g_autoptr (StetArticle) article = small_story ();
  g_autoptr (StetDocument) document = stet_document_new (article);

  type_text (document, STET_FIELD_HEADLINE, "Ha");
  type_text (document, STET_FIELD_HEADLINE, "Har");
  stet_document_break (document);
  type_text (document, STET_FIELD_HEADLINE, "Harb");
  type_text (document, STET_FIELD_DEK, "d");
  type_text (document, STET_FIELD_HEADLINE, "Harbo");
  g_assert_cmpuint (stet_document_serial (document), ==, 5);
  g_assert_true (stet_document_undo (document));
  g_assert_cmpstr (headline (document), ==, "Harb");
  g_assert_true (stet_document_undo (document));
  g_assert_cmpstr (headline (document), ==, "Harb");
  g_assert_true (stet_document_undo (document));
  g_assert_cmpstr (headline (document), ==, "Har");
  type_text (document, STET_FIELD_HEADLINE, "Harx");
  g_assert_false (stet_document_can_redo (document));
  g_assert_true (stet_document_undo (document));
  g_assert_cmpstr (headline (document), ==, "Har");
  g_assert_true (stet_document_undo (document));
  g_assert_cmpstr (headline (document), ==, "H");
  g_assert_false (stet_document_undo (document));
  g_assert_true (stet_document_redo (document));
  g_assert_cmpstr (headline (document), ==, "Har");
}

static void
count_cb (StetDocument *document, gpointer edit, gpointer data)
{
  g_assert_nonnull (edit);
  (*(guint *) data)++;
}

static void
test_groups (void)
{
  g_autoptr (StetArticle) article = small_story ();
  g_autoptr (StetDocument) document = stet_document_new (article);
  g_autoptr (StetEdit) bad = stet_edit_tags (9, 9, NULL);
  g_autoptr (GError) error = NULL;
  guint n_changes = 0;

  g_signal_connect (document, "changed", G_CALLBACK (count_cb), &n_changes);
  stet_document_begin_group (document);
  stet_document_end_group (document);
  g_assert_false (stet_document_can_undo (document));
  stet_document_begin_group (document);
  type_text (document, STET_FIELD_HEADLINE, "one");
  stet_document_begin_group (document);
  type_text (document, STET_FIELD_DEK, "two");
  stet_document_end_group (document);
  g_assert_false (stet_document_can_undo (document));
  g_assert_false (stet_document_undo (document));
  g_assert_false (stet_document_apply (document, bad, &error));
  g_assert_error (error, STET_EDIT_ERROR, STET_EDIT_ERROR_NO_PLACE);
  stet_document_end_group (document);
  g_assert_cmpuint (n_changes, ==, 2);
  g_assert_true (stet_document_undo (document));
  g_assert_cmpuint (n_changes, ==, 4);
  g_assert_cmpuint (stet_document_serial (document), ==, 4);
  g_assert_true (stet_article_equal (stet_document_article (document), article));
  g_assert_false (stet_document_can_undo (document));
  g_assert_true (stet_document_can_redo (document));
}

static void
test_undo_limit (void)
{
  g_autoptr (StetArticle) article = small_story ();
  g_autoptr (StetDocument) document = stet_document_new (article);
  guint steps = 0;

  for (guint i = 0; i <= STET_UNDO_STEPS_MAX; i++)
    {
      g_autofree char *text = g_strdup_printf ("%u", i);

      type_text (document, STET_FIELD_HEADLINE, text);
      stet_document_break (document);
    }
  while (stet_document_undo (document))
    steps++;
  g_assert_cmpuint (steps, ==, STET_UNDO_STEPS_MAX);
  g_assert_cmpstr (headline (document), ==, "0");
}

/* --- the history's bytes --- */

#define LARGE_BYTES 100000

static void
type_large (StetDocument *document, char letter)
{
  g_autofree char *text = g_strnfill (LARGE_BYTES, letter);

  type_text (document, STET_FIELD_DEK, text);
  stet_document_break (document);
}

static guint
count_steps (StetDocument *document, gboolean (*move) (StetDocument *))
{
  guint n = 0;

  while (move (document))
    n++;
  return n;
}

/* What n replacements of a large text leave to undo: each step holds the text before it. */
static guint
steps_kept (guint n, guint *redone)
{
  g_autoptr (StetArticle) article = small_story ();
  g_autoptr (StetDocument) document = stet_document_new (article);
  guint undone;

  type_large (document, 'z');
  for (guint i = 0; i < n; i++)
    type_large (document, (char) ('a' + i % 20));
  undone = count_steps (document, stet_document_undo);
  *redone = count_steps (document, stet_document_redo);
  return undone;
}

static void
test_undo_bytes (void)
{
  g_autoptr (StetEdit) edit = NULL;
  g_autofree char *text = g_strnfill (LARGE_BYTES, 'x');
  g_autoptr (StetProse) prose = stet_prose_plain (text);
  StetField dek = stet_field_make (STET_FIELD_DEK);
  gsize bytes;
  guint fit, redone;

  edit = stet_edit_text (&dek, prose);
  bytes = stet_edit_size (edit);
  g_assert_cmpuint (bytes, >, LARGE_BYTES);
  g_assert_cmpuint (bytes, <, LARGE_BYTES + 1000);
  fit = STET_UNDO_BYTES_MAX / (bytes + 256);
  /* The step of the first, which holds the small text before it, is one more. */
  g_assert_cmpuint (steps_kept (fit, &redone), ==, fit + 1);
  g_assert_cmpuint (redone, ==, fit); /* all but that one hold a large text now */
  g_assert_cmpuint (steps_kept (fit + 1, &redone), ==, fit);
  g_assert_cmpuint (redone, ==, fit);
  g_assert_cmpuint (steps_kept (3 * fit, &redone), ==, fit);
}

/* However large the newest step is, it can be taken back; those before it went. */
static void
test_undo_bytes_of_one (void)
{
  g_autoptr (StetArticle) article = small_story ();
  g_autoptr (StetDocument) document = stet_document_new (article);

  stet_document_begin_group (document);
  for (guint i = 0; i < 2 * STET_UNDO_BYTES_MAX / LARGE_BYTES; i++)
    type_large (document, (char) ('a' + i % 20));
  stet_document_end_group (document);
  g_assert_true (stet_document_undo (document));
  g_assert_true (stet_article_equal (stet_document_article (document), article));
  g_assert_true (stet_document_redo (document));
  type_text (document, STET_FIELD_HEADLINE, "after");
  g_assert_cmpuint (count_steps (document, stet_document_undo), ==, 1);
  g_assert_cmpstr (headline (document), !=, "after");
}

/* Every part of an edit counts. */
static void
test_sizes (void)
{
  g_autofree char *text = g_strnfill (5000, 'x');
  g_autoptr (StetProse) plain = stet_prose_plain (text);
  StetSpan link = { .type = STET_SPAN_LINK, .end_chars = 4, .href = text };
  g_autoptr (StetProse) linked = stet_prose_new ("link", &link, 1);
  g_autoptr (StetPhoto) photo = stet_photo_new ("p", "f", plain, NULL, NULL, NULL);
  g_autoptr (StetTerm) term = stet_term_new (text, NULL);
  g_autoptr (GBytes) raw = g_bytes_new (text, 5000);
  g_autoptr (GPtrArray) row = g_ptr_array_new (), rows = g_ptr_array_new ();
  g_autoptr (GPtrArray) parts = g_ptr_array_new ();
  StetField dek = stet_field_make (STET_FIELD_DEK);
  const StetBlockFields blocks[] = {
    { .type = STET_BLOCK_PARAGRAPH, .id = "a", .prose = linked },
    { .type = STET_BLOCK_QUOTE, .id = "b", .cite = text },
    { .type = STET_BLOCK_TABLE, .id = "c", .rows = rows },
    { .type = STET_BLOCK_IMAGE, .id = "d", .photo = photo },
    { .type = STET_BLOCK_EMBED, .id = "e", .href = text },
    { .type = STET_BLOCK_OPAQUE, .id = "f", .raw = raw },
  };
  StetEdit *edits[G_N_ELEMENTS (blocks) + 6];
  guint n = 0;

  g_ptr_array_add (row, plain);
  g_ptr_array_add (rows, row);
  for (guint i = 0; i < G_N_ELEMENTS (blocks); i++)
    {
      g_autoptr (StetBlock) block = stet_block_new (&blocks[i]);

      g_ptr_array_set_size (parts, 0);
      g_ptr_array_add (parts, block);
      edits[n++] = stet_edit_blocks (0, 0, parts);
    }
  {
    g_autoptr (StetFaqItem) item = stet_faq_item_new ("q", NULL, plain, NULL);

    g_ptr_array_set_size (parts, 0);
    g_ptr_array_add (parts, item);
    edits[n++] = stet_edit_faq_items (0, 0, parts);
  }
  g_ptr_array_set_size (parts, 0);
  g_ptr_array_add (parts, term);
  edits[n++] = stet_edit_tags (0, 0, parts);
  edits[n++] = stet_edit_section (term);
  edits[n++] = stet_edit_photo (photo);
  edits[n++] = stet_edit_text (&dek, linked);
  edits[n++] = stet_edit_translation ("id", text);
  for (guint i = 0; i < n; i++)
    {
      g_test_message ("%u: %zu", i, stet_edit_size (edits[i]));
      g_assert_cmpuint (stet_edit_size (edits[i]), >=, 5000);
      g_assert_cmpuint (stet_edit_size (edits[i]), <, 6000);
      stet_edit_unref (edits[i]);
    }
}

int
main (int argc, char **argv)
{
  stet_test_init (&argc, &argv);
  g_test_add_func ("/edit/random-runs", test_random_runs);
  g_test_add_func ("/edit/difference", test_difference);
  g_test_add_func ("/edit/difference-is-small", test_difference_is_small);
  g_test_add_func ("/edit/text-everywhere", test_text_everywhere);
  g_test_add_func ("/edit/places", test_places);
  g_test_add_func ("/edit/duplicates", test_duplicates);
  g_test_add_func ("/edit/limits", test_limits);
  g_test_add_func ("/edit/part-limits", test_part_limits);
  g_test_add_func ("/edit/cell-keeps-extra", test_cell_keeps_extra);
  g_test_add_func ("/document/typing-joins", test_typing_joins);
  g_test_add_func ("/document/groups", test_groups);
  g_test_add_func ("/document/undo-limit", test_undo_limit);
  g_test_add_func ("/document/undo-bytes", test_undo_bytes);
  g_test_add_func ("/document/undo-bytes-of-one", test_undo_bytes_of_one);
  g_test_add_func ("/edit/sizes", test_sizes);
  return g_test_run ();
}
