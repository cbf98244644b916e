#!/usr/bin/env python3
"""Bad input, each beside a good lockfile: one clear line that names the file and the reason, exit code 3, or 1 where the
good one is infected (a finding counts more than incompleteness); the rest of the scan unharmed; memory and time bounded;
nothing hostile on the terminal. Runs Cordon as an unprivileged user.

Ends with the line `N passed, N failed, N skipped`."""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tools"))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from bad_input_writers import CASES, lock  # noqa: E402
from common import Tally  # noqa: E402

CORDON = ROOT / "build" / "release" / "cordon"
EXAMPLE = ROOT / "examples" / "axios-2026"
NOBODY = 65534
MOST_SECONDS, MOST_MIB = 5, 300
INFECTED = {"axios@1.14.1", "plain-crypto-js@4.2.1"}
# What a terminal or a reader's eye does not show as what it is.
HIDDEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069]")


class Runner:
    """Runs a copy of the program as nobody, when started by root, with a home of its own."""

    def __init__(self, folder):
        self.folder, self.home = folder, folder / "home"
        self.home.mkdir()
        self.program = folder / "cordon"
        shutil.copy(CORDON, self.program)
        self.as_nobody = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}
        folder.chmod(0o755)
        self.give(self.home)

    def give(self, path):
        if self.as_nobody:
            subprocess.run(["chown", "-hR", f"{NOBODY}:{NOBODY}", path], check=True)

    def __call__(self, *arguments, cwd=None):
        started = time.monotonic()
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            child = subprocess.Popen([self.program, *arguments], cwd=cwd or self.home, stdin=subprocess.DEVNULL, stdout=out, stderr=err,
                                     env={"PATH": "/usr/bin:/bin", "HOME": str(self.home)}, **self.as_nobody)
            deadline = started + 60
            while True:
                done, status, used = os.wait4(child.pid, os.WNOHANG)
                if done:
                    break
                if time.monotonic() > deadline:
                    child.kill()
                    deadline += 60
                time.sleep(0.005)
            child.returncode = os.waitstatus_to_exitcode(status)
            out.seek(0)
            err.seek(0)
            return Run(child.returncode, out.read(), err.read(), used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


class Run:
    def __init__(self, code, out, err, seconds, mib):
        self.code, self.out, self.err, self.seconds, self.mib = code, out, err, seconds, mib


def problems_of(run, wanted_code):
    if run.code != wanted_code:
        yield f"exit code {run.code}, should be {wanted_code}: {run.err.decode(errors='replace')[:200]}"
    if run.err:
        yield f"on standard error: {run.err[:200]}"
    if run.seconds > MOST_SECONDS or run.mib > MOST_MIB:
        yield f"{run.seconds:.1f} s CPU, {run.mib:.0f} MiB"


def named(report, folder, place, code):
    """The lines of Coverage about the place, and whether one of them has the code."""
    codes = code if isinstance(code, tuple) else (code,)
    lines = [row for row in report["coverage"]["unread"] if row["path"].startswith(str(folder)) and (place is None or place in row["path"])]
    return lines, any(row["code"] in codes and row["incomplete"] and row["reason"] for row in lines)


def check_json(run, bad, wanted, infected):
    report = json.loads(run.out.decode())  # strict UTF-8, whatever the names are
    accused = {f"{f['subject']['name']}@{f['subject']['version']}" for f in report["findings"] if f["severity"] == "critical"}
    if accused != (INFECTED if infected else set()):
        yield f"accuses {sorted(accused)}"
    if report["answer"]["complete"]:
        yield "says it is complete"
    if not any(row["path"].endswith("good/package-lock.json") and row["components"] == (24 if infected else 1) for row in report["coverage"]["read"]):
        yield f"the good lockfile was not read whole: {report['coverage']['read']}"
    for place, code in wanted:
        lines, found = named(report, bad, place, code)
        if not found:
            yield f"Coverage has {[(row['path'][-60:], row['code'], row['reason'][:80]) for row in lines]}, should have {place} {code}"
        if len(lines) > 2:
            yield f"{len(lines)} lines for one cause"
        if any(len(row["reason"]) > 400 for row in lines):
            yield "a reason of more than 400 characters"


def check_text(run, bad, wanted):
    shown = run.out.decode()
    if hidden := HIDDEN.search(shown):
        yield f"a hidden character: {hidden.group()!r}"
    if any(len(line) > 2000 for line in shown.split("\n")):
        yield "a line of more than 2,000 characters"
    block = shown.split("\nCoverage\n")[-1].split("not read", 1)[-1]
    for place, _ in wanted:
        lines = [line for line in block.split("\n") if str(bad) in line and (place is None or place in line)]
        if not lines:
            yield f"no line names {place}"
        elif not any(re.search(r"  \S.{3,}", line.strip()) for line in lines):
            yield f"a line without a reason: {lines[0]}"


def good_lock(folder, infected):
    if infected:
        shutil.copytree(EXAMPLE, folder)
    else:
        folder.mkdir()
        (folder / "package-lock.json").write_text(lock({"node_modules/left": {
            "version": "1.3.0", "resolved": "https://registry.example.test/left/-/left-1.3.0.tgz", "integrity": "sha512-" + "B" * 85 + "A=="}}))


def one_case(run, tally, folder, name, write, wanted):
    slowest = None
    for infected in (False, True):
        place = folder / ("infected" if infected else "clean")
        place.mkdir()
        good_lock(place / "good", infected)
        bad = place / "bad"
        bad.mkdir()
        write(bad)
        run.give(place)
        code, problems = 1 if infected else 3, []
        as_json = run("scan", "--packs-only", "--format", "json", place)
        problems += problems_of(as_json, code)
        if not problems:
            problems += check_json(as_json, bad, wanted, infected)
        as_text = run("scan", "--packs-only", place)
        problems += problems_of(as_text, code)
        problems += check_text(as_text, bad, wanted)
        for format_ in ("markdown", "sarif", "gitlab", "junit"):
            other = run("scan", "--packs-only", "--format", format_, place)
            problems += problems_of(other, code)
            if hidden := HIDDEN.search(other.out.decode()):
                problems.append(f"a hidden character in {format_}: {hidden.group()!r}")
        if not infected:  # an inventory, and the bad folder as the only argument
            problems += problems_of(run("inventory", "--format", "json", place), 3)
            problems += problems_of(run("scan", "--packs-only", bad), 3)
        slowest = max([as_json, *([slowest] if slowest else [])], key=lambda each: each.seconds)
        if problems:
            tally.fail(f"{name}{', beside an infected lockfile' if infected else ''}", "; ".join(problems)[:1500])
        else:
            tally.ok()
    return slowest


def named_as_argument(run, tally, folder):
    """The bad thing itself as the argument: never a hang, never silence."""
    import bad_input_writers as writers
    for name, write, path in [("FIFO", writers.fifo, "package-lock.json"), ("socket", writers.socket_file, "yarn.lock"),
                              ("unreadable file", writers.unreadable_file, "package-lock.json"), ("link to itself", writers.link_to_itself, "package-lock.json"),
                              ("dangling link", writers.link_dangling, "package-lock.json"), ("link out of its folder", writers.link_outside, "package-lock.json"),
                              ("unreadable folder", writers.unreadable_folder, "closed")]:
        place = folder / name
        place.mkdir()
        write(place)
        good_lock(folder / f"{name} good", True)
        run.give(folder)
        alone, beside = run("scan", "--packs-only", place / path), run("scan", "--packs-only", place / path, folder / f"{name} good")
        said = (alone.out + alone.err).decode()
        if alone.code not in (2, 3) or path not in said or alone.seconds > MOST_SECONDS:
            tally.fail(f"{name} as the argument", f"exit code {alone.code}: {said[:300]}")
        elif beside.code != 1 or path not in beside.out.decode():
            tally.fail(f"{name} as an argument", f"beside an infected folder exit code {beside.code}: {beside.err.decode()[:300]}")
        else:
            tally.ok()


def remove(folder):
    """Also folders that may not be searched, and paths longer than PATH_MAX."""
    subprocess.run(["chmod", "-R", "u+rwx", folder], check=False, stderr=subprocess.DEVNULL)
    subprocess.run(["rm", "-rf", folder], check=True)


def main():
    tally, chosen = Tally(), sys.argv[1:]
    with tempfile.TemporaryDirectory(prefix="cordon-bad-input-") as temporary:
        base = pathlib.Path(temporary).resolve()
        run = Runner(base)
        figures = []
        for number, (name, write, wanted) in enumerate(CASES):
            if chosen and not any(word in name for word in chosen):
                continue
            folder = base / f"case-{number}"
            folder.mkdir()
            slowest = one_case(run, tally, folder, name, write, wanted)
            figures.append((slowest.seconds, slowest.mib, name))
            remove(folder)
        if not chosen:
            (base / "arguments").mkdir()
            named_as_argument(run, tally, base / "arguments")
            remove(base / "arguments")
    for seconds, mib, name in sorted(figures, reverse=True)[:5]:
        print(f"{seconds:6.2f} s CPU {mib:6.0f} MiB  {name}")
    return tally.finish()


if __name__ == "__main__":
    sys.exit(main())
