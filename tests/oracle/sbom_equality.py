#!/usr/bin/env python3
"""Writes SBOMs of the real lockfiles of the shared data and holds them against the official schemas of CycloneDX 1.6 and
1.7 and of SPDX 2.3, and the components and edges of package-lock.json against what `npm sbom` says of the same file.
Ends with the line `N passed, N failed, N skipped`."""
import collections
import concurrent.futures
import functools
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import urllib.parse

import jsonschema

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tools"))
from common import Tally  # noqa: E402

PROGRAM = ROOT / "build" / "asan" / "cordon"
DATA = pathlib.Path(os.environ["CORDON_SHARED_DATA"]) if os.environ.get("CORDON_SHARED_DATA") else None
NAMES = ("package-lock.json", "npm-shrinkwrap.json", "yarn.lock", "pnpm-lock.yaml", "bun.lock", "deno.lock")
FORMATS = ("cyclonedx-1.6", "cyclonedx-1.7", "spdx-2.3")


def dump(kind, path):
    """What `cordon sbom create` writes of the lockfile; nothing where that cannot be read."""
    done = subprocess.run([PROGRAM, "sbom", "create", "--format", kind, path.name], cwd=path.parent, capture_output=True,
                          check=False, env={**os.environ, "ASAN_OPTIONS": "detect_leaks=0"})
    if done.returncode not in (0, 2, 3):
        raise RuntimeError(f"exit code {done.returncode}: {done.stderr[-500:]}")
    return json.loads(done.stdout) if done.returncode != 2 else None


def known_parts(schema, parts):
    """How a validator finds the other files of a schema: newer libraries have a registry, Debian 12's a resolver."""
    try:
        import referencing
    except ImportError:
        return {"resolver": jsonschema.RefResolver.from_schema(schema, store={part["$id"]: part for part in parts})}
    return {"registry": referencing.Registry().with_resources(
        [(part["$id"], referencing.Resource.from_contents(part)) for part in parts])}


def validators():
    folder = DATA / "cyclonedx" / "schema"
    parts = [json.loads((folder / name).read_text())
             for name in ("spdx.schema.json", "jsf-0.82.schema.json", "cryptography-defs.schema.json")]
    made = {}
    for version in ("1.6", "1.7"):
        schema = json.loads((folder / f"bom-{version}.schema.json").read_text())
        for name in ("components", "dependencies"):  # judged by twice(): the library compares each with each
            del schema["properties"][name]["uniqueItems"]
        made[f"cyclonedx-{version}"] = jsonschema.Draft7Validator(
            schema, format_checker=jsonschema.FormatChecker(), **known_parts(schema, parts))
    schema = json.loads((DATA / "spdx/spec-2.3/schemas/spdx-schema.json").read_text())
    made["spdx-2.3"] = jsonschema.validators.validator_for(schema)(schema)
    return made


def twice(document):
    """A name that two parts have, or nothing."""
    parts = document.get("packages") or [*document.get("components", []), document["metadata"].get("component", {})]
    names = [part.get("SPDXID") or part.get("bom-ref") for part in parts]
    refs = [each["ref"] for each in document.get("dependencies", [])]
    return next((name for names in (names, refs) for name in names if names.count(name) > 1), None) \
        if len(set(names)) < len(names) or len(set(refs)) < len(refs) else None


# --- beside npm ------------------------------------------------------------------------------------------------------

def label(purl):
    name, _, version = purl.removeprefix("pkg:npm/").partition("?")[0].rpartition("@")
    return urllib.parse.unquote(name) + "@" + urllib.parse.unquote(version)


def graph_of(document):
    """Distinct name@version of the components, and the edges between them; the project is "."."""
    names, components = {}, set()
    for component in document["components"]:
        if "purl" not in component:  # a workspace package of ours
            names[component["bom-ref"]] = component["name"] + "@" + component.get("version", "")
        else:
            names[component["bom-ref"]] = label(component["purl"])
        components.add(names[component["bom-ref"]])
    names[document["metadata"]["component"]["bom-ref"]] = "."
    edges = {(names[each["ref"]], names[target]) for each in document["dependencies"] for target in each.get("dependsOn", [])}
    return components, edges


