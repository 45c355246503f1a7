/* `stet photo`: what is known of a story's lead photo. Layer: app. */
#include "config.h"

#include "app/command-private.h"
#include "article/photo.h"
#include "base/file.h"
#include "base/limits.h"
#include "media/photo.h"

#include <glib/gi18n.h>

/* What the picture says of itself; NULL where there is no picture. Returns: (owned). */
static StetPhotoInfo *
read_info (StetCommand *command, StetPhoto *photo, GError **error)
{
  const char *file = stet_photo_file (photo);
  g_autofree char *path = file[0] != '\0' ? stet_workspace_photo_path (command->ws, file) : NULL;
  g_autoptr (GBytes) picture
      = path != NULL ? stet_file_read (path, STET_PHOTO_BYTES_MAX, error) : NULL;

  return picture != NULL ? stet_photo_info_read (picture, command->call->cancellable, error) : NULL;
}

static void
print_json (StetCommand *command, StetPhoto *photo, const StetPhotoInfo *info)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *source_type = stet_photo_source_type (photo);
  guint x, y;

  stet_photo_focus (photo, &x, &y);
  json_builder_begin_object (builder);
  stet_json_add_string (builder, "file", stet_photo_file (photo));
  stet_json_add_string (builder, "caption", stet_prose_text (stet_photo_caption (photo)));
  stet_json_add_string (builder, "credit", stet_prose_text (stet_photo_credit (photo)));
  stet_json_add_string (builder, "alt", stet_prose_text (stet_photo_alt (photo)));
  json_builder_set_member_name (builder, "focus");
  json_builder_begin_object (builder);
  stet_json_add_int (builder, "x", x);
  stet_json_add_int (builder, "y", y);
  json_builder_end_object (builder);
  stet_json_add_string (builder, "source_type", source_type);
  stet_json_add_bool (builder, "illustration", stet_photo_is_made (photo));
  if (info != NULL)
    {
      stet_json_add_string (builder, "mime", info->mime);
      stet_json_add_int (builder, "width", info->width);
      stet_json_add_int (builder, "height", info->height);
      stet_json_add_string (builder, "creator", info->creator);
      stet_json_add_string (builder, "copyright", info->copyright);
    }
  json_builder_end_object (builder);
  stet_command_print_json (command, builder);
}

static void
print_text (StetCommand *command, const char *label, const char *text)
{
  if (text != NULL && text[0] != '\0')
    stet_command_print (command, "%s: %s\n", label, text);
}

static void
print_words (StetCommand *command, StetPhoto *photo, const StetPhotoInfo *info)
{
  guint x, y;

  if (info != NULL)
    stet_command_print (command, "%s, %u × %u\n", info->mime, info->width, info->height);
  print_text (command, _("Caption"), stet_prose_text (stet_photo_caption (photo)));
  print_text (command, _("Credit"), stet_prose_text (stet_photo_credit (photo)));
  print_text (command, _("Alt text"), stet_prose_text (stet_photo_alt (photo)));
  if (stet_photo_focus (photo, &x, &y))
    stet_command_print (command, _("Where to look: %u %% from the left, %u %% from the top\n"), x,
                        y);
  if (stet_photo_is_made (photo))
    stet_command_print (command, _("Made by a machine.\n"));
  print_text (command, _("Taken by, the picture says"), info != NULL ? info->creator : NULL);
  print_text (command, _("Rights, the picture says"), info != NULL ? info->copyright : NULL);
}

int
stet_command_photo (StetCommand *command, GError **error)
{
  g_autofree char *id = stet_workspace_resolve (command->ws, command->rest[0], error);
  g_autoptr (StetStory) story = id != NULL ? stet_workspace_load (command->ws, id, error) : NULL;
  g_autoptr (StetPhotoInfo) info = NULL;
  g_autoptr (GError) local = NULL;
  StetPhoto *photo;

  if (story == NULL)
    return 0;
  photo = stet_article_fields (story->article)->photo;
  info = read_info (command, photo, &local);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return 0;
    }
  if (command->options.json)
    print_json (command, photo, info);
  else
    print_words (command, photo, info);
  return 0;
}
