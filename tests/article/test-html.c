/* HTML: our own documents and blocks come back as they were; foreign ones lose what a story can't
 * hold. */
#include "config.h"

#include "article/format.h"
#include "article/html-scan.h"
#include "base/limits.h"
#include "random-article.h"
#include "support.h"

static StetArticle *
round_trip (const StetArticle *article, StetFormat format, const char *why)
{
  g_autoptr (StetRandom) random = stet_random_new_seeded (5);
  g_autofree char *text = stet_article_write (article, format, NULL);
  g_autoptr (GError) error = NULL;
  StetArticle *again = stet_article_read (format, text, NULL, random, &error);

  g_assert_no_error (error);
  return again;
}

static void
assert_same (const StetArticle *article, const StetArticle *again, const char *why)
{
  const char *const public_custom[] = { "kicker", "priority", NULL };
  g_autofree char *before = stet_article_hashed_text (article, public_custom);
  g_autofree char *after = stet_article_hashed_text (again, public_custom);

  if (!g_str_equal (before, after))
    {
      g_autofree char *html = stet_article_write (article, STET_FORMAT_HTML, NULL);

      g_test_message ("%s: %s", why, html);
    }
  g_assert_cmpstr (after, ==, before);
}

/* The hash is the same after a round through HTML, whatever the texts. */
static void
test_random_documents (void)
{
  for (guint32 seed = 0; seed < 400; seed++)
    {
      g_autoptr (StetRandom) random = stet_random_new_seeded (seed);
      g_autoptr (StetArticle) article = random_article (random, RANDOM_ANY);
      g_autofree char *why = g_strdup_printf ("seed %u", seed);
      g_autoptr (StetArticle) again = round_trip (article, STET_FORMAT_HTML, why);

      assert_same (article, again, why);
    }
}

/* And so are the blocks that a site is sent. */
static void
test_random_blocks (void)
{
  for (guint32 seed = 0; seed < 400; seed++)
    {
      g_autoptr (StetRandom) random = stet_random_new_seeded (seed);
      g_autoptr (StetArticle) article = random_article (random, RANDOM_ANY);
      StetArticleFields fields = *stet_article_fields (article);
      g_autofree char *html = stet_blocks_to_html (fields.body);
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) blocks = stet_html_to_blocks (html, random, &error);
      g_autofree char *why = g_strdup_printf ("seed %u", seed);
      g_autoptr (StetArticle) again = NULL;

      g_assert_no_error (error);
      fields.body = blocks;
      again = stet_article_new (&fields);
      assert_same (article, again, why);
    }
}

static void
test_own_story (void)
{
  static const char *const files[]
      = { "article/data/harbour-en.txt", "article/data/puerto-es.txt" };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = stet_test_file (files[i]);
      g_autofree char *text = stet_test_read (path);
      g_autoptr (StetArticle) article
          = stet_article_read (STET_FORMAT_TEXT, text, NULL, stet_random_system (), NULL);
      gint64 start = g_get_monotonic_time ();
      g_autoptr (StetArticle) again = round_trip (article, STET_FORMAT_HTML, files[i]);

      g_test_message ("written and read in %.1f ms",
                      (double) (g_get_monotonic_time () - start) / 1000.0);
      assert_same (article, again, files[i]);
    }
}

static void
test_markdown_story (void)
{
  static const char *const files[]
      = { "article/data/harbour-en.txt", "article/data/puerto-es.txt" };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = stet_test_file (files[i]);
      g_autofree char *text = stet_test_read (path);
      g_autoptr (StetArticle) article
          = stet_article_read (STET_FORMAT_TEXT, text, NULL, stet_random_system (), NULL);
      g_auto (GStrv) lost = NULL;
      g_autofree char *markdown = stet_article_write (article, STET_FORMAT_MARKDOWN, &lost);
      g_autoptr (StetArticle) again = round_trip (article, STET_FORMAT_MARKDOWN, files[i]);

      g_test_message ("%s", markdown);
      assert_same (article, again, files[i]);
      g_assert_null (lost[0]);
    }
}

