#!/usr/bin/env python3
"""`cordon pin` from end to end. With real clients and a registry of inert packages on loopback: a project is locked with ranges
and pinned; the client installs from what was written without a change, the tree is the one that was locked, and a second run
has nothing to do. Workflows are pinned by what a repository's past says. Bad input leaves every file as it was.

Clients: npm; pnpm and yarn 1 where CORDON_PNPM, CORDON_YARN or the machine has them.
Ends with the line `N passed, N failed, N skipped`."""
import fcntl
import json
import os
import pathlib
import shutil
import stat
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tools"))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from common import Tally  # noqa: E402
from fix_world_writers import BEFORE, CORDON, Project, Registry, client_path, versions  # noqa: E402

NOBODY = 65534
NPM_LOCK = ["install", "--package-lock-only", "--ignore-scripts", "--no-audit", "--no-fund"]
CLIENTS = {
    **{f"npm, lockfile {version}": ("npm", "package-lock.json", [*NPM_LOCK, f"--lockfile-version={version}"],
                                    ["ci", "--ignore-scripts", "--no-audit", "--no-fund"]) for version in (1, 2, 3)},
    "pnpm": ("pnpm", "pnpm-lock.yaml", ["install", "--lockfile-only", "--no-frozen-lockfile", "--ignore-scripts"],
             ["install", "--frozen-lockfile", "--ignore-scripts"]),
    "yarn": ("yarn", "yarn.lock", ["install", "--ignore-scripts", "--no-progress"],
             ["install", "--frozen-lockfile", "--ignore-scripts", "--no-progress"])}
# What was there when the project was locked, and what came later: ranges would get it, pinned ones do not.
LATER = {**BEFORE, "tool": versions(v0_9_0={}, v1_0_0={"dependencies": {"helper": "^2.0.0"}, "engines": {"node": ">=6"}}, v1_9_0={}),
         "helper": versions(v2_0_0={}, v2_1_0={}, v2_9_0={})}
DEPENDENCIES = {"@team/user": "^1.0.0", "helper": "2.x", "old": "npm:tool@~0.9.0"}
MORE = {"private": True, "devDependencies": {"tool": "latest"}, "optionalDependencies": {"plugin": ">=3"},
        "peerDependencies": {"helper": "2.x"}}
PINNED = {"dependencies": {"@team/user": "1.0.0", "helper": "2.1.0", "old": "npm:tool@0.9.0"},
          "devDependencies": {"tool": "1.0.0"}, "optionalDependencies": {"plugin": "3.0.0"}, "peerDependencies": {"helper": "2.x"}}
COMMIT, OTHER = "a" * 40, "b" * 40


def cordon(*words, cwd=None, home=None, program=CORDON, **as_user):
    environment = {"PATH": os.environ["PATH"], "HOME": str(home or cwd)}
    done = subprocess.run([program, "pin", "--format", "json", *words], cwd=cwd, env=environment, capture_output=True, text=True,
                          check=False, **as_user)
    report = json.loads(done.stdout) if done.stdout.startswith("{") else {"headline": done.stdout + done.stderr, "projects": []}
    return done.returncode, report


def told(tally, name, problems):
    if problems:
        tally.fail(name, "; ".join(problems))
    else:
        tally.ok()


def by_schema(report):
    """What the report has that its schema does not allow; nothing where the machine cannot tell."""
    try:
        import jsonschema
    except ImportError:
        return []
    schema = json.loads((ROOT / "docs" / "schema" / "pin.schema.json").read_text())
    return [error.message for error in jsonschema.Draft202012Validator(schema).iter_errors(report)][:3]


def entries(path):
    """Every package of a lockfile by cordon's reader."""
    done = subprocess.run([CORDON, "inventory", "--format", "json", path], capture_output=True, text=True, check=False)
    return sorted((each["name"], each["version"], tuple(each["integrity"]), str(each.get("resolved")))
                  for each in json.loads(done.stdout)["components"])


def locked(registry, title, folder, dependencies, more):
    """A project with ranges, and its lockfile; what the client said where it made none."""
    client, lockfile, lock, install = CLIENTS[title]
    project = Project(folder, registry, client_path(client), lockfile)
    registry.serve(BEFORE)
    project.ask(dependencies, **more)
    done = project.run(*lock)
    shutil.rmtree(project.folder / "node_modules", ignore_errors=True)
    return project, install, None if project.lockfile.is_file() else done.stdout + done.stderr


