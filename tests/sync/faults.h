/* What goes wrong between us and a site, and what the client has to say of it. */
#pragma once

#include "proxy.h"

typedef struct
{
  const char *name;
  ProxyKind   kind;
  gboolean    done;     /* the site did it all the same */
  guint       status;   /* of what is said instead of the answer; 0: nothing is */
  const char *type;     /* (nullable) */
  const char *headers;  /* (nullable) whole lines; "@other@" stands for a second origin */
  const char *body;     /* (nullable) */
  int read, write;      /* StetSiteError; 0: none, the answer is good */
  int wp_read, wp_write; /* of the WordPress client, which knows WordPress's codes */
  gboolean    slow;     /* ends by the time limit alone */
} Fault;

extern const Fault faults[];
extern const guint n_faults;

/* As the proxy takes it. `other`: "http://127.0.0.1:PORT". Clear with g_bytes_unref (fault.answer)
 * where it is set. */
ProxyFault fault_make (const Fault *fault, const char *other);
/* "AUTH", …; "-" for 0. */
const char *fault_code_name (int code);
