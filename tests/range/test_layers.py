"""Change, fix and gate: what they call what they say, and how the range itself reads what fix wrote and what a gate let in."""
import json
import pathlib
import tempfile
import types
import unittest

import before
import layers
import matrix
import project
import scenario as scenarios
from layers import change, fix, gate, reports

WHO = {"name": "developer", "email": "developer@example.test"}
SCENARIO = {"name": "none", "culprit": "evil@4.0.0", "back": {"tool": "1.0.0", "evil": None}, "private_packages": {}, "commands": [], "project": {"manifest": {}},
            "packages": {"tool": {"publisher": WHO, "tags": {"latest": "1.0.1"}, "versions": {
                "1.0.0": {"published": "-9d"}, "1.0.1": {"published": "-1h", "dependencies": {"evil": "^4.0.0"}}}},
                         "evil": {"publisher": WHO, "tags": {"latest": "4.0.0"}, "versions": {"4.0.0": {"published": "-2h"}}}}}
DIGESTS = scenarios.digests(SCENARIO)


def entry(release, **more):
    return {"version": release.rpartition("@")[2], "integrity": DIGESTS.get(release, "sha512-x"), **more}


ROOT = {"name": "shop", "dependencies": {"tool": "^1.0.0"}}
OLD = {"": ROOT, "node_modules/tool": entry("tool@1.0.0"), "node_modules/other": entry("other@1.0.0")}
ATTACKED = {**OLD, "node_modules/tool": entry("tool@1.0.1"), "node_modules/evil": entry("evil@4.0.0")}


class Fix(unittest.TestCase):
    def setUp(self):
        made = tempfile.TemporaryDirectory()
        self.addCleanup(made.cleanup)
        self.folder = pathlib.Path(made.name)
        self.run_ = types.SimpleNamespace(scenario=SCENARIO, mode="no-age", folder=self.folder, known={}, before=self.folder / "before")

    def came_true(self, now):
        return {row["rule_id"] for row in fix.lockfile_rows(self.run_, OLD, ATTACKED, now)}

    def test_back_means_version_and_integrity_and_nothing_else(self):
        self.assertEqual(self.came_true(OLD), {fix.GOOD, fix.GONE, fix.ELSE})
        self.assertEqual(self.came_true({**OLD, "node_modules/tool": entry("tool@1.0.0") | {"integrity": "sha512-y"}}), {fix.GONE})
        self.assertEqual(self.came_true({**OLD, "node_modules/evil": entry("evil@4.0.0")}), {fix.GOOD})
        self.assertEqual(self.came_true({**OLD, "node_modules/other": entry("other@1.0.1")}), {fix.GOOD, fix.GONE})
        self.assertEqual(self.came_true({**OLD, "": {**ROOT, "dependencies": {}}}), {fix.GOOD, fix.GONE})
        self.assertEqual(self.came_true(ATTACKED), set())

    def test_every_place_of_a_package_must_be_back(self):
        nested = {**OLD, "node_modules/other/node_modules/tool": entry("tool@1.0.1")}
        self.assertNotIn(fix.GOOD, self.came_true(nested))
        self.assertEqual(fix.name_in("node_modules/a/node_modules/@b/c"), "@b/c")
        self.assertEqual(fix.name_in("packages/a"), "")

    def write(self, place, lock):
        folder = self.folder / place
        folder.mkdir(exist_ok=True)
        (folder / "package.json").write_text(json.dumps(ROOT))
        (folder / project.LOCK).write_text(json.dumps({"packages": lock}))
        return folder

    def test_a_responder_names_what_no_pack_knows(self):
        self.write("attacked", ATTACKED)
        self.assertEqual(fix.named(self.run_), ["--package", "evil@4.0.0", "--package", "tool@1.0.1"])
        self.run_.known = {"evil@4.0.0": "sha512-x"}
        self.assertEqual(len(fix.named(self.run_)), 4, "in this mode packs are not asked")
        self.run_.mode = "everything"
        self.assertEqual(fix.named(self.run_), ["--package", "tool@1.0.1"])
        self.run_.mode = "twin"
        self.assertEqual(fix.named(self.run_), [])

    def judged(self, lock, report, code, mode="no-age"):
        self.run_.mode = mode
        self.write("attacked", ATTACKED), self.write("before", OLD)
        return [row["rule_id"] for row in fix.judged(self.run_, self.write("now", lock), {"headline": "", "projects": []} | report, code)]

    def test_a_refusal_changes_nothing_and_says_why(self):
        left = {"projects": [{"unmended": [{"name": "tool", "version": "1.0.1", "reason": "why"}]}]}
        self.assertEqual(self.judged(ATTACKED, left, 3), [fix.REFUSED])
        self.assertEqual(self.judged(ATTACKED, {}, 3), [], "no reason")
        self.assertEqual(self.judged(OLD, left, 3), [], "it changed something and says that it did not")
        self.assertEqual(self.judged(ATTACKED, {}, 0), [], "it changed nothing and says that it did")

    def test_of_a_twin_of_which_nothing_is_known_it_is_not_asked(self):
        self.write("attacked", ATTACKED)
        for mode in ("twin", "vector-twin"):
            self.run_.mode = mode
            self.run_.knowledge_options = lambda verb: ["--pack", "x"]
            with self.assertRaises(reports.NotAsked):
                fix.ask(self.run_)

    def test_forward_means_the_mended_release_and_nothing_else(self):
        self.run_.scenario = SCENARIO | {"forward": {"tool": "1.0.0"}}
        was = {"": ROOT, "node_modules/tool": entry("tool@0.9.0"), "node_modules/other": entry("other@1.0.0")}
        now = {**OLD, "": {**ROOT, "dependencies": {"tool": "1.0.0"}}}

        def came_true(now):
            return [row["rule_id"] for row in fix.forward_rows(self.run_, was, now)]
        self.assertEqual(came_true(now), [fix.FORWARD, fix.ELSE])
        self.assertEqual(came_true(was), [])
        self.assertEqual(came_true({**now, "node_modules/tool": entry("tool@1.0.0") | {"integrity": "sha512-y"}}), [fix.ELSE])
        self.assertEqual(came_true({**now, "node_modules/other": entry("other@1.0.1")}), [fix.FORWARD])
        self.assertEqual(came_true({**now, "node_modules/more": entry("more@1.0.1")}), [fix.FORWARD])
        self.assertEqual(came_true({**now, "": {**ROOT, "dependencies": {"tool": "*"}}}), [fix.FORWARD])

    def test_of_a_twin_nothing_may_be_taken_back(self):
        self.assertEqual(self.judged(ATTACKED, {}, 0, "twin"), [])
        self.assertEqual(self.judged(OLD, {}, 0, "twin"), ["changed what is good"])
        self.assertEqual(self.judged(ATTACKED, {}, 3, "vector-twin"), ["changed what is good"])

    def test_what_npm_installs_is_held_against_the_way_back(self):
        place = self.write("mended", OLD)
        files = {path: (place / path).read_bytes() for path in before.KEPT}
        (place / "node_modules/tool").mkdir(parents=True)
        manifest = place / "node_modules/tool/package.json"
        manifest.write_text('{"version": "1.0.0"}')
        self.assertEqual(fix.installed_wrongly(self.run_, place, files), "")
        manifest.write_text('{"version": "1.0.1"}')
        self.assertEqual(fix.installed_wrongly(self.run_, place, files), "tool 1.0.1")
        (place / project.LOCK).write_text("{}")
        self.assertIn(project.LOCK, fix.installed_wrongly(self.run_, place, files))