def installs(project, install, problems):
    """From a fresh checkout the client installs what the lockfile says, and leaves it as it is."""
    project.forget()
    before = project.lockfile.read_bytes()
    done = project.run(*install)
    if done.returncode != 0:
        problems.append(f"the client refuses what was written: {(done.stdout + done.stderr)[-600:]}")
    if project.lockfile.read_bytes() != before:
        problems.append("the client changed the lockfile")


def changed_lines(before, after):
    old, new = before.decode().splitlines(), after.decode().splitlines()
    return len(old) - len(new) or sum(one != other for one, other in zip(old, new))


def pinned(tally, title, registry, folder):
    project, install, said = locked(registry, title, folder, DEPENDENCIES, MORE)
    if said is not None:
        return tally.fail(title, f"the client made no lockfile: {said[-600:]}")
    problems = []
    before, manifest, tree = project.lockfile.read_bytes(), (project.folder / "package.json").read_bytes(), entries(project.lockfile)
    code, report = cordon("--no-cache", ".", cwd=project.folder, home=project.home)
    if code != 1 or project.lockfile.read_bytes() != before:
        problems.append(f"the plan ended with {code}: {report['headline']}")
    problems += by_schema(report)
    code, report = cordon("--no-cache", "--apply", ".", cwd=project.folder, home=project.home)
    if code != 0:
        problems.append(f"--apply ended with {code}: {json.dumps(report['projects'])[:900]} {report['headline']}")
    problems += by_schema(report)
    now = json.loads((project.folder / "package.json").read_text())
    if {key: now[key] for key in PINNED} != PINNED:
        problems.append(f"package.json asks for {now}")
    if entries(project.lockfile) != tree:
        problems.append("the lockfile has other packages")
    if changed_lines(before, project.lockfile.read_bytes()) > 5 or changed_lines(manifest, (project.folder / "package.json").read_bytes()) != 5:
        problems.append("more lines changed than ranges")
    for name in ("package.json", project.lockfile.name):
        if not (project.folder / f"{name}.cordon-backup").is_file() and not (title == "npm, lockfile 1" and name != "package.json"):
            problems.append(f"no backup of {name}")
    registry.serve(LATER)
    installs(project, install, problems)
    if project.installed("tool") != "1.0.0" or project.installed("helper") != "2.1.0":
        problems.append(f"installed: tool {project.installed('tool')}, helper {project.installed('helper')}")
    shutil.rmtree(project.folder / "node_modules", ignore_errors=True)
    code, report = cordon("--no-cache", "--apply", ".", cwd=project.folder, home=project.home)
    if code != 0 or report.get("state") != "nothing":
        problems.append(f"a second run ended with {code}: {report['headline']}")
    told(tally, f"{title}: pinned, and installed as it was locked", problems)


def members(tally, title, registry, folder):
    """A workspace: an application that is private, and a library of which the development dependencies alone are pinned."""
    client, lockfile, lock, install = CLIENTS[title]
    project = Project(folder, registry, client_path(client), lockfile)
    registry.serve(BEFORE)
    if client == "pnpm":
        (project.folder / "pnpm-workspace.yaml").write_text("packages:\n  - packages/*\n")
    project.ask({"tool": "^1.0.0", "lib": "workspace:*" if client == "pnpm" else "^1.0.0"}, private=True, workspaces=["packages/*"])
    library = project.folder / "packages" / "lib" / "package.json"
    library.parent.mkdir(parents=True)
    library.write_text(json.dumps({"name": "lib", "version": "1.0.0", "dependencies": {"tool": "^1.0.0"},
                                   "devDependencies": {"helper": "^2.0.0"}}, indent=2) + "\n")
    done = project.run(*lock)
    shutil.rmtree(project.folder / "node_modules", ignore_errors=True)
    if not project.lockfile.is_file():
        return tally.fail(f"{title}: a workspace", (done.stdout + done.stderr)[-600:])
    problems = []
    code, report = cordon("--no-cache", "--apply", ".", cwd=project.folder, home=project.home)
    own, its = json.loads((project.folder / "package.json").read_text()), json.loads(library.read_text())
    if code != 0 or own["dependencies"]["tool"] != "1.0.0" or its["dependencies"]["tool"] != "^1.0.0" or its["devDependencies"]["helper"] != "2.1.0":
        problems.append(f"ended with {code}, {own}, {its}: {json.dumps(report['projects'])[:600]}")
    left = {each["code"] for row in report["projects"] for each in row["left"]}
    if left != {"local", "library"}:
        problems.append(f"left: {left}")
    installs(project, install, problems)
    shutil.rmtree(project.folder / "node_modules", ignore_errors=True)
    for path in project.folder.rglob("*.cordon-backup"):
        path.unlink()
    code, report = cordon("--no-cache", "--all", "--apply", ".", cwd=project.folder, home=project.home)
    if code != 0 or json.loads(library.read_text())["dependencies"]["tool"] != "1.0.0":
        problems.append(f"--all ended with {code}: {json.dumps(report['projects'])[:600]}")
    installs(project, install, problems)
    if client == "npm":
        before = project.lockfile.read_bytes()
        project.run(*lock)
        if project.lockfile.read_bytes() != before:
            problems.append("npm writes another lockfile")
    told(tally, f"{title}: members of a workspace", problems)


