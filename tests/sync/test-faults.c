/* A faulty line to the practice site, or to a WordPress: what the client says of each fault, and
 * that the runner gets every story to the site once, whatever went wrong. Prints what it saw as a
 * table. */
#include "config.h"

#include "faults.h"
#include "line.h"

#include "site/site.h"

#include "calls.h"
#include "support.h"

#include <string.h>

#define TIMEOUT_S 2

typedef struct
{
  Line  *line;
  Proxy *other; /* a second origin, which must never hear of us */
} World;

static void
set_up (World *world, gconstpointer data)
{
  world->line = line_new (g_getenv ("STET_CONTRACT_API") != NULL ? 20 : TIMEOUT_S);
  world->other = proxy_new (NULL);
}

static void
tear_down (World *world, gconstpointer data)
{
  g_assert_cmpuint (proxy_requests (world->other), ==, 0);
  proxy_free (world->other);
  line_free (world->line);
}

static void
inject (World *world, const Fault *fault, const char *method, const char *part)
{
  ProxyFault made = fault_make (fault, proxy_url (world->other));

  proxy_set_fault (line_proxy (world->line), &made, method, part, 1);
  g_clear_pointer (&made.answer, g_bytes_unref);
}

static void
assert_met (World *world, const Fault *fault)
{
  guint met = proxy_met (line_proxy (world->line));

  if (met != (fault->kind == PROXY_PASS ? 0 : 1))
    g_error ("%s: met %u times", fault->name, met);
}

static void
heal (World *world)
{
  const ProxyFault none = { PROXY_PASS };

  proxy_wait_idle (line_proxy (world->line));
  proxy_set_fault (line_proxy (world->line), &none, NULL, NULL, 0);
}

static gboolean
has_companion (void)
{
  return g_strcmp0 (g_getenv ("STET_WP_FLAVOUR"), "companion") == 0;
}

static char *
new_id (void)
{
  return stet_uuid_new (stet_random_system ());
}

static int
code_of (const GError *error)
{
  if (error == NULL)
    return 0;
  g_assert_true (error->domain == STET_SITE_ERROR);
  return error->code;
}

/* --- what the client says --- */

static const char *
story_path (World *world, const char *method)
{
  if (!line_is_wordpress (world->line))
    return "/articles/";
  return strcmp (method, "GET") == 0 ? "/posts/" : "/wp/v2/posts";
}

static int
read_with (World *world, const Fault *fault, const char *id)
{
  g_autoptr (StetSite) site = line_open (world->line);
  g_autoptr (StetSiteArticle) got = NULL;
  g_autoptr (GError) error = NULL;

  inject (world, fault, "GET", story_path (world, "GET"));
  got = call_get_article (site, id, &error);
  assert_met (world, fault);
  heal (world);
  return code_of (error);
}

/* A new story, and once more over a clean line: then it is there, once. */
static int
create_with (World *world, const Fault *fault)
{
  const char *method = line_is_wordpress (world->line) ? "POST" : "PUT";
  g_autoptr (StetSite) site = line_open (world->line);
  g_autofree char *id = new_id ();
  g_autoptr (StetArticle) article = sample_article (id, "Ferry leaves on time", "Nobody was late.");
  g_autoptr (StetSiteArticle) first = NULL;
  g_autoptr (StetSiteArticle) second = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) again = NULL;

  inject (world, fault, method, story_path (world, method));
  first = call_put_article (site, article, NULL, id, &error);
  assert_met (world, fault);
  heal (world);
  second = call_put_article (site, article, NULL, id, &again);
  g_assert_true (second != NULL || g_error_matches (again, STET_SITE_ERROR, STET_SITE_ERROR_STALE));
  g_assert_cmpuint (line_count (world->line, id), ==, 1);
  return code_of (error);
}

