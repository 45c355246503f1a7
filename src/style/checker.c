/* Loading a checker, and checking stories with it. Layer: style. Any thread once loaded. */
#include "config.h"

#include "style/checker.h"

#include "base/limits.h"
#include "base/text.h"
#include "style/checker-private.h"
#include "style/profile-private.h"
#include "style/structure.h"

#include <string.h>

#define PACKS_PATH "/io/github/stet_newsroom/Stet/packs"
#define ID_CHARS 16
#define CONTEXT_WORDS 2
#define OPENING_WORDS 6

struct _StetChecker
{
  gatomicrefcount ref_count;
  StetProfile    *profile;
  StetRuleSet    *set;
  GPtrArray      *by_level; /* (owned) of (borrowed) StetRule, errors first: a cap never hides one */
  char           *interface_language;
};

static int
compare_level (gconstpointer a, gconstpointer b)
{
  const StetRule *x = *(StetRule *const *) a, *y = *(StetRule *const *) b;

  if (x->level != y->level)
    return x->level > y->level ? -1 : 1;
  return strcmp (x->name, y->name);
}

StetChecker *
stet_checker_new (const StetCheckerOptions *options, GPtrArray **problems, GError **error)
{
  g_autoptr(StetChecker) checker = g_new0 (StetChecker, 1);
  const char *const *dirs = options != NULL ? options->pack_dirs : NULL;
  const char *language = options != NULL ? options->interface_language : NULL;
  g_autoptr(StetProfile) builtin = stet_profile_builtin ();

  g_atomic_ref_count_init (&checker->ref_count);
  checker->profile = options != NULL && options->profile != NULL
                       ? stet_profile_ref (options->profile)
                       : stet_profile_ref (builtin);
  checker->interface_language
    = g_strdup (language != NULL && g_str_has_prefix (language, "es") ? "es" : "en");
  /* Rules prove themselves by the built-in limits: another profile's are the newsroom's own
   * affair. */
  checker->set = stet_rule_set_new (builtin);
  stet_rule_set_load_resource (checker->set, stet_style_packs (), PACKS_PATH);
  checker->set->layer = STET_LAYER_NEWSROOM;
  for (gsize i = 0; dirs != NULL && dirs[i] != NULL; i++)
    {
      g_autoptr(GError) local = NULL;

      if (!stet_rule_set_load_dir (checker->set, dirs[i], &local))
        g_ptr_array_add (checker->set->problems,
                         g_strdup_printf ("%s:1: %s", dirs[i], local->message));
    }
  if (options != NULL && options->packs_root != NULL)
    stet_rule_set_load_layers (checker->set, options->packs_root);
  checker->set->profile = NULL;
  if (checker->set->rules->len == 0)
    {
      g_set_error (error, STET_STYLE_ERROR, STET_STYLE_ERROR_NOT_FOUND, "no rule could be loaded");
      return NULL;
    }
  checker->by_level = g_ptr_array_copy (checker->set->rules, NULL, NULL);
  g_ptr_array_set_free_func (checker->by_level, NULL);
  g_ptr_array_sort (checker->by_level, compare_level);
  if (problems != NULL)
    *problems = g_ptr_array_ref (checker->set->problems);
  return g_steal_pointer (&checker);
}

StetChecker *
stet_checker_ref (StetChecker *checker)
{
  g_atomic_ref_count_inc (&checker->ref_count);
  return checker;
}

void
stet_checker_unref (StetChecker *checker)
{
  if (checker == NULL || !g_atomic_ref_count_dec (&checker->ref_count))
    return;
  g_clear_pointer (&checker->by_level, g_ptr_array_unref);
  stet_rule_set_free (checker->set);
  stet_profile_unref (checker->profile);
  g_free (checker->interface_language);
  g_free (checker);
}

StetProfile *
stet_checker_profile (const StetChecker *checker)
{
  return checker->profile;
}

guint
stet_checker_n_rules (const StetChecker *checker, const char *language)
{
  guint n = 0;

  for (guint i = 0; i < checker->set->rules->len; i++)
    n += stet_rule_set_applies (checker->set, g_ptr_array_index (checker->set->rules, i), language) ? 1 : 0;
  return n;
}

/* --- one check --- */

typedef struct
{
  StetChecker      *checker;
  const StetRule   *rule;     /* the one at work */
  const StetReview *review;   /* (nullable) */
  GPtrArray        *findings; /* of Ranked */
  guint             n_of_rule;
  StetScene         scene;
} Check;

