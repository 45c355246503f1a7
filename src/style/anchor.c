/* Finding the anchors of a pattern. Layer: style. Any thread. */
#include "config.h"

#include "style/anchor.h"

#include "style/token.h"

#include <string.h>

#define WALK_CHARS_MAX 2000
/* How well it tells a match from other text. */
#define WEIGHT_LETTER 2
#define WEIGHT_MARK 3
#define WEIGHT_BOUNDARY 2
#define WEIGHT_WORTH_IT 3
#define WEIGHT_LIMITED 1 /* a small bonus: the match begins near it */

/* What is known of a part of a pattern. */
typedef struct
{
  gboolean    spelt;    /* `strings` are all that it matches */
  StetAnchors strings;
  StetAnchors required; /* else: every match holds one of them; none: nothing is known */
  StetReach   length;
  gboolean    of_words; /* it matches nothing but word characters */
} Part;

static Part analyse (const StetRegex *node, StetArena *arena);

/* --- reach --- */

static StetReach
reach_of_chars (guint n)
{
  StetReach reach = { .n_steps = n > 0 ? 1 : 0, .steps = { { n, STET_CHARS_ANY } } };

  return reach;
}

static StetReach
reach_of_run (StetChars run)
{
  StetReach reach = { .n_steps = 1, .steps = { { 0, run } }, .unlimited = run == STET_CHARS_ANY };

  return reach;
}

static gboolean
is_nothing (const StetReach *reach)
{
  return !reach->unlimited && reach->n_steps == 0;
}

/* TRUE: it has no runs, only `n` characters. */
static gboolean
is_limited (const StetReach *reach, guint *n)
{
  *n = reach->n_steps > 0 ? reach->steps[0].chars : 0;
  return !reach->unlimited
         && (reach->n_steps == 0 || (reach->n_steps == 1 && reach->steps[0].run == STET_CHARS_ANY));
}

static StetReach
join_reaches (const StetReach *a, const StetReach *b)
{
  StetReach joined = *a;

  joined.unlimited = a->unlimited || b->unlimited;
  for (guint i = 0; i < b->n_steps && !joined.unlimited; i++)
    {
      StetStep *last = joined.n_steps > 0 ? &joined.steps[joined.n_steps - 1] : NULL;

      if (last != NULL && last->run == STET_CHARS_ANY)
        {
          last->chars += b->steps[i].chars;
          last->run = b->steps[i].run;
        }
      else if (last != NULL && last->run == b->steps[i].run && b->steps[i].chars == 0)
        continue;
      else if (joined.n_steps < STET_REACH_STEPS_MAX)
        joined.steps[joined.n_steps++] = b->steps[i];
      else
        joined.unlimited = TRUE;
    }
  return joined;
}

static gboolean
is_of (gunichar c, StetChars run)
{
  switch (run)
    {
    case STET_CHARS_WORD:
      return stet_char_is_word (c);
    case STET_CHARS_SPACE: /* at least what \s, \h and \v match */
      return c <= ' ' || c == 0x85 || c == 0x180E || g_unichar_isspace (c);
    case STET_CHARS_SOLID: /* at least what \S matches */
      return !(c == ' ' || c == '\t' || c == '\n' || c == 0xA0);
    case STET_CHARS_ANY:
      break;
    }
  return TRUE;
}

gsize
stet_reach_back (const StetReach *reach, const char *text, gsize at_bytes)
{
  const char *p = text + at_bytes;
  guint walked = 0;

  if (reach->unlimited)
    return 0;
  for (guint i = reach->n_steps; i-- > 0;)
    {
      const StetStep *step = &reach->steps[i];

      while (step->run != STET_CHARS_ANY && p > text
             && is_of (g_utf8_get_char (g_utf8_prev_char (p)), step->run))
        {
          p = g_utf8_prev_char (p);
          if (++walked > WALK_CHARS_MAX)
            return 0;
        }
      for (guint k = 0; k < step->chars && p > text; k++)
        p = g_utf8_prev_char (p);
    }
  return (gsize) (p - text);
}

/* --- strings --- */

static gboolean
is_of_word (gunichar c)
{
  return stet_char_is_word (c) && !stet_char_is_moody (c);
}

static StetAnchors
one_string (StetArena *arena, const char *text, guint bytes)
{
  StetAnchors set = { stet_arena_new_array (arena, StetAnchor, 1), 1, FALSE };
  char *copy = stet_arena_alloc (arena, bytes + 1);

  memcpy (copy, text, bytes);
  copy[bytes] = '\0';
  memset (set.items, 0, sizeof (StetAnchor));
  set.items->text = copy;
  set.items->bytes = bytes;
  set.items->exact = set.items->at_start = set.items->at_end = TRUE;
  return set;
}

