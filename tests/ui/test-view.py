#!/usr/bin/python3
"""Find or do, and how the page is looked at, by keys.

Runs on a screen of its own (build-aux/on-screen) and prints TAP. Usage: test-view.py STET
"""
import sys

from driver import BUTTON, TEXT, Atspi, Failed, R, closes, run_steps


def caret(w, name):
    return Atspi.Text.get_caret_offset(w.find(TEXT, name))


def a_story(w):
    w.says("Where will your stories go")
    w.keys("ctrl+n")
    w.wait(lambda: w.text_of("Headline") == "" and w.focused("Headline"), "an empty headline with the caret")
    w.write("Headline", "Ferry sails again")
    w.keys("Left", "Left", "Left")
    w.wait(lambda: caret(w, "Headline") == 14, "the caret")
    w.says("Saved")


def palette_and_back(w):
    """Esc goes back to the exact caret, and nothing was typed there."""
    w.keys("ctrl+k")
    w.wait(lambda: w.focused("Find or do"), "the palette")
    w.type("submit")
    w.wait(lambda: w.find((R.LIST_ITEM,), starts="Submit for editing"), "an action")
    w.type("zzz")
    w.wait(lambda: not w.find((R.LIST_ITEM,), starts="Submit for editing"), "nothing that fits")
    w.keys("Escape")
    w.wait(lambda: w.focused("Headline"), "the focus in the headline")
    if caret(w, "Headline") != 14 or w.text_of("Headline") != "Ferry sails again":
        raise Failed("the caret is at %d of “%s”" % (caret(w, "Headline"), w.text_of("Headline")))


def bin_and_out(w):
    """A story in the bin says so, and the next step takes it out."""
    w.keys("ctrl+k")
    w.wait(lambda: w.focused("Find or do"), "the palette")
    w.type("move to the bin")
    w.wait(lambda: w.find((R.LIST_ITEM,), starts="Move to the bin"), "the action")
    w.keys("Return")
    w.says("This story is in the bin")
    w.wait(lambda: w.find(BUTTON, "Take out of the bin"), "the way out")
    w.keys("ctrl+shift+Return")
    w.says("Taken out of the bin")
    w.wait(lambda: not w.find(BUTTON, "Take out of the bin"), "the strip to go")


def palette_does(w):
    """Return does an action, and opens a story; Tab narrows."""
    w.keys("ctrl+k")
    w.wait(lambda: w.focused("Find or do"), "the palette")
    w.type("new st")
    w.wait(lambda: w.find((R.LIST_ITEM,), starts="New story"), "the action")
    w.keys("Return")
    w.wait(lambda: w.text_of("Headline") == "" and w.focused("Headline"), "the new story")
    w.keys("ctrl+k")
    w.wait(lambda: w.focused("Find or do"), "the palette")
    w.keys("Tab", "Tab")
    w.says("Stories")
    w.type("FERR")
    w.wait(lambda: w.find((R.LIST_ITEM,), "Ferry sails again, Draft"), "the story")
    w.keys("Return")
    w.wait(lambda: w.text_of("Headline") == "Ferry sails again", "the first story")


def rule(w):
    """A rule is explained in the strip."""
    def found():
        w.keys("ctrl+k")
        w.wait(lambda: w.focused("Find or do"), "the palette")
        w.type("EN-Q01")
        return w.find((R.LIST_ITEM,), starts="Comma outside") or w.keys("Escape")
    w.wait(found, "the rule")
    w.keys("Return")
    w.says("Comma outside the quotation ·")
    w.keys("Escape")


def whole_text(w):
    """The list looks for words in whole stories."""
    w.keys("ctrl+alt+k")
    w.wait(lambda: w.focused("Find a story"), "the search of the list")
    w.keys("Escape")
    w.wait(lambda: w.focused("Headline"), "the focus in the headline")


def zoom(w):
    before = w.find(TEXT, "Headline").get_extents(Atspi.CoordType.WINDOW).height
    w.keys("ctrl+plus", "ctrl+plus", "ctrl+plus")
    w.says("Page at 150")
    w.wait(lambda: w.find(TEXT, "Headline").get_extents(Atspi.CoordType.WINDOW).height > before * 1.3, "a larger headline")
    w.keys("ctrl+0")
    w.says("Page at 100")


def quiet(w):
    w.wait(lambda: w.find(BUTTON, "New story"), "the list")
    w.keys("shift+F11")
    w.says("Quiet writing.")
    w.wait(lambda: not w.find(BUTTON, "Paragraph"), "the field line to go")
    w.keys("shift+F11")
    w.wait(lambda: w.find(BUTTON, "Paragraph"), "the field line again")


def narrow(w):
    """Where there is no room beside the story the list comes only when called, and back with the room."""
    def left():
        return w.find(TEXT, "Headline").get_extents(Atspi.CoordType.WINDOW).x
    w.keys("alt+1")
    w.wait(lambda: w.focused("Headline") and left() > 200, "the story beside the list")
    w.x("windowsize", "--sync", w.xid, 700, 700)
    w.wait(lambda: left() < 100, "the list to go")
    w.keys("F6")
    w.wait(lambda: w.focused("Headline"), "the keys still in the story, for no list lies over it")
    w.keys("F9", "F6")
    w.wait(lambda: not w.focused("Headline"), "the keys in the list that was called")
    w.keys("F9", "alt+1")
    w.x("windowsize", "--sync", w.xid, 1280, 780)
    w.wait(lambda: w.focused("Headline") and left() > 200, "the list beside the story again")


STEPS = [a_story, palette_and_back, bin_and_out, palette_does, rule, whole_text, zoom, quiet, narrow, closes]


if __name__ == "__main__":
    sys.exit(run_steps(STEPS))
