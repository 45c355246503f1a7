/* Tags and categories of a WordPress. Layer: site. */
#include "config.h"

#include "site/wordpress-private.h"

#include "base/text.h"

#include <string.h>

/* Of all the terms of a site only those most used are taken along unasked; a search finds every
 * one. */
#define UNASKED_PAGES_MAX 10

static const char *
path_of (const char *kind)
{
  if (strcmp (kind, "tag") == 0)
    return "/wp/v2/tags";
  return strcmp (kind, "section") == 0 ? "/wp/v2/categories" : NULL;
}

static char *
key_of (const char *kind, const char *label)
{
  g_autofree char *folded = stet_text_fold (label);
  g_autofree char *line = stet_text_collapse (folded);

  return g_strconcat (kind, " ", line, NULL);
}

void
stet_wp_note_term (StetWordPressSite *site, const char *kind, const char *label, const char *number)
{
  if (stet_wp_is_number (number))
    g_hash_table_replace (site->terms, key_of (kind, label), g_strdup (number));
}

const char *
stet_wp_term_number (StetWordPressSite *site, const char *kind, const StetTerm *term)
{
  g_autofree char *key = key_of (kind, stet_term_label (term));
  const char *known = g_hash_table_lookup (site->terms, key);

  if (known != NULL)
    return known;
  return stet_wp_is_number (stet_term_id (term)) ? stet_term_id (term) : NULL;
}

StetTerm *
stet_wp_read_term (JsonNode *node)
{
  StetMembers members = { NULL, NULL };
  g_autofree char *name = NULL;
  g_autofree char *id = NULL;
  g_autofree char *label = NULL;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return NULL;
  members.object = json_node_get_object (node);
  name = stet_members_string (&members, "name");
  id = stet_members_string (&members, "id");
  if (name == NULL || !stet_wp_is_number (id))
    return NULL;
  label = stet_blocks_plain (name);
  return stet_term_new (label, id);
}

/* --- listing --- */

gboolean
stet_wp_take_terms (StetWpJob *job, const StetWpAnswer *answer)
{
  JsonArray *array
      = JSON_NODE_HOLDS_ARRAY (answer->root) ? json_node_get_array (answer->root) : NULL;

  if (array == NULL)
    {
      stet_site_job_refuse (&job->base, STET_SITE_ERROR_MISMATCH, "The answer holds no list");
      return FALSE;
    }
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      StetTerm *term = stet_wp_read_term (json_array_get_element (array, i));

      if (term != NULL)
        g_ptr_array_add (job->base.list, term);
    }
  return TRUE;
}

static void ask_page (StetWpJob *job);

static void
page_read (StetWpJob *job, const StetWpAnswer *answer)
{
  guint pages_max = job->base.search != NULL ? STET_WP_TERMS_MAX / STET_WP_PAGE : UNASKED_PAGES_MAX;

  if (!stet_wp_ok (job, answer) || !stet_wp_take_terms (job, answer))
    return;
  if (job->base.page >= MIN (stet_wp_answer_number (answer, "X-WP-TotalPages"), pages_max))
    stet_site_job_return_list (&job->base);
  else
    ask_page (job);
}

/* WordPress keeps names as HTML, and looks for what it keeps. */
static char *
escape_search (const char *label)
{
  g_autofree char *html = stet_blocks_escape (label);

  return g_uri_escape_string (html, NULL, FALSE);
}

static void
ask_page (StetWpJob *job)
{
  g_autofree char *search = job->base.search != NULL ? escape_search (job->base.search) : NULL;
  g_autofree char *query
      = g_strdup_printf ("_fields=id,name&per_page=%d&page=%u&orderby=%s%s%s", STET_WP_PAGE,
                         ++job->base.page, search != NULL ? "id" : "count&order=desc",
                         search != NULL ? "&search=" : "", search != NULL ? search : "");

  stet_wp_get (job, path_of (job->base.kind), query, page_read);
}

void
stet_wp_list_terms (StetSiteJob *base)
{
  StetWpJob *job = stet_wp_job (base);

  if (path_of (job->base.kind) == NULL)
    {
      stet_site_job_refuse (&job->base, STET_SITE_ERROR_INVALID, "There are no such terms");
      return;
    }
  job->base.list = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_term_unref);
  ask_page (job);
}

/* --- making --- */

