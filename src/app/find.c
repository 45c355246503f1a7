/* Texts are searched without their accents and mapped back. Layer: app. Any thread. */
#include "config.h"

#include "app/find.h"

#include "app/workspace.h"
#include "base/limits.h"
#include "base/text.h"
#include "style/pattern.h"

#include <glib/gi18n.h>

#define AROUND_CHARS 36

struct _StetFind
{
  StetPattern *pattern;
  StetMatcher *matcher;
  gboolean     regex;
  gboolean     accents;
  char        *replacement; /* (nullable) */
};

/* A text as it is searched, and where each of its bytes came from. */
typedef struct
{
  const char *source;
  char       *text;    /* (owned) */
  gsize       length;
  GArray     *from;    /* (owned) of guint: source bytes, one entry a byte and one for the end */
} Subject;

/* --- without accents --- */

static void
append_bare (GString *out, const char *at, gsize length)
{
  g_autofree char *parted = g_utf8_normalize (at, length, G_NORMALIZE_NFD);

  for (const char *c = parted; c != NULL && *c != '\0'; c = g_utf8_next_char (c))
    if (!g_unichar_ismark (g_utf8_get_char (c)))
      g_string_append_unichar (out, g_utf8_get_char (c));
}

/* Returns: (owned). */
static char *
bare (const char *text)
{
  GString *out = g_string_new (NULL);

  append_bare (out, text, strlen (text));
  return g_string_free (out, FALSE);
}

static void
subject_init (Subject *subject, const char *source, gboolean keep_accents)
{
  GString *out = g_string_new (NULL);

  subject->source = source;
  subject->from = g_array_new (FALSE, FALSE, sizeof (guint));
  for (const char *at = source; *at != '\0'; at = g_utf8_next_char (at))
    {
      guint from = at - source;
      gsize before = out->len, length = g_utf8_next_char (at) - at;

      if (keep_accents || (guchar) *at < 128)
        g_string_append_len (out, at, length);
      else
        append_bare (out, at, length);
      for (gsize i = before; i < out->len; i++)
        g_array_append_val (subject->from, from);
    }
  {
    guint end = strlen (source);

    g_array_append_val (subject->from, end);
  }
  subject->length = out->len;
  subject->text = g_string_free (out, FALSE);
}

static void
subject_clear (Subject *subject)
{
  g_free (subject->text);
  g_array_unref (subject->from);
}

static guint
source_byte (const Subject *subject, gsize byte)
{
  return g_array_index (subject->from, guint, byte);
}

/* --- making one --- */

static gboolean
check_length (const char *text, GError **error)
{
  if (text == NULL
      || (strlen (text) <= STET_FIND_TEXT_BYTES_MAX && g_utf8_validate (text, -1, NULL)))
    return TRUE;
  g_set_error (error, STET_APP_ERROR, STET_APP_ERROR_USAGE,
               _("That is too long to look for: %u characters at most."),
               STET_FIND_TEXT_BYTES_MAX);
  return FALSE;
}

/* What commonly is wrong with an expression, told apart by what the library says of it. */
static const struct { const char *said, *words; } wrong[] = {
  { "missing closing parenthesis", N_("a parenthesis is not closed") },
  { "unmatched closing parenthesis", N_("a parenthesis is closed that was not opened") },
  { "missing terminating ]", N_("a square bracket is not closed") },
  { "quantifier does not follow", N_("there is nothing before the sign that repeats it") },
  { "\\ at end of pattern", N_("it ends in a backslash") },
  { "range out of order", N_("a range in square brackets ends before it begins") },
};

static const char *
words_for_problem (const GError *problem)
{
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    if (strstr (problem->message, wrong[i].said) != NULL)
      return _(wrong[i].words);
  return problem->message;
}

static gboolean
check_pattern (StetPattern *pattern, const GError *problem, GError **error)
{
  if (pattern == NULL)
    g_set_error (error, STET_APP_ERROR, STET_APP_ERROR_USAGE, _("The expression is not right: %s."),
                 words_for_problem (problem));
  return pattern != NULL;
}

/* An expression by itself: what stands around it later must not make it right, or wrong. */
static gboolean
check_expression (const StetFindOptions *options, GError **error)
{
  g_autofree char *clean = stet_text_clean (options->text);
  g_autoptr (GError) problem = NULL;
  g_autoptr (StetPattern) pattern = options->regex ? stet_pattern_new (clean, &problem) : NULL;

  return !options->regex || check_pattern (pattern, problem, error);
}

