#!/usr/bin/python3
"""Another program, with a text that can be dragged out of it. Usage: drag-outside.py TEXT [HTML]"""
import sys

import gi

gi.require_version("Gtk", "4.0")
from gi.repository import Gdk, GLib, Gtk  # noqa: E402


def activate(app):
    providers = [Gdk.ContentProvider.new_for_value(sys.argv[1])]
    if len(sys.argv) > 2:
        providers.append(Gdk.ContentProvider.new_for_bytes("text/html", GLib.Bytes.new(sys.argv[2].encode())))
    source = Gtk.DragSource(actions=Gdk.DragAction.COPY)
    source.set_content(Gdk.ContentProvider.new_union(providers))
    label = Gtk.Label(label="Drag me", hexpand=True, vexpand=True)
    label.add_controller(source)
    Gtk.ApplicationWindow(application=app, child=label, title="outside", default_width=200, default_height=100).present()


app = Gtk.Application()
app.connect("activate", activate)
app.run([])
