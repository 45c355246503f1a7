/* What may go wrong between us and the API, and what each means for a read and for a write. */
#include "config.h"

#include "site/http.h"
#include "support.h"
#include "tests.h"

#include <string.h>

#define TIMEOUT_S 1

static void
test_status (void)
{
  static const char json[] = "application/problem+json", html[] = "text/html; charset=utf-8";
  static const struct
  {
    guint status;
    const char *type;
    int read, write;
    const char *why;
  } cases[] = {
    { 300, html, STET_SITE_ERROR_NOT_API, STET_SITE_ERROR_NOT_API, "no redirect is followed" },
    { 301, NULL, STET_SITE_ERROR_NOT_API, STET_SITE_ERROR_NOT_API, "no redirect is followed" },
    { 400, json, STET_SITE_ERROR_INVALID, STET_SITE_ERROR_INVALID, "the API refuses the content" },
    { 400, html, STET_SITE_ERROR_NOT_API, STET_SITE_ERROR_NOT_API, "a web server's own page" },
    { 401, json, STET_SITE_ERROR_AUTH, STET_SITE_ERROR_AUTH, "sign in" },
    { 401, html, STET_SITE_ERROR_AUTH, STET_SITE_ERROR_AUTH, "sign in, said by the web server" },
    { 403, json, STET_SITE_ERROR_FORBIDDEN, STET_SITE_ERROR_FORBIDDEN, "the role may not" },
    { 403, html, STET_SITE_ERROR_BLOCKED, STET_SITE_ERROR_BLOCKED, "a firewall's page" },
    { 403, NULL, STET_SITE_ERROR_BLOCKED, STET_SITE_ERROR_BLOCKED, "a firewall's silence" },
    { 404, json, STET_SITE_ERROR_NOT_FOUND, STET_SITE_ERROR_NOT_FOUND, "no such story" },
    { 404, html, STET_SITE_ERROR_NOT_API, STET_SITE_ERROR_NOT_API, "no API at this address" },
    { 404, NULL, STET_SITE_ERROR_NOT_API, STET_SITE_ERROR_NOT_API, "no API at this address" },
    { 405, json, STET_SITE_ERROR_UNSUPPORTED, STET_SITE_ERROR_UNSUPPORTED,
      "the API has no such thing" },
    { 405, html, STET_SITE_ERROR_NOT_API, STET_SITE_ERROR_NOT_API,
      "a web server that knows only GET" },
    { 406, html, STET_SITE_ERROR_BLOCKED, STET_SITE_ERROR_BLOCKED, "what some firewalls say" },
    { 407, html, STET_SITE_ERROR_NOT_API, STET_SITE_ERROR_NOT_API,
      "a proxy that wants a password" },
    { 408, html, STET_SITE_ERROR_SERVER, STET_SITE_ERROR_OUTCOME_UNKNOWN,
      "somebody did not wait for all of it" },
    { 409, json, STET_SITE_ERROR_STATE, STET_SITE_ERROR_STATE, "the state does not allow it" },
    { 409, html, STET_SITE_ERROR_NOT_API, STET_SITE_ERROR_NOT_API, "not the API's words" },
    { 410, json, STET_SITE_ERROR_GONE, STET_SITE_ERROR_GONE, "a tombstone" },
    { 410, html, STET_SITE_ERROR_NOT_API, STET_SITE_ERROR_NOT_API,
      "nobody's tombstone: nothing may be binned for it" },
    { 410, NULL, STET_SITE_ERROR_NOT_API, STET_SITE_ERROR_NOT_API, "nobody's tombstone" },
    { 412, json, STET_SITE_ERROR_STALE, STET_SITE_ERROR_STALE, "another version" },
    { 412, NULL, STET_SITE_ERROR_STALE, STET_SITE_ERROR_STALE, "another version, without words" },
    { 412, html, STET_SITE_ERROR_NOT_API, STET_SITE_ERROR_NOT_API, "a firewall's 412" },
    { 413, json, STET_SITE_ERROR_TOO_LARGE, STET_SITE_ERROR_TOO_LARGE, "too large" },
    { 413, html, STET_SITE_ERROR_TOO_LARGE, STET_SITE_ERROR_TOO_LARGE,
      "too large for the web server before it" },
    { 418, json, STET_SITE_ERROR_INVALID, STET_SITE_ERROR_INVALID, "another refusal" },
    { 418, html, STET_SITE_ERROR_NOT_API, STET_SITE_ERROR_NOT_API, "another page" },
    { 422, json, STET_SITE_ERROR_INVALID, STET_SITE_ERROR_INVALID, "the API refuses the content" },
    { 428, json, STET_SITE_ERROR_INVALID, STET_SITE_ERROR_INVALID, "a fault of ours" },
    { 429, json, STET_SITE_ERROR_BUSY, STET_SITE_ERROR_BUSY, "too many requests" },
    { 429, html, STET_SITE_ERROR_BLOCKED, STET_SITE_ERROR_BLOCKED, "too many, says a firewall" },
    { 500, json, STET_SITE_ERROR_SERVER, STET_SITE_ERROR_SERVER, "the site failed" },
    { 500, html, STET_SITE_ERROR_SERVER, STET_SITE_ERROR_SERVER, "the site failed" },
    { 501, json, STET_SITE_ERROR_UNSUPPORTED, STET_SITE_ERROR_UNSUPPORTED,
      "the API has no such thing" },
    { 501, html, STET_SITE_ERROR_SERVER, STET_SITE_ERROR_SERVER, "the web server has not" },
    { 502, html, STET_SITE_ERROR_SERVER, STET_SITE_ERROR_OUTCOME_UNKNOWN,
      "a gateway lost its server: was it done?" },
    { 503, html, STET_SITE_ERROR_BUSY, STET_SITE_ERROR_BUSY, "maintenance" },
    { 504, html, STET_SITE_ERROR_SERVER, STET_SITE_ERROR_OUTCOME_UNKNOWN,
      "a gateway waited in vain: was it done?" },
    { 520, html, STET_SITE_ERROR_SERVER, STET_SITE_ERROR_OUTCOME_UNKNOWN,
      "a content network lost its server" },
    { 599, html, STET_SITE_ERROR_SERVER, STET_SITE_ERROR_SERVER, "any other failure" },
  };
  g_autoptr (Fake) fake = fake_new ();
  g_autoptr (StetSite) site = fake_site (fake, 0);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const char *body = cases[i].type == json ? "{\"title\":\"No\",\"detail\":\"Not\\nso\"}"
                         : cases[i].type       ? "<p>No"
                                               : NULL;
      g_autofree char *message = NULL;

      g_test_message ("%u %s: %s", cases[i].status, cases[i].type, cases[i].why);
      fake_clear (fake);
      fake_push (fake, cases[i].status, cases[i].type, NULL, body);
      g_assert_cmpint (call_code (site, CALL_READ, NULL, NULL), ==, cases[i].read);
      g_assert_cmpint (call_code (site, CALL_WRITE, NULL, &message), ==, cases[i].write);
      g_assert_cmpuint (fake_requests (fake), ==, 2);
      if (cases[i].type == json)
        g_assert_nonnull (strstr (message, ": Not so"));
    }
}

