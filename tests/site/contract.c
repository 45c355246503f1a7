/* The publishing API's contract: people, stories and their guards. */
#include "config.h"

#include "contract.h"

#include "article/json.h"
#include "base/file.h"
#include "base/random.h"
#include "contract-desk.h"
#include "contract-parts.h"

static void
test_people (gconstpointer data)
{
  g_autoptr (Desk) desk = desk_new (data);
  g_autoptr (StetSite) stranger = desk->contract->open (CONTRACT_STRANGER, desk->contract->data);
  g_autoptr (GError) error = NULL;
  g_autoptr (StetSiteInfo) info = call_get_info (desk->reporter, &error);
  g_autoptr (StetSiteUser) reporter = NULL;
  g_autoptr (StetSiteUser) editor = NULL;
  static const struct { const char *can; gboolean reporter; } rights[] = {
    { "draft", TRUE },    { "submit", TRUE },   { "upload", TRUE },      { "edit_others", FALSE },
    { "approve", FALSE }, { "publish", FALSE }, { "unpublish", FALSE },
  };

  g_assert_no_error (error);
  g_assert_cmpstr (info->site_id, !=, "");
  g_assert_nonnull (info->zone);
  reporter = call_get_me (desk->reporter, &error);
  g_assert_no_error (error);
  editor = call_get_me (desk->editor, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (reporter->id, !=, editor->id);
  for (guint i = 0; i < G_N_ELEMENTS (rights); i++)
    {
      g_test_message ("%s", rights[i].can);
      if (desk->uploader == desk->editor && g_str_equal (rights[i].can, "upload"))
        g_test_message ("this site takes no pictures from reporters");
      else
        g_assert_cmpint (stet_site_user_can (reporter, rights[i].can), ==, rights[i].reporter);
      g_assert_true (stet_site_user_can (editor, rights[i].can));
    }
  g_assert_null (call_get_me (stranger, &error));
  g_assert_error (error, STET_SITE_ERROR, STET_SITE_ERROR_AUTH);
}

static void
test_discover (gconstpointer data)
{
  const Contract *contract = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *itself = NULL;
  g_autofree char *api = NULL;

  if (contract->mapped)
    {
      g_test_skip ("a mapping says what is at the address");
      return;
    }
  itself = call_discover (contract->api, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (itself, ==, contract->api);
  if (contract->front == NULL)
    {
      g_test_skip ("no front page was given");
      return;
    }
  api = call_discover (contract->front, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (api, ==, contract->api);
}

/* A story comes back as it went out, and a second creation is never a second story. */
static void
test_create (gconstpointer data)
{
  g_autoptr (Desk) desk = desk_new (data);
  g_autoptr (StetArticle) story = new_story ("The first ferry leaves at six.");
  g_autoptr (StetArticle) rival = with_text (story, "Something else.");
  g_autofree char *key = new_key (), *other_key = new_key (), *hash = hash_of (story),
                  *got_hash = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (StetSiteArticle) made = call_put_article (desk->reporter, story, NULL, key, &error);
  g_autoptr (StetSiteArticle) again = NULL;
  g_autoptr (StetSiteArticle) got = NULL;

  g_assert_no_error (error);
  g_assert_cmpint (made->state, ==, STET_STATE_DRAFT);
  g_assert_null (made->live_hash);
  g_assert_cmpint (made->published_us, ==, 0);
  /* the same key: the stored answer */
  again = call_put_article (desk->reporter, story, NULL, key, &error);
  if ((desk->lacks & STET_SITE_LACKS_KEYS) != 0)
    {
      g_assert_error (error, STET_SITE_ERROR, STET_SITE_ERROR_STALE);
      g_clear_error (&error);
    }
  else
    {
      g_assert_no_error (error);
      g_assert_cmpstr (again->version, ==, made->version);
    }
  g_assert_null (call_put_article (desk->reporter, rival, NULL, other_key, &error));
  g_assert_error (error, STET_SITE_ERROR, STET_SITE_ERROR_STALE);
  g_clear_error (&error);
  /* the same key, another body */
  g_assert_null (call_put_article (desk->reporter, rival, NULL, key, &error));
  g_assert_nonnull (error);
  g_assert_cmpint (error->code, ==,
                   (desk->lacks & STET_SITE_LACKS_KEYS) != 0 ? STET_SITE_ERROR_STALE
                                                             : STET_SITE_ERROR_INVALID);
  g_clear_error (&error);
  got = call_get_article (desk->editor, stet_article_id (story), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (got->version, ==, made->version);
  got_hash = hash_of (got->article);
  g_assert_cmpstr (got_hash, ==, hash);
  g_assert_true (stet_article_equal (got->article, story));
}

static void
test_update (gconstpointer data)
{
  g_autoptr (Desk) desk = desk_new (data);
  g_autoptr (StetArticle) story = new_story ("One.");
  g_autoptr (StetArticle) second = with_text (story, "Two.");
  g_autoptr (StetArticle) third = with_text (story, "Three.");
  g_autoptr (StetSiteArticle) made = desk_create (desk->reporter, story);
  g_autofree char *key = new_key (), *hash = hash_of (second), *got_hash = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (StetSiteArticle) changed
      = call_put_article (desk->reporter, second, made->version, key, &error);
  g_autoptr (StetSiteArticle) replayed = NULL;
  g_autoptr (StetSiteArticle) got = NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (changed->version, !=, made->version);
  replayed = call_put_article (desk->reporter, second, made->version, key, &error);
  if ((desk->lacks & STET_SITE_LACKS_KEYS) != 0)
    {
      g_assert_error (error, STET_SITE_ERROR, STET_SITE_ERROR_STALE);
      g_clear_error (&error);
    }
  else
    {
      g_assert_no_error (error);
      g_assert_cmpstr (replayed->version, ==, changed->version);
    }
  g_assert_null (call_put_article (desk->editor, third, made->version, NULL, &error));
  g_assert_error (error, STET_SITE_ERROR, STET_SITE_ERROR_STALE);
  g_clear_error (&error);
  got = call_get_article (desk->reporter, stet_article_id (story), &error);
  g_assert_no_error (error);
  got_hash = hash_of (got->article);
  g_assert_cmpstr (got_hash, ==, hash);
}

static void
test_missing (gconstpointer data)
{
  g_autoptr (Desk) desk = desk_new (data);
  g_autoptr (StetArticle) story = new_story ("Nowhere.");
  StetSiteTransition wish = { .to = STET_STATE_SUBMITTED, .version = "\"none\"", .key = "k" };
  g_autoptr (StetReview) review = stet_review_new ();
  GError *errors[4] = { NULL };

  g_assert_null (call_get_article (desk->editor, stet_article_id (story), &errors[0]));
  g_assert_null (call_put_article (desk->editor, story, "\"none\"", NULL, &errors[1]));
  g_assert_null (call_transition (desk->editor, stet_article_id (story), &wish, &errors[2]));
  g_assert_null (call_add_review (desk->editor, stet_article_id (story), review, NULL, &errors[3]));
  for (guint i = 0; i < G_N_ELEMENTS (errors); i++)
    {
      g_test_message ("request %u", i);
      g_assert_error (errors[i], STET_SITE_ERROR, STET_SITE_ERROR_NOT_FOUND);
      g_clear_error (&errors[i]);
    }
}

/* A binned story is told from one that never was. */
static void
test_binned (gconstpointer data)
{
  g_autoptr (Desk) desk = desk_new (data);
  g_autoptr (StetArticle) story = new_story ("Away with it.");
  g_autoptr (StetSiteArticle) binned = desk_bring (desk, story, STET_STATE_BINNED);
  g_autoptr (GError) error = NULL;

  g_assert_null (call_get_article (desk->editor, stet_article_id (story), &error));
  g_assert_error (error, STET_SITE_ERROR, STET_SITE_ERROR_GONE);
  g_clear_error (&error);
  g_assert_null (call_put_article (desk->editor, story, NULL, NULL, &error));
  g_assert_nonnull (error); /* not born again by an old outbox */
  g_assert_true (error->code == STET_SITE_ERROR_GONE || error->code == STET_SITE_ERROR_STALE);
}

/* Out of the bin the way leads to draft, with the same text, for who may edit others' stories. */
static void
test_restored (gconstpointer data)
{
  g_autoptr (Desk) desk = desk_new (data);
  g_autoptr (StetArticle) story = new_story ("Back with it.");
  g_autoptr (StetSiteArticle) binned = desk_bring (desk, story, STET_STATE_BINNED);
  g_autofree char *key = stet_uuid_new (stet_random_system ()); /* a site may be used twice */
  StetSiteTransition wish
      = { .to = STET_STATE_DRAFT, .version = STET_SITE_VERSION_ANY, .key = key };
  g_autoptr (StetSiteArticle) out = NULL, there = NULL, submitted = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *hash = stet_article_hash (story, NULL);
  g_autofree char *got_hash = NULL;

  out = call_transition (desk->editor, stet_article_id (story), &wish, &error);
  if (g_error_matches (error, STET_SITE_ERROR, STET_SITE_ERROR_UNSUPPORTED) ||
      g_error_matches (error, STET_SITE_ERROR, STET_SITE_ERROR_GONE))
    {
      g_test_skip ("this site has no way out of its bin");
      return;
    }
  g_assert_no_error (error);
  g_assert_cmpint (out->state, ==, STET_STATE_DRAFT);
  there = call_get_article (desk->editor, stet_article_id (story), &error);
  g_assert_no_error (error);
  got_hash = stet_article_hash (there->article, NULL);
  g_assert_cmpstr (got_hash, ==, hash);
  g_assert_cmpint (there->state, ==, STET_STATE_DRAFT);
  wish.key = "restored-twice";
  /* it is not in the bin */
  g_assert_null (call_transition (desk->editor, stet_article_id (story), &wish, &error));
  g_assert_error (error, STET_SITE_ERROR, STET_SITE_ERROR_STATE);
  g_clear_error (&error);
  /* and goes on as any other */
  submitted = desk_move (desk->editor, there, story, STET_STATE_SUBMITTED, &error);
  g_assert_no_error (error);
  stet_site_article_free (desk_move (desk->editor, submitted, story, STET_STATE_BINNED, &error));
  g_assert_no_error (error);
  wish.key = "not-mine";
  g_assert_null (call_transition (desk->reporter, stet_article_id (story), &wish, &error));
  g_assert_error (error, STET_SITE_ERROR, STET_SITE_ERROR_FORBIDDEN);
}

/* Who may not is answered 403, whatever the state. */
static void
test_rights (gconstpointer data)
{
  static const StetState refused[]
      = { STET_STATE_RETURNED,  STET_STATE_APPROVED,    STET_STATE_SCHEDULED,
          STET_STATE_PUBLISHED, STET_STATE_UNPUBLISHED, STET_STATE_BINNED };
  g_autoptr (Desk) desk = desk_new (data);
  g_autoptr (StetArticle) story = new_story ("Mine.");
  g_autoptr (StetArticle) theirs = new_story ("Not mine.");
  g_autoptr (StetArticle) changed = with_text (theirs, "Not mine, but changed.");
  g_autoptr (StetSiteArticle) mine = desk_bring (desk, story, STET_STATE_SUBMITTED);
  g_autoptr (StetSiteArticle) other = desk_create (desk->editor, theirs);
  g_autoptr (StetSiteArticle) same = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_test_message ("%s", stet_state_name (refused[i]));
      g_assert_null (desk_move (desk->reporter, mine, story, refused[i], &error));
      g_assert_error (error, STET_SITE_ERROR, STET_SITE_ERROR_FORBIDDEN);
      g_clear_error (&error);
    }
  g_assert_null (call_put_article (desk->reporter, changed, other->version, NULL, &error));
  g_assert_error (error, STET_SITE_ERROR, STET_SITE_ERROR_FORBIDDEN);
  g_clear_error (&error);
  g_assert_null (desk_move (desk->reporter, other, theirs, STET_STATE_SUBMITTED, &error));
  g_assert_error (error, STET_SITE_ERROR, STET_SITE_ERROR_FORBIDDEN);
  g_clear_error (&error);
  same = call_get_article (desk->editor, stet_article_id (story), &error);
  g_assert_no_error (error);
  g_assert_cmpint (same->state, ==, STET_STATE_SUBMITTED);
  g_assert_cmpstr (same->version, ==, mine->version); /* nothing of all that left a trace */
}

void
contract_add_tests (const Contract *contract)
{
  g_test_add_data_func ("/contract/people", contract, test_people);
  g_test_add_data_func ("/contract/discover", contract, test_discover);
  g_test_add_data_func ("/contract/create", contract, test_create);
  g_test_add_data_func ("/contract/update", contract, test_update);
  g_test_add_data_func ("/contract/missing", contract, test_missing);
  g_test_add_data_func ("/contract/binned", contract, test_binned);
  g_test_add_data_func ("/contract/restored", contract, test_restored);
  g_test_add_data_func ("/contract/rights", contract, test_rights);
  contract_add_flow_tests (contract);
  contract_add_store_tests (contract);
}
