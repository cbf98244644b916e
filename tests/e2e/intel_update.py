#!/usr/bin/env python3
"""`cordon intel update` against an HTTPS server that publishes advisories as osv.dev does, and that breaks off, lies, stands
still and redirects: each a clear error, and the old index stays in use. Killed 200 times at any point, there is a usable
index each time. What it writes for programs is held against docs/schema. Runs in a network namespace of its own, as an unprivileged user.

Ends with the line `N passed, N failed, N skipped`."""
import json
import os
import pathlib
import random
import signal
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tools"))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from common import Tally  # noqa: E402
from source_server_writers import Server, make_certificates  # noqa: E402
from update_bench_writers import DAY, INNER, OUTER, T0, Bench, enter_namespace  # noqa: E402

KILLS = 200


def first_and_following(bench):
    source = bench.source
    for number in range(50):
        source.put(f"MAL-2026-{number}", T0 + number, f"evil-{number}", versions=["1.0.0"])
    source.put("GHSA-2222-2222-2222", T0 - DAY, "weak", ranges=[{"type": "SEMVER", "events": [{"introduced": "0"}, {"fixed": "2.0.0"}]}])
    source.records["GHSA-2222-2222-2222"][1]["aliases"] = ["CVE-2026-1"]
    source.exploited = ["CVE-2026-1"]
    bench.said("nothing is known before", bench.update("--offline"), 3, "Nothing is known")
    bench.check("offline asks nobody", not source.asked, str(source.asked))
    bench.said("the first run fetches the whole", bench.update(), 0, "51 records (0 before)", "51 records, fetched whole")
    bench.check("by the archive, the list, and what the archive may not have yet", bench.asked()[:2] == ["/npm/all.zip", "/npm/modified_id.csv"]
                and len(bench.asked()) == 53 and "/npm/GHSA-2222-2222-2222.json" not in bench.asked(), str(bench.asked()))
    bench.whole("the index is whole", 51)
    bench.said("what is exploited is known", bench.cordon("intel", "explain", "CVE-2026-1", "pkg:npm/weak@1.0.0", "--index", bench.index), 1)
    left = sorted(path.name for path in pathlib.Path(str(bench.index) + ".downloads").iterdir())
    bench.check("no archive is left", left == ["kev.list"], str(left))

    bench.said("nothing new", bench.update(), 0, "51 records (51 before)", "osv-npm              0 records changed")
    bench.said("unchanged", bench.update(), 0, "osv-npm              unchanged", "kev                  unchanged")
    bench.check("by its etag alone", bench.asked() == ["/npm/modified_id.csv", "/kev.json"]
                and all("If-None-Match" in headers for _, headers in source.asked), str(source.asked))
    bench.said("offline tells the age", bench.update("--offline"), 0, "What is known is current: 51 records", "osv-npm")

    source.put("MAL-2026-1000", T0 + DAY, "fresh", versions=["1.0.0"])
    source.put("MAL-2026-3", T0 + DAY, "evil-3", versions=["1.0.0", "2.0.0"])
    bench.said("what changed is taken over", bench.update(), 0, "52 records (51 before)", "2 records changed")
    bench.check("record by record", sorted(bench.asked()) == ["/kev.json", "/npm/MAL-2026-1000.json", "/npm/MAL-2026-3.json", "/npm/modified_id.csv"],
                str(bench.asked()))
    bench.said("the new one is known", bench.cordon("intel", "explain", "MAL-2026-1000", "pkg:npm/fresh@1.0.0", "--index", bench.index), 1)
    bench.said("the changed one is known", bench.cordon("intel", "explain", "MAL-2026-3", "pkg:npm/evil-3@2.0.0", "--index", bench.index), 1)

    source.put("MAL-2026-1001", T0 + DAY, "same-second", versions=["1.0.0"])
    bench.said("a record of the same second is not missed", bench.update(), 0, "53 records (52 before)", "1 records changed")
    del source.records["MAL-2026-7"]
    bench.said("a record that is gone is gone after a whole comparison", bench.update("--full"), 0, "52 records (53 before)", "1 gone")
    source.listed_only = {(T0 + 2 * DAY, "MAL-2026-5000")}
    bench.said("a record that is listed and not there is counted", bench.update(), 0, "1 listed and not there")
    source.listed_only = set()
    source.put("MAL-2026-1002", T0 + 3 * DAY, "damaged", versions=["1.0.0"])
    source.records["MAL-2026-1002"][1]["affected"] = "nonsense"
    source.put("MAL-2026-1003", T0 + 3 * DAY, "good", versions=["1.0.0"])
    bench.said("a record that is not understood hides no other", bench.update(), 0, "53 records (52 before)", "1 not understood", "MAL-2026-1002")
    del source.records["MAL-2026-1002"]
    bench.said("one source alone", bench.update("--only", "kev"), 0, "not asked")
    bench.check("asks that source", bench.asked() == ["/kev.json"], str(bench.asked()))
    bench.said("an unknown source", bench.update("--only", "nvd"), 2, "no source is called nvd", "osv-npm")


