/* Tags as one types them and as they stand in a text; 50,000 of them. */
#include "config.h"

#include "article/term-index.h"

#include "base/text.h"

#include "support.h"

#include <time.h>

static GPtrArray *
terms_of (const char *const *labels)
{
  GPtrArray *terms = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_term_unref);

  for (guint i = 0; labels[i]; i++)
    g_ptr_array_add (terms, stet_term_new (labels[i], NULL));
  return terms;
}

/* "Cuba, La Habana" */
static void
assert_labels (GPtrArray *terms, const char *expected)
{
  g_autoptr (GString) found = g_string_new (NULL);

  for (guint i = 0; i < terms->len; i++)
    g_string_append_printf (found, "%s%s", i > 0 ? ", " : "", stet_term_label (terms->pdata[i]));
  g_assert_cmpstr (found->str, ==, expected);
}

static const char *const known[]
    = { "Cuba",         "La Habana",     "cuba",     "CÚBA",
        "Habana Vieja", "Exports",       "San José", "San José de las Lajas",
        "Ports",        "Banco de Cuba", "¡!",       NULL };

static void
test_complete (void)
{
  static const struct { const char *why, *typed; guint limit; const char *expected; } cases[] = {
    { "by use, without accents", "hab", 9, "Habana Vieja, La Habana" },
    { "one spelling of each", "cúb", 9, "Cuba, Banco de Cuba" },
    { "two words", "san jo", 9, "San José, San José de las Lajas" },
    { "not within a word", "port", 9, "Ports" },
    { "a label once, whatever its words", "la", 9, "La Habana, San José de las Lajas" },
    { "at the limit", "san", 1, "San José" },
    { "nothing typed", "", 2, "Cuba, La Habana" },
    { "no letter", "!", 9, "" },
    { "nothing like it", "zzz", 9, "" },
  };
  g_autoptr (GPtrArray) terms = terms_of (known);
  g_autoptr (StetTermIndex) index = stet_term_index_new (terms);

  /* no other spellings, nothing without letters */
  g_assert_cmpuint (stet_term_index_size (index), ==, 8);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) found
          = stet_term_index_complete (index, cases[i].typed, cases[i].limit);

      g_test_message ("%s", cases[i].why);
      assert_labels (found, cases[i].expected);
    }
}

static void
test_alike (void)
{
  g_autoptr (GPtrArray) terms = terms_of (known);
  g_autoptr (StetTermIndex) index = stet_term_index_new (terms);

  g_assert_cmpstr (stet_term_label (stet_term_index_alike (index, "cÚba")), ==, "Cuba");
  g_assert_cmpstr (stet_term_label (stet_term_index_alike (index, " san  jose ")), ==, "San José");
  g_assert_null (stet_term_index_alike (index, "San"));
  g_assert_null (stet_term_index_alike (index, ""));
}

static void
test_mentioned (void)
{
  g_autoptr (GPtrArray) terms = terms_of (known);
  g_autoptr (StetTermIndex) index = stet_term_index_new (terms);
  g_autoptr (GPtrArray) found = stet_term_index_mentioned (
      index,
      "El puerto de san jose de las lajas exporta. En la Habana, Cuba; de Cuba a LA HABANA, por Cuba. Report.",
      9);
  g_autoptr (GPtrArray) one = stet_term_index_mentioned (index, "Ports of Cuba", 1);
  g_autoptr (GPtrArray) none = stet_term_index_mentioned (index, "", 9);

  assert_labels (found, "Cuba, La Habana, San José de las Lajas");
  assert_labels (one, "Ports");
  assert_labels (none, "");
}

static void
test_empty (void)
{
  g_autoptr (GPtrArray) terms = g_ptr_array_new ();
  g_autoptr (StetTermIndex) index = stet_term_index_new (terms);
  g_autoptr (GPtrArray) found = stet_term_index_complete (index, "a", 5);
  g_autoptr (GPtrArray) mentioned = stet_term_index_mentioned (index, "a b", 5);

  g_assert_cmpuint (found->len + mentioned->len, ==, 0);
}

#define MANY 50000
#define TURNS 20

static double
cpu_ms (void)
{
  struct timespec now;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &now);
  return now.tv_sec * 1e3 + now.tv_nsec / 1e6;
}

/* Against one look at every label, in the same run. */
static void
test_many (void)
{
  static const char *const typed[] = { "s", "sa", "mar", "puerto ve", "zz" };
  static const char *const parts[]
      = { "Santa", "Puerto", "Mar", "Valle", "Río", "Sagua", "Vega", "Norte" };
  g_autoptr (GPtrArray) terms = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_term_unref);
  g_autoptr (StetTermIndex) index = NULL;
  double start, plain, looked;
  guint n = 0;

  for (guint i = 0; i < MANY; i++)
    {
      g_autofree char *label = g_strdup_printf ("%s %s %u", parts[i % 8], parts[i / 8 % 8], i);

      g_ptr_array_add (terms, stet_term_new (label, NULL));
    }
  index = stet_term_index_new (terms);
  start = cpu_ms ();
  for (guint i = 0; i < MANY; i++)
    {
      g_autofree char *folded = stet_text_fold_words (stet_term_label (terms->pdata[i]));

      n += strstr (folded, " sa") != NULL;
    }
  plain = cpu_ms () - start;
  start = cpu_ms ();
  for (guint i = 0; i < TURNS * G_N_ELEMENTS (typed); i++)
    {
      g_autoptr (GPtrArray) found
          = stet_term_index_complete (index, typed[i % G_N_ELEMENTS (typed)], 8);

      n += found->len;
    }
  looked = (cpu_ms () - start) / (TURNS * G_N_ELEMENTS (typed));
  g_test_message ("a completion among %d tags: %.3f ms CPU, 1/%.0f of one look at every label",
                  MANY, looked, plain / looked);
  g_assert_cmpuint (n, >, 0);
  g_assert_cmpfloat (looked * 5, <, plain);
}

int
main (int argc, char **argv)
{
  stet_test_init (&argc, &argv);
  g_test_add_func ("/article/term-index/complete", test_complete);
  g_test_add_func ("/article/term-index/alike", test_alike);
  g_test_add_func ("/article/term-index/mentioned", test_mentioned);
  g_test_add_func ("/article/term-index/empty", test_empty);
  g_test_add_func ("/article/term-index/many", test_many);
  return g_test_run ();
}
