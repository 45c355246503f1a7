#!/usr/bin/python3
"""Tags by keys alone: completed in the site's spelling, pasted as a list, made new only where that is said, taken away
and brought back, and taken from the story's text. The site's list is that of the practice newsroom. Usage: test-tags.py STET
"""
import base64
import contextlib
import glob
import json
import os
import shutil
import sqlite3
import sys
import tempfile
import urllib.request

from driver import Atspi, Failed, R, closes, run_steps

SITE = ["La Habana", "Jos\u00e9 Mart\u00ed", "Banco Central", "Ports", "Transport"]
HEADLINE = "New lamps for the ports: Jose Marti square in la habana waits"


def run(w, *words):
    status, out, err = w.stet(*words)
    if status != 0:
        raise Failed("stet %s: %s" % (" ".join(words), err))
    return out


def put_in(w):
    """As the editor, by the site's own API; who that is stands in the site's database, looked at in a copy."""
    place = os.path.dirname(glob.glob(os.path.join(os.path.dirname(w.log_name), "**", "practice.db"), recursive=True)[0])
    with tempfile.TemporaryDirectory() as copy:
        for name in glob.glob(os.path.join(place, "practice.db*")):
            shutil.copy(name, copy)
        with contextlib.closing(sqlite3.connect(os.path.join(copy, "practice.db"))) as site:
            user, password = site.execute("SELECT id, password FROM account WHERE editor").fetchone()
    address = json.loads(run(w, "site", "list", "--json"))[0]["url"].rstrip("/")
    sign = base64.b64encode(("%s:%s" % (user, password)).encode()).decode()
    for label in SITE:
        request = urllib.request.Request(address + "/api/terms?kind=tag", json.dumps({"label": label}).encode(), method="POST",
                                         headers={"Authorization": "Basic " + sign, "Content-Type": "application/json"})
        urllib.request.urlopen(request, timeout=60).close()


def the_site_has_tags(w):
    """A newsroom's desk has made them; the pull brings them."""
    w.says("Where will your stories go")
    w.tab_to("Open the practice newsroom")
    w.keys("Return")
    w.wait(lambda: w.find((R.TOGGLE_BUTTON, R.PUSH_BUTTON), "reporter"), "the reporter's account")
    put_in(w)
    run(w, "sync")
    if run(w, "tags", "complete", "jose") != SITE[1] + "\n":
        raise Failed("the site has " + run(w, "tags", "complete", ""))


def shown(w):
    """Chips, in order."""
    start = "Remove the tag "
    chips = w.all((R.PUSH_BUTTON,), starts=start)
    chips.sort(key=lambda chip: chip.get_description() or "")
    return [chip.get_name()[len(start):] for chip in chips]


def chips(w, *labels):
    w.wait(lambda: shown(w) == list(labels), "the tags %s, there are %s" % (labels, shown(w)))


def row(w, name):
    """The row is there and chosen."""
    w.wait(lambda: any(item.get_state_set().contains(Atspi.StateType.SELECTED) for item in w.all((R.LIST_ITEM,), name)),
           "the row “%s” chosen, there are %s" % (name, [item.get_name() for item in w.all((R.LIST_ITEM,))]))


def in_entry(w, text=""):
    w.wait(lambda: w.focused("Add a tag") and w.text_of("Add a tag") == text,
           "“%s” in the entry, there is “%s”, the keys at %s" % (text, w.text_of("Add a tag"), w.focus_name()))


def stored(w):
    story = json.loads(run(w, "show", w.id, "--json"))["article"]
    return [tag["label"] if isinstance(tag, dict) else tag for tag in story["tags"]]


