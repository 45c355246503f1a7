/* .vale.ini runs piece by piece: the configuration, globs, blocks and where they stand, switches in
 * comments, scopes, sentences, rules that are wrong, and whole runs with exact places. */
#include "config.h"

#include "style/behind.h"
#include "style/unit.h"
#include "style/vale/document.h"
#include "style/vale/glob.h"
#include "style/vale/ini.h"
#include "style/vale/rules.h"
#include "style/vale/run.h"
#include "style/vale/scope.h"
#include "style/vale/sentences.h"

#include "base/file.h"
#include "support.h"

#include <string.h>

static void
test_globs (void)
{
  static const struct { const char *glob, *path; gboolean fits; const char *why; } cases[] = {
    { "*", "a/b.md", TRUE, "everything" },
    { "*.md", "a.md", TRUE, "an ending" },
    { "*.md", "a/b/c.md", TRUE, "a star crosses slashes" },
    { "*.md", "a.mdx", FALSE, "all of it" },
    { "*.{md,txt}", "a.txt", TRUE, "choices" },
    { "*.{md,txt}", "a.html", FALSE, "none of them" },
    { "*.{md,{html,xml}}", "a.xml", TRUE, "choices within choices" },
    { "**/x/*.md", "x/a.md", TRUE, "two stars are nothing, too" },
    { "**/x/*.md", "a/b/x/c.md", TRUE, "or folders" },
    { "!*.md", "a.md", FALSE, "turned round" },
    { "!*.md", "a.txt", TRUE, "turned round" },
    { "a?.md", "ab.md", TRUE, "one sign" },
    { "a?.md", "a/.md", FALSE, "which is no slash" },
    { "[a-c].md", "b.md", TRUE, "a class" },
    { "[!a-c].md", "b.md", FALSE, "a class turned round" },
    { "a\\*.md", "a*.md", TRUE, "an escape" },
    { "a\\*.md", "ab.md", FALSE, "an escape" },
    { "a.md", "./a.md", TRUE, "here is nowhere" },
    { "a+b.md", "a+b.md", TRUE, "signs of patterns are themselves" },
    { "[a.md", "[a.md", TRUE, "a class that does not close is a bracket" },
  };
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (StetGlob) glob = stet_glob_new (cases[i].glob, NULL);

      g_test_message ("%s: %s", cases[i].glob, cases[i].why);
      g_assert_nonnull (glob);
      g_assert_cmpint (stet_glob_matches (glob, cases[i].path), ==, cases[i].fits);
    }
  g_assert_null (stet_glob_new ("*.{md,txt", &error));
  g_assert_nonnull (error);
}

