#!/usr/bin/env python3
"""`--online` from outside: a registry on loopback that answers in order, slowly, with a page, with half a document, with
another package's, with 401, 404 and 503, with nothing, or leads elsewhere; lockfiles and projects that name hosts which must
not be asked; private names; as a user without privileges. Nobody else is asked, all packages are inert text.
Ends with the line `N passed, N failed, N skipped`."""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tools"))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from common import Tally  # noqa: E402
from source_server_writers import Server, Source, make_certificates  # noqa: E402

CORDON = ROOT / "build" / "release" / "cordon"
NOBODY = 65534
PUBLISHED = "2026-03-31T00:21:58.000Z"


def release(version, dependencies=None, **more):
    return {"version": version, "dependencies": dependencies or {}, "dist": {"integrity": "sha512-" + version}, **more}


def packument(name, releases, times, **more):
    """A full document, as registries give it."""
    for version, told in releases.items():
        told["name"] = name
    return {"name": name, "versions": releases, "time": {"created": min(times.values()), **times}, **more}


def night():
    """What the registry said of the two packages of 2026-03-31 while they were up."""
    trusted = {"_npmUser": {"name": "ci", "trustedPublisher": {"id": "workflow"}}}
    good = release("1.14.0", **trusted)
    good["dist"]["attestations"] = {"provenance": {"predicateType": "slsa"}}
    return {"/axios": packument("axios", {"1.14.0": good, "1.14.1": release("1.14.1", {"plain-crypto-js": "^4.2.1"}, _npmUser={"name": "owner"})},
                                {"1.14.0": "2026-03-27T19:01:40.000Z", "1.14.1": PUBLISHED}, maintainers=[{"name": "owner"}]),
            "/plain-crypto-js": packument("plain-crypto-js", {"4.2.1": release("4.2.1", _npmUser={"name": "stranger"},
                                                                              scripts={"postinstall": "node setup.js"})},
                                          {"4.2.0": "2026-03-30T05:57:00.000Z", "4.2.1": "2026-03-30T23:59:00.000Z"})}


def stripped(document):
    """As mirrors give it: no times, no people, no provenance."""
    versions = {version: {key: value for key, value in told.items() if key != "_npmUser"} | {"dist": {"integrity": told["dist"]["integrity"]}}
                for version, told in document["versions"].items()}
    return {"name": document["name"], "versions": versions}


class World:
    def __init__(self, tally, folder):
        self.tally, self.folder = tally, folder
        self.authority, certificate = make_certificates(folder, ["127.0.0.1", "127.0.0.2"])
        self.source, self.other = Source(), Source()
        self.server, self.elsewhere = Server(self.source, certificate), Server(self.other, certificate, "127.0.0.2")
        self.home, self.program = folder / "home", folder / "cordon"
        self.home.mkdir()
        shutil.copy(CORDON, self.program)
        folder.chmod(0o755)
        self.as_nobody = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}
        self.count = 0

    def serve(self, documents, **faults):
        self.source.files = {path: json.dumps(document).encode() for path, document in documents.items()}
        self.source.faults = {"/" + name.replace("_", "-"): fault for name, fault in faults.items()}
        self.source.asked.clear()
        self.other.asked.clear()

    def project(self, packages, resolved=None, files=None, scripts=("plain-crypto-js",)):
        """A folder with old/ and new/ package-lock.json. packages: {name: (before, after, {dependency: range})}."""
        self.count += 1
        folder = self.folder / f"project-{self.count}"
        for side in (0, 1):
            entries = {"": {"name": "shop", "dependencies": {next(iter(packages)): "*"}}}
            for name, package in packages.items():
                if package[side]:
                    address = f"{resolved or self.server.url}/{name}/-/{name.split('/')[-1]}-{package[side]}.tgz"
                    entries[f"node_modules/{name}"] = {"version": package[side], "integrity": "sha512-AA==", "resolved": address,
                                                       **({"dependencies": package[2]} if side and package[2] else {}),
                                                       **({"hasInstallScript": True} if name in scripts else {})}
            where = folder / ("old", "new")[side]
            where.mkdir(parents=True)
            (where / "package-lock.json").write_text(json.dumps({"lockfileVersion": 3, "packages": entries}))
            for name, text in (files or {}).items():
                (where / name).write_text(text)
        return folder

    def environment(self, **more):
        return {"PATH": "/usr/bin:/bin", "HOME": str(self.home), "SSL_CERT_FILE": str(self.authority),
                "npm_config_registry": self.server.url + "/", **more}

    def cordon(self, *arguments, cwd=None, **more):
        return subprocess.run([str(self.program), *map(str, arguments)], cwd=cwd or self.home, env=self.environment(**more), capture_output=True,
                              text=True, check=False, stdin=subprocess.DEVNULL, timeout=120, **self.as_nobody)

    def diff(self, folder, *arguments, **more):
        done = self.cordon("diff-lock", "--no-knowledge", "--online", "--format", "json", folder / "old/package-lock.json",
                           folder / "new/package-lock.json", *arguments, **more)
        return done, json.loads(done.stdout) if done.stdout.startswith("{") else {"answer": {}, "coverage": {"unread": []}, "change": {}}

    def check(self, name, holds, why=""):
        if holds:
            self.tally.ok()
        else:
            self.tally.fail(name, str(why)[:2500] or "does not hold")

    def asked(self):
        return sorted(path for path, _ in self.source.asked)


