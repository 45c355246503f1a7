/* From an address that somebody typed to the API behind it, and pages as readers get them: requests
 * without a credential. Layer: site. Async on the thread-default main context. Format: RFC 8288. */
#include "config.h"

#include "site/address.h"
#include "site/http.h"
#include "site/member.h"
#include "site/publishing-site.h"
#include "site/reply.h"

#include <string.h>

#define RELATION "stet-publishing"
#define RELATION_WORDPRESS "https://api.w.org/"
#define REDIRECTS_MAX 3
#define PAGE_TIMEOUT_S 15

/* What is asked, one after the other, until something answers as an API. */
typedef enum
{
  STEP_ADDRESS,   /* as it was typed */
  STEP_SLASH,     /* with a slash behind */
  STEP_WP_JSON,   /* where WordPress keeps its API, with pretty addresses … */
  STEP_WP_ROUTE,  /* … and without */
  STEP_END,
} Step;

typedef struct
{
  GUri *uri;         /* (owned) of the request under way */
  char *api;         /* (owned) the address as that of an API */
  Step  step;
  guint n_redirects;
  GError *first;     /* (owned) (nullable): what the address itself said */
} Search;

static void
search_free (Search *search)
{
  g_clear_pointer (&search->uri, g_uri_unref);
  g_clear_error (&search->first);
  g_free (search->api);
  g_free (search);
}

void
stet_site_found_free (StetSiteFound *found)
{
  g_free (found->api);
  g_free (found);
}

static void
send_get (GTask *task, GUri *uri, const char *accept, GAsyncReadyCallback callback)
{
  StetHttpRequest request
      = { .method = "GET", .uri = uri, .accept = accept, .reply_bytes_max = STET_PAGE_BYTES_MAX };
  g_autoptr (SoupSession) session = stet_http_session_new ();

  stet_http_send (session, &request, g_task_get_cancellable (task), callback, task);
}

static StetSiteFound *
found_new (StetSiteKind kind, const char *api)
{
  StetSiteFound *found = g_new0 (StetSiteFound, 1);

  found->kind = kind;
  found->api = g_strdup (api);
  while (g_str_has_suffix (found->api, "/"))
    found->api[strlen (found->api) - 1] = '\0';
  return found;
}

/* A page may send us to its own site, and elsewhere only by https. Returns: (owned) (nullable). */
static GUri *
resolve (GUri *page, const char *target)
{
  g_autoptr (GUri) uri = g_uri_parse_relative (page, target, SOUP_HTTP_URI_FLAGS, NULL);

  if (uri == NULL
      || (!stet_address_same_origin (page, uri) && strcmp (g_uri_get_scheme (uri), "https") != 0))
    return NULL;
  return g_steal_pointer (&uri);
}

static StetSiteFound *
follow_link (GUri *page, const char *header, const char *relation, GError **error)
{
  g_autofree char *target = header != NULL ? stet_link_find (header, relation) : NULL;
  g_autoptr (GUri) uri = target != NULL ? resolve (page, target) : NULL;
  g_autofree char *url = uri != NULL ? g_uri_to_string (uri) : NULL;
  gboolean wordpress = strcmp (relation, RELATION_WORDPRESS) == 0;
  g_autofree char *api = NULL;

  if (target == NULL)
    return NULL;
  if (url == NULL)
    {
      g_set_error_literal (error, STET_SITE_ERROR, STET_SITE_ERROR_NOT_API,
                           "The site points to an address that is none");
      return NULL;
    }
  if (wordpress)
    return found_new (STET_SITE_WORDPRESS, url);
  api = stet_address_api (url, error);
  return api != NULL ? found_new (STET_SITE_PUBLISHING, api) : NULL;
}

static gboolean
is_wordpress_index (JsonObject *object)
{
  StetMembers members = { object, NULL };
  g_auto (GStrv) spaces = stet_members_strings (&members, "namespaces");

  return g_strv_contains ((const char *const *) spaces, "wp/v2");
}

/* Whether the address answered as an API itself: with a site's id, as WordPress's index, or by
 * asking who one is. */
static gboolean
is_api (const Search *search, const StetHttpReply *reply, StetSiteKind *kind)
{
  g_autoptr (JsonNode) root = NULL;
  StetMembers members = { NULL, NULL };
  g_autofree char *site = NULL;

  *kind = search->step >= STEP_WP_JSON ? STET_SITE_WORDPRESS : STET_SITE_PUBLISHING;
  if (reply->status == 401)
    return stet_reply_is_json (reply);
  if (reply->status != 200)
    return FALSE;
  root = stet_reply_json (reply, FALSE, NULL);
  if (root != NULL && is_wordpress_index (json_node_get_object (root)))
    {
      *kind = STET_SITE_WORDPRESS;
      return TRUE;
    }
  members.object = root != NULL ? json_node_get_object (root) : NULL;
  site = root != NULL && search->step < STEP_WP_JSON ? stet_members_string (&members, "site")
                                                     : NULL;
  return site != NULL && *site != '\0';
}