def digests(tally, registry, folder):
    """Entries without a digest get the one that another lockfile or npm's cache knows; what node_modules alone knows is left."""
    def without(text):
        document = json.loads(text)
        for entry in document["packages"].values():
            entry.pop("integrity", None)
        return json.dumps(document, indent=2) + "\n"

    for source in ("--from", "node_modules", "the cache", "nothing"):
        project, install, said = locked(registry, "npm, lockfile 3", folder / source.strip("-").replace(" ", "-"), DEPENDENCIES, MORE)
        if said is not None:
            tally.fail("digests", said[-600:])
            continue
        whole = project.lockfile.read_text()
        other = folder / f"{source.strip('-').replace(' ', '-')}.json"
        other.write_text(whole)
        words, problems = [], []
        if source == "--from":
            words = ["--from", other]
        if source in ("node_modules", "the cache"):
            project.run(*install)
        if source == "the cache":
            shutil.rmtree(project.folder / "node_modules")
        else:
            words.append("--no-cache")
        project.lockfile.write_text(without(whole))
        code, report = cordon(*words, "--apply", ".", cwd=project.folder, home=project.home)
        rows = report["projects"]
        now = {key: entry.get("integrity") for key, entry in json.loads(project.lockfile.read_text())["packages"].items()}
        then = {key: entry.get("integrity") for key, entry in json.loads(whole)["packages"].items()}
        if source in ("nothing", "node_modules"):
            open_ones = [each for row in rows for each in row["left"] if each["open"]]
            if code != 3 or any(now.values()) or {each["code"] for each in open_ones} != {"digest_unknown"}:
                problems.append(f"ended with {code}: {json.dumps(rows)[:600]}")
        elif code != 0 or now != then or not all(each["evidence"] for row in rows for each in row["digests"]):
            problems.append(f"ended with {code}: {report['headline']} {json.dumps(rows)[:900]}")
        else:
            installs(project, install, problems)
        told(tally, f"digests: known by {source}", problems)


WORKFLOW = """# how it is built
on: push
jobs:
  build:
    runs-on: any
    steps:
      - uses: acme/checkout@v4   # the tree
      - {{ uses: 'acme/setup/sub@v2' }}
      - uses: acme/moving@main
      - uses: acme/unknown@v9
      - uses: ./local
      - run: |
          echo "uses: acme/checkout@v4"
  call:
    uses: "acme/shared/.github/workflows/x.yml@v1"{end}"""


