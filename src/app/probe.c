/* Asks a site who it is, who we are there and what may be done. Layer: app. Blocks: runs the
 * requests in a main context of its own. */
#include "config.h"

#include "app/probe.h"

#include "site/rest-site.h"
#include "site/wordpress-site.h"

#include <glib/gi18n.h>
#include <json-glib/json-glib.h>
#include <string.h>

void
stet_probe_free (StetProbe *probe)
{
  g_clear_pointer (&probe->account, stet_account_free);
  g_clear_pointer (&probe->tags, g_ptr_array_unref);
  g_clear_pointer (&probe->sections, g_ptr_array_unref);
  g_clear_pointer (&probe->authors, g_ptr_array_unref);
  g_free (probe);
}

typedef struct
{
  GMainContext *context;
  GCancellable *cancellable;
  GAsyncResult *result; /* (owned) (nullable) */
} Wait;

static void
wait_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  ((Wait *) data)->result = g_object_ref (result);
}

static GAsyncResult *
wait_for (Wait *wait)
{
  while (wait->result == NULL)
    g_main_context_iteration (wait->context, TRUE);
  return g_steal_pointer (&wait->result);
}

char *
stet_probe_full_address (const char *url)
{
  g_autofree char *scheme = g_uri_parse_scheme (url);

  return scheme != NULL && strstr (url, "://") != NULL ? g_strdup (url)
                                                       : g_strconcat ("https://", url, NULL);
}

static StetSiteFound *
discover (Wait *wait, const char *url, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  stet_site_discover (url, wait->cancellable, wait_cb, wait);
  result = wait_for (wait);
  return stet_site_discover_finish (result, error);
}

static StetSiteInfo *
get_info (Wait *wait, StetSite *site, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  stet_site_get_info (site, wait->cancellable, wait_cb, wait);
  result = wait_for (wait);
  return stet_site_get_info_finish (site, result, error);
}

static StetSiteUser *
get_me (Wait *wait, StetSite *site, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  stet_site_get_me (site, wait->cancellable, wait_cb, wait);
  result = wait_for (wait);
  return stet_site_get_me_finish (site, result, error);
}

static GPtrArray *
get_terms (Wait *wait, StetSite *site, const char *kind)
{
  g_autoptr (GAsyncResult) result = NULL;

  stet_site_list_terms (site, kind, NULL, wait->cancellable, wait_cb, wait);
  result = wait_for (wait);
  return stet_site_list_terms_finish (site, result, NULL); /* completion is a nicety */
}

static GPtrArray *
get_authors (Wait *wait, StetSite *site)
{
  g_autoptr (GAsyncResult) result = NULL;

  stet_site_list_authors (site, wait->cancellable, wait_cb, wait);
  result = wait_for (wait);
  return stet_site_list_authors_finish (site, result, NULL);
}

static void
add_strv (JsonBuilder *builder, const char *name, char **strv)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
  for (guint i = 0; strv != NULL && strv[i] != NULL; i++)
    json_builder_add_string_value (builder, strv[i]);
  json_builder_end_array (builder);
}

static void
add_bool (JsonBuilder *builder, const char *name, gboolean value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_boolean_value (builder, value);
}

static void
add_lacks (JsonBuilder *builder, StetSite *site)
{
  static const struct { StetSiteLacks flag; const char *name; } names[] = {
    { STET_SITE_LACKS_WORKING, "working" }, { STET_SITE_LACKS_IF_MATCH, "if_match" },
    { STET_SITE_LACKS_KEYS, "keys" },       { STET_SITE_LACKS_REVIEW, "review" },
  };

  json_builder_set_member_name (builder, "lacks");
  json_builder_begin_array (builder);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if ((stet_site_lacks (site) & names[i].flag) != 0)
      json_builder_add_string_value (builder, names[i].name);
  json_builder_end_array (builder);
}

/* A mapping is kept with the account: the site is met by it ever after. */
static void
add_mapping (JsonBuilder *builder, StetMapping *mapping)
{
  g_autofree char *text = stet_mapping_to_text (mapping);

  json_builder_set_member_name (builder, "mapping");
  json_builder_add_value (builder, json_from_string (text, NULL));
}

