/* Which addresses become cards, and how a table changes. */
#include "config.h"

#include "article/embed.h"
#include "article/table.h"
#include "base/limits.h"

#include "support.h"

static void
test_addresses (void)
{
  static const struct { const char *text, *service, *href, *account; } cases[] = {
    { "https://x.com/harbour/status/12345", "X", "https://x.com/harbour/status/12345", "@harbour" },
    { " https://twitter.com/harbour/status/12345?s=20&t=abc ", "X",
      "https://x.com/harbour/status/12345", "@harbour" },
    { "https://mobile.twitter.com/harbour/status/12345/photo/1", "X",
      "https://x.com/harbour/status/12345", "@harbour" },
    { "https://x.com/harbour", NULL, NULL, NULL },
    { "https://x.com/harbour/status/abc", NULL, NULL, NULL },
    { "https://www.youtube.com/watch?v=aB3-_9&t=42s", "YouTube",
      "https://www.youtube.com/watch?v=aB3-_9", NULL },
    { "https://youtu.be/aB3-_9?si=x", "YouTube", "https://www.youtube.com/watch?v=aB3-_9", NULL },
    { "https://m.youtube.com/shorts/aB3-_9", "YouTube", "https://www.youtube.com/watch?v=aB3-_9",
      NULL },
    { "https://www.youtube.com/@channel", NULL, NULL, NULL },
    { "https://www.instagram.com/p/C1_x-2/?igsh=1", "Instagram",
      "https://www.instagram.com/p/C1_x-2/", NULL },
    { "https://www.instagram.com/harbour/reel/C1_x-2/", "Instagram",
      "https://www.instagram.com/reel/C1_x-2/", "@harbour" },
    { "https://www.facebook.com/harbour/posts/123?mibextid=a", "Facebook",
      "https://www.facebook.com/harbour/posts/123", "harbour" },
    { "https://www.facebook.com/watch/?v=99", "Facebook", "https://www.facebook.com/watch?v=99",
      NULL },
    { "https://fb.watch/ab-C_/", "Facebook", "https://fb.watch/ab-C_/", NULL },
    { "https://www.facebook.com/harbour", NULL, NULL, NULL },
    { "https://www.tiktok.com/@the.harbour/video/777?lang=es", "TikTok",
      "https://www.tiktok.com/@the.harbour/video/777", "@the.harbour" },
    { "https://vm.tiktok.com/ZM123/", "TikTok", "https://vm.tiktok.com/ZM123/", NULL },
    { "https://x.com.evil.example/harbour/status/1", NULL, NULL, NULL },
    { "https://user@x.com/harbour/status/1", NULL, NULL, NULL },
    { "See https://x.com/harbour/status/1", NULL, NULL, NULL },
    { "x.com/harbour/status/1", NULL, NULL, NULL },
    { "javascript:https://x.com/harbour/status/1", NULL, NULL, NULL },
    { "", NULL, NULL, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (StetEmbed) embed = { 0 };

      g_test_message ("%s", cases[i].text);
      g_assert_cmpint (stet_embed_parse (cases[i].text, &embed), ==, cases[i].service != NULL);
      g_assert_cmpstr (embed.service, ==, cases[i].service);
      g_assert_cmpstr (embed.href, ==, cases[i].href);
      g_assert_cmpstr (embed.account, ==, cases[i].account);
    }
}

static void
test_address_length (void)
{
  g_autoptr (GString) address = g_string_new ("https://x.com/a/status/");

  while (address->len < STET_EMBED_HREF_BYTES_MAX)
    g_string_append_c (address, '1');
  g_assert_true (stet_embed_parse (address->str, NULL));
  g_string_append_c (address, '1');
  g_assert_false (stet_embed_parse (address->str, NULL));
}

/* "a b|c d" */
static char *
written (GPtrArray *rows)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; rows && i < rows->len; i++)
    {
      GPtrArray *row = rows->pdata[i];

      if (i > 0)
        g_string_append_c (text, '|');
      for (guint j = 0; j < row->len; j++)
        g_string_append_printf (text, "%s%s", j > 0 ? " " : "", stet_prose_text (row->pdata[j]));
    }
  return g_string_free (text, FALSE);
}

