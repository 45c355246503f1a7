/* The lines a text view shows of a story, as they are read from it. Layer: ui, main thread. See
 * projection.h. */
#include "config.h"

#include "ui/projection-private.h"

static void
line_free (gpointer data)
{
  Line *line = data;

  stet_prose_unref (line->prose);
  g_clear_pointer (&line->block, stet_block_unref);
  g_free (line);
}

static Line *
line_new (StetProse *prose, StetBlock *block)
{
  Line *line = g_new0 (Line, 1);

  line->prose = stet_prose_ref (prose);
  line->block = block ? stet_block_ref (block) : NULL;
  return line;
}

GPtrArray *
stet_projection_read (StetProjection *self)
{
  StetArticle *article = stet_document_article (self->document);
  GPtrArray *lines = g_ptr_array_new_with_free_func (line_free);

  if (self->mode == STET_LINES_BLOCKS)
    {
      for (guint i = 0; i < self->n_blocks && self->first + i < stet_article_n_blocks (article);
           i++)
        {
          StetBlock *block = stet_article_block (article, self->first + i);

          g_ptr_array_add (lines, line_new (stet_block_prose (block), block));
        }
    }
  else
    {
      g_autoptr (StetProse) prose = stet_article_text_at (article, &self->field);

      if (prose)
        g_ptr_array_add (lines, line_new (prose, NULL));
    }
  if (lines->len == 0)
    {
      g_autoptr (StetProse) empty = stet_prose_empty ();

      g_ptr_array_add (lines, line_new (empty, NULL));
    }
  return lines;
}

GPtrArray *
stet_lines_new (StetProse *prose)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func (line_free);

  g_ptr_array_add (lines, line_new (prose, NULL));
  return lines;
}

char *
stet_line_buffer_text (StetProse *prose)
{
  g_auto (GStrv) parts = NULL;

  if (strchr (stet_prose_text (prose), '\n') == NULL)
    return g_strdup (stet_prose_text (prose));
  parts = g_strsplit (stet_prose_text (prose), "\n", -1);
  return g_strjoinv (STET_LINE_SEPARATOR, parts);
}

/* A quotation whose source is known: it stands below, drawn. */
gboolean
stet_line_has_source (const StetBlockFields *fields)
{
  return fields->type == STET_BLOCK_QUOTE && fields->cite != NULL && *fields->cite != '\0';
}

static gboolean
same_kind (const Line *a, const Line *b)
{
  const StetBlockFields *x, *y;

  if (a->block == b->block)
    return TRUE;
  if (!a->block || !b->block)
    return FALSE;
  x = stet_block_fields (a->block);
  y = stet_block_fields (b->block);
  return x->type == y->type && x->level == y->level && x->ordered == y->ordered
         && x->indent == y->indent && stet_line_has_source (x) == stet_line_has_source (y);
}

gboolean
stet_line_equal (const Line *a, const Line *b)
{
  return (a->prose == b->prose || stet_prose_equal (a->prose, b->prose)) && same_kind (a, b);
}
