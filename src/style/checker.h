/* The house-style engine: packs and profile loaded once, then stories checked against them.
 * Layer: style. A loaded checker is shared: any number of threads may check with it. It remembers
 * what it found in each text, so that a story is quickly checked again after a change. */
#pragma once

#include "article/edit.h"
#include "base/clock.h"
#include "style/facts.h"
#include "style/finding.h"
#include "style/off.h"
#include "style/option.h"
#include "style/profile.h"
#include "style/spelling.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* How the names of the rules about spelling begin. */
#define STET_SPELLING_PREFIX "spelling."

typedef struct _StetChecker StetChecker;

typedef struct
{
  /* (nullable) strv of folders of packs of the newsroom; later ones win */
  const char *const *pack_dirs;
  /* (nullable): a folder with the layers of stet_rule_set_load_layers () */
  const char        *packs_root;
  const char        *interface_language; /* "en" or "es": the language messages are in */
  /* (nullable): this rule file and nothing else, for stories of any language */
  const char        *only_file;
  StetClock         *clock;      /* (borrowed) (nullable): the system's; outlives the checker */
  StetProfile       *profile;    /* (nullable): the built-in one */
} StetCheckerOptions;

/* Built-in packs and those of the options. A broken rule is skipped and told in `problems`
 * (nullable, out, owned GPtrArray of char *: "FILE:LINE: what is wrong"); NULL only when nothing
 * could be loaded. */
StetChecker *
stet_checker_new (const StetCheckerOptions *options, GPtrArray **problems, GError **error);
StetChecker *stet_checker_ref   (StetChecker *checker);
void         stet_checker_unref (StetChecker *checker);
StetProfile *stet_checker_profile (const StetChecker *checker); /* (borrowed) */
guint        stet_checker_n_rules (const StetChecker *checker, const char *language);

/* All findings of a story, by field as in the form, then by start; what the review record
 * (nullable) lets stand carries its reason. Checking stops when `cancellable` is cancelled (NULL
 * result).
 * Returns: (owned) GPtrArray of StetFinding. */
GPtrArray *stet_checker_check (StetChecker *checker, StetArticle *article, const StetReview *review,
                               GCancellable *cancellable, GError **error);
/* The same with what is known of the story besides its text; either may be NULL. */
typedef struct { const StetReview *review; const StetFacts *facts; } StetKnown;
GPtrArray *
stet_checker_check_with (StetChecker *checker, StetArticle *article, const StetKnown *known,
                         GCancellable *cancellable, GError **error);
/* A plain text as prose, without fields: findings in "body[0]" over the whole text. `language`
 * nullable. */
GPtrArray *stet_checker_check_text (StetChecker *checker, const char *text, const char *language,
                                    GError **error);

/* A rule whose pattern proved too slow is off from then on: what there is to tell about such rules
 * since this was last asked, as in `problems` above. Returns: (owned) GPtrArray of char *, mostly
 * empty. */
GPtrArray *stet_checker_take_problems (StetChecker *checker);

/* One replacement made, for telling. */
typedef struct { char *rule; char *field; char *before; char *after; } StetFix;
void stet_fix_free (StetFix *fix);

/* The edit that applies a finding's replacement `index` to the story as it was checked. NULL (no
 * error) when the text there is no longer what was matched. Returns: (owned). */
StetEdit *stet_finding_edit (const StetFinding *finding, guint index, StetArticle *article);
/* What may be applied unasked, or with `rule` (nullable; name or code) all of that rule's first
 * replacements. `fixes` (nullable, out, owned) GPtrArray of StetFix. Returns: (owned), the same
 * article when there was nothing. */
StetArticle *stet_checker_fix (StetChecker *checker, StetArticle *article, const StetReview *review,
                               const char *rule, GPtrArray **fixes, GError **error);
/* The same for a plain text. */
char *stet_checker_fix_text (StetChecker *checker, const char *text, const char *language,
                             const char *rule, GPtrArray **fixes, GError **error);

/* What a stet of a scope holds for, in StetStand.rule: the rule; the rule and the words matched,
 * "RULE:WORDS", for the whole desk and for spelling, so that it never silences more than was looked
 * at. Returns: (owned). */
char *stet_finding_stand_rule (const StetFinding *finding, const char *scope);

/* Findings that stop submit, approve and publish: errors not overruled, and in a breaking story
 * only those the profile still lists. Returns: (owned) GPtrArray of (borrowed) StetFinding. */
GPtrArray *stet_checker_blockers (StetChecker *checker, GPtrArray *findings, gboolean breaking);

/* One rule, explained. */
typedef struct
{
  char *name, *code, *pack, *title, *explanation, *bad, *good; /* (nullable) all but name */
  StetLevel level;
  gboolean  may_stand;
  char     *owner, *category, *link, *language, *file, *when; /* (nullable) */
  StetLayer layer;
  gboolean  disabled;
} StetRuleInfo;
/* (owned) (nullable) */
StetRuleInfo *stet_checker_explain (const StetChecker *checker, const char *rule);
GPtrArray    *stet_checker_list    (const StetChecker *checker); /* (owned) of StetRuleInfo */
const StetOptions *stet_checker_options (const StetChecker *checker); /* (borrowed) */
/* Rules that are off say nothing, until their time is over. Any thread, also while others check.
 * (nullable) */
void          stet_checker_set_offs (StetChecker *checker, StetOffs *offs);
StetOffs     *stet_checker_offs     (StetChecker *checker); /* (owned) (nullable) */
/* What may have been meant by words that no dictionary has: fills the replacements of such
 * findings. Slow, so only on demand. `language`: the story's (nullable: that of each finding's
 * rule). */
void stet_checker_suggest (StetChecker *checker, GPtrArray *findings, const char *language);
/* Whether there is a dictionary for a story's language (nullable: unknown, nothing to tell). */
gboolean      stet_checker_can_spell (StetChecker *checker, const char *language);
/* Its dictionaries and word lists. (borrowed) */
StetSpelling *stet_checker_spelling (const StetChecker *checker);
/* (borrowed) of StetPackInfo (pack.h) */
GPtrArray    *stet_checker_packs   (const StetChecker *checker);
void          stet_rule_info_free  (StetRuleInfo *info);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StetChecker, stet_checker_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (StetRuleInfo, stet_rule_info_free)

G_END_DECLS
