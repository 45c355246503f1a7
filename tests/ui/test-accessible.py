#!/usr/bin/python3
"""A whole story filed by what is on the accessibility bus, and the names of all that can be reached.

Buttons are pressed and menus chosen by name and role; texts are put in through the bus's EditableText. By key
events go only what GTK's bus does not carry: a selection, the choice under an entry, the file chooser's path, and what
opens the popovers that are looked through. Usage: test-accessible.py STET PO [LANGUAGE [names]]; with "names" all looks
are gone through for their names in place of the walk; in another language none may be English that PO translates.
"""
import re
import sys

import whole_story as story
from driver import BUTTON, SECONDS, TEXT, Atspi, Failed, R, ends, run_steps

LANGUAGE = sys.argv[3] if len(sys.argv) > 3 else "en"
NAMES = sys.argv[4:] == ["names"]
MENU_ITEM = (R.MENU_ITEM, R.CHECK_MENU_ITEM, R.RADIO_MENU_ITEM, R.RADIO_BUTTON, R.CHECK_BOX)
REACHED = BUTTON + TEXT + MENU_ITEM + (R.LIST_ITEM, R.COMBO_BOX, R.LINK, R.SLIDER, R.SPIN_BUTTON, R.PASSWORD_TEXT,
                                       R.DIALOG, R.PAGE_TAB)
PASSIVE = (R.LABEL, R.IMAGE, R.ICON, R.FILLER, R.SEPARATOR, R.STATUS_BAR)  # not asked one by one: it takes long
TYPE_NAME = re.compile(r"^(Gtk|Adw|Stet|Gdk)[A-Z]\w+$")


def translations():
    """msgid to msgstr, of those that differ."""
    with open(sys.argv[2], encoding="utf-8") as po:
        entries = po.read().split("\n\n")
    found = {}
    for entry in entries:
        entry = "\n".join(line for line in entry.split("\n") if not line.startswith("#"))
        parts = re.split(r"^(msgctxt|msgid_plural|msgid|msgstr(?:\[\d\])?) ", entry, flags=re.M)
        here = {}
        for word, value in zip(parts[1::2], parts[2::2]):
            here.setdefault(word, "".join(re.findall(r'"((?:[^"\\]|\\.)*)"', value)))
        if here.get("msgid") and here.get("msgstr") and here["msgid"] != here["msgstr"]:
            found.setdefault(here["msgid"], here["msgstr"])
    return found


# --- names ---

def reached(w):
    """Everything that takes the keyboard or can be pressed, with its name."""
    todo, found = [w.app], []
    while todo:
        here = todo.pop()
        try:
            if here.get_name() == "GtkShortcutsWindow" and here.get_role() == R.FRAME:
                continue  # GTK's own: its search has no name
            role = here.get_role()
            if role in (R.FRAME, R.DIALOG, R.ALERT) and here.get_state_set().contains(Atspi.StateType.MODAL):
                raise Failed("“%s” is modal" % here.get_name())
            if (role in REACHED or role not in PASSIVE and here.get_state_set().contains(Atspi.StateType.FOCUSABLE)) \
                    and not stands_for_another(here):
                found.append((here.get_role_name(), here.get_name() or "", here))
            todo += [child for child in (here.get_child_at_index(i) for i in range(here.get_child_count())) if child]
        except Exception as problem:
            if isinstance(problem, Failed):
                raise
    return found


def stands_for_another(here):
    """A scrolled window hands the keyboard to its content, a menu button to the button inside."""
    if here.get_role() == R.SCROLL_PANE:
        return True
    return here.get_name() == "GtkMenuButton" and here.get_child_count() > 0 and here.get_child_at_index(0).get_role() in BUTTON


def path_of(accessible):
    words = []
    while accessible and len(words) < 8:
        words.append("%s “%s” %d" % (accessible.get_role_name(), (accessible.get_name() or "")[:40],
                                     accessible.get_index_in_parent()))
        accessible = accessible.get_parent()
    return " in ".join(words)


SEEN = set()
WRONG = []


def look(w, where):
    english = translations() if LANGUAGE != "en" else {}
    for role, name, accessible in reached(w):
        SEEN.add((role, name))
        if not name.strip() or TYPE_NAME.match(name):
            WRONG.append("no name: %s (%s)" % (path_of(accessible), where))
        elif name in english:
            WRONG.append("%s: English “%s”: %s" % (where, name, path_of(accessible)))


def opened(w, where, keys, shown, close="Escape"):
    """Opens something by its keys, waits for what it shows, looks through it, and closes it."""
    before = {name for _, name, _ in reached(w)} if shown else ()
    w.keys(*keys)
    if shown:
        w.wait(lambda: len({name for _, name, _ in reached(w)}.difference(before)) >= shown, where)
    look(w, where)
    if close:
        w.keys(close)


def names_at_first_start(w):
    w.wait(lambda: w.find((R.PASSWORD_TEXT,)) or w.find(TEXT), "the first page")
    look(w, "first start")


