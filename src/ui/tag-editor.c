/* Adding, completing and removing tags. Layer: ui, main thread. */
#include "config.h"

#include "ui/tag-editor.h"
#include "ui/composing.h"
#include "ui/mark.h"
#include "ui/tag-chips.h"
#include "ui/tag-popover.h"

#include "app/words.h"
#include "article/tag-list.h"
#include "base/text.h"

#include <glib/gi18n.h>

#define TAG_CHARS_MAX 40 /* of one on a button */
#define COMPLETIONS_MAX 8
#define SUGGESTIONS_MAX 6
#define WANTED_AFTER_MS 400 /* a story is shown first */

struct _StetTagEditor
{
  GtkBox          parent_instance;
  StetDocument   *document;
  StetTermIndex  *known;     /* (nullable) until it is told */
  GPtrArray      *suggested; /* (nullable) of StetTerm: what stands in the story's text */
  GtkWidget      *prompt;
  GtkWidget      *mark;
  GtkLabel       *prompt_label;
  StetTagChips   *chips;
  GtkFlowBox     *suggestions;
  GtkEntry       *entry;
  StetTagPopover *popover;
  gboolean        pasted;    /* a list came in at once: its last tag is whole */
  gboolean        writing;   /* the entry's text is set here */
  guint           wanted_timer;
};

G_DEFINE_FINAL_TYPE (StetTagEditor, stet_tag_editor, GTK_TYPE_BOX)

static guint known_wanted;

static StetArticle *
article_of (StetTagEditor *self)
{
  return stet_document_article (self->document);
}

/* --- the story's tags --- */

/* All at once: one step to be undone. FALSE with `error`: there is no room. */
static gboolean
add_terms (StetTagEditor *self, GPtrArray *terms, GError **error)
{
  g_autoptr (StetEdit) edit = stet_tag_list_add (article_of (self), terms);

  return edit == NULL || stet_document_apply (self->document, edit, error);
}

static void
removed_cb (StetTagEditor *self, guint index)
{
  g_autoptr (StetEdit) edit = stet_edit_tags (index, 1, NULL);

  stet_document_apply (self->document, edit, NULL);
}

/* --- what is typed --- */

static const char *
typed (StetTagEditor *self)
{
  return gtk_editable_get_text (GTK_EDITABLE (self->entry));
}

static void
write_entry (StetTagEditor *self, const char *text)
{
  self->writing = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->entry), text);
  gtk_editable_set_position (GTK_EDITABLE (self->entry), -1);
  self->writing = FALSE;
}

/* What goes on with it, the one that is written alike first, without those the story has.
 * (owned) */
static GPtrArray *
completions (StetTagEditor *self, const char *open)
{
  g_autoptr (GPtrArray) found = NULL;
  GPtrArray *terms = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_term_unref);
  StetTerm *alike = *open != '\0' ? stet_term_index_alike (self->known, open) : NULL;

  if (*open == '\0')
    return terms;
  found = stet_term_index_complete (
      self->known, open, COMPLETIONS_MAX + stet_article_fields (article_of (self))->tags->len);
  if (alike && !stet_tag_list_has (article_of (self), stet_term_label (alike)))
    g_ptr_array_add (terms, stet_term_ref (alike));
  for (guint i = 0; i < found->len && terms->len < COMPLETIONS_MAX; i++)
    if (found->pdata[i] != alike
        && !stet_tag_list_has (article_of (self), stet_term_label (found->pdata[i])))
      g_ptr_array_add (terms, stet_term_ref (found->pdata[i]));
  return terms;
}

static void
point_at_entry (StetTagEditor *self)
{
  graphene_rect_t bounds;

  if (gtk_widget_compute_bounds (GTK_WIDGET (self->entry), GTK_WIDGET (self), &bounds))
    gtk_popover_set_pointing_to (GTK_POPOVER (self->popover),
                                 &(GdkRectangle){ (int) bounds.origin.x, (int) bounds.origin.y,
                                                  (int) bounds.size.width,
                                                  (int) bounds.size.height });
}

static void
offer (StetTagEditor *self, const StetTagList *list)
{
  g_autoptr (GPtrArray) terms = completions (self, list->open);
  g_autofree char *note
      = *list->open != '\0' && stet_tag_list_has (article_of (self), list->open)
            ? g_strdup_printf (_("“%s” is a tag of this story already."), list->open)
            : NULL;

  point_at_entry (self);
  stet_tag_popover_offer (self->popover, terms, list->fresh, note);
}

static void
say (StetTagEditor *self, const GError *error)
{
  g_autofree char *text = stet_words_for_error (error);
  g_autoptr (GPtrArray) none = g_ptr_array_new ();

  stet_tag_popover_offer (self->popover, none, none, text);
}

