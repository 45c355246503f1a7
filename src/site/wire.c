/* The publishing API's JSON. Layer: site. Any thread. Format: the contracts, stet-publishing/1. */
#include "config.h"

#include "site/wire.h"

#include "article/json.h"
#include "base/clock.h"
#include "base/json-scan.h"
#include "site/member.h"

#include <string.h>

StetWireExpected *
stet_wire_expected_new (const char *id)
{
  StetWireExpected *expected = g_new0 (StetWireExpected, 1);

  expected->id = g_strdup (id);
  return expected;
}

void
stet_wire_expected_free (StetWireExpected *expected)
{
  if (expected == NULL)
    return;
  g_free (expected->id);
  g_free (expected->hash);
  g_strfreev (expected->public_custom);
  g_free (expected);
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

static gboolean
check_types (const StetMembers *members, GError **error)
{
  if (members->bad == NULL)
    return TRUE;
  mismatch (error, "“%s” in the answer is not what it should be", members->bad);
  return FALSE;
}

static void
read_limits (StetMembers *members, StetSiteInfo *info)
{
  JsonNode *limits = stet_members_object (members, "limits");
  JsonNode *holds = stet_members_object (members, "holds");
  StetMembers inner = { NULL, NULL };

  if (limits != NULL)
    {
      inner.object = json_node_get_object (limits);
      info->media_bytes_max = stet_members_uint (&inner, "media_bytes_max");
      info->media_side_max = (guint) MIN (stet_members_uint (&inner, "media_side_max"), G_MAXINT);
    }
  if (holds != NULL)
    {
      inner.object = json_node_get_object (holds);
      info->holds_review = stet_members_boolean (&inner, "review");
      info->holds_media = stet_members_boolean (&inner, "media");
      info->holds_terms = stet_members_boolean (&inner, "terms");
    }
  if (members->bad == NULL)
    members->bad = inner.bad;
}

gpointer
stet_wire_read_info (JsonObject *object, const StetHttpReply *reply,
                     const StetWireExpected *expected, GError **error)
{
  StetMembers members = { object, NULL };
  g_autoptr (StetSiteInfo) info = g_new0 (StetSiteInfo, 1);

  info->site_id = stet_members_string (&members, "site");
  if (info->site_id == NULL || *info->site_id == '\0')
    {
      g_set_error_literal (error, STET_SITE_ERROR, STET_SITE_ERROR_NOT_API,
                           "The answer names no site");
      return NULL;
    }
  info->name = stet_members_string (&members, "name");
  info->zone = stet_members_string (&members, "zone");
  info->languages = stet_members_strings (&members, "languages");
  info->sections = stet_members_strings (&members, "sections");
  read_limits (&members, info);
  return check_types (&members, error) ? g_steal_pointer (&info) : NULL;
}

gpointer
stet_wire_read_user (JsonObject *object, const StetHttpReply *reply,
                     const StetWireExpected *expected, GError **error)
{
  StetMembers members = { object, NULL };
  g_autoptr (StetSiteUser) user = g_new0 (StetSiteUser, 1);

  user->id = stet_members_string (&members, "id");
  user->name = stet_members_string (&members, "name");
  user->roles = stet_members_strings (&members, "roles");
  user->can = stet_members_strings (&members, "can");
  if (user->id == NULL)
    {
      mismatch (error, "The answer names no person");
      return NULL;
    }
  return check_types (&members, error) ? g_steal_pointer (&user) : NULL;
}

gboolean
stet_wire_is_strong_etag (const char *text)
{
  gsize length = text != NULL ? strlen (text) : 0;

  if (length < 3 || text[0] != '"' || text[length - 1] != '"')
    return FALSE;
  for (gsize i = 1; i < length - 1; i++)
    if ((guchar) text[i] <= 0x20 || text[i] == '"' || text[i] == 0x7f)
      return FALSE;
  return TRUE;
}

/* In JSON a version may stand without the quotes of its ETag; then they are put back. */
static char *
read_version (StetMembers *members)
{
  g_autofree char *version = stet_members_string (members, "version");

  if (version == NULL || stet_wire_is_strong_etag (version))
    return g_steal_pointer (&version);
  return g_strdup_printf ("\"%s\"", version);
}

static gboolean
read_state (StetMembers *members, StetState *state)
{
  g_autofree char *name = stet_members_string (members, "state");

  return name != NULL && stet_state_parse (name, state);
}

static StetSiteArticle *read_story (JsonObject *object, const char *version,
                                    const StetWireExpected *expected, GError **error);

/* One that can't be read is asked for by itself, and then said of that story alone. */
static void
read_story_along (StetMembers *members, StetSiteChange *change)
{
  JsonNode *story = change->deleted ? NULL : stet_members_object (members, "story");
  g_autoptr (StetWireExpected) expected = NULL;
  g_autoptr (GError) error = NULL;

  if (story == NULL)
    return;
  expected = stet_wire_expected_new (change->id);
  expected->needs_article = TRUE;
  change->article = read_story (json_node_get_object (story), change->version, expected, &error);
  if (error != NULL)
    g_info ("a story of the list is asked for by itself: %s", error->message);
}

static StetSiteChange *
read_change (JsonNode *node, GError **error)
{
  StetMembers members = { NULL, NULL };
  g_autoptr (StetSiteChange) change = g_new0 (StetSiteChange, 1);

  if (!JSON_NODE_HOLDS_OBJECT (node))
    {
      mismatch (error, "A change in the answer is no object");
      return NULL;
    }
  members.object = json_node_get_object (node);
  change->id = stet_members_string (&members, "id");
  change->version = read_version (&members);
  change->hash = stet_members_string (&members, "hash");
  change->author = stet_members_label (&members, "author");
  change->headline = stet_members_string (&members, "headline");
  change->modified_us = stet_members_time_us (&members, "modified");
  change->deleted = stet_members_boolean (&members, "deleted");
  if (change->id != NULL)
    read_story_along (&members, change);
  if (!check_types (&members, error))
    return NULL;
  if (change->id == NULL || *change->id == '\0')
    mismatch (error, "A change in the answer names no story");
  else if (!read_state (&members, &change->state) && !change->deleted)
    mismatch (error, "A change in the answer is in no known state");
  else
    return g_steal_pointer (&change);
  return NULL;
}

gpointer
stet_wire_read_changes (JsonObject *object, const StetHttpReply *reply,
                        const StetWireExpected *expected, GError **error)
{
  StetMembers members = { object, NULL };
  g_autoptr (StetSiteChanges) changes = g_new0 (StetSiteChanges, 1);
  JsonArray *array = stet_members_array (&members, "changes");

  changes->changes = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_site_change_free);
  changes->cursor = stet_members_string (&members, "cursor");
  changes->total = (guint) MIN (stet_members_uint (&members, "total"), G_MAXINT);
  if (!check_types (&members, error))
    return NULL;
  if (array == NULL || changes->cursor == NULL)
    {
      mismatch (error, "The answer has no changes or no cursor");
      return NULL;
    }
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      StetSiteChange *change = read_change (json_array_get_element (array, i), error);

      if (change == NULL)
        return NULL;
      g_ptr_array_add (changes->changes, change);
    }
  return g_steal_pointer (&changes);
}

