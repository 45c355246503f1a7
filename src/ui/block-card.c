/* Cards between the text blocks of the body. Layer: ui, main thread. */
#include "config.h"

#include "ui/block-card.h"
#include "article/embed.h"
#include "ui/photo-load.h"
#include "ui/prose-view.h"
#include "ui/table-view.h"

#include <glib/gi18n.h>

#define PICTURE_WIDTH 216
#define PICTURE_HEIGHT 144

struct _StetBlockCard
{
  GtkBox            parent_instance;
  StetDocument     *document;
  guint             index;
  StetBlock        *block; /* as last shown */
  GtkWidget        *content; /* (nullable) */
  GtkLabel         *title;
  GPtrArray        *texts;   /* (owned) of StetProseView (borrowed), a table's aside */
  StetPhotoPathFunc photo_path;
  gpointer          photo_data;
};

G_DEFINE_FINAL_TYPE (StetBlockCard, stet_block_card, GTK_TYPE_BOX)

static guint act_signal;

static const char *
title_for (StetBlockType type)
{
  switch (type)
    {
    case STET_BLOCK_TABLE: return _("Table");
    case STET_BLOCK_IMAGE: return _("Picture");
    case STET_BLOCK_EMBED: return _("Embedded page");
    case STET_BLOCK_PARAGRAPH:
    case STET_BLOCK_HEADING:
    case STET_BLOCK_QUOTE:
    case STET_BLOCK_LIST_ITEM:
    case STET_BLOCK_OPAQUE:
      break;
    }
  return _("Part of the page that Stet keeps as it is");
}

static void
remove_cb (StetBlockCard *self)
{
  g_signal_emit (self, act_signal, 0, STET_CARD_REMOVE);
}

/* The card itself has the focus: keys as for a picture in a word processor. */
static gboolean
key_cb (GtkEventControllerKey *controller, guint keyval, guint keycode, GdkModifierType state,
        StetBlockCard *self)
{
  static const struct { guint key; StetCardAct act; } acts[] = {
    { GDK_KEY_Up, STET_CARD_UP },
    { GDK_KEY_Left, STET_CARD_UP },
    { GDK_KEY_Down, STET_CARD_DOWN },
    { GDK_KEY_Right, STET_CARD_DOWN },
    { GDK_KEY_Return, STET_CARD_WRITE_AFTER },
    { GDK_KEY_KP_Enter, STET_CARD_WRITE_AFTER },
    { GDK_KEY_BackSpace, STET_CARD_REMOVE },
    { GDK_KEY_Delete, STET_CARD_REMOVE },
  };
  GdkModifierType held = state & gtk_accelerator_get_default_mod_mask ();

  if (!gtk_widget_has_focus (GTK_WIDGET (self)))
    return FALSE;
  if (held == GDK_SHIFT_MASK && keyval == GDK_KEY_Return)
    {
      g_signal_emit (self, act_signal, 0, STET_CARD_WRITE_BEFORE);
      return TRUE;
    }
  for (guint i = 0; held == 0 && i < G_N_ELEMENTS (acts); i++)
    if (acts[i].key == keyval)
      {
        g_signal_emit (self, act_signal, 0, acts[i].act);
        return TRUE;
      }
  return FALSE;
}

static GtkWidget *
cell_view (StetBlockCard *self, const StetField *field, const char *name, const char *css)
{
  StetProseView *view = stet_prose_view_new ();

  g_ptr_array_add (self->texts, view);
  gtk_widget_add_css_class (GTK_WIDGET (view), css);
  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  stet_prose_view_show_field (view, self->document, field);
  return GTK_WIDGET (view);
}

static void
table_leave_cb (StetTableView *table, int how, StetBlockCard *self)
{
  g_signal_emit (self, act_signal, 0, how == STET_LEAVE_UP ? STET_CARD_UP : STET_CARD_DOWN);
}

static GtkWidget *
table_content (StetBlockCard *self)
{
  StetTableView *table = stet_table_view_new (self->document, self->index);

  g_signal_connect_object (table, "leave", G_CALLBACK (table_leave_cb), self, 0);
  return GTK_WIDGET (table);
}

