"""`cordon traffic` on the capture of the workstation's link, with the events of `watch` where there are any."""
import names
from layers import reports

VERB = "traffic"


def ask(run):
    events = ["--events", run.events] if run.events.exists() else []
    done = run.cordon("traffic", run.capture, *events, "--format", "json", *run.knowledge_options("traffic"))
    report = reports.parse(done, run, VERB)
    return reports.seen(report) + joined(report, run.scenario["culprit"])


def joined(report, culprit):
    """One row when there are conversations with the sink and each of them is the culprit's."""
    owners = [reports.release((each.get("package") or {}).get("purl", "")) for each in report["conversations"]
              if each["flow"]["server_address"] == names.SINK_ADDRESS]
    if not owners or set(owners) != {culprit}:
        return []
    return [{"rule_id": "conversation.joined", "severity": "info", "package": culprit, "what": f"{len(owners)} conversations with the sink"}]
