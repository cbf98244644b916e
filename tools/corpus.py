#!/usr/bin/env python3
"""Replays fuzz/corpus/<name>/ through build/asan/fuzz_<name>_replay, so that every seed is an ordinary test.

usage: corpus.py [FILTER]"""
import concurrent.futures
import re
import subprocess
import sys

import common
from common import ROOT, Tally

SECONDS = 600  # for one corpus; one input has its own limit in fuzz/replay_main.cpp


def targets():
    return sorted(path.stem.removeprefix("fuzz_") for path in (ROOT / "fuzz").glob("fuzz_*.cpp"))


def replay(name, tally):
    folder, program = ROOT / "fuzz" / "corpus" / name, ROOT / "build" / "asan" / f"fuzz_{name}_replay"
    seeds = [path for path in folder.rglob("*") if path.is_file()] if folder.is_dir() else []
    if not seeds:
        return tally.fail(name, f"no seeds in fuzz/corpus/{name}")
    if not program.is_file():
        return tally.fail(name, "its replay program was not built")
    try:
        done = subprocess.run([program, folder], capture_output=True, text=True, errors="replace", timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return tally.fail(name, f"took longer than {SECONDS} s")
    ran = re.search(r"^(\d+) inputs$", done.stdout, re.M)
    if done.returncode == 0 and ran and int(ran.group(1)) == len(seeds):
        return tally.ok(len(seeds))
    culprits = re.findall(r"^FAIL (.*)$", done.stdout, re.M) or [f"exit code {done.returncode}"]
    return tally.fail(name, "; ".join(culprits), done.stderr[-4000:])


def main():
    wanted = sys.argv[1] if len(sys.argv) > 1 else ""
    tally = Tally()
    names = targets()
    with concurrent.futures.ThreadPoolExecutor(common.jobs()) as pool:
        list(pool.map(lambda name: replay(name, tally), [name for name in names if wanted in name]))
    for folder in sorted((ROOT / "fuzz" / "corpus").glob("*")):
        if folder.name not in names and wanted in folder.name:
            tally.fail(folder.name, f"a corpus without fuzz/fuzz_{folder.name}.cpp")
    return tally.finish()


if __name__ == "__main__":
    sys.exit(main())
