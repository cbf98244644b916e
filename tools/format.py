#!/usr/bin/env python3
"""Formats the C++ sources with clang-format 19, or with --check names those that are not formatted."""
import subprocess
import sys

from common import ROOT, Tally, cpp_files


def main():
    names = cpp_files()
    if "--check" not in sys.argv[1:]:
        subprocess.run(["clang-format-19", "-i", *names], cwd=ROOT, check=True)
        return 0
    tally = Tally()
    for name in names:
        text = (ROOT / name).read_bytes()
        wanted = subprocess.run(["clang-format-19", f"--assume-filename={name}"], input=text, capture_output=True,
                                cwd=ROOT, check=True).stdout
        if text == wanted:
            tally.ok()
        else:
            wrong = next((i for i, (a, b) in enumerate(zip(text.split(b"\n"), wanted.split(b"\n")), 1) if a != b), 0)
            tally.fail(name, f"not formatted from line {wrong} on; run ./dev fmt")
    return tally.finish()


if __name__ == "__main__":
    sys.exit(main())
