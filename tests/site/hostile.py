"""The practice site, with others' words put into its answers: markup, controls, turned directions, endless lines.

For the tests that hold what a window and a terminal show of a site (tests/cli/hostile.py, tests/ui/test-hostile.py).
"""
import base64
import http.client
import http.server
import json
import os
import shutil
import subprocess
import tempfile
import threading
import urllib.request
import uuid

# Each ends in what tells that it was shown to its end.
MARKUP = "<b>bold</b> <span foreground='red'>5 < 6 & 7</span> &amp; &lt; %s %n %d {0} _under_score "
CONTROLS = "\x1b]0;owned\x07\x1b[2J\x1b[31m\x9b31m\x7f\b\r"
TURNED = "\u202eevil\u202c \u2066in\u2069 "
HOSTILE = MARKUP + CONTROLS + TURNED + "end"
# The same after the gate of all stories, which drops the controls (a CR is an end of line).
GATED = MARKUP + "]0;owned[2J[31m31m\n" + TURNED + "end"
LONG = "x" * 3000
SITE_NAME = "News_of_us " + HOSTILE
TAG = "Tag " + HOSTILE


def shown(text, chars_max=None):
    """As stet_text_shown_line () has it."""
    out = "".join("\ufffd" if (ord(c) < 32 and c not in "\n\t") or 127 <= ord(c) < 160
                  or "\u202a" <= c <= "\u202e" or "\u2066" <= c <= "\u2069" else c for c in text)
    line = " ".join(out.split())
    return line if chars_max is None or len(line) <= chars_max else line[:chars_max - 1] + "\u2026"


class Site:
    """The practice site in a process of its own, met through a line that changes its answers."""

    def __init__(self, program):
        self.folder = tempfile.mkdtemp(prefix="stet-site-")
        env = dict(os.environ, ASAN_OPTIONS="detect_leaks=0", LC_ALL="C.UTF-8")
        self.process = subprocess.Popen([program, "practice", "--dir", self.folder], env=env,
                                        stdout=subprocess.PIPE, text=True)
        told = json.loads(self.process.stdout.readline())
        self.api = told["api"]
        self.there = int(told["url"].rstrip("/").rsplit(":", 1)[1])
        self.editor, self.reporter = told["editor"], told["reporter"]
        self.refuses = False  # whether what would change something is refused, in hostile words
        self.refused = 0
        site = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def forward(self):
                site.forward(self)

            do_GET = do_HEAD = do_PUT = do_POST = forward

            def log_message(self, *words):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.here = self.server.server_port
        self.url = "http://127.0.0.1:%d/" % self.here
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def forward(self, asked):
        body = asked.rfile.read(int(asked.headers.get("Content-Length", 0)))
        if self.refuses and asked.command in ("PUT", "POST"):
            self.refused += 1
            self.answer(asked, 422, [("Content-Type", "application/problem+json")],
                        json.dumps({"type": "about:blank", "title": "No", "status": 422, "detail": "Refused: " + HOSTILE}).encode())
            return
        upstream = http.client.HTTPConnection("127.0.0.1", self.there, timeout=60)
        upstream.request(asked.command, asked.path, body or None,
                         dict(asked.headers, Host="127.0.0.1:%d" % self.there))
        answer = upstream.getresponse()
        here, there = b"127.0.0.1:%d" % self.here, b"127.0.0.1:%d" % self.there
        body = answer.read().replace(there, here)
        headers = [(name, value.replace(there.decode(), here.decode())) for name, value in answer.getheaders()
                   if name.lower() not in ("content-length", "connection", "transfer-encoding", "date", "server")]
        if (answer.getheader("Content-Type") or "").startswith("application/json"):
            body = json.dumps(self.spoil(asked.path, json.loads(body))).encode()
        self.answer(asked, answer.status, headers, body)

    @staticmethod
    def spoil(path, root):
        if "site" in root and "zone" in root:
            root["name"] = SITE_NAME
            root["sections"] = ["Section " + HOSTILE, LONG]
        elif path.split("?")[0].endswith("/terms") and "terms" in root:
            root["terms"] += [{"id": "t1", "label": TAG}, {"id": "t2", "label": LONG}]
        elif path.endswith("/me"):
            root["name"] = "Ana " + HOSTILE
        return root

    @staticmethod
    def answer(asked, status, headers, body):
        try:
            asked.send_response(status)
            for name, value in headers:
                asked.send_header(name, value)
            asked.send_header("Content-Length", str(len(body)))
            asked.end_headers()
            if asked.command != "HEAD":
                asked.wfile.write(body)
        except OSError:
            pass  # whoever asked has gone

    def ask(self, method, path, what, who, etag=None):
        """A request past the line. Returns: (the answer, its ETag)."""
        headers = {"Content-Type": "application/json", "Authorization": "Basic " + base64.b64encode(who.encode()).decode()}
        if method == "PUT":
            headers["If-None-Match"] = "*"
        if etag:
            headers.update({"If-Match": etag, "Idempotency-Key": str(uuid.uuid4())})
        request = urllib.request.Request(self.api + path, json.dumps(what).encode(), method=method, headers=headers)
        with urllib.request.urlopen(request) as answer:
            return json.load(answer), answer.headers["ETag"]

    def write(self, headline, note=None, **fields):
        """The reporter's story; with a note it comes back from the editor, `note` and all."""
        story = str(uuid.uuid4())
        what = {"id": story, "language": "en", "headline": headline,
                "body": [{"type": "paragraph", "text": "The ferry left on time."}], **fields}
        etag = self.ask("PUT", "/articles/" + story, what, self.reporter)[1]
        if note is None:
            return story
        etag = self.ask("POST", "/articles/%s/transitions" % story, {"to": "submitted"}, self.reporter, etag)[1]
        said = {"notes": [{"id": str(uuid.uuid4()), "text": note, "by": "editor", "at": "2026-11-24T05:00:00Z"}]}
        self.ask("POST", "/articles/%s/review" % story, said, self.editor)
        now = urllib.request.Request(self.api + "/articles/" + story, headers={
            "Authorization": "Basic " + base64.b64encode(self.editor.encode()).decode()})
        with urllib.request.urlopen(now) as answer:
            etag = answer.headers["ETag"]
        self.ask("POST", "/articles/%s/transitions" % story, {"to": "returned"}, self.editor, etag)
        return story

    def remove(self):
        self.server.shutdown()
        self.process.terminate()
        self.process.wait(20)
        shutil.rmtree(self.folder, ignore_errors=True)
