#!/usr/bin/env python3
"""`cordon gate setup`, `unset` and `policy` from outside: npm, pnpm, yarn and bun of two generations, as far as they are there, as a user
without rights: told of a running gate, an installation through it from a registry of inert packages on loopback, what their
lockfile then says, and their configuration byte for byte what it was. What is not asked of the gate is told.
Ends with the line `N passed, N failed, N skipped`."""
import json
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tools"))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from common import Tally  # noqa: E402
from gate_clients_writers import all_clients, folder_with  # noqa: E402
from gate_world_writers import CORDON, DAY, HOUR, Gate, Registry, World  # noqa: E402

try:
    import jsonschema
except ImportError:
    jsonschema = None

SCHEMA = json.loads((ROOT / "docs/schema/gate-setup.schema.json").read_text())
KEEPS_ADDRESSES = ("yarn 1", "bun")  # write into their lockfile where they got an archive


class Setting:
    """A world with a gate, and Cordon's commands beside it."""

    def __init__(self, world, gate):
        self.world, self.gate = world, gate
        self.state = world.folder / f"state-{world.next()}"
        self.state.mkdir()
        self.state.chmod(0o777)

    def environment(self, home):
        return {**self.gate.environment, "HOME": str(home), "XDG_STATE_HOME": str(self.state)}

    def cordon(self, home, cwd, *words):
        return subprocess.run([str(self.world.program), "gate", *map(str, words)], env=self.environment(home), cwd=cwd, capture_output=True,
                              text=True, check=False, stdin=subprocess.DEVNULL, timeout=60, **self.world.as_nobody)

    def report(self, home, cwd, *words):
        """(exit code, report)."""
        done = self.cordon(home, cwd, *words, "--format", "json")
        try:
            report = json.loads(done.stdout)
        except ValueError:
            return done.returncode, {"headline": done.stdout + done.stderr, "files": [], "notices": []}
        if jsonschema:
            jsonschema.validate(report, SCHEMA)
        return done.returncode, report

    def run(self, client, home, project):
        return client.run(self.world, [*client.install, *client.no_scripts], home, project, YARN_NPM_MINIMAL_AGE_GATE="0")

    def folder(self, files):
        return folder_with(self.world, files)


def project_files(more):
    return {"package.json": json.dumps({"name": "shop", "version": "1.0.0", "dependencies": {"steady": "^1.0.0"}}), **more}


def kinds(report):
    return [notice["kind"] for notice in report["notices"]]


def client_installs(setting, source, client):
    world = setting.world
    home, project = setting.folder({}), setting.folder(project_files(client.before))
    code, report = setting.report(home, project, "setup", client.word, "--project", ".", "--url", setting.gate.url)
    world.check(f"{client.name}: set up", code == 0 and [f["state"] for f in report["files"]] == ["changed"], report)
    config = next(iter(client.before))
    written = (project / config).read_bytes()
    world.check(f"{client.name}: the rest of the file stays", setting.gate.url.encode() in written, written)
    code, again = setting.report(home, project, "setup", client.word, "--project", ".", "--url", setting.gate.url)
    world.check(f"{client.name}: twice is once", code == 0 and (project / config).read_bytes() == written, again)
    asked = len(source.asked)
    done = setting.run(client, home, project)
    installed = project / "node_modules/steady/package.json"
    world.check(f"{client.name}: installs through the gate what is old enough",
                done.returncode == 0 and installed.is_file() and json.loads(installed.read_text())["version"] == "1.0.0",
                done.stdout + done.stderr)
    world.check(f"{client.name}: the registry was asked by the gate alone",
                all("cordon" in headers.get("User-Agent", "").lower() for _, _, headers in source.asked[asked:]),
                [headers.get("User-Agent") for _, _, headers in source.asked[asked:]])
    lock = (project / client.lockfile).read_text() if (project / client.lockfile).exists() else ""
    keeps = client.name in KEEPS_ADDRESSES
    world.check(f"{client.name}: the lockfile {'has' if keeps else 'does not have'} the gate's address",
                "steady" in lock and (setting.gate.url in lock) == keeps, lock)
    code, report = setting.report(home, project, "unset", client.word, "--project", ".")
    world.check(f"{client.name}: unset", code == 0 and [f["state"] for f in report["files"]] == ["restored"], report)
    world.check(f"{client.name}: the configuration is what it was", (project / config).read_bytes() == client.before[config].encode(),
                (project / config).read_bytes())
    world.check(f"{client.name}: nothing else was left beside it",
                not [p.name for p in project.iterdir() if "cordon" in p.name or p.name.endswith(".new")], list(project.iterdir()))
    lock = (project / client.lockfile).read_text() if (project / client.lockfile).exists() else setting.gate.url
    world.check(f"{client.name}: the lockfile does not know the gate", setting.gate.url not in lock, lock)


