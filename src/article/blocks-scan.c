/* Where blocks begin and end in a post's content. Layer: article. Any thread. Format: WordPress's
 * block grammar, "<!-- wp:name {json} -->" … "<!-- /wp:name -->" or "<!-- wp:name {json} /-->". */
#include "config.h"

#include "article/blocks-private.h"

#include <string.h>

#define OPENING "<!--"
#define ENDING "-->"
#define CORE "core/"

/* One delimiter. */
typedef struct
{
  gboolean    closing;
  gboolean    empty;     /* opens and closes */
  const char *name;
  gsize       name_bytes;
  const char *attrs;     /* (nullable) */
  gsize       attrs_bytes;
  const char *end;       /* behind it */
} Token;

void
stet_blocks_piece_free (StetBlocksPiece *piece)
{
  g_free (piece->name);
  g_free (piece->attrs);
  g_free (piece);
}

static const char *
skip_spaces (const char *at, const char *end)
{
  while (at < end && g_ascii_isspace (*at))
    at++;
  return at;
}

static gboolean
is_name_char (char c)
{
  return g_ascii_islower (c) || g_ascii_isdigit (c) || c == '_' || c == '-' || c == '/';
}

/* Whether the comment from `at` up to `end` (its "-->") delimits a block. */
static gboolean
read_token (const char *at, const char *end, Token *token)
{
  const char *inside = at + strlen (OPENING);
  const char *last = end;

  at = skip_spaces (inside, end);
  if (at == inside)
    return FALSE;
  token->closing = *at == '/';
  at += token->closing ? 1 : 0;
  if (!g_str_has_prefix (at, "wp:"))
    return FALSE;
  token->name = at += strlen ("wp:");
  while (at < end && is_name_char (*at))
    at++;
  token->name_bytes = (gsize) (at - token->name);
  if (token->name_bytes == 0 || !g_ascii_islower (*token->name) || at >= end
      || !g_ascii_isspace (*at))
    return FALSE;
  token->empty = last[-1] == '/';
  last -= token->empty ? 1 : 0;
  at = skip_spaces (at, last);
  while (last > at && g_ascii_isspace (last[-1]))
    last--;
  token->attrs = at < last ? at : NULL;
  token->attrs_bytes = (gsize) (last - at);
  token->end = end + strlen (ENDING);
  return token->attrs == NULL || (*at == '{' && last[-1] == '}');
}

/* The next delimiter from `at`. FALSE: there is none. */
static gboolean
next_token (const char *at, const char **start, Token *token)
{
  const char *end = at;

  while ((at = strstr (at, OPENING)) != NULL)
    {
      if (end < at + strlen (OPENING))
        end = strstr (at + strlen (OPENING), ENDING); /* once for all that open before it */
      if (end == NULL)
        return FALSE;
      if (read_token (at, end, token))
        {
          *start = at;
          return TRUE;
        }
      at += strlen (OPENING);
    }
  return FALSE;
}

typedef struct
{
  const char *markup;
  GPtrArray  *pieces;
  StetBlocksPiece *open; /* (owned) (nullable) */
  guint       depth;     /* blocks open inside of it */
} Scan;

static void
add_text (Scan *scan, const char *from, const char *to)
{
  StetBlocksPiece *piece;

  if (to <= from)
    return;
  piece = g_new0 (StetBlocksPiece, 1);
  piece->closed = TRUE;
  piece->raw_at = piece->inner_at = (gsize) (from - scan->markup);
  piece->raw_bytes = piece->inner_bytes = (gsize) (to - from);
  g_ptr_array_add (scan->pieces, piece);
}

static StetBlocksPiece *
piece_of_token (const Scan *scan, const Token *token, const char *start)
{
  StetBlocksPiece *piece = g_new0 (StetBlocksPiece, 1);
  gboolean core = g_str_has_prefix (token->name, CORE);
  gsize skip = core ? strlen (CORE) : 0;

  piece->name = g_strndup (token->name + skip, token->name_bytes - skip);
  piece->attrs = token->attrs != NULL ? g_strndup (token->attrs, token->attrs_bytes) : NULL;
  piece->raw_at = (gsize) (start - scan->markup);
  piece->inner_at = (gsize) (token->end - scan->markup);
  piece->raw_bytes = piece->inner_at - piece->raw_at;
  return piece;
}

static void
close_piece (Scan *scan, const char *start, const char *end, gboolean closed)
{
  StetBlocksPiece *piece = g_steal_pointer (&scan->open);

  piece->closed = closed;
  piece->inner_bytes = (gsize) (start - scan->markup) - piece->inner_at;
  piece->raw_bytes = (gsize) (end - scan->markup) - piece->raw_at;
  g_ptr_array_add (scan->pieces, piece);
}

/* Takes one delimiter. Returns: where the text behind it begins, or `from` where it is part of a
 * text. */
static const char *
take_token (Scan *scan, const Token *token, const char *from, const char *start)
{
  if (scan->open == NULL)
    {
      if (token->closing)
        return from;
      add_text (scan, from, start);
      scan->open = piece_of_token (scan, token, start);
      scan->depth = 0;
      if (token->empty)
        close_piece (scan, token->end, token->end, TRUE);
      return token->end;
    }
  if (token->closing && scan->depth == 0)
    close_piece (scan, start, token->end, TRUE);
  else if (token->closing)
    scan->depth--;
  else if (!token->empty)
    scan->depth++;
  return token->end;
}

GPtrArray *
stet_blocks_scan (const char *markup, GError **error)
{
  g_autoptr (GPtrArray) pieces
      = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_blocks_piece_free);
  Scan scan = { .markup = markup, .pieces = pieces };
  const char *end = markup + strlen (markup);
  const char *from = markup; /* of a text that stands in no block */
  const char *at = markup;
  const char *start;
  Token token;

  while (next_token (at, &start, &token))
    {
      from = take_token (&scan, &token, from, start);
      at = token.end;
      if (pieces->len <= 2 * STET_BLOCKS_MAX)
        continue;
      g_clear_pointer (&scan.open, stet_blocks_piece_free);
      g_set_error_literal (error, STET_ARTICLE_ERROR, STET_ARTICLE_ERROR_TOO_LARGE,
                           "the post holds too many blocks");
      return NULL;
    }
  if (scan.open != NULL)
    close_piece (&scan, end, end, FALSE);
  else
    add_text (&scan, from, end);
  return g_steal_pointer (&pieces);
}
