/* Names of places in a story: parsed and written. Layer: article. Any thread. */
#include "config.h"

#include "article/field.h"

#include <string.h>

#define INDEX_DIGITS_MAX 6
#define NAME_BYTES_MAX 200

G_DEFINE_QUARK (stet-field-error-quark, stet_field_error)

/* How a place is written: a name, then its parts. Of two patterns that fit, the first counts. */
typedef struct
{
  StetFieldKind kind;
  const char   *pattern; /* '#' stands for a number: index, row, column, in this order */
} Shape;

static const Shape shapes[] = {
  { STET_FIELD_LANGUAGE, "language" },
  { STET_FIELD_HEADLINE, "headline" },
  { STET_FIELD_DEK, "dek" },
  { STET_FIELD_SECTION, "section" },
  { STET_FIELD_SLUG, "slug" },
  { STET_FIELD_BYLINE, "byline" },
  { STET_FIELD_AUTHORS, "authors" },
  { STET_FIELD_AUTHORS, "authors[#]" },
  { STET_FIELD_AUTHOR_BOX, "author_box" },
  { STET_FIELD_TAGS, "tags" },
  { STET_FIELD_TAGS, "tags[#]" },
  { STET_FIELD_PHOTO, "photo" },
  { STET_FIELD_PHOTO_FILE, "photo.file" },
  { STET_FIELD_PHOTO_CAPTION, "photo.caption" },
  { STET_FIELD_PHOTO_CREDIT, "photo.credit" },
  { STET_FIELD_PHOTO_ALT, "photo.alt" },
  { STET_FIELD_FAQ_TITLE, "faq.title" },
  { STET_FIELD_FAQ_ITEMS, "faq.items" },
  { STET_FIELD_FAQ_ITEMS, "faq.items[#]" },
  { STET_FIELD_FAQ_QUESTION, "faq.items[#].question" },
  { STET_FIELD_FAQ_ANSWER, "faq.items[#].answer" },
  { STET_FIELD_BODY, "body" },
  { STET_FIELD_BODY, "body[#]" },
  { STET_FIELD_BLOCK_CAPTION, "body[#].caption" },
  { STET_FIELD_BLOCK_CREDIT, "body[#].credit" },
  { STET_FIELD_BLOCK_ALT, "body[#].alt" },
  { STET_FIELD_BLOCK_HREF, "body[#].href" },
  { STET_FIELD_BLOCK_CITE, "body[#].cite" },
  { STET_FIELD_BLOCK_CELL, "body[#].rows[#][#]" },
};

StetField
stet_field_make (StetFieldKind kind)
{
  return stet_field_at (kind, -1);
}

StetField
stet_field_at (StetFieldKind kind, int index)
{
  const StetField field = { .kind = kind, .index = index, .row = -1, .column = -1 };

  return field;
}

/* Digits without a leading zero. Moves `text` past them. */
static gboolean
read_number (const char **text, int *number)
{
  gsize digits = strspn (*text, "0123456789");

  if (digits == 0 || digits > INDEX_DIGITS_MAX || (digits > 1 && **text == '0'))
    return FALSE;
  *number = (int) g_ascii_strtoll (*text, NULL, 10);
  *text += digits;
  return TRUE;
}

static gboolean
fits (const char *text, const Shape *shape, StetField *field)
{
  int *const numbers[] = { &field->index, &field->row, &field->column };
  guint n = 0;

  *field = stet_field_make (shape->kind);
  for (const char *p = shape->pattern; *p != '\0'; p++)
    {
      if (*p == '#')
        {
          if (!read_number (&text, numbers[n++]))
            return FALSE;
        }
      else if (*text++ != *p)
        return FALSE;
    }
  return *text == '\0';
}

gboolean
stet_field_parse (const char *text, StetField *field, GError **error)
{
  g_return_val_if_fail (text != NULL && field != NULL, FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    if (fits (text, &shapes[i], field))
      return TRUE;
  if (g_str_has_prefix (text, "custom.") && text[7] != '\0' && strlen (text) <= NAME_BYTES_MAX &&
      g_utf8_validate (text, -1, NULL))
    {
      *field = stet_field_make (STET_FIELD_CUSTOM);
      field->name = g_intern_string (text + 7);
      return TRUE;
    }
  g_set_error (error, STET_FIELD_ERROR, STET_FIELD_ERROR_UNKNOWN, "no field is named “%.60s”",
               text);
  return FALSE;
}

static gboolean
has_index (const StetField *field)
{
  return field->index >= 0;
}

static const Shape *
shape_of (const StetField *field)
{
  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    if (shapes[i].kind == field->kind &&
        (strchr (shapes[i].pattern, '#') != NULL) == has_index (field))
      return &shapes[i];
  return NULL;
}

char *
stet_field_to_string (const StetField *field)
{
  const int numbers[] = { field->index, field->row, field->column };
  const Shape *shape = shape_of (field);
  GString *text;
  guint n = 0;

  if (field->kind == STET_FIELD_CUSTOM)
    return g_strconcat ("custom.", field->name, NULL);
  g_return_val_if_fail (shape != NULL, g_strdup (""));

  text = g_string_new (NULL);
  for (const char *p = shape->pattern; *p != '\0'; p++)
    if (*p == '#')
      g_string_append_printf (text, "%d", numbers[n++]);
    else
      g_string_append_c (text, *p);
  return g_string_free (text, FALSE);
}

gboolean
stet_field_equal (const StetField *a, const StetField *b)
{
  return a->kind == b->kind && a->index == b->index && a->row == b->row && a->column == b->column &&
         g_strcmp0 (a->name, b->name) == 0;
}
