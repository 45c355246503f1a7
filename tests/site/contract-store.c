/* The publishing API's contract: the changes feed, review records, pictures, terms and authors. */
#include "config.h"

#include "base/file.h"
#include "base/random.h"
#include "contract-desk.h"
#include "contract-parts.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <string.h>

#define PULLS_MAX 1000

/* Follows the feed to its end. Returns: (owned) the last change of `id` seen on the way, NULL for
 * none. */
static StetSiteChange *
pull (StetSite *site, const char *id, char **cursor, guint *n_seen)
{
  StetSiteChange *found = NULL;

  *n_seen = 0;
  for (guint i = 0; i < PULLS_MAX; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *next = NULL;
      g_autoptr (GPtrArray) changes = call_list_changes (site, *cursor, &next, &error);
      gboolean ended;

      g_assert_no_error (error);
      for (guint c = 0; c < changes->len; c++)
        if (g_strcmp0 (((StetSiteChange *) g_ptr_array_index (changes, c))->id, id) == 0)
          {
            g_clear_pointer (&found, stet_site_change_free);
            found = g_ptr_array_steal_index (changes, c--);
            (*n_seen)++;
          }
      ended = changes->len == 0;
      g_free (*cursor);
      *cursor = g_steal_pointer (&next);
      if (ended)
        return found;
    }
  g_assert_not_reached ();
}

static void
test_feed (gconstpointer data)
{
  g_autoptr (Desk) desk = desk_new (data);
  g_autoptr (StetArticle) story = new_story ("News.");
  g_autoptr (StetArticle) second = with_text (story, "More news.");
  g_autofree char *cursor = NULL, *hash = hash_of (second);
  g_autoptr (StetSiteChange) change = NULL;
  g_autoptr (StetSiteArticle) made = NULL, changed = NULL, binned = NULL;
  g_autoptr (GError) error = NULL;
  guint seen;

  g_assert_null (pull (desk->editor, stet_article_id (story), &cursor, &seen));
  made = desk_create (desk->reporter, story);
  changed = call_put_article (desk->reporter, second, made->version, NULL, &error);
  g_assert_no_error (error);
  change = pull (desk->editor, stet_article_id (story), &cursor, &seen);
  g_assert_cmpuint (seen, ==, 1); /* once, in its newest state */
  g_assert_cmpstr (change->version, ==, changed->version);
  g_assert_cmpstr (change->hash, ==, hash);
  g_assert_cmpstr (change->headline, ==, "A harbour wakes");
  g_assert_cmpint (change->state, ==, STET_STATE_DRAFT);
  g_assert_cmpint (change->modified_us, >, 0);
  g_assert_false (change->deleted);
  g_assert_null (pull (desk->editor, stet_article_id (story), &cursor, &seen));
  binned = desk_move (desk->editor, changed, second, STET_STATE_BINNED, &error);
  g_assert_no_error (error);
  g_clear_pointer (&change, stet_site_change_free);
  change = pull (desk->editor, stet_article_id (story), &cursor, &seen);
  g_assert_true (change->deleted);
  g_assert_null (call_list_changes (desk->editor, "no cursor of yours", NULL, &error));
  g_assert_error (error, STET_SITE_ERROR, STET_SITE_ERROR_GONE);
}

static void
test_review (gconstpointer data)
{
  g_autoptr (Desk) desk = desk_new (data);
  g_autoptr (StetArticle) story = new_story ("To be talked about.");
  g_autoptr (StetSiteArticle) at = desk_bring (desk, story, STET_STATE_SUBMITTED);
  g_autoptr (StetReview) more = stet_review_new ();
  g_autoptr (StetReview) even_more = stet_review_new ();
  StetStand stand = { (char *) "f1", (char *) "r1", (char *) "It is a quotation", (char *) "x",
                      (char *) "2026-11-24T05:00:00Z", (char *) "finding" };
  g_autofree char *note_id = new_key (), *hash = hash_of (story);
  g_autoptr (GError) error = NULL;
  g_autoptr (StetSiteArticle) one = NULL, two = NULL, approved = NULL, got = NULL;

  if ((desk->lacks & STET_SITE_LACKS_REVIEW) != 0)
    {
      g_assert_null (call_add_review (desk->editor, stet_article_id (story), more, NULL, &error));
      g_assert_error (error, STET_SITE_ERROR, STET_SITE_ERROR_UNSUPPORTED);
      g_test_skip ("this site has no place for a review record");
      return;
    }
  stet_review_add_note (more, note_id, "x", "2026-11-24T05:00:00Z", "Who says so?", "body[0]");
  stet_review_add_stand (even_more, &stand);
  one = call_add_review (desk->editor, stet_article_id (story), more, NULL, &error);
  g_assert_no_error (error);
  two = call_add_review (desk->reporter, stet_article_id (story), even_more, NULL, &error);
  g_assert_no_error (error);
  approved = desk_move (desk->editor, two, story, STET_STATE_APPROVED, &error);
  g_assert_no_error (error);
  got = call_get_article (desk->reporter, stet_article_id (story), &error);
  g_assert_no_error (error);
  g_assert_nonnull (got->review);
  g_assert_cmpuint (got->review->notes->len, ==, 1);
  g_assert_cmpstr (((StetNote *) g_ptr_array_index (got->review->notes, 0))->text, ==,
                   "Who says so?");
  g_assert_cmpuint (got->review->stets->len, ==, 1);
  g_assert_cmpstr (((StetStand *) g_ptr_array_index (got->review->stets, 0))->reason, ==,
                   "It is a quotation");
  g_assert_true (stet_review_is_approved (got->review, hash));
  g_assert_cmpint (at->state, ==, STET_STATE_SUBMITTED);
}

