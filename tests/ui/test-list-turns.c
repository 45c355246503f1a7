/* The list of stories while a first sync fills it: one turn of the main loop makes only a few rows,
 * however many stories come, and takes no longer with thousands of them. What a turn takes is the
 * main thread's own CPU time between two polls, so that a busy machine does not count. */
#include "config.h"

#include "ui/resources.h"
#include "ui/story-list.h"

#include "support.h"

#include <adwaita.h>
#include <time.h>

#define PAGE 100 /* stories that a page of a sync brings */
#define STORIES 5000
#define STORIES_FEW 100
#define ROWS_A_TURN_MAX 8
#define ROWS_MAX 60 /* as long as nobody scrolls */
/* Both are one list with the same look; 1.0 to 1.5 was measured. Rows for all stories made it 5,
 * the longest turn 2 s long. */
#define RATIO_MAX 3.0

typedef struct
{
  GtkWidget     *window;
  StetStoryList *list;
  GtkListBox    *box;
  gint64         turn_began_ns;
  gint64         longest_ns;
  guint          n_rows;       /* at the last poll */
  guint          most_made;    /* in one turn */
} Fixture;

static Fixture *watched;

static gint64
cpu_ns (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return now.tv_sec * G_GINT64_CONSTANT (1000000000) + now.tv_nsec;
}

static guint
count_rows (Fixture *fixture)
{
  guint n = 0;

  while (gtk_list_box_get_row_at_index (fixture->box, n))
    n++;
  return n;
}

/* A turn ends where the loop polls, and the next begins after it. */
static int
poll_cb (GPollFD *fds, guint n_fds, int timeout_ms)
{
  gint64 turn_ns = cpu_ns () - watched->turn_began_ns;
  guint n_rows = count_rows (watched);
  int result;

  watched->longest_ns = MAX (watched->longest_ns, turn_ns);
  if (n_rows > watched->n_rows)
    watched->most_made = MAX (watched->most_made, n_rows - watched->n_rows);
  watched->n_rows = n_rows;
  result = g_poll (fds, n_fds, timeout_ms);
  watched->turn_began_ns = cpu_ns ();
  return result;
}

static GtkWidget *
find_box (GtkWidget *widget)
{
  GtkWidget *found = GTK_IS_LIST_BOX (widget) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child && !found;
       child = gtk_widget_get_next_sibling (child))
    found = find_box (child);
  return found;
}

static gboolean
stop_cb (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

/* Frames are drawn and idle work is done for a while. */
static void
settle (guint ms)
{
  gboolean over = FALSE;

  g_timeout_add (ms, stop_cb, &over);
  while (!over)
    g_main_context_iteration (NULL, TRUE);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  watched = fixture;
  fixture->list = g_object_new (STET_TYPE_STORY_LIST, NULL);
  fixture->box = GTK_LIST_BOX (find_box (GTK_WIDGET (fixture->list)));
  fixture->window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 240, 760);
  gtk_window_set_child (GTK_WINDOW (fixture->window), GTK_WIDGET (fixture->list));
  gtk_window_present (GTK_WINDOW (fixture->window));
  fixture->turn_began_ns = cpu_ns ();
  g_main_context_set_poll_func (NULL, poll_cb);
  settle (300);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_main_context_set_poll_func (NULL, g_poll);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
}

/* The newest first, as the store has them: what a sync brings stands before what it brought. */
static GPtrArray *
stories (guint n)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_story_row_free);

  for (guint i = n; i-- > 0;)
    {
      StetStoryRow *row = g_new0 (StetStoryRow, 1);

      row->id = g_strdup_printf ("5d2b8e70-91c4-4f0a-8f6d-%012u", i);
      row->headline = g_strdup_printf ("The council of harbor %u votes on the budget again", i);
      row->language = g_strdup ("en");
      row->state = i % 2 ? STET_STATE_DRAFT : STET_STATE_PUBLISHED;
      row->modified_us = G_USEC_PER_SEC * (gint64) i;
      g_ptr_array_add (rows, row);
    }
  return rows;
}

typedef struct { Fixture *fixture; GPtrArray *rows; } Shown;

