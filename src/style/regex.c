/* Reading the syntax of PCRE2. Layer: style. Any thread. */
#include "config.h"

#include "style/regex.h"

#include "style/token.h"

#include <string.h>

#define REPEAT_MAX 65535 /* PCRE2's own */

typedef struct
{
  StetArena  *arena;
  const char *p;
  gboolean    caseless;
  gboolean    failed;
  guint       depth;
} Parser;

static StetRegex *parse_choice (Parser *parser);

static StetRegex *
node_new (Parser *parser, StetRegexKind kind)
{
  StetRegex *node = stet_arena_new_array (parser->arena, StetRegex, 1);

  memset (node, 0, sizeof *node);
  node->kind = kind;
  node->caseless = parser->caseless;
  return node;
}

static StetRegex *
fail (Parser *parser)
{
  parser->failed = TRUE;
  return node_new (parser, STET_REGEX_ANYTHING);
}

static StetRegex *
char_new (Parser *parser, gunichar c)
{
  StetRegex *node = node_new (parser, STET_REGEX_CHAR);

  node->c = c;
  return node;
}

static StetRegex *
class_new (Parser *parser, StetChars chars)
{
  StetRegex *node = node_new (parser, STET_REGEX_CLASS);

  node->chars = chars;
  return node;
}

/* All digits are one when folded, so ten of them stand for all. */
static StetRegex *
digit_new (Parser *parser)
{
  StetRegex *node = class_new (parser, STET_CHARS_WORD);

  node->members = stet_arena_new_array (parser->arena, gunichar, 10);
  for (node->n_members = 0; node->n_members < 10; node->n_members++)
    node->members[node->n_members] = '0' + node->n_members;
  node->caseless = TRUE;
  return node;
}

static gunichar
take_char (Parser *parser)
{
  gunichar c = g_utf8_get_char (parser->p);

  parser->p = g_utf8_next_char (parser->p);
  return c;
}

static gboolean
skip_past (Parser *parser, char end)
{
  const char *found = strchr (parser->p, end);

  if (found == NULL)
    return FALSE;
  parser->p = found + 1;
  return TRUE;
}

/* After \x, \o or \N: "{1F4A9}" or, where `braces_only` is not set, up to two digits. */
static gboolean
take_number (Parser *parser, guint base, gboolean braces_only, gunichar *c)
{
  char *end;
  guint64 value;

  if (*parser->p == '{')
    {
      const char *digits = parser->p + 1 + (g_str_has_prefix (parser->p, "{U+") ? 2 : 0);

      value = g_ascii_strtoull (digits, &end, base);
      if (end == digits || *end != '}' || !g_ascii_isxdigit (*digits))
        return FALSE;
      parser->p = end + 1;
    }
  else
    {
      if (braces_only)
        return FALSE;
      value = 0;
      for (guint i = 0; i < 2 && g_ascii_isxdigit (*parser->p); i++)
        value = value * 16 + (guint) g_ascii_xdigit_value (*parser->p++);
    }
  *c = (gunichar) value;
  return value > 0 && value < 0x110000 && g_unichar_validate (*c);
}

/* After \p or \P: of "{Lu}" and "L", what is known. */
static StetChars
take_property (Parser *parser, gboolean negated)
{
  static const char *const of_words[]
    = { "L", "Lu", "Ll", "Lt", "Lm", "Lo", "L&", "N", "Nd", "Nl", "No", NULL };
  g_autofree char *name = NULL;

  if (*parser->p == '{')
    {
      const char *from = parser->p + 1;

      if (!skip_past (parser, '}'))
        parser->failed = TRUE;
      else
        name = g_strndup (from, (gsize) (parser->p - 1 - from));
    }
  else if (g_ascii_isalpha (*parser->p))
    name = g_strndup (parser->p++, 1);
  else
    parser->failed = TRUE;
  return !negated && name != NULL && g_strv_contains (of_words, name) ? STET_CHARS_WORD
                                                                      : STET_CHARS_ANY;
}

/* The control characters that have a letter; 0 for others. */
static gunichar
control_of (char letter)
{
  switch (letter)
    {
    case 't': return '\t';
    case 'n': return '\n';
    case 'r': return '\r';
    case 'f': return '\f';
    case 'e': return 0x1B;
    case 'a': return 0x07;
    default:  return 0;
    }
}

/* Classes with a letter; FALSE for other letters. */
static gboolean
chars_of (Parser *parser, char letter, StetChars *chars)
{
  switch (letter)
    {
    case 'd':
    case 'w': *chars = STET_CHARS_WORD; return TRUE;
    case 's':
    case 'h':
    case 'v': *chars = STET_CHARS_SPACE; return TRUE;
    case 'S': *chars = STET_CHARS_SOLID; return TRUE;
    case 'D':
    case 'W':
    case 'H':
    case 'V': *chars = STET_CHARS_ANY; return TRUE;
    case 'p':
    case 'P': *chars = take_property (parser, letter == 'P'); return TRUE;
    default:  return FALSE;
    }
}

