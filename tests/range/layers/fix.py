"""`cordon fix --apply` on copies of the attacked project: once with the commit before the attack, once with nothing but npm's
cache. What it wrote is held against our own reading of both lockfiles and the registries' own record; then npm has to accept it.

fix makes no findings. Its rows say what came true; what is said of the second copy is called "cache: ..."."""
import json
import shutil
import subprocess

import before
import matrix
import names
import project as projects
from layers import reports

VERB = "fix"
GOOD, GONE, ELSE, ACCEPTED, REFUSED = ("back at good integrity", "new dependency gone", "nothing else changed", "npm ci accepts it",
                                       matrix.REFUSED)
FORWARD = "forward to the mended release"
CACHE = "cache: "
_accepted = {}  # by scenario and what was written: what npm said against it


def end(run):
    shutil.copytree(run.project, run.folder / "attacked", ignore=shutil.ignore_patterns("node_modules"), symlinks=True)


def ask(run):
    if "forward" in run.scenario and "--no-knowledge" not in run.knowledge_options(VERB):
        return mended(run, "forward", ["--forward"])
    words = named(run)
    if not words and run.mode in names.TWINS and not run.known:
        raise reports.NotAsked("nothing in this twin is known to be bad, and a responder would name nothing")
    if not words and "--no-knowledge" in run.knowledge_options(VERB):
        raise reports.NotAsked("nothing is known to be bad, and a responder would name nothing")
    return mended(run, "head", words) + [row | {"rule_id": CACHE + row["rule_id"]} for row in mended(run, "cache", words)]


def named(run):
    """--package for each release that a responder would name, as far as no pack knows it: nobody would name one of the twin's."""
    if run.mode in names.TWINS:
        return []
    known = run.known if run.mode == "everything" else {}
    there = entries(run.folder / "attacked" / projects.LOCK)
    releases = sorted({f"{name_in(place)}@{entry['version']}" for place, entry in there.items() if name_in(place) in run.scenario.get("back", {})
                       and entry.get("version") != run.scenario["back"][name_in(place)]})
    return [word for release in releases if release not in known for word in ("--package", release)]


def entries(lock):
    return json.loads(lock.read_text())["packages"]


def name_in(place):
    """The package's name at a place of a lockfile; empty for the project's own."""
    return place.rpartition("node_modules/")[2] if "node_modules/" in place else ""


def git(folder, *words):
    who = ["-c", "user.name=developer", "-c", "user.email=developer@example.test", "-c", "commit.gpgsign=false", "-c", "init.defaultBranch=main"]
    subprocess.run(["git", "-C", folder, *who, *words], check=True, capture_output=True, stdin=subprocess.DEVNULL,
                   env={"PATH": "/usr/bin:/bin", "HOME": str(folder), "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null"})


def mended(run, source, words):
    folder = run.folder / f"mended-{source}"
    shutil.copytree(run.folder / "attacked", folder)
    if source == "head":
        git(folder, "init", "-q")
        shutil.copytree(run.before, folder, dirs_exist_ok=True)
        git(folder, "add", ".")
        git(folder, "commit", "-qm", "before")
        shutil.copytree(run.folder / "attacked", folder, dirs_exist_ok=True)
    where = ["--from", "HEAD", "--no-cache"] if source == "head" else []
    done = run.cordon(VERB, "--apply", "--format", "json", *where, *run.settings, *run.knowledge_options(VERB), *words, folder,
                      home=None if source == "head" else run.home, directory=folder)
    report = reports.parse(done, run, f"{VERB}-{source}")
    return judged(run, folder, report, done.returncode)


def row(run, rule, what, severity="info"):
    return {"rule_id": rule, "severity": severity, "package": run.scenario["culprit"], "what": what}


