/* What a newsroom needs of a site. Each method is one HTTP request; guards, retries and
 * verification are steps of the outbox (sync/). Layer: site. Async on the caller's thread-default
 * main context; a site belongs to the thread that made it. */
#pragma once

#include "article/article.h"
#include "article/review.h"
#include "site/reason.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define STET_SITE_ERROR (stet_site_error_quark ())
GQuark stet_site_error_quark (void);

/* Decisions, not descriptions: each tells the caller what may be done next. */
typedef enum
{
  /* nothing was sent (no route, no name, refused): safe to send again */
  STET_SITE_ERROR_OFFLINE = 1,
  STET_SITE_ERROR_OUTCOME_UNKNOWN, /* sent, no usable answer: read before anything else */
  STET_SITE_ERROR_AUTH,            /* 401 */
  STET_SITE_ERROR_FORBIDDEN,       /* 403 from the API */
  STET_SITE_ERROR_BLOCKED,         /* a firewall or portal answered, not the API */
  STET_SITE_ERROR_NOT_FOUND,       /* 404 */
  STET_SITE_ERROR_GONE,            /* 410: a tombstone, or a lost cursor */
  STET_SITE_ERROR_NOT_API,         /* HTML, a redirect: no API at this address */
  STET_SITE_ERROR_INVALID,         /* 400, 422: the site refuses the content */
  STET_SITE_ERROR_STATE,           /* 409: the story's state does not allow it */
  STET_SITE_ERROR_STALE,           /* 412: somebody else's version, or one's own unseen one */
  STET_SITE_ERROR_TOO_LARGE,       /* 413, or an answer past our limit */
  STET_SITE_ERROR_BUSY,            /* 429, 503: see stet_site_error_retry_after_s () */
  STET_SITE_ERROR_SERVER,          /* other 5xx */
  STET_SITE_ERROR_MISMATCH,        /* 2xx, but not what was asked for: id, state or hash differ */
  STET_SITE_ERROR_TLS,
  STET_SITE_ERROR_UNSUPPORTED,     /* this site has no such thing */
} StetSiteError;

/* A year of waiting is a fault of the site, not a wish. */
#define STET_SITE_RETRY_AFTER_S_MAX (24 * 60 * 60)
/* Seconds the site asked to wait (at most the above), 0 when it did not say. */
guint   stet_site_error_retry_after_s (const GError *error);
/* For implementations: an error that carries it. Returns: (owned). */
GError *stet_site_error_new (StetSiteError code, guint retry_after_s, const char *message);
/* Why, as far as the answer tells; STET_REASON_NONE for errors of other domains. */
StetReason stet_site_error_reason (const GError *error);
void    stet_site_error_set_reason (GError *error, StetReason reason);

typedef struct
{
  char  *name, *site_id, *zone;   /* zone: IANA name */
  char **languages, **sections;   /* (owned) strv */
  guint64 media_bytes_max;        /* 0: not said */
  guint   media_side_max;         /* pixels, 0: not said */
  gboolean holds_review, holds_media, holds_terms;
  char *sign_in_page; /* (owned) (nullable): where a person makes a password for this program */
} StetSiteInfo;
void stet_site_info_free (StetSiteInfo *info);

typedef struct { char *id, *name; char **roles; char **can; } StetSiteUser;
void stet_site_user_free (StetSiteUser *user);
StetSiteUser *stet_site_user_copy (const StetSiteUser *user); /* (owned) */
gboolean stet_site_user_can (const StetSiteUser *user, const char *what);
/* Whether the workflow lets them bring a story into this state, whatever a site would take from
 * them. */
gboolean stet_site_user_may_move (const StetSiteUser *user, StetState to);

typedef struct _StetSiteArticle StetSiteArticle;
typedef struct _StetSiteJobs StetSiteJobs;

/* A page is live, and nobody here can tell with what. */
#define STET_SITE_HASH_UNKNOWN "unknown"

/* `id` is the story's own, or the one by which the site knows it. A version that ends in "-*"
 * stands for all that begin as it does: stet_site_version_matches (). */
