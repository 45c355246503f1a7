/* What the doctor says of each floor, and the report as text. Layer: app. */
#include "config.h"

#include "app/doctor-private.h"
#include "app/words.h"

#include <glib/gi18n.h>
#include <string.h>

/* Scheduling goes by the minute; past an hour's quarter nothing that says when can be believed. */
#define CLOCK_FINE_S 120
#define CLOCK_BROKEN_S 300

/* --- names --- */

static const struct { const char *name, *words; } floors[STET_N_FLOORS] = {
  { "address", NC_("doctor", "Address") },        { "name", NC_("doctor", "Name (DNS)") },
  { "connection", NC_("doctor", "Connection") },  { "tls", NC_("doctor", "Certificate (TLS)") },
  { "redirect", NC_("doctor", "Redirection") },   { "api", NC_("doctor", "API") },
  { "sign_in", NC_("doctor", "Sign-in") },        { "rights", NC_("doctor", "Rights") },
  { "upload", NC_("doctor", "Pictures") },        { "revisions", NC_("doctor", "Saved versions") },
  { "clock", NC_("doctor", "Clock") },
};

static const struct { const char *name, *words; } verdicts[] = {
  { "skipped", NC_("doctor", "not looked at") },
  { "fine", NC_("doctor", "fine") },
  { "note", NC_("doctor", "to know") },
  { "broken", NC_("doctor", "broken") },
};

static const struct { const char *name, *words; } asks[] = {
  { "nobody", "" },
  { "you", NC_("doctor", "You can mend this.") },
  { "administrator", NC_("doctor", "Ask your site’s administrator.") },
  { "provider", NC_("doctor", "Ask whoever runs the network here.") },
};

const char *
stet_floor_name (StetFloor floor)
{
  return floors[floor].name;
}

const char *
stet_floor_words (StetFloor floor)
{
  return g_dpgettext2 (NULL, "doctor", floors[floor].words);
}

const char *
stet_verdict_name (StetVerdict verdict)
{
  return verdicts[verdict].name;
}

const char *
stet_verdict_words (StetVerdict verdict)
{
  return g_dpgettext2 (NULL, "doctor", verdicts[verdict].words);
}

const char *
stet_ask_name (StetAsk ask)
{
  return asks[ask].name;
}

const char *
stet_ask_words (StetAsk ask)
{
  return ask == STET_ASK_NOBODY ? "" : g_dpgettext2 (NULL, "doctor", asks[ask].words);
}

/* --- filling a step --- */

static void
fill (StetDoctorWalk *walk, const StetDoctorStep *with)
{
  StetDoctorStep *step = g_ptr_array_index (walk->report->steps, with->floor);

  step->verdict = with->verdict;
  step->ask = with->ask;
  g_free (step->text);
  g_free (step->next);
  g_free (step->detail);
  step->text = g_strdup (with->text);
  step->next = g_strdup (with->next);
  step->detail = g_strdup (with->detail);
}

void
stet_doctor_fine (StetDoctorWalk *walk, StetFloor floor, const char *text)
{
  const StetDoctorStep step
      = { floor, STET_VERDICT_FINE, STET_ASK_NOBODY, (char *) text, NULL, NULL };

  fill (walk, &step);
}

void
stet_doctor_note (StetDoctorWalk *walk, StetFloor floor, StetAsk ask, const char *text,
                  const char *next, const char *detail)
{
  const StetDoctorStep step
      = { floor, STET_VERDICT_NOTE, ask, (char *) text, (char *) next, (char *) detail };

  fill (walk, &step);
}

void
stet_doctor_broken_at (StetDoctorWalk *walk, StetFloor floor, StetAsk ask, const char *text,
                       const char *next, const char *detail)
{
  const StetDoctorStep step
      = { floor, STET_VERDICT_BROKEN, ask, (char *) text, (char *) next, (char *) detail };

  fill (walk, &step);
}

/* --- the way there --- */

