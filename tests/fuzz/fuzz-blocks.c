/* A post's content: any bytes as block markup. Reading never fails but for a limit; what was read
 * is written, and read again to the same hash. */
#include "config.h"

#include "driver.h"
#include "article/blocks.h"
#include "article/json.h"

#define ID "11111111-2222-4333-8444-555555555555"
#define BYTES_MAX 8000

static StetArticle *
read_post (const StetBlocksPost *post)
{
  const StetBlocksReading how = { .id = ID, .language = "en" };
  g_auto (StetBlocksMark) mark = { 0 };

  return stet_blocks_read (post, &how, &mark, NULL);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize length)
{
  g_autofree char *content = NULL;
  g_autoptr (StetArticle) article = NULL;
  g_autoptr (StetArticle) again = NULL;
  g_auto (StetBlocksPost) written = { NULL };
  g_autofree char *text = NULL;
  g_autofree char *text_again = NULL;
  g_autofree char *moved = NULL;
  StetBlocksPost post = { .title = (char *) "T" };
  StetBlocksWriting with = { .state = STET_STATE_DRAFT };

  if (length > BYTES_MAX)
    return 0;
  content = g_utf8_make_valid ((const char *) data, (gssize) length);
  post.content = content;
  article = read_post (&post);
  if (article == NULL)
    return 0;
  stet_blocks_write (article, &with, &written);
  again = read_post (&written);
  g_assert_nonnull (again);
  text = stet_article_hashed_text (article, NULL);
  text_again = stet_article_hashed_text (again, NULL);
  g_assert_cmpstr (text_again, ==, text);
  moved = stet_blocks_set_state (written.content, STET_STATE_APPROVED, "x");
  g_assert_nonnull (moved);
  return 0;
}