typedef struct
{
  char *id, *version, *hash, *author, *headline; /* (nullable) all but id */
  StetState state;
  gint64 modified_us;
  gboolean deleted;
  StetSiteArticle
      *article; /* (owned) (nullable): the story, where the feed brings it along; its `article` may
                               be NULL where this account may know of its state only */
} StetSiteChange;
void stet_site_change_free (StetSiteChange *change);
gboolean stet_site_version_matches (const char *known, const char *given);

struct _StetSiteArticle
{
  StetArticle *article;   /* (nullable) after a transition, where the site does not send it */
  StetReview  *review;    /* (nullable): the site cannot hold it */
  StetState    state;
  char *version;          /* strong ETag, quotes included */
  char *url, *live_hash, *author; /* (nullable) */
  gint64 published_us;    /* 0: never */
  gint64 scheduled_us;    /* 0: not */
  /* (nullable): how the site knows it, where that is not the story's own id */
  char *remote_id;
};
void stet_site_article_free (StetSiteArticle *article);

/* Of a story in the bin, which can't be read: whatever is there. */
#define STET_SITE_VERSION_ANY "*"

/* From the bin the way leads to draft, with STET_SITE_VERSION_ANY. */
typedef struct
{
  StetState   to;
  const char *hash;      /* approved, scheduled, published */
  gint64      at_us;     /* scheduled; 0: none */
  const char *reason;    /* (nullable) */
  const char *version;   /* If-Match */
  const char *key;       /* Idempotency-Key */
} StetSiteTransition;

/* (nullable) How much of a request's body has gone out, while it does; on the caller's context.
 * `data` outlives the request. */
typedef struct
{
  void (*func) (guint64 sent_bytes, guint64 total_bytes, gpointer data);
  gpointer data;
} StetSiteSent;

/* A picture on its way: its bytes, and what a site's library shows beside it. */
typedef struct
{
  const char *sha256;
  GBytes     *bytes;
  const char *mime;
  const char *name, *caption, *credit, *alt; /* (nullable) */
  StetSiteSent sent;
} StetSitePicture;

/* What a site can't do, so that the outbox goes another way. */
typedef enum
{
  STET_SITE_LACKS_NOTHING = 0,
  /* a changed version of a live story beside it: a write goes live */
  STET_SITE_LACKS_WORKING = 1 << 0,
  STET_SITE_LACKS_IF_MATCH = 1 << 1,  /* it can't refuse a stale write: we look just before */
  STET_SITE_LACKS_KEYS = 1 << 2,      /* Idempotency-Key: we look before we create */
  STET_SITE_LACKS_REVIEW = 1 << 3,    /* a place for the review record */
  STET_SITE_LACKS_NEW_TERMS = 1 << 4, /* tags by name: each is made before the story is sent */
} StetSiteLacks;

#define STET_TYPE_SITE (stet_site_get_type ())
G_DECLARE_INTERFACE (StetSite, stet_site, STET, SITE, GObject)

/* What list_changes returns through its task. */
typedef struct
{
  GPtrArray *changes; /* (owned) of StetSiteChange */
  char      *cursor;  /* (owned) where the next page begins */
  /* changes from where this page began to the end of the list; 0: the site does not say */
  guint      total;
} StetSiteChanges;
void stet_site_changes_free (StetSiteChanges *changes);

/* The vtable mirrors the functions. `task` is (transfer full): an implementation returns through it
 * and unrefs it; arguments are borrowed for the call. A function that is NULL is UNSUPPORTED.
 * Pointers returned are (owned), of the type of the _finish function (StetSiteChanges for
 * list_changes) with its free function as destroy notify; has_media and put_media return
 * booleans. */
struct _StetSiteInterface
{
  GTypeInterface parent;

