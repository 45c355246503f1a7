/* Twenty thousand rules over a thousand words.
 *
 *   bench-rules scan N     N scans of the warm index, for counting instructions
 * bench-rules report     times, and the same hits as one PCRE2 for each rule; status 1 when they
 * differ */
#include "config.h"

#include "plain.h"
#include "rules.h"
#include "style/index.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define TURNS 21
#define WARM_UP 6      /* every pattern that is met has its machine code by then */
#define BLOCK_WORDS 60

typedef struct
{
  GPtrArray      *patterns; /* of StetPattern */
  StetIndex      *index;
  StetCandidates *candidates;
  StetMatcher    *matcher;
  guint64         n_hits, sum; /* of the hits since they were cleared: number and checksum */
} Bench;

static double
cpu_ms (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return (double) now.tv_sec * 1e3 + (double) now.tv_nsec / 1e6;
}

static void
take_hit (guint64 *n, guint64 *sum, guint rule, gsize start, gsize end)
{
  *n += 1;
  *sum += (rule * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15)) ^ (start << 32) ^ (end * 31);
}

static void
scan (Bench *bench, const char *text)
{
  gsize length = strlen (text), start, end;
  StetWalk walk;

  stet_index_scan (bench->index, text, length, bench->candidates);
  for (guint i = 0; i < stet_candidates_count (bench->candidates); i++)
    {
      StetCandidate candidate = stet_candidates_get (bench->candidates, i);

      stet_walk_start (&walk, bench->matcher, bench->patterns->pdata[candidate.pattern], text,
                       length);
      stet_walk_only_in (&walk, candidate.windows, candidate.n_windows);
      while (stet_walk_next (&walk, &start, &end))
        take_hit (&bench->n_hits, &bench->sum, candidate.pattern, start, end);
    }
}

static void
scan_all (Bench *bench, char **paragraphs)
{
  for (gsize i = 0; paragraphs[i] != NULL; i++)
    scan (bench, paragraphs[i]);
}

/* Compiling is part of what the first check waits for, so it counts as building. */
static void
build (Bench *bench, GPtrArray *sources)
{
  bench->patterns = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_pattern_free);
  for (guint i = 0; i < sources->len; i++)
    {
      g_autoptr (GError) error = NULL;

      g_ptr_array_add (bench->patterns, stet_pattern_new (sources->pdata[i], &error));
      g_assert_no_error (error);
    }
}

static void
build_index (Bench *bench)
{
  bench->index
      = stet_index_new ((const StetPattern *const *) bench->patterns->pdata, bench->patterns->len);
  bench->candidates = stet_candidates_new ();
  bench->matcher = stet_matcher_new ();
}

static char *
read_sample (const char *name)
{
  g_autofree char *path = g_build_filename (g_getenv ("STET_SAMPLES"), name, NULL);
  g_autoptr (GError) error = NULL;
  char *text;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

static guint
count_words (const char *text)
{
  g_auto (GStrv) words = g_strsplit_set (text, " \n", -1);
  guint n = 0;

  for (gsize i = 0; words[i] != NULL; i++)
    n += *words[i] != '\0' ? 1 : 0;
  return n;
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  return *(const double *) a < *(const double *) b ? -1 : 1;
}

static double
median_ms (Bench *bench, char **paragraphs)
{
  double times[TURNS];

  for (guint i = 0; i < TURNS; i++)
    {
      double start = cpu_ms ();

      scan_all (bench, paragraphs);
      times[i] = cpu_ms () - start;
    }
  qsort (times, TURNS, sizeof times[0], compare_doubles);
  return times[TURNS / 2];
}

/* One PCRE2 with machine code for each rule; compiled before the clock runs. */
static double
plain_ms (GPtrArray *sources, char **paragraphs, guint64 *n, guint64 *sum)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify) plain_free);
  g_autoptr (GArray) hits = g_array_new (FALSE, FALSE, sizeof (StetStretch));
  double start;

  for (guint i = 0; i < sources->len; i++)
    g_ptr_array_add (all, plain_new (sources->pdata[i]));
  start = cpu_ms ();
  for (gsize p = 0; paragraphs[p] != NULL; p++)
    for (guint i = 0; i < all->len; i++)
      {
        plain_search (all->pdata[i], paragraphs[p], strlen (paragraphs[p]), hits);
        for (guint k = 0; k < hits->len; k++)
          take_hit (n, sum, i, g_array_index (hits, StetStretch, k).start_bytes,
                    g_array_index (hits, StetStretch, k).end_bytes);
      }
  return cpu_ms () - start;
}

