/* Taking a story apart into texts. Layer: style. Any thread. */
#include "config.h"

#include "style/unit.h"

#include <string.h>

static const struct { const char *name; guint kinds; } kind_names[] = {
  { "headline", STET_UNIT_HEADLINE },
  { "dek", STET_UNIT_DEK },
  { "section", STET_UNIT_SECTION },
  { "slug", STET_UNIT_SLUG },
  { "photo.caption", STET_UNIT_CAPTION },
  { "photo.credit", STET_UNIT_CREDIT },
  { "photo.alt", STET_UNIT_ALT },
  { "paragraph", STET_UNIT_PARAGRAPH },
  { "heading", STET_UNIT_HEADING },
  { "quote", STET_UNIT_QUOTE },
  { "list", STET_UNIT_LIST },
  { "cell", STET_UNIT_CELL },
  { "cite", STET_UNIT_CITE },
  { "body", STET_UNITS_BODY },
  { "faq.title", STET_UNIT_FAQ_TITLE },
  { "faq.question", STET_UNIT_QUESTION },
  { "faq.answer", STET_UNIT_ANSWER },
  { "tags", STET_UNIT_TAG },
  { "byline", STET_UNIT_BYLINE },
  { "author_box", STET_UNIT_AUTHOR_BOX },
  { "custom", STET_UNIT_CUSTOM },
  { "prose", STET_UNITS_PROSE },
  { "all", STET_UNITS_ALL },
};

guint
stet_unit_kinds_parse (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kind_names); i++)
    if (strcmp (kind_names[i].name, name) == 0)
      return kind_names[i].kinds;
  return 0;
}

const char *
stet_unit_scope (const StetUnit *unit)
{
  switch (unit->kind)
    {
    case STET_UNIT_HEADLINE:   return "text.headline.heading.h1";
    case STET_UNIT_DEK:        return "text.dek";
    case STET_UNIT_SECTION:    return "section";
    case STET_UNIT_SLUG:       return "slug";
    case STET_UNIT_CAPTION:    return "text.figure.caption";
    case STET_UNIT_CREDIT:     return "text.figure.credit";
    case STET_UNIT_ALT:        return "text.attr.alt";
    case STET_UNIT_PARAGRAPH:  return "text.body.paragraph.sentence.summary";
    case STET_UNIT_HEADING:    return "text.body.heading.h2.h3.h4";
    case STET_UNIT_QUOTE:      return "text.body.blockquote.quote.summary";
    case STET_UNIT_LIST:       return "text.body.list.summary";
    case STET_UNIT_CELL:       return "text.body.table.cell";
    case STET_UNIT_CITE:       return "text.cite";
    case STET_UNIT_FAQ_TITLE:  return "text.faq.title.heading.h2";
    case STET_UNIT_QUESTION:   return "text.faq.question";
    case STET_UNIT_ANSWER:     return "text.faq.answer.paragraph.sentence.summary";
    case STET_UNIT_TAG:        return "tag";
    case STET_UNIT_BYLINE:     return "text.byline";
    case STET_UNIT_AUTHOR_BOX: return "text.author_box";
    case STET_UNIT_CUSTOM:     return "text.custom";
    }
  g_assert_not_reached ();
}

static StetUnitKind
kind_of_block (const StetBlock *block)
{
  switch (stet_block_type (block))
    {
    case STET_BLOCK_PARAGRAPH: return STET_UNIT_PARAGRAPH;
    case STET_BLOCK_HEADING:   return STET_UNIT_HEADING;
    case STET_BLOCK_QUOTE:     return STET_UNIT_QUOTE;
    case STET_BLOCK_LIST_ITEM: return STET_UNIT_LIST;
    case STET_BLOCK_TABLE:
    case STET_BLOCK_IMAGE:
    case STET_BLOCK_EMBED:
    case STET_BLOCK_OPAQUE:    break;
    }
  return 0;
}

