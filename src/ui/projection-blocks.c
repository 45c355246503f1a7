/* Kinds of block, their order, and what a few typed characters make of them. Layer: ui, main
 * thread. See projection.h. */
#include "config.h"

#include "ui/projection-private.h"

#include "article/embed.h"
#include "base/random.h"

/* The lines the selection touches. */
static void
selected_lines (StetProjection *self, guint *first, guint *last)
{
  GtkTextIter from, to;

  gtk_text_buffer_get_selection_bounds (self->buffer, &from, &to);
  *first = stet_projection_locate (self, gtk_text_iter_get_offset (&from), NULL);
  *last = stet_projection_locate (self, gtk_text_iter_get_offset (&to), NULL);
}

/* --- kinds --- */

static StetBlock *
block_of_kind (StetBlock *block, const StetBlockFields *kind)
{
  StetBlockFields fields = *stet_block_fields (block);

  fields.type = kind->type;
  fields.level = kind->level;
  fields.ordered = kind->ordered;
  fields.indent = kind->indent;
  if (kind->type != STET_BLOCK_QUOTE)
    fields.cite = NULL;
  return stet_block_new (&fields);
}

/* Lines replaced by as many blocks. */
static void
put_blocks (StetProjection *self, guint first, GPtrArray *blocks)
{
  gboolean virtual_line = stet_projection_block (self, first) == NULL;
  g_autoptr (StetEdit) edit
      = stet_edit_blocks (self->first + first, virtual_line ? 0 : blocks->len, blocks);

  if (virtual_line)
    self->n_blocks += blocks->len;
  if (!stet_projection_apply (self, edit) && virtual_line)
    self->n_blocks -= blocks->len;
  stet_projection_sync (self);
}

static StetBlock *
line_block (StetProjection *self, guint line)
{
  StetBlock *block = stet_projection_block (self, line);

  return block ? stet_block_ref (block)
               : stet_projection_new_block (stet_projection_prose (self, line), NULL);
}

void
stet_projection_change_kinds (StetProjection *self, guint first, guint last,
                              const StetBlockFields *kind)
{
  g_autoptr (GPtrArray) blocks = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_block_unref);

  for (guint line = first; line <= last; line++)
    {
      g_autoptr (StetBlock) block = line_block (self, line);

      g_ptr_array_add (blocks, block_of_kind (block, kind));
    }
  put_blocks (self, first, blocks);
}

void
stet_projection_set_kind (StetProjection *self, StetBlockType type, guint level, gboolean ordered)
{
  StetBlockFields kind = { .type = type, .level = level, .ordered = ordered };
  gboolean already = TRUE;
  guint first, last;

  if (!self->document || self->mode != STET_LINES_BLOCKS)
    return;
  selected_lines (self, &first, &last);
  for (guint line = first; line <= last; line++)
    {
      StetBlock *block = stet_projection_block (self, line);
      const StetBlockFields *fields = block ? stet_block_fields (block) : NULL;

      already &= fields && fields->type == type
                 && (type != STET_BLOCK_HEADING || fields->level == level)
                 && (type != STET_BLOCK_LIST_ITEM || fields->ordered == ordered);
    }
  if (already)
    kind = (StetBlockFields) { .type = STET_BLOCK_PARAGRAPH };
  stet_projection_change_kinds (self, first, last, &kind);
}

gboolean
stet_projection_in_list (StetProjection *self)
{
  guint first, last;
  StetBlock *block;

  if (!self->document || self->mode != STET_LINES_BLOCKS)
    return FALSE;
  selected_lines (self, &first, &last);
  block = stet_projection_block (self, first);
  return block && stet_block_type (block) == STET_BLOCK_LIST_ITEM;
}

