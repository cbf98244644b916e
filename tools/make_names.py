#!/usr/bin/env python3
"""Writes rules/names/npm.txt from the npm package download-counts (MIT): the most downloaded names and how often.

usage: tools/make_names.py [TARBALL]

Without TARBALL the pinned release is fetched with `npm pack --ignore-scripts`; nothing of it is run. What came is held
against the digest below. rules/names/README.md describes the form."""
import base64
import hashlib
import json
import math
import pathlib
import re
import subprocess
import sys
import tarfile
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
RELEASE = "download-counts@2.20260301.0"
INTEGRITY = "sha512-WqcD98+fytHCwR+qP+dpEAg8zO34YTQC7B81oR4DIRQxN4TuiWu9r3zT052mm6tAi5MIGEb1q6CbXdBz2BuUhw=="
NAMES = 245_000
RESTART = 48  # lines from one that is whole to the next
WHOLE = "!"  # before a name that shares nothing; it is in no name, so that one search for it finds the next whole line
MOST_SHARED = ord("z") - ord("0")
# What npm accepts or once accepted, up to its 214 characters, and no name that is only a slip of the command line
# (`--save`, `-g`), of a script (`undefined`) or of a setting (a registry's host).
NAME = re.compile(r"(@[A-Za-z0-9~_-][A-Za-z0-9._~-]*/)?[A-Za-z0-9~_][A-Za-z0-9._~-]*")
SLIP = re.compile(r"undefined|null|node_modules|registry\.\w+\.\w+")


def tarball():
    if len(sys.argv) > 1:
        return pathlib.Path(sys.argv[1]).read_bytes()
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["npm", "pack", "--ignore-scripts", RELEASE], cwd=folder, check=True, stdout=subprocess.DEVNULL)
        return next(pathlib.Path(folder).glob("*.tgz")).read_bytes()


def counts_of(packed):
    digest = "sha512-" + base64.b64encode(hashlib.sha512(packed).digest()).decode()
    if digest != INTEGRITY:
        sys.exit(f"make_names: this is not {RELEASE}: {digest}")
    with tempfile.TemporaryFile() as file:
        file.write(packed)
        file.seek(0)
        with tarfile.open(fileobj=file, mode="r:gz") as tar:
            return json.load(tar.extractfile("package/counts.json"))


def plausible(name):
    return len(name) <= 214 and NAME.fullmatch(name) is not None and SLIP.fullmatch(name) is None


def shared(a, b):
    length = 0
    while length < min(len(a), len(b), MOST_SHARED) and a[length] == b[length]:
        length += 1
    return length


def lines(counts):
    listed = sorted(counts, key=lambda name: (-counts[name], name))[:NAMES]
    before = ""
    for number, name in enumerate(sorted(listed, key=str.encode)):
        same = 0 if number % RESTART == 0 else shared(before, name)
        begin = chr(ord("0") + same) if same else WHOLE
        yield f"{begin}{name[same:]} {math.floor(10 * math.log10(counts[name]))}\n"
        before = name


def main():
    counts = {name: count for name, count in counts_of(tarball()).items() if isinstance(count, int) and plausible(name)}
    text = "".join(lines(counts))
    (ROOT / "rules/names/npm.txt").write_text(text, encoding="ascii", newline="\n")
    print(f"rules/names/npm.txt: {text.count(chr(10)):,} names, {len(text):,} bytes")


if __name__ == "__main__":
    main()
