/* From the parts of a text to a story. Layer: article. Any thread. */
#include "config.h"

#include "article/structure.h"

#include "base/limits.h"
#include "base/text.h"

#include <string.h>

#define HEADLINE_CHARS_MAX 300
#define FAQ_TITLE_CHARS_MAX 300
#define COPYRIGHT "\xc2\xa9"

static const char *const faq_titles[] = { "frequently asked questions", "preguntas frecuentes" };
static const char *const filed_labels[] = { "filed under:", "archivado en:" };
static const char faq_marker[] = "FAQ:";

StetPart *
stet_part_new (StetPartKind kind, gboolean literal, StetProse *whole)
{
  StetPart *part = g_new0 (StetPart, 1);

  part->kind = kind;
  part->literal = literal;
  part->whole = stet_prose_ref (whole);
  part->blocks = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_block_unref);
  return part;
}

void
stet_part_free (StetPart *part)
{
  stet_prose_unref (part->whole);
  g_ptr_array_unref (part->blocks);
  g_free (part);
}

static gboolean
begins_with (const char *text, const char *label)
{
  return g_ascii_strncasecmp (text, label, strlen (label)) == 0;
}

StetPartKind
stet_part_kind_of (const char *text, char **rest)
{
  for (guint i = 0; i < G_N_ELEMENTS (filed_labels); i++)
    if (begins_with (text, filed_labels[i]))
      {
        *rest = stet_text_strip (text + strlen (filed_labels[i]));
        return STET_PART_FILED;
      }
  if (g_str_has_prefix (text, faq_marker))
    {
      *rest = stet_text_strip (text + strlen (faq_marker));
      return STET_PART_FAQ;
    }
  *rest = g_strdup (text);
  if (strchr (text, '\n') != NULL || g_str_has_suffix (text, ".") ||
      g_utf8_strlen (text, -1) > FAQ_TITLE_CHARS_MAX)
    return STET_PART_PLAIN;
  for (guint i = 0; i < G_N_ELEMENTS (faq_titles); i++)
    if (begins_with (text, faq_titles[i]))
      return STET_PART_FAQ;
  return STET_PART_PLAIN;
}

gboolean
stet_is_photo_line (const char *text)
{
  g_autofree char *caption = NULL;
  g_autofree char *credit = NULL;

  stet_split_photo_line (text, &caption, &credit);
  return credit[0] != '\0';
}

/* The story being put together, and how far the parts are used up. */
typedef struct
{
  GPtrArray        *parts; /* (borrowed) */
  guint             at;
  guint             end;
  StetRandom       *random;
  StetArticleFields fields;
  StetProse *headline, *dek, *caption, *credit, *faq_title, *byline,
      *author_box;             /* (owned) (nullable) */
  StetPhoto        *picture;   /* (borrowed) (nullable): the lead picture of a Markdown text */
  GPtrArray        *body;      /* (owned) */
  GPtrArray        *faq_items; /* (owned) */
  GPtrArray        *tags;      /* (owned) */
} Story;

