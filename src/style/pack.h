/* Rule packs: folders of rule files in Vale's format with a pack.yaml beside them. Layer: style.
 *
 * pack.yaml:
 *   format: stet-pack/1
 *   name, version, owner       the pack's name is that of its folder when it gives none
 *   language                   "en", "es" …; "*" or none: every story
 * inherits                   packs whose rules hold here too, unless a rule of the same name
 * replaces them
 *   example                    a whole story that no structural rule finds anything in
 *   options, set               switches, and their values in this pack's language (option.h)
 * rules: NAME:               one entry for NAME.yml, or with `check:` (structure.h) for no file at
 * all; with
 * neither, NAME (or PACK.NAME, or a code) is a rule of an earlier pack to change
 *     code, category, level, enabled; language, where it is not the pack's
 *     link                     where the house book speaks of it: a page, a chapter
 *     title, message, explanation   each {en, es}
 * bad, good                a text or a list of texts; for structural rules a story or a list of
 * them, as what differs
 *                              from `example`; in `facts:` what is known besides (facts.h)
 *     fix                      safe (unasked), suggest, none
 * yields                   quiet where a rule that does not yield speaks of the same place, at this
 * level or above
 *     stet                     who may let it stand: author, editor, never
 *     fields, skip_fields      kinds of text (unit.h); skip: quotations, names, works
 * when: {OPTION: value}    the rule is only for stories in which the option has that value (or one
 * of a list)
 *
 * A file words.txt beside it holds words that are right in stories of the pack's language, one a
 * line. */
#pragma once

#include "style/facts.h"
#include "style/option.h"
#include "style/profile.h"
#include "style/rule.h"
#include "style/spelling.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* A pack that was loaded. */
typedef struct
{
  char     *name;
  char     *version, *owner, *language; /* (nullable) */
  char     *file;
  StetLayer layer;
  guint     n_rules; /* those of its own that may speak */
} StetPackInfo;

/* Rules of all packs loaded so far; a later one of the same name takes the place of the earlier. */
typedef struct
{
  GPtrArray         *rules;    /* (owned) of StetRule, in order of loading */
  GPtrArray         *problems; /* (owned) of char *: "FILE:LINE: what is wrong" */
  GPtrArray         *packs;    /* (owned) of StetPackInfo, in order of loading */
  StetOptions       *options;  /* (owned) */
  StetSpelling      *spelling; /* (owned) */
  StetLayer          layer;    /* of what is loaded next */
  const StetProfile *profile;  /* (borrowed) for the examples of structural rules, while loading */
  StetMatcher       *matcher;  /* (owned) */
} StetRuleSet;

StetRuleSet *stet_rule_set_new  (const StetProfile *profile);
void         stet_rule_set_free (StetRuleSet *set);
/* (borrowed) (nullable) */
StetRule    *stet_rule_set_find (const StetRuleSet *set, const char *name_or_code);

/* Whether a rule speaks of stories in a language: it is on, it is written for it, no pack of a
 * region has another in its place, and the options it names have the right values. */
gboolean stet_rule_set_applies (const StetRuleSet *set, const StetRule *rule, const char *language);

/* Every pack below a resource path. */
void     stet_rule_set_load_resource (StetRuleSet *set, GResource *resource, const char *path);
/* A layer: a folder of packs, or one pack. FALSE when it can't be read. */
gboolean stet_rule_set_load_dir      (StetRuleSet *set, const char *dir, GError **error);

/* One rule file by itself, as a pack named after its folder. */
void     stet_rule_set_load_file    (StetRuleSet *set, const char *path);

/* The layers below a folder: its packs and those of "newsroom" are the newsroom's, then "desk",
 * then "person"; each is a folder of packs or one pack. What is not there is no problem. */
void     stet_rule_set_load_layers  (StetRuleSet *set, const char *root);

/* A story, and what is known of it, from the `example:` of a pack and what an example changes in
 * it. */
typedef struct
{
  const StetYaml *base, *changes; /* (nullable) */
  const char     *language;       /* (nullable) where neither says */
  const char     *file;           /* for problems */
} StetExample;
StetArticle *stet_example_story (const StetExample *example, GError **error); /* (owned) */
StetFacts   *stet_example_facts (const StetExample *example, GError **error); /* (owned) */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StetRuleSet, stet_rule_set_free)

G_END_DECLS
