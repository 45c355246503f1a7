/* Stories of the workspace: taking in, reading, changing, giving out. Layer: app. What touches the
 * store runs on its thread, in one piece, so that nobody else's change falls in between. */
#include "config.h"

#include "app/photo-keys.h"
#include "app/photos.h"
#include "app/set-field.h"
#include "app/workspace-private.h"
#include "article/office.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/text.h"
#include "sync/merge.h"

#include <glib/gi18n.h>
#include <gio/gio.h>

#define SEARCH_ROWS_MAX 200

/* What one call on the store's thread gets; each body uses what it needs. */
typedef struct
{
  StetWorkspace *ws;
  const char    *id;
  const char    *text;
  StetArticle   *article;
  StetEdit      *edit;       /* (nullable) */
  const StetField *field;    /* (nullable) */
  StetPhoto     *photo;      /* (nullable) */
  const char    *name;       /* (nullable) */
  StetOrigin     origin;
  gint64         revision;
  gboolean       binned;
} Call;

static gpointer
call_store (Call *call, StetWorkerFunc func, GError **error)
{
  return stet_worker_call (call->ws->store_worker, func, call, NULL, error);
}

/* --- saving and loading --- */

/* The site's own text was newer: what stands now is laid before a person. */
static gboolean
put_conflict (Call *call, StetArticle *base, StetArticle *ours, const StetStory *newer,
              GError **error)
{
  StetConflict conflict = { .article_id = (char *) stet_article_id (ours),
                            .base = base,
                            .ours = ours,
                            .theirs = newer->article,
                            .theirs_remote = newer->remote,
                            .at_us = stet_clock_now_us (call->ws->clock) };

  if (newer->remote->hash == NULL || g_strcmp0 (newer->remote->hash, newer->hash) != 0)
    return TRUE;
  return stet_store_put_conflict (call->ws->store, &conflict, error);
}

/* `call->article` with what was saved since the revision it was made from. Returns: (owned). */
static StetArticle *
with_newer (Call *call, GError **error)
{
  const char *id = stet_article_id (call->article);
  g_autoptr (StetStory) newer = NULL;
  g_autoptr (StetArticle) base = NULL;
  g_autoptr (StetArticle) merged = NULL;
  gint64 newest = call->revision > 0 ? stet_store_revision (call->ws->store, id, error) : 0;

  if (newest < 0)
    return NULL;
  if (newest <= call->revision)
    return stet_article_ref (call->article);
  base = stet_store_load_revision (call->ws->store, id, call->revision, error);
  newer = base != NULL ? stet_store_load (call->ws->store, id, error) : NULL;
  if (newer == NULL)
    return NULL;
  if (stet_merge (base, call->article, newer->article, &merged, NULL) == STET_MERGE_CONFLICT
      && !put_conflict (call, base, merged, newer, error))
    return NULL;
  return g_steal_pointer (&merged);
}

static gpointer
save_thread (gpointer data, GCancellable *cancellable, GError **error)
{
  Call *call = data;
  g_autoptr (StetArticle) article = with_newer (call, error);

  if (article == NULL
      || !stet_store_save (call->ws->store, article, stet_workspace_public_custom (call->ws),
                           article == call->article ? call->origin : STET_ORIGIN_MERGED,
                           &call->revision, error))
    return NULL;
  return g_steal_pointer (&article);
}

gboolean
stet_workspace_save (StetWorkspace *ws, StetArticle *article, gint64 made_from, StetOrigin origin,
                     StetArticle **saved, gint64 *revision, GError **error)
{
  Call call = { .ws = ws, .article = article, .origin = origin, .revision = made_from };
  g_autoptr (StetArticle) now = NULL;

  g_return_val_if_fail (STET_IS_WORKSPACE (ws) && article != NULL, FALSE);
  now = call_store (&call, save_thread, error);
  if (now == NULL)
    return FALSE;
  if (saved != NULL)
    *saved = g_steal_pointer (&now);
  if (revision != NULL)
    *revision = call.revision;
  stet_workspace_emit_changed (ws, stet_article_id (article));
  return TRUE;
}

