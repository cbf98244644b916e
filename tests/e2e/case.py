#!/usr/bin/env python3
"""Cases from outside: no privilege, several additions at once, additions that are killed, files that are cut anywhere,
bytes that are changed anywhere, records and reports by their schemas, and a page whose policy allows its own style only.
Ends with the line `N passed, N failed, N skipped`."""
import base64
import hashlib
import html.parser
import json
import os
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tools"))
from common import Tally  # noqa: E402

CORDON = ROOT / "build" / "release" / "cordon"
NIGHT = ROOT / "tests" / "golden" / "case" / "night" / "in" / "night"
NOBODY = 65534


def cordon(folder, *arguments, **options):
    return subprocess.run([CORDON, "case", *arguments], cwd=folder, capture_output=True, text=True, check=False, **options)


def records_of(case):
    return [json.loads(line) for line in (case / "records.ndjson").read_text().splitlines()]


def expect(tally, name, holds, why=""):
    if holds:
        tally.ok()
    else:
        tally.fail(name, why or "does not hold")


def event(number, **more):
    return json.dumps({"schema": "cordon.event/1", "id": f"h/b/watch/{number}", "wall_ns": 1774917000 * 10**9 + number, "mono_ns": number,
                       "host": "h", "boot": "b", "sensor": "watch", "seq": number, "kind": "usage",
                       "payload": {"cpu_ns": number, "elapsed_ns": number}, **more}, separators=(",", ":"))


# --- schemas ---------------------------------------------------------------------------------------------------------

def schemas(tally):
    try:
        import jsonschema
    except ImportError:
        return tally.skip("schemas", "no python3-jsonschema")

    def load(name):
        schema = json.loads((ROOT / "docs" / "schema" / f"{name}.schema.json").read_text())
        return jsonschema.validators.validator_for(schema)(schema)
    record, single_event = load("case-record"), load("event")
    finding = {**load("scan").schema, "$ref": "#/$defs/Finding"}
    finding = jsonschema.validators.validator_for(finding)(finding)
    for number, each in enumerate(records_of(NIGHT), 1):
        faults = [fault.message for fault in record.iter_errors(each)]
        # What a layer wrote and what the case holds of it are one form.
        if each["kind"] == "event":
            faults += [fault.message for fault in single_event.iter_errors(each["payload"])]
        if each["kind"] == "finding":
            faults += [fault.message for fault in finding.iter_errors(each["payload"])]
        expect(tally, f"schema of record {number}", not faults, "; ".join(faults)[:300])
    with tempfile.TemporaryDirectory() as temporary:
        work = pathlib.Path(temporary)
        cordon(work, "new", "case")
        (work / "events").write_text(event(1) + "\n" + event(2)[:40])
        added = cordon(work, "add", "case", "events", "absent", "--format", "json")
        for name, done in (("case-add", added), ("case-verify", cordon(work, "verify", "case", "--format", "json"))):
            faults = [fault.message for fault in load(name).iter_errors(json.loads(done.stdout))]
            expect(tally, f"schema of {name}", not faults, "; ".join(faults)[:300])


# --- what survives ---------------------------------------------------------------------------------------------------

def at_once(tally, work):
    """Twelve additions at once: each is there, whole, and the chain holds."""
    cordon(work, "new", "many")
    running = []
    for number in range(12):
        (work / f"events-{number}").write_text("".join(event(number * 1000 + i) + "\n" for i in range(200)))
        running.append(subprocess.Popen([CORDON, "case", "add", "many", f"events-{number}"], cwd=work, stdout=subprocess.DEVNULL))
    expect(tally, "additions at once end well", all(child.wait() == 0 for child in running))
    expect(tally, "additions at once hold", cordon(work, "verify", "many").returncode == 0)
    expect(tally, "additions at once are whole", sum(each["kind"] == "event" for each in records_of(work / "many")) == 12 * 200)


