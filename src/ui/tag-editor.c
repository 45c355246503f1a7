/* Adding, completing and removing tags. Layer: ui, main thread. */
#include "config.h"

#include "ui/tag-editor.h"
#include "ui/mark.h"

#include "base/text.h"

#include <glib/gi18n.h>

#define COMPLETION_CHARS_MIN 2

struct _StetTagEditor
{
  GtkBox        parent_instance;
  StetDocument *document;
  GtkWidget    *prompt;
  GtkWidget    *mark;
  GtkLabel     *prompt_label;
  GtkFlowBox   *chips;
  GtkFlowBox   *suggestions;
  GtkEntry     *entry;
};

G_DEFINE_FINAL_TYPE (StetTagEditor, stet_tag_editor, GTK_TYPE_BOX)

static guint completion_wanted;

static GPtrArray *
tags_of (StetTagEditor *self)
{
  return stet_article_fields (stet_document_article (self->document))->tags;
}

static void
clear_box (GtkFlowBox *box)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (box))))
    gtk_flow_box_remove (box, child);
}

/* A button in a flow box whose own child takes no focus: Tab goes from button to button. */
static void
add_to_box (GtkFlowBox *box, GtkWidget *widget)
{
  GtkWidget *child = gtk_flow_box_child_new ();

  gtk_widget_set_focusable (child, FALSE);
  gtk_widget_set_halign (child, GTK_ALIGN_START);
  gtk_flow_box_child_set_child (GTK_FLOW_BOX_CHILD (child), widget);
  gtk_flow_box_append (box, child);
}

static gboolean
has_tag (StetTagEditor *self, const char *label)
{
  GPtrArray *tags = tags_of (self);
  g_autofree char *folded = stet_text_fold (label);

  for (guint i = 0; i < tags->len; i++)
    {
      g_autofree char *other = stet_text_fold (stet_term_label (tags->pdata[i]));

      if (g_str_equal (other, folded))
        return TRUE;
    }
  return FALSE;
}

static void
add_term (StetTagEditor *self, StetTerm *term)
{
  g_autoptr (GPtrArray) terms = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_term_unref);
  g_autoptr (StetEdit) edit = NULL;

  if (!self->document || *stet_term_label (term) == '\0' || has_tag (self, stet_term_label (term)))
    return;
  g_ptr_array_add (terms, stet_term_ref (term));
  edit = stet_edit_tags (tags_of (self)->len, 0, terms);
  stet_document_apply (self->document, edit, NULL);
}

static void
remove_tag (StetTagEditor *self, guint index)
{
  g_autoptr (StetEdit) edit = stet_edit_tags (index, 1, NULL);

  stet_document_apply (self->document, edit, NULL);
}

static void
add_typed (StetTagEditor *self)
{
  g_autofree char *clean = stet_text_clean (gtk_editable_get_text (GTK_EDITABLE (self->entry)));
  g_auto (GStrv) parts = g_strsplit_set (clean, ",\n", -1);

  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  for (guint i = 0; parts[i]; i++)
    {
      g_autofree char *label = stet_text_collapse (parts[i]);
      g_autoptr (StetTerm) term = stet_term_new (label, NULL);

      add_term (self, term);
    }
}

static void
activate_cb (StetTagEditor *self)
{
  if (self->document)
    add_typed (self);
}

static void
changed_cb (StetTagEditor *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->entry));

  if (!self->document)
    return;
  if (strchr (text, ','))
    {
      add_typed (self);
      return;
    }
  clear_box (self->suggestions);
  if (g_utf8_strlen (text, -1) >= COMPLETION_CHARS_MIN)
    g_signal_emit (self, completion_wanted, 0, text);
}

static gboolean
key_cb (GtkEventControllerKey *controller, guint keyval, guint keycode, GdkModifierType state, StetTagEditor *self)
{
  if (keyval != GDK_KEY_BackSpace || *gtk_editable_get_text (GTK_EDITABLE (self->entry)) != '\0' || !self->document
      || tags_of (self)->len == 0)
    return FALSE;
  remove_tag (self, tags_of (self)->len - 1);
  return TRUE;
}

static void
chip_cb (GtkWidget *button, StetTagEditor *self)
{
  const char *label = g_object_get_data (G_OBJECT (button), "label");
  GPtrArray *tags = tags_of (self);

  for (guint i = 0; i < tags->len; i++)
    if (g_str_equal (stet_term_label (tags->pdata[i]), label))
      {
        remove_tag (self, i);
        break;
      }
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}

