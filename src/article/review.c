/* The review record: states, notes, approvals, stets, overrides. Layer: article. One owner at a
 * time. */
#include "config.h"

#include "article/review.h"

#include "article/article-private.h"
#include "article/json.h"
#include "base/json-scan.h"
#include "base/limits.h"
#include "base/text.h"

#define ENTRIES_MAX 10000

static const char *const state_names[STET_STATES] = {
  "draft", "submitted", "returned", "approved", "scheduled", "published", "unpublished", "binned",
};

#define BIT(state) (1u << STET_STATE_##state)
/* What may follow each state; by the table of the contracts. */
static const guint followers[STET_STATES] = {
  [STET_STATE_DRAFT] = BIT (SUBMITTED) | BIT (BINNED),
  [STET_STATE_SUBMITTED] = BIT (RETURNED) | BIT (APPROVED) | BIT (BINNED),
  [STET_STATE_RETURNED] = BIT (SUBMITTED) | BIT (BINNED),
  [STET_STATE_APPROVED] = BIT (RETURNED) | BIT (SCHEDULED) | BIT (PUBLISHED) | BIT (BINNED),
  [STET_STATE_SCHEDULED] = BIT (APPROVED) | BIT (PUBLISHED) | BIT (BINNED),
  [STET_STATE_PUBLISHED] = BIT (SUBMITTED) | BIT (UNPUBLISHED),
  [STET_STATE_UNPUBLISHED] = BIT (SUBMITTED) | BIT (BINNED),
  [STET_STATE_BINNED] = BIT (DRAFT),
};

const char *
stet_state_name (StetState state)
{
  g_return_val_if_fail ((guint) state < STET_STATES, NULL);

  return state_names[state];
}

gboolean
stet_state_parse (const char *name, StetState *state)
{
  for (guint i = 0; i < STET_STATES; i++)
    if (g_strcmp0 (name, state_names[i]) == 0)
      {
        *state = i;
        return TRUE;
      }
  return FALSE;
}

gboolean
stet_state_may_follow (StetState from, StetState to)
{
  g_return_val_if_fail ((guint) from < STET_STATES && (guint) to < STET_STATES, FALSE);

  return (followers[from] & (1u << to)) != 0;
}

/* A list of the record: entries that are nothing but strings, in this order in struct and JSON. */
typedef struct
{
  const char        *name;
  const char *const *keys;
  guint              n_keys;
  guint              n_identity; /* entries alike in the keys marked here are the same entry */
  guint              identity[2];
  gsize              offset; /* of the GPtrArray in StetReview */
} List;

static const char *const note_keys[] = { "id", "by", "at", "text", "field" };
static const char *const approval_keys[] = { "hash", "by", "at" };
static const char *const stand_keys[] = { "finding", "rule", "reason", "by", "at", "scope" };
static const char *const override_keys[] = { "finding", "reason", "by", "at" };

/* Struct and table must agree: an entry is read and written as an array of strings. */
G_STATIC_ASSERT (sizeof (StetNote) == G_N_ELEMENTS (note_keys) * sizeof (char *));
G_STATIC_ASSERT (sizeof (StetApproval) == G_N_ELEMENTS (approval_keys) * sizeof (char *));
G_STATIC_ASSERT (sizeof (StetStand) == G_N_ELEMENTS (stand_keys) * sizeof (char *));
G_STATIC_ASSERT (sizeof (StetOverride) == G_N_ELEMENTS (override_keys) * sizeof (char *));

enum { NOTES, APPROVALS, STETS, OVERRIDES, N_LISTS };

static const List lists[N_LISTS] = {
  { "notes", note_keys, 5, 1, { 0 }, G_STRUCT_OFFSET (StetReview, notes) },
  { "approvals", approval_keys, 3, 2, { 0, 1 }, G_STRUCT_OFFSET (StetReview, approvals) },
  { "stets", stand_keys, 6, 1, { 0 }, G_STRUCT_OFFSET (StetReview, stets) },
  { "overrides", override_keys, 4, 2, { 0, 2 }, G_STRUCT_OFFSET (StetReview, overrides) },
};

static GPtrArray **
entries_of (const StetReview *review, const List *list)
{
  return &G_STRUCT_MEMBER (GPtrArray *, review, list->offset);
}

