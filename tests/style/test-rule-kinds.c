/* Vale's kinds of rules, each over small texts: where it hits, and what it says. */
#include "config.h"

#include "style/profile.h"
#include "style/rule.h"

#include <string.h>

typedef struct
{
  const char *why, *rule;
  const char *texts[4];  /* one story or file, text by text */
  const char *found;     /* "TEXT:START-END MESSAGE; …", offsets in bytes */
} Case;

#define HEAD(kind) "extends: " kind "\nmessage: \"%s|%s\"\n"

static const Case cases[] = {
  { "a count too high is told at the first",
    "extends: occurrence\nmessage: \"%d\"\ntoken: foo\nmax: 2\n",
    { "a foo foo foo", "foo" },
    "0:2-5 3" },
  { "a count too low is told of the text",
    "extends: occurrence\nmessage: \"%s\"\ntoken: '\\w+'\nmin: 2\n",
    { "", "one", "one two" },
    "0:0-0 0; 1:0-3 1" },
  { "a count for each sentence",
    "extends: occurrence\nmessage: \"%d\"\nscope: sentence\ntoken: '\\S+'\nmax: 3\n",
    { "One two three. One two three four." },
    "0:15-18 4" },
  { "a word twice",
    HEAD ("repetition") "alpha: true\ntokens: ['[^\\s.]+']\n",
    { "the the end" },
    "0:0-7 the|" },
  { "three times is one hit",
    HEAD ("repetition") "alpha: true\ntokens: ['[^\\s.]+']\n",
    { "no no no way" },
    "0:0-5 no|" },
  { "other words between start the count anew",
    HEAD ("repetition") "alpha: true\nmax: 1\ntokens: ['[^\\s.]+']\n",
    { "no no yes yes" },
    "" },
  { "figures are no letters",
    HEAD ("repetition") "alpha: true\ntokens: ['[^\\s.]+']\n",
    { "5 5 times" },
    "" },
  { "case does not matter when told so",
    HEAD ("repetition") "alpha: true\nignorecase: true\ntokens: ['[^\\s.]+']\n",
    { "Ñu ñu" },
    "0:0-7 ñu|" },
  { "not over a line's end", HEAD ("repetition") "tokens: ['[^\\s.]+']\n", { "the\nthe" }, "" },
  { "an exception",
    HEAD ("repetition") "exceptions: [had had]\ntokens: ['[^\\s.]+']\n",
    { "he had had it" },
    "" },
  { "two forms",
    HEAD ("consistency") "either:\n  advisor: adviser\n",
    { "an advisor", "an adviser", "an advisor" },
    "1:3-10 adviser|; 2:3-10 advisor|" },
  { "one form throughout",
    HEAD ("consistency") "either:\n  advisor: adviser\n",
    { "advisor", "advisor" },
    "" },
  { "parts of words only when told so",
    HEAD ("consistency") "either: {grey: gray}\n",
    { "greyish", "grayish" },
    "" },
  { "parts of words",
    HEAD ("consistency") "nonword: true\neither: {grey: gray}\n",
    { "greyish", "grayish" },
    "1:0-4 gray|" },
  { "an acronym before its long form in one text",
    HEAD ("conditional") "first: '\\b[A-Z]{3}\\b'\nsecond: '\\(([A-Z]{3})\\)'\n",
    { "WHO is the agency (WHO)", "WHO" },
    "" },
  { "an acronym explained too late",
    HEAD ("conditional") "first: '\\b[A-Z]{3}\\b'\nsecond: '\\(([A-Z]{3})\\)'\n",
    { "WHO", "the agency (WHO)", "WHO" },
    "0:0-3 WHO|" },
  { "an acronym all know",
    HEAD (
        "conditional") "exceptions: [ONU]\nfirst: '\\b[A-ZÑ]{3}\\b'\nsecond: '\\(([A-ZÑ]{3})\\)'\n",
    { "ONU, CNÑ" },
    "0:5-9 CNÑ|" },
  { "without a group one quiets all",
    HEAD ("conditional") "first: because\nsecond: therefore\n",
    { "because, therefore", "because" },
    "1:0-7 because|" },
  { "a heading in sentence case",
    HEAD ("capitalization") "match: $sentence\n",
    { "This Is Not Fine", "This is fine" },
    "0:0-16 This Is Not Fine|This is not fine" },
  { "É is a capital like any other",
    HEAD ("capitalization") "match: $sentence\n",
    { "último día", "Última hora" },
    "0:0-12 último día|Último día" },
  { "names stay",
    HEAD (
        "capitalization") "match: $sentence\nthreshold: 1.0\nexceptions: [Madrid, Prime Minister]\n",
    { "The Prime Minister flies to Madrid" },
    "" },
  { "after a colon a capital",
    HEAD ("capitalization") "match: $sentence\nthreshold: 1.0\nindicators: [':']\n",
    { "Update: the story", "Update: The story" },
    "0:0-17 Update: the story|Update: The story" },
  { "a title",
    HEAD ("capitalization") "match: $title\nthreshold: 1.0\n",
    { "A tale of two cities", "A Tale of Two Cities" },
    "0:0-20 A tale of two cities|A Tale of Two Cities" },
  { "compounds in a title",
    HEAD ("capitalization") "match: $title\nthreshold: 1.0\n",
    { "Mother-in-law Jokes" },
    "0:0-19 Mother-in-law Jokes|Mother-in-Law Jokes" },
  { "Chicago has more small words",
    HEAD ("capitalization") "match: $title\nstyle: Chicago\nthreshold: 1.0\n",
    { "Notes from Havana", "Notes From Havana" },
    "1:0-17 Notes From Havana|Notes from Havana" },
  { "a prefix stays",
    HEAD ("capitalization") "match: $sentence\nprefix: 'LIVE: '\nthreshold: 1.0\n",
    { "LIVE: Storm nears Havana" },
    "0:0-24 LIVE: Storm nears Havana|LIVE: Storm nears havana" },
  { "upper case", HEAD ("capitalization") "match: $upper\n", { "ÑÁ B", "ñ" }, "1:0-2 ñ|Ñ" },
  { "a pattern", HEAD ("capitalization") "match: '^[A-Z]'\n", { "no", "Yes" }, "0:0-2 no|^[A-Z]" },
  { "a measure of the whole",
    "extends: metric\nmessage: \"%s\"\nformula: words / sentences\ncondition: '> 3'\n",
    { "One two three four. One two three four." },
    "0:0-0 4.00" },
  { "a measure that holds",
    "extends: metric\nmessage: \"%s\"\nformula: math.sqrt(words * 2)\ncondition: '>= 5'\n",
    { "One two three four." },
    "" },
  { "a grade",
    "extends: readability\nmessage: \"%s\"\nmetrics: [Automated Readability]\ngrade: 5\n",
    { "Extraordinary circumstances notwithstanding." },
    "0:0-0 44.44" },
};