/* A refusal that nobody can read is nobody's refusal. */
static void
test_encoded_refusal (void)
{
  g_autoptr (Fake) fake = fake_new ();
  g_autoptr (StetSite) site = fake_site (fake, 0);

  fake_push (fake, 404, "application/problem+json", "Content-Encoding: gzip\r\n", "{}");
  g_assert_cmpint (call_code (site, CALL_READ, NULL, NULL), ==, STET_SITE_ERROR_NOT_API);
  fake_clear (fake);
  fake_push (fake, 404, "application/problem+json", "Content-Encoding: identity\r\n", "{}");
  g_assert_cmpint (call_code (site, CALL_READ, NULL, NULL), ==, STET_SITE_ERROR_NOT_FOUND);
}

static void
test_retry_after (void)
{
  static const struct { const char *headers; guint seconds; const char *why; } cases[] = {
    { NULL, 0, "not said" },
    { "Retry-After: 120\r\n", 120, "seconds" },
    { "Retry-After: 0\r\n", 0, "at once" },
    { "Retry-After: -5\r\n", 0, "a past that is none" },
    { "Retry-After: soon\r\n", 0, "words" },
    { "Retry-After: 99999999999999999999\r\n", 0, "no number we can hold" },
    { "Retry-After: 315360000\r\n", STET_SITE_RETRY_AFTER_S_MAX, "ten years" },
    { "Date: Tue, 24 Nov 2026 05:00:00 GMT\r\nRetry-After: Tue, 24 Nov 2026 05:01:30 GMT\r\n", 90,
      "a date, by the site's clock" },
    { "Date: Tue, 24 Nov 2026 05:00:00 GMT\r\nRetry-After: Tue, 24 Nov 2026 04:00:00 GMT\r\n", 0,
      "a date in the past" },
    { "Retry-After: Tue, 24 Nov 2020 05:00:00 GMT\r\n", 0, "a date in the past, by our clock" },
    { "Retry-After: Fri, 31 Dec 2100 05:00:00 GMT\r\n", STET_SITE_RETRY_AFTER_S_MAX,
      "a date too far, by our clock" },
  };
  static const guint statuses[] = { 429, 503 };
  g_autoptr (Fake) fake = fake_new ();
  g_autoptr (StetSite) site = fake_site (fake, 0);

  for (guint i = 0; i < 2 * G_N_ELEMENTS (cases); i++)
    {
      guint seconds;

      g_test_message ("%s", cases[i / 2].why);
      fake_clear (fake);
      fake_push (fake, statuses[i % 2], "application/problem+json", cases[i / 2].headers, "{}");
      g_assert_cmpint (call_code (site, CALL_WRITE, &seconds, NULL), ==, STET_SITE_ERROR_BUSY);
      g_assert_cmpuint (seconds, ==, cases[i / 2].seconds);
    }
}

