/* Pictures on their way into the store: the original is kept, a clean copy stands in the story.
 * Layer: app. The reading and cleaning run on the caller's thread, the keeping on the store's. */
#include "config.h"

#include "app/photos.h"

#include "app/workspace-private.h"
#include "article/photo.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/text.h"
#include "media/photo.h"

#include <glib/gi18n.h>
#include <stdlib.h>

#define SIDE_PIXELS_MAX 2560

typedef struct
{
  StetWorkspace *ws;
  GBytes        *original;
  GBytes        *clean;
} Keep;

static gpointer
keep_thread (gpointer data, GCancellable *cancellable, GError **error)
{
  Keep *keep = data;
  g_autofree char *original = stet_store_put_photo (keep->ws->store, keep->original, error);
  g_autofree char *clean = NULL;

  if (original == NULL)
    return NULL;
  clean = stet_store_put_photo (keep->ws->store, keep->clean, error);
  if (clean == NULL || !stet_store_set_clean_photo (keep->ws->store, original, clean, error))
    return NULL;
  return g_steal_pointer (&clean);
}

/* Returns: (owned) the clean copy's sha256; `info` (nullable, out, owned) what the original
 * says. */
static char *
keep_bytes (StetWorkspace *ws, GBytes *original, StetPhotoInfo **info, GCancellable *cancellable,
            GError **error)
{
  g_autoptr (StetPhotoInfo) said = NULL;
  g_autoptr (GBytes) clean
      = stet_photo_clean (original, SIDE_PIXELS_MAX, &said, cancellable, error);
  Keep keep = { ws, original, clean };
  char *sha256
      = clean != NULL ? stet_worker_call (ws->store_worker, keep_thread, &keep, NULL, error) : NULL;

  if (sha256 != NULL && info != NULL)
    *info = g_steal_pointer (&said);
  return sha256;
}

static char *
keep_file (StetWorkspace *ws, const char *path, StetPhotoInfo **info, GCancellable *cancellable,
           GError **error)
{
  g_autoptr (GBytes) original = stet_file_read (path, STET_PHOTO_BYTES_MAX, error);

  return original != NULL ? keep_bytes (ws, original, info, cancellable, error) : NULL;
}

static StetProse *
to_prose (const char *text)
{
  g_autofree char *clean
      = text != NULL && g_utf8_validate (text, -1, NULL) ? stet_text_clean (text) : NULL;

  return clean != NULL ? stet_prose_plain (clean) : NULL;
}

static StetPhoto *
new_taken (StetWorkspace *ws, const char *sha256, const StetPhotoInfo *info)
{
  g_autofree char *id = stet_uuid_new (ws->random);
  g_autoptr (StetProse) caption = to_prose (info->caption);
  g_autoptr (StetProse) credit = to_prose (info->credit);
  g_autoptr (StetProse) alt = to_prose (info->alt);
  g_autoptr (StetPhoto) photo = stet_photo_new (id, sha256, caption, credit, alt, NULL);
  gboolean typed = info->source_type != NULL && g_utf8_validate (info->source_type, -1, NULL);

  if (info->has_place)
    stet_workspace_add_note (
        ws,
        g_strdup (_("The photo said where it was taken. That was removed from what leaves this "
                    "computer; the original stays here as it is.")));
  return stet_photo_with_source_type (photo, typed ? info->source_type : NULL);
}

StetPhoto *
stet_workspace_take_photo (StetWorkspace *ws, const char *path, GCancellable *cancellable,
                           GError **error)
{
  g_autoptr (StetPhotoInfo) info = NULL;
  g_autofree char *sha256 = NULL;

  g_return_val_if_fail (STET_IS_WORKSPACE (ws) && path != NULL, NULL);
  sha256 = keep_file (ws, path, &info, cancellable, error);
  return sha256 != NULL ? new_taken (ws, sha256, info) : NULL;
}

