#!/usr/bin/python3
"""stet doctor on a real WordPress that is broken one way each. Run by run-with.py. Prints TAP."""
import contextlib
import itertools
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import traceback

PROGRAM = os.environ['STET_PROGRAM']
COMPANION = os.environ['STET_WP_FLAVOUR'] == 'companion'
URL = os.environ['STET_WP_URL']
WWW = pathlib.Path(os.environ['STET_WP_DIR']) / 'www'
MU = WWW / 'wp-content' / 'mu-plugins'
NUMBERS = itertools.count()
FLOORS = ['address', 'name', 'connection', 'tls', 'redirect', 'api', 'sign_in', 'rights', 'upload', 'revisions', 'clock']


def doctor(role, password=None):
    """Returns its exit status and the verdict, whom to ask and the sentence of each floor."""
    user, _, right = os.environ['STET_WP_' + role].partition(':')
    with tempfile.TemporaryDirectory() as folder:
        env = {**os.environ, 'STET_DATA_DIR': folder, 'STET_PASSWORD': password or right, 'LC_ALL': 'C.UTF-8',
               'ASAN_OPTIONS': 'detect_leaks=0'}
        env.pop('DBUS_SESSION_BUS_ADDRESS', None)
        done = subprocess.run([PROGRAM, 'doctor', URL, '--user', user, '--json'], env=env, capture_output=True, text=True, check=False)
    for secret in (right, right.replace(' ', ''), password or right):
        assert secret not in done.stdout + done.stderr, 'a password is in the report'
    assert done.stdout, done.stderr
    steps = {step['floor']: step for step in json.loads(done.stdout)['steps']}
    assert list(steps) == FLOORS, steps
    return done.returncode, steps


@contextlib.contextmanager
def plugin(code):
    """A site with this in it. PHP may go on for two seconds with what stood in a file: each has a file of its own."""
    file = MU / f'stet-doctor-test-{next(NUMBERS)}.php'
    file.write_text('<?php\n' + code, encoding='utf-8')
    try:
        yield
    finally:
        file.unlink()


def check(steps, floor, verdict, ask, *parts):
    step = steps[floor]
    said = f"{step['text']} {step['next']} {step['detail']}"
    assert step['verdict'] == verdict and step['ask'] == ask, (floor, step)
    for part in parts:
        assert part in said, (part, said)
    if verdict == 'broken' and FLOORS.index(floor) < FLOORS.index('upload'):
        for later in FLOORS[FLOORS.index(floor) + 1:-1]:
            assert steps[later]['verdict'] == 'skipped', (later, steps[later])


def test_editor():
    """an editor on a site in order"""
    status, steps = doctor('EDITOR')
    assert status == 0, (status, steps)
    for floor in FLOORS:
        if floor != 'revisions':
            check(steps, floor, 'fine', None)
    assert ('with the companion' in steps['api']['text']) == COMPANION, steps['api']


def test_nothing_left():
    """the picture it sends for a trial is not kept"""
    left = [path.name for path in (WWW / 'wp-content' / 'uploads').rglob('*stet-doctor*')]
    assert not left, left


def test_wrong_password():
    """a wrong password, and that of the log-in form"""
    for password in ('wrong wrong wrong', 'edith-pw'):
        status, steps = doctor('EDITOR', password)
        assert status == 1, status
        check(steps, 'sign_in', 'broken', 'you', 'application password')


def test_subscriber():
    """somebody who may only read"""
    status, steps = doctor('SUBSCRIBER')
    assert status == 1, status
    check(steps, 'rights', 'broken', 'administrator', 'role')


def test_contributor():
    """somebody who may not publish, nor send pictures on a stock site"""
    status, steps = doctor('CONTRIBUTOR')
    assert status == 0, (status, steps)
    check(steps, 'rights', 'note', None, 'You may not: edit others’ stories, approve, publish')
    if COMPANION:
        check(steps, 'upload', 'fine', None)
    else:
        check(steps, 'upload', 'note', 'administrator', 'An editor adds them')


def test_api_off():
    """a plugin that shuts the API"""
    with plugin("add_filter('rest_authentication_errors', function () {"
                " return new WP_Error('rest_disabled', 'The REST API is off.', array('status' => 401)); });"):
        status, steps = doctor('EDITOR')
        assert status == 3, (status, steps)
        check(steps, 'api', 'broken', 'administrator', 'switched off')


def test_passwords_off():
    """application passwords switched off"""
    with plugin("add_filter('wp_is_application_passwords_available', '__return_false');"):
        status, steps = doctor('EDITOR')
        assert status == 1, (status, steps)
        check(steps, 'sign_in', 'broken', 'you', 'application password')


def test_maintenance():
    """an update under way"""
    flag = WWW / '.maintenance'
    flag.write_text('<?php $upgrading = time();', encoding='utf-8')
    try:
        status, steps = doctor('EDITOR')
        assert status == 3, (status, steps)
        check(steps, 'api', 'broken', None, 'being updated')
    finally:
        flag.unlink()


def test_revisions():
    """revisions switched off, told by a story that was changed"""
    once = f'stet_doctor_{os.getpid()}'  # a site that an earlier run left may have been told already
    make = (f"add_action('init', function () {{ if (!get_option('{once}')) {{ update_option('{once}', 1);"
            " $id = wp_insert_post(array('post_title' => 'x', 'post_content' => 'one', 'post_status' => 'draft', 'post_author' => 2));"
            " $GLOBALS['wpdb']->query(\"UPDATE {$GLOBALS['wpdb']->posts} SET post_date_gmt = '2026-01-01 00:00:00' WHERE ID = $id\"); } });")
    with plugin("add_filter('wp_revisions_to_keep', '__return_zero', 99);" + make):
        doctor('EDITOR')
        status, steps = doctor('EDITOR')
        assert status == 0, (status, steps)
        check(steps, 'revisions', 'note', 'administrator', 'WP_POST_REVISIONS')


TESTS = (test_editor, test_nothing_left, test_wrong_password, test_subscriber, test_contributor, test_api_off, test_passwords_off,
         test_maintenance, test_revisions)


def main():
    failed = 0
    print(f'1..{len(TESTS)}', flush=True)
    for number, test in enumerate(TESTS, 1):
        try:
            test()
            print(f'ok {number} doctor: {test.__doc__}', flush=True)
        except AssertionError as error:
            failed += 1
            print(f'not ok {number} doctor: {test.__doc__}')
            print('# ' + (str(error) or traceback.format_exc()).replace('\n', '\n# '), flush=True)
    return 1 if failed else 0


sys.exit(main())
