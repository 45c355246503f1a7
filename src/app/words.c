/* One sentence for every decision of every layer, and its exit status. Layer: app. Any thread. */
#include "config.h"

#include "app/words.h"

#include "app/workspace.h"
#include "article/edit.h"
#include "article/field.h"
#include "article/json.h"
#include "base/file.h"
#include "base/json-scan.h"
#include "media/photo.h"
#include "site/rest-mapping.h"
#include "site/site.h"
#include "store/store.h"
#include "style/profile.h"
#include "sync/runner.h"

#include <glib/gi18n.h>

#define DETAIL_CHARS_MAX 200
#define MAPPING_CHARS_MAX 400 /* a mapping's error lists what may stand there */
#define STATUS_USAGE 2
#define STATUS_INTERRUPTED 130 /* as shells know it */
#define SIGN_IN_HINT                                                                               \
  N_("Set STET_PASSWORD, or sign in at a terminal with “stet site add URL --user NAME”.")

typedef struct
{
  int         code;
  int         status;   /* exit status */
  /* whether the message behind it (a path, a line, a field) is worth telling */
  gboolean    detail;
  const char *sentence;
  const char *hint;     /* (nullable) which command helps: for a terminal only */
} Word;

static const Word file_words[] = {
  { STET_FILE_ERROR_NOT_FOUND, 2, TRUE, N_("There is no such file. Check its name and folder.") },
  { STET_FILE_ERROR_DENIED, 2, TRUE,
    N_("The file may not be read or written. Check its permissions.") },
  { STET_FILE_ERROR_TOO_LARGE, 2, TRUE,
    N_("The file is too large to be a story. Check that it is the right one.") },
  { STET_FILE_ERROR_NOT_UTF8, 2, TRUE,
    N_("The file is not UTF-8 text. Save it as UTF-8 and try again.") },
  { STET_FILE_ERROR_FULL, 2, TRUE,
    N_("The disk is full. Free some space and try again; what was saved before is still there.") },
  { STET_FILE_ERROR_OTHER, 2, TRUE,
    N_("The file could not be read or written. Check the disk and try again.") },
  { 0 }
};

static const Word json_words[] = {
  { STET_JSON_ERROR_TOO_LARGE, 2, TRUE, N_("The JSON is too large. Check that it is a story.") },
  { STET_JSON_ERROR_TOO_DEEP, 2, TRUE,
    N_("The JSON is nested too deeply. Check that it is a story.") },
  { STET_JSON_ERROR_NOT_UTF8, 2, TRUE,
    N_("The JSON is not UTF-8. Save it as UTF-8 and try again.") },
  { STET_JSON_ERROR_NUMBER, 2, TRUE,
    N_("The JSON holds a number that cannot be kept exactly. Correct it and try again.") },
  { STET_JSON_ERROR_SYNTAX, 2, TRUE, N_("The JSON is broken. Mend it where told and try again.") },
  { 0 }
};

static const Word article_words[] = {
  { STET_ARTICLE_ERROR_SYNTAX, 2, TRUE,
    N_("The story's JSON cannot be read. Mend it where told and try again.") },
  { STET_ARTICLE_ERROR_SHAPE, 2, TRUE,
    N_("The story's JSON has a wrong part. Mend it where told and try again.") },
  { STET_ARTICLE_ERROR_NEWER, 2, TRUE,
    N_("The story was written by a newer Stet. Update Stet and try again.") },
  { STET_ARTICLE_ERROR_TOO_LARGE, 2, TRUE,
    N_("The story is larger than Stet takes. Split it and try again.") },
  { STET_ARTICLE_ERROR_FORMAT, 2, TRUE,
    N_("Stet does not know this kind of file. Use a .txt, .json, .html, .md, .docx or .odt file.") },
  { STET_ARTICLE_ERROR_EMPTY, 2, TRUE,
    N_("There is no story in it. Check that it is the right file.") },
  { 0 }
};

static const Word field_words[] = {
  { STET_FIELD_ERROR_UNKNOWN, 2, TRUE,
    N_("A story has no such field. Use a name like headline, body[0] or faq.items[0].answer.") },
  { 0 }
};

static const Word edit_words[] = {
  { STET_EDIT_ERROR_NO_PLACE, 2, TRUE,
    N_("The story has no such place. Look at it with “stet show” and count from 0.") },
  { STET_EDIT_ERROR_LIMIT, 2, TRUE,
    N_("The change would make the story larger than Stet takes. Shorten it and try again.") },
  { 0 }
};

