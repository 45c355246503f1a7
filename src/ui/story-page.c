/* The page follows its document and shows where one is. Layer: ui, main thread. */
#include "config.h"

#include "ui/story-page.h"
#include "ui/body-view.h"
#include "ui/composing.h"
#include "ui/drag-scroll.h"
#include "ui/faq-editor.h"
#include "ui/lazy-menu.h"
#include "ui/mark.h"
#include "ui/photo-editor.h"
#include "ui/table-view.h"
#include "ui/tag-editor.h"

#include "base/text.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#define CARET_MARGIN 48
#define SECTION_CHARS_MAX 40

struct _StetStoryPage
{
  GtkBox           parent_instance;
  StetOpenStory   *story;   /* (nullable) */
  StetDocument    *document;
  StetProfile     *profile;
  StetProseView   *current; /* (nullable) weak */
  StetPart         part;
  gboolean         editable;
  guint            caret_idle;
  GtkWidget       *parts[STET_PARTS];
  GtkWidget       *counts[STET_PARTS];
  GMenuModel      *kinds;
  GMenuModel      *editions;
  GtkMenuButton   *kind_button;
  GtkWidget       *findings_toggle;
  GtkScrolledWindow *scroll;
  AdwClamp        *clamp;
  GtkWidget       *content;
  GtkMenuButton   *section_button;
  GtkMenuButton   *edition_button;
  StetProseView   *headline;
  GtkLabel        *headline_count;
  StetProseView   *dek;
  GtkLabel        *dek_count;
  StetPhotoEditor *photo;
  StetBodyView    *body;
  StetFaqEditor   *faq;
  StetTagEditor   *tags;
  AdwAvatar       *avatar;
  StetProseView   *byline;
  StetProseView   *author_box;
};

G_DEFINE_FINAL_TYPE (StetStoryPage, stet_story_page, GTK_TYPE_BOX)

static guint known_wanted;

static const StetArticleFields *
fields_of (StetStoryPage *self)
{
  return stet_article_fields (stet_document_article (self->document));
}

/* --- counters and labels --- */

static guint
limit_of (StetStoryPage *self, const char *field)
{
  const StetProfileField *limit = self->profile ? stet_profile_field (self->profile, field) : NULL;

  return limit ? limit->chars_max : 0;
}

static void
show_counter (GtkLabel *label, guint chars, guint chars_max)
{
  g_autofree char *text = NULL;
  gboolean over = chars_max > 0 && chars > chars_max;

  if (over)
    text = g_strdup_printf (_("%u characters, %u over %u"), chars, chars - chars_max, chars_max);
  else
    text = g_strdup_printf (_("%u of %u"), chars, chars_max);
  gtk_label_set_label (label, text);
  gtk_widget_set_visible (GTK_WIDGET (label), chars_max > 0 && chars > 0);
  if (over)
    gtk_widget_add_css_class (GTK_WIDGET (label), "over");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (label), "over");
}

static void
show_counters (StetStoryPage *self)
{
  const StetArticleFields *fields = fields_of (self);

  show_counter (self->headline_count, stet_prose_chars (fields->headline),
                limit_of (self, "headline"));
  show_counter (self->dek_count, stet_prose_chars (fields->dek), limit_of (self, "dek"));
  stet_photo_editor_update (self->photo, limit_of (self, "photo.alt"));
  adw_avatar_set_text (self->avatar, stet_prose_text (fields->byline));
}

static void
show_section (StetStoryPage *self)
{
  const StetArticleFields *fields = fields_of (self);
  gboolean spanish = g_str_has_prefix (fields->language, "es");
  const char *const *sections
      = self->profile ? stet_profile_sections (self->profile, fields->language) : NULL;
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autofree char *section = NULL;

  for (guint i = 0; sections && sections[i]; i++)
    {
      g_autoptr (GMenuItem) item
          = stet_menu_item_new (sections[i], "page.section", g_variant_new_string (sections[i]));

      g_menu_append_item (menu, item);
    }
  stet_lazy_menu_set (self->section_button, G_MENU_MODEL (menu));
  section = stet_text_shown_line (fields->section ? stet_term_label (fields->section)
                                                  : _("Section"),
                                  SECTION_CHARS_MAX);
  gtk_menu_button_set_label (self->section_button, section);
  gtk_menu_button_set_label (self->edition_button,
                             spanish ? _("Spanish edition") : _("English edition"));
}

