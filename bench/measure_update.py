"""`intel update` against an HTTPS server of this machine that publishes a set of records: the first run, one with nothing new, and
one with a thousand changed records. A part of `./dev bench intel`."""
import datetime
import pathlib
import re
import sys
import zipfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests" / "e2e"))
import rivals_scan  # noqa: E402
from source_server_writers import Server, make_certificates  # noqa: E402

MODIFIED = re.compile(rb'"modified"\s*:\s*"([^"]+)"')


class ZipSource:
    """The records of an archive, as osv.dev publishes those of an ecosystem."""

    def __init__(self, path):
        self.asked, self.faults, self.page, self.path = [], {}, b"", path
        self.archive, self.changed = zipfile.ZipFile(path), {}
        self.modified = {}
        for name in self.archive.namelist():
            if name.endswith(".json"):
                self.modified[name[:-5]] = MODIFIED.search(self.archive.read(name)).group(1).decode()

    def change(self, count):
        now = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
        for identifier in sorted(self.modified)[:count]:
            self.modified[identifier] = now
            self.changed[identifier] = MODIFIED.sub(b'"modified": "' + now.encode() + b'"', self.archive.read(identifier + ".json"), 1)

    def body(self, path):
        if path == "/npm/all.zip":
            return pathlib.Path(self.path).read_bytes()
        if path == "/npm/modified_id.csv":
            rows = sorted(((time, identifier) for identifier, time in self.modified.items()), reverse=True)
            return "".join(f"{time},{identifier}\n" for time, identifier in rows).encode()
        identifier = path.removeprefix("/npm/").removesuffix(".json")
        if identifier in self.changed:
            return self.changed[identifier]
        return self.archive.read(identifier + ".json") if identifier in self.modified else None


def measure(cordon, made, scratch, count):
    """[(what, CPU s, wall s, peak MiB)]"""
    folder = scratch / "update"
    folder.mkdir()
    authority, certificate = make_certificates(folder, ["127.0.0.1"])
    source = ZipSource(made)
    server = Server(source, certificate)
    sources = folder / "sources.yaml"
    sources.write_text("schema: cordon.sources/1\nsources:\n"
                       f"  - {{id: osv-npm, kind: osv, ecosystem: npm, url: \"{server.url}/npm\"}}\n")
    command = [cordon, "intel", "update", "--sources", sources, "--index", folder / "advisories.index", "--ca-file", authority, "-j", "2"]
    results = []
    for what in ("update: the first run", "update: a list of changes for the first time", "update: nothing new", f"update: {count} records changed"):
        if "changed" in what:
            source.change(count)
        *figures, code = rivals_scan.once(command, {"PEAK": str(scratch / "peak")})
        if code != 0:
            raise RuntimeError(f"{what}: exit code {code}")
        results.append((what, *figures))
    server.close()
    return results
