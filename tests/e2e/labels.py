#!/usr/bin/env python3
"""Scans every labelled real lockfile (lockfiles/MANIFEST.tsv of the shared data) and holds the answer against its label:
infected ones are found with the right packages and exposure, all others accuse nothing and end with exit code 0.
Ends with the line `N passed, N failed, N skipped`."""
import csv
import json
import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tools"))
from common import Tally  # noqa: E402

CORDON = ROOT / "build" / "release" / "cordon"
# What the note of each infected file says is in it.
EXPECTED = {
    "axios@1.14.1": "axios@1.14.1", "ORPHAN plain-crypto-js@4.2.1": "plain-crypto-js@4.2.1",
    "plain-crypto-js@4.2.1": "plain-crypto-js@4.2.1", "plain-crypto-js ^4.2.1": "plain-crypto-js@4.2.1",
    "plain-crypto-js@4.2.1 orphan": "plain-crypto-js@4.2.1", "colors@1.4.1": "colors@1.4.1"}


def expected(row):
    """From the note: which releases stand in the file. A release that the note says was taken back is not among them."""
    note = row["note"]
    found = {release for words, release in EXPECTED.items() if words in note}
    if "axios back to" in note or "axios is 1.18.1" in note:
        found.discard("axios@1.14.1")
    return found if row["label"] == "infected" else set()


def main():
    tally = Tally()
    data = os.environ.get("CORDON_SHARED_DATA")
    if not data:
        tally.skip("labels", "CORDON_SHARED_DATA is not set")
        return tally.finish()
    folder = pathlib.Path(data) / "lockfiles"
    for row in csv.DictReader((folder / "MANIFEST.tsv").open(), delimiter="\t"):
        done = subprocess.run([CORDON, "scan", "--packs-only", "--format", "json", folder / row["file"]],
                              capture_output=True, text=True, check=False)
        try:
            report = json.loads(done.stdout)
        except ValueError:
            tally.fail(row["file"], f"no report: exit code {done.returncode}, {done.stderr.strip()}")
            continue
        hits = [f for f in report["findings"] if f["rule_id"] == "malware.known-package"]
        accused = {f"{f['subject']['name']}@{f['subject']['version']}" for f in hits}
        wanted = expected(row)
        problems = []
        if accused != wanted:
            problems.append(f"accuses {sorted(accused)}, should {sorted(wanted)}")
        if done.returncode != (1 if wanted else 0):
            problems.append(f"exit code {done.returncode}, unread {report['coverage']['unread'][:3]}")
        for hit in hits:
            exposure = {step: fact["value"] for step, fact in hit["exposure"].items()}
            if exposure["resolved"] != "yes" or exposure["installed"] == "yes" or exposure["forbidden"] == "yes":
                problems.append(f"exposure {exposure}")
        read = sum(each["components"] for each in report["coverage"]["read"])
        if read < int(row["packages"]) * 0.98:
            problems.append(f"{read} components of {row['packages']}")
        if problems:
            tally.fail(row["file"], "; ".join(problems))
        else:
            tally.ok()
    return tally.finish()


if __name__ == "__main__":
    sys.exit(main())
