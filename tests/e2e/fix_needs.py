#!/usr/bin/env python3
"""`cordon fix` where the lockfile has to get more than another version: entries that it lacks, versions forced on others, marks
of what is needed for what, releases ahead. With real clients and a registry of inert packages on loopback. Where an older
lockfile knows everything the result is that lockfile, byte for byte; everywhere the client installs from the result and npm,
asked to lock again, leaves it as it is.

Clients as in fix.py. Ends with the line `N passed, N failed, N skipped`."""
import json
import pathlib
import shutil
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tools"))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from common import Tally  # noqa: E402
from fix import CLIENTS, NPM_LOCK, difference, installs, told  # noqa: E402
from fix_world_writers import STRICT, Project, Registry, client_path, versions  # noqa: E402

# `tool` needs helper, which needs deep; the attack drops them for evil.
BEFORE = {
    "deep": versions(v1_0_0={"bin": {"deep": "index.js"}, "engines": {"node": ">=6"}}),
    "helper": versions(v2_0_0={"dependencies": {"deep": "^1.0.0"}}, v2_1_0={"dependencies": {"deep": "^1.0.0"}},
                       v3_0_0={}),
    "tool": versions(v1_0_0={"dependencies": {"helper": "^2.0.0"}, "engines": {"node": ">=6"}}),
    "user": versions(v1_0_0={"dependencies": {"tool": "^1.0.0"}}),
}
EVIL = versions(v4_0_0={"scripts": {"postinstall": "node -e 0"}})


def attacked(needs, **more):
    """The same world with a tool 1.0.1 that needs this and evil, and other releases behind it."""
    return {**BEFORE, "evil": EVIL, "tool": versions(
        v1_0_0={"dependencies": {"helper": "^2.0.0"}, "engines": {"node": ">=6"}},
        v1_0_1={"dependencies": {**needs, "evil": "^4.0.0"}, "engines": {"node": ">=6"}}, **more)}


class World:
    """A project locked before and after an attack."""

    def __init__(self, registry, folder, title, before, after, asked):
        client, lockfile, self.lock, self.install = CLIENTS[title]
        self.title, self.registry = title, registry
        self.project = Project(folder, registry, client_path(client), lockfile)
        registry.serve(before)
        self.project.ask(asked.get("dependencies"), **{key: value for key, value in asked.items() if key != "dependencies"})
        self.said = self.project.run(*self.lock)
        if not self.project.lockfile.is_file():
            raise RuntimeError(f"the client did not lock: {self.said.stdout[-300:]}{self.said.stderr[-300:]}")
        self.older = folder / ("older-" + lockfile)
        self.older.write_bytes(self.project.lockfile.read_bytes())
        self.project.lockfile.unlink()
        self.project.forget()
        registry.serve(after)
        self.project.run(*self.lock)
        shutil.rmtree(self.project.folder / "node_modules", ignore_errors=True)
        if b"1.0.1" not in self.project.lockfile.read_bytes():
            raise RuntimeError("the client did not lock the attacked release")

    def fix(self, *words):
        return self.project.cordon(*words, "--apply")

    def settles(self, problems):
        """The client installs it, and npm asked to lock again changes nothing."""
        installs(self.project, self.install, "1.0.0", problems)
        if not self.title.startswith("npm"):
            return
        before = self.project.lockfile.read_bytes()
        self.project.forget()
        version = json.loads(before)["lockfileVersion"]
        done = self.project.run(*NPM_LOCK, f"--lockfile-version={version}")
        now = self.project.lockfile.read_bytes()
        if done.returncode != 0 or now != before:
            problems.append(f"npm locks it otherwise ({done.returncode}): {difference(before, now)}{done.stderr[-300:]}")


def same_bytes(tally, registry, folder, title, name, needs, asked, before=None):
    """With an older lockfile: its bytes again."""
    world = World(registry, folder, title, before or BEFORE, attacked(needs), asked)
    code, report = world.fix("--from", world.older)
    problems = []
    if code != 0:
        problems.append(f"ended with {code}: {json.dumps(report.get('projects', report['headline']))[:900]}")
    now, older = world.project.lockfile.read_bytes(), world.older.read_bytes()
    if now != older:
        problems.append("the lockfile is not the one before the attack:\n" + difference(older, now))
    if code == 0:
        world.settles(problems)
    told(tally, f"{title}: {name}", problems)


def lacking(tally, registry, folder, title):
    same_bytes(tally, registry, folder / "run", title, "entries that the lockfile lacks", {},
               {"dependencies": {"tool": "^1.0.0", "user": "^1.0.0"}})
    same_bytes(tally, registry, folder / "dev", title, "entries that it lacks, for development", {},
               {"devDependencies": {"tool": "^1.0.0"}, "dependencies": {"deep": "^1.0.0"}})
    same_bytes(tally, registry, folder / "optional", title, "entries that it lacks, optional", {},
               {"optionalDependencies": {"tool": "^1.0.0"}, "devDependencies": {"user": "^1.0.0"}})
    same_bytes(tally, registry, folder / "nested", title, "an entry where another version has its place", {"helper": "^3.0.0"},
               {"dependencies": {"tool": "^1.0.0", "helper": "^3.0.0"}})
    same_bytes(tally, registry, folder / "marks", title, "what was only for development is for all again", {},
               {"dependencies": {"tool": "^1.0.0"}, "devDependencies": {"helper": "^2.0.0"}})


