"""The world before the attack, and the lockfile that the developer's npm wrote there.

The releases that were published within the last three days are not there yet, the tags name what is, and the project is as it
was (`project.before`). npm is the real one; it only writes down what it would install."""
import concurrent.futures
import copy
import json
import pathlib
import tempfile

import names
import project as projects
import scenario as scenarios
import world as worlds

AT_ONCE = 2  # npm is busy, not waiting
FRESH_MINUTES = 3 * 24 * 60
MINUTES = {"d": 24 * 60, "h": 60, "m": 1}
KEPT = ("package.json", projects.LOCK)
_known = {}  # by all that decides: what npm wrote


class NoLockfile(Exception):
    """npm did not write a lockfile in the world before; the text has what it said."""


def minutes_ago(age):
    match = scenarios.AGE.fullmatch(age)
    return int(match.group(1)) * MINUTES[match.group(2)]


def of(scenario):
    """The scenario as it was: {name, packages, private_packages, project, commands}."""
    was = {key: copy.deepcopy(scenario.get(key, {})) for key in ("name", "packages", "private_packages", "project", "commands")}
    for packages in (was["packages"], was["private_packages"]):
        for name in list(packages):
            take_fresh_out(packages[name])
            if not packages[name]["versions"]:
                del packages[name]
    earlier = was["project"].pop("before", {})
    was["project"]["manifest"] |= earlier.get("manifest", {})
    was["project"]["files"] = was["project"].get("files", {}) | earlier.get("files", {})
    return was


def take_fresh_out(package):
    package["versions"] = {version: spec for version, spec in package["versions"].items() if minutes_ago(spec["published"]) > FRESH_MINUTES}
    latest = sorted(package["versions"], key=lambda version: -minutes_ago(package["versions"][version]["published"]))
    for tag, version in package["tags"].items():
        if version not in package["versions"] and latest:
            line = [each for each in latest if each.split(".")[0] == version.split(".")[0]]
            package["tags"][tag] = (line or latest)[-1]


def key_of(was):
    return json.dumps(was, sort_keys=True)


def files(scenario):
    """{file: text} of the project before: package.json and the lockfile. The same for the same world."""
    key = key_of(of(scenario))
    if key not in _known:
        prepare([scenario])
    return _known[key]


def prepare(wanted):
    """Has npm write what files() will be asked for, of all these scenarios: in one world those whose packages do not contradict each
    other."""
    left = {key_of(was): was for was in map(of, wanted)}
    while left := {key: was for key, was in left.items() if key not in _known}:
        together, packages = {}, {"packages": {}, "private_packages": {}}
        for key, was in left.items():
            if all(packages[kind].get(name, spec) == spec for kind in packages for name, spec in was[kind].items()):
                together[key] = was
                for kind, merged in packages.items():
                    merged.update(was[kind])
        _known.update(written(together, packages))


def written(together, packages):
    with tempfile.TemporaryDirectory() as made:
        folder = pathlib.Path(made)
        scenarios.build({"name": "before", **packages}, folder / "built")
        with worlds.World(folder / "built", folder, []) as world, concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
            places = {key: world.project.with_name(f"before-{number}") for number, key in enumerate(together)}
            for key, was in together.items():
                projects.put(world, was, places[key])
            return dict(zip(together, pool.map(lambda key: locked(world, together[key], places[key]), together)))


def locked(world, was, place):
    said = []
    for command in was["commands"]:
        done = world.developer([*command, "--package-lock-only", "--ignore-scripts", "--no-audit"], directory=place,
                               environment={"npm_config_cache": "/tmp/npm"})
        said.append(done.stdout + done.stderr)
    if not (place / projects.LOCK).is_file():
        raise NoLockfile(" ".join(said)[-600:])
    return {name: (place / name).read_text() for name in KEPT}


def good(scenario, name, version):
    """The integrity that the registries of the world before have of a release, by their own record."""
    was = of(scenario)
    for packages in (was["packages"], was["private_packages"]):
        if version in packages.get(name, {}).get("versions", {}):
            return scenarios.digests(was | {"packages": {name: packages[name]}, "private_packages": {}})[f"{name}@{version}"]
    raise KeyError(f"{name}@{version} was not there before ({names.REGISTRY_NAME}, {names.PRIVATE_REGISTRY_NAME})")
