#!/usr/bin/env python3
"""Real projects installed by real clients with and without the gate: the same tree, the same lockfile byte for byte, and what the
peek says of every archive that came through.

usage: bench/projects.py [--projects A,B] [--clients A,B] [--keep FOLDER]

The projects are lockfiles of $CORDON_SHARED_DATA/lockfiles; their package.json is made of what their lockfile says of the project
itself. npm also installs exactly what is locked (`npm ci`). Every other client resolves anew, without and then with the gate, and
installs a second time from what it wrote. Scripts are off, homes and caches are fresh, the registry is the one that npm on this
machine is told of, the gate has `--minimum-age 0h`: what is younger than its age would rightly differ."""
import argparse
import base64
import contextlib
import difflib
import hashlib
import json
import os
import pathlib
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tools"))
import clients  # noqa: E402
from common import Tally  # noqa: E402

CORDON = ROOT / "build" / "release" / "cordon"
PEEK = ROOT / "build" / "release" / "bench_peek"
PROJECTS = {"uptime-kuma": "louislam__uptime-kuma/2026-08-22-1f0755fb", "chart.js": "chartjs__Chart.js/2026-01-31-989db72c",
            "vite": "vitejs__vite/2026-07-29-5118e177",
            "midday-gateway": "midday-ai__midday/2024-09-12-14cbb83f/services/gateway"}
# What a project's own .npmrc says without which npm does not resolve it.
SETTINGS = {name: {".npmrc": "legacy-peer-deps=true\n"} for name in ("uptime-kuma", "chart.js")}
# Notes of a client to itself: where its cache is, when it ran.
NOTES = {"node_modules/.modules.yaml", "node_modules/.pnpm-workspace-state.json", "node_modules/.pnpm-workspace-state-v1.json",
         "node_modules/.yarn-integrity", "node_modules/.yarn-state.yml", ".yarn/install-state.gz"}
QUIET = {"npm_config_audit": "false", "npm_config_fund": "false", "npm_config_update_notifier": "false", "npm_config_loglevel": "error",
         "DO_NOT_TRACK": "1", "YARN_ENABLE_TELEMETRY": "false", "COREPACK_ENABLE_STRICT": "0"}


class Client:
    """How one client resolves and installs, and how it installs what its lockfile says."""

    def __init__(self, name, program, lockfile, resolve, locked, files=None, **environment):
        self.name, self.program, self.lockfile = name, program, lockfile
        self.resolve, self.locked, self.files, self.environment = resolve, locked, files or {}, environment


def all_clients():
    def script(name, node="node"):
        path = clients.client(name)
        return [node, path] if path and node else None

    def program(name):
        path = clients.client(name)
        return [path] if path else None

    npm = {"lockfile": "package-lock.json", "resolve": ["install", "--ignore-scripts"], "locked": ["ci", "--ignore-scripts"]}
    pnpm = {"lockfile": "pnpm-lock.yaml", "resolve": ["install", "--ignore-scripts", "--no-frozen-lockfile"],
            "locked": ["install", "--ignore-scripts", "--frozen-lockfile"]}
    old = ["install", "--ignore-scripts", "--non-interactive", "--ignore-engines"]
    return [
        Client("npm 11", [shutil.which("npm")] if shutil.which("npm") else None, **npm),
        Client("npm 12", script("npm 12", clients.client("node 24")), **npm),
        Client("pnpm 9", script("pnpm"), **pnpm),
        Client("pnpm 12", program("pnpm 12"), **pnpm, pnpm_config_minimum_release_age="0"),
        Client("yarn 1", script("yarn"), "yarn.lock", old, [*old, "--frozen-lockfile"]),
        Client("yarn 4", script("yarn 4"), "yarn.lock", ["install", "--no-immutable"], ["install", "--immutable"],
               {".yarnrc.yml": "nodeLinker: node-modules\nenableScripts: false\n", "yarn.lock": ""}, YARN_NPM_MINIMAL_AGE_GATE="0",
               YARN_ENABLE_GLOBAL_CACHE="false"),
        Client("bun", program("bun"), "bun.lock", ["install", "--ignore-scripts"], ["install", "--ignore-scripts", "--frozen-lockfile"])]