static gpointer
load_thread (gpointer data, GCancellable *cancellable, GError **error)
{
  Call *call = data;

  return stet_store_load (call->ws->store, call->id, error);
}

StetStory *
stet_workspace_load (StetWorkspace *ws, const char *id, GError **error)
{
  Call call = { .ws = ws, .id = id };

  g_return_val_if_fail (STET_IS_WORKSPACE (ws) && id != NULL, NULL);
  return call_store (&call, load_thread, error);
}

static gpointer
resolve_thread (gpointer data, GCancellable *cancellable, GError **error)
{
  Call *call = data;

  return stet_store_resolve (call->ws->store, call->id, error);
}

char *
stet_workspace_resolve (StetWorkspace *ws, const char *prefix, GError **error)
{
  Call call = { .ws = ws, .id = prefix };

  g_return_val_if_fail (STET_IS_WORKSPACE (ws) && prefix != NULL, NULL);
  return call_store (&call, resolve_thread, error);
}

static gpointer
list_thread (gpointer data, GCancellable *cancellable, GError **error)
{
  Call *call = data;

  return stet_store_list (call->ws->store, call->binned, error);
}

GPtrArray *
stet_workspace_list (StetWorkspace *ws, gboolean binned, GError **error)
{
  Call call = { .ws = ws, .binned = binned };

  g_return_val_if_fail (STET_IS_WORKSPACE (ws), NULL);
  return call_store (&call, list_thread, error);
}

static gpointer
search_thread (gpointer data, GCancellable *cancellable, GError **error)
{
  Call *call = data;

  return stet_store_search (call->ws->store, call->text, SEARCH_ROWS_MAX, error);
}

GPtrArray *
stet_workspace_search (StetWorkspace *ws, const char *words, GError **error)
{
  Call call = { .ws = ws, .text = words };

  g_return_val_if_fail (STET_IS_WORKSPACE (ws) && words != NULL, NULL);
  return call_store (&call, search_thread, error);
}

static gpointer
history_thread (gpointer data, GCancellable *cancellable, GError **error)
{
  Call *call = data;

  return stet_store_history (call->ws->store, call->id, error);
}

GPtrArray *
stet_workspace_history (StetWorkspace *ws, const char *id, GError **error)
{
  Call call = { .ws = ws, .id = id };

  g_return_val_if_fail (STET_IS_WORKSPACE (ws) && id != NULL, NULL);
  return call_store (&call, history_thread, error);
}

static gpointer
restore_thread (gpointer data, GCancellable *cancellable, GError **error)
{
  Call *call = data;
  g_autoptr (StetArticle) old
      = stet_store_load_revision (call->ws->store, call->id, call->revision, error);

  if (old == NULL)
    return NULL;
  return GINT_TO_POINTER (stet_store_save (call->ws->store, old,
                                           stet_workspace_public_custom (call->ws),
                                           STET_ORIGIN_RESTORED, NULL, error));
}

gboolean
stet_workspace_restore (StetWorkspace *ws, const char *id, gint64 revision, GError **error)
{
  Call call = { .ws = ws, .id = id, .revision = revision };

  g_return_val_if_fail (STET_IS_WORKSPACE (ws) && id != NULL, FALSE);
  if (call_store (&call, restore_thread, error) == NULL)
    return FALSE;
  stet_workspace_emit_changed (ws, id);
  return TRUE;
}

/* --- new stories --- */

static gboolean
check_language (const char *language, GError **error)
{
  if (language == NULL || stet_is_language_tag (language))
    return TRUE;
  g_set_error (error, STET_APP_ERROR, STET_APP_ERROR_USAGE,
               _("“%s” is not a language. Use a tag like en or es."), language);
  return FALSE;
}