/* Each selected item by its own level; what is no list item stays. */
void
stet_projection_indent (StetProjection *self, int by)
{
  g_autoptr (GPtrArray) blocks = NULL;
  guint first, last;

  if (!stet_projection_in_list (self))
    return;
  selected_lines (self, &first, &last);
  blocks = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_block_unref);
  for (guint line = first; line <= last; line++)
    {
      g_autoptr (StetBlock) block = line_block (self, line);
      StetBlockFields fields = *stet_block_fields (block);

      fields.indent = CLAMP ((int) fields.indent + by, 0, STET_LIST_INDENT_MAX);
      g_ptr_array_add (blocks, fields.type == STET_BLOCK_LIST_ITEM ? stet_block_new (&fields)
                                                                   : stet_block_ref (block));
    }
  put_blocks (self, first, blocks);
}

gboolean
stet_projection_unstyle_at_caret (StetProjection *self)
{
  StetBlockFields kind = { .type = STET_BLOCK_PARAGRAPH };
  const StetBlockFields *fields;
  StetBlock *block;
  GtkTextIter from, to;
  guint in_line, line;

  if (!self->document || self->mode != STET_LINES_BLOCKS
      || gtk_text_buffer_get_selection_bounds (self->buffer, &from, &to))
    return FALSE;
  line = stet_projection_locate (self, gtk_text_iter_get_offset (&from), &in_line);
  block = stet_projection_block (self, line);
  if (in_line > 0 || !block || stet_block_type (block) == STET_BLOCK_PARAGRAPH)
    return FALSE;
  fields = stet_block_fields (block);
  if (fields->type == STET_BLOCK_LIST_ITEM && fields->indent > 0)
    {
      kind = *fields;
      kind.indent--;
    }
  stet_projection_change_kinds (self, line, line, &kind);
  return TRUE;
}

/* --- the caret follows its text --- */

void
stet_projection_set_place_func (StetProjection *self, StetPlaceFunc func, gpointer data)
{
  self->place = func;
  self->place_data = data;
}

void
stet_projection_put_selection (StetProjection *self, StetSpot from, StetSpot to)
{
  GtkTextIter start, end;

  if (from.block < self->first || !stet_projection_prose (self, to.block - self->first)
      || !stet_projection_block (self, to.block - self->first))
    {
      if (self->place)
        self->place (from, to, self->place_data);
      return;
    }
  gtk_text_buffer_get_iter_at_offset (
      self->buffer, &start, stet_projection_offset (self, from.block - self->first, from.chars));
  gtk_text_buffer_get_iter_at_offset (
      self->buffer, &end, stet_projection_offset (self, to.block - self->first, to.chars));
  gtk_text_buffer_select_range (self->buffer, &end, &start);
}

/* --- order --- */

/* Blocks [at, at + n) of the story one place up or down, as one edit. NULL: no room. */
static StetEdit *
move_edit (StetArticle *article, guint at, guint n, int by)
{
  g_autoptr (GPtrArray) blocks = g_ptr_array_new ();
  guint other = by < 0 ? at - 1 : at + n;

  if ((by < 0 && at == 0) || other >= stet_article_n_blocks (article))
    return NULL;
  if (by > 0)
    g_ptr_array_add (blocks, stet_article_block (article, other));
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (blocks, stet_article_block (article, at + i));
  if (by < 0)
    g_ptr_array_add (blocks, stet_article_block (article, other));
  return stet_edit_blocks (by < 0 ? other : at, n + 1, blocks);
}

gboolean
stet_projection_move_lines (StetProjection *self, int by)
{
  g_autoptr (StetEdit) edit = NULL;
  GtkTextIter from, to;
  guint first, last, start, end, at;

  if (!self->document || self->mode != STET_LINES_BLOCKS || self->locked)
    return FALSE;
  gtk_text_buffer_get_selection_bounds (self->buffer, &from, &to);
  first = stet_projection_locate (self, gtk_text_iter_get_offset (&from), &start);
  last = stet_projection_locate (self, gtk_text_iter_get_offset (&to), &end);
  if (!stet_projection_block (self, first))
    return FALSE;
  at = self->first + first;
  edit = move_edit (stet_document_article (self->document), at, last - first + 1, by);
  if (!edit || !stet_projection_apply (self, edit))
    return FALSE;
  stet_projection_sync (self);
  stet_projection_put_selection (self, (StetSpot){ at + by, start },
                                 (StetSpot){ at + by + last - first, end });
  return TRUE;
}

