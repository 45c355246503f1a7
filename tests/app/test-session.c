/* What was open comes back as it was kept, and nothing foreign in it does harm. */
#include "config.h"

#include "app/session.h"
#include "desk.h"
#include "support.h"

static char *
told (GPtrArray *places)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < places->len; i++)
    {
      StetPlace *place = places->pdata[i];

      g_string_append_printf (text, "%s%s:%s:%u:%.0f", i > 0 ? " " : "", place->story,
                              place->field ? place->field : "-", place->caret_chars, place->scroll);
    }
  return g_string_free (text, FALSE);
}

static void
test_reading (void)
{
  static const struct { const char *json, *places, *why; } cases[] = {
    { "{\"places\":[{\"story\":\"a\",\"field\":\"body[3]\",\"caret\":7,\"scroll\":120},{\"story\":\"b\",\"scroll\":0}]}",
      "a:body[3]:7:120 b:-:0:0", "whole" },
    { "{\"places\":[{\"story\":\"a\",\"field\":\"nowhere[1\",\"caret\":7}]}", "a:-:0:0",
      "a field that is none: only the story" },
    { "{\"places\":[{\"story\":\"a\",\"field\":\"dek\",\"caret\":-4,\"scroll\":-1}]}", "a:dek:0:0",
      "negative" },
    { "{\"places\":[{\"story\":\"a\",\"field\":\"dek\",\"caret\":9007199254740991,\"scroll\":9007199254740991}]}",
      "a:dek:2147483647:10000000", "far too large" },
    { "{\"places\":[{\"story\":\"a\",\"field\":7,\"caret\":\"x\",\"scroll\":[]}]}", "a:-:0:0",
      "of other types" },
    { "{\"places\":[7,null,{\"story\":\"\"},{\"field\":\"dek\"},{\"story\":\"c\"}]}", "c:-:0:0",
      "no story" },
    { "{\"places\":{}}", "", "no list" },
    { "[]", "", "no object" },
    { "{", "", "cut off" },
    { NULL, "", "nothing kept yet" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) places = stet_session_from_json (cases[i].json);
      g_autofree char *text = told (places);

      g_test_message ("%s", cases[i].why);
      g_assert_cmpstr (text, ==, cases[i].places);
    }
}

static void
test_limit (void)
{
  g_autoptr (GPtrArray) places = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_place_free);
  g_autoptr (GPtrArray) back = NULL, again = NULL;
  g_autofree char *json = NULL, *more = NULL;

  for (guint i = 0; i <= STET_SESSION_PLACES_MAX; i++)
    g_ptr_array_add (places, stet_place_new ("a"));
  json = stet_session_to_json (places);
  back = stet_session_from_json (json);
  g_assert_cmpuint (back->len, ==, STET_SESSION_PLACES_MAX);
  json[strlen (json) - 2] = '\0';
  more = g_strconcat (json, ",{\"story\":\"b\"}]}", NULL);
  again = stet_session_from_json (more);
  g_assert_cmpuint (again->len, ==, STET_SESSION_PLACES_MAX);
}

static void
test_kept (void)
{
  g_autofree char *dir = stet_test_dir ();
  g_autoptr (GPtrArray) places = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_place_free);
  g_autoptr (GPtrArray) none = NULL, back = NULL;
  g_autofree char *json = NULL, *text = NULL;
  g_autoptr (GError) error = NULL;
  StetWorkspace *ws = test_desk_open (dir, FALSE);
  StetPlace *place = stet_place_new ("3f2a");

  none = stet_workspace_session (ws);
  g_assert_cmpuint (none->len, ==, 0);
  place->field = g_strdup ("faq.items[1].answer");
  place->caret_chars = 12;
  place->scroll = 340.6;
  g_ptr_array_add (places, place);
  json = stet_session_to_json (places);
  g_assert_true (stet_workspace_keep_session (ws, json, &error));
  g_assert_no_error (error);
  g_object_unref (ws);

  ws = test_desk_open (dir, FALSE);
  back = stet_workspace_session (ws);
  text = told (back);
  g_assert_cmpstr (text, ==, "3f2a:faq.items[1].answer:12:340");
  g_object_unref (ws);
}

int
main (int argc, char **argv)
{
  stet_test_init (&argc, &argv);
  g_test_add_func ("/session/reading", test_reading);
  g_test_add_func ("/session/limit", test_limit);
  g_test_add_func ("/session/kept", test_kept);
  return g_test_run ();
}
