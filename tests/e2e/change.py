#!/usr/bin/env python3
"""What a change brought, from outside: `scan --against` over repositories that git makes, `diff-lock` with archives packed
here, the infecting commits of the shared histories, bad input, and no privilege. All packages are inert text.
Ends with the line `N passed, N failed, N skipped`."""
import base64
import copy
import gzip
import hashlib
import io
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tarfile
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tools"))
from common import Tally  # noqa: E402

CORDON = ROOT / "build" / "release" / "cordon"
NOBODY = 65534
SHARED = [os.environ.get("CORDON_SHARED_DATA"), ROOT.parent / "shared" / "data", pathlib.Path.home() / ".cache" / "cordon-shared-data"]


def cordon(*arguments, cwd=None, environment=None, **options):
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("GITHUB_", "CI_"))}
    return subprocess.run([CORDON, *map(str, arguments)], cwd=cwd, capture_output=True, text=True, check=False,
                          env={**clean, **(environment or {})}, **options)


def git(folder, *arguments):
    who = ["-c", "user.name=author", "-c", "user.email=author@example.invalid", "-c", "init.defaultBranch=main",
           "-c", "protocol.file.allow=always", "-c", "commit.gpgsign=false"]
    return subprocess.run(["git", "-C", str(folder), *who, *map(str, arguments)], check=True, capture_output=True, text=True).stdout


def expect(tally, name, holds, why=""):
    if holds:
        tally.ok()
    else:
        tally.fail(name, str(why)[:2000] or "does not hold")


def report_of(done):
    return json.loads(done.stdout) if done.stdout.startswith("{") else {"answer": {"verdict": done.stderr}, "findings": []}


def suspicious(report):
    return [f["subject"]["name"] for f in report["findings"] if f["rule_id"].startswith("change.suspicious")]


# --- lockfiles and archives ------------------------------------------------------------------------------------------

def archive(name, version, files, scripts=None, dependencies=None):
    manifest = {"name": name, "version": version, "scripts": scripts or {}, "dependencies": dependencies or {}}
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as tar:
        for path, text in {"package.json": json.dumps(manifest), **files}.items():
            entry = tarfile.TarInfo("package/" + path)
            entry.size = len(text.encode())
            tar.addfile(entry, io.BytesIO(text.encode()))
    return gzip.compress(made.getvalue(), mtime=0)


def integrity(archive_bytes):
    return "sha512-" + base64.b64encode(hashlib.sha512(archive_bytes).digest()).decode()


def lockfile(packages, scripts=()):
    """packages: {name: (version, archive, {dependency: range})}; the project asks for axios. `scripts`: who has one."""
    entries = {"": {"name": "shop", "version": "1.0.0", "dependencies": {"axios": "^1.14.0"}}}
    for name, (version, packed, dependencies) in packages.items():
        entries[f"node_modules/{name}"] = {"version": version, "integrity": integrity(packed),
                                          "resolved": f"https://registry.example.test/{name}/-/{name}-{version}.tgz",
                                          **({"dependencies": dependencies} if dependencies else {}),
                                          **({"hasInstallScript": True} if name in scripts else {})}
    return json.dumps({"name": "shop", "version": "1.0.0", "lockfileVersion": 3, "packages": entries}, indent=2) + "\n"


class Night:
    """The shape of 2026-03-31 in inert packages; `imported` is the twin that differs in the one deciding fact."""

    def __init__(self, imported=False):
        code = "const c = require('plain-crypto-js');\n" if imported else "const c = 1;\n"
        self.before = archive("axios", "1.14.0", {"index.js": "const c = 1;\n"})
        self.carrier = archive("axios", "1.14.1", {"index.js": code}, dependencies={"plain-crypto-js": "^4.2.1"})
        self.dropper = archive("plain-crypto-js", "4.2.1", {"setup.js": "// inert\n"}, scripts={"postinstall": "node setup.js"})
        self.old = lockfile({"axios": ("1.14.0", self.before, {})})
        self.new = lockfile({"axios": ("1.14.1", self.carrier, {"plain-crypto-js": "^4.2.1"}),
                             "plain-crypto-js": ("4.2.1", self.dropper, {})}, ["plain-crypto-js"])

    def write(self, folder):
        for side, text in (("old", self.old), ("new", self.new)):
            (folder / side).mkdir(parents=True)
            (folder / side / "package-lock.json").write_text(text)
        (folder / "archives").mkdir()
        for name, packed in (("a", self.before), ("b", self.carrier), ("c", self.dropper)):
            (folder / "archives" / f"{name}.tgz").write_bytes(packed)


