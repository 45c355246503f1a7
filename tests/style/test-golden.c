/* The shared sample story against what a copy editor marked in it, read from the table beside it:
 * what must be found is found, what must be left in peace is. Skipped where the samples are absent;
 * test-checker has stories of our own. */
#include "config.h"

#include "style/checker.h"

#include "article/json.h"
#include "base/json-scan.h"
#include "base/text.h"
#include "support.h"

#include <string.h>

enum
{
  COLUMN_ID = 0,
  COLUMN_CLASS,
  COLUMN_RULE,
  COLUMN_START,
  COLUMN_END,
  COLUMN_NOTE = 8,
  N_COLUMNS
};

#define FAQ_HEADING "Frequently Asked Questions"
#define WORDS_PER_FINDING_MIN 30 /* of what a writer sees unasked: errors and warnings */
#define CHECKS 20
#define CHECK_MS_MAX 500 /* with sanitizers, on a busy machine; about 5 without */

static void
append_member (GString *json, const char *key, const char *text)
{
  g_string_append_printf (json, ", \"%s\": ", key);
  stet_json_append_string (json, text);
}

/* The caption and its credit, which stand on one line. */
static void
append_photo (GString *json, const char *line)
{
  const char *credit = strstr (line, "Photo ©");
  g_autofree char *caption = NULL;

  g_assert_nonnull (credit);
  caption = g_strndup (line, (gsize) (credit - line));
  g_string_append (json, ", \"photo\": {\"file\": \"\"");
  append_member (json, "caption", caption);
  append_member (json, "credit", credit);
  g_string_append_c (json, '}');
}

/* Paragraphs up to the heading of the questions. Returns: the number of the heading. */
static gsize
append_body (GString *json, char **parts)
{
  gsize i;

  g_string_append (json, ", \"body\": [");
  for (i = 3; parts[i] != NULL && !g_str_has_prefix (parts[i], FAQ_HEADING); i++)
    {
      g_string_append (json, i > 3 ? ", {\"type\": \"paragraph\"" : "{\"type\": \"paragraph\"");
      append_member (json, "text", parts[i]);
      g_string_append_c (json, '}');
    }
  g_string_append_c (json, ']');
  g_assert_nonnull (parts[i]);
  return i;
}

static gsize
append_faq (GString *json, char **parts, gsize at)
{
  gsize i;

  g_string_append (json, ", \"faq\": {\"items\": [");
  for (i = at + 1;
       parts[i] != NULL && parts[i + 1] != NULL && !g_str_has_prefix (parts[i], "Filed"); i += 2)
    {
      g_string_append (json, i > at + 1 ? ", {\"id\": null" : "{\"id\": null");
      append_member (json, "question", parts[i]);
      append_member (json, "answer", parts[i + 1]);
      g_string_append_c (json, '}');
    }
  g_string_append_c (json, ']');
  append_member (json, "title", parts[at]);
  g_string_append_c (json, '}');
  return i;
}

/* The sample's parts are parted by blank lines, in the order of the contracts. */
static StetArticle *
sample_article (void)
{
  g_autofree char *path = stet_test_shared_file ("data/seed/article-en.txt");
  g_autofree char *text = stet_test_read (path);
  g_auto(GStrv) parts = g_strsplit (text, "\n\n", -1);
  g_autoptr(StetRandom) random = stet_random_new_seeded (1);
  g_autoptr(GString) json = g_string_new ("{\"language\": \"en\"");
  g_autoptr(GError) error = NULL;
  StetArticle *article;
  gsize at;

  g_assert_cmpuint (g_strv_length (parts), ==, 23);
  append_member (json, "headline", parts[0]);
  append_member (json, "dek", parts[1]);
  append_photo (json, parts[2]);
  at = append_faq (json, parts, append_body (json, parts));
  append_member (json, "byline", parts[at + 1]);
  append_member (json, "author_box", parts[at + 2]);
  g_string_append_c (json, '}');
  article = stet_article_from_json (json->str, json->len, random, &error);
  g_assert_no_error (error);
  return article;
}