static double
block_ms (Bench *bench, const char *text)
{
  g_auto (GStrv) words = g_strsplit (text, " ", BLOCK_WORDS + 1);
  g_autofree char *block = NULL;
  char *one[] = { NULL, NULL };

  g_clear_pointer (&words[BLOCK_WORDS], g_free);
  one[0] = block = g_strjoinv (" ", words);
  for (guint i = 0; i < WARM_UP; i++)
    scan_all (bench, one);
  return median_ms (bench, one);
}

static int
report (GPtrArray *sources, char **paragraphs, const char *text)
{
  Bench bench = { 0 };
  double scale = 1000.0 / count_words (text), start = cpu_ms (), compiled, built, cold, warm, block,
         plain;
  guint64 n = 0, sum = 0;
  StetIndexSize size;

  build (&bench, sources);
  compiled = cpu_ms ();
  build_index (&bench);
  built = cpu_ms ();
  scan_all (&bench, paragraphs);
  cold = (cpu_ms () - built) * scale;
  plain = plain_ms (sources, paragraphs, &n, &sum) * scale;
  size = stet_index_size (bench.index);
  printf ("rules: %u; index: %u phrases, %u strings, %u rules everywhere\n", sources->len,
          size.n_phrases, size.n_strings, size.n_everywhere);
  printf ("words: %u; hits: %" G_GUINT64_FORMAT ", one PCRE2 for each rule: %" G_GUINT64_FORMAT
          "\n",
          count_words (text), bench.n_hits, n);
  if (bench.n_hits != n || bench.sum != sum)
    {
      printf ("the hits differ\n");
      return 1;
    }
  for (guint i = 0; i < WARM_UP; i++)
    scan_all (&bench, paragraphs);
  warm = median_ms (&bench, paragraphs) * scale;
  block = block_ms (&bench, text);
  printf ("index built: %.0f ms of CPU, and %.0f ms to compile the patterns\n", built - compiled,
          compiled - start);
  printf ("1,000 words: cold %.2f ms, warm %.3f ms; a block of %d words: %.4f ms\n", cold, warm,
          BLOCK_WORDS, block);
  printf ("one PCRE2 for each rule: %.0f ms for 1,000 words\n", plain);
  printf ("ratio: %.0f\n", plain / warm);
  return 0;
}

static int
repeat (GPtrArray *sources, char **paragraphs, const char *text, guint turns)
{
  Bench bench = { 0 };

  build (&bench, sources);
  build_index (&bench);
  for (guint i = 0; i < WARM_UP + turns; i++)
    scan_all (&bench, paragraphs);
  printf ("words: %u\n", count_words (text));
  return 0;
}

int
main (int argc, char **argv)
{
  g_autoptr (GPtrArray) sources = perf_rules_new (PERF_RULES);
  g_autofree char *english = read_sample ("story-en.txt");
  g_autofree char *spanish = read_sample ("story-es.txt");
  g_autofree char *text = g_strconcat (english, "\n\n", spanish, NULL);
  g_auto (GStrv) paragraphs = g_strsplit (text, "\n\n", -1);

  if (argc == 2 && strcmp (argv[1], "report") == 0)
    return report (sources, paragraphs, text);
  if (argc == 3 && strcmp (argv[1], "scan") == 0)
    return repeat (sources, paragraphs, text, (guint) atoi (argv[2]));
  fprintf (stderr, "usage: bench-rules report | scan N\n");
  return 2;
}
