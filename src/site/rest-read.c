/* A story out of a site's own fields. Layer: site. */
#include "config.h"

#include "site/rest-private.h"

#include "article/format.h"
#include "article/json.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/json-scan.h"
#include "base/limits.h"
#include "base/text.h"
#include "site/rest-pointer.h"

#include <string.h>

/* --- states, times, versions --- */

gboolean
stet_rest_read_state (const StetMapping *mapping, const char *text, StetState *state)
{
  JsonObject *states = json_node_get_object (stet_mapping_node (mapping, "/states"));

  for (StetState s = STET_STATE_DRAFT; text != NULL && s <= STET_STATE_BINNED; s++)
    {
      JsonNode *node = json_object_get_member (states, stet_state_name (s));
      g_autofree char *theirs = node != NULL ? stet_pointer_text (node, "") : NULL;

      if (g_strcmp0 (theirs, text) == 0)
        {
          *state = s;
          return TRUE;
        }
    }
  return FALSE;
}

char *
stet_rest_version (const char *text)
{
  g_autofree char *escaped
      = text != NULL && *text != '\0' ? g_uri_escape_string (text, NULL, FALSE) : NULL;

  return escaped != NULL ? g_strconcat ("\"", escaped, "\"", NULL) : NULL;
}

char *
stet_rest_bare_version (const StetMapping *mapping, const char *version)
{
  g_autofree char *inner = NULL;

  if (version == NULL || stet_mapping_node (mapping, "/article/version_header") != NULL)
    return g_strdup (version);
  inner = stet_site_is_strong_etag (version) ? g_strndup (version + 1, strlen (version) - 2)
                                             : g_strdup (version);
  return g_uri_unescape_string (inner, NULL);
}

/* --- reading --- */

typedef struct
{
  StetRestSite *site;
  JsonNode     *resource; /* (borrowed) */
  JsonNode     *root;     /* (borrowed) */
  GHashTable   *proses;   /* (owned) of char * to StetProse */
} Reading;

/* A foreign text through the gate. */
static StetProse *
read_prose (JsonNode *node, const char *pointer, gboolean html)
{
  g_autofree char *text = stet_pointer_text (node, pointer);
  g_autofree char *clean = text != NULL && !html ? stet_text_clean (text) : NULL;
  StetProse *prose = text != NULL && html ? stet_prose_from_html (text, NULL) : NULL;

  return prose != NULL ? prose : stet_prose_plain (clean);
}

static JsonNode *
field_node (const Reading *reading, const char *name, JsonNode **field)
{
  *field = stet_mapping_field (reading->site->mapping, name);
  return *field != NULL ? stet_pointer_get (reading->resource, stet_mapping_string (*field, "at"))
                        : NULL;
}

static void
read_proses (Reading *reading)
{
  guint n_fields;
  const StetRestField *fields = stet_rest_fields (&n_fields);

  for (guint i = 0; i < n_fields; i++)
    {
      JsonNode *field;
      JsonNode *node = field_node (reading, fields[i].name, &field);

      if (fields[i].kind == STET_REST_TEXT)
        g_hash_table_replace (reading->proses, (gpointer) fields[i].name,
                              read_prose (node, "", stet_rest_is_as (field, "html")));
    }
}

/* The label beside an id, wherever the answer or this run has it. Returns: (owned) (nullable). */
static char *
joined_label (const Reading *reading, JsonNode *field, const char *id)
{
  JsonNode *names = json_object_get_member (json_node_get_object (field), "names");
  JsonNode *list
      = names != NULL ? stet_pointer_get (reading->root, stet_mapping_string (names, "at")) : NULL;

  for (guint i = 0; list != NULL && JSON_NODE_HOLDS_ARRAY (list)
                    && i < json_array_get_length (json_node_get_array (list));
       i++)
    {
      JsonNode *row = json_array_get_element (json_node_get_array (list), i);
      g_autofree char *own = stet_pointer_text (row, stet_mapping_string (names, "id"));

      if (g_strcmp0 (own, id) == 0)
        return stet_pointer_text (row, stet_mapping_string (names, "label"));
    }
  return NULL;
}

