#!/usr/bin/env python3
"""`scan --remember`, `scan --since-last` and `intel update --notify` from end to end: what became bad, got a fix, got worse or
was withdrawn is said of the packages that were seen, with the project, once. Killed at any point 100 times, no notice is
lost and none is delivered twice. Runs in a network namespace of its own, as an unprivileged user.

Ends with the line `N passed, N failed, N skipped`."""
import json
import os
import pathlib
import random
import signal
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tools"))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from common import Tally  # noqa: E402
from update_bench_writers import DAY, T0, Bench, enter_namespace  # noqa: E402

KILLS = 100


def below(fixed):
    return [{"type": "SEMVER", "events": [{"introduced": "0"}, {"fixed": fixed}]}]


def lockfile(packages):
    return json.dumps({"name": "app", "version": "1.0.0", "lockfileVersion": 3, "packages": {
        "": {"name": "app", "version": "1.0.0", "dependencies": dict(packages)},
        **{f"node_modules/{name}": {"version": version, "resolved": f"https://registry.example.test/{name}/-/{name}-{version}.tgz",
                                    "integrity": "sha512-" + "A" * 86 + "=="} for name, version in packages.items()}}})


class Case:
    def __init__(self, bench):
        self.bench = bench
        self.source = bench.source
        self.projects = bench.home / "src"
        for name, packages in (("shop", {"weak": "1.0.0", "fine": "1.0.0"}), ("site", {"fine": "1.0.0", "other": "3.0.0"})):
            folder = self.projects / name
            folder.mkdir(parents=True)
            (folder / "package-lock.json").write_text(lockfile(packages))
            (folder / "package.json").write_text(json.dumps({"name": name, "version": "1.0.0", "dependencies": packages}))
        self.got = bench.home / "got"
        bench.give(bench.home)

    def scan(self, *arguments):
        return self.bench.cordon("scan", "--index", self.bench.index, "--format", "json", *arguments, self.projects)

    def since(self, *arguments):
        run = self.scan("--since-last", *arguments)
        try:
            return json.loads(run.stdout)["since_last"]
        except (ValueError, KeyError):
            return {"error": run.stdout[:500] + run.stderr[:500], "notices": [], "projects": -1}

    def notices(self, since):
        return sorted((notice["kind"], notice["purl"], pathlib.Path(notice["project"]).name) for notice in since["notices"])

    def notify(self, command=None, *arguments):
        return self.bench.update("--notify", command or f"cat >> {self.got}", *arguments)

    def delivered(self):
        if not self.got.exists():
            return []
        decoder, text, out = json.JSONDecoder(), self.got.read_text(), []
        while text.strip():
            batch, end = decoder.raw_decode(text.lstrip())
            text = text.lstrip()[end:]
            out += batch["notices"]
        return out


def told(case):
    bench, source = case.bench, case.source
    source.put("GHSA-2222-2222-2222", T0, "weak", ranges=below("9.0.0"))
    bench.said("knowledge", bench.update(), 0)
    since = case.since()
    bench.check("nothing was remembered", since["projects"] == 0 and "remembered" not in since, str(since))
    bench.said("nobody is notified of nothing", case.notify(), 0, "nothing is remembered")
    bench.check("asking keeps nothing", not (bench.home / ".local/state/cordon/memory.sqlite").exists())
    run = case.scan("--remember")
    bench.check("remembering changes no answer", run.returncode == case.scan().returncode, run.stderr)
    memory = bench.home / ".local/state/cordon/memory.sqlite"
    bench.check("what is kept is its owner's alone", memory.exists() and memory.stat().st_mode & 0o777 == 0o600)
    bench.check("nothing is news at once", case.notices(case.since()) == [] and case.since()["projects"] == 2, str(case.since()))

    source.put("MAL-2026-1", T0 + DAY, "fine", versions=["1.0.0"])
    source.put("GHSA-3333-3333-3333", T0 + DAY, "other", ranges=[{"type": "SEMVER", "events": [{"introduced": "0"}]}])
    source.records["GHSA-3333-3333-3333"][1]["aliases"] = ["CVE-2026-3"]
    bench.said("news comes", case.notify(), 0, "3 things became known of packages in 2 remembered projects")
    expected = [("became_bad", "pkg:npm/fine@1.0.0", "shop"), ("became_bad", "pkg:npm/fine@1.0.0", "site"),
                ("became_bad", "pkg:npm/other@3.0.0", "site")]
    bench.check("and is delivered", case.notices({"notices": case.delivered()}) == expected, str(case.delivered()))
    bench.check("malware first", case.delivered()[0]["malware"] is True, str(case.delivered()[:1]))
    bench.said("once", case.notify(), 0, "nothing became known")
    bench.check("only once", len(case.delivered()) == 3)
    bench.check("a scan says the same", case.notices(case.since()) == expected, str(case.since()))
    text = bench.cordon("scan", "--index", bench.index, "--since-last", case.projects)
    bench.said("in words", text, 1, "3 things became known", "fine 1.0.0 is malware", "other 3.0.0 is vulnerable", "src/shop")
    bench.check("until it is remembered anew", case.notices(case.since("--remember")) == expected and case.notices(case.since()) == [])

    source.put("GHSA-3333-3333-3333", T0 + 2 * DAY, "other", ranges=below("3.1.0"))
    source.records["GHSA-3333-3333-3333"][1]["aliases"] = ["CVE-2026-3"]
    source.exploited = ["CVE-2026-3"]
    source.put("MAL-2026-1", T0 + 2 * DAY, "fine", versions=["1.0.0"])
    source.records["MAL-2026-1"][1]["withdrawn"] = "2026-04-02T00:00:00Z"
    case.got.unlink()
    bench.said("a fix, worse news, and a withdrawal", case.notify(), 0, "4 things")
    expected = [("got_fix", "pkg:npm/other@3.0.0", "site"), ("got_worse", "pkg:npm/other@3.0.0", "site"),
                ("withdrawn", "pkg:npm/fine@1.0.0", "shop"), ("withdrawn", "pkg:npm/fine@1.0.0", "site")]
    bench.check("are delivered", case.notices({"notices": case.delivered()}) == expected, str(case.delivered()))
    fix = [notice for notice in case.delivered() if notice["kind"] == "got_fix"]
    bench.check("the fix is named", fix and fix[0]["fixed"] == "3.1.0", str(fix))

    source.put("MAL-2026-2", T0 + 3 * DAY, "fine", versions=["1.0.0"])
    case.got.unlink()
    bench.said("a command that fails", case.notify("exit 7"), 3, "the command ended with 7", "delivered the next time")
    bench.said("is tried again the next time", case.notify(), 0)
    bench.check("and nothing is lost", len(case.delivered()) == 2, str(case.delivered()))
    source.put("MAL-2026-3", T0 + 3 * DAY + 1, "fine", versions=["1.0.0"])
    started = bench.home / "started"
    slow = bench.start("intel", "update", "--sources", bench.list, "--index", bench.index, "--notify", f"touch {started}; sleep 60")
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and not started.exists():
        time.sleep(0.01)
    bench.said("a command that takes its time keeps nobody from fetching", bench.update("--no-wait"), 0)
    slow.kill()
    slow.wait()
    subprocess.run(["pkill", "-f", f"touch {started}; sleep 60"], check=False)
    bench.said("and what it did not take is delivered the next time", case.notify(), 0, "were still to be delivered")
    bench.said("without --notify nobody is told", bench.update(), 0)
    run = bench.cordon("scan", "--no-knowledge", "--remember", case.projects)
    bench.said("without knowledge nothing can be remembered", run, 2, "--no-knowledge")
    memory = bench.home / "broken.sqlite"
    memory.write_bytes(b"nonsense" * 1000)
    bench.give(memory)
    bench.said("a damaged memory is an error that names it", case.scan("--since-last", "--memory", memory), 2, "broken.sqlite")


