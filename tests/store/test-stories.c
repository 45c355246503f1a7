/* Stories: saved, loaded, listed, found; their history and what is known of them at a site. */
#include "config.h"

#include "desk.h"
#include "article/json.h"

#include "support.h"

#include <glib/gstdio.h>

#define MINUTE_US (60 * G_USEC_PER_SEC)

static StetStory *
load (Desk *desk, const char *id)
{
  g_autoptr (GError) error = NULL;
  StetStory *story = stet_store_load (desk->store, id, &error);

  g_assert_no_error (error);
  g_assert_nonnull (story);
  return story;
}

static GPtrArray *
list (Desk *desk, gboolean binned)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *rows = stet_store_list (desk->store, binned, &error);

  g_assert_no_error (error);
  g_assert_nonnull (rows);
  return rows;
}

static StetRemote *
remote_at (const char *site_id)
{
  StetRemote *remote = stet_remote_new ();

  remote->site_id = g_strdup (site_id);
  remote->remote_id = g_strdup ("r-17");
  remote->version = g_strdup ("\"4\"");
  remote->hash = g_strdup ("abc");
  remote->live_hash = g_strdup ("def");
  remote->url = g_strdup ("https://news.example/harbour");
  remote->author = g_strdup ("ana");
  remote->published_us = 1700000000000001;
  remote->state = STET_STATE_PUBLISHED;
  return remote;
}

/* --- saving and loading --- */

static void
test_round_trip (void)
{
  g_autoptr (Desk) desk = desk_new ();
  g_autoptr (StetArticle) article
      = desk_article (desk, "El puerto reabre", "Los barcos salieron al alba. ¿Y la niña?");
  g_autofree char *hash = stet_article_hash (article, NULL);
  const char *id = desk_save (desk, article);
  g_autoptr (StetStory) story = NULL;

  desk_reopen (desk);
  story = load (desk, id);
  g_assert_true (stet_article_equal (story->article, article));
  g_assert_cmpint (story->revision, ==, 1);
  g_assert_cmpint (story->modified_us, ==, stet_clock_now_us (desk->clock));
  g_assert_cmpstr (story->hash, ==, hash);
  g_assert_cmpint (story->review->state, ==, STET_STATE_DRAFT);
  g_assert_null (story->remote->site_id);
  g_assert_null (story->remote->base);
}

static void
test_unchanged_makes_no_revision (void)
{
  g_autoptr (Desk) desk = desk_new ();
  g_autoptr (StetArticle) article = desk_article (desk, "Harbour reopens", "Boats left.");
  g_autoptr (StetArticle) second = desk_retitle (article, "Harbour closes");
  StetArticle *const saves[] = { article, article, second, second, article };
  const gint64 expected[] = { 1, 1, 2, 2, 3 };

  for (guint i = 0; i < G_N_ELEMENTS (saves); i++)
    {
      g_autoptr (GError) error = NULL;
      gint64 revision = 0;

      stet_clock_advance (desk->clock, MINUTE_US);
      g_assert_true (
          stet_store_save (desk->store, saves[i], NULL, STET_ORIGIN_TYPED, &revision, &error));
      g_assert_no_error (error);
      g_assert_cmpint (revision, ==, expected[i]);
    }
}

/* A profile that makes a custom field public changes what counts, and no text. */
static void
test_public_custom_changes_hash (void)
{
  static const char *const public_custom[] = { "kicker", NULL };
  g_autoptr (Desk) desk = desk_new ();
  g_autoptr (StetArticle) plain = desk_article (desk, "Harbour reopens", "Boats left.");
  StetArticleFields fields = *stet_article_fields (plain);
  g_autoptr (StetArticle) article = NULL;
  g_autofree char *hash = NULL;
  g_autoptr (StetStory) story = NULL;

  fields.custom = "{\"kicker\":\"Coast\"}";
  article = stet_article_new (&fields);
  hash = stet_article_hash (article, public_custom);
  desk_save (desk, article);
  g_assert_true (
      stet_store_save (desk->store, article, public_custom, STET_ORIGIN_TYPED, NULL, NULL));
  story = load (desk, stet_article_id (article));
  g_assert_cmpstr (story->hash, ==, hash);
  g_assert_cmpint (story->revision, ==, 1);
}