/* --- following the document --- */

static void
sync_view (StetProseView *view, gpointer field)
{
  if (!field || stet_prose_view_shows (view, field, NULL))
    stet_prose_view_sync (view);
}

static void
update_all (StetStoryPage *self)
{
  stet_body_view_update (self->body);
  stet_faq_editor_update (self->faq);
  stet_tag_editor_update (self->tags);
  show_section (self);
}

/* Whether it changed a text of this field. */
static gboolean
is_about (StetEdit *edit, StetFieldKind field)
{
  return edit && stet_edit_kind (edit) == STET_EDIT_TEXT && stet_edit_field (edit)->kind == field;
}

static void
changed_cb (StetStoryPage *self, StetEdit *edit)
{
  StetEditKind kind = edit ? stet_edit_kind (edit) : 0;

  if (kind == STET_EDIT_BLOCKS)
    stet_body_view_update (self->body);
  else if (kind == STET_EDIT_TAGS)
    stet_tag_editor_update (self->tags);
  else if (kind != STET_EDIT_TEXT)
    update_all (self);
  if (kind == STET_EDIT_TAGS || is_about (edit, STET_FIELD_FAQ_TITLE)
      || is_about (edit, STET_FIELD_HEADLINE))
    stet_faq_editor_show_suggestion (self->faq);
  /* A quotation's source is drawn by the text that shows the quotation. */
  stet_prose_views_foreach (self->content, sync_view,
                            kind == STET_EDIT_TEXT
                                    && stet_edit_field (edit)->kind != STET_FIELD_BLOCK_CITE
                                ? (gpointer) stet_edit_field (edit)
                                : NULL);
  if (is_about (edit, STET_FIELD_FAQ_ANSWER) || is_about (edit, STET_FIELD_FAQ_QUESTION))
    stet_faq_editor_update (self->faq);
  if (!is_about (edit, STET_FIELD_BODY))
    show_counters (self);
}

static void
show_field (StetStoryPage *self, StetProseView *view, StetFieldKind kind)
{
  StetField field = stet_field_make (kind);

  stet_prose_view_show_field (view, self->document, &field);
}

void
stet_story_page_set_story (StetStoryPage *self, StetOpenStory *story, StetProfile *profile)
{
  if (self->document)
    g_signal_handlers_disconnect_by_data (self->document, self);
  g_clear_weak_pointer (&self->current);
  g_set_object (&self->story, story);
  g_clear_pointer (&self->profile, stet_profile_unref);
  self->profile = profile ? stet_profile_ref (profile) : NULL;
  g_clear_object (&self->document);
  if (!story)
    return;
  self->document = g_object_ref (stet_open_story_document (story));
  show_field (self, self->headline, STET_FIELD_HEADLINE);
  show_field (self, self->dek, STET_FIELD_DEK);
  show_field (self, self->byline, STET_FIELD_BYLINE);
  show_field (self, self->author_box, STET_FIELD_AUTHOR_BOX);
  stet_photo_editor_set_document (self->photo, self->document);
  stet_body_view_set_document (self->body, self->document);
  stet_faq_editor_set_profile (self->faq, profile);
  stet_faq_editor_set_document (self->faq, self->document);
  stet_tag_editor_set_document (self->tags, self->document);
  g_signal_connect_swapped (self->document, "changed", G_CALLBACK (changed_cb), self);
  show_section (self);
  show_counters (self);
  stet_story_page_show_findings (self, FALSE);
  stet_story_page_set_editable (self, TRUE);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroll), 0);
}

static void
set_view_editable (StetProseView *view, gpointer data)
{
  stet_projection_set_locked (stet_prose_view_projection (view), !GPOINTER_TO_INT (data));
}

