#!/usr/bin/python3
"""A story from its file to its live page on a real WordPress, by commands alone: a contributor and an editor, each with
a data folder of their own. Run by run-with.py. Prints TAP."""
import base64
import json
import os
import pathlib
import struct
import subprocess
import sys
import tempfile
import traceback
import urllib.request
import zlib

PROGRAM = os.environ['STET_PROGRAM']
TOP = pathlib.Path(__file__).resolve().parent.parent.parent
COMPANION = os.environ['STET_WP_FLAVOUR'] == 'companion'
WORK = pathlib.Path(tempfile.mkdtemp())


class Person:
    def __init__(self, name, role):
        self.folder = WORK / name
        self.user, _, self.password = os.environ['STET_WP_' + role].partition(':')

    def run(self, *words, status=0, given=None):
        """One command. Returns what it prints."""
        env = {**os.environ, 'STET_DATA_DIR': str(self.folder), 'STET_PASSWORD': self.password, 'LC_ALL': 'C.UTF-8', 'ASAN_OPTIONS': 'detect_leaks=0'}
        env.pop('DBUS_SESSION_BUS_ADDRESS', None)
        done = subprocess.run([PROGRAM, *words], env=env, capture_output=True, text=True, input=given, check=False)
        if status is not None and done.returncode != status:
            raise AssertionError(f'stet {" ".join(words)}: {done.returncode}, not {status}\n{done.stdout}\n{done.stderr}')
        return done.stdout.strip()

    def tell(self, *words):
        return json.loads(self.run(*words, '--json'))


def page(url):
    with urllib.request.urlopen(url, timeout=60) as answer:
        return answer.read().decode()


def picture():
    """A small PNG with no two alike."""
    def chunk(kind, data):
        return struct.pack('>I', len(data)) + kind + data + struct.pack('>I', zlib.crc32(kind + data))
    rows = b''.join(b'\0' + os.urandom(60) for _ in range(20))
    return (b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', struct.pack('>IIBBBBB', 20, 20, 8, 2, 0, 0, 0)) + chunk(b'IDAT', zlib.compress(rows))
            + chunk(b'IEND', b''))


def holds(text, *parts):
    for part in parts:
        if part not in text:
            raise AssertionError(f'“{part}” is not in the page')


def write(reporter):
    """A story ready to be handed in."""
    story = reporter.run('import', str(TOP / 'data/samples/story-en.txt'))
    reporter.run('fix', story)
    reporter.run('fix', story, '--rule', 'EN-Q01')
    photo = WORK / 'photo.png'
    photo.write_bytes(picture())
    reporter.run('set', story, 'photo.file', str(photo))
    reporter.run('set', story, 'photo.alt', 'A ferry at a harbour pier, with people queueing to board.')
    reporter.run('set', story, 'tags', 'River & Lakes, Ferries')
    return story


CHANGE = "add_filter('%s', function ($t) { return %s; }, 99);"
FAULTS = {  # what a theme or a plugin can do to a page: the part that is told of it
    CHANGE % ('the_title', "'Another headline'"): 'headline',
    CHANGE % ('the_content', "preg_replace('~<p class=\"[^\"]*stet-dek.*?</p>~s', '', $t)"): 'dek',
    CHANGE % ('the_content', "preg_replace('~<p>(.*?)</p>~s', '', $t, 1)"): 'body',
    CHANGE % ('the_content', "str_replace('Photo ©', 'Foto ©', $t)") +
    CHANGE % ('render_block', "str_replace('Photo ©', 'Foto ©', $t)"): 'credit',
    CHANGE % ('the_content', "preg_replace('~<h3[^>]*>.*?</h3>~s', '', $t)"): 'faq',
    CHANGE % ('wp_get_attachment_image_attributes', "array('alt' => 'Something else') + $t"): 'picture',
    CHANGE % ('term_links-post_tag', 'array()'): 'tags',
    CHANGE % ('get_canonical_url', "'https://elsewhere.example/'"): 'canonical',
}
COMPANION_FAULTS = {
    CHANGE % ('stet_head_parts', 'array()'): 'article_data',
}


