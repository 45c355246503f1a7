#!/usr/bin/python3
"""Makes the installable plugin: make-zip.py SOURCE OUTPUT WORK. The same source gives the same bytes."""
import os
import pathlib
import subprocess
import sys
import zipfile

source, output, work = (pathlib.Path(argument) for argument in sys.argv[1:4])
work.mkdir(parents=True, exist_ok=True)
files = {str(path.relative_to(source)): path.read_bytes() for path in sorted(source.rglob('*')) if path.is_file()}

php = [name for name in files if name.endswith('.php')]
subprocess.run(['xgettext', '--language=PHP', '--from-code=UTF-8', '--keyword=__', '--keyword=esc_html__',
                '--keyword=_n:1,2', '--keyword=_x:1,2c', '--add-comments=translators', '--package-name=Stet',
                '--sort-by-file', '--output=' + str((work / 'stet.pot').resolve()), *php], cwd=source, check=True)
pot = (work / 'stet.pot').read_text(encoding='utf-8')
pot = ''.join(line for line in pot.splitlines(keepends=True) if not line.startswith('"POT-Creation-Date'))
(work / 'stet.pot').write_text(pot, encoding='utf-8')
files['languages/stet.pot'] = pot.encode()
for name in [name for name in files if name.endswith('.po')]:
    compiled = work / (pathlib.Path(name).stem + '.mo')
    subprocess.run(['msgfmt', '--check', '-o', str(compiled), str(source / name)], check=True)
    subprocess.run(['msgcmp', str(source / name), str(work / 'stet.pot')], check=True)
    files[name[:-3] + '.mo'] = compiled.read_bytes()

with zipfile.ZipFile(output, 'w', zipfile.ZIP_DEFLATED) as archive:
    for name in sorted(files):
        entry = zipfile.ZipInfo('stet/' + name.replace(os.sep, '/'), (2000, 1, 1, 0, 0, 0))
        entry.compress_type = zipfile.ZIP_DEFLATED
        entry.external_attr = 0o100644 << 16
        archive.writestr(entry, files[name])