/* A reference to a group, in one of its spellings. */
static StetRegex *
parse_reference (Parser *parser)
{
  char close = *parser->p == '{' ? '}' : *parser->p == '<' ? '>' : *parser->p == '\'' ? '\'' : 0;

  if (close == 0)
    {
      parser->p += *parser->p == '-' || *parser->p == '+' ? 1 : 0;
      while (g_ascii_isdigit (*parser->p))
        parser->p++;
      return node_new (parser, STET_REGEX_ANYTHING);
    }
  parser->p++;
  return skip_past (parser, close) ? node_new (parser, STET_REGEX_ANYTHING) : fail (parser);
}

/* Letters and digits after a backslash, outside a class. */
static StetRegex *
parse_letter_escape (Parser *parser, char letter)
{
  StetChars chars;
  gunichar c = control_of (letter);

  if (c != 0)
    return char_new (parser, c);
  if (letter == 'd')
    return digit_new (parser);
  if (chars_of (parser, letter, &chars))
    return class_new (parser, chars);
  if (letter == 'b')
    return node_new (parser, STET_REGEX_BOUNDARY);
  if (strchr ("BAzZ", letter) != NULL)
    return node_new (parser, STET_REGEX_EMPTY);
  if (strchr ("RX", letter) != NULL)
    return node_new (parser, STET_REGEX_ANYTHING);
  if (letter == 'N' && *parser->p != '{')
    return class_new (parser, STET_CHARS_ANY);
  if (letter == 'x' || letter == 'N' || letter == 'o')
    return take_number (parser, letter == 'o' ? 8 : 16, letter != 'x', &c) ? char_new (parser, c)
                                                                           : fail (parser);
  if (letter == 'k' || letter == 'g' || g_ascii_isdigit (letter))
    return parse_reference (parser);
  return fail (parser);
}

static StetRegex *
parse_escape (Parser *parser)
{
  if (*parser->p == '\0')
    return fail (parser);
  if (g_ascii_isalnum (*parser->p))
    return parse_letter_escape (parser, *parser->p++);
  return char_new (parser, take_char (parser));
}

/* --- classes in brackets --- */

typedef struct
{
  gboolean  negated;
  gboolean  any_seen, space_seen;
  gboolean  listed; /* so far all its characters are in `members` */
  StetChars chars;
  gunichar  members[STET_REGEX_MEMBERS_MAX];
  guint     n_members;
} Class;

static StetChars
both (StetChars a, StetChars b)
{
  if (a == b)
    return a;
  if (a == STET_CHARS_ANY || b == STET_CHARS_ANY || a == STET_CHARS_SPACE || b == STET_CHARS_SPACE)
    return STET_CHARS_ANY;
  return STET_CHARS_SOLID;
}

static void
add_chars (Class *class, StetChars chars)
{
  class->chars = class->any_seen ? both (class->chars, chars) : chars;
  class->any_seen = TRUE;
}

static StetChars
chars_of_char (gunichar c)
{
  if (c < 0x250 && stet_char_is_word (c))
    return STET_CHARS_WORD;
  if (c == ' ' || c == '\t' || c == '\n' || c == 0xA0)
    return STET_CHARS_SPACE;
  return c > ' ' && c < 0x7F ? STET_CHARS_SOLID : STET_CHARS_ANY;
}

static void
add_range (Class *class, gunichar first, gunichar last)
{
  for (gunichar c = first; c <= last && c - first < 0x250; c++)
    add_chars (class, chars_of_char (c));
  if (last - first >= 0x250)
    add_chars (class, STET_CHARS_ANY);
  for (gunichar c = first; c <= last && class->listed; c++)
    if (class->n_members < STET_REGEX_MEMBERS_MAX)
      class->members[class->n_members++] = c;
    else
      class->listed = FALSE;
}

/* [:alpha:] and its like; the opening bracket is behind. */
static void
parse_posix (Parser *parser, Class *class)
{
  static const char *const of_words[]
      = { "alpha", "alnum", "digit", "lower", "upper", "word", NULL };
  const char *start = parser->p + 1;
  const char *end = start + strspn (start, "^abcdefghijklmnopqrstuvwxyz");
  g_autofree char *name = g_strndup (start, (gsize) (end - start));

  if (!g_str_has_prefix (end, ":]"))
    {
      parser->failed = TRUE;
      return;
    }
  parser->p = end + 2;
  class->listed = FALSE;
  add_chars (class, g_strv_contains (of_words, name) ? STET_CHARS_WORD : STET_CHARS_ANY);
}

