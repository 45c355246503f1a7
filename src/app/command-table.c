/* The commands, one row each. Layer: app. */
#include "config.h"

#include "app/command-private.h"

#include <glib/gi18n.h>

#define SITE_OPTIONS " site user"

static const StetCommandRow rows[] = {
  { "import", stet_command_import, STET_NEEDS_WORKSPACE, 1, 1, "body language", N_("FILE"),
    N_("Reads a .txt, .json, .html, .md, .docx or .odt file into a draft and prints its id."),
    "stet import story.txt\nstet import --body --language es clipboard.html" },
  { "new", stet_command_new, STET_NEEDS_WORKSPACE, 0, 0, "language", "",
    N_("Begins an empty story and prints its id; without --language in the language of the messages."),
    "stet new\nstet new --language es" },
  { "check", stet_command_check, STET_NEEDS_FILE_OR_WORKSPACE, 1, 10000,
    "article config json language output suggest", N_("ID|FILE…"),
    N_("Shows what the house style says about a story, or about plain files as prose; --article reads a file as a story "
       "with its fields."),
    "stet check 3f2a\nstet check --article --json story.txt\nstet check --config=.vale.ini --output=JSON notes.md" },
  { "fix", stet_command_fix, STET_NEEDS_FILE_OR_WORKSPACE, 1, 1, "rule language json",
    N_("ID|FILE"),
    N_("Applies the replacements that are safe to apply unasked and prints what it changed; with --rule all of one rule's."),
    "stet fix 3f2a\nstet fix --rule EN-Q01 notes.txt" },
  { "stet", stet_command_stet, STET_NEEDS_WORKSPACE, 2, 2, "reason scope undo", N_("ID FINDING"),
    N_("Lets a finding stand, with a reason that travels with the story."),
    "stet stet 3f2a 9c41d0 --reason \"Title of a film\"\nstet stet 3f2a 9c41d0 --undo" },
  { "list", stet_command_list, STET_NEEDS_WORKSPACE, 0, 0, "binned json", "",
    N_("Shows the stories that are kept here, the newest first."), "stet list\nstet list --json" },
  { "show", stet_command_show, STET_NEEDS_WORKSPACE, 1, 1, "json", N_("ID"),
    N_("Shows one story: its state, its fields, its text."), "stet show 3f2a" },
  { "history", stet_command_history, STET_NEEDS_WORKSPACE, 1, 1, "json", N_("ID"),
    N_("Shows the saved versions of a story, the newest first."), "stet history 3f2a" },
  { "restore", stet_command_restore, STET_NEEDS_WORKSPACE, 2, 2, "", N_("ID REVISION"),
    N_("Makes an earlier version the newest again; nothing in between is lost."),
    "stet restore 3f2a 4" },
  { "set", stet_command_set, STET_NEEDS_WORKSPACE, 3, 3, "free", N_("ID FIELD VALUE"),
    N_("Sets one field; tags takes a comma list, authors one of the site’s authors, photo.file a path, photo.focus two percentages, photo.illustration yes or no, language a tag as en or es."),
    "stet set 3f2a headline \"Ferry returns to the bay\"\nstet set 3f2a tags \"Ports, Transport\"\n"
    "stet set 3f2a authors \"Ana Ruiz\"\nstet set 3f2a authors --free \"Ana Ruiz, A Guest\"\n"
    "stet set 3f2a language es\nstet set 3f2a photo.file ferry.jpg\nstet set 3f2a photo.focus \"30 40\"\nstet set 3f2a photo.illustration yes" },
  { "photo", stet_command_photo, STET_NEEDS_WORKSPACE, 1, 1, "json", N_("ID"),
    N_("Shows the lead photo: its size, its texts, where to look, what made it, and what the picture says of itself."),
    "stet photo 3f2a\nstet photo 3f2a --json" },
  { "tags", stet_command_tags, STET_NEEDS_WORKSPACE, 2, 1000, "new json",
    N_("complete TYPED|suggest ID|add ID TAGS"),
    N_("The site's tags: those that go on with what was typed, those whose names stand in a story; or adds a list of them to one."),
    "stet tags complete hab\nstet tags suggest 3f2a\nstet tags add 3f2a \"La Habana; Ports\"\n"
    "stet tags add 3f2a --new \"Night ferry\"" },
  { "authors", stet_command_authors, STET_NEEDS_WORKSPACE, 0, 1, "site json", N_("[SITE]"),
    N_("Lists who may be the author of a story at a site, with the site’s ids."),
    "stet authors\nstet authors https://news.example --json" },
  { "faq", stet_command_faq, STET_NEEDS_WORKSPACE, 2, 4, "json",
    N_("list ID|suggest ID|heading ID|move ID FROM TO|remove ID N"),
    N_("The questions of a story, counted from 1: lists them, moves or removes one; proposes the house's heading over them, or puts it where there is none."),
    "stet faq list 3f2a\nstet faq suggest 3f2a\nstet faq heading 3f2a\nstet faq move 3f2a 3 1\n"
    "stet faq remove 3f2a 2" },
  { "edit", stet_command_edit, STET_NEEDS_WORKSPACE, 1, 1, "", N_("ID"),
    N_("Takes a whole story in JSON from standard input and applies the difference."),
    "stet edit 3f2a < story.json" },
  { "export", stet_command_export, STET_NEEDS_WORKSPACE, 0, 1, "format all", N_("ID|--all DIR"),
    N_("Writes a story to standard output, or all stories into a folder."),
    "stet export 3f2a --format html\nstet export --all ~/stories" },
  { "backup", stet_command_backup, STET_NEEDS_WORKSPACE, 1, 1, "", N_("FILE"),
    N_("Copies everything that can't be had again into one file: stories and their versions, photographs, own rules and words."),
    "stet backup ~/stet-backup.db" },
  { "recover", stet_command_recover, STET_NEEDS_NOTHING, 1, 1, "", N_("FILE"),
    N_("Brings back all that a backup holds, where no stories are kept yet."),
    "stet recover ~/stet-backup.db" },
  { "count", stet_command_count, STET_NEEDS_WORKSPACE, 1, 1, "target json", N_("ID"),
    N_("Says how long a story is, in words, characters and minutes to read, and keeps how long it is to be."),
    "stet count 3f2a\nstet count 3f2a --target 600" },
  { "find", stet_command_find, STET_NEEDS_WORKSPACE, 1, 2,
    "every replace regex case accents word json", N_("ID|--all TEXT"),
    N_("Finds words in the texts of a story, or of all, and puts others in their place; capitals and accents do not matter."),
    "stet find 3f2a \"port office\"\nstet find --all Habana --replace \"La Habana\"\n"
    "stet find 3f2a --regex '(\\d+) percent' --replace '$1%'" },
  { "search", stet_command_search, STET_NEEDS_WORKSPACE, 1, 1000, "json", N_("WORDS…"),
    N_("Looks through drafts and the archive; accents do not matter."), "stet search ferry bay" },
  { "related", stet_command_related, STET_NEEDS_WORKSPACE, 0, 1000, "json", N_("[WORDS…]"),
    N_("Lists own stories that are live and have these words, with their addresses: for links."),
    "stet related ferry bay" },
  { "site", stet_command_site, STET_NEEDS_WORKSPACE, 1, 2, "auth browser header json mapping user",
    N_("add URL|list|test URL"),
    N_("Adds an account at a site, lists the accounts, or looks whether a site answers as it should. With --mapping the test "
       "makes, publishes and takes down a story of its own: use it on a staging site."),
    "stet site add https://news.example --user ana\nstet site list\nstet site test https://news.example\n"
    "stet site test https://staging.news.example/api --user ana --mapping our-site.json" },
  { "verify", stet_command_verify, STET_NEEDS_WORKSPACE, 1, 1, "json", N_("ID"),
    N_("Reads the public page of a story as readers get it, and says where it differs from what was approved."),
    "stet verify 3f2a" },
  { "doctor", stet_command_doctor, STET_NEEDS_WORKSPACE, 0, 1, "json" SITE_OPTIONS,
    N_("[SITE|URL]"),
    N_("Walks the way to a site, from its name to its clock, and says what is wrong and whom to ask. Its report holds no secrets."),
    "stet doctor\nstet doctor https://news.example --user ana" },
  { "submit", stet_command_submit, STET_NEEDS_WORKSPACE, 1, 1, "json" SITE_OPTIONS, N_("ID"),
    N_("Sends a story to the site, ready for edit."), "stet submit 3f2a", TRUE },
  { "return", stet_command_return, STET_NEEDS_WORKSPACE, 1, 1, "note json" SITE_OPTIONS, N_("ID"),
    N_("Gives a submitted story back to its author with a note."),
    "stet return 3f2a --note \"Who says so?\"", TRUE },
  { "approve", stet_command_approve, STET_NEEDS_WORKSPACE, 1, 1, "json" SITE_OPTIONS, N_("ID"),
    N_("Approves exactly the text that is here."), "stet approve 3f2a", TRUE },
  { "publish", stet_command_publish, STET_NEEDS_WORKSPACE, 1, 1,
    "at approve breaking reason json" SITE_OPTIONS, N_("ID"),
    N_("Puts the approved text on the site, at once or at a time."),
    "stet publish 3f2a\nstet publish 3f2a --approve --at 2026-03-01T18:00:00\n"
    "stet publish 3f2a --approve --breaking --reason \"Eyewitness, photo follows\"",
    TRUE },
  { "unpublish", stet_command_unpublish, STET_NEEDS_WORKSPACE, 1, 1, "reason json" SITE_OPTIONS,
    N_("ID"), N_("Takes a live story down."), "stet unpublish 3f2a --reason \"Name was wrong\"" },
  { "bin", stet_command_bin, STET_NEEDS_WORKSPACE, 1, 1, "json" SITE_OPTIONS, N_("ID"),
    N_("Puts a story into the bin, here and at the site."), "stet bin 3f2a" },
  { "unbin", stet_command_unbin, STET_NEEDS_WORKSPACE, 1, 1, "json" SITE_OPTIONS, N_("ID"),
    N_("Takes a story out of the bin again, as a draft, here and at the site."),
    "stet list --binned\nstet unbin 3f2a" },
  { "sync", stet_command_sync, STET_NEEDS_WORKSPACE, 0, 0, "json watch" SITE_OPTIONS, "",
    N_("Sends what is due, fetches what changed at the site, and ends. With --watch it stays, does so every minute (more seldom "
       "while the site cannot be reached), tells what came and went, and ends on Ctrl+C."),
    "stet sync\nstet sync --watch", TRUE },
  { "queue", stet_command_queue, STET_NEEDS_WORKSPACE, 0, 0, "ended cancel json", "",
    N_("Shows what waits to be sent, and why; --cancel calls one back."),
    "stet queue\nstet queue --cancel 7b10" },
  { "conflicts", stet_command_conflicts, STET_NEEDS_WORKSPACE, 0, 0, "json", "",
    N_("Shows the stories that were changed here and at the site and need a person."),
    "stet conflicts" },
  { "language", stet_command_language, STET_NEEDS_NOTHING, 0, 1, "", N_("[en|es|system]"),
    N_("Says in which language Stet itself speaks, or keeps another: English, Spanish, or the desktop's."),
    "stet language\nstet language es" },
  { "practice", stet_command_practice, STET_NEEDS_NOTHING, 0, 0, "port dir", "",
    N_("Serves a practice site on this computer until it is stopped; its first line says where and who may sign in."),
    "stet practice --port 8080 --dir /tmp/practice" },
  { "style", stet_command_style, STET_NEEDS_FILE_OR_WORKSPACE, 1, 10000, "json off reason until",
    N_("list|test PACK|explain RULE|try RULE|off RULE|on RULE|report|words [add|remove WORD…]"),
    N_("The rules of the house style: lists them, proves a pack's examples, explains a rule, tries one (also a rule file) on "
       "all stories here, turns one off for a while, counts what is overruled, keeps your own words."),
    "stet style list --off\nstet style test ~/packs/newsroom\nstet style explain EN-Q01\nstet style try EN-Q01\n"
    "stet style off EN-Q01 --until 2026-03-02T06:00:00 --reason \"Flags every quotation tonight\"\n"
    "stet style words add guayabera" },
};

const StetCommandRow *
stet_command_rows (guint *n_rows)
{
  *n_rows = G_N_ELEMENTS (rows);
  return rows;
}
