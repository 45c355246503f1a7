/* A story as a WordPress post and back: the same content hash from the blocks alone; what
 * WordPress's own editor made comes back unharmed. */
#include "config.h"

#include "article/blocks.h"
#include "article/format.h"
#include "base/limits.h"
#include "random-article.h"
#include "support.h"

#include <string.h>

#define ROUNDS 400
#define ID "11111111-2222-4333-8444-555555555555"

static const StetBlocksReading how = { .id = ID, .language = "en" };

static gboolean
find_picture (const char *file, StetBlocksPicture *picture, gpointer data)
{
  picture->id = "7";
  picture->url = "https://news.example/wp-content/uploads/a.jpg";
  return strlen (file) == 64;
}

static const StetBlocksWriting with
    = { .find_picture = find_picture, .state = STET_STATE_APPROVED, .state_hash = "abc" };

static int
compare_labels (gconstpointer a, gconstpointer b)
{
  return strcmp (stet_term_label (*(StetTerm *const *) a),
                 stet_term_label (*(StetTerm *const *) b));
}

/* What the site gives back of it: terms by name, with ids. */
static void
give_terms (const StetArticle *article, StetBlocksPost *post)
{
  const StetArticleFields *fields = stet_article_fields (article);

  post->tags = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_term_unref);
  post->sections = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_term_unref);
  for (guint i = 0; i < fields->tags->len; i++)
    g_ptr_array_add (post->tags, stet_term_new (stet_term_label (fields->tags->pdata[i]), "31"));
  g_ptr_array_sort (post->tags, compare_labels);
  g_ptr_array_add (
      post->sections,
      stet_term_new (fields->section != NULL ? stet_term_label (fields->section) : "Uncategorized",
                     "1"));
}

static StetArticle *
round_trip (const StetArticle *article, char **content)
{
  g_auto (StetBlocksPost) post = { NULL };
  g_auto (StetBlocksMark) mark = { 0 };
  g_autoptr (GError) error = NULL;
  StetArticle *back;

  stet_blocks_write (article, &with, &post);
  give_terms (article, &post);
  back = stet_blocks_read (&post, &how, &mark, &error);
  g_assert_no_error (error);
  g_assert_true (mark.found);
  g_assert_cmpint (mark.state, ==, STET_STATE_APPROVED);
  g_assert_cmpstr (mark.state_hash, ==, "abc");
  if (content != NULL)
    *content = g_steal_pointer (&post.content);
  return back;
}

static void
assert_same (const StetArticle *article, const StetArticle *back, const char *content)
{
  g_autofree char *text = stet_article_hashed_text (article, NULL);
  g_autofree char *back_text = stet_article_hashed_text (back, NULL);

  if (g_strcmp0 (text, back_text) != 0)
    g_test_message ("%s", content);
  g_assert_cmpstr (back_text, ==, text);
}

static void
test_random (void)
{
  static const RandomKind kinds[] = { RANDOM_NO_EXTRA, RANDOM_NO_EXTRA | RANDOM_TIDY };
  g_autoptr (StetRandom) random = stet_random_new_seeded (20261124);

  for (guint i = 0; i < ROUNDS; i++)
    {
      g_autoptr (StetArticle) article = random_article (random, kinds[i % G_N_ELEMENTS (kinds)]);
      g_autofree char *content = NULL;
      g_autoptr (StetArticle) back = round_trip (article, &content);

      assert_same (article, back, content);
      g_assert_cmpstr (stet_article_id (back), ==, stet_article_id (article));
      for (guint b = 0; b < stet_article_n_blocks (article); b++)
        g_assert_cmpstr (stet_block_id (stet_article_block (back, b)), ==,
                         stet_block_id (stet_article_block (article, b)));
    }
}

static void
test_sample (void)
{
  g_autofree char *path = stet_test_shared_file ("data/seed/article-en.txt");
  g_autofree char *text = NULL;
  g_autofree char *content = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (StetArticle) article = NULL;
  g_autoptr (StetArticle) back = NULL;

  if (path == NULL)
    {
      g_test_skip ("the shared sample is not here");
      return;
    }
  text = stet_test_read (path);
  article = stet_article_read (STET_FORMAT_TEXT, text, NULL, stet_random_system (), &error);
  g_assert_no_error (error);
  back = round_trip (article, &content);
  assert_same (article, back, content);
  g_assert_true (stet_article_equal (article, back));
  g_assert_nonnull (strstr (content, "<p class=\"stet-dek\">"));
  g_assert_nonnull (strstr (content, "<span class=\"stet-credit\">"));
  g_assert_nonnull (strstr (content, "<section class=\"wp-block-stet-faq stet-faq\">"));
}

