/* Passwords where there is no keyring: nothing waits, nothing is started, nothing is written. */
#include "config.h"

#include "support.h"

#include "app/secrets.h"

#define SOON_US (5 * G_USEC_PER_SEC)

static void
assert_none (void)
{
  gint64 began_us = g_get_monotonic_time ();

  g_assert_false (stet_secrets_store ("site", "ana", "Stet: ana", "secret"));
  g_assert_null (stet_secrets_lookup ("site", "ana"));
  g_assert_cmpint (g_get_monotonic_time () - began_us, <, SOON_US);
}

static void
test_no_bus (void)
{
  g_unsetenv ("DBUS_SESSION_BUS_ADDRESS");
  assert_none ();
}

static void
test_no_service (void)
{
  GTestDBus *bus = g_test_dbus_new (G_TEST_DBUS_NONE);

  g_test_dbus_up (bus);
  assert_none ();
  g_test_dbus_down (bus);
  g_object_unref (bus);
}

int
main (int argc, char *argv[])
{
  stet_test_init (&argc, &argv);
  g_test_add_func ("/app/secrets/no-bus", test_no_bus);
  g_test_add_func ("/app/secrets/no-service", test_no_service);
  return g_test_run ();
}