static GPtrArray *
sample_findings (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(StetArticle) article = sample_article ();
  g_autoptr(StetChecker) checker = stet_checker_new (NULL, NULL, &error);
  GPtrArray *findings;

  g_assert_no_error (error);
  findings = stet_checker_check (checker, article, NULL, NULL, &error);
  g_assert_no_error (error);
  return findings;
}

/* Rows of the table as strv of its columns. Returns: (owned) GPtrArray. */
static GPtrArray *
golden_rows (void)
{
  g_autofree char *path = stet_test_shared_file ("data/seed/golden.tsv");
  g_autofree char *text = stet_test_read (path);
  g_auto(GStrv) lines = g_strsplit (text, "\n", -1);
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);

  for (gsize i = 1; lines[0] != NULL && lines[i] != NULL; i++)
    {
      char **columns = g_strsplit (lines[i], "\t", N_COLUMNS);

      if (g_strv_length (columns) == N_COLUMNS)
        g_ptr_array_add (rows, columns);
      else
        g_strfreev (columns);
    }
  g_assert_cmpuint (rows->len, >, 40);
  return rows;
}

static gboolean
has_samples (void)
{
  g_autofree char *path = stet_test_shared_file ("data/seed/golden.tsv");

  if (path == NULL)
    g_test_skip ("the shared samples are not there");
  return path != NULL;
}

/* --- where a row stands --- */

#define EXEMPT "G01" /* the caption and its credit, glued: the sample is read into two fields */

typedef struct { char *field; gsize start, end; } Place; /* characters of the field */

static gsize
faq_heading (char **parts)
{
  gsize i = 0;

  while (parts[i] != NULL && !g_str_has_prefix (parts[i], FAQ_HEADING))
    i++;
  g_assert_nonnull (parts[i]);
  return i;
}

static char *
field_of_part (gsize i, gsize heading)
{
  if (i < 3)
    return g_strdup (i == 0 ? "headline" : i == 1 ? "dek" : "photo.caption");
  if (i < heading)
    return g_strdup_printf ("body[%" G_GSIZE_FORMAT "]", i - 3);
  if (i == heading)
    return g_strdup ("faq.title");
  return g_strdup_printf ("faq.items[%" G_GSIZE_FORMAT "].%s", (i - heading - 1) / 2,
                          (i - heading) % 2 == 1 ? "question" : "answer");
}

/* The rows count characters from the start of the file. */
static Place
place_of (char **row)
{
  g_autofree char *path = stet_test_shared_file ("data/seed/article-en.txt");
  g_autofree char *text = stet_test_read (path);
  g_auto(GStrv) parts = g_strsplit (text, "\n\n", -1);
  gsize start = g_ascii_strtoull (row[COLUMN_START], NULL, 10),
        end = g_ascii_strtoull (row[COLUMN_END], NULL, 10);
  gsize offset = 0, i = 0;

  for (; parts[i + 1] != NULL && start >= offset + (gsize) g_utf8_strlen (parts[i], -1) + 2; i++)
    offset += (gsize) g_utf8_strlen (parts[i], -1) + 2;
  return (Place) { field_of_part (i, faq_heading (parts)), start - offset, end - offset };
}

/* The whole field, or some of the same words. */
static gboolean
is_at (const StetFinding *finding, const Place *place)
{
  g_autofree char *field = stet_field_to_string (&finding->field);

  return !finding->has_range
         || (strcmp (field, place->field) == 0 && finding->start_chars < place->end
             && finding->end_chars > place->start);
}

/* Returns: (nullable) (borrowed) the finding of a row's rule at its place. */
static const StetFinding *
find_row (GPtrArray *findings, char **row, StetLevel least)
{
  Place place = place_of (row);
  const StetFinding *found = NULL;

  for (guint i = 0; found == NULL && i < findings->len; i++)
    {
      const StetFinding *finding = g_ptr_array_index (findings, i);

      if (finding->level >= least && g_strcmp0 (finding->code, row[COLUMN_RULE]) == 0
          && is_at (finding, &place))
        found = finding;
    }
  g_free (place.field);
  return found;
}

