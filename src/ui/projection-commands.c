/* Formatting, kinds of block, and pasting: commands that change the story first and let the buffer
 * follow. Layer: ui, main thread. See projection.h. */
#include "config.h"

#include "ui/projection-private.h"

/* --- places --- */

StetDocument *
stet_projection_document (StetProjection *self)
{
  return self->document;
}

StetLines
stet_projection_lines (StetProjection *self)
{
  return self->mode;
}

guint
stet_projection_n_lines (StetProjection *self)
{
  return self->lines->len;
}

guint
stet_projection_first (StetProjection *self)
{
  return self->first;
}

StetProse *
stet_projection_prose (StetProjection *self, guint line)
{
  return line < self->lines->len ? ((Line *) self->lines->pdata[line])->prose : NULL;
}

StetBlock *
stet_projection_block (StetProjection *self, guint line)
{
  return line < self->lines->len ? ((Line *) self->lines->pdata[line])->block : NULL;
}

guint
stet_projection_locate (StetProjection *self, guint offset_chars, guint *in_line_chars)
{
  guint line = 0;

  for (; line + 1 < self->lines->len; line++)
    {
      guint chars = stet_prose_chars (((Line *) self->lines->pdata[line])->prose);

      if (offset_chars <= chars)
        break;
      offset_chars -= chars + 1;
    }
  if (in_line_chars)
    *in_line_chars
        = MIN (offset_chars, stet_prose_chars (((Line *) self->lines->pdata[line])->prose));
  return line;
}

guint
stet_projection_offset (StetProjection *self, guint line, guint in_line_chars)
{
  guint offset = 0;

  for (guint i = 0; i < line && i < self->lines->len; i++)
    offset += stet_prose_chars (((Line *) self->lines->pdata[i])->prose) + 1;
  return offset + in_line_chars;
}

StetField
stet_projection_field_at (StetProjection *self, guint line)
{
  if (self->mode == STET_LINES_BLOCKS)
    return stet_field_at (STET_FIELD_BODY, self->first + line);
  return self->field;
}

/* --- tags --- */

void
stet_projection_add_tags (GtkTextTagTable *table)
{
  static const struct { const char *name; int left_margin; double scale; } kinds[] = {
    { "h2", 0, 1.24 },    { "h3", 0, 1.12 },      { "h4", 0, 1.0 },
    { "quote", 24, 1.0 }, { "sourced", 24, 1.0 }, { "item0", 24, 1.0 },
    { "item1", 48, 1.0 }, { "item2", 72, 1.0 },   { "item3", 96, 1.0 },
  };
  static const char *const plain[]
      = { "base", "bold", "italic", "underline", "strike", "code", "link" };

  if (gtk_text_tag_table_lookup (table, "base"))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (plain); i++)
    {
      g_autoptr (GtkTextTag) tag = gtk_text_tag_new (plain[i]);

      gtk_text_tag_table_add (table, tag);
    }
  g_object_set (gtk_text_tag_table_lookup (table, "bold"), "weight", PANGO_WEIGHT_BOLD, NULL);
  g_object_set (gtk_text_tag_table_lookup (table, "italic"), "style", PANGO_STYLE_ITALIC, NULL);
  g_object_set (gtk_text_tag_table_lookup (table, "underline"), "underline", PANGO_UNDERLINE_SINGLE,
                NULL);
  g_object_set (gtk_text_tag_table_lookup (table, "strike"), "strikethrough", TRUE, NULL);
  g_object_set (gtk_text_tag_table_lookup (table, "code"), "family", "monospace", NULL);
  g_object_set (gtk_text_tag_table_lookup (table, "link"), "underline", PANGO_UNDERLINE_SINGLE,
                NULL);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (GtkTextTag) tag = gtk_text_tag_new (kinds[i].name);

      if (kinds[i].left_margin > 0)
        g_object_set (tag, "left-margin", kinds[i].left_margin, NULL);
      if (kinds[i].name[0] == 'h')
        g_object_set (tag, "weight", PANGO_WEIGHT_BOLD, "scale", kinds[i].scale, NULL);
      if (g_str_equal (kinds[i].name, "quote") || g_str_equal (kinds[i].name, "sourced"))
        g_object_set (tag, "style", PANGO_STYLE_ITALIC, NULL);
      gtk_text_tag_table_add (table, tag);
    }
}

