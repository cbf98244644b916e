#!/usr/bin/env python3
"""The tests of this repository, step by step; called by `./dev test [--all] [FILTER]`.

Without --all: unit tests, golden cases and fuzz corpora in the build with sanitizers. With --all: everything that CI
runs. Ends with every failure, every skip with its reason, and one line `N passed, N failed, N skipped`."""
import concurrent.futures
import os
import re
import subprocess
import sys
import threading
import time

import common
from common import EXIT_SKIPPED, ROOT, Tally, parse_output

LOGS = ROOT / "build" / "logs"


class Run:
    def __init__(self, wanted):
        self.wanted, self.total, self.lock = wanted, Tally(quiet=True), threading.Lock()

    def report(self, title, started, tally, output=()):
        """Counts a step and prints it, with the end of its output where something failed."""
        with self.lock:
            self.total.add(tally)
            print(f"{title:<44} {time.monotonic() - started:7.1f} s   {tally.summary()}", flush=True)
            for name, why in tally.failures:
                print(f"    FAIL {name}: {why}", flush=True)
            for line in output[-60:] if tally.failures else ():
                print("    | " + line, flush=True)

    def command(self, title, command):
        """A runner that ends with the usual line."""
        started = time.monotonic()
        done = subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, errors="replace", check=False)
        tally = parse_output(title, done.stdout, done.returncode)
        self.log(title, done.stdout)
        self.report(title, started, tally, done.stdout.rstrip("\n").split("\n"))

    def tool(self, title, script, *arguments):
        self.command(title, [sys.executable, str(ROOT / "tools" / script), *arguments])

    def yes_or_no(self, title, command):
        """A command of which only the exit code tells."""
        started = time.monotonic()
        done = subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, errors="replace", check=False)
        tally, lines = Tally(quiet=True), done.stdout.rstrip("\n").split("\n")
        self.log(title, done.stdout)
        if done.returncode == 0:
            tally.ok()
        elif done.returncode == EXIT_SKIPPED:
            tally.skip(title, lines[-1] or "no reason given")
        else:
            tally.fail(title, f"exit code {done.returncode}")
        self.report(title, started, tally, lines)

    @staticmethod
    def log(title, text):
        LOGS.mkdir(parents=True, exist_ok=True)
        (LOGS / (re.sub(r"\W+", "-", title) + ".log")).write_text(text)

    def build(self, preset, *targets):
        """True when it built; a build that fails is one failure, and what needs it is not run."""
        started = time.monotonic()
        good = common.dev("build", preset, *targets)
        tally = Tally(quiet=True)
        if not good:
            tally.fail(f"build {preset}", "does not build")
            self.report(f"build {preset}", started, tally)
        else:
            print(f"{'build ' + preset:<44} {time.monotonic() - started:7.1f} s", flush=True)
        return good


def look_for_data(run):
    data, tally, started = common.shared_data(), Tally(quiet=True), time.monotonic()
    if data:
        os.environ["CORDON_SHARED_DATA"] = str(data)
        return
    os.environ.pop("CORDON_SHARED_DATA", None)
    reason = "neither $CORDON_SHARED_DATA nor ../shared/data is there"
    if os.environ.get("CI") == "true":
        tally.fail("real test data", reason)
    else:
        tally.skip("real test data", reason)
    run.report("real test data", started, tally)


def everyday(run):
    if run.build("asan", "all", "tests", "fuzz_targets"):
        run.tool("unit tests (asan)", "gtest.py", "asan", run.wanted)
        run.tool("golden cases (asan)", "golden.py", "--preset", "asan", run.wanted)
        run.tool("fuzz corpora", "corpus.py", run.wanted)


def hygiene(run):
    run.tool("format", "format.py", "--check")
    run.tool("layers", "layers.py")
    run.tool("style", "style.py")
    run.tool("dependencies", "dependencies.py")
    run.tool("fuzz ledger", "fuzz.py", "--check")
    run.tool("headers compile alone", "headers.py")
    run.yes_or_no("generated files are fresh", ["./dev", "gen", "--check"])
    scripts = [name for name in common.files() if name in ("dev", ".ci/run") or name.endswith(".sh")]
    run.yes_or_no("shellcheck", ["shellcheck", *scripts])


def scripts_of(run, folder, *patterns):
    """As many scripts at once as there are cores; those whose text says `Runs alone` one by one, before the others."""
    alone, together = [], []
    for pattern in patterns:
        for script in sorted((ROOT / "tests" / folder).rglob(pattern)):
            title = f"{folder}: {script.name}"
            if script.name.endswith("_writers.py") or run.wanted not in title:
                continue  # a library of another script, or nobody asked for it
            text = script.read_text(errors="replace")
            command = [sys.executable, str(script)] if script.suffix == ".py" else ["sh", str(script)]
            # A script that reports in numbers is counted so; any other is one test.
            runner = run.command if "passed, " in text and " skipped" in text else run.yes_or_no
            (alone if "Runs alone" in text else together).append((runner, title, command))
    for runner, title, command in alone:
        runner(title, command)
    with concurrent.futures.ThreadPoolExecutor(common.jobs()) as pool:
        for _ in pool.map(lambda step: step[0](*step[1:]), together):
            pass


def everything(run):
    hygiene(run)
    if run.build("release", "all", "benchmarks"):
        run.tool("golden cases (release)", "golden.py", "--preset", "release", run.wanted)
        scripts_of(run, "e2e", "*.sh", "*.py")
        run.command("range: its own tests", [sys.executable, str(ROOT / "tests" / "range" / "selftest.py")])
        run.command("range: attacks replayed", [sys.executable, str(ROOT / "tests" / "range" / "run.py")])
    if run.build("asan", *tools_of_tests()):
        scripts_of(run, "oracle", "*_equality.py")
    if run.build("tsan", "cordon"):
        run.tool("scans without data races (tsan)", "races.py")


def tools_of_tests():
    """Programs of tests/CMakeLists.txt, which oracle scripts compare with."""
    return re.findall(r"add_executable\((\w+)", (ROOT / "tests" / "CMakeLists.txt").read_text())


def main():
    arguments = [argument for argument in sys.argv[1:] if argument != "--all"]
    if len(arguments) > 1 or any(argument.startswith("-") for argument in arguments):
        sys.exit("usage: ./dev test [--all] [FILTER]")
    run, started = Run(arguments[0] if arguments else ""), time.monotonic()
    look_for_data(run)
    everyday(run)
    if "--all" in sys.argv[1:]:
        everything(run)
    if run.total.passed + len(run.total.failures) + len(run.total.skips) == 0:
        run.total.fail(run.wanted or "tests", "nothing is named so")
    print(f"\nin {time.monotonic() - started:.0f} s; logs of every step: build/logs")
    for name, reason in run.total.skips:
        print(f"skipped  {name}: {reason}")
    for name, why in run.total.failures:
        print(f"failed   {name}: {why}")
    return run.total.finish()


if __name__ == "__main__":
    sys.exit(main())
