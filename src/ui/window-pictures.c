/* What is pasted and dropped: pictures on their way into the open story, taken on a thread and put
 * where they were meant when they began; what a paste left behind. Layer: ui, main thread. */
#include "config.h"

#include "ui/window-private.h"

#include "article/format.h"
#include "article/photo.h"

#include <glib/gi18n.h>

static gpointer
take_thread (gpointer data, GCancellable *cancellable, GError **error)
{
  StetJob *job = data;

  return job->bytes ? stet_workspace_take_picture (job->workspace, job->bytes, cancellable, error)
                    : stet_workspace_take_photo (job->workspace, job->text, cancellable, error);
}

static gpointer
put_thread (gpointer data, GCancellable *cancellable, GError **error)
{
  StetJob *job = data;

  return GINT_TO_POINTER (
      stet_workspace_put_photo (job->workspace, job->id, job->photo, job->more, error));
}

static void
put_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  StetJob *job = data;
  g_autoptr (StetWindow) self = STET_WINDOW (g_steal_pointer (&job->owner));

  stet_window_finish (self, result);
  stet_job_free (job);
}

/* What was written meanwhile stays: the edit is made from the story as it is now, wherever it is
 * now. */
static void
taken_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  StetJob *job = data;
  g_autoptr (StetWindow) self = STET_WINDOW (g_object_ref (job->owner));
  g_autoptr (StetPhoto) taken = stet_window_finish (self, result);

  if (taken && self->story && g_str_equal (job->id, stet_open_story_id (self->story)))
    {
      StetDocument *document = stet_open_story_document (self->story);
      g_autoptr (StetEdit) edit
          = stet_photo_taken_edit (stet_document_article (document), taken, job->more);

      stet_document_apply (document, edit, NULL);
      stet_window_tell_notes (self);
    }
  else if (taken)
    {
      job->photo = g_steal_pointer (&taken);
      stet_workspace_run_async (job->workspace, put_thread, job, NULL, NULL, NULL, put_cb, job);
      return;
    }
  stet_job_free (job);
}

/* `after`: the id of a block of the body, NULL for the lead photo. Takes `job`. */
static void
take (StetWindow *self, StetJob *job, const char *after)
{
  job->id = g_strdup (stet_open_story_id (self->story));
  job->more = g_strdup (after);
  stet_workspace_run_async (self->workspace, take_thread, job, NULL, NULL, NULL, taken_cb, job);
}

void
stet_window_take_photo (StetWindow *self, const char *path)
{
  StetJob *job;

  if (!self->story || self->acting)
    return;
  job = stet_job_new (self->workspace, G_OBJECT (self));
  job->text = g_strdup (path);
  take (self, job, NULL);
}

/* Where a picture without a place of its own goes: behind the block with the caret, else to the
 * lead photo. */
static const char *
block_at_caret (StetWindow *self)
{
  StetArticle *article = stet_document_article (stet_open_story_document (self->story));
  StetField field;
  guint chars;

  if (!stet_story_page_caret (self->page, &field, &chars))
    return NULL;
  switch (field.kind)
    {
    case STET_FIELD_BODY:
    case STET_FIELD_BLOCK_CAPTION:
    case STET_FIELD_BLOCK_CREDIT:
    case STET_FIELD_BLOCK_ALT:
    case STET_FIELD_BLOCK_HREF: case STET_FIELD_BLOCK_CITE: case STET_FIELD_BLOCK_CELL:
      return field.index >= 0 && (guint) field.index < stet_article_n_blocks (article)
               ? stet_block_id (stet_article_block (article, (guint) field.index)) : "";
    default:
      return NULL;
    }
}

static void
take_pictures_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  StetWindow *self = data;
  g_autofree const char **paths = NULL;
  g_autofree char *after = NULL;
  gboolean lead;

  if (!self->story || self->acting)
    return;
  g_variant_get (parameter, "(b^a&s)", &lead, &paths);
  after = lead ? NULL : g_strdup (block_at_caret (self));
  if (!after)
    {
      stet_window_take_photo (self, paths[0]);
      return;
    }
  /* The first one stands first: each goes directly behind the caret's block. */
  for (int i = (int) g_strv_length ((char **) paths) - 1; i >= 0; i--)
    {
      StetJob *job = stet_job_new (self->workspace, G_OBJECT (self));

      job->text = g_strdup (paths[i]);
      take (self, job, after);
    }
}

static void
paste_picture_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  StetWindow *self = data;
  g_autoptr (GVariant) bytes = NULL;
  gboolean lead;
  StetJob *job;

  if (!self->story || self->acting)
    return;
  g_variant_get (parameter, "(b@ay)", &lead, &bytes);
  job = stet_job_new (self->workspace, G_OBJECT (self));
  job->bytes = g_variant_get_data_as_bytes (bytes);
  take (self, job, lead ? NULL : block_at_caret (self));
}

