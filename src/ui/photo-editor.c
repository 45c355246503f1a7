/* The photo row of the page. Layer: ui, main thread. */
#include "config.h"

#include "ui/photo-editor.h"

#include "article/photo.h"
#include "ui/focus-picture.h"
#include "ui/mark.h"
#include "ui/photo-load.h"
#include "ui/picture-paste.h"
#include "ui/prose-view.h"

#include <glib/gi18n.h>

struct _StetPhotoEditor
{
  GtkBox            parent_instance;
  StetDocument     *document;
  StetPhotoPathFunc photo_path;
  gpointer          photo_data;
  GtkWidget        *choose;
  GtkStack         *stack;
  StetFocusPicture *picture;
  GtkCheckButton   *made;
  gboolean          showing; /* what is shown is no wish of the person */
  StetProseView    *caption;
  StetProseView    *credit;
  StetProseView    *alt;
  GtkWidget        *alt_box;
  GtkWidget        *alt_mark;
  GtkLabel         *alt_count;
};

G_DEFINE_FINAL_TYPE (StetPhotoEditor, stet_photo_editor, GTK_TYPE_BOX)

void
stet_photo_editor_set_photo_path (StetPhotoEditor *self, StetPhotoPathFunc photo_path,
                                  gpointer data)
{
  self->photo_path = photo_path;
  self->photo_data = data;
}

static void
show_keys (StetPhotoEditor *self, StetPhoto *photo)
{
  guint x = STET_FOCUS_CENTRE, y = STET_FOCUS_CENTRE;

  if (photo)
    stet_photo_focus (photo, &x, &y);
  stet_focus_picture_show (self->picture, x, y,
                           photo ? stet_prose_text (stet_photo_alt (photo)) : NULL);
  self->showing = TRUE;
  gtk_check_button_set_active (self->made, photo && stet_photo_is_made (photo));
  self->showing = FALSE;
}

static void
show_picture (StetPhotoEditor *self)
{
  StetPhoto *photo = stet_article_fields (stet_document_article (self->document))->photo;
  const char *file = photo ? stet_photo_file (photo) : "";
  g_autofree char *path
      = *file && self->photo_path ? self->photo_path (file, self->photo_data) : NULL;

  gtk_stack_set_visible_child_name (self->stack, *file ? "photo" : "empty");
  stet_photo_load (stet_focus_picture_picture (self->picture), path);
  show_keys (self, photo);
}

static void
apply (StetPhotoEditor *self, StetPhoto *photo)
{
  g_autoptr (StetEdit) edit = stet_edit_photo (photo);

  stet_document_apply (self->document, edit, NULL);
}

static void
focus_moved_cb (StetFocusPicture *picture, guint x, guint y, StetPhotoEditor *self)
{
  g_autoptr (StetPhoto) photo = NULL;

  if (!self->document || stet_projection_is_locked (stet_prose_view_projection (self->caption)))
    return;
  photo = stet_photo_with_focus (
      stet_article_fields (stet_document_article (self->document))->photo, x, y);
  apply (self, photo);
}

static void
made_cb (GtkCheckButton *made, StetPhotoEditor *self)
{
  StetArticle *article = self->document ? stet_document_article (self->document) : NULL;
  g_autoptr (StetPhoto) photo = NULL;

  if (!article || self->showing
      || stet_projection_is_locked (stet_prose_view_projection (self->caption)))
    return;
  photo = stet_photo_set_made (stet_article_fields (article)->photo,
                               gtk_check_button_get_active (made), stet_article_language (article));
  apply (self, photo);
}

static void
show_count (StetPhotoEditor *self, guint chars_max)
{
  guint chars
      = stet_prose_chars (stet_projection_prose (stet_prose_view_projection (self->alt), 0));
  g_autofree char *text = NULL;

  if (chars_max > 0)
    text = g_strdup_printf (_("%u of %u"), chars, chars_max);
  gtk_label_set_label (self->alt_count, text ? text : "");
  if (chars_max > 0 && chars > chars_max)
    gtk_widget_add_css_class (GTK_WIDGET (self->alt_count), "over");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->alt_count), "over");
}

