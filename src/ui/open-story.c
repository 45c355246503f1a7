/* Saving and checking behind the keyboard. Layer: ui, main thread. */
#include "config.h"

#include "ui/open-story.h"
#include "ui/job.h"

#include "sync/merge.h"

#define SAVE_AFTER_MS 250      /* after the last key */
/* and never later than this after the first: with the disk's time, within a second */
#define SAVE_BEHIND_MS_MAX 500
#define SAVE_AGAIN_MS 3000      /* after a failure */
#define CHECK_AFTER_MS 120 /* findings are back within 300 ms */

struct _StetOpenStory
{
  GObject        parent_instance;
  StetWorkspace *workspace;
  StetStory     *story;        /* as last loaded */
  StetDocument  *document;
  StetIntentKind next_act;

  StetSaveState  save_state;
  StetArticle   *saved;        /* what the store has */
  guint64        saved_serial;
  gint64         revision;     /* of `saved` */
  gint64         saved_us;
  gint64         dirty_since;  /* monotonic; 0: all of it is saved or on its way */
  guint          save_timer;
  guint          break_timer;
  char          *save_error;
  GArray        *flushes;      /* of Flush: who waits */

  StetChecker   *checker;      /* (nullable) */
  guint          check_timer;
  GCancellable  *checking;     /* (nullable) */
  GPtrArray     *findings;     /* (nullable) */
  StetArticle   *checked;      /* (nullable) */
  char          *selected;     /* (nullable) */
  gboolean       asks;
  gboolean       can_spell;    /* as far as it was checked */
};

G_DEFINE_FINAL_TYPE (StetOpenStory, stet_open_story, G_TYPE_OBJECT)

enum { CHECKED, SAVED, STORY, N_SIGNALS };
static guint signals[N_SIGNALS];

typedef struct { StetFlushFunc done; gpointer data; } Flush;

static void save_now (StetOpenStory *self);

/* --- what another wrote --- */

/* The document had `base` when the other one began: what was written since then stays. */
static void
take_article (StetOpenStory *self, StetArticle *base, StetArticle *theirs)
{
  StetArticle *ours = stet_document_article (self->document);
  g_autoptr (StetArticle) merged = NULL;

  if (stet_article_equal (base, theirs))
    return;
  stet_merge (base, ours, theirs, &merged, NULL);
  if (!stet_article_equal (merged, ours))
    stet_document_take (self->document, merged);
}

/* The store has it. */
static void
set_saved (StetOpenStory *self, StetArticle *article, gint64 revision)
{
  stet_article_ref (article);
  g_clear_pointer (&self->saved, stet_article_unref);
  self->saved = article;
  self->revision = revision;
}

/* --- saving --- */

static void
set_save_state (StetOpenStory *self, StetSaveState state)
{
  self->save_state = state;
  g_signal_emit (self, signals[SAVED], 0);
}

static void
end_flush (StetOpenStory *self, const GError *error)
{
  g_autoptr (GArray) flushes = self->flushes;

  self->flushes = g_array_new (FALSE, FALSE, sizeof (Flush));
  for (guint i = 0; i < flushes->len; i++)
    {
      Flush *flush = &g_array_index (flushes, Flush, i);

      flush->done (error, flush->data);
    }
}

static gboolean
save_timer_cb (gpointer data)
{
  StetOpenStory *self = data;

  self->save_timer = 0;
  save_now (self);
  return G_SOURCE_REMOVE;
}

/* How long the oldest key that is not saved may still wait. */
static guint
save_delay_ms (StetOpenStory *self)
{
  gint64 behind_ms = (g_get_monotonic_time () - self->dirty_since) / 1000;

  return CLAMP (SAVE_BEHIND_MS_MAX - behind_ms, 0, SAVE_AFTER_MS);
}

static void
schedule_save (StetOpenStory *self, guint delay_ms)
{
  g_clear_handle_id (&self->save_timer, g_source_remove);
  self->save_timer = g_timeout_add (delay_ms, save_timer_cb, self);
}

static gpointer
save_thread (gpointer data, GCancellable *cancellable, GError **error)
{
  StetJob *job = data;
  StetArticle *saved = NULL;

  stet_workspace_save (job->workspace, job->article, job->revision, STET_ORIGIN_TYPED, &saved,
                       &job->revision, error);
  return saved;
}

