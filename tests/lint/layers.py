#!/usr/bin/python3
"""Which folder may include what: every #include of src/ against the table of the architecture.

With no argument it checks the tree and then plants one violation of each kind in a copy and demands to
see each reported. Prints TAP.
"""
import os
import re
import shutil
import sys
import tempfile

SRC = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "src")

# Folder: our folders it may use, libraries it may use beside GLib and GIO.
LAYERS = {
    "base": ([], []),
    "article": (["base"], ["json-glib", "gumbo", "cmark-gfm", "libxml2", "libarchive"]),
    "style": (["base", "article"], ["pcre2", "libyaml", "enchant", "json-glib", "gumbo", "cmark-gfm"]),
    "media": (["base"], ["gexiv2", "gdk-pixbuf", "libwebp", "libseccomp"]),
    "store": (["base", "article"], ["sqlite3"]),
    "site": (["base", "article"], ["libsoup", "json-glib"]),
    "sync/engine": (["base", "article"], []),
    "sync": (["base", "article", "store", "site", "media", "sync/engine"], []),
    "practice": (["base", "article", "store", "site"], ["libsoup", "sqlite3", "json-glib"]),
    "app": (["base", "article", "style", "media", "store", "site", "sync", "sync/engine", "practice"],
            ["libsecret", "json-glib"]),
    "cli": (["base", "article", "style", "media", "store", "site", "sync", "sync/engine", "practice", "app"],
            ["json-glib"]),
    "ui": (["base", "article", "style", "media", "store", "site", "sync", "sync/engine", "practice", "app"],
           ["gtk4", "libadwaita"]),
    # The program itself: it only chooses between the two front ends.
    "": (["base", "site", "app", "cli", "ui"], []),
}

# The start of a system header's name: the library it belongs to. None: free to all.
LIBRARIES = [
    ("glib/", None), ("glib.h", None), ("glib-object.h", None), ("glib-unix.h", None), ("gio/", None), ("gmodule.h", None),
    ("json-glib/", "json-glib"), ("gumbo.h", "gumbo"), ("cmark-gfm", "cmark-gfm"), ("libxml/", "libxml2"),
    ("archive", "libarchive"), ("pcre2.h", "pcre2"), ("yaml.h", "libyaml"), ("enchant", "enchant"),
    ("gexiv2/", "gexiv2"), ("webp/", "libwebp"), ("seccomp.h", "libseccomp"), ("gdk-pixbuf/", "gdk-pixbuf"),
    ("sqlite3.h", "sqlite3"), ("libsoup/", "libsoup"),
    ("libsecret/", "libsecret"), ("gtk/", "gtk4"), ("gdk/", "gtk4"), ("gsk/", "gtk4"), ("pango/", "gtk4"),
    ("cairo", "gtk4"), ("graphene", "gtk4"), ("adwaita.h", "libadwaita"),
]
# Of C and the kernel: no library at all.
PLAIN = re.compile(r"^(sys|linux|netinet|arpa)/[a-z_]+\.h$|^[a-z0-9_]+\.h$")
INCLUDE = re.compile(r'^\s*#\s*include\s+([<"])([^>"]+)[>"]', re.M)


def folder_of(path):
    """The layer a file or an include stands in: the longest folder the table knows."""
    folder = os.path.dirname(path)
    while folder and folder not in LAYERS:
        folder = os.path.dirname(folder)
    return folder


def library_of(header):
    for start, library in LIBRARIES:
        if header.startswith(start):
            return library
    return None if PLAIN.match(header) else "unknown"


def wrong(path, bracket, header):
    """Why this include may not be, or None."""
    folder = folder_of(path)
    ours, libraries = LAYERS[folder]
    if bracket == "<":
        library = library_of(header)
        if library is not None and library not in libraries:
            return f"{folder or 'the program'} may not use {library} (<{header}>)"
        return None
    if header == "config.h" or os.path.basename(header).endswith("-resources.h"):
        return None
    if os.path.dirname(header) == "":
        return f'"{header}" does not name its folder'
    target = folder_of(header)
    if target != folder and target not in ours:
        return f"{folder or 'the program'} may not use {target} (\"{header}\")"
    return None


def violations(root):
    found = []
    for at, _, names in os.walk(root):
        for name in names:
            if not name.endswith((".c", ".h")):
                continue
            path = os.path.relpath(os.path.join(at, name), root)
            text = open(os.path.join(at, name), encoding="utf-8").read()
            for match in INCLUDE.finditer(text):
                why = wrong(path, *match.groups())
                if why:
                    line = text.count("\n", 0, match.start()) + 1
                    found.append(f"src/{path}:{line}: {why}")
    return found


PLANTED = [
    ("an arrow that turns", "base/text.c", '#include "article/prose.h"'),
    ("a layer beside", "store/planted.c", '#include "site/site.h"'),
    ("style reaching for the store", "style/planted.c", '#include "store/store.h"'),
    ("the front ends know each other", "cli/planted.c", '#include "ui/window.h"'),
    ("the pure engine reaching for the store", "sync/engine/planted.c", '#include "store/store.h"'),
    ("the pure engine reaching for the runner", "sync/engine/planted.c", '#include "sync/runner.h"'),
    ("GTK below ui", "app/planted.c", "#include <gtk/gtk.h>"),
    ("pictures decoded outside media", "app/planted.c", "#include <webp/decode.h>"),
    ("Gdk in media", "media/planted.c", "#include <gdk/gdk.h>"),
    ("SQLite outside the store", "site/planted.c", "#include <sqlite3.h>"),
    ("the network outside the site", "store/planted.c", "#include <libsoup/soup.h>"),
    ("JSON in a widget", "ui/planted.c", "#include <json-glib/json-glib.h>"),
    ("regular expressions in a widget", "ui/planted.c", "#include <pcre2.h>"),
    ("a library nobody named", "base/planted.c", "#include <curl/curl.h>"),
    ("an include without its folder", "article/planted.c", '#include "prose.h"'),
]


def caught(case):
    why, path, include = case
    with tempfile.TemporaryDirectory() as copy:
        root = os.path.join(copy, "src")
        shutil.copytree(SRC, root)
        with open(os.path.join(root, path), "a", encoding="utf-8") as file:
            file.write("\n" + include + "\n")
        before = set(violations(SRC))
        return len(set(violations(root)) - before) == 1


def main():
    results = []
    found = violations(SRC)
    results.append((not found, "every include is allowed", found))
    count = sum(len(names) for _, _, names in os.walk(SRC))
    results.append((count > 20, "there was something to check", [f"{count} files"]))
    for case in PLANTED:
        results.append((caught(case), "caught: " + case[0], []))
    print(f"1..{len(results)}")
    for number, (ok, name, notes) in enumerate(results, 1):
        for note in notes:
            print("#", note)
        print("ok" if ok else "not ok", number, "-", name)
    return 0 if all(ok for ok, _, _ in results) else 1


if __name__ == "__main__":
    sys.exit(main())
