/* One HTTP request and its whole answer, within limits of time and size, and what a failure on the
 * way means. Layer: site, private. Async on the thread-default main context. */
#pragma once

#include "site/publishing-site.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

#define STET_HTTP_TIMEOUT_S 30
/* a body that moves, however slowly, is not waited for longer */
#define STET_HTTP_UPLOAD_S_MAX (30 * 60)
#define STET_PAGE_BYTES_MAX (4 * 1024 * 1024)

/* All is borrowed until stet_http_send () returns. */
typedef struct
{
  const char *method;
  GUri       *uri;
  const char *accept;
  /* (nullable) name, value, …, NULL; a pair with a NULL value can't be written */
  const char *const *headers;
  GBytes     *body;           /* (nullable) */
  const char *body_type;      /* (nullable) */
  const StetCredential *credential; /* (nullable) */
  gsize       reply_bytes_max;
  /* for all of it, but that a body may take longer while it moves; 0: STET_HTTP_TIMEOUT_S */
  guint       timeout_s;
  StetSiteSent sent;          /* (nullable) */
} StetHttpRequest;

typedef struct
{
  guint   status;
  char   *type;     /* (owned) (nullable) media type, lower case, no parameters */
  char   *etag;     /* (owned) (nullable) */
  char   *link;     /* (owned) (nullable) all Link headers */
  gboolean encoded; /* compressed although nobody asked for it: `body` can't be read */
  guint   retry_after_s;
  SoupMessageHeaders *headers; /* (owned) */
  GBytes *body;     /* (owned) */
} StetHttpReply;
void stet_http_reply_free (StetHttpReply *reply);
/* A header of the answer. (borrowed) (nullable) */
const char *stet_http_reply_header (const StetHttpReply *reply, const char *name);

/* Neither cookies nor redirects, no sign-in dialogue of libsoup's own, no decompression. */
SoupSession *stet_http_session_new (void);
/* Whether a method changes something: then a lost answer leaves the outcome unknown. */
gboolean stet_http_is_write (const char *method);

/* Any HTTP status is a reply. Errors: OFFLINE (nothing was done: it was not sent, or only reads),
 * OUTCOME_UNKNOWN, TLS, TOO_LARGE; G_IO_ERROR_CANCELLED when `cancellable` was. */
void stet_http_send (SoupSession *session, const StetHttpRequest *request,
                     GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data);
StetHttpReply *stet_http_send_finish (GAsyncResult *result, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StetHttpReply, stet_http_reply_free)

G_END_DECLS
