/* Reading the languages' data once, and asking it. Layer: style. Any thread. */
#include "config.h"

#include "style/language.h"

#include "style/profile-private.h"
#include "style/yaml.h"

#include <gio/gio.h>
#include <string.h>

#define PACKS_PATH "/io/github/stet_newsroom/Stet/packs"
#define LANGUAGE_FORMAT "stet-language/1"

struct _StetLanguage
{
  char       *code;
  GHashTable *abbreviations; /* (owned) word to StetAbbreviation */
  GHashTable *lists[STET_WORDS_LISTS];
  GHashTable *weekdays, *months; /* word to number */
  char       *weekday_names[8];
  GHashTable *numerals, *scales; /* word to double * */
  char      **name_endings;
};

static const struct { const char *key; StetWordList list; } list_names[] = {
  { "openers", STET_WORDS_OPENERS },
  { "marks", STET_WORDS_MARKS },
  { "after_time", STET_WORDS_AFTER_TIME },
  { "date_glue", STET_WORDS_DATE_GLUE },
  { "date_lead", STET_WORDS_DATE_LEAD },
  { "numeral_ones", STET_WORDS_ONES },
  { "numeral_glue", STET_WORDS_NUMERAL_GLUE },
  { "about", STET_WORDS_ABOUT },
  { "particles", STET_WORDS_PARTICLES },
  { "stopwords", STET_WORDS_COMMON },
};

static const struct { const char *key; StetAbbreviation kind; } abbreviation_names[] = {
  { "capital", STET_ABBREVIATION_CAPITAL },
  { "maybe", STET_ABBREVIATION_MAYBE },
  { "named", STET_ABBREVIATION_NAMED },
  { "number", STET_ABBREVIATION_NUMBER },
  { "never", STET_ABBREVIATION_NEVER },
};

static GHashTable *
table_new (GDestroyNotify destroy)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, destroy);
}

static void
add_words (GHashTable *table, const StetYaml *map, const char *key, gpointer value)
{
  g_auto(GStrv) words = stet_yaml_strv (map, key);

  for (gsize i = 0; words != NULL && words[i] != NULL; i++)
    g_hash_table_replace (table, g_strdup (words[i]), value);
}

/* A list in which each item may have other forms after bars; its place, from 1, is the value. */
static void
add_numbered (GHashTable *table, const StetYaml *root, const char *key, char **names)
{
  g_auto(GStrv) items = stet_yaml_strv (root, key);

  for (guint i = 0; items != NULL && items[i] != NULL; i++)
    {
      g_auto(GStrv) forms = g_strsplit (items[i], "|", -1);

      if (names != NULL && i < 7)
        names[i + 1] = g_strdup (forms[0]);
      for (gsize k = 0; forms[k] != NULL; k++)
        g_hash_table_replace (table, g_strdup (forms[k]), GUINT_TO_POINTER (i + 1));
    }
}

static void
add_values (GHashTable *table, const StetYaml *map)
{
  for (guint i = 0; map != NULL && map->kind == STET_YAML_MAP && i < map->keys->len; i++)
    {
      const StetYaml *key = g_ptr_array_index (map->keys, i);
      const StetYaml *value = g_ptr_array_index (map->items, i);
      double number = value->kind == STET_YAML_SCALAR ? g_ascii_strtod (value->text, NULL) : 0;

      g_hash_table_replace (table, g_strdup (key->text), g_memdup2 (&number, sizeof number));
    }
}

static StetLanguage *
language_read (const StetYaml *root)
{
  StetLanguage *language = g_new0 (StetLanguage, 1);
  const StetYaml *abbreviations = stet_yaml_get (root, "abbreviations");

  language->code = g_strdup (stet_yaml_text (root, "language"));
  language->abbreviations = table_new (NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (abbreviation_names); i++)
    add_words (language->abbreviations, abbreviations, abbreviation_names[i].key,
               GINT_TO_POINTER (abbreviation_names[i].kind));
  for (gsize i = 0; i < G_N_ELEMENTS (list_names); i++)
    {
      language->lists[list_names[i].list] = table_new (NULL);
      add_words (language->lists[list_names[i].list], root, list_names[i].key,
                 GINT_TO_POINTER (TRUE));
    }
  language->weekdays = table_new (NULL);
  language->months = table_new (NULL);
  language->numerals = table_new (g_free);
  language->scales = table_new (g_free);
  add_numbered (language->weekdays, root, "weekdays", language->weekday_names);
  add_numbered (language->months, root, "months", NULL);
  add_values (language->numerals, stet_yaml_get (root, "numerals"));
  add_values (language->scales, stet_yaml_get (root, "scales"));
  language->name_endings = stet_yaml_strv (root, "name_endings");
  if (language->name_endings == NULL)
    language->name_endings = g_new0 (char *, 1);
  return language;
}

