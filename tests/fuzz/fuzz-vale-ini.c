/* Any text as a .vale.ini: it is read to the end, each problem names file and line, and its globs
 * can be asked. */
#include "config.h"

#include "driver.h"
#include "style/vale/ini.h"

#include <string.h>

#define INI_BYTES_MAX 4000

static void
check_problem (const char *problem)
{
  g_assert_true (g_str_has_prefix (problem, "f.ini:"));
  g_assert_true (g_ascii_isdigit (problem[strlen ("f.ini:")]));
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize length)
{
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *text = NULL;
  g_autoptr (StetValeIni) ini = NULL;

  if (length < 1 || length > INI_BYTES_MAX)
    return 0;
  text = g_utf8_make_valid ((const char *) data, (gssize) length);
  ini = stet_vale_ini_parse (text, "f.ini", problems);
  for (guint i = 0; i < problems->len; i++)
    check_problem (g_ptr_array_index (problems, i));
  for (guint i = 0; i < ini->sections->len; i++)
    {
      const StetValeSection *section = g_ptr_array_index (ini->sections, i);

      g_assert_nonnull (section->glob);
      stet_glob_matches (section->glob, "a/b/notes.md");
    }
  return 0;
}