static StetSiteFound *
look_at (const Search *search, const StetHttpReply *reply, GError **error)
{
  g_autoptr (GError) local = NULL;
  StetSiteFound *found = follow_link (search->uri, reply->link, RELATION, &local);
  StetSiteKind kind;
  g_autofree char *url = NULL;

  if (found == NULL && local == NULL && is_api (search, reply, &kind))
    {
      if (kind == STET_SITE_PUBLISHING)
        return found_new (kind, search->api);
      url = g_uri_to_string (search->uri);
      return found_new (kind, url);
    }
  if (found == NULL && local == NULL)
    found = follow_link (search->uri, reply->link, RELATION_WORDPRESS, &local);
  if (local != NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  return found;
}

static void discover_cb (GObject *source, GAsyncResult *result, gpointer data);

static void
ask (GTask *task)
{
  Search *search = g_task_get_task_data (task);
  gboolean page = search->step == STEP_ADDRESS;

  send_get (task, search->uri, page ? "text/html, application/json;q=0.9" : "application/json",
            discover_cb);
}

/* Where a page has moved to: no credential was sent, and none will be before a person has seen the
 * address. */
static gboolean
follow_redirect (GTask *task, const StetHttpReply *reply)
{
  Search *search = g_task_get_task_data (task);
  const char *location = reply->status >= 301 && reply->status <= 308
                             ? stet_http_reply_header (reply, "Location")
                             : NULL;
  g_autoptr (GUri) target = location != NULL ? resolve (search->uri, location) : NULL;
  g_autofree char *url = target != NULL ? g_uri_to_string (target) : NULL;
  g_autoptr (GUri) checked = url != NULL ? stet_address_parse (url, NULL) : NULL;

  if (checked == NULL || search->n_redirects == REDIRECTS_MAX)
    return FALSE;
  search->n_redirects++;
  g_uri_unref (search->uri);
  search->uri = g_steal_pointer (&checked);
  if (search->step == STEP_ADDRESS)
    {
      g_autofree char *api = stet_address_api (url, NULL);

      if (api != NULL)
        {
          g_free (search->api);
          search->api = g_steal_pointer (&api);
        }
    }
  ask (task);
  return TRUE;
}

static gboolean
ask_next (GTask *task)
{
  static const char *const behind[] = { "", "/", "/wp-json/", "/?rest_route=/" };
  Search *search = g_task_get_task_data (task);
  g_autofree char *url = NULL;

  search->step++;
  if (search->step == STEP_SLASH && g_str_has_suffix (g_uri_get_path (search->uri), "/"))
    search->step++;
  if (search->step == STEP_END)
    return FALSE;
  url = g_strconcat (search->api, behind[search->step], NULL);
  g_uri_unref (search->uri);
  search->uri = g_uri_parse (url, SOUP_HTTP_URI_FLAGS, NULL);
  search->n_redirects = 0;
  ask (task);
  return TRUE;
}

/* A broken server is not asked three times more. */
static gboolean
may_go_on (const StetHttpReply *reply)
{
  return reply != NULL && (reply->status < 500 || reply->status > 599);
}

static void
end_search (GTask *task, StetSiteFound *found, GError *error)
{
  if (found != NULL)
    g_task_return_pointer (task, found, (GDestroyNotify) stet_site_found_free);
  else
    g_task_return_error (task, error);
  g_object_unref (task);
}

static void
discover_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  Search *search = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (StetHttpReply) reply = stet_http_send_finish (result, &error);
  StetSiteFound *found = reply != NULL ? look_at (search, reply, &error) : NULL;

  if (found != NULL || error != NULL)
    {
      end_search (task, found, g_steal_pointer (&error));
      return;
    }
  if (follow_redirect (task, reply))
    return;
  if (stet_reply_check (reply, STET_REPLY_PAGE, FALSE, &error))
    {
      g_set_error_literal (&error, STET_SITE_ERROR, STET_SITE_ERROR_NOT_API,
                           "The site names no publishing API, and is no WordPress");
      stet_site_error_set_reason (error, stet_reply_reason (reply));
    }
  if (search->first == NULL)
    search->first = g_steal_pointer (&error);
  if (!may_go_on (reply) || !ask_next (task))
    end_search (task, NULL, g_steal_pointer (&search->first));
}

