"""Every scenario: a twin that differs in one fact, names that are reserved, templates that cannot be run where they lie."""
import datetime
import ipaddress
import json
import pathlib
import re
import tempfile
import unittest

import layers
import names
import scenario as scenarios
from layers import gate

NOW = datetime.datetime(2026, 4, 1, 12, 0, tzinfo=datetime.timezone.utc)
RESERVED = (".test", ".invalid", ".example", ".localhost")
EFFECTS = re.compile(r"child_process|require\('https?'\)|processes\[|curl|urllib|writeFileSync|unlink|net\.connect")
URL_HOST = re.compile(r"https?://([A-Za-z0-9.-]+)")
ADDRESS = re.compile(r"(?<![\d.])(\d{1,3}(?:\.\d{1,3}){3})(?![\d.])")
DOCUMENTATION = [ipaddress.ip_network(net) for net in ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "127.0.0.0/8")]
VECTORS = {"compromised account", "dependency injection", "dependency confusion", "typosquat", "build compromise", "vulnerability"}
PAYLOADS = {"exfiltration", "remote execution", "credential theft", "mining", "backdoor", "worm", "defacement"}
# Says which form of provenance a release has; nothing is ever asked of it.
PREDICATES = {"slsa.dev"}


def built(scenario):
    """{file: bytes} of what registry and sink would serve."""
    with tempfile.TemporaryDirectory() as folder:
        scenarios.build(scenario, folder, NOW)
        root = pathlib.Path(folder)
        return {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


def everything():
    return [(name, scenarios.load(name)) for name in scenarios.names_of_scenarios()]


def twins():
    return [(name, scenario, mode) for name, scenario in everything() for mode in scenarios.modes_of(scenario) if mode in names.TWINS]


class Twins(unittest.TestCase):
    def test_a_twin_differs_in_exactly_the_fact_that_is_named(self):
        for name, scenario, mode in twins():
            with self.subTest(f"{name}, {mode}"):
                found = scenarios.differences(scenario, scenarios.twin_of(scenario, mode))
                pointer = scenario[names.TWINS[mode]]["pointer"]
                # A list is one value: which files are read is one fact.
                self.assertEqual({each if not each.startswith(pointer + "/") else pointer for each in found}, {pointer})

    def test_what_is_served_or_asked_for_differs_in_one_place(self):
        for name, scenario, mode in twins():
            with self.subTest(f"{name}, {mode}"):
                twin = scenarios.twin_of(scenario, mode)
                left, right = built(scenario), built(twin)
                self.assertEqual(set(left), set(right))
                archives = [path for path in left if path.startswith("archives/") and left[path] != right[path]]
                project = scenario["project"] != twin["project"]
                packuments = [key for key, document in json.loads(left["catalogue.json"])["packages"].items()
                              if document != json.loads(right["catalogue.json"])["packages"][key]]
                self.assertEqual(len(packuments) + project, 1, f"{packuments} {project}")
                self.assertLessEqual(len(archives), 1)

    def test_differences_are_found_at_any_depth(self):
        left = {"a": [{"b": 1}, 2], "c/d": None}
        self.assertEqual(scenarios.differences(left, {"a": [{"b": 2}, 2], "c/d": None}), ["/a/0/b"])
        self.assertEqual(scenarios.differences(left, {"a": [{"b": 1}, 2]}), ["/c~1d"])
        self.assertEqual(scenarios.differences({"a": 1}, {"a": True}), ["/a"])
        self.assertEqual(scenarios.differences(left, left), [])

    def test_a_twin_changes_what_is_there(self):
        scenario = {"a": {"b~/c": [1, 2]}, "twin": {"fact": "", "pointer": "/a/b~0~1c/1", "value": 3}}
        self.assertEqual(scenarios.twin_of(scenario)["a"]["b~/c"], [1, 3])
        self.assertEqual(scenario["a"]["b~/c"], [1, 2], "the attack is left alone")
        with self.assertRaises(KeyError):
            scenarios.twin_of(scenario | {"twin": {"fact": "", "pointer": "/a/missing", "value": 3}})


class Rows(unittest.TestCase):
    def test_every_vector_and_every_payload_has_a_row(self):
        rows = everything()
        self.assertEqual({scenario["vector"] for _, scenario in rows}, VECTORS)
        self.assertEqual({scenario["payload"] for _, scenario in rows} - {"none"}, PAYLOADS)

    def test_every_row_can_be_proven_and_expects_something(self):
        known = {layers.name_of(layer) for layer in layers.ALL}
        for name, scenario in everything():
            with self.subTest(name):
                self.assertTrue(scenario["proof"])
                self.assertTrue(scenario["expect"])
                for each in scenario["expect"]:
                    self.assertLessEqual({each["layer"]}, known)
                    self.assertLessEqual(set(each["modes"]), set(scenarios.modes_of(scenario)) | {"everything", "no-knowledge"})
                    # What is said of the vector is said of the payload's twin, too; then the vector has one of its own.
                    if set(each["modes"]) & set(names.TWINS):
                        self.assertIn(each["layer"], ("scan", "change", "gate"))
                        self.assertIn("vector_twin", scenario)
                        self.assertNotIn("vector-twin", each["modes"])
                    self.assertTrue(each.get("rules") or each.get("events") or each.get("exposure"))

    def test_a_row_is_decided_without_knowledge_or_says_why_it_cannot_be(self):
        for name, scenario in everything():
            with self.subTest(name):
                decides = any("no-age" in each["modes"] for each in scenario["expect"])
                self.assertNotEqual(decides, "without_knowledge" in scenario)

    def test_the_culprit_and_what_is_known_as_bad_exist(self):
        for name, scenario in everything():
            with self.subTest(name):
                have = scenarios.digests(scenario)
                for release in [scenario["culprit"], *scenario.get("bad", [])]:
                    self.assertIn(release, have)

    def test_each_way_to_confuse_names_has_a_row_and_each_row_is_caught(self):
        rows = {name: scenario for name, scenario in everything() if scenario["vector"] == "dependency confusion"}
        rules = {rule for scenario in rows.values() for each in scenario["expect"] for rule in each.get("rules", []) if each["layer"] == "scan"}
        self.assertLessEqual({"confusion.declared", "confusion.workspace", "confusion.twin", "confusion.version"}, rules)
        for name, scenario in rows.items():
            with self.subTest(name):
                caught = {each["layer"] for each in scenario["expect"] if "no-age" in each["modes"] and any("confusion." in rule for rule in each["rules"])}
                self.assertEqual(caught, {"scan", "change"})

    def test_what_the_gate_holds_is_named_with_what_comes_of_it_or_why_it_cannot_see_it(self):
        for name, scenario in everything():
            with self.subTest(name):
                rules = {rule for each in scenario["expect"] if each["layer"] == "gate" and "no-age" in each["modes"] for rule in each["rules"]}
                self.assertNotEqual(bool(rules), "past_the_gate" in scenario)
                if rules:
                    self.assertIn(gate.NOTHING, rules)
                    self.assertEqual(len(rules & {gate.EARLIER, gate.NONE}), 1)
                    self.assertTrue(any(rule.startswith("inspect.") or rule == "private-name" for rule in rules))

    def test_scenarios_of_one_base_name_their_own_carrier(self):
        packages = [{each["package"] for each in scenarios.load(name)["expect"] if each["layer"] == "gate" and "package" in each}
                    for name in ("axios", "axios-legacy")]
        self.assertEqual(packages, [{"axios@1.14.1"}, {"axios@0.30.4"}])

    def test_a_row_that_is_not_replayed_in_every_mode_has_the_third_and_a_twin(self):
        for name, scenario in everything():
            with self.subTest(name):
                self.assertLessEqual({"no-age", "twin"}, set(scenarios.modes_of(scenario)))
                self.assertLessEqual(set(scenario.get("modes", [])), set(names.MODES))
        self.assertEqual(scenarios.modes_of({"title": "", "twin": {}}), list(names.MODES)[:4])
        self.assertEqual(scenarios.modes_of({"title": "", "twin": {}, "vector_twin": {}, "modes": ["no-age", "vector-twin"]}), ["no-age", "vector-twin"])

    def test_unknown_members_are_refused(self):
        with self.assertRaises(scenarios.ScenarioError):
            scenarios.load("no-such-scenario")
        with self.assertRaises(scenarios.ScenarioError):
            scenarios.published("3 days", NOW)
        with self.assertRaises(scenarios.ScenarioError):
            scenarios.fill("x", "y.js", "{{nothing_gives_this}}", {})


class Served(unittest.TestCase):
    def test_the_organisations_registry_has_its_own_packages(self):
        with tempfile.TemporaryDirectory() as folder:
            scenarios.build(scenarios.load("confusion-exfiltration"), folder, NOW)
            public, private = (json.loads((pathlib.Path(folder) / place / "catalogue.json").read_text())["packages"] for place in (".", "private"))
        self.assertEqual([list(each["acme-billing-client"]["versions"]) for each in (public, private)], [["99.1.0"], ["1.4.2"]])

    def test_the_same_scenario_gives_the_same_bytes(self):
        for name, scenario in everything():
            with self.subTest(name):
                self.assertEqual(built(scenario), built(scenario))

    def test_times_are_relative_to_now(self):
        self.assertEqual(scenarios.published("-18h", NOW), "2026-03-31T18:00:00.000Z")
        self.assertEqual(scenarios.published("-40m", NOW), "2026-04-01T11:20:00.000Z")
        self.assertEqual(scenarios.published("-30d", NOW), "2026-03-02T12:00:00.000Z")

    def test_a_build_description_makes_an_install_script(self):
        with tempfile.TemporaryDirectory() as folder:
            scenarios.build(scenarios.load("gyp-worm"), folder, NOW)
            packument = json.loads((pathlib.Path(folder) / "catalogue.json").read_text())["packages"]["fast-sums"]
        self.assertEqual(packument["versions"]["3.2.1"]["scripts"], {"install": "node-gyp rebuild"})
        self.assertTrue(packument["versions"]["3.2.1"]["hasInstallScript"])
        self.assertIn("attestations", packument["versions"]["3.2.1"]["dist"])
        self.assertNotIn("scripts", packument["versions"]["3.2.0"])


class Inert(unittest.TestCase):
    def texts(self):
        return [(path, path.read_text()) for path in sorted(names.HERE.rglob("*"))
                if path.is_file() and path.suffix in (".tmpl", ".json", ".py") and "__pycache__" not in path.parts]

    def test_templates_cannot_be_run_where_they_lie(self):
        for folder in (scenarios.SHARED, scenarios.SCENARIOS):
            for path in folder.rglob("*"):
                if path.is_file():
                    self.assertTrue(path.suffix == ".tmpl" or path.name == "scenario.json", path)
                    self.assertFalse(path.stat().st_mode & 0o111, path)
        self.assertFalse(list(names.HERE.rglob("package.json")), "no package lies in the range")

    def test_whatever_has_an_effect_begins_with_the_guard(self):
        for path in scenarios.SHARED.rglob("*.tmpl"):
            text = path.read_text()
            if path.name.startswith("guard.") or not EFFECTS.search(text):
                continue
            with self.subTest(str(path.name)):
                before = text.partition("{{guard}}")[0]
                self.assertIn("{{guard}}", text)
                self.assertIsNone(EFFECTS.search(before), "something happens before the guard")

    def test_names_and_addresses_are_reserved(self):
        for path, text in self.texts():
            if path.name == pathlib.Path(__file__).name:
                continue
            for host in URL_HOST.findall(text):
                if host not in PREDICATES and not ADDRESS.fullmatch(host):
                    self.assertTrue(host.endswith(RESERVED) or "." not in host, f"{path}: {host}")
            for address in ADDRESS.findall(text):
                if path.suffix == ".tmpl" or path.suffix == ".json":
                    self.assertTrue(any(ipaddress.ip_address(address) in net for net in DOCUMENTATION), f"{path}: {address}")
        for name, scenario in everything():
            for host in scenario["hosts"]:
                self.assertTrue(host.endswith(".invalid"), f"{name}: {host}")


if __name__ == "__main__":
    unittest.main()
