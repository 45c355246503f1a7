/* The published page, the front page, and that no text of a story becomes markup. */
#include "config.h"

#include "practice/client.h"

#include "support.h"

#include <gumbo.h>

#define RICH "practice/rich.json"

/* What is replaced in the rich story to make it hostile. */
#define EVIL "</script><script>alert(1)</script>\\\" onload='x' <img src=x onerror=y> & <!--"

typedef struct
{
  guint scripts;  /* script elements that a browser would run */
  guint headings; /* h1 */
  guint images;
  guint handlers;       /* attributes on… */
  guint bad_links;      /* href or src that is neither http(s), mailto nor a path */
  GPtrArray *json_ld;   /* of char *: contents of application/ld+json */
  GPtrArray *hreflangs; /* of char *: "lang href" of alternate links */
  char *style;          /* of the style element */
  char *language;
} Outline;

static void
read_text (GumboNode *node, char **text)
{
  if (node->v.element.children.length > 0)
    *text = g_strdup (((GumboNode *) node->v.element.children.data[0])->v.text.text);
}

static const char *
attribute (GumboNode *node, const char *name)
{
  GumboAttribute *found = gumbo_get_attribute (&node->v.element.attributes, name);

  return found != NULL ? found->value : NULL;
}

static void
read_script (GumboNode *node, Outline *outline)
{
  char *text = NULL;

  if (g_strcmp0 (attribute (node, "type"), "application/ld+json") != 0)
    {
      outline->scripts++;
      return;
    }
  read_text (node, &text);
  g_ptr_array_add (outline->json_ld, text);
}

static gboolean
is_good_link (const char *value)
{
  return value[0] == '/' || g_str_has_prefix (value, "http://")
         || g_str_has_prefix (value, "https://") || g_str_has_prefix (value, "mailto:");
}

static void
read_attributes (GumboNode *node, Outline *outline)
{
  GumboVector *attributes = &node->v.element.attributes;

  for (guint i = 0; i < attributes->length; i++)
    {
      GumboAttribute *one = attributes->data[i];

      if (g_str_has_prefix (one->name, "on"))
        outline->handlers++;
      if ((g_str_equal (one->name, "href") || g_str_equal (one->name, "src"))
          && !is_good_link (one->value))
        outline->bad_links++;
    }
}

static void
read_node (GumboNode *node, Outline *outline)
{
  if (node->type != GUMBO_NODE_ELEMENT)
    return;
  read_attributes (node, outline);
  if (node->v.element.tag == GUMBO_TAG_SCRIPT)
    read_script (node, outline);
  if (node->v.element.tag == GUMBO_TAG_STYLE)
    read_text (node, &outline->style);
  if (node->v.element.tag == GUMBO_TAG_HTML)
    outline->language = g_strdup (attribute (node, "lang"));
  if (node->v.element.tag == GUMBO_TAG_LINK && attribute (node, "hreflang") != NULL)
    g_ptr_array_add (outline->hreflangs,
                     g_strjoin (" ", attribute (node, "hreflang"), attribute (node, "href"), NULL));
  outline->headings += node->v.element.tag == GUMBO_TAG_H1;
  outline->images += node->v.element.tag == GUMBO_TAG_IMG;
  for (guint i = 0; i < node->v.element.children.length; i++)
    read_node (node->v.element.children.data[i], outline);
}

static Outline *
outline_new (const char *html)
{
  Outline *outline = g_new0 (Outline, 1);
  GumboOutput *output = gumbo_parse (html);

  outline->json_ld = g_ptr_array_new_with_free_func (g_free);
  outline->hreflangs = g_ptr_array_new_with_free_func (g_free);
  g_assert_cmpuint (output->errors.length, ==, 0);
  g_assert_true (output->document->v.document.has_doctype);
  read_node (output->root, outline);
  gumbo_destroy_output (&kGumboDefaultOptions, output);
  return outline;
}

static void
outline_free (Outline *outline)
{
  g_ptr_array_unref (outline->json_ld);
  g_ptr_array_unref (outline->hreflangs);
  g_free (outline->style);
  g_free (outline->language);
  g_free (outline);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Outline, outline_free)

static Reply *
get_page (Site *site, const char *url)
{
  Reply *page
      = site_call (site, &(Call){ .path = url + strlen (stet_practice_url (site->practice)) - 1 });

  return page;
}

