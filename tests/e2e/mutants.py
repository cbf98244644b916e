#!/usr/bin/env python3
"""Makes lockfiles of every format with known truth, changed in the ways that make scanners err (alias, nesting, bundling,
overrides, look-alike names, borrowed digests, duplicate keys, line ends, byte-order marks), and scans them all.

Everything here is made from a seed: the same mutants every time. MUTANTS a format is the bar of the design.
Ends with the line `N passed, N failed, N skipped`."""
import base64
import hashlib
import json
import pathlib
import random
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tools"))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from common import Tally  # noqa: E402
from mutant_writers import WRITERS  # noqa: E402

CORDON = ROOT / "build" / "release" / "cordon"
MUTANTS = 220
BAD = {("axios", "1.14.1"): "sha512-vF/aB4vrIzLyOb2TB9gpuE8gusNHpZqk2ZZcAqSnRjW5IcY7tFSBEurD2tbakohj0Rw5xMHYwjSqOGSfr0iewA==",
       ("plain-crypto-js", "4.2.1"): "sha512-Wv41p4/aEMq03JjDqi0JxPYT4aoMbbQMSM8ur4QkjvjGEeuYvI7rGkqLcOZ7K1iThQGvpNvJnxRWcNodCNuEEQ=="}
NAMES = ["left-pad", "debug", "ms", "@scope/kit", "follow-redirects", "form-data", "magic-string", "@types/node", "asynckit", "mime-db"]


def digest(*words):
    return "sha512-" + base64.b64encode(hashlib.sha512(" ".join(words).encode()).digest()).decode()


def package(name, version, **more):
    return {"name": name, "version": version, "integrity": digest(name, version), "alias": None, "parent": None,
            "bundled": False, "dependencies": {}, **more}


def ordinary(random_):
    chosen = random_.sample(NAMES, random_.randint(2, len(NAMES)))
    return [package(name, f"{random_.randint(0, 9)}.{random_.randint(0, 20)}.{random_.randint(0, 9)}") for name in chosen]


def bad(random_, **more):
    (name, version), integrity = random_.choice(list(BAD.items()))
    return package(name, version, **{"integrity": integrity, **more})


# Each change takes the project and returns what must be accused: {"name@version"}.
def plain(project, r):
    project["packages"].append(bad(r))
    return {ident(project["packages"][-1])}


def alias(project, r):
    project["packages"].append(bad(r, alias="http-client"))
    return {ident(project["packages"][-1])}


def reverse_alias(project, r):
    project["packages"].append(package("left-pad-two", "1.14.1", alias="axios"))
    return set()


def nested(project, r):
    parent = r.choice(project["packages"])
    project["packages"].append(bad(r, parent=parent["name"]))
    return {ident(project["packages"][-1])}


def bundled(project, r):
    parent = r.choice(project["packages"])
    project["packages"].append(bad(r, parent=parent["name"], bundled=True))
    return {ident(project["packages"][-1])}


def override(project, r):
    project["overrides"] = {"axios@1.14.1": "1.14.0", "axios@0.30.4": "0.30.3", "plain-crypto-js": "4.2.0-none.0"}
    return set()


def other_version(project, r):
    project["packages"].append(package("axios", r.choice(["1.14.0", "1.14.10", "0.30.3", "11.14.1", "1.14.1-rc.1"])))
    return set()


def look_alike(project, r):
    project["packages"].append(package(r.choice(["axios-retry", "@types/axios", "xaxios", "axios.js", "magic-str"]), "1.14.1"))
    return set()


def other_content(project, r):
    project["packages"].append(package("axios", "1.14.1"))
    return set()


def borrowed_digest(project, r):
    project["packages"].append(package("harmless-name", "3.1.4", integrity=r.choice(list(BAD.values()))))
    return {"harmless-name@3.1.4"}


def no_digest(project, r):
    project["packages"].append(bad(r, integrity=None))
    return {ident(project["packages"][-1])}


def own_workspace(project, r):
    project["workspaces"].append(("axios", "1.14.1"))
    return set()


def duplicate_hides_bad(project, r):
    project["packages"] += [package("axios", "1.14.0", integrity=digest("clean")), package("axios", "1.14.1", integrity=BAD["axios", "1.14.1"])]
    project["duplicate"] = True
    return {"axios@1.14.1"}


def duplicate_shows_bad_first(project, r):
    project["packages"] += [package("axios", "1.14.1", integrity=BAD["axios", "1.14.1"]), package("axios", "1.14.0", integrity=digest("clean"))]
    project["duplicate"] = True
    return set()


CHANGES = [plain, alias, reverse_alias, nested, bundled, override, other_version, look_alike, other_content, borrowed_digest,
           no_digest, own_workspace, duplicate_hides_bad, duplicate_shows_bad_first]
TEXTS = {"": lambda t: t, "crlf": lambda t: t.replace("\n", "\r\n"), "bom": lambda t: "\ufeff" + t, "bom+crlf": lambda t: "\ufeff" + t.replace("\n", "\r\n"),
         "no final newline": lambda t: t.rstrip("\n")}


def ident(p):
    return f"{p['name']}@{p['version']}"


def make(folder, writer, number):
    random_ = random.Random(f"{writer.__name__} {number}")
    project = {"name": "mutant", "packages": ordinary(random_), "overrides": {}, "workspaces": [], "duplicate": False}
    change = CHANGES[number % len(CHANGES)]
    wanted = change(project, random_)
    for p in project["packages"]:
        for dep in random_.sample(project["packages"], min(2, len(project["packages"]))):
            if dep is not p and dep["parent"] in (None, p["name"]):
                p["dependencies"][dep["alias"] or dep["name"]] = dep
    written = writer(project)
    if written is None:  # the format cannot say this
        return None
    text = random_.choice(list(TEXTS))
    target = folder / f"{writer.__name__}-{number}"
    target.mkdir()
    for name, content in written.items():
        (target / name).write_text(TEXTS[text](content), newline="")
    return target.name, wanted, f"{change.__name__} {text}"


def main():
    tally = Tally()
    for writer in WRITERS:
        with tempfile.TemporaryDirectory(prefix="cordon-mutants-") as temporary:
            folder, truth, number = pathlib.Path(temporary), {}, 0
            while len(truth) < MUTANTS:
                made = make(folder, writer, number)
                number += 1
                if made:
                    truth[made[0]] = made[1:]
            done = subprocess.run([CORDON, "scan", "--packs-only", "--format", "json", folder], capture_output=True, text=True, check=False)
            report = json.loads(done.stdout)
            accused = {}
            for finding in report["findings"]:
                if finding["rule_id"] == "malware.known-package":
                    place = pathlib.Path(finding["subject"]["path"]).relative_to(folder).parts[0]
                    accused.setdefault(place, set()).add(f"{finding['subject']['name']}@{finding['subject']['version']}")
            broken = {pathlib.Path(u["path"]).relative_to(folder).parts[0]: u for u in report["coverage"]["unread"]
                      if u["incomplete"] and u["path"].startswith(str(folder))}
            for name, (wanted, how) in truth.items():
                if name in broken:
                    tally.fail(f"{name} ({how})", f"unread: {broken[name]['code']} {broken[name]['reason']}")
                elif accused.get(name, set()) != wanted:
                    tally.fail(f"{name} ({how})", f"accuses {sorted(accused.get(name, set()))}, should {sorted(wanted)}")
                else:
                    tally.ok()
    return tally.finish()


if __name__ == "__main__":
    sys.exit(main())
