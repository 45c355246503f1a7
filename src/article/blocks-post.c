/* A story as a post and back: which part of it stands where. Layer: article. Any thread. */
#include "config.h"

#include "article/blocks-private.h"

#include "base/text.h"

#include <string.h>

/* Keys among the unknown ones of a story that WordPress's own editor made: what it had there. */
#define TITLE "wordpress_title"
#define EXCERPT "wordpress_excerpt"

void
stet_blocks_post_clear (StetBlocksPost *post)
{
  g_clear_pointer (&post->title, g_free);
  g_clear_pointer (&post->excerpt, g_free);
  g_clear_pointer (&post->content, g_free);
  g_clear_pointer (&post->slug, g_free);
  g_clear_pointer (&post->tags, g_ptr_array_unref);
  g_clear_pointer (&post->sections, g_ptr_array_unref);
  g_clear_pointer (&post->featured_id, g_free);
  g_clear_pointer (&post->featured_url, g_free);
  g_clear_pointer (&post->featured_alt, g_free);
  g_clear_pointer (&post->featured_caption, g_free);
  g_clear_pointer (&post->author_id, g_free);
  g_clear_pointer (&post->author_name, g_free);
}

/* --- writing --- */

/* What a story made in WordPress keeps for the way back. */
static char *
native_text (const StetArticleFields *fields, const char *name)
{
  return fields->extra != NULL ? stet_custom_get (fields->extra, name) : NULL;
}

/* A dek that stands in the excerpt and nowhere on the page, as WordPress's own editor has it. */
static gboolean
is_in_excerpt (const StetArticleFields *fields)
{
  g_autofree char *excerpt = native_text (fields, EXCERPT);
  guint n_spans = 0;

  stet_prose_spans (fields->dek, &n_spans);
  return excerpt != NULL && n_spans == 0;
}

/* The HTML that was there before, as long as it says the same. */
static char *
html_of (const StetArticleFields *fields, const char *kept_name, const char *text)
{
  g_autofree char *kept = native_text (fields, kept_name);
  g_autofree char *plain = kept != NULL ? stet_blocks_plain (kept) : NULL;

  return g_strcmp0 (plain, text) == 0 ? g_steal_pointer (&kept) : stet_blocks_escape (text);
}

static gboolean
is_written_photo (const StetArticleFields *fields)
{
  g_autofree char *library
      = stet_photo_extra (fields->photo) != NULL
            ? stet_custom_get (stet_photo_extra (fields->photo), "wordpress_caption")
            : NULL;

  if (library != NULL && g_str_equal (library, stet_prose_text (stet_photo_caption (fields->photo)))
      && stet_prose_chars (stet_photo_credit (fields->photo)) == 0)
    return FALSE; /* it stands with the picture in the library */
  return stet_prose_chars (stet_photo_caption (fields->photo)) > 0
         || stet_prose_chars (stet_photo_credit (fields->photo)) > 0;
}

static void
append_part (GString *out, const char *class_name, const StetProse *prose)
{
  if (stet_prose_chars (prose) > 0)
    stet_blocks_append_paragraph (out, class_name, prose);
}

static char *
write_content (const StetArticle *article, const StetBlocksWriting *with)
{
  const StetArticleFields *fields = stet_article_fields (article);
  GString *out = g_string_new (NULL);

  if (!is_in_excerpt (fields))
    append_part (out, STET_BLOCKS_CLASS_DEK, fields->dek);
  if (is_written_photo (fields))
    stet_blocks_append_photo_line (out, fields->photo);
  append_part (out, STET_BLOCKS_CLASS_BYLINE, fields->byline);
  stet_blocks_append (out, fields->body, with);
  stet_blocks_append_faq (out, article);
  append_part (out, STET_BLOCKS_CLASS_AUTHOR_BOX, fields->author_box);
  stet_blocks_append_mark (out, article, with);
  return g_string_free (out, FALSE);
}

