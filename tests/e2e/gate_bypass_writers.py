"""Package clients of every generation as a user without rights, each in a home of its own, and the files of projects that take
them past a gate: what `gate_bypasses.py` is made of."""
import json
import os
import pathlib
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tools"))
import clients  # noqa: E402
from gate_world_writers import DAY  # noqa: E402

NAMES = ("npm", "npm 12", "pnpm", "pnpm 12", "yarn 1", "yarn 4", "bun")
HAS_ADDRESSES = ("npm", "npm 12", "yarn 1", "bun")  # in its lockfile
PINNED = {"yarn 1": "yarn"}  # what tools/clients.py calls it
PLAIN = ("bun", "pnpm 12", "node 24")  # programs of their own
LOCKS = {"npm": "package-lock.json", "pnpm": "pnpm-lock.yaml", "yarn": "yarn.lock", "bun": "bun.lock"}
INSTALL = {"npm": ["install"], "pnpm": ["install", "--no-frozen-lockfile"], "yarn 1": ["install", "--non-interactive"],
           "yarn 4": ["install", "--no-immutable"], "bun": ["install"]}
LOCKED = {"npm": ["ci"], "pnpm": ["install", "--frozen-lockfile"], "yarn 1": ["install", "--frozen-lockfile", "--non-interactive"],
          "yarn 4": ["install", "--immutable"], "bun": ["install", "--frozen-lockfile"]}


def of(table, name):
    """A client's row, else that of its family."""
    return table.get(name) or table[name.split()[0]]


def pack_of(name, version):
    """An incident pack that knows one release as malware."""
    return (f"schema: cordon.incident/1\nid: test-{name}\ntitle: A test\ndate: 2026-03-31\nupdated: 2026-04-01\nconfidence: high\n"
            f"summary: Nothing happened.\nsources: [\"https://example.invalid/report\"]\nrecovery:\n  - Do nothing.\npackages:\n"
            f"  - {{ecosystem: npm, name: {name}, versions: [\"{version}\"]}}\n")


def fill(registry, *names):
    for name in names:
        registry.publish(name, "1.0.0", 90 * DAY, {"index.js": "module.exports = 1;\n"})
    return registry


def manifest(dependencies, **more):
    return json.dumps({"name": "shop", "version": "1.0.0", "license": "UNLICENSED", "dependencies": dependencies, **more})


def registry_files(name, url):
    """The files of a project by which this client is told of another registry."""
    npmrc = {".npmrc": f"registry={url}\n"}
    return {"pnpm 12": {"pnpm-workspace.yaml": f"registry: {url}\n", **npmrc}, "yarn 1": {".yarnrc": f'registry "{url}"\n', **npmrc},
            "yarn 4": {".yarnrc.yml": f'npmRegistryServer: "{url}"\nunsafeHttpWhitelist: ["127.0.0.1"]\n'},
            "bun": {"bunfig.toml": f'[install]\nregistry = "{url}"\n', **npmrc}}.get(name, npmrc)


def scope_files(name, url):
    return {"pnpm 12": {"pnpm-workspace.yaml": f"registries:\n  '@acme': {url}\n"}, "bun": {"bunfig.toml": f'[install.scopes]\nacme = "{url}"\n'},
            "yarn 4": {".yarnrc.yml": f'npmScopes:\n  acme:\n    npmRegistryServer: "{url}"\nunsafeHttpWhitelist: ["127.0.0.1"]\n'}}.get(
                name, {".npmrc": f"@acme:registry={url}\n"})


def proxy_files(name, url):
    url = url.rstrip("/")
    npmrc = f"proxy={url}\nhttps-proxy={url}\nhttp-proxy={url}\nnoproxy=nothing.example.test\n"
    if name == "pnpm":  # pnpm 10 takes a file's word on noproxy
        npmrc = npmrc.replace("noproxy=nothing.example.test\n", "")
    return {"pnpm 12": {"pnpm-workspace.yaml": f"httpProxy: {url}\nhttpsProxy: {url}\nnoProxy: nothing.example.test\n", ".npmrc": npmrc},
            "yarn 1": {".yarnrc": f'proxy "{url}"\nhttps-proxy "{url}"\n'}, "yarn 4": {".yarnrc.yml": f'httpProxy: "{url}"\n'}}.get(
                name, {".npmrc": npmrc})


