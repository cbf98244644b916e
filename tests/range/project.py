"""The developer's project: its files, and the settings that its organisation gave Cordon."""
import json

import names
import scenario as scenarios

SETTINGS, LOCK = "cordon.yaml", "package-lock.json"
# What no organisation would accept, and the range needs: what is published must be on the wire to be seen there.
PLAIN_HTTP = {"rule": "source.plain-http", "owner": "the range", "expires": "2099-12-31",
              "reason": "its registries speak plain HTTP, so that publishing is on the wire"}


def settings(scenario, folder):
    """cordon.yaml, as JSON: the registries that the organisation uses, what is its own, and a waiver for the project's lockfile,
    wherever it is looked at."""
    own = {"registries": [{"domain": names.REGISTRY_NAME, "class": "public"}],
           "waivers": [PLAIN_HTTP | {"subject": path} for path in (f"{folder}/{LOCK}", LOCK)]}
    return json.dumps(own | scenario["project"].get("settings", {}), indent=2) + "\n"


def put(world, scenario, folder=None):
    """Writes the project into the developer's home, or a folder of it, and gives it to the developer."""
    folder = folder or world.project
    files = {path: scenarios.template(scenario["name"], source, scenarios.base_parameters())
             for path, source in scenario["project"].get("files", {}).items()}
    files["package.json"] = json.dumps(scenario["project"]["manifest"], indent=2) + "\n"
    files[SETTINGS] = settings(scenario, folder)
    for path, text in files.items():
        world.write(folder.relative_to(world.folder) / path, text)
    world.give_home()
