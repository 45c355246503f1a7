#!/usr/bin/python3
"""The companion plugin on a throw-away WordPress, by requests: test-companion.py WORK_FOLDER. Prints TAP."""
import base64
import concurrent.futures
import hashlib
import json
import os
import pathlib
import re
import struct
import subprocess
import sys
import time
import traceback
import urllib.error
import urllib.request
import uuid
import zlib

import throwaway

HERE = pathlib.Path(__file__).resolve().parent
SCRIPT = HERE.parent.parent / 'build-aux' / 'wordpress'
CLIENTS = 8
ROUNDS = 5
env = {}


def hash_of(text):
    return hashlib.sha256(text.encode()).hexdigest()


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers = status, headers
        try:
            self.data = json.loads(body or b'null')
        except ValueError:
            self.data = None
        self.etag = headers.get('ETag')

    def __repr__(self):
        return f'{self.status} {json.dumps(self.data)[:300]}'

    @property
    def code(self):
        return self.data.get('code') if isinstance(self.data, dict) else None


def send(method, path, body=None, role='EDITOR', raw=None, **headers):
    """One request; a reply that never came is None."""
    data = raw if raw is not None else None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(env['WP_URL'] + '/wp-json' + path, method=method, data=data)
    request.add_header('Authorization', 'Basic ' + base64.b64encode(env['WP_' + role].encode()).decode())
    request.add_header('Content-Type', 'application/json')
    for name, value in headers.items():
        request.add_header(name.replace('_', '-'), value)
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return Answer(answer.status, answer.headers, answer.read())
    except urllib.error.HTTPError as error:
        return Answer(error.code, error.headers, error.read())
    except OSError:
        return None


def equal(got, wanted, why):
    if got != wanted:
        raise AssertionError(f'{why}: {got!r}, not {wanted!r}')


def at_once(work):
    with concurrent.futures.ThreadPoolExecutor(CLIENTS) as pool:
        return list(pool.map(work, range(CLIENTS)))


def article(text, **meta):
    return {'title': 'The <em>bridge</em> opens', 'content': f'<p>{text}</p>', 'status': 'draft',
            'meta': {'stet_id': str(uuid.uuid4()), 'stet_hash': hash_of(text), **meta}}


def create(text, role='CONTRIBUTOR', **meta):
    answer = send('POST', '/wp/v2/posts', article(text, **meta), role, Idempotency_Key=str(uuid.uuid4()))
    equal(answer.status, 201, 'created')
    return answer.data['id']


def state(post):
    return send('GET', f'/stet/v1/posts/{post}')


def move(post, to, text='', role='EDITOR', **more):
    body = {'to': to, **more}
    if text:
        body['hash'] = hash_of(text)
    return send('POST', f'/stet/v1/posts/{post}/transitions', body, role, If_Match=state(post).etag)


def publish(post, text):
    for to in ('submitted', 'approved', 'published'):
        answer = move(post, to, text)
        equal((answer.status, answer.data.get('state')), (200, to), f'{to}: {answer}')
    return answer.data['url']


def page(url):
    with urllib.request.urlopen(url, timeout=60) as answer:
        return answer.read().decode()


def png():
    """A small picture of its own each time."""
    def chunk(kind, data):
        return struct.pack('>I', len(data)) + kind + data + struct.pack('>I', zlib.crc32(kind + data))
    rows = b''.join(b'\0' + os.urandom(3 * 16) for _ in range(16))
    return (b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', struct.pack('>IIBBBBB', 16, 16, 8, 2, 0, 0, 0)) +
            chunk(b'IDAT', zlib.compress(rows)) + chunk(b'IEND', b''))


def upload(data, name, kind, role='CONTRIBUTOR', **headers):
    return send('POST', '/wp/v2/media', None, role, data, Content_Type=kind,
                Content_Disposition=f'attachment; filename="{name}"', **headers)