static void
test_not_found (void)
{
  g_autoptr (Desk) desk = desk_new ();
  const char *id = "11111111-1111-4111-8111-111111111111";
  g_autoptr (StetReview) review = stet_review_new ();
  g_autoptr (StetRemote) remote = remote_at ("site-1");
  GError *errors[6] = { NULL };

  g_assert_null (stet_store_load (desk->store, id, &errors[0]));
  g_assert_false (stet_store_save_review (desk->store, id, review, &errors[1]));
  g_assert_false (stet_store_save_remote (desk->store, id, remote, &errors[2]));
  g_assert_null (stet_store_history (desk->store, id, &errors[3]));
  g_assert_null (stet_store_load_revision (desk->store, id, 1, &errors[4]));
  g_assert_false (stet_store_set_binned (desk->store, id, TRUE, &errors[5]));
  for (guint i = 0; i < G_N_ELEMENTS (errors); i++)
    {
      g_assert_error (errors[i], STET_STORE_ERROR, STET_STORE_ERROR_NOT_FOUND);
      g_clear_error (&errors[i]);
    }
}

static void
test_review (void)
{
  g_autoptr (Desk) desk = desk_new ();
  g_autoptr (StetArticle) article = desk_article (desk, "Harbour reopens", "Boats left.");
  const char *id = desk_save (desk, article);
  g_autoptr (StetReview) review = stet_review_new ();
  g_autofree char *before = NULL, *after = NULL;
  g_autoptr (StetStory) story = NULL;
  g_autoptr (GPtrArray) rows = NULL;

  review->state = STET_STATE_RETURNED;
  stet_review_add_note (review, "n1", "eva", "2026-01-02T03:04:05Z", "Who says so?", NULL);
  stet_review_set_flag (review, "breaking", TRUE);
  g_assert_true (stet_store_save_review (desk->store, id, review, NULL));
  g_assert_true (stet_store_save (desk->store, article, NULL, STET_ORIGIN_TYPED, NULL, NULL));
  story = load (desk, id);
  before = stet_review_to_json (review);
  after = stet_review_to_json (story->review);
  g_assert_cmpstr (before, ==, after);
  rows = list (desk, FALSE);
  g_assert_cmpint (((StetStoryRow *) g_ptr_array_index (rows, 0))->state, ==, STET_STATE_RETURNED);
}

