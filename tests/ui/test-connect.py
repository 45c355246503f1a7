#!/usr/bin/python3
"""The page that connects a site, over a story that is open: no key reaches the story behind it.

Usage: test-connect.py STET
"""
import json
import sys

from driver import TEXT, Atspi, Failed, R, closes, run_steps

BODY = 'It holds teh boat", said the foreman. Twenty people came.'
ADDRESS = "Address of the newsroom's site"
# Each of them moves in the story, changes it, or opens something over it.
KEYS = ["alt+1", "alt+2", "alt+3", "alt+4", "alt+5", "alt+6", "F6", "F8", "shift+F8", "alt+Return", "ctrl+F8",
        "ctrl+alt+Return", "ctrl+shift+alt+Return", "shift+alt+Return", "ctrl+alt+w", "ctrl+b", "ctrl+i", "ctrl+l",
        "ctrl+alt+2", "ctrl+shift+q", "ctrl+shift+l", "ctrl+alt+v", "ctrl+shift+a", "ctrl+alt+a", "ctrl+shift+t", "alt+Up",
        "alt+Down", "ctrl+f", "ctrl+h", "F3", "ctrl+d", "ctrl+period", "ctrl+alt+l", "ctrl+alt+q", "ctrl+bracketright",
        "ctrl+shift+Return", "ctrl+z", "ctrl+shift+z"]


def stored(w):
    return json.loads(w.stet("export", w.story, "--format", "json")[1])


def caret(w):
    return Atspi.Text.get_caret_offset(w.find(TEXT, "Body"))


def begin(w):
    w.says("Where will your stories go")
    w.press("Just write, without a site")
    w.write("Headline", "A story behind the page")
    w.keys("alt+4")
    w.write("Body", BODY)
    w.wait(lambda: w.finding("To look at: Spelling") or w.find((R.LIST_ITEM,), starts="To look at: "), "findings")
    w.says("Saved")
    w.story = json.loads(w.stet("list", "--json")[1])[0]["id"]
    w.keys("shift+Home", "ctrl+c", "End", "Left", "Left", "Left") # something to be pasted
    w.wait(lambda: caret(w) == len(BODY) - 3, "the caret before the last word's end")
    w.before = stored(w)


def connect(w):
    w.keys("ctrl+k")
    w.wait(lambda: w.focus() and w.focus().get_role() in TEXT and not w.focused("Body"), "the palette")
    w.type("connect a site")
    w.wait(lambda: w.find((R.LIST_ITEM,), starts="Connect a site"), "the entry")
    w.keys("Return")
    w.tab_to(ADDRESS)


def keys_stay(w):
    """The entry has the keyboard, and keeps it."""
    for key in KEYS:
        w.keys(key)
        if w.focus_name() != ADDRESS:
            raise Failed("%s led to %s" % (key, w.focus_name()))
    w.type("news.example")
    w.wait(lambda: w.text_of(ADDRESS) == "news.example", "what is typed in the entry, there is “%s”" % w.text_of(ADDRESS))
    w.keys("ctrl+z")
    w.wait(lambda: w.text_of(ADDRESS) != "news.example", "undo in the entry itself")
    if stored(w) != w.before:
        raise Failed("the story behind changed: %s" % stored(w)["body"])


def findings_are_not_used(w):
    """They can be shown beside the page, and no more than that."""
    w.keys("ctrl+shift+f")
    for _ in range(16):
        w.keys("Tab")
        focus = w.focus()
        if focus and focus.get_role() == R.LIST_ITEM:
            raise Failed("Tab led into the findings: " + focus.get_name())
    w.keys("ctrl+shift+f")
    if stored(w) != w.before:
        raise Failed("the story behind changed")


def back(w):
    """Esc, and one is where one was."""
    w.keys("Escape")
    w.wait(lambda: w.focused("Body"), "the caret back in the body")
    if caret(w) != len(BODY) - 3 or w.text_of("Body") != BODY:
        raise Failed("the caret is at %d of “%s”" % (caret(w), w.text_of("Body")))
    w.keys("ctrl+alt+v")
    w.wait(lambda: w.text_of("Body") == BODY[:-3] + BODY + BODY[-3:], "the keys at work again: “%s”" % w.text_of("Body"))


STEPS = [begin, connect, keys_stay, findings_are_not_used, back, closes]

if __name__ == "__main__":
    sys.exit(run_steps(STEPS))