static char *
featured_of (const StetArticleFields *fields, const StetBlocksWriting *with)
{
  StetBlocksPicture picture = { NULL, NULL };
  g_autofree char *extra
      = stet_photo_extra (fields->photo) != NULL
            ? stet_custom_get (stet_photo_extra (fields->photo), STET_BLOCKS_EXTRA)
            : NULL;

  if (with != NULL && with->find_picture != NULL
      && with->find_picture (stet_photo_file (fields->photo), &picture, with->data))
    return g_strdup (picture.id);
  /* A picture that was at the site before Stet came. */
  return extra != NULL && stet_photo_file (fields->photo)[0] != '\0' ? g_steal_pointer (&extra)
                                                                     : NULL;
}

void
stet_blocks_write (const StetArticle *article, const StetBlocksWriting *with, StetBlocksPost *post)
{
  const StetArticleFields *fields = stet_article_fields (article);

  memset (post, 0, sizeof *post);
  post->title = html_of (fields, TITLE, stet_prose_text (fields->headline));
  post->excerpt = html_of (fields, EXCERPT, stet_prose_text (fields->dek));
  post->content = write_content (article, with);
  post->slug = g_strdup (stet_prose_text (fields->slug));
  post->featured_id = featured_of (fields, with);
}

/* --- reading --- */

typedef struct
{
  const StetBlocksPost    *post;
  const StetBlocksReading *how;
  StetBlocksKept kept;
  GPtrArray  *body;  /* (owned) */
  StetProse  *dek, *byline, *author_box; /* (owned) (nullable) */
  StetPhoto  *line;  /* (owned) (nullable): caption and credit */
  StetArticle *faq;  /* (owned) (nullable): a story with nothing else */
} Reading;

