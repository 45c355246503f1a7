/* Reads the clipboard; decodes nothing. Layer: ui, main thread. */
#include "config.h"

#include "ui/picture-paste.h"

#include "base/limits.h"

#define FILES_MAX 20

/* In order of preference: what a camera or a page made before what a program redrew. */
static const char *const types[] = { "image/jpeg", "image/webp", "image/png", NULL };

typedef struct
{
  GtkWidget          *widget; /* (owned) */
  gboolean            lead;
  StetPictureElseFunc otherwise;
} Paste;

static Paste *
paste_new (GtkWidget *widget, gboolean lead, StetPictureElseFunc otherwise)
{
  Paste *paste = g_new0 (Paste, 1);

  *paste = (Paste) { g_object_ref (widget), lead, otherwise };
  return paste;
}

static void
paste_free (Paste *paste)
{
  g_object_unref (paste->widget);
  g_free (paste);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Paste, paste_free)

gboolean
stet_picture_on_clipboard (GdkContentFormats *formats)
{
  for (const char *const *type = types; *type; type++)
    if (gdk_content_formats_contain_mime_type (formats, *type))
      return TRUE;
  return FALSE;
}

gboolean
stet_files_on_clipboard (GdkContentFormats *formats)
{
  return gdk_content_formats_contain_gtype (formats, GDK_TYPE_FILE_LIST)
         || gdk_content_formats_contain_mime_type (formats, "text/uri-list");
}

/* --- a picture --- */

static void
spliced_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Paste) paste = data;
  GMemoryOutputStream *memory = G_MEMORY_OUTPUT_STREAM (source);
  g_autoptr (GBytes) bytes = NULL;

  if (g_output_stream_splice_finish (G_OUTPUT_STREAM (memory), result, NULL) < 0)
    return;
  bytes = g_memory_output_stream_steal_as_bytes (memory);
  /* One byte past the limit is let through: whoever takes it says that it is too large. */
  if (g_bytes_get_size (bytes) > 0)
    gtk_widget_activate_action (paste->widget, "win.paste-picture", "(b@ay)", paste->lead,
                                g_variant_new_from_bytes (G_VARIANT_TYPE_BYTESTRING, bytes, TRUE));
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Paste) paste = data;
  g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();
  g_autoptr (GInputStream) stream
      = gdk_clipboard_read_finish (GDK_CLIPBOARD (source), result, NULL, NULL);

  if (stream)
    g_output_stream_splice_async (
        memory, stream, G_OUTPUT_STREAM_SPLICE_CLOSE_SOURCE | G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET,
        G_PRIORITY_DEFAULT, NULL, spliced_cb, g_steal_pointer (&paste));
}

void
stet_picture_paste (GtkWidget *widget, gboolean lead)
{
  gdk_clipboard_read_async (gtk_widget_get_clipboard (widget), (const char **) types,
                            G_PRIORITY_DEFAULT, NULL, read_cb, paste_new (widget, lead, NULL));
}

/* --- files --- */

static gboolean
looks_like_picture (const char *path)
{
  g_autofree char *type = g_content_type_guess (path, NULL, 0, NULL);

  return g_content_type_is_mime_type (type, "image/*");
}

gboolean
stet_files_take (GtkWidget *widget, gboolean lead, const GValue *file_list)
{
  GdkFileList *list = g_value_get_boxed (file_list);
  GSList *files = list ? gdk_file_list_get_files (list) : NULL;
  GVariantBuilder paths = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("as"));
  guint n = 0;

  for (GSList *at = files; at && n < FILES_MAX; at = at->next)
    {
      g_autofree char *path = g_file_get_path (at->data);

      if (path && g_utf8_validate (path, -1, NULL) && looks_like_picture (path))
        {
          g_variant_builder_add (&paths, "s", path);
          n++;
        }
    }
  g_slist_free (files);
  if (n == 0)
    {
      g_variant_builder_clear (&paths);
      return FALSE;
    }
  return gtk_widget_activate_action (widget, "win.take-pictures", "(bas)", lead, &paths);
}

static void
files_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Paste) paste = data;
  const GValue *value = gdk_clipboard_read_value_finish (GDK_CLIPBOARD (source), result, NULL);

  if ((!value || !stet_files_take (paste->widget, paste->lead, value)) && paste->otherwise)
    paste->otherwise (paste->widget);
}

void
stet_files_paste (GtkWidget *widget, gboolean lead, StetPictureElseFunc otherwise)
{
  gdk_clipboard_read_value_async (gtk_widget_get_clipboard (widget), GDK_TYPE_FILE_LIST,
                                  G_PRIORITY_DEFAULT, NULL, files_cb,
                                  paste_new (widget, lead, otherwise));
}
