/* What the house style asks for: cards by level, what was left to stand, advice on request.
 * Layer: ui, main thread. It activates "win.finding" (s: id) when a card is chosen. */
#pragma once

#include "style/checker.h"
#include "ui/stand-popover.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define STET_TYPE_FINDINGS_PANEL (stet_findings_panel_get_type ())
G_DECLARE_FINAL_TYPE (StetFindingsPanel, stet_findings_panel, STET, FINDINGS_PANEL, GtkBox)

typedef struct
{
  GPtrArray   *findings;     /* (nullable): not checked yet */
  StetArticle *article;      /* as it was checked */
  const char  *selected;     /* (nullable) */
  gboolean     show_missing; /* what is merely missing has a card, too */
  guint        n_rules;
  StetReach    reach;        /* of a stet given here */
  StetChecker *checker;      /* (nullable): explains the rules */
  gboolean     no_dictionary; /* for the story's language */
} StetFindingsShown;

void stet_findings_panel_show     (StetFindingsPanel *panel, const StetFindingsShown *shown);
gboolean stet_findings_panel_shows_advice (StetFindingsPanel *panel);
/* The same as an action with a state, "advice". (owned) */
GAction *stet_findings_panel_advice_action (StetFindingsPanel *panel);

G_END_DECLS
