/* A line to a site on which things go wrong: on loopback, each connection in a thread of its own.
 * What is asked goes on to the site behind it, or not; what is answered comes back, or something
 * else does. */
#pragma once

#include <gio/gio.h>

typedef enum
{
  PROXY_PASS = 0,
  PROXY_CUT_REQUEST, /* `bytes` of the request go on to the site, then both ends are closed */
  PROXY_CUT_ANSWER,  /* done at the site; `bytes` of the answer come back */
  PROXY_RESET,       /* done at the site; the connection is reset */
  PROXY_TWICE,       /* asked twice, one after the other; the second answer comes back */
  PROXY_HALF_BODY,   /* done; half of the answer's body comes back as if it were all */
  PROXY_NOTICE,      /* done; `answer` stands before the answer's body */
  PROXY_SAY,         /* `answer` comes back, byte for byte; done at the site only with `done` */
  PROXY_DRIP,        /* done; a byte every `delay_ms` comes back */
  PROXY_HOLD,        /* done at once; the answer comes back after `delay_ms` */
  /* done only after `delay_ms`, whether or not somebody still waits for the answer */
  PROXY_LATE,
  PROXY_ONCE, /* asked once; from then on that answer comes back to the same line */
} ProxyKind;

typedef struct
{
  ProxyKind kind;
  gsize     bytes;
  guint     delay_ms;
  gboolean  done;
  GBytes   *answer; /* (borrowed) (nullable) */
} ProxyFault;

typedef struct _Proxy Proxy;
/* Called in the proxy's threads, one at a time, for each request that came whole. `line`: "GET
 * /path HTTP/1.1". */
typedef ProxyFault (*ProxyPick) (const char *line, gpointer data);

/* `upstream`: "http://127.0.0.1:PORT" and perhaps a path; NULL: nobody is behind it. */
Proxy *proxy_new  (const char *upstream);
void   proxy_free (Proxy *proxy); /* after the last connection has ended */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Proxy, proxy_free)

/* "http://127.0.0.1:PORT" (borrowed) */
const char *proxy_url (Proxy *proxy);
/* What becomes of the requests from now on. NULL: all pass. */
void proxy_set_pick (Proxy *proxy, ProxyPick pick, gpointer data);
/* The next `count` requests whose line begins with `method` (nullable: any) and contains `part`
 * (nullable: any) meet the fault; all others pass. */
void proxy_set_fault (Proxy *proxy, const ProxyFault *fault, const char *method, const char *part,
                      guint count);

guint proxy_requests (Proxy *proxy); /* that came whole */
guint proxy_met (Proxy *proxy);      /* that met a fault, since it was set */
/* Bytes of the last request as it went on, and of the last answer as it came from the site. */
gsize proxy_request_bytes (Proxy *proxy);
gsize proxy_answer_bytes (Proxy *proxy);
char *proxy_last_head (Proxy *proxy); /* of the last request (owned) */
/* Until no connection is open any more. */
void  proxy_wait_idle (Proxy *proxy);
