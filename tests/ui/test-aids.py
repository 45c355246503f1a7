#!/usr/bin/python3
"""What helps with writing, by keys alone: the source of a quotation, marks a keyboard lacks, lengths, selecting, links.

Usage: test-aids.py STET
"""
import json
import sys

from driver import TEXT, Atspi, Failed, R, closes, run_steps

HEADLINE = "The night market of San Telmo opens again"
QUOTE = "We sold everything before the band began"
FIRST = "The market opened again on Friday with eighty stalls."
BODY = QUOTE + "\n" + FIRST


def caret(w, name="Body"):
    return Atspi.Text.get_caret_offset(w.find(TEXT, name))


def chosen(w, name="Body"):
    view = w.find(TEXT, name)
    if Atspi.Text.get_n_selections(view) == 0:
        return None
    found = Atspi.Text.get_selection(view, 0)
    return found.start_offset, found.end_offset


def shown(w):
    story = json.loads(w.stet("list", "--json")[1])
    return json.loads(w.stet("show", story[0]["id"], "--json")[1])["article"]


def status(w, part):
    """The status line has these words."""
    w.wait(lambda: [label for label in w.all((R.LABEL,)) if part in (label.get_name() or "")],
           "“%s” in the status line" % part)


def write_a_story(w):
    w.says("Where will your stories go")
    w.tab_to("Open the practice newsroom")
    w.keys("Return")
    w.wait(lambda: w.find((R.TOGGLE_BUTTON, R.PUSH_BUTTON), "reporter"), "the reporter's account")
    w.keys("ctrl+n")
    w.write("Headline", HEADLINE)
    w.keys("alt+4")
    w.type("> ")
    w.write("Body", QUOTE)
    w.keys("Return", "ctrl+alt+0")
    w.write("Body", FIRST, BODY)


def source_of_the_quotation(w):
    """Only in a quotation; the caret comes back to where it was."""
    w.keys("ctrl+alt+q")
    w.says("Place the caret in a quotation")
    w.keys("Escape", "ctrl+Home", "ctrl+Right")
    before = caret(w)
    w.keys("ctrl+alt+q")
    w.wait(lambda: w.focus_name() == "Source of the quotation", "the keyboard in the source")
    w.type("Ana Perez, stall holder")
    w.keys("Return")
    w.wait(lambda: w.focused("Body"), "the keyboard in the body")
    if caret(w) != before:
        raise Failed("the caret went from %d to %d" % (before, caret(w)))
    w.wait(lambda: shown(w)["body"][0].get("attrs", {}).get("cite") == "Ana Perez, stall holder", "the source in the story")


def source_is_undone(w):
    for _ in range(6):
        w.keys("ctrl+z")
    w.wait(lambda: not shown(w)["body"][0].get("attrs", {}).get("cite"), "the source to go")
    for _ in range(6):
        w.keys("ctrl+shift+z")
    w.wait(lambda: shown(w)["body"][0].get("attrs", {}).get("cite") == "Ana Perez, stall holder", "the source back")
    if w.text_of("Body") != BODY:
        raise Failed("the body is " + w.text_of("Body"))


def selects(w):
    w.keys("alt+4", "ctrl+Home", "ctrl+Right", "Right", "Right", "ctrl+d")
    w.wait(lambda: chosen(w) == (3, 7), "the word, not %s" % (chosen(w),))
    w.keys("ctrl+shift+d")
    w.wait(lambda: chosen(w) == (0, len(QUOTE)), "the paragraph, not %s" % (chosen(w),))


def counts(w):
    """Of the selection, of the story, and of the length it is to have."""
    status(w, "selected: 7 words, %d characters" % len(QUOTE))
    w.keys("ctrl+End")
    status(w, "Body, paragraph 2 of 2 · 16 words · less than a minute · %d characters" % (len(QUOTE) + len(FIRST)))
    w.keys("ctrl+alt+l")
    w.says("How many words is this story to have?")
    w.type("many")
    w.keys("Return")
    w.says("A number of words up to 100000 is wanted")
    w.keys("Escape", "ctrl+alt+l")
    w.says("How many words is this story to have?")
    w.type("600")
    w.keys("Return")
    status(w, "16 of 600 words")
    story = json.loads(w.stet("list", "--json")[1])[0]["id"]
    if not w.stet("count", story)[1].startswith("16 of 600 words · "):
        raise Failed("stet count says %s" % (w.stet("count", story),))
    w.wait(lambda: w.focused("Body"), "the keyboard back in the body")


def marks_by_name(w):
    """Found in either language, put at the caret, one step for undo; what was used last comes first."""
    w.keys("ctrl+End", "ctrl+period")
    w.wait(lambda: w.focus_name() == "Name of the mark", "the keyboard in the palette")
    w.type("raya")
    w.says("em dash")
    w.keys("Return")
    w.wait(lambda: w.text_of("Body") == BODY + "\u2014", "the dash")
    w.keys("ctrl+period")
    w.wait(lambda: w.focus_name() == "Name of the mark", "the keyboard in the palette")
    w.type("euro")
    w.says("euro")
    w.keys("Return")
    w.wait(lambda: w.text_of("Body") == BODY + "\u2014\u20ac", "the sign of the euro")
    w.keys("ctrl+period")
    w.wait(lambda: w.focus_name() == "Name of the mark", "the keyboard in the palette")
    w.keys("2")
    w.wait(lambda: w.text_of("Body") == BODY + "\u2014\u20ac\u2014", "the dash, used last but one")
    w.keys("ctrl+z")
    w.wait(lambda: w.text_of("Body") == BODY + "\u2014\u20ac", "one mark taken back")
    w.keys("ctrl+z", "ctrl+z")
    w.wait(lambda: w.text_of("Body") == BODY, "all of them taken back")


