/* Declaring, setting and asking for options. Layer: style. Any thread once loaded. */
#include "config.h"

#include "style/option.h"

#include "style/profile.h"

#include <string.h>

typedef struct
{
  char *name;
  char **values;
  char *title_en, *title_es; /* (nullable) */
} Option;

typedef struct
{
  char     *name, *value, *pack;
  char     *language; /* (nullable) */
  StetLayer layer;
} Setting;

struct _StetOptions
{
  GPtrArray *options;  /* of Option */
  GPtrArray *settings; /* of Setting, in order of loading */
};

typedef struct
{
  char  *name;
  char **values;
} Condition;

struct _StetWhen
{
  GPtrArray *conditions;
};

const char *
stet_layer_name (StetLayer layer)
{
  static const char *const names[STET_LAYERS] = { "built in", "newsroom", "desk", "person" };

  g_return_val_if_fail ((guint) layer < STET_LAYERS, names[0]);
  return names[layer];
}

/* Countries of America where Spanish is written: UN M49, region 419, and the United States. */
static gboolean
is_american (const char *country)
{
  static const char *const countries[] = {
    "AR", "BO", "CL", "CO", "CR", "CU", "DO", "EC", "GT", "HN", "MX",
    "NI", "PA", "PE", "PR", "PY", "SV", "US", "UY", "VE", NULL,
  };

  for (gsize i = 0; countries[i] != NULL; i++)
    if (g_ascii_strncasecmp (country, countries[i], 2) == 0 && !g_ascii_isalnum (country[2]))
      return TRUE;
  return FALSE;
}

gboolean
stet_language_covers (const char *language, const char *story)
{
  gsize n = language != NULL ? strlen (language) : 0;

  if (n == 0 || strcmp (language, "*") == 0)
    return TRUE;
  if (story == NULL)
    return FALSE;
  if (g_ascii_strcasecmp (language, "es-419") == 0 && g_ascii_strncasecmp (story, "es", 2) == 0 &&
      (story[2] == '-' || story[2] == '_') && is_american (story + 3))
    return TRUE;
  for (gsize i = 0; i < n; i++)
    {
      char a = language[i] == '_' ? '-' : g_ascii_tolower (language[i]);

      if (a != (story[i] == '_' ? '-' : g_ascii_tolower (story[i])))
        return FALSE;
    }
  return story[n] == '\0' || story[n] == '-' || story[n] == '_';
}

/* --- the values --- */

static void
option_free (gpointer data)
{
  Option *option = data;

  g_free (option->name);
  g_strfreev (option->values);
  g_free (option->title_en);
  g_free (option->title_es);
  g_free (option);
}

static void
setting_free (gpointer data)
{
  Setting *setting = data;

  g_free (setting->name);
  g_free (setting->value);
  g_free (setting->pack);
  g_free (setting->language);
  g_free (setting);
}

StetOptions *
stet_options_new (void)
{
  StetOptions *options = g_new0 (StetOptions, 1);

  options->options = g_ptr_array_new_with_free_func (option_free);
  options->settings = g_ptr_array_new_with_free_func (setting_free);
  return options;
}

void
stet_options_free (StetOptions *options)
{
  if (options == NULL)
    return;
  g_ptr_array_unref (options->options);
  g_ptr_array_unref (options->settings);
  g_free (options);
}

static Option *
find (const StetOptions *options, const char *name)
{
  for (guint i = 0; i < options->options->len; i++)
    {
      Option *option = g_ptr_array_index (options->options, i);

      if (g_str_equal (option->name, name))
        return option;
    }
  return NULL;
}

/* yes, on and true are one value to whoever writes YAML. */
static const char *
plain (const char *value)
{
  static const char *const yes[] = { "yes", "on", "true", NULL }, *const no[]
                                                                  = { "no", "off", "false", NULL };
  g_autofree char *lower = g_ascii_strdown (value, -1);

  if (g_strv_contains (yes, lower))
    return "true";
  if (g_strv_contains (no, lower))
    return "false";
  return value;
}

static void G_GNUC_PRINTF (4, 5) tell (GPtrArray *problems, const StetOptionSource *source,
                                       const StetYaml *node, const char *format, ...)
{
  g_autofree char *what = NULL;
  va_list args;

  va_start (args, format);
  what = g_strdup_vprintf (format, args);
  va_end (args);
  g_ptr_array_add (problems, g_strdup_printf ("%s:%u: %s", source->file, node->line, what));
}

static char **
read_values (const StetYaml *node)
{
  char **values = stet_yaml_strv (node, "values");
  static const char *const switches[] = { "true", "false", NULL };

  if (values == NULL && stet_yaml_get (node, "values") == NULL)
    return g_strdupv ((char **) switches);
  for (gsize i = 0; values != NULL && values[i] != NULL; i++)
    {
      char *value = g_strdup (plain (values[i]));

      g_free (values[i]);
      values[i] = value;
    }
  return values;
}

