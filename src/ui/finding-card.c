/* A card of the findings panel. Layer: ui, main thread. */
#include "config.h"

#include "ui/finding-card.h"
#include "ui/mark.h"

#include "base/text.h"

#include <glib/gi18n.h>

#define EXCERPT_CHARS 24
#define MATCH_CHARS_MAX 200
#define FIX_BUTTONS_MAX 3

struct _StetFindingCard
{
  GtkListBoxRow parent_instance;
  StetFinding  *finding;
  guint         n_same;
  StetReach     reach;
  gboolean      open;
  GtkWidget    *card;
  StetMark     *mark;
  GtkLabel     *title;
  GtkLabel     *code;
  GtkLabel     *excerpt;
  GtkWidget    *revealer;
  GtkLabel     *message;
  GtkLabel     *place;
  GtkLabel     *explanation;
  GtkLabel     *example;
  GtkLabel     *reference;
  gboolean      one_mend;
  GtkFlowBox   *buttons;
};

G_DEFINE_FINAL_TYPE (StetFindingCard, stet_finding_card, GTK_TYPE_LIST_BOX_ROW)

/* "…bilateral cooperation<b>",</b> stated…" */
static char *
excerpt_markup (const StetFinding *finding, StetArticle *article)
{
  g_autoptr (StetProse) prose
      = finding->has_range ? stet_article_text_at (article, &finding->field) : NULL;
  g_autofree char *before = NULL, *match = NULL, *after = NULL, *flat = NULL;
  guint from, to, chars, matched;

  if (!prose || finding->end_chars > stet_prose_chars (prose))
    return g_markup_escape_text (finding->message ? finding->message : "", -1);
  chars = stet_prose_chars (prose);
  from = finding->start_chars > EXCERPT_CHARS ? finding->start_chars - EXCERPT_CHARS : 0;
  to = MIN (finding->end_chars + EXCERPT_CHARS, chars);
  before = stet_text_slice (stet_prose_text (prose), from, finding->start_chars);
  matched = MIN (finding->end_chars, finding->start_chars + MATCH_CHARS_MAX);
  match = stet_text_slice (stet_prose_text (prose), finding->start_chars, matched);
  after = stet_text_slice (stet_prose_text (prose), finding->end_chars, to);
  flat = g_markup_printf_escaped ("%s%s<b>%s</b>%s%s%s", from > 0 ? "…" : "", before, match,
                                  matched < finding->end_chars ? "…" : "", after,
                                  to < chars ? "…" : "");
  return g_strdelimit (g_steal_pointer (&flat), "\n", ' ');
}

static void
add_button (StetFindingCard *self, GtkWidget *button)
{
  GtkWidget *child = gtk_flow_box_child_new ();

  gtk_widget_set_focusable (child, FALSE);
  gtk_widget_set_halign (child, GTK_ALIGN_START);
  gtk_flow_box_child_set_child (GTK_FLOW_BOX_CHILD (child), button);
  gtk_flow_box_append (self->buttons, child);
}

static void
fix_cb (GtkWidget *button, StetFindingCard *self)
{
  guint index = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "index"));

  gtk_widget_activate_action (GTK_WIDGET (self), "win.fix", "(su)", self->finding->id, index);
}

static void
all_cb (StetFindingCard *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.fix-all", "s", self->finding->id);
}

static void
unstand_cb (StetFindingCard *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.unstand", "s", self->finding->id);
}

static void
add_fixes (StetFindingCard *self)
{
  char **replacements = self->finding->replacements;

  for (guint i = 0; replacements && replacements[i] && i < FIX_BUTTONS_MAX; i++)
    {
      g_autofree char *label = *replacements[i]
                                   ? g_strdup_printf (C_("fix", "Use %s"), replacements[i])
                                   : g_strdup (C_("fix", "Take it out"));
      GtkWidget *button = gtk_button_new_with_label (label);

      gtk_label_set_ellipsize (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (button))),
                               PANGO_ELLIPSIZE_END);
      gtk_label_set_max_width_chars (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (button))), 22);
      gtk_widget_add_css_class (button, "fix");
      g_object_set_data (G_OBJECT (button), "index", GUINT_TO_POINTER (i));
      g_signal_connect (button, "clicked", G_CALLBACK (fix_cb), self);
      add_button (self, button);
    }
}