def out_of_cache(tally, registry, folder, title):
    """Without an older lockfile: what npm's cache knows of what is lacking, and is old enough."""
    world = World(registry, folder, title, BEFORE, attacked({}), {"dependencies": {"tool": "^1.0.0"}})
    project = world.project
    # Somebody else's project on this machine had it, so that the cache has its documents.
    other = Project(folder / "other", registry, project.client, project.lockfile.name)
    other.home.rmdir()
    other.home.symlink_to(project.home)
    other.ask({"helper": "^2.0.0"})
    other.run(*world.lock)
    problems = []
    code, report = world.fix()
    added = {each["name"] for each in report.get("projects", [{}])[0].get("added", [])}
    if code != 0 or added != {"helper", "deep"}:
        problems.append(f"ended with {code}, added {added}: {json.dumps(report.get('projects', report['headline']))[:900]}")
    else:
        world.settles(problems)
    told(tally, f"{title}: entries that it lacks, out of npm's cache", problems)


def forced(tally, registry, folder, title):
    """Where another package asks for the attacked release, the good one is forced on it."""
    for name, asked in (("", {"@team/user": "^1.0.1"}), (", beside the project itself", {"@team/user": "^1.0.1", "tool": "^1.0.0"})):
        client, lockfile, lock, install = CLIENTS[title]
        project = Project(folder / f"forced{name}", registry, client_path(client), lockfile)
        registry.serve({**STRICT, "tool": BEFORE["tool"], "helper": BEFORE["helper"], "deep": BEFORE["deep"]})
        project.ask({"tool": "^1.0.0"})
        project.run(*lock)
        older = project.folder.parent / ("older-" + lockfile)
        older.write_bytes(project.lockfile.read_bytes())
        project.lockfile.unlink()
        project.forget()
        registry.serve({**STRICT, "helper": BEFORE["helper"], "deep": BEFORE["deep"]})
        project.ask(asked)
        project.run(*lock)
        if client == "pnpm":  # whose lockfile does not say what packages ask for: node_modules does
            project.run(*install)
        code, report = project.cordon("--from", older, "--apply")
        problems = []
        manifest = json.loads((project.folder / "package.json").read_text())
        rules = manifest.get("overrides") or manifest.get("resolutions") or manifest.get("pnpm", {}).get("overrides")
        # What is installed is told, and stays until it is installed anew.
        if report.get("state") != "applied" or code not in (0, 3) or len(rules or {}) != 1:
            problems.append(f"ended with {code}, rules {rules}: {json.dumps(report.get('projects', report['headline']))[:900]}")
        else:
            installs(project, install, "1.0.0" if "tool" in asked or client != "pnpm" else None, problems)
        told(tally, f"{title}: a forced version{name}", problems)


def ahead(tally, registry, folder):
    """No way back is known: forward, when what is there is old enough."""
    title = "npm, lockfile 3"
    only = attacked({}, v1_0_2={"dependencies": {"helper": "^2.1.0"}, "published": "-5d"})
    del only["tool"]["versions"]["1.0.0"]
    young = json.loads(json.dumps(only))
    young["tool"]["versions"]["1.0.2"]["published"] = "-2h"
    for name, world, words, expected in (("old enough", only, (), "1.0.2"), ("too young", young, (), None),
                                         ("too young, but allowed", young, ("--minimum-age", "1h"), "1.0.2")):
        project = Project(folder / name.replace(" ", "-").replace(",", ""), registry, client_path("npm"), "package-lock.json")
        first = json.loads(json.dumps(world))
        del first["tool"]["versions"]["1.0.2"]
        first["tool"]["tags"]["latest"] = "1.0.1"
        registry.serve(first)
        project.ask({"tool": "^1.0.0", "helper": "^2.1.0"})
        project.run(*NPM_LOCK)
        registry.serve(world)
        other = Project(folder / f"other-{name.replace(' ', '-').replace(',', '')}", registry, client_path("npm"), "package-lock.json")
        other.home.rmdir()
        other.home.symlink_to(project.home)
        other.ask({"tool": "^1.0.2"})
        other.run(*NPM_LOCK)
        code, report = project.cordon("--apply", *words)
        problems = []
        if expected is None:
            said = json.dumps(report.get("projects", ""))
            if code != 3 or "too new" not in said:
                problems.append(f"ended with {code}: {said[:900]}")
        elif code != 0:
            problems.append(f"ended with {code}: {json.dumps(report.get('projects', report['headline']))[:900]}")
        else:
            installs(project, CLIENTS[title][3], expected, problems)
        told(tally, f"npm: forward, {name}", problems)


def main():
    tally = Tally()
    with tempfile.TemporaryDirectory() as made:
        folder = pathlib.Path(made)
        registry = Registry(folder)
        try:
            for title, (client, *_) in CLIENTS.items():
                if not client_path(client):
                    tally.skip(title, f"{client} is not installed: ./dev setup e2e")
                    continue
                for case in (lacking, forced):
                    try:
                        case(tally, registry, folder / f"{case.__name__} {title}", title)
                    except RuntimeError as error:
                        tally.fail(f"{title}: {case.__name__}", str(error))
                if client == "npm":
                    out_of_cache(tally, registry, folder / f"cache {title}", title)
            if client_path("npm"):
                ahead(tally, registry, folder / "ahead")
        finally:
            registry.stop()
    return tally.finish()


if __name__ == "__main__":
    sys.exit(main())
