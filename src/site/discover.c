/* From an address that somebody typed to the API behind it, and pages as readers get them: requests
 * without a credential. Layer: site. Async on the thread-default main context. Format: RFC 8288. */
#include "config.h"

#include "site/address.h"
#include "site/http.h"
#include "site/publishing-site.h"
#include "site/reply.h"
#include "site/wire.h"

#include <string.h>

#define RELATION "stet-publishing"

typedef struct
{
  GUri    *uri;   /* (owned) of the request under way */
  char    *api;   /* (owned) the address as that of an API */
  gboolean again; /* the address was asked as it is; next, with a slash */
} Search;

static void
search_free (Search *search)
{
  g_clear_pointer (&search->uri, g_uri_unref);
  g_free (search->api);
  g_free (search);
}

static void
send_get (GTask *task, GUri *uri, const char *accept, GAsyncReadyCallback callback)
{
  StetHttpRequest request = { .method = "GET", .uri = uri, .accept = accept, .reply_bytes_max = STET_PAGE_BYTES_MAX };
  g_autoptr (SoupSession) session = stet_http_session_new ();

  stet_http_send (session, &request, g_task_get_cancellable (task), callback, task);
}

/* A page may send us to its own site, and elsewhere only by https. */
static char *
follow_link (GUri *page, const char *header, GError **error)
{
  g_autofree char *target = header != NULL ? stet_link_find (header, RELATION) : NULL;
  g_autofree char *url = NULL;
  g_autoptr (GUri) uri = NULL;

  if (target == NULL)
    return NULL;
  uri = g_uri_parse_relative (page, target, SOUP_HTTP_URI_FLAGS, NULL);
  url = uri != NULL ? g_uri_to_string (uri) : NULL;
  if (url == NULL || (!stet_address_same_origin (page, uri) && strcmp (g_uri_get_scheme (uri), "https") != 0))
    {
      g_set_error_literal (error, STET_SITE_ERROR, STET_SITE_ERROR_NOT_API, "The site points to an address that is none");
      return NULL;
    }
  return stet_address_api (url, error);
}

/* Whether the address answered as the API itself: with a site's id, or by asking who one is. */
static gboolean
is_api (const StetHttpReply *reply)
{
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (StetSiteInfo) info = NULL;

  if (reply->status == 401)
    return stet_reply_is_json (reply);
  if (reply->status != 200)
    return FALSE;
  root = stet_reply_json (reply, FALSE, NULL);
  info = root != NULL ? stet_wire_read_info (json_node_get_object (root), reply, NULL, NULL) : NULL;
  return info != NULL;
}

static void
discover_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Search *search = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (StetHttpReply) reply = stet_http_send_finish (result, &error);
  char *api = reply != NULL ? follow_link (search->uri, reply->link, &error) : NULL;

  if (api == NULL && error == NULL && is_api (reply))
    api = g_strdup (search->api);
  if (api != NULL)
    {
      g_task_return_pointer (task, api, g_free);
      return;
    }
  if (error == NULL && search->again && (reply->status < 500 || reply->status > 599))
    {
      g_autofree char *url = g_strconcat (search->api, "/", NULL);

      search->again = FALSE;
      g_uri_unref (search->uri);
      search->uri = g_uri_parse (url, SOUP_HTTP_URI_FLAGS, NULL);
      send_get (g_steal_pointer (&task), search->uri, "application/json", discover_cb);
      return;
    }
  if (error == NULL && stet_reply_check (reply, STET_REPLY_PAGE, FALSE, &error))
    g_set_error_literal (&error, STET_SITE_ERROR, STET_SITE_ERROR_NOT_API, "The site names no publishing API");
  g_task_return_error (task, g_steal_pointer (&error));
}

void
stet_site_discover (const char *url, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);
  g_autoptr (GError) error = NULL;
  Search *search;

  g_return_if_fail (url != NULL);

  g_task_set_check_cancellable (task, FALSE);
  search = g_new0 (Search, 1);
  g_task_set_task_data (task, search, (GDestroyNotify) search_free);
  search->api = stet_address_api (url, &error);
  search->uri = search->api != NULL ? stet_address_parse (url, &error) : NULL;
  if (search->uri == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  search->again = !g_str_has_suffix (g_uri_get_path (search->uri), "/");
  send_get (g_steal_pointer (&task), search->uri, "text/html, application/json;q=0.9", discover_cb);
}

char *
stet_site_discover_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
page_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (StetHttpReply) reply = stet_http_send_finish (result, &error);
  const char *text;
  gsize size;

  if (reply == NULL || !stet_reply_check (reply, STET_REPLY_PAGE, FALSE, &error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  if (reply->encoded || reply->status != 200)
    {
      g_task_return_new_error (task, STET_SITE_ERROR, STET_SITE_ERROR_MISMATCH, "The page can't be read");
      return;
    }
  text = g_bytes_get_data (reply->body, &size);
  g_task_return_pointer (task, g_utf8_make_valid (size > 0 ? text : "", (gssize) size), g_free);
}

void
stet_site_fetch_page (const char *url, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GUri) uri = NULL;

  g_return_if_fail (url != NULL);

  g_task_set_check_cancellable (task, FALSE);
  uri = stet_address_parse (url, &error);
  if (uri == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    send_get (g_steal_pointer (&task), uri, "text/html, */*;q=0.1", page_cb);
}

char *
stet_site_fetch_page_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