/* All the document has is in the store. */
static void
note_saved (StetOpenStory *self)
{
  self->saved_serial = stet_document_serial (self->document);
  self->dirty_since = 0;
  g_clear_handle_id (&self->save_timer, g_source_remove);
  set_save_state (self, STET_SAVE_SAVED);
}

static void
save_failed (StetOpenStory *self, const GError *error)
{
  g_free (self->save_error);
  self->save_error = stet_words_for_error (error);
  set_save_state (self, STET_SAVE_FAILED);
  schedule_save (self, SAVE_AGAIN_MS);
  end_flush (self, error);
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  StetJob *job = data;
  g_autoptr (StetOpenStory) self = g_object_ref (STET_OPEN_STORY (job->owner));
  g_autoptr (GError) error = NULL;
  g_autoptr (StetArticle) saved = stet_workspace_run_finish (result, &error);
  gboolean newer = stet_document_serial (self->document) != job->serial;

  if (saved == NULL)
    save_failed (self, error);
  else
    {
      g_clear_pointer (&self->save_error, g_free);
      set_saved (self, saved, job->revision);
      take_article (self, job->article, saved);
      self->saved_us = g_get_real_time ();
      if (newer)
        {
          self->saved_serial = job->serial;
          set_save_state (self, STET_SAVE_PENDING);
          schedule_save (self, self->flushes->len > 0 ? 0 : save_delay_ms (self));
        }
      else
        {
          note_saved (self);
          end_flush (self, NULL);
        }
    }
  stet_job_free (job);
}

static void
save_now (StetOpenStory *self)
{
  StetJob *job;

  if (self->save_state == STET_SAVE_RUNNING)
    return; /* its callback goes on */
  if (stet_document_serial (self->document) == self->saved_serial)
    {
      end_flush (self, NULL);
      return;
    }
  job = stet_job_new (self->workspace, G_OBJECT (self));
  job->article = stet_article_ref (stet_document_article (self->document));
  job->serial = stet_document_serial (self->document);
  job->revision = self->revision;
  g_clear_handle_id (&self->save_timer, g_source_remove);
  self->dirty_since = 0;
  set_save_state (self, STET_SAVE_RUNNING);
  stet_workspace_run_async (self->workspace, save_thread, job, NULL,
                            (GDestroyNotify) stet_article_unref, NULL, saved_cb, job);
}

void
stet_open_story_flush (StetOpenStory *self, StetFlushFunc done, gpointer data)
{
  Flush flush = { done, data };

  g_array_append_val (self->flushes, flush);
  save_now (self);
}

/* --- checking --- */

typedef struct
{
  StetWorkspace *workspace;
  StetChecker *checker;
  StetArticle *article;
  StetReview  *review;
  guint64      serial;
  gboolean     can_spell;  /* out */
} Check;

static void
check_free (gpointer data)
{
  Check *check = data;

  g_object_unref (check->workspace);
  stet_checker_unref (check->checker);
  stet_article_unref (check->article);
  g_clear_pointer (&check->review, stet_review_free);
  g_free (check);
}

static void
check_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Check *check = data;
  GError *error = NULL;
  g_autoptr (StetFacts) facts = stet_workspace_facts (check->workspace, check->article);
  StetKnown known = { check->review, facts };
  GPtrArray *findings
      = stet_checker_check_with (check->checker, check->article, &known, cancellable, &error);

  check->can_spell
      = stet_checker_can_spell (check->checker, stet_article_language (check->article));
  if (error)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, findings, findings ? (GDestroyNotify) g_ptr_array_unref : NULL);
}

static void
checked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  StetOpenStory *self = STET_OPEN_STORY (source);
  Check *check = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  GPtrArray *findings = g_task_propagate_pointer (G_TASK (result), &error);

  if (error && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_debug ("The check failed: %s", error->message);
  if (!findings)
    return;
  stet_workspace_note_problems (self->workspace, check->checker);
  if (check->serial != stet_document_serial (self->document))
    {
      g_ptr_array_unref (findings); /* of a text that is no more */
      return;
    }
  g_clear_pointer (&self->findings, g_ptr_array_unref);
  self->findings = findings;
  self->can_spell = check->can_spell;
  g_clear_pointer (&self->checked, stet_article_unref);
  self->checked = stet_article_ref (check->article);
  g_signal_emit (self, signals[CHECKED], 0);
}

