/* The page of the first start. Layer: ui, main thread. */
#include "config.h"

#include "ui/welcome.h"

#include "ui/lazy-menu.h"

#include <glib/gi18n.h>

struct _StetWelcome
{
  GtkBox            parent_instance;
  GtkWidget        *practice;
  GtkWidget        *connect;
  GtkEntry         *url;
  GtkEntry         *user;
  GtkPasswordEntry *password;
  GtkWidget        *browser;
  GtkWidget        *stop;
  GtkLabel         *told;
  GtkMenuButton    *language;
  GMenuModel       *languages;
};

G_DEFINE_FINAL_TYPE (StetWelcome, stet_welcome, GTK_TYPE_BOX)

static void
connect_cb (StetWelcome *self)
{
  const char *url = gtk_editable_get_text (GTK_EDITABLE (self->url));
  const char *user = gtk_editable_get_text (GTK_EDITABLE (self->user));
  const char *password = gtk_editable_get_text (GTK_EDITABLE (self->password));

  if (*url == '\0')
    {
      stet_welcome_tell (self, _("Type the address of your site first."), FALSE);
      gtk_widget_grab_focus (GTK_WIDGET (self->url));
      return;
    }
  if (*user == '\0' || *password == '\0')
    {
      stet_welcome_tell (self, _("The site asks who you are: type your user name and password."),
                         FALSE);
      gtk_widget_grab_focus (*user == '\0' ? GTK_WIDGET (self->user) : GTK_WIDGET (self->password));
      return;
    }
  gtk_widget_activate_action (GTK_WIDGET (self), "win.connect", "(sss)", url, user, password);
}

static void
browser_cb (StetWelcome *self)
{
  const char *url = gtk_editable_get_text (GTK_EDITABLE (self->url));

  if (*url != '\0')
    {
      gtk_widget_activate_action (GTK_WIDGET (self), "win.connect-browser", "s", url);
      return;
    }
  stet_welcome_tell (self, _("Type the address of your site first."), FALSE);
  gtk_widget_grab_focus (GTK_WIDGET (self->url));
}

void
stet_welcome_tell (StetWelcome *self, const char *text, gboolean busy)
{
  gtk_label_set_label (self->told, text ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->told), text != NULL);
  gtk_widget_set_sensitive (self->practice, !busy);
  gtk_widget_set_sensitive (self->connect, !busy);
  gtk_widget_set_sensitive (self->browser, !busy);
  gtk_widget_set_visible (self->stop, FALSE);
}

void
stet_welcome_wait (StetWelcome *self, const char *text)
{
  stet_welcome_tell (self, text, TRUE);
  gtk_widget_set_visible (self->stop, TRUE);
}

static void
welcome_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), STET_TYPE_WELCOME);
  G_OBJECT_CLASS (stet_welcome_parent_class)->dispose (object);
}

static void
stet_welcome_class_init (StetWelcomeClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = welcome_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/stet_newsroom/Stet/welcome.ui");
  gtk_widget_class_bind_template_child (widget_class, StetWelcome, practice);
  gtk_widget_class_bind_template_child (widget_class, StetWelcome, connect);
  gtk_widget_class_bind_template_child (widget_class, StetWelcome, url);
  gtk_widget_class_bind_template_child (widget_class, StetWelcome, user);
  gtk_widget_class_bind_template_child (widget_class, StetWelcome, password);
  gtk_widget_class_bind_template_child (widget_class, StetWelcome, browser);
  gtk_widget_class_bind_template_child (widget_class, StetWelcome, stop);
  gtk_widget_class_bind_template_child (widget_class, StetWelcome, told);
  gtk_widget_class_bind_template_child (widget_class, StetWelcome, language);
  gtk_widget_class_bind_template_child (widget_class, StetWelcome, languages);
  gtk_widget_class_bind_template_callback (widget_class, browser_cb);
  gtk_widget_class_bind_template_callback (widget_class, connect_cb);
}

/* A language is named in itself, for whoever does not read the other one. */
static void
show_language (StetWelcome *self)
{
  const char *name = g_str_has_prefix (g_get_language_names ()[0], "es") ? "Español" : "English";
  g_autofree char *label = g_strdup_printf (_("Language: %s"), name);

  gtk_menu_button_set_label (self->language, label);
  stet_lazy_menu_set (self->language, self->languages);
}

static void
stet_welcome_init (StetWelcome *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  show_language (self);
}
