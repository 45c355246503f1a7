/* The runner killed between any two steps, and every request failing in every way: each story still
 * ends where it was meant to, once. */
#include "config.h"

#include "desk.h"

#include "support.h"

#include <unistd.h>

/* The smallest PNG there is: one pixel. */
#define PIXEL                                                                                      \
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
#define TRIES_MAX 60

typedef struct
{
  const char    *name;
  gboolean       live;       /* begins with a live page, then the headline is changed */
  gboolean       picture;
  StetIntentKind acts[5];    /* 0 ends */
  StetState      state;
  guint          n_published, n_unpublished;
  gboolean       ends_live;
  gboolean       short_one;  /* its requests are those of a longer one */
} Scenario;

static const Scenario scenarios[] = {
  { "save", FALSE, FALSE, { STET_INTENT_SAVE }, STET_STATE_DRAFT, 0, 0, FALSE, TRUE },
  { "submit", FALSE, TRUE, { STET_INTENT_SUBMIT }, STET_STATE_SUBMITTED, 0, 0, FALSE },
  { "publish",
    FALSE,
    FALSE,
    { STET_INTENT_SUBMIT, STET_INTENT_APPROVE, STET_INTENT_PUBLISH },
    STET_STATE_PUBLISHED,
    1,
    0,
    TRUE },
  { "update of a live story",
    TRUE,
    FALSE,
    { STET_INTENT_SUBMIT, STET_INTENT_APPROVE, STET_INTENT_PUBLISH },
    STET_STATE_PUBLISHED,
    2,
    0,
    TRUE },
  { "unpublish", TRUE, FALSE, { STET_INTENT_UNPUBLISH }, STET_STATE_UNPUBLISHED, 1, 1, FALSE },
  { "return",
    FALSE,
    FALSE,
    { STET_INTENT_SUBMIT, STET_INTENT_RETURN },
    STET_STATE_RETURNED,
    0,
    0,
    FALSE,
    TRUE },
  { "bin",
    FALSE,
    FALSE,
    { STET_INTENT_SUBMIT, STET_INTENT_BIN },
    STET_STATE_BINNED,
    0,
    0,
    FALSE,
    TRUE },
  { "out of the bin",
    FALSE,
    FALSE,
    { STET_INTENT_SUBMIT, STET_INTENT_BIN, STET_INTENT_RESTORE },
    STET_STATE_DRAFT,
    0,
    0,
    FALSE,
    TRUE },
};

static char *
keep_pixel (Desk *desk)
{
  gsize size;
  g_autofree guchar *data = g_base64_decode (PIXEL, &size);
  g_autoptr (GBytes) picture = g_bytes_new (data, size);
  char *hash = stet_store_put_photo (desk->store, picture, NULL);

  g_assert_nonnull (hash);
  return hash;
}

static char *
prepare (Desk *desk, const Scenario *scenario)
{
  g_autofree char *picture = scenario->picture ? keep_pixel (desk) : NULL;
  g_autoptr (GError) error = NULL;
  char *id = desk_write (desk, "Ferry leaves on time", picture);

  if (scenario->live)
    {
      desk_do (desk, id, STET_INTENT_SUBMIT);
      desk_do (desk, id, STET_INTENT_APPROVE);
      desk_do (desk, id, STET_INTENT_PUBLISH);
      desk_edit (desk, id, "Ferry leaves late");
    }
  return id;
}

/* A note of its own, so that the review step has something to send. */
static void
add_note (Desk *desk, const char *id)
{
  g_autoptr (StetStory) story = stet_store_load (desk->store, id, NULL);

  stet_review_add_note (story->review, "note-1", desk->name, "2026-11-24T05:16:49Z",
                        "Please read the second line.", NULL);
  g_assert_true (stet_store_save_review (desk->store, id, story->review, NULL));
}

/* One story under test. */
typedef struct
{
  Desk           *desk;
  const Scenario *scenario;
  char           *id;
  gint64          since_us; /* intents of the scenario are from after this */
} Trial;

static void
trial_begin (Trial *trial, Desk *desk, const Scenario *scenario)
{
  trial->desk = desk;
  trial->scenario = scenario;
  g_hash_table_remove_all (desk->server->media);
  desk->server->n_media_sent = 0;
  trial->id = prepare (desk, scenario);
  add_note (desk, trial->id);
  trial->since_us = stet_clock_now_us (desk->clock);
  stet_clock_advance (desk->clock, G_USEC_PER_SEC);
}

static StetIntent *
find_asked (const Trial *trial, StetIntentKind kind)
{
  g_autoptr (StetIntent) intent = desk_find (trial->desk, trial->id, kind);

  return intent != NULL && intent->created_us > trial->since_us ? g_steal_pointer (&intent) : NULL;
}