static void
suggestion_cb (GtkWidget *button, StetTagEditor *self)
{
  add_term (self, g_object_get_data (G_OBJECT (button), "term"));
  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}

static GtkWidget *
chip_new (StetTagEditor *self, StetTerm *term)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  g_autofree char *name = g_strdup_printf (_("Remove the tag %s"), stet_term_label (term));

  gtk_box_append (GTK_BOX (box), gtk_label_new (stet_term_label (term)));
  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name ("window-close-symbolic"));
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_widget_add_css_class (button, "pill-button");
  gtk_widget_add_css_class (button, "chip");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_object_set_data_full (G_OBJECT (button), "label", g_strdup (stet_term_label (term)), g_free);
  g_signal_connect (button, "clicked", G_CALLBACK (chip_cb), self);
  return button;
}

void
stet_tag_editor_update (StetTagEditor *self)
{
  GPtrArray *tags;

  if (!self->document)
    return;
  tags = tags_of (self);
  clear_box (self->chips);
  for (guint i = 0; i < tags->len; i++)
    add_to_box (self->chips, chip_new (self, tags->pdata[i]));
  gtk_widget_set_visible (GTK_WIDGET (self->chips), tags->len > 0);
}

void
stet_tag_editor_suggest (StetTagEditor *self, const char *typed, GPtrArray *terms)
{
  if (!self->document || g_strcmp0 (typed, gtk_editable_get_text (GTK_EDITABLE (self->entry))) != 0)
    return;
  clear_box (self->suggestions);
  for (guint i = 0; i < terms->len; i++)
    {
      StetTerm *term = terms->pdata[i];
      g_autofree char *label = g_strdup_printf ("+ %s", stet_term_label (term));
      GtkWidget *button;

      if (has_tag (self, stet_term_label (term)))
        continue;
      button = gtk_button_new_with_label (label);
      gtk_widget_add_css_class (button, "pill-button");
      g_object_set_data_full (G_OBJECT (button), "term", stet_term_ref (term), (GDestroyNotify) stet_term_unref);
      g_signal_connect (button, "clicked", G_CALLBACK (suggestion_cb), self);
      add_to_box (self->suggestions, button);
    }
}

void
stet_tag_editor_set_document (StetTagEditor *self, StetDocument *document)
{
  g_set_object (&self->document, document);
  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  stet_tag_editor_update (self);
}

void
stet_tag_editor_set_prompt (StetTagEditor *self, const char *prompt, gboolean blocks)
{
  gtk_widget_set_visible (self->prompt, prompt != NULL);
  gtk_widget_set_visible (self->mark, blocks);
  gtk_label_set_label (self->prompt_label, prompt ? prompt : "");
  if (blocks)
    gtk_widget_add_css_class (self->prompt, "gap");
  else
    gtk_widget_remove_css_class (self->prompt, "gap");
}

void
stet_tag_editor_focus (StetTagEditor *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}

static void
tag_editor_dispose (GObject *object)
{
  StetTagEditor *self = STET_TAG_EDITOR (object);

  g_clear_object (&self->document);
  gtk_widget_dispose_template (GTK_WIDGET (object), STET_TYPE_TAG_EDITOR);
  G_OBJECT_CLASS (stet_tag_editor_parent_class)->dispose (object);
}

static void
stet_tag_editor_class_init (StetTagEditorClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tag_editor_dispose;
  g_type_ensure (STET_TYPE_MARK);
  completion_wanted = g_signal_new ("completion-wanted", STET_TYPE_TAG_EDITOR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                    G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/stet_newsroom/Stet/tag-editor.ui");
  gtk_widget_class_bind_template_child (widget_class, StetTagEditor, prompt);
  gtk_widget_class_bind_template_child (widget_class, StetTagEditor, mark);
  gtk_widget_class_bind_template_child (widget_class, StetTagEditor, prompt_label);
  gtk_widget_class_bind_template_child (widget_class, StetTagEditor, chips);
  gtk_widget_class_bind_template_child (widget_class, StetTagEditor, suggestions);
  gtk_widget_class_bind_template_child (widget_class, StetTagEditor, entry);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
}

static void
stet_tag_editor_init (StetTagEditor *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->entry), keys);
}
