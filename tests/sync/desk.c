/* A desk for the runner's tests. */
#include "config.h"

#include "desk.h"

#include "article/edit.h"
#include "article/json.h"

#include "support.h"

#include <string.h>

static StetSite *
open_fake (const StetAccount *account, gpointer data, GError **error)
{
  Desk *desk = data;

  return desk->open_site != NULL ? desk->open_site (account, desk->open_data, error)
                                 : fake_site_new (desk->server, account->user, desk->editor);
}

static gboolean
gate_cb (const char *what, gpointer data)
{
  Desk *desk = data;

  desk->gates_seen++;
  if (desk->gates_left == 0)
    return TRUE;
  desk->gates_left--;
  desk->killed = desk->gates_left == 0;
  return !desk->killed;
}

static void
changed_cb (const char *article_id, gpointer data)
{
  Desk *desk = data;

  g_ptr_array_add (desk->changed, g_strdup (article_id));
}

static void
progress_cb (const StetSyncProgress *progress, gpointer data)
{
  Desk *desk = data;

  if (desk->progress != NULL)
    desk->progress (progress, desk->progress_data);
}

void
desk_restart (Desk *desk, guint gates)
{
  const StetRunnerOptions options = { .store = desk->store,
                                      .clock = desk->clock,
                                      .random = desk->random,
                                      .open_site = open_fake,
                                      .site_data = desk,
                                      .changed = changed_cb,
                                      .changed_data = desk,
                                      .progress = progress_cb,
                                      .progress_data = desk,
                                      .gate = gate_cb,
                                      .gate_data = desk,
                                      .paced = desk->paced };

  g_clear_pointer (&desk->runner, stet_runner_free);
  desk->gates_left = gates;
  desk->gates_seen = 0;
  desk->killed = FALSE;
  desk->runner = stet_runner_new (&options);
}

void
desk_open (Desk *desk, FakeServer *server, StetClock *clock, const char *name, gboolean editor)
{
  g_autofree char *dir = stet_test_dir ();
  g_autoptr (GError) error = NULL;

  desk->server = server;
  desk->clock = clock;
  desk->random = stet_random_new_seeded (g_str_hash (name)); /* ids of its own */
  desk->store = stet_store_open (dir, clock, desk->random, &error);
  g_assert_no_error (error);
  desk->name = name;
  desk->editor = editor;
  desk->changed = g_ptr_array_new_with_free_func (g_free);
  desk->account = stet_account_new ();
  desk->account->site_id = g_strdup ("site.example");
  desk->account->name = g_strdup ("The Example");
  desk->account->url = g_strdup ("https://site.example/");
  desk->account->api = g_strdup ("https://site.example/api");
  desk->account->kind = g_strdup ("publishing");
  desk->account->user = g_strdup (name);
  desk->account->auth = g_strdup ("basic");
  g_assert_true (stet_store_put_account (desk->store, desk->account, &error));
  desk_restart (desk, 0);
}

void
desk_close (Desk *desk)
{
  stet_runner_free (desk->runner);
  stet_account_free (desk->account);
  stet_store_close (desk->store);
  stet_random_free (desk->random);
  g_ptr_array_unref (desk->changed);
}

static void
save (Desk *desk, StetArticle *article)
{
  g_autoptr (GError) error = NULL;

  stet_store_save (desk->store, article, NULL, STET_ORIGIN_TYPED, NULL, &error);
  g_assert_no_error (error);
}

char *
desk_write (Desk *desk, const char *headline, const char *photo)
{
  char *id = stet_uuid_new (desk->random);
  g_autofree char *json = g_strdup_printf (
      "{\"id\":\"%s\",\"language\":\"en\",\"headline\":\"%s\",\"tags\":[\"Harbour\"],\"photo\":{\"id\":\"p-%s\",\"file\":\"%s\","
      "\"caption\":\"The quay\"},\"body\":[{\"id\":\"b1-%s\",\"type\":\"paragraph\",\"text\":\"The ferry left on time.\"},"
      "{\"id\":\"b2-%s\",\"type\":\"paragraph\",\"text\":\"Nobody was late.\"}]}",
      id, headline, id, photo != NULL ? photo : "", id, id);
  g_autoptr (GError) error = NULL;
  g_autoptr (StetArticle) article
      = stet_article_from_json (json, strlen (json), desk->random, &error);

  g_assert_no_error (error);
  save (desk, article);
  return id;
}

static void
edit_text (Desk *desk, const char *id, const StetField *field, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (StetStory) story = stet_store_load (desk->store, id, &error);
  g_autoptr (StetProse) prose = stet_prose_plain (text);
  g_autoptr (StetEdit) edit = stet_edit_text (field, prose);
  g_autoptr (StetArticle) after = NULL;

  g_assert_no_error (error);
  after = stet_edit_apply (edit, story->article, NULL, &error);
  g_assert_no_error (error);
  save (desk, after);
}

void
desk_edit (Desk *desk, const char *id, const char *headline)
{
  StetField field = stet_field_make (STET_FIELD_HEADLINE);

  edit_text (desk, id, &field, headline);
}

void
desk_edit_body (Desk *desk, const char *id, guint block, const char *text)
{
  StetField field = stet_field_at (STET_FIELD_BODY, block);

  edit_text (desk, id, &field, text);
}

char *
desk_hash (Desk *desk, const char *id)
{
  g_autoptr (StetStory) story = stet_store_load (desk->store, id, NULL);

  return g_strdup (story->hash);
}

char *
desk_queue (Desk *desk, const char *id, StetIntentKind kind)
{
  g_autofree char *hash = desk_hash (desk, id);
  char *intent_id = stet_uuid_new (desk->random);
  g_autoptr (StetIntent) intent = stet_intent_new (kind, intent_id, id, hash);
  g_autoptr (GError) error = NULL;

  if (stet_runner_queue (desk->runner, desk->account, intent, &error))
    return intent_id;
  g_assert_true (desk->killed);
  g_free (intent_id);
  return NULL;
}

gboolean
desk_run (Desk *desk, GError **error)
{
  return stet_runner_run (desk->runner, desk->account, NULL, NULL, desk->cancellable, error);
}

void
desk_do (Desk *desk, const char *id, StetIntentKind kind)
{
  g_autofree char *intent_id = desk_queue (desk, id, kind);
  g_autoptr (GError) error = NULL;
  g_autoptr (StetIntent) after
      = stet_runner_run_intent (desk->runner, desk->account, intent_id, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (after->message, ==, NULL);
  g_assert_true (after->settled);
}

StetIntent *
desk_find (Desk *desk, const char *id, StetIntentKind kind)
{
  g_autoptr (GPtrArray) rows = stet_store_list_outbox (desk->store, TRUE, NULL);

  for (guint i = rows->len; i-- > 0;)
    {
      const StetOutboxRow *row = rows->pdata[i];
      g_autoptr (StetIntent) intent = NULL;

      if (!g_str_equal (row->article_id, id))
        continue;
      intent = stet_intent_from_text (row->body, NULL);
      if (intent->kind == kind)
        return g_steal_pointer (&intent);
    }
  return NULL;
}
