/* stet doctor against sites that are broken one floor each, and its report without secrets. */
#include "config.h"

#include "desk.h"
#include "fake.h"
#include "support.h"

#include "app/doctor.h"
#include "app/redact.h"
#include "site/publishing-site.h"

#include <string.h>

#define PASSWORD "s3cr3t word pass"
#define JSON "application/json"
#define INDEX                                                                                      \
  "{\"name\":\"The Example\",\"home\":\"https://e.example\",\"namespaces\":[\"wp/v2\"],\"authentication\":[],\"gmt_offset\":0,\"timezone_string\":\"UTC\"}"
#define ME(roles, caps)                                                                            \
  "{\"id\":3,\"slug\":\"ana\",\"name\":\"Ana\",\"roles\":[" roles "],\"capabilities\":{" caps "}}"
#define AUTHOR ME ("\"author\"", "\"edit_posts\":true,\"publish_posts\":true,\"upload_files\":true")
#define ROW(made, changed, count)                                                                  \
  "[{\"id\":1,\"date_gmt\":\"" made "\",\"modified_gmt\":\"" changed                               \
  "\",\"_links\":{\"version-history\":[{\"count\":" count "}]}}]"
#define KEPT ROW ("2026-11-01T00:00:00", "2026-11-02T00:00:00", "3")
#define NOON "Date: Tue, 24 Nov 2026 12:00:00 GMT\r\n"
#define NOON_US (G_GINT64_CONSTANT (1795521600) * G_USEC_PER_SEC)
#define MINUTE_US (60 * (gint64) G_USEC_PER_SEC)

/* A WordPress in order, but for what a case says otherwise. */
typedef struct
{
  const char *why;
  struct { const char *line; guint status; const char *type, *headers, *body; } other[2];
  gint64      clock_us; /* 0: the site's */
  StetFloor   floor;    /* that is not fine, STET_N_FLOORS: all are */
  StetVerdict verdict;
  StetAsk     ask;
  int         status;
  const char *says;     /* in its text or what to do */
} Case;

