"""The real window as a person has it: keys, what is on the accessibility bus, and the command line beside it.

For the tests of this folder, which are lists of steps told as TAP by run_steps (). Everything waits for what
is to happen, for at most STET_UI_SECONDS; nothing sleeps for a fixed time.
"""
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

SECONDS = float(os.environ.get("STET_UI_SECONDS", "25"))
R = Atspi.Role
TEXT = (R.TEXT, R.ENTRY)
LEAKED = 66
BUTTON = (R.PUSH_BUTTON, R.TOGGLE_BUTTON)


class Failed(Exception):
    pass


class Window:
    def __init__(self, program, data, env=None):
        self.program = program
        self.strokes = self.typed = 0
        self.env = dict(os.environ, STET_DATA_DIR=data, LC_ALL="C.UTF-8", LANGUAGE="en")
        self.env.update(env or {})
        # Told apart from any other end: see closes ().
        self.env["ASAN_OPTIONS"] = self.env.get("ASAN_OPTIONS", "") + ":exitcode=%d" % LEAKED
        self.log_name = os.path.join(data, "window.log")
        self.log = open(self.log_name, "w")
        self.start()

    def start(self):
        self.process = subprocess.Popen([self.program, "--debug"], env=self.env, stdout=self.log, stderr=self.log)
        self.app = self.wait(self.find_app, "the program on the accessibility bus")
        self.frame = self.wait(lambda: self.find((R.FRAME,)), "the window")
        self.xid = self.wait(lambda: self.x("search", "--onlyvisible", "--pid", self.process.pid).split()[:1],
                             "the X window")[0]
        self.x("windowfocus", "--sync", self.xid)

    @staticmethod
    def x(*words):
        done = subprocess.run(["xdotool", *map(str, words)], capture_output=True, text=True)
        return done.stdout.strip()

    def wait(self, ask, what, seconds=SECONDS):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.process.poll() is not None:
                raise Failed("the program ended with %s while waiting for %s" % (self.process.returncode, what))
            try:
                answer = ask()
                if answer:
                    return answer
            except GLib.Error:
                pass
            time.sleep(0.05)
        raise Failed("waited in vain for " + what)

    def find_app(self):
        desktop = Atspi.get_desktop(0)
        desktop.clear_cache()
        for index in range(desktop.get_child_count()):
            app = desktop.get_child_at_index(index)
            if app and app.get_process_id() == self.process.pid:
                return app
        return None

    def all(self, roles, name=None, starts=None):
        """Every accessible of these roles; hidden pages of a stack are not in the tree."""
        found, todo = [], [self.app]
        while todo:
            here = todo.pop()
            try:
                label = here.get_name() or ""
                if (here.get_role() in roles and (name is None or label == name)
                        and (starts is None or label.startswith(starts))):
                    found.append(here)
                todo += [child for child in (here.get_child_at_index(i) for i in range(here.get_child_count())) if child]
            except GLib.Error:
                continue
        return found

    def find(self, roles, name=None, starts=None):
        found = self.all(roles, name, starts)
        return found[0] if found else None

    @staticmethod
    def text(view):
        return Atspi.Text.get_text(view, 0, Atspi.Text.get_character_count(view))

    def text_of(self, name):
        view = self.find(TEXT, name)
        return None if view is None else self.text(view)

    def says(self, start, seconds=SECONDS):
        """Waits until some label begins with these words; its whole text."""
        label = self.wait(lambda: self.find((R.LABEL, R.STATUS_BAR), starts=start), "the words “%s”" % start, seconds)
        return label.get_name()

    def press(self, name):
        def click():
            for button in self.all(BUTTON, name):
                if button.get_extents(Atspi.CoordType.WINDOW).width > 0 and Atspi.Action.do_action(button, 0):
                    return True
            return False
        self.wait(click, "the button “%s”" % name)

    def keys(self, *keys):
        for key in keys:
            self.strokes += 1
            self.x("key", "--clearmodifiers", key)

    def type(self, text):
        self.strokes += len(text)
        self.typed += len(text)
        self.x("type", "--clearmodifiers", "--delay", 8, text)

    def focused(self, name):
        view = self.find(TEXT, name)
        return view and view.get_state_set().contains(Atspi.StateType.FOCUSED)

    def focus(self):
        """What has the keyboard."""
        todo = [self.app]
        while todo:
            here = todo.pop()
            try:
                if here.get_state_set().contains(Atspi.StateType.FOCUSED):
                    return here
                todo += [child for child in (here.get_child_at_index(i) for i in range(here.get_child_count())) if child]
            except GLib.Error:
                continue
        return None

    def focus_name(self):
        focus = self.focus()
        return focus.get_name() if focus else None

    def tab_to(self, name, back=False):
        """Tab, or Shift+Tab, until this has the keyboard."""
        seen = []
        for _ in range(40):
            seen.append(self.focus_name())
            if seen[-1] == name:
                return
            self.keys("shift+Tab" if back else "Tab")
            end = time.monotonic() + 1
            while self.focus_name() == seen[-1] and time.monotonic() < end:
                time.sleep(0.02)
        raise Failed("Tab did not lead to %s but to %s" % (name, seen))

    def other_window(self):
        """Another window of the program, as the screen knows it."""
        found = self.x("search", "--onlyvisible", "--pid", self.process.pid).split()
        return next((window for window in found if window != self.xid), None)

    def write(self, name, text, whole=None):
        """Types into the text that has the focus and waits until it stands there."""
        self.wait(lambda: self.focused(name), "the focus in " + name)
        self.type(text)
        whole = text if whole is None else whole
        self.wait(lambda: self.text_of(name) == whole, "“%s” in %s, there is “%s”" % (whole, name, self.text_of(name)))

    def finding(self, title):
        return self.find((R.LIST_ITEM,), title)

    def again(self, ask, what):
        """Waits until the program that began anew in its own process shows this, and gives it the keyboard."""
        def there():
            self.app = self.find_app() or self.app
            return ask()
        found = self.wait(there, what)
        self.xid = self.wait(lambda: self.x("search", "--onlyvisible", "--pid", self.process.pid).split()[:1],
                             "the X window")[0]
        self.x("windowfocus", "--sync", self.xid)
        return found

    def stet(self, *words):
        """A command while the window is open: it is carried out in there."""
        done = subprocess.run([self.program, *words], env=self.env, capture_output=True, text=True, timeout=60)
        return done.returncode, done.stdout, done.stderr

    def close(self):
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.process.kill()
        self.log.close()