static void
reading_clear (Reading *reading)
{
  stet_blocks_kept_clear (&reading->kept);
  g_clear_pointer (&reading->body, g_ptr_array_unref);
  g_clear_pointer (&reading->dek, stet_prose_unref);
  g_clear_pointer (&reading->byline, stet_prose_unref);
  g_clear_pointer (&reading->author_box, stet_prose_unref);
  g_clear_pointer (&reading->line, stet_photo_unref);
  g_clear_pointer (&reading->faq, stet_article_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reading, reading_clear)

static gboolean
take_special (const StetBlocksPiece *piece, const char *class_name, const char *content,
              StetProse **prose)
{
  if (*prose == NULL)
    *prose = stet_blocks_read_special (piece, content, class_name);
  else
    return FALSE;
  return *prose != NULL;
}

static gboolean
take_photo_line (Reading *reading, const StetBlocksPiece *piece)
{
  g_autofree char *class_name = g_strcmp0 (piece->name, "paragraph") == 0
                                    ? stet_blocks_attribute (piece, "className")
                                    : NULL;
  g_autofree char *inner = NULL;
  g_autoptr (GumboOutput) output = NULL;
  g_autoptr (StetProse) caption = NULL;
  g_autoptr (StetProse) credit = NULL;
  const GumboNode *node;
  gboolean exceeds = FALSE;

  if (reading->line != NULL || g_strcmp0 (class_name, STET_BLOCKS_CLASS_PHOTO_LINE) != 0)
    return FALSE;
  inner = g_strndup (reading->post->content + piece->inner_at, piece->inner_bytes);
  output = stet_html_parse (inner, NULL);
  node = output != NULL ? stet_html_find (output->root, GUMBO_TAG_P, NULL) : NULL;
  if (node == NULL)
    return FALSE;
  stet_blocks_read_photo_line (node, &caption, &credit, &exceeds);
  reading->line = stet_photo_new ("", "", caption, credit, NULL, NULL);
  return TRUE;
}

/* --- questions --- */

static StetArticle *
faq_of_data (const StetBlocksPiece *piece)
{
  g_autofree char *data = stet_blocks_attribute (piece, "data");
  g_autofree char *json = data != NULL ? stet_blocks_decode (data) : NULL;
  g_autofree char *story = json != NULL ? g_strdup_printf ("{\"faq\":%s}", json) : NULL;

  return story != NULL ? stet_article_from_json (story, strlen (story), stet_random_system (), NULL)
                       : NULL;
}

typedef struct
{
  GPtrArray *items;    /* of StetFaqItem */
  const StetArticle *known;
  StetProse *title;    /* (owned) (nullable) */
  StetProse *question; /* (owned) (nullable) of the item being read */
  StetProse *answer;   /* (owned) (nullable) */
} Questions;

static void
end_item (Questions *questions)
{
  GPtrArray *known
      = questions->known != NULL ? stet_article_fields (questions->known)->faq_items : NULL;
  guint index = questions->items->len;
  g_autofree char *id = known != NULL && index < known->len
                            ? g_strdup (stet_faq_item_id (known->pdata[index]))
                            : stet_uuid_new (stet_random_system ());

  if (questions->question == NULL || index >= STET_FAQ_ITEMS_MAX)
    return;
  g_ptr_array_add (questions->items,
                   stet_faq_item_new (id, questions->question, questions->answer, NULL));
  g_clear_pointer (&questions->question, stet_prose_unref);
  g_clear_pointer (&questions->answer, stet_prose_unref);
}

static void
add_line (Questions *questions, StetProse *line)
{
  g_autoptr (StetProse) before = questions->answer;
  g_autoptr (StetProse) line_end = stet_prose_plain ("\n");
  g_autoptr (StetProse) open = before != NULL ? stet_prose_concat (before, line_end) : NULL;

  questions->answer = open != NULL ? stet_prose_concat (open, line) : stet_prose_ref (line);
}

static void
read_question (Questions *questions, const GumboNode *node)
{
  gboolean exceeds = FALSE;
  g_autoptr (StetProse) prose = NULL;

  if (!stet_html_is_element (node))
    return;
  prose = stet_blocks_read_all (node, &exceeds);
  if (stet_html_is (node, GUMBO_TAG_H2) && questions->title == NULL)
    questions->title = g_steal_pointer (&prose);
  else if (stet_html_is (node, GUMBO_TAG_H3))
    {
      end_item (questions);
      questions->question = g_steal_pointer (&prose);
    }
  else if (questions->question != NULL)
    add_line (questions, prose);
}

static StetArticle *
faq_of_html (const char *html, const StetArticle *known)
{
  g_autoptr (GumboOutput) output = stet_html_parse (html, NULL);
  const GumboNode *section
      = output != NULL ? stet_html_find (output->root, GUMBO_TAG_SECTION, NULL) : NULL;
  g_autoptr (GPtrArray) items
      = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_faq_item_unref);
  Questions questions = { .items = items, .known = known };
  StetArticleFields fields
      = { .id = STET_BLOCKS_NO_ID, .story = STET_BLOCKS_NO_ID, .language = "", .faq_items = items };
  StetArticle *faq;

  if (section == NULL)
    return NULL;
  for (guint i = 0; i < section->v.element.children.length; i++)
    read_question (&questions, section->v.element.children.data[i]);
  end_item (&questions);
  fields.faq_title = questions.title;
  faq = stet_article_new (&fields);
  g_clear_pointer (&questions.title, stet_prose_unref);
  return faq;
}