void
stet_site_discover (const char *url, GCancellable *cancellable, GAsyncReadyCallback callback,
                    gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GUri) uri = NULL;
  Search *search;

  g_return_if_fail (url != NULL);

  g_task_set_check_cancellable (task, FALSE);
  search = g_new0 (Search, 1);
  g_task_set_task_data (task, search, (GDestroyNotify) search_free);
  uri = stet_address_parse (url, &error);
  if (uri != NULL && g_uri_get_query (uri) != NULL && strstr (url, "rest_route=") != NULL)
    search->api = g_strdup (url); /* WordPress's API by its whole address */
  else if (uri != NULL)
    search->api = stet_address_api (url, &error);
  if (search->api == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  search->uri = g_steal_pointer (&uri);
  ask (g_steal_pointer (&task));
}

StetSiteFound *
stet_site_discover_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* --- a page as its readers get it --- */

typedef struct
{
  GUri *uri;         /* (owned) of the request under way */
  guint n_redirects;
} Fetch;

static void
fetch_free (Fetch *fetch)
{
  g_clear_pointer (&fetch->uri, g_uri_unref);
  g_free (fetch);
}

static void page_cb (GObject *source, GAsyncResult *result, gpointer data);

static void
ask_page (GTask *task)
{
  static const char *const fresh[] = { "Cache-Control", "no-cache", NULL };
  Fetch *fetch = g_task_get_task_data (task);
  StetHttpRequest request = { .method = "GET",
                              .uri = fetch->uri,
                              .accept = "text/html, */*;q=0.1",
                              .headers = fresh,
                              .reply_bytes_max = STET_PAGE_BYTES_MAX,
                              .timeout_s = PAGE_TIMEOUT_S };
  g_autoptr (SoupSession) session = stet_http_session_new ();

  stet_http_send (session, &request, g_task_get_cancellable (task), page_cb, task);
}

/* Within the site only: another one's page says nothing about this. */
static gboolean
follow_page (GTask *task, const StetHttpReply *reply)
{
  Fetch *fetch = g_task_get_task_data (task);
  const char *location = reply->status >= 301 && reply->status <= 308
                             ? stet_http_reply_header (reply, "Location")
                             : NULL;
  g_autoptr (GUri) target
      = location != NULL ? g_uri_parse_relative (fetch->uri, location, SOUP_HTTP_URI_FLAGS, NULL)
                         : NULL;

  if (target == NULL || !stet_address_same_origin (fetch->uri, target)
      || fetch->n_redirects == REDIRECTS_MAX)
    return FALSE;
  fetch->n_redirects++;
  g_uri_unref (fetch->uri);
  fetch->uri = g_steal_pointer (&target);
  ask_page (task);
  return TRUE;
}

static void
page_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (StetHttpReply) reply = stet_http_send_finish (result, &error);
  const char *text;
  gsize size;

  if (reply != NULL && follow_page (task, reply))
    return;
  if (reply == NULL || !stet_reply_check (reply, STET_REPLY_PAGE, FALSE, &error))
    g_task_return_error (task, g_steal_pointer (&error));
  else if (reply->encoded || reply->status != 200)
    g_task_return_new_error (task, STET_SITE_ERROR, STET_SITE_ERROR_MISMATCH,
                             "The page can't be read");
  else
    {
      text = g_bytes_get_data (reply->body, &size);
      g_task_return_pointer (task, g_utf8_make_valid (size > 0 ? text : "", (gssize) size), g_free);
    }
  g_object_unref (task);
}

void
stet_site_fetch_page (const char *url, GCancellable *cancellable, GAsyncReadyCallback callback,
                      gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GUri) uri = NULL;
  Fetch *fetch;

  g_return_if_fail (url != NULL);

  g_task_set_check_cancellable (task, FALSE);
  uri = stet_address_parse (url, &error);
  if (uri == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  fetch = g_new0 (Fetch, 1);
  fetch->uri = g_steal_pointer (&uri);
  g_task_set_task_data (task, fetch, (GDestroyNotify) fetch_free);
  ask_page (g_steal_pointer (&task));
}

char *
stet_site_fetch_page_finish (GAsyncResult *result, char **final_url, GError **error)
{
  Fetch *fetch;
  char *html;

  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  fetch = g_task_get_task_data (G_TASK (result));
  html = g_task_propagate_pointer (G_TASK (result), error);
  if (html != NULL && final_url != NULL)
    *final_url = g_uri_to_string (fetch->uri);
  return html;
}