static void
add_stand (StetFindingCard *self)
{
  GtkWidget *button = gtk_menu_button_new ();

  gtk_menu_button_set_label (GTK_MENU_BUTTON (button), _("Stet"));
  gtk_menu_button_set_always_show_arrow (GTK_MENU_BUTTON (button), TRUE);
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (button),
                               stet_stand_popover_new (self->finding, self->reach));
  gtk_widget_add_css_class (button, "ghost");
  add_button (self, button);
}

/* (owned) */
static char *
all_label (StetFindingCard *self)
{
  if (self->one_mend && *self->finding->replacements[0])
    return g_strdup_printf (ngettext ("Use “%s” %u time", "Use “%s” %u times", self->n_same),
                            self->finding->replacements[0], self->n_same);
  return g_strdup_printf (_("All of these (%u)"), self->n_same);
}

static void
make_buttons (StetFindingCard *self)
{
  GtkWidget *child, *button;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->buttons))))
    gtk_flow_box_remove (self->buttons, child);
  if (self->finding->stand)
    {
      button = gtk_button_new_with_label (_("Take back"));
      gtk_widget_add_css_class (button, "ghost");
      g_signal_connect_swapped (button, "clicked", G_CALLBACK (unstand_cb), self);
      add_button (self, button);
      return;
    }
  add_fixes (self);
  if (self->finding->may_stand
      || (self->finding->editor_may_stand && self->reach == STET_REACH_DESK))
    add_stand (self);
  if (self->finding->replacements && self->finding->replacements[0] && self->n_same > 1)
    {
      g_autofree char *label = all_label (self);

      button = gtk_button_new_with_label (label);
      gtk_widget_add_css_class (button, "ghost");
      g_signal_connect_swapped (button, "clicked", G_CALLBACK (all_cb), self);
      add_button (self, button);
    }
}

static const char *
level_word (StetLevel level)
{
  switch (level)
    {
    case STET_LEVEL_ERROR: return C_("level", "Blocks");
    case STET_LEVEL_WARNING: return C_("level", "To look at");
    case STET_LEVEL_ADVICE: break;
    }
  return C_("level", "Advice");
}

/* What it is called, and how often it is there. (owned) */
static char *
title_text (StetFindingCard *self)
{
  const char *title = self->finding->title ? self->finding->title : self->finding->rule;

  if (self->n_same < 2)
    return g_strdup (title);
  return g_strdup_printf (ngettext ("%s, %u time", "%s, %u times", self->n_same), title,
                          self->n_same);
}

static void
show_text (GtkLabel *label, const char *text)
{
  gtk_label_set_label (label, text ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text && *text);
}

/* Why there is such a rule, wrong and right, and where the house's book has it. */
static void
explain (StetFindingCard *self, const StetRuleInfo *rule)
{
  g_autofree char *example = NULL, *reference = NULL;

  if (rule && rule->bad && rule->good)
    example = g_strdup_printf (_("Not: %s\nBut: %s"), rule->bad, rule->good);
  if (rule)
    reference = g_strdup_printf (_("House book: %s, %s"), rule->code ? rule->code : rule->name,
                                 rule->pack);
  show_text (self->explanation, rule ? rule->explanation : NULL);
  show_text (self->example, example);
  show_text (self->reference, reference);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->reference), rule ? rule->link : NULL);
}

static void
show_place (StetFindingCard *self, guint place)
{
  g_autofree char *text
      = self->n_same > 1 ? g_strdup_printf (_("%u of %u"), place, self->n_same) : NULL;

  show_text (self->place, text);
}