/* A takedown ends what still waits before it; here all before it is to be seen done. */
static gboolean
may_ask (const Trial *trial, guint act)
{
  g_autoptr (StetIntent) before = NULL;

  if (act == 0
      || (trial->scenario->acts[act] != STET_INTENT_BIN
          && trial->scenario->acts[act] != STET_INTENT_RESTORE))
    return TRUE;
  before = find_asked (trial, trial->scenario->acts[act - 1]);
  if (before != NULL && !before->settled)
    desk_run (trial->desk, NULL);
  g_clear_pointer (&before, stet_intent_free);
  before = find_asked (trial, trial->scenario->acts[act - 1]);
  return before != NULL && before->settled && !trial->desk->killed;
}

/* As a person would: what was not asked for yet is asked for, then all that is due is done. */
static void
attempt (const Trial *trial)
{
  Desk *desk = trial->desk;

  for (guint i = 0; trial->scenario->acts[i] != 0 && !desk->killed && may_ask (trial, i); i++)
    {
      g_autoptr (StetIntent) asked = find_asked (trial, trial->scenario->acts[i]);
      g_autofree char *queued
          = asked == NULL ? desk_queue (desk, trial->id, trial->scenario->acts[i]) : NULL;
    }
  if (!desk->killed)
    desk_run (desk, NULL);
}

static gboolean
is_over (const Trial *trial)
{
  for (guint i = 0; trial->scenario->acts[i] != 0; i++)
    {
      g_autoptr (StetIntent) intent = find_asked (trial, trial->scenario->acts[i]);

      if (intent == NULL || !intent->settled)
        return FALSE;
    }
  return TRUE;
}

static void
tell (const Trial *trial)
{
  g_autoptr (GPtrArray) rows = stet_store_list_outbox (trial->desk->store, TRUE, NULL);

  for (guint i = 0; i < rows->len; i++)
    if (g_str_equal (((StetOutboxRow *) rows->pdata[i])->article_id, trial->id))
      g_test_message ("%s", ((StetOutboxRow *) rows->pdata[i])->body);
}

/* Runs until all is done; a run that makes no headway for ever fails here. */
static guint
finish (const Trial *trial)
{
  guint tries = 0;

  while (!is_over (trial))
    {
      if (++tries == TRIES_MAX)
        tell (trial);
      g_assert_cmpuint (tries, <, TRIES_MAX);
      stet_clock_advance (trial->desk->clock, 400 * G_USEC_PER_SEC);
      if (trial->desk->killed)
        desk_restart (trial->desk, 0);
      attempt (trial);
    }
  return tries;
}

static void
trial_check (Trial *trial)
{
  const Scenario *scenario = trial->scenario;
  const FakeArticle *there = fake_server_get (trial->desk->server, trial->id);
  g_autoptr (StetStory) story = stet_store_load (trial->desk->store, trial->id, NULL);

  g_assert_nonnull (there);
  g_assert_cmpuint (there->n_created, ==, 1);
  g_assert_cmpuint (there->n_published, ==, scenario->n_published);
  g_assert_cmpuint (there->n_unpublished, ==, scenario->n_unpublished);
  g_assert_cmpint (there->state, ==, scenario->state);
  g_assert_cmpint (there->live_hash != NULL, ==, scenario->ends_live);
  if (scenario->ends_live)
    g_assert_cmpstr (there->live_hash, ==, story->hash);
  if (scenario->acts[0] != STET_INTENT_UNPUBLISH)
    {
      g_assert_cmpstr (there->hash, ==, story->hash);
      g_assert_cmpstr (story->remote->hash, ==, story->hash);
      g_assert_cmpuint (there->review->notes->len, ==, 1);
    }
  g_assert_cmpuint (there->n_writes, <=, 2);
  g_assert_cmpint (story->remote->state, ==, scenario->state);
  g_assert_cmpint (story->review->state, ==, scenario->state);
  g_assert_cmpstr (story->remote->live_hash, ==, there->live_hash);
  g_assert_cmpuint (story->revision, ==, scenario->live ? 2 : 1);
  if (scenario->picture)
    g_assert_nonnull (g_hash_table_lookup (
        trial->desk->server->media, stet_photo_file (stet_article_fields (story->article)->photo)));
  g_clear_pointer (&trial->id, g_free);
}

typedef struct
{
  StetClock  *clock;
  FakeServer *server;
  Desk        desk;
} World;

static void
world_open (World *world)
{
  *world = (World){ 0 };
  world->clock = stet_clock_new_fixed (G_GINT64_CONSTANT (1790000000) * G_USEC_PER_SEC);
  world->server = fake_server_new (world->clock);
  desk_open (&world->desk, world->server, world->clock, "ana", TRUE);
}

static void
world_close (World *world)
{
  desk_close (&world->desk);
  fake_server_free (world->server);
  stet_clock_free (world->clock);
}

/* --- killed at each gate --- */

static guint
count_gates (World *world, const Scenario *scenario)
{
  Trial trial;

  trial_begin (&trial, &world->desk, scenario);
  desk_restart (&world->desk, 0);
  attempt (&trial);
  g_assert_true (is_over (&trial));
  trial_check (&trial);
  return world->desk.gates_seen;
}