/* A finding and where it stands in the form. */
typedef struct
{
  StetFinding *finding;
  int          rank[7];
  char        *context; /* (owned) what its id is made from, besides its number */
} Ranked;

static void
ranked_free (gpointer data)
{
  Ranked *ranked = data;

  stet_finding_free (ranked->finding);
  g_free (ranked->context);
  g_free (ranked);
}

/* The name under which the profile lists a field, and the order of places within it. */
static const char *
profile_name (StetFieldKind kind, int *within)
{
  *within = 0;
  switch (kind)
    {
    case STET_FIELD_HEADLINE:      return "headline";
    case STET_FIELD_DEK:           return "dek";
    case STET_FIELD_SECTION:       return "section";
    case STET_FIELD_SLUG:          return "slug";
    case STET_FIELD_AUTHORS:       *within = 1; return "byline";
    case STET_FIELD_BYLINE:        return "byline";
    case STET_FIELD_AUTHOR_BOX:    return "author_box";
    case STET_FIELD_TAGS:          return "tags";
    case STET_FIELD_PHOTO:         return "photo.file";
    case STET_FIELD_PHOTO_FILE:    *within = 1; return "photo.file";
    case STET_FIELD_PHOTO_CAPTION: return "photo.caption";
    case STET_FIELD_PHOTO_CREDIT:  return "photo.credit";
    case STET_FIELD_PHOTO_ALT:     return "photo.alt";
    case STET_FIELD_FAQ_TITLE:     return "faq.title";
    case STET_FIELD_FAQ_ITEMS:     return "faq.items";
    case STET_FIELD_FAQ_QUESTION:  *within = 1; return "faq.items";
    case STET_FIELD_FAQ_ANSWER:    *within = 2; return "faq.items";
    case STET_FIELD_BODY:          return "body";
    case STET_FIELD_BLOCK_CAPTION: *within = 1; return "body";
    case STET_FIELD_BLOCK_CREDIT:  *within = 2; return "body";
    case STET_FIELD_BLOCK_ALT:     *within = 3; return "body";
    case STET_FIELD_BLOCK_HREF:    *within = 4; return "body";
    case STET_FIELD_BLOCK_CITE:    *within = 5; return "body";
    case STET_FIELD_BLOCK_CELL:    *within = 6; return "body";
    case STET_FIELD_CUSTOM:
    case STET_FIELD_LANGUAGE:      break;
    }
  return NULL;
}

static void
set_rank (const Check *check, Ranked *ranked)
{
  const StetFinding *finding = ranked->finding;
  int within;
  const char *name = profile_name (finding->field.kind, &within);

  if (name != NULL)
    ranked->rank[0] = (int) stet_profile_rank (check->checker->profile, name);
  else
    ranked->rank[0] = finding->field.kind == STET_FIELD_LANGUAGE ? -1 : G_MAXINT;
  ranked->rank[1] = finding->field.index;
  ranked->rank[2] = within;
  ranked->rank[3] = finding->field.row;
  ranked->rank[4] = finding->field.column;
  ranked->rank[5] = finding->has_range ? (int) finding->start_chars : -1;
  ranked->rank[6] = finding->has_range ? (int) finding->end_chars : -1;
}

static int
compare_ranked (gconstpointer a, gconstpointer b)
{
  const Ranked *x = *(Ranked *const *) a, *y = *(Ranked *const *) b;
  int by_name;

  for (gsize i = 0; i < G_N_ELEMENTS (x->rank); i++)
    {
      if (i == 1 && x->rank[0] == G_MAXINT && y->rank[0] == G_MAXINT &&
          (by_name = g_strcmp0 (x->finding->field.name, y->finding->field.name)) != 0)
        return by_name;
      if (x->rank[i] != y->rank[i])
        return x->rank[i] < y->rank[i] ? -1 : 1;
    }
  return strcmp (x->finding->rule, y->finding->rule);
}

/* The start of the `n` words before `at`, or the end of those after it. */
static gsize
words_back (const char *text, gsize at, guint n)
{
  const char *p = text + at;

  for (guint i = 0; i < n; i++)
    {
      while (p > text && g_unichar_isspace (g_utf8_get_char (g_utf8_prev_char (p))))
        p = g_utf8_prev_char (p);
      while (p > text && !g_unichar_isspace (g_utf8_get_char (g_utf8_prev_char (p))))
        p = g_utf8_prev_char (p);
    }
  return (gsize) (p - text);
}