def test_racing_creates():
    """clients that create with one key at once make one article"""
    key, body = str(uuid.uuid4()), article('A race.')
    answers = at_once(lambda _: send('POST', '/wp/v2/posts', body, Idempotency_Key=key))
    equal([answer.status for answer in answers], [201] * CLIENTS, 'all are told that it was made')
    equal(len({answer.data['id'] for answer in answers}), 1, 'articles made')
    equal(sum(answer.headers.get('Idempotent-Replayed') == 'true' for answer in answers), CLIENTS - 1, 'replays')
    equal(send('POST', '/wp/v2/posts', article('Another.'), Idempotency_Key=key).code, 'stet_key_reused', 'another request')
    again = send('POST', '/wp/v2/posts', body, Idempotency_Key=str(uuid.uuid4()))
    equal((again.status, again.code), (409, 'stet_article_exists'), 'the same article under another key')


def test_racing_updates():
    """of clients that save the same version at once, one wins each round"""
    post = create('The first text.', 'EDITOR')
    for round_number in range(ROUNDS):
        base = send('GET', f'/wp/v2/posts/{post}?context=edit').etag

        def save(client):
            text = f'Round {round_number}, client {client}.'
            return text, send('POST', f'/wp/v2/posts/{post}', {'content': text, 'meta': {'stet_hash': hash_of(text)}}, If_Match=base)
        results = at_once(save)
        equal(sorted(answer.status for _, answer in results), [200] + [412] * (CLIENTS - 1), f'round {round_number}')
        winner = next(text for text, answer in results if answer.status == 200)
        now = send('GET', f'/wp/v2/posts/{post}?context=edit')
        equal(now.data['content']['raw'], winner, "the winner's text is there")
        lost = next(answer for _, answer in results if answer.status == 412)
        equal((lost.code, lost.etag), ('stet_version_conflict', now.etag), 'the refusal names the present version')


def test_lost_reply():
    """a create whose reply is lost is not made twice"""
    key, body = str(uuid.uuid4()), article('A lost reply.')
    equal(send('POST', '/wp/v2/posts', body, Idempotency_Key=key, X_Stet_Fault='drop'), None, 'the reply is lost')
    again = send('POST', '/wp/v2/posts', body, Idempotency_Key=key)
    equal((again.status, again.headers.get('Idempotent-Replayed')), (201, 'true'), 'the retry')
    found = [change for change in changes() if change['id'] == body['meta']['stet_id']]
    equal([change['post'] for change in found], [again.data['id']], 'articles of that id')


def test_transitions():
    """states, hashes and roles decide who may move an article where"""
    text = 'It opens on Friday.'
    post = create(text)
    refused = (
        ('approved', text, 'EDITOR', 409, 'stet_state', 'a draft is not approved'),
        ('approved', text, 'CONTRIBUTOR', 403, 'rest_forbidden', 'its writer may not approve'),
        ('published', text, 'CONTRIBUTOR', 403, 'rest_forbidden', 'its writer may not publish'),
        ('submitted', text, 'AUTHOR', 403, 'rest_forbidden', "another's article"),
        ('submitted', text, 'SUBSCRIBER', 403, 'rest_forbidden', 'who may not write'),
        ('submitted', 'Another.', 'CONTRIBUTOR', 412, 'stet_other_hash', 'another content'))
    for to, content, role, status, code, why in refused:
        answer = move(post, to, content, role)
        equal((answer.status, answer.code), (status, code), why)
    equal(move(post, 'submitted', text, 'CONTRIBUTOR').data['state'], 'submitted', 'by its writer')
    equal(move(post, 'approved', 'Another.').code, 'stet_other_hash', 'approval of another content')
    equal(move(post, 'approved').code, 'stet_hash_required', 'approval of nothing named')
    bare = send('POST', f'/stet/v1/posts/{post}/transitions', {'to': 'approved', 'hash': hash_of(text)})
    equal((bare.status, bare.code), (428, 'stet_version_required'), 'no If-Match')
    equal(move(post, 'approved', text).data['state'], 'approved', 'by an editor')
    equal(move(post, 'scheduled', text, at='2001-01-01T00:00:00Z').code, 'stet_too_soon', 'a time that is over')
    scheduled = move(post, 'scheduled', text, at='2099-03-01T12:00:00Z').data
    equal((scheduled['state'], scheduled['scheduled']), ('scheduled', '2099-03-01T12:00:00Z'), 'for its hour')
    live = move(post, 'published', text).data
    equal((live['state'], live['live'], live['live_hash']), ('published', True, hash_of(text)), 'now')
    equal(move(post, 'binned').code, 'stet_state', 'what is live is taken down first')
    equal(move(post, 'unpublished').data['state'], 'unpublished', 'taken down')
    equal(move(post, 'binned').data['state'], 'binned', 'binned')


