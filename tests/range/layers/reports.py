"""What the layers' JSON reports have in common: findings[] with rule_id, severity, subject and evidence."""
import json


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
    run.outputs[layer] = report
    return report


def package(subject):
    """name@version of a finding's subject, from its members or else from its purl."""
    if subject.get("name") and subject.get("version"):
        return f"{subject['name']}@{subject['version']}"
    purl = (subject.get("purl") or "").removeprefix("pkg:npm/").split("?")[0].replace("%40", "@")
    return purl or subject.get("path") or subject.get("kind", "")


def seen(report):
    """The findings as rows of the matrix. A report without the member is no report."""
    if "findings" not in report:
        raise NoReport(f"no findings[]: {sorted(report)}")
    return [{"rule_id": finding["rule_id"], "severity": finding["severity"], "package": package(finding["subject"]),
             "exposure": {fact: len(each["evidence"]) for fact, each in (finding.get("exposure") or {}).items() if each["value"] == "yes"},
             "what": "; ".join(filter(None, ((each.get("excerpt") or each.get("locator")) for each in finding.get("evidence", [])[:3])))}
            for finding in report["findings"] if not finding.get("waived")]
