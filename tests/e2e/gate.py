#!/usr/bin/env python3
"""`cordon gate` from outside: real npm through it, as a user without rights, from a registry of inert packages on loopback: what
is too young, a phantom dependency and its twin, other bytes than were promised, pages in the place of documents, private names,
publishing, waivers, `exec`, `explain`, and what it says when it cannot start.
Ends with the line `N passed, N failed, N skipped`."""
import concurrent.futures
import gzip
import json
import pathlib
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tools"))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from common import Tally  # noqa: E402
from source_server_writers import make_certificates  # noqa: E402
from gate_world_writers import CORDON, DAY, DROPPER, HOUR, Gate, Registry, World  # noqa: E402


def registry():
    out = Registry()
    out.publish("steady", "1.0.0", 90 * DAY, {"index.js": "module.exports = 1;\n"})
    out.publish("steady", "1.1.0", HOUR, {"index.js": "module.exports = 2;\n"})
    for name, code in (("carrier", "module.exports = 1;\n"), ("honest-carrier", "module.exports = require('stowaway');\n")):
        out.publish(name, "1.0.0", 60 * DAY, {"index.js": "module.exports = 1;\n"})
        out.publish(name, "1.0.1", 10 * HOUR, {"index.js": code}, dependencies={"stowaway": "^1.0.0"})
    out.publish("stowaway", "1.0.0", 12 * HOUR, {"index.js": "module.exports = 3;\n", "setup.js": "console.log('thank you');\n"},
                scripts={"postinstall": "node setup.js"})
    out.publish("dropper", "1.0.0", 30 * DAY, {"index.js": "", "setup.js": DROPPER}, scripts={"postinstall": "node setup.js"})
    out.publish("@acme/secret", "1.0.0", 90 * DAY, {"index.js": ""})
    return out


def get(url, **headers):
    """(status, headers, body) of a request."""
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=30) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read()


def ages(world):
    source = registry()
    with Gate(world, "--no-knowledge", registry=source) as gate:
        project = world.project({"steady": "^1.0.0"})
        done = world.npm(project, gate.url, "install")
        lock = json.loads((project / "package-lock.json").read_text()) if done.returncode == 0 else {}
        entry = lock.get("packages", {}).get("node_modules/steady", {})
        world.check("a range takes the release that is old enough", entry.get("version") == "1.0.0", done.stdout + done.stderr)
        world.check("the lockfile does not know the gate", gate.url not in json.dumps(lock), lock)
        pinned = world.npm(world.project({"steady": "1.1.0"}), gate.url, "install")
        world.check("a pin is told why", pinned.returncode != 0 and "minimum-age" in pinned.stderr and "gate explain" in pinned.stderr,
                    pinned.stderr)
        world.check("the archive of what is held was not asked for", not source.was_asked("steady-1.1.0.tgz"), source.asked)
        status, _, body = get(gate.url + "steady/-/steady-1.1.0.tgz")
        world.check("nor is it handed out", status == 403 and b"minimum-age" in body, body)
        waived = gate.cordon("waive", "steady@1.1.0", "--rule", "minimum-age", "--owner", "kim", "--reason", "a test", "--expires", "2999-01-01")
        world.check("a waiver is written down", waived.returncode == 0 and "steady@1.1.0" in waived.stdout, waived.stderr)
        for _ in range(100):
            if get(gate.url + "steady/-/steady-1.1.0.tgz")[0] == 200:
                break
            time.sleep(0.1)
        done = world.npm(world.project({"steady": "1.1.0"}), gate.url, "install")
        world.check("and heeded by the running gate", done.returncode == 0, done.stderr)
        told = gate.cordon("explain", "steady@1.1.0")
        world.check("explain says what was decided", told.returncode == 0 and "held" in told.stdout and "minimum-age" in told.stdout, told.stdout)
        told = gate.cordon("explain", "--format", "json")
        world.check("explain as JSON", any(one["name"] == "steady" for one in json.loads(told.stdout)["decisions"]), told.stdout)
        world.check("it ends when it is told to", gate.stop() == 0, gate.text())