def names_everywhere(w):
    w.stet("site", "practice")
    w.keys("ctrl+n")
    w.wait(lambda: w.focus() and w.focus().get_role() in TEXT and w.all(TEXT), "a story")
    w.type("bad headline teh")
    w.keys("alt+1")
    look(w, "the story")
    opened(w, "find and replace", ["ctrl+h"], 3)
    opened(w, "palette", ["ctrl+k"], 5)
    w.keys("alt+4")
    opened(w, "link", ["ctrl+l"], 1)
    opened(w, "marks", ["ctrl+period"], 10)
    w.keys("alt+1")
    opened(w, "menu", ["F10"], 5)
    opened(w, "mends", ["F8", "alt+Return"], None)
    opened(w, "let it stand", ["shift+alt+Return"], None)
    opened(w, "length", ["ctrl+alt+l"], None)
    opened(w, "queue", ["ctrl+shift+k"], None, None)
    opened(w, "connection", ["shift+F5"], None, None)
    w.keys("ctrl+shift+f", "ctrl+shift+f")
    w.keys("ctrl+question")
    window = w.wait(w.other_window, "the shortcuts")
    look(w, "shortcuts")
    w.x("windowfocus", "--sync", window)
    w.keys("Escape")
    w.wait(lambda: not w.other_window(), "the shortcuts to go")
    w.x("windowfocus", "--sync", w.xid)
    print("# %d names looked at" % len(SEEN))
    if len(SEEN) < 80:
        raise Failed("only %d names were found" % len(SEEN))
    if WRONG:
        first = {line.rsplit(" (", 1)[0]: line for line in reversed(WRONG)}
        raise Failed("\n# ".join(sorted(first.values())))


# --- the story ---

def put(w, name, text, whole=None):
    """Through EditableText, as what a person dictates to would."""
    view = w.wait(lambda: w.find(TEXT, name), "the text “%s”" % name)
    end = Atspi.Text.get_character_count(view)
    if not Atspi.EditableText.insert_text(view, end, text, len(text.encode("utf-8"))):
        raise Failed("“%s” takes no text" % name)
    whole = text if whole is None else whole
    w.wait(lambda: w.text_of(name) == whole, "“%s” in %s, there is “%s”" % (whole, name, w.text_of(name)))


def choose(w, starts):
    item = w.wait(lambda: w.find(MENU_ITEM, starts=starts), "“%s” in the menu" % starts)
    Atspi.Action.do_action(item, 0)


def first_start(w):
    w.says("Where will your stories go")
    look(w, "first start")
    w.press("Open the practice newsroom")
    w.wait(lambda: w.find(BUTTON, "reporter"), "the reporter's account")


def texts(w):
    w.press("New story")
    w.wait(lambda: w.text_of("Headline") == "" and w.focused("Headline"), "an empty story")
    put(w, "Headline", story.HEADLINE)
    put(w, "Dek", story.DEK)
    w.press("Section")
    choose(w, story.SECTION)
    w.wait(lambda: w.find(BUTTON, story.SECTION), "the section on its button")


def photo(w):
    w.press("Choose a photo")
    story.choose_photo(w)
    put(w, "Caption", story.CAPTION)
    put(w, "Credit", story.CREDIT, story.CREDIT_WHOLE)
    put(w, "Alt text", story.ALT)


def body(w):
    w.press("Body")
    w.wait(lambda: w.focused("Body"), "the focus in the body")
    for number, paragraph in enumerate(story.PARAGRAPHS):
        whole = "\n".join(story.PARAGRAPHS[:number + 1])
        put(w, "Body", ("\n" if number else "") + paragraph, whole)
        if number == story.QUOTE:
            Atspi.Text.set_caret_offset(w.find(TEXT, "Body"), len(whole) - 3)
            w.press("Paragraph")
            choose(w, "Quotation")
            w.wait(lambda: w.find(BUTTON, "Quotation"), "the quotation")
        elif number == story.QUOTE + 1:
            Atspi.Text.set_caret_offset(w.find(TEXT, "Body"), len(whole) - 3)
            w.press("Quotation")
            choose(w, "Paragraph")
            w.wait(lambda: w.find(BUTTON, "Paragraph"), "a paragraph after it")


def link(w):
    view = w.find(TEXT, "Body")
    Atspi.Text.set_caret_offset(view, Atspi.Text.get_character_count(view))
    for _ in range(story.LINK_WORDS):
        w.keys("ctrl+shift+Left")
    w.press("Link")
    w.wait(lambda: w.focus_name() == "Address of the link", "the question for the address")
    put(w, "Address of the link", story.LINK)
    w.press("Set link")
    w.wait(lambda: w.focused("Body"), "the caret back in the body")


def faq(w):
    put(w, "FAQ heading", story.FAQ_TITLE)
    for number, (question, answer) in enumerate(story.FAQ, 1):
        if not w.find(TEXT, "Question %d" % number):
            w.press("Add a question")
        put(w, "Question %d" % number, question)
        put(w, "Answer %d" % number, answer)


def tags_and_byline(w):
    w.press("Tags")
    w.wait(lambda: w.focused("Add a tag"), "the focus in the tags")
    for tag in story.TAGS:
        put(w, "Add a tag", tag)
        w.wait(lambda: w.find((R.LIST_ITEM,), "New tag: \u201c%s\u201d" % tag), "the new tag offered")
        w.keys("Down", "Return")
        w.wait(lambda: w.find(BUTTON, "Remove the tag " + tag) and w.text_of("Add a tag") == "", "the tag " + tag)
    put(w, "Byline", story.BYLINE)


def check(w):
    w.says("Saved")
    w.wait(lambda: not w.all((R.LIST_ITEM,), starts="Blocks"),
           "nothing that blocks, not " + ", ".join(item.get_name() for item in w.all((R.LIST_ITEM,), starts="Blocks")))
    reached(w)


def submit(w):
    w.press("Submit for editing")
    w.says("Sent for editing.")
    reached(w)


def stored(w):
    found = story.check_stored(w)
    story.same("the state", found["review"]["state"], "submitted")


WALK = [first_start, texts, photo, body, link, faq, tags_and_byline, check, submit, stored, ends]
STEPS = [names_at_first_start, names_everywhere, ends] if NAMES else WALK

if __name__ == "__main__":
    sys.exit(run_steps(STEPS, language=LANGUAGE))