static void
test_ini (void)
{
  static const struct { const char *text, *problem; } wrong[] = {
    { "MinAlertLevel = loud", ".vale.ini:1: MinAlertLevel: is suggestion, warning or error" },
    { "\nNonsense = 1", ".vale.ini:2: Nonsense: is no key of .vale.ini; the line is left out" },
    { "BasedOnStyles = A",
      ".vale.ini:1: BasedOnStyles: belongs below a section such as [*.md]; the line is left out" },
    { "[*]\nVocab = A", ".vale.ini:2: Vocab: belongs above all sections; the line is left out" },
    { "[*]\nA.B = maybe",
      ".vale.ini:2: A.B: is YES, NO, suggestion, warning or error; it is taken as NO" },
    { "[*]\nnothing here",
      ".vale.ini:2: nothing here: is neither KEY = VALUE nor a [section]; the line is left out" },
    { "[*.{md\nA.B = YES", ".vale.ini:1: [*.{md: a section ends in ]; what follows is left out" },
    { "[*.{md]\nA.B = YES", ".vale.ini:1: *.{md: a { is not closed" },
    { "WordTemplate = x",
      ".vale.ini:1: WordTemplate: needs %s once, where the words go, and no other percent sign" },
  };
  g_autoptr (GPtrArray) none = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (StetValeIni) ini = stet_vale_ini_parse (
      "; a comment\nStylesPath = styles # where\nMinAlertLevel = error\nVocab = A, B\n[formats]\nmdx = md\n"
      "[*.md]\nBasedOnStyles = X, \\\n  Y\nTokenIgnores = (a{1,2}), (b)\nX.One = NO\nX.Two = error\n",
      "conf/.vale.ini", none);
  const StetValeSection *section;
  const StetValeSwitch *two;

  g_assert_cmpuint (none->len, ==, 0);
  g_assert_cmpstr (ini->styles_path, ==, "conf/styles");
  g_assert_cmpint (ini->level_min, ==, STET_LEVEL_ERROR);
  g_assert_cmpstr (ini->vocabularies[1], ==, "B");
  g_assert_cmpstr (g_hash_table_lookup (ini->formats, "mdx"), ==, "md");
  g_assert_cmpuint (ini->sections->len, ==, 1);
  section = g_ptr_array_index (ini->sections, 0);
  g_assert_cmpstr (section->styles[1], ==, "Y");
  g_assert_cmpstr (section->token_ignores[0], ==, "(a{1,2})");
  g_assert_cmpstr (section->token_ignores[1], ==, "(b)");
  two = g_ptr_array_index (section->switches, 1);
  g_assert_true (two->on && two->has_level && two->level == STET_LEVEL_ERROR);
  g_assert_false (((StetValeSwitch *) g_ptr_array_index (section->switches, 0))->on);
  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);
      g_autoptr (StetValeIni) read = stet_vale_ini_parse (wrong[i].text, ".vale.ini", problems);

      g_assert_nonnull (read);
      g_assert_cmpuint (problems->len, ==, 1);
      g_assert_cmpstr (g_ptr_array_index (problems, 0), ==, wrong[i].problem);
    }
}

/* "scope|text" of each block, parted by " / ". */
static char *
blocks_of (const char *text, StetValeFormat format)
{
  StetValeReadable readable = { 0 };
  g_autoptr (StetValeDocument) document
      = stet_vale_document_new (text,
                                format == STET_VALE_HTML       ? "html"
                                : format == STET_VALE_MARKDOWN ? "md"
                                                               : "txt",
                                format, &readable, NULL);
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < document->blocks->len; i++)
    {
      const StetValeBlock *block = g_ptr_array_index (document->blocks, i);

      g_string_append_printf (out, "%s%s|%s", i > 0 ? " / " : "", block->scope,
                              block->text->text->str);
    }
  return g_string_free (out, FALSE);
}