class Bypasses:
    """A world with clients, and `cordon` in it."""

    def __init__(self, world):
        self.world, self.check = world, world.check
        self.homes = {}

    def program(self, name):
        """Its command line; None where it is not there. What lies in somebody's home is copied to where everybody may read it."""
        if name == "npm":
            return [shutil.which("npm")] if shutil.which("npm") else None
        path = clients.client(PINNED.get(name, name))
        if path is None or not shutil.which("node"):
            return None
        parts = pathlib.Path(path).relative_to(clients.folder() / "node_modules").parts
        package = pathlib.Path(*parts[:2 if parts[0].startswith("@") else 1])
        copy = self.world.folder / "clients" / package
        if not copy.exists():
            shutil.copytree(clients.folder() / "node_modules" / package, copy)
        run = str(self.world.folder / "clients" / pathlib.Path(*parts))
        if name in PLAIN:
            return [run]
        node = self.program("node 24") if name == "npm 12" else [shutil.which("node")]
        return [*node, run] if node else None

    def each(self, names=NAMES):
        """(name, command line) of those that are there; the others are skipped, and say so."""
        for name in names:
            if self.program(name) is None:
                self.world.tally.skip(name, "it is not there")
            else:
                yield name, self.program(name)

    def folder(self, files=()):
        folder = self.world.folder / f"folder-{self.world.next()}"
        folder.mkdir()
        for name, content in dict(files).items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        self.give_away(folder)
        return folder

    @staticmethod
    def give_away(folder):
        for at, _, names in os.walk(folder):
            os.chmod(at, 0o777)
            for path in (at, *(os.path.join(at, each) for each in names)):
                if os.geteuid() == 0:
                    os.chown(path, 65534, 65534)

    def project(self, name, dependencies, files=(), **more):
        """A project of this client: package.json, and for yarn 4 the empty lockfile by which it knows its root."""
        return self.folder({"package.json": manifest(dependencies, **more), **({"yarn.lock": ""} if name == "yarn 4" else {}), **dict(files)})

    def environment(self, home, **more):
        return {**self.world.environment, "HOME": str(home), "npm_config_cache": str(home / "npm"), "XDG_DATA_HOME": str(home / "data"),
                "XDG_CACHE_HOME": str(home / "xdg"), "XDG_STATE_HOME": str(home / "state"), "XDG_CONFIG_HOME": str(home / "config"),
                "BUN_INSTALL_CACHE_DIR": str(home / "bun"), "YARN_CACHE_FOLDER": str(home / "yarn"), "YARN_GLOBAL_FOLDER": str(home / "yarn4"),
                "YARN_ENABLE_TELEMETRY": "false", "YARN_NPM_MINIMAL_AGE_GATE": "0", "YARN_NODE_LINKER": "node-modules", "DO_NOT_TRACK": "1",
                "CI": "", **more}

    def run(self, words, folder, environment):
        return subprocess.run([str(word) for word in words], cwd=folder, env=environment, capture_output=True, text=True, check=False,
                              stdin=subprocess.DEVNULL, timeout=120, **self.world.as_nobody)

    def exec(self, words, folder, upstream, home=None, options=("--no-knowledge",), settings=None, **more):
        """`cordon gate exec -- WORDS`, behind a gate that remembers nothing of the others."""
        home = home or self.folder()
        if settings is not None:
            (home / "config/cordon").mkdir(parents=True, exist_ok=True)
            (home / "config/cordon/cordon.yaml").write_text(settings)
        return self.run([self.world.program, "gate", "exec", "--upstream", upstream.url, "--folder", home / "gate", *options, "--", *words], folder,
                        self.environment(home, **more))

    def scan(self, folder, *options):
        """(exit code, {rule: its findings}) of a scan of the folder."""
        done = self.run([self.world.program, "scan", "--packs-only", "--format", "json", *options, folder], folder, self.environment(self.folder()))
        rules = {}
        try:
            for each in json.loads(done.stdout)["findings"]:
                rules.setdefault(each["rule_id"], []).append(each)
        except ValueError:
            rules = {"no report": done.stdout + done.stderr}
        return done.returncode, rules

    def names(self, what, folder, rule, text="", *options):
        """That a scan of the folder has the rule, with the text somewhere in its evidence."""
        _, rules = self.scan(folder, *options)
        self.check(f"{what}: scan says {rule}", rule in rules and text in json.dumps(rules[rule]), rules)

    @staticmethod
    def by_clients(registry):
        """Who asked this registry that was not a gate."""
        return [(path, headers.get("User-Agent")) for _, path, headers in registry.asked if "cordon" not in headers.get("User-Agent", "").lower()]

    @staticmethod
    def has(folder, name):
        return (folder / "node_modules" / name / "package.json").is_file()