/* Stored text that is no story, or no review record, is told and not passed on. */
static void
test_damaged_rows (void)
{
  static const struct { const char *sql; const char *why; } rows[] = {
    { "UPDATE draft SET doc = x'7b22'", "half a story" },
    { "UPDATE story SET review = '[]'", "no review record" },
    { "UPDATE remote SET base = '{'", "no merge base" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (Desk) desk = desk_new ();
      g_autoptr (StetArticle) article = desk_article (desk, "Harbour reopens", "Boats left.");
      g_autoptr (StetRemote) remote = remote_at ("site-1");
      g_autoptr (GError) error = NULL;
      const char *id;

      g_test_message ("%s", rows[i].why);
      remote->base = stet_article_ref (article);
      id = desk_save (desk, article);
      g_assert_true (stet_store_save_remote (desk->store, id, remote, NULL));
      desk_damage (desk, rows[i].sql);
      g_assert_null (stet_store_load (desk->store, id, &error));
      g_assert_error (error, STET_STORE_ERROR, STET_STORE_ERROR_CORRUPT);
    }
}

/* --- the site's side --- */

static void
assert_remote_equal (const StetRemote *a, const StetRemote *b)
{
  g_assert_cmpstr (a->site_id, ==, b->site_id);
  g_assert_cmpstr (a->remote_id, ==, b->remote_id);
  g_assert_cmpstr (a->version, ==, b->version);
  g_assert_cmpstr (a->hash, ==, b->hash);
  g_assert_cmpstr (a->live_hash, ==, b->live_hash);
  g_assert_cmpstr (a->url, ==, b->url);
  g_assert_cmpstr (a->author, ==, b->author);
  g_assert_cmpint (a->published_us, ==, b->published_us);
  g_assert_cmpint (a->state, ==, b->state);
  g_assert_true ((a->base == NULL) == (b->base == NULL));
  g_assert_true (a->base == NULL || stet_article_equal (a->base, b->base));
}

static void
test_remote (void)
{
  g_autoptr (Desk) desk = desk_new ();
  g_autoptr (StetArticle) article = desk_article (desk, "Harbour reopens", "Boats left.");
  const char *id = desk_save (desk, article);
  g_autoptr (StetRemote) remote = remote_at ("site-1");
  g_autoptr (StetRemote) copy = NULL;
  g_autoptr (StetStory) story = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  const StetStoryRow *row;

  remote->base = desk_retitle (article, "Harbour");
  g_assert_true (stet_store_save_remote (desk->store, id, remote, NULL));
  story = load (desk, id);
  assert_remote_equal (story->remote, remote);
  copy = stet_remote_copy (story->remote);
  assert_remote_equal (copy, remote);
  rows = list (desk, FALSE);
  row = g_ptr_array_index (rows, 0);
  g_assert_cmpint (row->state, ==, STET_STATE_PUBLISHED);
  g_assert_true (row->live);
  g_assert_true (row->changed);
  g_assert_cmpstr (row->author, ==, "ana");
  g_assert_cmpstr (row->remote_id, ==, "r-17");
  g_assert_cmpstr (row->site_id, ==, "site-1");
  g_assert_cmpstr (row->url, ==, "https://news.example/harbour");
}

/* A site's own id leads to the story, at that site alone, and by an index: a list of ten thousand
 * asks that often. */
static void
test_remote_found (void)
{
  g_autoptr (Desk) desk = desk_new ();
  g_autoptr (StetArticle) article = desk_article (desk, "Harbour reopens", "Boats left.");
  const char *id = desk_save (desk, article);
  g_autoptr (StetRemote) remote = remote_at ("site-1");
  const struct { const char *site, *remote, *id, *why; } rows[] = {
    { "site-1", "r-17", id, "there" },
    { "site-2", "r-17", NULL, "another site's number" },
    { "site-1", "none", NULL, "a number nobody has" },
  };

  g_assert_true (stet_store_save_remote (desk->store, id, remote, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *found
          = stet_store_find_remote (desk->store, rows[i].site, rows[i].remote, &error);

      g_test_message ("%s", rows[i].why);
      g_assert_no_error (error);
      g_assert_cmpstr (found, ==, rows[i].id);
    }
  g_assert_cmpint (
      desk_count (desk, "store.db", "SELECT count(*) FROM pragma_index_info ('remote_id_at_site')"),
      ==, 2);
}

static void
test_bound_for_life (void)
{
  g_autoptr (Desk) desk = desk_new ();
  g_autoptr (StetArticle) article = desk_article (desk, "Harbour reopens", "Boats left.");
  g_autoptr (StetArticle) changed = desk_retitle (article, "Harbour closes");
  const char *id = desk_save (desk, article);
  static const char *const others[] = { "site-2", NULL };
  g_autoptr (StetRemote) first = remote_at ("site-1");
  g_autoptr (StetStory) story = NULL;

  g_assert_true (stet_store_save_remote (desk->store, id, first, NULL));
  g_assert_true (stet_store_save_remote (desk->store, id, first, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_autoptr (StetRemote) other = remote_at (others[i]);
      g_autoptr (GError) error = NULL;

      g_assert_false (stet_store_save_remote (desk->store, id, other, &error));
      g_assert_error (error, STET_STORE_ERROR, STET_STORE_ERROR_BOUND);
      g_clear_error (&error);
      g_assert_false (
        stet_store_save_all (desk->store, changed, NULL, STET_ORIGIN_FETCHED, NULL, other, &error));
      g_assert_error (error, STET_STORE_ERROR, STET_STORE_ERROR_BOUND);
    }
  story = load (desk, id);
  g_assert_cmpstr (story->remote->site_id, ==, "site-1");
  g_assert_cmpint (story->revision, ==, 1);
}

static void
test_save_all (void)
{
  g_autoptr (Desk) desk = desk_new ();
  g_autoptr (StetArticle) article = desk_article (desk, "Harbour reopens", "Boats left.");
  g_autoptr (StetArticle) later = desk_retitle (article, "Harbour closes");
  g_autoptr (StetReview) review = stet_review_new ();
  g_autoptr (StetRemote) remote = remote_at ("site-1");
  g_autoptr (StetStory) story = NULL;
  g_autoptr (GError) error = NULL;

  review->state = STET_STATE_APPROVED;
  g_assert_true (
    stet_store_save_all (desk->store, article, NULL, STET_ORIGIN_FETCHED, review, remote, &error));
  g_assert_true (
      stet_store_save_all (desk->store, later, NULL, STET_ORIGIN_MERGED, NULL, NULL, &error));
  story = load (desk, stet_article_id (article));
  g_assert_cmpstr (desk_headline (story->article), ==, "Harbour closes");
  g_assert_cmpint (story->review->state, ==, STET_STATE_APPROVED);
  assert_remote_equal (story->remote, remote);
  g_assert_cmpint (story->revision, ==, 2);
}

/* The hash of a text that is the site's own is known; any other text's is made. */
static void
test_save_all_hash (void)
{
  g_autoptr (Desk) desk = desk_new ();
  g_autoptr (StetArticle) article = desk_article (desk, "Harbour reopens", "Boats left.");
  g_autoptr (StetArticle) later = desk_retitle (article, "Harbour closes");
  g_autofree char *hash = stet_article_hash (later, NULL);
  g_autoptr (StetRemote) remote = remote_at ("site-1");
  g_autoptr (StetStory) known = NULL;
  g_autoptr (StetStory) made = NULL;

  g_clear_pointer (&remote->base, stet_article_unref);
  remote->base = stet_article_ref (article);
  g_assert_true (
      stet_store_save_all (desk->store, article, NULL, STET_ORIGIN_FETCHED, NULL, remote, NULL));
  known = load (desk, stet_article_id (article));
  g_assert_cmpstr (known->hash, ==, remote->hash);
  g_assert_true (
      stet_store_save_all (desk->store, later, NULL, STET_ORIGIN_MERGED, NULL, remote, NULL));
  made = load (desk, stet_article_id (article));
  g_assert_cmpstr (made->hash, ==, hash);
}

/* --- history --- */

static void
test_history (void)
{
  g_autoptr (Desk) desk = desk_new ();
  g_autoptr (StetArticle) article = desk_article (desk, "Harbour reopens", "Boats left.");
  g_autoptr (StetArticle) second = desk_retitle (article, "Harbour closes");
  g_autofree char *hash = stet_article_hash (second, NULL);
  gint64 start_us = stet_clock_now_us (desk->clock);
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GError) error = NULL;
  const StetRevisionRow *row;

  g_assert_true (stet_store_save (desk->store, article, NULL, STET_ORIGIN_IMPORTED, NULL, &error));
  stet_clock_advance (desk->clock, MINUTE_US);
  g_assert_true (stet_store_save (desk->store, second, NULL, STET_ORIGIN_FIXED, NULL, &error));
  rows = stet_store_history (desk->store, stet_article_id (article), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (rows->len, ==, 2);
  row = g_ptr_array_index (rows, 0);
  g_assert_cmpint (row->revision, ==, 2);
  g_assert_cmpint (row->saved_us, ==, start_us + MINUTE_US);
  g_assert_cmpint (row->origin, ==, STET_ORIGIN_FIXED);
  g_assert_cmpstr (row->headline, ==, "Harbour closes");
  g_assert_cmpstr (row->hash, ==, hash);
  row = g_ptr_array_index (rows, 1);
  g_assert_cmpint (row->origin, ==, STET_ORIGIN_IMPORTED);
  g_assert_null (stet_store_load_revision (desk->store, stet_article_id (article), 3, &error));
  g_assert_error (error, STET_STORE_ERROR, STET_STORE_ERROR_NOT_FOUND);
}

static void
test_origin_names (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (StetOrigin origin = STET_ORIGIN_TYPED; origin <= STET_ORIGIN_FIXED; origin++)
    g_assert_true (g_hash_table_add (seen, (char *) stet_origin_name (origin)));
  g_assert_cmpstr (stet_origin_name (STET_ORIGIN_MERGED), ==, "merged");
}

/* Texts that grow, shrink, turn and share only parts, so that every way of keeping a part is used,
 * over more revisions than one whole text spans. */
static StetArticle *
nth_text (StetArticle *article, guint n)
{
  static const char *const pieces[]
      = { "", "a", "aa", "ñandú ", "Boats left at dawn. ", "日本 ", "aaaa" };
  GString *text = g_string_new (NULL);
  g_autofree char *owned = NULL;

  for (guint i = 0; i < n % 11; i++)
    g_string_append (text, pieces[(n * 5 + i * i) % G_N_ELEMENTS (pieces)]);
  g_string_append_printf (text, "%u", n);
  owned = g_string_free (text, FALSE);
  return desk_rewrite (article, owned);
}

static void
test_every_revision_kept (void)
{
  g_autoptr (Desk) desk = desk_new ();
  g_autoptr (StetArticle) article = desk_article (desk, "Harbour reopens", "");

  for (guint n = 1; n <= 65; n++)
    {
      g_autoptr (StetArticle) text = nth_text (article, n);

      desk_save (desk, text);
    }
  /* 1, 21, 41 and 61 whole: no revision needs more than twenty rows. */
  g_assert_cmpint (
      desk_count (desk, "store.db", "SELECT count(*) FROM revision WHERE head_bytes IS NULL"), ==,
      4);
  for (guint n = 1; n <= 65; n++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (StetArticle) expected = nth_text (article, n);
      g_autoptr (StetArticle) found
          = stet_store_load_revision (desk->store, stet_article_id (article), n, &error);

      g_assert_no_error (error);
      g_assert_true (stet_article_equal (found, expected));
    }
}

/* Where beginning and end overlap there is more than one way to part a text. */
static void
test_repeating_texts (void)
{
  static const char *const texts[]
      = { "a", "aa", "aaaa", "aa", "a", "", "abab", "ababab", "ab", "abab", "ñ", "ññ", "ñññ", "ñ" };
  g_autoptr (Desk) desk = desk_new ();
  g_autoptr (StetArticle) article = desk_article (desk, "Harbour reopens", "");

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (StetArticle) text = desk_rewrite (article, texts[i]);

      desk_save (desk, text);
    }
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (StetArticle) expected = desk_rewrite (article, texts[i]);
      g_autoptr (StetArticle) found
          = stet_store_load_revision (desk->store, stet_article_id (article), i + 1, NULL);

      g_assert_true (stet_article_equal (found, expected));
    }
}

/* An hour of typing into a long story must not fill the disk with copies of it. */
static void
test_history_is_small (void)
{
  g_autoptr (Desk) desk = desk_new ();
  g_autofree char *long_text = g_strnfill (20000, 'x');
  g_autoptr (StetArticle) article = desk_article (desk, "Harbour reopens", long_text);
  g_autofree char *path = desk_path (desk, "store.db");
  GStatBuf info;

  for (guint n = 0; n < 200; n++)
    {
      g_autofree char *typed = g_strdup_printf ("%s%u", long_text, n);
      g_autoptr (StetArticle) text = desk_rewrite (article, typed);

      desk_save (desk, text);
    }
  desk_close (desk);
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpint (info.st_size, <, 200 * 20000 / 5);
}

/* A piece that does not fit the text before it is damage, not a text. */
static void
test_damaged_history (void)
{
  static const char *const damages[] = {
    "UPDATE revision SET head_bytes = 1000000 WHERE revision = 2",
    "UPDATE revision SET tail_bytes = -1 WHERE revision = 2",
    "UPDATE revision SET head_bytes = 0, tail_bytes = 0 WHERE revision = 1",
    "UPDATE revision SET part = x'ff' WHERE revision = 2",
  };
  for (guint i = 0; i < G_N_ELEMENTS (damages); i++)
    {
      g_autoptr (Desk) desk = desk_new ();
      g_autoptr (StetArticle) article = desk_article (desk, "Harbour reopens", "Boats left.");
      g_autoptr (StetArticle) second = desk_retitle (article, "Harbour closes");
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", damages[i]);
      desk_save (desk, article);
      desk_save (desk, second);
      desk_damage (desk, damages[i]);
      g_assert_null (stet_store_load_revision (desk->store, stet_article_id (article), 2, &error));
      g_assert_error (error, STET_STORE_ERROR, STET_STORE_ERROR_CORRUPT);
    }
}

/* --- the list --- */

static void
test_list (void)
{
  g_autoptr (Desk) desk = desk_new ();
  g_autoptr (StetArticle) plain = desk_article (desk, "First", "One.");
  g_autoptr (StetArticle) second = desk_article (desk, "Second", "Two.");
  g_autoptr (StetArticle) third = desk_article (desk, "Third", "Three.");
  g_autoptr (StetTerm) section = stet_term_new ("Coast", NULL);
  StetArticleFields fields = *stet_article_fields (plain);
  g_autoptr (StetArticle) first = NULL;
  g_autoptr (GPtrArray) rows = NULL, with_binned = NULL;
  const StetStoryRow *row;

  fields.section = section;
  first = stet_article_new (&fields);
  desk_save (desk, second);
  stet_clock_advance (desk->clock, MINUTE_US);
  desk_save (desk, third);
  stet_clock_advance (desk->clock, MINUTE_US);
  desk_save (desk, first);
  g_assert_true (stet_store_set_binned (desk->store, stet_article_id (third), TRUE, NULL));
  rows = list (desk, FALSE);
  g_assert_cmpuint (rows->len, ==, 2);
  row = g_ptr_array_index (rows, 0);
  g_assert_cmpstr (row->headline, ==, "First");
  g_assert_cmpstr (row->section, ==, "Coast");
  g_assert_cmpstr (row->language, ==, "en");
  g_assert_cmpint (row->state, ==, STET_STATE_DRAFT);
  g_assert_cmpint (row->revision, ==, 1);
  g_assert_cmpint (row->modified_us, ==, stet_clock_now_us (desk->clock));
  g_assert_false (row->live);
  g_assert_false (row->changed);
  g_assert_null (row->site_id);
  g_assert_cmpstr (((StetStoryRow *) g_ptr_array_index (rows, 1))->headline, ==, "Second");
  with_binned = list (desk, TRUE);
  g_assert_cmpuint (with_binned->len, ==, 3);
  g_assert_cmpint (((StetStoryRow *) g_ptr_array_index (with_binned, 1))->state, ==,
                   STET_STATE_BINNED);
}

/* Binned at the site, or here, and taken out again. */
static void
test_binned (void)
{
  g_autoptr (Desk) desk = desk_new ();
  g_autoptr (StetArticle) article = desk_article (desk, "First", "One.");
  const char *id = desk_save (desk, article);
  g_autoptr (StetRemote) remote = remote_at ("site-1");
  g_autoptr (GPtrArray) here = NULL, back = NULL, there = NULL, all = NULL;

  g_assert_true (stet_store_set_binned (desk->store, id, TRUE, NULL));
  here = list (desk, FALSE);
  g_assert_cmpuint (here->len, ==, 0);
  g_assert_true (stet_store_set_binned (desk->store, id, FALSE, NULL));
  back = list (desk, FALSE);
  g_assert_cmpuint (back->len, ==, 1);
  remote->state = STET_STATE_BINNED;
  g_assert_true (stet_store_save_remote (desk->store, id, remote, NULL));
  there = list (desk, FALSE);
  g_assert_cmpuint (there->len, ==, 0);
  all = list (desk, TRUE);
  g_assert_cmpuint (all->len, ==, 1);
}

static StetArticle *
with_id (Desk *desk, const char *id)
{
  g_autoptr (StetArticle) article = desk_article (desk, "A story", "Text.");

  return stet_article_with_ids (article, id, id);
}

static void
test_resolve (void)
{
  static const char *const ids[]
      = { "aaaa1111-0000-4000-8000-000000000001", "aaaa2222-0000-4000-8000-000000000002",
          "bbbb1111-0000-4000-8000-000000000003" };
  static const struct { const char *prefix; int found; int code; const char *why; } rows[] = {
    { "aaaa1111-0000-4000-8000-000000000001", 0, 0, "a whole id" },
    { "aaaa1", 0, 0, "enough to tell" },
    { "BBBB", 2, 0, "capitals are the same" },
    { "aaaa", -1, STET_STORE_ERROR_AMBIGUOUS, "two begin like this" },
    { "bbb", -1, STET_STORE_ERROR_NOT_FOUND, "too short, though there is only one" },
    { "", -1, STET_STORE_ERROR_NOT_FOUND, "nothing" },
    { "cccc", -1, STET_STORE_ERROR_NOT_FOUND, "none begins like this" },
    { "%%%%", -1, STET_STORE_ERROR_NOT_FOUND, "no pattern" },
    { "____", -1, STET_STORE_ERROR_NOT_FOUND, "no pattern either" },
  };
  g_autoptr (Desk) desk = desk_new ();

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_autoptr (StetArticle) article = with_id (desk, ids[i]);

      desk_save (desk, article);
    }
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *id = stet_store_resolve (desk->store, rows[i].prefix, &error);

      g_test_message ("%s", rows[i].why);
      if (rows[i].found < 0)
        g_assert_error (error, STET_STORE_ERROR, rows[i].code);
      else
        g_assert_no_error (error);
      g_assert_cmpstr (id, ==, rows[i].found < 0 ? NULL : ids[rows[i].found]);
      if (rows[i].code == STET_STORE_ERROR_AMBIGUOUS)
        g_assert_nonnull (strstr (error->message, "2 stories"));
    }
}