static void
name_row (StetFindingCard *self, const char *title)
{
  g_autofree char *name = g_strdup_printf ("%s: %s", level_word (self->finding->level), title);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, self->finding->message, -1);
}

void
stet_finding_card_update (StetFindingCard *self, const StetCardShown *shown)
{
  const StetFinding *finding = shown->finding;
  g_autofree char *excerpt = excerpt_markup (finding, shown->article);
  g_autofree char *title = NULL;
  gboolean same_buttons = self->finding && self->n_same == shown->n_same
                          && self->reach == shown->reach && self->one_mend == shown->one_mend
                          && g_strcmp0 (self->finding->id, finding->id) == 0
                          && (self->finding->stand != NULL) == (finding->stand != NULL);

  g_clear_pointer (&self->finding, stet_finding_free);
  self->finding = stet_finding_copy (finding);
  self->n_same = shown->n_same;
  self->reach = shown->reach;
  self->one_mend = shown->one_mend;
  title = title_text (self);
  stet_mark_set_level (self->mark, finding->level);
  gtk_label_set_label (self->title, title);
  gtk_label_set_label (self->code, finding->code ? finding->code : "");
  gtk_label_set_markup (self->excerpt, excerpt);
  gtk_label_set_label (self->message, finding->stand ? finding->stand->reason : finding->message);
  gtk_widget_set_visible (GTK_WIDGET (self->message), finding->has_range || finding->stand);
  show_place (self, shown->place);
  explain (self, finding->stand ? NULL : shown->rule);
  name_row (self, title);
  if (!same_buttons)
    make_buttons (self);
}

void
stet_finding_card_set_open (StetFindingCard *self, gboolean open)
{
  self->open = open;
  gtk_widget_set_visible (self->revealer, open);
  gtk_revealer_set_reveal_child (GTK_REVEALER (self->revealer), open);
  if (open)
    gtk_widget_add_css_class (self->card, "selected");
  else
    gtk_widget_remove_css_class (self->card, "selected");
}

const StetFinding *
stet_finding_card_finding (StetFindingCard *self)
{
  return self->finding;
}

static void
finding_card_dispose (GObject *object)
{
  g_clear_pointer (&STET_FINDING_CARD (object)->finding, stet_finding_free);
  G_OBJECT_CLASS (stet_finding_card_parent_class)->dispose (object);
}

static void
stet_finding_card_class_init (StetFindingCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = finding_card_dispose;
  g_type_ensure (STET_TYPE_MARK);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/stet_newsroom/Stet/finding-card.ui");
  gtk_widget_class_bind_template_child (widget_class, StetFindingCard, card);
  gtk_widget_class_bind_template_child (widget_class, StetFindingCard, mark);
  gtk_widget_class_bind_template_child (widget_class, StetFindingCard, title);
  gtk_widget_class_bind_template_child (widget_class, StetFindingCard, code);
  gtk_widget_class_bind_template_child (widget_class, StetFindingCard, excerpt);
  gtk_widget_class_bind_template_child (widget_class, StetFindingCard, revealer);
  gtk_widget_class_bind_template_child (widget_class, StetFindingCard, message);
  gtk_widget_class_bind_template_child (widget_class, StetFindingCard, place);
  gtk_widget_class_bind_template_child (widget_class, StetFindingCard, explanation);
  gtk_widget_class_bind_template_child (widget_class, StetFindingCard, example);
  gtk_widget_class_bind_template_child (widget_class, StetFindingCard, reference);
  gtk_widget_class_bind_template_child (widget_class, StetFindingCard, buttons);
}

static void
stet_finding_card_init (StetFindingCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

StetFindingCard *
stet_finding_card_new (const StetCardShown *shown)
{
  StetFindingCard *self = g_object_new (STET_TYPE_FINDING_CARD, NULL);

  stet_finding_card_update (self, shown);
  return self;
}
