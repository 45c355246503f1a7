/* How far the way to an address goes: its name, a connection, its certificate. Nothing is sent
 * beyond that, and no certificate is accepted that a request would not accept. Layer: site. Async
 * on the thread-default main context. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define STET_REACH_TIMEOUT_S 20

typedef enum
{
  STET_REACH_NAME,    /* looking up the name */
  STET_REACH_CONNECT,
  STET_REACH_TLS,
  STET_REACH_ALL,
} StetReachFloor;

typedef enum
{
  STET_REACH_FINE = 0,
  STET_REACH_NO_NAME,      /* the name does not exist */
  STET_REACH_NO_RESOLVER,  /* nobody answers for names: most likely no network */
  STET_REACH_NO_NETWORK,
  STET_REACH_REFUSED,      /* nothing listens at that port */
  STET_REACH_NO_ROUTE,
  STET_REACH_LATE,
  STET_REACH_PROXY,
  STET_REACH_NO_TLS,       /* whatever listens there speaks no TLS, or none of ours */
  STET_REACH_UNKNOWN_CA,   /* self-signed, or by an authority nobody knows */
  STET_REACH_OTHER_NAME,   /* made out to another name */
  STET_REACH_EXPIRED,
  STET_REACH_NOT_YET,
  STET_REACH_BAD_CERTIFICATE,
  STET_REACH_OTHER,
} StetReachFault;

typedef struct
{
  StetReachFloor floor;   /* where it ended */
  StetReachFault fault;
  char          *address; /* (owned) (nullable) the numeric address it connected to */
  char          *detail;  /* (owned) (nullable) for the technical */
} StetReach;
void stet_reach_free (StetReach *reach);

/* Errors: G_IO_ERROR_CANCELLED, and STET_SITE_ERROR_NOT_API for an address that is none. */
void stet_reach (const char *url, GCancellable *cancellable, GAsyncReadyCallback callback,
                 gpointer data);
StetReach *stet_reach_finish (GAsyncResult *result, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StetReach, stet_reach_free)

G_END_DECLS