/* Creates the story of this JSON and takes it live. Returns: (owned) the page's address. */
static char *
publish (Site *site, const char *id, const char *json)
{
  static const char *const states[] = { "submitted", "approved", "published" };
  g_autofree char *path = g_strconcat ("/api/articles/", id, NULL);
  g_autoptr (Reply) created = site_call (
      site,
      &(Call){
          .method = "PUT", .path = path, .user = "reporter", .if_none_match = "*", .body = json });
  g_autoptr (Reply) live = NULL;

  g_test_message ("%s", created->text);
  g_assert_cmpuint (created->status, ==, 201);
  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    reply_free (move_story (site, "editor", id, states[i]));
  live = get_story (site, id);
  g_assert_cmpstr (reply_string (live, "state"), ==, "published");
  return g_strdup (reply_string (live, "url"));
}

static char *
rich_story (const char *sha256)
{
  g_autofree char *path = stet_test_file (RICH);
  g_autofree char *text = stet_test_read (path);
  GString *json = g_string_new (text);

  g_string_replace (json, "@PICTURE@", sha256, 0);
  return g_string_free (json, FALSE);
}

static JsonObject *
object_of (JsonNode *node)
{
  g_assert_nonnull (node);
  return json_node_get_object (node);
}

static void
test_parts (Site *site, gconstpointer data)
{
  g_autoptr (GBytes) picture = tiny_png (1);
  g_autofree char *sha256 = put_picture (site, "reporter", picture);
  g_autofree char *json = rich_story (sha256);
  g_autofree char *url = publish (site, STORY_ID, json);
  g_autofree char *canonical = g_strdup_printf ("<link rel=\"canonical\" href=\"%s\">", url);
  g_autofree char *og_url = g_strdup_printf ("<meta property=\"og:url\" content=\"%s\">", url);
  g_autofree char *og_image
      = g_strdup_printf ("<meta property=\"og:image\" content=\"%smedia/sha256-%s\">",
                         stet_practice_url (site->practice), sha256);
  g_autofree char *image = g_strdup_printf (
    "<img src=\"/media/sha256-%s\" alt=\"A white ferry beside a stone pier\" "
    "width=\"1\" height=\"1\">",
    sha256);
  g_autoptr (Reply) page = get_page (site, url);
  g_autoptr (Outline) outline = outline_new (page->text);
  const struct
  {
    const char *why, *text;
  } parts[] = {
    { "language", "<html lang=\"en\">" },
    { "title", "<title>Ferry to the island runs again</title>" },
    { "headline", "<h1>Ferry to the island runs again</h1>" },
    { "dek with its formatting",
      "<p class=\"dek\">The harbour office adds a <em>Sunday</em> crossing.</p>" },
    { "section", "<p class=\"section\">News</p>" },
    { "byline", "By <span class=\"name\">Marta Ruiz</span>" },
    { "time",
      "Published <time datetime=\"2026-11-24T12:00:00+00:00\">24 November 2026, 12:00</time></p>" },
    { "picture", image },
    { "caption", "<span class=\"caption\">The ferry at the <strong>old</strong> pier</span>" },
    { "credit", "<span class=\"credit\">Photo © Marta Ruiz / @harbour</span>" },
    { "link", "<a href=\"https://harbour.example/notices\">harbour office</a>" },
    { "heading", "<h3>What it costs</h3>" },
    { "quote", "<blockquote><p>People asked for it.</p>" },
    { "source of the quote", "<cite>The harbour master</cite>" },
    { "list", "<li>Adults: 4" },
    { "ordered list", "<ol>\n<li>Buy a ticket" },
    { "list in a list", "<li>Adults: 4<ul>\n<li>Children: 2</li>\n</ul>\n</li>\n</ul>\n<ol>" },
    { "table", "<td>Sunday</td><td>2</td></tr>" },
    { "embed", "<a href=\"https://video.example/v/1?a=1&amp;b=2\" rel=\"noopener "
               "nofollow\"><strong>video.example</strong>" },
    { "what is kept", "<pre>&lt;x-widget id=&quot;7&quot;&gt;&lt;/x-widget&gt;</pre>" },
    { "FAQ title", "<h2>Frequently Asked Questions About the Ferry</h2>" },
    { "question", "<dt>Does the ferry take bicycles?</dt>" },
    { "answer", "<dd><p>Yes, on <em>every</em> crossing.</p><p>There are eight hooks.</p></dd>" },
    { "tag", "<li>Transport</li><li>Islands &amp; coasts</li>" },
    { "author box", "<p>Marta Ruiz writes about the coast.</p>" },
    { "canonical address", canonical },
    { "Open Graph title",
      "<meta property=\"og:title\" content=\"Ferry to the island runs again\">" },
    { "Open Graph type", "<meta property=\"og:type\" content=\"article\">" },
    { "Open Graph address", og_url },
    { "Open Graph picture", og_image },
    { "Open Graph locale", "<meta property=\"og:locale\" content=\"en_US\">" },
    { "tag of the article", "<meta property=\"article:tag\" content=\"Islands &amp; coasts\">" },
    { "time of the article",
      "<meta property=\"article:published_time\" content=\"2026-11-24T12:00:00+00:00\">" },
    { "card", "<meta name=\"twitter:card\" content=\"summary_large_image\">" },
    { "picture of the card",
      "<meta name=\"twitter:image:alt\" content=\"A white ferry beside a stone pier\">" },
    { "mark", "Only on this computer" },
  };

  g_test_message ("%s", page->text);
  g_assert_cmpuint (page->status, ==, 200);
  g_assert_cmpstr (reply_header (page, "Content-Type"), ==, "text/html; charset=utf-8");
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_test_message ("%s", parts[i].why);
      g_assert_nonnull (strstr (page->text, parts[i].text));
    }
  g_assert_cmpuint (outline->headings, ==, 1);
  g_assert_cmpuint (outline->images, ==, 2);
  g_assert_cmpuint (outline->scripts, ==, 0);
  g_assert_cmpuint (outline->hreflangs->len, ==, 0);
}