/* 2xx is not yet an answer. */
static void
test_unusable (void)
{
  g_autofree char *deep = g_strnfill (100000, '[');
  g_autofree char *at_depth = NULL;
  const struct
  {
    guint status;
    const char *type, *headers, *body;
    int read;
    const char *why;
  } cases[] = {
    { 200, "text/html", NULL, "<h1>Welcome to the hotel</h1>", STET_SITE_ERROR_NOT_API,
      "a captive portal" },
    { 200, "text/json", NULL, "{}", STET_SITE_ERROR_NOT_API, "not the media type" },
    { 200, NULL, NULL, "{}", STET_SITE_ERROR_NOT_API, "no media type" },
    { 204, NULL, NULL, NULL, STET_SITE_ERROR_NOT_API, "no content" },
    { 200, "application/json", "ETag: \"v1\"\r\n", NULL, STET_SITE_ERROR_MISMATCH,
      "an empty body" },
    { 200, "application/json", "ETag: \"v1\"\r\n", "[]", STET_SITE_ERROR_MISMATCH, "no object" },
    { 200, "application/json", "ETag: \"v1\"\r\n", "null", STET_SITE_ERROR_MISMATCH, "nothing" },
    { 200, "application/json", "ETag: \"v1\"\r\n", "{\"article\":", STET_SITE_ERROR_MISMATCH,
      "half of it" },
    { 200, "application/json", "ETag: \"v1\"\r\n", "{}{}", STET_SITE_ERROR_MISMATCH,
      "more than one" },
    { 200, "application/json", "ETag: \"v1\"\r\n", deep, STET_SITE_ERROR_MISMATCH,
      "depth that breaks parsers" },
    { 200, "application/json", "ETag: \"v1\"\r\n", "{\"a\":99999999999999999999999}",
      STET_SITE_ERROR_MISMATCH, "a number that would become another" },
    { 200, "application/json", "ETag: \"v1\"\r\n", "{\"a\":\"\\u0000\"}", STET_SITE_ERROR_MISMATCH,
      "a character that would cut the text" },
    { 200, "application/json", "ETag: \"v1\"\r\n", "{\"a\":\"\xff\"}", STET_SITE_ERROR_MISMATCH,
      "no UTF-8" },
    { 200, "application/json", "ETag: \"v1\"\r\nContent-Encoding: gzip\r\n", "{}",
      STET_SITE_ERROR_NOT_API, "compressed unasked: a small answer could become a huge one" },
    { 206, "application/json", "ETag: \"v1\"\r\n", "{}", STET_SITE_ERROR_MISMATCH,
      "2xx with nothing in it" },
  };
  g_autoptr (Fake) fake = fake_new ();
  g_autoptr (StetSite) site = fake_site (fake, 0);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      int write;

      g_test_message ("%s", cases[i].why);
      fake_clear (fake);
      fake_push (fake, cases[i].status, cases[i].type, cases[i].headers, cases[i].body);
      g_assert_cmpint (call_code (site, CALL_READ, NULL, NULL), ==, cases[i].read);
      write = call_code (site, CALL_WRITE, NULL, NULL);
      if (g_strcmp0 (cases[i].body, "{}") == 0 && cases[i].read == STET_SITE_ERROR_MISMATCH)
        g_assert_cmpint (write, ==, STET_SITE_ERROR_MISMATCH);
      else
        g_assert_cmpint (write, ==, STET_SITE_ERROR_OUTCOME_UNKNOWN);
      g_assert_cmpuint (fake_requests (fake), ==, 2); /* the story is in the answer, or not known */
    }
}

