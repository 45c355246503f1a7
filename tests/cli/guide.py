#!/usr/bin/python3
"""The guide for a site's developers, held to its word: guide.py PROGRAM TOP. Every mapping in it, whole or in part, fits
the schema and is read by the program; the whole one works at the site it is written for; its requests are those of the
OpenAPI description; its commands exist; both languages show the same. Prints TAP."""
import copy
import html.parser
import json
import os
import pathlib
import subprocess
import sys
import tempfile

import jsonschema
import yaml

PROGRAM, TOP = sys.argv[1], pathlib.Path(sys.argv[2])
API = TOP / 'data' / 'site-api'
WORK = tempfile.TemporaryDirectory()


class Guide(html.parser.HTMLParser):
    """Its <pre class=…>, and the first column of its table of requests."""

    def __init__(self, language):
        super().__init__()
        self.shown, self.requests, self.links, self.ids = [], [], [], set()
        self.at, self.text, self.in_requests, self.cell = None, '', False, 0
        self.feed((TOP / 'data' / 'help' / language / 'sites.html').read_text('utf-8'))
        self.close()

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        self.ids.add(given.get('id'))
        if tag == 'a':
            self.links.append(given['href'])
        if tag == 'table':
            self.in_requests = given.get('class') == 'requests'
        if tag == 'tr':
            self.cell = 0
        if tag == 'pre' or tag == 'td' and self.in_requests:
            self.at, self.text, self.cell = given, '', self.cell + 1

    def handle_data(self, data):
        self.text += data

    def handle_endtag(self, tag):
        if tag == 'pre':
            self.shown.append((self.at['class'], self.at.get('data-at'), self.text))
        elif tag == 'td' and self.in_requests and self.cell == 1:
            self.requests.append(self.text)

    def of(self, kind):
        return [(at, text) for shown, at, text in self.shown if shown == kind]


def stet(*words, password='secret'):
    env = {**os.environ, 'STET_DATA_DIR': WORK.name, 'STET_PASSWORD': password, 'LC_ALL': 'C.UTF-8', 'ASAN_OPTIONS': 'detect_leaks=0'}
    env.pop('DBUS_SESSION_BUS_ADDRESS', None)
    return subprocess.run([PROGRAM, *words], env=env, capture_output=True, text=True, check=False)


def rehearse(mapping, api='http://127.0.0.1:1/v1', password='secret'):
    path = pathlib.Path(WORK.name) / 'mapping.json'
    path.write_text(json.dumps(mapping), 'utf-8')
    return stet('site', 'test', api, '--user', 'edgar', '--mapping', str(path), '--json', password=password)


def put(mapping, pointer, value):
    mapping = copy.deepcopy(mapping)
    *way, last = pointer.split('/')[1:]
    node = mapping
    for part in way:
        node = node.setdefault(part, {})
    node[last] = value
    return mapping


def test_same(guides):
    """both languages show the same"""
    assert guides['en'].shown == guides['es'].shown
    assert guides['en'].requests == guides['es'].requests


def test_links(guides):
    """its links lead somewhere, and the help leads to it"""
    for language, guide in guides.items():
        assert all(link[0] == '#' and link[1:] in guide.ids for link in guide.links), guide.links
        assert f'href="sites-{language}.html"' in (TOP / 'data' / 'help' / language / 'index.html').read_text('utf-8')


def test_requests(guides):
    """its requests are those of the OpenAPI description"""
    paths = yaml.safe_load((API / 'stet-publishing.openapi.yaml').read_text('utf-8'))['paths']
    known = {f'{method.upper()} {path}' for path, ways in paths.items() for method in ways if method in ('get', 'put', 'post', 'head', 'delete')}
    assert set(guides['en'].requests) == known, set(guides['en'].requests) ^ known


def test_parts(guides):
    """each mapping in it, in part or whole, fits the schema and is read"""
    validator = jsonschema.Draft202012Validator(json.loads((API / 'stet-site.schema.json').read_text('utf-8')))
    whole = json.loads(guides['en'].of('whole')[0][1])
    full = json.loads((API / 'examples' / 'numbers.json').read_text('utf-8'))
    parts = guides['en'].of('part')
    assert len(parts) > 10
    for pointer, text in [('/about', '"as it stands"'), *parts]:
        base = whole if pointer in ('/auth', '/fields', '/about') else full
        mapping = put(base, pointer, json.loads(text))
        if pointer == '/fields' and 'article' in mapping['fields']:
            for name in ('create', 'update'):
                mapping['operations'][name] = {'method': 'PUT', 'path': '/stories/{remote_id}', 'body': '{article}'}
        errors = [error.message[:200] for error in validator.iter_errors(mapping)]
        assert not errors, (pointer, errors)
        done = rehearse(mapping)
        assert done.returncode == 3, (pointer, text, done.stderr)  # nobody is there: but it was read


def test_whole(guides):
    """the whole one works at the site it is written for"""
    with subprocess.Popen([sys.executable, str(TOP / 'tests/site/numbers-site.py')], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as site:
        facts = json.loads(site.stdout.readline())
        done = rehearse(json.loads(guides['en'].of('whole')[0][1]), facts['api'], facts['editor'].partition(':')[2])
        site.stdin.close()
    assert done.returncode == 0, done.stdout + done.stderr
    verdicts = {row['step']: row['verdict'] for row in json.loads(done.stdout)['rehearsal']}
    assert verdicts['stale-write'] == verdicts['lost-reply'] == verdicts['unpublish'] == 'guaranteed', verdicts


def test_commands(guides):
    """its commands exist, with their options"""
    for _, line in guides['en'].of('command'):
        _, name, *words = line.split()
        said = stet(name, '--help')
        assert said.returncode == 0, line
        assert all(word in said.stdout for word in words if word.startswith('--')), line


TESTS = (test_same, test_links, test_requests, test_parts, test_whole, test_commands)


def main():
    failed = 0
    guides = {language: Guide(language) for language in ('en', 'es')}
    print(f'1..{len(TESTS)}', flush=True)
    for number, test in enumerate(TESTS, 1):
        try:
            test(guides)
            print(f'ok {number} {test.__doc__}', flush=True)
        except AssertionError as error:
            failed += 1
            print(f'not ok {number} {test.__doc__}\n# ' + repr(error).replace('\n', '\n# '), flush=True)
    WORK.cleanup()
    return 1 if failed else 0


sys.exit(main())
