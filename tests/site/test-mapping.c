/* Mappings: what is read, what is refused and where it is said to be wrong; templates and
 * pointers. */
#include "config.h"

#include "base/file.h"
#include "rest-tests.h"
#include "site/rest-pointer.h"
#include "site/rest-shape.h"
#include "site/rest-template.h"
#include "support.h"

#include <string.h>

static char *
shipped (const char *name)
{
  g_autofree char *relative = g_strconcat ("../data/site-api/", name, NULL);
  g_autofree char *path = stet_test_file (relative);

  return stet_test_read (path);
}

StetMapping *
shipped_mapping (const char *name)
{
  g_autofree char *text = shipped (name);
  g_autoptr (GError) error = NULL;
  StetMapping *mapping = stet_mapping_parse (text, strlen (text), &error);

  g_assert_no_error (error);
  return mapping;
}

static StetMapping *
parse_node (JsonNode *node, GError **error)
{
  g_autofree char *text = json_to_string (node, FALSE);

  return stet_mapping_parse (text, strlen (text), error);
}

static void
test_shipped (void)
{
  static const struct { const char *name; StetSiteLacks lacks; } cases[] = {
    { "publishing.json", STET_SITE_LACKS_NOTHING },
    { "examples/json-api.json", STET_SITE_LACKS_WORKING | STET_SITE_LACKS_IF_MATCH
                                    | STET_SITE_LACKS_KEYS | STET_SITE_LACKS_REVIEW
                                    | STET_SITE_LACKS_NEW_TERMS },
    { "examples/numbers.json",
      STET_SITE_LACKS_WORKING | STET_SITE_LACKS_KEYS | STET_SITE_LACKS_REVIEW },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (StetMapping) mapping = shipped_mapping (cases[i].name);
      g_autofree char *kept = stet_mapping_to_text (mapping);
      g_autoptr (StetMapping) again = stet_mapping_parse (kept, strlen (kept), NULL);

      g_test_message ("%s", cases[i].name);
      g_assert_cmpint (stet_mapping_lacks (mapping), ==, cases[i].lacks);
      g_assert_nonnull (again);
      g_assert_true (stet_mapping_reaches (again, STET_STATE_UNPUBLISHED));
      g_assert_true (stet_mapping_has (again, "changes"));
      g_assert_cmpstr (stet_mapping_title (again), ==, stet_mapping_title (mapping));
    }
}

static void
remove_at (JsonNode *root, const char *pointer)
{
  g_autofree char *parent = g_strndup (pointer, (gsize) (strrchr (pointer, '/') - pointer));

  json_object_remove_member (json_node_get_object (stet_pointer_get (root, parent)),
                             strrchr (pointer, '/') + 1);
}

static void
set_at (JsonNode *root, const char *pointer, JsonNode *value)
{
  g_autofree char *parent = g_strndup (pointer, (gsize) (strrchr (pointer, '/') - pointer));
  JsonNode *node = stet_pointer_get (root, parent);

  g_assert_nonnull (node);
  json_object_set_member (json_node_get_object (node), strrchr (pointer, '/') + 1,
                          json_node_copy (value));
}

static JsonNode *
changed (JsonObject *row)
{
  g_autofree char *text = shipped ("examples/numbers.json");
  JsonNode *root = json_from_string (text, NULL);

  if (json_object_has_member (row, "set"))
    set_at (root, json_object_get_string_member (row, "set"),
            json_object_get_member (row, "value"));
  else
    remove_at (root, json_object_get_string_member (row, "remove"));
  if (json_object_has_member (row, "also"))
    {
      JsonObject *also = json_object_get_object_member (row, "also");
      g_autoptr (GList) names = json_object_get_members (also);

      for (GList *l = names; l != NULL; l = l->next)
        set_at (root, l->data, json_object_get_member (also, l->data));
    }
  return root;
}

/* One row a fault; the schema's test goes through the same rows. */
static void
test_wrong (void)
{
  g_autofree char *path = stet_test_file ("site/wrong-mappings.json");
  g_autofree char *text = stet_test_read (path);
  g_autoptr (JsonNode) rows = json_from_string (text, NULL);

  for (guint i = 0; i < json_array_get_length (json_node_get_array (rows)); i++)
    {
      JsonObject *row = json_array_get_object_element (json_node_get_array (rows), i);
      const char *place = json_object_get_string_member (row, "place");
      g_autoptr (JsonNode) node = changed (row);
      g_autoptr (GError) error = NULL;
      g_autoptr (StetMapping) mapping = parse_node (node, &error);

      g_test_message ("%s: %s", json_object_get_string_member (row, "why"),
                      error != NULL ? error->message : "no error");
      g_assert_null (mapping);
      g_assert_nonnull (error);
      g_assert_cmpstr (g_quark_to_string (error->domain), ==,
                       g_quark_to_string (STET_MAPPING_ERROR));
      g_assert_true (g_str_has_prefix (error->message, place));
    }
}