def actions(tally, folder):
    """Tags become commits by the repository's past, by other workflows and by a file; every other byte stays."""
    def git(*words):
        subprocess.run(["git", "-c", "user.name=a", "-c", "user.email=a@example.invalid", "-c", "init.defaultBranch=main", *words],
                       cwd=folder, check=True, capture_output=True)

    workflows = folder / ".github" / "workflows"
    workflows.mkdir(parents=True)
    git("init", "-q")
    path, other, named = workflows / "ci.yml", workflows / "other.yml", folder.parent / "actions.txt"
    pinned_once = "jobs:\n  a:\n    steps:\n      - uses: acme/setup@{} # v2\n"
    path.write_text(pinned_once.format(COMMIT) + f"      - uses: acme/unknown@{COMMIT} # v9\n")
    git("add", "-A")
    git("commit", "-q", "-m", "pinned once")
    text = WORKFLOW.format(end="\r\n").replace("\n", "\r\n").replace("\r\r", "\r")
    path.write_bytes(text.encode())
    other.write_text(f"jobs:\n  a:\n    steps:\n      - uses: ACME/checkout@{OTHER} # v4\n")
    git("add", "-A")
    git("commit", "-q", "-m", "no more")
    third = workflows / "third.yml"
    third.write_text(pinned_once.format(COMMIT) + f"      - uses: acme/unknown@{OTHER} # v9 is what we want\n")
    named.write_text(f"# what we looked up\nacme/shared@v1 {COMMIT}\n\nacme/moving@main {OTHER}\n")
    problems = []
    code, report = cordon("--no-cache", "--apply", ".", cwd=folder)
    expected = (text.replace("acme/checkout@v4   # the tree", f"acme/checkout@{OTHER}   # v4 # the tree")
                .replace("'acme/setup/sub@v2' }", f"'acme/setup/sub@{COMMIT}' }} # v2"))
    if code != 3 or path.read_bytes() != expected.encode():
        problems.append(f"ended with {code}: {path.read_text()} {report['headline']}")
    left = sorted((each["code"], each["line"]) for row in report["projects"] for each in row["left"])
    if left != [("branch", 9), ("commit_unknown", 10), ("commit_unknown", 15)]:
        problems.append(f"left: {left}")
    reasons = {each["name"]: each["reason"] for row in report["projects"] for each in row["left"]}
    if "taken back" not in reasons["acme/unknown"]:
        problems.append(f"what stood in an earlier commit alone: {reasons}")
    notes = [note for row in report["projects"] for each in row["actions"] for note in each["notes"]]
    if len(notes) != 2 or not all("one line only" in note for note in notes):
        problems.append(f"notes: {notes}")
    problems += by_schema(report)
    told(tally, "actions: by other workflows, and not by the past", problems)

    problems = []
    (workflows / "ci.yml.cordon-backup").unlink()
    code, report = cordon("--no-cache", "--actions", named, "--apply", ".", cwd=folder)
    expected = (expected.replace("acme/moving@main", f"acme/moving@{OTHER} # main")
                .replace('x.yml@v1"', f'x.yml@{COMMIT}" # v1'))
    if code != 3 or path.read_bytes() != expected.encode():
        problems.append(f"ended with {code}: {path.read_text()}")
    told(tally, "actions: by the user's word", problems)

    problems = []
    (workflows / "ci.yml.cordon-backup").unlink()
    named.write_text(named.read_text() + f"acme/unknown@v9 {OTHER}\n")
    cordon("--no-cache", "--actions", named, "--apply", ".", cwd=folder)
    code, report = cordon("--no-cache", "--actions", named, "--apply", ".", cwd=folder)
    if code != 0 or report.get("state") != "nothing":
        problems.append(f"a second run ended with {code}: {report['headline']}")
    told(tally, "actions: nothing is left", problems)

    problems = []
    other.write_text(f"jobs:\n  a:\n    steps:\n      - uses: acme/tool@{OTHER} # v4\n      - uses: acme/tool@{COMMIT} # v4\n"
                     "      - uses: acme/tool@v4\n")
    code, report = cordon("--no-cache", "--apply", ".", cwd=folder)
    if code != 3 or [each["code"] for row in report["projects"] for each in row["left"]] != ["contradiction"]:
        problems.append(f"ended with {code}: {json.dumps(report['projects'])[:600]}")
    told(tally, "actions: two commits for one tag", problems)


