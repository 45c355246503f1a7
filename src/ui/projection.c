/* What is typed becomes edits of the story, and the story's changes become changes of the buffer.
 * Layer: ui, main thread. See projection.h. */
#include "config.h"

#include "ui/projection.h"
#include "ui/projection-private.h"

#include "article/embed.h"
#include "base/text.h"

#define PAUSE_US G_USEC_PER_SEC

/* --- the buffer follows --- */

static void
line_bounds (StetProjection *self, guint line, GtkTextIter *start, GtkTextIter *end)
{
  gtk_text_buffer_get_iter_at_line (self->buffer, start, line);
  *end = *start;
  if (!gtk_text_iter_ends_line (end))
    gtk_text_iter_forward_to_line_end (end);
}

static const char *const span_tags[STET_SPAN_TYPES]
    = { "bold", "italic", "underline", "strike", "code", "link" };
static const char *const kind_tags[]
    = { "h2", "h3", "h4", "quote", "item0", "item1", "item2", "item3" };

static const char *
kind_tag (const StetBlockFields *fields)
{
  static const char *const headings[] = { "h2", "h3", "h4" };
  static const char *const items[] = { "item0", "item1", "item2", "item3" };

  switch (fields->type)
    {
    case STET_BLOCK_HEADING:
      return headings[CLAMP (fields->level, 2, 4) - 2];
    case STET_BLOCK_QUOTE:
      return stet_line_has_source (fields) ? "sourced" : "quote";
    case STET_BLOCK_LIST_ITEM:
      return items[MIN (fields->indent, STET_LIST_INDENT_MAX)];
    case STET_BLOCK_PARAGRAPH: case STET_BLOCK_TABLE: case STET_BLOCK_IMAGE: case STET_BLOCK_EMBED:
    case STET_BLOCK_OPAQUE:
      break;
    }
  return NULL;
}

void
stet_projection_retag (StetProjection *self, guint line)
{
  Line *shown = g_ptr_array_index (self->lines, line);
  const char *kind = shown->block ? kind_tag (stet_block_fields (shown->block)) : NULL;
  const StetSpan *spans;
  GtkTextIter start, end, from, to;
  guint n_spans, base;

  line_bounds (self, line, &start, &end);
  base = gtk_text_iter_get_offset (&start);
  gtk_text_iter_forward_char (&end); /* the line's own end belongs to it */
  gtk_text_buffer_remove_all_tags (self->buffer, &start, &end);
  gtk_text_buffer_apply_tag_by_name (self->buffer, "base", &start, &end);
  if (kind)
    gtk_text_buffer_apply_tag_by_name (self->buffer, kind, &start, &end);
  spans = stet_prose_spans (shown->prose, &n_spans);
  for (guint i = 0; i < n_spans; i++)
    {
      gtk_text_buffer_get_iter_at_offset (self->buffer, &from, base + spans[i].start_chars);
      gtk_text_buffer_get_iter_at_offset (self->buffer, &to, base + spans[i].end_chars);
      gtk_text_buffer_apply_tag_by_name (self->buffer, span_tags[spans[i].type], &from, &to);
    }
}

/* A tag over [from, to), or not. What has it already is left alone: a change of tags has the line
 * laid out again. */
static void
set_tag (StetProjection *self, const char *name, gboolean wanted, GtkTextIter *from,
         GtkTextIter *to)
{
  GtkTextTag *tag = gtk_text_tag_table_lookup (gtk_text_buffer_get_tag_table (self->buffer), name);
  GtkTextIter iter = *from;
  gboolean has = gtk_text_iter_has_tag (from, tag);

  if (has == wanted
      && (!gtk_text_iter_forward_to_tag_toggle (&iter, tag)
          || gtk_text_iter_compare (&iter, to) >= 0))
    return;
  if (wanted)
    gtk_text_buffer_apply_tag (self->buffer, tag, from, to);
  else
    gtk_text_buffer_remove_tag (self->buffer, tag, from, to);
}

/* What was typed into the middle of a line takes the line's tags and the text's; the rest of the
 * line has them. */