static void
test_no_json (void)
{
  static const struct { const char *text; StetMappingError code; } cases[] = {
    { "", STET_MAPPING_ERROR_SYNTAX },
    { "{", STET_MAPPING_ERROR_SYNTAX },
    { "[]", STET_MAPPING_ERROR_SHAPE },
    { "null", STET_MAPPING_ERROR_SHAPE },
    { "\xff", STET_MAPPING_ERROR_SYNTAX },
    { "{\"format\": 1}", STET_MAPPING_ERROR_SHAPE },
    { "{\"format\": \"stet-site/1\"}", STET_MAPPING_ERROR_SHAPE },
    { "{\"format\": \"stet-site/9\"}", STET_MAPPING_ERROR_NEWER },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", cases[i].text);
      g_assert_null (stet_mapping_parse (cases[i].text, strlen (cases[i].text), &error));
      g_assert_error (error, STET_MAPPING_ERROR, (int) cases[i].code);
    }
}

/* --- limits, at the limit and one past it --- */

static GError *
parse_with (const char *pointer, JsonNode *value)
{
  g_autofree char *text = shipped ("examples/numbers.json");
  g_autoptr (JsonNode) root = json_from_string (text, NULL);
  g_autoptr (JsonNode) owned = value;
  GError *error = NULL;
  StetMapping *mapping;

  set_at (root, pointer, owned);
  mapping = parse_node (root, &error);
  g_clear_pointer (&mapping, stet_mapping_unref);
  return error;
}

static JsonNode *
repeated (const char *before, const char *part, guint n, const char *after)
{
  g_autoptr (GString) text = g_string_new (before);

  for (guint i = 0; i < n; i++)
    g_string_append (text, part);
  g_string_append (text, after);
  return json_node_init_string (json_node_alloc (), text->str);
}

static JsonNode *
members (guint n)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name = g_strdup_printf ("m%u", i);

      json_object_set_string_member (object, name, "x");
    }
  json_node_take_object (node, object);
  return node;
}

static void
test_limits (void)
{
  const char *path = "/operations/get/path";
  const char *query = "/operations/get/query";
  const char *state = "/article/state";

  for (guint past = 0; past < 2; past++)
    {
      g_autoptr (GError) template_error = parse_with (
          path, repeated ("/{remote_id}", "x", STET_TEMPLATE_BYTES_MAX - 12 + past, ""));
      g_autoptr (GError) variables_error = parse_with (
          path, repeated ("/", "{remote_id}", STET_TEMPLATE_VARIABLES_MAX + past, ""));
      g_autoptr (GError) members_error
          = parse_with (query, members (STET_SHAPE_MEMBERS_MAX + past));
      g_autoptr (GError) parts_error
          = parse_with (state, repeated ("", "/a", STET_POINTER_PARTS_MAX + past, ""));
      g_autoptr (GError) bytes_error
          = parse_with (state, repeated ("/", "a", STET_POINTER_BYTES_MAX - 1 + past, ""));
      const GError *errors[]
          = { template_error, variables_error, members_error, parts_error, bytes_error };

      for (guint i = 0; i < G_N_ELEMENTS (errors); i++)
        {
          g_test_message ("limit %u, past it %u: %s", i, past,
                          errors[i] != NULL ? errors[i]->message : "");
          g_assert_cmpint (errors[i] != NULL, ==, past == 1);
        }
    }
}

