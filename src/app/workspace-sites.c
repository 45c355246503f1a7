/* Accounts and passwords of the workspace. Layer: app. */
#include "config.h"

#include "app/probe.h"
#include "app/secrets.h"
#include "app/workspace-private.h"

#include <glib/gi18n.h>
#include <json-glib/json-glib.h>

typedef struct
{
  StetWorkspace *ws;
  const StetNewAccount *new_account;
  StetAccount   *account;
  const char    *site_id;
  GPtrArray     *tags;     /* (nullable) */
  GPtrArray     *sections; /* (nullable) */
  GPtrArray     *authors; /* (nullable) */
} Call;

/* --- passwords: this run's, the Secret Service's, the environment's --- */

static char *
password_key (const StetAccount *account)
{
  return g_strconcat (account->site_id, "\n", account->user, NULL);
}

char *
stet_workspace_find_password (StetWorkspace *ws, const StetAccount *account)
{
  g_autofree char *key = password_key (account);
  const char *known;
  char *kept;
  char *password;

  g_mutex_lock (&ws->lock);
  known = g_hash_table_lookup (ws->passwords, key);
  password = g_strdup (known);
  g_mutex_unlock (&ws->lock);
  if (password != NULL)
    return password;
  kept = account->practice ? NULL : stet_secrets_lookup (account->site_id, account->user);
  if (kept == NULL)
    return g_strdup (g_getenv ("STET_PASSWORD"));
  password = g_strdup (kept);
  stet_secrets_free (kept);
  return password;
}

void
stet_password_forget (char *password)
{
  if (password != NULL)
    memset (password, 0, strlen (password));
  g_free (password);
}

gboolean
stet_workspace_has_password (StetWorkspace *ws, const StetAccount *account)
{
  char *password;
  gboolean known;

  g_return_val_if_fail (STET_IS_WORKSPACE (ws) && account != NULL, FALSE);
  password = stet_workspace_find_password (ws, account);
  known = password != NULL && password[0] != '\0';
  stet_password_forget (password);
  return known;
}

void
stet_workspace_remember_password (StetWorkspace *ws, const StetAccount *account,
                                  const char *password)
{
  g_return_if_fail (STET_IS_WORKSPACE (ws) && account != NULL && password != NULL);
  g_mutex_lock (&ws->lock);
  g_hash_table_replace (ws->passwords, password_key (account), g_strdup (password));
  g_mutex_unlock (&ws->lock);
}

StetSite *
stet_workspace_open_site (const StetAccount *account, gpointer data, GError **error)
{
  StetWorkspace *ws = data;
  char *password = stet_workspace_find_password (ws, account);
  StetSite *site;

  if (password == NULL || password[0] == '\0')
    {
      stet_password_forget (password);
      g_set_error (error, STET_SITE_ERROR, STET_SITE_ERROR_AUTH, "no password is known for %s",
                   account->user);
      return NULL;
    }
  site = stet_account_open (account, password, stet_workspace_public_custom (ws), error);
  stet_password_forget (password);
  return site;
}

/* --- accounts --- */

static gpointer
list_thread (gpointer data, GCancellable *cancellable, GError **error)
{
  Call *call = data;

  return stet_store_list_accounts (call->ws->store, error);
}

GPtrArray *
stet_workspace_accounts (StetWorkspace *ws, GError **error)
{
  Call call = { .ws = ws };

  g_return_val_if_fail (STET_IS_WORKSPACE (ws), NULL);
  return stet_worker_call (ws->store_worker, list_thread, &call, NULL, error);
}

static gpointer
put_thread (gpointer data, GCancellable *cancellable, GError **error)
{
  Call *call = data;

  if (!stet_store_put_account (call->ws->store, call->account, error))
    return NULL;
  if (call->tags != NULL
      && !stet_store_put_terms (call->ws->store, call->account->site_id, "tag", call->tags, error))
    return NULL;
  if (call->sections != NULL
      && !stet_store_put_terms (call->ws->store, call->account->site_id, "section", call->sections,
                                error))
    return NULL;
  if (call->authors != NULL
      && !stet_store_put_terms (call->ws->store, call->account->site_id, "author", call->authors,
                                error))
    return NULL;
  return GINT_TO_POINTER (TRUE);
}

static gboolean
put_account (StetWorkspace *ws, StetAccount *account, GError **error)
{
  Call call = { .ws = ws, .account = account };

  return stet_worker_call (ws->store_worker, put_thread, &call, NULL, error) != NULL;
}

