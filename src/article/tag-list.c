/* Names between separators; one spelling of each. Layer: article. Any thread. See tag-list.h. */
#include "config.h"

#include "article/tag-list.h"

#include "base/text.h"

#include <string.h>

#define SEPARATORS ",;\n\t"

/* A list from a mail or a document brings its signs along. */
static const char *
without_sign (const char *part)
{
  static const char *const signs[] = { "• ", "· ", "- ", "– ", "— ", "* " };

  for (guint i = 0; i < G_N_ELEMENTS (signs); i++)
    if (g_str_has_prefix (part, signs[i]))
      return part + strlen (signs[i]);
  return part;
}

static char *
label_of (const char *part)
{
  g_autofree char *bare = stet_text_strip (part);

  return stet_text_collapse (without_sign (bare));
}

GPtrArray *
stet_tag_list_split (const char *text)
{
  GPtrArray *labels = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *clean = NULL;
  g_auto (GStrv) parts = NULL;

  g_return_val_if_fail (text != NULL, labels);
  clean = stet_text_clean (text);
  parts = g_strsplit_set (clean, SEPARATORS, -1);
  for (guint i = 0; parts[i] != NULL; i++)
    {
      g_autofree char *label = label_of (parts[i]);

      if (*label != '\0')
        g_ptr_array_add (labels, g_steal_pointer (&label));
    }
  return labels;
}

/* --- held against a site --- */

typedef struct
{
  StetTagList         *list;
  StetArticle         *article; /* (nullable) */
  const StetTermIndex *known;   /* (nullable) */
  GHashTable          *seen;    /* folded names of `known` and `fresh` */
} Reading;

/* FALSE: there is no letter in it, it was there before, or the story has it. */
static gboolean
is_new (Reading *reading, const char *label)
{
  g_autofree char *folded = stet_text_fold_words (label);

  return *folded != '\0' && !(reading->article && stet_tag_list_has (reading->article, label))
         && g_hash_table_add (reading->seen, g_steal_pointer (&folded));
}

static StetTerm *
known_as (Reading *reading, const char *label)
{
  return reading->known ? stet_term_index_alike (reading->known, label) : NULL;
}

static void
read_ended (Reading *reading, const char *label, GString *before)
{
  StetTerm *term = known_as (reading, label);

  if (!is_new (reading, label))
    return;
  if (term)
    {
      g_ptr_array_add (reading->list->known, stet_term_ref (term));
      return;
    }
  g_ptr_array_add (reading->list->fresh, g_strdup (label));
  g_string_append_printf (before, "%s%s", before->len > 0 ? ", " : "", label);
}

/* Its text stays as it is: a space at its end is on the way to the next word. */
static void
read_open (Reading *reading, const char *text, GString *before)
{
  StetTagList *list = reading->list;

  list->open = label_of (text);
  if (before->len > 0)
    g_string_append (before, ", ");
  list->rest = g_strconcat (before->str, text, NULL);
  if (!known_as (reading, list->open) && is_new (reading, list->open))
    g_ptr_array_add (list->fresh, g_strdup (list->open));
}

/* Where the open tag begins. */
static gsize
open_bytes (const char *text)
{
  gsize at = 0;

  for (gsize i = 0; text[i] != '\0'; i++)
    if (strchr (SEPARATORS, text[i]))
      at = i + 1;
  return at > 0 ? at + strspn (text + at, " ") : 0;
}

StetTagList *
stet_tag_list_read (StetArticle *article, const StetTermIndex *known, const char *text,
                    gboolean ended)
{
  StetTagList *list = g_new0 (StetTagList, 1);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GString) before = g_string_new (NULL);
  g_autofree char *clean = stet_text_clean (text);
  gsize end = ended ? strlen (clean) : open_bytes (clean);
  g_autofree char *whole = g_strndup (clean, end);
  g_autoptr (GPtrArray) labels = stet_tag_list_split (whole);
  Reading reading = { list, article, known, seen };

  list->known = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_term_unref);
  list->fresh = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < labels->len; i++)
    read_ended (&reading, g_ptr_array_index (labels, i), before);
  if (!ended)
    read_open (&reading, clean + end, before);
  else
    {
      list->open = g_strdup ("");
      list->rest = g_strdup (before->str);
    }
  list->before = g_string_free (g_steal_pointer (&before), FALSE);
  return list;
}

void
stet_tag_list_free (StetTagList *list)
{
  g_ptr_array_unref (list->known);
  g_ptr_array_unref (list->fresh);
  g_free (list->open);
  g_free (list->before);
  g_free (list->rest);
  g_free (list);
}

/* --- the story's --- */

gboolean
stet_tag_list_has (StetArticle *article, const char *label)
{
  const GPtrArray *tags = stet_article_fields (article)->tags;
  g_autofree char *folded = stet_text_fold_words (label);

  for (guint i = 0; i < tags->len; i++)
    {
      g_autofree char *own = stet_text_fold_words (stet_term_label (g_ptr_array_index (tags, i)));

      if (g_str_equal (own, folded))
        return TRUE;
    }
  return FALSE;
}

StetEdit *
stet_tag_list_add (StetArticle *article, GPtrArray *terms)
{
  g_autoptr (GPtrArray) added = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_term_unref);

  for (guint i = 0; i < terms->len; i++)
    if (!stet_tag_list_has (article, stet_term_label (g_ptr_array_index (terms, i))))
      g_ptr_array_add (added, stet_term_ref (g_ptr_array_index (terms, i)));
  return added->len > 0 ? stet_edit_tags (stet_article_fields (article)->tags->len, 0, added)
                        : NULL;
}