static gsize
words_on (const char *text, gsize at, guint n)
{
  const char *p = text + at;

  for (guint i = 0; i < n; i++)
    {
      while (*p != '\0' && g_unichar_isspace (g_utf8_get_char (p)))
        p = g_utf8_next_char (p);
      while (*p != '\0' && !g_unichar_isspace (g_utf8_get_char (p)))
        p = g_utf8_next_char (p);
    }
  return (gsize) (p - text);
}

/* A finding keeps its id while its rule, its kind of place and the words around it stay: neither
 * the block's number nor its id is in it, so that a story without ids gives the same bytes every
 * time. */
static char *
context_of (const StetFinding *finding, const StetReport *report)
{
  const StetUnit *unit = report->unit;
  g_autofree char *around = NULL;
  gsize from = 0, until = 0;

  if (unit != NULL && report->has_range)
    {
      from = words_back (unit->text, report->start_bytes, CONTEXT_WORDS);
      until = words_on (unit->text, report->end_bytes, CONTEXT_WORDS);
    }
  else if (unit != NULL && unit->field.index >= 0)
    until = words_on (unit->text, 0, OPENING_WORDS);
  around = unit != NULL ? g_strndup (unit->text + from, until - from) : g_strdup ("");
  return g_strdup_printf ("%s\n%d\n%s\n%s\n%s", finding->rule, (int) finding->field.kind,
                          finding->field.name != NULL ? finding->field.name : "",
                          finding->match != NULL ? finding->match : "", around);
}

/* Between two words that begin with capitals: a name, which is never changed unasked. */
static gboolean
stands_in_name (const StetUnit *unit, gsize start, gsize end)
{
  gsize before = words_back (unit->text, start, 1);
  gunichar last = start > 0 ? g_utf8_get_char (g_utf8_prev_char (unit->text + start)) : 0;

  return g_unichar_isalnum (last) && g_unichar_isupper (g_utf8_get_char (unit->text + before)) &&
         g_unichar_isupper (g_utf8_get_char (unit->text + end));
}

static gboolean
is_safe (const StetRule *rule, const StetReport *report)
{
  const StetUnit *unit = report->unit;

  return rule->fix == STET_FIX_SAFE && unit != NULL && report->has_range
         && (unit->kind & STET_UNITS_NEVER_FIXED) == 0
         && !stet_stretches_touch (unit->quotations, report->start_bytes, report->end_bytes)
         && !stands_in_name (unit, report->start_bytes, report->end_bytes);
}

static void
set_range (StetFinding *finding, const StetReport *report)
{
  const StetUnit *unit = report->unit;

  finding->has_range = TRUE;
  finding->start_chars = stet_prose_char_at (unit->prose, report->start_bytes);
  finding->end_chars = stet_prose_char_at (unit->prose, report->end_bytes);
  finding->match
    = g_strndup (unit->text + report->start_bytes, report->end_bytes - report->start_bytes);
}

/* `replacements` is copied. */
static void
take_report (Check *check, const StetReport *report, char **replacements)
{
  const StetRule *rule = check->rule;
  const char *language = check->checker->interface_language;
  const char *title = stet_words_in (&rule->title, language);
  StetFinding *finding;
  Ranked *ranked;

  if (check->findings->len >= STET_FINDINGS_MAX
      || (rule->limit > 0 && check->n_of_rule >= rule->limit))
    return;
  check->n_of_rule++;
  finding = g_new0 (StetFinding, 1);
  finding->rule = g_strdup (rule->name);
  finding->code = g_strdup (rule->code);
  finding->pack = g_strdup (rule->pack);
  finding->level = report->level != 0 ? MIN (report->level, rule->level) : rule->level;
  finding->field = report->field;
  if (report->has_range)
    set_range (finding, report);
  finding->title = g_strdup (title != NULL ? title : rule->name);
  finding->message = stet_rule_message (rule, language, report->args);
  finding->replacements = replacements != NULL && rule->fix != STET_FIX_NONE
                            ? g_strdupv (replacements)
                            : g_new0 (char *, 1);
  finding->missing = report->missing;
  finding->fix_safe = finding->replacements[0] != NULL && is_safe (rule, report);
  finding->may_stand = rule->stet == STET_STET_AUTHOR;
  finding->editor_may_stand = rule->stet != STET_STET_NEVER;
  ranked = g_new0 (Ranked, 1);
  ranked->finding = finding;
  ranked->context = context_of (finding, report);
  set_rank (check, ranked);
  g_ptr_array_add (check->findings, ranked);
}

