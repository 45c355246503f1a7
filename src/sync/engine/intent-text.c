/* An intent as one line of JSON and back: a strict reader for one flat object, since this layer has
 * no JSON library. Layer: sync/engine. Pure. Format: RFC 8259, one object of strings, integers,
 * booleans, null. */
#include "config.h"

#include "sync/engine/engine.h"

#include "base/json-scan.h"

#include <string.h>

#define INTENT_BYTES_MAX (64 * 1024)
#define INTEGER_MAX G_GINT64_CONSTANT (9007199254740992)

typedef enum
{
  KEY_TEXT,     /* char *, never null */
  KEY_NULLABLE, /* char *, null allowed */
  KEY_KIND,
  KEY_STEP,
  KEY_HOLD,
  KEY_STATE,
  KEY_BOOLEAN,
  KEY_COUNT,    /* guint or int */
  KEY_TIME,     /* gint64 */
} KeyType;

typedef struct
{
  const char *name;
  KeyType     type;
  gsize       offset;
  gboolean    required;
} Key;

static const Key keys[] = {
  { "id", KEY_TEXT, G_STRUCT_OFFSET (StetIntent, id), TRUE },
  { "article", KEY_TEXT, G_STRUCT_OFFSET (StetIntent, article_id), TRUE },
  { "kind", KEY_KIND, G_STRUCT_OFFSET (StetIntent, kind), TRUE },
  { "step", KEY_STEP, G_STRUCT_OFFSET (StetIntent, step), TRUE },
  { "sent", KEY_BOOLEAN, G_STRUCT_OFFSET (StetIntent, sent), TRUE },
  { "hold", KEY_HOLD, G_STRUCT_OFFSET (StetIntent, hold), TRUE },
  { "hash", KEY_TEXT, G_STRUCT_OFFSET (StetIntent, hash), TRUE },
  { "base_hash", KEY_NULLABLE, G_STRUCT_OFFSET (StetIntent, base_hash), FALSE },
  { "version", KEY_NULLABLE, G_STRUCT_OFFSET (StetIntent, version), FALSE },
  { "user", KEY_NULLABLE, G_STRUCT_OFFSET (StetIntent, user), FALSE },
  { "reason", KEY_NULLABLE, G_STRUCT_OFFSET (StetIntent, reason), FALSE },
  { "at_us", KEY_TIME, G_STRUCT_OFFSET (StetIntent, at_us), FALSE },
  { "expires_us", KEY_TIME, G_STRUCT_OFFSET (StetIntent, expires_us), FALSE },
  { "created_us", KEY_TIME, G_STRUCT_OFFSET (StetIntent, created_us), FALSE },
  { "due_us", KEY_TIME, G_STRUCT_OFFSET (StetIntent, due_us), FALSE },
  { "due_by_site", KEY_BOOLEAN, G_STRUCT_OFFSET (StetIntent, due_by_site), FALSE },
  { "tries", KEY_COUNT, G_STRUCT_OFFSET (StetIntent, tries), FALSE },
  { "attempt", KEY_COUNT, G_STRUCT_OFFSET (StetIntent, attempt), FALSE },
  { "media_done", KEY_COUNT, G_STRUCT_OFFSET (StetIntent, media_done), FALSE },
  { "review_done", KEY_BOOLEAN, G_STRUCT_OFFSET (StetIntent, review_done), FALSE },
  { "from", KEY_STATE, G_STRUCT_OFFSET (StetIntent, from), FALSE },
  { "settled", KEY_BOOLEAN, G_STRUCT_OFFSET (StetIntent, settled), FALSE },
  { "failure", KEY_COUNT, G_STRUCT_OFFSET (StetIntent, failure), FALSE },
  { "error_code", KEY_COUNT, G_STRUCT_OFFSET (StetIntent, error_code), FALSE },
  { "error_reason", KEY_COUNT, G_STRUCT_OFFSET (StetIntent, error_reason), FALSE },
  { "message", KEY_NULLABLE, G_STRUCT_OFFSET (StetIntent, message), FALSE },
};

