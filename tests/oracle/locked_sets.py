"""Compares the set of packages that Cordon reads from lockfiles with that of a counter that shares no code with it.

A counter is a function from the text of a lockfile to sorted lines name@version. The lockfiles are those of a name
below the shared data, those in the git bundles of its histories, and those of the golden cases. Cordon's answers come
from dump_inventory --batch (build/asan, or --program). Origins other than `registry` have no version to compare."""
import argparse
import json
import os
import pathlib
import subprocess
import tempfile

SOURCE = pathlib.Path(__file__).resolve().parents[2]


def options():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", default=str(SOURCE / "build/asan/dump_inventory"))
    parser.add_argument("--data", type=pathlib.Path)
    parser.add_argument("--only", default="", help="lockfiles whose path contains this")
    chosen = parser.parse_args()
    data = chosen.data or os.environ.get("CORDON_SHARED_DATA") or "~/.cache/cordon-shared-data"
    chosen.data = pathlib.Path(data).expanduser()
    return chosen


def from_histories(data, file_name, home):
    """Every version of such a file in the git bundles, written out: (path, name)."""
    for bundle in sorted((data / "histories").glob("*/history.bundle")):
        repository = home / bundle.parent.name
        subprocess.run(["git", "clone", "-q", "--bare", str(bundle), str(repository)], check=True)
        git = ["git", "-C", str(repository)]
        listed = subprocess.run([*git, "rev-list", "--all", "--objects"], stdout=subprocess.PIPE, check=True)
        for line in listed.stdout.decode(errors="replace").splitlines():
            blob, _, path = line.partition(" ")
            if pathlib.PurePath(path).name != file_name:
                continue
            target = home / "versions" / blob / file_name
            target.parent.mkdir(parents=True)
            with target.open("wb") as out:
                subprocess.run([*git, "cat-file", "blob", blob], stdout=out, check=True)
            yield target, f"histories/{bundle.parent.name} {path} {blob[:10]}"


def answers(program, paths):
    lines = "".join(f"{path.parent}\t{path.name}\n" for path in paths)
    done = subprocess.run([program, "--batch"], input=lines, stdout=subprocess.PIPE, text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def read_by_cordon(answer):
    return sorted({f"{c['name']}@{c['version'] if c['origin'] in ('registry', 'patch') else ''}"
                   for c in answer["components"] if c["origin"] != "workspace"})


def main(file_name, count):
    chosen = options()
    with tempfile.TemporaryDirectory(prefix="equality-") as temporary:
        found = [(path, str(path.relative_to(chosen.data))) for path in sorted(chosen.data.rglob(file_name))]
        found += from_histories(chosen.data, file_name, pathlib.Path(temporary))
        golden = SOURCE / "tests" / "golden"
        found += [(path, str(path.relative_to(SOURCE))) for path in sorted(golden.rglob(file_name))]
        found = [(path, name) for path, name in found if chosen.only in name]
        if not found:
            print(f"skipped {file_name}: none in {chosen.data}\n0 passed, 0 failed, 1 skipped")
            return 77
        return report(found, answers(chosen.program, [path for path, _ in found]), count)


def report(found, answered, count):
    passed = failed = skipped = packages = 0
    for (path, name), answer in zip(found, answered, strict=True):
        try:
            theirs = count(path.read_text(encoding="utf-8"))
        except (ValueError, KeyError, TypeError, AttributeError, IndexError):
            theirs = None  # no lockfile: then Cordon must not read it either
        if theirs is None or "error" in answer:
            skipped += theirs is None and "error" in answer
            failed += theirs is not None or "error" not in answer
            word = "skipped" if theirs is None and "error" in answer else "FAIL"
            print(f"{word} {name}: counted {'nothing' if theirs is None else len(theirs)}, "
                  f"Cordon says {answer.get('message', 'nothing against it')}")
            continue
        ours = read_by_cordon(answer)
        packages += len(theirs)
        if ours == theirs:
            passed += 1
            continue
        failed += 1
        print(f"FAIL {name}: {len(ours)} read, {len(theirs)} counted")
        for package in sorted(set(ours) ^ set(theirs))[:10]:
            print(f"  {'only read' if package in ours else 'only counted'}: {package}")
    print(f"{packages} packages compared\n{passed} passed, {failed} failed, {skipped} skipped")
    return 1 if failed else 0
