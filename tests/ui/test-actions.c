/* Nothing is hidden: every action of the window has a key, a place in the menu (and so in the
 * palette, which shows what the menu has) and a line in the window of the shortcuts, or is named
 * here with why it has not. */
#include "config.h"

#include "support.h"

#include "ui/resources.h"
#include "ui/window.h"

/* What only parts of the window ask for, with what they mean by it. */
static const char *const internal[] = {
  "win.open",
  "win.open-beside",
  "win.open-newest",
  "win.search",
  "win.finding",
  "win.caret",
  "win.focus-page",
  "win.take-photo",
  "win.try-again",
  "win.filter",
  "win.account",
  "win.just-write",
  "win.connect",
  "win.cancel-intent",
  "win.stop-check",
  "win.connect-browser",
  "win.stop-connecting",
  /* the findings and their words */
  "win.use-word",
  "win.look-up",
  "win.fix",
  "win.fix-all",
  "win.stand",
  "win.stand-ask",
  "win.unstand",
  "win.advice-toggled",
  "win.show-findings",
  /* what was pasted or dropped, told by the text it went into */
  "win.take-pictures",
  "win.paste-picture",
  "win.paste-photo-line",
  "win.pasted",
  /* the find bar */
  "win.find-go",
  "win.find-changed",
  "win.find-close",
  "win.replace",
  "win.replace-all",
  NULL,
};

typedef struct
{
  AdwApplication *application;
  StetWindow     *window;
  GHashTable     *in_menu; /* detailed names */
  char           *shortcuts;
} Fixture;

static void
walk (GHashTable *found, GMenuModel *menu)
{
  for (int i = 0; i < g_menu_model_get_n_items (menu); i++)
    {
      g_autoptr (GMenuModel) section = g_menu_model_get_item_link (menu, i, G_MENU_LINK_SECTION);
      g_autoptr (GMenuModel) submenu = g_menu_model_get_item_link (menu, i, G_MENU_LINK_SUBMENU);
      g_autoptr (GVariant) target
          = g_menu_model_get_item_attribute_value (menu, i, G_MENU_ATTRIBUTE_TARGET, NULL);
      g_autofree char *name = NULL;

      if (section || submenu)
        walk (found, section ? section : submenu);
      else if (g_menu_model_get_item_attribute (menu, i, G_MENU_ATTRIBUTE_ACTION, "s", &name))
        {
          g_hash_table_add (found, g_action_print_detailed_name (name, target));
          g_hash_table_add (found, g_strdup (name));
        }
    }
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  static guint n;
  g_autofree char *id = g_strdup_printf ("io.github.stet_newsroom.Stet.Actions%u", n++);
  g_autoptr (GBytes) shortcuts = NULL;
  g_autoptr (GError) error = NULL;

  fixture->application = adw_application_new (id, G_APPLICATION_NON_UNIQUE);
  g_application_register (G_APPLICATION (fixture->application), NULL, &error);
  g_assert_no_error (error);
  stet_window_add_accels (GTK_APPLICATION (fixture->application));
  fixture->window = stet_window_new (GTK_APPLICATION (fixture->application));
  fixture->in_menu = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  walk (fixture->in_menu, stet_window_menu (fixture->window));
  shortcuts = g_resources_lookup_data ("/io/github/stet_newsroom/Stet/shortcuts.ui",
                                       G_RESOURCE_LOOKUP_FLAGS_NONE, &error);
  g_assert_no_error (error);
  fixture->shortcuts = g_strndup (g_bytes_get_data (shortcuts, NULL), g_bytes_get_size (shortcuts));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  g_clear_object (&fixture->application);
  g_hash_table_unref (fixture->in_menu);
  g_free (fixture->shortcuts);
}

/* Those that are in the menu and need no key: rare, or one of a choice. */
static const char *const keyless[] = {
  "win.sample",    "win.about",    "win.scheme",           "win.page-width",         "win.act",
  "win.open-page", "win.practice", "win.welcome",          "win.remove-photo",       "win.advice",
  "win.strike",    "win.code",     "win.move-question-up", "win.move-question-down",
  "win.language",  "win.interface-language",               NULL,
};

static gboolean
has_key (Fixture *fixture, const char *name)
{
  g_auto (GStrv) all
      = gtk_application_list_action_descriptions (GTK_APPLICATION (fixture->application));

  for (guint i = 0; all[i]; i++)
    {
      g_autofree char *bare = NULL;
      g_autoptr (GVariant) target = NULL;

      if (g_action_parse_detailed_name (all[i], &bare, &target, NULL) && g_str_equal (bare, name))
        return TRUE;
    }
  return FALSE;
}