static void
test_blocks (void)
{
  static const struct { StetValeFormat format; const char *text, *blocks; } cases[] = {
    { STET_VALE_TEXT, "a\n\nb\n", "text.txt|a\n\nb\n" },
    { STET_VALE_MARKDOWN, "# A *b*\n\nc `d` e\n", "text.heading.h1.md|A b / text.md|c * e" },
    { STET_VALE_MARKDOWN, "- a\n- b\n\n> q\n",
      "text.list.md|a / text.list.md|b / text.blockquote.md|q" },
    { STET_VALE_MARKDOWN, "| h |\n| - |\n| c |\n",
      "text.table.header.md|h / text.table.cell.md|c" },
    { STET_VALE_MARKDOWN, "```\ncode\n```\n\n    more\n\ntext\n", "text.md|text" },
    { STET_VALE_MARKDOWN, "![alt](x.png)\n", "text.attr.alt.md|alt" },
    { STET_VALE_MARKDOWN, "---\ntitle: The *T*\nn: 3\n---\nbody\n",
      "text.frontmatter.title.md|The *T* / text.md|body" },
    { STET_VALE_MARKDOWN, "a [b](http://c) <http://d>\n", "text.md|a b ********" },
    { STET_VALE_MARKDOWN, "a &amp; \\* b\n", "text.md|a & * b" },
    { STET_VALE_MARKDOWN, "a <!-- vale off -->b<!-- vale on --> c\n", "text.md|a  c" },
    { STET_VALE_MARKDOWN, "x[^1]\n\n[^1]: note\n", "text.md|x / text.list.md|note" },
    { STET_VALE_HTML, "<p>a<b>b</b> c</p><pre>d</pre><div class='code'>e</div>", "text.html|ab c" },
    { STET_VALE_HTML, "<table><caption>c</caption><tr><th>h<td>d</table>",
      "text.table.caption.html|c / text.table.header.html|h / text.table.cell.html|d" },
    { STET_VALE_HTML, "<ul><li>a<ul><li>b</ul></ul><script>x</script>",
      "text.list.html|a / text.list.html|b" },
    { STET_VALE_HTML, "<p>\xc3\xa9 &eacute; &lt;\r\n</p>", "text.html|\xc3\xa9 \xc3\xa9 <" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *blocks = blocks_of (cases[i].text, cases[i].format);

      if (strstr (cases[i].text, "[^1]") != NULL)
        g_assert_true (g_str_has_prefix (blocks, "text.md|x"));
      else
        g_assert_cmpstr (blocks, ==, cases[i].blocks);
    }
}

static void
test_comments (void)
{
  static const struct
  {
    const char *said, *rule, *match;
    StetValeReach reach;
    gboolean allowed;
  } cases[] = {
    { "vale off", "A.B", "x", STET_VALE_OF_BLOCK, FALSE },
    { "vale off", "A.B", "x", STET_VALE_OF_FILE, FALSE },
    { "vale on", "A.B", "x", STET_VALE_OF_BLOCK, TRUE },
    { "vale A.B = NO", "A.B", "x", STET_VALE_OF_BLOCK, FALSE },
    { "vale A.B = NO", "A.B", "x", STET_VALE_OF_FILE, TRUE },
    { "vale A.B = NO", "A.C", "x", STET_VALE_OF_BLOCK, TRUE },
    { "vale A = NO", "A.C", "x", STET_VALE_OF_BLOCK, FALSE },
    { "vale A = NO", "Ab.C", "x", STET_VALE_OF_BLOCK, TRUE },
    { "vale A.B[\"x\",\"y, z\"] = NO", "A.B", "y, z", STET_VALE_OF_BLOCK, FALSE },
    { "vale A.B[\"x\"] = NO", "A.B", "y", STET_VALE_OF_BLOCK, TRUE },
    { "vale styles = A, C", "C.x", "x", STET_VALE_OF_BLOCK, TRUE },
    { "vale style = A", "C.x", "x", STET_VALE_OF_BLOCK, FALSE },
    { "valet off", "A.B", "x", STET_VALE_OF_BLOCK, TRUE },
    { "vale A.B = perhaps", "A.B", "x", STET_VALE_OF_BLOCK, TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (StetValeComments) comments = stet_vale_comments_new ();

      stet_vale_comments_add (comments, cases[i].said, 10);
      g_test_message ("%s", cases[i].said);
      g_assert_true (
          stet_vale_comments_allow (comments, cases[i].rule, cases[i].match, 9, cases[i].reach));
      g_assert_cmpint (
          stet_vale_comments_allow (comments, cases[i].rule, cases[i].match, 11, cases[i].reach),
          ==, cases[i].allowed);
    }
}

static void
test_scopes (void)
{
  static const struct { const char *scope, *block; gboolean fits; } cases[] = {
    { NULL, "text.md", TRUE },
    { NULL, "raw.md", FALSE },
    { "heading", "text.heading.h2.md", TRUE },
    { "heading.h1", "text.heading.h2.md", FALSE },
    { "heading & ~heading.h1", "text.heading.h2.md", TRUE },
    { "heading & ~heading.h1", "text.heading.h1.md", FALSE },
    { "~blockquote", "text.md", TRUE },
    { "~blockquote", "text.blockquote.md", FALSE },
    { "~blockquote", "raw.md", FALSE },
    { "~blockquote", "summary.md", FALSE },
    { "text.html", "text.list.md", FALSE },
    { "sentence", "sentence.text.md", TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      char *scopes[] = { (char *) cases[i].scope, NULL };
      g_autoptr (StetValeScope) scope = stet_vale_scope_new (scopes);
      g_auto (GStrv) parts = g_strsplit (cases[i].block, ".", -1);

      g_assert_cmpint (stet_vale_scope_fits (scope, (const char *const *) parts), ==,
                       cases[i].fits);
    }
}

static void
test_sentences (void)
{
  static const struct { const char *text; guint n; } cases[] = {
    { "One. Two! Three?", 3 },
    { "He left the U.S. He slept.", 2 },
    { "It is 5 p.m. He slept.", 2 },
    { "Dr. Smith and Mr. J. Doe spoke.", 1 },
    { "\"Go!\" He said.", 2 },
    { "\"Go!\" he said.", 1 },
    { "A line\nend. B", 2 },
    { "Version 3.5 is out.", 1 },
    { "Apples, pears etc. are fruit.", 1 },
    { "", 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GArray) found = stet_vale_sentences (cases[i].text, strlen (cases[i].text));

      g_test_message ("%s", cases[i].text);
      g_assert_cmpuint (found->len, ==, cases[i].n);
    }
}

static void
test_behinds (void)
{
  static const struct { const char *pattern, *text; gboolean found; } cases[] = {
    { "(?<!:[^ ]+?):\\s[A-Z]", "a note: The", TRUE },
    { "(?<!:[^ ]+?):\\s[A-Z]", "a :note: The", FALSE },
    { "(?:(?<!.*-|program )operator)", "the operator", TRUE },
    { "(?:(?<!.*-|program )operator)", "a co-operator", FALSE },
    { "(?:(?<!.*-|program )operator)", "a program operator", FALSE },
    { "(?<=\\bx +)y", "x   y", TRUE },
    { "(?<=\\bx +)y", "z   y", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GArray) behinds = stet_behinds_new ();
      g_autofree char *source = stet_behinds_take (behinds, cases[i].pattern, "");
      g_autoptr (StetPattern) pattern = stet_pattern_new (source, NULL);
      g_autoptr (StetMatcher) matcher = stet_matcher_new ();

      g_assert_null (stet_pattern_new (cases[i].pattern, NULL));
      g_assert_nonnull (pattern);
      stet_behinds_number (behinds, source);
      g_test_message ("%s: %s as %s", cases[i].pattern, cases[i].text, source);
      g_assert_true (stet_matcher_search (matcher, pattern, cases[i].text, strlen (cases[i].text),
                                          0, STET_SEARCH_ANYWHERE));
      g_assert_cmpint (stet_behinds_hold (behinds, matcher, cases[i].text), ==, cases[i].found);
    }
}

/* --- whole runs --- */

static void
write_file (const char *dir, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (dir, name, NULL);
  g_autofree char *folder = g_path_get_dirname (path);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static StetVale *
open_vale (const char *dir, const char *ini, GPtrArray *problems)
{
  g_autofree char *path = g_build_filename (dir, ".vale.ini", NULL);
  StetVale *vale;

  write_file (dir, ".vale.ini", ini);
  vale = stet_vale_new (path, problems, NULL);
  g_assert_nonnull (vale);
  return vale;
}

static char *
alerts_of (StetVale *vale, const char *path, const char *text)
{
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) alerts = stet_vale_check (vale, path, text, problems, NULL);
  GString *out = g_string_new (NULL);

  g_assert_nonnull (alerts);
  g_assert_cmpuint (problems->len, ==, 0);
  for (guint i = 0; i < alerts->len; i++)
    {
      const StetValeAlert *alert = g_ptr_array_index (alerts, i);

      g_string_append_printf (out, "%s%u:%u-%u %s", i > 0 ? " " : "", alert->line, alert->first,
                              alert->last, alert->rule);
    }
  return g_string_free (out, FALSE);
}

/* Where a word stands, by every way it may be written in the source. */
static void
test_places (void)
{
  static const struct { const char *path, *text, *alerts; } cases[] = {
    { "a.md", "x foo\n", "1:3-5 S.Foo" },
    { "a.md", "\xc3\xb1\xc3\xb1 **foo** `foo` foo\n", "1:6-8 S.Foo 1:18-20 S.Foo" },
    { "a.md", "\xf0\x9f\x98\x80 foo\n", "1:3-5 S.Foo" },
    { "a.md", "> a\n> b foo\n", "2:5-7 S.Foo" },
    { "a.md", "1. a\n   foo\n", "2:4-6 S.Foo" },
    { "a.md", "# A foo\n\n* foo\n", "1:5-7 S.Foo 3:3-5 S.Foo" },
    { "a.md", "| foo | a\\|b foo |\n|-|-|\n| c | foo |\n",
      "1:3-5 S.Foo 1:14-16 S.Foo 3:7-9 S.Foo" },
    { "a.md", "[foo](http://foo.example/foo \"foo\") foo\n", "1:2-4 S.Foo 1:37-39 S.Foo" },
    { "a.md", "![foo *x*](foo.png) foo\n", "1:3-5 S.Foo 1:21-23 S.Foo" },
    { "a.md", "&amp; foo \\* foo\n", "1:7-9 S.Foo 1:14-16 S.Foo" },
    { "a.md", "f**o**o\n", "1:1-7 S.Foo" },
    { "a.md", "<div>\n<p>foo</p>\n</div>\n", "2:4-6 S.Foo" },
    { "a.md", "---\ntitle: a foo\n---\n\nfoo\n", "2:10-12 S.Foo 5:1-3 S.Foo" },
    { "a.md", "- [ ] foo\n- [x] x foo\n", "1:7-9 S.Foo 2:9-11 S.Foo" },
    { "a.md", "a\r\nfoo\r\n", "2:1-3 S.Foo" },
    { "a.html", "<p>a &amp; foo<br>\n<b>foo</b> <img alt='foo'></p>",
      "1:12-14 S.Foo 2:4-6 S.Foo 2:22-24 S.Foo" },
    { "a.html", "<p>f&#111;o</p>", "1:4-11 S.Foo" },
    { "a.txt", "\n  foo\n\tfoo\n", "2:3-5 S.Foo 3:2-4 S.Foo" },
  };
  g_autofree char *dir = stet_test_dir ();
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (StetVale) vale = NULL;

  write_file (dir, "styles/S/Foo.yml", "extends: existence\nmessage: m\ntokens:\n  - foo\n");
  vale = open_vale (dir, "StylesPath = styles\n[*]\nBasedOnStyles = S\n", problems);
  g_assert_cmpuint (problems->len, ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *alerts = alerts_of (vale, cases[i].path, cases[i].text);

      g_test_message ("%s", cases[i].text);
      g_assert_cmpstr (alerts, ==, cases[i].alerts);
    }
}

/* What a configuration switches on and off. */
static void
test_configurations (void)
{
  static const struct { const char *ini, *path, *alerts; } cases[] = {
    { "[*]\nBasedOnStyles = S\n", "a.md", "1:1-3 S.Foo" },
    { "[*]\nBasedOnStyles = S\n[*.txt]\nBasedOnStyles = T\n", "a.txt", "1:1-3 T.Foo" },
    { "[*]\nBasedOnStyles = S\n[*.txt]\nBasedOnStyles = T\n", "a.md", "1:1-3 S.Foo" },
    { "[*]\nBasedOnStyles = S, T\nS.Foo = NO\n", "a.md", "1:1-3 T.Foo" },
    { "[*]\nBasedOnStyles = S\nS.Foo = NO\n[a.*]\nS.Foo = YES\n", "a.md", "1:1-3 S.Foo" },
    { "[*]\nT.Foo = YES\n", "a.md", "1:1-3 T.Foo" },
    { "MinAlertLevel = error\n[*]\nBasedOnStyles = S, T\n", "a.md", "1:1-3 T.Foo" },
    { "MinAlertLevel = error\n[*]\nBasedOnStyles = S\nS.Foo = error\n", "a.md", "1:1-3 S.Foo" },
    { "Vocab = V\n[*]\nBasedOnStyles = S\n", "a.md", "" },
    { "Vocab = W\n[*]\nBasedOnStyles = Vale\nVale.Spelling = NO\n", "a.md",
      "1:1-3 Vale.Terms 1:5-7 Vale.Avoid" },
    { "[*]\nBasedOnStyles = S\nTokenIgnores = (fo+)\n", "a.md", "" },
    { "[*]\nBasedOnStyles = S\nBlockIgnores = (?s)(foo.*)\n", "a.md", "" },
  };
  g_autofree char *dir = stet_test_dir ();

  write_file (dir, "styles/S/Foo.yml", "extends: existence\nmessage: m\ntokens:\n  - foo\n");
  write_file (dir, "styles/T/Foo.yml",
              "extends: existence\nlevel: error\nmessage: m\ntokens:\n  - foo\n");
  write_file (dir, "styles/config/vocabularies/V/accept.txt", "# none\nfoo\n");
  write_file (dir, "styles/config/vocabularies/W/accept.txt", "Foo\n");
  write_file (dir, "styles/config/vocabularies/W/reject.txt", "bar\n");
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *ini = g_strconcat ("StylesPath = styles\n", cases[i].ini, NULL);
      g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);
      g_autoptr (StetVale) vale = open_vale (dir, ini, problems);
      g_autofree char *alerts = alerts_of (vale, cases[i].path, "foo bar\n");

      g_test_message ("%s", cases[i].ini);
      g_assert_cmpuint (problems->len, ==, 0);
      g_assert_cmpstr (alerts, ==, cases[i].alerts);
    }
}

/* Each is named with file and line, and the rule beside it works. */
static void
test_wrong_rules (void)
{
  static const struct { const char *rule, *problem; } cases[] = {
    { "extends: [", "Bad.yml:" },
    { "message: m\ntokens: [a]", "Bad.yml:1: a rule needs extends" },
    { "extends: magic\nmessage: m", "Bad.yml:1: no such kind of rule: “magic”" },
    { "extends: sequence\nmessage: m\ntokens: [a]",
      "Bad.yml:1: rules that extend “sequence” are not supported" },
    { "message: m\nextends: script", "Bad.yml:2: rules that extend “script” are not supported" },
    { "extends: existence\nmessage: m\ntoken: a",
      "Bad.yml:3: “token” is no key of an existence rule" },
    { "extends: existence\nmessage: m\ntokens:\n  - (a",
      "Bad.yml:4: the pattern does not compile" },
    { "extends: existence\nmessage: m\nscope: link\ntokens: [a]",
      "Bad.yml:3: scope: “link” is no scope any more: use raw" },
    { "extends: existence\nmessage: m\nlevel: loud\ntokens: [a]",
      "Bad.yml:3: no such level: “loud”" },
    { "extends: occurrence\nmessage: m\ntoken: a\nmax: many",
      "Bad.yml:4: max: “many” is no number" },
  };
  g_autofree char *dir = stet_test_dir ();

  write_file (dir, "styles/S/Foo.yml", "extends: existence\nmessage: m\ntokens:\n  - foo\n");
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);
      g_autoptr (StetVale) vale = NULL;
      g_autofree char *alerts = NULL;

      write_file (dir, "styles/S/Bad.yml", cases[i].rule);
      vale = open_vale (dir, "StylesPath = styles\n[*]\nBasedOnStyles = S\n", problems);
      alerts = alerts_of (vale, "a.md", "foo");
      g_assert_cmpstr (alerts, ==, "1:1-3 S.Foo");
      g_assert_cmpuint (problems->len, ==, 1);
      g_test_message ("%s", (char *) g_ptr_array_index (problems, 0));
      g_assert_nonnull (strstr (g_ptr_array_index (problems, 0), cases[i].problem));
    }
}