#define HEAD "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nETag: \"v1\"\r\n"

static void
test_cut (void)
{
  static const struct { const char *answer; FakeEnd end; int read; const char *why; } cases[] = {
    { "", FAKE_CLOSE, STET_SITE_ERROR_OFFLINE, "closed without a word" },
    { "HTTP/1.1 2", FAKE_CLOSE, STET_SITE_ERROR_OFFLINE, "closed in the status" },
    { HEAD, FAKE_CLOSE, STET_SITE_ERROR_MISMATCH,
      "closed between headers: libsoup takes it for an empty answer" },
    { HEAD "X: ", FAKE_CLOSE, STET_SITE_ERROR_OFFLINE, "closed in a header" },
    { HEAD "Content-Length: 100\r\n\r\n{\"a", FAKE_CLOSE, STET_SITE_ERROR_OFFLINE,
      "closed in the body" },
    { HEAD "Transfer-Encoding: chunked\r\n\r\n5\r\n{\"a\":\r\n", FAKE_CLOSE,
      STET_SITE_ERROR_MISMATCH,
      "closed between chunks: libsoup takes it for the end, the JSON is cut" },
    { "HTTP/1.1 400 No\r\nContent-Type: application/json\r\n", FAKE_CLOSE, STET_SITE_ERROR_OFFLINE,
      "a refusal closed between headers: what was refused, and why?" },
    { "HTTP/1.1 404 No\r\nDate: now\r\n", FAKE_CLOSE, STET_SITE_ERROR_OFFLINE,
      "the same, before its type" },
    { "HTTP/1.1 400 No\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n{\"code\":\"te",
      FAKE_CLOSE, STET_SITE_ERROR_OFFLINE, "a refusal closed in a body whose length was not said" },
    { "", FAKE_HANG, STET_SITE_ERROR_OFFLINE, "no answer in time" },
    { HEAD "Content-Length: 100\r\n\r\n{\"a", FAKE_HANG, STET_SITE_ERROR_OFFLINE,
      "half an answer in time" },
    { HEAD "Content-Length: 100\r\n\r\n{\"a", FAKE_DRIP, STET_SITE_ERROR_OFFLINE,
      "always something, never all" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (Fake) fake = fake_new ();
      g_autoptr (StetSite) site = fake_site (fake, TIMEOUT_S);

      g_test_message ("%s", cases[i].why);
      fake_push_raw (fake, cases[i].answer, strlen (cases[i].answer), cases[i].end);
      g_assert_cmpint (call_code (site, CALL_READ, NULL, NULL), ==, cases[i].read);
      fake_clear (fake);
      fake_push_raw (fake, cases[i].answer, strlen (cases[i].answer), cases[i].end);
      g_assert_cmpint (call_code (site, CALL_WRITE, NULL, NULL), ==,
                       STET_SITE_ERROR_OUTCOME_UNKNOWN);
      g_assert_cmpuint (fake_requests (fake), ==, 1); /* never a second time by itself */
    }
}

/* Something that speaks, but not HTTP. */
static void
test_garbage (void)
{
  static const char *const answers[]
      = { "SSH-2.0-OpenSSH_9.2\r\n\r\n", "220 mail ready\r\n\r\n", "\r\n\r\n\r\n\r\n" };

  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      g_autoptr (Fake) fake = fake_new ();
      g_autoptr (StetSite) site = fake_site (fake, TIMEOUT_S);

      fake_push_raw (fake, answers[i], strlen (answers[i]), FAKE_CLOSE);
      g_assert_cmpint (call_code (site, CALL_READ, NULL, NULL), ==, STET_SITE_ERROR_OFFLINE);
      g_assert_cmpint (call_code (site, CALL_WRITE, NULL, NULL), ==,
                       STET_SITE_ERROR_OUTCOME_UNKNOWN);
    }
}