def test_approval_bound():
    """an approval does not outlive the text that it was given for"""
    text = 'What the desk has read.'
    for change, why in (({'content': 'By other means.'}, 'without a hash'),
                        ({'content': 'Swapped.', 'meta': {'stet_hash': hash_of(text)}}, 'under the same hash')):
        post = create(text)
        move(post, 'submitted', text)
        equal(move(post, 'approved', text).data['state'], 'approved', why)
        equal(send('POST', f'/wp/v2/posts/{post}', change, 'CONTRIBUTOR').status, 200, why)
        equal(state(post).data['state'], 'submitted', why)
        equal(move(post, 'published', text).status in (409, 412), True, f'published though changed {why}')


def test_working_version():
    """a live page stays as it is until the new text is published"""
    old, new = 'The live text.', 'The next text.'
    post = create(old)
    url = publish(post, old)
    body = {'content': f'<p>{new}</p>', 'meta': {'stet_hash': hash_of(new)}}
    path = f'/stet/v1/posts/{post}/working'
    equal(send('PUT', path, body, 'CONTRIBUTOR').status, 428, 'no If-Match')
    equal(send('PUT', path, body, 'AUTHOR', If_Match=state(post).etag).status, 403, "another's article")
    stale = state(post).etag
    kept = send('PUT', path, body, 'CONTRIBUTOR', If_Match=stale)
    equal((kept.status, kept.data['hash'], kept.data['live_hash']), (200, hash_of(new), hash_of(old)), 'both hashes')
    equal(send('PUT', path, body, 'CONTRIBUTOR', If_Match=stale).status, 412, 'a stale save')
    shown = page(url)
    equal((old in shown, new in shown), (True, False), 'the page before')
    equal(move(post, 'approved', old).code, 'stet_other_hash', 'the live content is not what is to be approved')
    equal(publish(post, new), url, 'the address stays')
    shown = page(url)
    equal((old in shown, new in shown), (False, True), 'the page after')
    equal(state(post).data['working'], None, 'no working version is left')


def test_scheduled_working_version():
    """a scheduled working version takes the page's place at its hour, and not once it was changed"""
    for changed in (False, True):
        old, new = 'The live text.', 'The text of tomorrow.'
        post = create(old)
        url = publish(post, old)
        body = {'content': f'<p>{new}</p>', 'meta': {'stet_hash': hash_of(new)}}
        path = f'/stet/v1/posts/{post}/working'
        send('PUT', path, body, 'CONTRIBUTOR', If_Match=state(post).etag)
        move(post, 'submitted', new)
        move(post, 'approved', new)
        at = time.strftime('%Y-%m-%dT%H:%M:%SZ', time.gmtime(time.time() + 3600))
        told = send('POST', f'/stet/v1/posts/{post}/transitions', {'to': 'scheduled', 'hash': hash_of(new), 'at': at}, If_Match=state(post).etag)
        equal((told.data['state'], told.data['scheduled'], told.data['live_hash']), ('scheduled', at, hash_of(old)), 'scheduled')
        if changed:
            send('PUT', path, {**body, 'content': '<p>Other.</p>'}, 'CONTRIBUTOR', If_Match=state(post).etag)
        # Its hour has come: WordPress's own list of events runs it.
        php('update_post_meta((int) $argv[2], "_stet_state_at", time() - 1);'
            '$hook = "stet_publish_working"; $args = array((int) $argv[2]);'
            'if (wp_next_scheduled($hook, $args)) { wp_clear_scheduled_hook($hook, $args); wp_schedule_single_event(time() - 1, $hook, $args); }'
            'define("DOING_CRON", true); foreach (wp_get_ready_cron_jobs() as $when => $jobs) { foreach ($jobs[$hook] ?? array() as $job) {'
            ' wp_unschedule_event($when, $hook, $job["args"]); do_action_ref_array($hook, $job["args"]); } } echo "1";', post)
        shown = page(url)
        equal((old in shown, new in shown), (changed, not changed), 'the page after its hour')
        equal(state(post).data['state'], 'submitted' if changed else 'published', 'the state after its hour')


