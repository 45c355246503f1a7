/* spelling, as Vale's rule files ask for it: words of a text that a dictionary does not know.
 * Layer: style. Any thread. Stet's own spelling (spelling.h) does better with names; this is what
 * `.vale.ini` runs use. */
#include "config.h"

#include "style/rule-kind.h"
#include "style/spelling.h"

#include "base/file.h"
#include "base/limits.h"

#include <string.h>

#define LIST_BYTES_MAX (4 * 1024 * 1024)

static const char *const keys[] = {
  "dictionaries", "dicpath", "aff",        "dic",   "append", "ignore",
  "filters",      "custom",  "exceptions", "vocab", NULL,
};
/* Words that no dictionary is asked about unless the rule is `custom`. */
static const char *const usual_filters[] = {
  "[a-zA-Z_']*[A-Z][a-zA-Z_']*[A-Z]+$",  "(?:[a-z]+[A-Z]|[A-Z][a-z]+[A-Z])", "[^a-zA-Z_']", NULL,
};

typedef struct
{
  char         *language;
  StetSpelling *spelling;
  GPtrArray    *filters; /* (owned) of StetPattern: a word in which one is found is passed over */
  GHashTable   *ignored; /* (owned) of words in small letters */
} Speller;

static void
free_speller (gpointer own)
{
  Speller *speller = own;

  g_free (speller->language);
  stet_spelling_free (speller->spelling);
  g_clear_pointer (&speller->filters, g_ptr_array_unref);
  g_clear_pointer (&speller->ignored, g_hash_table_unref);
  g_free (speller);
}

static gboolean
add_filters (StetRuleReader *reader, Speller *speller, const char *const *filters, GError **error)
{
  for (gsize i = 0; filters != NULL && filters[i] != NULL; i++)
    {
      StetPattern *filter
          = stet_rule_compile (reader, filters[i], stet_rule_line_of (reader, "filters"), error);

      if (filter == NULL)
        return FALSE;
      g_ptr_array_add (speller->filters, filter);
    }
  return TRUE;
}

/* A list that is not there is told; one word a line, `# ` begins a comment. */
static gboolean
add_list (StetRuleReader *reader, Speller *speller, const char *name, GError **error)
{
  g_autofree char *path = reader->reading->dir != NULL
                              ? g_build_filename (reader->reading->dir, name, NULL)
                              : g_strdup (name);
  g_autofree char *text = NULL;
  g_auto(GStrv) lines = NULL;
  gsize bytes;

  if (!g_file_get_contents (path, &text, &bytes, NULL) || bytes > LIST_BYTES_MAX
      || !g_utf8_validate (text, -1, NULL))
    return stet_rule_refuse (reader, "ignore", error, "the list “%s” can't be read", name);
  lines = g_strsplit (text, "\n", -1);
  for (gsize i = 0; lines[i] != NULL; i++)
    {
      char *word = g_strstrip (lines[i]);

      if (*word != '\0' && *word != '#')
        g_hash_table_add (speller->ignored, g_utf8_strdown (word, -1));
    }
  return TRUE;
}

static gboolean
read_spelling (StetRuleReader *reader, GError **error)
{
  g_auto (GStrv) filters = stet_yaml_strv (reader->root, "filters"),
                 lists = stet_yaml_strv (reader->root, "ignore");
  g_auto(GStrv) dictionaries = stet_yaml_strv (reader->root, "dictionaries");
  gboolean custom = stet_yaml_bool (reader->root, "custom", FALSE);
  Speller *speller = g_new0 (Speller, 1);

  reader->rule->own = speller;
  speller->language
      = g_strdup (dictionaries != NULL && dictionaries[0] != NULL ? dictionaries[0] : "en_US");
  speller->spelling = stet_spelling_new ();
  speller->filters = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_pattern_free);
  speller->ignored = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  if (!add_filters (reader, speller, (const char *const *) filters, error)
      || (!custom && !add_filters (reader, speller, usual_filters, error)))
    return FALSE;
  for (gsize i = 0; lists != NULL && lists[i] != NULL; i++)
    if (!add_list (reader, speller, lists[i], error))
      return FALSE;
  return stet_rule_read_exceptions (reader, stet_yaml_bool (reader->root, "vocab", TRUE), error);
}

/* What stands round a word: brackets and quotation marks in front, marks and stops behind. */
static StetStretch
peeled (const char *text, gsize start, gsize end)
{
  while (start < end && strchr ("$(\"['", text[start]) != NULL)
    start++;
  while (end > start && strchr (",)\"]!;.?:'", text[end - 1]) != NULL)
    end--;
  return (StetStretch) { start, end };
}

/* Stars stand for code that is not to be read; signs alone are no words. */
static gboolean
is_word (const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    if (g_unichar_isalnum (g_utf8_get_char (p)))
      return TRUE;
  return FALSE;
}

static gboolean
is_filtered (StetRuleSearch *search, const char *word)
{
  const Speller *speller = search->rule->own;
  g_autofree char *lower = g_utf8_strdown (word, -1);

  if (g_hash_table_contains (speller->ignored, lower))
    return TRUE;
  for (guint i = 0; i < speller->filters->len; i++)
    if (stet_pattern_matches (g_ptr_array_index (speller->filters, i), search->matcher, word))
      return TRUE;
  return FALSE;
}

/* Curly quotation marks and apostrophes made straight, so that they are peeled and looked up. */
static char *
straightened (const char *text, gsize bytes)
{
  GString *out = g_string_sized_new (bytes);

  for (const char *p = text; p < text + bytes; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c == 0x2018 || c == 0x2019)
        g_string_append_c (out, '\'');
      else if (c == 0x201c || c == 0x201d)
        g_string_append_c (out, '"');
      else
        g_string_append_unichar (out, c);
    }
  return g_string_free (out, FALSE);
}

static void
look_at_word (StetRuleSearch *search, gsize start, gsize end)
{
  const Speller *speller = search->rule->own;
  g_autofree char *raw = straightened (search->unit->text + start, end - start);
  StetStretch inner = peeled (raw, 0, strlen (raw)), at;
  g_autofree char *word = g_strndup (raw + inner.start_bytes, inner.end_bytes - inner.start_bytes);
  const char *first = search->unit->text + start;
  char **args;

  if (!is_word (word) || is_filtered (search, word)
      || stet_spelling_look_up (speller->spelling, speller->language, NULL, word)
             == STET_WORD_KNOWN)
    return;
  first = g_utf8_offset_to_pointer (first, g_utf8_strlen (raw, (gssize) inner.start_bytes));
  at.start_bytes = (gsize) (first - search->unit->text);
  at.end_bytes
      = (gsize) (g_utf8_offset_to_pointer (first, g_utf8_strlen (word, -1)) - search->unit->text);
  if (stet_rule_lets_pass (search, &at, word))
    return;
  args = g_new0 (char *, 2);
  args[0] = g_strdup (word);
  stet_rule_take_as (search, &at, g_new0 (char *, 1), args);
}

static void
search_spelling (StetRuleSearch *search)
{
  const char *text = search->unit->text;
  gsize start = search->from_bytes;

  for (gsize at = start; at <= search->until_bytes; at++)
    if (at == search->until_bytes || g_ascii_isspace (text[at]))
      {
        if (at > start)
          look_at_word (search, start, at);
        start = at + 1;
      }
}

const StetRuleKind stet_kind_spelling = {
  .name = "spelling",
  .keys = keys,
  .read = read_spelling,
  .search = search_spelling,
  .free = free_speller,
};