static char *
closed_url (const char *scheme)
{
  g_autoptr (Fake) fake = fake_new ();

  /* its port is free again on return */
  return g_strconcat (scheme, strchr (fake_url (fake), ':'), NULL);
}

static void
test_not_sent (void)
{
  static const char *const schemes[] = { "http", "https" };

  for (guint i = 0; i < G_N_ELEMENTS (schemes); i++)
    {
      g_autofree char *url = closed_url (schemes[i]);
      StetPublishingOptions options = { .api = url, .timeout_s = 5 };
      g_autoptr (StetSite) site = stet_publishing_site_new (&options, NULL);

      g_assert_cmpint (call_code (site, CALL_READ, NULL, NULL), ==, STET_SITE_ERROR_OFFLINE);
      g_assert_cmpint (call_code (site, CALL_WRITE, NULL, NULL), ==, STET_SITE_ERROR_OFFLINE);
    }
}

/* https to something that has no TLS: nothing of the request goes out. */
static void
test_no_tls (void)
{
  g_autoptr (Fake) fake = fake_new ();
  g_autofree char *url = g_strconcat ("https", strchr (fake_url (fake), ':'), NULL);
  StetPublishingOptions options = { .api = url, .timeout_s = 5 };
  g_autoptr (StetSite) site = stet_publishing_site_new (&options, NULL);

  fake_push_raw (fake, HEAD "\r\n", strlen (HEAD "\r\n"), FAKE_SHOUT);
  g_assert_cmpint (call_code (site, CALL_READ, NULL, NULL), ==, STET_SITE_ERROR_TLS);
  g_assert_cmpint (call_code (site, CALL_WRITE, NULL, NULL), ==, STET_SITE_ERROR_TLS);
}

