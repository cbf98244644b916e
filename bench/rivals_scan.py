#!/usr/bin/env python3
"""cordon scan beside npm, osv-scanner, syft, trivy and cdxgen: same files, same run; prints the table of docs/benchmarks.md.

usage: ./dev bench scan [--runs N] [--only SUBJECT]

Rivals are taken from PATH, from $CORDON_PEERS (default ~/.cache/cordon-peers) or from ../shared/tools/peers; one that is
not there is named as absent. As root every program runs in a network namespace without network. One warm-up run, then
the median of N (default 5; 1 for what takes over 20 s). CPU is user + system of the process and its children, peak the
largest resident size of one process."""
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tools"))
import common  # noqa: E402

LONG = 20       # seconds after which one run must do
TIMEOUT = 900   # seconds


def program(name):
    cordon = ROOT / "build" / "release" / "cordon"
    if name == "cordon":
        return str(cordon)
    peers, home = ROOT.parent / "shared" / "tools" / "peers", os.environ.get("CORDON_PEERS")
    home = pathlib.Path(home) if home else pathlib.Path.home() / ".cache" / "cordon-peers"
    if peers.exists() and name != "npm":
        done = subprocess.run([peers, "path", name], capture_output=True, text=True, check=False)
        if done.returncode == 0:
            return done.stdout.strip()
    beside = home / "bin" / name
    return str(beside) if beside.exists() else shutil.which(name)


def version(path, name):
    """As the program says it; one built from source may not know, then as ../shared/tools/peers installed it."""
    peers = ROOT.parent / "shared" / "tools" / "peers"
    if peers.exists():
        listed = subprocess.run([peers, "list"], capture_output=True, text=True, check=False).stdout
        for line in listed.split("\n"):
            if line.startswith(name + " "):
                return line.split()[1].lstrip("v")
    said = subprocess.run([path, "--version"], capture_output=True, text=True, check=False).stdout
    found = re.search(r"\d+\.\d+(\.\d+)?", said)
    return found.group(0) if found else "?"


def commands(folder, lockfile):
    """(title, program, arguments, environment); {here} is the database of osv-scanner."""
    rows = [
        ("cordon scan --packs-only", "cordon", ["scan", "--packs-only", folder], {}),
        ("cordon scan --packs-only --format json", "cordon", ["scan", "--packs-only", "--format", "json", folder], {}),
        ("cordon inventory --format json", "cordon", ["inventory", "--format", "json", folder], {}),
        ("trivy fs --offline-scan --skip-db-update --include-dev-deps --format cyclonedx", "trivy",
         ["fs", "--offline-scan", "--skip-db-update", "--include-dev-deps", "--format", "cyclonedx", "-q", folder], {}),
        ("syft scan dir: -o syft-json, dev dependencies included", "syft", ["scan", "dir:" + folder, "-o", "syft-json", "-q"],
         {"SYFT_JAVASCRIPT_INCLUDE_DEV_DEPENDENCIES": "true", "SYFT_CHECK_FOR_APP_UPDATE": "false"}),
        ("osv-scanner scan source --offline, 31,238 records", "osv-scanner",
         ["scan", "source", "--offline", "--format", "json", "-r", folder], {"OSV_SCANNER_LOCAL_DB_CACHE_DIRECTORY": "{database}"}),
    ]
    if lockfile:
        rows += [
            ("npm ls --all --json --package-lock-only", "npm", ["ls", "--all", "--json", "--package-lock-only", "--prefix", folder],
             {"npm_config_update_notifier": "false"}),
            ("cdxgen -t js --no-install-deps --lifecycle pre-build", "cdxgen",
             ["-t", "js", "--no-install-deps", "--lifecycle", "pre-build", "-o", "{scratch}/bom.json", folder], {}),
        ]
    return rows


def osv_database(data, scratch):
    """Where osv-scanner looks for what it downloaded. An empty zip for git dependencies: without one it stops matching."""
    for ecosystem in ("npm", "GIT"):
        (scratch / "osv-scalibr" / ecosystem).mkdir(parents=True)
    shutil.copy(data / "osv-npm" / "all.zip", scratch / "osv-scalibr" / "npm" / "all.zip")
    (scratch / "osv-scalibr" / "GIT" / "all.zip").write_bytes(b"PK\x05\x06" + bytes(18))
    return scratch