/* --- what a few characters make of a paragraph --- */

static gboolean
shortcut_kind (const char *typed, StetBlockFields *kind)
{
  static const struct { const char *typed; StetBlockFields kind; } shortcuts[] = {
    { "# ", { .type = STET_BLOCK_HEADING, .level = 2 } },
    { "## ", { .type = STET_BLOCK_HEADING, .level = 2 } },
    { "### ", { .type = STET_BLOCK_HEADING, .level = 3 } },
    { "#### ", { .type = STET_BLOCK_HEADING, .level = 4 } },
    { "> ", { .type = STET_BLOCK_QUOTE } },
    { "- ", { .type = STET_BLOCK_LIST_ITEM } },
    { "* ", { .type = STET_BLOCK_LIST_ITEM } },
    { "1. ", { .type = STET_BLOCK_LIST_ITEM, .ordered = TRUE } },
    { "1) ", { .type = STET_BLOCK_LIST_ITEM, .ordered = TRUE } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (shortcuts); i++)
    if (g_str_equal (typed, shortcuts[i].typed))
      {
        *kind = shortcuts[i].kind;
        return TRUE;
      }
  return FALSE;
}

/* The characters go and the paragraph is of that kind, as a step of its own: undo gives them
 * back. */
static void
try_kind (StetProjection *self, guint line, guint caret)
{
  StetBlock *block = stet_projection_block (self, line);
  StetProse *prose = stet_projection_prose (self, line);
  g_autofree char *typed = g_strndup (stet_prose_text (prose), stet_prose_byte_at (prose, caret));
  g_autoptr (GPtrArray) blocks = NULL;
  g_autoptr (StetProse) rest = NULL;
  g_autoptr (StetBlock) bare = NULL;
  StetBlockFields kind = { 0 };

  if (!block || stet_block_type (block) != STET_BLOCK_PARAGRAPH || !shortcut_kind (typed, &kind))
    return;
  rest = stet_prose_slice (prose, caret, stet_prose_chars (prose));
  bare = stet_block_with_prose (block, rest);
  blocks = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_block_unref);
  g_ptr_array_add (blocks, block_of_kind (bare, &kind));
  put_blocks (self, line, blocks);
}

/* An address alone in its paragraph becomes a card, as a step of its own: undo gives the text
 * back. */
static void
try_embed (StetProjection *self, guint line)
{
  StetBlock *block = stet_projection_block (self, line);
  guint at = self->first + line;
  g_auto (StetEmbed) embed = { 0 };
  g_autofree char *id = NULL;
  g_autoptr (GPtrArray) blocks = NULL;
  g_autoptr (StetEdit) edit = NULL;
  StetBlockFields fields = { .type = STET_BLOCK_EMBED };

  if (!block || stet_block_type (block) != STET_BLOCK_PARAGRAPH
      || !stet_embed_parse (stet_prose_text (stet_block_prose (block)), &embed))
    return;
  id = stet_uuid_new (stet_random_system ());
  fields.id = id;
  fields.href = embed.href;
  blocks = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_block_unref);
  g_ptr_array_add (blocks, stet_block_new (&fields));
  edit = stet_edit_blocks (at, 1, blocks);
  if (!stet_projection_apply (self, edit))
    return;
  stet_projection_sync (self);
  stet_projection_put_selection (self, (StetSpot) { at + 1, 0 }, (StetSpot) { at + 1, 0 });
}

void
stet_projection_shortcuts (StetProjection *self)
{
  GtkTextIter iter;
  guint in_line, line;

  gtk_text_buffer_get_iter_at_mark (self->buffer, &iter, gtk_text_buffer_get_insert (self->buffer));
  line = stet_projection_locate (self, gtk_text_iter_get_offset (&iter), &in_line);
  if (self->typed_space)
    try_kind (self, line, in_line);
  else if (self->typed_address)
    try_embed (self, line);
  else if (line > 0 && in_line == 0)
    try_embed (self, line - 1);
}
