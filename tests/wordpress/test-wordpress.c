/* What is WordPress's own, on a real one: every role gets its stories back as they went out,
 * pictures and terms, the schedule, what its own editor does to a story. Run by run-with.py;
 * without a site in its environment it skips. */
#include "config.h"

#include "article/blocks.h"
#include "article/json.h"
#include "base/clock.h"
#include "base/json-scan.h"
#include "calls.h"
#include "random-article.h"
#include "site/wordpress-site.h"
#include "support.h"

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>
#include <string.h>

#define STORIES 6

static const char *const roles[] = { "CONTRIBUTOR", "AUTHOR", "EDITOR", "ADMINISTRATOR" };

static char **
pair_of (const char *role)
{
  g_autofree char *name = g_strconcat ("STET_WP_", role, NULL);

  return g_strsplit (g_getenv (name), ":", 2);
}

static StetSite *
sign_in_at (const char *api, const char *role)
{
  g_auto (GStrv) pair = pair_of (role);
  g_autoptr (StetCredential) credential
      = stet_credential_new (STET_AUTH_BASIC, pair[0], pair[1], NULL);
  const StetWordPressOptions options = { .api = api, .credential = credential };
  g_autoptr (GError) error = NULL;
  StetSite *site = stet_wordpress_site_new (&options, &error);

  g_assert_no_error (error);
  return site;
}

static StetSite *
sign_in (const char *role)
{
  return sign_in_at (g_getenv ("STET_CONTRACT_API"), role);
}

static char *
no_file (const char *file, gpointer data)
{
  return g_strdup ("");
}

static void
add_tag (GPtrArray *tags, const char *label)
{
  g_ptr_array_add (tags, stet_term_new (label, NULL));
}

/* The names alone: their random numbers are no accounts of the site. */
static GPtrArray *
names_only (GPtrArray *authors)
{
  GPtrArray *names = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_term_unref);

  for (guint i = 0; i < authors->len; i++)
    g_ptr_array_add (names, stet_term_new (stet_term_label (authors->pdata[i]), NULL));
  return names;
}

/* A random story whose tags are such as a newsroom has, without pictures. */
static StetArticle *
random_story (StetRandom *random, RandomKind kind)
{
  g_autoptr (StetArticle) any = random_article (random, kind | RANDOM_NO_EXTRA);
  g_autoptr (StetArticle) bare = stet_article_map_files (any, no_file, NULL);
  StetArticleFields fields = *stet_article_fields (bare);
  g_autoptr (GPtrArray) tags = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_term_unref);
  g_autofree char *id = stet_uuid_new (stet_random_system ());
  g_autoptr (GPtrArray) authors = names_only (fields.authors);
  g_autoptr (StetProse) slug = stet_prose_plain (id);
  g_autoptr (StetArticle) tame = NULL;

  if (stet_random_below (random, 2) == 0)
    {
      add_tag (tags, "River & Lakes");
      add_tag (tags, "Año nuevo");
      add_tag (tags, "“Quoted” tag");
    }
  fields.tags = tags;
  fields.authors = authors;
  fields.section = NULL;
  fields.slug = slug;
  tame = stet_article_new (&fields);
  return stet_article_with_ids (tame, id, id);
}

static void
make_tags (StetSite *site, StetArticle *story)
{
  const StetArticleFields *fields = stet_article_fields (story);

  for (guint i = 0; i < fields->tags->len; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (StetTerm) term
          = call_add_term (site, "tag", stet_term_label (fields->tags->pdata[i]), NULL, &error);

      g_assert_no_error (error);
    }
}

static StetSiteArticle *
create (StetSite *site, StetArticle *story)
{
  g_autofree char *key = stet_uuid_new (stet_random_system ());
  g_autoptr (GError) error = NULL;
  StetSiteArticle *made;

  make_tags (site, story);
  made = call_put_article (site, story, NULL, key, &error);
  g_assert_no_error (error);
  return made;
}

static void
assert_hash (StetArticle *got, StetArticle *story)
{
  g_autofree char *text = stet_article_hashed_text (story, NULL);
  g_autofree char *got_text = stet_article_hashed_text (got, NULL);

  g_assert_cmpstr (got_text, ==, text);
}

/* What is sent is read back by its writer and by the desk with the same hash, also once it was
 * written again. */
