#!/usr/bin/env python3
"""Emergency packs from the first key to the finding, with minisign on the other side of every signature: keys, signing,
what is tampered with, what is added, replaced, damaged and removed. Runs Cordon as an unprivileged user.

Ends with the line `N passed, N failed, N skipped`."""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tools"))
from common import Tally  # noqa: E402

CORDON = ROOT / "build" / "release" / "cordon"
NOBODY = 65534
PACK = """schema: cordon.incident/1
id: night-2026
title: A package that only this pack knows
date: 2026-03-31
updated: {updated}
confidence: high
summary: A test.
sources: ["https://example.invalid/report"]
packages:
  - ecosystem: npm
    name: night-example
    versions: [{versions}]
{more}recovery:
  - Remove it.
"""
HIDDEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069]")


def pack(updated="2026-04-02", versions='"6.6.6"', more=""):
    return PACK.format(updated=updated, versions=versions, more=more)


class World:
    """A folder with a home, a project and a copy of the program, for a user without rights."""

    def __init__(self, folder, tally):
        self.folder, self.tally, self.home = folder, tally, folder / "home"
        self.program = folder / "cordon"
        shutil.copy(CORDON, self.program)
        (folder / "project").mkdir()
        self.home.mkdir()
        (folder / "project" / "package-lock.json").write_text(json.dumps({"lockfileVersion": 3, "packages": {
            "": {"dependencies": {"night-example": "6.6.6"}},
            "node_modules/night-example": {"version": "6.6.6", "integrity": "sha512-" + "B" * 85 + "A==",
                                           "resolved": "https://registry.example.test/night-example/-/night-example-6.6.6.tgz"}}}))
        self.as_nobody = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}
        self.give()

    def give(self):
        self.folder.chmod(0o755)
        if self.as_nobody:
            subprocess.run(["chown", "-hR", f"{NOBODY}:{NOBODY}", self.folder], check=True)

    def run(self, *command, **more):
        return subprocess.run(command, cwd=self.folder, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120,
                              start_new_session=True, check=False, **self.as_nobody,
                              env={"PATH": "/usr/bin:/bin", "HOME": str(self.home), **more})

    def cordon(self, *arguments, **more):
        return self.run(self.program, *arguments, **more)

    def write(self, name, text):
        path = self.folder / name
        path.write_text(text)
        self.give()
        return path

    def expect(self, name, done, code, *said):
        """One test: the exit code, and what stands somewhere in the output; Cordon's holds nothing hidden."""
        text = done.stdout + done.stderr
        missing = [word for word in said if word not in text]
        if done.returncode != code:
            self.tally.fail(name, f"exit code {done.returncode}, should be {code}: {text[:400]}")
        elif missing:
            self.tally.fail(name, f"does not say {missing}: {text[:400]}")
        elif (hidden := HIDDEN.search(text)) and done.args[0] == self.program:
            self.tally.fail(name, f"a hidden character: {hidden.group()!r}")
        else:
            self.tally.ok()

    def holds(self, name, fact, what=""):
        self.tally.ok() if fact else self.tally.fail(name, str(what)[:400])

    def scan(self, *arguments):
        done = self.cordon("scan", "--packs-only", "--format", "json", "project", *arguments)
        report = json.loads(done.stdout) if done.stdout else {}
        bad = [f["subject"].get("name") for f in report.get("findings", []) if f["severity"] == "critical"]
        return done, report, "night-example" in bad

    @property
    def stored(self):
        return self.home / ".local/share/cordon/packs/night-2026.pack"


def keys(world):
    world.expect("a new pair of keys", world.cordon("intel", "pack", "keygen", "--public", "team.pub", "--secret", "team.key", "--no-password"),
                 0, "team.pub", "without a password")
    world.holds("the secret key is its owner's only", (world.folder / "team.key").stat().st_mode & 0o777 == 0o600)
    world.expect("keys are not overwritten", world.cordon("intel", "pack", "keygen", "--public", "x.pub", "--secret", "team.key", "--no-password"), 2, "team.key")
    world.holds("and no half of a pair is left", not (world.folder / "x.pub").exists())
    world.expect("a password from a variable", world.cordon("intel", "pack", "keygen", "--public", "safe.pub", "--secret", "safe.key",
                                                            CORDON_PACK_PASSWORD="correct horse"), 0)
    world.expect("without a terminal no password is asked for", world.cordon("intel", "pack", "keygen", "--public", "y.pub", "--secret", "y.key"),
                 2, "--password-file")
    made = world.run("minisign", "-G", "-W", "-p", "theirs.pub", "-s", "theirs.key")
    world.expect("minisign makes keys", made, 0)


