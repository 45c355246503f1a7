#!/usr/bin/python3
"""Writing through a real input method: while a composition is open nothing is marked, saved half-done or changed.

ibus with two of its engines: Unikey composes whole words and gives them up at a reset, the simple one has dead keys
and Compose. All keys are key codes or names of a Spanish keyboard. Usage: test-input-method.py STET
"""
import json
import signal
import subprocess
import sys

from driver import SECONDS, TEXT, Atspi, Failed, R, leaks, run_steps
from ibus import InputMethod

WORD, KEYS = "viêt", ("v", "i", "e", "e", "t")
FIRST, SECOND = "The boats leave the harborr each hour.", "Em "
# Keys of a Spanish keyboard by their places: what the window gets is what it gets from a real one.
ES = {"´": ["48"], "¨": ["shift+48"], "ñ": ["47"], "¡": ["21"], "¿": ["shift+21"], "à": ["34", "38"]}


def article_of(w):
    status, out, err = w.stet("show", w.id, "--json")
    if status != 0:
        raise Failed("stet show: " + err)
    return json.loads(out)["article"]


def body_of(w):
    return [block["text"] for block in article_of(w)["body"]]


def stored(w, wanted, why):
    found = []

    def same():
        found[:] = body_of(w)
        return found == wanted
    try:
        w.wait(same, why, 8)
    except Failed:
        raise Failed("%s: there is %s, wanted %s" % (why, found, wanted))


def start_with(w, *paragraphs):
    """The open story has this body, and the caret stands at its end."""
    w.wait(lambda: w.saved.get_name().startswith("Saved"), "the story saved")
    article = dict(article_of(w), body=[{"type": "paragraph", "text": text} for text in paragraphs])
    done = subprocess.run([w.program, "edit", w.id], input=json.dumps(article), env=w.env, capture_output=True, text=True,
                          timeout=60)
    if done.returncode != 0:
        raise Failed("stet edit: " + done.stderr)
    w.wait(lambda: w.text_of("Body") == "\n".join(paragraphs), "the window with “%s”" % (paragraphs,))
    w.body = w.find(TEXT, "Body")
    w.keys("alt+4", "ctrl+End")
    w.wait(lambda: w.focused("Body") and Atspi.Text.get_caret_offset(w.body) == len("\n".join(paragraphs)), "the caret")


def compose(w):
    """A word is being composed."""
    w.keys(*KEYS)
    w.wait(lambda: w.im.shows(WORD), "the composition, there is “%s”" % w.im.preedit)


def first_start(w):
    w.im = IM
    w.says("Where will your stories go")
    w.press("Open the practice newsroom")
    w.wait(lambda: w.find((R.TOGGLE_BUTTON, R.PUSH_BUTTON), "reporter"), "the reporter's account")
    w.keys("ctrl+n")
    w.wait(lambda: w.text_of("Headline") == "" and w.focused("Headline"), "an empty story")
    w.says("Saved")
    w.id = json.loads(w.stet("list", "--json")[1])[0]["id"]
    w.saved = w.find((R.LABEL, R.STATUS_BAR), starts="Saved")


def spanish_keyboard(w):
    """Dead keys and Compose of a Spanish keyboard go over the bus, into the headline and the body."""
    w.im.use("xkb:es::spa")
    w.keys(*ES["¿"], "Q", "u", *ES["´"], "e", "space", "n", "i", *ES["ñ"], "o", "question")
    w.wait(lambda: w.text_of("Headline") == "¿Qué niño?", "the headline, there is “%s”" % w.text_of("Headline"))
    start_with(w, "")
    w.keys(*ES["¡"], *ES["´"], "A", "space", "g", *ES["¨"], "u", "e", "exclam", "Multi_key", "less", "less")
    stored(w, ["¡Á güe!«"], "dead keys and Compose in the body")
    w.keys(*ES["´"], "Escape", "x", *ES["´"], "BackSpace", "y")
    stored(w, ["¡Á güe!«xy"], "two dead keys that were given up")


def word_by_word(w):
    """What is composed is not in the story before it is committed, whatever is saved meanwhile, and one step after."""
    w.im.use("Unikey")
    start_with(w, FIRST)
    w.wait(lambda: w.find((R.LIST_ITEM,), "To look at: Spelling"), "the finding")
    w.keys("Return", "E", "m", "space")
    compose(w)
    stored(w, [FIRST, SECOND], "what was committed is saved while the next word is composed")
    if w.text(w.body) != FIRST + "\n" + SECOND:
        raise Failed("the text has “%s” while a word is composed" % w.text(w.body))
    w.keys("space")
    stored(w, [FIRST, SECOND + WORD + " "], "a word committed")
    for key, text in (("ctrl+z", SECOND), ("ctrl+y", SECOND + WORD + " "), ("ctrl+z", SECOND)):
        w.keys(key)
        stored(w, [FIRST, text], "the word as one step, after " + key)