NIGHT = {"axios": ("1.14.0", "1.14.1", {"plain-crypto-js": "^4.2.1"}), "plain-crypto-js": (None, "4.2.1", None)}


def of_registry(report):
    return [each for each in report["coverage"]["unread"] if each["path"].startswith("(registry)")]


def facts(report, name):
    for each in report["change"].get("added", []) + report["change"].get("changed", []):
        if each["name"] == name:
            return {item["fact"] for item in each["risk"]["items"]}, each["risk"]
    return set(), {"unknown": [], "points": None}


def ordinary(world):
    world.serve(night())
    folder = world.project(NIGHT)
    done, report = world.diff(folder)
    found, risk = facts(report, "plain-crypto-js")
    world.check("the night is held with what the registry says", report["answer"].get("verdict") == "block", done.stdout + done.stderr)
    world.check("by age, script, publisher and provenance", {"younger-than-three-days", "install-script", "publish-trust-lost"} <= found, risk)
    world.check("nothing is unknown for want of an answer", not of_registry(report), of_registry(report))
    world.check("each package is asked for once, in full", world.asked() == ["/axios", "/plain-crypto-js"]
                and all("install-v1" not in headers.get("Accept", "") for _, headers in world.source.asked), world.source.asked)
    world.check("nothing is sent that says who asks", all("authorization" not in {key.lower() for key in headers} for _, headers in world.source.asked))
    world.check("nothing is kept", not list(world.home.rglob("*")), list(world.home.rglob("*")))
    world.serve(night())
    done = world.cordon("scan", "--no-knowledge", "--online", "--format", "json", "--against", folder / "old/package-lock.json", folder / "new")
    world.check("scan --against, too", '"block"' in done.stdout and world.asked() == ["/axios", "/plain-crypto-js"], done.stdout + done.stderr)
    done = world.cordon("scan", "--online", folder / "new")
    world.check("without a change it makes no sense", done.returncode == 2 and "--against" in done.stderr, done.stderr)
    world.serve(night())
    world.diff(folder, "--quiet")
    without = world.cordon("diff-lock", "--no-knowledge", "--format", "json", folder / "old/package-lock.json", folder / "new/package-lock.json")
    world.check("without --online nobody is asked, and it is for review", json.loads(without.stdout)["answer"]["verdict"] == "review"
                and world.asked() == ["/axios", "/plain-crypto-js"], without.stdout)


def manifests(world):
    """What the registry's manifests say otherwise than the lockfile."""
    world.serve(night())
    done, report = world.diff(world.project(NIGHT, scripts=()))
    world.check("a script that the lockfile keeps silent about", "install-script" in facts(report, "plain-crypto-js")[0], done.stdout)
    documents = night()
    documents["/axios"]["versions"]["1.14.1"]["dependencies"] = {}
    world.serve(documents)
    done, report = world.diff(world.project(NIGHT))
    world.check("a dependency that the registry does not tell", "not-asked-for-by-registry" in facts(report, "plain-crypto-js")[0], done.stdout)


