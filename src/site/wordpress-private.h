/* What the files of the WordPress client share. Layer: site, private. */
#pragma once

#include "article/blocks.h"
#include "site/http.h"
#include "site/job.h"
#include "site/member.h"
#include "site/reply.h"
#include "site/wordpress-site.h"

G_BEGIN_DECLS

#define STET_TYPE_WORDPRESS_SITE (stet_wordpress_site_get_type ())
G_DECLARE_FINAL_TYPE (StetWordPressSite, stet_wordpress_site, STET, WORDPRESS_SITE, GObject)

#define STET_WP_PAGE 100       /* rows a page, WordPress's limit */
#define STET_WP_TERMS_MAX 60000
#define STET_WP_SIDE_MAX 2560  /* pixels: WordPress scales larger pictures down */

/* `words`: what is known to stand beside it in the library. */
typedef struct { char *id, *url, *words; } StetWpPicture; /* (owned) (nullable) words */

struct _StetWordPressSite
{
  GObject parent;

  SoupSession    *session;       /* (owned) */
  char           *api;           /* (owned) */
  char           *site_id;       /* (owned) */
  StetCredential *credential;    /* (owned) (nullable) */
  char          **public_custom; /* (owned) (nullable) */
  guint           timeout_s;

  /* Asked once: */
  gboolean        known;         /* the index was read */
  gboolean        companion;
  char           *name, *home, *zone, *authorize; /* (owned) (nullable) */
  StetSiteUser   *me;            /* (owned) (nullable) */
  char           *me_number;     /* (owned) (nullable) */
  /* What was seen: */
  GHashTable     *posts;         /* (owned) article id to post number */
  GHashTable     *told;          /* (owned) post number to version: by the feed */
  GHashTable     *pictures;      /* (owned) sha256 to StetWpPicture */
  GHashTable     *terms;         /* (owned) "tag folded label" to number */
  GHashTable     *authors;       /* (owned) number to name; NULL: the site names none */
};

/* One method under way. */
typedef struct _StetWpJob StetWpJob;
typedef struct
{
  JsonNode      *root;  /* (nullable): with `error` */
  const StetHttpReply *reply; /* (nullable) */
  const GError  *error; /* (nullable) */
  const char    *code;  /* (nullable): WordPress's, of a refusal */
} StetWpAnswer;
typedef void (*StetWpNext) (StetWpJob *job, const StetWpAnswer *answer);
typedef void (*StetWpThen) (StetWpJob *job);

struct _StetWpJob
{
  StetSiteJob base;
  StetWordPressSite *site;  /* (borrowed): base.site */
  StetWpNext  next, then_answer;
  StetWpThen  then, then_me, then_post, then_pictures, then_words, then_terms;
  char *post;               /* (owned) (nullable): its number */
  StetBlocksPost sent;
  GString *json;            /* (owned) (nullable) */
  StetSiteArticle *made;    /* (owned) (nullable) */
  char *served;             /* (owned) (nullable): the markup that the site has of the story now */
  char *next_cursor;        /* (owned) (nullable) */
  char *author;             /* (owned) (nullable): the post's, now or after this write */
  gboolean sends_author, published_only;
  JsonNode *kept_root;      /* (owned) (nullable): an answer, while names are asked for */
  StetHttpReply *kept_reply; /* (owned) (nullable) */
};

/* --- wordpress-ask.c --- */

typedef struct
{
  const char *method; /* (nullable): GET */
  StetSiteSent sent;  /* (nullable) */
  const char *path;   /* below the API's root, escaped */
  const char *query;  /* (nullable) escaped, without ? */
  const char *const *headers;
  GBytes     *body;
  const char *body_type;
} StetWpRequest;

static inline StetWpJob *
stet_wp_job (StetSiteJob *base)
{
  return (StetWpJob *) base;
}

/* FALSE: the answer was an error, and the job has ended with it. */
gboolean stet_wp_ok  (StetWpJob *job, const StetWpAnswer *answer);
void stet_wp_ask     (StetWpJob *job, const StetWpRequest *request, StetWpNext next);
void stet_wp_get     (StetWpJob *job, const char *path, const char *query, StetWpNext next);
/* A file of the site by its address, without the credential. */
void stet_wp_get_file (StetWpJob *job, const char *url, StetWpNext next);
/* Reads the site's index once, then goes on. */
void stet_wp_with_index (StetWpJob *job, StetWpThen then);
/* The same for who is signed in. */
void stet_wp_with_me (StetWpJob *job, StetWpThen then);
/* The server's time of an answer; 0: it says none. */
gint64 stet_wp_answer_time_us (const StetWpAnswer *answer);
guint  stet_wp_answer_number  (const StetWpAnswer *answer, const char *header);
/* Whether `text` is a number, as WordPress's ids are. */
gboolean stet_wp_is_number (const char *text);

