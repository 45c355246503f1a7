/* What comes in by the clipboard: pages and documents in the markup of the programs they come from,
 * each with the blocks that must be left of it (tests/fixtures/paste/NAME.html and NAME.txt). The
 * text must be what the reader saw. */
#include "config.h"

#include "article/format.h"
#include "support.h"

#include <string.h>

#define FIXTURES_MIN 40

static void
describe_rows (GString *out, const StetBlockFields *block)
{
  for (guint r = 0; r < block->rows->len; r++)
    {
      const GPtrArray *row = block->rows->pdata[r];

      for (guint c = 0; c < row->len; c++)
        {
          g_autofree char *cell = stet_prose_to_html (row->pdata[c]);

          g_string_append_printf (out, "%s%s", c > 0 ? " | " : r > 0 ? " / " : " ", cell);
        }
    }
}

static void
describe_block (GString *out, const StetBlock *one)
{
  const StetBlockFields *block = stet_block_fields (one);
  g_autofree char *html = stet_prose_to_html (block->prose);

  g_string_append (out, stet_block_type_name (block->type));
  if (block->type == STET_BLOCK_HEADING)
    g_string_append_printf (out, " %u", block->level);
  if (block->type == STET_BLOCK_LIST_ITEM)
    g_string_append_printf (out, " %s%u", block->ordered ? "o" : "u", block->indent);
  if (html[0] != '\0')
    g_string_append_printf (out, " %s", html);
  if (block->type == STET_BLOCK_TABLE)
    describe_rows (out, block);
  if (block->photo != NULL)
    g_string_append_printf (out, " [%s] caption “%s” credit “%s” alt “%s”",
                            stet_photo_file (block->photo),
                            stet_prose_text (stet_photo_caption (block->photo)),
                            stet_prose_text (stet_photo_credit (block->photo)),
                            stet_prose_text (stet_photo_alt (block->photo)));
  if (block->cite != NULL && block->cite[0] != '\0')
    g_string_append_printf (out, " — %s", block->cite);
  g_string_append_c (out, '\n');
}

static char *
read_file (const char *dir, const char *name)
{
  g_autofree char *path = g_build_filename (dir, name, NULL);
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

static void
check_fixture (const char *dir, const char *name)
{
  g_autofree char *html = read_file (dir, name);
  g_autofree char *stem = g_strndup (name, strlen (name) - strlen (".html"));
  g_autofree char *beside = g_strconcat (stem, ".txt", NULL);
  g_autofree char *wanted = read_file (dir, beside);
  g_autoptr (GString) found = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) blocks = stet_html_to_blocks (html, stet_random_system (), &error);

  g_test_message ("%s", stem);
  g_assert_no_error (error);
  for (guint i = 0; i < blocks->len; i++)
    describe_block (found, blocks->pdata[i]);
  g_assert_cmpstr (found->str, ==, wanted);
}

static void
test_what_the_reader_saw_is_left (void)
{
  g_autofree char *path = stet_test_file ("fixtures/paste");
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = g_dir_open (path, 0, &error);
  const char *name;
  guint n = 0;

  g_assert_no_error (error);
  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".html"))
      {
        check_fixture (path, name);
        n++;
      }
  g_assert_cmpuint (n, >=, FIXTURES_MIN);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/paste/what-the-reader-saw-is-left", test_what_the_reader_saw_is_left);
  return g_test_run ();
}
