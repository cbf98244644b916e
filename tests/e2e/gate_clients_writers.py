"""The package clients that tests put before a gate: each generation's program, where everybody may run it, what it takes to
install, and an environment in which it knows nothing but what the test gives it."""
import os
import pathlib
import shutil
import subprocess

import clients

# What is not told of the gate reaches nobody.
NOWHERE = {name: "http://127.0.0.1:9" for name in ("HTTP_PROXY", "HTTPS_PROXY", "YARN_HTTPS_PROXY")} | {"NO_PROXY": "127.0.0.1"}
NATIVE = ("bun", "pnpm 12")  # programs; the others are scripts for node
OWN_NODE = {"npm 12": "node 24"}  # where the machine's node is too old


class Client:
    """A package client: its program, what it takes to install, its lockfile, the files of its configuration that are there before."""

    def __init__(self, name, word, program, lockfile, before, install=(), locked=(), no_scripts=("--ignore-scripts",), **environment):
        self.name, self.word, self.program, self.lockfile, self.before = name, word, program, lockfile, before
        self.install, self.locked, self.no_scripts, self.environment = list(install), list(locked), list(no_scripts), environment

    def run(self, world, words, home, project, timeout=180, **more):
        """The finished process of a user without rights who has never used the client before."""
        environment = {**world.environment, "HOME": str(home), "npm_config_cache": str(home / "cache"), "XDG_DATA_HOME": str(home / "data"),
                       "XDG_CACHE_HOME": str(home / "xdg"), "XDG_STATE_HOME": str(home / "state"), "BUN_INSTALL_CACHE_DIR": str(home / "bun"),
                       "YARN_CACHE_FOLDER": str(home / "yarn"), "YARN_GLOBAL_FOLDER": str(home / "yarn4"), "COREPACK_ENABLE_STRICT": "0",
                       "CI": "", **NOWHERE, **self.environment, **more}
        return subprocess.run([*self.program, *words], cwd=project, env=environment, capture_output=True, text=True, errors="replace",
                              check=False, stdin=subprocess.DEVNULL, timeout=timeout, **world.as_nobody)


def link_or_copy(source, target):
    """Programs have a hundred megabytes, and most file systems can have them twice for nothing."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def program_of(world, name):
    """Its command line, or None where it is not there. What lies in the home folder of somebody else is put where everybody may read it."""

    def copied(name):
        path = clients.client(name)
        if path is None:
            return None
        place = pathlib.PurePath(clients.PROGRAMS[name]).parts
        package = place[: 2 if place[0].startswith("@") else 1]
        source, copy = clients.folder() / "node_modules" / pathlib.Path(*package), world.folder / "clients" / name.replace(" ", "-")
        if not copy.exists():
            shutil.copytree(source, copy, copy_function=link_or_copy)
        return str(copy / pathlib.Path(*place[len(package):]))

    if name == "npm 11":
        npm = shutil.which("npm")
        version = subprocess.run([npm, "--version"], capture_output=True, text=True, check=False).stdout if npm else ""
        return [npm] if version.startswith("11.") else None
    program = copied(name)
    if program is None or name in NATIVE:
        return program and [program]
    node = copied(OWN_NODE[name]) if name in OWN_NODE else shutil.which("node")
    return node and [node, program]


def all_clients(world):
    """Those that are not there have no program."""
    npmrc = {".npmrc": "# of the project\r\nfund = false\r\nregistry = https://r.example.test/npm/ ; ours\r\n"}
    npm, pnpm = {"lockfile": "package-lock.json", "before": npmrc}, {"lockfile": "pnpm-lock.yaml"}
    frozen = ["install", "--frozen-lockfile"]
    return [
        Client("npm 11", "npm", program_of(world, "npm 11"), install=["install"], locked=["ci"], **npm),
        Client("npm 12", "npm", program_of(world, "npm 12"), install=["install"], locked=["ci"], **npm),
        Client("pnpm", "pnpm", program_of(world, "pnpm"), install=["install", "--no-frozen-lockfile"], locked=frozen,
               before={".npmrc": "fund=false"}, **pnpm),
        Client("pnpm 12", "pnpm", program_of(world, "pnpm 12"), install=["install", "--no-frozen-lockfile"], locked=frozen,
               before={"pnpm-workspace.yaml": "# of the project\nregistries:\n  default: https://r.example.test/ # ours\n"}, **pnpm),
        Client("yarn 1", "yarn", program_of(world, "yarn"), "yarn.lock",
               {".yarnrc": "# of the project\nlastUpdateCheck 17\n", "yarn.lock": "# yarn lockfile v1\n\n\n"},
               install=["install", "--non-interactive"], locked=[*frozen, "--non-interactive"]),
        Client("yarn 4", "yarn", program_of(world, "yarn 4"), "yarn.lock",
               {".yarnrc.yml": "# of the project\nnodeLinker: node-modules\n", "yarn.lock": ""},
               install=["install", "--no-immutable"], locked=["install", "--immutable"], no_scripts=["--mode", "skip-build"],
               YARN_ENABLE_GLOBAL_CACHE="false", YARN_ENABLE_TELEMETRY="false"),
        Client("bun", "bun", program_of(world, "bun"), "bun.lock", {"bunfig.toml": "telemetry = false\n\n[install]\nexact = true # ours\n"},
               install=["install"], locked=frozen, DO_NOT_TRACK="1")]


def owner():
    return (65534, 65534) if os.geteuid() == 0 else (-1, -1)


def folder_with(world, files):
    """A folder that the user without rights may write into, and whose files are theirs."""
    folder = world.folder / f"folder-{world.next()}"
    folder.mkdir()
    for name, text in files.items():
        (folder / name).write_bytes(text.encode())
        os.chown(folder / name, *owner())
    folder.chmod(0o777)
    return folder
