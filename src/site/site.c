/* The interface to any site: dispatch, errors, and what its answers are made of. Layer: site. A
 * site belongs to the thread that made it. */
#include "config.h"

#include "site/site.h"

#include "base/text.h"

#include <string.h>

typedef struct
{
  guint      retry_after_s;
  StetReason reason;
} StetSiteErrorPrivate;

static void
stet_site_error_private_init (StetSiteErrorPrivate *private)
{
  private->retry_after_s = 0;
  private->reason = STET_REASON_NONE;
}

static void
stet_site_error_private_copy (const StetSiteErrorPrivate *from, StetSiteErrorPrivate *to)
{
  to->retry_after_s = from->retry_after_s;
  to->reason = from->reason;
}

static void
stet_site_error_private_clear (StetSiteErrorPrivate *private)
{
  private->retry_after_s = 0;
}

G_DEFINE_EXTENDED_ERROR (StetSiteError, stet_site_error)

G_DEFINE_INTERFACE (StetSite, stet_site, G_TYPE_OBJECT)

static void
stet_site_default_init (StetSiteInterface *iface)
{
}

GError *
stet_site_error_new (StetSiteError code, guint retry_after_s, const char *message)
{
  GError *error = g_error_new_literal (STET_SITE_ERROR, (int) code, message);

  stet_site_error_get_private (error)->retry_after_s
      = MIN (retry_after_s, STET_SITE_RETRY_AFTER_S_MAX);
  return error;
}

guint
stet_site_error_retry_after_s (const GError *error)
{
  return error != NULL && error->domain == STET_SITE_ERROR
             ? stet_site_error_get_private (error)->retry_after_s
             : 0;
}

StetReason
stet_site_error_reason (const GError *error)
{
  return error != NULL && error->domain == STET_SITE_ERROR
             ? stet_site_error_get_private (error)->reason
             : STET_REASON_NONE;
}

void
stet_site_error_set_reason (GError *error, StetReason reason)
{
  g_return_if_fail (error != NULL && error->domain == STET_SITE_ERROR);

  stet_site_error_get_private (error)->reason = reason;
}

void
stet_site_info_free (StetSiteInfo *info)
{
  if (info == NULL)
    return;
  g_free (info->name);
  g_free (info->site_id);
  g_free (info->zone);
  g_strfreev (info->languages);
  g_strfreev (info->sections);
  g_free (info->sign_in_page);
  g_free (info);
}

void
stet_site_user_free (StetSiteUser *user)
{
  if (user == NULL)
    return;
  g_free (user->id);
  g_free (user->name);
  g_strfreev (user->roles);
  g_strfreev (user->can);
  g_free (user);
}

StetSiteUser *
stet_site_user_copy (const StetSiteUser *user)
{
  StetSiteUser *copy;

  g_return_val_if_fail (user != NULL, NULL);

  copy = g_new0 (StetSiteUser, 1);
  copy->id = g_strdup (user->id);
  copy->name = g_strdup (user->name);
  copy->roles = g_strdupv (user->roles);
  copy->can = g_strdupv (user->can);
  return copy;
}

gboolean
stet_site_user_can (const StetSiteUser *user, const char *what)
{
  g_return_val_if_fail (user != NULL && what != NULL, FALSE);

  return user->can != NULL && g_strv_contains ((const char *const *) user->can, what);
}

gboolean
stet_site_user_may_move (const StetSiteUser *user, StetState to)
{
  switch (to)
    {
    case STET_STATE_SUBMITTED:
      return stet_site_user_can (user, "submit");
    case STET_STATE_SCHEDULED:
    case STET_STATE_PUBLISHED:
      return stet_site_user_can (user, "publish");
    case STET_STATE_UNPUBLISHED:
      return stet_site_user_can (user, "unpublish");
    case STET_STATE_DRAFT:
    case STET_STATE_BINNED:
      return stet_site_user_can (user, "edit_others");
    case STET_STATE_RETURNED:
    case STET_STATE_APPROVED:
    default:
      return stet_site_user_can (user, "approve");
    }
}

