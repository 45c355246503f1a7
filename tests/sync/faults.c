/* The table of faults, with bodies as web servers, firewalls, PHP, WordPress and the publishing API
 * send them. */
#include "config.h"

#include "faults.h"

#include "site/site.h"

#include <string.h>

#define JSON "application/json; charset=UTF-8"
#define PROBLEM "application/problem+json"
#define HTML "text/html; charset=UTF-8"

#define NGINX(title) \
  "<html>\r\n<head><title>" title "</title></head>\r\n<body>\r\n<center><h1>" title \
  "</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n"
#define WALL(title)                                                                                \
  "<!DOCTYPE html>\n<html lang=\"en-US\"><head><title>" title                                      \
  "</title><meta name=\"robots\" content=\"noindex\"></head>"                                      \
  "<body><div id=\"wrapper\"><h1>" title                                                           \
  "</h1><p>Ray ID: 8f2b1c</p><script>(function(){}())</script></div></body></html>"
#define PROBLEM_OF(kind, title)                                                                    \
  "{\"type\":\"urn:stet:" kind "\",\"title\":\"" title "\",\"detail\":\"" title " here\"}"
#define WP(code, message)                                                                          \
  "{\"code\":\"" code "\",\"message\":\"" message "\",\"data\":{\"status\":0}}"

#define E(name) STET_SITE_ERROR_##name
#define BOTH(r, w) E (r), E (w), E (r), E (w)
#define OK 0, 0, 0, 0

#define BOMB "@bomb@"
#define DEEP "@deep@"

