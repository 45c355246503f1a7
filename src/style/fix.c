/* Applying replacements: one that a person chose, or all that are safe. Layer: style. Any thread.
 */
#include "config.h"

#include "style/checker.h"
#include "style/unit.h"

#include <string.h>

#define PASSES_MAX 4 /* a mend may bring two marks together that the next pass mends */

void
stet_fix_free (StetFix *fix)
{
  if (fix == NULL)
    return;
  g_free (fix->rule);
  g_free (fix->field);
  g_free (fix->before);
  g_free (fix->after);
  g_free (fix);
}

/* A word that goes takes the space behind it along. */
static guint
end_of_cut (const StetProse *prose, const StetFinding *finding, const char *replacement)
{
  const char *text = stet_prose_text (prose);
  const char *start = text + stet_prose_byte_at (prose, finding->start_chars);
  const char *end = text + stet_prose_byte_at (prose, finding->end_chars);
  gboolean starts_word
    = start == text || g_unichar_isspace (g_utf8_get_char (g_utf8_prev_char (start)));

  if (*replacement == '\0' && starts_word && *end == ' ' && end > start
      && g_unichar_isalnum (g_utf8_get_char (start)))
    return finding->end_chars + 1;
  return finding->end_chars;
}

/* Where the capital that began a sentence is cut, the word behind it takes it over. Returns:
 * (owned) (nullable) that letter. */
static char *
next_capital (const StetProse *prose, const StetFinding *finding, guint end_chars)
{
  const char *text = stet_prose_text (prose);
  const char *next = text + stet_prose_byte_at (prose, end_chars);
  char letter[7] = "";

  if (!g_unichar_isupper (g_utf8_get_char (finding->match))
      || !g_unichar_islower (g_utf8_get_char (next))
      || !stet_begins_sentence (text, stet_prose_byte_at (prose, finding->start_chars)))
    return NULL;
  g_unichar_to_utf8 (g_unichar_toupper (g_utf8_get_char (next)), letter);
  return g_strdup (letter);
}

/* The prose with the replacement made; NULL when the text there is not what was matched. Returns:
 * (owned). */
static StetProse *
mend (StetProse *prose, const StetFinding *finding, const char *replacement)
{
  g_autoptr(StetProse) there = NULL;
  g_autoptr(StetProse) insert = NULL;
  g_autofree char *capital = NULL;
  guint end_chars;

  if (!finding->has_range || finding->match == NULL
      || finding->end_chars > stet_prose_chars (prose))
    return NULL;
  there = stet_prose_slice (prose, finding->start_chars, finding->end_chars);
  if (strcmp (stet_prose_text (there), finding->match) != 0)
    return NULL;
  end_chars = end_of_cut (prose, finding, replacement);
  capital = *replacement == '\0' ? next_capital (prose, finding, end_chars) : NULL;
  insert = stet_prose_plain (capital != NULL ? capital : replacement);
  return stet_prose_replace (prose, finding->start_chars, end_chars + (capital != NULL ? 1 : 0),
                             insert);
}

static StetEdit *
edit_label (const StetField *field, const StetProse *prose)
{
  g_autoptr(StetTerm) term = stet_term_new (stet_prose_text (prose), NULL);
  g_autoptr(GPtrArray) terms = g_ptr_array_new ();

  g_ptr_array_add (terms, term);
  if (field->kind == STET_FIELD_SECTION)
    return stet_edit_section (term);
  if (field->kind == STET_FIELD_AUTHORS)
    return stet_edit_authors ((guint) field->index, 1, terms);
  return stet_edit_tags ((guint) field->index, 1, terms);
}

StetEdit *
stet_finding_edit (const StetFinding *finding, guint index, StetArticle *article)
{
  g_autoptr(StetProse) prose = NULL;
  g_autoptr(StetProse) mended = NULL;

  g_return_val_if_fail (finding != NULL && article != NULL, NULL);
  if (finding->replacements == NULL || index >= g_strv_length (finding->replacements) ||
      finding->field.kind == STET_FIELD_CUSTOM)
    return NULL;
  prose = stet_article_text_at (article, &finding->field);
  mended = prose != NULL ? mend (prose, finding, finding->replacements[index]) : NULL;
  if (mended == NULL)
    return NULL;
  if (finding->field.kind == STET_FIELD_SECTION || finding->field.kind == STET_FIELD_AUTHORS ||
      finding->field.kind == STET_FIELD_TAGS)
    return edit_label (&finding->field, mended);
  return stet_edit_text (&finding->field, mended);
}

