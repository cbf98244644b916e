"""What fix.py needs: a registry of inert packages on loopback, before and after an attack, and the clients that lock
projects from it. A library of fix.py, no test."""
import json
import os
import pathlib
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests" / "range"))
sys.path.insert(0, str(ROOT / "tools"))
import clients  # noqa: E402
import scenario as scenarios  # noqa: E402

CORDON = ROOT / "build" / "release" / "cordon"
WHO = {"name": "developer", "email": "developer@example.test"}


# What a scenario takes as it is; all else of a release stands in its manifest.
TAKEN = ("published", "dependencies", "scripts")


def versions(**spec):
    def release(what):
        manifest = {key: value for key, value in what.items() if key not in TAKEN}
        return {"published": "-9d", "manifest": manifest} | {key: what[key] for key in TAKEN if key in what}
    return {"publisher": WHO, "tags": {"latest": list(spec)[-1].strip("v").replace("_", ".")},
            "versions": {version.strip("v").replace("_", "."): release(what) for version, what in spec.items()}}


# What was there before the attack. `tool` is what is attacked; `user` and `plugin` depend on it in two ways.
BEFORE = {
    "helper": versions(v2_0_0={}, v2_1_0={}),
    "tool": versions(v0_9_0={}, v1_0_0={"dependencies": {"helper": "^2.0.0"}, "engines": {"node": ">=6"}}),
    "@team/user": versions(v1_0_0={"dependencies": {"tool": "^1.0.0"}}),
    "plugin": versions(v3_0_0={"peerDependencies": {"tool": "^1.0.0"}}),
}
# The attack: a patch release that brings a new dependency in, whose script would run.
ATTACKED = {
    **BEFORE,
    "tool": versions(v0_9_0={}, v1_0_0={"dependencies": {"helper": "^2.0.0"}, "engines": {"node": ">=6"}},
                     v1_0_1={"dependencies": {"helper": "^2.1.0", "evil": "^4.0.0"}, "engines": {"node": ">=6"}}),
    "evil": versions(v4_0_0={"scripts": {"postinstall": "node -e 0"}}),
}
# Its own release that asks for the attacked one: only a forced version leads back.
STRICT = {**ATTACKED, "@team/user": versions(v1_0_0={"dependencies": {"tool": "^1.0.0"}},
                                             v1_0_1={"dependencies": {"tool": "^1.0.1"}})}


class Registry:
    """One port, whose packages change."""

    def __init__(self, folder):
        self.folder, self.port, self.server, self.count = folder, 0, None, 0

    def serve(self, packages):
        self.stop()
        self.count += 1
        built = self.folder / f"registry-{self.count}"
        scenarios.build({"name": "fix", "packages": packages}, built)
        self.server = subprocess.Popen(
            [sys.executable, "-B", ROOT / "tests" / "range" / "registry.py", built, "--listen", f"127.0.0.1:{self.port}",
             "--log", built / "log.ndjson"], stdout=subprocess.PIPE, text=True)
        self.port = int(self.server.stdout.readline().split()[1])

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}/"

    def stop(self):
        if self.server is not None:
            self.server.kill()
            self.server.wait()
            self.server.stdout.close()
            self.server = None


def client_path(name):
    """The client of this name: the one that CORDON_NPM, CORDON_PNPM or CORDON_YARN names, else the one that is pinned and was
    installed by `./dev setup e2e`, else the one of the machine."""
    return os.environ.get(f"CORDON_{name.upper()}") or clients.client(name) or shutil.which(name)


class Project:
    """A project, the home of whoever works in it, and one client."""

    def __init__(self, folder, registry, client, lockfile):
        self.folder, self.registry, self.client = folder / "app", registry, client
        self.home, self.lockfile = folder / "home", self.folder / lockfile
        self.folder.mkdir(parents=True)
        self.home.mkdir()

    def ask(self, dependencies, **more):
        self.manifest = {"name": "app", "version": "1.0.0", **({"dependencies": dependencies} if dependencies else {}), **more}
        (self.folder / "package.json").write_text(json.dumps(self.manifest, indent=2) + "\n")

    def run(self, *words):
        environment = {"PATH": os.environ["PATH"], "HOME": str(self.home), "npm_config_registry": self.registry.url,
                       "npm_config_update_notifier": "false", "YARN_REGISTRY": self.registry.url, "CI": "true"}
        return subprocess.run([self.client, *words], cwd=self.folder, env=environment, stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, check=False, timeout=300)

    def installed(self, name):
        manifest = self.folder / "node_modules" / name / "package.json"
        return json.loads(manifest.read_text())["version"] if manifest.is_file() else None

    def forget(self):
        """As a fresh checkout: nothing installed, nothing cached."""
        shutil.rmtree(self.folder / "node_modules", ignore_errors=True)
        shutil.rmtree(self.home)
        self.home.mkdir()

    def cordon(self, *words):
        environment = {"PATH": os.environ["PATH"], "HOME": str(self.home)}
        done = subprocess.run([CORDON, "fix", "--no-knowledge", "--package", "tool@1.0.1", "--package", "evil@4.0.0", "--format",
                               "json", *words, "."], cwd=self.folder, env=environment, capture_output=True, text=True, check=False)
        report = json.loads(done.stdout) if done.stdout.startswith("{") else {"headline": done.stdout + done.stderr}
        return done.returncode, report
