/* A newsroom's pack with a fault of each kind: each is named with file, line and key, and only that
 * rule is left out. */
#include "config.h"

#include "style/pack-test.h"
#include "style/spelling.h"

#include "support.h"

#include <string.h>

static const struct { const char *file; guint line; const char *what; } faults[] = {
  { "pack.yaml", 13, "“set”: there is no option “no_such_option”" },
  { "BadPattern.yml", 4, "the pattern does not compile" },
  { "pack.yaml", 27, "casa.FailingExample: “bad”: nothing is found" },
  { "UnknownKey.yml", 3, "“shape”" },
  { "pack.yaml", 29, "“colour” is no key of a rule" },
  { "pack.yaml", 31, "“level” has no such value" },
  { "pack.yaml", 32, "casa.NoFile has neither a rule file nor a check" },
  { "pack.yaml", 34, "a check needs a message" },
};

static void
test_every_fault_is_named (void)
{
  g_autofree char *pack = stet_test_file ("style/data/newsroom/casa");
  g_autoptr (GError) error = NULL;
  g_autoptr (StetPackTest) test = stet_pack_test (pack, NULL, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < test->faults->len; i++)
    {
      const StetPackFault *fault = g_ptr_array_index (test->faults, i);

      g_test_message ("%s:%u: %s", fault->file, fault->line, fault->what);
    }
  g_assert_cmpuint (test->faults->len, ==, G_N_ELEMENTS (faults));
  for (gsize i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      const StetPackFault *fault = g_ptr_array_index (test->faults, i);

      g_assert_true (g_str_has_suffix (fault->file, faults[i].file));
      g_assert_cmpuint (fault->line, ==, faults[i].line);
      g_assert_nonnull (strstr (fault->what, faults[i].what));
    }
  g_assert_cmpstr (test->name, ==, "casa");
  g_assert_cmpuint (test->n_rules, ==, 2);
  g_assert_cmpuint (test->n_examples, ==, 3);
}

static guint
count (StetChecker *checker, const char *text, const char *rule, StetLevel *level)
{
  g_autoptr (GPtrArray) findings = stet_checker_check_text (checker, text, "en", NULL);
  guint n = 0;

  for (guint i = 0; i < findings->len; i++)
    {
      const StetFinding *finding = g_ptr_array_index (findings, i);

      if (strcmp (finding->rule, rule) != 0)
        continue;
      n++;
      if (level != NULL)
        *level = finding->level;
    }
  return n;
}

static void
test_the_rest_of_the_pack_works (void)
{
  g_autofree char *root = stet_test_file ("style/data/newsroom");
  StetCheckerOptions options = { .packs_root = root, .interface_language = "en" };
  g_autoptr (GPtrArray) problems = NULL;
  g_autoptr (StetChecker) checker = stet_checker_new (&options, &problems, NULL);
  g_autoptr (StetRuleInfo) info = stet_checker_explain (checker, "CASA-01");
  StetLevel level = 0;

  g_assert_cmpuint (problems->len, ==, G_N_ELEMENTS (faults));
  g_assert_cmpuint (count (checker, "They went the the way.", "en.DoubledWord", &level), ==, 1);
  g_assert_cmpint (level, ==, STET_LEVEL_ERROR);
  g_assert_cmpuint (count (checker, "The harbour.", "casa.Harbor", NULL), ==, 1);
  g_assert_cmpuint (count (checker, "The Regla ferry.", "casa.LongFerry", NULL), ==, 0);
  g_assert_cmpuint (count (checker, "The sign read \"closed\".", "en.QuoteCommaInside", NULL), ==,
                    0);
  g_assert_cmpuint (
      count (checker, "An xyzzy, a plugh, a plover, a fee.", "casa.FailingExample", NULL), ==, 0);
  g_assert_cmpstr (info->link, ==, "House book, chapter 3");
  g_assert_cmpstr (info->owner, ==, "The copy desk");
  g_assert_cmpint (info->layer, ==, STET_LAYER_NEWSROOM);
  g_assert_cmpint (stet_spelling_look_up (stet_checker_spelling (checker), "en", NULL, "guaguero"),
                   ==, STET_WORD_KNOWN);
}

static void
test_packs_that_are_not_there (void)
{
  g_autofree char *empty = stet_test_dir ();
  g_autoptr (GError) unknown = NULL;
  g_autoptr (GError) nothing = NULL;
  g_autoptr (StetPackTest) builtin = stet_pack_test ("structure", NULL, NULL);

  g_assert_null (stet_pack_test ("no-such-pack", NULL, &unknown));
  g_assert_error (unknown, STET_STYLE_ERROR, STET_STYLE_ERROR_NOT_FOUND);
  g_assert_null (stet_pack_test (empty, NULL, &nothing));
  g_assert_error (nothing, STET_STYLE_ERROR, STET_STYLE_ERROR_NOT_FOUND);
  g_assert_cmpuint (builtin->faults->len, ==, 0);
  g_assert_cmpuint (builtin->n_rules, >, 20);
}

