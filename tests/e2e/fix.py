#!/usr/bin/env python3
"""`cordon fix` from end to end. With real clients and a registry of inert packages on loopback: a project is locked, attacked,
locked again, taken back; the lockfile is byte for byte the one before the attack, and the client installs from it without a
change. With the infected lockfiles of the shared data: what was bad is gone, nothing else is another.

Clients: npm of the machine; pnpm and yarn 1 as `./dev setup e2e` installs them (CORDON_PNPM, CORDON_YARN name others).
Ends with the line `N passed, N failed, N skipped`."""
import json
import os
import pathlib
import re
import shutil
import stat
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tools"))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from common import Tally  # noqa: E402
from fix_world_writers import ATTACKED, BEFORE, CORDON, STRICT, Project, Registry, client_path  # noqa: E402

NPM_LOCK = ["install", "--package-lock-only", "--ignore-scripts", "--no-audit", "--no-fund"]
CLIENTS = {
    **{f"npm, lockfile {version}": ("npm", "package-lock.json", [*NPM_LOCK, f"--lockfile-version={version}"],
                                    ["ci", "--ignore-scripts", "--no-audit", "--no-fund"]) for version in (1, 2, 3)},
    "pnpm": ("pnpm", "pnpm-lock.yaml", ["install", "--lockfile-only", "--no-frozen-lockfile", "--ignore-scripts"],
             ["install", "--frozen-lockfile", "--ignore-scripts"]),
    "yarn": ("yarn", "yarn.lock", ["install", "--ignore-scripts", "--no-progress"],
             ["install", "--frozen-lockfile", "--ignore-scripts", "--no-progress"])}
DEPENDENCIES = {"@team/user": "^1.0.0", "helper": "^2.0.0", "plugin": "^3.0.0", "tool": "^1.0.0"}


def attack(project, registry, lock, dependencies, attacked=ATTACKED):
    """Locks before and after the attack; the older lockfile."""
    registry.serve(BEFORE)
    project.ask(DEPENDENCIES)
    done = project.run(*lock)
    if not project.lockfile.is_file():
        return None, done.stdout + done.stderr
    older = project.lockfile.read_bytes()
    kept = project.folder.parent / ("older-" + project.lockfile.name)
    kept.write_bytes(older)
    project.lockfile.unlink()
    project.forget()
    registry.serve(attacked)
    project.ask(dependencies)
    done = project.run(*lock)
    shutil.rmtree(project.folder / "node_modules", ignore_errors=True)
    return (kept, older), done.stdout + done.stderr


def installs(project, words, expected, problems):
    """The client installs what the lockfile says, and leaves it as it is."""
    project.forget()
    before = project.lockfile.read_bytes()
    done = project.run(*words)
    if done.returncode != 0:
        problems.append(f"the client refuses the lockfile: {(done.stdout + done.stderr)[-600:]}")
    if project.lockfile.read_bytes() != before:
        problems.append("the client changed the lockfile")
    if project.installed("tool") != expected:
        problems.append(f"tool {project.installed('tool')} is installed")
    if project.installed("evil"):
        problems.append("evil is installed")


def told(tally, name, problems):
    if problems:
        tally.fail(name, "; ".join(problems))
    else:
        tally.ok()


def back(tally, title, registry, folder):
    """Where the ranges admit the good release: the same bytes as before the attack."""
    client, lockfile, lock, install = CLIENTS[title]
    project = Project(folder, registry, client_path(client), lockfile)
    older, said = attack(project, registry, lock, DEPENDENCIES)
    if older is None or b"1.0.1" not in project.lockfile.read_bytes():
        return tally.fail(title, f"the client did not lock the attacked release: {said[-600:]}")
    problems = []
    code, report = project.cordon("--from", older[0])
    if code != 1 or project.lockfile.read_bytes() == older[1]:
        problems.append(f"the plan ended with {code}: {report['headline']}")
    code, report = project.cordon("--from", older[0], "--apply")
    if code != 0:
        problems.append(f"--apply ended with {code}: {json.dumps(report.get('projects', report['headline']))[:800]}")
    now = project.lockfile.read_bytes()
    if now != older[1]:
        problems.append("the lockfile is not the one before the attack:\n" + difference(older[1], now))
    if code == 0:
        installs(project, install, "1.0.0", problems)
    problems += by_schema(report)
    told(tally, f"{title}: back to the bytes before the attack", problems)


