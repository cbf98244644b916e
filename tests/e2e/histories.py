#!/usr/bin/env python3
"""Scans the lockfiles of every commit of the shared histories: only the commits known to be infected accuse anything.
The truth is the table of histories/README.md, as intervals of commits.
Ends with the line `N passed, N failed, N skipped`."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tools"))
from common import Tally  # noqa: E402

CORDON = ROOT / "build" / "release" / "cordon"
# history -> release -> first commit with it, first commit without it (in the bundle; None: still there at the end)
TRUTH = {
    "kaal-coder__hacktoberfest2023": {"axios@1.14.1": ("4c78d6cc3f3f", "c336a791ad34"), "plain-crypto-js@4.2.1": ("4c78d6cc3f3f", None)},
    "lolo-desu__lolocard": {"axios@1.14.1": ("5a2d6bcae24c", "b98f76613d3f"), "plain-crypto-js@4.2.1": ("5a2d6bcae24c", "b98f76613d3f")},
}


def git(repository, *arguments):
    return subprocess.run(["git", "-C", repository, *arguments], capture_output=True, check=True).stdout


def checked_out(repository, commits, target):
    """Every lockfile and manifest of every commit, in a folder a commit. Equal files are hard links."""
    seen = {}
    for commit in commits:
        (target / commit).mkdir()
        for line in git(repository, "ls-tree", commit).decode().splitlines():
            meta, name = line.split("\t")
            blob = meta.split()[2]
            path = target / commit / name
            if blob in seen:
                os.link(seen[blob], path)
                continue
            path.write_bytes(git(repository, "cat-file", "blob", blob))
            seen[blob] = path


def accused(target):
    """commit -> releases that the scan of all folders accuses."""
    done = subprocess.run([CORDON, "scan", "--packs-only", "--format", "json", target], capture_output=True, text=True, check=False)
    if not done.stdout:
        raise RuntimeError(f"no report: exit code {done.returncode}, {done.stderr.strip()}")
    report = json.loads(done.stdout)
    out = {}
    for finding in report["findings"]:
        if finding["severity"] == "critical":
            commit = pathlib.Path(finding["subject"]["path"]).relative_to(target).parts[0]
            out.setdefault(commit, set()).add(f"{finding['subject']['name']}@{finding['subject']['version']}")
    failed = [u for u in report["coverage"]["unread"] if u["code"] in ("syntax", "internal", "unsupported_version", "wrong_type")]
    return out, len(report["coverage"]["read"]), failed


def main():
    tally = Tally()
    data = os.environ.get("CORDON_SHARED_DATA")
    if not data:
        tally.skip("histories", "CORDON_SHARED_DATA is not set")
        return tally.finish()
    for bundle in sorted(pathlib.Path(data, "histories").glob("*/history.bundle")):
        name = bundle.parent.name
        with tempfile.TemporaryDirectory(prefix="cordon-history-") as temporary:
            repository, target = f"{temporary}/git", pathlib.Path(temporary, "commits")
            subprocess.run(["git", "clone", "-q", "--bare", bundle, repository], check=True, capture_output=True)
            commits = git(repository, "rev-list", "--reverse", "main").decode().split()
            target.mkdir()
            checked_out(repository, commits, target)
            wanted = {}
            for release, (first, end) in TRUTH.get(name, {}).items():
                inside = False
                for commit in commits:
                    inside = (inside or commit.startswith(first)) and not (end and commit.startswith(end))
                    if inside:
                        wanted.setdefault(commit, set()).add(release)
            found, read, failed = accused(target)
            for commit in commits:
                if found.get(commit, set()) != wanted.get(commit, set()):
                    tally.fail(f"{name} {commit[:12]}", f"accuses {sorted(found.get(commit, set()))}, should {sorted(wanted.get(commit, set()))}")
                else:
                    tally.ok()
            if read < len(commits) or failed:
                tally.fail(name, f"{read} lockfiles read of at least {len(commits)}; unread: {failed[:3]}")
    return tally.finish()


if __name__ == "__main__":
    sys.exit(main())
