/* From an answer to the reason behind it, by tables. Layer: site. Any thread. */
#include "config.h"

#include "site/reason.h"

#include <string.h>

static const char *const names[STET_N_REASONS] = {
  "none",           "address",       "web_page",       "moved",          "challenge",
  "firewall",       "rate",          "maintenance",    "fatal",          "database",
  "api_off",        "passwords_off", "password",       "nonce",          "may_not_publish",
  "may_not_create", "may_not_edit",  "may_not_delete", "may_not_assign", "term_exists",
  "disk_full",      "file_type",     "upload_size",
};

/* WordPress's own codes, and those of plugins that shut its API. One that ends in * stands for all
 * that begin so. */
static const struct { const char *code; StetReason reason; } codes[] = {
  { "rest_disabled", STET_REASON_API_OFF },
  { "rest_api_disabled", STET_REASON_API_OFF },
  { "disabled_rest_api", STET_REASON_API_OFF },
  { "rest_cannot_access", STET_REASON_API_OFF },
  { "rest_login_required", STET_REASON_API_OFF },
  { "rest_authentication_error", STET_REASON_API_OFF },
  { "rest_user_cannot_access", STET_REASON_API_OFF },
  { "itsec_rest_api_access_restricted", STET_REASON_API_OFF },
  { "application_passwords_disabled*", STET_REASON_PASSWORDS_OFF },
  { "incorrect_password", STET_REASON_PASSWORD },
  { "invalid_username", STET_REASON_PASSWORD },
  { "invalid_email", STET_REASON_PASSWORD },
  { "invalid_application_credentials", STET_REASON_PASSWORD },
  { "rest_not_logged_in", STET_REASON_PASSWORD },
  { "rest_cookie_invalid_nonce", STET_REASON_NONCE },
  { "rest_cannot_publish", STET_REASON_MAY_NOT_PUBLISH },
  { "rest_cannot_create*", STET_REASON_MAY_NOT_CREATE },
  { "rest_cannot_assign_*", STET_REASON_MAY_NOT_ASSIGN },
  { "rest_invalid_author", STET_REASON_MAY_NOT_ASSIGN },
  { "rest_cannot_edit*", STET_REASON_MAY_NOT_EDIT },
  { "rest_cannot_update", STET_REASON_MAY_NOT_EDIT },
  { "rest_forbidden*", STET_REASON_MAY_NOT_EDIT },
  { "rest_cannot_delete", STET_REASON_MAY_NOT_DELETE },
  { "rest_user_cannot_delete_post", STET_REASON_MAY_NOT_DELETE },
  { "term_exists", STET_REASON_TERM_EXISTS },
  { "rest_upload_file_too_big", STET_REASON_UPLOAD_SIZE },
  { "rest_upload_limited_space", STET_REASON_DISK_FULL },
  { "rest_upload_no_content_disposition", STET_REASON_UPLOAD_SIZE },
  { "internal_server_error", STET_REASON_FATAL },
};

/* Uploads fail under few codes, for many reasons: the English text tells them apart. */
static const struct { const char *code, *text; StetReason reason; } uploads[] = {
  { "rest_upload_sideload_error", "file type", STET_REASON_FILE_TYPE },
  { "rest_upload_sideload_error", "", STET_REASON_DISK_FULL },
  { "rest_upload_unknown_error", "exceeds", STET_REASON_UPLOAD_SIZE },
  { "rest_upload_unknown_error", "", STET_REASON_DISK_FULL },
  { "rest_upload_file_error", "", STET_REASON_DISK_FULL },
};

