/* Checking one story, or one text, with a loaded checker. Layer: style. Any thread. */
#include "config.h"

#include "style/checker.h"

#include "base/limits.h"
#include "base/text.h"
#include "style/checker-private.h"
#include "style/profile-private.h"
#include "style/rule-kind.h"
#include "style/structure.h"

#include <string.h>

#define ID_CHARS 16
#define CONTEXT_WORDS 2
#define OPENING_WORDS 6

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
  gboolean     yields;
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
  ranked->yields = rule->yields;
  ranked->context = context_of (finding, report);
  set_rank (check, ranked);
  g_ptr_array_add (check->findings, ranked);
}

static void
report_cb (const StetReport *report, gpointer data)
{
  take_report (data, report, report->replacements);
}

/* A hit of a text rule, and whose it is. */
typedef struct
{
  const StetPart    *part;
  const StetPartHit *hit;
  guint              unit;
} Placed;

/* By rule, then in the order of the story: so the limit of a rule takes what comes first. */
static int
compare_placed (gconstpointer a, gconstpointer b)
{
  const Placed *x = a, *y = b;

  if (x->hit->rule != y->hit->rule)
    return x->hit->rule < y->hit->rule ? -1 : 1;
  if (x->unit != y->unit)
    return x->unit < y->unit ? -1 : 1;
  return x->hit < y->hit ? -1 : x->hit > y->hit;
}

/* Whether nothing but opening marks stands between the start of a sentence and a place. */
static gboolean
opens_sentence (StetUnit *unit, gsize start_bytes)
{
  const GArray *sentences = stet_unit_sentences (unit);

  for (guint i = 0; i < sentences->len; i++)
    {
      const StetStretch *sentence = &g_array_index (sentences, StetStretch, i);
      const char *p = unit->text + sentence->start_bytes, *at = unit->text + start_bytes;

      if (sentence->start_bytes > start_bytes)
        return FALSE;
      while (p < at && !g_unichar_isalnum (g_utf8_get_char (p)))
        p = g_utf8_next_char (p);
      if (p == at)
        return TRUE;
    }
  return FALSE;
}

/* What stands for the start of a sentence begins with a capital as well. Returns: (owned) strv. */
static char **
with_capitals (StetUnit *unit, const StetHit *hit)
{
  char **texts = g_strdupv (hit->replacements);
  gunichar first = g_utf8_get_char (unit->text + hit->start_bytes);

  if (texts[0] == NULL || hit->start_bytes >= hit->end_bytes || !g_unichar_isupper (first)
      || !opens_sentence (unit, hit->start_bytes))
    return texts;
  for (gsize i = 0; texts[i] != NULL; i++)
    {
      g_autofree char *before = texts[i];

      texts[i] = g_unichar_islower (g_utf8_get_char (before)) ? stet_rule_capitalized (before)
                                                              : g_strdup (before);
    }
  return texts;
}

static void
take_hit (Check *check, const Placed *placed)
{
  StetUnit *unit = g_ptr_array_index (check->scene.units, placed->unit);
  const StetHit *hit = &placed->hit->hit;
  g_auto(GStrv) replacements = with_capitals (unit, hit);
  StetReport report = { .field = unit->field,
                        .unit = unit,
                        .has_range = hit->end_bytes > 0,
                        .start_bytes = hit->start_bytes,
                        .end_bytes = hit->end_bytes,
                        .args = { hit->args[0], hit->args[0] ? hit->args[1] : NULL } };

  take_report (check, &report, replacements);
}

/* What the text rules find in every text; `parts` keeps it alive. FALSE when cancelled. */
static gboolean
search_texts (Check *check, GPtrArray *parts, GArray *hits, GCancellable *cancellable,
              GError **error)
{
  g_autoptr(StetPartSearch) search
    = stet_part_search_new (check->checker, check->scene.language, check->scene.matcher);

  for (guint i = 0; i < check->scene.units->len; i++)
    {
      const StetPart *part;

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      part = stet_part_search (search, g_ptr_array_index (check->scene.units, i));
      g_ptr_array_add (parts, (gpointer) part);
      for (guint k = 0; k < part->hits->len; k++)
        {
          Placed placed = { part, &g_array_index (part->hits, StetPartHit, k), i };

          g_array_append_val (hits, placed);
        }
    }
  g_array_sort (hits, compare_placed);
  return TRUE;
}

