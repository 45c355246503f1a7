/* Commands that move a story on at its site, and those about what waits. Layer: app. */
#include "config.h"

#include "app/command-private.h"
#include "sync/runner.h"

#include <glib/gi18n.h>

#define STATUS_REFUSED 1
#define STATUS_OFFLINE 3
#define STATUS_CONFLICT 4
#define SHORT_ID_CHARS 8

/* What was left to stand, for whoever hands the story on. (owned) (nullable) of StetFinding */
static GPtrArray *
standing (StetCommand *command, const StetAct *act)
{
  GPtrArray *findings;

  if (act->kind != STET_INTENT_SUBMIT && act->kind != STET_INTENT_APPROVE
      && act->kind != STET_INTENT_PUBLISH && act->kind != STET_INTENT_SCHEDULE)
    return NULL;
  findings = stet_workspace_check (command->ws, act->id, NULL);
  for (guint i = findings != NULL ? findings->len : 0; i-- > 0;)
    if (((StetFinding *) g_ptr_array_index (findings, i))->stand == NULL)
      g_ptr_array_remove_index (findings, i);
  return findings;
}

static void
print_standing (StetCommand *command, GPtrArray *findings)
{
  for (guint i = 0; findings != NULL && i < findings->len; i++)
    {
      const StetFinding *finding = g_ptr_array_index (findings, i);

      stet_command_print (command, "%s", finding->code != NULL ? finding->code : finding->rule);
      if (finding->match != NULL)
        stet_command_print (command, "  “%s”", finding->match);
      stet_command_print (command, _("  stet by %s: %s"), finding->stand->by,
                          finding->stand->reason);
      stet_command_print (command, "\n");
    }
}