static void
test_changes (void)
{
  static const struct
  {
    StetTableChange change;
    guint row, column;
    const char *result, *why;
  } cases[] = {
    { STET_TABLE_ROW_ABOVE, 0, 0, " |a b|c d", "above the first" },
    { STET_TABLE_ROW_BELOW, 1, 0, "a b|c d| ", "below the last" },
    { STET_TABLE_COLUMN_BEFORE, 0, 1, "a  b|c  d", "between" },
    { STET_TABLE_COLUMN_AFTER, 0, 1, "a b |c d ", "at the end" },
    { STET_TABLE_ROW_REMOVE, 0, 0, "c d", "the first row" },
    { STET_TABLE_COLUMN_REMOVE, 1, 0, "b|d", "the first column" },
    { STET_TABLE_ROW_UP, 1, 0, "c d|a b", "up" },
    { STET_TABLE_ROW_UP, 0, 0, "", "nothing above" },
    { STET_TABLE_ROW_DOWN, 1, 0, "", "nothing below" },
    { STET_TABLE_ROW_BELOW, 2, 0, "", "no such row" },
  };
  g_autoptr (GPtrArray) rows = stet_table_parse ("a\tb\nc\td\n");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) changed
          = stet_table_change (rows, cases[i].change, cases[i].row, cases[i].column);
      g_autofree char *text = written (changed), *before = written (rows);

      g_test_message ("%s", cases[i].why);
      g_assert_cmpstr (text, ==, cases[i].result);
      g_assert_cmpstr (before, ==, "a b|c d");
    }
}

static void
test_last_row_stays (void)
{
  g_autoptr (GPtrArray) rows = stet_table_new (1, 1);

  g_assert_null (stet_table_change (rows, STET_TABLE_ROW_REMOVE, 0, 0));
  g_assert_null (stet_table_change (rows, STET_TABLE_COLUMN_REMOVE, 0, 0));
}

static void
test_parse (void)
{
  static const struct { const char *text, *result; } cases[] = {
    { "USD\t410\r\nEUR\t 425 \r\n", "USD 410|EUR 425" },
    { "a\tb\tc\nd\te", "a b c|d e " },
    { "a\tb\nno tab here", "" },
    { "no tab", "" },
    { "", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) rows = stet_table_parse (cases[i].text);
      g_autofree char *text = written (rows);

      g_assert_cmpstr (text, ==, cases[i].result);
    }
}

static void
test_put (void)
{
  g_autoptr (GPtrArray) rows = stet_table_parse ("a\tb\nc\td");
  g_autoptr (GPtrArray) insert = stet_table_parse ("1\t2\n3\t4");
  g_autoptr (GPtrArray) put = stet_table_put (rows, 1, 1, insert);
  g_autofree char *text = written (put);

  g_assert_cmpstr (text, ==, "a b |c 1 2| 3 4");
}

static void
test_limit (void)
{
  g_autoptr (GPtrArray) full = stet_table_new (STET_TABLE_CELLS_MAX, 1);
  g_autoptr (GPtrArray) more = NULL;

  g_assert_nonnull (full);
  more = stet_table_change (full, STET_TABLE_ROW_BELOW, 0, 0);
  g_assert_null (more);
  g_assert_null (stet_table_new (STET_TABLE_CELLS_MAX + 1, 1));
  more = stet_table_put (full, 1, 0, full);
  g_assert_null (more);
}

static void
test_figures (void)
{
  static const struct { const char *text; gboolean figure; } cases[] = {
    { "410", TRUE },
    { "+2.5 %", TRUE },
    { "$1,400", TRUE },
    { "\342\202\254 12", TRUE },
    { "\342\210\2221", TRUE },
    { "USD", FALSE },
    { "3 boats", FALSE },
    { "", FALSE },
    { "-", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (stet_table_is_figure (cases[i].text), ==, cases[i].figure);
}

int
main (int argc, char *argv[])
{
  stet_test_init (&argc, &argv);
  g_test_add_func ("/embed/addresses", test_addresses);
  g_test_add_func ("/embed/length", test_address_length);
  g_test_add_func ("/table/changes", test_changes);
  g_test_add_func ("/table/last-row", test_last_row_stays);
  g_test_add_func ("/table/parse", test_parse);
  g_test_add_func ("/table/put", test_put);
  g_test_add_func ("/table/limit", test_limit);
  g_test_add_func ("/table/figures", test_figures);
  return g_test_run ();
}
