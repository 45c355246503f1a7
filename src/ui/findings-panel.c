/* The right column. Cards are kept as long as their finding is there, so that nothing jumps while one
 * types. Layer: ui, main thread. */
#include "config.h"

#include "ui/findings-panel.h"
#include "ui/finding-card.h"

#include <glib/gi18n.h>

struct _StetFindingsPanel
{
  GtkBox           parent_instance;
  GtkLabel        *summary;
  GtkListBox      *list;
  GtkToggleButton *advice;
  GtkExpander     *stood;
  GtkListBox      *stood_list;
  GPtrArray       *findings; /* (nullable) */
  StetArticle     *article;  /* (nullable) */
  char            *selected;
  gboolean         show_missing;
  guint            n_rules;
  StetReach        reach;
};

G_DEFINE_FINAL_TYPE (StetFindingsPanel, stet_findings_panel, GTK_TYPE_BOX)

static gboolean
is_listed (StetFindingsPanel *self, const StetFinding *finding)
{
  if (finding->stand || (finding->missing && !self->show_missing))
    return FALSE;
  return finding->level != STET_LEVEL_ADVICE || gtk_toggle_button_get_active (self->advice);
}

static guint
count_same (StetFindingsPanel *self, const StetFinding *finding)
{
  guint n = 0;

  for (guint i = 0; i < self->findings->len; i++)
    {
      StetFinding *other = self->findings->pdata[i];

      n += !other->stand && g_strcmp0 (other->rule, finding->rule) == 0;
    }
  return n;
}

/* What blocks first, then what asks for a look; page order within. Returns: (owned), of borrowed findings. */
static GPtrArray *
listed (StetFindingsPanel *self, gboolean stood)
{
  GPtrArray *wanted = g_ptr_array_new ();

  for (int level = STET_LEVEL_ERROR; level >= STET_LEVEL_ADVICE; level--)
    for (guint i = 0; self->findings && i < self->findings->len; i++)
      {
        StetFinding *finding = self->findings->pdata[i];

        if ((int) finding->level == level && (stood ? finding->stand != NULL : is_listed (self, finding)))
          g_ptr_array_add (wanted, finding);
      }
  return wanted;
}

static GtkListBoxRow *
find_row (GtkListBox *list, guint from, const char *id)
{
  GtkListBoxRow *row;

  for (guint i = from; (row = gtk_list_box_get_row_at_index (list, i)); i++)
    if (g_strcmp0 (stet_finding_card_finding (STET_FINDING_CARD (row))->id, id) == 0)
      return row;
  return NULL;
}

static void
fill (StetFindingsPanel *self, GtkListBox *list, GPtrArray *wanted)
{
  GtkListBoxRow *row;

  for (guint i = 0; i < wanted->len; i++)
    {
      StetFinding *finding = wanted->pdata[i];
      StetCardShown shown = { finding, self->article, count_same (self, finding), self->reach };

      row = find_row (list, i, finding->id);
      if (row)
        {
          while (gtk_list_box_get_row_at_index (list, i) != row)
            gtk_list_box_remove (list, GTK_WIDGET (gtk_list_box_get_row_at_index (list, i)));
          stet_finding_card_update (STET_FINDING_CARD (row), &shown);
        }
      else
        {
          row = GTK_LIST_BOX_ROW (stet_finding_card_new (&shown));
          gtk_list_box_insert (list, GTK_WIDGET (row), i);
        }
      stet_finding_card_set_open (STET_FINDING_CARD (row),
                                  finding->stand != NULL || g_strcmp0 (finding->id, self->selected) == 0);
    }
  while ((row = gtk_list_box_get_row_at_index (list, wanted->len)))
    gtk_list_box_remove (list, GTK_WIDGET (row));
}

static StetFindingCounts
count (StetFindingsPanel *self)
{
  StetFindingCounts counts = { 0 };

  for (guint i = 0; i < self->findings->len; i++)
    {
      StetFinding *finding = self->findings->pdata[i];

      if (finding->stand || (finding->missing && !self->show_missing))
        continue;
      counts.error += finding->level == STET_LEVEL_ERROR;
      counts.warning += finding->level == STET_LEVEL_WARNING;
      counts.advice += finding->level == STET_LEVEL_ADVICE;
    }
  return counts;
}