/* A picture that no site has seen. */
static GBytes *
new_picture (void)
{
  g_autoptr (GdkPixbuf) pixels = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, 16, 16);
  g_autoptr (GError) error = NULL;
  char *buffer;
  gsize size;

  for (int y = 0; y < 16; y++)
    for (int x = 0; x < 16 * 3; x++)
      gdk_pixbuf_get_pixels (pixels)[y * gdk_pixbuf_get_rowstride (pixels) + x] =
        (guint8) stet_random_below (stet_random_system (), 256);
  gdk_pixbuf_save_to_buffer (pixels, &buffer, &size, "png", &error, NULL);
  g_assert_no_error (error);
  return g_bytes_new_take (buffer, size);
}

static void
test_media (gconstpointer data)
{
  g_autoptr (Desk) desk = desk_new (data);
  g_autoptr (GBytes) picture = new_picture ();
  g_autofree char *sha256 = stet_file_sha256 (picture);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) got = NULL;

  g_assert_false (call_has_media (desk->uploader, sha256, &error));
  g_assert_no_error (error);
  g_assert_null (call_get_media (desk->uploader, sha256, &error));
  g_assert_error (error, STET_SITE_ERROR, STET_SITE_ERROR_NOT_FOUND);
  g_clear_error (&error);
  for (guint i = 0; i < 2; i++) /* a second time changes nothing */
    {
      g_assert_true (call_put_media (desk->uploader, sha256, picture, "image/png", &error));
      g_assert_no_error (error);
    }
  g_assert_true (call_has_media (desk->editor, sha256, &error));
  got = call_get_media (desk->editor, sha256, &error);
  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (got, picture));
}

static void
test_no_picture (gconstpointer data)
{
  g_autoptr (Desk) desk = desk_new (data);
  g_autoptr (GBytes) words = g_bytes_new_static ("These are words.", 16);
  g_autofree char *sha256 = stet_file_sha256 (words);
  g_autoptr (GError) error = NULL;

  g_assert_false (call_put_media (desk->uploader, sha256, words, "image/png", &error));
  g_assert_error (error, STET_SITE_ERROR, STET_SITE_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_false (call_has_media (desk->uploader, sha256, &error));
  g_assert_no_error (error);
}

static void
test_terms (gconstpointer data)
{
  g_autoptr (Desk) desk = desk_new (data);
  g_autofree char *label = new_key (), *key = new_key (), *other_key = new_key ();
  g_autoptr (GError) error = NULL;
  g_autoptr (StetTerm) made = call_add_term (desk->editor, "tag", label, key, &error);
  g_autoptr (StetTerm) again = NULL;
  g_autoptr (StetTerm) twice = NULL;
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GPtrArray) authors = NULL;

  g_assert_no_error (error);
  again = call_add_term (desk->editor, "tag", label, key, &error);
  g_assert_no_error (error);
  g_assert_true (stet_term_equal (made, again));
  twice = call_add_term (desk->editor, "tag", label, other_key, &error);
  g_assert_no_error (error);
  g_assert_true (stet_term_equal (made, twice)); /* two desks, one tag */
  found = call_list_terms (desk->reporter, "tag", label, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (found->len, ==, 1);
  g_assert_true (stet_term_equal (g_ptr_array_index (found, 0), made));
  g_ptr_array_unref (found);
  found = call_list_terms (desk->reporter, "section", label, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (found->len, ==, 0);
  authors = call_list_authors (desk->reporter, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (authors->len, >, 0);
}

void
contract_add_store_tests (const Contract *contract)
{
  g_test_add_data_func ("/contract/feed", contract, test_feed);
  g_test_add_data_func ("/contract/review", contract, test_review);
  g_test_add_data_func ("/contract/media", contract, test_media);
  g_test_add_data_func ("/contract/no-picture", contract, test_no_picture);
  g_test_add_data_func ("/contract/terms", contract, test_terms);
}
