#!/usr/bin/env python3
"""One recorded run of the range (tests/range/recorded), read again by every layer as an unprivileged user: watch replays its
events, traffic joins its capture, hunt and case take what they wrote. Whatever a layer writes loads through the same two schemas,
those of an Event and of a Finding; what was cut is Coverage, and the rest stays.

Ends with the line `N passed, N failed, N skipped`."""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

import jsonschema

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tools"))
from common import Tally  # noqa: E402

CORDON = ROOT / "build" / "release" / "cordon"
RECORDED = ROOT / "tests" / "range" / "recorded" / "axios"
CULPRIT = "pkg:npm/plain-crypto-js@4.2.1"
NOBODY = 65534


def schema(name):
    return json.loads((ROOT / "docs" / "schema" / f"{name}.schema.json").read_text())


def finding_validator():
    """A Finding, as scan's schema has it: the same for every layer."""
    scan = schema("scan")
    return jsonschema.Draft202012Validator({"$defs": scan["$defs"], "$ref": "#/$defs/Finding"})


class Bench:
    def __init__(self, folder):
        self.folder, self.tally = folder, Tally()
        self.as_nobody = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}
        shutil.copy(CORDON, folder / "cordon")
        for path in RECORDED.iterdir():
            shutil.copy(path, folder / path.name)
        folder.chmod(0o755)
        if self.as_nobody:
            subprocess.run(["chown", "-hR", f"{NOBODY}:{NOBODY}", folder], check=True)
        self.events = jsonschema.Draft202012Validator(schema("event"))
        self.findings = finding_validator()

    def run(self, *arguments):
        done = subprocess.run([self.folder / "cordon", *arguments], cwd=self.folder, stdin=subprocess.DEVNULL, capture_output=True,
                              text=True, check=False, timeout=120, **self.as_nobody,
                              env={"PATH": "/usr/bin:/bin", "HOME": str(self.folder)})
        return done

    def check(self, what, good, why=""):
        if good:
            self.tally.ok()
        else:
            self.tally.fail(what, why)

    def report(self, verb, *arguments, codes=(0, 1)):
        """What a layer says as JSON, held against its own schema, each finding against that of all."""
        done = self.run(verb, *arguments, "--format", "json")
        self.check(f"{verb}: exit code", done.returncode in codes, f"{done.returncode}: {done.stderr[-300:]}")
        said = json.loads(done.stdout)
        faults = list(jsonschema.Draft202012Validator(schema(verb)).iter_errors(said))
        self.check(f"{verb}: its schema", not faults, str(faults[:1]))
        for finding in said["findings"]:
            faults = list(self.findings.iter_errors(finding))
            self.check(f"{verb}: {finding['rule_id']} is a Finding", not faults, str(faults[:1]))
        (self.folder / f"{verb}.json").write_text(done.stdout)
        return said

    def check_events(self, what, text):
        lines = text.splitlines()
        faults = [fault for line in lines for fault in self.events.iter_errors(json.loads(line))]
        self.check(f"{what}: {len(lines)} lines are Events", lines and not faults, str(faults[:1]))
        return [json.loads(line) for line in lines]


def rules_of(report):
    return {finding["rule_id"] for finding in report["findings"] if finding["subject"].get("purl") == CULPRIT}


def check_layers(bench):
    recorded = bench.check_events("the recording", (bench.folder / "events.ndjson").read_text())
    watch = bench.report("watch", "--replay", "events.ndjson", "--no-knowledge")
    wanted = {"watch.downloader", "watch.shell-download", "watch.self-removal", "watch.manifest-swap", "watch.survivor-calls"}
    bench.check("watch: the rules of that night", wanted <= rules_of(watch), str(wanted - rules_of(watch)))
    made = {event["payload"]["finding"]["id"] for event in recorded if event["kind"] == "finding"}
    again = {finding["id"] for finding in watch["findings"]}
    bench.check("watch: a replay concludes what was concluded then", made == again, f"{made ^ again}")
    done = bench.run("watch", "--replay", "events.ndjson", "--no-knowledge", "--format", "ndjson")
    bench.check_events("watch --format ndjson", done.stdout)

    traffic = bench.report("traffic", "workstation.pcap", "--events", "events.ndjson", "--no-knowledge")
    joined = [each for each in traffic["conversations"] if each.get("package", {}).get("purl") == CULPRIT]
    bench.check("traffic: the sink's conversation is that package's", any(each["flow"]["server_port"] == 8000 for each in joined),
                str([each["flow"] for each in joined]))
    done = bench.run("traffic", "workstation.pcap", "--events", "events.ndjson", "--format", "ndjson")
    seen = bench.check_events("traffic --format ndjson", done.stdout)
    bench.check("traffic: HTTP of that package", any(event["kind"] == "http" and event.get("package", {}).get("purl") == CULPRIT
                                                     for event in seen))

    hunt = bench.report("hunt", "--no-knowledge", "--events", "events.ndjson", ".", codes=(1,))
    of_culprit = [finding for finding in hunt["findings"] if finding["rule_id"] == "hunt.release"
                  and finding["subject"]["purl"] == CULPRIT]
    facts = of_culprit[0]["exposure"] if of_culprit else {}
    for fact in ("executed", "contacted", "persisted"):
        bench.check(f"hunt: {fact}", facts.get(fact, {}).get("value") == "yes", str(facts))
    bench.report("scan", "--packs-only", ".", codes=(0, 1, 3))


