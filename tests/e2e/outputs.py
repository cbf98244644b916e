#!/usr/bin/env python3
"""Holds what `scan` and `inventory` write against what is promised: JSON by docs/schema, SARIF by its own schema, the
keys and exit codes of the stable surface, fingerprints that stay, the same bytes every time, --output, --explain, --repro.

Inputs are those of the golden cases and the example, and, where the shared data is there, its lockfiles and fixtures.
Ends with the line `N passed, N failed, N skipped`."""
import concurrent.futures
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tools"))
import common  # noqa: E402
from common import Tally  # noqa: E402

CORDON = ROOT / "build" / "release" / "cordon"
EXAMPLE = ROOT / "examples" / "axios-2026"
SCAN_FORMATS = ("json", "sarif", "markdown", "text", "gitlab", "junit")
DATA = pathlib.Path(os.environ["CORDON_SHARED_DATA"]) if os.environ.get("CORDON_SHARED_DATA") else None
SARIF_SCHEMA = "sarif/sarif-2.1/schema/sarif-schema-2.1.0.json"
# RFC 3986 relative reference or file address, with everything else percent-encoded.
ADDRESS = re.compile(r"(file://)?([A-Za-z0-9._~/-]|%[0-9A-F]{2})+")


def cordon(*arguments, cwd=ROOT, home="/nonexistent", **more):
    """Runs it with nothing of this machine's user."""
    kept = {key: value for key, value in os.environ.items() if key.startswith(("ASAN_", "UBSAN_"))}
    done = subprocess.run([CORDON, *arguments], cwd=cwd, env={**kept, "PATH": "/usr/bin:/bin", "HOME": str(home), **more},
                          stdin=subprocess.DEVNULL, capture_output=True, check=False, timeout=600)
    return done


def inputs():
    """What is scanned: (name, path). Folders, and lockfiles named one by one."""
    found = [(f"golden {path.parent.name}", path) for path in sorted((ROOT / "tests" / "golden").glob("*/*/in"))]
    found.append(("example", EXAMPLE))
    if DATA:
        found += [(str(path.relative_to(DATA)), path) for part in ("lockfiles", "lockfiles-large")
                  for path in sorted((DATA / part).rglob("*")) if path.is_file() and path.suffix in (".json", ".lock", ".yaml")]
        found += [(f"fixtures {path.name}", path) for path in sorted((DATA / "lockfile-fixtures").iterdir()) if path.is_dir()]
    return found


# --- schemas, and the stable surface ---------------------------------------------------------------------------------

def validators():
    import jsonschema
    def load(path):
        schema = json.loads(path.read_text())
        return jsonschema.validators.validator_for(schema)(schema)
    made = {name: load(ROOT / "docs" / "schema" / f"{name}.schema.json") for name in ("scan", "inventory", "sbom-diff", "sbom-query", "scripts")}
    if DATA:
        made["sarif"] = load(DATA / SARIF_SCHEMA)
    return made


def first_error(validator, document):
    error = next(validator.iter_errors(document), None)
    return f"{'/'.join(map(str, error.absolute_path))}: {error.message[:300]}" if error else ""


def lacks(thing, *keys):
    return [key for key in keys if key not in thing]