static void
clear_story (Story *story)
{
  g_clear_pointer (&story->headline, stet_prose_unref);
  g_clear_pointer (&story->dek, stet_prose_unref);
  g_clear_pointer (&story->caption, stet_prose_unref);
  g_clear_pointer (&story->credit, stet_prose_unref);
  g_clear_pointer (&story->faq_title, stet_prose_unref);
  g_clear_pointer (&story->byline, stet_prose_unref);
  g_clear_pointer (&story->author_box, stet_prose_unref);
  g_clear_pointer (&story->body, g_ptr_array_unref);
  g_clear_pointer (&story->faq_items, g_ptr_array_unref);
  g_clear_pointer (&story->tags, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Story, clear_story)

static StetPart *
part_at (const Story *story, guint index)
{
  return index < story->end ? story->parts->pdata[index] : NULL;
}

static gboolean
is_photo (const StetPart *part)
{
  return part != NULL && part->kind == STET_PART_PLAIN && !part->literal &&
         stet_is_photo_line (stet_prose_text (part->whole));
}

/* The only block of a part, if it is a picture. */
static StetPhoto *
picture_of (const StetPart *part)
{
  const StetBlockFields *block;

  if (part == NULL || part->kind != STET_PART_OTHER || part->blocks->len != 1)
    return NULL;
  block = stet_block_fields (part->blocks->pdata[0]);
  return block->type == STET_BLOCK_IMAGE ? block->photo : NULL;
}

static gboolean
is_headline (const StetPart *part)
{
  if (part == NULL)
    return FALSE;
  if (part->kind == STET_PART_HEADLINE || part->kind == STET_PART_NO_HEADLINE)
    return TRUE;
  return part->kind == STET_PART_PLAIN && !is_photo (part) &&
         stet_prose_chars (part->whole) <= HEADLINE_CHARS_MAX;
}

/* Whether the part after a possible dek shows that it is one: a photo line, or a body. */
static gboolean
follows_dek (const Story *story, guint index)
{
  const StetPart *next = part_at (story, index);

  return next != NULL && (next->kind == STET_PART_PLAIN || next->kind == STET_PART_HEADING ||
                          next->kind == STET_PART_OTHER);
}

/* Finds the head at the beginning. `ruled`: it ends at a rule, so what stands in it needs no other
 * sign. Returns: the index of the first part after it; -1 in the places for what is not there. */
typedef struct { int headline, dek, picture, photo; } Head;

static guint
find_head (const Story *story, gboolean ruled, Head *head)
{
  guint at = 0;
  const StetPart *part;

  *head = (Head) { -1, -1, -1, -1 };
  if (is_headline (part_at (story, at)))
    head->headline = (int) at++;
  part = part_at (story, at);
  if (head->headline >= 0 && part != NULL && part->kind == STET_PART_PLAIN && !is_photo (part) &&
      (ruled ||
       (stet_prose_chars (part->whole) <= STET_DEK_CHARS_MAX && follows_dek (story, at + 1))))
    head->dek = (int) at++;
  if (picture_of (part_at (story, at)) != NULL)
    head->picture = (int) at++;
  if (is_photo (part_at (story, at)))
    head->photo = (int) at++;
  return at;
}

static void
take_photo_line (Story *story, StetProse *line)
{
  g_autofree char *caption = NULL;
  g_autofree char *credit = NULL;

  stet_split_photo_line (stet_prose_text (line), &caption, &credit);
  story->caption = stet_prose_slice (line, 0, (guint) g_utf8_strlen (caption, -1));
  /* A label and nothing after it says that there is a caption and no credit. */
  if (!g_str_has_suffix (credit, COPYRIGHT))
    story->credit = stet_prose_plain (credit);
}

static void
read_head (Story *story)
{
  guint n = story->parts->len;
  guint rule = 0;
  guint after;
  Head head;

  while (rule < n && rule < 5 && ((StetPart *) story->parts->pdata[rule])->kind != STET_PART_RULE)
    rule++;
  story->end = rule;
  after = find_head (story, TRUE, &head);
  if (rule < n && rule < 5 && after == rule)
    after = rule + 1;
  else
    {
      story->end = n;
      after = find_head (story, FALSE, &head);
    }
  story->end = n;
  if (head.headline >= 0)
    story->headline = stet_prose_ref (part_at (story, (guint) head.headline)->whole);
  if (head.dek >= 0)
    story->dek = stet_prose_ref (part_at (story, (guint) head.dek)->whole);
  if (head.picture >= 0)
    story->picture = picture_of (part_at (story, (guint) head.picture));
  if (head.photo >= 0)
    take_photo_line (story, part_at (story, (guint) head.photo)->whole);
  story->at = after;
}

static void
read_body (Story *story)
{
  const StetPart *part;

  for (; (part = part_at (story, story->at)) != NULL; story->at++)
    {
      if (part->kind == STET_PART_FAQ || part->kind == STET_PART_FILED)
        return;
      for (guint i = 0; i < part->blocks->len; i++)
        g_ptr_array_add (story->body, stet_block_ref (part->blocks->pdata[i]));
    }
}

static void
add_item (Story *story, StetProse *question, StetProse *answer)
{
  g_autofree char *id = stet_uuid_new (story->random);

  g_ptr_array_add (story->faq_items, stet_faq_item_new (id, question, answer, NULL));
}

/* The parts up to the next heading, as one text of several lines. Returns: (owned) (nullable). */
static StetProse *
read_answer (Story *story)
{
  g_autoptr (StetProse) line_end = stet_prose_plain ("\n");
  g_autoptr (StetProse) answer = NULL;
  const StetPart *part;

  while ((part = part_at (story, story->at)) != NULL && part->kind != STET_PART_HEADING &&
         part->kind != STET_PART_FILED)
    {
      if (answer == NULL)
        answer = stet_prose_ref (part->whole);
      else
        {
          g_autoptr (StetProse) before = g_steal_pointer (&answer);
          g_autoptr (StetProse) open = stet_prose_concat (before, line_end);

          answer = stet_prose_concat (open, part->whole);
        }
      story->at++;
    }
  return g_steal_pointer (&answer);
}

/* Questions are headings, or else questions and answers alternate. */
static void
read_faq (Story *story)
{
  const StetPart *part = part_at (story, story->at);
  gboolean headings;

  if (part == NULL || part->kind != STET_PART_FAQ)
    return;
  story->faq_title = stet_prose_ref (part->whole);
  story->at++;
  part = part_at (story, story->at);
  headings = part != NULL && part->kind == STET_PART_HEADING;
  while ((part = part_at (story, story->at)) != NULL && part->kind != STET_PART_FILED)
    {
      const StetPart *next = part_at (story, story->at + 1);
      g_autoptr (StetProse) answer = NULL;

      story->at++;
      if (headings)
        answer = read_answer (story);
      else if (next != NULL && next->kind != STET_PART_FILED)
        {
          answer = stet_prose_ref (next->whole);
          story->at++;
        }
      add_item (story, part->whole, answer);
    }
}

static void
read_tags (Story *story, const char *list)
{
  g_auto (GStrv) labels = g_strsplit_set (list, ",\n", -1);

  for (guint i = 0; labels[i] != NULL; i++)
    {
      g_autofree char *label = stet_text_strip (labels[i]);

      if (label[0] != '\0')
        g_ptr_array_add (story->tags, stet_term_new (label, NULL));
    }
}

static void
read_tail (Story *story)
{
  const StetPart *part = part_at (story, story->at);
  g_autoptr (GString) box = NULL;

  if (part == NULL || part->kind != STET_PART_FILED)
    return;
  read_tags (story, stet_prose_text (part->whole));
  part = part_at (story, ++story->at);
  if (part == NULL)
    return;
  story->byline = stet_prose_ref (part->whole);
  while ((part = part_at (story, ++story->at)) != NULL)
    {
      if (box == NULL)
        box = g_string_new (stet_prose_text (part->whole));
      else
        g_string_append_printf (box, "\n%s", stet_prose_text (part->whole));
    }
  if (box != NULL)
    story->author_box = stet_prose_plain (box->str);
}

static gboolean
within_limits (const Story *story, GError **error)
{
  const char *what = NULL;

  if (story->body->len > STET_BLOCKS_MAX)
    what = "the text has too many paragraphs";
  else if (story->faq_items->len > STET_FAQ_ITEMS_MAX)
    what = "the text has too many questions";
  else if (story->tags->len > STET_TAGS_MAX)
    what = "the text has too many tags";
  for (guint i = 0; i < story->parts->len && what == NULL; i++)
    if (stet_prose_bytes (((StetPart *) story->parts->pdata[i])->whole) > STET_BLOCK_BYTES_MAX)
      what = "a paragraph is too long";
  if (what != NULL)
    g_set_error_literal (error, STET_ARTICLE_ERROR, STET_ARTICLE_ERROR_TOO_LARGE, what);
  return what == NULL;
}

static const char *
guess_language (GPtrArray *parts)
{
  g_autoptr (GString) words = g_string_new (NULL);
  const char *guess;

  for (guint i = 0; i < parts->len; i++)
    g_string_append_printf (words, "%s\n", stet_prose_text (((StetPart *) parts->pdata[i])->whole));
  guess = stet_text_guess_language (words->str);
  return guess != NULL ? guess : "en";
}

StetArticle *
stet_structure_article (GPtrArray *parts, const char *language, StetRandom *random, GError **error)
{
  g_auto (Story) story = { .parts = parts, .random = random };
  g_autoptr (StetPhoto) photo = NULL;
  g_autofree char *id = stet_uuid_new (random);
  g_autofree char *story_id = stet_uuid_new (random);
  g_autofree char *photo_id = stet_uuid_new (random);

  if (parts->len == 0)
    {
      g_set_error_literal (error, STET_ARTICLE_ERROR, STET_ARTICLE_ERROR_EMPTY,
                           "there is no text in it");
      return NULL;
    }
  story.body = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_block_unref);
  story.faq_items = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_faq_item_unref);
  story.tags = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_term_unref);
  read_head (&story);
  read_body (&story);
  read_faq (&story);
  read_tail (&story);
  if (!within_limits (&story, error))
    return NULL;
  photo = stet_photo_new (photo_id, story.picture != NULL ? stet_photo_file (story.picture) : NULL,
                          story.caption, story.credit,
                          story.picture != NULL ? stet_photo_alt (story.picture) : NULL, NULL);
  story.fields = (StetArticleFields){
    .id = id,
    .story = story_id,
    .language = language != NULL ? language : guess_language (parts),
    .headline = story.headline,
    .dek = story.dek,
    .photo = photo,
    .body = story.body,
    .faq_title = story.faq_title,
    .faq_items = story.faq_items,
    .tags = story.tags,
    .byline = story.byline,
    .author_box = story.author_box,
  };
  return stet_article_new (&story.fields);
}