def test_page():
    """dek, photo credit, questions and structured data are on the page"""
    picture = upload(png(), 'bridge.png', 'image/png', 'EDITOR').data['id']
    faq = {'title': 'Questions', 'items': [{'question': 'Is it < free?', 'answer': 'Yes & always.'}]}
    text = 'The ribbon was cut.'
    other = create('Otra edición.', 'EDITOR', stet_language='es')
    original = state(other).data['id']
    post = create(text, 'EDITOR', stet_dek='A dek & more', stet_caption='The <deck>', stet_credit='Photo © Ana Ruiz', stet_byline='Ana Ruiz',
                  stet_language='en', stet_translation_of=original, stet_faq=json.dumps(faq))
    send('POST', f'/wp/v2/posts/{post}', {'featured_media': picture, 'meta': {'stet_hash': hash_of(text)}})
    publish(other, 'Otra edición.')
    html = page(publish(post, text))
    for wanted in ('A dek &amp; more', 'The &lt;deck&gt;', 'Photo © Ana Ruiz', 'Is it &lt; free?', 'Yes &amp; always.', 'property="og:title"',
                   'rel="canonical"', 'hreflang="es"'):
        equal(wanted in html, True, f'{wanted} on the page')
    equal('The <deck>' in html, False, 'unescaped')
    scripts = [json.loads(found) for found in re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.S)]
    kinds = {part['@type']: part for part in scripts[0]['@graph']}
    news, questions = kinds['NewsArticle'], kinds['FAQPage']['mainEntity']
    equal((news['headline'], [one['name'] for one in news['author']]), ('The bridge opens', ['Ana Ruiz']), 'headline and author')
    equal((news['description'], [one['creditText'] for one in news['image']]), ('A dek & more', ['Photo © Ana Ruiz']), 'dek and credit')
    equal([question['name'] for question in questions], ['Is it < free?'], 'questions')
    equal([question['acceptedAnswer']['text'] for question in questions], ['<p>Yes &amp; always.</p>'], 'answers')


def test_fields():
    """fields are for those who write, and what is wrong is refused by name"""
    text = 'Seen by all.'
    post = create(text, stet_dek='Not in this context')
    publish(post, text)
    readable = send('GET', f'/wp/v2/posts/{post}?context=view').data
    equal([key for key in readable.get('meta', {}) if 'stet' in key], [], 'meta for readers')
    equal('Not in this context' in json.dumps(readable['meta']), False, 'the dek in meta')
    equal(send('GET', f'/wp/v2/posts/{post}?context=edit').data['meta']['stet_dek'], 'Not in this context', 'for writers')
    for key, value in (('stet_id', 'x'), ('stet_hash', 'ABC'), ('stet_faq', '{'), ('stet_language', '-')):
        answer = send('POST', '/wp/v2/posts', {'title': 'Wrong', 'meta': {key: value}})
        equal(answer.status, 400, key)
        equal(key in json.dumps(answer.data), True, f'the refusal names {key}')
    equal(send('POST', f'/wp/v2/posts/{post}', {'meta': {'stet_id': str(uuid.uuid4())}}).code, 'stet_other_article', 'another id')


def changes(since='', role='EDITOR'):
    found = []
    while True:
        answer = send('GET', f'/stet/v1/changes?since={since}', None, role)
        equal(answer.status, 200, 'the feed')
        found += answer.data['changes']
        since = answer.data['cursor']
        if not answer.data['more']:
            return found


def test_changes():
    """the feed tells of each article once, in order, and of what is gone"""
    start = send('GET', '/stet/v1/changes').data['cursor']
    first, second = create('One.', 'EDITOR'), create('Two.')
    uuids = {post: state(post).data['id'] for post in (first, second)}
    send('POST', f'/wp/v2/posts/{first}', {'content': 'One, changed.'})
    equal([change['post'] for change in changes(start)], [second, first], 'the last change counts')
    equal([change['post'] for change in changes(start, 'CONTRIBUTOR')], [second], "not others' articles")
    equal(send('DELETE', f'/wp/v2/posts/{first}').status, 200, 'binned')
    equal([(change['post'], change['deleted']) for change in changes(start)], [(second, False), (first, True)], 'in the bin')
    equal(send('DELETE', f'/wp/v2/posts/{second}?force=true').status, 200, 'deleted for good')
    last = changes(start)[-1]
    equal((last['post'], last['id'], last['deleted'], last['state']), (second, uuids[second], True, 'binned'), 'the tombstone')
    equal(send('GET', '/stet/v1/changes?since=0-1').status, 410, 'a place of another site')