/* The data where it says what readers see, else what they see. */
static gboolean
take_faq (Reading *reading, const StetBlocksPiece *piece)
{
  g_autofree char *inner = NULL;
  g_autofree char *shown = NULL;
  g_autofree char *own = NULL;
  g_autoptr (GString) html = g_string_new (NULL);
  g_autoptr (StetArticle) data = NULL;

  if (reading->faq != NULL || !piece->closed || g_strcmp0 (piece->name, "stet/faq") != 0)
    return FALSE;
  inner = g_strndup (reading->post->content + piece->inner_at, piece->inner_bytes);
  data = faq_of_data (piece);
  if (data != NULL)
    {
      stet_blocks_append_faq_html (html, stet_article_fields (data));
      own = stet_blocks_canonical (html->str);
      shown = stet_blocks_canonical (inner);
    }
  reading->faq = own != NULL && g_strcmp0 (own, shown) == 0 ? g_steal_pointer (&data)
                                                            : faq_of_html (inner, data);
  return reading->faq != NULL;
}

/* --- the content --- */

static void
take_body (Reading *reading, const StetBlocksPiece *piece)
{
  const char *content = reading->post->content;
  g_autoptr (GPtrArray) blocks = NULL;

  if (piece->name == NULL)
    {
      stet_blocks_read_freeform (content + piece->raw_at, piece->raw_bytes, reading->body);
      return;
    }
  blocks = stet_blocks_read_piece (piece, content);
  if (blocks == NULL)
    g_ptr_array_add (reading->body, stet_blocks_opaque (content + piece->raw_at, piece->raw_bytes));
  for (guint i = 0; blocks != NULL && i < blocks->len; i++)
    g_ptr_array_add (reading->body, stet_block_ref (blocks->pdata[i]));
}

static void
take_piece (Reading *reading, const StetBlocksPiece *piece)
{
  const char *content = reading->post->content;

  if (!stet_blocks_read_mark (piece, &reading->kept)
      && !take_special (piece, STET_BLOCKS_CLASS_DEK, content, &reading->dek)
      && !take_special (piece, STET_BLOCKS_CLASS_BYLINE, content, &reading->byline)
      && !take_special (piece, STET_BLOCKS_CLASS_AUTHOR_BOX, content, &reading->author_box)
      && !take_photo_line (reading, piece) && !take_faq (reading, piece))
    take_body (reading, piece);
}

static gboolean
check_limits (Reading *reading, GError **error)
{
  if (reading->body->len <= STET_BLOCKS_MAX)
    return TRUE;
  g_set_error_literal (error, STET_ARTICLE_ERROR, STET_ARTICLE_ERROR_TOO_LARGE,
                       "the post holds too many blocks");
  return FALSE;
}

static gboolean
read_content (Reading *reading, GError **error)
{
  g_autoptr (GPtrArray) pieces = stet_blocks_scan (reading->post->content, error);

  reading->body = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_block_unref);
  for (guint i = 0; pieces != NULL && i < pieces->len; i++)
    take_piece (reading, pieces->pdata[i]);
  return pieces != NULL && check_limits (reading, error);
}

/* Pictures that Stet sent are known by their content again. */
static void
name_files (Reading *reading)
{
  for (guint i = 0; reading->kept.files != NULL && i < reading->body->len; i++)
    {
      StetBlockFields fields = *stet_block_fields (reading->body->pdata[i]);
      const char *extra = fields.type == STET_BLOCK_IMAGE ? fields.extra_attrs : NULL;
      g_autofree char *ours = extra != NULL ? stet_custom_get (extra, STET_BLOCKS_EXTRA) : NULL;
      g_auto (GStrv) parts = ours != NULL ? g_strsplit (ours, " ", 2) : NULL;
      const char *file = parts != NULL && parts[0] != NULL
                             ? g_hash_table_lookup (reading->kept.files, parts[0])
                             : NULL;
      g_autoptr (StetPhoto) photo = NULL;
      StetBlock *named;

      if (file == NULL)
        continue;
      fields.photo = photo
          = stet_photo_new (stet_photo_id (fields.photo), file, stet_photo_caption (fields.photo),
                            stet_photo_credit (fields.photo), stet_photo_alt (fields.photo), NULL);
      fields.extra_attrs = NULL;
      named = stet_block_new (&fields);
      stet_block_unref (reading->body->pdata[i]);
      reading->body->pdata[i] = named;
    }
}