def by_schema(bench, name, run, named, code, **members):
    """The report, held against its schema and these of its members."""
    try:
        report = json.loads(run.stdout)
    except ValueError as error:
        return bench.check(name, False, f"{error}: {run.stdout[:300]}{run.stderr[:300]}")
    wrong = {key: report.get(key) for key, value in members.items() if report.get(key) != value}
    bench.check(name, run.returncode == code and not wrong, f"exit code {run.returncode} (should be {code}), {wrong}")
    try:
        import jsonschema
    except ImportError:
        return bench.tally.skip(f"{name}: by its schema", "python3-jsonschema is not installed")
    text = json.loads((ROOT / "docs" / "schema" / f"{named}.schema.json").read_text())
    error = next(jsonschema.validators.validator_for(text)(text).iter_errors(report), None)
    return bench.check(f"{name}: by its schema", error is None, error and f"{list(error.absolute_path)}: {error.message[:300]}")


def for_programs(bench):
    """--format json of every answer there is."""
    source, before = bench.source, len(bench.source.records)
    as_json = ("--format", "json")
    by_schema(bench, "nothing new, as JSON", bench.update(*as_json), "intel-update", 0, schema="cordon.intel-update/1", state="current",
              records=before, replaced=True, exit_code=0)
    source.put("MAL-2026-40000", T0 + 4 * DAY, "for-programs", versions=["1.0.0"])
    source.put("MAL-2026-40001", T0 + 4 * DAY, "not-understood", versions=["1.0.0"])
    source.records["MAL-2026-40001"][1]["affected"] = "nonsense"
    run = bench.update(*as_json)
    by_schema(bench, "records that changed, as JSON", run, "intel-update", 0, records=before + 1, records_before=before)
    report = json.loads(run.stdout)
    bench.check("each source says what came of it", [each["outcome"] for each in report["sources"]] == ["changed", "unchanged"], run.stdout)
    bench.check("what is not understood is named", [each["name"] for each in report["refused"]] == ["osv-npm: MAL-2026-40001"], run.stdout)
    del source.records["MAL-2026-40001"]
    source.faults = {"/kev.json": 503}
    run = bench.update(*as_json)
    by_schema(bench, "a source that fails, as JSON", run, "intel-update", 3, state="partial", exit_code=3)
    bench.check("and says why", "503" in json.loads(run.stdout)["sources"][1].get("error", ""), run.stdout)
    source.faults = {}
    by_schema(bench, "the age, as JSON", bench.update("--offline", *as_json), "intel-age", 0, schema="cordon.intel-age/1", state="current",
              records=before + 1, exit_code=0)
    nowhere = bench.cordon("intel", "update", "--offline", "--sources", bench.list, "--index", bench.home / "nowhere.index", *as_json)
    by_schema(bench, "no index, as JSON", nowhere, "intel-age", 3, state="none", records=0)
    run = bench.cordon("intel", "explain", "MAL-2026-40000", "pkg:npm/for-programs@1.0.0", "--index", bench.index, *as_json)
    by_schema(bench, "an explanation, as JSON", run, "intel-explain", 1, schema="cordon.intel-explain/1", answer="affected")
    run = bench.cordon("intel", "explain", "GHSA-2222-2222-2222", "pkg:npm/weak@2.0.0", "--index", bench.index, *as_json)
    by_schema(bench, "an explanation of a range, as JSON", run, "intel-explain", 0, answer="not affected")