const Fault faults[] = {
  { "nothing wrong", PROXY_PASS, TRUE, 0, NULL, NULL, NULL, OK, FALSE },
  { "the answer a while late", PROXY_HOLD, TRUE, 0, NULL, NULL, NULL, OK, FALSE },
  { "the request delivered twice", PROXY_TWICE, TRUE, 0, NULL, NULL, NULL, OK, FALSE },
  { "the request cut in its head", PROXY_CUT_REQUEST, FALSE, 20, NULL, NULL, NULL,
    BOTH (OFFLINE, OUTCOME_UNKNOWN), FALSE },
  { "the answer never sent", PROXY_CUT_ANSWER, TRUE, 0, NULL, NULL, NULL,
    BOTH (OFFLINE, OUTCOME_UNKNOWN), FALSE },
  { "the answer cut in its status", PROXY_CUT_ANSWER, TRUE, 12, NULL, NULL, NULL,
    BOTH (OFFLINE, OUTCOME_UNKNOWN), FALSE },
  { "the connection reset after it was done", PROXY_RESET, TRUE, 0, NULL, NULL, NULL,
    BOTH (OFFLINE, OUTCOME_UNKNOWN), FALSE },
  { "half of the JSON, as if it were all", PROXY_HALF_BODY, TRUE, 0, NULL, NULL, NULL,
    BOTH (MISMATCH, OUTCOME_UNKNOWN), FALSE },
  { "a notice of PHP's before the JSON", PROXY_NOTICE, TRUE, 0, NULL, NULL,
    "<br />\n<b>Deprecated</b>:  Function utf8_encode() is deprecated in <b>/srv/www/plugin.php</b> on line <b>12</b><br />\n",
    E (MISMATCH), E (OUTCOME_UNKNOWN), 0, 0, FALSE },
  { "a byte at a time", PROXY_DRIP, TRUE, 0, NULL, NULL, NULL, BOTH (OFFLINE, OUTCOME_UNKNOWN),
    TRUE },
  { "done after we gave up", PROXY_LATE, TRUE, 0, NULL, NULL, NULL, BOTH (OFFLINE, OUTCOME_UNKNOWN),
    TRUE },

  { "a captive portal: 200 with a page", PROXY_SAY, FALSE, 200, HTML, NULL,
    "<h1>Welcome to the hotel</h1>", BOTH (NOT_API, OUTCOME_UNKNOWN), FALSE },
  { "200 with a page, done", PROXY_SAY, TRUE, 200, HTML, NULL, "<p>Saved.</p>",
    BOTH (NOT_API, OUTCOME_UNKNOWN), FALSE },
  { "a captive portal: 302 to its sign-in", PROXY_SAY, FALSE, 302, NULL,
    "Location: @other@/login\r\n", NULL, BOTH (NOT_API, NOT_API), FALSE },
  { "301 to https on the same name", PROXY_SAY, FALSE, 301, HTML,
    "Location: https://127.0.0.1/\r\n", NGINX ("301 Moved Permanently"), BOTH (NOT_API, NOT_API),
    FALSE },
  { "307 to another origin", PROXY_SAY, FALSE, 307, NULL, "Location: @other@/api\r\n", NULL,
    BOTH (NOT_API, NOT_API), FALSE },
  { "308 to another origin", PROXY_SAY, FALSE, 308, NULL, "Location: @other@/api\r\n", NULL,
    BOTH (NOT_API, NOT_API), FALSE },
  { "303 after it was done", PROXY_SAY, TRUE, 303, NULL, "Location: @other@/done\r\n", NULL,
    BOTH (NOT_API, NOT_API), FALSE },
  { "200 with nothing", PROXY_SAY, TRUE, 200, JSON, NULL, "", BOTH (MISMATCH, OUTCOME_UNKNOWN),
    FALSE },
  { "204", PROXY_SAY, TRUE, 204, NULL, NULL, NULL, BOTH (NOT_API, OUTCOME_UNKNOWN), FALSE },
  { "somebody else's JSON", PROXY_SAY, FALSE, 200, JSON, "ETag: \"x\"\r\n",
    "{\"id\":7,\"name\":\"other\"}", E (MISMATCH), E (MISMATCH), E (MISMATCH), E (OUTCOME_UNKNOWN),
    FALSE },
  { "JSON that is 100,000 deep", PROXY_SAY, TRUE, 200, JSON, "ETag: \"x\"\r\n", DEEP,
    BOTH (MISMATCH, OUTCOME_UNKNOWN), FALSE },
  { "JSON that is no UTF-8", PROXY_SAY, TRUE, 200, JSON, "ETag: \"x\"\r\n", "{\"id\":\"\xff\xfe\"}",
    BOTH (MISMATCH, OUTCOME_UNKNOWN), FALSE },
  { "64 MiB in 64 KiB of gzip", PROXY_SAY, TRUE, 200, JSON, "Content-Encoding: gzip\r\n", BOMB,
    BOTH (NOT_API, OUTCOME_UNKNOWN), FALSE },
  { "a fatal error of PHP's as a page", PROXY_SAY, TRUE, 200, HTML, NULL,
    "<br />\n<b>Fatal error</b>:  Uncaught Error: Call to undefined function",
    BOTH (NOT_API, OUTCOME_UNKNOWN), FALSE },

  { "400 of the API", PROXY_SAY, FALSE, 400, PROBLEM, NULL, PROBLEM_OF ("invalid", "Not a story"),
    BOTH (INVALID, INVALID), FALSE },
  { "400 of WordPress", PROXY_SAY, FALSE, 400, JSON, NULL,
    WP ("rest_invalid_param", "Invalid parameter(s): status"), BOTH (INVALID, INVALID), FALSE },
  { "400 of the web server", PROXY_SAY, FALSE, 400, HTML, NULL, NGINX ("400 Bad Request"),
    BOTH (NOT_API, NOT_API), FALSE },
  { "401 of the API", PROXY_SAY, FALSE, 401, PROBLEM, "WWW-Authenticate: Basic realm=\"x\"\r\n",
    PROBLEM_OF ("auth", "Sign in"), BOTH (AUTH, AUTH), FALSE },
  { "401 of WordPress", PROXY_SAY, FALSE, 401, JSON, NULL,
    WP ("rest_not_logged_in", "You are not currently logged in."), BOTH (AUTH, AUTH), FALSE },
  { "401 of the web server, digest", PROXY_SAY, FALSE, 401, HTML,
    "WWW-Authenticate: Digest realm=\"x\", nonce=\"1\", domain=\"a b\"\r\n",
    NGINX ("401 Authorization Required"), BOTH (AUTH, AUTH), FALSE },
  { "403 of the API", PROXY_SAY, FALSE, 403, PROBLEM, NULL, PROBLEM_OF ("forbidden", "Not yours"),
    BOTH (FORBIDDEN, FORBIDDEN), FALSE },
  { "403 of WordPress", PROXY_SAY, FALSE, 403, JSON, NULL,
    WP ("rest_cannot_edit", "Sorry, you are not allowed to edit this post."),
    BOTH (FORBIDDEN, FORBIDDEN), FALSE },
  { "403 of a firewall", PROXY_SAY, FALSE, 403, HTML, NULL, WALL ("Attention Required!"),
    BOTH (BLOCKED, BLOCKED), FALSE },
  { "404 of the API", PROXY_SAY, FALSE, 404, PROBLEM, NULL, PROBLEM_OF ("missing", "No such story"),
    BOTH (NOT_FOUND, NOT_FOUND), FALSE },
  { "404 of WordPress: no post", PROXY_SAY, FALSE, 404, JSON, NULL,
    WP ("rest_post_invalid_id", "Invalid post ID."), BOTH (NOT_FOUND, NOT_FOUND), FALSE },
  { "404 of WordPress: no route", PROXY_SAY, FALSE, 404, JSON, NULL,
    WP ("rest_no_route", "No route was found."), E (NOT_FOUND), E (NOT_FOUND), E (NOT_API),
    E (NOT_API), FALSE },
  { "404 of the web server", PROXY_SAY, FALSE, 404, HTML, NULL, NGINX ("404 Not Found"),
    BOTH (NOT_API, NOT_API), FALSE },
  { "406 of a firewall", PROXY_SAY, FALSE, 406, HTML, NULL, WALL ("Not Acceptable!"),
    BOTH (BLOCKED, BLOCKED), FALSE },
  { "407 of a proxy", PROXY_SAY, FALSE, 407, HTML, "Proxy-Authenticate: NTLM\r\n",
    NGINX ("407 Proxy Authentication Required"), BOTH (NOT_API, NOT_API), FALSE },
  { "409 of the API", PROXY_SAY, FALSE, 409, PROBLEM, NULL,
    PROBLEM_OF ("state", "Not in this state"), BOTH (STATE, STATE), FALSE },
  { "410 of WordPress: in the bin", PROXY_SAY, FALSE, 410, JSON, NULL,
    WP ("rest_already_trashed", "The post has already been deleted."), BOTH (GONE, GONE), FALSE },
  { "412 of the API", PROXY_SAY, FALSE, 412, PROBLEM, NULL, PROBLEM_OF ("stale", "Another version"),
    BOTH (STALE, STALE), FALSE },
  { "412 of the companion", PROXY_SAY, FALSE, 412, JSON, NULL,
    "{\"code\":\"stet_version_conflict\",\"message\":\"Changed meanwhile.\",\"data\":{\"status\":412,\"current_version\":9}}",
    BOTH (STALE, STALE), FALSE },
  { "412 after it was done", PROXY_SAY, TRUE, 412, PROBLEM, NULL,
    PROBLEM_OF ("stale", "Another version"), BOTH (STALE, STALE), FALSE },
  { "413 of the web server", PROXY_SAY, FALSE, 413, HTML, NULL,
    NGINX ("413 Request Entity Too Large"), BOTH (TOO_LARGE, TOO_LARGE), FALSE },
  { "422 of the companion", PROXY_SAY, FALSE, 422, JSON, NULL,
    WP ("stet_key_reused", "Another request had this key."), BOTH (INVALID, INVALID), FALSE },
  { "429 of the API", PROXY_SAY, FALSE, 429, PROBLEM, "Retry-After: 120\r\n",
    PROBLEM_OF ("busy", "Too many requests"), BOTH (BUSY, BUSY), FALSE },
  { "429 of a firewall", PROXY_SAY, FALSE, 429, HTML, "Retry-After: 120\r\n",
    WALL ("You are being rate limited"), BOTH (BLOCKED, BLOCKED), FALSE },
  { "500 of the API", PROXY_SAY, FALSE, 500, PROBLEM, NULL,
    PROBLEM_OF ("failed", "The site failed"), BOTH (SERVER, SERVER), FALSE },
  { "500 of WordPress, done", PROXY_SAY, TRUE, 500, JSON, NULL,
    "{\"code\":\"internal_server_error\",\"message\":\"<p>There has been a critical error on this website.</p>\",\"data\":{\"status\":500}}",
    BOTH (SERVER, SERVER), FALSE },
  { "500: no database", PROXY_SAY, FALSE, 500, HTML, NULL,
    "<!DOCTYPE html><html><body><h1>Error establishing a database connection</h1></body></html>",
    BOTH (SERVER, SERVER), FALSE },
  { "502 of the gateway, done", PROXY_SAY, TRUE, 502, HTML, NULL, NGINX ("502 Bad Gateway"),
    BOTH (SERVER, OUTCOME_UNKNOWN), FALSE },
  { "503: maintenance", PROXY_SAY, FALSE, 503, HTML, "Retry-After: 600\r\n",
    "<p>Briefly unavailable for scheduled maintenance. Check back in a minute.</p>",
    BOTH (BUSY, BUSY), FALSE },
  { "503 of a firewall, done", PROXY_SAY, TRUE, 503, HTML, NULL, WALL ("Checking your browser"),
    BOTH (BUSY, BUSY), FALSE },
  { "504 of the gateway, done", PROXY_SAY, TRUE, 504, HTML, NULL, NGINX ("504 Gateway Time-out"),
    BOTH (SERVER, OUTCOME_UNKNOWN), FALSE },
  { "520 of a proxy, done", PROXY_SAY, TRUE, 520, HTML, NULL,
    WALL ("Web server is returning an unknown error"), BOTH (SERVER, OUTCOME_UNKNOWN), FALSE },
};
const guint n_faults = G_N_ELEMENTS (faults);

