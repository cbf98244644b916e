#!/usr/bin/env python3
"""Prints what a yarn.lock of version 1 locks, as sorted lines name@version: real names, no workspaces.

Counts by lines and patterns, sharing nothing with Cordon's reader. usage: count_yarn_classic.py FILE"""
import re
import sys
import urllib.parse

WORD = re.compile(r'"(?:[^"\\]|\\.)*"|[^\s",]+')
TARBALL = re.compile(r"https?://[^/]+/(?:.*/)?((?:@[^/]+/)?[^/]+)/-/[^?#]+\.tgz(?:[?#].*)?$")


def unquoted(word):
    return word[1:-1] if word.startswith('"') else word


def blocks(text):
    """(selectors, fields) of each block; fields are the words directly in it."""
    for line in text.lstrip("\ufeff ").splitlines():
        depth = len(line) - len(line.lstrip(" "))
        if not line.strip() or line.strip().startswith("#"):
            continue
        if depth == 0 and line.rstrip().endswith(":"):
            selectors = [unquoted(word) for word in WORD.findall(line.rstrip()[:-1])]
            fields = {}
            yield selectors, fields
        elif depth == 2 and (match := re.match(r'"?(\w+)"?:? +("(?:[^"\\]|\\.)*"|\S+)', line.strip())):
            fields[match.group(1)] = unquoted(match.group(2))


def real_name(selector, fields):
    name, _, wanted = selector[1:].partition("@")
    name = selector[0] + name
    if wanted.startswith("npm:") and re.match(r"npm:(@[\w.~-]+/)?[a-zA-Z]", wanted):
        name = "@".join(wanted[4:].split("@")[:2]) if wanted[4] == "@" else wanted[4:].split("@")[0]
    elif wanted.startswith("http") and (tarball := TARBALL.match(fields.get("resolved", wanted))):
        name = urllib.parse.unquote(tarball.group(1))
    # Behind a registry selector "name" is only what the project calls the package.
    by_address = not wanted.startswith("npm:") and (":" in wanted or "/" in wanted)
    return fields.get("name", name) if by_address else name


def main():
    owner = {}
    for selectors, fields in blocks(open(sys.argv[1], encoding="utf-8").read()):
        owner.update((selector, fields) for selector in selectors)
    kept = {(selector, id(fields)): fields for selector, fields in owner.items() if "@workspace:" not in selector}
    print("\n".join(sorted({real_name(key[0], fields) + "@" + fields.get("version", "") for key, fields in kept.items()})))


if __name__ == "__main__":
    main()