/* What the filter for people without unfiltered_html would touch must not be written at all. */
static void
test_filter_stable (void)
{
  static const char *const never[]
      = { "<br>", "<br/>", "\"/>", "{} -->", "{} /-->", " & ", "&nbsp;", "<script" };
  g_autoptr (StetRandom) random = stet_random_new_seeded (7);

  for (guint i = 0; i < ROUNDS / 4; i++)
    {
      g_autoptr (StetArticle) article = random_article (random, RANDOM_NO_EXTRA);
      g_autofree char *content = NULL;
      g_autoptr (StetArticle) back = round_trip (article, &content);

      for (guint n = 0; n < G_N_ELEMENTS (never); n++)
        if (strstr (content, never[n]) != NULL)
          g_test_message ("%s in %s", never[n], content);
      for (guint n = 0; n < G_N_ELEMENTS (never); n++)
        g_assert_null (strstr (content, never[n]));
    }
}

/* Blocks of WordPress's own making: understood, or opaque; either way they are there again
 * after. */
static void
test_native (void)
{
  static const struct
  {
    const char *markup;
    StetBlockType type;
    guint n;
    const char *why;
  } cases[] = {
    { "<!-- wp:paragraph -->\n<p>One <b>two</b> <i>three</i></p>\n<!-- /wp:paragraph -->",
      STET_BLOCK_PARAGRAPH, 1, "b is strong" },
    { "<!-- wp:paragraph {\"align\":\"center\"} -->\n<p class=\"has-text-align-center\">x</p>\n<!-- /wp:paragraph -->",
      STET_BLOCK_OPAQUE, 1, "alignment" },
    { "<!-- wp:paragraph -->\n<p>x <mark>y</mark></p>\n<!-- /wp:paragraph -->", STET_BLOCK_OPAQUE,
      1, "a span of another kind" },
    { "<!-- wp:paragraph -->\n<p><a href=\"https://a.example\" target=\"_blank\" rel=\"noreferrer noopener\">y</a></p>\n"
      "<!-- /wp:paragraph -->",
      STET_BLOCK_OPAQUE, 1, "a link to a new window" },
    { "<!-- wp:heading -->\n<h2 class=\"wp-block-heading\">x</h2>\n<!-- /wp:heading -->",
      STET_BLOCK_HEADING, 1, "6.2 and later" },
    { "<!-- wp:heading {\"level\":5} -->\n<h5>x</h5>\n<!-- /wp:heading -->", STET_BLOCK_OPAQUE, 1,
      "a level we have not" },
    { "<!-- wp:list -->\n<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>\n<!-- /wp:list -->",
      STET_BLOCK_LIST_ITEM, 3, "5.x" },
    { "<!-- wp:list -->\n<ul><!-- wp:list-item -->\n<li>a<!-- wp:list {\"ordered\":true} -->\n<ol><!-- wp:list-item -->\n<li>b</li>\n"
      "<!-- /wp:list-item --></ol>\n<!-- /wp:list --></li>\n<!-- /wp:list-item --></ul>\n<!-- /wp:list -->",
      STET_BLOCK_LIST_ITEM, 2, "6.1" },
    { "<!-- wp:list {\"ordered\":true,\"start\":3} -->\n<ol start=\"3\"><li>a</li></ol>\n<!-- /wp:list -->",
      STET_BLOCK_OPAQUE, 1, "a list that starts at three" },
    { "<!-- wp:quote -->\n<blockquote class=\"wp-block-quote\"><p>x</p><cite>y</cite></blockquote>\n<!-- /wp:quote -->",
      STET_BLOCK_QUOTE, 1, "5.x" },
    { "<!-- wp:quote -->\n<blockquote class=\"wp-block-quote\"><!-- wp:paragraph -->\n<p>x</p>\n<!-- /wp:paragraph -->\n\n"
      "<!-- wp:paragraph -->\n<p>y</p>\n<!-- /wp:paragraph --></blockquote>\n<!-- /wp:quote -->",
      STET_BLOCK_OPAQUE, 1, "two" },
    { "<!-- wp:table -->\n<figure class=\"wp-block-table\"><table><tbody><tr><td>a</td><td>b</td></tr></tbody></table></figure>\n"
      "<!-- /wp:table -->",
      STET_BLOCK_TABLE, 1, "a table" },
    { "<!-- wp:table -->\n<figure class=\"wp-block-table\"><table><thead><tr><th>a</th></tr></thead><tbody><tr><td>b</td></tr></tbody>"
      "</table></figure>\n<!-- /wp:table -->",
      STET_BLOCK_OPAQUE, 1, "a head" },
    { "<!-- wp:image {\"id\":5,\"sizeSlug\":\"full\",\"linkDestination\":\"none\"} -->\n<figure class=\"wp-block-image size-full\"><img "
      "src=\"https://n.example/a.png\" alt=\"b\" class=\"wp-image-5\"/><figcaption class=\"wp-element-caption\">c <strong>d</strong>"
      "</figcaption></figure>\n<!-- /wp:image -->",
      STET_BLOCK_IMAGE, 1, "a picture" },
    { "<!-- wp:image {\"id\":5,\"width\":20,\"height\":30,\"sizeSlug\":\"full\"} -->\n<figure class=\"wp-block-image size-full "
      "is-resized\"><img src=\"https://n.example/a.png\" alt=\"\" class=\"wp-image-5\" width=\"20\" height=\"30\"/></figure>\n"
      "<!-- /wp:image -->",
      STET_BLOCK_OPAQUE, 1, "resized" },
    { "<!-- wp:separator -->\n<hr class=\"wp-block-separator has-alpha-channel-opacity\"/>\n<!-- /wp:separator -->",
      STET_BLOCK_OPAQUE, 1, "a rule" },
    { "<!-- wp:columns -->\n<div class=\"wp-block-columns\"><!-- wp:column -->\n<div class=\"wp-block-column\"><!-- wp:paragraph -->\n"
      "<p>x</p>\n<!-- /wp:paragraph --></div>\n<!-- /wp:column --></div>\n<!-- /wp:columns -->",
      STET_BLOCK_OPAQUE, 1, "nested" },
    { "<!-- wp:latest-posts {\"postsToShow\":3} /-->", STET_BLOCK_OPAQUE, 1, "no end" },
    { "<!-- wp:embed {\"url\":\"https://v.example/?a=1\\u0026b=2\"} -->\n<figure class=\"wp-block-embed\"><div "
      "class=\"wp-block-embed__wrapper\">\nhttps://v.example/?a=1&amp;b=2\n</div></figure>\n<!-- /wp:embed -->",
      STET_BLOCK_EMBED, 1, "an embed" },
    { "<!-- wp:embed {\"url\":\"https://v.example/\",\"type\":\"video\",\"providerNameSlug\":\"v\"} -->\n<figure class=\"wp-block-embed "
      "is-type-video\"><div class=\"wp-block-embed__wrapper\">\nhttps://v.example/\n</div></figure>\n<!-- /wp:embed -->",
      STET_BLOCK_OPAQUE, 1, "with a shape" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) blocks = stet_blocks_from_markup (cases[i].markup, &error);
      g_autofree char *again = NULL;
      g_autoptr (GPtrArray) second = NULL;

      g_test_message ("%s", cases[i].why);
      g_assert_no_error (error);
      g_assert_cmpuint (blocks->len, ==, cases[i].n);
      g_assert_cmpint (stet_block_type (blocks->pdata[0]), ==, cases[i].type);
      again = stet_blocks_to_markup (blocks, NULL);
      if (cases[i].type == STET_BLOCK_OPAQUE)
        {
          g_assert_true (g_str_has_prefix (again, cases[i].markup)); /* byte for byte */
          g_assert_cmpstr (again + strlen (cases[i].markup), ==, "\n\n");
        }
      second = stet_blocks_from_markup (again, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (second->len, ==, blocks->len);
      for (guint b = 0; b < blocks->len; b++)
        g_assert_cmpint (stet_block_type (second->pdata[b]), ==,
                         stet_block_type (blocks->pdata[b]));
    }
}

/* A post without a mark: opened, sent back, opened again; title and excerpt go back as they
 * were. */
static void
test_native_post (void)
{
  StetBlocksPost post = {
    .title = (char *) "The <em>bridge</em> &amp; co",
    .excerpt = (char *) "A &lt;b",
    .content
    = (char
           *) "First line\nsecond\n\n<h3>Part</h3>\n\n<div class=\"x\">kept</div>\n\nLast [gallery]",
    .slug = (char *) "bridge"
  };
  g_auto (StetBlocksPost) out = { NULL };
  g_auto (StetBlocksMark) mark = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (StetArticle) article = stet_blocks_read (&post, &how, &mark, &error);
  g_autoptr (StetArticle) back = NULL;

  g_assert_no_error (error);
  g_assert_false (mark.found);
  g_assert_cmpstr (stet_article_id (article), ==, ID);
  g_assert_cmpstr (stet_prose_text (stet_article_fields (article)->headline), ==,
                   "The bridge & co");
  g_assert_cmpstr (stet_prose_text (stet_article_fields (article)->dek), ==, "A <b");
  g_assert_cmpuint (stet_article_n_blocks (article), ==, 4);
  g_assert_cmpint (stet_block_type (stet_article_block (article, 0)), ==, STET_BLOCK_PARAGRAPH);
  g_assert_cmpstr (stet_prose_text (stet_block_prose (stet_article_block (article, 0))), ==,
                   "First line\nsecond");
  g_assert_cmpint (stet_block_type (stet_article_block (article, 1)), ==, STET_BLOCK_HEADING);
  g_assert_cmpint (stet_block_type (stet_article_block (article, 2)), ==, STET_BLOCK_OPAQUE);
  stet_blocks_write (article, &with, &out);
  g_assert_cmpstr (out.title, ==, post.title);
  g_assert_cmpstr (out.excerpt, ==, post.excerpt);
  g_assert_null (strstr (out.content, "stet-dek"));
  g_assert_nonnull (strstr (out.content, "<div class=\"x\">kept</div>"));
  back = stet_blocks_read (&out, &how, NULL, &error);
  g_assert_no_error (error);
  assert_same (article, back, out.content);
}

/* A desk at the site changes a paragraph: the others keep their ids, so a merge knows them. */
static void
test_ids (void)
{
  g_autoptr (StetRandom) random = stet_random_new_seeded (3);
  g_autoptr (GPtrArray) body = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_block_unref);
  StetArticleFields fields = { .id = ID, .story = ID, .language = "en", .body = body };
  g_autoptr (StetArticle) article = NULL;
  g_autoptr (StetArticle) back = NULL;
  g_auto (StetBlocksPost) post = { NULL };
  g_autoptr (GString) content = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 4; i++)
    {
      g_autofree char *id = stet_uuid_new (random);
      g_autofree char *text = g_strdup_printf ("Paragraph %u.", i);
      g_autoptr (StetProse) prose = stet_prose_plain (text);

      g_ptr_array_add (body, stet_block_paragraph (id, prose));
    }
  article = stet_article_new (&fields);
  stet_blocks_write (article, &with, &post);
  content = g_string_new (post.content);
  g_string_replace (content, "Paragraph 1.", "Changed.", 0);
  g_string_replace (content, "<!-- wp:paragraph -->\n<p>Paragraph 3.",
                    "<!-- wp:paragraph -->\n<p>New.</p>\n<!-- /wp:paragraph -->\n\n"
                    "<!-- wp:paragraph -->\n<p>Paragraph 3.",
                    1);
  g_free (post.content);
  post.content = g_strdup (content->str);
  back = stet_blocks_read (&post, &how, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (stet_article_n_blocks (back), ==, 5);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpstr (stet_block_id (stet_article_block (back, i)), ==,
                     stet_block_id (stet_article_block (article, i)));
  g_assert_cmpstr (stet_block_id (stet_article_block (back, 4)), ==,
                   stet_block_id (stet_article_block (article, 3)));
  g_assert_cmpstr (stet_block_id (stet_article_block (back, 3)), !=,
                   stet_block_id (stet_article_block (article, 3)));
}