/* One character, or one of the classes with a letter (FALSE: already added). */
static gboolean
parse_member (Parser *parser, Class *class, gunichar *c)
{
  StetChars chars;
  char letter;

  if (*parser->p != '\\')
    {
      *c = take_char (parser);
      return TRUE;
    }
  letter = *++parser->p;
  if (letter == '\0' || !g_ascii_isalnum (letter))
    {
      if (letter != '\0')
        *c = take_char (parser);
      else
        parser->failed = TRUE;
      return letter != '\0';
    }
  parser->p++;
  *c = letter == 'b' ? '\b' : control_of (letter);
  if (*c != 0)
    return TRUE;
  if (letter == 'x' || letter == 'o')
    {
      parser->failed |= !take_number (parser, letter == 'o' ? 8 : 16, letter == 'o', c);
      return !parser->failed;
    }
  if (chars_of (parser, letter, &chars))
    {
      class->listed = FALSE;
      class->space_seen |= letter == 's';
      add_chars (class, chars);
    }
  else
    parser->failed = TRUE;
  return FALSE;
}

static void
parse_members (Parser *parser, Class *class)
{
  gunichar first, last;

  if (parser->p[0] == '[' && strchr (":.=", parser->p[1]) != NULL && parser->p[1] != '\0')
    {
      parser->p++;
      if (*parser->p == ':')
        parse_posix (parser, class);
      else
        parser->failed = TRUE;
      return;
    }
  if (!parse_member (parser, class, &first))
    return;
  last = first;
  if (parser->p[0] == '-' && parser->p[1] != ']' && parser->p[1] != '\0')
    {
      const char *dash = parser->p++;

      /* [a-\d] and [a-[:digit:]]: the dash stands for itself. */
      if (*parser->p == '[' || !parse_member (parser, class, &last))
        {
          parser->p = dash;
          last = first;
        }
    }
  if (last < first)
    parser->failed = TRUE;
  else
    add_range (class, first, last);
}

static StetRegex *
parse_class (Parser *parser)
{
  Class class = { .listed = TRUE };
  StetRegex *node;
  const char *first;

  if (*parser->p == '^')
    {
      class.negated = TRUE;
      parser->p++;
    }
  for (first = parser->p; !parser->failed && (*parser->p != ']' || parser->p == first);)
    if (*parser->p == '\0')
      return fail (parser);
    else
      parse_members (parser, &class);
  parser->p += parser->failed ? 0 : 1;
  if (class.negated)
    return class_new (parser, class.space_seen ? STET_CHARS_SOLID : STET_CHARS_ANY);
  node = class_new (parser, class.chars);
  if (class.listed)
    {
      node->n_members = class.n_members;
      node->members = stet_arena_new_array (parser->arena, gunichar, class.n_members);
      memcpy (node->members, class.members, sizeof (gunichar) * class.n_members);
    }
  return node;
}

/* --- groups --- */

/* The rest of a group up to its parenthesis; what it sets for itself ends there. */
static StetRegex *
parse_rest (Parser *parser, gboolean caseless_before)
{
  StetRegex *node = parse_choice (parser);

  parser->caseless = caseless_before;
  if (*parser->p != ')')
    return fail (parser);
  parser->p++;
  return node;
}

/* (?i) lasts to the end of the group around it, (?i:…) to its own. */
static StetRegex *
parse_flags (Parser *parser)
{
  gboolean before = parser->caseless, on = TRUE;

  for (; *parser->p != ')' && *parser->p != ':'; parser->p++)
    if (*parser->p == '-')
      on = FALSE;
    else if (*parser->p == '^')
      parser->caseless = FALSE;
    else if (*parser->p == 'i')
      parser->caseless = on;
    else if (*parser->p == '\0' || strchr ("msnJU", *parser->p) == NULL)
      return fail (parser);
  if (*parser->p++ == ')')
    return node_new (parser, STET_REGEX_EMPTY);
  return parse_rest (parser, before);
}

static StetRegex *
parse_look (Parser *parser)
{
  parse_rest (parser, parser->caseless);
  return node_new (parser, STET_REGEX_EMPTY);
}

/* After "(?". */
static StetRegex *
parse_special_group (Parser *parser)
{
  const char *p = parser->p;
  gboolean behind = p[0] == '<' && (p[1] == '=' || p[1] == '!');

  if (*p == ':' || *p == '>' || *p == '|' || *p == '=' || *p == '!' || behind)
    {
      parser->p += behind ? 2 : 1;
      return *p == ':' || *p == '>' || *p == '|' ? parse_rest (parser, parser->caseless)
                                                 : parse_look (parser);
    }
  if (*p == '#')
    return skip_past (parser, ')') ? node_new (parser, STET_REGEX_EMPTY) : fail (parser);
  if (*p == '<' || *p == '\'' || (p[0] == 'P' && p[1] == '<'))
    {
      parser->p += *p == 'P' ? 2 : 1;
      return skip_past (parser, *p == '\'' ? '\'' : '>') ? parse_rest (parser, parser->caseless)
                                                         : fail (parser);
    }
  if (strchr ("R&+", *p) != NULL || g_ascii_isdigit (*p)
      || (p[0] == 'P' && (p[1] == '=' || p[1] == '>')) || (p[0] == '-' && g_ascii_isdigit (p[1])))
    return *p != '\0' && skip_past (parser, ')') ? node_new (parser, STET_REGEX_ANYTHING)
                                                 : fail (parser);
  return parse_flags (parser);
}

