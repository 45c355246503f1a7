/* A text being gathered from a page, and what it carries. Layer: article. */
#pragma once

#include "article/html-walk.h"

G_BEGIN_DECLS

#define STET_HTML_ADDRESS_BYTES_MAX 4096 /* one link or picture's address on a foreign page */

/* Above or below the line: figures there have characters of their own ("m²", "CO₂"). */
typedef enum
{
  STET_HTML_ON_LINE = 0,
  STET_HTML_RAISED,
  STET_HTML_LOWERED,
} StetHtmlShift;

/* What the text met next carries. */
typedef struct
{
  StetHtmlShift shift;
  gboolean    on[STET_SPAN_TYPES];
  const char *href; /* (borrowed) (nullable) */
  const char *rel;  /* (borrowed) (nullable) */
  gboolean    pre;  /* white space counts */
  guint       depth;
} StetHtmlFormat;

/* A text being gathered. */
typedef struct
{
  GString *text;        /* (owned) */
  guint    chars;
  GArray  *spans;       /* (owned) of StetSpan */
  gboolean folded;      /* the last character is a space that may go */
  gboolean line_wanted; /* a block element ended: what follows is on a new line */
} StetHtmlBuffer;

void stet_html_buffer_open  (StetHtmlBuffer *buffer);
void stet_html_buffer_close (StetHtmlBuffer *buffer);
void
stet_html_buffer_add_text (StetHtmlBuffer *buffer, const char *text, const StetHtmlFormat *format);
void stet_html_buffer_add_break (StetHtmlBuffer *buffer, const StetHtmlFormat *format);
/* The text gathered, clean, without line ends at its ends unless white space counts (`pre`); the
 * buffer is empty then. Returns: (owned). */
StetProse *stet_html_buffer_take (StetHtmlBuffer *buffer, gboolean pre);
/* Without the line ends at its ends. Returns: (owned). */
StetProse *stet_prose_strip_lines (StetProse *prose);

/* `format` as it is inside of an element. Addresses are kept in `strings`. `own`: links stay as
 * they are. */
void stet_html_apply_format (GPtrArray *strings, gboolean own, const GumboNode *node,
                             StetHtmlFormat *format);

G_END_DECLS
