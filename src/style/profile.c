/* Reading content profiles (stet-profile/1). Layer: style. Any thread once loaded. */
#include "config.h"

#include "style/profile.h"

#include "base/json-scan.h"
#include "base/limits.h"
#include "style/profile-private.h"

#include <json-glib/json-glib.h>
#include <string.h>

#define PROFILE_FORMAT "stet-profile/1"
#define PROFILE_FIELDS_MAX 200
#define PROFILE_PATH "/io/github/stet_newsroom/Stet/profiles/news.json"
#define PROFILE_NUMBER_MAX 1000000
#define TAKE_BACK_S_MAX 600
#define WORDS_PER_MINUTE_MAX 2000

struct _StetProfile
{
  gatomicrefcount ref_count;
  GArray         *fields;  /* of StetProfileField, in the form's order; names interned */
  GArray *parts; /* of StetProfileField: limits of what repeats (paragraph, faq.answer …) */
  GHashTable     *sections; /* language to strv */
  char          **public_custom;
  char          **breaking_blocks;
  guint           take_back_s;
  guint           words_per_minute; /* 0: not said */
};

G_DEFINE_QUARK (stet-style-error-quark, stet_style_error)

StetProfile *
stet_profile_ref (StetProfile *profile)
{
  g_atomic_ref_count_inc (&profile->ref_count);
  return profile;
}

void
stet_profile_unref (StetProfile *profile)
{
  if (profile == NULL || !g_atomic_ref_count_dec (&profile->ref_count))
    return;
  g_array_unref (profile->fields);
  g_array_unref (profile->parts);
  g_hash_table_unref (profile->sections);
  g_strfreev (profile->public_custom);
  g_strfreev (profile->breaking_blocks);
  g_free (profile);
}

static StetProfile *
profile_new (void)
{
  StetProfile *profile = g_new0 (StetProfile, 1);

  g_atomic_ref_count_init (&profile->ref_count);
  profile->fields = g_array_new (FALSE, FALSE, sizeof (StetProfileField));
  profile->parts = g_array_new (FALSE, FALSE, sizeof (StetProfileField));
  profile->sections
    = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_strfreev);
  return profile;
}

typedef struct { const char *file; GError **error; } Reader;

static gboolean G_GNUC_PRINTF (2, 3)
fail (Reader *reader, const char *format, ...)
{
  g_autofree char *what = NULL;
  va_list args;

  va_start (args, format);
  what = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error (reader->error, STET_STYLE_ERROR, STET_STYLE_ERROR_KEY, "%s: %s", reader->file, what);
  return FALSE;
}

static gboolean
is_number (JsonNode *node, gint64 max, guint *value)
{
  gint64 number;

  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_INT64)
    return FALSE;
  number = json_node_get_int (node);
  if (number < 0 || number > max)
    return FALSE;
  *value = (guint) number;
  return TRUE;
}

static gboolean
is_text (JsonNode *node)
{
  return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING;
}

static gboolean
read_strv (Reader *reader, JsonNode *node, const char *path, char ***strv)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  JsonArray *array;

  if (!JSON_NODE_HOLDS_ARRAY (node))
    return fail (reader, "%s: a list is wanted", path);
  array = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *item = json_array_get_element (array, i);

      if (!is_text (item))
        return fail (reader, "%s[%u]: a text is wanted", path, i);
      g_strv_builder_add (builder, json_node_get_string (item));
    }
  g_strfreev (*strv);
  *strv = g_strv_builder_end (builder);
  return TRUE;
}

static guint *
number_slot (StetProfileField *field, const char *key)
{
  const struct { const char *key; guint *slot;
  } slots[] = {
    { "chars_max", &field->chars_max }, { "chars_min", &field->chars_min },
    { "words_max", &field->words_max }, { "words_min", &field->words_min },
    { "count_max", &field->count_max }, { "count_min", &field->count_min },
    { "width_min", &field->width_min },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (slots); i++)
    if (strcmp (slots[i].key, key) == 0)
      return slots[i].slot;
  return NULL;
}

