/* The story as the page that will be read, with its fields in the order of the form. Layer: ui,
 * main thread. Shows an open story and turns what is done to it into edits of its document. */
#pragma once

#include "article/table.h"
#include "article/term-index.h"
#include "ui/block-card.h"
#include "ui/open-story.h"
#include "ui/prose-view.h"

G_BEGIN_DECLS

#define STET_TYPE_STORY_PAGE (stet_story_page_get_type ())
G_DECLARE_FINAL_TYPE (StetStoryPage, stet_story_page, STET, STORY_PAGE, GtkBox)

typedef enum
{
  STET_PART_HEADLINE = 0,
  STET_PART_DEK,
  STET_PART_PHOTO,
  STET_PART_BODY,
  STET_PART_FAQ,
  STET_PART_TAGS,
} StetPart;
#define STET_PARTS 6
StetPart stet_part_of_field (const StetField *field);

/* Signal "known-tags-wanted": answered by stet_story_page_set_known_tags (). */

void
stet_story_page_set_photo_path (StetStoryPage *page, StetPhotoPathFunc photo_path, gpointer data);
void stet_story_page_set_story (StetStoryPage *page, StetOpenStory *story, StetProfile *profile);
void stet_story_page_set_editable   (StetStoryPage *page, gboolean editable);
/* Signs under the words, counts over the page, prompts at fields. */
void stet_story_page_show_findings  (StetStoryPage *page, gboolean with_advice);
/* Where the findings are folded away, a button with their count stands for them; NULL: none. */
void stet_story_page_set_findings_button (StetStoryPage *page, const char *label);
/* The site's tags, and of StetTerm those that stand in the story's text. */
void
stet_story_page_set_known_tags (StetStoryPage *page, StetTermIndex *known, GPtrArray *suggested);

/* The field line over the page, there or not. */
void stet_story_page_set_quiet      (StetStoryPage *page, gboolean quiet);
void stet_story_page_set_width      (StetStoryPage *page, int width); /* of the column, in pixels */

void stet_story_page_go_to_part     (StetStoryPage *page, StetPart part);
void stet_story_page_go_to_finding  (StetStoryPage *page, const StetFinding *finding);
/* Lights what was found (nullable: nothing). */
void stet_story_page_show_hits      (StetStoryPage *page, GPtrArray *hits);
/* Selects a hit and brings it into view; the focus stays where it is. */
void stet_story_page_select_hit     (StetStoryPage *page, const StetHit *hit);
/* Where the caret is, or was last. FALSE: nowhere yet. Both (out). */
gboolean stet_story_page_caret      (StetStoryPage *page, StetField *field, guint *chars);
/* The text the person writes in, or wrote in last. (borrowed) (nullable) */
StetProseView *stet_story_page_current (StetStoryPage *page);
void stet_story_page_focus          (StetStoryPage *page);
/* The window's focus moved, or the caret did: what is bold in the field line, and the scrolling. */
void stet_story_page_follow_focus   (StetStoryPage *page, GtkWidget *focus);
void stet_story_page_follow_caret   (StetStoryPage *page);

void stet_story_page_undo           (StetStoryPage *page, gboolean redo);
void stet_story_page_add_question   (StetStoryPage *page);
void stet_story_page_suggest_faq_title (StetStoryPage *page);
void stet_story_page_move_question  (StetStoryPage *page, int by);
/* What has the caret one place up or down: paragraphs, a card, a table's row, a question. */
void stet_story_page_move           (StetStoryPage *page, int by);
/* As seen from the cell with the caret. FALSE: there is none, or it can't be done there. */
gboolean stet_story_page_change_table (StetStoryPage *page, StetTableChange change);
/* After the paragraph with the caret. */
void stet_story_page_insert_table   (StetStoryPage *page);
/* "Body, paragraph 3 of 8" (owned) */
char *stet_story_page_place         (StetStoryPage *page);

G_END_DECLS