static void
test_json_ld (Site *site, gconstpointer data)
{
  g_autoptr (GBytes) picture = tiny_png (1);
  g_autofree char *sha256 = put_picture (site, "reporter", picture);
  g_autofree char *json = rich_story (sha256);
  g_autofree char *url = publish (site, STORY_ID, json);
  g_autoptr (Reply) page = get_page (site, url);
  g_autoptr (Outline) outline = outline_new (page->text);
  g_autoptr (JsonNode) article_node = NULL;
  g_autoptr (JsonNode) faq_node = NULL;
  JsonObject *article, *image, *question;

  g_assert_cmpuint (outline->json_ld->len, ==, 2);
  article_node = json_from_string (outline->json_ld->pdata[0], NULL);
  faq_node = json_from_string (outline->json_ld->pdata[1], NULL);
  article = object_of (article_node);
  g_assert_cmpstr (json_object_get_string_member (article, "@type"), ==, "NewsArticle");
  g_assert_cmpstr (json_object_get_string_member (article, "headline"), ==,
                   "Ferry to the island runs again");
  g_assert_cmpstr (json_object_get_string_member (article, "mainEntityOfPage"), ==, url);
  g_assert_cmpstr (json_object_get_string_member (article, "datePublished"), ==,
                   "2026-11-24T12:00:00+00:00");
  g_assert_cmpstr (json_object_get_string_member (article, "inLanguage"), ==, "en");
  g_assert_cmpint (json_object_get_int_member (article, "wordCount"), >, 10);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (article, "keywords")), ==,
                    2);
  image = json_array_get_object_element (json_object_get_array_member (article, "image"), 0);
  g_assert_cmpstr (json_object_get_string_member (image, "creditText"), ==,
                   "Photo © Marta Ruiz / @harbour");
  g_assert_cmpstr (
    json_object_get_string_member (
      json_array_get_object_element (json_object_get_array_member (article, "author"), 0), "name"),
    ==, "Marta Ruiz");
  g_assert_cmpstr (json_object_get_string_member (object_of (faq_node), "@type"), ==, "FAQPage");
  question = json_array_get_object_element (
      json_object_get_array_member (object_of (faq_node), "mainEntity"), 0);
  g_assert_cmpstr (json_object_get_string_member (question, "name"), ==,
                   "Does the ferry take bicycles?");
  g_assert_cmpstr (json_object_get_string_member (
                       json_object_get_object_member (question, "acceptedAnswer"), "text"),
                   ==, "Yes, on every crossing.\nThere are eight hooks.");
}

