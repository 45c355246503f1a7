/* A wish to stop reaches the work on the work's own thread. */
#include "config.h"

#include "base/stop.h"
#include "support.h"

typedef struct
{
  GThread *thread; /* (not owned) where it was cancelled */
  guint    n;
} Seen;

static void
cancelled_cb (GCancellable *cancellable, gpointer data)
{
  Seen *seen = data;

  seen->thread = g_thread_self ();
  seen->n++;
}

static gpointer
cancel_thread (gpointer outer)
{
  g_cancellable_cancel (outer);
  return NULL;
}

/* The other thread is through with its cancelling, and nothing has been iterated here. */
static void
cancel_elsewhere (GCancellable *outer)
{
  g_thread_join (g_thread_new ("other", cancel_thread, outer));
}

static void
test_other_thread (void)
{
  g_autoptr (GCancellable) outer = g_cancellable_new ();
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (StetStop) stop = NULL;
  Seen seen = { NULL };

  g_main_context_push_thread_default (context);
  stop = stet_stop_new (outer);
  g_cancellable_connect (stet_stop_cancellable (stop), G_CALLBACK (cancelled_cb), &seen, NULL);
  cancel_elsewhere (outer);
  g_assert_true (stet_stop_is_wanted (stop));
  g_assert_cmpuint (seen.n, ==, 0);
  while (seen.n == 0)
    g_main_context_iteration (context, TRUE);
  g_assert_true (seen.thread == g_thread_self ());
  g_assert_true (g_cancellable_is_cancelled (stet_stop_cancellable (stop)));
  g_main_context_pop_thread_default (context);
}

static void
test_same_thread (void)
{
  g_autoptr (GCancellable) outer = g_cancellable_new ();
  g_autoptr (StetStop) stop = stet_stop_new (outer);

  g_cancellable_cancel (outer);
  g_assert_true (g_cancellable_is_cancelled (stet_stop_cancellable (stop)));
}

static void
test_before (void)
{
  g_autoptr (GCancellable) outer = g_cancellable_new ();
  g_autoptr (StetStop) stop = NULL;

  g_cancellable_cancel (outer);
  stop = stet_stop_new (outer);
  g_assert_true (g_cancellable_is_cancelled (stet_stop_cancellable (stop)));
}

/* The work is over before its thread hears of it. */
static void
test_too_late (void)
{
  g_autoptr (GCancellable) outer = g_cancellable_new ();
  g_autoptr (GCancellable) own = NULL;
  StetStop *stop = stet_stop_new (outer);

  g_set_object (&own, stet_stop_cancellable (stop));
  cancel_elsewhere (outer);
  stet_stop_free (stop);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  g_assert_true (g_cancellable_is_cancelled (own));
  g_assert_cmpuint (G_OBJECT (own)->ref_count, ==, 1);
}

static void
test_own_reason (void)
{
  g_autoptr (GCancellable) outer = g_cancellable_new ();
  g_autoptr (StetStop) stop = stet_stop_new (outer);
  g_autoptr (StetStop) nobody = stet_stop_new (NULL);

  stet_stop_now (stop);
  stet_stop_now (nobody);
  g_assert_true (g_cancellable_is_cancelled (stet_stop_cancellable (stop)));
  g_assert_true (g_cancellable_is_cancelled (stet_stop_cancellable (nobody)));
  g_assert_false (stet_stop_is_wanted (stop));
  g_assert_false (stet_stop_is_wanted (nobody));
  g_assert_false (g_cancellable_is_cancelled (outer));
}

int
main (int argc, char **argv)
{
  stet_test_init (&argc, &argv);
  g_test_add_func ("/base/stop/other-thread", test_other_thread);
  g_test_add_func ("/base/stop/same-thread", test_same_thread);
  g_test_add_func ("/base/stop/before", test_before);
  g_test_add_func ("/base/stop/too-late", test_too_late);
  g_test_add_func ("/base/stop/own-reason", test_own_reason);
  return g_test_run ();
}