void
stet_story_page_set_editable (StetStoryPage *self, gboolean editable)
{
  self->editable = editable;
  stet_prose_views_foreach (self->content, set_view_editable, GINT_TO_POINTER (editable));
  stet_body_view_set_locked (self->body, !editable);
  gtk_widget_set_sensitive (GTK_WIDGET (self->tags), editable);
  gtk_widget_set_sensitive (GTK_WIDGET (self->section_button), editable);
  gtk_widget_set_sensitive (GTK_WIDGET (self->edition_button), editable);
}

void
stet_story_page_set_photo_path (StetStoryPage *self, StetPhotoPathFunc photo_path, gpointer data)
{
  stet_photo_editor_set_photo_path (self->photo, photo_path, data);
  stet_body_view_set_photo_path (self->body, photo_path, data);
}

/* --- findings --- */

static void
show_count (GtkWidget *label, StetLevel level, guint n)
{
  g_autofree char *text = g_strdup_printf ("%u", n);

  gtk_label_set_label (GTK_LABEL (label), text);
  gtk_widget_set_visible (label, n > 0);
  gtk_widget_remove_css_class (label, "c-stop");
  gtk_widget_remove_css_class (label, "c-look");
  gtk_widget_remove_css_class (label, "c-hint");
  gtk_widget_add_css_class (label, stet_level_class (level));
}

static void
show_prompts (StetStoryPage *self, GPtrArray *findings, gboolean asks)
{
  gboolean alt_blocks = FALSE, tags_block = FALSE;
  const char *tags_prompt = NULL;

  for (guint i = 0; findings && i < findings->len; i++)
    {
      StetFinding *finding = findings->pdata[i];

      if (!finding->missing || finding->stand)
        continue;
      if (finding->field.kind == STET_FIELD_PHOTO_ALT)
        alt_blocks = asks && finding->level == STET_LEVEL_ERROR;
      if (finding->field.kind == STET_FIELD_TAGS)
        {
          tags_prompt = finding->message;
          tags_block = asks && finding->level == STET_LEVEL_ERROR;
        }
    }
  stet_photo_editor_set_alt_blocks (self->photo, alt_blocks);
  stet_tag_editor_set_prompt (self->tags, tags_prompt, tags_block);
}

typedef struct { GPtrArray *findings; const char *selected; } Shown;

static void
show_in_view (StetProseView *view, gpointer data)
{
  Shown *shown = data;

  stet_prose_view_set_findings (view, shown->findings, shown->selected);
}

void
stet_story_page_show_findings (StetStoryPage *self, gboolean with_advice)
{
  GPtrArray *findings = self->story ? stet_open_story_findings (self->story) : NULL;
  const char *selected = self->story ? stet_open_story_selected (self->story) : NULL;
  gboolean asks = self->story && stet_open_story_asks (self->story);
  guint n[STET_PARTS][STET_LEVEL_ERROR + 1] = { 0 };
  g_autoptr (GPtrArray) visible = g_ptr_array_new ();
  Shown shown = { visible, selected };

  for (guint i = 0; findings && i < findings->len; i++)
    {
      StetFinding *finding = findings->pdata[i];
      gboolean hidden = finding->level == STET_LEVEL_ADVICE && !with_advice
                        && g_strcmp0 (finding->id, selected) != 0;

      if (hidden || finding->stand || (finding->missing && !asks))
        continue;
      n[stet_part_of_field (&finding->field)][finding->level]++;
      g_ptr_array_add (visible, finding);
    }
  for (guint part = 0; part < STET_PARTS; part++)
    {
      StetLevel worst = n[part][STET_LEVEL_ERROR] ? STET_LEVEL_ERROR
                        : n[part][STET_LEVEL_WARNING] ? STET_LEVEL_WARNING : STET_LEVEL_ADVICE;

      show_count (self->counts[part], worst, n[part][worst]);
    }
  show_prompts (self, findings, asks);
  stet_prose_views_foreach (self->content, show_in_view, &shown);
}

