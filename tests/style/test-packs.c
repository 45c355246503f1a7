/* The packs that are built in: every rule loads, and proves itself on its own examples. */
#include "config.h"

#include "style/checker.h"

#include "support.h"

static void
test_builtin_packs_load_without_problems (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) problems = NULL;
  g_autoptr(StetChecker) checker = stet_checker_new (NULL, &problems, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < problems->len; i++)
    {
      g_test_message ("%s", (char *) g_ptr_array_index (problems, i));
      g_test_fail ();
    }
  g_assert_nonnull (checker);
}

int
main (int argc, char **argv)
{
  stet_test_init (&argc, &argv);
  g_test_add_func ("/style/packs/load", test_builtin_packs_load_without_problems);
  return g_test_run ();
}
