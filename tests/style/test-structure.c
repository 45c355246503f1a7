/* Structural checks one by one: a small story each, and whether the check speaks. Also words,
 * sentences, marks. */
#include "config.h"

#include "style/checker.h"

#include "article/json.h"
#include "style/pack.h"
#include "style/unit.h"
#include "style/yaml.h"
#include "support.h"

#include <string.h>

typedef struct { const char *why, *json, *code, *field, *match; } Case;

/* `field` NULL: quiet. */
static const Case cases[] = {
  { "a headline of spaces is none", "{\"headline\": \"  \"}", "ST-01", "headline", NULL },
  { "a headline at the limit",
    "{\"headline\": \"Seventy characters are the very most that a headline of ours may hold \"}",
    "ST-02", NULL, NULL },
  { "an abbreviation keeps its stop", "{\"headline\": \"The envoy flies back to the U.S.\"}",
    "ST-04", NULL, NULL },
  { "an ellipsis is no stop", "{\"headline\": \"And then...\"}", "ST-04", NULL, NULL },
  { "a quotation and a speaker", "{\"headline\": \"“Never,” says Prado\"}", "ST-05", NULL, NULL },
  { "all of it a quotation", "{\"headline\": \"«Nunca más»\"}", "ST-05", "headline",
    "«Nunca más»" },
  { "a photo nowhere needs no credit", "{}", "ST-13", NULL, NULL },
  { "a caption alone makes a photo", "{\"photo\": {\"caption\": \"A roof\"}}", "ST-13",
    "photo.credit", NULL },
  { "pictures within the text as well",
    "{\"body\": [{\"type\": \"image\", \"attrs\": {\"file\": \"a.jpg\", \"caption\": \"A\", \"credit\": \"Photo © A\"}}]}",
    "ST-15", "body[0].alt", NULL },
  { "network and handle", "{\"photo\": {\"credit\": \"Photo © X / @coop\"}}", "ST-14", NULL, NULL },
  { "the other language's word", "{\"language\": \"es\", \"photo\": {\"credit\": \"Photo © X\"}}",
    "ST-14", "photo.credit", NULL },
  { "no form for a third language", "{\"language\": \"fr\", \"photo\": {\"credit\": \"X\"}}",
    "ST-14", NULL, NULL },
  { "a surname in the text is enough",
    "{\"photo\": {\"caption\": \"Rosa Ibarra\"}, \"body\": [{\"text\": \"Ms Ibarra came.\"}]}",
    "ST-18", NULL, NULL },
  { "an office is no name",
    "{\"photo\": {\"caption\": \"Cuban Ambassador at the gate\"}, \"body\": [{\"text\": \"It opened.\"}]}",
    "ST-18", NULL, NULL },
  { "a place is no name",
    "{\"photo\": {\"caption\": \"Crowd in Central Park\"}, \"body\": [{\"text\": \"It opened.\"}]}",
    "ST-18", NULL, NULL },
  { "an empty body is told once", "{\"photo\": {\"caption\": \"Rosa Ibarra\"}}", "ST-18", NULL,
    NULL },
  { "name with particle",
    "{\"photo\": {\"caption\": \"María de la Cruz Solano sings\"}, \"body\": [{\"text\": \"It opened.\"}]}",
    "ST-18", "photo.caption", "María de la Cruz Solano" },
  { "a short refrain may come twice",
    "{\"body\": [{\"text\": \"And so on.\"}, {\"text\": \"And so on.\"}]}", "ST-26", NULL, NULL },
  { "case and accents aside",
    "{\"body\": [{\"text\": \"One two three four five six seven eight é.\"}, {\"text\": \"One  two three four five six seven eight E.\"}]}",
    "ST-26", "body[1]", NULL },
  { "a link anywhere will do",
    "{\"body\": [{\"text\": \"The roof holds, the AP reported.\", \"spans\": [{\"type\": \"link\", \"start\": 0, \"end\": 3, \"href\": \"https://example.org\"}]}]}",
    "ST-29", NULL, NULL },
  { "a place on the same site",
    "{\"body\": [{\"text\": \"The roof\", \"spans\": [{\"type\": \"link\", \"start\": 0, \"end\": 3, \"href\": \"/market\"}]}]}",
    "ST-30", NULL, NULL },
  { "script is no address",
    "{\"body\": [{\"text\": \"The roof\", \"spans\": [{\"type\": \"link\", \"start\": 4, \"end\": 8, \"href\": \"javascript:x()\"}]}]}",
    "ST-30", "body[0]", "roof" },
  { "an embed without an address",
    "{\"body\": [{\"type\": \"embed\", \"attrs\": {\"href\": \"nowhere\"}}]}", "ST-30",
    "body[0].href", NULL },
  { "an old address",
    "{\"body\": [{\"text\": \"The roof\", \"spans\": [{\"type\": \"link\", \"start\": 4, \"end\": 8, \"href\": \"http://example.org\"}]}]}",
    "ST-30", "body[0]", "roof" },
  { "no questions at all are fine", "{}", "ST-32", NULL, NULL },
  { "one question is few",
    "{\"faq\": {\"items\": [{\"question\": \"Who?\", \"answer\": \"We.\"}]}}", "ST-32", "faq.items",
    NULL },
  { "in Spanish both marks",
    "{\"language\": \"es\", \"faq\": {\"items\": [{\"question\": \"Quién viene?\", \"answer\": \"A.\"}]}}",
    "ST-34", "faq.items[0].question", NULL },
  { "a comma before the question",
    "{\"language\": \"es\", \"faq\": {\"items\": [{\"question\": \"Si llueve, ¿quién viene?\", \"answer\": \"A.\"}]}}",
    "ST-34", NULL, NULL },
  { "no answer", "{\"faq\": {\"items\": [{\"question\": \"Who?\", \"answer\": \" \"}]}}",
    "structure.FaqAnswerMissing", "faq.items[0].answer", NULL },
  { "an empty label is no tag", "{\"tags\": [\"\"]}", "ST-39", "tags", NULL },
  { "authors are a byline", "{\"authors\": [\"Elena Prado\"]}", "ST-41", NULL, NULL },
  { "no address: the site makes one", "{\"slug\": \"\"}", "ST-43", NULL, NULL },
  { "an accent breaks it", "{\"slug\": \"café-nuevo\"}", "ST-43", "slug", NULL },
  { "a quotation of two paragraphs",
    "{\"body\": [{\"text\": \"\\\"We open. It is time.\"}, {\"text\": \"\\\"Nobody will wait.\\\"\"}]}",
    "ST-44", NULL, NULL },
  { "the same with Spanish marks",
    "{\"language\": \"es\", \"body\": [{\"text\": \"«Abrimos. Ya es hora.\"}, {\"text\": \"»Nadie esperará».\"}]}",
    "ST-44", NULL, NULL },
  { "a bracket that is never closed", "{\"body\": [{\"text\": \"The market (old opened.\"}]}",
    "ST-44", "body[0]", "(" },
  { "a bracket that was never opened", "{\"body\": [{\"text\": \"The market, old) opened.\"}]}",
    "ST-44", "body[0]", ")" },
  { "feet and inches", "{\"body\": [{\"text\": \"He is 6'2\\\" tall.\"}]}", "ST-44", NULL, NULL },
  { "Roman numbers", "{\"body\": [{\"text\": \"La XXX Feria abrió.\"}]}", "ST-48", NULL, NULL },
  { "a hole in a tag", "{\"tags\": [\"TK\"]}", "ST-48", "tags[0]", "TK" },
  { "a telephone number is no card", "{\"body\": [{\"text\": \"Call +5352123456789 now.\"}]}",
    "ST-50", NULL, NULL },
};

