"""Parts of gate_refusals.py: a registry in which every refusal comes about by policy, the gates before it, and what a user of a
client reads, without what differs between two runs. Every package is inert. Shares no code with Cordon."""
import json
import os
import re
import socket
import subprocess
import time
import urllib.parse

from gate_clients_writers import folder_with, owner
from gate_fault_writers import Faulty, inert
from gate_world_writers import DAY, DROPPER, HOUR, Gate

YOUNG = 2 * DAY + 2 * HOUR  # too young for the gate, and old enough for what clients themselves ask for
DRIP_SECONDS = 44  # longer than the gate lets a client wait
INERT_HOOK = {"index.js": "", "mark.js": "require('fs').writeFileSync('ran.txt', 'ran');\n"}
PACK = """schema: cordon.incident/1
id: night-2026
title: A package that only this pack knows
date: 2026-03-31
updated: 2026-04-02
confidence: high
summary: A test.
sources: ["https://example.invalid/report"]
packages:
  - ecosystem: npm
    name: night
    versions: ["6.6.6"]
recovery:
  - Remove it.
"""
SETTINGS = """gate:
  scripts: withhold
  scopes:
    - scope: "@dead"
      registry: {dead}
private:
  scopes: ["@acme"]
policy:
  rules:
    - id: nobody-takes-this
      packages: [banned]
      banned: true
      owner: kim@example.test
      reason: it was replaced
    - id: scripts-are-approved
      packages: [wired]
      install_scripts: approved
      owner: kim@example.test
      reason: a test
"""


# Clients ask again as often as they always do, but sooner.
PATIENCE = {f"{of}_config_{name}": value for of in ("npm", "pnpm") for name, value in (
    ("fetch_retries", "2"), ("fetch_retry_mintimeout", "100"), ("fetch_retry_maxtimeout", "200"))}


