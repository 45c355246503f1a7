/* The line under the header: one message, at most one question and two actions, nothing modal.
 * Layer: ui, main thread. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define STET_TYPE_STRIP (stet_strip_get_type ())
G_DECLARE_FINAL_TYPE (StetStrip, stet_strip, STET, STRIP, GtkWidget)

typedef enum
{
  STET_TONE_CALM = 1, /* told, nothing to do */
  STET_TONE_GO,       /* something goes on */
  STET_TONE_LOOK,     /* asks for a look */
} StetTone;

typedef void (*StetStripFunc) (const char *entry_text, gpointer data);

/* All but `text` may be left out. Strings are copied. */
typedef struct
{
  StetTone      tone;
  const char   *icon;
  const char   *text;
  const char   *action;        /* the button's label */
  StetStripFunc func;          /* its doing; entry_text is NULL without an entry */
  gpointer      data;          /* (borrowed): outlives the strip */
  const char   *other;         /* a second button's label, */
  StetStripFunc other_func;    /* and its doing; same data */
  const char   *entry;         /* placeholder: the strip asks for a line of text */
  guint         entry_chars_min;
  const char   *entry_hint;    /* said when it is shorter */
  /* a password: shown as dots, and the focus stays where the person types */
  gboolean      entry_secret;
  double        progress;      /* 0: none, else up to 1 */
  gboolean      stays;         /* no close button: it ends by itself */
} StetStripMessage;

/* A question for a password is not taken away by what asks for nothing. */
void stet_strip_show (StetStrip *strip, const StetStripMessage *message);
/* Only the words and the progress of what is shown: a count-down. */
void stet_strip_count (StetStrip *strip, const char *text, double progress);
/* FALSE: it asks nothing. */
gboolean stet_strip_focus_entry (StetStrip *strip);
void stet_strip_hide (StetStrip *strip);
gboolean stet_strip_is_shown (StetStrip *strip);
/* Whether it is asking for a password. */
gboolean stet_strip_asks_secret (StetStrip *strip);
/* Esc: closes it unless it stays. Returns: whether it did. */
gboolean stet_strip_dismiss (StetStrip *strip);

G_END_DECLS
