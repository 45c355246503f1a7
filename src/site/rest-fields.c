/* A story into a site's own fields. Layer: site. */
#include "config.h"

#include "site/rest-private.h"

#include "article/format.h"
#include "article/json.h"
#include "base/clock.h"
#include "base/json-scan.h"
#include "base/limits.h"
#include "base/text.h"
#include "site/rest-pointer.h"
#include "site/rest-template.h"

#include <string.h>

#define DIGEST_CHARS 32

/* --- what was seen of terms and pictures --- */

char *
stet_rest_term_key (const char *kind, const char *label)
{
  g_autofree char *folded = stet_text_fold (label);

  return g_strconcat (kind, "\n", folded, NULL);
}

void
stet_rest_note_term (StetRestSite *site, const char *kind, const char *label, const char *id)
{
  g_hash_table_replace (site->terms, stet_rest_term_key (kind, label), g_strdup (id));
  g_hash_table_replace (site->labels, g_strconcat (kind, "\n", id, NULL), g_strdup (label));
}

void
stet_rest_note_picture (StetRestSite *site, const char *sha256, const char *id, const char *url)
{
  StetRestPicture *picture = g_new0 (StetRestPicture, 1);

  picture->id = g_strdup (id);
  picture->url = g_strdup (url);
  g_hash_table_replace (site->pictures, g_strdup (sha256), picture);
  if (id != NULL)
    g_hash_table_replace (site->hashes, g_strdup (id), g_strdup (sha256));
  if (url != NULL)
    g_hash_table_replace (site->hashes, g_strdup (url), g_strdup (sha256));
}

/* --- names --- */

static const StetRestField fields[] = {
  { "language", STET_REST_PLAIN, NULL },
  { "story", STET_REST_PLAIN, NULL },
  { "translation_of", STET_REST_PLAIN, NULL },
  { "headline", STET_REST_TEXT, NULL },
  { "dek", STET_REST_TEXT, NULL },
  { "section", STET_REST_TERM, "section" },
  { "slug", STET_REST_TEXT, NULL },
  { "photo.file", STET_REST_FILE, NULL },
  { "photo.caption", STET_REST_TEXT, NULL },
  { "photo.credit", STET_REST_TEXT, NULL },
  { "photo.alt", STET_REST_TEXT, NULL },
  { "body", STET_REST_BODY, NULL },
  { "faq.title", STET_REST_TEXT, NULL },
  { "faq.items", STET_REST_FAQ, NULL },
  { "tags", STET_REST_TERMS, "tag" },
  { "byline", STET_REST_TEXT, NULL },
  { "authors", STET_REST_TERMS, "author" },
  { "author_box", STET_REST_TEXT, NULL },
};

const StetRestField *
stet_rest_fields (guint *n_fields)
{
  *n_fields = G_N_ELEMENTS (fields);
  return fields;
}

static StetRestKind
kind_of (const char *name, const char **terms)
{
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    if (strcmp (fields[i].name, name) == 0)
      {
        *terms = fields[i].terms;
        return fields[i].kind;
      }
  *terms = NULL;
  return STET_REST_PLAIN; /* custom.NAME */
}

gboolean
stet_rest_is_as (JsonNode *field, const char *way)
{
  return g_strcmp0 (stet_mapping_string (field, "as"), way) == 0;
}

static gboolean
is_readonly (JsonNode *field)
{
  return stet_mapping_truth (field, "readonly");
}

GList *
stet_rest_mapped_names (const StetMapping *mapping)
{
  GList *names
      = json_object_get_members (json_node_get_object (stet_mapping_node (mapping, "/fields")));
  GList *next;

  for (GList *l = names; l != NULL; l = next)
    {
      next = l->next;
      if (g_str_equal (l->data, "article") || g_str_equal (l->data, "document"))
        names = g_list_delete_link (names, l);
    }
  return g_list_sort (names, (GCompareFunc) strcmp);
}

/* --- the raw values, for the digest that tells whether they are still what Stet sent --- */

static void
append_text (GString *out, JsonNode *node, const char *pointer)
{
  g_autofree char *text = stet_pointer_text (node, pointer != NULL ? pointer : "");

  g_string_append (out, text != NULL ? text : "");
  g_string_append_c (out, '\1');
}