static void
test_set_state (void)
{
  g_autoptr (StetRandom) random = stet_random_new_seeded (5);
  g_autoptr (StetArticle) article = random_article (random, RANDOM_NO_EXTRA);
  g_autofree char *content = NULL;
  g_autoptr (StetArticle) back = round_trip (article, &content);
  g_auto (StetBlocksMark) mark = { 0 };
  g_auto (StetBlocksPost) post = { NULL };
  g_autoptr (StetArticle) again = NULL;

  post.content = stet_blocks_set_state (content, STET_STATE_RETURNED, NULL);
  g_assert_nonnull (post.content);
  post.title = stet_blocks_escape (stet_prose_text (stet_article_fields (article)->headline));
  give_terms (article, &post);
  again = stet_blocks_read (&post, &how, &mark, NULL);
  g_assert_cmpint (mark.state, ==, STET_STATE_RETURNED);
  g_assert_null (mark.state_hash);
  g_assert_cmpuint (stet_article_n_blocks (again), ==, stet_article_n_blocks (article));
  g_assert_null (stet_blocks_set_state ("<p>no mark</p>", STET_STATE_DRAFT, NULL));
}

/* Markup that never ends, ends too often, or is too much. */
static void
test_broken (void)
{
  static const char *const cases[] = {
    "",
    "<!-- wp:paragraph -->",
    "<!-- /wp:paragraph -->",
    "<!-- wp:paragraph -->\n<p>x</p>",
    "<!--",
    "<!-- wp:",
    "<!-- wp:x {",
    "<!-- wp:a --><!-- wp:a --><!-- /wp:a -->",
    "<!-- wp:x {\"a\":} /-->",
    "<!-- wp:stet/article {\"data\":\"%7B\"} /-->",
    "<!-- wp:stet/article {\"data\":\"%\"} /-->",
    "<!-- wp:stet/faq {\"data\":\"[]\"} --><section></section><!-- /wp:stet/faq -->",
    "<!-- wp:stet/opaque {\"base64\":\"*\"} /-->",
    "<!-- wp:image --><!-- /wp:image -->",
    "<!-- wp:/ -->",
    "<!-->",
    "<!--->",
    "<!-- wp:table --><table></table><!-- /wp:table -->",
    "<!-- wp:embed --><div></div><!-- /wp:embed -->",
  };
  g_autoptr (GString) many = g_string_new (NULL);
  g_autoptr (GPtrArray) at_limit = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) blocks = stet_blocks_from_markup (cases[i], &error);
      g_autofree char *again = NULL;

      g_test_message ("%s", cases[i]);
      g_assert_no_error (error);
      again = stet_blocks_to_markup (blocks, NULL);
      g_assert_nonnull (again);
    }
  for (guint i = 0; i <= STET_BLOCKS_MAX; i++)
    g_string_append (many, "<!-- wp:x /-->");
  g_assert_null (stet_blocks_from_markup (many->str, &error));
  g_assert_error (error, STET_ARTICLE_ERROR, STET_ARTICLE_ERROR_TOO_LARGE);
  g_clear_error (&error);
  g_string_truncate (many, strlen ("<!-- wp:x /-->") * STET_BLOCKS_MAX);
  g_assert_nonnull ((at_limit = stet_blocks_from_markup (many->str, &error)));
}

