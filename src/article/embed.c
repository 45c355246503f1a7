/* Which addresses can be shown as a card. Layer: article. Any thread. */
#include "config.h"

#include "article/embed.h"

#include <string.h>

typedef struct
{
  char **path;  /* parts between slashes, empty ones left out */
  guint  n;
  char  *query; /* (nullable) without its question mark */
} Address;

typedef struct
{
  const char *service;
  const char *host;    /* as canonical addresses write it */
  const char *hosts[5];
  gboolean (*read) (const Address *address, StetEmbed *embed);
} Service;

static const char *
part (const Address *address, guint index)
{
  return index < address->n ? address->path[index] : "";
}

static gboolean
is_id (const char *text, const char *more)
{
  gsize n = strlen (text);

  for (gsize i = 0; i < n; i++)
    if (!g_ascii_isalnum (text[i]) && strchr (more, text[i]) == NULL)
      return FALSE;
  return n > 0;
}

static gboolean
is_number (const char *text)
{
  return *text != '\0' && strspn (text, "0123456789") == strlen (text);
}

/* A parameter of the query. Returns: (owned) (nullable). */
static char *
parameter (const Address *address, const char *name)
{
  g_auto (GStrv) pairs = g_strsplit (address->query != NULL ? address->query : "", "&", -1);
  gsize length = strlen (name);

  for (guint i = 0; pairs[i] != NULL; i++)
    if (strncmp (pairs[i], name, length) == 0 && pairs[i][length] == '=')
      return g_strdup (pairs[i] + length + 1);
  return NULL;
}

static gboolean
read_x (const Address *address, StetEmbed *embed)
{
  if (address->n < 3 || !is_id (part (address, 0), "_")
      || !g_str_equal (part (address, 1), "status") || !is_number (part (address, 2)))
    return FALSE;
  embed->account = g_strconcat ("@", part (address, 0), NULL);
  embed->item = g_strdup (part (address, 2));
  embed->href = g_strdup_printf ("/%s/status/%s", part (address, 0), embed->item);
  return TRUE;
}

static gboolean
set_video (StetEmbed *embed, char *id)
{
  if (id == NULL || !is_id (id, "-_"))
    {
      g_free (id);
      return FALSE;
    }
  embed->item = id;
  embed->href = g_strdup_printf ("/watch?v=%s", id);
  return TRUE;
}

static gboolean
read_youtube (const Address *address, StetEmbed *embed)
{
  static const char *const kinds[] = { "shorts", "live", "embed", "v", NULL };

  if (g_str_equal (part (address, 0), "watch"))
    return set_video (embed, parameter (address, "v"));
  return g_strv_contains (kinds, part (address, 0))
         && set_video (embed, g_strdup (part (address, 1)));
}

static gboolean
read_youtu_be (const Address *address, StetEmbed *embed)
{
  return address->n == 1 && set_video (embed, g_strdup (part (address, 0)));
}

static gboolean
read_instagram (const Address *address, StetEmbed *embed)
{
  static const char *const kinds[] = { "p", "reel", "reels", "tv", NULL };
  guint at = address->n > 2 ? 1 : 0; /* /name/p/ID too */

  if (address->n < 2 || !g_strv_contains (kinds, part (address, at))
      || !is_id (part (address, at + 1), "-_"))
    return FALSE;
  if (at > 0)
    embed->account = g_strconcat ("@", part (address, 0), NULL);
  embed->item = g_strdup (part (address, at + 1));
  embed->href = g_strdup_printf (
      "/%s/%s/", g_str_equal (part (address, at), "reels") ? "reel" : part (address, at),
      embed->item);
  return TRUE;
}

static gboolean
read_facebook (const Address *address, StetEmbed *embed)
{
  static const char *const kinds[] = { "posts", "videos", "photos", NULL };
  static const char *const alone[]
      = { "reel", "share", "watch", "photo", "photo.php", "permalink.php", "story.php", NULL };
  const char *kind = part (address, 1);

  if (address->n >= 3 && g_strv_contains (kinds, kind))
    {
      embed->account = g_strdup (part (address, 0));
      embed->item = g_strdup (part (address, address->n - 1));
    }
  else if (!g_strv_contains (alone, part (address, 0))
           || (address->n < 2 && address->query == NULL))
    return FALSE;
  {
    g_autofree char *path = g_strjoinv ("/", address->path);

    /* Its own ids stand in the query. */
    embed->href = g_strdup_printf (
        "/%s%s%s", path, embed->account == NULL && address->query != NULL ? "?" : "",
        embed->account == NULL && address->query != NULL ? address->query : "");
  }
  return TRUE;
}

