#!/usr/bin/python3
"""A newsroom's own plain API: stories and states are numbers, a key in a header says who one is, a refusal is a number,
and addresses are of the site's making. For the tests of mappings (data/site-api/examples/numbers.json)."""
import email
import email.policy

import newsroom
from newsroom import Refused

DRAFT, SUBMITTED, RETURNED, APPROVED, SCHEDULED, LIVE, WITHDRAWN, BINNED = 0, 1, 2, 3, 4, 5, 6, 9
FIELDS = ('lang', 'series', 'original', 'title', 'standfirst', 'short_name', 'blocks', 'desk', 'picture', 'questions', 'tags', 'by', 'writers',
          'about_author')
SEEN = tuple(name for name in FIELDS if name not in ('series', 'original'))
LISTS = {'1': 'tags', '2': 'sections'}


class Site(newsroom.Handler):
    base = '/v1'

    def who(self):
        return next((person for person in self.room.people if self.headers.get('X-Api-Key') == person.secret), None)

    def problem(self, refused):
        return {'code': refused.code, 'message': refused.detail}

    # --- stories ---

    def shown(self, story):
        shown = {name: story[name] for name in (*FIELDS, 'number', 'external_id', 'revision', 'state', 'changed_at', 'go_live_at', 'first_live_at')}
        return {**shown, 'address': story['address'], 'owner': story['owner'].login}

    def story_of(self, number):
        story = self.room.stories.get(int(number))
        if story is None:
            raise Refused(400, 'There is no such story', code=1404)
        if story['state'] == BINNED:
            raise Refused(410, 'The story is in the bin')
        return story

    def check(self, story, revision):
        if not self.me.editor and story['owner'] is not self.me:
            raise Refused(403, 'This is not yours', code=1003)
        if str(revision) != str(story['revision']):
            raise Refused(409, 'The story was changed since', code=1001)

    def note(self, story):
        story.update(revision=story['revision'] + 1, changed_at=newsroom.now(), order=self.room.number())
        path = story['address']
        if story['state'] == LIVE:
            if path is None:
                story.update(address=f'/{newsroom.now() % 10000}/{story["number"]}.htm', first_live_at=newsroom.now())
            texts = [f'<p>{newsroom.html.escape(block["text"])}</p>' for block in story['blocks']]
            self.room.pages[story['address']] = newsroom.page(story['title'], texts)
        elif path in self.room.pages:
            self.room.pages[path] = None

    def create(self):
        body = self.read_json()
        if any(story['external_id'] == body.get('external_id') for story in self.room.stories.values()):
            raise Refused(409, 'A story with this external id is here already', code=1002)
        story = {**dict.fromkeys(FIELDS), **{name: body.get(name) for name in FIELDS}, 'number': self.room.number(), 'state': DRAFT, 'revision': 0,
                 'external_id': body['external_id'], 'owner': self.me, 'go_live_at': None, 'first_live_at': None, 'address': None}
        self.note(story)
        self.room.stories[story['number']] = story
        self.send(201, {'story': self.shown(story)})

    def update(self, number):
        story, body = self.story_of(number), self.read_json()
        self.check(story, self.query.get('revision'))
        if story['state'] == LIVE and not self.me.editor:
            raise Refused(403, 'Only an editor changes what is live', code=1003)
        changed = any(body.get(name) != story[name] for name in SEEN)
        story.update({name: body.get(name) for name in FIELDS})
        if changed and story['state'] in (APPROVED, SCHEDULED):
            story.update(state=SUBMITTED, go_live_at=None)
        self.note(story)
        self.send(200, {'story': self.shown(story)})

    def move(self, number):
        story, body = self.story_of(number), self.read_json()
        self.check(story, body.get('revision'))
        if not self.me.editor and body['to'] != SUBMITTED:
            raise Refused(403, 'Only an editor does that', code=1003)
        story.update(state=body['to'], go_live_at=body.get('at') if body['to'] == SCHEDULED else None)
        self.note(story)
        self.send(204)

    def bin(self, number):
        story = self.story_of(number)
        self.check(story, self.query.get('revision'))
        if not self.me.editor:
            raise Refused(403, 'Only an editor does that', code=1003)
        story['state'] = BINNED
        self.note(story)
        self.send(204)

    def get(self, number):
        self.send(200, {'story': self.shown(self.story_of(number))})

    def find(self):
        wanted = self.query.get('external_id')
        self.send(200, {'stories': [self.shown(story) for story in self.room.stories.values() if story['external_id'] == wanted]})

    def feed(self):
        after = self.query.get('after') or '0'
        if not after.isdigit() or int(after) > self.room.counter:
            raise Refused(410, 'This place in the feed is not known')
        rows = sorted((story for story in self.room.stories.values() if story['order'] > int(after)), key=lambda story: story['order'])[:50]
        self.send(200, {'stories': [self.shown(story) for story in rows], 'last': rows[-1]['order'] if rows else int(after)})

    # --- the rest ---

    def site(self):
        self.send(200, {'key': 'numbers-1', 'title': 'The numbers paper', 'tz': 'Europe/Madrid'})

    def account(self):
        self.send(200, {'login': self.me.login, 'full_name': self.me.name, 'level': 2 if self.me.editor else 1})

    def people(self):
        self.send(200, {'people': [{'login': person.login, 'full_name': person.name} for person in self.room.people]})

    def upload(self):
        head = f'Content-Type: {self.headers["Content-Type"]}\r\n\r\n'.encode()
        parts = email.message_from_bytes(head + self.data, policy=email.policy.HTTP)
        picture = next((part.get_payload(decode=True) for part in parts.iter_parts() if part.get_param('name', header='content-disposition') == 'picture'), b'')
        if self.room.take_picture(picture) is None:
            self.send(200, {'ok': False, 'message': 'That is no picture'})
        else:
            self.send(201, {'ok': True})

    def picture(self, sha256):
        if sha256 not in self.room.pictures:
            raise Refused(404, 'There is no such picture')
        self.send(200, self.room.pictures[sha256][1], self.room.pictures[sha256][2])

    def words(self):
        kind, wanted, number = LISTS[self.query['list']], self.query.get('q'), int(self.query.get('page') or 1)
        rows = [{'no': no, 'word': word} for no, (ident, word) in self.room.words[kind].items() if wanted is None or wanted.casefold() in word.casefold()]
        self.send(200, {'words': rows[20 * (number - 1):20 * number]})

    def add_word(self):
        body = self.read_json()
        number, _, word = self.room.take_word(LISTS[str(body['list'])], body['word'])
        self.send(201, {'no': number, 'word': word})


Site.routes = [
    ('GET', r'/site', Site.site), ('GET', r'/whoami', Site.account), ('GET', r'/people', Site.people), ('GET', r'/stories', Site.find),
    ('POST', r'/stories', Site.create), ('GET', r'/stories/(\d{1,9})', Site.get), ('PUT', r'/stories/(\d{1,9})', Site.update),
    ('POST', r'/stories/(\d{1,9})/state', Site.move), ('DELETE', r'/stories/(\d{1,9})', Site.bin), ('GET', r'/feed', Site.feed),
    ('HEAD', r'/pictures/([0-9a-f]{64})', Site.picture), ('GET', r'/pictures/([0-9a-f]{64})', Site.picture), ('POST', r'/pictures', Site.upload),
    ('GET', r'/words', Site.words), ('POST', r'/words', Site.add_word)]
newsroom.serve(Site, lambda person: f'{person.login}:{person.secret}')
