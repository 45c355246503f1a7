/* Marks and letters are found by their names in both languages; the last used come first. */
#include "config.h"

#include "support.h"

#include "app/characters.h"

/* The first ones as one text. */
static char *
first (const char *typed, const char *const *recent, guint n)
{
  g_autoptr (GPtrArray) found = stet_characters_find (typed, recent);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < MIN (n, found->len); i++)
    g_string_append (text, ((StetCharacter *) found->pdata[i])->text);
  return g_string_free (text, FALSE);
}

static void
test_names (void)
{
  static const struct { const char *typed, *first; guint n; const char *why; } cases[] = {
    { NULL, "«»“”‘’¿¡—–…ñ", 12, "all of them, the most wanted first" },
    { "  ", "«»", 2, "nothing typed" },
    { "inverted q", "¿", 9, "English" },
    { "pregunta", "¿", 9, "Spanish" },
    { "APERTURA inter", "¿", 9, "two words, capitals" },
    { "interrogacion", "¿", 9, "without its accent" },
    { "eñe", "ñÑ", 9, "with a tilde" },
    { "eñe may", "Ñ", 9, "its capital" },
    { "em dash", "—", 9, "a dash" },
    { "raya", "—", 9, "the same in Spanish" },
    { "€", "€", 9, "the mark itself" },
    { "euro", "€", 9, "one that is called the same" },
    { "ash", "", 9, "not the middle of a word" },
    { "xyzzy", "", 9, "none" },
    { "-", "", 9, "no word at all" },
    { "fij", "\302\240", 9, "what can't be seen" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = first (cases[i].typed, NULL, cases[i].n);

      g_test_message ("%s", cases[i].why);
      g_assert_cmpstr (text, ==, cases[i].first);
    }
}

static void
test_recent (void)
{
  static const char *const recent[] = { "ñ", "?", "€", NULL };
  static const char *const many[] = { "a", "b", "c", "d", "e", "f", "g", "h", "i", NULL };
  g_autofree char *all = first (NULL, recent, 4), *some = first ("euro", recent, 4), *name = NULL;
  g_auto (GStrv) used = stet_characters_used (recent, "€"), full = stet_characters_used (many, "x"),
                 one = stet_characters_used (NULL, "—");
  g_autofree char *joined = g_strjoinv ("", used), *joined_full = g_strjoinv ("", full);
  g_autoptr (GPtrArray) found = stet_characters_find ("raya", NULL);
  g_autofree char *spanish = stet_character_name (found->pdata[0], TRUE);

  name = stet_character_name (found->pdata[0], FALSE);
  g_assert_cmpstr (all, ==, "ñ€«»"); /* each once; what is none of them is left out */
  g_assert_cmpstr (some, ==, "€");
  g_assert_cmpstr (joined, ==, "€ñ?");
  g_assert_cmpstr (joined_full, ==, "xabcdefgh");
  g_assert_cmpstr (one[0], ==, "—");
  g_assert_cmpstr (name, ==, "em dash");
  g_assert_cmpstr (spanish, ==, "raya");
}

/* Each passes the gate of foreign text as it is, and stands in the table once. */
static void
test_table (void)
{
  g_autoptr (GPtrArray) found = stet_characters_find (NULL, NULL);

  for (guint i = 0; i < found->len; i++)
    {
      const StetCharacter *character = found->pdata[i];
      g_autofree char *composed = g_utf8_normalize (character->text, -1, G_NORMALIZE_NFC);

      g_assert_cmpstr (composed, ==, character->text);
      for (guint j = 0; j < i; j++)
        g_assert_cmpstr (((StetCharacter *) found->pdata[j])->text, !=, character->text);
    }
}

int
main (int argc, char *argv[])
{
  stet_test_init (&argc, &argv);
  g_test_add_func ("/characters/names", test_names);
  g_test_add_func ("/characters/recent", test_recent);
  g_test_add_func ("/characters/table", test_table);
  return g_test_run ();
}
