#!/usr/bin/env python3
"""Checks that the modules of src/ depend downward only, and enter each other through their doors only.

A module may include what lies in a layer below its own, never another module of its own layer. Where a module's README
has a section "Doors", other modules may include the headers listed there and no others."""
import pathlib
import re
import sys

import common
from common import Tally

LAYERS = [
    ["base"],
    ["model"],
    ["crypto", "archive", "store", "net", "bus", "sandbox", "rules", "git", "javascript"],
    ["inventory", "sbom", "intel", "integrity", "change", "exposure", "inspect", "registry", "host", "network", "response"],
    ["checks", "policy", "detection"],
    ["app", "gate"],
    ["cli", "daemon", "hub"],
]
# Headers that the build writes into build/<preset>/gen, and the one module that may include each.
BUILT = {"incident_packs_digest.h": "intel", "source_list_text.h": "intel"}
# What the kernel programs share with the one module that loads them.
SHARED = {"bpf/event.h": "host"}
LAYER_OF = {module: layer for layer, modules in enumerate(LAYERS) for module in modules}


def doors_of(readme_text):
    """Headers a README lists under "Doors", or None when it has no such section. `file.h` or `folder/file.h`."""
    section = re.search(r"^#+\s*Doors\b.*?$(.*?)(?=^#+\s|\Z)", readme_text, re.M | re.S | re.I)
    return set(re.findall(r"`([\w./-]+\.h)`", section.group(1))) if section else None


def is_door(header, module, doors):
    inside = header.removeprefix(module + "/")
    return bool({header, inside} & doors)


def check_file(path, includes, doors, tally):
    """path: src/<module>/...; includes: [(line, header)]; doors: {module: set or None}."""
    module = path.split("/")[1]
    good = True
    for line, header in includes:
        other = header.split("/")[0]
        where = f"{path}:{line}"
        if module in (BUILT.get(header), SHARED.get(header)):
            continue
        if "/" not in header or other not in LAYER_OF:
            tally.fail(where, f'"{header}" is not "module/file.h" of a known module')
        elif other == module:
            continue
        elif LAYER_OF[other] == LAYER_OF[module]:
            tally.fail(where, f"{module} and {other} stand in one layer and may not include each other")
        elif LAYER_OF[other] > LAYER_OF[module]:
            tally.fail(where, f"{module} (layer {LAYER_OF[module]}) includes {other} (layer {LAYER_OF[other]}) above it")
        elif doors.get(other) is not None and not is_door(header, other, doors[other]):
            tally.fail(where, f'"{header}" is no door of {other} (src/{other}/README.md)')
        else:
            continue
        good = False
    if good:
        tally.ok()


def all_doors():
    """{module: set of headers, or None where no README lists any}."""
    readmes = {module: common.ROOT / "src" / module / "README.md" for module in LAYER_OF}
    return {module: doors_of(path.read_text()) if path.is_file() else None for module, path in readmes.items()}


def main():
    tally, doors = Tally(), all_doors()
    for module in LAYER_OF:
        for header in sorted(doors[module] or ()):
            if not (common.ROOT / "src" / module / header.removeprefix(module + "/")).is_file():
                tally.fail(f"src/{module}/README.md", f"door {header} does not exist")
    for path in common.files(".h", ".cpp", under=["src/"]):
        if pathlib.PurePath(path).parts[1] not in LAYER_OF:
            tally.fail(path, "not in a module that tools/layers.py knows")
            continue
        check_file(path, common.includes_of(path), doors, tally)
    return tally.finish()


if __name__ == "__main__":
    sys.exit(main())