def surface(report, code):
    """What issue and DESIGN promise to programs beyond the schema."""
    missing = lacks(report, "schema", "answer", "findings", "coverage") or lacks(report["answer"], "verdict", "complete", "exit_code")
    if missing:
        return f"without {missing}"
    answer, coverage, findings = report["answer"], report["coverage"], report["findings"]
    missing = lacks(coverage, "read", "unread", "knowledge")
    for row in coverage["read"]:
        missing += lacks(row, "path", "format", "components")
    for row in coverage["unread"]:
        missing += [f"unread {key}" for key in lacks(row, "path", "reason") or [k for k in ("path", "reason") if not row[k]]]
    for finding in findings:
        if finding["subject"]["kind"] == "package":
            wanted = ["kind", "purl", "name", "registry", "path", "line"]
            if "@" in finding["subject"].get("purl", "").rpartition("/")[2]:  # an entry may have no version
                wanted.append("version")
            missing += [f"{finding['rule_id']} subject {key}" for key in lacks(finding["subject"], *wanted)]
            if not all(purl.startswith("pkg:") for path in finding["paths"] for purl in path):
                missing.append(f"{finding['rule_id']}: purls in paths")
            if finding["paths"] and any(path[-1] != finding["subject"]["purl"] for path in finding["paths"]):
                missing.append(f"{finding['rule_id']}: a path that ends elsewhere")
    if missing:
        return f"without {sorted(set(missing))}"
    if answer["exit_code"] != code:
        return f"exit code {code}, and exit_code {answer['exit_code']}"
    if answer["complete"] != (not any(row["incomplete"] for row in coverage["unread"])):
        return "complete does not follow from unread"
    open_ = [finding for finding in findings if "waived" not in finding]
    if (answer["verdict"] == "block") != any(finding["severity"] == "critical" for finding in open_):
        return f"verdict {answer['verdict']} does not follow from the findings"
    wanted = 1 if any(f["severity"] in ("high", "critical") for f in open_) else 0 if answer["complete"] else 3
    if code != wanted:
        return f"exit code {code}, should be {wanted}"
    ids = [finding["id"] for finding in findings]
    return "two findings with one id" if len(ids) != len(set(ids)) else ""


def sarif_follows(sarif, report):
    """Beyond the schema: the same findings, addresses that are addresses, rules that are there."""
    run = sarif["runs"][0]
    ids = [result["partialFingerprints"]["cordonFindingId/v1"] for result in run["results"]]
    if ids != [finding["id"] for finding in report["findings"]]:
        return "other findings than in JSON"
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    if any(rules[result["ruleIndex"]] != result["ruleId"] for result in run["results"]):
        return "a ruleIndex that points elsewhere"
    for result in run["results"]:
        for location in result["locations"]:
            address = location["physicalLocation"]["artifactLocation"]["uri"]
            if not ADDRESS.fullmatch(address):
                return f"not an address: {address[:80]}"
    if len(run["invocations"][0]["toolExecutionNotifications"]) != len(report["coverage"]["unread"]):
        return "other Coverage than in JSON"
    return ""


CHECKED = {}


def check_schemas(name, path):
    """All problems of one input; runs in a process of its own."""
    if not CHECKED:
        CHECKED.update(validators())
    problems = []
    done = cordon("scan", "--packs-only", "--format", "json", path)
    if done.returncode not in (0, 1, 3):
        return name, [f"scan: exit code {done.returncode}: {done.stderr.decode(errors='replace')[:200]}"]
    report = json.loads(done.stdout)
    problems.append(first_error(CHECKED["scan"], report) or surface(report, done.returncode))
    sarif = json.loads(cordon("scan", "--packs-only", "--format", "sarif", path).stdout)
    problems.append(("sarif" in CHECKED and first_error(CHECKED["sarif"], sarif)) or sarif_follows(sarif, report))
    done = cordon("inventory", "--format", "json", path)
    inventory = json.loads(done.stdout)
    problems.append(first_error(CHECKED["inventory"], inventory))
    ids = [each["id"] for each in inventory["components"] + inventory["roots"]]
    if len(ids) != len(set(ids)):
        problems.append(f"two components with one id: {sorted(i for i in set(ids) if ids.count(i) > 1)[:3]}")
    if any(end not in known for known in [set(ids)] for edge in inventory["edges"] for end in edge):
        problems.append("an edge to an id that is not there")
    if sum(row["components"] for row in inventory["coverage"]["read"]) != len(inventory["components"]):
        problems.append("Coverage counts other components")
    incomplete = any(row["incomplete"] for row in inventory["coverage"]["unread"])
    if done.returncode != (3 if incomplete else 0):
        problems.append(f"inventory: exit code {done.returncode}")
    done = cordon("scripts", "--format", "json", path)
    scripts = json.loads(done.stdout)
    problems.append(first_error(CHECKED["scripts"], scripts))
    if done.returncode != scripts["answer"]["exit_code"]:
        problems.append(f"scripts: exit code {done.returncode}")
    return name, [problem for problem in problems + sbom_verbs(path) if problem]


