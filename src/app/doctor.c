/* The walk of stet doctor, floor by floor. Layer: app. Blocks. */
#include "config.h"

#include "app/doctor-private.h"
#include "app/probe.h"
#include "app/redact.h"
#include "app/workspace-private.h"
#include "site/rest-site.h"
#include "site/wordpress-site.h"

#include <glib/gi18n.h>
#include <string.h>

static void
step_free (gpointer data)
{
  StetDoctorStep *step = data;

  g_free (step->text);
  g_free (step->next);
  g_free (step->detail);
  g_free (step);
}

void
stet_doctor_report_free (StetDoctorReport *report)
{
  if (report == NULL)
    return;
  g_free (report->url);
  g_free (report->site);
  g_free (report->kind);
  g_free (report->user);
  g_clear_pointer (&report->steps, g_ptr_array_unref);
  g_free (report);
}

/* --- waiting --- */

static void
wait_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  ((StetDoctorWalk *) data)->result = g_object_ref (result);
}

static GAsyncResult *
wait_for (StetDoctorWalk *walk)
{
  while (walk->result == NULL)
    g_main_context_iteration (walk->context, TRUE);
  return g_steal_pointer (&walk->result);
}

static gboolean
is_cancelled (const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* --- the floors; each returns whether the next one can be looked at --- */

static gboolean
see_address (StetDoctorWalk *walk, GError **error)
{
  g_autoptr (GError) wrong = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (StetReach) reach = NULL;

  stet_reach (walk->url, walk->cancellable, wait_cb, walk);
  result = wait_for (walk);
  reach = stet_reach_finish (result, &wrong);
  if (reach != NULL)
    {
      stet_doctor_fine (walk, STET_FLOOR_ADDRESS, _("It is a web address that Stet speaks to."));
      return stet_doctor_say_reach (walk, reach);
    }
  if (is_cancelled (wrong))
    g_propagate_error (error, g_steal_pointer (&wrong));
  else
    stet_doctor_say_error (walk, STET_FLOOR_ADDRESS, wrong);
  return FALSE;
}

static gboolean
see_front (StetDoctorWalk *walk, GError **error)
{
  g_autoptr (GError) wrong = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (StetFront) front = NULL;
  g_autofree char *text = NULL;

  stet_survey_front (walk->url, walk->cancellable, wait_cb, walk);
  result = wait_for (walk);
  front = stet_survey_front_finish (result, &wrong);
  if (is_cancelled (wrong))
    g_propagate_error (error, g_steal_pointer (&wrong));
  else if (wrong != NULL)
    stet_doctor_say_error (walk, STET_FLOOR_REDIRECT, wrong);
  if (front == NULL)
    return FALSE;
  walk->date_us = front->date_us;
  walk->met_us = stet_clock_now_us (walk->options->clock != NULL ? walk->options->clock
                                                                 : stet_clock_system ());
  if (!front->elsewhere)
    {
      stet_doctor_fine (walk, STET_FLOOR_REDIRECT, _("The address leads nowhere else."));
      return TRUE;
    }
  text = g_strdup_printf (_("The address leads to another one: %s"), front->location);
  stet_doctor_broken_at (
      walk, STET_FLOOR_REDIRECT, STET_ASK_YOU, text,
      _("If that is your site, use that address from now on (“stet site add”). If it is not, ask your site’s "
        "administrator before you give it a password."),
      NULL);
  return FALSE;
}

static StetSite *
open_site (const StetDoctorWalk *walk, const StetCredential *credential, GError **error)
{
  const StetSiteFound *found = walk->found;
  const StetPublishingOptions options = { .api = found->api, .credential = credential };
  const StetWordPressOptions wordpress = { .api = found->api, .credential = credential };
  const StetRestOptions rest
      = { .api = found->api, .credential = credential, .mapping = walk->options->mapping };

  if (found->kind == STET_SITE_MAPPED)
    return stet_rest_site_new (&rest, error);
  if (found->kind == STET_SITE_WORDPRESS)
    return stet_wordpress_site_new (&wordpress, error);
  return stet_publishing_site_new (&options, error);
}

static StetSiteFound *
known_api (const StetDoctorOptions *options)
{
  StetSiteFound *found;

  if (options->api == NULL)
    return NULL;
  found = g_new0 (StetSiteFound, 1);
  found->kind = options->mapping != NULL                      ? STET_SITE_MAPPED
                : g_strcmp0 (options->kind, "wordpress") == 0 ? STET_SITE_WORDPRESS
                                                              : STET_SITE_PUBLISHING;
  found->api = g_strdup (options->api);
  return found;
}

static StetSiteFound *
find_api (StetDoctorWalk *walk, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  if (walk->options->api != NULL)
    return known_api (walk->options);
  stet_site_discover (walk->url, walk->cancellable, wait_cb, walk);
  result = wait_for (walk);
  return stet_site_discover_finish (result, error);
}

static StetSiteInfo *
get_info (StetDoctorWalk *walk, StetSite *site, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  stet_site_get_info (site, walk->cancellable, wait_cb, walk);
  result = wait_for (walk);
  return stet_site_get_info_finish (site, result, error);
}

static gboolean
asks_who (const GError *error)
{
  return g_error_matches (error, STET_SITE_ERROR, STET_SITE_ERROR_AUTH)
         && stet_site_error_reason (error) != STET_REASON_API_OFF;
}

/* Some sites tell nothing to strangers, and that is no fault. */
static gboolean
meet_api (StetDoctorWalk *walk, GError **error)
{
  g_autoptr (GError) wrong = NULL;
  g_autoptr (GError) again = NULL;
  StetSiteInfo *info = NULL;

  walk->nobody = open_site (walk, NULL, error);
  if (walk->nobody == NULL)
    return FALSE;
  if (walk->credential != NULL)
    walk->site = open_site (walk, walk->credential, error);
  if (walk->credential != NULL && walk->site == NULL)
    return FALSE;
  info = get_info (walk, walk->nobody, &wrong);
  if (info == NULL && walk->site != NULL
      && g_error_matches (wrong, STET_SITE_ERROR, STET_SITE_ERROR_AUTH))
    {
      info = get_info (walk, walk->site, &again);
      if (info == NULL && g_error_matches (again, STET_SITE_ERROR, STET_SITE_ERROR_AUTH)
          && asks_who (wrong))
        return TRUE; /* the next floor says it */
    }
  if (info == NULL && walk->site == NULL && asks_who (wrong))
    return TRUE;
  if (info == NULL)
    {
      g_propagate_error (error,
                         again != NULL ? g_steal_pointer (&again) : g_steal_pointer (&wrong));
      return FALSE;
    }
  g_free (walk->report->site);
  walk->report->site = g_strdup (info->name);
  walk->told = again != NULL || wrong != NULL ? walk->site : walk->nobody;
  stet_site_info_free (info);
  return TRUE;
}

static gboolean
see_api (StetDoctorWalk *walk, GError **error)
{
  g_autoptr (GError) wrong = NULL;
  g_autofree char *text = NULL;
  gboolean wordpress, mapped;

  walk->found = find_api (walk, &wrong);
  if (walk->found == NULL || !meet_api (walk, &wrong))
    {
      if (is_cancelled (wrong))
        g_propagate_error (error, g_steal_pointer (&wrong));
      else
        stet_doctor_say_error (walk, STET_FLOOR_API, wrong);
      return FALSE;
    }
  wordpress = walk->found->kind == STET_SITE_WORDPRESS;
  mapped = walk->found->kind == STET_SITE_MAPPED;
  g_free (walk->report->kind);
  walk->report->kind = g_strdup (wordpress ? "wordpress" : mapped ? "mapping" : "publishing");
  if (mapped)
    text = g_strdup_printf (_("It is spoken to by its mapping at %s"), walk->found->api);
  else if (!wordpress)
    text = g_strdup_printf (_("It speaks the publishing API at %s"), walk->found->api);
  else if (walk->told == NULL)
    text = g_strdup_printf (_("It is a WordPress that talks only to those who sign in, at %s"),
                            walk->found->api);
  else if ((stet_site_lacks (walk->told) & STET_SITE_LACKS_IF_MATCH) != 0)
    text = g_strdup_printf (_("It is a WordPress without the companion plugin, at %s"),
                            walk->found->api);
  else
    text = g_strdup_printf (_("It is a WordPress with the companion plugin, at %s"),
                            walk->found->api);
  stet_doctor_fine (walk, STET_FLOOR_API, text);
  return TRUE;
}

static gboolean
see_sign_in (StetDoctorWalk *walk, GError **error)
{
  g_autoptr (GError) wrong = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *text = NULL;

  if (walk->site == NULL)
    return FALSE;
  stet_site_get_me (walk->site, walk->cancellable, wait_cb, walk);
  result = wait_for (walk);
  walk->me = stet_site_get_me_finish (walk->site, result, &wrong);
  if (walk->me == NULL && is_cancelled (wrong))
    g_propagate_error (error, g_steal_pointer (&wrong));
  else if (walk->me == NULL)
    stet_doctor_say_error (walk, STET_FLOOR_SIGN_IN, wrong);
  if (walk->me == NULL)
    return FALSE;
  text = g_strdup_printf (_("You are signed in as %s."),
                          walk->me->name != NULL ? walk->me->name : walk->me->id);
  stet_doctor_fine (walk, STET_FLOOR_SIGN_IN, text);
  return TRUE;
}

static gboolean
see_upload (StetDoctorWalk *walk, GError **error)
{
  const StetSurvey survey = { walk->found->kind, walk->found->api, walk->credential };
  g_autoptr (GError) wrong = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  if (stet_site_user_can (walk->me, "upload") && walk->found->kind != STET_SITE_MAPPED)
    {
      stet_survey_upload (&survey, walk->cancellable, wait_cb, walk);
      result = wait_for (walk);
      stet_survey_upload_finish (result, &wrong);
    }
  if (is_cancelled (wrong))
    {
      g_propagate_error (error, g_steal_pointer (&wrong));
      return FALSE;
    }
  stet_doctor_say_upload (walk, wrong);
  return TRUE;
}

static gboolean
see_revisions (StetDoctorWalk *walk, GError **error)
{
  const StetSurvey survey = { walk->found->kind, walk->found->api, walk->credential };
  g_autoptr (GError) wrong = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  StetRevisions revisions;

  if (walk->found->kind == STET_SITE_MAPPED)
    {
      stet_doctor_fine (walk, STET_FLOOR_REVISIONS,
                        _("Its mapping does not say which versions the site keeps."));
      return TRUE;
    }
  if (walk->found->kind != STET_SITE_WORDPRESS)
    {
      stet_doctor_fine (walk, STET_FLOOR_REVISIONS,
                        _("The publishing API keeps every version apart."));
      return TRUE;
    }
  stet_survey_revisions (&survey, walk->cancellable, wait_cb, walk);
  result = wait_for (walk);
  revisions = stet_survey_revisions_finish (result, &wrong);
  if (is_cancelled (wrong))
    {
      g_propagate_error (error, g_steal_pointer (&wrong));
      return FALSE;
    }
  stet_doctor_say_revisions (walk, revisions);
  return TRUE;
}

/* --- the walk --- */

/* FALSE: it ended early, broken or cancelled. */
static gboolean
see_all (StetDoctorWalk *walk, GError **error)
{
  if (!see_address (walk, error) || !see_front (walk, error) || !see_api (walk, error)
      || !see_sign_in (walk, error))
    return FALSE;
  stet_doctor_say_rights (walk);
  return stet_site_user_can (walk->me, "draft") && see_upload (walk, error)
         && see_revisions (walk, error);
}

static StetDoctorReport *
report_new (const StetDoctorOptions *options)
{
  StetDoctorReport *report = g_new0 (StetDoctorReport, 1);

  report->site = g_strdup (options->site);
  report->kind = g_strdup (options->kind);
  report->user = g_strdup (options->user);
  report->at_us
      = stet_clock_now_us (options->clock != NULL ? options->clock : stet_clock_system ());
  report->steps = g_ptr_array_new_with_free_func (step_free);
  for (guint i = 0; i < STET_N_FLOORS; i++)
    {
      StetDoctorStep *step = g_new0 (StetDoctorStep, 1);

      step->floor = (StetFloor) i;
      step->text = g_strdup (i == STET_FLOOR_SIGN_IN && options->password == NULL
                                 ? _("Not looked at: no name and password were given.")
                                 : _("Not looked at."));
      g_ptr_array_add (report->steps, step);
    }
  return report;
}

static void
redact_text (char **text, const StetDoctorOptions *options)
{
  const char *secrets[] = { options->password, NULL };
  char *clean;

  if (*text == NULL)
    return;
  clean = stet_redact (*text, options->user, secrets);
  g_free (*text);
  *text = clean;
}

static void
redact_report (StetDoctorReport *report, const StetDoctorOptions *options)
{
  redact_text (&report->url, options);
  redact_text (&report->site, options);
  for (guint i = 0; i < report->steps->len; i++)
    {
      StetDoctorStep *step = g_ptr_array_index (report->steps, i);

      redact_text (&step->text, options);
      redact_text (&step->next, options);
      redact_text (&step->detail, options);
    }
}

static StetCredential *
credential_of (const StetDoctorOptions *options)
{
  StetAuthKind kind = STET_AUTH_BASIC;

  if (options->user == NULL || options->password == NULL || options->password[0] == '\0')
    return NULL;
  if (options->auth != NULL)
    stet_auth_parse (options->auth, &kind);
  return stet_credential_new (kind, options->user, options->password, options->header);
}

static void
walk_clear (StetDoctorWalk *walk)
{
  g_clear_object (&walk->site);
  g_clear_object (&walk->nobody);
  g_clear_pointer (&walk->me, stet_site_user_free);
  g_clear_pointer (&walk->found, stet_site_found_free);
  g_clear_pointer (&walk->credential, stet_credential_free);
  g_free (walk->url);
}

StetDoctorReport *
stet_doctor_run (const StetDoctorOptions *options, GCancellable *cancellable, GError **error)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (StetDoctorReport) report = NULL;
  g_autoptr (GError) cancelled = NULL;
  StetDoctorWalk walk = { .options = options, .context = context, .cancellable = cancellable };

  g_return_val_if_fail (options != NULL && options->url != NULL, NULL);
  walk.report = report = report_new (options);
  walk.url = stet_probe_full_address (options->url);
  walk.credential = credential_of (options);
  report->url = g_strdup (walk.url);
  g_main_context_push_thread_default (context);
  see_all (&walk, &cancelled);
  stet_doctor_say_clock (&walk);
  walk_clear (&walk);
  while (g_main_context_iteration (context, FALSE)) /* the session's last sources */
    ;
  g_main_context_pop_thread_default (context);
  redact_report (report, options);
  if (cancelled == NULL)
    return g_steal_pointer (&report);
  g_propagate_error (error, g_steal_pointer (&cancelled));
  return NULL;
}