/* --- terms, slug, headline: the site's, or ours where they are the same --- */

static gboolean
is_term (const StetTerm *ours, const StetTerm *theirs)
{
  g_autofree char *a = stet_text_fold (stet_term_label (ours));
  g_autofree char *b = stet_text_fold (stet_term_label (theirs));
  g_autofree char *c = stet_text_collapse (a);
  g_autofree char *d = stet_text_collapse (b);

  return g_str_equal (c, d);
}

static StetTerm *
find_term (GPtrArray *terms, const StetTerm *term)
{
  for (guint i = 0; terms != NULL && i < terms->len; i++)
    if (is_term (term, terms->pdata[i]))
      return terms->pdata[i];
  return NULL;
}

/* In the story's order, with the site's ids; then what the site has beside. A label that the site
 * spells in another way is the story's own. */
static GPtrArray *
merge_terms (GPtrArray *ours, GPtrArray *theirs)
{
  GPtrArray *merged = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_term_unref);

  for (guint i = 0; ours != NULL && i < ours->len; i++)
    {
      const StetTerm *own = ours->pdata[i];
      const StetTerm *found = find_term (theirs, own);

      if (found != NULL)
        g_ptr_array_add (merged, stet_term_new_full (stet_term_label (own), stet_term_id (found),
                                                     stet_term_extra (own)));
    }
  for (guint i = 0; theirs != NULL && i < theirs->len; i++)
    if (find_term (merged, theirs->pdata[i]) == NULL)
      g_ptr_array_add (merged, stet_term_ref (theirs->pdata[i]));
  return merged;
}

static StetTerm *
merge_section (const Reading *reading)
{
  const StetArticleFields *rest
      = reading->kept.rest != NULL ? stet_article_fields (reading->kept.rest) : NULL;
  GPtrArray *theirs = reading->post->sections;
  StetTerm *found;

  if (theirs == NULL || theirs->len == 0)
    return NULL;
  if (rest == NULL)
    return stet_term_ref (theirs->pdata[0]);
  if (rest->section == NULL)
    /* one alone is WordPress's default */
    return theirs->len == 1 ? NULL : stet_term_ref (theirs->pdata[0]);
  found = find_term (theirs, rest->section);
  if (found == NULL)
    return stet_term_ref (theirs->pdata[0]);
  return stet_term_new_full (stet_term_label (rest->section), stet_term_id (found),
                             stet_term_extra (rest->section));
}

/* Who signs a story is the story's own affair, until a person gives the post another author at the
 * site: that account is the first of the story's authors who is one. Accounts are told apart by
 * their number. */
static GPtrArray *
merge_authors (const Reading *reading)
{
  GPtrArray *ours
      = reading->kept.rest != NULL ? stet_article_fields (reading->kept.rest)->authors : NULL;
  const char *theirs = reading->post->author_id;
  const StetTerm *first = stet_blocks_account_author (ours);
  GPtrArray *merged;

  if (ours == NULL)
    return NULL;
  if (theirs == NULL || reading->post->author_name == NULL || reading->kept.author == NULL
      || g_str_equal (theirs, reading->kept.author)
      || (first != NULL && g_str_equal (theirs, stet_term_id (first))))
    return g_ptr_array_ref (ours);
  merged = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_term_unref);
  if (first == NULL)
    g_ptr_array_add (merged, stet_term_new (reading->post->author_name, theirs));
  for (guint i = 0; i < ours->len; i++)
    if (ours->pdata[i] == first)
      g_ptr_array_add (merged, stet_term_new (reading->post->author_name, theirs));
    else if (g_strcmp0 (stet_term_id (ours->pdata[i]), theirs) != 0)
      g_ptr_array_add (merged, stet_term_ref (ours->pdata[i]));
  return g_steal_pointer (&merged);
}