static void
append_items (GString *out, JsonNode *field, JsonNode *node)
{
  const char *id = stet_mapping_string (field, stet_rest_is_as (field, "id") ? "id" : "label");
  const char *question = stet_mapping_string (field, "question");

  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    return;
  for (guint i = 0; i < json_array_get_length (json_node_get_array (node)); i++)
    {
      JsonNode *item = json_array_get_element (json_node_get_array (node), i);

      append_text (out, item, question != NULL ? question : id);
      if (question != NULL)
        append_text (out, item, stet_mapping_string (field, "answer"));
    }
}

static void
append_value (GString *out, const char *name, JsonNode *field, JsonNode *node)
{
  const char *terms;
  StetRestKind kind = kind_of (name, &terms);

  if (kind == STET_REST_TERMS || kind == STET_REST_FAQ)
    append_items (out, field, node);
  else if (kind == STET_REST_TERM)
    append_text (out, node,
                 stet_mapping_string (field, stet_rest_is_as (field, "id") ? "id" : "label"));
  else if (kind == STET_REST_FILE)
    append_text (out, node, stet_mapping_string (field, "id"));
  else if (stet_rest_is_as (field, "blocks") && node != NULL)
    stet_json_append_sorted (out, node);
  else
    append_text (out, node, NULL);
}

char *
stet_rest_digest (const StetMapping *mapping, JsonNode *resource, gboolean all)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GList) names = stet_rest_mapped_names (mapping);
  g_autofree char *sum = NULL;

  for (GList *l = names; l != NULL; l = l->next)
    {
      JsonNode *field = stet_mapping_field (mapping, l->data);

      if (is_readonly (field) && !all)
        continue;
      g_string_append_printf (text, "\n%s=", (char *) l->data);
      append_value (text, l->data, field,
                    stet_pointer_get (resource, stet_mapping_string (field, "at")));
    }
  sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, text->str, (gssize) text->len);
  return g_strndup (sum, DIGEST_CHARS);
}

/* --- writing --- */

static JsonNode *
text_node (const char *text)
{
  return json_node_init_string (json_node_alloc (), text != NULL ? text : "");
}

static StetProse *
prose_of (const StetArticleFields *story, const char *name)
{
  const struct { const char *name; StetProse *prose; } proses[] = {
    { "headline", story->headline },
    { "dek", story->dek },
    { "slug", story->slug },
    { "faq.title", story->faq_title },
    { "byline", story->byline },
    { "author_box", story->author_box },
    { "photo.caption", stet_photo_caption (story->photo) },
    { "photo.credit", stet_photo_credit (story->photo) },
    { "photo.alt", stet_photo_alt (story->photo) },
  };

  for (guint i = 0; i < G_N_ELEMENTS (proses); i++)
    if (strcmp (proses[i].name, name) == 0)
      return proses[i].prose;
  return NULL;
}

static char *
custom_text (const StetArticleFields *story, const char *name)
{
  g_autoptr (JsonNode) custom = json_from_string (story->custom, NULL);
  JsonNode *value
      = custom != NULL && JSON_NODE_HOLDS_OBJECT (custom)
            ? json_object_get_member (json_node_get_object (custom), name + strlen ("custom."))
            : NULL;

  return value != NULL ? stet_pointer_text (value, "") : NULL;
}

static JsonNode *
write_plain (const StetArticleFields *story, const char *name)
{
  g_autofree char *custom = NULL;

  if (strcmp (name, "language") == 0)
    return text_node (story->language);
  if (strcmp (name, "story") == 0)
    return text_node (story->story);
  if (strcmp (name, "translation_of") == 0)
    return text_node (story->translation_of_id);
  custom = custom_text (story, name);
  return text_node (custom);
}

static JsonNode *
write_prose (StetProse *prose, gboolean html)
{
  g_autofree char *text = html ? stet_prose_to_html (prose) : NULL;

  return text_node (html ? text : stet_prose_text (prose));
}

static char *
blocks_text (GPtrArray *body)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < body->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? "\n\n" : "",
                            stet_prose_text (stet_block_prose (body->pdata[i])));
  return g_string_free (text, FALSE);
}

static JsonNode *
body_json (StetArticle *article)
{
  g_autofree char *text = stet_article_to_json (article);
  g_autoptr (JsonNode) root = json_from_string (text, NULL);

  return json_node_copy (json_object_get_member (json_node_get_object (root), "body"));
}

/* A picture in a page stands there by its address at the site. */
static char *
picture_address (const char *file, gpointer data)
{
  const StetRestPicture *picture = g_hash_table_lookup (((StetRestSite *) data)->pictures, file);

  return picture != NULL && picture->url != NULL ? g_strdup (picture->url) : NULL;
}