char *
stet_workspace_create (StetWorkspace *ws, const char *language, GError **error)
{
  g_autoptr (StetArticle) article = NULL;

  g_return_val_if_fail (STET_IS_WORKSPACE (ws), NULL);
  if (!check_language (language, error))
    return NULL;
  article
      = stet_article_new_empty (ws->random, language != NULL ? language : ws->interface_language);
  if (!stet_workspace_save (ws, article, 0, STET_ORIGIN_TYPED, NULL, NULL, error))
    return NULL;
  return g_strdup (stet_article_id (article));
}

static gpointer
import_thread (gpointer data, GCancellable *cancellable, GError **error)
{
  Call *call = data;
  g_autoptr (StetStory) there
      = stet_store_load (call->ws->store, stet_article_id (call->article), NULL);
  g_autofree char *id = there != NULL ? stet_uuid_new (call->ws->random) : NULL;
  g_autofree char *story = there != NULL ? stet_uuid_new (call->ws->random) : NULL;
  g_autoptr (StetArticle) article = there != NULL ? stet_article_with_ids (call->article, id, story)
                                                  : stet_article_ref (call->article);

  if (!stet_store_save (call->ws->store, article, stet_workspace_public_custom (call->ws),
                        STET_ORIGIN_IMPORTED, NULL, error))
    return NULL;
  return g_strdup (stet_article_id (article));
}

/* A draft of it; under new ids where a story of its id is here already: an import never
 * overwrites. */
static char *
import_article (StetWorkspace *ws, StetArticle *article, const char *folder, GError **error)
{
  StetImportPhotos photos = { ws, folder };
  g_autoptr (StetArticle) with_photos = stet_import_photos (&photos, article);
  Call call = { .ws = ws, .article = with_photos };
  char *id = call_store (&call, import_thread, error);

  if (id != NULL)
    stet_workspace_emit_changed (ws, id);
  return id;
}

static StetArticle *
read_body (StetWorkspace *ws, const char *html, const char *language, GError **error)
{
  g_autoptr (GPtrArray) blocks = stet_html_to_blocks (html, ws->random, error);
  g_autoptr (StetEdit) edit = NULL;
  g_autoptr (StetArticle) empty = NULL;
  const char *guessed;

  if (blocks == NULL)
    return NULL;
  if (blocks->len == 0)
    {
      g_set_error_literal (error, STET_ARTICLE_ERROR, STET_ARTICLE_ERROR_EMPTY, "");
      return NULL;
    }
  guessed = language != NULL ? language : stet_text_guess_language (html);
  empty = stet_article_new_empty (ws->random, guessed != NULL ? guessed : ws->interface_language);
  edit = stet_edit_blocks (0, stet_article_n_blocks (empty), blocks);
  return stet_edit_apply (edit, empty, NULL, error);
}

/* What is in a file, as text in `format`. Returns: (owned). */
static char *
read_import (const char *path, gboolean as_body, StetFormat *format, GError **error)
{
  g_autoptr (GBytes) file = NULL;

  *format = STET_FORMAT_HTML;
  if (!as_body && stet_office_is_document (path))
    {
      file = stet_file_read (path, STET_OFFICE_FILE_BYTES_MAX, error);
      return file != NULL ? stet_office_to_html (file, error) : NULL;
    }
  if (!as_body && (!stet_format_for_file (path, format) || *format == STET_FORMAT_NINJS))
    {
      g_set_error_literal (error, STET_ARTICLE_ERROR, STET_ARTICLE_ERROR_FORMAT, path);
      return NULL;
    }
  return stet_file_read_text (path, STET_IMPORT_BYTES_MAX, error);
}

char *
stet_workspace_import (StetWorkspace *ws, const char *path, const char *language, gboolean as_body,
                       GError **error)
{
  StetFormat format;
  g_autofree char *text = NULL;
  g_autofree char *folder = NULL;
  g_autoptr (StetArticle) article = NULL;

  g_return_val_if_fail (STET_IS_WORKSPACE (ws) && path != NULL, NULL);
  if (!check_language (language, error))
    return NULL;
  text = read_import (path, as_body, &format, error);
  if (text == NULL)
    return NULL;
  article = as_body ? read_body (ws, text, language, error)
                    : stet_article_read (format, text, language, ws->random, error);
  folder = g_path_get_dirname (path);
  return article != NULL ? import_article (ws, article, folder, error) : NULL;
}

