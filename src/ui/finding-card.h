/* One finding: sign, title, where it stands; opened it says why and offers the mend, Stet and all of
 * these. Layer: ui, main thread. A row of the findings list.
 *
 * It activates "win.fix" ((su): finding, replacement), "win.fix-all" (s), "win.stand" ((sss): finding, reason,
 * scope) and "win.unstand" (s). */
#pragma once

#include "style/finding.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define STET_TYPE_FINDING_CARD (stet_finding_card_get_type ())
G_DECLARE_FINAL_TYPE (StetFindingCard, stet_finding_card, STET, FINDING_CARD, GtkListBoxRow)

/* `article` as it was checked. */
StetFindingCard   *stet_finding_card_new     (const StetFinding *finding, StetArticle *article, guint n_same);
const StetFinding *stet_finding_card_finding (StetFindingCard *card);
void               stet_finding_card_update  (StetFindingCard *card, const StetFinding *finding, StetArticle *article,
                                              guint n_same);
void               stet_finding_card_set_open (StetFindingCard *card, gboolean open);
void               stet_finding_card_popup_stand (StetFindingCard *card);

G_END_DECLS