static void
test_what_is_certain_is_found (void)
{
  g_autoptr(GPtrArray) findings = NULL;
  g_autoptr(GPtrArray) rows = NULL;
  guint n = 0;

  if (!has_samples ())
    return;
  findings = sample_findings ();
  rows = golden_rows ();
  for (guint i = 0; i < rows->len; i++)
    {
      char **row = g_ptr_array_index (rows, i);

      if (strcmp (row[COLUMN_CLASS], "certain") != 0 || strcmp (row[COLUMN_ID], EXEMPT) == 0)
        continue;
      g_test_message ("%s %s", row[COLUMN_ID], row[COLUMN_NOTE]);
      g_assert_nonnull (find_row (findings, row, STET_LEVEL_ADVICE));
      n++;
    }
  g_assert_cmpuint (n, ==, 21);
}

static void
test_traps_are_left_in_peace (void)
{
  g_autoptr(GPtrArray) findings = NULL;
  g_autoptr(GPtrArray) rows = NULL;
  guint n = 0;

  if (!has_samples ())
    return;
  findings = sample_findings ();
  rows = golden_rows ();
  for (guint i = 0; i < rows->len; i++)
    {
      char **row = g_ptr_array_index (rows, i);

      if (strcmp (row[COLUMN_CLASS], "must-not") != 0)
        continue;
      g_test_message ("%s %s", row[COLUMN_ID], row[COLUMN_NOTE]);
      g_assert_null (find_row (findings, row, STET_LEVEL_WARNING));
      n++;
    }
  g_assert_cmpuint (n, ==, 14);
}

static guint
words_of (StetArticle *article)
{
  g_autoptr(GArray) fields = stet_article_text_fields (article);
  guint n = 0;

  for (guint i = 0; i < fields->len; i++)
    {
      g_autoptr (StetProse) prose
          = stet_article_text_at (article, &g_array_index (fields, StetField, i));

      n += prose != NULL ? stet_text_count_words (stet_prose_text (prose)) : 0;
    }
  return n;
}

static void
test_a_writer_is_not_shouted_down (void)
{
  g_autoptr(StetArticle) article = NULL;
  g_autoptr(GPtrArray) findings = NULL;
  StetFindingCounts counts;
  guint visible, words;

  if (!has_samples ())
    return;
  article = sample_article ();
  findings = sample_findings ();
  counts = stet_findings_count (findings);
  visible = counts.error + counts.warning;
  words = words_of (article);
  g_test_message ("%u words, %u errors, %u warnings, %u advice: one visible in %.1f words", words,
                  counts.error, counts.warning, counts.advice, (double) words / visible);
  g_assert_cmpuint (visible, >=, 10);
  g_assert_cmpuint (visible * WORDS_PER_FINDING_MIN, <=, words);
}

static void
test_the_sample_is_checked_in_no_time (void)
{
  g_autoptr(StetArticle) article = NULL;
  g_autoptr(StetChecker) checker = NULL;
  gint64 start;

  if (!has_samples ())
    return;
  article = sample_article ();
  checker = stet_checker_new (NULL, NULL, NULL);
  start = g_get_monotonic_time ();
  for (int i = 0; i < CHECKS; i++)
    {
      g_autoptr(GPtrArray) findings = stet_checker_check (checker, article, NULL, NULL, NULL);

      g_assert_cmpuint (findings->len, >, 0);
    }
  g_test_message ("%.1f ms a check", (double) (g_get_monotonic_time () - start) / CHECKS / 1000.0);
  g_assert_cmpint ((g_get_monotonic_time () - start) / CHECKS, <, CHECK_MS_MAX * 1000);
}

int
main (int argc, char **argv)
{
  stet_test_init (&argc, &argv);
  g_test_add_func ("/style/golden/found", test_what_is_certain_is_found);
  g_test_add_func ("/style/golden/traps", test_traps_are_left_in_peace);
  g_test_add_func ("/style/golden/visible", test_a_writer_is_not_shouted_down);
  g_test_add_func ("/style/golden/speed", test_the_sample_is_checked_in_no_time);
  return g_test_run ();
}