/* One line a block: what it is, its text with spans as HTML. Returns: (owned). */
static char *
describe (GPtrArray *blocks)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < blocks->len; i++)
    {
      const StetBlockFields *block = stet_block_fields (blocks->pdata[i]);
      g_autofree char *html = stet_prose_to_html (block->prose);

      g_string_append_printf (text, "%s%s", i > 0 ? " / " : "", stet_block_type_name (block->type));
      if (block->type == STET_BLOCK_HEADING)
        g_string_append_printf (text, "%u", block->level);
      if (block->type == STET_BLOCK_LIST_ITEM)
        g_string_append_printf (text, "%u%s", block->indent, block->ordered ? "#" : "");
      if (html[0] != '\0')
        g_string_append_printf (text, " %s", html);
      if (block->cite != NULL && block->cite[0] != '\0')
        g_string_append_printf (text, " (%s)", block->cite);
      if (block->href != NULL)
        g_string_append_printf (text, " %s", block->href);
      if (block->photo != NULL)
        g_string_append_printf (text, " %s|%s|%s|%s", stet_photo_file (block->photo),
                                stet_prose_text (stet_photo_caption (block->photo)),
                                stet_prose_text (stet_photo_credit (block->photo)),
                                stet_prose_text (stet_photo_alt (block->photo)));
      for (guint r = 0; block->rows != NULL && r < block->rows->len; r++)
        {
          GPtrArray *row = block->rows->pdata[r];

          g_string_append (text, r > 0 ? " ;" : "");
          for (guint c = 0; c < row->len; c++)
            {
              g_autofree char *cell = stet_prose_to_html (row->pdata[c]);

              g_string_append_printf (text, " [%s]", cell);
            }
        }
    }
  return g_string_free (text, FALSE);
}

