/* From where a story stands to what has to be done: the whole table. */
#include "config.h"

#include "support.h"

#include "app/plan.h"

#define D STET_STATE_DRAFT
#define S STET_STATE_SUBMITTED
#define R STET_STATE_RETURNED
#define A STET_STATE_APPROVED
#define C STET_STATE_SCHEDULED
#define P STET_STATE_PUBLISHED
#define U STET_STATE_UNPUBLISHED
#define B STET_STATE_BINNED

typedef struct
{
  StetState      state;
  gboolean       changed;
  gboolean       live;
  StetIntentKind kind;
  gboolean       approve_first;
  const char    *expected; /* names of intents, "" for nothing to do, NULL for refused */
  const char    *why;
} Case;

static const Case cases[] = {
  { D, TRUE, FALSE, STET_INTENT_SUBMIT, FALSE, "submit", "a new story" },
  { R, FALSE, FALSE, STET_INTENT_SUBMIT, FALSE, "submit", "given back, sent again" },
  { S, FALSE, FALSE, STET_INTENT_SUBMIT, FALSE, "", "it is submitted already" },
  { S, TRUE, FALSE, STET_INTENT_SUBMIT, FALSE, "save", "only the text goes" },
  { A, FALSE, FALSE, STET_INTENT_SUBMIT, FALSE, NULL, "approved as it is" },
  { P, FALSE, TRUE, STET_INTENT_SUBMIT, FALSE, NULL, "live and unchanged" },
  { P, TRUE, TRUE, STET_INTENT_SUBMIT, FALSE, "submit", "a live story's change" },
  { U, FALSE, FALSE, STET_INTENT_SUBMIT, FALSE, "submit", "withdrawn, to come back" },
  { B, FALSE, FALSE, STET_INTENT_SUBMIT, FALSE, NULL, "in the bin" },
  { S, FALSE, FALSE, STET_INTENT_APPROVE, FALSE, "approve", "as it should be" },
  { S, TRUE, FALSE, STET_INTENT_APPROVE, FALSE, "approve", "the editor's own change goes along" },
  { A, FALSE, FALSE, STET_INTENT_APPROVE, FALSE, "", "approved already" },
  { C, FALSE, FALSE, STET_INTENT_APPROVE, FALSE, "approve", "off the schedule" },
  { D, TRUE, FALSE, STET_INTENT_APPROVE, FALSE, NULL, "never submitted" },
  { P, TRUE, TRUE, STET_INTENT_APPROVE, FALSE, NULL, "the change was not submitted" },
  { A, FALSE, FALSE, STET_INTENT_PUBLISH, FALSE, "publish", "as it should be" },
  { C, FALSE, FALSE, STET_INTENT_PUBLISH, FALSE, "publish", "earlier than planned" },
  { S, FALSE, FALSE, STET_INTENT_PUBLISH, FALSE, NULL, "not approved" },
  { S, FALSE, FALSE, STET_INTENT_PUBLISH, TRUE, "approve publish", "both at once" },
  { D, TRUE, FALSE, STET_INTENT_PUBLISH, TRUE, "submit approve publish", "an editor's own story" },
  { D, TRUE, FALSE, STET_INTENT_PUBLISH, FALSE, NULL, "not approved" },
  { P, FALSE, TRUE, STET_INTENT_PUBLISH, FALSE, "", "it is live as it is" },
  { P, TRUE, TRUE, STET_INTENT_PUBLISH, FALSE, NULL, "the change was not approved" },
  { P, TRUE, TRUE, STET_INTENT_PUBLISH, TRUE, "submit approve publish", "a live story updated" },
  { B, FALSE, FALSE, STET_INTENT_PUBLISH, TRUE, NULL, "in the bin" },
  { A, FALSE, FALSE, STET_INTENT_SCHEDULE, FALSE, "schedule", "as it should be" },
  { C, FALSE, FALSE, STET_INTENT_SCHEDULE, FALSE, "approve schedule", "another time" },
  { S, FALSE, FALSE, STET_INTENT_SCHEDULE, TRUE, "approve schedule", "both at once" },
  { S, FALSE, FALSE, STET_INTENT_RETURN, FALSE, "return", "as it should be" },
  { A, FALSE, FALSE, STET_INTENT_RETURN, FALSE, "return", "after second thoughts" },
  { D, FALSE, FALSE, STET_INTENT_RETURN, FALSE, NULL, "nobody submitted it" },
  { P, FALSE, TRUE, STET_INTENT_UNPUBLISH, FALSE, "unpublish", "as it should be" },
  { S, TRUE, TRUE, STET_INTENT_UNPUBLISH, FALSE, "unpublish",
    "a page is live whatever is being written" },
  { D, TRUE, FALSE, STET_INTENT_UNPUBLISH, FALSE, NULL, "never live" },
  { S, FALSE, FALSE, STET_INTENT_BIN, FALSE, "bin", "as it should be" },
  { P, FALSE, TRUE, STET_INTENT_BIN, FALSE, NULL, "a live page first comes down" },
  { S, TRUE, TRUE, STET_INTENT_BIN, FALSE, NULL, "a live page first comes down" },
  { B, FALSE, FALSE, STET_INTENT_BIN, FALSE, "", "it is there already" },
};