def a_delta_of_many(bench):
    """More lines than the first part of the list holds, then more changes than are fetched one by one."""
    source = bench.source
    for number in range(1_900):
        source.put(f"MAL-2026-{20_000 + number}", T0 + 10 * DAY + number, f"many-{number}", versions=["1.0.0"])
    before = len(source.records) - 1_900
    bench.said("many changes are fetched one by one", bench.update(), 0, f"{before + 1_900} records ({before} before)", "1900 records changed")
    lists = [headers.get("Range") for path, headers in source.asked if path.endswith(".csv")]
    bench.check("the list is read as far as it must be", lists[0] == "bytes=0-65535" and len(lists) == 2, str(lists))
    for number in range(2_100):
        source.put(f"MAL-2026-{20_000 + number}", T0 + 20 * DAY + number, f"many-{number}", versions=["1.0.0"])
    bench.said("too many changes are fetched as an archive", bench.update(), 0, f"{before + 2_100} records ({before + 1_900} before)", "fetched whole")
    bench.check("and not one by one alone", "/npm/all.zip" in bench.asked(), str(bench.asked()[:10]))
    for number in range(2_100):
        del source.records[f"MAL-2026-{20_000 + number}"]
    bench.said("a source that suddenly lost its records is not believed", bench.update(), 3, "now has")
    bench.whole("and what was known stays", before + 2_100)
    bench.said("unless it is told to", bench.update("--full"), 0, f"{before} records")


FAULTS = [
    # name, path, fault, words
    ("503", "/npm/modified_id.csv", 503, ["the server answers 503"]),
    ("404", "/npm/modified_id.csv", 404, ["the server answers 404"]),
    ("403", "/npm/modified_id.csv", 403, ["the server answers 403"]),
    ("a page in place of the list", "/npm/modified_id.csv", "page", ["no time and id of a record"]),
    ("a body that breaks off", "/npm/modified_id.csv", "truncated", ["failed"]),
    ("a body that stands still", "/npm/modified_id.csv", "slow", ["failed"]),
    ("a redirect to another host", "/npm/modified_id.csv", ("redirect", "https://other.example.test/x"), ["another host", "redirect_hosts"]),
    ("a redirect to plain http", "/npm/modified_id.csv", ("redirect", "http://127.0.0.1/x"), ["is not https"]),
    ("a redirect to a file", "/npm/modified_id.csv", ("redirect", "file:///etc/passwd"), ["is not https"]),
    ("a redirect without end", "/npm/modified_id.csv", ("redirect", "/npm/modified_id.csv"), ["redirected more than 5 times"]),
    ("a redirect with a password", "/npm/modified_id.csv", ("redirect", "https://u:p@127.0.0.1/x"), ["a name or password"]),
    ("a record with another digest", "/npm/MAL-2026-9000.json", "digest", ["digest", "the server states"]),
    ("a record that breaks off", "/npm/MAL-2026-9000.json", "truncated", ["failed"]),
    ("a record with 500", "/npm/MAL-2026-9000.json", 500, ["the server answers 500"]),
]


