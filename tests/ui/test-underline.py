#!/usr/bin/python3
"""No underline under the word that is being typed: read from the pixels of the screen. Usage: test-underline.py STET"""
import subprocess
import sys
import time

from driver import TEXT, Atspi, Failed, R, closes, run_steps
from pointer import box

UNDERLINED = 12 # pixels: the shortest word here is far longer


def columns(w, view):
    """Where in the body the colour of a finding to look at stands: the columns, from its left edge."""
    x, y, width, height = box(view)
    shot = subprocess.run(["import", "-window", "root", "-crop", "%dx%d+%d+%d" % (width, height, x, y), "-depth", "8", "rgb:-"],
                          capture_output=True, check=True, timeout=30).stdout
    if len(shot) != width * height * 3:
        raise Failed("%d bytes for %d×%d pixels" % (len(shot), width, height))
    return sorted({at // 3 % width for at in range(0, len(shot), 3) if shot[at] > shot[at + 2] + 80})


def spelling(w):
    return len(w.all((R.LIST_ITEM,), "To look at: Spelling"))


def becomes(w, view, ask, why):
    try:
        w.wait(lambda: ask(columns(w, view)), why, 10)
    except Failed:
        found = columns(w, view)
        raise Failed("%s: %d columns are coloured, %s" % (why, len(found), found and (found[0], found[-1])))


def stays_clear(w, view, why):
    """It is known that the word is wrong; now and a while after nothing is drawn."""
    for _ in range(4):
        found = columns(w, view)
        if found:
            raise Failed("%s: %d columns are coloured" % (why, len(found)))
        time.sleep(0.25)


def first_start(w):
    w.says("Where will your stories go")
    w.press("Open the practice newsroom")
    w.wait(lambda: w.find((R.TOGGLE_BUTTON, R.PUSH_BUTTON), "reporter"), "the reporter's account")
    w.keys("ctrl+n")
    w.wait(lambda: w.text_of("Headline") == "" and w.focused("Headline"), "an empty story")
    w.keys("alt+4")
    w.view = w.wait(lambda: w.focused("Body") and w.find(TEXT, "Body"), "the caret in the body")


def while_typed(w):
    w.type("The pasengers")
    w.wait(lambda: spelling(w) == 1, "the finding beside the text")
    stays_clear(w, w.view, "the caret at the end of the word")
    w.type(" ")
    becomes(w, w.view, lambda found: len(found) > UNDERLINED, "left behind it is underlined")
    w.first = columns(w, w.view)


def others_keep_theirs(w):
    """Only the word that is written goes without."""
    w.type("walkked")
    w.wait(lambda: spelling(w) == 2, "the second finding")
    becomes(w, w.view, lambda found: found == w.first, "only the first word is underlined")
    w.type(" ")
    becomes(w, w.view, lambda found: found[-1:] > [w.first[-1] + UNDERLINED], "and then both")


def typed_within(w):
    """A letter changed in a word that is underlined; the caret alone does not hide it."""
    both = columns(w, w.view)
    w.keys("Left", "Left", "Left")
    w.wait(lambda: Atspi.Text.get_caret_offset(w.view) == len("The pasengers walkk"), "the caret in the second word")
    becomes(w, w.view, lambda found: found == both, "looked at it keeps its line")
    w.keys("BackSpace")
    w.type("e")
    becomes(w, w.view, lambda found: found == w.first, "typed in it loses it")
    w.wait(lambda: spelling(w) == 2, "found wrong again")
    time.sleep(0.5)
    becomes(w, w.view, lambda found: found == w.first, "and still it has none")
    w.keys("End")
    becomes(w, w.view, lambda found: found[-1:] >= both[-1:], "left by a key it has")


STEPS = [first_start, while_typed, others_keep_theirs, typed_within, closes]

if __name__ == "__main__":
    sys.exit(run_steps(STEPS))
