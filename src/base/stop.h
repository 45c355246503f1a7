/* A wish to stop, brought to the thread that is asked to. Layer: base.
 *
 * GLib (2.74) loses a GCancellable's source that is undone on the thread that works while another
 * thread is still within g_cancellable_cancel (). So work that waits on a main context has a
 * cancellable of its own, and only its own thread cancels that. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _StetStop StetStop;

/* For work on this thread's default main context. `outer` (nullable) is whose wish it is; it may be
 * cancelled on any thread, and have been already. */
StetStop *stet_stop_new  (GCancellable *outer);
/* Waits for a cancelling of `outer` that is under way on another thread. */
void      stet_stop_free (StetStop *stop);

/* Returns: (not owned) what to hand to the work. Cancelled by the work's own thread alone: soon
 * after `outer`, or by stet_stop_now (). */
GCancellable *stet_stop_cancellable (StetStop *stop);
/* For the work's own reasons, such as being late. On the work's thread. */
void          stet_stop_now         (StetStop *stop);
/* Whether it was `outer` that was cancelled. Any thread. */
gboolean      stet_stop_is_wanted   (StetStop *stop);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StetStop, stet_stop_free)

G_END_DECLS