static StetChecker *
checker_new (void)
{
  g_autoptr(GError) error = NULL;
  StetChecker *checker = stet_checker_new (NULL, NULL, &error);

  g_assert_no_error (error);
  return checker;
}

static void
test_each_check_speaks_when_it_should (void)
{
  g_autoptr(StetChecker) checker = checker_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(StetRandom) random = stet_random_new_seeded (1);
      g_autoptr(GError) error = NULL;
      g_autoptr (StetArticle) article
          = stet_article_from_json (cases[i].json, strlen (cases[i].json), random, &error);
      g_autoptr(GPtrArray) findings = NULL;
      const StetFinding *found = NULL;

      g_test_message ("%s", cases[i].why);
      g_assert_no_error (error);
      findings = stet_checker_check (checker, article, NULL, NULL, &error);
      for (guint k = 0; k < findings->len && found == NULL; k++)
        {
          const StetFinding *finding = g_ptr_array_index (findings, k);

          if (g_strcmp0 (finding->code, cases[i].code) == 0
              || strcmp (finding->rule, cases[i].code) == 0)
            found = finding;
        }
      g_assert_cmpint (found != NULL, ==, cases[i].field != NULL);
      if (found != NULL)
        {
          g_autofree char *field = stet_field_to_string (&found->field);

          g_assert_cmpstr (field, ==, cases[i].field);
          g_assert_cmpstr (found->match, ==, cases[i].match);
        }
    }
}