/* --- what it may do --- */

void
stet_projection_set_locked (StetProjection *self, gboolean locked)
{
  self->locked = locked;
}

gboolean
stet_projection_is_locked (StetProjection *self)
{
  return self->locked;
}

void
stet_projection_set_formatting (StetProjection *self, gboolean formatting)
{
  self->formatting = formatting;
}

gboolean
stet_projection_is_applying (StetProjection *self)
{
  return self->applying > 0;
}

/* --- the selection --- */

/* The selection in buffer offsets; FALSE where nothing is selected (both are then the caret). */
static gboolean
selection (StetProjection *self, guint *start, guint *end)
{
  GtkTextIter from, to;
  gboolean selected = gtk_text_buffer_get_selection_bounds (self->buffer, &from, &to);

  *start = gtk_text_iter_get_offset (&from);
  *end = gtk_text_iter_get_offset (&to);
  return selected;
}

typedef struct { guint line, start, end; } Piece;

/* The parts of lines that are selected, empty ones left out. Returns: (owned) GArray of Piece. */
static GArray *
pieces_of (StetProjection *self, guint start, guint end)
{
  GArray *found = g_array_new (FALSE, FALSE, sizeof (Piece));
  guint a, b, first, last;

  first = stet_projection_locate (self, start, &a);
  last = stet_projection_locate (self, end, &b);
  for (guint line = first; line <= last; line++)
    {
      Piece piece = { line, line == first ? a : 0,
                      line == last ? b : stet_prose_chars (stet_projection_prose (self, line)) };

      if (piece.start < piece.end)
        g_array_append_val (found, piece);
    }
  return found;
}

static GArray *
pieces (StetProjection *self)
{
  guint start, end;

  selection (self, &start, &end);
  return pieces_of (self, start, end);
}

static gboolean
all_have (StetProjection *self, GArray *parts, StetSpanType type)
{
  for (guint i = 0; i < parts->len; i++)
    {
      Piece *piece = &g_array_index (parts, Piece, i);

      if (!stet_prose_has_span (stet_projection_prose (self, piece->line), type, piece->start,
                                piece->end))
        return FALSE;
    }
  return parts->len > 0;
}

gboolean
stet_projection_apply (StetProjection *self, StetEdit *edit)
{
  g_autoptr (GError) error = NULL;

  if (self->locked)
    return FALSE;
  if (stet_document_apply (self->document, edit, &error))
    return TRUE;
  g_debug ("The story refused an edit: %s", error->message);
  return FALSE;
}

static void
change_spans (StetProjection *self, GArray *parts, StetSpanType type, const char *href, gboolean on)
{
  stet_document_begin_group (self->document);
  for (guint i = 0; i < parts->len; i++)
    {
      Piece *piece = &g_array_index (parts, Piece, i);
      StetProse *old = stet_projection_prose (self, piece->line);
      StetSpan span = { type, piece->start, piece->end, href, NULL };
      StetField field = stet_projection_field_at (self, piece->line);
      g_autoptr (StetProse) bare = stet_prose_clear_span (old, type, piece->start, piece->end);
      g_autoptr (StetProse) prose = on ? stet_prose_set_span (bare, &span) : stet_prose_ref (bare);
      g_autoptr (StetEdit) edit = stet_edit_text (&field, prose);

      stet_projection_apply (self, edit);
    }
  stet_document_end_group (self->document);
  stet_projection_sync (self);
}

gboolean
stet_projection_has_span (StetProjection *self, StetSpanType type)
{
  g_autoptr (GArray) parts = pieces (self);
  guint start, end, in_line, line;

  if (parts->len > 0)
    return all_have (self, parts, type);
  if (self->typing_set & (1u << type))
    return (self->typing_on & (1u << type)) != 0;
  selection (self, &start, &end);
  line = stet_projection_locate (self, start, &in_line);
  if (in_line == 0)
    return FALSE;
  if (type < STET_SPAN_CODE) /* typing goes on as it stands before the caret */
    return stet_prose_has_span (stet_projection_prose (self, line), type, in_line - 1, in_line);
  return in_line < stet_prose_chars (stet_projection_prose (self, line))
         && stet_prose_has_span (stet_projection_prose (self, line), type, in_line - 1,
                                 in_line + 1);
}

