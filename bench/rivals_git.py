#!/usr/bin/env python3
"""Commits read by src/git beside git itself, in a repository of 5,000 commits that is made here.

usage: ./dev bench git [--commits N] [--keep FOLDER]

The repository has a lockfile of about 300 KB at its top and another two folders down, changed in every tenth commit, 400
other files, and a branch of 20 commits that left 100 commits ago; packed as git gc does. Each row is the least CPU time
(user + system) of five runs."""
import pathlib
import random
import resource
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
PROBE = ROOT / "build" / "release" / "probe_git"
LOCKFILES = ("package-lock.json", "apps/web/package-lock.json")
QUIET = {"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": "/dev/null", "PATH": "/usr/local/bin:/usr/bin:/bin"}


def lockfile(versions):
    rows = (f'    "node_modules/package-{at}": {{"version": "1.{version}.0", "resolved": '
            f'"https://registry.example.test/package-{at}/-/package-{at}-1.{version}.0.tgz", "integrity": '
            f'"sha512-{at * 7919 + version:064x}"}}' for at, version in enumerate(versions))
    return '{\n  "lockfileVersion": 3,\n  "packages": {\n' + ",\n".join(rows) + "\n  }\n}\n"


def stream(commits):
    """What git fast-import reads."""
    chance = random.Random(6)
    versions = {path: [0] * 1_500 for path in LOCKFILES}
    at = 0

    def commit(branch, files, start=None):
        nonlocal at
        at += 1
        out = f"commit refs/heads/{branch}\ncommitter c <c@example.invalid> {1_600_000_000 + at * 600} +0000\ndata 6\nchange\n"
        if start:
            out += f"from {start}\n"
        for path, content in files.items():
            out += f"M 100644 inline {path}\ndata {len(content)}\n{content}\n"
        return out

    def change(number):
        files = {f"src/part{number % 20}/file{number % 400}.js": f"// {number}\n" + f"const x = {number};\n" * 50}
        if number % 10 == 0:
            for path in LOCKFILES:
                versions[path][chance.randrange(1_500)] += 1
                files[path] = lockfile(versions[path])
        return files

    for number in range(commits):
        yield commit("main", change(number))
        if number == commits - 100:
            for side in range(20):
                yield commit("topic", {"src/topic.js": f"// {side}\n"}, "refs/heads/main" if side == 0 else None)


def make(folder, commits):
    def git(*arguments, **more):
        return subprocess.run(["git", "-C", folder, *arguments], check=True, env=QUIET, **more)
    folder.mkdir(parents=True)
    git("init", "-q", "-b", "main")
    with subprocess.Popen(["git", "-C", folder, "fast-import", "--quiet"], stdin=subprocess.PIPE, env=QUIET) as importer:
        for part in stream(commits):
            importer.stdin.write(part.encode())
        importer.stdin.close()
    git("symbolic-ref", "HEAD", "refs/heads/topic")
    git("gc", "-q")


def measure(command):
    """(least CPU milliseconds of five runs, output)."""
    least, said = None, ""
    for _ in range(5):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        said = subprocess.run(command, check=True, env=QUIET, capture_output=True, text=True).stdout
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        spent = 1e3 * (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
        least = spent if least is None else min(least, spent)
    return least, said


def main():
    arguments = sys.argv[1:]
    commits = int(arguments[arguments.index("--commits") + 1]) if "--commits" in arguments else 5_000
    with tempfile.TemporaryDirectory(prefix="cordon-bench-git-") as scratch:
        folder = pathlib.Path(arguments[arguments.index("--keep") + 1] if "--keep" in arguments else scratch) / "repository"
        if not folder.exists():
            make(folder, commits)
        git = ["git", "-C", str(folder)]
        log = [*git, "log", "--first-parent", "-m", "--raw", "--no-abbrev", "--format=%H %ct"]
        rows = [("open, merge base, read a lockfile", [PROBE, "against", folder, "main", LOCKFILES[0]]),
                ("git merge-base", [*git, "merge-base", "HEAD", "main"]),
                ("git show BASE:package-lock.json", [*git, "show", "HEAD~20:package-lock.json"]),
                ("history of one path", [PROBE, "history", folder, str(commits * 2), LOCKFILES[0]]),
                ("history of one path, two folders down", [PROBE, "history", folder, str(commits * 2), LOCKFILES[1]]),
                ("history of eight names", [PROBE, "history", folder, str(commits * 2), LOCKFILES[0], "yarn.lock",
                                            "pnpm-lock.yaml", "bun.lock", "Cargo.lock", "go.sum", "uv.lock", "poetry.lock"]),
                ("git log of one path", [*log, "--", LOCKFILES[0]])]
        for title, command in rows:
            spent, said = measure([str(part) for part in command])
            print(f"{title:40} {spent:8.1f} ms CPU   {said.strip() if command[0] == PROBE else ''}")


if __name__ == "__main__":
    main()
