/* The clipboard of a prose view: blocks in and out, pages cleaned on a thread. Layer: ui, main
 * thread; the thread body touches article only. */
#include "config.h"

#include "ui/prose-view-private.h"

#include "article/format.h"
#include "article/structure.h"
#include "article/table.h"
#include "base/limits.h"
#include "ui/picture-paste.h"

#include <string.h>

#define LOOK_AFTER_MS 50
#define LOOKS_MAX 20

static guint paste_table;

typedef enum
{
  FORM_PLAIN = 1, /* text, and nothing made of it but tables */
  FORM_BARE,      /* text as it is */
  FORM_HTML,
  FORM_OWN,
} Form;

/* One paste on its way. */
typedef struct
{
  StetProseView  *view;      /* (owned) */
  Form            form;
  gboolean        from_drop; /* the clipboard has nothing to do with it */
  char           *text;      /* (owned) (nullable) as it was on the clipboard */
  GPtrArray      *blocks;    /* (owned) (nullable) */
  StetHtmlDropped dropped;
  GtkTextMark    *start;     /* (owned): what is replaced, however much is written meanwhile */
  GtkTextMark    *end;
  guint64         serial;
} Paste;

static GtkTextBuffer *
buffer_of (StetProseView *self)
{
  return gtk_text_view_get_buffer (GTK_TEXT_VIEW (self));
}

static guint64
serial_of (StetProseView *self)
{
  StetDocument *document = stet_projection_document (self->projection);

  return document ? stet_document_serial (document) : 0;
}

static Paste *
paste_new (StetProseView *view, Form form)
{
  Paste *paste = g_new0 (Paste, 1);
  GtkTextBuffer *buffer = buffer_of (view);
  GtkTextIter start, end;

  paste->view = g_object_ref (view);
  paste->form = form;
  paste->serial = serial_of (view);
  gtk_text_buffer_get_selection_bounds (buffer, &start, &end);
  paste->start = g_object_ref (gtk_text_buffer_create_mark (buffer, NULL, &start, TRUE));
  paste->end = g_object_ref (gtk_text_buffer_create_mark (buffer, NULL, &end, TRUE));
  return paste;
}

static void
delete_mark (GtkTextMark *mark)
{
  if (!gtk_text_mark_get_deleted (mark))
    gtk_text_buffer_delete_mark (gtk_text_mark_get_buffer (mark), mark);
  g_object_unref (mark);
}

static void
paste_free (gpointer data)
{
  Paste *paste = data;

  delete_mark (paste->start);
  delete_mark (paste->end);
  g_clear_pointer (&paste->blocks, g_ptr_array_unref);
  g_free (paste->text);
  g_object_unref (paste->view);
  g_free (paste);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Paste, paste_free)

/* --- what is inserted --- */

/* A table among what is pasted: for the table it is pasted into, or as a block of its own. */
static gboolean
paste_rows (StetProseView *self, GPtrArray *rows)
{
  StetBlockFields fields = { .type = STET_BLOCK_TABLE, .rows = rows };
  g_autofree char *id = NULL;
  g_autoptr (GPtrArray) blocks = NULL;
  gboolean taken = FALSE;

  g_signal_emit (self, paste_table, 0, rows, &taken);
  if (taken || self->lines != STET_LINES_BLOCKS)
    return taken;
  fields.id = id = stet_uuid_new (stet_random_system ());
  blocks = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_block_unref);
  g_ptr_array_add (blocks, stet_block_new (&fields));
  stet_projection_insert_blocks (self->projection, blocks);
  return TRUE;
}

static gboolean
paste_as_table (const Paste *paste)
{
  GPtrArray *blocks = paste->blocks;
  g_autoptr (GPtrArray) rows = NULL;

  if (blocks)
    return blocks->len == 1 && stet_block_type (blocks->pdata[0]) == STET_BLOCK_TABLE
           && paste_rows (paste->view, stet_block_fields (blocks->pdata[0])->rows);
  rows = paste->form == FORM_PLAIN ? stet_table_parse (paste->text) : NULL;
  return rows && paste_rows (paste->view, rows);
}

