/* Calls that wait. */
#include "config.h"

#include "calls.h"

#include "support.h"

/* A site drops a cancelled request's connection in an idle; let it. */
static GAsyncResult *
wait_for (GAsyncResult **result)
{
  GAsyncResult *got = stet_test_wait_result (result);

  while (g_main_context_iteration (NULL, FALSE))
    ;
  return got;
}

StetSiteInfo *
call_get_info (StetSite *site, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  stet_site_get_info (site, NULL, stet_test_result_cb, &result);
  return stet_site_get_info_finish (site, wait_for (&result), error);
}

StetSiteUser *
call_get_me (StetSite *site, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  stet_site_get_me (site, NULL, stet_test_result_cb, &result);
  return stet_site_get_me_finish (site, wait_for (&result), error);
}

StetSiteArticle *
call_get_article (StetSite *site, const char *id, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  stet_site_get_article (site, id, NULL, stet_test_result_cb, &result);
  return stet_site_get_article_finish (site, wait_for (&result), error);
}

StetSiteArticle *
call_put_article (StetSite *site, StetArticle *article, const char *version, const char *key,
                  GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  stet_site_put_article (site, article, version, key, NULL, stet_test_result_cb, &result);
  return stet_site_put_article_finish (site, wait_for (&result), error);
}

StetSiteArticle *
call_transition (StetSite *site, const char *id, const StetSiteTransition *wish, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  stet_site_transition (site, id, wish, NULL, stet_test_result_cb, &result);
  return stet_site_transition_finish (site, wait_for (&result), error);
}

StetSiteArticle *
call_add_review (StetSite *site, const char *id, const StetReview *review, const char *key,
                 GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  stet_site_add_review (site, id, review, key, NULL, stet_test_result_cb, &result);
  return stet_site_add_review_finish (site, wait_for (&result), error);
}

gboolean
call_has_media (StetSite *site, const char *sha256, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  stet_site_has_media (site, sha256, NULL, stet_test_result_cb, &result);
  return stet_site_has_media_finish (site, wait_for (&result), error);
}

GBytes *
call_get_media (StetSite *site, const char *sha256, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  stet_site_get_media (site, sha256, NULL, stet_test_result_cb, &result);
  return stet_site_get_media_finish (site, wait_for (&result), error);
}

gboolean
call_put_media (StetSite *site, const char *sha256, GBytes *picture, const char *mime,
                GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  StetSitePicture sent = { .sha256 = sha256, .bytes = picture, .mime = mime };

  stet_site_put_media (site, &sent, NULL, stet_test_result_cb, &result);
  return stet_site_put_media_finish (site, wait_for (&result), error);
}

GPtrArray *
call_list_terms (StetSite *site, const char *kind, const char *search, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  stet_site_list_terms (site, kind, search, NULL, stet_test_result_cb, &result);
  return stet_site_list_terms_finish (site, wait_for (&result), error);
}

StetTerm *
call_add_term (StetSite *site, const char *kind, const char *label, const char *key, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  stet_site_add_term (site, kind, label, key, NULL, stet_test_result_cb, &result);
  return stet_site_add_term_finish (site, wait_for (&result), error);
}

GPtrArray *
call_list_authors (StetSite *site, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  stet_site_list_authors (site, NULL, stet_test_result_cb, &result);
  return stet_site_list_authors_finish (site, wait_for (&result), error);
}

GPtrArray *
call_list_changes (StetSite *site, const char *cursor, char **next, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (StetSiteChanges) page = NULL;

  stet_site_list_changes (site, cursor, NULL, stet_test_result_cb, &result);
  page = stet_site_list_changes_finish (site, wait_for (&result), error);
  if (page == NULL)
    return NULL;
  if (next != NULL)
    *next = g_steal_pointer (&page->cursor);
  return g_steal_pointer (&page->changes);
}

char *
call_discover (const char *url, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  g_autoptr (StetSiteFound) found = NULL;

  stet_site_discover (url, NULL, stet_test_result_cb, &result);
  found = stet_site_discover_finish (wait_for (&result), error);
  return found != NULL ? g_steal_pointer (&found->api) : NULL;
}

char *
call_fetch_page (const char *url, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  stet_site_fetch_page (url, NULL, stet_test_result_cb, &result);
  return stet_site_fetch_page_finish (wait_for (&result), NULL, error);
}

StetArticle *
sample_article (const char *id, const char *headline, const char *text)
{
  g_autofree char *block_id = stet_uuid_v5 (id, "block");
  g_autoptr (StetProse) headline_prose = stet_prose_new (headline, NULL, 0);
  g_autoptr (StetProse) text_prose = stet_prose_new (text, NULL, 0);
  g_autoptr (GPtrArray) body = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_block_unref);
  StetArticleFields fields
      = { .id = id, .story = id, .language = "en", .headline = headline_prose, .body = body };

  g_ptr_array_add (body, stet_block_paragraph (block_id, text_prose));
  return stet_article_new (&fields);
}
