/* Reading a mapping: its members by tables, then what one part asks of another. Layer: site. Any
 * thread. */
#include "config.h"

#include "site/rest-private.h"

#include "base/json-scan.h"
#include "site/rest-pointer.h"
#include "site/rest-shape.h"
#include "site/rest-template.h"

#include <string.h>

G_DEFINE_QUARK (stet-mapping-error-quark, stet_mapping_error)

struct _StetMapping
{
  gatomicrefcount refs;
  JsonNode     *root;  /* (owned) */
  StetSiteLacks lacks;
  gboolean      strict;
};

/* --- the tables --- */

#define STORY                                                                                      \
  "id remote_id version key state to hash at reason now article document review headline language slug user"
#define LIST "cursor since page offset limit user"
#define TERM "kind search label key page offset limit user"
#define MEDIA "sha256 mime filename name caption credit alt size key user"
#define METHODS "GET POST PUT PATCH DELETE HEAD"
#define MEANINGS                                                                                   \
  "auth forbidden not_found gone invalid state stale duplicate too_large busy server unsupported blocked"
#define RIGHTS "draft submit edit_others approve publish unpublish upload terms"

#define REQUEST(variables)                                                                         \
  { "method", STET_SHAPE_WORD, FALSE, METHODS, NULL, 0 },                                          \
      { "path", STET_SHAPE_TEMPLATE, TRUE, variables, NULL, 0 },                                   \
      { "query", STET_SHAPE_TEMPLATES, FALSE, variables, NULL, 0 },                                \
      { "headers", STET_SHAPE_HEADERS, FALSE, variables, NULL, 0 },                                \
  {                                                                                                \
    "body", STET_SHAPE_BODY, FALSE, variables, NULL, 0                                             \
  }
#define POINTER(name) { name, STET_SHAPE_POINTER, FALSE, NULL, NULL, 0 }
#define NEEDED(name) { name, STET_SHAPE_POINTER, TRUE, NULL, NULL, 0 }
#define WORD(name, words) { name, STET_SHAPE_WORD, FALSE, words, NULL, 0 }
#define OBJECT(name, shape) { name, STET_SHAPE_OBJECT, FALSE, NULL, shape, 0 }
#define TEXT(name) { name, STET_SHAPE_TEXT, FALSE, NULL, NULL, 0 }
#define SCALAR(name) { name, STET_SHAPE_SCALAR, FALSE, NULL, NULL, 0 }
#define END { NULL, 0, FALSE, NULL, NULL, 0 }

static const StetShape login_shape[] = {
  REQUEST ("user password"), NEEDED ("token"), WORD ("as", "bearer header"),
  { "name", STET_SHAPE_HEADER, FALSE, NULL, NULL, 0 }, TEXT ("prefix"), END
};
static const StetShape auth_shape[]
    = { { "kind", STET_SHAPE_WORD, TRUE, "account none basic bearer header query login", NULL, 0 },
        { "name", STET_SHAPE_HEADER, FALSE, NULL, NULL, 0 },
        TEXT ("prefix"),
        OBJECT ("login", login_shape),
        END };
static const StetShape error_shape[] = {
  { "status", STET_SHAPE_NUMBER, FALSE, NULL, NULL, 599 }, POINTER ("at"), SCALAR ("is"),
  { "means", STET_SHAPE_WORD, TRUE, MEANINGS, NULL, 0 }, END
};
static const StetShape site_shape[] = { TEXT ("id"),
                                        TEXT ("name"),
                                        TEXT ("zone"),
                                        { "languages", STET_SHAPE_WORDS, FALSE, NULL, NULL, 0 },
                                        { "sections", STET_SHAPE_WORDS, FALSE, NULL, NULL, 0 },
                                        END };
static const StetShape states_shape[] = { { "draft", STET_SHAPE_SCALAR, TRUE, NULL, NULL, 0 },
                                          SCALAR ("submitted"),
                                          SCALAR ("returned"),
                                          SCALAR ("approved"),
                                          SCALAR ("scheduled"),
                                          { "published", STET_SHAPE_SCALAR, TRUE, NULL, NULL, 0 },
                                          SCALAR ("unpublished"),
                                          SCALAR ("binned"),
                                          END };
