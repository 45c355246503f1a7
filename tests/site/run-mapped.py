#!/usr/bin/python3
"""Runs test programs against an example site: run-mapped.py SITE MAPPING PROGRAM…. The programs find it in
STET_CONTRACT_*; their TAP is printed as one."""
import json
import os
import pathlib
import subprocess
import sys


def run(program, env, first):
    """Its cases, numbered from `first`. Returns how many there were, and how many failed."""
    count = failed = 0
    done = subprocess.run([program], env={**os.environ, **env}, stdout=subprocess.PIPE, text=True, check=False)
    for line in done.stdout.splitlines():
        words = line.split(' ')
        bad = words[0] == 'not'
        if words[bad:bad + 1] == ['ok']:
            words[bad + 1] = str(first + count)
            count, failed = count + 1, failed + bad
            print(' '.join(words), flush=True)
        elif not line.startswith(('1..', 'TAP')):
            print(line if line.startswith('#') else f'# {line}', flush=True)
    if done.returncode and not failed:
        count, failed = count + 1, failed + 1
        print(f'not ok {first + count - 1} {pathlib.Path(program).name} ended with {done.returncode}', flush=True)
    return count, failed


def main():
    site, mapping, programs = sys.argv[1], sys.argv[2], sys.argv[3:]
    with subprocess.Popen([sys.executable, site], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        facts = json.loads(server.stdout.readline())
        env = {'STET_CONTRACT_API': facts['api'], 'STET_CONTRACT_REPORTER': facts['reporter'], 'STET_CONTRACT_EDITOR': facts['editor'],
               'STET_CONTRACT_MAPPING': mapping}
        count = failed = 0
        for program in programs:
            more, bad = run(program, env, count + 1)
            count, failed = count + more, failed + bad
        server.stdin.close()
    print(f'1..{count}')
    return 1 if failed else 0


sys.exit(main())