def completed(w):
    """Three letters, without the accent; the site's spelling is taken."""
    w.keys("ctrl+n")
    w.write("Headline", HEADLINE)
    w.keys("alt+6")
    w.wait(lambda: w.find((R.PUSH_BUTTON,), "Add the tag Ports"), "what stands in the text")
    w.type("jos")
    row(w, SITE[1])
    w.says(SITE[1] + ", 1 of 2: Return takes it")
    w.keys("Return")
    chips(w, SITE[1])
    in_entry(w)
    w.type("po")
    row(w, "Ports")
    w.keys("Tab")
    chips(w, SITE[1], "Ports")
    in_entry(w)
    w.type("ports")
    w.says("\u201cports\u201d is a tag of this story already.")
    w.keys("Escape", "ctrl+a", "BackSpace")
    in_entry(w)


def made_new(w):
    """Return alone makes none; the arrows lead to it."""
    w.type("Night ferry")
    w.wait(lambda: w.find((R.LIST_ITEM,), "New tag: \u201cNight ferry\u201d"), "what would be made")
    w.says("No tag of the site")
    w.keys("Return", "comma")
    in_entry(w, "Night ferry,")
    chips(w, SITE[1], "Ports")
    w.keys("Down")
    row(w, "New tag: \u201cNight ferry\u201d")
    w.says("Return makes it")
    w.keys("Return")
    chips(w, SITE[1], "Ports", "Night ferry")
    in_entry(w)


def pasted(w):
    """One step for all that the site knows, whatever their capitals; the others wait. """
    run(w, "set", w.id, "dek", "LA HABANA; banco central, Lamps")
    w.keys("alt+2")
    w.wait(lambda: w.focused("Dek"), "the dek")
    w.keys("ctrl+a", "ctrl+c", "alt+6", "ctrl+v")
    chips(w, SITE[1], "Ports", "Night ferry", "La Habana", "Banco Central")
    in_entry(w, "Lamps")
    w.keys("ctrl+a", "BackSpace", "ctrl+z")
    chips(w, SITE[1], "Ports", "Night ferry")
    w.keys("ctrl+shift+z")
    chips(w, SITE[1], "Ports", "Night ferry", "La Habana", "Banco Central")


def taken_away(w):
    """BackSpace goes to the last one first; Left and Right among them; each is brought back by itself."""
    w.keys("alt+6", "BackSpace")
    w.wait(lambda: w.focus_name() == "Remove the tag Banco Central", "the last one")
    w.keys("BackSpace")
    chips(w, SITE[1], "Ports", "Night ferry", "La Habana")
    w.wait(lambda: w.focus_name() == "Remove the tag La Habana", "the one before")
    w.keys("Left", "Left")
    w.wait(lambda: w.focus_name() == "Remove the tag Ports", "the second")
    if w.focus().get_description() != "Tag 2 of 4":
        raise Failed("it is told as " + w.focus().get_description())
    w.keys("Delete")
    chips(w, SITE[1], "Night ferry", "La Habana")
    w.wait(lambda: w.focus_name() == "Remove the tag Night ferry", "the next one")
    w.keys("ctrl+z")
    chips(w, SITE[1], "Ports", "Night ferry", "La Habana")
    w.keys("ctrl+shift+z")
    chips(w, SITE[1], "Night ferry", "La Habana")
    w.keys("t")
    in_entry(w, "t")
    w.keys("BackSpace")


def suggested(w):
    """What stands in the text and is no tag yet."""
    w.tab_to("Add the tag Ports")
    w.keys("Return")
    chips(w, SITE[1], "Night ferry", "La Habana", "Ports")
    w.wait(lambda: not w.find((R.PUSH_BUTTON,), "Add the tag Ports"), "the suggestion to go")
    w.says("Saved")
    w.wait(lambda: stored(w) == [SITE[1], "Night ferry", "La Habana", "Ports"], "the tags in the story")


def first_id(w):
    w.says("Saved")
    w.id = next(story["id"] for story in json.loads(run(w, "list", "--json")) if story["headline"] == HEADLINE)


STEPS = [the_site_has_tags, completed, made_new, first_id, pasted, taken_away, suggested, closes]

if __name__ == "__main__":
    sys.exit(run_steps(STEPS))
