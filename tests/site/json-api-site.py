#!/usr/bin/python3
"""A site in the manner of Drupal's JSON:API: nodes by UUID beside a public number, moderation_state, JSON:API documents,
no If-Match and no word for an action that was repeated. For the tests of mappings (data/site-api/examples/json-api.json)."""
import base64
import datetime
import re
import uuid

import newsroom
from newsroom import Refused

TYPE = 'application/vnd.api+json'
RELATIONS = {'field_tags': 'taxonomy_term--tags', 'field_section': 'taxonomy_term--sections', 'field_image': 'file--file'}
STATES = ('draft', 'needs_review', 'scheduled', 'published', 'archived', 'trash')


def text_of(seconds):
    return None if seconds is None else datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc).strftime('%Y-%m-%dT%H:%M:%S+00:00')


class Site(newsroom.Handler):
    base = '/jsonapi'
    json_type = TYPE

    def who(self):
        try:
            pair = base64.b64decode(self.headers.get('Authorization', '').removeprefix('Basic ')).decode()
        except ValueError:
            return None
        return next((person for person in self.room.people if pair == f'{person.login}:{person.secret}'), None)

    def problem(self, refused):
        error = {'status': str(refused.status), 'title': 'Refused', 'detail': refused.detail}
        return {'jsonapi': {'version': '1.0'}, 'errors': [{**error, 'source': {'pointer': refused.pointer}} if refused.pointer else error]}

    # --- what is there by its UUID ---

    def resource_of(self, kind, ident):
        if kind == 'file--file':
            for sha256, (own, data, mime) in self.room.pictures.items():
                if own == ident:
                    return {'type': kind, 'id': own, 'attributes': {'filename': sha256, 'sha256': sha256, 'filemime': mime, 'filesize': len(data),
                                                                    'uri': {'value': f'public://{sha256}', 'url': f'/sites/default/files/{sha256}'}}}
        elif kind.startswith('taxonomy_term--'):
            for own, word in self.room.words[kind.removeprefix('taxonomy_term--')].values():
                if own == ident:
                    return {'type': kind, 'id': own, 'attributes': {'name': word}}
        return None

    def included(self, nodes):
        found = {}
        for node in nodes:
            for name in self.query.get('include', '').split(','):
                data = node['relations'].get(name)
                for item in data if isinstance(data, list) else [data] if data else []:
                    found[item['id']] = self.resource_of(item['type'], item['id'])
        return list(found.values())

    def shown(self, node):
        relations = {name: {'data': data} for name, data in node['relations'].items()}
        relations['uid'] = {'data': {'type': 'user--user', 'id': node['owner'].login}}
        return {'type': 'node--article', 'id': node['id'], 'relationships': relations,
                'attributes': {**node['attributes'], 'drupal_internal__nid': node['nid'], 'drupal_internal__vid': node['vid'],
                               'moderation_state': node['state'], 'changed': text_of(node['changed']), 'publish_on': text_of(node['publish_on']),
                               'published_at': text_of(node['published_at']), 'path': {'alias': node['alias'], 'langcode': 'en'}}}

    def send_node(self, status, node):
        self.send(status, {'jsonapi': {'version': '1.0'}, 'data': self.shown(node), 'included': self.included([node])})

    def send_list(self, rows, shown, path, included=None):
        offset, limit = int(self.query.get('page[offset]') or 0), min(int(self.query.get('page[limit]') or 50), 50)
        links = {'self': {'href': self.base + path}}
        if len(rows) > offset + limit:
            more = '&'.join(f'{name}={value}' for name, value in {**self.query, 'page[offset]': offset + limit, 'page[limit]': limit}.items())
            host = self.headers['Host']
            links['next'] = {'href': f'http://{host}{self.base}{path}?{more}'.replace(' ', '%20')}
        part = rows[offset:offset + limit]
        self.send(200, {'data': [shown(row) for row in part], 'links': links, 'included': included(part) if included else []})

    # --- nodes ---

    def node_of(self, ident):
        for node in self.room.stories.values():
            if node['id'] == ident:
                return node
        raise Refused(404, 'The requested resource does not exist')

    def document(self):
        if self.headers.get('Content-Type') != TYPE:
            raise Refused(415, f'The body has to be {TYPE}')
        data = self.read_json().get('data')
        if not isinstance(data, dict) or data.get('type') != 'node--article':
            raise Refused(422, 'The resource is no node--article', pointer='/data/type')
        return data

    def check_right(self, node, state, new):
        if self.me.editor:
            return
        if not new and node['owner'] is not self.me or node['alias'] and node['state'] == 'published':
            raise Refused(403, 'The current user is not allowed to PATCH the selected resource')
        if state not in ('draft', 'needs_review'):
            raise Refused(403, f'The transition to {state} is not allowed')

    def take_relations(self, node, relations):
        for name, value in relations.items():
            if name not in RELATIONS:
                raise Refused(422, f'There is no field {name}', pointer=f'/data/relationships/{name}')
            data = value['data']
            items = data if isinstance(data, list) else [data] if data else []
            for item in items:
                if item['type'] != RELATIONS[name] or self.resource_of(item['type'], item['id']) is None:
                    raise Refused(422, 'What is referred to does not exist', pointer=f'/data/relationships/{name}')
            node['relations'][name] = data

    def change(self, node, data, new):
        attributes = dict(data.get('attributes', {}))
        state = attributes.pop('moderation_state', node['state'])
        publish_on = attributes.pop('publish_on', None)
        if state not in STATES:
            raise Refused(422, 'There is no such state', pointer='/data/attributes/moderation_state')
        if new and not attributes.get('title'):
            raise Refused(422, 'A title is needed', pointer='/data/attributes/title')
        self.check_right(node, state, new)
        self.take_relations(node, data.get('relationships', {}))
        for name, value in attributes.items():
            # Formatted texts come back with more than was sent, as from a real site.
            node['attributes'][name] = {'format': 'basic_html', 'processed': value['value'], **value} if isinstance(value, dict) else value
        node['publish_on'] = None if publish_on is None else int(datetime.datetime.fromisoformat(publish_on.replace('Z', '+00:00')).timestamp())
        node.update(state=state, vid=self.room.number(), changed=newsroom.now())
        self.show_page(node)

    def show_page(self, node):
        if node['state'] == 'published':
            title = node['attributes']['title']
            if node['alias'] is None:
                node['alias'] = f'/node/{node["nid"]}/' + re.sub(r'[^a-z0-9]+', '-', title.lower()).strip('-')
                node['published_at'] = newsroom.now()
            self.room.pages[node['alias']] = newsroom.page(title, [(node['attributes'].get('body') or {}).get('value', '')])
        elif node['alias'] in self.room.pages:
            self.room.pages[node['alias']] = None

    def create(self):
        data = self.document()
        own = data.get('attributes', {}).get('field_stet_id')
        if own and any(node['attributes'].get('field_stet_id') == own for node in self.room.stories.values()):
            raise Refused(422, 'A content item with this id exists already', pointer='/data/attributes/field_stet_id')
        node = {'id': str(uuid.uuid4()), 'nid': self.room.number(), 'vid': 0, 'state': 'draft', 'owner': self.me, 'attributes': {'langcode': 'en'},
                'relations': {'field_tags': [], 'field_section': None, 'field_image': None}, 'changed': 0, 'publish_on': None, 'published_at': None,
                'alias': None}
        self.change(node, data, True)
        self.room.stories[node['nid']] = node
        self.send_node(201, node)

    def update(self, ident):
        node = self.node_of(ident)
        data = self.document()
        if data.get('id') != ident:
            raise Refused(400, 'The id does not match the address')
        self.change(node, data, False)
        self.send_node(200, node)

    def get(self, ident):
        self.send_node(200, self.node_of(ident))

    def list(self):
        nodes = list(self.room.stories.values())
        own, since = self.query.get('filter[field_stet_id]'), self.query.get('filter[changed][condition][value]')
        if own is not None:
            nodes = [node for node in nodes if node['attributes'].get('field_stet_id') == own]
        if since:
            nodes = [node for node in nodes if text_of(node['changed']) >= since.replace('Z', '+00:00')]
        nodes.sort(key=lambda node: (node['changed'], node['nid']))
        self.send_list(nodes, self.shown, '/node/article', self.included)

    # --- the rest ---

    def account(self):
        self.send(200, {'data': {'type': 'user--user', 'id': self.me.login, 'attributes': {
            'display_name': self.me.name, 'roles': ['authenticated', 'editor' if self.me.editor else 'reporter']}}})

    def people(self):
        self.send_list(self.room.people, lambda person: {'type': 'user--user', 'id': person.id, 'attributes': {'display_name': person.name}}, '/user/user')

    def files(self):
        known = self.room.pictures.get(self.query.get('filter[sha256]'))
        self.send(200, {'data': [self.resource_of('file--file', known[0])] if known else []})

    def upload(self):
        name = re.search(r'filename="([^"]+)"', self.headers.get('Content-Disposition', ''))
        if self.headers.get('Content-Type') != 'application/octet-stream' or not name:
            raise Refused(415, 'No file name, or no application/octet-stream')
        sha256 = self.room.take_picture(self.data)
        if sha256 is None:
            raise Refused(422, 'Only files with the extensions png, jpg and webp are allowed')
        self.send(201, {'data': self.resource_of('file--file', self.room.pictures[sha256][0])})

    def words(self, kind):
        wanted = self.query.get('filter[name]')
        rows = [(ident, word) for ident, word in self.room.words[kind].values() if wanted is None or word == wanted]
        self.send_list(rows, lambda row: self.resource_of(f'taxonomy_term--{kind}', row[0]), f'/taxonomy_term/{kind}')

    def add_word(self, kind):
        name = self.read_json()['data']['attributes']['name']
        ident = self.room.take_word(kind, name)[1]
        self.send(201, {'data': self.resource_of(f'taxonomy_term--{kind}', ident)})

    def answer_page(self, path):
        sha256 = path.removeprefix('/sites/default/files/')
        if sha256 in self.room.pictures:
            self.send(200, self.room.pictures[sha256][1], self.room.pictures[sha256][2])
        else:
            super().answer_page(path)


NODE = r'/node/article/([0-9a-f-]{36})'
Site.routes = [
    ('GET', r'/user/me', Site.account), ('GET', r'/user/user', Site.people), ('GET', r'/node/article', Site.list), ('POST', r'/node/article', Site.create),
    ('GET', NODE, Site.get), ('PATCH', NODE, Site.update), ('GET', r'/file/file', Site.files), ('POST', r'/node/article/field_image', Site.upload),
    ('GET', r'/taxonomy_term/(tags|sections)', Site.words), ('POST', r'/taxonomy_term/(tags|sections)', Site.add_word)]
newsroom.serve(Site, lambda person: f'{person.login}:{person.secret}')
