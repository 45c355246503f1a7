/* The gate for foreign text, and counting. */
#include "config.h"

#include "base/text.h"
#include "support.h"

static const struct
{
  const char *why;
  const char *in;
  const char *out;
} gate_cases[] = {
  { "nothing stays nothing", "", "" },
  { "plain text is left alone", "Havana, 14 March\n\tnext", "Havana, 14 March\n\tnext" },
  { "CR LF and CR are LF", "a\r\nb\rc", "a\nb\nc" },
  { "Unicode line and paragraph separators are LF",
    "a\xe2\x80\xa8"
    "b\xe2\x80\xa9"
    "c\xc2\x85"
    "d",
    "a\nb\nc\nd" },
  { "controls go, tab stays",
    "a\x01"
    "b\x7f"
    "c\x1b[0m\t",
    "abc[0m\t" },
  { "object replacement and byte order mark go",
    "\xef\xbb\xbf"
    "a\xef\xbf\xbc"
    "b",
    "ab" },
  { "a letter and its accent compose", "Jose\xcc\x81", "Jos\xc3\xa9" },
  { "an accent finds its letter past a dropped mark", "e\xef\xbb\xbf\xcc\x81", "\xc3\xa9" },
  { "hangul composes", "\xe1\x84\x92\xe1\x85\xa1\xe1\x86\xab", "\xed\x95\x9c" },
  { "no-break space and emoji joiners are text",
    "a\xc2\xa0"
    "b\xe2\x80\x8d",
    "a\xc2\xa0"
    "b\xe2\x80\x8d" },
};

static void
test_gate (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (gate_cases); i++)
    {
      g_autofree char *once = stet_text_clean (gate_cases[i].in);
      g_autofree char *twice = stet_text_clean (once);

      g_test_message ("%s", gate_cases[i].why);
      g_assert_cmpstr (once, ==, gate_cases[i].out);
      g_assert_cmpstr (twice, ==, once);
      g_assert_cmpint (stet_text_is_clean (gate_cases[i].in), ==,
                       g_str_equal (gate_cases[i].in, gate_cases[i].out));
    }
}

static void
test_gate_random (void)
{
  static const gunichar alphabet[] = { 'a',  'e',    ' ',    '\n',   '\r',   0x301,  0x327,
                                       0xe9, 0xfeff, 0x2028, 0x1112, 0x1161, 0x11ab, 0x1f600 };
  g_autoptr (GRand) random = g_rand_new_with_seed (7);

  for (guint round = 0; round < 5000; round++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      g_autofree char *once = NULL;
      g_autofree char *normal = NULL;

      for (guint i = 0; i < 12; i++)
        g_string_append_unichar (text,
                                 alphabet[g_rand_int_range (random, 0, G_N_ELEMENTS (alphabet))]);
      once = stet_text_clean (text->str);
      normal = g_utf8_normalize (once, -1, G_NORMALIZE_NFC);
      g_assert_cmpstr (once, ==, normal);
      g_assert_true (stet_text_is_clean (once));
    }
}

static void
test_ranges (void)
{
  /* "Jose´ \r\n dijo": the range over the accent and the one over "dijo" move with the text. */
  StetRange ranges[] = { { 0, 5 }, { 3, 4 }, { 7, 11 }, { 99, 120 } };
  g_autofree char *clean
      = stet_text_clean_ranges ("Jose\xcc\x81\r\ndijo", ranges, G_N_ELEMENTS (ranges));

  g_assert_cmpstr (clean, ==, "Jos\xc3\xa9\ndijo");
  g_assert_cmpuint (ranges[0].start_chars, ==, 0);
  g_assert_cmpuint (ranges[0].end_chars, ==, 4);
  g_assert_cmpuint (ranges[1].start_chars, ==, 3);
  g_assert_cmpuint (ranges[1].end_chars, ==, 4);
  g_assert_cmpuint (ranges[2].start_chars, ==, 5);
  g_assert_cmpuint (ranges[2].end_chars, ==, 9);
  g_assert_cmpuint (ranges[3].start_chars, ==, 9);
  g_assert_cmpuint (ranges[3].end_chars, ==, 9);
}

