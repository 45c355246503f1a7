/* The checking pass over foreign JSON. */
#include "config.h"

#include "base/json-scan.h"
#include "support.h"

static const struct
{
  const char *why;
  const char *json;
  int         code; /* 0: passes */
} cases[] = {
  { "an object", "{\"a\": [1, -2.5e3, true, false, null, \"x\"], \"b\": {}}", 0 },
  { "white space around", " \n\t[] \r\n", 0 },
  { "a string alone", "\"\"", 0 },
  { "every escape", "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\ude00\"", 0 },
  { "the largest exact integer", "9007199254740991", 0 },
  { "one past it", "9007199254740992", STET_JSON_ERROR_NUMBER },
  { "no double holds it", "1e400", STET_JSON_ERROR_NUMBER },
  { "nothing", "", STET_JSON_ERROR_SYNTAX },
  { "only space", "  ", STET_JSON_ERROR_SYNTAX },
  { "two documents", "{} {}", STET_JSON_ERROR_SYNTAX },
  { "a comma too many", "[1,]", STET_JSON_ERROR_SYNTAX },
  { "a comma too few", "[1 2]", STET_JSON_ERROR_SYNTAX },
  { "no colon", "{\"a\" 1}", STET_JSON_ERROR_SYNTAX },
  { "a bare key", "{a: 1}", STET_JSON_ERROR_SYNTAX },
  { "cut off", "{\"a\": [1", STET_JSON_ERROR_SYNTAX },
  { "cut off in a string", "\"abc", STET_JSON_ERROR_SYNTAX },
  { "cut off in an escape", "\"abc\\", STET_JSON_ERROR_SYNTAX },
  { "a raw line end in a string", "\"a\nb\"", STET_JSON_ERROR_SYNTAX },
  { "an unknown escape", "\"\\x\"", STET_JSON_ERROR_SYNTAX },
  { "a short escape", "\"\\u12\"", STET_JSON_ERROR_SYNTAX },
  { "an escaped NUL would cut the text", "\"a\\u0000b\"", STET_JSON_ERROR_SYNTAX },
  { "a lone high surrogate", "\"\\ud83d\"", STET_JSON_ERROR_NOT_UTF8 },
  { "a lone low surrogate", "\"\\ude00\"", STET_JSON_ERROR_NOT_UTF8 },
  { "two high surrogates", "\"\\ud83d\\ud83d\"", STET_JSON_ERROR_NOT_UTF8 },
  { "not UTF-8", "\"\xff\"", STET_JSON_ERROR_NOT_UTF8 },
  { "a leading zero", "01", STET_JSON_ERROR_SYNTAX },
  { "a point without digits", "1.", STET_JSON_ERROR_SYNTAX },
  { "an exponent without digits", "1e", STET_JSON_ERROR_SYNTAX },
  { "a lone minus", "-", STET_JSON_ERROR_SYNTAX },
  { "a word that is none", "nul", STET_JSON_ERROR_SYNTAX },
  { "NaN", "NaN", STET_JSON_ERROR_SYNTAX },
  { "HTML", "<!DOCTYPE html>", STET_JSON_ERROR_SYNTAX },
};

static void
test_cases (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      gboolean ok = stet_json_scan (cases[i].json, strlen (cases[i].json), 1000, 8, &error);

      g_test_message ("%s", cases[i].why);
      if (cases[i].code == 0)
        g_assert_no_error (error);
      else
        g_assert_error (error, STET_JSON_ERROR, cases[i].code);
      g_assert_cmpint (ok, ==, cases[i].code == 0);
    }
}

static void
test_embedded_nul (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (stet_json_scan ("[1\0]", 4, 1000, 8, &error));
  g_assert_nonnull (error);
}

static void
test_limits (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (stet_json_scan ("[[[1]]]", 7, 7, 3, &error));
  g_assert_no_error (error);
  g_assert_false (stet_json_scan ("[[[1]]]", 7, 7, 2, &error));
  g_assert_error (error, STET_JSON_ERROR, STET_JSON_ERROR_TOO_DEEP);
  g_clear_error (&error);
  g_assert_false (stet_json_scan ("[[[1]]]", 7, 6, 3, &error));
  g_assert_error (error, STET_JSON_ERROR, STET_JSON_ERROR_TOO_LARGE);
}

static void
test_deep (void)
{
  g_autofree char *deep = g_strnfill (1000000, '[');
  g_autoptr (GError) error = NULL;

  g_assert_false (stet_json_scan (deep, 1000000, G_MAXSIZE, 64, &error));
  g_assert_error (error, STET_JSON_ERROR, STET_JSON_ERROR_TOO_DEEP);
}

static void
test_place (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (stet_json_scan ("{\n \"é\": x}", 11, 1000, 8, &error));
  g_assert_true (g_str_has_prefix (error->message, "line 2, column 7"));
}

static void
test_string (void)
{
  g_autoptr (GString) out = g_string_new (NULL);

  stet_json_append_string (out, "a\"\\/\b\f\n\r\t\x01\x7f" "é");
  g_assert_cmpstr (out->str, ==, "\"a\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\x7f" "é\"");
}

int
main (int argc, char **argv)
{
  stet_test_init (&argc, &argv);
  g_test_add_func ("/base/json-scan/cases", test_cases);
  g_test_add_func ("/base/json-scan/embedded-nul", test_embedded_nul);
  g_test_add_func ("/base/json-scan/limits", test_limits);
  g_test_add_func ("/base/json-scan/deep", test_deep);
  g_test_add_func ("/base/json-scan/place", test_place);
  g_test_add_func ("/base/json-scan/string", test_string);
  return g_test_run ();
}
