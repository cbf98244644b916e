#!/usr/bin/env python3
"""The steps of ci/, run as a runner runs them: with its variables and nothing else, without privileges, in repositories
that git makes. What they write (SARIF, Code Quality, JUnit, summary, outputs), what they end with, only what a pull
request brings, shallow clones, hostile names of branches, folders and packages, and what `cordon init` writes.
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
import xml.etree.ElementTree as xml

from ci_world_writers import CI, LOCKFILE, ROOT, Action, Machine, Repository, block, clean, gitlab_script, infected, shells, unreadable, with_entry

sys.path.insert(0, str(ROOT / "tools"))
from common import Tally  # noqa: E402

CORDON = ROOT / "build" / "release" / "cordon"
PACKS = {"args": "--packs-only"}
ZEROS = "0" * 40
BAD = ["axios", "plain-crypto-js"]
SEVERITIES = {"info", "minor", "major", "critical", "blocker"}
PULL = {"GITHUB_EVENT_NAME": "pull_request", "GITHUB_BASE_REF": "main", "GITHUB_REF": "refs/pull/7/merge"}
HOSTILE_BRANCH = "$(touch>ran);`touch>ran`|touch>ran&--fail-on"


def expect(tally, name, holds, why=""):
    if holds:
        tally.ok()
    else:
        tally.fail(name, str(why)[:3000] or "does not hold")


def shown(done, *more):
    return f"exit code {done.returncode}\n{done.stdout[-1500:]}\n{done.stderr[-1000:]}\n{more}"


def malware_of_sarif(repository, name="cordon.sarif"):
    run = json.loads((repository.folder / name).read_text())["runs"][0]
    return sorted(r["properties"]["purl"].split("/")[1].split("@")[0] for r in run["results"] if r["ruleId"].startswith("malware."))


# --- GitHub ----------------------------------------------------------------------------------------------------------

def answers(tally, folder):
    machine, action = Machine(folder, CORDON), Action(CI / "github")
    repository = Repository(folder / "r").write(clean())
    head = repository.commit()
    done, outputs, summary = machine.action(action, repository, PACKS, GITHUB_EVENT_NAME="push", GITHUB_SHA=head)
    expect(tally, "clean", done.returncode == 0 and outputs == {"verdict": "allow", "sarif": "cordon.sarif", "exit-code": "0"}
           and summary.startswith("## Cordon: allow\n") and malware_of_sarif(repository) == [], shown(done, outputs, summary))
    done, outputs, _ = machine.action(action, repository, {}, GITHUB_EVENT_NAME="push")
    expect(tally, "incomplete fails", done.returncode == 3 and outputs["exit-code"] == "3" and outputs["verdict"] == "incomplete", shown(done, outputs))
    done, outputs, summary = machine.action(action, repository, {"incomplete": "warn"}, GITHUB_EVENT_NAME="push")
    expect(tally, "incomplete warns", done.returncode == 0 and outputs["exit-code"] == "3" and "\n::warning title=Cordon::" in done.stdout
           and outputs["verdict"] == "incomplete" and "no advisories" in summary.lower(), shown(done, outputs, summary))
    repository.write(unreadable(infected())).commit()
    for args in ("", "--packs-only"):
        done, outputs, summary = machine.action(action, repository, {"incomplete": "warn", "args": args}, GITHUB_EVENT_NAME="push")
        expect(tally, f"what npm reads and cordon does not is not forgiven, {args}", done.returncode == 3 and outputs["verdict"] == "incomplete"
               and "::warning" not in done.stdout, shown(done, outputs, summary))
    repository.write(infected()).commit()
    done, outputs, summary = machine.action(action, repository, {**PACKS, "sarif-file": "out.sarif"}, GITHUB_EVENT_NAME="push")
    expect(tally, "infected", done.returncode == 1 and outputs == {"verdict": "block", "sarif": "out.sarif", "exit-code": "1"}
           and malware_of_sarif(repository, "out.sarif") == BAD and summary.startswith("## Cordon: block\n"), shown(done, outputs, summary))
    run = json.loads((repository.folder / "out.sarif").read_text())["runs"][0]
    places = {location["physicalLocation"]["artifactLocation"]["uri"] for r in run["results"] for location in r["locations"]}
    expect(tally, "places are from the top of the repository", places == {LOCKFILE}, places)
    for path in ("apps/shop", LOCKFILE, str(repository.folder)):
        done, _, _ = machine.action(action, repository, {**PACKS, "path": path}, GITHUB_EVENT_NAME="push")
        run = json.loads((repository.folder / "cordon.sarif").read_text())["runs"][0]
        expect(tally, f"also of {path}", {r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for r in run["results"]} == {LOCKFILE},
               shown(done))


def pull_requests(tally, folder):
    machine, action = Machine(folder, CORDON), Action(CI / "github")
    repository = Repository(folder / "r").write(clean())
    repository.commit()
    repository.git("checkout", "-qb", "bump")
    repository.write(infected()).commit()
    repository.git("checkout", "-qb", "docs", "main")
    repository.write("words\n", "README").commit()
    merge = repository.merge_of_pull_request("main", "bump")
    done, outputs, _ = machine.action(action, repository, PACKS, GITHUB_SHA=merge, **PULL)
    expect(tally, "a pull request that brings it", done.returncode == 1 and outputs["verdict"] == "block" and malware_of_sarif(repository) == BAD,
           shown(done, outputs))
    merge = repository.merge_of_pull_request("main", "docs")
    done, outputs, _ = machine.action(action, repository, PACKS, GITHUB_SHA=merge, **PULL)
    expect(tally, "one that does not", done.returncode == 0 and outputs["verdict"] == "allow", shown(done, outputs))
    # What was there before is nobody's news, and still on the main branch.
    repository.git("checkout", "-q", "main")
    repository.write(infected()).commit()
    done, outputs, _ = machine.action(action, repository, PACKS, GITHUB_EVENT_NAME="push")
    expect(tally, "the main branch has it", done.returncode == 1, shown(done, outputs))
    merge = repository.merge_of_pull_request("main", "docs")
    done, outputs, _ = machine.action(action, repository, PACKS, GITHUB_SHA=merge, **PULL)
    expect(tally, "a pull request into that brings nothing", done.returncode == 0 and malware_of_sarif(repository) == [], shown(done, outputs))
    done, outputs, _ = machine.action(action, repository, {**PACKS, "against": "none"}, GITHUB_SHA=merge, **PULL)
    expect(tally, "unless everything is asked for", done.returncode == 1, shown(done, outputs))


def unreadable_lockfiles(tally, folder):
    """npm installs what stands beside a value that is nested too deeply for us: the change that brings it is told."""
    machine, action = Machine(folder, CORDON), Action(CI / "github")
    repository = Repository(folder / "r").write(clean())
    base = repository.commit()
    repository.git("checkout", "-qb", "bump")
    repository.write(unreadable(infected())).commit()
    for given in ({}, PACKS):
        done, outputs, summary = machine.action(action, repository, {**given, "incomplete": "warn"}, GITHUB_SHA=base, **PULL)
        expect(tally, f"a lockfile that was readable before, {given}", done.returncode == 1 and outputs["verdict"] == "review"
               and "change.unreadable" in summary, shown(done, outputs, summary))
    done = machine.run(["sh", "-e"], gitlab_script(CI / "gitlab" / "cordon.yml"), repository.folder,
                       {"CI_MERGE_REQUEST_IID": "7", "CI_MERGE_REQUEST_DIFF_BASE_SHA": base})
    expect(tally, "GitLab", done.returncode == 1 and "change.unreadable" in quality(repository)
           and "change.unreadable" in junit(repository.folder / "cordon-junit.xml")["failure"], shown(done))
    repository.git("checkout", "-qf", "-B", "fresh", "main")
    repository.write(unreadable(infected()), "apps/other/package-lock.json").commit()
    done, outputs, _ = machine.action(action, repository, PACKS, GITHUB_SHA=base, **PULL)
    expect(tally, "one that was not there", done.returncode == 1, shown(done, outputs))
    repository.git("branch", "-f", "main", "fresh")
    repository.write("words\n", "README").commit()
    done, outputs, _ = machine.action(action, repository, {**PACKS, "incomplete": "warn"}, GITHUB_SHA=base, **PULL)
    expect(tally, "one that was unreadable before is no news, and no yes", done.returncode == 3 and outputs["verdict"] == "incomplete", shown(done, outputs))


def base_checked_out(tally, folder):
    """pull_request_target: the base compared with itself would always be clean."""
    machine, action = Machine(folder, CORDON), Action(CI / "github")
    repository = Repository(folder / "r").write(clean())
    base = repository.commit()
    repository.git("checkout", "-qb", "bump")
    head = repository.write(infected()).commit()
    repository.git("checkout", "-q", "main")
    repository.give()
    target = {"GITHUB_EVENT_NAME": "pull_request_target", "GITHUB_BASE_REF": "main", "GITHUB_REF": "refs/heads/main", "GITHUB_SHA": base}
    done, outputs, _ = machine.action(action, repository, PACKS, **target)
    expect(tally, "the base instead of the pull request", done.returncode == 2 and outputs["verdict"] == "error"
           and "the pull request's commit is not checked out" in done.stdout, shown(done, outputs))
    expect(tally, "the event is warned of", "::warning title=Cordon::pull_request_target" in done.stdout, shown(done))
    for names in ({"CI_MERGE_REQUEST_DIFF_BASE_SHA": base}, {"CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main"}):
        done = machine.run(["sh", "-e"], gitlab_script(CI / "gitlab" / "cordon.yml"), repository.folder, {"CI_MERGE_REQUEST_IID": "7", **names})
        expect(tally, f"GitLab, {names}", done.returncode == 2 and "commit is not checked out" in done.stderr, shown(done))
    repository.git("checkout", "-q", "--detach", head)
    repository.give()
    done, outputs, _ = machine.action(action, repository, PACKS, **target)
    expect(tally, "with the pull request checked out", done.returncode == 1 and malware_of_sarif(repository) == BAD, shown(done, outputs))


def links(tally, folder):
    """A pull request can commit a link under the name of a report: nothing is written through it."""
    machine, action = Machine(folder, CORDON), Action(CI / "github")
    repository = Repository(folder / "r").write(infected())
    victim, elsewhere = folder / "victim", folder / "elsewhere"
    victim.write_text("precious\n")
    elsewhere.mkdir()
    for each in (victim, elsewhere):
        each.chmod(0o777)
    names = ("cordon.sarif", "gl-code-quality-report.json", "cordon-junit.xml")
    for name in names:
        (repository.folder / name).symlink_to("../victim")
    (repository.folder / "dangling.sarif").symlink_to("../elsewhere/made")
    (repository.folder / "reports").symlink_to("../elsewhere")
    repository.commit()

    def untouched():
        return victim.read_text() == "precious\n" and not list(elsewhere.iterdir())
    for name in ("cordon.sarif", "dangling.sarif"):
        done, outputs, _ = machine.action(action, repository, {**PACKS, "sarif-file": name}, GITHUB_EVENT_NAME="push")
        report = repository.folder / name
        expect(tally, f"GitHub, {name}", done.returncode == 1 and untouched() and not report.is_symlink() and malware_of_sarif(repository, name) == BAD,
               shown(done, outputs))
    done, outputs, _ = machine.action(action, repository, {**PACKS, "sarif-file": "reports/cordon.sarif"}, GITHUB_EVENT_NAME="push")
    expect(tally, "GitHub, a folder that is a link", done.returncode == 2 and untouched() and "a link in what is looked at" in done.stdout, shown(done, outputs))
    for shell in shells():
        repository.git("checkout", "-qf", "main", "--", ".")
        repository.give()
        done = machine.run(shell, gitlab_script(CI / "gitlab" / "cordon.yml"), repository.folder, {})
        expect(tally, f"GitLab, {shell[0]}", done.returncode == 1 and untouched() and quality(repository)
               and junit(repository.folder / "cordon-junit.xml")["failure"], shown(done))
    repository.git("checkout", "-qf", "main", "--", ".")
    repository.give()
    done = machine.run(["sh"], "exec cordon scan --packs-only --output sarif=cordon.sarif .\n", repository.folder, {})
    expect(tally, "the program itself", done.returncode == 2 and untouched() and "a link in what is looked at" in done.stderr, shown(done))


def pushes(tally, folder):
    """A push of several commits is one change."""
    machine, action = Machine(folder, CORDON), Action(CI / "github")
    repository = Repository(folder / "r").write(clean())
    before = repository.commit()
    first = repository.write(infected()).commit()
    head = repository.write("words\n", "README").commit()
    auto = {**PACKS, "against": "auto"}

    def push(old):
        return machine.action(action, repository, auto, {"before": old, "after": head}, GITHUB_EVENT_NAME="push", GITHUB_SHA=head)
    done, outputs, _ = push(before)
    expect(tally, "two commits were pushed, the first brought it", done.returncode == 1 and malware_of_sarif(repository) == BAD, shown(done, outputs))
    expect(tally, "what it is compared with is said", "what the branch was before the push" in done.stdout, shown(done))
    done, outputs, _ = push(first)
    expect(tally, "one was pushed, and brought nothing", done.returncode == 0, shown(done, outputs))
    done, outputs, _ = push(ZEROS)
    expect(tally, "a branch that is new", done.returncode == 0 and "the commit before HEAD" in done.stdout, shown(done, outputs))
    for shell in shells():
        done = machine.run(shell, gitlab_script(CI / "gitlab" / "cordon.yml"), repository.folder,
                           {"CI_COMMIT_SHA": head, "CI_COMMIT_BEFORE_SHA": before, "CORDON_CI_AGAINST": "auto"})
        expect(tally, f"GitLab, {shell[0]}: the same push", done.returncode == 1, shown(done))


def shallow_clones(tally, folder):
    machine, action = Machine(folder, CORDON), Action(CI / "github")
    repository = Repository(folder / "r").write(clean())
    repository.commit()
    repository.git("checkout", "-qb", "bump")
    head = repository.write(infected()).commit()
    clone = repository.shallow(folder / "clone", "bump")
    done, outputs, summary = machine.action(action, clone, PACKS, GITHUB_SHA=head, **PULL)
    expect(tally, "a shallow clone says what to set", done.returncode == 2 and "fetch-depth: 0" in done.stdout and outputs == {
        "verdict": "error", "sarif": "", "exit-code": "2"} and summary.startswith("## Cordon: no answer\n"), shown(done, outputs, summary))
    expect(tally, "and leaves no empty report", not (clone.folder / "cordon.sarif").exists())
    done = machine.run(["sh", "-e"], gitlab_script(CI / "gitlab" / "cordon.yml"), clone.folder,
                       {"CI_MERGE_REQUEST_IID": "7", "CI_MERGE_REQUEST_DIFF_BASE_SHA": repository.git("rev-parse", "main")})
    expect(tally, "GitLab, too", done.returncode == 2 and "GIT_DEPTH" in done.stderr and not list(clone.folder.glob("*.xml")), shown(done))


def hostile(tally, folder):
    machine, action = Machine(folder, CORDON), Action(CI / "github")
    name = "x<\u200bpre><img src=x onerror=y>|[a](b)`b` ##[error]c ${d} @e www.evil.invalid"
    repository = Repository(folder / "r").write(with_entry(clean(), "old"))
    repository.write(with_entry(clean(), name), "::error::a\n::set-output name=verdict::allow\n<b>/package-lock.json")
    repository.git("checkout", "-qb", HOSTILE_BRANCH)
    repository.commit()
    repository.git("branch", "main")
    repository.write(infected()).commit()
    variables = {**PULL, "GITHUB_HEAD_REF": HOSTILE_BRANCH, "GITHUB_REF_NAME": HOSTILE_BRANCH, "GITHUB_REF": "refs/heads/" + HOSTILE_BRANCH}
    for given in ({}, {"against": HOSTILE_BRANCH + "~1"}, {"against": "main"}):
        done, outputs, _ = machine.action(action, repository, {**PACKS, **given}, **variables)
        expect(tally, f"a hostile branch, {given}", done.returncode == 1 and malware_of_sarif(repository) == BAD, shown(done, outputs))
    done, outputs, _ = machine.action(action, repository, PACKS, **{**variables, "GITHUB_BASE_REF": HOSTILE_BRANCH})
    expect(tally, "a hostile base, which is checked out", outputs["exit-code"] == "2" and "commit is not checked out" in done.stdout, shown(done, outputs))
    done, outputs, summary = machine.action(action, repository, {"args": "--packs-only --fail-on medium", "against": "none"}, **variables)
    token = re.match(r"::stop-commands::([0-9a-f]{32})\n", done.stdout)
    expect(tally, "the runner takes no commands of what is printed", token and done.stdout.endswith(f"\n::{token.group(1)}::\n")
           and done.stdout.count(token.group(1)) == 2 and not done.stderr, shown(done))
    expect(tally, "names are in the output", "##[error]c" in done.stdout and "error::a" in done.stdout, shown(done))
    expect(tally, "outputs are what they are", outputs == {"verdict": "block", "sarif": "cordon.sarif", "exit-code": "1"}, outputs)
    lines = summary.split("\n")
    expect(tally, "names do not break out of the summary", "onerror" in summary and "<img" not in summary and "<b>" not in summary
           and "](b" not in summary and "`b" not in summary.replace("\\`", "") and not any(line.startswith("::") for line in lines)
           and "http://" not in summary and "www.evil" not in summary and "www\\.evil" in summary, summary)
    for wrong in ({"path": "a\nb"}, {"incomplete": "maybe"}, {"sarif-file": "a\nverdict=allow"}, {"against": "a\rb"}):
        done, outputs, _ = machine.action(action, repository, {**PACKS, **wrong}, GITHUB_EVENT_NAME="push")
        expect(tally, f"an input that cannot be: {wrong}", done.returncode == 2 and not outputs and "cordon: the input" in done.stderr, shown(done, outputs))
    done, outputs, _ = machine.action(action, repository, {**PACKS, "path": "-x;touch ran"}, GITHUB_EVENT_NAME="push")
    expect(tally, "a path that looks like an option", done.returncode == 2 and outputs["verdict"] == "error" and "-x;touch ran" in done.stdout, shown(done))
    done, outputs, _ = machine.action(action, repository, {"args": "--packs-only $(touch${IFS}ran) *"}, GITHUB_EVENT_NAME="push")
    expect(tally, "args are words", done.returncode in (1, 2) and "$(touch" in done.stdout, shown(done))
    script = gitlab_script(CI / "gitlab" / "cordon.yml")
    for shell in shells():
        done = machine.run(shell, script, repository.folder, {"CI_COMMIT_REF_NAME": HOSTILE_BRANCH, "CI_MERGE_REQUEST_IID": "1",
                           "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": HOSTILE_BRANCH, "CORDON_CI_AGAINST": HOSTILE_BRANCH + "~1"})
        expect(tally, f"GitLab, {shell[0]}: a hostile branch", done.returncode == 1, shown(done))
    expect(tally, "nothing was run", not [each for each in folder.rglob("ran*") if each.name == "ran"])


def without_program(tally, folder):
    machine, action = Machine(folder, CORDON), Action(CI / "github")
    repository = Repository(folder / "r").write(clean())
    repository.commit()
    done, outputs, _ = machine.action(action, repository, PACKS, path="/usr/bin:/bin", GITHUB_EVENT_NAME="push")
    expect(tally, "no program", done.returncode == 2 and "PATH of the runner" in done.stderr and not outputs, shown(done))
    done, outputs, _ = machine.action(action, repository, {**PACKS, "cordon": str(CORDON)}, path="/usr/bin:/bin", GITHUB_EVENT_NAME="push")
    expect(tally, "a program that is named", done.returncode == 0, shown(done))
    for shell in shells():
        done = machine.run(shell, gitlab_script(CI / "gitlab" / "cordon.yml"), repository.folder, {}, path="/usr/bin:/bin")
        expect(tally, f"GitLab, {shell[0]}: no program", done.returncode == 2 and "PATH" in done.stderr, shown(done))
    hook = (CI / "pre-commit" / "scan.sh").read_text()
    done = machine.run(["sh"], hook, repository.folder, {}, path="/usr/bin:/bin")
    expect(tally, "the hook: no program", done.returncode == 2 and "CORDON_PROGRAM" in done.stderr, shown(done))


def big_summary(tally, folder):
    machine, action = Machine(folder, CORDON), Action(CI / "github")
    lock = {"lockfileVersion": 3, "packages": {"": {"dependencies": {"a": "1"}}}}
    repository = Repository(folder / "r").write(clean())
    for number in range(2_000):
        repository.write(with_entry(lock, "a"), f"{'x' * 200}{number}/package-lock.json")
    repository.commit()
    done, outputs, summary = machine.action(action, repository, PACKS, GITHUB_EVENT_NAME="push")
    expect(tally, "a summary that is too long is cut, and says so", 500_000 < len(summary.encode()) <= 950_000 and "**This summary was cut.**" in summary,
           shown(done, outputs, len(summary)))


# --- GitLab ----------------------------------------------------------------------------------------------------------

def quality(repository):
    """The Code Quality report by what GitLab's parser wants; the names of its checks."""
    issues = json.loads((repository.folder / "gl-code-quality-report.json").read_text())
    for issue in issues:
        assert set(issue) == {"description", "check_name", "fingerprint", "severity", "location"}, issue
        assert issue["severity"] in SEVERITIES and issue["description"] and "\n" not in issue["description"], issue
        assert isinstance(issue["location"]["lines"]["begin"], int) and issue["location"]["lines"]["begin"] > 0, issue
        path = issue["location"]["path"]
        assert not path.startswith(("/", "./", "../")) and os.path.lexists(repository.folder / path), path
    prints = [issue["fingerprint"] for issue in issues]
    assert len(prints) == len(set(prints)) and all(re.fullmatch("[0-9a-f]{32}", each) for each in prints), prints
    return sorted(issue["check_name"] for issue in issues)