/* WordPress drops the slug of what is pending, and numbers one that is taken. */
static gboolean
is_slug_kept (const char *ours, const char *theirs)
{
  gsize length = strlen (ours);

  if (theirs == NULL || *theirs == '\0' || length == 0 || g_str_equal (ours, theirs))
    return TRUE;
  if (!g_str_has_prefix (theirs, ours))
    return FALSE;
  theirs += length;
  return g_str_has_prefix (theirs, "__trashed")
         || (theirs[0] == '-' && theirs[1 + strspn (theirs + 1, "0123456789")] == '\0');
}

static StetProse *
merge_slug (const Reading *reading)
{
  const StetArticleFields *rest
      = reading->kept.rest != NULL ? stet_article_fields (reading->kept.rest) : NULL;
  g_autofree char *theirs
      = stet_text_clean (reading->post->slug != NULL ? reading->post->slug : "");

  if (rest != NULL && is_slug_kept (stet_prose_text (rest->slug), theirs))
    return stet_prose_ref (rest->slug);
  return stet_prose_plain (theirs);
}

/* WordPress trims a title; a line end in it is a space to whoever reads it. */
static StetProse *
merge_headline (const Reading *reading)
{
  g_autofree char *raw = stet_blocks_plain (reading->post->title);
  g_autofree char *clean = stet_text_clean (raw);
  g_autofree char *theirs = stet_text_collapse (clean);
  g_autofree char *ours = NULL;

  if (reading->kept.rest == NULL)
    return stet_prose_plain (theirs);
  ours = stet_text_collapse (stet_prose_text (stet_article_fields (reading->kept.rest)->headline));
  if (g_str_equal (ours, theirs))
    return stet_prose_ref (stet_article_fields (reading->kept.rest)->headline);
  return stet_prose_plain (theirs);
}

static StetPhoto *
merge_photo (const Reading *reading)
{
  const StetBlocksPost *post = reading->post;
  const StetPhoto *ours
      = reading->kept.rest != NULL ? stet_article_fields (reading->kept.rest)->photo : NULL;
  gboolean same = ours != NULL
                  && (g_strcmp0 (post->featured_id, reading->kept.featured) == 0
                      || (stet_photo_extra (ours) != NULL && post->featured_id != NULL
                          && strstr (stet_photo_extra (ours), post->featured_id) != NULL));
  StetProse *caption = reading->line != NULL ? stet_photo_caption (reading->line) : NULL;
  StetProse *credit = reading->line != NULL ? stet_photo_credit (reading->line) : NULL;
  g_autoptr (StetProse) library_caption = stet_prose_plain (post->featured_caption);
  g_autoptr (StetProse) library_alt = stet_prose_plain (post->featured_alt);
  g_autofree char *new_id = stet_uuid_v5 (reading->how->id, "photo");
  g_autofree char *extra = NULL;

  if (same && reading->line == NULL && stet_photo_extra (ours) != NULL)
    caption = stet_photo_caption (ours); /* of the library, not of the page */
  if (same)
    return stet_photo_new (stet_photo_id (ours), stet_photo_file (ours), caption, credit,
                           stet_photo_alt (ours), stet_photo_extra (ours));
  if (post->featured_id != NULL)
    {
      g_autofree char *id = stet_custom_set ("{}", STET_BLOCKS_EXTRA, post->featured_id);

      extra = stet_custom_set (id, "wordpress_caption", stet_prose_text (library_caption));
    }
  if (caption == NULL)
    caption = library_caption;
  return stet_photo_new (ours != NULL ? stet_photo_id (ours) : new_id, post->featured_url, caption,
                         credit, library_alt, extra);
}

/* --- the story --- */

/* For a story without a mark: it was made at the site, and goes back in the site's way. */
static char *
native_extra (const Reading *reading, const char *excerpt)
{
  g_autofree char *title
      = stet_custom_set ("{}", TITLE, reading->post->title != NULL ? reading->post->title : "");

  return reading->dek != NULL ? g_steal_pointer (&title)
                              : stet_custom_set (title, EXCERPT, excerpt);
}

