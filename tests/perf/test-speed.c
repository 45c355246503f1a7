/* The sample story imported, checked and exported in process. Times are told, not judged: what they
 * are held against is a limit three times as wide as what is promised, so that only a change of
 * kind fails. */
#include "config.h"

#include "article/format.h"
#include "base/file.h"
#include "style/checker.h"
#include "support.h"

#define TURNS 11
#define PROMISED_MS 50.0
#define GATE 3

typedef void (*Step) (gpointer data);

typedef struct
{
  char        *text;
  StetArticle *article;
  StetChecker *checker;
} Sample;

static void
import_step (gpointer data)
{
  Sample *sample = data;
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&sample->article, stet_article_unref);
  sample->article
      = stet_article_read (STET_FORMAT_TEXT, sample->text, NULL, stet_random_system (), &error);
  g_assert_no_error (error);
}

static void
check_step (gpointer data)
{
  Sample *sample = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) findings
      = stet_checker_check (sample->checker, sample->article, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (findings->len, >, 0);
}

static void
export_step (gpointer data)
{
  Sample *sample = data;

  for (StetFormat format = STET_FORMAT_JSON; format <= STET_FORMAT_NINJS; format++)
    {
      g_autofree char *text = stet_article_write (sample->article, format, NULL);

      g_assert_cmpuint (strlen (text), >, 500);
    }
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  return *(const double *) a < *(const double *) b ? -1 : 1;
}

static void
measure (const char *name, Step step, Sample *sample)
{
  double times[TURNS];

  for (guint i = 0; i < TURNS; i++)
    {
      gint64 start = g_get_monotonic_time ();

      step (sample);
      times[i] = (double) (g_get_monotonic_time () - start) / 1000.0;
    }
  qsort (times, TURNS, sizeof times[0], compare_doubles);
  g_test_message ("%s: median %.2f ms, slowest %.2f ms of %d; promised: under %.0f ms", name,
                  times[TURNS / 2], times[TURNS - 1], TURNS, PROMISED_MS);
  g_assert_cmpfloat (times[TURNS / 2], <, PROMISED_MS * GATE);
}

static void
test_file (const char *path)
{
  StetCheckerOptions options = { .interface_language = "en" };
  g_autoptr (GError) error = NULL;
  Sample sample = { stet_file_read_text (path, 1 << 20, &error), NULL, NULL };

  g_assert_no_error (error);
  sample.checker = stet_checker_new (&options, NULL, &error);
  g_assert_no_error (error);
  measure ("import", import_step, &sample);
  measure ("check", check_step, &sample);
  measure ("export to every format", export_step, &sample);
  stet_article_unref (sample.article);
  stet_checker_unref (sample.checker);
  g_free (sample.text);
}

static void
test_own (void)
{
  g_autofree char *path = stet_test_file ("../data/samples/story-en.txt");

  test_file (path);
}

static void
test_shared (void)
{
  g_autofree char *path = stet_test_shared_file ("data/seed/article-en.txt");

  if (path == NULL)
    g_test_skip ("the shared sample story is not here");
  else
    test_file (path);
}

int
main (int argc, char **argv)
{
  stet_test_init (&argc, &argv);
  g_test_add_func ("/perf/speed/own-sample", test_own);
  g_test_add_func ("/perf/speed/shared-sample", test_shared);
  return g_test_run ();
}
