#!/usr/bin/python3
"""What is done with a real pointer: clicks that select, questions dragged to another place.

Bodies are written as in test-editing.py. Usage: test-pointer.py STET
"""
import importlib
import json
import subprocess
import sys
import time

from driver import BUTTON, TEXT, Failed, R, closes, run_steps
from pointer import box, drag, move, press, selected

editing = importlib.import_module("test-editing")

LETTERS = "ABCD"


def article_of(w):
    status, out, err = w.stet("show", w.id, "--json")
    if status != 0:
        raise Failed("stet show: " + err)
    return json.loads(out)["article"]


def change(w, **fields):
    """The open story as a command changes it; what was typed before is on disk."""
    w.says("Saved")
    done = subprocess.run([w.program, "edit", w.id], input=json.dumps(dict(article_of(w), **fields)), env=w.env,
                          capture_output=True, text=True, timeout=60)
    if done.returncode != 0:
        raise Failed("stet edit: " + done.stderr)


def first_start(w):
    w.says("Where will your stories go")
    w.press("Open the practice newsroom")
    w.wait(lambda: w.find((R.TOGGLE_BUTTON, R.PUSH_BUTTON), "reporter"), "the reporter's account")
    w.keys("ctrl+n")
    w.wait(lambda: w.text_of("Headline") == "" and w.focused("Headline"), "an empty story")
    w.says("Saved")
    w.id = json.loads(w.stet("list", "--json")[1])[0]["id"]
    w.bodies, w.rows = [], 0
    w.headline = w.find(TEXT, "Headline")
    w.saved = w.find((R.LABEL, R.STATUS_BAR), starts="Saved")


# --- clicks ---

def clicks_select(w):
    """Two take the word, three the paragraph with all its lines on the screen."""
    long = "Wrapped " * 30 + "end"
    editing.start_with(w, "p Before it\np %s\np After it" % long)
    view = w.bodies[0]
    start = len("Before it") + 1
    x, y, width, height = box(view)
    move(w, x + 20, y + height / 2) # the middle one of three lines of the screen or more, its first word
    press(w, 2)
    comes(w, lambda: selected(view)[1] - selected(view)[0], len("Wrapped"), "a double click takes the word")
    at = selected(view)[0]
    if not start + 20 < at < start + len(long) - 20:
        raise Failed("the word stands at %d" % at)
    time.sleep(0.6)
    press(w, 3)
    comes(w, lambda: selected(view), (start, start + len(long)), "a triple click takes the paragraph")
    w.type("x")
    editing.comes_to(w, "p Before it\np x\np After it", "typed over it")


# --- questions ---

def comes(w, ask, wanted, why):
    """What is on disk is asked for once more when the window shows it."""
    found = [None]

    def same():
        found[0] = ask()
        return found[0] == wanted
    try:
        w.wait(same, why, 8)
    except Failed:
        raise Failed("%s: wanted “%s”, there is “%s”" % (why, wanted, found[0]))


def shown(w):
    views = {view.get_name(): view for view in w.all(TEXT, starts="Question ")}
    return "".join(w.text(views[name]) for name in sorted(views))


def order(w):
    return "".join(item["question"] for item in article_of(w)["faq"]["items"])


def in_order(w, wanted, why):
    comes(w, lambda: shown(w), wanted, why + ", in the window")
    comes(w, lambda: order(w), wanted, why + ", on disk")


def handle(w, number):
    """The middle of a question's handle: it stands left of the question."""
    x, y, _, height = box(w.find(TEXT, "Question %d" % number))
    return x - 19, y + height / 2


def gap(w, before):
    """Between two questions, or behind the last."""
    last = before > len(LETTERS)
    x, y, _, height = box(w.find(TEXT, "%s %d" % (("Answer", before - 1) if last else ("Question", before))))
    return x + 40, y + height + 8 if last else y - 5


def drag_question(w, number, before):
    """All of them are in view when the last answer is written in."""
    w.keys("alt+5")
    w.tab_to("Answer 4")
    w.wait(lambda: box(w.find(TEXT, "Answer 4"))[1] < 740, "the questions in view")
    to = gap(w, before)
    drag(w, handle(w, number), (to[0], to[1] + (20 if number > before else -20)), to)


