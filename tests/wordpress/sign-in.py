#!/usr/bin/python3
"""Signing in by the browser on a real WordPress: the test is the browser, with its cookies and its forms. Run by run-with.py."""
import json
import os
import subprocess
import sys
import tempfile
import traceback
import urllib.error
import urllib.parse
import urllib.request

from authorizing import URL, Browser

PROGRAM = os.environ['STET_PROGRAM']


class Adding:
    """`stet site add --browser` while it waits."""
    def __init__(self, seconds=60):
        self.folder = tempfile.TemporaryDirectory()
        env = {**os.environ, 'STET_DATA_DIR': self.folder.name, 'LC_ALL': 'C.UTF-8', 'ASAN_OPTIONS': 'detect_leaks=0',
               'STET_SIGN_IN_SECONDS': str(seconds)}
        for name in ('DBUS_SESSION_BUS_ADDRESS', 'DISPLAY', 'WAYLAND_DISPLAY', 'STET_PASSWORD'):
            env.pop(name, None)
        self.process = subprocess.Popen([PROGRAM, 'site', 'add', URL, '--browser', '--json'], env=env, text=True,
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        line = self.process.stderr.readline()
        self.page = line.partition('Sign in at ')[2].strip()
        assert self.page.startswith(URL + '/wp-admin/authorize-application.php?app_name=Stet&success_url=http%3A%2F%2F127.0.0.1'), line
        self.back = urllib.parse.parse_qs(urllib.parse.urlsplit(self.page).query)['success_url'][0]

    def end(self):
        output, errors = self.process.communicate(timeout=60)
        self.folder.cleanup()
        return self.process.returncode, output, errors


def test_approve():
    """yes in the browser: the account is there, and its password works"""
    adding, browser = Adding(), Browser()
    browser.log_in()
    said = browser.answer(adding.page, 'approve')
    assert 'Stet is signed in' in said, said[:500]
    status, output, errors = adding.end()
    assert status == 0, (status, errors)
    account = json.loads(output)
    assert account['user'] == 'edith' and 'publish' in account['info']['can'], account


def test_strangers():
    """what knocks without the nonce, or with half an answer, changes nothing"""
    adding, browser = Adding(), Browser()
    port = urllib.parse.urlsplit(adding.back).port
    for url in (f'http://127.0.0.1:{port}/?user_login=eve&password=x', f'http://127.0.0.1:{port}/other?user_login=eve&password=x',
                adding.back, adding.back + '?user_login=eve'):
        try:
            browser.open(url)
            raise AssertionError(url + ' was taken')
        except urllib.error.HTTPError as error:
            assert error.code == 404, error.code
    browser.log_in()
    browser.answer(adding.page, 'approve')
    status, output, errors = adding.end()
    assert status == 0 and json.loads(output)['user'] == 'edith', (status, errors)


def test_reject():
    """no in the browser"""
    adding, browser = Adding(), Browser()
    browser.log_in()
    browser.answer(adding.page, 'reject')
    status, _output, errors = adding.end()
    assert status == 1 and 'turned down' in errors, (status, errors)


def test_late():
    """nobody comes"""
    status, _output, errors = Adding(1).end()
    assert status == 3 and 'in time' in errors, (status, errors)


TESTS = (test_approve, test_strangers, test_reject, test_late)


def main():
    failed = 0
    print(f'1..{len(TESTS)}', flush=True)
    for number, test in enumerate(TESTS, 1):
        try:
            test()
            print(f'ok {number} sign-in: {test.__doc__}', flush=True)
        except (AssertionError, KeyError, ValueError) as error:
            failed += 1
            print(f'not ok {number} sign-in: {test.__doc__}')
            print('# ' + (str(error) + '\n' + traceback.format_exc()).replace('\n', '\n# '), flush=True)
    return 1 if failed else 0


sys.exit(main())
