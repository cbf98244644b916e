#!/usr/bin/env python3
"""The kernel sensor from end to end: processes that are really started, files really touched and connections really made
on loopback, inside scripts of a client that is only called so and of the real npm; what the sensor said is held against
what was done. Needs root, and a kernel that loads the programs; else exit code 77. Runs alone: others would be seen.
Ends with `N passed, N failed, N skipped`."""
import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tools"))
import common  # noqa: E402
from common import Tally  # noqa: E402

BUILD = ROOT / "build" / "release"
MINER = b'{"id": 1, "method": "mining.subscribe", "params": []}\n'


class Refused(Exception):
    """This machine lets nobody load the programs."""


class Watch:
    """The sensor, around what happens in a `with`. Afterwards: events, counts by kind, losses by reason, lost, notes."""

    def __init__(self, *options):
        self.options, self.events, self.counts, self.losses, self.lost, self.notes = options, [], {}, {}, 0, []

    def __enter__(self):
        self.process = subprocess.Popen([BUILD / "watch_events", *map(str, self.options)], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for line in self.process.stderr:
            self.notes.append(line.strip())
            if line.startswith("ready"):
                break
        else:
            if self.process.wait() == 77:
                raise Refused(self.notes[-1])
            raise RuntimeError(f"the sensor ended: {self.notes}")
        self.lines = []
        self.reader = threading.Thread(target=lambda: self.lines.extend(self.process.stdout))
        self.reader.start()
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.reader.join()
        for line in self.process.stderr:
            self.notes.append(line.strip())
            words = line.split()
            if words[0] == "count":
                self.counts[words[1]] = int(words[2])
            elif words[0] == "loss":
                self.losses[" ".join(words[2:])] = self.losses.get(" ".join(words[2:]), 0) + int(words[1])
            elif words[0] == "lost":
                self.lost = int(words[1])
        self.process.wait()
        self.events = [json.loads(line) for line in self.lines]

    def of(self, kind, **fields):
        return [event for event in self.events if event["kind"] == kind and
                all(event["payload"].get(name) == value for name, value in fields.items())]


class Case:
    def __init__(self, tally, folder):
        self.tally, self.folder = tally, folder

    def check(self, name, good, why=""):
        self.tally.ok() if good else self.tally.fail(name, str(why)[:2000])

    def client(self, script, name="evil", version="4.2.1", event="postinstall", folder=None, client="npm-cli.js", options=(),
               environment=None, lifecycle_script="x"):
        """Runs a shell script as npm would: started by a program called npm-cli.js, with npm's variables, in the folder
        of the package."""
        home = folder or self.folder / "project" / "node_modules" / name
        home.mkdir(parents=True, exist_ok=True)
        (home / "package.json").write_text(json.dumps({"name": name, "version": version}))
        client = self.folder / client
        client.write_text(
            f'cd "$1"\nnpm_package_name={name} npm_package_version={version} npm_lifecycle_event={event} '
            f'npm_package_json="$1/package.json" npm_package_integrity=sha512-AAAA npm_lifecycle_script={lifecycle_script} '
            'INIT_CWD=/ bash -c "$2"\nexit $?\n')
        return subprocess.run(["/bin/sh", *options, client, home, script], check=False, capture_output=True, text=True,
                              stdin=subprocess.DEVNULL, env=os.environ | (environment or {}))


def purls(events):
    return {event.get("package", {}).get("purl") for event in events}


def escapes(case):
    """Fifteen programs, each after one more attempt to get away from the script it belongs to."""
    marks = [f"{number:02}" for number in range(15)]
    attempts = [
        "{}", "setsid {}", "env -i {}", "cd / && {}", "(cd /; {} &) & wait", "setsid env -i {}",
        "(setsid sh -c '{} &' &)", "env -i setsid sh -c 'cd /; {}'", "nohup {} >/dev/null 2>&1", "bash -c 'exec -a npm {}'",
        "(((({} &)&)&)&)", "env npm_package_name=lodash npm_lifecycle_event=install {}", "sh -c 'sh -c \"exec {}\"'",
        "(sleep 0.3; {}) & ", "setsid sh -c '(sleep 0.4; exec env -i {}) & exit'"]
    script = "\n".join(attempt.format(f"/bin/echo mark-{mark}") for mark, attempt in zip(marks, attempts))
    with Watch() as watch:
        case.client(script)
        time.sleep(1)
    for mark, attempt in zip(marks, attempts):
        found = [event for event in watch.of("exec") if event["payload"]["arguments"][-1:] == [f"mark-{mark}"]
                 and event["payload"]["path"].endswith("echo")]
        case.check(f"escape {attempt}", len(found) == 1 and purls(found) == {"pkg:npm/evil@4.2.1"}, found)
    case.check("nothing was lost", watch.lost == 0, watch.lost)
    orphans = [event for event in watch.of("exec") if event["payload"]["arguments"][-1:] == ["mark-14"]]
    seen = {event["actor"]["pid"] for event in watch.events}
    case.check("one lost its parent", orphans and all(event["actor"]["parent_pid"] not in seen for event in orphans), orphans)


def first_and_inherited(case):
    with Watch() as watch:
        case.client("/bin/true; exit 3")
    package = {event["package"]["confidence"]: event for event in watch.of("exec") if "package" in event}
    case.check("the client itself has no package", any("package" not in event for event in watch.of("exec")))
    case.check("what the client started is exact", package["exact"]["payload"]["path"].endswith(("sh", "dash", "bash")))
    case.check("what that started is inherited", package["inherited"]["payload"]["path"].endswith("/true"), package)
    said = package["exact"]["package"]
    case.check("folder, phase, project and integrity", said["phase"] == "postinstall" and said["integrity"] == "sha512-AAAA"
               and said["install_path"].endswith("/node_modules/evil") and said["project"].endswith("/project"), said)
    case.check("the exit code", any(event["payload"]["code"] == 3 for event in watch.of("exit")), watch.of("exit"))


def client_names(case):
    for name, options, known in (("npm", ("-u",), True), ("pnpm.cjs", (), True), ("yarn-4.1.0.cjs", ("-f", "-u"), True),
                                 ("yarn-plugin.js", (), False), ("npm-check", (), False)):
        with Watch() as watch:
            case.client("/bin/true", client=name, options=options)
        found = [event for event in watch.of("exec") if event["payload"]["path"].endswith("/true")]
        case.check(f"{name} is {'a' if known else 'no'} client", purls(found) == ({"pkg:npm/evil@4.2.1"} if known else set()), found)


def survivor(case):
    with Watch() as watch:
        case.client("setsid sh -c 'echo $$ > pid; sleep 1.5' >/dev/null 2>&1 & sleep 0.2")
        time.sleep(2)
    pid = int((case.folder / "project/node_modules/evil/pid").read_text())
    left = [event["payload"]["left_running"] for event in watch.of("exit") if event["payload"]["left_running"]]
    case.check("the survivor is told when its script ends", len(left) == 1 and pid in left[0], (pid, left))


def usage(case):
    with Watch() as watch:
        case.client("sh -c 'while :; do :; done' & echo $!; sleep 11; kill $!")
    busy = [event for event in watch.of("usage") if event["payload"]["cpu_ns"] > 10**9]
    case.check("what computes is told while it does", len(busy) >= 1 and purls(watch.of("usage")) == {"pkg:npm/evil@4.2.1"}, watch.of("usage"))
    case.check("how long it has run", all(4e9 < event["payload"]["elapsed_ns"] < 30e9 for event in busy), busy)
    ended = [event["payload"] for event in watch.of("exit") if event["payload"]["signal"] == 15]
    case.check("by which signal it ended, and its time", len(ended) == 1 and ended[0]["cpu_ns"] > 10**9, ended)


def deep(case):
    folder = case.folder / "project" / "node_modules" / "evil"
    below = "/".join(["d" * 20] * 120)
    with Watch() as watch:
        case.client(f"mkdir -p {below}; cd {below}; /bin/sleep 0.3; /bin/echo {'x' * 6000}")
    slept = [event["payload"]["directory"] for event in watch.of("exec") if event["payload"]["path"].endswith("/sleep")]
    case.check("a folder deeper than the walk", slept == [f"{folder}/{below}"], slept)
    echoed = [event["payload"]["arguments"][-1] for event in watch.of("exec") if event["payload"]["path"].endswith("/echo")]
    case.check("arguments are cut, and say so", len(echoed) == 1 and echoed[0].endswith("x…") and len(echoed[0]) < 4100, echoed)


def files(case):
    home = case.folder / "project" / "node_modules" / "evil"
    with Watch("--read-suffix", "/secret") as watch:
        (case.folder / "secret").write_text("decoy")
        case.client("echo a > made; echo b >> made; cat ../../../secret; mv made moved; chmod 751 moved; ln -s moved link;"
                    "cat link; rm moved; echo x > /dev/null; mkdir -p deep; cd deep; echo c > ../up; ln ../../../../secret hard")
        shared = pathlib.Path("/dev/shm") / f"sensor-{os.getpid()}"
        case.client(f"echo a > {shared}; rm {shared}; echo x > /dev/null")
    kept = [event["payload"]["operation"] for event in watch.of("file", path=str(shared))]
    case.check("what lands in shared memory", kept == ["create", "delete"], kept)
    # Whatever else runs on this machine inside a client is seen, too.
    own = [event for event in watch.of("file") if event["payload"]["path"].startswith(str(case.folder))]
    seen = [(event["payload"]["operation"], event["payload"]["path"], event["payload"].get("target"),
             event["payload"].get("mode")) for event in own]
    real = str(home.resolve())
    expected = [("create", real + "/made", None), ("write", real + "/made", None),
                ("read", str(case.folder.resolve() / "secret"), None), ("rename", real + "/made", real + "/moved"),
                ("chmod", real + "/moved", None), ("create", real + "/link", None), ("delete", real + "/moved", None),
                ("create", real + "/up", None), ("read", str(case.folder.resolve() / "secret"), None),
                ("create", real + "/deep/hard", None)]
    case.check("files, in their order and by their whole path", [entry[:3] for entry in seen] == expected, seen)
    case.check("the mode that was set", any(entry[3] == 0o751 for entry in seen if entry[0] == "chmod"), seen)
    case.check("files have the package", purls(own) == {"pkg:npm/evil@4.2.1"}, purls(own))


def helper_lost(case):
    for when in ("while it rests", "while it watches"):
        with Watch("--idle-ms", "200" if when == "while it rests" else "60000") as watch:
            time.sleep(1)
            helpers = subprocess.run(["pgrep", "-P", str(watch.process.pid)], check=True, capture_output=True, text=True)
            os.kill(int(helpers.stdout), signal.SIGKILL)
            # It has to take back what it attached before it is gone.
            state = pathlib.Path("/proc", helpers.stdout.strip(), "stat")
            for _ in range(100):
                if state.read_text().rsplit(")")[-1].split()[0] == "Z":
                    break
                time.sleep(0.1)
            time.sleep(0.5)
            case.client("/bin/true; echo x > made")
        case.check(f"killed {when}: the sensor goes on", watch.process.returncode == 0 and watch.of("exec"), watch.notes)
        case.check(f"killed {when}: files are told to be unseen", any("sensor:files" in note and "is gone" in note
                   for note in watch.notes), watch.notes)


def serve(family, address):
    server = socket.socket(family, socket.SOCK_STREAM)
    server.bind((address, 0))
    server.listen(8)
    return server, server.getsockname()[1]


def connections(case):
    server, port = serve(socket.AF_INET, "127.0.0.1")
    six, six_port = serve(socket.AF_INET6, "::1")
    talk = case.folder / "talk.py"
    talk.write_text(
        "import socket, sys\n"
        f"a = socket.create_connection(('127.0.0.1', {port})); print(a.getsockname()[1]); a.sendall({MINER!r})\n"
        f"b = socket.create_connection(('::1', {six_port})); b.sendall(b'GET / HTTP/1.1\\r\\n')\n"
        "c = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\n"
        "for _ in range(3): c.sendto(b'\\x12\\x34\\x01\\0\\0\\x01\\0\\0\\0\\0\\0\\0\\x01x\\0\\0\\x01\\0\\x01', ('127.0.0.1', 53))\n"
        "d = socket.socket(socket.AF_INET, socket.SOCK_STREAM)\n"
        "try: d.connect(('127.0.0.1', 1))\n"
        "except OSError: pass\n")
    with Watch() as watch:
        done = case.client(f"{sys.executable} {talk}")
        time.sleep(0.3)
    asked, sent = watch.of("connect", stage="asked"), watch.of("connect", stage="sent")
    case.check("each is asked for once", sorted((event["payload"]["protocol"], event["payload"]["address"],
               event["payload"]["port"]) for event in asked) == sorted([
                   ("tcp", "127.0.0.1", port), ("tcp", "::1", six_port), ("udp", "127.0.0.1", 53), ("tcp", "127.0.0.1", 1)]), asked)
    by_port = {event["payload"]["port"]: event["payload"] for event in sent}
    case.check("each is sent once", len(sent) == 4 and len(by_port) == 4, sent)
    case.check("a miner is told by its first bytes", by_port[port].get("application") == "stratum", by_port)
    case.check("HTTP over IPv6", by_port[six_port].get("application") == "http", by_port)
    case.check("a question to a name server", by_port[53].get("application") == "dns", by_port)
    case.check("its own port", by_port[port]["source_port"] == int(done.stdout.split()[0]), (done.stdout, by_port))
    case.check("connections have the package", purls(asked + sent) == {"pkg:npm/evil@4.2.1"}, purls(asked + sent))
    server.close()
    six.close()


def names(case):
    server, port = serve(socket.AF_INET, "127.0.0.1")
    resolver = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    resolver.bind(("127.87.65.43", 53))

    def answer():
        question, asker = resolver.recvfrom(512)
        record = b"\xc0\x0c\0\x01\0\x01\0\0\0\x3c\0\x04\x7f\0\0\x01"
        resolver.sendto(question[:2] + b"\x81\x80\0\x01\0\x01\0\0\0\0" + question[12:] + record, asker)

    thread = threading.Thread(target=answer, daemon=True)
    thread.start()
    talk = case.folder / "ask.py"
    talk.write_text("import socket\n"
                    "one = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\n"
                    "one.connect(('127.87.65.43', 53))\n"
                    "one.send(b'\\x12\\x34\\x01\\0\\0\\x01\\0\\0\\0\\0\\0\\0\\x04sink\\x07example\\0\\0\\x01\\0\\x01')\n"
                    "one.recv(512)\n"
                    f"socket.create_connection(('127.0.0.1', {port}))\n")
    with Watch() as watch:
        case.client(f"{sys.executable} {talk}")
    told = watch.of("dns", name="sink.example", type="A", response="NOERROR", answers=["127.0.0.1"])
    case.check("what a name server answered", len(told) == 1 and purls(told) == {"pkg:npm/evil@4.2.1"}, watch.of("dns"))
    asked = watch.of("connect", stage="asked", port=port)
    case.check("the name of an address", [event["payload"].get("name") for event in asked] == ["sink.example"], asked)
    server.close()
    resolver.close()


def uring(case):
    server, port = serve(socket.AF_INET, "127.0.0.1")
    with Watch() as watch:
        done = case.client(f"{BUILD}/uring_connect 127.0.0.1 {port} ring-made")
        time.sleep(0.2)
    if not done.stdout.startswith("connect"):
        case.tally.skip("io_uring", "this machine allows none")
        return
    asked = watch.of("connect", stage="asked", port=port)
    case.check("a connection through io_uring", purls(asked) == {"pkg:npm/evil@4.2.1"} and len(asked) == 1, asked)
    reasons = [event["payload"] for event in watch.of("loss")]
    case.check("a file through io_uring is counted", [loss["count"] for loss in reasons if "io_uring" in loss["reason"]] == [1],
               reasons)
    server.close()


def long_environment(case):
    with Watch() as watch:
        # What a package's manifest says in "config" and "engines" comes before what the client says of its own.
        long = {f"npm_package_config_{number}": "x" * 4_000 for number in range(20)}
        long |= {f"npm_package_engines_{number}": "" for number in range(20_000)} | {"npm_package_names": "lodash"}
        case.client("/bin/true", environment=long)
        case.client("/bin/true", name="longer", lifecycle_script="x" * 30_000)
    found = [event for event in watch.of("exec") if event["payload"]["path"].endswith("/true")]
    case.check("the package behind 800 kB of its own words", purls(found[:1]) == {"pkg:npm/evil@4.2.1"}, found)
    case.check("the package of a long script", purls(found[1:]) == {"pkg:npm/longer@4.2.1"}, found)
    case.check("what was cut is told, and only that", [note for note in watch.notes if "sensor:environments" in note] ==
               ["unread sensor:environments: 1 environments of scripts were not kept whole"], watch.notes)


def nested(case):
    inner = case.folder / "project" / "node_modules" / "lodash"
    inner.mkdir(parents=True)
    with Watch() as watch:
        case.client(f"cd {inner}; sh {case.folder}/npm-cli.js {inner} /bin/true")
    found = [event for event in watch.of("exec") if event["payload"]["path"].endswith("/true")]
    case.check("an install script answers for the client it starts", purls(found) == {"pkg:npm/evil@4.2.1"}, found)
    runs = {event["package"]["run_id"] for event in watch.of("exec") if "package" in event}
    case.check("the inner client is a run of its own", len(runs) == 2, runs)


def nested_deep(case):
    # Each level is a client for its name only, which starts the next from a script that has somebody else's name.
    home = case.folder / "project" / "node_modules" / "lodash"
    home.mkdir(parents=True)
    level = case.folder / "level.sh"
    level.write_text(
        '[ "$1" = 0 ] && { /bin/echo mark-deep; exit; }\n'
        f'npm_package_name=lodash npm_package_version=4.17.21 npm_lifecycle_event=postinstall npm_package_json={home}/package.json '
        f"bash -c 'exec -a npm bash {level} '$(($1 - 1))\nexit 0\n")
    with Watch() as watch:
        case.client(f"cd {home}; bash -c 'exec -a npm bash {level} 70'; exit 0")
    found = [event for event in watch.of("exec") if event["payload"]["arguments"][-1:] == ["mark-deep"]]
    case.check("seventy clients inside each other", len(found) == 1 and purls(found) == {"pkg:npm/evil@4.2.1"}, found)
    runs = {event["package"]["run_id"] for event in watch.of("exec") if "package" in event}
    case.check("each was a run of its own", len(runs) >= 70, len(runs))


def framed(case):
    home = case.folder / "project" / "node_modules" / "lodash"
    home.mkdir(parents=True)
    client = case.folder / "npm-cli.js"
    client.write_text(f"bash -c 'cd {home}; npm_package_name=lodash npm_package_version=4.17.21 npm_lifecycle_event=postinstall "
                      f"npm_package_json={home}/package.json exec bash -c \"/bin/echo mark-framed; exit 0\"'\nexit 0\n")
    with Watch() as watch:
        subprocess.run(["/bin/sh", client], check=True, stdin=subprocess.DEVNULL, capture_output=True)
    found = [event for event in watch.of("exec") if event["payload"]["arguments"][-1:] == ["mark-framed"]]
    case.check("a script cannot name a package later", len(found) == 1 and purls(found) == {"pkg:generic/unknown"}, found)


def real_npm(case):
    if not shutil.which("npm"):
        case.tally.skip("real npm", "npm is not here: ./dev setup e2e")
        return
    package, project = case.folder / "hook", case.folder / "app"
    package.mkdir()
    project.mkdir()
    (package / "package.json").write_text(json.dumps({"name": "hook", "version": "1.2.3", "scripts": {"postinstall": "node hook.js"}}))
    (package / "hook.js").write_text(
        "const {spawn} = require('child_process'), fs = require('fs');\n"
        "spawn('setsid', ['env', '-i', 'sh', '-c', 'cd /; sleep 1; /bin/echo far-away'], {detached: true, stdio: 'ignore'}).unref();\n"
        "fs.unlinkSync(__filename); fs.renameSync('package.json', 'gone.json');\n")
    (project / "package.json").write_text(json.dumps({"name": "app", "version": "1.0.0"}))
    environment = {"PATH": os.environ["PATH"], "HOME": str(case.folder), "npm_config_cache": str(case.folder / "cache")}
    subprocess.run(["npm", "pack", "--silent", "--pack-destination", case.folder], cwd=package, env=environment, check=True,
                   capture_output=True)
    with Watch() as watch:
        subprocess.run(["npm", "install", "--offline", "--no-audit", "--no-fund", case.folder / "hook-1.2.3.tgz"], cwd=project,
                       env=environment, check=True, capture_output=True)
        time.sleep(1.5)
    lock = json.loads((project / "package-lock.json").read_text())["packages"]["node_modules/hook"]
    scripts = [event for event in watch.of("exec") if "package" in event]
    case.check("every program of the script has its package", len(scripts) >= 6 and purls(scripts) == {"pkg:npm/hook@1.2.3"}, scripts)
    case.check("with the integrity of the lockfile", {event["package"].get("integrity") for event in scripts} == {lock["integrity"]}, scripts[:1])
    case.check("the one that got away, too", any(event["payload"]["arguments"][-1] == "far-away" for event in scripts), scripts)
    touched = {event["payload"]["operation"]: event["payload"]["path"] for event in watch.of("file")}
    home = str((project / "node_modules/hook").resolve())
    case.check("it removed itself and moved its manifest", touched.get("delete") == home + "/hook.js" and
               touched.get("rename") == home + "/package.json", touched)
    left = [event for event in watch.of("exit") if event["payload"]["left_running"]]
    case.check("it left somebody running", purls(left) == {"pkg:npm/hook@1.2.3"}, (left, watch.notes, watch.of("exit"), scripts))


def lockfiles(case):
    project = case.folder / "project"
    project.mkdir()
    lock = project / "package-lock.json"

    def write(**entry):
        lock.write_text(json.dumps({"lockfileVersion": 3, "packages": {"": {}, "node_modules/evil": entry}}))

    def said():
        with Watch() as watch:
            case.client("/bin/true")
        return next(event["package"] for event in watch.of("exec") if "package" in event)

    write(version="4.2.1", integrity="sha512-AAAA")
    agreed = said()
    case.check("a lockfile that agrees", agreed["confidence"] == "exact" and agreed["lockfile"] == str(lock), agreed)
    write(version="4.2.0", integrity="sha512-BBBB")
    other = said()
    case.check("a lockfile that does not", other["confidence"] == "path" and len(other["contradictions"]) == 2, other)


def locked_by_npm(case):
    if not shutil.which("npm"):
        case.tally.skip("npm ci", "npm is not here: ./dev setup e2e")
        return
    package, project = case.folder / "hook", case.folder / "app"
    package.mkdir()
    project.mkdir()
    (package / "package.json").write_text(json.dumps({"name": "hook", "version": "1.2.3", "bin": "tool.js", "scripts": {"postinstall": "true"}}))
    (package / "tool.js").write_text("#!/usr/bin/env node\nrequire('child_process').execFileSync('/bin/echo', ['from-the-tool']);\n")
    (project / "package.json").write_text(json.dumps({"name": "app", "version": "1.0.0", "scripts": {"build": "hook", "again": "npm ci --offline"}}))
    environment = {"PATH": os.environ["PATH"], "HOME": str(case.folder), "npm_config_cache": str(case.folder / "cache")}

    def npm(*arguments, cwd=project):
        subprocess.run(["npm", *map(str, arguments)], cwd=cwd, env=environment, check=True, capture_output=True)

    npm("pack", "--pack-destination", case.folder, cwd=package)
    npm("install", "--offline", "--no-audit", case.folder / "hook-1.2.3.tgz")
    lock = json.loads((project / "package-lock.json").read_text())["packages"]["node_modules/hook"]
    with Watch() as watch:
        npm("run", "build")
        npm("run", "again")
    tool = [event for event in watch.of("exec") if event["payload"]["arguments"][-1:] == ["from-the-tool"]]
    case.check("a program of a package, run by the project", purls(tool) == {"pkg:npm/hook@1.2.3"} and
               tool[0]["package"]["phase"] == "bin" and tool[0]["package"]["integrity"] == lock["integrity"], tool)
    hooks = [event["package"] for event in watch.of("exec") if event.get("package", {}).get("phase") == "postinstall"]
    case.check("npm ci inside the project's script: the package answers", {hook["purl"] for hook in hooks} == {"pkg:npm/hook@1.2.3"}, hooks)
    case.check("exact, by lockfile", hooks and hooks[0]["confidence"] == "exact" and hooks[0]["contradictions"] == [] and
               hooks[0]["lockfile"].endswith("package-lock.json") and hooks[0]["integrity"] == lock["integrity"], hooks)


LOAD = r"""
import socket, sys, time
count, rate = int(sys.argv[1]), float(sys.argv[2])
one = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
began = time.monotonic()
for done in range(0, count, 250):
    for _ in range(250): one.connect(("127.0.0.1", 9))
    if rate: time.sleep(max(0, began + (done + 250) / rate - time.monotonic()))
sys.stdout.write(f"{count / (time.monotonic() - began)}\n")
"""


def storm(case, count, rate):
    """Two processes, each that many connections at that rate. Returns events a second of both."""
    load = case.folder / "load.py"
    load.write_text(LOAD)
    command = f"{sys.executable} {load} {count} {rate}"
    done = case.client(f"{command} & {command} & wait")
    return sum(map(float, done.stdout.split()))


def no_loss_while_read(case):
    with Watch("--count-only", "--ring-bytes", 4 << 20) as watch:
        speed = storm(case, 100_000, 27_000)
    told = watch.counts.get("connect", 0)
    print(f"  {told} connections told of 200000, {watch.lost} lost, {speed:.0f} a second, rings of 4 MiB", flush=True)
    case.check("a storm of events loses nothing while it is read", watch.lost == 0 and told == 200_000, (told, watch.lost))
    if speed < 50_000:
        case.tally.skip("50,000 events a second", f"this machine was too busy to make more than {speed:.0f}")


def exact_losses(case):
    for ring in (64 << 10, 1 << 20):
        with Watch("--count-only", "--ring-bytes", ring, "--stall-ms", 2500) as watch:
            storm(case, 20_000, 0)
        told, lost = watch.counts.get("connect", 0), watch.losses.get("the ring was full: connect", 0)
        print(f"  ring of {ring} bytes, reader asleep: {told} told, {lost} lost of 40000 connections", flush=True)
        case.check(f"losses of a ring of {ring} bytes are exact", lost > 0 and told + lost == 40_000, (told, watch.losses))


def main():
    if os.geteuid() != 0:
        print("needs root: the kernel lets nobody else load programs")
        return common.EXIT_SKIPPED
    subprocess.run([ROOT / "dev", "build", "release", "watch_events", "uring_connect"], check=True)
    tally = Tally()
    wanted = sys.argv[1:]
    for scenario in (escapes, first_and_inherited, client_names, survivor, usage, deep, files, helper_lost, connections, names, uring, long_environment, nested, nested_deep, framed, lockfiles, locked_by_npm, real_npm,
                     exact_losses, no_loss_while_read):
        if wanted and scenario.__name__ not in wanted:
            continue
        with tempfile.TemporaryDirectory() as folder:
            try:
                scenario(Case(tally, pathlib.Path(folder).resolve()))
            except Refused as refused:
                print(f"this machine does not load the programs: {refused}")
                return common.EXIT_SKIPPED
    return tally.finish()


if __name__ == "__main__":
    sys.exit(main())
