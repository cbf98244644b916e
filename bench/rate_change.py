#!/usr/bin/env python3
"""How suspicious ordinary changes look: `cordon diff-lock --no-knowledge` over every consecutive pair of the histories in
the shared data. Prints both halves: the one that the weights of src/change/weights.h were set on, and the one that was
opened afterwards.

usage: rate_change.py [--half set|held] [--all] [--json FILE]

  --half   one half only
  --all    also each change that is above -10 dB

Half by history: of the sorted list of histories those at even places are the half that weights were set on. Bounds are
one-sided 95 % (Clopper-Pearson)."""
import argparse
import concurrent.futures
import json
import math
import os
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
DATA = pathlib.Path(os.environ.get("CORDON_SHARED_DATA") or pathlib.Path.home() / ".cache/cordon-shared-data")
CORDON = ROOT / "build/release/cordon"
LOCKFILES = ["package-lock.json", "npm-shrinkwrap.json", "yarn.lock", "pnpm-lock.yaml", "bun.lock"]
BESIDE = ["package.json", "pnpm-workspace.yaml", ".npmrc", ".yarnrc.yml"]
# Commits (of the bundles) whose pair brings a pin of the axios incident in.
INFECTED = {"4c78d6cc3f3f", "5a2d6bcae24c"}


def git(folder, *arguments, text=True):
    return subprocess.run(["git", "-C", folder, *arguments], check=True, capture_output=True, text=text).stdout


def upper_bound(events, trials, confidence=0.95):
    """Clopper-Pearson: the rate at which so few events or fewer have a probability of 1 - confidence."""
    if events >= trials:
        return 1.0
    def at_most(rate):
        return sum(math.exp(math.lgamma(trials + 1) - math.lgamma(k + 1) - math.lgamma(trials - k + 1)
                            + (k * math.log(rate) if k else 0) + (trials - k) * math.log1p(-rate))
                   for k in range(events + 1))
    low, high = 1e-12, 1 - 1e-12
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (middle, high) if at_most(middle) > 1 - confidence else (low, middle)
    return high


def write_side(clone, commit, lockfile, folder):
    names = set(git(clone, "ls-tree", "--name-only", commit).split())
    if lockfile not in names:
        return False
    for name in [lockfile, *BESIDE]:
        if name in names:
            (folder / name).write_bytes(git(clone, "show", f"{commit}:{name}", text=False))
    return True


def compare(job):
    clone, history, lockfile, before, after = job
    with tempfile.TemporaryDirectory() as temporary:
        old, new = pathlib.Path(temporary, "old"), pathlib.Path(temporary, "new")
        old.mkdir(), new.mkdir()
        if not write_side(clone, before, lockfile, old) or not write_side(clone, after, lockfile, new):
            return None
        if (old / lockfile).read_bytes() == (new / lockfile).read_bytes():
            return None
        done = subprocess.run([CORDON, "diff-lock", "--no-knowledge", "--format", "json", old / lockfile, new / lockfile],
                              capture_output=True, text=True)
        if done.returncode not in (0, 1, 3):
            return {"history": history, "commit": after, "lockfile": lockfile, "error": done.stderr.strip()}
        return {"history": history, "commit": after[:12], "lockfile": lockfile, "report": json.loads(done.stdout)}


def jobs_of(history, clone):
    commits = git(clone, "rev-list", "--first-parent", "--reverse", "main").split()
    for before, after in zip(commits, commits[1:]):
        changed = set(git(clone, "diff", "--name-only", before, after).split())
        for lockfile in LOCKFILES:
            if lockfile in changed:
                yield clone, history, lockfile, before, after


def releases(result):
    return result["report"]["change"]["added"] + result["report"]["change"]["changed"]


