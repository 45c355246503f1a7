/* A server that answers exactly the bytes it is told to, on loopback, in threads of its own. */
#pragma once

#include <gio/gio.h>

typedef enum
{
  FAKE_CLOSE,   /* answers and closes */
  FAKE_KEEP,    /* answers and waits for the next request on the same connection */
  FAKE_HANG,    /* answers and then says nothing until the client goes */
  FAKE_ENDLESS, /* repeats the last KiB of the answer until the client goes */
  FAKE_DRIP,    /* one byte every 100 ms */
  FAKE_SHOUT,   /* answers before anything was asked, and closes */
} FakeEnd;

typedef struct _Fake Fake;

Fake *fake_new  (void);
void  fake_free (Fake *fake);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Fake, fake_free)

/* "http://127.0.0.1:PORT" (borrowed) */
const char *fake_url (Fake *fake);
/* Answers are given one after the other; the last one again and again. */
void fake_clear (Fake *fake);
void fake_push_raw (Fake *fake, const char *data, gsize size, FakeEnd end);
/* `headers` (nullable): whole lines, each with its CRLF. `type`, `body` (nullable). */
void fake_push (Fake *fake, guint status, const char *type, const char *headers, const char *body);
void fake_push_json (Fake *fake, const char *body); /* 200 with ETag "v1" */

/* What begins with "METHOD /path" is answered so, whatever the others are told; the longest such
 * line counts. */
void fake_route (Fake *fake, const char *line, guint status, const char *type, const char *headers,
                 const char *body);

guint fake_requests (Fake *fake);         /* how many were read to their end */
char *fake_request_line (Fake *fake);     /* of the last one: "GET /path HTTP/1.1" (owned) */
char *fake_request_header (Fake *fake, const char *name); /* (owned) (nullable) */
char *fake_request_body (Fake *fake);     /* (owned) */
