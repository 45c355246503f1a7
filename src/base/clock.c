/* The system's clock and one that a test moves. Layer: base. Any thread. */
#include "config.h"

#include "base/clock.h"

struct _StetClock
{
  gboolean fixed;
  gint64   now_us;
};

static StetClock system_clock = { FALSE, 0 };

StetClock *
stet_clock_system (void)
{
  return &system_clock;
}

StetClock *
stet_clock_new_fixed (gint64 now_us)
{
  StetClock *clock = g_new0 (StetClock, 1);

  clock->fixed = TRUE;
  clock->now_us = now_us;
  return clock;
}

void
stet_clock_advance (StetClock *clock, gint64 by_us)
{
  g_return_if_fail (clock->fixed && by_us >= 0);

  clock->now_us += by_us;
}

void
stet_clock_free (StetClock *clock)
{
  if (clock != &system_clock)
    g_free (clock);
}

gint64
stet_clock_now_us (const StetClock *clock)
{
  return clock->fixed ? clock->now_us : g_get_real_time ();
}

gint64
stet_clock_mono_us (const StetClock *clock)
{
  return clock->fixed ? clock->now_us : g_get_monotonic_time ();
}

static char *
format_in_zone (gint64 time_us, GTimeZone *zone, const char *format)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (time_us / G_USEC_PER_SEC);
  g_autoptr (GDateTime) local = utc != NULL ? g_date_time_to_timezone (utc, zone) : NULL;

  return local != NULL ? g_date_time_format (local, format) : g_strdup ("");
}

char *
stet_time_to_rfc3339 (gint64 time_us)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();

  return format_in_zone (time_us, utc, "%Y-%m-%dT%H:%M:%SZ");
}

char *
stet_time_to_rfc3339_zone (gint64 time_us, const char *zone)
{
  g_autoptr (GTimeZone) tz = zone != NULL ? g_time_zone_new_identifier (zone) : NULL;

  if (tz == NULL)
    return stet_time_to_rfc3339 (time_us);
  return format_in_zone (time_us, tz, "%Y-%m-%dT%H:%M:%S%:z");
}

gboolean
stet_time_parse (const char *text, const char *zone, gint64 *time_us)
{
  g_autoptr (GTimeZone) tz = zone != NULL ? g_time_zone_new_identifier (zone) : NULL;
  g_autoptr (GDateTime) time = NULL;

  if (tz == NULL)
    tz = g_time_zone_new_utc ();
  if (text == NULL || strchr (text, 'T') == NULL)
    return FALSE;
  time = g_date_time_new_from_iso8601 (text, tz);
  if (time == NULL)
    return FALSE;
  *time_us = g_date_time_to_unix (time) * G_USEC_PER_SEC + g_date_time_get_microsecond (time);
  return TRUE;
}
