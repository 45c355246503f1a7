/* The index over patterns finds what a plain pass of PCRE2 for each pattern finds, to the byte. */
#include "config.h"

#include "plain.h"
#include "rules.h"
#include "style/anchor.h"
#include "style/index.h"
#include "style/pack.h"
#include "style/profile-private.h"
#include "style/structure.h"
#include "style/token.h"
#include "support.h"

#include <string.h>

/* --- both engines --- */

typedef struct
{
  GPtrArray      *sources;  /* (borrowed) of char * */
  GPtrArray      *patterns; /* of StetPattern */
  GPtrArray      *plain;    /* of Plain */
  StetIndex      *index;
  StetCandidates *candidates;
  StetMatcher    *matcher;
  guint           n_hits, n_words;
} Engines;

static Engines *
engines_new (const GPtrArray *sources)
{
  Engines *engines = g_new0 (Engines, 1);

  engines->sources = g_ptr_array_new ();
  engines->patterns = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_pattern_free);
  engines->plain = g_ptr_array_new_with_free_func ((GDestroyNotify) plain_free);
  for (guint i = 0; i < sources->len; i++)
    {
      g_autoptr (GError) error = NULL;
      StetPattern *pattern = stet_pattern_new (sources->pdata[i], &error);

      g_assert_no_error (error);
      g_ptr_array_add (engines->sources, sources->pdata[i]);
      g_ptr_array_add (engines->patterns, pattern);
      g_ptr_array_add (engines->plain, plain_new (sources->pdata[i]));
    }
  engines->index = stet_index_new ((const StetPattern *const *) engines->patterns->pdata,
                                   engines->patterns->len);
  engines->candidates = stet_candidates_new ();
  engines->matcher = stet_matcher_new ();
  return engines;
}

static void
engines_free (Engines *engines)
{
  g_ptr_array_unref (engines->sources);
  stet_index_free (engines->index);
  stet_candidates_free (engines->candidates);
  stet_matcher_free (engines->matcher);
  g_ptr_array_unref (engines->patterns);
  g_ptr_array_unref (engines->plain);
  g_free (engines);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Engines, engines_free)

static void
search_indexed (Engines *engines, const StetCandidate *candidate, const char *text, GArray *hits)
{
  StetStretch hit;
  StetWalk walk;

  g_array_set_size (hits, 0);
  stet_walk_start (&walk, engines->matcher, engines->patterns->pdata[candidate->pattern], text,
                   strlen (text));
  stet_walk_only_in (&walk, candidate->windows, candidate->n_windows);
  while (stet_walk_next (&walk, &hit.start_bytes, &hit.end_bytes))
    g_array_append_val (hits, hit);
}

static void
assert_same (const char *source, const char *text, const GArray *plain, const GArray *indexed)
{
  for (guint i = 0; i < MAX (plain->len, indexed->len); i++)
    {
      const StetStretch none = { G_MAXSIZE, G_MAXSIZE };
      StetStretch a = i < plain->len ? g_array_index (plain, StetStretch, i) : none;
      StetStretch b = i < indexed->len ? g_array_index (indexed, StetStretch, i) : none;

      if (a.start_bytes == b.start_bytes && a.end_bytes == b.end_bytes)
        continue;
      g_test_message ("pattern: %s\ntext: %s", source, text);
      g_error ("hit %u: PCRE2 has it at %" G_GSIZE_FORMAT "–%" G_GSIZE_FORMAT
               ", the index at %" G_GSIZE_FORMAT "–%" G_GSIZE_FORMAT,
               i, a.start_bytes, a.end_bytes, b.start_bytes, b.end_bytes);
    }
}

static void
compare (Engines *engines, const char *text)
{
  g_autoptr (GArray) plain = g_array_new (FALSE, FALSE, sizeof (StetStretch));
  g_autoptr (GArray) indexed = g_array_new (FALSE, FALSE, sizeof (StetStretch));
  guint next = 0;

  stet_index_scan (engines->index, text, strlen (text), engines->candidates);
  for (guint i = 0; i < engines->plain->len; i++)
    {
      StetCandidate candidate = { G_MAXUINT, NULL, 0 };

      if (next < stet_candidates_count (engines->candidates))
        candidate = stet_candidates_get (engines->candidates, next);
      g_array_set_size (indexed, 0);
      if (candidate.pattern == i)
        {
          search_indexed (engines, &candidate, text, indexed);
          next++;
        }
      if (!plain_search (engines->plain->pdata[i], text, strlen (text), plain))
        continue;
      assert_same (engines->sources->pdata[i], text, plain, indexed);
      engines->n_hits += plain->len;
    }
  g_assert_cmpuint (next, ==, stet_candidates_count (engines->candidates));
}