def signing(world):
    world.write("night-2026.yaml", pack())
    public = (world.folder / "team.pub").read_text().split("\n")[1]
    world.expect("a pack is signed", world.cordon("intel", "pack", "sign", "night-2026.yaml", "--key", "team.key", "--comment", "on call"),
                 0, "night-2026.yaml.minisig", "night-2026 of 2026-04-02", public)
    checked = world.run("minisign", "-V", "-m", "night-2026.yaml", "-p", "team.pub")
    world.expect("minisign agrees", checked, 0)
    world.holds("minisign shows our comment", "pack:night-2026\tupdated:2026-04-02\ton call" in checked.stdout, checked.stdout)
    for name, key in (("as a file", "team.pub"), ("as its text", public)):
        world.expect(f"verified with a key {name}", world.cordon("intel", "pack", "verify", "night-2026.yaml", "--key", key), 0, "signed by", "on call")
    world.expect("another key did not sign", world.cordon("intel", "pack", "verify", "night-2026.yaml", "--key", "theirs.pub"), 1, "NOT verified")
    world.expect("one of several keys is enough",
                 world.cordon("intel", "pack", "verify", "night-2026.yaml", "--key", "theirs.pub", "--key", "team.pub"), 0, "signed by")
    world.expect("signed with a password", world.cordon("intel", "pack", "sign", "night-2026.yaml", "--key", "safe.key", "--output", "safe.minisig",
                                                        CORDON_PACK_PASSWORD="correct horse"), 0)
    world.expect("minisign agrees with that, too", world.run("minisign", "-V", "-m", "night-2026.yaml", "-p", "safe.pub", "-x", "safe.minisig"), 0)
    world.expect("a wrong password signs nothing", world.cordon("intel", "pack", "sign", "night-2026.yaml", "--key", "safe.key", "--output", "no.minisig",
                                                               CORDON_PACK_PASSWORD="wrong"), 2, "wrong password")
    world.holds("nothing was written", not (world.folder / "no.minisig").exists())
    for flag, kind in (("-H", "hashed"), ("-l", "legacy")):
        world.expect(f"minisign signs, {kind}", world.run("minisign", "-S", flag, "-s", "theirs.key", "-m", "night-2026.yaml", "-x", f"{kind}.minisig"), 0)
        world.expect(f"what minisign signed holds, {kind}",
                     world.cordon("intel", "pack", "verify", "night-2026.yaml", "--signature", f"{kind}.minisig", "--key", "theirs.pub"), 0, "signed by")
    world.expect("our key signs in minisign", world.run("minisign", "-S", "-s", "team.key", "-m", "night-2026.yaml", "-x", "ours.minisig"), 0)
    world.expect("and holds here", world.cordon("intel", "pack", "verify", "night-2026.yaml", "--signature", "ours.minisig", "--key", "team.pub"), 0)


def linting(world):
    bad = pack(more='indicators:\n  - {kind: sha1, value: "25536499f23222049666871cea80a5d0d6adc0c", source: x}\n'
                    '  - {kind: domain, value: "a[.]invalid", source: x}\n')
    world.write("bad.yaml", bad)
    world.expect("malformed indicators are named with their lines, all of them", world.cordon("intel", "pack", "lint", "bad.yaml"),
                 1, "2 errors", "line 14", "line 15")
    world.expect("what has errors is not signed", world.cordon("intel", "pack", "sign", "bad.yaml", "--key", "team.key"), 1, "not signed", "line 14")
    world.holds("no signature was written", not (world.folder / "bad.yaml.minisig").exists())
    world.expect("what has errors is not added", world.cordon("intel", "add", "bad.yaml", "--unsigned"), 1, "NOT added", "line 14")
    told = world.cordon("intel", "pack", "lint", "--format", "json", "night-2026.yaml", "bad.yaml")
    report = json.loads(told.stdout)
    world.holds("the same for programs", told.returncode == 1 and [f["errors"] for f in report["files"]] == [0, 2], told.stdout)
    world.expect("a new pack", world.cordon("intel", "pack", "new", "fresh-2026"), 0, "fresh-2026.yaml")
    world.expect("is none before it is filled in", world.cordon("intel", "pack", "lint", "fresh-2026.yaml"), 1, "6 errors", "packages")
    world.expect("is not written over", world.cordon("intel", "pack", "new", "fresh-2026"), 2, "there already")
    world.write("hostile.yaml", pack().replace("A test.", "\x1b]0;x\x07"))
    world.expect("a hostile pack cannot touch the terminal", world.cordon("intel", "pack", "lint", "hostile.yaml"), 1)


