#!/usr/bin/env python3
"""Compares what Cordon finds in real lockfiles of Python with what tomllib and json find in them.

    pypi_equality.py --dump 'cordon inventory --format json' [FILE...]

Of every uv.lock, poetry.lock, pdm.lock, pylock.toml, Pipfile.lock and requirements file: packages with their versions,
digests, and which package needs which. A file that Cordon refuses must be one that this refuses, too. Data:
$CORDON_SHARED_DATA, else ~/.cache/cordon-shared-data, and always our own files in tests/golden. Exit code 1
when any differs."""
import argparse
import base64
import json
import os
import pathlib
import re
import shlex
import subprocess
import sys
import tomllib

PATTERNS = ["*uv*.lock", "*.py.lock", "*poetry*.lock", "pdm.lock", "pylock.toml", "pylock.*.toml", "Pipfile*.lock",
            "*requirements*.txt", "requirements/*.txt"]
KNOWN = {"sha256", "sha384", "sha512", "sha1"}


def normal(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def sri(digest):
    algorithm, _, digits = digest.partition(":")
    if algorithm not in KNOWN:
        return None
    return f"{algorithm}-{base64.b64encode(bytes.fromhex(digits)).decode()}"


class Counted:
    """name@version; (name@version, digest); (name of who needs, name of what is needed)."""

    def __init__(self):
        self.packages, self.digests, self.edges = set(), set(), set()

    def add(self, name, version, digests):
        key = f"{normal(name)}@{version or ''}"
        self.packages.add(key)
        self.digests |= {(key, sri(each)) for each in digests if each and sri(each)}


def of_uv(text, out):
    lock = tomllib.loads(text)
    if "version" not in lock:
        return False
    members = {normal(name) for name in lock.get("manifest", {}).get("members", [])}
    packages = lock.get("package", lock.get("distribution", []))
    for package in packages:
        source, name = package["source"], normal(package["name"])
        place = next((source[word] for word in ("editable", "virtual", "directory") if word in source), None)
        is_root = place is not None and (name in members or (not members and place == "."))
        files = package.get("wheels", []) + ([package["sdist"]] if "sdist" in package else [])
        if not is_root:
            out.add(name, package.get("version"), [file.get("hash") for file in files])
        lists = [package.get("dependencies", [])]
        for word in ("optional-dependencies", "dev-dependencies", "dependency-groups"):
            lists += package.get(word, {}).values()
        out.edges |= {(name, normal(each["name"])) for one in lists for each in one if normal(each["name"]) != name}
    return True


def of_poetry(text, out):
    lock = tomllib.loads(text)
    metadata = lock.get("metadata", {})
    if "package" not in lock and not metadata or str(metadata.get("lock-version", "1")).split(".")[0] not in "12":
        return False
    listed = {normal(name): files for name, files in metadata.get("files", {}).items()}
    old = {normal(name): [f"sha256:{each}" for each in hashes] for name, hashes in metadata.get("hashes", {}).items()}
    names = {normal(package["name"]) for package in lock.get("package", [])}
    for package in lock.get("package", []):
        name = normal(package["name"])
        files = package.get("files", listed.get(name, []))
        out.add(name, package["version"], [file["hash"] for file in files] or old.get(name, []))
        out.edges |= {(name, normal(each)) for each in package.get("dependencies", {})
                      if normal(each) in names and normal(each) != name}
    return True


def required(text):
    return normal(re.match(r"[A-Za-z0-9._-]+", text).group())


def of_pdm(text, out):
    lock = tomllib.loads(text)
    listed = lock.get("metadata", {}).get("files", {})
    names = {normal(package["name"]) for package in lock.get("package", [])}
    for package in lock.get("package", []):
        name = normal(package["name"])
        files = package.get("files", listed.get(f"{package['name']} {package.get('version')}", []))
        out.add(name, package.get("version"), [file["hash"] for file in files])
        out.edges |= {(name, required(each)) for each in package.get("dependencies", [])
                      if required(each) in names and required(each) != name}
    return bool(lock.get("metadata") or lock.get("package"))


def of_pylock(text, out):
    lock = tomllib.loads(text)
    names = {normal(package["name"]) for package in lock["packages"]}
    for package in lock["packages"]:
        files = package.get("wheels", []) + [package[word] for word in ("sdist", "archive") if word in package]
        hashes = [f"{key}:{value}" for file in files for key, value in file["hashes"].items()]
        name = normal(package["name"])
        out.add(name, package.get("version"), hashes)
        needed = {normal(each["name"]) for each in package.get("dependencies", [])}
        needed |= {required(each) for each in package.get("tool", {}).get("pdm", {}).get("dependencies", [])}
        out.edges |= {(name, each) for each in needed if each in names and each != name}
    return True


def of_pipfile(text, out):
    lock = json.loads(text)
    for category, packages in lock.items():
        if category != "_meta":
            for name, package in packages.items():
                out.add(name, package.get("version", "").removeprefix("=="), package.get("hashes", []))
    return True


def of_requirements(text, out):
    """Pins by name only; what comes from addresses and folders, and files behind -r, are counted by nobody here."""
    last, via = None, {}
    for line in re.sub(r"\\\r?\n", " ", text).splitlines():
        comment = re.search(r"(^|\s)#(.*)", line)
        line = line[:comment.start()] if comment else line
        pinned = re.match(r"\s*([A-Za-z0-9][A-Za-z0-9._-]*)\s*(?:\[[^]]*\])?\s*(?:[<>!~][^;@]*,)?\s*===?\s*([\w.!+-]+)\s*(?=[,;]|$|--|\s)", line)
        if line.strip():
            last = normal(pinned.group(1)) if pinned else None
        if pinned:
            out.add(pinned.group(1), pinned.group(2), re.findall(r"--hash[= ](\S+)", line))
        if comment and last:
            words = comment.group(2).strip()
            if words.startswith("via"):
                words = words[3:].strip()
            elif not comment.group(2).startswith("  "):
                continue
            via.setdefault(last, set()).update(each.strip() for each in words.split(",") if each.strip())
    names = {each.split("@")[0] for each in out.packages}
    for name, reasons in via.items():
        for reason in reasons:
            if not reason.startswith("-") and "(" not in reason and normal(reason.split("[")[0]) in names:
                out.edges.add((normal(reason.split("[")[0]), name))
    return True


READERS = [(r"\.py\.lock$|uv[^/]*\.lock$", of_uv), (r"poetry[^/]*\.lock$", of_poetry), (r"pdm\.lock$", of_pdm),
           (r"pylock(\.[^/]+)?\.toml$", of_pylock), (r"Pipfile[^/]*\.lock$", of_pipfile), (r"\.txt$", of_requirements)]


def counted(path):
    out = Counted()
    reader = next(read for pattern, read in READERS if re.search(pattern, path.name))
    raw = path.read_bytes()
    text = raw.decode("utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    try:
        understood = reader(text, out)
    except (tomllib.TOMLDecodeError, json.JSONDecodeError, KeyError):
        understood = False
    return out if understood else None, reader


def found_by(command, path, reader):
    done = subprocess.run(shlex.split(command) + [str(path)], capture_output=True, text=True)
    try:
        inventory = json.loads(done.stdout)
    except json.JSONDecodeError:
        return None
    if not inventory["coverage"]["read"]:
        return None
    out, names = Counted(), {root["id"]: normal(root["name"]) for root in inventory["roots"] if root["name"]}
    for component in inventory["components"]:
        if reader is of_requirements and (component["origin"] != "registry" or component["place"]["path"] != str(path)):
            continue
        names[component["id"]] = component["name"]
        key = f"{component['name']}@{component['version']}"
        out.packages.add(key)
        out.digests |= {(key, each) for each in component["integrity"]}
    from_roots = {root["id"] for root in inventory["roots"]} if reader is not of_uv else set()
    out.edges = {(names[edge[0]], names[edge[1]]) for edge in inventory["edges"]
                 if edge[0] not in from_roots and edge[0] in names and edge[1] in names}
    return out


def compare(command, path, tally):
    expected, reader = counted(path)
    found = found_by(command, path, reader)
    tally["files"] += 1
    if expected is None or found is None:
        tally["refused"] += 1
        if (expected is None) != (found is None):
            tally["different"] += 1
            print(f"{path}: refused by {'Cordon' if found is None else 'the oracle'} alone")
        return
    for what in ("packages", "digests", "edges"):
        wanted, had = getattr(expected, what), getattr(found, what)
        tally[what] += len(wanted)
        if wanted != had:
            tally["different"] += 1
            print(f"{path}: {what}: {len(wanted - had)} missing {sorted(wanted - had)[:4]}, "
                  f"{len(had - wanted)} more {sorted(had - wanted)[:4]}")


def main():
    parser = argparse.ArgumentParser()
    root = pathlib.Path(__file__).resolve().parent.parent.parent
    parser.add_argument("--dump", default=f"{root}/build/release/cordon inventory --format json")
    parser.add_argument("files", nargs="*", type=pathlib.Path)
    arguments = parser.parse_args()
    data = pathlib.Path(os.environ.get("CORDON_SHARED_DATA", pathlib.Path.home() / ".cache/cordon-shared-data"))
    files = []
    # Our own files always; real ones where the data, or whoever runs this, has them.
    for named in arguments.files or [data, root / "tests" / "golden"]:
        files += [named] if named.is_file() else {path for pattern in PATTERNS for path in named.rglob(pattern)}
    if not files:
        print("no lockfiles of Python")
        return 1
    tally = {"files": 0, "packages": 0, "digests": 0, "edges": 0, "refused": 0, "different": 0}
    for path in sorted(files):
        compare(arguments.dump, path, tally)
    print(", ".join(f"{count} {what}" for what, count in tally.items()))
    print(f"{tally['files'] - tally['different']} passed, {tally['different']} failed, 0 skipped")
    return 1 if tally["different"] else 0


if __name__ == "__main__":
    sys.exit(main())
