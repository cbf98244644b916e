#!/usr/bin/env python3
"""Prints what a yarn.lock of yarn 2 or newer locks, as sorted lines name@version: real names, no workspaces.

Counts by lines and patterns, without a YAML reader. usage: count_yarn_berry.py FILE"""
import re
import sys
import urllib.parse

FIELD = re.compile(r'  (resolution|version): +(?:"([^"]*)"|(\S.*?))\s*$')
TARBALL = re.compile(r"https?://[^/]+/(?:.*/)?((?:@[^/]+/)?[^/]+)/-/[^?#]+\.tgz")


def entries(text):
    """Fields of each entry by its key; of equal keys the last one counts."""
    found, fields = {}, {}
    for line in text.removeprefix("\ufeff").splitlines():
        key = re.match(r'(?:\? )?("[^"]+"|[^\s#:][^\s]*?)(?: *:)?\s*$', line)
        if key and not line.startswith(" "):
            fields = found[key.group(1).strip('"')] = {}
        elif match := FIELD.match(line):
            fields[match.group(1)] = match.group(2) if match.group(2) is not None else match.group(3)
    return found


def package(resolution, version):
    """name@version, or None for a workspace."""
    at = resolution.index("@", 1)
    name, reference = resolution[:at], resolution[at + 1:].split("::")[0]
    if reference.startswith("virtual:"):
        reference = reference.split("#", 1)[1]
    if reference.startswith("workspace:"):
        return None
    if reference.startswith("patch:"):
        return package(urllib.parse.unquote(reference[6:].split("#")[0]), version)
    if reference.startswith("npm:"):
        locked = reference[4:]
        return locked if "@" in locked[1:] else f"{name}@{locked}"
    tarball = TARBALL.match(reference)
    return f"{urllib.parse.unquote(tarball.group(1)) if tarball else name}@{version}"


def main():
    found = entries(open(sys.argv[1], encoding="utf-8").read())
    found.pop("__metadata", None)
    lines = {package(fields["resolution"], fields.get("version", "")) for fields in found.values() if "resolution" in fields}
    print("\n".join(sorted(line for line in lines if line)))


if __name__ == "__main__":
    main()