static void
test_classes (World *world, gconstpointer data)
{
  gboolean wordpress = line_is_wordpress (world->line);
  g_autoptr (StetSite) site = line_open (world->line);
  g_autofree char *id = new_id ();
  g_autoptr (StetArticle) article = sample_article (id, "Ferry leaves on time", "Nobody was late.");
  g_autoptr (StetSiteArticle) made = call_put_article (site, article, NULL, "first", NULL);
  guint wrong = 0;

  g_assert_nonnull (made);
  g_test_message ("%-40s %-16s %-16s", "fault", "read", "write");
  for (guint i = 0; i < n_faults; i++)
    {
      int wanted_read = wordpress ? faults[i].wp_read : faults[i].read;
      int wanted_write = wordpress ? faults[i].wp_write : faults[i].write;
      int read, write;

      if (faults[i].slow && wordpress)
        continue;
      read = read_with (world, &faults[i], made->remote_id != NULL ? made->remote_id : id);
      write = create_with (world, &faults[i]);
      g_test_message ("%-40s %-16s %-16s%s", faults[i].name, fault_code_name (read),
                      fault_code_name (write),
                      read == wanted_read && write == wanted_write ? "" : "  WRONG");
      wrong += read != wanted_read || write != wanted_write ? 1 : 0;
    }
  g_assert_cmpuint (wrong, ==, 0);
}

/* --- each request of a publication meeting each fault --- */

typedef struct { const char *method, *part; StetIntentKind act; } Place;

static const Place practice_places[] = {
  { "GET", "/articles/", STET_INTENT_SUBMIT },    { "PUT", "/articles/", STET_INTENT_SUBMIT },
  { "POST", "/transitions", STET_INTENT_SUBMIT }, { "POST", "/transitions", STET_INTENT_APPROVE },
  { "GET", "/articles/", STET_INTENT_PUBLISH },   { "POST", "/transitions", STET_INTENT_PUBLISH },
  { "GET", "/changes", STET_INTENT_PUBLISH },     { "GET", "/terms", STET_INTENT_PUBLISH },
};
static const Place wordpress_places[] = {
  { "GET", "search=", STET_INTENT_SUBMIT },   { "POST", "/tags", STET_INTENT_SUBMIT },
  { "POST", "/posts", STET_INTENT_SUBMIT },   { "POST", "/posts/", STET_INTENT_SUBMIT },
  { "GET", "/posts/", STET_INTENT_APPROVE },  { "POST", "/posts/", STET_INTENT_APPROVE },
  { "GET", "/posts/", STET_INTENT_PUBLISH },  { "POST", "/posts/", STET_INTENT_PUBLISH },
  { "GET", "/posts?", STET_INTENT_PUBLISH },
};
static const Place companion_places[] = {
  { "GET", "/articles/", STET_INTENT_SUBMIT },    { "POST", "/tags", STET_INTENT_SUBMIT },
  { "POST", "/wp/v2/posts", STET_INTENT_SUBMIT }, { "GET", "/stet/v1/posts/", STET_INTENT_SUBMIT },
  { "POST", "/transitions", STET_INTENT_SUBMIT }, { "POST", "/transitions", STET_INTENT_APPROVE },
  { "GET", "/posts/", STET_INTENT_PUBLISH },      { "POST", "/transitions", STET_INTENT_PUBLISH },
  { "GET", "/changes", STET_INTENT_PUBLISH },
};

static const Place *
places_of (World *world, guint *n_places)
{
  if (!line_is_wordpress (world->line))
    {
      *n_places = G_N_ELEMENTS (practice_places);
      return practice_places;
    }
  *n_places = has_companion () ? G_N_ELEMENTS (companion_places) : G_N_ELEMENTS (wordpress_places);
  return has_companion () ? companion_places : wordpress_places;
}

typedef struct { World *world; const Fault *fault; const Place *place; } Meeting;

static void
meet (StetIntentKind act, gpointer data)
{
  Meeting *meeting = data;

  if (act == meeting->place->act)
    inject (meeting->world, meeting->fault, meeting->place->method, meeting->place->part);
}

