/* Authors of a story who are accounts of its site. Layer: app. Blocks. */
#include "config.h"

#include "app/workspace-private.h"

#include "article/document.h"
#include "article/tag-list.h"
#include "base/text.h"

#include <glib/gi18n.h>

typedef struct
{
  StetWorkspace *ws;
  const char    *site_id;
} Call;

static gpointer
list_thread (gpointer data, GCancellable *cancellable, GError **error)
{
  Call *call = data;

  return stet_store_list_terms (call->ws->store, call->site_id, "author", error);
}

static GPtrArray *
authors_of (StetWorkspace *ws, const char *site_id, GError **error)
{
  Call call = { .ws = ws, .site_id = site_id };

  return stet_worker_call (ws->store_worker, list_thread, &call, NULL, error);
}

GPtrArray *
stet_workspace_authors (StetWorkspace *ws, const char *site, GError **error)
{
  g_autoptr (StetAccount) account = NULL;

  g_return_val_if_fail (STET_IS_WORKSPACE (ws), NULL);
  account = stet_workspace_account (ws, site, NULL, error);
  return account != NULL ? authors_of (ws, account->site_id, error) : NULL;
}

/* --- by name --- */

/* "#7" is the account with that id, whatever its name. */
static gboolean
is_meant (const StetTerm *author, const char *typed)
{
  g_autofree char *wanted = NULL;
  g_autofree char *label = NULL;

  if (typed[0] == '#' && stet_term_id (author) != NULL)
    return g_str_equal (stet_term_id (author), typed + 1);
  wanted = stet_text_fold_words (typed);
  label = stet_text_fold_words (stet_term_label (author));
  return wanted[0] != '\0' && g_str_equal (wanted, label);
}

static GPtrArray *
find_meant (GPtrArray *known, const char *typed)
{
  GPtrArray *meant = g_ptr_array_new ();

  for (guint i = 0; i < known->len; i++)
    if (is_meant (known->pdata[i], typed))
      g_ptr_array_add (meant, known->pdata[i]);
  return meant;
}

static char *
ids_of (GPtrArray *meant)
{
  GString *ids = g_string_new (NULL);

  for (guint i = 0; i < meant->len; i++)
    g_string_append_printf (ids, "%s#%s", i > 0 ? ", " : "", stet_term_id (meant->pdata[i]));
  return g_string_free (ids, FALSE);
}

/* Returns: (owned). */
static StetTerm *
resolve (GPtrArray *known, const char *typed, StetAuthorsMode mode, GError **error)
{
  g_autoptr (GPtrArray) meant = find_meant (known, typed);
  g_autofree char *ids = NULL;

  if (meant->len == 1)
    return stet_term_ref (meant->pdata[0]);
  if (meant->len == 0 && (known->len == 0 || mode == STET_AUTHORS_OR_NAMES))
    return stet_term_new (typed, NULL);
  if (meant->len == 0)
    {
      g_set_error (error, STET_APP_ERROR, STET_APP_ERROR_USAGE,
                   _("The site has no author “%s”. “stet authors” lists them; add --free for a name that is no "
                     "account there."),
                   typed);
      return NULL;
    }
  ids = ids_of (meant);
  g_set_error (error, STET_APP_ERROR, STET_APP_ERROR_USAGE,
               _("The site has several authors called “%s”. Say which one by its id: %s."), typed, ids);
  return NULL;
}

static GPtrArray *
resolve_all (GPtrArray *known, const char *list, StetAuthorsMode mode, GError **error)
{
  g_autoptr (GPtrArray) authors = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_term_unref);
  g_autoptr (GPtrArray) names = stet_tag_list_split (list);

  for (guint i = 0; i < names->len; i++)
    {
      StetTerm *author = resolve (known, names->pdata[i], mode, error);

      if (author == NULL)
        return NULL;
      g_ptr_array_add (authors, author);
    }
  return g_steal_pointer (&authors);
}

/* Of the site that the story belongs to, else of the one used last. Nobody where there is none. */
static GPtrArray *
known_for (StetWorkspace *ws, const StetStory *story, GError **error)
{
  g_autoptr (StetAccount) account = NULL;

  if (story->remote != NULL && story->remote->site_id != NULL)
    return authors_of (ws, story->remote->site_id, error);
  account = stet_workspace_account (ws, NULL, NULL, NULL);
  return account != NULL ? authors_of (ws, account->site_id, error) : g_ptr_array_new ();
}

gboolean
stet_workspace_set_authors (StetWorkspace *ws, const char *id, const char *list,
                            StetAuthorsMode mode, GError **error)
{
  g_autoptr (StetStory) story = NULL;
  g_autoptr (GPtrArray) known = NULL, authors = NULL;
  g_autoptr (StetDocument) document = NULL;
  g_autoptr (StetEdit) edit = NULL;

  g_return_val_if_fail (STET_IS_WORKSPACE (ws) && id != NULL && list != NULL, FALSE);
  story = stet_workspace_load (ws, id, error);
  known = story != NULL ? known_for (ws, story, error) : NULL;
  authors = known != NULL ? resolve_all (known, list, mode, error) : NULL;
  if (authors == NULL)
    return FALSE;
  document = stet_document_new (story->article);
  edit = stet_edit_authors (0, stet_article_fields (story->article)->authors->len, authors);
  return stet_document_apply (document, edit, error)
         && stet_workspace_save (ws, stet_document_article (document), story->revision,
                                 STET_ORIGIN_COMMAND, NULL, NULL, error);
}
