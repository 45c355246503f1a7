/* What the files of the checker share. Layer: style. */
#pragma once

#include "style/checker.h"
#include "style/index.h"
#include "style/pack.h"
#include "style/part.h"

G_BEGIN_DECLS

/* Rules are known by their number in `by_level`. */
struct _StetChecker
{
  gatomicrefcount ref_count;
  StetProfile    *profile;
  StetRuleSet    *set;
  /* (owned) of (borrowed) StetRule, errors first: a cap never hides one */
  GPtrArray      *by_level;
  GArray         *of_whole;   /* (owned) of guint, rising: rules that look at the whole */
  GArray         *unindexed;  /* (owned) of guint, rising: text rules to be tried in every text */
  StetIndex      *index;      /* (owned) of the other text rules' patterns */
  StetPartCache  *parts;      /* (owned) */
  gint           *gave_up;    /* (owned) (atomic) by rule: it is off */
  GMutex          lock;
  GPtrArray      *problems;   /* (owned) under lock */
  StetOffs       *offs;       /* (owned) (nullable) under lock */
  StetClock      *clock;      /* (borrowed) */
  char           *interface_language;
};

static inline gboolean
stet_checker_is_off (const StetChecker *checker, guint number)
{
  return g_atomic_int_get (&checker->gave_up[number]) != 0;
}

/* Once and for all; the first time it becomes a problem to be told. */
void stet_checker_switch_off (StetChecker *checker, guint number);

StetStand *stet_stand_copy (const StetStand *stand); /* (owned) (nullable) */
void       stet_stand_free (StetStand *stand);

G_END_DECLS
