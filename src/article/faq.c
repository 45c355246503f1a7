/* Moves by one edit over what lies between; a heading from a pattern and a tag.
 * Layer: article. Any thread. See faq.h. */
#include "config.h"

#include "article/faq.h"

#include "base/text.h"

#include <string.h>

StetEdit *
stet_faq_move (StetArticle *article, guint from, guint to)
{
  GPtrArray *all = stet_article_fields (article)->faq_items;
  g_autoptr (GPtrArray) items
      = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_faq_item_unref);
  guint low = MIN (from, to), high = MAX (from, to);

  if (from == to || high >= all->len)
    return NULL;
  if (to < from)
    g_ptr_array_add (items, stet_faq_item_ref (all->pdata[from]));
  for (guint i = low; i <= high; i++)
    if (i != from)
      g_ptr_array_add (items, stet_faq_item_ref (all->pdata[i]));
  if (to > from)
    g_ptr_array_add (items, stet_faq_item_ref (all->pdata[from]));
  return stet_edit_faq_items (low, items->len, items);
}

/* --- the heading --- */

/* (borrowed) (nullable) */
static const char *
subject_of (const StetArticleFields *fields)
{
  g_autofree char *words = stet_text_fold_words (stet_prose_text (fields->headline));
  g_autofree char *headline = g_strconcat (words, " ", NULL);

  for (guint i = 0; i < fields->tags->len; i++)
    {
      const char *label = stet_term_label (fields->tags->pdata[i]);
      g_autofree char *folded = stet_text_fold_words (label);
      g_autofree char *whole = g_strconcat (folded, " ", NULL);

      if (*folded != '\0' && strstr (headline, whole) != NULL)
        return label;
    }
  return fields->tags->len > 0 ? stet_term_label (fields->tags->pdata[0]) : NULL;
}

/* English headings are in title case: every word but the small ones. Returns: (owned). */
static char *
title_case (const char *label)
{
  static const char *const small[]
      = { "a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", NULL };
  g_auto (GStrv) words = g_strsplit (label, " ", -1);
  GString *title = g_string_new (NULL);

  for (guint i = 0; words[i] != NULL; i++)
    {
      gunichar first = g_utf8_get_char (words[i]);
      gboolean kept = *words[i] == '\0' || (i > 0 && g_strv_contains (small, words[i]));

      if (i > 0)
        g_string_append_c (title, ' ');
      if (!kept)
        g_string_append_unichar (title, g_unichar_toupper (first));
      g_string_append (title, kept ? words[i] : g_utf8_next_char (words[i]));
    }
  return g_string_free (title, FALSE);
}

char *
stet_faq_suggest_title (StetArticle *article, guint *subject_chars)
{
  const StetArticleFields *fields = stet_article_fields (article);
  gboolean spanish = g_str_has_prefix (fields->language, "es");
  const char *opening
      = spanish ? "Preguntas frecuentes sobre " : "Frequently Asked Questions About ";
  const char *label = subject_of (fields);
  g_autofree char *subject = NULL;

  if (!spanish && !g_str_has_prefix (fields->language, "en"))
    return NULL;
  if (label != NULL)
    subject = spanish ? g_strdup (label) : title_case (label);
  if (subject_chars != NULL)
    *subject_chars = (guint) g_utf8_strlen (opening, -1);
  return g_strconcat (opening, subject, NULL);
}