static StetAnchors
string_of_char (StetArena *arena, gunichar c, gboolean exact)
{
  char utf8[6];
  StetAnchors set = one_string (arena, utf8, (guint) g_unichar_to_utf8 (c, utf8));

  set.items->exact = exact;
  return set;
}

static StetAnchor
join_strings (StetArena *arena, const StetAnchor *a, const StetAnchor *b)
{
  StetAnchor joined = *a;
  char *text;

  joined.boundary_before = a->boundary_before || (a->bytes == 0 && b->boundary_before);
  joined.boundary_after = b->boundary_after || (b->bytes == 0 && a->boundary_after);
  joined.exact = a->exact && b->exact;
  joined.bytes = a->bytes + b->bytes;
  if (b->bytes == 0)
    return joined;
  joined.text = b->text;
  if (a->bytes == 0)
    return joined;
  joined.text = text = stet_arena_alloc (arena, joined.bytes + 1);
  memcpy (text, a->text, a->bytes);
  memcpy (text + a->bytes, b->text, b->bytes + 1);
  return joined;
}

static guint
longest_of (const StetAnchors *strings)
{
  guint longest = 0;

  for (guint i = 0; i < strings->n; i++)
    longest = MAX (longest, strings->items[i].bytes);
  return longest;
}

static gboolean
may_multiply (const StetAnchors *a, const StetAnchors *b)
{
  return a->n * b->n <= STET_ANCHOR_STRINGS_MAX
         && longest_of (a) + longest_of (b) <= STET_ANCHOR_BYTES_MAX;
}

/* Each of `a` before each of `b`. */
static StetAnchors
multiply (StetArena *arena, const StetAnchors *a, const StetAnchors *b)
{
  StetAnchors product = { stet_arena_new_array (arena, StetAnchor, a->n * b->n), 0 };

  for (guint i = 0; i < a->n; i++)
    for (guint k = 0; k < b->n; k++)
      product.items[product.n++] = join_strings (arena, &a->items[i], &b->items[k]);
  return product;
}

static StetAnchors
unite (StetArena *arena, const StetAnchors *a, const StetAnchors *b)
{
  StetAnchors both = { stet_arena_new_array (arena, StetAnchor, a->n + b->n), a->n + b->n };

  if (a->n > 0)
    memcpy (both.items, a->items, sizeof (StetAnchor) * a->n);
  if (b->n > 0)
    memcpy (both.items + a->n, b->items, sizeof (StetAnchor) * b->n);
  return both;
}

static guint
count_chars (const StetAnchor *string)
{
  return (guint) g_utf8_strlen (string->text, string->bytes);
}

static Part
spelt_part (StetAnchors strings)
{
  Part part = { .spelt = TRUE, .strings = strings, .of_words = TRUE };
  guint longest = 0;

  for (guint i = 0; i < strings.n; i++)
    {
      const StetAnchor *string = &strings.items[i];

      longest = MAX (longest, count_chars (string));
      for (const char *p = string->text; p < string->text + string->bytes; p = g_utf8_next_char (p))
        part.of_words = part.of_words && is_of_word (g_utf8_get_char (p));
    }
  part.length = reach_of_chars (longest);
  return part;
}

static Part
unknown_part (void)
{
  Part part = { .length = { .unlimited = TRUE } };

  return part;
}

/* --- which anchors are best --- */

static guint
weigh (const StetAnchor *anchor)
{
  guint weight = 0, n;

  for (const char *p = anchor->text; p < anchor->text + anchor->bytes; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      weight += g_unichar_isalpha (c) ? WEIGHT_LETTER : g_unichar_isspace (c) ? 0 : WEIGHT_MARK;
    }
  if (weight == 0)
    return 0;
  weight += anchor->boundary_before ? WEIGHT_BOUNDARY : 0;
  weight += anchor->boundary_after ? WEIGHT_BOUNDARY : 0;
  if (weight < WEIGHT_WORTH_IT)
    return 0;
  return weight + (is_limited (&anchor->reach, &n) ? WEIGHT_LIMITED : 0);
}

/* Of the weakest one; 0: not worth it. */
static guint
weigh_all (const StetAnchors *anchors)
{
  guint weakest = anchors->n > 0 ? G_MAXUINT : 0;

  for (guint i = 0; i < anchors->n && weakest > 0; i++)
    weakest = MIN (weakest, weigh (&anchors->items[i]));
  return weakest;
}

/* --- one kind of node after the other --- */

static gunichar
first_char (const StetAnchor *anchor)
{
  return g_utf8_get_char (anchor->text);
}

static gunichar
last_char (const StetAnchor *anchor)
{
  return anchor->bytes > 0 ? g_utf8_get_char (g_utf8_prev_char (anchor->text + anchor->bytes)) : 0;
}

