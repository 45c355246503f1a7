/* Stories, blocks and texts from HTML. A document of ours says by its classes what is what; of
 * another page the title, the language and the main part are taken. Layer: article. Any thread. */
#include "config.h"

#include "article/html-walk.h"
#include "base/limits.h"
#include "base/text.h"

#include <string.h>

static gboolean
within_limits (GPtrArray *blocks, GError **error)
{
  const char *what = NULL;

  if (blocks->len > STET_BLOCKS_MAX)
    what = "the HTML holds too many blocks";
  for (guint i = 0; i < blocks->len && what == NULL; i++)
    {
      const StetBlockFields *block = stet_block_fields (blocks->pdata[i]);
      guint n_cells = 0;
      guint n_spans = 0;

      stet_prose_spans (block->prose, &n_spans);
      for (guint r = 0; block->rows != NULL && r < block->rows->len; r++)
        n_cells += ((GPtrArray *) block->rows->pdata[r])->len;
      if (stet_prose_bytes (block->prose) > STET_BLOCK_BYTES_MAX || n_spans > STET_SPANS_MAX)
        what = "a text of the HTML is too long";
      else if (n_cells > STET_TABLE_CELLS_MAX)
        what = "a table of the HTML has too many cells";
    }
  if (what != NULL)
    g_set_error_literal (error, STET_ARTICLE_ERROR, STET_ARTICLE_ERROR_TOO_LARGE, what);
  return what == NULL;
}

static const GumboNode *
body_of (const GumboOutput *output)
{
  const GumboNode *body = stet_html_find (output->root, GUMBO_TAG_BODY, NULL);

  return body != NULL ? body : output->root;
}

GPtrArray *
stet_html_to_blocks (const char *html, StetRandom *random, GError **error)
{
  g_autoptr (GumboOutput) output = stet_html_parse (html, error);
  g_autoptr (StetHtmlWalker) walker = stet_html_walker_new (random, FALSE);
  g_autoptr (GPtrArray) blocks = NULL;

  if (output == NULL)
    return NULL;
  blocks = stet_html_walker_blocks (walker, body_of (output));
  return within_limits (blocks, error) ? g_steal_pointer (&blocks) : NULL;
}

StetProse *
stet_prose_from_html (const char *html, GError **error)
{
  g_autoptr (GumboOutput) output = stet_html_parse (html, error);
  g_autoptr (StetHtmlWalker) walker = stet_html_walker_new (stet_random_system (), FALSE);
  g_autoptr (StetProse) prose = NULL;
  guint n_spans = 0;

  if (output == NULL)
    return NULL;
  prose = stet_html_walker_prose (walker, body_of (output));
  stet_prose_spans (prose, &n_spans);
  if (stet_prose_bytes (prose) <= STET_BLOCK_BYTES_MAX && n_spans <= STET_SPANS_MAX)
    return g_steal_pointer (&prose);
  g_set_error_literal (error, STET_ARTICLE_ERROR, STET_ARTICLE_ERROR_TOO_LARGE,
                       "the text is too long");
  return NULL;
}

/* A document being read. */
typedef struct
{
  const GumboNode  *article;
  StetHtmlWalker   *walker;
  StetRandom       *random;
  StetArticleFields fields;
  GPtrArray        *owned; /* (owned) proses and what else the fields point to */
} Reading;

static StetProse *
keep_prose (Reading *reading, StetProse *prose)
{
  g_ptr_array_add (reading->owned, prose);
  return prose;
}

static StetProse *
read_part (Reading *reading, GumboTag tag, const char *class_name)
{
  const GumboNode *node = stet_html_find (reading->article, tag, class_name);

  return node != NULL ? keep_prose (reading, stet_html_walker_prose (reading->walker, node)) : NULL;
}

static StetTerm *
read_term (Reading *reading, const GumboNode *node)
{
  g_autoptr (StetProse) label = stet_html_walker_prose (reading->walker, node);

  return stet_term_new (stet_prose_text (label), stet_html_attribute (node, "data-id"));
}

static GPtrArray *
read_terms (Reading *reading, const char *class_name)
{
  GPtrArray *terms = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_term_unref);
  const GumboNode *list = stet_html_find (reading->article, GUMBO_TAG_UL, class_name);

  for (guint i = 0; list != NULL && i < list->v.element.children.length; i++)
    if (stet_html_is (list->v.element.children.data[i], GUMBO_TAG_LI) && terms->len < STET_TAGS_MAX)
      g_ptr_array_add (terms, read_term (reading, list->v.element.children.data[i]));
  return terms;
}

