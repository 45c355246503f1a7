#!/usr/bin/python3
"""Several stories in windows of their own, and all of it back after the next start.

Runs on a screen of its own (build-aux/on-screen) and prints TAP. Usage: test-session.py STET
"""
import os
import shutil
import signal
import sys
import tempfile
import time

from driver import LEAKED, TEXT, Atspi, Failed, GLib, R, Window, ends, leaks

ONE, TWO = "Ferry sails again", "Bakery opens at five"


class Part:
    """One of the windows."""

    def __init__(self, window, headline):
        self.window = window
        self.frame = window.wait(lambda: window.find((R.FRAME,), starts=headline), "the window of " + headline)
        self.xid = window.wait(lambda: window.x("search", "--onlyvisible", "--name", "^" + headline).split()[:1],
                               "the X window of " + headline)[0]

    def text(self, name):
        whole, self.window.app = self.window.app, self.frame
        try:
            view = self.window.find(TEXT, name)
            return view and Atspi.Text.get_text(view, 0, Atspi.Text.get_character_count(view))
        finally:
            self.window.app = whole

    def caret(self, name):
        whole, self.window.app = self.window.app, self.frame
        try:
            return Atspi.Text.get_caret_offset(self.window.find(TEXT, name))
        finally:
            self.window.app = whole

    def focus(self):
        self.window.x("windowfocus", "--sync", self.xid)


def n_frames(window):
    return len(window.all((R.FRAME,)))


def expect(what, told):
    if not what:
        raise Failed(told)


def write_two(desk):
    """Two stories, one after the other in the first window."""
    w = desk.window
    w.wait(lambda: w.find((R.LABEL,), starts="Where will your stories go"), "the first page")
    for headline in (ONE, TWO):
        w.keys("ctrl+n")
        w.wait(lambda: w.text_of("Headline") == "" and w.focused("Headline"), "an empty story")
        w.write("Headline", headline)
        w.says("Saved")


def open_beside(desk):
    """Ctrl+Return in the list opens the other story in a window of its own."""
    w = desk.window
    w.keys("F6", "F6", "Down", "ctrl+Return")
    w.wait(lambda: n_frames(w) == 2, "a second window")
    desk.two, desk.one = Part(w, TWO), Part(w, ONE)
    expect(desk.two.text("Headline") == TWO and desk.one.text("Headline") == ONE, "each window has its story")


def each_its_own(desk):
    """What is typed in one is not in the other, and both are saved."""
    w = desk.window
    desk.one.focus()
    w.keys("alt+2")
    w.type("Two boats.")
    w.wait(lambda: desk.one.text("Dek") == "Two boats.", "the dek of the first")
    expect(not desk.two.text("Dek"), "the dek of the second stays empty")
    desk.two.focus()
    w.keys("alt+4")
    w.type("Bread and rolls, as ever.")
    w.wait(lambda: desk.two.text("Body") == "Bread and rolls, as ever.", "the body of the second")
    w.keys("Home", "Right", "Right", "Right")
    w.wait(lambda: desk.two.caret("Body") == 3, "the caret")


def not_twice(desk):
    """A story that has a window comes to the front; it is never in two."""
    w = desk.window
    desk.two.focus()
    w.keys("ctrl+Page_Down")
    w.keys("ctrl+Page_Up")
    expect(n_frames(w) == 2, "still two windows")
    expect(desk.two.text("Headline") == TWO and desk.one.text("Headline") == ONE, "each window kept its story")


def quit_and_back(desk):
    """Ctrl+Q closes both; the next start brings both back, the caret where it was, and says nothing."""
    ends(desk.window)
    expect(not leaks(desk.window.log_name), "leaks: %s" % leaks(desk.window.log_name))
    w = desk.start()
    w.wait(lambda: n_frames(w) == 2, "both windows")
    desk.two, desk.one = Part(w, TWO), Part(w, ONE)
    w.wait(lambda: desk.one.text("Dek") == "Two boats." and desk.two.text("Body") == "Bread and rolls, as ever.", "the texts")
    w.wait(lambda: desk.two.caret("Body") == 3, "the caret")
    expect(not w.find((R.LABEL,), starts="Stet ended"), "no strip after an end in order")


def kill_and_back(desk):
    """After a kill, too, and one says so."""
    w = desk.window
    desk.one.focus()
    w.keys("alt+2", "ctrl+End")
    w.type(" More to come.")
    w.wait(lambda: desk.one.text("Dek") == "Two boats. More to come.", "the dek")
    time.sleep(1)
    w.process.send_signal(signal.SIGKILL)
    w.process.wait()
    w = desk.start()
    w.wait(lambda: n_frames(w) == 2, "both windows")
    w.says("Stet ended without closing. Your story is as it was at ")
    desk.two, desk.one = Part(w, TWO), Part(w, ONE)
    w.wait(lambda: desk.one.text("Dek") == "Two boats. More to come.", "the dek")


def signal_and_back(desk):
    """As the desktop ends it when somebody logs out: what was just typed is there, and nothing is told."""
    w = desk.window
    desk.one.focus()
    w.keys("alt+2", "ctrl+End")
    w.type(" Now.")
    w.wait(lambda: desk.one.text("Dek").endswith(" Now."), "what is typed")
    w.process.send_signal(signal.SIGTERM)
    expect(w.process.wait(20) in (0, LEAKED), "a clean end")
    w = desk.start()
    w.wait(lambda: n_frames(w) == 2, "both windows")
    desk.two, desk.one = Part(w, TWO), Part(w, ONE)
    w.wait(lambda: desk.one.text("Dek") == "Two boats. More to come. Now.", "what was typed")
    expect(not w.find((R.LABEL, R.STATUS_BAR), starts="Stet ended without closing"), "an end like any other")


def close_one(desk):
    """Ctrl+W closes one and keeps the other; the last one is what comes back."""
    w = desk.window
    desk.two.focus()
    w.keys("ctrl+w")
    w.wait(lambda: n_frames(w) == 1, "one window less")
    desk.one.focus()
    w.keys("ctrl+w")
    deadline = time.monotonic() + 20
    while w.process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.05)
    expect(w.process.poll() is not None, "the program ends with its last window")
    w = desk.start()
    Part(w, ONE)
    expect(n_frames(w) == 1, "one window")
    ends(w)


class Desk:
    def __init__(self):
        self.data = tempfile.mkdtemp(prefix="stet-session-")
        self.window = None

    def start(self):
        self.window = Window(os.path.abspath(sys.argv[1]), self.data)
        return self.window


STEPS = [write_two, open_beside, each_its_own, not_twice, quit_and_back, kill_and_back, signal_and_back, close_one]


def main():
    Atspi.init()
    Atspi.set_timeout(3000, 10000)
    print("1..%d" % len(STEPS), flush=True)
    desk, failed = Desk(), False
    desk.start()
    for number, step in enumerate(STEPS, 1):
        if failed:
            print("not ok %d %s # not reached" % (number, step.__name__), flush=True)
            continue
        try:
            step(desk)
            print("ok %d %s" % (number, step.__name__), flush=True)
        except (Failed, GLib.Error, OSError) as problem:
            failed = True
            print("not ok %d %s\n# %s" % (number, step.__name__, problem), flush=True)
            if os.environ.get("STET_UI_PICTURE"):
                os.system("import -window root " + os.environ["STET_UI_PICTURE"])
            with open(desk.window.log_name) as log:
                print("".join("# " + line for line in log.readlines()[-40:]))
    if desk.window.process.poll() is None:
        desk.window.close()
    shutil.rmtree(desk.data, ignore_errors=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
