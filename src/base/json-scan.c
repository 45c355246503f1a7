/* A checking pass over JSON text that keeps nothing. Layer: base. Format: RFC 8259, strict. */
#include "config.h"

#include "base/json-scan.h"

#include <math.h>

/* Every integer up to here survives a double, and so every JSON reader. */
#define INTEGER_MAX 9007199254740991.0

G_DEFINE_QUARK (stet-json-error-quark, stet_json_error)

typedef struct
{
  const char *start;
  const char *at;
  const char *end;
  guint       depth_max;
  GError    **error;
} Scan;

static gboolean
fail (Scan *scan, StetJsonError code, const char *what)
{
  guint line = 1;
  const char *line_start = scan->start;

  for (const char *c = scan->start; c < scan->at; c++)
    if (*c == '\n')
      {
        line++;
        line_start = c + 1;
      }
  g_set_error (scan->error, STET_JSON_ERROR, code, "line %u, column %u: %s", line,
               (guint) (g_utf8_strlen (line_start, scan->at - line_start) + 1), what);
  return FALSE;
}

static void
skip_space (Scan *scan)
{
  while (scan->at < scan->end && strchr (" \t\r\n", *scan->at) != NULL && *scan->at != '\0')
    scan->at++;
}

static gboolean
next_is (Scan *scan, char c)
{
  return scan->at < scan->end && *scan->at == c;
}

static int
hex4 (const Scan *scan)
{
  int value = 0;

  if (scan->end - scan->at < 6)
    return -1;
  for (int i = 2; i < 6; i++)
    {
      int digit = g_ascii_xdigit_value (scan->at[i]);

      if (digit < 0)
        return -1;
      value = value << 4 | digit;
    }
  return value;
}

/* At a "\u": a code point of its own, or a whole surrogate pair; U+0000 would cut a C string. */
static gboolean
scan_unicode_escape (Scan *scan)
{
  int first = hex4 (scan);
  int second;

  if (first < 0)
    return fail (scan, STET_JSON_ERROR_SYNTAX, "a broken \\u escape");
  if (first == 0)
    return fail (scan, STET_JSON_ERROR_SYNTAX, "\\u0000 is not text");
  if (first >= 0xdc00 && first <= 0xdfff)
    return fail (scan, STET_JSON_ERROR_NOT_UTF8, "half a surrogate pair");
  if (first >= 0xd800 && first <= 0xdbff)
    {
      scan->at += 6;
      second = next_is (scan, '\\') && scan->at + 1 < scan->end && scan->at[1] == 'u' ? hex4 (scan)
                                                                                      : -1;
      if (second < 0xdc00 || second > 0xdfff)
        return fail (scan, STET_JSON_ERROR_NOT_UTF8, "half a surrogate pair");
    }
  scan->at += 6;
  return TRUE;
}

static gboolean
scan_escape (Scan *scan)
{
  if (scan->at + 1 >= scan->end)
    return fail (scan, STET_JSON_ERROR_SYNTAX, "the text ends inside a string");
  if (scan->at[1] == 'u')
    return scan_unicode_escape (scan);
  if (scan->at[1] == '\0' || strchr ("\"\\/bfnrt", scan->at[1]) == NULL)
    return fail (scan, STET_JSON_ERROR_SYNTAX, "an unknown escape in a string");
  scan->at += 2;
  return TRUE;
}

static gboolean
scan_string (Scan *scan)
{
  if (!next_is (scan, '"'))
    return fail (scan, STET_JSON_ERROR_SYNTAX, "a string was expected");
  scan->at++;
  while (scan->at < scan->end && *scan->at != '"')
    {
      if ((guchar) *scan->at < 0x20)
        return fail (scan, STET_JSON_ERROR_SYNTAX, "a control character inside a string");
      if (*scan->at != '\\')
        scan->at++;
      else if (!scan_escape (scan))
        return FALSE;
    }
  if (scan->at == scan->end)
    return fail (scan, STET_JSON_ERROR_SYNTAX, "the text ends inside a string");
  scan->at++;
  return TRUE;
}

static const char *
skip_digits (const char *at, const char *end)
{
  while (at < end && g_ascii_isdigit (*at))
    at++;
  return at;
}

