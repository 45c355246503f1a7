#!/usr/bin/python3
"""The language of a story, chosen by keys when it is begun and changed while it is written; the checks follow at once.

Usage: test-languages.py STET
"""
import json
import sys

from driver import BUTTON, TEXT, Failed, R, closes, run_steps

SAID = 'El ministro dijo: "Hola", y luego: "Hasta pronto," y se fue en el barco.'
ENGLISH = "To look at: Comma outside the quotation"
SPANISH = "To look at: Comma inside the quotation"


def stories(w):
    return json.loads(w.stet("list", "--json")[1])


def edition(w, name):
    return w.wait(lambda: w.find(BUTTON, name), "the button “%s”" % name)


def first_start(w):
    w.says("Where will your stories go")
    w.press("Just write, without a site")


def begun_in_spanish(w):
    w.keys("ctrl+alt+s")
    w.wait(lambda: w.focused("Headline"), "the focus in the headline")
    edition(w, "Spanish edition")
    w.keys("alt+4")
    w.write("Body", SAID)
    w.wait(lambda: w.finding(SPANISH), "what the Spanish pack says")
    if w.finding(ENGLISH):
        raise Failed("the English pack checked a Spanish story")
    w.says("Saved")
    if [row["language"] for row in stories(w)] != ["es"]:
        raise Failed("stored as %s" % stories(w))


def changed_from_the_palette(w):
    w.keys("ctrl+k")
    w.wait(lambda: w.focus() and w.focus().get_role() in TEXT and not w.focused("Body"), "the palette")
    w.type("English edition")
    w.wait(lambda: w.find((R.LIST_ITEM,), starts="English edition"), "the entry")
    w.keys("Return")
    edition(w, "English edition")
    w.wait(lambda: w.finding(ENGLISH) and not w.finding(SPANISH), "what the English pack says")
    w.wait(lambda: w.focused("Body"), "the caret back in the body")


def undone(w):
    w.keys("ctrl+z")
    edition(w, "Spanish edition")
    w.wait(lambda: w.finding(SPANISH) and not w.finding(ENGLISH), "the Spanish pack again")
    if w.text_of("Body") != SAID:
        raise Failed("undo took more than the language: “%s”" % w.text_of("Body"))


def the_next_one(w):
    """As the story that is open, unless it is said."""
    w.keys("ctrl+n")
    w.wait(lambda: w.text_of("Headline") == "" and w.focused("Headline"), "an empty story")
    edition(w, "Spanish edition")
    w.keys("ctrl+alt+e")
    edition(w, "English edition")
    w.wait(lambda: w.focused("Headline"), "the focus in the headline")
    w.wait(lambda: sorted(row["language"] for row in stories(w)) == ["en", "es", "es"], "the third one stored")


def by_command(w):
    """With the window open, too."""
    status, out, _ = w.stet("new", "--language", "es")
    w.wait(lambda: [row["language"] for row in stories(w) if row["id"] == out.strip()] == ["es"], "the fourth one")
    status, out, err = w.stet("new", "--language", "Klingon")
    if status != 2 or "Klingon" not in err or out:
        raise Failed("%s %s %s" % (status, out, err))


STEPS = [first_start, begun_in_spanish, changed_from_the_palette, undone, the_next_one, by_command, closes]

if __name__ == "__main__":
    sys.exit(run_steps(STEPS))