static void
test_foreign (void)
{
  static const struct { const char *why, *html, *blocks; } cases[] = {
    { "nothing", "", "" },
    { "text alone", "one  two\n three ", "paragraph one two three" },
    { "white space between", "<p> a </p>\n\n<p>b</p>", "paragraph a / paragraph b" },
    { "empty paragraphs go", "<p></p><p>&nbsp;</p><p>a</p><div> </div>", "paragraph a" },
    { "spans",
      "<p><b>a</b><strong>b</strong> <i>c</i> <em>d</em> <u>e</u> <s>f</s><del>g</del> <code>h</code></p>",
      "paragraph <strong>ab</strong> <em>c</em> <em>d</em> <u>e</u> <s>fg</s> <code>h</code>" },
    { "a link", "<a href=\" https://a.example/x?y=1&amp;z \" rel=nofollow target=_blank>l</a>",
      "paragraph <a href=\"https://a.example/x?y=1&amp;z\" rel=\"nofollow\">l</a>" },
    { "a mail link", "<a href='mailto:a@b.example'>l</a>",
      "paragraph <a href=\"mailto:a@b.example\">l</a>" },
    { "a script as a link", "<a href='javascript:alert(1)'>l</a> <a href='JaVaScRiPt:x'>m</a>",
      "paragraph l m" },
    { "a hidden script as a link", "<a href='java\nscript:x'>l</a><a href='&#1;javascript:x'>m</a>",
      "paragraph lm" },
    { "data and relative links",
      "<a href='data:text/html,x'>l</a> <a href='/x'>m</a> <a href='#n'>n</a> <a>o</a>",
      "paragraph l m n o" },
    { "a redirect", "<a href='https://www.google.com/url?q=https://a.example/b&amp;sa=D'>l</a>",
      "paragraph <a href=\"https://a.example/b\">l</a>" },
    { "a redirect to a script",
      "<a href='https://www.google.com/url?q=javascript:x&amp;sa=D'>l</a>",
      "paragraph <a href=\"https://www.google.com/url?q=javascript:x&amp;sa=D\">l</a>" },
    { "what runs is left behind",
      "a<script>x</script><style>y</style><iframe src=z>w</iframe><noscript>v</noscript>b<object>o</object>",
      "paragraph ab" },
    { "handlers are left behind", "<p onclick='x()'>a<img src=x onerror='y()'></p>",
      "paragraph a / image x|||" },
    { "forms and drawings",
      "<button>x</button><svg><text>y</text></svg><select><option>z</select>a", "paragraph a" },
    { "what is not shown",
      "<p style='display: none'>x</p><span style='DISPLAY:none'>y</span>a<!-- c -->",
      "paragraph a" },
    { "headings", "<h1>a</h1><h2>b</h2><h3>c</h3><h4>d</h4><h5>e</h5><h6>f</h6>",
      "heading2 a / heading2 b / heading3 c / heading4 d / heading4 e / heading4 f" },
    { "an empty heading", "<h2> </h2>a", "paragraph a" },
    { "a quotation", "<blockquote><p>a</p><p>b</p><cite>C</cite></blockquote>",
      "quote a<br>b (C)" },
    { "a quotation with its source as an attribute",
      "<blockquote cite=\"https://q.example\">a</blockquote>", "quote a (https://q.example)" },
    { "a list", "<ul><li>a</li> <li>b<ul><li>c<ol><li>d</ol></ul></li></ul>",
      "list_item0 a / list_item0 b / list_item1 c / list_item2# d" },
    { "a list too deep", "<ol><li>0<ol><li>1<ol><li>2<ol><li>3<ol><li>4</ol></ol></ol></ol></ol>",
      "list_item0# 0 / list_item1# 1 / list_item2# 2 / list_item3# 3 / list_item3# 4" },
    { "a list straight in a list", "<ul><li>a</li><ul><li>b</li></ul><li>c</li></ul>",
      "list_item0 a / list_item1 b / list_item0 c" },
    { "paragraphs in an item", "<ul><li><p>a</p><p>b</p></li></ul>", "list_item0 a<br>b" },
    { "text after a list in an item", "<ul><li>a<ul><li>b</li></ul>c</li></ul>",
      "list_item0 a / list_item1 b / list_item0 c" },
    { "an item without a list", "<li>a</li>b", "list_item0 a / paragraph b" },
    { "line breaks", "a<br>b<br><br>c<br>", "paragraph a<br>b / paragraph c" },
    { "line breaks in a heading", "<h2>a<br></h2>", "heading2 a" },
    { "a table",
      "<table><caption>T</caption><thead><tr><th>a</th><th>b</th></tr></thead><tr><td><p>c</p><p>d</p></td><td></td></tr></table>",
      "paragraph T / table [a] [b] ; [c<br>d] []" },
    { "a table in a table",
      "<table><tr><td>a<table><tr><td>b</td><td>c</td></tr></table></td></tr></table>",
      "table [a<br>b<br>c]" },
    { "a list in a cell", "<table><tr><td><ul><li>a</li><li>b</li></ul></td></tr></table>",
      "table [a<br>b]" },
    { "an empty table", "<table></table>a", "paragraph a" },
    { "a picture in a paragraph",
      "<p>a <img src=\"https://p.example/i.jpg\" alt=\"A &amp; B\"> b</p>",
      "paragraph a / image https://p.example/i.jpg|||A & B / paragraph b" },
    { "a picture in an item", "<ul><li>a<img src=i.jpg></li><li>b</li></ul>",
      "list_item0 a / image i.jpg||| / list_item0 b" },
    { "a figure", "<figure><img src=i.jpg alt=A><figcaption>A boatPhoto © X</figcaption></figure>",
      "image i.jpg|A boat|Photo © X|A" },
    { "a figure without a credit",
      "<figure><a href=\"https://a.example\"><img src=i.jpg></a><figcaption>A <b>boat</b></figcaption></figure>",
      "image i.jpg|A boat||" },
    { "a picture inside the page", "<img src=\"data:image/png;base64,AAAA\">a", "paragraph a" },
    { "a counting pixel", "<img src=\"https://c.example/p.gif\" width=1 height=1>a",
      "paragraph a" },
    { "a drawn smile", "a <img class=\"emoji\" src=\"https://s.example/1.png\" alt=\"🙂\"> b",
      "paragraph a 🙂 b" },
    { "an embed", "<figure class=\"wp-block-embed\"><div>https://v.example/1</div></figure>",
      "embed https://v.example/1" },
    { "an embed to a script", "<figure class=\"wp-block-embed\"><div>javascript:x</div></figure>a",
      "paragraph a" },
    { "divisions", "<div>a<div>b</div>c</div>", "paragraph a / paragraph b / paragraph c" },
    { "formatting around paragraphs", "<b><p>a</p><p>b</p></b>",
      "paragraph <strong>a</strong> / paragraph <strong>b</strong>" },
    { "bold that is none",
      "<b style=\"font-weight:normal\"><p><span style=\"font-weight:700\">a</span><span style=\"font-style:italic\">b</span></p></b>",
      "paragraph <strong>a</strong><em>b</em>" },
    { "styles for lines",
      "<span style='text-decoration:underline'>a</span><span style='text-decoration: line-through'>b</span>",
      "paragraph <u>a</u><s>b</s>" },
    { "an office list",
      "<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>·<span>&nbsp; "
      "</span></span><![endif]>a<o:p></o:p></p><p style='mso-list:l1 level2 lfo2'><span style='mso-list:Ignore'>1.</span>b</p>",
      "list_item0 a / list_item1# b" },
    { "kept white space", "<p style=\"white-space: pre-wrap\">a  b</p>", "paragraph a  b" },
    { "preformatted", "<pre>a\n  b</pre>", "paragraph a<br>  b" },
    { "entities and controls", "<p>&lt;b&gt; &#8212; &#1;x &#xFEFF;y</p>",
      "paragraph &lt;b&gt; — x y" },
    { "letters and their accents", "<p>cafe&#x301; <b>au</b></p>",
      "paragraph café <strong>au</strong>" },
    { "unclosed and misnested", "<p>a<b>b<i>c</b>d</i><p>e",
      "paragraph a<strong>b<em>c</em></strong><em>d</em> / paragraph e" },
    { "a space at the end of a span", "<b>a </b>b <i> c</i>",
      "paragraph <strong>a </strong>b <em>c</em>" },
    { "definitions", "<dl><dt>a</dt><dd>b</dd></dl>", "paragraph a / paragraph b" },
    { "a whole page",
      "<html><head><title>T</title></head><body><nav>n</nav><main>a</main></body></html>",
      "paragraph a" },
    { "opaque content of ours", "<div class=\"opaque\" data-raw-base64=\"PHg+\"></div>", "opaque" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (StetRandom) random = stet_random_new_seeded (1);
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) blocks = stet_html_to_blocks (cases[i].html, random, &error);
      g_autofree char *described = NULL;

      g_test_message ("%s", cases[i].why);
      g_assert_no_error (error);
      described = describe (blocks);
      g_assert_cmpstr (described, ==, cases[i].blocks);
    }
}

