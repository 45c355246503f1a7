/* The review record: states, what is added, merged, written and refused. */
#include "config.h"

#include "article/json.h"
#include "article/review.h"
#include "support.h"

/* The table of the contracts, written out: a row per state, a letter per state that may follow. */
static void
test_states (void)
{
  static const char *const may[STET_STATES] = {
    /* D S R A C P U B */
    ".S.....B", "..RA...B", ".S.....B", "..R.CP.B", "...A.P.B", ".S....U.", ".S.....B", "D.......",
  };
  StetState state;

  for (guint from = 0; from < STET_STATES; from++)
    {
      g_assert_true (stet_state_parse (stet_state_name (from), &state));
      g_assert_cmpuint (state, ==, from);
      for (guint to = 0; to < STET_STATES; to++)
        g_assert_cmpint (stet_state_may_follow (from, to), ==, may[from][to] != '.');
    }
  g_assert_false (stet_state_parse ("live", &state));
  g_assert_false (stet_state_parse (NULL, &state));
}

static StetReview *
full_review (void)
{
  StetReview *review = stet_review_new ();
  const StetStand stand = { .finding = (char *) "f1",
                            .rule = (char *) "en.Rule",
                            .reason = (char *) "quoted",
                            .by = (char *) "mira",
                            .at = (char *) "2026-01-01T00:00:00Z",
                            .scope = (char *) "finding" };
  const StetOverride override_ = { .finding = (char *) "f2",
                                   .reason = (char *) "breaking",
                                   .by = (char *) "jon",
                                   .at = (char *) "t" };

  review->state = STET_STATE_SUBMITTED;
  stet_review_add_note (review, "n1", "jon", "t1", "Please\n\"check\"", "body[2]");
  stet_review_add_note (review, "n2", "jon", "t2", "Whole story", NULL);
  stet_review_add_approval (review, "abc", "jon", "t3");
  stet_review_add_stand (review, &stand);
  stet_review_add_override (review, &override_);
  stet_review_set_flag (review, "breaking", TRUE);
  return review;
}

static void
test_json (void)
{
  static const char expected[]
      = "{\"state\":\"submitted\",\"notes\":[{\"id\":\"n1\",\"by\":\"jon\",\"at\":\"t1\",\"text\":\"Please\\n\\\"check\\\"\",\"field\":\"body[2]\"},"
        "{\"id\":\"n2\",\"by\":\"jon\",\"at\":\"t2\",\"text\":\"Whole story\"}],\"approvals\":[{\"hash\":\"abc\",\"by\":\"jon\",\"at\":\"t3\"}],"
        "\"stets\":[{\"finding\":\"f1\",\"rule\":\"en.Rule\",\"reason\":\"quoted\",\"by\":\"mira\",\"at\":\"2026-01-01T00:00:00Z\","
        "\"scope\":\"finding\"}],\"overrides\":[{\"finding\":\"f2\",\"reason\":\"breaking\",\"by\":\"jon\",\"at\":\"t\"}],"
        "\"flags\":{\"breaking\":true}}";
  g_autoptr (StetReview) review = full_review ();
  g_autoptr (StetReview) copy = stet_review_copy (review);
  g_autofree char *json = stet_review_to_json (review);
  g_autofree char *copied = stet_review_to_json (copy);
  g_autoptr (GError) error = NULL;
  g_autoptr (StetReview) again = stet_review_from_json (json, strlen (json), &error);
  g_autofree char *json_again = NULL;

  g_assert_no_error (error);
  json_again = stet_review_to_json (again);
  g_assert_cmpstr (json, ==, expected);
  g_assert_cmpstr (copied, ==, expected);
  g_assert_cmpstr (json_again, ==, expected);
}

/* A record that says less is read; a note without an id gets one that is the same everywhere. */
static void
test_json_short (void)
{
  static const char json[]
      = "{\"state\":null,\"notes\":[{\"by\":\"a\",\"text\":\"x\"}],\"stets\":null}";
  g_autoptr (StetReview) one = stet_review_from_json (json, strlen (json), NULL);
  g_autoptr (StetReview) other = stet_review_from_json (json, strlen (json), NULL);
  const StetNote *note = one->notes->pdata[0];

  g_assert_cmpint (one->state, ==, STET_STATE_DRAFT);
  g_assert_true (strlen (note->id) == 36);
  g_assert_cmpstr (note->at, ==, "");
  g_assert_null (note->field);
  stet_review_merge (one, other);
  g_assert_cmpuint (one->notes->len, ==, 1);
}