static const StetShape article_shape[]
    = { POINTER ("at"),
        POINTER ("id"),
        POINTER ("remote_id"),
        POINTER ("version"),
        { "version_header", STET_SHAPE_HEADER, FALSE, NULL, NULL, 0 },
        NEEDED ("state"),
        POINTER ("url"),
        POINTER ("live_hash"),
        POINTER ("published"),
        POINTER ("scheduled"),
        POINTER ("modified"),
        POINTER ("author"),
        POINTER ("review"),
        END };
static const StetShape names_shape[] = { NEEDED ("at"), NEEDED ("id"), NEEDED ("label"), END };

#define FIELD(ways) \
  NEEDED ("at"), WORD ("as", ways), { "readonly", STET_SHAPE_BOOLEAN, FALSE, NULL, NULL, 0 }
static const StetShape text_field[] = { FIELD ("text html"), END };
static const StetShape body_field[] = { FIELD ("html text blocks json"), END };
static const StetShape whole_field[] = { FIELD ("object json"), END };
static const StetShape file_field[] = { FIELD ("sha256 media"),
                                        { "item", STET_SHAPE_BODY, FALSE, "id", NULL, 0 },
                                        POINTER ("id"),
                                        OBJECT ("names", names_shape),
                                        END };
static const StetShape term_field[] = { FIELD ("label id"),
                                        { "item", STET_SHAPE_BODY, FALSE, "id label", NULL, 0 },
                                        POINTER ("id"),
                                        POINTER ("label"),
                                        OBJECT ("names", names_shape),
                                        END };
static const StetShape faq_field[]
    = { FIELD ("text html"),
        NEEDED ("question"),
        NEEDED ("answer"),
        { "item", STET_SHAPE_BODY, FALSE, "question answer", NULL, 0 },
        END };
static const StetShape fields_shape[] = { OBJECT ("article", whole_field),
                                          OBJECT ("document", whole_field),
                                          OBJECT ("language", text_field),
                                          OBJECT ("story", text_field),
                                          OBJECT ("translation_of", text_field),
                                          OBJECT ("headline", text_field),
                                          OBJECT ("dek", text_field),
                                          OBJECT ("section", term_field),
                                          OBJECT ("slug", text_field),
                                          OBJECT ("photo.file", file_field),
                                          OBJECT ("photo.caption", text_field),
                                          OBJECT ("photo.credit", text_field),
                                          OBJECT ("photo.alt", text_field),
                                          OBJECT ("body", body_field),
                                          OBJECT ("faq.title", text_field),
                                          OBJECT ("faq.items", faq_field),
                                          OBJECT ("tags", term_field),
                                          OBJECT ("byline", text_field),
                                          OBJECT ("authors", term_field),
                                          OBJECT ("author_box", text_field),
                                          OBJECT ("custom.", text_field),
                                          END };

static const StetShape paging_shape[]
    = { { "style", STET_SHAPE_WORD, TRUE, "page offset next", NULL, 0 },
        { "size", STET_SHAPE_NUMBER, FALSE, NULL, NULL, 1000 },
        { "first", STET_SHAPE_NUMBER, FALSE, NULL, NULL, 1 },
        POINTER ("next"),
        END };
static const StetShape row_shape[] = { NEEDED ("id"),       POINTER ("remote_id"),
                                       NEEDED ("state"),    POINTER ("version"),
                                       POINTER ("hash"),    POINTER ("modified"),
                                       POINTER ("author"),  POINTER ("headline"),
                                       POINTER ("deleted"), POINTER ("story"), END };
static const StetShape info_shape[] = { REQUEST ("user"),
                                        POINTER ("site"),
                                        POINTER ("name"),
                                        POINTER ("zone"),
                                        POINTER ("languages"),
                                        POINTER ("sections"),
                                        POINTER ("media_bytes_max"),
                                        POINTER ("media_side_max"),
                                        POINTER ("holds_review"),
                                        POINTER ("holds_media"),
                                        POINTER ("holds_terms"),
                                        END };
