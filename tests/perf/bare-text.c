/* The measure for typing: a GtkTextView and nothing else, with the text of a file in the page's own
 * type and width. */
#include <adwaita.h>

#define COLUMN_WIDTH 680

static const char *const css
    = "textview { font-family: \"Charis SIL\", \"Source Serif 4\", \"Noto Serif\", Georgia, serif; font-size: 12.75pt; }";

static GtkWidget *
view_new (const char *path)
{
  g_autofree char *text = NULL;
  GtkWidget *view = gtk_text_view_new ();

  if (!g_file_get_contents (path, &text, NULL, NULL))
    g_error ("%s cannot be read", path);
  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (view), GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_pixels_below_lines (GTK_TEXT_VIEW (view), 15);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)), text, -1);
  return view;
}

static void
activate_cb (GtkApplication *app, gpointer path)
{
  GtkWidget *window = adw_application_window_new (app);
  GtkWidget *scroll = gtk_scrolled_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();

  gtk_css_provider_load_from_data (provider, css, -1);
  gtk_style_context_add_provider_for_display (gdk_display_get_default (),
                                              GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroll), view_new (path));
  gtk_widget_set_vexpand (scroll, TRUE);
  gtk_widget_set_halign (scroll, GTK_ALIGN_CENTER);
  gtk_widget_set_size_request (scroll, COLUMN_WIDTH, -1);
  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (box), scroll);
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (window), box);
  gtk_window_set_default_size (GTK_WINDOW (window), 1280, 800);
  gtk_window_present (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  g_autoptr (AdwApplication) app
      = adw_application_new ("io.github.stet_newsroom.BareText", G_APPLICATION_NON_UNIQUE);

  if (argc < 2)
    return 2;
  g_signal_connect (app, "activate", G_CALLBACK (activate_cb), argv[1]);
  return g_application_run (G_APPLICATION (app), 1, argv);
}
