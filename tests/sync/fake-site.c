/* The rules of the publishing API in one process. */
#include "config.h"

#include "fake-site.h"

#include "article/json.h"

#define FAKE_TYPE_SITE (fake_site_get_type ())
G_DECLARE_FINAL_TYPE (FakeSite, fake_site, FAKE, SITE, GObject)

struct _FakeSite
{
  GObject     parent;
  FakeServer *server; /* (borrowed) */
  char       *user;
  gboolean    editor;
};

/* What a key was used for, and what was answered. */
typedef struct
{
  char            *body;
  StetSiteArticle *answer;
} FakeAnswer;

static void
free_article (gpointer data)
{
  FakeArticle *article = data;

  stet_article_unref (article->article);
  stet_review_free (article->review);
  g_free (article->hash);
  g_free (article->live_hash);
  g_free (article->author);
  g_free (article);
}

static void
free_answer (gpointer data)
{
  FakeAnswer *answer = data;

  g_free (answer->body);
  stet_site_article_free (answer->answer);
  g_free (answer);
}

FakeServer *
fake_server_new (StetClock *clock)
{
  FakeServer *server = g_new0 (FakeServer, 1);

  server->clock = clock;
  server->articles = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_article);
  server->media
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_bytes_unref);
  server->keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_answer);
  return server;
}

void
fake_server_free (FakeServer *server)
{
  g_hash_table_unref (server->articles);
  g_hash_table_unref (server->media);
  g_hash_table_unref (server->keys);
  g_free (server);
}

FakeArticle *
fake_server_get (FakeServer *server, const char *id)
{
  return g_hash_table_lookup (server->articles, id);
}

static void
touch (FakeServer *server, FakeArticle *article)
{
  article->version++;
  article->seq = ++server->seq;
}

static void
take_text (FakeServer *server, FakeArticle *stored, StetArticle *article)
{
  char *hash = stet_article_hash (article, NULL);

  if (g_strcmp0 (hash, stored->hash) != 0
      && (stored->state == STET_STATE_APPROVED || stored->state == STET_STATE_SCHEDULED))
    stored->state = STET_STATE_SUBMITTED;
  g_free (stored->hash);
  stored->hash = hash;
  g_clear_pointer (&stored->article, stet_article_unref);
  stored->article = stet_article_ref (article);
  stored->n_writes++;
  touch (server, stored);
}

static FakeArticle *
add_article (FakeServer *server, const char *id, const char *author)
{
  FakeArticle *stored = g_new0 (FakeArticle, 1);

  stored->review = stet_review_new ();
  stored->author = g_strdup (author);
  stored->n_created = 1;
  g_hash_table_insert (server->articles, g_strdup (id), stored);
  return stored;
}

void
fake_server_write (FakeServer *server, const char *id, StetArticle *article)
{
  FakeArticle *stored = fake_server_get (server, id);

  take_text (server, stored != NULL ? stored : add_article (server, id, "colleague"), article);
}

void
fake_server_set_state (FakeServer *server, const char *id, StetState state)
{
  FakeArticle *stored = fake_server_get (server, id);

  stored->state = state;
  touch (server, stored);
}

void
fake_server_delete (FakeServer *server, const char *id)
{
  FakeArticle *stored = fake_server_get (server, id);

  stored->deleted = TRUE;
  touch (server, stored);
}

static StetSiteArticle *
answer_for (FakeServer *server, const FakeArticle *stored)
{
  StetSiteArticle *answer = g_new0 (StetSiteArticle, 1);

  answer->article = stet_article_ref (stored->article);
  answer->review = server->no_review ? NULL : stet_review_copy (stored->review);
  answer->state = stored->state;
  answer->version = g_strdup_printf ("\"%" G_GUINT64_FORMAT "\"", stored->version);
  answer->live_hash = g_strdup (stored->live_hash);
  answer->author = g_strdup (stored->author);
  answer->published_us = stored->published_us;
  answer->scheduled_us = stored->scheduled_us;
  if (stored->live_hash != NULL)
    answer->url = g_strdup_printf ("https://site.example/%s", stet_article_id (stored->article));
  if (answer->review != NULL)
    answer->review->state = stored->state;
  return answer;
}

static StetSiteArticle *
copy_answer (const StetSiteArticle *from)
{
  StetSiteArticle *copy = g_memdup2 (from, sizeof *from);

  copy->article = from->article != NULL ? stet_article_ref (from->article) : NULL;
  copy->review = from->review != NULL ? stet_review_copy (from->review) : NULL;
  copy->version = g_strdup (from->version);
  copy->url = g_strdup (from->url);
  copy->live_hash = g_strdup (from->live_hash);
  copy->author = g_strdup (from->author);
  return copy;
}