static gboolean
check_timer_cb (gpointer data)
{
  StetOpenStory *self = data;
  g_autoptr (GTask) task = NULL;
  Check *check;

  self->check_timer = 0;
  if (!self->checker)
    return G_SOURCE_REMOVE;
  if (self->checking)
    g_cancellable_cancel (self->checking);
  g_clear_object (&self->checking);
  self->checking = g_cancellable_new ();
  check = g_new0 (Check, 1);
  check->workspace = g_object_ref (self->workspace);
  check->checker = stet_checker_ref (self->checker);
  check->article = stet_article_ref (stet_document_article (self->document));
  check->review = self->story->review ? stet_review_copy (self->story->review) : NULL;
  check->serial = stet_document_serial (self->document);
  task = g_task_new (self, self->checking, checked_cb, NULL);
  g_task_set_task_data (task, check, check_free);
  g_task_run_in_thread (task, check_thread);
  return G_SOURCE_REMOVE;
}

static void
schedule_check (StetOpenStory *self, guint delay_ms)
{
  g_clear_handle_id (&self->check_timer, g_source_remove);
  self->check_timer = g_timeout_add (delay_ms, check_timer_cb, self);
}

void
stet_open_story_check (StetOpenStory *self)
{
  schedule_check (self, 0);
}

void
stet_open_story_set_checker (StetOpenStory *self, StetChecker *checker)
{
  g_clear_pointer (&self->checker, stet_checker_unref);
  self->checker = checker ? stet_checker_ref (checker) : NULL;
  stet_open_story_check (self);
}

/* --- the document --- */

static gboolean
break_timer_cb (gpointer data)
{
  StetOpenStory *self = data;

  self->break_timer = 0;
  stet_document_break (self->document);
  return G_SOURCE_REMOVE;
}

static void
edited_cb (StetOpenStory *self)
{
  if (self->dirty_since == 0)
    self->dirty_since = g_get_monotonic_time ();
  if (self->save_state != STET_SAVE_RUNNING)
    {
      if (self->save_state != STET_SAVE_PENDING)
        set_save_state (self, STET_SAVE_PENDING);
      schedule_save (self, save_delay_ms (self));
    }
  schedule_check (self, CHECK_AFTER_MS);
  g_clear_handle_id (&self->break_timer, g_source_remove);
  self->break_timer = g_timeout_add (1000, break_timer_cb, self);
}

void
stet_open_story_reload (StetOpenStory *self, StetStory *story, StetIntentKind next_act)
{
  /* A save brings in what is newer when it comes back; what was read before the last save ended is
   * told by its number. */
  if (self->save_state != STET_SAVE_RUNNING && story->revision > self->revision)
    {
      if (stet_document_serial (self->document) != self->saved_serial)
        save_now (self);
      else
        {
          take_article (self, self->saved, story->article);
          set_saved (self, story->article, story->revision);
          note_saved (self);
        }
    }
  stet_story_free (self->story);
  self->story = story;
  self->next_act = next_act;
  g_signal_emit (self, signals[STORY], 0);
  schedule_check (self, 0);
}

void
stet_open_story_close (StetOpenStory *self)
{
  g_clear_handle_id (&self->save_timer, g_source_remove);
  g_clear_handle_id (&self->check_timer, g_source_remove);
  g_clear_handle_id (&self->break_timer, g_source_remove);
  if (self->checking)
    g_cancellable_cancel (self->checking);
}

static void
open_story_dispose (GObject *object)
{
  StetOpenStory *self = STET_OPEN_STORY (object);

  stet_open_story_close (self);
  if (self->document)
    g_signal_handlers_disconnect_by_data (self->document, self);
  g_clear_object (&self->document);
  g_clear_object (&self->workspace);
  g_clear_object (&self->checking);
  g_clear_pointer (&self->story, stet_story_free);
  g_clear_pointer (&self->saved, stet_article_unref);
  g_clear_pointer (&self->checked, stet_article_unref);
  g_clear_pointer (&self->checker, stet_checker_unref);
  g_clear_pointer (&self->findings, g_ptr_array_unref);
  g_clear_pointer (&self->save_error, g_free);
  g_clear_pointer (&self->selected, g_free);
  g_clear_pointer (&self->flushes, g_array_unref);
  G_OBJECT_CLASS (stet_open_story_parent_class)->dispose (object);
}

