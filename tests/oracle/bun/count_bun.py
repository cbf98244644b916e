#!/usr/bin/env python3
"""Prints what a bun.lock locks, as sorted lines name@version: real names, no workspaces.

Reads the comments and trailing commas away by patterns and leaves the rest to Python's own JSON; shares nothing with
Cordon's reader. A package that is no version of a registry has an empty version. usage: count_bun.py FILE"""
import json
import re
import sys

TEXT = r'"(?:[^"\\]|\\.)*"'


def plain_json(text):
    """The text without comments and trailing commas; what stands in strings stays."""
    text = re.sub(rf"({TEXT})|//[^\n]*|/\*.*?\*/", lambda match: match.group(1) or " ", text, flags=re.S)
    return re.sub(rf"({TEXT})|,(?=\s*[\]}}])", lambda match: match.group(1) or "", text)


def package(resolution):
    """name@version, or None for what belongs to the project itself."""
    at = resolution.find("@", 1)
    name, what = resolution[:at], resolution[at + 1:]
    if resolution.startswith("@root:") or what.startswith(("workspace:", "root:")):
        return None
    version = what if re.fullmatch(r"\d+\.\d+\.\d+(?:[-+][\w.+-]*)?", what) else ""
    return f"{name}@{version}"


def count(text):
    lock = json.loads(plain_json(text.removeprefix("\ufeff")))
    int(lock["lockfileVersion"])
    found = {package(entry[0]) for entry in lock.get("packages", {}).values()}
    return sorted(line for line in found if line)


if __name__ == "__main__":
    print("\n".join(count(open(sys.argv[1], encoding="utf-8").read())))