def sbom_verbs(path):
    """A thing is the same as itself, and every component of it answers a query that asks for nothing in particular."""
    done = cordon("sbom", "diff", "--format", "json", path, path)
    if done.returncode == 2:  # nothing of it can be read
        return []
    report = json.loads(done.stdout)
    problems = [first_error(CHECKED["sbom-diff"], report)]
    if not report["same"] or done.returncode not in (0, 3):
        problems.append(f"sbom diff with itself: exit code {done.returncode}")
    report = json.loads(cordon("sbom", "query", "--format", "json", 'purl~"pkg:"', path).stdout)
    problems.append(first_error(CHECKED["sbom-query"], report))
    return problems + ["sbom query misses components" for read in [report["coverage"]["read"]]
                       if sum(row["components"] for row in read) != len(report["matches"])]


def schemas(tally, _):
    sys.path.append("/usr/lib/python3/dist-packages")  # where Debian puts it, whatever python this is
    try:
        import jsonschema  # noqa: F401
    except ImportError:
        tally.skip("schemas", "python3-jsonschema is not installed")
        return
    if not DATA:
        tally.skip("SARIF by its schema, and real lockfiles", "CORDON_SHARED_DATA is not set")
    with concurrent.futures.ProcessPoolExecutor(common.jobs()) as pool:
        for name, problems in pool.map(check_schemas, *zip(*inputs())):
            if problems:
                tally.fail(f"schemas: {name}", "; ".join(problems))
            else:
                tally.ok()


def check(tally, name, right, why="not so"):
    if right:
        tally.ok()
    else:
        tally.fail(name, why() if callable(why) else why)


def exit_codes(tally, folder):
    """DESIGN section 5: 0 clean, 1 findings at or above the threshold also when incomplete, 2 usage, 3 incomplete."""
    clean, bad, broken = folder / "clean", folder / "bad", folder / "broken"
    for each in (clean, bad, broken):
        each.mkdir()
    lock = {"name": "clean", "lockfileVersion": 3, "packages": {"": {"name": "clean"}}}
    (clean / "package-lock.json").write_text(json.dumps(lock))
    (clean / "package.json").write_text('{"name": "clean"}')
    shutil.copytree(EXAMPLE, bad, dirs_exist_ok=True)
    (broken / "package-lock.json").write_text("{")
    (folder / "unknown.yaml").write_text("polcy: {}\n")
    (folder / "everything.yaml").write_text(
        "waivers:\n- {rule: malware.known-package, subject: 'pkg:npm/*', owner: o, reason: r, expires: 2999-12-31}\n")
    weak = folder / "weak"
    weak.mkdir()
    lock["packages"]["node_modules/left-pad"] = {"version": "1.3.0", "resolved": "http://registry.example.test/left-pad-1.3.0.tgz"}
    (weak / "package-lock.json").write_text(json.dumps(lock))
    many = folder / "many"
    for number in range(9):  # 18 findings, and 16 digits that an id may begin with
        shutil.copytree(EXAMPLE, many / f"{number}")
    first = [f["id"][0] for f in json.loads(cordon("scan", "--format", "json", many).stdout)["findings"]]
    shared = next(digit for digit in first if first.count(digit) > 1)
    cases = [
        (0, "clean", ["scan", "--packs-only", clean]),
        (3, "clean without advisories", ["scan", clean]),
        (3, "clean without knowledge", ["scan", "--no-knowledge", "--packs-only", clean]),
        (3, "clean and knowledge too old", ["scan", "--packs-only", "--max-age", "0", clean]),
        (1, "bad", ["scan", "--packs-only", bad]),
        (1, "bad without advisories", ["scan", bad]),
        (3, "broken", ["scan", "--packs-only", broken]),
        (1, "bad and broken: a finding counts more", ["scan", "--packs-only", bad, broken]),
        (3, "clean and broken", ["scan", "--packs-only", clean, broken]),
        (3, "clean and a path that is not there", ["scan", "--packs-only", clean, folder / "absent"]),
        (1, "bad and a path that is not there", ["scan", "--packs-only", bad, folder / "absent"]),
        (0, "medium findings below the threshold", ["scan", "--packs-only", weak]),
        (1, "medium findings at the threshold", ["scan", "--packs-only", "--fail-on", "medium", weak]),
        (1, "critical findings at the highest threshold", ["scan", "--packs-only", "--fail-on", "critical", bad]),
        (2, "a path that is not there", ["scan", folder / "absent"]),
        (2, "no command", []),
        (2, "an unknown command", ["scam"]),
        (2, "an unknown option", ["scan", "--fast", clean]),
        (2, "an unknown format", ["scan", "--format", "xml", clean]),
        (2, "an unknown level", ["scan", "--fail-on", "severe", clean]),
        (2, "an output without a file", ["scan", "--output", "json", clean]),
        (2, "an output of an unknown format", ["scan", "--output", f"xml={folder}/x", clean]),
        (2, "an output in a folder that is not there", ["scan", "--output", f"json={folder}/absent/x", clean]),
        (2, "no number of jobs", ["scan", "--jobs", "many", clean]),
        (2, "a pack that is not there", ["scan", "--pack", folder / "absent", clean]),
        (2, "a pack that is none", ["scan", "--pack", folder / "unknown.yaml", clean]),
        (2, "a setting that does not exist", ["scan", "--config", folder / "unknown.yaml", clean]),
        (2, "settings that are not there", ["scan", "--config", folder / "absent", clean]),
        (2, "a waiver that covers everything", ["scan", "--config", folder / "everything.yaml", bad]),
        (2, "an id of no finding", ["scan", "--explain", "ffff", clean]),
        (2, "no id", ["scan", "--explain", "", bad]),
        (2, "an id that fits two findings", ["scan", "--explain", shared, many]),
        (0, "an inventory", ["inventory", clean]),
        (3, "an inventory of what is broken", ["inventory", broken]),
        (2, "an inventory of nothing", ["inventory", folder / "absent"]),
        (2, "an inventory in a format it has not", ["inventory", "--format", "sarif", clean]),
        (0, "help", ["--help"]), (0, "help of a command", ["scan", "--help"]), (0, "version", ["--version"]),
        (0, "doctor", ["doctor"])]
    for wanted, name, arguments in cases:
        done = cordon(*arguments)
        said = done.stderr.decode(errors="replace")
        check(tally, f"exit code: {name}", done.returncode == wanted, f"{done.returncode}, should be {wanted}: {said[:200]}")
        if wanted == 2 and arguments:
            check(tally, f"one line of why: {name}", said.startswith("cordon: ") and not done.stdout,
                  f"stderr {said[:200]!r}, stdout {done.stdout[:100]!r}")
        else:
            check(tally, f"nothing on standard error: {name}", wanted == 2 or not said, said[:200])