def pages(since, limit, role='EDITOR'):
    """The feed with the articles along, a page at a time."""
    while True:
        answer = send('GET', f'/stet/v1/changes?since={since}&limit={limit}&with=stories', None, role)
        equal(answer.status, 200, 'the feed')
        yield answer.data
        since = answer.data['cursor']
        if not answer.data['more']:
            return


def test_stories_along():
    """the feed brings the articles along, as each would be answered by itself, and says how many follow"""
    start = send('GET', '/stet/v1/changes').data['cursor']
    posts = [create(f'Along {number}.', 'CONTRIBUTOR' if number % 2 else 'EDITOR') for number in range(5)]
    publish(posts[1], 'Along 1.')
    send('PUT', f'/stet/v1/posts/{posts[1]}/working', {'title': 'Beside the live page'}, If_Match=state(posts[1]).etag)
    equal(send('DELETE', f'/wp/v2/posts/{posts[2]}').status, 200, 'binned')
    told = list(pages(start, 2))
    equal([page['total'] for page in told], [5, 3, 1], 'how many follow')
    equal([len(page['changes']) for page in told], [2, 2, 1], 'a page')
    found = {change['post']: change for page in told for change in page['changes']}
    equal(sorted(found), sorted(posts), 'each once')
    for post, change in found.items():
        if post == posts[2]:
            equal('story' in change, False, 'nothing of what is in the bin')
            continue
        alone = state(post)
        equal(change['story'], alone.data, 'as by itself')
        equal((change['version'], change['story']['version']), (alone.etag, alone.etag), 'its version')
    equal(found[posts[1]]['story']['working']['title'], 'Beside the live page', 'the working version')
    own = [change for page in pages(start, 500, 'CONTRIBUTOR') for change in page['changes']]
    equal(sorted(change['post'] for change in own), [posts[1], posts[3]], "not others' articles")
    equal([change['story']['author'] for change in own], ['connie'] * 2, 'also what is live')
    equal([page['total'] for page in pages(start, 1, 'CONTRIBUTOR')], [2, 1], 'nor their number')
    equal(any('story' in change for change in changes(start)), False, 'only if asked for')
    long = [create('Long. ' + 'word ' * 500000, 'EDITOR') for number in range(3)]
    told = list(pages(told[-1]['cursor'], 100))
    equal([[change['post'] for change in page['changes']] for page in told], [long[:2], long[2:]], 'not too much at once')


def php(code, *arguments):
    """Runs code inside WordPress, as another plugin would."""
    code = '$_SERVER["HTTP_HOST"] = "127.0.0.1"; require $argv[1] . "/wp-load.php"; global $wpdb;' + code
    told = subprocess.run([SCRIPT, 'php', '-r', code, '--', env['WWW'], *map(str, arguments)], check=True, capture_output=True, text=True)
    return told.stdout


def test_other_means():
    """changes by other ways than REST raise the version, end an approval, and are in the feed"""
    text = 'As the desk left it.'
    post = create(text)
    move(post, 'submitted', text)
    approved = move(post, 'approved', text)
    since = send('GET', '/stet/v1/changes').data['cursor']
    php('wp_update_post(array("ID" => (int) $argv[2], "post_content" => "By a plugin."));', post)
    stale = send('POST', f'/wp/v2/posts/{post}', {'content': 'Too late.'}, If_Match=approved.etag)
    equal((stale.status, stale.code), (412, 'stet_version_conflict'), 'a save of the version before')
    equal(state(post).data['state'], 'submitted', 'the approval')
    equal([change['post'] for change in changes(since)], [post], 'the feed')
    since = send('GET', '/stet/v1/changes').data['cursor']
    php('wp_delete_post((int) $argv[2], true);', post)
    equal([(change['post'], change['deleted']) for change in changes(since)], [(post, True)], 'the tombstone')


