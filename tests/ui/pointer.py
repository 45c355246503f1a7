"""A real pointer over the window: where things are on the screen, clicks, and drags in steps."""
import time

from driver import Atspi

WINDOW = Atspi.CoordType.WINDOW


def box(widget):
    """Where a widget is now: x, y, width, height in the window."""
    widget.clear_cache()
    at = widget.get_extents(WINDOW)
    return at.x, at.y, at.width, at.height


def move(w, x, y):
    """Without a window manager the window stands in the screen's corner."""
    w.x("mousemove", int(x), int(y))


def press(w, n=1):
    w.x("click", "--repeat", n, "--delay", 40, 1)


def drag(w, start, *ways, steps=6, held=None, before_drop=None):
    """From one place by others to the last, a few steps each; `held` is a key that is down at the drop."""
    move(w, *start)
    time.sleep(0.1)
    w.x("mousedown", 1)
    at = start
    for way in ways:
        for step in range(1, steps + 1):
            move(w, at[0] + (way[0] - at[0]) * step / steps, at[1] + (way[1] - at[1]) * step / steps)
            time.sleep(0.03)
        at = way
    if held:
        w.x("keydown", held)
        move(w, at[0] + 1, at[1])
    time.sleep(0.3) # the target answers the drag by messages of the X server, one after another
    if before_drop:
        before_drop()
    w.x("mouseup", 1)
    if held:
        w.x("keyup", held)
    time.sleep(0.2)


def selected(view):
    """What is selected in a text, (start, end); (0, 0) where nothing is."""
    view.clear_cache()
    if Atspi.Text.get_n_selections(view) == 0:
        return 0, 0
    found = Atspi.Text.get_selection(view, 0)
    return min(found.start_offset, found.end_offset), max(found.start_offset, found.end_offset)