static void
insert_text (StetProseView *self, const char *text)
{
  gtk_text_buffer_begin_user_action (buffer_of (self));
  gtk_text_buffer_delete_selection (buffer_of (self), TRUE, TRUE);
  gtk_text_buffer_insert_at_cursor (buffer_of (self), text, -1);
  gtk_text_buffer_end_user_action (buffer_of (self));
}

/* The texts of the blocks, a line each. Returns: (owned). */
static char *
plain_text (GPtrArray *blocks)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < blocks->len; i++)
    {
      if (i > 0)
        g_string_append_c (text, '\n');
      g_string_append (text, stet_prose_text (stet_block_prose (blocks->pdata[i])));
    }
  return g_string_free (text, FALSE);
}

/* "The quay Photo © X / @y" into an empty caption: the credit goes where credits go. */
static gboolean
paste_as_photo_line (const Paste *paste)
{
  StetField field = stet_projection_field_at (paste->view->projection, 0);
  g_autofree char *text = paste->blocks ? plain_text (paste->blocks) : g_strdup (paste->text);
  g_autofree char *caption = NULL;
  g_autofree char *credit = NULL;

  if ((field.kind != STET_FIELD_PHOTO_CAPTION && field.kind != STET_FIELD_BLOCK_CAPTION)
      || gtk_text_buffer_get_char_count (buffer_of (paste->view)) > 0
      || strchr (g_strstrip (text), '\n'))
    return FALSE;
  stet_split_photo_line (text, &caption, &credit);
  return *credit && *caption
         && gtk_widget_activate_action (GTK_WIDGET (paste->view), "win.paste-photo-line", "s",
                                        text);
}

static void
insert (Paste *paste)
{
  if (paste_as_photo_line (paste) || paste_as_table (paste))
    return;
  if (paste->blocks && paste->blocks->len > 0)
    stet_projection_insert_blocks (paste->view->projection, paste->blocks);
  else if (!paste->blocks && paste->text)
    insert_text (paste->view, paste->text);
}

/* --- where, and what is told --- */

static void
select_marks (Paste *paste)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_iter_at_mark (buffer_of (paste->view), &start, paste->start);
  gtk_text_buffer_get_iter_at_mark (buffer_of (paste->view), &end, paste->end);
  gtk_text_buffer_select_range (buffer_of (paste->view), &end, &start);
}

static void
tell_dropped (Paste *paste)
{
  StetProseView *self = paste->view;
  const StetHtmlDropped *dropped = &paste->dropped;

  g_free (self->pasted);
  self->pasted = plain_text (paste->blocks);
  self->paste_serial = serial_of (self);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.pasted", "(uuuu)", dropped->images,
                              dropped->trackers, dropped->active, dropped->colours);
}

/* Now, where the paste was asked for; whoever went on writing meanwhile stays where they write. */
static void
put (Paste *paste)
{
  StetProseView *self = paste->view;
  GtkTextBuffer *buffer = buffer_of (self);
  gboolean written = serial_of (self) != paste->serial;
  g_autoptr (GtkTextMark) caret = NULL;
  GtkTextIter iter, start, end;

  if (!stet_projection_document (self->projection) || stet_projection_is_locked (self->projection))
    return;
  gtk_text_buffer_get_iter_at_mark (buffer, &iter, gtk_text_buffer_get_insert (buffer));
  caret = g_object_ref (gtk_text_buffer_create_mark (buffer, NULL, &iter, FALSE));
  select_marks (paste);
  gtk_text_buffer_get_selection_bounds (buffer, &start, &end);
  self->paste_start = (guint) gtk_text_iter_get_offset (&start);
  self->paste_end = (guint) gtk_text_iter_get_offset (&end);
  insert (paste);
  stet_prose_view_resize_soon (self);
  if (written)
    {
      gtk_text_buffer_get_iter_at_mark (buffer, &iter, caret);
      gtk_text_buffer_place_cursor (buffer, &iter);
    }
  gtk_text_buffer_delete_mark (buffer, caret);
  if (paste->form == FORM_HTML && stet_html_dropped_any (&paste->dropped))
    tell_dropped (paste);
}