/* The list reads no text: its time beside that of reading every story whole, in one run. */
static void
test_list_is_light (void)
{
  g_autoptr (Desk) desk = desk_new ();
  g_autofree char *text = g_strnfill (5000, 'x');
  g_autoptr (GPtrArray) rows = NULL;
  gint64 listed_us, loaded_us;

  for (guint i = 0; i < 300; i++)
    {
      g_autoptr (StetArticle) article = desk_article (desk, "A story", text);

      desk_save (desk, article);
    }
  listed_us = g_get_monotonic_time ();
  rows = list (desk, FALSE);
  listed_us = g_get_monotonic_time () - listed_us;
  g_assert_cmpuint (rows->len, ==, 300);
  loaded_us = g_get_monotonic_time ();
  for (guint i = 0; i < rows->len; i++)
    {
      g_autoptr (StetStory) story = load (desk, ((StetStoryRow *) g_ptr_array_index (rows, i))->id);
    }
  loaded_us = g_get_monotonic_time () - loaded_us;
  g_test_message ("listed in %" G_GINT64_FORMAT " us, loaded in %" G_GINT64_FORMAT " us", listed_us,
                  loaded_us);
  g_assert_cmpint (listed_us * 2, <, loaded_us);
}

int
main (int argc, char **argv)
{
  stet_test_init (&argc, &argv);
  g_test_add_func ("/store/stories/round-trip", test_round_trip);
  g_test_add_func ("/store/stories/unchanged", test_unchanged_makes_no_revision);
  g_test_add_func ("/store/stories/public-custom", test_public_custom_changes_hash);
  g_test_add_func ("/store/stories/not-found", test_not_found);
  g_test_add_func ("/store/stories/review", test_review);
  g_test_add_func ("/store/stories/damaged-rows", test_damaged_rows);
  g_test_add_func ("/store/stories/remote", test_remote);
  g_test_add_func ("/store/stories/remote-found", test_remote_found);
  g_test_add_func ("/store/stories/bound-for-life", test_bound_for_life);
  g_test_add_func ("/store/stories/save-all", test_save_all);
  g_test_add_func ("/store/stories/save-all-hash", test_save_all_hash);
  g_test_add_func ("/store/stories/history", test_history);
  g_test_add_func ("/store/stories/origin-names", test_origin_names);
  g_test_add_func ("/store/stories/every-revision-kept", test_every_revision_kept);
  g_test_add_func ("/store/stories/repeating-texts", test_repeating_texts);
  g_test_add_func ("/store/stories/history-is-small", test_history_is_small);
  g_test_add_func ("/store/stories/damaged-history", test_damaged_history);
  g_test_add_func ("/store/stories/list", test_list);
  g_test_add_func ("/store/stories/binned", test_binned);
  g_test_add_func ("/store/stories/resolve", test_resolve);
  g_test_add_func ("/store/stories/list-is-light", test_list_is_light);
  return g_test_run ();
}