def junit(path):
    """The suite of a JUnit report, whose counts are right: {state: [names]}."""
    top = xml.parse(path).getroot()
    assert top.tag == "testsuites" and [child.tag for child in top] == ["testsuite"], top
    suite, found = top[0], {"failure": [], "error": [], "skipped": [], "passed": []}
    for case in suite:
        assert case.tag == "testcase" and case.get("name") and case.get("classname") and case.get("time") == "0", case.attrib
        states = [child.tag for child in case if child.tag in found] or ["passed"]
        assert len(states) == 1, states
        found[states[0]].append(case.get("classname"))
    for element in (top, suite):
        assert int(element.get("tests")) == len(suite) and int(element.get("failures")) == len(found["failure"])
        assert int(element.get("errors")) == len(found["error"]) and int(element.get("skipped")) == len(found["skipped"])
    names = [(case.get("classname"), case.get("name")) for case in suite]
    assert len(names) == len(set(names)), "two tests of one name"
    return found


def gitlab(tally, folder):
    machine, script = Machine(folder, CORDON), gitlab_script(CI / "gitlab" / "cordon.yml")
    repository = Repository(folder / "r").write(clean())
    base = repository.commit()
    repository.git("checkout", "-qb", "bump")
    repository.write(infected()).commit()
    request = {"CI_MERGE_REQUEST_IID": "7", "CI_MERGE_REQUEST_DIFF_BASE_SHA": base, "CI_PIPELINE_SOURCE": "merge_request_event"}
    report = repository.folder / "cordon-junit.xml"
    for shell in shells():
        repository.git("checkout", "-q", "bump")
        done = machine.run(shell, script, repository.folder, request)
        tests = junit(report)
        expect(tally, f"{shell[0]}: a merge request that brings it", done.returncode == 1 and tests["failure"][:2] == ["malware.known-package"] * 2
               and tests["passed"] == ["cordon.coverage"] and quality(repository).count("malware.known-package") == 2, shown(done, tests))
        prints = (repository.folder / "gl-code-quality-report.json").read_bytes()
        machine.run(shell, script, repository.folder, request)
        expect(tally, f"{shell[0]}: the same bytes again", prints == (repository.folder / "gl-code-quality-report.json").read_bytes())
        repository.git("checkout", "-qf", "main")
        repository.give()
        done = machine.run(shell, script, repository.folder, {"CI_COMMIT_BRANCH": "main", "CI_COMMIT_BEFORE_SHA": ZEROS})
        tests = junit(report)
        expect(tally, f"{shell[0]}: the default branch is clean", done.returncode == 0 and not tests["failure"] and tests["passed"] == ["cordon.coverage"],
               shown(done, tests))
        done = machine.run(shell, script, repository.folder, {"CORDON_CI_ARGS": ""})
        tests = junit(report)
        expect(tally, f"{shell[0]}: incomplete is no empty report", done.returncode == 3 and tests["error"] == ["cordon.coverage"]
               and any(check.startswith("coverage.") for check in quality(repository)), shown(done, tests))
        done = machine.run(shell, script, repository.folder, {"CORDON_CI_PATH": "apps/none"})
        expect(tally, f"{shell[0]}: a path that is not there", done.returncode == 2, shown(done))


