/* The rules themselves: turned off for a while, tried on what is here, their figures, a person's
 * words. Layer: app. */
#include "config.h"

#include "app/workspace-private.h"
#include "base/file.h"
#include "base/limits.h"
#include "style/spelling.h"

#include <glib/gi18n.h>

#define OFFS_FILE "rules-off.json"
#define WORDS_FILE "words.txt"
#define FILE_MODE 0600

/* --- files of the data folder --- */

/* Nothing where it is not there. */
static GBytes *
read_file (const char *dir, const char *name, GError **error)
{
  g_autofree char *path = g_build_filename (dir, name, NULL);
  g_autoptr (GError) local = NULL;
  GBytes *bytes = stet_file_read (path, STET_RULE_BYTES_MAX, &local);

  if (bytes != NULL)
    return bytes;
  if (g_error_matches (local, STET_FILE_ERROR, STET_FILE_ERROR_NOT_FOUND))
    return g_bytes_new (NULL, 0);
  g_propagate_error (error, g_steal_pointer (&local));
  return NULL;
}

static gboolean
write_file (const char *dir, const char *name, const char *text, GError **error)
{
  g_autofree char *path = g_build_filename (dir, name, NULL);
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  return stet_file_replace (path, bytes, FILE_MODE, error);
}

static StetOffs *
read_offs (const char *dir, GError **error)
{
  g_autoptr (GBytes) bytes = read_file (dir, OFFS_FILE, error);
  gsize length;
  const char *json = bytes != NULL ? g_bytes_get_data (bytes, &length) : NULL;

  if (bytes == NULL)
    return NULL;
  return json != NULL && length > 0 ? stet_offs_read (json, length, OFFS_FILE, error)
                                    : stet_offs_new ();
}

void
stet_checker_take_dir (StetChecker *checker, const char *dir, GPtrArray *problems)
{
  g_autoptr (GError) offs_error = NULL;
  g_autoptr (GError) words_error = NULL;
  g_autoptr (StetOffs) offs = read_offs (dir, &offs_error);
  g_autoptr (GBytes) words = read_file (dir, WORDS_FILE, &words_error);
  gsize length = 0;
  const char *text = words != NULL ? g_bytes_get_data (words, &length) : NULL;

  stet_checker_set_offs (checker, offs);
  stet_spelling_set_own_words (stet_checker_spelling (checker), text != NULL ? text : "", length);
  if (problems != NULL && offs_error != NULL)
    g_ptr_array_add (problems, g_strdup (offs_error->message));
  if (problems != NULL && words_error != NULL)
    g_ptr_array_add (problems, g_strdup (words_error->message));
}

/* --- off for a while --- */

/* Where somebody is signed in it is an editor's; a desk without a site is its owner's. */
static gboolean
may_turn_off (StetWorkspace *ws, GError **error)
{
  g_autoptr (StetAccount) account = stet_workspace_account (ws, NULL, NULL, NULL);

  if (account == NULL || stet_account_can (account, "approve"))
    return TRUE;
  g_set_error_literal (
      error, STET_APP_ERROR, STET_APP_ERROR_REFUSED,
      _("Only an editor may turn a rule off or on. Let the finding stand with a reason, or ask an editor."));
  return FALSE;
}

/* The rule's full name. (owned) */
static char *
rule_name (StetChecker *checker, const char *rule, GError **error)
{
  g_autoptr (StetRuleInfo) info = stet_checker_explain (checker, rule);

  if (info != NULL)
    return g_strdup (info->name);
  g_set_error_literal (error, STET_STYLE_ERROR, STET_STYLE_ERROR_NOT_FOUND, rule);
  return NULL;
}

static gboolean
keep_offs (StetWorkspace *ws, StetChecker *checker, StetOffs *offs, GError **error)
{
  g_autofree char *json = stet_offs_write (offs);

  if (!write_file (ws->dir, OFFS_FILE, json, error))
    return FALSE;
  stet_checker_set_offs (checker, offs);
  stet_workspace_emit_changed (ws, NULL);
  return TRUE;
}

