#!/usr/bin/python3
"""Times write-good, textlint and alex from npm beside "stet check", on the same text. On demand only.

    tests/perf/peers.py STET [FILE]

STET is the program of a release build; FILE a text in English (its sample story repeated where none is
given). npm installs the peers into a folder of the cache. Told is the CPU time of whole processes, the median of
some turns, for the text and for one line: the difference is what the checking takes. The rules differ, so this
compares what a journalist would run, not rule for rule.
"""
import os
import resource
import statistics
import subprocess
import sys
import tempfile

ROOT = os.path.realpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))
PACKAGES = ["write-good@1", "alex@11", "textlint@14", "textlint-rule-terminology@5", "textlint-rule-write-good@2"]
TURNS = 5


def install():
    cache = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    folder = os.path.join(cache, "stet-peers")
    os.makedirs(folder, exist_ok=True)
    subprocess.run(["npm", "install", "--prefix", folder, "--no-audit", "--no-fund", "--silent", *PACKAGES], check=True)
    return folder


def cpu_seconds(command, folder):
    """What the process and its children took. A finding is no failure; not starting is one."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode > 125:
        sys.exit(f"{command[0]}: {done.stderr.strip()}")
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    stet = os.path.realpath(sys.argv[1])
    if len(sys.argv) > 2:
        with open(sys.argv[2], encoding="utf-8") as file:
            text = file.read()
    else:
        with open(os.path.join(ROOT, "data", "samples", "story-en.txt"), encoding="utf-8") as file:
            text = file.read() * 2
    folder = install()
    peer = os.path.join(folder, "node_modules", ".bin")
    commands = {
        "stet check": [stet, "check", "--language", "en"],
        "write-good": [os.path.join(peer, "write-good")],
        "textlint (terminology, write-good)": [os.path.join(peer, "textlint"), "--rule", "terminology", "--rule", "write-good"],
        "alex": [os.path.join(peer, "alex")],
    }
    with tempfile.TemporaryDirectory() as data:
        whole, line = os.path.join(data, "text.txt"), os.path.join(data, "line.txt")
        for path, content in ((whole, text), (line, "The ferry sails.\n")):
            with open(path, "w", encoding="utf-8") as file:
                file.write(content)
        os.environ["STET_DATA_DIR"] = os.path.join(data, "stet")
        print(f"{len(text.split())} words, CPU ms of the whole process (median of {TURNS})")
        for name, command in commands.items():
            times = [(cpu_seconds([*command, whole], folder), cpu_seconds([*command, line], folder)) for _ in range(TURNS)]
            full, start = (statistics.median(column) * 1000 for column in zip(*times))
            print(f"{name:36} {full:8.0f}   of it for the text {max(full - start, 0):8.0f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