void
stet_story_page_set_findings_button (StetStoryPage *self, const char *label)
{
  gtk_widget_set_visible (self->findings_toggle, label != NULL);
  gtk_button_set_label (GTK_BUTTON (self->findings_toggle), label ? label : "");
}

void
stet_story_page_set_known_tags (StetStoryPage *self, StetTermIndex *known, GPtrArray *suggested)
{
  stet_tag_editor_set_known (self->tags, known, suggested);
}

/* --- going places --- */

/* Brings a rectangle of the page into view by the outer adjustment: the text views do not
 * scroll. */
static void
reveal (StetStoryPage *self, double y, double height)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scroll);
  double value = gtk_adjustment_get_value (adjustment),
         page = gtk_adjustment_get_page_size (adjustment);
  double top = y - CARET_MARGIN, bottom = y + height + CARET_MARGIN;

  if (page <= 0)
    return;
  if (top < value)
    gtk_adjustment_set_value (adjustment, MAX (top, 0));
  else if (bottom > value + page)
    gtk_adjustment_set_value (adjustment, MIN (bottom - page, MAX (top, 0)));
}

static void
reveal_widget (StetStoryPage *self, GtkWidget *widget)
{
  graphene_rect_t bounds;

  if (gtk_widget_compute_bounds (widget, GTK_WIDGET (self->clamp), &bounds))
    reveal (self, bounds.origin.y, bounds.size.height);
}

static gboolean
caret_idle_cb (gpointer data)
{
  StetStoryPage *self = data;
  graphene_rect_t rect;

  self->caret_idle = 0;
  if (self->current && gtk_widget_has_focus (GTK_WIDGET (self->current)))
    {
      stet_prose_view_caret_rect (self->current, GTK_WIDGET (self->clamp), &rect);
      reveal (self, rect.origin.y, rect.size.height);
    }
  return G_SOURCE_REMOVE;
}

static void
show_kind (StetStoryPage *self)
{
  StetProjection *projection = self->current ? stet_prose_view_projection (self->current) : NULL;
  StetBlock *block = NULL;
  const char *label = _("Paragraph");

  if (projection && stet_projection_lines (projection) == STET_LINES_BLOCKS)
    block = stet_projection_block (
        projection,
        stet_projection_locate (projection, stet_prose_view_caret (self->current), NULL));
  if (block && stet_block_type (block) == STET_BLOCK_HEADING)
    label = stet_block_fields (block)->level == 2   ? _("Heading")
            : stet_block_fields (block)->level == 3 ? _("Smaller heading")
                                                    : _("Smallest heading");
  else if (block && stet_block_type (block) == STET_BLOCK_QUOTE)
    label = _("Quotation");
  else if (block && stet_block_type (block) == STET_BLOCK_LIST_ITEM)
    label = stet_block_fields (block)->ordered ? _("Numbered list") : _("List");
  /* setting it builds the button anew */
  if (g_strcmp0 (gtk_menu_button_get_label (self->kind_button), label) != 0)
    gtk_menu_button_set_label (self->kind_button, label);
}

void
stet_story_page_follow_caret (StetStoryPage *self)
{
  show_kind (self);
  if (self->caret_idle == 0)
    self->caret_idle = g_idle_add_full (G_PRIORITY_LOW, caret_idle_cb, self, NULL);
}

static void
show_part (StetStoryPage *self, StetPart part)
{
  self->part = part;
  for (guint i = 0; i < STET_PARTS; i++)
    if (i == part)
      gtk_widget_add_css_class (self->parts[i], "here");
    else
      gtk_widget_remove_css_class (self->parts[i], "here");
}

static StetPart
part_of_widget (StetStoryPage *self, GtkWidget *widget)
{
  if (gtk_widget_is_ancestor (widget, GTK_WIDGET (self->photo)))
    return STET_PART_PHOTO;
  if (gtk_widget_is_ancestor (widget, GTK_WIDGET (self->body)))
    return STET_PART_BODY;
  if (gtk_widget_is_ancestor (widget, GTK_WIDGET (self->faq)))
    return STET_PART_FAQ;
  if (gtk_widget_is_ancestor (widget, GTK_WIDGET (self->tags))
      || widget == GTK_WIDGET (self->byline) || widget == GTK_WIDGET (self->author_box))
    return STET_PART_TAGS;
  return widget == GTK_WIDGET (self->dek) ? STET_PART_DEK : STET_PART_HEADLINE;
}

