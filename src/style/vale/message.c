/* Vale's quotation marks around replacements, and its way with numbers. Layer: style. Any
 * thread. */
#include "config.h"

#include "style/vale/message.h"

#include "style/rule-kind.h"

#include <string.h>

/* 'a'; 'a' or 'b'; 'a', 'b', or 'c': one alone stands in quotation marks, too. */
static char *
quoted (char **texts)
{
  guint n = texts != NULL ? g_strv_length (texts) : 0;
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    {
      if (i > 0)
        g_string_append (out, i + 1 < n ? ", " : n == 2 ? " or " : ", or ");
      if (*texts[i] != '\0')
        g_string_append_printf (out, "'%s'", texts[i]);
    }
  return g_string_free (out, FALSE);
}

/* A message that quotes both of its texts leaves the first to the replacements, which bring marks
 * of their own. */
static char *
replacement_message (const StetRule *rule, const StetHit *hit)
{
  g_autofree char *first = quoted (hit->replacements);
  const char *args[] = { first, hit->args[0] != NULL ? hit->args[1] : NULL, NULL };
  g_auto(GStrv) parts = g_strsplit (rule->vale_message, "'%s'", -1);
  g_autofree char *text = NULL;

  if (g_strv_length (parts) != 3)
    return stet_message_format (rule->vale_message, args);
  text = g_strdup_printf ("%s%%s%s'%%s'%s", parts[0], parts[1], parts[2]);
  return stet_message_format (text, args);
}

/* A count is a number for Vale's formatter, which says so where a text was asked for. */
static char *
count_message (const StetRule *rule, const StetHit *hit)
{
  g_auto(GStrv) parts = g_strsplit (rule->vale_message, "%s", -1);
  g_autofree char *number = g_strdup_printf ("%%!s(int=%s)", hit->args[0]);

  if (g_strv_length (parts) < 2)
    return stet_message_format (rule->vale_message, (const char *const *) hit->args);
  return stet_message_format (rule->vale_message, (const char *const[]) { number, NULL });
}

static char *
written (const StetRule *rule, const StetHit *hit)
{
  if (rule->kind == &stet_kind_substitution && rule->action == STET_ACTION_REPLACE)
    return replacement_message (rule, hit);
  if (rule->kind == &stet_kind_occurrence)
    return count_message (rule, hit);
  return stet_message_format (rule->vale_message, (const char *const *) hit->args);
}

char *
stet_vale_message (const StetRule *rule, const StetHit *hit)
{
  return g_strdelimit (written (rule, hit), "\n", ' ');
}
