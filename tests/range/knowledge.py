"""What Cordon may know of a scenario in the modes with knowledge: an incident pack of its bad releases with the digests that
they have in this run, and an index of its advisories. Both are made at run time: bytes of the range are inert, so that no real
digest can fit them."""
import json
import subprocess

import names
import scenario as scenarios


def of_attack(attack, played):
    """{name@version: integrity} of the bad releases that are known. In a twin's world a release whose own bytes are benign was
    never reported, so that no pack lists it; all others stay known."""
    digests, in_play = scenarios.digests(attack), scenarios.digests(played)
    return {release: digests[release] for release in attack.get("bad", []) if digests[release] == in_play.get(release)}


def incident_pack(scenario, digests):
    """The pack as YAML (rules/incidents/FORMAT.md), or None where nothing bad is known."""
    if not digests:
        return None
    lines = ["schema: cordon.incident/1", f"id: range-{scenario['name']}", f"title: {json.dumps('The range: ' + scenario['title'])}",
             "date: 2026-03-31", "updated: 2026-11-25", "confidence: high",
             f"summary: {json.dumps('An inert replay: ' + scenario['vector'] + ', ' + scenario['payload'] + '.')}",
             "sources: [\"https://range.example.test/\"]", "packages:"]
    for release, integrity in digests.items():
        name, _, version = release.rpartition("@")
        lines += ["  - ecosystem: npm", f"    name: {json.dumps(name)}", f"    versions: [{json.dumps(version)}]",
                  "    integrity:", f"      {json.dumps(version)}: [{integrity}]"]
    lines += ["recovery:", "  - Remove the release and install again from a clean machine."]
    return "\n".join(lines) + "\n"


def write(scenario, digests, folder):
    """(path of the pack, path of the index), None for each that there is nothing to say about."""
    pack_text, pack, index = incident_pack(scenario, digests), None, None
    if pack_text:
        pack = folder / f"range-{scenario['name']}.yaml"
        pack.write_text(pack_text)
    if records := scenario.get("advisories", {}).get("osv"):
        (folder / "advisories").mkdir()
        for record in records:
            (folder / "advisories" / f"{record['id']}.json").write_text(json.dumps(record))
        index = folder / "advisories.index"
        subprocess.run([names.CORDON, "intel", "build", "-q", folder / "advisories", "--output", index], check=True,
                       stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, env={"PATH": "/usr/bin:/bin", "HOME": str(folder)})
    return pack, index