def changed_meanwhile(w):
    """A command writes into the story while a word is composed: both are there, each in its place."""
    start_with(w, FIRST, SECOND)
    compose(w)
    article = article_of(w)
    article["body"].insert(0, {"type": "paragraph", "text": "Ahead."})
    subprocess.run([w.program, "edit", w.id], input=json.dumps(article), env=w.env, capture_output=True, text=True, timeout=60)
    stored(w, ["Ahead.", FIRST, SECOND], "another's paragraph")
    if not w.im.shows(WORD):
        raise Failed("another's paragraph ended the composition, there is “%s”" % w.im.preedit)
    w.keys("space")
    stored(w, ["Ahead.", FIRST, SECOND + WORD + " "], "the word after it")


def shortcuts(w):
    """Shortcuts of the kind of a paragraph come with what is committed, never with what is composed."""
    start_with(w, "")
    w.keys("greater", "space")
    compose(w)
    w.keys("space")
    stored(w, [WORD + " "], "a quotation begun through the input method")
    if article_of(w)["body"][0]["type"] != "quote":
        raise Failed("no quotation but %s" % article_of(w)["body"])


def keys_of_the_window(w):
    """A key of the window ends the composition where it stands, and acts then: no word is lost or carried off."""
    for keys in ("F8", "F6", "alt+Return", "alt+4", "ctrl+b"):
        start_with(w, FIRST, SECOND)
        compose(w)
        w.keys(keys)
        stored(w, [FIRST, SECOND + WORD], "a word being composed, then " + keys)
        w.keys("Escape", "Escape")
    start_with(w, FIRST, SECOND)
    compose(w)
    w.keys("alt+Up")
    stored(w, [SECOND + WORD, FIRST], "the paragraph moved with the word")
    start_with(w, FIRST, SECOND)
    compose(w)
    w.keys("ctrl+z")
    stored(w, [FIRST, SECOND], "the word undone")
    w.keys("ctrl+y")
    stored(w, [FIRST, SECOND + WORD], "the word back")


def clicks(w):
    """The mouse leads the caret away: the word stays where it was written."""
    start_with(w, FIRST, SECOND)
    at = w.body.get_extents(Atspi.CoordType.WINDOW)
    for button in (1, 3):
        start_with(w, FIRST, SECOND)
        compose(w)
        w.x("mousemove", "--window", w.xid, at.x + 60, at.y + 12, "click", button)
        stored(w, [FIRST, SECOND + WORD], "a word being composed, then a click of button %d" % button)
        w.keys("Escape")


def another_story(w):
    """Another story comes while a word is composed: the word stays in its own."""
    start_with(w, FIRST, SECOND)
    compose(w)
    w.keys("ctrl+n")
    w.wait(lambda: w.text_of("Headline") == "" and w.focused("Headline"), "an empty story")
    stored(w, [FIRST, SECOND + WORD], "the word in its story")
    for key in ("ctrl+Page_Up", "ctrl+Page_Down"): # whichever was changed last stands first
        w.keys(key)
        try:
            w.wait(lambda: w.text_of("Body") == FIRST + "\n" + SECOND + WORD, "the story again", 4)
            return
        except Failed:
            pass
    raise Failed("the story does not come again, there is “%s”" % w.text_of("Body"))


def escape(w):
    """Escape in a bar or a list gives up the composition and nothing else."""
    w.im.use("xkb:es::spa")
    for key, entry in (("ctrl+f", "Find in the story"), ("ctrl+k", "Find or do")):
        start_with(w, FIRST, SECOND)
        w.keys(key)
        w.wait(lambda: w.focused(entry), "the focus in " + entry)
        w.keys("b", *ES["´"])
        w.wait(lambda: w.im.shows("´"), "the dead key")
        w.keys("Escape", "o")
        w.wait(lambda: w.text_of(entry) == "bo", "“bo” in %s, there is “%s”" % (entry, w.text_of(entry)))
        if not w.focused(entry):
            raise Failed("the first Escape closed " + entry)
        w.keys("Escape")
        w.wait(lambda: w.focused("Body"), "the body after the second Escape")


def ends_meanwhile(w):
    """The program ends while a word is composed: the word is in the story."""
    w.im.use("Unikey")
    start_with(w, FIRST, SECOND)
    compose(w)
    w.process.send_signal(signal.SIGTERM)
    w.process.wait(SECONDS)
    stored_after = w.stet("show", w.id, "--json")
    texts = [block["text"] for block in json.loads(stored_after[1])["article"]["body"]]
    if texts != [FIRST, SECOND + WORD]:
        raise Failed("after the end there is %s" % texts)
    if w.process.returncode != 0 and leaks(w.log_name):
        raise Failed("leaks: %s" % leaks(w.log_name))


STEPS = [first_start, spanish_keyboard, word_by_word, changed_meanwhile, shortcuts, keys_of_the_window, clicks, another_story,
         escape, ends_meanwhile]

if __name__ == "__main__":
    subprocess.run(["setxkbmap", "es", "-option", "compose:menu"], check=True)
    IM = InputMethod()
    try:
        status = run_steps(STEPS)
    finally:
        IM.end()
    sys.exit(status)
