#!/usr/bin/env python3
"""The rules of the organisation, from outside: cordon.yaml good and bad, scan and diff-lock under rules, waivers, expired and
observed rules, what only a change breaks, `policy explain` and `policy test`, the list of what may run. No privilege is needed.
Ends with the line `N passed, N failed, N skipped`."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tools"))
from common import Tally  # noqa: E402

CORDON = ROOT / "build" / "release" / "cordon"
NOBODY = 65534
WHO = "owner: platform@example.test, reason: a test"
REGISTRY = "https://registry.example.test"


def cordon(*arguments, cwd, **options):
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("GITHUB_", "CI_", "CORDON_"))}
    return subprocess.run([CORDON, *map(str, arguments)], cwd=cwd, capture_output=True, text=True, check=False,
                          env={**clean, "HOME": str(cwd), "XDG_CONFIG_HOME": str(cwd / "none")}, **options)


def git(folder, *arguments):
    who = ["-c", "user.name=author", "-c", "user.email=author@example.invalid", "-c", "init.defaultBranch=main",
           "-c", "commit.gpgsign=false"]
    subprocess.run(["git", "-C", str(folder), *who, *map(str, arguments)], check=True, capture_output=True)


def expect(tally, name, holds, why=""):
    if holds:
        tally.ok()
    else:
        tally.fail(name, str(why)[:2500] or "does not hold")


def digest(letter):
    return "sha512-" + letter * 85 + "Q=="


def lockfile(*packages):
    """packages: (name, version, members of its entry)."""
    entries = {"": {"name": "shop", "version": "1.0.0", "dependencies": {name: "*" for name, _, _ in packages}}}
    for name, version, more in packages:
        entries[f"node_modules/{name}"] = {"version": version, "integrity": digest("A"), "license": "MIT",
                                          "resolved": f"{REGISTRY}/{name}/-/{name.rpartition('/')[2]}-{version}.tgz", **more}
    return json.dumps({"name": "shop", "version": "1.0.0", "lockfileVersion": 3, "packages": entries}, indent=2) + "\n"


def project(folder, settings, *packages):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "package-lock.json").write_text(lockfile(*packages))
    (folder / "cordon.yaml").write_text(settings)
    return folder


def rules(*lines, more=""):
    return "policy:\n  rules:\n" + "".join(f"    - {{{line}, {WHO}}}\n" for line in lines) + more


def scan(folder, *arguments, **options):
    """The report, and what the process did. Incident packs only: advisories are not what this is about."""
    done = cordon("scan", "--packs-only", "--format", "json", *arguments, cwd=folder, **options)
    return (json.loads(done.stdout) if done.stdout.startswith("{") else None), done


def by_schema(name, report):
    """What the report has that its schema does not allow; nothing where the machine cannot tell."""
    try:
        import jsonschema
    except ImportError:
        return []
    schema = json.loads((ROOT / "docs" / "schema" / f"{name}.schema.json").read_text())
    return [error.message for error in jsonschema.Draft202012Validator(schema).iter_errors(report)][:3]


def broken(report):
    return sorted((f["rule_id"], f["subject"]["name"], f["policy"]["id"]) for f in report["findings"] if "policy" in f)


def counts(report):
    return {rule["id"]: (rule["judged"], rule["broken"], rule["unknown"]) for rule in report["policy"]["rules"]}


def every_condition(tally, folder):
    work = project(folder / "p", rules(
        "id: never, banned: true, packages: [event-stream@3.3.6]",
        "id: ours, registries: [npm.acme.test], packages: ['@acme/*']",
        "id: licences, allowed_licences: [MIT, Apache-2.0], verdict: review",
        "id: scripts, install_scripts: approved",
        more=f"  scripts:\n    - {{package: esbuild, version: 0.21.5, integrity: {digest('A')}, {WHO}}}\n"
             f"    - {{package: sharp, version: 0.34.0, integrity: {digest('B')}, {WHO}}}\n"),
        ("event-stream", "3.3.6", {}), ("@acme/a", "1.0.0", {}), ("copyleft", "1.0.0", {"license": "AGPL-3.0-only"}),
        ("either", "1.0.0", {"license": "(MIT OR GPL-3.0-only)"}), ("silent", "1.0.0", {"license": "SEE LICENSE IN FILE"}),
        ("esbuild", "0.21.5", {"hasInstallScript": True}), ("sharp", "0.34.0", {"hasInstallScript": True}))
    report, done = scan(work)
    expect(tally, "each condition that is broken", broken(report) == [
        ("policy.banned", "event-stream", "never"), ("policy.install-script", "sharp", "scripts"),
        ("policy.licence", "copyleft", "licences"), ("policy.registry", "@acme/a", "ours")], done.stdout)
    expect(tally, "the report is as its schema says", not by_schema("scan", report), by_schema("scan", report))
    expect(tally, "a rule that blocks blocks", report["answer"]["verdict"] == "block" and done.returncode == 1, report["answer"])
    expect(tally, "every rule is counted", counts(report) == {"never": (1, 1, 0), "ours": (1, 1, 0), "licences": (7, 1, 1),
                                                             "scripts": (7, 1, 0)}, report["policy"])
    unknown = [u for u in report["coverage"]["unread"] if u["code"] == "policy_unknown"]
    expect(tally, "what lacks a fact is Coverage at the rule", len(unknown) == 1 and unknown[0]["incomplete"]
           and "silent@1.0.0" in unknown[0]["reason"] and unknown[0]["path"].endswith("cordon.yaml") and unknown[0]["line"] == 5, unknown)
    sharp = next(f for f in report["findings"] if f["subject"].get("name") == "sharp")
    expect(tally, "the evidence says what was approved", "approves another digest" in sharp["evidence"][0]["excerpt"]
           and sharp["evidence"][1]["locator"].endswith("cordon.yaml:6"), sharp)
    text = cordon("scan", "--packs-only", cwd=work).stdout
    expect(tally, "text: a line for each rule", "never (" in text and "1 of 1 release breaks it" in text and "1 lacks a fact" in text, text)
    markdown = cordon("scan", "--packs-only", "--format", "markdown", cwd=work).stdout
    expect(tally, "markdown: the same", "Rule of the organisation: never" in markdown, markdown)
    sarif = json.loads(cordon("scan", "--packs-only", "--format", "sarif", cwd=work).stdout)["runs"][0]
    described = {rule["id"]: rule for rule in sarif["tool"]["driver"]["rules"]}
    expect(tally, "SARIF knows the rules", "help" in described.get("policy.banned", {}), list(described))
    if os.geteuid() == 0:
        os.chmod(folder, 0o755)
        report, done = scan(work, user=NOBODY)
        expect(tally, "without privilege", len(broken(report)) == 4, done.stderr)


def verdicts(tally, folder):
    package = ("a", "1.0.0", {})
    for name, line, verdict, code, severity in (
            ("block", "id: r, banned: true", "block", 1, "high"), ("review", "id: r, banned: true, verdict: review", "review", 1, "medium"),
            ("observe", "id: r, banned: true, mode: observe", "allow", 0, "low")):
        report, done = scan(project(folder / name, rules(line), package))
        expect(tally, f"verdict {name}", report["answer"]["verdict"] == verdict and done.returncode == code
               and [f["severity"] for f in report["findings"] if "policy" in f] == [severity], done.stdout)
    report, _ = scan(project(folder / "strict", rules("id: o, banned: true, mode: observe", "id: v, banned: true, verdict: review",
                                                      "id: b, banned: true"), package))
    expect(tally, "the strictest rule of a condition counts", broken(report) == [("policy.banned", "a", "b")], report["findings"])
    waiver = f"waivers:\n  - {{rule: policy.banned, subject: 'pkg:npm/a@1.0.0', expires: 2999-12-31, {WHO}}}\n"
    report, done = scan(project(folder / "waived", rules("id: r, banned: true") + waiver, package))
    expect(tally, "a waiver covers it", done.returncode == 0 and report["answer"]["verdict"] == "allow"
           and report["findings"][0].get("waived"), done.stdout)
    report, done = scan(project(folder / "expired", rules("id: r, banned: true, expires: 2020-01-01"), package))
    found = [f for f in report["findings"] if f["rule_id"] == "policy.rule-expired"]
    expect(tally, "an expired rule decides nothing and is told", done.returncode == 0 and len(found) == 1
           and found[0]["severity"] == "medium" and not broken(report), done.stdout)
    text = cordon("scan", "--packs-only", cwd=folder / "expired").stdout
    expect(tally, "and in text", "expired on 2020-01-01, and decides nothing" in text, text)
    report, done = scan(project(folder / "none", "private: {names: [x]}\n", package))
    expect(tally, "without rules nothing is said of them", "policy" not in report, done.stdout)


def elsewhere(tally, folder):
    """SBOMs and installed trees are judged as lockfiles are; a hunt is not."""
    settings = rules("id: never, banned: true, packages: [a]", "id: licences, allowed_licences: [MIT]")
    work = project(folder / "p", settings, ("a", "1.0.0", {"license": "AGPL-3.0-only"}))
    done = cordon("sbom", "create", ".", "--output", folder / "bom.cdx.json", cwd=work)
    expect(tally, "an SBOM is made", done.returncode in (0, 3), done.stderr)
    report, done = scan(work, folder / "bom.cdx.json")
    expect(tally, "the components of an SBOM", broken(report) == [("policy.banned", "a", "never"), ("policy.licence", "a", "licences")], done.stdout)
    (work / "package-lock.json").unlink()
    (work / "node_modules/a").mkdir(parents=True)
    (work / "node_modules/a/package.json").write_text('{"name": "a", "version": "1.0.0", "license": "GPL-3.0-only"}')
    (work / "package.json").write_text('{"name": "shop", "version": "1.0.0", "dependencies": {"a": "1.0.0"}}')
    report, done = scan(work)
    expect(tally, "an installed tree", broken(report) == [("policy.banned", "a", "never"), ("policy.licence", "a", "licences")], done.stdout)
    done = cordon("hunt", "--format", "json", ".", cwd=work)
    expect(tally, "a hunt asks what happened", "policy.banned" not in done.stdout and done.returncode != 2, done.stdout + done.stderr)


def ages(tally, folder):
    def moment(days):
        return time.strftime("%Y-%m-%dT%H:%M:%S.000Z", time.gmtime(time.time() - days * 86_400))
    work = project(folder / "p", rules("id: young, minimum_age: 3d, except: ['@acme/*']"), ("a", "1.0.0", {}), ("b", "1.0.0", {}),
                   ("c", "1.0.0", {}), ("@acme/d", "1.0.0", {}))
    said = folder / "said"
    said.mkdir()
    for name, days in (("a", 1), ("b", 4)):
        (said / f"{name}.json").write_text(json.dumps({"name": name, "versions": {"1.0.0": {"name": name, "version": "1.0.0"}},
                                                      "time": {"created": moment(days), "1.0.0": moment(days)}}))
    report, done = scan(work, "--archives", said)
    expect(tally, "ages by the registry's documents", broken(report) == [("policy.minimum-age", "a", "young")]
           and counts(report) == {"young": (3, 1, 1)}, done.stdout + done.stderr)
    report, done = scan(work)
    expect(tally, "without them nobody knows, and that is no breach", not broken(report) and counts(report) == {"young": (3, 0, 3)}
           and done.returncode == 3, done.stdout)
    expect(tally, "what would supply it is said", "--archives FOLDER" in done.stdout, done.stdout)
    (work / "cordon.yaml").write_text(rules("id: young, minimum_age: 3d, mode: observe"))
    report, done = scan(work)
    expect(tally, "an observed rule leaves the answer complete", done.returncode == 0 and counts(report) == {"young": (4, 0, 4)}, done.stdout)
    done = cordon("scan", "--packs-only", "--archives", said, cwd=project(folder / "q", "{}\n", ("a", "1.0.0", {})))
    expect(tally, "--archives without rules or a change", done.returncode == 2, done.stdout + done.stderr)


def loopholes(tally, folder):
    """What once kept a rule from being asked."""
    rule = rules("id: scripts, install_scripts: approved", more=f"""  scripts:
    - {{package: a, version: 1.0.0, integrity: {digest("A")}, {WHO}}}