static char **
copy_entry (const List *list, const char *const *entry)
{
  char **copy = g_new0 (char *, list->n_keys);

  for (guint i = 0; i < list->n_keys; i++)
    copy[i] = g_strdup (entry[i]);
  return copy;
}

static void
free_entry (const List *list, char **entry)
{
  for (guint i = 0; i < list->n_keys; i++)
    g_free (entry[i]);
  g_free (entry);
}

static void
free_note (gpointer entry)
{
  free_entry (&lists[NOTES], entry);
}

static void
free_approval (gpointer entry)
{
  free_entry (&lists[APPROVALS], entry);
}

static void
free_stand (gpointer entry)
{
  free_entry (&lists[STETS], entry);
}

static void
free_override (gpointer entry)
{
  free_entry (&lists[OVERRIDES], entry);
}

StetReview *
stet_review_new (void)
{
  StetReview *review = g_new0 (StetReview, 1);

  review->notes = g_ptr_array_new_with_free_func (free_note);
  review->approvals = g_ptr_array_new_with_free_func (free_approval);
  review->stets = g_ptr_array_new_with_free_func (free_stand);
  review->overrides = g_ptr_array_new_with_free_func (free_override);
  review->flags = g_strdup ("{}");
  return review;
}

StetReview *
stet_review_copy (const StetReview *review)
{
  StetReview *copy = stet_review_new ();

  copy->state = review->state;
  g_free (copy->flags);
  copy->flags = g_strdup (review->flags);
  for (guint l = 0; l < N_LISTS; l++)
    {
      GPtrArray *from = *entries_of (review, &lists[l]);

      for (guint i = 0; i < from->len; i++)
        g_ptr_array_add (*entries_of (copy, &lists[l]), copy_entry (&lists[l], from->pdata[i]));
    }
  return copy;
}

void
stet_review_free (StetReview *review)
{
  for (guint l = 0; l < N_LISTS; l++)
    g_ptr_array_unref (*entries_of (review, &lists[l]));
  g_free (review->flags);
  g_free (review);
}

static gboolean
same_entry (const List *list, char **a, char **b)
{
  for (guint i = 0; i < list->n_identity; i++)
    if (g_strcmp0 (a[list->identity[i]], b[list->identity[i]]) != 0)
      return FALSE;
  return TRUE;
}

static gboolean
find_entry (const StetReview *review, const List *list, char **entry, guint *index)
{
  GPtrArray *entries = *entries_of (review, list);

  for (guint i = 0; i < entries->len; i++)
    if (same_entry (list, entries->pdata[i], entry))
      {
        *index = i;
        return TRUE;
      }
  return FALSE;
}

static void
write_entry (GString *out, const List *list, char **entry)
{
  gboolean first = TRUE;

  g_string_append_c (out, '{');
  for (guint i = 0; i < list->n_keys; i++)
    {
      if (entry[i] == NULL)
        continue;
      g_string_append_printf (out, "%s\"%s\":", first ? "" : ",", list->keys[i]);
      stet_json_append_string (out, entry[i]);
      first = FALSE;
    }
  g_string_append_c (out, '}');
}

char *
stet_review_to_json (const StetReview *review)
{
  GString *out = g_string_new (NULL);

  g_string_append_printf (out, "{\"state\":\"%s\"", stet_state_name (review->state));
  for (guint l = 0; l < N_LISTS; l++)
    {
      GPtrArray *entries = *entries_of (review, &lists[l]);

      g_string_append_printf (out, ",\"%s\":[", lists[l].name);
      for (guint i = 0; i < entries->len; i++)
        {
          if (i > 0)
            g_string_append_c (out, ',');
          write_entry (out, &lists[l], entries->pdata[i]);
        }
      g_string_append_c (out, ']');
    }
  g_string_append_printf (out, ",\"flags\":%s}", review->flags);
  return g_string_free (out, FALSE);
}

static gboolean
fail (GError **error, StetArticleError code, const char *place, const char *what)
{
  g_set_error (error, STET_ARTICLE_ERROR, code, "%s: %s", place, what);
  return FALSE;
}

static gboolean
is_text (JsonNode *node)
{
  return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING;
}

