/* `stet set`: what a text means in each kind of field. Layer: app. Any thread. */
#include "config.h"

#include "app/set-field.h"

#include "app/workspace.h"
#include "article/tag-list.h"
#include "base/json-scan.h"
#include "base/text.h"

#include <glib/gi18n.h>
#include <json-glib/json-glib.h>

gboolean
stet_is_language_tag (const char *text)
{
  return text != NULL
         && g_regex_match_simple ("^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$", text, G_REGEX_DEFAULT,
                                  G_REGEX_MATCH_DEFAULT);
}

static gboolean
is_one_line (StetFieldKind kind)
{
  return kind != STET_FIELD_BODY && kind != STET_FIELD_FAQ_ANSWER && kind != STET_FIELD_AUTHOR_BOX
         && kind != STET_FIELD_BLOCK_CELL && kind != STET_FIELD_CUSTOM;
}

/* The new text in the old one's spans: what did not change keeps its links and its emphasis. */
static StetProse *
change_prose (StetProse *old, const char *text)
{
  g_autoptr (StetProse) plain = stet_prose_plain (text);
  g_autoptr (StetProse) same_spans = stet_prose_plain (stet_prose_text (old));
  g_autoptr (StetProse) insert = NULL;
  guint start = 0, old_end = 0, new_end = 0;

  if (!stet_prose_difference (same_spans, plain, &start, &old_end, &new_end))
    return stet_prose_ref (old);
  insert = stet_prose_slice (plain, start, new_end);
  return stet_prose_replace (old, start, old_end, insert);
}

static GPtrArray *
terms_of_list (const char *list)
{
  GPtrArray *terms = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_term_unref);
  g_autoptr (GPtrArray) labels = stet_tag_list_split (list);

  for (guint i = 0; i < labels->len; i++)
    g_ptr_array_add (terms, stet_term_new (g_ptr_array_index (labels, i), NULL));
  return terms;
}

static GPtrArray *
one_part (gpointer part, GDestroyNotify part_free)
{
  GPtrArray *parts = g_ptr_array_new_with_free_func (part_free);

  g_ptr_array_add (parts, part);
  return parts;
}

static StetEdit *
tags_edit (StetArticle *article, int index, const char *value, GError **error)
{
  guint n_tags = stet_article_fields (article)->tags->len;
  g_autoptr (GPtrArray) terms = terms_of_list (value);

  if (index < 0)
    return stet_edit_tags (0, n_tags, terms);
  if ((guint) index > n_tags)
    {
      g_set_error (error, STET_EDIT_ERROR, STET_EDIT_ERROR_NO_PLACE, "tags[%d]", index);
      return NULL;
    }
  return stet_edit_tags ((guint) index, (guint) index < n_tags ? 1 : 0, terms);
}

static StetEdit *
new_block_edit (StetArticle *article, const char *value, StetRandom *random)
{
  g_autofree char *id = stet_uuid_new (random);
  g_autoptr (StetProse) prose = stet_prose_plain (value);
  g_autoptr (GPtrArray) blocks
      = one_part (stet_block_paragraph (id, prose), (GDestroyNotify) stet_block_unref);

  return stet_edit_blocks (stet_article_n_blocks (article), 0, blocks);
}

static StetEdit *
whole_body_edit (StetArticle *article, const char *value, StetRandom *random)
{
  g_autoptr (GPtrArray) blocks = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_block_unref);
  g_auto (GStrv) parts
      = g_regex_split_simple ("\n[ \t]*\n\\s*", value, G_REGEX_DEFAULT, G_REGEX_MATCH_DEFAULT);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      g_autofree char *text = stet_text_strip (parts[i]);
      g_autofree char *id = stet_uuid_new (random);
      g_autoptr (StetProse) prose = stet_prose_plain (text);

      if (text[0] != '\0')
        g_ptr_array_add (blocks, stet_block_paragraph (id, prose));
    }
  return stet_edit_blocks (0, stet_article_n_blocks (article), blocks);
}

static StetEdit *
new_faq_item_edit (StetArticle *article, const StetField *field, const char *value,
                   StetRandom *random)
{
  g_autofree char *id = stet_uuid_new (random);
  g_autoptr (StetProse) prose = stet_prose_plain (value);
  g_autoptr (StetProse) empty = stet_prose_empty ();
  gboolean is_question = field->kind == STET_FIELD_FAQ_QUESTION;
  StetFaqItem *item
      = stet_faq_item_new (id, is_question ? prose : empty, is_question ? empty : prose, NULL);
  g_autoptr (GPtrArray) items = one_part (item, (GDestroyNotify) stet_faq_item_unref);

  return stet_edit_faq_items (stet_article_fields (article)->faq_items->len, 0, items);
}

