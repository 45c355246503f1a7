/* Cards between the text blocks of the body. Layer: ui, main thread. */
#include "config.h"

#include "ui/block-card.h"
#include "ui/photo-load.h"
#include "ui/prose-view.h"

#include <glib/gi18n.h>

struct _StetBlockCard
{
  GtkBox            parent_instance;
  StetDocument     *document;
  guint             index;
  StetBlock        *block; /* as last shown */
  GtkWidget        *content; /* (nullable) */
  GtkLabel         *title;
  StetPhotoPathFunc photo_path;
  gpointer          photo_data;
};

G_DEFINE_FINAL_TYPE (StetBlockCard, stet_block_card, GTK_TYPE_BOX)

static const char *
title_for (StetBlockType type)
{
  switch (type)
    {
    case STET_BLOCK_TABLE: return _("Table");
    case STET_BLOCK_IMAGE: return _("Picture");
    case STET_BLOCK_EMBED: return _("Embedded page");
    case STET_BLOCK_PARAGRAPH: case STET_BLOCK_HEADING: case STET_BLOCK_QUOTE: case STET_BLOCK_LIST_ITEM:
    case STET_BLOCK_OPAQUE:
      break;
    }
  return _("Part of the page that Stet keeps as it is");
}

static void
remove_cb (StetBlockCard *self)
{
  g_autoptr (StetEdit) edit = stet_edit_blocks (self->index, 1, NULL);

  stet_document_apply (self->document, edit, NULL);
}

static GtkWidget *
cell_view (StetBlockCard *self, const StetField *field, const char *name, const char *css)
{
  StetProseView *view = stet_prose_view_new ();

  gtk_widget_add_css_class (GTK_WIDGET (view), css);
  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  stet_prose_view_show_field (view, self->document, field);
  return GTK_WIDGET (view);
}

static GtkWidget *
table_content (StetBlockCard *self, const StetBlockFields *fields)
{
  GtkWidget *grid = gtk_grid_new ();

  gtk_grid_set_column_spacing (GTK_GRID (grid), 12);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 6);
  gtk_grid_set_column_homogeneous (GTK_GRID (grid), TRUE);
  for (guint row = 0; row < fields->rows->len; row++)
    {
      GPtrArray *cells = fields->rows->pdata[row];

      for (guint column = 0; column < cells->len; column++)
        {
          StetField field = stet_field_at (STET_FIELD_BLOCK_CELL, self->index);
          g_autofree char *name = g_strdup_printf (_("Row %u, column %u"), row + 1, column + 1);

          field.row = row;
          field.column = column;
          gtk_grid_attach (GTK_GRID (grid), cell_view (self, &field, name, row == 0 ? "cell-head" : "caption"), column,
                           row, 1, 1);
        }
    }
  return grid;
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

static GtkWidget *
image_content (StetBlockCard *self, const StetBlockFields *fields)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 18);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 1);
  GtkWidget *picture = gtk_picture_new ();
  const char *file = fields->photo ? stet_photo_file (fields->photo) : "";
  g_autofree char *path = self->photo_path ? self->photo_path (file, self->photo_data) : NULL;

  gtk_widget_set_size_request (picture, 216, 144);
  gtk_widget_set_valign (picture, GTK_ALIGN_START);
  gtk_widget_set_overflow (picture, GTK_OVERFLOW_HIDDEN);
  gtk_widget_add_css_class (picture, "photo");
  gtk_picture_set_content_fit (GTK_PICTURE (picture), GTK_CONTENT_FIT_COVER);
  if (fields->photo)
    gtk_picture_set_alternative_text (GTK_PICTURE (picture), stet_prose_text (stet_photo_alt (fields->photo)));
  stet_photo_load (GTK_PICTURE (picture), path);
  gtk_box_append (GTK_BOX (row), picture);
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
    case STET_BLOCK_TABLE: return table_content (self, fields);
    case STET_BLOCK_IMAGE: return image_content (self, fields);
    case STET_BLOCK_EMBED:
      {
        StetField field = stet_field_at (STET_FIELD_BLOCK_HREF, self->index);

        return cell_view (self, &field, _("Address of the embedded page"), "caption");
      }
    case STET_BLOCK_PARAGRAPH: case STET_BLOCK_HEADING: case STET_BLOCK_QUOTE: case STET_BLOCK_LIST_ITEM:
    case STET_BLOCK_OPAQUE:
      break;
    }
  kept = g_strdup_printf (ngettext ("%u byte goes back to the site unchanged.", "%u bytes go back to the site unchanged.",
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
  if (x->type == STET_BLOCK_TABLE)
    {
      if (x->rows->len != y->rows->len)
        return FALSE;
      for (guint row = 0; row < x->rows->len; row++)
        if (((GPtrArray *) x->rows->pdata[row])->len != ((GPtrArray *) y->rows->pdata[row])->len)
          return FALSE;
    }
  if (x->type == STET_BLOCK_IMAGE)
    return g_strcmp0 (x->photo ? stet_photo_file (x->photo) : "", y->photo ? stet_photo_file (y->photo) : "") == 0;
  return x->type != STET_BLOCK_OPAQUE;
}

void
stet_block_card_update (StetBlockCard *self, guint index)
{
  StetBlock *block = stet_article_block (stet_document_article (self->document), index);
  gboolean keep = self->index == index && same_shape (self->block, block);

  self->index = index;
  if (block != self->block)
    {
      stet_block_ref (block);
      g_clear_pointer (&self->block, stet_block_unref);
      self->block = block;
    }
  if (keep && self->content)
    return;
  if (self->content)
    gtk_box_remove (GTK_BOX (self), self->content);
  gtk_label_set_label (self->title, title_for (stet_block_type (block)));
  self->content = make_content (self);
  gtk_box_append (GTK_BOX (self), self->content);
}

static void
block_card_finalize (GObject *object)
{
  StetBlockCard *self = STET_BLOCK_CARD (object);

  g_clear_object (&self->document);
  g_clear_pointer (&self->block, stet_block_unref);
  G_OBJECT_CLASS (stet_block_card_parent_class)->finalize (object);
}

static void
stet_block_card_class_init (StetBlockCardClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = block_card_finalize;
}

static void
stet_block_card_init (StetBlockCard *self)
{
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *remove = gtk_button_new_from_icon_name ("window-close-symbolic");

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 6);
  gtk_widget_add_css_class (GTK_WIDGET (self), "block-card");
  self->title = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->title, 0);
  gtk_widget_set_hexpand (GTK_WIDGET (self->title), TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->title), "field-label");
  gtk_widget_add_css_class (remove, "flat");
  gtk_widget_add_css_class (remove, "small");
  gtk_widget_set_tooltip_text (remove, _("Remove"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (remove), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Remove this part"), -1);
  g_signal_connect_swapped (remove, "clicked", G_CALLBACK (remove_cb), self);
  gtk_box_append (GTK_BOX (head), GTK_WIDGET (self->title));
  gtk_box_append (GTK_BOX (head), remove);
  gtk_box_append (GTK_BOX (self), head);
}

StetBlockCard *
stet_block_card_new (StetDocument *document, guint index, StetPhotoPathFunc photo_path, gpointer data)
{
  StetBlockCard *self = g_object_new (STET_TYPE_BLOCK_CARD, NULL);

  self->document = g_object_ref (document);
  self->photo_path = photo_path;
  self->photo_data = data;
  stet_block_card_update (self, index);
  return self;
}

const char *
stet_block_card_id (StetBlockCard *self)
{
  return stet_block_id (self->block);
}
