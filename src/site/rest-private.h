/* What the files of the mapped client share. Layer: site, private. */
#pragma once

#include "article/article.h"
#include "site/http.h"
#include "site/job.h"
#include "site/reply.h"
#include "site/rest-said.h"
#include "site/rest-site.h"

G_BEGIN_DECLS

/* --- rest-mapping.c: all (borrowed) (nullable) --- */

JsonNode   *stet_mapping_node       (const StetMapping *mapping, const char *pointer);
JsonNode   *stet_mapping_operation  (const StetMapping *mapping, const char *name);
JsonNode   *stet_mapping_transition (const StetMapping *mapping, StetState to);
JsonNode   *stet_mapping_field      (const StetMapping *mapping, const char *name);
const char *stet_mapping_string     (JsonNode *object, const char *name);
gint64      stet_mapping_number     (JsonNode *object, const char *name, gint64 otherwise);
gboolean    stet_mapping_truth      (JsonNode *object, const char *name);
gboolean    stet_mapping_guards     (JsonNode *request);

/* --- the object --- */

#define STET_TYPE_REST_SITE (stet_rest_site_get_type ())
G_DECLARE_FINAL_TYPE (StetRestSite, stet_rest_site, STET, REST_SITE, GObject)

typedef struct { char *id, *url; } StetRestPicture; /* (owned) (nullable) */

struct _StetRestSite
{
  GObject parent;

  SoupSession    *session;       /* (owned) */
  StetMapping    *mapping;       /* (owned) */
  char           *api;           /* (owned) */
  char           *site_id;       /* (owned) */
  StetCredential *credential;    /* (owned) (nullable) */
  StetCredential *token;         /* (owned) (nullable): what a login gave */
  char          **public_custom; /* (owned) (nullable) */
  guint           timeout_s;

  StetSiteUser   *me;            /* (owned) (nullable): asked once */
  /* What was seen: */
  GHashTable     *stories;       /* (owned) own id to the site's */
  GHashTable     *told;          /* (owned) the site's id to the version the feed told */
  char           *told_to;       /* (owned) (nullable) the cursor that came with it */
  GHashTable     *pictures;      /* (owned) sha256 to StetRestPicture */
  GHashTable     *hashes;        /* (owned) a picture's id or address to its sha256 */
  GHashTable     *terms;         /* (owned) kind and folded label to id */
  GHashTable     *labels;        /* (owned) kind and id to label */
};

/* --- rest-ask.c: one method under way --- */

typedef struct _StetRestJob StetRestJob;
typedef struct
{
  JsonNode            *root;  /* (nullable): nothing was said, or with `error` */
  const StetHttpReply *reply; /* (nullable) */
  const GError        *error; /* (nullable) */
} StetRestAnswer;
typedef void (*StetRestNext) (StetRestJob *job, const StetRestAnswer *answer);
typedef void (*StetRestThen) (StetRestJob *job);

struct _StetRestJob
{
  StetSiteJob   base;
  StetRestSite *site;       /* (borrowed): base.site */
  StetRestNext  next;
  StetRestThen  then, then_me, then_remote, then_pictures, then_terms;
  JsonNode     *request;    /* (borrowed) of the mapping: under way */
  /* (owned) (nullable): in place of the request's own, with the credential */
  char         *url;
  gboolean      bare;       /* `url` without the credential: another origin's */
  gboolean      raw;        /* the answer is a picture, not JSON */
  gboolean      signed_in;  /* by a login of this job's */
  char *remote;             /* (owned) (nullable) the site's id */
  StetSiteArticle *at;      /* (owned) (nullable) as it was read just before */
  JsonNode *at_node;        /* (owned) (nullable) */
  JsonNode *document;       /* (owned) (nullable) */
  gint64 since_us, newest_us;
  gsize offset;
};

static inline StetRestJob *
stet_rest_job (StetSiteJob *base)
{
  return (StetRestJob *) base;
}

/* FALSE: the answer was an error, and the job has ended with it. */
gboolean stet_rest_ok (StetRestJob *job, const StetRestAnswer *answer);
/* Sends the operation's request. NULL: UNSUPPORTED. */
void stet_rest_ask    (StetRestJob *job, JsonNode *request, StetRestNext next);
void stet_rest_with_me (StetRestJob *job, StetRestThen then);
/* An address in an answer, made whole. Returns: (owned), NULL for none that can be spoken to. */
char *stet_rest_address (const StetRestSite *site, const char *text);

/* --- rest-request.c: what a request is made of --- */