def check_faults(editor, story):
    """Each fault alone, then none: stet verify names what readers see differently."""
    plugins = pathlib.Path(os.environ['STET_WP_DIR']) / 'www/wp-content/mu-plugins'
    for code, part in {**FAULTS, **(COMPANION_FAULTS if COMPANION else {})}.items():
        # PHP may go on for two seconds with what stood in a file: each has a file of its own.
        plugin = plugins / f'stet-page-test-{part}.php'
        plugin.write_text('<?php\n' + code, encoding='utf-8')
        told = json.loads(editor.run('verify', story, '--json', status=1))['differences']
        assert part in [one['part'] for one in told], (part, told)
        print(f"# {part}: {told[0]['text']}", flush=True)
        plugin.unlink()
    holds(editor.run('verify', story), 'is as approved')


def test_path(reporter, editor):
    """import, submit, approve, publish, correct, take down"""
    for person in (reporter, editor):
        person.run('site', 'add', os.environ['STET_WP_URL'], '--user', person.user)
    story = write(reporter)
    sent = reporter.tell('submit', story)
    assert sent['state'] == 'submitted' and sent['remote_id'].isdigit(), sent
    editor.run('sync')
    rows = {row['id']: row for row in editor.tell('list')}
    assert story in rows, rows
    if not COMPANION:
        # A contributor's pictures travel by the desk: without the file nobody approves it.
        editor.run('approve', story, status=1)
        editor.run('set', story, 'photo.file', str(WORK / 'photo.png'))
    editor.run('approve', story)
    live = editor.tell('publish', story)
    assert live['state'] == 'published' and live['hash'] == sent['hash'], (live, sent)
    assert live['page'] == {'url': live['url'], 'differences': []}, live['page']
    check_faults(editor, story)
    html = page(live['url'])
    holds(html, 'stet-dek', 'stet-credit', 'stet-faq', 'River &amp; Lakes', 'Ferries')
    holds(html, 'wp-post-image', 'A ferry at a harbour pier')
    if COMPANION:
        holds(html, 'application/ld+json', 'NewsArticle')
    new_dek = 'The two boats carried four hundred people on their first day back across the bay.'
    editor.run('set', story, 'dek', new_dek)
    if COMPANION:
        editor.run('submit', story)
        assert new_dek not in page(live['url'])
    else:
        editor.run('submit', story, status=1)
    again = editor.tell('publish', story, '--approve')
    assert again['url'] == live['url'] and again['hash'] != live['hash'], (again, live)
    holds(page(live['url']), new_dek)
    reporter.run('sync')
    rows = {row['id']: row for row in reporter.tell('list')}
    assert rows[story]['state'] == 'published', rows[story]
    if COMPANION:  # on a stock site a contributor may not read what is live
        assert json.loads(reporter.run('export', story, '--format', 'json'))['dek'] == new_dek
    down = editor.tell('unpublish', story, '--reason', 'A test')
    assert down['state'] == 'unpublished', down
    editor.run('bin', story)
    reporter.run('sync')


def test_return(reporter, editor):
    """a story goes back to its reporter, and comes again"""
    story = write(reporter)
    reporter.run('submit', story)
    editor.run('sync')
    editor.run('return', story, '--note', 'Who says so?')
    reporter.run('sync')
    rows = {row['id']: row for row in reporter.tell('list')}
    assert rows[story]['state'] == 'returned', rows[story]
    reporter.run('set', story, 'headline', 'The ferries are back on the bay')
    reporter.run('submit', story)
    editor.run('sync')
    assert json.loads(editor.run('export', story, '--format', 'json'))['headline'] == 'The ferries are back on the bay'


def test_test(_reporter, editor):
    """site test says what is guaranteed and what is not"""
    said = editor.run('site', 'test', os.environ['STET_WP_URL'], '--user', editor.user)
    print('# ' + said.replace('\n', '\n# '))
    holds(said, 'Guaranteed: nobody’s change' if COMPANION else 'Only detected: the site can’t refuse')