static gboolean
read_field_key (Reader *reader, StetProfileField *field, const char *path, const char *key,
                JsonNode *value)
{
  guint *slot = number_slot (field, key);

  if (slot != NULL)
    return is_number (value, PROFILE_NUMBER_MAX, slot)
           || fail (reader, "%s.%s: a number is wanted", path, key);
  if (strcmp (key, "formatting") == 0)
    {
      if (!JSON_NODE_HOLDS_VALUE (value) || json_node_get_value_type (value) != G_TYPE_BOOLEAN)
        return fail (reader, "%s.%s: true or false is wanted", path, key);
      field->formatting = json_node_get_boolean (value);
      return TRUE;
    }
  if (strcmp (key, "field") != 0)
    return fail (reader, "%s: no such key: “%s”", path, key);
  if (!is_text (value) || *json_node_get_string (value) == '\0')
    return fail (reader, "%s.field: a name is wanted", path);
  field->field = g_intern_string (json_node_get_string (value));
  return TRUE;
}

static const StetProfileField *
find_field (const GArray *fields, const char *name)
{
  for (guint i = 0; i < fields->len; i++)
    {
      const StetProfileField *field = &g_array_index (fields, StetProfileField, i);

      if (strcmp (field->field, name) == 0)
        return field;
    }
  return NULL;
}

static gboolean
read_field (Reader *reader, GArray *fields, const char *path, JsonNode *node)
{
  StetProfileField field = { NULL };
  JsonObjectIter iter;
  const char *key;
  JsonNode *value;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return fail (reader, "%s: an object is wanted", path);
  json_object_iter_init_ordered (&iter, json_node_get_object (node));
  while (json_object_iter_next_ordered (&iter, &key, &value))
    if (!read_field_key (reader, &field, path, key, value))
      return FALSE;
  if (field.field == NULL)
    return fail (reader, "%s: the field's name is missing", path);
  if (find_field (fields, field.field) != NULL)
    return fail (reader, "%s: “%s” stands twice", path, field.field);
  g_array_append_val (fields, field);
  return TRUE;
}

