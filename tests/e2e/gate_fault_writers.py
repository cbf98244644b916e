"""What a registry may do instead of answering, a client that says how long it waited for what, and a gate whose folder
is a small disk of its own. Shares no code with Cordon."""

import base64
import contextlib
import hashlib
import http.client
import json
import os
import pathlib
import re
import resource
import shutil
import socket
import sqlite3
import subprocess
import time
import urllib.parse

from gate_world_writers import DAY, Gate, Registry

KEPT = re.compile(
    r"(lock|events\.ndjson|ledger\.db(-wal|-shm|-journal)?|(documents|archives)(/new|/[0-9a-f]{2})?|"
    r"(documents|archives)/[0-9a-f]{2}/[0-9a-f]+)"
)


class Answer:
    """What a client got: status 0 is a connection that ended without an answer."""

    def __init__(self, status, headers, body, seconds, is_whole):
        self.status, self.headers, self.body, self.seconds, self.is_whole = status, headers, body, seconds, is_whole

    def may_ask_again(self):
        return self.status == 503 and self.headers.get("Retry-After", "").isdigit()

    def error(self):
        """The sentence that npm prints."""
        try:
            return json.loads(self.body).get("error", "")
        except (ValueError, AttributeError):
            return ""

    def __repr__(self):
        return f"{self.status} after {self.seconds:.2f} s, {len(self.body)} bytes: {self.body[:300]!r}"


def ask(url, path, timeout=90, method="GET", **headers):
    """Whatever happens becomes an Answer. The path is sent as it is."""
    parts, begun = urllib.parse.urlsplit(url), time.monotonic()
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=timeout)
    status, told, body, is_whole = 0, {}, b"", False
    try:
        connection.request(method, "/" + path, headers=headers)
        answer = connection.getresponse()
        status, told = answer.status, answer.headers
        body = answer.read()
        is_whole = True
    except http.client.IncompleteRead as cut:
        body = cut.partial
    except (OSError, http.client.HTTPException):
        pass
    finally:
        connection.close()
    return Answer(status, told, body, time.monotonic() - begun, is_whole)


def raw(url, request, timeout=10):
    """All that comes back for these bytes, until the other side ends or is silent for so long."""
    parts, out = urllib.parse.urlsplit(url), b""
    with socket.create_connection((parts.hostname, parts.port), timeout=timeout) as connection:
        with contextlib.suppress(OSError):
            connection.sendall(request)
        with contextlib.suppress(OSError):
            while piece := connection.recv(65536):
                out += piece
    return out


def statuses(answers):
    """The status of every answer in what came over a connection."""
    return [int(one) for one in re.findall(rb"HTTP/1\.1 (\d{3}) ", answers)]


def integrity(body):
    return "sha512-" + base64.b64encode(hashlib.sha512(body).digest()).decode()


