#!/usr/bin/python3
"""`stet check --config` with four published packs over 10,000 words: instructions are the gate, CPU time is told.

The packs are read in place, where the shared ones are. Prints TAP. STET_RELEASE_BUILD names the build folder.
"""
import json
import os
import random
import re
import resource
import shutil
import subprocess
import sys
import tempfile

ROOT = os.path.realpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))
STYLES = os.path.join(ROOT, "..", "shared", "data", "vale-styles")
WORDS = 10_000
CPU_S_WANTED = 0.6
# About what a processor of today does in the time wanted.
INSTRUCTIONS_MAX = 1_500_000_000
VOCABULARY = """a about after all and are as at be been budget but by could council ferry for from government had harbour has have he
her his however in is it its leverage many may minister money more new next not of officials on one or other people perhaps plan
point port reporters said school several she so some still that the their there they this three time to two utilize very was water
week were when which will with would year easily in order to at this point in time NASA e-mail 5 p.m. log in whitelist""".split()


def write_text(path):
    """Paragraphs of sentences of twelve to twenty-six words, the same every time."""
    chance = random.Random(7)
    paragraphs, n = ["# A heading of some words"], 0
    while n < WORDS:
        sentences = []
        for _ in range(5):
            words = [chance.choice(VOCABULARY) for _ in range(chance.randint(12, 26))]
            n += len(words)
            sentences.append(" ".join([words[0].capitalize()] + words[1:]) + ".")
        paragraphs.append(" ".join(sentences))
    with open(path, "w", encoding="utf-8") as file:
        file.write("\n\n".join(paragraphs) + "\n")
    return n


def main():
    stet = os.path.join(os.environ.get("STET_RELEASE_BUILD", ""), "src/stet")
    if not os.path.exists(stet) or stet == "src/stet":
        print("1..0 # SKIP figures are of a release build: build-aux/test makes one")
        return 0
    if not os.path.isdir(STYLES):
        print("1..0 # SKIP the shared packs are not here")
        return 0
    if not shutil.which("valgrind"):
        print("1..0 # SKIP valgrind is not installed")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        text, config = os.path.join(folder, "text.md"), os.path.join(folder, ".vale.ini")
        words = write_text(text)
        with open(config, "w", encoding="utf-8") as file:
            file.write(f"StylesPath = {os.path.realpath(STYLES)}\nMinAlertLevel = suggestion\n[*]\n"
                       "BasedOnStyles = Google, Microsoft, write-good, proselint\n")
        command = [stet, "check", "--config=" + config, "--output=JSON", text]
        env = dict(os.environ, STET_DATA_DIR=folder)
        done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        alerts = sum(len(found) for found in json.loads(done.stdout or "{}").values())
        counted = subprocess.run(["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null"] + command, env=env,
                                 capture_output=True, text=True, check=False)
    collected = re.search(r"Collected : (\d+)", counted.stderr)
    instructions = int(collected.group(1)) if collected else 0
    print(f"# {words} words, {alerts} alerts: {used.ru_utime + used.ru_stime:.2f} s of CPU, wanted: {CPU_S_WANTED}")
    print(f"# {instructions / 1e6:.0f} million instructions")
    tests = [(done.returncode in (0, 1) and alerts > 100, "the packs find what they look for"),
             (0 < instructions <= INSTRUCTIONS_MAX, f"at most {INSTRUCTIONS_MAX / 1e6:.0f} million instructions")]
    print(f"1..{len(tests)}")
    for number, (good, name) in enumerate(tests, 1):
        print("ok" if good else "not ok", number, "-", name)
    return 0 if all(good for good, _ in tests) else 1


if __name__ == "__main__":
    sys.exit(main())
