#!/usr/bin/env python3
"""`cordon gate` before several registries, with real npm and as a user without rights: what belongs to a scope is asked
of its registry and of nobody else (packages, audits, searches), and lockfiles are what they are without a gate, wherever
a registry keeps its archives.
Ends with the line `N passed, N failed, N skipped`."""

import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tools"))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from common import Tally  # noqa: E402
from gate_world_writers import CORDON, DAY, Gate, Registry, World  # noqa: E402


class Elsewhere(Registry):
    """A registry whose archives lie at addresses of their own shape: /download/@scope/name/version/digest."""

    def document(self, name):
        document = super().document(name)
        for version, manifest in document["versions"].items():
            manifest["dist"]["tarball"] = f"{self.url}download/{name}/{version}/0123abcd"
        return document

    def content(self, path):
        if path.startswith("download/"):
            _, scope, name, version, _ = path.split("/")
            return self.packages[f"{scope}/{name}"][version][1]
        return None if "/-/" in path else super().content(path)


class Mirror(Registry):
    """One whose documents name the archives of another, as mirrors that change nothing do."""

    def __init__(self, usual):
        super().__init__()
        self.usual = usual

    def document(self, name):
        text = json.dumps(super().document(name)).replace(self.url, self.usual)
        return json.loads(text)


def npm(world, folder, *words, gate=(), **environment):
    cache = world.folder / f"cache-{world.next()}"
    cache.mkdir()
    cache.chmod(0o777)
    return subprocess.run(
        [*map(str, gate), *words],
        cwd=folder,
        env={**world.environment, "npm_config_cache": str(cache), **environment},
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
        timeout=120,
        **world.as_nobody,
    )


def lockfiles(world):
    """With and without the gate, for each way in which registries say where their archives lie."""
    wanted = {"left": "^1.0.0", "@acme/x": "^1.0.0"}
    # The public registry, as npm itself names it where nobody configured another.
    empty = [world.folder / "empty-of-user", world.folder / "empty-of-all"]
    for path in empty:
        path.write_text("")
    told = npm(world, world.home, "npm", "config", "get", "registry", f"--userconfig={empty[0]}", f"--globalconfig={empty[1]}")
    usual = told.stdout.strip()
    world.check("npm has a registry of its own", usual.startswith("https://") and usual.endswith("/"), told.stdout + told.stderr)
    for public, own, what in (
        (Registry(), Elsewhere(), "archives at addresses of their own"),
        (Registry(), Registry(), "archives at the usual addresses"),
        (Mirror(usual), Registry(), "a mirror whose documents have the addresses of what it mirrors"),
    ):
        public.publish("left", "1.0.0", 400 * DAY, {"index.js": "1"})
        own.publish("@acme/x", "1.0.0", 400 * DAY, {"index.js": "1"})
        npmrc = f"registry={public.url}\n@acme:registry={own.url}\n"
        direct = world.project(wanted)
        (direct / ".npmrc").write_text(npmrc)
        done = npm(world, direct, "npm", "install", "--ignore-scripts")
        world.check(f"{what}: npm installs without the gate", done.returncode == 0, done.stderr)
        lock = (direct / "package-lock.json").read_text()
        for declared in (False, True):
            settings = f"gate:\n  upstream: {public.url}\n  scopes:\n    - scope: '@acme'\n      registry: {own.url}\n"
            config = world.folder / f"config-{world.next()}"
            (config / "cordon").mkdir(parents=True)
            (config / "cordon" / "cordon.yaml").write_text(settings + ("private:\n  hosts: ['127.0.0.1']\n" if declared else ""))
            behind = world.project(wanted)
            (behind / ".npmrc").write_text(npmrc)
            command = [world.program, "gate", "exec", "--no-knowledge", "--folder", world.folder / f"kept-{world.next()}", "--"]
            done = npm(world, behind, "npm", "install", "--ignore-scripts", gate=command, XDG_CONFIG_HOME=str(config))
            same = "declared" if declared else "not declared"
            world.check(f"{what}, {same}: npm installs behind the gate", done.returncode == 0, done.stderr)
            made = (behind / "package-lock.json").read_text() if done.returncode == 0 else ""
            world.check(f"{what}, {same}: the same lockfile", made.replace(behind.name, direct.name) == lock, made)
            shutil.rmtree(behind / "node_modules", ignore_errors=True)
            public.asked.clear()
            done = npm(world, behind, "npm", "ci", "--ignore-scripts")
            world.check(f"{what}, {same}: npm ci takes it without the gate", done.returncode == 0, done.stderr)
            world.check(f"{what}, {same}: and asks nobody else for what is private", not public.was_asked("@acme"), public.asked)


def questions(world):
    """Audits and searches."""
    public, own = Registry(), Registry()
    public.publish("left", "1.0.0", 400 * DAY, {"index.js": "1"})
    own.publish("@acme/x", "1.0.0", 400 * DAY, {"index.js": "1"})
    settings = f"gate:\n  scopes:\n    - scope: '@acme'\n      registry: {own.url}\n"
    with Gate(world, "--no-knowledge", registry=public, settings=settings) as gate:
        def post(body):
            request = urllib.request.Request(gate.url + "-/npm/v1/security/advisories/bulk", json.dumps(body).encode(), {"Content-Type": "application/json"})
            with urllib.request.urlopen(request, timeout=30) as answer:
                return json.loads(answer.read())

        public.faults["-/npm/v1/security/advisories/bulk"] = own.faults["-/npm/v1/security/advisories/bulk"] = None
        answer = post({"left": ["1.0.0"], "@acme/x": ["1.0.0"]})
        world.check("audit: an answer", answer == {}, answer)
        world.check("audit: the public registry hears of its own alone", [json.loads(body) for body in public.bodies] == [{"left": ["1.0.0"]}], public.bodies)
        world.check("audit: the scope's of its own", [json.loads(body) for body in own.bodies] == [{"@acme/x": ["1.0.0"]}], own.bodies)
        for text in ("@acme/x", "%40acme%2Fx", "scope:acme", "left+@acme"):
            with urllib.request.urlopen(f"{gate.url}-/v1/search?text={text}", timeout=30) as answer:
                found = json.loads(answer.read())
            world.check(f"search for {text}: nothing is found", found["objects"] == [], found)
        world.check("nor is the public registry asked", not public.was_asked("search"), public.asked)


def main():
    tally = Tally()
    if not CORDON.is_file():
        print("build/release/cordon is not there")
        return 77
    if not shutil.which("npm"):
        print("npm is not there")
        return 77
    with tempfile.TemporaryDirectory() as folder:
        world = World(tally, pathlib.Path(folder))
        lockfiles(world)
        questions(world)
    return tally.finish()


if __name__ == "__main__":
    sys.exit(main())