gboolean
stet_workspace_rule_off (StetWorkspace *ws, const char *rule, gint64 until_us, const char *reason,
                         GError **error)
{
  g_autoptr (StetChecker) checker = stet_workspace_checker (ws, error);
  g_autofree char *name = checker != NULL ? rule_name (checker, rule, error) : NULL;
  g_autofree char *by = NULL;
  g_autoptr (StetOffs) before = NULL;
  g_autoptr (StetOffs) after = NULL;
  gint64 now_us = stet_clock_now_us (ws->clock);
  StetOff off;

  if (name == NULL || !may_turn_off (ws, error))
    return FALSE;
  if (until_us <= now_us)
    {
      g_set_error_literal (error, STET_APP_ERROR, STET_APP_ERROR_USAGE,
                           _("That time is past. Give one that is still to come with --until."));
      return FALSE;
    }
  before = read_offs (ws->dir, error);
  if (before == NULL)
    return FALSE;
  by = stet_workspace_person (ws);
  off = (StetOff) { name, by, (char *) reason, now_us, until_us };
  after = stet_offs_with (before, &off, now_us);
  if (after != NULL)
    return keep_offs (ws, checker, after, error);
  g_set_error_literal (
      error, STET_APP_ERROR, STET_APP_ERROR_USAGE,
      _("Too many rules are off already. Turn some on again with “stet style on RULE”."));
  return FALSE;
}

gboolean
stet_workspace_rule_on (StetWorkspace *ws, const char *rule, GError **error)
{
  g_autoptr (StetChecker) checker = stet_workspace_checker (ws, error);
  g_autofree char *name = checker != NULL ? rule_name (checker, rule, error) : NULL;
  g_autoptr (StetOffs) before
      = name != NULL && may_turn_off (ws, error) ? read_offs (ws->dir, error) : NULL;
  gint64 now_us = stet_clock_now_us (ws->clock);
  g_autoptr (StetOffs) after = before != NULL ? stet_offs_without (before, name, now_us) : NULL;

  if (after == NULL)
    return FALSE;
  if (stet_offs_find (before, name, now_us) != NULL)
    return keep_offs (ws, checker, after, error);
  g_set_error (error, STET_APP_ERROR, STET_APP_ERROR_USAGE,
               _("“%s” is not off. “stet style list --off” shows the rules that are."), rule);
  return FALSE;
}

/* --- a person's words --- */

static char **
lines_of (GBytes *bytes)
{
  g_autofree char *text = g_strndup (
      g_bytes_get_size (bytes) > 0 ? g_bytes_get_data (bytes, NULL) : "", g_bytes_get_size (bytes));
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (gsize i = 0; lines[i] != NULL; i++)
    if (*g_strstrip (lines[i]) != '\0')
      g_strv_builder_add (builder, lines[i]);
  return g_strv_builder_end (builder);
}

char **
stet_workspace_words (StetWorkspace *ws, GError **error)
{
  g_autoptr (GBytes) bytes = read_file (ws->dir, WORDS_FILE, error);

  return bytes != NULL ? lines_of (bytes) : NULL;
}

static gboolean
is_word (const char *word, GError **error)
{
  if (*word != '\0' && strlen (word) <= STET_WORD_BYTES_MAX && strpbrk (word, "\n\r#") == NULL &&
      g_utf8_validate (word, -1, NULL))
    return TRUE;
  g_set_error (error, STET_APP_ERROR, STET_APP_ERROR_USAGE,
               _("“%s” is no word that can be kept. Give one word at a time."),
               g_utf8_validate (word, -1, NULL) ? word : "?");
  return FALSE;
}

gboolean
stet_workspace_change_words (StetWorkspace *ws, const char *const *words, gboolean add,
                             GError **error)
{
  g_auto (GStrv) before = stet_workspace_words (ws, error);
  g_autoptr (StetChecker) checker = before != NULL ? stet_workspace_checker (ws, error) : NULL;
  g_autoptr (GString) after = g_string_new (NULL);

  if (checker == NULL)
    return FALSE;
  for (gsize i = 0; words[i] != NULL; i++)
    if (!is_word (words[i], error))
      return FALSE;
  for (gsize i = 0; before[i] != NULL; i++)
    if (!g_strv_contains (words, before[i]))
      g_string_append_printf (after, "%s\n", before[i]);
  for (gsize i = 0; add && words[i] != NULL; i++)
    g_string_append_printf (after, "%s\n", words[i]);
  if (!write_file (ws->dir, WORDS_FILE, after->str, error))
    return FALSE;
  stet_spelling_set_own_words (stet_checker_spelling (checker), after->str, after->len);
  stet_workspace_emit_changed (ws, NULL);
  return TRUE;
}

