/* The members of a JSON document held against a table. Layer: site. Any thread. */
#include "config.h"

#include "site/rest-shape.h"

#include "site/rest-pointer.h"
#include "site/rest-template.h"

#include <string.h>

static char *check_object (JsonNode *node, const StetShape *shape, GString *place);

static char *G_GNUC_PRINTF (2, 3)
wrong (const GString *place, const char *format, ...)
{
  g_autofree char *sentence = NULL;
  va_list values;

  va_start (values, format);
  sentence = g_strdup_vprintf (format, values);
  va_end (values);
  return g_strdup_printf ("%s: %s", place->len > 0 ? place->str : "/", sentence);
}

/* The place of a member; to be cut again to the length returned. */
static gsize
go_in (GString *place, const char *name)
{
  gsize length = place->len;

  g_string_append_c (place, '/');
  for (const char *c = name; *c != '\0'; c++)
    {
      if (*c == '~' || *c == '/')
        g_string_append (place, *c == '~' ? "~0" : "~1");
      else
        g_string_append_c (place, *c);
    }
  return length;
}

static const char *
text_of (JsonNode *node)
{
  return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING
             ? json_node_get_string (node)
             : NULL;
}

static gboolean
is_word (const char *words, const char *word)
{
  g_auto (GStrv) list = g_strsplit (words, " ", -1);

  return g_strv_contains ((const char *const *) list, word);
}

gboolean
stet_shape_is_header (const char *name)
{
  /* What the client itself says, and who one is. */
  const char *reserved
      = "host connection content-length transfer-encoding accept-encoding cookie expect te trailer upgrade "
        "user-agent authorization proxy-authorization";
  g_autofree char *lower = g_ascii_strdown (name, -1);

  for (const char *c = name; *c != '\0'; c++)
    if (!g_ascii_isalnum (*c) && strchr ("!#$%&'*+-.^_`|~", *c) == NULL)
      return FALSE;
  return *name != '\0' && strlen (name) <= 100 && !is_word (reserved, lower);
}

/* --- values --- */

static char *
check_template (JsonNode *node, const StetShape *shape, GString *place)
{
  g_autofree char *what = NULL;

  if (text_of (node) == NULL)
    return wrong (place, "this is no text; write it in quotes");
  return stet_template_check (text_of (node), shape->words, &what) ? NULL
                                                                   : wrong (place, "%s", what);
}

static char *
check_body (JsonNode *node, const StetShape *shape, GString *place)
{
  char *problem = NULL;

  if (JSON_NODE_HOLDS_ARRAY (node))
    for (guint i = 0; problem == NULL && i < json_array_get_length (json_node_get_array (node));
         i++)
      {
        g_autofree char *index = g_strdup_printf ("%u", i);
        gsize length = go_in (place, index);

        problem = check_body (json_array_get_element (json_node_get_array (node), i), shape, place);
        g_string_truncate (place, length);
      }
  else if (JSON_NODE_HOLDS_OBJECT (node))
    {
      g_autoptr (GList) names = json_object_get_members (json_node_get_object (node));

      for (GList *l = names; problem == NULL && l != NULL; l = l->next)
        {
          gsize length = go_in (place, l->data);

          problem = check_body (json_object_get_member (json_node_get_object (node), l->data),
                                shape, place);
          g_string_truncate (place, length);
        }
    }
  else if (text_of (node) != NULL)
    problem = check_template (node, shape, place);
  return problem;
}

static char *
check_words (JsonNode *node, const StetShape *shape, GString *place)
{
  JsonArray *array = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  if (array == NULL || json_array_get_length (array) > STET_SHAPE_MEMBERS_MAX)
    return wrong (place, "this is no list of at most %d texts; write them in brackets",
                  STET_SHAPE_MEMBERS_MAX);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      const char *word = text_of (json_array_get_element (array, i));

      if (word == NULL)
        return wrong (place, "not all in this list are texts; write each in quotes");
      if (shape->words != NULL && !is_word (shape->words, word))
        return wrong (place, "“%s” is not known here; use one of: %s", word, shape->words);
    }
  return NULL;
}

