/* The description of the publishing API against the server that implements it: the same routes,
 * answers as the schemas say, examples that work. */
#include "config.h"

#include "practice/client.h"
#include "practice/description.h"
#include "practice/route.h"

#include "support.h"

#define ARTICLE "/api/articles/" STORY_ID
#define PUT_EXAMPLE "#/paths/~1articles~1{id}/put/requestBody/content/application~1json/example"

static JsonNode *
load (void)
{
  g_autofree char *path = stet_test_file ("../data/site-api/stet-publishing.openapi.yaml");

  return description_load (path);
}

static void
check_references (JsonNode *root, JsonNode *node)
{
  if (JSON_NODE_HOLDS_ARRAY (node))
    for (guint i = 0; i < json_array_get_length (json_node_get_array (node)); i++)
      check_references (root, json_array_get_element (json_node_get_array (node), i));
  if (JSON_NODE_HOLDS_OBJECT (node))
    {
      JsonObject *object = json_node_get_object (node);
      g_autoptr (GList) names = json_object_get_members (object);

      for (GList *l = names; l != NULL; l = l->next)
        {
          JsonNode *member = json_object_get_member (object, l->data);

          if (g_str_equal (l->data, "$ref") && JSON_NODE_HOLDS_VALUE (member))
            {
              g_test_message ("%s", json_node_get_string (member));
              g_assert_nonnull (description_find (root, json_node_get_string (member)));
            }
          check_references (root, member);
        }
    }
}

static void
test_references (void)
{
  g_autoptr (JsonNode) root = load ();

  g_assert_cmpstr (json_object_get_string_member (json_node_get_object (root), "openapi"), ==,
                   "3.1.0");
  check_references (root, root);
}

static gboolean
is_route (const char *method, const char *pattern)
{
  guint n_routes;
  const StetPracticeRoute *routes = stet_practice_routes (&n_routes);

  for (guint i = 0; i < n_routes; i++)
    if (g_ascii_strcasecmp (routes[i].method, method) == 0
        && g_str_equal (routes[i].pattern, pattern))
      return TRUE;
  return FALSE;
}

/* Every method of every path is a route, every route is described, and all say that they ask who it
 * is. */
static void
test_routes (void)
{
  g_autoptr (JsonNode) root = load ();
  JsonObject *paths = json_node_get_object (description_find (root, "#/paths"));
  g_autoptr (GList) patterns = json_object_get_members (paths);
  guint n_described = 0, n_routes;

  for (GList *p = patterns; p != NULL; p = p->next)
    {
      JsonObject *methods = json_object_get_object_member (paths, p->data);
      g_autoptr (GList) names = json_object_get_members (methods);

      for (GList *m = names; m != NULL; m = m->next)
        {
          if (g_str_equal (m->data, "parameters"))
            continue;
          g_test_message ("%s %s", (char *) m->data, (char *) p->data);
          g_assert_true (is_route (m->data, p->data));
          g_assert_true (json_object_has_member (
              json_object_get_object_member (json_object_get_object_member (methods, m->data),
                                             "responses"),
              "401"));
          n_described++;
        }
    }
  stet_practice_routes (&n_routes);
  g_assert_cmpuint (n_described, ==, n_routes);
}

/* The rows of the table in the prose, one for each pair of states that may follow. */
static void
test_state_table (void)
{
  g_autoptr (JsonNode) root = load ();
  const char *prose = json_node_get_string (description_find (root, "#/info/description"));

  for (guint from = 0; from < STET_STATES; from++)
    {
      g_autofree char *start
          = g_strdup_printf ("| %s |", stet_state_name (from == STET_STATE_RETURNED ? 0 : from));
      const char *row = strstr (prose, from == STET_STATE_DRAFT || from == STET_STATE_RETURNED
                                           ? "| draft, returned |"
                                           : start);
      g_autofree char *line = NULL;

      g_assert_nonnull (row);
      row = strchr (row + 1, '|');
      line = g_strndup (row, strcspn (row, "\n"));
      for (guint to = 0; to < STET_STATES; to++)
        {
          g_autofree char *word = g_strdup_printf ("\\b%s\\b", stet_state_name (to));

          g_assert_cmpint (g_regex_match_simple (word, line, 0, 0), ==,
                           stet_state_may_follow (from, to));
        }
    }
}

static void
check (JsonNode *root, const char *schema, Reply *reply, guint status)
{
  g_autofree char *pointer = g_strconcat ("#/components/schemas/", schema, NULL);
  g_autofree char *why = NULL;

  g_test_message ("%s: %u %s", schema, reply->status, reply->text);
  g_assert_cmpuint (reply->status, ==, status);
  g_assert_nonnull (reply->root);
  why = description_check (root, description_find (root, pointer), reply->root);
  g_assert_cmpstr (why, ==, NULL);
}