static const struct { StetReachFault fault; StetAsk ask; const char *text, *next; } faults[] = {
  { STET_REACH_NO_NAME, STET_ASK_YOU, N_("There is no site of that name."),
    N_("Check how it is spelt. If it is right and the site’s pages do not open in a browser either, tell your site’s "
       "administrator.") },
  { STET_REACH_NO_RESOLVER, STET_ASK_YOU,
    N_("No name can be looked up: this computer seems to have no network."),
    N_("Check the network. If other sites open in a browser, ask whoever runs the network here about its name service.") },
  { STET_REACH_NO_NETWORK, STET_ASK_YOU, N_("This computer has no network."),
    N_("Connect it, and look again.") },
  { STET_REACH_REFUSED, STET_ASK_ADMINISTRATOR,
    N_("The computer is there, but nothing answers at that port."),
    N_("Check the address and its port. If they are right, the site’s web server is not running.") },
  { STET_REACH_NO_ROUTE, STET_ASK_PROVIDER,
    N_("There is no way to that computer from this network."),
    N_("Check whether the site opens in a browser; try another network.") },
  { STET_REACH_LATE, STET_ASK_PROVIDER, N_("Nothing answered in time."),
    N_("Check whether the site opens in a browser. If it does, something here stops other programs; if it does not, tell "
       "your site’s administrator.") },
  { STET_REACH_PROXY, STET_ASK_PROVIDER,
    N_("The proxy of this network did not let the connection through."),
    N_("Ask for the proxy’s settings.") },
  { STET_REACH_NO_TLS, STET_ASK_ADMINISTRATOR,
    N_("What answers there does not speak TLS, so nothing was sent."),
    N_("Check the address and its port. Stet sends passwords over safe connections only.") },
  { STET_REACH_UNKNOWN_CA, STET_ASK_ADMINISTRATOR,
    N_("Nobody vouches for the site’s certificate (it is self-signed, or a part of its chain is missing), so nothing was sent."),
    N_("Do not sign in before this is mended: somebody may be between you and the site. On a network with a sign-in page of its "
       "own, sign in there first.") },
  { STET_REACH_OTHER_NAME, STET_ASK_ADMINISTRATOR,
    N_("The site’s certificate is made out to another name, so nothing was sent."),
    N_("Check the address (with or without “www”). If it is right, the certificate needs this name too.") },
  { STET_REACH_EXPIRED, STET_ASK_ADMINISTRATOR,
    N_("The site’s certificate has run out, so nothing was sent."),
    N_("Check the date of this computer first. If it is right, the certificate must be renewed.") },
  { STET_REACH_NOT_YET, STET_ASK_YOU,
    N_("The site’s certificate is not valid yet, so nothing was sent."),
    N_("Most likely the date of this computer is wrong: set it right.") },
  { STET_REACH_BAD_CERTIFICATE, STET_ASK_ADMINISTRATOR,
    N_("The site’s certificate can’t be trusted, so nothing was sent."),
    N_("Do not sign in before this is mended.") },
  { STET_REACH_OTHER, STET_ASK_PROVIDER, N_("No connection came about."),
    N_("Check whether the site opens in a browser.") },
};

static StetFloor
floor_of (StetReachFloor floor)
{
  return floor == STET_REACH_NAME      ? STET_FLOOR_NAME
         : floor == STET_REACH_CONNECT ? STET_FLOOR_CONNECTION
                                       : STET_FLOOR_TLS;
}

static void
say_reached (StetDoctorWalk *walk, const StetReach *reach)
{
  g_autofree char *at = g_strdup_printf (_("The name is known: %s"),
                                         reach->address != NULL ? reach->address : "?");
  gboolean tls = g_str_has_prefix (walk->url, "https:");

  if (reach->floor > STET_REACH_NAME)
    stet_doctor_fine (walk, STET_FLOOR_NAME, reach->address != NULL ? at : _("The name is known."));
  if (reach->floor > STET_REACH_CONNECT)
    stet_doctor_fine (walk, STET_FLOOR_CONNECTION, _("Something answers there."));
  if (reach->floor > STET_REACH_TLS)
    stet_doctor_fine (walk, STET_FLOOR_TLS,
                      tls ? _("The connection is safe, and the certificate is the site’s.")
                          : _("None is needed: the site is on this computer."));
}

