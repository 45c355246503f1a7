/* Rules over blocks, through one index over all patterns. Layer: style. */
#include "config.h"

#include "style/vale/run.h"

#include "article/field.h"
#include "style/profile.h"
#include "style/prose-counts.h"
#include "style/vale/document.h"
#include "style/vale/message.h"
#include "style/vale/rules.h"
#include "style/vale/sentences.h"

#include <string.h>

struct _StetVale
{
  StetValeIni    *ini;
  GPtrArray      *rules;   /* of StetValeRule */
  StetIndex      *index;
  GArray         *unindexed; /* of guint: rules the index knows nothing of */
  StetMatcher    *matcher;
  StetCandidates *candidates;
  guint8         *gave_up; /* by rule */
  gboolean        by_sentence, by_paragraph;
};

/* One file being checked. */
typedef struct
{
  StetVale         *vale;
  StetValeDocument *document;
  guint8           *applies;  /* by rule */
  StetRuleMemory  **memories; /* by rule, (nullable) until needed */
  guint            *n_hits;   /* by rule */
  StetProseCounts   counts;
  GHashTable       *seen;     /* of char *: places that have an alert */
  GPtrArray        *alerts;
  GPtrArray        *problems;
} Run;

/* One text of it. */
typedef struct
{
  const char       *const *parts; /* of its scope */
  const StetTraced *traced; /* (nullable): the file itself */
  gsize             start_bytes, end_bytes; /* of the text in the traced one, or in the file */
  StetValeReach     reach;
} Place;

void
stet_vale_alert_free (StetValeAlert *alert)
{
  if (alert == NULL)
    return;
  g_free (alert->rule);
  g_free (alert->message);
  g_free (alert->match);
  g_free (alert->link);
  g_strfreev (alert->params);
  g_free (alert);
}

/* --- the configuration --- */

static void
build_index (StetVale *vale)
{
  g_autoptr(GPtrArray) patterns = g_ptr_array_new ();

  vale->unindexed = g_array_new (FALSE, FALSE, sizeof (guint));
  for (guint i = 0; i < vale->rules->len; i++)
    {
      const StetValeRule *rule = g_ptr_array_index (vale->rules, i);
      gboolean indexed = stet_rule_is_indexable (rule->rule);

      g_ptr_array_add (patterns, indexed ? rule->rule->pattern : NULL);
      if (!indexed)
        g_array_append_val (vale->unindexed, i);
      vale->by_sentence = vale->by_sentence || stet_vale_scope_names (rule->scope, "sentence");
      vale->by_paragraph = vale->by_paragraph || stet_vale_scope_names (rule->scope, "paragraph");
    }
  vale->index = stet_index_new ((const StetPattern *const *) patterns->pdata, patterns->len);
}

StetVale *
stet_vale_new (const char *config_path, GPtrArray *problems, GError **error)
{
  StetValeIni *ini = stet_vale_ini_load (config_path, problems, error);
  StetVale *vale;

  if (ini == NULL)
    return NULL;
  vale = g_new0 (StetVale, 1);
  vale->ini = ini;
  vale->rules = stet_vale_rules_load (ini, problems);
  vale->matcher = stet_matcher_new ();
  vale->candidates = stet_candidates_new ();
  vale->gave_up = g_new0 (guint8, vale->rules->len + 1);
  build_index (vale);
  return vale;
}

void
stet_vale_free (StetVale *vale)
{
  if (vale == NULL)
    return;
  stet_index_free (vale->index);
  g_ptr_array_unref (vale->rules);
  stet_vale_ini_free (vale->ini);
  g_array_unref (vale->unindexed);
  stet_candidates_free (vale->candidates);
  stet_matcher_free (vale->matcher);
  g_free (vale->gave_up);
  g_free (vale);
}

/* --- what applies to a file --- */

