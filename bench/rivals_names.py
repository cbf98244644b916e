#!/usr/bin/env python3
"""What src/change says of names: how many malware names near popular ones it reports, and how often it is wrong.

usage: ./dev bench names [NAMES_FILE...]

Beside it the plain rule that others use: one edit from a popular name, whatever the popularity. Names of malware come
from the OSV records of $CORDON_SHARED_DATA, popular ones from its list of downloads. Limits were set while looking at the
OSV names; their halves (by SHA-256) show how much of the figure is chance. Samples of another collection that OSV does
not have (mostly later ones) were opened when the limits stood. Each NAMES_FILE (a name a line) is judged, too: those of
one's lockfiles, or of packages that no list has."""
import csv
import gzip
import hashlib
import json
import os
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
PROBE = ROOT / "build/release/probe_names"
TOP = 5_000


def probe(names, *arguments):
    """Rows of what the probe prints."""
    done = subprocess.run([PROBE, *arguments], input="".join(name + "\n" for name in names), text=True, check=True,
                          capture_output=True)
    return [line.split("\t") for line in done.stdout.splitlines()]


def judged(names):
    """{name: (strength, kind, target, decibels, decibels of the target)} of those of which something was said."""
    return {row[0]: tuple(row[1:]) for row in probe(names, "judge") if row[1] != "-"}


def data_folder():
    for folder in (os.environ.get("CORDON_SHARED_DATA"), ROOT.parent / "shared/data",
                   pathlib.Path.home() / ".cache/cordon-shared-data"):
        if folder and (pathlib.Path(folder) / "toplists/npm-by-downloads.tsv.gz").is_file():
            return pathlib.Path(folder)
    return None


def malware_names(data):
    """Of the records as they came, without those of releases of popular packages."""
    with open(data / "osv-npm/manifest.csv", newline="", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["kind"].startswith("malware")]
    return sorted({name for row in rows for name in row["packages"].replace(";", " ").replace("|", " ").split()})


def later_names(data):
    """Of samples that were published with intent, in the collection that GuardDog is evaluated with."""
    folder, kind = data / "ioc/guarddog-evals/evals", "npm/malicious_intent/"
    found = set()

    def walk(value):
        if isinstance(value, dict):
            walk([*value, *value.values()])
        elif isinstance(value, list):
            for part in value:
                walk(part)
        elif isinstance(value, str) and kind in value:
            found.add(value[value.index(kind) + len(kind):])

    for path in sorted(folder.glob("*.json")):
        walk(json.loads(path.read_text(encoding="utf-8")))
    # "samples/npm/malicious_intent/name/version/file.zip" names it, too
    return sorted({"/".join(name.split("/")[:2 if name.startswith("@") else 1]) for name in found})


def top_names(data):
    with gzip.open(data / "toplists/npm-by-downloads.tsv.gz", "rt", encoding="utf-8") as file:
        rows = [line.rstrip("\n").split("\t") for line in file][1:]
    return [name for name, _, count in sorted(rows, key=lambda row: -int(row[2]))]


def near(names, targets):
    """{name: (distance, target)} of those at most two edits away."""
    with tempfile.NamedTemporaryFile("w", encoding="utf-8") as file:
        file.write("".join(target + "\n" for target in targets))
        file.flush()
        return {name: (int(distance), target) for name, distance, target in probe(names, "near", file.name)}


def half_of(name):
    return hashlib.sha256(name.encode()).digest()[-1] % 2


def share(part, whole):
    return f"{len(part):,} of {len(whole):,} ({100 * len(part) / max(1, len(whole)):.2f} %)"


def reports(found):
    return [name for name, row in found.items() if row[0] == "report"]


def show(title, found, names, count=12):
    print(f"  {title}")
    for name in names[:count]:
        strength, kind, target, *decibels = found.get(name, ("nothing", "", "", "", ""))
        print(f"    {name:34} {strength:8} {kind:18} {target:30} {' '.join(decibels)}")


def malware(data, top):
    print(f"names of malware at most two edits from one of the {TOP:,} most downloaded packages")
    popular, known = set(top[:TOP]), malware_names(data)
    close = near([name for name in known if name not in popular], top[:TOP])
    later = near([name for name in later_names(data) if name not in popular.union(known)], top[:TOP])
    found = judged([*close, *later])
    caught = set(reports(found))
    halves = [[name for name in close if half_of(name) == half] for half in (0, 1)]
    for title, part in (("OSV, one half", halves[0]), ("the other half", halves[1]), ("OSV", close), ("not in OSV", later)):
        plain = [name for name in part if {**close, **later}[name][0] == 1]
        print(f"  {title:14} reported {share([name for name in part if name in caught], part)}, "
              f"hinted at {share([name for name in part if name in found and name not in caught], part)}; "
              f"one edit alone {share(plain, part)}")
    for title, part in (("OSV", close), ("not in OSV", later)):
        missed = sorted((name for name in part if name not in caught), key=lambda name: (-len(name), name))
        show(f"missed, of the longest, {title}", found, missed)


def quiet(title, names, close=None):
    found = judged(names)
    wrong = reports(found)
    plain = f"; one edit alone {share([n for n in close if close[n][0] == 1], names)}" if close is not None else ""
    print(f"{title}\n  reported {share(wrong, names)}, hinted at {share(set(found) - set(wrong), names)}{plain}")
    show("reported, of the most popular", found, sorted(wrong, key=lambda name: (-int(found[name][3]), name)))


def speed(names):
    times = {row[0]: (float(row[1]), int(row[2])) for row in probe(names, "time")}
    print(f"CPU time\n  first call {times['first'][0]:.1f} ms; {len(names):,} names {times['each'][0]:.0f} ms; "
          f"as many look-ups {times['look-up'][0]:.1f} ms; {int(times['targets'][0]):,} names to imitate")


def main():
    data = data_folder()
    if data is None:
        print("bench names: set CORDON_SHARED_DATA to the folder with the lists")
        return 77
    top = top_names(data)
    malware(data, top)
    quiet(f"the {len(top):,} names of the list", top, near(top[TOP:], top[:TOP]))
    quiet(f"its first {TOP:,}", top[:TOP])
    for path in sys.argv[1:]:
        quiet(path, pathlib.Path(path).read_text(encoding="utf-8").splitlines())
    speed(top[-10_000:])
    return 0


if __name__ == "__main__":
    sys.exit(main())
