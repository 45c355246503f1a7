/* Why a site said no, finer than the decision: read off its answer's status, headers, WordPress's
 * code and the text of the page that came in the API's place. It changes the sentence a person
 * gets, never what is done next.
 * Layer: site. Any thread. Sources: WordPress 6.1's own codes; what security plugins and proxies
 * are seen to send. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Stored with the outbox by number: add at the end only. */
typedef enum
{
  STET_REASON_NONE = 0,
  STET_REASON_ADDRESS,        /* what was given is no web address */
  STET_REASON_WEB_PAGE,       /* HTML where the API's JSON was wanted */
  STET_REASON_MOVED,          /* a redirect */
  STET_REASON_CHALLENGE,      /* "prove that you are human" */
  STET_REASON_FIREWALL,       /* a security plugin or a proxy refused */
  STET_REASON_RATE,           /* too many requests */
  STET_REASON_MAINTENANCE,    /* WordPress is being updated */
  STET_REASON_FATAL,          /* PHP ended with a fault */
  STET_REASON_DATABASE,       /* WordPress can't reach its database */
  STET_REASON_API_OFF,        /* a plugin shut the API */
  STET_REASON_PASSWORDS_OFF,  /* application passwords are switched off */
  STET_REASON_PASSWORD,       /* name or password not accepted */
  STET_REASON_NONCE,          /* a session that has run out */
  STET_REASON_MAY_NOT_PUBLISH,
  STET_REASON_MAY_NOT_CREATE,
  STET_REASON_MAY_NOT_EDIT,
  STET_REASON_MAY_NOT_DELETE,
  STET_REASON_MAY_NOT_ASSIGN, /* tags, sections, an author */
  STET_REASON_TERM_EXISTS,
  STET_REASON_DISK_FULL,      /* the site can't store the file */
  STET_REASON_FILE_TYPE,
  STET_REASON_UPLOAD_SIZE,
  STET_N_REASONS,
} StetReason;

typedef struct
{
  guint       status;
  const char *type;   /* (nullable) media type, lower case */
  const char *server; /* (nullable) the Server header */
  const char *marks;  /* (nullable) cf-mitigated, or another header that owns up to a challenge */
  const char *code;   /* (nullable) WordPress's, of a JSON answer */
  const char *text;   /* (nullable) the beginning of the body, UTF-8 */
} StetReasonClues;

StetReason  stet_reason_find (const StetReasonClues *clues);
const char *stet_reason_name (StetReason reason); /* for --json and tests: "challenge" … */

G_END_DECLS
