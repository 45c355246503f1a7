#!/usr/bin/python3
"""Findings where one writes: from field to field, mends at the caret, Stet with its reach. Usage: test-fields.py STET"""
import json
import subprocess
import sys

from driver import TEXT, Atspi, Failed, R, closes, run_steps


def first_start(w):
    w.says("Where will your stories go")
    w.press("Open the practice newsroom")
    w.wait(lambda: w.find((R.TOGGLE_BUTTON, R.PUSH_BUTTON), "reporter"), "the reporter's account")


# One misspelt word in each text, each another one: where it stands, and the text it stands in.
PLANTED = [
    ("Headline", "harborr"), ("Dek", "ferryy"), ("Caption", "bridgee"), ("Alt text", "markett"),
    ("Body", "stationn"), ("Row 2, column 1", "tunnell"), ("Body", "riverr"), ("FAQ heading", "winterr"),
    ("Question 1", "gardenn"), ("Answer 1", "captainn"),
]
WORDS = [word for _, word in PLANTED]


def change(w, edit):
    """The open story as a command changes it."""
    status, out, err = w.stet("list", "--json")
    w.id = json.loads(out)[0]["id"]
    status, out, err = w.stet("show", w.id, "--json")
    story = json.loads(out)
    article = story.get("article", story)
    edit(article)
    done = subprocess.run([w.program, "edit", w.id], input=json.dumps(article), env=w.env, capture_output=True, text=True,
                          timeout=60)
    if done.returncode != 0:
        raise Failed("stet edit: " + done.stderr)


def planted_story(w):
    """A story with a fault in every text."""
    def edit(article):
        a, b, c, d, e, f, g, h, i, j = WORDS
        article["headline"] = "The boats of the %s leave again" % a
        article["dek"] = "The boats of the old %s leave each hour." % b
        article["photo"] = {"file": "", "caption": "Boats at the %s" % c, "credit": "Photo \u00a9 Ana Ruiz",
                            "alt": "Two boats in a %s" % d}
        article["body"] = [
            {"type": "paragraph", "text": "The first of the boats left the %s." % e},
            {"type": "table", "attrs": {"rows": [[{"text": "Boat"}, {"text": "Seats"}], [{"text": f}, {"text": "120"}]]}},
            {"type": "embed", "attrs": {"href": "https://example.org/clip"}},
            {"type": "paragraph", "text": "The last one stays in the %s, and nobody knows why." % g},
        ]
        article["faq"] = {"title": "Questions about the %s" % h,
                          "items": [{"question": "Where is the %s?" % i, "answer": "The %s is near the town." % j}]}
    w.keys("ctrl+n")
    w.wait(lambda: w.text_of("Headline") == "" and w.focused("Headline"), "an empty story")
    w.says("Saved")
    change(w, edit)
    w.wait(lambda: WORDS[0] in (w.text_of("Headline") or ""), "the story with its faults")


def selected(w):
    """The name of the text with the focus, and what is selected in it."""
    for view in w.views:
        if view.get_state_set().contains(Atspi.StateType.FOCUSED):
            if Atspi.Text.get_n_selections(view) == 0:
                return view.get_name(), ""
            span = Atspi.Text.get_selection(view, 0)
            return view.get_name(), Atspi.Text.get_text(view, span.start_offset, span.end_offset)
    return None, ""


def walk(w, key):
    """Where the key leads, until all planted words were seen."""
    seen = []
    for _ in range(60):
        before = selected(w)
        w.keys(key)
        try:
            w.wait(lambda: selected(w) != before, "another place", 1)
        except Failed:
            pass
        if selected(w) != before:
            seen.append(selected(w))
        if set(WORDS) <= {word for _, word in seen}:
            break
    return [place for place in seen if place[1] in WORDS]


