/* Whole files in and out. Layer: base. Blocks. */
#include "config.h"

#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define SHA256_CHARS 64
#define SAFE_NAME_CHARS_MAX 64
#define SAFE_HASH_CHARS 32

G_DEFINE_QUARK (stet-file-error-quark, stet_file_error)

static StetFileError
code_for_errno (int number)
{
  switch (number)
    {
    case ENOENT:
    case ENOTDIR:
      return STET_FILE_ERROR_NOT_FOUND;
    case EACCES:
    case EPERM:
    case EROFS:
      return STET_FILE_ERROR_DENIED;
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
      return STET_FILE_ERROR_FULL;
    default:
      return STET_FILE_ERROR_OTHER;
    }
}

static void
set_error_errno (GError **error, const char *path, int number)
{
  g_set_error (error, STET_FILE_ERROR, code_for_errno (number), "%s: %s", path,
               g_strerror (number));
}

/* Reads to the end, or one byte past the limit. FALSE with errno set on a failed read. */
static gboolean
read_all (int fd, gsize bytes_max, GByteArray *content)
{
  guint8 buffer[65536];

  while (content->len <= bytes_max)
    {
      ssize_t n = read (fd, buffer, sizeof buffer);

      if (n == 0)
        return TRUE;
      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return FALSE;
      g_byte_array_append (content, buffer, (guint) n);
    }
  return TRUE;
}

GBytes *
stet_file_read (const char *path, gsize bytes_max, GError **error)
{
  g_autoptr (GByteArray) content = g_byte_array_new ();
  struct stat status;
  gboolean ok;
  int number;
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

  if (fd < 0)
    {
      set_error_errno (error, path, errno);
      return NULL;
    }
  if (fstat (fd, &status) == 0 && S_ISREG (status.st_mode) && (guint64) status.st_size > bytes_max)
    ok = TRUE; /* its size alone tells: nothing is read */
  else
    ok = read_all (fd, bytes_max, content);
  number = errno;
  close (fd);
  if (!ok)
    {
      set_error_errno (error, path, number);
      return NULL;
    }
  if (content->len > bytes_max
      || (S_ISREG (status.st_mode) && (guint64) status.st_size > bytes_max))
    {
      g_set_error (error, STET_FILE_ERROR, STET_FILE_ERROR_TOO_LARGE,
                   "%s: larger than %" G_GSIZE_FORMAT " bytes", path, bytes_max);
      return NULL;
    }
  return g_byte_array_free_to_bytes (g_steal_pointer (&content));
}

char *
stet_file_read_text (const char *path, gsize bytes_max, GError **error)
{
  g_autoptr (GBytes) content = stet_file_read (path, bytes_max, error);
  const char *text;
  const char *end;
  gsize length;

  if (content == NULL)
    return NULL;
  text = g_bytes_get_data (content, &length);
  if (length == 0)
    return g_strdup ("");
  if (!g_utf8_validate_len (text, length, &end))
    {
      g_set_error (error, STET_FILE_ERROR, STET_FILE_ERROR_NOT_UTF8,
                   "%s: byte %" G_GSIZE_FORMAT " is not UTF-8", path, (gsize) (end - text) + 1);
      return NULL;
    }
  if (length >= 3 && memcmp (text, "\xef\xbb\xbf", 3) == 0)
    {
      text += 3;
      length -= 3;
    }
  return g_strndup (text, length);
}

/* Writes all and syncs; closes the descriptor either way. FALSE with errno set. */
static gboolean
write_and_close (int fd, GBytes *content)
{
  gsize left;
  const char *data = g_bytes_get_data (content, &left);
  gboolean ok = TRUE;
  int number = 0;

  while (ok && left > 0)
    {
      ssize_t n = write (fd, data, left);

      if (n < 0 && errno == EINTR)
        continue;
      ok = n >= 0;
      if (ok)
        {
          data += n;
          left -= (gsize) n;
        }
    }
  ok = ok && fsync (fd) == 0;
  if (!ok)
    number = errno;
  if (close (fd) != 0 && ok)
    {
      ok = FALSE;
      number = errno;
    }
  errno = number;
  return ok;
}

static void
sync_folder_of (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  int fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  if (fd < 0)
    return;
  fsync (fd);
  close (fd);
}

gboolean
stet_file_replace (const char *path, GBytes *content, guint mode, GError **error)
{
  g_autofree char *beside = g_strconcat (path, ".XXXXXX", NULL);
  int fd = g_mkstemp_full (beside, O_WRONLY | O_CLOEXEC, (int) mode);
  int number;

  if (fd < 0)
    {
      set_error_errno (error, path, errno);
      return FALSE;
    }
  if (fchmod (fd, mode) == 0 && write_and_close (fd, content) && rename (beside, path) == 0)
    {
      sync_folder_of (path);
      return TRUE;
    }
  number = errno;
  unlink (beside);
  set_error_errno (error, path, number);
  return FALSE;
}

char *
stet_file_sha256 (GBytes *content)
{
  return g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, content);
}

gboolean
stet_file_is_sha256 (const char *text)
{
  return text != NULL && strlen (text) == SHA256_CHARS
         && strspn (text, "0123456789abcdef") == SHA256_CHARS;
}

/* Names that one system or another opens as a device, whatever folder and extension stand around
 * them. */
static gboolean
is_device (const char *name)
{
  static const char *const devices[] = { "con", "prn", "aux", "nul", "com", "lpt" };

  for (guint i = 0; i < G_N_ELEMENTS (devices); i++)
    {
      const char *rest = name + strlen (devices[i]);
      gboolean numbered = i >= 4;

      if (g_ascii_strncasecmp (name, devices[i], strlen (devices[i])) != 0)
        continue;
      if (numbered ? g_ascii_isdigit (rest[0]) && rest[1] == '\0' : rest[0] == '\0')
        return TRUE;
    }
  return FALSE;
}

char *
stet_file_safe_name (const char *wanted, const char *kind)
{
  gsize length = strlen (wanted);
  g_autofree char *hash = NULL;

  if (length > 0 && length <= SAFE_NAME_CHARS_MAX && wanted[0] != '-'
      && length == strspn (wanted, G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS "-_")
      && !is_device (wanted))
    return g_strdup (wanted);
  hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, wanted, -1);
  return g_strdup_printf ("%s-%.*s", kind, SAFE_HASH_CHARS, hash);
}
