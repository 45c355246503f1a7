/* The kernel's randomness, a seeded one for tests, and UUIDs made from either. Layer: base. */
#include "config.h"

#include "base/random.h"

#include <sys/random.h>

#define UUID_BYTES 16

/* RFC 9562 name space for names that are URLs; ours begin with "stet:". */
#define URL_NAME_SPACE "6ba7b811-9dad-11d1-80b4-00c04fd430c8"

struct _StetRandom
{
  GRand *seeded; /* (owned) (nullable): NULL asks the kernel */
};

static StetRandom system_random = { NULL };

StetRandom *
stet_random_system (void)
{
  return &system_random;
}

StetRandom *
stet_random_new_seeded (guint32 seed)
{
  StetRandom *random = g_new0 (StetRandom, 1);

  random->seeded = g_rand_new_with_seed (seed);
  return random;
}

void
stet_random_free (StetRandom *random)
{
  if (random == &system_random)
    return;
  g_rand_free (random->seeded);
  g_free (random);
}

static guint32
next_word (StetRandom *random)
{
  guint32 word = 0;

  if (random->seeded != NULL)
    return g_rand_int (random->seeded);
  if (getrandom (&word, sizeof word, 0) != (ssize_t) sizeof word)
    g_error ("The kernel gave no random numbers");
  return word;
}

guint32
stet_random_below (StetRandom *random, guint32 limit)
{
  g_return_val_if_fail (limit > 0, 0);

  return (guint32) (((guint64) next_word (random) * limit) >> 32);
}

static char *
format_uuid (guint8 bytes[UUID_BYTES], guint version)
{
  GString *text = g_string_sized_new (36);

  bytes[6] = (guint8) ((bytes[6] & 0x0f) | (version << 4));
  bytes[8] = (guint8) ((bytes[8] & 0x3f) | 0x80);
  for (guint i = 0; i < UUID_BYTES; i++)
    {
      if (i == 4 || i == 6 || i == 8 || i == 10)
        g_string_append_c (text, '-');
      g_string_append_printf (text, "%02x", bytes[i]);
    }
  return g_string_free (text, FALSE);
}

char *
stet_uuid_new (StetRandom *random)
{
  guint8 bytes[UUID_BYTES];

  for (guint i = 0; i < UUID_BYTES; i += 4)
    {
      guint32 word = next_word (random);

      memcpy (bytes + i, &word, 4);
    }
  return format_uuid (bytes, 4);
}

gboolean
stet_uuid_is_valid (const char *text)
{
  return text != NULL && g_uuid_string_is_valid (text);
}

static void
parse_uuid (const char *text, guint8 bytes[UUID_BYTES])
{
  guint n = 0;

  for (const char *c = text; *c != '\0' && n < UUID_BYTES; c++)
    if (*c != '-')
      {
        bytes[n++] = (guint8) (g_ascii_xdigit_value (c[0]) << 4 | g_ascii_xdigit_value (c[1]));
        c++;
      }
}

char *
stet_uuid_v5 (const char *name_space, const char *name)
{
  g_autoptr (GChecksum) sha1 = g_checksum_new (G_CHECKSUM_SHA1);
  guint8 space[UUID_BYTES];
  guint8 digest[20];
  gsize length = sizeof digest;

  g_return_val_if_fail (stet_uuid_is_valid (name_space), NULL);

  parse_uuid (name_space, space);
  g_checksum_update (sha1, space, UUID_BYTES);
  g_checksum_update (sha1, (const guchar *) name, (gssize) strlen (name));
  g_checksum_get_digest (sha1, digest, &length);
  return format_uuid (digest, 5);
}

char *
stet_uuid_for_remote (const char *site_id, const char *remote_id)
{
  g_autofree char *name = NULL;

  if (stet_uuid_is_valid (site_id))
    return stet_uuid_v5 (site_id, remote_id);
  name = g_strconcat ("stet:", site_id, "#", remote_id, NULL);
  return stet_uuid_v5 (URL_NAME_SPACE, name);
}