static void
add_standing (JsonBuilder *builder, GPtrArray *findings)
{
  json_builder_set_member_name (builder, "stets");
  json_builder_begin_array (builder);
  for (guint i = 0; findings != NULL && i < findings->len; i++)
    {
      const StetFinding *finding = g_ptr_array_index (findings, i);

      json_builder_begin_object (builder);
      stet_json_add_string (builder, "finding", finding->id);
      stet_json_add_string (builder, "rule", finding->rule);
      stet_json_add_string (builder, "reason", finding->stand->reason);
      stet_json_add_string (builder, "by", finding->stand->by);
      stet_json_add_string (builder, "scope", finding->stand->scope);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
print_outcome_json (StetCommand *command, const StetOutcome *outcome, GPtrArray *findings,
                    gboolean with_page)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  stet_json_add_string (builder, "id", outcome->id);
  stet_json_add_string (builder, "state", stet_state_name (outcome->state));
  stet_json_add_string (builder, "site", outcome->site);
  stet_json_add_string (builder, "remote_id", outcome->remote_id);
  stet_json_add_string (builder, "url", outcome->url);
  stet_json_add_string (builder, "hash", outcome->hash);
  stet_json_add_bool (builder, "queued", outcome->queued);
  if (findings != NULL)
    add_standing (builder, findings);
  if (with_page)
    stet_command_tell_page (command, outcome, builder);
  json_builder_end_object (builder);
  stet_command_print_json (command, builder);
}

static void
print_outcome (StetCommand *command, const StetOutcome *outcome)
{
  gboolean live = outcome->state == STET_STATE_PUBLISHED;

  stet_command_print (command, "%.*s  %s", SHORT_ID_CHARS, outcome->id,
                      stet_words_for_state (outcome->state, live));
  if (outcome->url != NULL)
    stet_command_print (command, "  %s", outcome->url);
  stet_command_print (command, "\n");
}

static void
ask_password (StetCommand *command, const StetAct *act)
{
  g_autoptr (StetStory) story = stet_workspace_load (command->ws, act->id, NULL);
  g_autoptr (StetAccount) account
      = story != NULL ? stet_workspace_account_for (command->ws, story, act->site, act->user, NULL)
                      : NULL;

  if (account != NULL)
    stet_command_ask_password (command, account);
}

static int
act (StetCommand *command, StetAct *act, GError **error)
{
  g_autofree char *id = stet_workspace_resolve (command->ws, command->rest[0], error);
  g_autoptr (StetOutcome) outcome = NULL;
  g_autoptr (GPtrArray) findings = NULL;

  if (id == NULL)
    return 0;
  act->id = id;
  act->site = command->options.site;
  act->user = command->options.user;
  ask_password (command, act);
  findings = standing (command, act);
  stet_command_begin_progress (command);
  outcome = stet_workspace_act (command->ws, act, command->call->cancellable, error);
  stet_command_end_progress (command);
  if (outcome == NULL)
    return 0;
  if (command->options.json)
    print_outcome_json (command, outcome, findings, act->kind == STET_INTENT_PUBLISH);
  else if (!outcome->queued)
    print_outcome (command, outcome);
  if (!command->options.json)
    print_standing (command, findings);
  if (!command->options.json && act->kind == STET_INTENT_PUBLISH)
    stet_command_tell_page (command, outcome, NULL);
  if (!outcome->queued)
    return 0;
  g_set_error_literal (error, STET_APP_ERROR, STET_APP_ERROR_OFFLINE, "");
  return STATUS_OFFLINE;
}

int
stet_command_submit (StetCommand *command, GError **error)
{
  StetAct submit = { .kind = STET_INTENT_SUBMIT };

  return act (command, &submit, error);
}

int
stet_command_return (StetCommand *command, GError **error)
{
  StetAct give_back = { .kind = STET_INTENT_RETURN, .note = command->options.note };

  return act (command, &give_back, error);
}

int
stet_command_approve (StetCommand *command, GError **error)
{
  StetAct approve = { .kind = STET_INTENT_APPROVE };

  return act (command, &approve, error);
}

/* A time without an offset is the site's. */
static gboolean
read_time (StetCommand *command, gint64 *time_us, GError **error)
{
  g_autofree char *id = stet_workspace_resolve (command->ws, command->rest[0], error);
  g_autoptr (StetStory) story = id != NULL ? stet_workspace_load (command->ws, id, error) : NULL;
  g_autoptr (StetAccount) account
      = story != NULL ? stet_workspace_account_for (command->ws, story, command->options.site,
                                                    command->options.user, error)
                      : NULL;

  if (account == NULL)
    return FALSE;
  if (stet_time_parse (command->options.at, account->zone, time_us))
    return TRUE;
  g_set_error (
      error, STET_APP_ERROR, STET_APP_ERROR_USAGE,
      _("“%s” is no time. Give one like 2026-03-01T18:00:00 or 2026-03-01T18:00:00-05:00."),
      command->options.at);
  return FALSE;
}

static void
tell_time (StetCommand *command, gint64 time_us)
{
  g_autoptr (StetAccount) account
      = stet_workspace_account (command->ws, command->options.site, command->options.user, NULL);
  g_autofree char *time = stet_command_time (time_us, account != NULL ? account->zone : NULL);

  if (!command->options.json)
    stet_command_print (command, _("It goes live at %s.\n"), time);
}

int
stet_command_publish (StetCommand *command, GError **error)
{
  StetAct publish = { .kind = STET_INTENT_PUBLISH, .approve_first = command->options.approve,
                      .breaking = command->options.breaking, .reason = command->options.reason };
  int status;

  if (command->options.at == NULL)
    return act (command, &publish, error);
  publish.kind = STET_INTENT_SCHEDULE;
  if (!read_time (command, &publish.at_us, error))
    return 0;
  if (publish.at_us <= g_get_real_time ())
    return stet_command_usage (
        error, _("That time has passed. Give a later one, or publish without --at."));
  status = act (command, &publish, error);
  if (error == NULL || *error == NULL)
    tell_time (command, publish.at_us);
  return status;
}

int
stet_command_unpublish (StetCommand *command, GError **error)
{
  StetAct take_down = { .kind = STET_INTENT_UNPUBLISH, .reason = command->options.reason };

  return act (command, &take_down, error);
}

int
stet_command_bin (StetCommand *command, GError **error)
{
  StetAct bin = { .kind = STET_INTENT_BIN };

  return act (command, &bin, error);
}

int
stet_command_unbin (StetCommand *command, GError **error)
{
  StetAct take_out = { .kind = STET_INTENT_RESTORE };

  return act (command, &take_out, error);
}

/* --- sync --- */

/* What needs a person after a sync, told one by one. */
static int
tell_held (StetCommand *command, GError **error)
{
  g_autoptr (GPtrArray) queue = stet_workspace_queue (command->ws, FALSE, error);
  g_autoptr (GPtrArray) conflicts
      = queue != NULL ? stet_workspace_conflicts (command->ws, error) : NULL;
  int status = 0;

  if (conflicts == NULL)
    return 0;
  for (guint i = 0; i < queue->len; i++)
    {
      const StetIntent *intent = g_ptr_array_index (queue, i);

      if (intent->hold != STET_HOLD_REFUSED && intent->hold != STET_HOLD_EXPIRED
          && intent->hold != STET_HOLD_AUTH)
        continue;
      stet_command_tell (command, "%.*s: %s: %s", SHORT_ID_CHARS, intent->article_id,
                         stet_words_for_act (intent->kind), stet_words_for_hold (intent->hold));
      status = STATUS_REFUSED;
    }
  if (conflicts->len == 0)
    return status;
  g_set_error_literal (error, STET_APP_ERROR, STET_APP_ERROR_CONFLICT, "");
  return STATUS_CONFLICT;
}

/* For whoever runs it again (--watch): when the next of this account's queue is due, and how long
 * the site wants to be left alone. */
static void
add_times (StetCommand *command, const StetAccount *account, JsonBuilder *builder)
{
  g_autoptr (GPtrArray) queue = stet_workspace_queue (command->ws, FALSE, NULL);
  gint64 now_us = stet_clock_now_us (stet_clock_system ());
  gint64 due_us = G_MAXINT64, closed_us = 0;

  for (guint i = 0; queue != NULL && i < queue->len; i++)
    {
      const StetIntent *intent = g_ptr_array_index (queue, i);

      if (intent->hold != STET_HOLD_OFFLINE || intent->due_us <= now_us
          || (intent->user != NULL && g_strcmp0 (intent->user, account->user) != 0))
        continue;
      due_us = MIN (due_us, intent->due_us);
      if (intent->due_by_site)
        closed_us = MAX (closed_us, intent->due_us);
    }
  if (due_us != G_MAXINT64)
    stet_json_add_int (builder, "due_ms", (due_us - now_us) / 1000);
  if (closed_us > 0)
    stet_json_add_int (builder, "closed_ms", (closed_us - now_us) / 1000);
}

/* Which trouble it is, whatever words the network has for it this time. */
static void
add_problem (const GError *problem, JsonBuilder *builder)
{
  g_autofree char *kind = g_strdup_printf ("%s %d %d", g_quark_to_string (problem->domain),
                                           problem->code, stet_sync_error_reason (problem));

  stet_json_add_string (builder, "problem", kind);
}

static void
print_synced (StetCommand *command, const StetAccount *account, guint pushed, guint pulled,
              const GError *problem)
{
  const StetCommandOptions *options = &command->options;
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  stet_json_add_int (builder, "pushed", pushed);
  stet_json_add_int (builder, "pulled", pulled);
  if (options->watch)
    add_times (command, account, builder);
  if (problem != NULL)
    add_problem (problem, builder);
  json_builder_end_object (builder);
  if (options->json || options->watch)
    stet_command_print_json (command, builder);
  else
    stet_command_print (command, _("Sent: %u, received: %u\n"), pushed, pulled);
}

/* Whether it may go better by itself the next time. A password that was refused is not offered
 * again and again: sites lock the account for that. */
static gboolean
may_pass (const GError *error)
{
  return !g_error_matches (error, STET_SYNC_ERROR, STET_SYNC_ERROR_AUTH)
         && !g_error_matches (error, STET_SITE_ERROR, STET_SITE_ERROR_AUTH)
         && error->domain != STET_APP_ERROR;
}

/* With --watch one round of it: cli/watch.h. */
int
stet_command_sync (StetCommand *command, GError **error)
{
  const StetCommandOptions *options = &command->options;
  g_autoptr (StetAccount) account
      = stet_workspace_account (command->ws, options->site, options->user, error);
  g_autoptr (GError) problem = NULL;
  guint pushed = 0, pulled = 0;
  gboolean done;

  if (account == NULL)
    return 0;
  stet_command_ask_password (command, account);
  stet_command_begin_progress (command);
  done = stet_workspace_sync (command->ws, options->site, options->user, &pushed, &pulled,
                              command->call->cancellable, &problem);
  stet_command_end_progress (command);
  if (done || (options->watch && may_pass (problem)))
    print_synced (command, account, pushed, pulled, problem);
  if (done)
    return tell_held (command, error);
  g_propagate_error (error, g_steal_pointer (&problem));
  return 0;
}

/* --- the queue --- */

static void
add_intent (JsonBuilder *builder, const StetIntent *intent)
{
  g_autofree char *due = stet_time_to_rfc3339 (intent->due_us);

  json_builder_begin_object (builder);
  stet_json_add_string (builder, "id", intent->id);
  stet_json_add_string (builder, "story", intent->article_id);
  stet_json_add_string (builder, "kind", stet_intent_kind_name (intent->kind));
  stet_json_add_string (builder, "step", stet_step_name (intent->step));
  stet_json_add_string (builder, "hold",
                        intent->hold != STET_HOLD_NONE ? stet_hold_name (intent->hold) : NULL);
  stet_json_add_bool (builder, "settled", intent->settled);
  stet_json_add_int (builder, "tries", intent->tries);
  stet_json_add_string (builder, "due", due);
  json_builder_end_object (builder);
}

static void
print_intent (StetCommand *command, const StetIntent *intent)
{
  stet_command_print (command, "%.*s  %.*s  %s  %s\n", SHORT_ID_CHARS, intent->id, SHORT_ID_CHARS,
                      intent->article_id, stet_words_for_act (intent->kind),
                      intent->settled ? C_("queue", "Done") : stet_words_for_hold (intent->hold));
}

static int
cancel (StetCommand *command, GPtrArray *queue, GError **error)
{
  const StetIntent *found = NULL;

  for (guint i = 0; i < queue->len; i++)
    {
      const StetIntent *intent = g_ptr_array_index (queue, i);

      if (!g_str_has_prefix (intent->id, command->options.cancel))
        continue;
      if (found != NULL)
        return stet_command_usage (
            error, _("Several in the queue begin like that. Give more of the id."));
      found = intent;
    }
  if (found == NULL)
    return stet_command_usage (error, _("The queue has no such entry. “stet queue” shows them."));
  if (stet_workspace_cancel (command->ws, found->id, error))
    stet_command_print (command, _("It was called back.\n"));
  return 0;
}

int
stet_command_queue (StetCommand *command, GError **error)
{
  g_autoptr (GPtrArray) queue = stet_workspace_queue (command->ws, command->options.ended, error);
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  if (queue == NULL)
    return 0;
  if (command->options.cancel != NULL)
    return cancel (command, queue, error);
  json_builder_begin_array (builder);
  for (guint i = 0; i < queue->len; i++)
    {
      add_intent (builder, g_ptr_array_index (queue, i));
      if (!command->options.json)
        print_intent (command, g_ptr_array_index (queue, i));
    }
  json_builder_end_array (builder);
  if (command->options.json)
    stet_command_print_json (command, builder);
  else if (queue->len == 0)
    stet_command_print (command, _("Nothing waits.\n"));
  return 0;
}

int
stet_command_conflicts (StetCommand *command, GError **error)
{
  g_autoptr (GPtrArray) ids = stet_workspace_conflicts (command->ws, error);
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  if (ids == NULL)
    return 0;
  json_builder_begin_array (builder);
  for (guint i = 0; i < ids->len; i++)
    {
      json_builder_add_string_value (builder, g_ptr_array_index (ids, i));
      if (!command->options.json)
        stet_command_print (command, "%s\n", (char *) g_ptr_array_index (ids, i));
    }
  json_builder_end_array (builder);
  if (command->options.json)
    stet_command_print_json (command, builder);
  else if (ids->len == 0)
    stet_command_print (command, _("No story needs a decision.\n"));
  return 0;
}
