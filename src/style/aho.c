/* The automaton. It reads the bytes of folded characters. Layer: style. */
#include "config.h"

#include "style/aho.h"

#include "style/token.h"

#include <string.h>

#define CHARS_WHEN_FULL 3
#define SPEAKS (1u << 31) /* in a transition: strings end where it leads */
#define NOTHING G_MAXUINT32

typedef struct
{
  GHashTable *numbers; /* (owned) (nullable once built) folded string to number + 1 */
  GPtrArray  *strings; /* (owned) folded, of char * */
  gsize       bytes;   /* of all of them */
} Words;

struct _StetAho
{
  Words    words;
  GArray  *n_chars;    /* of guint, by string */
  guint8   classes[256]; /* of bytes: 0 stands in no string */
  guint8   ascii[128];   /* classes of folded ASCII */
  guint    n_classes;
  guint32  n_states;
  guint32 *next;       /* (owned) (nullable) by state times n_classes, plus class */
  guint32 *string;     /* (owned) by state: which ends there, or NOTHING */
  /* (owned) by state: the longest other state that ends in it and speaks, or 0 */
  guint32 *shorter;
};

StetAho *
stet_aho_new (void)
{
  StetAho *aho = g_new0 (StetAho, 1);

  aho->words.numbers = g_hash_table_new (g_str_hash, g_str_equal);
  aho->words.strings = g_ptr_array_new_with_free_func (g_free);
  aho->n_chars = g_array_new (FALSE, FALSE, sizeof (guint));
  aho->n_classes = 1;
  return aho;
}

void
stet_aho_free (StetAho *aho)
{
  if (aho == NULL)
    return;
  g_clear_pointer (&aho->words.numbers, g_hash_table_unref);
  g_ptr_array_unref (aho->words.strings);
  g_array_unref (aho->n_chars);
  g_free (aho->next);
  g_free (aho->string);
  g_free (aho->shorter);
  g_free (aho);
}

guint
stet_aho_add (StetAho *aho, const char *text, gsize length_bytes, gboolean *cut)
{
  g_autoptr(GString) folded = g_string_new (NULL);
  guint most = aho->words.bytes < STET_AHO_BYTES_MAX ? STET_AHO_CHARS_MAX : CHARS_WHEN_FULL;
  const char *p = text;
  guint number, n_chars = 0;

  for (; p < text + length_bytes && n_chars < most; p = g_utf8_next_char (p), n_chars++)
    g_string_append_unichar (folded, stet_char_fold (g_utf8_get_char (p)));
  *cut = p < text + length_bytes;
  number = GPOINTER_TO_UINT (g_hash_table_lookup (aho->words.numbers, folded->str));
  if (number > 0)
    return number - 1;
  aho->words.bytes += folded->len;
  g_array_append_val (aho->n_chars, n_chars);
  g_ptr_array_add (aho->words.strings, g_strdup (folded->str));
  number = aho->words.strings->len;
  g_hash_table_insert (aho->words.numbers, aho->words.strings->pdata[number - 1],
                       GUINT_TO_POINTER (number));
  return number - 1;
}

/* --- building --- */

static void
sort_bytes (StetAho *aho)
{
  for (guint i = 0; i < aho->words.strings->len; i++)
    for (const guchar *p = g_ptr_array_index (aho->words.strings, i); *p != '\0'; p++)
      if (aho->classes[*p] == 0)
        aho->classes[*p] = (guint8) aho->n_classes++;
  for (guint c = 1; c < 128; c++)
    {
      gunichar folded = stet_char_fold (c);

      aho->ascii[c] = aho->classes[folded < 128 ? folded : c];
    }
}

static void
add_path (StetAho *aho, guint string)
{
  guint32 state = 0;

  for (const guchar *p = g_ptr_array_index (aho->words.strings, string); *p != '\0'; p++)
    {
      guint32 *next = &aho->next[(gsize) state * aho->n_classes + aho->classes[*p]];

      if (*next == 0)
        *next = aho->n_states++;
      state = *next;
    }
  aho->string[state] = string;
}