static const StetShape me_shape[] = {
  REQUEST ("user"), NEEDED ("id"), POINTER ("name"), POINTER ("roles"), POINTER ("can"),
  { "rights", STET_SHAPE_WORD_LISTS, FALSE, RIGHTS, NULL, 0 }, END
};
static const StetShape get_shape[] = { REQUEST ("id remote_id user"), END };
static const StetShape find_shape[] = { REQUEST ("id user"), NEEDED ("items"), END };
#define WRITE REQUEST (STORY), POINTER ("fields"), WORD ("answer", "story nothing")
static const StetShape write_shape[] = { WRITE, END };
static const StetShape transitions_shape[]
    = { OBJECT ("any", write_shape),       OBJECT ("draft", write_shape),
        OBJECT ("submitted", write_shape), OBJECT ("returned", write_shape),
        OBJECT ("approved", write_shape),  OBJECT ("scheduled", write_shape),
        OBJECT ("published", write_shape), OBJECT ("unpublished", write_shape),
        OBJECT ("binned", write_shape),    END };
static const StetShape has_media_shape[]
    = { REQUEST ("sha256 user"), POINTER ("items"), POINTER ("id"), POINTER ("url"), END };
static const StetShape get_media_shape[] = { REQUEST ("sha256 user"), END };
static const StetShape put_media_shape[] = {
  REQUEST (MEDIA), { "upload", STET_SHAPE_WORD, TRUE, "raw multipart", NULL, 0 }, TEXT ("part"),
  { "parts", STET_SHAPE_TEMPLATES, FALSE, MEDIA, NULL, 0 }, POINTER ("id"), POINTER ("url"), END
};
static const StetShape terms_shape[] = { REQUEST (TERM),
                                         NEEDED ("items"),
                                         NEEDED ("id"),
                                         NEEDED ("label"),
                                         OBJECT ("paging", paging_shape),
                                         END };
static const StetShape add_term_shape[]
    = { REQUEST (TERM), NEEDED ("id"), NEEDED ("label"),
        { "finds", STET_SHAPE_BOOLEAN, FALSE, NULL, NULL, 0 }, END };
static const StetShape changes_shape[]
    = { REQUEST (LIST),
        NEEDED ("items"),
        POINTER ("cursor"),
        POINTER ("total"),
        OBJECT ("row", row_shape),
        OBJECT ("paging", paging_shape),
        { "overlap_s", STET_SHAPE_NUMBER, FALSE, NULL, NULL, 24 * 60 * 60 },
        END };
static const StetShape operations_shape[]
    = { OBJECT ("info", info_shape),
        { "me", STET_SHAPE_OBJECT, TRUE, NULL, me_shape, 0 },
        { "get", STET_SHAPE_OBJECT, TRUE, NULL, get_shape, 0 },
        OBJECT ("find", find_shape),
        { "create", STET_SHAPE_OBJECT, TRUE, NULL, write_shape, 0 },
        { "update", STET_SHAPE_OBJECT, TRUE, NULL, write_shape, 0 },
        { "transitions", STET_SHAPE_OBJECT, TRUE, NULL, transitions_shape, 0 },
        OBJECT ("review", write_shape),
        OBJECT ("has_media", has_media_shape),
        OBJECT ("get_media", get_media_shape),
        OBJECT ("put_media", put_media_shape),
        OBJECT ("terms", terms_shape),
        OBJECT ("add_term", add_term_shape),
        OBJECT ("authors", terms_shape),
        OBJECT ("changes", changes_shape),
        END };
static const StetShape holds_shape[]
    = { { "working", STET_SHAPE_BOOLEAN, FALSE, NULL, NULL, 0 }, END };
