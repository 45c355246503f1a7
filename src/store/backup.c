/* Copies of all that can't be had again, for their owner to keep, and the way back. Layer: store.
 * The thread of the store. A backup is a store.db whose table `beside` holds the other files of the
 * data folder. */
#include "config.h"

#include "store/private.h"

#include "base/file.h"
#include "base/limits.h"

#include <glib/gstdio.h>

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Of SQLite's file header (sqlite.org/fileformat2.html, 1.3). */
#define HEADER_BYTES 100
#define HEADER_MAGIC "SQLite format 3"
#define HEADER_APPLICATION_ID_OFFSET 68

#define FOLDER_DEPTH_MAX 8

/* What stands beside store.db and can't be had again, and how large one file may be. */
static const struct { const char *name; gsize bytes_max; } kept[] = {
  { "photos", STET_PHOTO_BYTES_MAX },
  { "packs", STET_RULE_BYTES_MAX },
  { "words.txt", STET_RULE_BYTES_MAX },
  { "rules-off.json", STET_RULE_BYTES_MAX },
};

/* --- where a backup may go --- */

/* Whether an open file is a copy of a store, by its header. */
static gboolean
is_store_copy (int fd)
{
  guint8 header[HEADER_BYTES];
  guint32 id;

  if (pread (fd, header, sizeof header, 0) != (gssize) sizeof header)
    return FALSE;
  memcpy (&id, header + HEADER_APPLICATION_ID_OFFSET, sizeof id);
  return memcmp (header, HEADER_MAGIC, sizeof HEADER_MAGIC) == 0
         && GUINT32_FROM_BE (id) == STET_STORE_APPLICATION_ID;
}

/* By name: closing any descriptor of the open database would drop SQLite's locks on it. */
static gboolean
is_own_database (StetStore *store, const char *file)
{
  g_autofree char *path = g_build_filename (store->dir, "store.db", NULL);
  struct stat own, other;

  return stat (path, &own) == 0 && stat (file, &other) == 0 && own.st_dev == other.st_dev &&
         own.st_ino == other.st_ino;
}

static gboolean
refuse (const char *file, GError **error)
{
  g_set_error (error, STET_STORE_ERROR, STET_STORE_ERROR_DENIED, "%s is there and is no backup",
               file);
  return FALSE;
}

/* Whether a backup may take the place of what is at `file`. */
static gboolean
check_target (StetStore *store, const char *file, GError **error)
{
  gboolean ok;
  int fd;

  if (is_own_database (store, file))
    return refuse (file, error);
  fd = g_open (file, O_RDONLY | O_CLOEXEC | O_NONBLOCK, 0);
  if (fd < 0 && errno == ENOENT)
    return TRUE;
  if (fd < 0)
    {
      stet_store_set_errno (error, errno, file);
      return FALSE;
    }
  ok = is_store_copy (fd);
  close (fd);
  return ok || refuse (file, error);
}

/* --- out --- */

static gboolean
add_file (StetStore *store, StetDatabase *copy, const char *path, gsize bytes_max, GError **error)
{
  g_autofree char *full = g_build_filename (store->dir, path, NULL);
  g_autoptr (GError) cause = NULL;
  g_autoptr (GBytes) bytes = stet_file_read (full, bytes_max, &cause);
  g_autoptr (StetQuery) query = NULL;

  if (bytes == NULL && g_error_matches (cause, STET_FILE_ERROR, STET_FILE_ERROR_NOT_FOUND))
    return TRUE;
  if (bytes == NULL)
    {
      stet_store_set_file_error (error, cause);
      return FALSE;
    }
  query = stet_query_new (copy, "INSERT INTO beside (path, bytes) VALUES (?, ?)");
  stet_query_bind (query, "sb", path, bytes);
  return stet_query_run (query, error);
}

/* A folder's files, and its folders'; one file where `path` is none. Links lead elsewhere and are
 * left out. */
