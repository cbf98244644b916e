#!/usr/bin/env python3
"""Scans every file of lockfile-fixtures (shared data): lockfiles and manifests that other tools and npm itself test with.

Each file alone, then all of them as one tree. Bars: at least 97 % of the files of formats that Cordon reads are read
whole; whatever is not read stands in Coverage with a reason; no crash; nothing is empty without a word. Files that were
broken on purpose are listed below with what must be said of them. Ends with the line `N passed, N failed, N skipped`."""
import collections
import json
import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tools"))
from common import Tally  # noqa: E402

CORDON = ROOT / "build" / "release" / "cordon"
BAR = 0.97
LISTS = ("dependencies", "devDependencies", "optionalDependencies", "peerDependencies")
LOCKFILES = ("package-lock.json", "npm-shrinkwrap.json", "yarn.lock", "pnpm-lock.yaml", "bun.lock", "deno.lock")
# Made to be refused: file -> (code that Coverage must give, why it can be no lockfile).
BROKEN = {
    "npm-arborist/conflict-package-lock/package-lock.json": ("conflict_markers", "each side ends a member with a comma and has no next; npm refuses it too"),
    "npm-arborist/testing-peer-deps-bad-sw/package-lock.json": ("syntax", "a sentence, no JSON"),
    "npm-arborist/workspace3/packages/a/npm-shrinkwrap.json": ("syntax", "a sentence, no JSON"),
    "npm-arborist/workspace3/packages/a/package-lock.json": ("syntax", "a sentence, no JSON"),
    "shai-hulud-detect/test-cases/discussion-workflows/.github/workflows/comment-trigger.yml": ("syntax", "an unquoted value with a colon"),
    "syft/syft/pkg/cataloger/javascript/testdata/corrupt/package-lock.json": ("syntax", "cut in the middle of a key"),
    "syft/syft/pkg/cataloger/javascript/testdata/corrupt/pnpm-lock.yaml": ("syntax", "cut in the middle of a key"),
    "syft/syft/pkg/cataloger/javascript/testdata/glob-paths/src/bun.lock": ("truncated", "empty"),
    "syft/syft/pkg/cataloger/javascript/testdata/glob-paths/src/package-lock.json": ("syntax", "two words"),
    "syft/syft/pkg/cataloger/javascript/testdata/glob-paths/src/pnpm-lock.yaml": ("wrong_type", "two words"),
    "syft/syft/pkg/cataloger/javascript/testdata/glob-paths/src/yarn.lock": ("wrong_type", "two words"),
    "syft/test/cli/testdata/image-unknowns/package-lock.json": ("syntax", "a word before the value"),
    "trivy/pkg/fanal/analyzer/language/nodejs/bun/testdata/sad/bun.lock": ("wrong_type", "its version is the word broken"),
    "trivy/pkg/fanal/analyzer/language/nodejs/npm/testdata/sad/package-lock.json": ("syntax", "{broken}"),
    "trivy/pkg/fanal/analyzer/language/nodejs/pnpm/testdata/sad/pnpm-lock.yaml": ("missing_field", "{broken}"),
    "trivy/pkg/fanal/analyzer/secret/testdata/package-lock.json": ("missing_field", "an object without anything of a lockfile"),
}


def family(path):
    """The kind of file by its name and the folder its authors put it in."""
    name, parts = path.name, path.parts
    if "workflows" in parts:
        return "workflow"
    if name == "package.json":
        return "package.json"
    if name == ".package-lock.json":
        return "hidden lockfile"
    if name == "npm-shrinkwrap.json":
        return "npm-shrinkwrap"
    for word, kind in (("package-lock", "package-lock"), ("pnpm-lock", "pnpm-lock"), ("yarn", "yarn.lock"), ("bun.lock", "bun.lock")):
        if word in name:
            return kind
    return "yarn.lock" if "yarn" in parts and path.suffix == ".lock" else path.name


def truly_empty(kind, text):
    """Whether a file really has no package in it, told without anything of Cordon."""
    if kind == "workflow":
        return "uses:" not in text
    if kind == "yarn.lock":
        return all(line.startswith("#") or not line.strip() for line in text.split("\n"))
    if kind in ("package.json", "package-lock", "npm-shrinkwrap", "hidden lockfile"):
        document = json.loads(text)
        if kind == "package.json":
            return not any(document.get(each) for each in LISTS)
        return not document.get("dependencies") and not any(key for key in document.get("packages", {}))
    return False


