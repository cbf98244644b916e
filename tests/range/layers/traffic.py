"""`cordon traffic` on the capture of the workstation's link, with the events of `watch` where there are any."""
from layers import reports

VERB = "traffic"


def start(run):
    del run  # looks afterwards only


def ask(run, started):
    del started
    events = ["--events", run.events] if run.events.exists() else []
    done = run.cordon("traffic", run.capture, *events, "--format", "json", *run.knowledge_options("traffic"))
    return reports.seen(reports.parse(done, run, VERB))


def stop(started):
    del started
