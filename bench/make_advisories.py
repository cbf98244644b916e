#!/usr/bin/env python3
"""Makes a set of advisories as large as today's from the real ones of the test data, for `./dev bench intel`.

usage: make_advisories.py ALL.zip... --records N --output FILE.zip

All given records go in as they are. The rest, up to N, is made from the malware records among them: ids that follow
theirs, names made of parts of real names, version lists of real records, and their texts, in which every hundredth word
is another one and every digest is new, so that they pack no better than real ones. What stands in for a part or a word is
as long as it was, so that lengths stay as they are. The seed is fixed. Prints the
distributions of names, versions and texts of real and made records side by side, and how well their texts pack."""
import argparse
import json
import random
import re
import statistics
import zipfile
import zlib


def spread(values):
    values = sorted(values)
    at = lambda share: values[min(len(values) - 1, int(share * len(values)))]
    return f"{statistics.fmean(values):9.1f}{at(.5):7}{at(.9):7}{at(.99):7}{values[-1]:8}"


def describe(title, records):
    affected = [one for record in records for one in record.get("affected", [])]
    rows = {
        "bytes of a name": [len(one["package"]["name"]) for one in affected if "package" in one],
        "versions listed": [len(one.get("versions", [])) for one in affected],
        "events of ranges": [sum(len(r["events"]) for r in one.get("ranges", [])) for one in affected],
        "bytes of text": [len(r.get("summary", "")) + len(r.get("details", "")) for r in records],
        "references": [len(r.get("references", [])) for r in records],
        "aliases": [len(r.get("aliases", [])) for r in records],
    }
    print(f"{title:<24} mean   p50    p90    p99     max   ({len(records)} records)")
    for name, values in rows.items():
        print(f"  {name:<18}{spread(values or [0])}")
    texts = "".join(record.get("summary", "") + record.get("details", "") for record in records)
    print(f"  bytes of text, packed with zlib: {len(zlib.compress(texts.encode(), 9)) / max(1, len(records)):.1f} a record")


def is_malware(record):
    return record["id"].startswith(("MAL-", "LWA-"))


def by_length(words):
    """Each word as often as it occurs, by how long it is."""
    found = {}
    for word in words:
        found.setdefault(len(word), []).append(word)
    return found


class Maker:
    def __init__(self, malware):
        self.random = random.Random(20260331)
        self.malware = malware
        names = [one["package"]["name"] for record in malware for one in record["affected"]]
        self.shapes = [re.split(r"([-_./@])", name) for name in names]
        self.parts = by_length(part for shape in self.shapes for part in shape)
        self.words = by_length(word for record in malware[::7] for word in record.get("details", "").split() if word.isalpha())
        self.taken = set(names)

    def name(self):
        while True:
            shape = self.random.choice(self.shapes)
            made = "".join(self.random.choice(self.parts[len(part)]) if len(part) > 1 else part for part in shape)
            # Names of one rare part would be taken for ever.
            if made in self.taken:
                made += self.random.choice("abcdefghijklmnopqrstuvwxyz0123456789")
            if made not in self.taken:
                self.taken.add(made)
                return made

    def text(self, text, old, new):
        text = text.replace(old, new)
        text = re.sub(r"\b[0-9a-f]{64}\b", lambda _: f"{self.random.getrandbits(256):064x}", text)
        lines = []
        for line in text.split("\n"):
            # The lines that every record of its database has word for word stay.
            fixed = line.startswith(("---", "_-=", "##", "Any computer that has this package"))
            lines.append(line if fixed else " ".join(
                self.random.choice(self.words.get(len(word), [word])) if word.isalpha() and self.random.random() < .01 else word
                for word in line.split(" ")))
        return "\n".join(lines)

    def alias(self):
        digits = "23456789cfghjmpqrvwx"
        return "GHSA-" + "-".join("".join(self.random.choice(digits) for _ in range(4)) for _ in range(3))

    def record(self, number):
        model = json.loads(json.dumps(self.random.choice(self.malware)))
        old, new = model["affected"][0]["package"]["name"], self.name()
        model["id"] = f"MAL-{2027 + number // 100_000}-{number % 100_000 + 1}"
        model["aliases"] = [self.alias() if alias.startswith("GHSA-") else alias for alias in model.get("aliases", [])]
        for one in model["affected"]:
            one["package"]["name"] = new if one["package"]["name"] == old else self.name()
        for key in ("summary", "details"):
            model[key] = self.text(model.get(key, ""), old, new)
        for reference in model.get("references", []):
            for alias in model["aliases"]:
                reference["url"] = re.sub(r"GHSA(-\w{4}){3}", alias, reference["url"])
        for origin in (model.get("database_specific") or {}).get("malicious-packages-origins") or []:
            origin["sha256"] = f"{self.random.getrandbits(256):064x}"
        return model


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("archives", nargs="+")
    parser.add_argument("--records", type=int, default=230_000)
    parser.add_argument("--output", required=True)
    arguments = parser.parse_args()
    real = []
    with zipfile.ZipFile(arguments.output, "w", zipfile.ZIP_DEFLATED) as out:
        for path in arguments.archives:
            with zipfile.ZipFile(path) as archive:
                for name in archive.namelist():
                    text = archive.read(name)
                    out.writestr(name, text)
                    real.append(json.loads(text))
        maker = Maker([record for record in real if is_malware(record) and record.get("affected")])
        made = []
        for number in range(arguments.records - len(real)):
            record = maker.record(number)
            out.writestr(record["id"] + ".json", json.dumps(record, indent=2))
            made.append({key: record.get(key, []) for key in ("id", "affected", "summary", "details", "references", "aliases")})
    malware = [record for record in real if is_malware(record)]
    print(f"{len(real)} real records, {len(malware)} of them malware; {len(made)} made from those: "
          f"{100 * (len(malware) + len(made)) / max(1, len(real) + len(made)):.1f} % malware")
    describe("real malware", malware)
    describe("made malware", made)
    describe("other real records", [record for record in real if not is_malware(record)])


if __name__ == "__main__":
    main()
