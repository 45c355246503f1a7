/* The order of a list whose members were added, dropped and moved on two sides. Layer: sync. Pure.
 *
 * The base's members give the skeleton, in the order of the side that moved any. What a side added
 * follows the member it stood after there; where both added at one place, the run with the lesser
 * first id leads. */
#include "config.h"

#include "sync/merge-order.h"

#define START "" /* no id is empty: stands before the first member */

static GHashTable *
places_of (GPtrArray *ids)
{
  GHashTable *places = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < ids->len; i++)
    g_hash_table_insert (places, ids->pdata[i], GUINT_TO_POINTER (i));
  return places;
}

/* The members of `ids` that `known` has too, in order. */
static GPtrArray *
only_known (GPtrArray *ids, GHashTable *known)
{
  GPtrArray *kept = g_ptr_array_new ();

  for (guint i = 0; i < ids->len; i++)
    if (g_hash_table_contains (known, ids->pdata[i]))
      g_ptr_array_add (kept, ids->pdata[i]);
  return kept;
}

static gboolean
same_ids (GPtrArray *a, GPtrArray *b)
{
  for (guint i = 0; a->len == b->len && i < a->len; i++)
    if (!g_str_equal (a->pdata[i], b->pdata[i]))
      return FALSE;
  return a->len == b->len;
}

/* Whether a side has the base's members in another order than the base. */
static gboolean
moved (GPtrArray *base, GPtrArray *side, GHashTable *in_base, GHashTable *in_side)
{
  g_autoptr (GPtrArray) as_base = only_known (base, in_side);
  g_autoptr (GPtrArray) as_side = only_known (side, in_base);

  return !same_ids (as_base, as_side);
}

/* All of the base's members in a side's order; those it dropped follow what they followed in the
 * base. */
static GPtrArray *
skeleton_of (GPtrArray *base, GPtrArray *side, GHashTable *in_base, GHashTable *in_side)
{
  g_autoptr (GHashTable) after
      = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) g_ptr_array_unref);
  g_autoptr (GPtrArray) kept = only_known (side, in_base);
  GPtrArray *skeleton = g_ptr_array_new ();
  const char *anchor = START;

  for (guint i = 0; i < base->len; i++)
    {
      GPtrArray *dropped = g_hash_table_lookup (after, anchor);

      if (g_hash_table_contains (in_side, base->pdata[i]))
        {
          anchor = base->pdata[i];
          continue;
        }
      if (dropped == NULL)
        g_hash_table_insert (after, (gpointer) anchor, dropped = g_ptr_array_new ());
      g_ptr_array_add (dropped, base->pdata[i]);
    }
  for (guint i = 0; i <= kept->len; i++)
    {
      GPtrArray *dropped = g_hash_table_lookup (after, i == 0 ? START : kept->pdata[i - 1]);

      if (dropped != NULL)
        g_ptr_array_extend (skeleton, dropped, NULL, NULL);
      if (i < kept->len)
        g_ptr_array_add (skeleton, kept->pdata[i]);
    }
  return skeleton;
}

/* What a side added, by the base's member it follows there. */
static GHashTable *
additions_of (GPtrArray *side, GHashTable *in_base)
{
  GHashTable *runs
      = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) g_ptr_array_unref);
  const char *anchor = START;

  for (guint i = 0; i < side->len; i++)
    {
      GPtrArray *run = g_hash_table_lookup (runs, anchor);

      if (g_hash_table_contains (in_base, side->pdata[i]))
        {
          anchor = side->pdata[i];
          continue;
        }
      if (run == NULL)
        g_hash_table_insert (runs, (gpointer) anchor, run = g_ptr_array_new ());
      g_ptr_array_add (run, side->pdata[i]);
    }
  return runs;
}

static void
add_run (GPtrArray *order, GHashTable *added, GPtrArray *run)
{
  for (guint i = 0; run != NULL && i < run->len; i++)
    if (g_hash_table_add (added, run->pdata[i]))
      g_ptr_array_add (order, run->pdata[i]);
}

static int
compare_runs (GPtrArray *a, GPtrArray *b)
{
  for (guint i = 0; i < a->len && i < b->len; i++)
    {
      int difference = g_strcmp0 (a->pdata[i], b->pdata[i]);

      if (difference != 0)
        return difference;
    }
  return (int) a->len - (int) b->len;
}

static void
add_both_runs (GPtrArray *order, GHashTable *added, GPtrArray *ours, GPtrArray *theirs)
{
  gboolean theirs_first = ours != NULL && theirs != NULL && compare_runs (theirs, ours) < 0;

  add_run (order, added, theirs_first ? theirs : ours);
  add_run (order, added, theirs_first ? ours : theirs);
}

GPtrArray *
stet_merge_order (GPtrArray *base, GPtrArray *ours, GPtrArray *theirs, gboolean *moved_apart)
{
  g_autoptr (GHashTable) in_base = places_of (base);
  g_autoptr (GHashTable) in_ours = places_of (ours);
  g_autoptr (GHashTable) in_theirs = places_of (theirs);
  g_autoptr (GHashTable) our_runs = additions_of (ours, in_base);
  g_autoptr (GHashTable) their_runs = additions_of (theirs, in_base);
  g_autoptr (GHashTable) added = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) skeleton = NULL;
  gboolean we_moved = moved (base, ours, in_base, in_ours);
  gboolean they_moved = moved (base, theirs, in_base, in_theirs);
  GPtrArray *order = g_ptr_array_new ();

  if (we_moved || !they_moved)
    skeleton = skeleton_of (base, ours, in_base, in_ours);
  else
    skeleton = skeleton_of (base, theirs, in_base, in_theirs);
  *moved_apart = FALSE;
  if (we_moved && they_moved)
    {
      g_autoptr (GPtrArray) other = skeleton_of (base, theirs, in_base, in_theirs);

      *moved_apart = !same_ids (skeleton, other);
    }
  add_both_runs (order, added, g_hash_table_lookup (our_runs, START),
                 g_hash_table_lookup (their_runs, START));
  for (guint i = 0; i < skeleton->len; i++)
    {
      g_ptr_array_add (order, skeleton->pdata[i]);
      add_both_runs (order, added, g_hash_table_lookup (our_runs, skeleton->pdata[i]),
                     g_hash_table_lookup (their_runs, skeleton->pdata[i]));
    }
  return order;
}
