#!/usr/bin/python3
"""How long until something is seen, against the least libadwaita window, side by side in one run.

Runs on a screen of its own (build-aux/on-screen). The two take turns, so that a busy machine slows both;
what is compared are medians. Prints TAP. STET_RELEASE_BUILD names the build folder of both.
"""
import os
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = os.path.realpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))
TURNS = 9
# What is wanted, and where the test fails: a busy machine moves even a ratio of medians by a tenth or two.
SHELL_WANTED, SHELL_MAX = 1.3, 1.6
STORY_WANTED, STORY_MAX = 2.0, 3.0
STORIES = 60
SECONDS_MAX = 30


def first(command, words, env):
    """Seconds from start until each of `words` was printed; the program is then ended."""
    start = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=env)
    times = {}
    try:
        for line in process.stdout:
            for word in words:
                if word in line and word not in times:
                    times[word] = time.monotonic() - start
            if len(times) == len(words) or time.monotonic() - start > SECONDS_MAX:
                break
    finally:
        process.terminate()
        process.wait()
    return [times[word] for word in words]


def fill(stet, env):
    sample = os.path.join(ROOT, "data", "samples", "story-en.txt")
    for _ in range(STORIES):
        subprocess.run([stet, "import", sample], env=env, check=True, stdout=subprocess.DEVNULL)


def main():
    build = os.environ.get("STET_RELEASE_BUILD", "")
    bare, stet = os.path.join(build, "tests/perf/bare-window"), os.path.join(build, "src/stet")
    if not build or not os.path.exists(bare):
        print("1..0 # SKIP figures are of a release build: build-aux/test makes one")
        return 0
    with tempfile.TemporaryDirectory() as data:
        env = dict(os.environ, STET_DATA_DIR=data, LC_ALL="C.UTF-8")
        fill(stet, env)
        bare_times, shell_times, story_times = [], [], []
        first([bare], ["first frame"], env)
        first([stet, "--debug"], ["first frame", "first story"], env)
        for _ in range(TURNS):
            bare_times += first([bare], ["first frame"], env)
            shell, story = first([stet, "--debug"], ["first frame", "first story"], env)
            shell_times.append(shell)
            story_times.append(story)
    base = statistics.median(bare_times)
    print("1..2")
    failed = 0
    for number, (name, times, wanted, most) in enumerate([("the empty shell", shell_times, SHELL_WANTED, SHELL_MAX),
                                                          ("the list and the last story", story_times, STORY_WANTED,
                                                           STORY_MAX)], 1):
        ratio = statistics.median(times) / base
        ok = ratio <= most
        failed += not ok
        print(f"# {name}: {ratio:.2f} times a bare window ({statistics.median(times) * 1000:.0f} ms, bare {base * 1000:.0f} ms, "
              f"{TURNS} turns); wanted: at most {wanted}")
        print("ok" if ok else "not ok", number, f"- {name}: at most {most} times a bare window")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