void
stet_story_page_follow_focus (StetStoryPage *self, GtkWidget *focus)
{
  if (!focus || !gtk_widget_is_ancestor (focus, self->content))
    return;
  if (self->document)
    stet_document_break (self->document);
  show_part (self, part_of_widget (self, focus));
  if (STET_IS_PROSE_VIEW (focus))
    {
      g_set_weak_pointer (&self->current, STET_PROSE_VIEW (focus));
      stet_story_page_follow_caret (self);
    }
  else
    reveal_widget (self, focus);
}

StetProseView *
stet_story_page_current (StetStoryPage *self)
{
  return self->current;
}

static StetProseView *
first_view_in (GtkWidget *root)
{
  if (STET_IS_PROSE_VIEW (root))
    return STET_PROSE_VIEW (root);
  for (GtkWidget *child = gtk_widget_get_first_child (root); child;
       child = gtk_widget_get_next_sibling (child))
    {
      StetProseView *view = first_view_in (child);

      if (view)
        return view;
    }
  return NULL;
}

/* Where a part does not end in view it begins at the top, so that as much of it as fits is seen. */
static void
bring_up (StetStoryPage *self, GtkWidget *widget)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scroll);
  double value = gtk_adjustment_get_value (adjustment),
         page = gtk_adjustment_get_page_size (adjustment);
  graphene_rect_t bounds;

  if (!gtk_widget_compute_bounds (widget, GTK_WIDGET (self->clamp), &bounds))
    return;
  if (bounds.origin.y < value || bounds.origin.y + bounds.size.height > value + page)
    gtk_adjustment_set_value (adjustment, MAX (bounds.origin.y - CARET_MARGIN, 0));
}

void
stet_story_page_go_to_part (StetStoryPage *self, StetPart part)
{
  GtkWidget *whole = NULL;
  StetProseView *view = NULL;

  switch (part)
    {
    case STET_PART_HEADLINE: view = self->headline; break;
    case STET_PART_DEK: view = self->dek; break;
    case STET_PART_PHOTO: view = first_view_in (whole = GTK_WIDGET (self->photo)); break;
    case STET_PART_BODY: view = stet_body_view_first (self->body); break;
    case STET_PART_FAQ: view = first_view_in (whole = GTK_WIDGET (self->faq)); break;
    case STET_PART_TAGS:
      stet_tag_editor_focus (self->tags);
      whole = GTK_WIDGET (self->tags);
      break;
    }
  if (view)
    gtk_widget_grab_focus (GTK_WIDGET (view));
  if (whole)
    bring_up (self, whole);
}

void
stet_story_page_focus (StetStoryPage *self)
{
  if (self->current)
    gtk_widget_grab_focus (GTK_WIDGET (self->current));
  else
    stet_story_page_go_to_part (self, STET_PART_HEADLINE);
}

typedef struct { const StetField *field; StetProseView *view; guint line; } Search;

static void
search_view (StetProseView *view, gpointer data)
{
  Search *search = data;
  guint line;

  if (!search->view && stet_prose_view_shows (view, search->field, &line))
    {
      search->view = view;
      search->line = line;
    }
}

void
stet_story_page_go_to_finding (StetStoryPage *self, const StetFinding *finding)
{
  StetField place = finding->field;
  Search search = { &place, NULL, 0 };

  if (place.kind == STET_FIELD_FAQ_ITEMS && place.index >= 0)
    place.kind = STET_FIELD_FAQ_QUESTION; /* an item is found at its question */
  stet_prose_views_foreach (self->content, search_view, &search);
  if (search.view)
    stet_prose_view_go_to (search.view, search.line, finding->has_range ? finding->start_chars : 0,
                           finding->has_range ? finding->end_chars : 0);
  else if (stet_part_of_field (&finding->field) == STET_PART_BODY && finding->field.index >= 0)
    stet_body_view_select (self->body, (StetSpot){ finding->field.index, 0 },
                           (StetSpot){ finding->field.index, 0 });
  else if (finding->field.kind == STET_FIELD_SECTION)
    gtk_widget_grab_focus (GTK_WIDGET (self->section_button));
  else if (finding->field.kind == STET_FIELD_PHOTO || finding->field.kind == STET_FIELD_PHOTO_FILE)
    gtk_widget_grab_focus (gtk_widget_get_first_child (GTK_WIDGET (self->photo)));
  else
    stet_story_page_go_to_part (self, stet_part_of_field (&finding->field));
}