def of_the_user(setting, source):
    """Your own .npmrc: secrets stay, and a gate that starts afterwards asks what stood there."""
    world = setting.world
    secret = "npm_" + "x" * 36
    before = f"//r.example.test/:_authToken={secret}\nregistry={source.url}\n@acme:registry=https://packages.example.test/\n"
    home = setting.folder({".npmrc": before})
    (home / ".npmrc").chmod(0o600)
    empty = setting.folder({})
    done = setting.cordon(home, empty, "setup", "npm", "--url", setting.gate.url, "--dry-run")
    world.check("a dry run shows the change and writes nothing", done.returncode == 0 and "+ registry=" + setting.gate.url in done.stdout and
                (home / ".npmrc").read_text() == before, done.stdout + done.stderr)
    code, report = setting.report(home, empty, "setup", "npm", "--url", setting.gate.url)
    world.check("the user's file is set up", code == 0 and report["files"][0]["path"] == "~/.npmrc", report)
    world.check("a scope's registry is told", "scope" in kinds(report), report)
    world.check("nothing secret is shown", secret not in json.dumps(report) + done.stdout)
    mode = (home / ".npmrc").stat().st_mode & 0o777
    world.check("who could not read the file still cannot", mode == 0o600, oct(mode))
    remembered = next(setting.state.rglob("gate-setup.json"))
    world.check("nor what is remembered of it", remembered.stat().st_mode & 0o077 == 0, oct(remembered.stat().st_mode))
    # The registry behind the gate is what stood there, not the gate.
    second = Gate(world, "--no-knowledge")
    second.environment = {**second.environment, **setting.environment(home)}
    with second:
        world.check("a gate that starts afterwards asks what stood there", "before " + source.url in second.text(), second.text())
    for client in (each for each in all_clients(world) if each.word in ("npm", "pnpm") and each.program):
        project = setting.folder(project_files({}))
        done = setting.run(client, home, project)
        lock = (project / client.lockfile).read_text() if done.returncode == 0 else ""
        world.check(f"{client.name} of this user asks the gate", "1.0.0" in lock and setting.gate.url not in lock, done.stdout + done.stderr)
    with open(home / ".npmrc", "a", encoding="utf-8") as file:
        file.write("fund=false\n")
    code, report = setting.report(home, empty, "unset", "npm")
    world.check("what was changed since stays", code == 0 and report["files"][0]["state"] == "reverted" and
                (home / ".npmrc").read_text() == before + "fund=false\n", report)