def test_review():
    """records that come at once are merged, and approvals are signed by who sends them"""
    text = 'To be read.'
    post = create(text)
    path = f'/stet/v1/posts/{post}/review'
    answers = at_once(lambda client: send('POST', path, {'notes': [{'id': f'n{client}', 'text': f'Note {client}.'}]}, 'CONTRIBUTOR'))
    equal([answer.status for answer in answers], [200] * CLIENTS, 'all are taken')
    send('POST', path, {'notes': [{'id': 'n0', 'text': 'Note 0.'}]}, 'CONTRIBUTOR')
    record = send('GET', path).data
    equal(sorted(note['id'] for note in record['notes']), [f'n{client}' for client in range(CLIENTS)], 'each note once')
    approval = {'approvals': [{'hash': hash_of(text), 'by': 'somebody-else'}]}
    equal(send('POST', path, approval, 'CONTRIBUTOR').status, 403, 'approved by its writer')
    equal(send('POST', path, {'approvals': [{'hash': hash_of('No.')}]}).code, 'stet_other_hash', 'another content')
    equal(send('POST', path, approval).status, 200, 'approved by an editor')
    equal([entry['by'] for entry in send('GET', path).data['approvals']], ['edith'], 'signed')
    equal(send('POST', path, {'notes': 'none'}).code, 'stet_invalid_field', 'no record')


def test_flags():
    """a review record has so many flags and no more"""
    post = create('Flags.')
    add = lambda names: send('POST', f'/stet/v1/posts/{post}/review', {'flags': {name: True for name in names}}, 'CONTRIBUTOR').status
    equal(add([f'flag{number}' for number in range(200)]), 200, 'at the limit')
    equal(add(['flag7']), 200, 'one that is there')
    equal(add(['another']), 413, 'one past it')


def test_media():
    """a contributor may send pictures, once each, and nothing but pictures"""
    data, key = png(), str(uuid.uuid4())
    sent = upload(data, 'quay.png', 'image/png', Idempotency_Key=key)
    equal(sent.status, 201, f'the picture is taken: {sent}')
    again = upload(data, 'quay.png', 'image/png', Idempotency_Key=key)
    equal((again.data['id'], again.headers.get('Idempotent-Replayed')), (sent.data['id'], 'true'), 'sent again')
    credit = {'meta': {'stet_credit': 'Photo © Leo Vidal'}}
    equal(send('POST', f'/wp/v2/media/{sent.data["id"]}', credit, 'CONTRIBUTOR').status, 200, 'the credit is taken')
    found = send('GET', f'/stet/v1/media/sha256-{hashlib.sha256(data).hexdigest()}', None, 'CONTRIBUTOR').data
    equal((found['id'], found['credit']), (sent.data['id'], 'Photo © Leo Vidal'), 'found by its bytes')
    equal(upload(b'plain text', 'notes.png', 'image/png').code, 'stet_not_a_picture', 'what is no picture')
    equal(upload(png(), 'x.png', 'image/png', 'SUBSCRIBER').status, 403, 'who may not write')
    equal(send('GET', '/stet/v1/media/sha256-' + '0' * 64).status, 404, 'a picture that is not there')


def test_odd_questions():
    """questions that are no questions cost the page nothing"""
    odd = {'title': ['no text'], 'items': [
        {'question': 'Who came?', 'answer': 'Nobody.', 'answer_spans': [{'type': ['bold'], 'start': 0, 'end': 3}, 7, {'type': 'bold', 'start': 'x', 'end': []},
                                                                        {'type': 'link', 'start': 0, 'end': 6, 'href': ['x']}]},
        {'question': ['Who?'], 'answer': 'Nobody.'}, 'nothing']}
    url = publish(create('Odd field.', 'EDITOR', stet_faq=json.dumps(odd)), 'Odd field.')
    equal([part in page(url) for part in ('Who came?', 'Nobody', 'FAQPage')], [True] * 3, 'a field')
    for attributes in ({'items': [{'spans': 1, 'question': ['q'], 'answer': ['a']}]}, {'items': 'none'}, {'data': '%7B%22items%22:7%7D'}):
        text = f'<!-- wp:stet/faq {json.dumps(attributes)} -->\n<p>Inside.</p>\n<!-- /wp:stet/faq -->'
        answer = send('POST', '/wp/v2/posts', {'title': 'Odd block', 'content': text, 'status': 'publish'})
        equal('<p>Inside.</p>' in page(answer.data['link']), True, f'a block: {attributes}')
    many = {'items': [{'question': 'Many?', 'answer': 'word ' * 1000, 'answer_spans': [{'type': 'bold', 'start': at, 'end': at + 2} for at in range(4900)]}]}
    url = publish(create('Many spans.', 'EDITOR', stet_faq=json.dumps(many)), 'Many spans.')
    equal('Many?' in page(url) and page(url).count('<strong>') < 5000, True, 'spans without end')


