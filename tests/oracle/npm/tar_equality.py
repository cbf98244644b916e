#!/usr/bin/env python3
"""Holds what Cordon says that npm would unpack against what npm's own client unpacks, for archives that no packer writes.

Paths, contents and modes must be equal, and what npm refuses must be refused. Each case also names what must be told as
odd. Besides the written ones, archives are made by chance from their blocks; `--seed` and `--random` choose others.

    tar_equality.py [--program PATH] [--random COUNT] [--seed NUMBER] [--only TEXT]

pacote as pacote.mjs says. Ends with "N passed, N failed, N skipped"; exit code 77 when there is no npm.
"""
import argparse
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
SOURCE = HERE.parents[2]
sys.path.insert(0, str(SOURCE / "tools"))
from archive_writers import cases, random_cases  # noqa: E402
from common import EXIT_SKIPPED, Tally  # noqa: E402


def answers(command, lines, **options):
    """An answer for each line. A program that ends before its last line is started anew with those that are left."""
    found = []
    while len(found) < len(lines):
        done = subprocess.run(command, input="".join(line + "\n" for line in lines[len(found):]), text=True,
                              capture_output=True, check=False, **options)
        new = [json.loads(line) for line in done.stdout.splitlines()]
        if done.returncode != 0 or not new:
            sys.exit(f"{command[0]} ended with {done.returncode}: {done.stderr[-2000:]}")
        found += new
    return found


def difference(ours, theirs):
    """What differs, or nothing."""
    refused = ours.get("error") or ours.get("refused")
    if bool(refused) != bool(theirs.get("error")):
        return f"we say {refused or 'unpacked'}, npm says {theirs.get('error') or 'unpacked'}"
    if refused:
        return None
    mine, others = ({file["path"]: (file["mode"], file["sha256"]) for file in side["files"]} for side in (ours, theirs))
    for path in sorted(mine.keys() | others.keys()):
        if mine.get(path) != others.get(path):
            return f"{path!r}: ours {mine.get(path)}, npm's {others.get(path)}"
    return None


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--program", default=SOURCE / "build" / "asan" / "dump_npm_tree", type=pathlib.Path)
    options.add_argument("--random", default=100, type=int)
    options.add_argument("--seed", default=1, type=int)
    options.add_argument("--only", default="")
    asked = options.parse_args()
    if not shutil.which("node") or not (shutil.which("npm") or os.environ.get("CORDON_PACOTE")):
        print("no node or no npm on this machine")
        return EXIT_SKIPPED
    tally = Tally()
    chosen = [case for case in [*cases(), *random_cases(asked.random, asked.seed)] if asked.only in case[0]]
    with tempfile.TemporaryDirectory() as home:
        folder = pathlib.Path(home)
        for number, (_, archive, _) in enumerate(chosen):
            (folder / f"{number}.tgz").write_bytes(archive)
        names = [str(folder / f"{number}.tgz") for number in range(len(chosen))]
        ours = answers([str(asked.program)], names, env={**os.environ, "ASAN_OPTIONS": "detect_leaks=0"})
        theirs = answers(["node", str(HERE / "pacote.mjs")], [f"{name}\t{name[:-4]}" for name in names],
                         env={**os.environ, "TMPDIR": home})
    for (name, _, told), mine, others in zip(chosen, ours, theirs):
        why = difference(mine, others)
        missing = sorted(set(told or ()) - set(mine.get("oddities", ())))
        if why:
            tally.fail(name, why)
        elif missing:
            tally.fail(name, f"not told as odd: {', '.join(missing)}")
        elif told is None and not (mine.get("error") or mine.get("refused")):
            tally.fail(name, "was opened")
        else:
            tally.ok()
    return tally.finish()


if __name__ == "__main__":
    sys.exit(main())