static gboolean
section_is_for (const StetVale *vale, const StetValeSection *section, const char *path)
{
  g_autofree char *folder = g_path_get_dirname (vale->ini->file);
  g_autofree char *inside
      = strcmp (folder, ".") == 0 ? g_strdup ("") : g_strconcat (folder, G_DIR_SEPARATOR_S, NULL);

  if (stet_glob_matches (section->glob, path))
    return TRUE;
  return *inside != '\0' && g_str_has_prefix (path, inside)
         && stet_glob_matches (section->glob, path + strlen (inside));
}

static gboolean
is_global (const StetValeSection *section)
{
  return strcmp (section->name, "*") == 0;
}

typedef enum { SAYS_NOTHING = 0, SAYS_NO, SAYS_YES } Says;

static Says
section_says (const StetValeSection *section, const char *rule, Says before)
{
  for (guint i = 0; i < section->switches->len; i++)
    {
      const StetValeSwitch *one = g_ptr_array_index (section->switches, i);

      if (strcmp (one->rule, rule) == 0)
        before = one->on ? SAYS_YES : SAYS_NO;
    }
  return before;
}

/* A section's word goes before [*]'s; without a word the rule's style decides. */
static gboolean
rule_applies (const StetVale *vale, const StetValeRule *rule, const GPtrArray *sections,
              const char *const *styles)
{
  Says own = SAYS_NOTHING, global = SAYS_NOTHING;

  if (rule->rule->level < vale->ini->level_min)
    return FALSE;
  for (guint i = 0; i < sections->len; i++)
    {
      const StetValeSection *section = g_ptr_array_index (sections, i);

      if (is_global (section))
        global = section_says (section, rule->rule->name, global);
      else
        own = section_says (section, rule->rule->name, own);
    }
  if (own == SAYS_NOTHING)
    own = global;
  return own != SAYS_NOTHING ? own == SAYS_YES
                             : styles != NULL && g_strv_contains (styles, rule->style);
}

/* Those of one list, where there is one; the last section that has any wins over [*]. */
static const char *const *
styles_of (const GPtrArray *sections)
{
  const char *const *own = NULL, *const *global = NULL;

  for (guint i = 0; i < sections->len; i++)
    {
      const StetValeSection *section = g_ptr_array_index (sections, i);

      if (section->styles == NULL)
        continue;
      if (is_global (section))
        global = (const char *const *) section->styles;
      else
        own = (const char *const *) section->styles;
    }
  return own != NULL ? own : global;
}

static void
add_patterns (Run *run, const StetValeSection *section, char **sources, GPtrArray *into)
{
  for (gsize i = 0; sources != NULL && sources[i] != NULL; i++)
    {
      g_autoptr(GError) error = NULL;
      StetPattern *pattern = stet_pattern_new (sources[i], &error);

      if (pattern != NULL)
        g_ptr_array_add (into, pattern);
      else
        g_ptr_array_add (run->problems,
                         g_strdup_printf ("%s:%u: %s: %s", run->vale->ini->file,
                                          section->ignores_line, sources[i], error->message));
    }
}

/* "md" of "notes.md", in small letters. Returns: (owned). */
static char *
ending_of (const char *path)
{
  g_autofree char *name = g_path_get_basename (path);
  const char *dot = strrchr (name, '.');

  return g_ascii_strdown (dot != NULL ? dot + 1 : "txt", -1);
}

static StetValeFormat
format_of (const StetVale *vale, const char *ending)
{
  static const char *const markdown[] = { "md", "mdx", "markdown", "mdown", "markdn", "mkd", NULL };
  static const char *const html[] = { "html", "htm", "xhtml", "shtml", NULL };
  const char *mapped = g_hash_table_lookup (vale->ini->formats, ending);

  if (mapped != NULL)
    ending = mapped;
  return g_strv_contains (markdown, ending) ? STET_VALE_MARKDOWN
         : g_strv_contains (html, ending)   ? STET_VALE_HTML
                                            : STET_VALE_TEXT;
}

/* --- alerts --- */

static const char *
action_name (const StetRule *rule)
{
  switch (rule->action)
    {
    case STET_ACTION_REPLACE: return "replace";
    case STET_ACTION_REMOVE:  return "remove";
    case STET_ACTION_EDIT:    return "edit";
    case STET_ACTION_CONVERT: return "convert";
    case STET_ACTION_NONE:    break;
    }
  return NULL;
}