class Faulty(Registry):
    """A registry, and its faults: in `faults` by path, called with the handler and the right bytes."""

    def head(self, handler, length, status=200, **headers):
        handler.send_response(status)
        if length is not None:
            handler.send_header("Content-Length", str(length))
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.flush()
        handler.close_connection = True

    def wait(self, handler):
        """Until the other side goes."""
        handler.connection.settimeout(120)
        with contextlib.suppress(OSError):
            while handler.connection.recv(1000):
                pass
        handler.close_connection = True

    def silent(self, handler, _):
        self.wait(handler)

    def drip(self, handler, body):
        """A byte a second."""
        self.head(handler, len(body))
        with contextlib.suppress(OSError):
            for i in range(100):
                handler.wfile.write(body[i : i + 1])
                handler.wfile.flush()
                time.sleep(1)

    def half(self, handler, body):
        self.head(handler, len(body))
        handler.wfile.write(body[: len(body) // 2])

    def half_without_length(self, handler, body):
        """The end of the connection is the end of the body, by HTTP."""
        self.head(handler, None, Connection="close")
        handler.wfile.write(body[: len(body) // 2])

    def half_in_chunks(self, handler, body):
        self.head(handler, None, **{"Transfer-Encoding": "chunked"})
        part = body[: len(body) // 2]
        handler.wfile.write(f"{len(part):x}\r\n".encode() + part + b"\r\n")

    def half_then_silent(self, handler, body):
        self.half(handler, body)
        handler.wfile.flush()
        self.wait(handler)

    def says_more(self, handler, body):
        self.head(handler, len(body) + 1000)
        handler.wfile.write(body)

    def says_less(self, handler, body):
        self.head(handler, len(body) - 20)
        handler.wfile.write(body)

    def other_bytes(self, handler, body):
        """As many as are right, and one bit of them is not."""
        self.head(handler, len(body))
        handler.wfile.write(body[:-1] + bytes([body[-1] ^ 1]))

    def page(self, handler, _):
        body = b"<!doctype html><html><title>Sign in</title></html>"
        self.head(handler, len(body), **{"Content-Type": "text/html"})
        handler.wfile.write(body)

    def endless_head(self, handler, _):
        handler.send_response(200)
        handler.flush_headers()
        with contextlib.suppress(OSError):
            for i in range(100_000):
                handler.wfile.write(f"X-{i}: {'y' * 100}\r\n".encode())
        handler.close_connection = True

    def fails(self, handler, _):
        self.send(handler, 500, b'{"error":"as told"}')

    def busy(self, handler, _):
        self.head(handler, 0, 503, **{"Retry-After": "40"})

    def to(self, address):
        """A redirect there."""

        def fault(handler, _):
            self.head(handler, 0, 302, Location=address)

        return fault


def inert(name, version="1.0.0", size=1000):
    """Files of a package that cannot be packed small."""
    noise = hashlib.shake_256((name + version).encode()).hexdigest(size // 2)
    return {"index.js": f"module.exports = '{noise}';\n"}


def publish(registry, name, size=1000, age=90 * DAY, version="1.0.0"):
    registry.publish(name, version, age, inert(name, version, size))
    return f"{name}/-/{name}-{version}.tgz"


def is_right(registry, path, answer):
    """Whether these are all the bytes of the archive."""
    return answer.status == 200 and answer.is_whole and answer.body == registry.content(path)


def strays(folder):
    """What lies in a gate's folder that no gate puts there."""
    return [str(path) for path in folder.rglob("*") if not KEPT.fullmatch(str(path.relative_to(folder)))]


def grow_older(gate):
    """What it keeps of registries was asked an hour ago."""
    ledger = sqlite3.connect(gate.folder / "ledger.db")
    with ledger:
        ledger.execute("UPDATE document SET fetched = fetched - 3600")
    ledger.close()


class SmallDiskGate(Gate):
    """A gate whose folder is a file system of its own, in a mount namespace of its own."""

    def __init__(self, world, *options, megabytes=8, **more):
        super().__init__(world, *options, **more)
        self.folder.mkdir()
        self.folder.chmod(0o777)
        self.inner = self.words[self.words.index("--folder") + 1] = str(self.folder / "gate")
        self.mount = f"mount -t tmpfs -o size={megabytes}m,mode=777 none '{self.folder}'"
        self.namespace = ["unshare", "--mount"] if os.geteuid() == 0 else ["unshare", "--mount", "--map-root-user"]

    def command(self):
        drop = "setpriv --reuid=65534 --regid=65534 --clear-groups --" if os.geteuid() == 0 else ""
        return [
            *self.namespace,
            "sh",
            "-c",
            f'{self.mount} && exec {drop} "$0" "$@"',
            str(self.world.program),
            *self.words,
        ]

    def credentials(self):
        return {}

    def seen(self):
        """The folder, as it is inside."""
        return pathlib.Path(f"/proc/{self.process.pid}/root{self.folder}")

    def fill(self):
        """Until not a byte is left."""
        with open(self.seen() / "fill", "ab", buffering=0) as file, contextlib.suppress(OSError):
            for size in (1 << 20, 1 << 12, 1):
                with contextlib.suppress(OSError):
                    while file.write(b"x" * size) == size:
                        pass

    def free(self):
        (self.seen() / "fill").unlink()

    def cordon(self, *words):
        inside = ["nsenter", "--target", str(self.process.pid), "--mount"]
        inside += (
            ["--user", "--preserve-credentials"]
            if os.geteuid()
            else ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--"]
        )
        return subprocess.run(
            [*inside, str(self.world.program), "gate", *map(str, words), "--folder", self.inner],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            stdin=subprocess.DEVNULL,
            timeout=60,
        )


def has_namespaces():
    """Whether this user may mount something in a mount namespace of its own."""
    more = [] if os.geteuid() == 0 else ["--map-root-user"]
    tools = all(shutil.which(tool) for tool in ("unshare", "nsenter", "setpriv"))
    return (
        tools
        and subprocess.run(
            ["unshare", "--mount", *more, "sh", "-c", "mount -t tmpfs none /mnt"], capture_output=True, check=False
        ).returncode
        == 0
    )


def may_open(soft, hard):
    """For a process that is started: so many descriptors."""
    return lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def descriptors(process):
    return len(os.listdir(f"/proc/{process.pid}/fd"))


def memory_mb(process):
    return int(re.search(r"VmRSS:\s+(\d+) kB", pathlib.Path(f"/proc/{process.pid}/status").read_text()).group(1)) / 1024


def expired_certificate(folder):
    """(certificate, key) of an authority of its own, whose last day was years ago, by openssl."""
    (folder / "index.txt").write_text("")
    (folder / "serial").write_text("01\n")
    (folder / "ca.cnf").write_text(
        "[ca]\ndefault_ca=own\n[own]\ndatabase=index.txt\nserial=serial\nnew_certs_dir=.\ndefault_md=sha256\n"
        "policy=any\nemail_in_dn=no\n[any]\ncommonName=supplied\n"
    )
    for words in (
        [
            "req",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:P-256",
            "-nodes",
            "-keyout",
            "old.key",
            "-out",
            "old.csr",
            "-subj",
            "/CN=127.0.0.1",
        ],
        [
            "ca",
            "-batch",
            "-config",
            "ca.cnf",
            "-selfsign",
            "-keyfile",
            "old.key",
            "-in",
            "old.csr",
            "-out",
            "old.pem",
            "-startdate",
            "20200101000000Z",
            "-enddate",
            "20200201000000Z",
            "-notext",
        ],
    ):
        subprocess.run(["openssl", *words], cwd=folder, check=True, capture_output=True)
    return folder / "old.pem", folder / "old.key"