static StetTerm *
read_term (const Reading *reading, JsonNode *field, const char *kind, JsonNode *item)
{
  gboolean ids = stet_rest_is_as (field, "id");
  const char *id_at = stet_mapping_string (field, "id");
  const char *label_at = stet_mapping_string (field, "label");
  g_autofree char *id = ids             ? stet_pointer_text (item, id_at != NULL ? id_at : "")
                        : id_at != NULL ? stet_pointer_text (item, id_at)
                                        : NULL;
  g_autofree char *label = !ids || label_at != NULL
                               ? stet_pointer_text (item, label_at != NULL ? label_at : "")
                               : NULL;
  g_autofree char *key = id != NULL ? g_strconcat (kind, "\n", id, NULL) : NULL;
  g_autofree char *clean = NULL;

  if (label == NULL && id != NULL)
    label = joined_label (reading, field, id);
  if (label == NULL && key != NULL)
    label = g_strdup (g_hash_table_lookup (reading->site->labels, key));
  if (label == NULL)
    label = g_strdup (id);
  if (label == NULL || *label == '\0')
    return NULL;
  clean = stet_text_clean (label);
  return stet_term_new (clean, id);
}

static GPtrArray *
read_terms (const Reading *reading, const char *name, const char *kind)
{
  GPtrArray *terms = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_term_unref);
  JsonNode *field;
  JsonNode *node = field_node (reading, name, &field);
  guint n = node != NULL && JSON_NODE_HOLDS_ARRAY (node)
                ? json_array_get_length (json_node_get_array (node))
                : 0;

  for (guint i = 0; i < MIN (n, STET_TAGS_MAX); i++)
    {
      StetTerm *term = read_term (reading, field, kind,
                                  json_array_get_element (json_node_get_array (node), i));

      if (term != NULL)
        g_ptr_array_add (terms, term);
    }
  return terms;
}

static GPtrArray *
read_faq (const Reading *reading)
{
  GPtrArray *items = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_faq_item_unref);
  JsonNode *field;
  JsonNode *node = field_node (reading, "faq.items", &field);
  guint n = node != NULL && JSON_NODE_HOLDS_ARRAY (node)
                ? json_array_get_length (json_node_get_array (node))
                : 0;

  for (guint i = 0; i < MIN (n, STET_FAQ_ITEMS_MAX); i++)
    {
      JsonNode *item = json_array_get_element (json_node_get_array (node), i);
      g_autofree char *id = stet_uuid_new (stet_random_system ());
      g_autoptr (StetProse) question
          = read_prose (item, stet_mapping_string (field, "question"), FALSE);
      g_autoptr (StetProse) answer = read_prose (item, stet_mapping_string (field, "answer"),
                                                 stet_rest_is_as (field, "html"));

      g_ptr_array_add (items, stet_faq_item_new (id, question, answer, NULL));
    }
  return items;
}

/* The body of a story's JSON, through the gate of all stories. */
static GPtrArray *
blocks_from_json (JsonNode *body, GError **error)
{
  g_autoptr (GString) json = g_string_new ("{\"format\":\"" STET_ARTICLE_FORMAT "\",\"body\":");
  g_autofree char *text = json_to_string (body, FALSE);
  g_autoptr (StetArticle) article = NULL;

  g_string_append_printf (json, "%s}", text);
  article = stet_article_from_json (json->str, json->len, stet_random_system (), error);
  return article != NULL ? g_ptr_array_ref (stet_article_fields (article)->body) : NULL;
}

static GPtrArray *
blocks_from_text (const char *text)
{
  GPtrArray *blocks = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_block_unref);
  g_autofree char *clean = stet_text_clean (text);
  g_auto (GStrv) parts = g_strsplit (clean, "\n\n", STET_BLOCKS_MAX);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      g_autofree char *id = stet_uuid_new (stet_random_system ());
      g_autoptr (StetProse) prose = stet_prose_plain (g_strstrip (parts[i]));

      if (parts[i][0] != '\0')
        g_ptr_array_add (blocks, stet_block_paragraph (id, prose));
    }
  return blocks;
}