static gboolean
read_fb_watch (const Address *address, StetEmbed *embed)
{
  if (address->n != 1 || !is_id (part (address, 0), "-_"))
    return FALSE;
  embed->item = g_strdup (part (address, 0));
  embed->href = g_strdup_printf ("/%s/", embed->item);
  return TRUE;
}

static gboolean
read_tiktok (const Address *address, StetEmbed *embed)
{
  if (address->n < 3 || part (address, 0)[0] != '@' || !is_id (part (address, 0) + 1, "._") ||
      (!g_str_equal (part (address, 1), "video") && !g_str_equal (part (address, 1), "photo")) ||
      !is_number (part (address, 2)))
    return FALSE;
  embed->account = g_strdup (part (address, 0));
  embed->item = g_strdup (part (address, 2));
  embed->href = g_strdup_printf ("/%s/%s/%s", embed->account, part (address, 1), embed->item);
  return TRUE;
}

static gboolean
read_short_tiktok (const Address *address, StetEmbed *embed)
{
  if (address->n != 1 || !is_id (part (address, 0), ""))
    return FALSE;
  embed->href = g_strdup_printf ("/%s/", part (address, 0));
  return TRUE;
}

static const Service services[] = {
  { "X", "x.com", { "x.com", "twitter.com", "mobile.twitter.com", "mobile.x.com" }, read_x },
  { "YouTube",
    "www.youtube.com",
    { "youtube.com", "m.youtube.com", "music.youtube.com" },
    read_youtube },
  { "YouTube", "www.youtube.com", { "youtu.be" }, read_youtu_be },
  { "Instagram", "www.instagram.com", { "instagram.com" }, read_instagram },
  { "Facebook",
    "www.facebook.com",
    { "facebook.com", "m.facebook.com", "web.facebook.com" },
    read_facebook },
  { "Facebook", "fb.watch", { "fb.watch" }, read_fb_watch },
  { "TikTok", "www.tiktok.com", { "tiktok.com", "m.tiktok.com" }, read_tiktok },
  { "TikTok", "vm.tiktok.com", { "vm.tiktok.com" }, read_short_tiktok },
};

static gboolean
has_host (const Service *service, const char *host)
{
  for (guint i = 0; i < G_N_ELEMENTS (service->hosts) && service->hosts[i] != NULL; i++)
    if (g_str_equal (service->hosts[i], host))
      return TRUE;
  return FALSE;
}

/* "/a//b/" as a, b. */
static char **
path_parts (const char *path)
{
  g_auto (GStrv) parts = g_strsplit (path, "/", -1);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; parts[i] != NULL; i++)
    if (*parts[i] != '\0')
      g_strv_builder_add (builder, parts[i]);
  return g_strv_builder_end (builder);
}

static gboolean
read_uri (GUri *uri, StetEmbed *embed)
{
  g_autofree char *folded
      = g_ascii_strdown (g_uri_get_host (uri) != NULL ? g_uri_get_host (uri) : "", -1);
  const char *host = g_str_has_prefix (folded, "www.") ? folded + strlen ("www.") : folded;
  g_auto (GStrv) path = path_parts (g_uri_get_path (uri));
  Address address = { path, g_strv_length (path), (char *) g_uri_get_query (uri) };

  for (guint i = 0; i < G_N_ELEMENTS (services); i++)
    if (has_host (&services[i], host) && services[i].read (&address, embed))
      {
        char *whole = g_strconcat ("https://", services[i].host, embed->href, NULL);

        g_free (embed->href);
        embed->href = whole;
        embed->service = services[i].service;
        return TRUE;
      }
  return FALSE;
}

gboolean
stet_embed_parse (const char *text, StetEmbed *embed)
{
  g_autofree char *address = g_strstrip (g_strndup (text, STET_EMBED_HREF_BYTES_MAX + 1));
  g_autoptr (GUri) uri = NULL;
  g_auto (StetEmbed) found = { 0 };

  if (strlen (address) > STET_EMBED_HREF_BYTES_MAX || strpbrk (address, " \t\n") != NULL
      || (g_ascii_strncasecmp (address, "https://", 8) != 0
          && g_ascii_strncasecmp (address, "http://", 7) != 0))
    return FALSE;
  uri = g_uri_parse (address, G_URI_FLAGS_ENCODED, NULL);
  if (uri == NULL || g_uri_get_userinfo (uri) != NULL || !read_uri (uri, &found))
    return FALSE;
  if (embed != NULL)
    {
      *embed = found;
      found = (StetEmbed) { 0 };
    }
  return TRUE;
}

void
stet_embed_clear (StetEmbed *embed)
{
  g_clear_pointer (&embed->href, g_free);
  g_clear_pointer (&embed->account, g_free);
  g_clear_pointer (&embed->item, g_free);
}
