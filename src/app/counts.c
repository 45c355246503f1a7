/* Lengths in words, and where the wanted one is kept. Layer: app. See counts.h. */
#include "config.h"

#include "app/counts.h"
#include "app/workspace-private.h"
#include "base/text.h"

#include <glib/gi18n.h>

StetCounts
stet_counts_of_text (const char *text)
{
  return (StetCounts) { stet_text_count_words (text), stet_text_count_chars (text) };
}

StetCounts
stet_counts_of_story (StetArticle *article)
{
  g_autoptr (GArray) fields = stet_article_text_fields (article);
  StetCounts counts = { stet_article_count_words (article), 0 };

  for (guint i = 0; i < fields->len; i++)
    {
      const StetField *field = &g_array_index (fields, StetField, i);
      g_autoptr (StetProse) prose = NULL;

      if (field->kind != STET_FIELD_BODY && field->kind != STET_FIELD_BLOCK_CELL)
        continue;
      prose = stet_article_text_at (article, field);
      counts.chars += prose != NULL ? stet_prose_chars (prose) : 0;
    }
  return counts;
}

guint
stet_counts_minutes (guint words, guint words_per_minute)
{
  return (words + words_per_minute / 2) / words_per_minute;
}

static char *
words_text (guint words, guint target_words)
{
  if (target_words == 0)
    return g_strdup_printf (ngettext ("%u word", "%u words", words), words);
  return g_strdup_printf (ngettext ("%u of %u word", "%u of %u words", target_words), words,
                          target_words);
}

static char *
minutes_text (guint words, guint words_per_minute)
{
  guint minutes = stet_counts_minutes (words, words_per_minute);

  if (minutes == 0)
    return g_strdup (_("less than a minute"));
  return g_strdup_printf (ngettext ("about %u min", "about %u min", minutes), minutes);
}

char *
stet_words_for_counts (const StetCounts *counts, guint target_words, guint words_per_minute)
{
  g_autofree char *words = words_text (counts->words, target_words);
  g_autofree char *chars = g_strdup_printf (
      ngettext ("%'u character", "%'u characters", counts->chars), counts->chars);
  g_autofree char *minutes = minutes_text (counts->words, words_per_minute);

  if (counts->words == 0)
    return g_steal_pointer (&words);
  /* Where there is no room for all, the end is cut. */
  return g_strdup_printf ("%s · %s · %s", words, minutes, chars);
}

char *
stet_words_for_selection (const StetCounts *counts)
{
  g_autofree char *words = words_text (counts->words, 0);
  g_autofree char *chars = g_strdup_printf (
      ngettext ("%'u character", "%'u characters", counts->chars), counts->chars);

  return g_strdup_printf (_("selected: %s, %s"), words, chars);
}

/* --- the length it is to have --- */

typedef struct
{
  StetStore *store;
  char      *key;
  guint      words;
} Target;

static char *
target_key (const char *id)
{
  return g_strconcat ("target-words/", id, NULL);
}

static gpointer
get_thread (gpointer data, GCancellable *cancellable, GError **error)
{
  Target *target = data;
  g_autofree char *text = stet_store_get_setting (target->store, target->key);
  guint64 words;

  if (text != NULL && g_ascii_string_to_unsigned (text, 10, 0, STET_TARGET_WORDS_MAX, &words, NULL))
    target->words = words;
  return target;
}

static gpointer
set_thread (gpointer data, GCancellable *cancellable, GError **error)
{
  Target *target = data;
  g_autofree char *text = g_strdup_printf ("%u", target->words);

  return GINT_TO_POINTER (stet_store_set_setting (target->store, target->key, text, error));
}

gboolean
stet_workspace_target (StetWorkspace *ws, const char *id, guint *target_words, GError **error)
{
  g_autofree char *key = target_key (id);
  Target target = { ws->store, key, 0 };

  if (stet_worker_call (ws->store_worker, get_thread, &target, NULL, error) == NULL)
    return FALSE;
  *target_words = target.words;
  return TRUE;
}

gboolean
stet_workspace_set_target (StetWorkspace *ws, const char *id, guint target_words, GError **error)
{
  g_autofree char *key = target_key (id);
  Target target = { ws->store, key, target_words };

  g_return_val_if_fail (target_words <= STET_TARGET_WORDS_MAX, FALSE);
  return stet_worker_call (ws->store_worker, set_thread, &target, NULL, error) != NULL;
}

gboolean
stet_target_parse (const char *text, guint *target_words, GError **error)
{
  g_autofree char *bare = g_strstrip (g_strdup (text));
  guint64 words = 0;

  if (*bare != '\0'
      && !g_ascii_string_to_unsigned (bare, 10, 0, STET_TARGET_WORDS_MAX, &words, NULL))
    {
      g_set_error (error, STET_APP_ERROR, STET_APP_ERROR_USAGE,
                   _("A number of words up to %u is wanted; nothing or 0 for none."),
                   STET_TARGET_WORDS_MAX);
      return FALSE;
    }
  *target_words = words;
  return TRUE;
}
