/* Making the rules. */
#include "config.h"

#include "rules.h"

#define SEED 20261124

/* Words that news are full of: phrases begin with them, some rules are for them alone. */
static const char *const common[] = {
  "the",     "of",      "and",      "to",          "in",      "is",      "was",
  "for",     "on",      "with",     "as",          "by",      "at",      "from",
  "it",      "an",      "be",       "are",         "that",    "this",    "said",
  "year",    "city",    "people",   "government",  "police",  "market",  "river",
  "street",  "school",  "water",    "report",      "council", "very",    "really",
  "just",    "that's",  "don't",    "however",     "utilize", "prior",   "currently",
  "towards", "amongst", "whilst",   "regarding",   "el",      "la",      "de",
  "que",     "y",       "en",       "un",          "una",     "los",     "las",
  "del",     "se",      "por",      "con",         "para",    "su",      "al",
  "lo",      "como",    "más",      "pero",        "sus",     "año",     "años",
  "ciudad",  "gente",   "gobierno", "policía",     "mercado", "río",     "calle",
  "escuela", "agua",    "informe",  "según",       "también", "después", "país",
  "mañana",  "nivel",   "mismo",    "actualmente", "evento",  "accesar", "aperturar",
  "solo",    "aún",
};
static const char *const starts[] = {
  "b", "br", "c", "cr", "d",  "f",  "fl", "g", "gr", "h", "j",  "l", "ll",
  "m", "n",  "ñ", "p",  "pr", "qu", "r",  "s", "st", "t", "tr", "v", "w",
};
static const char *const vowels[]
    = { "a", "e", "i", "o", "u", "ea", "ou", "ie", "á", "é", "í", "ó", "ue", "ai" };
static const char *const ends[] = { "", "", "n", "r", "s", "l", "ck", "nd", "ng", "st", "z" };
static const char *const endings[] = { "tion", "ing",   "ly",  "ness", "ment", "ed",   "er",
                                       "ción", "mente", "dad", "aje",  "ado",  "ista", "ería" };

#define PICK(rand, list) ((list)[g_rand_int_range ((rand), 0, G_N_ELEMENTS (list))])

/* A word as there might be one, and as is rarely met. */
static char *
word (GRand *rand)
{
  GString *made = g_string_new (NULL);
  int n = g_rand_int_range (rand, 1, 4);

  for (int i = 0; i < n; i++)
    g_string_append_printf (made, "%s%s%s", PICK (rand, starts), PICK (rand, vowels),
                            PICK (rand, ends));
  if (made->len < 5 || g_rand_boolean (rand))
    g_string_append (made, PICK (rand, endings));
  return g_string_free (made, FALSE);
}

static char *
phrase (GRand *rand)
{
  GString *made = g_string_new (PICK (rand, common));
  int n = g_rand_int_range (rand, 1, 4);

  for (int i = 0; i < n; i++)
    {
      g_autofree char *one = word (rand);

      g_string_append_printf (made, " %s",
                              g_rand_int_range (rand, 0, 10) < 4 ? PICK (rand, common) : one);
    }
  return g_string_free (made, FALSE);
}

/* An existence rule with a list, as a package has them. */
static char *
list (GRand *rand)
{
  GString *made = g_string_new ("(?i)(?m)\\b(?:");
  int n = g_rand_int_range (rand, 2, 30);

  for (int i = 0; i < n; i++)
    {
      g_autofree char *one = g_rand_boolean (rand) ? word (rand) : phrase (rand);

      g_string_append_printf (made, "%s%s", i > 0 ? "|" : "", one);
    }
  return g_string_free (g_string_append (made, ")\\b"), FALSE);
}

/* The letters of a word up to some place, and after it. */
static void
cut (const char *text, GRand *rand, char **head, char **tail)
{
  glong n = g_utf8_strlen (text, -1);
  const char *at = g_utf8_offset_to_pointer (text, g_rand_int_range (rand, 2, (int) n - 1));

  *head = g_strndup (text, (gsize) (at - text));
  *tail = g_strdup (at);
}