static char *
joined (const char *text, GArray *stretches)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < stretches->len; i++)
    {
      const StetStretch *one = &g_array_index (stretches, StetStretch, i);

      g_string_append (out, i > 0 ? "|" : "");
      g_string_append_len (out, text + one->start_bytes,
                           (gssize) (one->end_bytes - one->start_bytes));
    }
  return g_string_free (out, FALSE);
}

static void
test_sentences_end_where_they_end (void)
{
  static const char *const texts[][2] = {
    { "One. Two! Three?", "One.|Two!|Three?" },
    { "Mr. Prado and Dr. Solano left. They came back.",
      "Mr. Prado and Dr. Solano left.|They came back." },
    { "El Sr. Prado fue a EE. UU. ayer. Volvió.", "El Sr. Prado fue a EE. UU. ayer.|Volvió." },
    { "\"Go!\" she said. \"Now.\" He went.", "\"Go!\" she said.|\"Now.\"|He went." },
    { "It rose 3.5 points.", "It rose 3.5 points." },
    { "No. 5 is here. No. Really.", "No. 5 is here.|No.|Really." },
    { "Line one\nline two", "Line one|line two" },
    { "Wait… What? ¿Quién?", "Wait…|What?|¿Quién?" },
    { "", "" },
    { "  ", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(GArray) sentences = stet_sentences (texts[i][0]);
      g_autofree char *result = joined (texts[i][0], sentences);

      g_assert_cmpstr (result, ==, texts[i][1]);
    }
}

static void
test_words_are_words (void)
{
  static const char *const texts[][2] = {
    { "Don't stop—it's Díaz-Canel's 3,5 %", "Don't|stop|it's|Díaz-Canel's|3|5" },
    { "«¿Qué?»", "Qué" },
    { "- a -b- ’c", "a|b|c" },
    { "", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(GArray) words = stet_words_of (texts[i][0]);
      g_autofree char *result = joined (texts[i][0], words);

      g_assert_cmpstr (result, ==, texts[i][1]);
    }
}

static void
test_addresses_and_quotations_are_known (void)
{
  static const struct { const char *text, *hidden, *quotations; } texts[] = {
    { "See https://a.org/x?y=1, then www.b.org.", "https://a.org/x?y=1|www.b.org", "" },
    { "@coop and #market and me@a.org but 5@ no", "@coop|#market|me@a.org", "" },
    { "He said \"yes\" and “no” and «sí».", "", "\"yes\"|“no”|«sí»" },
    { "\"Not closed", "", "\"Not closed" },
    { "\"One\nTwo\" three", "", "\"One\n|\" three" },
  };
  StetField field = stet_field_at (STET_FIELD_BODY, 0);

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(StetProse) prose = stet_prose_plain (texts[i].text);
      StetUnit *unit = stet_unit_new (&field, STET_UNIT_PARAGRAPH, prose);
      g_autofree char *hidden = joined (texts[i].text, unit->hidden);
      g_autofree char *quotations = joined (texts[i].text, unit->quotations);

      g_assert_cmpstr (hidden, ==, texts[i].hidden);
      g_assert_cmpstr (quotations, ==, texts[i].quotations);
      stet_unit_free (unit);
    }
}

static void
test_yaml_is_bounded (void)
{
  static const struct
  {
    guint depth;
    gboolean loads;
  } depths[] = { { STET_YAML_DEPTH_MAX, TRUE }, { STET_YAML_DEPTH_MAX + 1, FALSE } };
  static const struct
  {
    guint nodes;
    gboolean loads;
  } sizes[] = { { STET_YAML_NODES_MAX - 1, TRUE }, { STET_YAML_NODES_MAX, FALSE } };

  for (gsize i = 0; i < G_N_ELEMENTS (depths); i++)
    {
      g_autoptr(GString) text = g_string_new (NULL);
      g_autoptr(GError) error = NULL;
      g_autoptr(StetYaml) root = NULL;

      for (guint k = 0; k < depths[i].depth; k++)
        g_string_append_c (text, '[');
      for (guint k = 0; k < depths[i].depth; k++)
        g_string_append_c (text, ']');
      root = stet_yaml_parse (text->str, text->len, "f", &error);
      g_assert_cmpint (root != NULL, ==, depths[i].loads);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr(GString) text = g_string_new ("[");
      g_autoptr(GError) error = NULL;
      g_autoptr(StetYaml) root = NULL;

      for (guint k = 0; k < sizes[i].nodes; k++)
        g_string_append (text, "a,");
      g_string_append_c (text, ']');
      root = stet_yaml_parse (text->str, text->len, "f", &error);
      g_assert_cmpint (root != NULL, ==, sizes[i].loads);
      if (!sizes[i].loads)
        g_assert_error (error, STET_STYLE_ERROR, STET_STYLE_ERROR_SYNTAX);
    }
}

static void
test_yaml_shapes_are_read (void)
{
  const char *text = "# a comment\na: 1\nB: [x, 'y z']\nc:\n  d: |\n    line\n    two\n";
  g_autoptr(GError) error = NULL;
  g_autoptr(StetYaml) root = stet_yaml_parse (text, strlen (text), "f", &error);
  g_autoptr(StetYaml) empty = stet_yaml_parse ("", 0, "f", &error);
  g_auto(GStrv) list = NULL;
  g_auto(GStrv) one = NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (stet_yaml_text (root, "A"), ==, "1");
  g_assert_true (stet_yaml_bool (root, "a", FALSE));
  g_assert_true (stet_yaml_bool (root, "zz", TRUE));
  list = stet_yaml_strv (root, "b");
  one = stet_yaml_strv (root, "a");
  g_assert_cmpstr (list[1], ==, "y z");
  g_assert_cmpstr (one[0], ==, "1");
  g_assert_null (stet_yaml_strv (root, "c"));
  g_assert_cmpstr (stet_yaml_text (stet_yaml_get (root, "c"), "d"), ==, "line\ntwo\n");
  g_assert_cmpuint (stet_yaml_get (stet_yaml_get (root, "c"), "d")->line, ==, 5);
  g_assert_cmpuint (empty->keys->len, ==, 0);
}

int
main (int argc, char **argv)
{
  stet_test_init (&argc, &argv);
  g_test_add_func ("/style/structure/checks", test_each_check_speaks_when_it_should);
  g_test_add_func ("/style/words/sentences", test_sentences_end_where_they_end);
  g_test_add_func ("/style/words/words", test_words_are_words);
  g_test_add_func ("/style/unit/stretches", test_addresses_and_quotations_are_known);
  g_test_add_func ("/style/yaml/bounds", test_yaml_is_bounded);
  g_test_add_func ("/style/yaml/shapes", test_yaml_shapes_are_read);
  return g_test_run ();
}