def by_schema(report):
    """What the report has that its schema does not allow; nothing where the machine cannot tell."""
    try:
        import jsonschema
    except ImportError:
        return []
    schema = json.loads((ROOT / "docs" / "schema" / "fix.schema.json").read_text())
    return [error.message for error in jsonschema.Draft202012Validator(schema).iter_errors(report)][:3]


def narrowed(tally, title, registry, folder):
    """Where package.json asks for the attacked release: it asks for the good one, in the same form."""
    client, lockfile, lock, install = CLIENTS[title]
    project = Project(folder, registry, client_path(client), lockfile)
    older, said = attack(project, registry, lock, {**DEPENDENCIES, "tool": "~1.0.1"})
    if older is None:
        return tally.fail(title, said[-600:])
    problems = []
    code, report = project.cordon("--from", older[0], "--apply")
    asked = json.loads((project.folder / "package.json").read_text())["dependencies"]["tool"]
    if code != 0 or asked != "~1.0.0":
        problems.append(f"ended with {code}, asks for {asked}: {report['headline']} {json.dumps(report.get('projects'))[:800]}")
    else:
        installs(project, install, "1.0.0", problems)
    told(tally, f"{title}: the range of package.json", problems)


def forced(tally, registry, folder):
    """Where another package asks for the attacked release: npm is told to force the good one."""
    client, lockfile, lock, install = CLIENTS["npm, lockfile 3"]
    for name, dependencies in (("transitive", {"@team/user": "^1.0.1"}), ("direct, too", {"@team/user": "^1.0.1", "tool": "^1.0.0"})):
        project = Project(folder / name.replace(", ", "-"), registry, client_path(client), lockfile)
        older, said = attack(project, registry, lock, dependencies, STRICT)
        if older is None:
            tally.fail("forced", said[-600:])
            continue
        problems = []
        code, report = project.cordon("--from", older[0], "--apply")
        overrides = json.loads((project.folder / "package.json").read_text()).get("overrides")
        if code != 0 or list(overrides or {}) != ["tool@1.0.1"]:
            problems.append(f"ended with {code}, overrides {overrides}: {json.dumps(report.get('projects'))[:800]}")
        else:
            installs(project, install, "1.0.0", problems)
        told(tally, f"npm: a forced version, {name}", problems)


def from_cache(tally, registry, folder):
    """Without an older lockfile: npm's cache has what the registry said of the good release."""
    client, lockfile, lock, install = CLIENTS["npm, lockfile 3"]
    project = Project(folder, registry, client_path(client), lockfile)
    older, said = attack(project, registry, lock, DEPENDENCIES)
    problems = []
    code, report = project.cordon("--no-cache", "--apply")
    if code != 3 or not report["projects"][0]["unmended"]:
        problems.append(f"without any source it ended with {code}: {report['headline']} {said[-300:]}")
    code, report = project.cordon("--apply")
    if code != 0:
        problems.append(f"ended with {code}: {json.dumps(report.get('projects'))[:800]}")
    elif project.lockfile.read_bytes() != older[1]:
        problems.append("the lockfile is not the one before the attack:\n" + difference(older[1], project.lockfile.read_bytes()))
    else:
        installs(project, install, "1.0.0", problems)
    told(tally, "npm: the good release out of npm's cache", problems)


def difference(before, after):
    import difflib
    return "".join(list(difflib.unified_diff(before.decode().splitlines(True), after.decode().splitlines(True)))[:60])


