#!/usr/bin/python3
"""What is pasted into the real window: a page that is told what it lost, pictures, a caption with its credit, and the
blocks of the story themselves. Runs on a screen of its own (build-aux/on-screen) and prints TAP. Usage: test-paste.py STET
"""
import json
import os
import subprocess
import sys
import tempfile

import gi

gi.require_version("GdkPixbuf", "2.0")
from gi.repository import GdkPixbuf  # noqa: E402

from driver import BUTTON, R, TEXT, Failed, closes, run_steps  # noqa: E402
from pointer import box  # noqa: E402

PAGE = ('<p>A <b>bold</b> word and a <a href="https://www.google.com/url?q=https://example.org/a">link</a>.</p>'
        '<script>track()</script><p style="color: red">Red words.</p><img src="https://example.org/big.jpg">')
PLAIN = "A bold word and a link.\nRed words."
LINE = "The quay at dawn Photo \u00a9 X / @quay"


def copy(target, data):
    """Puts it on the clipboard: xclip stays to give it out."""
    subprocess.run(["xclip", "-selection", "clipboard", "-t", target], input=data, check=True, stdout=subprocess.DEVNULL)


def picture(width=64, kind="png"):
    """The bytes of a picture with two halves."""
    pixels = GdkPixbuf.Pixbuf.new(GdkPixbuf.Colorspace.RGB, False, 8, width, width // 2)
    pixels.fill(0x24506AFF)
    pixels.new_subpixbuf(0, 0, width // 2, width // 2).fill(0xC08A3EFF)
    return pixels.save_to_bufferv(kind, [], [])[1]


def stored(w):
    """The story as it is stored by now."""
    status, out, err = w.stet("list", "--json")
    if status == 0:
        row = next(row for row in json.loads(out) if row["headline"] == "A headline")
        status, out, err = w.stet("show", row["id"], "--json")
    if status != 0:
        raise Failed("stet: %s" % err)
    return json.loads(out)["article"]


def stored_body(w):
    return [(block["type"], block.get("text", "")) for block in stored(w)["body"]]


def write_a_story(w):
    w.says("Where will your stories go")
    w.press("Open the practice newsroom")
    w.wait(lambda: w.find(BUTTON, "reporter"), "the reporter's account")
    w.keys("ctrl+n")
    w.wait(lambda: w.focused("Headline"), "the caret in the headline")
    w.type("A headline")
    w.keys("alt+4")
    w.wait(lambda: w.focused("Body"), "the caret in the body")


def tells_what_it_dropped(w):
    """The strip names each kind; Undo takes all of it back."""
    copy("text/html", PAGE.encode())
    w.keys("ctrl+v")
    w.says("Pasted without: 1 picture, 1 link that follows readers, 1 script or frame, colours.")
    w.wait(lambda: w.text_of("Body") == PLAIN, "the page's words")
    w.press("Undo")
    w.wait(lambda: w.text_of("Body") == "", "the paste to be taken back")
    w.wait(lambda: not w.find(BUTTON, "Paste as plain text"), "the strip to go")


def pastes_it_plain(w):
    w.keys("ctrl+v")
    w.press("Paste as plain text")
    w.wait(lambda: w.text_of("Body") == PLAIN, "the words without form")
    w.says("Saved")
    w.wait(lambda: [text for _, text in stored_body(w)] == PLAIN.split("\n"), "two paragraphs")
    if any(block.get("spans") for block in stored(w)["body"]):
        raise Failed("something of the form is left")
    w.keys("ctrl+a", "BackSpace")
    w.wait(lambda: w.text_of("Body") == "", "an empty body")


def copies_blocks(w):
    """Two headings and a list, copied and pasted behind themselves: the same blocks, each with an id of its own."""
    copy("text/html", b"<h2>One</h2><ul><li>Two</li></ul><blockquote>Three</blockquote>")
    w.keys("ctrl+v")
    w.wait(lambda: w.text_of("Body") == "One\nTwo\nThree", "three blocks")
    w.keys("ctrl+a", "ctrl+c", "Right", "Return", "ctrl+v")
    w.wait(lambda: len(stored_body(w)) >= 6, "six blocks")
    kinds = [kind for kind, _ in stored_body(w)]
    if kinds[:3] != ["heading", "list_item", "quote"] or kinds[-3:] != kinds[:3]:
        raise Failed("blocks are %r" % stored_body(w))
    ids = [block["id"] for block in stored(w)["body"]]
    if len(set(ids)) != len(ids):
        raise Failed("an id is there twice")
    text = subprocess.run(["xclip", "-selection", "clipboard", "-o", "-t", "UTF8_STRING"], capture_output=True,
                          check=True).stdout.decode()
    if "## One" not in text or "- Two" not in text or "> Three" not in text:
        raise Failed("as text it is %r" % text)


def pictures(w):
    """How large each is shown; icons are not counted."""
    return sorted(box(image)[2:] for image in w.all((R.IMAGE,)) if box(image)[2] > 100)


def takes_a_picture(w):
    """A picture on the clipboard becomes an image behind the caret's block, shown as small as any other."""
    w.keys("alt+4")
    w.wait(lambda: w.focused("Body"), "the caret in the body")
    before = pictures(w)
    copy("image/png", picture(1600))
    w.keys("ctrl+v")
    w.wait(lambda: "image" in [kind for kind, _ in stored_body(w)], "the image in the body")
    w.says("Saved")
    w.wait(lambda: pictures(w) == sorted(before + [(216, 144)]),
           "a picture of 216 by 144 beside %s, there are %s" % (before, pictures(w)))


def takes_a_file(w):
    """A file copied in a file manager, on the lead photo: it becomes the lead photo."""
    path = os.path.join(tempfile.mkdtemp(prefix="stet-paste-", dir=os.path.dirname(w.log_name)), "quay.jpg")
    with open(path, "wb") as file:
        file.write(picture(1600, "jpeg"))
    w.keys("alt+3")
    copy("text/uri-list", ("file://%s\r\n" % path).encode())
    w.wait(lambda: w.focused("Caption"), "the caret in the caption")
    w.keys("ctrl+v")
    w.wait(lambda: w.find((R.CHECK_BOX,), "AI illustration"), "the photo")
    w.wait(lambda: stored(w)["photo"]["file"], "the lead photo stored")
    w.wait(lambda: pictures(w) == [(216, 144)], "the lead photo 216 by 144, there are %s" % pictures(w))


def splits_the_caption(w):
    """Caption and credit in one line part by themselves."""
    w.wait(lambda: w.focused("Caption"), "the caret in the caption")
    copy("UTF8_STRING", LINE.encode())
    w.keys("ctrl+v")
    w.wait(lambda: w.text_of("Caption") == "The quay at dawn", "the caption")
    w.wait(lambda: w.text_of("Credit") == "Photo \u00a9 X / @quay", "the credit")


def looks_elsewhere(w):
    """The point to look at, by the arrow keys, in one undo each."""
    w.tab_to("Photo. The point to look at is 50 % from the left, 50 % from the top; arrow keys move it.", back=True)
    w.keys("Left", "Up", "shift+Up")
    w.wait(lambda: stored(w)["photo"].get("focus") == {"x": 48, "y": 38}, "the point moved")
    w.keys("Home")
    w.wait(lambda: "focus" not in stored(w)["photo"], "the point back in the middle")
    w.keys("ctrl+z")
    w.wait(lambda: stored(w)["photo"].get("focus") == {"x": 48, "y": 38}, "the undo")


def says_what_made_it(w):
    w.tab_to("AI illustration")
    w.keys("space")
    w.wait(lambda: w.text_of("Caption") == "The quay at dawn, AI illustration, not a real photo", "the label")
    picture_wanted = os.environ.get("STET_UI_PICTURE")
    if picture_wanted:
        subprocess.run(["import", "-window", "root", picture_wanted], check=False)
    w.keys("space")
    w.wait(lambda: w.text_of("Caption") == "The quay at dawn", "the label to go")


if __name__ == "__main__":
    sys.exit(run_steps([write_a_story, tells_what_it_dropped, pastes_it_plain, copies_blocks, takes_a_file, splits_the_caption,
                        looks_elsewhere, says_what_made_it, takes_a_picture, closes]))