def scan(path):
    done = subprocess.run([CORDON, "scan", "--packs-only", "--format", "json", path], capture_output=True, text=True, check=False,
                          stdin=subprocess.DEVNULL, timeout=60)
    if done.returncode not in (0, 1, 3) or done.stderr:
        raise RuntimeError(f"exit code {done.returncode}: {done.stderr.strip()[:200]}")
    return json.loads(done.stdout), done.returncode


class Table:
    def __init__(self):
        self.rows = collections.defaultdict(collections.Counter)

    def show(self):
        print(f"{'format':<26}{'files':>7}{'read':>7}{'broken':>8}{'unread':>8}{'packages':>10}")
        for name, row in sorted(self.rows.items()):
            print(f"{name:<26}{row['files']:>7}{row['read']:>7}{row['broken']:>8}{row['unread']:>8}{row['packages']:>10}")


def examine(path, relative, table, tally):
    kind, name = family(path), str(relative)
    try:
        report, code = scan(path)
    except (RuntimeError, ValueError, subprocess.TimeoutExpired) as error:
        tally.fail(name, f"no report: {error}")
        return
    read, unread = report["coverage"]["read"], report["coverage"]["unread"]
    row = table.rows[f"{read[0]['format']}" if read and name not in BROKEN else kind]
    row["files"] += 1
    row["packages"] += sum(each["components"] for each in read)
    named = [each for each in unread if each["path"].endswith(name) and each["reason"]]
    if name in BROKEN:
        row["broken"] += 1
        problem = "" if code == 3 and [each["code"] for each in named] == [BROKEN[name][0]] else f"broken, but exit code {code}, {unread}"
    elif not read:
        row["unread"] += 1
        problem = f"not read: {[(each['code'], each['reason']) for each in named] or 'without a word'}"
    else:
        row["read"] += 1
        problem = ""
        if not any(each["components"] for each in read) and not named and not truly_empty(kind, path.read_text(encoding="utf-8-sig")):
            problem = "empty without a word"
        if any(finding["severity"] == "critical" for finding in report["findings"]) != (report["answer"]["verdict"] == "block"):
            problem = "a verdict that does not follow"
    if problem:
        tally.fail(name, problem)
    else:
        tally.ok()


def as_one_tree(folder, tally):
    """Every lockfile that is no part of an installed package is named in Coverage."""
    report, _ = scan(folder)
    named = {each["path"] for part in ("read", "unread") for each in report["coverage"][part]}
    for path in sorted(folder.rglob("*")):
        if path.name in LOCKFILES and "node_modules" not in path.relative_to(folder).parts:
            if str(path) in named:
                tally.ok()
            else:
                tally.fail(f"tree: {path.relative_to(folder)}", "neither read nor said why not")


def main():
    tally, table = Tally(), Table()
    data = os.environ.get("CORDON_SHARED_DATA")
    if not data:
        tally.skip("fixtures", "CORDON_SHARED_DATA is not set")
        return tally.finish()
    folder = pathlib.Path(data) / "lockfile-fixtures"
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.name.startswith("LICENSE"):
            examine(path, path.relative_to(folder), table, tally)
    as_one_tree(folder, tally)
    table.show()
    files = sum(row["files"] for row in table.rows.values())
    read = sum(row["read"] for row in table.rows.values())
    broken = sum(row["broken"] for row in table.rows.values())
    print(f"{read} of {files - broken} files of formats we read ({read / (files - broken):.1%}); {broken} more were broken on purpose:")
    for name, (code, why) in BROKEN.items():
        print(f"    {code:<17} {name}: {why}")
    if read / (files - broken) < BAR:
        tally.fail("files that are read", f"{read / (files - broken):.1%}, should be {BAR:.0%}")
    missing = sorted(name for name in BROKEN if not (folder / name).is_file())
    if missing:
        tally.fail("files broken on purpose", f"not there: {missing}")
    return tally.finish()


if __name__ == "__main__":
    sys.exit(main())
