#!/usr/bin/env python3
"""Compares Cordon with npm's own reader (Arborist) on every npm lockfile of the shared data.

Components are compared as sets of install locations, edges as sets of pairs of them. Each lockfile is copied to a
folder of its own together with the package.json files that belong to it. A lockfile that npm itself refuses is listed
with npm's reason and counts as skipped.

    npm_equality.py [--program PATH] [--data FOLDER] [--only TEXT] [--histories]

The data is found through --data, $CORDON_SHARED_DATA, or ~/.cache/cordon-shared-data; Arborist as arborist.mjs says.
Ends with "N passed, N failed, N skipped"; exit code 1 when something failed, 77 when there is no data.
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


def is_npm_lockfile(path):
    return path.is_file() and (path.name.endswith("package-lock.json") or path.name.endswith("npm-shrinkwrap.json")
                               or (path.suffix == ".json" and path.name.startswith("package-lock")))


def copied_manifests(source, target):
    """Copies package.json files at and below `source`, but no installed ones, keeping their places."""
    for manifest in source.rglob("package.json"):
        relative = manifest.relative_to(source)
        if "node_modules" in relative.parts or not manifest.is_file():
            continue
        place = target / relative
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(manifest, place)


class Case:
    """One lockfile in a folder of its own. npm gets it under the name that it looks for in the project's folder."""

    def __init__(self, lockfile, name, home):
        self.name = name
        self.npm_folder = home / "npm" / "project"
        self.cordon_folder = home / "cordon"
        self.npm_folder.mkdir(parents=True)
        project = self.cordon_folder / "project"
        project.mkdir(parents=True)
        hidden = lockfile.name == ".package-lock.json"
        source = lockfile.parent.parent if hidden and lockfile.parent.name == "node_modules" else lockfile.parent
        for target in (self.npm_folder, project):
            copied_manifests(source, target)
        shrinkwrap = lockfile.name.endswith("npm-shrinkwrap.json")
        shutil.copyfile(lockfile, self.npm_folder / ("npm-shrinkwrap.json" if shrinkwrap else "package-lock.json"))
        if hidden:
            (project / "node_modules").mkdir(exist_ok=True)
            self.file = "project/node_modules/.package-lock.json"
        else:
            self.file = "project/npm-shrinkwrap.json" if shrinkwrap else "project/package-lock.json"
        shutil.copyfile(lockfile, self.cordon_folder / self.file)


def locations(cordon, file):
    prefix = file + "#"
    # Arborist does not read the half of version 2 that is npm 6's.
    components = [component["id"] for component in cordon["components"] if not component["id"].endswith("//npm6")]
    for identifier in components:
        if not identifier.startswith(prefix):
            raise SystemExit(f"an id without the file's path: {identifier}")
    cut = len(prefix)
    return [identifier[cut:] for identifier in components], [(a[cut:], b[cut:]) for a, b in cordon["edges"]]


def differences(npm, cordon, file):
    components, edges = locations(cordon, file)
    out = []
    for what, theirs, ours in (("component", npm["components"], components),
                               ("edge", [tuple(edge) for edge in npm["edges"]], edges)):
        if len(set(ours)) != len(ours):
            out.append(f"{what}s twice in ours")
        out += [f"{what} only in npm's: {item}" for item in sorted(set(theirs) - set(ours))]
        out += [f"{what} only in ours: {item}" for item in sorted(set(ours) - set(theirs))]
    return out


def answers(command, lines):
    done = subprocess.run(command, input="".join(line + "\n" for line in lines), stdout=subprocess.PIPE, text=True,
                          check=True)
    out = [json.loads(line) for line in done.stdout.splitlines()]
    if len(out) != len(lines):
        raise SystemExit(f"{command[0]} gave {len(out)} answers for {len(lines)} questions")
    return out


def history_lockfiles(data, home):
    """The npm lockfiles of every commit in the git bundles, each with the manifests of its own commit, written out."""
    for bundle in sorted((data / "histories").glob("*/history.bundle")):
        repository = home / bundle.parent.name
        subprocess.run(["git", "clone", "-q", "--bare", str(bundle), str(repository)], check=True)

        def git(*arguments):
            return subprocess.run(["git", "-C", str(repository), *arguments], stdout=subprocess.PIPE, check=True).stdout

        seen = set()
        for commit in git("rev-list", "--all").decode().split():
            rows = [row.split("\t", 1) for row in git("ls-tree", "-r", commit).decode().splitlines()]
            blobs = {path: meta.split()[2] for meta, path in rows}
            for path in sorted(blobs):
                if pathlib.PurePath(path).name not in ("package-lock.json", "npm-shrinkwrap.json"):
                    continue
                folder = str(pathlib.PurePath(path).parent)
                prefix = "" if folder == "." else folder + "/"
                manifests = {p: b for p, b in blobs.items()
                             if p.startswith(prefix) and pathlib.PurePath(p).name == "package.json"}
                key = (path, blobs[path], tuple(sorted(manifests.items())))
                if key in seen:
                    continue
                seen.add(key)
                target = home / "trees" / f"{bundle.parent.name}-{len(seen)}"
                for p, blob in [(path, blobs[path]), *manifests.items()]:
                    place = target / p
                    place.parent.mkdir(parents=True, exist_ok=True)
                    place.write_bytes(git("cat-file", "blob", blob))
                yield target / path, f"histories/{bundle.parent.name} {commit[:10]} {path}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default=str(SOURCE / "build/asan/dump_inventory"))
    parser.add_argument("--data", default=os.environ.get("CORDON_SHARED_DATA") or
                        str(pathlib.Path.home() / ".cache/cordon-shared-data"))
    parser.add_argument("--only", default="", help="lockfiles whose path contains this")
    parser.add_argument("--histories", action="store_true", help="also every lockfile of the git histories")
    options = parser.parse_args()
    data = pathlib.Path(options.data)
    if not data.is_dir():
        print(f"no shared data at {data}\n0 passed, 0 failed, 1 skipped")
        return 77
    with tempfile.TemporaryDirectory(prefix="npm-equality-") as temporary:
        home = pathlib.Path(temporary)
        found = [(path, str(path.relative_to(data))) for path in sorted(data.rglob("*")) if is_npm_lockfile(path)]
        if options.histories:
            found += list(history_lockfiles(data, home))
        cases = [Case(path, name, home / "cases" / str(number))
                 for number, (path, name) in enumerate(found) if options.only in name]
        npm = answers(["node", str(HERE / "arborist.mjs"), "--batch"], [str(case.npm_folder) for case in cases])
        cordon = answers([options.program, "--batch"], [f"{case.cordon_folder}\t{case.file}" for case in cases])
        return report(cases, npm, cordon)


def report(cases, npm, cordon):
    passed = failed = skipped = components = edges = 0
    for case, theirs, ours in zip(cases, npm, cordon):
        if "error" in theirs:
            skipped += 1
            first_line = theirs["message"].splitlines()[0] if theirs["message"] else ""
            print(f"skipped {case.name}: npm refuses it: {theirs['error']} {first_line}")
            continue
        found = [f"ours refuses it: {ours['message']}"] if "error" in ours else differences(theirs, ours, case.file)
        if found:
            failed += 1
            print(f"FAILED {case.name}")
            for line in found[:20]:
                print("   ", line)
            if len(found) > 20:
                print(f"    and {len(found) - 20} more")
            continue
        passed += 1
        components += len(theirs["components"])
        edges += len(theirs["edges"])
    print(f"equal: {components} components, {edges} edges")
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