static gboolean
same_address (const char *a, const char *b)
{
  gsize a_bytes = a != NULL ? strlen (a) : 0;
  gsize b_bytes = b != NULL ? strlen (b) : 0;

  while (a_bytes > 0 && a[a_bytes - 1] == '/')
    a_bytes--;
  while (b_bytes > 0 && b[b_bytes - 1] == '/')
    b_bytes--;
  return a_bytes > 0 && a_bytes == b_bytes && strncmp (a, b, a_bytes) == 0;
}

static gboolean
is_site (const StetAccount *account, const char *site)
{
  return site == NULL || g_strcmp0 (account->site_id, site) == 0
         || g_strcmp0 (account->name, site) == 0 || same_address (account->url, site)
         || same_address (account->api, site);
}

StetAccount *
stet_workspace_account (StetWorkspace *ws, const char *site, const char *user, GError **error)
{
  g_autoptr (GPtrArray) accounts = stet_workspace_accounts (ws, error);

  if (accounts == NULL)
    return NULL;
  for (guint i = 0; i < accounts->len; i++)
    {
      const StetAccount *account = g_ptr_array_index (accounts, i);

      if (is_site (account, site) && (user == NULL || g_strcmp0 (account->user, user) == 0))
        return stet_account_copy (account);
    }
  if (site == NULL && user == NULL)
    g_set_error_literal (error, STET_APP_ERROR, STET_APP_ERROR_NO_ACCOUNT,
                         _("There is no site yet. Add one with “stet site add URL --user NAME”."));
  else
    g_set_error (error, STET_APP_ERROR, STET_APP_ERROR_NO_ACCOUNT,
                 _("There is no account “%s” at “%s”. “stet site list” shows those there are."),
                 user != NULL ? user : "*", site != NULL ? site : "*");
  return NULL;
}

StetAccount *
stet_workspace_account_for (StetWorkspace *ws, const StetStory *story, const char *site,
                            const char *user, GError **error)
{
  const char *bound;
  g_autoptr (StetAccount) account = NULL;

  g_return_val_if_fail (STET_IS_WORKSPACE (ws) && story != NULL, NULL);
  bound = story->remote != NULL ? story->remote->site_id : NULL;
  account = stet_workspace_account (ws, site != NULL ? site : bound, user, error);
  if (account == NULL || bound == NULL || g_strcmp0 (account->site_id, bound) == 0)
    return g_steal_pointer (&account);
  g_set_error (
      error, STET_APP_ERROR, STET_APP_ERROR_REFUSED,
      _("This story belongs to another site for life, so it was not sent to “%s”. Import it anew for that site."),
      account->name != NULL ? account->name : account->url);
  return NULL;
}

gboolean
stet_workspace_use_account (StetWorkspace *ws, const StetAccount *account, GError **error)
{
  g_autoptr (StetAccount) used = NULL;

  g_return_val_if_fail (STET_IS_WORKSPACE (ws) && account != NULL, FALSE);
  used = stet_account_copy (account);
  used->used_us = stet_clock_now_us (ws->clock);
  if (!put_account (ws, used, error))
    return FALSE;
  stet_workspace_emit_changed (ws, NULL);
  return TRUE;
}

char *
stet_workspace_person (StetWorkspace *ws)
{
  g_autoptr (StetAccount) account = stet_workspace_account (ws, NULL, NULL, NULL);

  return g_strdup (account != NULL && account->user != NULL ? account->user : g_get_user_name ());
}

/* --- adding --- */

/* What the account of that site and person had before: its place in the changes feed. */
static void
keep_cursor (StetWorkspace *ws, StetAccount *account)
{
  g_autoptr (StetAccount) old = stet_workspace_account (ws, account->site_id, account->user, NULL);

  if (old == NULL)
    return;
  g_free (account->cursor);
  account->cursor = g_strdup (old->cursor);
  account->practice = account->practice || old->practice;
}

static gpointer
probe_thread (gpointer data, GCancellable *cancellable, GError **error)
{
  Call *call = data;

  return stet_probe_site (call->new_account, cancellable, error);
}

static StetProbe *
probe (StetWorkspace *ws, const StetNewAccount *new_account, GCancellable *cancellable,
       GError **error)
{
  Call call = { .ws = ws, .new_account = new_account };

  return stet_worker_call (ws->site_worker, probe_thread, &call, cancellable, error);
}

