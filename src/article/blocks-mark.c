/* The mark: a block that shows nothing and holds what WordPress has no place for. Layer: article.
 * Any thread.
 * Form: <!-- wp:stet/article {"uid":"stet-UUID","author":"7","data":"…"} /-->, where `data` is a
 * JSON object with what must not stand in a block's attribute percent-encoded, and `author` (may be
 * missing) the number of the post's author at that time. */
#include "config.h"

#include "article/blocks-private.h"

#include "base/json-scan.h"

#include <string.h>

#define PRINT_CHARS 12
#define UID_PREFIX "stet-"
#define MARK_BEGIN "<!-- wp:stet/article {\"uid\":\"" UID_PREFIX
#define AUTHOR_BEGIN "\",\"author\":\""
#define NUMBER_CHARS_MAX 18

char *
stet_blocks_search_key (const char *article_id)
{
  return g_strconcat (UID_PREFIX, article_id, NULL);
}

void
stet_blocks_mark_clear (StetBlocksMark *mark)
{
  g_clear_pointer (&mark->state_hash, g_free);
}

void
stet_blocks_kept_clear (StetBlocksKept *kept)
{
  stet_blocks_mark_clear (&kept->beside);
  g_clear_pointer (&kept->rest, stet_article_unref);
  g_clear_pointer (&kept->files, g_hash_table_unref);
  g_clear_pointer (&kept->featured, g_free);
  g_clear_pointer (&kept->author, g_free);
  g_clear_pointer (&kept->ids, g_strfreev);
}

/* --- the ids of blocks --- */

/* What tells a block from others of the story, whatever its id. */
static char *
print_of (StetBlock *block)
{
  g_autoptr (GPtrArray) body = g_ptr_array_new ();
  StetArticleFields fields
      = { .id = STET_BLOCKS_NO_ID, .story = STET_BLOCKS_NO_ID, .language = "", .body = body };
  g_autoptr (StetArticle) alone = NULL;
  char *hash;

  g_ptr_array_add (body, block);
  alone = stet_article_new (&fields);
  hash = stet_article_hash (alone, NULL);
  hash[PRINT_CHARS] = '\0';
  return hash;
}

static void
append_ids (GString *json, const StetArticle *article)
{
  g_string_append (json, ",\"blocks\":[");
  for (guint i = 0; i < stet_article_n_blocks (article); i++)
    {
      StetBlock *block = stet_article_block (article, i);
      const StetPhoto *photo = stet_block_fields (block)->photo;
      g_autofree char *print = print_of (block);
      g_autofree char *line = g_strjoin (
          " ", print, stet_block_id (block),
          stet_block_type (block) == STET_BLOCK_IMAGE ? stet_photo_id (photo) : NULL, NULL);

      if (i > 0)
        g_string_append_c (json, ',');
      stet_json_append_string (json, line);
    }
  g_string_append_c (json, ']');
}

static StetBlock *
with_ids (StetBlock *block, const char *id, const char *photo_id)
{
  StetBlockFields fields = *stet_block_fields (block);
  g_autoptr (StetPhoto) photo = NULL;

  fields.id = id;
  if (fields.type == STET_BLOCK_IMAGE && photo_id != NULL)
    fields.photo = photo
        = stet_photo_new (photo_id, stet_photo_file (fields.photo),
                          stet_photo_caption (fields.photo), stet_photo_credit (fields.photo),
                          stet_photo_alt (fields.photo), stet_photo_extra (fields.photo));
  return stet_block_new (&fields);
}

/* Which of the known ids each block of the body has: first those with the same content, in order;
 * then what is between two of them, one by one. */
static int *
match_ids (char **prints, guint n_blocks, char **ids, guint n_ids)
{
  int *match = g_new (int, n_blocks + 1);
  guint next = 0;

  for (guint b = 0; b < n_blocks; b++)
    {
      match[b] = -1;
      for (guint i = next; i < n_ids; i++)
        if (strncmp (ids[i], prints[b], PRINT_CHARS) == 0)
          {
            match[b] = (int) i;
            next = i + 1;
            break;
          }
    }
  for (guint b = 0; b < n_blocks; b++)
    {
      int before = b > 0 ? match[b - 1] : -1;
      int after = (int) n_ids;

      if (match[b] >= 0 || (b > 0 && before < 0))
        continue;
      for (guint c = b + 1; c < n_blocks && after == (int) n_ids; c++)
        if (match[c] >= 0)
          after = match[c];
      if (before + 1 < after)
        match[b] = before + 1;
    }
  return match;
}

