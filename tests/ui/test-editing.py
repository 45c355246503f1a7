#!/usr/bin/python3
"""Writing in the body as in a good word processor: each row is a body, keys, and the body as it is then stored.

Bodies are written as in body_of (): a block a line, "p", "h2" to "h4", "q", "ul0" or "ol1" (lists with their level),
"t" (a table, cells parted by | and rows by ;) and "e" (an address), then its text with <b> <i> <u> <s> and ⏎ for a line
break inside a paragraph. Keys are names as xdotool has them, times with *, and typed text in quotes.
Usage: test-editing.py STET
"""
import json
import re
import subprocess
import sys

from driver import TEXT, Atspi, Failed, GLib, R, closes, run_steps

SPANS = {"b": "bold", "i": "italic", "u": "underline", "s": "strike", "c": "code", "a": "link"}
TAGS = {name: tag for tag, name in SPANS.items()}


# --- a body as lines ---

def spans_of(marked):
    """A text without its tags, and the spans these were."""
    text, spans, begun = "", [], {}
    for part in re.split(r"(</?[bisuca]>)", marked):
        if re.fullmatch(r"<[bisuca]>", part):
            begun[part[1]] = len(text)
        elif re.fullmatch(r"</[bisuca]>", part):
            span = {"type": SPANS[part[2]], "start": begun[part[2]], "end": len(text)}
            spans.append(dict(span, href="https://example.org/") if part[2] == "a" else span)
        else:
            text += part
    return text.replace("⏎", "\n"), spans


def block_of(line):
    kind, _, rest = line.partition(" ")
    text, spans = spans_of(rest)
    if kind == "t":
        return {"type": "table", "attrs": {"rows": [[{"text": cell} for cell in row.split("|")] for row in rest.split(";")]}}
    if kind == "e":
        return {"type": "embed", "attrs": {"href": rest}}
    block = {"type": {"p": "paragraph", "h": "heading", "q": "quote", "u": "list_item", "o": "list_item"}[kind[0]],
             "text": text, "spans": spans}
    if kind[0] == "h":
        block["attrs"] = {"level": int(kind[1])}
    elif kind[0] in "uo":
        block["attrs"] = {"ordered": kind[0] == "o", "indent": int(kind[2])}
    return block


def body_of(lines):
    return [block_of(line.strip()) for line in lines.strip().splitlines()] if lines.strip() else []


def marked(block):
    text = block.get("text", "")
    marks = []
    for span in block.get("spans", []):
        tag = TAGS[span["type"]]
        marks += [(span["start"], 1, ord(tag), "<%s>" % tag), (span["end"], 0, -ord(tag), "</%s>" % tag)]
    for at, _, _, mark in sorted(marks, reverse=True):
        text = text[:at] + mark + text[at:]
    return text.replace("\n", "⏎")


def line_of(block):
    attrs = block.get("attrs", {})
    if block["type"] == "table":
        return "t " + ";".join("|".join(marked(cell) for cell in row) for row in attrs["rows"])
    if block["type"] == "embed":
        return "e " + attrs["href"]
    kind = {"paragraph": "p", "heading": "h%d" % attrs.get("level", 0), "quote": "q",
            "list_item": "%s%d" % ("ol" if attrs.get("ordered") else "ul", attrs.get("indent", 0))}[block["type"]]
    return (kind + " " + marked(block)).rstrip() if not block.get("text", "").endswith(" ") else kind + " " + marked(block)


def stripped(lines):
    return [line.lstrip() for line in lines.strip("\n ").splitlines()] if lines.strip() else []


# --- the window ---

def article_of(w):
    status, out, err = w.stet("show", w.id, "--json")
    if status != 0:
        raise Failed("stet show: " + err)
    return json.loads(out)["article"]


def runs_of(body):
    """The texts that the window shows it in: cards stand between them, and one may write at the end."""
    texts = [[]]
    for block in body:
        if "text" in block:
            texts[-1].append(block["text"].replace("\n", "\u2028"))
        else:
            texts.append([])
    return ["\n".join(lines) for lines in texts if lines or lines is texts[-1]]


def shows(w, body):
    """Whether the window does; looking for the texts takes long, so those of the last time are asked first."""
    wanted = sorted(runs_of(body))
    try:
        if sorted(w.text(view) for view in w.bodies) == wanted:
            return True
    except GLib.Error:
        pass
    w.bodies = w.all(TEXT, "Body")
    return sorted(w.text(view) for view in w.bodies) == wanted