def bad_input(tally, folder):
    """A clear error, and every file as it was."""
    folder.mkdir()
    lock, manifest = folder / "package-lock.json", folder / "package.json"
    asked = {"dependencies": {"tool": "^1.0.0"}}
    digest = "sha512-" + "A" * 86 + "=="
    text = json.dumps({"lockfileVersion": 3, "packages": {"": asked, "node_modules/tool": {
        "version": "1.0.1", "resolved": "https://registry.example.test/tool/-/tool-1.0.1.tgz", "integrity": digest}}}, indent=2) + "\n"

    def clean():
        for each in folder.iterdir():
            each.unlink()
        lock.write_text(text)
        manifest.write_text(json.dumps(asked) + "\n")

    def case(name, prepare, words, code, said):
        clean()
        prepare()
        before = {each.name: each.read_bytes() for each in folder.iterdir()}
        done, report = cordon("--no-cache", *words, ".", cwd=folder)
        problems = []
        if done != code or said not in json.dumps(report):
            problems.append(f"ended with {done}: {json.dumps(report)[:500]}")
        if {each.name: each.read_bytes() for each in folder.iterdir()} != before:
            problems.append("a file was changed")
        told(tally, f"bad input: {name}", problems)

    case("a read-only lockfile", lambda: lock.chmod(0o444), ["--apply"], 2, "read-only")
    case("a read-only package.json", lambda: manifest.chmod(0o444), ["--apply"], 2, "read-only")
    case("--actions that is not there", lambda: None, ["--actions", "none.txt", "--apply"], 2, "none.txt")
    listed = folder.parent / "bad-actions.txt"
    listed.write_text("acme/tool v1\n")
    case("--actions that means nothing", lambda: None, ["--actions", listed, "--apply"], 2, "owner/repository@ref")
    case("--from that is no lockfile", lambda: None, ["--from", ROOT / "README.md", "--apply"], 2, "no lockfile")
    case("a truncated lockfile", lambda: lock.write_text(text[:60]), ["--apply"], 3, "truncated")
    case("a merge conflict", lambda: lock.write_text(f"<<<<<<< a\n{text}=======\n{text}>>>>>>> b\n"), ["--apply"], 3, "merge conflict")
    case("files out of step", lambda: manifest.write_text(json.dumps({"dependencies": {"tool": "~1.0.0"}})), ["--apply"], 3, "package.json")
    case("a truncated package.json", lambda: manifest.write_text('{"dependencies": {'), ["--apply"], 3, "package.json")
    case("a result onto the lockfile", lambda: None, ["--apply", "--output", f"json={lock}"], 2, "would destroy")

    def link():
        lock.rename(folder / "real.json")
        lock.symlink_to("real.json")
    workflow = folder.parent / "with workflows" / ".github" / "workflows" / "ci.yml"
    workflow.parent.mkdir(parents=True)
    workflow.write_text(WORKFLOW.format(end="\n"))
    code, report = cordon("--no-cache", "--output", f"json={workflow}", workflow.parent.parent.parent, cwd=folder)
    told(tally, "bad input: a result onto a workflow", [] if code == 2 and "would destroy" in json.dumps(report)
         and workflow.read_text() == WORKFLOW.format(end="\n") else [f"ended with {code}: {report['headline']}"])
    case("a symbolic link", link, ["--apply"], 2, "symbolic link")

    clean()
    before = (lock.read_bytes(), manifest.read_bytes())
    held = os.open(folder, os.O_RDONLY)
    fcntl.flock(held, fcntl.LOCK_EX)
    code, report = cordon("--no-cache", "--apply", ".", cwd=folder)
    os.close(held)
    told(tally, "bad input: two runs at once", [] if code == 2 and (lock.read_bytes(), manifest.read_bytes()) == before
         else [f"ended with {code}: {report['headline']}"])
    unprivileged(tally, folder, clean)


def unprivileged(tally, folder, clean):
    """As somebody who may write there, and as somebody who may not."""
    if os.geteuid() != 0:
        return tally.skip("as an unprivileged user", "the tests run as one already")
    program = folder.parent / "cordon"
    shutil.copy(CORDON, program)
    folder.parent.chmod(0o755)
    as_user = {"user": NOBODY, "group": NOBODY, "extra_groups": []}
    for mine in (False, True):
        clean()
        lock = folder / "package-lock.json"
        if mine:
            subprocess.run(["chown", "-R", f"{NOBODY}:{NOBODY}", folder], check=True)
        before, mode = lock.read_bytes(), stat.S_IMODE(lock.stat().st_mode)
        code, report = cordon("--no-cache", "--apply", ".", cwd=folder, home=folder, program=program, **as_user)
        good = code == 0 and lock.read_bytes() != before and stat.S_IMODE(lock.stat().st_mode) == mode if mine else (
            code == 2 and lock.read_bytes() == before)
        told(tally, f"as nobody, {'in a folder of its own' if mine else 'where it may not write'}",
             [] if good else [f"ended with {code}: {json.dumps(report)[:400]}"])


def main():
    tally = Tally()
    with tempfile.TemporaryDirectory() as made:
        folder = pathlib.Path(made)
        registry = Registry(folder)
        try:
            for title, (client, *_) in CLIENTS.items():
                if not client_path(client):
                    tally.skip(title, f"{client} is not installed")
                    continue
                pinned(tally, title, registry, folder / f"pinned {title}")
                members(tally, title, registry, folder / f"members {title}")
            if client_path("npm"):
                digests(tally, registry, folder / "digests")
            else:
                tally.skip("digests", "npm is not installed")
        finally:
            registry.stop()
        if shutil.which("git"):
            actions(tally, folder / "actions")
        else:
            tally.skip("actions", "git is not installed")
        bad_input(tally, folder / "bad")
    return tally.finish()


if __name__ == "__main__":
    sys.exit(main())