def archives(tally, folder):
    home = {"HOME": str(folder), "npm_config_cache": str(folder / "none")}
    for imported, verdict in ((False, "block"), (True, "review")):
        case = folder / f"imported-{imported}"
        Night(imported).write(case)
        done = cordon("diff-lock", "--no-knowledge", "--format", "json", "--archives", case / "archives",
                      case / "old/package-lock.json", case / "new/package-lock.json", environment=home)
        report = report_of(done)
        expect(tally, f"archives, imported: {imported}", report["answer"]["verdict"] == verdict, done.stdout + done.stderr)
        expect(tally, f"archives, imported: {imported}: named", suspicious(report) == ["plain-crypto-js"], report["findings"])
    without = cordon("diff-lock", "--no-knowledge", "--format", "json", case / "old/package-lock.json",
                     case / "new/package-lock.json", environment=home)
    expect(tally, "lockfiles alone are for review", report_of(without)["answer"]["verdict"] == "review", without.stderr)
    # Archives with other bytes than the lockfile has digests of say nothing.
    for path in (case / "archives").iterdir():
        path.write_bytes(path.read_bytes() + b"x")
    other = cordon("diff-lock", "--no-knowledge", "--format", "json", "--archives", case / "archives",
                   case / "old/package-lock.json", case / "new/package-lock.json", environment=home)
    expect(tally, "other bytes are no archive of it",
           report_of(other)["change"]["added"][0]["risk"]["points"] == report_of(without)["change"]["added"][0]["risk"]["points"],
           other.stdout)


def installed(tally, folder):
    night = Night()
    night.write(folder)
    modules = folder / "new" / "node_modules"
    for name, packed in (("axios", night.carrier), ("plain-crypto-js", night.dropper)):
        with tarfile.open(fileobj=io.BytesIO(packed)) as tar:
            tar.extractall(folder / "unpacked" / name, filter="data")
        shutil.copytree(folder / "unpacked" / name / "package", modules / name)
    done = cordon("scan", "--no-knowledge", "--format", "json", "--against", folder / "old/package-lock.json", folder / "new",
                  environment={"HOME": str(folder)})
    expect(tally, "node_modules says who imports it", report_of(done)["answer"]["verdict"] == "block", done.stdout + done.stderr)
    # What the script of that night did: its manifest no longer has a script. That proves nothing.
    (modules / "plain-crypto-js" / "package.json").write_text('{"name": "plain-crypto-js", "version": "4.2.1"}')
    done = cordon("scan", "--no-knowledge", "--format", "json", "--against", folder / "old/package-lock.json", folder / "new",
                  environment={"HOME": str(folder)})
    expect(tally, "a manifest that was swapped is no excuse", "no-install-script" not in done.stdout
           and suspicious(report_of(done)) == ["plain-crypto-js"], done.stdout)


# --- repositories ----------------------------------------------------------------------------------------------------

def repository(folder):
    """main with the lockfile before; the branch `bump` with the one after, in packages/shop; a tag v1."""
    night = Night()
    origin = folder / "origin"
    shop = origin / "packages" / "shop"
    shop.mkdir(parents=True)
    git(origin, "init", "-q")
    (shop / "package-lock.json").write_text(night.old)
    git(origin, "add", "."), git(origin, "commit", "-qm", "before"), git(origin, "tag", "v1")
    git(origin, "checkout", "-qb", "bump")
    (shop / "package-lock.json").write_text(night.new)
    git(origin, "commit", "-qam", "bump")
    git(origin, "checkout", "-q", "main")
    (origin / "other").write_text("main goes on\n")
    git(origin, "add", "."), git(origin, "commit", "-qm", "other")
    git(origin, "checkout", "-q", "bump")
    return origin


