/* What the contract's tests share. */
#include "config.h"

#include "contract-desk.h"

#include "article/json.h"
#include "base/clock.h"
#include "base/random.h"

Desk *
desk_new (const Contract *contract)
{
  Desk *desk = g_new0 (Desk, 1);
  g_autoptr (StetSiteUser) me = NULL;
  g_autoptr (GError) error = NULL;

  desk->contract = contract;
  desk->reporter = contract->open (CONTRACT_REPORTER, contract->data);
  desk->editor = contract->open (CONTRACT_EDITOR, contract->data);
  me = call_get_me (desk->reporter, &error);
  g_assert_no_error (error);
  desk->lacks = stet_site_lacks (desk->reporter);
  desk->uploader = stet_site_user_can (me, "upload") ? desk->reporter : desk->editor;
  return desk;
}

gboolean
desk_skips (const Desk *desk, StetSiteLacks what, const char *why)
{
  if ((desk->lacks & what) == 0)
    return FALSE;
  g_test_skip (why);
  return TRUE;
}

void
desk_free (Desk *desk)
{
  g_object_unref (desk->reporter);
  g_object_unref (desk->editor);
  g_free (desk);
}

char *
new_key (void)
{
  return stet_uuid_new (stet_random_system ());
}

StetArticle *
new_story (const char *text)
{
  g_autofree char *id = stet_uuid_new (stet_random_system ());

  return sample_article (id, "A harbour wakes", text);
}

StetArticle *
with_text (StetArticle *story, const char *text)
{
  return sample_article (stet_article_id (story), "A harbour wakes", text);
}

char *
hash_of (StetArticle *story)
{
  return stet_article_hash (story, NULL);
}

gint64
desk_later_us (void)
{
  return (stet_clock_now_us (stet_clock_system ()) / G_USEC_PER_SEC + 3600) * G_USEC_PER_SEC;
}

StetSiteArticle *
desk_create (StetSite *site, StetArticle *story)
{
  g_autofree char *key = new_key ();
  g_autoptr (GError) error = NULL;
  StetSiteArticle *got = call_put_article (site, story, NULL, key, &error);

  g_assert_no_error (error);
  return got;
}

StetSiteArticle *
desk_move (StetSite *site, const StetSiteArticle *at, StetArticle *story, StetState to,
           GError **error)
{
  g_autofree char *key = new_key ();
  g_autofree char *hash = hash_of (story);
  gboolean bound
      = to == STET_STATE_APPROVED || to == STET_STATE_SCHEDULED || to == STET_STATE_PUBLISHED;
  StetSiteTransition wish = { .to = to,
                              .hash = bound ? hash : NULL,
                              .at_us = to == STET_STATE_SCHEDULED ? desk_later_us () : 0,
                              .version = at->version,
                              .key = key };

  return call_transition (site, stet_article_id (story), &wish, error);
}

StetSiteArticle *
desk_bring (Desk *desk, StetArticle *story, StetState state)
{
  static const StetState ways[STET_STATES][4] = {
    [STET_STATE_DRAFT] = { STET_STATE_DRAFT },
    [STET_STATE_SUBMITTED] = { STET_STATE_SUBMITTED },
    [STET_STATE_RETURNED] = { STET_STATE_SUBMITTED, STET_STATE_RETURNED },
    [STET_STATE_APPROVED] = { STET_STATE_SUBMITTED, STET_STATE_APPROVED },
    [STET_STATE_SCHEDULED] = { STET_STATE_SUBMITTED, STET_STATE_APPROVED, STET_STATE_SCHEDULED },
    [STET_STATE_PUBLISHED] = { STET_STATE_SUBMITTED, STET_STATE_APPROVED, STET_STATE_PUBLISHED },
    [STET_STATE_UNPUBLISHED] = { STET_STATE_SUBMITTED, STET_STATE_APPROVED, STET_STATE_PUBLISHED,
                                 STET_STATE_UNPUBLISHED },
    [STET_STATE_BINNED] = { STET_STATE_SUBMITTED, STET_STATE_BINNED },
  };
  StetSiteArticle *at = desk_create (desk->reporter, story);

  for (guint i = 0; i < G_N_ELEMENTS (ways[state]) && ways[state][i] != STET_STATE_DRAFT; i++)
    {
      StetSite *who = ways[state][i] == STET_STATE_SUBMITTED ? desk->reporter : desk->editor;
      g_autoptr (GError) error = NULL;
      StetSiteArticle *next = desk_move (who, at, story, ways[state][i], &error);

      g_assert_no_error (error);
      stet_site_article_free (at);
      at = next;
    }
  g_assert_cmpint (at->state, ==, state);
  return at;
}
