"""One row in one mode: the scenario is packed, the range is put up, real npm installs, every layer is asked, all is taken down."""
import copy
import dataclasses
import functools
import json
import pathlib
import subprocess
import time

import before
import events
import knowledge
import layers as every_layer
import matrix
import names
import project as projects
import proof
import scenario as scenarios
import world as worlds
from layers import reports


@dataclasses.dataclass
class Run:
    """What a layer gets to see of one replay."""
    scenario: dict
    mode: str
    folder: pathlib.Path            # what is kept of this replay
    home: pathlib.Path = None       # the developer's home
    project: pathlib.Path = None
    pack: pathlib.Path = None       # incident pack of the fixtures
    index: pathlib.Path = None      # index of advisories of the fixtures
    watching: subprocess.Popen = None   # what observes while it happens
    integrity: str = None           # of the culprit, as the developer's lockfile has it after the install
    before: pathlib.Path = None     # package.json and lockfile as they were before the attack
    known: dict = None              # the bad releases that the pack lists
    world: worlds.World = None

    @property
    def events(self):
        return self.folder / "events.ndjson"

    @property
    def capture(self):
        return self.folder / "workstation.pcap"

    @property
    def settings(self):
        """The option that names the organisation's settings."""
        return ["--config", str(self.project / projects.SETTINGS)]

    def environment(self):
        return {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": str(self.folder / "cordon"), "LANG": "C.UTF-8", "NO_COLOR": "1"}

    def knowledge_options(self, verb):
        """What the verb is told to know in this mode, as far as it has options for it."""
        said = help_of(verb)
        if self.mode in ("no-knowledge", "no-age"):
            return ["--no-knowledge"] if "--no-knowledge" in said else []
        options = ["--pack", str(self.pack)] if self.pack and "--pack " in said else []
        if self.index and "--index " in said:
            options += ["--index", str(self.index)]
        elif "--packs-only" in said:
            options.append("--packs-only")
        return options

    def cordon(self, *arguments, timeout=60, home=None, directory=None):
        """Runs Cordon; what it said and was told is kept in the folder. `home`: of whose caches and settings it may use; by default
        it has a home of its own, without any."""
        command = [str(names.CORDON), *map(str, arguments)]
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace", check=False,
                              timeout=timeout, env=self.environment() | ({"HOME": str(home)} if home else {}), cwd=directory or self.folder)
        with open(self.folder / "cordon.log", "a", encoding="utf-8") as log:
            log.write(f"$ {' '.join(command)}\nexit code {done.returncode}\n{done.stderr}\n")
        return done


@functools.cache
def help_of(verb=None):
    words = [verb, "--help"] if verb else ["--help"]
    return subprocess.run([names.CORDON, *words], stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False).stdout


@functools.cache
def verbs():
    """The commands that this Cordon has."""
    listed = help_of().partition("Subcommands:")[2]
    return {line.split()[0] for line in listed.splitlines() if line.startswith("  ") and line.strip()}


def install(world, scenario, folder):
    """The developer's commands; (seconds, [exit codes])."""
    started, codes = time.monotonic(), []
    with open(folder / "npm.log", "a", encoding="utf-8") as log:
        for command in scenario["commands"]:
            done = world.developer(command)
            codes.append(done.returncode)
            log.write(f"$ {' '.join(command)}\nexit code {done.returncode}\n{done.stdout}{done.stderr}\n")
    return time.monotonic() - started, codes


def call(layers, step, run):
    """Calls a step of those layers that have it and whose command is there."""
    for layer in layers:
        if hasattr(layer, step) and layer.VERB in verbs():
            getattr(layer, step)(run)


def ask(layer, run):
    """What a layer says, as a row of the matrix: {state, seen[]}."""
    if layer.VERB not in verbs():
        return {"state": matrix.NONE_YET, "seen": []}
    try:
        seen = layer.ask(run)
        column = every_layer.name_of(layer)
        wanted = [each for expected in run.scenario["expect"] if expected["layer"] == column for each in expected.get("events", [])]
        written = events.read(run.events)[0]
        return {"state": "asked", "seen": seen, "events": events.held(wanted, written, run.scenario["culprit"], run.integrity),
                "attributed": events.attributed(written, run.scenario["culprit"])}
    except reports.NotAsked as reason:
        return {"state": f"not asked: {reason}", "seen": []}
    except (OSError, ValueError, KeyError, subprocess.SubprocessError) as error:
        return {"state": f"failed: {type(error).__name__}: {error}", "seen": []}


def replay(name, mode, layers, folder):
    """Runs one row in one mode; the result as data, also written to FOLDER/result.json."""
    attack, scenario = scenarios.load(name), scenarios.played(name, mode)
    folder.mkdir(parents=True)
    (folder / "cordon").mkdir()
    clock = time.monotonic()
    known = knowledge.of_attack(attack, scenario)
    scenarios.build(scenario, folder / "built")
    run = Run(scenario, mode, folder, before=folder / "before", known=known)
    run.pack, run.index = knowledge.write(attack, known, folder)
    run.before.mkdir()
    for file, text in before.files(scenario).items():
        (run.before / file).write_text(text)
    with worlds.World(folder / "built", folder, scenario["hosts"]) as world:
        run.home, run.project, run.world = world.home, world.project, world
        projects.put(world, scenario)
        try:
            call(layers, "start", run)
            seconds, codes = install(world, scenario, folder)
            survivors = world.settle(scenario["settle_seconds"])
            places = {"home": world.home, "project": world.project}
            call(layers, "end", run)
            proven = proof.check(scenario, folder, places)
            capture = world.stop_capture()
            run.integrity = events.locked_integrity(world.project, scenario["culprit"])
            answers = {every_layer.name_of(layer): ask(layer, run) for layer in layers}
        finally:
            call(layers, "stop", run)
    result = {"scenario": name, "mode": mode, "install_seconds": round(seconds, 2), "exit_codes": codes, "survivors": len(survivors),
              "integrity": run.integrity,
              "seconds": round(time.monotonic() - clock, 2), "capture": capture, "proof": [list(each) for each in proven],
              "layers": copy.deepcopy(answers)}
    (folder / "result.json").write_text(json.dumps(result, indent=1))
    return result
