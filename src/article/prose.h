/* A text with its spans: every text of a story, from the headline to a table cell.
 * Immutable and reference-counted (atomically), so any thread may hold one. Layer: article. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  STET_SPAN_BOLD = 0,
  STET_SPAN_ITALIC,
  STET_SPAN_UNDERLINE,
  STET_SPAN_STRIKE,
  STET_SPAN_CODE,
  STET_SPAN_LINK,
} StetSpanType;
#define STET_SPAN_TYPES 6

typedef struct
{
  StetSpanType type;
  guint        start_chars; /* half open, code points */
  guint        end_chars;
  const char  *href; /* (nullable): links only */
  const char  *rel;  /* (nullable): links only */
  const char  *extra; /* (nullable) unknown keys, a canonical JSON object */
} StetSpan;

typedef struct _StetProse StetProse;

/* `text` must have passed stet_text_clean (). Spans are sorted and merged, empty ones dropped, ends
 * past the text cut. Both are copied. */
StetProse *stet_prose_new   (const char *text, const StetSpan *spans, guint n_spans);
StetProse *stet_prose_plain (const char *text); /* NULL counts as "" */
/* The one empty prose; still to be unreffed. */
StetProse *stet_prose_empty (void);
StetProse *stet_prose_ref   (StetProse *prose);
void       stet_prose_unref (StetProse *prose);

const char     *stet_prose_text    (const StetProse *prose); /* (borrowed) */
gsize           stet_prose_bytes   (const StetProse *prose);
guint           stet_prose_chars   (const StetProse *prose);
/* (borrowed), by start, type, end */
const StetSpan *stet_prose_spans   (const StetProse *prose, guint *n_spans);
gboolean        stet_prose_is_blank (const StetProse *prose); /* nothing but white space */
gboolean        stet_prose_equal   (const StetProse *a, const StetProse *b);

/* Byte offset of a code point offset and back; past the end gives the end. */
gsize stet_prose_byte_at (const StetProse *prose, guint offset_chars);
guint stet_prose_char_at (const StetProse *prose, gsize offset_bytes);

/* A table cell's unknown keys, a canonical JSON object; kept by the functions below that change a
 * text.
 * Returns: (owned); (borrowed) (nullable). */
StetProse      *stet_prose_with_extra (StetProse *prose, const char *extra);
const char     *stet_prose_extra      (const StetProse *prose);

/* New proses made from old ones. `insert` brings its own spans; text put inside a span, or in the
 * place of text that a span covered, belongs to it too; at a span's edges it does not. To put in a
 * text as it is, whatever stands around it, join slices. Returns: (owned). */
StetProse *
stet_prose_replace (StetProse *prose, guint start_chars, guint end_chars, StetProse *insert);
StetProse *stet_prose_slice    (StetProse *prose, guint start_chars, guint end_chars);
StetProse *stet_prose_concat   (StetProse *a, StetProse *b);
StetProse *stet_prose_set_span (StetProse *prose, const StetSpan *span);
StetProse *
stet_prose_clear_span (StetProse *prose, StetSpanType type, guint start_chars, guint end_chars);
/* Whether all of a range carries the span type. */
gboolean
stet_prose_has_span (const StetProse *prose, StetSpanType type, guint start_chars, guint end_chars);
/* The least range in which two texts or their spans differ: `start`..`old_end` of `from` became
 * `start`..`new_end` of `to`. FALSE when they are equal. */
gboolean   stet_prose_difference (const StetProse *from, const StetProse *to, guint *start_chars,
                                  guint *old_end_chars, guint *new_end_chars);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StetProse, stet_prose_unref)

G_END_DECLS
