"""What the tools of the workshop share: where things are, counting and reporting, and a memory of what was checked.

Every runner prints `FAIL name: why` and `SKIP name: reason` lines and ends with `N passed, N failed, N skipped`."""
import hashlib
import os
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
LAST_LINE = re.compile(r"^(\d+) passed, (\d+) failed, (\d+) skipped$")
NAMED = re.compile(r"^(FAIL|FAILED|SKIP|SKIPPED|failed|skipped)\b[: ]\s*(.*)")
EXIT_SKIPPED = 77  # of a test whose machine lacks something


class Tally:
    """Counts results and prints each failure and skip as it comes."""

    def __init__(self, quiet=False):
        self.passed, self.failures, self.skips, self.quiet = 0, [], [], quiet

    def ok(self, count=1):
        self.passed += count

    def fail(self, name, why, detail=""):
        self.failures.append((name, why))
        if not self.quiet:
            print(f"FAIL {name}: {why}", flush=True)
            if detail:
                print("\n".join("    " + line for line in detail.rstrip("\n").split("\n")), flush=True)

    def skip(self, name, reason):
        self.skips.append((name, reason))
        if not self.quiet:
            print(f"SKIP {name}: {reason}", flush=True)

    def add(self, other):
        self.passed += other.passed
        self.failures += other.failures
        self.skips += other.skips

    def summary(self):
        return f"{self.passed} passed, {len(self.failures)} failed, {len(self.skips)} skipped"

    def finish(self):
        print(self.summary(), flush=True)
        return 1 if self.failures else 0


def parse_output(name, text, code):
    """The Tally behind a runner's output. A runner that ends without its last line has failed, whatever it printed."""
    lines = text.rstrip("\n").split("\n")
    last = LAST_LINE.match(lines[-1])
    tally = Tally(quiet=True)
    if last is None:
        tally.fail(name, f"ended with exit code {code} and without a summary")
        return tally
    passed, failed, skipped = (int(number) for number in last.groups())
    named = {"f": [], "s": []}
    for line in lines:
        if match := NAMED.match(line):
            what, _, why = match.group(2).partition(": ")
            named[match.group(1)[0].lower()].append((f"{name}: {what}", why or "see the log"))
    # What was counted but not named counts all the same.
    tally.ok(passed)
    tally.failures = (named["f"] + [(name, "a failure that was not named")] * failed)[:failed]
    tally.skips = (named["s"] + [(name, "no reason given")] * skipped)[:skipped]
    if code not in (0, EXIT_SKIPPED) and not tally.failures:
        tally.fail(name, f"exit code {code}")
    return tally


def jobs():
    return int(os.environ.get("CORDON_JOBS") or len(os.sched_getaffinity(0)))


def dev(*arguments):
    """Runs another verb of ./dev; True when it succeeded."""
    return subprocess.run([ROOT / "dev", *arguments], stdin=subprocess.DEVNULL, check=False).returncode == 0


def files(*suffixes, under=()):
    """Files of the checkout that git tracks or would track, by suffix, sorted, as paths relative to ROOT."""
    listed = subprocess.run(["git", "-C", ROOT, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
                            capture_output=True, text=True, check=False)
    if listed.returncode == 0:
        names = [name for name in listed.stdout.split("\0") if name]
    else:  # a tarball of the sources has no .git
        names = [str(path.relative_to(ROOT)) for path in ROOT.rglob("*") if path.is_file()]
        names = [name for name in names if not name.startswith(("build/", ".cache/"))]
    chosen = {name for name in names if name.endswith(suffixes or "") and (ROOT / name).is_file()}
    if under:
        chosen = {name for name in chosen if name.startswith(tuple(under))}
    return sorted(chosen)


def cpp_files():
    """Hand-written C++: what people edit, not what a generator writes."""
    return [name for name in files(".h", ".cpp")
            if "/generated/" not in name and not name.startswith(("tests/golden/", "tools/templates/"))]


def includes_of(path):
    """The quoted includes of a file, with their lines: [(line, "module/file.h")]."""
    found = []
    for number, line in enumerate((ROOT / path).read_text(errors="replace").split("\n"), 1):
        match = re.match(r'\s*#\s*include\s*"([^"]+)"', line)
        if match:
            found.append((number, match.group(1)))
    return found


def closure(path):
    """The file and every file it includes from src/ or from beside itself, directly or not."""
    seen, todo = set(), [path]
    while todo:
        name = todo.pop()
        if name in seen or not (ROOT / name).is_file():
            continue
        seen.add(name)
        for _, include in includes_of(name):
            todo += [f"src/{include}", str(pathlib.PurePath(name).parent / include)]
    return sorted(seen)


def digest(*parts):
    """A short digest over texts and the contents of paths."""
    state = hashlib.sha256()
    for part in parts:
        state.update((part.read_bytes() if isinstance(part, pathlib.Path) else str(part).encode()) + b"\0")
    return state.hexdigest()[:32]


class Memory:
    """Remembers by digest what a slow check found clean. It lies beside what the compiler cache holds, and is kept and
    thrown away with it: continuous integration keeps that from one checkout to the next."""

    def __init__(self, name):
        asked = subprocess.run(["ccache", "--get-config", "cache_dir"], capture_output=True, text=True, check=False)
        self.folder = pathlib.Path(asked.stdout.strip() or ROOT / "build" / "ccache") / "cordon-dev" / name
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError:
            self.folder = ROOT / "build" / "memory" / name
            self.folder.mkdir(parents=True, exist_ok=True)

    def knows(self, key):
        return (self.folder / key).exists()

    def add(self, key):
        (self.folder / key).touch()


def shared_data():
    """Where real test data lies, unpacked: $CORDON_SHARED_DATA, else what ../shared/data/unpack extracts; or None."""
    named = os.environ.get("CORDON_SHARED_DATA")
    if named:
        return pathlib.Path(named) if pathlib.Path(named).is_dir() else None
    unpack = ROOT.parent / "shared" / "data" / "unpack"
    if not unpack.is_file():
        return None
    done = subprocess.run([unpack], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        print(done.stderr, file=sys.stderr, end="")
        return None
    return pathlib.Path(done.stdout.strip())
