/* The routes of the publishing API and the order in which a request is judged. Layer: practice, on
 * the thread that serves. */
#pragma once

#include "practice/exchange.h"

G_BEGIN_DECLS

typedef enum
{
  STET_ROUTE_PLAIN = 0,
  STET_ROUTE_STORY = 1 << 0,      /* {id} must be a story, or 404 */
  STET_ROUTE_MAY_CREATE = 1 << 1, /* … unless the request creates it */
  STET_ROUTE_JSON = 1 << 2,       /* takes a JSON body */
  STET_ROUTE_KEYED = 1 << 3,      /* takes an Idempotency-Key */
  STET_ROUTE_NEEDS_KEY = 1 << 4,
} StetPracticeRouteFlags;

typedef struct
{
  const char *method;
  const char *pattern; /* as in the description: "/articles/{id}" */
  StetPracticeHandler handler;
  StetPracticeRouteFlags flags;
} StetPracticeRoute;

const StetPracticeRoute *stet_practice_routes (guint *n_routes);

/* The largest body that a request of this method and path may have, 0 for none. */
gsize stet_practice_body_bytes_max (const char *method, const char *path);

/* Judges the request and carries it out, all in one transaction. */
void stet_practice_dispatch (StetPracticeRequest *request, StetPracticeAnswer *answer);

G_END_DECLS