def mirrors(world):
    world.serve({path: stripped(document) for path, document in night().items()})
    done, report = world.diff(world.project(NIGHT))
    found, risk = facts(report, "plain-crypto-js")
    world.check("what a mirror strips is unknown and not lost", not found & {"publish-trust-lost", "publisher-changed", "younger-than-three-days"}
                and "how old the package is" in risk["unknown"], risk)
    world.check("and no gap", not of_registry(report), of_registry(report))
    documents = night()
    documents["/axios"] = {"name": "axios", "versions": {}}
    world.serve(documents)
    done, report = world.diff(world.project(NIGHT))
    world.check("a document without the release says so", "not-in-registry" in facts(report, "axios")[0], done.stdout)
    world.check("a document without the release", report["answer"].get("verdict") in ("review", "block") and done.returncode == 1, done.stdout)


def failing(world):
    folder = world.project(NIGHT)
    for name, fault, code, words in (("401", 401, "permission_denied", "token"), ("404", 404, "not_found", "404"), ("503", 503, "unavailable", "503"),
                                     ("a page", "page", "syntax", "page"), ("a page of an error", 403, "permission_denied", "403"),
                                     ("half a document", "truncated", "truncated", "breaks off"),
                                     ("another host", ("redirect", world.elsewhere.url + "/axios"), "refused", "another host"),
                                     ("another name of this host", ("redirect", f"https://localhost:{world.server.port}/axios"), "refused", "another host"),
                                     ("a file", ("redirect", "file:///etc/passwd"), "refused", "https"),
                                     ("plain http", ("redirect", f"http://127.0.0.1:{world.server.port}/axios"), "refused", "https")):
        world.serve(night(), axios=fault)
        done, report = world.diff(folder)
        gaps = of_registry(report)
        world.check(f"{name}: told once, as unknown", len(gaps) == 1 and gaps[0]["code"] == code and words in gaps[0]["reason"]
                    and "axios" in gaps[0]["reason"] and gaps[0]["incomplete"], f"{done.stdout}{done.stderr}")
        world.check(f"{name}: the rest is judged", report["answer"].get("verdict") == "review" and done.returncode == 1
                    and "install-script" in facts(report, "plain-crypto-js")[0], facts(report, "plain-crypto-js"))
        world.check(f"{name}: nobody else is asked", not world.other.asked, world.other.asked)
    documents = night()
    documents["/axios"] = documents["/plain-crypto-js"]
    world.serve(documents)
    _, report = world.diff(folder)
    world.check("the document of another package", [each["code"] for each in of_registry(report)] == ["refused"], of_registry(report))
    for text in (b"{", b'{"name": "axios"}', b'{"name": "axios", "versions": ' + b"[" * 5_000, b"\xff\xfe{}"):
        world.serve(night())
        world.source.files["/axios"] = text
        _, report = world.diff(folder)
        world.check(f"no document: {text[:20]}", len(of_registry(report)) == 1, report)


def credentials(world):
    """The token of the user's own .npmrc, for the address that it was written for."""
    folder = world.project(NIGHT, files={".npmrc": f"//127.0.0.1:{world.server.port}/:_authToken=of-the-project\n"})

    def told():
        return {path: headers.get("Authorization") for path, headers in world.source.asked}
    world.serve(night())
    world.diff(folder)
    world.check("a project's token is not sent", told() == {"/axios": None, "/plain-crypto-js": None}, told())
    npmrc = world.home / ".npmrc"
    npmrc.write_text(f"//127.0.0.1:{world.server.port}/:_authToken=${{SECRET}}\n//127.0.0.2:{world.elsewhere.port}/:_authToken=other\n")
    world.serve(night())
    done, report = world.diff(folder, SECRET="of-the-user")
    world.check("the user's is, to that address", told() == {"/axios": "Bearer of-the-user", "/plain-crypto-js": "Bearer of-the-user"}, told())
    world.check("and is told nobody", "of-the-user" not in done.stdout + done.stderr, "")
    world.serve(night(), axios=("redirect", world.server.url + "/moved"))
    world.source.files["/moved"] = world.source.files["/axios"]
    done, report = world.diff(folder, SECRET="of-the-user")
    world.check("a redirect takes none along", told().get("/moved", "not asked") is None and not of_registry(report), told())
    world.serve(night(), axios=("redirect", world.elsewhere.url + "/axios"))
    world.diff(folder, SECRET="of-the-user")
    world.check("least of all to another host", not world.other.asked, world.other.asked)
    world.serve(night(), axios=401)
    done, report = world.diff(folder, SECRET="wrong")
    world.check("one that is refused is told, without it", "token" in of_registry(report)[0]["reason"] and "wrong" not in done.stdout + done.stderr, done.stdout)
    npmrc.unlink()