static void
stet_open_story_class_init (StetOpenStoryClass *klass)
{
  static const char *const names[N_SIGNALS] = { "checked", "saved", "story" };

  G_OBJECT_CLASS (klass)->dispose = open_story_dispose;
  for (guint i = 0; i < N_SIGNALS; i++)
    signals[i] = g_signal_new (names[i], STET_TYPE_OPEN_STORY, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                               NULL, G_TYPE_NONE, 0);
}

static void
stet_open_story_init (StetOpenStory *self)
{
  self->can_spell = TRUE;
  self->save_state = STET_SAVE_SAVED;
  self->flushes = g_array_new (FALSE, FALSE, sizeof (Flush));
}

StetOpenStory *
stet_open_story_new (StetWorkspace *workspace, StetStory *story, StetIntentKind next_act)
{
  StetOpenStory *self = g_object_new (STET_TYPE_OPEN_STORY, NULL);

  self->workspace = g_object_ref (workspace);
  self->story = story;
  self->next_act = next_act;
  self->saved = stet_article_ref (story->article);
  self->saved_us = story->modified_us;
  self->revision = story->revision;
  self->document = stet_document_new (story->article);
  self->saved_serial = stet_document_serial (self->document);
  g_signal_connect_swapped (self->document, "changed", G_CALLBACK (edited_cb), self);
  return self;
}

const char *
stet_open_story_id (StetOpenStory *self)
{
  return stet_article_id (stet_document_article (self->document));
}

StetDocument *
stet_open_story_document (StetOpenStory *self)
{
  return self->document;
}

const StetReview *
stet_open_story_review (StetOpenStory *self)
{
  return self->story->review;
}

const StetRemote *
stet_open_story_remote (StetOpenStory *self)
{
  return self->story->remote;
}

gboolean
stet_open_story_is_binned (StetOpenStory *self)
{
  const StetRemote *remote = self->story->remote;

  g_return_val_if_fail (STET_IS_OPEN_STORY (self), FALSE);

  return self->story->binned || (remote->remote_id != NULL && remote->state == STET_STATE_BINNED);
}

StetIntentKind
stet_open_story_next_act (StetOpenStory *self)
{
  return self->next_act;
}

StetSaveState
stet_open_story_save_state (StetOpenStory *self)
{
  return self->save_state;
}

gint64
stet_open_story_saved_us (StetOpenStory *self)
{
  return self->saved_us;
}

const char *
stet_open_story_save_error (StetOpenStory *self)
{
  return self->save_error;
}

GPtrArray *
stet_open_story_findings (StetOpenStory *self)
{
  return self->findings;
}

StetArticle *
stet_open_story_checked (StetOpenStory *self)
{
  return self->checked;
}

StetFinding *
stet_open_story_finding (StetOpenStory *self, const char *id)
{
  for (guint i = 0; id && self->findings && i < self->findings->len; i++)
    if (g_str_equal (((StetFinding *) self->findings->pdata[i])->id, id))
      return self->findings->pdata[i];
  return NULL;
}

const char *
stet_open_story_selected (StetOpenStory *self)
{
  return self->selected;
}

void
stet_open_story_select (StetOpenStory *self, const char *id)
{
  char *copy = g_strdup (id);

  g_free (self->selected);
  self->selected = copy;
  g_signal_emit (self, signals[CHECKED], 0);
}

gboolean
stet_open_story_asks (StetOpenStory *self)
{
  return self->asks || (self->story->review && self->story->review->state != STET_STATE_DRAFT);
}

void
stet_open_story_set_asks (StetOpenStory *self)
{
  if (self->asks)
    return;
  self->asks = TRUE;
  g_signal_emit (self, signals[CHECKED], 0);
}

gboolean
stet_open_story_can_spell (StetOpenStory *self)
{
  return self->can_spell;
}