static GPtrArray *
read_body (const Reading *reading, GError **error)
{
  JsonNode *field;
  JsonNode *node = field_node (reading, "body", &field);
  g_autofree char *text = node != NULL ? stet_pointer_text (node, "") : NULL;
  g_autoptr (JsonNode) inner = NULL;

  if (node != NULL && stet_rest_is_as (field, "blocks"))
    return blocks_from_json (node, error);
  if (text != NULL && *text != '\0' && stet_rest_is_as (field, "json"))
    {
      if (stet_json_scan (text, strlen (text), STET_JSON_BYTES_MAX, STET_JSON_DEPTH_MAX, error))
        inner = json_from_string (text, error);
      return inner != NULL ? blocks_from_json (inner, error) : NULL;
    }
  if (text == NULL || *text == '\0' || stet_rest_is_as (field, "text"))
    return blocks_from_text (text != NULL ? text : "");
  return stet_html_to_blocks (text, stet_random_system (), error);
}

static char *
known_hash (const char *file, gpointer data)
{
  return g_strdup (g_hash_table_lookup (((StetRestSite *) data)->hashes, file));
}

static char *
read_file (const Reading *reading)
{
  JsonNode *field;
  JsonNode *node = field_node (reading, "photo.file", &field);
  const char *at = stet_mapping_string (field, "id");
  g_autofree char *id = stet_pointer_text (node, at != NULL ? at : "");
  g_autofree char *hash = NULL;

  if (id == NULL || !stet_rest_is_as (field, "media"))
    return g_steal_pointer (&id);
  hash = joined_label (reading, field, id);
  if (hash == NULL)
    hash = g_strdup (g_hash_table_lookup (reading->site->hashes, id));
  return stet_file_is_sha256 (hash) ? g_steal_pointer (&hash) : NULL;
}

static char *
plain_text (const Reading *reading, const char *name)
{
  JsonNode *field;
  JsonNode *node = field_node (reading, name, &field);
  g_autofree char *text = node != NULL ? stet_pointer_text (node, "") : NULL;

  return text != NULL ? stet_text_clean (text) : NULL;
}

static char *
read_custom (const Reading *reading)
{
  g_autoptr (GList) names = stet_rest_mapped_names (reading->site->mapping);
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *custom = json_object_new ();
  GString *text = g_string_new (NULL);

  for (GList *l = names; l != NULL; l = l->next)
    {
      g_autofree char *value
          = g_str_has_prefix (l->data, "custom.") ? plain_text (reading, l->data) : NULL;

      if (value != NULL && *value != '\0')
        json_object_set_string_member (custom, (char *) l->data + strlen ("custom."), value);
    }
  json_node_take_object (node, custom);
  stet_json_append_sorted (text, node);
  return g_string_free (text, FALSE);
}

static StetTerm *
read_section (const Reading *reading)
{
  JsonNode *field;
  JsonNode *node = field_node (reading, "section", &field);

  return node != NULL ? read_term (reading, field, "section", node) : NULL;
}