def against(tally, folder):
    origin = repository(folder)
    shop = origin / "packages" / "shop"
    home = {"HOME": str(folder)}

    def found(*arguments, cwd=shop, environment=None):
        done = cordon("scan", "--no-knowledge", "--format", "json", *arguments, cwd=cwd, environment={**home, **(environment or {})})
        return done, suspicious(report_of(done))
    for name, arguments, cwd in (("a branch", ["--against", "main"], shop), ("a tag", ["--against=v1", "."], shop),
                                 ("a commit", ["--against", git(origin, "rev-parse", "v1").strip()[:10]], shop),
                                 ("the branch that it left", ["--against"], shop), ("from the top", ["--against", "main"], origin),
                                 ("a named file", ["--against", "main", "package-lock.json"], shop)):
        done, names = found(*arguments, cwd=cwd)
        expect(tally, f"against {name}", names == ["plain-crypto-js"], done.stdout + done.stderr)
    done, names = found("--against", environment={"GITHUB_EVENT_NAME": "pull_request", "GITHUB_BASE_REF": "main"})
    expect(tally, "against the base of a pull request", names == ["plain-crypto-js"], done.stdout + done.stderr)
    expect(tally, "the commit is said", "against " in done.stdout, done.stdout)
    done, names = found("--against", "HEAD")
    expect(tally, "against itself there is nothing", names == [] and done.returncode in (0, 3), done.stdout + done.stderr)
    done, _ = found("--against", "")
    expect(tally, "an empty value is an error", done.returncode == 2 and not done.stdout, done.stdout + done.stderr)
    done, _ = found("--against", "./package-lock.json", "package-lock.json")
    expect(tally, "against what is looked at", done.returncode == 2 and not done.stdout, done.stdout + done.stderr)
    done, _ = found("--against", "no-such-thing")
    expect(tally, "no such revision", done.returncode == 2 and "no-such-thing" in done.stderr, done.stderr)
    done, _ = found("--against", "main", cwd=folder)
    expect(tally, "outside of a repository", done.returncode == 2 and "git repository" in done.stderr, done.stderr)
    # A project that moved in the same change.
    git(origin, "checkout", "-qb", "moved")
    (origin / "apps").mkdir()
    git(origin, "mv", "packages/shop", "apps/shop"), git(origin, "commit", "-qam", "moved")
    done, names = found("--against", "main", cwd=origin)
    expect(tally, "a project that moved is compared all the same", names == ["plain-crypto-js"], done.stdout + done.stderr)
    git(origin, "checkout", "-q", "bump")
    # A clone that ends before the branches part.
    clone = folder / "shallow"
    subprocess.run(["git", "clone", "-q", "--depth", "1", "--no-single-branch", "-b", "bump", f"file://{origin}", clone], check=True,
                   capture_output=True)
    done, _ = found("--against", cwd=clone / "packages/shop")
    expect(tally, "a shallow clone says what to do", done.returncode == 2 and "depth" in done.stderr, done.stdout + done.stderr)
    # The hooks and settings of a repository are never run or followed.
    (origin / ".git/hooks/post-checkout").write_text("#!/bin/sh\ntouch ran\n")
    (origin / ".git/hooks/post-checkout").chmod(0o755)
    git(origin, "config", "core.fsmonitor", "touch ran; false")
    done, names = found("--against", "main")
    expect(tally, "nothing of the repository is run", names == ["plain-crypto-js"] and not list(origin.rglob("ran")), done.stderr)
    if os.geteuid() == 0:
        os.chmod(folder, 0o755)
        done = cordon("scan", "--no-knowledge", "--format", "json", "--against", "main", cwd=shop, environment=home, user=NOBODY)
        expect(tally, "somebody else's repository, without privilege", suspicious(report_of(done)) == ["plain-crypto-js"], done.stderr)