static const Word style_words[] = {
  { STET_STYLE_ERROR_SYNTAX, 2, TRUE,
    N_("A file of the house style cannot be read. Mend it where told.") },
  { STET_STYLE_ERROR_KEY, 2, TRUE,
    N_("A file of the house style has an unknown or missing key. Mend it where told.") },
  { STET_STYLE_ERROR_PATTERN, 2, TRUE,
    N_("A pattern of the house style does not work. Mend the rule where told.") },
  { STET_STYLE_ERROR_EXAMPLE, 2, TRUE,
    N_("A rule of the house style fails its own example. Mend the rule or the example.") },
  { STET_STYLE_ERROR_UNSUPPORTED, 2, TRUE,
    N_("A rule of the house style is of a kind that Stet does not know. Update Stet or leave the rule out.") },
  { STET_STYLE_ERROR_NOT_FOUND, 2, TRUE,
    N_("There is no such rule or file in the house style. Look at “stet style list”.") },
  { 0 }
};

static const Word media_words[] = {
  { STET_MEDIA_ERROR_NOT_A_PICTURE, 2, TRUE,
    N_("The file is not a picture that Stet can read. Use a JPEG, PNG or WebP file.") },
  { STET_MEDIA_ERROR_TOO_LARGE, 2, TRUE,
    N_("The picture is too large. Make it smaller and try again.") },
  { STET_MEDIA_ERROR_UNCLEAN, 2, TRUE,
    N_("The picture's hidden data could not be removed, so it stays here. Save it anew as JPEG and try again.") },
  { STET_MEDIA_ERROR_CRASHED, 2, TRUE,
    N_("The picture broke the program that reads it, so it was not taken; nothing else happened. Save it anew as JPEG and try again.") },
  { STET_MEDIA_ERROR_TOO_SLOW, 2, TRUE,
    N_("Reading the picture took too long, so it was not taken. Save it anew as JPEG, or smaller, and try again.") },
  { STET_MEDIA_ERROR_NO_PROGRAM, 2, TRUE,
    N_("The part of Stet that reads pictures (stet-picture) is missing. Install Stet again.") },
  { STET_MEDIA_ERROR_OTHER, 2, TRUE,
    N_("The picture could not be prepared. Save it anew as JPEG and try again.") },
  { 0 }
};

static const Word store_words[] = {
  { STET_STORE_ERROR_BUSY, 5, FALSE,
    N_("Another Stet is using the stories. Wait until it has finished, or close it, and try again.") },
  { STET_STORE_ERROR_CORRUPT, 2, TRUE,
    N_("The store of stories is damaged and was left as it is. Move the data folder away and bring back a backup with “stet recover”.") },
  { STET_STORE_ERROR_NEWER, 2, TRUE,
    N_("The stories were last kept by a newer Stet and were left untouched. Update Stet.") },
  { STET_STORE_ERROR_FULL, 2, TRUE,
    N_("The disk is full, so this was not saved. Free some space and try again; what was saved before is still there.") },
  { STET_STORE_ERROR_DENIED, 2, TRUE,
    N_("The data folder may not be written. Check its permissions.") },
  { STET_STORE_ERROR_NOT_FOUND, 2, TRUE,
    N_("There is no such story or version. Look at “stet list” and “stet history”.") },
  { STET_STORE_ERROR_AMBIGUOUS, 2, TRUE,
    N_("Several stories begin like that. Give more of the id.") },
  { STET_STORE_ERROR_NOT_BACKUP, 2, TRUE,
    N_("The file is no backup of Stet's. Give one that “stet backup” made.") },
  { STET_STORE_ERROR_IN_USE, 2, TRUE,
    N_("Stories are kept here already, and a backup does not mix with them. Set STET_DATA_DIR to an empty folder, or move this "
       "one away first.") },
  { STET_STORE_ERROR_IO, 2, TRUE,
    N_("The disk could not be read or written. Check it and try again; what was saved before is still there.") },
  { 0 }
};

static const Word mapping_words[]
    = { { STET_MAPPING_ERROR_SYNTAX, 2, TRUE,
          N_("The mapping is no JSON. Mend it where told and try again.") },
        { STET_MAPPING_ERROR_SHAPE, 2, TRUE,
          N_("The mapping has a wrong part. Mend it where told and try again.") },
        { STET_MAPPING_ERROR_NEWER, 2, TRUE,
          N_("The mapping was made for a newer Stet. Update Stet and try again.") },
        { STET_MAPPING_ERROR_TOO_LARGE, 2, TRUE,
          N_("The mapping is larger than Stet takes. Check that it is the right file.") },
        { 0 } };

