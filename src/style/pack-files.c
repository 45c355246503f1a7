/* Where packs are read from: resources, folders, the layers of a newsroom. Layer: style. Blocks on
 * files; any one thread. */
#include "config.h"

#include "style/pack.h"

#include "base/file.h"
#include "base/limits.h"
#include "style/pack-private.h"

#include <stdlib.h>
#include <string.h>

#define LAYER_DEPTH_MAX 4

/* --- where packs are read from --- */

static void
pack_file_free (gpointer data)
{
  PackFile *file = data;

  g_free (file->path);
  g_free (file->folder);
  g_free (file->base);
  g_bytes_unref (file->bytes);
  g_free (file);
}

static void
add_file (GPtrArray *files, const char *path, const char *folder, const char *base, GBytes *bytes)
{
  PackFile *file = g_new0 (PackFile, 1);

  file->path = g_strdup (path);
  file->folder = g_strdup (folder);
  file->base = g_strdup (base);
  file->bytes = bytes;
  g_ptr_array_add (files, file);
}

static gboolean
is_pack_file (const char *name)
{
  return g_str_has_suffix (name, ".yml") || strcmp (name, "pack.yaml") == 0
         || strcmp (name, "words.txt") == 0;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

/* Folders that are layers of their own, not packs of the newsroom. */
static const char *const layer_folders[] = { "newsroom", "desk", "person", NULL };

/* --- packs of one layer, in the order in which they may be read --- */

typedef struct
{
  char      *folder;
  char      *name;     /* by its pack.yaml, else its folder's */
  char     **inherits; /* (nullable) strv */
  GPtrArray *files;    /* of PackFile */
} Found;

static void
found_free (gpointer data)
{
  Found *found = data;

  g_free (found->folder);
  g_free (found->name);
  g_strfreev (found->inherits);
  g_ptr_array_unref (found->files);
  g_free (found);
}

/* Only what the order needs: what is wrong with the file is told when the pack is read. */
static void
read_family (Found *found)
{
  for (guint i = 0; i < found->files->len; i++)
    {
      const PackFile *file = g_ptr_array_index (found->files, i);
      gsize length;
      const char *data = g_bytes_get_data (file->bytes, &length);
      g_autoptr(StetYaml) root = NULL;

      if (strcmp (file->base, "pack.yaml") != 0 || strcmp (file->folder, found->folder) != 0)
        continue;
      root = stet_yaml_parse (data != NULL ? data : "", length, file->path, NULL);
      if (root == NULL || root->kind != STET_YAML_MAP)
        continue;
      found->inherits = stet_yaml_strv (root, "inherits");
      if (stet_yaml_text (root, "name") != NULL)
        {
          g_free (found->name);
          found->name = g_strdup (stet_yaml_text (root, "name"));
        }
    }
}

static void
take_found (GPtrArray *all, const char *folder, GPtrArray *files)
{
  Found *found = g_new0 (Found, 1);

  found->folder = g_strdup (folder);
  found->name = g_strdup (folder);
  found->files = files;
  read_family (found);
  g_ptr_array_add (all, found);
}

static gboolean
waits (const GPtrArray *all, const Found *found)
{
  for (guint i = 0; found->inherits != NULL && i < all->len; i++)
    {
      const Found *other = g_ptr_array_index (all, i);

      if (other != found && g_strv_contains ((const char *const *) found->inherits, other->name))
        return TRUE;
    }
  return FALSE;
}

/* Parents before children; of those that inherit in a circle the first by name goes first. */
static void
load_all (StetRuleSet *set, GPtrArray *all)
{
  while (all->len > 0)
    {
      guint next = 0;
      const Found *found;

      for (guint i = 0; i < all->len; i++)
        if (!waits (all, g_ptr_array_index (all, i)))
          {
            next = i;
            break;
          }
      found = g_ptr_array_index (all, next);
      stet_pack_load (set, found->folder, found->files);
      g_ptr_array_remove_index (all, next);
    }
}

static GPtrArray *
files_of_resource (GResource *resource, const char *dir, const char *folder)
{
  g_auto(GStrv) names = g_resource_enumerate_children (resource, dir, 0, NULL);
  GPtrArray *files = g_ptr_array_new_with_free_func (pack_file_free);

  qsort (names, g_strv_length (names), sizeof (char *), compare_names);
  for (gsize k = 0; names[k] != NULL; k++)
    {
      g_autofree char *file = g_strdup_printf ("%s/%s", dir, names[k]);

      add_file (files, strstr (file, "packs/"), folder, names[k],
                g_resource_lookup_data (resource, file, 0, NULL));
    }
  return files;
}

void
stet_rule_set_load_resource (StetRuleSet *set, GResource *resource, const char *path)
{
  g_auto(GStrv) packs = g_resource_enumerate_children (resource, path, 0, NULL);
  g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func (found_free);

  g_return_if_fail (packs != NULL);
  qsort (packs, g_strv_length (packs), sizeof (char *), compare_names);
  for (gsize i = 0; packs[i] != NULL; i++)
    {
      g_autofree char *folder = g_strndup (packs[i], strcspn (packs[i], "/"));
      g_autofree char *dir = g_strdup_printf ("%s/%s", path, folder);

      take_found (all, folder, files_of_resource (resource, dir, folder));
    }
  load_all (set, all);
}

/* Names in a folder, sorted. Returns: (owned) strv, NULL when it can't be read. */
static char **
names_in (const char *dir, GError **error)
{
  g_autoptr(GDir) handle = g_dir_open (dir, 0, error);
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  const char *name;
  char **names;

  if (handle == NULL)
    return NULL;
  while ((name = g_dir_read_name (handle)) != NULL)
    if (*name != '.')
      g_strv_builder_add (builder, name);
  names = g_strv_builder_end (builder);
  qsort (names, g_strv_length (names), sizeof (char *), compare_names);
  return names;
}

static void
read_pack_file (StetRuleSet *set, GPtrArray *files, const char *dir, const char *base)
{
  g_autofree char *path = g_build_filename (dir, base, NULL);
  g_autofree char *folder = g_path_get_basename (dir);
  g_autoptr(GError) error = NULL;
  GBytes *bytes = stet_file_read (path, STET_RULE_BYTES_MAX, &error);

  if (bytes == NULL)
    stet_pack_problem (set, path, 1, error->message);
  else if (!g_utf8_validate_len (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), NULL))
    {
      stet_pack_problem (set, path, 1, "the file is not UTF-8");
      g_bytes_unref (bytes);
    }
  else
    add_file (files, path, folder, base, bytes);
}

