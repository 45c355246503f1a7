#!/usr/bin/python3
"""Signing in by the browser from the window's first page, on a real WordPress: waited for, stopped, turned down, done.
The desktop's browser is a script that notes where it was led; the test answers that page. Run by run-with.py, on a screen
of its own. Prints TAP."""
import json
import os
import pathlib
import sys
import urllib.error
import urllib.parse

UI = pathlib.Path(__file__).resolve().parent.parent / 'ui'
PROGRAM = os.environ['STET_PROGRAM']

if len(sys.argv) == 1:
    screen = str(UI / 'tap-on-screen')
    os.execv(screen, [screen, '/usr/bin/python3', '-W', 'ignore', __file__, PROGRAM])

sys.path.insert(0, str(UI))
from authorizing import URL, Browser  # noqa: E402
from driver import Failed, closes, run_steps  # noqa: E402

ADDRESS, SIGN_IN, STOP = "Address of the newsroom's site", 'Sign in with the browser', 'Stop waiting'
LED = pathlib.Path(os.environ['XDG_DATA_HOME']) / 'led-to'
browser = Browser()


def make_browser():
    """The desktop's own, as far as the desktop knows."""
    apps = LED.parent / 'applications'
    apps.mkdir(parents=True)
    script = LED.parent / 'browser'
    script.write_text(f'#!/bin/sh\nprintf %s "$1" >"{LED}.new"\nmv "{LED}.new" "{LED}"\n')
    script.chmod(0o755)
    (apps / 'browser.desktop').write_text(f'[Desktop Entry]\nType=Application\nName=Browser\nExec={script} %u\n'
                                          'MimeType=x-scheme-handler/http;x-scheme-handler/https;\n')
    (apps / 'mimeapps.list').write_text('[Default Applications]\nx-scheme-handler/http=browser.desktop\n')


def led(w):
    """Presses the button. Returns: the page that the browser was led to."""
    LED.unlink(missing_ok=True)
    w.press(SIGN_IN)
    w.says('Sign in on the page in your browser.')
    page = w.wait(lambda: LED.exists() and LED.read_text(), 'the browser')
    if not page.startswith(URL + '/wp-admin/authorize-application.php?'):
        raise Failed('the browser was led to ' + page)
    return page


def back_of(page):
    return urllib.parse.parse_qs(urllib.parse.urlsplit(page).query)['success_url'][0]


def is_shut(page):
    try:
        browser.open(back_of(page) + '?user_login=eve&password=x')
    except urllib.error.HTTPError:
        return False
    except urllib.error.URLError:
        return True
    return False


def sites(w):
    return json.loads(w.stet('site', 'list', '--json')[1])


def stops(w):
    """Nobody need wait for a page that was closed. The door is shut behind it."""
    w.says('Where will your stories go')
    w.tab_to(ADDRESS)
    w.write(ADDRESS, URL)
    page = led(w)
    w.tab_to(STOP)
    w.keys('Return')
    w.says('The sign-in was stopped. Nothing was connected.')
    w.wait(lambda: is_shut(page), 'the door to be shut')
    if sites(w) or w.text_of(ADDRESS) != URL:
        raise Failed('there are %s, the address is %s' % (sites(w), w.text_of(ADDRESS)))


def turned_down(w):
    page = led(w)
    browser.log_in()
    browser.answer(page, 'reject')
    w.says('The sign-in was turned down in the browser. Nothing was connected.')
    if sites(w):
        raise Failed('connected to %s' % sites(w))


def strangers(w):
    """What else knocks while it waits is not let in, and waiting goes on."""
    page = led(w)
    origin = urllib.parse.urlsplit(back_of(page))
    for url in (f'http://{origin.netloc}/?user_login=eve&password=x', back_of(page) + '?user_login=eve'):
        try:
            browser.open(url)
            raise Failed(url + ' was taken')
        except urllib.error.HTTPError as error:
            if error.code != 404:
                raise Failed('%s got %d' % (url, error.code)) from error
    w.says('Sign in on the page in your browser.')
    done = browser.answer(page, 'approve')
    if 'Stet is signed in' not in done:
        raise Failed('the browser shows ' + done[:200])


def signed_in(w):
    """The window goes on by itself, and nobody typed a password: the site's stories come."""
    found = w.wait(lambda: sites(w), 'the site')
    if [(site['user'], site['url'].rstrip('/')) for site in found] != [('edith', URL)]:
        raise Failed('connected to %s' % found)
    w.wait(lambda: json.loads(w.stet('list', '--json')[1]), 'a story of the site')


STEPS = [stops, turned_down, strangers, signed_in, closes]

make_browser()
sys.exit(run_steps(STEPS))