class Gate(unittest.TestCase):
    def setUp(self):
        made = tempfile.TemporaryDirectory()
        self.addCleanup(made.cleanup)
        self.project = pathlib.Path(made.name)
        (self.project / gate.VERB).mkdir()
        self.run_ = types.SimpleNamespace(scenario=SCENARIO | {"bad": ["tool@1.0.1"]}, mode="no-age", folder=self.project)
        self.desk = gate.Workplace.__new__(gate.Workplace)
        self.desk.project = self.project

    def install(self, lock, *places):
        (self.project / project.LOCK).write_text(json.dumps({"packages": lock}))
        for place in places:
            (self.project / place).mkdir(parents=True)
            (self.project / place / "package.json").write_text(json.dumps({"name": "x", "version": lock[place]["version"]}))

    def came_true(self, code, happened=()):
        return [row["rule_id"] for row in gate.outcome(self.run_, self.desk, code, list(happened))]

    def test_the_releases_before_must_be_locked_by_integrity_and_installed(self):
        self.install(OLD, *[place for place in OLD if place])
        self.assertEqual(self.came_true(0), [gate.NOTHING, gate.EARLIER])
        self.assertEqual(self.came_true(1), [gate.NOTHING])
        self.assertEqual(self.came_true(0, ["the sink was asked"]), [gate.EARLIER])
        self.install({**OLD, "node_modules/tool": entry("tool@1.0.0") | {"integrity": "sha512-y"}})
        self.assertEqual(self.came_true(0), [gate.NOTHING])

    def test_what_was_attacked_is_not_let_in(self):
        self.install(ATTACKED, *[place for place in ATTACKED if place])
        self.assertEqual(self.came_true(0), [])
        self.assertEqual(self.desk.installed(), {"tool@1.0.1", "evil@4.0.0", "other@1.0.0"})

    def test_where_nothing_is_installed_npm_says_so(self):
        self.assertEqual(self.came_true(1), [gate.NOTHING, gate.NONE])
        self.assertEqual(self.came_true(0), [gate.NOTHING])

    def test_a_twin_is_let_through_as_a_whole(self):
        self.run_.mode = "twin"
        (self.project / gate.VERB / "without-gate.json").write_text(json.dumps({"packages": ATTACKED}))
        self.install(ATTACKED, *[place for place in ATTACKED if place])
        self.assertEqual(self.came_true(0), [matrix.PASSED])
        self.assertEqual(self.came_true(1), [])
        self.install(OLD)
        self.assertEqual(self.came_true(0), [], "another release than without the gate")

    def test_files_of_a_package_and_links_are_no_releases(self):
        self.install(OLD, "node_modules/other")
        inner = self.project / "node_modules/other/lib"
        inner.mkdir()
        (inner / "package.json").write_text("{}")
        (self.project / "packages" / "api").mkdir(parents=True)
        (self.project / "packages/api/package.json").write_text('{"version": "1.0.0"}')
        (self.project / "node_modules/api").symlink_to(self.project / "packages" / "api")
        self.assertEqual(self.desk.installed(), {"other@1.0.0"})

    def test_decisions_are_loud_when_they_hold(self):
        said = {"decisions": [{"name": "tool", "version": "1.0.1", "rule": "r", "reason": "why", "held": True, "client": ""},
                              {"name": "@a/b", "version": "", "rule": "private-name", "reason": "why", "held": True, "client": "npm"},
                              {"name": "other", "version": "1.0.0", "rule": "s", "reason": "why", "held": False, "client": "npm"},
                              {"name": "plain", "version": "1.0.0", "rule": "", "reason": "", "held": False, "client": "npm"}]}
        asked = [("private-name", "high", "@a/b"), ("s", "low", "other@1.0.0")]

        def rows(mode):
            return [(row["rule_id"], row["severity"], row["package"]) for row in gate.decisions(said, mode)]
        self.assertEqual(rows("no-age"), [("r", "high", "tool@1.0.1"), *asked])
        self.assertEqual(rows("twin"), asked, "what a list left out nobody wanted")

    def test_what_is_past_the_gate_is_not_asked_about_but_its_twin_is(self):
        self.run_.scenario = SCENARIO | {"past_the_gate": "why"}
        with self.assertRaisesRegex(reports.NotAsked, "why"):
            gate.ask(self.run_)
        self.run_.mode, self.run_.world = "twin", None
        with self.assertRaises(AttributeError):
            gate.ask(self.run_)  # it goes on, and would need a world