/* What a browser would act on: elements, handlers, addresses that are code. Looks at the markup
 * alone. */
static gboolean
is_active (const char *markup)
{
  static const char *const patterns[] = {
    "<\\s*/?(script|iframe|object|embed|svg|math|style|form|input|button|meta|link|base|frame|applet|template|noscript)\\b",
    "<[a-z][^>]*[\\s/\"'](on[a-z]+|srcdoc|formaction)\\s*=",
    "<[a-z][^>]*\\s(href|src|action|xlink:href|poster|background)\\s*=\\s*[\"']?[\\s\\x00-\\x20]*(javascript|data|vbscript)\\s*:",
  };
  g_autoptr (GRegex) comments = g_regex_new ("<!--.*?-->", G_REGEX_DOTALL, 0, NULL);
  g_autofree char *bare = g_regex_replace_literal (comments, markup, -1, 0, "", 0, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (patterns); i++)
    if (g_regex_match_simple (patterns[i], bare, G_REGEX_CASELESS | G_REGEX_DOTALL, 0))
      {
        g_test_message ("%s in %s", patterns[i], bare);
        return TRUE;
      }
  return FALSE;
}

static char *
hidden (const char *html)
{
  g_autofree char *base64 = g_base64_encode ((const guchar *) html, strlen (html));

  return g_strdup_printf ("<p>a</p><div class=\"opaque\" data-raw-base64=\"%s\"></div>", base64);
}