char *
stet_workspace_add_samples (StetWorkspace *ws, GError **error)
{
  g_autofree char *id = NULL;
  const char *mine;
  const char *order[2];

  g_return_val_if_fail (STET_IS_WORKSPACE (ws), NULL);
  mine = g_str_equal (ws->interface_language, "es") ? "es" : "en";
  order[0] = g_str_equal (mine, "es") ? "en" : "es";
  order[1] = mine;
  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    {
      g_autofree char *text = stet_sample_story (order[i]);
      g_autoptr (StetArticle) article
          = stet_article_read (STET_FORMAT_TEXT, text, order[i], ws->random, error);

      g_clear_pointer (&id, g_free);
      id = article != NULL ? import_article (ws, article, ws->dir, error) : NULL;
      if (id == NULL)
        return NULL;
    }
  return g_steal_pointer (&id);
}

/* --- changing --- */

static gpointer
apply_thread (gpointer data, GCancellable *cancellable, GError **error)
{
  Call *call = data;
  g_autoptr (StetStory) story = stet_store_load (call->ws->store, call->id, error);
  g_autoptr (StetEdit) edit = NULL;
  g_autoptr (StetArticle) changed = NULL;

  if (story == NULL)
    return NULL;
  edit = call->edit != NULL ? stet_edit_ref (call->edit)
                            : stet_set_field_edit (story->article, call->field, call->text,
                                                   call->ws->random, error);
  changed = edit != NULL ? stet_edit_apply (edit, story->article, NULL, error) : NULL;
  if (changed == NULL)
    return NULL;
  return GINT_TO_POINTER (stet_store_save (call->ws->store, changed,
                                           stet_workspace_public_custom (call->ws),
                                           STET_ORIGIN_COMMAND, NULL, error));
}

static StetEdit *
no_file_edit (StetArticle *article)
{
  StetPhoto *old = stet_article_fields (article)->photo;
  g_autoptr (StetPhoto) photo
      = stet_photo_new (stet_photo_id (old), "", stet_photo_caption (old), stet_photo_credit (old),
                        stet_photo_alt (old), stet_photo_extra (old));

  return stet_edit_photo (photo);
}

static StetEdit *
photo_file_edit (StetArticle *article, const Call *call)
{
  return call->photo != NULL ? stet_photo_taken_edit (article, call->photo, call->text)
                             : no_file_edit (article);
}

static gpointer
set_photo_thread (gpointer data, GCancellable *cancellable, GError **error)
{
  Call *call = data;
  g_autoptr (StetStory) story = stet_store_load (call->ws->store, call->id, error);
  g_autoptr (StetEdit) edit = story != NULL ? photo_file_edit (story->article, call) : NULL;
  Call apply = *call;

  if (edit == NULL)
    return NULL;
  apply.edit = edit;
  return apply_thread (&apply, cancellable, error);
}

static gpointer
set_photo_key_thread (gpointer data, GCancellable *cancellable, GError **error)
{
  Call *call = data;
  g_autoptr (StetStory) story = stet_store_load (call->ws->store, call->id, error);
  g_autoptr (StetEdit) edit
      = story != NULL ? stet_photo_key_edit (story->article, call->name, call->text, error) : NULL;
  Call apply = *call;

  if (edit == NULL)
    return NULL;
  apply.edit = edit;
  return apply_thread (&apply, cancellable, error);
}