# --- fingerprints ----------------------------------------------------------------------------------------------------

def fingerprints(*arguments, cwd=ROOT):
    """rule and subject -> its fingerprints"""
    report = json.loads(cordon("scan", "--packs-only", "--format", "sarif", *arguments, cwd=cwd).stdout)
    return {(r["ruleId"], r["properties"].get("purl", "")): r["partialFingerprints"] for r in report["runs"][0]["results"]}


def edited(lock, change):
    document = json.loads(lock.read_text())
    change(document)
    return document


def stays(tally, folder):
    place, other = folder / "one" / "project", folder / "another" / "checkout" / "of-it"
    for each in (place, other):
        shutil.copytree(EXAMPLE, each)
    want = fingerprints(place)
    check(tally, "fingerprints: some", len(want) >= 2)
    said = lambda got: lambda: f"{want} became {got}"  # noqa: E731
    for name, arguments, cwd in [("a checkout elsewhere", [other], ROOT), ("the working directory", ["."], other),
                                 ("no argument", [], other), ("./", ["./"], other), ("a slash at the end", [f"{other}/"], ROOT),
                                 ("the lockfile itself", [other / "package-lock.json"], ROOT),
                                 ("the lockfile from its folder", ["package-lock.json"], other),
                                 ("the lockfile with ./", ["./package-lock.json"], other)]:
        got = {key: value for key, value in fingerprints(*arguments, cwd=cwd).items() if key in want}
        check(tally, f"fingerprints: {name}", got == want or "itself" in name and got.items() <= want.items() and len(got) >= 2, said(got))
    # A relative path is the same below every checkout, so that it may tell projects apart; spelled otherwise it is the same.
    relative = fingerprints("project", cwd=place.parent)
    for spelled in ("./project", "project/", ".//project", "./project/."):
        got = fingerprints(spelled, cwd=place.parent)
        check(tally, f"fingerprints: {spelled}", got == relative, lambda got=got: f"{relative} became {got}")
    # Several absolute paths: what they share is left out, what tells them apart stays.
    moved = folder / "one-more"
    shutil.copytree(place, moved / "a")
    shutil.copytree(place, moved / "b")
    shutil.copytree(moved, folder / "moved")
    two = json.loads(cordon("scan", "--packs-only", "--format", "json", moved / "a", moved / "b").stdout)["findings"]
    ids = sorted(finding["id"] for finding in two)
    check(tally, "fingerprints: two projects differ", len(set(ids)) == len(ids) == 2 * len(want), f"{ids}")
    again = json.loads(cordon("scan", "--packs-only", "--format", "json", folder / "moved" / "a", folder / "moved" / "b").stdout)["findings"]
    check(tally, "fingerprints: two projects moved", sorted(finding["id"] for finding in again) == ids)
    mixed = json.loads(cordon("scan", "--packs-only", "--format", "json", "a", moved / "b", cwd=moved).stdout)["findings"]
    check(tally, "fingerprints: relative and absolute", len({finding["id"] for finding in mixed}) == 2 * len(want))
    # The lockfile moves within the project: another place, and so another id; what was found is the same.
    inside = folder / "inside"
    shutil.copytree(EXAMPLE, inside / "web" / "client")
    got = fingerprints(inside)
    check(tally, "fingerprints: moved within the project", {key: value["cordonCause/v1"] for key, value in got.items()} ==
          {key: value["cordonCause/v1"] for key, value in want.items()}, said(got))
    check(tally, "fingerprints: places differ", got != want)
    # The same lockfile edited.
    lock = other / "package-lock.json"
    text = lock.read_text()
    for name, changed in [
            ("lines shift", "\n\n\n" + text.replace("{\n", "{\n\n", 3)), ("one line", json.dumps(json.loads(text))),
            ("carriage returns", text.replace("\n", "\r\n")),
            ("unrelated packages", json.dumps(edited(EXAMPLE / "package-lock.json", unrelated), indent=4))]:
        lock.write_text(changed, newline="")
        got = fingerprints(other)
        check(tally, f"fingerprints: {name}", got == want, said(got))