static void
publish_with (World *world, const Fault *fault, const Place *place)
{
  g_autofree char *id = desk_write (line_desk (world->line), "Ferry leaves on time", NULL);
  g_autoptr (StetSite) site = line_open_straight (world->line);
  g_autofree char *hash = desk_hash (line_desk (world->line), id);
  g_autoptr (StetSiteArticle) there = NULL;
  g_autoptr (GError) error = NULL;
  Meeting meeting = { world, fault, place };

  line_publish (world->line, id, meet, &meeting);
  assert_met (world, fault);
  heal (world);
  there = call_get_article (site, id, &error);
  g_assert_no_error (error);
  g_assert_cmpint (there->state, ==, STET_STATE_PUBLISHED);
  g_assert_cmpstr (there->live_hash, ==, hash);
  g_assert_cmpuint (line_count (world->line, id), ==, 1);
}

static void
test_recovery (World *world, gconstpointer data)
{
  guint n_places;
  const Place *places = places_of (world, &n_places);
  gboolean all = g_getenv ("STET_FAULTS_ALL") != NULL;
  /* All meetings on request; else each fault at some place (a third of them where a site is slow),
   * and each place with some. */
  guint step = all || !line_is_wordpress (world->line) ? 1 : 3;
  guint before = line_count (world->line, NULL), stories = 0;

  for (guint i = 1; i < n_faults; i += step)
    for (guint p = 0; p < n_places; p++)
      {
        if (!all && (faults[i].slow || p != i / step % n_places))
          continue;
        g_test_message ("%s, at %s %s of the %s", faults[i].name, places[p].method, places[p].part,
                        stet_intent_kind_name (places[p].act));
        publish_with (world, &faults[i], &places[p]);
        stories++;
      }
  g_assert_cmpuint (line_count (world->line, NULL) - before, ==, stories);
  g_test_message ("%u stories, each at the site once", stories);
}

/* --- what is said when the list of changes fails --- */

/* A stock WordPress has no list of changes: its posts are asked for. */
static const char *
feed_path (World *world)
{
  return line_is_wordpress (world->line) && !has_companion () ? "/posts?" : "/changes";
}

static void
test_feed (World *world, gconstpointer data)
{
  const struct { const char *fault; GQuark domain; int code; } cases[] = {
    { "the answer never sent", STET_SYNC_ERROR, STET_SYNC_ERROR_OFFLINE },
    { "a captive portal: 200 with a page", STET_SITE_ERROR, STET_SITE_ERROR_NOT_API },
    { "400 of the API", STET_SYNC_ERROR, STET_SYNC_ERROR_FEED },
    { "401 of the API", STET_SYNC_ERROR, STET_SYNC_ERROR_AUTH },
    { "403 of the API", STET_SYNC_ERROR, STET_SYNC_ERROR_FEED },
    { "403 of a firewall", STET_SITE_ERROR, STET_SITE_ERROR_BLOCKED },
    { "JSON that is no UTF-8", STET_SYNC_ERROR, STET_SYNC_ERROR_FEED },
    { "500 of the API", STET_SITE_ERROR, STET_SITE_ERROR_SERVER },
    { "429 of a firewall", STET_SYNC_ERROR, STET_SYNC_ERROR_WAIT },
    { "503: maintenance", STET_SYNC_ERROR, STET_SYNC_ERROR_WAIT },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      guint f = 0;

      while (f < n_faults && strcmp (faults[f].name, cases[i].fault) != 0)
        f++;
      g_assert_cmpuint (f, <, n_faults);
      inject (world, &faults[f], "GET", feed_path (world));
      g_assert_false (desk_run (line_desk (world->line), &error));
      g_test_message ("%s: %s", cases[i].fault, error->message);
      g_assert_error (error, cases[i].domain, cases[i].code);
      assert_met (world, &faults[f]);
      heal (world);
      /* the next one is asked after what the site may want to wait */
      stet_clock_advance (line_clock (world->line),
                          STET_ENGINE_RETRY_AFTER_MAX_S * (gint64) G_USEC_PER_SEC);
    }
}