static void
append_value (GString *out, const StetIntent *intent, const Key *key)
{
  gconstpointer at = G_STRUCT_MEMBER_P (intent, key->offset);
  const char *text = NULL;

  switch (key->type)
    {
    case KEY_TEXT:
    case KEY_NULLABLE:
      text = *(char *const *) at;
      break;
    case KEY_KIND:
      text = stet_intent_kind_name (*(const StetIntentKind *) at);
      break;
    case KEY_STEP:
      text = stet_step_name (*(const StetStep *) at);
      break;
    case KEY_HOLD:
      text = stet_hold_name (*(const StetHold *) at);
      break;
    case KEY_STATE:
      text = stet_state_name (*(const StetState *) at);
      break;
    case KEY_BOOLEAN:
      g_string_append (out, *(const gboolean *) at ? "true" : "false");
      return;
    case KEY_COUNT:
      g_string_append_printf (out, "%u", *(const guint *) at);
      return;
    case KEY_TIME:
    default:
      g_string_append_printf (out, "%" G_GINT64_FORMAT, *(const gint64 *) at);
      return;
    }
  if (text == NULL)
    g_string_append (out, "null");
  else
    stet_json_append_string (out, text);
}

char *
stet_intent_to_text (const StetIntent *intent)
{
  GString *out = g_string_new ("{");

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_string_append_printf (out, "%s\"%s\":", i == 0 ? "" : ",", keys[i].name);
      append_value (out, intent, &keys[i]);
    }
  g_string_append_c (out, '}');
  return g_string_free (out, FALSE);
}

static gboolean
fail (const char *why, const char *what, GError **error)
{
  g_set_error (error, STET_ENGINE_ERROR, STET_ENGINE_ERROR_TEXT, "%s: %s", why, what);
  return FALSE;
}

static void
skip_space (const char **at)
{
  *at += strspn (*at, " \t\r\n");
}

/* Four hex digits, or -1. */
static int
read_unit (const char *at)
{
  int unit = 0;

  for (guint i = 0; i < 4; i++)
    {
      if (!g_ascii_isxdigit (at[i]))
        return -1;
      unit = unit * 16 + g_ascii_xdigit_value (at[i]);
    }
  return unit;
}

/* What stands after "\u"; a pair of surrogates counts as one. FALSE for half a pair or U+0000. */
static gboolean
read_escaped_char (const char **at, GString *out)
{
  int first = read_unit (*at), second;

  if (first <= 0 || (first >= 0xdc00 && first <= 0xdfff))
    return FALSE;
  *at += 4;
  if (first < 0xd800 || first > 0xdbff)
    {
      g_string_append_unichar (out, first);
      return TRUE;
    }
  if ((*at)[0] != '\\' || (*at)[1] != 'u')
    return FALSE;
  second = read_unit (*at + 2);
  if (second < 0xdc00 || second > 0xdfff)
    return FALSE;
  *at += 6;
  g_string_append_unichar (out, 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00));
  return TRUE;
}

static gboolean
read_escape (const char **at, GString *out)
{
  static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
  const char *found = **at != '\0' ? strchr (from, **at) : NULL;

  if (found != NULL)
    {
      g_string_append_c (out, to[found - from]);
      *at += 1;
      return TRUE;
    }
  if (**at != 'u')
    return FALSE;
  *at += 1;
  return read_escaped_char (at, out);
}

static char *
read_string (const char **at)
{
  g_autoptr (GString) out = g_string_new (NULL);

  if (**at != '"')
    return NULL;
  for (*at += 1; **at != '"';)
    {
      if ((guchar) **at < 0x20)
        return NULL;
      if (**at != '\\')
        g_string_append_c (out, *(*at)++);
      else
        {
          *at += 1;
          if (!read_escape (at, out))
            return NULL;
        }
    }
  *at += 1;
  return g_strdup (out->str);
}

static gboolean
read_word (const char **at, const char *word)
{
  if (!g_str_has_prefix (*at, word))
    return FALSE;
  *at += strlen (word);
  return TRUE;
}

static gboolean
read_integer (const char **at, gint64 lowest, gint64 highest, gint64 *value)
{
  gsize n_digits = strspn (*at + (**at == '-' ? 1 : 0), "0123456789");
  const char *first = *at + (**at == '-' ? 1 : 0);
  char *end;

  if (n_digits == 0 || n_digits > 16 || (n_digits > 1 && *first == '0'))
    return FALSE;
  *value = g_ascii_strtoll (*at, &end, 10);
  *at = end;
  return *value >= lowest && *value <= highest;
}