/* --- of the workspace --- */

typedef struct
{
  const StetDoctorOptions *options;
} Call;

static gpointer
doctor_thread (gpointer data, GCancellable *cancellable, GError **error)
{
  return stet_doctor_run (((Call *) data)->options, cancellable, error);
}

static gboolean
looks_like_address (const char *site)
{
  return site != NULL
         && (strstr (site, "://") != NULL || strpbrk (site, ".:/") != NULL
             || strcmp (site, "localhost") == 0);
}

StetDoctorReport *
stet_workspace_doctor (StetWorkspace *ws, const char *site, const char *user,
                       GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) unknown = NULL;
  g_autoptr (StetAccount) account = NULL;
  g_autofree char *header = NULL;
  g_autoptr (StetMapping) mapping = NULL;
  StetDoctorOptions options = { .url = site, .user = user };
  Call call = { &options };
  StetDoctorReport *report;
  char *password;

  g_return_val_if_fail (STET_IS_WORKSPACE (ws), NULL);
  options.clock = ws->clock;
  account = stet_workspace_account (ws, site, user, &unknown);
  if (account == NULL && !looks_like_address (site))
    {
      g_propagate_error (error, g_steal_pointer (&unknown));
      return NULL;
    }
  if (account != NULL && account->practice && !stet_workspace_has_password (ws, account))
    {
      g_autoptr (StetAccount) started = stet_workspace_start_practice (ws, error);

      if (started == NULL)
        return NULL;
      g_clear_pointer (&account, stet_account_free);
      account = stet_workspace_account (ws, site, user, error);
      if (account == NULL)
        return NULL;
    }
  password = account != NULL ? stet_workspace_find_password (ws, account)
                             : g_strdup (g_getenv ("STET_PASSWORD"));
  if (account != NULL)
    {
      header = stet_account_text (account, "header");
      if (g_strcmp0 (account->kind, "mapping") == 0)
        mapping = stet_account_mapping (account, NULL);
      options = (StetDoctorOptions){ .url = account->url,
                                     .api = account->api,
                                     .kind = account->kind,
                                     .site = account->name,
                                     .user = account->user,
                                     .auth = account->auth,
                                     .header = header,
                                     .clock = ws->clock,
                                     .mapping = mapping };
    }
  options.password = password;
  report = stet_worker_call (ws->site_worker, doctor_thread, &call, cancellable, error);
  stet_password_forget (password);
  return report;
}
