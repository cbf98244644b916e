#!/usr/bin/env python3
"""The index of advisories: how large, how soon built, opened, asked and changed; beside osv-scanner on the same records.

usage: ./dev bench intel [--records N] [--runs N] [--set FILE.zip]

The records are the real ones of the test data and, up to N (default 230,000), those that make_advisories.py makes of
them; the set is kept in build/bench. 10,000 releases of real lockfiles are matched, then as many of
which half have names and versions of the records. Medians of N runs (default 5), each in a new process, the files in the page cache. CPU of `intel build` is
user + system. osv-scanner scans axios' own lockfile against the same zip, and so does cordon against its index."""
import json
import os
import pathlib
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import zipfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tools"))
sys.path.insert(0, str(ROOT / "bench"))
import common  # noqa: E402
import measure_update  # noqa: E402
import rivals_scan  # noqa: E402

CORDON = ROOT / "build" / "release" / "cordon"
PROBE = ROOT / "build" / "release" / "probe_index"
RELEASES = 10_000
READERS = 8
DELTA = 1_000


def records(data, count, given):
    if given:
        return pathlib.Path(given)
    made = ROOT / "build" / "bench" / f"advisories-{count}.zip"
    if not made.exists():
        made.parent.mkdir(parents=True, exist_ok=True)
        subprocess.run([sys.executable, ROOT / "bench" / "make_advisories.py", *(data / f"osv-{each}" / "all.zip" for each in ("npm", "pypi", "go")),
                        "--records", str(count), "--output", made], check=True)
    return made


def of_lockfiles(data):
    """Lines "ecosystem name version": every release that the real lockfiles hold, in their order."""
    found = {}
    for folder in ("lockfiles", "lockfiles-large"):
        done = subprocess.run([CORDON, "inventory", "--format", "json", data / folder], capture_output=True, text=True, check=False)
        for one in json.loads(done.stdout)["components"]:
            if one.get("version") and " " not in one["name"] + one["version"]:
                found[f"{one['ecosystem']} {one['name']} {one['version']}"] = None
    return list(found)[:RELEASES]