/* The story and its review record, through the same gates as any foreign document; what an answer
 * is as JSON was looked at when it came in. */
static gboolean
read_documents (StetMembers *members, StetSiteArticle *site_article, GError **error)
{
  JsonNode *article = stet_members_object (members, "article");
  JsonNode *review = stet_members_object (members, "review");
  g_autoptr (GError) local = NULL;

  if (article != NULL)
    site_article->article = stet_article_from_node (article, stet_random_system (), &local);
  if (local == NULL && review != NULL)
    site_article->review = stet_review_from_node (review, &local);
  if (local == NULL)
    return TRUE;
  mismatch (error, "The story in the answer can't be read: %s", local->message);
  return FALSE;
}

static gboolean
check_article (StetSiteArticle *got, const StetWireExpected *expected, GError **error)
{
  g_autofree char *hash = NULL;

  if (got->article == NULL)
    {
      if (expected->needs_article)
        mismatch (error, "The answer holds no story");
      return !expected->needs_article;
    }
  if (expected->id != NULL && g_strcmp0 (stet_article_id (got->article), expected->id) != 0)
    {
      mismatch (error, "The answer is about story %s, not %s", stet_article_id (got->article),
                expected->id);
      return FALSE;
    }
  if (expected->hash == NULL)
    return TRUE;
  hash = stet_article_hash (got->article, (const char *const *) expected->public_custom);
  if (strcmp (hash, expected->hash) == 0)
    return TRUE;
  mismatch (error, "The site holds other content than what was sent: %s, not %s", hash,
            expected->hash);
  return FALSE;
}