def phantom(world):
    source = registry()
    with Gate(world, "--no-knowledge", "--minimum-age", "0h", registry=source) as gate:
        done = world.npm(world.project({"carrier": "1.0.1"}), gate.url, "install")
        world.check("a phantom dependency is held", done.returncode != 0 and "phantom-dependency" in done.stderr, done.stdout + done.stderr)
        done = world.npm(world.project({"carrier": "^1.0.0"}), gate.url, "install")
        world.check("and then the release before it is taken", done.returncode == 0, done.stderr)
        done = world.npm(world.project({"honest-carrier": "1.0.1"}), gate.url, "install")
        world.check("its twin that imports the dependency passes", done.returncode == 0, done.stderr)
        done = world.npm(world.project({"dropper": "1.0.0"}), gate.url, "install")
        world.check("what fetches and runs is held", done.returncode != 0 and "download-and-run" in done.stderr, done.stderr)
    with Gate(world, "--no-knowledge", "--minimum-age", "0h", "--observe", registry=source) as gate:
        done = world.npm(world.project({"carrier": "1.0.1"}), gate.url, "install")
        world.check("in observe mode it passes", done.returncode == 0, done.stderr)
        told = gate.cordon("explain", "carrier")
        world.check("and what would have held it is written down", "phantom-dependency" in told.stdout, told.stdout)
    with Gate(world, "--no-knowledge", "--observe", registry=source) as gate:
        get(gate.url + "steady")
        told = gate.cordon("explain", "steady").stdout
        world.check("nor is anything said to be withheld", "passed  steady@1.1.0  (left in the list" in told and "withheld" not in told, told)


def lies(world):
    source = registry()
    source.publish("short", "1.0.0", 90 * DAY, {"index.js": "x" * 5000})
    source.faults = {"steady/-/steady-1.0.0.tgz": "lies", "page": "page", "broken": 500, "denied": 403, "moved": "elsewhere",
                     "short/-/short-1.0.0.tgz": "short"}
    source.packages.update({name: source.packages["steady"] for name in ("page", "broken", "denied", "moved")})
    with Gate(world, "--no-knowledge", registry=source) as gate:
        world.check("other bytes than promised", get(gate.url + "steady/-/steady-1.0.0.tgz")[0] == 502)
        source.faults.pop("steady/-/steady-1.0.0.tgz")
        world.check("and the right ones afterwards", get(gate.url + "steady/-/steady-1.0.0.tgz")[0] == 200)
        world.check("an archive that breaks off", get(gate.url + "short/-/short-1.0.0.tgz")[0] in (502, 503))
        world.check("a page in the place of a document", get(gate.url + "page")[0] == 502)
        status, headers, _ = get(gate.url + "broken")
        world.check("a registry that fails may be asked again", status == 503 and headers.get("Retry-After"), status)
        world.check("one that refuses is final", get(gate.url + "denied")[0] == 403)
        world.check("no redirect to another host is followed", get(gate.url + "moved")[0] == 502)
        world.check("what nobody has", get(gate.url + "nobody-has-this")[0] == 404)