/* --- texts --- */

static void
compare_paragraphs (Engines *engines, const char *text, guint words_max)
{
  g_auto (GStrv) paragraphs = g_strsplit (text, "\n\n", -1);

  for (gsize i = 0; paragraphs[i] != NULL && engines->n_words < words_max; i++)
    {
      g_auto (GStrv) words = g_strsplit_set (paragraphs[i], " \n", -1);

      compare (engines, paragraphs[i]);
      engines->n_words += g_strv_length (words);
    }
}

/* Debian's fortunes of a language, as paragraphs; NULL where they are not installed. */
static char *
read_fortunes (const char *const *files)
{
  g_autoptr (GString) all = g_string_new (NULL);

  for (gsize i = 0; files[i] != NULL; i++)
    {
      g_autofree char *path = g_strconcat ("/usr/share/games/fortunes/", files[i], NULL);
      g_autofree char *text = NULL;
      gsize length;

      if (!g_file_get_contents (path, &text, &length, NULL)
          || !g_utf8_validate (text, length, NULL))
        continue;
      g_string_append (all, text);
      g_string_append (all, "\n%\n");
    }
  g_string_replace (all, "\n%\n", "\n\n", 0);
  return all->len > 0 ? g_string_free (g_steal_pointer (&all), FALSE) : NULL;
}

static const char *const fortunes_en[] = { "wisdom", "work", "people", "literature", "law", NULL };
static const char *const fortunes_es[] = { "es/arte.fortunes",
                                           "es/ciencia.fortunes",
                                           "es/famosos.fortunes",
                                           "es/deprimente.fortunes",
                                           "es/humanos.fortunes",
                                           "es/varios.fortunes",
                                           NULL };

#define WORDS_WANTED 10000

static void
compare_languages (const GPtrArray *sources)
{
  static const struct { const char *sample; const char *const *fortunes; } languages[] = {
    { "../data/samples/story-en.txt", fortunes_en },
    { "../data/samples/story-es.txt", fortunes_es },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (languages); i++)
    {
      g_autoptr (Engines) engines = engines_new (sources);
      g_autofree char *path = stet_test_file (languages[i].sample);
      g_autofree char *sample = stet_test_read (path);
      g_autofree char *fortunes = read_fortunes (languages[i].fortunes);
      StetIndexSize size = stet_index_size (engines->index);

      compare_paragraphs (engines, sample, G_MAXUINT);
      if (fortunes != NULL)
        compare_paragraphs (engines, fortunes, WORDS_WANTED);
      g_test_message ("%u patterns (%u phrases, %u strings, %u everywhere): %u words, %u hits",
                      sources->len, size.n_phrases, size.n_strings, size.n_everywhere,
                      engines->n_words, engines->n_hits);
      g_assert_cmpuint (engines->n_hits, >, 0);
      if (fortunes == NULL)
        g_test_skip (
            "Debian's fortunes and fortunes-es are not installed: only our own samples were compared");
      else
        g_assert_cmpuint (engines->n_words, >=, WORDS_WANTED);
    }
}

/* --- rules --- */

static void
add_sources (GPtrArray *sources, const StetRuleSet *set)
{
  for (guint i = 0; i < set->rules->len; i++)
    {
      const StetRule *rule = g_ptr_array_index (set->rules, i);

      if (rule->pattern != NULL)
        g_ptr_array_add (sources, g_strdup (stet_pattern_source (rule->pattern)));
    }
}

static void
test_builtin_packs (void)
{
  g_autoptr (StetProfile) profile = stet_profile_builtin ();
  g_autoptr (StetRuleSet) set = stet_rule_set_new (profile);
  g_autoptr (GPtrArray) sources = g_ptr_array_new_with_free_func (g_free);

  stet_rule_set_load_resource (set, stet_style_packs (), "/io/github/stet_newsroom/Stet/packs");
  add_sources (sources, set);
  g_assert_cmpuint (sources->len, >, 40);
  compare_languages (sources);
}