StetArticle *
stet_rest_read_fields (StetRestSite *site, JsonNode *resource, JsonNode *root, const char *id,
                       GError **error)
{
  g_autoptr (GHashTable) proses
      = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) stet_prose_unref);
  Reading reading = { site, resource, root, proses };
  g_autoptr (GPtrArray) body = read_body (&reading, error);
  g_autoptr (GPtrArray) faq = read_faq (&reading);
  g_autoptr (GPtrArray) tags = read_terms (&reading, "tags", "tag");
  g_autoptr (GPtrArray) authors = read_terms (&reading, "authors", "author");
  g_autoptr (StetTerm) section = read_section (&reading);
  g_autofree char *language = plain_text (&reading, "language"),
                  *story = plain_text (&reading, "story");
  g_autofree char *original = plain_text (&reading, "translation_of"), *file = read_file (&reading);
  g_autofree char *custom = read_custom (&reading), *photo_id = stet_uuid_v5 (id, "photo");
  g_autoptr (StetPhoto) photo = NULL;
  g_autoptr (StetArticle) article = NULL;
  StetArticleFields made = { .id = id,
                             .body = body,
                             .faq_items = faq,
                             .tags = tags,
                             .authors = authors,
                             .section = section,
                             .custom = custom };

  if (body == NULL)
    return NULL;
  read_proses (&reading);
  photo = stet_photo_new (photo_id, file, g_hash_table_lookup (proses, "photo.caption"),
                          g_hash_table_lookup (proses, "photo.credit"),
                          g_hash_table_lookup (proses, "photo.alt"), NULL);
  made.story = stet_uuid_is_valid (story != NULL ? story : "") ? story : id;
  made.language = language != NULL && *language != '\0' ? language : "en";
  made.translation_of_id = original != NULL && *original != '\0' ? original : NULL;
  made.headline = g_hash_table_lookup (proses, "headline");
  made.dek = g_hash_table_lookup (proses, "dek");
  made.slug = g_hash_table_lookup (proses, "slug");
  made.faq_title = g_hash_table_lookup (proses, "faq.title");
  made.byline = g_hash_table_lookup (proses, "byline");
  made.author_box = g_hash_table_lookup (proses, "author_box");
  made.photo = stet_photo_is_empty (photo) ? NULL : photo;
  article = stet_article_new (&made);
  return stet_article_map_files (article, known_hash, site);
}

/* --- Stet's own document beside the fields --- */

typedef struct
{
  /* (owned) (nullable): the story, where the fields are still what was made of it */
  StetArticle *article;
  char *hash, *state;   /* (owned) (nullable) */
} Document;

static void
document_clear (Document *document)
{
  g_clear_pointer (&document->article, stet_article_unref);
  g_free (document->hash);
  g_free (document->state);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Document, document_clear)

static JsonNode *
document_node (const StetRestSite *site, JsonNode *resource)
{
  JsonNode *field = stet_mapping_field (site->mapping, "document");
  JsonNode *node
      = field != NULL ? stet_pointer_get (resource, stet_mapping_string (field, "at")) : NULL;
  g_autofree char *text
      = node != NULL && stet_rest_is_as (field, "json") ? stet_pointer_text (node, "") : NULL;

  if (node == NULL || !stet_rest_is_as (field, "json"))
    return node != NULL ? json_node_copy (node) : NULL;
  if (text == NULL
      || !stet_json_scan (text, strlen (text), STET_JSON_BYTES_MAX, STET_JSON_DEPTH_MAX, NULL))
    return NULL;
  return json_from_string (text, NULL);
}

static void
read_document (const StetRestSite *site, JsonNode *resource, Document *document)
{
  g_autoptr (JsonNode) node = document_node (site, resource);
  JsonNode *story = stet_pointer_get (node, "/article");
  g_autofree char *seen = stet_pointer_text (node, "/seen");
  g_autofree char *now = stet_rest_digest (site->mapping, resource, FALSE);

  document->hash = stet_pointer_text (node, "/hash");
  document->state = stet_pointer_text (node, "/state");
  if (story != NULL && g_strcmp0 (seen, now) == 0)
    document->article = stet_article_from_node (story, stet_random_system (), NULL);
}

/* --- the whole --- */

/* What stands in the answer as it is was looked at when the answer came in. */
static StetArticle *
read_whole (const StetRestSite *site, JsonNode *resource, GError **error)
{
  JsonNode *field = stet_mapping_field (site->mapping, "article");
  JsonNode *node = stet_pointer_get (resource, stet_mapping_string (field, "at"));
  g_autofree char *text
      = node != NULL && stet_rest_is_as (field, "json") ? stet_pointer_text (node, "") : NULL;

  if (node == NULL)
    return NULL;
  if (!stet_rest_is_as (field, "json"))
    return stet_article_from_node (node, stet_random_system (), error);
  return text != NULL ? stet_article_from_json (text, strlen (text), stet_random_system (), error)
                      : NULL;
}