def tampering(world):
    signature = (world.folder / "night-2026.yaml.minisig").read_text()
    text = pack()
    lines = signature.split("\n")
    cases = [("pack", text.replace("6.6.6", "6.6.7"), signature),
             ("end of the pack", text + "\n", signature),
             ("signature", text, signature.replace(lines[1][40:44], "AAAA")),
             ("comment", text, signature.replace("night-2026\t", "other-2026\t")),
             ("signature of the comment", text, signature.replace(lines[3][40:44], "AAAA")),
             ("key id", text, signature.replace(lines[1][4:8], "AAAA")),
             ("end of the signature", text, "\n".join(lines[:3]) + "\n"),
             ("no signature at all", text, "hello\n")]
    for name, content, signed in cases:
        world.write("t.yaml", content)
        world.write("t.yaml.minisig", signed)
        world.expect(f"tampered: {name}", world.cordon("intel", "pack", "verify", "t.yaml", "--key", "team.pub"), 1, "NOT verified")
        world.expect(f"tampered and added: {name}", world.cordon("intel", "add", "t.yaml", "--key", "team.pub"), 1, "NOT added")
    world.expect("a key that is none", world.cordon("intel", "add", "night-2026.yaml", "--key", "team.key"), 2, "team.key")
    world.expect("a signature that is not there", world.cordon("intel", "pack", "verify", "fresh-2026.yaml", "--key", "team.pub"), 2, "fresh-2026.yaml.minisig")
    world.holds("nothing was kept", not world.stored.exists())


def signed(world, name, text):
    world.write(name, text)
    done = world.cordon("intel", "pack", "sign", "-q", name, "--key", "team.key")
    if done.returncode != 0:
        world.tally.fail(f"signing {name}", done.stderr)


def adding(world):
    before = world.scan()
    world.holds("before, the scan knows nothing of it", before[0].returncode == 0 and not before[2], before[0].stdout[:300])
    world.write("unsigned.yaml", pack())
    world.expect("unsigned is refused", world.cordon("intel", "add", "unsigned.yaml", "--key", "team.pub"), 1, "NOT added", "not signed")
    world.expect("no key is no trust", world.cordon("intel", "add", "night-2026.yaml"), 2, "intel.pack_keys")
    world.write("project/cordon.yaml", "intel: {pack_keys: [../team.pub]}\n")
    inside = subprocess.run([world.program, "intel", "add", "../night-2026.yaml"], cwd=world.folder / "project", stdin=subprocess.DEVNULL, check=False,
                            capture_output=True, text=True, env={"PATH": "/usr/bin:/bin", "HOME": str(world.home)}, **world.as_nobody)
    world.expect("keys of a project do not count", inside, 2, "intel.pack_keys")
    (world.folder / "project" / "cordon.yaml").unlink()
    (world.home / ".config/cordon").mkdir(parents=True)
    world.write("home/.config/cordon/cordon.yaml", f"intel: {{pack_keys: [{world.folder}/team.pub]}}\n")
    added = world.cordon("intel", "add", "night-2026.yaml")
    world.expect("the user's keys do", added, 0, "added night-2026 of 2026-04-02: 1 bad release, signed by")
    world.holds("the first line is the answer", added.stdout.startswith("added night-2026"), added.stdout)
    done, _, found = world.scan()
    world.holds("a scan finds what only the added pack names", done.returncode == 1 and found, done.stdout[:300])
    off, _, found = world.scan("--no-knowledge")
    world.holds("--no-knowledge passes over added packs", off.returncode == 3 and not found, off.stdout[:300])
    world.expect("it is listed with who signed it", world.cordon("intel", "pack", "list"), 0, "1 added on this machine", "signed by", "on call")
    listed = json.loads(world.cordon("intel", "pack", "list", "--format", "json").stdout)
    world.holds("for programs, too", [p["id"] for p in listed["packs"] if p["origin"] == "added"] == ["night-2026"], listed)
    world.expect("the doctor knows it", world.cordon("doctor"), 0, "night-2026")