GPtrArray *
stet_blocks_give_ids (GPtrArray *body, char **ids, const char *article_id)
{
  GPtrArray *named = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_block_unref);
  guint n_ids = ids != NULL ? g_strv_length (ids) : 0;
  g_auto (GStrv) prints = g_new0 (char *, body->len + 1);
  g_autofree int *match = NULL;
  g_autoptr (GHashTable) used = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint b = 0; b < body->len; b++)
    prints[b] = print_of (body->pdata[b]);
  match = match_ids (prints, body->len, ids, n_ids);
  for (guint b = 0; b < body->len; b++)
    {
      g_auto (GStrv) parts = match[b] >= 0 ? g_strsplit (ids[match[b]], " ", 3) : NULL;
      gboolean known = parts != NULL && g_strv_length (parts) >= 2 && stet_uuid_is_valid (parts[1]);
      g_autofree char *name = g_strdup_printf ("%s %u", prints[b], b);
      g_autofree char *id = known ? g_strdup (parts[1]) : stet_uuid_v5 (article_id, name);

      if (g_hash_table_contains (used, id))
        {
          g_free (id);
          id = stet_uuid_v5 (article_id, name);
        }
      g_ptr_array_add (named,
                       with_ids (body->pdata[b], id, known && parts[2] != NULL ? parts[2] : id));
      g_hash_table_add (used, g_steal_pointer (&id));
    }
  return named;
}

/* --- writing --- */

/* The story without what stands in blocks of the content. */
static StetArticle *
rest_of (const StetArticle *article)
{
  StetArticleFields fields = *stet_article_fields (article);

  fields.body = NULL;
  fields.faq_title = NULL;
  fields.faq_items = NULL;
  return stet_article_new (&fields);
}

static void
append_file (GString *json, const StetPhoto *photo, const StetBlocksWriting *with, gboolean *first)
{
  StetBlocksPicture picture = { NULL, NULL };

  if (with == NULL || with->find_picture == NULL
      || !with->find_picture (stet_photo_file (photo), &picture, with->data))
    return;
  if (!*first)
    g_string_append_c (json, ',');
  *first = FALSE;
  stet_json_append_string (json, picture.id);
  g_string_append_c (json, ':');
  stet_json_append_string (json, stet_photo_file (photo));
}

static void
append_files (GString *json, const StetArticle *article, const StetBlocksWriting *with)
{
  const StetArticleFields *fields = stet_article_fields (article);
  StetBlocksPicture featured = { NULL, NULL };
  gboolean first = TRUE;

  g_string_append (json, ",\"files\":{");
  for (guint i = 0; i < fields->body->len; i++)
    if (stet_block_type (fields->body->pdata[i]) == STET_BLOCK_IMAGE)
      append_file (json, stet_block_fields (fields->body->pdata[i])->photo, with, &first);
  g_string_append_c (json, '}');
  if (with != NULL && with->find_picture != NULL
      && with->find_picture (stet_photo_file (fields->photo), &featured, with->data))
    {
      g_string_append (json, ",\"featured\":");
      stet_json_append_string (json, featured.id);
    }
}

static void
append_state (GString *json, StetState state, const char *state_hash)
{
  g_string_append (json, "{\"state\":");
  stet_json_append_string (json, stet_state_name (state));
  if (state_hash != NULL)
    {
      g_string_append (json, ",\"for\":");
      stet_json_append_string (json, state_hash);
    }
}

static gboolean
is_number (const char *text)
{
  gsize digits = text != NULL ? strspn (text, "0123456789") : 0;

  return digits > 0 && digits <= NUMBER_CHARS_MAX && text[digits] == '\0' && text[0] != '0';
}

static void
append_block (GString *out, const char *uid, const char *author, const char *json)
{
  g_autofree char *data = stet_blocks_encode (json);

  g_string_append_printf (out, "<!-- wp:stet/article {\"uid\":\"%s", uid);
  if (is_number (author))
    g_string_append_printf (out, AUTHOR_BEGIN "%s", author);
  g_string_append_printf (out, "\",\"data\":\"%s\"} /-->", data);
}

void
stet_blocks_append_mark (GString *out, const StetArticle *article, const StetBlocksWriting *with)
{
  g_autoptr (StetArticle) rest = rest_of (article);
  g_autofree char *rest_json = stet_article_to_json (rest);
  g_autofree char *uid = stet_blocks_search_key (stet_article_id (article));
  g_autoptr (GString) json = g_string_new (NULL);

  append_state (json, with != NULL ? with->state : STET_STATE_DRAFT,
                with != NULL ? with->state_hash : NULL);
  g_string_append_printf (json, ",\"article\":%s", rest_json);
  append_ids (json, article);
  append_files (json, article, with);
  g_string_append_c (json, '}');
  append_block (out, uid, with != NULL ? with->author_id : NULL, json->str);
}

/* --- reading --- */

static JsonObject *
parse_data (const StetBlocksPiece *piece)
{
  g_autofree char *data
      = g_strcmp0 (piece->name, "stet/article") == 0 ? stet_blocks_attribute (piece, "data") : NULL;
  g_autofree char *json = data != NULL ? stet_blocks_decode (data) : NULL;
  g_autoptr (JsonNode) node
      = json != NULL ? stet_json_parse_foreign (json, strlen (json), NULL) : NULL;

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_dup_object (node) : NULL;
}

static char *
dup_text (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && json_node_get_value_type (node) == G_TYPE_STRING
             ? json_node_dup_string (node)
             : NULL;
}