def dates(bench):
    """Dates that are wrong, records that come late, archives that are old: nothing stays missed."""
    source = bench.source
    bench.update("--full")
    bench.update()  # compares everything
    now = int(time.time())
    source.put("MAL-2026-30000", now + 5 * 365 * DAY, "future", versions=["1.0.0"])
    source.put("MAL-2026-30001", now - 60, "published-late", versions=["1.0.0"])
    source.records["MAL-2026-30001"][1]["published"] = "2031-01-01T00:00:00Z"
    bench.said("a date that is still to come", bench.update(), 0, "2 records changed")
    source.put("MAL-2026-30002", now, "after", versions=["1.0.0"])
    bench.said("hides nothing that comes after it", bench.update(), 0, "1 records changed")
    known(bench, "MAL-2026-30002", "after", "1.0.0")
    source.put("MAL-2026-30000", now + 1, "future", versions=["1.0.0", "2.0.0"])
    bench.said("and is corrected when all is fetched anew", bench.update("--full"), 0)
    known(bench, "MAL-2026-30000", "future", "2.0.0")
    source.put("MAL-2026-30003", now + 2, "late", versions=["1.0.0"])
    source.faults = {"/npm/MAL-2026-30003.json": 404}
    bench.said("a record that is not there yet", bench.update(), 0, "1 listed and not there")
    source.faults = {}
    bench.said("is asked for again", bench.update(), 0, "1 records changed")
    known(bench, "MAL-2026-30003", "late", "1.0.0")
    old = source.body("/npm/all.zip")
    source.put("MAL-2026-30004", now + 3, "newer", versions=["1.0.0"])
    source.files = {"/npm/all.zip": old}
    bench.said("an archive that is older than the list", bench.update("--full"), 0, f"{len(source.records)} records")
    known(bench, "MAL-2026-30004", "newer", "1.0.0")
    source.files = {}
    bench.list.write_text(bench.list.read_text().replace(f"{bench.server.url}/npm", f"{bench.server.url}/moved"))
    bench.said("a source that moved, asked alone, does not cost the others", bench.update("--only", "osv-npm"), 2, "Nothing was changed")
    bench.write_list(bench.server.url)
    bench.said("and all is as it was", bench.update(), 0, f"{len(source.records)} records")


def known(bench, identifier, name, version):
    run = bench.cordon("intel", "explain", identifier, f"pkg:npm/{name}@{version}", "--index", bench.index)
    bench.said(f"{identifier} is known", run, 1)


def faults(bench):
    source = bench.source
    records = len(source.records)
    bench.update()
    source.put("MAL-2026-9000", int(time.time()), "waiting", versions=["1.0.0"])
    for name, path, fault, words in FAULTS:
        source.faults = {path: fault}
        bench.said(name, bench.update("--timeout", "2"), 3, "in part", "osv-npm              failed", *words)
        bench.whole(f"{name}: what was known stays", records)
    archive = "/npm/all.zip"
    for name, fault, words in [("an archive with another digest", "digest", ["digest"]), ("an archive that breaks off", "truncated", ["failed"]),
                               ("a page in place of the archive", "page", ["failed"]), ("no archive", 404, ["404"])]:
        source.faults = {archive: fault}
        bench.said(name, bench.update("--full", "--timeout", "2"), 3, *words)
        bench.whole(f"{name}: what was known stays", records)
    source.faults = {path: 503 for path in ("/npm/modified_id.csv", "/kev.json")}
    bench.said("no source at all", bench.update(), 2, "Nothing was changed", "no source could be had")
    source.faults = {"/kev.json": "page"}
    bench.said("a page in place of the list of CVEs", bench.update("--full"), 3, "kev                  failed")
    bench.said("what was exploited is still known", bench.cordon("intel", "verify", bench.index), 0)
    source.faults = {}
    bench.said("it is asked for again", bench.update(), 0)
    tries = [0]

    def once():
        tries[0] += 1
        return 503 if tries[0] == 1 else None
    source.faults = {"/npm/modified_id.csv": once}
    bench.said("what fails for a moment is tried again", bench.update("--tries", "2"), 0)
    source.faults = {}


def trust(bench):
    other = bench.folder / "other"
    other.mkdir()
    make_certificates(other, ["127.0.0.1"])
    records = len(bench.source.records)
    bench.said("a certificate of somebody else", bench.update("--ca-file", other / "ca.pem"), 2, "certificate")
    bench.said("no authority at all", bench.update(SSL_CERT_FILE=""), 2, "certificate")
    bench.whole("nothing was taken over", records)
    project = bench.home / "project"
    project.mkdir()
    (project / "cordon.yaml").write_text("intel: {sources: evil.yaml, proxy: \"http://127.0.0.1:9\"}\n")
    run = subprocess.run([str(bench.program), "intel", "update", "--sources", str(bench.list), "--index", str(bench.index)], cwd=project,
                         env=bench.environment(), capture_output=True, text=True, check=False, **bench.as_nobody)
    bench.said("a project's cordon.yaml decides nothing", run, 0)
    bench.said("a source that is not https", bench.cordon("intel", "update", "--sources", write(bench, "schema: cordon.sources/1\nsources:\n"
               "  - {id: a, kind: exploited, url: \"http://127.0.0.1/kev\"}\n"), "--index", bench.index), 2, "no https address", "line 3")