static void
test_roles (void)
{
  g_autoptr (StetRandom) random = stet_random_new_seeded (20261124);
  g_autoptr (StetSite) editor = sign_in ("EDITOR");

  for (guint r = 0; r < G_N_ELEMENTS (roles); r++)
    {
      g_autoptr (StetSite) site = sign_in (roles[r]);

      for (guint i = 0; i < STORIES; i++)
        {
          g_autoptr (StetArticle) story
              = random_story (random, i % 2 == 0 ? RANDOM_TIDY : RANDOM_ANY);
          g_autoptr (StetSiteArticle) made = create (site, story);
          g_autoptr (StetArticle) next = random_story (random, RANDOM_TIDY);
          g_autoptr (StetArticle) second
              = stet_article_with_ids (next, stet_article_id (story), stet_article_id (story));
          g_autoptr (GError) error = NULL;
          g_autoptr (StetSiteArticle) got = NULL;
          g_autoptr (StetSiteArticle) changed = NULL;

          g_test_message ("%s %u %s", roles[r], i, stet_article_id (story));
          assert_hash (made->article, story);
          got = call_get_article (editor, stet_article_id (story), &error);
          g_assert_no_error (error);
          assert_hash (got->article, story);
          g_assert_cmpstr (got->version, ==, made->version);
          make_tags (site, second);
          changed = call_put_article (site, second, made->version, NULL, &error);
          g_assert_no_error (error);
          assert_hash (changed->article, second);
        }
    }
}

/* Takes a story that is `at` (owned) to another state by way of the desk. Returns: (owned). */
static StetSiteArticle *
move_to (StetSite *site, StetArticle *story, StetSiteArticle *at, StetState last)
{
  static const StetState way[]
      = { STET_STATE_SUBMITTED, STET_STATE_APPROVED, STET_STATE_PUBLISHED };
  g_autofree char *hash = stet_article_hash (story, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (way) && (i == 0 || way[i - 1] != last); i++)
    {
      g_autofree char *key = stet_uuid_new (stet_random_system ());
      const StetSiteTransition wish = { .to = way[i],
                                        .hash = way[i] == STET_STATE_SUBMITTED ? NULL : hash,
                                        .version = at->version,
                                        .key = key };
      g_autoptr (GError) error = NULL;
      StetSiteArticle *next = call_transition (site, stet_article_id (story), &wish, &error);

      g_assert_no_error (error);
      stet_site_article_free (at);
      at = next;
    }
  return at;
}

/* Brings a story of the editor's own into a state. */
static StetSiteArticle *
bring (StetSite *site, StetArticle *story, StetState last)
{
  return move_to (site, story, create (site, story), last);
}

/* Less than a minute ahead WordPress would publish at once. */
static void
test_schedule (void)
{
  g_autoptr (StetSite) site = sign_in ("EDITOR");
  g_autoptr (StetRandom) random = stet_random_new_seeded (1);
  g_autoptr (StetArticle) story = random_story (random, RANDOM_TIDY);
  g_autoptr (StetSiteArticle) at = bring (site, story, STET_STATE_APPROVED);
  g_autofree char *hash = stet_article_hash (story, NULL);
  gint64 now_s = stet_clock_now_us (stet_clock_system ()) / G_USEC_PER_SEC;
  StetSiteTransition wish = { .to = STET_STATE_SCHEDULED,
                              .hash = hash,
                              .version = at->version,
                              .key = "soon",
                              .at_us = (now_s + 20) * G_USEC_PER_SEC };
  g_autoptr (GError) error = NULL;
  g_autoptr (StetSiteArticle) scheduled = NULL;

  g_assert_null (call_transition (site, stet_article_id (story), &wish, &error));
  g_assert_error (error, STET_SITE_ERROR, STET_SITE_ERROR_INVALID);
  g_clear_error (&error);
  wish.at_us = (now_s + 7200) * G_USEC_PER_SEC;
  wish.key = hash;
  scheduled = call_transition (site, stet_article_id (story), &wish, &error);
  g_assert_no_error (error);
  g_assert_cmpint (scheduled->scheduled_us, ==, wish.at_us);
  g_assert_null (scheduled->live_hash);
}