/* --- a new desk --- */

/* The first visit takes some pages, and not a request for each story that is there. */
static void
test_first_visit (World *world, gconstpointer data)
{
  Line *visitor;
  guint stories, requests, pulled = 0;
  g_autoptr (GError) error = NULL;

  if (!line_is_wordpress (world->line))
    {
      g_test_skip ("a practice site is a line's own; sync-net has its feed");
      return;
    }
  visitor = line_new (60);
  stories = line_count (visitor, NULL);
  g_assert_true (stet_runner_run (line_desk (visitor)->runner, line_desk (visitor)->account, NULL,
                                  &pulled, NULL, &error));
  g_assert_no_error (error);
  requests = proxy_requests (line_proxy (visitor));
  g_test_message ("%u stories at the site, %u read, %u requests", stories, pulled, requests);
  /* A site that was used before may hold copies, which are one story. */
  g_assert_cmpuint (pulled * 10, >=, stories * 9);
  g_assert_cmpuint (stories, >=, 20);
  g_assert_cmpuint (requests, <, 8 + stories / 20);
  line_free (visitor);
}

/* --- cut at every byte --- */

typedef enum { CUT_CREATE, CUT_WRITE, CUT_SUBMIT, CUT_PICTURE, N_CUTS } Cut;

/* One request on a line that is cut; then the same over a clean one. What was asked for is there,
 * once. */
typedef struct
{
  World           *world;
  StetSite        *site;
  char            *id;      /* (owned) */
  StetArticle     *article; /* (owned) */
  GBytes          *picture; /* (owned) */
  char            *sha256;  /* (owned) */
} Sample;

static GBytes *
make_picture (guint number)
{
  gsize size;
  g_autofree guchar *data = g_base64_decode (
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==",
      &size);
  GByteArray *bytes = g_byte_array_new ();
  g_autofree char *after = g_strdup_printf ("%08u", number);

  g_byte_array_append (bytes, data, (guint) size);
  g_byte_array_append (bytes, (const guint8 *) after, 8);
  return g_byte_array_free_to_bytes (bytes);
}

static void
sample_init (Sample *sample, World *world, StetSite *site, Cut cut, guint number)
{
  *sample = (Sample) { .world = world, .site = site, .id = new_id () };
  sample->article = sample_article (sample->id, "Ferry leaves on time", "Nobody was late.");
  sample->picture = make_picture (number);
  sample->sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, sample->picture);
  if (cut == CUT_WRITE || cut == CUT_SUBMIT)
    stet_site_article_free (call_put_article (site, sample->article, NULL, sample->id, NULL));
}

static void
sample_clear (Sample *sample)
{
  g_free (sample->id);
  g_free (sample->sha256);
  stet_article_unref (sample->article);
  g_bytes_unref (sample->picture);
}

static int
attempt (Sample *sample, Cut cut, const ProxyFault *fault)
{
  g_autoptr (StetSiteArticle) at = NULL;
  g_autoptr (StetSiteArticle) got = NULL;
  g_autoptr (StetArticle) changed = NULL;
  g_autofree char *key = g_strconcat (sample->id, "-cut", NULL);
  g_autoptr (GError) error = NULL;

  if (cut == CUT_WRITE || cut == CUT_SUBMIT)
    at = call_get_article (sample->site, sample->id, NULL);
  proxy_set_fault (line_proxy (sample->world->line), fault, NULL, NULL, 1);
  if (cut == CUT_PICTURE)
    call_put_media (sample->site, sample->sha256, sample->picture, "image/png", &error);
  else if (cut == CUT_CREATE)
    got = call_put_article (sample->site, sample->article, NULL, key, &error);
  else if (cut == CUT_WRITE)
    {
      changed = sample_article (sample->id, "Ferry leaves late", "Nobody was late.");
      got = call_put_article (sample->site, changed, at->version, key, &error);
    }
  else
    {
      const StetSiteTransition wish
          = { .to = STET_STATE_SUBMITTED, .version = at->version, .key = key };

      got = call_transition (sample->site, sample->id, &wish, &error);
    }
  return code_of (error);
}