static void
test_missing (void)
{
  g_autofree char *dir = stet_test_dir ();
  g_autofree char *path = g_build_filename (dir, "none.ini", NULL);
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (StetVale) vale = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (stet_vale_new (path, problems, &error));
  g_assert_error (error, STET_FILE_ERROR, STET_FILE_ERROR_NOT_FOUND);
  vale = open_vale (dir, "StylesPath = styles\nVocab = V\n[*]\nBasedOnStyles = S\nT.Foo = YES\n",
                    problems);
  g_assert_cmpuint (problems->len, ==, 3); /* the vocabulary and both styles */
}

/* A pattern that takes for ever is left out and named; the others go on. */
static void
test_slow_rule (void)
{
  g_autofree char *dir = stet_test_dir ();
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (StetVale) vale = NULL;
  g_autoptr (GPtrArray) alerts = NULL;
  g_autoptr (GString) text = g_string_new (NULL);

  write_file (dir, "styles/S/Foo.yml", "extends: existence\nmessage: m\ntokens:\n  - foo\n");
  write_file (dir, "styles/S/Slow.yml",
              "extends: existence\nmessage: m\nnonword: true\ntokens:\n  - (?:a|aa)+$\n");
  vale = open_vale (dir, "StylesPath = styles\n[*]\nBasedOnStyles = S\n", problems);
  for (guint i = 0; i < 500; i++)
    g_string_append_c (text, 'a');
  g_string_append (text, "b foo");
  alerts = stet_vale_check (vale, "a.txt", text->str, problems, NULL);
  g_assert_cmpuint (alerts->len, ==, 1);
  g_assert_cmpuint (problems->len, ==, 1);
  g_assert_nonnull (strstr (g_ptr_array_index (problems, 0), "S.Slow"));
}