  const StetSiteJobs *jobs; /* (nullable): of implementations by site/job.h */
  void (*get_info)     (StetSite *site, GTask *task);
  void (*get_me)       (StetSite *site, GTask *task);
  void (*list_changes) (StetSite *site, const char *cursor, GTask *task);
  void (*get_article)  (StetSite *site, const char *id, GTask *task);
  void (*put_article) (StetSite *site, StetArticle *article, const char *version, const char *key,
                       GTask *task);
  void (*transition) (StetSite *site, const char *id, const StetSiteTransition *transition,
                      GTask *task);
  void (*add_review) (StetSite *site, const char *id, const StetReview *review, const char *key,
                      GTask *task);
  void (*has_media)    (StetSite *site, const char *sha256, GTask *task);
  void (*get_media)    (StetSite *site, const char *sha256, GTask *task);
  void (*put_media)    (StetSite *site, const StetSitePicture *picture, GTask *task);
  void (*list_terms)   (StetSite *site, const char *kind, const char *search, GTask *task);
  void (*add_term) (StetSite *site, const char *kind, const char *label, const char *key,
                    GTask *task);
  void (*list_authors) (StetSite *site, GTask *task);
  StetSiteLacks (*lacks) (StetSite *site); /* NULL: nothing */
};

/* Known after any request of the site was answered. */
StetSiteLacks stet_site_lacks (StetSite *site);

void stet_site_get_info (StetSite *site, GCancellable *cancellable, GAsyncReadyCallback callback,
                         gpointer data);
StetSiteInfo *stet_site_get_info_finish (StetSite *site, GAsyncResult *result, GError **error);
void stet_site_get_me (StetSite *site, GCancellable *cancellable, GAsyncReadyCallback callback,
                       gpointer data);
StetSiteUser *stet_site_get_me_finish (StetSite *site, GAsyncResult *result, GError **error);
/* `cursor` (nullable): from the beginning. */
void stet_site_list_changes (StetSite *site, const char *cursor, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer data);
StetSiteChanges *
stet_site_list_changes_finish (StetSite *site, GAsyncResult *result, GError **error);
void stet_site_get_article (StetSite *site, const char *id, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer data);
StetSiteArticle *
stet_site_get_article_finish (StetSite *site, GAsyncResult *result, GError **error);
/* `version` NULL creates (If-None-Match: *). The answer must carry the id and the hash that were
 * sent. */
void
stet_site_put_article (StetSite *site, StetArticle *article, const char *version, const char *key,
                       GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data);
StetSiteArticle *
stet_site_put_article_finish (StetSite *site, GAsyncResult *result, GError **error);
void stet_site_transition (StetSite *site, const char *id, const StetSiteTransition *transition,
                           GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data);
StetSiteArticle *stet_site_transition_finish (StetSite *site, GAsyncResult *result, GError **error);
void
stet_site_add_review (StetSite *site, const char *id, const StetReview *review, const char *key,
                      GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data);
StetSiteArticle *stet_site_add_review_finish (StetSite *site, GAsyncResult *result, GError **error);
/* TRUE: there. FALSE with `error` NULL: not there. */
void stet_site_has_media (StetSite *site, const char *sha256, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer data);
gboolean stet_site_has_media_finish (StetSite *site, GAsyncResult *result, GError **error);
void stet_site_get_media (StetSite *site, const char *sha256, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer data);
GBytes *stet_site_get_media_finish (StetSite *site, GAsyncResult *result, GError **error);
void stet_site_put_media (StetSite *site, const StetSitePicture *picture, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer data);
gboolean stet_site_put_media_finish (StetSite *site, GAsyncResult *result, GError **error);
/* GPtrArray of StetTerm. `search` (nullable). */
void stet_site_list_terms (StetSite *site, const char *kind, const char *search,
                           GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data);
GPtrArray *stet_site_list_terms_finish (StetSite *site, GAsyncResult *result, GError **error);
void stet_site_add_term (StetSite *site, const char *kind, const char *label, const char *key,
                         GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data);
StetTerm *stet_site_add_term_finish (StetSite *site, GAsyncResult *result, GError **error);
void stet_site_list_authors (StetSite *site, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer data);
GPtrArray *stet_site_list_authors_finish (StetSite *site, GAsyncResult *result, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StetSiteInfo, stet_site_info_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (StetSiteUser, stet_site_user_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (StetSiteChange, stet_site_change_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (StetSiteChanges, stet_site_changes_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (StetSiteArticle, stet_site_article_free)

G_END_DECLS
