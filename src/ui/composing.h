/* Whether an input method's composition is open where one writes, and what ends it. Layer: ui, main
 * thread. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A text or an entry of one line has the keyboard now: it is known from here on whether it
 * composes. Other widgets are let be. */
void     stet_composing_watch  (GtkWidget *focus);
/* Whether what has the keyboard in this widget's window composes. Keys are the input method's then:
 * whoever looks at them before the text does asks. */
gboolean stet_composing        (GtkWidget *widget);
/* What was composed so far enters the text at the caret, before the caret goes elsewhere. */
void     stet_composing_finish (GtkWidget *widget);
/* The application's keys reach it before the input method: each ends the composition first, so that
 * it acts on what is seen. */
void     stet_composing_guard  (GtkWindow *window);

G_END_DECLS
