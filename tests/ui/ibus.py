"""A real input method on a bus of its own, and what it tells the program: what stands in the composition."""
import os
import subprocess
import tempfile
import time

from gi.repository import Gio, GLib

from driver import Failed

CONTEXT = "org.freedesktop.IBus.InputContext"


def text_of(variant):
    """The words of an IBusText in its variant."""
    return variant.unpack()[2]


class InputMethod:
    def __init__(self):
        self.folder = tempfile.TemporaryDirectory(prefix="stet-ibus-")
        self.address = "unix:path=%s/bus" % self.folder.name
        os.environ["IBUS_ADDRESS"] = self.address # for the programs that start from here on
        os.environ["GTK_IM_MODULE"] = "ibus"
        # GTK's module of ibus 1.5.27 may lose or swap keys where it does not wait for the answers, in any program.
        os.environ["IBUS_ENABLE_SYNC_MODE"] = "1"
        self.preedit, self.commits = "", []
        self.daemon = subprocess.Popen(
            ["ibus-daemon", "--address", self.address, "--panel", "disable", "--emoji-extension", "disable",
             "--config", "/usr/libexec/ibus-memconf"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.bus = self.until(self.connect, "the input method's bus")
        self.bus.signal_subscribe(None, CONTEXT, None, None, None, Gio.DBusSignalFlags.NONE, self.told)

    def connect(self):
        flags = Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION
        try:
            return Gio.DBusConnection.new_for_address_sync(self.address, flags, None, None)
        except GLib.Error:
            return None

    @staticmethod
    def until(ask, what, seconds=25):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            answer = ask()
            if answer:
                return answer
            time.sleep(0.05)
        raise Failed("waited in vain for " + what)

    def told(self, bus, sender, path, interface, signal, parameters):
        if signal == "UpdatePreeditTextWithMode":
            self.preedit = text_of(parameters.get_child_value(0)) if parameters.get_child_value(2).get_boolean() else ""
        elif signal == "HidePreeditText":
            self.preedit = ""
        elif signal == "CommitText":
            self.commits.append(text_of(parameters.get_child_value(0)))

    def shows(self, preedit):
        """Whether just this is being composed, as far as was told."""
        while GLib.MainContext.default().iteration(False):
            pass
        return self.preedit == preedit

    def use(self, engine):
        def set_engine():
            try:
                self.bus.call_sync("org.freedesktop.IBus", "/org/freedesktop/IBus", "org.freedesktop.IBus",
                                   "SetGlobalEngine", GLib.Variant("(s)", (engine,)), None, Gio.DBusCallFlags.NONE, 15000, None)
                return True
            except GLib.Error:
                return False
        self.until(set_engine, "the engine " + engine)

    def end(self):
        self.bus.close_sync(None)
        self.daemon.terminate()
        self.daemon.wait(15)
        self.folder.cleanup()
