#!/usr/bin/python3
"""The schema of mappings against the mappings that come with it, and against those that are wrong:
test-schema.py FOLDER-OF-SITE-API WRONG-MAPPINGS. Prints TAP."""
import copy
import json
import pathlib
import sys

try:
    import jsonschema
except ImportError:
    print('1..0 # SKIP python3-jsonschema is not installed (build-aux/packages-test names it)')
    sys.exit(0)

folder, wrong = pathlib.Path(sys.argv[1]), json.loads(pathlib.Path(sys.argv[2]).read_text('utf-8'))
schema = json.loads((folder / 'stet-site.schema.json').read_text('utf-8'))
validator = jsonschema.Draft202012Validator(schema)
count = failed = 0


def tell(good, name, why=''):
    global count, failed
    count += 1
    failed += not good
    print(f'{"ok" if good else "not ok"} {count} {name}' + (f'\n# {why}' if why and not good else ''), flush=True)


def parent_of(root, pointer):
    parts = [part.replace('~1', '/').replace('~0', '~') for part in pointer.split('/')[1:]]
    for part in parts[:-1]:
        root = root[int(part)] if isinstance(root, list) else root[part]
    return root, parts[-1]


def change(root, row):
    root = copy.deepcopy(root)
    for pointer, value in [(row.get('set'), row.get('value')), *row.get('also', {}).items()]:
        if pointer is not None:
            node, name = parent_of(root, pointer)
            node[name] = value
    if 'remove' in row:
        node, name = parent_of(root, row['remove'])
        del node[name]
    return root


jsonschema.Draft202012Validator.check_schema(schema)
tell(True, 'the schema is one')
for path in [folder / 'publishing.json', *sorted(folder.glob('examples/*.json'))]:
    errors = [f'{error.json_path}: {error.message[:200]}' for error in validator.iter_errors(json.loads(path.read_text('utf-8')))]
    tell(not errors, f'{path.name} fits it', '; '.join(errors))
numbers = json.loads((folder / 'examples' / 'numbers.json').read_text('utf-8'))
for row in wrong:
    # What one part asks of another, the program alone can tell.
    tell(validator.is_valid(change(numbers, row)) != row['schema'], f'{row["why"]}: ' + ('refused' if row['schema'] else 'left to the program'))
print(f'1..{count}')
sys.exit(1 if failed else 0)