static JsonNode *
write_body (StetRestSite *site, JsonNode *field, StetArticle *article)
{
  g_autofree char *text = NULL;

  if (stet_rest_is_as (field, "blocks"))
    return body_json (article);
  if (stet_rest_is_as (field, "json"))
    {
      g_autoptr (JsonNode) body = body_json (article);

      text = json_to_string (body, FALSE);
    }
  else if (stet_rest_is_as (field, "text"))
    text = blocks_text (stet_article_fields (article)->body);
  else
    {
      g_autoptr (StetArticle) placed = stet_article_map_files (article, picture_address, site);

      text = stet_blocks_to_html (stet_article_fields (placed)->body);
    }
  return text_node (text);
}

/* One item by its template, or the value alone. */
static JsonNode *
write_item (JsonNode *field, GHashTable *values, const char *alone)
{
  JsonNode *template = json_object_get_member (json_node_get_object (field), "item");

  if (template != NULL)
    return stet_template_json (template, values);
  return json_node_copy (g_hash_table_lookup (values, alone));
}

static JsonNode *
write_term (StetRestSite *site, JsonNode *field, const char *kind, StetTerm *term)
{
  g_autoptr (GHashTable) values = stet_values_new ();
  g_autofree char *key = stet_rest_term_key (kind, stet_term_label (term));
  const char *known = g_hash_table_lookup (site->terms, key);
  const char *id = known != NULL ? known : stet_term_id (term);

  stet_values_text (values, "label", stet_term_label (term));
  stet_values_text (values, "id", id != NULL ? id : "");
  return write_item (field, values, stet_rest_is_as (field, "id") ? "id" : "label");
}

static JsonNode *
write_terms (StetRestSite *site, JsonNode *field, const char *kind, GPtrArray *terms)
{
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < terms->len; i++)
    json_array_add_element (array, write_term (site, field, kind, terms->pdata[i]));
  json_node_take_array (node, array);
  return node;
}

static JsonNode *
write_faq (JsonNode *field, GPtrArray *items)
{
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);
  JsonArray *array = json_array_new ();
  gboolean html = stet_rest_is_as (field, "html");

  for (guint i = 0; i < items->len; i++)
    {
      g_autoptr (GHashTable) values = stet_values_new ();
      JsonNode *template = json_object_get_member (json_node_get_object (field), "item");
      JsonNode *item;

      stet_values_node (values, "question",
                        write_prose (stet_faq_item_question (items->pdata[i]), FALSE));
      stet_values_node (values, "answer",
                        write_prose (stet_faq_item_answer (items->pdata[i]), html));
      item = template != NULL ? stet_template_json (template, values)
                              : json_node_new (JSON_NODE_OBJECT);
      if (template == NULL)
        {
          json_node_take_object (item, json_object_new ());
          stet_pointer_set (item, stet_mapping_string (field, "question"),
                            json_node_copy (g_hash_table_lookup (values, "question")));
          stet_pointer_set (item, stet_mapping_string (field, "answer"),
                            json_node_copy (g_hash_table_lookup (values, "answer")));
        }
      json_array_add_element (array, item);
    }
  json_node_take_array (node, array);
  return node;
}

static JsonNode *
write_file (StetRestSite *site, JsonNode *field, const char *file)
{
  const StetRestPicture *picture = g_hash_table_lookup (site->pictures, file);
  gboolean media = stet_rest_is_as (field, "media");
  g_autoptr (GHashTable) values = stet_values_new ();

  if (*file == '\0' || (media && (picture == NULL || picture->id == NULL)))
    return media || json_object_has_member (json_node_get_object (field), "item")
               ? json_node_init_null (json_node_alloc ())
               : text_node ("");
  stet_values_text (values, "id", media ? picture->id : file);
  return write_item (field, values, "id");
}

static JsonNode *
write_value (StetRestSite *site, const char *name, JsonNode *field, StetArticle *article)
{
  const StetArticleFields *story = stet_article_fields (article);
  const char *terms;

  switch (kind_of (name, &terms))
    {
    case STET_REST_TEXT:
      return write_prose (prose_of (story, name), stet_rest_is_as (field, "html"));
    case STET_REST_BODY:
      return write_body (site, field, article);
    case STET_REST_FILE:
      return write_file (site, field, stet_photo_file (story->photo));
    case STET_REST_FAQ:
      return write_faq (field, story->faq_items);
    case STET_REST_TERM:
      return story->section != NULL ? write_term (site, field, terms, story->section)
                                    : json_node_init_null (json_node_alloc ());
    case STET_REST_TERMS:
      return write_terms (site, field, terms,
                          strcmp (name, "tags") == 0 ? story->tags : story->authors);
    case STET_REST_PLAIN:
    default:
      return write_plain (story, name);
    }
}

