/* Every decision of every layer has its sentence and its exit status. */
#include "config.h"

#include "support.h"

#include "app/verify.h"
#include "app/words.h"
#include "app/workspace.h"
#include "article/edit.h"
#include "article/field.h"
#include "article/json.h"
#include "base/file.h"
#include "base/json-scan.h"
#include "media/photo.h"
#include "site/site.h"
#include "store/store.h"
#include "style/profile.h"
#include "sync/runner.h"

typedef struct
{
  const char *name;
  GQuark    (*domain) (void);
  int         last_code;
} Domain;

static const Domain domains[] = {
  { "file", stet_file_error_quark, STET_FILE_ERROR_OTHER },
  { "json", stet_json_error_quark, STET_JSON_ERROR_SYNTAX },
  { "article", stet_article_error_quark, STET_ARTICLE_ERROR_EMPTY },
  { "field", stet_field_error_quark, STET_FIELD_ERROR_UNKNOWN },
  { "edit", stet_edit_error_quark, STET_EDIT_ERROR_LIMIT },
  { "style", stet_style_error_quark, STET_STYLE_ERROR_NOT_FOUND },
  { "media", stet_media_error_quark, STET_MEDIA_ERROR_OTHER },
  { "store", stet_store_error_quark, STET_STORE_ERROR_IO },
  { "site", stet_site_error_quark, STET_SITE_ERROR_UNSUPPORTED },
  { "sync", stet_sync_error_quark, STET_SYNC_ERROR_WAIT },
  { "engine", stet_engine_error_quark, STET_ENGINE_ERROR_TEXT },
  { "app", stet_app_error_quark, STET_APP_ERROR_AUTH },
};

static char *
words (GQuark domain, int code, const char *message)
{
  g_autoptr (GError) error = g_error_new_literal (domain, code, message);

  return stet_words_for_error (error);
}

static void
test_every_code (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (domains); i++)
    {
      g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

      for (int code = 1; code <= domains[i].last_code; code++)
        {
          char *sentence = words (domains[i].domain (), code, "");

          g_test_message ("%s %d: %s", domains[i].name, code, sentence);
          g_assert_false (g_str_has_prefix (sentence, "Something failed"));
          g_assert_true (g_str_has_suffix (sentence, "."));
          g_assert_null (strchr (sentence, '!'));
          g_assert_null (strchr (sentence, '\n'));
          g_assert_true (g_hash_table_add (seen, sentence)); /* each its own */
        }
    }
}

/* Every reason that an answer can give, too; it stands before the code's sentence. */
static void
test_every_reason (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint reason = 1; reason < STET_N_REASONS; reason++)
    {
      g_autoptr (GError) error = stet_site_error_new (STET_SITE_ERROR_FORBIDDEN, 0, "");
      g_autofree char *plain = stet_words_for_error (error);
      char *sentence;

      stet_site_error_set_reason (error, (StetReason) reason);
      sentence = stet_words_for_error (error);
      g_test_message ("%s: %s", stet_reason_name ((StetReason) reason), sentence);
      g_assert_cmpstr (sentence, !=, plain);
      g_assert_true (g_str_has_suffix (sentence, "."));
      g_assert_null (strchr (sentence, '\n'));
      g_assert_null (strstr (sentence, "“stet ")); /* no command: the window says it too */
      g_assert_true (g_hash_table_add (seen, sentence));
    }
}

static void
test_differences (void)
{
  for (guint part = STET_PAGE_HEADLINE; part <= STET_PAGE_FAQ_DATA; part++)
    {
      StetPageDifference other = { (StetPagePart) part, (char *) "wanted", (char *) "seen" };
      StetPageDifference none = { (StetPagePart) part, (char *) "wanted", NULL };
      g_autofree char *other_words = stet_words_for_difference (&other);
      g_autofree char *none_words = stet_words_for_difference (&none);

      g_test_message ("%s %s", other_words, none_words);
      g_assert_true (strstr (other_words, "seen") != NULL
                     || strstr (other_words, "wanted") != NULL);
      g_assert_cmpstr (none_words, !=, "");
      g_assert_cmpstr (stet_page_part_name ((StetPagePart) part), !=, "");
    }
}

/* So that the table above can't fall behind an enum without anybody seeing it. */
static void
test_unknown_code (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (domains); i++)
    {
      g_autofree char *sentence = words (domains[i].domain (), domains[i].last_code + 1, "x");

      g_assert_true (g_str_has_prefix (sentence, "Something failed: x."));
    }
}