def forms(tally, folder):
    """Both reports of every golden input are what their parsers take, hostile names and all."""
    for case in sorted((ROOT / "tests" / "golden" / "scan").glob("*/in")):
        for extra in ([], ["--fail-on", "info"]):
            outputs = [f"--output=gitlab={folder}/q.json", f"--output=junit={folder}/j.xml", f"--output=json={folder}/s.json"]
            done = subprocess.run([CORDON, "scan", "--packs-only", *extra, *outputs, "."], cwd=case, capture_output=True, text=True, check=False,
                                  env={"HOME": "/nonexistent", "PATH": "/usr/bin:/bin"})
            if done.returncode == 2:
                continue  # settings that are refused
            report = json.loads((folder / "s.json").read_text())
            tests, issues = junit(folder / "j.xml"), json.loads((folder / "q.json").read_text())
            waived = [f for f in report["findings"] if "waived" in f]
            good = (done.returncode == 1) == bool(tests["failure"]) and len(tests["skipped"]) == len(waived) \
                and bool(tests["error"]) == (not report["answer"]["complete"]) \
                and [f["id"] for f in report["findings"]] == [issue["fingerprint"] for issue in issues][:len(report["findings"])] \
                and (issues != []) == bool(report["findings"] or not report["answer"]["complete"])
            # What only observes never fails; what a rule enforces fails at any threshold, and with "info" everything does.
            rules = [f["policy"]["mode"] for f in report["findings"] if "policy" in f and "waived" not in f]
            good = good and len(tests["failure"]) >= rules.count("enforce")
            if extra:
                good = good and len(tests["failure"]) == len(report["findings"]) - len(waived) - rules.count("observe")
            expect(tally, f"forms of {case.parent.name} {extra}", good, (tests, issues))
    old, new = folder / "old.json", folder / "new.json"
    old.write_text(json.dumps(clean())), new.write_text(json.dumps(infected()))
    done = subprocess.run([CORDON, "diff-lock", "--packs-only", f"--output=junit={folder}/j.xml", "--format", "gitlab", old, new], capture_output=True,
                          text=True, check=False, env={"HOME": "/nonexistent"})
    expect(tally, "diff-lock", done.returncode == 1 and "malware.known-package" in junit(folder / "j.xml")["failure"]
           and "malware.known-package" in {issue["check_name"] for issue in json.loads(done.stdout)}, shown(done))


