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
    """Begins to observe; comes back once it does: its events file is there."""
    command = [str(names.CORDON), "watch", "--events", str(run.events), "--format", "json", *run.knowledge_options("watch")]
    output = open(run.folder / "watch.json", "w", encoding="utf-8")
    errors = open(run.folder / "watch.log", "w", encoding="utf-8")
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=errors, env=run.environment(), cwd=run.folder)
    output.close()
    errors.close()
    deadline = time.monotonic() + READY_SECONDS
    while not run.events.exists() and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.05)
    return process


def ask(run, started):
    if started.poll() is None:
        started.send_signal(signal.SIGINT)
    code = started.wait(timeout=REPORT_SECONDS)
    if code not in (0, 1, 3):
        raise reports.NoReport(f"exit code {code}: {(run.folder / 'watch.log').read_text().strip()[-300:]}")
    report = reports.keep((run.folder / "watch.json").read_text(), run, VERB)
    here, elsewhere = apart(report, events.read(run.events)[0])
    (run.folder / "elsewhere.json").write_text(json.dumps(elsewhere, indent=1))
    return reports.seen({"findings": here})


def apart(report, recorded):
    """(findings of the range, findings of what else happened on this machine). A sensor sees the whole machine; a finding is of
    elsewhere when all events behind it are there and none is of the workstation's user, whom only the range has."""
    users = {event["id"]: (event.get("actor") or {}).get("uid") for event in recorded}
    here, elsewhere = [], []
    for finding in report["findings"]:
        behind = [users.get(each["locator"]) for each in finding["evidence"] if each["kind"] == "event"]
        others = behind and all(uid is not None and uid != names.DEVELOPER_UID for uid in behind)
        (elsewhere if others else here).append(finding)
    return here, elsewhere


def stop(started):
    if started is not None and started.poll() is None:
        started.kill()
        started.wait()
