#!/usr/bin/env python3
"""What stands in for the attacker's servers: it takes everything, hands out only what the scenario's sink.json holds, and
writes down what came, one line of JSON each.

`sink.py FOLDER --address ADDRESS --http PORT... --stratum PORT --log FILE`. Speaks HTTP and the line-based JSON-RPC of mining
pools (a job that no one can win). Prints "ready" when it listens."""
import argparse
import http.server
import json
import pathlib
import socketserver
import sys
import threading
import time

MAX_BODY = 1 << 20
MAX_LINE = 4096
JOB = ["job-1", "00" * 32, "01", "ff", [], "20000000", "1d00ffff", "5f5e1000", True]


class Log:
    def __init__(self, path):
        self.file, self.lock = open(path, "a", encoding="utf-8"), threading.Lock()

    def write(self, **row):
        with self.lock:
            self.file.write(json.dumps({"time": time.time(), **row}) + "\n")
            self.file.flush()


class Web(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 30

    def log_message(self, *_):
        pass

    def take(self):
        length = min(int(self.headers.get("Content-Length", 0)), MAX_BODY)
        body = self.rfile.read(length)
        self.server.log.write(kind="http", client=self.client_address[0], port=self.server.server_address[1], method=self.command,
                              host=self.headers.get("Host"), path=self.path, user_agent=self.headers.get("User-Agent"),
                              body=body.decode("utf-8", "replace"))
        content = self.server.routes.get(f"{self.command} {self.path.split('?')[0]}", "ok\n").encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/plain")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    do_GET = do_POST = do_PUT = do_HEAD = take


class Pool(socketserver.StreamRequestHandler):
    """mining.subscribe, mining.authorize and mining.submit; the job is always the same and every share is taken."""

    timeout = 30

    def handle(self):
        while line := self.rfile.readline(MAX_LINE):
            try:
                request = json.loads(line)
            except ValueError:
                self.server.log.write(kind="stratum", client=self.client_address[0], error="no JSON", line=line.decode("latin-1"))
                return
            method = request.get("method")
            self.server.log.write(kind="stratum", client=self.client_address[0], method=method, params=request.get("params"))
            result = [[["mining.notify", "1"]], "00000000", 4] if method == "mining.subscribe" else True
            self.send({"id": request.get("id"), "result": result, "error": None})
            if method == "mining.authorize":
                self.send({"id": None, "method": "mining.notify", "params": JOB})

    def send(self, message):
        self.wfile.write(json.dumps(message).encode() + b"\n")


class Patient:
    """A client may hang up whenever it likes; other errors are told."""

    daemon_threads = True

    def handle_error(self, request, client_address):
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class PoolServer(Patient, socketserver.ThreadingTCPServer):
    allow_reuse_address = True


class WebServer(Patient, http.server.ThreadingHTTPServer):
    pass


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("--address", required=True)
    parser.add_argument("--http", type=int, nargs="+", required=True)
    parser.add_argument("--stratum", type=int, required=True)
    parser.add_argument("--log", required=True)
    chosen = parser.parse_args()
    log = Log(chosen.log)
    routes = json.loads((pathlib.Path(chosen.folder) / "sink.json").read_text())["routes"]
    servers = [WebServer((chosen.address, port), Web) for port in chosen.http] + [PoolServer((chosen.address, chosen.stratum), Pool)]
    for server in servers:
        server.log, server.routes = log, routes
        threading.Thread(target=server.serve_forever, daemon=True).start()
    print("ready", flush=True)
    threading.Event().wait()
    return 0


if __name__ == "__main__":
    sys.exit(main())
