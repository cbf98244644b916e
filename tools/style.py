#!/usr/bin/env python3
"""The rules of style that a script can check (CONTRIBUTING.md says why each is there).

Exceptions stand in tools/style_allow.txt: `rule path: reason`. One that no longer applies is itself a failure."""
import re
import sys

import batches
import common
import cpp_text
from common import ROOT, Tally
from layers import all_doors, is_door

FILE_LINES, FUNCTION_LINES, LINE_COLUMNS = 400, 70, 120
BANNED_CALLS = ["strcpy", "strcat", "sprintf", "vsprintf", "gets", "system", "popen", "atoi", "atol", "atof", "strtok",
                "rand", "srand", "tmpnam", "mktemp", "alloca", "setjmp", "longjmp"]
BANNED_CALL = re.compile(r"(?<![\w.>])(?:std::|::)?(" + "|".join(BANNED_CALLS) + r")\s*\(|\bstd::(w?regex|regex_\w+)\b")
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
MACHINE_PATH = re.compile(r"(?<![\w/.~-])/(work|root|tmp/wt|tmp/brief)/")
TEXT = (".h", ".cpp", ".py", ".md", ".txt", ".json", ".yaml", ".yml", ".cmake", ".mjs", ".sh", ".tsv", ".dict", "dev", "run")
REGISTRY_TABLE = "src/model/registries.cpp"


def registry_domains():
    """Domains of package registries, from the one table that may name them."""
    return re.findall(r'\{"([a-z0-9.-]+\.[a-z]+)",', (ROOT / REGISTRY_TABLE).read_text())


def host_pattern(domains):
    return re.compile(r"(?<![\w-])(?:[\w-]+\.)*(?:" + "|".join(map(re.escape, domains)) + r")(?![\w-]|\.\w)", re.I)


def text_problems(path, text, hosts):
    """(rule, line, what) for any text file."""
    for number, line in enumerate(text.split("\n"), 1):
        if path != "tools/style.py" and UNFINISHED.search(line):
            yield "unfinished", number, "a note to come back; finish it or write it into docs/limits.md"
        if path != "tools/style.py" and MACHINE_PATH.search(line):
            yield "machine-path", number, "a path of one machine"
        if path != REGISTRY_TABLE and hosts.search(line):
            yield "registry-host", number, f"a registry's host name; only {REGISTRY_TABLE} may hold one"


def cpp_problems(path, text):
    """(rule, line, what) for hand-written C++."""
    lines = text.rstrip("\n").split("\n")
    if len(lines) > FILE_LINES:
        yield "file-length", len(lines), f"{len(lines)} lines; at most {FILE_LINES}: it does two things"
    if path.endswith(".h") and "#pragma once" not in lines:
        yield "pragma-once", 1, "a header without #pragma once"
    for number, line in enumerate(cpp_text.without_raw_strings(text).split("\n"), 1):
        if len(line) > LINE_COLUMNS:
            yield "line-length", number, f"{len(line)} columns; at most {LINE_COLUMNS}"
    for number, line in enumerate(cpp_text.blank(text).split("\n"), 1):
        if call := BANNED_CALL.search(line):
            yield "banned-call", number, f"{call.group(0).strip('( ')} is banned"
    if path.startswith("src/") and path.endswith(".cpp"):
        code = cpp_text.blank(text)
        enumerators = " ".join(re.findall(r"^enum(?! class)[^{;]*\{[^}]*\}", code, re.M))  # come as a whole
        known = set(re.findall(r"\w+", enumerators)) | set(batches.DEFINE.findall(code))
        for name in batches.private_names(code).keys() - known:
            if len(re.findall(rf"\b{name}\b", code)) < 2:
                yield "unused", 1, f"{name} is private to this file and not used in it"
    for first, last, head in cpp_text.functions(text):
        if last - first + 1 > FUNCTION_LINES:
            yield "function-length", first, f"{last - first + 1} lines; at most {FUNCTION_LINES}: {head[-60:]}"


def untested(names, doors):
    """Sources behind a door of their module that have no test beside them: (rule, path, line, what). In a module whose
    README lists no doors yet, every header is one. foo_test.cpp may be split: foo_peers_test.cpp counts."""
    present = set(names)
    for name in names:
        if not (name.startswith("src/") and name.endswith(".cpp")) or name.endswith(("_test.cpp", "/main.cpp")):
            continue
        module, stem = name.split("/")[1], name.removesuffix(".cpp")
        header = stem.removeprefix("src/") + ".h"
        if stem + ".h" not in present or (doors.get(module) is not None and not is_door(header, module, doors[module])):
            continue
        if not any(other.startswith(stem + "_") and other.endswith("_test.cpp") for other in names):
            yield "untested", name, 1, f"no {stem.split('/')[-1]}_test.cpp beside it"


def allowances(text):
    """{(rule, path): reason} of tools/style_allow.txt."""
    found = {}
    for line in text.split("\n"):
        if match := re.match(r"([\w-]+) ([^:#\s]+): (.+)", line):
            found[match.group(1), match.group(2)] = match.group(3)
    return found


def main():
    tally = Tally()
    hosts = host_pattern(registry_domains())
    allowed, used = allowances((ROOT / "tools/style_allow.txt").read_text()), set()
    found = []
    cpp = common.cpp_files()
    for path in common.files(*TEXT):
        text = (ROOT / path).read_text(errors="replace")
        problems = list(text_problems(path, text, hosts))
        if path in cpp:
            problems += cpp_problems(path, text)
        found += [(rule, path, line, what) for rule, line, what in problems]
    found += untested(cpp, all_doors())
    for rule, path, line, what in found:
        if (rule, path) in allowed:
            used.add((rule, path))
        else:
            tally.fail(f"{path}:{line}", f"{what} [{rule}]")
    for rule, path in sorted(set(allowed) - used):
        tally.fail(f"tools/style_allow.txt {path}", f"the exception {rule} is no longer needed: take it out")
    tally.ok(len(cpp) - len({path for _, path, _, _ in found} & set(cpp)))
    return tally.finish()


if __name__ == "__main__":
    sys.exit(main())