gboolean
stet_doctor_say_reach (StetDoctorWalk *walk, const StetReach *reach)
{
  say_reached (walk, reach);
  if (reach->fault == STET_REACH_FINE)
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    if (faults[i].fault == reach->fault)
      stet_doctor_broken_at (walk, floor_of (reach->floor), faults[i].ask, _(faults[i].text),
                             _(faults[i].next), reach->detail);
  return FALSE;
}

/* --- answers --- */

/* By reason where there is one; what to do is the sentence of words.c, which both front ends
 * know. */
static const struct { StetReason reason; StetAsk ask; } reasons[] = {
  { STET_REASON_ADDRESS, STET_ASK_YOU },
  { STET_REASON_WEB_PAGE, STET_ASK_YOU },
  { STET_REASON_MOVED, STET_ASK_YOU },
  { STET_REASON_CHALLENGE, STET_ASK_ADMINISTRATOR },
  { STET_REASON_FIREWALL, STET_ASK_ADMINISTRATOR },
  { STET_REASON_RATE, STET_ASK_NOBODY },
  { STET_REASON_MAINTENANCE, STET_ASK_NOBODY },
  { STET_REASON_FATAL, STET_ASK_ADMINISTRATOR },
  { STET_REASON_DATABASE, STET_ASK_ADMINISTRATOR },
  { STET_REASON_API_OFF, STET_ASK_ADMINISTRATOR },
  { STET_REASON_PASSWORDS_OFF, STET_ASK_ADMINISTRATOR },
  { STET_REASON_PASSWORD, STET_ASK_YOU },
  { STET_REASON_NONCE, STET_ASK_ADMINISTRATOR },
};

static StetAsk
ask_for (const GError *error)
{
  StetReason reason = stet_site_error_reason (error);

  for (guint i = 0; i < G_N_ELEMENTS (reasons); i++)
    if (reasons[i].reason == reason)
      return reasons[i].ask;
  if (error->domain != STET_SITE_ERROR)
    return STET_ASK_ADMINISTRATOR;
  if (error->code == STET_SITE_ERROR_OFFLINE || error->code == STET_SITE_ERROR_BLOCKED)
    return STET_ASK_PROVIDER;
  return error->code == STET_SITE_ERROR_AUTH || error->code == STET_SITE_ERROR_NOT_API
             ? STET_ASK_YOU
             : STET_ASK_ADMINISTRATOR;
}

static const char *
next_for (StetFloor floor, const GError *error)
{
  StetReason reason = stet_site_error_reason (error);

  if (floor == STET_FLOOR_SIGN_IN && error->code == STET_SITE_ERROR_AUTH
      && (reason == STET_REASON_PASSWORD || reason == STET_REASON_NONE))
    return _(
        "On a WordPress it must be an application password, made in your profile there. If it is right, ask whether the web "
        "server hands the Authorization header on, and whether a security plugin refuses such passwords.");
  if (floor == STET_FLOOR_API && reason == STET_REASON_WEB_PAGE)
    return _(
        "Give the address of your site’s front page. If it is that, the site has no API that Stet knows, or hides it.");
  return NULL;
}

void
stet_doctor_say_error (StetDoctorWalk *walk, StetFloor floor, const GError *error)
{
  g_autofree char *text = stet_words_for_error (error);
  const char *bare = stet_words_without_detail (error);

  stet_doctor_broken_at (walk, floor, ask_for (error), bare != NULL ? bare : text,
                         next_for (floor, error), error->message);
}

/* --- what one may --- */

static const struct { const char *can, *words; } rights[] = {
  { "draft", NC_("right", "write") },          { "submit", NC_("right", "hand in") },
  { "edit_others", NC_("right", "edit others’ stories") }, { "approve", NC_("right", "approve") },
  { "publish", NC_("right", "publish") },      { "unpublish", NC_("right", "take down") },
  { "upload", NC_("right", "send pictures") }, { "terms", NC_("right", "make tags") },
};

