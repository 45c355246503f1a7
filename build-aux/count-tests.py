#!/usr/bin/python3
"""Counts what "meson test" ran: the time of each suite, then "N passed, N failed, N skipped".

A test program that speaks TAP counts for each of its cases, any other for one. A program that ended badly
without a failed case counts as one more failure. Arguments: the JSON logs that meson wrote.
"""
import json
import re
import sys

CASE = re.compile(r"^(ok|not ok)\b[^#\n]*(# *skip\b.*)?", re.M | re.I)


def cases(test):
    """(passed, failed, skipped) of one test program."""
    passed = failed = skipped = 0
    for match in CASE.finditer(test.get("stdout", "")):
        if match.group(2):
            skipped += 1
        elif match.group(1).lower() == "ok":
            passed += 1
        else:
            failed += 1
    result = test["result"]
    if passed + failed + skipped == 0:
        passed += result == "OK"
        skipped += result == "SKIP"
    if result not in ("OK", "SKIP") and failed == 0:
        failed = 1
    return passed, failed, skipped


def suite_of(test):
    """meson names a test "project:suite / name"."""
    head, slash, _ = test["name"].partition(" / ")
    return head.split(":")[-1] if slash else "other"


def main():
    totals = [0, 0, 0]
    suites = {}
    for test in [json.loads(line) for path in sys.argv[1:] for line in open(path, encoding="utf-8")]:
        counts = cases(test)
        totals = [a + b for a, b in zip(totals, counts)]
        seconds, number = suites.get(suite_of(test), (0, 0))
        suites[suite_of(test)] = (seconds + test["duration"], number + sum(counts))
        for why in re.findall(r"^ok\b.*# *skip *(.*)$", test.get("stdout", ""), re.M | re.I):
            print(f"skipped in {test['name']}: {why}")
    for suite, (seconds, number) in sorted(suites.items()):
        print(f"{suite}: {number} cases, {seconds:.1f} s")
    print("%d passed, %d failed, %d skipped" % tuple(totals))
    return 1 if totals[1] or not totals[0] else 0


if __name__ == "__main__":
    sys.exit(main())