/* Whatever is pasted or imported: nothing that acts goes out under the name of an editor, whom no
 * site filters. */
static void
test_hostile (void)
{
  static const char *const pieces[] = {
    "<script>alert(1)</script>",
    "<p onclick=\"alert(1)\">x</p>",
    "<img src=x onerror=alert(1)>",
    "<a href=\"javascript:alert(1)\">x</a>",
    "<a href=\" \x01java\nscript:alert(1)\">x</a>",
    "<a href=\"data:text/html,&lt;script&gt;alert(1)&lt;/script&gt;\">x</a>",
    "<a href=\"vbscript:x\">x</a>",
    "<svg onload=alert(1)></svg>",
    "<math><mi xlink:href=\"javascript:alert(1)\">x</mi></math>",
    "<iframe src=\"https://evil.example/\"></iframe>",
    "<object data=\"x.swf\"></object>",
    "<embed src=\"x.swf\">",
    "<style>@import 'https://evil.example/x.css';</style>",
    "<form action=\"https://evil.example/\"><input name=p></form>",
    "<meta http-equiv=refresh content=\"0;url=https://evil.example/\">",
    "<base href=\"https://evil.example/\">",
    "<figure><img src=\"data:image/svg+xml,&lt;svg onload=alert(1)&gt;\"></figure>",
    "<!-- wp:html -->\n<script>alert(1)</script>\n<!-- /wp:html -->",
    "<!-- wp:paragraph --><p onmouseover=alert(1)>x</p><!-- /wp:paragraph -->",
    "<blockquote cite=\"javascript:alert(1)\" onfocus=alert(1) tabindex=1>x</blockquote>",
    "<table><tr><td background=\"javascript:alert(1)\">x</td></tr></table>",
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\"></noscript>",
    "<a href=\"https://ok.example/\" onclick=\"alert(1)\" style=\"position:fixed\">x</a>",
  };
  static const char script[] = "<!-- wp:html -->\n<script>alert(1)</script>\n<!-- /wp:html -->";
  const StetBlocksWriting guarded = { .guarded = TRUE };
  const StetBlocksWriting served = { .guarded = TRUE, .served = script };

  g_assert_true (is_active (script + strlen ("<!-- wp:html -->")));
  for (guint i = 0; i < 2 * G_N_ELEMENTS (pieces); i++)
    {
      g_autofree char *html = i % 2 == 0 ? g_strdup (pieces[i / 2]) : hidden (pieces[i / 2]);
      g_autoptr (StetArticle) article
          = stet_article_read (STET_FORMAT_HTML, html, NULL, stet_random_system (), NULL);
      g_auto (StetBlocksPost) post = { NULL };

      if (article == NULL)
        continue;
      stet_blocks_write (article, &guarded, &post);
      g_assert_false (is_active (post.content));
      g_assert_false (is_active (post.title));
      g_assert_false (is_active (post.excerpt));
      if (strcmp (pieces[i / 2], script) == 0 && i % 2 == 1)
        {
          stet_blocks_post_clear (&post);
          stet_blocks_write (article, &served, &post);
          g_assert_nonnull (strstr (post.content, script));
        }
    }
}