/* What may be missing stays NULL: a note's field, a stet's rule. The rest is then "". */
static gboolean
is_optional (const List *list, guint key)
{
  return g_str_equal (list->keys[key], "field") || g_str_equal (list->keys[key], "rule");
}

static gboolean
read_entry (const List *list, guint index, JsonObject *object, char **entry, GError **error)
{
  for (guint i = 0; i < list->n_keys; i++)
    {
      JsonNode *node = json_object_get_member (object, list->keys[i]);
      g_autofree char *place = g_strdup_printf ("%s[%u].%s", list->name, index, list->keys[i]);

      if (node == NULL || JSON_NODE_HOLDS_NULL (node))
        entry[i] = is_optional (list, i) ? NULL : g_strdup ("");
      else if (!is_text (node))
        return fail (error, STET_ARTICLE_ERROR_SHAPE, place, "must be a text");
      else
        entry[i] = stet_text_clean (json_node_get_string (node));
    }
  return TRUE;
}

/* Notes are told apart by their id: one without gets one made of what it says, the same
 * everywhere. */
static void
name_note (char **entry)
{
  g_autofree char *content = NULL;

  if (entry[0][0] != '\0')
    return;
  content = g_strjoin ("\n", entry[1], entry[2], entry[3], NULL);
  g_free (entry[0]);
  entry[0] = stet_uuid_for_remote ("note", content);
}

static gboolean
read_list (const List *list, JsonObject *object, StetReview *review, GError **error)
{
  JsonNode *node = json_object_get_member (object, list->name);
  GPtrArray *entries = *entries_of (review, list);
  JsonArray *array;

  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return TRUE;
  if (!JSON_NODE_HOLDS_ARRAY (node))
    return fail (error, STET_ARTICLE_ERROR_SHAPE, list->name, "must be an array");
  array = json_node_get_array (node);
  if (json_array_get_length (array) > ENTRIES_MAX)
    return fail (error, STET_ARTICLE_ERROR_TOO_LARGE, list->name, "holds too many elements");
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *element = json_array_get_element (array, i);
      char **entry;

      if (!JSON_NODE_HOLDS_OBJECT (element))
        return fail (error, STET_ARTICLE_ERROR_SHAPE, list->name,
                     "every element must be an object");
      entry = g_new0 (char *, list->n_keys);
      g_ptr_array_add (entries, entry);
      if (!read_entry (list, i, json_node_get_object (element), entry, error))
        return FALSE;
      if (list == &lists[NOTES])
        name_note (entry);
    }
  return TRUE;
}

static gboolean
read_state (JsonObject *object, StetReview *review, GError **error)
{
  JsonNode *node = json_object_get_member (object, "state");

  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return TRUE;
  if (!is_text (node) || !stet_state_parse (json_node_get_string (node), &review->state))
    return fail (error, STET_ARTICLE_ERROR_SHAPE, "state", "is no state of a story");
  return TRUE;
}

static gboolean
read_flags (JsonObject *object, StetReview *review, GError **error)
{
  JsonNode *node = json_object_get_member (object, "flags");
  GString *out;

  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return TRUE;
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return fail (error, STET_ARTICLE_ERROR_SHAPE, "flags", "must be an object");
  out = g_string_new (NULL);
  stet_json_append_node (out, node, STET_JSON_AS_IS);
  g_free (review->flags);
  review->flags = g_string_free (out, FALSE);
  return TRUE;
}

StetReview *
stet_review_from_node (JsonNode *node, GError **error)
{
  g_autoptr (StetReview) review = stet_review_new ();
  JsonObject *object;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    {
      fail (error, STET_ARTICLE_ERROR_SHAPE, "the document", "must be an object");
      return NULL;
    }
  object = json_node_get_object (node);
  if (!read_state (object, review, error) || !read_flags (object, review, error))
    return NULL;
  for (guint l = 0; l < N_LISTS; l++)
    if (!read_list (&lists[l], object, review, error))
      return NULL;
  return g_steal_pointer (&review);
}

StetReview *
stet_review_from_json (const char *data, gsize length_bytes, GError **error)
{
  g_autoptr (JsonNode) root = stet_json_parse_foreign (data, length_bytes, error);

  return root != NULL ? stet_review_from_node (root, error) : NULL;
}