def outward(world):
    source = registry()
    settings = "private:\n  scopes: [\"@acme\"]\n  names: [acme-tools]\n"
    with Gate(world, "--no-knowledge", registry=source, settings=settings) as gate:
        for name in ("@acme%2fsecret", "acme-tools"):
            status, _, body = get(gate.url + name)
            world.check(f"{name} is not asked of a public registry", status == 403, body)
        world.check("nor heard of there", not source.was_asked("acme"), source.asked)
        body = gzip.compress(json.dumps({"steady": ["1.0.0"], "@acme/secret": ["1.0.0"], "acme-tools": ["2.0.0"]}).encode())
        request = urllib.request.Request(gate.url + "-/npm/v1/security/advisories/bulk", data=body,
                                         headers={"Content-Type": "application/json", "Content-Encoding": "gzip"})
        with urllib.request.urlopen(request, timeout=30) as answer:
            answer.read()
        world.check("an audit passes without private names", [json.loads(each) for each in source.bodies] == [{"steady": ["1.0.0"]}], source.bodies)
        audited = json.loads(gate.cordon("explain", "acme-tools", "--format", "json").stdout)["audited"]
        world.check("but what the client has is kept", [(each["version"], each["address"]) for each in audited] == [("2.0.0", "127.0.0.1")], audited)
        for method, path in (("PUT", "steady"), ("PUT", "-/user/org.couchdb.user:kim"), ("DELETE", "steady/-rev/1"), ("POST", "-/npm/v1/tokens")):
            asked = len(source.asked)
            try:
                urllib.request.urlopen(urllib.request.Request(gate.url + path, data=b"{}", method=method), timeout=30)
                status = 200
            except urllib.error.HTTPError as error:
                status = error.code
            world.check(f"{method} {path} does not pass", status == 403 and len(source.asked) == asked, status)
        for path in ("../steady", "steady/../../etc/passwd", "%2e%2e/x", "steady%00", "@a%2f..%2fb", "steady%252f"):
            with socket.create_connection(("127.0.0.1", int(gate.url.split(":")[-1].strip("/"))), timeout=10) as raw:
                raw.sendall(f"GET /{path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
                status = raw.recv(100).split()[1]
            world.check(f"no way out: {path}", status in (b"400", b"404"), status)


def exec_runs(world):
    source = registry()
    def run(folder, *words, options=("--upstream", source.url), **more):
        environment = {**world.environment, "npm_config_cache": str(folder / "cache"), **more}
        return subprocess.run([str(world.program), "gate", "exec", "--no-knowledge", "--folder", str(folder / "gate"), *options, "--", *words],
                              cwd=folder, env=environment, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL, timeout=120,
                              **world.as_nobody)
    project = world.project({"steady": "^1.0.0"})
    done = run(project, "npm", "install", "--ignore-scripts")
    lock = (project / "package-lock.json").read_text() if (project / "package-lock.json").exists() else ""
    world.check("exec: npm installs", done.returncode == 0 and '"1.0.0"' in lock, done.stderr)
    world.check("exec: no address of a gate in the lockfile", "127.0.0.1:" not in lock.replace(source.url, ""), lock)
    told = subprocess.run([str(world.program), "gate", "explain", "steady@1.1.0", "--folder", str(project / "gate")], env=world.environment,
                          capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL, timeout=60, **world.as_nobody)
    world.check("exec: explain says why npm took an older one", "minimum-age" in told.stdout and "held" in told.stdout, told.stdout + told.stderr)
    world.check("exec: the command's own exit code", run(project, "sh", "-c", "exit 7").returncode == 7)
    world.check("exec: a command that is not there", run(project, "no-such-command").returncode == 127)
    done = run(world.project({"steady": "1.1.0"}), "npm", "install", "--ignore-scripts")
    world.check("exec: what is held fails the command", done.returncode != 0 and "minimum-age" in done.stderr, done.stderr)
    at_once(world, run)
    whose_registry(world, source, run)


def at_once(world, run):
    """Two commands whose gates have one folder: one after the other; one within the other: not at all."""
    project = world.project({"steady": "^1.0.0"})
    cordon = str(world.program)
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        first = pool.submit(run, project, "sh", "-c", "touch begun; while ! [ -e waits ]; do sleep 0.05; done; sleep 0.3; touch ended")
        while not (project / "begun").exists() and not first.done():
            time.sleep(0.05)
        second = subprocess.Popen([cordon, "gate", "exec", "--no-knowledge", "--folder", str(project / "gate"), "--", "test", "-e", "ended"],
                                  cwd=project, env=world.environment, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
                                  **world.as_nobody)
        told = second.stderr.readline()
        (project / "waits").touch()
        rest = second.communicate(timeout=60)[1]
        world.check("exec: a second one says that it waits", "waiting for another gate (process " in told and "--folder" in told, told)
        world.check("exec: and runs when the first has ended", second.returncode == 0 and first.result().returncode == 0, told + rest)
    done = run(project, cordon, "gate", "exec", "--no-knowledge", "--folder", str(project / "gate"), "--", "true")
    world.check("exec: one within another does not wait for ever", done.returncode == 2 and "behind a gate already" in done.stderr, done.stderr)


def whose_registry(world, source, run):
    """The registry that a project names: asked where the organisation declares its host, else the user's."""
    inner = Registry()
    inner.url = inner.url.replace("127.0.0.1", "localhost")
    inner.publish("inner-tools", "1.0.0", HOUR, {"index.js": ""})
    home = world.folder / f"home-{world.next()}"
    (home / "cordon").mkdir(parents=True)
    (home / ".npmrc").write_text(f"registry={source.url}\n")
    for declared in (True, False):
        (home / "cordon" / "cordon.yaml").write_text("private:\n  hosts: [localhost]\n" if declared else "private: {}\n")
        project = world.project({"inner-tools": "^1.0.0"})
        (project / ".npmrc").write_text(f"registry={inner.url}\n")
        done = run(project, "npm", "install", "--ignore-scripts", options=(), HOME=str(home), XDG_CONFIG_HOME=str(home))
        world.check(f"exec: a project's registry that is {'' if declared else 'not '}declared is {'' if declared else 'not '}asked",
                    (done.returncode == 0) == declared and bool(source.was_asked("inner-tools")) != declared, done.stdout + done.stderr)


def mistakes(world):
    source = registry()
    def refuses(name, words, *options, settings=None):
        gate = Gate(world, *options, registry=source, settings=settings)
        try:
            with gate:
                world.check(name, False, "it started")
        except RuntimeError as error:
            world.check(name, all(word in str(error) for word in words) and gate.process.returncode == 2, error)
    stray = Gate(world, registry=source)
    done = stray.cordon("explain", "steady")
    world.check("explain where no gate was", done.returncode == 2 and "--folder" in done.stderr, done.stderr)
    refuses("an unknown key", ["unknown key", "minimum_age"], settings="gate:\n  minimum_ages: 3d\n")
    refuses("an age that is none", ["--minimum-age"], "--minimum-age", "soon")
    refuses("a certificate that is not there", ["missing.pem"], settings="gate:\n  certificate: /tmp/missing.pem\n  key: /tmp/missing.key\n")
    with Gate(world, "--no-knowledge", registry=source) as first:
        port = first.url.split(":")[-1].strip("/")
        second = Gate(world, "--no-knowledge", registry=source)
        second.words[2] = "127.0.0.1:" + port
        try:
            with second:
                world.check("a port in use", False, "it started")
        except RuntimeError as error:
            world.check("a port in use", "in use" in str(error), error)
        third = Gate(world, "--no-knowledge", registry=source)
        third.words[4] = str(first.folder)
        try:
            with third:
                world.check("a folder in use", False, "it started")
        except RuntimeError as error:
            world.check("a folder in use", "--folder" in str(error), error)


def certificates(world):
    """HTTPS, and another certificate while it runs."""
    source, folder = registry(), world.folder / "tls"
    folder.mkdir()
    authority, certificate = make_certificates(folder, ["127.0.0.1"])
    chain = folder / "gate.pem"
    chain.write_text((folder / "server.crt").read_text())
    for path in (folder, chain, folder / "server.key"):
        path.chmod(0o755)
    settings = f"gate:\n  certificate: {chain}\n  key: {folder / 'server.key'}\n"
    with Gate(world, "--no-knowledge", registry=source, settings=settings) as gate:
        context = ssl.create_default_context(cafile=str(authority))
        with urllib.request.urlopen(gate.url + "steady", context=context, timeout=30) as answer:
            world.check("a document over HTTPS, with addresses over HTTPS", b"https://127.0.0.1:" in answer.read())
        for text, said in (("no certificate\n", "stays as it was"), ((folder / "server.crt").read_text(), "taken anew")):
            chain.write_text(text)
            gate.process.send_signal(signal.SIGHUP)
            for _ in range(100):
                if said in gate.text():
                    break
                time.sleep(0.05)
            world.check(f"SIGHUP: the certificate {said}", said in gate.text(), gate.text())
        with urllib.request.urlopen(gate.url + "steady", context=context, timeout=30) as answer:
            world.check("and goes on serving", answer.status == 200)


def knowledge(world):
    """Packs that change while the gate runs."""
    source = registry()
    pack = world.folder / f"pack-{world.next()}.yaml"
    head = (
        "schema: cordon.incident/1\nid: test-2026\ntitle: A test\ndate: 2026-03-31\nupdated: 2026-04-01\nconfidence: high\n"
        "summary: Nothing happened.\nsources: [\"https://example.invalid/report\"]\nrecovery:\n  - Do nothing.\npackages:\n"
    )
    pack.write_text(head + '  - {ecosystem: npm, name: another, versions: ["1.0.0"]}\n')
    pack.chmod(0o644)
    with Gate(world, "--pack", str(pack), registry=source) as gate:
        world.check("without advisories it says so", "no advisories are loaded" in gate.text(), gate.text())
        world.check("a release that nobody speaks ill of", get(gate.url + "steady/-/steady-1.0.0.tgz")[0] == 200)
        for text, said, status in (
            ("no pack\n", "of before stay", 200),
            (head + '  - {ecosystem: npm, name: steady, versions: ["1.0.0"]}\n', "taken anew", 403),
        ):
            pack.write_text(text)
            gate.process.send_signal(signal.SIGHUP)
            for _ in range(200):
                if said in gate.text():
                    break
                time.sleep(0.05)
            world.check(f"SIGHUP: packs {said}", said in gate.text(), gate.text())
            world.check(f"then {status}", get(gate.url + "steady/-/steady-1.0.0.tgz")[0] == status)


def witnesses(world):
    """What the gate tells afterwards: events, which other verbs read, and metrics."""
    source = registry()
    source.publish("axios", "1.14.1", 90 * DAY, {"index.js": "module.exports = 1;"})  # a bad release by its name alone
    with Gate(world, "--no-knowledge", registry=source) as gate:
        for path in ("axios/-/axios-1.14.1.tgz", "steady/-/steady-1.1.0.tgz"):
            get(gate.url + path)
        status, headers, body = get(gate.url + "-/cordon/metrics")
        world.check("metrics for Prometheus", status == 200 and "version=0.0.4" in str(headers) and
                    b'cordon_gate_requests_total{route="tarball",status="200"} 1\n' in body and
                    b'cordon_gate_held_total{rule="minimum-age"} 1\n' in body, body.decode())
        gate.stop()
        events = gate.folder / "events.ndjson"
        told = world.cordon("events", str(events), "--package", "steady@1.1.0")
        world.check("events say who asked and what was decided", "minimum-age" in told.stdout and "403" in told.stdout, told.stdout + told.stderr)
        found = world.cordon("hunt", "--events", str(events), str(world.project({})))
        world.check("hunt finds who fetched a bad release, afterwards", found.returncode == 1 and "axios 1.14.1: fetched" in found.stdout,
                    found.stdout + found.stderr)
    young = Registry()
    young.publish("axios", "1.14.1", HOUR, {"index.js": "module.exports = 1;"})
    with Gate(world, "--no-knowledge", registry=young) as gate:
        status, _, body = get(gate.url + "axios/-/axios-1.14.1.tgz")
        world.check("a gate that waits hands it to nobody", status == 403 and b"minimum-age" in body, body)
        gate.stop()
        found = world.cordon("hunt", "--events", str(gate.folder / "events.ndjson"), str(world.project({})))
        world.check("and then nobody fetched it", found.returncode == 0, found.stdout + found.stderr)


def main():
    tally = Tally()
    if not CORDON.is_file():
        print("build/release/cordon is not there")
        return 77
    if not shutil.which("npm"):
        print("npm is not there")
        return 77
    with tempfile.TemporaryDirectory() as folder:
        world = World(tally, pathlib.Path(folder))
        for part in (ages, phantom, lies, outward, witnesses, certificates, knowledge, exec_runs, mistakes):
            part(world)
    return tally.finish()


if __name__ == "__main__":
    sys.exit(main())
