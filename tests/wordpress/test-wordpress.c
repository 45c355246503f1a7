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

/* A random story whose tags are such as a newsroom has, without pictures. */
static StetArticle *
random_story (StetRandom *random, RandomKind kind)
{
  g_autoptr (StetArticle) any = random_article (random, kind | RANDOM_NO_EXTRA);
  g_autoptr (StetArticle) bare = stet_article_map_files (any, no_file, NULL);
  StetArticleFields fields = *stet_article_fields (bare);
  g_autoptr (GPtrArray) tags = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_term_unref);
  g_autofree char *id = stet_uuid_new (stet_random_system ());
  g_autoptr (StetProse) slug = stet_prose_plain (id);
  g_autoptr (StetArticle) tame = NULL;

  if (stet_random_below (random, 2) == 0)
    {
      add_tag (tags, "River & Lakes");
      add_tag (tags, "Año nuevo");
      add_tag (tags, "“Quoted” tag");
    }
  fields.tags = tags;
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

/* Brings a story of the editor's own into a state. */
static StetSiteArticle *
bring (StetSite *site, StetArticle *story, StetState last)
{
  static const StetState way[]
      = { STET_STATE_SUBMITTED, STET_STATE_APPROVED, STET_STATE_PUBLISHED };
  g_autofree char *hash = stet_article_hash (story, NULL);
  StetSiteArticle *at = create (site, story);

  for (guint i = 0; i < G_N_ELEMENTS (way) && at->state != last; i++)
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
  return g_test_run ();
}