# --- the real night --------------------------------------------------------------------------------------------------

def histories(tally, folder):
    data = next((pathlib.Path(each) / "histories" for each in SHARED if each and (pathlib.Path(each) / "histories/index.tsv").is_file()), None)
    if data is None:
        if os.environ.get("CI"):
            tally.fail("histories", "the shared data is not here")
        else:
            tally.skip("histories", "the shared data is not here")
        return
    for name, commit, after in (("kaal-coder__hacktoberfest2023", "4c78d6cc3f3f", "c336a791ad34"), ("lolo-desu__lolocard", "5a2d6bcae24c", "b98f76613d3f")):
        clone = folder / name
        subprocess.run(["git", "clone", "-q", data / name / "history.bundle", clone], check=True, capture_output=True)

        def change(to, cwd=clone):
            git(cwd, "checkout", "-q", to)
            return cordon("scan", "--no-knowledge", "--format", "json", "--against", f"{to}~1", cwd=cwd, environment={"HOME": str(folder)})
        done = change(commit)
        expect(tally, f"{name}: the infecting commit is for review", suspicious(report_of(done)) == ["plain-crypto-js"]
               and report_of(done)["answer"]["verdict"] == "review", done.stdout + done.stderr)
        done = change(after)
        expect(tally, f"{name}: the repair is allowed", report_of(done)["answer"]["verdict"] == "allow", done.stdout + done.stderr)
        if name.startswith("kaal"):
            orphans = [f["subject"]["name"] for f in report_of(done)["findings"] if f["rule_id"] == "change.orphan"]
            expect(tally, "kaal-coder: what stays behind is named", orphans == ["plain-crypto-js"], done.stdout)


# --- bad input -------------------------------------------------------------------------------------------------------

def bad_input(tally, folder):
    Night().write(folder)
    old, new = folder / "old/package-lock.json", folder / "new/package-lock.json"
    (folder / "empty").write_text("")
    (folder / "unrelated.json").write_text('{"hello": "world"}')
    for name, arguments, word in (("OLD is missing", [folder / "none", new], "none"), ("NEW is empty", [old, folder / "empty"], "empty"),
                                  ("NEW is no lockfile", [old, folder / "unrelated.json"], "unrelated"),
                                  ("one file only", [old], "NEW")):
        done = cordon("diff-lock", *arguments)
        expect(tally, name, done.returncode == 2 and word in done.stderr and not done.stdout, done.stdout + done.stderr)
    several = folder / "several"
    for side in ("a", "b"):
        (several / side).mkdir(parents=True)
        shutil.copy(old, several / side)
    done = cordon("diff-lock", several, several)
    expect(tally, "several lockfiles", done.returncode == 2 and "several lockfiles" in done.stderr, done.stdout + done.stderr)
    # Lockfiles of projects that have nothing in common: everything is another, and nothing breaks.
    other = copy.deepcopy(json.loads(new.read_text()))
    other["packages"] = {"": {"dependencies": {"x": "1"}}, "node_modules/x": {"version": "1.0.0", "integrity": "sha512-AA=="}}
    (folder / "other").mkdir()
    (folder / "other/package-lock.json").write_text(json.dumps(other))
    report = report_of(cordon("diff-lock", "--no-knowledge", "--format", "json", new, folder / "other/package-lock.json"))
    expect(tally, "unrelated lockfiles", len(report["change"]["removed"]) == 2 and len(report["change"]["added"]) == 1, report)


def main():
    tally = Tally()
    if not CORDON.exists():
        tally.fail("build", "build/release/cordon is not built")
        return tally.finish()
    for part in (archives, installed, against, histories, bad_input):
        with tempfile.TemporaryDirectory() as temporary:
            part(tally, pathlib.Path(temporary))
    return tally.finish()


if __name__ == "__main__":
    sys.exit(main())