static const StetShape kinds_shape[] = { TEXT ("tag"), TEXT ("section"), END };
static const StetShape mapping_shape[] = {
  { "$schema", STET_SHAPE_TEXT, FALSE, NULL, NULL, 0 },
  { "format", STET_SHAPE_TEXT, TRUE, NULL, NULL, 0 },
  { "title", STET_SHAPE_TEXT, TRUE, NULL, NULL, 0 },
  TEXT ("about"), TEXT ("media_type"), { "strict", STET_SHAPE_BOOLEAN, FALSE, NULL, NULL, 0 },
  { "headers", STET_SHAPE_HEADERS, FALSE, "user", NULL, 0 },
  { "auth", STET_SHAPE_OBJECT, TRUE, NULL, auth_shape, 0 },
  { "messages", STET_SHAPE_WORDS, FALSE, NULL, NULL, 0 },
  { "errors", STET_SHAPE_LIST, FALSE, NULL, error_shape, 0 },
  OBJECT ("site", site_shape), OBJECT ("holds", holds_shape), OBJECT ("kinds", kinds_shape),
  { "states", STET_SHAPE_OBJECT, TRUE, NULL, states_shape, 0 },
  { "article", STET_SHAPE_OBJECT, TRUE, NULL, article_shape, 0 },
  { "fields", STET_SHAPE_OBJECT, TRUE, NULL, fields_shape, 0 },
  { "operations", STET_SHAPE_OBJECT, TRUE, NULL, operations_shape, 0 }, END
};

/* --- looking things up --- */

JsonNode *
stet_mapping_node (const StetMapping *mapping, const char *pointer)
{
  return stet_pointer_get (mapping->root, pointer);
}

const char *
stet_mapping_string (JsonNode *object, const char *name)
{
  JsonNode *node
      = object != NULL ? json_object_get_member (json_node_get_object (object), name) : NULL;

  return node != NULL && json_node_get_value_type (node) == G_TYPE_STRING
             ? json_node_get_string (node)
             : NULL;
}

gint64
stet_mapping_number (JsonNode *object, const char *name, gint64 otherwise)
{
  return object != NULL ? json_object_get_int_member_with_default (json_node_get_object (object),
                                                                   name, otherwise)
                        : otherwise;
}

JsonNode *
stet_mapping_operation (const StetMapping *mapping, const char *name)
{
  JsonNode *operations = stet_mapping_node (mapping, "/operations");

  return json_object_get_member (json_node_get_object (operations), name);
}

JsonNode *
stet_mapping_transition (const StetMapping *mapping, StetState to)
{
  JsonObject *ways = json_node_get_object (stet_mapping_operation (mapping, "transitions"));
  JsonObject *states = json_node_get_object (stet_mapping_node (mapping, "/states"));
  const char *name = stet_state_name (to);

  if (!json_object_has_member (states, name))
    return NULL;
  return json_object_get_member (ways, json_object_has_member (ways, name) ? name : "any");
}

JsonNode *
stet_mapping_field (const StetMapping *mapping, const char *name)
{
  return json_object_get_member (json_node_get_object (stet_mapping_node (mapping, "/fields")),
                                 name);
}

gboolean
stet_mapping_has (const StetMapping *mapping, const char *operation)
{
  return stet_mapping_operation (mapping, operation) != NULL;
}

gboolean
stet_mapping_reaches (const StetMapping *mapping, StetState state)
{
  return state == STET_STATE_DRAFT || stet_mapping_transition (mapping, state) != NULL;
}

/* Whether a request says which version it is about. */
gboolean
stet_mapping_guards (JsonNode *request)
{
  return stet_template_uses (request, "version");
}

gboolean
stet_mapping_knows_duplicates (const StetMapping *mapping)
{
  JsonNode *create = stet_mapping_operation (mapping, "create");
  JsonNode *errors = stet_mapping_node (mapping, "/errors");

  if (stet_template_uses (create, "key")
      || stet_pointer_get (create, "/headers/If-None-Match") != NULL)
    return TRUE;
  for (guint i = 0; errors != NULL && i < json_array_get_length (json_node_get_array (errors)); i++)
    if (g_strcmp0 (
            stet_mapping_string (json_array_get_element (json_node_get_array (errors), i), "means"),
            "duplicate")
        == 0)
      return TRUE;
  return FALSE;
}

/* FALSE where nothing is said. */
gboolean
stet_mapping_truth (JsonNode *object, const char *name)
{
  return object != NULL
         && json_object_get_boolean_member_with_default (json_node_get_object (object), name,
                                                         FALSE);
}