/* Puts in a copy; the same entry's place is taken. */
static void
put_entry (StetReview *review, const List *list, const char *const *entry)
{
  GPtrArray *entries = *entries_of (review, list);
  char **copy = copy_entry (list, entry);
  guint index;

  for (guint i = 0; i < list->n_keys; i++)
    if (copy[i] == NULL && !is_optional (list, i))
      copy[i] = g_strdup ("");
  if (find_entry (review, list, copy, &index))
    g_ptr_array_remove_index (entries, index);
  else
    index = entries->len;
  g_ptr_array_insert (entries, (int) index, copy);
}

void
stet_review_add_note (StetReview *review, const char *id, const char *by, const char *at,
                      const char *text, const char *field)
{
  const char *const entry[] = { id, by, at, text, field };

  put_entry (review, &lists[NOTES], entry);
}

void
stet_review_add_approval (StetReview *review, const char *hash, const char *by, const char *at)
{
  const char *const entry[] = { hash, by, at };

  put_entry (review, &lists[APPROVALS], entry);
}

void
stet_review_add_stand (StetReview *review, const StetStand *stand)
{
  put_entry (review, &lists[STETS], (const char *const *) stand);
}

gboolean
stet_review_remove_stand (StetReview *review, const char *finding)
{
  for (guint i = 0; i < review->stets->len; i++)
    if (g_strcmp0 (((StetStand *) review->stets->pdata[i])->finding, finding) == 0)
      {
        g_ptr_array_remove_index (review->stets, i);
        return TRUE;
      }
  return FALSE;
}

void
stet_review_add_override (StetReview *review, const StetOverride *override_)
{
  put_entry (review, &lists[OVERRIDES], (const char *const *) override_);
}

static void
merge_flags (StetReview *review, const char *other)
{
  g_autoptr (JsonObject) ours = stet_json_parse_own (review->flags);
  g_autoptr (JsonObject) theirs = stet_json_parse_own (other);
  g_autoptr (GPtrArray) names = stet_json_sorted_names (theirs);
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < names->len; i++)
    if (!json_object_has_member (ours, names->pdata[i]))
      json_object_set_member (ours, names->pdata[i],
                              json_object_dup_member (theirs, names->pdata[i]));
  json_node_set_object (node, ours);
  stet_json_append_node (out, node, STET_JSON_AS_IS);
  g_free (review->flags);
  review->flags = g_string_free (out, FALSE);
}

void
stet_review_merge (StetReview *review, const StetReview *other)
{
  guint index;

  for (guint l = 0; l < N_LISTS; l++)
    {
      GPtrArray *theirs = *entries_of (other, &lists[l]);

      for (guint i = 0; i < theirs->len; i++)
        if (!find_entry (review, &lists[l], theirs->pdata[i], &index))
          g_ptr_array_add (*entries_of (review, &lists[l]),
                           copy_entry (&lists[l], theirs->pdata[i]));
    }
  merge_flags (review, other->flags);
}

gboolean
stet_review_is_approved (const StetReview *review, const char *hash)
{
  for (guint i = 0; hash != NULL && i < review->approvals->len; i++)
    if (g_strcmp0 (((StetApproval *) review->approvals->pdata[i])->hash, hash) == 0)
      return TRUE;
  return FALSE;
}

gboolean
stet_review_flag (const StetReview *review, const char *name)
{
  g_autoptr (JsonObject) flags = stet_json_parse_own (review->flags);
  JsonNode *node = json_object_get_member (flags, name);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) &&
         json_node_get_value_type (node) == G_TYPE_BOOLEAN && json_node_get_boolean (node);
}

void
stet_review_set_flag (StetReview *review, const char *name, gboolean value)
{
  g_autoptr (JsonObject) flags = stet_json_parse_own (review->flags);
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  GString *out = g_string_new (NULL);

  if (value)
    json_object_set_boolean_member (flags, name, TRUE);
  else if (json_object_has_member (flags, name))
    json_object_remove_member (flags, name);
  json_node_set_object (node, flags);
  stet_json_append_node (out, node, STET_JSON_AS_IS);
  g_free (review->flags);
  review->flags = g_string_free (out, FALSE);
}