char **
stet_workspace_suggest (StetWorkspace *ws, const char *word, const char *language, GError **error)
{
  g_autoptr (StetChecker) checker = stet_workspace_checker (ws, error);

  if (checker == NULL)
    return NULL;
  return stet_spelling_suggest (
      stet_checker_spelling (checker), language,
      stet_options_value (stet_checker_options (checker), "region", language), word);
}

/* --- trying a rule on what is here --- */

void
stet_tried_free (StetTried *tried)
{
  if (tried == NULL)
    return;
  g_free (tried->id);
  g_free (tried->headline);
  g_free (tried->match);
  g_free (tried);
}

static StetTried *
try_story (StetWorkspace *ws, StetChecker *checker, const char *name, const char *id,
           GError **error)
{
  g_autoptr (StetStory) story = stet_workspace_load (ws, id, error);
  g_autoptr (GPtrArray) findings
      = story != NULL ? stet_checker_check (checker, story->article, NULL, NULL, error) : NULL;
  StetTried *tried;

  if (findings == NULL)
    return NULL;
  tried = g_new0 (StetTried, 1);
  tried->id = g_strdup (id);
  tried->headline = g_strdup (stet_prose_text (stet_article_fields (story->article)->headline));
  for (guint i = 0; i < findings->len; i++)
    {
      const StetFinding *finding = g_ptr_array_index (findings, i);

      if (name != NULL && !g_str_equal (finding->rule, name))
        continue;
      if (tried->n++ == 0)
        tried->match = g_strdup (finding->match);
    }
  return tried;
}

GPtrArray *
stet_workspace_try_rule (StetWorkspace *ws, const char *rule, guint *n_stories, GError **error)
{
  gboolean is_file = g_file_test (rule, G_FILE_TEST_IS_REGULAR);
  StetCheckerOptions options = { .only_file = rule, .interface_language = ws->interface_language };
  g_autoptr (StetChecker) checker
    = is_file ? stet_checker_new (&options, NULL, error) : stet_workspace_checker (ws, error);
  g_autofree char *name = checker != NULL && !is_file ? rule_name (checker, rule, error) : NULL;
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_tried_free);

  if (checker == NULL || (!is_file && name == NULL))
    return NULL;
  rows = stet_workspace_list (ws, FALSE, error);
  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      StetTried *tried = try_story (ws, checker, name,
                                    ((StetStoryRow *) g_ptr_array_index (rows, i))->id, error);

      if (tried == NULL)
        return NULL;
      if (tried->n > 0)
        g_ptr_array_add (all, tried);
      else
        stet_tried_free (tried);
    }
  if (rows == NULL)
    return NULL;
  *n_stories = rows->len;
  return g_steal_pointer (&all);
}

/* --- figures --- */

typedef struct
{
  StetWorkspace *ws;
  const char    *id;
  GPtrArray     *findings;
} Count;

static gpointer
count_thread (gpointer data, GCancellable *cancellable, GError **error)
{
  const Count *count = data;
  g_autoptr (GArray) hits = g_array_new (FALSE, FALSE, sizeof (StetRuleHit));

  for (guint i = 0; i < count->findings->len; i++)
    {
      const StetFinding *finding = g_ptr_array_index (count->findings, i);
      StetRuleHit hit = { finding->id, finding->rule, finding->stand != NULL };

      g_array_append_val (hits, hit);
    }
  return GINT_TO_POINTER (stet_store_count_hits (
      count->ws->store, count->id, (const StetRuleHit *) (gpointer) hits->data, hits->len, error));
}

void
stet_workspace_count (StetWorkspace *ws, const char *id, GPtrArray *findings)
{
  Count count = { ws, id, findings };
  g_autoptr (GError) error = NULL;

  if (stet_worker_call (ws->store_worker, count_thread, &count, NULL, &error) == NULL)
    g_debug ("The figures of the rules could not be kept: %s", error != NULL ? error->message : "");
}

static gpointer
counts_thread (gpointer data, GCancellable *cancellable, GError **error)
{
  return stet_store_rule_counts (((Count *) data)->ws->store, error);
}

GPtrArray *
stet_workspace_rule_counts (StetWorkspace *ws, GError **error)
{
  Count count = { .ws = ws };

  return stet_worker_call (ws->store_worker, counts_thread, &count, NULL, error);
}

gboolean
stet_rule_count_proposes_advice (const StetRuleCount *count)
{
  return count->hits >= STET_REPORT_HITS_MIN
         && count->overruled * 100 > count->hits * STET_REPORT_SHARE_PERCENT;
}
