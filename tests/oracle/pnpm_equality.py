#!/usr/bin/env python3
"""Compares what Cordon finds in every pnpm-lock.yaml of the shared data with count_pnpm.py.

    pnpm_equality.py --dump 'cordon inventory --format json' [--histories] [FILE...]

The command gets one path more and prints {"components": [{"name", "version", "origin"}, ...]}. A file that it refuses
must hold no package by the other count. Data: $CORDON_SHARED_DATA, else ~/.cache/cordon-shared-data; absent: skipped,
and said. --histories also compares every version of the file in the git bundles. Exit code 1 when any differs."""
import argparse
import json
import os
import pathlib
import shlex
import subprocess
import sys
import tempfile

import count_pnpm


def found_by(command, path):
    done = subprocess.run(shlex.split(command) + [str(path)], capture_output=True, text=True)
    try:
        components = json.loads(done.stdout)["components"]
    except (json.JSONDecodeError, KeyError):
        return None
    return sorted({f"{c['name']}@{c['version']}" for c in components if c["origin"] not in ("workspace", "link")})


def compare(command, path, label, tally):
    expected, found = count_pnpm.count(path.read_text(encoding="utf-8")), found_by(command, path)
    tally["files"] += 1
    if found is None:
        tally["refused"] += 1
    if (found or []) == expected:
        tally["packages"] += len(expected)
        return
    tally["different"] += 1
    missing, extra = sorted(set(expected) - set(found or [])), sorted(set(found or []) - set(expected))
    print(f"{label}: {len(missing)} missing {missing[:5]}, {len(extra)} more {extra[:5]}")


def compare_histories(command, data, tally):
    for bundle in sorted(data.glob("histories/*/history.bundle")):
        with tempfile.TemporaryDirectory() as folder:
            git = ["git", "-C", folder]
            subprocess.run(["git", "clone", "-q", "--bare", str(bundle), folder], check=True)
            log = subprocess.run(git + ["log", "--format=%H", "main", "--", "pnpm-lock.yaml"], capture_output=True,
                                 text=True, check=True)
            for commit in log.stdout.split():
                shown = subprocess.run(git + ["show", f"{commit}:pnpm-lock.yaml"], capture_output=True)
                if shown.returncode != 0:  # the commit that removed it
                    continue
                path = pathlib.Path(folder) / "version.yaml"
                path.write_bytes(shown.stdout)
                compare(command, path, f"{bundle.parent.name} {commit[:12]}", tally)


def main():
    parser = argparse.ArgumentParser()
    root = pathlib.Path(__file__).resolve().parent.parent.parent
    parser.add_argument("--dump", default=f"{root}/build/release/cordon inventory --format json")
    parser.add_argument("--histories", action="store_true")
    parser.add_argument("files", nargs="*", type=pathlib.Path)
    arguments = parser.parse_args()
    data = pathlib.Path(os.environ.get("CORDON_SHARED_DATA", pathlib.Path.home() / ".cache/cordon-shared-data"))
    if not arguments.files and not data.is_dir():
        print(f"skipped: no shared data at {data}")
        return 0
    tally = {"files": 0, "packages": 0, "refused": 0, "different": 0}
    for path in arguments.files or sorted(data.rglob("*pnpm-lock*.yaml")):
        compare(arguments.dump, path, path, tally)
    if arguments.histories:
        compare_histories(arguments.dump, data, tally)
    print(", ".join(f"{count} {what}" for what, count in tally.items()))
    return 1 if tally["different"] or not tally["files"] else 0


if __name__ == "__main__":
    sys.exit(main())