gboolean
stet_prose_view_take_paste_back (StetProseView *self, gboolean as_text)
{
  StetDocument *document = stet_projection_document (self->projection);
  GtkTextIter start, end;

  if (!self->pasted || !document || stet_document_serial (document) != self->paste_serial)
    return FALSE;
  if (!stet_document_undo (document) || !as_text)
    return TRUE;
  gtk_text_buffer_get_iter_at_offset (buffer_of (self), &start, (int) self->paste_start);
  gtk_text_buffer_get_iter_at_offset (buffer_of (self), &end, (int) self->paste_end);
  gtk_text_buffer_select_range (buffer_of (self), &end, &start);
  insert_text (self, self->pasted);
  return TRUE;
}

/* --- cleaning, on a thread --- */

static void
clean_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Paste *paste = data;
  g_autofree char *valid = g_utf8_make_valid (paste->text, -1);

  if (paste->form == FORM_OWN)
    paste->blocks = stet_blocks_from_json (valid, stet_random_system (), NULL);
  else
    paste->blocks = stet_html_to_blocks_told (valid, stet_random_system (), &paste->dropped, NULL);
  g_task_return_boolean (task, paste->blocks != NULL);
}

static gboolean
holds_text (GPtrArray *blocks)
{
  for (guint i = 0; i < blocks->len; i++)
    if (stet_block_type (blocks->pdata[i]) != STET_BLOCK_PARAGRAPH
        || !stet_prose_is_blank (stet_block_prose (blocks->pdata[i])))
      return TRUE;
  return FALSE;
}

static void
cleaned_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Paste *paste = g_task_get_task_data (G_TASK (result));
  GdkContentFormats *formats
      = gdk_clipboard_get_formats (gtk_widget_get_clipboard (GTK_WIDGET (paste->view)));

  if (!g_task_propagate_boolean (G_TASK (result), NULL))
    return;
  /* A page's picture alone, copied from a browser: the page is only its wrapping. */
  if (!paste->from_drop && !holds_text (paste->blocks) && stet_picture_on_clipboard (formats))
    stet_picture_paste (GTK_WIDGET (paste->view), FALSE);
  else
    put (paste);
}

/* Takes `paste`. */
static void
clean (Paste *paste)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, cleaned_cb, NULL);

  g_task_set_task_data (task, paste, paste_free);
  g_task_run_in_thread (task, clean_thread);
}

/* --- reading the clipboard --- */

static void
take_text (Paste *paste, const char *text)
{
  if (!text || strlen (text) > STET_HTML_BYTES_MAX)
    return;
  paste->text = g_utf8_make_valid (text, -1);
  put (paste);
}

static void
text_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Paste) paste = data;
  g_autofree char *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);

  take_text (paste, text);
}

static void
read_text (StetProseView *self, Form form)
{
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (GTK_WIDGET (self)), NULL, text_cb,
                                 paste_new (self, form));
}

static void
splice_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Paste) paste = data;
  GOutputStream *memory = G_OUTPUT_STREAM (source);
  g_autoptr (GBytes) bytes = NULL;

  if (g_output_stream_splice_finish (memory, result, NULL) < 0)
    return;
  bytes = g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (memory));
  if (g_bytes_get_size (bytes) == 0 || g_bytes_get_size (bytes) > STET_HTML_BYTES_MAX)
    return;
  paste->text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  clean (g_steal_pointer (&paste));
}

/* Takes `paste`; `stream` NULL: there is nothing. */
static void
take_stream (Paste *paste, GInputStream *stream)
{
  g_autoptr (Paste) owned = paste;
  g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();

  if (stream)
    g_output_stream_splice_async (
        memory, stream, G_OUTPUT_STREAM_SPLICE_CLOSE_SOURCE | G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET,
        G_PRIORITY_DEFAULT, NULL, splice_cb, g_steal_pointer (&owned));
}

