#!/usr/bin/env python3
"""Prints what a deno.lock locks, as sorted lines name@version; a remote module is its address and '@'.

Counts by lines, by the layout that deno itself writes: two spaces a level, one key a line. Shares nothing with Cordon's
reader. usage: count_deno.py FILE"""
import re
import sys

KEY = re.compile(r'^( *)"((?:[^"\\]|\\.)*)":')


def count(text):
    if not re.search(r'^  "version": "[45]"', text, re.M):
        raise ValueError("no deno.lock of version 4 or 5")
    section, found = "", set()
    for line in text.splitlines():
        match = KEY.match(line)
        if not match:
            continue
        depth, key = len(match.group(1)), match.group(2)
        if depth == 2:
            section = key
        elif depth == 4 and section in ("npm", "jsr"):
            at = key.index("@", 1)
            found.add(key[:at] + "@" + key[at + 1:].split("_")[0])
        elif depth == 4 and section == "remote":
            found.add(key + "@")
    return sorted(found)


if __name__ == "__main__":
    print("\n".join(count(open(sys.argv[1], encoding="utf-8").read())))