/* Where the hit is in the file; one without length speaks of the file from its start. */
static void
locate (const Run *run, const Place *place, const StetHit *hit, gsize *start, gsize *end)
{
  gsize from = place->start_bytes + hit->start_bytes, to = place->start_bytes + hit->end_bytes;

  *start = *end = 0;
  if (from >= to)
    return;
  *start = place->traced != NULL ? stet_traced_start (place->traced, from) : from;
  *end = place->traced != NULL ? stet_traced_end (place->traced, to) : to;
  *end = CLAMP (*end, *start, run->document->bytes);
}

static void
take_alert (Run *run, guint number, const Place *place, const StetHit *hit, char *match)
{
  const StetRule *rule = ((StetValeRule *) g_ptr_array_index (run->vale->rules, number))->rule;
  StetValeAlert *alert = g_new0 (StetValeAlert, 1);
  guint n_chars;
  gsize start, end;

  locate (run, place, hit, &start, &end);
  n_chars = (guint) g_utf8_strlen (run->document->text + start, (gssize) (end - start));
  stet_vale_document_locate (run->document, start, &alert->line, &alert->first);
  alert->last = alert->first + MAX (n_chars, 1) - 1;
  alert->rule = g_strdup (rule->name);
  alert->level = rule->level;
  alert->message = stet_vale_message (rule, hit);
  alert->match = match;
  alert->link = g_strdup (rule->link);
  alert->action = action_name (rule);
  if (rule->action == STET_ACTION_REPLACE)
    alert->params = g_strdupv (hit->replacements);
  else if (alert->action != NULL)
    alert->params = g_strdupv (rule->params);
  g_ptr_array_add (run->alerts, alert);
}

static gboolean
is_new (Run *run, guint number, const Place *place, const StetHit *hit)
{
  gsize start, end;
  char *key;

  locate (run, place, hit, &start, &end);
  key = g_strdup_printf ("%u %" G_GSIZE_FORMAT, number, start);
  return g_hash_table_add (run->seen, key);
}

static void
take_hit (Run *run, guint number, const char *text, const Place *place, const StetHit *hit)
{
  const StetRule *rule = ((StetValeRule *) g_ptr_array_index (run->vale->rules, number))->rule;
  g_autofree char *match = g_strndup (text + hit->start_bytes, hit->end_bytes - hit->start_bytes);
  gsize start, end;

  if (run->alerts->len >= STET_VALE_ALERTS_MAX
      || (rule->limit > 0 && run->n_hits[number] >= rule->limit))
    return;
  locate (run, place, hit, &start, &end);
  if (!stet_vale_comments_allow (run->document->comments, rule->name, match, start, place->reach)
      || !is_new (run, number, place, hit))
    return;
  run->n_hits[number]++;
  take_alert (run, number, place, hit, g_steal_pointer (&match));
}

/* --- searching --- */

static StetRuleMemory *
memory_of (Run *run, guint number)
{
  const StetValeRule *rule = g_ptr_array_index (run->vale->rules, number);

  if (!stet_rule_needs_whole (rule->rule))
    return NULL;
  if (run->memories[number] == NULL)
    run->memories[number] = stet_rule_memory_new (&run->counts);
  return run->memories[number];
}

static void
give_up (Run *run, guint number)
{
  const StetRule *rule = ((StetValeRule *) g_ptr_array_index (run->vale->rules, number))->rule;

  run->vale->gave_up[number] = 1;
  g_ptr_array_add (
      run->problems,
      g_strdup_printf (
          "%s:%u: %s: the pattern takes too long on some texts: write it so that there are "
          "fewer ways to match the same words",
          rule->file, rule->line, rule->name));
}