def start_with(w, lines, why="a body to begin with"):
    """The open story becomes this, as a command changes it; what was typed before is on disk."""
    w.rows += 1
    w.wait(lambda: w.saved.get_name().startswith("Saved"), "the story saved")
    article = dict(article_of(w), body=body_of(lines), headline="Row %d" % w.rows)
    for _ in range(3): # a command that meets a save under way may be laid under it
        done = subprocess.run([w.program, "edit", w.id], input=json.dumps(article), env=w.env, capture_output=True,
                              text=True, timeout=60)
        if done.returncode != 0:
            raise Failed("stet edit: " + done.stderr)
        try:
            w.wait(lambda: w.text(w.headline) == article["headline"] and shows(w, article["body"]), "the window", 12)
            return
        except Failed:
            pass
    raise Failed("“%s” for “%s” is not shown, but %s" % (lines, why, [w.text(view) for view in w.bodies]))


def press(w, keys):
    """Keys as in a row; those that follow each other go out together."""
    together = []
    for typed, name, times in re.findall(r'"([^"]*)"|([^\s"*]+)(?:\*(\d+))?', keys):
        if name:
            together += [name] * int(times or 1)
            continue
        if together:
            w.x("key", "--clearmodifiers", *together)
        together = []
        w.x("type", "--clearmodifiers", "--delay", 4, "--", typed)
    if together:
        w.x("key", "--clearmodifiers", *together)


def comes_to(w, lines, why):
    found = []

    def same():
        found[:] = [line_of(block) for block in article_of(w)["body"]]
        return found == stripped(lines)
    try:
        w.wait(same, why, 6)
    except Failed:
        raise Failed("%s: there is\n#  %s\n# wanted\n#  %s" % (why, "\n#  ".join(found), "\n#  ".join(stripped(lines))))


def row(w, why, lines, keys, wanted, *more):
    """More keys and what comes of them may follow, undo for one."""
    start_with(w, lines, why)
    press(w, "alt+4 ctrl+Home " + keys)
    comes_to(w, wanted, why)
    for keys, wanted in zip(more[::2], more[1::2]):
        press(w, keys)
        comes_to(w, wanted, why + ", then " + keys)


def first_start(w):
    w.says("Where will your stories go")
    w.press("Open the practice newsroom")
    w.wait(lambda: w.find((R.TOGGLE_BUTTON, R.PUSH_BUTTON), "reporter"), "the reporter's account")
    w.keys("ctrl+n")
    w.wait(lambda: w.text_of("Headline") == "" and w.focused("Headline"), "an empty story")
    w.says("Saved")
    status, out, err = w.stet("list", "--json")
    w.id = json.loads(out)[0]["id"]
    w.bodies, w.rows = [], 0
    w.headline = w.find(TEXT, "Headline")
    w.saved = w.find((R.LABEL, R.STATUS_BAR), starts="Saved")


def typing_attributes(w):
    row(w, "chosen before typing", "", 'ctrl+b "bold" ctrl+b " plain"', "p <b>bold</b> plain")
    row(w, "typing goes on bold at the end of a bold word", "p A <b>big</b> boat", 'Right*5 "x"', "p A <b>bigx</b> boat")
    row(w, "but leaves it where it is switched off", "p A <b>big</b> boat", 'Right*5 ctrl+b "x"', "p A <b>big</b>x boat")
    row(w, "before it stays plain", "p A <b>big</b> boat", 'Right*2 "x"', "p A x<b>big</b> boat")
    row(w, "what was chosen is forgotten where the caret moves", "p A boat", 'End ctrl+b Left Right "x"', "p A boatx")
    row(w, "a link ends where it ends", "p A <a>boat</a>", 'End "x"', "p A <a>boat</a>x")
    row(w, "a word made bold and italic, each a step", "p A boat", "ctrl+shift+Right ctrl+b ctrl+i", "p <b><i>A</i></b> boat",
        "ctrl+z", "p <b>A</b> boat", "ctrl+z", "p A boat", "ctrl+shift+z ctrl+y", "p <b><i>A</i></b> boat")
    row(w, "typing over a bold word stays bold", "p A <b>big</b> boat", 'Right*2 shift+Right*3 "x"', "p A <b>x</b> boat",
        "ctrl+z", "p A <b>big</b> boat")


