/* Counts how deep foreign HTML nests, never less than a parser would. Tags are read as the
 * tokeniser of the HTML standard (13.2.5) reads them; where it is not clear whether text is markup
 * it counts as markup. Layer: article. Any thread. */
#include "config.h"

#include "article/html-scan.h"

#include "article/json.h"
#include "base/limits.h"

#include <string.h>

#define NAME_BYTES_MAX 32
/* "<path/>" and the like, which drawings hold by the hundred: they nest only outside drawings. */
#define SELF_CLOSED_MAX 2000

typedef struct
{
  const char *at;
  const char *end;
  guint       depth;
  char        open[STET_HTML_DEPTH_MAX][NAME_BYTES_MAX];
  guint       n_self_closed;
  gboolean    in_drawing; /* a drawing was met: there "script" and "style" hold markup */
} Scan;

/* Never open, or closed by what follows. */
static const char *const uncounted[] = {
  "area",  "base",   "br",    "col",   "embed",    "hr",     "img",  "input", "link", "meta",
  "param", "source", "track", "wbr",   "p",        "li",     "dt",   "dd",    "td",   "th",
  "tr",    "tbody",  "thead", "tfoot", "colgroup", "option", "html", "head",  "body", NULL,
};

static gboolean
is_space (char c)
{
  return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
}

static void
read_name (Scan *scan, char name[NAME_BYTES_MAX])
{
  guint n = 0;

  while (scan->at < scan->end && !is_space (*scan->at) && *scan->at != '/' && *scan->at != '>')
    {
      if (n < NAME_BYTES_MAX - 1)
        name[n++] = g_ascii_tolower (*scan->at);
      scan->at++;
    }
  name[n] = '\0';
}

static void
skip_value (Scan *scan)
{
  char quote = *scan->at;
  const char *close;

  if (quote == '"' || quote == '\'')
    {
      close = memchr (scan->at + 1, quote, (gsize) (scan->end - scan->at - 1));
      scan->at = close != NULL ? close + 1 : scan->end;
      return;
    }
  while (scan->at < scan->end && !is_space (*scan->at) && *scan->at != '>')
    scan->at++;
}

static void
skip_spaces (Scan *scan)
{
  while (scan->at < scan->end && is_space (*scan->at))
    scan->at++;
}

/* To the end of the tag. Whether it ended in "/>". */
static gboolean
skip_attributes (Scan *scan)
{
  gboolean slash = FALSE;

  while (scan->at < scan->end && *scan->at != '>')
    {
      slash = *scan->at == '/';
      if (is_space (*scan->at) || slash)
        {
          scan->at++;
          continue;
        }
      /* A name may begin with "=". */
      scan->at++;
      while (scan->at < scan->end && !is_space (*scan->at) && strchr ("/>=", *scan->at) == NULL)
        scan->at++;
      skip_spaces (scan);
      if (scan->at < scan->end && *scan->at == '=')
        {
          scan->at++;
          skip_spaces (scan);
          if (scan->at < scan->end && *scan->at != '>')
            skip_value (scan);
        }
    }
  if (scan->at < scan->end)
    scan->at++;
  return slash;
}

static void
skip_comment (Scan *scan)
{
  const char *from = scan->at + 2;

  for (const char *c = from; c + 2 < scan->end; c++)
    if (c[0] == '-' && c[1] == '-' &&
        (c[2] == '>' || (c[2] == '!' && c + 3 < scan->end && c[3] == '>')))
      {
        scan->at = c + 3;
        return;
      }
  scan->at = scan->end;
}

/* To the end tag of an element whose content is text. */
static void
skip_raw (Scan *scan, const char *name)
{
  gsize length = strlen (name);

  for (; scan->at + length + 2 <= scan->end; scan->at++)
    if (scan->at[0] == '<' && scan->at[1] == '/' &&
        g_ascii_strncasecmp (scan->at + 2, name, length) == 0)
      return;
  scan->at = scan->end;
}

/* An end tag closes the innermost element of its name and no other: a parser may leave those inside
 * open. */
static void
close_element (Scan *scan, const char *name)
{
  for (guint i = scan->depth; i > 0; i--)
    if (g_str_equal (scan->open[i - 1], name))
      {
        memmove (scan->open[i - 1], scan->open[i], (scan->depth - i) * NAME_BYTES_MAX);
        scan->depth--;
        return;
      }
}

static gboolean
open_element (Scan *scan, const char *name, gboolean slash)
{
  if (g_strv_contains (uncounted, name))
    return TRUE;
  if (g_str_equal (name, "svg") || g_str_equal (name, "math"))
    scan->in_drawing = TRUE;
  if (slash && scan->in_drawing)
    return ++scan->n_self_closed <= SELF_CLOSED_MAX;
  if (!scan->in_drawing && (g_str_equal (name, "script") || g_str_equal (name, "style")))
    {
      skip_raw (scan, name);
      return TRUE;
    }
  if (scan->depth == STET_HTML_DEPTH_MAX)
    return FALSE;
  g_strlcpy (scan->open[scan->depth++], name, NAME_BYTES_MAX);
  return TRUE;
}

static gboolean
read_tag (Scan *scan)
{
  char name[NAME_BYTES_MAX];
  gboolean closing = scan->at + 1 < scan->end && scan->at[1] == '/';
  const char *first = scan->at + (closing ? 2 : 1);
  gboolean slash;

  if (scan->end - scan->at >= 4 && strncmp (scan->at, "<!--", 4) == 0)
    {
      skip_comment (scan);
      return TRUE;
    }
  if (first >= scan->end || !g_ascii_isalpha (*first))
    {
      scan->at++;
      return TRUE;
    }
  scan->at = first;
  read_name (scan, name);
  slash = skip_attributes (scan);
  if (closing)
    close_element (scan, name);
  return closing || open_element (scan, name, slash);
}

gboolean
stet_html_scan (const char *html, gsize length_bytes, GError **error)
{
  g_autofree Scan *scan = g_new0 (Scan, 1);

  if (length_bytes > STET_HTML_BYTES_MAX)
    {
      g_set_error_literal (error, STET_ARTICLE_ERROR, STET_ARTICLE_ERROR_TOO_LARGE,
                           "the HTML is too long");
      return FALSE;
    }
  scan->at = html;
  scan->end = html + length_bytes;
  while (scan->at < scan->end)
    {
      scan->at = memchr (scan->at, '<', (gsize) (scan->end - scan->at));
      if (scan->at == NULL)
        break;
      if (!read_tag (scan))
        {
          g_set_error_literal (error, STET_ARTICLE_ERROR, STET_ARTICLE_ERROR_TOO_LARGE,
                               "the HTML nests its elements too deeply");
          return FALSE;
        }
    }
  return TRUE;
}