static const Word site_words[] = {
  { STET_SITE_ERROR_OFFLINE, 3, TRUE,
    N_("The site cannot be reached. Check the network and the address, and try again.") },
  { STET_SITE_ERROR_OUTCOME_UNKNOWN, 3, TRUE,
    N_("The site’s answer was lost. Stet looks what became of it when it next sends and fetches."),
    N_("“stet sync” does that.") },
  { STET_SITE_ERROR_AUTH, 1, TRUE,
    N_("The site does not accept the name and password. Check them and sign in again."),
    SIGN_IN_HINT },
  { STET_SITE_ERROR_FORBIDDEN, 1, TRUE,
    N_("Your account may not do this at the site. Ask an editor to do it.") },
  { STET_SITE_ERROR_BLOCKED, 3, TRUE,
    N_("Something between here and the site answered in its place. Check the network (a sign-in page, a firewall) and try again.") },
  { STET_SITE_ERROR_NOT_FOUND, 1, TRUE,
    N_("The site does not have this story. Look at the site, then send and fetch again."),
    N_("“stet sync” does that.") },
  { STET_SITE_ERROR_GONE, 1, TRUE,
    N_("The story was deleted at the site. Your copy stays here; make a new story from it if it is still wanted.") },
  { STET_SITE_ERROR_NOT_API, 3, TRUE,
    N_("This address answers with a web page, not with a publishing API. Check the address of the site.") },
  { STET_SITE_ERROR_INVALID, 1, TRUE,
    N_("The site does not accept the story's content. Mend what it names and try again.") },
  { STET_SITE_ERROR_STATE, 1, TRUE,
    N_("The story’s state at the site does not allow this. Fetch it anew and look at it."),
    N_("“stet sync” fetches.") },
  { STET_SITE_ERROR_STALE, 4, TRUE,
    N_("The story was changed at the site meanwhile. Fetch it and look at both versions."),
    N_("“stet sync” fetches.") },
  { STET_SITE_ERROR_TOO_LARGE, 1, TRUE,
    N_("This is too large for the site. Make the picture or the story smaller.") },
  { STET_SITE_ERROR_BUSY, 3, TRUE, N_("The site is busy. Try again in a while.") },
  { STET_SITE_ERROR_SERVER, 3, TRUE,
    N_("The site has a fault of its own. Try again in a while, or tell whoever runs it.") },
  { STET_SITE_ERROR_MISMATCH, 1, TRUE,
    N_("The site did something else than it was asked for. Look at the story there before anything else.") },
  { STET_SITE_ERROR_TLS, 3, TRUE,
    N_("The connection to the site is not safe, so nothing was sent. Check the clock of this machine and the site's certificate.") },
  { STET_SITE_ERROR_UNSUPPORTED, 1, TRUE, N_("This site cannot do that."),
    N_("“stet site test” shows what it can.") },
  { 0 }
};