static void
add_setting (StetOptions *options, const StetOptionSource *source, const char *name,
             const char *value)
{
  Setting *setting = g_new0 (Setting, 1);

  setting->name = g_strdup (name);
  setting->value = g_strdup (value);
  setting->pack = g_strdup (source->pack);
  setting->language = g_strdup (source->language);
  setting->layer = source->layer;
  g_ptr_array_add (options->settings, setting);
}

/* An option that two packs declare (the decimal sign, in English and in Spanish) has the values of
 * both. */
static Option *
take_option (StetOptions *options, const char *name, char **values)
{
  Option *option = find (options, name);
  g_autoptr (GStrvBuilder) all = g_strv_builder_new ();

  if (option == NULL)
    {
      option = g_new0 (Option, 1);
      option->name = g_strdup (name);
      option->values = g_new0 (char *, 1);
      g_ptr_array_add (options->options, option);
    }
  g_strv_builder_addv (all, (const char **) option->values);
  for (gsize i = 0; values[i] != NULL; i++)
    if (!g_strv_contains ((const char *const *) option->values, values[i]))
      g_strv_builder_add (all, values[i]);
  g_strfreev (option->values);
  option->values = g_strv_builder_end (all);
  return option;
}

static void
read_title (Option *option, const StetYaml *node)
{
  const StetYaml *title = stet_yaml_get (node, "title");

  if (title == NULL || option->title_en != NULL)
    return;
  option->title_en
      = g_strdup (title->kind == STET_YAML_SCALAR ? title->text : stet_yaml_text (title, "en"));
  option->title_es = g_strdup (stet_yaml_text (title, "es"));
}

static gboolean
keys_are_right (const StetOptionSource *source, const StetYaml *key, const StetYaml *node,
                GPtrArray *problems)
{
  static const char *const keys[] = { "values", "default", "title", NULL };

  if (node->kind != STET_YAML_MAP)
    {
      tell (problems, source, key, "“options”: “%s” is no map", key->text);
      return FALSE;
    }
  for (guint i = 0; i < node->keys->len; i++)
    {
      const StetYaml *one = g_ptr_array_index (node->keys, i);

      if (g_strv_contains (keys, one->text))
        continue;
      tell (problems, source, one, "“%s” is no key of an option", one->text);
      return FALSE;
    }
  return TRUE;
}

static void
declare (StetOptions *options, const StetOptionSource *source, const StetYaml *key,
         const StetYaml *node, GPtrArray *problems)
{
  g_auto (GStrv) values = NULL;
  const char *value;

  if (!keys_are_right (source, key, node, problems))
    return;
  values = read_values (node);
  if (values == NULL || values[0] == NULL)
    {
      tell (problems, source, key, "“values” of the option “%s” is a list of at least one",
            key->text);
      return;
    }
  value = stet_yaml_text (node, "default");
  value = value != NULL ? plain (value) : values[0];
  if (!g_strv_contains ((const char *const *) values, value))
    {
      tell (problems, source, stet_yaml_get (node, "default"),
            "“default”: “%s” is none of its values", value);
      return;
    }
  read_title (take_option (options, key->text, values), node);
  add_setting (options, source, key->text, value);
}

static gboolean
is_map (const StetOptionSource *source, const StetYaml *node, const char *name, GPtrArray *problems)
{
  if (node == NULL || node->kind == STET_YAML_MAP)
    return node != NULL;
  tell (problems, source, node, "“%s” is a map", name);
  return FALSE;
}

void
stet_options_declare (StetOptions *options, const StetOptionSource *source, const StetYaml *node,
                      GPtrArray *problems)
{
  if (!is_map (source, node, "options", problems))
    return;
  for (guint i = 0; i < node->keys->len; i++)
    declare (options, source, g_ptr_array_index (node->keys, i), g_ptr_array_index (node->items, i),
             problems);
}

/* What is wrong with an option's value. Returns: (owned), NULL for nothing. */
static char *
fault_of (const StetOptions *options, const char *name, const StetYaml *value)
{
  const Option *option = find (options, name);
  g_autofree char *values = NULL;

  if (option == NULL)
    return g_strdup_printf ("there is no option “%s”", name);
  if (value->kind == STET_YAML_SCALAR &&
      g_strv_contains ((const char *const *) option->values, plain (value->text)))
    return NULL;
  values = g_strjoinv (", ", option->values);
  return g_strdup_printf ("“%s” is none of the values of “%s”: %s",
                          value->text != NULL ? value->text : "", name, values);
}

void
stet_options_set (StetOptions *options, const StetOptionSource *source, const StetYaml *node,
                  GPtrArray *problems)
{
  if (!is_map (source, node, "set", problems))
    return;
  for (guint i = 0; i < node->keys->len; i++)
    {
      const StetYaml *key = g_ptr_array_index (node->keys, i),
                     *value = g_ptr_array_index (node->items, i);
      g_autofree char *fault = fault_of (options, key->text, value);

      if (fault != NULL)
        tell (problems, source, key, "“set”: %s", fault);
      else
        add_setting (options, source, key->text, plain (value->text));
    }
}

/* --- asking --- */

static gsize
width (const char *language)
{
  return language != NULL && strcmp (language, "*") != 0 ? strlen (language) : 0;
}