static void
test_prose (void)
{
  static const struct { const char *why, *html, *text; } cases[] = {
    { "inline", "a <b>b</b> &amp; c", "a <strong>b</strong> &amp; c" },
    { "paragraphs part lines", "<p>a</p><p>b</p>", "a<br>b" },
    { "line breaks", "a<br>b", "a<br>b" },
    { "a list", "<ul><li>a</li><li>b</li></ul>c", "a<br>b<br>c" },
    { "a heading and a picture", "<h2>a</h2><img src=x>b", "a<br>b" },
    { "a link that is none", "<a href=\"javascript:x\">a</a>", "a" },
    { "overlapping spans", "<b>a<i>b</i></b><i>c</i>", "<strong>a<em>b</em></strong><em>c</em>" },
    { "nothing", "", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (StetProse) prose = stet_prose_from_html (cases[i].html, &error);
      g_autofree char *html = NULL;

      g_test_message ("%s", cases[i].why);
      g_assert_no_error (error);
      html = stet_prose_to_html (prose);
      g_assert_cmpstr (html, ==, cases[i].text);
    }
}

/* Nothing that a page would run or follow comes out of a story, whatever is in it. */
static void
test_writes_nothing_that_runs (void)
{
  static const char json[]
      = "{\"headline\":\"<script>h</script>\",\"language\":\"en\\\" onload=\\\"x\",\"body\":[{\"text\":\"click\",\"spans\":[{\"type\":\"link\",\"start\":0,\"end\":5,"
        "\"href\":\"javascript:x\"}]},{\"type\":\"embed\",\"attrs\":{\"href\":\"javascript:y\"}},{\"type\":\"opaque\",\"attrs\":{\"raw\":"
        "\"<script>z</script>\"}},{\"type\":\"image\",\"attrs\":{\"file\":\"\\\"><script>w</script>\",\"alt\":\"\\\"><script>\"}}]}";
  g_autoptr (GError) error = NULL;
  g_autoptr (StetArticle) article
      = stet_article_from_json (json, strlen (json), stet_random_system (), &error);
  g_auto (GStrv) lost = NULL;
  g_autofree char *html = NULL;

  g_assert_no_error (error);
  html = stet_article_write (article, STET_FORMAT_HTML, &lost);
  g_assert_null (strstr (html, "<script"));
  g_assert_null (strstr (html, "href=\"javascript:x"));
  g_assert_null (strstr (html, "<a href=\"javascript"));
  g_assert_null (strstr (html, " onload=\"x"));
  g_assert_cmpstr (lost[0], ==, "links that are not to a web or mail address");
}

static void
test_foreign_page (void)
{
  static const char page[]
      = "<!DOCTYPE html><html lang=\"es-CU\"><head><title>Sitio</title><meta name=\"description\" content=\"Un  dek\">"
        "<meta name=\"author\" content=\"Ana\"></head><body><header>menu</header><article><h1>Titular</h1><p>Uno</p></article><p>pie</p></body></html>";
  static const struct { const char *why, *html, *headline, *language; } cases[] = {
    { "the title, where there is no heading", "<title>T</title><p>a</p>", "T", "en" },
    { "a heading of the main part", "<title>T</title><h1>x</h1><main><h1>H</h1>a</main>", "H",
      "en" },
    { "no headline", "<p>a</p>", "", "en" },
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (StetArticle) article
      = stet_article_read (STET_FORMAT_HTML, page, NULL, stet_random_system (), &error);
  const StetArticleFields *fields;

  g_assert_no_error (error);
  fields = stet_article_fields (article);
  g_assert_cmpstr (fields->language, ==, "es");
  g_assert_cmpstr (stet_prose_text (fields->headline), ==, "Titular");
  g_assert_cmpstr (stet_prose_text (fields->dek), ==, "Un dek");
  g_assert_cmpstr (stet_prose_text (fields->byline), ==, "Ana");
  g_assert_cmpuint (fields->body->len, ==, 1);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (StetArticle) other
          = stet_article_read (STET_FORMAT_HTML, cases[i].html, NULL, stet_random_system (), NULL);

      g_test_message ("%s", cases[i].why);
      g_assert_cmpstr (stet_prose_text (stet_article_fields (other)->headline), ==,
                       cases[i].headline);
      g_assert_cmpstr (stet_article_language (other), ==, cases[i].language);
    }
}

static void
assert_refused (const char *why, const char *html, int code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) prose_error = NULL;
  g_autoptr (GError) story_error = NULL;

  g_test_message ("%s", why);
  g_assert_null (stet_html_to_blocks (html, stet_random_system (), &error));
  g_assert_error (error, STET_ARTICLE_ERROR, code);
  g_assert_null (
      stet_article_read (STET_FORMAT_HTML, html, NULL, stet_random_system (), &story_error));
  g_assert_error (story_error, STET_ARTICLE_ERROR, code);
}