def summary(title, results, show_all):
    pairs = [r for r in results if "report" in r]
    differ = [r for r in pairs
              if any(r["report"]["change"][k] for k in ("added", "removed", "changed", "dropped", "altered"))]
    weighed = [(r, c) for r in differ for c in releases(r)]
    infected = lambda r: r["commit"] in INFECTED
    print(f"\n{title}: {len(pairs)} pairs, {len(differ)} that differ, {len(weighed)} releases that are new")
    for r in results:
        if "error" in r:
            print(f"  not read: {r['history']} {r['commit']} {r['lockfile']}: {r['error']}")
    benign = [r for r in differ if not infected(r)]
    for verdict in ("block", "review"):
        wanted = {"block": ("block",), "review": ("block", "review")}[verdict]
        severities = {"block": ("critical",), "review": ("critical", "high")}[verdict]
        # A commit is what its worst release is, or its worst finding about the change.
        worst = [r for r in benign
                 if any(c["risk"]["verdict"] in wanted for c in releases(r))
                 or any(f["rule_id"].startswith("change.") and f["severity"] in severities for f in r["report"]["findings"])]
        each = [c for r, c in weighed if not infected(r) and c["risk"]["verdict"] in wanted]
        count = sum(1 for r, _ in weighed if not infected(r))
        print(f"  {verdict:6} or worse: {len(worst)} of {len(benign)} commits"
              f" ({len(worst) / max(1, len(benign)):.2%}, at most {upper_bound(len(worst), len(benign)):.2%});"
              f" {len(each)} of {count} releases (at most {upper_bound(len(each), count):.3%})")
    others = {}
    for r in benign:
        for f in r["report"]["findings"]:
            if f["rule_id"].startswith("change.") and not f["rule_id"].startswith("change.suspicious"):
                others.setdefault((f["rule_id"], f["severity"]), set()).add((r["history"], r["commit"]))
    for (rule, severity), commits in sorted(others.items()):
        print(f"  {rule} ({severity}): {len(commits)} commits ({len(commits) / max(1, len(benign)):.2%}),"
              f" such as {' '.join(sorted(commits)[0])}")
    for r in filter(infected, differ):
        worst = max(releases(r), key=lambda c: c["risk"]["points"])
        print(f"  infected: {r['history']} {r['commit']}: {worst['name']} {worst['to']} {worst['risk']['points']:+} dB {worst['risk']['verdict']}")
    for r, c in sorted(weighed, key=lambda p: -p[1]["risk"]["points"]):
        if c["risk"]["points"] >= (-10 if show_all else 0):
            items = " ".join(f"{i['counted']:+}{i['fact']}" for i in c["risk"]["items"])
            print(f"    {c['risk']['points']:+} {c['risk']['verdict']:6} {r['history']} {r['commit']} {c['name']} {c.get('from')}->{c['to']}"
                  f" by {(c['carriers'] or ['-'])[0]}: {items}")


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--half", choices=["set", "held"])
    arguments.add_argument("--all", action="store_true")
    arguments.add_argument("--json")
    given = arguments.parse_args()
    if not (DATA / "histories").is_dir():
        print("the shared data is not here: nothing was measured", file=sys.stderr)
        return 77
    histories = sorted(path.parent.name for path in (DATA / "histories").glob("*/history.bundle"))
    halves = {"set": histories[0::2], "held": histories[1::2]}
    kept = {}
    with tempfile.TemporaryDirectory() as temporary, concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for half, names in halves.items():
            if given.half not in (None, half):
                continue
            jobs = []
            for name in names:
                clone = pathlib.Path(temporary, name)
                subprocess.run(["git", "clone", "-q", DATA / "histories" / name / "history.bundle", clone], check=True,
                               capture_output=True)
                jobs += jobs_of(name, clone)
            results = [r for r in pool.map(compare, jobs) if r]
            title = {"set": "the half that the weights were set on", "held": "the half that was held back"}[half]
            summary(f"{title} ({', '.join(n.split('__')[1] for n in names)})", results, given.all)
            kept[half] = results
    if given.json:
        pathlib.Path(given.json).write_text(json.dumps(kept))
    return 0


if __name__ == "__main__":
    sys.exit(main())