# --- the hook --------------------------------------------------------------------------------------------------------

def install_hook(repository, text):
    hook = repository.folder / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(text)
    hook.chmod(0o755)
    repository.give()


def try_commit(machine, repository):
    """As the user does it: git runs the hook."""
    return machine.run(["sh", "-e"], "git add -A\ngit -c user.name=a -c user.email=a@example.invalid commit -q -m x\n", repository.folder, {})


def hook(tally, folder):
    machine = Machine(folder, CORDON)
    repository = Repository(folder / "r").write(infected())
    install_hook(repository, (CI / "pre-commit" / "scan.sh").read_text())
    done = try_commit(machine, repository)
    expect(tally, "a first commit of it", done.returncode == 1 and "axios" in done.stdout + done.stderr, shown(done))
    repository.write(clean())
    done = try_commit(machine, repository)
    expect(tally, "a clean commit, although no advisories are here", done.returncode == 0, shown(done))
    repository.write(infected())
    done = try_commit(machine, repository)
    expect(tally, "a commit that brings it", done.returncode == 1, shown(done))
    repository.write(unreadable(infected()))
    done = try_commit(machine, repository)
    expect(tally, "a commit of a lockfile that only npm reads", done.returncode == 1 and "makes a file unreadable" in done.stdout + done.stderr, shown(done))
    repository.write(infected())
    repository.commit("without the hook")
    repository.write("words\n", "README")
    done = try_commit(machine, repository)
    expect(tally, "one after it that brings nothing", done.returncode == 0, shown(done))