/* Each kind of answer, as its schema says, with no member that is not described. */
static void
test_answers (Site *site, gconstpointer data)
{
  g_autoptr (JsonNode) root = load ();
  g_autofree char *body = json_to_string (description_find (root, PUT_EXAMPLE), FALSE);
  g_autoptr (Reply) created = site_call (
      site,
      &(Call){
          .method = "PUT", .path = ARTICLE, .user = "editor", .if_none_match = "*", .body = body });
  g_autoptr (Reply) about = site_call (site, &(Call){ .path = "/api/", .user = "editor" });
  g_autoptr (Reply) me = site_call (site, &(Call){ .path = "/api/me", .user = "editor" });
  g_autoptr (Reply) changes = site_call (site, &(Call){ .path = "/api/changes", .user = "editor" });
  g_autoptr (Reply) nobody = site_call (site, &(Call){ .path = "/api/me" });
  g_autoptr (Reply) term = site_call (site, &(Call){ .method = "POST",
                                                     .path = "/api/terms?kind=tag",
                                                     .user = "editor",
                                                     .body = "{\"label\":\"Ferry\"}" });
  g_autoptr (Reply) live = NULL;

  check (root, "Story", created, 201);
  check (root, "Site", about, 200);
  check (root, "Account", me, 200);
  check (root, "Changes", changes, 200);
  check (root, "Problem", nobody, 401);
  check (root, "Term", term, 201);
  g_assert_cmpuint (
      json_array_get_length (json_object_get_array_member (changes->object, "changes")), ==, 1);
  for (guint i = 0; i < 3; i++)
    {
      static const char *const states[] = { "submitted", "approved", "published" };
      g_autoptr (Reply) reply = move_story (site, "editor", STORY_ID, states[i]);

      check (root, "Story", reply, 200);
    }
  live = get_story (site, STORY_ID);
  check (root, "Story", live, 200);
  g_assert_nonnull (reply_string (live, "url"));
}

/* What the description shows as an answer is one, and its hash is the hash of its article. */
static void
test_examples (Site *site, gconstpointer data)
{
  g_autoptr (JsonNode) root = load ();
  JsonNode *example
      = description_find (root, "#/components/responses/Story/content/application~1json/example");
  JsonNode *article = description_find (root, PUT_EXAMPLE);
  g_autofree char *body = json_to_string (article, FALSE);
  g_autofree char *why
      = description_check (root, description_find (root, "#/components/schemas/Story"), example);
  g_autoptr (Reply) created = site_call (
      site,
      &(Call){
          .method = "PUT", .path = ARTICLE, .user = "editor", .if_none_match = "*", .body = body });
  JsonNode *examples
      = description_find (root, "#/paths/~1articles~1{id}~1transitions/post/requestBody/content/"
                                "application~1json/examples");
  g_autoptr (GList) names = json_object_get_members (json_node_get_object (examples));

  g_assert_cmpstr (why, ==, NULL);
  g_assert_true (
    json_node_equal (article, json_object_get_member (json_node_get_object (example), "article")));
  g_assert_cmpuint (created->status, ==, 201);
  g_assert_cmpstr (reply_string (created, "hash"), ==,
                   json_object_get_string_member (json_node_get_object (example), "hash"));
  for (GList *l = names; l != NULL; l = l->next)
    {
      JsonObject *holder = json_object_get_object_member (json_node_get_object (examples), l->data);
      g_autofree char *reason
          = description_check (root, description_find (root, "#/components/schemas/Transition"),
                               json_object_get_member (holder, "value"));

      g_assert_cmpstr (reason, ==, NULL);
    }
}

/* The checker itself: what it must not let through. */
static void
test_checker (void)
{
  static const struct
  {
    const char *why, *schema, *value;
    gboolean fits;
  } cases[] = {
    { "a type", "{\"type\":\"string\"}", "3", FALSE },
    { "one of two types", "{\"type\":[\"string\",\"null\"]}", "null", TRUE },
    { "a missing member", "{\"type\":\"object\",\"required\":[\"a\"]}", "{}", FALSE },
    { "a member that is not described", "{\"type\":\"object\",\"properties\":{\"a\":{}}}",
      "{\"b\":1}", FALSE },
    { "an element", "{\"type\":\"array\",\"items\":{\"type\":\"integer\"}}", "[1,\"2\"]", FALSE },
    { "an enumeration", "{\"type\":\"string\",\"enum\":[\"a\"]}", "\"b\"", FALSE },
    { "a pattern", "{\"type\":\"string\",\"pattern\":\"^a$\"}", "\"b\"", FALSE },
    { "a constant", "{\"type\":\"string\",\"const\":\"a\"}", "\"b\"", FALSE },
    { "no choice", "{\"anyOf\":[{\"type\":\"string\"},{\"type\":\"null\"}]}", "1", FALSE },
    { "the second choice", "{\"anyOf\":[{\"type\":\"string\"},{\"type\":\"null\"}]}", "null",
      TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (JsonNode) schema = json_from_string (cases[i].schema, NULL);
      g_autoptr (JsonNode) value = json_from_string (cases[i].value, NULL);
      g_autofree char *why = description_check (schema, schema, value);

      g_test_message ("%s", cases[i].why);
      g_assert_cmpint (why == NULL, ==, cases[i].fits);
    }
}

int
main (int argc, char **argv)
{
  stet_test_init (&argc, &argv);
  g_test_add_func ("/practice/description/checker", test_checker);
  g_test_add_func ("/practice/description/references", test_references);
  g_test_add_func ("/practice/description/routes", test_routes);
  g_test_add_func ("/practice/description/state-table", test_state_table);
  g_test_add ("/practice/description/answers", Site, NULL, site_set_up, test_answers,
              site_tear_down);
  g_test_add ("/practice/description/examples", Site, NULL, site_set_up, test_examples,
              site_tear_down);
  return g_test_run ();
}