/* --- a request's frame --- */

typedef struct
{
  FakeSite  *site;
  GTask     *task; /* (owned) */
  FakeFault  fault;
} Request;

static void
fail (Request *request, StetSiteError code, const char *message)
{
  g_task_return_error (
      request->task,
      stet_site_error_new (
          code, code == STET_SITE_ERROR_BUSY ? request->site->server->retry_after_s : 0, message));
  g_object_unref (request->task);
}

/* FALSE: it was answered already. */
static gboolean
arrive (Request *request, StetSite *site, GTask *task, const char *what)
{
  FakeServer *server;

  request->site = FAKE_SITE (site);
  request->task = task;
  server = request->site->server;
  server->n_requests++;
  request->fault
      = server->fault != NULL ? server->fault (what, server->fault_data) : FAKE_FAULT_NONE;
  if (request->fault == FAKE_FAULT_OFFLINE)
    fail (request, STET_SITE_ERROR_OFFLINE, "no route");
  else if (request->fault == FAKE_FAULT_DROP_BEFORE)
    fail (request, STET_SITE_ERROR_OUTCOME_UNKNOWN, "cut");
  else if (request->fault == FAKE_FAULT_BUSY)
    fail (request, STET_SITE_ERROR_BUSY, "busy");
  else if (request->fault == FAKE_FAULT_SERVER)
    fail (request, STET_SITE_ERROR_SERVER, "broken");
  else if (request->fault == FAKE_FAULT_STALE && g_str_equal (what, "write"))
    fail (request, STET_SITE_ERROR_STALE, "another version");
  else if (request->fault == FAKE_FAULT_STALE && g_str_equal (what, "transition"))
    fail (request, STET_SITE_ERROR_STALE, "another version");
  else if (server->signed_out)
    fail (request, STET_SITE_ERROR_AUTH, "who are you");
  else
    return TRUE;
  return FALSE;
}

static void
done (Request *request, gpointer result, GDestroyNotify result_free)
{
  if (request->fault == FAKE_FAULT_DROP_AFTER || request->fault == FAKE_FAULT_HTML_AFTER
      || request->fault == FAKE_FAULT_SERVER_AFTER)
    {
      if (result_free != NULL)
        result_free (result);
      fail (request,
            request->fault == FAKE_FAULT_DROP_AFTER   ? STET_SITE_ERROR_OUTCOME_UNKNOWN
            : request->fault == FAKE_FAULT_HTML_AFTER ? STET_SITE_ERROR_BLOCKED
                                                      : STET_SITE_ERROR_SERVER,
            "no usable answer");
      return;
    }
  if (result_free != NULL)
    g_task_return_pointer (request->task, result, result_free);
  else
    g_task_return_boolean (request->task, GPOINTER_TO_INT (result));
  g_object_unref (request->task);
}

static void
done_article (Request *request, StetSiteArticle *answer)
{
  done (request, answer, (GDestroyNotify) stet_site_article_free);
}

/* The stored answer of a key. TRUE: the request has been answered. */
static gboolean
replay (Request *request, const char *key, const char *body)
{
  FakeAnswer *known = g_hash_table_lookup (request->site->server->keys, key);

  if (known == NULL)
    return FALSE;
  if (g_str_equal (known->body, body))
    done_article (request, copy_answer (known->answer));
  else
    fail (request, STET_SITE_ERROR_INVALID, "the key was used for something else");
  return TRUE;
}

static void
done_keyed (Request *request, const char *key, const char *body, const FakeArticle *stored)
{
  FakeServer *server = request->site->server;
  FakeAnswer *answer = g_new0 (FakeAnswer, 1);

  answer->body = g_strdup (body);
  answer->answer = answer_for (server, stored);
  g_hash_table_insert (server->keys, g_strdup (key), answer);
  done_article (request, copy_answer (answer->answer));
}

static FakeArticle *
find (Request *request, const char *id)
{
  FakeArticle *stored = fake_server_get (request->site->server, id);

  if (stored == NULL)
    fail (request, STET_SITE_ERROR_NOT_FOUND, "no such story");
  else if (stored->deleted)
    fail (request, STET_SITE_ERROR_GONE, "deleted");
  return stored != NULL && !stored->deleted ? stored : NULL;
}

static gboolean
same_version (Request *request, const FakeArticle *stored, const char *version)
{
  g_autofree char *current = g_strdup_printf ("\"%" G_GUINT64_FORMAT "\"", stored->version);

  if (g_strcmp0 (current, version) == 0 || g_strcmp0 (version, STET_SITE_VERSION_ANY) == 0)
    return TRUE;
  fail (request, STET_SITE_ERROR_STALE, "another version");
  return FALSE;
}

/* --- the methods --- */