static StetSiteLacks
find_lacks (const StetMapping *mapping)
{
  StetSiteLacks lacks = STET_SITE_LACKS_NOTHING;

  if (!stet_mapping_truth (stet_mapping_node (mapping, "/holds"), "working"))
    lacks |= STET_SITE_LACKS_WORKING;
  if (!stet_mapping_guards (stet_mapping_operation (mapping, "update")))
    lacks |= STET_SITE_LACKS_IF_MATCH;
  if (!stet_template_uses (stet_mapping_operation (mapping, "create"), "key"))
    lacks |= STET_SITE_LACKS_KEYS;
  if (!stet_mapping_has (mapping, "review"))
    lacks |= STET_SITE_LACKS_REVIEW;
  if (g_strcmp0 (stet_mapping_string (stet_mapping_field (mapping, "tags"), "as"), "id") == 0)
    lacks |= STET_SITE_LACKS_NEW_TERMS;
  return lacks;
}

StetSiteLacks
stet_mapping_lacks (const StetMapping *mapping)
{
  return mapping->lacks;
}

gboolean
stet_mapping_is_strict (const StetMapping *mapping)
{
  return mapping->strict;
}

const char *
stet_mapping_title (const StetMapping *mapping)
{
  return stet_mapping_string (mapping->root, "title");
}

char *
stet_mapping_to_text (const StetMapping *mapping)
{
  return json_to_string (mapping->root, FALSE);
}

/* --- what one part asks of another --- */

static char *
check_auth (const StetMapping *mapping)
{
  JsonNode *auth = stet_mapping_node (mapping, "/auth");
  const char *kind = stet_mapping_string (auth, "kind");
  gboolean named = stet_mapping_string (auth, "name") != NULL;
  JsonNode *login = stet_mapping_node (mapping, "/auth/login");

  if ((strcmp (kind, "header") == 0 || strcmp (kind, "query") == 0) && !named)
    return g_strdup ("/auth: “name” is missing; add the name under which the key is sent");
  if (strcmp (kind, "login") == 0 && login == NULL)
    return g_strdup ("/auth: “login” is missing; add the request that signs in");
  if (login != NULL && g_strcmp0 (stet_mapping_string (login, "as"), "header") == 0
      && stet_mapping_string (login, "name") == NULL)
    return g_strdup (
        "/auth/login: “name” is missing; add the name of the header that takes the token");
  return NULL;
}

static gboolean
same_scalar (JsonNode *a, JsonNode *b)
{
  return json_node_get_value_type (a) == json_node_get_value_type (b) && json_node_equal (a, b);
}

/* Two states under one name can be told apart only by Stet's own word. */
static char *
check_states (const StetMapping *mapping)
{
  JsonObject *states = json_node_get_object (stet_mapping_node (mapping, "/states"));

  if (stet_mapping_field (mapping, "document") != NULL)
    return NULL;
  for (StetState a = STET_STATE_DRAFT; a <= STET_STATE_BINNED; a++)
    for (StetState b = STET_STATE_DRAFT; b < a; b++)
      {
        JsonNode *first = json_object_get_member (states, stet_state_name (b));
        JsonNode *second = json_object_get_member (states, stet_state_name (a));

        if (first != NULL && second != NULL && same_scalar (first, second))
          return g_strdup_printf (
              "/states/%s: the site calls “%s” the same; map the field “document”, in which the site keeps "
              "Stet’s own word, or leave one of the two out",
              stet_state_name (a), stet_state_name (b));
      }
  return NULL;
}