def leaks(log_name):
    """What the sanitizer reports, without the table of names that GLib leaves behind when it grows it."""
    with open(log_name) as log:
        found = re.findall(r"Direct leak of (\d+) byte\(s\) in (\d+) object", log.read())
    if ("16384", "1") in found:
        found.remove(("16384", "1"))
    return found


def ends(w):
    """The window closes by key. GTK's file chooser loses memory of its own: where it was open, leaks tell nothing."""
    w.keys("ctrl+q")
    end = time.monotonic() + SECONDS
    while w.process.poll() is None and time.monotonic() < end:
        time.sleep(0.05)
    if w.process.returncode not in (0, LEAKED):
        raise Failed("the program ended with %s" % w.process.returncode)


def closes(w):
    ends(w)
    if leaks(w.log_name):
        raise Failed("leaks: %s" % leaks(w.log_name))


def run_steps(steps, env=None, language=None):
    """Runs the steps on one window and tells them as TAP. Returns: the exit status."""
    env = dict(env or {})
    if language == "es":
        env.update(LC_ALL="es_ES.UTF-8", LANGUAGE="es")
    Atspi.init()
    Atspi.set_timeout(3000, 10000)
    data = tempfile.mkdtemp(prefix="stet-window-")
    print("1..%d" % len(steps), flush=True)
    window = Window(os.path.abspath(sys.argv[1]), data, env)
    failed = False
    for number, step in enumerate(steps, 1):
        if failed:
            print("not ok %d %s # not reached" % (number, step.__name__), flush=True)
            continue
        try:
            step(window)
            print("ok %d %s" % (number, step.__name__), flush=True)
        except (Failed, GLib.Error, StopIteration, OSError, subprocess.TimeoutExpired) as problem:
            failed = True
            print("not ok %d %s" % (number, step.__name__))
            print("# %s" % problem, flush=True)
            picture = os.environ.get("STET_UI_PICTURE")
            if picture:
                subprocess.run(["import", "-window", "root", picture], check=False)
    window.close()
    if failed:
        with open(window.log_name) as log:
            for line in log.readlines()[-80:]:
                print("# " + line.rstrip())
    shutil.rmtree(data, ignore_errors=True)
    return 1 if failed else 0