/* Zeros, compressed a thousandfold. */
static GBytes *
make_bomb (void)
{
  g_autoptr (GZlibCompressor) gzip = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 9);
  g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();
  g_autoptr (GOutputStream) out = g_converter_output_stream_new (memory, G_CONVERTER (gzip));
  g_autofree guint8 *zeros = g_malloc0 (1024 * 1024);

  for (guint i = 0; i < 64; i++)
    g_assert_true (g_output_stream_write_all (out, zeros, 1024 * 1024, NULL, NULL, NULL));
  g_assert_true (g_output_stream_close (out, NULL, NULL));
  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (memory));
}

static GBytes *
make_body (const Fault *fault)
{
  const char *body = fault->body != NULL ? fault->body : "";

  if (strcmp (body, BOMB) == 0)
    return make_bomb ();
  if (strcmp (body, DEEP) == 0)
    return g_bytes_new_take (g_strnfill (100000, '['), 100000);
  return g_bytes_new_static (body, strlen (body));
}

static GBytes *
make_answer (const Fault *fault, const char *other)
{
  g_autoptr (GBytes) body = make_body (fault);
  GString *text = g_string_new (NULL);
  gsize size;
  const char *data = g_bytes_get_data (body, &size);

  g_string_printf (text, "HTTP/1.1 %u Said\r\nConnection: close\r\nServer: nginx\r\n",
                   fault->status);
  if (fault->type != NULL)
    g_string_append_printf (text, "Content-Type: %s\r\n", fault->type);
  if (fault->status != 204)
    g_string_append_printf (text, "Content-Length: %" G_GSIZE_FORMAT "\r\n", size);
  g_string_append_printf (text, "%s\r\n", fault->headers != NULL ? fault->headers : "");
  g_string_replace (text, "@other@", other, 0);
  g_string_append_len (text, data, (gssize) size);
  return g_string_free_to_bytes (text);
}

ProxyFault
fault_make (const Fault *fault, const char *other)
{
  ProxyFault made = { .kind = fault->kind, .done = fault->done };

  if (fault->kind == PROXY_SAY)
    made.answer = make_answer (fault, other);
  else if (fault->kind == PROXY_NOTICE)
    made.answer = g_bytes_new_static (fault->body, strlen (fault->body));
  else if (fault->kind == PROXY_DRIP)
    made.delay_ms = 100;
  else if (fault->kind == PROXY_HOLD)
    made.delay_ms = 50;
  else if (fault->kind == PROXY_LATE)
    made.delay_ms = 5000; /* the client waits for two seconds, and may be late itself */
  else
    made.bytes = fault->status;
  return made;
}

const char *
fault_code_name (int code)
{
  static const char *const names[]
      = { "-",         "OFFLINE", "OUTCOME_UNKNOWN", "AUTH",     "FORBIDDEN", "BLOCKED",
          "NOT_FOUND", "GONE",    "NOT_API",         "INVALID",  "STATE",     "STALE",
          "TOO_LARGE", "BUSY",    "SERVER",          "MISMATCH", "TLS",       "UNSUPPORTED" };

  return code >= 0 && code < (int) G_N_ELEMENTS (names) ? names[code] : "?";
}