static void
test_small (void)
{
  g_autofree char *stripped = stet_text_strip ("\xc2\xa0 a b \n");
  g_autofree char *collapsed = stet_text_collapse ("  a \n\t b  ");
  g_autofree char *folded = stet_text_fold ("Díaz-Canel ÑANDÚ Straße");
  g_autofree char *slice = stet_text_slice ("año nuevo", 1, 3);
  g_autofree char *past = stet_text_slice ("abc", 2, 9);

  g_assert_cmpstr (stripped, ==, "a b");
  g_assert_cmpstr (collapsed, ==, "a b");
  g_assert_cmpstr (folded, ==, "diaz-canel nandu strasse");
  g_assert_cmpstr (slice, ==, "ño");
  g_assert_cmpstr (past, ==, "c");
  g_assert_cmpuint (stet_text_count_words ("One — two,\nthree's 4"), ==, 4);
  g_assert_cmpuint (stet_text_count_words (" — "), ==, 0);
  g_assert_cmpuint (stet_text_count_chars ("año"), ==, 3);
}

/* What may stand in a label or on a terminal: nothing acts, nothing is lost but what would. */
static void
test_shown (void)
{
  const struct
  {
    const char *text, *program, *eyes, *line, *why;
  } cases[] = {
    { "Ferry", "Ferry", "Ferry", "Ferry", "as it is" },
    { "<b>5 < 6 & 7</b> %s %n _x", "<b>5 < 6 & 7</b> %s %n _x", "<b>5 < 6 & 7</b> %s %n _x",
      "<b>5 < 6 & 7</b> %s %n…", "markup and formats are letters" },
    { "a\tb\nc", "a\tb\nc", "a\tb\nc", "a b c", "lines" },
    { "\x1b]0;x\x07", "\xef\xbf\xbd]0;x\xef\xbf\xbd", "\xef\xbf\xbd]0;x\xef\xbf\xbd",
      "\xef\xbf\xbd]0;x\xef\xbf\xbd", "a terminal's title" },
    { "a\rb\x7f", "a\xef\xbf\xbd" "b\xef\xbf\xbd", "a\xef\xbf\xbd" "b\xef\xbf\xbd",
      "a\xef\xbf\xbd" "b\xef\xbf\xbd", "back to the line's start" },
    { "\xc2\x9b" "31m", "\xef\xbf\xbd" "31m", "\xef\xbf\xbd" "31m", "\xef\xbf\xbd" "31m",
      "a control of eight bits" },
    { "\xe2\x80\xae" "evil\xe2\x80\xac", "\xe2\x80\xae" "evil\xe2\x80\xac",
      "\xef\xbf\xbd" "evil\xef\xbf\xbd", "\xef\xbf\xbd" "evil\xef\xbf\xbd", "an override" },
    { "\xe2\x81\xa6" "a\xe2\x81\xa9", "\xe2\x81\xa6" "a\xe2\x81\xa9",
      "\xef\xbf\xbd" "a\xef\xbf\xbd", "\xef\xbf\xbd" "a\xef\xbf\xbd", "an isolate" },
    { "\xe2\x80\x8f" "a", "\xe2\x80\x8f" "a", "\xe2\x80\x8f" "a", "\xe2\x80\x8f" "a",
      "a mark turns nothing but itself" },
    { "a\xff" "b", "a\xef\xbf\xbd" "b", "a\xef\xbf\xbd" "b", "a\xef\xbf\xbd" "b", "no UTF-8" },
    { "12345678901234567890123", "12345678901234567890123", "12345678901234567890123",
      "12345678901234567890123", "at the limit" },
    { "123456789012345678901234", "123456789012345678901234", "123456789012345678901234",
      "1234567890123456789012…", "one past it" },
    { "", "", "", "", "nothing" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *program = stet_text_shown (cases[i].text, STET_SHOWN_TO_PROGRAM);
      g_autofree char *eyes = stet_text_shown (cases[i].text, STET_SHOWN_TO_EYES);
      g_autofree char *line = stet_text_shown_line (cases[i].text, 23);

      g_test_message ("%s", cases[i].why);
      g_assert_cmpstr (program, ==, cases[i].program);
      g_assert_cmpstr (eyes, ==, cases[i].eyes);
      g_assert_cmpstr (line, ==, cases[i].line);
    }
}

static void
test_language (void)
{
  g_assert_cmpstr (stet_text_guess_language ("The harbour was closed by the storm."), ==, "en");
  g_assert_cmpstr (stet_text_guess_language ("El puerto quedó cerrado por la tormenta."), ==, "es");
  g_assert_null (stet_text_guess_language ("Matanzas 1901"));
  g_assert_null (stet_text_guess_language (""));
}

#define CHARS_END 0x3000 /* beyond all that take the short way */

/* Each character between two letters, and twice: what counts as clean is in the normal form and
 * holds nothing that the gate drops. */
static void
test_every_char (void)
{
  guint clean = 0;

  for (gunichar c = 1; c < CHARS_END; c++)
    {
      char utf8[6 + 1] = { 0 };
      g_autofree char *text = NULL;
      g_autofree char *normal = NULL;
      g_autofree char *gated = NULL;

      if (!g_unichar_validate (c))
        continue;
      g_unichar_to_utf8 (c, utf8);
      text = g_strconcat ("a", utf8, utf8, "b", NULL);
      if (!stet_text_is_clean (text))
        continue;
      clean++;
      gated = stet_text_clean (text);
      normal = g_utf8_normalize (text, -1, G_NORMALIZE_NFC);
      g_assert_cmpstr (normal, ==, text);
      g_assert_cmpstr (gated, ==, text);
      g_assert_true (c >= 0x20 || c == '\n' || c == '\t');
      g_assert_false ((c >= 0x7f && c < 0xa0) || c == 0x2028 || c == 0x2029);
      g_assert_false (c == 0xfffc || c == 0xfeff);
    }
  g_assert_cmpuint (clean, >, 0x1000);
}

/* Ranges of a text that stays as it is, at its end and past it. */
static void
test_plain_ranges (void)
{
  StetRange ranges[] = { { 2, 4 }, { 9, 12 }, { 30, 40 } };
  g_autofree char *clean = stet_text_clean_ranges ("¿“Sí”? — no", ranges, G_N_ELEMENTS (ranges));

  g_assert_cmpstr (clean, ==, "¿“Sí”? — no");
  g_assert_cmpuint (ranges[0].start_chars, ==, 2);
  g_assert_cmpuint (ranges[0].end_chars, ==, 4);
  g_assert_cmpuint (ranges[1].start_chars, ==, 9);
  g_assert_cmpuint (ranges[1].end_chars, ==, 11);
  g_assert_cmpuint (ranges[2].start_chars, ==, 11);
  g_assert_cmpuint (ranges[2].end_chars, ==, 11);
}

int
main (int argc, char **argv)
{
  stet_test_init (&argc, &argv);
  g_test_add_func ("/base/text/gate", test_gate);
  g_test_add_func ("/base/text/gate-random", test_gate_random);
  g_test_add_func ("/base/text/every-char", test_every_char);
  g_test_add_func ("/base/text/ranges", test_ranges);
  g_test_add_func ("/base/text/plain-ranges", test_plain_ranges);
  g_test_add_func ("/base/text/small", test_small);
  g_test_add_func ("/base/text/shown", test_shown);
  g_test_add_func ("/base/text/language", test_language);
  return g_test_run ();
}
