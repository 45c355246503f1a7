/* Content profiles: the one built in, and those of others, told by the JSON path of what is
 * wrong. */
#include "config.h"

#include "style/profile.h"

#include "style/checker.h"
#include "article/json.h"
#include "support.h"

#include <string.h>

static StetProfile *
load (const char *json, GError **error)
{
  g_autoptr(GBytes) bytes = g_bytes_new_static (json, strlen (json));

  return stet_profile_load (bytes, "own.json", error);
}

static void
test_the_builtin_profile_drives_the_form (void)
{
  static const char *const order[]
      = { "headline",     "dek",       "section",    "photo.file", "photo.caption",
          "photo.credit", "photo.alt", "body",       "faq.title",  "faq.items",
          "tags",         "byline",    "author_box", "slug" };
  g_autoptr(StetProfile) profile = stet_profile_builtin ();
  guint n;
  const StetProfileField *fields = stet_profile_fields (profile, &n);

  g_assert_cmpuint (n, ==, G_N_ELEMENTS (order));
  for (guint i = 0; i < n; i++)
    {
      StetField field;

      g_assert_cmpstr (fields[i].field, ==, order[i]);
      g_assert_true (stet_field_parse (fields[i].field, &field, NULL));
    }
  g_assert_cmpuint (stet_profile_field (profile, "headline")->chars_max, ==, 70);
  g_assert_cmpuint (stet_profile_field (profile, "dek")->chars_min, ==, 70);
  g_assert_cmpuint (stet_profile_field (profile, "dek")->chars_max, ==, 160);
  g_assert_cmpuint (stet_profile_field (profile, "tags")->count_max, ==, 8);
  g_assert_cmpuint (stet_profile_field (profile, "faq.answer")->words_max, ==, 60);
  g_assert_true (stet_profile_field (profile, "body")->formatting);
  g_assert_false (stet_profile_field (profile, "headline")->formatting);
  g_assert_null (stet_profile_field (profile, "shoe"));
  g_assert_cmpuint (stet_profile_take_back_s (profile), ==, 7);
  g_assert_cmpuint (stet_profile_words_per_minute (profile), ==, 230);
  g_assert_null (stet_profile_public_custom (profile)[0]);
  g_assert_nonnull (stet_profile_sections (profile, "es-CU")[0]);
  g_assert_null (stet_profile_sections (profile, "fr")[0]);
  g_assert_null (stet_profile_sections (profile, NULL)[0]);
}

static void
test_what_is_wrong_is_told (void)
{
  static const struct { const char *json, *message, *why; int code; } cases[] = {
    { "", "own.json: ", "nothing", STET_STYLE_ERROR_SYNTAX },
    { "{\"format\": ", "own.json: ", "cut off", STET_STYLE_ERROR_SYNTAX },
    { "[]", "own.json: an object", "a list", STET_STYLE_ERROR_KEY },
    { "{}", "own.json: format", "no format", STET_STYLE_ERROR_KEY },
    { "{\"format\": \"stet-profile/2\"}", "own.json: format", "a newer one", STET_STYLE_ERROR_KEY },
    { "{\"format\": \"stet-profile/1\"}", "own.json: fields", "no fields", STET_STYLE_ERROR_KEY },
    { "{\"format\": \"stet-profile/1\", \"shoe\": 1}", "own.json: no such key: “shoe”",
      "an unknown key", STET_STYLE_ERROR_KEY },
    { "{\"format\": \"stet-profile/1\", \"fields\": {}}", "own.json: fields: a list", "no list",
      STET_STYLE_ERROR_KEY },
    { "{\"format\": \"stet-profile/1\", \"fields\": [1]}", "own.json: fields[0]: an object",
      "no object", STET_STYLE_ERROR_KEY },
    { "{\"format\": \"stet-profile/1\", \"fields\": [{}]}", "own.json: fields[0]: the field's name",
      "no name", STET_STYLE_ERROR_KEY },
    { "{\"format\": \"stet-profile/1\", \"fields\": [{\"field\": \"dek\"}, {\"field\": \"dek\"}]}",
      "own.json: fields[1]: “dek”", "twice", STET_STYLE_ERROR_KEY },
    { "{\"format\": \"stet-profile/1\", \"fields\": [{\"field\": \"dek\", \"chars_max\": \"many\"}]}",
      "own.json: fields[0].chars_max", "no number", STET_STYLE_ERROR_KEY },
    { "{\"format\": \"stet-profile/1\", \"fields\": [{\"field\": \"dek\", \"chars_max\": -1}]}",
      "own.json: fields[0].chars_max", "below nothing", STET_STYLE_ERROR_KEY },
    { "{\"format\": \"stet-profile/1\", \"fields\": [{\"field\": \"dek\", \"formatting\": 1}]}",
      "own.json: fields[0].formatting", "no boolean", STET_STYLE_ERROR_KEY },
    { "{\"format\": \"stet-profile/1\", \"fields\": [{\"field\": \"dek\", \"shoe\": 1}]}",
      "own.json: fields[0]: no such key", "an unknown key of a field", STET_STYLE_ERROR_KEY },
    { "{\"format\": \"stet-profile/1\", \"fields\": [{\"field\": \"dek\"}], \"take_back_s\": 601}",
      "own.json: take_back_s", "one past the limit", STET_STYLE_ERROR_KEY },
    { "{\"format\": \"stet-profile/1\", \"fields\": [{\"field\": \"dek\"}], \"words_per_minute\": 2001}",
      "own.json: words_per_minute", "faster than anyone reads", STET_STYLE_ERROR_KEY },
    { "{\"format\": \"stet-profile/1\", \"fields\": [{\"field\": \"dek\"}], \"sections\": {\"en\": [1]}}",
      "own.json: sections.en[0]", "a section that is no text", STET_STYLE_ERROR_KEY },
    { "{\"format\": \"stet-profile/1\", \"fields\": [{\"field\": \"dek\"}], \"sections\": []}",
      "own.json: sections", "a list", STET_STYLE_ERROR_KEY },
    { "{\"format\": \"stet-profile/1\", \"fields\": [{\"field\": \"dek\"}], \"public_custom\": \"a\"}",
      "own.json: public_custom", "a text", STET_STYLE_ERROR_KEY },
    { "{\"format\": \"stet-profile/1\", \"fields\": [{\"field\": \"dek\"}], \"name\": 1}",
      "own.json: name", "no text", STET_STYLE_ERROR_KEY },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;

      g_test_message ("%s", cases[i].why);
      g_assert_null (load (cases[i].json, &error));
      g_assert_error (error, STET_STYLE_ERROR, cases[i].code);
      g_assert_true (g_str_has_prefix (error->message, cases[i].message));
    }
}