static int
compare_seq (gconstpointer a, gconstpointer b)
{
  const FakeArticle *one = *(FakeArticle *const *) a;
  const FakeArticle *other = *(FakeArticle *const *) b;

  return one->seq < other->seq ? -1 : one->seq > other->seq;
}

/* Oldest change first. */
static GPtrArray *
list_since (FakeServer *server, guint64 since)
{
  GPtrArray *all = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, server->articles);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (((FakeArticle *) value)->seq > since)
      g_ptr_array_add (all, value);
  g_ptr_array_sort (all, compare_seq);
  return all;
}

static StetSiteChange *
change_for (FakeServer *server, const FakeArticle *stored)
{
  StetSiteChange *change = g_new0 (StetSiteChange, 1);

  change->id = g_strdup (stet_article_id (stored->article));
  change->version = g_strdup_printf ("\"%" G_GUINT64_FORMAT "\"", stored->version);
  change->hash = g_strdup (stored->hash);
  change->state = stored->state;
  change->author = g_strdup (stored->author);
  change->deleted = stored->deleted;
  if (server->with_stories && !stored->deleted)
    change->article = answer_for (server, stored);
  return change;
}

static void
list_changes (StetSite *site, const char *cursor, GTask *task)
{
  Request request;
  FakeServer *server;
  StetSiteChanges *changes;
  guint64 since = cursor != NULL ? g_ascii_strtoull (cursor, NULL, 10) : 0;
  g_autoptr (GPtrArray) all = NULL;

  if (!arrive (&request, site, task, "list_changes"))
    return;
  server = request.site->server;
  if (server->lose_cursors && cursor != NULL)
    {
      server->lose_cursors = FALSE;
      fail (&request, STET_SITE_ERROR_GONE, "cursor lost");
      return;
    }
  all = list_since (server, since);
  changes = g_new0 (StetSiteChanges, 1);
  changes->changes = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_site_change_free);
  for (guint i = 0; i < all->len && (server->page_rows == 0 || i < server->page_rows); i++)
    {
      g_ptr_array_add (changes->changes, change_for (server, all->pdata[i]));
      since = ((FakeArticle *) all->pdata[i])->seq;
    }
  changes->cursor = g_strdup_printf ("%" G_GUINT64_FORMAT,
                                     server->page_rows > 0 ? since : server->seq);
  done (&request, changes, (GDestroyNotify) stet_site_changes_free);
}

static void
get_article (StetSite *site, const char *id, GTask *task)
{
  Request request;
  FakeArticle *stored;

  if (!arrive (&request, site, task, "get_article"))
    return;
  stored = find (&request, id);
  if (stored != NULL)
    done_article (&request, answer_for (request.site->server, stored));
}

static void
put_article (StetSite *site, StetArticle *article, const char *version, const char *key,
             GTask *task)
{
  Request request;
  g_autofree char *body = stet_article_to_json (article);
  FakeArticle *stored;

  if (!arrive (&request, site, task, version == NULL ? "create" : "write")
      || replay (&request, key, body))
    return;
  stored = fake_server_get (request.site->server, stet_article_id (article));
  if (version == NULL && stored != NULL)
    {
      fail (&request, STET_SITE_ERROR_STALE, "there is one");
      return;
    }
  if (version != NULL
      && (find (&request, stet_article_id (article)) == NULL
          || !same_version (&request, stored, version)))
    return;
  if (stored == NULL)
    stored = add_article (request.site->server, stet_article_id (article), request.site->user);
  take_text (request.site->server, stored, article);
  done_keyed (&request, key, body, stored);
}

static gboolean
may (const FakeSite *site, StetState to)
{
  return site->editor || to == STET_STATE_SUBMITTED || to == STET_STATE_BINNED;
}

static void
go (FakeServer *server, FakeArticle *stored, const StetSiteTransition *transition, const char *by)
{
  g_autofree char *at = stet_time_to_rfc3339 (stet_clock_now_us (server->clock));

  stored->state = transition->to;
  stored->scheduled_us = transition->at_us;
  if (transition->to == STET_STATE_APPROVED)
    stet_review_add_approval (stored->review, stored->hash, by, at);
  if (transition->to == STET_STATE_PUBLISHED)
    {
      stored->n_published++;
      g_free (stored->live_hash);
      stored->live_hash = g_strdup (stored->hash);
      stored->published_us = stet_clock_now_us (server->clock);
    }
  if (transition->to == STET_STATE_UNPUBLISHED)
    {
      stored->n_unpublished++;
      g_clear_pointer (&stored->live_hash, g_free);
    }
  touch (server, stored);
}

