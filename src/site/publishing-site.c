/* The publishing API as a StetSite: a mapped site whose mapping is compiled in. Layer: site. */
#include "config.h"

#include "site/publishing-site.h"

#include "site/rest-site.h"
#include "site/site-resource.h"

#define MAPPING "/io/github/stet_newsroom/Stet/site-api/publishing.json"

void
stet_site_init (void)
{
  /* HTTP/2 in the libsoup we build on has memory faults that a server can reach. */
  g_setenv ("SOUP_FORCE_HTTP1", "1", TRUE);
}

/* Read once; it stays. Returns: (borrowed). */
static StetMapping *
publishing_mapping (void)
{
  static gsize read;
  static StetMapping *mapping;

  if (g_once_init_enter (&read))
    {
      g_autoptr (GBytes) bytes = g_resource_lookup_data (stet_site_api_get_resource (), MAPPING,
                                                         G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
      g_autoptr (GError) error = NULL;

      mapping = stet_mapping_parse (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                                    &error);
      g_assert_no_error (error);
      g_once_init_leave (&read, 1);
    }
  return mapping;
}

StetSite *
stet_publishing_site_new (const StetPublishingOptions *options, GError **error)
{
  StetRestOptions rest = { 0 };

  g_return_val_if_fail (options != NULL && options->api != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  rest.mapping = publishing_mapping ();
  rest.api = options->api;
  rest.credential = options->credential;
  rest.public_custom = options->public_custom;
  rest.timeout_s = options->timeout_s;
  return stet_rest_site_new (&rest, error);
}
