#!/usr/bin/python3
"""What a desktop needs of Stet: its files are valid, an install puts each where it belongs and an uninstall
leaves nothing. Prints TAP. Usage: desktop.py BUILD_FOLDER
"""
import os
import re
import subprocess
import sys
import tempfile

ROOT = os.path.realpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))
APP = "io.github.stet_newsroom.Stet"
INSTALLED = [
    "bin/stet",
    f"share/applications/{APP}.desktop",
    f"share/metainfo/{APP}.metainfo.xml",
    f"share/dbus-1/services/{APP}.service",
    f"share/glib-2.0/schemas/{APP}.gschema.xml",
    f"share/icons/hicolor/scalable/apps/{APP}.svg",
    f"share/icons/hicolor/symbolic/apps/{APP}-symbolic.svg",
    "share/man/man1/stet.1",
    "share/bash-completion/completions/stet",
    "share/locale/es/LC_MESSAGES/stet.mo",
    "share/stet/site-api/stet-publishing.openapi.yaml",
    "share/stet/site-api/stet-site.schema.json",
    "share/stet/site-api/publishing.json",
    "share/stet/site-api/examples/json-api.json",
    "share/stet/site-api/examples/numbers.json",
    "share/stet/help/en/index.html",
    "share/stet/help/es/index.html",
    "share/stet/help/en/sites-en.html",
    "share/stet/help/es/sites-es.html",
]


def run(*command, **more):
    return subprocess.run(command, capture_output=True, text=True, **more)


def said(result):
    return (result.stdout + result.stderr).strip().split("\n")


def check(*command):
    result = run(*command)
    return result.returncode == 0, said(result)


def files_below(folder):
    return sorted(os.path.relpath(os.path.join(at, name), folder) for at, _, names in os.walk(folder) for name in names)


def install(build, folder):
    """Install and uninstall through a staging folder. Returns what was wrong."""
    env = dict(os.environ, DESTDIR=folder)
    result = run("meson", "install", "-C", build, "--no-rebuild", env=env)
    if result.returncode != 0:
        return said(result)
    found = files_below(folder)
    wrong = [f"not installed: {name}" for name in INSTALLED
             if not any(path.endswith("/" + name) or path.endswith("/" + name + ".gz") for path in found)]
    result = run("ninja", "-C", build, "uninstall", env=env)
    if result.returncode != 0:
        return wrong + said(result)
    # Caches belong to the desktop, not to us.
    left = [path for path in files_below(folder) if not re.search(r"gschemas\.compiled|icon-theme\.cache|mimeinfo\.cache", path)]
    return wrong + [f"left behind: {path}" for path in left]


def man_page():
    result = run("man", "--warnings", "-E", "UTF-8", "-l", os.path.join(ROOT, "data", "stet.1"),
                 env=dict(os.environ, MANPAGER="cat", LC_ALL="C.UTF-8"))
    return result.returncode == 0 and not result.stderr, said(result)[-5:]


def settings_keys():
    """The window refuses a schema without one of the keys it asks for: it must ask for every key there is."""
    schema = set(re.findall(r'<key name="([^"]+)"', open(os.path.join(ROOT, "data", APP + ".gschema.xml"), encoding="utf-8").read()))
    window = open(os.path.join(ROOT, "src", "ui", "window.c"), encoding="utf-8").read()
    named = set(re.findall(r'"([^"]+)"', re.search(r"settings_keys\[\] = \{(.*?)\};", window, re.S).group(1)))
    return named == schema, sorted(f"in one place only: {key}" for key in named ^ schema)


def main():
    build = sys.argv[1]
    data = os.path.join(build, "data")
    checks = [
        ("the desktop file is valid", lambda: check("desktop-file-validate", os.path.join(data, APP + ".desktop"))),
        ("the desktop file speaks Spanish", lambda: check("grep", "-q", r"^Comment\[es\]=", os.path.join(data, APP + ".desktop"))),
        ("the metainfo is valid", lambda: check("appstreamcli", "validate", "--no-net", os.path.join(data, APP + ".metainfo.xml"))),
        ("the settings compile strictly", lambda: check("glib-compile-schemas", "--strict", "--dry-run", os.path.join(ROOT, "data"))),
        ("the window knows every setting", settings_keys),
        ("the icons are pictures", lambda: check("xmllint", "--noout", *[os.path.join(ROOT, "data", "icons", name) for name in
                                                                         os.listdir(os.path.join(ROOT, "data", "icons"))])),
        ("the completion parses", lambda: check("bash", "-n", os.path.join(ROOT, "data", "stet.bash-completion"))),
        ("the man page has no warnings", man_page),
    ]
    print(f"1..{len(checks) + 1}")
    failed = 0
    for number, (name, test) in enumerate(checks, 1):
        ok, notes = test()
        failed += not ok
        for note in [] if ok else notes:
            print("#", note)
        print("ok" if ok else "not ok", number, "-", name)
    with tempfile.TemporaryDirectory() as folder:
        wrong = install(build, folder)
    for note in wrong:
        print("#", note)
    print("not ok" if wrong else "ok", len(checks) + 1, "- install and uninstall")
    return 1 if failed or wrong else 0


if __name__ == "__main__":
    sys.exit(main())