static void
test_limits_of_the_profile_are_those_of_the_checks (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr (StetProfile) profile = load (
      "{\"format\": \"stet-profile/1\", \"fields\": [{\"field\": \"tags\", \"count_min\": 1, \"count_max\": 2},"
      " {\"field\": \"headline\", \"chars_max\": 5}], \"breaking_blocks\": [\"ST-06\"], \"take_back_s\": 600, \"words_per_minute\": 180,"
      " \"public_custom\": [\"kicker\"]}",
      &error);
  StetCheckerOptions options = { .profile = profile };
  g_autoptr(StetChecker) checker = NULL;
  g_autoptr(StetArticle) article = NULL;
  g_autoptr(StetRandom) random = stet_random_new_seeded (1);
  g_autoptr(GPtrArray) findings = NULL;
  g_autoptr(GPtrArray) breaking = NULL;
  const char *json
      = "{\"language\": \"en\", \"headline\": \"Market\", \"tags\": [\"A\", \"B\", \"C\"]}";
  guint at_tags = G_MAXUINT, at_headline = 0;

  g_assert_no_error (error);
  g_assert_cmpstr (stet_profile_public_custom (profile)[0], ==, "kicker");
  g_assert_cmpuint (stet_profile_words_per_minute (profile), ==, 180);
  checker = stet_checker_new (&options, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (stet_checker_profile (checker) == profile);
  article = stet_article_from_json (json, strlen (json), random, &error);
  g_assert_no_error (error);
  findings = stet_checker_check (checker, article, NULL, NULL, &error);
  for (guint i = 0; i < findings->len; i++)
    {
      const StetFinding *finding = g_ptr_array_index (findings, i);

      if (g_strcmp0 (finding->rule, "structure.TagsCount") == 0)
        at_tags = i;
      if (g_strcmp0 (finding->rule, "structure.HeadlineLong") == 0)
        {
          at_headline = i;
          g_assert_cmpstr (finding->message, ==, "6 characters, 1 over 5.");
        }
    }
  g_assert_cmpuint (at_tags, <, at_headline); /* the order of this form */
  breaking = stet_checker_blockers (checker, findings, TRUE);
  g_assert_cmpuint (breaking->len, ==, 1);
  g_assert_cmpstr (((StetFinding *) g_ptr_array_index (breaking, 0))->code, ==, "ST-06");
}

int
main (int argc, char **argv)
{
  stet_test_init (&argc, &argv);
  g_test_add_func ("/style/profile/builtin", test_the_builtin_profile_drives_the_form);
  g_test_add_func ("/style/profile/wrong", test_what_is_wrong_is_told);
  g_test_add_func ("/style/profile/limits", test_limits_of_the_profile_are_those_of_the_checks);
  return g_test_run ();
}