static char *
info_json (StetSite *site, const StetSiteInfo *info, const StetSiteUser *me, const char *header,
           StetMapping *mapping)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_object (builder);
  if (me != NULL)
    {
      json_builder_set_member_name (builder, "id");
      json_builder_add_string_value (builder, me->id != NULL ? me->id : "");
      json_builder_set_member_name (builder, "name");
      json_builder_add_string_value (builder, me->name != NULL ? me->name : "");
      add_strv (builder, "roles", me->roles);
      add_strv (builder, "can", me->can);
    }
  add_lacks (builder, site);
  add_strv (builder, "languages", info->languages);
  add_strv (builder, "sections", info->sections);
  json_builder_set_member_name (builder, "media_side_max");
  json_builder_add_int_value (builder, info->media_side_max);
  json_builder_set_member_name (builder, "media_bytes_max");
  json_builder_add_int_value (builder, (gint64) MIN (info->media_bytes_max, (guint64) G_MAXINT32));
  add_bool (builder, "holds_review", info->holds_review);
  add_bool (builder, "holds_media", info->holds_media);
  add_bool (builder, "holds_terms", info->holds_terms);
  if (info->sign_in_page != NULL)
    {
      json_builder_set_member_name (builder, "sign_in_page");
      json_builder_add_string_value (builder, info->sign_in_page);
    }
  if (header != NULL)
    {
      json_builder_set_member_name (builder, "header");
      json_builder_add_string_value (builder, header);
    }
  if (mapping != NULL)
    add_mapping (builder, mapping);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}

/* What was asked for, and what came of it. */
typedef struct
{
  const StetNewAccount *from;
  const char           *url;
  const StetSiteFound  *found;
  StetSite             *site;
  const StetSiteInfo   *info;
  const StetSiteUser   *me; /* (nullable) */
  StetMapping          *mapping; /* (nullable) */
} Met;

static const char *const kinds[] = { [STET_SITE_PUBLISHING] = "publishing",
                                     [STET_SITE_WORDPRESS] = "wordpress",
                                     [STET_SITE_MAPPED] = "mapping" };

static StetAccount *
make_account (const Met *met)
{
  const StetNewAccount *from = met->from;
  const StetSiteInfo *info = met->info;
  StetAccount *account = stet_account_new ();

  account->site_id = g_strdup (info->site_id != NULL ? info->site_id : met->found->api);
  account->name = g_strdup (info->name != NULL && info->name[0] != '\0' ? info->name : met->url);
  account->url = g_strdup (met->url);
  account->api = g_strdup (met->found->api);
  account->kind = g_strdup (kinds[met->found->kind]);
  account->user = g_strdup (from->user);
  account->auth = g_strdup (from->auth != NULL ? from->auth : "basic");
  account->zone = g_strdup (info->zone);
  account->info = info_json (met->site, info, met->me, from->header, met->mapping);
  return account;
}

static StetCredential *
make_credential (const StetNewAccount *account, GError **error)
{
  StetAuthKind kind = STET_AUTH_BASIC;

  if (account->auth != NULL && !stet_auth_parse (account->auth, &kind))
    {
      g_set_error (error, STET_APP_ERROR, STET_APP_ERROR_USAGE,
                   _("“%s” is no way to sign in. Use basic, bearer or key."), account->auth);
      return NULL;
    }
  if (account->user == NULL || account->password == NULL)
    kind = STET_AUTH_NONE;
  return stet_credential_new (kind, account->user, account->password, account->header);
}

static StetSite *
open_found (const StetSiteFound *found, const StetCredential *credential, StetMapping *mapping,
            GError **error)
{
  const StetPublishingOptions options = { .api = found->api, .credential = credential };
  const StetWordPressOptions wordpress = { .api = found->api, .credential = credential };
  const StetRestOptions rest = { .api = found->api, .credential = credential, .mapping = mapping };

  if (mapping != NULL)
    return stet_rest_site_new (&rest, error);
  if (found->kind == STET_SITE_WORDPRESS)
    return stet_wordpress_site_new (&wordpress, error);
  return stet_publishing_site_new (&options, error);
}

/* A mapping comes with the API's address; without one the site is asked where it is. */
static StetSiteFound *
find_api (Wait *wait, const char *url, StetMapping *mapping, GError **error)
{
  StetSiteFound *found;

  if (mapping == NULL)
    return discover (wait, url, error);
  found = g_new0 (StetSiteFound, 1);
  found->kind = STET_SITE_MAPPED;
  found->api = g_strdup (url);
  while (g_str_has_suffix (found->api, "/"))
    found->api[strlen (found->api) - 1] = '\0';
  return found;
}

