/* Lists of tags as they are typed and pasted: whole or still being written, known or new. */
#include "config.h"

#include "article/json.h"
#include "article/tag-list.h"

#include "support.h"

static const char *const site[]
    = { "Cuba", "La Habana", "José Martí", "Banco Central", "Ports", NULL };

static StetTermIndex *
site_index (void)
{
  g_autoptr (GPtrArray) terms = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_term_unref);

  for (guint i = 0; site[i]; i++)
    g_ptr_array_add (terms, stet_term_new (site[i], "7"));
  return stet_term_index_new (terms);
}

static char *
joined (GPtrArray *labels)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < labels->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? "|" : "", (char *) labels->pdata[i]);
  return g_string_free (text, FALSE);
}

static char *
joined_terms (GPtrArray *terms)
{
  g_autoptr (GPtrArray) labels = g_ptr_array_new ();

  for (guint i = 0; i < terms->len; i++)
    g_ptr_array_add (labels, (char *) stet_term_label (terms->pdata[i]));
  return joined (labels);
}

static void
test_split (void)
{
  static const struct { const char *why, *text, *labels; } cases[] = {
    { "nothing", "", "" },
    { "only separators", " ,;\n\t ,", "" },
    { "commas, semicolons", "a, b;c", "a|b|c" },
    { "lines of any system", "a\r\nb\rc\nd", "a|b|c|d" },
    { "cells of a table", "a\tb", "a|b" },
    { "white space within", "  La   Habana ,x", "La Habana|x" },
    { "the signs of a list", "• a\n- b\n* c\n– d", "a|b|c|d" },
    { "what is no sign of a list", "-a, COVID-19, C*", "-a|COVID-19|C*" },
    { "composed", "Jose\314\201", "José" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) labels = stet_tag_list_split (cases[i].text);
      g_autofree char *found = joined (labels);

      g_test_message ("%s", cases[i].why);
      g_assert_cmpstr (found, ==, cases[i].labels);
    }
}

static void
test_read (void)
{
  static const struct
  {
    const char *why, *text;
    gboolean ended;
    const char *known, *fresh, *open, *rest;
  } cases[] = {
    { "nothing", "", FALSE, "", "", "", "" },
    { "one on its way", "cub", FALSE, "", "cub", "cub", "cub" },
    { "one that is known, not ended", "cUba", FALSE, "", "", "cUba", "cUba" },
    { "a space on the way to the next word", "La ", FALSE, "", "La", "La", "La " },
    { "ended by a comma", "CUBA,", FALSE, "Cuba", "", "", "" },
    { "by a semicolon, without accents", "jose marti;", FALSE, "José Martí", "", "", "" },
    { "the next one begun", "cuba, la h", FALSE, "Cuba", "la h", "la h", "la h" },
    { "not known", "Cubba,", FALSE, "", "Cubba", "", "Cubba, " },
    { "known and not known", "Cubba, ports, x", FALSE, "Ports", "Cubba|x", "x", "Cubba, x" },
    { "pasted", "cuba; Ports\nla habana", TRUE, "Cuba|Ports|La Habana", "", "", "" },
    { "pasted, one is not known", "cuba\nNight ferry\nports", TRUE, "Cuba|Ports", "Night ferry", "",
      "Night ferry" },
    { "twice, in two spellings", "cuba, CÚBA, New, new", TRUE, "Cuba", "New", "", "New" },
    { "the open one is there already", "New, new", FALSE, "", "New", "new", "New, new" },
    { "no letter", "!?, cuba", TRUE, "Cuba", "", "", "" },
  };
  g_autoptr (StetTermIndex) index = site_index ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (StetTagList) list
          = stet_tag_list_read (NULL, index, cases[i].text, cases[i].ended);
      g_autofree char *known = joined_terms (list->known), *fresh = joined (list->fresh);

      g_test_message ("%s", cases[i].why);
      g_assert_cmpstr (known, ==, cases[i].known);
      g_assert_cmpstr (fresh, ==, cases[i].fresh);
      g_assert_cmpstr (list->open, ==, cases[i].open);
      g_assert_cmpstr (list->rest, ==, cases[i].rest);
    }
}

/* What stays is read the same again: the window writes it back into its entry. */
static void
test_settles (void)
{
  static const char *const texts[] = { "Cubba,", "cuba, Cubba, x ", "a;b;cuba;c", "cuba," };
  g_autoptr (StetTermIndex) index = site_index ();

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (StetTagList) once = stet_tag_list_read (NULL, index, texts[i], FALSE);
      g_autoptr (StetTagList) again = stet_tag_list_read (NULL, index, once->rest, FALSE);

      g_assert_cmpstr (again->rest, ==, once->rest);
      g_assert_cmpuint (again->known->len, ==, 0);
      g_assert_cmpuint (again->fresh->len, ==, once->fresh->len);
    }
}

static void
test_no_site (void)
{
  g_autoptr (StetTagList) list = stet_tag_list_read (NULL, NULL, "Cuba, Ports", TRUE);

  g_assert_cmpuint (list->known->len, ==, 0);
  g_assert_cmpuint (list->fresh->len, ==, 2);
}

/* One edit, the site's spelling and number; what the story has in another spelling is not added. */
static void
test_add (void)
{
  static const char story[]
      = "{\"language\": \"es\", \"headline\": \"H\", \"tags\": [\"la habana\"]}";
  g_autoptr (GError) error = NULL;
  g_autoptr (StetArticle) article
      = stet_article_from_json (story, strlen (story), stet_random_system (), &error);
  g_autoptr (StetTermIndex) index = site_index ();
  g_autoptr (StetTagList) list
      = stet_tag_list_read (NULL, index, "La Habana, jose marti, ports", TRUE);
  g_autoptr (StetTagList) none = stet_tag_list_read (NULL, index, "LA HABANA", TRUE);
  g_autoptr (StetTagList) left_out
      = stet_tag_list_read (article, index, "LA HABANA, Cuba, X, la habana", FALSE);
  g_autoptr (StetEdit) edit = NULL;
  g_autoptr (StetArticle) after = NULL;
  g_autofree char *labels = NULL;

  g_assert_no_error (error);
  edit = stet_tag_list_add (article, list->known);
  after = stet_edit_apply (edit, article, NULL, &error);
  g_assert_no_error (error);
  labels = joined_terms (stet_article_fields (after)->tags);
  g_assert_cmpstr (labels, ==, "la habana|José Martí|Ports");
  g_assert_cmpstr (stet_term_id (g_ptr_array_index (stet_article_fields (after)->tags, 1)), ==,
                   "7");
  g_assert_null (stet_tag_list_add (article, none->known));
  g_assert_cmpuint (left_out->known->len, ==, 1);
  g_assert_cmpuint (left_out->fresh->len, ==, 1);
  g_assert_cmpstr (left_out->before, ==, "X, ");
  g_assert_cmpstr (left_out->rest, ==, "X, la habana");
}

int
main (int argc, char **argv)
{
  stet_test_init (&argc, &argv);
  g_test_add_func ("/article/tag-list/split", test_split);
  g_test_add_func ("/article/tag-list/read", test_read);
  g_test_add_func ("/article/tag-list/settles", test_settles);
  g_test_add_func ("/article/tag-list/no-site", test_no_site);
  g_test_add_func ("/article/tag-list/add", test_add);
  return g_test_run ();
}