/* --- find --- */

static void
show_hits_in_view (StetProseView *view, gpointer data)
{
  stet_prose_view_set_hits (view, data);
}

void
stet_story_page_show_hits (StetStoryPage *self, GPtrArray *hits)
{
  stet_prose_views_foreach (self->content, show_hits_in_view, hits);
}

void
stet_story_page_select_hit (StetStoryPage *self, const StetHit *hit)
{
  Search search = { &hit->field, NULL, 0 };
  graphene_rect_t rect;

  stet_prose_views_foreach (self->content, search_view, &search);
  if (!search.view)
    {
      reveal_widget (self, stet_part_of_field (&hit->field) == STET_PART_TAGS
                               ? GTK_WIDGET (self->tags)
                               : GTK_WIDGET (self->body));
      return;
    }
  stet_prose_view_select (search.view, search.line, hit->start_chars, hit->end_chars);
  g_set_weak_pointer (&self->current, search.view);
  show_part (self, part_of_widget (self, GTK_WIDGET (search.view)));
  stet_prose_view_caret_rect (search.view, GTK_WIDGET (self->clamp), &rect);
  reveal (self, rect.origin.y, rect.size.height);
}

gboolean
stet_story_page_caret (StetStoryPage *self, StetField *field, guint *chars)
{
  StetProjection *projection = self->current ? stet_prose_view_projection (self->current) : NULL;

  if (!projection || !self->document)
    return FALSE;
  *field = stet_projection_field_at (
      projection,
      stet_projection_locate (projection, stet_prose_view_caret (self->current), chars));
  return TRUE;
}

/* --- undo, questions --- */

static void
forget_change (StetProseView *view, gpointer data)
{
  stet_projection_take_change (stet_prose_view_projection (view));
}

static void
find_change (StetProseView *view, gpointer data)
{
  Search *search = data;
  int at = stet_projection_take_change (stet_prose_view_projection (view));

  if (at < 0 || search->view)
    return;
  search->view = view;
  search->line = at;
}

void
stet_story_page_undo (StetStoryPage *self, gboolean redo)
{
  Search search = { 0 };
  GtkTextBuffer *buffer;
  GtkTextIter iter;

  if (!self->document || !self->editable)
    return;
  stet_composing_finish (GTK_WIDGET (self));
  stet_prose_views_foreach (self->content, forget_change, NULL);
  if (!(redo ? stet_document_redo (self->document) : stet_document_undo (self->document)))
    return;
  stet_prose_views_foreach (self->content, find_change, &search);
  if (!search.view)
    return;
  buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (search.view));
  gtk_text_buffer_get_iter_at_offset (buffer, &iter, search.line);
  gtk_text_buffer_place_cursor (buffer, &iter);
  gtk_widget_grab_focus (GTK_WIDGET (search.view));
  stet_story_page_follow_caret (self);
}

void
stet_story_page_add_question (StetStoryPage *self)
{
  stet_faq_editor_add (self->faq);
}

void
stet_story_page_suggest_faq_title (StetStoryPage *self)
{
  if (self->editable)
    stet_faq_editor_suggest_title (self->faq);
}

void
stet_story_page_move_question (StetStoryPage *self, int by)
{
  stet_faq_editor_move_focused (self->faq, by);
}

/* --- what stands where --- */