static gboolean
read_fields (Reader *reader, GArray *fields, const char *key, JsonNode *node)
{
  JsonArray *array = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  if (array == NULL || json_array_get_length (array) > PROFILE_FIELDS_MAX)
    return fail (reader, "%s: a list of at most %d is wanted", key, PROFILE_FIELDS_MAX);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      g_autofree char *path = g_strdup_printf ("%s[%u]", key, i);

      if (!read_field (reader, fields, path, json_array_get_element (array, i)))
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_sections (Reader *reader, StetProfile *profile, JsonNode *node)
{
  JsonObjectIter iter;
  const char *key;
  JsonNode *value;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return fail (reader, "sections: an object is wanted");
  json_object_iter_init_ordered (&iter, json_node_get_object (node));
  while (json_object_iter_next_ordered (&iter, &key, &value))
    {
      g_autofree char *path = g_strdup_printf ("sections.%s", key);
      char **sections = NULL;

      if (!read_strv (reader, value, path, &sections))
        return FALSE;
      g_hash_table_replace (profile->sections, g_strdup (key), sections);
    }
  return TRUE;
}

static gboolean
read_key (Reader *reader, StetProfile *profile, const char *key, JsonNode *value)
{
  if (strcmp (key, "format") == 0)
    return (is_text (value) && strcmp (json_node_get_string (value), PROFILE_FORMAT) == 0) ||
           fail (reader, "format: “%s” is wanted", PROFILE_FORMAT);
  if (strcmp (key, "name") == 0)
    return is_text (value) || fail (reader, "name: a text is wanted");
  if (strcmp (key, "fields") == 0)
    return read_fields (reader, profile->fields, key, value);
  if (strcmp (key, "parts") == 0)
    return read_fields (reader, profile->parts, key, value);
  if (strcmp (key, "sections") == 0)
    return read_sections (reader, profile, value);
  if (strcmp (key, "public_custom") == 0)
    return read_strv (reader, value, key, &profile->public_custom);
  if (strcmp (key, "breaking_blocks") == 0)
    return read_strv (reader, value, key, &profile->breaking_blocks);
  if (strcmp (key, "take_back_s") == 0)
    return is_number (value, TAKE_BACK_S_MAX, &profile->take_back_s) ||
           fail (reader, "take_back_s: a number up to %d is wanted", TAKE_BACK_S_MAX);
  if (strcmp (key, "words_per_minute") == 0)
    return is_number (value, WORDS_PER_MINUTE_MAX, &profile->words_per_minute) ||
           fail (reader, "words_per_minute: a number up to %d is wanted", WORDS_PER_MINUTE_MAX);
  return fail (reader, "no such key: “%s”", key);
}

static gboolean
read_profile (Reader *reader, StetProfile *profile, JsonNode *root)
{
  JsonObjectIter iter;
  const char *key;
  JsonNode *value;

  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return fail (reader, "an object is wanted");
  json_object_iter_init_ordered (&iter, json_node_get_object (root));
  while (json_object_iter_next_ordered (&iter, &key, &value))
    if (!read_key (reader, profile, key, value))
      return FALSE;
  if (!json_object_has_member (json_node_get_object (root), "format"))
    return fail (reader, "format: “%s” is wanted", PROFILE_FORMAT);
  if (profile->fields->len == 0)
    return fail (reader, "fields: at least one is wanted");
  return TRUE;
}

StetProfile *
stet_profile_load (GBytes *json, const char *file_name, GError **error)
{
  g_autoptr(StetProfile) profile = profile_new ();
  g_autoptr(JsonParser) parser = json_parser_new_immutable ();
  g_autoptr(GError) local = NULL;
  Reader reader = { file_name, error };
  gsize length;
  const char *data = g_bytes_get_data (json, &length);

  if (data == NULL)
    data = "";
  if (!stet_json_scan (data, length, STET_JSON_BYTES_MAX, STET_JSON_DEPTH_MAX, &local) ||
      !json_parser_load_from_data (parser, data, (gssize) length, &local))
    {
      g_set_error (error, STET_STYLE_ERROR, STET_STYLE_ERROR_SYNTAX, "%s: %s", file_name,
                   local->message);
      return NULL;
    }
  if (!read_profile (&reader, profile, json_parser_get_root (parser)))
    return NULL;
  if (profile->public_custom == NULL)
    profile->public_custom = g_new0 (char *, 1);
  if (profile->breaking_blocks == NULL)
    profile->breaking_blocks = g_new0 (char *, 1);
  return g_steal_pointer (&profile);
}

StetProfile *
stet_profile_builtin (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) json = g_resource_lookup_data (stet_style_packs (), PROFILE_PATH, 0, &error);
  StetProfile *profile = json != NULL ? stet_profile_load (json, "news.json", &error) : NULL;

  if (profile == NULL)
    g_error ("the built-in profile can't be read: %s", error->message);
  return profile;
}

const StetProfileField *
stet_profile_fields (const StetProfile *profile, guint *n_fields)
{
  *n_fields = profile->fields->len;
  return (const StetProfileField *) (gpointer) profile->fields->data;
}

const StetProfileField *
stet_profile_field (const StetProfile *profile, const char *field)
{
  const StetProfileField *found = find_field (profile->fields, field);

  return found != NULL ? found : find_field (profile->parts, field);
}

const char *const *
stet_profile_public_custom (const StetProfile *profile)
{
  return (const char *const *) profile->public_custom;
}

const char *const *
stet_profile_sections (const StetProfile *profile, const char *language)
{
  static const char *const none[] = { NULL };
  g_autofree char *primary
    = language != NULL ? g_strndup (language, strcspn (language, "-_")) : NULL;
  char **sections = primary != NULL ? g_hash_table_lookup (profile->sections, primary) : NULL;

  return sections != NULL ? (const char *const *) sections : none;
}

guint
stet_profile_take_back_s (const StetProfile *profile)
{
  return profile->take_back_s;
}

const char *const *
stet_profile_breaking_blocks (const StetProfile *profile)
{
  return (const char *const *) profile->breaking_blocks;
}

guint
stet_profile_rank (const StetProfile *profile, const char *field)
{
  for (guint i = 0; i < profile->fields->len; i++)
    if (strcmp (g_array_index (profile->fields, StetProfileField, i).field, field) == 0)
      return i;
  return profile->fields->len;
}

guint
stet_profile_words_per_minute (const StetProfile *profile)
{
  return profile->words_per_minute > 0 ? profile->words_per_minute : STET_WORDS_PER_MINUTE;
}