static void
read_files (JsonObject *object, GHashTable *files)
{
  JsonNode *node = json_object_get_member (object, "files");
  g_autoptr (GList) names = node != NULL && JSON_NODE_HOLDS_OBJECT (node)
                              ? json_object_get_members (json_node_get_object (node)) : NULL;

  for (GList *l = names; l != NULL; l = l->next)
    {
      char *file = dup_text (json_node_get_object (node), l->data);

      if (file != NULL)
        g_hash_table_replace (files, g_strdup (l->data), file);
    }
}

static char **
read_ids (JsonObject *object)
{
  JsonNode *node = json_object_get_member (object, "blocks");
  JsonArray *array
      = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; array != NULL && i < json_array_get_length (array) && i < STET_BLOCKS_MAX; i++)
    {
      JsonNode *element = json_array_get_element (array, i);

      g_strv_builder_add (builder, json_node_get_value_type (element) == G_TYPE_STRING
                                       ? json_node_get_string (element)
                                       : "");
    }
  return g_strv_builder_end (builder);
}

static StetArticle *
read_rest (JsonObject *object)
{
  JsonNode *node = json_object_get_member (object, "article");
  g_autoptr (GString) json = g_string_new (NULL);

  if (node == NULL)
    return NULL;
  stet_json_append_node (json, node, STET_JSON_AS_IS);
  return stet_article_from_json (json->str, json->len, stet_random_system (), NULL);
}

gboolean
stet_blocks_read_mark (const StetBlocksPiece *piece, StetBlocksKept *kept)
{
  g_autoptr (JsonObject) object = parse_data (piece);
  g_autofree char *state = object != NULL ? dup_text (object, "state") : NULL;
  g_autoptr (StetArticle) rest = object != NULL ? read_rest (object) : NULL;

  if (rest == NULL || kept->rest != NULL || !stet_uuid_is_valid (stet_article_id (rest)))
    return FALSE;
  kept->rest = g_steal_pointer (&rest);
  kept->beside.found = TRUE;
  if (state != NULL)
    stet_state_parse (state, &kept->beside.state);
  kept->beside.state_hash = dup_text (object, "for");
  kept->featured = dup_text (object, "featured");
  kept->author = stet_blocks_attribute (piece, "author");
  kept->files = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  read_files (object, kept->files);
  kept->ids = read_ids (object);
  return TRUE;
}

/* --- the post's author --- */

char *
stet_blocks_marked_author (const char *content)
{
  const char *mark = content != NULL ? strstr (content, MARK_BEGIN) : NULL;
  const char *end = mark != NULL ? strchr (mark + strlen (MARK_BEGIN), '"') : NULL;
  g_autofree char *author = NULL;

  if (end == NULL || !g_str_has_prefix (end, AUTHOR_BEGIN))
    return NULL;
  end += strlen (AUTHOR_BEGIN);
  author = g_strndup (end, strcspn (end, "\""));
  return is_number (author) ? g_steal_pointer (&author) : NULL;
}

StetTerm *
stet_blocks_account_author (GPtrArray *authors)
{
  for (guint i = 0; authors != NULL && i < authors->len; i++)
    if (is_number (stet_term_id (authors->pdata[i])))
      return authors->pdata[i];
  return NULL;
}

/* --- another state --- */

static char *
with_state (const StetBlocksPiece *piece, StetState state, const char *state_hash)
{
  g_autoptr (JsonObject) object = parse_data (piece);
  g_autofree char *uid = stet_blocks_attribute (piece, "uid");
  g_autofree char *author = stet_blocks_attribute (piece, "author");
  g_autoptr (GString) json = g_string_new (NULL);
  g_autoptr (GPtrArray) names = object != NULL ? stet_json_sorted_names (object) : NULL;
  GString *out;

  if (object == NULL || uid == NULL)
    return NULL;
  append_state (json, state, state_hash);
  for (guint i = 0; i < names->len; i++)
    if (!g_str_equal (names->pdata[i], "state") && !g_str_equal (names->pdata[i], "for"))
      {
        g_string_append_c (json, ',');
        stet_json_append_string (json, names->pdata[i]);
        g_string_append_c (json, ':');
        stet_json_append_node (json, json_object_get_member (object, names->pdata[i]),
                               STET_JSON_AS_IS);
      }
  g_string_append_c (json, '}');
  out = g_string_new (NULL);
  append_block (out, uid, author, json->str);
  return g_string_free (out, FALSE);
}

char *
stet_blocks_set_state (const char *content, StetState state, const char *state_hash)
{
  g_autoptr (GPtrArray) pieces = stet_blocks_scan (content, NULL);

  for (guint i = 0; pieces != NULL && i < pieces->len; i++)
    {
      const StetBlocksPiece *piece = pieces->pdata[i];
      g_autofree char *block = g_strcmp0 (piece->name, "stet/article") == 0
                                   ? with_state (piece, state, state_hash)
                                   : NULL;

      if (block != NULL)
        {
          GString *out = g_string_new_len (content, (gssize) piece->raw_at);

          g_string_append (out, block);
          g_string_append (out, content + piece->raw_at + piece->raw_bytes);
          return g_string_free (out, FALSE);
        }
    }
  return NULL;
}