def half_known(lines, made):
    """The same number of lines, the second half from the records: a name and one of its listed versions."""
    lines = dict.fromkeys(lines[:RELEASES // 2])
    with zipfile.ZipFile(made) as archive:
        names = archive.namelist()
        random.Random(20260331).shuffle(names)  # by id, records of one kind are neighbours
        for name in names:
            for one in json.loads(archive.read(name)).get("affected", []):
                ecosystem = {"npm": "npm", "PyPI": "pypi", "Go": "go"}.get(one.get("package", {}).get("ecosystem"))
                if ecosystem and " " not in one["package"]["name"] and len(lines) < RELEASES:
                    lines[f"{ecosystem} {one['package']['name']} {(one.get('versions') or ['1.0.0'])[0]}"] = None
            if len(lines) >= RELEASES:
                break
    return list(lines)


def numbers(line):
    words = line.split()
    return {words[i]: float(words[i + 1]) for i in range(0, len(words), 2)}


def probe(*arguments):
    return numbers(subprocess.run([PROBE, *map(str, arguments)], capture_output=True, text=True, check=True).stdout)


def median_of(runs, call):
    results = [call() for _ in range(runs)]
    return {key: statistics.median(result[key] for result in results) for key in results[0]}


def row(what, figure, bar):
    print(f"| {what} | {figure} | {bar} |", flush=True)


def own(made, data, scratch, runs):
    index, listed, known = scratch / "advisories.index", scratch / "releases", scratch / "known"
    real = of_lockfiles(data)
    listed.write_text("\n".join(real) + "\n")
    known.write_text("\n".join(half_known(real, made)) + "\n")
    peak = {"PEAK": str(scratch / "peak")}
    builds = [rivals_scan.once([CORDON, "intel", "build", made, "--output", index, "-j", "2"], peak) for _ in range(min(runs, 3))]
    cpu, wall, memory = (statistics.median(build[i] for build in builds) for i in range(3))
    print("\n| what | measured | bar |\n|---|---|---|")
    row("size of the index", f"{index.stat().st_size / 1e6:.1f} MB of {made.stat().st_size / 1e6:.0f} MB zipped", "25 MB")
    row("build, -j 2", f"{cpu:.1f} s CPU, {wall:.1f} s wall, {memory:.0f} MiB", "15 s")
    matched = median_of(runs, lambda: probe("match", index, listed))
    row("open", f"{matched['open_cpu']:.2f} ms CPU, {matched['open_wall']:.2f} ms wall", "2 ms")
    row(f"{matched['releases']:.0f} releases of real lockfiles matched in a new process, {matched['hits']:.0f} hits",
        f"{matched['match_cpu']:.1f} ms CPU, {matched['match_wall']:.1f} ms wall", "20 ms")
    worst = median_of(runs, lambda: probe("match", index, known))
    row(f"{worst['releases']:.0f} releases, half of them of names that records have, {worst['hits']:.0f} hits",
        f"{worst['match_cpu']:.1f} ms CPU, {worst['match_wall']:.1f} ms wall", "")
    changed = median_of(min(runs, 3), lambda: probe("delta", index, made, DELTA))
    row(f"delta of {DELTA} records", f"{changed['delta_cpu']:.0f} ms CPU, {changed['delta_wall']:.0f} ms wall", "1,000 ms")
    for what, cpu, wall, memory in measure_update.measure(CORDON, made, scratch, DELTA):
        row(what, f"{cpu:.2f} s CPU, {wall:.2f} s wall with fetching, {memory:.0f} MiB", "")
    readers = [subprocess.Popen([PROBE, "match", index, listed], stdout=subprocess.PIPE, text=True) for _ in range(READERS)]
    hits = {numbers(reader.communicate()[0]).get("hits") for reader in readers}
    failed = sum(reader.returncode != 0 for reader in readers)
    row(f"{READERS} processes at once", f"{failed} failed, {len(hits)} different answers", "0 failed, 1 answer")
    return index


def beside(made, index, data, scratch, runs):
    folder = data / "lockfiles-large" / "axios"
    database = scratch / "osv-scalibr"
    for ecosystem in ("npm", "GIT"):
        (database / ecosystem).mkdir(parents=True)
    shutil.copy(made, database / "npm" / "all.zip")
    (database / "GIT" / "all.zip").write_bytes(b"PK\x05\x06" + bytes(18))
    commands = [
        ("cordon scan --index", "cordon", ["scan", "--format", "json", "--index", str(index), str(folder)], {}),
        ("osv-scanner scan source --offline", "osv-scanner", ["scan", "source", "--offline", "--format", "json", "-r", str(folder)],
         {"OSV_SCANNER_LOCAL_DB_CACHE_DIRECTORY": str(scratch)}),
    ]
    print("\n| axios' lockfile against all records | version | CPU s | x cordon | wall s | peak MiB |\n|---|---|---|---|---|---|")
    base = None
    for name, tool, arguments, environment in commands:
        path = rivals_scan.program(tool)
        if path is None:
            print(f"| `{name}` | absent | | | | |")
            continue
        (cpu, wall, peak), _, _, _, _ = rivals_scan.measure(
            [*rivals_scan.no_network(), path, *arguments], {"PEAK": str(scratch / "peak"), **environment}, runs)
        base = base or cpu
        print(f"| `{name}` | {rivals_scan.version(path, tool)} | {cpu:.3f} | {cpu / base:.0f} | {wall:.2f} | {peak:.0f} |", flush=True)


def main():
    arguments, count, runs, given = sys.argv[1:], 230_000, 5, ""
    while arguments:
        word = arguments.pop(0)
        if word == "--records" and arguments:
            count = int(arguments.pop(0))
        elif word == "--runs" and arguments:
            runs = int(arguments.pop(0))
        elif word == "--set" and arguments:
            given = arguments.pop(0)
        else:
            sys.exit(__doc__)
    data = common.shared_data()
    if data is None:
        sys.exit("bench intel: set CORDON_SHARED_DATA to the folder with the real records")
    print(f"load before: {os.getloadavg()[0]:.2f} on {os.cpu_count()} cores")
    made = records(data, count, given)
    with tempfile.TemporaryDirectory() as scratch:
        scratch = pathlib.Path(scratch)
        index = own(made, data, scratch, runs)
        beside(made, index, data, scratch, runs)
    print(f"\nload after: {os.getloadavg()[0]:.2f}")


if __name__ == "__main__":
    main()