def killed(tally, work, chance):
    """Killed at any moment: never broken, nothing that was finished is lost, and the next addition goes on."""
    cordon(work, "new", "killed")
    (work / "large").write_text("".join(event(i) + "\n" for i in range(60_000)))
    finished = 0
    for turn in range(12):
        (work / "large").open("a").write(event(1_000_000 + turn) + "\n")
        child = subprocess.Popen([CORDON, "case", "add", "killed", "large"], cwd=work, stdout=subprocess.DEVNULL)
        time.sleep(chance.uniform(0.01, 0.6))
        child.send_signal(signal.SIGKILL)
        child.wait()
        done = cordon(work, "verify", "killed")
        expect(tally, f"killed {turn}: not broken", done.returncode in (0, 3), done.stdout)
        done = cordon(work, "add", "killed", "--note", f"after {turn}")
        expect(tally, f"killed {turn}: goes on", done.returncode == 0, done.stdout + done.stderr)
        finished += 1
        notes = [each for each in records_of(work / "killed") if each["kind"] == "note" and each["payload"]["code"] == "note"]
        expect(tally, f"killed {turn}: keeps what was finished", len(notes) == finished, f"{len(notes)} of {finished}")
        expect(tally, f"killed {turn}: holds again", cordon(work, "verify", "killed").returncode == 0)


def cut(tally, work, chance):
    """An event file that ends anywhere: whole lines are events, the rest is Coverage."""
    text = "".join(event(i) + "\n" for i in range(1, 9))
    for end in sorted(chance.sample(range(1, len(text)), 25)):
        name = f"cut-{end}"
        (work / name).write_text(text[:end])
        cordon(work, "new", f"case-{end}")
        report = json.loads(cordon(work, "add", f"case-{end}", name, "--format", "json").stdout)["added"][0]
        # A line that only lacks its line feed is whole.
        whole = text[:end].count("\n") + (text[end] == "\n")
        rest = 0 if text[end - 1] == "\n" or text[end] == "\n" else 1
        # Too short to show what it is: kept as it is.
        if report["kind"] == "other" and whole == 0:
            tally.ok()
            continue
        expect(tally, name, report["events"] == whole and len(report["unread"]) == rest, json.dumps(report))


def changed(tally, work, chance):
    """A changed byte anywhere but in the lock: verify says so, and case add refuses."""
    files = sorted(path for path in NIGHT.rglob("*") if path.is_file() and path.name != "end.json")
    for turn in range(60):
        case = work / "changed"
        shutil.copytree(NIGHT, case)
        path = case / chance.choice(files).relative_to(NIGHT)
        content = bytearray(path.read_bytes())
        at = chance.randrange(len(content))
        content[at] ^= 1 << chance.randrange(8)
        path.chmod(0o600)
        path.write_bytes(content)
        done = cordon(work, "verify", "changed")
        expect(tally, f"changed {path.relative_to(case)} at {at}", done.returncode == 1 and done.stdout.startswith("BROKEN"), done.stdout)
        shutil.rmtree(case)


def without_privilege(tally, work):
    """As somebody who owns nothing but the folder, and verifying what cannot be written."""
    if os.getuid() != 0:
        return tally.skip("without privilege", "only root becomes somebody else; every other check ran without privilege")
    given = work / "given"
    shutil.copytree(NIGHT, given)
    home = work / "home"
    home.mkdir()
    os.chown(home, NOBODY, NOBODY)
    for path in (work, *given.rglob("*"), given):
        path.chmod(0o755 if path.is_dir() else 0o644)
    program = home / "cordon"
    shutil.copy(CORDON, program)
    program.chmod(0o755)

    def as_nobody(*arguments):
        return subprocess.run([program, "case", *arguments], cwd=home, capture_output=True, text=True, check=False, user=NOBODY,
                              group=NOBODY, extra_groups=[], env={"PATH": "/usr/bin:/bin", "HOME": str(home)})
    (home / "events").write_text(event(1) + "\n")
    for name, done, code in (("new", as_nobody("new", "own"), 0), ("add", as_nobody("add", "own", "events"), 0),
                             ("verify", as_nobody("verify", "own"), 0), ("report", as_nobody("report", "own"), 0),
                             ("verify what is not ours", as_nobody("verify", "../given"), 0),
                             ("report what is not ours", as_nobody("report", "../given"), 0),
                             ("add to what is not ours", as_nobody("add", "../given", "events"), 2)):
        expect(tally, f"without privilege: {name}", done.returncode == code, f"{done.returncode} {done.stdout[:200]} {done.stderr[:300]}")


# --- the page --------------------------------------------------------------------------------------------------------

