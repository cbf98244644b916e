#!/usr/bin/env python3
"""Changes that are reviewed, from outside: whose settings judge them, what of package.json and of the clients' settings is
weighed, hosts that nobody declared, what runs without a package, submodules, first commits, pipes; and the ratchet, a file of accepted findings that only gets shorter. All packages
are names without content. Ends with the line `N passed, N failed, N skipped`."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tools"))
from common import Tally  # noqa: E402

CORDON = ROOT / "build" / "release" / "cordon"
NOBODY = 65534
REGISTRIES = "registries:\n  - {domain: registry.example.test, class: public}\n"


def cordon(*arguments, cwd, environment=None, **options):
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("GITHUB_", "CI", "CORDON_", "XDG_"))}
    return subprocess.run([CORDON, *map(str, arguments)], cwd=cwd, capture_output=True, text=True, check=False, timeout=120,
                          env={**clean, "HOME": str(cwd), **(environment or {})}, **options)


def git(folder, *arguments):
    who = ["-c", "user.name=author", "-c", "user.email=author@example.invalid", "-c", "init.defaultBranch=main",
           "-c", "protocol.file.allow=always", "-c", "commit.gpgsign=false"]
    return subprocess.run(["git", "-C", str(folder), *who, *map(str, arguments)], check=True, capture_output=True, text=True).stdout.strip()


def write(folder, files):
    for name, text in files.items():
        path = folder / name
        if text is None:
            path.unlink()
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def commit(folder, files):
    if not (folder / ".git").exists():
        folder.mkdir(parents=True, exist_ok=True)
        git(folder, "init", "-q")
    write(folder, files)
    git(folder, "add", "-A"), git(folder, "commit", "-qm", "change", "--allow-empty")


def expect(tally, name, holds, why=""):
    if holds:
        tally.ok()
    else:
        tally.fail(name, str(why)[:2500] or "does not hold")


def report_of(done):
    return json.loads(done.stdout) if done.stdout.startswith("{") else {"answer": {"verdict": done.stderr, "headline": ""}, "findings": [], "coverage": {}}


def rules(report):
    return sorted(f["rule_id"] for f in report["findings"])


def lockfile(packages, integrity=True):
    """packages: {name: version}, all asked for. Without integrity each is a finding of the lockfile."""
    entries = {"": {"name": "shop", "version": "1.0.0", "dependencies": {name: version for name, version in packages.items()}}}
    for name, version in packages.items():
        entries[f"node_modules/{name}"] = {"version": version, "resolved": f"https://registry.example.test/{name}/-/{name}-{version.strip('v')}.tgz"}
        if integrity:
            entries[f"node_modules/{name}"]["integrity"] = "sha512-" + "A" * 86 + "=="
    return json.dumps({"name": "shop", "version": "1.0.0", "lockfileVersion": 3, "packages": entries}, indent=1) + "\n"


def manifest(packages, **more):
    return json.dumps({"name": "shop", "version": "1.0.0", "dependencies": packages, **more}, indent=1) + "\n"


def scan(folder, *arguments, **options):
    return cordon("scan", "--no-knowledge", "--format", "json", *arguments, cwd=folder, **options)


# --- whose settings judge --------------------------------------------------------------------------------------------

WAIVER = """waivers:
  - rule: integrity.missing
    subject: package-lock.json
    owner: whoever
    reason: it is in the way
    expires: 2099-01-01