static gboolean
outranks (const Setting *setting, const Setting *best)
{
  if (best == NULL || setting->layer != best->layer)
    return best == NULL || setting->layer > best->layer;
  return width (setting->language) >= width (best->language);
}

static const Setting *
setting_for (const StetOptions *options, const char *name, const char *language)
{
  const Setting *best = NULL;

  for (guint i = 0; i < options->settings->len; i++)
    {
      const Setting *setting = g_ptr_array_index (options->settings, i);

      if (g_str_equal (setting->name, name) && stet_language_covers (setting->language, language) &&
          outranks (setting, best))
        best = setting;
    }
  return best;
}

const char *
stet_options_value (const StetOptions *options, const char *name, const char *language)
{
  const Setting *setting = setting_for (options, name, language);

  return setting != NULL ? setting->value : NULL;
}

const char *
stet_options_setter (const StetOptions *options, const char *name, const char *language)
{
  const Setting *setting = setting_for (options, name, language);

  return setting != NULL ? setting->pack : NULL;
}

char **
stet_options_names (const StetOptions *options)
{
  char **names = g_new0 (char *, options->options->len + 1);

  for (guint i = 0; i < options->options->len; i++)
    names[i] = g_strdup (((Option *) g_ptr_array_index (options->options, i))->name);
  return names;
}

const char *const *
stet_options_values (const StetOptions *options, const char *name)
{
  const Option *option = find (options, name);

  return option != NULL ? (const char *const *) option->values : NULL;
}

const char *
stet_options_title (const StetOptions *options, const char *name, const char *language)
{
  const Option *option = find (options, name);

  if (option == NULL)
    return name;
  if (language != NULL && g_str_has_prefix (language, "es") && option->title_es != NULL)
    return option->title_es;
  return option->title_en != NULL ? option->title_en : name;
}

/* --- when --- */

static void
condition_free (gpointer data)
{
  Condition *condition = data;

  g_free (condition->name);
  g_strfreev (condition->values);
  g_free (condition);
}

void
stet_when_free (StetWhen *when)
{
  if (when == NULL)
    return;
  g_ptr_array_unref (when->conditions);
  g_free (when);
}

static gboolean
add_value (const StetOptions *options, GStrvBuilder *values, const char *name,
           const StetYaml *value, char **fault)
{
  *fault = fault_of (options, name, value);
  if (*fault != NULL)
    return FALSE;
  g_strv_builder_add (values, plain (value->text));
  return TRUE;
}

/* Returns: (owned), NULL with `fault` (owned) set. */
static Condition *
read_condition (const StetOptions *options, const char *name, const StetYaml *node, char **fault)
{
  g_autoptr (GStrvBuilder) values = g_strv_builder_new ();
  Condition *condition;

  if (node->kind != STET_YAML_LIST && !add_value (options, values, name, node, fault))
    return NULL;
  for (guint i = 0; node->kind == STET_YAML_LIST && i < node->items->len; i++)
    if (!add_value (options, values, name, g_ptr_array_index (node->items, i), fault))
      return NULL;
  condition = g_new0 (Condition, 1);
  condition->name = g_strdup (name);
  condition->values = g_strv_builder_end (values);
  return condition;
}

StetWhen *
stet_when_read (const StetOptions *options, const StetYaml *node, const char *file, GError **error)
{
  g_autoptr (StetWhen) when = NULL;

  if (node->kind != STET_YAML_MAP)
    {
      g_set_error (error, STET_STYLE_ERROR, STET_STYLE_ERROR_KEY,
                   "%s:%u: “when” is a map of options", file, node->line);
      return NULL;
    }
  when = g_new0 (StetWhen, 1);
  when->conditions = g_ptr_array_new_with_free_func (condition_free);
  for (guint i = 0; i < node->keys->len; i++)
    {
      const StetYaml *key = g_ptr_array_index (node->keys, i);
      g_autofree char *fault = NULL;
      Condition *condition
          = read_condition (options, key->text, g_ptr_array_index (node->items, i), &fault);

      if (condition == NULL)
        {
          g_set_error (error, STET_STYLE_ERROR, STET_STYLE_ERROR_KEY, "%s:%u: “when”: %s", file,
                       key->line, fault);
          return NULL;
        }
      g_ptr_array_add (when->conditions, condition);
    }
  return g_steal_pointer (&when);
}

gboolean
stet_when_holds (const StetWhen *when, const StetOptions *options, const char *language)
{
  for (guint i = 0; when != NULL && i < when->conditions->len; i++)
    {
      const Condition *condition = g_ptr_array_index (when->conditions, i);
      const char *value = stet_options_value (options, condition->name, language);

      if (value == NULL || !g_strv_contains ((const char *const *) condition->values, value))
        return FALSE;
    }
  return TRUE;
}

char *
stet_when_to_string (const StetWhen *when)
{
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; i < when->conditions->len; i++)
    {
      const Condition *condition = g_ptr_array_index (when->conditions, i);
      g_autofree char *values = g_strjoinv (" | ", condition->values);

      g_string_append_printf (out, "%s%s: %s", i > 0 ? ", " : "", condition->name, values);
    }
  return g_string_free (g_steal_pointer (&out), FALSE);
}