static void
add_text (StetBlockCard *self, GtkBox *box, StetFieldKind kind, const char *name)
{
  StetField field = stet_field_at (kind, self->index);
  GtkWidget *label = gtk_label_new (name);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "field-label");
  gtk_box_append (box, label);
  gtk_box_append (box, cell_view (self, &field, name, "caption"));
}

static gboolean
picture_place_cb (GtkOverlay *overlay, GtkWidget *picture, GdkRectangle *place, gpointer data)
{
  *place = (GdkRectangle) { 0, 0, PICTURE_WIDTH, PICTURE_HEIGHT };
  return TRUE;
}

/* A picture asks for its own size, however large. Laid over a box it is not asked. */
static GtkWidget *
framed_picture (GtkWidget *picture)
{
  GtkWidget *overlay = gtk_overlay_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  gtk_widget_set_size_request (box, PICTURE_WIDTH, PICTURE_HEIGHT);
  gtk_widget_set_valign (overlay, GTK_ALIGN_START);
  gtk_overlay_set_child (GTK_OVERLAY (overlay), box);
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), picture);
  g_signal_connect (overlay, "get-child-position", G_CALLBACK (picture_place_cb), NULL);
  return overlay;
}

static GtkWidget *
image_content (StetBlockCard *self, const StetBlockFields *fields)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 18);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 1);
  GtkWidget *picture = gtk_picture_new ();
  const char *file = fields->photo ? stet_photo_file (fields->photo) : "";
  g_autofree char *path = self->photo_path ? self->photo_path (file, self->photo_data) : NULL;

  gtk_widget_set_overflow (picture, GTK_OVERFLOW_HIDDEN);
  gtk_widget_add_css_class (picture, "photo");
  gtk_picture_set_content_fit (GTK_PICTURE (picture), GTK_CONTENT_FIT_COVER);
  if (fields->photo)
    gtk_picture_set_alternative_text (GTK_PICTURE (picture),
                                      stet_prose_text (stet_photo_alt (fields->photo)));
  stet_photo_load (GTK_PICTURE (picture), path);
  gtk_box_append (GTK_BOX (row), framed_picture (picture));
  add_text (self, GTK_BOX (texts), STET_FIELD_BLOCK_CAPTION, _("Caption"));
  add_text (self, GTK_BOX (texts), STET_FIELD_BLOCK_CREDIT, _("Credit"));
  add_text (self, GTK_BOX (texts), STET_FIELD_BLOCK_ALT, _("Alt text"));
  gtk_box_append (GTK_BOX (row), texts);
  return row;
}

static GtkWidget *
make_content (StetBlockCard *self)
{
  const StetBlockFields *fields = stet_block_fields (self->block);
  g_autofree char *kept = NULL;
  GtkWidget *label;

  switch (fields->type)
    {
    case STET_BLOCK_TABLE: return table_content (self);
    case STET_BLOCK_IMAGE: return image_content (self, fields);
    case STET_BLOCK_EMBED:
      {
        StetField field = stet_field_at (STET_FIELD_BLOCK_HREF, self->index);

        return cell_view (self, &field, _("Address of the embedded page"), "caption");
      }
    case STET_BLOCK_PARAGRAPH:
    case STET_BLOCK_HEADING:
    case STET_BLOCK_QUOTE:
    case STET_BLOCK_LIST_ITEM:
    case STET_BLOCK_OPAQUE:
      break;
    }
  kept = g_strdup_printf (ngettext ("%u byte goes back to the site unchanged.",
                                    "%u bytes go back to the site unchanged.",
                                    fields->raw ? g_bytes_get_size (fields->raw) : 0),
                          (guint) (fields->raw ? g_bytes_get_size (fields->raw) : 0));
  label = gtk_label_new (kept);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "quiet");
  return label;
}

/* Whether the same widgets can show it: the cells' texts follow by themselves. */
static gboolean
same_shape (StetBlock *a, StetBlock *b)
{
  const StetBlockFields *x, *y;

  if (!a || stet_block_type (a) != stet_block_type (b))
    return FALSE;
  x = stet_block_fields (a);
  y = stet_block_fields (b);
  if (x->type == STET_BLOCK_IMAGE)
    return g_strcmp0 (x->photo ? stet_photo_file (x->photo) : "",
                      y->photo ? stet_photo_file (y->photo) : "")
           == 0;
  return x->type != STET_BLOCK_OPAQUE;
}

