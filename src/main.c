/* `stet`: without a command the window, with one the command. The program's start: locale,
 * messages, log. */
#include "config.h"

#include "app/interface-language.h"
#include "cli/run.h"
#include "site/publishing-site.h"
#include "ui/application.h"

#include <glib/gi18n.h>
#include <sys/stat.h>
#include <unistd.h>

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

  stet_interface_language_take_up ();
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

/* The same program once more, in this process, as the window was left. Returns only where that
 * fails: then the next start does it. */
static int
begin_anew (char *name)
{
  char *const argv[] = { name, NULL };

  stet_interface_language_let_go ();
  execv ("/proc/self/exe", argv);
  g_printerr ("stet: %s\n", _("Stet could not begin anew by itself. All is saved: start it again."));
  return 1;
}

int
main (int argc, char *argv[])
{
  gboolean again = FALSE;
  int status;

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
  status = stet_ui_run (argc, argv, &again);
  return again ? begin_anew (argv[0]) : status;
}