def check_case(bench):
    bench.check("case new", bench.run("case", "new", "kase").returncode == 0)
    done = bench.run("case", "add", "kase", "watch.json", "traffic.json", "hunt.json", "events.ndjson", "workstation.pcap")
    bench.check("case add", done.returncode == 0, done.stderr[-300:])
    kinds = {"finding": bench.findings, "event": bench.events}
    faults, counted = [], dict.fromkeys(kinds, 0)
    for line in (bench.folder / "kase" / "records.ndjson").read_text().splitlines():
        record = json.loads(line)
        if record["kind"] in kinds:
            counted[record["kind"]] += 1
            faults += list(kinds[record["kind"]].iter_errors(record["payload"]))
    bench.check(f"case: {counted['finding']} findings and {counted['event']} events are what they were", not faults and all(counted.values()),
                str(faults[:1]))
    bench.check("case verify", bench.run("case", "verify", "kase").returncode == 0)
    report = bench.run("case", "report", "kase")
    bench.check("case report names the package", "plain-crypto-js 4.2.1" in report.stdout, report.stdout[:300])
    text = (bench.folder / "kase" / "records.ndjson").read_text()
    (bench.folder / "kase" / "records.ndjson").write_text(text.replace("plain-crypto-js", "plain-crypto-jz", 1))
    done = bench.run("case", "verify", "kase")
    bench.check("case verify names what was changed", done.returncode == 1 and "record" in done.stdout, done.stdout[:300])


def check_cut(bench):
    whole = (bench.folder / "events.ndjson").read_bytes()
    (bench.folder / "cut.ndjson").write_bytes(whole[:len(whole) // 2])
    for verb, *rest in (("watch", "--replay", "cut.ndjson", "--no-knowledge"),
                        ("hunt", "--no-knowledge", "--package", CULPRIT, "--events", "cut.ndjson", ".")):
        said = bench.report(verb, *rest, codes=(1,))
        unread = [each for each in said["coverage"]["unread"] if each["path"] == "cut.ndjson"]
        bench.check(f"{verb}: the cut line is Coverage", [each["code"] for each in unread] == ["truncated"], str(unread))
        bench.check(f"{verb}: what stands before it was read", rules_of(said), str(said["findings"])[:200])
    pcap = (bench.folder / "workstation.pcap").read_bytes()
    (bench.folder / "cut.pcap").write_bytes(pcap[:len(pcap) - 7])
    said = bench.report("traffic", "cut.pcap", "--no-knowledge", codes=(3,))
    bench.check("traffic: the cut packet is Coverage", [each["code"] for each in said["coverage"]["unread"]] == ["truncated"],
                str(said["coverage"]["unread"]))
    bench.check("traffic: what stands before it was read", said["packets"] > 50, str(said["packets"]))


def check_privileges(bench):
    done = bench.run("watch", "--duration", "1")
    bench.check("watch without privileges stops", done.returncode == 2, f"{done.returncode} {done.stderr}")
    bench.check("watch without privileges says what it needs", "CAP_BPF" in done.stderr and "--replay" in done.stderr, done.stderr)
    done = bench.run("traffic", "lo", "--duration", "1")
    bench.check("traffic without privileges stops", done.returncode == 2 and "CAP_NET_RAW" in done.stderr, f"{done.returncode} {done.stderr}")
    done = bench.run("traffic", "no-such-interface")
    bench.check("traffic of nothing says so", done.returncode == 2 and "neither a file nor" in done.stderr, done.stderr)


def main():
    with tempfile.TemporaryDirectory(prefix="cordon-recorded-") as temporary:
        bench = Bench(pathlib.Path(temporary))
        check_layers(bench)
        check_case(bench)
        check_cut(bench)
        check_privileges(bench)
        return bench.tally.finish()


if __name__ == "__main__":
    sys.exit(main())
