"""What the example sites of the mapping tests share: a small HTTP server with people, pictures, words and public pages.
Each site brings its own addresses, names and numbers; a site prints {"api", "reporter", "editor"} as its first line."""
import hashlib
import html
import http.server
import json
import re
import sys
import threading
import time
import urllib.parse
import uuid

PICTURES = {b'\x89PNG': 'image/png', b'\xff\xd8\xff': 'image/jpeg', b'RIFF': 'image/webp'}
BODY_BYTES_MAX = 40 * 1024 * 1024


class Refused(Exception):
    def __init__(self, status, detail, code=0, pointer=None):
        super().__init__(detail)
        self.status, self.detail, self.code, self.pointer = status, detail, code, pointer


class Person:
    def __init__(self, login, name, secret, editor):
        self.login, self.name, self.secret, self.editor = login, name, secret, editor
        self.id = str(uuid.uuid5(uuid.NAMESPACE_URL, login))


class Newsroom:
    """All that a site keeps, under one lock."""

    def __init__(self):
        self.lock = threading.RLock()
        self.people = [Person('rita', 'Rita Reporter', 'reporters-secret', False), Person('edgar', 'Edgar Editor', 'editors-secret', True)]
        self.stories = {}   # by number
        self.pictures = {}  # sha256: (id, bytes, type)
        self.words = {'tags': {}, 'sections': {}}  # list: {number: (id, word)}
        self.pages = {}     # path: HTML, or None for one that was taken down
        self.counter = 0
        self.writes = 0

    def number(self):
        self.counter += 1
        return self.counter

    def take_picture(self, data):
        kind = next((kind for magic, kind in PICTURES.items() if data.startswith(magic)), None)
        if kind is None:
            return None
        sha256 = hashlib.sha256(data).hexdigest()
        self.pictures.setdefault(sha256, (str(uuid.uuid5(uuid.NAMESPACE_URL, sha256)), data, kind))
        return sha256

    def take_word(self, kind, word):
        """The one that is there, or a new one."""
        for number, (ident, known) in self.words[kind].items():
            if known.casefold() == word.casefold():
                return number, ident, known
        number = self.number()
        self.words[kind][number] = (str(uuid.uuid4()), word)
        return number, *self.words[kind][number]


def page(title, texts):
    return '<!doctype html><title>' + html.escape(title) + '</title><h1>' + html.escape(title) + '</h1>' + ''.join(texts)


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'
    base = '/api'
    json_type = 'application/json'
    routes = []  # (method, pattern below base, function)

    def log_message(self, *arguments):
        pass

    def send(self, status, body=None, kind=None, headers=None):
        data = body if isinstance(body, bytes) else b'' if body is None else json.dumps(body, ensure_ascii=False).encode()
        self.send_response(status)
        if data or kind:
            self.send_header('Content-Type', kind or self.json_type)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        if status != 204:
            self.send_header('Content-Length', str(len(data)))
        self.end_headers()
        if self.command != 'HEAD':
            self.wfile.write(data)

    def read_body(self):
        length = int(self.headers.get('Content-Length') or 0)
        if length > BODY_BYTES_MAX:
            raise Refused(413, 'That is too much')
        self.data = self.rfile.read(length)

    def read_json(self):
        try:
            body = json.loads(self.data)
        except ValueError as error:
            raise Refused(400, 'The body is no JSON') from error
        if not isinstance(body, dict):
            raise Refused(400, 'The body is no object')
        return body

    def answer_page(self, path):
        if path not in self.room.pages:
            self.send(404, b'<h1>No such page</h1>', 'text/html; charset=utf-8')
        elif self.room.pages[path] is None:
            self.send(410, b'<h1>This page was taken down</h1>', 'text/html; charset=utf-8')
        else:
            self.send(200, self.room.pages[path].encode(), 'text/html; charset=utf-8')

    def dispatch(self):
        address = urllib.parse.urlsplit(self.path)
        self.query = dict(urllib.parse.parse_qsl(address.query, keep_blank_values=True))
        path = urllib.parse.unquote(address.path)
        if not path.startswith(self.base + '/'):
            self.answer_page(path)
            return
        self.me = self.who()
        if self.me is None:
            raise Refused(401, 'Who are you?')
        for method, pattern, function in self.routes:
            match = re.fullmatch(pattern, path[len(self.base):])
            if match and method == self.command:
                if method not in ('GET', 'HEAD'):
                    self.room.writes += 1
                function(self, *match.groups())
                return
        raise Refused(404, 'There is nothing here')

    def handle_any(self):
        with self.room.lock:
            try:
                self.read_body()
                self.dispatch()
            except Refused as refused:
                self.send(refused.status, self.problem(refused))

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = handle_any


def now():
    return int(time.time())


def serve(handler, secrets):
    """Until standard input ends. `secrets`: how a person's line for STET_CONTRACT_* is made."""
    handler.room = Newsroom()
    server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    reporter, editor = handler.room.people
    print(json.dumps({'api': f'http://127.0.0.1:{server.server_address[1]}{handler.base}', 'reporter': secrets(reporter),
                      'editor': secrets(editor)}), flush=True)
    sys.stdin.read()
    server.shutdown()
