#!/usr/bin/python3
"""The real window, driven like a person does: keys, buttons, and what a screen reader is told.

From the first start to the published page, as reporter and as editor of the practice newsroom. Runs on a
screen of its own (build-aux/on-screen) and prints TAP. Usage: test-window.py STET
"""
import json
import sys
import urllib.request

from driver import BUTTON, SECONDS, TEXT, Atspi, Failed, R, closes, run_steps


def first_start(w):
    w.says("Where will your stories go")
    w.press("Open the practice newsroom")
    w.wait(lambda: w.find(BUTTON, "reporter"), "the reporter's account")


def new_story(w):
    """An empty page with the caret in the headline."""
    w.keys("ctrl+n")
    w.wait(lambda: w.text_of("Headline") == "" and w.focused("Headline"), "an empty headline with the caret")


LONG = "The ferry across the harbour sails again with two boats and a new crew for the whole winter"
SHORT = "The ferry across the harbour sails again with two boats"


def headline_finding(w):
    """A finding appears while one types, and goes once it is mended."""
    w.write("Headline", LONG)
    w.wait(lambda: w.finding("To look at: Headline too long"), "the finding about the headline")
    for _ in range(len(LONG) - len(SHORT)):
        w.keys("BackSpace")
    w.wait(lambda: w.text_of("Headline") == SHORT, "the shorter headline")
    w.wait(lambda: not w.finding("To look at: Headline too long"), "the finding to go")
    w.says("Saved")


def undo(w):
    w.keys("ctrl+z")
    w.wait(lambda: w.text_of("Headline") != SHORT, "the undo")
    w.keys("ctrl+shift+z")
    w.wait(lambda: w.text_of("Headline") == SHORT, "the redo")


DEK = "Twelve minutes from landing to landing, at the fare of last year, and a boat every twenty minutes until noon."
FIRST = "The ferry across the harbour carried its first passengers on Thursday, eleven months after both boats went into dock."
QUOTED = '"We had counted every plank", said the foreman.'
MENDED = '"We had counted every plank," said the foreman.'


def body_mend(w):
    """F8 goes to the finding, Alt+Return shows the mends, Return takes the first."""
    w.keys("Tab")
    w.write("Dek", DEK)
    w.keys("alt+4")
    w.write("Body", FIRST)
    w.keys("Return")
    w.write("Body", QUOTED, FIRST + "\n" + QUOTED)
    w.wait(lambda: w.find((R.LIST_ITEM,), "To look at: Comma outside the quotation")
           or w.find((R.LIST_ITEM,), "Blocks: Comma outside the quotation"), "the finding about the comma")
    def step():
        w.keys("F8")
        return w.find(BUTTON, 'Use ,"')
    w.wait(step, "the mend of the finding")
    w.keys("alt+Return")
    w.wait(lambda: w.focus_name() == 'Use ,"', "the mends at the caret")
    w.keys("Return")
    w.wait(lambda: w.text_of("Body") == FIRST + "\n" + MENDED, "the mended quotation")


def own_words(w):
    """What may have been meant is in the context menu; a word of one's own is right from then on."""
    before = FIRST + "\n" + MENDED
    w.keys("ctrl+End", "Return")
    w.write("Body", "The harborr ferryy left.", before + "\nThe harborr ferryy left.")
    w.wait(lambda: len(w.all((R.LIST_ITEM,), "To look at: Spelling")) == 2, "two findings about spelling")
    w.keys("Home", "ctrl+Right", "ctrl+Right", "shift+F10")
    word = w.wait(lambda: w.find((R.MENU_ITEM,), "harbor"), "the word in the menu")
    Atspi.Action.do_action(word, 0)
    w.wait(lambda: w.text_of("Body") == before + "\nThe harbor ferryy left.", "the word of the menu")
    w.keys("ctrl+z")
    w.wait(lambda: w.text_of("Body") == before + "\nThe harborr ferryy left.", "one step back")
    w.wait(lambda: len(w.all((R.LIST_ITEM,), "To look at: Spelling")) == 2, "both findings again")

    def add():
        w.keys("F8", "ctrl+alt+w")
        return not w.finding("To look at: Spelling")
    w.wait(add, "the words to be right")