/* Tags whose end was written and that the site knows are taken; the rest stays to be looked at. */
static void
read_entry (StetTagEditor *self)
{
  g_autoptr (StetTagList) list = NULL;
  g_autoptr (GError) error = NULL;
  gboolean pasted = self->pasted;

  if (!self->document || !self->known)
    return;
  list = stet_tag_list_read (article_of (self), self->known, typed (self), pasted);
  self->pasted = FALSE;
  if (!add_terms (self, list->known, &error))
    {
      say (self, error);
      return;
    }
  /* Not for a space alone: the entry sets its caret after this, behind the letter it knows of. */
  if (pasted || strlen (list->rest) < strlen (typed (self)))
    write_entry (self, list->rest);
  offer (self, list);
}

static void
inserted_cb (StetTagEditor *self, const char *text, int length)
{
  g_autofree char *part = g_strndup (text, length < 0 ? strlen (text) : (gsize) length);

  if (!self->writing && g_utf8_strlen (part, -1) > 1 && strpbrk (part, ",;\n\r\t"))
    self->pasted = TRUE;
}

static void
changed_cb (StetTagEditor *self)
{
  if (!self->writing)
    read_entry (self);
}

/* --- choosing --- */

static void
chosen_cb (StetTagEditor *self, StetTerm *term)
{
  g_autoptr (StetTagList) list
      = stet_tag_list_read (article_of (self), self->known, typed (self), FALSE);
  g_autoptr (GPtrArray) terms = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_term_unref);
  g_autoptr (GError) error = NULL;

  if (term)
    g_ptr_array_add (terms, stet_term_ref (term));
  for (guint i = 0; !term && i < list->fresh->len; i++)
    g_ptr_array_add (terms, stet_term_new (list->fresh->pdata[i], NULL));
  if (!add_terms (self, terms, &error))
    {
      say (self, error);
      return;
    }
  write_entry (self, term ? list->before : "");
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  gtk_editable_set_position (GTK_EDITABLE (self->entry), -1);
  read_entry (self);
}

static gboolean
key_cb (GtkEventControllerKey *controller, guint keyval, guint keycode, GdkModifierType state,
        StetTagEditor *self)
{
  gboolean start = gtk_editable_get_position (GTK_EDITABLE (self->entry)) == 0
                   && !gtk_editable_get_selection_bounds (GTK_EDITABLE (self->entry), NULL, NULL);

  if (!self->document || stet_composing (GTK_WIDGET (self))
      || (state & gtk_accelerator_get_default_mod_mask ()))
    return FALSE;
  if (stet_tag_popover_key (self->popover, keyval))
    return TRUE;
  if ((keyval == GDK_KEY_BackSpace && *typed (self) == '\0') || (keyval == GDK_KEY_Left && start))
    return stet_tag_chips_focus_last (self->chips);
  if (keyval == GDK_KEY_Down && *typed (self) != '\0')
    {
      read_entry (self);
      return TRUE;
    }
  return FALSE;
}

static void
left_cb (StetTagEditor *self, const char *text)
{
  int end = -1;

  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  gtk_editable_set_position (GTK_EDITABLE (self->entry), -1);
  if (text)
    {
      end = gtk_editable_get_position (GTK_EDITABLE (self->entry));
      gtk_editable_insert_text (GTK_EDITABLE (self->entry), text, -1, &end);
    }
  gtk_editable_set_position (GTK_EDITABLE (self->entry), -1);
}

/* --- suggestions --- */

static GtkWidget *
suggestion_at (StetTagEditor *self, int index)
{
  GtkFlowBoxChild *child
      = index >= 0 ? gtk_flow_box_get_child_at_index (self->suggestions, index) : NULL;

  return child ? gtk_flow_box_child_get_child (child) : NULL;
}

/* The keys stay in the row as long as there is something to take. */
static void
suggestion_cb (GtkWidget *button, StetTagEditor *self)
{
  int index = gtk_flow_box_child_get_index (GTK_FLOW_BOX_CHILD (gtk_widget_get_parent (button)));
  g_autoptr (GPtrArray) terms = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_term_unref);
  GtkWidget *next;

  g_ptr_array_add (terms, stet_term_ref (g_object_get_data (G_OBJECT (button), "term")));
  gtk_widget_grab_focus (GTK_WIDGET (self->entry)); /* the button goes */
  add_terms (self, terms, NULL);
  next
      = suggestion_at (self, index) ? suggestion_at (self, index) : suggestion_at (self, index - 1);
  if (next)
    gtk_widget_grab_focus (next);
}

static GtkWidget *
suggestion_new (StetTagEditor *self, StetTerm *term)
{
  g_autofree char *shown = stet_text_shown_line (stet_term_label (term), TAG_CHARS_MAX);
  g_autofree char *label = g_strdup_printf ("+ %s", shown);
  g_autofree char *name = g_strdup_printf (_("Add the tag %s"), stet_term_label (term));
  GtkWidget *button = gtk_button_new_with_label (label);

  gtk_widget_add_css_class (button, "pill-button");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_object_set_data_full (G_OBJECT (button), "term", stet_term_ref (term),
                          (GDestroyNotify) stet_term_unref);
  g_signal_connect (button, "clicked", G_CALLBACK (suggestion_cb), self);
  return button;
}