static void
stream_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GInputStream) stream
      = gdk_clipboard_read_finish (GDK_CLIPBOARD (source), result, NULL, NULL);

  take_stream (data, stream);
}

static void
read_form (StetProseView *self, Form form, const char *type)
{
  const char *types[] = { type, NULL };

  gdk_clipboard_read_async (gtk_widget_get_clipboard (GTK_WIDGET (self)), types, G_PRIORITY_DEFAULT,
                            NULL, stream_cb, paste_new (self, form));
}

/* --- what is dropped by another program --- */

/* A drop waits until it is read. */
typedef struct
{
  Paste        *paste; /* (owned) */
  GdkDrop      *drop;  /* (owned) */
  GdkDragAction done;  /* what it ends as once it is read */
} Dropped;

/* Returns: (owned) what came, to be put in; NULL for nothing. */
static Paste *
dropped_end (Dropped *dropped, gboolean came)
{
  Paste *paste = dropped->paste;

  gdk_drop_finish (dropped->drop, came ? dropped->done : 0);
  g_object_unref (dropped->drop);
  g_free (dropped);
  if (came)
    return paste;
  paste_free (paste);
  return NULL;
}

static void
dropped_stream_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GInputStream) stream
      = gdk_drop_read_finish (GDK_DROP (source), result, NULL, NULL);

  take_stream (dropped_end (data, stream != NULL), stream);
}

static void
dropped_text_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  const GValue *value = gdk_drop_read_value_finish (GDK_DROP (source), result, NULL);
  g_autofree char *text = value ? g_value_dup_string (value) : NULL;
  g_autoptr (Paste) paste = dropped_end (data, text != NULL);

  if (paste)
    take_text (paste, text);
}

void
stet_prose_view_take_drop (StetProseView *self, GdkDrop *drop, GdkDragAction done)
{
  GdkContentFormats *formats = gdk_drop_get_formats (drop);
  gboolean own = self->lines == STET_LINES_BLOCKS
                 && gdk_content_formats_contain_mime_type (formats, STET_BLOCKS_TYPE);
  gboolean html = gdk_content_formats_contain_mime_type (formats, "text/html");
  const char *types[] = { own ? STET_BLOCKS_TYPE : "text/html", NULL };
  Dropped *dropped = g_new0 (Dropped, 1);

  *dropped = (Dropped) { paste_new (self, own ? FORM_OWN : html ? FORM_HTML : FORM_PLAIN),
                         g_object_ref (drop), done };
  dropped->paste->from_drop = TRUE;
  if (own || html)
    gdk_drop_read_async (drop, types, G_PRIORITY_DEFAULT, NULL, dropped_stream_cb, dropped);
  else
    gdk_drop_read_value_async (drop, G_TYPE_STRING, G_PRIORITY_DEFAULT, NULL, dropped_text_cb,
                               dropped);
}

/* Files that are no pictures: their names, as any other text. */
static void
text_instead (GtkWidget *widget)
{
  read_text (STET_PROSE_VIEW (widget), FORM_PLAIN);
}

static void
paste_as (StetProseView *self, GdkContentFormats *formats)
{
  if (gdk_content_formats_contain_mime_type (formats, STET_BLOCKS_TYPE)
      && self->lines == STET_LINES_BLOCKS)
    read_form (self, FORM_OWN, STET_BLOCKS_TYPE);
  else if (gdk_content_formats_contain_mime_type (formats, "text/html"))
    read_form (self, FORM_HTML, "text/html");
  else if (stet_files_on_clipboard (formats))
    stet_files_paste (GTK_WIDGET (self), FALSE, text_instead);
  else if (stet_picture_on_clipboard (formats))
    stet_picture_paste (GTK_WIDGET (self), FALSE);
  else
    read_text (self, FORM_PLAIN);
}

/* A program that has just copied something says only a moment later what it has. */
typedef struct
{
  StetProseView *view; /* (owned) */
  guint          left; /* looks */
} Look;

