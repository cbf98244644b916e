#!/usr/bin/env python3
"""Runs fuzz targets for an amount of CPU time and writes the ledger.

usage: fuzz.py NAME [--minutes N]     fuzz.py --all --minutes N     fuzz.py --check

What the fuzzer finds interesting goes to build/fuzz-corpus/<name>/ and is used again; inputs that crash go to
fuzz/crashes/<name>-* and make the run fail. --check fails for a target that the ledger does not know for long enough."""
import concurrent.futures
import datetime
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import threading

import common
from common import ROOT, Tally
from corpus import targets

FUZZ = ROOT / "fuzz"
LEDGER = FUZZ / "ledger.tsv"
PENDING = LEDGER.parent / "pending.txt"
ROUND_SECONDS = 60      # of wall time; between rounds the CPU time used is added up
MINUTES_NEEDED = 10     # of CPU time, for --check
HEADER = "target\tminutes\texecutions\tdate\tcode\n"
lock = threading.Lock()


def code_version(name):
    """Digest of the target and of the folders of src/ that it reaches by its includes: the code that was fuzzed."""
    folders = {str(pathlib.PurePath(path).parent) for path in common.closure(f"fuzz/fuzz_{name}.cpp") if path.startswith("src/")}
    sources = [path for path in common.files(".h", ".cpp", under=["src/"])
               if str(pathlib.PurePath(path).parent) in folders and not path.endswith("_test.cpp")]
    return common.digest(ROOT / "fuzz" / f"fuzz_{name}.cpp", *(ROOT / path for path in sources))[:12]


def words_of(name):
    """Dictionaries of a target: its own, and those that dict/targets.tsv names for it."""
    names = [name]
    for line in (FUZZ / "dict" / "targets.tsv").read_text().split("\n"):
        target, _, listed = line.partition("\t")
        if target == name:
            names += listed.split()
    paths = [FUZZ / "dict" / f"{each}.dict" for each in dict.fromkeys(names)]
    return "".join(path.read_text() for path in paths if path.is_file())


def one_round(name, seconds, dictionary):
    """(CPU seconds, executions, exit code, end of the output) of one run of the fuzzer."""
    grown = ROOT / "build" / "fuzz-corpus" / name
    grown.mkdir(parents=True, exist_ok=True)
    (FUZZ / "crashes").mkdir(exist_ok=True)
    command = [ROOT / "build" / "fuzz" / f"fuzz_{name}", grown, FUZZ / "corpus" / name, f"-max_total_time={seconds}",
               "-max_len=65536", "-timeout=10", "-rss_limit_mb=2048", "-print_final_stats=1",
               f"-artifact_prefix={FUZZ}/crashes/{name}-"]
    if dictionary:
        command.append(f"-dict={dictionary}")
    with tempfile.TemporaryFile("w+", errors="replace") as log:
        child = subprocess.Popen([part for part in command if not isinstance(part, pathlib.Path) or part.exists()],
                                 stdout=log, stderr=log, stdin=subprocess.DEVNULL)
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        log.seek(0)
        text = log.read()
    count = re.search(r"stat::number_of_executed_units:\s*(\d+)", text)
    return usage.ru_utime + usage.ru_stime, int(count.group(1)) if count else 0, child.returncode, text[-6000:]


def write_ledger(name, cpu_seconds, executions, version):
    with lock:
        if not LEDGER.exists():
            LEDGER.write_text(HEADER)
        date = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d")
        with LEDGER.open("a") as ledger:
            ledger.write(f"{name}\t{cpu_seconds / 60:.1f}\t{executions}\t{date}\t{version}\n")


def fuzz(name, minutes, tally):
    version, used, executions = code_version(name), 0.0, 0
    with tempfile.NamedTemporaryFile("w", suffix=".dict") as dictionary:
        words = words_of(name)
        dictionary.write(words)
        dictionary.flush()
        while used < minutes * 60:
            seconds = max(1, min(ROUND_SECONDS, round(minutes * 60 - used)))
            cpu, count, code, end = one_round(name, seconds, dictionary.name if words else "")
            used, executions = used + cpu, executions + count
            if code != 0:
                tally.fail(name, f"exit code {code}; the input is in fuzz/crashes", end)
                return
    write_ledger(name, used, executions, version)
    print(f"{name}: {used / 60:.1f} CPU minutes, {executions} executions", flush=True)
    tally.ok()


def ledger_rows():
    rows = [line.split("\t") for line in LEDGER.read_text().split("\n")[1:]] if LEDGER.exists() else []
    return [(row[0], float(row[1]), row[4]) for row in rows if len(row) == 5]


def check(tally):
    rows = ledger_rows()
    # New targets whose minutes are still to come: told as skipped, so that nobody takes them for fuzzed.
    pending = set(PENDING.read_text().split()) if PENDING.is_file() else set()
    for name in targets():
        best = max((minutes for target, minutes, _ in rows if target == name), default=0.0)
        if best < MINUTES_NEEDED and name in pending:
            tally.skip(name, f"new: fuzzed for {best:.1f} of {MINUTES_NEEDED} CPU minutes so far (fuzz/pending.txt)")
            continue
        if best >= MINUTES_NEEDED and name in pending:
            tally.fail(name, "has had its minutes: take it out of fuzz/pending.txt")
            continue
        if best < MINUTES_NEEDED:
            tally.fail(name, f"fuzzed for {best:.1f} CPU minutes; {MINUTES_NEEDED} are needed: ./dev fuzz {name}")
            continue
        tally.ok()
        if not any(target == name and code == code_version(name) for target, _, code in rows):
            print(f"note: {name} has changed since it was last fuzzed", flush=True)
    for name in sorted({row[0] for row in rows} - set(targets())):
        tally.fail(name, "stands in fuzz/ledger.tsv and is no target")


def main():
    arguments, minutes = sys.argv[1:], float(MINUTES_NEEDED)
    if "--minutes" in arguments:
        at = arguments.index("--minutes")
        try:
            minutes = float(arguments[at + 1])
        except (IndexError, ValueError):
            sys.exit("fuzz: --minutes needs a number")
        del arguments[at:at + 2]
    tally = Tally()
    if arguments == ["--check"]:
        check(tally)
        return tally.finish()
    names = targets() if arguments == ["--all"] else arguments
    if unknown := [name for name in names if name not in targets()]:
        sys.exit(f"fuzz: no target {unknown[0]}; there are: {' '.join(targets()) or 'none yet'}")
    if not names:
        sys.exit("fuzz: name a target, or --all")
    if not common.dev("build", "fuzz", *(f"fuzz_{name}" for name in names)):
        return 2
    with concurrent.futures.ThreadPoolExecutor(common.jobs()) as pool:
        list(pool.map(lambda name: fuzz(name, minutes, tally), names))
    return tally.finish()


if __name__ == "__main__":
    sys.exit(main())