/* Each member by the same rule, with its name as the only thing that differs. */
static char *
check_members (JsonNode *node, const StetShape *each, gboolean headers, GString *place)
{
  g_autoptr (GList) names = NULL;
  char *problem = NULL;

  if (!JSON_NODE_HOLDS_OBJECT (node)
      || json_object_get_size (json_node_get_object (node)) > STET_SHAPE_MEMBERS_MAX)
    return wrong (place, "this is no object of at most %d members; write it in braces",
                  STET_SHAPE_MEMBERS_MAX);
  names = json_object_get_members (json_node_get_object (node));
  for (GList *l = names; problem == NULL && l != NULL; l = l->next)
    {
      JsonNode *member = json_object_get_member (json_node_get_object (node), l->data);
      gsize length = go_in (place, l->data);

      if (headers && !stet_shape_is_header (l->data))
        problem = wrong (place, "this header can't be set by a mapping; take it out");
      else if (each->kind == STET_SHAPE_TEMPLATE)
        problem = check_template (member, each, place);
      else if (each->kind == STET_SHAPE_WORDS)
        problem = check_words (member, each, place);
      else if (text_of (member) == NULL)
        problem = wrong (place, "this is no text; write it in quotes");
      g_string_truncate (place, length);
    }
  return problem;
}

static char *
check_list (JsonNode *node, const StetShape *shape, GString *place)
{
  JsonArray *array = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  char *problem = NULL;

  if (array == NULL || json_array_get_length (array) > STET_SHAPE_MEMBERS_MAX)
    return wrong (place, "this is no list of at most %d objects; write them in brackets",
                  STET_SHAPE_MEMBERS_MAX);
  for (guint i = 0; problem == NULL && i < json_array_get_length (array); i++)
    {
      g_autofree char *index = g_strdup_printf ("%u", i);
      gsize length = go_in (place, index);

      problem = check_object (json_array_get_element (array, i), shape->shape, place);
      g_string_truncate (place, length);
    }
  return problem;
}

static char *
check_number (JsonNode *node, const StetShape *shape, GString *place)
{
  gboolean whole = JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_INT64;

  if (whole && json_node_get_int (node) >= 0 && json_node_get_int (node) <= shape->max)
    return NULL;
  return wrong (place, "this is no whole number from 0 to %u; write one", shape->max);
}

static char *
check_text (JsonNode *node, const StetShape *shape, GString *place)
{
  const char *text = text_of (node);

  if (text == NULL)
    return wrong (place, "this is no text; write it in quotes");
  if (shape->kind == STET_SHAPE_POINTER)
    return stet_pointer_is_valid (text)
               ? NULL
               : wrong (place,
                        "“%s” is no JSON Pointer; write it as /first/second, or \"\" for all",
                        text);
  if (*text == '\0' || strlen (text) > STET_TEMPLATE_BYTES_MAX)
    return wrong (place, "this text is empty or has more than %d bytes; write a shorter one",
                  STET_TEMPLATE_BYTES_MAX);
  if (shape->kind == STET_SHAPE_WORD && !is_word (shape->words, text))
    return wrong (place, "“%s” is not known here; use one of: %s", text, shape->words);
  if (shape->kind == STET_SHAPE_HEADER && !stet_shape_is_header (text)
      && g_ascii_strcasecmp (text, "Authorization") != 0)
    return wrong (place, "“%s” is no header that can be used here; name another", text);
  return NULL;
}

static char *
check_scalar (JsonNode *node, GString *place)
{
  GType type = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node) : G_TYPE_NONE;

  if (type == G_TYPE_STRING || type == G_TYPE_INT64 || type == G_TYPE_BOOLEAN)
    return NULL;
  return wrong (place, "this is no text, whole number, true or false; write one of them");
}