static void
search_rule (Run *run, guint number, const StetUnit *unit, const Place *place,
             const StetCandidate *candidate)
{
  const StetValeRule *rule = g_ptr_array_index (run->vale->rules, number);
  g_autoptr(GArray) hits = NULL;

  if (!run->applies[number] || run->vale->gave_up[number]
      || !stet_vale_scope_fits (rule->scope, place->parts))
    return;
  stet_matcher_forget (run->vale->matcher);
  hits
      = stet_rule_search (rule->rule, unit, candidate, memory_of (run, number), run->vale->matcher);
  if (stet_matcher_gave_up (run->vale->matcher))
    return give_up (run, number);
  for (guint i = 0; i < hits->len; i++)
    take_hit (run, number, unit->text, place, &g_array_index (hits, StetHit, i));
}

/* All rules over one text, in their order. */
static void
search_text (Run *run, const char *text, gsize bytes, const Place *place)
{
  StetVale *vale = run->vale;
  g_autoptr(GArray) none = g_array_new (FALSE, FALSE, sizeof (StetStretch));
  StetUnit unit = {
    .kind = STET_UNIT_PARAGRAPH, .text = text, .bytes = bytes, .hidden = none, .quotations = none
  };
  guint n, k = 0;

  stet_index_scan (vale->index, text, bytes, vale->candidates);
  n = stet_candidates_count (vale->candidates);
  for (guint i = 0; i < n; i++)
    {
      StetCandidate candidate = stet_candidates_get (vale->candidates, i);

      for (; k < vale->unindexed->len
             && g_array_index (vale->unindexed, guint, k) < candidate.pattern;
           k++)
        search_rule (run, g_array_index (vale->unindexed, guint, k), &unit, place, NULL);
      search_rule (run, candidate.pattern, &unit, place, &candidate);
    }
  for (; k < vale->unindexed->len; k++)
    search_rule (run, g_array_index (vale->unindexed, guint, k), &unit, place, NULL);
}

static void
search_slice (Run *run, const StetTraced *traced, gsize start, gsize end, const char *scope)
{
  g_auto(GStrv) parts = g_strsplit (scope, ".", -1);
  g_autofree char *text = g_strndup (traced->text->str + start, end - start);
  Place place = { (const char *const *) parts, traced, start, end, STET_VALE_OF_BLOCK };

  search_text (run, text, end - start, &place);
}

static void
search_sentences (Run *run, const StetTraced *traced, gsize start, gsize end, const char *scope)
{
  g_autoptr(GArray) sentences = stet_vale_sentences (traced->text->str + start, end - start);
  g_autofree char *own = g_strconcat ("sentence.", scope, NULL);

  for (guint i = 0; i < sentences->len; i++)
    {
      const StetStretch *one = &g_array_index (sentences, StetStretch, i);

      search_slice (run, traced, start + one->start_bytes, start + one->end_bytes, own);
    }
}

/* A text by what blank lines part in it, and each of those by its sentences. */
static void
search_prose (Run *run, const StetTraced *traced, const char *scope)
{
  const char *text = traced->text->str;
  g_autofree char *own = g_strconcat ("paragraph.", scope, NULL);

  for (const char *start = text; *start != '\0';)
    {
      const char *blank = strstr (start, "\n\n"),
                 *end = blank != NULL ? blank + 2 : start + strlen (start);

      if (run->vale->by_sentence)
        search_sentences (run, traced, (gsize) (start - text), (gsize) (end - text), scope);
      if (run->vale->by_paragraph)
        search_slice (run, traced, (gsize) (start - text), (gsize) (end - text), own);
      start = end;
    }
}

static void
search_block (Run *run, const StetValeBlock *block)
{
  if (block->prose && (run->vale->by_sentence || run->vale->by_paragraph))
    search_prose (run, block->text, block->scope);
  search_slice (run, block->text, 0, block->text->text->len, block->scope);
}

static void
search_summary (Run *run)
{
  g_autofree char *scope = g_strdup_printf ("summary.%s", run->document->kind);
  const StetTraced *summary = run->document->summary;
  g_auto(GStrv) parts = g_strsplit (scope, ".", -1);
  Place place = { (const char *const *) parts, summary, 0, summary->text->len, STET_VALE_OF_FILE };

  search_text (run, summary->text->str, summary->text->len, &place);
}