/* Between it and a word next to it there is a boundary. */
static gboolean
parts_words (const StetRegex *node)
{
  if (node == NULL)
    return FALSE;
  if (node->kind == STET_REGEX_REPEAT)
    return node->min > 0 && parts_words (node->child);
  return node->kind == STET_REGEX_BOUNDARY
         || (node->kind == STET_REGEX_CLASS && node->chars == STET_CHARS_SPACE);
}

/* A sequence while it is walked along. */
typedef struct
{
  StetArena       *arena;
  Part             whole;      /* so far */
  StetAnchors      run;        /* strings, since `run_start` */
  StetReach        run_start;
  const StetRegex *before_run; /* (nullable) its neighbour to the left */
  guint            best;       /* weight of whole.required */
  gboolean         best_ends;  /* they end where the sequence does, so far */
} Walk;

static void
propose (Walk *walk, const StetAnchors *anchors, const StetReach *start, const StetRegex *before,
         const StetRegex *after)
{
  StetAnchors proposed = { stet_arena_new_array (walk->arena, StetAnchor, anchors->n), anchors->n };
  guint weight;

  for (guint i = 0; i < anchors->n; i++)
    {
      StetAnchor *anchor = &proposed.items[i];

      *anchor = anchors->items[i];
      anchor->boundary_before
          |= anchor->at_start && parts_words (before) && is_of_word (first_char (anchor));
      anchor->boundary_after
          |= anchor->at_end && parts_words (after) && is_of_word (last_char (anchor));
      anchor->at_start &= is_nothing (start);
      anchor->reach = join_reaches (start, &anchor->reach);
    }
  weight = weigh_all (&proposed);
  if (weight < walk->best || weight == 0
      || (weight == walk->best && proposed.n >= walk->whole.required.n))
    return;
  walk->whole.required = proposed;
  walk->best = weight;
  walk->best_ends = TRUE;
}

/* Something of the sequence follows: what was found so far is not at its end. */
static void
step_on (Walk *walk, const StetReach *length)
{
  walk->best_ends = walk->best_ends && is_nothing (length);
  walk->whole.length = join_reaches (&walk->whole.length, length);
}

static void
close_run (Walk *walk, const StetRegex *after)
{
  propose (walk, &walk->run, &walk->run_start, walk->before_run, after);
}

static void
start_run (Walk *walk, const StetAnchors *strings, const StetRegex *before)
{
  walk->run = *strings;
  walk->run_start = walk->whole.length;
  walk->before_run = before;
}

static void
walk_over (Walk *walk, const StetRegex *item, const StetRegex *before)
{
  Part part = analyse (item, walk->arena);
  StetAnchors nothing = one_string (walk->arena, "", 0);
  StetReach start;

  walk->whole.of_words &= part.of_words;
  if (part.spelt && may_multiply (&walk->run, &part.strings))
    {
      walk->run = multiply (walk->arena, &walk->run, &part.strings);
      step_on (walk, &part.length);
      return;
    }
  walk->whole.spelt = FALSE;
  close_run (walk, item);
  if (part.spelt)
    {
      start_run (walk, &part.strings, before);
      step_on (walk, &part.length);
      return;
    }
  start = walk->whole.length;
  step_on (walk, &part.length);
  propose (walk, &part.required, &start, before, item->next);
  start_run (walk, &nothing, item);
}

static Part
analyse_sequence (const StetRegex *node, StetArena *arena)
{
  Walk walk = { .arena = arena, .whole = { .spelt = TRUE, .of_words = TRUE } };
  const StetRegex *before = NULL;

  walk.run = one_string (arena, "", 0);
  for (const StetRegex *item = node->child; item != NULL; item = item->next)
    {
      walk_over (&walk, item, before);
      before = item;
    }
  if (walk.whole.spelt)
    return spelt_part (walk.run);
  close_run (&walk, NULL);
  for (guint i = 0; i < walk.whole.required.n && !walk.best_ends; i++)
    walk.whole.required.items[i].at_end = FALSE;
  return walk.whole;
}

static Part
analyse_choice (const StetRegex *node, StetArena *arena)
{
  g_autoptr(GArray) all = g_array_new (FALSE, FALSE, sizeof (StetAnchor));
  Part whole = { .spelt = TRUE, .of_words = TRUE };
  gboolean known = TRUE, limited = TRUE;
  guint longest = 0, n;

  for (const StetRegex *item = node->child; item != NULL; item = item->next)
    {
      Part part = analyse (item, arena);
      const StetAnchors *anchors = part.spelt ? &part.strings : &part.required;

      whole.spelt &= part.spelt;
      whole.of_words &= part.of_words;
      known = known && anchors->n > 0 && all->len + anchors->n <= STET_ANCHORS_MAX;
      if (known)
        g_array_append_vals (all, anchors->items, anchors->n);
      limited &= is_limited (&part.length, &n);
      longest = MAX (longest, n);
    }
  whole.length = limited ? reach_of_chars (longest)
                         : reach_of_run (whole.of_words ? STET_CHARS_WORD : STET_CHARS_ANY);
  whole.spelt &= known && all->len <= STET_ANCHOR_STRINGS_MAX;
  if (known)
    {
      StetAnchors none = { NULL, 0 };
      StetAnchors copied = { (StetAnchor *) (gpointer) all->data, all->len };

      whole.strings = whole.required = unite (arena, &copied, &none);
    }
  return whole;
}

