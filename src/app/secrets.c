/* The Secret Service through libsecret, with a schema of our own and a bound on every wait.
 * Layer: app. Blocks: not for a main loop. */
#include "config.h"

#include "app/secrets.h"

#include <gio/gio.h>
#include <libsecret/secret.h>

#define SERVICE_NAME "org.freedesktop.secrets"
#define BUS_TIMEOUT_MS 2000
#define HEADLESS_WAIT_S 5
#define PROMPT_WAIT_S 120 /* a person may be asked to unlock the keyring */

static const SecretSchema schema = {
  STET_APP_ID,
  SECRET_SCHEMA_NONE,
  { { "site", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { "user", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { NULL, 0 } },
};

/* GDBus would start a bus of its own where there is none: looked for first. */
static gboolean
has_bus (void)
{
  const char *address = g_getenv ("DBUS_SESSION_BUS_ADDRESS");
  g_autofree char *socket = g_build_filename (g_get_user_runtime_dir (), "bus", NULL);

  return (address != NULL && address[0] != '\0') || g_file_test (socket, G_FILE_TEST_EXISTS);
}

static gboolean
name_is_known (GDBusConnection *bus, const char *method)
{
  g_autoptr (GVariant) reply = g_dbus_connection_call_sync (
      bus, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", method, NULL,
      G_VARIANT_TYPE ("(as)"), G_DBUS_CALL_FLAGS_NONE, BUS_TIMEOUT_MS, NULL, NULL);
  g_autofree const char **names = NULL;

  if (reply == NULL)
    return FALSE;
  g_variant_get (reply, "(^a&s)", &names);
  return g_strv_contains (names, SERVICE_NAME);
}

static gboolean
has_service (void)
{
  g_autoptr (GDBusConnection) bus
      = has_bus () ? g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL) : NULL;

  return bus != NULL
         && (name_is_known (bus, "ListNames") || name_is_known (bus, "ListActivatableNames"));
}

/* --- an end to every wait --- */

typedef struct
{
  GCancellable *cancellable;
  GMutex        lock;
  GCond         cond;
  gboolean      done;
  GThread      *thread;
} Watchdog;

static gpointer
watchdog_thread (gpointer data)
{
  Watchdog *dog = data;
  gboolean has_display = g_getenv ("DISPLAY") != NULL || g_getenv ("WAYLAND_DISPLAY") != NULL;
  gint64 until = g_get_monotonic_time ()
                 + (has_display ? PROMPT_WAIT_S : HEADLESS_WAIT_S) * G_TIME_SPAN_SECOND;
  gboolean late = FALSE;

  g_mutex_lock (&dog->lock);
  while (!dog->done && !late)
    late = !g_cond_wait_until (&dog->cond, &dog->lock, until);
  g_mutex_unlock (&dog->lock);
  if (late)
    g_cancellable_cancel (dog->cancellable);
  return NULL;
}

static void
watchdog_start (Watchdog *dog)
{
  dog->cancellable = g_cancellable_new ();
  dog->done = FALSE;
  g_mutex_init (&dog->lock);
  g_cond_init (&dog->cond);
  dog->thread = g_thread_new ("stet-secret-wait", watchdog_thread, dog);
}

static void
watchdog_stop (Watchdog *dog)
{
  g_mutex_lock (&dog->lock);
  dog->done = TRUE;
  g_cond_signal (&dog->cond);
  g_mutex_unlock (&dog->lock);
  g_thread_join (dog->thread);
  g_mutex_clear (&dog->lock);
  g_cond_clear (&dog->cond);
  g_clear_object (&dog->cancellable);
}

gboolean
stet_secrets_store (const char *site_id, const char *user, const char *label, const char *password)
{
  Watchdog dog;
  g_autoptr (GError) error = NULL;
  gboolean kept;

  g_return_val_if_fail (site_id != NULL && user != NULL && label != NULL && password != NULL,
                        FALSE);
  if (!has_service ())
    return FALSE;
  watchdog_start (&dog);
  kept = secret_password_store_sync (&schema, SECRET_COLLECTION_DEFAULT, label, password,
                                     dog.cancellable, &error, "site", site_id, "user", user, NULL);
  watchdog_stop (&dog);
  if (error != NULL)
    g_debug ("The Secret Service did not keep the password: %s", error->message);
  return kept;
}

char *
stet_secrets_lookup (const char *site_id, const char *user)
{
  Watchdog dog;
  g_autoptr (GError) error = NULL;
  char *password;

  g_return_val_if_fail (site_id != NULL && user != NULL, NULL);
  if (!has_service ())
    return NULL;
  watchdog_start (&dog);
  password = secret_password_lookup_sync (&schema, dog.cancellable, &error, "site", site_id, "user",
                                          user, NULL);
  watchdog_stop (&dog);
  if (error != NULL)
    g_debug ("The Secret Service gave no password: %s", error->message);
  return password;
}

void
stet_secrets_free (char *password)
{
  secret_password_free (password);
}