class Project:
    def __init__(self, name, folder):
        self.name, self.files, self.lock = name, SETTINGS.get(name, {}), (folder / "package-lock.json").read_bytes()
        root = json.loads(self.lock)["packages"][""]
        self.packages = self.lock.count(b'"integrity"')
        self.manifest = json.dumps({"name": name, "version": "1.0.0", **root}, indent=2) + "\n"


def tree(folder):
    """What stands below: path -> what it is."""
    found = {}
    for path, folders, files in os.walk(folder):
        for name in [*files, *(each for each in folders if os.path.islink(os.path.join(path, each)))]:
            full = os.path.join(path, name)
            relative = os.path.relpath(full, folder)
            if os.path.islink(full):
                found[relative] = "-> " + os.readlink(full)
            elif relative not in NOTES:
                with open(full, "rb") as file:
                    found[relative] = f"{os.stat(full).st_mode & 0o111:o} {hashlib.file_digest(file, 'sha256').hexdigest()}"
    return found


def difference(one, other):
    """Empty where both are the same."""
    paths = sorted(path for path in one.keys() | other.keys() if one.get(path) != other.get(path))
    return "; ".join(f"{path}: {one.get(path, 'absent')[:20]} without, {other.get(path, 'absent')[:20]} with the gate" for path in paths[:6])