StetPhoto *
stet_workspace_take_picture (StetWorkspace *ws, GBytes *picture, GCancellable *cancellable,
                             GError **error)
{
  g_autoptr (StetPhotoInfo) info = NULL;
  g_autofree char *sha256 = NULL;

  g_return_val_if_fail (STET_IS_WORKSPACE (ws) && picture != NULL, NULL);
  sha256 = keep_bytes (ws, picture, &info, cancellable, error);
  return sha256 != NULL ? new_taken (ws, sha256, info) : NULL;
}

static StetProse *
unless_blank (StetProse *now, StetProse *taken)
{
  return stet_prose_is_blank (now) ? taken : now;
}

/* As the house writes it: "Photo © Ana Ruiz". Pictures say the name alone. Returns: (owned). */
static StetProse *
with_label (StetProse *credit, const char *language)
{
  const char *text = stet_prose_text (credit);
  g_autofree char *whole = NULL;

  if (stet_prose_is_blank (credit) || strstr (text, "©") != NULL)
    return stet_prose_ref (credit);
  whole = g_strconcat (g_str_has_prefix (language, "es") ? "Foto © " : "Photo © ", text, NULL);
  return stet_prose_plain (whole);
}

StetPhoto *
stet_photo_with_picture (StetPhoto *now, StetPhoto *taken, const char *language)
{
  g_autoptr (StetProse) credit = NULL;
  g_autoptr (StetPhoto) photo = NULL;
  g_autoptr (StetPhoto) centred = NULL;
  g_autofree char *source_type = NULL;

  g_return_val_if_fail (now != NULL && taken != NULL && language != NULL, NULL);
  credit = with_label (stet_photo_credit (taken), language);
  photo = stet_photo_new (
      stet_photo_id (now)[0] != '\0' ? stet_photo_id (now) : stet_photo_id (taken),
      stet_photo_file (taken), unless_blank (stet_photo_caption (now), stet_photo_caption (taken)),
      unless_blank (stet_photo_credit (now), credit),
      unless_blank (stet_photo_alt (now), stet_photo_alt (taken)), stet_photo_extra (now));
  if (g_str_equal (stet_photo_file (now), stet_photo_file (taken)))
    return g_steal_pointer (&photo);
  /* Where to look, and what made it, were said of the picture before. */
  source_type = stet_photo_source_type (taken);
  centred = stet_photo_with_focus (photo, STET_FOCUS_CENTRE, STET_FOCUS_CENTRE);
  return stet_photo_with_source_type (centred, source_type);
}

static StetEdit *
image_edit (StetArticle *article, StetPhoto *taken, const char *after)
{
  g_autoptr (StetPhoto) none = stet_photo_new (NULL, NULL, NULL, NULL, NULL, NULL);
  g_autoptr (StetPhoto) photo
      = stet_photo_with_picture (none, taken, stet_article_language (article));
  g_autofree char *id = stet_uuid_new (stet_random_system ());
  StetBlockFields fields = { .type = STET_BLOCK_IMAGE, .id = id, .photo = photo };
  g_autoptr (GPtrArray) blocks = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_block_unref);
  guint at = 0, n = stet_article_n_blocks (article);
  gboolean empty;

  while (at < n && !g_str_equal (stet_block_id (stet_article_block (article, at)), after))
    at++;
  /* An empty paragraph was made for it. */
  empty = at < n && stet_block_type (stet_article_block (article, at)) == STET_BLOCK_PARAGRAPH &&
          stet_prose_chars (stet_block_prose (stet_article_block (article, at))) == 0;
  g_ptr_array_add (blocks, stet_block_new (&fields));
  return stet_edit_blocks (at < n && !empty ? at + 1 : at, empty ? 1 : 0, blocks);
}

StetEdit *
stet_photo_taken_edit (StetArticle *article, StetPhoto *taken, const char *after)
{
  g_autoptr (StetPhoto) photo = NULL;

  g_return_val_if_fail (article != NULL && taken != NULL, NULL);
  if (after != NULL)
    return image_edit (article, taken, after);
  photo = stet_photo_with_picture (stet_article_fields (article)->photo, taken,
                                   stet_article_language (article));
  return stet_edit_photo (photo);
}

