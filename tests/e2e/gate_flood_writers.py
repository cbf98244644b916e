"""Parts of gate_faults.py about who comes: clients that dawdle, flood and probe, and names that lead out."""

import contextlib
import json
import resource
import socket
import threading
import time
import urllib.parse

from gate_fault_writers import Faulty, ask, descriptors, is_right, may_open, memory_mb, publish, raw, statuses, strays
from gate_world_writers import Gate

DAWDLERS, IDLE = 200, 2000


def connect(url):
    parts = urllib.parse.urlsplit(url)
    return socket.create_connection((parts.hostname, parts.port), timeout=10)


class Dawdlers(threading.Thread):
    """Connections that send a byte of a head a second, until they are closed."""

    def __init__(self, url, count):
        super().__init__(daemon=True)
        self.open = [connect(url) for _ in range(count)]
        self.begun, self.seconds = time.monotonic(), None

    def run(self):
        head = b"GET /steady HTTP/1.1\r\nHost: gate.localhost\r\nX-Slow: "
        for i in range(40):
            for one in list(self.open):
                try:
                    one.send(head[i : i + 1] or b"x")
                    one.setblocking(False)
                    with contextlib.suppress(BlockingIOError):
                        if one.recv(100) == b"":
                            raise OSError
                except OSError:
                    self.open.remove(one)
                    one.close()
            if not self.open:
                self.seconds = time.monotonic() - self.begun
                return
            time.sleep(max(0.0, self.begun + i + 1 - time.monotonic()))


class Idlers:
    """Connections that ask once, and stay."""

    def __init__(self, url, count):
        self.open, self.served, self.shed, self.lost = [], 0, 0, 0
        for _ in range(count):
            try:
                one = connect(url)
                one.sendall(b"GET /-/ping HTTP/1.1\r\nHost: gate.localhost\r\n\r\n")
                self.open.append(one)
            except OSError:
                self.lost += 1
        for one in self.open:
            one.settimeout(5)
            try:
                status = one.recv(1000).split(b" ")[1]
                self.served += status == b"200"
                self.shed += status == b"503"
            except (OSError, IndexError):
                self.lost += 1

    def close(self):
        for one in self.open:
            one.close()


def crowd(world):
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    if hard < 2 * IDLE:
        return world.tally.skip("a crowd", f"this process may open {hard} descriptors, and {2 * IDLE} are needed")
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    source = Faulty()
    file = publish(source, "steady", size=50_000)
    with Gate(world, "--no-knowledge", registry=source) as gate:
        # As it is on most machines: few, unless a process asks for more.
        gate.stop()
    gate.before_start = may_open(1024, hard)
    with gate:
        ask(gate.url, file)
        before, megabytes = descriptors(gate.process), memory_mb(gate.process)
        dawdlers = Dawdlers(gate.url, DAWDLERS)
        dawdlers.start()
        idlers = Idlers(gate.url, IDLE)
        world.check(
            f"{IDLE} connections: each is served or sent away",
            idlers.lost == 0 and idlers.served + idlers.shed == IDLE,
            vars(idlers) | {"open": len(idlers.open)},
        )
        world.check(
            "and as many descriptors as the system allows are used: they are served",
            idlers.served == IDLE,
            (idlers.served, idlers.shed),
        )
        answers = [ask(gate.url, path, timeout=10) for _ in range(10) for path in (file, "steady")]
        slowest = max(answers, key=lambda one: one.seconds)
        world.check(
            "beside them a client is served within a second",
            all(one.status == 200 for one in answers) and slowest.seconds < 1,
            slowest,
        )
        floods(world, gate, source, file)
        grown = memory_mb(gate.process) - megabytes
        world.check(
            "a crowd takes no more than 40 kB a connection",
            grown < 40 * (IDLE + DAWDLERS) / 1024 + 8,
            f"{grown:.0f} MB",
        )
        dawdlers.join(timeout=30)
        world.check(
            "who dawdles is sent away after ten seconds",
            dawdlers.seconds is not None and dawdlers.seconds < 14,
            dawdlers.seconds,
        )
        idlers.close()
        settled(world, gate, before)
        world.check("afterwards it answers as before", is_right(source, file, ask(gate.url, file)))
        world.check("and ends well", gate.stop() == 0, gate.text())
    few(world, source, file)
    return None


def settled(world, gate, before):
    for _ in range(50):
        now = descriptors(gate.process)
        if now <= before + 4:
            break
        time.sleep(0.1)
    world.check("its descriptors come back", now <= before + 4, (before, now))