/* The same markup in every text of a story: it is read back as the text that it is. */
static void
test_hostile (Site *site, gconstpointer data)
{
  g_autofree char *json = g_strdup (
      "{\"language\":\"en\",\"headline\":\"H " EVIL "\",\"dek\":\"D " EVIL
      "\",\"section\":\"S " EVIL "\",\"slug\":\"s/../\\\"><x\","
      "\"photo\":{\"file\":\"javascript:alert(1)\",\"caption\":\"C " EVIL "\",\"credit\":\"R " EVIL
      "\",\"alt\":\"A " EVIL "\"},"
      "\"body\":[{\"type\":\"paragraph\",\"text\":\"P " EVIL
      "\",\"spans\":[{\"type\":\"link\",\"start\":0,\"end\":1,"
      "\"href\":\"javascript:alert(1)\"}]},{\"type\":\"quote\",\"text\":\"Q " EVIL
      "\",\"attrs\":{\"cite\":\"" EVIL "\"}},"
      "{\"type\":\"heading\",\"text\":\"" EVIL "\"},{\"type\":\"list_item\",\"text\":\"" EVIL "\"},"
      "{\"type\":\"table\",\"attrs\":{\"rows\":[[{\"text\":\"" EVIL "\"}]]}},"
      "{\"type\":\"image\",\"attrs\":{\"file\":\"x\\\" onerror=\\\"y\",\"caption\":\"" EVIL
      "\",\"credit\":\"\",\"alt\":\"\"}},"
      "{\"type\":\"embed\",\"attrs\":{\"href\":\"javascript:alert(1)//" EVIL "\"}},"
      "{\"type\":\"embed\",\"attrs\":{\"href\":\"https://a.example/" EVIL "\"}},"
      "{\"type\":\"opaque\",\"attrs\":{\"raw\":\"" EVIL "<meta http-equiv=refresh content=0>\"}}],"
      "\"faq\":{\"title\":\"" EVIL "\",\"items\":[{\"question\":\"Q " EVIL "\",\"answer\":\"A " EVIL
      "\"}]},"
      "\"tags\":[\"T " EVIL "\"],\"byline\":\"B " EVIL "\",\"authors\":[\"U " EVIL
      "\"],\"author_box\":\"X " EVIL "\"}");
  g_autofree char *url = publish (site, STORY_ID, json);
  g_autoptr (Reply) page = get_page (site, url);
  g_autoptr (Reply) front = site_call (site, &(Call){ .path = "/" });
  g_autoptr (Outline) outline = outline_new (page->text);
  g_autoptr (Outline) front_outline = outline_new (front->text);
  g_autoptr (JsonNode) article = NULL;
  g_autofree char *headline = NULL;

  g_test_message ("%s", page->text);
  g_assert_cmpuint (outline->scripts, ==, 0);
  g_assert_cmpuint (outline->handlers, ==, 0);
  g_assert_cmpuint (outline->bad_links, ==, 0);
  g_assert_cmpuint (outline->images, ==, 0);
  g_assert_cmpuint (outline->headings, ==, 1);
  g_assert_cmpuint (outline->json_ld->len, ==, 2);
  for (guint i = 0; i < outline->json_ld->len; i++)
    g_assert_cmpuint (strcspn (outline->json_ld->pdata[i], "<>&"), ==,
                      strlen (outline->json_ld->pdata[i]));
  article = json_from_string (outline->json_ld->pdata[0], NULL);
  headline = g_strconcat (
    "H ", "</script><script>alert(1)</script>\" onload='x' <img src=x onerror=y> & <!--", NULL);
  g_assert_cmpstr (json_object_get_string_member (object_of (article), "headline"), ==, headline);
  g_assert_true (g_regex_match_simple ("/2026/11/[a-z0-9-]+-0f9f4c1e$", url, 0, 0));
  g_assert_cmpuint (front_outline->scripts + front_outline->handlers + front_outline->bad_links, ==,
                    0);
}

/* Caption and credit stand also where there is no picture; a picture is public only while its page
 * is. */
