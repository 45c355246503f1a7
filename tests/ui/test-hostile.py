#!/usr/bin/python3
"""What others write is shown as it is written, and cut: a site's name, headlines, notes, tags, refusals full of markup,
controls, turned directions, formats and endless words. The site is the practice site behind a line that spoils its answers
(tests/site/hostile.py). Runs on a screen of its own and prints TAP. Usage: test-hostile.py STET
"""
import functools
import os
import re
import sys

from driver import BUTTON, TEXT, Failed, R, ends, run_steps

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "site"))
from hostile import GATED, HOSTILE, LONG, MARKUP, SITE_NAME, Site, shown  # noqa: E402

SITE = Site(os.path.abspath(sys.argv[1]))
USER, PASSWORD = SITE.reporter.split(":", 1)
QUOTED = '"We <b>counted</b> 5 < 6 & 7 &amp; %s", said the foreman.'
PLACES = (R.LABEL, R.STATUS_BAR)
WIDTH = []


def width(w):
    return int(re.search(r"Geometry: (\d+)x", w.x("getwindowgeometry", w.xid)).group(1))


def label(w, text):
    """A label of exactly this text, which is no markup, no format and no way to turn the reading."""
    w.wait(lambda: w.find(PLACES, text), "the label %r, there are %r" % (
        text, [name for name in (item.get_name() or "" for item in w.all(PLACES)) if name[:4] == text[:4]]))


def connects(w):
    w.says("Where will your stories go")
    WIDTH.append(width(w))
    w.tab_to("Address of the newsroom's site")
    w.write("Address of the newsroom's site", SITE.url)
    w.keys("Tab")
    w.write("User name", USER)
    w.keys("Tab")
    w.type(PASSWORD)
    w.keys("Return")
    w.wait(lambda: w.find(BUTTON, USER), "the account")


def list_shows(w):
    w.wait(lambda: w.stet("list")[1].count("\n") == 2, "both stories")
    label(w, shown("Ferry " + GATED, 200))
    label(w, shown(LONG, 200))
    rows = [item.get_name() for item in w.all((R.LIST_ITEM,), starts="Ferry ")]
    if not rows or not rows[0].startswith(shown("Ferry " + GATED, 200) + ", "):
        raise Failed("the row is called %r" % rows)


def palette_finds(w):
    w.keys("ctrl+k")
    w.wait(lambda: w.focused("Find or do"), "the palette")
    w.type("Ferry")
    name = shown("Ferry " + GATED, 300)
    w.wait(lambda: [item for item in w.all((R.LIST_ITEM,), starts=name) if len(item.get_name()) > len(name)], "the row")
    w.keys("Return")
    w.wait(lambda: MARKUP.strip() in (w.text_of("Headline") or ""), "the headline as it was written")


def note_is_read(w):
    """Shown to its limit, and the window is as wide as before."""
    whole = "Returned by editor: Note " + GATED + LONG
    label(w, shown(whole, 1000))


def window_is_named(w):
    w.wait(lambda: w.find((R.FRAME,), starts=shown("Ferry " + GATED, 200)), "the window's name")
    w.wait(lambda: [item for item in w.all(PLACES) if (item.get_name() or "").endswith("\u00b7 " + shown(SITE_NAME, 200))],
           "where the story is")


def tags_are_shown(w):
    """Chips, the list under the entry, and what it says of the chosen one."""
    w.wait(lambda: w.find((R.PUSH_BUTTON,), starts="Remove the tag Tag " + MARKUP.strip()), "the chip")
    w.keys("alt+6")
    w.wait(lambda: w.focused("Add a tag"), "the entry of tags")
    w.type("xxxx")
    w.wait(lambda: w.find((R.LIST_ITEM,), LONG), "the endless tag in the list")
    w.keys("Escape", "ctrl+a", "BackSpace")


def findings_quote(w):
    w.wait(lambda: w.finding("To look at: Comma outside the quotation")
           or w.finding("Blocks: Comma outside the quotation"), "the finding")
    w.keys("F8")
    w.wait(lambda: any("& 7 &amp; %s" in (item.get_name() or "") for item in w.all((R.LABEL,))),
           "the place of the finding as it is written, not %r" % [
               item.get_name() for item in w.all((R.LABEL,)) if "%s" in (item.get_name() or "")])


def found_places(w):
    w.keys("ctrl+h")
    w.wait(lambda: w.focused("Find in the story"), "the entry to find")
    w.keys("ctrl+a")
    w.type("counted")
    w.tab_to("What comes in its place")
    w.type("<i>weighed")
    w.wait(lambda: any("<b>counted\u00a0<i>weighed</b>" in (item.get_name() or "") for item in w.all((R.LABEL,))),
           "the place found, there are %s" % [item.get_name() for item in w.all((R.LABEL,), starts="Body")])
    w.keys("Escape")


def account_menu(w):
    """An underscore of theirs marks no key of ours."""
    w.press(USER)
    wanted = shown("%s, %s" % (USER, shown(SITE_NAME, 200)), 60)
    w.wait(lambda: w.find((R.MENU_ITEM, R.CHECK_MENU_ITEM, R.RADIO_MENU_ITEM, R.LABEL), wanted),
           "%r in the menu, there are %r" % (wanted, [item.get_name() for item in w.all(
               (R.MENU_ITEM, R.CHECK_MENU_ITEM, R.RADIO_MENU_ITEM))]))
    w.keys("Escape")


def refusal_is_told(w):
    """The site's reason, in the strip; what was refused waits in the queue, in our own words."""
    SITE.refuses = True
    w.keys("ctrl+k")
    w.wait(lambda: w.focused("Find or do"), "the palette")
    w.type("Move to the bin")
    w.wait(lambda: w.find((R.LIST_ITEM,), starts="Move to the bin"), "the action")
    w.keys("Return")
    text = w.says("The site does not accept")
    if "%s %n %d" not in text or len(text) > 600 or re.search(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text):
        raise Failed("it says %r" % text)
    w.keys("ctrl+shift+k")
    w.says("Nothing waits")


def nothing_was_parsed(w):
    """Whoever takes text for markup is warned."""
    with open(w.log_name, errors="replace") as log:
        warned = [line for line in log if re.search(r"(Gtk|Pango|GLib|GLib-GObject|Adwaita|Gdk)-(WARNING|CRITICAL)", line)]
    if warned:
        raise Failed("warnings: %s" % warned)


def as_wide(step):
    """No endless word makes the window wider."""
    @functools.wraps(step)
    def watched(w):
        step(w)
        if width(w) != WIDTH[0]:
            raise Failed("the window was %d wide and is %d" % (WIDTH[0], width(w)))
    return watched


STEPS = [as_wide(step) for step in (connects, list_shows, palette_finds, note_is_read, window_is_named, tags_are_shown,
                                    findings_quote, found_places, account_menu, refusal_is_told, nothing_was_parsed)] + [ends]


if __name__ == "__main__":
    try:
        SITE.write(LONG)
        SITE.write("Ferry " + HOSTILE, note="Note " + HOSTILE + LONG, tags=["Tag " + HOSTILE], byline="By " + HOSTILE,
                   dek="Dek " + HOSTILE, body=[{"type": "paragraph", "text": QUOTED}])
        status = run_steps(STEPS)
    finally:
        SITE.remove()
    sys.exit(status)