static StetRule *
read_rule (const char *text, GError **error)
{
  g_autoptr(StetYaml) root = stet_yaml_parse (text, strlen (text), "A.yml", error);
  g_autoptr(StetRule) rule = stet_rule_new ();

  if (root == NULL || !stet_rule_read_vale (rule, root, "A.yml", NULL, error))
    return NULL;
  return g_steal_pointer (&rule);
}

static void
search_one (const StetRule *rule, const char *text, guint number, StetRuleMemory *memory,
            GString *found)
{
  StetField field = stet_field_at (STET_FIELD_BODY, 0);
  g_autoptr(StetProse) prose = stet_prose_plain (text);
  g_autoptr(StetMatcher) matcher = stet_matcher_new ();
  StetUnit *unit = stet_unit_new (&field, STET_UNIT_PARAGRAPH, prose);
  g_autoptr(GArray) hits = stet_rule_search (rule, unit, NULL, memory, matcher);

  for (guint i = 0; i < hits->len; i++)
    {
      const StetHit *hit = &g_array_index (hits, StetHit, i);
      g_autofree char *message = stet_rule_message (rule, "en", (const char *const *) hit->args);

      g_string_append_printf (found, "%s%u:%" G_GSIZE_FORMAT "-%" G_GSIZE_FORMAT " %s",
                              found->len > 0 ? "; " : "", number, hit->start_bytes, hit->end_bytes,
                              message);
    }
  stet_unit_free (unit);
}