/* The number of a name in one of the name functions; 0 counts as a name only where `first` is 0. */
static gboolean
read_name (const char **at, const char *(*name_of) (guint), guint first, guint *value)
{
  g_autofree char *name = read_string (at);

  for (guint i = first; name != NULL && i < first + 16; i++)
    if (g_str_equal (name_of (i), name) && !g_str_equal (name, "unknown"))
      {
        *value = i;
        return TRUE;
      }
  return FALSE;
}

static const char *
kind_name (guint kind)
{
  return stet_intent_kind_name (kind);
}

static const char *
step_name (guint step)
{
  return stet_step_name (step);
}

static const char *
hold_name (guint hold)
{
  return stet_hold_name (hold);
}

static gboolean
read_state (const char **at, StetState *state)
{
  g_autofree char *name = read_string (at);

  return name != NULL && stet_state_parse (name, state);
}

static gboolean
read_text (const char **at, gboolean nullable, char **text)
{
  g_clear_pointer (text, g_free);
  if (nullable && read_word (at, "null"))
    return TRUE;
  *text = read_string (at);
  return *text != NULL;
}

static gboolean
read_boolean (const char **at, gboolean *value)
{
  *value = read_word (at, "true");
  return *value || read_word (at, "false");
}

static gboolean
read_value (const char **at, const Key *key, StetIntent *intent)
{
  gpointer to = G_STRUCT_MEMBER_P (intent, key->offset);
  gint64 number = 0;

  switch (key->type)
    {
    case KEY_TEXT:
      return read_text (at, FALSE, to);
    case KEY_NULLABLE:
      return read_text (at, TRUE, to);
    case KEY_KIND:
      return read_name (at, kind_name, STET_INTENT_SAVE, to);
    case KEY_STEP:
      return read_name (at, step_name, STET_STEP_MEDIA, to);
    case KEY_HOLD:
      return read_name (at, hold_name, STET_HOLD_NONE, to);
    case KEY_STATE:
      return read_state (at, to);
    case KEY_BOOLEAN:
      return read_boolean (at, to);
    case KEY_COUNT:
      if (!read_integer (at, 0, G_MAXINT, &number))
        return FALSE;
      *(guint *) to = number;
      return TRUE;
    case KEY_TIME:
    default:
      return read_integer (at, -INTEGER_MAX, INTEGER_MAX, to);
    }
}

static const Key *
find_key (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (g_str_equal (keys[i].name, name))
      return &keys[i];
  return NULL;
}

static gboolean
read_member (const char **at, StetIntent *intent, guint32 *seen, GError **error)
{
  g_autofree char *name = NULL;
  const Key *key;

  skip_space (at);
  name = read_string (at);
  key = name != NULL ? find_key (name) : NULL;
  if (key == NULL)
    return fail ("intent: unknown key", name != NULL ? name : *at, error);
  if ((*seen & (1u << (key - keys))) != 0)
    return fail ("intent: key twice", name, error);
  *seen |= 1u << (key - keys);
  skip_space (at);
  if (*(*at)++ != ':')
    return fail ("intent: no value", name, error);
  skip_space (at);
  if (!read_value (at, key, intent))
    return fail ("intent: wrong value", name, error);
  skip_space (at);
  return TRUE;
}

static gboolean
read_object (const char *at, StetIntent *intent, GError **error)
{
  guint32 seen = 0;

  skip_space (&at);
  if (*at != '{')
    return fail ("intent", "not an object", error);
  do
    {
      at++;
      if (!read_member (&at, intent, &seen, error))
        return FALSE;
    }
  while (*at == ',');
  if (*at != '}' || at[1 + strspn (at + 1, " \t\r\n")] != '\0')
    return fail ("intent", "not one whole object", error);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (keys[i].required && (seen & (1u << i)) == 0)
      return fail ("intent: key missing", keys[i].name, error);
  return TRUE;
}

StetIntent *
stet_intent_from_text (const char *text, GError **error)
{
  g_autoptr (StetIntent) intent = g_new0 (StetIntent, 1);

  g_return_val_if_fail (text != NULL, NULL);
  if (strlen (text) > INTENT_BYTES_MAX || !g_utf8_validate (text, -1, NULL))
    {
      fail ("intent", "too long, or not UTF-8", error);
      return NULL;
    }
  if (!read_object (text, intent, error))
    return NULL;
  return g_steal_pointer (&intent);
}
