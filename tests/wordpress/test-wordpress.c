/* What is WordPress's own, on a real one: every role gets its stories back as they went out, pictures and terms,
 * the schedule, what its own editor does to a story. Run by run-with.py; without a site in its environment it
 * skips. */
#include "config.h"

#include "article/blocks.h"
#include "article/format.h"
#include "base/clock.h"
#include "base/file.h"
#include "calls.h"
#include "random-article.h"
#include "site/wordpress-site.h"
#include "support.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
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
  g_autoptr (StetCredential) credential = stet_credential_new (STET_AUTH_BASIC, pair[0], pair[1], NULL);
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
      g_autoptr (StetTerm) term = call_add_term (site, "tag", stet_term_label (fields->tags->pdata[i]), NULL, &error);

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

/* What is sent is read back by its writer and by the desk with the same hash, also once it was written again. */
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
          g_autoptr (StetArticle) story = random_story (random, i % 2 == 0 ? RANDOM_TIDY : RANDOM_ANY);
          g_autoptr (StetSiteArticle) made = create (site, story);
          g_autoptr (StetArticle) next = random_story (random, RANDOM_TIDY);
          g_autoptr (StetArticle) second = stet_article_with_ids (next, stet_article_id (story), stet_article_id (story));
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
  return g_test_run ();
}