static char *
check_article (const StetMapping *mapping)
{
  JsonNode *get = stet_mapping_operation (mapping, "get");
  gboolean whole = stet_mapping_field (mapping, "article") != NULL;

  if (!whole && stet_mapping_node (mapping, "/article/id") == NULL)
    return g_strdup (
        "/article: “id” is missing; name a field of the site that keeps the story’s own id, or a lost answer "
        "could never be found again");
  if (!whole
      && (stet_mapping_field (mapping, "headline") == NULL
          || stet_mapping_field (mapping, "body") == NULL))
    return g_strdup (
        "/fields: “headline” and “body” are needed, or “article” for the whole story; add them");
  if (whole
      && json_object_get_size (json_node_get_object (stet_mapping_node (mapping, "/fields"))) > 1)
    return g_strdup ("/fields: “article” is the whole story; take the other fields out");
  if (!stet_template_uses (get, "id") && !stet_template_uses (get, "remote_id"))
    return g_strdup (
        "/operations/get: the request does not say which story; use {id} or {remote_id}");
  if (stet_template_uses (get, "remote_id") && stet_mapping_operation (mapping, "find") == NULL)
    return g_strdup (
        "/operations: “find” is missing; add a request that finds a story by {id}, or a lost answer could never be "
        "found again");
  if (stet_template_uses (get, "remote_id")
      && stet_mapping_node (mapping, "/article/remote_id") == NULL)
    return g_strdup ("/article: “remote_id” is missing; name where the site’s own id stands");
  if (stet_mapping_operation (mapping, "find") != NULL
      && !stet_template_uses (stet_mapping_operation (mapping, "find"), "id"))
    return g_strdup ("/operations/find: the request does not say which story; use {id}");
  return NULL;
}

static char *
check_writes (const StetMapping *mapping)
{
  static const char *const names[] = { "create", "update" };
  gboolean whole = stet_mapping_field (mapping, "article") != NULL;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      JsonNode *request = stet_mapping_operation (mapping, names[i]);

      if (whole ? !stet_template_uses (request, "article")
                : stet_mapping_string (request, "fields") == NULL)
        return g_strdup_printf ("/operations/%s: the story is not sent; %s", names[i],
                                whole ? "use {article} in the body"
                                      : "say with “fields” where its fields go in the body");
      if (g_strcmp0 (stet_mapping_string (request, "method"), "GET") == 0
          || stet_mapping_string (request, "method") == NULL)
        return g_strdup_printf (
            "/operations/%s/method: writing needs POST, PUT or PATCH; write one", names[i]);
    }
  return NULL;
}

/* What a list of changes may say beside where its stories stand. */
static char *
check_along (const StetMapping *mapping)
{
  JsonNode *changes = stet_mapping_operation (mapping, "changes");
  JsonNode *row = stet_pointer_get (changes, "/row");

  if (stet_mapping_string (row, "story") != NULL && stet_mapping_string (row, "version") == NULL
      && stet_mapping_node (mapping, "/article/version_header") != NULL)
    return g_strdup (
        "/operations/changes/row: “version” is missing; a story that comes along has no header that says its version");
  if (stet_mapping_string (changes, "total") != NULL
      && stet_mapping_string (changes, "cursor") == NULL)
    return g_strdup (
        "/operations/changes: “total” counts what follows a “cursor”; name one, or take “total” out");
  return NULL;
}

static char *
check_lists (const StetMapping *mapping)
{
  JsonNode *changes = stet_mapping_operation (mapping, "changes");
  JsonNode *tags = stet_mapping_field (mapping, "tags");
  JsonNode *section = stet_mapping_field (mapping, "section");
  gboolean ids = g_strcmp0 (stet_mapping_string (tags, "as"), "id") == 0
                 || g_strcmp0 (stet_mapping_string (section, "as"), "id") == 0;
  gboolean media
      = g_strcmp0 (stet_mapping_string (stet_mapping_field (mapping, "photo.file"), "as"), "media")
        == 0;

  if (changes != NULL && stet_mapping_string (changes, "cursor") == NULL
      && !stet_template_uses (changes, "since"))
    return g_strdup (
        "/operations/changes: nothing leads on from one list to the next; name a “cursor”, or ask for what changed {since}");
  if (changes != NULL && stet_mapping_string (changes, "cursor") == NULL
      && stet_pointer_get (changes, "/row/modified") == NULL
      && stet_mapping_node (mapping, "/article/modified") == NULL)
    return g_strdup (
        "/article: “modified” is missing; a list by time needs to know when a story was changed");
  if (ids && stet_mapping_operation (mapping, "terms") == NULL)
    return g_strdup (
        "/operations: “terms” is missing; tags or sections by id need a list to find their ids in");
  if (media && stet_pointer_get (stet_mapping_operation (mapping, "has_media"), "/id") == NULL)
    return g_strdup (
        "/operations/has_media: “id” is missing; a picture by its id needs a request that finds it by {sha256}");
  return NULL;
}

