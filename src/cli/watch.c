/* When the next round is, and which of them is worth a line. Layer: cli. */
#include "config.h"

#include "cli/watch.h"

#include <glib/gi18n.h>
#include <json-glib/json-glib.h>
#include <stdio.h>

#define INTERVAL_MS (60 * 1000)
#define INTERVAL_MS_MIN 1000
/* The wait doubles with every round that did not reach the site, up to this. */
#define OFFLINE_INTERVAL_MS_MAX (15 * 60 * 1000)
#define STATUS_USAGE 2
#define STATUS_OFFLINE 3
#define STATUS_BUSY 5

/* What one round came to. */
typedef struct
{
  int    status;
  gint64 pushed;
  gint64 pulled;
  gint64 due_ms;    /* until the next in the queue is due; -1: none */
  gint64 closed_ms; /* until the site wants to be asked again; 0: now */
  char  *trouble;   /* (borrowed) as on standard error; "" for none */
  char  *kind;      /* (owned) the same for the same trouble in other words */
} Round;

static gint64
interval_ms (void)
{
  const char *seconds = g_getenv ("STET_WATCH_SECONDS"); /* for tests */
  gint64 given_ms = seconds != NULL ? g_ascii_strtoll (seconds, NULL, 10) * 1000 : 0;

  return given_ms >= INTERVAL_MS_MIN && given_ms <= INTERVAL_MS ? given_ms : INTERVAL_MS;
}

/* FALSE: the round did not come so far that there is anything to wait for. */
static gboolean
read_round (const char *output, Round *round)
{
  g_autoptr (JsonNode) root = json_from_string (output, NULL);
  JsonObject *object;

  round->kind = g_strdup (round->trouble);
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return round->status == STATUS_BUSY;
  object = json_node_get_object (root);
  round->pushed = json_object_get_int_member_with_default (object, "pushed", 0);
  if (json_object_has_member (object, "problem"))
    {
      g_free (round->kind);
      round->kind = g_strdup (json_object_get_string_member (object, "problem"));
    }
  round->pulled = json_object_get_int_member_with_default (object, "pulled", 0);
  round->due_ms = json_object_get_int_member_with_default (object, "due_ms", -1);
  round->closed_ms = json_object_get_int_member_with_default (object, "closed_ms", 0);
  return TRUE;
}

/* `n_offline`: rounds in a row that did not reach the site. */
static gint64
next_ms (const Round *round, guint n_offline)
{
  gint64 wait_ms = interval_ms ();

  for (guint i = 1; i < n_offline && wait_ms < OFFLINE_INTERVAL_MS_MAX; i++)
    wait_ms *= 2;
  wait_ms = MIN (wait_ms, OFFLINE_INTERVAL_MS_MAX);
  if (round->due_ms >= 0 && round->due_ms < wait_ms)
    wait_ms = MAX (round->due_ms, INTERVAL_MS_MIN);
  return MAX (wait_ms, round->closed_ms);
}

/* --- what is told --- */

static void
print_json (const Round *round, gint64 wait_ms)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *text = NULL;
  g_autofree char *trouble = g_strchomp (g_strdup (round->trouble));

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "pushed");
  json_builder_add_int_value (builder, round->pushed);
  json_builder_set_member_name (builder, "pulled");
  json_builder_add_int_value (builder, round->pulled);
  json_builder_set_member_name (builder, "status");
  json_builder_add_int_value (builder, round->status);
  json_builder_set_member_name (builder, "trouble");
  if (trouble[0] != '\0')
    json_builder_add_string_value (builder, trouble);
  else
    json_builder_add_null_value (builder);
  json_builder_set_member_name (builder, "next_s");
  json_builder_add_int_value (builder, (wait_ms + 999) / 1000);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  text = json_to_string (root, FALSE);
  g_print ("%s\n", text);
}

/* `told` (inout): the kind of trouble that was told last. */
static void
print_words (const Round *round, char **told)
{
  gboolean changed = g_strcmp0 (round->kind, *told) != 0;

  if (round->pushed > 0 || round->pulled > 0)
    g_print (_("Sent: %u, received: %u\n"), (guint) round->pushed, (guint) round->pulled);
  else if (changed && round->trouble[0] == '\0')
    g_print ("%s\n", _("The trouble is over."));
  if (changed && round->trouble[0] != '\0')
    g_printerr ("%s", round->trouble);
  g_free (*told);
  *told = g_strdup (round->kind);
}

/* --- the rounds --- */

static void
wait_for (GCancellable *cancellable, gint64 wait_ms)
{
  GPollFD fd;
  gboolean watched = g_cancellable_make_pollfd (cancellable, &fd);

  g_poll (watched ? &fd : NULL, watched ? 1 : 0, (int) MIN (wait_ms, G_MAXINT));
  if (watched)
    g_cancellable_release_fd (cancellable);
}

int
stet_watch_run (StetWatchRound round_func, gboolean json, GCancellable *cancellable, gpointer data)
{
  g_autofree char *told = g_strdup ("");
  guint n_offline = 0;

  while (!g_cancellable_is_cancelled (cancellable))
    {
      g_autoptr (GString) output = g_string_new (NULL);
      g_autoptr (GString) errors = g_string_new (NULL);
      Round round = { .due_ms = -1 };
      gint64 wait_ms;

      round.status = round_func (cancellable, output, errors, data);
      if (g_cancellable_is_cancelled (cancellable))
        break;
      round.trouble = errors->str;
      if (!read_round (output->str, &round))
        {
          g_printerr ("%s", errors->str);
          g_free (round.kind);
          return round.status != 0 ? round.status : STATUS_USAGE;
        }
      n_offline = round.status == STATUS_OFFLINE ? n_offline + 1 : 0;
      wait_ms = next_ms (&round, n_offline);
      if (json)
        print_json (&round, wait_ms);
      else
        print_words (&round, &told);
      fflush (stdout);
      g_free (round.kind);
      wait_for (cancellable, wait_ms);
    }
  return 0;
}
