#!/usr/bin/python3
"""The conventions a machine can check: sizes, words that do not belong, translations, scripts. Prints TAP."""
import os
import re
import subprocess
import sys

ROOT = os.path.realpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))
FILE_LINES_MAX = 900
FUNCTION_LINES_MAX = 80
COLUMNS_MAX = 100
TOP = {"src", "data", "po", "tests", "build-aux", "meson.build", "README.md", "COPYING"}
BUILDS = {"build", "build-test", "build-install"}
BANNED = re.compile(r"\b(strcpy|strcat|sprintf|gets|strtok|system|popen|alloca|g_usleep)\s*\(")
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX)\b")


def files(folder, *ends):
    for at, dirs, names in os.walk(os.path.join(ROOT, folder)):
        dirs[:] = [d for d in dirs if not d.startswith((".", "__pycache__"))]
        for name in sorted(names):
            if not ends or name.endswith(ends):
                yield os.path.join(at, name)


def text_of(path):
    return open(path, encoding="utf-8").read()


def short(path):
    return os.path.relpath(path, ROOT)


def functions(text):
    """(first line, number of lines) of each function: a body opens with "{" in column 0 and ends with "}"."""
    start = None
    for number, line in enumerate(text.split("\n"), 1):
        if line == "{":
            start = number
        elif line == "}" and start is not None:
            yield start, number - start + 1
            start = None


def long_files():
    for path in files("src", ".c", ".h"):
        lines = text_of(path).count("\n")
        if lines > FILE_LINES_MAX:
            yield f"{short(path)}: {lines} lines"


def long_functions():
    for path in files("src", ".c"):
        for line, length in functions(text_of(path)):
            if length > FUNCTION_LINES_MAX:
                yield f"{short(path)}:{line}: {length} lines"


def wide_lines():
    """Only a sentence for a person, kept in one piece so that it can be searched for, may be wider."""
    for folder in ("src", "tests"):
        for path in files(folder, ".c", ".h"):
            for number, line in enumerate(text_of(path).split("\n"), 1):
                if len(line) > COLUMNS_MAX and '"' not in line:
                    yield f"{short(path)}:{number}: {len(line)} columns"


def bare_files():
    for path in files("src", ".c", ".h"):
        if not text_of(path).startswith("/*"):
            yield f"{short(path)}: does not say what it is for"


def banned_calls():
    for path in files("src", ".c"):
        for number, line in enumerate(text_of(path).split("\n"), 1):
            if BANNED.search(line):
                yield f"{short(path)}:{number}: {line.strip()}"


def unfinished_words():
    for folder in ("src", "build-aux"):
        for path in files(folder, ".c", ".h", ".ui", ".py", ".sh"):
            for number, line in enumerate(text_of(path).split("\n"), 1):
                if UNFINISHED.search(line):
                    yield f"{short(path)}:{number}: {line.strip()}"


def unfinished_merges():
    for folder in ("src", "tests", "po", "data", "build-aux"):
        for path in files(folder, ".c", ".h", ".ui", ".py", ".po", ".md", ".html", ".php", ".json", ".yaml", ".build"):
            for number, line in enumerate(text_of(path).split("\n"), 1):
                if line.startswith(("<" * 7 + " ", ">" * 7 + " ")):
                    yield f"{short(path)}:{number}: {line}"


def odd_entries():
    for name in os.listdir(ROOT):
        if name not in TOP and name not in BUILDS and not name.startswith("."):
            yield name


def scripts():
    for path in files("build-aux"):
        if text_of(path).startswith("#!/bin/sh"):
            run = subprocess.run(["shellcheck", "-S", "warning", path], capture_output=True, text=True)
            if run.returncode != 0:
                yield run.stdout.strip().replace("\n", " | ")
            if not os.access(path, os.X_OK):
                yield f"{short(path)}: not executable"


def untranslated():
    """Spanish is complete: every message, nothing fuzzy, and the template of today has no other message."""
    po = os.path.join(ROOT, "po", "es.po")
    run = subprocess.run(["msgfmt", "--check", "--statistics", "-o", os.devnull, po], capture_output=True, text=True)
    if run.returncode != 0 or "untranslated" in run.stderr or "fuzzy" in run.stderr:
        yield run.stderr.strip()
    listed = set(text_of(os.path.join(ROOT, "po", "POTFILES.in")).split())
    for path in list(files("src", ".c")) + list(files("src", ".ui")):
        text = text_of(path)
        marked = re.search(r'(?<![A-Za-z_])(_|N_|C_|NC_|ngettext|g_dngettext)\s*\("', text) or 'translatable="yes"' in text
        if marked and short(path) not in listed:
            yield f"{short(path)} is not in po/POTFILES.in"
    if listed:
        run = subprocess.run(["xgettext", "--from-code=UTF-8", "--add-comments", "--keyword=_", "--keyword=N_",
                              "--keyword=C_:1c,2", "--keyword=NC_:1c,2", "--keyword=ngettext:1,2", "-o", "-",
                              "--directory=" + ROOT] + sorted(listed), capture_output=True, text=True)
        if run.returncode != 0:
            yield run.stderr.strip()
            return
        merged = subprocess.run(["msgmerge", "--quiet", "--no-fuzzy-matching", "-o", "-", po, "-"], input=run.stdout,
                                capture_output=True, text=True)
        missing = subprocess.run(["msgattrib", "--untranslated", "--no-wrap", "-"], input=merged.stdout,
                                 capture_output=True, text=True).stdout
        for match in re.findall(r'^msgid "(.+)"$', missing, re.M):
            yield f'no Spanish for "{match}"'


CHECKS = [
    ("files have at most %d lines" % FILE_LINES_MAX, long_files),
    ("functions have at most %d lines" % FUNCTION_LINES_MAX, long_functions),
    ("lines have at most %d columns" % COLUMNS_MAX, wide_lines),
    ("every source file says what it is for", bare_files),
    ("no banned calls", banned_calls),
    ("no unfinished words", unfinished_words),
    ("no merge was left unfinished", unfinished_merges),
    ("the top level holds what belongs there", odd_entries),
    ("scripts are clean and executable", scripts),
    ("Spanish is complete", untranslated),
]


def main():
    print(f"1..{len(CHECKS)}")
    failed = 0
    for number, (name, check) in enumerate(CHECKS, 1):
        found = list(check())
        for note in found:
            print("#", note)
        failed += bool(found)
        print("not ok" if found else "ok", number, "-", name)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
