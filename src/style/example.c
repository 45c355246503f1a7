/* Small stories written in YAML, with which structural rules prove themselves. Layer: style. Any
 * thread. */
#include "config.h"

#include "style/pack.h"

#include "article/article.h"
#include "base/random.h"
#include "base/text.h"

#include <string.h>

static const char *const story_keys[] = {
  "language",      "headline",     "dek",        "section", "slug",      "photo.file",
  "photo.caption", "photo.credit", "photo.alt",  "body",    "faq.title", "faq",
  "tags",          "byline",       "author_box", "facts",
  NULL,
};
static const char *const facts_keys[] = {
  "width",      "height", "creator", "credit",   "source_type", "today", "written", "publish_at",
  "embargo",    "site",   "correction", "terms", "original",    "live",  NULL,
};

typedef struct
{
  const StetYaml *base, *changes;
  StetRandom     *random;
} Example;

static const StetYaml *
node_at (const Example *example, const char *key)
{
  const StetYaml *node = stet_yaml_get (example->changes, key);

  return node != NULL ? node : stet_yaml_get (example->base, key);
}

static const char *
text_at (const Example *example, const char *key)
{
  const StetYaml *node = node_at (example, key);

  return node != NULL && node->kind == STET_YAML_SCALAR ? node->text : "";
}

/* "see [the report](https://…)": a text with links. Returns: (owned). */
static StetProse *
prose_of (const char *text)
{
  g_autoptr(GString) out = g_string_new (NULL);
  g_autoptr(GArray) spans = g_array_new (FALSE, FALSE, sizeof (StetSpan));
  g_autofree char *clean = NULL;
  const char *from = text, *open;

  while ((open = strchr (from, '[')) != NULL)
    {
      const char *middle = strchr (open, ']');
      const char *close = middle != NULL && middle[1] == '(' ? strchr (middle, ')') : NULL;
      g_autofree char *href
        = close != NULL ? g_strndup (middle + 2, (gsize) (close - middle - 2)) : NULL;
      StetSpan span = { .type = STET_SPAN_LINK, .href = g_intern_string (href) };

      if (close == NULL)
        break;
      g_string_append_len (out, from, open - from);
      span.start_chars = (guint) g_utf8_strlen (out->str, -1);
      g_string_append_len (out, open + 1, middle - open - 1);
      span.end_chars = (guint) g_utf8_strlen (out->str, -1);
      g_array_append_val (spans, span);
      from = close + 1;
    }
  g_string_append (out, from);
  clean = stet_text_clean (out->str);
  return stet_prose_new (clean, (const StetSpan *) (gpointer) spans->data, spans->len);
}

static StetProse *
prose_at (const Example *example, const char *key)
{
  return prose_of (text_at (example, key));
}

static StetBlock *
block_of (const Example *example, const char *text)
{
  g_autofree char *id = stet_uuid_new (example->random);
  StetBlockFields fields = { .type = STET_BLOCK_PARAGRAPH, .id = id };
  g_autoptr(StetProse) prose = NULL;

  if (g_str_has_prefix (text, "## "))
    fields.type = STET_BLOCK_HEADING;
  else if (g_str_has_prefix (text, "> "))
    fields.type = STET_BLOCK_QUOTE;
  else if (g_str_has_prefix (text, "<https://"))
    {
      g_autofree char *href = g_strndup (text + 1, strcspn (text + 1, ">"));

      fields.type = STET_BLOCK_EMBED;
      fields.href = href;
      return stet_block_new (&fields);
    }
  fields.level = fields.type == STET_BLOCK_HEADING ? STET_HEADING_LEVEL_DEFAULT : 0;
  prose = prose_of (fields.type == STET_BLOCK_HEADING ? text + 3
                    : fields.type == STET_BLOCK_QUOTE ? text + 2
                                                      : text);
  fields.prose = prose;
  return stet_block_new (&fields);
}

static GPtrArray *
list_at (Example *example, const char *key,
         gpointer (*make) (Example *example, const StetYaml *item), GDestroyNotify destroy)
{
  const StetYaml *node = node_at (example, key);
  GPtrArray *list = g_ptr_array_new_with_free_func (destroy);

  for (guint i = 0; node != NULL && node->kind == STET_YAML_LIST && i < node->items->len; i++)
    g_ptr_array_add (list, make (example, g_ptr_array_index (node->items, i)));
  return list;
}

static const char *
scalar (const StetYaml *node)
{
  return node->kind == STET_YAML_SCALAR ? node->text : "";
}

static gpointer
make_block (Example *example, const StetYaml *item)
{
  return block_of (example, scalar (item));
}

static gpointer
make_tag (Example *example, const StetYaml *item)
{
  return stet_term_new (scalar (item), NULL);
}

static gpointer
make_faq_item (Example *example, const StetYaml *item)
{
  g_autofree char *id = stet_uuid_new (example->random);
  const char *question_text = stet_yaml_text (item, "q"), *answer_text = stet_yaml_text (item, "a");
  g_autoptr(StetProse) question = prose_of (question_text != NULL ? question_text : "");
  g_autoptr(StetProse) answer = prose_of (answer_text != NULL ? answer_text : "");

  return stet_faq_item_new (id, question, answer, NULL);
}

static gboolean
keys_are_known (const StetYaml *map, const char *file, GError **error)
{
  for (guint i = 0; map != NULL && map->kind == STET_YAML_MAP && i < map->keys->len; i++)
    {
      const StetYaml *key = g_ptr_array_index (map->keys, i);

      if (g_strv_contains (story_keys, key->text))
        continue;
      g_set_error (error, STET_STYLE_ERROR, STET_STYLE_ERROR_KEY,
                   "%s:%u: “%s” is no field of an example story", file, key->line, key->text);
      return FALSE;
    }
  return TRUE;
}