/* The story's own id, or one made of the site's. */
static char *
story_id (const StetRestSite *site, JsonNode *resource, const char *remote)
{
  g_autofree char *own = stet_pointer_text (
      resource, stet_mapping_string (stet_mapping_node (site->mapping, "/article"), "id"));

  if (own != NULL && stet_uuid_is_valid (own))
    return g_steal_pointer (&own);
  return remote != NULL ? stet_uuid_for_remote (site->site_id, remote) : NULL;
}

static StetArticle *
read_story (StetRestSite *site, JsonNode *resource, JsonNode *root, Document *document,
            StetSiteArticle *got, GError **error)
{
  g_autofree char *id = NULL;
  StetArticle *article;

  if (stet_mapping_field (site->mapping, "article") != NULL)
    return read_whole (site, resource, error);
  id = story_id (site, resource, got->remote_id);
  if (id == NULL)
    {
      g_set_error_literal (error, STET_SITE_ERROR, STET_SITE_ERROR_MISMATCH,
                           "the answer names no story");
      return NULL;
    }
  if (stet_mapping_field (site->mapping, "document") != NULL)
    read_document (site, resource, document);
  if (document->article == NULL)
    return stet_rest_read_fields (site, resource, root, id, error);
  article = g_steal_pointer (&document->article);
  if (strcmp (stet_article_id (article), id) != 0) /* a copy made at the site */
    {
      g_autoptr (StetArticle) original = article;

      article = stet_article_with_ids (original, id, stet_article_fields (original)->story);
    }
  return article;
}

/* What the site calls it; where it has one name for several states, Stet's own word, as long as the
 * text is the same. */
static gboolean
read_state (const StetRestSite *site, JsonNode *resource, const Document *document,
            const char *hash, StetState *state)
{
  JsonNode *states = stet_mapping_node (site->mapping, "/states");
  const char *at = stet_mapping_string (stet_mapping_node (site->mapping, "/article"), "state");
  g_autofree char *theirs = stet_pointer_text (resource, at);
  g_autofree char *pointer
      = document->state != NULL ? g_strconcat ("/", document->state, NULL) : NULL;
  g_autofree char *word = pointer != NULL ? stet_pointer_text (states, pointer) : NULL;
  StetState own;

  if (!stet_rest_read_state (site->mapping, theirs, state))
    return FALSE;
  if (g_strcmp0 (word, theirs) == 0 && g_strcmp0 (document->hash, hash) == 0
      && stet_state_parse (document->state, &own))
    *state = own;
  return TRUE;
}

static char *
read_version (const StetRestSite *site, JsonNode *resource, const char *said)
{
  JsonNode *article = stet_mapping_node (site->mapping, "/article");
  g_autofree char *text = stet_pointer_text (resource, stet_mapping_string (article, "version"));
  g_autofree char *state = NULL;
  g_autofree char *sum = NULL;

  if (stet_mapping_string (article, "version_header") != NULL)
    return stet_site_is_strong_etag (said) ? g_strdup (said) : NULL;
  if (stet_mapping_string (article, "version") != NULL)
    return stet_rest_version (text);
  state = stet_pointer_text (resource, stet_mapping_string (article, "state"));
  sum = stet_rest_digest (site->mapping, resource, TRUE);
  return g_strdup_printf ("\"seen-%s-%s\"", state, sum); /* the site counts nothing */
}