JsonNode *
stet_rest_document (const StetRestSite *site, StetArticle *article, StetState state,
                    JsonNode *resource)
{
  JsonNode *field = stet_mapping_field (site->mapping, "document");
  g_autofree char *story = stet_article_to_json (article);
  g_autofree char *hash = stet_article_hash (article, (const char *const *) site->public_custom);
  g_autofree char *seen = stet_rest_digest (site->mapping, resource, FALSE);
  g_autofree char *json
      = g_strdup_printf ("{\"article\":%s,\"hash\":\"%s\",\"seen\":\"%s\",\"state\":\"%s\"}", story,
                         hash, seen, stet_state_name (state));

  return stet_rest_is_as (field, "object") ? json_from_string (json, NULL) : text_node (json);
}

/* --- putting, held against reading --- */

/* The first field that would come back as another; (static) (nullable) */
static const char *
differing_field (StetArticle *sent, StetArticle *back)
{
  const StetArticleFields *a = stet_article_fields (sent);
  const StetArticleFields *b = stet_article_fields (back);

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      StetProse *ours = fields[i].kind == STET_REST_TEXT ? prose_of (a, fields[i].name) : NULL;

      if (ours != NULL && !stet_prose_equal (ours, prose_of (b, fields[i].name)))
        return fields[i].name;
    }
  if (strcmp (stet_photo_file (a->photo), stet_photo_file (b->photo)) != 0)
    return "photo.file";
  if (a->tags->len != b->tags->len)
    return "tags";
  if (a->faq_items->len != b->faq_items->len)
    return "faq.items";
  if ((a->section == NULL) != (b->section == NULL))
    return "section";
  return "body";
}

/* Without a document, what would not come back as it is is refused before it is sent. */
static gboolean
can_hold (StetRestJob *job, JsonNode *resource, GError **error)
{
  StetRestSite *site = job->site;
  const char *const *custom = (const char *const *) site->public_custom;
  g_autoptr (GError) local = NULL;
  g_autoptr (StetArticle) back = NULL;
  g_autofree char *hash = NULL, *back_hash = NULL;

  if (stet_mapping_field (site->mapping, "document") != NULL)
    return TRUE;
  back = stet_rest_read_fields (site, resource, resource, stet_article_id (job->base.article),
                                &local);
  hash = stet_article_hash (job->base.article, custom);
  back_hash = back != NULL ? stet_article_hash (back, custom) : NULL;
  if (g_strcmp0 (hash, back_hash) == 0)
    return TRUE;
  g_set_error (error, STET_SITE_ERROR, STET_SITE_ERROR_INVALID,
               "The mapping has no place for all of the story’s field “%s”",
               back != NULL ? differing_field (job->base.article, back) : "body");
  return FALSE;
}

static gboolean
put (JsonNode *resource, const char *name, JsonNode *field, JsonNode *value, GError **error)
{
  if (stet_pointer_set (resource, stet_mapping_string (field, "at"), value))
    return TRUE;
  g_set_error (error, STET_SITE_ERROR, STET_SITE_ERROR_INVALID,
               "The field “%s” can’t be written where the mapping says", name);
  return FALSE;
}

gboolean
stet_rest_put_fields (StetRestJob *job, JsonNode *body, const char *pointer, GError **error)
{
  StetRestSite *site = job->site;
  g_autoptr (GList) names = stet_rest_mapped_names (site->mapping);
  JsonNode *resource = stet_pointer_get (body, pointer);
  JsonNode *document = stet_mapping_field (site->mapping, "document");

  if (resource == NULL || !JSON_NODE_HOLDS_OBJECT (resource))
    {
      g_set_error (error, STET_SITE_ERROR, STET_SITE_ERROR_INVALID,
                   "The body has no object at “%s” for the story’s fields", pointer);
      return FALSE;
    }
  for (GList *l = names; l != NULL; l = l->next)
    {
      JsonNode *field = stet_mapping_field (site->mapping, l->data);

      if (!is_readonly (field)
          && !put (resource, l->data, field, write_value (site, l->data, field, job->base.article),
                   error))
        return FALSE;
    }
  if (!can_hold (job, resource, error))
    return FALSE;
  return document == NULL
         || put (resource, "document", document,
                 stet_rest_document (site, job->base.article, job->base.to, resource), error);
}