void
stet_site_change_free (StetSiteChange *change)
{
  if (change == NULL)
    return;
  g_free (change->id);
  g_free (change->version);
  g_free (change->hash);
  g_free (change->author);
  g_free (change->headline);
  stet_site_article_free (change->article);
  g_free (change);
}

void
stet_site_changes_free (StetSiteChanges *changes)
{
  if (changes == NULL)
    return;
  g_clear_pointer (&changes->changes, g_ptr_array_unref);
  g_free (changes->cursor);
  g_free (changes);
}

void
stet_site_article_free (StetSiteArticle *article)
{
  if (article == NULL)
    return;
  g_clear_pointer (&article->article, stet_article_unref);
  g_clear_pointer (&article->review, stet_review_free);
  g_free (article->version);
  g_free (article->url);
  g_free (article->live_hash);
  g_free (article->author);
  g_free (article->remote_id);
  g_free (article);
}

/* Returns: (owned) the task, NULL when it was answered with UNSUPPORTED. */
static GTask *
begin (StetSite *site, gpointer vfunc, GCancellable *cancellable, GAsyncReadyCallback callback,
       gpointer data)
{
  GTask *task = g_task_new (site, cancellable, callback, data);

  /* what was done is told, also to who no longer waits */
  g_task_set_check_cancellable (task, FALSE);
  if (vfunc != NULL)
    return task;
  g_task_return_new_error (task, STET_SITE_ERROR, STET_SITE_ERROR_UNSUPPORTED,
                           "This site has no such thing");
  g_object_unref (task);
  return NULL;
}

/* --- what a site says of itself, through the gate, whichever client read it --- */

#define NAME_CHARS_MAX 200

/* A name is only shown. */
static void
tame_name (char **name)
{
  char *shown = *name != NULL ? stet_text_shown_line (*name, NAME_CHARS_MAX) : NULL;

  g_free (*name);
  *name = shown;
}

/* A text that is also compared and sent back. */
static void
tame_text (char **text)
{
  char *clean = *text != NULL ? stet_text_clean (*text) : NULL;

  g_free (*text);
  *text = clean;
}

static void
tame_texts (char **texts)
{
  for (guint i = 0; texts != NULL && texts[i] != NULL; i++)
    tame_text (&texts[i]);
}

static StetTerm *
tame_term (StetTerm *term)
{
  g_autoptr (StetTerm) given = term;
  g_autofree char *clean = NULL;

  if (given == NULL || stet_text_is_clean (stet_term_label (given)))
    return g_steal_pointer (&given);
  clean = stet_text_clean (stet_term_label (given));
  return stet_term_new (clean, stet_term_id (given));
}

static GPtrArray *
tame_terms (GPtrArray *terms)
{
  for (guint i = terms != NULL ? terms->len : 0; i > 0; i--)
    {
      terms->pdata[i - 1] = tame_term (terms->pdata[i - 1]);
      if (*stet_term_label (terms->pdata[i - 1]) == '\0')
        g_ptr_array_remove_index (terms, i - 1);
    }
  return terms;
}

void
stet_site_get_info (StetSite *site, GCancellable *cancellable, GAsyncReadyCallback callback,
                    gpointer data)
{
  GTask *task;

  g_return_if_fail (STET_IS_SITE (site));

  task = begin (site, STET_SITE_GET_IFACE (site)->get_info, cancellable, callback, data);
  if (task != NULL)
    STET_SITE_GET_IFACE (site)->get_info (site, task);
}

StetSiteInfo *
stet_site_get_info_finish (StetSite *site, GAsyncResult *result, GError **error)
{
  StetSiteInfo *info;

  g_return_val_if_fail (g_task_is_valid (result, site), NULL);

  info = g_task_propagate_pointer (G_TASK (result), error);
  if (info == NULL)
    return NULL;
  tame_name (&info->name);
  tame_text (&info->zone);
  tame_texts (info->languages);
  tame_texts (info->sections);
  return info;
}

