/* A scope taken apart once and asked of many blocks. Layer: style. */
#include "config.h"

#include "style/vale/scope.h"

#include <string.h>

typedef struct { gboolean negated; char **parts; } Term;

struct _StetValeScope { GPtrArray *choices; /* of GArray of Term: all of one must fit */ };

static void
term_clear (gpointer data)
{
  g_strfreev (((Term *) data)->parts);
}

static GArray *
read_choice (const char *text)
{
  g_auto(GStrv) terms = g_strsplit (text, "&", -1);
  GArray *choice = g_array_new (FALSE, FALSE, sizeof (Term));

  g_array_set_clear_func (choice, term_clear);
  for (gsize i = 0; terms[i] != NULL; i++)
    {
      const char *said = g_strstrip (terms[i]);
      Term term = { .negated = *said == '~' };

      term.parts = g_strsplit (said + (term.negated ? 1 : 0), ".", -1);
      g_array_append_val (choice, term);
    }
  return choice;
}

StetValeScope *
stet_vale_scope_new (char **scopes)
{
  StetValeScope *scope = g_new0 (StetValeScope, 1);

  scope->choices = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  for (gsize i = 0; scopes != NULL && scopes[i] != NULL; i++)
    g_ptr_array_add (scope->choices, read_choice (scopes[i]));
  if (scope->choices->len == 0)
    g_ptr_array_add (scope->choices, read_choice ("text"));
  return scope;
}

void
stet_vale_scope_free (StetValeScope *scope)
{
  if (scope == NULL)
    return;
  g_ptr_array_unref (scope->choices);
  g_free (scope);
}

static gboolean
term_fits (const Term *term, const char *const *parts)
{
  if (term->negated && (g_strv_contains (parts, "raw") || g_strv_contains (parts, "summary")))
    return FALSE;
  for (gsize i = 0; term->parts[i] != NULL; i++)
    if (*term->parts[i] != '\0' && !g_strv_contains (parts, term->parts[i]))
      return term->negated;
  return !term->negated;
}

static gboolean
choice_fits (const GArray *choice, const char *const *parts)
{
  for (guint i = 0; i < choice->len; i++)
    if (!term_fits (&g_array_index (choice, Term, i), parts))
      return FALSE;
  return TRUE;
}

gboolean
stet_vale_scope_fits (const StetValeScope *scope, const char *const *parts)
{
  for (guint i = 0; i < scope->choices->len; i++)
    if (choice_fits (g_ptr_array_index (scope->choices, i), parts))
      return TRUE;
  return FALSE;
}

gboolean
stet_vale_scope_names (const StetValeScope *scope, const char *part)
{
  for (guint i = 0; i < scope->choices->len; i++)
    {
      const GArray *choice = g_ptr_array_index (scope->choices, i);

      for (guint k = 0; k < choice->len; k++)
        if (g_strv_contains ((const char *const *) g_array_index (choice, Term, k).parts, part))
          return TRUE;
    }
  return FALSE;
}

const char *
stet_vale_scope_gone (char **scopes)
{
  static const char *const gone[] = { "code", "link", "strong", "emphasis", NULL };

  for (gsize i = 0; scopes != NULL && scopes[i] != NULL; i++)
    {
      g_autofree char *first = g_strndup (scopes[i], strcspn (scopes[i], ". &"));

      if (g_strv_contains (gone, first))
        return scopes[i];
    }
  return NULL;
}