static void
test_a_rule_file_by_itself (void)
{
  g_autofree char *good = stet_test_file ("style/data/newsroom/casa/Harbor.yml");
  g_autofree char *bad = stet_test_file ("style/data/newsroom/casa/BadPattern.yml");
  StetCheckerOptions options = { .only_file = good, .interface_language = "en" };
  g_autoptr (StetChecker) checker = stet_checker_new (&options, NULL, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (stet_checker_n_rules (checker, "es"), ==, 1);
  g_assert_cmpuint (count (checker, "The  harbour.", "casa.Harbor", NULL), ==, 1);
  options.only_file = bad;
  g_assert_null (stet_checker_new (&options, NULL, &error));
  g_assert_nonnull (strstr (error->message, "BadPattern.yml:4"));
}

/* --- off for a while --- */

#define DAY_US (G_GINT64_CONSTANT (24) * 3600 * G_USEC_PER_SEC)

static void
test_a_rule_is_off_until_its_time (void)
{
  gint64 now = G_GINT64_CONSTANT (1700000000) * G_USEC_PER_SEC;
  StetClock *clock = stet_clock_new_fixed (now);
  StetCheckerOptions options = { .clock = clock, .interface_language = "en" };
  g_autoptr (StetChecker) checker = stet_checker_new (&options, NULL, NULL);
  StetOff off = { (char *) "en.DoubledWord", (char *) "lucia", (char *) "flags a title", now,
                  now + DAY_US };
  g_autoptr (StetOffs) none = stet_offs_new ();
  g_autoptr (StetOffs) offs = stet_offs_with (none, &off, now);
  g_autofree char *json = stet_offs_write (offs);
  g_autoptr (StetOffs) read = stet_offs_read (json, strlen (json), "f", NULL);
  g_autoptr (StetOffs) later = stet_offs_without (read, "another", now + DAY_US);

  stet_checker_set_offs (checker, read);
  g_assert_cmpuint (count (checker, "They went the the way.", "en.DoubledWord", NULL), ==, 0);
  g_assert_cmpstr (stet_offs_find (read, "en.DoubledWord", now)->by, ==, "lucia");
  stet_clock_advance (clock, DAY_US - 1);
  g_assert_cmpuint (count (checker, "They went the the way.", "en.DoubledWord", NULL), ==, 0);
  stet_clock_advance (clock, 1);
  g_assert_cmpuint (count (checker, "They went the the way.", "en.DoubledWord", NULL), ==, 1);
  g_assert_cmpuint (stet_offs_n (later), ==, 0);
  g_clear_pointer (&checker, stet_checker_unref);
  stet_clock_free (clock);
}

static void
test_a_list_of_offs_that_is_broken (void)
{
  static const char *const broken[] = {
    "",
    "{",
    "[]",
    "{\"off\": 1}",
    "{\"off\": [1]}",
    "{\"off\": [{\"rule\": \"x\"}]}",
    "{\"off\": [{\"rule\": \"x\", \"at\": \"2026-01-01T00:00:00Z\", \"until\": \"soon\"}]}",
    "{\"off\": [{\"rule\": 3, \"at\": \"2026-01-01T00:00:00Z\", \"until\": \"2026-01-01T00:00:00Z\"}]}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (broken); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", broken[i]);
      g_assert_null (stet_offs_read (broken[i], strlen (broken[i]), "offs.json", &error));
      g_assert_error (error, STET_STYLE_ERROR, STET_STYLE_ERROR_SYNTAX);
      g_assert_true (g_str_has_prefix (error->message, "offs.json:1: "));
    }
}

static void
test_only_so_many_may_be_off (void)
{
  g_autoptr (StetOffs) offs = stet_offs_new ();
  StetOff one = { (char *) "r0", (char *) "x", (char *) "y", 0, 10 };

  for (guint i = 0; i < STET_OFFS_MAX; i++)
    {
      g_autofree char *name = g_strdup_printf ("r%u", i);
      StetOff off = { name, (char *) "x", (char *) "y", 0, 10 };
      StetOffs *next = stet_offs_with (offs, &off, 1);

      g_assert_nonnull (next);
      stet_offs_unref (offs);
      offs = next;
    }
  {
    StetOff more = { (char *) "one more", (char *) "x", (char *) "y", 0, 10 };
    g_autoptr (StetOffs) again = stet_offs_with (offs, &one, 1);

    g_assert_null (stet_offs_with (offs, &more, 1));
    g_assert_cmpuint (stet_offs_n (again), ==, STET_OFFS_MAX);
  }
}

int
main (int argc, char **argv)
{
  stet_test_init (&argc, &argv);
  g_test_add_func ("/pack-test/faults", test_every_fault_is_named);
  g_test_add_func ("/pack-test/rest", test_the_rest_of_the_pack_works);
  g_test_add_func ("/pack-test/absent", test_packs_that_are_not_there);
  g_test_add_func ("/pack-test/rule-file", test_a_rule_file_by_itself);
  g_test_add_func ("/off/until", test_a_rule_is_off_until_its_time);
  g_test_add_func ("/off/broken", test_a_list_of_offs_that_is_broken);
  g_test_add_func ("/off/many", test_only_so_many_may_be_off);
  return g_test_run ();
}