static char *
pattern_source (const StetFindOptions *options)
{
  g_autofree char *clean = stet_text_clean (options->text);
  g_autofree char *text = options->accents ? g_strdup (clean) : bare (clean);
  g_autofree char *quoted = options->regex ? g_strdup (text) : g_regex_escape_string (text, -1);

  return g_strconcat (options->cased ? "(?m)" : "(?im)", options->whole ? "(?<!\\w)(?:" : "",
                      quoted, options->whole ? ")(?!\\w)" : "", NULL);
}

StetFind *
stet_find_new (const StetFindOptions *options, const char *replacement, GError **error)
{
  g_autofree char *source = NULL;
  g_autoptr (GError) problem = NULL;
  StetPattern *pattern;
  StetFind *find;

  if (!check_length (options->text, error) || !check_length (replacement, error))
    return NULL;
  if (options->text == NULL || *options->text == '\0')
    {
      g_set_error_literal (error, STET_APP_ERROR, STET_APP_ERROR_USAGE,
                           _("There is nothing to look for."));
      return NULL;
    }
  if (!check_expression (options, error))
    return NULL;
  source = pattern_source (options);
  pattern = stet_pattern_new (source, &problem);
  if (!check_pattern (pattern, problem, error))
    return NULL;
  find = g_new0 (StetFind, 1);
  find->pattern = pattern;
  find->matcher = stet_matcher_new ();
  find->regex = options->regex;
  find->accents = options->accents;
  find->replacement = replacement != NULL ? stet_text_clean (replacement) : NULL;
  if (find->replacement != NULL) /* it may come into a headline */
    g_strdelimit (find->replacement, "\n", ' ');
  return find;
}

void
stet_find_free (StetFind *find)
{
  if (find == NULL)
    return;
  stet_pattern_free (find->pattern);
  stet_matcher_free (find->matcher);
  g_free (find->replacement);
  g_free (find);
}

/* --- one hit --- */

static void
hit_free (gpointer data)
{
  StetHit *hit = data;

  g_free (hit->before);
  g_free (hit->match);
  g_free (hit->after);
  g_free (hit->replacement);
  g_free (hit);
}

static void
append_group (GString *out, StetFind *find, const Subject *subject, guint group)
{
  gsize start, end;

  if (!stet_matcher_group (find->matcher, group, &start, &end))
    return;
  start = source_byte (subject, start);
  end = source_byte (subject, end);
  g_string_append_len (out, subject->source + start, end - start);
}

/* "$1" or "${12}" at `at`; its end, or NULL when it is neither. */
static const char *
read_group (const char *at, guint *group)
{
  gboolean braced = at[1] == '{';
  const char *digit = at + (braced ? 2 : 1), *start = digit;

  for (*group = 0; g_ascii_isdigit (*digit) && (braced ? digit - start < 4 : digit == start);
       digit++)
    *group = *group * 10 + (*digit - '0');
  if (digit == start || (braced && *digit != '}'))
    return NULL;
  return braced ? digit + 1 : digit;
}

/* Groups are given back as they stand in the text, accents and all. */
static char *
expand (StetFind *find, const Subject *subject)
{
  GString *out = g_string_new (NULL);
  const char *at = find->replacement;

  while (*at != '\0')
    {
      guint group;
      const char *end = *at == '$' ? read_group (at, &group) : NULL;

      if (end != NULL)
        append_group (out, find, subject, group);
      else
        g_string_append_c (out, *at);
      at = end != NULL ? end : at[0] == '$' && at[1] == '$' ? at + 2 : at + 1;
    }
  return g_string_free (out, FALSE);
}

static char *
words_around (StetProse *prose, guint start, guint end)
{
  g_autoptr (StetProse) slice = stet_prose_slice (prose, start, end);

  return g_strdelimit (g_strdup (stet_prose_text (slice)), "\n", ' ');
}