static void
transition (StetSite *site, const char *id, const StetSiteTransition *wanted, GTask *task)
{
  Request request;
  g_autofree char *body = g_strdup_printf ("%d %s %" G_GINT64_FORMAT " %s", wanted->to,
                                           wanted->hash != NULL ? wanted->hash : "", wanted->at_us,
                                           wanted->reason != NULL ? wanted->reason : "");
  FakeArticle *stored;

  if (!arrive (&request, site, task, "transition"))
    return;
  stored = wanted->to == STET_STATE_DRAFT ? fake_server_get (request.site->server, id)
                                          : find (&request, id);
  if (stored == NULL || replay (&request, wanted->key, body))
    return;
  if (!may (request.site, wanted->to))
    fail (&request, STET_SITE_ERROR_FORBIDDEN, "not you");
  else if (!same_version (&request, stored, wanted->version))
    return;
  else if (wanted->hash != NULL && !g_str_equal (wanted->hash, stored->hash))
    fail (&request, STET_SITE_ERROR_STALE, "another text");
  else if (!stet_state_may_follow (stored->state, wanted->to)
           && !(wanted->to == STET_STATE_UNPUBLISHED && stored->live_hash != NULL))
    fail (&request, STET_SITE_ERROR_STATE, "not from there");
  else
    {
      go (request.site->server, stored, wanted, request.site->user);
      done_keyed (&request, wanted->key, body, stored);
    }
}

static void
add_review (StetSite *site, const char *id, const StetReview *review, const char *key, GTask *task)
{
  Request request;
  g_autofree char *body = stet_review_to_json (review);
  StetState state;
  FakeArticle *stored;

  if (!arrive (&request, site, task, "review"))
    return;
  if (request.site->server->no_review)
    {
      fail (&request, STET_SITE_ERROR_UNSUPPORTED, "no place for it");
      return;
    }
  stored = find (&request, id);
  if (stored == NULL || replay (&request, key, body))
    return;
  state = stored->review->state;
  stet_review_merge (stored->review, review);
  stored->review->state = state;
  touch (request.site->server, stored);
  done_keyed (&request, key, body, stored);
}

static void
has_media (StetSite *site, const char *sha256, GTask *task)
{
  Request request;

  if (arrive (&request, site, task, "has_media"))
    done (&request, GINT_TO_POINTER (g_hash_table_contains (request.site->server->media, sha256)),
          NULL);
}

static void
get_media (StetSite *site, const char *sha256, GTask *task)
{
  Request request;
  GBytes *picture;

  if (!arrive (&request, site, task, "get_media"))
    return;
  picture = g_hash_table_lookup (request.site->server->media, sha256);
  if (picture != NULL)
    done (&request, g_bytes_ref (picture), (GDestroyNotify) g_bytes_unref);
  else
    fail (&request, STET_SITE_ERROR_NOT_FOUND, "no such picture");
}

static void
put_media (StetSite *site, const StetSitePicture *picture, GTask *task)
{
  Request request;

  if (!arrive (&request, site, task, "put_media"))
    return;
  request.site->server->n_media_sent++;
  g_hash_table_insert (request.site->server->media, g_strdup (picture->sha256),
                       g_bytes_ref (picture->bytes));
  done (&request, GINT_TO_POINTER (TRUE), NULL);
}

static void
list_terms (StetSite *site, const char *kind, const char *search, GTask *task)
{
  Request request;
  GPtrArray *terms;

  if (!arrive (&request, site, task, "list_terms"))
    return;
  terms = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_term_unref);
  g_ptr_array_add (terms, stet_term_new (g_str_equal (kind, "tag") ? "Harbour" : "Town", "7"));
  done (&request, terms, (GDestroyNotify) g_ptr_array_unref);
}

static void
fake_site_finalize (GObject *object)
{
  g_free (FAKE_SITE (object)->user);
  G_OBJECT_CLASS (g_type_class_peek_parent (G_OBJECT_GET_CLASS (object)))->finalize (object);
}

static void
fake_site_interface_init (StetSiteInterface *iface)
{
  iface->list_changes = list_changes;
  iface->get_article = get_article;
  iface->put_article = put_article;
  iface->transition = transition;
  iface->add_review = add_review;
  iface->has_media = has_media;
  iface->get_media = get_media;
  iface->put_media = put_media;
  iface->list_terms = list_terms;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (FakeSite, fake_site, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (STET_TYPE_SITE, fake_site_interface_init))

static void
fake_site_class_init (FakeSiteClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = fake_site_finalize;
}

static void
fake_site_init (FakeSite *self)
{
}

StetSite *
fake_site_new (FakeServer *server, const char *user, gboolean editor)
{
  FakeSite *site = g_object_new (FAKE_TYPE_SITE, NULL);

  site->server = server;
  site->user = g_strdup (user);
  site->editor = editor;
  return STET_SITE (site);
}
