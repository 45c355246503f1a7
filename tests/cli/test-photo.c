/* The lead photo by commands: a picture as a picture desk sends it goes in, its words fill the
 * story, its place is told and gone, and what else can be said of it is kept. STET_PROGRAM names
 * the program. */
#include "config.h"

#include "pictures.h"
#include "support.h"

#include <json-glib/json-glib.h>
#include <string.h>
#include <sys/wait.h>

static const char *const tags[] = {
  "Exif.GPSInfo.GPSLatitude=23/1 8/1 0/1",
  "Exif.GPSInfo.GPSLatitudeRef=N",
  "Exif.Photo.BodySerialNumber=CANARY",
  "Iptc.Envelope.CharacterSet=\x1b%G",
  "Iptc.Application2.Caption=Niños en el malecón",
  "Xmp.dc.creator=Ana Ruiz",
  "Xmp.photoshop.Credit=Agencia Uno",
  "Xmp.dc.rights=lang=\"x-default\" © Agencia Uno",
  "Xmp.iptcExt.DigitalSourceType=http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia",
  NULL,
};

typedef struct
{
  char *dir;
  char *id;
} Fixture;

/* Returns: the exit status; both outputs are owned. */
static int
run (Fixture *fixture, char **output, char **errors, const char *const *args)
{
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_auto (GStrv) environment
      = g_environ_setenv (g_get_environ (), "STET_DATA_DIR", fixture->dir, TRUE);
  g_autoptr (GError) error = NULL;
  int status = -1;

  environment = g_environ_unsetenv (environment, "DBUS_SESSION_BUS_ADDRESS");
  environment = g_environ_unsetenv (environment, "DISPLAY");
  g_ptr_array_add (argv, (char *) g_getenv ("STET_PROGRAM"));
  for (; *args != NULL; args++)
    g_ptr_array_add (argv, (char *) *args);
  g_ptr_array_add (argv, NULL);
  g_spawn_sync (NULL, (char **) argv->pdata, environment, G_SPAWN_DEFAULT, NULL, NULL, output,
                errors, &status, &error);
  g_assert_no_error (error);
  g_assert_true (WIFEXITED (status));
  g_test_message ("%s", *errors);
  return WEXITSTATUS (status);
}

#define RUN(status, ...)                                                                           \
  do                                                                                               \
    {                                                                                              \
      g_clear_pointer (&output, g_free);                                                           \
      g_clear_pointer (&errors, g_free);                                                           \
      g_assert_cmpint (                                                                            \
          run (fixture, &output, &errors, (const char *const[]){ __VA_ARGS__, NULL }), ==,         \
          status);                                                                                 \
    }                                                                                              \
  while (0)

static char *
write_file (Fixture *fixture, const char *name, GBytes *bytes)
{
  char *path = g_build_filename (fixture->dir, name, NULL);
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, data, (gssize) size, &error);
  g_assert_no_error (error);
  return path;
}

static void
set_up (Fixture *fixture, gconstpointer language)
{
  g_autoptr (GBytes) story
      = g_bytes_new_static ("A headline of words\n\nA paragraph of the body, which says it.\n", 58);
  g_autofree char *path = NULL;
  g_autofree char *output = NULL;
  g_autofree char *errors = NULL;

  fixture->dir = stet_test_dir ();
  path = write_file (fixture, "story.txt", story);
  RUN (0, "import", "--language", language, path);
  fixture->id = g_strdup (g_strstrip (output));
}

static void
tear_down (Fixture *fixture, gconstpointer language)
{
  g_free (fixture->dir);
  g_free (fixture->id);
}

static JsonObject *
parse (const char *json, JsonNode **root)
{
  g_autoptr (GError) error = NULL;

  *root = json_from_string (json, &error);
  g_assert_no_error (error);
  return json_node_get_object (*root);
}