def bad_input(tally, folder):
    """A clear error, and the file as it was."""
    folder.mkdir()
    lock = folder / "package-lock.json"
    text = json.dumps({"lockfileVersion": 3, "packages": {"": {"dependencies": {"tool": "^1.0.0"}}, "node_modules/tool": {
        "version": "1.0.1"}}}, indent=2) + "\n"
    older = folder.parent / "older.json"
    older.write_text(text.replace("1.0.1", "1.0.0"))

    def fix(*words, path=folder):
        return subprocess.run([CORDON, "fix", "--no-knowledge", "--no-cache", "--package", "tool@1.0.1", *words, path],
                              capture_output=True, text=True, check=False)

    def case(name, prepare, words, code, said, path=folder):
        for each in folder.iterdir():
            each.unlink()
        lock.write_text(text)
        prepare()
        before = lock.read_bytes() if lock.is_file() else None
        done = fix(*words, path=path)
        problems = []
        if done.returncode != code or said not in done.stdout + done.stderr:
            problems.append(f"ended with {done.returncode}: {(done.stdout + done.stderr)[:400]}")
        if (lock.read_bytes() if lock.is_file() else None) != before:
            problems.append("the file was changed")
        told(tally, f"bad input: {name}", problems)

    apply = ("--from", older, "--apply")
    case("a read-only file", lambda: lock.chmod(0o444), apply, 2, "read-only")
    case("--from that is not there", lambda: None, ("--from", folder / "none.json", "--apply"), 2, "no file or folder")
    case("--from that is no lockfile", lambda: None, ("--from", ROOT / "README.md", "--apply"), 2, "no lockfile")
    case("no source", lambda: None, ("--apply",), 3, "--from")
    case("a result onto the lockfile", lambda: None, ("--from", older, "--output", f"json={lock}"), 2, "would destroy")
    case("a truncated lockfile", lambda: lock.write_text(text[:60]), apply, 3, "INCOMPLETE")

    def link():
        lock.rename(folder / "real.json")
        lock.symlink_to("real.json")
    case("a symbolic link", link, apply, 2, "symbolic link")

    # The oldest backup stays what it is.
    for each in folder.iterdir():
        each.unlink()
    lock.write_text(text)
    (folder / "package-lock.json.cordon-backup").write_text("x")
    done = fix(*apply)
    kept = [folder / f"package-lock.json.cordon-backup{end}" for end in ("", ".2")]
    told(tally, "a second backup", [] if done.returncode == 0 and [each.read_text() for each in kept] == ["x", text] and
         kept[1].name in done.stdout else [f"ended with {done.returncode}: {done.stdout[-300:]}{done.stderr}"])

    # A tool that has the folder locked, as a second run would.
    for each in folder.iterdir():
        each.unlink()
    lock.write_text(text)
    import fcntl
    held = os.open(folder, os.O_RDONLY)
    fcntl.flock(held, fcntl.LOCK_EX)
    done = fix(*apply)
    os.close(held)
    told(tally, "bad input: two runs at once",
         [] if done.returncode == 2 and lock.read_text() == text else [f"ended with {done.returncode}: {done.stderr}"])
    lock.chmod(0o640)
    done = fix(*apply)
    problems = [] if done.returncode == 0 else [f"ended with {done.returncode}: {done.stdout[:300]}"]
    if stat.S_IMODE(lock.stat().st_mode) != 0o640:
        problems.append("another mode")
    told(tally, "the mode stays", problems)