/* A site without pretty addresses has its API behind a query. */
static void
test_route (void)
{
  g_autofree char *api = g_strconcat (g_getenv ("STET_WP_URL"), "/?rest_route=", NULL);
  g_autoptr (StetSite) site = sign_in_at (api, "EDITOR");
  g_autoptr (StetRandom) random = stet_random_new_seeded (2);
  g_autoptr (StetArticle) story = random_story (random, RANDOM_TIDY);
  g_autoptr (StetSiteArticle) live = bring (site, story, STET_STATE_PUBLISHED);

  g_assert_nonnull (live->url);
  g_assert_nonnull (live->live_hash);
}

/* One request as WordPress's own editor makes it. Returns: (owned). */
static char *
request_at (const char *method, const char *path, const char *body)
{
  g_auto (GStrv) pair = pair_of ("EDITOR");
  g_autofree char *url = g_strdup_printf ("%s/wp/v2/%s", g_getenv ("STET_CONTRACT_API"), path);
  g_autoptr (SoupSession) session = soup_session_new ();
  g_autoptr (SoupMessage) message = soup_message_new (method, url);
  g_autofree char *plain = g_strjoin (":", pair[0], pair[1], NULL);
  g_autofree char *encoded = g_base64_encode ((const guchar *) plain, strlen (plain));
  g_autofree char *basic = g_strconcat ("Basic ", encoded, NULL);
  g_autoptr (GBytes) sent = body != NULL ? g_bytes_new (body, strlen (body)) : NULL;
  g_autoptr (GBytes) got = NULL;
  g_autoptr (GError) error = NULL;

  soup_message_headers_replace (soup_message_get_request_headers (message), "Authorization", basic);
  if (sent != NULL)
    soup_message_set_request_body_from_bytes (message, "application/json", sent);
  got = soup_session_send_and_read (session, message, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (soup_message_get_status (message), ==, 200);
  return g_strndup (g_bytes_get_data (got, NULL), g_bytes_get_size (got));
}

static char *
request (const char *method, const char *number, const char *body)
{
  g_autofree char *path = g_strdup_printf ("posts/%s?context=edit", number);

  return request_at (method, path, body);
}

static StetArticle *
with_photo (StetArticle *story, const char *sha256, const char *alt_text, const char *caption_text,
            const char *credit_text)
{
  StetArticleFields fields = *stet_article_fields (story);
  g_autoptr (StetProse) alt = stet_prose_plain (alt_text),
                        caption = stet_prose_plain (caption_text);
  g_autoptr (StetProse) credit = stet_prose_plain (credit_text);
  g_autofree char *id = stet_uuid_new (stet_random_system ());
  g_autoptr (StetPhoto) photo = stet_photo_new (id, sha256, caption, credit, alt, NULL);

  fields.photo = photo;
  return stet_article_new (&fields);
}

static void
check_library (const char *sha256, const char *alt, const char *caption, const char *credit)
{
  g_autofree char *path
      = g_strdup_printf ("media?slug=stet-%s&context=edit&_fields=alt_text,caption,meta", sha256);
  g_autofree char *said = request_at ("GET", path, NULL);
  g_autoptr (JsonNode) root = json_from_string (said, NULL);
  JsonObject *picture = json_array_get_object_element (json_node_get_array (root), 0);
  g_autofree char *plain = stet_blocks_plain (
      json_object_get_string_member (json_object_get_object_member (picture, "caption"), "raw"));

  g_assert_cmpstr (json_object_get_string_member (picture, "alt_text"), ==, alt);
  g_assert_cmpstr (plain, ==, caption);
  if (strcmp (g_getenv ("STET_WP_FLAVOUR"), "companion") == 0)
    g_assert_cmpstr (json_object_get_string_member (json_object_get_object_member (picture, "meta"),
                                                    "stet_credit"),
                     ==, credit);
}

/* What a story says beside its picture is what the library shows, also once it was changed; what it
 * says nothing of stays there. */
static void
test_library (void)
{
  gsize size;
  g_autofree guchar *png = g_base64_decode (
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==",
      &size);
  g_autofree char *id = stet_uuid_new (stet_random_system ());
  g_autoptr (GByteArray) own = g_byte_array_append (
      g_byte_array_append (g_byte_array_new (), png, size), (guchar *) id, 36);
  g_autoptr (GBytes) picture = g_bytes_new (own->data, own->len);
  g_autofree char *sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, picture);
  g_autoptr (StetSite) site = sign_in ("EDITOR");
  g_autoptr (StetArticle) sample = sample_article (id, "In the library", "Text.");
  g_autoptr (StetArticle) first
      = with_photo (sample, sha256, "A quay", "The quay & the ferry", "Photo © A");
  g_autoptr (StetArticle) second
      = with_photo (sample, sha256, "A quay at dawn", "The quay at < 6 o’clock", "Photo © A / @b");
  g_autoptr (StetArticle) third = with_photo (sample, sha256, "", "", "Photo © C");
  g_autoptr (StetSiteArticle) made = NULL, changed = NULL, last = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (call_put_media (site, sha256, picture, "image/png", &error));
  g_assert_no_error (error);
  made = create (site, first);
  check_library (sha256, "A quay", "The quay & the ferry", "Photo © A");
  changed = call_put_article (site, second, made->version, NULL, &error);
  g_assert_no_error (error);
  check_library (sha256, "A quay at dawn", "The quay at < 6 o’clock", "Photo © A / @b");
  last = call_put_article (site, third, changed->version, NULL, &error);
  g_assert_no_error (error);
  check_library (sha256, "A quay at dawn", "The quay at < 6 o’clock", "Photo © C");
}

