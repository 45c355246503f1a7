/* The three signs of the house style: a solid line blocks, dashes ask for a look, dots advise.
 * Layer: ui, main thread. */
#pragma once

#include "style/finding.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define STET_TYPE_MARK (stet_mark_get_type ())
G_DECLARE_FINAL_TYPE (StetMark, stet_mark, STET, MARK, GtkWidget)

GtkWidget *stet_mark_new       (StetLevel level);
void       stet_mark_set_level (StetMark *mark, StetLevel level);

/* The colour of a level and of its tint, as the style sheet names them. */
void stet_level_colors (GtkWidget *widget, StetLevel level, GdkRGBA *line, GdkRGBA *tint);
/* The sign from x to x + width, its top at y; 2 px high. */
void stet_sign_snapshot (GtkSnapshot *snapshot, StetLevel level, const graphene_rect_t *area,
                         const GdkRGBA *color);
/* The style class that colours text: "c-stop" … */
const char *stet_level_class (StetLevel level);

G_END_DECLS
