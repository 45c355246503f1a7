/* Text at twice its size: the window still fits the smallest screen it is made for, no label's
 * words are cut by their own box, and nothing stands beyond the edge. In the language it is started
 * in. */
#include "config.h"

#include "support.h"

#include "ui/resources.h"
#include "ui/story-page.h"
#include "ui/window.h"

#include <glib/gi18n.h>
#include <locale.h>

#define WIDTH 1280
#define HEIGHT 800
#define DPI_TWICE (2 * 96 * 1024) /* as GTK counts it */
#define SETTLE_ROUNDS 40
#define FRAMES_MAX 2000

typedef struct _Fixture Fixture;

typedef struct { gboolean practice; void (*func) (Fixture *); } Test;

struct _Fixture
{
  const Test     *test;
  GtkApplication *application;
  GtkWidget      *window;
};

/* --- what is looked at --- */

static gboolean
is_cut (GtkLabel *label)
{
  PangoLayout *layout = gtk_label_get_layout (label);
  int width, height;

  if (gtk_label_get_ellipsize (label) != PANGO_ELLIPSIZE_NONE)
    return FALSE;
  pango_layout_get_pixel_size (layout, &width, &height);
  return width > gtk_widget_get_width (GTK_WIDGET (label)) + 1
         || height > gtk_widget_get_height (GTK_WIDGET (label)) + 1;
}

/* What a bar can be moved to in width is not beyond the edge. */
static gboolean
scrolls_sideways (GtkWidget *widget)
{
  GtkWidget *scroll = gtk_widget_get_ancestor (widget, GTK_TYPE_SCROLLED_WINDOW);
  GtkPolicyType sideways = GTK_POLICY_NEVER;

  if (scroll != NULL)
    gtk_scrolled_window_get_policy (GTK_SCROLLED_WINDOW (scroll), &sideways, NULL);
  return sideways != GTK_POLICY_NEVER;
}

static gboolean
is_beyond (GtkWidget *widget)
{
  GtkWidget *root = GTK_WIDGET (gtk_widget_get_native (widget));
  graphene_rect_t bounds;

  if (scrolls_sideways (widget) || !gtk_widget_compute_bounds (widget, root, &bounds))
    return FALSE;
  return bounds.origin.x < -1
         || bounds.origin.x + bounds.size.width > gtk_widget_get_width (root) + 1;
}

static guint
look_at (GtkWidget *widget, const char *look)
{
  guint n = 0;

  if (!gtk_widget_get_mapped (widget))
    return 0;
  if (GTK_IS_LABEL (widget) && *gtk_label_get_text (GTK_LABEL (widget)) != '\0')
    {
      const char *text = gtk_label_get_text (GTK_LABEL (widget));

      if (is_cut (GTK_LABEL (widget)))
        g_error ("%s: the words are cut: %s", look, text);
      if (is_beyond (widget))
        g_error ("%s: beyond the edge: %s", look, text);
      n++;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n += look_at (child, look);
  return n;
}

static void
look (Fixture *fixture, const char *name, guint least)
{
  int width, height;
  guint n;

  gtk_widget_measure (fixture->window, GTK_ORIENTATION_HORIZONTAL, -1, &width, NULL, NULL, NULL);
  gtk_widget_measure (fixture->window, GTK_ORIENTATION_VERTICAL, -1, &height, NULL, NULL, NULL);
  n = look_at (fixture->window, name);
  g_test_message ("%s: %u labels, at least %d × %d", name, n, width, height);
  g_assert_cmpint (width, <=, WIDTH);
  g_assert_cmpint (height, <=, HEIGHT);
  g_assert_cmpuint (n, >=, least);
}

/* --- the window --- */

static void
settle (Fixture *fixture)
{
  for (guint i = 0; i < SETTLE_ROUNDS; i++)
    {
      gtk_widget_queue_draw (fixture->window);
      while (g_main_context_iteration (NULL, FALSE))
        ;
      g_usleep (10 * G_TIME_SPAN_MILLISECOND);
    }
}

static void
act (Fixture *fixture, const char *action)
{
  g_action_group_activate_action (G_ACTION_GROUP (fixture->window), action, NULL);
  settle (fixture);
}

static GtkWidget *
find_mapped (GtkWidget *widget, GType type)
{
  GtkWidget *found = NULL;

  if (gtk_widget_get_mapped (widget) && G_TYPE_CHECK_INSTANCE_TYPE (widget, type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_mapped (child, type);
  return found;
}

static void
wait_for (Fixture *fixture, GType type)
{
  for (guint i = 0; find_mapped (fixture->window, type) == NULL; i++)
    {
      g_assert_cmpuint (i, <, FRAMES_MAX);
      g_main_context_iteration (NULL, FALSE);
      g_usleep (10 * G_TIME_SPAN_MILLISECOND);
    }
  settle (fixture);
}

static void
test_first_page (Fixture *fixture)
{
  wait_for (fixture, GTK_TYPE_PASSWORD_ENTRY);
  look (fixture, "first page", 10);
}

static void
test_story (Fixture *fixture)
{
  static const struct { const char *action, *name; guint least; } looks[] = {
    { "next-finding", "story with a finding open", 20 },
    { "replace-text", "find and replace", 20 },
    { "show-queue", "queue", 20 },
    { "check-connection", "connection", 20 },
    { "palette", "palette", 20 },
  };

  wait_for (fixture, STET_TYPE_STORY_PAGE);
  look (fixture, "story", 20);
  for (guint i = 0; i < G_N_ELEMENTS (looks); i++)
    {
      act (fixture, looks[i].action);
      look (fixture, looks[i].name, looks[i].least);
    }
}

static void
open_window (Fixture *fixture)
{
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", DPI_TWICE, "gtk-enable-animations",
                FALSE, NULL);
  fixture->window = GTK_WIDGET (stet_window_new (fixture->application));
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), WIDTH, HEIGHT);
  gtk_window_present (GTK_WINDOW (fixture->window));
  stet_window_build_pages (STET_WINDOW (fixture->window));
  stet_window_start (STET_WINDOW (fixture->window), fixture->test->practice);
}

static void
activate_cb (GtkApplication *application, Fixture *fixture)
{
  open_window (fixture);
  fixture->test->func (fixture);
  stet_windows_quit (application);
}

static void
run_test (gconstpointer data)
{
  static guint n;
  g_autofree char *id = g_strdup_printf ("io.github.stet_newsroom.Stet.Large%u", n++);
  g_autofree char *dir = stet_test_dir ();
  Fixture fixture = { .test = data };

  g_setenv ("STET_DATA_DIR", dir, TRUE);
  fixture.application = GTK_APPLICATION (adw_application_new (id, G_APPLICATION_NON_UNIQUE));
  g_signal_connect (fixture.application, "activate", G_CALLBACK (activate_cb), &fixture);
  g_assert_cmpint (g_application_run (G_APPLICATION (fixture.application), 0, NULL), ==, 0);
  stet_windows_end (fixture.application); /* lets go of it */
}

int
main (int argc, char **argv)
{
  static const Test first_page = { FALSE, test_first_page }, story = { TRUE, test_story };
  g_autofree char *messages = NULL;

  stet_test_init (&argc, &argv);
  setlocale (LC_ALL, "");
  messages = g_test_build_filename (G_TEST_BUILT, "..", "po", NULL);
  bindtextdomain (GETTEXT_PACKAGE, messages);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  adw_init ();
  g_resources_register (stet_ui_get_resource ());
  g_test_add_data_func ("/large/first-page", &first_page, run_test);
  g_test_add_data_func ("/large/story", &story, run_test);
  return g_test_run ();
}
