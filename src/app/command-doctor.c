/* `stet doctor`. Layer: app. */
#include "config.h"

#include "app/command-private.h"
#include "app/doctor.h"

static void
add_step (JsonBuilder *builder, const StetDoctorStep *step)
{
  json_builder_begin_object (builder);
  stet_json_add_string (builder, "floor", stet_floor_name (step->floor));
  stet_json_add_string (builder, "verdict", stet_verdict_name (step->verdict));
  stet_json_add_string (builder, "ask",
                        step->ask != STET_ASK_NOBODY ? stet_ask_name (step->ask) : NULL);
  stet_json_add_string (builder, "text", step->text);
  stet_json_add_string (builder, "next", step->next);
  stet_json_add_string (builder, "detail", step->detail);
  json_builder_end_object (builder);
}

static void
print_report_json (StetCommand *command, const StetDoctorReport *report)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *at = stet_time_to_rfc3339 (report->at_us);
  StetFloor broken = stet_doctor_broken (report);

  json_builder_begin_object (builder);
  stet_json_add_string (builder, "url", report->url);
  stet_json_add_string (builder, "site", report->site);
  stet_json_add_string (builder, "kind", report->kind);
  stet_json_add_string (builder, "user", report->user);
  stet_json_add_string (builder, "at", at);
  stet_json_add_string (builder, "broken",
                        broken != STET_N_FLOORS ? stet_floor_name (broken) : NULL);
  json_builder_set_member_name (builder, "steps");
  json_builder_begin_array (builder);
  for (guint i = 0; i < report->steps->len; i++)
    add_step (builder, g_ptr_array_index (report->steps, i));
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  stet_command_print_json (command, builder);
}

int
stet_command_doctor (StetCommand *command, GError **error)
{
  const char *site = command->n_rest > 0 ? command->rest[0] : command->options.site;
  g_autoptr (StetAccount) account
      = stet_workspace_account (command->ws, site, command->options.user, NULL);
  g_autoptr (StetDoctorReport) report = NULL;
  g_autofree char *text = NULL;

  if (account != NULL)
    stet_command_ask_password (command, account);
  report = stet_workspace_doctor (command->ws, site, command->options.user,
                                  command->call->cancellable, error);
  if (report == NULL)
    return 0;
  text = stet_doctor_text (report);
  if (command->options.json)
    print_report_json (command, report);
  else
    stet_command_print (command, "%s", text);
  return stet_doctor_status (report);
}