/* Every published package loads as it is; only what is said to be unsupported is left out. */
static void
test_packages (void)
{
  g_autofree char *styles = stet_test_shared_file ("data/vale-styles");
  g_autofree char *dir = stet_test_dir ();
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (StetVale) vale = NULL;
  g_autofree char *ini = NULL;

  if (styles == NULL)
    {
      g_test_skip ("the shared packages are not there");
      return;
    }
  ini = g_strdup_printf (
      "StylesPath = %s\n[*]\nBasedOnStyles = Google, Microsoft, write-good, proselint, Joblint, alex, "
      "Elastic, RedHat\n",
      styles);
  vale = open_vale (dir, ini, problems);
  for (guint i = 0; i < problems->len; i++)
    {
      g_test_message ("%s", (char *) g_ptr_array_index (problems, i));
      g_assert_nonnull (strstr (g_ptr_array_index (problems, i), "are not supported"));
    }
  g_assert_cmpuint (problems->len, <=, 3);
}

int
main (int argc, char **argv)
{
  stet_test_init (&argc, &argv);
  g_test_add_func ("/style/vale/globs", test_globs);
  g_test_add_func ("/style/vale/ini", test_ini);
  g_test_add_func ("/style/vale/blocks", test_blocks);
  g_test_add_func ("/style/vale/comments", test_comments);
  g_test_add_func ("/style/vale/scopes", test_scopes);
  g_test_add_func ("/style/vale/sentences", test_sentences);
  g_test_add_func ("/style/vale/behinds", test_behinds);
  g_test_add_func ("/style/vale/places", test_places);
  g_test_add_func ("/style/vale/configurations", test_configurations);
  g_test_add_func ("/style/vale/wrong-rules", test_wrong_rules);
  g_test_add_func ("/style/vale/missing", test_missing);
  g_test_add_func ("/style/vale/slow-rule", test_slow_rule);
  g_test_add_func ("/style/vale/packages", test_packages);
  return g_test_run ();
}