static void
test_refused (void)
{
  static const struct { const char *why, *json; int code; const char *place; } cases[] = {
    { "no JSON", "{", STET_ARTICLE_ERROR_SYNTAX, "line" },
    { "no object", "[]", STET_ARTICLE_ERROR_SHAPE, "the document" },
    { "no state", "{\"state\":\"live\"}", STET_ARTICLE_ERROR_SHAPE, "state" },
    { "a number for a state", "{\"state\":1}", STET_ARTICLE_ERROR_SHAPE, "state" },
    { "no array", "{\"notes\":{}}", STET_ARTICLE_ERROR_SHAPE, "notes" },
    { "no entry", "{\"approvals\":[1]}", STET_ARTICLE_ERROR_SHAPE, "approvals" },
    { "no text", "{\"stets\":[{},{\"reason\":1}]}", STET_ARTICLE_ERROR_SHAPE, "stets[1].reason" },
    { "no flags", "{\"flags\":[]}", STET_ARTICLE_ERROR_SHAPE, "flags" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", cases[i].why);
      g_assert_null (stet_review_from_json (cases[i].json, strlen (cases[i].json), &error));
      g_assert_error (error, STET_ARTICLE_ERROR, cases[i].code);
      g_assert_true (g_str_has_prefix (error->message, cases[i].place));
    }
}

static void
test_limit (void)
{
  for (guint past = 0; past < 2; past++)
    {
      g_autoptr (GString) json = g_string_new ("{\"approvals\":[{}");
      g_autoptr (GError) error = NULL;
      g_autoptr (StetReview) review = NULL;

      for (guint i = 1; i < 10000 + past; i++)
        g_string_append (json, ",{}");
      g_string_append (json, "]}");
      review = stet_review_from_json (json->str, json->len, &error);
      if (past == 0)
        g_assert_no_error (error);
      else
        g_assert_error (error, STET_ARTICLE_ERROR, STET_ARTICLE_ERROR_TOO_LARGE);
    }
}

static void
test_add_replaces (void)
{
  g_autoptr (StetReview) review = full_review ();
  const StetStand again = { .finding = (char *) "f1",
                            .reason = (char *) "other",
                            .by = (char *) "jon",
                            .at = (char *) "t",
                            .scope = (char *) "story" };

  stet_review_add_stand (review, &again);
  stet_review_add_approval (review, "abc", "jon", "later");
  stet_review_add_approval (review, "abc", "mira", "later");
  g_assert_cmpuint (review->stets->len, ==, 1);
  g_assert_cmpstr (((StetStand *) review->stets->pdata[0])->reason, ==, "other");
  g_assert_null (((StetStand *) review->stets->pdata[0])->rule);
  g_assert_cmpuint (review->approvals->len, ==, 2);
  g_assert_cmpstr (((StetApproval *) review->approvals->pdata[0])->at, ==, "later");
  g_assert_false (stet_review_remove_stand (review, "f9"));
  g_assert_true (stet_review_remove_stand (review, "f1"));
  g_assert_cmpuint (review->stets->len, ==, 0);
}

static void
test_merge (void)
{
  g_autoptr (StetReview) ours = full_review ();
  g_autoptr (StetReview) theirs = full_review ();
  g_autofree char *before = stet_review_to_json (ours);
  g_autofree char *same = NULL;

  stet_review_merge (ours, theirs);
  same = stet_review_to_json (ours);
  g_assert_cmpstr (same, ==, before);
  stet_review_add_note (theirs, "n3", "mira", "t", "new", NULL);
  stet_review_add_approval (theirs, "def", "jon", "t");
  stet_review_set_flag (theirs, "embargo", TRUE);
  theirs->state = STET_STATE_BINNED;
  stet_review_merge (ours, theirs);
  g_assert_cmpuint (ours->notes->len, ==, 3);
  g_assert_true (stet_review_is_approved (ours, "def"));
  g_assert_true (stet_review_flag (ours, "embargo"));
  g_assert_cmpint (ours->state, ==, STET_STATE_SUBMITTED);
}

static void
test_flags_and_approval (void)
{
  g_autoptr (StetReview) review = full_review ();

  g_assert_true (stet_review_is_approved (review, "abc"));
  g_assert_false (stet_review_is_approved (review, "abd"));
  g_assert_false (stet_review_is_approved (review, NULL));
  g_assert_true (stet_review_flag (review, "breaking"));
  stet_review_set_flag (review, "breaking", FALSE);
  g_assert_false (stet_review_flag (review, "breaking"));
  g_assert_cmpstr (review->flags, ==, "{}");
}

int
main (int argc, char **argv)
{
  stet_test_init (&argc, &argv);
  g_test_add_func ("/review/states", test_states);
  g_test_add_func ("/review/json", test_json);
  g_test_add_func ("/review/json-short", test_json_short);
  g_test_add_func ("/review/refused", test_refused);
  g_test_add_func ("/review/limit", test_limit);
  g_test_add_func ("/review/add-replaces", test_add_replaces);
  g_test_add_func ("/review/merge", test_merge);
  g_test_add_func ("/review/flags-and-approval", test_flags_and_approval);
  return g_test_run ();
}
