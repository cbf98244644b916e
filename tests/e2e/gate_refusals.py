#!/usr/bin/env python3
"""What users of npm 11 and 12, pnpm 9 and 12, yarn 1 and 4 and bun see when `cordon gate` does not hand out what they ask for: every
way in which it comes about, by policy, before a registry of inert packages on loopback, as a user without rights. What stands on
their screen is held against tests/e2e/refusals/CLIENT/CASE.txt; what must not change with any of these files is checked here.

usage: gate_refusals.py [--rebaseline] [CLIENT ...]      --rebaseline writes the files

Ends with the line `N passed, N failed, N skipped`."""
import concurrent.futures
import contextlib
import difflib
import pathlib
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tools"))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from common import Tally  # noqa: E402
from gate_clients_writers import all_clients  # noqa: E402
from gate_refusal_writers import CASES, Source, Stage, answers_of  # noqa: E402
from gate_world_writers import CORDON, Gate, World  # noqa: E402

GOLDEN = ROOT / "tests" / "e2e" / "refusals"
TELLS_ALL = ("npm 11", "npm 12")  # show their users what the gate says, and are told why versions are not there
TELLS_DOCUMENTS = (*TELLS_ALL, "yarn 1")  # show it where a whole package is refused
ASKS_ONCE = ("yarn 1",)  # takes 503 for an archive as final
FAILS_ALL_THE_SAME = (("pnpm 12", "scripts-withheld"),)  # of its own: the script is in the archive, and nobody approved it to pnpm
RUNS_FROM_ARCHIVES = ("pnpm", "yarn 1")  # run the scripts of the archive, whatever the document says


def golden_of(client, case):
    return GOLDEN / client.name.replace(" ", "-") / f"{case.name}.txt"


def hold_against(world, title, path, text, rebaseline):
    if rebaseline:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    before = path.read_text() if path.is_file() else ""
    shown = path.relative_to(ROOT)
    diff = difflib.unified_diff(before.splitlines(), text.splitlines(), f"{shown}", "what is seen now", lineterm="")
    world.check(f"{title}: as in {shown}", before == text, "\n".join(diff))


def essentials(world, title, outcome):
    """What no file of what is seen may change."""
    case, client, seen = outcome.case, outcome.stage.client, outcome.out + outcome.err
    world.check(f"{title}: nothing that is held is installed", outcome.installed <= case.acceptable, outcome.installed)
    if case.acceptable and not (case.name == "archive-later" and client.name in ASKS_ONCE):
        fails = (client.name, case.name) in FAILS_ALL_THE_SAME
        world.check(f"{title}: what may be had is", outcome.installed == case.acceptable and (outcome.code != 0) == fails,
                    f"{outcome.code} {outcome.installed} {seen}")
    else:
        world.check(f"{title}: it fails", outcome.code != 0, f"{outcome.code} {seen}")
    if case.rule:
        told = outcome.explained
        world.check(f"{title}: explain names the rule and the way to a waiver", case.rule in told and "cordon gate waive" in told, told)
    if client.name in (TELLS_DOCUMENTS if case.of_package else TELLS_ALL) and (case.rule or case.says):
        words = [case.rule, f"waiver: cordon gate explain {case.package}"] if case.rule else [case.says]
        world.check(f"{title}: the user sees what the gate says", all(word in seen for word in words), seen)
    if case.scripts and (case.rule or client.name not in RUNS_FROM_ARCHIVES):
        world.check(f"{title}: no script ran", not outcome.ran, seen)


def see(stage, cases):
    out = []
    for case in cases:
        outcome = stage.run(case)
        outcome.explained = stage.gate.cordon("explain", case.package).stdout
        out.append(outcome)
    return out


def script_that_runs(world, npm):
    """The package whose scripts are withheld would run one: through a gate that does not withhold it, npm 11 runs it."""
    stage = Stage(world, npm, settings="", name="with-scripts")
    with stage.gate as gate:
        stage.config = stage.set_up(gate.url)
        outcome = stage.run(next(case for case in CASES if case.name == "scripts-withheld"))
        world.check("npm 11: the script of the package runs where it is not withheld", outcome.code == 0 and outcome.ran, outcome.text([]))


def unknown_files(world, present):
    """A file that no case makes holds nothing."""
    wanted = {golden_of(client, case) for client in present for case in CASES}
    left = [str(path.relative_to(ROOT)) for path in sorted(GOLDEN.rglob("*.txt")) if path not in wanted]
    world.check("every file of what is seen belongs to a case", not left, left)


def main():
    tally = Tally()
    if not CORDON.is_file():
        print("build/release/cordon is not there")
        return 77
    words = sys.argv[1:]
    rebaseline, wanted = "--rebaseline" in words, [word for word in words if word != "--rebaseline"]
    # At a path that has the same length each time: some clients break their lines by it.
    with tempfile.TemporaryDirectory(prefix="refusals-", dir="/tmp") as folder, contextlib.ExitStack() as open_gates:
        world = World(tally, pathlib.Path(folder))
        present = [client for client in all_clients(world) if not wanted or client.name in wanted]
        for client in [client for client in present if not client.program]:
            tally.skip(client.name, "the machine's npm is of another generation" if client.name == "npm 11" else "it is not there")
        stages = [Stage(world, client) for client in present if client.program]
        for stage in stages:
            stage.config = stage.set_up(open_gates.enter_context(stage.gate).url)
        # Most of the time of those that are asked to come again is waiting.
        with concurrent.futures.ThreadPoolExecutor(2 * len(stages) or 1) as patient, concurrent.futures.ThreadPoolExecutor(2) as pool:
            waiting = [patient.submit(see, stage, [case for case in CASES if case.answers and (case.name == "archive-slow") == is_slow])
                       for stage in stages for is_slow in (True, False)]
            with Gate(world, "--no-knowledge", "--observe", registry=Source()) as observing:
                for done in [pool.submit(stage.write_lockfile, observing) for stage in stages]:
                    done.result()
            seeing = [pool.submit(see, stage, [case for case in CASES if not case.answers]) for stage in stages]
            npm = [client for client in present if client.name == "npm 11" and client.program]
            twin = [pool.submit(script_that_runs, world, client) for client in npm]
            outcomes = [outcome for done in (*waiting, *seeing) for outcome in done.result()]
            for done in twin:
                done.result()
        for stage in stages:
            world.check(f"{stage.client.name}: its gate ends when it is told to", stage.gate.stop() == 0, stage.gate.text())
        for outcome in outcomes:
            title = f"{outcome.stage.client.name}, {outcome.case.name}"
            essentials(world, title, outcome)
            answers = answers_of(outcome.stage.gate, outcome.case.package)
            hold_against(world, title, golden_of(outcome.stage.client, outcome.case), outcome.text(answers), rebaseline)
        if not wanted:
            unknown_files(world, present)
    return tally.finish()


if __name__ == "__main__":
    sys.exit(main())
