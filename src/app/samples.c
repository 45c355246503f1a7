/* The program's own sample stories, compiled in. Layer: app. Any thread. */
#include "config.h"

#include "app/workspace.h"

#include "app/samples-resource.h"

#define SAMPLES_PATH "/io/github/stet_newsroom/Stet/samples/"

char *
stet_sample_story (const char *language)
{
  g_autofree char *path = g_strconcat (SAMPLES_PATH "story-",
                                       g_strcmp0 (language, "es") == 0 ? "es" : "en", ".txt", NULL);
  g_autoptr (GBytes) bytes = g_resource_lookup_data (stet_samples_get_resource (), path,
                                                     G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  gsize length_bytes = 0;
  const char *data;

  g_return_val_if_fail (bytes != NULL, NULL);
  data = g_bytes_get_data (bytes, &length_bytes);
  return g_strndup (data, length_bytes);
}
