/* Lists of a mapped site: what changed, terms, people; page by page. Layer: site. */
#include "config.h"

#include "site/rest-private.h"

#include "article/json.h"
#include "base/text.h"
#include "site/address.h"
#include "site/rest-pointer.h"

#include <string.h>

#define OVERLAP_S 120

static JsonNode *
operation (const StetRestJob *job, const char *name)
{
  return stet_mapping_operation (job->site->mapping, name);
}

/* --- pages --- */

static JsonArray *
items_of (StetRestJob *job, const StetRestAnswer *answer)
{
  JsonNode *items = stet_pointer_get (answer->root, stet_mapping_string (job->request, "items"));

  return items != NULL && JSON_NODE_HOLDS_ARRAY (items) ? json_node_get_array (items) : NULL;
}

/* A link to the next page leads nowhere but to this site: the credential goes with it. */
static char *
next_link (StetRestJob *job, const StetRestAnswer *answer, JsonNode *paging)
{
  g_autofree char *text = stet_pointer_text (answer->root, stet_mapping_string (paging, "next"));
  g_autofree char *url = stet_rest_address (job->site, text);
  g_autoptr (GUri) target = url != NULL ? stet_address_parse (url, NULL) : NULL;
  g_autoptr (GUri) own = stet_address_parse (job->site->api, NULL);

  return target != NULL && own != NULL && stet_address_same_origin (target, own)
             ? g_steal_pointer (&url)
             : NULL;
}

/* Whether there is another page; the job is set to ask for it. */
static gboolean
turn_page (StetRestJob *job, const StetRestAnswer *answer, guint n)
{
  JsonNode *paging = stet_pointer_get (job->request, "/paging");
  const char *style = stet_mapping_string (paging, "style");
  gint64 size = stet_mapping_number (paging, "size", 100);

  job->base.page++;
  job->offset += n;
  if (style == NULL || job->base.page >= STET_REST_PAGES_MAX)
    return FALSE;
  if (strcmp (style, "next") == 0)
    {
      g_free (job->url);
      job->url = next_link (job, answer, paging);
      return job->url != NULL;
    }
  return n > 0 && (gint64) n >= size;
}

/* --- terms and people --- */

static void
answer_terms (StetRestJob *job)
{
  stet_site_job_return_list (&job->base);
}

/* Into job->base.list, unless there is nothing left of its label. FALSE: it is none, where the
 * mapping is strict; elsewhere such a row is passed over. */
static gboolean
take_term (StetRestJob *job, JsonNode *item)
{
  StetSaid said = stet_said_begin (job->site->mapping, item);
  g_autofree char *id = stet_said_text (&said, stet_mapping_string (job->request, "id"));
  g_autofree char *label = stet_said_label (&said, stet_mapping_string (job->request, "label"));
  g_autofree char *clean = NULL;

  if (id == NULL || *id == '\0' || label == NULL || *label == '\0' || said.bad != NULL)
    return !said.strict;
  clean = stet_text_clean (label);
  if (*clean == '\0')
    return TRUE;
  g_ptr_array_add (job->base.list, stet_term_new (clean, id));
  if (job->base.kind != NULL)
    stet_rest_note_term (job->site, job->base.kind, clean, id);
  return TRUE;
}

/* A list page by page into job->base.list, then on. */
static void
rows_read (StetRestJob *job, const StetRestAnswer *answer)
{
  JsonArray *items;
  guint n;

  if (!stet_rest_ok (job, answer))
    return;
  items = items_of (job, answer);
  n = items != NULL ? json_array_get_length (items) : 0;
  if (items == NULL)
    {
      stet_site_job_refuse (&job->base, STET_SITE_ERROR_MISMATCH,
                            "The answer holds no list where the mapping says it stands");
      return;
    }
  for (guint i = 0; i < n && job->base.list->len < STET_REST_ROWS_MAX; i++)
    if (!take_term (job, json_array_get_element (items, i)))
      {
        stet_site_job_refuse (&job->base, STET_SITE_ERROR_MISMATCH,
                              "A term in the answer has no label or no id");
        return;
      }
  if (job->base.list->len < STET_REST_ROWS_MAX && turn_page (job, answer, n))
    stet_rest_ask (job, job->request, rows_read);
  else
    job->then (job);
}