static void
test_take (Fixture *fixture, gconstpointer language)
{
  static const char *const types[] = { "jpeg", "webp" };

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autoptr (GBytes) plain = picture_new (types[i], 1200, 800, NULL);
      g_autoptr (GBytes) picture = picture_with_tags (plain, types[i][0] == 'j' ? tags : tags + 5);
      g_autofree char *path = write_file (fixture, types[i], picture);
      g_autofree char *output = NULL;
      g_autofree char *errors = NULL;
      g_autoptr (JsonNode) root = NULL;
      JsonObject *photo;

      RUN (0, "set", fixture->id, "photo.file", path);
      /* The program's messages are the environment's language: only that something is told
       * counts. */
      g_assert_cmpint (errors[0] != '\0', ==, types[i][0] == 'j');
      RUN (0, "photo", fixture->id, "--json");
      photo = parse (output, &root);
      g_assert_cmpstr (json_object_get_string_member (photo, "mime"), ==, "image/jpeg");
      g_assert_cmpint (json_object_get_int_member (photo, "width"), ==, 1200);
      g_assert_cmpstr (json_object_get_string_member (photo, "caption"), ==, "Niños en el malecón");
      g_assert_cmpstr (json_object_get_string_member (photo, "credit"), ==, "Foto © Agencia Uno");
      g_assert_cmpstr (json_object_get_string_member (photo, "creator"), ==, "Ana Ruiz");
      g_assert_cmpstr (json_object_get_string_member (photo, "copyright"), ==, "© Agencia Uno");
      g_assert_true (json_object_get_boolean_member (photo, "illustration"));
      /* The original is kept, the clean copy stands in the story. */
      RUN (1, "check", fixture->id, "--json");
      /* made by a machine, and the caption does not say so */
      g_assert_nonnull (strstr (output, "ST-21"));
    }
}

static void
test_keys (Fixture *fixture, gconstpointer language)
{
  g_autoptr (GBytes) picture = picture_new ("jpeg", 64, 32, NULL);
  g_autoptr (GBytes) other = picture_new ("jpeg", 32, 64, NULL);
  g_autofree char *path = write_file (fixture, "one.jpg", picture);
  g_autofree char *other_path = write_file (fixture, "other.jpg", other);
  g_autofree char *output = NULL;
  g_autofree char *errors = NULL;
  g_autoptr (JsonNode) root = NULL;

  RUN (0, "set", fixture->id, "photo.file", path);
  RUN (0, "set", fixture->id, "photo.caption", "Una calle");
  RUN (0, "set", fixture->id, "photo.focus", "30% 40%");
  RUN (0, "set", fixture->id, "photo.illustration", "yes");
  RUN (0, "export", fixture->id, "--format", "json");
  g_assert_nonnull (strstr (output, "\"focus\":{\"x\":30,\"y\":40}"));
  g_assert_nonnull (strstr (output, "Una calle, ilustración no real"));
  RUN (0, "set", fixture->id, "photo.illustration", "no");
  RUN (0, "export", fixture->id, "--format", "json");
  g_assert_nonnull (strstr (output, "\"caption\":\"Una calle\""));
  g_assert_null (strstr (output, "source_type"));
  /* The point was one of that picture. */
  RUN (0, "set", fixture->id, "photo.file", other_path);
  RUN (0, "photo", fixture->id, "--json");
  g_assert_cmpint (json_object_get_int_member (
                       json_object_get_object_member (parse (output, &root), "focus"), "x"),
                   ==, 50);
  RUN (2, "set", fixture->id, "photo.focus", "30 101");
  RUN (2, "set", fixture->id, "photo.focus", "left");
  RUN (2, "set", fixture->id, "photo.illustration", "maybe");
}

int
main (int argc, char **argv)
{
  stet_test_init (&argc, &argv);
  g_test_add ("/cli/photo/take", Fixture, "es", set_up, test_take, tear_down);
  g_test_add ("/cli/photo/keys", Fixture, "es", set_up, test_keys, tear_down);
  return g_test_run ();
}