void
stet_photo_editor_update (StetPhotoEditor *self, guint alt_chars_max)
{
  if (!self->document)
    return;
  show_picture (self);
  show_count (self, alt_chars_max);
}

void
stet_photo_editor_set_alt_blocks (StetPhotoEditor *self, gboolean blocks)
{
  gtk_widget_set_visible (self->alt_mark, blocks);
  if (blocks)
    gtk_widget_add_css_class (self->alt_box, "gap");
  else
    gtk_widget_remove_css_class (self->alt_box, "gap");
}

void
stet_photo_editor_set_document (StetPhotoEditor *self, StetDocument *document)
{
  StetField caption = stet_field_make (STET_FIELD_PHOTO_CAPTION);
  StetField credit = stet_field_make (STET_FIELD_PHOTO_CREDIT);
  StetField alt = stet_field_make (STET_FIELD_PHOTO_ALT);
  const char *prefix
      = g_str_has_prefix (stet_article_language (stet_document_article (document)), "es")
            ? "Foto © "
            : "Photo © ";

  g_set_object (&self->document, document);
  stet_prose_view_show_field (self->caption, document, &caption);
  stet_prose_view_show_field (self->credit, document, &credit);
  stet_prose_view_show_field (self->alt, document, &alt);
  stet_projection_set_prefix (stet_prose_view_projection (self->credit), prefix);
  stet_prose_view_set_placeholder (self->credit, prefix);
}

static gboolean
drop_cb (GtkDropTarget *target, const GValue *value, double x, double y, StetPhotoEditor *self)
{
  return stet_files_take (GTK_WIDGET (self), TRUE, value);
}

static void
photo_editor_dispose (GObject *object)
{
  g_clear_object (&STET_PHOTO_EDITOR (object)->document);
  gtk_widget_dispose_template (GTK_WIDGET (object), STET_TYPE_PHOTO_EDITOR);
  G_OBJECT_CLASS (stet_photo_editor_parent_class)->dispose (object);
}

static void
stet_photo_editor_class_init (StetPhotoEditorClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = photo_editor_dispose;
  g_type_ensure (STET_TYPE_PROSE_VIEW);
  g_type_ensure (STET_TYPE_MARK);
  g_type_ensure (STET_TYPE_FOCUS_PICTURE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/stet_newsroom/Stet/photo-editor.ui");
  gtk_widget_class_bind_template_child (widget_class, StetPhotoEditor, choose);
  gtk_widget_class_bind_template_child (widget_class, StetPhotoEditor, stack);
  gtk_widget_class_bind_template_child (widget_class, StetPhotoEditor, picture);
  gtk_widget_class_bind_template_child (widget_class, StetPhotoEditor, made);
  gtk_widget_class_bind_template_callback (widget_class, focus_moved_cb);
  gtk_widget_class_bind_template_callback (widget_class, made_cb);
  gtk_widget_class_bind_template_child (widget_class, StetPhotoEditor, caption);
  gtk_widget_class_bind_template_child (widget_class, StetPhotoEditor, credit);
  gtk_widget_class_bind_template_child (widget_class, StetPhotoEditor, alt);
  gtk_widget_class_bind_template_child (widget_class, StetPhotoEditor, alt_box);
  gtk_widget_class_bind_template_child (widget_class, StetPhotoEditor, alt_mark);
  gtk_widget_class_bind_template_child (widget_class, StetPhotoEditor, alt_count);
}

static void
stet_photo_editor_init (StetPhotoEditor *self)
{
  GtkDropTarget *drop = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (drop), GTK_PHASE_CAPTURE);
  g_signal_connect (drop, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drop));
}