def unrelated(document):
    document["packages"] = {"": document["packages"][""], "node_modules/aaa": {
        "version": "1.0.0", "resolved": "https://registry.example.test/aaa/-/aaa-1.0.0.tgz", "integrity": "sha512-" + "A" * 86 + "=="},
        **{key: value for key, value in document["packages"].items() if key}}


# --- the same bytes --------------------------------------------------------------------------------------------------

def same_bytes(tally, folder):
    several = folder / "several"
    for number in range(12):
        shutil.copytree(EXAMPLE, several / f"p{number}")
    for path in sorted((ROOT / "tests" / "golden" / "scan").glob("*/in")):
        shutil.copytree(path, several / path.parent.name, symlinks=True)
    places = [("projects", several), ("example", EXAMPLE)]
    if DATA:
        places += [(name, DATA / name) for name in ("lockfile-fixtures", "lockfiles")]
    for name, place in places:
        for command, format_ in [("scan", f) for f in SCAN_FORMATS] + [("inventory", "json"), ("inventory", "text")]:
            knowledge = ["--packs-only"] if command == "scan" else []
            def run(*more, cwd=ROOT, **environment):
                done = cordon(command, *knowledge, "--format", format_, *more, place, cwd=cwd, **environment)  # noqa: B023
                return done.returncode, done.stdout, done.stderr
            first = run()
            others = {"again": run(), "from another working directory": run(cwd=folder), "in another environment": run(
                TZ="Asia/Tokyo", LC_ALL="tr_TR.UTF-8", COLUMNS="40", TERM="xterm-256color", CORDON_JOBS="7")}
            if command == "scan":
                others.update({f"with {jobs} jobs": run("-j", jobs) for jobs in ("1", "2", "7", "32")})
            for how, got in others.items():
                check(tally, f"same bytes: {command} {format_} of {name} {how}", got == first,
                      lambda a=first, b=got: f"{len(a[1])} bytes became {len(b[1])}, first at {different(a[1], b[1])}")


def different(a, b):
    return next((number for number, (x, y) in enumerate(zip(a, b)) if x != y), min(len(a), len(b)))