def read_right(tally, folder):
    """What is read out of the files here is what a reader of YAML reads, and what the descriptions name is there."""
    del folder
    entry = ROOT / re.search(r"^  entry: (.+)$", (ROOT / ".pre-commit-hooks.yaml").read_text(), re.M).group(1)
    expect(tally, "the hook's script is there and may be run", entry.is_file() and entry.stat().st_mode & stat.S_IXUSR, entry)
    try:
        import yaml
    except ImportError:
        tally.skip("YAML read twice", "python's yaml is not installed")
        return
    job = yaml.safe_load((CI / "gitlab" / "cordon.yml").read_text())["cordon"]
    expect(tally, "the job's script", job["script"] == [gitlab_script(CI / "gitlab" / "cordon.yml")], job)
    expect(tally, "the job's reports", job["artifacts"]["reports"] == {"codequality": "gl-code-quality-report.json", "junit": "cordon-junit.xml"}
           and job["artifacts"]["when"] == "always", job)
    read, action = yaml.safe_load((CI / "github" / "action.yml").read_text()), Action(CI / "github")
    step = read["runs"]["steps"][0]
    expect(tally, "the action's step", len(read["runs"]["steps"]) == 1 and step["run"] == action.run and step["shell"] == action.shell
           and step["env"] == {variable: "${{ inputs.%s }}" % name for variable, name in action.variables.items()}, step)
    expect(tally, "the action's inputs", {name: each["default"] for name, each in read["inputs"].items()} == action.defaults
           and set(action.variables.values()) == set(action.defaults), action.defaults)
    workflow = yaml.safe_load((CI / "github" / "workflow.yml").read_text())
    used = [step["uses"] for step in workflow["jobs"]["cordon"]["steps"]]
    expect(tally, "the workflow uses nothing by a tag", all(each.startswith("./") or re.search("@[0-9a-f]{40}$", each) for each in used), used)
    expect(tally, "and has the right to read only", workflow["permissions"] == {"contents": "read"}, workflow)