static gboolean
is_wanted (const StetFinding *finding, const char *rule)
{
  if (finding->stand != NULL || !finding->has_range || finding->replacements[0] == NULL)
    return FALSE;
  if (rule == NULL)
    return finding->fix_safe;
  return strcmp (finding->rule, rule) == 0 || g_strcmp0 (finding->code, rule) == 0;
}

static void
tell (GPtrArray *fixes, const StetFinding *finding)
{
  StetFix *fix;

  if (fixes == NULL)
    return;
  fix = g_new0 (StetFix, 1);
  fix->rule = g_strdup (finding->rule);
  fix->field = stet_field_to_string (&finding->field);
  fix->before = g_strdup (finding->match);
  fix->after = g_strdup (finding->replacements[0]);
  g_ptr_array_add (fixes, fix);
}

/* Backwards, so that the offsets of what is still to be done stay right. `made` (nullable) gets
 * what was done, in the order of the story. Returns: whether anything was. */
static gboolean
apply_all (StetArticle **article, GPtrArray *findings, const char *rule, GPtrArray *made)
{
  g_autoptr(GPtrArray) done = g_ptr_array_new ();

  for (guint i = findings->len; i > 0; i--)
    {
      StetFinding *finding = g_ptr_array_index (findings, i - 1);
      g_autoptr(StetEdit) edit
        = is_wanted (finding, rule) ? stet_finding_edit (finding, 0, *article) : NULL;
      StetArticle *next = edit != NULL ? stet_edit_apply (edit, *article, NULL, NULL) : NULL;

      if (next == NULL)
        continue;
      stet_article_unref (*article);
      *article = next;
      g_ptr_array_add (done, finding);
    }
  for (guint i = done->len; i > 0; i--)
    tell (made, g_ptr_array_index (done, i - 1));
  return done->len > 0;
}

static GPtrArray *
fixes_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) stet_fix_free);
}

static gboolean
rule_is_known (StetChecker *checker, const char *rule, GError **error)
{
  g_autoptr(StetRuleInfo) info = rule != NULL ? stet_checker_explain (checker, rule) : NULL;

  if (rule == NULL || info != NULL)
    return TRUE;
  g_set_error (error, STET_STYLE_ERROR, STET_STYLE_ERROR_NOT_FOUND, "there is no rule “%s”", rule);
  return FALSE;
}

StetArticle *
stet_checker_fix (StetChecker *checker, StetArticle *article, const StetReview *review,
                  const char *rule, GPtrArray **fixes, GError **error)
{
  g_autoptr(StetArticle) result = NULL;
  g_autoptr(GPtrArray) made = fixes_new ();

  g_return_val_if_fail (checker != NULL && article != NULL, NULL);
  if (!rule_is_known (checker, rule, error))
    return NULL;
  result = stet_article_ref (article);
  for (guint pass = 0; pass < PASSES_MAX; pass++)
    {
      g_autoptr(GPtrArray) findings = stet_checker_check (checker, result, review, NULL, error);

      if (findings == NULL)
        return NULL;
      if (!apply_all (&result, findings, rule, made))
        break;
    }
  if (fixes != NULL)
    *fixes = g_steal_pointer (&made);
  return g_steal_pointer (&result);
}

static gboolean
mend_all (StetProse **prose, GPtrArray *findings, const char *rule, GPtrArray *made)
{
  g_autoptr(GPtrArray) done = g_ptr_array_new ();

  for (guint i = findings->len; i > 0; i--)
    {
      StetFinding *finding = g_ptr_array_index (findings, i - 1);
      StetProse *next
        = is_wanted (finding, rule) ? mend (*prose, finding, finding->replacements[0]) : NULL;

      if (next == NULL)
        continue;
      stet_prose_unref (*prose);
      *prose = next;
      g_ptr_array_add (done, finding);
    }
  for (guint i = done->len; i > 0; i--)
    tell (made, g_ptr_array_index (done, i - 1));
  return done->len > 0;
}

char *
stet_checker_fix_text (StetChecker *checker, const char *text, const char *language,
                       const char *rule, GPtrArray **fixes, GError **error)
{
  g_autoptr(StetProse) prose = NULL;
  g_autoptr(GPtrArray) made = fixes_new ();

  g_return_val_if_fail (checker != NULL && text != NULL, NULL);
  if (!rule_is_known (checker, rule, error))
    return NULL;
  prose = stet_prose_plain (text);
  for (guint pass = 0; pass < PASSES_MAX; pass++)
    {
      g_autoptr(GPtrArray) findings
        = stet_checker_check_text (checker, stet_prose_text (prose), language, error);

      if (findings == NULL)
        return NULL;
      if (!mend_all (&prose, findings, rule, made))
        break;
    }
  if (fixes != NULL)
    *fixes = g_steal_pointer (&made);
  return g_strdup (stet_prose_text (prose));
}
