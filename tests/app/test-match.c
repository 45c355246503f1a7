/* What is typed in a hurry finds its name, and the better one first. */
#include "config.h"

#include "app/match.h"
#include "base/text.h"
#include "support.h"

static int
score (const char *query, const char *text)
{
  g_autofree char *folded_query = stet_text_fold (query), *folded_text = stet_text_fold (text);

  return stet_match_score (folded_query, folded_text);
}

static void
test_fits (void)
{
  static const struct { const char *query, *text, *why; gboolean fits; } cases[] = {
    { "sub", "Submit for editing", "the start", TRUE },
    { "EDIT", "Submit for editing", "a later word, other capitals", TRUE },
    { "pagina", "P\303\241gina ancha", "without the accent", TRUE },
    { "p\303\241gina", "Pagina ancha", "an accent too many", TRUE },
    { "ancha pag", "P\303\241gina ancha", "words in another order", TRUE },
    { "sfe", "Submit for editing", "the words' first letters", TRUE },
    { "subed", "Submit for editing", "the beginnings of two words", TRUE },
    { "pub", "Percentage and numbers", "letters here and there", FALSE },
    { "efs", "Submit for editing", "letters in another order", FALSE },
    { "sub page", "Submit for editing", "one word is not there", FALSE },
    { "bx", "Submit box", "two letters are no word left out", FALSE },
    { "", "Submit for editing", "nothing typed: everything", TRUE },
    { "sub", "", "no name", FALSE },
    { "\303\261and\303\272", "El \303\221and\303\272 vuelve", "beyond ASCII", TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].why);
      g_assert_cmpint (score (cases[i].query, cases[i].text) > 0, ==, cases[i].fits);
    }
}

static void
test_order (void)
{
  static const struct { const char *query, *better, *worse; } cases[] = {
    { "sub", "Submit for editing", "All subtitles" },
    { "tab", "Insert a table", "Establish" },
    { "tab", "Stable prices", "The last bus" },
    { "link", "Link", "Link to a story of our own archive" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (score (cases[i].query, cases[i].better), >,
                     score (cases[i].query, cases[i].worse));
}

int
main (int argc, char **argv)
{
  stet_test_init (&argc, &argv);
  g_test_add_func ("/match/fits", test_fits);
  g_test_add_func ("/match/order", test_order);
  return g_test_run ();
}