def hook_always_runs(tally, folder):
    """By both of its descriptions: a commit can bring what no list of names has (libraries, node_modules, hooks of editors)."""
    machine = Machine(folder, CORDON)
    for path in (ROOT / ".pre-commit-hooks.yaml", CI / "pre-commit" / "config.yaml"):
        text = path.read_text()
        expect(tally, f"{path.name} always runs", re.search(r"^ +always_run: true$", text, re.M) and not re.search(r"^ +(files|types|exclude)\w*:", text, re.M))
    repository = Repository(folder / "r").write(clean())
    repository.commit()
    install_hook(repository, (CI / "pre-commit" / "scan.sh").read_text())
    repository.write({"name": "axios", "version": "1.14.1"}, "node_modules/axios/package.json")
    repository.give()
    done = try_commit(machine, repository)
    expect(tally, "node_modules that are committed", done.returncode == 1 and "axios" in done.stdout + done.stderr, shown(done))


# --- cordon init -----------------------------------------------------------------------------------------------------

def init(machine, repository, *arguments):
    return machine.run(["sh", "-e"], "exec cordon init " + " ".join(arguments) + "\n", repository.folder, {})


def set_up(tally, folder):
    machine = Machine(folder, CORDON)
    repository = Repository(folder / "github").write(clean()).write("@acme:registry=https://npm.acme.example\n", ".npmrc")
    repository.commit()
    done = init(machine, repository, "--github")
    expect(tally, "GitHub", done.returncode == 0 and "4 files written" in done.stdout and "Next" in done.stdout, shown(done))
    for name in ("action.yml", "scan.sh"):
        expect(tally, f"{name} is the one that is tested", (repository.folder / ".github/actions/cordon" / name).read_bytes() == (CI / "github" / name).read_bytes())
    expect(tally, "the scope is known", '- "@acme" # npm.acme.example' in (repository.folder / "cordon.yaml").read_text())
    repository.commit()
    action = Action(repository.folder / ".github/actions/cordon")
    done, outputs, summary = machine.action(action, repository, PACKS, GITHUB_EVENT_NAME="push")
    expect(tally, "its action runs", done.returncode == 0 and outputs["verdict"] == "allow" and "Settings: cordon.yaml" in summary, shown(done, summary))
    done = machine.run(["sh"], "cordon scan --packs-only --format json .\n", repository.folder, {})
    report = json.loads(done.stdout)
    expect(tally, "what it writes breaks no rule of ours", done.returncode == 0 and not [f for f in report["findings"] if ".github" in f["subject"].get("path", "")]
           and any(".github/workflows/cordon.yml" in row["path"] for row in report["coverage"]["read"]), shown(done))
    done = init(machine, repository, "--ci", "auto")
    expect(tally, "again", done.returncode == 0 and done.stdout.startswith("everything is set up already\n"), shown(done))
    (repository.folder / "cordon.yaml").write_text("policy:\n  fail_on: low\n")
    done = init(machine, repository, "--ci", "none")
    expect(tally, "what is there stays", done.returncode == 2 and "kept" in done.stdout and "fail_on: low" in (repository.folder / "cordon.yaml").read_text(), shown(done))
    done = init(machine, repository, "--ci", "none", "--force", "--quiet")
    expect(tally, "unless forced", done.returncode == 0 and done.stdout == "1 file written\n" and "fail_on: high" in (repository.folder / "cordon.yaml").read_text(), shown(done))

    repository = Repository(folder / "gitlab").write(infected()).write("stages: [test]\n", ".gitlab-ci.yml")
    repository.commit()
    done = init(machine, repository)
    expect(tally, "GitLab, by its file", done.returncode == 0 and "add to .gitlab-ci.yml" in done.stdout
           and (repository.folder / ".gitlab-ci.yml").read_text() == "stages: [test]\n", shown(done))
    done = machine.run(["sh", "-e"], gitlab_script(repository.folder / ".gitlab/cordon.yml"), repository.folder, {})
    expect(tally, "its job runs", done.returncode == 1 and "malware.known-package" in quality(repository), shown(done))

    repository = Repository(folder / "hook").write(infected())
    repository.give()
    done = init(machine, repository, "--pre-commit")
    script = repository.folder / ".cordon/pre-commit.sh"
    expect(tally, "the hook", done.returncode == 0 and script.stat().st_mode & stat.S_IXUSR and (repository.folder / ".pre-commit-config.yaml").is_file(), shown(done))
    entry = re.search(r"entry: (.+)", (repository.folder / ".pre-commit-config.yaml").read_text()).group(1)
    install_hook(repository, f"#!/bin/sh\nexec {entry}\n")
    done = try_commit(machine, repository)
    expect(tally, "its hook runs", done.returncode == 1 and "axios" in done.stdout + done.stderr, shown(done))