/* The picture is taken first, which may be long; the story is looked at afterwards. */
static gboolean
set_photo_file (StetWorkspace *ws, const char *id, const char *path, GError **error)
{
  g_autoptr (StetStory) story = stet_workspace_load (ws, id, error);
  g_autoptr (StetPhoto) taken = NULL;
  Call call = { .ws = ws, .id = id };

  if (story == NULL)
    return FALSE;
  if (path[0] != '\0')
    {
      taken = stet_workspace_take_photo (ws, path, NULL, error);
      if (taken == NULL)
        return FALSE;
    }
  call.photo = taken;
  return call_store (&call, set_photo_thread, error) != NULL;
}

gboolean
stet_workspace_put_photo (StetWorkspace *ws, const char *id, StetPhoto *taken, const char *after,
                          GError **error)
{
  Call call = { .ws = ws, .id = id, .photo = taken, .text = after };

  g_return_val_if_fail (STET_IS_WORKSPACE (ws) && id != NULL && taken != NULL, FALSE);
  if (call_store (&call, set_photo_thread, error) == NULL)
    return FALSE;
  stet_workspace_emit_changed (ws, id);
  return TRUE;
}

gboolean
stet_workspace_set (StetWorkspace *ws, const char *id, const char *field, const char *value,
                    GError **error)
{
  StetField place;
  Call call = { .ws = ws, .id = id, .field = &place, .text = value, .name = field };
  gboolean done;

  g_return_val_if_fail (STET_IS_WORKSPACE (ws) && id != NULL && field != NULL && value != NULL,
                        FALSE);
  if (stet_is_photo_key (field))
    done = call_store (&call, set_photo_key_thread, error) != NULL;
  else if (!stet_field_parse (field, &place, error))
    done = FALSE;
  else
    done = place.kind == STET_FIELD_PHOTO_FILE ? set_photo_file (ws, id, value, error)
                                               : call_store (&call, apply_thread, error) != NULL;
  if (!done)
    return FALSE;
  stet_workspace_emit_changed (ws, id);
  return TRUE;
}

static gpointer
edit_thread (gpointer data, GCancellable *cancellable, GError **error)
{
  Call *call = data;
  g_autoptr (StetStory) story = stet_store_load (call->ws->store, call->id, error);
  g_autoptr (StetArticle) now = NULL;
  g_autoptr (GPtrArray) edits = NULL;

  if (story == NULL)
    return NULL;
  now = stet_article_ref (story->article);
  edits = stet_edit_difference (now, call->article);
  for (guint i = 0; i < edits->len; i++)
    {
      StetArticle *next = stet_edit_apply (g_ptr_array_index (edits, i), now, NULL, error);

      if (next == NULL)
        return NULL;
      stet_article_unref (now);
      now = next;
    }
  return GINT_TO_POINTER (stet_store_save (call->ws->store, now,
                                           stet_workspace_public_custom (call->ws),
                                           STET_ORIGIN_COMMAND, NULL, error));
}

gboolean
stet_workspace_edit (StetWorkspace *ws, const char *id, const char *json, GError **error)
{
  g_autoptr (StetArticle) given = NULL;
  g_autoptr (StetArticle) with_photos = NULL;
  StetImportPhotos photos = { ws, "." };
  Call call = { .ws = ws, .id = id };

  g_return_val_if_fail (STET_IS_WORKSPACE (ws) && id != NULL && json != NULL, FALSE);
  given = stet_article_from_json (json, strlen (json), ws->random, error);
  if (given == NULL)
    return FALSE;
  photos.folder = ws->dir;
  with_photos = stet_import_photos (&photos, given);
  call.article = with_photos;
  if (call_store (&call, edit_thread, error) == NULL)
    return FALSE;
  stet_workspace_emit_changed (ws, id);
  return TRUE;
}

/* --- giving out --- */

static gpointer
backup_thread (gpointer data, GCancellable *cancellable, GError **error)
{
  Call *call = data;

  return GINT_TO_POINTER (stet_store_backup (call->ws->store, call->text, error));
}

gboolean
stet_workspace_backup (StetWorkspace *ws, const char *file, GError **error)
{
  Call call = { .ws = ws, .text = file };

  g_return_val_if_fail (STET_IS_WORKSPACE (ws) && file != NULL, FALSE);
  return call_store (&call, backup_thread, error) != NULL;
}

