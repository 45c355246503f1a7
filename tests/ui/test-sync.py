#!/usr/bin/python3
"""A site of many stories is connected, shown coming, stopped and taken up again; its password changes meanwhile.

The site is the program's own practice site, run beside the window and met as any other. Runs on a screen of its own
(build-aux/on-screen) and prints TAP. Usage: test-sync.py STET
"""
import base64
import http.client
import http.server
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
import urllib.request
import uuid

from driver import R, TEXT, Failed, closes, run_steps

N_STORIES = 104
PAGE = 100  # stories in one answer of the practice site
NEW_PASSWORD = "another-one-than-before"
BODY = ["The ferry left on time."]  # what is here is also checked, again and again


class Site:
    """The practice site in a process of its own."""

    def __init__(self, program):
        self.program = program
        self.folder = tempfile.mkdtemp(prefix="stet-site-")
        self.start(0)

    def start(self, port):
        words = [self.program, "practice", "--dir", self.folder] + (["--port", str(port)] if port else [])
        env = dict(os.environ, ASAN_OPTIONS="detect_leaks=0", LC_ALL="C.UTF-8")
        self.process = subprocess.Popen(words, env=env, stdout=subprocess.PIPE, text=True)
        told = json.loads(self.process.stdout.readline())
        self.url, self.api = told["url"], told["api"]
        self.port = int(self.url.rstrip("/").rsplit(":", 1)[1])
        self.editor, self.reporter = told["editor"], told["reporter"]

    def stop(self):
        self.process.terminate()
        self.process.wait(20)

    def write(self, headline):
        story = str(uuid.uuid4())
        body = [{"type": "paragraph", "text": text} for text in BODY]
        text = json.dumps({"id": story, "language": "en", "headline": headline, "body": body}).encode()
        sign_in = base64.b64encode(self.editor.encode()).decode()
        request = urllib.request.Request("%s/articles/%s" % (self.api, story), text, method="PUT",
                                         headers={"Content-Type": "application/json", "If-None-Match": "*",
                                                  "Authorization": "Basic " + sign_in})
        urllib.request.urlopen(request).read()

    def change_password(self, user, password):
        self.stop()
        name = next(name for name in os.listdir(self.folder) if name.endswith(".db"))
        with sqlite3.connect(os.path.join(self.folder, name)) as db:
            db.execute("UPDATE account SET password = ? WHERE id = ?", (password, user))
        db.close()
        self.start(self.port)

    def remove(self):
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)


class Line:
    """The way to the site. The second page of its list is held until it is let go."""

    def __init__(self, site):
        self.site = site
        self.free = threading.Event()
        line = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def forward(self):
                line.forward(self)

            do_GET = do_HEAD = do_PUT = do_POST = forward

            def log_message(self, *words):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.port = self.server.server_port
        self.url = "http://127.0.0.1:%d/" % self.port
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def forward(self, asked):
        body = asked.rfile.read(int(asked.headers.get("Content-Length", 0)))
        if "/changes?since=" in asked.path and "/changes?since=&" not in asked.path:
            self.free.wait()
        upstream = http.client.HTTPConnection("127.0.0.1", self.site.port, timeout=60)
        headers = dict(asked.headers, Host="127.0.0.1:%d" % self.site.port)
        upstream.request(asked.command, asked.path, body or None, headers)
        answer = upstream.getresponse()
        here, there = b"127.0.0.1:%d" % self.port, b"127.0.0.1:%d" % self.site.port
        body = answer.read().replace(there, here)
        try:
            asked.send_response(answer.status)
            for name, value in answer.getheaders():
                if name.lower() not in ("content-length", "connection", "transfer-encoding", "date", "server"):
                    asked.send_header(name, value.replace(there.decode(), here.decode()))
            asked.send_header("Content-Length", str(len(body)))
            asked.end_headers()
            if asked.command != "HEAD":
                asked.wfile.write(body)
        except OSError:
            pass  # whoever asked has gone