def set_up_badly(tally, folder):
    machine = Machine(folder, CORDON)
    repository = Repository(folder / "r").write(clean())
    repository.commit()
    before = sorted(repository.folder.rglob("*"))
    done = init(machine, repository, "--print", "--gitlab", "--format", "json")
    report = json.loads(done.stdout)
    expect(tally, "to print writes nothing", done.returncode == 0 and sorted(repository.folder.rglob("*")) == before
           and report["files"][1]["content"] == (CI / "gitlab" / "cordon.yml").read_text(), shown(done))
    try:
        import jsonschema
        jsonschema.validate(report, json.loads((ROOT / "docs/schema/init.schema.json").read_text()))
        tally.ok()
    except ImportError:
        tally.skip("schema of init", "jsonschema is not installed")
    done = init(machine, repository, "--github", "apps/shop")
    expect(tally, "CI files belong to the top", done.returncode == 2 and "top of the repository" in done.stderr and sorted(repository.folder.rglob("*")) == before, shown(done))
    (repository.folder / ".github").symlink_to(folder)
    done = init(machine, repository, "--github")
    expect(tally, "not through a link", done.returncode == 2 and "symbolic link" in done.stderr and not (folder / "workflows").exists()
           and not (repository.folder / "cordon.yaml").exists(), shown(done))
    done = init(machine, repository, "--gitlab", "/nonexistent/folder")
    expect(tally, "no such folder", done.returncode == 2 and "nonexistent" in done.stderr, shown(done))
    done = init(machine, repository, "--github", "--ci", "auto")
    expect(tally, "systems or auto", done.returncode == 2, shown(done))
    if os.geteuid() == 0:
        locked = folder / "locked"
        locked.mkdir()
        os.chmod(locked, 0o755)
        done = machine.run(["sh"], "exec cordon init --gitlab .\n", locked, {})
        expect(tally, "a folder that is not ours", done.returncode == 2 and not list(locked.iterdir()), shown(done))
    else:
        tally.skip("a folder that is not ours", "only root makes one")


def main():
    tally = Tally()
    if not CORDON.exists():
        tally.fail("build", "build/release/cordon is not built")
        return tally.finish()
    if not shutil.which("git"):
        tally.skip("ci", "git is not installed")
        return tally.finish()
    for part in (answers, pull_requests, unreadable_lockfiles, base_checked_out, links, pushes, shallow_clones, hostile, without_program, big_summary, gitlab, forms, hook, read_right, hook_always_runs, set_up, set_up_badly):
        with tempfile.TemporaryDirectory(prefix="cordon-ci-") as temporary:
            folder = pathlib.Path(temporary)
            folder.chmod(0o755)
            try:
                part(tally, folder)
            except AssertionError as error:
                tally.fail(part.__name__, f"a report that is not as it should be: {error}")
    return tally.finish()


if __name__ == "__main__":
    sys.exit(main())
