#!/usr/bin/env python3
"""Runs clang-tidy 19 with the checks of .clang-tidy over the sources. A file that was clean is remembered by the content
of itself, what it includes and the settings, so that only what changed is checked again.

usage: tidy.py [--changed] [FILE...]      needs build/asan/compile_commands.json"""
import concurrent.futures
import json
import subprocess
import sys

import common
from common import ROOT, Memory, Tally

DATABASE = ROOT / "build" / "asan" / "compile_commands.json"


def compiled():
    """Sources that the build knows, relative to ROOT. Those of src/ are compiled in batches: for one that the database
    lacks clang-tidy takes the command of what lies nearest, which has the same flags."""
    known = {entry["file"] for entry in json.loads(DATABASE.read_text())}
    return [name for name in common.cpp_files()
            if name.endswith(".cpp") and (name.startswith("src/") or str(ROOT / name) in known)]


def changed():
    """Sources that differ from main, and those that include a header that does."""
    base = subprocess.run(["git", "merge-base", "HEAD", "main"], cwd=ROOT, capture_output=True, text=True, check=False)
    since = base.stdout.strip() or "HEAD"
    listed = subprocess.run(["git", "diff", "--name-only", since], cwd=ROOT, capture_output=True, text=True, check=True)
    new = subprocess.run(["git", "ls-files", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True,
                         check=True)
    names = set(listed.stdout.split()) | set(new.stdout.split())
    return [name for name in compiled() if names & set(common.closure(name))]


def check(name):
    done = subprocess.run(["clang-tidy-19", "--quiet", "-p", DATABASE.parent, name], cwd=ROOT, capture_output=True,
                          text=True, check=False)
    return done.returncode == 0, done.stdout


def main():
    arguments = sys.argv[1:]
    if arguments[:1] == ["--changed"]:
        names = changed()
    else:
        names = arguments or compiled()
    tally, memory, todo = Tally(), Memory("tidy"), {}
    for name in names:
        key = common.digest(name, ROOT / ".clang-tidy", *(ROOT / path for path in common.closure(name)))
        if memory.knows(key):
            tally.ok()
        else:
            todo[name] = key
    with concurrent.futures.ThreadPoolExecutor(common.jobs()) as pool:
        for name, (good, report) in zip(todo, pool.map(check, todo)):
            if good:
                memory.add(todo[name])
                tally.ok()
            else:
                tally.fail(name, "clang-tidy finds something", report.replace(str(ROOT) + "/", ""))
    return tally.finish()


if __name__ == "__main__":
    sys.exit(main())
