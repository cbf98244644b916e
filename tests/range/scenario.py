"""Scenarios: data in scenarios/<name>/scenario.json, turned into what the registry and the sink serve.

A scenario is a row *vector x payload*, with a twin that differs in one value (README.md has the form). Nothing here touches
the network or runs anything: `build` writes files into a folder."""
import copy
import datetime
import json
import pathlib
import re

import names
import pack

SCENARIOS = names.HERE / "scenarios"
SHARED = names.HERE / "payloads"
MEMBERS = {"title", "vector", "payload", "like", "hosts", "sink", "project", "commands", "packages", "private_packages", "advisories",
           "bad", "culprit", "carrier", "back", "forward", "proof", "expect", "without_knowledge", "past_the_gate", "erase",
           "settle_seconds", "modes", "twin", "vector_twin"}
REQUIRED = MEMBERS - {"sink", "private_packages", "advisories", "bad", "carrier", "back", "forward", "without_knowledge", "past_the_gate", "erase", "modes", "vector_twin"}
CARRIER = "(carrier)"  # the package of an expectation that scenarios of one base share
AGE = re.compile(r"-(\d+)([dhm])")
HOLE = re.compile(r"\{\{(\w+)\}\}")
UNITS = {"d": "days", "h": "hours", "m": "minutes"}


class ScenarioError(Exception):
    """A scenario that is not what README.md says."""


def names_of_scenarios():
    return sorted(path.parent.name for path in SCENARIOS.glob("*/scenario.json"))


def load(name):
    """The scenario as data, checked for its members."""
    path = SCENARIOS / name / "scenario.json"
    if not path.is_file():
        raise ScenarioError(f"no scenario {name}; there are: {', '.join(names_of_scenarios())}")
    scenario = json.loads(path.read_text())
    if "base" in scenario:
        scenario = json.loads((SCENARIOS / scenario.pop("base") / "scenario.json").read_text()) | scenario
    if unknown := set(scenario) - MEMBERS:
        raise ScenarioError(f"{name}: unknown members {sorted(unknown)}")
    if missing := REQUIRED - set(scenario):
        raise ScenarioError(f"{name}: members that are missing: {sorted(missing)}")
    scenario["name"] = name
    for each in scenario["expect"]:
        if each.get("package") == CARRIER:
            each["package"] = scenario["carrier"]
    return scenario


def modes_of(scenario):
    """The modes in which a row is replayed."""
    return [mode for mode in names.MODES if mode in scenario.get("modes", names.MODES) and names.TWINS.get(mode, "title") in scenario]


def step_into(value, key):
    if isinstance(value, list):
        return value[int(key)]
    return value[key]


def twin_of(scenario, mode="twin"):
    """The benign twin: one value at one JSON pointer (RFC 6901) set or, without `value`, taken out."""
    twin = copy.deepcopy(scenario)
    fact = scenario[names.TWINS[mode]]
    *way, last = [part.replace("~1", "/").replace("~0", "~") for part in fact["pointer"].split("/")[1:]]
    place = twin
    for key in way:
        place = step_into(place, key)
    step_into(place, last)  # it must be there: a twin changes what the attack has
    if "value" in fact:
        place[int(last) if isinstance(place, list) else last] = fact["value"]
    else:
        del place[last]
    return twin


def played(name, mode):
    """The scenario as it is replayed in a mode: itself, or a twin of it."""
    scenario = load(name)
    return twin_of(scenario, mode) if mode in names.TWINS else scenario


def differences(left, right, at=""):
    """Pointers of the smallest values in which two documents differ."""
    if isinstance(left, dict) and isinstance(right, dict):
        found = []
        for key in sorted(set(left) | set(right)):
            here = f"{at}/{key.replace('~', '~0').replace('/', '~1')}"
            if key in left and key in right:
                found += differences(left[key], right[key], here)
            else:
                found.append(here)
        return found
    if isinstance(left, list) and isinstance(right, list) and len(left) == len(right):
        return [each for index, pair in enumerate(zip(left, right)) for each in differences(*pair, f"{at}/{index}")]
    return [] if left == right and type(left) is type(right) else [at]


def template(scenario_name, path, parameters):
    """The text of a template of the scenario, or else of those shared, with its {{holes}} filled."""
    for folder in (SCENARIOS / scenario_name, SHARED):
        file = folder / f"{path}.tmpl"
        if file.is_file():
            return fill(scenario_name, path, file.read_text(), parameters)
    raise ScenarioError(f"{scenario_name}: no template {path}")


def fill(scenario_name, path, text, parameters):
    def value(match):
        key = match.group(1)
        if key == "guard":
            kind = pathlib.PurePath(path).suffix
            guard = fill(scenario_name, "guard", (SHARED / f"guard{kind}.tmpl").read_text(), parameters)
            return guard.rstrip("\n")
        if key not in parameters:
            raise ScenarioError(f"{scenario_name}: {path} wants {key}, which nothing gives")
        given = parameters[key]
        return given if isinstance(given, str) else json.dumps(given)
    return HOLE.sub(value, text)


def base_parameters():
    return {"registry_url": names.REGISTRY_URL, "private_registry_url": names.PRIVATE_REGISTRY_URL, "registry_name": names.REGISTRY_NAME, "guard_variable": names.GUARD_VARIABLE,
            "guard_marker": names.GUARD_MARKER, "stratum_port": names.STRATUM_PORT}


