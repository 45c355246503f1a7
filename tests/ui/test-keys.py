#!/usr/bin/python3
"""A whole story filed by key events alone, from the first start to the desk; told is how many keys it took.

No button is pressed but by keys, and no text set but by typing. What a window manager would do, giving the keyboard
to a window that opens, the test does with xdotool. Usage: test-keys.py STET
"""
import sys

import whole_story as story
from driver import TEXT, Failed, R, ends, run_steps
from whole_story import check_stored


def first_start(w):
    w.says("Where will your stories go")
    w.tab_to("Open the practice newsroom")
    w.keys("Return")
    w.wait(lambda: w.find((R.TOGGLE_BUTTON, R.PUSH_BUTTON), "reporter"), "the reporter's account")


def headline_and_dek(w):
    w.keys("ctrl+n")
    w.write("Headline", story.HEADLINE)
    w.keys("Tab")
    w.write("Dek", story.DEK)


def section(w):
    w.keys("alt+1")
    w.tab_to("Section", back=True)
    w.keys("space")
    w.wait(lambda: w.find((R.MENU_ITEM,), story.SECTION), "the menu of sections")
    for _ in range(20):
        if w.focus_name() == story.SECTION:
            break
        w.keys("Down")
    w.keys("Return")
    w.wait(lambda: w.find((R.TOGGLE_BUTTON, R.PUSH_BUTTON), story.SECTION), "the section on its button")


def photo(w):
    w.keys("ctrl+shift+p")
    story.choose_photo(w)


def photo_texts(w):
    w.keys("alt+3")
    w.write("Caption", story.CAPTION)
    w.keys("Tab")
    w.write("Credit", story.CREDIT, story.CREDIT_WHOLE)
    w.keys("Tab")
    w.write("Alt text", story.ALT)


def body(w):
    w.keys("alt+4")
    for number, paragraph in enumerate(story.PARAGRAPHS):
        if number > 0:
            w.keys("Return")
        if number == story.QUOTE:
            w.type("> ")
        w.write("Body", paragraph, "\n".join(story.PARAGRAPHS[:number + 1]))


def link(w):
    for _ in range(story.LINK_WORDS):
        w.keys("ctrl+shift+Left")
    w.keys("ctrl+l")
    w.wait(lambda: w.focus_name() == "Address of the link", "the question for the address")
    w.type(story.LINK)
    w.keys("Return")
    w.wait(lambda: w.focused("Body"), "the caret back in the body")


def faq(w):
    w.keys("alt+5")
    w.write("FAQ heading", story.FAQ_TITLE)
    for number, (question, answer) in enumerate(story.FAQ, 1):
        w.keys("ctrl+shift+a")
        w.write("Question %d" % number, question)
        w.keys("Tab")
        w.write("Answer %d" % number, answer)


def tags_and_byline(w):
    w.keys("alt+6")
    w.wait(lambda: w.focused("Add a tag"), "the focus in the tags")
    w.type(", ".join(story.TAGS))
    w.wait(lambda: w.find((R.LIST_ITEM,), "New tags: \u201c%s\u201d" % ", ".join(story.TAGS)), "five new tags offered")
    w.keys("Down", "Return")
    w.wait(lambda: all(w.find((R.PUSH_BUTTON,), "Remove the tag " + tag) for tag in story.TAGS), "five tags")
    w.tab_to("Byline")
    w.write("Byline", story.BYLINE)


def check(w):
    """Nothing blocks: F8 goes through what is left to look at, if there is anything."""
    w.says("Saved")
    w.keys("F8")
    blocked = w.all((R.LIST_ITEM,), starts="Blocks")
    if blocked:
        raise Failed("something blocks: " + ", ".join(item.get_name() for item in blocked))


def submit(w):
    w.keys("ctrl+shift+Return")
    w.says("Sent for editing.")


def stored(w):
    found = check_stored(w)
    if found["review"]["state"] != "submitted":
        raise Failed("the state is " + found["review"]["state"])
    print("# %d keys, %d of them for the text" % (w.strokes, w.typed))


STEPS = [first_start, headline_and_dek, section, photo, photo_texts, body, link, faq, tags_and_byline, check, submit, stored,
         ends]

if __name__ == "__main__":
    sys.exit(run_steps(STEPS))