"""


def settings(tally, folder):
    shop = folder / "shop"
    good, bad = lockfile({"lodash": "4.17.21"}), lockfile({"lodash": "4.17.21", "left": "1.0.0"}, integrity=False)
    commit(shop, {"cordon.yaml": REGISTRIES + "policy:\n  fail_on: medium\n", "package-lock.json": good})
    git(shop, "checkout", "-qb", "topic")
    commit(shop, {"cordon.yaml": REGISTRIES + "policy:\n  fail_on: critical\n" + WAIVER, "package-lock.json": bad})

    def judged(*arguments, cwd=shop, **options):
        done = scan(cwd, *arguments, **options)
        return done, report_of(done)
    done, report = judged("--against", "main", ".")
    missing = [f for f in report["findings"] if f["rule_id"] == "integrity.missing"]
    expect(tally, "a change cannot waive what it brings", len(missing) == 1 and "waived" not in missing[0], done.stdout + done.stderr)
    expect(tally, "nor change what counts", done.returncode == 1, done.stdout + done.stderr)
    changed = [f for f in report["findings"] if f["rule_id"] == "policy.settings-changed"]
    expect(tally, "that it tries is told, with the lines",
           len(changed) == 1 and any("fail_on: critical" in e["excerpt"] for e in changed[0]["evidence"])
           and any("- " in e["excerpt"] and "fail_on: medium" in e["excerpt"] for e in changed[0]["evidence"]), report["findings"])
    done, report = judged("--against", "main", "--config", "cordon.yaml", ".")
    expect(tally, "a file that is named counts as it is", "policy.settings-changed" not in rules(report)
           and all("waived" in f for f in report["findings"] if f["rule_id"] == "integrity.missing"), done.stdout + done.stderr)
    sub = shop / "sub"
    sub.mkdir()
    done, report = judged("--against", "main", "..", cwd=sub)
    expect(tally, "also from a folder below", "policy.settings-changed" in rules(report) and done.returncode == 1, done.stdout + done.stderr)
    # The change removes the settings, or brings the first ones: as they were in both cases.
    git(shop, "checkout", "-qb", "removes", "main")
    commit(shop, {"cordon.yaml": None, "package-lock.json": bad})
    done, report = judged("--against", "main", ".")
    expect(tally, "settings that were removed still count", done.returncode == 1 and "policy.settings-changed" in rules(report)
           and report["coverage"]["settings"]["path"] == "cordon.yaml", done.stdout + done.stderr)
    commit(shop, {"package-lock.json": lockfile({"lodash": "4.17.21", "left": "1.0.0", "more": "1.0.0"}, integrity=False), "cordon.yaml": WAIVER})
    done, report = judged("--against", "HEAD~1", ".")
    expect(tally, "the first settings do not count for themselves", "settings" not in report["coverage"]
           and not any("waived" in f for f in report["findings"]) and "policy.settings-changed" in rules(report), done.stdout + done.stderr)
    git(shop, "checkout", "-q", "-B", "waived", "main")
    commit(shop, {"cordon.yaml": WAIVER, "package-lock.json": bad})
    commit(shop, {"README": "something else"})
    done, report = judged("--against", "HEAD~1", ".")
    expect(tally, "a waiver of what was there before is not called unused", rules(report) == [], done.stdout + done.stderr)
    # What is not of the repository counts as it is; so does everything where files are compared.
    git(shop, "checkout", "-q", "main")
    commit(shop, {"cordon.yaml": None})
    (folder / "cordon.yaml").write_text("policy:\n  fail_on: low\n")
    commit(shop, {"cordon.yaml": "policy:\n  fail_on: critical\n", "package-lock.json": bad})
    done, report = judged("--against", "HEAD~1", ".")
    expect(tally, "settings above the repository take the place of those that are new",
           report["coverage"]["settings"]["path"] == "../cordon.yaml" and done.returncode == 1, done.stdout + done.stderr)
    (folder / "old.json").write_text(good)
    done, report = judged("--against", folder / "old.json", "package-lock.json")
    expect(tally, "against a file the settings are those that are there", report["coverage"]["settings"]["path"] == "cordon.yaml"
           and "policy.settings-changed" not in rules(report), done.stdout + done.stderr)
    # Settings that nobody can read.
    git(shop, "checkout", "-q", "topic")
    commit(shop, {"cordon.yaml": "nonsense: 1\n"})
    done, _ = judged("--against", "main", ".")
    expect(tally, "settings that cannot be read are an error", done.returncode == 2 and "nonsense" in done.stderr, done.stdout + done.stderr)
    commit(shop, {"cordon.yaml": REGISTRIES})
    done, _ = judged("--against", "HEAD~1", ".")
    expect(tally, "also those of the commit that is compared with", done.returncode == 2 and "--config" in done.stderr, done.stdout + done.stderr)
    if os.geteuid() == 0:
        os.chmod(folder, 0o755)
        done, report = judged("--against", "main", ".", user=NOBODY)
        expect(tally, "without privilege", "policy.settings-changed" in rules(report), done.stdout + done.stderr)


# --- package.json and the clients' settings --------------------------------------------------------------------------

def beside(tally, folder):
    shop = folder / "shop"
    commit(shop, {"package-lock.json": lockfile({"lodash": "4.17.21"}), "package.json": manifest({"lodash": "4.17.21"}),
                  "cordon.yaml": REGISTRIES + "private:\n  hosts: [own.example.test]\n", ".npmrc": "registry=https://own.example.test/\nignore-scripts=true\n"})

    def change(name, files, wanted):
        git(shop, "checkout", "-q", "-B", "topic", "main")
        commit(shop, files)
        done = scan(shop, "--against", "main", ".")
        found = sorted((f["rule_id"], f["severity"]) for f in report_of(done)["findings"] if f["rule_id"] in ("change.manifest", "change.client-config"))
        expect(tally, name, found == wanted, done.stdout + done.stderr)
        return done
    change("what the lockfile has is ordinary", {"package.json": manifest({"lodash": "4.17.21", "left": "1.0.0"}),
                                                 "package-lock.json": lockfile({"lodash": "4.17.21", "left": "1.0.0"})}, [])
    change("a dependency that no lockfile has", {"package.json": manifest({"lodash": "4.17.21", "left": "^1.0.0"})}, [("change.manifest", "medium")])
    change("an override that no lockfile follows", {"package.json": manifest({"lodash": "4.17.21"}, overrides={"lodash": "npm:other@1.0.0"})},
           [("change.manifest", "medium")])
    change("a registry that is no longer one's own", {".npmrc": "registry=https://registry.example.test/\nignore-scripts=true\n"}, [("change.client-config", "high")])
    change("a registry that nobody knows", {".npmrc": "registry=https://other.invalid/\nignore-scripts=true\n"}, [("change.client-config", "high")])
    change("scripts that run again", {".npmrc": "registry=https://own.example.test/\n"}, [("change.client-config", "medium")])
    change("settings that are gone", {".npmrc": None}, [("change.client-config", "high")])
    change("certificates that are not looked at", {".npmrc": "registry=https://own.example.test/\nignore-scripts=true\nstrict-ssl=false\n"}, [("change.client-config", "medium")])
    done = change("packages that may run code", {"package.json": manifest({"lodash": "4.17.21"}, trustedDependencies=["lodash"])}, [("change.client-config", "low")])
    expect(tally, "with the line", "package.json:" in done.stdout and "lets lodash run code" in done.stdout, done.stdout)
    change("another comment", {".npmrc": "# a comment\nregistry=https://own.example.test/\nignore-scripts=true\n"}, [])


    git(shop, "checkout", "-q", "main")
    commit(shop, {"package.json": manifest({"lodash": "4.17.21"}, workspaces=["packages/*"])})
    change("an address behind a reference", {"package.json": manifest({"lodash": "4.17.21", "tiny": "https://evil.invalid/t.tgz"}, workspaces=["packages/*"],
                                                                      overrides={"tiny": "$tiny"})}, [("change.manifest", "medium")])
    change("a dependency that its override hides", {"package.json": manifest({"lodash": "4.17.21", "tiny": "1.0.0"}, overrides={"tiny": "1.0.0"})},
           [("change.manifest", "medium")])
    change("a peer of the project", {"package.json": manifest({"lodash": "4.17.21"}, peerDependencies={"tiny": "1.0.0"})}, [("change.manifest", "medium")])
    member = json.dumps({"name": "b", "version": "1.0.0", "dependencies": {"tiny": "https://evil.invalid/t.tgz"}})
    done = change("a workspace package that its lockfile does not know", {"packages/b/package.json": member}, [("change.manifest", "medium")])
    expect(tally, "by its own file", "packages/b/package.json" in done.stdout, done.stdout)
    # The lockfile has what it asks for, and does not know the folder itself.
    change("one whose dependency the lockfile has", {"packages/b/package.json": member.replace("https://evil.invalid/t.tgz", "^1.0.0").replace("tiny", "lodash").replace("^1", "^4")}, [("change.manifest", "low")])
    # A scope that is declared one's own vouches for no host.
    for declared, case in (("  hosts: [own.example.test]\n", "with hosts"), ("", "without")):
        git(shop, "checkout", "-q", "main")
        commit(shop, {".npmrc": "@own:registry=https://own.example.test/\n", "cordon.yaml": REGISTRIES + "private:\n  scopes: ['@own']\n" + declared})
        change(f"a declared scope that moves to a host nobody declared, {case}", {".npmrc": "@own:registry=https://evil.invalid/\n"},
               [("change.client-config", "high")])


# --- where packages come from ----------------------------------------------------------------------------------------

def hosts(tally, folder):
    shop = folder / "shop"
    commit(shop, {"package-lock.json": lockfile({"axios": "1.13.6"}), "package.json": manifest({"axios": "1.13.6"}), "cordon.yaml": REGISTRIES})
    both = {"axios": "1.13.6", "lodash": "4.17.21"}
    evil = lockfile(both).replace("registry.example.test/lodash", "evil.invalid/lodash")

    def change(name, files, wanted):
        git(shop, "checkout", "-q", "-B", "topic", "main")
        commit(shop, files)
        done = scan(shop, "--against", "HEAD~1", ".")
        found = [f["subject"]["name"] for f in report_of(done)["findings"] if f["rule_id"] == "change.unknown-registry" and f["severity"] == "high"]
        expect(tally, name, found == wanted, done.stdout + done.stderr)
        return done
    change("a popular name from the registry", {"package-lock.json": lockfile(both), "package.json": manifest(both)}, [])
    done = change("a popular name from a host that nobody knows", {"package-lock.json": evil, "package.json": manifest(both)}, ["evil.invalid"])
    expect(tally, "is no clean answer", done.returncode == 1, done.stdout + done.stderr)
    change("also in a folder that is new", {"tools/package-lock.json": evil, "tools/package.json": manifest(both)}, ["evil.invalid"])
    change("also with another release", {"package-lock.json": lockfile({"axios": "1.13.7"}).replace("registry.example", "evil.example")}, ["evil.example.test"])
    change("also an address that is no registry's", {"package-lock.json": evil.replace("evil.invalid/lodash/-/lodash-4.17.21.tgz", "evil.invalid/x.tgz")},
           ["evil.invalid"])
    git(shop, "checkout", "-q", "main")
    commit(shop, {"cordon.yaml": REGISTRIES + "  - {domain: evil.invalid, class: mirror}\n"})
    change("not where the host is declared", {"package-lock.json": evil, "package.json": manifest(both)}, [])
    (folder / "old.json").write_text(lockfile({"axios": "1.13.6"}))
    (folder / "new.json").write_text(evil)
    done = cordon("diff-lock", "--no-knowledge", "--format", "json", "old.json", "new.json", cwd=folder)
    found = [f["subject"]["name"] for f in report_of(done)["findings"] if f["rule_id"] == "change.unknown-registry"]
    expect(tally, "diff-lock tells it", done.returncode == 1 and found == ["evil.invalid"], done.stdout + done.stderr)
    first = folder / "first"
    commit(first, {"package-lock.json": evil, "package.json": manifest(both), "cordon.yaml": REGISTRIES})
    done = scan(first, "--against=auto", ".", environment={"GITHUB_ACTIONS": ""})
    expect(tally, "a first commit, too", "change.unknown-registry" in rules(report_of(done)) and done.returncode == 1, done.stdout + done.stderr)


# --- what runs without a package -------------------------------------------------------------------------------------

def runs(tally, folder):
    shop = folder / "shop"
    task = json.dumps({"tasks": [{"label": "x", "type": "shell", "command": "echo x", "runOptions": {"runOn": "folderOpen"}}]})
    hook = {"scripts": {"prepare": "husky"}}
    commit(shop, {"package-lock.json": lockfile({"lodash": "4.17.21"}), "package.json": manifest({"lodash": "4.17.21"}, **hook), "cordon.yaml": REGISTRIES,
                  ".npmrc": "audit=true\n", ".yarnrc.yml": "enableScripts: false\n", ".husky/pre-commit": "npm test\n", ".envrc": "layout node\n"})

    def change(name, files, wanted):
        git(shop, "checkout", "-q", "-B", "topic", "main")
        commit(shop, files)
        done = scan(shop, "--against", "main", ".")
        found = sorted(e["locator"] + " " + e["excerpt"] for f in report_of(done)["findings"] if f["rule_id"] == "change.runs-code" for e in f["evidence"])
        expect(tally, name, found == wanted, done.stdout + done.stderr)
    change("what was there is no news", {"package.json": manifest({"lodash": "4.17.21"}, **hook, description="new"), ".npmrc": "audit=true\nfund=false\n"}, [])
    change("a shell for scripts", {".npmrc": "script-shell=./x.sh\n"}, [".npmrc:1 script-shell: ./x.sh"])
    change("options of node's", {".npmrc": "node-options=--require ./x.js\n"}, [".npmrc:1 node-options: --require ./x.js"])
    change("a program for git", {".npmrc": "git=./x.sh\n"}, [".npmrc:1 git: ./x.sh"])
    change("yarn itself, and its plugins", {".yarnrc.yml": "yarnPath: ./x.cjs\nplugins:\n  - path: ./y.cjs\n"},
           [".yarnrc.yml:1 yarnPath: ./x.cjs", ".yarnrc.yml:3 plugins: ./y.cjs"])
    change("yarn 1 itself", {".yarnrc": "yarn-path \"./x.js\"\n"}, [".yarnrc:1 yarn-path: ./x.js"])
    change("pnpm's hooks", {".pnpmfile.cjs": "module.exports={}\n"}, [".pnpmfile.cjs:1 pnpmfile: .pnpmfile.cjs"])
    change("packages that pnpm loads first", {"pnpm-workspace.yaml": "configDependencies:\n  own: 1.0.0+sha512-AA==\n"},
           ["pnpm-workspace.yaml:2 configDependencies: own@1.0.0+sha512-AA=="])
    change("a script of the project", {"package.json": manifest({"lodash": "4.17.21"}, scripts={"prepare": "husky", "preinstall": "node x.js"})},
           ["package.json:9 preinstall: node x.js"])
    change("a task of the editor", {".vscode/tasks.json": task}, [".vscode/tasks.json:1 folderOpen: echo x"])
    change("a hook that does more", {".husky/pre-commit": "npm test\nnode x.js\n"}, [".husky/pre-commit:1 pre-commit: npm test<U+000A>node x.js"])
    change("a folder that is new", {"tools/package.json": json.dumps({"name": "tools", "scripts": {"postinstall": "node x.js"}})},
           ["tools/package.json:1 postinstall: node x.js"])


# --- what cannot be compared -----------------------------------------------------------------------------------------

def comparing(tally, folder):
    shop = folder / "shop"
    commit(shop, {"package-lock.json": lockfile({"lodash": "4.17.21"}, integrity=False)})
    for arguments in (["--against=auto", "."], ["--against", "HEAD~1", "."], ["--against"]):
        done = scan(shop, *arguments)
        report = report_of(done)
        expect(tally, f"before the first commit was nothing: {arguments}", "nothing (HEAD is the first commit)" in report["answer"]["headline"]
               and "integrity.missing" in rules(report), done.stdout + done.stderr)
    commit(shop, {"packages/a/package-lock.json": lockfile({"lodash": "4.17.21"})})
    done = scan(shop, "--against", "packages/a")
    expect(tally, "a PATH that --against took for its value", done.returncode == 2 and "--against=auto packages/a" in done.stderr, done.stdout + done.stderr)
    done = scan(shop, "--against", "packages/a/package-lock.json", "package-lock.json")
    expect(tally, "a file and a PATH are meant so", done.returncode != 2, done.stdout + done.stderr)
    # Version spelled otherwise: no other release.
    commit(shop, {"package-lock.json": lockfile({"lodash": "v4.17.21"}, integrity=False)})
    done = scan(shop, "--against", "HEAD~1", "package-lock.json")
    expect(tally, "v4.17.21 is 4.17.21", not [r for r in rules(report_of(done)) if r.startswith("change.")], done.stdout + done.stderr)
    # A folder of archives that is of nothing that is new.
    (folder / "archives").mkdir()
    done = scan(shop, "--against", "HEAD~1", "--archives", folder / "archives", ".")
    unused = [u for u in report_of(done)["coverage"]["unread"] if u["code"] == "unused"]
    expect(tally, "archives that helped nothing are told", len(unused) == 1 and unused[0]["path"] == str(folder / "archives")
           and not unused[0]["incomplete"], done.stdout + done.stderr)
    # Submodules.
    library = folder / "library"
    commit(library, {"package-lock.json": lockfile({"lodash": "4.17.21"})})
    git(shop, "submodule", "add", "-q", library, "lib")
    commit(shop, {})
    commit(library, {"package-lock.json": lockfile({"lodash": "4.17.22"})})
    git(shop / "lib", "pull", "-q")
    commit(shop, {})
    done = scan(shop, "--against", "HEAD~1", ".")
    told = [u for u in report_of(done)["coverage"]["unread"] if u["code"] == "submodule"]
    expect(tally, "a submodule that moved is named", [u["path"] for u in told] == ["lib"] and not told[0]["incomplete"], done.stdout + done.stderr)
    clone = folder / "clone"
    subprocess.run(["git", "clone", "-q", shop, clone], check=True, capture_output=True)
    done = scan(clone, "--against", "HEAD~1", ".")
    told = [u for u in report_of(done)["coverage"]["unread"] if u["code"] == "submodule"]
    expect(tally, "one whose files are not here leaves the answer incomplete", len(told) == 1 and told[0]["incomplete"], done.stdout + done.stderr)
    pipes(tally, folder)


def pipes(tally, folder):
    write(folder, {"old/package-lock.json": lockfile({"lodash": "4.17.21"}), "new/package-lock.json": lockfile({"lodash": "4.17.21", "left": "1.0.0"})})

    def shell(command):
        return subprocess.run(["bash", "-c", command], cwd=folder, capture_output=True, text=True, check=False, timeout=60,
                              env={**os.environ, "HOME": str(folder), "CORDON": str(CORDON)})
    done = shell('"$CORDON" diff-lock --no-knowledge --format json <(cat old/package-lock.json) <(cat new/package-lock.json)')
    expect(tally, "lockfiles out of pipes", [c["name"] for c in json.loads(done.stdout or "{}").get("change", {}).get("added", [])] == ["left"],
           done.stdout + done.stderr)
    done = shell('"$CORDON" diff-lock --no-knowledge --format json <(cat old/package-lock.json) new/package-lock.json')
    expect(tally, "a pipe and a file", [c["name"] for c in json.loads(done.stdout or "{}").get("change", {}).get("added", [])] == ["left"],
           done.stdout + done.stderr)
    done = shell('"$CORDON" diff-lock <(true) new/package-lock.json')
    expect(tally, "a pipe without anything", done.returncode == 2 and "nothing came" in done.stderr, done.stdout + done.stderr)
    os.mkfifo(folder / "fifo")
    done = shell('"$CORDON" diff-lock fifo new/package-lock.json')
    expect(tally, "a pipe that nobody writes to is not waited for", done.returncode == 2, done.stdout + done.stderr)


# --- the ratchet -----------------------------------------------------------------------------------------------------

def ratchet(tally, folder):
    shop, file = folder / "shop", folder / "shop" / "accepted.json"
    write(folder, {"cordon.yaml": REGISTRIES})
    write(shop, {"a/package-lock.json": lockfile({"lodash": "4.17.21"}, integrity=False), "b/package-lock.json": lockfile({"left": "1.0.0"}, integrity=False)})

    def run(*arguments, environment=None, **options):
        done = cordon("scan", "--packs-only", "--fail-on", "medium", "--format", "json", *arguments, cwd=shop, environment=environment, **options)
        return done, report_of(done)
    done, _ = run("--ratchet", "accepted.json")
    expect(tally, "there is none yet", done.returncode == 2 and "--init-ratchet" in done.stderr and not file.exists(), done.stdout + done.stderr)
    done, report = run("--ratchet", "accepted.json", "--init-ratchet")
    first = file.read_text()
    expect(tally, "it is made", done.returncode == 0 and report["findings"] == [] and "2 known by the ratchet" in report["answer"]["headline"], done.stdout + done.stderr)
    expect(tally, "a line a finding", len(first.splitlines()) == 4 and json.loads(first)["schema"] == "cordon.ratchet/1"
           and [f["rule"] for f in json.loads(first)["findings"]] == ["integrity.missing"] * 2, first)
    try:
        import jsonschema
        schema = json.loads((ROOT / "docs/schema/ratchet.schema.json").read_text())
        problems = [e.message for e in jsonschema.validators.validator_for(schema)(schema).iter_errors(json.loads(first))]
        expect(tally, "by its schema", not problems, problems)
    except ImportError:
        tally.skip("by its schema", "python3-jsonschema is not installed")
    done, _ = run("--ratchet", "accepted.json", "--init-ratchet")
    expect(tally, "and not made again", done.returncode == 2 and "shorter" in done.stderr and file.read_text() == first, done.stderr)
    done, report = run("--ratchet", "accepted.json")
    expect(tally, "nothing changed: the same bytes", done.returncode == 0 and file.read_text() == first, done.stdout + done.stderr)
    write(shop, {"c/package-lock.json": lockfile({"more": "1.0.0"}, integrity=False)})
    done, report = run("--ratchet", "accepted.json")
    expect(tally, "what is new counts", done.returncode == 1 and len(report["findings"]) == 1 and file.read_text() == first, done.stdout + done.stderr)
    (shop / "c/package-lock.json").unlink(), (shop / "c").rmdir()
    write(shop, {"a/package-lock.json": lockfile({"lodash": "4.17.21", "second": "1.0.0"}, integrity=False)})
    done, report = run("--ratchet", "accepted.json")
    expect(tally, "one more of what is accepted counts", done.returncode == 1 and len(report["findings"]) == 1 and file.read_text() == first
           and any("accepted with 1 of them" in e["excerpt"] for e in report["findings"][0]["evidence"]), done.stdout + done.stderr)
    write(shop, {"a/package-lock.json": lockfile({"lodash": "4.17.21"}, integrity=False)})
    # Something is mended.
    write(shop, {"b/package-lock.json": lockfile({"left": "1.0.0"})})
    for name, arguments, environment in (("--frozen", ["--frozen"], None), ("CI", [], {"CI": "true"})):
        done, report = run("--ratchet", "accepted.json", *arguments, environment=environment)
        expect(tally, f"{name}: told, and left", done.returncode == 0 and rules(report) == ["policy.ratchet-stale"] and file.read_text() == first, done.stdout + done.stderr)
    write(shop, {"broken/package-lock.json": "{"})
    done, report = run("--ratchet", "accepted.json")
    expect(tally, "an incomplete answer takes nothing out", file.read_text() == first and done.returncode == 3, done.stdout + done.stderr)
    (shop / "broken/package-lock.json").unlink()
    done, report = run("--ratchet", "accepted.json")
    second = json.loads(file.read_text())["findings"]
    expect(tally, "it gets shorter", done.returncode == 0 and len(second) == 1 and second[0] in json.loads(first)["findings"]
           and "made shorter" in report["answer"]["headline"], done.stdout + done.stderr)
    expect(tally, "nothing is left beside it", sorted(p.name for p in shop.iterdir()) == ["a", "accepted.json", "b", "broken"], list(shop.iterdir()))
    write(shop, {"b/package-lock.json": lockfile({"left": "1.0.0"}, integrity=False)})
    done, report = run("--ratchet", "accepted.json")
    expect(tally, "what comes back is new", done.returncode == 1 and len(report["findings"]) == 1, done.stdout + done.stderr)
    ratchet_refuses(tally, folder, run, file)


def ratchet_refuses(tally, folder, run, file):
    shop = folder / "shop"
    text = file.read_text()
    # Malware is never covered, whatever the file says.
    write(shop, {"b/package-lock.json": lockfile({"axios": "1.14.1"}, integrity=False)})
    _, report = run("--ratchet", "accepted.json")
    malware = next(f for f in report["findings"] if f["kind"] == "malware")
    listed = json.loads(text)
    listed["findings"].append({"id": malware["id"], "rule": malware["rule_id"], "subject": "axios", "severity": "critical"})
    file.write_text(json.dumps(listed))
    done, report = run("--ratchet", "accepted.json")
    malware = next(f for f in report["findings"] if f["kind"] == "malware")
    expect(tally, "malware counts", done.returncode == 1 and report["answer"]["verdict"] == "block"
           and any("does not cover" in e["excerpt"] for e in malware["evidence"]), done.stdout + done.stderr)
    file.unlink()
    done, _ = run("--ratchet", "accepted.json", "--init-ratchet")
    expect(tally, "nor is it taken into one", done.returncode == 1 and "malware" not in file.read_text(), done.stdout + file.read_text())
    write(shop, {"b/package-lock.json": lockfile({"left": "1.0.0"})})
    file.write_text(text)
    for name, content, word in (("a merge", "<<<<<<< HEAD\n" + text, "line 1"), ("an unknown key", text.replace('"rule"', '"rules"'), "did you mean"),
                                ("no JSON", "{", "line 1"), ("another schema", text.replace("ratchet/1", "ratchet/9"), "cordon.ratchet/1")):
        file.write_text(content)
        done, _ = run("--ratchet", "accepted.json")
        expect(tally, f"{name}: an error with its place", done.returncode == 2 and word in done.stderr and "accepted.json" in done.stderr
               and file.read_text() == content, done.stdout + done.stderr)
    file.write_text(text)
    for arguments in (["--frozen"], ["--init-ratchet"], ["--ratchet", "accepted.json", "--init-ratchet", "--against=auto"], ["--ratchet", "accepted.json", "--repro", "x.tar"],
                      ["--ratchet", "accepted.json", "--output", "json=accepted.json"], ["--ratchet", "new.json", "--init-ratchet", "--frozen"]):
        done, _ = run(*arguments)
        expect(tally, f"{arguments} go not together", done.returncode == 2 and file.read_text() == text, done.stdout + done.stderr)
    (shop / "a/package-lock.json").write_text(lockfile({"lodash": "4.17.21"}))
    link = shop / "link.json"
    link.symlink_to("accepted.json")
    done, _ = run("--ratchet", "link.json")
    expect(tally, "a link stays a link", done.returncode == 0 and link.is_symlink() and json.loads(file.read_text())["findings"] == [], done.stdout + done.stderr)
    link.unlink()
    file.write_text(text)
    if os.geteuid() == 0:
        for path in (folder, shop):
            os.chmod(path, 0o755)
        done, _ = run("--ratchet", "accepted.json", user=NOBODY)
        expect(tally, "a file that may not be written: an error, and the file as it was", done.returncode == 2 and "--frozen" in done.stderr
               and file.read_text() == text, done.stdout + done.stderr)
        done, report = run("--ratchet", "accepted.json", "--frozen", user=NOBODY)
        expect(tally, "frozen it needs no privilege", done.returncode == 0 and rules(report) == ["policy.ratchet-stale"], done.stdout + done.stderr)
    runs = [subprocess.Popen([CORDON, "scan", "--packs-only", "-q", "--ratchet", "accepted.json"], cwd=shop, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                             text=True, env={k: v for k, v in os.environ.items() if k != "CI"}) for _ in range(4)]
    ends = [(each.communicate()[1], each.returncode) for each in runs]
    expect(tally, "several at once", json.loads(file.read_text())["findings"] == [] and all(code == 0 or "run this again" in said for said, code in ends), ends)


def main():
    tally = Tally()
    if not CORDON.exists():
        tally.fail("build", "build/release/cordon is not built")
        return tally.finish()
    for part in (settings, beside, hosts, runs, comparing, ratchet):
        with tempfile.TemporaryDirectory() as temporary:
            part(tally, pathlib.Path(temporary))
    return tally.finish()


if __name__ == "__main__":
    sys.exit(main())
