#!/usr/bin/python3
"""Text dragged with a real pointer: within the body, between fields, from another program.

Bodies are written as in test-editing.py. Usage: test-drag.py STET
"""
import importlib
import os
import subprocess
import sys
import time

from driver import TEXT, Atspi, Failed, closes, run_steps
from pointer import box, drag, move, press, selected

editing = importlib.import_module("test-editing")
questions = importlib.import_module("test-pointer")

DEAD_ACUTE = 48
article_of, change, comes, first_start = questions.article_of, questions.change, questions.comes, questions.first_start


def place(view, line, n_lines, end=False):
    """A little into the first word of a line, or right of its last; each line is one on the screen."""
    x, y, width, height = box(view)
    return (x + width - 4 if end else x + 6), y + height * (line + 0.35) / n_lines


def take(w, view, line, n_lines, n):
    """A word or a paragraph selected by clicks, which a busy machine may part. Returns: where."""
    for _ in range(3):
        time.sleep(0.6) # or the next click is the third of three
        move(w, *place(view, line, n_lines))
        press(w, n)
        try:
            w.wait(lambda: selected(view)[1] > selected(view)[0], "something selected", 3)
            time.sleep(0.6)
            return place(view, line, n_lines)
        except Failed:
            pass
    raise Failed("%d clicks select nothing" % n)


def caret(view):
    view.clear_cache()
    return Atspi.Text.get_caret_offset(view)


def dragged(w, why, lines, line, n, to, wanted, at, **how):
    """A word (n 2) or paragraph (3) of the body dragged to another line of it; one undo takes it back."""
    count = len(lines.splitlines())
    editing.start_with(w, lines, why)
    view = w.bodies[0]
    start = take(w, view, line, count, n)
    drag(w, start, (start[0] + 30, start[1] + 12), place(view, to[0], count, to[1]), **how)
    editing.comes_to(w, wanted, why)
    if wanted == lines:
        return
    comes(w, lambda: caret(view), at, why + ": the caret")
    w.wait(lambda: w.focused("Body"), why + ": the focus")
    w.keys("ctrl+z")
    editing.comes_to(w, lines, why + ", undone")
    move(w, *place(view, 0, count, True))
    press(w)
    comes(w, lambda: caret(view), len(editing.block_of(lines.splitlines()[0])["text"]), why + ": a click is a click again")


def text_dragged(w):
    two = "p <b>Bold</b> one\np Two"
    dragged(w, "a bold word to the end of another line", two, 0, 2, (1, True), "p  one\np Two<b>Bold</b>", 12)
    dragged(w, "copied with Ctrl", two, 0, 2, (1, True), "p <b>Bold</b> one\np Two<b>Bold</b>", 16, held="Control_L")
    dragged(w, "a paragraph before another", "p One\np <a>Two</a> b\nq Three", 1, 3, (0, False),
            "p <a>Two</a> b\np One\nq Three", 5)
    dragged(w, "a quotation stays one", "p One\np Two\nq Three", 2, 3, (0, False), "q Three\np One\np Two", 5)
    dragged(w, "a list item stays one", "ul0 One\np Two\np Three", 0, 3, (2, True), "p Two\np Three\nul0 One", 13)
    for why, x in (("onto itself", 20), ("to its own start", -3)):
        editing.start_with(w, two)
        start = take(w, w.bodies[0], 0, 2, 2)
        drag(w, start, (start[0], start[1] + 40), (start[0] + x, start[1]))
        editing.comes_to(w, two, why)
        w.type("x")
        editing.comes_to(w, "p <b>x</b> one\np Two", why + ": it is selected as before")


def between_fields(w):
    """Both ends are one step; a headline takes the words, an answer their form as well."""
    lines = "p <b>Bold</b> one\np Two"
    editing.start_with(w, lines)
    change(w, faq={"title": "", "items": [{"question": "Who?", "answer": "Answer"}]})
    w.wait(lambda: w.text_of("Answer 1") == "Answer", "the answer")
    headline = "Row %d" % w.rows
    start = take(w, w.bodies[0], 0, 2, 2)
    drag(w, start, (start[0] + 30, start[1]), place(w.headline, 0, 1, True))
    comes(w, lambda: article_of(w)["headline"], headline + "Bold", "into the headline")
    editing.comes_to(w, "p  one\np Two", "and out of the body")
    w.wait(lambda: w.focused("Headline"), "the caret goes along")
    w.keys("ctrl+z")
    comes(w, lambda: article_of(w)["headline"], headline, "one undo for both")
    editing.comes_to(w, lines, "in the body too")
    start = take(w, w.headline, 0, 1, 2)
    drag(w, start, (start[0] + 30, start[1]), place(w.bodies[0], 1, 2, True))
    editing.comes_to(w, lines + "Row", "out of the headline into the body")
    comes(w, lambda: article_of(w)["headline"], headline[3:], "and no longer in the headline")
    w.keys("ctrl+z")
    editing.comes_to(w, lines, "back")
    w.keys("alt+5")
    answer = w.find(TEXT, "Answer 1")
    start = take(w, w.bodies[0], 0, 2, 2)
    drag(w, start, (start[0] + 30, start[1]), place(answer, 0, 1, True))
    comes(w, lambda: (article_of(w)["faq"]["items"][0]["answer"], article_of(w)["faq"]["items"][0]["answer_spans"]),
          ("AnswerBold", [{"type": "bold", "start": 6, "end": 10}]), "bold in the answer")
    w.keys("ctrl+z")
    editing.comes_to(w, lines, "back again")