def slow_and_dead(world):
    folder = world.project(NIGHT)
    for name, fault in (("stands still", "slow"), ("a drop at a time", ("drip", 1, 0.2))):
        world.serve(night(), axios=fault)
        begun = time.monotonic()
        done, report = world.diff(folder, "--online-timeout", "3")
        took = time.monotonic() - begun
        world.check(f"{name}: it is not waited for", took < 12 and [each["code"] for each in of_registry(report)] == ["timed_out"]
                    and done.returncode == 1, f"{took:.1f} s {done.stdout}{done.stderr}")
    packages = {f"p{number}": ("1.0.0", "1.0.1", None) for number in range(200)}
    dead = world.project(packages, resolved="https://127.0.0.1:1")
    begun = time.monotonic()
    done, report = world.diff(dead, npm_config_registry="https://127.0.0.1:1/")
    took = time.monotonic() - begun
    world.check("a dead registry is asked a few times only, and told once", took < 20 and len(of_registry(report)) == 1
                and "200 packages" in of_registry(report)[0]["reason"] and done.returncode == 3, f"{took:.1f} s {done.stdout[-1500:]}{done.stderr}")
    many = {f"/p{number}": packument(f"p{number}", {"1.0.0": release("1.0.0"), "1.0.1": release("1.0.1")},
                                     {"1.0.0": "2020-01-01T00:00:00Z", "1.0.1": "2020-02-01T00:00:00Z"}) for number in range(200)}
    world.serve(many)
    done, report = world.diff(world.project(packages))
    world.check("many are asked for", len(world.source.asked) == 200 and not of_registry(report), done.stdout[-1500:] + done.stderr)
    # Who is stopped leaves nobody behind.
    world.serve(night(), axios="slow")
    started = subprocess.Popen([str(world.program), "diff-lock", "--online", folder / "old/package-lock.json", folder / "new/package-lock.json"],
                               cwd=world.home, env=world.environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **world.as_nobody)
    until = time.monotonic() + 30
    while not world.source.asked and time.monotonic() < until:
        time.sleep(0.05)
    world.check("it asks from another process", bool(world.source.asked) and len(processes(world.program)) == 2, processes(world.program))
    started.kill()
    started.wait()
    while processes(world.program) and time.monotonic() < until:
        time.sleep(0.05)
    world.check("and that ends with it", not processes(world.program), processes(world.program))


def processes(program):
    out = []
    for each in pathlib.Path("/proc").glob("[0-9]*/exe"):
        try:
            if os.readlink(each) == str(program):
                out.append(each.parent.name)
        except OSError:
            pass
    return out


