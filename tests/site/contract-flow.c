/* The publishing API's contract: states, approvals and live pages. */
#include "config.h"

#include "contract-desk.h"
#include "contract-parts.h"

#include <string.h>

/* Every pair of states, as the table of the contracts says. */
static void
test_table (gconstpointer data)
{
  g_autoptr (Desk) desk = desk_new (data);

  for (StetState from = STET_STATE_DRAFT; from < STET_STATE_BINNED; from++)
    {
      g_autoptr (StetArticle) story = new_story ("On its way.");
      g_autoptr (StetSiteArticle) at = desk_bring (desk, story, from);

      for (StetState to = STET_STATE_SUBMITTED; to <= STET_STATE_BINNED; to++)
        {
          g_autoptr (GError) error = NULL;
          g_autoptr (StetSiteArticle) next = desk_move (desk->editor, at, story, to, &error);

          g_test_message ("%s to %s", stet_state_name (from), stet_state_name (to));
          if (from == STET_STATE_PUBLISHED && to == STET_STATE_SUBMITTED
              && (desk->lacks & STET_SITE_LACKS_WORKING) != 0)
            {
              g_assert_error (error, STET_SITE_ERROR, STET_SITE_ERROR_UNSUPPORTED);
              continue;
            }
          if (!stet_state_may_follow (from, to))
            {
              g_assert_error (error, STET_SITE_ERROR, STET_SITE_ERROR_STATE);
              continue;
            }
          g_assert_no_error (error);
          g_assert_cmpint (next->state, ==, to);
          g_assert_cmpstr (next->version, !=, at->version);
          /* the next pair needs a story that is still there */
          g_clear_pointer (&story, stet_article_unref);
          g_clear_pointer (&at, stet_site_article_free);
          story = new_story ("On its way.");
          at = desk_bring (desk, story, from);
        }
    }
}

static void
test_replay (gconstpointer data)
{
  g_autoptr (Desk) desk = desk_new (data);
  g_autoptr (StetArticle) story = new_story ("Once.");
  g_autoptr (StetSiteArticle) made = desk_create (desk->reporter, story);
  g_autofree char *key = new_key ();
  StetSiteTransition wish = { .to = STET_STATE_SUBMITTED, .version = made->version, .key = key };
  StetSiteTransition other
      = { .to = STET_STATE_SUBMITTED, .version = made->version, .key = key, .reason = "Again" };
  g_autoptr (GError) error = NULL;
  g_autoptr (StetSiteArticle) first
      = call_transition (desk->reporter, stet_article_id (story), &wish, &error);
  g_autoptr (StetSiteArticle) second = NULL;

  g_assert_no_error (error);
  if (desk_skips (desk, STET_SITE_LACKS_KEYS, "this site knows no Idempotency-Key"))
    return;
  second = call_transition (desk->reporter, stet_article_id (story), &wish, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (second->version, ==, first->version);
  g_assert_cmpint (second->state, ==, STET_STATE_SUBMITTED);
  g_assert_null (call_transition (desk->reporter, stet_article_id (story), &other, &error));
  g_assert_error (error, STET_SITE_ERROR, STET_SITE_ERROR_INVALID);
}

/* An approval is of a text and of a version. */
static void
test_guards (gconstpointer data)
{
  g_autoptr (Desk) desk = desk_new (data);
  g_autoptr (StetArticle) story = new_story ("As it was read.");
  g_autoptr (StetArticle) other = with_text (story, "As it was not.");
  g_autoptr (StetSiteArticle) at = desk_bring (desk, story, STET_STATE_SUBMITTED);
  g_autoptr (StetSiteArticle) changed = NULL;
  static const StetState bound[]
      = { STET_STATE_APPROVED, STET_STATE_SCHEDULED, STET_STATE_PUBLISHED };
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (bound); i++)
    {
      g_autofree char *key = new_key ();
      StetSiteTransition blind
          = { .to = bound[i], .version = at->version, .key = key, .at_us = desk_later_us () };

      g_assert_null (call_transition (desk->editor, stet_article_id (story), &blind, &error));
      g_assert_error (error, STET_SITE_ERROR, STET_SITE_ERROR_INVALID); /* no hash */
      g_clear_error (&error);
    }
  g_assert_null (desk_move (desk->editor, at, other, STET_STATE_APPROVED, &error));
  g_assert_error (error, STET_SITE_ERROR, STET_SITE_ERROR_STALE); /* another hash */
  g_clear_error (&error);
  changed = call_put_article (desk->reporter, other, at->version, NULL, &error);
  g_assert_no_error (error);
  g_assert_null (desk_move (desk->editor, at, other, STET_STATE_APPROVED, &error));
  g_assert_error (error, STET_SITE_ERROR, STET_SITE_ERROR_STALE); /* an old version */
}