static gboolean
scan_number (Scan *scan)
{
  const char *at = scan->at + (next_is (scan, '-') ? 1 : 0);
  const char *digits = at;
  gboolean whole = TRUE;
  g_autofree char *text = NULL;
  double value;

  at = skip_digits (at, scan->end);
  if (at == digits || (*digits == '0' && at - digits > 1))
    return fail (scan, STET_JSON_ERROR_SYNTAX, "a value was expected");
  if (at < scan->end && *at == '.')
    {
      whole = FALSE;
      digits = ++at;
      at = skip_digits (at, scan->end);
      if (at == digits)
        return fail (scan, STET_JSON_ERROR_SYNTAX, "a number without digits after its point");
    }
  if (at < scan->end && (*at == 'e' || *at == 'E'))
    {
      whole = FALSE;
      at++;
      if (at < scan->end && (*at == '+' || *at == '-'))
        at++;
      digits = at;
      at = skip_digits (at, scan->end);
      if (at == digits)
        return fail (scan, STET_JSON_ERROR_SYNTAX, "a number without an exponent");
    }
  text = g_strndup (scan->at, (gsize) (at - scan->at));
  value = g_ascii_strtod (text, NULL);
  if (!isfinite (value) || (whole && fabs (value) > INTEGER_MAX))
    return fail (scan, STET_JSON_ERROR_NUMBER, "a number too large to be kept exactly");
  scan->at = at;
  return TRUE;
}

static gboolean
scan_word (Scan *scan, const char *word)
{
  gsize length = strlen (word);

  if ((gsize) (scan->end - scan->at) < length || memcmp (scan->at, word, length) != 0)
    return fail (scan, STET_JSON_ERROR_SYNTAX, "a value was expected");
  scan->at += length;
  return TRUE;
}

static gboolean scan_value (Scan *scan, guint depth);

/* The members of an object or the items of an array, past the opening bracket. */
static gboolean
scan_members (Scan *scan, char close, guint depth)
{
  skip_space (scan);
  if (next_is (scan, close))
    {
      scan->at++;
      return TRUE;
    }
  for (;;)
    {
      skip_space (scan);
      if (close == '}')
        {
          if (!scan_string (scan))
            return FALSE;
          skip_space (scan);
          if (!next_is (scan, ':'))
            return fail (scan, STET_JSON_ERROR_SYNTAX, "\":\" was expected");
          scan->at++;
        }
      if (!scan_value (scan, depth))
        return FALSE;
      skip_space (scan);
      if (next_is (scan, close))
        break;
      if (!next_is (scan, ','))
        return fail (scan, STET_JSON_ERROR_SYNTAX,
                     close == '}' ? "\",\" or \"}\" was expected" : "\",\" or \"]\" was expected");
      scan->at++;
    }
  scan->at++;
  return TRUE;
}

static gboolean
scan_value (Scan *scan, guint depth)
{
  skip_space (scan);
  if (scan->at == scan->end)
    return fail (scan, STET_JSON_ERROR_SYNTAX, "the text ends where a value was expected");
  switch (*scan->at)
    {
    case '{':
    case '[':
      if (depth >= scan->depth_max)
        return fail (scan, STET_JSON_ERROR_TOO_DEEP, "nested too deep");
      scan->at++;
      return scan_members (scan, scan->at[-1] == '{' ? '}' : ']', depth + 1);
    case '"':
      return scan_string (scan);
    case 't':
      return scan_word (scan, "true");
    case 'f':
      return scan_word (scan, "false");
    case 'n':
      return scan_word (scan, "null");
    default:
      return scan_number (scan);
    }
}

gboolean
stet_json_scan (const char *data, gsize length_bytes, gsize bytes_max, guint depth_max,
                GError **error)
{
  Scan scan = { data, data, data + length_bytes, depth_max, error };
  const char *bad;

  if (length_bytes > bytes_max)
    {
      g_set_error (error, STET_JSON_ERROR, STET_JSON_ERROR_TOO_LARGE,
                   "larger than %" G_GSIZE_FORMAT " bytes", bytes_max);
      return FALSE;
    }
  if (length_bytes > 0 && !g_utf8_validate_len (data, length_bytes, &bad))
    {
      scan.at = bad;
      return fail (&scan, STET_JSON_ERROR_NOT_UTF8, "not UTF-8");
    }
  if (!scan_value (&scan, 0))
    return FALSE;
  skip_space (&scan);
  if (scan.at != scan.end)
    return fail (&scan, STET_JSON_ERROR_SYNTAX, "something follows the end of the document");
  return TRUE;
}

void
stet_json_append_string (GString *out, const char *text)
{
  static const char short_escapes[] = "\b\t\n\f\r\"\\";
  static const char short_letters[] = "btnfr\"\\";

  g_string_append_c (out, '"');
  for (const char *c = text; *c != '\0'; c++)
    {
      const char *escape = strchr (short_escapes, *c);

      if (escape != NULL)
        g_string_append_printf (out, "\\%c", short_letters[escape - short_escapes]);
      else if ((guchar) *c < 0x20)
        g_string_append_printf (out, "\\u%04x", (guint) (guchar) *c);
      else
        g_string_append_c (out, *c);
    }
  g_string_append_c (out, '"');
}