typedef struct
{
  GUri   *uri;       /* (owned) */
  char  **headers;   /* (owned) name, value, … */
  GBytes *body;      /* (owned) (nullable) */
  char   *body_type; /* (owned) (nullable) */
} StetRestMade;
void stet_rest_made_clear (StetRestMade *made);
GHashTable *stet_rest_values (StetRestJob *job); /* (owned) */
/* FALSE with INVALID: it can't be written, or the site can't hold the story. */
gboolean stet_rest_make (StetRestJob *job, GHashTable *values, StetRestMade *made, GError **error);

/* --- rest-fields.c: a story into the site's fields; rest-read.c: out of them --- */

typedef enum
{
  STET_REST_TEXT,  /* a prose */
  STET_REST_PLAIN, /* a text of no reader's */
  STET_REST_BODY,
  STET_REST_FILE,
  STET_REST_FAQ,
  STET_REST_TERM,
  STET_REST_TERMS,
} StetRestKind;
typedef struct { const char *name; StetRestKind kind; const char *terms; } StetRestField;
const StetRestField *stet_rest_fields (guint *n_fields);
gboolean stet_rest_is_as        (JsonNode *field, const char *way);
/* The mapped fields but for the whole story and the document, sorted. Returns: (container). */
GList   *stet_rest_mapped_names (const StetMapping *mapping);
/* Of the values as they stand; `all`: those, too, that Stet never writes. Returns: (owned). */
char    *stet_rest_digest       (const StetMapping *mapping, JsonNode *resource, gboolean all);
/* The story by its fields alone. Returns: (owned). */
StetArticle *stet_rest_read_fields (StetRestSite *site, JsonNode *resource, JsonNode *root,
                                    const char *id, GError **error);
/* Puts all fields of job->article below `pointer` of `body`; INVALID names the field that has no
 * place. */
gboolean
stet_rest_put_fields (StetRestJob *job, JsonNode *body, const char *pointer, GError **error);
/* The field `document` for an article, a state, and the values that stand beside it. Returns:
 * (owned). */
JsonNode *stet_rest_document (const StetRestSite *site, StetArticle *article, StetState state,
                              JsonNode *resource);
/* What the site has of a story. `root`: the whole answer; `version` (nullable): what a header, or a
 * row of a list in its place, says. Returns: (owned), NULL with MISMATCH. */
StetSiteArticle *stet_rest_read (StetRestSite *site, JsonNode *resource, JsonNode *root,
                                 const char *version, GError **error);
/* Returns: (owned), NULL with MISMATCH. */
StetSiteArticle *
stet_rest_read_answer (StetRestSite *site, const StetRestAnswer *answer, GError **error);
gboolean stet_rest_read_state (const StetMapping *mapping, const char *text, StetState *state);
char    *stet_rest_version    (const char *text); /* (owned) (nullable): as a strong ETag */
/* as the site gave it */
char    *stet_rest_bare_version (const StetMapping *mapping, const char *version);
char    *stet_rest_term_key   (const char *kind, const char *label); /* (owned) */
void stet_rest_note_term (StetRestSite *site, const char *kind, const char *label, const char *id);
void
stet_rest_note_picture (StetRestSite *site, const char *sha256, const char *id, const char *url);

/* --- rest-write.c, rest-lists.c, rest-media.c --- */

/* Finds the site's id of job->id, then goes on with job->remote set; NULL when there is none. */
void stet_rest_with_remote (StetRestJob *job, StetRestThen then);
void stet_rest_get_article (StetSiteJob *base);
void stet_rest_put_article (StetSiteJob *base);
void stet_rest_transition  (StetSiteJob *base);
void stet_rest_add_review  (StetSiteJob *base);
void stet_rest_list_changes (StetSiteJob *base);
void stet_rest_list_terms  (StetSiteJob *base);
void stet_rest_add_term    (StetSiteJob *base);
void stet_rest_list_authors (StetSiteJob *base);
/* Looks up the ids of job->article's tags and section, where the site wants ids; what is not there
 * refuses the write. */
void stet_rest_with_terms  (StetRestJob *job, StetRestThen then);
void stet_rest_has_media   (StetSiteJob *base);
void stet_rest_get_media   (StetSiteJob *base);
void stet_rest_put_media   (StetSiteJob *base);
/* Looks up the site's own names of job->article's pictures, where it wants them. */
void stet_rest_with_pictures (StetRestJob *job, StetRestThen then);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (StetRestMade, stet_rest_made_clear)

G_END_DECLS
