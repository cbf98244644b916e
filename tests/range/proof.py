"""Whether the attack of a scenario really happened, told by the registry, the sink and the files, not by Cordon. A row in which
a layer is silent means nothing unless there was something to see; a twin must do none of it."""
import fnmatch
import json


def rows(path):
    return [json.loads(line) for line in path.read_text().splitlines()] if path.is_file() else []


def fits(row, wanted):
    """Each member equal; text may hold * and ?."""
    for key, value in wanted.items():
        have = row.get(key)
        if isinstance(have, list):
            have = " ".join(map(str, have))
        if isinstance(value, str):
            if not isinstance(have, str) or not (have == value or fnmatch.fnmatchcase(have, value)):
                return False
        elif have != value:
            return False
    return True


def holds(proof, logs, places):
    """Whether one proof holds. `places` are the folders that a file may be named below."""
    if "log" in proof:
        found = sum(fits(row, proof["match"]) for row in rows(logs / f"{proof['log']}.ndjson"))
        return found >= proof.get("at_least", 1)
    place, _, rest = proof["file"].partition("/")
    path = places[place] / rest
    if proof.get("gone"):
        return not path.exists()
    return path.is_file() and proof["contains"] in path.read_text(errors="replace")


def check(scenario, logs, places):
    """[(what, whether it holds)]."""
    return [(proof["what"], holds(proof, logs, places)) for proof in scenario["proof"]]