/* A change of text takes the approval with it, and the date. */
static void
test_change_after_approval (gconstpointer data)
{
  static const StetState states[] = { STET_STATE_APPROVED, STET_STATE_SCHEDULED };
  g_autoptr (Desk) desk = desk_new (data);

  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    {
      g_autoptr (StetArticle) story = new_story ("Approved.");
      g_autoptr (StetArticle) other = with_text (story, "Approved, then changed.");
      g_autoptr (StetSiteArticle) at = desk_bring (desk, story, states[i]);
      g_autoptr (GError) error = NULL;
      g_autoptr (StetSiteArticle) changed
          = call_put_article (desk->editor, other, at->version, NULL, &error);

      g_assert_no_error (error);
      g_assert_cmpint (changed->state, ==, STET_STATE_SUBMITTED);
      g_assert_cmpint (changed->scheduled_us, ==, 0);
      g_assert_null (desk_move (desk->editor, changed, other, STET_STATE_PUBLISHED, &error));
      g_assert_error (error, STET_SITE_ERROR, STET_SITE_ERROR_STATE);
    }
}

static void
test_schedule (gconstpointer data)
{
  g_autoptr (Desk) desk = desk_new (data);
  g_autoptr (StetArticle) story = new_story ("Tomorrow.");
  g_autoptr (StetSiteArticle) approved = desk_bring (desk, story, STET_STATE_APPROVED);
  g_autofree char *key = new_key (), *hash = hash_of (story);
  StetSiteTransition wish = { .to = STET_STATE_SCHEDULED, .hash = hash, .at_us = desk_later_us (),
                              .version = approved->version, .key = key };
  g_autoptr (GError) error = NULL;
  g_autoptr (StetSiteArticle) scheduled
      = call_transition (desk->editor, stet_article_id (story), &wish, &error);
  g_autoptr (StetSiteArticle) back = NULL;

  g_assert_no_error (error);
  g_assert_cmpint (scheduled->scheduled_us, ==, wish.at_us);
  g_assert_null (scheduled->live_hash);
  back = desk_move (desk->editor, scheduled, story, STET_STATE_APPROVED, &error);
  g_assert_no_error (error);
  g_assert_cmpint (back->scheduled_us, ==, 0);
}

static void
assert_page (const char *url, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *page = call_fetch_page (url, &error);

  g_assert_no_error (error);
  g_assert_nonnull (strstr (page, text));
}

static void
assert_no_page (const char *url)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (call_fetch_page (url, &error));
  g_assert_nonnull (error);
  g_assert_true (error->code == STET_SITE_ERROR_NOT_FOUND || error->code == STET_SITE_ERROR_GONE);
}

/* The page stays up while the story is worked on, and is replaced in place. */
static void
test_live (gconstpointer data)
{
  g_autoptr (Desk) desk = desk_new (data);
  g_autoptr (StetArticle) story = new_story ("Readers see this.");
  g_autoptr (StetArticle) second = with_text (story, "Readers will see that.");
  g_autofree char *hash = hash_of (story), *second_hash = hash_of (second);
  g_autoptr (StetSiteArticle) live = desk_bring (desk, story, STET_STATE_PUBLISHED);
  g_autoptr (GError) error = NULL;
  g_autoptr (StetSiteArticle) working = NULL, submitted = NULL, approved = NULL, again = NULL,
                              down = NULL;

  g_assert_cmpstr (live->live_hash, ==, hash);
  g_assert_cmpint (live->published_us, >, 0);
  g_assert_nonnull (live->url);
  assert_page (live->url, "Readers see this.");
  if ((desk->lacks & STET_SITE_LACKS_WORKING) != 0)
    {
      /* The change goes live at once, at the same address. */
      again = call_put_article (desk->editor, second, live->version, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (again->live_hash, ==, second_hash);
      g_assert_cmpstr (again->url, ==, live->url);
      assert_page (live->url, "Readers will see that.");
      down = desk_move (desk->editor, again, second, STET_STATE_UNPUBLISHED, &error);
      g_assert_no_error (error);
      g_assert_null (down->live_hash);
      assert_no_page (live->url);
      return;
    }

  working = call_put_article (desk->editor, second, live->version, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (working->live_hash, ==, hash);
  assert_page (live->url, "Readers see this.");
  submitted = desk_move (desk->editor, working, second, STET_STATE_SUBMITTED, &error);
  g_assert_no_error (error);
  approved = desk_move (desk->editor, submitted, second, STET_STATE_APPROVED, &error);
  g_assert_no_error (error);
  again = desk_move (desk->editor, approved, second, STET_STATE_PUBLISHED, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (again->live_hash, ==, second_hash);
  g_assert_cmpstr (again->url, ==, live->url);
  g_assert_cmpint (again->published_us, ==, live->published_us);
  assert_page (live->url, "Readers will see that.");

  down = desk_move (desk->editor, again, second, STET_STATE_UNPUBLISHED, &error);
  g_assert_no_error (error);
  g_assert_null (down->live_hash);
  assert_no_page (live->url);
}

void
contract_add_flow_tests (const Contract *contract)
{
  g_test_add_data_func ("/contract/states/table", contract, test_table);
  g_test_add_data_func ("/contract/states/replay", contract, test_replay);
  g_test_add_data_func ("/contract/states/guards", contract, test_guards);
  g_test_add_data_func ("/contract/states/change-after-approval", contract,
                        test_change_after_approval);
  g_test_add_data_func ("/contract/states/schedule", contract, test_schedule);
  g_test_add_data_func ("/contract/states/live", contract, test_live);
}