static void
test_statuses (void)
{
  const struct { GQuark domain; int code; int status; const char *why; } cases[] = {
    { STET_FILE_ERROR, STET_FILE_ERROR_NOT_FOUND, 2, "input" },
    { STET_FILE_ERROR, STET_FILE_ERROR_FULL, 2, "a full disk is an input error too" },
    { STET_ARTICLE_ERROR, STET_ARTICLE_ERROR_NEWER, 2, "input" },
    { STET_STORE_ERROR, STET_STORE_ERROR_BUSY, 5, "another program has the store" },
    { STET_STORE_ERROR, STET_STORE_ERROR_NOT_FOUND, 2, "no such id" },
    { STET_SITE_ERROR, STET_SITE_ERROR_OFFLINE, 3, "no network" },
    { STET_SITE_ERROR, STET_SITE_ERROR_NOT_API, 3, "HTML where the API should be" },
    { STET_SITE_ERROR, STET_SITE_ERROR_AUTH, 1, "refused" },
    { STET_SITE_ERROR, STET_SITE_ERROR_FORBIDDEN, 1, "refused" },
    { STET_SITE_ERROR, STET_SITE_ERROR_STALE, 4, "a person decides" },
    { STET_SYNC_ERROR, STET_SYNC_ERROR_OFFLINE, 3, "queued" },
    { STET_SYNC_ERROR, STET_SYNC_ERROR_CONFLICT, 4, "a person decides" },
    { STET_APP_ERROR, STET_APP_ERROR_USAGE, 2, "usage" },
    { STET_APP_ERROR, STET_APP_ERROR_BLOCKED, 1, "house style" },
    { STET_APP_ERROR, STET_APP_ERROR_REFUSED, 1, "workflow" },
    { STET_APP_ERROR, STET_APP_ERROR_OFFLINE, 3, "queued" },
    { STET_APP_ERROR, STET_APP_ERROR_CONFLICT, 4, "a person decides" },
    { STET_APP_ERROR, STET_APP_ERROR_NO_ACCOUNT, 2, "usage" },
    { STET_APP_ERROR, STET_APP_ERROR_AUTH, 1, "refused" },
    { G_OPTION_ERROR, G_OPTION_ERROR_UNKNOWN_OPTION, 2, "usage" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = g_error_new_literal (cases[i].domain, cases[i].code, "");

      g_test_message ("%s", cases[i].why);
      g_assert_cmpint (stet_exit_status_for_error (error), ==, cases[i].status);
    }
}

static void
test_details (void)
{
  g_autofree char *path = words (STET_FILE_ERROR, STET_FILE_ERROR_NOT_FOUND, "notes.txt");
  g_autofree char *hostile
      = words (STET_FILE_ERROR, STET_FILE_ERROR_NOT_FOUND, "a\nb\033[31mc\xff");
  g_autofree char *own = words (STET_APP_ERROR, STET_APP_ERROR_USAGE, "Say who signs in.");
  g_autofree char *busy = words (STET_STORE_ERROR, STET_STORE_ERROR_BUSY, "lock 7");
  g_autofree char *long_text = g_strnfill (5000, 'x');
  g_autofree char *cut = words (STET_FILE_ERROR, STET_FILE_ERROR_NOT_FOUND, long_text);

  g_assert_true (g_str_has_suffix (path, "(notes.txt)"));
  g_assert_null (strchr (hostile, '\n'));
  g_assert_null (strchr (hostile, '\033'));
  g_assert_true (g_utf8_validate (hostile, -1, NULL));
  g_assert_cmpstr (own, ==, "Say who signs in.");
  g_assert_null (strstr (busy, "lock 7")); /* it tells the person nothing */
  g_assert_cmpuint (strlen (cut), <, 400);
}

static void
test_states_acts_holds (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (int state = STET_STATE_DRAFT; state <= STET_STATE_BINNED; state++)
    g_assert_true (g_hash_table_add (seen, (gpointer) stet_words_for_state (state, FALSE)));
  g_assert_cmpstr (stet_words_for_state (STET_STATE_SUBMITTED, FALSE), ==, "Ready for edit");
  g_assert_cmpstr (stet_words_for_state (STET_STATE_SUBMITTED, TRUE), !=,
                   stet_words_for_state (STET_STATE_SUBMITTED, FALSE));
  g_hash_table_remove_all (seen);
  for (int kind = STET_INTENT_SAVE; kind <= STET_INTENT_BIN; kind++)
    g_assert_true (g_hash_table_add (seen, (gpointer) stet_words_for_act (kind)));
  g_hash_table_remove_all (seen);
  for (int hold = STET_HOLD_NONE; hold <= STET_HOLD_STOPPED; hold++)
    g_assert_true (g_hash_table_add (seen, (gpointer) stet_words_for_hold (hold)));
}

int
main (int argc, char *argv[])
{
  stet_test_init (&argc, &argv);
  g_test_add_func ("/app/words/every-code", test_every_code);
  g_test_add_func ("/app/words/unknown-code", test_unknown_code);
  g_test_add_func ("/app/words/every-reason", test_every_reason);
  g_test_add_func ("/app/words/differences", test_differences);
  g_test_add_func ("/app/words/statuses", test_statuses);
  g_test_add_func ("/app/words/details", test_details);
  g_test_add_func ("/app/words/states-acts-holds", test_states_acts_holds);
  return g_test_run ();
}