static void
tag_typed (StetProjection *self, guint line, guint start_chars, guint end_chars)
{
  Line *shown = g_ptr_array_index (self->lines, line);
  const char *kind = shown->block ? kind_tag (stet_block_fields (shown->block)) : NULL;
  GtkTextIter from, to;
  guint base = stet_projection_offset (self, line, 0);

  gtk_text_buffer_get_iter_at_offset (self->buffer, &from, base + start_chars);
  gtk_text_buffer_get_iter_at_offset (self->buffer, &to, base + end_chars);
  set_tag (self, "base", TRUE, &from, &to);
  for (guint i = 0; i < G_N_ELEMENTS (kind_tags); i++)
    set_tag (self, kind_tags[i], g_strcmp0 (kind, kind_tags[i]) == 0, &from, &to);
  for (guint type = 0; type < STET_SPAN_TYPES; type++)
    set_tag (self, span_tags[type],
             stet_prose_has_span (shown->prose, type, start_chars, end_chars), &from, &to);
}

/* One line's text from `old` to `now`. Returns: whether characters changed. */
static gboolean
change_line (StetProjection *self, guint line, StetProse *old, StetProse *now, guint *cursor)
{
  g_autofree char *was = NULL, *is = NULL;
  g_autoptr (StetProse) removed = NULL, inserted = NULL;
  GtkTextIter start, end;
  guint from, old_end, new_end, base;

  if (!stet_prose_difference (old, now, &from, &old_end, &new_end))
    return FALSE;
  removed = stet_prose_slice (old, from, old_end);
  inserted = stet_prose_slice (now, from, new_end);
  was = stet_line_buffer_text (removed);
  is = stet_line_buffer_text (inserted);
  if (g_str_equal (was, is))
    return FALSE;
  line_bounds (self, line, &start, &end);
  base = gtk_text_iter_get_offset (&start);
  gtk_text_buffer_get_iter_at_offset (self->buffer, &start, base + from);
  gtk_text_buffer_get_iter_at_offset (self->buffer, &end, base + old_end);
  gtk_text_buffer_delete (self->buffer, &start, &end);
  gtk_text_buffer_insert (self->buffer, &start, is, -1);
  *cursor = base + new_end;
  return TRUE;
}

static void
remove_lines (StetProjection *self, guint line, guint n, guint *cursor)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_iter_at_line (self->buffer, &start, line);
  if (line > 0)
    {
      gtk_text_iter_backward_char (&start);
      gtk_text_buffer_get_iter_at_line (self->buffer, &end, line + n - 1);
      if (!gtk_text_iter_ends_line (&end))
        gtk_text_iter_forward_to_line_end (&end);
    }
  else
    gtk_text_buffer_get_iter_at_line (self->buffer, &end, line + n);
  gtk_text_buffer_delete (self->buffer, &start, &end);
  *cursor = gtk_text_iter_get_offset (&start);
}

static void
add_line (StetProjection *self, guint line, StetProse *prose, guint *cursor)
{
  g_autofree char *text = stet_line_buffer_text (prose);
  g_autofree char *whole
      = line > 0 ? g_strconcat ("\n", text, NULL) : g_strconcat (text, "\n", NULL);
  GtkTextIter start, end;

  if (line > 0)
    line_bounds (self, line - 1, &start, &end);
  else
    gtk_text_buffer_get_start_iter (self->buffer, &end);
  gtk_text_buffer_insert (self->buffer, &end, whole, -1);
  *cursor = gtk_text_iter_get_offset (&end) - (line > 0 ? 0 : 1);
}

static gboolean
apply_lines (StetProjection *self, GPtrArray *now, guint *cursor)
{
  g_autoptr (GPtrArray) old = g_steal_pointer (&self->lines);
  guint before = 0, after = 0, n_old, n_new, shared;
  gboolean changed = FALSE;

  while (before < old->len && before < now->len
         && stet_line_equal (old->pdata[before], now->pdata[before]))
    before++;
  while (after < old->len - before && after < now->len - before
         && stet_line_equal (old->pdata[old->len - 1 - after], now->pdata[now->len - 1 - after]))
    after++;
  n_old = old->len - before - after;
  n_new = now->len - before - after;
  shared = MIN (n_old, n_new);
  self->lines = now;
  for (guint i = 0; i < shared; i++)
    changed |= change_line (self, before + i, ((Line *) old->pdata[before + i])->prose,
                            ((Line *) now->pdata[before + i])->prose, cursor);
  if (n_old > shared)
    remove_lines (self, before + shared, n_old - shared, cursor);
  for (guint i = shared; i < n_new; i++)
    add_line (self, before + i, ((Line *) now->pdata[before + i])->prose, cursor);
  for (guint i = 0; i < n_new; i++)
    stet_projection_retag (self, before + i);
  /* A first line that came to stand where another was keeps that one's tags otherwise. */
  if (n_old != n_new && before + n_new < now->len)
    stet_projection_retag (self, before + n_new);
  if (n_old != n_new && before > 0)
    stet_projection_retag (self, before - 1);
  return changed || n_old != n_new;
}