static void
list_rows (StetRestJob *job, const char *name, StetRestThen then)
{
  g_clear_pointer (&job->base.list, g_ptr_array_unref);
  g_clear_pointer (&job->url, g_free);
  job->base.list = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_term_unref);
  job->base.page = 0;
  job->offset = 0;
  job->then = then;
  stet_rest_ask (job, operation (job, name), rows_read);
}

void
stet_rest_list_terms (StetSiteJob *base)
{
  StetRestJob *job = stet_rest_job (base);

  list_rows (job, "terms", answer_terms);
}

void
stet_rest_list_authors (StetSiteJob *base)
{
  StetRestJob *job = stet_rest_job (base);

  list_rows (job, "authors", answer_terms);
}

static void
term_made (StetRestJob *job, const StetRestAnswer *answer)
{
  JsonNode *request = operation (job, "add_term");
  StetSaid said = stet_said_begin (job->site->mapping, answer->root);
  g_autofree char *id = NULL, *label = NULL;

  if (!stet_rest_ok (job, answer))
    return;
  id = stet_said_text (&said, stet_mapping_string (request, "id"));
  label = stet_said_label (&said, stet_mapping_string (request, "label"));
  if (id == NULL || *id == '\0' || label == NULL || *label == '\0')
    {
      stet_site_job_refuse (&job->base, STET_SITE_ERROR_MISMATCH, "The answer names no term");
      return;
    }
  stet_rest_note_term (job->site, job->base.kind, label, id);
  stet_site_job_return (&job->base, stet_term_new (label, id), (GDestroyNotify) stet_term_unref);
}

/* (borrowed) (nullable) the one of that name, whatever its case and accents. */
static StetTerm *
same_label (GPtrArray *terms, const char *label)
{
  g_autofree char *wanted = stet_text_fold (label);
  StetTerm *near = NULL;

  for (guint i = 0; i < terms->len; i++)
    {
      g_autofree char *folded = stet_text_fold (stet_term_label (terms->pdata[i]));

      if (strcmp (stet_term_label (terms->pdata[i]), label) == 0)
        return terms->pdata[i];
      if (near == NULL && strcmp (folded, wanted) == 0)
        near = terms->pdata[i];
    }
  return near;
}

static void
make_if_new (StetRestJob *job)
{
  StetTerm *there = same_label (job->base.list, job->base.label);

  if (there != NULL)
    stet_site_job_return (&job->base, stet_term_ref (there), (GDestroyNotify) stet_term_unref);
  else
    stet_rest_ask (job, operation (job, "add_term"), term_made);
}

/* Two desks, one tag: one that is there is not made again, by the site or by us. */
void
stet_rest_add_term (StetSiteJob *base)
{
  StetRestJob *job = stet_rest_job (base);

  if (operation (job, "add_term") == NULL || operation (job, "terms") == NULL
      || stet_mapping_truth (operation (job, "add_term"), "finds"))
    {
      stet_rest_ask (job, operation (job, "add_term"), term_made);
      return;
    }
  job->base.search = g_strdup (job->base.label);
  list_rows (job, "terms", make_if_new);
}

/* --- the ids of a story's terms --- */

static void next_term (StetRestJob *job);

static void
term_looked_up (StetRestJob *job)
{
  StetTerm *there = same_label (job->base.list, job->base.search);

  if (there == NULL)
    stet_site_job_refuse (
        &job->base, STET_SITE_ERROR_INVALID, "The site has no %s “%s”; add it there first",
        strcmp (job->base.kind, "tag") == 0 ? "tag" : "section", job->base.search);
  else
    {
      stet_rest_note_term (job->site, job->base.kind, job->base.search, stet_term_id (there));
      next_term (job);
    }
}

static void
next_term (StetRestJob *job)
{
  g_autofree char *term = NULL;

  g_clear_pointer (&job->base.kind, g_free);
  g_clear_pointer (&job->base.search, g_free);
  term = stet_site_job_next_missing (&job->base);
  if (term == NULL)
    {
      job->then_terms (job);
      return;
    }
  job->base.kind = g_strndup (term, strcspn (term, "\n"));
  job->base.search = g_strdup (strchr (term, '\n') + 1);
  list_rows (job, "terms", term_looked_up);
}

