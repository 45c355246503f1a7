/* The clock, times as text, randomness and UUIDs. */
#include "config.h"

#include "base/clock.h"
#include "base/random.h"
#include "support.h"

static void
test_fixed (void)
{
  g_autoptr (StetClock) clock = stet_clock_new_fixed (1000);

  g_assert_cmpint (stet_clock_now_us (clock), ==, 1000);
  stet_clock_advance (clock, 50);
  g_assert_cmpint (stet_clock_now_us (clock), ==, 1050);
  g_assert_cmpint (stet_clock_mono_us (clock), ==, 1050);
  g_assert_cmpint (stet_clock_now_us (stet_clock_system ()), >,
                   G_GINT64_CONSTANT (1700000000) * G_USEC_PER_SEC);
}

static const struct
{
  const char *why;
  const char *text;
  const char *zone;
  const char *utc; /* NULL: no time */
} times[] = {
  { "UTC", "2026-03-14T15:30:00Z", NULL, "2026-03-14T15:30:00Z" },
  { "an offset counts, whatever the zone", "2026-03-14T15:30:00-04:00", "Europe/Madrid",
    "2026-03-14T19:30:00Z" },
  { "none: the site's time, in winter", "2026-01-14T15:30:00", "America/Havana",
    "2026-01-14T20:30:00Z" },
  { "none: the site's time, in summer", "2026-07-14T15:30:00", "America/Havana",
    "2026-07-14T19:30:00Z" },
  { "none and no zone: UTC", "2026-07-14T15:30:00", NULL, "2026-07-14T15:30:00Z" },
  { "a day alone decides nothing", "2026-07-14", NULL, NULL },
  { "words", "tomorrow", NULL, NULL },
  { "no such hour", "2026-07-14T25:30:00Z", NULL, NULL },
};

static void
test_times (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    {
      gint64 time_us = 0;
      gboolean ok = stet_time_parse (times[i].text, times[i].zone, &time_us);
      g_autofree char *utc = stet_time_to_rfc3339 (time_us);

      g_test_message ("%s", times[i].why);
      g_assert_cmpint (ok, ==, times[i].utc != NULL);
      if (ok)
        g_assert_cmpstr (utc, ==, times[i].utc);
    }
}

static void
test_zone (void)
{
  gint64 time_us;
  g_autofree char *havana = NULL;
  g_autofree char *unknown = NULL;

  g_assert_true (stet_time_parse ("2026-07-14T19:30:00Z", NULL, &time_us));
  havana = stet_time_to_rfc3339_zone (time_us, "America/Havana");
  unknown = stet_time_to_rfc3339_zone (time_us, "Nowhere/Atall");
  g_assert_cmpstr (havana, ==, "2026-07-14T15:30:00-04:00");
  g_assert_cmpstr (unknown, ==, "2026-07-14T19:30:00Z");
}

static void
test_uuid (void)
{
  g_autoptr (StetRandom) one = stet_random_new_seeded (3);
  g_autoptr (StetRandom) two = stet_random_new_seeded (3);
  g_autofree char *first = stet_uuid_new (one);
  g_autofree char *again = stet_uuid_new (two);
  g_autofree char *other = stet_uuid_new (two);
  g_autofree char *system = stet_uuid_new (stet_random_system ());
  /* The example of RFC 9562, appendix A.4. */
  g_autofree char *v5 = stet_uuid_v5 ("6ba7b810-9dad-11d1-80b4-00c04fd430c8", "www.example.com");
  g_autofree char *remote = stet_uuid_for_remote ("practice", "42");
  g_autofree char *remote_again = stet_uuid_for_remote ("practice", "42");
  g_autofree char *elsewhere = stet_uuid_for_remote ("other", "42");

  g_assert_true (stet_uuid_is_valid (first));
  g_assert_cmpint (first[14], ==, '4');
  g_assert_cmpstr (first, ==, again);
  g_assert_cmpstr (first, !=, other);
  g_assert_true (stet_uuid_is_valid (system));
  g_assert_cmpstr (v5, ==, "2ed6657d-e927-568b-95e1-2665a8aea6a2");
  g_assert_cmpstr (remote, ==, remote_again);
  g_assert_cmpstr (remote, !=, elsewhere);
  g_assert_false (stet_uuid_is_valid ("42"));
  g_assert_false (stet_uuid_is_valid (NULL));
}

static void
test_below (void)
{
  g_autoptr (StetRandom) random = stet_random_new_seeded (1);
  gboolean seen[5] = { FALSE };

  for (guint i = 0; i < 200; i++)
    {
      guint32 n = stet_random_below (random, 5);

      g_assert_cmpuint (n, <, 5);
      seen[n] = TRUE;
    }
  for (guint i = 0; i < 5; i++)
    g_assert_true (seen[i]);
}

int
main (int argc, char **argv)
{
  stet_test_init (&argc, &argv);
  g_test_add_func ("/base/clock/fixed", test_fixed);
  g_test_add_func ("/base/clock/times", test_times);
  g_test_add_func ("/base/clock/zone", test_zone);
  g_test_add_func ("/base/random/uuid", test_uuid);
  g_test_add_func ("/base/random/below", test_below);
  return g_test_run ();
}