""")
    pinned = ("a", "1.0.0", {"hasInstallScript": True})
    work = project(folder / "pin", rule, pinned)
    git(work, "init", "-q"), git(work, "add", "."), git(work, "commit", "-qm", "before")
    expect(tally, "an approved pin", not broken(scan(work)[0]))
    for name, integrity in (("taken away", None), ("weaker", "sha1-AAAAAAAAAAAAAAAAAAAAAAAAAAA="), ("doubled", digest("A") + " " + digest("B"))):
        text = json.loads(lockfile(pinned))
        text["packages"]["node_modules/a"].pop("integrity")
        if integrity:
            text["packages"]["node_modules/a"]["integrity"] = integrity
        (work / "package-lock.json").write_text(json.dumps(text))
        report, done = scan(work, "--against", "HEAD")
        expect(tally, f"a pin {name} is no approval", ("policy.install-script", "a", "scripts") in broken(report), done.stdout)
    work = project(folder / "bundled", rules("id: regs, registries: [npm]"), ("a", "1.0.0", {"inBundle": True}))
    report, done = scan(work)
    expect(tally, "inBundle hides no registry", broken(report) == [("policy.registry", "a", "regs")], done.stdout)
    said = folder / "said"
    said.mkdir()
    for host, integrity in (("other.example.test", digest("A")), ("registry.example.test", digest("B"))):
        (said / "a.json").write_text(json.dumps({"name": "a", "time": {"1.0.0": "2020-01-01T00:00:00.000Z"}, "versions": {"1.0.0": {
            "name": "a", "version": "1.0.0", "dist": {"tarball": f"https://{host}/a/-/a-1.0.0.tgz", "integrity": integrity}}}}))
        work = project(folder / host, rules("id: young, minimum_age: 3d"), ("a", "1.0.0", {}))
        report, done = scan(work, "--archives", said)
        expect(tally, f"a document of {host} says no age", counts(report) == {"young": (1, 0, 1)}, done.stdout)
        told = [f["severity"] for f in report["findings"] if f["rule_id"] == "integrity.registry"]
        expect(tally, f"another digest is told, {host}", told == (["high"] if integrity == digest("B") else []), done.stdout)
    waived = f"waivers:\n  - {{rule: regs, subject: 'pkg:npm/a@1.0.0', {WHO}, expires: 2099-01-01}}\n"
    work = project(folder / "waived", rules("id: regs, registries: [npm]", more=waived), ("a", "1.0.0", {}))
    report, done = scan(work)
    expect(tally, "a waiver names the rule of the organisation", done.returncode == 0 and broken(report) and all(
        f.get("waived") for f in report["findings"] if f.get("policy")), done.stdout)
    work = project(folder / "ratchet", rules("id: regs, registries: [npm]"), ("a", "1.0.0", {}))
    git(work, "init", "-q")
    done = cordon("scan", "--packs-only", "--ratchet", "r.json", "--init-ratchet", cwd=work)
    git(work, "add", "."), git(work, "commit", "-qm", "before")
    expect(tally, "a ratchet accepts", done.returncode == 0 and scan(work, "--ratchet", "r.json", "--frozen")[1].returncode == 0, done.stdout)
    for name, more in (("another registry", {"resolved": "https://evil.example.test/a/-/a-1.0.0.tgz"}), ("another digest", {"integrity": digest("B")})):
        (work / "package-lock.json").write_text(lockfile(("a", "1.0.0", more)))
        report, done = scan(work, "--ratchet", "r.json", "--frozen")
        expect(tally, f"and {name} counts", ("policy.registry", "a", "regs") in broken(report) and done.returncode == 1, done.stdout)
    cordon("scan", "--packs-only", "--ratchet", "new.json", "--init-ratchet", cwd=work)
    (work / "new.json").replace(work / "r.json")
    report, done = scan(work, "--ratchet", "r.json", "--against", "HEAD")
    expect(tally, "a change accepts nothing for itself", ("policy.registry", "a", "regs") in broken(report)
           and [f["instances"] for f in report["findings"] if f["rule_id"] == "policy.ratchet-grown"] == [1], done.stdout + done.stderr)
    (work / "cases").mkdir()
    for text in ("", "[]\n", "# - name: n\n"):
        (work / "cases" / "c.YAML").write_text(text)
        done = cordon("policy", "test", "cases", cwd=work)
        expect(tally, f"test: no case in {text!r}", done.returncode == 2 and "has no case" in done.stderr, done.stdout + done.stderr)
    (work / "cases" / "c.YAML").write_text(CASES)
    (work / "cases" / "more").mkdir()
    done = cordon("policy", "test", "cases", cwd=work)
    expect(tally, "test: what is not read is told", "failed" in done.stdout and "more/" in done.stderr, done.stdout + done.stderr)


def changes(tally, folder):
    settings = rules("id: never, banned: true, packages: ['old', 'bad*']", "id: scripts, install_scripts: approved",
                     "id: young, minimum_age: 3d", "id: risk, maximum_risk: -20, verdict: review")
    work = project(folder / "p", settings, ("old", "1.0.0", {"hasInstallScript": True}), ("axios", "1.14.0", {}))
    git(work, "init", "-q"), git(work, "add", "."), git(work, "commit", "-qm", "before")
    report, done = scan(work)
    expect(tally, "without a change the risk judges nothing", counts(report)["risk"] == (0, 0, 0), done.stdout)
    report, done = scan(work, "--against", "HEAD")
    expect(tally, "nothing new breaks a rule", not broken(report) and done.returncode == 0
           and all(count == (0, 0, 0) for count in counts(report).values()), done.stdout + done.stderr)
    (work / "package-lock.json").write_text(lockfile(
        ("old", "1.0.0", {"hasInstallScript": True}), ("axios", "1.14.0", {}), ("bad-one", "1.0.0", {"hasInstallScript": True})))
    report, done = scan(work, "--against", "HEAD")
    named = {(rule, name) for rule, name, _ in broken(report)}
    expect(tally, "only what the change brought", {("policy.banned", "bad-one"), ("policy.install-script", "bad-one")} <= named
           and all(name == "bad-one" for _, name in named) and counts(report)["young"] == (1, 0, 1), done.stdout)
    expect(tally, "the risk of what is new is judged", counts(report)["risk"][0] == 1, report["policy"])
    (work / "before.json").write_text(lockfile(("old", "1.0.0", {"hasInstallScript": True}), ("axios", "1.14.0", {})))
    done = cordon("diff-lock", "--no-knowledge", "--format", "json", "before.json", "package-lock.json", cwd=work)
    report = json.loads(done.stdout)
    expect(tally, "diff-lock judges, too", ("policy.banned", "bad-one", "never") in broken(report)
           and counts(report)["never"] == (1, 1, 0) and report["answer"]["verdict"] == "block", done.stdout)
    # The same release with another digest is another release.
    (work / "package-lock.json").write_text(lockfile(
        ("old", "1.0.0", {"hasInstallScript": True, "integrity": digest("B")}), ("axios", "1.14.0", {})))
    report, done = scan(work, "--against", "HEAD")
    expect(tally, "other content is news", ("policy.banned", "old", "never") in broken(report), done.stdout)


def explain(tally, folder):
    work = project(folder / "p", rules("id: never, banned: true, packages: ['a@<2']", "id: young, minimum_age: 3d, mode: observe",
                                       "id: old, banned: true, expires: 2020-01-01"), ("a", "1.0.0", {}), ("b", "1.0.0", {}))
    done = cordon("policy", "explain", cwd=work)
    expect(tally, "explain: the rules in force", done.returncode == 0 and "3 rules in" in done.stdout and "1 expired" in done.stdout
           and "platform@example.test" in done.stdout and "observed only" in done.stdout, done.stdout + done.stderr)
    done = cordon("policy", "explain", "a", cwd=work)
    expect(tally, "explain: a package", done.returncode == 0 and "a 1.0.0: block" in done.stdout.replace("@", " ") and "is banned" in done.stdout
           and "--archives FOLDER" in done.stdout, done.stdout + done.stderr)
    for package in ("b", "b@1.0.0", "b@^1", "pkg:npm/b"):
        done = cordon("policy", "explain", package, ".", "--format", "json", cwd=work)
        report = json.loads(done.stdout)
        expect(tally, f"explain: {package}: schema", not by_schema("policy-explain", report), by_schema("policy-explain", report))
        expect(tally, f"explain: {package}", [r["purl"] for r in report["releases"]] == ["pkg:npm/b@1.0.0"]
               and [r["says"] for r in report["releases"][0]["rules"]] == ["not_meant", "unknown", "expired"], done.stdout)
    done = cordon("policy", "explain", "nowhere", cwd=work)
    expect(tally, "explain: a package that is not here", done.returncode == 0 and "no release of nowhere" in done.stdout, done.stdout)
    done = cordon("policy", "explain", "a@not a range", cwd=work)
    expect(tally, "explain: no pattern", done.returncode == 2 and "range" in done.stderr, done.stderr)
    done = cordon("policy", "explain", "a", "none", cwd=work)
    expect(tally, "explain: no such folder", done.returncode == 2, done.stderr)


CASES = """- name: a release of yesterday waits
  today: 2026-11-30
  release: {package: axios, version: 1.14.1, published: 2026-11-29, install_script: no}
  expect: {verdict: block, rules: [young], unknown: []}