static gboolean
show_cb (gpointer data)
{
  Shown *shown = data;

  stet_story_list_show (shown->fixture->list, shown->rows, G_USEC_PER_SEC * (gint64) STORIES);
  return G_SOURCE_REMOVE;
}

static void
show (Fixture *fixture, guint n)
{
  Shown shown = { fixture, stories (n) };

  g_idle_add_full (G_PRIORITY_HIGH, show_cb, &shown, NULL);
  settle (120);
  g_ptr_array_unref (shown.rows);
}

/* Returns: the longest turn. */
static gint64
sync_up_to (Fixture *fixture, guint from, guint to, guint by)
{
  fixture->longest_ns = 0;
  for (guint n = from; n <= to; n += by)
    show (fixture, n);
  settle (300);
  return fixture->longest_ns;
}

static void
test_turns (Fixture *fixture, gconstpointer data)
{
  gint64 few_ns, many_ns;

  show (fixture, STORIES_FEW); /* styles and fonts are read once */
  few_ns = sync_up_to (fixture, PAGE, 10 * PAGE, PAGE);
  many_ns = sync_up_to (fixture, STORIES - 10 * PAGE, STORIES, PAGE);
  g_test_message ("longest turn %.1f ms with up to %u stories, %.1f ms with up to %u; "
                  "%u rows at most made in one, %u in all",
                  few_ns / 1e6, 10 * PAGE, many_ns / 1e6, STORIES, fixture->most_made,
                  count_rows (fixture));
  g_assert_cmpuint (fixture->most_made, >, 0);
  g_assert_cmpuint (fixture->most_made, <=, ROWS_A_TURN_MAX);
  g_assert_cmpuint (count_rows (fixture), <=, ROWS_MAX);
  g_assert_cmpfloat ((double) many_ns / few_ns, <=, RATIO_MAX);
}

static const char *
id_at (Fixture *fixture, guint index)
{
  return ((StetStoryRow *) stet_story_list_stories (fixture->list)->pdata[index])->id;
}

/* What has no row yet is there for who scrolls or steps to it. */
static void
test_all_can_be_reached (Fixture *fixture, gconstpointer data)
{
  GtkWidget *scroll
      = gtk_widget_get_ancestor (GTK_WIDGET (fixture->box), GTK_TYPE_SCROLLED_WINDOW);
  GtkAdjustment *adjustment
      = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroll));

  show (fixture, 3 * PAGE);
  settle (300);
  for (guint i = 0; i < 10 && count_rows (fixture) < 3 * PAGE; i++)
    {
      gtk_adjustment_set_value (adjustment, gtk_adjustment_get_upper (adjustment));
      settle (300);
    }
  g_assert_cmpuint (count_rows (fixture), ==, 3 * PAGE);
  g_assert_cmpuint (fixture->most_made, <=, ROWS_A_TURN_MAX);
  show (fixture, STORIES);
  stet_story_list_select (fixture->list, id_at (fixture, STORIES / 2));
  g_assert_cmpstr (stet_story_list_neighbour (fixture->list, 1), ==,
                   id_at (fixture, STORIES / 2 + 1));
  g_assert_cmpstr (stet_story_list_neighbour (fixture->list, -1), ==,
                   id_at (fixture, STORIES / 2 - 1));
  stet_story_list_select (fixture->list, id_at (fixture, 0));
  g_assert_null (stet_story_list_neighbour (fixture->list, -1));
  stet_story_list_set_filter (fixture->list, "draft");
  stet_story_list_select (fixture->list, id_at (fixture, 4));
  g_assert_cmpstr (stet_story_list_neighbour (fixture->list, 1), ==, id_at (fixture, 6));
  show (fixture, 0);
  g_assert_cmpuint (count_rows (fixture), ==, 0);
  g_assert_null (stet_story_list_neighbour (fixture->list, 1));
}

int
main (int argc, char *argv[])
{
  stet_test_init (&argc, &argv);
  gtk_init ();
  g_resources_register (stet_ui_get_resource ());
  g_test_add ("/list-turns/first-sync", Fixture, NULL, set_up, test_turns, tear_down);
  g_test_add ("/list-turns/reach", Fixture, NULL, set_up, test_all_can_be_reached, tear_down);
  return g_test_run ();
}
