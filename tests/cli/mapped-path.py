#!/usr/bin/python3
"""A story from its file to its live page on a site that a mapping describes, by commands alone: a reporter and an
editor, each with a data folder of their own; and what site test --mapping says. Run by tests/site/run-mapped.py.
Prints TAP."""
import html
import json
import os
import pathlib
import struct
import subprocess
import sys
import tempfile
import traceback
import urllib.error
import urllib.request
import zlib

PROGRAM, API, MAPPING = (os.environ[name] for name in ('STET_PROGRAM', 'STET_CONTRACT_API', 'STET_CONTRACT_MAPPING'))
TOP = pathlib.Path(__file__).resolve().parent.parent.parent
GUARDED = pathlib.Path(MAPPING).name == 'numbers.json'  # it refuses stale changes itself


class Person:
    def __init__(self, folder, role):
        self.folder = folder / role
        self.user, _, self.password = os.environ['STET_CONTRACT_' + role].partition(':')

    def run(self, *words, status=0):
        """One command. Returns what it prints; what it says is kept in `said`."""
        env = {**os.environ, 'STET_DATA_DIR': str(self.folder), 'STET_PASSWORD': self.password, 'LC_ALL': 'C.UTF-8', 'ASAN_OPTIONS': 'detect_leaks=0'}
        env.pop('DBUS_SESSION_BUS_ADDRESS', None)
        done = subprocess.run([PROGRAM, *words], env=env, capture_output=True, text=True, check=False)
        self.said = done.stderr
        assert done.returncode == status, f'stet {" ".join(words)}: {done.returncode}, not {status}\n{done.stdout}\n{done.stderr}'
        return done.stdout.strip()

    def tell(self, *words):
        return json.loads(self.run(*words, '--json'))

    def row(self, story):
        return next(row for row in self.tell('list') if row['id'] == story)


def page(url):
    with urllib.request.urlopen(url, timeout=60) as answer:
        return answer.read().decode()


def picture():
    def chunk(kind, data):
        return struct.pack('>I', len(data)) + kind + data + struct.pack('>I', zlib.crc32(kind + data))
    rows = b''.join(b'\0' + os.urandom(60) for _ in range(20))
    return b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', struct.pack('>IIBBBBB', 20, 20, 8, 2, 0, 0, 0)) + chunk(b'IDAT', zlib.compress(rows)) + chunk(b'IEND', b'')


def write(reporter):
    story = reporter.run('import', str(TOP / 'data/samples/story-en.txt'))
    reporter.run('fix', story)
    reporter.run('fix', story, '--rule', 'EN-Q01')
    photo = reporter.folder / 'photo.png'
    photo.write_bytes(picture())
    reporter.run('set', story, 'photo.file', str(photo))
    reporter.run('set', story, 'photo.alt', 'A ferry at a harbour pier, with people queueing to board.')
    reporter.run('set', story, 'tags', 'River & Lakes, Ferries')
    return story


def test_rehearsal(_reporter, editor):
    """site test says what is guaranteed and what is only detected"""
    said = editor.tell('site', 'test', API, '--user', editor.user, '--mapping', MAPPING)
    verdicts = {row['step']: row['verdict'] for row in said['rehearsal']}
    kept = 'guaranteed' if GUARDED else 'detected'
    assert verdicts == {'create': 'guaranteed', 'read-back': 'guaranteed', 'stale-write': kept, 'lost-reply': 'guaranteed', 'picture': 'guaranteed',
                        'publish': 'guaranteed', 'page': 'guaranteed', 'update': 'missing', 'unpublish': 'guaranteed', 'review': 'missing'}, said
    if not GUARDED:
        text = editor.run('site', 'test', API, '--user', editor.user, '--mapping', MAPPING)
        print('# ' + text.replace('\n', '\n# '))
        assert 'Only detected: A change made' in text
    assert editor.tell('list') == []