static void
test_picture (Site *site, gconstpointer data)
{
  g_autoptr (GBytes) picture = tiny_png (2);
  g_autofree char *sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, picture);
  g_autofree char *upper = g_ascii_strup (sha256, -1);
  g_autofree char *public_path = g_strconcat ("/media/sha256-", sha256, NULL);
  g_autofree char *json = rich_story (upper);
  g_autofree char *url = publish (site, STORY_ID, json);
  g_autoptr (Reply) without = get_page (site, url);
  g_autofree char *put = put_picture (site, "editor", picture);
  g_autoptr (Reply) with = get_page (site, url);
  g_autoptr (Reply) shown = site_call (site, &(Call){ .path = public_path });
  g_autoptr (Reply) down = move_story (site, "editor", STORY_ID, "unpublished");
  g_autoptr (Reply) hidden = site_call (site, &(Call){ .path = public_path });

  g_assert_nonnull (strstr (
      without->text, "<span class=\"caption\">The ferry at the <strong>old</strong> pier</span>"));
  g_assert_nonnull (
      strstr (without->text, "<span class=\"credit\">Photo © Marta Ruiz / @harbour</span>"));
  g_assert_null (strstr (without->text, "<img"));
  g_assert_nonnull (strstr (with->text, public_path));
  g_assert_cmpuint (shown->status, ==, 200);
  g_assert_true (g_bytes_equal (shown->body, picture));
  g_assert_cmpuint (down->status, ==, 200);
  g_assert_cmpuint (hidden->status, ==, 404);
}

static void
test_bare (Site *site, gconstpointer data)
{
  g_autofree char *url = publish (site, STORY_ID, "{\"language\":\"en\",\"headline\":\"¿?\"}");
  g_autoptr (Reply) page = get_page (site, url);
  g_autoptr (Outline) outline = outline_new (page->text);
  static const char *const absent[] = { "class=\"dek\"", "class=\"byline\"", "<figure",
                                        "class=\"faq\"", "class=\"tags\"",   "class=\"author\"",
                                        "og:image",      "og:description",   "class=\"section\"" };

  g_assert_true (g_str_has_suffix (url, "/2026/11/0f9f4c1e"));
  g_assert_cmpuint (page->status, ==, 200);
  for (guint i = 0; i < G_N_ELEMENTS (absent); i++)
    g_assert_null (strstr (page->text, absent[i]));
  g_assert_cmpuint (outline->json_ld->len, ==, 1);
  g_assert_nonnull (strstr (page->text, "<meta name=\"twitter:card\" content=\"summary\">"));
}

static void
test_editions (Site *site, gconstpointer data)
{
  g_autofree char *english = story_json (STORY_ID, "Ferry runs again");
  g_autofree char *url = publish (site, STORY_ID, english);
  g_autofree char *other_url = publish (
    site, OTHER_ID,
    "{\"language\":\"es\",\"headline\":\"Vuelve el transbordador\",\"byline\":\"Marta Ruiz\","
    "\"translation_of\":{\"id\":\"" STORY_ID "\"}}");
  g_autofree char *en = g_strconcat ("en ", url, NULL);
  g_autofree char *es = g_strconcat ("es ", other_url, NULL);
  g_autoptr (Reply) page = get_page (site, url);
  g_autoptr (Reply) other = get_page (site, other_url);
  g_autoptr (Outline) outline = outline_new (page->text);
  g_autoptr (Outline) other_outline = outline_new (other->text);
  g_autoptr (Reply) down = NULL;
  g_autoptr (Reply) alone = NULL;
  g_autoptr (Outline) alone_outline = NULL;
  g_autoptr (Reply) gone = NULL;

  g_assert_cmpuint (outline->hreflangs->len, ==, 2);
  g_assert_true (g_ptr_array_find_with_equal_func (outline->hreflangs, en, g_str_equal, NULL));
  g_assert_true (g_ptr_array_find_with_equal_func (outline->hreflangs, es, g_str_equal, NULL));
  g_assert_cmpuint (other_outline->hreflangs->len, ==, 2);
  g_assert_nonnull (strstr (page->text, "Also in <a href="));
  g_assert_nonnull (strstr (page->text, "español</a>"));
  g_assert_cmpstr (other_outline->language, ==, "es");
  g_assert_nonnull (strstr (
      other->text,
      "Publicado <time datetime=\"2026-11-24T12:00:00+00:00\">24 de noviembre de 2026, 12:00"));
  g_assert_nonnull (strstr (other->text, "Por <span class=\"name\">Marta Ruiz</span>"));
  g_assert_nonnull (strstr (other->text, "<meta property=\"og:locale\" content=\"es_ES\">"));

  down = move_story (site, "editor", OTHER_ID, "unpublished");
  alone = get_page (site, url);
  alone_outline = outline_new (alone->text);
  g_assert_cmpuint (alone_outline->hreflangs->len, ==, 0);
  gone = get_page (site, other_url);
  g_assert_cmpuint (gone->status, ==, 410);
  g_assert_nonnull (strstr (gone->text, "<h1>Esta noticia fue retirada</h1>"));
}