static gpointer
around_focus (StetStoryPage *self, GType type)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root ? gtk_root_get_focus (root) : NULL;

  if (!focus || !gtk_widget_is_ancestor (focus, self->content))
    focus = GTK_WIDGET (self->current);
  return focus && G_TYPE_CHECK_INSTANCE_TYPE (focus, type) ? focus
         : focus                                           ? gtk_widget_get_ancestor (focus, type)
                                                           : NULL;
}

void
stet_story_page_move (StetStoryPage *self, int by)
{
  StetProseView *view = around_focus (self, STET_TYPE_PROSE_VIEW);
  GtkWidget *card = around_focus (self, STET_TYPE_BLOCK_CARD);

  if (!self->document || !self->editable)
    return;
  if (self->part == STET_PART_FAQ)
    stet_faq_editor_move_focused (self->faq, by);
  else if (card && view)
    stet_story_page_change_table (self, by < 0 ? STET_TABLE_ROW_UP : STET_TABLE_ROW_DOWN);
  else if (card)
    stet_body_view_move_card (self->body, card, by);
  else if (view)
    {
      g_object_ref (view); /* its run may end with the move */
      stet_projection_move_lines (stet_prose_view_projection (view), by);
      g_object_unref (view);
    }
  stet_story_page_follow_caret (self);
}

gboolean
stet_story_page_change_table (StetStoryPage *self, StetTableChange change)
{
  StetProseView *cell = around_focus (self, STET_TYPE_PROSE_VIEW);
  StetTableView *table
      = cell ? STET_TABLE_VIEW (gtk_widget_get_ancestor (GTK_WIDGET (cell), STET_TYPE_TABLE_VIEW))
             : NULL;

  return table && self->editable && stet_table_view_change (table, cell, change);
}

void
stet_story_page_insert_table (StetStoryPage *self)
{
  if (self->document && self->editable)
    stet_body_view_insert_table (self->body, self->part == STET_PART_BODY ? self->current : NULL);
}

char *
stet_story_page_place (StetStoryPage *self)
{
  static const char *const names[STET_PARTS]
      = { NC_("field", "Headline"), NC_("field", "Dek"), NC_("field", "Photo"),
          NC_("field", "Body"),     NC_("field", "FAQ"), NC_("field", "Tags") };
  const char *name = g_dpgettext2 (NULL, "field", names[self->part]);
  StetProjection *projection = self->current ? stet_prose_view_projection (self->current) : NULL;
  guint line;

  if (!self->document)
    return g_strdup ("");
  if (self->part != STET_PART_BODY || !projection
      || stet_projection_lines (projection) != STET_LINES_BLOCKS)
    return g_strdup (name);
  line = stet_projection_first (projection)
         + stet_projection_locate (projection, stet_prose_view_caret (self->current), NULL);
  return g_strdup_printf (
      _("%s, paragraph %u of %u"), name, line + 1,
      MAX (stet_article_n_blocks (stet_document_article (self->document)), line + 1));
}

/* --- life --- */

static void
section_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  StetStoryPage *self = STET_STORY_PAGE (widget);
  g_autoptr (StetTerm) term = stet_term_new (g_variant_get_string (parameter, NULL), NULL);
  g_autoptr (StetEdit) edit = stet_edit_section (term);

  if (self->document)
    stet_document_apply (self->document, edit, NULL);
}

static void
known_wanted_cb (StetStoryPage *self)
{
  g_signal_emit (self, known_wanted, 0);
}

void
stet_story_page_set_quiet (StetStoryPage *self, gboolean quiet)
{
  gtk_widget_set_visible (gtk_widget_get_ancestor (self->parts[0], GTK_TYPE_BOX), !quiet);
}

void
stet_story_page_set_width (StetStoryPage *self, int width)
{
  adw_clamp_set_maximum_size (self->clamp, width);
  adw_clamp_set_tightening_threshold (self->clamp, width);
}