gboolean
stet_projection_sync (StetProjection *self)
{
  guint cursor = 0;
  gboolean changed;

  if (!self->document || self->own)
    return FALSE;
  if (self->held)
    {
      self->behind = TRUE;
      return FALSE;
    }
  self->applying++;
  changed = apply_lines (self, stet_projection_read (self), &cursor);
  self->applying--;
  if (changed)
    self->changed_at = cursor;
  return changed;
}

int
stet_projection_take_change (StetProjection *self)
{
  int at = self->changed_at;

  self->changed_at = -1;
  return at;
}

/* --- typing becomes edits --- */

/* Text as this buffer may hold it: NFC, no controls, LF only between blocks. */
static char *
gate (StetProjection *self, const char *text, int length)
{
  g_autofree char *valid = g_utf8_make_valid (text, length);
  g_auto (GStrv) parts = g_strsplit (valid, STET_LINE_SEPARATOR, -1);
  GString *out = g_string_new (NULL);

  for (guint i = 0; parts[i]; i++)
    {
      g_autofree char *clean = stet_text_clean (parts[i]);
      g_auto (GStrv) lines = g_strsplit (clean, "\n", -1);
      const char *joint = self->mode == STET_LINES_BLOCKS   ? "\n"
                          : self->mode == STET_LINES_BREAKS ? STET_LINE_SEPARATOR
                                                            : " ";
      g_autofree char *joined = g_strjoinv (joint, lines);

      if (i > 0)
        g_string_append (out, self->mode == STET_LINES_ONE ? " " : STET_LINE_SEPARATOR);
      g_string_append (out, joined);
    }
  return g_string_free (out, FALSE);
}

static StetProse *
typed_prose (StetProjection *self, const char *buffer_text)
{
  g_auto (GStrv) parts = g_strsplit (buffer_text, STET_LINE_SEPARATOR, -1);
  g_autofree char *text = g_strjoinv ("\n", parts);

  return stet_prose_plain (text);
}

/* Text typed after a bold character is bold, and so is what is typed over one: as word processors
 * do, not for code and links. */
static gboolean
goes_on (StetProjection *self, StetProse *prose, StetSpanType type, guint start)
{
  if (self->over)
    return type < STET_SPAN_CODE && (self->over_spans & (1u << type)) != 0;
  return type < STET_SPAN_CODE && start > 0 && stet_prose_has_span (prose, type, start - 1, start);
}

/* What was chosen before typing (Ctrl+B with nothing selected), or stands before it, laid over the
 * typed range. */
static StetProse *
with_typing_spans (StetProjection *self, StetProse *prose, guint start, guint n)
{
  StetProse *result = stet_prose_ref (prose);

  for (guint type = 0; n > 0 && self->formatting && type < STET_SPAN_LINK; type++)
    {
      StetSpan span = { .type = type, .start_chars = start, .end_chars = start + n };
      gboolean chosen = (self->typing_set & (1u << type)) != 0;
      StetProse *next;

      if (!chosen && !self->over && !goes_on (self, prose, type, start))
        continue;
      if (chosen ? (self->typing_on & (1u << type)) != 0 : goes_on (self, prose, type, start))
        next = stet_prose_set_span (result, &span);
      else
        next = stet_prose_clear_span (result, type, start, start + n);
      stet_prose_unref (result);
      result = next;
    }
  return result;
}

StetBlock *
stet_projection_new_block (StetProse *prose, StetBlock *like)
{
  g_autofree char *id = stet_uuid_new (stet_random_system ());
  StetBlockFields fields = { .type = STET_BLOCK_PARAGRAPH, .id = id, .prose = prose };

  if (like && stet_block_type (like) == STET_BLOCK_LIST_ITEM)
    {
      fields.type = STET_BLOCK_LIST_ITEM;
      fields.ordered = stet_block_fields (like)->ordered;
      fields.indent = stet_block_fields (like)->indent;
    }
  return stet_block_new (&fields);
}