static void
test_vale_packs (void)
{
  g_autofree char *dir = stet_test_shared_file ("data/vale-styles");
  g_autoptr (StetProfile) profile = stet_profile_builtin ();
  g_autoptr (StetRuleSet) set = stet_rule_set_new (profile);
  g_autoptr (GPtrArray) sources = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;

  if (dir == NULL)
    {
      g_test_skip ("Vale's packages are not here");
      return;
    }
  g_assert_true (stet_rule_set_load_dir (set, dir, &error));
  g_assert_no_error (error);
  add_sources (sources, set);
  g_assert_cmpuint (sources->len, >, 100);
  compare_languages (sources);
}

/* Of those that tests/perf measures, a part: there all of them are compared over a shorter text. */
#define GENERATED 1500

static void
test_generated_rules (void)
{
  g_autoptr (GPtrArray) sources = perf_rules_new (GENERATED);

  compare_languages (sources);
}

/* --- what is hard --- */

static const char *const hard_patterns[] = {
  "a",
  "\\ba\\b",
  "(?i)\\bstrasse\\b",
  "(?i)\\bstraße\\b",
  "(?i)\\bSTRAẞE\\b",
  "(?i)\\bkelvin\\b",
  "(?i)kelvin",
  "(?i)\\bsi\\b",
  "(?i)\\bisla\\b",
  "(?i)ısla",
  "(?i)İsla",
  "\\bIsla\\b",
  "(?i)\\bñandú\\b",
  "(?i)\\bÉxito\\b",
  "(?i)éxito",
  "\\bÉxito\\b",
  "\\bdon't\\b",
  "(?i)\\bdon[’']t\\b",
  "(?i)\\bwell-known\\b",
  "\\bwell known\\b",
  "well[- ]?known",
  "1ª",
  "\\b1º\\b",
  "\\b[0-9]+ª",
  "\\b\\d+\\b",
  "\\d{1,2}:\\d\\d",
  "\\d",
  "\\b\\d{4}\\b",
  "[.]{2,}",
  "¿[^?]*$",
  "[^¿]*\\?",
  "«[^»]*»",
  "(?m)^\\s*-",
  "(?m)$",
  "",
  "x*",
  "(?:)",
  "\\b",
  "\\B",
  "(?<=\\w)\\s+(?=\\w)",
  "(?i)(?m)\\b(?:foo|foo bar|bar)\\b",
  "(?i)(?m)\\b(?:foo bar|foo|bar)\\b",
  "\\b(?:is|are|was)\\s+\\w+ed\\b",
  "\\b\\w+ly\\b",
  "(?i)\\b\\w+mente\\b",
  "\\w+-\\w+",
  "\\S+@\\S+\\.\\w+",
  "(?i)\\bnot\\s+un\\w+\\b",
  "(\\w+)\\s+\\1\\b",
  "(?i)\\b(\\w+)\\s+\\1\\b",
  "(?<!the )\\bfoo\\b(?! of)",
  "foo|\\bbar",
  "(?:foo)?bar",
  "(?:foo|x)+bar",
  "[Tt]oo\\b",
  "\\b[A-Z]{2,5}\\b",
  "\\p{Lu}\\.",
  "[[:upper:]]+bar",
  "(?i)[k-m]elvin",
  "(?i)[ſ]i",
  "s\\b",
  "\\bs",
  "fo{2}",
  "fo{1,3}\\b",
  "(?:fo){2,}",
  "a{0,2}b",
  "e\u0301xito",
  "(?i)E\u0301xito",
  "n\u0303",
  "\\w+\u0301",
  "\\bcafe\u0301\\b",
  "(?i)\u03b9",
  "(?i)\u0345",
  "(?i)\\b\u03b1\u03b9\\b",
  "(?i)\\bσοφός\\b",
  "(?i)\\bΣΟΦΌΣ\\b",
  "\\.\\.\\.",
  "…",
  " +",
  "  ",
  "\\h{2,}",
  "\\s,",
  "\\b(?:[a-f]|foo)\\b",
  "(?s)foo.*bar",
  "foo.*?bar",
  "(?i:FOO)bar",
  "(?i)foo(?-i)BAR",
  "(a(?i)b|c)foo",
  "\\x{e9}xito",
  "\\xe9xito",
  "\\Qa.b\\E",
  "(?x) f o o ",
  "(?|(foo)|(bar))",
  "(?>foo|fo)o?",
  "(?P<w>foo) (?P=w)",
  "\\bfoo\\b.{0,10}\\bbar\\b",
  "foo\\Kbar",
  "(?=foo)\\w",
  "(?i)\\bstet\\w*",
  "(?:\\w+ )+bar",
  "\\W+foo",
  "[^a-z]foo",
  "(?:^|\\s)foo(?:$|\\s)",
  "\\bfoo(?:bar){0}\\b",
  "\\b(?:foo|)bar\\b",
  "[ab]{3}",
  "[0-9]{2}[ap]m",
  "\\b5 %",
  "(?<=[.!?] )[a-z]",
  "(?i)a\u030a",
  "(?i)å",
  "(?i)Å",
  "(?i)µ",
  "(?i)μm",
  "𝒜",
  "\\b👍",
  "(?i)ǆ",
  "(?i)\\bꭰ",
  "(?i)Ა",
  "\\bfoo_bar\\b",
  "foo‿bar",
  "\\bx\u0301\\b",
  "[\\w.-]+@",
  "[^\\s]+%",
  "\\N{U+E9}xito",
  "(?i)\\bfi\\b",
  "(?i)ﬁ",
};