static StetFaqItem *
read_faq_item (Reading *reading, const GumboNode *node)
{
  const GumboNode *question_node = stet_html_find (node, GUMBO_TAG_LAST, "question");
  const GumboNode *answer_node = stet_html_find (node, GUMBO_TAG_LAST, "answer");
  g_autofree char *id = stet_uuid_new (reading->random);
  g_autoptr (StetProse) question = NULL;
  g_autoptr (StetProse) answer = NULL;

  if (question_node != NULL)
    question = stet_html_walker_prose (reading->walker, question_node);
  if (answer_node != NULL)
    answer = stet_html_walker_prose (reading->walker, answer_node);
  return stet_faq_item_new (id, question, answer, NULL);
}

static GPtrArray *
read_faq_items (Reading *reading)
{
  GPtrArray *items = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_faq_item_unref);
  const GumboNode *section = stet_html_find (reading->article, GUMBO_TAG_SECTION, "faq");

  for (guint i = 0; section != NULL && i < section->v.element.children.length; i++)
    {
      const GumboNode *child = section->v.element.children.data[i];

      if (stet_html_has_class (child, "faq-item") && items->len < STET_FAQ_ITEMS_MAX)
        g_ptr_array_add (items, read_faq_item (reading, child));
    }
  return items;
}

static char *
read_custom (const GumboNode *article)
{
  const char *text = stet_html_attribute (article, "data-custom");
  g_autoptr (JsonNode) node = text[0] != '\0' ? stet_json_parse_foreign (text, strlen (text), NULL)
                                              : NULL;
  GString *out;

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return NULL;
  out = g_string_new (NULL);
  stet_json_append_node (out, node, STET_JSON_CLEAN);
  return g_string_free (out, FALSE);
}

static char *
primary_language (const char *tag)
{
  g_autofree char *lower = g_ascii_strdown (tag, -1);
  char *separator = strpbrk (lower, "-_");

  if (separator != NULL)
    *separator = '\0';
  return g_steal_pointer (&lower);
}

static void
read_photo (Reading *reading, StetPhoto **photo)
{
  const GumboNode *figure = stet_html_find (reading->article, GUMBO_TAG_FIGURE, "photo");

  if (figure != NULL)
    *photo = stet_html_walker_photo (reading->walker, figure);
}

static StetArticle *
read_own (Reading *reading, const char *language, GError **error)
{
  StetArticleFields *fields = &reading->fields;
  const GumboNode *section_node = stet_html_find (reading->article, GUMBO_TAG_P, "section");
  const GumboNode *body_node = stet_html_find (reading->article, GUMBO_TAG_DIV, "body");
  g_autoptr (GPtrArray) items = read_faq_items (reading);
  g_autoptr (GPtrArray) tags = read_terms (reading, "tags");
  g_autoptr (GPtrArray) authors = read_terms (reading, "authors");
  g_autoptr (GPtrArray) body = NULL;
  g_autoptr (StetTerm) section = section_node != NULL ? read_term (reading, section_node) : NULL;
  g_autoptr (StetPhoto) photo = NULL;
  g_autofree char *custom = read_custom (reading->article);
  g_autofree char *slug = stet_text_clean (stet_html_attribute (reading->article, "data-slug"));
  g_autofree char *own_language = stet_text_clean (stet_html_attribute (reading->article, "lang"));

  read_photo (reading, &photo);
  body = body_node != NULL ? stet_html_walker_blocks (reading->walker, body_node)
                           : g_ptr_array_new ();
  if (!within_limits (body, error))
    return NULL;
  fields->language = language != NULL ? language : own_language;
  fields->headline = read_part (reading, GUMBO_TAG_H1, "headline");
  fields->dek = read_part (reading, GUMBO_TAG_P, "dek");
  fields->section = section;
  fields->slug = keep_prose (reading, stet_prose_plain (slug));
  fields->photo = photo;
  fields->body = body;
  fields->faq_title = read_part (reading, GUMBO_TAG_H2, "faq-title");
  fields->faq_items = items;
  fields->tags = tags;
  fields->byline = read_part (reading, GUMBO_TAG_P, "byline");
  fields->authors = authors;
  fields->author_box = read_part (reading, GUMBO_TAG_DIV, "author-box");
  fields->custom = custom;
  return stet_article_new (fields);
}