/* One that can't be read counts as missing, as everything does where the mapping is not strict. */
static gboolean
read_review (const StetSaid *said, const char *pointer, StetSiteArticle *got, GError **error)
{
  JsonNode *node = stet_pointer_get (said->node, pointer);
  g_autoptr (GError) local = NULL;

  if (node != NULL)
    got->review = stet_review_from_node (node, &local);
  if (local == NULL || !said->strict)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static void
read_beside (StetRestSite *site, StetSaid *said, const char *hash, StetSiteArticle *got)
{
  JsonNode *article = stet_mapping_node (site->mapping, "/article");
  const char *live_at = stet_mapping_string (article, "live_hash");
  g_autofree char *url = stet_said_text (said, stet_mapping_string (article, "url"));

  got->author = stet_said_label (said, stet_mapping_string (article, "author"));
  if (live_at != NULL)
    got->live_hash = stet_said_text (said, live_at);
  else if (got->state == STET_STATE_PUBLISHED)
    got->live_hash = g_strdup (hash);
  if (live_at != NULL || got->live_hash != NULL)
    {
      got->url = stet_rest_address (site, url);
      got->published_us = stet_said_time_us (said, stet_mapping_string (article, "published"));
    }
  if (live_at != NULL || got->state == STET_STATE_SCHEDULED)
    got->scheduled_us = stet_said_time_us (said, stet_mapping_string (article, "scheduled"));
}

static void G_GNUC_PRINTF (2, 3)
mismatch (GError **error, const char *format, ...)
{
  g_autofree char *message = NULL;
  va_list values;

  va_start (values, format);
  message = g_strdup_vprintf (format, values);
  va_end (values);
  g_set_error_literal (error, STET_SITE_ERROR, STET_SITE_ERROR_MISMATCH, message);
}

/* A hash costs about as much as reading the story: made only where it says what is live, or whether
 * Stet's own document is still true. */
static gboolean
asks_for_hash (const StetMapping *mapping)
{
  return stet_mapping_node (mapping, "/article/live_hash") == NULL
         || stet_mapping_field (mapping, "document") != NULL;
}

StetSiteArticle *
stet_rest_read (StetRestSite *site, JsonNode *resource, JsonNode *root, const char *version,
                GError **error)
{
  g_autoptr (StetSiteArticle) got = g_new0 (StetSiteArticle, 1);
  g_auto (Document) document = { NULL };
  g_autoptr (GError) local = NULL;
  g_autofree char *hash = NULL;
  StetSaid said = stet_said_begin (site->mapping, resource);
  JsonNode *mapped = stet_mapping_node (site->mapping, "/article");
  gboolean transition_only;

  if (resource == NULL || !JSON_NODE_HOLDS_OBJECT (resource))
    {
      mismatch (error, "The answer holds no story where the mapping says it stands");
      return NULL;
    }
  got->remote_id = stet_pointer_text (resource, stet_mapping_string (mapped, "remote_id"));
  got->article = read_story (site, resource, root, &document, got, &local);
  transition_only = local == NULL && got->article == NULL; /* the site may leave the story out */
  if (local != NULL || !read_review (&said, stet_mapping_string (mapped, "review"), got, &local))
    {
      mismatch (error, "The story in the answer can’t be read: %s", local->message);
      return NULL;
    }
  if (got->article != NULL && asks_for_hash (site->mapping))
    hash = stet_article_hash (got->article, (const char *const *) site->public_custom);
  got->version = read_version (site, resource, version);
  if (got->version == NULL)
    mismatch (error, "The answer carries no version where the mapping says it stands");
  else if (!read_state (site, resource, &document, hash, &got->state))
    mismatch (error, "The answer names no state that the mapping knows");
  else
    {
      read_beside (site, &said, hash, got);
      if (!stet_said_check (&said, error))
        return NULL;
      if (!transition_only && got->remote_id != NULL)
        g_hash_table_replace (site->stories, g_strdup (stet_article_id (got->article)),
                              g_strdup (got->remote_id));
      return g_steal_pointer (&got);
    }
  return NULL;
}

StetSiteArticle *
stet_rest_read_answer (StetRestSite *site, const StetRestAnswer *answer, GError **error)
{
  JsonNode *article = stet_mapping_node (site->mapping, "/article");
  const char *at = stet_mapping_string (article, "at");
  const char *header = stet_mapping_string (article, "version_header");
  const char *version = header != NULL && answer->reply != NULL
                            ? stet_http_reply_header (answer->reply, header) : NULL;

  return stet_rest_read (site, stet_pointer_get (answer->root, at != NULL ? at : ""), answer->root,
                         version, error);
}
