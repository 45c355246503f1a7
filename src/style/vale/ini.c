/* Reading .vale.ini line by line. Layer: style. Any thread. */
#include "config.h"

#include "style/vale/ini.h"

#include "base/file.h"
#include "style/profile.h"

#include <string.h>

typedef struct
{
  StetValeIni     *ini;
  GPtrArray       *problems;
  StetValeSection *section; /* (borrowed) (nullable): above all sections */
  gboolean         in_other; /* [formats], [asciidoctor] */
  gboolean         in_formats;
  guint            line;
} Reader;

typedef void (*ReadValue) (Reader *reader, const char *value);
typedef struct { const char *key; ReadValue read; } Key;

static void
problem (Reader *reader, const char *key, const char *what)
{
  g_ptr_array_add (reader->problems,
                   g_strdup_printf ("%s:%u: %s: %s", reader->ini->file, reader->line, key, what));
}

static void
switch_free (gpointer data)
{
  StetValeSwitch *one = data;

  g_free (one->rule);
  g_free (one);
}

static void
section_free (gpointer data)
{
  StetValeSection *section = data;

  g_free (section->name);
  stet_glob_free (section->glob);
  g_strfreev (section->styles);
  g_strfreev (section->block_ignores);
  g_strfreev (section->token_ignores);
  g_ptr_array_unref (section->switches);
  g_free (section);
}

void
stet_vale_ini_free (StetValeIni *ini)
{
  if (ini == NULL)
    return;
  g_free (ini->file);
  g_free (ini->styles_path);
  g_strfreev (ini->vocabularies);
  g_strfreev (ini->ignored_scopes);
  g_strfreev (ini->skipped_scopes);
  g_strfreev (ini->ignored_classes);
  g_free (ini->word_template);
  g_hash_table_unref (ini->formats);
  g_ptr_array_unref (ini->sections);
  g_free (ini);
}

/* --- values --- */

/* How deep the brackets are after this sign; a backslash takes the next with it. */
static int
depth_after (const char *p, int depth)
{
  if (*p == '(' || *p == '[' || *p == '{')
    return depth + 1;
  if ((*p == ')' || *p == ']' || *p == '}') && depth > 0)
    return depth - 1;
  return depth;
}

/* "a, b" in two; a comma within brackets parts nothing, so that a pattern may hold one. */
static char **
split_list (const char *value)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  const char *start = value;
  int depth = 0;

  for (const char *p = value;; p++)
    {
      if (*p == '\\' && p[1] != '\0')
        p++;
      else if (*p == '\0' || (*p == ',' && depth == 0))
        {
          g_autofree char *item = g_strstrip (g_strndup (start, (gsize) (p - start)));

          if (*item != '\0')
            g_strv_builder_add (builder, item);
          start = p + 1;
        }
      else
        depth = depth_after (p, depth);
      if (*p == '\0')
        return g_strv_builder_end (builder);
    }
}

/* A key that stands twice adds to its list. */
static void
extend (char ***list, const char *value)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_auto(GStrv) more = split_list (value);

  if (*list != NULL)
    g_strv_builder_addv (builder, (const char **) *list);
  g_strv_builder_addv (builder, (const char **) more);
  g_strfreev (*list);
  *list = g_strv_builder_end (builder);
}

static void
read_styles_path (Reader *reader, const char *value)
{
  g_autofree char *folder = g_path_get_dirname (reader->ini->file);

  g_free (reader->ini->styles_path);
  reader->ini->styles_path
      = g_path_is_absolute (value) ? g_strdup (value) : g_build_filename (folder, value, NULL);
  reader->ini->styles_line = reader->line;
}

static void
read_level_min (Reader *reader, const char *value)
{
  if (!stet_level_parse (value, &reader->ini->level_min))
    problem (reader, "MinAlertLevel", "is suggestion, warning or error");
}

static void
read_vocab (Reader *reader, const char *value)
{
  extend (&reader->ini->vocabularies, value);
}

static void
read_ignored_scopes (Reader *reader, const char *value)
{
  extend (&reader->ini->ignored_scopes, value);
}

static void
read_skipped_scopes (Reader *reader, const char *value)
{
  extend (&reader->ini->skipped_scopes, value);
}

static void
read_ignored_classes (Reader *reader, const char *value)
{
  extend (&reader->ini->ignored_classes, value);
}

