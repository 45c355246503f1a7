/* Addresses of the services whose posts and videos stand in stories as embeds, told by their form
 * alone: no network. Layer: article. Any thread. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define STET_EMBED_HREF_BYTES_MAX 2000

typedef struct
{
  const char *service; /* (static) "X", "YouTube", "Instagram", "Facebook", "TikTok" */
  char       *href;    /* https, without what follows the reader */
  char       *account; /* (nullable) whose it is: "@name" */
  char       *item;    /* (nullable) the post's or video's own id */
} StetEmbed;

/* Whether `text`, white space around it aside, is one address of a post, video or page that such a
 * service shows inside other pages. `embed` (nullable, out): free with stet_embed_clear (). */
gboolean stet_embed_parse (const char *text, StetEmbed *embed);
void     stet_embed_clear (StetEmbed *embed);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (StetEmbed, stet_embed_clear)

G_END_DECLS
