"""What a scenario expects to stand in the Events that `watch` wrote: each of the right package, with the integrity of the
developer's lockfile. An Event of spec/events.json is one line of JSON."""
import fnmatch
import json


def read(path):
    """(events, lines that are no JSON). A last line that is cut counts as one of those."""
    events, broken = [], 0
    if path.is_file():
        for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
            try:
                events.append(json.loads(line))
            except ValueError:
                broken += 1
    return events, broken


def member(event, dotted):
    """The text of event["a"]["b"] for "a.b"; a list becomes its words."""
    value = event
    for key in dotted.split("."):
        value = value.get(key) if isinstance(value, dict) else None
    return " ".join(map(str, value)) if isinstance(value, list) else str(value)


def purl(release):
    name, _, version = release.rpartition("@")
    return f"pkg:npm/{name.replace('@', '%40')}@{version}"


def fits(event, wanted, release, integrity):
    package = event.get("package") or {}
    return (event.get("kind") == wanted["kind"] and package.get("purl") == purl(release) and package.get("integrity") == integrity
            and package.get("phase") == wanted.get("phase", package.get("phase"))
            and all(fnmatch.fnmatchcase(member(event, key), pattern) for key, pattern in wanted.get("match", {}).items()))


def attributed(events, release):
    """How many events are of the release."""
    return sum((event.get("package") or {}).get("purl") == purl(release) for event in events)


def held(expected, events, release, integrity):
    """Which of the expected events are there, by what they are called."""
    return [each["what"] for each in expected if any(fits(event, each, release, integrity) for event in events)]


def locked_integrity(project, release):
    """The integrity that the project's lockfile has for a release, wherever it is installed; None when it has none."""
    name, _, version = release.rpartition("@")
    lock = project / "package-lock.json"
    if not lock.is_file():
        return None
    for place, entry in json.loads(lock.read_text()).get("packages", {}).items():
        if place.endswith("node_modules/" + name) and entry.get("version") == version:
            return entry.get("integrity")
    return None
