/* The right column. Cards are kept as long as their finding is there, so that nothing jumps while
 * one types. Layer: ui, main thread. */
#include "config.h"

#include "ui/findings-panel.h"
#include "ui/finding-card.h"
#include "ui/seen-rows.h"

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
  gboolean         no_dictionary;
  StetChecker     *checker;  /* (nullable) */
  GtkLabel        *notice;
  GtkScrolledWindow *scroll;
  GtkWidget       *content;
  GtkWidget       *open_row; /* (nullable) (borrowed) of the chosen finding, while it is filled */
  guint            reveal;
};

G_DEFINE_FINAL_TYPE (StetFindingsPanel, stet_findings_panel, GTK_TYPE_BOX)

static gboolean
is_listed (StetFindingsPanel *self, const StetFinding *finding)
{
  if (finding->stand || (finding->missing && !self->show_missing))
    return FALSE;
  return finding->level != STET_LEVEL_ADVICE || gtk_toggle_button_get_active (self->advice);
}

/* What is shown as one card: findings of one rule, a misspelt word by itself. (owned) */
static char *
key_of (const StetFinding *finding)
{
  gboolean by_word = g_str_has_prefix (finding->rule, STET_SPELLING_PREFIX);

  if (finding->stand)
    return g_strdup (finding->id);
  return by_word && finding->match ? g_strconcat (finding->rule, "\n", finding->match, NULL)
                                   : g_strdup (finding->rule);
}

typedef struct
{
  char         *key;
  StetFinding  *shown;    /* (borrowed) the chosen one, or the first */
  guint         n, place;
  gboolean      one_mend;
} Group;

static void
group_free (gpointer data)
{
  g_free (((Group *) data)->key);
  g_free (data);
}

static gboolean
same_mend (const StetFinding *a, const StetFinding *b)
{
  return a->replacements && b->replacements
         && g_strcmp0 (a->replacements[0], b->replacements[0]) == 0;
}

static void
group_add (Group *group, StetFinding *finding, const char *selected)
{
  group->n++;
  group->one_mend = group->one_mend && same_mend (group->shown, finding);
  if (g_strcmp0 (finding->id, selected) != 0)
    return;
  group->shown = finding;
  group->place = group->n;
}

/* Returns: (owned) GPtrArray of Group, in the order of their first findings. */
static GPtrArray *
grouped (StetFindingsPanel *self, GPtrArray *findings)
{
  GPtrArray *groups = g_ptr_array_new_with_free_func (group_free);
  g_autoptr (GHashTable) by_key = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < findings->len; i++)
    {
      StetFinding *finding = findings->pdata[i];
      g_autofree char *key = key_of (finding);
      Group *group = g_hash_table_lookup (by_key, key);

      if (!group)
        {
          group = g_new0 (Group, 1);
          *group = (Group) { g_steal_pointer (&key), finding, 0, 1, TRUE };
          g_hash_table_insert (by_key, group->key, group);
          g_ptr_array_add (groups, group);
        }
      group_add (group, finding, self->selected);
    }
  return groups;
}

/* What blocks first, then what asks for a look; page order within. Returns: (owned), of borrowed
 * findings. */
static GPtrArray *
listed (StetFindingsPanel *self, gboolean stood)
{
  GPtrArray *wanted = g_ptr_array_new ();

  for (int level = STET_LEVEL_ERROR; level >= STET_LEVEL_ADVICE; level--)
    for (guint i = 0; self->findings && i < self->findings->len; i++)
      {
        StetFinding *finding = self->findings->pdata[i];

        if ((int) finding->level == level
            && (stood ? finding->stand != NULL : is_listed (self, finding)))
          g_ptr_array_add (wanted, finding);
      }
  return wanted;
}

static GtkListBoxRow *
find_row (GtkListBox *list, guint from, const char *key)
{
  GtkListBoxRow *row;

  for (guint i = from; (row = gtk_list_box_get_row_at_index (list, i)); i++)
    if (g_strcmp0 (g_object_get_data (G_OBJECT (row), "key"), key) == 0)
      return row;
  return NULL;
}

static GtkListBoxRow *
new_row (GtkListBox *list, guint at, const Group *group, const StetCardShown *shown)
{
  StetFindingCard *card = stet_finding_card_new (shown);

  g_object_set_data_full (G_OBJECT (card), "key", g_strdup (group->key), g_free);
  gtk_list_box_insert (list, GTK_WIDGET (card), at);
  return GTK_LIST_BOX_ROW (card);
}