def nobody_takes_it(w):
    lines = "p <b>Bold</b> one\np Two"
    editing.start_with(w, lines)
    start = take(w, w.bodies[0], 0, 2, 2)
    drag(w, start, (start[0] + 30, start[1]), (640, 66)) # above the page
    w.keys("ctrl+End")
    w.type("!")
    editing.comes_to(w, lines + "!", "nothing is lost where nobody takes it")


def run_ends(w):
    """All of what stands above a table goes below it, and its text with it."""
    lines = "q One\nt a|b\np Two"
    editing.start_with(w, lines)
    above, below = sorted(w.all(TEXT, "Body"), key=lambda view: box(view)[1])
    start = take(w, above, 0, 1, 3)
    drag(w, start, (start[0] + 30, start[1]), place(below, 0, 1, True))
    editing.comes_to(w, "t a|b\np Two\nq One", "below the table")
    w.wait(lambda: w.focused("Body"), "the caret where it went")
    w.keys("ctrl+z")
    editing.comes_to(w, lines, "undone")


class Outside:
    """Another program whose text is dragged to the end of the body's second line."""

    def __init__(self, w, *given):
        self.w = w
        self.other = subprocess.Popen(["/usr/bin/python3", "-W", "ignore",
                                       os.path.join(os.path.dirname(__file__), "drag-outside.py"), *given], env=w.env,
                                      stderr=subprocess.DEVNULL)

    def __enter__(self):
        xid = self.w.wait(lambda: self.w.x("search", "--onlyvisible", "--pid", self.other.pid).split()[:1], "the other program")
        self.w.x("windowmove", "--sync", xid[0], 1000, 600)
        return self

    def drag(self):
        drag(self.w, (1100, 670), (1000, 500), place(self.w.bodies[0], 1, 2, True))

    def __exit__(self, *problem):
        self.other.terminate()
        self.other.wait()
        self.w.x("windowfocus", "--sync", self.w.xid)


def from_outside(w):
    """What another program gives: bare text as paragraphs, a page with its links; each one step."""
    lines = "p One\np Two"
    for given, wanted in (
            (("Plain words\nand more",), "p One\np TwoPlain words\np and more"),
            (("bare", "<p>A <a href='https://example.org/'>page</a></p>"), "p One\np TwoA <a>page</a>"),
            (("bare", "<p>Kept</p><ul><li>item</li></ul>"), "p One\np Two\np Kept\nul0 item")):
        editing.start_with(w, lines)
        with Outside(w, *given) as outside:
            outside.drag()
            editing.comes_to(w, wanted, "dropped by another program")
        w.keys("ctrl+z")
        editing.comes_to(w, lines, "undone")


def while_composing(w):
    """An accent that waits for its letter is given up as another program takes the pointer; writing goes on."""
    # By its place, where a Spanish keyboard has it: a key that no place has is lent one, and that takes time.
    subprocess.run(["setxkbmap", "es"], check=True)
    editing.start_with(w, "p One\np Two")
    with Outside(w, "bare") as outside:
        editing.press(w, "alt+4 ctrl+End %d" % DEAD_ACUTE)
        outside.drag()
        w.x("windowfocus", "--sync", w.xid)
        editing.press(w, "x %d e" % DEAD_ACUTE)
        editing.comes_to(w, "p One\np Twobarexé", "the text, and what was written behind it")
    w.keys("ctrl+z", "ctrl+z")
    editing.comes_to(w, "p One\np Two", "two steps")


STEPS = [first_start, text_dragged, between_fields, nobody_takes_it, run_ends, from_outside, while_composing, closes]

if __name__ == "__main__":
    sys.exit(run_steps(STEPS))