def outputs_at_once(tally, folder):
    for command, formats, more in [("scan", SCAN_FORMATS, ["--packs-only"]), ("inventory", ("json", "text"), [])]:
        files = {format_: folder / f"{command}.{format_}" for format_ in formats}
        files["json"].write_text("an old and longer result\n" * 100_000)
        arguments = [word for format_, path in files.items() for word in ("--output", f"{format_}={path}")]
        together = cordon(command, *more, *arguments, "--color", "always", EXAMPLE)
        for format_, path in files.items():
            alone = cordon(command, *more, "--format", format_, EXAMPLE)
            check(tally, f"--output {format_} of {command}", path.read_bytes() == alone.stdout, "another text than alone")
            check(tally, f"--output {format_} of {command}: exit code", together.returncode == alone.returncode)
        check(tally, f"--output of {command}: a file is never coloured", b"\x1b" not in files["text"].read_bytes())
        check(tally, f"--output of {command}: standard output is", b"\x1b[" in together.stdout)
    twice = cordon("scan", "--packs-only", "--output", f"json={folder}/1", "--output", f"json={folder}/2", EXAMPLE)
    check(tally, "--output twice", twice.returncode == 1 and (folder / "1").read_bytes() == (folder / "2").read_bytes())
    outputs_that_are_no_file_of_their_own(tally, folder)
    full = cordon("scan", "--packs-only", "--output", "json=/dev/full", EXAMPLE)
    check(tally, "--output to a full disk", full.returncode == 2 and full.stderr.startswith(b"cordon: "), full.stderr.decode())


def outputs_that_are_no_file_of_their_own(tally, folder):
    """One file twice is refused before anything is written; pipes work where somebody reads them, and nothing hangs."""
    old = folder / "old"
    old.write_text("an old result\n")
    os.link(old, folder / "hard")
    for other in (f"sarif={folder}/./old", f"sarif={folder}/hard", f"json={old}"):
        done = cordon("scan", "--packs-only", "--output", f"json={old}", "--output", other, EXAMPLE)
        check(tally, f"one file twice: {other}", done.returncode == 2 and old.read_text() == "an old result\n", done.stderr.decode())
    done = cordon("scan", "--packs-only", "--output", f"json={old}", "--repro", old, EXAMPLE)
    check(tally, "one file for --output and --repro", done.returncode == 2 and old.read_text() == "an old result\n", done.stderr.decode())
    os.mkfifo(folder / "fifo")
    done = cordon("scan", "--packs-only", "--output", f"json={folder}/fifo", EXAMPLE)
    check(tally, "--output to a FIFO that nobody reads", done.returncode == 2, f"exit code {done.returncode}")
    alone = {format_: cordon("scan", "--packs-only", "--format", format_, EXAMPLE).stdout for format_ in ("json", "text")}
    done = cordon("scan", "--packs-only", "--output", "json=/dev/stdout", EXAMPLE)
    check(tally, "--output to /dev/stdout", done.stdout == alone["json"] + alone["text"])
    into = folder / "redirected"
    shell = 'exec 7>"$2"; "$1" scan --packs-only --output json=/dev/fd/7 --output text=>(cat >"$3") "$4" >/dev/null; exec 7>&-; wait $!'
    subprocess.run(["bash", "-c", shell, "bash", CORDON, into, folder / "substituted", EXAMPLE], check=True,
                   env={"PATH": "/usr/bin:/bin", "HOME": "/nonexistent"}, timeout=60)
    check(tally, "--output to an open descriptor", into.read_bytes() == alone["json"])
    check(tally, "--output to a process substitution", (folder / "substituted").read_bytes() == alone["text"])


# --- --explain and --repro -------------------------------------------------------------------------------------------