static const Case cases[] = {
  { "in order", { { NULL } }, 0, STET_N_FLOORS, 0, 0, 0, NULL },
  { "leads to another host",
    { { "GET / ", 301, NULL, "Location: https://elsewhere.example/\r\n" NOON, NULL } },
    0,
    STET_FLOOR_REDIRECT,
    STET_VERDICT_BROKEN,
    STET_ASK_YOU,
    3,
    "https://elsewhere.example/" },
  { "a web page, no API",
    { { "GET / ", 200, "text/html", NOON, "<h1>News" },
      { "GET /wp-json", 404, "text/html", NULL, "No" } },
    0,
    STET_FLOOR_API,
    STET_VERDICT_BROKEN,
    STET_ASK_YOU,
    3,
    "web page" },
  { "the API is switched off",
    { { "GET /wp-json", 401, JSON, NULL, "{\"code\":\"rest_disabled\",\"message\":\"Off\"}" } },
    0,
    STET_FLOOR_API,
    STET_VERDICT_BROKEN,
    STET_ASK_ADMINISTRATOR,
    3,
    "switched off" },
  { "a guard wants a person",
    { { "GET /wp-json", 403, "text/html", "cf-mitigated: challenge\r\n",
        "<title>Just a moment...</title>" } },
    0,
    STET_FLOOR_API,
    STET_VERDICT_BROKEN,
    STET_ASK_ADMINISTRATOR,
    3,
    "person is there" },
  { "wrong password",
    { { "GET /wp-json/wp/v2/users/me", 401, JSON, NULL,
        "{\"code\":\"rest_not_logged_in\",\"message\":\"No\"}" } },
    0,
    STET_FLOOR_SIGN_IN,
    STET_VERDICT_BROKEN,
    STET_ASK_YOU,
    1,
    "application password" },
  { "no passwords for programs",
    { { "GET /wp-json/wp/v2/users/me", 401, JSON, NULL,
        "{\"code\":\"application_passwords_disabled\",\"message\":\"No\"}" } },
    0,
    STET_FLOOR_SIGN_IN,
    STET_VERDICT_BROKEN,
    STET_ASK_ADMINISTRATOR,
    1,
    "lets no program sign in" },
  { "only reads",
    { { "GET /wp-json/wp/v2/users/me", 200, JSON, NULL, ME ("\"subscriber\"", "\"read\":true") } },
    0,
    STET_FLOOR_RIGHTS,
    STET_VERDICT_BROKEN,
    STET_ASK_ADMINISTRATOR,
    1,
    "role" },
  { "may not publish",
    { { "GET /wp-json/wp/v2/users/me", 200, JSON, NULL,
        ME ("\"x\"", "\"edit_posts\":true,\"upload_files\":true") } },
    0,
    STET_FLOOR_RIGHTS,
    STET_VERDICT_NOTE,
    STET_ASK_NOBODY,
    0,
    "An editor publishes" },
  { "may not send pictures",
    { { "GET /wp-json/wp/v2/users/me", 200, JSON, NULL,
        ME ("\"x\"", "\"edit_posts\":true,\"publish_posts\":true") } },
    0,
    STET_FLOOR_UPLOAD,
    STET_VERDICT_NOTE,
    STET_ASK_ADMINISTRATOR,
    0,
    "may not send pictures" },
  { "nginx takes a megabyte",
    { { "POST /wp-json/wp/v2/media", 413, "text/html", NULL, "<h1>413 Request Entity Too Large" } },
    0,
    STET_FLOOR_UPLOAD,
    STET_VERDICT_BROKEN,
    STET_ASK_ADMINISTRATOR,
    1,
    "client_max_body_size" },
  { "a disk that is full",
    { { "POST /wp-json/wp/v2/media", 500, JSON, NULL,
        "{\"code\":\"rest_upload_unknown_error\",\"message\":\"Failed to write file to disk.\"}" } },
    0,
    STET_FLOOR_UPLOAD,
    STET_VERDICT_BROKEN,
    STET_ASK_ADMINISTRATOR,
    1,
    "disk may be full" },
  { "no revisions",
    { { "GET /wp-json/wp/v2/posts", 200, JSON, NULL,
        ROW ("2026-11-01T00:00:00", "2026-11-02T00:00:00", "0") } },
    0,
    STET_FLOOR_REVISIONS,
    STET_VERDICT_NOTE,
    STET_ASK_ADMINISTRATOR,
    0,
    "WP_POST_REVISIONS" },
  { "nothing changed yet",
    { { "GET /wp-json/wp/v2/posts", 200, JSON, NULL,
        ROW ("2026-11-01T00:00:00", "2026-11-01T00:00:00", "0") } },
    0,
    STET_FLOOR_REVISIONS,
    STET_VERDICT_NOTE,
    STET_ASK_NOBODY,
    0,
    "older version yet" },
  { "two minutes off", { { NULL } }, NOON_US + 2 * MINUTE_US, STET_N_FLOORS, 0, 0, 0, NULL },
  { "a little more",
    { { NULL } },
    NOON_US + 2 * MINUTE_US + G_USEC_PER_SEC,
    STET_FLOOR_CLOCK,
    STET_VERDICT_NOTE,
    STET_ASK_YOU,
    0,
    "2 minutes ahead" },
  { "20 minutes ahead",
    { { NULL } },
    NOON_US + 20 * MINUTE_US,
    STET_FLOOR_CLOCK,
    STET_VERDICT_BROKEN,
    STET_ASK_YOU,
    1,
    "20 minutes ahead" },
  { "20 minutes behind",
    { { NULL } },
    NOON_US - 20 * MINUTE_US,
    STET_FLOOR_CLOCK,
    STET_VERDICT_BROKEN,
    STET_ASK_YOU,
    1,
    "20 minutes behind" },
};

/* --- the servers accept on the main context: who waits for them does it on a thread --- */

typedef struct
{
  void   (*func) (gpointer data);
  gpointer data;
} Aside;

static void
aside_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Aside *aside = data;

  aside->func (aside->data);
  g_task_return_boolean (task, TRUE);
}

static void
run_aside (void (*func) (gpointer), gpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GTask) task = g_task_new (NULL, NULL, stet_test_result_cb, &result);
  Aside aside = { func, data };

  g_task_set_task_data (task, &aside, NULL);
  g_task_run_in_thread (task, aside_thread);
  g_object_unref (stet_test_wait_result (&result));
  result = NULL;
}

typedef struct
{
  const StetDoctorOptions *options;
  StetDoctorReport        *report;
} Walk;

static void
walk_aside (gpointer data)
{
  Walk *walk = data;

  walk->report = stet_doctor_run (walk->options, NULL, NULL);
}

/* Returns: (owned). */
static StetDoctorReport *
examine (const StetDoctorOptions *options)
{
  Walk walk = { options, NULL };

  run_aside (walk_aside, &walk);
  g_assert_nonnull (walk.report);
  return walk.report;
}