static char *
names (const StetPlan *plan)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < plan->n_kinds; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? " " : "", stet_intent_kind_name (plan->kinds[i]));
  return g_string_free (text, FALSE);
}

static void
test_table (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      StetStanding standing = {
        .state = cases[i].state, .changed = cases[i].changed, .live = cases[i].live, .created = TRUE
      };
      StetPlan plan;
      g_autoptr (GError) error = NULL;
      gboolean allowed
          = stet_plan_act (&standing, cases[i].kind, cases[i].approve_first, &plan, &error);
      g_autofree char *got = allowed ? names (&plan) : NULL;

      g_test_message ("%u: %s", i, cases[i].why);
      g_assert_cmpstr (got, ==, cases[i].expected);
      if (!allowed)
        g_assert_error (error, STET_APP_ERROR, STET_APP_ERROR_REFUSED);
    }
}

/* A site that changes a live page only in its place. */
static void
test_direct (void)
{
  static const Case direct[] = {
    { P, TRUE, TRUE, STET_INTENT_SUBMIT, FALSE, NULL, "there is no place for it" },
    { P, TRUE, TRUE, STET_INTENT_PUBLISH, FALSE, NULL, "not approved" },
    { P, TRUE, TRUE, STET_INTENT_PUBLISH, TRUE, "publish", "at once" },
    { P, TRUE, TRUE, STET_INTENT_SCHEDULE, TRUE, NULL, "not at a time" },
    { P, FALSE, TRUE, STET_INTENT_PUBLISH, FALSE, "", "it is live as it is" },
    { D, TRUE, FALSE, STET_INTENT_PUBLISH, TRUE, "submit approve publish", "nothing is live yet" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (direct); i++)
    {
      StetStanding standing = { .state = direct[i].state,
                                .changed = direct[i].changed,
                                .live = direct[i].live,
                                .created = TRUE,
                                .direct = TRUE };
      StetPlan plan;
      gboolean allowed
          = stet_plan_act (&standing, direct[i].kind, direct[i].approve_first, &plan, NULL);
      g_autofree char *got = allowed ? names (&plan) : NULL;

      g_test_message ("%s", direct[i].why);
      g_assert_cmpstr (got, ==, direct[i].expected);
    }
}

/* Whatever a plan says, each of its steps is one the workflow of the contracts allows. */
static void
test_plans_follow_the_table (void)
{
  static const StetIntentKind kinds[]
      = { STET_INTENT_SUBMIT, STET_INTENT_APPROVE,   STET_INTENT_PUBLISH, STET_INTENT_SCHEDULE,
          STET_INTENT_RETURN, STET_INTENT_UNPUBLISH, STET_INTENT_BIN };

  for (guint i = 0; i < STET_STATES * G_N_ELEMENTS (kinds) * 4; i++)
    {
      StetStanding standing
          = { .state = i % STET_STATES, .changed = (i / STET_STATES) % 2, .created = TRUE };
      StetIntentKind kind = kinds[i / STET_STATES / 4];
      StetPlan plan;

      standing.live = standing.state == P;
      if (!stet_plan_act (&standing, kind, (i / STET_STATES / 2) % 2, &plan, NULL))
        continue;
      for (guint k = 0; k < plan.n_kinds; k++)
        {
          StetState before = standing.state;

          stet_standing_after (&standing, plan.kinds[k]);
          if (plan.kinds[k] != STET_INTENT_SAVE)
            g_assert_true (stet_state_may_follow (before, standing.state));
        }
    }
}

static void
test_standing (void)
{
  g_autoptr (StetRemote) remote = stet_remote_new ();
  StetStory story = { .remote = remote, .hash = (char *) "h1" };
  StetStanding standing = stet_standing_of (&story);

  g_assert_cmpint (standing.state, ==, D);
  g_assert_false (standing.created);
  remote->remote_id = g_strdup ("7");
  remote->state = A;
  remote->hash = g_strdup ("h1");
  standing = stet_standing_of (&story);
  g_assert_cmpint (standing.state, ==, A);
  g_assert_false (standing.changed);
  story.hash = (char *) "h2";
  standing = stet_standing_of (&story);
  g_assert_cmpint (standing.state, ==, S); /* new text takes an approval back */
  g_assert_true (standing.changed);
}

int
main (int argc, char *argv[])
{
  stet_test_init (&argc, &argv);
  g_test_add_func ("/app/plan/table", test_table);
  g_test_add_func ("/app/plan/plans-follow-the-table", test_plans_follow_the_table);
  g_test_add_func ("/app/plan/standing", test_standing);
  g_test_add_func ("/app/plan/direct", test_direct);
  return g_test_run ();
}
