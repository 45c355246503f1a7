/* What is the mapped sites' own, on the example sites: every story comes back with its content
 * hash, for each role; terms by pages; a creation whose answer was lost; a change made at the site.
 * Run by run-mapped.py; without a site in its environment it skips. */
#include "config.h"

#include "article/json.h"
#include "base/file.h"
#include "calls.h"
#include "random-article.h"
#include "site/rest-site.h"
#include "support.h"

#include <libsoup/soup.h>
#include <string.h>

#define STORIES 8

static StetMapping *mapping;

static StetSite *
sign_in (const char *role)
{
  g_autofree char *name = g_strconcat ("STET_CONTRACT_", role, NULL);
  g_auto (GStrv) pair = g_strsplit (g_getenv (name), ":", 2);
  g_autoptr (StetCredential) credential
      = stet_credential_new (STET_AUTH_BASIC, pair[0], pair[1], NULL);
  const StetRestOptions options
      = { .mapping = mapping, .api = g_getenv ("STET_CONTRACT_API"), .credential = credential };
  g_autoptr (GError) error = NULL;
  StetSite *site = stet_rest_site_new (&options, &error);

  g_assert_no_error (error);
  return site;
}

/* Whether the site keeps Stet's own copy; else what its fields can't hold is refused. */
static gboolean
keeps_all (void)
{
  return strstr (stet_mapping_title (mapping), "Drupal") != NULL;
}

static char *
no_file (const char *file, gpointer data)
{
  return data != NULL ? g_strdup (data) : g_strdup ("");
}

static StetProse *
plain (StetProse *prose)
{
  return stet_prose_plain (stet_prose_text (prose));
}

static GPtrArray *
plain_faq (GPtrArray *items)
{
  GPtrArray *made = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_faq_item_unref);

  for (guint i = 0; i < items->len; i++)
    {
      g_autoptr (StetProse) answer = plain (stet_faq_item_answer (items->pdata[i]));

      g_ptr_array_add (made,
                       stet_faq_item_new (stet_faq_item_id (items->pdata[i]),
                                          stet_faq_item_question (items->pdata[i]), answer, NULL));
    }
  return made;
}

static GPtrArray *
newsroom_tags (void)
{
  static const char *const labels[] = { "River & Lakes", "Año nuevo", "“Quoted” tag" };
  GPtrArray *tags = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_term_unref);

  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    g_ptr_array_add (tags, stet_term_new (labels[i], NULL));
  return tags;
}

/* A random story with such tags and this lead photo (nullable); where the site has plain fields
 * only, with plain texts. */
static StetArticle *
random_story (StetRandom *random, const char *sha256)
{
  g_autoptr (StetArticle) any = random_article (random, RANDOM_TIDY | RANDOM_NO_EXTRA);
  g_autoptr (StetArticle) bare = stet_article_map_files (any, no_file, NULL);
  StetArticleFields fields = *stet_article_fields (bare);
  g_autoptr (GPtrArray) tags = newsroom_tags (), faq = plain_faq (fields.faq_items);
  g_autoptr (StetProse) dek = plain (fields.dek),
                        caption = plain (stet_photo_caption (fields.photo));
  g_autoptr (StetPhoto) photo = NULL;
  g_autoptr (StetTerm) section = stet_term_new ("News", NULL);
  g_autofree char *id = stet_uuid_new (stet_random_system ());
  g_autoptr (StetArticle) made = NULL;

  photo = stet_photo_new (stet_photo_id (fields.photo), sha256,
                          keeps_all () ? stet_photo_caption (fields.photo) : caption,
                          stet_photo_credit (fields.photo), stet_photo_alt (fields.photo), NULL);
  fields.tags = tags;
  fields.section = section;
  fields.photo = photo;
  if (!keeps_all ())
    {
      fields.dek = dek;
      fields.faq_items = faq;
      fields.custom = "{}";
    }
  made = stet_article_new (&fields);
  return stet_article_with_ids (made, id, id);
}

static void
make_terms (StetSite *site)
{
  g_autoptr (GPtrArray) tags = newsroom_tags ();
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < tags->len; i++)
    {
      g_autoptr (StetTerm) made
          = call_add_term (site, "tag", stet_term_label (tags->pdata[i]), NULL, &error);

      g_assert_no_error (error);
      g_assert_cmpstr (stet_term_label (made), ==, stet_term_label (tags->pdata[i]));
    }
  g_clear_pointer (&tags, g_ptr_array_unref);
  stet_term_unref (call_add_term (site, "section", "News", NULL, &error));
  g_assert_no_error (error);
}

static void
assert_hash (StetArticle *got, StetArticle *story)
{
  g_autofree char *text = stet_article_hashed_text (story, NULL);
  g_autofree char *got_text = stet_article_hashed_text (got, NULL);

  g_assert_cmpstr (got_text, ==, text);
}

static char *
send_picture (StetSite *site)
{
  static const guint8 png[] = { 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 1, 2, 3, 4 };
  g_autoptr (GBytes) picture = g_bytes_new_static (png, sizeof png);
  g_autofree char *sha256 = stet_file_sha256 (picture);
  g_autoptr (GError) error = NULL;

  g_assert_true (call_put_media (site, sha256, picture, "image/png", &error));
  g_assert_no_error (error);
  return g_steal_pointer (&sha256);
}

