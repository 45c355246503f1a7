#!/usr/bin/python3
"""The language of a story, chosen by keys when it is begun and changed while it is written: the checks follow at once.
And the language Stet itself speaks: changed on the first page and from the menu, in either direction, with the story
and the caret where they were; kept for the next start.

Usage: test-languages.py STET
"""
import json
import sys

from driver import BUTTON, TEXT, Atspi, Failed, R, closes, ends, run_steps

MENU_ITEM = (R.MENU_ITEM, R.CHECK_MENU_ITEM, R.RADIO_MENU_ITEM, R.RADIO_BUTTON, R.CHECK_BOX)
SAID = 'El ministro dijo: "Hola", y luego: "Hasta pronto," y se fue en el barco.'
ENGLISH = "To look at: Comma outside the quotation"
SPANISH = "To look at: Comma inside the quotation"


def stories(w):
    return json.loads(w.stet("list", "--json")[1])


def edition(w, name):
    return w.wait(lambda: w.find(BUTTON, name), "the button “%s”" % name)


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
    if [row["language"] for row in stories(w)] != ["es", "es"]:
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
    w.wait(lambda: sorted(row["language"] for row in stories(w)) == ["en", "es", "es", "es"], "the English one stored")


def by_command(w):
    """With the window open, too."""
    status, out, _ = w.stet("new", "--language", "es")
    w.wait(lambda: [row["language"] for row in stories(w) if row["id"] == out.strip()] == ["es"], "the one of the command")
    status, out, err = w.stet("new", "--language", "Klingon")
    if status != 2 or "Klingon" not in err or out:
        raise Failed("%s %s %s" % (status, out, err))


def choose_from(w, menu, item):
    """By keys, in the menu of a button that Tab reaches."""
    w.tab_to(menu)
    w.keys("space")
    w.wait(lambda: w.find(MENU_ITEM, item), "“%s” in the menu" % item)
    for _ in range(10):
        if w.focus_name() == item:
            break
        w.keys("Down")
    w.keys("Return")


def first_page(w):
    """To Spanish and back: at once."""
    w.says("Where will your stories go")
    choose_from(w, "Language: English", "Español")
    w.again(lambda: w.find((R.LABEL,), starts="¿Adónde irán sus notas?"), "the first page in Spanish")
    if w.stet("language")[1] != "es\n":
        raise Failed("kept: %s" % (w.stet("language"),))
    choose_from(w, "Idioma: Español", "English")
    w.again(lambda: w.find((R.LABEL,), starts="Where will your stories go"), "the first page in English")
    choose_from(w, "Language: English", "Español")
    w.again(lambda: w.find((R.LABEL,), starts="¿Adónde irán sus notas?"), "the first page in Spanish")


def caret(w, name):
    return Atspi.Text.get_caret_offset(w.find(TEXT, name))


def with_a_story(w):
    """What was typed a moment ago stays, and the caret in it; the messages are English again."""
    w.keys("ctrl+n")
    w.wait(lambda: w.focused("Título"), "the focus in the headline")
    w.type("El barco vuelve a la bahia")
    w.keys("Left", "Left", "Left")
    w.keys("ctrl+k")
    w.wait(lambda: w.focus() and w.focus().get_role() in TEXT and not w.focused("Título"), "the palette")
    w.type("english idioma")
    w.wait(lambda: w.find((R.LIST_ITEM,), starts="English"), "the entry")
    w.keys("Return")
    w.again(lambda: w.text_of("Headline") == "El barco vuelve a la bahia", "the story under English words")
    w.wait(lambda: w.focused("Headline"), "the focus in the headline")
    w.wait(lambda: caret(w, "Headline") == 23, "the caret, it is at %d" % caret(w, "Headline"))
    w.type("X")
    w.wait(lambda: w.text_of("Headline") == "El barco vuelve a la baXhia", "what is typed on at the caret")
    if w.find((R.LABEL, R.STATUS_BAR), starts="Stet ended without closing"):
        raise Failed("it speaks of an end without closing")
    w.says("Saved")


def next_start(w):
    """Kept by a command, against what the desktop speaks."""
    if w.stet("language", "fr")[0] != 2:
        raise Failed("Stet speaks French")
    w.stet("language", "es")
    ends(w)
    w.start()
    w.wait(lambda: w.text_of("Título") == "El barco vuelve a la baXhia", "the story under Spanish words")
    w.stet("language", "system")
    ends(w)
    w.start()
    w.wait(lambda: w.text_of("Headline") == "El barco vuelve a la baXhia", "the story under the desktop's words")


STEPS = [first_page, with_a_story, next_start, begun_in_spanish, changed_from_the_palette, undone, the_next_one, by_command,
         closes]

if __name__ == "__main__":
    sys.exit(run_steps(STEPS))
