#!/usr/bin/env python3
"""Prints the sorted set of name@version in a pnpm-lock.yaml, by a second, line-based reading of the layout that pnpm
itself writes (two spaces a level, keys sorted). It shares no code and no YAML library with Cordon. Packages that are
folders of the workspace are left out."""
import re
import sys

KEY = re.compile(r"^( *)(?:- )?(?:'((?:[^']|'')*)'|\"([^\"]*)\"|([^'\"\s{][^{]*?)):(?: (.*))?$")

def scalar(text):
    return (text or "").strip().strip("'\"")

def count(text):
    importers, entries, section, entry = {"."}, {}, "", None  # entries: key -> fields of the entry
    old = re.search(r"^lockfileVersion: '?[56]", text, re.M) is not None
    for line in text.replace("\r\n", "\n").removeprefix("\ufeff").split("\n"):
        match = KEY.match(line)
        if not match or line.lstrip().startswith("#"):
            continue
        key = next(g for g in match.groups()[1:4] if g is not None).replace("''", "'")
        depth, value = len(match[1]) // 2, match[5]
        if depth == 0:
            section, entry = key, None
        elif depth == 1 and section == "importers":
            importers.add(key)
        elif depth == 1 and section in ("packages", "snapshots"):
            entry = entries.setdefault(key if old else re.sub(r"\(.*$", "", key), {"old": old})
        elif entry is not None and section == "packages":
            if depth == 2 and key in ("name", "version"):
                entry[key] = scalar(value)
            if directory := re.search(r"directory: ([^,}]+)", line):
                entry["directory"] = scalar(directory[1])
    return sorted({name_version(key, entry) for key, entry in entries.items()
                   if entry.get("directory", key.partition("@file:")[2] or None) not in importers})

def name_version(key, entry):
    named = re.match(r"^/?((?:@[^/]+/)?[^/@:]+)[@/]([^(]*)", key.removeprefix("/") if entry["old"] else key)
    hosted = re.match(r"^[^/@]+/((?:@[^/]+/)?[^/@]+)[@/](\d+\.\d+\.\d+[^_(/]*)", key)
    if entry["old"] and not key.startswith("/"):
        named = hosted
    name = named[1] if named else entry.get("name", "")
    version = re.sub(r"_.*$|(?<=\d)/.*$", "", named[2]) if named and ("/" not in named[2] or entry["old"]) else ""
    version = "" if re.match(r"^(file|https?|git[^:]*|ssh):", version) else version.rpartition(":")[2]
    return f"{name}@{version if entry['old'] and version else entry.get('version', version)}"


if __name__ == "__main__":
    print("\n".join(count(open(sys.argv[1], encoding="utf-8").read())))