/* Written by its writer, read by the desk that has seen nothing of it before, written again. */
static void
test_roles (void)
{
  static const char *const roles[] = { "REPORTER", "EDITOR" };
  g_autoptr (StetRandom) random = stet_random_new_seeded (20261124);
  g_autoptr (StetSite) maker = sign_in ("EDITOR");
  g_autofree char *sha256 = send_picture (maker);

  make_terms (maker);
  for (guint i = 0; i < STORIES * G_N_ELEMENTS (roles); i++)
    {
      g_autoptr (StetSite) site = sign_in (roles[i % 2]);
      g_autoptr (StetSite) desk = sign_in ("EDITOR");
      g_autoptr (StetArticle) story = random_story (random, i % 3 == 0 ? "" : sha256);
      g_autoptr (StetArticle) other = random_story (random, sha256);
      g_autoptr (StetArticle) second
          = stet_article_with_ids (other, stet_article_id (story), stet_article_id (story));
      g_autoptr (GError) error = NULL;
      g_autoptr (StetSiteArticle) made = call_put_article (site, story, NULL, NULL, &error);
      g_autoptr (StetSiteArticle) got = NULL, changed = NULL;

      g_test_message ("%s %u", roles[i % 2], i);
      g_assert_no_error (error);
      got = call_get_article (desk, stet_article_id (story), &error);
      g_assert_no_error (error);
      assert_hash (got->article, story);
      g_assert_cmpstr (got->version, ==, made->version);
      changed = call_put_article (site, second, made->version, NULL, &error);
      g_assert_no_error (error);
      assert_hash (changed->article, second);
    }
}

/* What the fields can't hold is refused with the field's name, and nothing is sent. */
static void
test_no_place (void)
{
  g_autoptr (StetSite) site = sign_in ("EDITOR");
  StetSpan bold = { STET_SPAN_BOLD, 0, 3, NULL, NULL, NULL };
  g_autoptr (StetProse) dek = stet_prose_new ("Bold words.", &bold, 1);
  g_autofree char *id = stet_uuid_new (stet_random_system ());
  g_autoptr (StetArticle) sample = sample_article (id, "A headline", "A paragraph.");
  StetArticleFields fields = *stet_article_fields (sample);
  g_autoptr (StetArticle) story = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (StetSiteArticle) made = NULL;

  fields.dek = dek;
  story = stet_article_new (&fields);
  made = call_put_article (site, story, NULL, NULL, &error);
  if (keeps_all ())
    {
      g_assert_no_error (error);
      assert_hash (made->article, story);
      return;
    }
  g_assert_error (error, STET_SITE_ERROR, STET_SITE_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "“dek”"));
  g_clear_error (&error);
  g_assert_null (call_get_article (site, id, &error));
  g_assert_error (error, STET_SITE_ERROR, STET_SITE_ERROR_NOT_FOUND);
}

/* More terms than stand on two pages, each once, and found by its name. */
static void
test_terms (void)
{
  g_autoptr (StetSite) site = sign_in ("EDITOR");
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) all = NULL, found = NULL;

  for (guint i = 0; i < 110; i++)
    {
      g_autofree char *label = g_strdup_printf ("Paged %03u", i);

      stet_term_unref (call_add_term (site, "tag", label, NULL, &error));
      g_assert_no_error (error);
    }
  all = call_list_terms (site, "tag", NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < all->len; i++)
    g_assert_true (g_hash_table_add (seen, g_strdup (stet_term_label (all->pdata[i]))));
  for (guint i = 0; i < 110; i++)
    {
      g_autofree char *label = g_strdup_printf ("Paged %03u", i);

      g_assert_true (g_hash_table_contains (seen, label));
    }
  found = call_list_terms (site, "tag", "Paged 107", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (found->len, ==, 1);
}

static guint
count_in_feed (StetSite *site, const char *id)
{
  g_autofree char *cursor = NULL;
  guint n = 0;

  for (guint page = 0; page < 100; page++)
    {
      g_autofree char *next = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) changes = call_list_changes (site, cursor, &next, &error);

      g_assert_no_error (error);
      for (guint i = 0; i < changes->len; i++)
        n += g_strcmp0 (((StetSiteChange *) changes->pdata[i])->id, id) == 0;
      if (changes->len == 0)
        break;
      g_free (cursor);
      cursor = g_steal_pointer (&next);
    }
  return n;
}