def not_asked(world):
    """Hosts that nobody of the user's named, whoever else does."""
    world.serve(night())
    done, report = world.diff(world.project(NIGHT, resolved=world.elsewhere.url))
    gaps = of_registry(report)
    world.check("a lockfile's host is not asked, and told", not world.other.asked and not world.source.asked and len(gaps) == 1
                and gaps[0]["code"] == "not_asked" and "127.0.0.2" in gaps[0]["path"] and gaps[0]["incomplete"], done.stdout + done.stderr)
    world.serve(night())
    done, report = world.diff(world.project(NIGHT, files={".npmrc": f"registry={world.elsewhere.url}/\n"}, resolved=world.elsewhere.url), npm_config_registry="")
    world.check("nor is that of a project's .npmrc", not world.other.asked and [each["code"] for each in of_registry(report)] == ["not_asked"],
                done.stdout + done.stderr)
    world.serve(night())
    hosts = {f"p{number}": ("1.0.0", "1.0.1", None) for number in range(300)}
    folder = world.project(hosts)
    for side in ("old", "new"):
        path = folder / side / "package-lock.json"
        document = json.loads(path.read_text())
        for number, entry in enumerate(list(document["packages"].values())[1:]):
            entry["resolved"] = f"https://host-{number}.example.test/p{number}/-/p{number}-{entry['version']}.tgz"
        path.write_text(json.dumps(document))
    done, report = world.diff(folder)
    world.check("any number of hosts is told in few lines", not world.source.asked and 1 < len(of_registry(report)) < 60, len(of_registry(report)))
    world.serve(night())
    done, report = world.diff(world.project({"axios": ("1.14.0", "1.14.1", {"..%2f..%2fadmin": "1"}), "..%2f..%2fadmin": (None, "1.0.0", None)}))
    world.check("what is no name is not asked for", world.asked() == ["/axios"] and [each["code"] for each in of_registry(report)] == ["invalid_value"],
                done.stdout + done.stderr)
    world.serve(night())
    done, report = world.diff(world.project(NIGHT), npm_config_registry=world.server.url.replace("https", "http") + "/")
    world.check("nothing but https is spoken", not world.source.asked and "https" in of_registry(report)[0]["reason"], done.stdout)


def private_names(world):
    """A registry that is public by the user's own settings is not asked for what a project calls its own."""
    config = world.folder / "config"
    (config / "cordon").mkdir(parents=True)
    (config / "cordon" / "cordon.yaml").write_text("registries:\n  - {domain: localhost, class: public}\n")
    base = f"https://localhost:{world.server.port}"
    packages = {"axios": ("1.14.0", "1.14.1", {"@acme/secret": "1", "our-tool": "1"}), "@acme/secret": (None, "1.0.0", None),
                "our-tool": (None, "1.0.0", None), "@corp/x": ("1.0.0", "1.0.1", None)}
    (world.home / ".npmrc").write_text("@corp:registry=https://npm.example.test/\n")
    world.serve(night())
    folder = world.project(packages, resolved=base)
    (folder / "new" / "cordon.yaml").write_text("private: {scopes: ['@acme'], names: [our-tool]}\n")
    done = world.cordon("diff-lock", "--no-knowledge", "--online", "--format", "json", "../old/package-lock.json", "package-lock.json",
                        cwd=folder / "new", npm_config_registry=base, XDG_CONFIG_HOME=str(config))
    report = json.loads(done.stdout) if done.stdout.startswith("{") else {"coverage": {"unread": []}}
    private = [each for each in of_registry(report) if each["code"] == "private_name"]
    world.check("no private name leaves the house", world.asked() == ["/axios"], world.asked())
    world.check("and that is said, and no gap", len(private) == 1 and not private[0]["incomplete"], done.stdout + done.stderr)
    named = world.folder / "ci.npmrc"
    (world.home / ".npmrc").rename(named)
    world.serve(night())
    done = world.cordon("diff-lock", "--no-knowledge", "--online", "../old/package-lock.json", "package-lock.json", cwd=folder / "new",
                        npm_config_registry=base, XDG_CONFIG_HOME=str(config), NPM_CONFIG_USERCONFIG=str(named))
    world.check("nor where the environment names the user's .npmrc", world.asked() == ["/axios"], f"{world.asked()} {done.stdout}{done.stderr}")


def places_of_hosts(world):
    """A host that the user's settings call private has other services: a lockfile leads to none of them, and gets no token."""
    config = world.folder / "private-config"
    (config / "cordon").mkdir(parents=True)
    (config / "cordon" / "cordon.yaml").write_text("private:\n  hosts: [127.0.0.2]\n")
    npmrc = world.home / ".npmrc"
    npmrc.write_text(f"//127.0.0.2:{world.elsewhere.port}/:_authToken=of-the-user\n")
    for path in ("/job/prod/build", "/api/packages/npm", ""):
        world.serve(night())
        done, report = world.diff(world.project(NIGHT, resolved=world.elsewhere.url + path), XDG_CONFIG_HOME=str(config))
        world.check(f"another port or path is not asked: {path}", not world.other.asked and not world.source.asked
                    and [each["code"] for each in of_registry(report)] == ["not_asked"], f"{world.other.asked} {done.stdout}{done.stderr}")
    npmrc.unlink()