static void
read_word_template (Reader *reader, const char *value)
{
  const char *at = strstr (value, "%s");

  if (at == NULL || strchr (at + 1, '%') != NULL || strchr (value, '%') != at)
    return problem (reader, "WordTemplate",
                    "needs %s once, where the words go, and no other percent sign");
  g_free (reader->ini->word_template);
  reader->ini->word_template = g_strdup (value);
}

/* What Stet has no use for, and is right to be there. */
static void
read_nothing (Reader *reader G_GNUC_UNUSED, const char *value G_GNUC_UNUSED)
{
}

static const Key core_keys[] = {
  { "StylesPath", read_styles_path },
  { "MinAlertLevel", read_level_min },
  { "Vocab", read_vocab },
  { "IgnoredScopes", read_ignored_scopes },
  { "SkippedScopes", read_skipped_scopes },
  { "IgnoredClasses", read_ignored_classes },
  { "WordTemplate", read_word_template },
  { "Packages", read_nothing },
  { "NLPEndpoint", read_nothing },
  { "DictionaryPath", read_nothing },
  { "SphinxBuildPath", read_nothing },
  { "SphinxAutoBuild", read_nothing },
  { "Project", read_nothing },
};

static void
read_based_on (Reader *reader, const char *value)
{
  extend (&reader->section->styles, value);
}

static void
read_block_ignores (Reader *reader, const char *value)
{
  reader->section->ignores_line = reader->line;
  extend (&reader->section->block_ignores, value);
}

static void
read_token_ignores (Reader *reader, const char *value)
{
  reader->section->ignores_line = reader->line;
  extend (&reader->section->token_ignores, value);
}

static const Key section_keys[] = {
  { "BasedOnStyles", read_based_on }, { "BlockIgnores", read_block_ignores },
  { "TokenIgnores", read_token_ignores }, { "Transform", read_nothing },
  { "Lang", read_nothing },           { "View", read_nothing },
  { "CommentDelimiters", read_nothing }, { "Parser", read_nothing },
  { "Blueprint", read_nothing },      { "IgnorePatterns", read_block_ignores },
};

static const Key *
find_key (const Key *keys, gsize n_keys, const char *name)
{
  for (gsize i = 0; i < n_keys; i++)
    if (strcmp (keys[i].key, name) == 0)
      return &keys[i];
  return NULL;
}

/* --- lines --- */

static void
read_switch (Reader *reader, const char *rule, const char *value)
{
  StetValeSwitch *one = g_new0 (StetValeSwitch, 1);

  one->rule = g_strdup (rule);
  one->line = reader->line;
  one->has_level = stet_level_parse (value, &one->level);
  one->on = one->has_level || g_ascii_strcasecmp (value, "YES") == 0;
  if (!one->on && g_ascii_strcasecmp (value, "NO") != 0)
    problem (reader, rule, "is YES, NO, suggestion, warning or error; it is taken as NO");
  g_ptr_array_add (reader->section->switches, one);
}

static void
read_core_key (Reader *reader, const char *key, const char *value)
{
  const Key *found = find_key (core_keys, G_N_ELEMENTS (core_keys), key);

  if (found != NULL)
    found->read (reader, value);
  else if (find_key (section_keys, G_N_ELEMENTS (section_keys), key) != NULL
           || strchr (key, '.') != NULL)
    problem (reader, key, "belongs below a section such as [*.md]; the line is left out");
  else
    problem (reader, key, "is no key of .vale.ini; the line is left out");
}

static void
read_section_key (Reader *reader, const char *key, const char *value)
{
  const Key *found = find_key (section_keys, G_N_ELEMENTS (section_keys), key);

  if (found != NULL)
    found->read (reader, value);
  else if (strchr (key, '.') != NULL)
    read_switch (reader, key, value);
  else if (find_key (core_keys, G_N_ELEMENTS (core_keys), key) != NULL)
    problem (reader, key, "belongs above all sections; the line is left out");
  else
    problem (reader, key, "is no key of .vale.ini; the line is left out");
}