StetBlock *
stet_projection_another_block (StetBlock *like, StetProse *prose)
{
  g_autofree char *id = stet_uuid_new (stet_random_system ());
  StetBlockFields fields = *stet_block_fields (like);

  fields.id = id;
  fields.prose = prose;
  return stet_block_new (&fields);
}

static StetBlock *
block_like (Line *line, StetProse *prose)
{
  return line->block ? stet_block_with_prose (line->block, prose)
                     : stet_projection_new_block (prose, NULL);
}

/* The block after a break: in the middle of a heading or quotation it goes on, at the end it does
 * not. */
static StetBlock *
last_block (Line *first, guint a, Line *last, StetProse *prose)
{
  if (first != last && last->block)
    return stet_block_with_prose (last->block, prose);
  if (first->block && a > 0 && stet_prose_chars (prose) > 0)
    return stet_projection_another_block (first->block, prose);
  return stet_projection_new_block (prose, first->block);
}

/* The blocks that stand for `first`..`last` once [a in i, b in j) is replaced by `parts`. */
static GPtrArray *
make_blocks (StetProjection *self, Line *first, guint a, Line *last, guint b, char **parts)
{
  GPtrArray *blocks = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_block_unref);
  g_autoptr (StetProse) head = stet_prose_slice (first->prose, 0, a);
  g_autoptr (StetProse) tail = stet_prose_slice (last->prose, b, stet_prose_chars (last->prose));
  guint n = g_strv_length (parts);
  g_autoptr (StetProse) part = typed_prose (self, parts[0]);
  g_autoptr (StetProse) joined = stet_prose_concat (head, part);
  g_autoptr (StetProse) opening = with_typing_spans (self, joined, a, stet_prose_chars (part));

  if (n == 1)
    {
      g_autoptr (StetProse) whole = stet_prose_concat (opening, tail);

      g_ptr_array_add (blocks, block_like (a == 0 && first != last ? last : first, whole));
      return blocks;
    }
  g_ptr_array_add (blocks, block_like (first, opening));
  for (guint i = 1; i + 1 < n; i++)
    {
      g_autoptr (StetProse) middle = typed_prose (self, parts[i]);

      g_ptr_array_add (blocks, stet_projection_new_block (middle, first->block));
    }
  {
    g_autoptr (StetProse) end = typed_prose (self, parts[n - 1]);
    g_autoptr (StetProse) whole = stet_prose_concat (end, tail);

    g_ptr_array_add (blocks, last_block (first, a, last, whole));
  }
  return blocks;
}

static StetEdit *
text_edit (StetProjection *self, guint line, guint a, guint b, const char *text)
{
  Line *shown = g_ptr_array_index (self->lines, line);
  g_autoptr (StetProse) typed = typed_prose (self, text);
  g_autoptr (StetProse) plain = stet_prose_replace (shown->prose, a, b, typed);
  g_autoptr (StetProse) prose = with_typing_spans (self, plain, a, stet_prose_chars (typed));
  StetField field = stet_projection_field_at (self, line);

  return stet_edit_text (&field, prose);
}

static StetEdit *
blocks_edit (StetProjection *self, guint start, guint end, const char *text, int *delta)
{
  guint a, b;
  guint i = stet_projection_locate (self, start, &a);
  guint j = stet_projection_locate (self, end, &b);
  Line *first = self->lines->pdata[i], *last = self->lines->pdata[j];
  g_auto (GStrv) parts
      = *text ? g_strsplit (text, "\n", -1) : g_strdupv ((char *[]){ (char *) "", NULL });
  g_autoptr (GPtrArray) blocks = NULL;
  guint n_removed = first->block ? j - i + 1 : 0;

  if (start == end && a == 0 && g_str_equal (text, "\n") && first->block
      && stet_prose_chars (first->prose) > 0)
    {
      g_autoptr (StetProse) empty = stet_prose_empty ();

      blocks = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_block_unref);
      g_ptr_array_add (blocks, stet_projection_new_block (empty, first->block));
      n_removed = 0;
    }
  else
    blocks = make_blocks (self, first, a, last, b, parts);
  *delta = (int) blocks->len - (int) n_removed;
  return stet_edit_blocks (self->first + i, n_removed, blocks);
}