/* A certificate that nobody vouches for, made here. Returns: (owned). */
static GTlsCertificate *
make_certificate (void)
{
  g_autofree char *openssl = g_find_program_in_path ("openssl");
  g_autofree char *dir = stet_test_dir ();
  g_autofree char *key = g_build_filename (dir, "key.pem", NULL);
  g_autofree char *path = g_build_filename (dir, "certificate.pem", NULL);
  const char *argv[] = { openssl,
                         "req",
                         "-x509",
                         "-newkey",
                         "ec",
                         "-pkeyopt",
                         "ec_paramgen_curve:prime256v1",
                         "-nodes",
                         "-keyout",
                         key,
                         "-out",
                         path,
                         "-days",
                         "2",
                         "-subj",
                         "/CN=127.0.0.1",
                         "-addext",
                         "subjectAltName=IP:127.0.0.1",
                         NULL };
  g_autoptr (GError) error = NULL;
  GTlsCertificate *certificate;

  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL,
                NULL, NULL, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  certificate = g_tls_certificate_new_from_files (path, key, &error);
  g_assert_no_error (error);
  return certificate;
}

typedef struct
{
  GTlsCertificate *certificate;
  GPtrArray       *connections; /* of GTlsConnection */
  guint            shaken;      /* handshakes that the client went through with */
} TlsServer;

static void
handshake_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TlsServer *server = data;

  if (g_tls_connection_handshake_finish (G_TLS_CONNECTION (source), result, NULL))
    server->shaken++;
}

static gboolean
incoming_cb (GSocketService *service, GSocketConnection *connection, GObject *source, gpointer data)
{
  TlsServer *server = data;
  GIOStream *tls
      = g_tls_server_connection_new (G_IO_STREAM (connection), server->certificate, NULL);

  g_ptr_array_add (server->connections, tls);
  g_tls_connection_handshake_async (G_TLS_CONNECTION (tls), G_PRIORITY_DEFAULT, NULL, handshake_cb,
                                    server);
  return TRUE;
}

static void
test_certificate_refused (void)
{
  g_autoptr (GTlsCertificate) certificate = make_certificate ();
  g_autoptr (GPtrArray) connections = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GSocketService) service = g_socket_service_new ();
  TlsServer server = { certificate, connections, 0 };
  g_autofree char *url = NULL;
  g_autoptr (StetSite) site = NULL;
  StetPublishingOptions options = { .timeout_s = 5 };

  g_assert_nonnull (certificate);
  g_signal_connect (service, "incoming", G_CALLBACK (incoming_cb), &server);
  url = g_strdup_printf ("https://127.0.0.1:%u", g_socket_listener_add_any_inet_port (
                                                     G_SOCKET_LISTENER (service), NULL, NULL));
  options.api = url;
  site = stet_publishing_site_new (&options, NULL);
  g_assert_cmpint (call_code (site, CALL_READ, NULL, NULL), ==, STET_SITE_ERROR_TLS);
  g_assert_cmpint (call_code (site, CALL_WRITE, NULL, NULL), ==, STET_SITE_ERROR_TLS);
  g_assert_cmpuint (connections->len, ==, 2);
  g_assert_cmpuint (server.shaken, ==, 0);
  g_socket_service_stop (service);
  g_socket_listener_close (G_SOCKET_LISTENER (service));
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
      test_certificate_refused ();
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

/* libsoup would send a PUT again on a kept-alive connection that the server drops. */
static void
test_kept_alive (void)
{
  static const char kept[]
      = "HTTP/1.1 404 No\r\nContent-Type: application/problem+json\r\nContent-Length: 2\r\n\r\n{}";
  g_autoptr (Fake) fake = fake_new ();
  g_autoptr (StetSite) site = fake_site (fake, 5);

  fake_push_raw (fake, kept, strlen (kept), FAKE_KEEP);
  fake_push_raw (fake, "", 0, FAKE_CLOSE);
  g_assert_cmpint (call_code (site, CALL_READ, NULL, NULL), ==, STET_SITE_ERROR_NOT_FOUND);
  g_assert_cmpuint (fake_requests (fake), ==, 1);
  g_assert_cmpint (call_code (site, CALL_WRITE, NULL, NULL), ==, STET_SITE_ERROR_OUTCOME_UNKNOWN);
  g_assert_cmpuint (fake_requests (fake), ==, 2);
}

