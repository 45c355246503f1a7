/* Alerts as Vale prints them. Layer: style. */
#include "config.h"

#include "style/vale/run.h"

#include <json-glib/json-glib.h>
#include <string.h>

struct _StetValeOutput { JsonBuilder *builder; };

static const char *
severity_of (StetLevel level)
{
  return level == STET_LEVEL_ADVICE ? "suggestion" : stet_level_name (level);
}

static void
add_string (JsonBuilder *builder, const char *name, const char *value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, value != NULL ? value : "");
}

static void
add_number (JsonBuilder *builder, const char *name, guint value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, value);
}

static void
add_action (JsonBuilder *builder, const StetValeAlert *alert)
{
  json_builder_set_member_name (builder, "Action");
  json_builder_begin_object (builder);
  add_string (builder, "Name", alert->action);
  json_builder_set_member_name (builder, "Params");
  if (alert->params == NULL)
    json_builder_add_null_value (builder);
  else
    {
      json_builder_begin_array (builder);
      for (gsize i = 0; alert->params[i] != NULL; i++)
        json_builder_add_string_value (builder, alert->params[i]);
      json_builder_end_array (builder);
    }
  json_builder_end_object (builder);
}

static void
add_alert (JsonBuilder *builder, const StetValeAlert *alert)
{
  json_builder_begin_object (builder);
  add_string (builder, "Check", alert->rule);
  add_number (builder, "Line", alert->line);
  json_builder_set_member_name (builder, "Span");
  json_builder_begin_array (builder);
  json_builder_add_int_value (builder, alert->first);
  json_builder_add_int_value (builder, alert->last);
  json_builder_end_array (builder);
  add_string (builder, "Message", alert->message);
  add_string (builder, "Severity", severity_of (alert->level));
  add_string (builder, "Match", alert->match);
  add_string (builder, "Link", alert->link);
  add_action (builder, alert);
  json_builder_end_object (builder);
}

StetValeOutput *
stet_vale_output_new (void)
{
  StetValeOutput *output = g_new0 (StetValeOutput, 1);

  output->builder = json_builder_new ();
  json_builder_begin_object (output->builder);
  return output;
}

void
stet_vale_output_add (StetValeOutput *output, const char *path, const GPtrArray *alerts)
{
  if (alerts->len == 0)
    return;
  json_builder_set_member_name (output->builder, path);
  json_builder_begin_array (output->builder);
  for (guint i = 0; i < alerts->len; i++)
    add_alert (output->builder, g_ptr_array_index (alerts, i));
  json_builder_end_array (output->builder);
}

char *
stet_vale_output_json (StetValeOutput *output)
{
  g_autoptr(JsonNode) root = NULL;

  json_builder_end_object (output->builder);
  root = json_builder_get_root (output->builder);
  return json_to_string (root, TRUE);
}

void
stet_vale_output_free (StetValeOutput *output)
{
  if (output == NULL)
    return;
  g_object_unref (output->builder);
  g_free (output);
}

char *
stet_vale_lines (const char *path, const GPtrArray *alerts)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < alerts->len; i++)
    {
      const StetValeAlert *alert = g_ptr_array_index (alerts, i);

      g_string_append_printf (out, "%s:%u:%u:%s:%s\n", path, alert->line, alert->first, alert->rule,
                              alert->message);
    }
  return g_string_free (out, FALSE);
}