/* Finer than the code, where the answer told why. */
static const struct { StetReason reason; const char *sentence; } reason_words[] = {
  { STET_REASON_ADDRESS, N_("This is no address of a site. Give it like https://news.example.") },
  { STET_REASON_WEB_PAGE,
    N_("This address answers with a web page, not with a publishing API. Check the address of the site.") },
  { STET_REASON_MOVED,
    N_("The site has moved to another address. Check that it is really your site’s, and sign in anew there.") },
  { STET_REASON_CHALLENGE,
    N_("A guard before the site wants proof that a person is there, and lets no program through. Ask your "
       "site’s administrator to let its API through.") },
  { STET_REASON_FIREWALL,
    N_("A firewall or a security plugin before the site refused it. Ask your site’s administrator to let Stet "
       "through, and say when it happened.") },
  { STET_REASON_RATE, N_("The site was asked too often. Try again in a while.") },
  { STET_REASON_MAINTENANCE, N_("The site is being updated. Try again in a few minutes.") },
  { STET_REASON_FATAL,
    N_("A program of the site ended with a fault. Try again; if it stays so, tell your site’s administrator, who "
       "finds it in the site’s error log.") },
  { STET_REASON_DATABASE,
    N_("The site cannot reach its database. Tell your site’s administrator, and try again later.") },
  { STET_REASON_API_OFF,
    N_("A plugin has switched off the site’s API. Ask your site’s administrator to allow it for those who are "
       "signed in.") },
  { STET_REASON_PASSWORDS_OFF,
    N_("The site lets no program sign in: application passwords are switched off. Ask your site’s "
       "administrator to allow them.") },
  { STET_REASON_PASSWORD,
    N_("The site does not accept the name and password. Check them and sign in again.") },
  { STET_REASON_NONCE,
    N_("The site took Stet for a browser whose session has run out. Sign in again; if it stays so, tell your "
       "site’s administrator.") },
  { STET_REASON_MAY_NOT_PUBLISH,
    N_("Your account may not publish at the site. Hand the story in; an editor publishes it.") },
  { STET_REASON_MAY_NOT_CREATE,
    N_("Your account may not add this at the site. Ask your site’s administrator for a role that may.") },
  { STET_REASON_MAY_NOT_EDIT,
    N_("Your account may not read or change this at the site. Ask an editor to do it.") },
  { STET_REASON_MAY_NOT_DELETE,
    N_("Your account may not move this to the bin at the site. Ask an editor to do it.") },
  { STET_REASON_MAY_NOT_ASSIGN,
    N_("Your account may not give a story this author, section or tag. Leave it out, or ask an editor.") },
  { STET_REASON_TERM_EXISTS,
    N_("The site has this tag or section already, written a little differently. Choose it from the list.") },
  { STET_REASON_DISK_FULL,
    N_("The site could not store the file: its disk may be full. Tell your site’s administrator.") },
  { STET_REASON_FILE_TYPE,
    N_("The site takes no files of this type. Save the picture as JPEG or PNG and set it again.") },
  { STET_REASON_UPLOAD_SIZE,
    N_("The file is larger than the site takes. Make the picture smaller, or ask your site’s administrator "
       "for a higher limit.") },
};

static const Word sync_words[] = {
  { STET_SYNC_ERROR_OFFLINE, 3, TRUE,
    N_("The site cannot be reached. Everything stays queued until there is a network."),
    N_("“stet sync” sends it; “stet doctor” says what is wrong.") },
  { STET_SYNC_ERROR_CONFLICT, 4, TRUE,
    N_("A story was changed here and at the site. Look at both versions and decide."),
    N_("“stet conflicts” lists them.") },
  { STET_SYNC_ERROR_AUTH, 1, TRUE,
    N_("The site does not accept the name and password. Check them and sign in again."),
    SIGN_IN_HINT },
  { STET_SYNC_ERROR_REFUSED, 1, TRUE,
    N_("The site refused it. Look at the queue for why, mend it and try again."),
    N_("“stet queue” shows it.") },
  { STET_SYNC_ERROR_EXPIRED, 1, TRUE,
    N_("The publication waited too long and was not sent. Look at the story and publish it again.") },
  { STET_SYNC_ERROR_ENDED, 1, TRUE, N_("It was called back meanwhile, so nothing was sent."),
    N_("“stet queue” shows what waits.") },
  { STET_SYNC_ERROR_FEED, 3, TRUE,
    N_("The site's list of changes could not be read. Your stories are safe here; try again later, or tell whoever runs the site.") },
  { STET_SYNC_ERROR_WAIT, 3, TRUE,
    N_("The site asked to be left alone for a while. Stet asks again when that time is over; everything stays queued until then.") },
  { 0 }
};

static const Word engine_words[] = {
  { STET_ENGINE_ERROR_TEXT, 2, TRUE,
    N_("An entry of the queue cannot be read. Bring back a backup with “stet recover”, or tell whoever cares for Stet here.") },
  { 0 }
};

/* The errors of app/ carry a sentence of their own; these stand where there is none. */
static const Word app_words[] = {
  { STET_APP_ERROR_USAGE, 2, FALSE, N_("The command was not understood. Look at “stet --help”.") },
  { STET_APP_ERROR_BLOCKED, 1, FALSE,
    N_("The house style stops this story. Mend its errors (“stet check”) or let them stand with a reason (“stet stet”).") },
  { STET_APP_ERROR_REFUSED, 1, FALSE,
    N_("This is not allowed for this story now. Look at its state with “stet show”.") },
  { STET_APP_ERROR_OFFLINE, 3, FALSE,
    N_("The site cannot be reached. It stays queued and goes out when it can be."),
    N_("“stet sync” sends it; “stet doctor” says what is wrong.") },
  { STET_APP_ERROR_CONFLICT, 4, FALSE,
    N_("The story was changed here and at the site. Look at both versions and decide."),
    N_("“stet conflicts” lists them.") },
  { STET_APP_ERROR_NO_ACCOUNT, 2, FALSE, N_("There is no such account. Connect the site first."),
    N_("“stet site add URL --user NAME” does that.") },
  { STET_APP_ERROR_AUTH, 1, FALSE,
    N_("No valid password is known for this account. Sign in again."), SIGN_IN_HINT },
  { 0 }
};