def every_field(w):
    """F8 goes through every text in the order of the page, Shift+F8 back."""
    w.wait(lambda: len(w.all((R.LIST_ITEM,), "To look at: Spelling")) == len(WORDS), "a finding for each word")
    w.views = w.all(TEXT)
    w.keys("alt+1", "ctrl+Home")
    there = walk(w, "F8")
    if there != PLANTED:
        raise Failed("F8 led to %s" % there)
    back = walk(w, "shift+F8")
    if back != PLANTED[-2::-1] + PLANTED[-1:]:
        raise Failed("Shift+F8 led to %s" % back)


def at_word(w, part, word):
    """The caret into a word of the text that this key leads to."""
    w.keys(part)
    name = "Dek" if part == "alt+2" else "Headline"
    w.wait(lambda: w.focused(name), "the focus")
    view = w.find(TEXT, name)
    Atspi.Text.set_caret_offset(view, w.text(view).index(word) + 3)
    return view


def escape(w):
    """Esc leaves the mends; focus and caret are where they were."""
    view = at_word(w, "alt+2", "ferryy")
    caret = Atspi.Text.get_caret_offset(view)
    w.keys("alt+Return")
    w.wait(lambda: w.focus_name() == "Use ferry", "the mends")
    w.keys("Escape")
    w.wait(lambda: w.focused("Dek"), "the focus back in the dek")
    if Atspi.Text.get_caret_offset(view) != caret:
        raise Failed("the caret is at %d, was at %d" % (Atspi.Text.get_caret_offset(view), caret))
    w.keys("alt+2", "alt+Return", "Escape")
    w.wait(lambda: w.focused("Dek"), "the focus again")


def mend(w):
    """Arrows choose among the mends, Return takes one; undo is one step."""
    before = w.text_of("Dek")
    at_word(w, "alt+2", "ferryy")
    w.keys("alt+Return")
    w.wait(lambda: w.focus_name() == "Use ferry", "the mends")
    w.keys("Down")
    w.wait(lambda: w.focus_name() not in (None, "Use ferry"), "the second row")
    second = w.focus_name()
    w.keys("Return")
    w.wait(lambda: w.text_of("Dek") == before.replace("ferryy", second[len("Use "):]), "the second mend: " + second)
    w.wait(lambda: w.focused("Dek"), "the focus back in the dek")
    w.keys("ctrl+z")
    w.wait(lambda: w.text_of("Dek") == before, "one step back")
    w.wait(lambda: w.find((R.LIST_ITEM,), "To look at: Spelling") and len(w.all((R.LIST_ITEM,), "To look at: Spelling"))
           == len(WORDS), "the finding again")
    at_word(w, "alt+2", "ferryy")
    w.keys("alt+Return", "Return")
    w.wait(lambda: w.text_of("Dek") == before.replace("ferryy", "ferry"), "the first mend, taken in haste")


def own_word(w):
    """A word counts as right from now on, from the mends."""
    at_word(w, "alt+1", "harborr")
    w.keys("alt+Return")
    w.wait(lambda: w.focus_name() == "Use harbor", "the mends")
    w.keys("plus")
    w.says("“harborr” counts as right")
    w.wait(lambda: w.focused("Headline"), "the focus back in the headline")


def nothing_here(w):
    w.keys("alt+1", "ctrl+Home", "alt+Return")
    w.says("The house style has nothing to say here.")


REASON = "Agreed with the desk for this exercise"


def stands(w, word):
    status, out, err = w.stet("check", w.id, "--json")
    found = [finding for finding in json.loads(out)["findings"] if finding.get("match") == word]
    return found[0].get("stet") or found[0].get("stand") if found else None


