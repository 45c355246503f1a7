/* A site, the faulty line to it, and an editor's desk at this end. The site is the practice site in
 * a thread of its own, or the WordPress that STET_CONTRACT_API, STET_CONTRACT_KIND=wordpress and
 * STET_CONTRACT_EDITOR name. */
#pragma once

#include "desk.h"
#include "proxy.h"

typedef struct _Line Line;

Line *line_new  (guint timeout_s); /* of one request; 0: what the program takes */
void  line_free (Line *line);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Line, line_free)

gboolean line_is_wordpress (Line *line);
Proxy   *line_proxy (Line *line); /* (borrowed) */
Desk    *line_desk  (Line *line); /* (borrowed) */
StetClock *line_clock (Line *line); /* (borrowed) the desk's, not the site's */
/* A site object over the faulty line, or past it. Returns: (owned). */
StetSite *line_open (Line *line);
StetSite *line_open_straight (Line *line);
/* How many articles the site has, past the line and its bin aside; with `id` only of that story. */
guint line_count (Line *line, const char *id);

/* Publishes a story with whatever has to be done again by a person, as the clock goes on; `what`
 * (nullable) is called before each act. The test fails when it is not live after some tries. */
typedef void (*LineAct) (StetIntentKind act, gpointer data);
void line_publish (Line *line, const char *id, LineAct what, gpointer data);
/* One intent of the story, to its end: what is refused is acknowledged and asked for again. */
void line_settle  (Line *line, const char *id, StetIntentKind act);