static const char *const pieces[] = {
  "foo",
  "bar",
  "Foo",
  "FOO",
  "bar",
  "foobar",
  "FooBAR",
  "a",
  "b",
  "ab",
  "abc",
  "straße",
  "STRASSE",
  "STRAẞE",
  "strasse",
  "Kelvin",
  "\u212Aelvin",
  "KELVIN",
  "\u017fi",
  "si",
  "SI",
  "isla",
  "ISLA",
  "İsla",
  "ısla",
  "Isla",
  "ñandú",
  "ÑANDÚ",
  "éxito",
  "ÉXITO",
  "Éxito",
  "e\u0301xito",
  "E\u0301xito",
  "n\u0303",
  "cafe\u0301",
  "don't",
  "don’t",
  "DON'T",
  "well-known",
  "well known",
  "wellknown",
  "1ª",
  "1º",
  "12",
  "2026",
  "٣",
  "٣٤",
  "10:30",
  "5 %",
  "5%",
  "¿",
  "?",
  "¡",
  "!",
  "«",
  "»",
  "“",
  "”",
  "…",
  "...",
  "..",
  ".",
  ",",
  "-",
  "—",
  "'",
  "_",
  "is",
  "are",
  "walked",
  "slowly",
  "lentamente",
  "LENTAMENTE",
  "not unlike",
  "the",
  "of",
  "stet",
  "stetted",
  "a.b",
  "foo foo",
  "Foo foo",
  "\u03b1\u03b9",
  "\u03b1\u0345",
  "\u03b9",
  "\u0345",
  "\u1fbe",
  "σοφός",
  "ΣΟΦΌΣ",
  "σοφόσ",
  "a\u030a",
  "å",
  "Å",
  "µm",
  "μm",
  "Μm",
  "𝒜",
  "👍",
  "ǆ",
  "ǅ",
  "Ǆ",
  "ꭰ",
  "Ꭰ",
  "ა",
  "Ა",
  "foo_bar",
  "foo‿bar",
  "x\u0301",
  "me@x.org",
  "fi",
  "ﬁ",
  "FI",
  "\u00a0",
  "\u2028",
  "\u180e",
  "\n",
  "\t",
  "  ",
  " ",
};

static char *
random_text (GRand *rand)
{
  GString *text = g_string_new (NULL);
  guint n = (guint) g_rand_int_range (rand, 0, 24);

  for (guint i = 0; i < n; i++)
    {
      g_string_append (text, pieces[g_rand_int_range (rand, 0, G_N_ELEMENTS (pieces))]);
      if (g_rand_int_range (rand, 0, 3) > 0)
        g_string_append_c (text, ' ');
    }
  return g_string_free (text, FALSE);
}

#define TEXTS 4000

static void
test_hard_texts (void)
{
  g_autoptr (GPtrArray) sources = g_ptr_array_new ();
  g_autoptr (Engines) engines = NULL;
  g_autoptr (GRand) rand = g_rand_new_with_seed (20261124);

  for (gsize i = 0; i < G_N_ELEMENTS (hard_patterns); i++)
    g_ptr_array_add (sources, (char *) hard_patterns[i]);
  engines = engines_new (sources);
  for (gsize i = 0; i < G_N_ELEMENTS (pieces); i++)
    compare (engines, pieces[i]);
  for (guint i = 0; i < TEXTS; i++)
    {
      g_autofree char *text = random_text (rand);

      compare (engines, text);
    }
  g_assert_cmpuint (engines->n_hits, >, TEXTS);
}

