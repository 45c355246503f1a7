/* Layer: style. Any thread. */
#include "config.h"

#include "style/facts.h"

StetFacts *
stet_facts_new (void)
{
  return g_new0 (StetFacts, 1);
}

void
stet_facts_free (StetFacts *facts)
{
  if (facts == NULL)
    return;
  g_free (facts->photo_creator);
  g_free (facts->photo_credit);
  g_free (facts->photo_source_type);
  g_free (facts->today);
  g_free (facts->written);
  g_free (facts->publish_at);
  g_free (facts->embargo_until);
  g_free (facts->site_host);
  g_clear_pointer (&facts->original, stet_article_unref);
  g_clear_pointer (&facts->live, stet_article_unref);
  g_free (facts->correction);
  g_strfreev (facts->terms);
  g_free (facts);
}