/* What pages say that come in the API's place; first match. Status 0: any. */
static const struct { guint status; const char *text; StetReason reason; } pages[] = {
  { 0, "cf-chl", STET_REASON_CHALLENGE },
  { 0, "challenge-platform", STET_REASON_CHALLENGE },
  { 0, "Just a moment...", STET_REASON_CHALLENGE },
  { 0, "Checking your browser", STET_REASON_CHALLENGE },
  { 0, "sgcaptcha", STET_REASON_CHALLENGE },
  { 0, "captcha", STET_REASON_CHALLENGE },
  { 0, "Error establishing a database connection", STET_REASON_DATABASE },
  { 0, "Briefly unavailable for scheduled maintenance", STET_REASON_MAINTENANCE },
  { 503, "aintenance", STET_REASON_MAINTENANCE },
  { 0, "critical error on this website", STET_REASON_FATAL },
  { 0, "Fatal error", STET_REASON_FATAL },
  { 0, "Wordfence", STET_REASON_FIREWALL },
  { 0, "Sucuri WebSite Firewall", STET_REASON_FIREWALL },
  { 0, "mod_security", STET_REASON_FIREWALL },
  { 0, "Mod_Security", STET_REASON_FIREWALL },
};

static gboolean
is_code (const char *code, const char *wanted)
{
  gsize length = strlen (wanted);

  if (wanted[length - 1] == '*')
    return strncmp (code, wanted, length - 1) == 0;
  return strcmp (code, wanted) == 0;
}

static StetReason
by_code (const StetReasonClues *clues)
{
  const char *text = clues->text != NULL ? clues->text : "";

  for (guint i = 0; i < G_N_ELEMENTS (uploads); i++)
    if (strcmp (uploads[i].code, clues->code) == 0 && strstr (text, uploads[i].text) != NULL)
      return uploads[i].reason;
  if (strstr (text, "Error establishing a database connection") != NULL)
    return STET_REASON_DATABASE;
  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    if (is_code (clues->code, codes[i].code))
      return codes[i].reason;
  return STET_REASON_NONE;
}

static StetReason
by_text (const StetReasonClues *clues)
{
  for (guint i = 0; clues->text != NULL && i < G_N_ELEMENTS (pages); i++)
    if ((pages[i].status == 0 || pages[i].status == clues->status)
        && strstr (clues->text, pages[i].text) != NULL)
      return pages[i].reason;
  return STET_REASON_NONE;
}

static StetReason
by_status (const StetReasonClues *clues)
{
  gboolean html
      = clues->type != NULL
        && (strstr (clues->type, "html") != NULL || strncmp (clues->type, "text/", 5) == 0);
  gboolean cloudflare
      = clues->server != NULL && g_ascii_strcasecmp (clues->server, "cloudflare") == 0;

  if (clues->status == 413)
    return STET_REASON_UPLOAD_SIZE;
  if (clues->status == 429)
    return STET_REASON_RATE;
  if (clues->status == 507)
    return STET_REASON_DISK_FULL;
  if (clues->status >= 301 && clues->status <= 308 && clues->status != 304)
    return STET_REASON_MOVED;
  if ((clues->status == 403 || clues->status == 406) && html)
    return STET_REASON_FIREWALL;
  if (clues->status == 401)
    return html ? (cloudflare ? STET_REASON_FIREWALL : STET_REASON_NONE) : STET_REASON_PASSWORD;
  if ((clues->status < 300 || clues->status == 404) && html)
    return STET_REASON_WEB_PAGE;
  return STET_REASON_NONE;
}

StetReason
stet_reason_find (const StetReasonClues *clues)
{
  StetReason reason = STET_REASON_NONE;

  g_return_val_if_fail (clues != NULL, STET_REASON_NONE);
  if (clues->marks != NULL && strstr (clues->marks, "challenge") != NULL)
    return STET_REASON_CHALLENGE;
  /* The API speaks for itself; where it does not (a page in its place, WordPress's wp_die), the
   * text does. */
  reason = clues->code != NULL ? by_code (clues) : STET_REASON_NONE;
  if (reason == STET_REASON_NONE)
    reason = by_text (clues);
  return reason != STET_REASON_NONE ? reason : by_status (clues);
}

const char *
stet_reason_name (StetReason reason)
{
  return reason < STET_N_REASONS ? names[reason] : names[STET_REASON_NONE];
}