static char *
repeat (const char *text, guint n)
{
  GString *all = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    g_string_append (all, text);
  return g_string_free (all, FALSE);
}

static void
test_refused (void)
{
  g_autofree char *large = g_strnfill (STET_HTML_BYTES_MAX + 1, ' ');
  g_autofree char *blocks = repeat ("<p>a", STET_BLOCKS_MAX + 1);
  g_autofree char *long_text = g_strnfill (STET_BLOCK_BYTES_MAX + 1, 'x');
  g_autofree char *cells = repeat ("<td>", STET_TABLE_CELLS_MAX + 1);
  g_autofree char *table = g_strconcat ("<table><tr>", cells, NULL);
  g_autofree char *spans = repeat ("<b>a</b>c", STET_SPANS_MAX + 1);
  g_autoptr (GError) error = NULL;

  assert_refused ("too large", large, STET_ARTICLE_ERROR_TOO_LARGE);
  assert_refused ("too many blocks", blocks, STET_ARTICLE_ERROR_TOO_LARGE);
  assert_refused ("too long a text", long_text, STET_ARTICLE_ERROR_TOO_LARGE);
  assert_refused ("too many cells", table, STET_ARTICLE_ERROR_TOO_LARGE);
  assert_refused ("too many spans", spans, STET_ARTICLE_ERROR_TOO_LARGE);
  assert_refused ("not UTF-8", "<p>\xff</p>", STET_ARTICLE_ERROR_SYNTAX);
  g_assert_null (stet_prose_from_html (long_text, &error));
  g_assert_error (error, STET_ARTICLE_ERROR, STET_ARTICLE_ERROR_TOO_LARGE);
  g_clear_error (&error);
  g_assert_null (stet_prose_from_html (large, &error));
  g_assert_error (error, STET_ARTICLE_ERROR, STET_ARTICLE_ERROR_TOO_LARGE);
  g_clear_error (&error);
  g_assert_null (
      stet_article_read (STET_FORMAT_HTML, "<p> </p>", NULL, stet_random_system (), &error));
  g_assert_error (error, STET_ARTICLE_ERROR, STET_ARTICLE_ERROR_EMPTY);
}

static void
test_at_the_limits (void)
{
  g_autofree char *large = g_strnfill (STET_HTML_BYTES_MAX, ' ');
  g_autofree char *many = repeat ("<p>a", STET_BLOCKS_MAX);
  g_autofree char *long_text = g_strnfill (STET_BLOCK_BYTES_MAX, 'x');
  const char *const cases[] = { large, many, long_text };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) blocks = stet_html_to_blocks (cases[i], stet_random_system (), &error);

      g_assert_no_error (error);
    }
}