def marks_by_arrows(w):
    w.keys("alt+1", "ctrl+a", "ctrl+period")
    w.wait(lambda: w.focus_name() == "Name of the mark", "the keyboard in the palette")
    w.keys("Escape")
    w.wait(lambda: w.focused("Headline") and chosen(w, "Headline") == (0, len(HEADLINE)), "the selection as it was")
    w.keys("Home", "ctrl+period")
    w.wait(lambda: w.focus_name() == "Name of the mark", "the keyboard in the palette")
    w.keys("Right", "Right", "Right")
    w.says("closing angle quote")
    w.keys("Left")
    w.says("opening angle quote")
    w.keys("Return")
    w.wait(lambda: w.text_of("Headline") == "\u00ab" + HEADLINE, "the mark in front, not " + w.text_of("Headline"))
    w.keys("ctrl+z")
    w.wait(lambda: w.text_of("Headline") == HEADLINE, "the headline as it was")


def marks_in_an_entry(w):
    w.keys("alt+6")
    w.wait(lambda: w.focus_name() == "Add a tag", "the keyboard in the tags")
    w.type("Mara")
    w.keys("Left", "ctrl+period")
    w.wait(lambda: w.focus_name() == "Name of the mark", "the keyboard in the palette")
    w.type("enye")
    w.keys("Return")
    w.wait(lambda: w.text_of("Add a tag") == "Mar\u00f1a", "the letter before the last, not " + str(w.text_of("Add a tag")))
    if w.focus_name() != "Add a tag":
        raise Failed("the keyboard is in %s" % w.focus_name())
    w.keys("ctrl+a", "BackSpace", "alt+4")


LINK = "https://council.example/stalls"


def link_span(w):
    block = shown(w)["body"][1]
    return [(block["text"][span["start"]:span["end"]], span["href"]) for span in block["spans"] if span["type"] == "link"]


def links(w):
    """What tells where readers came from is taken out; Escape changes nothing and brings the selection back."""
    w.keys("ctrl+End", "ctrl+shift+Left", "ctrl+shift+Left")
    before = chosen(w)
    w.keys("ctrl+l")
    w.wait(lambda: w.focus_name() == "Address of the link", "the question for the address")
    w.type("stalls of long ago")
    w.keys("Return")
    w.says("No address, and no story of yours")
    w.keys("Escape")
    w.wait(lambda: w.focused("Body") and chosen(w) == before, "the selection as it was")
    w.keys("ctrl+l")
    w.wait(lambda: w.focus_name() == "Address of the link", "the question for the address")
    w.type("council.example/stalls?utm_source=mail")
    w.says("Leads to " + LINK)
    w.keys("Return")
    w.wait(lambda: link_span(w) == [("eighty stalls.", LINK)], "the link in the story, not %s" % link_span(w))
    if chosen(w) != before or not w.focused("Body"):
        raise Failed("the selection is %s" % (chosen(w),))


def links_are_changed_and_removed(w):
    w.keys("Right", "Left", "ctrl+l")
    w.wait(lambda: w.text_of("Address of the link") == LINK, "the address of the link at the caret")
    w.keys("End")
    w.type("/2")
    w.keys("Return")
    w.wait(lambda: link_span(w) == [("eighty stalls.", LINK + "/2")], "the changed link")
    w.keys("ctrl+l")
    w.wait(lambda: w.text_of("Address of the link") == LINK + "/2", "the address again")
    w.keys("ctrl+a", "BackSpace", "Return")
    w.wait(lambda: link_span(w) == [], "the link to go")
    w.keys("ctrl+z", "ctrl+z")
    w.wait(lambda: link_span(w) == [("eighty stalls.", LINK)], "the link as it was first")


def links_come_from_the_clipboard(w):
    """Copied with the address bar's keys in mind: Ctrl+L, Return. Nothing selected: it brings its own words."""
    w.keys("alt+6")
    w.wait(lambda: w.focus_name() == "Add a tag", "the keyboard in the tags")
    w.type("https://paper.example/old")
    w.keys("ctrl+a", "ctrl+x", "alt+4", "ctrl+Home", "ctrl+l")
    w.wait(lambda: w.find((R.LABEL,), "https://paper.example/old"), "the address from the clipboard")
    w.keys("Return")
    w.wait(lambda: w.text_of("Body").startswith("paper.example/old" + QUOTE), "the address in the text")
    w.keys("ctrl+z")
    w.wait(lambda: w.text_of("Body") == BODY, "the text as it was")


STEPS = [write_a_story, source_of_the_quotation, source_is_undone, selects, counts, marks_by_name, marks_by_arrows,
         marks_in_an_entry, links, links_are_changed_and_removed, links_come_from_the_clipboard, closes]

if __name__ == "__main__":
    sys.exit(run_steps(STEPS))
