"""A recorded replay, judged again without root and without a range: what watch and traffic say of it is what the scenario expects.
tests/e2e/recorded_run.py reads the same with every layer, and holds what they write against the schemas."""
import json
import subprocess
import tempfile
import unittest

import events
import names
import scenario as scenarios
from layers import reports, traffic

FOLDER = names.HERE / "recorded"
RECORDED = sorted(path.name for path in FOLDER.iterdir())
MODE = "no-age"


def cordon(*words):
    with tempfile.TemporaryDirectory() as home:
        return subprocess.run([names.CORDON, *map(str, words)], stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
                              env={"PATH": "/usr/bin:/bin", "HOME": home})


def expected(name, layer):
    return [each for each in scenarios.load(name)["expect"] if each["layer"] == layer and MODE in each["modes"]]


@unittest.skipUnless(names.CORDON.is_file(), "build/release/cordon is not built")
class Recorded(unittest.TestCase):
    def report(self, *words):
        done = cordon(*words, "--format", "json", "--no-knowledge")
        self.assertIn(done.returncode, (0, 1, 3), done.stderr)
        return json.loads(done.stdout)

    def test_watch_says_of_the_recording_what_is_expected(self):
        for name in RECORDED:
            with self.subTest(name):
                culprit = scenarios.load(name)["culprit"]
                seen = reports.seen(self.report("watch", "--replay", FOLDER / name / "events.ndjson"))
                spoke = {each["rule_id"] for each in seen if each["package"] == culprit and names.at_least(each["severity"], "medium")}
                for each in expected(name, "watch"):
                    self.assertLessEqual(set(each["rules"]), spoke)

    def test_the_expected_events_are_there(self):
        for name in RECORDED:
            with self.subTest(name):
                scenario = scenarios.load(name)
                recorded, broken = events.read(FOLDER / name / "events.ndjson")
                self.assertEqual(broken, 0)
                wanted = [each for every in expected(name, "watch") for each in every.get("events", [])]
                digest = json.loads((FOLDER / name / "result.json").read_text())["integrity"]
                self.assertEqual(events.held(wanted, recorded, scenario["culprit"], digest), [each["what"] for each in wanted])

    def test_traffic_joins_the_capture_to_the_package(self):
        for name in RECORDED:
            with self.subTest(name):
                folder = FOLDER / name
                report = self.report("traffic", folder / "workstation.pcap", "--events", folder / "events.ndjson")
                self.assertTrue(traffic.joined(report, scenarios.load(name)["culprit"]))
                alone = self.report("traffic", folder / "workstation.pcap")
                self.assertFalse(traffic.joined(alone, scenarios.load(name)["culprit"]), "only events tell whose it is")


if __name__ == "__main__":
    unittest.main()