static StetLanguage *
language_load (GResource *resource, const char *folder)
{
  g_autofree char *path = g_strdup_printf (PACKS_PATH "/%s/language.yaml", folder);
  g_autoptr(GBytes) bytes = g_resource_lookup_data (resource, path, 0, NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(StetYaml) root = NULL;
  gsize length;
  const char *data;

  if (bytes == NULL)
    return NULL;
  data = g_bytes_get_data (bytes, &length);
  root = stet_yaml_parse (data, length, path, &error);
  if (root == NULL || g_strcmp0 (stet_yaml_text (root, "format"), LANGUAGE_FORMAT) != 0 ||
      stet_yaml_text (root, "language") == NULL)
    g_error ("the built-in %s can't be read: %s", path, error != NULL ? error->message : "format");
  return language_read (root);
}

static gpointer
load_all (gpointer data)
{
  GPtrArray *languages = g_ptr_array_new ();
  GResource *resource = stet_style_packs ();
  g_auto(GStrv) folders = g_resource_enumerate_children (resource, PACKS_PATH, 0, NULL);

  for (gsize i = 0; folders != NULL && folders[i] != NULL; i++)
    {
      g_autofree char *folder = g_strndup (folders[i], strcspn (folders[i], "/"));
      StetLanguage *language = language_load (resource, folder);

      if (language != NULL)
        g_ptr_array_add (languages, language);
    }
  g_ptr_array_add (languages, NULL);
  return g_ptr_array_free (languages, FALSE);
}

const StetLanguage *const *
stet_languages_builtin (void)
{
  static GOnce once = G_ONCE_INIT;

  return g_once (&once, load_all, NULL);
}

const StetLanguage *
stet_language_builtin (const char *code)
{
  const StetLanguage *const *all = stet_languages_builtin ();

  for (gsize i = 0; code != NULL && all[i] != NULL; i++)
    {
      gsize n = strlen (all[i]->code);

      if (g_ascii_strncasecmp (code, all[i]->code, n) == 0
          && (code[n] == '\0' || code[n] == '-' || code[n] == '_'))
        return all[i];
    }
  return NULL;
}

const char *
stet_language_code (const StetLanguage *language)
{
  return language->code;
}

StetAbbreviation
stet_language_abbreviation (const StetLanguage *language, const char *word)
{
  return (StetAbbreviation) GPOINTER_TO_INT (g_hash_table_lookup (language->abbreviations, word));
}

gboolean
stet_language_has (const StetLanguage *language, StetWordList list, const char *word)
{
  const StetLanguage *const *all = stet_languages_builtin ();

  if (language != NULL)
    return g_hash_table_contains (language->lists[list], word);
  for (gsize i = 0; all[i] != NULL; i++)
    if (g_hash_table_contains (all[i]->lists[list], word))
      return TRUE;
  return FALSE;
}

guint
stet_language_weekday (const StetLanguage *language, const char *word)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (language->weekdays, word));
}

guint
stet_language_month (const StetLanguage *language, const char *word)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (language->months, word));
}

const char *
stet_language_weekday_name (const StetLanguage *language, guint weekday)
{
  g_return_val_if_fail (weekday >= 1 && weekday <= 7, NULL);
  return language->weekday_names[weekday];
}

static gboolean
value_in (GHashTable *table, const char *word, double *value)
{
  const double *found = g_hash_table_lookup (table, word);

  if (found != NULL)
    *value = *found;
  return found != NULL;
}

gboolean
stet_language_numeral (const StetLanguage *language, const char *word, double *value)
{
  return language != NULL && value_in (language->numerals, word, value);
}

gboolean
stet_language_scale (const StetLanguage *language, const char *word, double *value)
{
  return language != NULL && value_in (language->scales, word, value);
}

const char *const *
stet_language_name_endings (const StetLanguage *language)
{
  return (const char *const *) language->name_endings;
}