static void
test_redirect (void)
{
  static const guint statuses[] = { 301, 302, 303, 307, 308 };
  g_autoptr (Fake) fake = fake_new ();
  g_autoptr (Fake) other = fake_new ();
  g_autoptr (StetSite) site = fake_site (fake, 5);
  g_autofree char *location = g_strdup_printf ("Location: %s/elsewhere\r\n", fake_url (other));

  fake_push_json (other, "{}");
  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      fake_clear (fake);
      fake_push (fake, statuses[i], NULL, location, NULL);
      g_assert_cmpint (call_code (site, CALL_READ, NULL, NULL), ==, STET_SITE_ERROR_NOT_API);
      g_assert_cmpint (call_code (site, CALL_WRITE, NULL, NULL), ==, STET_SITE_ERROR_NOT_API);
      g_assert_cmpuint (fake_requests (fake), ==, 2);
    }
  g_assert_cmpuint (fake_requests (other), ==, 0);
}

static StetHttpReply *
send_limited (Fake *fake, const char *method, gsize bytes_max, GError **error)
{
  g_autoptr (SoupSession) session = stet_http_session_new ();
  g_autoptr (GUri) uri = g_uri_parse (fake_url (fake), SOUP_HTTP_URI_FLAGS, NULL);
  StetHttpRequest request
      = { .method = method, .uri = uri, .accept = "*/*", .reply_bytes_max = bytes_max };
  g_autoptr (GAsyncResult) result = NULL;
  StetHttpReply *reply;

  stet_http_send (session, &request, NULL, stet_test_result_cb, &result);
  reply = stet_http_send_finish (stet_test_wait_result (&result), error);
  g_clear_object (&result);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  return reply;
}

static void
test_size_limit (void)
{
  static const struct
  {
    gsize size, max;
    const char *method;
    int code;
    const char *why;
  } cases[] = {
    { 200000, 200000, "GET", 0, "at the limit" },
    { 200000, 199999, "GET", STET_SITE_ERROR_TOO_LARGE, "one past it" },
    { 200000, 199999, "PUT", STET_SITE_ERROR_OUTCOME_UNKNOWN, "after a write" },
    { 0, 0, "GET", 0, "nothing, and no more allowed" },
    { 1, 0, "GET", STET_SITE_ERROR_TOO_LARGE, "one past nothing" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (Fake) fake = fake_new ();
      g_autofree char *body = g_strnfill (cases[i].size, 'x');
      g_autoptr (GError) error = NULL;
      g_autoptr (StetHttpReply) reply = NULL;

      g_test_message ("%s", cases[i].why);
      fake_push (fake, 200, "text/plain", NULL, body);
      reply = send_limited (fake, cases[i].method, cases[i].max, &error);
      g_assert_cmpint (error != NULL ? error->code : 0, ==, cases[i].code);
      g_assert_cmpint (reply != NULL, ==, cases[i].code == 0);
      if (reply != NULL)
        g_assert_cmpuint (g_bytes_get_size (reply->body), ==, cases[i].size);
    }
}

/* What is too long is not read to its end, whether or not it says how long it is. */
static void
test_endless (void)
{
  static const char *const lengths[] = { "", "Content-Length: 4000000000\r\n" };

  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      g_autofree char *blanks = g_strnfill (2048, ' ');
      g_autofree char *answer
          = g_strconcat ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n", lengths[i],
                         "\r\n", blanks, NULL);
      g_autoptr (Fake) fake = fake_new ();
      g_autoptr (GError) error = NULL;

      fake_push_raw (fake, answer, strlen (answer), FAKE_ENDLESS);
      g_assert_null (send_limited (fake, "GET", 1024 * 1024, &error));
      g_assert_error (error, STET_SITE_ERROR, STET_SITE_ERROR_TOO_LARGE);
    }
}