def judged(run, folder, report, code):
    """What came true, by our own reading of the files."""
    was = {path: (run.folder / "attacked" / path).read_bytes() for path in before.KEPT}
    now = {path: (folder / path).read_bytes() for path in before.KEPT}
    if run.mode in names.TWINS:
        return [] if now == was and code == 0 else [row(run, "changed what is good", report["headline"], "high")]
    if code == 3 and now == was:
        left = [f"{each['name']} {each['version']}: {each['reason']}" for project in report["projects"] for each in project["unmended"]]
        return [row(run, REFUSED, "; ".join(left))] if left else []
    if code != 0 or now == was:
        return []
    locks = [entries(each / projects.LOCK) for each in (run.before, run.folder / "attacked", folder)]
    found = forward_rows(run, *locks[1:]) if "forward" in run.scenario else lockfile_rows(run, *locks)
    against = refused_by_npm(run, folder, now)
    return found + ([] if against else [row(run, ACCEPTED, "npm ci --ignore-scripts")])


def lockfile_rows(run, old, attacked, now):
    """`old`, `attacked`, `now`: the entries of the lockfile before the attack, after it, and as it was mended."""
    back = run.scenario["back"]
    good, gone = {name: to for name, to in back.items() if to}, [name for name, to in back.items() if not to]
    found = []
    at = {name: [entry for place, entry in now.items() if name_in(place) == name] for name in back}
    if good and all(at[name] and all((each["version"], each["integrity"]) == (to, before.good(run.scenario, name, to)) for each in at[name])
                    for name, to in good.items()):
        found.append(row(run, GOOD, ", ".join(f"{name}@{to}" for name, to in good.items())))
    if gone and not any(at[name] for name in gone) and all(any(name_in(place) == name for place in attacked) for name in gone):
        found.append(row(run, GONE, ", ".join(gone)))
    kept = {place: entry for place, entry in attacked.items() if name_in(place) not in back and place}
    wanted = kept | {place: entry for place, entry in old.items() if name_in(place) in back}
    if {place: entry for place, entry in now.items() if place} == wanted and now[""] in (old[""], attacked[""]):
        found.append(row(run, ELSE, f"{len(kept)} other entries"))
    return found


def forward_rows(run, attacked, now):
    """The same where the way is forward: what the project asks for becomes that release, too."""
    forward = run.scenario["forward"]
    found = []
    at = {name: [entry for place, entry in now.items() if name_in(place) == name] for name in forward}
    if all(at[name] and all((each["version"], each["integrity"]) == (to, before.good(run.scenario, name, to)) for each in at[name])
           for name, to in forward.items()):
        found.append(row(run, FORWARD, ", ".join(f"{name}@{to}" for name, to in forward.items())))
    kept = {place: entry for place, entry in attacked.items() if name_in(place) not in forward and place}
    root = attacked[""] | {"dependencies": attacked[""]["dependencies"] | forward}
    if {place: entry for place, entry in now.items() if place and name_in(place) not in forward} == kept and now[""] == root and set(now) == set(attacked):
        found.append(row(run, ELSE, f"{len(kept)} other entries"))
    return found


def refused_by_npm(run, folder, files):
    """What npm, as the developer, with an empty cache, has against the files; nothing when it installs what they say and leaves
    them as they are. Asked once for the same files of the same scenario."""
    key = (run.scenario["name"], *files.values())
    if key not in _accepted:
        place = run.home / "projects" / "mended"
        shutil.copytree(folder, place, ignore=shutil.ignore_patterns(".git", "*.cordon-backup*"))
        run.world.give_home()
        done = run.world.developer(["npm", "ci", "--ignore-scripts", "--no-audit"], directory=place, environment={"npm_config_cache": "/tmp/npm"})
        with open(run.folder / "npm.log", "a", encoding="utf-8") as log:
            log.write(f"$ npm ci, of what fix wrote\nexit code {done.returncode}\n{done.stdout}{done.stderr}\n")
        _accepted[key] = installed_wrongly(run, place, files) if done.returncode == 0 else done.stderr
        shutil.rmtree(place)
    return _accepted[key]


def installed_wrongly(run, place, files):
    wrong = [path for path, content in files.items() if (place / path).read_bytes() != content]
    for name, to in (run.scenario.get("forward") or run.scenario["back"]).items():
        manifest = place / "node_modules" / name / "package.json"
        have = json.loads(manifest.read_text())["version"] if manifest.is_file() else None
        if have != to:
            wrong.append(f"{name} {have}")
    return "; ".join(wrong)