static void
story_page_dispose (GObject *object)
{
  StetStoryPage *self = STET_STORY_PAGE (object);

  g_clear_handle_id (&self->caret_idle, g_source_remove);
  if (self->document)
    g_signal_handlers_disconnect_by_data (self->document, self);
  g_clear_weak_pointer (&self->current);
  g_clear_object (&self->document);
  g_clear_object (&self->story);
  g_clear_pointer (&self->profile, stet_profile_unref);
  gtk_widget_dispose_template (GTK_WIDGET (object), STET_TYPE_STORY_PAGE);
  G_OBJECT_CLASS (stet_story_page_parent_class)->dispose (object);
}

static void
ensure_types (void)
{
  g_type_ensure (STET_TYPE_PROSE_VIEW);
  g_type_ensure (STET_TYPE_PHOTO_EDITOR);
  g_type_ensure (STET_TYPE_BODY_VIEW);
  g_type_ensure (STET_TYPE_FAQ_EDITOR);
  g_type_ensure (STET_TYPE_TAG_EDITOR);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, StetStoryPage, kinds);
  gtk_widget_class_bind_template_child (widget_class, StetStoryPage, editions);
  gtk_widget_class_bind_template_child (widget_class, StetStoryPage, kind_button);
  gtk_widget_class_bind_template_child (widget_class, StetStoryPage, findings_toggle);
  gtk_widget_class_bind_template_child (widget_class, StetStoryPage, scroll);
  gtk_widget_class_bind_template_child (widget_class, StetStoryPage, clamp);
  gtk_widget_class_bind_template_child (widget_class, StetStoryPage, content);
  gtk_widget_class_bind_template_child (widget_class, StetStoryPage, section_button);
  gtk_widget_class_bind_template_child (widget_class, StetStoryPage, edition_button);
  gtk_widget_class_bind_template_child (widget_class, StetStoryPage, headline);
  gtk_widget_class_bind_template_child (widget_class, StetStoryPage, headline_count);
  gtk_widget_class_bind_template_child (widget_class, StetStoryPage, dek);
  gtk_widget_class_bind_template_child (widget_class, StetStoryPage, dek_count);
  gtk_widget_class_bind_template_child (widget_class, StetStoryPage, photo);
  gtk_widget_class_bind_template_child (widget_class, StetStoryPage, body);
  gtk_widget_class_bind_template_child (widget_class, StetStoryPage, faq);
  gtk_widget_class_bind_template_child (widget_class, StetStoryPage, tags);
  gtk_widget_class_bind_template_child (widget_class, StetStoryPage, avatar);
  gtk_widget_class_bind_template_child (widget_class, StetStoryPage, byline);
  gtk_widget_class_bind_template_child (widget_class, StetStoryPage, author_box);
}

static const char *const part_names[STET_PARTS]
    = { "headline", "dek", "photo", "body", "faq", "tags" };

static void
bind_part (GtkWidgetClass *widget_class, const char *prefix, guint part, gsize offset)
{
  g_autofree char *name = g_strconcat (prefix, part_names[part], NULL);

  gtk_widget_class_bind_template_child_full (widget_class, g_intern_string (name), FALSE, offset);
}

static void
stet_story_page_class_init (StetStoryPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = story_page_dispose;
  ensure_types ();
  known_wanted = g_signal_new ("known-tags-wanted", STET_TYPE_STORY_PAGE, G_SIGNAL_RUN_LAST, 0,
                               NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/stet_newsroom/Stet/story-page.ui");
  bind_children (widget_class);
  for (guint i = 0; i < STET_PARTS; i++)
    {
      bind_part (widget_class, "part_", i,
                 G_STRUCT_OFFSET (StetStoryPage, parts) + i * sizeof (GtkWidget *));
      bind_part (widget_class, "count_", i,
                 G_STRUCT_OFFSET (StetStoryPage, counts) + i * sizeof (GtkWidget *));
    }
  gtk_widget_class_install_action (widget_class, "page.section", "s", section_action);
}

static void
stet_story_page_init (StetStoryPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  stet_lazy_menu_set (self->kind_button, self->kinds);
  stet_drag_scroll_add (self->scroll);
  stet_lazy_menu_set (self->edition_button, self->editions);
  self->editable = TRUE;
  g_signal_connect_swapped (self->tags, "known-wanted", G_CALLBACK (known_wanted_cb), self);
}
