/* How the page is looked at: quiet writing, full screen, zoom, the width of its column. Layer: ui,
 * main thread. */
#include "config.h"

#include "ui/window-private.h"

#include <glib/gi18n.h>

#define PAGE_WIDTH 680
#define PAGE_WIDTH_NARROW 540
#define PAGE_WIDTH_WIDE 880
#define DPI_AT_100_PERCENT 98304.0 /* 96 dpi, as GtkSettings counts */

static const int zooms[] = { 50, 67, 80, 90, 100, 110, 125, 150, 175, 200, 250, 300 };

/* --- zoom and width --- */

static int
zoom_of (StetWindow *self)
{
  return self->settings ? g_settings_get_int (self->settings, "page-zoom")
         : self->zoom   ? self->zoom
                        : 100;
}

/* The sizes of style.css for what stands on the page, made larger; one sheet for all windows. */
static void
show_zoom (int percent)
{
  static const struct { const char *css; double pt; } sizes[] = {
    { "headline", 22.5 }, { "dek", 13.5 },       { "body", 12.75 },
    { "subhead", 15.75 }, { "question", 12.75 }, { "answer", 12 },
    { "caption", 10.5 },  { "cell", 10.5 },      { "byline", 10.5 },
  };
  static GtkCssProvider *provider;
  static int shown = 100;
  g_autoptr (GString) css = g_string_new (NULL);

  if (percent == shown)
    return;
  shown = percent;
  if (!provider)
    {
      provider = gtk_css_provider_new ();
      gtk_style_context_add_provider_for_display (gdk_display_get_default (),
                                                  GTK_STYLE_PROVIDER (provider),
                                                  GTK_STYLE_PROVIDER_PRIORITY_APPLICATION + 1);
    }
  for (guint i = 0; percent != 100 && i < G_N_ELEMENTS (sizes); i++)
    {
      char number[G_ASCII_DTOSTR_BUF_SIZE];

      g_ascii_formatd (number, sizeof number, "%.2f", sizes[i].pt * percent / 100);
      g_string_append_printf (css, ".%s, .%s text { font-size: %spt; }\n", sizes[i].css,
                              sizes[i].css, number);
    }
  gtk_css_provider_load_from_data (provider, css->str, css->len);
}

static int
column_width (const char *name)
{
  return g_str_equal (name, "narrow") ? PAGE_WIDTH_NARROW
         : g_str_equal (name, "wide") ? PAGE_WIDTH_WIDE
                                      : PAGE_WIDTH;
}

static void
set_state (StetWindow *self, const char *name, GVariant *state)
{
  g_simple_action_set_state (
      G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self), name)), state);
}

void
stet_window_show_view (StetWindow *self)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), "page-width");
  g_autofree char *kept
      = self->settings ? g_settings_get_string (self->settings, "page-width") : NULL;
  g_autoptr (GVariant) state = NULL;
  int dpi;

  if (kept)
    set_state (self, "page-width", g_variant_new_string (kept));
  if (!self->page)
    return;
  state = g_action_get_state (action);
  g_object_get (gtk_settings_get_default (), "gtk-xft-dpi", &dpi, NULL);
  stet_story_page_set_width (self->page, column_width (g_variant_get_string (state, NULL))
                                             * zoom_of (self) / 100
                                             * (dpi > 0 ? dpi / DPI_AT_100_PERCENT : 1));
  show_zoom (zoom_of (self));
}

static void
set_zoom (StetWindow *self, int percent)
{
  g_autofree char *text = g_strdup_printf (_("Page at %d %%"), percent);

  self->zoom = percent;
  if (self->settings)
    g_settings_set_int (self->settings, "page-zoom", percent);
  stet_window_show_view (self);
  stet_window_tell (self, STET_TONE_CALM, text);
}

static void
zoom_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  const char *name = g_action_get_name (G_ACTION (action));
  int now = zoom_of (data), wanted = now;

  if (g_str_equal (name, "zoom-reset"))
    wanted = 100;
  for (guint i = 0; g_str_equal (name, "zoom-in") && wanted == now && i < G_N_ELEMENTS (zooms); i++)
    wanted = MAX (zooms[i], now);
  for (guint i = G_N_ELEMENTS (zooms); g_str_equal (name, "zoom-out") && wanted == now && i > 0;
       i--)
    wanted = MIN (zooms[i - 1], now);
  set_zoom (data, wanted);
}

static void
width_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  StetWindow *self = data;

  g_simple_action_set_state (action, parameter);
  if (self->settings)
    g_settings_set_string (self->settings, "page-width", g_variant_get_string (parameter, NULL));
  stet_window_show_view (self);
}

/* --- full screen, quiet writing --- */

static void
full_screen_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  if (gtk_window_is_fullscreen (data))
    gtk_window_unfullscreen (data);
  else
    gtk_window_fullscreen (data);
}

static void
fullscreened_cb (StetWindow *self)
{
  set_state (self, "full-screen",
             g_variant_new_boolean (gtk_window_is_fullscreen (GTK_WINDOW (self))));
}

static void
quiet_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  StetWindow *self = data;

  if (!self->page)
    return;
  if (!self->quiet)
    {
      self->list_shown = adw_flap_get_reveal_flap (self->list_flap);
      self->panel_shown = adw_flap_get_reveal_flap (self->panel_flap);
    }
  self->quiet = !self->quiet;
  g_simple_action_set_state (action, g_variant_new_boolean (self->quiet));
  adw_flap_set_reveal_flap (self->list_flap, !self->quiet && self->list_shown);
  adw_flap_set_reveal_flap (self->panel_flap, !self->quiet && self->panel_shown);
  stet_story_page_set_quiet (self->page, self->quiet);
  if (self->quiet)
    stet_window_tell (self, STET_TONE_CALM, _("Quiet writing. Shift+F11 brings everything back."));
  if (self->story)
    stet_story_page_focus (self->page);
}

/* --- all of them --- */

void
stet_window_add_view_actions (StetWindow *self)
{
  static const GActionEntry entries[] = {
    { "zoom-in", zoom_action },
    { "zoom-out", zoom_action },
    { "zoom-reset", zoom_action },
    { "page-width", width_action, "s", "'normal'" },
    { "full-screen", full_screen_action, NULL, "false" },
    { "quiet", quiet_action, NULL, "false" },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  g_signal_connect (self, "notify::fullscreened", G_CALLBACK (fullscreened_cb), NULL);
  g_signal_connect_object (gtk_settings_get_default (), "notify::gtk-xft-dpi",
                           G_CALLBACK (stet_window_show_view), self, G_CONNECT_SWAPPED);
  if (!self->settings)
    return;
  g_signal_connect_object (self->settings, "changed::page-zoom", G_CALLBACK (stet_window_show_view),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->settings, "changed::page-width",
                           G_CALLBACK (stet_window_show_view), self, G_CONNECT_SWAPPED);
}
