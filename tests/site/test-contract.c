/* Runs the contract against the practice site, or against any site:
 * STET_CONTRACT_API=https://… STET_CONTRACT_REPORTER=user:password
 * STET_CONTRACT_EDITOR=user:password, STET_CONTRACT_FRONT for the page that names the API,
 * STET_CONTRACT_KIND=wordpress for a WordPress, or STET_CONTRACT_MAPPING=FILE (or --mapping FILE)
 * for a site that a mapping describes. It makes stories there and publishes some. */
#include "config.h"

#include "contract.h"
#include "practice/practice.h"
#include "base/file.h"
#include "site/rest-site.h"
#include "site/wordpress-site.h"
#include "support.h"

#include <string.h>

typedef struct
{
  Contract  contract;
  char     *reporter; /* (owned) "user:password" */
  char     *editor;   /* (owned) */
  StetMapping *mapping; /* (owned) (nullable) */
} Target;

static StetSite *
open_site (ContractRole role, gpointer data)
{
  const Target *target = data;
  g_auto (GStrv) pair
      = g_strsplit (role == CONTRACT_EDITOR ? target->editor : target->reporter, ":", 2);
  g_autoptr (StetCredential) credential = NULL;
  StetPublishingOptions options = { .api = target->contract.api };
  StetWordPressOptions wordpress = { .api = target->contract.api };
  StetRestOptions rest = { .api = target->contract.api, .mapping = target->mapping };
  g_autoptr (GError) error = NULL;
  StetSite *site;

  g_assert_cmpuint (g_strv_length (pair), ==, 2);
  credential = stet_credential_new (STET_AUTH_BASIC, pair[0],
                                    role == CONTRACT_STRANGER ? "not it" : pair[1], NULL);
  options.credential = wordpress.credential = rest.credential = credential;
  if (target->mapping != NULL)
    site = stet_rest_site_new (&rest, &error);
  else if (g_strcmp0 (g_getenv ("STET_CONTRACT_KIND"), "wordpress") == 0)
    site = stet_wordpress_site_new (&wordpress, &error);
  else
    site = stet_publishing_site_new (&options, &error);
  g_assert_no_error (error);
  return site;
}

static StetMapping *
read_mapping (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = stet_file_read (path, STET_MAPPING_BYTES_MAX, &error);
  StetMapping *mapping;

  g_assert_no_error (error);
  mapping = stet_mapping_parse (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), &error);
  g_assert_no_error (error);
  return mapping;
}

static StetPractice *
start_practice (Target *target)
{
  g_autofree char *dir = stet_test_dir ();
  StetPracticeOptions options = { .dir = dir };
  g_autoptr (GError) error = NULL;
  StetPractice *practice = stet_practice_new (&options, &error);

  g_assert_no_error (error);
  target->contract.api = stet_practice_api (practice);
  target->contract.front = stet_practice_url (practice);
  target->reporter = g_strconcat (stet_practice_reporter_user (practice), ":",
                                  stet_practice_reporter_password (practice), NULL);
  target->editor = g_strconcat (stet_practice_editor_user (practice), ":",
                                stet_practice_editor_password (practice), NULL);
  return practice;
}

int
main (int argc, char **argv)
{
  g_autofree char *api = g_strdup (g_getenv ("STET_CONTRACT_API"));
  Target target = { .contract = { .open = open_site } };
  g_autoptr (StetPractice) practice = NULL;
  int status;

  stet_site_init ();
  stet_test_init (&argc, &argv);
  target.contract.data = &target;
  if (argc > 2 && g_str_equal (argv[1], "--mapping"))
    target.mapping = read_mapping (argv[2]);
  else if (g_getenv ("STET_CONTRACT_MAPPING") != NULL)
    target.mapping = read_mapping (g_getenv ("STET_CONTRACT_MAPPING"));
  /* The practice site is found as ever, whatever it is spoken to by. */
  target.contract.mapped = target.mapping != NULL && api != NULL;
  if (api == NULL)
    practice = start_practice (&target);
  else
    {
      target.contract.api = api;
      target.contract.front = g_getenv ("STET_CONTRACT_FRONT");
      target.reporter = g_strdup (g_getenv ("STET_CONTRACT_REPORTER"));
      target.editor = g_strdup (g_getenv ("STET_CONTRACT_EDITOR"));
      g_assert_nonnull (target.reporter);
      g_assert_nonnull (target.editor);
    }
  contract_add_tests (&target.contract);
  status = g_test_run ();
  if (practice != NULL)
    stet_practice_stop (practice);
  g_free (target.reporter);
  g_free (target.editor);
  g_clear_pointer (&target.mapping, stet_mapping_unref);
  return status;
}
