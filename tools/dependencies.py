#!/usr/bin/env python3
"""Holds docs/dependencies.json against tools/packages/*.txt and tools/clients/package.json: every package that is installed
has its line there, complete, and nothing stands there that is not installed. Lines of the group "data" name files that others
made, by their path; those of the group "clients" are npm packages."""
import json
import sys

from common import ROOT, Tally

FIELDS = ("name", "group", "kind", "why", "licence", "risk")


def installed():
    names = {}
    for path in sorted((ROOT / "tools" / "packages").glob("*.txt")):
        for line in path.read_text().split("\n"):
            if line and not line.startswith("#"):
                names.setdefault(line.split()[0], set()).add(path.stem)
    clients = json.loads((ROOT / "tools" / "clients" / "package.json").read_text())
    for name in [*clients["dependencies"], *clients.get("optionalDependencies", {})]:
        names.setdefault(name, set()).add("clients")
    return names


def main():
    tally, wanted = Tally(), installed()
    rows = json.loads((ROOT / "docs" / "dependencies.json").read_text())["dependencies"]
    for row in rows:
        missing = [field for field in FIELDS if not row.get(field)]
        if missing:
            tally.fail(row.get("name", "a dependency without a name"), "lacks " + ", ".join(missing))
        elif row["group"] == "data":
            if (ROOT / row["name"]).is_file():
                tally.ok()
            else:
                tally.fail(row["name"], "is no file of this repository")
        elif row["group"] not in wanted.get(row["name"], ()):
            tally.fail(row["name"], f"stands in group {row['group']}, which does not install it")
        else:
            tally.ok()
    for name in sorted(set(wanted) - {row.get("name") for row in rows}):
        tally.fail(name, f"group {' and '.join(sorted(wanted[name]))} installs it; docs/dependencies.json does not say why")
    if len({row.get("name") for row in rows}) != len(rows):
        tally.fail("docs/dependencies.json", "names a package twice")
    return tally.finish()


if __name__ == "__main__":
    sys.exit(main())
