"""What the layers' JSON reports have in common: findings[] with rule_id, severity, subject and evidence."""
import json


class NotAsked(Exception):
    """A layer that has nothing to look for in this mode; the text says why."""


class NoReport(ValueError):
    """A layer that should have answered and did not."""


def parse(done, run, layer):
    """The report of a finished command, kept as <layer>.json. Exit codes 0, 1 and 3 have one."""
    if done.returncode not in (0, 1, 3):
        raise NoReport(f"exit code {done.returncode}: {done.stderr.strip()[:300]}")
    return keep(done.stdout, run, layer)


def keep(text, run, layer):
    (run.folder / f"{layer}.json").write_text(text)
    try:
        report = json.loads(text)
    except ValueError as error:
        raise NoReport(f"no JSON: {error}: {text[:200]!r}") from error
    return report


def release(purl):
    """name@version of an npm purl."""
    return purl.removeprefix("pkg:npm/").split("?")[0].replace("%40", "@")


def package(subject):
    """name@version of a finding's subject, from its members or else from its purl."""
    if subject.get("name") and subject.get("version"):
        return f"{subject['name']}@{subject['version']}"
    return release(subject.get("purl") or "") or subject.get("path") or subject.get("kind", "")


def sources(finding):
    """How many different files and events stand behind a finding; what packs know is no trace of it."""
    return len({each["locator"].rpartition(":")[0] if each["locator"].rpartition(":")[2].isdigit() else each["locator"]
                for each in finding.get("evidence", []) if each.get("kind") != "knowledge"})


def seen(report):
    """The findings as rows of the matrix. A report without the member is no report."""
    if "findings" not in report:
        raise NoReport(f"no findings[]: {sorted(report)}")
    return [{"rule_id": finding["rule_id"], "severity": finding["severity"], "package": package(finding["subject"]),
             "exposure": [fact for fact, each in (finding.get("exposure") or {}).items() if each["value"] == "yes"],
             "sources": sources(finding), "what": "; ".join(filter(None, ((each.get("excerpt") or each.get("locator")) for each in finding.get("evidence", [])[:3])))}
            for finding in report["findings"] if not finding.get("waived")]