/* --- "Caption Photo © X / @y" pasted into a caption --- */

static StetPhoto *
with_line (StetPhoto *photo, const char *line)
{
  g_autofree char *caption_text = NULL;
  g_autofree char *credit_text = NULL;
  g_autoptr (StetProse) caption = NULL;
  g_autoptr (StetProse) credit = NULL;

  stet_split_photo_line (line, &caption_text, &credit_text);
  caption = stet_prose_plain (caption_text);
  credit = stet_prose_plain (credit_text);
  return stet_photo_new (stet_photo_id (photo), stet_photo_file (photo), caption, credit,
                         stet_photo_alt (photo), stet_photo_extra (photo));
}

static StetEdit *
line_edit (StetArticle *article, const StetField *field, const char *line)
{
  g_autoptr (StetPhoto) photo = NULL;
  g_autoptr (GPtrArray) blocks = NULL;
  StetBlockFields fields;

  if (field->kind != STET_FIELD_BLOCK_CAPTION)
    {
      photo = with_line (stet_article_fields (article)->photo, line);
      return stet_edit_photo (photo);
    }
  fields = *stet_block_fields (stet_article_block (article, (guint) field->index));
  photo = with_line (fields.photo, line);
  fields.photo = photo;
  blocks = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_block_unref);
  g_ptr_array_add (blocks, stet_block_new (&fields));
  return stet_edit_blocks ((guint) field->index, 1, blocks);
}

static void
paste_photo_line_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  StetWindow *self = data;
  StetDocument *document = self->story ? stet_open_story_document (self->story) : NULL;
  g_autoptr (StetEdit) edit = NULL;
  StetField field;
  guint chars;

  if (!document || !stet_story_page_caret (self->page, &field, &chars))
    return;
  edit = line_edit (stet_document_article (document), &field,
                    g_variant_get_string (parameter, NULL));
  stet_document_apply (document, edit, NULL);
}

/* --- what a paste left behind --- */

static void
undo_paste (StetWindow *self, gboolean as_text)
{
  StetProseView *view = self->story ? stet_story_page_current (self->page) : NULL;

  if (view && stet_prose_view_take_paste_back (view, as_text))
    gtk_widget_grab_focus (GTK_WIDGET (view));
  else
    stet_window_tell (
        self, STET_TONE_LOOK,
        _("The story was changed since that paste. Undo (Ctrl+Z) goes back step by step."));
}

static void
undo_paste_cb (const char *text, gpointer data)
{
  undo_paste (data, FALSE);
}

static void
plain_paste_cb (const char *text, gpointer data)
{
  undo_paste (data, TRUE);
}

static void
add_part (GString *list, guint n, const char *words)
{
  if (n == 0)
    return;
  if (list->len > 0)
    g_string_append (list, ", ");
  g_string_append_printf (list, words, n);
}

static void
pasted_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  StetWindow *self = data;
  g_autoptr (GString) list = g_string_new (NULL);
  g_autofree char *text = NULL;
  StetStripMessage message = { .tone = STET_TONE_CALM,
                               .action = _("Undo"),
                               .func = undo_paste_cb,
                               .data = self,
                               .other = _("Paste as plain text"),
                               .other_func = plain_paste_cb };
  guint images, trackers, active, colours;

  g_variant_get (parameter, "(uuuu)", &images, &trackers, &active, &colours);
  add_part (list, images, ngettext ("%u picture", "%u pictures", images));
  add_part (list, trackers,
            ngettext ("%u link that follows readers", "%u links that follow readers", trackers));
  add_part (list, active, ngettext ("%u script or frame", "%u scripts or frames", active));
  if (colours > 0)
    g_string_append_printf (list, "%s%s", list->len > 0 ? ", " : "", _("colours"));
  text = g_strdup_printf (_("Pasted without: %s."), list->str);
  message.text = text;
  stet_strip_show (self->strip, &message);
}

static void
paste_plain_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  StetWindow *self = data;
  StetProseView *view = self->story ? stet_story_page_current (self->page) : NULL;

  if (view)
    stet_prose_view_paste_plain (view);
}

void
stet_window_add_picture_actions (StetWindow *self)
{
  static const GActionEntry entries[] = {
    { "take-pictures", take_pictures_action, "(bas)" },
    { "paste-picture", paste_picture_action, "(bay)" },
    { "paste-photo-line", paste_photo_line_action, "s" },
    { "pasted", pasted_action, "(uuuu)" },
    { "paste-plain", paste_plain_action },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
}