/* Somebody changes a paragraph in WordPress's editor: that is what comes back, the other blocks are
 * the same ones, and what was made from the old version is refused. */
static void
test_changed_there (void)
{
  static const char first[] = "Stays as it is.", second[] = "Is changed.";
  g_autoptr (StetSite) site = sign_in ("EDITOR");
  g_autofree char *id = stet_uuid_new (stet_random_system ());
  g_autoptr (StetArticle) sample = sample_article (id, "Changed there", first);
  StetArticleFields fields = *stet_article_fields (sample);
  g_autoptr (GPtrArray) body = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_block_unref);
  g_autofree char *block_id = stet_uuid_new (stet_random_system ());
  g_autoptr (StetProse) prose = stet_prose_plain (second);
  g_autoptr (StetArticle) story = NULL;
  g_autoptr (StetSiteArticle) made = NULL;
  g_autoptr (StetSiteArticle) got = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr (GString) content = NULL;
  g_autoptr (GString) json = g_string_new ("{\"content\":");
  g_autoptr (JsonNode) root = NULL;

  g_ptr_array_add (body, stet_block_ref (stet_article_block (sample, 0)));
  g_ptr_array_add (body, stet_block_paragraph (block_id, prose));
  fields.body = body;
  story = stet_article_new (&fields);
  made = create (site, story);
  before = request ("GET", made->remote_id, NULL);
  root = json_from_string (before, NULL);
  content = g_string_new (json_object_get_string_member (
    json_object_get_object_member (json_node_get_object (root), "content"), "raw"));
  g_assert_cmpuint (g_string_replace (content, second, "Was changed there.", 0), ==, 1);
  stet_json_append_string (json, content->str);
  g_string_append_c (json, '}');
  after = request ("POST", made->remote_id, json->str);
  got = call_get_article (site, id, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (got->version, !=, made->version);
  g_assert_cmpuint (stet_article_n_blocks (got->article), ==, 2);
  g_assert_cmpstr (stet_prose_text (stet_block_prose (stet_article_block (got->article, 1))), ==,
                   "Was changed there.");
  g_assert_cmpstr (stet_block_id (stet_article_block (got->article, 0)), ==,
                   stet_block_id (stet_article_block (sample, 0)));
  g_assert_cmpstr (stet_block_id (stet_article_block (got->article, 1)), ==, block_id);
  g_assert_null (call_put_article (site, story, made->version, NULL, &error));
  g_assert_error (error, STET_SITE_ERROR, STET_SITE_ERROR_STALE);
}

/* Terms that are there are found whatever their letters; those that are not refuse the story by
 * name. */
static void
test_terms (void)
{
  g_autoptr (StetSite) site = sign_in ("EDITOR");
  g_autoptr (StetSite) other = sign_in ("EDITOR");
  g_autoptr (GError) error = NULL;
  g_autoptr (StetTerm) made = call_add_term (site, "tag", "Puertos & bahías", NULL, &error);
  g_autoptr (StetTerm) again = call_add_term (other, "tag", "puertos & bahías", NULL, &error);
  g_autoptr (GPtrArray) found = call_list_terms (other, "tag", "Puertos & bahías", &error);
  g_autofree char *id = stet_uuid_new (stet_random_system ());
  g_autoptr (StetArticle) sample = sample_article (id, "Terms", "Text.");
  StetArticleFields fields = *stet_article_fields (sample);
  g_autoptr (GPtrArray) tags = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_term_unref);
  g_autoptr (StetArticle) story = NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (stet_term_id (again), ==, stet_term_id (made));
  g_assert_cmpuint (found->len, ==, 1);
  add_tag (tags, id);
  fields.tags = tags;
  story = stet_article_new (&fields);
  g_assert_null (call_put_article (site, story, NULL, NULL, &error));
  g_assert_error (error, STET_SITE_ERROR, STET_SITE_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, id));
}