static gboolean
write_text (const char *dir, const char *name, const char *text, GError **error)
{
  g_autofree char *path = g_build_filename (dir, name, NULL);
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  return stet_file_replace (path, bytes, 0600, error);
}

typedef struct
{
  StetWorkspace *ws;
  const char    *dir;
  GError        *error; /* (owned) (nullable): the first */
} PhotoExport;

static char *
export_photo (const char *file, gpointer data)
{
  PhotoExport *out = data;
  g_autofree char *from
      = stet_file_is_sha256 (file) ? stet_workspace_photo_path (out->ws, file) : NULL;
  g_autofree char *to = g_build_filename (out->dir, "photos", file, NULL);
  g_autoptr (GBytes) picture = NULL;

  if (out->error != NULL || from == NULL || !g_file_test (from, G_FILE_TEST_IS_REGULAR))
    return NULL;
  picture = stet_file_read (from, STET_PHOTO_BYTES_MAX, &out->error);
  if (picture != NULL)
    stet_file_replace (to, picture, 0600, &out->error);
  return NULL;
}

static gboolean
export_story (StetWorkspace *ws, const char *id, const char *dir, GError **error)
{
  g_autoptr (StetStory) story = stet_workspace_load (ws, id, error);
  g_autofree char *json = story != NULL ? stet_article_to_json (story->article) : NULL;
  g_autofree char *review = story != NULL ? stet_review_to_json (story->review) : NULL;
  /* an id is whatever its story said, be it from another's file or site */
  g_autofree char *safe = stet_file_safe_name (id, "story");
  g_autofree char *name = g_strconcat (safe, ".json", NULL);
  g_autofree char *review_name = g_strconcat (safe, ".review.json", NULL);
  g_autoptr (StetArticle) same = NULL;
  PhotoExport photos = { ws, dir, NULL };

  if (story == NULL || !write_text (dir, name, json, error)
      || !write_text (dir, review_name, review, error))
    return FALSE;
  same = stet_article_map_files (story->article, export_photo, &photos);
  if (photos.error == NULL)
    return TRUE;
  g_propagate_error (error, photos.error);
  return FALSE;
}

static gboolean
make_export_dir (const char *dir, GError **error)
{
  g_autofree char *photos = g_build_filename (dir, "photos", NULL);
  g_autoptr (GFile) folder = g_file_new_for_path (photos);
  g_autoptr (GError) problem = NULL;

  if (g_file_make_directory_with_parents (folder, NULL, &problem)
      || g_file_test (photos, G_FILE_TEST_IS_DIR))
    return TRUE;
  g_set_error (error, STET_FILE_ERROR,
               g_error_matches (problem, G_IO_ERROR, G_IO_ERROR_NO_SPACE) ? STET_FILE_ERROR_FULL
                                                                          : STET_FILE_ERROR_DENIED,
               "%s", dir);
  return FALSE;
}

gboolean
stet_workspace_export_all (StetWorkspace *ws, const char *dir, guint *n_stories, GError **error)
{
  g_autoptr (GHashTable) done = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  g_return_val_if_fail (STET_IS_WORKSPACE (ws) && dir != NULL, FALSE);
  if (!make_export_dir (dir, error))
    return FALSE;
  for (int binned = 0; binned < 2; binned++)
    {
      g_autoptr (GPtrArray) rows = stet_workspace_list (ws, binned, error);

      if (rows == NULL)
        return FALSE;
      for (guint i = 0; i < rows->len; i++)
        {
          const char *id = ((StetStoryRow *) g_ptr_array_index (rows, i))->id;

          if (g_hash_table_add (done, g_strdup (id)) && !export_story (ws, id, dir, error))
            return FALSE;
        }
    }
  if (n_stories != NULL)
    *n_stories = g_hash_table_size (done);
  return TRUE;
}