def blocks(w):
    row(w, "Return in the middle keeps the form on both sides", "p One <b>two three</b> four", "Right*8 Return",
        "p One <b>two </b>\np <b>three</b> four", "ctrl+z", "p One <b>two three</b> four")
    row(w, "Return at the start puts an empty one before", "h2 One", 'Return Up "x"', "p x\nh2 One")
    row(w, "Return at the end of a heading leads to a paragraph", "h3 One", 'End Return "x"', "h3 One\np x")
    row(w, "a quotation goes on in its middle and ends at its end", "q One two", 'Right*4 Return End Return "x"',
        "q One \nq two\np x")
    row(w, "Backspace at the start joins", "p One\np <i>two</i>", 'Down BackSpace "x"', "p Onex<i>two</i>",
        "ctrl+z ctrl+z", "p One\np <i>two</i>")
    row(w, "Delete at the end joins", "p One\nq two", 'End Delete "x"', "p Onextwo")
    row(w, "Backspace takes a heading's kind first", "p One\nh2 two", "Down BackSpace", "p One\np two", "BackSpace", "p Onetwo",
        "ctrl+z", "p One\np two", "ctrl+z", "p One\nh2 two")
    row(w, "Backspace out of a quotation", "q One", "BackSpace", "p One")
    row(w, "typing over several blocks is one step", "p One\nh2 two\nul0 three", 'Right shift+Down*2 "x"', "p Oxthree",
        "ctrl+z", "p One\nh2 two\nul0 three")
    row(w, "all deleted, all back", "h2 One\np two", "ctrl+a Delete", "p", "ctrl+z", "h2 One\np two")
    row(w, "a break inside a paragraph", "p One two", "Right*4 shift+Return", "p One ⏎two", "BackSpace", "p One two")
    row(w, "a paragraph moved and moved back", "p One\np two\np three", "alt+Down*2", "p two\np three\np One",
        "alt+Up", "p two\np One\np three", "ctrl+z", "p two\np three\np One", "ctrl+z*2", "p One\np two\np three")
    row(w, "two paragraphs moved at once", "p One\nq two\np three", 'shift+Down alt+Down', "p three\np One\nq two")


def lists(w):
    row(w, "a list goes on, goes deeper and ends", "", '"- one" Return "two" Tab Return "three" shift+Tab Return Return "four"',
        "ul0 one\nul1 two\nul0 three\np four")
    row(w, "an empty item goes out level by level", "ul0 one\nul2 two", 'Down End Return Return Return Return "x"',
        "ul0 one\nul2 two\np x")
    row(w, "numbers", "", '"1. one" Return "two"', "ol0 one\nol0 two")
    row(w, "Backspace at an item's start, level by level", "ul1 one", "BackSpace", "ul0 one", "BackSpace", "p one",
        "ctrl+z", "ul0 one", "ctrl+z", "ul1 one")
    row(w, "an item parted in its middle", "ol1 one two", "Right*4 Return", "ol1 one \nol1 two")
    row(w, "Tab over several items", "ul0 one\nul0 two\nul1 three", "shift+Down*2 Tab", "ul1 one\nul1 two\nul2 three",
        "ctrl+z", "ul0 one\nul0 two\nul1 three")


def shortcuts(w):
    for typed, kind in (("## ", "h2"), ("### ", "h3"), ("#### ", "h4"), ("> ", "q"), ("- ", "ul0"), ("* ", "ul0"), ("1. ", "ol0")):
        row(w, "“%s” at the start" % typed, "p One", '"%s"' % typed, kind + " One", "ctrl+z", "p %sOne" % typed,
            "ctrl+z", "p One")
    row(w, "a shortcut undone stays undone", "p One", '"> " ctrl+z "x"', "p > xOne")
    row(w, "not in the middle of a line", "p One", 'End " - x"', "p One - x")
    row(w, "not in a heading", "h2 One", '"- "', "h2 - One")


def ends_of_lines(w):
    words = "word " * 40
    start_with(w, "p " + words.strip())
    view = w.bodies[0]
    at = lambda: Atspi.Text.get_caret_offset(view)
    press(w, "alt+4 ctrl+Home Down")
    w.wait(lambda: at() > 40, "the second line")
    press(w, "Right*3 Home")
    line = w.wait(lambda: at() % 5 == 0 and at(), "the start of the screen's line")
    press(w, "Home")
    w.wait(lambda: at() == 0, "the start of the paragraph")
    press(w, "Down End")
    w.wait(lambda: line < at() < len(words) - 1, "the end of the screen's line")
    press(w, "End")
    w.wait(lambda: at() == len(words) - 1, "the end of the paragraph")


