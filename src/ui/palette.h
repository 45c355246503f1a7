/* Find or do: actions, stories, rules and people in one field over the page. Layer: ui, main
 * thread. It shows what it is given and tells what was chosen; it is no dialog. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define STET_TYPE_PALETTE (stet_palette_get_type ())
G_DECLARE_FINAL_TYPE (StetPalette, stet_palette, STET, PALETTE, GtkBox)

typedef enum
{
  STET_SECTION_ALL = 0,
  STET_SECTION_DO,
  STET_SECTION_STORIES,
  STET_SECTION_RULES,
  STET_SECTION_PEOPLE,
} StetSection;
#define STET_SECTIONS 5

typedef struct
{
  StetSection section;
  const char *title;   /* strings are copied */
  const char *detail;  /* (nullable) beside it */
  const char *keys;    /* (nullable) */
  const char *id;      /* what is chosen: a detailed action name, a story, a rule, a name */
  const char *why_not; /* (nullable) it can't be done now */
} StetPaletteEntry;

/* Signals "chosen" (int section, const char *id) and "closed". */
void stet_palette_clear (StetPalette *palette);
void stet_palette_add   (StetPalette *palette, const StetPaletteEntry *entry);
/* Empties the field, shows the first of all and takes the keys. */
void stet_palette_open  (StetPalette *palette, StetSection section);

G_END_DECLS