static void
append_member (GString *out, const char *name, JsonNode *node)
{
  g_autofree char *json = NULL;

  if (out->len > 1)
    g_string_append_c (out, ',');
  stet_json_append_string (out, name);
  g_string_append_c (out, ':');
  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    {
      stet_json_append_string (out, json_node_get_string (node));
      return;
    }
  json = json_to_string (node, FALSE);
  g_string_append (out, json);
}

/* The custom object with one member set, its members sorted. */
static StetEdit *
custom_edit (StetArticle *article, const char *name, const char *value)
{
  g_autoptr (JsonNode) root = json_from_string (stet_article_fields (article)->custom, NULL);
  g_autoptr (JsonObject) object = root != NULL && JSON_NODE_HOLDS_OBJECT (root)
                                      ? json_node_dup_object (root)
                                      : json_object_new ();
  g_autoptr (GList) names = NULL;
  g_autofree char *json = NULL;
  GString *out = g_string_new ("{");

  json_object_set_string_member (object, name, value);
  names = g_list_sort (json_object_get_members (object), (GCompareFunc) strcmp);
  for (GList *l = names; l != NULL; l = l->next)
    append_member (out, l->data, json_object_get_member (object, l->data));
  g_string_append_c (out, '}');
  json = g_string_free (out, FALSE);
  return stet_edit_custom (json);
}

static StetEdit *
language_edit (const char *value, GError **error)
{
  if (stet_is_language_tag (value))
    return stet_edit_language (value);
  g_set_error (error, STET_APP_ERROR, STET_APP_ERROR_USAGE,
               _("“%s” is not a language. Use a tag like en or es."), value);
  return NULL;
}

static StetEdit *
text_edit (StetArticle *article, const StetField *field, const char *value, GError **error)
{
  g_autoptr (StetProse) old = stet_article_text_at (article, field);
  g_autoptr (StetProse) prose = NULL;

  if (old == NULL)
    {
      g_autofree char *name = stet_field_to_string (field);

      g_set_error (error, STET_EDIT_ERROR, STET_EDIT_ERROR_NO_PLACE, "%s", name);
      return NULL;
    }
  prose = change_prose (old, value);
  return stet_edit_text (field, prose);
}

static StetEdit *
no_text_error (const StetField *field, GError **error)
{
  g_autofree char *name = stet_field_to_string (field);

  g_set_error (error, STET_APP_ERROR, STET_APP_ERROR_USAGE,
               _("“%s” is not set by one text. Name a part of it, or use “stet edit”."), name);
  return NULL;
}

static StetEdit *
dispatch (StetArticle *article, const StetField *field, const char *value, StetRandom *random,
          GError **error)
{
  const StetArticleFields *fields = stet_article_fields (article);
  g_autoptr (StetTerm) term = NULL;
  g_autoptr (GPtrArray) terms = NULL;

  switch ((int) field->kind)
    {
    case STET_FIELD_LANGUAGE:
      return language_edit (value, error);
    case STET_FIELD_SECTION:
      term = value[0] != '\0' ? stet_term_new (value, NULL) : NULL;
      return stet_edit_section (term);
    case STET_FIELD_TAGS:
      return tags_edit (article, field->index, value, error);
    case STET_FIELD_AUTHORS:
      terms = terms_of_list (value);
      return stet_edit_authors (0, fields->authors->len, terms);
    case STET_FIELD_CUSTOM:
      return custom_edit (article, field->name, value);
    case STET_FIELD_PHOTO:
    case STET_FIELD_FAQ_ITEMS:
      return no_text_error (field, error);
    case STET_FIELD_BODY:
      if (field->index < 0)
        return whole_body_edit (article, value, random);
      if ((guint) field->index == stet_article_n_blocks (article))
        return new_block_edit (article, value, random);
      break;
    case STET_FIELD_FAQ_QUESTION:
    case STET_FIELD_FAQ_ANSWER:
      if ((guint) field->index == fields->faq_items->len)
        return new_faq_item_edit (article, field, value, random);
      break;
    default:
      break;
    }
  return text_edit (article, field, value, error);
}

StetEdit *
stet_set_field_edit (StetArticle *article, const StetField *field, const char *value,
                     StetRandom *random, GError **error)
{
  g_autofree char *clean = NULL;
  g_autofree char *line = NULL;

  g_return_val_if_fail (article != NULL && field != NULL && value != NULL, NULL);
  if (!g_utf8_validate (value, -1, NULL))
    {
      g_set_error_literal (error, STET_APP_ERROR, STET_APP_ERROR_USAGE,
                           _("The text is not UTF-8. Give it as UTF-8."));
      return NULL;
    }
  clean = stet_text_clean (value);
  if (is_one_line (field->kind) && field->kind != STET_FIELD_TAGS
      && field->kind != STET_FIELD_AUTHORS)
    line = g_strdelimit (stet_text_strip (clean), "\n", ' ');
  return dispatch (article, field, line != NULL ? line : clean, random, error);
}
