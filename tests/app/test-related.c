/* Own stories a text may lead to: live ones, with their address, by words. */
#include "config.h"

#include "desk.h"
#include "support.h"

#include "app/related.h"
#include "app/workspace-private.h"

/* A story with a headline; `url` (nullable): live there. Returns: (owned) its id. */
static char *
add_story (StetWorkspace *ws, const char *headline, const char *url)
{
  g_autoptr (GError) error = NULL;
  char *id = stet_workspace_create (ws, "en", &error);
  g_autoptr (StetStory) story = NULL;

  g_assert_no_error (error);
  g_assert_true (stet_workspace_set (ws, id, "headline", headline, &error));
  story = stet_workspace_load (ws, id, &error);
  if (url != NULL)
    {
      StetRemote remote = { .site_id = (char *) "site",
                            .remote_id = id,
                            .version = (char *) "1",
                            .hash = story->hash,
                            .live_hash = story->hash,
                            .url = (char *) url,
                            .state = STET_STATE_PUBLISHED };

      g_assert_true (stet_store_save_remote (ws->store, id, &remote, &error));
    }
  g_assert_no_error (error);
  return id;
}

static guint
count (StetWorkspace *ws, const char *words, const char *not_id, const char *first)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = stet_workspace_related (ws, words, not_id, &error);

  g_assert_no_error (error);
  if (first != NULL)
    g_assert_cmpstr (((StetStoryRow *) rows->pdata[0])->url, ==, first);
  return rows->len;
}

static void
test_related (void)
{
  g_autofree char *dir = stet_test_dir ();
  g_autoptr (StetWorkspace) ws = test_desk_open (dir, FALSE);
  g_autofree char *ferry = add_story (ws, "The ferry sails again", "https://news.example/ferry");
  g_autofree char *bay = add_story (ws, "A bridge over the bay", "https://news.example/bay");
  g_autofree char *draft = add_story (ws, "Another ferry, not yet live", NULL);
  g_auto (TestRun) shown = test_command (ws, NULL, "related", "ferry", NULL);
  g_auto (TestRun) json = test_command (ws, NULL, "related", "bay", "--json", NULL);

  g_assert_cmpuint (count (ws, "ferry", NULL, "https://news.example/ferry"), ==, 1);
  g_assert_cmpuint (count (ws, " ferry  sails ", NULL, NULL), ==, 1);
  g_assert_cmpuint (count (ws, "", NULL, NULL), ==, 2);
  g_assert_cmpuint (count (ws, NULL, ferry, "https://news.example/bay"), ==, 1);
  g_assert_cmpuint (count (ws, "ferry", ferry, NULL), ==, 0);
  g_assert_cmpuint (count (ws, "nothing of that kind", NULL, NULL), ==, 0);
  g_assert_cmpstr (shown.output, ==, "The ferry sails again\n  https://news.example/ferry\n");
  g_assert_nonnull (strstr (json.output, "https://news.example/bay"));
}

static void
test_many (void)
{
  g_autofree char *dir = stet_test_dir ();
  g_autoptr (StetWorkspace) ws = test_desk_open (dir, FALSE);

  for (guint i = 0; i < STET_RELATED_MAX + 1; i++)
    {
      g_autofree char *url = g_strdup_printf ("https://news.example/%u", i);
      g_autofree char *id = add_story (ws, "The ferry sails again", url);
    }
  g_assert_cmpuint (count (ws, "ferry", NULL, NULL), ==, STET_RELATED_MAX);
  g_assert_cmpuint (count (ws, "", NULL, NULL), ==, STET_RELATED_MAX);
}

int
main (int argc, char *argv[])
{
  stet_test_init (&argc, &argv);
  g_test_add_func ("/related/words", test_related);
  g_test_add_func ("/related/many", test_many);
  return g_test_run ();
}