/* 0 for places that hold no text for readers: addresses, the language, file names. */
static StetUnitKind
kind_of_field (const StetArticle *article, const StetField *field)
{
  switch (field->kind)
    {
    case STET_FIELD_HEADLINE:      return STET_UNIT_HEADLINE;
    case STET_FIELD_DEK:           return STET_UNIT_DEK;
    case STET_FIELD_SECTION:       return STET_UNIT_SECTION;
    case STET_FIELD_SLUG:          return STET_UNIT_SLUG;
    case STET_FIELD_BYLINE:
    case STET_FIELD_AUTHORS:       return STET_UNIT_BYLINE;
    case STET_FIELD_AUTHOR_BOX:    return STET_UNIT_AUTHOR_BOX;
    case STET_FIELD_TAGS:          return STET_UNIT_TAG;
    case STET_FIELD_PHOTO_CAPTION:
    case STET_FIELD_BLOCK_CAPTION: return STET_UNIT_CAPTION;
    case STET_FIELD_PHOTO_CREDIT:
    case STET_FIELD_BLOCK_CREDIT:  return STET_UNIT_CREDIT;
    case STET_FIELD_PHOTO_ALT:
    case STET_FIELD_BLOCK_ALT:     return STET_UNIT_ALT;
    case STET_FIELD_FAQ_TITLE:     return STET_UNIT_FAQ_TITLE;
    case STET_FIELD_FAQ_QUESTION:  return STET_UNIT_QUESTION;
    case STET_FIELD_FAQ_ANSWER:    return STET_UNIT_ANSWER;
    case STET_FIELD_BLOCK_CITE:    return STET_UNIT_CITE;
    case STET_FIELD_BLOCK_CELL:    return STET_UNIT_CELL;
    case STET_FIELD_CUSTOM:        return STET_UNIT_CUSTOM;
    case STET_FIELD_BODY:
      if (field->index < 0 || (guint) field->index >= stet_article_n_blocks (article))
        return 0;
      return kind_of_block (stet_article_block (article, (guint) field->index));
    case STET_FIELD_LANGUAGE:
    case STET_FIELD_PHOTO:
    case STET_FIELD_PHOTO_FILE:
    case STET_FIELD_FAQ_ITEMS:
    case STET_FIELD_BLOCK_HREF:
      return 0;
    }
  return 0;
}

static int
compare_stretches (gconstpointer a, gconstpointer b)
{
  const StetStretch *x = a, *y = b;

  return x->start_bytes < y->start_bytes ? -1 : x->start_bytes > y->start_bytes;
}

static void
add_stretch (GArray *stretches, gsize start, gsize end)
{
  StetStretch stretch = { start, end };

  g_array_append_val (stretches, stretch);
}

static gboolean
starts_address (const char *p)
{
  return g_ascii_strncasecmp (p, "http://", 7) == 0 || g_ascii_strncasecmp (p, "https://", 8) == 0
         || g_ascii_strncasecmp (p, "www.", 4) == 0 || g_ascii_strncasecmp (p, "mailto:", 7) == 0
         || ((*p == '@' || *p == '#') && g_unichar_isalnum (g_utf8_get_char (p + 1)));
}

/* From the start of a word to white space or a closing mark, without the punctuation that ends a
 * sentence. */
static const char *
address_end (const char *p)
{
  const char *end = p;

  for (const char *q = p; *q != '\0'; q = g_utf8_next_char (q))
    {
      gunichar c = g_utf8_get_char (q);

      if (g_unichar_isspace (c) || strchr ("\"<>", *q) != NULL || c == 0x201D || c == 0xBB)
        break;
      if (strchr (".,;:!?)]'", *q) == NULL)
        end = g_utf8_next_char (q);
    }
  return end;
}

#define MAIL_CHARS_MAX 254 /* RFC 5321 */

static const char *
word_end (const char *p)
{
  for (guint i = 0; i < MAIL_CHARS_MAX && *p != '\0' && !g_unichar_isspace (g_utf8_get_char (p));
       i++)
    p = g_utf8_next_char (p);
  return p;
}

/* name@example.org: the @ stands inside a word. */
static gboolean
is_mail (const char *start, const char *end)
{
  const char *at = memchr (start, '@', (gsize) (end - start));

  return at != NULL && at > start && at + 1 < end && memchr (at, '.', (gsize) (end - at)) != NULL;
}

static void
find_addresses (StetUnit *unit)
{
  const char *p = unit->text;
  gboolean inside_word = FALSE;

  while (*p != '\0')
    {
      gunichar c = g_utf8_get_char (p);

      if (!inside_word
          && (starts_address (p) || (g_unichar_isalnum (c) && is_mail (p, word_end (p)))))
        {
          const char *end = address_end (p);

          add_stretch (unit->hidden, (gsize) (p - unit->text), (gsize) (end - unit->text));
          p = end > p ? end : g_utf8_next_char (p);
          continue;
        }
      inside_word = g_unichar_isalnum (c);
      p = g_utf8_next_char (p);
    }
}