char *
stet_workspace_photo_path (StetWorkspace *ws, const char *sha256)
{
  g_return_val_if_fail (STET_IS_WORKSPACE (ws) && sha256 != NULL, NULL);
  return stet_store_photo_path (ws->store, sha256);
}

/* --- pictures that an imported story names --- */

/* Whether a link on the way to it ends elsewhere. */
static gboolean
leads_out (const char *base, const char *path)
{
  g_autofree char *real_base = realpath (base, NULL);
  g_autofree char *real = realpath (path, NULL);
  gsize length = real_base != NULL ? strlen (real_base) : 0;

  if (real == NULL || real_base == NULL)
    return FALSE; /* there is nothing to be read */
  while (length > 0 && real_base[length - 1] == '/')
    length--;
  return strncmp (real, real_base, length) != 0 || real[length] != '/';
}

/* Where a story's picture lies, or NULL: a story from elsewhere may name only what came along with
 * it. */
static char *
path_beside (const char *folder, const char *file)
{
  g_autofree char *base = g_canonicalize_filename (folder, NULL);
  g_autofree char *path = g_canonicalize_filename (file, base);
  g_autofree char *prefix
      = g_str_has_suffix (base, "/") ? g_strdup (base) : g_strconcat (base, "/", NULL);

  if (!g_str_has_prefix (path, prefix) || leads_out (base, path))
    return NULL;
  return g_steal_pointer (&path);
}

static gboolean
is_in_store (StetWorkspace *ws, const char *file)
{
  g_autofree char *path = stet_file_is_sha256 (file) ? stet_workspace_photo_path (ws, file) : NULL;

  return path != NULL && g_file_test (path, G_FILE_TEST_IS_REGULAR);
}

static char *
find_beside (const char *folder, const char *file)
{
  g_autofree char *exported
      = stet_file_is_sha256 (file) ? g_build_filename ("photos", file, NULL) : NULL;

  return path_beside (folder, exported != NULL ? exported : file);
}

static void
note_missing (StetWorkspace *ws, const char *file, const char *why)
{
  g_autofree char *shown = g_strndup (file, 200);

  stet_workspace_add_note (
      ws, g_strdup_printf (
              _("The picture “%s” was not taken along (%s). Its name is kept; set photo.file "
                "when you have it."),
              shown, why));
}

static char *
take_file (const char *file, gpointer data)
{
  StetImportPhotos *import = data;
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *words = NULL;
  char *sha256;

  if (file[0] == '\0' || is_in_store (import->ws, file))
    return NULL;
  path = find_beside (import->folder, file);
  if (path == NULL)
    {
      note_missing (import->ws, file, _("it is not in the story's folder"));
      return NULL;
    }
  sha256 = keep_file (import->ws, path, NULL, NULL, &error);
  if (sha256 != NULL)
    return sha256;
  words = stet_words_for_error (error);
  note_missing (import->ws, file, words);
  return NULL;
}

static StetArticle *
take_lead_photo (StetImportPhotos *import, StetArticle *article)
{
  StetPhoto *photo = stet_article_fields (article)->photo;
  const char *file = stet_photo_file (photo);
  g_autofree char *path = file[0] != '\0' && !is_in_store (import->ws, file)
                              ? find_beside (import->folder, file)
                              : NULL;
  g_autoptr (StetPhoto) taken
      = path != NULL ? stet_workspace_take_photo (import->ws, path, NULL, NULL) : NULL;
  g_autoptr (StetPhoto) with_picture
      = taken != NULL ? stet_photo_with_picture (photo, taken, stet_article_language (article))
                      : NULL;
  g_autoptr (StetEdit) edit = with_picture != NULL ? stet_edit_photo (with_picture) : NULL;

  return edit != NULL ? stet_edit_apply (edit, article, NULL, NULL) : NULL;
}

StetArticle *
stet_import_photos (StetImportPhotos *import, StetArticle *article)
{
  g_autoptr (StetArticle) with_lead = take_lead_photo (import, article);

  return stet_article_map_files (with_lead != NULL ? with_lead : article, take_file, import);
}
