"""A throw-away WordPress for a test: started in a work folder on a free port, and stopped."""
import os
import pathlib
import socket
import subprocess

SCRIPT = pathlib.Path(__file__).resolve().parent.parent.parent / 'build-aux' / 'wordpress'


class Missing(Exception):
    """Why there is no WordPress here."""


def start(work, companion):
    """Returns what its site.env says."""
    with socket.socket() as probe:
        probe.bind(('127.0.0.1', 0))
        os.environ.update(STET_WP_DIR=str(work / 'site'), STET_WP_PORT=str(probe.getsockname()[1]))
    subprocess.run([SCRIPT, 'stop'], check=True)
    # The services live on, so nothing of theirs may hold a pipe that is read here.
    with open(work / 'start.log', 'w+', encoding='utf-8') as log:
        done = subprocess.run([SCRIPT, 'start'] + (['--companion'] if companion else []), stdout=log, stderr=log, check=False)
        log.seek(0)
        said = log.read()
    if done.returncode and 'could not be fetched' in said:
        raise Missing(said.strip().splitlines()[-1])
    if done.returncode:
        raise RuntimeError(said)
    pairs = (line.partition('=') for line in (work / 'site' / 'site.env').read_text(encoding='utf-8').splitlines())
    return {name: value for name, _, value in pairs}


def stop():
    subprocess.run([SCRIPT, 'stop'], check=False)
