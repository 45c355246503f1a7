/* Runs a fuzz target over its corpus, and over changed copies of it, where there is no libFuzzer.
 *
 *   fuzz-TARGET FOLDER…
 *
 * The changes are the same every time. STET_FUZZ_RUNS in the environment says how many copies of
 * each file are tried (200). Output is TAP, one test for each file; the file that ended badly is
 * the one not told. With clang the targets are linked to libFuzzer instead of this file
 * (meson.build). */
#include "config.h"

#include "driver.h"

#include <gio/gio.h>

#include <stdio.h>
#include <string.h>

#define RUNS 200
#define INPUT_BYTES_MAX (64 * 1024)
#define CHANGES_MAX 8
#define PIECE_BYTES_MAX 32

typedef struct
{
  GPtrArray *names;  /* of char * */
  GPtrArray *inputs; /* of GBytes */
} Corpus;

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

static void
read_folder (Corpus *corpus, const char *folder)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = g_dir_open (folder, 0, &error);
  const char *name;

  if (dir == NULL)
    g_error ("%s", error->message);
  while ((name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (corpus->names, g_build_filename (folder, name, NULL));
}

static void
read_files (Corpus *corpus)
{
  g_ptr_array_sort (corpus->names, compare_names);
  for (guint i = 0; i < corpus->names->len; i++)
    {
      g_autoptr (GError) error = NULL;
      char *content;
      gsize length;

      if (!g_file_get_contents (corpus->names->pdata[i], &content, &length, &error))
        g_error ("%s", error->message);
      g_ptr_array_add (corpus->inputs, g_bytes_new_take (content, length));
    }
}

/* Some bytes of any file of the corpus. */
static void
append_piece (GByteArray *out, const Corpus *corpus, GRand *rand)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (
      corpus->inputs->pdata[g_rand_int_range (rand, 0, (int) corpus->inputs->len)], &length);
  guint start, n;

  if (length == 0)
    return;
  start = (guint) g_rand_int_range (rand, 0, (int) length);
  n = (guint) g_rand_int_range (rand, 1, PIECE_BYTES_MAX);
  g_byte_array_append (out, data + start, (guint) MIN (n, length - start));
}

static void
change (GByteArray *input, const Corpus *corpus, GRand *rand)
{
  guint at = (guint) g_rand_int_range (rand, 0, (int) input->len + 1);
  g_autoptr (GByteArray) rest = g_byte_array_new ();
  guint8 byte = (guint8) g_rand_int_range (rand, 0, 256);
  guint n;

  g_byte_array_append (rest, input->data + at, input->len - at);
  g_byte_array_set_size (input, at);
  switch (g_rand_int_range (rand, 0, 4))
    {
    case 0: /* cut out */
      n = (guint) g_rand_int_range (rand, 0, PIECE_BYTES_MAX);
      g_byte_array_remove_range (rest, 0, MIN (n, rest->len));
      break;
    case 1: /* another byte */
      if (rest->len > 0)
        rest->data[0] = byte;
      break;
    case 2: /* an ASCII byte more */
      byte = (guint8) (' ' + byte % 95);
      g_byte_array_append (input, &byte, 1);
      break;
    default:
      append_piece (input, corpus, rand);
      break;
    }
  g_byte_array_append (input, rest->data, rest->len);
}

/* From the heap and of this very size, so that a byte read too far is found. */
static void
try_input (const guint8 *data, gsize length)
{
  g_autofree guint8 *copy = g_memdup2 (data, length);

  LLVMFuzzerTestOneInput (copy, length);
}

static void
try_file (const Corpus *corpus, guint number, guint runs)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (corpus->inputs->pdata[number], &length);
  g_autoptr (GRand) rand = g_rand_new_with_seed (number);

  try_input (data, length);
  for (guint i = 0; i < runs; i++)
    {
      g_autoptr (GByteArray) input = g_byte_array_new ();
      int n = g_rand_int_range (rand, 1, CHANGES_MAX);

      g_byte_array_append (input, data, (guint) MIN (length, INPUT_BYTES_MAX));
      for (int k = 0; k < n; k++)
        change (input, corpus, rand);
      try_input (input->data, input->len);
    }
}

int
main (int argc, char **argv)
{
  Corpus corpus = { g_ptr_array_new_with_free_func (g_free),
                    g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref) };
  const char *wanted = g_getenv ("STET_FUZZ_RUNS");
  guint runs = wanted != NULL ? (guint) g_ascii_strtoull (wanted, NULL, 10) : RUNS;

  for (int i = 1; i < argc; i++)
    read_folder (&corpus, argv[i]);
  read_files (&corpus);
  printf ("1..%u\n", corpus.names->len);
  for (guint i = 0; i < corpus.names->len; i++)
    {
      g_autofree char *name = g_path_get_basename (corpus.names->pdata[i]);

      try_file (&corpus, i, runs);
      printf ("ok %u %s\n", i + 1, name);
      fflush (stdout);
    }
  if (corpus.names->len == 0)
    g_error ("there is no corpus");
  g_ptr_array_unref (corpus.names);
  g_ptr_array_unref (corpus.inputs);
  return 0;
}
