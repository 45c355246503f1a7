/* Lists of a size that a site may have, at their limits and one past: how many requests, how many
 * rows. */
#include "config.h"

#include "rest-tests.h"

#include "site/wordpress-site.h"

#define JSON "application/json"
#define WP_TERMS_MAX 60000

/* Rows from `first` on. Returns: (owned). */
static char *
rows (guint first, guint n, const char *row)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    {
      g_string_append (text, i > 0 ? "," : "");
      g_string_append_printf (text, row, first + i, first + i);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* A page of a mapped site, which says where the next is, or that it is the last. */
static void
push_page (Fake *fake, guint n, gboolean last)
{
  g_autofree char *items = rows (0, n, "{\"id\":\"%u\",\"attributes\":{\"name\":\"Tag %u\"}}");
  g_autofree char *page = g_strdup_printf ("{\"data\":[%s],\"links\":{%s}}", items,
                                           last ? "" : "\"next\":{\"href\":\"/v1/terms?page=2\"}");

  fake_push (fake, 200, JSON, NULL, page);
}

typedef struct { guint pages, rows_a_page, n_requests, n_terms; const char *why; } Case;

static void
test_mapped (void)
{
  static const Case cases[] = {
    { STET_REST_PAGES_MAX + 1, 1, STET_REST_PAGES_MAX, STET_REST_PAGES_MAX,
      "as many pages as are read, and one more" },
    { 3, STET_REST_ROWS_MAX / 3 + 1, 3, STET_REST_ROWS_MAX, "some more rows on the last page" },
    { 4, STET_REST_ROWS_MAX / 3, 3, STET_REST_ROWS_MAX,
      "as many rows as are kept, and a page more, which is not asked for" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (Fake) fake = fake_new ();
      g_autoptr (StetSite) site = rest_site (fake, "examples/json-api.json", NULL, NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) terms = NULL;

      g_test_message ("%s", cases[i].why);
      for (guint page = 1; page <= cases[i].pages; page++)
        push_page (fake, cases[i].rows_a_page, page == cases[i].pages);
      terms = call_list_terms (site, "tag", NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (fake_requests (fake), ==, cases[i].n_requests);
      g_assert_cmpuint (terms->len, ==, cases[i].n_terms);
    }
}

/* Of a WordPress with 50,000 tags: unasked the 1,000 most used; all that fit where somebody looks
 * for one. */
static void
test_wordpress (void)
{
  static const struct { const char *search; guint pages, n_requests; const char *why; } cases[] = {
    { NULL, 500, 10, "unasked: the most used" },
    { "Tag", WP_TERMS_MAX / 100 + 1, WP_TERMS_MAX / 100,
      "looked for: every page up to as many as are taken" },
  };
  g_autofree char *items = rows (1, 100, "{\"id\":%u,\"name\":\"Tag %u\"}");
  g_autofree char *page = g_strconcat ("[", items, "]", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (Fake) fake = fake_new ();
      g_autofree char *api = g_strconcat (fake_url (fake), "/wp-json", NULL);
      const StetWordPressOptions options = { .api = api };
      g_autofree char *header = g_strdup_printf ("X-WP-TotalPages: %u\r\n", cases[i].pages);
      g_autoptr (GError) error = NULL;
      g_autoptr (StetSite) site = stet_wordpress_site_new (&options, &error);
      g_autoptr (GPtrArray) terms = NULL;

      g_test_message ("%s", cases[i].why);
      fake_push (fake, 200, JSON, header, page);
      terms = call_list_terms (site, "tag", cases[i].search, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (fake_requests (fake), ==, cases[i].n_requests);
      g_assert_cmpuint (terms->len, ==, cases[i].n_requests * 100);
    }
}

void
add_limits_tests (void)
{
  g_test_add_func ("/limits/mapped", test_mapped);
  g_test_add_func ("/limits/wordpress-terms", test_wordpress);
}
