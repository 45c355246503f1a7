/* One method of a StetSite under way, for clients that need several requests for it: its arguments,
 * and its end. A client's own job begins with a StetSiteJob. Layer: site, private. Thread: the
 * site's. */
#pragma once

#include "site/site.h"

G_BEGIN_DECLS

typedef struct _StetSiteJob StetSiteJob;
typedef void (*StetSiteJobRun) (StetSiteJob *job);

struct _StetSiteJob
{
  StetSite *site;  /* (owned) */
  GTask    *task;  /* (owned) */
  gboolean  write; /* the request that is under way changes something */
  gboolean  wrote; /* one before it did */
  /* The method's arguments, all owned and nullable: */
  StetArticle *article;
  char *id, *version, *key, *kind, *label, *search, *sha256, *mime, *name, *caption, *credit, *alt,
      *hash, *reason, *cursor;
  GBytes *bytes;
  StetSiteSent sent; /* (nullable) how much of the bytes has gone out */
  StetReview *review;
  StetState to; /* of a new story: draft */
  gint64 at_us;
  gboolean create;
  gboolean restores; /* a transition out of the bin: to draft */
  /* While it runs: */
  GPtrArray *list;    /* (owned) (nullable): what will be returned */
  GPtrArray *missing; /* (owned) (nullable) of char *: still to be looked up */
  guint page;
  guint total;        /* of a list of changes: from this page on; 0: not said */
};

/* What a client does for each method. NULL: the site has no such thing. */
struct _StetSiteJobs
{
  gsize size;                 /* of the client's job, zeroed before `begin` */
  void (*begin) (StetSiteJob *job);
  void (*clear) (StetSiteJob *job); /* what is the client's own in it */
  StetSiteJobRun get_info, get_me, list_changes, get_article, put_article, transition, add_review,
      has_media, get_media, put_media, list_terms, add_term, list_authors;
};

/* All methods, by `jobs` (static). Arguments that can't be sent are refused here: a key that is no
 * header's value, a picture that is not named by its hash. */
void stet_site_jobs_init (StetSiteInterface *iface, const StetSiteJobs *jobs);

/* Each ends the job. */
void stet_site_job_return (StetSiteJob *job, gpointer result, GDestroyNotify result_free);
void stet_site_job_return_boolean (StetSiteJob *job, gboolean result);
/* Returns job->list, of changes with `cursor` (owned), or of what it holds. */
void stet_site_job_return_changes (StetSiteJob *job, char *cursor);
void stet_site_job_return_list (StetSiteJob *job);
/* After a request that changed something, a failure leaves open whether all of it came about. */
void stet_site_job_fail (StetSiteJob *job, const GError *error);
void stet_site_job_refuse (StetSiteJob *job, StetSiteError code, const char *format, ...)
    G_GNUC_PRINTF (3, 4);

/* An entity tag that can be compared strongly, quotes included (RFC 9110, 8.8.3). */
gboolean stet_site_is_strong_etag (const char *text);
/* Whether job->version, which is there, can be sent as it is. */
gboolean stet_site_job_is_version (const StetSiteJob *job);
/* What is still to be looked up, begun anew. */
void  stet_site_job_seek (StetSiteJob *job);
/* Returns: (owned) the next of them, NULL after the last. */
char *stet_site_job_next_missing (StetSiteJob *job);
/* A picture's hash that is to be looked up, unless it is no hash, is `known` (nullable), or stands
 * there already. */
void  stet_site_job_seek_picture (StetSiteJob *job, const char *sha256, GHashTable *known);

G_END_DECLS