void
stet_site_get_me (StetSite *site, GCancellable *cancellable, GAsyncReadyCallback callback,
                  gpointer data)
{
  GTask *task;

  g_return_if_fail (STET_IS_SITE (site));

  task = begin (site, STET_SITE_GET_IFACE (site)->get_me, cancellable, callback, data);
  if (task != NULL)
    STET_SITE_GET_IFACE (site)->get_me (site, task);
}

StetSiteUser *
stet_site_get_me_finish (StetSite *site, GAsyncResult *result, GError **error)
{
  StetSiteUser *user;

  g_return_val_if_fail (g_task_is_valid (result, site), NULL);

  user = g_task_propagate_pointer (G_TASK (result), error);
  if (user != NULL)
    tame_name (&user->name);
  return user;
}

void
stet_site_list_changes (StetSite *site, const char *cursor, GCancellable *cancellable,
                        GAsyncReadyCallback callback, gpointer data)
{
  GTask *task;

  g_return_if_fail (STET_IS_SITE (site));

  task = begin (site, STET_SITE_GET_IFACE (site)->list_changes, cancellable, callback, data);
  if (task != NULL)
    STET_SITE_GET_IFACE (site)->list_changes (site, cursor, task);
}

StetSiteChanges *
stet_site_list_changes_finish (StetSite *site, GAsyncResult *result, GError **error)
{
  StetSiteChanges *changes;

  g_return_val_if_fail (g_task_is_valid (result, site), NULL);

  changes = g_task_propagate_pointer (G_TASK (result), error);
  for (guint i = 0; changes != NULL && i < changes->changes->len; i++)
    {
      StetSiteChange *change = changes->changes->pdata[i];

      tame_text (&change->headline);
      tame_text (&change->author);
    }
  return changes;
}

void
stet_site_get_article (StetSite *site, const char *id, GCancellable *cancellable,
                       GAsyncReadyCallback callback, gpointer data)
{
  GTask *task;

  g_return_if_fail (STET_IS_SITE (site) && id != NULL);

  task = begin (site, STET_SITE_GET_IFACE (site)->get_article, cancellable, callback, data);
  if (task != NULL)
    STET_SITE_GET_IFACE (site)->get_article (site, id, task);
}

StetSiteArticle *
stet_site_get_article_finish (StetSite *site, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, site), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
stet_site_put_article (StetSite *site, StetArticle *article, const char *version, const char *key,
                       GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  GTask *task;

  g_return_if_fail (STET_IS_SITE (site) && article != NULL);

  task = begin (site, STET_SITE_GET_IFACE (site)->put_article, cancellable, callback, data);
  if (task != NULL)
    STET_SITE_GET_IFACE (site)->put_article (site, article, version, key, task);
}

StetSiteArticle *
stet_site_put_article_finish (StetSite *site, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, site), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
stet_site_transition (StetSite *site, const char *id, const StetSiteTransition *transition,
                      GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  GTask *task;

  g_return_if_fail (STET_IS_SITE (site) && id != NULL && transition != NULL);

  task = begin (site, STET_SITE_GET_IFACE (site)->transition, cancellable, callback, data);
  if (task != NULL)
    STET_SITE_GET_IFACE (site)->transition (site, id, transition, task);
}

StetSiteArticle *
stet_site_transition_finish (StetSite *site, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, site), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
stet_site_add_review (StetSite *site, const char *id, const StetReview *review, const char *key,
                      GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  GTask *task;

  g_return_if_fail (STET_IS_SITE (site) && id != NULL && review != NULL);

  task = begin (site, STET_SITE_GET_IFACE (site)->add_review, cancellable, callback, data);
  if (task != NULL)
    STET_SITE_GET_IFACE (site)->add_review (site, id, review, key, task);
}

StetSiteArticle *
stet_site_add_review_finish (StetSite *site, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, site), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
stet_site_has_media (StetSite *site, const char *sha256, GCancellable *cancellable,
                     GAsyncReadyCallback callback, gpointer data)
{
  GTask *task;

  g_return_if_fail (STET_IS_SITE (site) && sha256 != NULL);

  task = begin (site, STET_SITE_GET_IFACE (site)->has_media, cancellable, callback, data);
  if (task != NULL)
    STET_SITE_GET_IFACE (site)->has_media (site, sha256, task);
}

