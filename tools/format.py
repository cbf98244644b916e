#!/usr/bin/env python3
"""Formats the C++ sources with clang-format 19, or with --check names those that are not formatted. A file that was
formatted is remembered by its content and the settings."""
import concurrent.futures
import subprocess
import sys

import common
from common import ROOT, Memory, Tally, cpp_files


def wrong_line(name):
    """The first line that is not formatted, 0 when all are."""
    text = (ROOT / name).read_bytes()
    wanted = subprocess.run(["clang-format-19", f"--assume-filename={name}"], input=text, capture_output=True, cwd=ROOT,
                            check=True).stdout
    lines = enumerate(zip(text.split(b"\n"), wanted.split(b"\n")), 1)
    return 0 if text == wanted else next((i for i, (a, b) in lines if a != b), 1)


def main():
    names = cpp_files()
    if "--check" not in sys.argv[1:]:
        subprocess.run(["clang-format-19", "-i", *names], cwd=ROOT, check=True)
        return 0
    tally, memory, todo = Tally(), Memory("format"), {}
    for name in names:
        key = common.digest("clang-format-19", ROOT / ".clang-format", name, ROOT / name)
        if memory.knows(key):
            tally.ok()
        else:
            todo[name] = key
    with concurrent.futures.ThreadPoolExecutor(common.jobs()) as pool:
        for name, line in zip(todo, pool.map(wrong_line, todo)):
            if line == 0:
                memory.add(todo[name])
                tally.ok()
            else:
                tally.fail(name, f"not formatted from line {line} on; run ./dev fmt")
    return tally.finish()


if __name__ == "__main__":
    sys.exit(main())
