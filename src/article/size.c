/* About how many bytes the parts of a story take in memory, for what keeps many of them. What
 * several share is counted for each. Layer: article. Any thread. */
#include "config.h"

#include "article/article-private.h"

#include <string.h>

/* What a record takes beside its texts: its own fields, its reference count, the allocator's. */
#define RECORD_BYTES 64

static gsize
size_of_string (const char *text)
{
  return text != NULL ? strlen (text) + 1 : 0;
}

gsize
stet_prose_size (const StetProse *prose)
{
  gsize bytes = RECORD_BYTES + stet_prose_bytes (prose) + 1
                + size_of_string (stet_prose_extra (prose));
  guint n_spans = 0;
  const StetSpan *spans = stet_prose_spans (prose, &n_spans);

  for (guint i = 0; i < n_spans; i++)
    bytes += sizeof (StetSpan) + size_of_string (spans[i].href) + size_of_string (spans[i].rel)
             + size_of_string (spans[i].extra);
  return bytes;
}

gsize
stet_photo_size (const StetPhoto *photo)
{
  return RECORD_BYTES + size_of_string (stet_photo_id (photo))
         + size_of_string (stet_photo_file (photo)) + size_of_string (stet_photo_extra (photo))
         + stet_prose_size (stet_photo_caption (photo))
         + stet_prose_size (stet_photo_credit (photo)) + stet_prose_size (stet_photo_alt (photo));
}

static gsize
size_of_rows (GPtrArray *rows)
{
  gsize bytes = 0;

  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      GPtrArray *row = rows->pdata[i];

      bytes += RECORD_BYTES;
      for (guint j = 0; j < row->len; j++)
        bytes += sizeof (gpointer) + stet_prose_size (row->pdata[j]);
    }
  return bytes;
}

gsize
stet_block_size (const StetBlock *block)
{
  const StetBlockFields *fields = stet_block_fields (block);
  gsize bytes = RECORD_BYTES + sizeof *fields + size_of_string (fields->id)
                + size_of_string (fields->cite) + size_of_string (fields->href)
                + size_of_string (fields->extra) + size_of_string (fields->extra_attrs);

  bytes += stet_prose_size (fields->prose) + size_of_rows (fields->rows);
  bytes += fields->photo != NULL ? stet_photo_size (fields->photo) : 0;
  bytes += fields->raw != NULL ? g_bytes_get_size (fields->raw) : 0;
  return bytes;
}

gsize
stet_faq_item_size (const StetFaqItem *item)
{
  return RECORD_BYTES + size_of_string (stet_faq_item_id (item))
         + size_of_string (stet_faq_item_extra (item))
         + stet_prose_size (stet_faq_item_question (item))
         + stet_prose_size (stet_faq_item_answer (item));
}

gsize
stet_term_size (const StetTerm *term)
{
  return RECORD_BYTES + size_of_string (stet_term_label (term))
         + size_of_string (stet_term_id (term)) + size_of_string (stet_term_extra (term));
}
