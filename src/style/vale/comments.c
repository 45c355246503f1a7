/* Reading switches and asking what they say of a place. Layer: style. */
#include "config.h"

#include "style/vale/comments.h"

#include <string.h>

typedef enum { SWITCH_ALL = 0, SWITCH_NAME, SWITCH_STYLES } SwitchKind;

typedef struct
{
  SwitchKind kind;
  gsize      source_bytes;
  gboolean   on;
  char      *name;    /* (nullable) of a rule or a style */
  char     **matches; /* (nullable) strv: only for these */
  char     **styles;  /* (nullable) strv: only these stay */
} Switch;

struct _StetValeComments
{
  GArray  *switches;
  gboolean off;
};

static void
switch_clear (gpointer data)
{
  Switch *one = data;

  g_free (one->name);
  g_strfreev (one->matches);
  g_strfreev (one->styles);
}

StetValeComments *
stet_vale_comments_new (void)
{
  StetValeComments *comments = g_new0 (StetValeComments, 1);

  comments->switches = g_array_new (FALSE, FALSE, sizeof (Switch));
  g_array_set_clear_func (comments->switches, switch_clear);
  return comments;
}

void
stet_vale_comments_free (StetValeComments *comments)
{
  if (comments == NULL)
    return;
  g_array_unref (comments->switches);
  g_free (comments);
}

static char **
split_names (const char *text)
{
  char **names = g_strsplit (text, ",", -1);

  for (gsize i = 0; names[i] != NULL; i++)
    g_strstrip (names[i]);
  return names;
}

/* "["a", "b"]" → a, b. A comma within the quotes parts nothing. Returns: (owned) strv. */
static char **
split_matches (const char *text)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  const char *start = strchr (text, '"');

  while (start != NULL)
    {
      const char *end = strchr (start + 1, '"');
      g_autofree char *one = NULL;

      if (end == NULL)
        break;
      one = g_strndup (start + 1, (gsize) (end - start - 1));
      g_strv_builder_add (builder, one);
      start = strchr (end + 1, '"');
    }
  return g_strv_builder_end (builder);
}

static gboolean
read_on (const char *value, gboolean *on)
{
  *on = g_ascii_strcasecmp (value, "YES") == 0 || g_ascii_strcasecmp (value, "on") == 0;
  return *on || g_ascii_strcasecmp (value, "NO") == 0 || g_ascii_strcasecmp (value, "off") == 0;
}

/* "Style.Rule["a"] = NO" and its like. FALSE when it is none of them. */
static gboolean
read_assignment (const char *text, Switch *one)
{
  const char *equals = strrchr (text, '=');
  g_autofree char *name
      = equals != NULL ? g_strstrip (g_strndup (text, (gsize) (equals - text))) : NULL;
  g_autofree char *value = equals != NULL ? g_strstrip (g_strdup (equals + 1)) : NULL;
  char *bracket;

  if (name == NULL || *name == '\0')
    return FALSE;
  if (strcmp (name, "style") == 0 || strcmp (name, "styles") == 0)
    {
      one->kind = SWITCH_STYLES;
      one->styles = split_names (value);
      return TRUE;
    }
  bracket = strchr (name, '[');
  if (!read_on (value, &one->on))
    return FALSE;
  one->matches = bracket != NULL ? split_matches (bracket) : NULL;
  if (bracket != NULL)
    *bracket = '\0';
  one->kind = SWITCH_NAME;
  one->name = g_strdup (g_strstrip (name));
  return TRUE;
}

void
stet_vale_comments_add (StetValeComments *comments, const char *text, gsize source_bytes)
{
  g_autofree char *said = g_strstrip (g_strdup (text));
  Switch one = { .source_bytes = source_bytes };

  if (!g_str_has_prefix (said, "vale ") || comments->switches->len >= STET_VALE_COMMENTS_MAX)
    return;
  g_strstrip (memmove (said, said + 5, strlen (said + 5) + 1));
  if (strcmp (said, "off") == 0 || strcmp (said, "on") == 0)
    one.on = !(comments->off = said[1] == 'f');
  else if (!read_assignment (said, &one))
    return;
  g_array_append_val (comments->switches, one);
}

gboolean
stet_vale_comments_is_off (const StetValeComments *comments)
{
  return comments->off;
}

static gboolean
names_rule (const char *name, const char *rule)
{
  gsize n = strlen (name);

  return strcmp (name, rule) == 0 || (strncmp (name, rule, n) == 0 && rule[n] == '.');
}

static gboolean
is_of_styles (char **styles, const char *rule)
{
  for (gsize i = 0; styles[i] != NULL; i++)
    if (names_rule (styles[i], rule))
      return TRUE;
  return FALSE;
}

gboolean
stet_vale_comments_allow (const StetValeComments *comments, const char *rule, const char *match,
                          gsize source_bytes, StetValeReach reach)
{
  gboolean all = TRUE, named = TRUE, styled = TRUE;

  for (guint i = 0; i < comments->switches->len; i++)
    {
      const Switch *one = &g_array_index (comments->switches, Switch, i);

      if (one->source_bytes > source_bytes)
        break;
      if (one->kind == SWITCH_ALL)
        all = one->on;
      else if (reach == STET_VALE_OF_FILE)
        continue;
      else if (one->kind == SWITCH_STYLES)
        styled = is_of_styles (one->styles, rule);
      else if (names_rule (one->name, rule)
               && (one->matches == NULL
                   || g_strv_contains ((const char *const *) one->matches, match)))
        named = one->on;
    }
  return all && named && styled;
}
