/* Layer: app. */
#include "config.h"

#include "app/interface-language.h"

#include "app/workspace.h"
#include "base/file.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include <errno.h>
#include <locale.h>

#define FILE_NAME "language"
#define FILE_BYTES_MAX 64

static const char *const names[] = { STET_LANGUAGE_OF_DESKTOP, "en", "es" };

static const char *taken_up = STET_LANGUAGE_OF_DESKTOP;
static char *before; /* (owned) (nullable) LANGUAGE as it was */

/* Returns: (nullable) the one of `names` that it is. */
static const char *
known (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_strcmp0 (names[i], name) == 0)
      return names[i];
  return NULL;
}

gboolean
stet_interface_language_is_known (const char *name)
{
  return known (name) != NULL;
}

const char *
stet_interface_language_kept (const char *dir)
{
  g_autofree char *path = g_build_filename (dir, FILE_NAME, NULL);
  g_autofree char *text = stet_file_read_text (path, FILE_BYTES_MAX, NULL);
  const char *name = text != NULL ? known (g_strstrip (text)) : NULL;

  return name != NULL ? name : STET_LANGUAGE_OF_DESKTOP;
}

gboolean
stet_interface_language_keep (const char *dir, const char *name, GError **error)
{
  g_autofree char *path = g_build_filename (dir, FILE_NAME, NULL);
  g_autofree char *line = g_strconcat (name, "\n", NULL);
  g_autoptr (GBytes) content = g_bytes_new (line, strlen (line));

  if (!stet_interface_language_is_known (name))
    {
      g_set_error (error, STET_APP_ERROR, STET_APP_ERROR_USAGE,
                   _("Stet does not speak “%s”. Use en, es, or system for the desktop's language."),
                   name);
      return FALSE;
    }
  /* What is wrong with the folder is told by the writing. */
  (void) g_mkdir_with_parents (dir, 0700);
  return stet_file_replace (path, content, 0600, error);
}

/* Messages of the plain "C" locale are never translated, whatever LANGUAGE says. */
static gboolean
speaks_plain_c (void)
{
  const char *locale = setlocale (LC_MESSAGES, NULL);

  return g_strcmp0 (locale, "C") == 0 || g_strcmp0 (locale, "POSIX") == 0;
}

void
stet_interface_language_take_up (void)
{
  g_autofree char *dir = stet_workspace_default_dir ();

  taken_up = stet_interface_language_kept (dir);
  g_free (before);
  before = g_strdup (g_getenv ("LANGUAGE"));
  setlocale (LC_ALL, "");
  if (g_str_equal (taken_up, STET_LANGUAGE_OF_DESKTOP))
    return;
  g_setenv ("LANGUAGE", taken_up, TRUE);
  if (speaks_plain_c ())
    setlocale (LC_MESSAGES, "C.UTF-8");
}

const char *
stet_interface_language_now (void)
{
  return taken_up;
}

void
stet_interface_language_let_go (void)
{
  if (before != NULL)
    g_setenv ("LANGUAGE", before, TRUE);
  else
    g_unsetenv ("LANGUAGE");
}
