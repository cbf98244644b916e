#!/usr/bin/env python3
"""Runs the unit test programs of a build and sums them up.

usage: gtest.py PRESET [FILTER]     a filter that is part of a program's name runs all of it, else tests whose
name has it; foo_bar finds FooBar too"""
import concurrent.futures
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as xml

import common
from common import ROOT, Tally

SECONDS = 900
SANITIZERS = {"ASAN_OPTIONS": "detect_stack_use_after_return=1:strict_string_checks=1:allocator_may_return_null=1",
              "UBSAN_OPTIONS": "print_stacktrace=1", "TSAN_OPTIONS": "halt_on_error=1:second_deadlock_stack=1"}


def read_report(path, program, tally):
    """Counts the cases of a GoogleTest XML report; False when there is none that is whole."""
    try:
        root = xml.parse(path).getroot()
    except (OSError, xml.ParseError):
        return False
    for case in root.iter("testcase"):
        name = f"{program}: {case.get('classname')}.{case.get('name')}"
        skipped = case.find("skipped")
        if case.find("failure") is not None:
            tally.fail(name, (case.find("failure").get("message") or "failed").split("\n")[0])
        elif skipped is not None or case.get("result") == "skipped":
            reason = (skipped.get("message") or "") if skipped is not None else ""
            tally.skip(name, reason.strip().split("\n")[-1] or "no reason given")
        elif case.get("status") == "run":
            tally.ok()
    return True


def run(program, wanted):
    tally = Tally(quiet=True)
    in_camel_case = "".join(word[:1].upper() + word[1:] for word in wanted.split("_"))
    pattern = "*" if wanted in program.name else f"*{wanted}*:*{in_camel_case}*"
    with tempfile.TemporaryDirectory(prefix="cordon-test-") as temporary:
        os.chmod(temporary, 0o755)  # tests also run as another user, who must be able to pass
        report = pathlib.Path(temporary) / "report.xml"
        try:
            done = subprocess.run([program, f"--gtest_filter={pattern}", f"--gtest_output=xml:{report}"], cwd=ROOT,
                                  env={**SANITIZERS, **os.environ, "TMPDIR": temporary}, stdin=subprocess.DEVNULL,
                                  capture_output=True, text=True, errors="replace", timeout=SECONDS, check=False)
        except subprocess.TimeoutExpired:
            tally.fail(program.name, f"took longer than {SECONDS} s")
            return tally, ""
        whole = read_report(report, program.name, tally)
    if not whole or (done.returncode != 0 and not tally.failures):
        last = re.findall(r"^\[ RUN      \] (.*)$", done.stdout, re.M)
        tally.fail(program.name, f"exit code {done.returncode}, in {last[-1] if last else 'no test'}")
    return tally, (done.stdout[-4000:] + done.stderr[-4000:]) if tally.failures else ""


def main():
    folder = ROOT / "build" / sys.argv[1]
    wanted = sys.argv[2] if len(sys.argv) > 2 else ""
    programs = sorted(path for path in folder.rglob("*_test") if path.is_file() and os.access(path, os.X_OK))
    total = Tally()
    with concurrent.futures.ThreadPoolExecutor(common.jobs()) as pool:
        for tally, output in pool.map(lambda program: run(program, wanted), programs):
            for name, why in tally.failures:
                print(f"FAIL {name}: {why}")
            for name, reason in tally.skips:
                print(f"SKIP {name}: {reason}")
            if output:
                print("\n".join("    " + line for line in output.split("\n")))
            total.add(tally)
    return total.finish()


if __name__ == "__main__":
    sys.exit(main())