static void
show_group (StetFindingsPanel *self, GtkListBox *list, guint at, const Group *group)
{
  GtkListBoxRow *row = find_row (list, at, group->key);
  gboolean open = group->shown->stand != NULL || g_strcmp0 (group->shown->id, self->selected) == 0;
  g_autoptr (StetRuleInfo) rule
      = open && self->checker ? stet_checker_explain (self->checker, group->shown->rule) : NULL;
  StetCardShown shown
      = { group->shown, self->article, group->n, group->place, group->one_mend, self->reach, rule };

  if (row)
    {
      while (gtk_list_box_get_row_at_index (list, at) != row)
        gtk_list_box_remove (list, GTK_WIDGET (gtk_list_box_get_row_at_index (list, at)));
      stet_finding_card_update (STET_FINDING_CARD (row), &shown);
    }
  else
    row = new_row (list, at, group, &shown);
  stet_finding_card_set_open (STET_FINDING_CARD (row), open);
  if (open && !group->shown->stand)
    self->open_row = GTK_WIDGET (row);
}

static void
fill (StetFindingsPanel *self, GtkListBox *list, GPtrArray *wanted)
{
  g_autoptr (GPtrArray) groups = grouped (self, wanted);
  GtkListBoxRow *row;

  for (guint i = 0; i < groups->len; i++)
    show_group (self, list, i, groups->pdata[i]);
  while ((row = gtk_list_box_get_row_at_index (list, groups->len)))
    gtk_list_box_remove (list, GTK_WIDGET (row));
}

/* The card of the chosen finding into view, once it has its size; the focus stays in the text. */
static gboolean
reveal_idle (gpointer data)
{
  StetFindingsPanel *self = data;
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scroll);
  graphene_rect_t bounds;
  double top, bottom, page = gtk_adjustment_get_page_size (adjustment);

  self->reveal = 0;
  if (!self->open_row || !gtk_widget_compute_bounds (self->open_row, self->content, &bounds))
    return G_SOURCE_REMOVE;
  top = bounds.origin.y;
  bottom = top + bounds.size.height;
  if (top < gtk_adjustment_get_value (adjustment) || bounds.size.height > page)
    gtk_adjustment_set_value (adjustment, top);
  else if (bottom > gtk_adjustment_get_value (adjustment) + page)
    gtk_adjustment_set_value (adjustment, bottom - page);
  return G_SOURCE_REMOVE;
}

/* No dictionary: said where the other checks speak. */
static void
show_notice (StetFindingsPanel *self)
{
  gboolean missing = self->findings && self->article && self->no_dictionary;
  const char *language = missing ? stet_article_language (self->article) : NULL;
  g_autofree char *text
      = missing ? g_strdup_printf (
            _("There is no dictionary for “%s” on this computer, so the spelling was not "
              "checked. Install one (hunspell-en-us, hunspell-es …)."),
            language)
                : NULL;

  gtk_label_set_label (self->notice, text ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->notice), missing);
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
    g_string_append_printf (
        text,
        ngettext ("Nothing to look at. %u check.", "Nothing to look at. %u checks.", self->n_rules),
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
  g_autofree char *label = g_strdup_printf (
      shown ? ngettext ("%u piece of advice shown. Hide", "%u pieces of advice shown. Hide", n)
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
  self->open_row = NULL;
  fill (self, self->list, cards);
  fill (self, self->stood_list, stood);
  if (self->open_row && self->reveal == 0)
    self->reveal = g_idle_add_full (G_PRIORITY_LOW, reveal_idle, self, NULL);
  gtk_label_set_label (self->summary, summary);
  show_notice (self);
  show_advice_button (self, counts.advice);
  /* setting it builds the label anew */
  if (g_strcmp0 (gtk_expander_get_label (self->stood), stood_label) != 0)
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
  self->no_dictionary = shown->no_dictionary;
  if (shown->checker)
    stet_checker_ref (shown->checker);
  g_clear_pointer (&self->checker, stet_checker_unref);
  self->checker = shown->checker;
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
  g_clear_pointer (&self->checker, stet_checker_unref);
  g_clear_handle_id (&self->reveal, g_source_remove);
  gtk_widget_dispose_template (GTK_WIDGET (object), STET_TYPE_FINDINGS_PANEL);
  G_OBJECT_CLASS (stet_findings_panel_parent_class)->dispose (object);
}

static void
stet_findings_panel_class_init (StetFindingsPanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = findings_panel_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/stet_newsroom/Stet/findings-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, StetFindingsPanel, summary);
  gtk_widget_class_bind_template_child (widget_class, StetFindingsPanel, notice);
  gtk_widget_class_bind_template_child (widget_class, StetFindingsPanel, scroll);
  gtk_widget_class_bind_template_child (widget_class, StetFindingsPanel, content);
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
  stet_seen_rows_follow (self->list, self->scroll);
}