/* All strings of `min` to `max` times; FALSE when they are too many. */
static gboolean
spell_repeats (const StetRegex *node, const StetAnchors *strings, StetArena *arena,
               StetAnchors *all)
{
  StetAnchors power = one_string (arena, "", 0);
  StetAnchors sum = { NULL, 0 };

  if (node->max > STET_ANCHOR_STRINGS_MAX)
    return FALSE;
  for (guint times = 0; times <= node->max; times++)
    {
      if (times > 0)
        {
          if (!may_multiply (&power, strings))
            return FALSE;
          power = multiply (arena, &power, strings);
        }
      if (times >= node->min)
        sum = unite (arena, &sum, &power);
      if (sum.n > STET_ANCHOR_STRINGS_MAX)
        return FALSE;
    }
  *all = sum;
  return TRUE;
}

static StetReach
length_of_repeats (const StetRegex *node, const Part *part)
{
  guint n;

  if (is_limited (&part->length, &n) && node->max != STET_REGEX_MANY
      && (guint64) n * node->max < WALK_CHARS_MAX)
    return reach_of_chars (n * node->max);
  if (node->child->kind == STET_REGEX_CLASS)
    return reach_of_run (node->child->chars);
  return reach_of_run (part->of_words ? STET_CHARS_WORD : STET_CHARS_ANY);
}

static Part
analyse_repeat (const StetRegex *node, StetArena *arena)
{
  Part part = analyse (node->child, arena);
  Part whole = { .of_words = part.of_words };
  StetAnchors all;

  if (is_nothing (&part.length))
    return node->min > 0 ? part : spelt_part (one_string (arena, "", 0));
  if (part.spelt && spell_repeats (node, &part.strings, arena, &all))
    return spelt_part (all);
  whole.length = length_of_repeats (node, &part);
  if (node->min == 0)
    return whole;
  whole.required = part.spelt ? part.strings : part.required;
  /* The first time round: more may follow. */
  for (guint i = 0; i < whole.required.n; i++)
    whole.required.items[i].at_end = FALSE;
  return whole;
}

static Part
analyse_class (const StetRegex *node, StetArena *arena)
{
  Part part = { .length = reach_of_chars (1), .of_words = node->chars == STET_CHARS_WORD };
  StetAnchors strings = { NULL, 0 };

  if (node->n_members == 0)
    return part;
  for (guint i = 0; i < node->n_members; i++)
    {
      StetAnchors one = string_of_char (arena, node->members[i], !node->caseless);

      strings = unite (arena, &strings, &one);
    }
  part = spelt_part (strings);
  part.of_words = node->chars == STET_CHARS_WORD;
  return part;
}

static Part
analyse (const StetRegex *node, StetArena *arena)
{
  StetAnchors strings;

  switch (node->kind)
    {
    case STET_REGEX_EMPTY:
      return spelt_part (one_string (arena, "", 0));
    case STET_REGEX_BOUNDARY:
      strings = one_string (arena, "", 0);
      strings.items->boundary_before = strings.items->boundary_after = TRUE;
      return spelt_part (strings);
    case STET_REGEX_CHAR:
      return spelt_part (string_of_char (arena, node->c, !node->caseless));
    case STET_REGEX_CLASS:
      return analyse_class (node, arena);
    case STET_REGEX_SEQUENCE:
      return analyse_sequence (node, arena);
    case STET_REGEX_CHOICE:
      return analyse_choice (node, arena);
    case STET_REGEX_REPEAT:
      return analyse_repeat (node, arena);
    case STET_REGEX_ANYTHING:
      break;
    }
  return unknown_part ();
}

StetAnchors
stet_anchors_find (const char *source, StetArena *arena)
{
  const StetRegex *root = stet_regex_parse (source, arena);
  StetAnchors none = { NULL, 0 };
  StetAnchors found;
  Part part;

  if (root == NULL)
    return none;
  part = analyse (root, arena);
  found = part.spelt ? part.strings : part.required;
  found.whole = part.spelt;
  return found.n <= STET_ANCHORS_MAX && weigh_all (&found) > 0 ? found : none;
}
