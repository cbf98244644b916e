"""`cordon diff-lock` of the lockfile from before the attack and the one after it, twice: the two files alone, and with what npm's
cache of the workstation has of that night. What is said in the second case is called "cache: rule"."""
import json
import shutil

import project as projects
from layers import reports

VERB, NAME = "diff-lock", "change"
CACHE = "cache: "


def end(run):
    """Files that were named only: what is installed beside the project's lockfile is no part of this."""
    after = run.folder / "after"
    after.mkdir()
    shutil.copyfile(run.project / projects.LOCK, after / projects.LOCK)


def ask(run):
    was, now = (json.loads((place / projects.LOCK).read_text())["packages"] for place in (run.before, run.folder / "after"))
    if was == now:
        raise reports.NotAsked("the lockfile is the same before and after")
    with_cache = compared(run, f"{NAME}-cache", run.home)
    return compared(run, NAME, None) + [row | {"rule_id": CACHE + row["rule_id"]} for row in with_cache]


def compared(run, name, home):
    done = run.cordon(VERB, "--format", "json", "-q", *run.settings, *run.knowledge_options(VERB), run.before / projects.LOCK,
                      projects.LOCK, home=home, directory=run.folder / "after")
    return reports.seen(reports.parse(done, run, name))