static void
add_missing (StetRestJob *job, const char *field, const char *kind, StetTerm *term)
{
  const char *way = stet_mapping_string (stet_mapping_field (job->site->mapping, field), "as");
  g_autofree char *key = stet_rest_term_key (kind, stet_term_label (term));

  if (g_strcmp0 (way, "id") == 0 && !g_hash_table_contains (job->site->terms, key))
    g_ptr_array_add (job->base.missing, g_strconcat (kind, "\n", stet_term_label (term), NULL));
}

void
stet_rest_with_terms (StetRestJob *job, StetRestThen then)
{
  const StetArticleFields *story = stet_article_fields (job->base.article);

  job->then_terms = then;
  stet_site_job_seek (&job->base);
  for (guint i = 0; i < story->tags->len; i++)
    add_missing (job, "tags", "tag", story->tags->pdata[i]);
  if (story->section != NULL)
    add_missing (job, "section", "section", story->section);
  next_term (job);
}

/* --- what changed --- */

/* The story that came along with a row, as `get` would answer it. One that can't be read is asked
 * for by itself, and then said of that story alone. */
static void
read_along (StetRestSite *site, JsonNode *story, StetSiteChange *change)
{
  const char *at = stet_mapping_string (stet_mapping_node (site->mapping, "/article"), "at");
  g_autoptr (GError) error = NULL;
  g_autoptr (StetSiteArticle) got
      = stet_rest_read (site, stet_pointer_get (story, at != NULL ? at : ""), story,
                        change->version, &error);

  if (error != NULL)
    g_info ("a story of the list is asked for by itself: %s", error->message);
  else if (got->article != NULL && (strcmp (stet_article_id (got->article), change->id) == 0
                                    || g_strcmp0 (got->remote_id, change->id) == 0))
    change->article = g_steal_pointer (&got);
}

static char *
row_version (const StetRestSite *site, const char *text)
{
  if (text == NULL || stet_mapping_node (site->mapping, "/article/version_header") == NULL)
    return stet_rest_version (text);
  /* In JSON it may stand without the quotes of its header; then they are put back. */
  return stet_site_is_strong_etag (text) ? g_strdup (text) : g_strdup_printf ("\"%s\"", text);
}

/* Rows that say where a story stands, and may bring it along. */
static StetSiteChange *
read_row (StetRestSite *site, JsonNode *row, JsonNode *item, GError **error)
{
  JsonNode *story = stet_pointer_get (item, stet_mapping_string (row, "story"));
  g_autoptr (StetSiteChange) change = g_new0 (StetSiteChange, 1);
  StetSaid said = stet_said_begin (site->mapping, item);
  g_autofree char *state = stet_pointer_text (item, stet_mapping_string (row, "state"));
  g_autofree char *version = stet_said_text (&said, stet_mapping_string (row, "version"));

  change->id = stet_said_text (&said, stet_mapping_string (row, "id"));
  change->version = row_version (site, version);
  change->hash = stet_said_text (&said, stet_mapping_string (row, "hash"));
  change->author = stet_said_label (&said, stet_mapping_string (row, "author"));
  change->headline = stet_said_text (&said, stet_mapping_string (row, "headline"));
  change->modified_us = stet_said_time_us (&said, stet_mapping_string (row, "modified"));
  change->deleted = stet_said_truth (&said, stet_mapping_string (row, "deleted"));
  if (!stet_said_check (&said, error))
    return NULL;
  if (change->id == NULL || *change->id == '\0' ||
      (!stet_rest_read_state (site->mapping, state, &change->state) && !change->deleted))
    {
      g_set_error_literal (error, STET_SITE_ERROR, STET_SITE_ERROR_MISMATCH,
                           "A change in the answer names no story or no known state");
      return NULL;
    }
  change->deleted = change->deleted || change->state == STET_STATE_BINNED;
  if (story != NULL && !change->deleted)
    read_along (site, story, change);
  return g_steal_pointer (&change);
}

