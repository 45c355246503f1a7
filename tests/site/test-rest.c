/* A mapped site against a server that answers what it is told to. */
#include "config.h"

#include "rest-tests.h"
#include "support.h"

void
add_rest_tests (void)
{
}

int
main (int argc, char **argv)
{
  stet_site_init ();
  stet_test_init (&argc, &argv);
  add_mapping_tests ();
  add_rest_tests ();
  return g_test_run ();
}