def write(bench, text):
    path = bench.folder / "written.yaml"
    path.write_text(text)
    return path


LIBRARIES = {
    "pear": {"npmname": "pear-js", "extractors": {"filecontent": ["/\\*! Pear v(§§version§§)"]},
             "vulnerabilities": [{"below": "2.0", "severity": "high", "identifiers": {"CVE": ["CVE-2026-77"]}, "info": []}]},
    "plum": {"extractors": {"filecontent": ["/\\*! Plum v(§§version§§)", "(?!x)(§§version§§)"]}},
}


def libraries(bench):
    """The list of what JavaScript libraries are recognised by, beside the advisories."""
    listed, index, source = bench.list.read_text(), bench.index, bench.source
    bench.index = bench.home / "libraries.index"
    bench.list.write_text(listed + f"  - id: js\n    kind: libraries\n    url: {bench.server.url}/libraries.json\n")
    site = bench.home / "site"
    site.mkdir()
    (site / "a.js").write_text("/*! Pear v1.9.0 */\n")
    scan = ("scan", "--index", bench.index, site)
    source.files["/libraries.json"] = json.dumps(LIBRARIES).encode()
    bench.said("a list of libraries is fetched", bench.update(), 0, "js ", "2 records, fetched whole, 1 not understood", "(?!x)")
    bench.said("and what it knows is found", bench.cordon(*scan), 1, "pear@1.9.0", "CVE-2026-77", "a.js:1")
    bench.said("unchanged", bench.update(), 0, "js                   unchanged")
    source.put("MAL-2026-40000", int(time.time()) + 5, "beside", versions=["1.0.0"])
    bench.said("other news leave it", bench.update(), 0, "1 records changed")
    bench.said("as it was", bench.cordon(*scan), 1, "pear@1.9.0")
    for name, body in (("a page", b"<html>"), ("another kind of list", json.dumps({"dateReleased": "2026-04-01T00:00:00Z", "vulnerabilities": []}).encode()),
                       ("half of it", json.dumps(LIBRARIES).encode()[:200]), ("one that lost some", json.dumps({"pear": LIBRARIES["pear"]}).encode())):
        source.files["/libraries.json"] = body
        bench.said(f"{name} in place of the list", bench.update(), 3, "js                   failed")
        bench.said("leaves what was known", bench.cordon(*scan), 1, "pear@1.9.0", "CVE-2026-77")
    LIBRARIES["pear"]["vulnerabilities"][0]["below"] = "1.5"
    source.files["/libraries.json"] = json.dumps(LIBRARIES).encode()
    bench.said("a changed list is taken over", bench.update(), 0, "2 records, fetched whole")
    run = bench.cordon(*scan)
    bench.check("and nothing is left of the old one", "CVE-2026-77" not in run.stdout and run.returncode == 0, run.stdout)
    del source.files["/libraries.json"]
    bench.list.write_text(listed)
    bench.index = index


