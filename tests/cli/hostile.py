#!/usr/bin/python3
"""What others write, on a terminal: hostile.py PROGRAM TESTS. Every command that shows a site's words or a story's is run on
a terminal of its own; nothing that steers it, and nothing that turns the reading round, comes through. Prints TAP."""
import json
import os
import pty
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(sys.argv[2], "site"))
from hostile import HOSTILE, LONG, SITE_NAME, TAG, Site, shown  # noqa: E402

PROGRAM = os.path.abspath(sys.argv[1])
DATA = tempfile.mkdtemp(prefix="stet-hostile-")
SITE = Site(PROGRAM)
USER, PASSWORD = SITE.reporter.split(":", 1)
ENV = {**os.environ, "STET_DATA_DIR": DATA, "STET_PASSWORD": PASSWORD, "LC_ALL": "C.UTF-8", "LANGUAGE": "en",
       "ASAN_OPTIONS": "detect_leaks=0"}
ENV.pop("DBUS_SESSION_BUS_ADDRESS", None)


def on_terminal(*words):
    """Status, and all that the terminal got of both streams."""
    leader, follower = pty.openpty()
    with subprocess.Popen([PROGRAM, *words], env=ENV, stdin=subprocess.DEVNULL, stdout=follower, stderr=follower,
                          start_new_session=True) as process:
        os.close(follower)
        got = b""
        while True:
            try:
                more = os.read(leader, 65536)
            except OSError:  # its other end is closed
                break
            if not more:
                break
            got += more
    os.close(leader)
    return process.returncode, got.decode("utf-8", "strict")


def piped(*words):
    done = subprocess.run([PROGRAM, *words], env=ENV, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    return done.returncode, (done.stdout + done.stderr).decode("utf-8", "strict")


OWN = "\r\x1b[K"  # the program's own: the line that says how far it is goes away


def acts(text):
    """The first thing in it that would do something to a terminal or to the reading."""
    text = text.replace("\r\n", "\n").replace(OWN, "")
    return next((c for c in text if (ord(c) < 32 and c not in "\n\t") or 127 <= ord(c) < 160
                 or "\u202a" <= c <= "\u202e" or "\u2066" <= c <= "\u2069"), None)


number = 0


def tell(good, what, why=""):
    global number
    number += 1
    print("%sok %d %s" % ("" if good else "not ", number, what), flush=True)
    if not good:
        print("# " + repr(why)[:2000], flush=True)


def main():
    story = SITE.write("Ferry " + HOSTILE, note="Note " + HOSTILE, tags=[TAG], byline="By " + HOSTILE,
                       section="Section " + HOSTILE, dek="Dek " + HOSTILE)
    SITE.write(LONG)
    rows = [
        ("site add", ("site", "add", SITE.url, "--user", USER), 0, shown(SITE_NAME, 200)),
        ("site list", ("site", "list"), 0, shown(SITE_NAME, 200)),
        ("site test", ("site", "test", SITE.url, "--user", USER), None, None),
        ("doctor", ("doctor",), 0, None),
        ("sync", ("sync",), 0, None),
        ("list", ("list",), 0, "Ferry <b>bold</b> <span foreground='red'>5 < 6 & 7</span> &amp; &lt; %s %n %d {0} _under_score "),
        ("show", ("show", story), 0, "Note of editor"),
        ("history", ("history", story), 0, None),
        ("search", ("search", "Ferry"), 0, None),
        ("check", ("check", story), None, None),
        ("tags", ("tags", "list"), None, None),
        ("export", ("export", story, "--format", "text"), 0, "5 < 6 & 7"),
        ("list --json", ("list", "--json"), 0, None),
        ("a file of that name", ("import", "/nowhere/" + HOSTILE.replace("/", ":")), 2, "<b>bold<:b>"),
        ("a story of that name", ("show", HOSTILE), None, None),
        ("a command of that name", (HOSTILE,), 2, None),
        ("an option of that name", ("list", "--" + HOSTILE), 2, None),
        ("a site of that name", ("sync", "--site", HOSTILE), None, None),
    ]
    print("1..%d" % (len(rows) + 5), flush=True)
    for what, words, wanted, literal in rows:
        status, text = on_terminal(*words)
        good = acts(text) is None and (wanted is None or status == wanted) and (literal is None or literal in text.replace("\r\n", "\n"))
        tell(good, what, (status, acts(text), text))
        if what == "list":  # a story is a line, whatever its headline holds
            tell(len(text.strip().split("\r\n")) == 2, "list has a line for each", text)
    SITE.refuses = True
    status, text = on_terminal("bin", story)
    tell(SITE.refused > 0 and status == 1 and acts(text) is None, "what a site says no with", (status, text))
    tell(max(map(len, text.split("\r\n"))) < 1000 and "%s %n %d" in text, "and it is cut, not read as a format", text)
    status, text = piped("list", "--json")
    there = next(row for row in json.loads(text) if row["id"] == story)
    tell("\u202eevil" in there["headline"] and acts(text) is None, "JSON keeps a headline, escaped", text)
    status, text = piped("export", story, "--format", "json")
    tell("\u202eevil" in json.loads(text)["headline"], "a story that is given out is kept whole", text)


try:
    main()
finally:
    SITE.remove()
    shutil.rmtree(DATA, ignore_errors=True)
