/* Rule packs: folders of rule files in Vale's format with a pack.yaml beside them. Layer: style.
 *
 * pack.yaml:
 *   format: stet-pack/1
 *   name, version, owner       the pack's name is that of its folder when it gives none
 *   language                   "en", "es" …; "*" or none: every story
 *   inherits                   packs whose rules hold here too, unless a rule of the same name replaces them
 *   example                    a whole story that no structural rule finds anything in
 *   rules: NAME:               one entry for NAME.yml, or with `check:` (structure.h) for no file at all
 *     code, category, level, enabled
 *     title, message, explanation   each {en, es}
 *     bad, good                a text or a list of texts; for structural rules what differs from `example`
 *     fix                      safe (unasked), suggest, none
 *     stet                     who may let it stand: author, editor, never
 *     fields, skip_fields      kinds of text (unit.h); skip: quotations
 */
#pragma once

#include "style/profile.h"
#include "style/rule.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* Rules of all packs loaded so far; a later one of the same name takes the place of the earlier. */
typedef struct
{
  GPtrArray         *rules;    /* (owned) of StetRule, in order of loading */
  GPtrArray         *problems; /* (owned) of char *: "FILE:LINE: what is wrong" */
  const StetProfile *profile;  /* (borrowed) for the examples of structural rules, while loading */
  StetMatcher       *matcher;  /* (owned) */
} StetRuleSet;

StetRuleSet *stet_rule_set_new  (const StetProfile *profile);
void         stet_rule_set_free (StetRuleSet *set);
StetRule    *stet_rule_set_find (const StetRuleSet *set, const char *name_or_code); /* (borrowed) (nullable) */

/* Every pack below a resource path. */
void     stet_rule_set_load_resource (StetRuleSet *set, GResource *resource, const char *path);
/* A layer: a folder of packs, or one pack. FALSE when it can't be read. */
gboolean stet_rule_set_load_dir      (StetRuleSet *set, const char *dir, GError **error);

/* A story from the `example:` of a pack and what an example changes in it. Returns: (owned). */
StetArticle *stet_example_story (const StetYaml *base, const StetYaml *changes, const char *file, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StetRuleSet, stet_rule_set_free)

G_END_DECLS
