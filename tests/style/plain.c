/* The slow way. */
#include "config.h"

#include "plain.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <string.h>

struct _Plain
{
  pcre2_code       *code;
  pcre2_match_data *data;
};

Plain *
plain_new (const char *source)
{
  int number;
  PCRE2_SIZE at;
  pcre2_code *code = pcre2_compile ((PCRE2_SPTR) source, PCRE2_ZERO_TERMINATED,
                                    PCRE2_UTF | PCRE2_UCP | PCRE2_DOLLAR_ENDONLY | PCRE2_DUPNAMES
                                        | PCRE2_NEVER_BACKSLASH_C,
                                    &number, &at, NULL);
  Plain *plain;

  if (code == NULL)
    return NULL;
  pcre2_jit_compile (code, PCRE2_JIT_COMPLETE);
  plain = g_new0 (Plain, 1);
  plain->code = code;
  plain->data = pcre2_match_data_create_from_pattern (code, NULL);
  return plain;
}

void
plain_free (Plain *plain)
{
  if (plain == NULL)
    return;
  pcre2_match_data_free (plain->data);
  pcre2_code_free (plain->code);
  g_free (plain);
}

static gboolean
search (Plain *plain, guint32 options, const char *text, gsize length, GArray *hits)
{
  gsize from = 0;
  int rc = 1;

  g_array_set_size (hits, 0);
  while (from <= length
         && (rc = pcre2_match (plain->code, (PCRE2_SPTR) text, length, from,
                               PCRE2_NO_UTF_CHECK | options, plain->data, NULL))
                > 0)
    {
      const PCRE2_SIZE *pair = pcre2_get_ovector_pointer (plain->data);
      StetStretch hit = { pair[0], MAX (pair[0], pair[1]) };

      g_array_append_val (hits, hit);
      from = hit.end_bytes;
      if (hit.end_bytes == hit.start_bytes)
        from = from < length ? (gsize) (g_utf8_next_char (text + from) - text) : from + 1;
    }
  return rc >= PCRE2_ERROR_NOMATCH;
}

gboolean
plain_search (Plain *plain, const char *text, gsize length, GArray *hits)
{
  return search (plain, 0, text, length, hits);
}

gboolean
plain_is_sure (Plain *plain, const char *text, gsize length, const GArray *hits)
{
  g_autoptr (GArray) again = g_array_new (FALSE, FALSE, sizeof (StetStretch));

  return search (plain, PCRE2_NO_JIT, text, length, again) && again->len == hits->len
         && (hits->len == 0
             || memcmp (again->data, hits->data, sizeof (StetStretch) * hits->len) == 0);
}