def tables(w):
    row(w, "a table filled by Tab", "", 'ctrl+shift+t "a" Tab "b" Tab "c" Tab "d" shift+Tab "e" Down "f"',
        "t a|b|e;d||f;||")
    row(w, "a table that goes while one writes in it", "t a|b\np x", 'Up Tab*3 "c"', "t a|c\np x")
    row(w, "Tab in the last cell makes a row", "p x\nt a|b;c|d\np y", 'Down Tab*6 "e"', "p x\nt a|b;c|d;e|\np y",
        "ctrl+z*2", "p x\nt a|b;c|d\np y")


    row(w, "rows and columns by keys", "p x\nt a|b;c|d", "Down Tab*2 alt+shift+Down", "p x\nt a|b;|;c|d",
        "alt+shift+Delete", "p x\nt a|b;c|d", "ctrl+z*2", "p x\nt a|b;c|d")


def across_fields(w):
    """Undo goes back through all fields in the order of writing, and the caret goes where it changed something."""
    start_with(w, "p One")
    views = {"Headline": w.headline, "Dek": w.find(TEXT, "Dek"), "Body": w.bodies[0]}
    press(w, 'alt+4 ctrl+Home "A" ctrl+b "B" alt+2 "D" alt+1 ctrl+Home "H"')

    def comes(headline, dek, body, focus, keys):
        def same():
            article = article_of(w)
            return (article["headline"], article["dek"], [line_of(block) for block in article["body"]]) == (
                headline % w.rows, dek, stripped(body)) and views[focus].get_state_set().contains(Atspi.StateType.FOCUSED)
        w.wait(same, "%s after %s" % (body, keys), 6)
    comes("HRow %d", "D", "p A<b>B</b>One", "Headline", "typing")
    for keys, headline, dek, body, focus in (
            ("ctrl+z", "Row %d", "D", "p A<b>B</b>One", "Headline"), ("ctrl+z", "Row %d", "", "p A<b>B</b>One", "Dek"),
            ("ctrl+z", "Row %d", "", "p One", "Body"), ("ctrl+y", "Row %d", "", "p A<b>B</b>One", "Body"),
            ("ctrl+y ctrl+y", "HRow %d", "D", "p A<b>B</b>One", "Headline")):
        press(w, keys)
        comes(headline, dek, body, focus, keys)


def composition(w):
    """Dead keys and compose, as a keyboard in Miami or Havana has them; nothing stays of what was given up."""
    subprocess.run(["setxkbmap", "us", "-variant", "intl", "-option", "compose:menu"], check=True)
    row(w, "dead keys", "", "questiondown Q u dead_acute e question space exclamdown dead_acute A dead_tilde n o exclam",
        "p ¿Qué? ¡Áño!")
    row(w, "compose", "", "Multi_key less less s dead_acute i Multi_key greater greater Multi_key minus minus minus", "p «sí»—")
    row(w, "a composition given up", "p One", "End dead_acute Escape x dead_acute BackSpace y", "p Onexy")
    row(w, "composed over a selection", "p A <b>big</b> boat", "Right*2 shift+Right*3 dead_acute e", "p A <b>é</b> boat",
        "ctrl+z", "p A <b>big</b> boat")
    row(w, "in a bold word", "p A <b>big</b> boat", "Right*3 dead_acute i dead_acute o ctrl+z", "p A <b>big</b> boat")


def spanish_keyboard(w):
    """A keyboard from Madrid by the places of its keys: shift+21 is ¿, 48 the dead accent, 47 ñ."""
    subprocess.run(["setxkbmap", "es", "-option", "compose:menu"], check=True)
    row(w, "the letters of Spanish", "", "shift+21 Q u 48 e space n i 47 o question space 21 A shift+48 u exclam",
        "p ¿Qué niño? ¡Aü!")
    row(w, "quotation marks and dashes", "", "Multi_key less less s 48 i Multi_key greater greater Multi_key minus minus minus",
        "p «sí»—")
    press(w, "alt+1 ctrl+a shift+21 Q u 48 e question")
    w.wait(lambda: article_of(w)["headline"] == "¿Qué?", "the headline, there is “%s”" % w.text(w.headline))


STEPS = [first_start, typing_attributes, blocks, lists, shortcuts, ends_of_lines, tables, across_fields, composition, spanish_keyboard,
         closes]

if __name__ == "__main__":
    sys.exit(run_steps(STEPS))