/* The story's side of replacing [start, end) of the buffer. FALSE: refused, the buffer must
 * stay. */
static gboolean
replace (StetProjection *self, guint start, guint end, const char *text)
{
  guint a, b;
  guint i = stet_projection_locate (self, start, &a);
  guint j = stet_projection_locate (self, end, &b);
  Line *line = self->lines->pdata[i];
  g_autoptr (StetEdit) edit = NULL;
  g_autoptr (GError) error = NULL;
  int delta = 0;
  gboolean ok;

  if (self->locked)
    return FALSE;
  if (i == j && !strchr (text, '\n') && (self->mode != STET_LINES_BLOCKS || line->block))
    edit = text_edit (self, i, a, b, text);
  else
    edit = blocks_edit (self, start, end, text, &delta);
  self->n_blocks += delta;
  self->own++;
  if (stet_edit_kind (edit) == STET_EDIT_TEXT)
    ok = stet_document_type (self->document, edit, &error);
  else
    ok = stet_document_apply (self->document, edit, &error);
  self->own--;
  if (!ok)
    {
      self->n_blocks -= delta;
      g_debug ("The story refused an edit: %s", error->message);
      return FALSE;
    }
  g_ptr_array_unref (self->lines);
  self->lines = stet_projection_read (self);
  return TRUE;
}

/* A mark typed after a letter becomes one character with it. Returns: whether it did. */
static gboolean
compose (StetProjection *self, GtkTextIter *location, const char *clean)
{
  GtkTextIter before = *location;
  g_autofree char *letter = NULL, *pair = NULL, *one = NULL;

  if (!g_unichar_ismark (g_utf8_get_char (clean)) || !gtk_text_iter_backward_char (&before))
    return FALSE;
  letter = gtk_text_iter_get_slice (&before, location);
  pair = g_strconcat (letter, clean, NULL);
  one = g_utf8_normalize (pair, -1, G_NORMALIZE_NFC);
  if (!one || g_str_equal (one, pair))
    return FALSE;
  gtk_text_buffer_delete (self->buffer, &before, location);
  gtk_text_buffer_insert (self->buffer, location, one, -1);
  return TRUE;
}

/* Return in an empty list item ends the list, level by level; an empty heading or quotation is
 * given up. */
static gboolean
leave_list (StetProjection *self, guint offset, const char *clean)
{
  Line *line = self->lines->pdata[stet_projection_locate (self, offset, NULL)];

  if (!g_str_equal (clean, "\n") || !line->block || stet_prose_chars (line->prose) > 0)
    return FALSE;
  return stet_projection_unstyle_at_caret (self);
}

/* A run of typing is one undo step: it ends with a pause, and where deleting follows typing or the
 * other way about. */
static void
part_runs (StetProjection *self, int kind)
{
  gint64 now_us = stet_clock_mono_us (self->clock);

  if (self->typed_kind != kind || now_us - self->typed_us > PAUSE_US)
    stet_document_break (self->document);
  self->typed_kind = kind;
  self->typed_us = now_us;
}

/* --- typing over a selection --- */

static void
forget_over (StetProjection *self)
{
  self->over = FALSE;
  g_clear_handle_id (&self->over_idle, g_source_remove);
}

static gboolean
over_idle_cb (gpointer data)
{
  StetProjection *self = data;

  self->over_idle = 0;
  self->over = self->held;
  return G_SOURCE_REMOVE;
}

/* A text view deletes the selection first and inserts then, without telling that both are one: what
 * comes before the main loop goes on does, or what was being composed meanwhile. */
static void
remember_over (StetProjection *self, guint offset)
{
  guint a, line = stet_projection_locate (self, offset, &a);
  StetProse *prose = stet_projection_prose (self, line);

  forget_over (self);
  self->over_at = offset;
  self->over_spans = 0;
  for (guint type = 0; type < STET_SPAN_CODE; type++)
    if (a < stet_prose_chars (prose) && stet_prose_has_span (prose, type, a, a + 1))
      self->over_spans |= 1u << type;
  self->over = TRUE;
  self->over_idle = g_idle_add_full (G_PRIORITY_HIGH, over_idle_cb, self, NULL);
}

void
stet_projection_set_held (StetProjection *self, gboolean held)
{
  self->held = held;
  if (!held && self->over && self->over_idle == 0)
    self->over_idle = g_idle_add_full (G_PRIORITY_HIGH, over_idle_cb, self, NULL);
  if (held || !self->behind)
    return;
  self->behind = FALSE;
  stet_projection_sync (self);
}

