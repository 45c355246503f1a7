/* Any bytes as a rule file in Vale's format: it is refused with file and line, or it is a rule,
 * whose hits lie within the text on whole characters, and whose message can be made. */
#include "config.h"

#include "driver.h"
#include "style/unit.h"
#include "style/rule.h"
#include "style/vale/message.h"

#include <string.h>

#define RULE_BYTES_MAX 4000

static const char text[]
    = "The the HTML (HyperText Markup Language) file was was read by colour and color: A\xc3\xb1o 2026, "
      "\xe2\x80\x9cquoted\xe2\x80\x9d e-mail, etc. U.S. A grey day. A gray day. aaaaaaaaaaaaaaaaaaaab";

static void
check_hit (const StetRule *rule, const StetHit *hit)
{
  g_autofree char *message = stet_vale_message (rule, hit);

  g_assert_nonnull (message);
  g_assert_cmpuint (hit->start_bytes, <=, hit->end_bytes);
  g_assert_cmpuint (hit->end_bytes, <=, strlen (text));
  g_assert_true (((guchar) text[hit->start_bytes] & 0xc0) != 0x80
                 && ((guchar) text[hit->end_bytes] & 0xc0) != 0x80);
}

static void
search (const StetRule *rule)
{
  g_autoptr (StetProse) prose = stet_prose_plain (text);
  StetField field = stet_field_at (STET_FIELD_BODY, 0);
  StetUnit *unit = stet_unit_new (&field, STET_UNIT_PARAGRAPH, prose);
  g_autoptr (StetMatcher) matcher = stet_matcher_new ();
  g_autoptr (GArray) hits = stet_rule_search (rule, unit, NULL, NULL, matcher);

  for (guint i = 0; i < hits->len; i++)
    check_hit (rule, &g_array_index (hits, StetHit, i));
  stet_unit_free (unit);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize length)
{
  static const char *const accepted[] = { "[Cc]olour", NULL };
  static const StetValeReading reading = { .accepted = accepted };
  g_autoptr (StetYaml) root = NULL;
  g_autoptr (StetRule) rule = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *raw = NULL;

  if (length < 1 || length > RULE_BYTES_MAX)
    return 0;
  raw = g_strndup ((const char *) data, length);
  if (!g_utf8_validate (raw, -1, NULL))
    return 0;
  root = stet_yaml_parse (raw, strlen (raw), "f.yml", &error);
  g_assert_true ((root != NULL) == (error == NULL));
  if (root == NULL)
    return 0;
  rule = stet_rule_new ();
  if (stet_rule_read_vale (rule, root, "f.yml", &reading, &error))
    search (rule);
  else
    g_assert_true (g_str_has_prefix (error->message, "f.yml:"));
  return 0;
}
