#!/usr/bin/python3
"""Find and replace over all fields by keys: what is counted, gone to, replaced, and given back by one undo.

Usage: test-find.py STET
"""
import json
import sys

from driver import TEXT, Atspi, Failed, R, closes, run_steps

FIND, REPLACEMENT = "Find in the story", "What comes in its place"
HEADLINE = "A láncha to Regla"
BODY = "The ferry left at six.\nNo lancha left at seven: `Lancha` is what people say."
COUNT = R.STATUS_BAR


def count(w, text):
    w.wait(lambda: w.find((R.LABEL, COUNT), text), "the count “%s”" % text)


def chosen(w, name):
    selection = Atspi.Text.get_selection(w.find(TEXT, name), 0)
    return selection.start_offset, selection.end_offset


def caret(w, name):
    return Atspi.Text.get_caret_offset(w.find(TEXT, name))


def write_a_story(w):
    w.says("Where will your stories go")
    w.tab_to("Open the practice newsroom")
    w.keys("Return")
    w.wait(lambda: w.find((R.TOGGLE_BUTTON, R.PUSH_BUTTON), "reporter"), "the reporter's account")
    w.keys("ctrl+n")
    w.write("Headline", "A lancha to Regla")
    w.keys("Tab")
    w.write("Dek", "The lancha is late")
    w.keys("alt+4")
    for number, line in enumerate(BODY.split("\n")):
        if number:
            w.keys("Return")
        w.type(line)
    w.wait(lambda: w.text_of("Body") == BODY, "the body")
    w.says("Saved")
    story = json.loads(w.stet("list", "--json")[1])
    done = w.stet("set", (story["stories"] if isinstance(story, dict) else story)[0]["id"], "headline", HEADLINE)
    w.wait(lambda: w.text_of("Headline") == HEADLINE, "the accent in the headline: %s" % (done,))


def counts_as_one_types(w):
    w.keys("ctrl+Home", "Right", "Right")
    before = caret(w, "Body")
    w.keys("ctrl+f")
    w.wait(lambda: w.focus_name() == FIND, "the focus in the entry")
    w.type("lancha")
    count(w, "4 places")
    if caret(w, "Body") != before:
        raise Failed("looking moved the caret")


def goes_through_them(w):
    """The caret stands in the body: its hits come first, then round to the headline."""
    for text, name, place in [("3 of 4", "Body", (26, 32)), ("4 of 4", "Body", (49, 55)), ("1 of 4", "Headline", (2, 8)),
                              ("2 of 4", "Dek", (4, 10))]:
        w.keys("Return")
        count(w, text)
        w.wait(lambda: chosen(w, name) == place, "%s of %s selected, not %s" % (place, name, chosen(w, name)))
    w.keys("shift+Return")
    count(w, "1 of 4")
    w.keys("F3")
    count(w, "2 of 4")
    if w.focus_name() != FIND:
        raise Failed("going to a place took the keys")


def escape_leads_to_the_place(w):
    w.keys("Escape")
    w.wait(lambda: w.focused("Dek"), "the focus in the dek")
    w.wait(lambda: chosen(w, "Dek") == (4, 10), "the place selected")
    if w.find(TEXT, FIND):
        raise Failed("the bar is still there")


def takes_what_is_selected(w):
    w.keys("ctrl+f")
    w.wait(lambda: w.text_of(FIND) == "lancha", "the selected word in the entry")
    w.keys("Escape")
    w.wait(lambda: w.focused("Dek") and chosen(w, "Dek") == (4, 10), "the caret and the selection as they were")
    w.keys("ctrl+f")
    w.keys("alt+c")
    count(w, "3 places")
    w.keys("alt+a")
    count(w, "2 places")
    w.keys("alt+a", "alt+c", "alt+w")
    count(w, "4 places")
    w.keys("alt+w")


def says_what_is_wrong_with_an_expression(w):
    w.keys("alt+r", "ctrl+a")
    w.type("(lan")
    w.says("The expression is not right: a parenthesis is not closed.")
    w.keys("ctrl+a")
    w.type("l(.)n")
    count(w, "4 places")


def shows_what_would_come_of_it(w):
    w.keys("ctrl+h")
    w.tab_to(REPLACEMENT)
    w.type("[$1]")
    w.wait(lambda: w.find((R.LABEL,), starts="Headline") and w.find((R.LABEL,), starts="Body, paragraph 2"),
           "the places by name")
    row = w.find((R.LABEL,), starts="Headline  A").get_name()
    if "lán" not in row or "[á]" not in row:
        raise Failed("no before and after in “%s”" % row)


def replaces_one_after_the_other(w):
    w.keys("Return")  # goes to the first one after the caret
    count(w, "3 of 4")
    w.keys("shift+Return")
    count(w, "2 of 4")
    w.keys("Return")  # replaces, and the next one is current
    w.wait(lambda: w.text_of("Dek") == "The [a]cha is late", "the dek replaced, it is “%s”" % w.text_of("Dek"))
    count(w, "2 of 3")
    if w.text_of("Headline") != HEADLINE:
        raise Failed("another place was replaced as well")


def replaces_all_in_one_step(w):
    w.keys("ctrl+shift+h")
    w.says("3 places replaced")
    w.wait(lambda: w.text_of("Headline") == "A [á]cha to Regla", "the headline replaced")
    w.wait(lambda: "No [a]cha" in w.text_of("Body") and "`[a]cha`" in w.text_of("Body"), "the body replaced")
    count(w, "Nothing")
    w.keys("Escape", "Escape")
    w.wait(lambda: not w.find(TEXT, FIND), "the bar to go")
    w.keys("ctrl+z")
    w.wait(lambda: w.text_of("Headline") == HEADLINE and w.text_of("Body") == BODY, "one undo for all")
    w.wait(lambda: w.text_of("Dek") == "The [a]cha is late", "the single one left alone")
    w.keys("ctrl+z")
    w.wait(lambda: w.text_of("Dek") == "The lancha is late", "the single one given back")


def follows_what_is_written(w):
    """An edit beside the open bar is looked through again."""
    w.keys("ctrl+f")
    w.wait(lambda: w.focus_name() == FIND, "the focus in the entry")
    w.keys("ctrl+a")
    w.type("Lanch")
    count(w, "4 places")
    w.keys("alt+2", "End")
    w.type(", the lanch")
    count(w, "5 places")


if __name__ == "__main__":
    sys.exit(run_steps([write_a_story, counts_as_one_types, goes_through_them, escape_leads_to_the_place,
                        takes_what_is_selected, says_what_is_wrong_with_an_expression, shows_what_would_come_of_it,
                        replaces_one_after_the_other, replaces_all_in_one_step, follows_what_is_written, closes]))