/* --- authors --- */

/* The account of that name, as the site's list has it. Returns: (owned). */
static StetTerm *
account (StetSite *site, const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) authors = call_list_authors (site, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < authors->len; i++)
    if (strcmp (stet_term_label (authors->pdata[i]), name) == 0)
      return stet_term_ref (authors->pdata[i]);
  g_error ("the site has no author %s", name);
}

/* A story by a name alone, and by `author` (nullable). */
static StetArticle *
story_by (const char *id, const char *headline, StetTerm *author)
{
  g_autoptr (StetArticle) sample = sample_article (id, headline, "Text.");
  StetArticleFields fields = *stet_article_fields (sample);
  g_autoptr (GPtrArray) authors = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_term_unref);

  g_ptr_array_add (authors, stet_term_new ("A guest", NULL));
  if (author != NULL)
    g_ptr_array_add (authors, stet_term_ref (author));
  fields.authors = authors;
  return stet_article_new (&fields);
}

/* Whose the post is, by the site's own number. Returns: (owned). */
static char *
author_of_post (const char *number)
{
  g_autofree char *said = request ("GET", number, NULL);
  g_autoptr (JsonNode) root = json_from_string (said, NULL);

  return g_strdup_printf ("%" G_GINT64_FORMAT, json_object_get_int_member (
                                                   json_node_get_object (root), "author"));
}

static void
assert_author (const char *number, StetTerm *author)
{
  g_autofree char *got = author_of_post (number);

  g_assert_cmpstr (got, ==, stet_term_id (author));
}

static void
give_post (const char *number, StetTerm *author)
{
  g_autofree char *body = g_strdup_printf ("{\"author\":%s}", stet_term_id (author));
  g_autofree char *said = request ("POST", number, body);
}

static StetSiteArticle *
put (StetSite *site, StetArticle *story, const char *version)
{
  g_autoptr (GError) error = NULL;
  StetSiteArticle *at = call_put_article (site, story, version, NULL, &error);

  g_assert_no_error (error);
  return at;
}

static void
assert_authors (StetArticle *story, const char *wanted)
{
  g_autoptr (GString) text = g_string_new (NULL);
  GPtrArray *authors = stet_article_fields (story)->authors;

  for (guint i = 0; i < authors->len; i++)
    g_string_append_printf (text, "%s%s%s", i > 0 ? ", " : "",
                            stet_term_label (authors->pdata[i]),
                            stet_term_id (authors->pdata[i]) != NULL ? "#" : "");
  g_assert_cmpstr (text->str, ==, wanted);
}

/* Who may edit others' posts gives the post to the story's author; who may not keeps the author as
 * the story's text, and the post. All read the same story. */
static void
test_authors_sent (void)
{
  static const struct { const char *role, *name; gboolean may; } cases[] = {
    { "CONTRIBUTOR", "Connie", FALSE },
    { "AUTHOR", "Arthur", FALSE },
    { "EDITOR", "Edith", TRUE },
  };
  g_autoptr (StetSite) editor = sign_in ("EDITOR");
  g_autoptr (StetTerm) admin = account (editor, "admin");
  g_autoptr (StetTerm) arthur = account (editor, "Arthur");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (StetSite) site = sign_in (cases[i].role);
      g_autoptr (StetTerm) self = account (site, cases[i].name);
      g_autofree char *id = stet_uuid_new (stet_random_system ());
      g_autoptr (StetArticle) by_guest = story_by (id, "By a guest", NULL);
      g_autoptr (StetArticle) by_admin = story_by (id, "By the administrator", admin);
      g_autoptr (StetArticle) by_arthur = story_by (id, "By Arthur", arthur);
      g_autoptr (StetSiteArticle) made = create (site, by_guest), second = NULL, third = NULL;
      g_autoptr (StetSiteArticle) got = NULL;
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", cases[i].role);
      assert_hash (made->article, by_guest);
      assert_author (made->remote_id, self);
      second = put (site, by_admin, made->version);
      assert_hash (second->article, by_admin);
      assert_author (made->remote_id, cases[i].may ? admin : self);
      got = call_get_article (editor, id, &error);
      g_assert_no_error (error);
      assert_hash (got->article, by_admin);
      assert_authors (got->article, "A guest, admin#");
      third = put (editor, by_arthur, got->version);
      assert_hash (third->article, by_arthur);
      assert_author (made->remote_id, arthur);
    }
}

