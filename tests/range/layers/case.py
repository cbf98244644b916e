"""`cordon case`: everything that the other layers said goes into a case, which is verified and told.

A case makes no findings of its own. Its rows say which parts of the story its report tells of the culprit, and whether the
chain of records holds."""
from layers import reports

VERB = "case"
STEPS = ("publish", "resolve", "fetch", "script", "process", "connection")


def must(done):
    if done.returncode not in (0, 1, 3):
        raise reports.NoReport(f"{' '.join(done.args[1:4])}: exit code {done.returncode}: {done.stderr.strip()[:300]}")
    return done


def ask(run):
    folder, culprit = run.folder / "case", run.scenario["culprit"]
    files = [run.folder / f"{layer}.json" for layer in ("scan", "watch", "traffic", "hunt")] + [run.events, run.capture]
    must(run.cordon("case", "new", folder))
    must(run.cordon("case", "add", folder, *(file for file in files if file.exists() and file.stat().st_size > 0)))
    verified = must(run.cordon("case", "verify", folder))
    told = must(run.cordon("case", "report", folder, "--format", "markdown")).stdout
    (run.folder / "case.md").write_text(told)
    rows = [{"rule_id": "case.verified", "severity": "info", "package": culprit, "what": verified.stdout.strip()[:200]}] \
        if verified.returncode == 0 else []
    name = culprit.rpartition("@")[0]
    for step, text in steps(told).items():
        if name in text:
            rows.append({"rule_id": f"case.{step}", "severity": "info", "package": culprit, "what": text.strip().split("\n")[0][:160]})
    return rows


def steps(markdown):
    """{step: its text} of the headings that name one, as in "### 4. script: what ran"."""
    found, current = {}, None
    for line in markdown.split("\n"):
        if line.startswith("#"):
            words = line.lstrip("# 0123456789.").lower()
            current = next((step for step in STEPS if words.startswith(step)), None)
        elif current:
            found[current] = found.get(current, "") + line + "\n"
    return found