class Change(unittest.TestCase):
    def test_it_is_asked_without_a_home_and_with_the_developers(self):
        asked = []

        def cordon(*words, home=None, directory=None):
            asked.append((home, directory, [str(word) for word in words]))
            return types.SimpleNamespace(returncode=0, stderr="", stdout=json.dumps({"findings": [
                {"rule_id": "change.x", "severity": "high", "subject": {"name": "evil", "version": "4.0.0"}}]}))
        with tempfile.TemporaryDirectory() as made:
            folder = pathlib.Path(made)
            for place, lock in (("before", OLD), ("after", ATTACKED)):
                (folder / place).mkdir()
                (folder / place / project.LOCK).write_text(json.dumps({"packages": lock}))
            run = types.SimpleNamespace(folder=folder, home=folder / "home", before=folder / "before", settings=["--config", "x"], cordon=cordon,
                                        knowledge_options=lambda verb: ["--no-knowledge"])
            said = change.ask(run)
            (folder / "after" / project.LOCK).write_text(json.dumps({"packages": OLD}))
            with self.assertRaises(reports.NotAsked):
                change.ask(run)
        self.assertEqual([row["rule_id"] for row in said], ["change.x", "cache: change.x"])
        self.assertEqual({home for home, _, _ in asked}, {None, folder / "home"})
        self.assertTrue(all("--no-knowledge" in words and words[0] == "diff-lock" for _, _, words in asked))

    def test_columns_have_names_of_their_own(self):
        self.assertEqual([layers.name_of(layer) for layer in layers.ALL], ["scan", "change", "watch", "traffic", "hunt", "case", "fix", "gate"])


if __name__ == "__main__":
    unittest.main()