/* How deep HTML nests is never counted for less than a parser makes of it. */
static void
test_depth (void)
{
  static const struct { const char *why, *head, *part; gboolean refused; } cases[] = {
    { "divisions", "", "<div>", TRUE },
    { "capital letters, attributes", "", "<DIV a=b c='d>' e=\"f>\">", TRUE },
    { "an end tag in an attribute", "", "<div a=\"</div>\">", TRUE },
    { "end tags of others", "", "<a><div></a>", TRUE },
    { "end tags of nothing", "", "<div></x></p>", TRUE },
    { "a comment that ends at once", "", "<!--><div>", TRUE },
    { "a comment closed in a wrong way", "", "<!-- --!><div>", TRUE },
    { "spans", "", "<b><i>", TRUE },
    { "a style in a drawing holds markup", "<svg><style>", "<div>", TRUE },
    { "many shapes that close themselves", "<svg>",
      "<path/><path/><path/><path/><path/><path/><path/><path/>", TRUE },
    { "side by side", "", "<div>a</div>", FALSE },
    { "paragraphs without an end", "", "<p>a", FALSE },
    { "items and cells without an end", "<ul>", "<li>a", FALSE },
    { "void elements", "", "<br><img src=x><hr>", FALSE },
    { "in comments", "", "<!-- <div> -->", FALSE },
    { "in scripts", "<script>", "<div>", FALSE },
    { "less-than signs", "", "a < b <3 </ <!x ", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *parts = repeat (cases[i].part, STET_HTML_DEPTH_MAX + 1);
      g_autofree char *html = g_strconcat (cases[i].head, parts, NULL);
      g_autoptr (GError) error = NULL;
      gboolean passed = stet_html_scan (html, strlen (html), &error);

      g_test_message ("%s", cases[i].why);
      g_assert_cmpint (passed, ==, !cases[i].refused);
      if (cases[i].refused)
        g_assert_error (error, STET_ARTICLE_ERROR, STET_ARTICLE_ERROR_TOO_LARGE);
      else
        {
          g_autoptr (GPtrArray) blocks = stet_html_to_blocks (html, stet_random_system (), &error);

          g_assert_no_error (error);
        }
    }
}

static void
test_depth_limit (void)
{
  g_autofree char *at = repeat ("<div>", STET_HTML_DEPTH_MAX);
  g_autofree char *past = repeat ("<div>", STET_HTML_DEPTH_MAX + 1);
  g_autofree char *html = g_strconcat (at, "deep", NULL);
  g_autoptr (GPtrArray) blocks = stet_html_to_blocks (html, stet_random_system (), NULL);

  g_assert_true (stet_html_scan (at, strlen (at), NULL));
  g_assert_false (stet_html_scan (past, strlen (past), NULL));
  g_assert_cmpuint (blocks->len, ==, 1);
}

/* Any bytes that are UTF-8: no crash, and what comes out can be written and read. */
static void
test_random_markup (void)
{
  static const char *const pieces[] = {
    "<p>",
    "</p>",
    "<b>",
    "</b>",
    "<ul>",
    "<li>",
    "</ul>",
    "<ol>",
    "<table>",
    "<tr>",
    "<td>",
    "</table>",
    "<blockquote>",
    "</blockquote>",
    "<h2>",
    "</h2>",
    "<br>",
    "<img src=x>",
    "<figure>",
    "<figcaption>",
    "</figure>",
    "<div>",
    "</div>",
    "<a href=\"https://a.example\">",
    "</a>",
    "text ",
    " ",
    "\n",
    "&nbsp;",
    "<!--",
    "-->",
    "<pre>",
    "</pre>",
    "<cite>",
    "</cite>",
    "é",
    "<svg>",
    "</svg>",
    "<p style='mso-list:l0 level3'>",
    "<span style='mso-list:Ignore'>",
    "</span>",
    "<span style='white-space:pre-wrap'>",
    "<dl><dt>",
    "<select>",
    "<template>",
    "<math>",
    "<",
    "\"",
  };

  for (guint32 seed = 0; seed < 1500; seed++)
    {
      g_autoptr (StetRandom) random = stet_random_new_seeded (seed);
      g_autoptr (GString) html = g_string_new (NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) blocks = NULL;
      g_autoptr (GPtrArray) again = NULL;
      g_autofree char *written = NULL;
      g_autofree char *first = NULL;
      g_autofree char *second = NULL;

      for (guint i = stet_random_below (random, 60); i > 0; i--)
        g_string_append (html, pieces[stet_random_below (random, G_N_ELEMENTS (pieces))]);
      blocks = stet_html_to_blocks (html->str, random, &error);
      g_assert_no_error (error);
      written = stet_blocks_to_html (blocks);
      again = stet_html_to_blocks (written, random, &error);
      g_assert_no_error (error);
      first = describe (blocks);
      second = describe (again);
      if (!g_str_equal (first, second))
        g_test_message ("seed %u: %s", seed, html->str);
      g_assert_cmpstr (second, ==, first);
    }
}

static void
test_markdown_blocks (void)
{
  static const struct { const char *why, *text, *headline, *blocks; } cases[] = {
    { "paragraphs and spans", "# H\n\nfoo **b** *i* ~~s~~ `c` <u>u</u>\nsame line\n\n---\n\nlast",
      "H", "paragraph last" },
    { "blocks", "# H\n\n## two\n\n### three\n\n> q\n> r\n\n- a\n  - b\n\n1. c\n", "H",
      "heading2 two / heading3 three / quote q r / list_item0 a / list_item1 b / list_item0# c" },
    { "a table", "# H\n\n| a | b |\n| - | - |\n| **c** | d |\n", "H",
      "table [a] [b] ; [<strong>c</strong>] [d]" },
    { "a picture", "# H\n\n## x\n\n![A](i.jpg)\n", "H", "heading2 x / image i.jpg|||A" },
    { "links", "# H\n\n## x\n\n[a](https://a.example) [b](javascript:x)", "H",
      "heading2 x / paragraph <a href=\"https://a.example\">a</a> b" },
    { "HTML that runs", "# H\n\n## x\n\n<script>x</script>\n\na <iframe src=x></iframe>", "H",
      "heading2 x / paragraph a" },
    { "hard breaks", "# H\n\n## x\n\na\\\nb  \nc", "H", "heading2 x / paragraph a<br>b<br>c" },
    { "a second title", "# H\n\n# I\n\na", "H", "heading2 I / paragraph a" },
    { "no title", "## x\n\na", "", "heading2 x / paragraph a" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (StetArticle) article = stet_article_read (STET_FORMAT_MARKDOWN, cases[i].text,
                                                           "en", stet_random_system (), &error);
      g_autofree char *described = NULL;

      g_test_message ("%s", cases[i].why);
      g_assert_no_error (error);
      described = describe (stet_article_fields (article)->body);
      g_assert_cmpstr (stet_prose_text (stet_article_fields (article)->headline), ==,
                       cases[i].headline);
      g_assert_cmpstr (described, ==, cases[i].blocks);
    }
}

/* A story in Markdown either comes back whole, or what did not is said. */
static void
test_markdown_says_what_is_lost (void)
{
  guint whole = 0;

  for (guint32 seed = 0; seed < 300; seed++)
    {
      g_autoptr (StetRandom) random = stet_random_new_seeded (seed);
      g_autoptr (StetArticle) article = random_article (random, RANDOM_NO_EXTRA | RANDOM_TIDY);
      StetArticleFields fields = *stet_article_fields (article);
      g_auto (GStrv) lost = NULL;
      g_autofree char *text = NULL;
      g_autoptr (StetArticle) plain = NULL;
      g_autoptr (StetArticle) again = NULL;
      g_autofree char *before = NULL;
      g_autofree char *after = NULL;
      g_autoptr (GError) error = NULL;

      fields.section = NULL;
      fields.slug = NULL;
      fields.authors = NULL;
      fields.custom = "{}";
      fields.translation_of_id = NULL;
      fields.photo = NULL;
      plain = stet_article_new (&fields);
      text = stet_article_write (plain, STET_FORMAT_MARKDOWN, &lost);
      again = stet_article_read (STET_FORMAT_MARKDOWN, text, fields.language, random, &error);
      g_assert_no_error (error);
      before = stet_article_hash (plain, NULL);
      after = stet_article_hash (again, NULL);
      if (lost[0] == NULL)
        {
          g_assert_cmpstr (after, ==, before);
          whole++;
        }
      else
        g_assert_cmpstr (after, !=, before);
    }
  g_test_message ("%u of 300 came back whole", whole);
  g_assert_cmpuint (whole, >=, 100);
}

static void
test_markdown_refused (void)
{
  g_autofree char *large = g_strnfill (STET_HTML_BYTES_MAX + 1, 'x');
  g_autofree char *at = g_strnfill (STET_HTML_BYTES_MAX, '\n');
  g_autofree char *deep = repeat ("> ", STET_HTML_DEPTH_MAX + 1);
  g_autofree char *quotes = g_strconcat (deep, "x", NULL);
  const struct { const char *why, *text; int code; } cases[] = {
    { "nothing", "\n", STET_ARTICLE_ERROR_EMPTY },
    { "white space as long as may be", at, STET_ARTICLE_ERROR_EMPTY },
    { "too large", large, STET_ARTICLE_ERROR_TOO_LARGE },
    { "too deep", quotes, STET_ARTICLE_ERROR_TOO_LARGE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", cases[i].why);
      g_assert_null (stet_article_read (STET_FORMAT_MARKDOWN, cases[i].text, "en",
                                        stet_random_system (), &error));
      g_assert_error (error, STET_ARTICLE_ERROR, cases[i].code);
    }
}

static void
test_ninjs (void)
{
  static const char json[]
      = "{\"id\":\"0f8fad5b-d9cb-469f-a165-70867728950e\",\"language\":\"en\",\"headline\":\"H \\\"q\\\"\",\"dek\":\"D\",\"section\":\"S\",\"byline\":\"By\","
        "\"photo\":{\"id\":\"p\",\"file\":\"i.jpg\",\"caption\":\"C\",\"credit\":\"Photo © X\",\"alt\":\"A\"},\"body\":[{\"text\":\"a<b\"}],"
        "\"faq\":{\"title\":\"F\",\"items\":[{\"question\":\"Q\",\"answer\":\"An\"}]},\"tags\":[{\"label\":\"T\",\"id\":\"7\"}],"
        "\"authors\":[\"Au\"],\"author_box\":\"box\",\"custom\":{\"k\":1}}";
  static const char expected[]
      = "{\"uri\":\"urn:uuid:0f8fad5b-d9cb-469f-a165-70867728950e\",\"type\":\"text\",\"language\":\"en\",\"headline\":\"H \\\"q\\\"\","
        "\"byline\":\"By\",\"description_text\":\"D\",\"description_html\":\"D\",\"body_html\":\"<p>a&lt;b</p>\\n<h2>F</h2>\\n<h3>Q</h3>\\n<p>An</p>\\n\","
        "\"subject\":[{\"rel\":\"section\",\"name\":\"S\"}],\"object\":[{\"rel\":\"tag\",\"name\":\"T\",\"code\":\"7\"}],"
        "\"person\":[{\"rel\":\"author\",\"name\":\"Au\"}],\"associations\":{\"featuremedia\":{\"uri\":\"urn:stet:p\",\"type\":\"picture\","
        "\"description_text\":\"C\",\"byline\":\"Photo © X\",\"body_text\":\"A\",\"renditions\":{\"original\":{\"href\":\"i.jpg\"}}}}}";
  g_autoptr (GError) error = NULL;
  g_autoptr (StetArticle) article
      = stet_article_from_json (json, strlen (json), stet_random_system (), &error);
  g_auto (GStrv) lost = NULL;
  g_autofree char *ninjs = NULL;

  g_assert_no_error (error);
  ninjs = stet_article_write (article, STET_FORMAT_NINJS, &lost);
  g_assert_cmpstr (ninjs, ==, expected);
  g_assert_cmpuint (g_strv_length (lost), ==, 2);
}

int
main (int argc, char **argv)
{
  stet_test_init (&argc, &argv);
  g_test_add_func ("/html/random-documents", test_random_documents);
  g_test_add_func ("/html/random-blocks", test_random_blocks);
  g_test_add_func ("/html/own-story", test_own_story);
  g_test_add_func ("/html/foreign", test_foreign);
  g_test_add_func ("/html/prose", test_prose);
  g_test_add_func ("/html/writes-nothing-that-runs", test_writes_nothing_that_runs);
  g_test_add_func ("/html/foreign-page", test_foreign_page);
  g_test_add_func ("/html/refused", test_refused);
  g_test_add_func ("/html/at-the-limits", test_at_the_limits);
  g_test_add_func ("/html/depth", test_depth);
  g_test_add_func ("/html/depth-limit", test_depth_limit);
  g_test_add_func ("/html/random-markup", test_random_markup);
  g_test_add_func ("/markdown/blocks", test_markdown_blocks);
  g_test_add_func ("/markdown/says-what-is-lost", test_markdown_says_what_is_lost);
  g_test_add_func ("/markdown/refused", test_markdown_refused);
  g_test_add_func ("/ninjs/story", test_ninjs);
  g_test_add_func ("/markdown/own-story", test_markdown_story);
  return g_test_run ();
}
