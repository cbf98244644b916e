#!/usr/bin/env python3
"""Holds what Cordon reads of go.mod against `go mod edit -json`: required modules, as replaced. Not part of CI, which has no Go.

usage: go_mod.py FOLDER    every go.mod below it; the module cache of Go is a good one. Ends with the line
`N passed, N failed, N skipped`."""
import json
import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tools"))
from common import Tally  # noqa: E402

CORDON = ROOT / "build" / "release" / "cordon"


def as_go_reads_it(path):
    """(name, version) of every requirement; None where Go refuses the file. A folder has no version."""
    done = subprocess.run(["go", "mod", "edit", "-json", path], capture_output=True, text=True, check=False, env={**os.environ, "GOTOOLCHAIN": "local"})
    if done.returncode != 0:
        return None
    document = json.loads(done.stdout)
    replaced = {(each["Old"]["Path"], each["Old"].get("Version", "")): each["New"] for each in document.get("Replace") or []}
    out = set()
    for each in document.get("Require") or []:
        new = replaced.get((each["Path"], each["Version"])) or replaced.get((each["Path"], ""))
        if new is None:
            out.add((each["Path"], each["Version"]))
        else:
            out.add((new["Path"], new["Version"]) if new.get("Version") else (each["Path"], ""))
    return out


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    tally = Tally()
    for path in sorted(pathlib.Path(sys.argv[1]).rglob("go.mod")):
        done = subprocess.run([CORDON, "inventory", "--format", "json", path], capture_output=True, text=True, check=False)
        report, wanted = json.loads(done.stdout), as_go_reads_it(path)
        if wanted is None:
            tally.ok() if not report["components"] else tally.fail(str(path), "read, though Go refuses it")
            continue
        found = {(each["name"], each["version"]) for each in report["components"]}
        tally.ok() if found == wanted else tally.fail(str(path), f"only Cordon {sorted(found - wanted)[:3]}, only Go {sorted(wanted - found)[:3]}")
    return tally.finish()


if __name__ == "__main__":
    sys.exit(main())