def test_broken(_reporter, editor):
    """a mapping that promises more than the site keeps fails the test, and one that is broken is told where"""
    mapping = json.loads(pathlib.Path(MAPPING).read_text('utf-8'))
    mapping['operations']['get']['path'] = '/{remote_id}/{number}'
    broken = editor.folder / 'broken.json'
    broken.write_text(json.dumps(mapping), 'utf-8')
    editor.run('site', 'test', API, '--user', editor.user, '--mapping', str(broken), status=2)
    assert '/operations/get/path: there is no variable “{number}”' in editor.said, editor.said
    editor.run('site', 'test', API, '--user', editor.user, '--mapping', str(broken) + 'x', status=2)
    mapping = json.loads(pathlib.Path(MAPPING).read_text('utf-8'))
    mapping['fields']['headline']['at'] = '/elsewhere/title'  # the site passes over it
    broken.write_text(json.dumps(mapping), 'utf-8')
    editor.run('site', 'test', API, '--user', editor.user, '--mapping', str(broken), status=1)


def test_path(reporter, editor):
    """import, submit, approve, publish, correct, take down"""
    for person in (reporter, editor):
        added = person.tell('site', 'add', API, '--user', person.user, '--mapping', MAPPING)
        assert added['info']['mapping']['format'] == 'stet-site/1', added
    seen = reporter.tell('doctor')
    assert seen['kind'] == 'mapping' and all(step['verdict'] != 'broken' for step in seen['steps']), seen
    story = write(reporter)
    sent = reporter.tell('submit', story)
    assert sent['state'] == 'submitted' and sent['remote_id'], sent
    editor.run('sync')
    assert editor.row(story)['state'] == 'submitted'
    editor.run('approve', story)
    live = editor.tell('publish', story)
    assert live['state'] == 'published' and live['hash'] == sent['hash'], (live, sent)
    headlines = {json.loads(person.run('export', story, '--format', 'json'))['headline'] for person in (reporter, editor)}
    assert len(headlines) == 1 and html.escape(*headlines) in page(live['url']), (headlines, page(live['url']))
    editor.run('set', story, 'body[0]', 'The two boats carried four hundred people on their first day back.')
    again = editor.tell('publish', story, '--approve')
    assert again['url'] == live['url'] and again['hash'] != live['hash'], (again, live)
    assert 'four hundred people' in page(live['url'])
    reporter.run('sync')
    assert reporter.row(story)['state'] == 'published'
    assert 'four hundred' in json.loads(reporter.run('export', story, '--format', 'json'))['body'][0]['text']
    down = editor.tell('unpublish', story, '--reason', 'A test')
    assert down['state'] == 'unpublished', down
    try:
        page(live['url'])
        raise AssertionError('the page is still there')
    except urllib.error.HTTPError as error:
        assert error.code == 410
    editor.run('bin', story)
    reporter.run('sync')


def test_return(reporter, editor):
    """a story goes back to its reporter, and comes again"""
    story = write(reporter)
    reporter.run('submit', story)
    editor.run('sync')
    editor.run('return', story, '--note', 'Who says so?')
    reporter.run('sync')
    assert reporter.row(story)['state'] == 'returned'
    reporter.run('set', story, 'headline', 'The ferries are back on the bay')
    reporter.run('submit', story)
    editor.run('sync')
    assert json.loads(editor.run('export', story, '--format', 'json'))['headline'] == 'The ferries are back on the bay'


# What goes the same way at every mapped site is gone once.
TESTS = (test_rehearsal, test_path) if GUARDED else (test_rehearsal, test_broken, test_path, test_return)


def main():
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        people = Person(pathlib.Path(folder), 'REPORTER'), Person(pathlib.Path(folder), 'EDITOR')
        print(f'1..{len(TESTS)}', flush=True)
        for number, test in enumerate(TESTS, 1):
            try:
                test(*people)
                print(f'ok {number} {test.__doc__}', flush=True)
            except (AssertionError, KeyError, StopIteration):
                failed += 1
                print(f'not ok {number} {test.__doc__}')
                print('# ' + traceback.format_exc().replace('\n', '\n# '), flush=True)
    return 1 if failed else 0


sys.exit(main())
