/* A story being written, with undo and redo. A step of either is the edits that take it back, in
 * the order in which they were made. Layer: article. One thread. */
#include "config.h"

#include "article/document.h"

#include "base/limits.h"

#define STEP_BYTES 256 /* about what a step takes without its edits */

typedef struct
{
  GPtrArray *inverses; /* (owned) of StetEdit */
  gsize      bytes;    /* about what they take */
  gboolean   typing;
  StetField  field;    /* where, when typing */
} Step;

/* Of one direction. Bounded in steps and in bytes: what passes either loses the oldest. */
typedef struct
{
  GQueue steps; /* (owned) of Step, the newest at the tail */
  gsize  bytes;
} History;

struct _StetDocument
{
  GObject      parent_instance;
  StetArticle *article;    /* (owned) */
  guint64      serial;
  History      undo;
  History      redo;
  Step        *open;       /* (owned) (nullable): the step of the open group */
  guint        depth;      /* of open groups */
  gboolean     may_join;   /* whether typing may join the newest step */
  gboolean     replaying;  /* within undo or redo */
};

enum { CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (StetDocument, stet_document, G_TYPE_OBJECT)

static Step *
step_new (void)
{
  Step *step = g_new0 (Step, 1);

  step->inverses = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_edit_unref);
  step->bytes = STEP_BYTES;
  return step;
}

static void
step_free (Step *step)
{
  g_ptr_array_unref (step->inverses);
  g_free (step);
}

/* Takes `inverse`. */
static void
step_add (Step *step, StetEdit *inverse)
{
  g_ptr_array_add (step->inverses, inverse);
  step->bytes += stet_edit_size (inverse);
}

/* The newest. (nullable) */
static Step *
history_pop (History *history)
{
  Step *step = g_queue_pop_tail (&history->steps);

  if (step != NULL)
    history->bytes -= step->bytes;
  return step;
}

static void
history_drop_oldest (History *history)
{
  Step *step = g_queue_pop_head (&history->steps);

  history->bytes -= step->bytes;
  step_free (step);
}

/* Takes `step`, which stays however large it is. */
static void
history_push (History *history, Step *step)
{
  g_queue_push_tail (&history->steps, step);
  history->bytes += step->bytes;
  while (history->steps.length > STET_UNDO_STEPS_MAX
         || (history->bytes > STET_UNDO_BYTES_MAX && history->steps.length > 1))
    history_drop_oldest (history);
}

static void
history_clear (History *history)
{
  g_queue_clear_full (&history->steps, (GDestroyNotify) step_free);
  history->bytes = 0;
}

static void
stet_document_finalize (GObject *object)
{
  StetDocument *self = STET_DOCUMENT (object);

  stet_article_unref (self->article);
  history_clear (&self->undo);
  history_clear (&self->redo);
  g_clear_pointer (&self->open, step_free);
  G_OBJECT_CLASS (stet_document_parent_class)->finalize (object);
}