void
stet_projection_toggle_span (StetProjection *self, StetSpanType type)
{
  g_autoptr (GArray) parts = NULL;
  guint start, end;

  if (!self->document || !self->formatting)
    return;
  if (!selection (self, &start, &end))
    {
      gboolean on = stet_projection_has_span (self, type);

      self->typing_set |= 1u << type;
      self->typing_on = on ? self->typing_on & ~(1u << type) : self->typing_on | (1u << type);
      return;
    }
  parts = pieces (self);
  change_spans (self, parts, type, NULL, !all_have (self, parts, type));
}

void
stet_projection_forget_typing (StetProjection *self)
{
  self->typing_set = 0;
  if (self->document)
    stet_document_break (self->document);
}

/* The link around the caret, as a piece. */
static const StetSpan *
link_at (StetProjection *self, guint *line)
{
  const StetSpan *spans;
  guint start, end, in_line, n;

  selection (self, &start, &end);
  *line = stet_projection_locate (self, start, &in_line);
  spans = stet_prose_spans (stet_projection_prose (self, *line), &n);
  for (guint i = 0; i < n; i++)
    if (spans[i].type == STET_SPAN_LINK && spans[i].start_chars <= in_line
        && in_line <= spans[i].end_chars)
      return &spans[i];
  return NULL;
}

char *
stet_projection_link (StetProjection *self)
{
  guint line;
  const StetSpan *span = link_at (self, &line);

  return span ? g_strdup (span->href) : NULL;
}

void
stet_projection_set_link (StetProjection *self, const char *href)
{
  g_autoptr (GArray) parts = NULL;

  if (!self->document || !self->formatting)
    return;
  parts = pieces (self);
  if (parts->len == 0)
    {
      guint line;
      const StetSpan *span = link_at (self, &line);
      Piece piece;

      if (!span)
        return;
      piece = (Piece) { line, span->start_chars, span->end_chars };
      g_array_append_val (parts, piece);
    }
  change_spans (self, parts, STET_SPAN_LINK, href, href != NULL);
}

/* --- paste and copy --- */

/* All texts of `blocks` as one, parted by LF or spaces, spans kept where they are allowed. */
static StetProse *
join_texts (StetProjection *self, GPtrArray *blocks)
{
  g_autoptr (StetProse) joint = stet_prose_plain (self->mode == STET_LINES_BREAKS ? "\n" : " ");
  StetProse *all = stet_prose_empty ();

  for (guint i = 0; i < blocks->len; i++)
    {
      StetProse *prose = stet_block_prose (blocks->pdata[i]);
      g_autoptr (StetProse) plain = stet_prose_plain (stet_prose_text (prose));
      g_autoptr (StetProse) parted = i > 0 ? stet_prose_concat (all, joint) : stet_prose_ref (all);
      StetProse *next = stet_prose_concat (parted, self->formatting ? prose : plain);

      stet_prose_unref (all);
      all = next;
    }
  if (self->mode == STET_LINES_ONE && strchr (stet_prose_text (all), '\n'))
    {
      g_autofree char *text = g_strdelimit (g_strdup (stet_prose_text (all)), "\n", ' ');
      guint n;
      const StetSpan *spans = stet_prose_spans (all, &n);
      StetProse *flat = stet_prose_new (text, spans, n);

      stet_prose_unref (all);
      return flat;
    }
  return all;
}

static void
insert_prose (StetProjection *self, StetProse *insert)
{
  g_autoptr (StetProse) prose = NULL;
  g_autoptr (StetEdit) edit = NULL;
  guint start, end, a, b, line;
  StetField field;

  selection (self, &start, &end);
  line = stet_projection_locate (self, start, &a);
  stet_projection_locate (self, end, &b);
  prose = stet_prose_replace (stet_projection_prose (self, line), a, b, insert);
  field = stet_projection_field_at (self, line);
  edit = stet_edit_text (&field, prose);
  stet_projection_apply (self, edit);
}

static gboolean
is_plain_paragraph (GPtrArray *blocks)
{
  return blocks->len == 1 && stet_block_type (blocks->pdata[0]) == STET_BLOCK_PARAGRAPH;
}