/* The document as a whole: white space brings it to its size, lists in a body to their depth. */
static void
test_size_and_depth (void)
{
  g_autofree char *text = shipped ("examples/numbers.json");

  for (guint past = 0; past < 2; past++)
    {
      g_autofree char *filler = g_strnfill (STET_MAPPING_BYTES_MAX - strlen (text) + past, ' ');
      g_autofree char *filled = g_strconcat (text, filler, NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (StetMapping) mapping = stet_mapping_parse (filled, strlen (filled), &error);
      /* below the mapping, its operations and one of them */
      guint depth = STET_MAPPING_DEPTH_MAX - 3 + past;
      g_autofree char *open = g_strnfill (depth, '['), *close = g_strnfill (depth, ']');
      g_autofree char *deep = g_strconcat (open, close, NULL);
      g_autoptr (GError) depth_error
          = parse_with ("/operations/create/body", json_from_string (deep, NULL));

      g_assert_cmpint (mapping == NULL, ==, past == 1);
      g_assert_cmpint (depth_error != NULL, ==, past == 1);
      if (past == 1)
        {
          g_assert_error (error, STET_MAPPING_ERROR, STET_MAPPING_ERROR_TOO_LARGE);
          g_assert_error (depth_error, STET_MAPPING_ERROR, STET_MAPPING_ERROR_TOO_LARGE);
        }
    }
}

/* --- templates and pointers --- */

static void
test_templates (void)
{
  static const struct { const char *template, *filled, *why; } cases[] = {
    { "\"{id}\"", "\"a b\"", "a text" },
    { "\"{number}\"", "7", "the value itself" },
    { "\"no. {number}\"", "\"no. 7\"", "a number in a text" },
    { "\"{number|text}\"", "\"7\"", "a number as a text" },
    { "\"{digits|number}\"", "42", "digits as a number" },
    { "\"{id|number}\"", "\"a b\"", "what is no number stays" },
    { "\"{at|unix}\"", "0", "a time in seconds" },
    { "\"{list|json}\"", "\"[1,2]\"", "JSON as a text" },
    { "\"{list}\"", "[1,2]", "JSON as it is" },
    { "\"{none}\"", "null", "nothing" },
    { "\"x{none}y\"", "\"xy\"", "nothing in a text" },
    { "\"{{id}}\"", "\"{id}\"", "braces" },
    { "{\"a\":\"{none?}\",\"b\":\"{id?}\"}", "{\"b\":\"a b\"}", "a member left out" },
    { "[\"{none?}\",1,true,null]", "[1,true,null]", "an element left out" },
    { "{\"a\":{\"b\":[\"x{none?}\"]}}", "{\"a\":{\"b\":[]}}", "left out with the text around it" },
  };
  g_autoptr (GHashTable) values = stet_values_new ();

  stet_values_text (values, "id", "a b");
  stet_values_text (values, "digits", "42");
  stet_values_text (values, "at", "1970-01-01T00:00:00Z");
  stet_values_int (values, "number", 7);
  stet_values_node (values, "list", json_from_string ("[1,2]", NULL));
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (JsonNode) template = json_from_string (cases[i].template, NULL);
      g_autoptr (JsonNode) filled = stet_template_json (template, values);
      g_autofree char *text = json_to_string (filled, FALSE);

      g_test_message ("%s", cases[i].why);
      g_assert_cmpstr (text, ==, cases[i].filled);
    }
}

static void
test_pointers (void)
{
  static const struct { const char *pointer, *text; } cases[] = {
    { "/a/b", "1" },     { "/a~1b", "2" },      { "/~0", "3" },    { "/list/1", "y" },
    { "/list/2", NULL }, { "/list/01x", NULL }, { "/list", NULL }, { "/null", NULL },
    { "/a/b/c", NULL },  { "/yes", "true" },    { "/ ", "4" },     { "/missing", NULL },
  };
  g_autoptr (JsonNode) root = json_from_string (
      "{\"a\":{\"b\":1},\"a/b\":2,\"~\":3,\"list\":[\"x\",\"y\"],\"null\":null,\"yes\":true,\" \":4}",
      NULL);
  g_autofree char *written = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = stet_pointer_text (root, cases[i].pointer);

      g_test_message ("%s", cases[i].pointer);
      g_assert_cmpstr (text, ==, cases[i].text);
    }
  g_assert_true (stet_pointer_get (root, "") == root);
  g_assert_true (stet_pointer_set (root, "/new/deep", json_node_init_int (json_node_alloc (), 5)));
  g_assert_false (stet_pointer_set (root, "/list/0", json_node_init_int (json_node_alloc (), 5)));
  g_assert_false (stet_pointer_set (root, "", json_node_init_int (json_node_alloc (), 5)));
  written = stet_pointer_text (root, "/new/deep");
  g_assert_cmpstr (written, ==, "5");
}

void
add_mapping_tests (void)
{
  g_test_add_func ("/mapping/shipped", test_shipped);
  g_test_add_func ("/mapping/wrong", test_wrong);
  g_test_add_func ("/mapping/no-json", test_no_json);
  g_test_add_func ("/mapping/limits", test_limits);
  g_test_add_func ("/mapping/size-and-depth", test_size_and_depth);
  g_test_add_func ("/mapping/templates", test_templates);
  g_test_add_func ("/mapping/pointers", test_pointers);
}