static char *
summary_text (StetFindingsPanel *self, const StetFindingCounts *counts)
{
  GString *text = g_string_new (NULL);

  if (!self->findings)
    return g_string_free (text, FALSE);
  if (counts->error + counts->warning == 0)
    g_string_append_printf (text, ngettext ("Nothing to look at. %u check.", "Nothing to look at. %u checks.", self->n_rules),
                            self->n_rules);
  if (counts->error > 0)
    g_string_append_printf (text, ngettext ("%u blocks", "%u block", counts->error), counts->error);
  if (counts->error > 0 && counts->warning > 0)
    g_string_append (text, ", ");
  if (counts->warning > 0)
    g_string_append_printf (text, C_("findings", "%u to look at"), counts->warning);
  if (counts->error + counts->warning > 0)
    g_string_append_c (text, '.');
  return g_string_free (text, FALSE);
}

static void
show_advice_button (StetFindingsPanel *self, guint n)
{
  gboolean shown = gtk_toggle_button_get_active (self->advice);
  g_autofree char *label = g_strdup_printf (shown ? ngettext ("%u piece of advice shown. Hide", "%u pieces of advice shown. Hide", n)
                                                  : ngettext ("%u piece of advice hidden. Show", "%u pieces of advice hidden. Show", n),
                                            n);

  gtk_button_set_label (GTK_BUTTON (self->advice), label);
  gtk_widget_set_visible (GTK_WIDGET (self->advice), n > 0);
}

static void
refresh (StetFindingsPanel *self)
{
  g_autoptr (GPtrArray) cards = listed (self, FALSE);
  g_autoptr (GPtrArray) stood = listed (self, TRUE);
  g_autofree char *stood_label = g_strdup_printf (_("Left to stand (%u)"), stood->len);
  StetFindingCounts counts = { 0 };
  g_autofree char *summary = NULL;

  if (self->findings)
    counts = count (self);
  summary = summary_text (self, &counts);
  fill (self, self->list, cards);
  fill (self, self->stood_list, stood);
  gtk_label_set_label (self->summary, summary);
  show_advice_button (self, counts.advice);
  gtk_expander_set_label (self->stood, stood_label);
  gtk_widget_set_visible (GTK_WIDGET (self->stood), stood->len > 0);
}

void
stet_findings_panel_show (StetFindingsPanel *self, const StetFindingsShown *shown)
{
  if (shown->findings)
    g_ptr_array_ref (shown->findings);
  g_clear_pointer (&self->findings, g_ptr_array_unref);
  self->findings = shown->findings;
  if (shown->article)
    stet_article_ref (shown->article);
  g_clear_pointer (&self->article, stet_article_unref);
  self->article = shown->article;
  g_free (self->selected);
  self->selected = g_strdup (shown->selected);
  self->show_missing = shown->show_missing;
  self->n_rules = shown->n_rules;
  self->reach = shown->reach;
  refresh (self);
}

gboolean
stet_findings_panel_shows_advice (StetFindingsPanel *self)
{
  return gtk_toggle_button_get_active (self->advice);
}

GAction *
stet_findings_panel_advice_action (StetFindingsPanel *self)
{
  return G_ACTION (g_property_action_new ("advice", self->advice, "active"));
}

static void
advice_cb (StetFindingsPanel *self)
{
  refresh (self);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.advice-toggled", NULL);
}

static void
activated_cb (StetFindingsPanel *self, GtkListBoxRow *row)
{
  const StetFinding *finding = stet_finding_card_finding (STET_FINDING_CARD (row));

  gtk_widget_activate_action (GTK_WIDGET (self), "win.finding", "s", finding->id);
}

static void
findings_panel_dispose (GObject *object)
{
  StetFindingsPanel *self = STET_FINDINGS_PANEL (object);

  g_clear_pointer (&self->findings, g_ptr_array_unref);
  g_clear_pointer (&self->article, stet_article_unref);
  g_clear_pointer (&self->selected, g_free);
  gtk_widget_dispose_template (GTK_WIDGET (object), STET_TYPE_FINDINGS_PANEL);
  G_OBJECT_CLASS (stet_findings_panel_parent_class)->dispose (object);
}

static void
stet_findings_panel_class_init (StetFindingsPanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = findings_panel_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/stet_newsroom/Stet/findings-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, StetFindingsPanel, summary);
  gtk_widget_class_bind_template_child (widget_class, StetFindingsPanel, list);
  gtk_widget_class_bind_template_child (widget_class, StetFindingsPanel, advice);
  gtk_widget_class_bind_template_child (widget_class, StetFindingsPanel, stood);
  gtk_widget_class_bind_template_child (widget_class, StetFindingsPanel, stood_list);
  gtk_widget_class_bind_template_callback (widget_class, advice_cb);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
}

static void
stet_findings_panel_init (StetFindingsPanel *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