def from_outside_to_inside(bench):
    outer = Server(bench.source, bench.certificate, OUTER)
    inner = Server(bench.source, bench.certificate, INNER)
    bench.write_list(outer.url, [INNER])
    index = bench.home / "outside.index"
    old, bench.index = bench.index, index
    bench.said("a source of the public Internet", bench.update(), 0)
    bench.source.faults = {"/npm/modified_id.csv": ("redirect", f"{inner.url}/npm/modified_id.csv")}
    bench.said("may not redirect to an inner network, even to a host that is named", bench.update(), 3, "inner network")
    bench.check("which is not asked", all(int(headers.get("Host").rpartition(":")[2]) == outer.port for _, headers in bench.source.asked),
                str(bench.source.asked))
    bench.source.faults = {"/npm/modified_id.csv": ("redirect", f"https://[::ffff:10.1.2.3]:{inner.port}/npm/modified_id.csv")}
    bench.said("nor by another way to write it", bench.update(), 3, "failed")
    bench.source.faults = {}
    bench.index = old
    # From one's own network one's own hosts may be redirected to, when they are named.
    bench.write_list(bench.server.url, [INNER])

    def elsewhere():
        return None if bench.source.asked[-1][1].get("Host", "").startswith(INNER) else ("redirect", f"{inner.url}/npm/modified_id.csv")
    bench.source.faults = {"/npm/modified_id.csv": elsewhere}
    bench.said("a named host is followed to", bench.update(), 0)
    bench.source.faults = {}
    bench.write_list(bench.server.url)
    outer.close()
    inner.close()


def resumed(bench):
    source = bench.source
    for number in range(20_000):
        source.put(f"MAL-2026-{100_000 + number}", int(time.time()), f"bulk-{number}", versions=["1.0.0"])
    size = len(source.body("/npm/all.zip"))
    part = pathlib.Path(str(bench.index) + ".downloads") / "osv-npm.zip.part"
    broken_off(bench, part, size)
    there = part.stat().st_size
    bench.said("a download that was broken off", bench.update("--full"), 0, f"{len(source.records)} records")
    ranges = [headers.get("Range") for path, headers in source.asked if path == "/npm/all.zip"]
    bench.check("is gone on with", ranges == [f"bytes={there}-"] and there > 0, f"{ranges}, {there} bytes were there")
    # What goes on with another body, or gives a part of the rest as if it were all, is not believed.
    for fault, words in (("other part", "another file than it began with"), ("short part", "another part than was asked for")):
        broken_off(bench, part, size)
        source.faults = {"/npm/all.zip": fault}
        bench.said(f"a download that goes on with a {fault}", bench.update("--full"), 3, words)
        bench.whole(f"{fault}: what was known stays", len(source.records))
    # The body changes between the two runs: it begins anew.
    broken_off(bench, part, size)
    source.put("MAL-2026-99999", int(time.time()), "changed-meanwhile", versions=["1.0.0"])
    bench.said("one that changed meanwhile begins anew", bench.update("--full"), 0, f"{len(source.records)} records")
    for number in range(20_000):
        del source.records[f"MAL-2026-{100_000 + number}"]
    bench.said("and back", bench.update("--full"), 0)