def bold(w):
    """Ctrl+B, told to a screen reader as weight."""
    w.keys("alt+4", "ctrl+Home", "ctrl+shift+Right", "ctrl+shift+Right", "ctrl+b")
    body = w.find(TEXT, "Body")
    w.wait(lambda: Atspi.Text.get_attribute_run(body, 1, False)[0].get("weight") == "700", "bold words")


ANSWER = ("Twelve minutes from landing to landing, as before, with a short stop when the tanker lane is busy. "
          "The office advises passengers to be there ten minutes early, since the line is counted at the gate and "
          "nobody is let on board once the ropes are loose.")


def faq(w):
    w.keys("ctrl+shift+a")
    w.write("Question 1", "How long does the crossing take?")
    w.keys("Tab")
    w.write("Answer 1", ANSWER)
    w.keys("ctrl+shift+a")
    w.write("Question 2", "What does it cost?")
    w.keys("alt+Up")
    w.wait(lambda: w.text_of("Question 1") == "What does it cost?", "the question moved up")
    w.press("Remove question 1")
    w.wait(lambda: w.text_of("Question 1") == "How long does the crossing take?", "the question removed")


def tag_and_credit(w):
    w.keys("alt+6")
    w.wait(lambda: w.focused("Add a tag"), "the focus in the tags")
    w.type("Ferry,Harbour")
    w.wait(lambda: w.find((R.LIST_ITEM,), "New tags: \u201cFerry, Harbour\u201d"), "two new tags offered")
    w.keys("Down", "Return")
    w.wait(lambda: w.find(BUTTON, "Remove the tag Ferry") and w.find(BUTTON, "Remove the tag Harbour"), "two tags")
    w.keys("alt+3")
    w.write("Caption", "The larger boat at the landing on Thursday")
    w.keys("Tab")
    w.wait(lambda: w.focused("Credit"), "the focus in the credit")
    w.type("Ana Ruiz")
    w.wait(lambda: w.text_of("Credit") == "Photo \u00a9 Ana Ruiz", "the credit with its label")


def too_early(w):
    """Pressed too early the main button goes to what blocks and says so; Stet lets it stand with a reason."""
    w.keys("ctrl+shift+Return")
    for _ in range(6):
        told = w.wait(lambda: w.find((R.LABEL,), starts="Sent for editing")
                      or [x for x in w.all((R.LABEL,)) if " block" in x.get_name() and "Press" in x.get_name()],
                      "what blocks")
        if not isinstance(told, list):
            return
        w.keys("shift+alt+Return")
        w.wait(lambda: w.focused("Reason"), "the question for a reason")
        w.type("Agreed with the desk for this exercise")
        w.wait(lambda: (w.text_of("Reason") or "").endswith("exercise"), "the reason")
        w.keys("ctrl+Return")
        w.wait(lambda: not w.focused("Reason"), "the popover to close")
        w.keys("Escape")
        w.wait(lambda: not [x for x in w.all((R.LABEL,)) if "Press" in x.get_name()], "the strip to go")
        w.keys("ctrl+shift+Return")
    raise Failed("something still blocks")


def choose(w, starts):
    """An entry of the menu that is open."""
    item = w.wait(lambda: w.find((R.MENU_ITEM, R.CHECK_MENU_ITEM, R.RADIO_MENU_ITEM, R.RADIO_BUTTON, R.CHECK_BOX),
                                 starts=starts), "“%s” in the menu" % starts)
    Atspi.Action.do_action(item, 0)


def become_editor(w):
    w.press("reporter")
    choose(w, "editor, ")
    w.wait(lambda: w.find(BUTTON, "Approve"), "the editor's next step")


NOTE = "Please name the shipyard"