/* What is inserted at `offset`: one step with what was deleted there, or nothing to do with it. */
static void
join_over (StetProjection *self, guint offset)
{
  if (!self->over || !self->in_user_action || offset != self->over_at
      || stet_document_serial (self->document) != self->over_serial)
    {
      forget_over (self);
      return;
    }
  if (self->grouped)
    return;
  self->grouped = TRUE;
  stet_document_resume_group (self->document);
}

static gboolean
wants_prefix (StetProjection *self, const char *text)
{
  g_autofree char *word = NULL;

  if (!self->prefix || gtk_text_buffer_get_char_count (self->buffer) > 0)
    return FALSE;
  word = g_strndup (self->prefix, strcspn (self->prefix, " "));
  return !g_str_has_prefix (text, word);
}

/* The buffer shows the story again; where something was to happen is then where the caret is. */
static void
catch_up (StetProjection *self, GtkTextIter *iter)
{
  stet_projection_set_held (self, FALSE);
  gtk_text_buffer_get_iter_at_mark (self->buffer, iter, gtk_text_buffer_get_insert (self->buffer));
}

static void
insert_text_cb (GtkTextBuffer *buffer, GtkTextIter *location, char *text, int length,
                StetProjection *self)
{
  g_autofree char *clean = NULL;
  guint offset = gtk_text_iter_get_offset (location);

  if (self->applying || !self->document)
    return;
  if (self->behind)
    {
      g_signal_stop_emission_by_name (buffer, "insert-text");
      catch_up (self, location);
      gtk_text_buffer_insert (buffer, location, text, length);
      return;
    }
  clean = gate (self, text, length);
  if (wants_prefix (self, clean))
    {
      char *whole = g_strconcat (self->prefix, clean, NULL);

      g_free (clean);
      clean = whole;
    }
  if (strlen (clean) != (gsize) length || strncmp (clean, text, length) != 0)
    {
      g_signal_stop_emission_by_name (buffer, "insert-text");
      if (*clean)
        gtk_text_buffer_insert (buffer, location, clean, -1);
      return;
    }
  part_runs (self, 1);
  join_over (self, offset);
  if (*clean == '\0' || compose (self, location, clean) || leave_list (self, offset, clean)
      || !replace (self, offset, offset, clean))
    {
      g_signal_stop_emission_by_name (buffer, "insert-text");
      return;
    }
  forget_over (self);
  self->typed_space = self->in_user_action && g_str_equal (clean, " ");
  self->typed_return = self->in_user_action && g_str_equal (clean, "\n");
  self->typed_address
      = self->in_user_action && strlen (clean) > 1 && stet_embed_parse (clean, NULL);
  self->touched_line = stet_projection_locate (self, offset, NULL);
}

static void
retag_from (StetProjection *self, guint first, guint last)
{
  self->applying++;
  for (guint line = first; line <= last && line < self->lines->len; line++)
    stet_projection_retag (self, line);
  self->applying--;
}

static void
insert_text_after_cb (GtkTextBuffer *buffer, GtkTextIter *location, char *text, int length,
                      StetProjection *self)
{
  guint end = gtk_text_iter_get_offset (location), last, end_chars;
  guint n = g_utf8_strlen (text, length);

  if (self->applying || !self->document)
    return;
  last = stet_projection_locate (self, end, &end_chars);
  if (last == self->touched_line && end_chars >= n
      && stet_prose_chars (stet_projection_prose (self, last)) > n)
    {
      self->applying++;
      tag_typed (self, last, end_chars - n, end_chars);
      self->applying--;
    }
  else
    retag_from (self, self->touched_line, last);
  if (length > 0 && g_ascii_isspace (text[length - 1]))
    stet_document_break (self->document);
}

