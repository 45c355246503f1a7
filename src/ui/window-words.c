/* Words in the window: what may have been meant, and the person's own. Layer: ui, main thread. */
#include "config.h"

#include "ui/window-private.h"

#include <glib/gi18n.h>

gboolean
stet_window_is_of_spelling (const StetFinding *finding)
{
  return finding && finding->match && g_str_has_prefix (finding->rule, STET_SPELLING_PREFIX);
}

/* --- suggestions --- */

static gpointer
suggest_thread (gpointer data, GCancellable *cancellable, GError **error)
{
  StetJob *job = data;
  g_auto (GStrv) words = stet_workspace_suggest (job->workspace, job->text, job->extra, error);

  return words ? g_variant_ref_sink (g_variant_new ("(s^as)", job->id, words)) : NULL;
}

static void
suggested_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (StetWindow) self = data;
  g_autoptr (GVariant) found = stet_window_finish (self, result);
  StetProseView *view = self->story && found ? stet_story_page_current (self->page) : NULL;
  g_autofree const char **words = NULL;
  const char *id;

  if (!view)
    return;
  g_variant_get (found, "(&s^a&s)", &id, &words);
  stet_prose_view_suggest (view, id, words);
  if (self->fixes && g_strcmp0 (stet_fix_popover_finding (self->fixes), id) == 0)
    stet_fix_popover_suggest (self->fixes, words);
}

void
stet_window_look_up (StetWindow *self, const char *id)
{
  StetFinding *finding = self->story ? stet_open_story_finding (self->story, id) : NULL;
  StetArticle *article = self->story ? stet_open_story_checked (self->story) : NULL;
  StetJob *job;

  if (!finding || !article)
    return;
  stet_open_story_select (self->story, id);
  finding = stet_open_story_finding (self->story, id);
  if (!stet_window_is_of_spelling (finding))
    return;
  job = stet_job_new (self->workspace, NULL);
  job->id = g_strdup (finding->id);
  job->text = g_strdup (finding->match);
  job->extra = g_strdup (stet_article_language (article));
  stet_window_run (self, suggest_thread, job, suggested_cb);
}

static void
look_up_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  stet_window_look_up (data, g_variant_get_string (parameter, NULL));
}

static void
use_word_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  StetWindow *self = data;
  const char *id, *word;
  StetFinding *finding;
  g_autoptr (StetFinding) mended = NULL;
  const char *words[2] = { NULL };

  g_variant_get (parameter, "(&s&s)", &id, &word);
  finding = self->story ? stet_open_story_finding (self->story, id) : NULL;
  if (!finding)
    return;
  words[0] = word;
  mended = stet_finding_copy (finding);
  g_strfreev (mended->replacements);
  mended->replacements = g_strdupv ((char **) words);
  stet_window_mend (self, mended, 0);
}

/* --- one's own words --- */

static gpointer
add_word_thread (gpointer data, GCancellable *cancellable, GError **error)
{
  StetJob *job = data;
  const char *words[] = { job->text, NULL };

  return stet_workspace_change_words (job->workspace, words, TRUE, error) ? g_strdup (job->text)
                                                                          : NULL;
}

static void
added_word_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (StetWindow) self = data;
  g_autofree char *word = stet_window_finish (self, result);
  g_autofree char *text
      = word ? g_strdup_printf (_("“%s” counts as right from now on."), word) : NULL;

  if (!word)
    return;
  stet_window_tell (self, STET_TONE_CALM, text);
  if (self->story)
    stet_open_story_check (self->story);
}

static void
add_word_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  StetWindow *self = data;
  StetFinding *finding = stet_window_finding_here (self);
  StetJob *job;

  if (!stet_window_is_of_spelling (finding))
    {
      stet_window_tell (self, STET_TONE_CALM,
                        _("Place the caret in a word that is marked for its spelling."));
      return;
    }
  job = stet_job_new (self->workspace, NULL);
  job->text = g_strdup (finding->match);
  stet_window_run (self, add_word_thread, job, added_word_cb);
}

void
stet_window_add_word_actions (StetWindow *self)
{
  static const GActionEntry entries[] = {
    { "look-up", look_up_action, "s" },
    { "use-word", use_word_action, "(ss)" },
    { "add-word", add_word_action },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
}
