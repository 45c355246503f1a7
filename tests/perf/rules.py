#!/usr/bin/python3
"""Twenty thousand rules: instructions for 1,000 words are the gate, times are told beside it.

What is counted is (eleven scans - one scan) / 10 of tests/perf/bench-rules under callgrind, both after the
same warming up. Prints TAP. STET_RELEASE_BUILD names the build folder.
"""
import os
import re
import shutil
import subprocess
import sys

ROOT = os.path.realpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))
INSTRUCTIONS_MAX = 10_000_000
# Wanted is 300; a third of that tells a change of kind from a busy machine.
RATIO_WANTED, RATIO_MIN = 300, 100


def count(bench, turns, env):
    """Instructions of a run, and the words of its text."""
    done = subprocess.run(["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", bench, "scan", str(turns)],
                          env=env, capture_output=True, text=True, check=True)
    return (int(re.search(r"Collected : (\d+)", done.stderr).group(1)),
            int(re.search(r"words: (\d+)", done.stdout).group(1)))


def main():
    build = os.environ.get("STET_RELEASE_BUILD", "")
    bench = os.path.join(build, "tests/perf/bench-rules")
    if not build or not os.path.exists(bench):
        print("1..0 # SKIP figures are of a release build: build-aux/test makes one")
        return 0
    if not shutil.which("valgrind"):
        print("1..0 # SKIP valgrind is not installed")
        return 0
    env = dict(os.environ, STET_SAMPLES=os.path.join(ROOT, "data", "samples"))
    told = subprocess.run([bench, "report"], env=env, capture_output=True, text=True, check=False)
    for line in told.stdout.splitlines():
        print("#", line)
    ratio = re.search(r"ratio: (\d+)", told.stdout)
    one, words = count(bench, 1, env)
    eleven, _ = count(bench, 11, env)
    instructions = (eleven - one) / 10 * 1000 / words
    print(f"# instructions for 1,000 words: {instructions / 1e6:.2f} million")
    tests = [(told.returncode == 0, "the same hits as one PCRE2 for each rule"),
             (instructions <= INSTRUCTIONS_MAX, f"at most {INSTRUCTIONS_MAX / 1e6:.0f} million instructions for 1,000 words"),
             (ratio is not None and int(ratio.group(1)) >= RATIO_MIN,
              f"at least {RATIO_MIN} times faster than one PCRE2 for each rule; wanted: {RATIO_WANTED}")]
    print(f"1..{len(tests)}")
    for number, (ok, name) in enumerate(tests, 1):
        print("ok" if ok else "not ok", number, "-", name)
    return 0 if all(ok for ok, _ in tests) else 1


if __name__ == "__main__":
    sys.exit(main())