static gboolean
check_state (const StetSiteArticle *got, const StetWireExpected *expected, GError **error)
{
  if (!expected->in_state)
    return TRUE;
  if (got->state != expected->state)
    mismatch (error, "The story is %s, not %s", stet_state_name (got->state),
              stet_state_name (expected->state));
  else if (expected->state == STET_STATE_PUBLISHED && got->live_hash == NULL)
    mismatch (error, "The site says that the story is published, but names no page");
  else if (expected->state == STET_STATE_PUBLISHED && expected->hash != NULL &&
           strcmp (got->live_hash, expected->hash) != 0)
    mismatch (error, "The live page holds other content than what was approved");
  else if (expected->state == STET_STATE_UNPUBLISHED && got->live_hash != NULL)
    mismatch (error, "The site still has a live page of the story");
  else
    return TRUE;
  return FALSE;
}

static StetSiteArticle *
read_story (JsonObject *object, const char *version, const StetWireExpected *expected,
            GError **error)
{
  StetMembers members = { object, NULL };
  g_autoptr (StetSiteArticle) got = g_new0 (StetSiteArticle, 1);

  got->url = stet_members_string (&members, "url");
  got->live_hash = stet_members_string (&members, "live_hash");
  got->author = stet_members_label (&members, "author");
  got->published_us = stet_members_time_us (&members, "published");
  got->scheduled_us = stet_members_time_us (&members, "scheduled");
  got->version = g_strdup (version);
  if (!stet_wire_is_strong_etag (version))
    mismatch (error, "The answer carries no strong ETag");
  else if (!read_state (&members, &got->state))
    mismatch (error, "The answer names no known state");
  else if (read_documents (&members, got, error) && check_types (&members, error) &&
           check_article (got, expected, error) && check_state (got, expected, error))
    return g_steal_pointer (&got);
  return NULL;
}

gpointer
stet_wire_read_article (JsonObject *object, const StetHttpReply *reply,
                        const StetWireExpected *expected, GError **error)
{
  return read_story (object, reply->etag, expected, error);
}

gpointer
stet_wire_read_term (JsonObject *object, const StetHttpReply *reply,
                     const StetWireExpected *expected, GError **error)
{
  StetMembers members = { object, NULL };
  g_autofree char *label = stet_members_label (&members, "label");
  g_autofree char *id = stet_members_string (&members, "id");

  if (!check_types (&members, error))
    return NULL;
  if (label != NULL && *label != '\0' && id != NULL && *id != '\0')
    return stet_term_new (label, id);
  mismatch (error, "A term in the answer has no label or no id");
  return NULL;
}

gpointer
stet_wire_read_terms (JsonObject *object, const StetHttpReply *reply,
                      const StetWireExpected *expected, GError **error)
{
  StetMembers members = { object, NULL };
  g_autoptr (GPtrArray) terms = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_term_unref);
  JsonArray *array = stet_members_array (
      &members, json_object_has_member (object, "authors") ? "authors" : "terms");

  if (!check_types (&members, error))
    return NULL;
  if (array == NULL)
    {
      mismatch (error, "The answer holds no list");
      return NULL;
    }
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      StetTerm *term = NULL;

      if (JSON_NODE_HOLDS_OBJECT (node))
        term = stet_wire_read_term (json_node_get_object (node), reply, expected, error);
      else
        mismatch (error, "A term in the answer is no object");
      if (term == NULL)
        return NULL;
      g_ptr_array_add (terms, term);
    }
  return g_steal_pointer (&terms);
}

static void
add_member (GString *json, const char *name, const char *value)
{
  if (value == NULL)
    return;
  if (json->len > 1)
    g_string_append_c (json, ',');
  stet_json_append_string (json, name);
  g_string_append_c (json, ':');
  stet_json_append_string (json, value);
}

GBytes *
stet_wire_write_text (char *text)
{
  return g_bytes_new_take (text, strlen (text));
}

GBytes *
stet_wire_write_transition (const StetSiteTransition *transition)
{
  GString *json = g_string_new ("{");
  g_autofree char *at = transition->at_us != 0 ? stet_time_to_rfc3339 (transition->at_us) : NULL;

  add_member (json, "to", stet_state_name (transition->to));
  add_member (json, "hash", transition->hash);
  add_member (json, "at", at);
  add_member (json, "reason", transition->reason);
  g_string_append_c (json, '}');
  return g_string_free_to_bytes (json);
}

GBytes *
stet_wire_write_label (const char *label)
{
  GString *json = g_string_new ("{");

  add_member (json, "label", label);
  g_string_append_c (json, '}');
  return g_string_free_to_bytes (json);
}