- name: an old one does not
  today: 2026-11-30
  release: {package: pkg:npm/axios, version: 1.13.6, published: 2026-01-01T00:00:00Z}
  expect: {verdict: allow, rules: []}
"""


def tests_of_rules(tally, folder):
    work = project(folder / "p", rules("id: young, minimum_age: 3d"), ("a", "1.0.0", {}))
    (work / "cases").mkdir()
    (work / "cases" / "ages.yaml").write_text(CASES)
    done = cordon("policy", "test", "cases", cwd=work)
    expect(tally, "test: passes", done.returncode == 0 and done.stdout.startswith("2 passed, 0 failed"), done.stdout + done.stderr)
    (work / "other.yaml").write_text(rules("id: young, minimum_age: 1h"))
    done = cordon("policy", "test", "cases", "--config", "other.yaml", cwd=work)
    expect(tally, "test: fails, and says what differs", done.returncode == 1 and "FAILED a release of yesterday waits  cases/ages.yaml:1" in done.stdout
           and "expected block, it is allow" in done.stdout and "1 passed, 1 failed" in done.stdout, done.stdout + done.stderr)
    done = cordon("policy", "test", "cases", "--config", "other.yaml", "--format", "json", cwd=work)
    faults = by_schema("policy-test", json.loads(done.stdout))
    expect(tally, "test: as JSON", not faults and [c["passed"] for c in json.loads(done.stdout)["cases"]] == [False, True], (faults, done.stdout))
    (work / "cases" / "bad.yaml").write_text("- name: n\n  todya: 2026-11-30\n")
    done = cordon("policy", "test", "cases", cwd=work)
    expect(tally, "test: an unknown key", done.returncode == 2 and "'today'" in done.stderr and "line 2" in done.stderr
           and "bad.yaml" in done.stderr, done.stderr)
    for name, arguments in (("no cases", [folder]), ("no folder", [folder / "none"]), ("a file", ["cases/ages.yaml"])):
        expect(tally, f"test: {name}", cordon("policy", "test", *arguments, cwd=work).returncode == 2)
    (work / "cordon.yaml").unlink()
    done = cordon("policy", "test", "cases", cwd=work)
    expect(tally, "test: no cordon.yaml", done.returncode == 2 and "cordon.yaml" in done.stderr, done.stderr)


def bad_settings(tally, folder):
    for name, line, words in (
            ("an unknown key", "id: r, minimum_aeg: 3d", ("unknown key", "'minimum_age'", "line 3")),
            ("two conditions", "id: r, banned: true, minimum_age: 3d", ("two conditions", "banned", "minimum_age", "line 3")),
            ("no condition", "id: r", ("no condition", "line 3")),
            ("a number without a unit", "id: r, minimum_age: 3", ("write 3d", "line 3")),
            ("no range", "id: r, banned: true, packages: ['a@what is this']", ("range", "line 3"))):
        done = cordon("scan", cwd=project(folder / name.replace(" ", "-"), rules(line), ("a", "1.0.0", {})))
        expect(tally, f"bad: {name}", done.returncode == 2 and not done.stdout and all(word in done.stderr for word in words)
               and "cordon.yaml" in done.stderr, done.stdout + done.stderr)
    done = cordon("scan", cwd=project(folder / "twice", rules("id: r, banned: true", "id: r, banned: true"), ("a", "1.0.0", {})))
    expect(tally, "bad: an id twice", done.returncode == 2 and "twice" in done.stderr and "line 4" in done.stderr, done.stderr)


def allow_list(tally, folder):
    work = project(folder / "p", rules("id: scripts, install_scripts: approved"), ("esbuild", "0.21.5", {"hasInstallScript": True}),
                   ("@acme/own", "1.0.0", {"hasInstallScript": True}))
    printed = cordon("scripts", "--allow-list", "cordon", cwd=work).stdout
    expect(tally, "the list names version and digest", 'package: "esbuild"' in printed and digest("A") in printed, printed)
    (work / "cordon.yaml").write_text(rules("id: scripts, install_scripts: approved") + printed.removeprefix("policy:\n"))
    done = cordon("scan", "--packs-only", cwd=work)
    expect(tally, "as printed it is refused", done.returncode == 2 and "owner" in done.stderr, done.stdout + done.stderr)
    filled = printed.replace('owner: ""', "owner: o").replace('reason: ""', "reason: r")
    (work / "cordon.yaml").write_text(rules("id: scripts, install_scripts: approved") + filled.removeprefix("policy:\n"))
    report, done = scan(work)
    expect(tally, "filled in it approves", not broken(report) and done.returncode == 0, done.stdout + done.stderr)


def main():
    tally = Tally()
    if not CORDON.exists():
        tally.fail("build", "build/release/cordon is not built")
        return tally.finish()
    for part in (every_condition, verdicts, elsewhere, ages, loopholes, changes, explain, tests_of_rules, bad_settings, allow_list):
        with tempfile.TemporaryDirectory() as temporary:
            part(tally, pathlib.Path(temporary))
    return tally.finish()


if __name__ == "__main__":
    sys.exit(main())