def scrolls(w):
    """Held at the lower edge, the page goes on below it; at the upper one, back."""
    def hold(y, what, ask):
        move(w, 400, y)
        move(w, 401, y)
        w.wait(ask, what, 8)
    place = lambda: box(w.find(TEXT, "Answer 4"))[1]
    w.keys("alt+1")
    w.wait(lambda: place() > 780, "the last one out of sight, at %s" % place())
    top = place()
    drag(w, handle(w, 1), (400, 600), before_drop=lambda: (
        hold(762, "the page to scroll down", lambda: place() < 740), hold(95, "and up again", lambda: place() >= top),
        hold(400, "no more", lambda: True)))
    in_order(w, "ABCD", "dropped where it was")


def questions_dragged(w):
    change(w, faq={"title": "", "items": [{"question": letter, "answer": "Answer to " + letter} for letter in LETTERS]})
    w.wait(lambda: w.text_of("Question 4") == "D", "the questions")
    w.keys("alt+5")
    in_order(w, "ABCD", "to begin with")
    scrolls(w)
    drag_question(w, 1, 4)
    in_order(w, "BCAD", "the first before the last")
    w.wait(lambda: w.focus_name() == "Question 3", "the caret in what was moved, it is in %s" % w.focus_name())
    w.keys("ctrl+z")
    in_order(w, "ABCD", "one undo")
    w.keys("ctrl+shift+z")
    in_order(w, "BCAD", "one redo")
    drag_question(w, 4, 1)
    in_order(w, "DBCA", "the last to the top")
    drag_question(w, 1, 5)
    in_order(w, "BCAD", "the first behind the last")
    drag_question(w, 2, 3)
    in_order(w, "BCAD", "into the gap behind itself")
    w.keys("ctrl+z")
    in_order(w, "DBCA", "that was no step: undo takes the one before")
    if article_of(w)["faq"]["items"][0]["answer"] != "Answer to D":
        raise Failed("the answers do not go along: %s" % article_of(w)["faq"])


def questions_by_keys(w):
    w.keys("alt+5")
    w.tab_to("Question 2")
    w.keys("alt+Down")
    in_order(w, "DCBA", "Alt+Down")
    w.wait(lambda: w.focus_name() == "Question 3", "the caret goes along")
    w.keys("alt+Up", "alt+Up")
    in_order(w, "BDCA", "Alt+Up twice")
    w.keys("ctrl+z", "ctrl+z", "ctrl+z")
    in_order(w, "DBCA", "undone")


def question_removed(w):
    w.tab_to("Remove question 2")
    w.keys("Return")
    in_order(w, "DCA", "one removed")
    w.wait(lambda: w.focus_name() == "Add a question", "the focus where one can go on")
    w.keys("ctrl+z")
    in_order(w, "DBCA", "it comes back where it was")
    if article_of(w)["faq"]["items"][1]["answer"] != "Answer to B":
        raise Failed("it came back without its answer")


# --- the heading ---

def title(w, wanted, why):
    comes(w, lambda: article_of(w)["faq"]["title"], wanted, why)


def heading_suggested(w):
    """Only where it is asked for; its subject is typed over."""
    english = "Frequently Asked Questions About "
    change(w, language="en", headline="The night ferry is back in Regla", tags=["Transport", "night ferry"])
    w.wait(lambda: w.find(BUTTON, "Use “%sNight Ferry”" % english), "what is proposed")
    title(w, "", "nothing goes in unasked")
    w.keys("ctrl+alt+a")
    title(w, english + "Night Ferry", "one key")
    w.keys("ctrl+z")
    title(w, "", "one step")
    w.keys("ctrl+alt+a")
    w.wait(lambda: w.focus_name() == "FAQ heading", "the caret in the heading")
    w.type("Ferries")
    title(w, english + "Ferries", "its subject is typed over")
    w.keys("ctrl+alt+a", "End")
    w.type("!")
    title(w, english + "Ferries!", "what stands there is not replaced")
    change(w, language="es", headline="Vuelve la lancha a Regla", tags=["Transporte", "regla"],
           faq=dict(article_of(w)["faq"], title=""))
    w.wait(lambda: w.find(BUTTON, "Use “Preguntas frecuentes sobre regla”"), "what is proposed in Spanish")
    w.keys("alt+5")
    w.tab_to("Use “Preguntas frecuentes sobre regla”")
    w.keys("Return")
    title(w, "Preguntas frecuentes sobre regla", "in the language of the story")


STEPS = [first_start, clicks_select, questions_dragged, questions_by_keys, question_removed, heading_suggested, closes]

if __name__ == "__main__":
    sys.exit(run_steps(STEPS))