static void
report_cb (const StetReport *report, gpointer data)
{
  take_report (data, report, report->replacements);
}

static void
check_texts (Check *check)
{
  for (guint i = 0; i < check->scene.units->len; i++)
    {
      const StetUnit *unit = g_ptr_array_index (check->scene.units, i);
      g_autoptr(GArray) hits = NULL;

      if (!stet_rule_is_for (check->rule, unit))
        continue;
      hits = stet_rule_search (check->rule, unit, NULL, check->scene.matcher);
      for (guint k = 0; k < hits->len; k++)
        {
          const StetHit *hit = &g_array_index (hits, StetHit, k);
          StetReport report = { .field = unit->field,
                                .unit = unit,
                                .has_range = TRUE,
                                .start_bytes = hit->start_bytes,
                                .end_bytes = hit->end_bytes,
                                .args = { hit->args[0], hit->args[0] ? hit->args[1] : NULL } };

          take_report (check, &report, hit->replacements);
        }
    }
}

static char *
make_id (const char *context, guint number)
{
  g_autofree char *source = g_strdup_printf ("%s\n%u", context, number);
  g_autofree char *sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, source, -1);

  return g_strndup (sum, ID_CHARS);
}

static gboolean
stand_is_for (const StetStand *stand, const StetFinding *finding)
{
  if (g_strcmp0 (stand->finding, finding->id) == 0)
    return TRUE;
  return (g_strcmp0 (stand->scope, "story") == 0 || g_strcmp0 (stand->scope, "desk") == 0) &&
         g_strcmp0 (stand->rule, finding->rule) == 0;
}

static void
let_stand (const Check *check, StetFinding *finding)
{
  const GPtrArray *stets = check->review != NULL ? check->review->stets : NULL;

  for (guint i = 0; stets != NULL && i < stets->len && finding->editor_may_stand; i++)
    if (stand_is_for (g_ptr_array_index (stets, i), finding))
      {
        finding->stand = stet_stand_copy (g_ptr_array_index (stets, i));
        return;
      }
}

/* Sorted, numbered where the same words stand twice, and with what was left to stand. */
static GPtrArray *
finish (Check *check)
{
  GPtrArray *findings = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_finding_free);
  g_autoptr(GHashTable) numbers = g_hash_table_new (g_str_hash, g_str_equal);

  g_ptr_array_sort (check->findings, compare_ranked);
  for (guint i = 0; i < check->findings->len; i++)
    {
      Ranked *ranked = g_ptr_array_index (check->findings, i);
      guint number = GPOINTER_TO_UINT (g_hash_table_lookup (numbers, ranked->context));

      g_hash_table_insert (numbers, ranked->context, GUINT_TO_POINTER (number + 1));
      ranked->finding->id = make_id (ranked->context, number);
      let_stand (check, ranked->finding);
      g_ptr_array_add (findings, g_steal_pointer (&ranked->finding));
    }
  return findings;
}

/* FALSE when cancelled. */
static gboolean
run_rules (Check *check, GCancellable *cancellable, GError **error)
{
  const GPtrArray *rules = check->checker->by_level;

  for (guint i = 0; i < rules->len; i++)
    {
      check->rule = g_ptr_array_index (rules, i);
      check->n_of_rule = 0;
      if (!stet_rule_set_applies (check->checker->set, check->rule, check->scene.language))
        continue;
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      if (check->rule->structure != NULL)
        stet_structure_check (check->rule->structure, &check->scene);
      else
        check_texts (check);
    }
  return TRUE;
}

static GPtrArray *
check_scene (StetChecker *checker, const StetScene *scene, const StetReview *review,
             GCancellable *cancellable, GError **error)
{
  g_autoptr(StetMatcher) matcher = stet_matcher_new ();
  g_autoptr(GPtrArray) findings = g_ptr_array_new_with_free_func (ranked_free);
  Check check = { .checker = checker, .review = review, .findings = findings, .scene = *scene };

  check.scene.profile = checker->profile;
  check.scene.matcher = matcher;
  check.scene.spelling = checker->set->spelling;
  check.scene.options = checker->set->options;
  check.scene.report = report_cb;
  check.scene.report_data = &check;
  if (!run_rules (&check, cancellable, error))
    return NULL;
  return finish (&check);
}

