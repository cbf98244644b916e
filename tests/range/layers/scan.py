"""`cordon scan` of the project as the install left it."""
from layers import reports

VERB = "scan"


def ask(run):
    done = run.cordon("scan", "--format", "json", "-q", *run.settings, *run.knowledge_options("scan"), run.project)
    return reports.seen(reports.parse(done, run, VERB))