/* The content of a <meta> by its name or property. (borrowed), "" for none. */
static const char *
meta (const GumboNode *head, const char *name)
{
  const GumboVector *children = &head->v.element.children;

  for (guint i = 0; i < children->length; i++)
    {
      const GumboNode *child = children->data[i];

      if (stet_html_is (child, GUMBO_TAG_META) &&
          (g_ascii_strcasecmp (stet_html_attribute (child, "name"), name) == 0 ||
           g_ascii_strcasecmp (stet_html_attribute (child, "property"), name) == 0))
        return stet_html_attribute (child, "content");
    }
  return "";
}

static StetProse *
meta_prose (Reading *reading, const GumboNode *head, const char *name)
{
  g_autofree char *clean = head != NULL ? stet_text_clean (meta (head, name)) : g_strdup ("");
  g_autofree char *text = stet_text_collapse (clean);

  return keep_prose (reading, stet_prose_plain (text));
}

/* The first heading, if it stands first and says what the title says, is the headline and no
 * block. */
static void
drop_headline (GPtrArray *body, const StetProse *headline)
{
  for (guint i = 0; i < body->len && i < 5; i++)
    {
      const StetBlockFields *block = stet_block_fields (body->pdata[i]);

      if (block->type == STET_BLOCK_HEADING &&
          g_str_equal (stet_prose_text (block->prose), stet_prose_text (headline)))
        {
          g_ptr_array_remove_index (body, i);
          return;
        }
    }
}

static char *
guess_language (const GumboNode *root, GPtrArray *body)
{
  g_autofree char *declared = primary_language (stet_html_attribute (root, "lang"));
  g_autoptr (GString) words = g_string_new (NULL);
  const char *guess;

  if (declared[0] != '\0')
    return g_steal_pointer (&declared);
  for (guint i = 0; i < body->len; i++)
    g_string_append_printf (words, "%s\n", stet_prose_text (stet_block_prose (body->pdata[i])));
  guess = stet_text_guess_language (words->str);
  return g_strdup (guess != NULL ? guess : "en");
}

static const GumboNode *
main_part (const GumboOutput *output)
{
  const GumboNode *part = stet_html_find (output->root, GUMBO_TAG_ARTICLE, NULL);

  if (part == NULL)
    part = stet_html_find (output->root, GUMBO_TAG_MAIN, NULL);
  return part != NULL ? part : body_of (output);
}

static StetArticle *
read_foreign (Reading *reading, const GumboOutput *output, const char *language, GError **error)
{
  StetArticleFields *fields = &reading->fields;
  const GumboNode *head = stet_html_find (output->root, GUMBO_TAG_HEAD, NULL);
  const GumboNode *title = stet_html_find (main_part (output), GUMBO_TAG_H1, NULL);
  g_autoptr (GPtrArray) body = stet_html_walker_blocks (reading->walker, main_part (output));
  g_autofree char *guess = NULL;

  if (!within_limits (body, error))
    return NULL;
  if (title == NULL && head != NULL)
    {
      title = stet_html_find (head, GUMBO_TAG_TITLE, NULL);
    }
  fields->headline = keep_prose (reading, title != NULL
                                              ? stet_html_walker_prose (reading->walker, title)
                                              : stet_prose_empty ());
  drop_headline (body, fields->headline);
  fields->dek = meta_prose (reading, head, "description");
  fields->byline = meta_prose (reading, head, "author");
  if (body->len == 0 && stet_prose_is_blank (fields->headline))
    {
      g_set_error_literal (error, STET_ARTICLE_ERROR, STET_ARTICLE_ERROR_EMPTY,
                           "there is no text in it");
      return NULL;
    }
  guess = guess_language (output->root, body);
  fields->language = language != NULL ? language : guess;
  fields->body = body;
  return stet_article_new (fields);
}

StetArticle *
stet_html_read_article (const char *html, const char *language, StetRandom *random, GError **error)
{
  g_autoptr (GumboOutput) output = stet_html_parse (html, error);
  g_autoptr (StetHtmlWalker) walker = NULL;
  g_autoptr (GPtrArray) owned = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_prose_unref);
  g_autofree char *id = stet_uuid_new (random);
  g_autofree char *story = stet_uuid_new (random);
  Reading reading = { .random = random, .owned = owned };

  if (output == NULL)
    return NULL;
  reading.fields.id = id;
  reading.fields.story = story;
  reading.article = stet_html_find (output->root, GUMBO_TAG_ARTICLE, "stet");
  walker = stet_html_walker_new (random, reading.article != NULL);
  reading.walker = walker;
  return reading.article != NULL ? read_own (&reading, language, error)
                                 : read_foreign (&reading, output, language, error);
}
