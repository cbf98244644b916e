#!/usr/bin/env python3
"""Scans with two threads in the build with ThreadSanitizer: any report of it is a failure.

usage: races.py        needs ./dev build tsan cordon; real lockfiles where $CORDON_SHARED_DATA has them"""
import json
import os
import pathlib
import subprocess
import sys

from common import ROOT, Tally

PROGRAM = ROOT / "build" / "tsan" / "cordon"
EXIT_RACE = 66              # of the sanitizer; none of Cordon's own
EXITS_OF_SCAN = (0, 1, 3)   # clean, findings, incomplete
ENVIRONMENT = {"TSAN_OPTIONS": f"exitcode={EXIT_RACE}:second_deadlock_stack=1"}


def folders_read(report):
    try:
        return {os.path.dirname(read["path"]) for read in json.loads(report)["coverage"]["read"]}
    except ValueError:
        return set()


def scan(tally, name, folders):
    """One scan; its threads share work only where there are several projects."""
    done = subprocess.run([PROGRAM, "scan", "--packs-only", "--quiet", "-j", "2", "--format", "json", *folders], cwd=ROOT,
                          env={**os.environ, **ENVIRONMENT}, stdin=subprocess.DEVNULL, capture_output=True, text=True,
                          errors="replace", check=False)
    if "ThreadSanitizer" in done.stderr or done.returncode == EXIT_RACE:
        tally.fail(name, "ThreadSanitizer reports something", done.stderr)
    elif done.returncode not in EXITS_OF_SCAN:
        tally.fail(name, f"exit code {done.returncode}", done.stderr)
    elif len(folders_read(done.stdout)) < 2:
        tally.fail(name, "fewer than two projects were read: the threads had nothing to share", done.stderr)
    else:
        tally.ok()


def main():
    tally = Tally()
    # The inputs of the golden cases are small projects of every kind.
    scan(tally, "examples and golden cases", ["examples", "tests/golden"])
    data = os.environ.get("CORDON_SHARED_DATA")
    if data and (pathlib.Path(data) / "lockfiles").is_dir():
        scan(tally, "real lockfiles", [pathlib.Path(data) / "lockfiles"])
    else:
        tally.skip("real lockfiles", "no lockfiles in $CORDON_SHARED_DATA")
    return tally.finish()


if __name__ == "__main__":
    sys.exit(main())
