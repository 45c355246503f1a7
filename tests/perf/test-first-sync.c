/* The list of 10,000 stories at a first sync: what our client costs, held against fetching and
 * parsing the same pages with libsoup and json-glib alone, in one run; and that memory does not
 * grow with the number of pages. */
#include "config.h"

#include "site/publishing-site.h"

#include "calls.h"
#include "proxy.h"
#include "support.h"

#include <libsoup/soup.h>
#include <json-glib/json-glib.h>
#include <string.h>
#include <time.h>

#define PAGES 100
#define ROWS 100
#define TURNS 3
#define RATIO_MAX 3.0
#define GROWTH_PAGES_MAX 16

typedef struct
{
  GPtrArray *pages; /* of GBytes: whole answers */
  Proxy     *proxy;
  gsize      page_bytes;
} World;

static GBytes *
make_page (guint page)
{
  g_autoptr (GString) body = g_string_new ("{\"changes\":[");
  GString *answer = g_string_new (NULL);

  for (guint i = 0; i < ROWS && page < PAGES; i++)
    {
      guint n = page * ROWS + i;

      g_string_append_printf (
          body,
          "%s{\"id\":\"5d2b8e70-91c4-4f0a-8f6d-%012u\",\"version\":\"\\\"v%u\\\"\",\"hash\":\"%064u\",\"state\":\"published\","
          "\"author\":{\"id\":\"%u\",\"label\":\"Ana María Núñez\"},\"headline\":\"Ferry %u leaves on time, and nobody was late\","
          "\"modified\":\"2026-11-24T05:16:49Z\",\"deleted\":false}",
          i > 0 ? "," : "", n, n, n, n % 40, n);
    }
  g_string_append_printf (body, "],\"cursor\":\"%u\"}", MIN (page + 1, PAGES));
  g_string_printf (
      answer,
      "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: %" G_GSIZE_FORMAT
      "\r\n\r\n%s",
      body->len, body->str);
  return g_string_free_to_bytes (answer);
}

static ProxyFault
answer_page (const char *line, gpointer data)
{
  World *world = data;
  const char *since = strstr (line, "since=");
  guint page = since != NULL ? (guint) g_ascii_strtoull (since + strlen ("since="), NULL, 10) : 0;

  return (ProxyFault) { .kind = PROXY_SAY, .answer = world->pages->pdata[MIN (page, PAGES)] };
}

static double
cpu_ms (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return (double) now.tv_sec * 1e3 + (double) now.tv_nsec / 1e6;
}

static gsize
resident_bytes (void)
{
  g_autofree char *text = NULL;
  const char *field;

  g_assert_true (g_file_get_contents ("/proc/self/status", &text, NULL, NULL));
  field = strstr (text, "VmRSS:");
  g_assert_nonnull (field);
  return (gsize) g_ascii_strtoull (field + strlen ("VmRSS:"), NULL, 10) * 1024;
}

static double
fetch_bare (World *world)
{
  g_autoptr (SoupSession) session = soup_session_new ();
  double start = cpu_ms ();

  for (guint i = 0; i < PAGES; i++)
    {
      g_autofree char *url = g_strdup_printf ("%s/changes?since=%u", proxy_url (world->proxy), i);
      g_autoptr (SoupMessage) message = soup_message_new ("GET", url);
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) body = soup_session_send_and_read (session, message, NULL, &error);
      g_autoptr (JsonParser) parser = json_parser_new_immutable ();
      gsize size;
      const char *data = g_bytes_get_data (body, &size);

      g_assert_no_error (error);
      g_assert_true (json_parser_load_from_data (parser, data, (gssize) size, NULL));
    }
  return cpu_ms () - start;
}

/* `half`, `end` (out, nullable): resident memory after half of the pages, and after all. */
static double
fetch_ours (World *world, gsize *half, gsize *end)
{
  const StetPublishingOptions options = { .api = proxy_url (world->proxy) };
  g_autoptr (StetSite) site = stet_publishing_site_new (&options, NULL);
  g_autofree char *cursor = NULL;
  double start = cpu_ms ();
  guint rows = 0;

  for (guint i = 0; i < PAGES; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *next = NULL;
      g_autoptr (GPtrArray) changes = call_list_changes (site, cursor, &next, &error);

      g_assert_no_error (error);
      rows += changes->len;
      g_free (cursor);
      cursor = g_steal_pointer (&next);
      if (half != NULL && i == PAGES / 2)
        *half = resident_bytes ();
    }
  if (end != NULL)
    *end = resident_bytes ();
  g_assert_cmpuint (rows, ==, PAGES * ROWS);
  return cpu_ms () - start;
}

static void
test_list (void)
{
  World world = { .pages = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref),
                  .proxy = proxy_new (NULL) };
  double bare = G_MAXDOUBLE, ours = G_MAXDOUBLE;
  gsize half = 0, end = 0;

  for (guint i = 0; i <= PAGES; i++)
    g_ptr_array_add (world.pages, make_page (i));
  world.page_bytes = g_bytes_get_size (world.pages->pdata[0]);
  proxy_set_pick (world.proxy, answer_page, &world);
  for (guint turn = 0; turn < TURNS; turn++)
    {
      bare = MIN (bare, fetch_bare (&world));
      ours = MIN (ours, fetch_ours (&world, &half, &end));
    }
  g_test_message ("%u stories in %u pages of %" G_GSIZE_FORMAT
                  " bytes: ours %.0f ms CPU, bare %.0f ms: %.2f times",
                  PAGES * ROWS, PAGES, world.page_bytes, ours, bare, ours / bare);
  g_test_message ("resident after half %" G_GSIZE_FORMAT " KiB, after all %" G_GSIZE_FORMAT " KiB",
                  half / 1024, end / 1024);
  g_assert_cmpfloat (ours / bare, <=, RATIO_MAX);
#ifndef __SANITIZE_ADDRESS__ /* which keeps what was freed for a while */
  g_assert_true (end <= half + GROWTH_PAGES_MAX * world.page_bytes);
#endif
  proxy_free (world.proxy);
  g_ptr_array_unref (world.pages);
}

int
main (int argc, char **argv)
{
  stet_site_init ();
  stet_test_init (&argc, &argv);
  g_test_add_func ("/perf/first-sync/list", test_list);
  return g_test_run ();
}