/* Every two characters that PCRE2 takes for each other have to fold to the same. */
static void
test_folding_is_no_finer (void)
{
  g_autoptr (GString) cased = g_string_new (NULL);
  g_autoptr (GArray) hits = g_array_new (FALSE, FALSE, sizeof (StetStretch));
  guint n_pairs = 0;

  for (gunichar c = 1; c < 0x20000; c++)
    if (g_unichar_isdefined (c) && !(c >= 0x3400 && c < 0xA000) && !(c >= 0xAC00 && c < 0xD800)
        && !(c >= 0x17000 && c < 0x1B300) && !(c >= 0x12000 && c < 0x14700))
      g_string_append_unichar (cased, c);
  for (const char *p = cased->str; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      g_autofree char *source = NULL;
      g_autoptr (Plain) plain = NULL;

      if (c >= 0x2300 && c < 0xA000 && !g_unichar_isalpha (c) && !g_unichar_ismark (c)
          && g_unichar_tolower (c) == c)
        continue;
      source = g_strdup_printf ("(?i)\\x{%x}", c);
      plain = plain_new (source);
      g_assert_true (plain_search (plain, cased->str, cased->len, hits));
      for (guint i = 0; i < hits->len; i++)
        {
          gunichar other
              = g_utf8_get_char (cased->str + g_array_index (hits, StetStretch, i).start_bytes);

          n_pairs += other != c ? 1 : 0;
          if (stet_char_fold (other) != stet_char_fold (c))
            g_error ("U+%04X and U+%04X are equal without case, and fold to U+%04X and U+%04X", c,
                     other, stet_char_fold (c), stet_char_fold (other));
          if (stet_char_is_word (c) != stet_char_is_word (other))
            g_assert_true (stet_char_is_moody (c) && stet_char_is_moody (other));
        }
    }
  g_assert_cmpuint (n_pairs, >, 2000);
}

/* --- what is known of a pattern --- */

static void
test_anchors (void)
{
  static const struct { const char *source, *anchors, *why; } cases[] = {
    { "\\bfoo\\b", "[foo]", "a whole word, in this case" },
    { "(?i)\\bfoo\\b", "[foo]~", "in any case" },
    { "(?i)(?m)\\b(?:foo|foo bar)\\b", "[foo]~ [foo bar]~", "all choices" },
    { "\\bfoo(?:s|ed)?\\b", "[foo] [foos] [fooed]", "spelt out" },
    { "\\bfoo\\w+", "[foo", "a run after it" },
    { "\\w+foo\\b", "<foo]", "a run before it" },
    { "\\w*", "", "nothing to hold on to" },
    { "(?:foo)?", "", "it may be empty" },
    { "x?y?", "", "nor this" },
    { "\\bis\\s+\\w+ed\\b", "[is]", "the better one of two" },
    { "[aeiou]{3}foo", "<foo", "what is too many to spell" },
    { "foo\\Kbar", "", "a start that is moved" },
    { "(?=foo)\\w+", "", "what stands around is no part of it" },
    { "(?:\\bfoo\\b.*|bar)", "[foo] bar", "one of each choice" },
    { "%", "%", "a mark" },
    { "e", "", "one letter is everywhere" },
    { "\\be\\b", "[e]", "unless it is a word" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (StetArena) arena = stet_arena_new ();
      g_autoptr (GString) told = g_string_new (NULL);
      StetAnchors anchors = stet_anchors_find (cases[i].source, arena);

      for (guint k = 0; k < anchors.n; k++)
        {
          const StetAnchor *anchor = &anchors.items[k];
          gboolean starts = anchor->reach.n_steps == 0 && !anchor->reach.unlimited;

          g_string_append_printf (told, "%s%s%s%s%s%s", k > 0 ? " " : "", starts ? "" : "<",
                                  anchor->boundary_before ? "[" : "", anchor->text,
                                  anchor->boundary_after ? "]" : "", anchor->exact ? "" : "~");
        }
      g_test_message ("%s: %s", cases[i].source, cases[i].why);
      g_assert_cmpstr (told->str, ==, cases[i].anchors);
    }
}

int
main (int argc, char **argv)
{
  stet_test_init (&argc, &argv);
  g_test_add_func ("/style/index/anchors", test_anchors);
  g_test_add_func ("/style/index/folding", test_folding_is_no_finer);
  g_test_add_func ("/style/index/hard", test_hard_texts);
  g_test_add_func ("/style/index/builtin-packs", test_builtin_packs);
  g_test_add_func ("/style/index/vale-packs", test_vale_packs);
  g_test_add_func ("/style/index/generated", test_generated_rules);
  return g_test_run ();
}
