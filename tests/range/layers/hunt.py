"""`cordon hunt` in the home, after what the scenario erases is gone."""
import shutil

from layers import reports

VERB = "hunt"


def start(run):
    del run  # looks afterwards only


def ask(run, started):
    del started
    for path in run.scenario.get("erase", []):
        place, _, rest = path.partition("/")
        target = {"project": run.project, "home": run.home}[place] / rest
        if target.is_dir():
            shutil.rmtree(target)
        elif target.exists():
            target.unlink()
    done = run.cordon("hunt", run.home, "--format", "json", *run.knowledge_options("hunt"))
    return reports.seen(reports.parse(done, run, VERB))


def stop(started):
    del started