static gboolean
add_path (StetStore *store, StetDatabase *copy, const char *path, guint depth, gsize bytes_max,
          GError **error)
{
  g_autofree char *full = g_build_filename (store->dir, path, NULL);
  g_autoptr (GDir) folder = NULL;
  const char *name;
  GStatBuf info;

  if (g_lstat (full, &info) != 0 || depth > FOLDER_DEPTH_MAX)
    return TRUE;
  if (S_ISREG (info.st_mode))
    return add_file (store, copy, path, bytes_max, error);
  folder = S_ISDIR (info.st_mode) ? g_dir_open (full, 0, NULL) : NULL;
  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *below = g_build_filename (path, name, NULL);

      if (!add_path (store, copy, below, depth + 1, bytes_max, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
add_kept (StetDatabase *copy, gpointer data, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (kept); i++)
    if (!add_path (data, copy, kept[i].name, 0, kept[i].bytes_max, error))
      return FALSE;
  return TRUE;
}

gboolean
stet_store_backup (StetStore *store, const char *file, GError **error)
{
  g_return_val_if_fail (store != NULL && file != NULL, FALSE);
  return check_target (store, file, error)
         && stet_database_copy (store->db, file, add_kept, store, error);
}

/* --- and back --- */

/* Whether a backup may write there: one of the kept places, and no way out of it. */
static gboolean
is_kept_path (const char *path)
{
  g_auto (GStrv) parts = g_strsplit (path, "/", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    if (parts[i][0] == '\0' || g_str_equal (parts[i], ".") || g_str_equal (parts[i], ".."))
      return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (kept); i++)
    if (g_strcmp0 (parts[0], kept[i].name) == 0)
      return TRUE;
  return FALSE;
}

/* What stands there already is newer than the backup, or the same. */
static gboolean
lay_out_file (StetStore *store, const char *path, GBytes *bytes, GError **error)
{
  g_autofree char *full = g_build_filename (store->dir, path, NULL);
  g_autofree char *folder = g_path_get_dirname (full);
  g_autoptr (GError) cause = NULL;

  if (!is_kept_path (path) || g_file_test (full, G_FILE_TEST_EXISTS))
    return TRUE;
  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      stet_store_set_errno (error, errno, folder);
      return FALSE;
    }
  if (stet_file_replace (full, bytes, 0600, &cause))
    return TRUE;
  stet_store_set_file_error (error, cause);
  return FALSE;
}

gboolean
stet_backup_lay_out (StetStore *store, GError **error)
{
  g_autoptr (StetQuery) query = stet_query_new (store->db, "SELECT path, bytes FROM beside");
  g_autoptr (GError) cause = NULL;
  gboolean any = FALSE;

  while (stet_query_next (query))
    {
      g_autoptr (GBytes) bytes = stet_query_bytes (query, 1);

      any = TRUE;
      if (!lay_out_file (store, stet_query_text (query, 0), bytes, error))
        return FALSE;
    }
  if (!stet_query_end (query, error))
    return FALSE;
  g_clear_pointer (&query, stet_query_free);
  /* The room they took is given back, for a photograph is as large as a thousand stories. */
  if (any && !stet_database_run (store->db, error, "DELETE FROM beside", ""))
    return FALSE;
  if (any && !stet_database_run (store->db, &cause, "VACUUM", ""))
    g_debug ("the room of what a backup brought was not given back: %s", cause->message);
  return TRUE;
}

/* The bytes of a backup, streamed to `path`, which is not there yet. */
static gboolean
copy_file (const char *from, const char *path, GError **error)
{
  g_autoptr (GFile) source = g_file_new_for_path (from);
  g_autoptr (GFile) target = g_file_new_for_path (path);
  g_autoptr (GError) cause = NULL;

  if (g_file_copy (source, target, G_FILE_COPY_TARGET_DEFAULT_PERMS, NULL, NULL, NULL, &cause))
    return g_chmod (path, 0600) == 0;
  g_set_error (error, STET_STORE_ERROR,
               g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_NO_SPACE) ? STET_STORE_ERROR_FULL
                                                                        : STET_STORE_ERROR_IO,
               "%s", cause->message);
  return FALSE;
}

static gboolean
check_backup (const char *file, GError **error)
{
  int fd = g_open (file, O_RDONLY | O_CLOEXEC | O_NONBLOCK, 0);
  gboolean ok = fd >= 0 && is_store_copy (fd);

  if (fd < 0)
    stet_store_set_errno (error, errno, file);
  else
    close (fd);
  if (fd >= 0 && !ok)
    g_set_error (error, STET_STORE_ERROR, STET_STORE_ERROR_NOT_BACKUP, "%s", file);
  return ok;
}

gboolean
stet_store_restore_backup (const char *dir, const char *file, GError **error)
{
  g_autofree char *path = NULL;
  g_autofree char *temporary = NULL;

  g_return_val_if_fail (dir != NULL && file != NULL, FALSE);
  path = g_build_filename (dir, "store.db", NULL);
  temporary = g_strconcat (path, ".restoring", NULL);
  if (g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_set_error (error, STET_STORE_ERROR, STET_STORE_ERROR_IN_USE, "%s", dir);
      return FALSE;
    }
  if (!check_backup (file, error))
    return FALSE;
  if (g_mkdir_with_parents (dir, 0700) != 0)
    {
      stet_store_set_errno (error, errno, dir);
      return FALSE;
    }
  g_unlink (temporary);
  if (copy_file (file, temporary, error) && g_rename (temporary, path) == 0)
    return TRUE;
  if (error == NULL || *error == NULL)
    stet_store_set_errno (error, errno, path);
  g_unlink (temporary);
  return FALSE;
}
