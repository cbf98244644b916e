#!/usr/bin/env python3
"""Compares what Cordon reads from every yarn.lock of the shared data with two counters that share no code with it.

    yarn_equality.py --dump 'COMMAND' [--data FOLDER] [--only TEXT]

COMMAND gets a path as its last argument and prints JSON with "components": [{"name", "version", "origin"}...]. The data
is found through --data, $CORDON_SHARED_DATA, or ~/.cache/cordon-shared-data. A file that Cordon refuses is listed with
its reason and counts as skipped. Ends with "N passed, N failed, N skipped"; exit code 1 when something failed or more
than 3 % were refused, 77 when there is no data."""
import argparse
import json
import os
import pathlib
import re
import shlex
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
FOLDERS = ["lockfiles", "lockfiles-large", "lockfile-fixtures", "axios-2026-03-31"]
MOST_REFUSED = 0.03


def counted(path):
    berry = re.search(r"^__metadata:", path.read_text(encoding="utf-8"), re.M)
    counter = HERE / ("count_yarn_berry.py" if berry else "count_yarn_classic.py")
    done = subprocess.run([sys.executable, counter, path], capture_output=True, text=True, check=True)
    return set(filter(None, done.stdout.split("\n")))


def read(command, path):
    """What Cordon reads, or None and why it refuses."""
    done = subprocess.run([*command, path], capture_output=True, text=True, check=False)
    try:
        answer = json.loads(done.stdout)
    except json.JSONDecodeError:
        return None, done.stderr.strip() or f"exit code {done.returncode}"
    if "components" not in answer:
        return None, json.dumps(answer)
    return {f"{c['name']}@{c['version']}" for c in answer["components"] if c["origin"] != "workspace"}, ""


def main():
    parser = argparse.ArgumentParser()
    root = pathlib.Path(__file__).resolve().parent.parent.parent.parent
    parser.add_argument("--dump", default=f"{root}/build/release/cordon inventory --format json")
    parser.add_argument("--data", type=pathlib.Path)
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    data = options.data or pathlib.Path(os.environ.get("CORDON_SHARED_DATA", "~/.cache/cordon-shared-data")).expanduser()
    files = sorted({path for folder in FOLDERS for path in (data / folder).rglob("*yarn*.lock")
                    if options.only in str(path)})
    if not files:
        print(f"SKIP yarn.lock: none in {data}\n0 passed, 0 failed, 1 skipped")
        return 77
    passed = failed = skipped = packages = 0
    for path in files:
        name = path.relative_to(data)
        ours, why = read(shlex.split(options.dump), path)
        if ours is None:
            print(f"refused {name}: {why}")
            skipped += 1
            continue
        theirs = counted(path)
        packages += len(theirs)
        if ours == theirs:
            passed += 1
            continue
        failed += 1
        print(f"FAIL {name}: {len(ours)} read, {len(theirs)} counted")
        for package in sorted(ours ^ theirs)[:10]:
            print(f"  {'only read' if package in ours else 'only counted'}: {package}")
    print(f"{packages} packages compared\n{passed} passed, {failed} failed, {skipped} skipped")
    return 1 if failed or skipped > MOST_REFUSED * len(files) else 0


if __name__ == "__main__":
    sys.exit(main())