static StetHit *
make_hit (StetFind *find, const StetField *field, StetProse *prose, const Subject *subject)
{
  StetHit *hit = g_new0 (StetHit, 1);
  gsize start = 0, end = 0;

  stet_matcher_group (find->matcher, 0, &start, &end);
  hit->field = *field;
  hit->start_chars = stet_prose_char_at (prose, source_byte (subject, start));
  hit->end_chars = stet_prose_char_at (prose, source_byte (subject, end));
  hit->before
      = words_around (prose, hit->start_chars > AROUND_CHARS ? hit->start_chars - AROUND_CHARS : 0,
                      hit->start_chars);
  hit->match = words_around (prose, hit->start_chars, hit->end_chars);
  hit->after = words_around (prose, hit->end_chars,
                             MIN (hit->end_chars + AROUND_CHARS, stet_prose_chars (prose)));
  if (find->replacement != NULL)
    hit->replacement = find->regex ? expand (find, subject) : g_strdup (find->replacement);
  return hit;
}

/* --- a story --- */

/* What a person writes: not the address, the section's choice, the newsroom's own fields. */
static gboolean
is_searched (const StetField *field)
{
  return field->kind != STET_FIELD_SECTION && field->kind != STET_FIELD_SLUG
         && field->kind != STET_FIELD_CUSTOM;
}

static gboolean
is_late (gint64 end_us, GCancellable *cancellable)
{
  return g_get_monotonic_time () > end_us || g_cancellable_is_cancelled (cancellable);
}

static void
search_text (StetFind *find, const StetField *field, StetProse *prose, StetFound *found,
             gint64 end_us)
{
  Subject subject = { 0 };
  gsize from = 0, start, end;

  subject_init (&subject, stet_prose_text (prose), find->accents);
  while (from <= subject.length && !found->cut
         && stet_matcher_search (find->matcher, find->pattern, subject.text, subject.length, from,
                                 STET_SEARCH_ANYWHERE)
         && stet_matcher_group (find->matcher, 0, &start, &end))
    {
      if (end > start && source_byte (&subject, end) > source_byte (&subject, start))
        {
          if (found->hits->len >= STET_FIND_HITS_MAX || is_late (end_us, NULL))
            found->cut = TRUE;
          else
            g_ptr_array_add (found->hits, make_hit (find, field, prose, &subject));
        }
      from = end > from ? end
             : from < subject.length
                 ? (gsize) (g_utf8_next_char (subject.text + from) - subject.text)
                 : subject.length + 1;
    }
  found->gave_up |= stet_matcher_gave_up (find->matcher);
  subject_clear (&subject);
}

StetFound *
stet_find_run (StetFind *find, StetArticle *article, GCancellable *cancellable)
{
  g_autoptr (GArray) fields = stet_article_text_fields (article);
  gint64 end_us = g_get_monotonic_time () + STET_FIND_MS_MAX * G_TIME_SPAN_MILLISECOND;
  g_autoptr (StetFound) found = g_new0 (StetFound, 1);

  found->hits = g_ptr_array_new_with_free_func (hit_free);
  for (guint i = 0; i < fields->len && !found->cut; i++)
    {
      const StetField *field = &g_array_index (fields, StetField, i);
      g_autoptr (StetProse) prose
          = is_searched (field) ? stet_article_text_at (article, field) : NULL;

      if (g_cancellable_is_cancelled (cancellable))
        return NULL;
      if (prose != NULL && is_late (end_us, NULL))
        found->cut = TRUE;
      else if (prose != NULL)
        search_text (find, field, prose, found, end_us);
    }
  return g_steal_pointer (&found);
}

void
stet_found_free (StetFound *found)
{
  if (found == NULL)
    return;
  g_ptr_array_unref (found->hits);
  g_free (found);
}

/* --- places --- */

/* The place of a field in the order of the form. */
static guint
rank_of (GArray *fields, const StetField *field)
{
  guint i = 0;

  while (i < fields->len && !stet_field_equal (&g_array_index (fields, StetField, i), field))
    i++;
  return i;
}

guint
stet_find_from (StetArticle *article, GPtrArray *hits, const StetField *field, guint chars)
{
  g_autoptr (GArray) fields = stet_article_text_fields (article);
  guint rank = rank_of (fields, field);

  for (guint i = 0; i < hits->len; i++)
    {
      const StetHit *hit = hits->pdata[i];
      guint other = rank_of (fields, &hit->field);

      if (other > rank || (other == rank && hit->end_chars >= chars))
        return i;
    }
  return 0;
}