static StetRegex *
parse_group (Parser *parser)
{
  if (*parser->p == '*') /* (*VERB) */
    return fail (parser);
  if (*parser->p != '?')
    return parse_rest (parser, parser->caseless);
  parser->p++;
  return parse_special_group (parser);
}

/* --- sequences --- */

static StetRegex *
parse_atom (Parser *parser)
{
  gunichar c = take_char (parser);

  switch (c)
    {
    case '(':  return parse_group (parser);
    case '[':  return parse_class (parser);
    case '\\': return parse_escape (parser);
    case '.':  return class_new (parser, STET_CHARS_ANY);
    case '^':
    case '$':  return node_new (parser, STET_REGEX_EMPTY);
    case '*':
    case '+':
    case '?':  return fail (parser);
    default:   return char_new (parser, c);
    }
}

/* {2}, {2,} and {2,5}; otherwise the brace stands for itself. What newer versions of PCRE2 read as
 * a count and older ones do not is not understood. */
static gboolean
take_count (Parser *parser, guint *min, guint *max)
{
  char *end;
  guint64 first, second;

  if (parser->p[1] == ',' || parser->p[1] == ' ')
    parser->failed = TRUE;
  if (!g_ascii_isdigit (parser->p[1]))
    return FALSE;
  first = second = g_ascii_strtoull (parser->p + 1, &end, 10);
  if (*end == ',' && end[1] == '}')
    {
      second = STET_REGEX_MANY;
      end++;
    }
  else if (*end == ',' && g_ascii_isdigit (end[1]))
    second = g_ascii_strtoull (end + 1, &end, 10);
  parser->failed |= *end == ' ' || *end == ',';
  if (*end != '}')
    return FALSE;
  parser->failed |= first > REPEAT_MAX || second < first;
  parser->p = end + 1;
  *min = (guint) first;
  *max = second > REPEAT_MAX ? STET_REGEX_MANY : (guint) second;
  return TRUE;
}

static gboolean
take_quantifier (Parser *parser, guint *min, guint *max)
{
  switch (*parser->p)
    {
    case '*': *min = 0; *max = STET_REGEX_MANY; break;
    case '+': *min = 1; *max = STET_REGEX_MANY; break;
    case '?': *min = 0; *max = 1; break;
    case '{':
      if (!take_count (parser, min, max))
        return FALSE;
      parser->p--;
      break;
    default:
      return FALSE;
    }
  parser->p++;
  if (*parser->p == '?' || *parser->p == '+')
    parser->p++;
  return TRUE;
}

static StetRegex *
parse_piece (Parser *parser)
{
  StetRegex *node = parse_atom (parser);
  guint min, max;

  while (!parser->failed && take_quantifier (parser, &min, &max))
    {
      StetRegex *repeat = node_new (parser, STET_REGEX_REPEAT);

      repeat->min = min;
      repeat->max = max;
      repeat->child = node;
      node = repeat;
    }
  return node;
}

static StetRegex *
parse_sequence (Parser *parser)
{
  StetRegex *sequence = node_new (parser, STET_REGEX_SEQUENCE);
  StetRegex **last = &sequence->child;

  while (!parser->failed && *parser->p != '\0' && *parser->p != '|' && *parser->p != ')')
    {
      *last = parse_piece (parser);
      last = &(*last)->next;
    }
  return sequence;
}

static StetRegex *
parse_choice (Parser *parser)
{
  StetRegex *choice = node_new (parser, STET_REGEX_CHOICE);
  StetRegex **last = &choice->child;

  if (++parser->depth > STET_REGEX_DEPTH_MAX)
    return fail (parser);
  *last = parse_sequence (parser);
  while (!parser->failed && *parser->p == '|')
    {
      parser->p++;
      last = &(*last)->next;
      *last = parse_sequence (parser);
    }
  parser->depth--;
  return choice->child->next == NULL ? choice->child : choice;
}

StetRegex *
stet_regex_parse (const char *source, StetArena *arena)
{
  Parser parser = { .arena = arena, .p = source };
  StetRegex *root = parse_choice (&parser);

  return parser.failed || *parser.p != '\0' ? NULL : root;
}
