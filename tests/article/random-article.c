/* Stories made at random. */
#include "config.h"

#include "random-article.h"

#include "base/text.h"

static const char *const words[] = {
  "harbour",  "council", "the",     "a",   "señora", "año",       "naïve", "ferry",
  "“quoted”", "12%",     "&",       "<b>", "\"q\"",  "tide—line", "日本",  "🙂",
  "l'eau",    "*star*",  "_under_", "[x]", "a\\b",   "`code`",    "1.",    "-",
  "#",        ">",       "|",       "~~",  "&amp;",  "é",
};

static gboolean
chance (StetRandom *random, guint one_in)
{
  return stet_random_below (random, one_in) == 0;
}

char *
random_text (StetRandom *random, RandomKind kind)
{
  guint n = stet_random_below (random, 8) + ((kind & RANDOM_TIDY) != 0 ? 1 : 0);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    {
      if (i > 0)
        g_string_append (text, (kind & RANDOM_TIDY) == 0 && chance (random, 8) ? "\n" : " ");
      g_string_append (text, words[stet_random_below (random, G_N_ELEMENTS (words))]);
    }
  if ((kind & RANDOM_TIDY) == 0 && chance (random, 10))
    g_string_append (text, " \t ");
  return g_string_free (text, FALSE);
}

static StetProse *
random_plain (StetRandom *random, RandomKind kind)
{
  g_autofree char *text = random_text (random, kind);

  return stet_prose_plain (text);
}

StetProse *
random_prose (StetRandom *random, RandomKind kind)
{
  g_autofree char *text = random_text (random, kind);
  guint chars = stet_text_count_chars (text);
  StetSpan spans[6] = { 0 };
  guint n = chance (random, 3) ? 0 : stet_random_below (random, G_N_ELEMENTS (spans));

  for (guint i = 0; i < n; i++)
    {
      spans[i].type = stet_random_below (random, STET_SPAN_TYPES);
      spans[i].start_chars = stet_random_below (random, chars + 1);
      spans[i].end_chars
          = spans[i].start_chars + stet_random_below (random, chars + 1 - spans[i].start_chars);
      if (spans[i].type == STET_SPAN_LINK)
        {
          spans[i].href = chance (random, 2) ? "https://example.org/a?b=1&c=\"2\""
                                             : "mailto:desk@example.org";
          spans[i].rel = chance (random, 2) ? "nofollow" : NULL;
        }
      if ((kind & RANDOM_NO_EXTRA) == 0 && chance (random, 6))
        spans[i].extra = "{\"x\":1}";
    }
  return stet_prose_new (text, spans, n);
}

static const char *
random_extra (StetRandom *random, RandomKind kind)
{
  if ((kind & RANDOM_NO_EXTRA) != 0 || !chance (random, 4))
    return NULL;
  return chance (random, 2) ? "{\"zz\":[1,2.5,null,{\"b\":\"\\n\"}]}" : "{\"a\":true,\"é\":\"y\"}";
}

StetPhoto *
random_photo (StetRandom *random, RandomKind kind)
{
  g_autofree char *id = stet_uuid_new (random);
  g_autoptr (StetProse) caption = random_prose (random, kind);
  g_autoptr (StetProse) credit = random_plain (random, kind);
  g_autoptr (StetProse) alt = random_plain (random, kind);
  const char *file = chance (random, 2)
                         ? ""
                         : "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

  return stet_photo_new (id, file, caption, credit, alt, random_extra (random, kind));
}

static GPtrArray *
random_rows (StetRandom *random, RandomKind kind)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  guint n_rows = 1 + stet_random_below (random, 3);
  guint n_columns = 1 + stet_random_below (random, 3);

  for (guint r = 0; r < n_rows; r++)
    {
      GPtrArray *row = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_prose_unref);

      for (guint c = 0; c < n_columns; c++)
        {
          g_autoptr (StetProse) cell = random_prose (random, kind);

          g_ptr_array_add (row, stet_prose_with_extra (cell, random_extra (random, kind)));
        }
      g_ptr_array_add (rows, row);
    }
  return rows;
}