static gboolean
is_dir (const char *dir, const char *name)
{
  g_autofree char *path = g_build_filename (dir, name, NULL);

  return g_file_test (path, G_FILE_TEST_IS_DIR);
}

static void
gather (StetRuleSet *set, GPtrArray *files, const char *dir, guint depth)
{
  g_autoptr(GError) error = NULL;
  g_auto(GStrv) names = names_in (dir, &error);

  if (names == NULL)
    {
      stet_pack_problem (set, dir, 1, error->message);
      return;
    }
  for (gsize i = 0; names[i] != NULL; i++)
    if (is_dir (dir, names[i]) && depth < LAYER_DEPTH_MAX)
      {
        g_autofree char *sub = g_build_filename (dir, names[i], NULL);

        gather (set, files, sub, depth + 1);
      }
    else if (is_pack_file (names[i]))
      read_pack_file (set, files, dir, names[i]);
}

static void
find_pack (StetRuleSet *set, GPtrArray *all, const char *path)
{
  g_autofree char *folder = g_path_get_basename (path);
  GPtrArray *files = g_ptr_array_new_with_free_func (pack_file_free);

  gather (set, files, path, 0);
  take_found (all, folder, files);
}

static gboolean
has_pack_files (const char *dir, char **names)
{
  for (gsize i = 0; names[i] != NULL; i++)
    if (is_pack_file (names[i]) && !is_dir (dir, names[i]))
      return TRUE;
  return FALSE;
}

/* `skip` (nullable): folders that are no packs here. */
static gboolean
load_dir (StetRuleSet *set, const char *dir, const char *const *skip, GError **error)
{
  g_auto(GStrv) names = names_in (dir, error);
  g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func (found_free);
  gboolean is_pack;

  if (names == NULL)
    return FALSE;
  is_pack = has_pack_files (dir, names);
  if (is_pack)
    find_pack (set, all, dir);
  for (gsize i = 0; !is_pack && names[i] != NULL; i++)
    if (is_dir (dir, names[i]) && (skip == NULL || !g_strv_contains (skip, names[i])))
      {
        g_autofree char *path = g_build_filename (dir, names[i], NULL);

        find_pack (set, all, path);
      }
  load_all (set, all);
  return TRUE;
}

gboolean
stet_rule_set_load_dir (StetRuleSet *set, const char *dir, GError **error)
{
  return load_dir (set, dir, NULL, error);
}

void
stet_rule_set_load_file (StetRuleSet *set, const char *path)
{
  g_autofree char *dir = g_path_get_dirname (path);
  g_autofree char *base = g_path_get_basename (path);
  g_autofree char *folder = g_path_get_basename (dir);
  g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func (pack_file_free);

  read_pack_file (set, files, dir, base);
  stet_pack_load (set, folder, files);
}

static void
load_layer (StetRuleSet *set, const char *dir, const char *const *skip)
{
  g_autoptr(GError) error = NULL;

  if (g_file_test (dir, G_FILE_TEST_IS_DIR) && !load_dir (set, dir, skip, &error))
    stet_pack_problem (set, dir, 1, error->message);
}

void
stet_rule_set_load_layers (StetRuleSet *set, const char *root)
{
  set->layer = STET_LAYER_NEWSROOM;
  load_layer (set, root, layer_folders);
  for (gsize i = 0; layer_folders[i] != NULL; i++)
    {
      g_autofree char *dir = g_build_filename (root, layer_folders[i], NULL);

      set->layer = STET_LAYER_NEWSROOM + (StetLayer) i;
      load_layer (set, dir, NULL);
    }
}
