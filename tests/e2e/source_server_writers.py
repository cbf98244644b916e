"""A source of advisories as osv.dev publishes it, over HTTPS on a loopback or name-spaced address, that also lies, breaks
off, stands still and redirects when it is told to. Shares no code with Cordon."""
import base64
import datetime
import hashlib
import http.server
import io
import json
import ssl
import subprocess
import threading
import time
import zipfile


def make_certificates(folder, addresses):
    """An authority and a certificate of it for these addresses: (authority, certificate with key), by openssl."""
    def openssl(*arguments):
        subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)
    openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", "ca.key", "-out", "ca.pem",
            "-days", "2", "-subj", "/CN=test authority")
    openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", "server.key", "-out", "server.csr",
            "-subj", "/CN=test source")
    (folder / "san.txt").write_text("subjectAltName=DNS:localhost," + ",".join(f"IP:{address}" for address in addresses))
    openssl("x509", "-req", "-in", "server.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "2", "-out",
            "server.crt", "-extfile", "san.txt")
    (folder / "server.pem").write_text((folder / "server.key").read_text() + (folder / "server.crt").read_text())
    return folder / "ca.pem", folder / "server.pem"


def stamp(seconds):
    return datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


class Source:
    """What is published: records by id, each (unix seconds, JSON object), and a list of exploited CVEs."""

    def __init__(self):
        self.records, self.unlisted, self.listed_only = {}, set(), set()
        self.exploited = []
        self.files = {}    # path -> bytes, besides
        self.faults = {}   # path -> fault
        self.asked = []    # (path, headers)
        self.page = b"<html>maintenance</html>"

    def put(self, identifier, seconds, name, ecosystem="npm", **more):
        self.records[identifier] = (seconds, {"schema_version": "1.7.4", "id": identifier, "modified": stamp(seconds),
                                             "affected": [{"package": {"ecosystem": ecosystem, "name": name}, **more}]})

    def body(self, path):
        """The bytes at a path, or None."""
        if path in self.files:
            return self.files[path]
        if path == "/npm/all.zip":
            out = io.BytesIO()
            with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
                for identifier, (_, record) in sorted(self.records.items()):
                    info = zipfile.ZipInfo(identifier + ".json", (2026, 1, 1, 0, 0, 0))
                    archive.writestr(info, json.dumps(record))
            return out.getvalue()
        if path == "/npm/modified_id.csv":
            rows = [(seconds, identifier) for identifier, (seconds, _) in self.records.items()] + list(self.listed_only)
            return "".join(f"{stamp(seconds)},{identifier}\n" for seconds, identifier in sorted(rows, reverse=True)).encode()
        if path == "/kev.json":
            return json.dumps({"dateReleased": "2026-04-01T00:00:00Z", "vulnerabilities": [
                {"cveID": cve, "dateAdded": "2026-04-01"} for cve in self.exploited]}).encode()
        identifier = path.removeprefix("/npm/").removesuffix(".json")
        found = self.records.get(identifier) if path.startswith("/npm/") else None
        return json.dumps(found[1]).encode() if found else None


class Server:
    def __init__(self, source, certificate, address="127.0.0.1"):
        server_source = source

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def do_GET(self):
                try:
                    answer(self, server_source)
                except (BrokenPipeError, ConnectionResetError, ssl.SSLError):
                    self.close_connection = True

        self.server = http.server.ThreadingHTTPServer((address, 0), Handler)
        self.server.daemon_threads = True
        self.server.handle_error = lambda *_: None  # connections that break are what is tested
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        self.server.socket = context.wrap_socket(self.server.socket, server_side=True, do_handshake_on_connect=False)
        self.address, self.port = address, self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def url(self):
        return f"https://{self.address}:{self.port}"

    def close(self):
        self.server.shutdown()
        self.server.server_close()


def answer(handler, source):
    path = handler.path
    source.asked.append((path, dict(handler.headers)))
    fault = source.faults.get(path)
    if callable(fault):
        fault = fault()
    if isinstance(fault, int):
        handler.send_response(fault)
        handler.send_header("Content-Length", str(len(source.page)))
        handler.end_headers()
        handler.wfile.write(source.page)
        return
    if isinstance(fault, tuple) and fault[0] == "redirect":
        handler.send_response(302)
        handler.send_header("Location", fault[1])
        handler.send_header("Content-Length", "0")
        handler.end_headers()
        return
    body = source.body(path)
    if body is None:
        return not_found(handler)
    if fault == "page":
        body = source.page
    etag = '"' + hashlib.sha256(body).hexdigest()[:16] + '"'
    if handler.headers.get("If-None-Match") == etag and fault != "page":
        handler.send_response(304)
        handler.send_header("ETag", etag)
        handler.end_headers()
        return
    digest = hashlib.sha256(b"other" if fault == "digest" else body).digest()
    first, status = 0, 200
    wanted = handler.headers.get("Range")
    if wanted and handler.headers.get("If-Range", etag) == etag:
        begin, _, end = wanted.removeprefix("bytes=").partition("-")
        first = int(begin)
        last = min(int(end), len(body) - 1) if end else len(body) - 1
        if first >= len(body):
            handler.send_response(416)
            handler.send_header("Content-Length", "0")
            handler.end_headers()
            return
        part, status = body[first:last + 1], 206
        if fault == "other part":
            etag = '"another body"'
        if fault == "short part":
            part = part[:len(part) // 2]
    else:
        part = body
    handler.send_response(status)
    handler.send_header("ETag", etag)
    handler.send_header("Repr-Digest", "sha-256=:" + base64.b64encode(digest).decode() + ":")
    if status == 206:
        handler.send_header("Content-Range", f"bytes {first}-{first + len(part) - 1}/{len(body)}")
    handler.send_header("Content-Length", str(len(part)))
    handler.end_headers()
    if fault == "truncated":
        handler.wfile.write(part[:len(part) // 2])
        handler.wfile.flush()
        handler.close_connection = True
        # Without TLS' farewell: the other side sees the connection break.
        handler.connection.unwrap = None
        return
    if fault == "slow":
        handler.wfile.write(part[:10])
        handler.wfile.flush()
        time.sleep(120)
        return
    if isinstance(fault, tuple) and fault[0] == "drip":
        for place in range(0, len(part), fault[1]):
            handler.wfile.write(part[place:place + fault[1]])
            handler.wfile.flush()
            time.sleep(fault[2])
        return
    handler.wfile.write(part)


def not_found(handler):
    handler.send_response(404)
    handler.send_header("Content-Length", "0")
    handler.end_headers()