static void
show_suggestions (StetTagEditor *self)
{
  GtkFlowBoxChild *child;
  guint n = 0;

  while ((child = gtk_flow_box_get_child_at_index (self->suggestions, 0)))
    gtk_flow_box_remove (self->suggestions, GTK_WIDGET (child));
  for (guint i = 0; self->suggested && i < self->suggested->len && n < SUGGESTIONS_MAX; i++)
    {
      StetTerm *term = self->suggested->pdata[i];

      if (stet_tag_list_has (article_of (self), stet_term_label (term)))
        continue;
      stet_tag_chips_insert (self->suggestions, suggestion_new (self, term), -1);
      n++;
    }
}

void
stet_tag_editor_update (StetTagEditor *self)
{
  if (!self->document)
    return;
  stet_tag_chips_show (self->chips, stet_article_fields (article_of (self))->tags);
  show_suggestions (self);
}

void
stet_tag_editor_set_known (StetTagEditor *self, StetTermIndex *known, GPtrArray *suggested)
{
  gboolean other = self->known != known;

  if (!self->document)
    return;
  if (other)
    {
      g_clear_pointer (&self->known, stet_term_index_unref);
      self->known = stet_term_index_ref (known);
    }
  g_clear_pointer (&self->suggested, g_ptr_array_unref);
  self->suggested = g_ptr_array_ref (suggested);
  show_suggestions (self);
  if (other && *typed (self) != '\0')
    read_entry (self);
}

static gboolean
wanted_cb (gpointer data)
{
  StetTagEditor *self = data;

  self->wanted_timer = 0;
  g_signal_emit (self, known_wanted, 0);
  return G_SOURCE_REMOVE;
}

static void
entered_cb (StetTagEditor *self)
{
  if (!self->document)
    return;
  g_clear_handle_id (&self->wanted_timer, g_source_remove);
  g_signal_emit (self, known_wanted, 0);
}

static void
focus_left_cb (StetTagEditor *self)
{
  gtk_popover_popdown (GTK_POPOVER (self->popover));
}

void
stet_tag_editor_set_document (StetTagEditor *self, StetDocument *document)
{
  g_set_object (&self->document, document);
  g_clear_pointer (&self->known, stet_term_index_unref); /* maybe another site's */
  g_clear_pointer (&self->suggested, g_ptr_array_unref);
  self->pasted = FALSE;
  write_entry (self, "");
  gtk_popover_popdown (GTK_POPOVER (self->popover));
  stet_tag_editor_update (self);
  g_clear_handle_id (&self->wanted_timer, g_source_remove);
  self->wanted_timer = g_timeout_add (WANTED_AFTER_MS, wanted_cb, self);
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

  g_clear_handle_id (&self->wanted_timer, g_source_remove);
  g_clear_object (&self->document);
  g_clear_pointer (&self->known, stet_term_index_unref);
  g_clear_pointer (&self->suggested, g_ptr_array_unref);
  if (self->popover)
    gtk_widget_unparent (GTK_WIDGET (self->popover));
  self->popover = NULL;
  gtk_widget_dispose_template (GTK_WIDGET (object), STET_TYPE_TAG_EDITOR);
  G_OBJECT_CLASS (stet_tag_editor_parent_class)->dispose (object);
}

static void
stet_tag_editor_class_init (StetTagEditorClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tag_editor_dispose;
  g_type_ensure (STET_TYPE_MARK);
  g_type_ensure (STET_TYPE_TAG_CHIPS);
  known_wanted = g_signal_new ("known-wanted", STET_TYPE_TAG_EDITOR, G_SIGNAL_RUN_LAST, 0, NULL,
                               NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/stet_newsroom/Stet/tag-editor.ui");
  gtk_widget_class_bind_template_child (widget_class, StetTagEditor, prompt);
  gtk_widget_class_bind_template_child (widget_class, StetTagEditor, mark);
  gtk_widget_class_bind_template_child (widget_class, StetTagEditor, prompt_label);
  gtk_widget_class_bind_template_child (widget_class, StetTagEditor, chips);
  gtk_widget_class_bind_template_child (widget_class, StetTagEditor, suggestions);
  gtk_widget_class_bind_template_child (widget_class, StetTagEditor, entry);
  gtk_widget_class_bind_template_callback (widget_class, read_entry);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, removed_cb);
  gtk_widget_class_bind_template_callback (widget_class, left_cb);
}

static void
stet_tag_editor_init (StetTagEditor *self)
{
  GtkEventController *keys = gtk_event_controller_key_new (),
                     *focus = gtk_event_controller_focus_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  self->popover = stet_tag_popover_new ();
  gtk_widget_set_parent (GTK_WIDGET (self->popover), GTK_WIDGET (self));
  g_signal_connect_swapped (self->popover, "chosen", G_CALLBACK (chosen_cb), self);
  g_signal_connect_swapped (gtk_editable_get_delegate (GTK_EDITABLE (self->entry)), "insert-text",
                            G_CALLBACK (inserted_cb), self);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->entry), keys);
  g_signal_connect_swapped (focus, "enter", G_CALLBACK (entered_cb), self);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (focus_left_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->entry), focus);
}