static char *
existing_number (const StetWpAnswer *answer)
{
  g_autoptr (JsonNode) root = stet_reply_json_any (answer->reply, FALSE, NULL);
  StetMembers members = { NULL, NULL };
  StetMembers inner = { NULL, NULL };
  JsonNode *data;

  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return NULL;
  members.object = json_node_get_object (root);
  data = stet_members_object (&members, "data");
  if (data == NULL)
    return NULL;
  inner.object = json_node_get_object (data);
  return stet_members_string (&inner, "term_id");
}

static void
term_made (StetWpJob *job, const StetWpAnswer *answer)
{
  g_autofree char *existing
      = g_strcmp0 (answer->code, "term_exists") == 0 ? existing_number (answer) : NULL;
  g_autoptr (StetTerm) term = NULL;

  if (stet_wp_is_number (existing))
    term = stet_term_new (job->base.label, existing); /* somebody made it before: it is that one */
  else if (!stet_wp_ok (job, answer))
    return;
  else
    term = stet_wp_read_term (answer->root);
  if (term == NULL)
    {
      stet_site_job_refuse (&job->base, STET_SITE_ERROR_OUTCOME_UNKNOWN,
                            "The site does not say which term it made");
      return;
    }
  stet_wp_note_term (job->site, job->base.kind, job->base.label, stet_term_id (term));
  stet_site_job_return (&job->base, g_steal_pointer (&term), (GDestroyNotify) stet_term_unref);
}

void
stet_wp_add_term (StetSiteJob *base)
{
  StetWpJob *job = stet_wp_job (base);
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (GBytes) body = NULL;
  StetWpRequest request = { .method = "POST", .path = path_of (job->base.kind) };
  char *text;

  if (request.path == NULL)
    {
      stet_site_job_refuse (&job->base, STET_SITE_ERROR_INVALID, "There are no such terms");
      return;
    }
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "name");
  json_builder_add_string_value (builder, job->base.label);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  text = json_to_string (root, FALSE);
  request.body = body = g_bytes_new_take (text, strlen (text));
  stet_wp_ask (job, &request, term_made);
}

/* --- the terms of a story --- */

static void next_term (StetWpJob *job);

static void
term_read (StetWpJob *job, const StetWpAnswer *answer)
{
  g_autofree char *key = key_of (job->base.kind, job->base.label);

  if (!stet_wp_ok (job, answer) || !stet_wp_take_terms (job, answer))
    return;
  for (guint i = 0; i < job->base.list->len; i++)
    stet_wp_note_term (job->site, job->base.kind, stet_term_label (job->base.list->pdata[i]),
                       stet_term_id (job->base.list->pdata[i]));
  g_clear_pointer (&job->base.list, g_ptr_array_unref);
  if (g_hash_table_contains (job->site->terms, key))
    next_term (job);
  else
    stet_site_job_refuse (&job->base, STET_SITE_ERROR_INVALID, "The site has no %s “%s”",
                          job->base.kind, job->base.label);
}

static void
next_term (StetWpJob *job)
{
  g_auto (GStrv) parts = NULL;
  g_autofree char *search = NULL;
  g_autofree char *query = NULL;
  g_autofree char *line = NULL;

  g_clear_pointer (&job->base.kind, g_free);
  g_clear_pointer (&job->base.label, g_free);
  line = stet_site_job_next_missing (&job->base);
  if (line == NULL)
    {
      job->then_terms (job);
      return;
    }
  parts = g_strsplit (line, " ", 2);
  job->base.kind = g_strdup (parts[0]);
  job->base.label = g_strdup (parts[1]);
  job->base.list = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_term_unref);
  search = escape_search (job->base.label);
  query = g_strdup_printf ("_fields=id,name&per_page=%d&search=%s", STET_WP_PAGE, search);
  stet_wp_get (job, path_of (job->base.kind), query, term_read);
}

static void
want_term (StetWpJob *job, const char *kind, const StetTerm *term)
{
  if (stet_wp_term_number (job->site, kind, term) == NULL)
    g_ptr_array_add (job->base.missing, g_strconcat (kind, " ", stet_term_label (term), NULL));
}

void
stet_wp_with_terms (StetWpJob *job, StetWpThen then)
{
  const StetArticleFields *fields = stet_article_fields (job->base.article);

  job->then_terms = then;
  stet_site_job_seek (&job->base);
  for (guint i = 0; i < fields->tags->len; i++)
    want_term (job, "tag", fields->tags->pdata[i]);
  if (fields->section != NULL && stet_term_label (fields->section)[0] != '\0')
    want_term (job, "section", fields->section);
  next_term (job);
}
