#!/usr/bin/python3
"""Runs test programs against a throw-away WordPress: run-with.py stock|companion WORK_FOLDER PROGRAM….
The programs find the site in STET_CONTRACT_* and STET_WP_*. Prints their TAP as one."""
import os
import pathlib
import subprocess
import sys

import throwaway


def run(program, env, first):
    """Its cases, numbered from `first`. Returns how many there were, and how many failed."""
    count = failed = 0
    done = subprocess.run([program], env={**os.environ, **env}, stdout=subprocess.PIPE, text=True, check=False)
    for line in done.stdout.splitlines():
        words = line.split(' ')
        for position in (0, 1):
            if words[position:position + 1] == ['ok'] and (position == 0 or words[0] == 'not'):
                words[position + 1] = str(first + count)
                count += 1
                failed += position
                print(' '.join(words), flush=True)
                break
        else:
            if not line.startswith('1..') and not line.startswith('TAP'):
                print(line if line.startswith('#') else f'# {line}', flush=True)
    if done.returncode and not failed:
        count += 1
        failed += 1
        print(f'not ok {first + count - 1} {pathlib.Path(program).name} ended with {done.returncode}', flush=True)
    return count, failed


def settings(site, flavour):
    url = site['WP_URL']
    return {'STET_CONTRACT_KIND': 'wordpress', 'STET_CONTRACT_API': f'{url}/wp-json', 'STET_CONTRACT_FRONT': url,
            'STET_CONTRACT_REPORTER': site['WP_CONTRIBUTOR'], 'STET_CONTRACT_EDITOR': site['WP_EDITOR'],
            'STET_WP_FLAVOUR': flavour, **{'STET_' + name: value for name, value in site.items()}}


def main():
    flavour, work, programs = sys.argv[1], pathlib.Path(sys.argv[2]).resolve(), sys.argv[3:]
    work = work / flavour
    work.mkdir(parents=True, exist_ok=True)
    try:
        env = settings(throwaway.start(work, flavour == 'companion'), flavour)
        count = failed = 0
        for program in programs:
            more, bad = run(program, env, count + 1)
            count, failed = count + more, failed + bad
        print(f'1..{count}')
        return 1 if failed else 0
    except throwaway.Missing as missing:
        print(f'1..0 # SKIP {missing}')
        return 0
    finally:
        throwaway.stop()


sys.exit(main())