def decoys(world):
    """Releases in reverse order, of whoever publishes a package of this day."""
    documents = night()
    young = documents["/plain-crypto-js"]
    for minute, version in enumerate(("4.0.3", "4.0.2", "4.0.1")):
        young["versions"][version] = release(version, _npmUser={"name": "stranger"})
        young["time"][version] = f"2026-03-30T23:0{minute}:00.000Z"
    world.serve(documents)
    done, report = world.diff(world.project(NIGHT))
    world.check("decoys hide no age", "younger-than-three-days" in facts(report, "plain-crypto-js")[0], done.stdout)


def beyond(world):
    """More packages than are asked for cost no more than their reading."""
    packages = {"axios": ("1.14.0", "1.14.0", None), **{f"p{number}": (None, "1.0.0", None) for number in range(12_000)}}
    world.serve({})
    begun = time.monotonic()
    done, report = world.diff(world.project(packages))
    took = time.monotonic() - begun
    codes = {code for each in of_registry(report) for code in [each["code"]]}
    world.check("beyond the limit nobody is asked, and that is told", len(world.source.asked) <= 5_000 and codes
                and "5000 packages are not asked for" in str(of_registry(report)), f"{took:.1f} s {len(world.source.asked)} {of_registry(report)}{done.stderr}")


def back(world):
    """fix --online: the registry's digest and address of the last good release."""
    tool = {version: release(version) for version in ("0.9.0", "1.0.0", "1.0.1", "1.1.0")}
    for version, told in tool.items():
        told["dist"] = {"integrity": "sha512-" + version.replace(".", "") + "==", "tarball": f"{world.server.url}/tool/-/tool-{version}.tgz"}
    document = packument("tool", tool, {"0.9.0": "2020-01-01T00:00:00Z"})
    folder = world.project({"tool": ("1.0.1", "1.0.1", None)}) / "new"
    if world.as_nobody:
        subprocess.run(["chown", "-R", f"{NOBODY}:{NOBODY}", folder], check=True)
    world.serve({"/tool": document})
    asked = ("fix", "--no-knowledge", "--no-cache", "--package", "tool@1.0.1", "--format", "json")
    done = world.cordon(*asked, folder)
    world.check("without --online there is no source, and it is named", done.returncode == 3 and "--online" in done.stdout and not world.source.asked,
                done.stdout + done.stderr)
    for fault in (503, "page", "truncated"):
        world.serve({"/tool": document}, tool=fault)
        done = world.cordon(*asked, "--online", folder)
        world.check(f"a registry that fails: {fault}", done.returncode == 3 and "(registry)" in done.stdout, done.stdout + done.stderr)
    world.serve({"/tool": document})
    done = world.cordon(*asked, "--online", "--apply", folder)
    entry = json.loads((folder / "package-lock.json").read_text())["packages"]["node_modules/tool"]
    world.check("back to the release and digest that the registry has", done.returncode == 0 and entry["version"] == "1.0.0"
                and entry["integrity"] == "sha512-100==" and entry["resolved"].endswith("/tool-1.0.0.tgz"), f"{entry} {done.stdout}{done.stderr}")
    world.check("by one question", world.asked() == ["/tool"], world.asked())


def main():
    tally = Tally()
    if not CORDON.exists():
        tally.fail("build", "build/release/cordon is not built")
        return tally.finish()
    if shutil.which("openssl") is None:
        tally.skip("everything", "openssl, which makes the certificates, is not installed")
        return tally.finish()
    with tempfile.TemporaryDirectory() as temporary:
        world = World(tally, pathlib.Path(temporary))
        for part in (ordinary, manifests, mirrors, failing, credentials, slow_and_dead, not_asked, private_names, places_of_hosts, decoys, beyond,
                     back):
            part(world)
    return tally.finish()


if __name__ == "__main__":
    sys.exit(main())