def from_history(tally, folder):
    """Without any other source: what the lockfile was in earlier commits, also below the top of the repository."""
    project = folder / "packages" / "app"
    project.mkdir(parents=True)
    lock, manifest = project / "package-lock.json", project / "package.json"
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "GIT_CONFIG_NOSYSTEM": "1", "GIT_AUTHOR_NAME": "a",
                   "GIT_AUTHOR_EMAIL": "a@example.invalid", "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@example.invalid"}

    def git(*words):
        subprocess.run(["git", *words], cwd=folder, env=environment, check=True, capture_output=True)

    def write(version, digit):
        lock.write_text(json.dumps({"name": "app", "lockfileVersion": 3, "packages": {
            "": {"name": "app", "dependencies": {"tool": "^1.0.0"}}, "node_modules/tool": {
                "version": version, "resolved": f"https://registry.example.test/tool/-/tool-{version}.tgz",
                "integrity": "sha512-" + digit * 85 + "A=="}}}, indent=2) + "\n")
        manifest.write_text(json.dumps({"name": "app", "dependencies": {"tool": "^1.0.0"}}, indent=2) + "\n")

    def fix(*words):
        return subprocess.run([CORDON, "fix", "--no-knowledge", "--no-cache", "--package", "tool@1.0.1", *words], cwd=project,
                              env=environment, capture_output=True, text=True, check=False)

    git("init", "-q")
    for version, digit in (("0.9.0", "B"), ("1.0.0", "C"), ("1.0.1", "D")):
        write(version, digit)
        git("add", ".")
        git("commit", "-q", "-m", version)
    problems = []
    done = fix("--no-history")
    if done.returncode != 3:
        problems.append(f"--no-history ended with {done.returncode}: {done.stdout[:300]}")
    done = fix("--apply")
    if done.returncode != 0 or "commit " not in done.stdout:
        problems.append(f"ended with {done.returncode}: {done.stdout[:600]}{done.stderr}")
    now = lock.read_text()
    write("1.0.0", "C")
    if now != lock.read_text():
        problems.append("the lockfile is not what it was: " + now)
    told(tally, "the good release out of an earlier commit", problems)


def entries(path):
    """Every package of a lockfile by cordon's reader: what is there and where it comes from."""
    done = subprocess.run([CORDON, "inventory", "--format", "json", path], capture_output=True, text=True, check=False)
    return {(component["name"], component["version"], tuple(component["integrity"]), component.get("resolved"))
            for component in json.loads(done.stdout)["components"]}