static gboolean
is_known (GdkContentFormats *formats)
{
  gsize n_types = 0, n_gtypes = 0;

  gdk_content_formats_get_mime_types (formats, &n_types);
  gdk_content_formats_get_gtypes (formats, &n_gtypes);
  return n_types + n_gtypes > 0;
}

static gboolean
look_cb (gpointer data)
{
  Look *look = data;
  GdkContentFormats *formats
      = gdk_clipboard_get_formats (gtk_widget_get_clipboard (GTK_WIDGET (look->view)));

  if (!is_known (formats) && --look->left > 0)
    return G_SOURCE_CONTINUE;
  if (is_known (formats))
    paste_as (look->view, formats);
  g_object_unref (look->view);
  g_free (look);
  return G_SOURCE_REMOVE;
}

static void
prose_view_paste (GtkTextView *view)
{
  GdkContentFormats *formats
      = gdk_clipboard_get_formats (gtk_widget_get_clipboard (GTK_WIDGET (view)));
  Look *look;

  if (!gtk_text_view_get_editable (view))
    return;
  if (is_known (formats))
    {
      paste_as (STET_PROSE_VIEW (view), formats);
      return;
    }
  look = g_new0 (Look, 1);
  *look = (Look) { g_object_ref (STET_PROSE_VIEW (view)), LOOKS_MAX };
  g_timeout_add (LOOK_AFTER_MS, look_cb, look);
}

void
stet_prose_view_paste_plain (StetProseView *self)
{
  if (gtk_text_view_get_editable (GTK_TEXT_VIEW (self)))
    read_text (self, FORM_BARE);
}

/* --- copying --- */

static GdkContentProvider *
provider_for (const char *type, const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  return gdk_content_provider_new_for_bytes (type, bytes);
}

static void
prose_view_copy (GtkTextView *view)
{
  StetProseView *self = STET_PROSE_VIEW (view);
  g_autoptr (GPtrArray) blocks = stet_projection_selected_blocks (self->projection);
  gboolean whole = self->lines == STET_LINES_BLOCKS;
  g_autofree char *html = NULL;
  g_autofree char *own = NULL;
  g_autofree char *text = NULL;
  GtkTextIter start, end;
  GdkContentProvider *providers[3];
  g_autoptr (GdkContentProvider) all = NULL;

  if (!gtk_text_buffer_get_selection_bounds (buffer_of (self), &start, &end))
    return;
  /* One paragraph is its words; several are told apart as a person would write them. */
  text = whole && blocks->len > 1
             ? stet_blocks_to_markdown (blocks)
             : gtk_text_buffer_get_slice (buffer_of (self), &start, &end, FALSE);
  html = stet_blocks_to_html (blocks);
  own = stet_blocks_to_json (blocks);
  providers[0] = provider_for ("text/html", html);
  providers[1] = gdk_content_provider_new_typed (G_TYPE_STRING, text);
  providers[2] = provider_for (STET_BLOCKS_TYPE, own);
  all = gdk_content_provider_new_union (providers, 3);
  gdk_clipboard_set_content (gtk_widget_get_clipboard (GTK_WIDGET (view)), all);
}

static void
prose_view_cut (GtkTextView *view)
{
  prose_view_copy (view);
  gtk_text_buffer_delete_selection (buffer_of (STET_PROSE_VIEW (view)), TRUE,
                                    gtk_text_view_get_editable (view));
}

void
stet_prose_paste_class_init (GtkTextViewClass *view_class)
{
  view_class->paste_clipboard = prose_view_paste;
  view_class->copy_clipboard = prose_view_copy;
  view_class->cut_clipboard = prose_view_cut;
  paste_table = g_signal_new ("paste-table", G_TYPE_FROM_CLASS (view_class), G_SIGNAL_RUN_LAST, 0,
                              g_signal_accumulator_true_handled, NULL, NULL, G_TYPE_BOOLEAN, 1,
                              G_TYPE_POINTER);
}
