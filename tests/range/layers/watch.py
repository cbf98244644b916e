"""`cordon watch`: observes the machine while npm installs, reports when it is interrupted."""
import json
import signal
import subprocess
import time

import events
import names
from layers import reports

VERB = "watch"
READY_SECONDS = 10
REPORT_SECONDS = 30


def start(run):
    """Begins to observe; comes back once it says so, or has ended."""
    command = [str(names.CORDON), "watch", "--events", str(machine(run)), "--format", "json", *run.knowledge_options("watch")]
    with open(run.folder / "watch.json", "w", encoding="utf-8") as output, open(run.folder / "watch.log", "w", encoding="utf-8") as log:
        run.watching = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=log, env=run.environment(), cwd=run.folder)
    deadline = time.monotonic() + READY_SECONDS
    while run.watching.poll() is None and time.monotonic() < deadline:
        if machine(run).exists() and (run.folder / "watch.log").stat().st_size > 0:
            return
        time.sleep(0.02)


def end(run):
    if run.watching.poll() is None:
        run.watching.send_signal(signal.SIGINT)


def ask(run):
    code = run.watching.wait(timeout=REPORT_SECONDS)
    if code not in (0, 1, 3):
        raise reports.NoReport(f"exit code {code}: {(run.folder / 'watch.log').read_text().strip()[-300:]}")
    report = reports.keep((run.folder / "watch.json").read_text(), run, VERB)
    if blind := blind_spots(report):
        raise reports.NoReport(f"it did not see everything, so that its silence means nothing: {'; '.join(blind)}")
    recorded, broken = events.read(machine(run))
    if broken:
        raise reports.NoReport(f"{broken} lines of its events are no JSON")
    report["findings"], elsewhere = apart(report["findings"], recorded)
    (run.folder / "elsewhere.json").write_text(json.dumps(elsewhere, indent=1))
    reports.keep(json.dumps(report, indent=1), run, VERB)
    run.events.write_text("".join(json.dumps(event, separators=(",", ":"), ensure_ascii=False) + "\n" for event in own(recorded)))
    return reports.seen(report)


def blind_spots(report):
    """What the sensor could not see or has lost."""
    found = [f"{each['path']}: {each['reason']}" for each in report["coverage"]["unread"] if each["path"].startswith("sensor:")]
    return found + ([f"{report['lost']} events lost"] if report["lost"] else [])


def machine(run):
    """Where the events of the whole machine go; run.events are those of the range."""
    return run.folder / "machine.ndjson"


def apart(findings, recorded):
    """(findings of the range, findings of what else happened on this machine). A sensor sees the whole machine; a finding is of
    elsewhere when all events behind it are there and none is of the workstation's user, whom only this range has."""
    users = {event["id"]: (event.get("actor") or {}).get("uid") for event in recorded}
    here, elsewhere = [], []
    for finding in findings:
        behind = [users.get(each["locator"]) for each in finding["evidence"] if each["kind"] == "event"]
        others = behind and all(uid is not None and uid != names.DEVELOPER_UID for uid in behind)
        (elsewhere if others else here).append(finding)
    return here, elsewhere


def own(recorded):
    """The events of the workstation's user, the findings of the range, and what is of nobody, such as losses."""
    kept = []
    for event in recorded:
        uid = (event.get("actor") or {}).get("uid")
        if event["kind"] == "finding":
            ours = apart([event["payload"]["finding"]], recorded)[0]
        else:
            ours = uid in (None, names.DEVELOPER_UID)
        if ours:
            kept.append(event)
    return kept


def stop(run):
    if run.watching is not None and run.watching.poll() is None:
        run.watching.kill()
        run.watching.wait()