static Fake *
make_site (const Case *with)
{
  Fake *fake = fake_new ();

  fake_push (fake, 404, JSON, NULL, "{\"code\":\"rest_no_route\"}");
  for (guint i = 0; i < G_N_ELEMENTS (with->other); i++)
    if (with->other[i].line != NULL)
      fake_route (fake, with->other[i].line, with->other[i].status, with->other[i].type,
                  with->other[i].headers, with->other[i].body);
  fake_route (fake, "GET / ", 200, "text/html",
              "Link: </wp-json/>; rel=\"https://api.w.org/\"\r\n" NOON, "<h1>");
  fake_route (fake, "GET /wp-json", 200, JSON, NULL, INDEX);
  fake_route (fake, "GET /wp-json/wp/v2/categories", 200, JSON, NULL, "[]");
  fake_route (fake, "GET /wp-json/wp/v2/users/me", 200, JSON, NULL, AUTHOR);
  fake_route (fake, "POST /wp-json/wp/v2/media", 412, JSON, NULL,
              "{\"code\":\"rest_upload_hash_mismatch\"}");
  fake_route (fake, "GET /wp-json/wp/v2/posts", 200, JSON, NULL, KEPT);
  return fake;
}

static const StetDoctorStep *
step_of (const StetDoctorReport *report, StetFloor floor)
{
  return g_ptr_array_index (report->steps, floor);
}

/* Below the broken floor all is fine, and above it nothing was looked at (but the clock, which any
 * answer tells). */
static void
check_rest (const StetDoctorReport *report, StetFloor floor)
{
  gboolean ends = floor < STET_FLOOR_UPLOAD && floor != STET_N_FLOORS
                  && step_of (report, floor)->verdict == STET_VERDICT_BROKEN;

  for (guint i = 0; i < STET_N_FLOORS; i++)
    {
      StetVerdict verdict = step_of (report, (StetFloor) i)->verdict;

      if (i == floor || (i == STET_FLOOR_CLOCK && ends))
        continue;
      g_assert_cmpint (verdict, ==, ends && i > floor ? STET_VERDICT_SKIPPED : STET_VERDICT_FINE);
    }
}

static void
check_case (const Case *with, const StetDoctorReport *report)
{
  const StetDoctorStep *step;
  g_autofree char *all = NULL;
  g_autofree char *text = stet_doctor_text (report);

  g_assert_null (strstr (text, PASSWORD));
  g_assert_cmpint (stet_doctor_status (report), ==, with->status);
  if (with->floor != STET_N_FLOORS)
    {
      step = step_of (report, with->floor);
      g_test_message ("%s", text);
      g_assert_cmpint (step->verdict, ==, with->verdict);
      g_assert_cmpint (step->ask, ==, with->ask);
      all = g_strconcat (step->text, " ", step->next, NULL);
      g_assert_nonnull (strstr (all, with->says));
    }
  check_rest (report, with->floor);
}

static void
test_cases (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (Fake) fake = make_site (&cases[i]);
      g_autoptr (StetClock) clock
          = stet_clock_new_fixed (cases[i].clock_us != 0 ? cases[i].clock_us : NOON_US);
      StetDoctorOptions options
          = { .url = fake_url (fake), .user = "ana", .password = PASSWORD, .clock = clock };
      g_autoptr (StetDoctorReport) report = NULL;

      g_test_message ("%s", cases[i].why);
      report = examine (&options);
      check_case (&cases[i], report);
    }
}

/* --- where no answer comes --- */

static void
check_way (const char *url, StetFloor floor, StetAsk ask, int status, const char *says)
{
  StetDoctorOptions options = { .url = url, .user = "ana", .password = PASSWORD };
  g_autoptr (StetDoctorReport) report = examine (&options);

  g_test_message ("%s", step_of (report, floor)->text);
  g_assert_cmpint (stet_doctor_broken (report), ==, floor);
  g_assert_cmpint (step_of (report, floor)->ask, ==, ask);
  g_assert_cmpint (stet_doctor_status (report), ==, status);
  g_assert_nonnull (strstr (step_of (report, floor)->text, says));
  check_rest (report, floor);
}

