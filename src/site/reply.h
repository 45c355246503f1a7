/* What an answer means before its content is looked at, and the way from its bytes to JSON.
 * Layer: site, private. Any thread. */
#pragma once

#include "site/http.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Who was asked: the API (its decisions come as JSON), the API by HEAD (no body to tell by), or a
 * page. */
typedef enum
{
  STET_REPLY_API,
  STET_REPLY_HEAD,
  STET_REPLY_PAGE,
} StetReplySource;

/* TRUE for 2xx; everything else is an error. `write`: the request was to change something. */
gboolean stet_reply_check (const StetHttpReply *reply, StetReplySource source, gboolean write,
                           GError **error);
/* A 2xx answer that can't be used: NOT_API where there is no JSON, MISMATCH where it is none of
 * ours; after a write OUTCOME_UNKNOWN. */
void stet_reply_unusable (StetSiteError code, gboolean write, const char *message, GError **error);
/* The JSON object of a 2xx answer. Returns: (owned). */
JsonNode *stet_reply_json (const StetHttpReply *reply, gboolean write, GError **error);
/* The same, or a list; what a broken page printed before it is passed over. Returns: (owned). */
JsonNode *stet_reply_json_any (const StetHttpReply *reply, gboolean write, GError **error);
/* What the answer tells of its reason. */
StetReason stet_reply_reason (const StetHttpReply *reply);
/* or a problem, or any other type that ends in +json */
gboolean  stet_reply_is_json (const StetHttpReply *reply);
/* The JSON of any answer, a refusal too. Returns: (owned), NULL where there is none to be read. */
JsonNode *stet_reply_said (const StetHttpReply *reply);
/* A site's sentence on one line: without tags and controls, cut to what a person reads. Returns:
 * (owned). */
char     *stet_reply_line (const char *text);

G_END_DECLS
