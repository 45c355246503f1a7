#!/usr/bin/python3
"""The colours of the window tell apart, in light and in dark, as WCAG 2.1 measures it (1.4.3 and 1.4.11).

The signs under the words, the edges of inputs and the focus have 3:1 at least against every ground they stand on, text
4.5:1. Read from the style sheets themselves. Prints TAP.
"""
import os
import re
import sys

TOP = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
SIGNS = ("stop", "look", "hint")
GROUNDS = {"stop": ("paper", "raised", "stop_tint", "pencil_tint"), "look": ("paper", "raised", "look_tint", "pencil_tint"),
           "hint": ("paper", "raised", "hint_tint", "pencil_tint")}
PARTS = [("field_edge", ("paper", "raised")), ("pencil", ("paper", "raised", "desk"))]
TEXT = [("ink", ("paper", "raised", "desk")), ("ink_quiet", ("paper", "raised", "desk")), ("pencil", ("pencil_tint",)),
        ("stop", ("paper", "stop_tint")), ("look", ("paper", "look_tint")), ("hint", ("paper", "hint_tint")), ("ok", ("paper",))]


def read(name):
    with open(os.path.join(TOP, "src", "ui", name)) as sheet:
        return dict(re.findall(r"@define-color\s+(\w+)\s+(#[0-9a-fA-F]{6})", sheet.read()))


def luminance(colour):
    parts = [int(colour[i:i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def faint(colours, pairs, least):
    """Each pair that has less, in words."""
    return ["%s on %s: %.2f" % (front, ground, contrast(colours[front], colours[ground]))
            for front, grounds in pairs for ground in grounds if contrast(colours[front], colours[ground]) < least]


def main():
    light = read("style.css")
    dark = dict(light, **read("style-dark.css"))
    signs = [(sign, GROUNDS[sign]) for sign in SIGNS]
    checks = []
    for name, colours in (("light", light), ("dark", dark)):
        checks.append(("signs have 3:1, " + name, faint(colours, signs, 3)))
        checks.append(("edges and focus have 3:1, " + name, faint(colours, PARTS, 3)))
        checks.append(("text has 4.5:1, " + name, faint(colours, TEXT, 4.5)))
    planted = faint(dict(light, look="#c9a86a"), signs, 3)
    checks.append(("a faint sign is found", [] if planted else ["a planted faint sign was not found"]))
    measured = contrast("#000000", "#ffffff")
    checks.append(("black on white is 21:1", [] if abs(measured - 21) < 1e-9 else ["%f" % measured]))
    print("1..%d" % len(checks))
    for number, (name, faults) in enumerate(checks, 1):
        for fault in faults:
            print("# " + fault)
        print("%s %d - %s" % ("not ok" if faults else "ok", number, name))
    return any(faults for _, faults in checks)


if __name__ == "__main__":
    sys.exit(main())