StetBlock *
random_block (StetRandom *random, RandomKind kind)
{
  static const char *const raws[]
      = { "<!-- wp:more --><!--more-->", "line\r\nline", "\xff\xfe", "" };
  g_autofree char *id = stet_uuid_new (random);
  g_autofree char *cite = random_text (random, kind);
  g_autoptr (StetProse) prose = random_prose (random, kind);
  g_autoptr (StetPhoto) photo = random_photo (random, kind);
  g_autoptr (GPtrArray) rows = random_rows (random, kind);
  const char *raw = raws[stet_random_below (random, G_N_ELEMENTS (raws))];
  g_autoptr (GBytes) bytes = g_bytes_new (raw, strlen (raw));
  StetBlockFields fields = {
    .type = stet_random_below (random, STET_BLOCK_OPAQUE + 1),
    .id = id,
    .level = 2 + stet_random_below (random, 3),
    .cite = cite,
    .ordered = chance (random, 2),
    .indent = stet_random_below (random, STET_LIST_INDENT_MAX + 1),
    .rows = rows,
    .photo = photo,
    .href = "https://video.example.org/watch?v=1&t=2",
    .raw = bytes,
    .extra = random_extra (random, kind),
    .extra_attrs = random_extra (random, kind),
  };

  if (fields.type <= STET_BLOCK_LIST_ITEM)
    fields.prose = prose;
  return stet_block_new (&fields);
}

StetFaqItem *
random_faq_item (StetRandom *random, RandomKind kind)
{
  g_autofree char *id = stet_uuid_new (random);
  g_autoptr (StetProse) question = random_plain (random, kind);
  g_autoptr (StetProse) answer = random_prose (random, kind);

  return stet_faq_item_new (id, question, answer, random_extra (random, kind));
}

StetTerm *
random_term (StetRandom *random, RandomKind kind)
{
  g_autofree char *label = random_text (random, kind);

  return stet_term_new_full (label, chance (random, 2) ? "17" : NULL, random_extra (random, kind));
}

char *
random_custom (StetRandom *random)
{
  if (chance (random, 2))
    return g_strdup ("{}");
  return g_strdup_printf ("{\"kicker\":\"Harbour %u\",\"priority\":%u}",
                          stet_random_below (random, 9), stet_random_below (random, 9));
}

static void
fill (StetRandom *random, RandomKind kind, StetArticleFields *fields)
{
  for (guint i = stet_random_below (random, 8); i > 0; i--)
    g_ptr_array_add (fields->body, random_block (random, kind));
  for (guint i = stet_random_below (random, 4); i > 0; i--)
    g_ptr_array_add (fields->faq_items, random_faq_item (random, kind));
  for (guint i = stet_random_below (random, 4); i > 0; i--)
    g_ptr_array_add (fields->tags, random_term (random, kind));
  for (guint i = stet_random_below (random, 3); i > 0; i--)
    g_ptr_array_add (fields->authors, random_term (random, kind));
}

StetArticle *
random_article (StetRandom *random, RandomKind kind)
{
  g_autofree char *id = stet_uuid_new (random);
  g_autofree char *story = stet_uuid_new (random);
  g_autofree char *custom = random_custom (random);
  g_autoptr (StetProse) headline = random_plain (random, kind);
  g_autoptr (StetProse) dek = random_prose (random, kind);
  g_autoptr (StetTerm) section = stet_term_new ("Harbour", chance (random, 2) ? "s-1" : NULL);
  g_autoptr (StetProse) slug = stet_prose_plain ("the-harbour");
  g_autoptr (StetPhoto) photo = random_photo (random, kind);
  g_autoptr (StetProse) faq_title = random_plain (random, kind);
  g_autoptr (StetProse) byline = random_plain (random, kind);
  g_autoptr (StetProse) author_box = random_plain (random, kind);
  g_autoptr (GPtrArray) body = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_block_unref);
  g_autoptr (GPtrArray) items
      = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_faq_item_unref);
  g_autoptr (GPtrArray) tags = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_term_unref);
  g_autoptr (GPtrArray) authors = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_term_unref);
  StetArticleFields fields = {
    .id = id,
    .story = story,
    .language = chance (random, 2) ? "en" : "es",
    .translation_of_id = chance (random, 3) ? id : NULL,
    .translation_of_hash = NULL,
    .headline = headline,
    .dek = dek,
    .section = chance (random, 3) ? NULL : section,
    .slug = slug,
    .photo = photo,
    .body = body,
    .faq_title = faq_title,
    .faq_items = items,
    .tags = tags,
    .byline = byline,
    .authors = authors,
    .author_box = author_box,
    .custom = custom,
    .extra = random_extra (random, kind),
    .extra_faq = random_extra (random, kind),
    .extra_translation_of = random_extra (random, kind),
  };

  fill (random, kind, &fields);
  return stet_article_new (&fields);
}