static void
test_no_way (void)
{
  g_autoptr (Fake) fake = fake_new ();
  g_autofree char *tls = g_strconcat ("https", strchr (fake_url (fake), ':'), NULL);
  g_autofree char *closed = NULL;

  check_way ("not an address", STET_FLOOR_ADDRESS, STET_ASK_YOU, 2, "no address");
  check_way ("http://news.example", STET_FLOOR_ADDRESS, STET_ASK_YOU, 2, "no address");
  fake_push_raw (fake, "HTTP/1.1 200 OK\r\n\r\n", 19, FAKE_SHOUT);
  check_way (tls, STET_FLOOR_TLS, STET_ASK_ADMINISTRATOR, 3, "does not speak TLS");
  closed = g_strdup (fake_url (fake));
  g_clear_pointer (&fake, fake_free);
  check_way (closed, STET_FLOOR_CONNECTION, STET_ASK_ADMINISTRATOR, 3, "nothing answers");
}

/* A name that ends in .invalid never exists (RFC 6761); without a network nobody is there to say
 * so. */
static void
test_no_name (void)
{
  StetDoctorOptions options = { .url = "https://nobody.invalid" };
  g_autoptr (StetDoctorReport) report = examine (&options);

  g_assert_nonnull (report);
  g_assert_cmpint (stet_doctor_broken (report), ==, STET_FLOOR_NAME);
  g_assert_cmpint (step_of (report, STET_FLOOR_NAME)->ask, ==, STET_ASK_YOU);
  g_assert_cmpint (stet_doctor_status (report), ==, 3);
}

