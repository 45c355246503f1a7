/* The packs and profiles that are built in. A static library drops what nothing refers to, so they
 * are registered here, on first use. Layer: style. Any thread. */
#include "config.h"

#include "style/profile-private.h"
#include "style/style-resource.h"

GResource *
stet_style_packs (void)
{
  static gsize registered = 0;

  if (g_once_init_enter (&registered))
    {
      stet_style_register_resource ();
      g_once_init_leave (&registered, 1);
    }
  return stet_style_get_resource ();
}
