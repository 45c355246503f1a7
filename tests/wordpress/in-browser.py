#!/usr/bin/python3
"""Two editions of a story, published to a real WordPress and opened in headless Chromium: what is to be seen, what search
engines are told, and a picture of each page (page-LANGUAGE.png in the test's folder of the build). Run by run-with.py."""
import importlib.util
import json
import os
import pathlib
import struct
import sys
import traceback
import zlib

import chromium

HERE = pathlib.Path(__file__).resolve().parent
SPEC = importlib.util.spec_from_file_location('whole_path', HERE / 'whole-path.py')
PATH = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(PATH)

COMPANION = os.environ['STET_WP_FLAVOUR'] == 'companion'
ARTEFACTS = pathlib.Path(os.environ['STET_WP_DIR']).parent
CAPTIONS = {'en': ('A ferry at a harbour pier at dusk.', 'Ferries, River & Lakes'),
            'es': ('Un obrador con pan recién hecho.', 'Panaderías, Comercio & barrio')}


def photo(path, language, width=1200, height=675):
    """Dusk over water. Where the alt text is the picture's, as on a stock site, each edition has a picture of its own."""
    def chunk(kind, data):
        return struct.pack('>I', len(data)) + kind + data + struct.pack('>I', zlib.crc32(kind + data))
    rows = bytearray()
    for y in range(height):
        rows.append(0)
        sky = y / height
        red = 250 if COMPANION or language == 'en' else 240
        colour = (int(red - 150 * sky), int(190 - 70 * sky), int(140 + 40 * sky)) if sky < 0.6 else (30, int(90 - 40 * sky), 110)
        rows += bytes(colour) * width
    path.write_bytes(b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', struct.pack('>IIBBBBB', width, height, 8, 2, 0, 0, 0))
                     + chunk(b'IDAT', zlib.compress(bytes(rows))) + chunk(b'IEND', b''))


def publish(editor, language, original=None):
    """Returns the story as JSON and its address."""
    story = editor.run('import', '--language', language, str(PATH.TOP / f'data/samples/story-{language}.txt'))
    editor.run('fix', story)
    editor.run('fix', story, '--rule', 'EN-Q01' if language == 'en' else 'ES-Q01')
    picture = PATH.WORK / f'{language}.png'
    photo(picture, language)
    alt, tags = CAPTIONS[language]
    editor.run('set', story, 'photo.file', str(picture))
    editor.run('set', story, 'photo.alt', alt)
    editor.run('set', story, 'tags', tags)
    if original:
        whole = json.loads(editor.run('export', story, '--format', 'json'))
        whole['translation_of'] = {'id': original['id'], 'hash': ''}
        whole['story'] = original['story']
        editor.run('edit', story, given=json.dumps(whole))
    for finding in json.loads(editor.run('check', story, '--json', status=None))['findings']:
        if finding['level'] == 'error':
            editor.run('stet', story, finding['id'], '--reason', 'A sample, for the test', status=None)
    live = editor.tell('publish', story, '--approve')
    assert live['page']['differences'] == [], live['page']
    return json.loads(editor.run('export', story, '--format', 'json')), live['url']


def squeeze(text):
    for typographic, plain in (('“', '"'), ('”', '"'), ('’', "'"), ('‘', "'"), ('–', '-'), ('—', '-'), ('…', '...'), ('\u00a0', ' ')):
        text = text.replace(typographic, plain)
    return ' '.join(text.split())


def visible(browser, *texts):
    seen = squeeze(browser.value('document.body.innerText'))
    for text in texts:
        assert squeeze(text) in seen, f'“{text}” is not to be seen in: {seen[:2000]}'


