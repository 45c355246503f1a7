"""A real pointer over the window: where things are on the screen, clicks, and drags in steps."""
import time

from driver import Atspi, Failed

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


def caret(view):
    view.clear_cache()
    return Atspi.Text.get_caret_offset(view)


def place_of(w, view, offset, line_height=12):
    """Where a character of a text's first screen line begins, found by clicking: extents of characters are not told."""
    left, top, width, _ = box(view)
    low, high = 0, width
    while high - low > 1:
        middle = (low + high) / 2
        move(w, left + middle, top + line_height)
        press(w)
        time.sleep(0.45) # or the next is the second of two
        if caret(view) <= offset:
            low = middle
        else:
            high = middle
        if high - low < 2:
            break
    if abs(caret(view) - offset) > 1:
        raise Failed("no place for %d, the caret stands at %d" % (offset, caret(view)))
    return left + low, top + line_height