static void
find_code (StetUnit *unit)
{
  guint n;
  const StetSpan *spans = stet_prose_spans (unit->prose, &n);

  for (guint i = 0; i < n; i++)
    if (spans[i].type == STET_SPAN_CODE)
      add_stretch (unit->hidden, stet_prose_byte_at (unit->prose, spans[i].start_chars),
                   stet_prose_byte_at (unit->prose, spans[i].end_chars));
}

static gunichar
closing_mark (gunichar c)
{
  switch (c)
    {
    case '"':    return '"';
    case 0x201C: return 0x201D; /* “ ” */
    case 0xAB:   return 0xBB;   /* « » */
    default:     return 0;
    }
}

/* A quotation that is not closed runs to the end of its line. */
static void
find_quotations (StetUnit *unit)
{
  const char *open = NULL;
  gunichar close = 0;

  for (const char *p = unit->text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (open == NULL && (close = closing_mark (c)) != 0)
        open = p;
      else if (open != NULL && (c == close || c == '\n'))
        {
          add_stretch (unit->quotations, (gsize) (open - unit->text),
                       (gsize) (g_utf8_next_char (p) - unit->text));
          open = NULL;
        }
    }
  if (open != NULL)
    add_stretch (unit->quotations, (gsize) (open - unit->text), unit->bytes);
}

StetUnit *
stet_unit_new (const StetField *field, StetUnitKind kind, StetProse *prose)
{
  StetUnit *unit = g_new0 (StetUnit, 1);

  unit->field = *field;
  unit->kind = kind;
  unit->prose = stet_prose_ref (prose);
  unit->text = stet_prose_text (prose);
  unit->bytes = stet_prose_bytes (prose);
  unit->hidden = g_array_new (FALSE, FALSE, sizeof (StetStretch));
  unit->quotations = g_array_new (FALSE, FALSE, sizeof (StetStretch));
  find_addresses (unit);
  find_code (unit);
  g_array_sort (unit->hidden, compare_stretches);
  if (kind == STET_UNIT_QUOTE)
    add_stretch (unit->quotations, 0, unit->bytes);
  else
    find_quotations (unit);
  return unit;
}

void
stet_unit_free (StetUnit *unit)
{
  if (unit == NULL)
    return;
  stet_prose_unref (unit->prose);
  g_array_unref (unit->hidden);
  g_array_unref (unit->quotations);
  g_clear_pointer (&unit->words, g_array_unref);
  g_clear_pointer (&unit->sentences, g_array_unref);
  g_clear_pointer (&unit->names, g_array_unref);
  g_clear_pointer (&unit->folded, g_string_chunk_free);
  g_free (unit);
}

GPtrArray *
stet_units_of_article (const StetArticle *article)
{
  GPtrArray *units = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_unit_free);
  g_autoptr(GArray) fields = stet_article_text_fields (article);
  const StetLanguage *language = stet_language_builtin (stet_article_language (article));

  for (guint i = 0; i < fields->len; i++)
    {
      const StetField *field = &g_array_index (fields, StetField, i);
      StetUnitKind kind = kind_of_field (article, field);
      g_autoptr(StetProse) prose = kind != 0 ? stet_article_text_at (article, field) : NULL;

      if (prose == NULL)
        continue;
      g_ptr_array_add (units, stet_unit_new (field, kind, prose));
      ((StetUnit *) g_ptr_array_index (units, units->len - 1))->language = language;
    }
  return units;
}

gboolean
stet_stretches_touch (const GArray *stretches, gsize start_bytes, gsize end_bytes)
{
  for (guint i = 0; i < stretches->len; i++)
    {
      const StetStretch *stretch = &g_array_index (stretches, StetStretch, i);

      if (stretch->start_bytes < MAX (end_bytes, start_bytes + 1)
          && stretch->end_bytes > start_bytes)
        return TRUE;
    }
  return FALSE;
}

gboolean
stet_unit_is_in_work (const StetUnit *unit, gsize start_bytes, gsize end_bytes)
{
  guint n;
  const StetSpan *spans = stet_prose_spans (unit->prose, &n);

  for (guint i = 0; i < n; i++)
    if (spans[i].type == STET_SPAN_ITALIC
        && stet_prose_byte_at (unit->prose, spans[i].start_chars) <= start_bytes
        && end_bytes <= stet_prose_byte_at (unit->prose, spans[i].end_chars))
      return TRUE;
  return FALSE;
}
