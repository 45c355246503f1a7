/* Reading vocabularies. Layer: style. */
#include "config.h"

#include "style/vale/vocabulary.h"

#include "base/file.h"
#include "base/limits.h"
#include "style/pattern.h"
#include "style/vale/rules.h"

#include <string.h>

static void
add_lines (const char *path, GPtrArray *entries, GPtrArray *problems)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *text = stet_file_read_text (path, STET_RULE_BYTES_MAX, &error);
  g_auto(GStrv) lines = text != NULL ? g_strsplit (text, "\n", -1) : NULL;

  for (gsize i = 0; lines != NULL && lines[i] != NULL; i++)
    {
      const char *entry = g_strstrip (lines[i]);
      g_autoptr(GError) wrong = NULL;
      g_autoptr(StetPattern) pattern = NULL;

      if (*entry == '\0' || g_str_has_prefix (entry, "# ") || strcmp (entry, "#") == 0)
        continue;
      if (entries->len >= STET_VALE_TERMS_MAX)
        return g_ptr_array_add (problems, g_strdup_printf ("%s:%" G_GSIZE_FORMAT
                                                           ": too many words; the rest is left out",
                                                           path, i + 1));
      pattern = stet_pattern_new (entry, &wrong);
      if (pattern != NULL)
        g_ptr_array_add (entries, g_strdup (entry));
      else
        g_ptr_array_add (problems, g_strdup_printf ("%s:%" G_GSIZE_FORMAT ": %s: %s", path, i + 1,
                                                    entry, wrong->message));
    }
  if (text == NULL && !g_error_matches (error, STET_FILE_ERROR, STET_FILE_ERROR_NOT_FOUND))
    g_ptr_array_add (problems, g_strdup_printf ("%s:1: %s", path, error->message));
}

static char **
as_strv (GPtrArray *entries)
{
  g_ptr_array_add (entries, NULL);
  return (char **) g_ptr_array_free (entries, FALSE);
}

/* Where a vocabulary's folder is: its place of today, else that of before. (nullable) */
static char *
folder_of (const StetValeIni *ini, const char *name)
{
  g_autofree char *folder
      = g_build_filename (ini->styles_path, "config", "vocabularies", name, NULL);
  g_autofree char *old = g_build_filename (ini->styles_path, "Vocab", name, NULL);

  if (g_file_test (folder, G_FILE_TEST_IS_DIR))
    return g_steal_pointer (&folder);
  return g_file_test (old, G_FILE_TEST_IS_DIR) ? g_steal_pointer (&old) : NULL;
}

StetValeVocabulary *
stet_vale_vocabulary_load (const StetValeIni *ini, GPtrArray *problems)
{
  StetValeVocabulary *vocabulary = g_new0 (StetValeVocabulary, 1);
  GPtrArray *accepted = g_ptr_array_new (), *rejected = g_ptr_array_new ();

  for (gsize i = 0; ini->styles_path != NULL && ini->vocabularies[i] != NULL; i++)
    {
      g_autofree char *folder = folder_of (ini, ini->vocabularies[i]);
      g_autofree char *accept
          = folder != NULL ? g_build_filename (folder, "accept.txt", NULL) : NULL;
      g_autofree char *reject
          = folder != NULL ? g_build_filename (folder, "reject.txt", NULL) : NULL;

      if (folder == NULL)
        g_ptr_array_add (problems,
                         g_strdup_printf ("%s:1: Vocab: there is no vocabulary “%s” in %s",
                                          ini->file, ini->vocabularies[i], ini->styles_path));
      else
        {
          add_lines (accept, accepted, problems);
          add_lines (reject, rejected, problems);
        }
    }
  vocabulary->accepted = as_strv (accepted);
  vocabulary->rejected = as_strv (rejected);
  return vocabulary;
}

void
stet_vale_vocabulary_free (StetValeVocabulary *vocabulary)
{
  if (vocabulary == NULL)
    return;
  g_strfreev (vocabulary->accepted);
  g_strfreev (vocabulary->rejected);
  g_free (vocabulary);
}

/* A scalar in single quotes. */
static void
append_quoted (GString *out, const char *text)
{
  g_string_append_c (out, '\'');
  for (const char *p = text; *p != '\0'; p++)
    g_string_append_printf (out, *p == '\'' ? "''" : "%c", *p);
  g_string_append_c (out, '\'');
}

/* Whether an entry can be looked for in small letters: "\W" says something else then. */
static gboolean
is_term (const char *entry, const char *small)
{
  g_autoptr(StetPattern) pattern = NULL;

  if (g_str_has_prefix (entry, "(?i)"))
    return FALSE;
  for (const char *p = strchr (entry, '\\'); p != NULL && p[1] != '\0'; p = strchr (p + 2, '\\'))
    if (g_ascii_isupper (p[1]))
      return FALSE;
  pattern = stet_pattern_new (small, NULL);
  return pattern != NULL;
}

char *
stet_vale_vocabulary_terms (const StetValeVocabulary *vocabulary)
{
  g_autoptr (GString) out = g_string_new (
      "extends: substitution\nmessage: \"Use '%s' instead of '%s'.\"\nlevel: error\n"
      "ignorecase: true\nvocab: false\naction:\n  name: replace\nswap:\n");
  g_autoptr(GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  /* From the last one on: a later vocabulary knows better how a word is written. */
  for (guint i = g_strv_length (vocabulary->accepted); i > 0; i--)
    {
      const char *entry = vocabulary->accepted[i - 1];
      g_autofree char *small = g_utf8_strdown (entry, -1);

      if (!is_term (entry, small) || g_hash_table_contains (seen, small))
        continue;
      g_string_append (out, "  ");
      append_quoted (out, small);
      g_string_append (out, ": ");
      append_quoted (out, entry);
      g_string_append_c (out, '\n');
      g_hash_table_add (seen, g_steal_pointer (&small));
    }
  return g_hash_table_size (seen) > 0 ? g_string_free (g_steal_pointer (&out), FALSE) : NULL;
}

char *
stet_vale_vocabulary_avoid (const StetValeVocabulary *vocabulary)
{
  GString *out;

  if (vocabulary->rejected[0] == NULL)
    return NULL;
  out = g_string_new (
      "extends: existence\nmessage: \"Avoid using '%s'.\"\nlevel: error\nvocab: false\ntokens:\n");
  for (gsize i = 0; vocabulary->rejected[i] != NULL; i++)
    {
      g_string_append (out, "  - ");
      append_quoted (out, vocabulary->rejected[i]);
      g_string_append_c (out, '\n');
    }
  return g_string_free (out, FALSE);
}