static char *
check_messages (const StetMapping *mapping)
{
  JsonNode *messages = stet_mapping_node (mapping, "/messages");

  for (guint i = 0; messages != NULL && i < json_array_get_length (json_node_get_array (messages));
       i++)
    if (!stet_pointer_is_valid (json_array_get_string_element (json_node_get_array (messages), i)))
      return g_strdup_printf ("/messages/%u: this is no JSON Pointer; write it as /first/second",
                              i);
  return NULL;
}

static char *
check_all (const StetMapping *mapping)
{
  static char *(*const checks[]) (const StetMapping *)
      = { check_auth, check_states, check_article, check_writes, check_lists,
          check_along, check_messages };
  char *problem = stet_shape_check (mapping->root, mapping_shape, "");

  for (guint i = 0; problem == NULL && i < G_N_ELEMENTS (checks); i++)
    problem = checks[i](mapping);
  return problem;
}

/* --- reading --- */

static JsonNode *
load (const char *text, gsize length, GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) local = NULL;

  if (!stet_json_scan (text, length, STET_MAPPING_BYTES_MAX, STET_MAPPING_DEPTH_MAX, &local))
    {
      gboolean large
          = local->code == STET_JSON_ERROR_TOO_LARGE || local->code == STET_JSON_ERROR_TOO_DEEP;

      g_set_error (error, STET_MAPPING_ERROR,
                   large ? STET_MAPPING_ERROR_TOO_LARGE : STET_MAPPING_ERROR_SYNTAX, "/: %s",
                   local->message);
      return NULL;
    }
  if (!json_parser_load_from_data (parser, text, (gssize) length, &local))
    {
      g_set_error (error, STET_MAPPING_ERROR, STET_MAPPING_ERROR_SYNTAX, "/: %s", local->message);
      return NULL;
    }
  return json_parser_get_root (parser) != NULL ? json_parser_steal_root (parser)
                                               : json_node_init_null (json_node_alloc ());
}

/* "stet-site/1", told from a newer one and from another kind of file. */
static gboolean
check_format (JsonNode *root, GError **error)
{
  g_autofree char *format = stet_pointer_text (root, "/format");

  if (g_strcmp0 (format, STET_MAPPING_FORMAT) == 0)
    return TRUE;
  if (format != NULL && g_str_has_prefix (format, "stet-site/"))
    g_set_error (
        error, STET_MAPPING_ERROR, STET_MAPPING_ERROR_NEWER,
        "/format: “%s” is newer than this program; update it, or write “" STET_MAPPING_FORMAT "”",
        format);
  else
    g_set_error_literal (
        error, STET_MAPPING_ERROR, STET_MAPPING_ERROR_SHAPE,
        "/format: this is no mapping; a mapping says \"format\": \"" STET_MAPPING_FORMAT "\"");
  return FALSE;
}

StetMapping *
stet_mapping_parse (const char *text, gsize length_bytes, GError **error)
{
  g_autoptr (StetMapping) mapping = NULL;
  g_autofree char *problem = NULL;
  JsonNode *root;

  g_return_val_if_fail (text != NULL, NULL);

  root = load (text, length_bytes, error);
  if (root == NULL)
    return NULL;
  mapping = g_new0 (StetMapping, 1);
  g_atomic_ref_count_init (&mapping->refs);
  mapping->root = root;
  if (!check_format (root, error))
    return NULL;
  problem = check_all (mapping);
  if (problem != NULL)
    {
      g_set_error_literal (error, STET_MAPPING_ERROR, STET_MAPPING_ERROR_SHAPE, problem);
      return NULL;
    }
  mapping->lacks = find_lacks (mapping);
  mapping->strict = stet_mapping_truth (root, "strict");
  return g_steal_pointer (&mapping);
}

StetMapping *
stet_mapping_ref (StetMapping *mapping)
{
  g_return_val_if_fail (mapping != NULL, NULL);

  g_atomic_ref_count_inc (&mapping->refs);
  return mapping;
}

void
stet_mapping_unref (StetMapping *mapping)
{
  if (!g_atomic_ref_count_dec (&mapping->refs))
    return;
  json_node_unref (mapping->root);
  g_free (mapping);
}