/* Blocks put where the selection is: the line there is parted around them. */
static void
insert_between (StetProjection *self, GPtrArray *insert)
{
  g_autoptr (GPtrArray) blocks = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_block_unref);
  g_autoptr (StetProse) head = NULL, tail = NULL;
  g_autoptr (StetEdit) edit = NULL;
  StetBlock *first_block, *last_block;
  guint start, end, a, b, first, last, n_removed;

  selection (self, &start, &end);
  first = stet_projection_locate (self, start, &a);
  last = stet_projection_locate (self, end, &b);
  first_block = stet_projection_block (self, first);
  last_block = stet_projection_block (self, last);
  head = stet_prose_slice (stet_projection_prose (self, first), 0, a);
  tail = stet_prose_slice (stet_projection_prose (self, last), b,
                           stet_prose_chars (stet_projection_prose (self, last)));
  if (first_block && stet_prose_chars (head) > 0)
    g_ptr_array_add (blocks, stet_block_with_prose (first_block, head));
  for (guint i = 0; i < insert->len; i++)
    g_ptr_array_add (blocks, stet_block_ref (insert->pdata[i]));
  if (stet_prose_chars (tail) > 0)
    {
      if (last_block && (first != last || stet_prose_chars (head) == 0))
        g_ptr_array_add (blocks, stet_block_with_prose (last_block, tail));
      else
        g_ptr_array_add (blocks, stet_projection_new_block (tail, NULL));
    }
  n_removed = first_block ? last - first + 1 : 0;
  self->n_blocks += blocks->len - n_removed;
  edit = stet_edit_blocks (self->first + first, n_removed, blocks);
  stet_projection_apply (self, edit);
}

/* Whether these go into the text of the line with the caret, rather than between lines. */
static gboolean
goes_into_line (StetProjection *self, GPtrArray *blocks, gboolean as_text)
{
  guint start, end;

  selection (self, &start, &end);
  return blocks->len == 1 && (as_text || is_plain_paragraph (blocks))
         && stet_projection_block (self, 0)
         && stet_projection_locate (self, start, NULL) == stet_projection_locate (self, end, NULL);
}

gboolean
stet_projection_put_blocks (StetProjection *self, GPtrArray *blocks, StetPut how)
{
  guint64 serial = self->document ? stet_document_serial (self->document) : 0;
  GtkTextIter iter;
  int cursor;

  if (!self->document || self->locked || blocks->len == 0)
    return FALSE;
  stet_projection_take_change (self);
  if (self->mode != STET_LINES_BLOCKS)
    {
      g_autoptr (StetProse) all = join_texts (self, blocks);

      insert_prose (self, all);
    }
  else if (how != STET_PUT_LINES && goes_into_line (self, blocks, how == STET_PUT_TEXT))
    insert_prose (self, stet_block_prose (blocks->pdata[0]));
  else
    insert_between (self, blocks);
  stet_projection_sync (self);
  cursor = stet_projection_take_change (self);
  if (cursor >= 0)
    {
      gtk_text_buffer_get_iter_at_offset (self->buffer, &iter, cursor);
      gtk_text_buffer_place_cursor (self->buffer, &iter);
    }
  return stet_document_serial (self->document) != serial;
}

void
stet_projection_insert_blocks (StetProjection *self, GPtrArray *blocks)
{
  stet_projection_put_blocks (self, blocks, STET_PUT_PASTED);
}

GPtrArray *
stet_projection_blocks_between (StetProjection *self, guint start, guint end)
{
  GPtrArray *blocks = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_block_unref);
  g_autoptr (GArray) parts = pieces_of (self, start, end);

  for (guint i = 0; i < parts->len; i++)
    {
      Piece *piece = &g_array_index (parts, Piece, i);
      StetBlock *block = stet_projection_block (self, piece->line);
      g_autoptr (StetProse) prose
          = stet_prose_slice (stet_projection_prose (self, piece->line), piece->start, piece->end);

      g_ptr_array_add (blocks, block ? stet_block_with_prose (block, prose)
                                     : stet_projection_new_block (prose, NULL));
    }
  return blocks;
}

GPtrArray *
stet_projection_selected_blocks (StetProjection *self)
{
  guint start, end;

  selection (self, &start, &end);
  return stet_projection_blocks_between (self, start, end);
}