class Page(html.parser.HTMLParser):
    ALLOWED = {"meta": {"charset", "name", "content", "http-equiv"}, "html": {"lang"}, "th": {"scope"}, "td": {"data-head"}}

    def __init__(self):
        super().__init__()
        self.problems, self.policy, self.style, self.inside = [], "", "", ""
        self.heads, self.column, self.titles, self.metas = [], 0, [], {}

    def handle_starttag(self, tag, attrs):
        self.inside = tag
        if tag in ("script", "link", "img", "iframe", "object", "embed", "a", "form", "base", "svg"):
            self.problems.append(f"<{tag}>")
        for name, value in attrs:
            if name not in self.ALLOWED.get(tag, set()) | {"class"}:
                self.problems.append(f"{tag} {name}")
        self.metas |= {dict(attrs).get("name", ""): dict(attrs).get("content", "")} if tag == "meta" else {}
        if tag == "table":
            self.heads = []
        elif tag == "tr":
            self.column = 0
        elif tag == "td":
            # A narrow window shows a row as a card: each cell brings the head of its column.
            if self.heads[self.column : self.column + 1] != [dict(attrs).get("data-head")]:
                self.problems.append(f"cell {self.column} below {self.heads}: {attrs}")
            self.column += 1
        if ("http-equiv", "Content-Security-Policy") in attrs:
            self.policy = dict(attrs)["content"]

    def handle_endtag(self, tag):
        self.inside = ""

    def handle_data(self, data):
        if self.inside == "style":
            self.style += data
        elif self.inside == "th":
            self.heads.append(data)
        elif self.inside in ("h1", "h2"):
            self.titles.append(data)


def page(tally, work):
    case = work / "hostile"
    cordon(work, "new", "hostile", "--title", "</title><script>alert(1)</script>")
    hostile = "\"'><img src=x onerror=alert(1)>\u202e\u001b[2J"
    (work / "events").write_text(event(1, kind="exec", payload={"path": hostile, "arguments": [hostile]}, actor={"pid": 1, "start_ns": 1},
                                       package={"purl": "pkg:npm/x@1.0.0" + hostile, "phase": "install", "script": hostile,
                                                "confidence": "exact", "contradictions": [hostile]}) + "\n")
    cordon(work, "add", "hostile", "events", "--note", hostile)
    for name, folder in (("hostile", case), ("night", NIGHT)):
        text = cordon(work, "report", str(folder), "--format", "html").stdout
        read = Page()
        read.feed(text)
        expect(tally, f"page {name}: tags and attributes", not read.problems, str(read.problems))
        digest = base64.b64encode(hashlib.sha256(read.style.encode()).digest()).decode()
        expect(tally, f"page {name}: policy", f"style-src 'sha256-{digest}';" in read.policy and "default-src 'none'" in read.policy, read.policy)
        expect(tally, f"page {name}: what happened, then what to do, then what is known", read.titles[1:4] == [
            "What to do now, in this order", "Which packages", "What happened: publish, resolve, fetch, script, process, connection"], str(read.titles))
        expect(tally, f"page {name}: for narrow windows and paper", read.metas.get("viewport", "").startswith("width=device-width") and all(
            each in read.style for each in ("@media screen and (max-width:", "attr(data-head)", "@media print")))
        expect(tally, f"page {name}: nothing hidden", not any(each in text for each in "\u202e\u001b"))
        expect(tally, f"page {name}: the same bytes again", text == cordon(work, "report", str(folder), "--format", "html").stdout)
    (work / "page.html").write_text("old")
    done = cordon(work, "report", "hostile", "--format", "html", "-o", "page.html")
    expect(tally, "page into a file", done.returncode == 0 and done.stdout == "" and (work / "page.html").read_text().startswith("<!DOCTYPE"))


def main():
    tally = Tally()
    chance = random.Random(5)
    schemas(tally)
    with tempfile.TemporaryDirectory(prefix="cordon-case-") as temporary:
        work = pathlib.Path(temporary)
        at_once(tally, work)
        killed(tally, work, chance)
        cut(tally, work, chance)
        changed(tally, work, chance)
        without_privilege(tally, work)
        page(tally, work)
    return tally.finish()


if __name__ == "__main__":
    sys.exit(main())
