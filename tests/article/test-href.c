/* What a person types or pastes as an address becomes one that may stand in a story. */
#include "config.h"

#include "support.h"

#include "article/format.h"
#include "article/html-buffer.h"

static void
test_parsed (void)
{
  static const struct { const char *typed, *address, *why; } cases[] = {
    { "https://news.example/a", "https://news.example/a", "as it is" },
    { "  news.example/a\n", "https://news.example/a", "without a scheme, with space around" },
    { "http://news.example", "http://news.example", "http stays" },
    { "desk@news.example", "mailto:desk@news.example", "a mailbox" },
    { "mailto:desk@news.example", "mailto:desk@news.example", "one that says so" },
    { "https://news.example/a?utm_source=x&id=3&utm_medium=y#end",
      "https://news.example/a?id=3#end", "without what counts" },
    { "https://www.google.com/url?q=https://news.example/a&sa=D", "https://news.example/a",
      "without a detour" },
    { "javascript:alert(1)", NULL, "nothing that runs" },
    { "file:///etc/passwd", NULL, "nothing of this machine" },
    { "ferry bay", NULL, "words" },
    { "ferry", NULL, "a word" },
    { "", NULL, "nothing" },
    { "   ", NULL, "spaces" },
    { ".", NULL, "a full stop" },
    { "end.", NULL, "the end of a sentence" },
    { "a.b:80/c", NULL, "no known scheme" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *address = stet_href_parse (cases[i].typed);

      g_test_message ("%s", cases[i].why);
      g_assert_cmpstr (address, ==, cases[i].address);
    }
}

static void
test_limit (void)
{
  g_autofree char *tail = g_strnfill (STET_HTML_ADDRESS_BYTES_MAX - strlen ("https://a.b/"), 'x');
  g_autofree char *at = g_strconcat ("https://a.b/", tail, NULL),
                  *past = g_strconcat (at, "x", NULL);
  g_autofree char *fine = stet_href_parse (at);

  g_assert_cmpstr (fine, ==, at);
  g_assert_null (stet_href_parse (past));
}

int
main (int argc, char *argv[])
{
  stet_test_init (&argc, &argv);
  g_test_add_func ("/href/parsed", test_parsed);
  g_test_add_func ("/href/limit", test_limit);
  return g_test_run ();
}
