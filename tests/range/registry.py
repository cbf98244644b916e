#!/usr/bin/env python3
"""A registry that speaks the npm protocol, from the folder that scenario.build wrote. Shares no code with Cordon.

`registry.py FOLDER --listen ADDRESS:PORT --log FILE [--token TOKEN=USER] [--also HOST=FOLDER]`. Who asks for HOST is answered
out of that other folder, as by another registry. Each request becomes one line of JSON in the log, before it is answered. What is published is kept in memory and below FOLDER/published. Prints "ready PORT" when it listens."""
import argparse
import base64
import gzip
import http.server
import json
import pathlib
import re
import sys
import threading
import time
import urllib.parse

ABBREVIATED = "application/vnd.npm.install-v1+json"
KEPT_WHEN_ABBREVIATED = ("name", "version", "dependencies", "optionalDependencies", "peerDependencies", "peerDependenciesMeta", "bin",
                         "engines", "os", "cpu", "dist", "deprecated", "hasInstallScript", "bundleDependencies", "directories")
MAX_BODY = 64 << 20


class Catalogue:
    """What is served; changes only by publishing."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        document = json.loads((self.folder / "catalogue.json").read_text())
        self.packages, self.attestations = document["packages"], document["attestations"]
        self.advisories = document["advisories"]
        self.archives = {path: (self.folder / "archives" / file).read_bytes() for path, file in document["archives"].items()}
        self.lock = threading.Lock()

    def publish(self, name, body):
        """Takes the body of a PUT over; the versions that are new. Raises ValueError for one that exists."""
        with self.lock:
            known = self.packages.setdefault(name, {"_id": name, "name": name, "dist-tags": {}, "versions": {}, "time": {}})
            fresh = sorted(set(body.get("versions", {})))
            if taken := [version for version in fresh if version in known["versions"]]:
                raise ValueError(f"cannot publish over {', '.join(taken)}")
            for file, attachment in body.get("_attachments", {}).items():
                content = base64.b64decode(attachment["data"])
                path = f"/{name}/-/{file.rsplit('/', 1)[-1]}"
                self.archives[path] = content
                kept = self.folder / "published" / re.sub(r"[^\w.@-]", "_", file)
                kept.parent.mkdir(exist_ok=True)
                kept.write_bytes(content)
            now = time.strftime("%Y-%m-%dT%H:%M:%S.000Z", time.gmtime())
            for version in fresh:
                manifest = body["versions"][version]
                manifest["dist"]["tarball"] = f"/{name}/-/{name.split('/')[-1]}-{version}.tgz"
                known["versions"][version] = manifest
                known["time"][version] = now
            known["dist-tags"].update(body.get("dist-tags", {}))
            known["time"].setdefault("created", now)
            known["time"]["modified"] = now
            return fresh


def with_base(packument, base):
    """The packument with addresses of the host that the client asked."""
    document = dict(packument)
    document["versions"] = {}
    for version, manifest in packument["versions"].items():
        dist = dict(manifest["dist"])
        dist["tarball"] = base + dist["tarball"]
        if "attestations" in dist:
            dist["attestations"] = dist["attestations"] | {"url": base + dist["attestations"]["url"]}
        document["versions"][version] = manifest | {"dist": dist}
    return document


def abbreviated(document):
    """The reduced form of a packument: install fields only, without times."""
    short = {key: document[key] for key in ("name", "dist-tags")}
    short["modified"] = document["time"]["modified"]
    short["versions"] = {version: {key: manifest[key] for key in KEPT_WHEN_ABBREVIATED if key in manifest}
                         for version, manifest in document["versions"].items()}
    return short


def summary(document):
    """A package as the search lists it."""
    version = document["dist-tags"].get("latest")
    manifest = document["versions"].get(version, {})
    people = [{"username": each["name"], "email": each["email"]} for each in manifest.get("maintainers", [])]
    return {"name": document["name"], "version": version, "description": manifest.get("description", ""), "keywords": [],
            "date": document["time"].get("modified"), "maintainers": people, "links": {}}


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "range-registry"
    timeout = 30

    def log_message(self, *_):
        pass

    def answer(self, status, document=None, content=None, kind="application/json", note=None):
        """Logs the request with its answer, then answers."""
        body = content if content is not None else json.dumps(document if document is not None else {}).encode()
        self.server.write_log({"time": time.time(), "client": self.client_address[0], "method": self.command, "path": self.path,
                               "status": status, "user_agent": self.headers.get("User-Agent"), "accept": self.headers.get("Accept"),
                               "npm_command": self.headers.get("npm-command"), "authorised": self.user(), "host": self.headers.get("Host"),
                               **(note or {})})
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "max-age=0")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def user(self):
        """Whose token came with the request, or None."""
        scheme, _, token = self.headers.get("Authorization", "").partition(" ")
        return self.server.tokens.get(token) if scheme == "Bearer" else None

    def body(self):
        length = int(self.headers.get("Content-Length", 0))
        if length > MAX_BODY:
            raise ValueError("too large")
        raw = self.rfile.read(length)
        return gzip.decompress(raw) if self.headers.get("Content-Encoding") == "gzip" else raw

    @property
    def catalogue(self):
        """What the registry has that was asked."""
        return self.server.also.get(self.headers.get("Host", "").partition(":")[0], self.server.catalogue)

    def base(self):
        return "http://" + self.headers.get("Host", self.server.authority)

    def parts(self):
        """The path's segments, decoded; a scoped name is one segment, whichever way it was written."""
        path = urllib.parse.urlsplit(self.path).path
        parts = [urllib.parse.unquote(part) for part in path.split("/")[1:]]
        if parts[0].startswith("@") and "/" not in parts[0] and len(parts) > 1:
            parts[:2] = ["/".join(parts[:2])]
        return parts

    def do_GET(self):
        parts = self.parts()
        if parts[0] == "-":
            self.service(parts)
        elif len(parts) >= 3 and parts[1] == "-":
            self.archive(parts)
        elif parts[0] in self.catalogue.packages:
            self.metadata(parts)
        else:
            self.answer(404, {"error": "Not found"})

    do_HEAD = do_GET

    def service(self, parts):
        catalogue, path = self.catalogue, "/".join(parts)
        if path == "-/ping":
            self.answer(200, {})
        elif path == "-/whoami":
            self.answer(200, {"username": self.user()}) if self.user() else self.answer(401, {"error": "not logged in"})
        elif path == "-/npm/v1/keys":
            self.answer(200, {"keys": []})
        elif path.startswith("-/npm/v1/attestations/"):
            known = catalogue.attestations.get("/".join(parts[4:]))
            self.answer(200, {"attestations": [known]}) if known else self.answer(404, {"error": "no attestations"})
        elif path == "-/v1/search":
            self.search()
        else:
            self.answer(404, {"error": "Not found"})

    def search(self):
        asked = urllib.parse.parse_qs(urllib.parse.urlsplit(self.path).query).get("text", [""])[0]
        kind, _, word = asked.rpartition(":")
        found = [document for name, document in sorted(self.catalogue.packages.items())
                 if (kind == "maintainer" and any(word == each["name"] for manifest in document["versions"].values()
                                                  for each in manifest.get("maintainers", []))) or (not kind and word in name)]
        self.answer(200, {"objects": [{"package": summary(each)} for each in found], "total": len(found),
                          "time": time.strftime("%a %b %d %Y %H:%M:%S GMT", time.gmtime())})

    def archive(self, parts):
        # Some clients repeat the scope in the file's name.
        path = f"/{parts[0]}/-/{parts[-1]}"
        content = self.catalogue.archives.get(path)
        if content is None:
            self.answer(404, {"error": "Not found"})
        else:
            self.answer(200, content=content, kind="application/octet-stream", note={"archive": path})

    def metadata(self, parts):
        document = with_base(self.catalogue.packages[parts[0]], self.base())
        if len(parts) > 1 and parts[1]:
            version = document["dist-tags"].get(parts[1], parts[1])
            manifest = document["versions"].get(version)
            self.answer(200, manifest) if manifest else self.answer(404, {"error": f"version not found: {version}"})
        elif ABBREVIATED in (self.headers.get("Accept") or ""):
            self.answer(200, content=json.dumps(abbreviated(document)).encode(), kind=ABBREVIATED, note={"packument": "abbreviated"})
        else:
            self.answer(200, document, note={"packument": "full"})

    def do_POST(self):
        path = urllib.parse.urlsplit(self.path).path
        try:
            asked = json.loads(self.body() or b"{}")
        except (ValueError, OSError) as error:
            self.answer(400, {"error": str(error)})
            return
        if path == "/-/npm/v1/security/advisories/bulk":
            known = self.catalogue.advisories
            self.answer(200, {name: known[name] for name in asked if name in known}, note={"asked_about": len(asked)})
        else:
            self.answer(404, {"error": "Not found"})

    def do_PUT(self):
        name = self.parts()[0]
        try:
            body = json.loads(self.body())
        except (ValueError, OSError) as error:
            self.answer(400, {"error": str(error)})
            return
        if self.user() is None:
            self.answer(401, {"error": "publishing needs a token"})
        elif len(self.parts()) > 1 or body.get("name") != name:
            self.answer(404, {"error": "only a package can be published"})
        else:
            try:
                fresh = self.catalogue.publish(name, body)
            except (ValueError, KeyError) as error:
                self.answer(403, {"error": str(error)})
                return
            self.answer(201, {"ok": True, "success": True}, note={"published": [f"{name}@{version}" for version in fresh]})


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, address, catalogue, log, tokens, also=None):
        super().__init__(address, Handler)
        self.catalogue, self.tokens, self.also = catalogue, tokens, also or {}
        self.authority = f"{address[0]}:{self.server_address[1]}"
        self.log, self.log_lock = open(log, "a", encoding="utf-8"), threading.Lock()

    def handle_error(self, request, client_address):
        if not isinstance(sys.exc_info()[1], ConnectionError):  # a client may hang up whenever it likes
            super().handle_error(request, client_address)

    def write_log(self, row):
        with self.log_lock:
            self.log.write(json.dumps(row) + "\n")
            self.log.flush()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("--listen", required=True)
    parser.add_argument("--log", required=True)
    parser.add_argument("--token", action="append", default=[])
    parser.add_argument("--also", action="append", default=[])
    chosen = parser.parse_args()
    address, _, port = chosen.listen.rpartition(":")
    tokens = dict(pair.split("=", 1) for pair in chosen.token)
    also = {host: Catalogue(folder) for host, _, folder in (pair.partition("=") for pair in chosen.also)}
    server = Server((address, int(port)), Catalogue(chosen.folder), chosen.log, tokens, also)
    print(f"ready {server.server_address[1]}", flush=True)
    server.serve_forever()
    return 0


if __name__ == "__main__":
    sys.exit(main())