def explains(tally, _):
    for path in [EXAMPLE, *sorted((ROOT / "tests" / "golden" / "scan").glob("*/in"))]:
        report = json.loads(cordon("scan", "--packs-only", "--format", "json", path).stdout)
        for finding in report["findings"]:
            done = cordon("scan", "--packs-only", "--explain", finding["id"], path)
            text = done.stdout.decode()
            missing = [piece["excerpt"] for piece in finding["evidence"] if piece["excerpt"] not in text]
            missing += [word for word in (finding["rule_id"], finding["id"][:12]) if word not in text]
            check(tally, f"--explain {path.parent.name} {finding['rule_id']}", done.returncode == report["answer"]["exit_code"]
                  and not missing, f"exit code {done.returncode}, without {missing}")
    ids = [finding["id"] for finding in report["findings"]]
    for identity in ids[:1]:
        done = cordon("scan", "--packs-only", "--explain", identity[:8], path)
        check(tally, "--explain with the beginning of an id", identity[:12].encode() in done.stdout)


def unpacked(tar, target):
    """Member by member, as a careful person would: nothing may stand above the folder."""
    with tarfile.open(tar) as archive:
        members = archive.getmembers()
        bad = [m.name for m in members if m.name.startswith("/") or ".." in m.name.split("/")]
        if bad:
            raise ValueError(f"members that lead out: {bad}")
        archive.extractall(target)
        return {m.name for m in members}


def told(report, place, without=()):
    """What must be equal: the answer, every finding, Coverage; with paths below the place that was scanned."""
    text = json.dumps({key: report[key] for key in ("answer", "findings", "coverage")}, sort_keys=True)
    return json.loads(text.replace(f"{place}/", "").replace(f'"{place}"', '"."'))


def unproved(report, left_out):
    """Without the facts that rest on files which are not in the archive."""
    for finding in report["findings"]:
        for key, fact in finding.get("exposure", {}).items():
            if any(piece.startswith(tuple(left_out)) for piece in fact["evidence"]):
                finding["exposure"][key] = {"evidence": [], "value": "unknown"}
    return report


def repro_of(tally, name, place, folder):
    tar, out = folder / f"{name}.tar", folder / f"{name}-unpacked"
    first = cordon("scan", "--packs-only", "--format", "json", "--repro", tar, place)
    again = folder / f"{name}-again.tar"
    cordon("scan", "--packs-only", "--format", "json", "--repro", again, "-j", "5", place)
    check(tally, f"--repro {name}: the same bytes", tar.read_bytes() == again.read_bytes())
    names = unpacked(tar, out)
    check(tally, f"--repro {name}: report and version", {"report.json", "version.txt", "left-out.txt"} <= names, f"{sorted(names)[:5]}")
    check(tally, f"--repro {name}: the report is that of the scan", (out / "report.json").read_bytes() == first.stdout)
    inner = out / "inputs" / str(place).lstrip("/")
    second = cordon("scan", "--packs-only", "--format", "json", inner)
    check(tally, f"--repro {name}: the same exit code", second.returncode == first.returncode, f"{second.returncode}, not {first.returncode}")
    left_out = [line.rpartition(" (")[0].removeprefix(f"{place}/")
                for line in (out / "left-out.txt").read_text().split("\n") if line]
    a, b = told(json.loads(first.stdout), place), told(json.loads(second.stdout), inner)
    a = unproved(a, left_out) if left_out else a
    for key in ("answer", "findings", "coverage"):
        left, right = json.dumps(a[key], indent=1).split("\n"), json.dumps(b[key], indent=1).split("\n")
        check(tally, f"--repro {name}: the same {key}", left == right,
              lambda left=left, right=right: f"{sorted(set(left) - set(right))[:4]} became {sorted(set(right) - set(left))[:4]}")