static char *
make_id (const char *context, guint number)
{
  g_autofree char *source = g_strdup_printf ("%s\n%u", context, number);
  g_autofree char *sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, source, -1);

  return g_strndup (sum, ID_CHARS);
}

char *
stet_finding_stand_rule (const StetFinding *finding, const char *scope)
{
  gboolean words_count
    = g_strcmp0 (scope, "desk") == 0 || g_str_has_prefix (finding->rule, STET_SPELLING_PREFIX);

  if (!words_count || finding->match == NULL)
    return g_strdup (finding->rule);
  return g_strdup_printf ("%s:%s", finding->rule, finding->match);
}

static gboolean
stand_is_for (const StetStand *stand, const StetFinding *finding)
{
  gsize n = strlen (finding->rule);

  if (g_strcmp0 (stand->finding, finding->id) == 0)
    return TRUE;
  if ((g_strcmp0 (stand->scope, "story") != 0 && g_strcmp0 (stand->scope, "desk") != 0)
      || stand->rule == NULL || strncmp (stand->rule, finding->rule, n) != 0)
    return FALSE;
  return stand->rule[n] == '\0'
         || (stand->rule[n] == ':' && g_strcmp0 (stand->rule + n + 1, finding->match) == 0);
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

#define SAME_PLACE_CHARS 16 /* a word or two more: beyond that it is about something else */

static gboolean
says_the_same (const StetFinding *finding, const StetFinding *other)
{
  return other->has_range && other->level >= finding->level
         && other->start_chars < finding->end_chars && finding->start_chars < other->end_chars
         && other->end_chars - other->start_chars
              <= finding->end_chars - finding->start_chars + SAME_PLACE_CHARS;
}

/* What yields goes where another rule speaks of the same place. `findings` is sorted, so those of
 * one field are neighbours. */
static void
give_way (GPtrArray *findings)
{
  g_autoptr(GPtrArray) left = g_ptr_array_new ();
  guint from = 0;

  for (guint i = 0; i < findings->len; i++)
    {
      const Ranked *ranked = g_ptr_array_index (findings, i);
      gboolean told = FALSE;

      if (!stet_field_equal (&((Ranked *) g_ptr_array_index (findings, from))->finding->field,
                             &ranked->finding->field))
        from = i;
      for (guint k = from;
           ranked->yields && ranked->finding->has_range && !told && k < findings->len; k++)
        {
          const Ranked *other = g_ptr_array_index (findings, k);

          if (!stet_field_equal (&other->finding->field, &ranked->finding->field))
            break;
          told = !other->yields && says_the_same (ranked->finding, other->finding);
        }
      if (told)
        g_ptr_array_add (left, (gpointer) ranked);
    }
  for (guint i = 0; i < left->len; i++)
    g_ptr_array_remove (findings, g_ptr_array_index (left, i));
}

/* Sorted, numbered where the same words stand twice, and with what was left to stand. */
static GPtrArray *
finish (Check *check)
{
  GPtrArray *findings = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_finding_free);
  g_autoptr(GHashTable) numbers = g_hash_table_new (g_str_hash, g_str_equal);

  g_ptr_array_sort (check->findings, compare_ranked);
  give_way (check->findings);
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

/* The body as readers have it, for what rules measure. Returns: (owned). */
static char *
body_text (const Check *check)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < check->scene.units->len; i++)
    {
      const StetUnit *unit = g_ptr_array_index (check->scene.units, i);

      if ((unit->kind & (STET_UNIT_PARAGRAPH | STET_UNIT_QUOTE | STET_UNIT_LIST)) != 0)
        g_string_append_printf (out, "%s\n\n", unit->text);
    }
  return g_string_free (out, FALSE);
}

