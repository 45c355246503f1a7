"""A whole story as a reporter files it, for the walks by keys and by the accessibility bus; all of it is made up.

Its eight paragraphs, three answers and five tags are what the profile of news asks for, so that it can be sent.
"""
import json
import os
import tempfile

import gi

gi.require_version("GdkPixbuf", "2.0")
from gi.repository import GdkPixbuf  # noqa: E402

from driver import TEXT, Failed  # noqa: E402

HEADLINE = "The night market of San Telmo opens again with eighty stalls"
DEK = "Vendors pay half the rent until March, and the last bus now leaves the square at half past midnight."
SECTION = "Society"
CAPTION = "Stall holders hang their lamps on the square of San Telmo on Friday"
CREDIT = "Marta Pino"
CREDIT_WHOLE = "Photo \u00a9 Marta Pino"
ALT = "Six people on ladders hang paper lamps between two rows of wooden stalls"
PARAGRAPHS = [
    "The night market of San Telmo opened again on Friday with eighty stalls, two years after a storm tore the roof "
    "from the old hall.",
    "The town moved the stalls to the square in front of the station, where the last tram of the day used to wait for "
    "the evening shift.",
    "Vendors pay half the rent until March. The council decided so in June, after the association of stall holders "
    "asked for time to buy new carts.",
    "We sold everything we had brought before the band began to play, and people asked us to come back with more.",
    "The bakers came first. By nine in the evening the line for corn bread reached the steps of the station, and "
    "the police closed one lane to cars.",
    "A second band plays each Saturday, and the library lends folding chairs to anyone who leaves a card at the desk.",
    "The bus company added a late service. Its last bus leaves the square at half past midnight and stops at every "
    "school on the way to the river.",
    "The market closes at midnight. It stays open through the winter if the council renews the permit in December.",
]
QUOTE = 3
LINK_WORDS = 2 # the last words of the last paragraph
LINKED = "in December."
LINK = "https://council.example/permits"
FAQ_TITLE = "Questions about the market"
FAQ = [
    ("When does the market open?",
     "The market opens on Fridays and Saturdays at seven in the evening and closes at midnight. The stalls with hot "
     "food begin an hour earlier, since the kitchens need time to warm, and the square is closed to cars from six "
     "until the last stall has been cleared away."),
    ("What does a stall cost?",
     "A stall holder pays half the usual rent until the end of March and the whole of it from April on. The town "
     "lends the lamps and the tables without charge, and the association keeps a list of those who want to share a "
     "stall with somebody else this season."),
    ("How do I get home?",
     "The last bus leaves the square at half past midnight and stops at every school on the way to the river. Those "
     "who live on the other side can cross on foot, because the bridge stays lit until the last boat has gone, and "
     "taxis wait beside the station all night."),
]
TAGS = ["San Telmo", "Markets", "Street food", "Night buses", "Town council"] # none that the practice site has
BYLINE = "Julia Ferrer"


def make_photo(path):
    """A picture large enough for a lead photo: two colours, so that it is no blank."""
    picture = GdkPixbuf.Pixbuf.new(GdkPixbuf.Colorspace.RGB, False, 8, 1600, 900)
    picture.fill(0x24506AFF)
    picture.new_subpixbuf(0, 500, 1600, 400).fill(0xC08A3EFF)
    picture.savev(path, "jpeg", [], [])


def choose_photo(w):
    """A photo in the file chooser that is about to open: a slash opens its entry for a path."""
    path = os.path.join(tempfile.mkdtemp(prefix="stet-keys-", dir=os.path.dirname(w.log_name)), "lamps.jpg")
    make_photo(path)
    chooser = w.wait(w.other_window, "the file chooser")
    w.x("windowfocus", "--sync", chooser)
    w.type(path)
    w.wait(lambda: path in [w.text(view) for view in w.all(TEXT)], "the path in the chooser")
    w.keys("Return")
    w.wait(lambda: not w.other_window(), "the chooser to close")
    w.x("windowfocus", "--sync", w.xid)


def same(what, found, wanted):
    if found != wanted:
        raise Failed("%s: there is %r, wanted %r" % (what, found, wanted))


def check_stored(w):
    """What the command line reads of the story is what was written, field by field."""
    status, out, err = w.stet("list", "--json")
    same("stet list", (status, err), (0, ""))
    row = next(row for row in json.loads(out) if row["headline"] == HEADLINE)
    status, out, err = w.stet("show", row["id"], "--json")
    same("stet show", (status, err), (0, ""))
    story = json.loads(out)
    article, photo, body = story["article"], story["article"]["photo"], story["article"]["body"]
    section = article["section"]
    same("dek", article["dek"], DEK)
    same("section", section["label"] if isinstance(section, dict) else section, SECTION)
    same("caption", photo["caption"], CAPTION)
    same("credit", photo["credit"], CREDIT_WHOLE)
    same("alt text", photo["alt"], ALT)
    if not photo["file"]:
        raise Failed("no photo is kept")
    same("kinds of blocks", [block["type"] for block in body],
         ["quote" if i == QUOTE else "paragraph" for i in range(len(PARAGRAPHS))])
    for number, (block, wanted) in enumerate(zip(body, PARAGRAPHS)):
        same("paragraph %d" % number, block["text"], wanted)
    last = body[-1]
    same("the link", [(span["type"], last["text"][span["start"]:span["end"]], span["href"]) for span in last["spans"]],
         [("link", LINKED, LINK)])
    same("spans elsewhere", [block["spans"] for block in body[:-1]], [[]] * (len(body) - 1))
    same("FAQ title", article["faq"]["title"], FAQ_TITLE)
    same("FAQ", [(item["question"], item["answer"]) for item in article["faq"]["items"]], FAQ)
    same("tags", [tag["label"] if isinstance(tag, dict) else tag for tag in article["tags"]], TAGS)
    same("byline", article["byline"], BYLINE)
    return story
