#!/usr/bin/env python3
"""cordon gate beside nginx and verdaccio: the same objects, in one run; prints the table of docs/benchmarks.md.

usage: ./dev bench gate [--requests N] [--install N]

The objects come once through the gate from the registry that npm on this machine is told of: packuments as npm asks for
them, packed with gzip, and an archive. nginx serves what the gate answered as files, one worker, access log on; verdaccio
has the same registry as its uplink. 16 connections of h2load on loopback. CPU is user + system of all processes of the
server, by /proc, divided by the requests. Then each server gets half of the requests a second that it can do, and the
99th percentile of the answers is taken. --install N: `npm ci --ignore-scripts` of some hundred packages with an empty cache,
N times through the gate and N times without, taking turns. Rivals are taken from PATH or $CORDON_PEERS, as in rivals_scan.py."""
import argparse
import gzip
import os
import pathlib
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from rivals_scan import program as find  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parent.parent
CORDON = ROOT / "build" / "release" / "cordon"
PORTS = {"cordon": 4971, "nginx": 4972, "verdaccio": 4973}
CONNECTIONS = 16
ACCEPT = "application/vnd.npm.install-v1+json; q=1.0, application/json; q=0.8, */*"
AGENT = "npm/11.0.0 node/v22.0.0 linux x64 workspaces/false"
ASKS = {"User-Agent": AGENT, "Accept": ACCEPT, "Accept-Encoding": "gzip"}
OBJECTS = [("packument of lodash", "/lodash"), ("packument of webpack", "/webpack"), ("packument of typescript", "/typescript"),
           ("archive of lodash", "/lodash/-/lodash-4.17.21.tgz"), ("lodash, unchanged (304)", "/lodash")]
PROJECT = ["express", "webpack", "jest", "typescript", "axios", "eslint", "rollup", "mocha"]


def registry():
    told = subprocess.run(["npm", "config", "get", "registry"], capture_output=True, text=True, check=True)
    return told.stdout.strip()


def get(port, path, headers=ASKS):
    asked = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers=headers)
    with urllib.request.urlopen(asked, timeout=120) as answer:
        return answer.read(), dict(answer.headers)


def wait_for(port):
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            get(port, "/-/ping")
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
    sys.exit(f"nothing answers on port {port}")


def family(pid):
    """The process and all below it."""
    found, below = [pid], {}
    for entry in pathlib.Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                below.setdefault(int((entry / "stat").read_text().rpartition(")")[2].split()[1]), []).append(int(entry.name))
            except OSError:
                pass
    for one in found:
        found += below.get(one, [])
    return found


def cpu_seconds(pid):
    ticks = 0
    for one in family(pid):
        fields = pathlib.Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def resident(pid, which):
    for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(which):
            return int(line.split()[1]) // 1024
    return 0


def start_cordon(folder):
    return subprocess.Popen([CORDON, "gate", "--listen", f"127.0.0.1:{PORTS['cordon']}", "--folder", folder / "gate", "--no-knowledge"],
                            stdout=subprocess.DEVNULL, stderr=open(folder / "gate.log", "w"))


