"""Real key events and what they paint: XTest sends them, the Damage extension tells when the window was drawn.

Plain Xlib through ctypes, so that nothing more is needed to build. Not for threads.
"""
import ctypes
import os
import time

x11 = ctypes.CDLL("libX11.so.6")
xtst = ctypes.CDLL("libXtst.so.6")
damage = ctypes.CDLL("libXdamage.so.1")
for function in (x11.XOpenDisplay, x11.XStringToKeysym):
    function.restype = ctypes.c_void_p
x11.XStringToKeysym.restype = ctypes.c_ulong
x11.XKeysymToKeycode.restype = ctypes.c_ubyte
damage.XDamageCreate.restype = ctypes.c_ulong
REPORT_NON_EMPTY = 3


class Screen:
    def __init__(self):
        self.display = ctypes.c_void_p(x11.XOpenDisplay(None))
        self.event = ctypes.create_string_buffer(512)
        base, error = ctypes.c_int(), ctypes.c_int()
        if not damage.XDamageQueryExtension(self.display, ctypes.byref(base), ctypes.byref(error)):
            raise RuntimeError("the screen has no Damage extension")
        self.damages = {}

    def code(self, name):
        return x11.XKeysymToKeycode(self.display, ctypes.c_ulong(x11.XStringToKeysym(name.encode())))

    def key(self, *names):
        """One key, the modifiers first."""
        codes = [self.code(name) for name in names]
        for code in codes:
            xtst.XTestFakeKeyEvent(self.display, code, 1, 0)
        for code in reversed(codes):
            xtst.XTestFakeKeyEvent(self.display, code, 0, 0)
        x11.XFlush(self.display)

    def watch(self, window):
        self.damages[window] = damage.XDamageCreate(self.display, ctypes.c_ulong(window), REPORT_NON_EMPTY)
        x11.XSync(self.display, 0)

    def place(self, window, x):
        x11.XMoveWindow(self.display, ctypes.c_ulong(window), x, 0)
        x11.XSync(self.display, 0)

    def focus(self, window):
        x11.XSetInputFocus(self.display, ctypes.c_ulong(window), 2, ctypes.c_ulong(0))
        x11.XSync(self.display, 0)

    def forget(self):
        """What was drawn until now."""
        for each in self.damages.values():
            damage.XDamageSubtract(self.display, ctypes.c_ulong(each), ctypes.c_ulong(0), ctypes.c_ulong(0))
        x11.XSync(self.display, 1)

    def drawn(self, seconds):
        """Whether something was drawn within so many seconds; asked often, since poll () would add to it."""
        end = time.perf_counter() + seconds
        while time.perf_counter() < end:
            if x11.XPending(self.display):
                x11.XNextEvent(self.display, self.event)
                return True
            time.sleep(0.0002)
        return False


def cpu_ns(pid, main_only=False):
    """What the threads of a process have run, from the scheduler's own count."""
    threads = [str(pid)] if main_only else os.listdir("/proc/%d/task" % pid)
    total = 0
    for thread in threads:
        try:
            with open("/proc/%d/task/%s/schedstat" % (pid, thread)) as stat:
                total += int(stat.read().split()[0])
        except FileNotFoundError:
            continue # it has ended
    return total


def resident_kb(pid):
    with open("/proc/%d/status" % pid) as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS"))