def stet_key(w):
    """S in the mends asks for the reason; a reporter has no choice of the whole desk."""
    w.keys("alt+5")
    w.wait(lambda: w.focused("FAQ heading"), "the focus in the questions")
    view = w.find(TEXT, "FAQ heading")
    Atspi.Text.set_caret_offset(view, w.text(view).index("winterr") + 2)
    w.keys("alt+Return")
    w.wait(lambda: (w.focus_name() or "").startswith("Use "), "the mends")
    w.keys("s")
    w.wait(lambda: w.focused("Reason"), "the question for a reason")
    if w.find((R.CHECK_BOX, R.RADIO_BUTTON), DESK):
        raise Failed("a reporter may not speak for the desk")
    w.type(REASON)
    w.keys("ctrl+Return")
    w.wait(lambda: w.focused("FAQ heading"), "the focus back in the heading")
    w.wait(lambda: w.find((R.TOGGLE_BUTTON, R.PUSH_BUTTON, R.LABEL), "Left to stand (1)"), "what stands")
    if not stands(w, "winterr"):
        raise Failed("it does not stand in the store")


DESK = "The same words in every story of the desk"


def desk_choice(w):
    """An editor's stet may hold for every story of the desk."""
    w.press("reporter")
    item = w.wait(lambda: w.find((R.MENU_ITEM, R.CHECK_MENU_ITEM, R.RADIO_MENU_ITEM, R.RADIO_BUTTON, R.CHECK_BOX),
                                 starts="editor, "), "the editor in the menu")
    Atspi.Action.do_action(item, 0)
    w.wait(lambda: w.find((R.TOGGLE_BUTTON, R.PUSH_BUTTON), "editor"), "the editor's account")
    w.keys("alt+5", "Tab")
    w.wait(lambda: w.focused("Question 1"), "the focus in the question")
    view = w.find(TEXT, "Question 1")
    Atspi.Text.set_caret_offset(view, w.text(view).index("gardenn") + 2)
    w.keys("shift+alt+Return")
    w.wait(lambda: w.focused("Reason"), "the question for a reason")
    w.type(REASON)
    w.tab_to("This one only")
    w.keys("Down", "Down")
    w.wait(lambda: w.focus_name() == DESK, "the choice of the whole desk")
    w.keys("ctrl+Return")
    w.wait(lambda: w.focused("Question 1"), "the focus back in the question")
    w.wait(lambda: w.find((R.TOGGLE_BUTTON, R.PUSH_BUTTON, R.LABEL), "Left to stand (2)"), "what stands")
    stand = stands(w, "gardenn")
    if not stand or stand.get("scope") != "desk":
        raise Failed("not for the desk: %s" % stand)


def repeated(w):
    """Findings of one rule are one card, which says how many and mends them all; it explains its rule."""
    said = [text % number for number in ("first", "second", "third") for text in ('"It holds the %s boat", said the foreman.',)]

    def edit(article):
        article["body"] = [{"type": "paragraph", "text": text} for text in said]
    change(w, edit)
    w.wait(lambda: w.text_of("Body") == "\n".join(said), "the three quotations")
    w.wait(lambda: w.find((R.LIST_ITEM,), "To look at: Comma outside the quotation, 3 times"), "one card for the three")
    w.keys("alt+4")
    view = w.find(TEXT, "Body")
    Atspi.Text.set_caret_offset(view, w.text(view).index('", said') + 1)
    w.keys("alt+Return")
    w.wait(lambda: w.focus_name() == 'Use ,"', "the mends")
    w.keys("Escape")
    w.says("1 of 3")
    w.says("House book: EN-")
    w.says("Not: ")
    w.press('Use “,"” 3 times')
    w.wait(lambda: w.text_of("Body") == "\n".join(said).replace('",', ',"'), "all three mended")
    w.keys("ctrl+z")
    w.wait(lambda: w.text_of("Body") == "\n".join(said), "all three in one step back")


def no_dictionary(w):
    change(w, lambda article: article.update(language="de"))
    w.says("There is no dictionary for “de”")


STEPS = [first_start, planted_story, every_field, escape, mend, own_word, nothing_here, stet_key, desk_choice, repeated,
         no_dictionary, closes]

if __name__ == "__main__":
    sys.exit(run_steps(STEPS))
