#!/usr/bin/python3
"""stet sync --watch: watch.py PROGRAM STORY. A reporter's desk stays in touch with the practice site while an editor works
there and the site goes away and comes back. Waits are bounded; what is asserted is what was told. Prints TAP."""
import json
import os
import queue
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

PROGRAM, STORY = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
WORK = tempfile.mkdtemp(prefix="stet-watch-")
WAIT_S = 60
ENV = {**os.environ, "LC_ALL": "C.UTF-8", "LANGUAGE": "en", "ASAN_OPTIONS": "detect_leaks=0", "STET_WATCH_SECONDS": "1"}
ENV.pop("DBUS_SESSION_BUS_ADDRESS", None)
number = 0


def tell(good, what, why=""):
    global number
    number += 1
    print("%sok %d %s" % ("" if good else "not ", number, what), flush=True)
    if not good:
        print("# " + repr(why)[:2000], flush=True)


class Site:
    def __init__(self):
        self.port, self.process = 0, None
        self.start()

    def start(self):
        self.process = subprocess.Popen([PROGRAM, "practice", "--dir", WORK + "/site", "--port", str(self.port)], env=ENV,
                                        stdout=subprocess.PIPE, text=True)
        self.about = json.loads(self.process.stdout.readline())
        self.port = int(self.about["api"].split(":")[2].split("/")[0])

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(WAIT_S)
        self.process.stdout.close()


class Desk:
    def __init__(self, site, who):
        self.user, password = site.about[who].split(":", 1)
        self.env = {**ENV, "STET_DATA_DIR": WORK + "/" + who, "STET_PASSWORD": password}
        self.run("site", "add", site.about["api"], "--user", self.user)

    def run(self, *words, wanted=0):
        done = subprocess.run([PROGRAM, *words], env=self.env, stdin=subprocess.DEVNULL, capture_output=True, text=True,
                              check=False, timeout=WAIT_S)
        assert wanted in (None, done.returncode), (words, done)
        return done.stdout

    def watch(self, *words):
        return Watch(self, words)


class Watch:
    def __init__(self, desk, words):
        self.process = subprocess.Popen([PROGRAM, "sync", "--watch", *words], env=desk.env, stdin=subprocess.DEVNULL,
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.lines, self.seen = queue.Queue(), []
        self.threads = [threading.Thread(target=self.read, args=pair)
                        for pair in (("out", self.process.stdout), ("err", self.process.stderr))]
        for thread in self.threads:
            thread.start()

    def read(self, name, stream):
        for line in stream:
            self.lines.put((name, line.rstrip("\n")))

    def next(self):
        """The next line of either stream, or none in time."""
        try:
            self.seen.append(self.lines.get(timeout=WAIT_S))
        except queue.Empty:
            return None, "nothing within %d s" % WAIT_S
        return self.seen[-1]

    def end(self, number_of_signal):
        self.process.send_signal(number_of_signal)
        status = self.process.wait(WAIT_S)
        for thread in self.threads:
            thread.join()
        self.process.stdout.close()
        self.process.stderr.close()
        while not self.lines.empty():
            self.seen.append(self.lines.get())
        return status


class Deaf:
    """In the site's place: takes each connection and says nothing. Counts rounds, not connections."""

    def __init__(self, port):
        self.rounds, self.last, self.stopped = 0, 0.0, False
        self.socket = socket.socket()
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(("127.0.0.1", port))
        self.socket.listen()
        self.socket.settimeout(0.1)
        self.thread = threading.Thread(target=self.serve)
        self.thread.start()

    def serve(self):
        while not self.stopped:
            try:
                connection = self.socket.accept()[0]
            except TimeoutError:
                continue
            now = time.monotonic()
            self.rounds += now - self.last > 0.7
            self.last = now
            connection.close()
        self.socket.close()

    def wait(self, rounds):
        until = time.monotonic() + WAIT_S
        while self.rounds < rounds and time.monotonic() < until:
            time.sleep(0.05)
        return self.rounds >= rounds

    def stop(self):
        self.stopped = True
        self.thread.join()


def main(site):
    reporter, editor = Desk(site, "reporter"), Desk(site, "editor")
    story = reporter.run("import", STORY).strip()
    reporter.run("fix", story, wanted=None)
    reporter.run("fix", story, "--rule", "EN-Q01", wanted=None)
    reporter.run("set", story, "photo.alt", "A ferry at a harbour pier, with people queueing to board.")
    reporter.run("submit", story)
    editor.run("sync")
    reporter.run("sync")

    watch = reporter.watch()
    editor.run("set", story, "dek", "Two boats cross the bay again, the harbour office says.")
    editor.run("submit", story)
    line = watch.next()
    tell(line == ("out", "Sent: 0, received: 1"), "a change by the editor comes while it stays", line)
    tell("Two boats cross" in reporter.run("show", story) and watch.process.poll() is None, "and other commands are not kept out")
    site.stop()
    line = watch.next()
    tell(line[0] == "err" and "cannot be reached" in line[1], "a site that is gone is told", line)
    deaf = Deaf(site.port)
    tell(deaf.wait(3), "and is asked again", deaf.rounds)
    deaf.stop()
    told = [line for line in watch.seen + list(watch.lines.queue) if line[0] == "err"]
    tell(len(told) == 1, "the same trouble is told once", told)
    site.start()
    while line[0] == "err":
        line = watch.next()
    tell(line == ("out", "The trouble is over."), "and so is its end", line)
    status = watch.end(signal.SIGINT)
    tell(status == 0, "Ctrl+C ends it with 0", (status, watch.seen))

    watch = reporter.watch("--json")
    rounds = [json.loads(watch.next()[1]) for i in range(2)]
    tell(all(r == {"pushed": 0, "pulled": 0, "status": 0, "trouble": None, "next_s": 1} for r in rounds),
         "one object a round with --json", rounds)
    site.stop()
    while rounds[-1]["status"] == 0 or len([r for r in rounds if r["status"] != 0]) < 3:
        rounds.append(json.loads(watch.next()[1]))
    waits = [r["next_s"] for r in rounds if r["status"] == 3]
    tell(waits == [1, 2, 4] and "cannot be reached" in rounds[-1]["trouble"], "longer and longer while the site is gone", rounds)
    status = watch.end(signal.SIGTERM)
    tell(status == 0 and all(name == "out" for name, _ in watch.seen), "SIGTERM ends it with 0", (status, watch.seen))
    site.start()

    reporter.env["STET_PASSWORD"] = "wrong"
    watch = reporter.watch()
    line = watch.next()
    status = watch.process.wait(WAIT_S)
    tell(line[0] == "err" and status == 1, "a password that is refused is not offered again", (line, status))
    watch.end(signal.SIGTERM)
    nobody = subprocess.run([PROGRAM, "sync", "--watch"], env={**ENV, "STET_DATA_DIR": WORK + "/nobody"}, capture_output=True,
                            text=True, check=False, timeout=WAIT_S)
    tell(nobody.returncode == 2 and nobody.stderr.count("\n") == 1, "without a site there is nothing to stay for", nobody)
    print("1..%d" % number)


SITE = Site()
try:
    main(SITE)
finally:
    SITE.stop()
    shutil.rmtree(WORK, ignore_errors=True)