/* The answer was lost and the program with it: the story is found, and never made twice. */
static void
test_lost (void)
{
  g_autoptr (StetSite) before = sign_in ("REPORTER");
  g_autoptr (StetSite) after = sign_in ("REPORTER");
  g_autofree char *id = stet_uuid_new (stet_random_system ());
  g_autoptr (StetArticle) story = sample_article (id, "Sent once", "A paragraph.");
  g_autoptr (GError) error = NULL;
  g_autoptr (StetSiteArticle) made = call_put_article (before, story, NULL, "k", &error);
  g_autoptr (StetSiteArticle) found = NULL;

  g_assert_no_error (error);
  g_assert_null (call_put_article (after, story, NULL, "k", &error));
  g_assert_error (error, STET_SITE_ERROR, STET_SITE_ERROR_STALE);
  g_clear_error (&error);
  found = call_get_article (after, id, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (found->version, ==, made->version);
  g_assert_cmpuint (count_in_feed (after, id), ==, 1);
}

/* Whoever knows only the site's own id of a story, after a restart, moves it all the same. */
static void
test_by_its_id (void)
{
  g_autoptr (StetSite) before = sign_in ("EDITOR");
  g_autoptr (StetSite) after = sign_in ("EDITOR");
  g_autofree char *id = stet_uuid_new (stet_random_system ());
  g_autoptr (StetArticle) story = sample_article (id, "Known by its number", "A paragraph.");
  g_autoptr (GError) error = NULL;
  g_autoptr (StetSiteArticle) made = call_put_article (before, story, NULL, NULL, &error);
  StetSiteTransition wish = { .to = STET_STATE_SUBMITTED, .version = made->version, .key = "k" };
  g_autoptr (StetSiteArticle) moved = call_transition (after, made->remote_id, &wish, &error);
  g_autoptr (StetSite) third = sign_in ("EDITOR");
  g_autoptr (StetSiteArticle) got = NULL;

  g_assert_no_error (error);
  g_assert_cmpint (moved->state, ==, STET_STATE_SUBMITTED);
  got = call_get_article (third, made->remote_id, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (stet_article_id (got->article), ==, id);
}

/* Somebody changes the title in the site's own editor: that is the story now, and an older version
 * is refused. */
static void
test_changed_there (void)
{
  g_autoptr (StetSite) site = sign_in ("EDITOR");
  g_auto (GStrv) pair = g_strsplit (g_getenv ("STET_CONTRACT_EDITOR"), ":", 2);
  g_autofree char *id = stet_uuid_new (stet_random_system ());
  g_autoptr (StetArticle) story = sample_article (id, "Before", "A paragraph.");
  g_autoptr (GError) error = NULL;
  g_autoptr (StetSiteArticle) made = call_put_article (site, story, NULL, NULL, &error);
  g_autoptr (StetSiteArticle) got = NULL;
  g_autofree char *url = NULL, *body = NULL, *plain_pair = g_strjoin (":", pair[0], pair[1], NULL);
  g_autofree char *encoded = g_base64_encode ((const guchar *) plain_pair, strlen (plain_pair));
  g_autofree char *basic = g_strconcat ("Basic ", encoded, NULL);
  g_autoptr (SoupSession) session = soup_session_new ();
  g_autoptr (SoupMessage) message = NULL;
  g_autoptr (GBytes) sent = NULL, answer = NULL;

  g_assert_no_error (error);
  if (!keeps_all ())
    {
      g_test_skip ("only the site that keeps a copy of the story could be misled by it");
      return;
    }
  url = g_strdup_printf ("%s/node/article/%s", g_getenv ("STET_CONTRACT_API"), made->remote_id);
  body = g_strdup_printf (
      "{\"data\":{\"type\":\"node--article\",\"id\":\"%s\",\"attributes\":{\"title\":\"After\"}}}",
      made->remote_id);
  message = soup_message_new ("PATCH", url);
  soup_message_headers_replace (soup_message_get_request_headers (message), "Authorization", basic);
  sent = g_bytes_new (body, strlen (body));
  soup_message_set_request_body_from_bytes (message, "application/vnd.api+json", sent);
  answer = soup_session_send_and_read (session, message, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (soup_message_get_status (message), ==, 200);
  got = call_get_article (site, id, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (stet_prose_text (stet_article_fields (got->article)->headline), ==, "After");
  g_assert_cmpstr (stet_article_id (got->article), ==, id);
  g_assert_cmpstr (got->version, !=, made->version);
  g_assert_null (call_put_article (site, story, made->version, NULL, &error));
  g_assert_error (error, STET_SITE_ERROR, STET_SITE_ERROR_STALE);
}

int
main (int argc, char **argv)
{
  g_autofree char *text = NULL;
  int status;

  stet_site_init ();
  stet_test_init (&argc, &argv);
  if (g_getenv ("STET_CONTRACT_MAPPING") == NULL)
    {
      g_print ("1..0 # SKIP run-mapped.py runs this\n");
      return 0;
    }
  text = stet_test_read (g_getenv ("STET_CONTRACT_MAPPING"));
  mapping = stet_mapping_parse (text, strlen (text), NULL);
  g_assert_nonnull (mapping);
  g_test_add_func ("/mapped/roles", test_roles);
  g_test_add_func ("/mapped/no-place", test_no_place);
  g_test_add_func ("/mapped/terms", test_terms);
  g_test_add_func ("/mapped/lost", test_lost);
  g_test_add_func ("/mapped/by-its-id", test_by_its_id);
  g_test_add_func ("/mapped/changed-there", test_changed_there);
  status = g_test_run ();
  stet_mapping_unref (mapping);
  return status;
}