def taken_back(tally, name, lockfile, older, folder, gone, come):
    """A real infected lockfile, by its own name in a folder of its own."""
    work = folder / name.replace(" ", "-").replace("/", "_")
    work.mkdir()
    path = work / ("pnpm-lock.yaml" if lockfile.suffix == ".yaml" else "yarn.lock" if lockfile.suffix == ".lock" else "package-lock.json")
    shutil.copyfile(lockfile, path)
    before = entries(path)
    words = ["--from", older] if older else []
    done = subprocess.run([CORDON, "fix", "--no-cache", "--apply", *words, path], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        return tally.fail(name, f"ended with {done.returncode}: {done.stdout[:600]}{done.stderr}")
    after = entries(path)
    labels = lambda them: {f"{each[0]}@{each[1]}" for each in them}  # noqa: E731
    problems = []
    if labels(before - after) != gone:
        problems.append(f"gone: {labels(before - after)}")
    if labels(after - before) != come:
        problems.append(f"come: {labels(after - before)}")
    scan = subprocess.run([CORDON, "scan", "--packs-only", path], capture_output=True, text=True, check=False)
    if scan.returncode not in (0, 3):
        problems.append(f"a scan of it: {scan.stdout[:300]}")
    told(tally, name, problems)


def real(tally, folder):
    data = os.environ.get("CORDON_SHARED_DATA")
    if not data:
        return tally.skip("real lockfiles", "CORDON_SHARED_DATA is not set")
    data = pathlib.Path(data)
    kaal, lolo = data / "lockfiles" / "kaal-coder__hacktoberfest2023", data / "lockfiles" / "lolo-desu__lolocard"
    evil = {"axios@1.14.1", "plain-crypto-js@4.2.1"}
    taken_back(tally, "kaal-coder, infected", kaal / "2026-03-31-1f310420/package-lock.json",
               kaal / "2026-03-28-67e0ff12/package-lock.json", folder, evil, {"axios@1.14.0"})
    for name, path in (("a day later", kaal / "2026-04-01-f3633709/package-lock.json"), ("to this day", kaal / "package-lock.json")):
        taken_back(tally, f"kaal-coder, orphan {name}", path, None, folder, {"plain-crypto-js@4.2.1"}, set())
    taken_back(tally, "lolo-desu, infected", lolo / "2026-03-31-7c1f7aa2/pnpm-lock.yaml",
               lolo / "2026-03-28-4060ca9d/pnpm-lock.yaml", folder, evil, {"axios@1.14.0"})
    older = folder / "older-axios.json"
    if subprocess.run(["git", "clone", "-q", "--bare", data / "histories" / "axios__axios" / "history.bundle", folder / "axios.git"],
                      capture_output=True, check=False).returncode == 0:
        # The commit that took colors back itself, nine days later.
        shown = subprocess.run(["git", "-C", folder / "axios.git", "show", "main^{/dccaeb1b68ee}:package-lock.json"],
                               capture_output=True, check=False)
        older.write_bytes(shown.stdout)
        taken_back(tally, "axios, colors, both halves of version 2", data / "lockfiles/axios__axios/2022-01-09-5050b22e/package-lock.json",
                   older, folder, {"colors@1.4.1"}, {"colors@1.4.0"})
    else:
        tally.skip("axios, colors", "git cannot read the history")
    made = data / "axios-2026-03-31" / "lockfiles"
    # Another registry's address would be refused.
    address = re.search(r'"(https://[^"]*/axios-1\.14\.1\.tgz)', (made / "compromised.yarn.lock").read_text())[1].replace("1.14.1", "1.14.0")
    taken_back(tally, "made by hand, v3", made / "compromised.v3.package-lock.json", made / "clean.v3.package-lock.json",
               folder, evil, {"axios@1.14.0"})
    for name, older in {
            "compromised.v1.package-lock.json": {"lockfileVersion": 1, "dependencies": {"axios": {"version": "1.14.0"}}},
            "compromised.yarn.lock": '# yarn lockfile v1\n\n\naxios@^1.13.0:\n  version "1.14.0"\n  resolved "' + address + '"\n',
            "compromised.pnpm-lock.yaml": "lockfileVersion: '9.0'\n\npackages:\n\n  axios@1.14.0:\n    resolution: {integrity: sha512-BBBB}\n\nsnapshots:\n\n  axios@1.14.0: {}\n"}.items():
        path = folder / f"older-{name}"
        path.write_text(older if isinstance(older, str) else json.dumps(older))
        taken_back(tally, f"made by hand, {name}", made / name, path, folder, evil, {"axios@1.14.0"})
    alias = made / "compromised-direct-only.v3.package-lock.json"
    path = folder / "older-alias.json"
    path.write_text(alias.read_text().replace("0.30.4", "0.30.3"))
    taken_back(tally, "made by hand, an alias", alias, path, folder, {"axios@0.30.4"}, {"axios@0.30.3"})


def main():
    tally = Tally()
    with tempfile.TemporaryDirectory() as made:
        folder = pathlib.Path(made)
        registry = Registry(folder)
        try:
            for title, (client, *_) in CLIENTS.items():
                if not client_path(client):
                    tally.skip(title, f"{client} is not installed: ./dev setup e2e")
                    continue
                back(tally, title, registry, folder / f"back {title}")
                narrowed(tally, title, registry, folder / f"narrowed {title}")
            if client_path("npm"):
                forced(tally, registry, folder / "forced")
                from_cache(tally, registry, folder / "cache")
            else:
                tally.skip("forced versions and npm's cache", "npm is not installed")
        finally:
            registry.stop()
        bad_input(tally, folder / "bad")
        from_history(tally, folder / "history")
        real(tally, folder)
    return tally.finish()


if __name__ == "__main__":
    sys.exit(main())
