#!/usr/bin/python3
"""No word lost: the window is killed while a script types, and comes back as it was.

Each round types real keys into some field, ends the program with SIGKILL at a random moment, starts it again and
holds what is there against what was typed: all but the last second, in the story that was open, the caret in the
field where it was, and a strip that says so. STET_KILLS sets how many rounds, STET_KILL_SEED which moments.
Runs on a screen of its own (build-aux/on-screen) and prints TAP. Usage: test-kill.py STET
"""
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

from driver import TEXT, Atspi, Failed, GLib, R, Window

ROUNDS = int(os.environ.get("STET_KILLS", "8"))
SEED = int(os.environ.get("STET_KILL_SEED", str(int(time.time()))))
BEHIND_SECONDS = 1.0
TYPED_SECONDS_MAX = 2.5
ROUNDS_A_STORY = 5
FIELDS = [("Headline", "alt+1"), ("Dek", "alt+2"), ("Caption", "alt+3"), ("Body", "alt+4")]


class Typed:
    """What was sent to one field, and when."""

    def __init__(self, headline, field, before):
        self.headline, self.field, self.before = headline, field, before
        self.sent = [(0.0, before)]
        self.trying = before
        self.began = time.monotonic()
        self.killed = 0.0
        self.late = 0.0

    def type(self, window, word, key=None):
        start = time.monotonic()
        self.trying = self.trying + word
        if key:
            window.x("key", "--clearmodifiers", key)
        else:
            window.x("type", "--delay", 4, word)
        now = time.monotonic()
        # A busy machine that takes long to send a key takes as long to deliver it.
        self.late = max(self.late, now - start - 0.15)
        self.sent.append((now, self.trying))

    def owed(self):
        """What must be there: all that was sent more than a second before the end."""
        end = self.killed - BEHIND_SECONDS - self.late
        return [text for at, text in self.sent if at <= end or at == 0.0][-1]


def type_and_kill(window, chance, typed):
    def kill():
        typed.killed = time.monotonic()
        os.kill(window.process.pid, signal.SIGKILL)

    timer = threading.Timer(chance.uniform(0.05, TYPED_SECONDS_MAX), kill)
    timer.start()
    count = 0
    while window.process.poll() is None:
        count += 1
        if typed.field == "Body" and count % 7 == 0:
            typed.type(window, "\n", "Return")
        else:
            typed.type(window, "w%d " % count)
    timer.join()
    window.log.close()


class Page:
    """The texts of the page and the words of the strip, found in one walk: a walk is what takes long."""

    def __init__(self, window):
        self.texts, self.labels = {}, []
        for found in window.all(TEXT + (R.LABEL, R.STATUS_BAR)):
            if found.get_role() in TEXT:
                self.texts.setdefault(found.get_name(), found)
            else:
                self.labels.append(found.get_name())

    def text(self, name):
        view = self.texts[name]
        return Atspi.Text.get_text(view, 0, Atspi.Text.get_character_count(view))

    def has_focus(self, name):
        view = self.texts[name]
        view.clear_cache_single() if hasattr(view, "clear_cache_single") else view.clear_cache()
        return view.get_state_set().contains(Atspi.StateType.FOCUSED)


def look(window):
    def page():
        page = Page(window)
        return page if all(name in page.texts for name, _ in FIELDS) else None
    return window.wait(page, "the story")


def check(window, page, typed):
    """Returns: how many characters of what was sent are missing."""
    if not [label for label in page.labels if label.startswith("Stet ended without closing. Your story is as it was at ")]:
        raise Failed("no strip says how it ended")
    found, owed = page.text(typed.field), typed.owed()
    if not found.startswith(owed):
        raise Failed("“…%s” must be in %s, there is “…%s”" % (owed[-60:], typed.field, found[-60:]))
    if not typed.trying.startswith(found):
        raise Failed("there is “…%s” in %s, sent was “…%s”" % (found[-60:], typed.field, typed.trying[-60:]))
    if not page.text("Headline").startswith(typed.headline):
        raise Failed("another story is open: “%s”" % page.text("Headline"))
    if typed.killed - typed.began < BEHIND_SECONDS + typed.late and not page.has_focus(typed.field):
        return len(typed.trying) - len(found)  # it came there in the last second
    window.wait(lambda: page.has_focus(typed.field), "the focus where it was, in " + typed.field)
    caret = Atspi.Text.get_caret_offset(page.texts[typed.field])
    if not len(owed) <= caret <= len(found):
        raise Failed("the caret is at %d, not from %d to %d" % (caret, len(owed), len(found)))
    return len(typed.trying) - len(found)


def new_story(window, headline):
    window.keys("ctrl+n")
    window.wait(lambda: window.text_of("Headline") == "" and window.focused("Headline"), "an empty story")
    window.type(headline)
    window.wait(lambda: window.text_of("Headline") == headline, "its headline")
    window.says("Saved")


def play(program, data, chance):
    """Yields how many characters each round cost."""
    typed = headline = None
    for number in range(ROUNDS + 1):
        window = Window(program, data)
        try:
            page = look(window) if typed else None
            if typed:
                yield check(window, page, typed)
            if number == ROUNDS:
                return
            if number % ROUNDS_A_STORY == 0:
                headline = "Story %d " % number
                new_story(window, headline)
                page = look(window)
            name, key = chance.choice(FIELDS)
            window.keys(key, "ctrl+End")
            window.wait(lambda p=page, n=name: p.has_focus(n), "the focus after %s in %s" % (key, name))
            typed = Typed(headline, name, page.text(name))
            type_and_kill(window, chance, typed)
        finally:
            if window.process.poll() is None:
                window.process.kill()
            window.process.wait()


def main():
    Atspi.init()
    Atspi.set_timeout(3000, 10000)
    data = tempfile.mkdtemp(prefix="stet-kill-")
    print("1..1", flush=True)
    print("# %d rounds, STET_KILL_SEED=%d" % (ROUNDS, SEED), flush=True)
    lost, start = [], time.monotonic()
    try:
        for missing in play(os.path.abspath(sys.argv[1]), data, random.Random(SEED)):
            lost.append(missing)
            if len(lost) % 25 == 0:
                print("# %d rounds in %.0f s" % (len(lost), time.monotonic() - start), flush=True)
    except (Failed, GLib.Error, OSError, subprocess.SubprocessError) as problem:
        print("not ok 1 - nothing but the last second is lost\n# round %d: %s" % (len(lost) + 1, problem), flush=True)
        picture = os.environ.get("STET_UI_PICTURE")
        if picture:
            subprocess.run(["import", "-window", "root", picture], check=False)
        with open(os.path.join(data, "window.log")) as log:
            for line in log.readlines()[-40:]:
                print("# " + line.rstrip())
        return 1
    finally:
        shutil.rmtree(data, ignore_errors=True)
    lost.sort()
    print("# characters missing: median %d, most %d; %.1f s a round"
          % (lost[len(lost) // 2], lost[-1], (time.monotonic() - start) / len(lost)))
    print("ok 1 - nothing but the last second is lost")
    return 0


if __name__ == "__main__":
    sys.exit(main())