static void
show_title (StetBlockCard *self)
{
  const StetBlockFields *fields = stet_block_fields (self->block);
  g_auto (StetEmbed) embed = { 0 };
  g_autofree char *title = NULL;

  if (fields->type == STET_BLOCK_EMBED && fields->href && stet_embed_parse (fields->href, &embed))
    title = embed.account ? g_strdup_printf ("%s · %s", embed.service, embed.account)
                          : g_strdup (embed.service);
  else
    title = g_strdup (title_for (fields->type));
  gtk_label_set_label (self->title, title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
}

/* The same texts of a block that stands elsewhere now. */
static void
show_again (StetBlockCard *self)
{
  if (STET_IS_TABLE_VIEW (self->content))
    stet_table_view_update (STET_TABLE_VIEW (self->content), self->index);
  for (guint i = 0; i < self->texts->len; i++)
    {
      StetField field
          = stet_projection_field_at (stet_prose_view_projection (self->texts->pdata[i]), 0);

      field.index = self->index;
      stet_prose_view_show_field (self->texts->pdata[i], self->document, &field);
    }
}

void
stet_block_card_update (StetBlockCard *self, guint index)
{
  StetBlock *block = stet_article_block (stet_document_article (self->document), index);
  gboolean keep = same_shape (self->block, block);

  self->index = index;
  if (block != self->block)
    {
      stet_block_ref (block);
      g_clear_pointer (&self->block, stet_block_unref);
      self->block = block;
    }
  show_title (self);
  if (keep && self->content)
    {
      show_again (self);
      return;
    }
  g_ptr_array_set_size (self->texts, 0);
  if (self->content)
    gtk_box_remove (GTK_BOX (self), self->content);
  self->content = make_content (self);
  gtk_box_append (GTK_BOX (self), self->content);
}

static void
block_card_finalize (GObject *object)
{
  StetBlockCard *self = STET_BLOCK_CARD (object);

  g_clear_object (&self->document);
  g_clear_pointer (&self->texts, g_ptr_array_unref);
  g_clear_pointer (&self->block, stet_block_unref);
  G_OBJECT_CLASS (stet_block_card_parent_class)->finalize (object);
}

static void
stet_block_card_class_init (StetBlockCardClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = block_card_finalize;
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
  act_signal = g_signal_new ("act", STET_TYPE_BLOCK_CARD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                             G_TYPE_NONE, 1, G_TYPE_INT);
}

static void
stet_block_card_init (StetBlockCard *self)
{
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkWidget *remove = gtk_button_new_from_icon_name ("window-close-symbolic");

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 6);
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  self->texts = g_ptr_array_new ();
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  gtk_widget_add_css_class (GTK_WIDGET (self), "block-card");
  self->title = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->title, 0);
  gtk_widget_set_hexpand (GTK_WIDGET (self->title), TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->title), "field-label");
  gtk_widget_add_css_class (remove, "flat");
  gtk_widget_add_css_class (remove, "small");
  gtk_widget_set_tooltip_text (remove, _("Remove"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (remove), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Remove this part"), -1);
  g_signal_connect_swapped (remove, "clicked", G_CALLBACK (remove_cb), self);
  gtk_box_append (GTK_BOX (head), GTK_WIDGET (self->title));
  gtk_box_append (GTK_BOX (head), remove);
  gtk_box_append (GTK_BOX (self), head);
}

StetBlockCard *
stet_block_card_new (StetDocument *document, guint index, StetPhotoPathFunc photo_path,
                     gpointer data)
{
  StetBlockCard *self = g_object_new (STET_TYPE_BLOCK_CARD, NULL);

  self->document = g_object_ref (document);
  self->photo_path = photo_path;
  self->photo_data = data;
  stet_block_card_update (self, index);
  return self;
}

void
stet_block_card_focus_text (StetBlockCard *self)
{
  if (STET_IS_TABLE_VIEW (self->content))
    stet_table_view_focus (STET_TABLE_VIEW (self->content), 0, 0);
  else
    gtk_widget_grab_focus (self->texts->len > 0 ? GTK_WIDGET (self->texts->pdata[0])
                                                : GTK_WIDGET (self));
}

const char *
stet_block_card_id (StetBlockCard *self)
{
  return stet_block_id (self->block);
}
