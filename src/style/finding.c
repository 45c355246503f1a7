/* Findings as values, and as the JSON of the contracts. Layer: style. Any thread. */
#include "config.h"

#include "style/finding.h"

#include "base/json-scan.h"
#include "style/checker-private.h"

#include <string.h>

static const char *const level_names[] = { NULL, "advice", "warning", "error" };

const char *
stet_level_name (StetLevel level)
{
  g_return_val_if_fail (level >= STET_LEVEL_ADVICE && level <= STET_LEVEL_ERROR, "advice");
  return level_names[level];
}

gboolean
stet_level_parse (const char *name, StetLevel *level)
{
  for (guint i = STET_LEVEL_ADVICE; i <= STET_LEVEL_ERROR; i++)
    if (g_strcmp0 (name, level_names[i]) == 0)
      {
        *level = i;
        return TRUE;
      }
  if (g_strcmp0 (name, "suggestion") != 0)
    return FALSE;
  *level = STET_LEVEL_ADVICE;
  return TRUE;
}

StetStand *
stet_stand_copy (const StetStand *stand)
{
  StetStand *copy;

  if (stand == NULL)
    return NULL;
  copy = g_new0 (StetStand, 1);
  copy->finding = g_strdup (stand->finding);
  copy->rule = g_strdup (stand->rule);
  copy->reason = g_strdup (stand->reason);
  copy->by = g_strdup (stand->by);
  copy->at = g_strdup (stand->at);
  copy->scope = g_strdup (stand->scope);
  return copy;
}

void
stet_stand_free (StetStand *stand)
{
  if (stand == NULL)
    return;
  g_free (stand->finding);
  g_free (stand->rule);
  g_free (stand->reason);
  g_free (stand->by);
  g_free (stand->at);
  g_free (stand->scope);
  g_free (stand);
}

StetFinding *
stet_finding_copy (const StetFinding *finding)
{
  StetFinding *copy = g_memdup2 (finding, sizeof *finding);

  copy->id = g_strdup (finding->id);
  copy->rule = g_strdup (finding->rule);
  copy->code = g_strdup (finding->code);
  copy->pack = g_strdup (finding->pack);
  copy->match = g_strdup (finding->match);
  copy->title = g_strdup (finding->title);
  copy->message = g_strdup (finding->message);
  copy->replacements = g_strdupv (finding->replacements);
  copy->stand = stet_stand_copy (finding->stand);
  return copy;
}

void
stet_finding_free (StetFinding *finding)
{
  if (finding == NULL)
    return;
  g_free (finding->id);
  g_free (finding->rule);
  g_free (finding->code);
  g_free (finding->pack);
  g_free (finding->match);
  g_free (finding->title);
  g_free (finding->message);
  g_strfreev (finding->replacements);
  stet_stand_free (finding->stand);
  g_free (finding);
}

StetFindingCounts
stet_findings_count (GPtrArray *findings)
{
  StetFindingCounts counts = { 0, 0, 0 };

  for (guint i = 0; i < findings->len; i++)
    {
      const StetFinding *finding = g_ptr_array_index (findings, i);

      if (finding->stand != NULL)
        continue;
      counts.error += finding->level == STET_LEVEL_ERROR;
      counts.warning += finding->level == STET_LEVEL_WARNING;
      counts.advice += finding->level == STET_LEVEL_ADVICE;
    }
  return counts;
}

static void
append_key (GString *out, const char *key)
{
  if (out->str[out->len - 1] != '{')
    g_string_append_c (out, ',');
  stet_json_append_string (out, key);
  g_string_append_c (out, ':');
}

static void
append_text (GString *out, const char *key, const char *text)
{
  append_key (out, key);
  if (text != NULL)
    stet_json_append_string (out, text);
  else
    g_string_append (out, "null");
}

static void
append_offset (GString *out, const char *key, const StetFinding *finding, guint offset)
{
  append_key (out, key);
  if (finding->has_range)
    g_string_append_printf (out, "%u", offset);
  else
    g_string_append (out, "null");
}

static void
append_replacements (GString *out, char **replacements)
{
  append_key (out, "replacements");
  g_string_append_c (out, '[');
  for (gsize i = 0; replacements != NULL && replacements[i] != NULL; i++)
    {
      if (i > 0)
        g_string_append_c (out, ',');
      stet_json_append_string (out, replacements[i]);
    }
  g_string_append_c (out, ']');
}

static void
append_stand (GString *out, const StetStand *stand)
{
  append_key (out, "stet");
  if (stand == NULL)
    {
      g_string_append (out, "null");
      return;
    }
  g_string_append_c (out, '{');
  append_text (out, "reason", stand->reason);
  append_text (out, "by", stand->by);
  append_text (out, "at", stand->at);
  append_text (out, "scope", stand->scope);
  g_string_append_c (out, '}');
}

static void
append_finding (GString *out, const StetFinding *finding)
{
  g_autofree char *field = stet_field_to_string (&finding->field);

  g_string_append_c (out, '{');
  append_text (out, "id", finding->id);
  append_text (out, "rule", finding->rule);
  append_text (out, "code", finding->code);
  append_text (out, "pack", finding->pack);
  append_text (out, "level", stet_level_name (finding->level));
  append_text (out, "field", field);
  append_offset (out, "start", finding, finding->start_chars);
  append_offset (out, "end", finding, finding->end_chars);
  append_text (out, "match", finding->match);
  append_text (out, "message", finding->message);
  append_replacements (out, finding->replacements);
  append_stand (out, finding->stand);
  g_string_append_c (out, '}');
}

char *
stet_findings_to_json (GPtrArray *findings)
{
  GString *out = g_string_new ("{\"findings\":[");

  for (guint i = 0; i < findings->len; i++)
    {
      if (i > 0)
        g_string_append_c (out, ',');
      append_finding (out, g_ptr_array_index (findings, i));
    }
  g_string_append (out, "]}");
  return g_string_free (out, FALSE);
}