static void
test_killed (gconstpointer data)
{
  const Scenario *scenario = data;
  World world;
  guint n_gates;

  world_open (&world);
  n_gates = count_gates (&world, scenario);
  g_assert_cmpuint (n_gates, >, 5);
  for (guint gate = 1; gate <= n_gates; gate++)
    {
      Trial trial;
      guint requests;

      g_test_message ("killed at gate %u of %u", gate, n_gates);
      trial_begin (&trial, &world.desk, scenario);
      requests = world.server->n_requests;
      desk_restart (&world.desk, gate);
      attempt (&trial);
      g_assert_true (world.desk.killed);
      finish (&trial);
      trial_check (&trial);
      g_assert_cmpuint (world.server->n_media_sent, ==, scenario->picture ? 1 : 0);
      g_assert_cmpuint (world.server->n_requests - requests, <=, 60);
      desk_restart (&world.desk, 0);
    }
  world_close (&world);
}

/* --- each request failing once --- */

typedef struct
{
  guint     at;    /* which request from now, from 1 */
  guint     seen;
  FakeFault fault;
  gboolean  hit;
} OneFault;

static FakeFault
one_fault_cb (const char *what, gpointer data)
{
  OneFault *fault = data;

  if (++fault->seen != fault->at)
    return FAKE_FAULT_NONE;
  fault->hit = TRUE;
  return fault->fault;
}

/* FALSE: there was no such request. */
static gboolean
fail_once (World *world, const Scenario *scenario, guint at, FakeFault kind)
{
  OneFault fault = { .at = at, .fault = kind };
  Trial trial;

  trial_begin (&trial, &world->desk, scenario);
  world->server->fault = one_fault_cb;
  world->server->fault_data = &fault;
  attempt (&trial);
  finish (&trial);
  world->server->fault = NULL;
  trial_check (&trial);
  return fault.hit;
}

static void
test_faults (gconstpointer data)
{
  static const FakeFault kinds[]
      = { FAKE_FAULT_OFFLINE, FAKE_FAULT_DROP_BEFORE, FAKE_FAULT_DROP_AFTER,
          /* the others come at random */
          FAKE_FAULT_BUSY, FAKE_FAULT_STALE };
  const Scenario *scenario = data;

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      World world;
      guint at = 1;

      world_open (&world);
      for (; at < 40 && fail_once (&world, scenario, at, kinds[i]); at++)
        g_test_message ("fault %u at request %u", kinds[i], at);
      g_assert_cmpuint (at, >, 3);
      world_close (&world);
    }
}

/* --- all of it at random --- */

#define SEEDS 60

typedef struct
{
  StetRandom *random;
  guint       percent;
  guint       n_hits;
} RandomFaults;

static FakeFault
random_fault_cb (const char *what, gpointer data)
{
  RandomFaults *faults = data;

  if (stet_random_below (faults->random, 100) >= faults->percent)
    return FAKE_FAULT_NONE;
  faults->n_hits++;
  return 1 + stet_random_below (faults->random, FAKE_FAULTS - 1);
}

static void
run_seed (World *world, guint seed, guint *n_hits)
{
  g_autoptr (StetRandom) random = stet_random_new_seeded (seed);
  RandomFaults faults = { random, 10 + stet_random_below (random, 50), 0 };
  const Scenario *scenario = &scenarios[stet_random_below (random, G_N_ELEMENTS (scenarios))];
  Trial trial;

  trial_begin (&trial, &world->desk, scenario);
  world->server->fault = random_fault_cb;
  world->server->fault_data = &faults;
  for (guint round = 0; round < 12; round++)
    {
      desk_restart (&world->desk, stet_random_below (random, 30));
      attempt (&trial);
      stet_clock_advance (world->clock, stet_random_below (random, 400) * (gint64) G_USEC_PER_SEC);
    }
  world->server->fault = NULL;
  desk_restart (&world->desk, 0);
  finish (&trial);
  trial_check (&trial);
  *n_hits += faults.n_hits;
}

static void
test_random (void)
{
  World world;
  guint n_hits = 0;

  world_open (&world);
  for (guint seed = 0; seed < SEEDS; seed++)
    {
      g_test_message ("seed %u", seed);
      run_seed (&world, seed, &n_hits);
    }
  g_assert_cmpuint (n_hits, >, SEEDS);
  world_close (&world);
}

int
main (int argc, char **argv)
{
  /* Thousands of commits: what a sync costs on a disk is not what is tested here. */
  if (access ("/dev/shm", W_OK) == 0)
    g_setenv ("TMPDIR", "/dev/shm", TRUE);
  stet_test_init (&argc, &argv);
  for (guint i = 0; i < G_N_ELEMENTS (scenarios); i++)
    {
      g_autofree char *killed = g_strdup_printf ("/crash/killed/%s", scenarios[i].name);
      g_autofree char *faults = g_strdup_printf ("/crash/faults/%s", scenarios[i].name);

      g_test_add_data_func (killed, &scenarios[i], test_killed);
      if (!scenarios[i].short_one)
        g_test_add_data_func (faults, &scenarios[i], test_faults);
    }
  g_test_add_func ("/crash/random", test_random);
  return g_test_run ();
}