static void
test_cancel (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (Fake) fake = fake_new ();
  StetDoctorOptions options = { .url = fake_url (fake) };
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (stet_doctor_run (&options, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* --- a certificate that nobody vouches for --- */

static GTlsCertificate *
make_certificate (const char *openssl, const char *name)
{
  g_autofree char *dir = stet_test_dir ();
  g_autofree char *key = g_build_filename (dir, "key.pem", NULL);
  g_autofree char *path = g_build_filename (dir, "certificate.pem", NULL);
  const char *argv[] = {
    openssl,  "req",     "-x509",   "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
    "-nodes", "-keyout", key,       "-out",    path, "-days",    "2",
    "-subj",  "/CN=x",   "-addext", name,      NULL
  };
  g_autoptr (GError) error = NULL;
  GTlsCertificate *certificate;

  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL,
                NULL, NULL, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  certificate = g_tls_certificate_new_from_files (path, key, &error);
  g_assert_no_error (error);
  return certificate;
}

static gboolean
incoming_cb (GThreadedSocketService *service, GSocketConnection *connection, GObject *source,
             gpointer data)
{
  g_autoptr (GIOStream) tls = g_tls_server_connection_new (G_IO_STREAM (connection), data, NULL);

  g_tls_connection_handshake (G_TLS_CONNECTION (tls), NULL, NULL);
  return TRUE;
}

static void
see_certificate (void)
{
  g_autofree char *openssl = g_find_program_in_path ("openssl");
  g_autoptr (GTlsCertificate) certificate
      = make_certificate (openssl, "subjectAltName=IP:127.0.0.1");
  g_autoptr (GSocketService) service = g_threaded_socket_service_new (4);
  g_autofree char *url = NULL;

  g_signal_connect (service, "run", G_CALLBACK (incoming_cb), certificate);
  url = g_strdup_printf ("https://127.0.0.1:%u", g_socket_listener_add_any_inet_port (
                                                     G_SOCKET_LISTENER (service), NULL, NULL));
  check_way (url, STET_FLOOR_TLS, STET_ASK_ADMINISTRATOR, 3, "Nobody vouches");
  g_socket_service_stop (service);
}

/* In a process of its own without LSan, which can't follow the threads in which GIO shakes
 * hands. */
static void
test_certificate (void)
{
  g_autofree char *openssl = g_find_program_in_path ("openssl");
  g_autofree char *asan = g_strdup (g_getenv ("ASAN_OPTIONS"));

  if (g_test_subprocess ())
    {
      see_certificate ();
      return;
    }
  if (openssl == NULL)
    {
      g_test_skip ("openssl is not installed, so there is no certificate to refuse");
      return;
    }
  g_setenv ("ASAN_OPTIONS", "detect_leaks=0", TRUE);
  g_test_trap_subprocess (NULL, 60 * G_USEC_PER_SEC, G_TEST_SUBPROCESS_INHERIT_STDERR);
  if (asan != NULL)
    g_setenv ("ASAN_OPTIONS", asan, TRUE);
  g_test_trap_assert_passed ();
}

/* --- secrets --- */

static void
test_redact (void)
{
  static const struct { const char *text, *clean, *why; } texts[] = {
    { "all is well", "all is well", "nothing to take" },
    { "the password " PASSWORD " failed", "the password [removed] failed", "as it is" },
    { "s3cr3twordpass", "[removed]", "without its blanks" },
    { "x=s3cr3t%20word%20pass", "x=[removed]", "as a web address writes it" },
    { "Authorization: Basic YW5hOnMzY3IzdCB3b3JkIHBhc3M=\r\nX: 1",
      "Authorization: [removed]\r\nX: 1", "a header" },
    { "got YW5hOnMzY3IzdCB3b3JkIHBhc3M=", "got [removed]", "in base64 behind the user" },
    { "Bearer abc.def-ghi", "Bearer [removed]", "a token" },
    { "Cookie: wordpress_logged_in=x", "Cookie: [removed]", "a cookie" },
    { "Set-Cookie: a=b", "Set-Cookie: [removed]", "and one set" },
    { "X-Api-Key: 123", "X-Api-Key: [removed]", "a header with a key" },
    { "https://e.example/?a=1&api_key=12345&b=2", "https://e.example/?a=1&api_key=[removed]&b=2",
      "a key in a query" },
    { "https://e.example/?rest_route=/wp/v2&_wpnonce=ab12",
      "https://e.example/?rest_route=/wp/v2&_wpnonce=[removed]", "a nonce" },
    { "https://ana:pw@e.example/", "https://[removed]@e.example/", "in an address" },
  };
  const char *secrets[] = { PASSWORD, NULL };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *clean = stet_redact (texts[i].text, "ana", secrets);

      g_test_message ("%s", texts[i].why);
      g_assert_cmpstr (clean, ==, texts[i].clean);
    }
}

/* A site that repeats what it was sent can't make the report tell it. */
static void
test_echo (void)
{
  static const Case echo
      = { "",
          { { "GET /wp-json/wp/v2/users/me", 401, JSON, NULL,
              "{\"code\":\"x\",\"message\":\"" PASSWORD
              " Basic YW5hOnMzY3IzdCB3b3JkIHBhc3M= ?key=qwertz Cookie: yes\"}" } } };
  g_autoptr (Fake) fake = make_site (&echo);
  g_autofree char *url = g_strconcat (fake_url (fake), "/", NULL);
  StetDoctorOptions options = { .url = url, .user = "ana", .password = PASSWORD };
  g_autoptr (StetDoctorReport) report = examine (&options);
  g_autofree char *text = stet_doctor_text (report);

  g_assert_nonnull (strstr (text, "The site answered 401: [removed]"));
  g_assert_null (strstr (text, "s3cr3t"));
  g_assert_null (strstr (text, "YW5h"));
  g_assert_null (strstr (text, "qwertz"));
  g_assert_null (strstr (text, "yes"));
}

/* --- the command --- */

static void
commands_aside (gpointer data)
{
  Fake *fake = data;
  g_autofree char *dir = stet_test_dir ();
  g_autoptr (StetWorkspace) ws = test_desk_open (dir, FALSE);
  g_auto (TestRun) none = test_command (ws, NULL, "doctor", NULL);
  g_auto (TestRun) unknown = test_command (ws, NULL, "doctor", "nowhere", NULL);
  g_auto (TestRun) open = { 0 };
  g_auto (TestRun) json = { 0 };

  g_assert_cmpint (none.status, ==, 2);
  g_assert_cmpint (unknown.status, ==, 2);
  open = test_command (ws, NULL, "doctor", fake_url (fake), NULL);
  g_assert_nonnull (strstr (open.output, "no name and password were given"));
  json = test_command (ws, NULL, "doctor", "--json", fake_url (fake), NULL);
  g_assert_nonnull (strstr (json.output, "{\"floor\":\"api\",\"verdict\":\"fine\",\"ask\":null,"));
}

static void
test_command_line (void)
{
  g_autoptr (Fake) fake = make_site (&cases[0]);

  run_aside (commands_aside, fake);
}

int
main (int argc, char **argv)
{
  stet_site_init ();
  stet_test_init (&argc, &argv);
  g_test_add_func ("/doctor/cases", test_cases);
  g_test_add_func ("/doctor/no-way", test_no_way);
  g_test_add_func ("/doctor/no-name", test_no_name);
  g_test_add_func ("/doctor/certificate", test_certificate);
  g_test_add_func ("/doctor/cancel", test_cancel);
  g_test_add_func ("/doctor/redact", test_redact);
  g_test_add_func ("/doctor/echo", test_echo);
  g_test_add_func ("/doctor/command", test_command_line);
  return g_test_run ();
}