def returned(w):
    """The note of whoever edits is read by the author, who sends the story again."""
    w.keys("F10")
    choose(w, "Return with a note")
    w.write("Note for the author", NOTE)
    w.keys("Return")
    w.says("Returned with your note.")
    w.press("editor")
    choose(w, "reporter, ")
    w.says("Returned by editor: " + NOTE)
    w.keys("ctrl+shift+Return")
    w.says("Sent for editing.")
    become_editor(w)


def no_time(w):
    """What is no time is asked for again, and nothing was sent."""
    w.keys("F10")
    choose(w, "Schedule")
    for _ in range(2):
        w.write("18:00 or 2026-11-24 18:00", "25:99")
        w.keys("Return")
        w.says("That is no time.")
    w.keys("Escape")
    w.wait(lambda: not w.find((R.LABEL,), starts="That is no time."), "the question to go")


def approve(w):
    w.keys("ctrl+shift+Return")
    w.says("Approved.")
    w.wait(lambda: w.find(BUTTON, "Publish"), "the next step")


def take_back(w):
    """The seconds before it goes live end with Esc, and nothing was sent."""
    w.keys("ctrl+shift+Return")
    w.says("Going live in")
    w.keys("Escape")
    w.says("Taken back.")


def publish(w):
    w.keys("ctrl+shift+Return")
    w.says("Going live in")
    w.says("Live ", SECONDS + 15)
    w.wait(lambda: any(label.get_name().endswith(". The page is as approved.") for label in w.all((R.LABEL, R.STATUS_BAR))),
           "that the page is as approved")


def connection(w):
    """Looked at beside the story, and its report copied."""
    w.keys("shift+F5")
    w.says("The site can be reached and works.", SECONDS + 15)
    w.says("Certificate (TLS): fine")
    w.keys("ctrl+shift+F5")
    w.says("Copied.")
    w.press("Back to the findings")


def story(w):
    status, out, err = w.stet("list", "--json")
    if status != 0:
        raise Failed("stet list: %d %s" % (status, err))
    row = next(row for row in json.loads(out) if row["headline"].startswith(SHORT))
    return row


def published_page(w):
    """A command while the window is open knows the address; the page holds what was written."""
    row = story(w)
    if row["state"] != "published":
        raise Failed("the state is " + row["state"])
    status, out, err = w.stet("show", row["id"], "--json")
    url = find_url(json.loads(out)) if status == 0 else None
    if not url:
        raise Failed("no address in: %s %s" % (out, err))
    with urllib.request.urlopen(url, timeout=10) as answer:
        page = answer.read().decode("utf-8")
    for words in (SHORT, "Twelve minutes from landing", "counted every plank", "How long does the crossing take?", "Ferry",
                  "Ana Ruiz"):
        if words not in page:
            raise Failed("the page does not have “%s”" % words)
    w.url = url


def find_url(value):
    if isinstance(value, dict):
        if isinstance(value.get("url"), str) and value["url"].startswith("http"):
            return value["url"]
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            url = find_url(part)
            if url:
                return url
    return None


def publish_again(w):
    """The live story is changed and goes out again under the same address."""
    w.keys("alt+1", "ctrl+End")
    w.write("Headline", " today", SHORT + " today")
    for name in ("Submit for editing", "Approve", "Publish"):
        w.wait(lambda: w.find(BUTTON, name), "the step “%s”" % name)
        w.keys("ctrl+shift+Return")
        if name == "Publish":
            w.says("Going live in")
            w.says("Live ", SECONDS + 15)
    with urllib.request.urlopen(w.url, timeout=10) as answer:
        if SHORT + " today" not in answer.read().decode("utf-8"):
            raise Failed("the page was not updated")


STEPS = [first_start, new_story, headline_finding, undo, body_mend, own_words, bold, faq, tag_and_credit, too_early,
         become_editor, returned, approve, no_time, take_back, publish, connection, published_page, publish_again, closes]


if __name__ == "__main__":
    sys.exit(run_steps(STEPS))