static const char *
part_words (StetFieldKind kind)
{
  switch (kind)
    {
    case STET_FIELD_HEADLINE: return g_dpgettext2 (NULL, "field", "Headline");
    case STET_FIELD_DEK: return g_dpgettext2 (NULL, "field", "Dek");
    case STET_FIELD_BYLINE: return _("Byline");
    case STET_FIELD_AUTHORS: case STET_FIELD_AUTHOR_BOX: return _("Author box");
    case STET_FIELD_TAGS: return g_dpgettext2 (NULL, "field", "Tags");
    case STET_FIELD_PHOTO_CAPTION: case STET_FIELD_BLOCK_CAPTION: return _("Caption");
    case STET_FIELD_PHOTO_CREDIT: case STET_FIELD_BLOCK_CREDIT: return _("Credit");
    case STET_FIELD_PHOTO_ALT: case STET_FIELD_BLOCK_ALT: return _("Alt text");
    case STET_FIELD_PHOTO: case STET_FIELD_PHOTO_FILE: return g_dpgettext2 (NULL, "field", "Photo");
    case STET_FIELD_FAQ_TITLE:
    case STET_FIELD_FAQ_ITEMS:
      return g_dpgettext2 (NULL, "field", "FAQ");
    case STET_FIELD_FAQ_QUESTION: return _("Question");
    case STET_FIELD_FAQ_ANSWER: return _("Answer");
    case STET_FIELD_SECTION: return _("Section");
    case STET_FIELD_LANGUAGE: case STET_FIELD_SLUG: case STET_FIELD_CUSTOM:
    case STET_FIELD_BODY:
    case STET_FIELD_BLOCK_HREF:
    case STET_FIELD_BLOCK_CITE:
    case STET_FIELD_BLOCK_CELL:
      break;
    }
  return g_dpgettext2 (NULL, "field", "Body");
}

char *
stet_find_place (const StetField *field)
{
  const char *part = part_words (field->kind);

  switch (field->kind)
    {
    case STET_FIELD_BODY: case STET_FIELD_BLOCK_CITE: case STET_FIELD_BLOCK_HREF:
      return g_strdup_printf (_("%s, paragraph %d"), part, field->index + 1);
    case STET_FIELD_BLOCK_CELL:
      return g_strdup_printf (_("Table, row %d, column %d"), field->row + 1, field->column + 1);
    case STET_FIELD_FAQ_QUESTION: case STET_FIELD_FAQ_ANSWER:
      return g_strdup_printf ("%s %d", part, field->index + 1);
    default:
      return g_strdup (part);
    }
}

/* --- replacing --- */

/* The hits of one field, from the last to the first, so that the places of those before stay
 * true. */
static StetEdit *
field_edit (StetArticle *article, GPtrArray *hits, guint first, guint n)
{
  const StetHit *any = hits->pdata[first];
  g_autoptr (StetProse) prose = stet_article_text_at (article, &any->field);

  /* Past the limit it will be refused: no need to go on. */
  for (guint i = first + n;
       prose != NULL && stet_prose_bytes (prose) <= STET_BLOCK_BYTES_MAX && i-- > first;)
    {
      const StetHit *hit = hits->pdata[i];
      g_autoptr (StetProse) insert = stet_prose_plain (hit->replacement);
      StetProse *next;

      if (hit->replacement == NULL || hit->end_chars > stet_prose_chars (prose))
        continue;
      next = stet_prose_replace (prose, hit->start_chars, hit->end_chars, insert);
      stet_prose_unref (prose);
      prose = next;
    }
  return prose != NULL ? stet_edit_text (&any->field, prose) : NULL;
}

GPtrArray *
stet_find_edits (StetArticle *article, GPtrArray *hits)
{
  GPtrArray *edits = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_edit_unref);

  for (guint first = 0, n = 0; first < hits->len; first += n)
    {
      StetEdit *edit;

      for (n = 1; first + n < hits->len; n++)
        if (!stet_field_equal (&((StetHit *) hits->pdata[first + n])->field,
                               &((StetHit *) hits->pdata[first])->field))
          break;
      edit = field_edit (article, hits, first, n);
      if (edit != NULL)
        g_ptr_array_add (edits, edit);
    }
  return edits;
}

gboolean
stet_find_replace (StetDocument *document, GPtrArray *hits, GError **error)
{
  g_autoptr (GPtrArray) edits = stet_find_edits (stet_document_article (document), hits);
  gboolean done = TRUE;
  guint n = 0;

  stet_document_begin_group (document);
  for (; done && n < edits->len; n++)
    done = stet_document_apply (document, edits->pdata[n], error);
  stet_document_end_group (document);
  if (!done && n > 1)
    stet_document_undo (document);
  return done;
}
