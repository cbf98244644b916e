"""Parts of gate_faults.py about who comes to the gate: clients that dawdle, flood and probe, names that lead out, what becomes of
credentials, and what is said where it cannot start."""
import contextlib
import json
import re
import resource
import socket
import threading
import time
import urllib.parse

from gate_fault_writers import (Faulty, ask, descriptors, expired_certificate, is_right, may_open, memory_mb, publish, raw, statuses,
                                strays)
from gate_world_writers import HOUR, Gate
from source_server_writers import make_certificates

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
        head = b"GET /steady HTTP/1.1\r\nHost: gate.example.test\r\nX-Slow: "
        for i in range(40):
            for one in list(self.open):
                try:
                    one.send(head[i:i + 1] or b"x")
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
                one.sendall(b"GET /-/ping HTTP/1.1\r\nHost: gate.example.test\r\n\r\n")
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
        world.check(f"{IDLE} connections: each is served or sent away", idlers.lost == 0 and idlers.served + idlers.shed == IDLE,
                    vars(idlers) | {"open": len(idlers.open)})
        world.check("and as many descriptors as the system allows are used: they are served", idlers.served == IDLE, (idlers.served, idlers.shed))
        answers = [ask(gate.url, path, timeout=10) for _ in range(10) for path in (file, "steady")]
        slowest = max(answers, key=lambda one: one.seconds)
        world.check("beside them a client is served within a second", all(one.status == 200 for one in answers) and slowest.seconds < 1, slowest)
        floods(world, gate, source, file)
        grown = memory_mb(gate.process) - megabytes
        world.check("a crowd takes no more than 40 kB a connection", grown < 40 * (IDLE + DAWDLERS) / 1024 + 8, f"{grown:.0f} MB")
        dawdlers.join(timeout=30)
        world.check("who dawdles is sent away after ten seconds", dawdlers.seconds is not None and dawdlers.seconds < 14, dawdlers.seconds)
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
    """Where the system gives few descriptors, connections are sent away, and those that are here are served with archives."""
    gate = Gate(world, "--no-knowledge", registry=source)
    gate.before_start = may_open(400, 400)
    with gate:
        ask(gate.url, file)
        before = descriptors(gate.process)
        begun = time.monotonic()
        idlers = Idlers(gate.url, 800)
        world.check("400 descriptors, 800 connections: each is served or sent away", idlers.lost == 0 and idlers.served > 50 and idlers.shed > 50,
                    (idlers.served, idlers.shed, idlers.lost))
        world.check("at once", time.monotonic() - begun < 5, time.monotonic() - begun)
        here = next(one for one in idlers.open if one.fileno() >= 0)
        here.sendall(f"GET /{file} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
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
    host = b"GET /steady HTTP/1.1\r\nHost: x\r\n"
    for name, request, wanted in (
            ("a head of one long line", host + b"X: " + b"y" * 100_000 + b"\r\n\r\n", [431]),
            ("a head of many lines", host + b"".join(b"X-%d: y\r\n" % i for i in range(20_000)) + b"\r\n", [431]),
            ("a target that does not end", b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", [431]),
            ("a body that is too long", b"POST /-/npm/v1/security/advisories/bulk HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999\r\n\r\n", [413]),
            ("no HTTP at all", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\0" * 100 + b"\r\n\r\n", [400])):
        got = statuses(raw(gate.url, request))
        world.check(name, got == wanted, got)
    inner = b"GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n"
    post = b"POST /-/npm/v1/security/advisories/bulk HTTP/1.1\r\nHost: x\r\n"
    for name, request in (
            ("a length beside chunks", post + b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + inner),
            ("two lengths", post + b"Content-Length: 0\r\nContent-Length: 38\r\n\r\n" + inner),
            ("a list of lengths", post + b"Content-Length: 0, 38\r\n\r\n" + inner),
            ("a coding before chunked", post + b"Transfer-Encoding: x, chunked\r\n\r\n0\r\n\r\n" + inner),
            ("a blank before the colon", post + b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n" + inner),
            ("a line that is folded", host + b"X: a\r\n b\r\nContent-Length\r\n : 5\r\n\r\n" + inner),
            ("a size of a chunk that is none", post + b"Transfer-Encoding: chunked\r\n\r\n-1\r\n\r\n" + inner),
            ("two hosts", host + b"Host: y\r\n\r\n" + inner),
            ("a line end without CR", b"GET /steady HTTP/1.1\nHost: x\n\n" + inner)):
        got = statuses(raw(gate.url, request))
        world.check(f"{name}: one answer, and the connection ends", len(got) == 1 and got[0] in (400, 501), got)
    world.check("nothing was smuggled to the registry", not source.was_asked("smuggled"), source.asked[-3:])
    world.check("after the floods it answers as before", is_right(source, file, ask(gate.url, file)))


TRAVERSALS = ["../../../etc/passwd", "%2e%2e/%2e%2e/etc/passwd", "..%2f..%2f..%2fetc%2fpasswd", "%252e%252e%252fetc", "steady/../../out",
              "steady/-/../../../out.tgz", "steady/-/..%2f..%2fout.tgz", "steady/-/%2e%2e%2fout-1.0.0.tgz", "@acme/..%2f..%2fout", "@..%2fout/x",
              "@acme%2f..%2f..%2fout", "/etc/passwd", "//etc/passwd", "steady%00", "steady%00.tgz", "steady/-/steady-1.0.0%00.tgz",
              "steady\\..\\out", "steady%5c..%5cout", "..;/out", "steady/-/steady-1.0.0.tgz/../../out", ".", "..", "%2e", "con%0d%0aX-Split:%20y",
              "-/v1/search?text=../../out", "-/npm/v1/attestations/..%2f..%2fout@1.0.0", "-/package/..%2f..%2fout/dist-tags", "-/npm/v1/../out"]


def names(world):
    """Names in requests and in documents that lead out of the folder."""
    source = Faulty()
    publish(source, "steady")
    file = publish(source, "climbs")
    source.packages["climbs"]["../../../out"] = source.packages["climbs"]["1.0.0"]
    honest = source.document("climbs")
    def climbing(handler, _):
        document = {**honest, "versions": dict(honest["versions"]), "dist-tags": {"latest": "1.0.0", "../../out": "../../../out"}}
        document["versions"]["2.0.0"] = {**honest["versions"]["1.0.0"], "version": "2.0.0", "dist": {
            **honest["versions"]["1.0.0"]["dist"], "tarball": source.url + "climbs/-/../../../out/..%2f..%2fout.tgz"}}
        source.send(handler, 200, json.dumps(document).encode())
    source.faults["climbs"] = climbing
    with Gate(world, "--no-knowledge", "--minimum-age", "0h", registry=source) as gate:
        for path in TRAVERSALS:
            got = raw(gate.url, f"GET /{path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode("latin-1"))
            status = statuses(got)
            world.check(f"{path}: refused, or not there", len(status) == 1 and status[0] in (400, 403, 404), got[:300])
            world.check(f"{path}: nothing of this machine, no header of the client's", b"root:" not in got and b"\nX-Split" not in got, got[:300])
        for path in ("climbs", file, "climbs/2.0.0", "climbs/-/out.tgz", "climbs/-/climbs-2.0.0.tgz"):
            answer = ask(gate.url, path)
            world.check(f"{path} of a document that climbs: an answer", answer.status in (200, 403, 404, 502), answer)
        world.check("what is right in it is served", is_right(source, file, ask(gate.url, file)))
        asked = [path for _, path, _ in source.asked if ".." in urllib.parse.unquote(path) and "search" not in path]
        world.check("nor is the registry asked for what leads out", not asked, asked)
        world.check("a search is a text", all(path.startswith("/-/v1/search?") for _, path, _ in source.asked if "search" in path), source.asked)
        written = [str(path) for path in (*world.folder.rglob("*"), *world.folder.parent.glob("*")) if path.name.startswith(("out", "passwd"))]
        world.check("nothing was written beside the folder", not written, written)
        world.check("nor anything strange in it", not strays(gate.folder), strays(gate.folder))


def credentials(world):
    """The registry's token goes to the registry and nowhere else; the client's goes nowhere."""
    token, of_client = "npm_SECRETSECRETSECRET0123456789", "npm_CLIENTCLIENTCLIENT98765"
    folder = world.folder / "credentials"
    folder.mkdir()
    authority, certificate = make_certificates(folder, ["127.0.0.1"])
    folder.chmod(0o755)
    authority.chmod(0o644)
    source, other = Faulty(certificate=certificate), Faulty(certificate=certificate)
    away = other.url.replace("127.0.0.1", "localhost")
    todo = []
    for name in ("honest", "moved-d", "moved-a", "port-d", "port-a", "kept-elsewhere", "echo", "forbids"):
        todo += [name, publish(source, name)]
        other.packages[name] = source.packages[name]
    publish(source, "young", age=HOUR)
    source.faults = {"moved-d": source.to(away + "moved-d"), "moved-a/-/moved-a-1.0.0.tgz": source.to(away + "moved-a/-/moved-a-1.0.0.tgz"),
                     "port-d": source.to(other.url + "port-d"), "port-a/-/port-a-1.0.0.tgz": source.to(other.url + "port-a/-/port-a-1.0.0.tgz"),
                     "echo": lambda handler, _: source.to(f"https://files.example.invalid/x?auth={handler.headers['Authorization'].split()[1]}")(
                         handler, b""),
                     "forbids": lambda handler, _: source.send(handler, 403, f'{{"error":"{handler.headers["Authorization"]}"}}'.encode())}
    elsewhere = source.document("kept-elsewhere")
    elsewhere["versions"]["1.0.0"]["dist"]["tarball"] = away + "kept-elsewhere/-/kept-elsewhere-1.0.0.tgz"
    source.faults["kept-elsewhere"] = lambda handler, _: source.send(handler, 200, json.dumps(elsewhere).encode())
    home = folder / "home"
    home.mkdir()
    (home / ".npmrc").write_text(source.url.removeprefix("https:") + f":_authToken={token}\n")
    gate = Gate(world, "--no-knowledge", registry=source, settings="gate:\n  redirect_hosts: [localhost]\n")
    gate.environment |= {"HOME": str(home), "SSL_CERT_FILE": str(authority)}
    with gate:
        heard = [ask(gate.url, path, Authorization=f"Bearer {of_client}", **{"npm-otp": of_client}) for path in
                 [*todo, "young", "young/-/young-1.0.0.tgz", "-/v1/search?text=honest", "-/whoami", "-/npm/v1/keys"]]
        said = [gate.cordon("explain"), gate.cordon("explain", "--format", "json")]
        world.check("what is moved is served", sum(one.status == 200 for one in heard) >= 10, [one.status for one in heard])
        told = {path: headers.get("Authorization") for _, path, headers in source.asked}
        world.check("the registry gets its token", set(told.values()) == {f"Bearer {token}"}, told)
        world.check("another host was asked", len(other.asked) >= 5, other.asked)
        strangers = [(path, headers) for _, path, headers in other.asked if token in str(headers) + path]
        world.check("and gets no token: no redirect, no port, no archive elsewhere", not strangers, strangers)
        world.check("the client's own token goes nowhere", of_client not in str(source.asked) + str(other.asked))
        told = "".join(f"{one.headers}{one.body!r}" for one in heard)
        world.check("no answer has it", token not in told and of_client not in told,
                    [one for one in heard if token in str(one.headers) + repr(one.body)])
        world.check("nor what explain says", token not in "".join(one.stdout + one.stderr for one in said))
        world.check("it ends well", gate.stop() == 0)
    holding = [str(path) for path in gate.folder.rglob("*") if path.is_file() and (token.encode() in path.read_bytes()
                                                                                     or of_client.encode() in path.read_bytes())]
    world.check("no file of the folder has it", not holding, holding)
    world.check("nor the log", token not in gate.text() and of_client not in gate.text(), gate.text())


def configuration(world):
    source = Faulty()
    publish(source, "steady")

    def refuses(name, words, *options, settings=None, absent="\0"):
        gate = Gate(world, *options, registry=source, settings=settings)
        try:
            with gate:
                world.check(name, False, "it started")
        except RuntimeError as error:
            said = str(error)
            world.check(name, all(word in said for word in words) and absent not in said and gate.process.returncode == 2,
                        (gate.process.returncode, said))

    folder = world.folder / "configuration"
    folder.mkdir()
    make_certificates(folder, ["127.0.0.1"])
    old, old_key = expired_certificate(folder)
    good, key = folder / "server.crt", folder / "server.key"
    for path in (folder, old, old_key, good, key):
        path.chmod(0o755)
    tls = "gate:\n  certificate: {}\n  key: {}\n"
    refuses("an unknown key", ["cordon.yaml", "upstraem", "upstream"], settings="gate:\n  upstraem: https://registry.example.test/\n")
    refuses("an unknown word", ["cordon.yaml", "mode"], settings="gate:\n  mode: maybe\n")
    refuses("an expired certificate", [str(old), "expired", "new one"], settings=tls.format(old, old_key))
    refuses("a key of another certificate", [str(old_key), "not that of the certificate"], settings=tls.format(good, old_key))
    refuses("a certificate alone", ["go together"], settings=f"gate:\n  certificate: {good}\n")
    if world.as_nobody:
        key.chmod(0o600)
        refuses("a key that it may not read", [str(key)], settings=tls.format(good, key))
    with Gate(world, "--no-knowledge", registry=source) as first:
        port = first.url.split(":")[-1].strip("/")
        refuses("a port in use", [port, "in use", "another port"], "--listen", f"127.0.0.1:{port}")
    refuses("an address that is not of this machine", ["192.0.2.1"], "--listen", "192.0.2.1:0")
    refuses("a registry that is no address", ["registry.example.test"], "--upstream", "registry.example.test")
    secret = "hunter2hunter2"
    refuses("a password in the registry's address", [".npmrc"], "--upstream", f"http://kim:{secret}@127.0.0.1:9/", absent=secret)
    refuses("a password in the settings", [".npmrc"], settings=f"gate:\n  scopes:\n    - scope: \"@acme\"\n      registry: https://kim:{secret}@127.0.0.1:9/\n", absent=secret)
    source.faults = {"steady": source.page}
    with Gate(world, "--no-knowledge", registry=source) as gate:
        answer = ask(gate.url, "steady")
        said = answer.error()
        world.check("a registry that answers with a page: a final answer that says what it is and what to do", answer.status == 502
                    and "page" in said and source.url in said and "upstream" in said, answer)
        world.check("and whoever runs the gate reads it, too", "page" in gate.text() and source.url in gate.text(), gate.text())