static void
delete_range_cb (GtkTextBuffer *buffer, GtkTextIter *start, GtkTextIter *end, StetProjection *self)
{
  guint from = gtk_text_iter_get_offset (start), to = gtk_text_iter_get_offset (end);

  if (self->applying || !self->document || from == to)
    return;
  self->joined = gtk_text_iter_get_line (start) != gtk_text_iter_get_line (end);
  if (self->behind)
    {
      g_signal_stop_emission_by_name (buffer, "delete-range");
      catch_up (self, start);
      *end = *start;
      return;
    }
  /* Typing over a selection: one step for what goes and what comes. */
  if (self->in_user_action && !self->grouped
      && (to - from > 1 || gtk_text_buffer_get_has_selection (buffer)))
    {
      self->grouped = TRUE;
      stet_document_begin_group (self->document);
    }
  if (self->grouped)
    remember_over (self, from);
  else
    forget_over (self);
  part_runs (self, -1);
  if (!replace (self, from, to, ""))
    g_signal_stop_emission_by_name (buffer, "delete-range");
  self->over_serial = stet_document_serial (self->document);
}

static void
delete_range_after_cb (GtkTextBuffer *buffer, GtkTextIter *start, GtkTextIter *end,
                       StetProjection *self)
{
  guint line;

  if (self->applying || !self->document)
    return;
  line = stet_projection_locate (self, gtk_text_iter_get_offset (start), NULL);
  if (self->joined || stet_prose_chars (stet_projection_prose (self, line)) == 0)
    retag_from (self, line, line);
}

static void
begin_user_action_cb (GtkTextBuffer *buffer, StetProjection *self)
{
  self->in_user_action = TRUE;
}

static void
end_user_action_cb (GtkTextBuffer *buffer, StetProjection *self)
{
  self->in_user_action = FALSE;
  if (self->grouped && self->document)
    stet_document_end_group (self->document);
  self->grouped = FALSE;
  if (self->document && self->mode == STET_LINES_BLOCKS
      && (self->typed_space || self->typed_return || self->typed_address))
    stet_projection_shortcuts (self);
  self->typed_space = self->typed_return = self->typed_address = FALSE;
}

/* --- life --- */

StetProjection *
stet_projection_new (GtkTextBuffer *buffer)
{
  StetProjection *self = g_new0 (StetProjection, 1);
  g_autoptr (StetProse) empty = stet_prose_empty ();

  self->buffer = g_object_ref (buffer);
  self->mode = STET_LINES_ONE;
  self->formatting = TRUE;
  self->changed_at = -1;
  self->clock = stet_clock_system ();
  self->lines = stet_lines_new (empty);
  gtk_text_buffer_set_enable_undo (buffer, FALSE);
  stet_projection_add_tags (gtk_text_buffer_get_tag_table (buffer));
  g_signal_connect (buffer, "insert-text", G_CALLBACK (insert_text_cb), self);
  g_signal_connect_after (buffer, "insert-text", G_CALLBACK (insert_text_after_cb), self);
  g_signal_connect (buffer, "delete-range", G_CALLBACK (delete_range_cb), self);
  g_signal_connect_after (buffer, "delete-range", G_CALLBACK (delete_range_after_cb), self);
  g_signal_connect (buffer, "begin-user-action", G_CALLBACK (begin_user_action_cb), self);
  g_signal_connect (buffer, "end-user-action", G_CALLBACK (end_user_action_cb), self);
  return self;
}

void
stet_projection_free (StetProjection *self)
{
  g_signal_handlers_disconnect_by_data (self->buffer, self);
  forget_over (self);
  g_clear_object (&self->buffer);
  g_clear_object (&self->document);
  g_clear_pointer (&self->lines, g_ptr_array_unref);
  g_free (self->prefix);
  g_free (self);
}

static void
set_document (StetProjection *self, StetDocument *document)
{
  if (!g_set_object (&self->document, document))
    return;
  self->typing_set = 0;
  self->held = self->behind = FALSE;
}

void
stet_projection_set_field (StetProjection *self, StetDocument *document, const StetField *field,
                           StetLines lines)
{
  set_document (self, document);
  self->field = *field;
  self->mode = lines;
  stet_projection_sync (self);
}

void
stet_projection_set_run (StetProjection *self, StetDocument *document, guint first, guint n_blocks)
{
  set_document (self, document);
  self->mode = STET_LINES_BLOCKS;
  self->first = first;
  self->n_blocks = n_blocks;
  stet_projection_sync (self);
}

void
stet_projection_set_clock (StetProjection *self, StetClock *clock)
{
  self->clock = clock ? clock : stet_clock_system ();
}

void
stet_projection_set_prefix (StetProjection *self, const char *prefix)
{
  g_free (self->prefix);
  self->prefix = g_strdup (prefix);
}
