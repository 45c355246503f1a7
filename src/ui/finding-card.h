/* One finding, or several of one rule: sign, title, where it stands; opened it says why and offers
 * the mend, Stet and all of these. Layer: ui, main thread. A row of the findings list.
 *
 * It activates "win.fix" ((su): finding, replacement), "win.fix-all" (s), "win.stand" ((sss):
 * finding, reason, scope) and "win.unstand" (s). */
#pragma once

#include "style/checker.h"
#include "ui/stand-popover.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define STET_TYPE_FINDING_CARD (stet_finding_card_get_type ())
G_DECLARE_FINAL_TYPE (StetFindingCard, stet_finding_card, STET, FINDING_CARD, GtkListBoxRow)

typedef struct
{
  const StetFinding *finding;
  StetArticle *article; /* as it was checked */
  guint        n_same;  /* findings that this card stands for */
  guint        place;   /* of this one among them, from 1 */
  gboolean     one_mend; /* the same first replacement mends them all */
  StetReach    reach;   /* of a stet given here */
  const StetRuleInfo *rule; /* (nullable): not explained */
} StetCardShown;

StetFindingCard   *stet_finding_card_new      (const StetCardShown *shown);
const StetFinding *stet_finding_card_finding  (StetFindingCard *card);
void               stet_finding_card_update   (StetFindingCard *card, const StetCardShown *shown);
void               stet_finding_card_set_open (StetFindingCard *card, gboolean open);

G_END_DECLS
