"""The world before the attack has what was there, under the tags that it had, and the project as it was; npm locks it."""
import json
import unittest

import before
import pack
import project
import scenario as scenarios
import world

REASON = world.what_is_missing()
WHO = {"name": "developer", "email": "developer@example.test"}
SCENARIO = {"name": "none", "commands": [["npm", "install"]], "twin": {},
            "packages": {"tool": {"publisher": WHO, "tags": {"latest": "2.0.0", "legacy": "0.9.2"}, "versions": {
                "0.9.1": {"published": "-400d"}, "0.9.2": {"published": "-1h"}, "1.0.0": {"published": "-4d"}, "2.0.0": {"published": "-20m"}}},
                         "fresh": {"publisher": WHO, "tags": {"latest": "1.0.0"}, "versions": {"1.0.0": {"published": "-2d"}}}},
            "private_packages": {"own": {"publisher": WHO, "tags": {"latest": "1.0.0"}, "versions": {"1.0.0": {"published": "-9d"}}}},
            "project": {"manifest": {"name": "shop", "version": "1.0.0", "dependencies": {"tool": ">=1.0.0", "fresh": "1.0.0"}},
                        "before": {"manifest": {"dependencies": {"tool": ">=1.0.0"}}}}}


class Before(unittest.TestCase):
    def test_what_is_younger_than_three_days_is_not_there_yet(self):
        was = before.of(SCENARIO)
        self.assertEqual({name: list(package["versions"]) for name, package in was["packages"].items()}, {"tool": ["0.9.1", "1.0.0"]})
        self.assertEqual(list(was["private_packages"]), ["own"])
        self.assertEqual(SCENARIO["packages"]["tool"]["tags"]["latest"], "2.0.0", "the scenario is left alone")

    def test_tags_name_what_is_there_of_the_same_line_first(self):
        self.assertEqual(before.of(SCENARIO)["packages"]["tool"]["tags"], {"latest": "1.0.0", "legacy": "0.9.1"})

    def test_the_project_is_as_it_was(self):
        self.assertEqual(before.of(SCENARIO)["project"]["manifest"]["dependencies"], {"tool": ">=1.0.0"})

    def test_the_good_integrity_is_that_of_the_registry(self):
        content = scenarios.release(SCENARIO, "tool", "1.0.0", {})[1]
        self.assertEqual(before.good(SCENARIO, "tool", "1.0.0"), pack.integrity(content))
        self.assertTrue(before.good(SCENARIO, "own", "1.0.0"))
        with self.assertRaises(KeyError):
            before.good(SCENARIO, "tool", "2.0.0")

    @unittest.skipIf(REASON, REASON)
    def test_npm_locks_it(self):
        files = before.files(SCENARIO)
        entry = json.loads(files[project.LOCK])["packages"]["node_modules/tool"]
        self.assertEqual((entry["version"], entry["integrity"]), ("1.0.0", before.good(SCENARIO, "tool", "1.0.0")))
        self.assertIs(before.files(SCENARIO), files, "npm is asked once for one world")

    def test_every_good_release_of_a_way_back_was_there(self):
        for name in scenarios.names_of_scenarios():
            scenario = scenarios.load(name)
            for package, good in scenario.get("back", {}).items():
                with self.subTest(f"{name}: {package}"):
                    if good:
                        self.assertTrue(before.good(scenario, package, good))
                    self.assertIn(package, scenario["packages"])


class Settings(unittest.TestCase):
    def test_the_organisation_declares_what_is_its_own(self):
        scenario = {"project": {"settings": {"private": {"names": ["own"]}}}}
        settings = json.loads(project.settings(scenario, "/home/x"))
        self.assertEqual(settings["private"], {"names": ["own"]})
        self.assertEqual({each["subject"] for each in settings["waivers"]}, {"/home/x/package-lock.json", "package-lock.json"})
        self.assertEqual({each["rule"] for each in settings["waivers"]}, {"source.plain-http"}, "nothing else is waived")


if __name__ == "__main__":
    unittest.main()