/* "Ana=7, Guest": accounts with their numbers, and names. */
static GPtrArray *
authors_of (const char *text)
{
  GPtrArray *authors = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_term_unref);
  g_auto (GStrv) parts = g_strsplit (text, ", ", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      g_auto (GStrv) pair = g_strsplit (parts[i], "=", 2);

      g_ptr_array_add (authors, stet_term_new (pair[0], pair[1]));
    }
  return authors;
}

static char *
authors_text (GPtrArray *authors)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < authors->len; i++)
    {
      const char *id = stet_term_id (authors->pdata[i]);

      g_string_append_printf (text, "%s%s%s%s", i > 0 ? ", " : "",
                              stet_term_label (authors->pdata[i]), id != NULL ? "=" : "",
                              id != NULL ? id : "");
    }
  return g_string_free (text, FALSE);
}

/* The story's authors are its own, until a person at the site gives the post another one. */
static void
test_authors (void)
{
  static const struct
  {
    const char *ours, *marked, *theirs, *name, *wanted, *why;
  } cases[] = {
    { "", "4", "4", "Connie", "", "no authors: nothing comes of the account that sent it" },
    { "Guest", "4", "4", "Connie", "Guest", "a name alone has nothing to do with accounts" },
    { "Guest, Ana=7", "4", "4", "Connie", "Guest, Ana=7", "sent by who may not give it to Ana" },
    { "Ana=7", "7", "7", "Ana María", "Ana=7", "the story's spelling stays" },
    { "", "4", "9", "Bea", "Bea=9", "given to Bea at the site" },
    { "Guest", "4", "9", "Bea", "Bea=9, Guest", "in front of names" },
    { "Guest, Ana=7, Luis=8", "7", "9", "Bea", "Guest, Bea=9, Luis=8", "in Ana's place" },
    { "Guest, Ana=7, Bea=9", "7", "9", "Bea", "Guest, Bea=9", "once, not twice" },
    { "Ana=7", "4", "7", "Ana María", "Ana=7", "given at the site to whom the story names" },
    { "Ana=7", NULL, "9", "Bea", "Ana=7", "written before accounts counted" },
    { "Ana=7", "7", "9", NULL, "Ana=7", "an account that the site does not name" },
    { "Ana=7", "7", NULL, "Bea", "Ana=7", "a site that does not say whose it is" },
    { "Ana=x7, Luis=8", "8", "9", "Bea", "Ana=x7, Bea=9", "an id that is no number of WordPress" },
    { "Ana=0, Luis=8", "8", "9", "Bea", "Ana=0, Bea=9", "nor is zero" },
    { "Ana=7", "7\"", "9", "Bea", "Ana=7", "nothing but a number gets into the mark" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) authors = authors_of (cases[i].ours);
      const StetArticleFields fields
          = { .id = ID, .story = ID, .language = "en", .authors = authors };
      const StetBlocksWriting by = { .author_id = cases[i].marked };
      g_autoptr (StetArticle) article = stet_article_new (&fields);
      g_auto (StetBlocksPost) post = { NULL };
      g_autoptr (StetArticle) back = NULL;
      g_autofree char *got = NULL, *marked = NULL, *moved = NULL, *still = NULL;
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", cases[i].why);
      stet_blocks_write (article, &by, &post);
      marked = stet_blocks_marked_author (post.content);
      moved = stet_blocks_set_state (post.content, STET_STATE_PUBLISHED, NULL);
      still = stet_blocks_marked_author (moved);
      g_assert_cmpstr (still, ==, marked);
      if (cases[i].marked == NULL || strlen (cases[i].marked) == 1)
        g_assert_cmpstr (marked, ==, cases[i].marked);
      else
        g_assert_null (marked);
      post.author_id = g_strdup (cases[i].theirs);
      post.author_name = g_strdup (cases[i].name);
      back = stet_blocks_read (&post, &how, NULL, &error);
      g_assert_no_error (error);
      got = authors_text (stet_article_fields (back)->authors);
      g_assert_cmpstr (got, ==, cases[i].wanted);
    }
}

int
main (int argc, char **argv)
{
  stet_test_init (&argc, &argv);
  g_test_add_func ("/article/blocks/random", test_random);
  g_test_add_func ("/article/blocks/sample", test_sample);
  g_test_add_func ("/article/blocks/filter-stable", test_filter_stable);
  g_test_add_func ("/article/blocks/native", test_native);
  g_test_add_func ("/article/blocks/native-post", test_native_post);
  g_test_add_func ("/article/blocks/ids", test_ids);
  g_test_add_func ("/article/blocks/set-state", test_set_state);
  g_test_add_func ("/article/blocks/authors", test_authors);
  g_test_add_func ("/article/blocks/broken", test_broken);
  g_test_add_func ("/article/blocks/hostile", test_hostile);
  return g_test_run ();
}