/* Of a whole story: the rarer form goes, its capital stays; as many of each, and the first one
 * stays. */
static void
test_the_form_of_the_many (void)
{
  static const struct { const char *either, *texts[4], *found; } consistent[] = {
    { "{grey: gray}", { "grey", "gray", "grey" }, "1:0-4 gray|grey" },
    { "{grey: gray}", { "gray", "a grey, gray" }, "1:2-6 grey|gray" },
    { "{grey: gray}", { "gray and grey" }, "0:9-13 grey|gray" },
    { "{grey: gray}", { "grey", "grey" }, "" },
    { "{élite: elite}", { "élite", "Elite", "élite" }, "1:0-5 Elite|Élite" },
    { "{'gr[ae]y': colour}", { "grey", "gray", "colour" }, "2:0-6 colour|" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (consistent); i++)
    {
      g_autofree char *text = g_strconcat (
          HEAD ("consistency") "ignorecase: true\neither: ", consistent[i].either, "\n", NULL);
      g_autoptr(StetRule) rule = read_rule (text, NULL);
      g_autoptr(StetRuleMemory) memory = stet_rule_memory_new (NULL);
      g_autoptr(StetMatcher) matcher = stet_matcher_new ();
      g_autoptr(GString) found = g_string_new (NULL);

      for (guint k = 0; consistent[i].texts[k] != NULL; k++)
        {
          StetField field = stet_field_at (STET_FIELD_BODY, 0);
          g_autoptr(StetProse) prose = stet_prose_plain (consistent[i].texts[k]);
          StetUnit *unit = stet_unit_new (&field, STET_UNIT_PARAGRAPH, prose);

          stet_rule_survey (rule, unit, memory, matcher);
          stet_unit_free (unit);
        }
      for (guint k = 0; consistent[i].texts[k] != NULL; k++)
        search_one (rule, consistent[i].texts[k], k, memory, found);
      g_assert_cmpstr (found->str, ==, consistent[i].found);
    }
}

static void
test_kinds_find_what_they_should (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(StetRule) rule = read_rule (cases[i].rule, &error);
      g_autofree char *whole = g_strjoinv ("\n\n", (char **) cases[i].texts);
      StetProseCounts counts = { 0 };
      g_autoptr(StetRuleMemory) memory = stet_rule_memory_new (&counts);
      g_autoptr(GString) found = g_string_new (NULL);

      g_test_message ("%s", cases[i].why);
      g_assert_no_error (error);
      stet_prose_counts_take (&counts, whole, "en");
      for (guint k = 0; k < G_N_ELEMENTS (cases[i].texts) && cases[i].texts[k] != NULL; k++)
        search_one (rule, cases[i].texts[k], k, memory, found);
      g_assert_cmpstr (found->str, ==, cases[i].found);
    }
}

