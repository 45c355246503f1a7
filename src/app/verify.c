/* The public page of a story, fetched and compared. Layer: app. Blocks. */
#include "config.h"

#include "app/verify.h"

#include "app/workspace-private.h"
#include "site/publishing-site.h"

#include <glib/gi18n.h>
#include <string.h>

typedef struct
{
  StetWorkspace *ws;
  const char    *url;       /* to fetch */
  char          *final_url; /* (owned) (nullable) */
  const char    *id, *hash; /* of the version that is live */
} Call;

void
stet_verification_free (StetVerification *verification)
{
  if (verification == NULL)
    return;
  g_free (verification->url);
  g_clear_pointer (&verification->differences, g_ptr_array_unref);
  g_free (verification);
}

/* --- the page --- */

typedef struct
{
  GAsyncResult *result; /* (owned) (nullable) */
} Wait;

static void
wait_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  ((Wait *) data)->result = g_object_ref (result);
}

static gpointer
fetch_thread (gpointer data, GCancellable *cancellable, GError **error)
{
  Call *call = data;
  g_autoptr (GMainContext) context = g_main_context_new ();
  Wait wait = { NULL };
  char *html;

  g_main_context_push_thread_default (context);
  stet_site_fetch_page (call->url, cancellable, wait_cb, &wait);
  while (wait.result == NULL)
    g_main_context_iteration (context, TRUE);
  html = stet_site_fetch_page_finish (wait.result, &call->final_url, error);
  g_object_unref (wait.result);
  while (g_main_context_iteration (context, FALSE)) /* the session's last sources */
    ;
  g_main_context_pop_thread_default (context);
  return html;
}

/* --- the version that went live --- */

static gpointer
live_thread (gpointer data, GCancellable *cancellable, GError **error)
{
  Call *call = data;
  g_autoptr (GPtrArray) rows = stet_store_history (call->ws->store, call->id, error);

  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      const StetRevisionRow *row = g_ptr_array_index (rows, i);

      if (g_strcmp0 (row->hash, call->hash) == 0)
        return stet_store_load_revision (call->ws->store, call->id, row->revision, error);
    }
  return NULL;
}

/* Returns: (owned). */
static StetArticle *
live_article (StetWorkspace *ws, const StetStory *story, gboolean *working)
{
  Call call
      = { .ws = ws, .id = stet_article_id (story->article), .hash = story->remote->live_hash };
  StetArticle *article;

  *working = FALSE;
  if (g_strcmp0 (story->hash, call.hash) == 0)
    return stet_article_ref (story->article);
  article = stet_worker_call (ws->store_worker, live_thread, &call, NULL, NULL);
  if (article != NULL)
    return article;
  *working = TRUE;
  return stet_article_ref (story->article);
}

/* A stock WordPress writes no structured data, and some of its themes no canonical link. */
static gboolean
writes_data (StetWorkspace *ws, const StetStory *story)
{
  g_autoptr (StetAccount) account = stet_workspace_account_for (ws, story, NULL, NULL, NULL);

  return account == NULL || g_strcmp0 (account->kind, "wordpress") != 0
         || !stet_account_lacks (account, "if_match");
}

StetVerification *
stet_workspace_verify (StetWorkspace *ws, const char *id, GCancellable *cancellable, GError **error)
{
  g_autoptr (StetStory) story = NULL;
  g_autoptr (StetArticle) article = NULL;
  g_autoptr (StetVerification) verification = NULL;
  g_autofree char *html = NULL;
  Call call = { .ws = ws };
  StetPageCheck check = { NULL };

  g_return_val_if_fail (STET_IS_WORKSPACE (ws) && id != NULL, NULL);
  story = stet_workspace_load (ws, id, error);
  if (story == NULL)
    return NULL;
  if (story->remote == NULL || story->remote->url == NULL || story->remote->live_hash == NULL)
    {
      g_set_error_literal (
          error, STET_APP_ERROR, STET_APP_ERROR_REFUSED,
          _("This story has no page yet. Publish it first; “stet show” tells its state."));
      return NULL;
    }
  call.url = story->remote->url;
  html = stet_worker_call (ws->site_worker, fetch_thread, &call, cancellable, error);
  if (html == NULL)
    return NULL;
  verification = g_new0 (StetVerification, 1);
  verification->url = call.final_url;
  article = live_article (ws, story, &verification->working);
  check = (StetPageCheck) { html, verification->url, article, writes_data (ws, story) };
  verification->differences = stet_page_compare (&check, error);
  return verification->differences != NULL ? g_steal_pointer (&verification) : NULL;
}

/* --- in words --- */

static const struct { StetPagePart part; const char *other, *none; } words[] = {
  { STET_PAGE_HEADLINE, N_("The page shows another headline: “%s”."),
    N_("The page shows no headline.") },
  { STET_PAGE_DEK, N_("The page shows another dek: “%s”."),
    N_("The page does not show the dek.") },
  { STET_PAGE_PICTURE, N_("The page shows another picture: “%s”."),
    N_("The page shows no picture.") },
  { STET_PAGE_CAPTION, N_("The page shows another caption: “%s”."),
    N_("The page does not show the photo’s caption.") },
  { STET_PAGE_CREDIT, N_("The page shows another photo credit: “%s”."),
    N_("The page does not show the photo credit.") },
  { STET_PAGE_CANONICAL, N_("The page names another address as its own: %s"),
    N_("The page does not name its own address (canonical link).") },
  { STET_PAGE_ARTICLE_DATA, N_("Search engines are told something else of the story: “%s”."),
    N_("Search engines are told nothing of the story (structured data).") },
  { STET_PAGE_FAQ_DATA, N_("Search engines are told another FAQ: “%s”."),
    N_("The FAQ is missing in what search engines are told.") },
};

static const struct { StetPagePart part; const char *missing; } missing_words[] = {
  { STET_PAGE_BODY, N_("A part of the text is not on the page: “%s”.") },
  { STET_PAGE_FAQ, N_("A part of the FAQ is not on the page: “%s”.") },
  { STET_PAGE_TAGS, N_("These tags are not on the page: %s.") },
};

char *
stet_words_for_difference (const StetPageDifference *difference)
{
  g_return_val_if_fail (difference != NULL, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (words[i].part == difference->part)
      return difference->seen != NULL ? g_strdup_printf (_(words[i].other), difference->seen)
                                      : g_strdup (_(words[i].none));
  for (guint i = 0; i < G_N_ELEMENTS (missing_words); i++)
    if (missing_words[i].part == difference->part)
      return g_strdup_printf (_(missing_words[i].missing), difference->wanted);
  return g_strdup ("");
}
