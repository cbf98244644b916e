#!/usr/bin/env python3
"""How suspicious ordinary upgrades look: a project that asks for one package is locked by npm at two versions, and
`cordon diff-lock --no-knowledge` compares the lockfiles, once without and once with what the registry says.

usage: rate_bumps.py [--online] [--json FILE] NAME@FROM..TO...

  --online   Cordon asks the registry itself (else it reads what npm fetched when it locked, from npm's cache)

npm's own configuration says which registry that is. Not for CI: it needs one, and a few documents of each package are
fetched. Nothing is installed. Ends with 1 where an upgrade is not allowed with, or above review without."""
import argparse
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
CORDON = ROOT / "build/release/cordon"
LOCK = ["npm", "install", "--package-lock-only", "--ignore-scripts", "--no-audit", "--no-fund",
        "--omit-lockfile-registry-resolved=false"]
WORST = ["allow", "review", "block"]


def lock(name, version, folder, cache):
    folder.mkdir(parents=True)
    (folder / "package.json").write_text(json.dumps({"name": "shop", "version": "1.0.0", "dependencies": {name: version}}))
    done = subprocess.run(LOCK, cwd=folder, env={**os.environ, "npm_config_cache": str(cache)}, capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(f"npm cannot lock {name}@{version}: {done.stderr.strip()[-500:]}")


def compare(old, new, home, cache, *arguments):
    environment = {**os.environ, "HOME": str(home), "npm_config_cache": str(cache)}
    done = subprocess.run([CORDON, "diff-lock", "--no-knowledge", "--format", "json", *arguments, old / "package-lock.json",
                           new / "package-lock.json"], env=environment, capture_output=True, text=True)
    if done.returncode not in (0, 1, 3):
        raise RuntimeError(done.stderr.strip())
    return json.loads(done.stdout)


def releases(report):
    return report["change"]["added"] + report["change"]["changed"]


def what_registry_gave(cache):
    """Which fields the documents that npm fetched have: mirrors strip them."""
    known = {"time": 0, "_npmUser": 0, "attestations": 0}
    documents = 0
    for path in pathlib.Path(cache, "_cacache/content-v2").rglob("*"):
        if not path.is_file() or not path.read_bytes().lstrip().startswith(b"{"):
            continue
        document = json.loads(path.read_text(errors="replace"))
        versions = document.get("versions")
        if not isinstance(versions, dict):
            continue
        documents += 1
        known["time"] += bool(set(document.get("time", {})) & set(versions))
        known["_npmUser"] += any("_npmUser" in each for each in versions.values())
        known["attestations"] += any("attestations" in each.get("dist", {}) for each in versions.values())
    return documents, known


def show(title, report):
    verdict = max((c["risk"]["verdict"] for c in releases(report)), key=WORST.index, default="allow")
    print(f"  {title}: {verdict}; {len(report['change']['added'])} new, {len(report['change']['changed'])} changed")
    for change in sorted(releases(report), key=lambda c: -c["risk"]["points"])[:5]:
        items = " ".join(f"{i['counted']:+}{i['fact']}" for i in change["risk"]["items"])
        print(f"    {change['risk']['points']:+} {change['risk']['verdict']:6} {change['name']} {change.get('from')} -> {change['to']}: {items}"
              f"; unknown: {', '.join(change['risk']['unknown']) or 'nothing'}")
    for each in report["coverage"]["unread"]:
        if each["path"].startswith("(registry)"):
            print(f"    {each['code']}: {each['reason'][:200]}")
    return verdict


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("bumps", nargs="+", metavar="NAME@FROM..TO")
    arguments.add_argument("--online", action="store_true")
    arguments.add_argument("--json")
    given = arguments.parse_args()
    kept, failed = {}, 0
    for bump in given.bumps:
        parts = re.fullmatch(r"(@?[^@]+)@(.+)\.\.(.+)", bump)
        if not parts:
            sys.exit(f"not NAME@FROM..TO: {bump}")
        name, old, new = parts.groups()
        print(bump)
        with tempfile.TemporaryDirectory() as temporary:
            folder = pathlib.Path(temporary)
            cache, home = folder / "cache", folder / "home"
            home.mkdir()
            lock(name, old, folder / "old", cache)
            lock(name, new, folder / "new", cache)
            documents, fields = what_registry_gave(cache)
            print(f"  the registry gave {documents} documents; with times {fields['time']}, with publishers {fields['_npmUser']},"
                  f" with provenance {fields['attestations']}")
            without = compare(folder / "old", folder / "new", home, folder / "none")
            more = ["--online"] if given.online else []
            known = compare(folder / "old", folder / "new", home, folder / "none" if given.online else cache, *more)
            verdicts = show("without metadata", without), show("with metadata", known)
            kept[bump] = {"without": without, "with": known}
        if WORST.index(verdicts[0]) > 1 or verdicts[1] != "allow":
            print("  NOT AS IT SHOULD BE")
            failed += 1
    print(f"{len(given.bumps) - failed} of {len(given.bumps)} allowed with what the registry says, and none above review without" if not failed else
          f"{failed} of {len(given.bumps)} are not as they should be")
    if given.json:
        pathlib.Path(given.json).write_text(json.dumps(kept))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