class Source(Faulty):
    """One client's registry with its faults, and a second registry at whose port nobody listens."""

    def __init__(self):
        super().__init__()
        self.failures, self.nobody = 0, socket.socket()
        self.nobody.bind(("127.0.0.1", 0))  # taken, and not listened at
        self.dead = f"http://127.0.0.1:{self.nobody.getsockname()[1]}/"
        self.publish_all()
        self.faults = {"away/-/away-1.0.0.tgz": self.fails, "back/-/back-1.0.0.tgz": self.fails_first, "slow/-/slow-1.0.0.tgz": self.trickle,
                       "page": self.page, "shut": 403}

    def publish(self, name, version, age, files, **manifest):
        """Half an hour older, so that no age in words is another one a minute later."""
        super().publish(name, version, age + HOUR // 2, files, **manifest)

    def publish_all(self):
        for name in ("steady", "locked"):
            self.publish(name, "1.0.0", 90 * DAY, {"index.js": "module.exports = 1;\n"})
            self.publish(name, "1.1.0", YOUNG, {"index.js": "module.exports = 2;\n"})
        for version in ("1.0.0", "1.1.0"):
            self.publish("fresh", version, YOUNG, {"index.js": ""})
        # What only the archive shows.
        self.publish("carrier", "1.0.0", 60 * DAY, {"index.js": "module.exports = 1;\n"})
        self.publish("carrier", "1.0.1", 4 * DAY, {"index.js": "module.exports = 1;\n", "setup.js": DROPPER},
                     scripts={"postinstall": "node setup.js"})
        for name in ("banned", "page", "shut", "away", "back"):
            self.publish(name, "1.0.0", 90 * DAY, {"index.js": ""})
        self.publish("night", "6.6.5", 90 * DAY, {"index.js": ""})
        self.publish("night", "6.6.6", 80 * DAY, {"index.js": ""})
        for name in ("hooked", "wired"):
            self.publish(name, "1.0.0", 90 * DAY, INERT_HOOK, scripts={"postinstall": "node mark.js"})
        self.publish("slow", "1.0.0", 90 * DAY, inert("slow", size=120_000))

    def fails_first(self, handler, body):
        """As often as a gate asks for one request of a client, and then no more."""
        self.failures += 1
        fails = self.failures <= 2
        self.send(handler, *((500, b'{"error":"as told"}') if fails else (200, body, "application/octet-stream")))

    def trickle(self, handler, body):
        """Slowly, and not so slowly that a gate would give it up."""
        self.head(handler, len(body))
        for part in range(DRIP_SECONDS):
            time.sleep(1)
            handler.wfile.write(body[len(body) * part // DRIP_SECONDS: len(body) * (part + 1) // DRIP_SECONDS])
            handler.wfile.flush()


class Case:
    """What a project asks for, and how it is installed. `acceptable`: what may stand in node_modules afterwards. `rule`: what the user
    has to hear of, or to find with `gate explain`; `says`: something else that they have to hear. `answers`: what the gate answered is part
    of the file. `of_package`: all of the package is refused."""

    def __init__(self, name, shows, asks, acceptable=(), rule="", says="", locked=False, scripts=False, answers=False, of_package=False):
        self.name, self.shows, self.asks, self.acceptable, self.rule = name, shows, asks, frozenset(acceptable), rule
        self.says, self.locked, self.scripts, self.answers, self.of_package = says, locked, scripts, answers, of_package
        self.package = next(iter(asks))


# In this order: one case of the archive comes after the gate has looked into it.
CASES = [
    Case("older-instead", "the newest release is too young; the range has an older one", {"steady": "^1.0.0"}, {"steady@1.0.0"}),
    Case("tag-older-instead", "what latest points to is too young", {"steady": "latest"}, {"steady@1.0.0"}),
    Case("pin-young", "an exact version that is too young", {"steady": "1.1.0"}, rule="minimum-age"),
    Case("all-young", "no release is old enough", {"fresh": "^1.0.0"}, rule="minimum-age"),
    Case("all-young-tag", "no release is old enough, and none is left for latest to point to", {"fresh": "latest"}, rule="minimum-age"),
    Case("lockfile-young", "a lockfile from before the gate has a release that is too young", {"locked": "1.1.0"}, rule="minimum-age", locked=True),
    Case("archive", "what the archive does is found when it is asked for: the document was served already", {"carrier": "^1.0.0"},
         rule="inspect.download-and-run"),
    Case("archive-afterwards", "the same once that is known", {"carrier": "^1.0.0"}, {"carrier@1.0.0"}),
    Case("archive-pin-afterwards", "the same once that is known, by its exact version", {"carrier": "1.0.1"}, rule="inspect.download-and-run"),
    Case("private", "a private name that only public registries could be asked for", {"@acme/secret": "^1.0.0"}, rule="private-name",
         of_package=True),
    Case("banned", "a package that a rule of cordon.yaml bans", {"banned": "^1.0.0"}, rule="nobody-takes-this"),
    Case("scripts-refused", "a rule of cordon.yaml asks for install scripts to be approved", {"wired": "^1.0.0"}, rule="scripts-are-approved",
         scripts=True),
    Case("malware", "an exact version that a pack calls malware", {"night": "6.6.6"}, rule="known-malware"),
    Case("upstream-refuses", "the registry answers 403", {"shut": "^1.0.0"}, says="no waiver helps", of_package=True),
    Case("unknown", "the registry has no such package", {"nobody-has-this": "^1.0.0"}, says="the registry has no nobody-has-this",
         of_package=True),
    Case("upstream-page", "the registry answers with a page for people: 502", {"page": "^1.0.0"}, says="the registry (gate.upstream)", answers=True),
    Case("upstream-dead", "nobody listens where the registry should be: 503 for the document", {"@dead/thing": "^1.0.0"}, says="ask again in 5 s",
         answers=True),
    Case("archive-never", "the registry has no archive to give now, nor later: 503 each time", {"away": "1.0.0"}, says="ask again in 5 s",
         answers=True),
    Case("archive-later", "the registry has no archive at first: 503, and then the archive", {"back": "1.0.0"}, {"back@1.0.0"}, answers=True),
    Case("archive-slow", "fetching and examining take longer than a client is let wait: 503, and then the archive", {"slow": "1.0.0"},
         {"slow@1.0.0"}, answers=True),
    Case("scripts-withheld", "gate.scripts: withhold, and a package that runs something when it is installed", {"hooked": "1.0.0"},
         {"hooked@1.0.0"}, scripts=True)]


class Stage:
    """A client, its registry, and the gate before it that it was told of with `gate setup`."""

    def __init__(self, world, client, settings=SETTINGS, name=""):
        self.world, self.client, self.source = world, client, Source()
        self.folder = world.folder / (name or client.name.replace(" ", "-"))
        self.folder.mkdir()
        self.folder.chmod(0o777)
        pack = self.folder / "night.yaml"
        pack.write_text(PACK)
        self.gate = Gate(world, "--pack", str(pack), registry=self.source, settings=settings.format(dead=self.source.dead))
        self.config, self.lock = {}, ""

    def set_up(self, url):
        """The files that `gate setup` leaves in a project."""
        project = folder_with(self.world, {"package.json": "{}", **self.client.before})
        environment = {**self.gate.environment, "XDG_STATE_HOME": str(self.folder / "state")}
        done = subprocess.run([str(self.world.program), "gate", "setup", self.client.word, "--project", ".", "--url", url], cwd=project, text=True,
                              env=environment, capture_output=True, check=False, stdin=subprocess.DEVNULL, timeout=60, **self.world.as_nobody)
        if done.returncode != 0:
            raise RuntimeError(f"{self.client.name}: gate setup: {done.stdout}{done.stderr}")
        return {path.name: path.read_text() for path in project.iterdir() if path.name != "package.json"}

    def project(self, name, asks, more):
        """(home, project), at paths of the same length each time: some clients break their lines by them."""
        places = []
        for part in ("home", name):
            place = self.folder / f"{name}-of" / part if part == "home" else self.folder / part
            place.mkdir(parents=True)
            place.chmod(0o777)
            places.append(place)
        files = {"package.json": json.dumps({"name": "shop", "version": "1.0.0", "license": "MIT", "private": True, "dependencies": asks}), **more}
        for file, text in files.items():
            (places[1] / file).write_bytes(text.encode())
            os.chown(places[1] / file, *owner())
        return places

    def write_lockfile(self, observing):
        """As it was written through a gate that only observed."""
        home, project = self.project("lockfile-before", {"locked": "1.1.0"}, self.set_up(observing.url))
        done = self.client.run(self.world, [*self.client.install, *self.client.no_scripts], home, project, **PATIENCE)
        path = project / self.client.lockfile
        if done.returncode != 0 or not path.is_file():
            raise RuntimeError(f"{self.client.name}: no lockfile: {done.stdout}{done.stderr}")
        self.lock = path.read_text().replace(observing.url, self.gate.url)

    def run(self, case):
        words = [*(self.client.locked if case.locked else self.client.install), *([] if case.scripts else self.client.no_scripts)]
        more = {**self.config, **({self.client.lockfile: self.lock} if case.locked else {})}
        home, project = self.project(case.name, case.asks, more)
        done = self.client.run(self.world, words, home, project, **PATIENCE)
        return Outcome(self, case, words, done, project, home)


class Outcome:
    def __init__(self, stage, case, words, done, project, home):
        self.stage, self.case, self.words, self.code = stage, case, words, done.returncode
        self.out, self.err = (plain(text, stage, project, home) for text in (done.stdout, done.stderr))
        self.installed = installed_in(project)
        self.ran = any(True for _ in project.rglob("ran.txt"))

    def text(self, answers):
        asks = ", ".join(f"{name} {wanted}" for name, wanted in self.case.asks.items())
        out = [self.case.shows, f"package.json asks for: {asks}", f"$ {self.stage.client.word} {' '.join(self.words)}",
               f"exit code: {self.code}", f"installed: {', '.join(sorted(self.installed)) or 'nothing'}"]
        if self.case.scripts:
            out.append(f"its script ran: {'yes' if self.ran else 'no'}")
        if self.case.answers:
            out.append(f"the gate answered: {', '.join(answers) or 'nothing'}")
        for name, text in (("output", self.out), ("standard error", self.err)):
            out += [f"--- {name}", text] if text else []
        return "\n".join(out) + "\n"


def installed_in(project):
    """name@version of every package in node_modules."""
    out = set()
    for path in project.glob("node_modules/**/package.json"):
        if path.is_symlink() or "node_modules" not in (path.parent.parent.name, path.parent.parent.parent.name):
            continue
        body = json.loads(path.read_text())
        if "name" in body and "version" in body:
            out.add(f"{body['name']}@{body['version']}")
    return out


SAME = [  # what differs between two runs, and what stands for it
    (r"\x1b\[[0-9;?]*[A-Za-z]", ""), (r"\r", ""),
    (r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", "<time>"), (r"\b\d{1,2}/\d{1,2}/\d{4}\b", "<date>"),
    (r"\S*_logs/\S*\.log", "<log>"),
    # yarn 4 leaves a short duration out
    (r"(└ Completed|· Done|· Failed with errors|· Done with warnings) in (\d+m )?\d+s( \d+ms)?", r"\1"),
    (r"\b(?<!again )in [\d.]+ ?(ms|s|m)\b( [\d.]+s\b)?", "in <duration>"),
    (r"port \d+ after \d+ ms", "port <port> after <duration>"), (r"\[[\d.]+m?s\]", "[<duration>]"),
    (r"pnpm v\d+\.\d+\.\d+", "pnpm <version>"), (r"(yarn install|bun install|Yarn) v?\d+\.\d+\.\d+( \([0-9a-f]+\))?", r"\1 <version>"),
    (r"(Resolved, downloaded and extracted) \[\d+\]", r"\1"), (r"(?m)^Progress: .*\n", ""), (r"\(\+ [\d.]+ [KM]iB\)", "(<size>)"),
    # whether pnpm links or copies is the file system's
    (r"(?m)^Packages are .* from the content-addressable store.*\n(  .* is at: .*\n)*", ""),
    (r"cli\.js:\d+", "cli.js:<line>"), (r"Node\.js v[\d.]+", "Node.js <version>"), (r"info Visit https://\S+", "info Visit <manual>"),
    (r"(?m)^    at .*\n(    at .*\n?)*", "    at <stack>\n"), (r"(?m)[ \t]+$", "")]


def plain(text, stage, project, home):
    """What a user reads, without what is another one each time."""
    for address, name in ((stage.gate.url, "<gate>/"), (stage.source.url, "<registry>/"), (stage.source.dead, "<nobody>/")):
        text = text.replace(address, name).replace(address.rstrip("/"), name.rstrip("/"))
    for place, name in ((home, "<home>"), (project, "<project>"), (stage.world.folder, "<folder>")):
        text = text.replace(str(place), name)
    for pattern, instead in SAME:
        text = re.sub(pattern, instead, text)
    return text.strip("\n")


def answers_of(gate, name):
    """What the gate answered for a package, in order, by its own record of events."""
    out = []
    for line in (gate.folder / "events.ndjson").read_text().splitlines():
        event = json.loads(line)
        asked = event["payload"]
        if event["kind"] == "registry_request" and name_of(asked["purl"]) == name:
            out.append(f"{'archive' if asked['tarball'] else 'document'} {asked['status']}")
    return out


def name_of(purl):
    """@scope/name of pkg:npm/%40scope/name@version."""
    name = urllib.parse.unquote(purl.removeprefix("pkg:npm/"))
    return name[0] + name[1:].partition("@")[0]