def few(world, source, file):
    """Where the system gives few descriptors, connections are sent away, and those that are here get archives."""
    gate = Gate(world, "--no-knowledge", registry=source)
    gate.before_start = may_open(400, 400)
    with gate:
        ask(gate.url, file)
        before = descriptors(gate.process)
        begun = time.monotonic()
        idlers = Idlers(gate.url, 800)
        world.check(
            "400 descriptors, 800 connections: each is served or sent away",
            idlers.lost == 0 and idlers.served > 50 and idlers.shed > 50,
            (idlers.served, idlers.shed, idlers.lost),
        )
        world.check("at once", time.monotonic() - begun < 5, time.monotonic() - begun)
        here = next(one for one in idlers.open if one.fileno() >= 0)
        here.sendall(f"GET /{file} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
        got = b""
        with contextlib.suppress(OSError):
            while piece := here.recv(65536):
                got += piece
        world.check("who is here gets archives", got.endswith(source.content(file)), got[:200])
        idlers.close()
        settled(world, gate, before)
        world.check("and then others are served again", ask(gate.url, file).status == 200)


def floods(world, gate, source, file):
    """Heads that do not end, and requests that two programs could read differently."""
    host = b"GET /steady HTTP/1.1\r\nHost: localhost\r\n"
    for name, request, wanted in (
        ("a head of one long line", host + b"X: " + b"y" * 100_000 + b"\r\n\r\n", [431]),
        ("a head of many lines", host + b"".join(b"X-%d: y\r\n" % i for i in range(20_000)) + b"\r\n", [431]),
        ("a target that does not end", b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n", [431]),
        (
            "a body that is too long",
            b"POST /-/npm/v1/security/advisories/bulk HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999\r\n\r\n",
            [413],
        ),
        ("no HTTP at all", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\0" * 100 + b"\r\n\r\n", [400]),
    ):
        got = statuses(raw(gate.url, request))
        world.check(name, got == wanted, got)
    inner = b"GET /smuggled HTTP/1.1\r\nHost: localhost\r\n\r\n"
    post = b"POST /-/npm/v1/security/advisories/bulk HTTP/1.1\r\nHost: localhost\r\n"
    for name, request in (
        ("a length beside chunks", post + b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + inner),
        ("two lengths", post + b"Content-Length: 0\r\nContent-Length: 38\r\n\r\n" + inner),
        ("a list of lengths", post + b"Content-Length: 0, 38\r\n\r\n" + inner),
        ("a coding before chunked", post + b"Transfer-Encoding: x, chunked\r\n\r\n0\r\n\r\n" + inner),
        ("a blank before the colon", post + b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n" + inner),
        ("a line that is folded", host + b"X: a\r\n b\r\nContent-Length\r\n : 5\r\n\r\n" + inner),
        ("a size of a chunk that is none", post + b"Transfer-Encoding: chunked\r\n\r\n-1\r\n\r\n" + inner),
        ("two hosts", host + b"Host: 127.0.0.1\r\n\r\n" + inner),
        ("a line end without CR", b"GET /steady HTTP/1.1\nHost: localhost\n\n" + inner),
    ):
        got = statuses(raw(gate.url, request))
        world.check(f"{name}: one answer, and the connection ends", len(got) == 1 and got[0] in (400, 501), got)
    world.check("nothing was smuggled to the registry", not source.was_asked("smuggled"), source.asked[-3:])
    world.check("after the floods it answers as before", is_right(source, file, ask(gate.url, file)))


TRAVERSALS = [
    "../../../etc/passwd",
    "%2e%2e/%2e%2e/etc/passwd",
    "..%2f..%2f..%2fetc%2fpasswd",
    "%252e%252e%252fetc",
    "steady/../../out",
    "steady/-/../../../out.tgz",
    "steady/-/..%2f..%2fout.tgz",
    "steady/-/%2e%2e%2fout-1.0.0.tgz",
    "@acme/..%2f..%2fout",
    "@..%2fout/x",
    "@acme%2f..%2f..%2fout",
    "/etc/passwd",
    "//etc/passwd",
    "steady%00",
    "steady%00.tgz",
    "steady/-/steady-1.0.0%00.tgz",
    "steady\\..\\out",
    "steady%5c..%5cout",
    "..;/out",
    "steady/-/steady-1.0.0.tgz/../../out",
    ".",
    "..",
    "%2e",
    "con%0d%0aX-Split:%20y",
    "-/v1/search?text=../../out",
    "-/npm/v1/attestations/..%2f..%2fout@1.0.0",
    "-/package/..%2f..%2fout/dist-tags",
    "-/npm/v1/../out",
]


def names(world):
    """Names in requests and in documents that lead out of the folder."""
    source = Faulty()
    publish(source, "steady")
    file = publish(source, "climbs")
    source.packages["climbs"]["../../../out"] = source.packages["climbs"]["1.0.0"]
    honest = source.document("climbs")

    def climbing(handler, _):
        document = {
            **honest,
            "versions": dict(honest["versions"]),
            "dist-tags": {"latest": "1.0.0", "../../out": "../../../out"},
        }
        document["versions"]["2.0.0"] = {
            **honest["versions"]["1.0.0"],
            "version": "2.0.0",
            "dist": {
                **honest["versions"]["1.0.0"]["dist"],
                "tarball": source.url + "climbs/-/../../../out/..%2f..%2fout.tgz",
            },
        }
        source.send(handler, 200, json.dumps(document).encode())

    source.faults["climbs"] = climbing
    with Gate(world, "--no-knowledge", "--minimum-age", "0h", registry=source) as gate:
        for path in TRAVERSALS:
            got = raw(gate.url, f"GET /{path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode("latin-1"))
            status = statuses(got)
            world.check(f"{path}: refused, or not there", len(status) == 1 and status[0] in (400, 403, 404), got[:300])
            world.check(
                f"{path}: nothing of this machine, no header of the client's",
                b"root:" not in got and b"\nX-Split" not in got,
                got[:300],
            )
        for path in ("climbs", file, "climbs/2.0.0", "climbs/-/out.tgz", "climbs/-/climbs-2.0.0.tgz"):
            answer = ask(gate.url, path)
            world.check(f"{path} of a document that climbs: an answer", answer.status in (200, 403, 404, 502), answer)
        world.check("what is right in it is served", is_right(source, file, ask(gate.url, file)))
        asked = [path for _, path, _ in source.asked if ".." in urllib.parse.unquote(path) and "search" not in path]
        world.check("nor is the registry asked for what leads out", not asked, asked)
        world.check(
            "a search is a text",
            all(path.startswith("/-/v1/search?") for _, path, _ in source.asked if "search" in path),
            source.asked,
        )
        outermost = world.folder.parents[2]
        written = [str(path) for path in outermost.rglob("*") if path.name.startswith(("out", "passwd"))]
        world.check("nothing was written beside the folder", not written, written)
        world.check("nor anything strange in it", not strays(gate.folder), strays(gate.folder))
