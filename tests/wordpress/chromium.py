"""A headless Chromium that is asked over its debugging pipe: JSON messages that end in NUL, on descriptors 3 and 4.
https://chromedevtools.github.io/devtools-protocol/"""
import base64
import json
import os
import select
import shutil
import subprocess
import tempfile
import time

PROGRAMS = ('chromium-headless-shell', 'chromium')
SECONDS = 90


class Missing(Exception):
    """There is no Chromium here."""


class Browser:
    def __init__(self):
        program = next((path for path in map(shutil.which, PROGRAMS) if path), None)
        if program is None:
            raise Missing('there is no Chromium here')
        self.profile = tempfile.mkdtemp()
        here_reads, there_writes = os.pipe()
        there_reads, here_writes = os.pipe()
        # The shell puts them on 3 and 4, wherever they are here.
        os.set_inheritable(there_reads, True)
        os.set_inheritable(there_writes, True)
        words = [program, '--headless', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--remote-debugging-pipe',
                 '--hide-scrollbars', '--no-first-run', '--disable-background-networking', f'--user-data-dir={self.profile}']
        self.process = subprocess.Popen(['/bin/sh', '-c', f'exec "$@" 3<&{there_reads} 4>&{there_writes}', 'sh', *words],
                                        pass_fds=(there_reads, there_writes), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(there_reads)
        os.close(there_writes)
        self.reads, self.writes, self.rest, self.number, self.events = here_reads, here_writes, b'', 0, []
        target = self.ask('Target.createTarget', url='about:blank')['targetId']
        self.session = None
        self.session = self.ask('Target.attachToTarget', targetId=target, flatten=True)['sessionId']
        for domain in ('Page', 'Runtime', 'Log'):
            self.ask(domain + '.enable')

    session = None

    def message(self, until):
        while b'\0' not in self.rest:
            if not select.select([self.reads], [], [], max(0, until - time.monotonic()))[0]:
                raise AssertionError('Chromium does not answer')
            more = os.read(self.reads, 1 << 20)
            if not more:
                raise AssertionError('Chromium has ended')
            self.rest += more
        one, self.rest = self.rest.split(b'\0', 1)
        return json.loads(one)

    def ask(self, method, **parameters):
        self.number += 1
        request = {'id': self.number, 'method': method, 'params': parameters}
        if self.session:
            request['sessionId'] = self.session
        data = json.dumps(request).encode() + b'\0'
        while data:
            data = data[os.write(self.writes, data):]
        until = time.monotonic() + SECONDS
        while True:
            answer = self.message(until)
            if answer.get('id') == self.number:
                if 'error' in answer:
                    raise AssertionError(f"{method}: {answer['error']}")
                return answer['result']
            self.events.append(answer)

    def open(self, url, width=1280, height=900):
        """Waits until the page and its pictures are there."""
        self.events.clear()
        self.ask('Emulation.setDeviceMetricsOverride', width=width, height=height, deviceScaleFactor=1, mobile=width < 600)
        self.ask('Page.navigate', url=url)
        until = time.monotonic() + SECONDS
        while not any(event.get('method') == 'Page.loadEventFired' for event in self.events):
            self.events.append(self.message(until))
        # A picture that is loaded lazily may come after that event.
        self.value('Promise.race([Promise.allSettled([...document.images].map(i => { i.loading = "eager"; return i.decode(); })),'
                   f' new Promise(done => setTimeout(done, {SECONDS * 500}))]).then(() => 0)')

    def value(self, expression):
        done = self.ask('Runtime.evaluate', expression=expression, returnByValue=True, awaitPromise=True)
        if 'exceptionDetails' in done:
            raise AssertionError(f"{expression}: {done['exceptionDetails']}")
        return done['result'].get('value')

    def faults(self):
        """What scripts of the page threw."""
        return [event['params']['exceptionDetails'].get('text') for event in self.events
                if event.get('method') == 'Runtime.exceptionThrown']

    def picture(self, path):
        size = self.ask('Page.getLayoutMetrics')['cssContentSize']
        clip = {'x': 0, 'y': 0, 'width': size['width'], 'height': min(size['height'], 6000), 'scale': 1}
        data = self.ask('Page.captureScreenshot', format='png', captureBeyondViewport=True, clip=clip)['data']
        with open(path, 'wb') as file:
            file.write(base64.b64decode(data))

    def close(self):
        os.close(self.writes)
        os.close(self.reads)
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.profile, ignore_errors=True)