static void
search_raw (Run *run)
{
  g_autofree char *scope = g_strdup_printf ("raw.%s", run->document->kind);
  g_auto(GStrv) parts = g_strsplit (scope, ".", -1);
  Place place = { (const char *const *) parts, NULL, 0, run->document->bytes, STET_VALE_OF_FILE };

  search_text (run, run->document->text, run->document->bytes, &place);
}

/* --- one file --- */

static void
count_prose (Run *run)
{
  const StetValeCounts *blocks = &run->document->counts;

  stet_prose_counts_take (&run->counts, run->document->summary->text->str, NULL);
  memcpy (run->counts.headings, blocks->headings, sizeof blocks->headings);
  run->counts.lists = blocks->lists;
  run->counts.quotes = blocks->quotes;
  run->counts.code = blocks->code;
}

static int
compare_alerts (gconstpointer a, gconstpointer b)
{
  const StetValeAlert *x = *(StetValeAlert *const *) a, *y = *(StetValeAlert *const *) b;

  if (x->line != y->line)
    return x->line < y->line ? -1 : 1;
  if (x->first != y->first)
    return x->first < y->first ? -1 : 1;
  return strcmp (x->rule, y->rule);
}

static void
run_document (Run *run)
{
  count_prose (run);
  for (guint i = 0; i < run->document->blocks->len; i++)
    search_block (run, g_ptr_array_index (run->document->blocks, i));
  search_summary (run);
  search_raw (run);
  g_ptr_array_sort (run->alerts, compare_alerts);
}

static GPtrArray *
sections_for (const StetVale *vale, const char *path)
{
  GPtrArray *sections = g_ptr_array_new ();

  for (guint i = 0; i < vale->ini->sections->len; i++)
    {
      StetValeSection *section = g_ptr_array_index (vale->ini->sections, i);

      if (section_is_for (vale, section, path))
        g_ptr_array_add (sections, section);
    }
  return sections;
}

static StetValeDocument *
read_document (Run *run, const char *path, const char *text, const GPtrArray *sections,
               GError **error)
{
  const StetValeIni *ini = run->vale->ini;
  g_autofree char *ending = ending_of (path);
  g_autoptr(GPtrArray) blocks = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_pattern_free);
  g_autoptr(GPtrArray) tokens = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_pattern_free);
  StetValeReadable readable = {
    (const char *const *) ini->ignored_scopes, (const char *const *) ini->skipped_scopes,
    (const char *const *) ini->ignored_classes, blocks, tokens,
  };

  for (guint i = 0; i < sections->len; i++)
    {
      const StetValeSection *section = g_ptr_array_index (sections, i);

      add_patterns (run, section, section->block_ignores, blocks);
      add_patterns (run, section, section->token_ignores, tokens);
    }
  return stet_vale_document_new (text, ending, format_of (run->vale, ending), &readable, error);
}

static void
run_free (Run *run)
{
  for (guint i = 0; i < run->vale->rules->len; i++)
    stet_rule_memory_free (run->memories[i]);
  g_free (run->memories);
  g_free (run->applies);
  g_free (run->n_hits);
  g_hash_table_unref (run->seen);
  stet_vale_document_free (run->document);
}

GPtrArray *
stet_vale_check (StetVale *vale, const char *path, const char *text, GPtrArray *problems,
                 GError **error)
{
  g_autoptr(GPtrArray) sections = sections_for (vale, path);
  const char *const *styles = styles_of (sections);
  guint n_rules = vale->rules->len;
  Run run = { .vale = vale, .problems = problems };

  run.document = read_document (&run, path, text, sections, error);
  if (run.document == NULL)
    return NULL;
  run.applies = g_new0 (guint8, n_rules + 1);
  run.memories = g_new0 (StetRuleMemory *, n_rules + 1);
  run.n_hits = g_new0 (guint, n_rules + 1);
  run.seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  run.alerts = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_vale_alert_free);
  for (guint i = 0; i < n_rules; i++)
    run.applies[i] = rule_applies (vale, g_ptr_array_index (vale->rules, i), sections, styles);
  run_document (&run);
  run_free (&run);
  return run.alerts;
}