static void
test_front (Site *site, gconstpointer data)
{
  g_autoptr (Reply) empty = site_call (site, &(Call){ .path = "/" });
  g_autofree char *first_json = story_json (STORY_ID, "Ferry runs again");
  g_autofree char *second_json = story_json (OTHER_ID, "Market opens early");
  g_autofree char *first = publish (site, STORY_ID, first_json);
  g_autofree char *second = NULL;
  g_autoptr (Reply) both = NULL;
  g_autoptr (Reply) one = NULL;
  g_autoptr (Outline) outline = NULL;

  stet_clock_advance (site->clock, G_TIME_SPAN_MINUTE);
  second = publish (site, OTHER_ID, second_json);
  both = site_call (site, &(Call){ .path = "/" });
  outline = outline_new (both->text);
  g_assert_nonnull (strstr (empty->text, "Nothing is published yet."));
  g_assert_nonnull (strstr (both->text, "Ferry runs again</a>"));
  g_assert_true (strstr (both->text, "Market opens early")
                 < strstr (both->text, "Ferry runs again"));
  g_assert_nonnull (strstr (both->text, strstr (first, "/2026")));
  reply_free (move_story (site, "editor", OTHER_ID, "unpublished"));
  one = site_call (site, &(Call){ .path = "/" });
  g_assert_null (strstr (one->text, "Market opens early"));
}

/* Two stories of the same headline and the same start of their ids get two addresses. */
static void
test_addresses (Site *site, gconstpointer data)
{
  static const char twin[] = "0f9f4c1e-ffff-4d19-9a53-6f3e2a7c1d01";
  g_autofree char *json = story_json (STORY_ID, "Ferry");
  g_autofree char *twin_json = story_json (twin, "Ferry");
  g_autofree char *url = publish (site, STORY_ID, json);
  g_autofree char *twin_url = publish (site, twin, twin_json);

  g_assert_true (g_str_has_suffix (url, "/2026/11/ferry-0f9f4c1e"));
  g_assert_true (g_str_has_suffix (twin_url, "/2026/11/ferry-0f9f4c1e-fff"));
}

static void
test_policy (Site *site, gconstpointer data)
{
  g_autoptr (Reply) page = site_call (site, &(Call){ .path = "/" });
  g_autoptr (Outline) outline = outline_new (page->text);
  const char *policy = reply_header (page, "Content-Security-Policy");
  g_autoptr (GChecksum) sha256 = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree char *base64 = NULL;
  g_autofree char *style = NULL;
  guint8 digest[32];
  gsize length = sizeof digest;

  g_checksum_update (sha256, (const guchar *) outline->style, -1);
  g_checksum_get_digest (sha256, digest, &length);
  base64 = g_base64_encode (digest, length);
  style = g_strdup_printf ("style-src 'sha256-%s'", base64);
  g_assert_nonnull (strstr (policy, "default-src 'none'"));
  g_assert_nonnull (strstr (policy, style));
  g_assert_null (strstr (policy, "unsafe-inline"));
  g_assert_cmpstr (reply_header (page, "X-Content-Type-Options"), ==, "nosniff");
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*test) (Site *, gconstpointer);
  } tests[] = {
    { "/practice/page/parts", test_parts },     { "/practice/page/json-ld", test_json_ld },
    { "/practice/page/hostile", test_hostile }, { "/practice/page/picture", test_picture },
    { "/practice/page/bare", test_bare },       { "/practice/page/editions", test_editions },
    { "/practice/page/front", test_front },     { "/practice/page/addresses", test_addresses },
    { "/practice/page/policy", test_policy },
  };

  stet_test_init (&argc, &argv);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Site, NULL, site_set_up, tests[i].test, site_tear_down);
  return g_test_run ();
}