def test_sign_in(_reporter, editor):
    """who comes without an application password is shown where to make one"""
    url = os.environ['STET_WP_URL']
    right, editor.password = editor.password, 'edith-pw'
    for words in (('--user', editor.user), ()):
        env = {**os.environ, 'STET_DATA_DIR': str(WORK / 'nobody'), 'STET_PASSWORD': editor.password, 'ASAN_OPTIONS': 'detect_leaks=0'}
        env.pop('DBUS_SESSION_BUS_ADDRESS', None)
        done = subprocess.run([PROGRAM, 'site', 'add', url, *words], env=env, capture_output=True, text=True, check=False)
        assert done.returncode == 1, done
        holds(done.stderr, url + '/wp-admin/authorize-application.php?app_name=Stet')
    editor.password = right


def as_admin(path, **values):
    """One request without Stet. Returns the answer."""
    request = urllib.request.Request(os.environ['STET_WP_URL'] + '/wp-json/wp/v2/' + path, json.dumps(values).encode())
    request.add_header('Authorization', 'Basic ' + base64.b64encode(os.environ['STET_WP_ADMINISTRATOR'].encode()).decode())
    request.add_header('Content-Type', 'application/json')
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.load(answer)


def refused(person, *words):
    env = {**os.environ, 'STET_DATA_DIR': str(person.folder), 'LC_ALL': 'C.UTF-8', 'ASAN_OPTIONS': 'detect_leaks=0'}
    env.pop('DBUS_SESSION_BUS_ADDRESS', None)
    done = subprocess.run([PROGRAM, *words], env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 2, done
    return done.stderr


def authors_of(person, story):
    return json.loads(person.run('export', story, '--format', 'json'))['authors']


def test_authors(reporter, editor):
    """a story is given to an author of the site by name, and to another one at the site"""
    twins = [str(as_admin('users', username=f'twin{n}', name='Juana Díaz', email=f'twin{n}@example.test', password='twin-pw',
                          roles=['author'])['id']) for n in (1, 2)]
    story = write(reporter)
    reporter.run('sync')
    known = {row['name']: row['id'] for row in reporter.tell('authors')}
    assert {'Arthur', 'Connie', 'Edith', 'Juana Díaz'} <= known.keys(), known
    holds(reporter.run('authors'), 'Arthur  #' + known['Arthur'], 'Juana Díaz  #' + twins[0])
    holds(refused(reporter, 'set', story, 'authors', 'Artur'), 'no author “Artur”', '--free')
    holds(refused(reporter, 'set', story, 'authors', 'juana diaz'), 'several authors', *('#' + twin for twin in twins))
    holds(refused(reporter, 'set', story, 'authors', '#99999'), 'no author “#99999”')
    assert authors_of(reporter, story) == []
    reporter.run('set', story, 'authors', '--free', 'A guest; ARTHUR, #' + twins[1])
    named = ['A guest', {'label': 'Arthur', 'id': known['Arthur']}, {'label': 'Juana Díaz', 'id': twins[1]}]
    assert authors_of(reporter, story) == named, authors_of(reporter, story)
    sent = reporter.tell('submit', story)
    editor.run('sync')
    assert authors_of(editor, story) == named, authors_of(editor, story)
    as_admin('posts/' + sent['remote_id'], author=int(known['Edith']))
    editor.run('sync')
    assert authors_of(editor, story)[1] == {'label': 'Edith', 'id': known['Edith']}, authors_of(editor, story)
    editor.run('set', story, 'authors', 'Arthur')
    if not COMPANION:
        editor.run('set', story, 'photo.file', str(WORK / 'photo.png'))
    live = editor.tell('publish', story, '--approve')
    assert live['state'] == 'published', live
    assert as_admin('posts/' + sent['remote_id'])['author'] == int(known['Arthur'])


TESTS = (test_sign_in, test_path, test_return, test_authors, test_test)


def main():
    people = Person('reporter', 'CONTRIBUTOR'), Person('editor', 'EDITOR')
    failed = 0
    print(f'1..{len(TESTS)}', flush=True)
    for number, test in enumerate(TESTS, 1):
        try:
            test(*people)
            print(f'ok {number} {test.__doc__}', flush=True)
        except AssertionError as error:
            failed += 1
            print(f'not ok {number} {test.__doc__}')
            print('# ' + (str(error) or traceback.format_exc()).replace('\n', '\n# '), flush=True)
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