char *
stet_workspace_find_sign_in_page (StetWorkspace *ws, const char *url, GCancellable *cancellable,
                                  GError **error)
{
  const StetNewAccount nobody = { .url = url };
  g_autoptr (GError) problem = NULL;
  g_autoptr (StetProbe) found = probe (ws, &nobody, cancellable, &problem);
  char *page = found != NULL ? stet_account_text (found->account, "sign_in_page") : NULL;

  if (page != NULL)
    return page;
  /* A site that tells strangers nothing at all has no such page either. */
  if (found != NULL || g_error_matches (problem, STET_SITE_ERROR, STET_SITE_ERROR_AUTH))
    g_set_error_literal (
        error, STET_APP_ERROR, STET_APP_ERROR_AUTH,
        _("This site has no page on which a program signs in. A name and a password are needed."));
  else
    g_propagate_error (error, g_steal_pointer (&problem));
  return NULL;
}

static gboolean
put_probed (StetWorkspace *ws, StetProbe *found, GError **error)
{
  Call call = { .ws = ws,
                .account = found->account,
                .tags = found->tags,
                .sections = found->sections,
                .authors = found->authors };

  keep_cursor (ws, found->account);
  if (stet_worker_call (ws->store_worker, put_thread, &call, NULL, error) == NULL)
    return FALSE;
  stet_workspace_emit_changed (ws, NULL);
  return TRUE;
}

static char *
known_password (StetWorkspace *ws, const StetNewAccount *new_account)
{
  g_autoptr (StetAccount) known
      = stet_workspace_account (ws, new_account->url, new_account->user, NULL);

  return known != NULL ? stet_workspace_find_password (ws, known)
                       : g_strdup (g_getenv ("STET_PASSWORD"));
}

StetAccount *
stet_workspace_test_site (StetWorkspace *ws, const StetNewAccount *account, GError **error)
{
  StetNewAccount with_password;
  g_autoptr (StetProbe) found = NULL;
  char *known = NULL;

  g_return_val_if_fail (STET_IS_WORKSPACE (ws) && account != NULL && account->url != NULL, NULL);
  with_password = *account;
  if (account->user != NULL && account->password == NULL)
    with_password.password = known = known_password (ws, account);
  found = probe (ws, &with_password, NULL, error);
  stet_password_forget (known);
  return found != NULL ? stet_account_copy (found->account) : NULL;
}

/* Where a WordPress makes passwords for programs, for those who came without one or with that of
 * the log-in form.
 * FALSE: this site names no such place. */
static gboolean
set_sign_in_error (StetWorkspace *ws, const StetNewAccount *account, GError **error)
{
  const StetNewAccount nobody = { .url = account->url };
  g_autoptr (StetProbe) found = probe (ws, &nobody, NULL, NULL);
  g_autofree char *page = found != NULL ? stet_account_text (found->account, "sign_in_page") : NULL;

  if (page == NULL)
    return FALSE;
  g_clear_error (error);
  g_set_error (
      error, STET_APP_ERROR, STET_APP_ERROR_AUTH,
      _("%s wants an application password, not that of its log-in form. Make one in a browser at %s and sign in with it."),
      found->account->name, page);
  return TRUE;
}

StetAccount *
stet_workspace_add_site (StetWorkspace *ws, const StetNewAccount *account, GError **error)
{
  StetNewAccount with_password;
  g_autoptr (StetProbe) found = NULL;
  g_autoptr (GError) problem = NULL;
  g_autofree char *label = NULL;
  char *known = NULL;

  g_return_val_if_fail (STET_IS_WORKSPACE (ws) && account != NULL && account->url != NULL, NULL);
  with_password = *account;
  if (with_password.password == NULL)
    with_password.password = known = known_password (ws, account);
  if (with_password.user == NULL || with_password.password == NULL
      || with_password.password[0] == '\0')
    {
      stet_password_forget (known);
      if (!set_sign_in_error (ws, account, error))
        g_set_error_literal (error, STET_APP_ERROR, STET_APP_ERROR_AUTH,
                             _("A name and a password are needed."));
      return NULL;
    }
  found = probe (ws, &with_password, NULL, &problem);
  if (found == NULL && !(g_error_matches (problem, STET_SITE_ERROR, STET_SITE_ERROR_AUTH)
                         && set_sign_in_error (ws, account, error)))
    g_propagate_error (error, g_steal_pointer (&problem));
  if (found != NULL)
    found->account->used_us = stet_clock_now_us (ws->clock);
  if (found == NULL || !put_probed (ws, found, error))
    {
      stet_password_forget (known);
      return NULL;
    }
  stet_workspace_remember_password (ws, found->account, with_password.password);
  label = g_strdup_printf (_("Stet: %s at %s"), found->account->user, found->account->name);
  if (!stet_secrets_store (found->account->site_id, found->account->user, label,
                           with_password.password))
    stet_workspace_add_note (
        ws,
        g_strdup (_("There is no keyring here, so the password is known for this run only. Set "
                    "STET_PASSWORD for the next.")));
  stet_password_forget (known);
  return stet_account_copy (found->account);
}

