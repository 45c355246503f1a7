/* `stet language`: in which language Stet itself speaks. Layer: app. */
#include "config.h"

#include "app/command-private.h"
#include "app/interface-language.h"

#include <glib/gi18n.h>

int
stet_command_language (StetCommand *command, GError **error)
{
  g_autofree char *dir = stet_workspace_default_dir ();

  if (command->n_rest == 0)
    stet_command_print (command, "%s\n", stet_interface_language_kept (dir));
  else if (stet_interface_language_keep (dir, command->rest[0], error))
    stet_command_print (command, "%s\n",
                        _("Kept. A window that is open takes it up when it is opened next."));
  return 0;
}