SITE = Site(os.path.abspath(sys.argv[1]))
LINE = Line(SITE)
USER, PASSWORD = SITE.reporter.split(":", 1)


def count(w):
    return len(json.loads(w.stet("list", "--json")[1]))


def no_browser(w):
    """The practice site has no page to sign in on: that is said in words, and the entries are still there."""
    w.says("Where will your stories go")
    w.tab_to("Address of the newsroom's site")
    w.write("Address of the newsroom's site", LINE.url)
    w.press("Sign in with the browser")
    w.says("This site has no page on which a program signs in.")


def comes(w):
    """The bar says how far it is, with a name and a value for those who do not see it."""
    w.keys("Tab")
    w.write("User name", USER)
    w.keys("Tab")
    w.type(PASSWORD)
    w.keys("Return")
    w.wait(lambda: w.find((R.PROGRESS_BAR,), "Sending and receiving"), "the bar")
    w.says("Receiving stories: %d of %d" % (PAGE, N_STORIES))


def types_meanwhile(w):
    w.keys("F9")  # the list with all of it is in nobody's way
    w.keys("ctrl+n")
    w.wait(lambda: w.text_of("Headline") == "" and w.focused("Headline"), "an empty headline with the caret")
    w.write("Headline", "Nobody waits for the site")
    w.says("Receiving stories: %d of %d" % (PAGE, N_STORIES))


def stops(w):
    w.keys("shift+alt+F5")
    w.says("Stopped. What has come and gone is kept")
    w.wait(lambda: not w.find((R.PROGRESS_BAR,), "Sending and receiving"), "the bar to go")
    if count(w) != PAGE + 1:
        raise Failed("%d stories are here" % count(w))
    if not w.focused("Headline"):
        raise Failed("the focus is at %s" % w.focus_name())


def goes_on(w):
    """Each story once, beside the one that was begun here."""
    LINE.free.set()
    w.keys("F5")
    w.wait(lambda: count(w) == N_STORIES + 1, "all stories")
    rows = json.loads(w.stet("list", "--json")[1])
    if len({row["id"] for row in rows}) != len(rows) or len({row["headline"] for row in rows}) != len(rows):
        raise Failed("a story is here twice")


def prompts(w):
    return w.all((R.PASSWORD_TEXT, R.TEXT, R.ENTRY), "Password of " + USER)


def asks_once(w):
    """The typing goes on, whatever the strip asks."""
    SITE.write("Ferry of the new password")
    SITE.change_password(USER, NEW_PASSWORD)
    w.keys("F5")
    w.says("The site does not accept the name and password.")
    w.write("Headline", ", nor the site", "Nobody waits for the site, nor the site")
    w.keys("F5")
    w.type(" for anybody")
    w.wait(lambda: w.text_of("Headline").endswith(" for anybody"), "what was typed")
    w.wait(lambda: w.focused("Headline"), "the focus in the headline")
    if len(prompts(w)) != 1:
        raise Failed("it asks %d times" % len(prompts(w)))
    if count(w) != N_STORIES + 1:
        raise Failed("a story came without a password")


def goes_on_by_itself(w):
    w.keys("F6")
    w.wait(lambda: w.focus_name() != "Headline", "the focus elsewhere")
    if w.focus_name() != "Password of " + USER:
        w.keys("F6")  # past the panel
    w.wait(lambda: w.focus_name() == "Password of " + USER, "the focus in the question")
    w.type(NEW_PASSWORD)
    w.keys("Return")
    w.wait(lambda: count(w) == N_STORIES + 2, "the new story without another key")
    if prompts(w):
        raise Failed("it still asks")


STEPS = [no_browser, comes, types_meanwhile, stops, goes_on, asks_once, goes_on_by_itself, closes]


if __name__ == "__main__":
    try:
        for number in range(N_STORIES):
            SITE.write("Ferry %d leaves on time" % number)
        status = run_steps(STEPS)
    finally:
        SITE.remove()
    sys.exit(status)
