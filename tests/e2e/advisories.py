#!/usr/bin/env python3
"""The index of advisories from end to end, with the built program: made from records written here, verified, used by scan
and doctor from its usual place and by --index, refused when damaged. Ends with the line `N passed, N failed, N skipped`."""
import base64
import hashlib
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import zipfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tools"))
from common import Tally  # noqa: E402

PROGRAM = ROOT / "build" / "release" / "cordon"


def record(identifier, name, **more):
    return {"schema_version": "1.7.4", "id": identifier, "modified": "2026-03-31T01:02:03Z", "summary": f"Something in {name}",
            "affected": [{"package": {"ecosystem": "npm", "name": name}, **more}]}


def below(fixed):
    return {"ranges": [{"type": "SEMVER", "events": [{"introduced": "0"}, {"fixed": fixed}]}]}


RECORDS = [
    {**record("GHSA-2222-2222-2222", "weak", **below("2.0.0")), "aliases": ["CVE-2026-1"],
     "severity": [{"type": "CVSS_V3", "score": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"}]},
    record("MAL-2026-1", "evil", ranges=[{"type": "SEMVER", "events": [{"introduced": "0"}]}], versions=["1.0.1"]),
    {**record("CVE-2026-2", "weak", **below("9.0.0")), "withdrawn": "2026-04-01T00:00:00Z"},
]
EXPLOITED = {"dateReleased": "2026-04-01T00:00:00Z", "vulnerabilities": [{"cveID": "CVE-2026-1", "dateAdded": "2026-04-01"}]}


def lockfile(**versions):
    return {"name": "app", "version": "1.0.0", "lockfileVersion": 3, "packages": {
        "": {"name": "app", "version": "1.0.0", "dependencies": versions},
        **{f"node_modules/{name}": {"version": version, "integrity": "sha512-" + base64.b64encode(hashlib.sha512(name.encode()).digest()).decode(),
                                    "resolved": f"https://registry.example.test/{name}/-/{name}-{version}.tgz"}
           for name, version in versions.items()}}}


class Case:
    def __init__(self, tally, folder):
        self.tally, self.folder = tally, folder
        (folder / "home").mkdir()
        # What comes from a host that nobody declared is a finding of its own.
        (folder / "cordon.yaml").write_text("registries:\n  - {domain: registry.example.test, class: mirror}\n")

    def cordon(self, *arguments):
        # Nothing of the user's own, and no folder but the usual one.
        environment = {"HOME": str(self.folder / "home"), "PATH": os.environ["PATH"]}
        return subprocess.run([PROGRAM, *map(str, arguments)], cwd=self.folder, env=environment, capture_output=True,
                              text=True, check=False, stdin=subprocess.DEVNULL)

    def check(self, name, good, why=""):
        self.tally.ok() if good else self.tally.fail(name, why)

    def project(self, name, **versions):
        (self.folder / name).mkdir()
        (self.folder / name / "package-lock.json").write_text(json.dumps(lockfile(**versions), indent=1))
        return name

    def findings(self, *arguments):
        done = self.cordon("scan", "--format", "json", *arguments)
        return done.returncode, json.loads(done.stdout) if done.returncode in (0, 1, 3) else done.stderr


def run(case):
    folder = case.folder
    with zipfile.ZipFile(folder / "all.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for one in RECORDS:
            archive.writestr(one["id"] + ".json", json.dumps(one))
        archive.writestr("broken.json", "{")
    (folder / "kev.json").write_text(json.dumps(EXPLOITED))
    clean, weak = case.project("clean", weak="2.0.0", evil="1.0.0"), case.project("weak", weak="1.0.0", evil="1.0.0")
    evil = case.project("evil", evil="1.0.1")

    code, report = case.findings(clean)
    case.check("without an index a clean scan is incomplete", code == 3, f"{code}")
    case.check("and says how to get one", any("cordon intel update" in row["reason"] for row in report["coverage"]["unread"]))

    built = case.cordon("intel", "build", "all.zip", "kev.json")
    usual = folder / "home/.local/share/cordon/advisories.index"
    case.check("built at its usual place", built.returncode == 0 and usual.is_file(), built.stderr)
    case.check("the broken record is named", "broken.json" in built.stdout and "1 refused" in built.stdout, built.stdout)
    first = usual.read_bytes()
    case.check("the same bytes again", case.cordon("intel", "build", "all.zip", "kev.json", "-j", "7").returncode == 0
               and usual.read_bytes() == first)
    case.check("nothing is left beside it", [path.name for path in usual.parent.iterdir()] == [usual.name])
    case.check("verified", "3 records of 2 packages" in case.cordon("intel", "verify").stdout)

    code, report = case.findings(clean)
    case.check("a clean scan with an index is clean", code == 0 and not report["findings"], f"{code}: {report['answer']}")
    code, report = case.findings(weak)
    case.check("one weak package, one finding", code == 1 and [f["rule_id"] for f in report["findings"]] == ["vulnerability.cve-2026-1"],
               f"{code}: {[f['rule_id'] for f in report['findings']]}")
    said = report["findings"][0]["advisory"]
    case.check("with score, fix and exploitation",
               (said["score"], said["fixed"], said["exploited"]) == ("9.8", "2.0.0", "2026-04-01"), f"{said}")
    code, report = case.findings(evil)
    case.check("malware by the list", code == 1 and [f["rule_id"] for f in report["findings"]] == ["malware.known-package"], f"{report}")
    case.check("packs alone do not use it", case.findings("--packs-only", weak)[0] == 0)
    doctor = json.loads(case.cordon("doctor", "--format", "json").stdout)["knowledge"]["advisories"]
    case.check("doctor knows it", (doctor["state"], doctor["records"]) == ("loaded", 3), f"{doctor}")

    for identifier, purl, code, says in (
            ("CVE-2026-1", "pkg:npm/weak@1.0.0", 1, "introduced 0, fixed 2.0.0  <- decides"), ("GHSA-2222-2222-2222", "pkg:npm/weak@2.0.0", 0, "not affected: weak"),
            ("MAL-2026-1", "pkg:npm/evil@1.0.1", 1, "1.0.1  <- decides"), ("MAL-2026-1", "pkg:npm/evil@1.0.0", 0, "which counts alone"),
            ("CVE-2026-2", "pkg:npm/weak@1.0.0", 0, "counts for nothing"), ("MAL-2026-1", "pkg:npm/weak@1.0.0", 3, "does not speak of npm weak"),
            ("CVE-2026-1", "pkg:npm/weak@latest", 3, "unknown"), ("CVE-2026-9", "pkg:npm/weak@1.0.0", 2, "no record CVE-2026-9"), ("CVE-2026-1", "weak", 2, "not a package URL")):
        done = case.cordon("intel", "explain", identifier, purl)
        case.check(f"explain {identifier} {purl}", done.returncode == code and says in done.stdout + done.stderr,
                   f"{done.returncode}: {done.stdout}{done.stderr}")
    hostile = case.cordon("intel", "explain", "CVE-\x1b]0;x\x07", "pkg:npm/we\x1bak@1.0.0")
    case.check("explain prints nothing hidden", hostile.returncode == 2 and "\x1b" not in hostile.stdout + hostile.stderr, f"{hostile}")
    explained = json.loads(case.cordon("intel", "explain", "CVE-2026-1", "pkg:npm/weak@1.0.0", "--format", "json").stdout)
    case.check("explain as JSON", (explained["answer"], explained["records"][0]["entries"][0]["fixed"]) == ("affected", "2.0.0"), f"{explained}")

    damaged = bytearray(first)
    damaged[4096 + 8] ^= 1  # before that the header and its padding, which holds nothing
    for name, content in (("damaged.index", damaged), ("cut.index", first[:-1]), ("other.index", b"x" * 10_000), ("empty.index", b"")):
        (folder / name).write_bytes(content)
        done = case.cordon("scan", "--index", name, clean)
        case.check(f"{name} is refused", done.returncode in (1, 2) and "clean" not in done.stdout.split("\n")[0].lower(),
                   f"{done.returncode}: {done.stdout[:200]}{done.stderr[:200]}")
        case.check(f"{name} does not verify", case.cordon("intel", "verify", name).returncode == 2)
    os.mkfifo(folder / "fifo")
    for name, arguments in (("absent", ("absent",)), ("a FIFO", ("fifo",)), ("a text", ("weak/package-lock.json",))):
        done = case.cordon("intel", "build", *arguments)
        case.check(f"built from {name}: a clear error", done.returncode == 2 and done.stderr.startswith("cordon: ")
                   and usual.read_bytes() == first, f"{done.returncode}: {done.stderr}")


def run_real(case, archive):
    """Releases of packages that were taken over once: hostile are those of that day, and no others."""
    case.check("real records", case.cordon("intel", "build", archive, "--output", "real.index").returncode == 0)
    for name, hostile, clean in (("%40ctrl/tinycolor", ("4.1.1", "4.1.2"), ("4.1.0", "4.1.3", "3.6.1")),
                                 ("ua-parser-js", ("0.7.29", "0.8.0", "1.0.0"), ("0.7.28", "0.7.30", "1.0.1"))):
        for version in hostile + clean:
            (case.folder / "real").mkdir(exist_ok=True)
            (case.folder / "real/package-lock.json").write_text(json.dumps(lockfile(**{name.replace("%40", "@"): version})))
            _, report = case.findings("--index", "real.index", "real")
            rules = {finding["rule_id"] for finding in report["findings"] if finding["kind"] == "malware"}
            case.check(f"{name} {version}", ("malware.known-package" in rules) == (version in hostile), f"{rules}")


def main():
    tally = Tally()
    if not PROGRAM.exists():
        sys.exit("advisories.py: build/release/cordon is missing: ./dev build")
    with tempfile.TemporaryDirectory() as folder:
        case = Case(tally, pathlib.Path(folder))
        run(case)
        if data := os.environ.get("CORDON_SHARED_DATA"):
            run_real(case, pathlib.Path(data) / "osv-npm" / "all.zip")
        else:
            tally.skip("real records", "CORDON_SHARED_DATA is not set")
    return tally.finish()


if __name__ == "__main__":
    sys.exit(main())