static char *
language_of (const Reading *reading)
{
  g_autoptr (GString) words = g_string_new (NULL);
  const char *guess;

  if (reading->how->language != NULL)
    return g_strdup (reading->how->language);
  for (guint i = 0; i < reading->body->len; i++)
    g_string_append_printf (words, "%s\n",
                            stet_prose_text (stet_block_prose (reading->body->pdata[i])));
  guess = stet_text_guess_language (words->str);
  return g_strdup (guess != NULL ? guess : "en");
}

static StetProse *
dek_of (const Reading *reading)
{
  gboolean native
      = reading->kept.rest == NULL || is_in_excerpt (stet_article_fields (reading->kept.rest));
  g_autofree char *raw = NULL;
  g_autofree char *text = NULL;

  if (reading->dek != NULL || !native)
    return stet_prose_or_empty (reading->dek);
  raw = stet_blocks_plain (reading->post->excerpt);
  text = stet_text_clean (raw);
  return stet_prose_plain (text);
}

static StetArticle *
make_article (Reading *reading)
{
  const StetArticleFields *rest
      = reading->kept.rest != NULL ? stet_article_fields (reading->kept.rest) : NULL;
  StetArticleFields fields = { 0 };
  g_autofree char *language = NULL;
  g_autofree char *extra = NULL;
  g_autoptr (StetProse) headline = merge_headline (reading);
  g_autoptr (StetProse) dek = dek_of (reading);
  g_autoptr (StetProse) slug = merge_slug (reading);
  g_autoptr (StetTerm) section = merge_section (reading);
  g_autoptr (StetPhoto) photo = merge_photo (reading);
  g_autoptr (GPtrArray) tags = merge_terms (rest != NULL ? rest->tags : NULL, reading->post->tags);
  g_autoptr (GPtrArray) authors = merge_authors (reading);
  g_autoptr (GPtrArray) body = NULL;

  if (rest != NULL)
    fields = *rest;
  else
    {
      language = language_of (reading);
      extra = native_extra (reading, reading->post->excerpt != NULL ? reading->post->excerpt : "");
      fields.id = reading->how->id;
      fields.story = reading->how->id;
      fields.language = language;
      fields.extra = extra;
    }
  body = stet_blocks_give_ids (reading->body, reading->kept.ids, fields.id);
  fields.headline = headline;
  fields.dek = dek;
  fields.slug = slug;
  fields.section = section;
  fields.photo = photo;
  fields.tags = tags;
  fields.authors = authors;
  fields.body = body;
  fields.byline = reading->byline;
  fields.author_box = reading->author_box;
  if (reading->faq != NULL)
    {
      fields.faq_title = stet_article_fields (reading->faq)->faq_title;
      fields.faq_items = stet_article_fields (reading->faq)->faq_items;
    }
  return stet_article_new (&fields);
}

StetArticle *
stet_blocks_read (const StetBlocksPost *post, const StetBlocksReading *how, StetBlocksMark *mark,
                  GError **error)
{
  g_auto (Reading) reading = { .post = post, .how = how };

  g_return_val_if_fail (post->content != NULL && how->id != NULL, NULL);
  if (!read_content (&reading, error))
    return NULL;
  name_files (&reading);
  if (mark != NULL)
    {
      *mark = reading.kept.beside;
      mark->state_hash = g_strdup (reading.kept.beside.state_hash);
    }
  return make_article (&reading);
}

GPtrArray *
stet_blocks_from_markup (const char *markup, GError **error)
{
  const StetBlocksPost post = { .content = (char *) markup };
  g_auto (Reading) reading = { .post = &post };

  if (!read_content (&reading, error))
    return NULL;
  return g_steal_pointer (&reading.body);
}