static char *
list_rights (const StetSiteUser *me, gboolean held)
{
  GString *list = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (rights); i++)
    if (stet_site_user_can (me, rights[i].can) == held)
      g_string_append_printf (list, "%s%s", list->len > 0 ? ", " : "",
                              g_dpgettext2 (NULL, "right", rights[i].words));
  return g_string_free (list, FALSE);
}

void
stet_doctor_say_rights (StetDoctorWalk *walk)
{
  g_autofree char *may = list_rights (walk->me, TRUE);
  g_autofree char *may_not = list_rights (walk->me, FALSE);
  g_autofree char *text = NULL;

  if (!stet_site_user_can (walk->me, "draft"))
    {
      stet_doctor_broken_at (walk, STET_FLOOR_RIGHTS, STET_ASK_ADMINISTRATOR,
                             _("This account may not write stories there."),
                             _("Ask for a role that may: contributor, author or editor."), NULL);
      return;
    }
  text = may_not[0] != '\0' ? g_strdup_printf (_("You may: %s. You may not: %s."), may, may_not)
                            : g_strdup_printf (_("You may: %s."), may);
  if (stet_site_user_can (walk->me, "publish"))
    stet_doctor_fine (walk, STET_FLOOR_RIGHTS, text);
  else
    stet_doctor_note (walk, STET_FLOOR_RIGHTS, STET_ASK_NOBODY, text,
                      _("An editor publishes what you hand in."), NULL);
}

/* --- pictures, versions, clock --- */

static void
say_refused (StetDoctorWalk *walk, const GError *error)
{
  StetReason reason = stet_site_error_reason (error);

  if (error->code == STET_SITE_ERROR_TOO_LARGE || error->code == STET_SITE_ERROR_OUTCOME_UNKNOWN
      || reason == STET_REASON_UPLOAD_SIZE)
    stet_doctor_broken_at (
        walk, STET_FLOOR_UPLOAD, STET_ASK_ADMINISTRATOR,
        _("A picture of 2 MB does not get through: the site, or a server before it, takes less."),
        _("Ask for a higher limit (nginx: client_max_body_size; PHP: upload_max_filesize and post_max_size)."),
        error->message);
  else
    stet_doctor_say_error (walk, STET_FLOOR_UPLOAD, error);
}

void
stet_doctor_say_upload (StetDoctorWalk *walk, const GError *error)
{
  if (!stet_site_user_can (walk->me, "upload"))
    stet_doctor_note (
        walk, STET_FLOOR_UPLOAD, STET_ASK_ADMINISTRATOR, _("This account may not send pictures."),
        _("An editor adds them before approving. On a WordPress the companion plugin, or the role of an author, "
          "lets you."),
        NULL);
  else if (error == NULL)
    stet_doctor_fine (walk, STET_FLOOR_UPLOAD,
                      _("A picture of 2 MB gets through (none was left there)."));
  else
    say_refused (walk, error);
}

void
stet_doctor_say_revisions (StetDoctorWalk *walk, StetRevisions revisions)
{
  if (revisions == STET_REVISIONS_KEPT)
    stet_doctor_fine (walk, STET_FLOOR_REVISIONS,
                      _("The site keeps older versions of its stories."));
  else if (revisions == STET_REVISIONS_OFF)
    stet_doctor_note (
        walk, STET_FLOOR_REVISIONS, STET_ASK_ADMINISTRATOR,
        _("The site keeps no older versions: what somebody overwrites there is gone."),
        _("Ask to have revisions switched on (WP_POST_REVISIONS)."), NULL);
  else
    stet_doctor_note (
        walk, STET_FLOOR_REVISIONS, STET_ASK_NOBODY,
        _("No story there has an older version yet, so it can’t be told whether any are kept."),
        NULL, NULL);
}