gboolean
stet_site_has_media_finish (StetSite *site, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, site), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

void
stet_site_get_media (StetSite *site, const char *sha256, GCancellable *cancellable,
                     GAsyncReadyCallback callback, gpointer data)
{
  GTask *task;

  g_return_if_fail (STET_IS_SITE (site) && sha256 != NULL);

  task = begin (site, STET_SITE_GET_IFACE (site)->get_media, cancellable, callback, data);
  if (task != NULL)
    STET_SITE_GET_IFACE (site)->get_media (site, sha256, task);
}

GBytes *
stet_site_get_media_finish (StetSite *site, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, site), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
stet_site_put_media (StetSite *site, const StetSitePicture *picture, GCancellable *cancellable,
                     GAsyncReadyCallback callback, gpointer data)
{
  GTask *task;

  g_return_if_fail (STET_IS_SITE (site) && picture != NULL);
  g_return_if_fail (picture->sha256 != NULL && picture->bytes != NULL && picture->mime != NULL);

  task = begin (site, STET_SITE_GET_IFACE (site)->put_media, cancellable, callback, data);
  if (task != NULL)
    STET_SITE_GET_IFACE (site)->put_media (site, picture, task);
}

gboolean
stet_site_put_media_finish (StetSite *site, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, site), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

void
stet_site_list_terms (StetSite *site, const char *kind, const char *search,
                      GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  GTask *task;

  g_return_if_fail (STET_IS_SITE (site) && kind != NULL);

  task = begin (site, STET_SITE_GET_IFACE (site)->list_terms, cancellable, callback, data);
  if (task != NULL)
    STET_SITE_GET_IFACE (site)->list_terms (site, kind, search, task);
}

GPtrArray *
stet_site_list_terms_finish (StetSite *site, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, site), NULL);

  return tame_terms (g_task_propagate_pointer (G_TASK (result), error));
}

void
stet_site_add_term (StetSite *site, const char *kind, const char *label, const char *key,
                    GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  GTask *task;

  g_return_if_fail (STET_IS_SITE (site) && kind != NULL && label != NULL);

  task = begin (site, STET_SITE_GET_IFACE (site)->add_term, cancellable, callback, data);
  if (task != NULL)
    STET_SITE_GET_IFACE (site)->add_term (site, kind, label, key, task);
}

StetTerm *
stet_site_add_term_finish (StetSite *site, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, site), NULL);

  return tame_term (g_task_propagate_pointer (G_TASK (result), error));
}

void
stet_site_list_authors (StetSite *site, GCancellable *cancellable, GAsyncReadyCallback callback,
                        gpointer data)
{
  GTask *task;

  g_return_if_fail (STET_IS_SITE (site));

  task = begin (site, STET_SITE_GET_IFACE (site)->list_authors, cancellable, callback, data);
  if (task != NULL)
    STET_SITE_GET_IFACE (site)->list_authors (site, task);
}

GPtrArray *
stet_site_list_authors_finish (StetSite *site, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, site), NULL);

  return tame_terms (g_task_propagate_pointer (G_TASK (result), error));
}

StetSiteLacks
stet_site_lacks (StetSite *site)
{
  g_return_val_if_fail (STET_IS_SITE (site), STET_SITE_LACKS_NOTHING);

  return STET_SITE_GET_IFACE (site)->lacks != NULL ? STET_SITE_GET_IFACE (site)->lacks (site)
                                                   : STET_SITE_LACKS_NOTHING;
}

gboolean
stet_site_version_matches (const char *known, const char *given)
{
  gsize length = given != NULL ? strlen (given) : 0;

  if (known == NULL || given == NULL)
    return FALSE;
  if (length > 3 && strcmp (given + length - 3, "-*\"") == 0)
    return strncmp (known, given, length - 2) == 0;
  return strcmp (known, given) == 0;
}