def past_the_gate(setting):
    world = setting.world
    lock = {"lockfileVersion": 3, "packages": {"": {}, "node_modules/steady": {
        "version": "1.0.0", "resolved": "https://mirror.example.test/steady/-/steady-1.0.0.tgz"}}}
    home = setting.folder({})
    project = setting.folder(project_files({".npmrc": "registry=https://r.example.test/\n", "package-lock.json": json.dumps(lock)}))
    code, report = setting.report(home, project, "setup", "npm", "--url", setting.gate.url)
    world.check("a project's own registry counts more, and that is told", code == 1 and kinds(report)[0] == "overridden", report)
    world.check("addresses in its lockfile are told", any(n["kind"] == "lockfile" and "mirror.example.test" in n["text"] for n in report["notices"]), report)
    done = setting.cordon(home, project, "setup", "npm", "--project", ".", "--url", setting.gate.url)
    world.check("the project, set up", done.returncode == 0 and "mirror.example.test" in done.stdout, done.stdout)
    outside = setting.folder({"theirs": "fund=false\n"})
    linked = setting.folder({})
    (linked / ".npmrc").symlink_to(outside / "theirs")
    done = setting.cordon(home, linked, "setup", "npm", "--project", ".", "--url", setting.gate.url)
    world.check("nothing is written through a link", done.returncode == 2 and "link" in done.stderr and
                (outside / "theirs").read_text() == "fund=false\n", done.stderr)
    for word, name, text in (("yarn", ".yarnrc.yml", "a: [\n"), ("bun", "bunfig.toml", "[install\n"), ("npm", ".npmrc", "a=1\rb=2\n")):
        broken = setting.folder({name: text})
        done = setting.cordon(home, broken, "setup", word, "--project", ".", "--url", setting.gate.url)
        left = (broken / name).read_bytes() == text.encode()
        world.check(f"{name} that cannot be read is left", done.returncode == 2 and name in done.stderr and left, done.stderr)
    done = setting.cordon(home, project, "setup", "npm", "--url", "http://a:b@gate.example.test/")
    world.check("an address with a password is none", done.returncode == 2, done.stderr)
    done = setting.cordon(home, project, "unset", "bun")
    world.check("nothing to unset", done.returncode == 0 and "was not set up" in done.stdout, done.stdout)


def policy(setting):
    world = setting.world
    settings = setting.folder({"cordon.yaml": "gate:\n  minimum_age: 36h\nprivate:\n  scopes: [\"@acme\"]\n"})
    def fragment(*words):
        return setting.cordon(settings, settings, "policy", *words, "--policy", "cordon.yaml")
    done = fragment("--renovate")
    rules = json.loads(done.stdout)["packageRules"] if done.returncode == 0 else []
    world.check("renovate", [rule["minimumReleaseAge"] for rule in rules] == ["36 hours", None] and rules[1]["matchPackageNames"] == ["@acme/*"],
                done.stdout + done.stderr)
    for flag, text in (("--dependabot", "default-days: 2\n"), ("--npm", "min-release-age=2\n"), ("--pnpm", "minimumReleaseAge: 2160\n"),
                       ("--yarn", "npmMinimalAgeGate: 2160\n"), ("--bun", "minimumReleaseAge = 129600\n")):
        done = fragment(flag)
        world.check(f"policy {flag}", done.returncode == 0 and text in done.stdout, done.stdout + done.stderr)
    world.check("what bun cannot be told is told here", "@acme/*" in done.stderr, done.stderr)
    world.check("one at a time", fragment("--npm", "--bun").returncode == 2 and fragment().returncode == 2)


def clients_heed_policy(setting, source):
    """npm, with what `policy --npm` printed, chooses without a gate what the gate would let through."""
    world = setting.world
    npm = next(each for each in all_clients(world) if each.name == "npm 11")
    if not npm.program:
        return world.tally.skip("clients heed the policy", "npm is not there")
    home = setting.folder({})
    done = setting.cordon(home, home, "policy", "--npm")
    project = setting.folder(project_files({".npmrc": f"registry={source.url}\n" + done.stdout}))
    done = setting.run(npm, home, project)
    installed = project / "node_modules/steady/package.json"
    heeds = installed.is_file() and json.loads(installed.read_text())["version"] == "1.0.0"
    world.check("npm heeds the fragment", done.returncode == 0 and heeds, done.stdout + done.stderr)
    return None


def main():
    tally = Tally()
    if not CORDON.is_file():
        print("build/release/cordon is not there")
        return 77
    with tempfile.TemporaryDirectory() as folder:
        world = World(tally, pathlib.Path(folder))
        source = Registry()
        source.publish("steady", "1.0.0", 90 * DAY, {"index.js": "module.exports = 1;\n"})
        source.publish("steady", "1.1.0", HOUR, {"index.js": "module.exports = 2;\n"})
        with Gate(world, "--no-knowledge", registry=source) as gate:
            setting = Setting(world, gate)
            for client in all_clients(world):
                if client.program:
                    client_installs(setting, source, client)
                else:
                    tally.skip(client.name, "it is not there")
            of_the_user(setting, source)
            past_the_gate(setting)
            policy(setting)
            clients_heed_policy(setting, source)
    return tally.finish()


if __name__ == "__main__":
    sys.exit(main())