/* A new story may be another's at once, who then reads it as it was sent. */
static void
test_author_of_new (void)
{
  g_autoptr (StetSite) editor = sign_in ("EDITOR"), author = sign_in ("AUTHOR");
  g_autoptr (StetTerm) arthur = account (editor, "Arthur");
  g_autofree char *id = stet_uuid_new (stet_random_system ());
  g_autoptr (StetArticle) story = story_by (id, "For Arthur", arthur);
  g_autoptr (StetSiteArticle) made = create (editor, story);
  g_autoptr (GError) error = NULL;
  g_autoptr (StetSiteArticle) got = call_get_article (author, id, &error);

  g_assert_no_error (error);
  assert_hash (made->article, story);
  assert_hash (got->article, story);
  assert_author (made->remote_id, arthur);
}

/* The story of a list of changes. Returns: (owned) (nullable). */
static StetSiteArticle *
pull (StetSite *site, const char *id, char **cursor)
{
  g_autoptr (GError) error = NULL;
  StetSiteArticle *found = NULL;

  for (;;)
    {
      g_autofree char *next = NULL;
      g_autoptr (GPtrArray) changes = call_list_changes (site, *cursor, &next, &error);
      gboolean moves = g_strcmp0 (next, *cursor) != 0;

      g_assert_no_error (error);
      for (guint i = 0; i < changes->len; i++)
        {
          StetSiteChange *change = changes->pdata[i];

          if (change->article == NULL || change->article->article == NULL
              || strcmp (stet_article_id (change->article->article), id) != 0)
            continue;
          stet_site_article_free (found);
          found = g_steal_pointer (&change->article);
        }
      g_free (*cursor);
      *cursor = g_steal_pointer (&next);
      if (!moves || changes->len == 0)
        return found;
    }
}

/* Somebody gives the post to another at the site, without Stet: it comes with the list of changes,
 * and goes back as it came, for whoever sends it. */
static void
test_author_changed_there (void)
{
  static const struct { const char *had, *wanted; } cases[] = {
    { NULL, "Connie#, A guest" },
    { "Arthur", "A guest, Connie#" },
  };
  g_autoptr (StetSite) editor = sign_in ("EDITOR");
  g_autoptr (StetTerm) connie = account (editor, "Connie");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (StetSite) other = sign_in ("EDITOR"), contributor = sign_in ("CONTRIBUTOR");
      g_autoptr (StetTerm) had = cases[i].had != NULL ? account (editor, cases[i].had) : NULL;
      g_autofree char *id = stet_uuid_new (stet_random_system ());
      g_autoptr (StetArticle) story = story_by (id, "Given away", had);
      g_autoptr (StetSiteArticle) made = create (editor, story);
      g_autofree char *cursor = NULL;
      g_autoptr (StetSiteArticle) before = pull (other, id, &cursor), after = NULL, again = NULL;
      g_autoptr (StetSiteArticle) theirs = NULL;
      g_autoptr (GError) error = NULL;

      assert_hash (before->article, story);
      give_post (made->remote_id, connie);
      after = pull (other, id, &cursor);
      g_assert_nonnull (after);
      g_assert_cmpstr (after->version, !=, made->version);
      assert_authors (after->article, cases[i].wanted);
      theirs = call_get_article (contributor, id, &error);
      g_assert_no_error (error);
      assert_hash (theirs->article, after->article);
      again = put (i == 0 ? contributor : editor, after->article, theirs->version);
      assert_hash (again->article, after->article);
      assert_author (made->remote_id, connie);
      g_assert_null (call_put_article (editor, story, made->version, NULL, &error));
      g_assert_error (error, STET_SITE_ERROR, STET_SITE_ERROR_STALE);
    }
}

/* An account that is none, and a site that keeps the post's author as it was: told, and what was
 * there stays. */