def see(browser, story, url):
    browser.open(url)
    assert browser.value('document.querySelectorAll("h1").length') == 1, 'more than one level-one heading'
    visible(browser, story['headline'], story['dek'], story['photo']['caption'], story['photo']['credit'],
            *(tag if isinstance(tag, str) else tag['label'] for tag in story['tags']))
    for item in story['faq']['items']:
        visible(browser, item['question'], *item['answer'].split('\n'))
    for text in (story['dek'], story['photo']['credit']):
        count = squeeze(browser.value('document.body.innerText')).count(squeeze(text))
        assert count == 1, f'“{text}” is shown {count} times'
    if COMPANION:
        size = 'parseFloat(getComputedStyle(document.querySelector("%s")).fontSize)'
        assert browser.value(f'{size % ".stet-dek"} > 1.2 * {size % ".entry-content p:not([class])"}'), 'the dek looks like any paragraph'
        assert browser.value(f'{size % ".stet-credit"} < {size % ".entry-content p:not([class])"}'), 'the credit looks like any paragraph'
    shown = browser.value('[...document.images].filter(i => i.complete && i.naturalWidth > 600).map(i => i.alt)')
    assert shown == [story['photo']['alt']], shown
    assert browser.faults() == [], browser.faults()
    assert browser.value('document.documentElement.lang').startswith(story['language']) or not COMPANION
    # Nothing is wider than the window, there and on a phone.
    browser.picture(ARTEFACTS / f"page-{story['language']}.png")
    browser.open(url, 390, 844)
    assert browser.value('document.documentElement.scrollWidth') <= 390, 'the page is wider than a phone'


def data_of(browser, url):
    browser.open(url)
    found = browser.value('[...document.querySelectorAll("script[type=\'application/ld+json\']")].map(s => s.textContent)')
    things = []
    for text in found:
        data = json.loads(text)
        things += data.get('@graph', [data])
    return {thing['@type']: thing for thing in things}


def test_pages(browser, editions):
    """both editions: headline, dek, picture, credit, FAQ and tags are to be seen, once"""
    for story, url in editions:
        see(browser, story, url)


def test_data(browser, editions):
    """structured data parses and names the right fields"""
    for story, url in editions:
        things = data_of(browser, url)
        if not COMPANION:
            assert 'NewsArticle' not in things
            continue
        article, faq = things['NewsArticle'], things['FAQPage']
        assert squeeze(article['headline']) == squeeze(story['headline']) and article['description'] == story['dek'], article
        assert article['inLanguage'] == story['language'] and article['mainEntityOfPage'] == url, article
        assert article['image'][0]['creditText'] == story['photo']['credit'] and article['image'][0]['width'] >= 1200, article
        assert set(article['keywords']) == set(CAPTIONS[story['language']][1].split(', ')), article
        assert article['author'][0]['name'] and article['publisher']['name'] and article['datePublished'], article
        pairs = [(item['name'], item['acceptedAnswer']['text']) for item in faq['mainEntity']]
        assert [pair[0] for pair in pairs] == [item['question'] for item in story['faq']['items']], pairs
        assert all(pair[1] for pair in pairs), pairs


def test_editions(browser, editions):
    """each edition points to both, and names its own address"""
    wanted = {story['language']: url for story, url in editions}
    for _story, url in editions:
        browser.open(url)
        links = browser.value('Object.fromEntries([...document.querySelectorAll("link[hreflang]")].map(l => [l.hreflang, l.href]))')
        assert links == (wanted if COMPANION else {}), links
        assert browser.value('document.querySelector("link[rel=canonical]").href') == url


TESTS = (test_pages, test_data, test_editions)


def main():
    try:
        browser = chromium.Browser()
    except chromium.Missing as missing:
        print(f'1..1\nok 1 in a browser # SKIP {missing}')
        return 0
    failed = 0
    print(f'1..{len(TESTS)}', flush=True)
    editions = []
    for number, test in enumerate(TESTS, 1):
        try:
            if not editions:
                editor = PATH.Person('browser-editor', 'EDITOR')
                editor.run('site', 'add', os.environ['STET_WP_URL'], '--user', editor.user)
                original = publish(editor, 'en')
                editions = [original, publish(editor, 'es', original[0])]
            test(browser, editions)
            print(f'ok {number} in a browser: {test.__doc__}', flush=True)
        except (AssertionError, KeyError, TypeError) as error:
            failed += 1
            print(f'not ok {number} in a browser: {test.__doc__}')
            print('# ' + (repr(error) + '\n' + traceback.format_exc()).replace('\n', '\n# '), flush=True)
    browser.close()
    return 1 if failed else 0


sys.exit(main())