def killed(case):
    """The one that finds what became known is killed at any point; whoever delivers goes on."""
    bench, source = case.bench, case.source
    case.scan("--remember")
    case.got.unlink(missing_ok=True)
    arguments = ["intel", "update", "--sources", bench.list, "--index", bench.index, "--notify", f"cat >> {case.got}"]
    source.put("MAL-2026-99", T0 + 9 * DAY, "fine", versions=["1.0.0"])
    started = time.monotonic()
    bench.start(*arguments).wait()
    span = time.monotonic() - started
    ended = 0
    for number in range(KILLS):
        source.put(f"MAL-2026-{1_000 + number}", T0 + 10 * DAY + number, "fine", versions=["1.0.0"])
        child = bench.start(*arguments)
        try:
            child.wait(random.uniform(0, 2 * span))
            ended += 1
        except subprocess.TimeoutExpired:
            child.send_signal(signal.SIGKILL)
            child.wait()
        if number % 10 == 0:  # remembering is killed, too: the state before or the state after
            child = bench.start("scan", "--index", bench.index, "--since-last", case.projects)
            child.wait()
    bench.said("in the end", case.notify(), 0)
    got = [(notice["kind"], notice["purl"], pathlib.Path(notice["project"]).name, notice["cause"]) for notice in case.delivered()]
    wanted = {("became_bad", "pkg:npm/fine@1.0.0", project, f"MAL-2026-{number}")
              for project in ("shop", "site") for number in [99, *range(1_000, 1_000 + KILLS)]}
    bench.check("no notice is lost", set(got) >= wanted, str(sorted(wanted - set(got))[:5]))
    twice = sorted({one for one in got if got.count(one) > 1})
    bench.check("none is delivered twice", not twice, f"{len(twice)}: {twice[:5]}")
    bench.check("nothing else is", set(got) == wanted, str(sorted(set(got) - wanted)[:5]))
    bench.check("most were killed on their way", ended < KILLS * 9 / 10, f"{ended} of {KILLS} had ended")
    print(f"killed {KILLS - ended} of {KILLS} within {2 * span:.2f} s")
    memory_killed(case)


def memory_killed(case):
    bench = case.bench
    arguments = ["scan", "--index", bench.index, "--remember", case.projects]
    started = time.monotonic()
    bench.start(*arguments).wait()
    span = time.monotonic() - started
    broken = []
    for number in range(KILLS // 2):
        child = bench.start(*arguments)
        try:
            child.wait(random.uniform(0, 2 * span))
        except subprocess.TimeoutExpired:
            child.send_signal(signal.SIGKILL)
            child.wait()
        since = case.since()
        if since["projects"] != 2:
            broken.append((number, since))
    bench.check("what is remembered is whole after each", not broken, str(broken[:2]))


def main():
    tally = Tally()
    enter_namespace()  # where it can be made; the server listens on loopback only in any case
    random.seed(int(os.environ.get("CORDON_SEED", "0")) or None)
    with tempfile.TemporaryDirectory(prefix="cordon-remembered-") as folder:
        case = Case(Bench(tally, pathlib.Path(folder)))
        told(case)
        killed(case)
    print(tally.summary())
    return 1 if tally.failures else 0


if __name__ == "__main__":
    sys.exit(main())