/* Rows that are the stories themselves: they come along. */
static StetSiteChange *
read_story_row (StetRestSite *site, JsonNode *item, JsonNode *root, GError **error)
{
  StetSiteArticle *got = stet_rest_read (site, item, root, NULL, error);
  StetSaid said = stet_said_begin (site->mapping, item);
  JsonNode *article = stet_mapping_node (site->mapping, "/article");
  StetSiteChange *change;

  if (got != NULL && got->article == NULL)
    {
      g_clear_pointer (&got, stet_site_article_free);
      g_set_error_literal (error, STET_SITE_ERROR, STET_SITE_ERROR_MISMATCH,
                           "A row of the answer holds no story");
    }
  if (got == NULL)
    return NULL;
  change = g_new0 (StetSiteChange, 1);
  change->id = g_strdup (stet_article_id (got->article));
  change->version = g_strdup (got->version);
  change->hash = stet_article_hash (got->article, (const char *const *) site->public_custom);
  change->author = g_strdup (got->author);
  change->headline = g_strdup (stet_prose_text (stet_article_fields (got->article)->headline));
  change->state = got->state;
  change->deleted = got->state == STET_STATE_BINNED;
  change->modified_us = stet_said_time_us (&said, stet_mapping_string (article, "modified"));
  change->article = got;
  return change;
}

/* Whether this run has told it already: a list by time is asked for with an overlap. */
static gboolean
is_told (StetRestJob *job, const StetSiteChange *change)
{
  const char *told = g_hash_table_lookup (job->site->told, change->id);
  gboolean same = g_strcmp0 (told, change->version) == 0 && told != NULL;

  if (change->version != NULL)
    g_hash_table_replace (job->site->told, g_strdup (change->id), g_strdup (change->version));
  return same;
}

/* One that can't be read must not keep all others from coming, unless the site keeps to a
 * description: then the list is not the one that was asked for, and FALSE with MISMATCH. */
static gboolean
read_rows (StetRestJob *job, const StetRestAnswer *answer, gboolean by_time, GError **error)
{
  gboolean strict = stet_mapping_is_strict (job->site->mapping);
  JsonArray *items = items_of (job, answer);
  JsonNode *row = stet_pointer_get (job->request, "/row");
  guint n = json_array_get_length (items);

  for (guint i = 0; i < n; i++)
    {
      JsonNode *item = json_array_get_element (items, i);
      StetSiteChange *change
          = row != NULL ? read_row (job->site, row, item, strict ? error : NULL)
                        : read_story_row (job->site, item, answer->root, strict ? error : NULL);

      if (change == NULL && strict)
        return FALSE;
      if (change == NULL)
        continue;
      job->newest_us = MAX (job->newest_us, change->modified_us);
      if (by_time && is_told (job, change))
        stet_site_change_free (change);
      else
        g_ptr_array_add (job->base.list, change);
    }
  return TRUE;
}

static void
answer_changes (StetRestJob *job, char *cursor)
{
  g_free (job->site->told_to);
  job->site->told_to = g_strdup (cursor);
  stet_site_job_return_changes (&job->base, cursor);
}

static void
changes_by_cursor (StetRestJob *job, const StetRestAnswer *answer)
{
  StetSaid said = stet_said_begin (job->site->mapping, answer->root);
  g_autofree char *cursor = stet_said_text (&said, stet_mapping_string (job->request, "cursor"));
  guint64 total = stet_said_number (&said, stet_mapping_string (job->request, "total"));
  g_autoptr (GError) error = NULL;

  if (cursor == NULL)
    stet_site_job_refuse (&job->base, STET_SITE_ERROR_MISMATCH,
                          "The answer has no cursor where the mapping says it stands");
  else if (!stet_said_check (&said, &error) || !read_rows (job, answer, FALSE, &error))
    stet_site_job_fail (&job->base, error);
  else
    {
      job->base.total = total <= G_MAXINT ? (guint) total : 0;
      answer_changes (job, g_steal_pointer (&cursor));
    }
}

