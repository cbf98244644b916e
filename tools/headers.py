#!/usr/bin/env python3
"""Checks that every header compiles alone: it includes what it uses. Remembers by content what was clean."""
import concurrent.futures
import subprocess
import sys

import common
from common import ROOT, Memory, Tally

COMMAND = ["clang++-19", "-std=gnu++23", "-fsyntax-only", "-Wall", "-Wextra", "-Wno-pragma-once-outside-header",
           "-Isrc", "-x", "c++"]


def check(header):
    done = subprocess.run([*COMMAND, header], cwd=ROOT, capture_output=True, text=True, check=False)
    return done.returncode == 0, done.stderr


def main():
    tally, memory, todo = Tally(), Memory("headers"), {}
    for header in common.files(".h", under=["src/"]):
        key = common.digest(*COMMAND, header, *(ROOT / path for path in common.closure(header)))
        if memory.knows(key):
            tally.ok()
        else:
            todo[header] = key
    with concurrent.futures.ThreadPoolExecutor(common.jobs()) as pool:
        for header, (good, errors) in zip(todo, pool.map(check, todo)):
            if good:
                memory.add(todo[header])
                tally.ok()
            else:
                tally.fail(header, "does not compile alone", errors)
    return tally.finish()


if __name__ == "__main__":
    sys.exit(main())