def repros(tally, folder):
    hostile = folder / "hostile"
    shutil.copytree(EXAMPLE, hostile / "a" / ("long name " * 12) / "in")
    shutil.copytree(EXAMPLE, hostile / "b")
    (hostile / "b" / "bun.lockb").write_bytes(b"#!/usr/bin/env bun\n")
    (hostile / "b" / "node_modules" / "axios" / "lib").mkdir(parents=True)
    (hostile / "b" / "node_modules" / "axios" / "package.json").write_text('{"name": "axios", "version": "1.14.1"}')
    (hostile / "b" / "node_modules" / "nameless").mkdir()
    (hostile / "b" / "node_modules" / "nameless" / "index.js").write_text("// inert\n")
    (hostile / "b" / "node_modules" / "linked").symlink_to("../../c")
    (hostile / "c").mkdir()
    (hostile / "c" / "package.json").write_text('{"name": "linked", "version": "1.0.0"}')
    (hostile / "c" / "package-lock.json").write_text("{")
    repro_of(tally, "hostile", hostile, folder)
    repro_of(tally, "example", EXAMPLE, folder)
    for path in sorted((ROOT / "tests" / "golden" / "scan").glob("*/in")):
        repro_of(tally, path.parent.name, path, folder)
    if DATA:
        repro_of(tally, "fixtures", DATA / "lockfile-fixtures", folder)
    # Settings come along: what they declare changes the answer.
    declared = folder / "declared"
    shutil.copytree(ROOT / "tests" / "golden" / "scan" / "private-name" / "in", declared)
    first = cordon("scan", "--packs-only", "--repro", folder / "declared.tar", ".", cwd=declared)
    unpacked(folder / "declared.tar", folder / "declared-unpacked")
    again = cordon("scan", "--packs-only", "inputs", cwd=folder / "declared-unpacked")
    check(tally, "--repro with settings", first.stdout.split(b"\n")[0] == again.stdout.split(b"\n")[0], f"{again.stdout[:200]}")
    # Nothing in it leads out.
    links = folder / "links"
    shutil.copytree(EXAMPLE, links)
    (links / "out").symlink_to("/etc")
    (links / "up").symlink_to("../../../../../../etc/passwd")
    (links / "loop").symlink_to("loop")
    os.mkfifo(links / "bun.lock")
    cordon("scan", "--packs-only", "--repro", folder / "links.tar", links)
    with tarfile.open(folder / "links.tar") as archive:
        targets = {pathlib.Path(m.name).name: m.linkname for m in archive.getmembers() if m.issym()}
    check(tally, "--repro of links", targets == {"out": "/outside", "loop": "loop"}, f"{targets}")
    repro_of(tally, "links", links, folder)
    # Credentials stay here, and make no difference.
    ids = set()
    for credential in ("s3cret-one", "another:s3cret"):
        place = folder / credential
        shutil.copytree(EXAMPLE, place / "in")
        lock = place / "in" / "package-lock.json"
        lock.write_text(lock.read_text().replace("https://", f"https://{credential}@").replace('.tgz"', f'.tgz?token={credential}"'))
        place = place / "in"
        shown = b"".join(cordon("scan", "--packs-only", "--format", format_, place).stdout for format_ in SCAN_FORMATS)
        shown += cordon("inventory", "--format", "json", place).stdout + cordon("inventory", place).stdout
        for written in (str(place), str(place).replace("_", "\\_")):  # markdown escapes what a random name may hold
            shown = shown.replace(written.encode(), b"")
        check(tally, "no credential is shown", credential.encode() not in shown)
        report = json.loads(cordon("scan", "--packs-only", "--format", "json", place).stdout)
        ids.add(" ".join(finding["id"] for finding in report["findings"]))
        cordon("scan", "--packs-only", "--repro", folder / "credential.tar", ".", cwd=place)
        check(tally, "--repro without credentials in addresses", credential.encode() not in (folder / "credential.tar").read_bytes())
        repro_of(tally, f"credential {len(ids)}", place, folder)
    check(tally, "fingerprints of two credentials", len(ids) == 1 and ids != {""}, f"{ids}")
    secret = folder / "secret"
    shutil.copytree(EXAMPLE, secret)
    (secret / ".npmrc").write_text("//registry.example.test/:_authToken=not-a-token-but-secret\n")
    cordon("scan", "--packs-only", "--repro", folder / "secret.tar", secret)
    names = unpacked(folder / "secret.tar", folder / "secret-unpacked")
    check(tally, "--repro without credentials", not any(".npmrc" in name for name in names)
          and b"not-a-token" not in (folder / "secret.tar").read_bytes()
          and ".npmrc" in (folder / "secret-unpacked" / "left-out.txt").read_text(), f"{sorted(names)}")


def main():
    tally = Tally()
    for part in (schemas, exit_codes, stays, same_bytes, outputs_at_once, explains, repros):
        if sys.argv[1:] and part.__name__ not in sys.argv[1:]:
            continue
        with tempfile.TemporaryDirectory(prefix="cordon-outputs-") as temporary:
            part(tally, pathlib.Path(temporary).resolve())
    return tally.finish()


if __name__ == "__main__":
    sys.exit(main())
