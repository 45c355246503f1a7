/* Questions change places by one edit; the heading is proposed in the story's language. */
#include "config.h"

#include "article/faq.h"

#include "support.h"

static StetArticle *
story (const char *language, const char *headline, const char *tags, guint n_items)
{
  g_autoptr (GPtrArray) items
      = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_faq_item_unref);
  g_autoptr (GPtrArray) terms = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_term_unref);
  g_autoptr (StetProse) title = stet_prose_plain (headline);
  g_auto (GStrv) labels = g_strsplit (tags, "|", -1);
  StetArticleFields fields = { .id = "11111111-1111-4111-8111-111111111111",
                               .story = "22222222-2222-4222-8222-222222222222",
                               .language = language,
                               .headline = title,
                               .faq_items = items,
                               .tags = terms };

  for (guint i = 0; i < n_items; i++)
    {
      g_autofree char *id = g_strdup_printf ("33333333-3333-4333-8333-%012u", i);
      g_autofree char *text = g_strdup_printf ("%u", i);
      g_autoptr (StetProse) question = stet_prose_plain (text);
      g_autoptr (StetProse) answer = stet_prose_empty ();

      g_ptr_array_add (items, stet_faq_item_new (id, question, answer, NULL));
    }
  for (guint i = 0; labels[i]; i++)
    g_ptr_array_add (terms, stet_term_new (labels[i], NULL));
  return stet_article_new (&fields);
}

static char *
order_of (StetArticle *article)
{
  GPtrArray *items = stet_article_fields (article)->faq_items;
  GString *order = g_string_new (NULL);

  for (guint i = 0; i < items->len; i++)
    g_string_append (order, stet_prose_text (stet_faq_item_question (items->pdata[i])));
  return g_string_free (order, FALSE);
}

static void
test_move (void)
{
  static const struct { const char *why; guint n, from, to; const char *order; } cases[] = {
    { "one down", 4, 0, 1, "1023" },     { "one up", 4, 3, 2, "0132" },
    { "to the end", 4, 0, 3, "1230" },   { "to the top", 4, 3, 0, "3012" },
    { "within", 5, 1, 3, "02314" },      { "nowhere", 4, 2, 2, NULL },
    { "past the end", 4, 0, 4, NULL },   { "from past the end", 4, 4, 0, NULL },
    { "the only one", 1, 0, 0, NULL },   { "none at all", 0, 0, 1, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (StetArticle) before = story ("en", "", "", cases[i].n);
      g_autoptr (StetEdit) edit = stet_faq_move (before, cases[i].from, cases[i].to);
      g_autoptr (StetEdit) inverse = NULL;
      g_autoptr (StetArticle) after = NULL, back = NULL;
      g_autofree char *order = NULL;

      g_test_message ("%s", cases[i].why);
      g_assert_true ((edit != NULL) == (cases[i].order != NULL));
      if (!edit)
        continue;
      after = stet_edit_apply (edit, before, &inverse, NULL);
      order = order_of (after);
      g_assert_cmpstr (order, ==, cases[i].order);
      back = stet_edit_apply (inverse, after, NULL, NULL);
      g_assert_true (stet_article_equal (back, before));
    }
}

static void
test_suggest (void)
{
  static const struct { const char *why, *language, *headline, *tags, *title; } cases[] = {
    { "no tags", "en", "The ferry is back", "", "Frequently Asked Questions About " },
    { "none in Spanish", "es", "Vuelve la lancha", "", "Preguntas frecuentes sobre " },
    { "the one in the headline", "en", "The Ferry is back", "Regla|ferry",
      "Frequently Asked Questions About Ferry" },
    { "else the first", "es", "Vuelve la lancha", "Transporte|Regla",
      "Preguntas frecuentes sobre Transporte" },
    { "blind to accents, not to words", "es", "Díaz reabre la panaderia", "pan|Panadería",
      "Preguntas frecuentes sobre Panadería" },
    { "small words stay small", "en", "", "the price of bread in Havana",
      "Frequently Asked Questions About The Price of Bread in Havana" },
    { "an edition of a country", "es-CU", "", "Pan", "Preguntas frecuentes sobre Pan" },
    { "not the house's language", "pt-BR", "", "Ferry", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (StetArticle) article
          = story (cases[i].language, cases[i].headline, cases[i].tags, 0);
      guint subject = 0;
      g_autofree char *title = stet_faq_suggest_title (article, &subject);

      g_test_message ("%s", cases[i].why);
      g_assert_cmpstr (title, ==, cases[i].title);
      if (title)
        g_assert_cmpuint (subject, ==,
                          strlen (g_str_has_prefix (title, "P")
                                      ? "Preguntas frecuentes sobre "
                                      : "Frequently Asked Questions About "));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/faq/move", test_move);
  g_test_add_func ("/faq/suggest", test_suggest);
  return g_test_run ();
}