static void
test_author_refused (void)
{
  g_autoptr (StetSite) editor = sign_in ("EDITOR");
  g_autoptr (StetTerm) arthur = account (editor, "Arthur"), edith = account (editor, "Edith");
  g_autoptr (StetTerm) nobody = stet_term_new ("Nobody", "99999");
  g_autofree char *id = stet_uuid_new (stet_random_system ());
  g_autofree char *other_id = stet_uuid_new (stet_random_system ());
  g_autoptr (StetArticle) first = story_by (id, "First", NULL);
  g_autoptr (StetArticle) second = story_by (id, "By nobody", nobody);
  g_autoptr (StetArticle) ignored = story_by (other_id, "Mine (author ignored)", arthur);
  g_autoptr (StetSiteArticle) made = create (editor, first), still = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (call_put_article (editor, second, made->version, NULL, &error));
  g_assert_error (error, STET_SITE_ERROR, STET_SITE_ERROR_INVALID);
  g_assert_cmpint (stet_site_error_reason (error), ==, STET_REASON_MAY_NOT_ASSIGN);
  g_clear_error (&error);
  still = call_get_article (editor, id, &error);
  g_assert_no_error (error);
  assert_hash (still->article, first);
  g_assert_cmpstr (still->version, ==, made->version);
  assert_author (made->remote_id, edith);
  g_assert_null (call_put_article (editor, ignored, NULL, NULL, &error));
  g_assert_error (error, STET_SITE_ERROR, STET_SITE_ERROR_MISMATCH);
  g_assert_nonnull (strstr (error->message, "“authors”"));
}

/* With the companion a live page keeps its author until the change to it is published. */
static void
test_author_of_live (void)
{
  g_autoptr (StetSite) editor = sign_in ("EDITOR");
  g_autoptr (StetTerm) arthur = account (editor, "Arthur"), edith = account (editor, "Edith");
  g_autoptr (StetTerm) connie = account (editor, "Connie");
  g_autofree char *id = stet_uuid_new (stet_random_system ());
  g_autoptr (StetArticle) story = story_by (id, "Live", NULL);
  g_autoptr (StetArticle) next = story_by (id, "Live, by Arthur", arthur);
  g_autoptr (StetSiteArticle) live = bring (editor, story, STET_STATE_PUBLISHED), changed = NULL;
  g_autoptr (StetSiteArticle) got = NULL;
  g_autoptr (GError) error = NULL;
  gboolean companion = strcmp (g_getenv ("STET_WP_FLAVOUR"), "companion") == 0;
  g_autofree char *hash = NULL;

  changed = put (editor, next, live->version);
  assert_hash (changed->article, next);
  assert_author (live->remote_id, companion ? edith : arthur);
  give_post (live->remote_id, connie);
  got = call_get_article (editor, id, &error);
  g_assert_no_error (error);
  assert_authors (got->article, "A guest, Connie#");
  g_clear_pointer (&changed, stet_site_article_free);
  changed = put (editor, next, got->version);
  assert_author (live->remote_id, companion ? connie : arthur);
  if (companion)
    changed = move_to (editor, next, changed, STET_STATE_PUBLISHED);
  hash = stet_article_hash (next, NULL);
  g_assert_cmpstr (changed->live_hash, ==, hash);
  assert_author (live->remote_id, arthur);
}

int
main (int argc, char **argv)
{
  stet_site_init ();
  stet_test_init (&argc, &argv);
  if (g_getenv ("STET_WP_URL") == NULL)
    {
      g_print ("1..0 # SKIP no WordPress in the environment\n");
      return 0;
    }
  g_test_add_func ("/wordpress/roles", test_roles);
  g_test_add_func ("/wordpress/schedule", test_schedule);
  g_test_add_func ("/wordpress/route", test_route);
  g_test_add_func ("/wordpress/library", test_library);
  g_test_add_func ("/wordpress/changed-there", test_changed_there);
  g_test_add_func ("/wordpress/terms", test_terms);
  g_test_add_func ("/wordpress/authors/sent", test_authors_sent);
  g_test_add_func ("/wordpress/authors/new", test_author_of_new);
  g_test_add_func ("/wordpress/authors/changed-there", test_author_changed_there);
  g_test_add_func ("/wordpress/authors/refused", test_author_refused);
  g_test_add_func ("/wordpress/authors/live", test_author_of_live);
  return g_test_run ();
}