/* A rule that remembers from text to text. */
static void
search_whole (Check *check, guint number)
{
  g_autofree char *body = body_text (check);
  StetProseCounts counts = { 0 };
  g_autoptr(StetRuleMemory) memory = stet_rule_memory_new (&counts);

  stet_prose_counts_take (&counts, body, check->scene.language);
  for (guint i = 0; i < check->scene.units->len; i++)
    {
      const StetUnit *unit = g_ptr_array_index (check->scene.units, i);

      if (stet_rule_is_for (check->rule, unit))
        stet_rule_survey (check->rule, unit, memory, check->scene.matcher);
    }
  for (guint i = 0; i < check->scene.units->len; i++)
    {
      const StetUnit *unit = g_ptr_array_index (check->scene.units, i);
      g_autoptr(GArray) hits = NULL;

      if (!stet_rule_is_for (check->rule, unit))
        continue;
      hits = stet_rule_search (check->rule, unit, NULL, memory, check->scene.matcher);
      for (guint k = 0; k < hits->len; k++)
        {
          StetPartHit hit = { number, g_array_index (hits, StetHit, k) };
          Placed placed = { NULL, &hit, i };

          take_hit (check, &placed);
        }
      if (stet_rule_speaks_once (check->rule))
        return;
    }
}

static void
check_whole (Check *check, guint number)
{
  check->rule = g_ptr_array_index (check->checker->by_level, number);
  check->n_of_rule = 0;
  if (stet_checker_is_off (check->checker, number)
      || !stet_rule_set_applies (check->checker->set, check->rule, check->scene.language))
    return;
  stet_matcher_forget (check->scene.matcher);
  if (check->rule->structure != NULL)
    stet_structure_check (check->rule->structure, &check->scene);
  else
    search_whole (check, number);
  if (stet_matcher_gave_up (check->scene.matcher))
    stet_checker_switch_off (check->checker, number);
}

/* All hits of the rule of the first one. Returns: how many. */
static guint
check_text_rule (Check *check, const Placed *first, guint n)
{
  guint number = first->hit->rule, i;

  check->rule = g_ptr_array_index (check->checker->by_level, number);
  check->n_of_rule = 0;
  for (i = 0; i < n && first[i].hit->rule == number; i++)
    if (!stet_checker_is_off (check->checker, number))
      take_hit (check, &first[i]);
  return i;
}

/* Rules by their order, errors first, whether they look at texts or at the whole. FALSE when
 * cancelled. */
static gboolean
run_rules (Check *check, GCancellable *cancellable, GError **error)
{
  g_autoptr(GPtrArray) parts = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_part_unref);
  g_autoptr(GArray) hits = g_array_new (FALSE, FALSE, sizeof (Placed));
  const GArray *of_whole = check->checker->of_whole;
  guint i = 0, k = 0;

  if (!search_texts (check, parts, hits, cancellable, error))
    return FALSE;
  while (i < of_whole->len || k < hits->len)
    {
      const Placed *next = k < hits->len ? &g_array_index (hits, Placed, k) : NULL;

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      if (next == NULL
          || (i < of_whole->len && g_array_index (of_whole, guint, i) < next->hit->rule))
        check_whole (check, g_array_index (of_whole, guint, i++));
      else
        k += check_text_rule (check, next, hits->len - k);
    }
  return TRUE;
}

/* After everything else, so that what is kept of a check never depends on the hour. Takes and
 * returns `findings`. */
static GPtrArray *
without_offs (StetChecker *checker, GPtrArray *findings)
{
  g_autoptr(StetOffs) offs = stet_checker_offs (checker);
  gint64 now_us = stet_clock_now_us (checker->clock);

  for (guint i = findings->len; offs != NULL && i-- > 0;)
    {
      const StetFinding *finding = g_ptr_array_index (findings, i);

      if (stet_offs_find (offs, finding->rule, now_us) != NULL)
        g_ptr_array_remove_index (findings, i);
    }
  return findings;
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
  return without_offs (checker, finish (&check));
}

GPtrArray *
stet_checker_check (StetChecker *checker, StetArticle *article, const StetReview *review,
                    GCancellable *cancellable, GError **error)
{
  return stet_checker_check_with (checker, article, &(StetKnown) { review, NULL }, cancellable,
                                  error);
}

GPtrArray *
stet_checker_check_with (StetChecker *checker, StetArticle *article, const StetKnown *known,
                         GCancellable *cancellable, GError **error)
{
  g_autoptr(GPtrArray) units = NULL;
  StetScene scene = { .article = article, .facts = known->facts };

  g_return_val_if_fail (checker != NULL && article != NULL, NULL);
  units = stet_units_of_article (article);
  scene.units = units;
  scene.language = stet_article_language (article);
  return check_scene (checker, &scene, known->review, cancellable, error);
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