def replacing(world):
    signed(world, "older.yaml", pack(updated="2026-04-01"))
    world.expect("an older one is refused", world.cordon("intel", "add", "older.yaml"), 1, "2026-04-02", "--allow-older")
    signed(world, "fewer.yaml", pack(updated="2026-04-03", versions='"7.0.0"'))
    world.expect("one that lacks a release is refused", world.cordon("intel", "add", "fewer.yaml"), 1, "night-example 6.6.6", "--allow-fewer")
    world.holds("the one in force stays", world.scan()[2])
    signed(world, "newer.yaml", pack(updated="2026-04-03", versions='"6.6.6", "7.0.0"'))
    world.expect("a newer one replaces it", world.cordon("intel", "add", "newer.yaml"), 0, "2 bad releases", "in the place of")
    world.expect("an older one, when told so", world.cordon("intel", "add", "older.yaml", "--allow-older", "--allow-fewer"), 0)
    axios = (ROOT / "rules" / "incidents" / "axios-2026.yaml").read_text()
    thin = re.sub(r"packages:\n.*?(?=\n[a-z_]+:)", 'packages:\n  - {ecosystem: npm, name: axios, versions: ["1.14.1"]}\n', axios, flags=re.S)
    signed(world, "axios-2026.yaml", re.sub(r"updated: \S+", "updated: 2026-12-31", re.sub(r"(?s)\n(last_good|traces):\n.*?(?=\n[a-z_]+:)", "", thin)))
    world.expect("a pack that Cordon brings along is not thinned out", world.cordon("intel", "add", "axios-2026.yaml"), 1, "would be lost", "plain-crypto-js")


def damaged(world):
    good = world.stored.read_bytes()
    for name, content in (("a byte", good.replace(b"6.6.6", b"6.6.7")), ("its end", good[:-20]), ("all", b""), ("its form", pack().encode())):
        world.stored.write_bytes(content)
        world.give()
        done, report, found = world.scan()
        rows = [row for row in report["coverage"]["unread"] if row["path"] == str(world.stored)]
        world.holds(f"damaged, {name}: not used, and incomplete", done.returncode == 3 and not found and len(rows) == 1 and rows[0]["incomplete"],
                    f"{done.returncode} {rows}")
        shown = world.cordon("scan", "--packs-only", "project")
        world.expect(f"damaged, {name}: the path and what to do", shown, 3, str(world.stored), "add it again")
    world.expect("the list says so", world.cordon("intel", "pack", "list"), 3, "INCOMPLETE", str(world.stored))
    world.expect("added again", world.cordon("intel", "add", "night-2026.yaml"), 0)
    world.holds("it is used again", world.scan()[2])
    world.stored.chmod(0)
    if world.as_nobody or os.geteuid() != 0:
        world.holds("one that cannot be read is incomplete", world.scan()[0].returncode == 3)
    world.stored.chmod(0o644)
    world.expect("removed", world.cordon("intel", "pack", "remove", "night-2026"), 0, "removed night-2026")
    world.expect("only once", world.cordon("intel", "pack", "remove", "night-2026"), 2, "no pack night-2026")
    world.holds("and forgotten", world.scan()[0].returncode == 0)
    world.expect("unsigned, when told so", world.cordon("intel", "add", "unsigned.yaml", "--unsigned"), 0, "unsigned")
    world.holds("is used, too", world.scan()[2])
    world.expect("and said in the list", world.cordon("intel", "pack", "list"), 0, "unsigned: nobody answers for it")
    given, _, found = world.scan("--pack", "newer.yaml")
    world.holds("--pack of the same id stands before it", given.returncode == 1 and found, given.stderr)
    world.holds("secrets are in no output", "correct horse" not in world.cordon("doctor", CORDON_PACK_PASSWORD="correct horse").stdout)


def main():
    tally = Tally()
    if shutil.which("minisign") is None:
        print("minisign is not installed: ./dev setup e2e")
        return 77
    with tempfile.TemporaryDirectory(prefix="cordon-packs-") as temporary:
        world = World(pathlib.Path(temporary).resolve(), tally)
        for part in (keys, signing, linting, tampering, adding, replacing, damaged):
            part(world)
    return tally.finish()


if __name__ == "__main__":
    sys.exit(main())