static StetProbe *
converse (Wait *wait, const StetNewAccount *account, GError **error)
{
  g_autofree char *url = stet_probe_full_address (account->url);
  g_autoptr (StetMapping) mapping = NULL;
  g_autoptr (StetCredential) credential = make_credential (account, error);
  g_autoptr (StetSiteFound) api = NULL;
  g_autoptr (StetSite) site = NULL;
  StetSiteInfo *info = NULL;
  StetSiteUser *me = NULL;
  StetProbe *probe = NULL;

  if (account->mapping != NULL
      && (mapping = stet_mapping_parse (account->mapping, strlen (account->mapping), error))
             == NULL)
    return NULL;
  api = credential != NULL ? find_api (wait, url, mapping, error) : NULL;
  site = api != NULL ? open_found (api, credential, mapping, error) : NULL;
  info = site != NULL ? get_info (wait, site, error) : NULL;
  if (info == NULL)
    return NULL;
  if (credential->kind != STET_AUTH_NONE)
    me = get_me (wait, site, error);
  if (me != NULL || credential->kind == STET_AUTH_NONE)
    {
      const Met met = { account, url, api, site, info, me, mapping };

      probe = g_new0 (StetProbe, 1);
      probe->account = make_account (&met);
    }
  if (me != NULL)
    probe->authors = get_authors (wait, site);
  if (me != NULL && info->holds_terms)
    {
      probe->tags = get_terms (wait, site, "tag");
      probe->sections = get_terms (wait, site, "section");
    }
  stet_site_info_free (info);
  g_clear_pointer (&me, stet_site_user_free);
  return probe;
}

StetProbe *
stet_probe_site (const StetNewAccount *account, GCancellable *cancellable, GError **error)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  Wait wait = { .context = context, .cancellable = cancellable };
  StetProbe *probe;

  g_main_context_push_thread_default (context);
  probe = converse (&wait, account, error);
  while (g_main_context_iteration (context, FALSE)) /* the session's last sources */
    ;
  g_main_context_pop_thread_default (context);
  return probe;
}

/* --- reading what was kept of it --- */

static JsonObject *
parse_info (const StetAccount *account)
{
  g_autoptr (JsonNode) root = account->info != NULL ? json_from_string (account->info, NULL) : NULL;

  return root != NULL && JSON_NODE_HOLDS_OBJECT (root) ? json_node_dup_object (root) : NULL;
}

char *
stet_account_text (const StetAccount *account, const char *key)
{
  g_autoptr (JsonObject) info = parse_info (account);

  return info != NULL ? g_strdup (json_object_get_string_member_with_default (info, key, NULL))
                      : NULL;
}

StetMapping *
stet_account_mapping (const StetAccount *account, GError **error)
{
  g_autoptr (JsonObject) info = parse_info (account);
  JsonNode *node = info != NULL ? json_object_get_member (info, "mapping") : NULL;
  g_autofree char *text = node != NULL ? json_to_string (node, FALSE) : g_strdup ("");

  return stet_mapping_parse (text, strlen (text), error);
}

static StetSite *
open_mapped (const StetAccount *account, const StetCredential *credential,
             const char *const *public_custom, GError **error)
{
  g_autoptr (StetMapping) mapping = stet_account_mapping (account, error);
  const StetRestOptions options = { .api = account->api,
                                    .site_id = account->site_id,
                                    .mapping = mapping,
                                    .credential = credential,
                                    .public_custom = public_custom };

  return mapping != NULL ? stet_rest_site_new (&options, error) : NULL;
}

StetSite *
stet_account_open (const StetAccount *account, const char *password,
                   const char *const *public_custom, GError **error)
{
  StetAuthKind kind = STET_AUTH_BASIC;
  g_autofree char *header = stet_account_text (account, "header");
  g_autoptr (StetCredential) credential = NULL;
  StetPublishingOptions options = { .api = account->api, .public_custom = public_custom };
  StetWordPressOptions wordpress
      = { .api = account->api, .site_id = account->site_id, .public_custom = public_custom };

  if (account->auth != NULL)
    stet_auth_parse (account->auth, &kind);
  credential = stet_credential_new (kind, account->user, password, header);
  options.credential = wordpress.credential = credential;
  if (g_strcmp0 (account->kind, "wordpress") == 0)
    return stet_wordpress_site_new (&wordpress, error);
  if (g_strcmp0 (account->kind, "mapping") == 0)
    return open_mapped (account, credential, public_custom, error);
  return stet_publishing_site_new (&options, error);
}

/* Whether a list of the account's info names it. */
static gboolean
is_listed (const StetAccount *account, const char *name, const char *what)
{
  g_autoptr (JsonObject) info = parse_info (account);
  JsonNode *can;
  JsonArray *list;

  can = info != NULL ? json_object_get_member (info, name) : NULL;
  if (can == NULL || !JSON_NODE_HOLDS_ARRAY (can))
    return FALSE;
  list = json_node_get_array (can);
  for (guint i = 0; i < json_array_get_length (list); i++)
    if (g_strcmp0 (json_array_get_string_element (list, i), what) == 0)
      return TRUE;
  return FALSE;
}

gboolean
stet_account_can (const StetAccount *account, const char *what)
{
  g_return_val_if_fail (account != NULL && what != NULL, FALSE);

  return is_listed (account, "can", what);
}

gboolean
stet_account_lacks (const StetAccount *account, const char *what)
{
  g_return_val_if_fail (account != NULL && what != NULL, FALSE);

  return is_listed (account, "lacks", what);
}
