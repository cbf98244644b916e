"""`cordon gate exec`: the same install once more, behind a gate, in a home that has seen nothing of the attack. What the gate held is
told by `cordon gate explain`; what came of it, by the range's own reading: the logs of its servers and the files.

Where npm is refused, the developer types the same again: what was found in an archive holds its release from then on, so that a
range takes the release before. In a twin there is no minimum age, which holds whatever is young."""
import json
import os
import pathlib
import shutil

import before
import matrix
import names
import project as projects
import proof
from layers import reports

VERB = "gate"
NOTHING, EARLIER, NONE = "nothing of it happened", "the releases before are installed", "npm installs nothing"
PLACE, LOGS = "behind-gate", ("registry", "names", "sink")


def end(run):
    """What npm wrote down without a gate; hunt will have it erased."""
    (run.folder / VERB).mkdir()
    shutil.copyfile(run.project / projects.LOCK, run.folder / VERB / "without-gate.json")


def ask(run):
    if run.mode not in names.TWINS and (reason := run.scenario.get("past_the_gate")):
        raise reports.NotAsked(reason)
    desk = Workplace(run)
    code = desk.install()
    happened = desk.happened()
    if code != 0 and run.mode not in names.TWINS:
        code = desk.install()
        happened += desk.happened()
    told = desk.gate("explain", "--format", "json")
    report = reports.parse(told, run, VERB)
    return decisions(report, run.mode) + outcome(run, desk, code, happened)


def decisions(report, mode):
    """What was held, loudly; what was let through although a rule had something to say of it, in a low voice. In a twin's world there
    may be bad releases, too: leaving them out of a list is no complaint, as long as nobody wants them (`outcome`)."""
    return [{"rule_id": each["rule"], "severity": "high" if each["held"] else "low", "package": "@".join(filter(None, (each["name"], each["version"]))),
             "what": each["reason"]} for each in report["decisions"] if each["rule"] and (each["client"] or mode not in names.TWINS)]


def outcome(run, desk, code, happened):
    """What came of it, as rows."""
    found = []
    locked = desk.locked()
    if run.mode in names.TWINS:
        same = code == 0 and locked == releases(run.folder / VERB / "without-gate.json") and desk.installed() >= set(locked)
        return [row(run, matrix.PASSED, f"{len(locked)} releases")] if same else []
    if not happened and not desk.installed() & unwanted(run.scenario):
        found.append(row(run, NOTHING, "by the logs and the files"))
    if code != 0 and not desk.installed():
        found.append(row(run, NONE, f"it ended with {code}"))
    good = {f"{name}@{to}": before.good(run.scenario, name, to) for name, to in run.scenario.get("back", {}).items() if to}
    if code == 0 and good and good.items() <= locked.items() and desk.installed() == set(locked):
        found.append(row(run, EARLIER, ", ".join(good)))
    return found


def row(run, rule, what):
    return {"rule_id": rule, "severity": "info", "package": run.scenario["culprit"], "what": what}


def unwanted(scenario):
    return {*scenario.get("bad", []), scenario["culprit"]}


def releases(lock):
    """{name@version: integrity} of what comes from a registry, by a lockfile."""
    entries = json.loads(lock.read_text())["packages"] if lock.is_file() else {}
    return {f"{place.rpartition('node_modules/')[2]}@{entry['version']}": entry["integrity"]
            for place, entry in entries.items() if "integrity" in entry}


class Workplace:
    """A second home at the workstation, with the project as it was when it was attacked, and a gate of its own."""

    def __init__(self, run):
        self.run, self.world = run, run.world
        self.home = self.world.make_home(PLACE)
        self.project = self.home / run.project.relative_to(run.home)
        self.program = self.world.folder / "bin" / "cordon"
        self.program.parent.mkdir(exist_ok=True)
        if not self.program.exists():
            shared(names.CORDON, self.program)
        projects.put(self.world, run.scenario, self.project)
        self.options = self.told()

    def told(self):
        """The options of this mode. The workstation does not see the folder of the replay: what they name is copied."""
        options = ["--minimum-age", "0h"] if self.run.mode == "no-age" or self.run.mode in names.TWINS else []
        for word in map(str, self.run.knowledge_options(VERB)):
            if word.startswith("/"):
                copy = self.program.with_name(pathlib.Path(word).name)
                shutil.copyfile(word, copy)
                copy.chmod(0o644)
                word = str(copy)
            options.append(word)
        return options

    def developer(self, command):
        done = self.world.developer(command, directory=self.project, home=self.home)
        with open(self.run.folder / "npm.log", "a", encoding="utf-8") as log:
            log.write(f"$ {' '.join(map(str, command))}\nexit code {done.returncode}\n{done.stdout}{done.stderr}\n")
        return done

    def gate(self, verb, *words):
        return self.developer([self.program, "gate", verb, "--folder", self.home / "gate", "--config", self.project / projects.SETTINGS, *words])

    def install(self):
        """The developer's commands behind the gate, from nothing: the exit code of the first that fails."""
        self.marks = {log: size(self.run.folder / f"{log}.ndjson") for log in LOGS}
        for path in (self.home / ".npm", self.project / "node_modules"):
            shutil.rmtree(path, ignore_errors=True)
        (self.project / projects.LOCK).unlink(missing_ok=True)
        for command in self.run.scenario["commands"]:
            code = self.gate("exec", *self.options, "--", *command).returncode
            if code != 0:
                return code
        return 0

    def happened(self):
        """What of the attack happened since the install began, by the servers' logs and the files."""
        self.world.settle(self.run.scenario["settle_seconds"])
        logs = self.run.folder / VERB
        for log, mark in self.marks.items():
            path = self.run.folder / f"{log}.ndjson"
            (logs / path.name).write_bytes(path.read_bytes()[mark:] if path.is_file() else b"")
        return [what for what, held in proof.check(self.run.scenario, logs, {"home": self.home, "project": self.project}) if held]

    def locked(self):
        return releases(self.project / projects.LOCK)

    def installed(self):
        """name@version of everything below node_modules; of a link to a part of the project itself nothing."""
        found = set()
        for manifest in self.project.rglob("node_modules/**/package.json"):
            folder = manifest.parent
            name = str(folder).rpartition("node_modules/")[2]
            if not folder.is_symlink() and name.count("/") == name.startswith("@"):
                found.add(f"{name}@{json.loads(manifest.read_text())['version']}")
        return found


def size(path):
    return path.stat().st_size if path.is_file() else 0


def shared(source, target):
    """A copy that costs nothing where both are on one disk."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy(source, target)