def once(command, environment):
    """(CPU seconds, wall seconds, peak MiB, exit code). The peak is asked of GNU time: that of a process which Python
    starts is never below Python's own."""
    peak = pathlib.Path(environment["PEAK"])
    started = time.monotonic()
    child = subprocess.Popen(["/usr/bin/time", "-q", "-f", "%M", "-o", peak, *command], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                             env={**os.environ, **environment}, start_new_session=True)
    try:
        _, status, usage = os.wait4(child.pid, 0)
    except KeyboardInterrupt:
        os.killpg(child.pid, 9)
        raise
    child.returncode = os.waitstatus_to_exitcode(status)
    return usage.ru_utime + usage.ru_stime, time.monotonic() - started, int(peak.read_text()) / 1024, child.returncode


def measure(command, environment, runs):
    results = [once(command, environment)]
    if results[0][1] < LONG:
        results = [once(command, environment) for _ in range(runs)]
    medians = [statistics.median(result[i] for result in results) for i in range(3)]
    return medians, min(r[0] for r in results), max(r[0] for r in results), results[-1][3], len(results)


def no_network():
    """Words before a command that take the network away, where this user may."""
    try:
        works = subprocess.run(["unshare", "-n", "true"], stderr=subprocess.DEVNULL, check=False).returncode == 0
    except FileNotFoundError:
        works = False
    return ["unshare", "-n", "--"] if works else []


def table(title, folder, lockfile, data, runs, scratch):
    print(f"\n### {title}\n\n| command | version | CPU s (min to max, n) | x cordon | wall s | peak MiB | exit |\n|---|---|---|---|---|---|---|")
    database, base, alone = osv_database(data, scratch), None, no_network()
    for name, tool, arguments, environment in commands(str(folder), lockfile):
        path = program(tool)
        if path is None:
            print(f"| `{name}` | absent | | | | | |", flush=True)
            continue
        fill = lambda text: text.replace("{database}", str(database)).replace("{scratch}", str(scratch))  # noqa: E731
        command = [*alone, path, *(fill(argument) for argument in arguments)]
        print(f"bench: {title}: {name}", file=sys.stderr, flush=True)
        (cpu, wall, peak), low, high, code, count = measure(
            command, {"PEAK": str(scratch / "peak"), **{k: fill(v) for k, v in environment.items()}}, runs)
        base = base or cpu
        print(f"| `{name}` | {version(path, tool)} | {cpu:.3f} ({low:.3f} to {high:.3f}, {count}) | {cpu / base:.1f} | {wall:.2f} | {peak:.0f} | {code} |",
              flush=True)


def main():
    arguments, runs, only = sys.argv[1:], 5, ""
    while arguments:
        word = arguments.pop(0)
        if word == "--runs" and arguments:
            runs = int(arguments.pop(0))
        elif word == "--only" and arguments:
            only = arguments.pop(0)
        else:
            sys.exit(__doc__)
    data = common.shared_data()
    if data is None:
        sys.exit("bench scan: set CORDON_SHARED_DATA to the folder with the real lockfiles")
    print(f"load before: {os.getloadavg()[0]:.2f} on {os.cpu_count()} cores")
    with tempfile.TemporaryDirectory() as scratch:
        (cpu, wall, peak), _, _, _, _ = measure([program("cordon"), "--version"], {"PEAK": str(pathlib.Path(scratch) / "peak")}, runs)
        print(f"cordon --version: {cpu * 1e3:.1f} ms CPU, {wall * 1e3:.1f} ms wall, {peak:.1f} MiB (bars: 8 ms CPU, 10 MiB)")
    for title, folder, lockfile in (("axios' own lockfile (1.68 MB, 2,115 packages)", data / "lockfiles-large" / "axios", True),
                                    ("61 real lockfiles", data / "lockfiles", False)):
        if only in title:
            with tempfile.TemporaryDirectory() as scratch:
                table(title, folder, lockfile, data, runs, pathlib.Path(scratch))
    print(f"\nload after: {os.getloadavg()[0]:.2f}")


if __name__ == "__main__":
    main()