StetAccount *
stet_workspace_sign_in_again (StetWorkspace *ws, const StetAccount *account, const char *password,
                              GError **error)
{
  g_autofree char *mapping = stet_account_text (account, "mapping");
  g_autofree char *header = stet_account_text (account, "header");
  const StetNewAccount again = { .url = mapping != NULL ? account->api : account->url,
                                 .user = account->user,
                                 .password = password,
                                 .auth = account->auth,
                                 .header = header,
                                 .mapping = mapping };

  return stet_workspace_add_site (ws, &again, error);
}

/* --- practice --- */

static gboolean
sign_in (StetWorkspace *ws, StetPracticeHost *host, gboolean editor, StetAccount **account,
         GError **error)
{
  StetNewAccount new_account = { .url = stet_practice_host_url (host) };
  g_autoptr (StetProbe) found = NULL;
  g_autoptr (StetAccount) old = NULL;

  stet_practice_host_person (host, editor, &new_account.user, &new_account.password);
  found = probe (ws, &new_account, NULL, error);
  if (found == NULL)
    return FALSE;
  found->account->practice = TRUE;
  old = stet_workspace_account (ws, found->account->site_id, found->account->user, NULL);
  /* The reporter is who works here until the person switches. */
  found->account->used_us
      = old != NULL ? old->used_us : stet_clock_now_us (ws->clock) + (editor ? 0 : 1);
  stet_workspace_remember_password (ws, found->account, new_account.password);
  if (!put_probed (ws, found, error))
    return FALSE;
  if (account != NULL)
    *account = stet_account_copy (found->account);
  return TRUE;
}

static gpointer
port_thread (gpointer data, GCancellable *cancellable, GError **error)
{
  Call *call = data;
  g_autofree char *text = stet_store_get_setting (call->ws->store, "practice-port");
  guint64 port = 0;

  if (text != NULL)
    g_ascii_string_to_unsigned (text, 10, 1024, 65535, &port, NULL);
  return GUINT_TO_POINTER ((guint) port);
}

static gpointer
keep_port_thread (gpointer data, GCancellable *cancellable, GError **error)
{
  Call *call = data;
  g_autofree char *text = g_strdup_printf ("%u", stet_practice_host_port (call->ws->practice));

  return GINT_TO_POINTER (stet_store_set_setting (call->ws->store, "practice-port", text, error));
}

static gboolean
start_host (StetWorkspace *ws, GError **error)
{
  g_autofree char *dir = g_build_filename (ws->dir, "practice", NULL);
  Call call = { .ws = ws };
  guint port
      = GPOINTER_TO_UINT (stet_worker_call (ws->store_worker, port_thread, &call, NULL, NULL));
  StetPracticeHost *host = stet_practice_host_start (dir, port, error);

  if (host == NULL)
    return FALSE;
  ws->practice = host;
  return stet_worker_call (ws->store_worker, keep_port_thread, &call, NULL, error) != NULL;
}

static gpointer
start_practice_thread (gpointer data, GCancellable *cancellable, GError **error)
{
  StetWorkspace *ws = ((Call *) data)->ws;
  StetAccount *reporter = NULL;
  const char *user, *password;

  if (ws->practice != NULL)
    {
      stet_practice_host_person (ws->practice, FALSE, &user, &password);
      return stet_workspace_account (ws, stet_practice_host_url (ws->practice), user, error);
    }
  if (!start_host (ws, error) || !sign_in (ws, ws->practice, TRUE, NULL, error)
      || !sign_in (ws, ws->practice, FALSE, &reporter, error))
    return NULL;
  return reporter;
}

StetAccount *
stet_workspace_start_practice (StetWorkspace *ws, GError **error)
{
  Call call = { .ws = ws };

  g_return_val_if_fail (STET_IS_WORKSPACE (ws), NULL);
  /* On the site's thread: whoever asks at the same time gets the same one. */
  return stet_worker_call (ws->site_worker, start_practice_thread, &call, NULL, error);
}
