#!/usr/bin/env python3
"""Holds what Cordon reads of Cargo.lock against `cargo metadata`: packages, edges, and what is for development only. Not part
of CI, which has no Cargo.

usage: cargo_metadata.py FOLDER...    each with a Cargo.toml and its Cargo.lock. Ends with the line
`N passed, N failed, N skipped`."""
import collections
import json
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tools"))
from common import Tally  # noqa: E402

CORDON = ROOT / "build" / "release" / "cordon"


def as_cargo_reads_it(folder):
    """(packages, edges between name and version, packages that only development needs)."""
    done = subprocess.run(["cargo", "metadata", "--format-version", "1", "--locked", "--manifest-path", folder / "Cargo.toml"],
                          capture_output=True, text=True, check=True)
    document = json.loads(done.stdout)
    packages = {each["id"]: each for each in document["packages"]}
    name = lambda identifier: (packages[identifier]["name"], packages[identifier]["version"])  # noqa: E731
    kinds, edges = collections.defaultdict(set), set()
    for node in document["resolve"]["nodes"]:
        for each in node["deps"]:
            edges.add((*name(node["id"]), *name(each["pkg"])))
            kinds[node["id"]] |= {(each["pkg"], kind["kind"]) for kind in each["dep_kinds"]}
    needed, pending = set(), list(document["workspace_members"])
    while pending:
        identifier = pending.pop()
        if identifier not in needed:
            needed.add(identifier)
            pending += [to for to, kind in kinds[identifier] if kind != "dev"]
    listed = {name(each) for each in packages if packages[each]["source"]}
    return listed, edges, listed - {name(each) for each in needed}


def as_cordon_reads_it(folder):
    done = subprocess.run([CORDON, "inventory", "--format", "json", folder / "Cargo.lock"], capture_output=True, text=True, check=False)
    report = json.loads(done.stdout)
    nodes = {each["id"]: (each["name"], each["version"]) for each in report["components"] + report["roots"]}
    components = [each for each in report["components"] if each["ecosystem"] == "crates"]
    return ({(each["name"], each["version"]) for each in components}, {(*nodes[each[0]], *nodes[each[1]]) for each in report["edges"]},
            {(each["name"], each["version"]) for each in components if each["scope"].startswith("development")})


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    tally = Tally()
    for folder in map(pathlib.Path, sys.argv[1:]):
        for what, ours, theirs in zip(("packages", "edges", "development only"), as_cordon_reads_it(folder), as_cargo_reads_it(folder)):
            name = f"{folder}: {len(theirs)} {what}"
            print(name)
            tally.ok() if ours == theirs else tally.fail(name, f"only Cordon {sorted(ours - theirs)[:3]}, only Cargo {sorted(theirs - ours)[:3]}")
    return tally.finish()


if __name__ == "__main__":
    sys.exit(main())
