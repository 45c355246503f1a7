/* `stet`: without a command the window, with one the command. The program's start: locale,
 * messages, log. */
#include "config.h"

#include "cli/run.h"
#include "site/publishing-site.h"
#include "ui/application.h"

#include <glib/gi18n.h>
#include <locale.h>
#include <sys/stat.h>

/* From its build folder the program finds its messages beside it. Returns: (owned). */
static char *
messages_dir (void)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = program != NULL ? g_path_get_dirname (program) : NULL;
  g_autofree char *built = folder != NULL ? g_build_filename (folder, "..", "po", NULL) : NULL;

  return g_strdup (built != NULL && g_file_test (built, G_FILE_TEST_IS_DIR) ? built
                                                                            : STET_LOCALE_DIR);
}

static void
set_up_messages (void)
{
  g_autofree char *dir = messages_dir ();

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, dir);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}

/* "--debug" anywhere before the command's own arguments. */
static void
take_debug (int *argc, char **argv)
{
  if (*argc < 2 || !g_str_equal (argv[1], "--debug"))
    return;
  g_setenv ("G_MESSAGES_DEBUG",
            "Stet Stet-base Stet-article Stet-style Stet-media Stet-store Stet-site Stet-sync "
            "Stet-engine Stet-practice Stet-app Stet-cli Stet-ui",
            TRUE);
  for (int i = 1; i < *argc; i++)
    argv[i] = argv[i + 1];
  (*argc)--;
}

int
main (int argc, char *argv[])
{
  umask (077);
  stet_site_init ();
  take_debug (&argc, argv);
  g_log_writer_default_set_use_stderr (TRUE);
  set_up_messages ();
  g_set_prgname ("stet");
  if (argc > 1 && g_str_equal (argv[1], "--version"))
    {
      g_print ("stet %s\n", PACKAGE_VERSION);
      return 0;
    }
  if (argc > 1
      && (argv[1][0] != '-' || g_str_equal (argv[1], "--help") || g_str_equal (argv[1], "-h")))
    return stet_cli_run (argc, argv);
  return stet_ui_run (argc, argv);
}
