#!/usr/bin/env python3
"""Runs the golden cases: tests/golden/<area>/<case>/ holds

  README.md       what the case shows, and where its input comes from
  cmd             a line of shell, run in a fresh copy of in/ with `cordon` on the PATH
  in/             the input (may be absent)
  expect/stdout   what it prints; absent: nothing
  expect/stderr   the same for standard error
  expect/exit     exit code; absent: 0
  expect/files/   files it must have written, by their path below the working folder

usage: golden.py [--preset asan|release] [--rebaseline CASE] [FILTER]
--rebaseline shows what would change in the cases whose name contains CASE, then writes it."""
import concurrent.futures
import difflib
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

import common
from canon import canonical
from common import ROOT, Tally

CASES = ROOT / "tests" / "golden"
SECONDS = 120


def cases(wanted):
    found = sorted(path.parent for path in CASES.glob("*/*/cmd"))
    return [case for case in found if wanted in name_of(case)]


def name_of(case):
    return str(case.relative_to(CASES))


def version_of(program):
    done = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    words = done.stdout.split()
    return words[1] if done.returncode == 0 and len(words) > 1 else ""


def environment(home, program):
    """Nothing of the machine or its user, except what a sanitizer needs to name a line."""
    kept = {key: value for key, value in os.environ.items() if key.startswith(("ASAN_", "UBSAN_", "LSAN_", "TSAN_"))}
    # A command that confines itself may not read /proc at its end, where LeakSanitizer looks; unit tests look for leaks.
    kept["ASAN_OPTIONS"] = ":".join(filter(None, [kept.get("ASAN_OPTIONS"), "detect_leaks=0"]))
    return {**kept, "HOME": str(home), "PATH": f"{program.parent}:/usr/local/bin:/usr/bin:/bin", "TZ": "UTC",
            "LC_ALL": "C.UTF-8", "TMPDIR": str(home)}


def run(case, program, version):
    """What the case does now: {relative name: text}, as expect/ would hold it."""
    with tempfile.TemporaryDirectory(prefix="cordon-golden-") as temporary:
        base = pathlib.Path(temporary).resolve()
        work, home = base / "work", base / "home"
        home.mkdir()
        if (case / "in").is_dir():
            shutil.copytree(case / "in", work, symlinks=True)
        else:
            work.mkdir()
        done = subprocess.run(["sh", "-c", (case / "cmd").read_text()], cwd=work, env=environment(home, program),
                              stdin=subprocess.DEVNULL, capture_output=True, timeout=SECONDS, check=False)
        words = [(str(work), "<WORK>"), (str(home), "<HOME>"), (version, "<VERSION>")]
        shown = {"stdout": done.stdout, "stderr": done.stderr, "exit": b"%d\n" % done.returncode}
        for path in sorted((case / "expect" / "files").rglob("*")):
            if path.is_file():
                relative = path.relative_to(case / "expect" / "files")
                written = work / relative
                shown[f"files/{relative}"] = written.read_bytes() if written.is_file() else b"(not written)\n"
        return {name: canonical(text.decode(errors="backslashreplace"), words) for name, text in shown.items()}


def expected(case):
    found = {"stdout": "", "stderr": "", "exit": "0\n"}
    for path in sorted((case / "expect").rglob("*")):
        if path.is_file():
            found[str(path.relative_to(case / "expect"))] = path.read_text(errors="backslashreplace")
    return found


def difference(case, wanted, got):
    lines = []
    for name in sorted(wanted.keys() | got.keys()):
        lines += difflib.unified_diff(wanted.get(name, "").splitlines(), got.get(name, "").splitlines(),
                                      f"expect/{name}", f"now/{name}", lineterm="")
    unknown = sorted(name for name in wanted if name not in got)
    return "\n".join(lines + [f"expect/{name} is no file this runner knows" for name in unknown])


def check(case, program, version, tally):
    name = name_of(case)
    if not (case / "README.md").is_file():
        tally.fail(name, "no README.md says what the case shows")
        return
    try:
        wanted, got = expected(case), run(case, program, version)
    except subprocess.TimeoutExpired:
        tally.fail(name, f"took longer than {SECONDS} s")
        return
    if wanted == got:
        tally.ok()
    else:
        tally.fail(name, f"differs; ./dev golden --rebaseline {name} accepts it", difference(case, wanted, got))


def rebaseline(case, program, version):
    wanted, got = expected(case), run(case, program, version)
    if wanted == got:
        print(f"{name_of(case)}: unchanged")
        return
    print(f"{name_of(case)}:\n{difference(case, wanted, got)}")
    for name, text in got.items():
        path = case / "expect" / name
        if text or path.exists() or name == "exit":
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
    print(f"{name_of(case)}: written")


def main():
    arguments, options = sys.argv[1:], {"--preset": "asan", "--rebaseline": None}
    while arguments and arguments[0] in options:
        if len(arguments) < 2:
            sys.exit(f"golden: {arguments[0]} needs a value")
        options[arguments[0]], arguments = arguments[1], arguments[2:]
    program = ROOT / "build" / options["--preset"] / "cordon"
    chosen = cases(options["--rebaseline"] or (arguments[0] if arguments else ""))
    tally = Tally()
    if not program.is_file():
        for case in chosen:
            tally.fail(name_of(case), f"{program.relative_to(ROOT)} was not built")
        return tally.finish()
    version = version_of(program)
    if options["--rebaseline"]:
        if not chosen:
            sys.exit(f"golden: no case is named so: {options['--rebaseline']}")
        for case in chosen:
            rebaseline(case, program, version)
        return 0
    with concurrent.futures.ThreadPoolExecutor(common.jobs()) as pool:
        list(pool.map(lambda case: check(case, program, version, tally), chosen))
    return tally.finish()


if __name__ == "__main__":
    sys.exit(main())