/* Breadth first, every state takes from its longest suffix what it has no own way for. */
static void
fill_gaps (StetAho *aho)
{
  g_autofree guint32 *queue = g_new (guint32, aho->n_states);
  g_autofree guint32 *suffix = g_new0 (guint32, aho->n_states);
  guint32 head = 0, tail = 0;

  queue[tail++] = 0;
  while (head < tail)
    {
      guint32 state = queue[head++];
      guint32 *row = &aho->next[(gsize) state * aho->n_classes];
      const guint32 *other = &aho->next[(gsize) suffix[state] * aho->n_classes];

      aho->shorter[state]
          = aho->string[suffix[state]] != NOTHING ? suffix[state] : aho->shorter[suffix[state]];
      for (guint c = 1; c < aho->n_classes; c++)
        if (row[c] == 0)
          row[c] = state == 0 ? 0 : other[c];
        else
          {
            suffix[row[c]] = state == 0 ? 0 : other[c];
            queue[tail++] = row[c];
          }
    }
}

/* States become the places of their rows, so that a step is one addition and one look. */
static void
place_rows (StetAho *aho)
{
  gsize n = (gsize) aho->n_states * aho->n_classes;

  for (gsize i = 0; i < n; i++)
    {
      guint32 state = aho->next[i];
      gboolean speaks = aho->string[state] != NOTHING || aho->shorter[state] != 0;

      aho->next[i] = state * aho->n_classes | (speaks ? SPEAKS : 0);
    }
}

void
stet_aho_build (StetAho *aho)
{
  gsize n_states_max = aho->words.bytes + 1;

  sort_bytes (aho);
  aho->n_states = 1;
  aho->next = g_new0 (guint32, n_states_max * aho->n_classes);
  aho->string = g_new (guint32, n_states_max);
  memset (aho->string, 0xFF, sizeof (guint32) * n_states_max);
  aho->shorter = g_new0 (guint32, n_states_max);
  for (guint i = 0; i < aho->words.strings->len; i++)
    add_path (aho, i);
  fill_gaps (aho);
  place_rows (aho);
  g_clear_pointer (&aho->words.numbers, g_hash_table_unref);
  g_ptr_array_set_size (aho->words.strings, 0);
}

/* --- scanning --- */

static gsize
back (const char *text, gsize end_bytes, guint n_chars)
{
  const char *p = text + end_bytes;

  for (guint i = 0; i < n_chars; i++)
    p = g_utf8_prev_char (p);
  return (gsize) (p - text);
}

static void
speak (const StetAho *aho, guint32 row, const char *text, gsize end_bytes, StetAhoFunc func,
       gpointer data)
{
  guint32 state = row / aho->n_classes;

  for (state = aho->string[state] != NOTHING ? state : aho->shorter[state]; state != 0;
       state = aho->shorter[state])
    {
      guint string = aho->string[state];

      func (string, back (text, end_bytes, g_array_index (aho->n_chars, guint, string)), end_bytes,
            data);
    }
}

static guint32
step_char (const StetAho *aho, guint32 row, gunichar c)
{
  char bytes[6];
  int n = g_unichar_to_utf8 (stet_char_fold (c), bytes);

  for (int i = 0; i < n; i++)
    row = aho->next[(row & ~SPEAKS) + aho->classes[(guchar) bytes[i]]];
  return row;
}

void
stet_aho_scan (const StetAho *aho, const char *text, gsize length_bytes, StetAhoFunc func,
               gpointer data)
{
  const char *p = text, *end = text + length_bytes;
  guint32 row = 0;

  if (aho->n_states <= 1)
    return;
  while (p < end)
    {
      if ((guchar) *p < 0x80)
        row = aho->next[(row & ~SPEAKS) + aho->ascii[(guchar) *p++]];
      else
        {
          row = step_char (aho, row, g_utf8_get_char (p));
          p = g_utf8_next_char (p);
        }
      if (G_UNLIKELY (row & SPEAKS))
        speak (aho, row & ~SPEAKS, text, (gsize) (p - text), func, data);
    }
}