def broken_off(bench, part, size):
    """A download of the archive that is killed when a quarter is there."""
    bench.source.faults = {"/npm/all.zip": ("drip", size // 20, 0.05)}
    child = bench.start("intel", "update", "--sources", bench.list, "--index", bench.index, "--full")
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and not (part.exists() and part.stat().st_size > size // 4):
        time.sleep(0.01)
    child.send_signal(signal.SIGKILL)
    child.wait()
    bench.source.faults = {}


def two_at_once(bench):
    bench.source.put("MAL-2026-70000", int(time.time()), "two", versions=["1.0.0"])
    bench.source.faults = {"/npm/modified_id.csv": ("drip", 64, 0.1)}
    bench.source.asked.clear()
    first = bench.start("intel", "update", "--sources", bench.list, "--index", bench.index)
    lock = pathlib.Path(str(bench.index) + ".lock")
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and not bench.source.asked:
        time.sleep(0.01)
    bench.said("a second update can be told not to wait", bench.update("--no-wait"), 2, "another process has locked")
    bench.said("or waits", bench.update(), 0, "waiting for it to end")
    bench.check("and the first ends well", first.wait(30) == 0, str(first.returncode))
    bench.check("the lock stays for the next", lock.exists())
    bench.source.faults = {}


PACK = """schema: cordon.incident/1
id: fetched-2026
title: a pack that was fetched
date: 2026-03-31
updated: 2026-04-01
confidence: high
summary: A pack for this test.
sources: ["https://example.test/report"]
packages:
  - {ecosystem: npm, name: fetched-evil, versions: ["1.0.0"]}
recovery: [Remove it.]
"""


def a_pack_from_an_address(bench):
    """`intel add` of an https address: the signature stands beside it, and is needed."""
    folder = bench.folder / "pack"
    folder.mkdir()
    (folder / "p.yaml").write_text(PACK)
    subprocess.run([bench.program, "intel", "pack", "keygen", "--public", "p.pub", "--secret", "p.key", "--no-password"], cwd=folder,
                   check=True, capture_output=True)
    subprocess.run([bench.program, "intel", "pack", "sign", "p.yaml", "--key", "p.key"], cwd=folder, check=True, capture_output=True)
    (folder / "p.pub").chmod(0o644)
    bench.source.files = {"/packs/fetched-2026.yaml": PACK.encode()}
    url = f"{bench.server.url}/packs/fetched-2026.yaml"
    key = ["--key", (folder / "p.pub").read_text().split("\n")[1]]
    bench.said("a pack without a signature", bench.cordon("intel", "add", url, *key), 1, "NOT added")
    bench.source.files["/packs/fetched-2026.yaml.minisig"] = (folder / "p.yaml.minisig").read_bytes()
    bench.source.files["/packs/fetched-2026.yaml"] = PACK.replace("1.0.0", "1.0.1").encode()
    bench.said("a pack that was changed on its way", bench.cordon("intel", "add", url, *key), 1, "NOT added")
    bench.source.files["/packs/fetched-2026.yaml"] = PACK.encode()
    bench.said("a signed pack", bench.cordon("intel", "add", url, *key), 0, "added fetched-2026")
    bench.said("is known", bench.cordon("intel", "pack", "list"), 0, "fetched-2026")
    bench.said("a pack that is not there", bench.cordon("intel", "add", url + "x", *key), 2, "404")
    bench.said("a pack over plain http", bench.cordon("intel", "add", url.replace("https", "http"), *key), 2, "only https")


def killed(bench):
    """At any point, 200 times: a usable index each time, and in the end what is published."""
    source = bench.source
    bench.update("--full")
    arguments = ["intel", "update", "--sources", bench.list, "--index", bench.index]
    started = time.monotonic()
    bench.start(*arguments, "--full").wait()
    span = time.monotonic() - started
    unusable, ended = [], 0
    for round_number in range(KILLS):
        source.put(f"MAL-2026-{80_000 + round_number}", int(time.time()), f"round-{round_number}", versions=["1.0.0"])
        child = bench.start(*arguments, *(["--full"] if round_number % 2 else []))
        try:
            child.wait(random.uniform(0, 1.3 * span))
            ended += 1
        except subprocess.TimeoutExpired:
            child.send_signal(signal.SIGKILL)
            child.wait()
        run = bench.cordon("intel", "verify", bench.index)
        if run.returncode != 0:
            unusable.append((round_number, run.stdout + run.stderr))
    bench.check(f"killed {KILLS} times, a usable index each time", not unusable, str(unusable[:3]))
    bench.check("most were killed on their way", ended < KILLS * 9 / 10, f"{ended} of {KILLS} had ended")
    bench.said("then it is brought up to date", bench.update(), 0, f"{len(source.records)} records")
    bench.check("and everything is known", bench.ids() == set(source.records), "")
    print(f"killed {KILLS - ended} of {KILLS} within {1.3 * span:.2f} s")


def main():
    tally = Tally()
    # Without one the server still listens on loopback only; what needs addresses of its own is skipped.
    has_namespace = enter_namespace()
    if not has_namespace:
        tally.skip("redirects from outside to inside", "no network namespace can be made here")
    random.seed(int(os.environ.get("CORDON_SEED", "0")) or None)
    with tempfile.TemporaryDirectory(prefix="cordon-update-") as folder:
        bench = Bench(tally, pathlib.Path(folder))
        for part in (first_and_following, for_programs, a_delta_of_many, dates, faults, trust, libraries, from_outside_to_inside, resumed,
                     two_at_once, a_pack_from_an_address, killed):
            if has_namespace or part is not from_outside_to_inside:
                part(bench)
    print(tally.summary())
    return 1 if tally.failures else 0


if __name__ == "__main__":
    sys.exit(main())
