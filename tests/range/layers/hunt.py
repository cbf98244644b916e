"""`cordon hunt` in the home, after what the scenario erases is gone."""
import pathlib
import shutil

import pack
from layers import reports

VERB = "hunt"


def ask(run):
    for path in run.scenario.get("erase", []):
        place, _, rest = path.partition("/")
        target = {"project": run.project, "home": run.home}[place] / rest
        if target.is_dir():
            shutil.rmtree(target)
        elif target.exists():
            target.unlink()
    recorded = ["--events", run.events] if run.events.exists() else []
    done = run.cordon("hunt", run.home, *recorded, "--format", "json", *run.knowledge_options("hunt"))
    if done.returncode == 2 and "nothing to hunt for" in done.stderr:
        raise reports.NotAsked("nothing to hunt for: no knowledge, and no events that name a package")
    report = reports.parse(done, run, VERB)
    return reports.seen(report) + recovered(run, report)


def recovered(run, report):
    """Archives that stand in the cache, whole, as rows: only those whose bytes are, by our own reading, what was served."""
    served = {pack.integrity(path.read_bytes()) for path in (run.folder / "built" / "archives").iterdir()}
    rows = []
    for archive in report["archives"]:
        content = pathlib.Path(archive["path"]).read_bytes()
        if pack.integrity(content) in served:
            rows.append({"rule_id": "archive.recovered", "severity": "info", "package": reports.release(archive["purl"]), "what": archive["path"]})
    return rows