class Bench:
    def __init__(self, tally, folder):
        self.tally, self.folder, self.number = tally, folder, 0
        # A build meanwhile must not change what is measured.
        program = shutil.copy(CORDON, folder / "cordon")
        self.gate = [program, "gate", "exec", "--quiet", "--folder", folder / "gate", "--minimum-age", "0h", "--no-knowledge", "--"]

    def run(self, project, client, words, files, through_gate):
        """(folder of the project, seconds) after a run of the client in a folder and a home of its own; None where it failed."""
        # In the same place each time, as clients write it down; what they made is moved away.
        base = self.folder / "run"
        shutil.rmtree(base, ignore_errors=True)
        home, place = base / "home", base / project.name
        home.mkdir(parents=True)
        place.mkdir()
        for name, text in {"package.json": project.manifest, **project.files, **client.files, **files}.items():
            (place / name).write_bytes(text if isinstance(text, bytes) else text.encode())
        environment = {name: value for name, value in os.environ.items() if not name.lower().startswith(("npm_", "yarn_", "bun_", "xdg_"))}
        environment |= {**QUIET, "HOME": str(home), "CI": "", **client.environment}
        begun = time.monotonic()
        done = subprocess.run([*(self.gate if through_gate else []), *client.program, *words], cwd=place, env=environment, text=True,
                              stdin=subprocess.DEVNULL, capture_output=True, check=False, timeout=900)
        seconds = time.monotonic() - begun
        shutil.rmtree(home, ignore_errors=True)
        if done.returncode == 0:
            self.number += 1
            return (base.rename(self.folder / f"run-{self.number}") / project.name), seconds
        self.said = f"exit code {done.returncode}: {(done.stdout + done.stderr)[-1500:]}"
        return None

    def pair(self, title, project, client, words, files):
        """One run without and one with the gate; the lockfile that the first wrote, or None."""
        direct = self.run(project, client, words, files, False)
        if direct is None:
            self.tally.skip(title, f"without the gate already: {self.said}")
            return None
        gated = self.run(project, client, words, files, True)
        if gated is None:
            self.tally.fail(title, self.said)
            return None
        (one, direct_s), (other, gate_s) = direct, gated
        before, after = tree(one), tree(other)
        locks = before.pop(client.lockfile), after.pop(client.lockfile)
        lock = (one / client.lockfile).read_bytes()
        unlike = difference(before, after)
        # yarn 1 does not always make the same tree of the same lockfile: a second time without the gate says whose doing it is.
        again = self.run(project, client, words, files, False) if unlike and locks[0] == locks[1] else None
        if again is not None:
            third = tree(again[0])
            third.pop(client.lockfile, None)
            if difference(before, third):
                self.tally.skip(f"{title}: the tree", "two installations without the gate differ as well")
                unlike = difference(third, after)
            shutil.rmtree(again[0].parent, ignore_errors=True)
        for what, why in (("tree", unlike), ("lockfile", "" if locks[0] == locks[1] else self.lines(one, other, client.lockfile))):
            if why:
                self.tally.fail(f"{title}: the {what} differs", why)
            else:
                self.tally.ok()
        print(f"| {project.name} | {title.partition(': ')[2]} | {len(before)} | {'same' if not unlike else 'DIFFERS'} | "
              f"{'same' if locks[0] == locks[1] else 'DIFFERS'} | {direct_s:.1f} | {gate_s:.1f} |", flush=True)
        for place in (one, other):
            shutil.rmtree(place.parent, ignore_errors=True)
        return lock

    @staticmethod
    def lines(one, other, name):
        """The first lines in which two files differ."""
        texts = [(place / name).read_text().splitlines() for place in (one, other)]
        unlike = [line for line in difflib.unified_diff(*texts, lineterm="", n=0) if not line.startswith(("@", "---", "+++"))]
        return "; ".join(line[:160] for line in unlike[:6])

    def project(self, project, client):
        if client.program is None:
            self.tally.skip(client.name, "is not there: ./dev setup e2e")
            return
        if client.lockfile == "package-lock.json":
            self.pair(f"{project.name}: {client.name}, as locked", project, client, client.locked, {client.lockfile: project.lock})
        lock = self.pair(f"{project.name}: {client.name}, resolved", project, client, client.resolve, {})
        if lock is not None:
            self.pair(f"{project.name}: {client.name}, from its lockfile", project, client, client.locked, {client.lockfile: lock})

    def peek(self):
        """What the peek says of every archive that came through the gate; one that it blocks, or more than one of two hundred that it
        would have reviewed, is a false alarm too many."""
        archives = self.folder / "archives"
        shutil.rmtree(archives, ignore_errors=True)
        archives.mkdir()
        with contextlib.closing(sqlite3.connect(f"file:{self.folder}/gate/ledger.db?mode=ro", uri=True)) as ledger:
            served = ledger.execute("SELECT name, version, integrity FROM served").fetchall()
        for name, version, integrity in served:
            digest = base64.b64decode(integrity.partition("-")[2]).hex()
            path = self.folder / "gate" / "archives" / digest[:2] / digest[2:]
            if path.is_file():
                os.link(path, archives / f"{name.replace('/', '+')}-{version}.tgz")
        said = subprocess.run([PEEK, archives], capture_output=True, text=True, check=False).stdout
        print(f"\n{len(served)} releases were handed out\n{said}")
        lines = [line.split("\t") for line in said.splitlines()]
        for line in lines:
            if line[0] == "block":
                self.tally.fail(f"peek: {line[1]}", line[2])
        reviews = [line[1] for line in lines if line[0] == "review"]
        if len(reviews) * 200 > len(served):
            self.tally.fail("peek: more than 0.5 % would be reviewed", ", ".join(reviews))
        elif served:
            self.tally.ok()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--projects", default=",".join(PROJECTS))
    parser.add_argument("--clients", default="")
    parser.add_argument("--keep", type=pathlib.Path, help="work in this folder, and leave the gate's folder there")
    options = parser.parse_args()
    data = pathlib.Path(os.environ.get("CORDON_SHARED_DATA", "")) / "lockfiles"
    if not data.is_dir():
        sys.exit("CORDON_SHARED_DATA names no folder with lockfiles")
    tally = Tally()
    with tempfile.TemporaryDirectory(prefix="cordon-projects-") as name:
        folder = options.keep or pathlib.Path(name)
        folder.mkdir(exist_ok=True)
        bench = Bench(tally, folder)
        print("| project | client | files | tree | lockfile | s without | s with the gate |\n|---|---|---|---|---|---|---|", flush=True)
        for project in (Project(each, data / PROJECTS[each]) for each in options.projects.split(",")):
            for client in all_clients():
                if not options.clients or client.name in options.clients.split(","):
                    bench.project(project, client)
        if (folder / "gate").is_dir():
            bench.peek()
    return tally.finish()


if __name__ == "__main__":
    sys.exit(main())
