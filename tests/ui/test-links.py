#!/usr/bin/python3
"""A link to one of one's own stories, found and chosen by keys without leaving the text; Esc leaves everything as it was.

Usage: test-links.py STET
"""
import json
import sys

from driver import TEXT, Atspi, Failed, R, closes, run_steps

HEADLINES = ["Lantern feast fills the old harbour", "Lantern makers ask for cheaper glass"]
BEFORE, AFTER = "More on this: ", " and elsewhere."


def live_story(w, headline):
    story = w.stet("new", "--language", "en")[1].strip()
    for field, text in (("headline", headline), ("dek", "What happened, and what it means for those who live there."),
                        ("section", "Havana"), ("byline", "Julia Ferrer"), ("tags", "Harbours, Glass, Feasts"),
                        ("body", "On Friday the people of the harbour lit their lanterns, as they have for a century.")):
        status, _, err = w.stet("set", story, field, text)
        if status:
            raise Failed("%s: %s" % (field, err))
    status, out, err = w.stet("publish", story, "--approve", "--breaking", "--reason", "A test.", "--user", "editor", "--json")
    if status:
        raise Failed("not live: %s %s" % (out, err))
    return json.loads(out)["url"]


def two_live_stories(w):
    w.says("Where will your stories go")
    w.press("Open the practice newsroom")
    w.wait(lambda: w.find((R.TOGGLE_BUTTON, R.PUSH_BUTTON), "reporter"), "the reporter's account")
    w.urls = {headline: live_story(w, headline) for headline in HEADLINES}


def body(w):
    found = json.loads(w.stet("export", w.story, "--format", "json")[1])
    return found["body"][0]


def begin(w):
    w.keys("ctrl+n")
    w.write("Headline", "A story that leads to others")
    w.says("Saved")
    w.story = [row["id"] for row in json.loads(w.stet("list", "--json")[1]) if row["headline"].startswith("A story that")][0]
    w.keys("alt+4")
    w.write("Body", BEFORE + AFTER)
    for _ in AFTER:
        w.keys("Left")
    w.wait(lambda: caret(w) == len(BEFORE), "the caret between the two")


def caret(w):
    return Atspi.Text.get_caret_offset(w.find(TEXT, "Body"))


def rows(w):
    return [item for item in w.all((R.LIST_ITEM,)) if "http" in (item.get_name() or "")]


def chosen(w):
    """The name of the row that Return takes."""
    found = [item.get_name() for item in rows(w) if item.get_state_set().contains(Atspi.StateType.SELECTED)]
    return found[0] if found else None


def ask(w):
    w.keys("ctrl+l")
    w.wait(lambda: w.focus_name() == "Address of the link", "the question for the address")
    w.type("lantern")
    w.wait(lambda: len(rows(w)) == 2, "both stories")
    w.wait(lambda: chosen(w), "the first one chosen")


def escape(w):
    ask(w)
    w.keys("Down", "Escape")
    w.wait(lambda: w.focused("Body"), "the caret back in the body")
    w.type("X")
    w.wait(lambda: w.text_of("Body") == BEFORE + "X" + AFTER, "what is typed on at the caret")
    w.keys("BackSpace")
    w.wait(lambda: w.text_of("Body") == BEFORE + AFTER and caret(w) == len(BEFORE), "the text as it was")


def second_of_the_list(w):
    """Down, Return: its headline comes in as the link, and writing goes on behind it."""
    ask(w)
    first = chosen(w)
    w.keys("Down")
    w.wait(lambda: chosen(w) not in (None, first), "the second one chosen")
    second = chosen(w)
    headline = next(name for name in HEADLINES if second.startswith(name))
    w.keys("Down", "Up", "Down", "Return")
    w.wait(lambda: w.focused("Body"), "the caret back in the body")
    w.wait(lambda: w.text_of("Body") == BEFORE + headline + AFTER, "the headline in the text")
    if caret(w) != len(BEFORE + headline):
        raise Failed("the caret is at %d" % caret(w))
    w.says("Saved")
    wanted = {"type": "link", "start": len(BEFORE), "end": len(BEFORE + headline), "href": w.urls[headline]}
    w.wait(lambda: [{key: span.get(key) for key in wanted} for span in body(w)["spans"]] == [wanted], "the link")


def on_selected_words(w):
    """What is selected stays as it is written and leads there."""
    w.keys("ctrl+z")
    w.wait(lambda: w.text_of("Body") == BEFORE + AFTER, "the link gone in one step")
    w.keys("alt+4", "Home", "ctrl+shift+Right")
    ask(w)
    w.keys("Return")
    w.wait(lambda: w.focused("Body"), "the caret back in the body")
    w.wait(lambda: [span["href"] for span in body(w)["spans"]] and body(w)["spans"][0]["start"] == 0, "the link on the words")
    if w.text_of("Body") != BEFORE + AFTER:
        raise Failed("the words became “%s”" % w.text_of("Body"))


def people(w):
    """Return on a person lists their stories; Esc leads back to the caret, from there, too."""
    authors = {}
    for row in json.loads(w.stet("list", "--json")[1]):
        if row["author"]:
            authors.setdefault(row["author"], []).append(row["headline"])
    name = sorted(author for author in authors if HEADLINES[0] in authors[author])[0]
    at = caret(w)
    w.keys("ctrl+k")
    w.wait(lambda: w.focused("Find or do"), "the palette")
    w.keys("shift+Tab")
    w.says("People")
    w.type(name)
    n = len(authors[name])
    w.wait(lambda: w.find((R.LIST_ITEM,), "%s, %d %s" % (name, n, "story" if n == 1 else "stories")), "the person")
    w.keys("Return")
    w.wait(lambda: all(w.find((R.LIST_ITEM,), starts=headline) for headline in authors[name]), "their stories")
    w.wait(lambda: not palette_row(w, "A story that leads"), "and nobody else's")
    w.keys("Escape")
    w.wait(lambda: w.focused("Body"), "the caret back in the body")
    if caret(w) != at:
        raise Failed("the caret is at %d" % caret(w))


def palette_row(w, starts):
    """A story in the palette, which names its state behind a comma; not one in the list of stories."""
    return w.find((R.LIST_ITEM,), starts=starts + " to others, Draft")


STEPS = [two_live_stories, begin, escape, second_of_the_list, on_selected_words, people, closes]

if __name__ == "__main__":
    sys.exit(run_steps(STEPS))