GPtrArray *
stet_checker_check (StetChecker *checker, StetArticle *article, const StetReview *review,
                    GCancellable *cancellable, GError **error)
{
  g_autoptr(GPtrArray) units = NULL;
  StetScene scene = { .article = article };

  g_return_val_if_fail (checker != NULL && article != NULL, NULL);
  units = stet_units_of_article (article);
  scene.units = units;
  scene.language = stet_article_language (article);
  return check_scene (checker, &scene, review, cancellable, error);
}

GPtrArray *
stet_checker_check_text (StetChecker *checker, const char *text, const char *language,
                         GError **error)
{
  StetField field = stet_field_at (STET_FIELD_BODY, 0);
  g_autoptr(GPtrArray) units = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_unit_free);
  g_autoptr(StetProse) prose = NULL;
  StetUnit *unit;
  StetScene scene = { .units = units };

  g_return_val_if_fail (checker != NULL && text != NULL, NULL);
  if (!g_utf8_validate (text, -1, NULL))
    {
      g_set_error (error, STET_STYLE_ERROR, STET_STYLE_ERROR_SYNTAX, "the text is not UTF-8");
      return NULL;
    }
  prose = stet_prose_plain (text);
  scene.language = language != NULL ? language : stet_text_guess_language (text);
  unit = stet_unit_new (&field, STET_UNIT_PARAGRAPH, prose);
  unit->language = stet_language_builtin (scene.language);
  g_ptr_array_add (units, unit);
  return check_scene (checker, &scene, NULL, NULL, error);
}

GPtrArray *
stet_checker_blockers (StetChecker *checker, GPtrArray *findings, gboolean breaking)
{
  GPtrArray *blockers = g_ptr_array_new ();
  const char *const *still = stet_profile_breaking_blocks (checker->profile);

  for (guint i = 0; i < findings->len; i++)
    {
      StetFinding *finding = g_ptr_array_index (findings, i);

      if (finding->level != STET_LEVEL_ERROR || finding->stand != NULL)
        continue;
      if (breaking && !g_strv_contains (still, finding->rule) &&
          (finding->code == NULL || !g_strv_contains (still, finding->code)))
        continue;
      g_ptr_array_add (blockers, finding);
    }
  return blockers;
}

static StetRuleInfo *
info_of (const StetChecker *checker, const StetRule *rule)
{
  StetRuleInfo *info = g_new0 (StetRuleInfo, 1);
  const char *language = checker->interface_language;

  info->name = g_strdup (rule->name);
  info->code = g_strdup (rule->code);
  info->pack = g_strdup (rule->pack);
  info->title = g_strdup (stet_words_in (&rule->title, language));
  info->explanation = g_strdup (stet_words_in (&rule->explanation, language));
  info->bad = g_strdup (rule->bad != NULL ? rule->bad[0] : NULL);
  info->good = g_strdup (rule->good != NULL ? rule->good[0] : NULL);
  info->level = rule->level;
  info->may_stand = rule->stet == STET_STET_AUTHOR;
  info->owner = g_strdup (rule->owner);
  info->category = g_strdup (rule->category);
  info->link = g_strdup (rule->link);
  info->language = g_strdup (rule->language);
  info->file = g_strdup (rule->file);
  info->when = rule->when != NULL ? stet_when_to_string (rule->when) : NULL;
  info->layer = rule->layer;
  info->disabled = rule->disabled;
  return info;
}

StetRuleInfo *
stet_checker_explain (const StetChecker *checker, const char *rule)
{
  const StetRule *found = stet_rule_set_find (checker->set, rule);

  return found != NULL ? info_of (checker, found) : NULL;
}

const StetOptions *
stet_checker_options (const StetChecker *checker)
{
  return checker->set->options;
}

StetSpelling *
stet_checker_spelling (const StetChecker *checker)
{
  return checker->set->spelling;
}

GPtrArray *
stet_checker_packs (const StetChecker *checker)
{
  return checker->set->packs;
}

GPtrArray *
stet_checker_list (const StetChecker *checker)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_rule_info_free);

  for (guint i = 0; i < checker->set->rules->len; i++)
    g_ptr_array_add (list, info_of (checker, g_ptr_array_index (checker->set->rules, i)));
  return list;
}

void
stet_rule_info_free (StetRuleInfo *info)
{
  if (info == NULL)
    return;
  g_free (info->name);
  g_free (info->code);
  g_free (info->pack);
  g_free (info->title);
  g_free (info->explanation);
  g_free (info->bad);
  g_free (info->good);
  g_free (info->owner);
  g_free (info->category);
  g_free (info->link);
  g_free (info->language);
  g_free (info->file);
  g_free (info->when);
  g_free (info);
}