static StetPhoto *
photo_of (Example *example)
{
  g_autoptr(StetProse) caption = prose_at (example, "photo.caption");
  g_autoptr(StetProse) credit = prose_at (example, "photo.credit");
  g_autoptr(StetProse) alt = prose_at (example, "photo.alt");
  g_autofree char *id = stet_uuid_new (example->random);

  return stet_photo_new (id, text_at (example, "photo.file"), caption, credit, alt, NULL);
}

static const char *
language_of (const Example *example, const StetExample *source)
{
  if (node_at (example, "language") != NULL)
    return text_at (example, "language");
  return source->language != NULL && strcmp (source->language, "*") != 0 ? source->language : "en";
}

StetArticle *
stet_example_story (const StetExample *source, GError **error)
{
  g_autoptr(StetRandom) random = stet_random_new_seeded (1);
  Example example = { source->base, source->changes, random };
  g_autofree char *id = stet_uuid_new (random);
  g_autofree char *story = stet_uuid_new (random);
  g_autoptr(StetProse) headline = NULL;
  g_autoptr(StetProse) dek = NULL;
  g_autoptr(StetProse) slug = NULL;
  g_autoptr(StetProse) faq_title = NULL;
  g_autoptr(StetProse) byline = NULL;
  g_autoptr(StetProse) author_box = NULL;
  g_autoptr(StetTerm) section = NULL;
  g_autoptr(StetPhoto) photo = NULL;
  g_autoptr(GPtrArray) body = NULL;
  g_autoptr(GPtrArray) faq = NULL;
  g_autoptr(GPtrArray) tags = NULL;
  StetArticleFields fields = { .id = id, .story = story };

  if (!keys_are_known (source->base, source->file, error)
      || !keys_are_known (source->changes, source->file, error))
    return NULL;
  fields.language = language_of (&example, source);
  fields.headline = headline = prose_at (&example, "headline");
  fields.dek = dek = prose_at (&example, "dek");
  fields.slug = slug = prose_at (&example, "slug");
  fields.faq_title = faq_title = prose_at (&example, "faq.title");
  fields.byline = byline = prose_at (&example, "byline");
  fields.author_box = author_box = prose_at (&example, "author_box");
  fields.section = section = *text_at (&example, "section") != '\0'
                               ? stet_term_new (text_at (&example, "section"), NULL)
                               : NULL;
  fields.photo = photo = photo_of (&example);
  fields.body = body = list_at (&example, "body", make_block, (GDestroyNotify) stet_block_unref);
  fields.faq_items = faq
    = list_at (&example, "faq", make_faq_item, (GDestroyNotify) stet_faq_item_unref);
  fields.tags = tags = list_at (&example, "tags", make_tag, (GDestroyNotify) stet_term_unref);
  return stet_article_new (&fields);
}

/* --- what is known besides --- */

static guint
number_in (const StetYaml *map, const char *key)
{
  const char *text = stet_yaml_text (map, key);

  return text != NULL ? (guint) g_ascii_strtoull (text, NULL, 10) : 0;
}

/* `original` and `live` are stories too: what differs from the pack's example. */
static gboolean
read_story (const StetExample *source, const StetYaml *map, const char *key, StetArticle **article,
            GError **error)
{
  StetExample story = *source;

  story.changes = stet_yaml_get (map, key);
  if (story.changes == NULL)
    return TRUE;
  *article = stet_example_story (&story, error);
  return *article != NULL;
}

StetFacts *
stet_example_facts (const StetExample *source, GError **error)
{
  g_autoptr(StetFacts) facts = stet_facts_new ();
  const StetYaml *map = stet_yaml_get (source->changes, "facts");

  if (map == NULL)
    map = stet_yaml_get (source->base, "facts");
  for (guint i = 0; map != NULL && map->kind == STET_YAML_MAP && i < map->keys->len; i++)
    {
      const StetYaml *key = g_ptr_array_index (map->keys, i);

      if (g_strv_contains (facts_keys, key->text))
        continue;
      g_set_error (error, STET_STYLE_ERROR, STET_STYLE_ERROR_KEY,
                   "%s:%u: “%s” is no fact of an example story", source->file, key->line,
                   key->text);
      return NULL;
    }
  facts->photo_width = number_in (map, "width");
  facts->photo_height = number_in (map, "height");
  facts->photo_creator = g_strdup (stet_yaml_text (map, "creator"));
  facts->photo_credit = g_strdup (stet_yaml_text (map, "credit"));
  facts->photo_source_type = g_strdup (stet_yaml_text (map, "source_type"));
  facts->today = g_strdup (stet_yaml_text (map, "today"));
  facts->written = g_strdup (stet_yaml_text (map, "written"));
  facts->publish_at = g_strdup (stet_yaml_text (map, "publish_at"));
  facts->embargo_until = g_strdup (stet_yaml_text (map, "embargo"));
  facts->site_host = g_strdup (stet_yaml_text (map, "site"));
  facts->correction = g_strdup (stet_yaml_text (map, "correction"));
  facts->terms = stet_yaml_strv (map, "terms");
  if (!read_story (source, map, "original", &facts->original, error)
      || !read_story (source, map, "live", &facts->live, error))
    return NULL;
  return g_steal_pointer (&facts);
}