static void
test_cancel (void)
{
  g_autoptr (Fake) fake = fake_new ();
  g_autoptr (StetSite) site = fake_site (fake, 20);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  fake_push_raw (fake, "", 0, FAKE_HANG);
  stet_site_get_me (site, cancellable, stet_test_result_cb, &result);
  while (fake_requests (fake) == 0)
    g_main_context_iteration (NULL, FALSE);
  g_cancellable_cancel (cancellable);
  g_assert_null (stet_site_get_me_finish (site, stet_test_wait_result (&result), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

typedef struct
{
  Fake         *fake;        /* (not owned) */
  GCancellable *cancellable; /* (not owned) */
} Elsewhere;

static gpointer
ask_thread (gpointer data)
{
  Elsewhere *elsewhere = data;
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (StetSite) site = NULL;

  g_main_context_push_thread_default (context);
  site = fake_site (elsewhere->fake, 20);
  stet_site_get_me (site, elsewhere->cancellable, stet_test_result_cb, &result);
  while (result == NULL)
    g_main_context_iteration (context, TRUE);
  g_assert_null (stet_site_get_me_finish (site, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_object (&site);
  g_main_context_pop_thread_default (context);
  return NULL;
}

/* As the window stops a run of the sync's thread. The sanitizer sees what would be lost by it. */
static void
test_cancel_elsewhere (void)
{
  for (guint i = 0; i < 40; i++)
    {
      g_autoptr (Fake) fake = fake_new ();
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      Elsewhere elsewhere = { fake, cancellable };
      GThread *thread;

      fake_push_raw (fake, "", 0, FAKE_HANG);
      thread = g_thread_new ("asks", ask_thread, &elsewhere);
      while (fake_requests (fake) == 0)
        g_main_context_iteration (NULL, FALSE);
      g_cancellable_cancel (cancellable);
      g_thread_join (thread);
    }
}

static void
test_session (void)
{
  g_autoptr (SoupSession) session = stet_http_session_new ();

  g_assert_false (soup_session_has_feature (session, SOUP_TYPE_AUTH_MANAGER));
  g_assert_false (soup_session_has_feature (session, SOUP_TYPE_CONTENT_DECODER));
  g_assert_false (soup_session_has_feature (session, SOUP_TYPE_CONTENT_SNIFFER));
  g_assert_false (soup_session_has_feature (session, SOUP_TYPE_COOKIE_JAR));
  g_assert_false (soup_session_has_feature (session, SOUP_TYPE_WEBSOCKET_EXTENSION_MANAGER));
  g_assert_cmpstr (g_getenv ("SOUP_FORCE_HTTP1"), ==, "1");
}

void
add_failure_tests (void)
{
  g_test_add_func ("/site/failure/status", test_status);
  g_test_add_func ("/site/failure/encoded-refusal", test_encoded_refusal);
  g_test_add_func ("/site/failure/retry-after", test_retry_after);
  g_test_add_func ("/site/failure/unusable", test_unusable);
  g_test_add_func ("/site/failure/cut", test_cut);
  g_test_add_func ("/site/failure/garbage", test_garbage);
  g_test_add_func ("/site/failure/not-sent", test_not_sent);
  g_test_add_func ("/site/failure/no-tls", test_no_tls);
  g_test_add_func ("/site/failure/certificate", test_certificate);
  g_test_add_func ("/site/failure/kept-alive", test_kept_alive);
  g_test_add_func ("/site/failure/redirect", test_redirect);
  g_test_add_func ("/site/failure/size-limit", test_size_limit);
  g_test_add_func ("/site/failure/endless", test_endless);
  g_test_add_func ("/site/failure/cancel", test_cancel);
  g_test_add_func ("/site/failure/cancel-elsewhere", test_cancel_elsewhere);
  g_test_add_func ("/site/failure/session", test_session);
}