/* Ends at a comment, which needs a blank before it; quotation marks around it all fall away. */
static char *
clean_value (const char *text)
{
  g_autofree char *value = g_strstrip (g_strdup (text));
  gsize n = strlen (value);

  if (n >= 2 && (*value == '"' || *value == '\'' || *value == '`') && value[n - 1] == *value)
    return g_strndup (value + 1, n - 2);
  for (char *p = value; *p != '\0'; p++)
    if ((*p == '#' || *p == ';') && (p == value || p[-1] == ' ' || p[-1] == '\t'))
      {
        *p = '\0';
        break;
      }
  return g_strstrip (g_steal_pointer (&value));
}

static void
read_key (Reader *reader, const char *text)
{
  gsize n = strcspn (text, "=:");
  g_autofree char *key = g_strstrip (g_strndup (text, n));
  g_autofree char *value = text[n] != '\0' ? clean_value (text + n + 1) : NULL;

  if (value == NULL)
    return problem (reader, key, "is neither KEY = VALUE nor a [section]; the line is left out");
  if (reader->in_formats)
    g_hash_table_insert (reader->ini->formats, g_strdup (key), g_strdup (value));
  else if (reader->in_other)
    return;
  else if (reader->section != NULL)
    read_section_key (reader, key, value);
  else
    read_core_key (reader, key, value);
}

static void
read_section (Reader *reader, const char *text)
{
  const char *end = strrchr (text, ']');
  g_autofree char *name
      = g_strstrip (g_strndup (text + 1, (gsize) ((end != NULL ? end : text + 1) - text - 1)));
  g_autoptr(GError) error = NULL;
  StetGlob *glob;

  reader->in_formats = strcmp (name, "formats") == 0;
  reader->in_other = reader->in_formats || strcmp (name, "asciidoctor") == 0 || end == NULL;
  if (end == NULL)
    problem (reader, text, "a section ends in ]; what follows is left out");
  if (reader->in_other)
    return;
  glob = stet_glob_new (name, &error);
  if (glob == NULL)
    {
      reader->in_other = TRUE;
      return problem (reader, name, error->message);
    }
  reader->section = g_new0 (StetValeSection, 1);
  reader->section->name = g_steal_pointer (&name);
  reader->section->glob = glob;
  reader->section->line = reader->line;
  reader->section->switches = g_ptr_array_new_with_free_func (switch_free);
  g_ptr_array_add (reader->ini->sections, reader->section);
}

static void
read_line (Reader *reader, char *text)
{
  g_strstrip (text);
  if (*text == '\0' || *text == '#' || *text == ';')
    return;
  if (*text == '[')
    read_section (reader, text);
  else
    read_key (reader, text);
}

/* A line that ends in a backslash goes on in the next. */
static void
read_lines (Reader *reader, char **lines)
{
  guint n = g_strv_length (lines);

  for (guint i = 0; i < n && i < STET_VALE_LINES_MAX; i++)
    {
      g_autoptr(GString) whole = g_string_new (g_strchomp (lines[i]));

      reader->line = i + 1;
      while (whole->len > 0 && whole->str[whole->len - 1] == '\\' && i + 1 < n)
        {
          g_string_truncate (whole, whole->len - 1);
          g_string_append (whole, g_strstrip (lines[++i]));
        }
      read_line (reader, whole->str);
    }
  if (n > STET_VALE_LINES_MAX)
    problem (reader, "this file", "has too many lines; the rest is left out");
}

static void
make_empty_list (char ***list)
{
  if (*list == NULL)
    *list = g_new0 (char *, 1);
}

StetValeIni *
stet_vale_ini_parse (const char *text, const char *file, GPtrArray *problems)
{
  g_auto(GStrv) lines = g_strsplit (text, "\n", -1);
  Reader reader = { .ini = g_new0 (StetValeIni, 1), .problems = problems };

  reader.ini->file = g_strdup (file);
  reader.ini->level_min = STET_LEVEL_ADVICE;
  reader.ini->formats = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  reader.ini->sections = g_ptr_array_new_with_free_func (section_free);
  read_lines (&reader, lines);
  make_empty_list (&reader.ini->vocabularies);
  make_empty_list (&reader.ini->ignored_classes);
  return reader.ini;
}

StetValeIni *
stet_vale_ini_load (const char *path, GPtrArray *problems, GError **error)
{
  g_autofree char *text = stet_file_read_text (path, STET_VALE_INI_BYTES_MAX, error);

  return text != NULL ? stet_vale_ini_parse (text, path, problems) : NULL;
}
