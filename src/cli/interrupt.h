/* Ctrl+C as a wish to stop: the first one cancels, the second ends the program as ever. Layer: cli.
 * A thread of its own waits for it, for the command has the only other one. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _StetInterrupt StetInterrupt;

StetInterrupt *stet_interrupt_new         (void);
void           stet_interrupt_free        (StetInterrupt *interrupt);
GCancellable  *stet_interrupt_cancellable (StetInterrupt *interrupt); /* (borrowed) */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StetInterrupt, stet_interrupt_free)

G_END_DECLS