def npm_sbom(path, folder):
    """What npm says of the lockfile alone; nothing where it refuses it."""
    lock = json.loads(path.read_text(encoding="utf-8-sig"))
    root = lock.get("packages", {}).get("")
    if root is None:
        return None
    kept = ("name", "version", "dependencies", "devDependencies", "optionalDependencies", "peerDependencies",
            "peerDependenciesMeta", "workspaces")
    (folder / "package.json").write_text(json.dumps({key: root[key] for key in kept if key in root}))
    (folder / "package-lock.json").write_bytes(path.read_bytes())
    done = subprocess.run(["npm", "sbom", "--package-lock-only", "--offline", "--sbom-format", "cyclonedx"], cwd=folder,
                          env={"PATH": os.environ["PATH"], "HOME": str(folder)}, capture_output=True, check=False)
    return json.loads(done.stdout) if done.returncode == 0 else None


def compare_with_npm(path, ours):
    """(kind of result, name, why)."""
    name = f"npm sbom {path.relative_to(DATA)}"
    with tempfile.TemporaryDirectory() as folder:
        theirs = npm_sbom(path, pathlib.Path(folder))
    if theirs is None:
        return "skip", name, "npm refuses the lockfile"
    (our_components, our_edges), (their_components, their_edges) = graph_of(ours), graph_of(theirs)
    # npm writes one instance of a release with that instance's edges: what another instance resolves otherwise is lost.
    instances = collections.Counter(component.get("purl") for component in ours["components"])
    several = {label(purl) for purl, count in instances.items() if purl and count > 1}
    our_edges = {edge for edge in our_edges if edge in their_edges or edge[0] not in several}
    differences = [f"{len(one - other)} {what}, such as {sorted(one - other)[:2]}"
                   for what, one, other in (("components only ours", our_components, their_components),
                                            ("components only npm's", their_components, our_components),
                                            ("edges only ours", our_edges, their_edges),
                                            ("edges only npm's", their_edges, our_edges)) if one - other]
    return ("fail", name, "; ".join(differences)) if differences else ("ok", name, "")


@functools.cache
def validators_of_process():
    return validators()


def examine(path):
    """Results of one lockfile, in order."""
    results = []
    for kind in FORMATS:
        document, name = dump(kind, path), f"{kind} {path.relative_to(DATA)}"
        if document is None:
            results.append(("skip", name, "the lockfile cannot be read"))
            continue
        error = next(validators_of_process()[kind].iter_errors(document), None)
        if error:
            results.append(("fail", name, f"{'/'.join(map(str, error.absolute_path))}: {error.message[:300]}"))
        elif twice(document):
            results.append(("fail", name, f"two parts are named {twice(document)}"))
        else:
            results.append(("ok", name, ""))
        if kind == "cyclonedx-1.6" and path.name == "package-lock.json":
            results.append(compare_with_npm(path, document))
    return results


def main():
    tally = Tally()
    if not DATA or not PROGRAM.is_file():
        tally.skip("documents", f"CORDON_SHARED_DATA is not set, or there is no {PROGRAM.name}")
        return tally.finish()
    if not shutil.which("npm"):
        tally.fail("npm", "is not here: ./dev setup e2e")
        return tally.finish()
    paths = sorted(path for folder in ("lockfiles", "lockfiles-large") for path in (DATA / folder).rglob("*")
                   if path.name in NAMES and path.is_file())
    paths = [path for path in paths if not sys.argv[1:] or any(word in str(path) for word in sys.argv[1:])]
    with concurrent.futures.ProcessPoolExecutor() as pool:
        for results in pool.map(examine, paths):
            for kind, name, why in results:
                tally.ok() if kind == "ok" else getattr(tally, kind)(name, why)
    return tally.finish()


if __name__ == "__main__":
    sys.exit(main())