static void
check_sample (Sample *sample, Cut cut)
{
  g_autoptr (StetSiteArticle) there = NULL;
  g_autoptr (GError) error = NULL;

  if (cut == CUT_PICTURE)
    {
      g_assert_true (call_has_media (sample->site, sample->sha256, &error));
      return;
    }
  there = call_get_article (sample->site, sample->id, &error);
  g_assert_no_error (error);
  g_assert_cmpint (there->state, ==, cut == CUT_SUBMIT ? STET_STATE_SUBMITTED : STET_STATE_DRAFT);
}

/* Cuts one of each kind at `at`. Returns: whether there was anything to cut any more. */
static gboolean
cut_once (World *world, StetSite *site, Cut cut, ProxyKind kind, gsize at)
{
  const ProxyFault fault = { .kind = kind, .bytes = at };
  const ProxyFault none = { PROXY_PASS };
  Proxy *proxy = line_proxy (world->line);
  Sample sample;
  gboolean whole;
  int code;

  sample_init (&sample, world, site, cut, (guint) at * 2 + (kind == PROXY_CUT_ANSWER));
  code = attempt (&sample, cut, &fault);
  proxy_wait_idle (proxy);
  whole = at
          >= (kind == PROXY_CUT_REQUEST ? proxy_request_bytes (proxy) : proxy_answer_bytes (proxy));
  if (code != (whole ? 0 : STET_SITE_ERROR_OUTCOME_UNKNOWN)
      && !(code == 0 && cut == CUT_PICTURE && kind == PROXY_CUT_ANSWER))
    g_error ("cut %d of a %s at %" G_GSIZE_FORMAT ": %s", cut,
             kind == PROXY_CUT_REQUEST ? "request" : "answer", at, fault_code_name (code));
  if (code != 0)
    {
      code = attempt (&sample, cut, &none);
      g_assert_true (code == 0 || code == STET_SITE_ERROR_STALE || code == STET_SITE_ERROR_STATE);
    }
  check_sample (&sample, cut);
  sample_clear (&sample);
  return !whole;
}

static void
test_every_byte (World *world, gconstpointer data)
{
  static const char *const names[] = { "create", "write", "submit", "picture" };
  static const ProxyKind kinds[] = { PROXY_CUT_REQUEST, PROXY_CUT_ANSWER };
  gboolean all = g_getenv ("STET_FAULTS_ALL") != NULL;
  g_autoptr (StetSite) site = line_open (world->line);

  if (line_is_wordpress (world->line))
    {
      g_test_skip ("the publishing API's requests; of WordPress's the runner's are cut");
      return;
    }
  for (guint cut = 0; cut < N_CUTS; cut++)
    for (guint k = 0; k < G_N_ELEMENTS (kinds); k++)
      {
        guint n = 0;
        gsize at = 0;

        for (; cut_once (world, site, cut, kinds[k], at); n++)
          at += all ? 1 : 23 + at % 29;
        g_test_message ("%-8s %-8s cut at %u places up to byte %" G_GSIZE_FORMAT, names[cut],
                        kinds[k] == PROXY_CUT_REQUEST ? "request" : "answer", n, at);
      }
}

int
main (int argc, char **argv)
{
  stet_site_init ();
  stet_test_init (&argc, &argv);
  g_test_add ("/faults/classes", World, NULL, set_up, test_classes, tear_down);
  g_test_add ("/faults/feed", World, NULL, set_up, test_feed, tear_down);
  g_test_add ("/faults/every-byte", World, NULL, set_up, test_every_byte, tear_down);
  g_test_add ("/faults/recovery", World, NULL, set_up, test_recovery, tear_down);
  g_test_add ("/faults/first-visit", World, NULL, set_up, test_first_visit, tear_down);
  return g_test_run ();
}