static const struct { const char *why, *rule, *problem; } broken[] = {
  { "no token", "extends: occurrence\nmessage: m\n", "A.yml:1: an occurrence rule needs a token" },
  { "a bound that is no number", "extends: occurrence\nmessage: m\ntoken: a\nmax: many\n",
    "A.yml:4: max: “many” is no number" },
  { "no tokens", "extends: repetition\nmessage: m\n", "A.yml:1: a repetition rule needs tokens" },
  { "no forms", "extends: consistency\nmessage: m\n", "A.yml:1: a consistency rule needs either" },
  { "a form that is a list", "extends: consistency\nmessage: m\neither:\n  a: [b]\n",
    "A.yml:4: a form must be text" },
  { "a form that is no pattern", "extends: consistency\nmessage: m\neither:\n  a(: b\n",
    "A.yml:4: the pattern does not compile" },
  { "half a condition", "extends: conditional\nmessage: m\nfirst: a\n",
    "A.yml:1: a conditional rule needs first and second" },
  { "no case", "extends: capitalization\nmessage: m\n",
    "A.yml:1: a capitalization rule needs match" },
  { "a threshold in words", "extends: capitalization\nmessage: m\nmatch: $title\nthreshold: half\n",
    "A.yml:4: threshold: “half”" },
  { "a name the formula does not know",
    "extends: metric\nmessage: m\nformula: wrods\ncondition: '> 1'\n",
    "A.yml:3: formula: the formula: there is no such name at “wrods”" },
  { "a bracket left open", "extends: metric\nmessage: m\nformula: (words\ncondition: '> 1'\n",
    "A.yml:3: formula: the formula: a closing bracket" },
  { "no condition", "extends: metric\nmessage: m\nformula: words\n",
    "A.yml:1: a metric rule needs formula and condition" },
  { "an unknown measure", "extends: readability\nmessage: m\nmetrics: [Magic]\ngrade: 3\n",
    "A.yml:3: metrics: no such measure" },
  { "a list of words that is not there", "extends: spelling\nmessage: m\nignore: nowhere.txt\n",
    "A.yml:3: ignore: the list “nowhere.txt” can't be read" },
  { "a filter that is no pattern", "extends: spelling\nmessage: m\nfilters: ['a(']\n",
    "A.yml:3: the pattern does not compile" },
  { "a key of another kind", "extends: metric\nmessage: m\ntokens: [a]\n",
    "A.yml:3: “tokens” is no key of an metric rule" },
  { "a script", "extends: script\nmessage: m\n",
    "A.yml:1: rules that extend “script” are not supported" },
};

static void
test_what_is_broken_is_told_by_line_and_key (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (broken); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(StetRule) rule = read_rule (broken[i].rule, &error);

      g_test_message ("%s: %s", broken[i].why, error != NULL ? error->message : "");
      g_assert_null (rule);
      g_assert_true (g_str_has_prefix (error->message, broken[i].problem));
    }
}

static void
test_syllables_are_counted (void)
{
  static const struct { const char *word; guint english, spanish; } words[] = {
    { "people", 2, 0 }, { "beautiful", 3, 0 },     { "everywhere", 4, 0 }, { "committee", 3, 0 },
    { "day", 1, 0 },    { "investigation", 5, 0 }, { "walked", 1, 0 },     { "table", 2, 0 },
    { "pasó", 0, 2 },   { "niño", 0, 2 },          { "piñones", 0, 3 },    { "ciudad", 0, 2 },
    { "país", 0, 2 },   { "aeropuerto", 0, 5 },    { "guerra", 0, 2 },     { "pingüino", 0, 3 },
    { "queso", 0, 2 },  { "ley", 0, 1 },           { "ayer", 0, 2 },       { "día", 0, 2 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    {
      g_test_message ("%s", words[i].word);
      if (words[i].english > 0)
        g_assert_cmpuint (stet_syllables_in_english (words[i].word), ==, words[i].english);
      if (words[i].spanish > 0)
        g_assert_cmpuint (stet_syllables_in_spanish (words[i].word), ==, words[i].spanish);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/style/rule-kinds/many", test_the_form_of_the_many);
  g_test_add_func ("/style/rule-kinds/find-what-they-should", test_kinds_find_what_they_should);
  g_test_add_func ("/style/rule-kinds/broken-told-by-line-and-key",
                   test_what_is_broken_is_told_by_line_and_key);
  g_test_add_func ("/style/rule-kinds/syllables", test_syllables_are_counted);
  return g_test_run ();
}