static gint64
server_time_us (const StetRestAnswer *answer)
{
  const char *text = stet_http_reply_header (answer->reply, "Date");
  g_autoptr (GDateTime) time = text != NULL ? soup_date_time_new_from_http_string (text) : NULL;

  return time != NULL ? g_date_time_to_unix (time) * G_USEC_PER_SEC : G_MAXINT64;
}

static void changes_read (StetRestJob *job, const StetRestAnswer *answer);

/* "s.BEGIN.PAGE.OFFSET.NEWEST": a walk through the list from BEGIN; the next begins where this one
 * saw the newest. */
static void
changes_by_time (StetRestJob *job, const StetRestAnswer *answer)
{
  guint n_before = job->base.list->len;
  g_autoptr (GError) error = NULL;
  gboolean more;
  gint64 newest_s;

  if (!read_rows (job, answer, TRUE, &error))
    {
      stet_site_job_fail (&job->base, error);
      return;
    }
  more = turn_page (job, answer, json_array_get_length (items_of (job, answer)));

  /* A site's clock, or a date in the future, must not carry us past what is still to come. */
  job->newest_us = MIN (job->newest_us, server_time_us (answer));
  newest_s = job->newest_us / G_USEC_PER_SEC;
  if (more && (job->base.list->len == n_before || job->url != NULL)
      && job->base.page < STET_REST_PAGES_MAX)
    {
      stet_rest_ask (job, job->request, changes_read);
      return;
    }
  answer_changes (
      job,
      more ? g_strdup_printf ("s.%s.%u.%" G_GSIZE_FORMAT ".%" G_GINT64_FORMAT, job->base.label,
                              job->base.page, job->offset, newest_s)
           : g_strdup_printf ("s.%" G_GINT64_FORMAT ".0.0.%" G_GINT64_FORMAT, newest_s, newest_s));
}

static void
changes_read (StetRestJob *job, const StetRestAnswer *answer)
{
  gboolean by_cursor = stet_mapping_string (job->request, "cursor") != NULL;

  if (!stet_rest_ok (job, answer))
    return;
  if (items_of (job, answer) == NULL)
    {
      stet_site_job_refuse (&job->base, STET_SITE_ERROR_MISMATCH,
                            "The answer holds no list where the mapping says it stands");
      return;
    }
  if (by_cursor)
    changes_by_cursor (job, answer);
  else
    changes_by_time (job, answer);
}

/* FALSE: it is none of ours. */
static gboolean
read_cursor (StetRestJob *job)
{
  g_auto (GStrv) parts
      = g_strsplit (job->base.cursor != NULL ? job->base.cursor : "s.0.0.0.0", ".", 6);
  gint64 overlap_s = stet_mapping_number (job->request, "overlap_s", OVERLAP_S);
  guint64 numbers[4];

  if (g_strv_length (parts) != 5 || strcmp (parts[0], "s") != 0)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    if (!g_ascii_string_to_unsigned (parts[i + 1], 10, 0, G_MAXINT64 / G_USEC_PER_SEC, &numbers[i],
                                     NULL))
      return FALSE;
  job->base.label = g_strdup (parts[1]);
  job->since_us = MAX ((gint64) numbers[0] - overlap_s, 0) * G_USEC_PER_SEC;
  job->base.page = (guint) MIN (numbers[1], STET_REST_PAGES_MAX);
  job->offset = (gsize) MIN (numbers[2], G_MAXINT);
  job->newest_us = (gint64) numbers[3] * G_USEC_PER_SEC;
  return TRUE;
}

void
stet_rest_list_changes (StetSiteJob *base)
{
  StetRestJob *job = stet_rest_job (base);
  JsonNode *request = operation (job, "changes");

  /* Whoever comes back with another cursor than the last did not take what was told. */
  if (g_strcmp0 (job->site->told_to, job->base.cursor) != 0)
    g_hash_table_remove_all (job->site->told);
  job->request = request;
  job->base.list = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_site_change_free);
  if (request != NULL && stet_mapping_string (request, "cursor") == NULL && !read_cursor (job))
    stet_site_job_refuse (&job->base, STET_SITE_ERROR_GONE, "The cursor is not known here");
  else
    stet_rest_ask (job, request, changes_read);
}