static const Word *
words_of_domain (GQuark domain)
{
  const struct { GQuark quark; const Word *words; } table[] = {
    { STET_FILE_ERROR, file_words },       { STET_JSON_ERROR, json_words },
    { STET_ARTICLE_ERROR, article_words }, { STET_FIELD_ERROR, field_words },
    { STET_EDIT_ERROR, edit_words },       { STET_STYLE_ERROR, style_words },
    { STET_MEDIA_ERROR, media_words },     { STET_STORE_ERROR, store_words },
    { STET_SITE_ERROR, site_words },       { STET_SYNC_ERROR, sync_words },
    { STET_ENGINE_ERROR, engine_words },   { STET_APP_ERROR, app_words },
    { STET_MAPPING_ERROR, mapping_words },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    if (table[i].quark == domain)
      return table[i].words;
  return NULL;
}

static const Word *
find_word (const GError *error)
{
  const Word *word = words_of_domain (error->domain);

  for (; word != NULL && word->sentence != NULL; word++)
    if (word->code == error->code)
      return word;
  return NULL;
}

/* The message behind an error may hold anything a file or a site sent: one short line, no
 * controls. */
static char *
one_line (const char *message, guint chars_max)
{
  g_autofree char *valid = g_utf8_make_valid (message != NULL ? message : "", -1);
  GString *line = g_string_new (NULL);
  guint n_chars = 0;

  for (const char *p = valid; *p != '\0' && n_chars < chars_max;
       p = g_utf8_next_char (p), n_chars++)
    {
      gunichar c = g_utf8_get_char (p);

      g_string_append_unichar (line, g_unichar_isprint (c) ? c : ' ');
    }
  g_strstrip (line->str);
  return g_string_free (line, FALSE);
}

static const char *
sentence_of (const GError *error, const Word *word)
{
  StetReason reason = stet_sync_error_reason (error);

  for (guint i = 0; reason != STET_REASON_NONE && i < G_N_ELEMENTS (reason_words); i++)
    if (reason_words[i].reason == reason)
      return _(reason_words[i].sentence);
  return word != NULL ? _(word->sentence) : NULL;
}

const char *
stet_words_without_detail (const GError *error)
{
  g_return_val_if_fail (error != NULL, NULL);

  return sentence_of (error, find_word (error));
}

char *
stet_words_for_error (const GError *error)
{
  g_autofree char *detail = NULL;
  const Word *word;

  g_return_val_if_fail (error != NULL, NULL);
  detail = one_line (error->message,
                     error->domain == STET_MAPPING_ERROR ? MAPPING_CHARS_MAX : DETAIL_CHARS_MAX);
  word = find_word (error);
  if (word == NULL && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return g_strdup (
        _("Stopped. What has come and gone is kept; the next sync goes on from there."));
  if (word == NULL && error->domain == G_OPTION_ERROR)
    return g_steal_pointer (&detail);
  if (word == NULL)
    return g_strdup_printf (_("Something failed: %s. Try again; with --debug the log says more."),
                            detail);
  if (error->domain == STET_APP_ERROR && detail[0] != '\0')
    return g_steal_pointer (&detail);
  if (!word->detail || detail[0] == '\0')
    return g_strdup (sentence_of (error, word));
  return g_strdup_printf ("%s (%s)", sentence_of (error, word), detail);
}

char *
stet_words_for_command (const GError *error)
{
  g_autofree char *words = NULL;
  const Word *word;

  g_return_val_if_fail (error != NULL, NULL);
  words = stet_words_for_error (error);
  word = find_word (error);
  if (word == NULL || word->hint == NULL)
    return g_steal_pointer (&words);
  /* One that says it already needs no more: the errors of app/ carry sentences of their own. */
  return strstr (words, "“stet ") != NULL || strstr (words, "«stet ") != NULL
             ? g_steal_pointer (&words)
             : g_strconcat (words, " ", _(word->hint), NULL);
}

int
stet_exit_status_for_error (const GError *error)
{
  const Word *word;

  g_return_val_if_fail (error != NULL, STATUS_USAGE);
  word = find_word (error);
  if (word == NULL && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return STATUS_INTERRUPTED;
  return word != NULL ? word->status : STATUS_USAGE;
}

const char *
stet_words_for_state (StetState state, gboolean live)
{
  switch (state)
    {
    case STET_STATE_DRAFT:
      return live ? C_("story state", "Live, being changed") : C_("story state", "Draft");
    case STET_STATE_SUBMITTED:
      return live ? C_("story state", "Live, change ready for edit")
                  : C_("story state", "Ready for edit");
    case STET_STATE_RETURNED:
      return live ? C_("story state", "Live, change returned with a note")
                  : C_("story state", "Returned with a note");
    case STET_STATE_APPROVED:
      return live ? C_("story state", "Live, change approved") : C_("story state", "Approved");
    case STET_STATE_SCHEDULED:
      return live ? C_("story state", "Live, change scheduled") : C_("story state", "Scheduled");
    case STET_STATE_PUBLISHED:
      return C_("story state", "Live");
    case STET_STATE_UNPUBLISHED:
      return C_("story state", "Withdrawn");
    case STET_STATE_BINNED:
      return C_("story state", "In the bin");
    default:
      return C_("story state", "Unknown");
    }
}

const char *
stet_words_for_act (StetIntentKind kind)
{
  switch (kind)
    {
    case STET_INTENT_SAVE:
      return C_("act", "Send the changes");
    case STET_INTENT_SUBMIT:
      return C_("act", "Submit for editing");
    case STET_INTENT_RETURN:
      return C_("act", "Return with a note");
    case STET_INTENT_APPROVE:
      return C_("act", "Approve");
    case STET_INTENT_SCHEDULE:
      return C_("act", "Schedule");
    case STET_INTENT_PUBLISH:
      return C_("act", "Publish");
    case STET_INTENT_UNPUBLISH:
      return C_("act", "Take down");
    case STET_INTENT_BIN:
      return C_("act", "Move to the bin");
    case STET_INTENT_RESTORE:
      return C_("act", "Take out of the bin");
    default:
      return C_("act", "Nothing");
    }
}

const char *
stet_words_for_hold (StetHold hold)
{
  switch (hold)
    {
    case STET_HOLD_NONE:
      return C_("queue", "On its way");
    case STET_HOLD_OFFLINE:
      return C_("queue", "Waiting for the network");
    case STET_HOLD_CONFLICT:
      return C_("queue", "Waiting for a decision between two versions");
    case STET_HOLD_AUTH:
      return C_("queue", "Waiting for a sign-in");
    case STET_HOLD_REFUSED:
      return C_("queue", "Refused by the site");
    case STET_HOLD_EXPIRED:
      return C_("queue", "Too old to be published unasked");
    case STET_HOLD_CANCELLED:
      return C_("queue", "Cancelled");
    case STET_HOLD_STOPPED:
      return C_("queue", "Stopped by you. Goes on with the next sync (F5)");
    default:
      return C_("queue", "Unknown");
    }
}

char *
stet_words_for_progress (const StetSyncProgress *progress)
{
  g_autofree char *sent = NULL;
  g_autofree char *total = NULL;

  switch (progress->phase)
    {
    case STET_SYNC_PICTURE:
      sent = g_format_size (progress->sent_bytes);
      total = g_format_size (progress->total_bytes);
      return g_strdup_printf (_("Sending a picture: %s of %s"), sent, total);
    case STET_SYNC_RECEIVING:
      if (progress->total > 0)
        return g_strdup_printf (_("Receiving stories: %u of %u"), progress->done, progress->total);
      return g_strdup_printf (_("Receiving stories: %u so far"), progress->done);
    case STET_SYNC_SENDING:
    default:
      return g_strdup_printf (_("Sending: %u of %u"), MIN (progress->done + 1, progress->total),
                              progress->total);
    }
}

double
stet_progress_fraction (const StetSyncProgress *progress)
{
  if (progress->phase == STET_SYNC_PICTURE)
    return progress->total_bytes > 0
               ? (double) progress->sent_bytes / (double) progress->total_bytes
               : -1;
  return progress->total > 0 ? MIN (1.0, (double) progress->done / progress->total) : -1;
}