/* --- wordpress-post.c --- */

#define STET_WP_FIELDS                                                                             \
  "context=edit&_embed=wp:term,wp:featuredmedia,author&_fields=id,status,title,content,excerpt,"   \
  "slug,tags,categories,featured_media,author,date_gmt,modified_gmt,link,meta,stet,_links,"        \
  "_embedded"

/* A post as WordPress or the companion gives it. */
typedef struct
{
  char *number, *status, *author, *url, *modified; /* (owned) (nullable) */
  char *version;         /* (owned) strong, quotes included */
  StetBlocksPost live;   /* the post itself */
  StetBlocksPost working; /* of the companion, beside a live page */
  gboolean has_working;
  /* (owned) (nullable): the story's JSON as the companion keeps it, for `exact_hash` */
  char *exact;
  char *exact_hash;
  char *given_id;        /* (owned) (nullable): the article's, as the companion has it */
  char *live_hash;       /* (owned) (nullable) as the companion has it */
  StetReview *review;    /* (owned) (nullable) */
  gboolean of_companion;
  StetState state;       /* of the companion */
  gint64 date_us, scheduled_us, modified_us;
} StetWpPost;
StetWpPost *stet_wp_post_read (JsonNode *node, GError **error);
void        stet_wp_post_free (StetWpPost *post);
/* The story in it. Returns: (owned). */
StetSiteArticle *
stet_wp_post_article (StetWordPressSite *site, const StetWpPost *post, GError **error);
gboolean    stet_wp_post_is_live (const StetWpPost *post);
/* (owned) (nullable): the post in a version */
char       *stet_wp_version_number (const char *version);
void        stet_wp_note_post (StetWordPressSite *site, const char *article_id, const char *number);

/* --- wordpress-authors.c --- */

void stet_wp_list_authors (StetSiteJob *base);
/* Whether posts in the answer name an author whom a person gave them at the site, and whose name is
 * not known: then it is asked for, `reply` taken over, and job->next comes after that. */
gboolean stet_wp_ask_authors (StetWpJob *job, JsonNode *root, StetHttpReply *reply);
void stet_wp_note_author (StetWordPressSite *site, const char *number, const char *name);
/* Of a post whose author is `now`: who it is to be, and what the mark says. */
void stet_wp_settle_author (StetWpJob *job, const char *now);

/* --- wordpress-write.c, -spare.c, -media.c, -feed.c, -terms.c --- */

void stet_wp_put_article (StetSiteJob *base);
void stet_wp_transition  (StetSiteJob *base);
void stet_wp_add_review  (StetSiteJob *base);
/* Returns what was made, after a look whether it was made twice. Takes over `made`. */
void stet_wp_return_created (StetWpJob *job, StetSiteArticle *made);
/* Finds the post of job->id, then goes on with job->post set; NULL when there is none. */
void stet_wp_with_post   (StetWpJob *job, StetWpThen then);
void stet_wp_has_media   (StetSiteJob *base);
void stet_wp_get_media   (StetSiteJob *base);
void stet_wp_put_media   (StetSiteJob *base);
/* Looks up the attachments of all pictures of job->article, then goes on. */
void stet_wp_with_pictures (StetWpJob *job, StetWpThen then);
/* Then that the library shows beside them what the story says; with stet_wp_with_pictures ()
 * before. */
void stet_wp_with_words  (StetWpJob *job, StetWpThen then);
void stet_wp_list_changes (StetSiteJob *base);
void stet_wp_list_terms  (StetSiteJob *base);
void stet_wp_add_term    (StetSiteJob *base);
/* A row of a list of terms or people. Returns: (owned) (nullable). */
StetTerm *stet_wp_read_term (JsonNode *node);
/* Adds a page's rows to job->base.list. FALSE: the job has ended. */
gboolean stet_wp_take_terms (StetWpJob *job, const StetWpAnswer *answer);
/* Looks up the numbers of the terms of job->article; those that are not there refuse the write. */
void stet_wp_with_terms  (StetWpJob *job, StetWpThen then);
/* (borrowed) (nullable) */
const char *stet_wp_term_number (StetWordPressSite *site, const char *kind, const StetTerm *term);
void stet_wp_note_term (StetWordPressSite *site, const char *kind, const char *label,
                        const char *number);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StetWpPost, stet_wp_post_free)

G_END_DECLS