static char *
pattern (GRand *rand)
{
  g_autofree char *one = word (rand);
  g_autofree char *other = word (rand);
  g_autofree char *head = NULL;
  g_autofree char *tail = NULL;

  cut (one, rand, &head, &tail);
  switch (g_rand_int_range (rand, 0, 12))
    {
    case 0:
    case 1:  return g_strdup_printf ("(?i)\\b%s(s|ed|ing)?\\b", one);
    case 2:
    case 3:  return g_strdup_printf ("(?i)\\b%s[ -]?%s\\b", head, tail);
    case 4:
      return g_strdup_printf ("(?i)\\b(?:%s|%s)\\s+(?:%s|%s)\\b", one, other, PICK (rand, common),
                              PICK (rand, common));
    case 5:  return g_strdup_printf ("(?i)\\b%s?%ss?\\b", head, tail);
    case 6:  return g_strdup_printf ("(?i)(?<!the )\\b%s\\b(?! (?:of|de))", one);
    case 7:  return g_strdup_printf ("(?i)\\b(?:is|are|was|were|be|fue|es)\\s+%s\\w*\\b", one);
    case 8:  return g_strdup_printf ("(?m)\\b%c%s\\b(?=[^.]*$)", g_ascii_toupper (one[0]), one + 1);
    case 9:  return g_strdup_printf ("(?i)\\b\\w+%s(?:ly|mente)\\b", head);
    case 10: return g_strdup_printf ("(?i)\\b\\d+(?:[.,]\\d+)? %s\\b", one);
    default: return g_strdup_printf ("(?i)\\b%s\\b[^.!?\\n]{0,40}\\b%s\\b", one, other);
    }
}

/* Rules that a newsroom has few of and that meet something in every paragraph. */
static const char *const broad[] = {
  "(?i)(?m)\\b(?:very|really|just|quite|rather|muy|bastante)\\b",
  "\\b(\\w+)\\s+\\1\\b",
  "(?i)\\b\\w+ly\\b",
  "(?i)\\b\\w+mente\\b",
  "\\b\\d+ ?%",
  "\\b\\d{4,}\\b",
  "\\d{1,2}(?::\\d\\d)? ?[ap]\\.?m\\.?",
  "  +",
  " [,.;:!?]",
  "[A-Z]{2,5}s?\\b",
  "\"[^\"]*\"[,.]",
  "\\.\\.+",
  "[!?]{2,}",
  "(?i)\\b(?:is|are|was|were|been|being) \\w+ed\\b",
  "(?i)\\b(?:fue|fueron|ser|sido) \\w+[ai]d[oa]s?\\b",
  "¿[^?]*$",
  "(?<=[.!?] )[a-z]",
  "(?i)\\b(?:of|in|on|at|to) (?:the|an?)\\b",
  "(?i)\\b(?:de|en|con|por) (?:el|los|las?)\\b",
  "\\b[A-Z]\\w+ [A-Z]\\w+\\b",
  "(?i)\\bthat\\b",
  "(?i)\\bque\\b",
  "(?i)\\bsolo\\b",
  "\\b(?:Mr|Mrs|Ms|Dr|Sr|Sra)\\b",
  "\\b(?:January|March|enero|marzo)\\b",
};

GPtrArray *
perf_rules_new (guint n)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (SEED);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *rules = g_ptr_array_new_with_free_func (g_free);

  for (gsize i = 0; i < G_N_ELEMENTS (broad) && rules->len < n; i++)
    g_ptr_array_add (rules, g_strdup (broad[i]));
  while (rules->len < n)
    {
      int kind = g_rand_int_range (rand, 0, 100);
      g_autofree char *literal = kind < 62 ? word (rand) : kind < 86 ? phrase (rand) : NULL;
      char *rule = literal != NULL ? g_strdup_printf ("(?i)\\b%s\\b", literal)
                   : kind < 87     ? list (rand)
                                   : pattern (rand);

      if (g_hash_table_add (seen, rule))
        g_ptr_array_add (rules, rule);
      else
        g_free (rule);
    }
  return rules;
}