def start_nginx(folder):
    """Files that hold what the gate answered."""
    program = shutil.which("nginx")
    if program is None:
        return None
    root = folder / "files"
    for _, path in OBJECTS:
        body, _ = get(PORTS["cordon"], path)
        place = root / path[1:]
        if path.endswith(".tgz"):
            place = root / "archives" / pathlib.PurePath(path).name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(body)
        else:
            place.parent.mkdir(parents=True, exist_ok=True)
            place.with_name(place.name + ".gz").write_bytes(body)
            place.write_bytes(gzip.decompress(body))
    (folder / "nginx.conf").write_text(f"""
daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/nginx.error;
events {{ worker_connections 1024; }}
http {{ access_log {folder}/nginx.access; default_type application/json; sendfile on; tcp_nopush on; keepalive_requests 1000000;
client_body_temp_path {folder}/nb; proxy_temp_path {folder}/np; fastcgi_temp_path {folder}/nf; uwsgi_temp_path {folder}/nu; scgi_temp_path {folder}/ns;
server {{ listen 127.0.0.1:{PORTS['nginx']}; root {root}; gzip_static on;
  location /lodash/-/ {{ alias {root}/archives/; }} }} }}
""")
    subprocess.run(["chmod", "-R", "a+rX", folder], check=True)
    return subprocess.Popen([program, "-c", folder / "nginx.conf", "-p", folder], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def start_verdaccio(folder):
    program = find("verdaccio")
    if program is None:
        return None
    (folder / "verdaccio.yaml").write_text(f"""
storage: {folder}/verdaccio
uplinks: {{ up: {{ url: "{registry()}", maxage: 60m }} }}
packages: {{ "**": {{ access: $all, proxy: up }} }}
log: {{ type: stdout, format: json, level: warn }}
listen: 127.0.0.1:{PORTS['verdaccio']}
""")
    return subprocess.Popen([program, "--config", folder / "verdaccio.yaml"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def load(port, path, headers, requests, rate=0, log=None):
    """(requests a second, all good) of h2load."""
    command = ["h2load", "--h1", "-n", str(requests), "-c", str(CONNECTIONS), "-t", "1"]
    for name, value in headers.items():
        command += ["-H", f"{name}: {value}"]
    if rate:
        command += ["--rps", str(max(1, rate // CONNECTIONS))]
    if log:
        log.unlink(missing_ok=True)
        command += ["--log-file", str(log)]
    said = subprocess.run([*command, f"http://127.0.0.1:{port}{path}"], capture_output=True, text=True, check=True).stdout
    speed = next(line for line in said.splitlines() if line.startswith("finished in"))
    statuses = next(line for line in said.splitlines() if line.startswith("status codes"))
    good = sum(int(part.split()[0]) for part in statuses.partition(":")[2].split(",")[:2])
    return float(speed.split(",")[1].split()[0]), good == requests


def percentile(log):
    times = sorted(int(line.split("\t")[2]) for line in log.read_text().splitlines() if line)
    return times[int(len(times) * 0.99)] / 1000


def measure(server, process, folder, requests):
    rows = {}
    for title, path in OBJECTS:
        headers = dict(ASKS)
        first, answer = get(PORTS[server], path)
        if "304" in title:
            headers["If-None-Match"] = answer.get("ETag") or answer.get("etag")
        count = max(200, requests // 50) if server == "verdaccio" else requests
        if "typescript" in title:
            count = max(100, count // 10)
        load(PORTS[server], path, headers, max(32, count // 20))
        before = cpu_seconds(process.pid)
        speed, good = load(PORTS[server], path, headers, count)
        cost = (cpu_seconds(process.pid) - before) / count * 1e6
        log = folder / "h2load.log"
        half = int(speed / 2)
        load(PORTS[server], path, headers, min(count, max(200, half * 4)), half, log)
        rows[title] = (cost, speed, percentile(log), len(first), good)
    return rows


def tell(results, process):
    print(f"| object | bytes | {' | '.join(f'{name}: CPU µs, req/s, p99 ms' for name in results)} | CPU cordon/nginx | verdaccio/cordon |")
    print("|---|---|" + "---|" * (len(results) + 2))
    for title, _ in OBJECTS:
        cells = [f"{cost:.0f}, {speed:.0f}, {p99:.2f}{'' if good else ' (errors)'}" for cost, speed, p99, _, good in
                 (results[name][title] for name in results)]
        cost = {name: results[name][title][0] for name in results}
        ratio = [f"{cost['cordon'] / cost['nginx']:.2f}" if cost.get("nginx") else "-",
                 f"{cost['verdaccio'] / cost['cordon']:.0f}" if cost.get("verdaccio") and cost["cordon"] else "-"]
        print(f"| {title} | {results['cordon'][title][3]} | {' | '.join(cells)} | {' | '.join(ratio)} |", flush=True)
    print(f"\nresident set of the gate afterwards: {resident(process.pid, 'VmRSS')} MiB, at most {resident(process.pid, 'VmHWM')} MiB")


def install(folder, pairs):
    """npm ci with and without the gate, taking turns."""
    project = folder / "project"
    project.mkdir()
    subprocess.run(["npm", "init", "-y"], cwd=project, capture_output=True, check=True)
    quiet = ["--no-audit", "--no-fund", "--ignore-scripts", "--loglevel", "error"]
    subprocess.run(["npm", "install", *quiet, "--package-lock-only", *PROJECT], cwd=project, check=True, stdout=subprocess.DEVNULL)
    count = (project / "package-lock.json").read_text().count('"integrity"')

    def once(through_gate):
        shutil.rmtree(project / "node_modules", ignore_errors=True)
        cache = folder / "npm-cache"
        shutil.rmtree(cache, ignore_errors=True)
        more = ["--registry", f"http://127.0.0.1:{PORTS['cordon']}/"] if through_gate else []
        begun = time.monotonic()
        subprocess.run(["npm", "ci", *quiet, "--cache", str(cache), *more], cwd=project, check=True, stdout=subprocess.DEVNULL)
        return time.monotonic() - begun

    once(True)  # the gate looks into everything once
    times = {True: [], False: []}
    for number in range(2 * pairs):
        times[number % 2 == 0].append(once(number % 2 == 0))
    gate, direct = statistics.median(times[True]), statistics.median(times[False])
    print(f"\nnpm ci of {count} packages, empty cache, {pairs} pairs: median {gate:.2f} s through the gate, {direct:.2f} s without, "
          f"ratio {gate / direct:.3f}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--requests", type=int, default=20_000)
    parser.add_argument("--install", type=int, default=0, metavar="N")
    options = parser.parse_args()
    if shutil.which("h2load") is None:
        sys.exit("h2load is not there: ./dev setup bench")
    with tempfile.TemporaryDirectory(prefix="cordon-bench-") as name:
        folder, running = pathlib.Path(name), []
        os.chmod(folder, 0o755)
        try:
            cordon = start_cordon(folder)
            running.append(cordon)
            wait_for(PORTS["cordon"])
            results = {}
            for _, path in OBJECTS:
                get(PORTS["cordon"], path)
            for server, start in (("cordon", lambda _: cordon), ("nginx", start_nginx), ("verdaccio", start_verdaccio)):
                process = start(folder)
                if process is None:
                    print(f"{server} is not there: not measured", file=sys.stderr)
                    continue
                running.append(process)
                wait_for(PORTS[server])
                results[server] = measure(server, process, folder, options.requests)
            tell(results, cordon)
            if options.install:
                install(folder, options.install)
                print(f"resident set of the gate afterwards: {resident(cordon.pid, 'VmRSS')} MiB")
        finally:
            for process in running:
                process.send_signal(signal.SIGTERM)
            for process in running:
                process.wait(20)


if __name__ == "__main__":
    main()