void
stet_doctor_say_clock (StetDoctorWalk *walk)
{
  gint64 off_s = (walk->met_us - walk->date_us) / G_USEC_PER_SEC;
  guint minutes = (guint) MIN ((ABS (off_s) + 30) / 60, G_MAXINT32);
  g_autofree char *text = NULL;
  g_autofree char *site = NULL;
  g_autofree char *here = NULL;
  g_autofree char *detail = NULL;

  if (walk->date_us == 0)
    return;
  if (ABS (off_s) <= CLOCK_FINE_S)
    {
      stet_doctor_fine (walk, STET_FLOOR_CLOCK, _("This computer and the site agree on the time."));
      return;
    }
  site = stet_time_to_rfc3339 (walk->date_us);
  here = stet_time_to_rfc3339 (walk->met_us);
  detail = g_strdup_printf ("site %s, here %s", site, here);
  text = g_strdup_printf (
      off_s > 0 ? ngettext ("This computer’s clock is %u minute ahead of the site’s.",
                            "This computer’s clock is %u minutes ahead of the site’s.", minutes)
                : ngettext ("This computer’s clock is %u minute behind the site’s.",
                            "This computer’s clock is %u minutes behind the site’s.", minutes),
      minutes);
  if (ABS (off_s) < CLOCK_BROKEN_S)
    stet_doctor_note (walk, STET_FLOOR_CLOCK, STET_ASK_YOU, text,
                      _("Compare it with a phone; set whichever is wrong."), detail);
  else
    stet_doctor_broken_at (
        walk, STET_FLOOR_CLOCK, STET_ASK_YOU, text,
        _("Compare it with a phone, and set it if it is wrong. If it is right, tell your site’s administrator: "
          "what is scheduled there goes live at the wrong time."),
        detail);
}

/* --- the report --- */

StetFloor
stet_doctor_broken (const StetDoctorReport *report)
{
  g_return_val_if_fail (report != NULL, STET_N_FLOORS);
  for (guint i = 0; i < report->steps->len; i++)
    if (((StetDoctorStep *) g_ptr_array_index (report->steps, i))->verdict == STET_VERDICT_BROKEN)
      return (StetFloor) i;
  return STET_N_FLOORS;
}

int
stet_doctor_status (const StetDoctorReport *report)
{
  StetFloor broken = stet_doctor_broken (report);

  if (broken == STET_N_FLOORS)
    return 0;
  if (broken == STET_FLOOR_ADDRESS)
    return 2;
  return broken <= STET_FLOOR_API ? 3 : 1;
}

static void
append_step (GString *out, const StetDoctorStep *step)
{
  static const char *const marks[] = { "–", "✔", "!", "✘" };

  if (step->verdict == STET_VERDICT_SKIPPED)
    g_string_append_printf (out, "%s %s: %s\n", marks[step->verdict],
                            stet_floor_words (step->floor), step->text);
  else
    g_string_append_printf (out, "%s %s: %s. %s\n", marks[step->verdict],
                            stet_floor_words (step->floor), stet_verdict_words (step->verdict),
                            step->text);
  if (step->ask != STET_ASK_NOBODY)
    g_string_append_printf (out, "    %s\n", stet_ask_words (step->ask));
  if (step->next != NULL)
    g_string_append_printf (out, "    %s\n", step->next);
  if (step->detail != NULL)
    g_string_append_printf (out, "    (%s)\n", step->detail);
}

char *
stet_doctor_text (const StetDoctorReport *report)
{
  GString *out = g_string_new (NULL);
  g_autofree char *at = NULL;

  g_return_val_if_fail (report != NULL, NULL);
  at = stet_time_to_rfc3339 (report->at_us);
  g_string_append_printf (out, "%s\n", report->url);
  g_string_append_printf (out, "Stet %s, %s", PACKAGE_VERSION, at);
  if (report->site != NULL)
    g_string_append_printf (out, ", %s", report->site);
  if (report->kind != NULL)
    g_string_append_printf (out, " (%s)", report->kind);
  if (report->user != NULL)
    g_string_append_printf (out, ", %s", report->user);
  g_string_append (out, "\n\n");
  for (guint i = 0; i < report->steps->len; i++)
    append_step (out, g_ptr_array_index (report->steps, i));
  return g_string_free (out, FALSE);
}