def test_tables_anew():
    """a site that has no tables yet, as a new one of a network, gets them with the first request"""
    post = create('Before.', 'EDITOR')
    php('foreach (array("changes", "keys") as $name) { $wpdb->query("DROP TABLE {$wpdb->prefix}stet_$name"); } delete_option("stet_schema");')
    equal(post in [change['post'] for change in changes()], True, 'the feed')
    answer = send('POST', f'/wp/v2/posts/{post}', {'content': 'After.'}, If_Match=state(post).etag, Idempotency_Key=str(uuid.uuid4()))
    equal(answer.status, 200, 'a save')
    equal(send('GET', '/stet/v1/changes').data['cursor'] == send('GET', '/stet/v1/changes').data['cursor'], True, 'once')


def test_uninstall():
    """deleting the plugin takes its data away and leaves the posts"""
    post = create('It stays.', 'EDITOR', stet_dek='It goes.')
    path = '/wp/v2/plugins/stet/stet'
    equal(send('PUT', path, {'status': 'inactive'}, 'ADMINISTRATOR').status, 200, 'turned off')
    equal(send('DELETE', path, None, 'ADMINISTRATOR').status, 200, 'deleted')
    left = ('echo json_encode(array((int) $wpdb->get_var("SELECT COUNT(*) FROM $wpdb->postmeta WHERE meta_key REGEXP \'^_?stet_\'"),'
            'count($wpdb->get_col("SHOW TABLES LIKE \'%stet%\'")),'
            '(int) $wpdb->get_var("SELECT COUNT(*) FROM $wpdb->options WHERE option_name LIKE \'stet%\'"),'
            'false === strpos(serialize(_get_cron_array()), "stet_")));')
    told = json.loads(php(left))
    equal(told, [0, 0, 0, True], 'meta, tables, options, no events')
    equal(send('GET', f'/wp/v2/posts/{post}?context=edit').data['content']['raw'], '<p>It stays.</p>', 'the post')


# The last one takes the plugin away.
TESTS = (test_racing_creates, test_racing_updates, test_lost_reply, test_transitions, test_approval_bound, test_working_version, test_scheduled_working_version, test_page,
         test_fields, test_changes, test_stories_along, test_other_means, test_review, test_flags, test_media, test_odd_questions, test_tables_anew, test_uninstall)


def start(work):
    """Starts the site. Returns why it cannot be had, or None."""
    try:
        env.update(throwaway.start(work, True))
    except throwaway.Missing as missing:
        return str(missing)
    env['WWW'] = str(work / 'site' / 'www')
    return None


def run():
    failed = 0
    print(f'1..{len(TESTS)}', flush=True)
    for number, test in enumerate(TESTS, 1):
        try:
            test()
            print(f'ok {number} {test.__doc__}', flush=True)
        except Exception:  # pylint: disable=broad-except
            failed += 1
            print(f'not ok {number} {test.__doc__}')
            print('# ' + traceback.format_exc().strip().replace('\n', '\n# '), flush=True)
    return failed


def main():
    work = pathlib.Path(sys.argv[1]).resolve()
    work.mkdir(parents=True, exist_ok=True)
    try:
        missing = start(work)
        if missing:
            print(f'1..0 # SKIP {missing}')
            return 0
        return 1 if run() else 0
    except RuntimeError as error:
        print('Bail out! ' + str(error).replace('\n', ' '))
        return 1
    finally:
        throwaway.stop()


sys.exit(main())