static void
test_actions (Fixture *fixture, gconstpointer data)
{
  g_auto (GStrv) names = g_action_group_list_actions (G_ACTION_GROUP (fixture->window));
  guint n_missing = 0;

  g_assert_cmpuint (g_strv_length (names), >, 50);
  for (guint i = 0; names[i]; i++)
    {
      g_autofree char *name = g_strconcat ("win.", names[i], NULL);

      if (g_strv_contains (internal, name))
        continue;
      if (!g_hash_table_contains (fixture->in_menu, name))
        {
          g_test_message ("%s is not in the menu", name);
          n_missing++;
        }
      if (!g_strv_contains (keyless, name) && !has_key (fixture, name))
        {
          g_test_message ("%s has no key", name);
          n_missing++;
        }
    }
  g_assert_cmpuint (n_missing, ==, 0);
}

/* "<Control>n" as the file of the shortcuts writes it. */
static gboolean
is_told (Fixture *fixture, const char *accel)
{
  guint key, mods_seen = 0;
  GdkModifierType mods;
  g_auto (GStrv) parts = g_strsplit (fixture->shortcuts, "name=\"accelerator\">", -1);

  g_assert_true (gtk_accelerator_parse (accel, &key, &mods));
  for (guint i = 1; parts[i]; i++)
    {
      g_autofree char *raw = g_strndup (parts[i], strcspn (parts[i], "/") - 1);
      g_auto (GStrv) lt = g_strsplit (raw, "&lt;", -1);
      g_autofree char *with_lt = g_strjoinv ("<", lt);
      g_auto (GStrv) gt = g_strsplit (with_lt, "&gt;", -1);
      g_autofree char *plain = g_strjoinv (">", gt);
      g_auto (GStrv) each = g_strsplit_set (plain, " ", -1);

      for (guint k = 0; each[k]; k++)
        {
          g_autofree char *first = g_strndup (each[k], strcspn (each[k], "."));
          const char *range = strstr (each[k], "...");
          guint told_key;
          GdkModifierType told_mods;

          if (!gtk_accelerator_parse (first, &told_key, &told_mods))
            continue;
          mods_seen++;
          if (told_mods == mods
              && (told_key == key || (range && key >= told_key && key <= (guint) range[3])))
            return TRUE;
        }
    }
  g_assert_cmpuint (mods_seen, >, 30);
  return FALSE;
}

/* One key of each is enough; of those with a target one of them may stand for all. */
static void
test_shortcuts (Fixture *fixture, gconstpointer data)
{
  static const char *const untold[] = { "win.kind::bullets", "window.close", "app.quit", NULL };
  g_auto (GStrv) all
      = gtk_application_list_action_descriptions (GTK_APPLICATION (fixture->application));
  guint n_missing = 0;

  for (guint i = 0; all[i]; i++)
    {
      g_auto (GStrv) accels
          = gtk_application_get_accels_for_action (GTK_APPLICATION (fixture->application), all[i]);
      gboolean told = g_strv_contains (untold, all[i]);

      for (guint k = 0; accels[k]; k++)
        told = told || is_told (fixture, accels[k]);
      if (told)
        continue;
      g_test_message ("%s (%s) is not in the window of the shortcuts", all[i], accels[0]);
      n_missing++;
    }
  g_assert_cmpuint (n_missing, ==, 0);
}

/* Two actions on one key: one of them never happens. */
static void
test_keys_differ (Fixture *fixture, gconstpointer data)
{
  g_auto (GStrv) all
      = gtk_application_list_action_descriptions (GTK_APPLICATION (fixture->application));
  g_autoptr (GHashTable) taken = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; all[i]; i++)
    {
      g_auto (GStrv) accels
          = gtk_application_get_accels_for_action (GTK_APPLICATION (fixture->application), all[i]);

      for (guint k = 0; accels[k]; k++)
        {
          if (g_hash_table_contains (taken, accels[k]))
            g_error ("%s and %s are both on %s", all[i],
                     (char *) g_hash_table_lookup (taken, accels[k]), accels[k]);
          g_hash_table_insert (taken, g_strdup (accels[k]), all[i]);
        }
    }
}

int
main (int argc, char **argv)
{
  stet_test_init (&argc, &argv);
  adw_init ();
  g_resources_register (stet_ui_get_resource ());
  g_test_add ("/actions/menu-and-key", Fixture, NULL, set_up, test_actions, tear_down);
  g_test_add ("/actions/shortcuts", Fixture, NULL, set_up, test_shortcuts, tear_down);
  g_test_add ("/actions/keys-differ", Fixture, NULL, set_up, test_keys_differ, tear_down);
  return g_test_run ();
}