def published(age, now):
    """A time of publication, relative to now: -18h, -22m, -30d."""
    match = AGE.fullmatch(age)
    if match is None:
        raise ScenarioError(f"{age!r} is no age; write -30d, -18h or -22m")
    when = now - datetime.timedelta(**{UNITS[match.group(2)]: int(match.group(1))})
    return when.strftime("%Y-%m-%dT%H:%M:%S.000Z")


def release(scenario, name, version, spec):
    """(manifest, archive, files) of one release."""
    parameters = base_parameters() | {"name": name, "version": version} | spec.get("parameters", {})
    manifest = {"name": name, "version": version, "license": "MIT", "main": "index.js"} | spec.get("manifest", {})
    for field in ("dependencies", "scripts"):
        if spec.get(field):
            manifest[field] = spec[field]
    files = {path: template(scenario["name"], source, parameters) for path, source in spec.get("files", {}).items()}
    files.setdefault("index.js", "// An inert package of the range.\n'use strict';\nmodule.exports = {};\n")
    files["package.json"] = json.dumps(manifest, indent=2) + "\n"
    return manifest, pack.tarball(files), files


def packument(scenario, name, package, now):
    """(packument, {path on the registry: archive}, {version: integrity})."""
    base = name.split("/")[-1]
    document = {"_id": name, "name": name, "dist-tags": package["tags"], "versions": {}, "time": {}}
    archives, integrities = {}, {}
    for version, spec in package["versions"].items():
        manifest, content, files = release(scenario, name, version, spec)
        path = f"/{name}/-/{base}-{version}.tgz"
        dist = {"tarball": path, "integrity": pack.integrity(content), "shasum": pack.shasum(content), "fileCount": len(files),
                "unpackedSize": sum(len(text.encode()) for text in files.values())}
        if provenance := spec.get("provenance"):
            dist["attestations"] = {"url": f"/-/npm/v1/attestations/{name}@{version}", "provenance": {"predicateType": provenance}}
        entry = manifest | {"_id": f"{name}@{version}", "dist": dist, "_npmUser": spec.get("publisher", package["publisher"]),
                            "maintainers": package.get("maintainers", [package["publisher"]])}
        if "binding.gyp" in files and not {"install", "preinstall"} & set(manifest.get("scripts", {})):
            # Registries write down what npm does of itself with such a package.
            entry["scripts"] = manifest.get("scripts", {}) | {"install": "node-gyp rebuild"}
            entry["gypfile"] = True
        if {"preinstall", "install", "postinstall"} & set(entry.get("scripts", {})):
            entry["hasInstallScript"] = True
        document["versions"][version] = entry | spec.get("registry_fields", {})
        document["time"][version] = published(spec["published"], now)
        archives[path], integrities[version] = content, dist["integrity"]
    document["time"] = {"created": min(document["time"].values()), "modified": max(document["time"].values())} | document["time"]
    return document, archives, integrities


def digests(scenario):
    """{name@version: integrity} of all releases of a scenario."""
    return {f"{name}@{version}": pack.integrity(release(scenario, name, version, spec)[1])
            for packages in (scenario.get("private_packages", {}), scenario["packages"])
            for name, package in packages.items() for version, spec in package["versions"].items()}


def build(scenario, folder, now=None):
    """Writes catalogue.json and archives/ for the registry, the same below private/ for that of the organisation, and sink.json
    for the sink into the folder. `now` is what times of publication count back from."""
    now = now or datetime.datetime.now(datetime.timezone.utc)
    folder = pathlib.Path(folder)
    build_registry(scenario, scenario["packages"], folder, now)
    build_registry(scenario, scenario.get("private_packages", {}), folder / "private", now)
    sink = scenario.get("sink", {})
    parameters = base_parameters() | sink.get("parameters", {})
    routes = {route: template(scenario["name"], source, parameters) for route, source in sink.get("routes", {}).items()}
    (folder / "sink.json").write_text(json.dumps({"routes": routes}, indent=1))


def build_registry(scenario, packages, folder, now):
    (folder / "archives").mkdir(parents=True, exist_ok=True)
    catalogue = {"packages": {}, "archives": {}, "attestations": {}, "advisories": scenario.get("advisories", {}).get("npm", {})}
    for name, package in packages.items():
        document, archives, integrities = packument(scenario, name, package, now)
        catalogue["packages"][name] = document
        for path, content in archives.items():
            file = f"{len(catalogue['archives']):03}.tgz"
            (folder / "archives" / file).write_bytes(content)
            catalogue["archives"][path] = file
        for version, value in integrities.items():
            if package["versions"][version].get("provenance"):
                catalogue["attestations"][f"{name}@{version}"] = attestation(name, version, value, package["versions"][version])
    (folder / "catalogue.json").write_text(json.dumps(catalogue, indent=1))


def attestation(name, version, integrity, spec):
    """What the registry says of a release's provenance. No signature: nothing in the range can make a real one."""
    return {"predicateType": spec["provenance"], "subject": f"pkg:npm/{name}@{version}", "integrity": integrity,
            "builder": spec.get("builder", "https://ci.example.test/workflow"), "bundle": None}
