/* Text that is dragged elsewhere: taken out here and put in there, or neither. Layer: ui, main
 * thread. See projection.h. */
#include "config.h"

#include "ui/projection-private.h"

typedef struct
{
  StetProjection *source;
  guint           start, end; /* buffer offsets there */
  gboolean        whole;      /* whole blocks: nothing of them stays */
  GPtrArray      *blocks;     /* (owned) */
} Carried;

static gboolean
is_whole (StetProjection *self, guint start, guint end)
{
  guint a, b;
  guint first = stet_projection_locate (self, start, &a);
  guint last = stet_projection_locate (self, end, &b);

  return self->mode == STET_LINES_BLOCKS && a == 0 && stet_projection_block (self, first)
         && b == stet_prose_chars (stet_projection_prose (self, last));
}

/* Blocks whose originals stay where they are need ids of their own. */
static void
take_new_ids (GPtrArray *blocks)
{
  for (guint i = 0; i < blocks->len; i++)
    {
      StetBlock *block = blocks->pdata[i];

      blocks->pdata[i] = stet_projection_another_block (block, stet_block_prose (block));
      stet_block_unref (block);
    }
}

/* Returns: FALSE when it was refused. */
static gboolean
take_out (Carried *carried)
{
  StetProjection *self = carried->source;
  guint64 serial = stet_document_serial (self->document);
  GtkTextIter from, to;

  if (carried->whole)
    {
      guint first = stet_projection_locate (self, carried->start, NULL);
      guint n = stet_projection_locate (self, carried->end, NULL) - first + 1;
      g_autoptr (StetEdit) edit = stet_edit_blocks (self->first + first, n, NULL);

      self->n_blocks -= n;
      if (!stet_projection_apply (self, edit))
        self->n_blocks += n;
      stet_projection_sync (self);
    }
  else
    {
      gtk_text_buffer_get_iter_at_offset (self->buffer, &from, (int) carried->start);
      gtk_text_buffer_get_iter_at_offset (self->buffer, &to, (int) carried->end);
      gtk_text_buffer_delete (self->buffer, &from, &to);
    }
  return stet_document_serial (self->document) != serial;
}

/* Whole blocks go between lines where they are dropped at the edge of one; within a line, one
 * paragraph is its words. */
static StetPut
way_in (Carried *carried, StetProjection *target, guint at)
{
  guint in_line, line = stet_projection_locate (target, at, &in_line);
  gboolean edge
      = in_line == 0 || in_line == stet_prose_chars (stet_projection_prose (target, line));

  if (!carried->whole)
    return STET_PUT_TEXT;
  return edge ? STET_PUT_LINES : STET_PUT_PASTED;
}

static gboolean
put_in (Carried *carried, StetProjection *target, guint at)
{
  StetPut how = way_in (carried, target, at);
  GtkTextIter iter;

  gtk_text_buffer_get_iter_at_offset (target->buffer, &iter, (int) at);
  gtk_text_buffer_place_cursor (target->buffer, &iter);
  return stet_projection_put_blocks (target, carried->blocks, how);
}

static gboolean
carry (Carried *carried, StetProjection *target, guint at, StetCarry how)
{
  GtkTextBuffer *buffer = carried->source->buffer;
  int before = gtk_text_buffer_get_char_count (buffer);

  if (how == STET_CARRY_MOVE && !take_out (carried))
    return FALSE;
  if (target != carried->source)
    stet_projection_sync (target);
  else if (at > carried->start)
    at -= MIN (at, (guint) (before - gtk_text_buffer_get_char_count (buffer)));
  return put_in (carried, target, at);
}

static void
end_groups (StetDocument *source, StetDocument *target, gboolean done)
{
  void (*end) (StetDocument *) = done ? stet_document_end_group : stet_document_cancel_group;

  end (target);
  if (source != target)
    end (source);
}

static gboolean
stays (StetProjection *source, guint start, guint end, StetProjection *target, guint at,
       StetCarry how)
{
  if (source != target)
    return FALSE;
  return how == STET_CARRY_MOVE ? start <= at && at <= end : start < at && at < end;
}

gboolean
stet_projection_carry (StetProjection *source, guint start, guint end, StetProjection *target,
                       guint at, StetCarry how)
{
  g_autoptr (GPtrArray) blocks = NULL;
  Carried carried = { source, start, end, FALSE, NULL };
  gboolean done;

  if (start >= end || !source->document || !target->document || target->locked
      || (how == STET_CARRY_MOVE && source->locked)
      || stays (source, start, end, target, at, how))
    return FALSE;
  carried.blocks = blocks = stet_projection_blocks_between (source, start, end);
  carried.whole = is_whole (source, start, end);
  if (how == STET_CARRY_COPY || !carried.whole || source->document != target->document)
    take_new_ids (blocks);
  stet_document_begin_group (source->document);
  if (source->document != target->document)
    stet_document_begin_group (target->document);
  done = carry (&carried, target, at, how);
  end_groups (source->document, target->document, done);
  stet_projection_sync (source);
  stet_projection_sync (target);
  return done;
}