static char *
check_value (JsonNode *node, const StetShape *shape, GString *place)
{
  const StetShape templates = { .kind = STET_SHAPE_TEMPLATE, .words = shape->words };
  const StetShape lists = { .kind = STET_SHAPE_WORDS, .words = shape->words };
  const StetShape texts = { .kind = STET_SHAPE_TEXT };

  switch (shape->kind)
    {
    case STET_SHAPE_TEMPLATE:
      return check_template (node, shape, place);
    case STET_SHAPE_BODY:
      return check_body (node, shape, place);
    case STET_SHAPE_WORDS:
      return check_words (node, shape, place);
    case STET_SHAPE_BOOLEAN:
      return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_BOOLEAN
               ? NULL : wrong (place, "this is neither true nor false; write one of them");
    case STET_SHAPE_NUMBER:
      return check_number (node, shape, place);
    case STET_SHAPE_SCALAR:
      return check_scalar (node, place);
    case STET_SHAPE_OBJECT:
      return check_object (node, shape->shape, place);
    case STET_SHAPE_LIST:
      return check_list (node, shape, place);
    case STET_SHAPE_TEMPLATES:
      return check_members (node, &templates, FALSE, place);
    case STET_SHAPE_HEADERS:
      return check_members (node, &templates, TRUE, place);
    case STET_SHAPE_WORD_LISTS:
      return check_members (node, &lists, FALSE, place);
    case STET_SHAPE_TEXTS:
      return check_members (node, &texts, FALSE, place);
    case STET_SHAPE_TEXT:
    case STET_SHAPE_POINTER:
    case STET_SHAPE_WORD:
    case STET_SHAPE_HEADER:
    default:
      return check_text (node, shape, place);
    }
}

static const StetShape *
find (const StetShape *shape, const char *name)
{
  for (; shape->name != NULL; shape++)
    if (g_str_has_suffix (shape->name, ".") && strcmp (shape->name, "custom.") == 0
          ? g_str_has_prefix (name, shape->name) && name[strlen (shape->name)] != '\0'
          : strcmp (shape->name, name) == 0)
      return shape;
  return NULL;
}

static char *
known_names (const StetShape *shape)
{
  GString *names = g_string_new (NULL);

  for (; shape->name != NULL; shape++)
    g_string_append_printf (names, "%s%s%s", names->len > 0 ? ", " : "", shape->name,
                            g_str_has_suffix (shape->name, ".") ? "NAME" : "");
  return g_string_free (names, FALSE);
}

static char *
check_object (JsonNode *node, const StetShape *shape, GString *place)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  g_autoptr (GList) names = object != NULL ? json_object_get_members (object) : NULL;
  char *problem = NULL;

  if (object == NULL || json_object_get_size (object) > STET_SHAPE_MEMBERS_MAX)
    return wrong (place, "this is no object of at most %d members; write it in braces",
                  STET_SHAPE_MEMBERS_MAX);
  for (GList *l = names; problem == NULL && l != NULL; l = l->next)
    {
      const StetShape *member = find (shape, l->data);
      gsize length = go_in (place, l->data);

      if (member == NULL)
        {
          g_autofree char *known = known_names (shape);

          problem = wrong (place, "there is no such member; take it out, or use one of: %s", known);
        }
      else
        problem = check_value (json_object_get_member (object, l->data), member, place);
      g_string_truncate (place, length);
    }
  for (; problem == NULL && shape->name != NULL; shape++)
    if (shape->required && !json_object_has_member (object, shape->name))
      problem = wrong (place, "“%s” is missing; add it", shape->name);
  return problem;
}

char *
stet_shape_check (JsonNode *node, const StetShape *shape, const char *place)
{
  g_autoptr (GString) at = g_string_new (place);

  return check_object (node, shape, at);
}
