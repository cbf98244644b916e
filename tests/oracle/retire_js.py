#!/usr/bin/env python3
"""Libraries in JavaScript files as retire.js finds them: by hand, because retire.js (npm package "retire") and a tree of
scripts are needed.

usage: retire_js.py RETIRE LIST FOLDER...   RETIRE: its program; LIST: jsrepository-v5.json

Compares, file by file, which libraries and versions are found, and for each of these which causes make it weak. Explained
and not counted: bower.json, which Cordon does not read; a library that retire.js passes over because the name of the file
already told it another one; causes that retire.js leaves out because they share an identifier with another one. Ends with
the line `N passed, N failed, N skipped`."""
import hashlib
import json
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tools"))
from common import Tally  # noqa: E402

PROGRAM = ROOT / "build" / "release" / "cordon"


def plain(text):
    return re.sub(r"[^A-Za-z0-9.]", "-", text[:60])


def identifiers(vulnerability):
    ids = vulnerability["identifiers"]
    names = [cve for cve in ids.get("CVE", []) if re.fullmatch(r"CVE-[0-9]+-[0-9]+", cve)]
    if len(ids.get("githubID", "")) == 19:
        names.append(ids["githubID"])
    return sorted(names)


def cause(vulnerability):
    """The part of the record's id that intel/retirejs makes of it."""
    names, ids = identifiers(vulnerability), vulnerability["identifiers"]
    if names:
        return names[-1]
    for key in ("retid", "issue", "bug", "PR", "tenable", "gist"):
        if ids.get(key):
            return f"{key}-{plain(ids[key])}"
    return hashlib.sha256("\n".join([ids.get("summary", ""), *vulnerability.get("info", [])]).encode()).hexdigest()[:24]


def all_identifiers(listed):
    """{(library, cause): everything it is called by}, by which retire.js tells causes apart."""
    out = {}
    for name, library in json.loads(listed.read_text()).items():
        for one in library.get("vulnerabilities", []):
            named = {str(each) for key in ("CVE", "bug", "issue", "githubID") for each in
                     (one["identifiers"].get(key) if isinstance(one["identifiers"].get(key), list) else [one["identifiers"].get(key)]) if each}
            out.setdefault((name, cause(one)), set()).update(named)
    return out


def of_retire(program, listed, folder, out):
    """{path: {(library, version)}} and {(library, version): {cause}}."""
    subprocess.run([program, "--jspath", folder, "--jsrepo", listed, "--outputformat", "json", "--outputpath", out, "-v",
                    "--ext", "js,mjs,cjs"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    found, weak = {}, {}
    for row in json.loads(out.read_text())["data"]:
        path = str(pathlib.Path(row["file"]).relative_to(folder))
        if path.endswith("bower.json") or "node_modules/" in path:
            continue
        for result in row["results"]:
            key = (result["component"], result["version"])
            found.setdefault(path, set()).add(key)
            for one in result.get("vulnerabilities", []):
                weak.setdefault(key, set()).add(cause(one))
    return found, weak


def of_cordon(listed, folder, index):
    subprocess.run([PROGRAM, "intel", "build", listed, "--output", index], stdout=subprocess.DEVNULL, check=True)
    def read(*command):
        done = subprocess.run([PROGRAM, *command, "--index", index, "--format", "json", "."], cwd=folder, capture_output=True, text=True, check=False)
        return json.loads(done.stdout)
    found, weak = {}, {}
    for component in read("inventory")["components"]:
        if component["ecosystem"] == "javascript":
            found.setdefault(component["place"]["path"], set()).add((component["name"], component["version"]))
    for finding in read("scan")["findings"]:
        name = finding["subject"].get("name") or ""
        for alias in finding["aliases"]:
            if alias.startswith(f"RETIREJS-{name}-"):
                weak.setdefault((name, finding["subject"]["version"]), set()).add(alias.removeprefix(f"RETIREJS-{name}-"))
    return found, weak


def compare(tally, program, listed, folder, out):
    theirs, their_weak = of_retire(program, listed, folder, out / "retire.json")
    ours, our_weak = of_cordon(listed, folder, out / "list.index")
    for path in sorted(set(theirs) | set(ours)):
        lacking = theirs.get(path, set()) - ours.get(path, set())
        more = ours.get(path, set()) - theirs.get(path, set())
        # retire.js looks into a file only when its name tells nothing.
        good = not lacking and (not more or path in theirs)
        tally.ok() if good else tally.fail(path, f"retire.js alone: {sorted(lacking)}, Cordon alone: {sorted(more)}")
    called = all_identifiers(listed)
    for key in sorted(set(their_weak) | set(our_weak)):
        if not any(key in found for found in theirs.values()):
            continue
        lacking = their_weak.get(key, set()) - our_weak.get(key, set())
        shared = set().union(*(called.get((key[0], name), set()) for name in their_weak.get(key, set())))
        more = {name for name in our_weak.get(key, set()) - their_weak.get(key, set()) if not called.get((key[0], name), set()) & shared}
        tally.ok() if not lacking and not more else tally.fail(f"{key[0]} {key[1]}", f"retire.js alone: {sorted(lacking)}, Cordon alone: {sorted(more)}")


def main():
    if len(sys.argv) < 4:
        print(__doc__.split("\n\n")[1])
        return 2
    tally = Tally()
    for folder in sys.argv[3:]:
        with tempfile.TemporaryDirectory(prefix="cordon-retire-") as out:
            compare(tally, sys.argv[1], pathlib.Path(sys.argv[2]).resolve(), pathlib.Path(folder).resolve(), pathlib.Path(out))
    print(tally.summary())
    return 1 if tally.failures else 0


if __name__ == "__main__":
    sys.exit(main())