static void
stet_document_class_init (StetDocumentClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = stet_document_finalize;
  signals[CHANGED] = g_signal_new ("changed", STET_TYPE_DOCUMENT, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
}

static void
stet_document_init (StetDocument *self)
{
  g_queue_init (&self->undo.steps);
  g_queue_init (&self->redo.steps);
}

StetDocument *
stet_document_new (StetArticle *article)
{
  StetDocument *self = g_object_new (STET_TYPE_DOCUMENT, NULL);

  self->article = stet_article_ref (article);
  return self;
}

StetArticle *
stet_document_article (StetDocument *document)
{
  return document->article;
}

guint64
stet_document_serial (StetDocument *document)
{
  return document->serial;
}

/* The edit carried out, its inverse given; nobody is told yet. */
static gboolean
carry_out (StetDocument *self, StetEdit *edit, StetEdit **inverse, GError **error)
{
  StetArticle *next = stet_edit_apply (edit, self->article, inverse, error);

  if (next == NULL)
    return FALSE;
  stet_article_unref (self->article);
  self->article = next;
  self->serial++;
  return TRUE;
}

/* Takes `inverse`. */
static void
remember (StetDocument *self, StetEdit *inverse)
{
  history_clear (&self->redo);
  if (self->depth > 0)
    {
      if (self->open == NULL)
        self->open = step_new ();
      step_add (self->open, inverse);
    }
  else
    {
      Step *step = step_new ();

      step_add (step, inverse);
      history_push (&self->undo, step);
    }
}

gboolean
stet_document_apply (StetDocument *document, StetEdit *edit, GError **error)
{
  StetEdit *inverse = NULL;

  g_return_val_if_fail (!document->replaying, FALSE);

  if (!carry_out (document, edit, &inverse, error))
    return FALSE;
  remember (document, inverse);
  document->may_join = FALSE;
  g_signal_emit (document, signals[CHANGED], 0, edit);
  return TRUE;
}

static gboolean
joins (StetDocument *self, const StetField *field)
{
  const Step *last = g_queue_peek_tail (&self->undo.steps);

  return self->may_join && self->depth == 0 && last != NULL && last->typing &&
         stet_field_equal (&last->field, field);
}

gboolean
stet_document_type (StetDocument *document, StetEdit *edit, GError **error)
{
  g_autoptr (StetEdit) inverse = NULL;
  Step *last;

  g_return_val_if_fail (!document->replaying, FALSE);

  if (stet_edit_kind (edit) != STET_EDIT_TEXT || document->depth > 0)
    return stet_document_apply (document, edit, error);
  if (!carry_out (document, edit, &inverse, error))
    return FALSE;
  /* The first inverse of a run of typing gives back all that was there: the later ones add
   * nothing. */
  if (joins (document, stet_edit_field (edit)))
    history_clear (&document->redo);
  else
    remember (document, g_steal_pointer (&inverse));
  last = g_queue_peek_tail (&document->undo.steps);
  last->typing = TRUE;
  last->field = *stet_edit_field (edit);
  document->may_join = TRUE;
  g_signal_emit (document, signals[CHANGED], 0, edit);
  return TRUE;
}

void
stet_document_break (StetDocument *document)
{
  document->may_join = FALSE;
}

void
stet_document_begin_group (StetDocument *document)
{
  document->depth++;
}

void
stet_document_resume_group (StetDocument *document)
{
  if (document->depth++ == 0 && document->open == NULL)
    document->open = history_pop (&document->undo);
}

void
stet_document_end_group (StetDocument *document)
{
  g_return_if_fail (document->depth > 0);

  if (--document->depth > 0)
    return;
  document->may_join = FALSE;
  if (document->open != NULL)
    history_push (&document->undo, g_steal_pointer (&document->open));
}

gboolean
stet_document_can_undo (StetDocument *document)
{
  return document->depth == 0 && document->undo.steps.length > 0;
}

gboolean
stet_document_can_redo (StetDocument *document)
{
  return document->depth == 0 && document->redo.steps.length > 0;
}

/* Takes back one step. Returns: (owned) the step that takes this back. */
static Step *
replay (StetDocument *self, const Step *step)
{
  Step *back = step_new ();

  self->replaying = TRUE;
  self->may_join = FALSE;
  for (guint i = step->inverses->len; i > 0; i--)
    {
      StetEdit *edit = step->inverses->pdata[i - 1];
      StetEdit *inverse = NULL;
      gboolean done = carry_out (self, edit, &inverse, NULL);

      /* It stands where its own inverse left it, so it applies. */
      g_assert (done);
      step_add (back, inverse);
      g_signal_emit (self, signals[CHANGED], 0, edit);
    }
  self->replaying = FALSE;
  return back;
}

void
stet_document_cancel_group (StetDocument *document)
{
  Step *step;

  g_return_if_fail (document->depth == 1);

  step = g_steal_pointer (&document->open);
  document->depth = 0;
  document->may_join = FALSE;
  if (step == NULL)
    return;
  step_free (replay (document, step));
  step_free (step);
}

static gboolean
move_step (StetDocument *self, History *from, History *to)
{
  Step *step;

  if (self->depth > 0 || self->replaying || from->steps.length == 0)
    return FALSE;
  step = history_pop (from);
  history_push (to, replay (self, step));
  step_free (step);
  return TRUE;
}

gboolean
stet_document_undo (StetDocument *document)
{
  return move_step (document, &document->undo, &document->redo);
}

gboolean
stet_document_redo (StetDocument *document)
{
  return move_step (document, &document->redo, &document->undo);
}

void
stet_document_take (StetDocument *document, StetArticle *article)
{
  g_autoptr (GPtrArray) edits = stet_edit_difference (document->article, article);

  stet_document_begin_group (document);
  for (guint i = 0; i < edits->len; i++)
    {
      g_autoptr (GError) error = NULL;

      if (!stet_document_apply (document, edits->pdata[i], &error))
        g_critical ("An edit between two versions of a story did not apply: %s", error->message);
    }
  stet_document_end_group (document);
}
