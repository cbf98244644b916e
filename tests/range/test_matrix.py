"""The judge: a row holds only when the expected rule spoke, of the right package, loudly enough."""
import pathlib
import tempfile
import unittest

import events
import matrix
import names
import proof
from layers import case, reports, traffic, watch

SCENARIO = {"culprit": "evil@1.0.0", "expect": [
    {"layer": "watch", "modes": ["everything", "no-age"], "rules": ["watch.a", "watch.b"]},
    {"layer": "case", "modes": ["no-age"], "rules": ["case.script"], "severity": "info", "package": "*"}]}


def finding(rule, severity="high", package="evil@1.0.0"):
    return {"rule_id": rule, "severity": severity, "package": package, "what": ""}


def judged(seen, mode="no-age", layer="watch", state="asked"):
    return matrix.judge_layer(SCENARIO, {"scenario": "x", "mode": mode}, layer, {"state": state, "seen": seen})


class Judge(unittest.TestCase):
    def test_events_sources_and_how_far_it_got_must_be_there_too(self):
        scenario = {"culprit": "evil@1.0.0", "expect": [{"layer": "hunt", "modes": ["no-age"], "events": [{"what": "curl runs", "kind": "exec"}],
                                                         "exposure": ["executed"], "sources": 3}]}
        result = {"scenario": "x", "mode": "no-age"}
        far = finding("hunt.release") | {"exposure": ["fetched", "executed"], "sources": 3}
        row = matrix.judge_layer(scenario, result, "hunt", {"state": "asked", "seen": [far], "events": ["curl runs"]})
        self.assertEqual((row["holds"], row["decided"]), (True, ["event: curl runs", "exposure: executed", "3 sources"]))
        near = far | {"exposure": ["fetched"], "sources": 2}
        row = matrix.judge_layer(scenario, result, "hunt", {"state": "asked", "seen": [near], "events": []})
        self.assertEqual((row["holds"], row["missing"]), (False, ["event: curl runs", "exposure: executed", "3 sources"]))

    def test_sources_are_counted_by_file(self):
        def evidence(*locators):
            return {"evidence": [{"kind": "text_span", "locator": each} for each in locators]}
        self.assertEqual(reports.sources(evidence("/a/log:3", "/a/log:4", "/b:1")), 2)
        self.assertEqual(reports.sources(evidence("h/b/watch/1", "h/b/watch/2")), 2)
        self.assertEqual(reports.sources({"evidence": [{"kind": "knowledge", "locator": "incident:x#packages"}]}), 0)

    def test_all_expected_rules_must_speak(self):
        self.assertTrue(judged([finding("watch.a"), finding("watch.b")])["holds"])
        row = judged([finding("watch.a")])
        self.assertEqual((row["holds"], row["decided"], row["missing"]), (False, ["watch.a"], ["watch.b"]))

    def test_a_rule_that_names_another_package_does_not_count(self):
        self.assertEqual(judged([finding("watch.a"), finding("watch.b", package="good@1.0.0")])["missing"], ["watch.b"])

    def test_a_rule_that_only_whispers_does_not_count(self):
        self.assertEqual(judged([finding("watch.a"), finding("watch.b", severity="low")])["missing"], ["watch.b"])
        self.assertTrue(judged([finding("case.script", severity="info", package="any")], layer="case")["holds"])

    def test_of_a_twin_nothing_loud_may_be_said(self):
        self.assertTrue(judged([finding("watch.z", severity="low")], mode="twin")["holds"])
        self.assertFalse(judged([finding("watch.z", severity="medium", package="other")], mode="twin")["holds"])

    def test_of_a_twin_a_rule_of_the_attack_is_wrong_at_any_severity(self):
        scenario = {"culprit": "evil@1.0.0", "expect": [
            {"layer": "scan", "modes": ["no-age"], "rules": ["confusion.version"], "severity": "low"},
            {"layer": "scan", "modes": ["no-age", "twin"], "rules": ["source.plain"], "severity": "low"},
            {"layer": "case", "modes": ["no-age"], "rules": ["case.script"], "severity": "info"}]}

        def row(layer, *seen, mode="twin"):
            return matrix.judge_layer(scenario, {"scenario": "x", "mode": mode}, layer, {"state": "asked", "seen": list(seen)})
        both = [finding("source.plain", "low"), finding("confusion.version", "info", "other@1.0.0")]
        self.assertTrue(row("scan", both[0], finding("other.rule", "low"))["holds"])
        self.assertEqual((row("scan", *both)["holds"], row("scan", *both)["besides"]), (False, ["confusion.version (info, other@1.0.0)"]))
        self.assertFalse(row("scan", both[0], mode="vector-twin")["holds"], "the other twin is not expected to have it")
        self.assertTrue(row("case", finding("case.script", "info"))["holds"], "that a script ran is no complaint")

    def test_where_nothing_is_expected_of_an_attack_no_answer_is_right(self):
        self.assertIsNone(judged([], layer="hunt")["holds"])
        self.assertIsNone(judged([finding("x")], layer="hunt")["holds"])
        self.assertTrue(judged([], layer="hunt", mode="twin")["holds"])

    def test_a_refusal_is_called_one_and_does_not_count(self):
        scenario = {"culprit": "evil@1.0.0", "expect": [
            {"layer": "fix", "modes": ["no-age"], "rules": [matrix.REFUSED, f"cache: {matrix.REFUSED}"], "severity": "info"}]}
        result = {"scenario": "x", "mode": "no-age"}
        seen = [finding(rule, "info") for rule in (matrix.REFUSED, f"cache: {matrix.REFUSED}", "back at good integrity")]
        row = matrix.judge_layer(scenario, result, "fix", {"state": "asked", "seen": seen})
        self.assertEqual((row["holds"], matrix.mark(row)), (True, "refused"))
        self.assertEqual(matrix.why_not(scenario, [row]), "no rule of its own is expected")
        scenario["expect"].append({"layer": "fix", "modes": ["no-age"], "rules": ["back at good integrity"], "severity": "info"})
        row = matrix.judge_layer(scenario, result, "fix", {"state": "asked", "seen": seen})
        self.assertEqual(matrix.mark(row), "yes")
        self.assertIsNone(matrix.why_not(scenario, [row]))
        self.assertEqual(matrix.mark(matrix.judge_layer(scenario, result, "fix", {"state": "asked", "seen": []})), "NO")

    def test_of_the_payloads_twin_the_vector_is_said_and_nothing_else(self):
        scenario = {"culprit": "evil@1.0.0", "expect": [{"layer": "change", "modes": ["no-age", "twin"], "rules": ["change.a"]}]}

        def row(mode, *seen):
            return matrix.judge_layer(scenario, {"scenario": "x", "mode": mode}, "change", {"state": "asked", "seen": list(seen)})
        self.assertTrue(row("twin", finding("change.a"))["holds"])
        self.assertFalse(row("twin")["holds"], "the vector is the attack's")
        other = row("twin", finding("change.a"), finding("change.b"))
        self.assertEqual((other["holds"], other["missing"]), (False, []))
        self.assertFalse(row("vector-twin", finding("change.a"))["holds"])
        self.assertFalse(row("vector-twin", finding("change.a", severity="low"))["holds"])
        self.assertTrue(row("vector-twin", finding("change.b", severity="low"))["holds"])

    def test_a_gate_lets_a_twin_through_or_holds_its_vector(self):
        scenario = {"culprit": "evil@1.0.0", "expect": [{"layer": "gate", "modes": ["no-age", "twin"], "rules": ["inspect.a"]}]}
        passed = finding(matrix.PASSED, "info")

        def row(mode, *seen):
            return matrix.judge_layer(scenario, {"scenario": "x", "mode": mode}, "gate", {"state": "asked", "seen": list(seen)})
        self.assertEqual((row("vector-twin", passed)["holds"], row("vector-twin", passed)["decided"]), (True, [matrix.PASSED]))
        self.assertEqual((row("vector-twin")["holds"], row("vector-twin")["missing"]), (False, [matrix.PASSED]))
        self.assertFalse(row("vector-twin", passed, finding("inspect.b"))["holds"])
        self.assertTrue(row("twin", finding("inspect.a"))["holds"])
        self.assertFalse(row("twin", passed)["holds"], "the vector is the attack's")

    def test_a_reason_must_say_what_is_expected(self):
        scenario = {"culprit": "evil@1.0.0", "expect": [
            {"layer": "gate", "modes": ["no-age"], "rules": ["inspect.a"], "says": ["process", "network"]}]}
        result = {"scenario": "x", "mode": "no-age"}
        seen = [finding("inspect.a") | {"what": "runs: process"}, finding("inspect.b") | {"what": "network"}]
        row = matrix.judge_layer(scenario, result, "gate", {"state": "asked", "seen": seen})
        self.assertEqual((row["holds"], row["missing"]), (False, ["says network"]))

    def test_a_twin_whose_script_nobody_saw_proves_nothing(self):
        scenario = SCENARIO | {"packages": {"evil": {"versions": {"1.0.0": {"scripts": {"postinstall": "node a.js"}}}}}}
        result = {"scenario": "x", "mode": "twin", "integrity": "sha512-x"}

        def twin(scenario, result, attributed, layer="watch"):
            return matrix.judge_layer(scenario, result, layer, {"state": "asked", "seen": [], "attributed": attributed})
        self.assertEqual((twin(scenario, result, 0)["holds"], twin(scenario, result, 0)["missing"]), (False, [matrix.SCRIPT_SEEN]))
        self.assertTrue(twin(scenario, result, 1)["holds"])
        self.assertTrue(twin(scenario, result, 0, layer="scan")["holds"])
        self.assertTrue(twin(scenario, result | {"integrity": None}, 0)["holds"], "it was not installed")
        plain = SCENARIO | {"packages": {"evil": {"versions": {"1.0.0": {"scripts": {"test": "node a.js"}}}}}}
        self.assertTrue(twin(plain, result, 0)["holds"], "it has no script that an installation runs")
        taken_out = scenario | {"twin": {"fact": "no script", "pointer": "/packages/evil/versions/1.0.0/scripts/postinstall"}}
        self.assertTrue(twin(taken_out, result, 0)["holds"])

    def test_events_of_a_release_are_counted(self):
        of = [{"package": {"purl": "pkg:npm/%40a/evil@1.0.0"}}, {"package": {"purl": "pkg:npm/%40a/evil@1.0.1"}}, {"package": None}, {}]
        self.assertEqual(events.attributed(of, "@a/evil@1.0.0"), 1)

    def test_a_layer_that_is_not_there_holds_nothing(self):
        self.assertFalse(judged([], state=matrix.NONE_YET)["holds"])
        self.assertIsNone(judged([], state=matrix.NONE_YET, mode="twin")["holds"])
        self.assertIsNone(judged([], state=matrix.NONE_YET, layer="hunt")["holds"])
        self.assertIsNone(judged([], state="not asked: why", layer="hunt")["holds"])
        self.assertFalse(judged([], state="not asked: why")["holds"])

    def test_a_layer_that_failed_never_holds(self):
        for mode in ("no-age", "twin"):
            self.assertFalse(judged([], state="failed: no JSON", mode=mode)["holds"])
        self.assertFalse(judged([], state="failed: no JSON", layer="hunt")["holds"])

    def test_a_row_counts_when_its_own_rules_decided(self):
        both = judged([finding("watch.a"), finding("watch.b")])
        self.assertIsNone(matrix.why_not(SCENARIO, [both]))
        self.assertIn("watch.b", matrix.why_not(SCENARIO, [judged([finding("watch.a")])]))
        self.assertTrue(matrix.why_not(SCENARIO, []))
        self.assertEqual(matrix.why_not(SCENARIO | {"without_knowledge": "why"}, [both]), "why")

    def test_the_range_itself_is_judged(self):
        result = {"scenario": "x", "mode": "no-age", "proof": [["it happened", True]], "exit_codes": [0], "survivors": 0,
                  "capture": {"dropped": 0}}
        self.assertTrue(matrix.judge_range(result)["holds"])
        for change in ({"proof": [["it happened", False]]}, {"mode": "twin"}, {"mode": "vector-twin"}, {"exit_codes": [1]}, {"survivors": 1}, {"capture": {"dropped": 2}}):
            self.assertFalse(matrix.judge_range(result | change)["holds"], change)


class Told(unittest.TestCase):
    RESULT = {"scenario": "axios", "mode": "no-age", "proof": [["it happened", True]], "exit_codes": [0], "survivors": 0,
              "capture": {"dropped": 0}, "layers": {"watch": {"state": "asked", "seen": [finding("watch.downloader", package="plain-crypto-js@4.2.1")]}}}

    def test_what_is_missing_is_named(self):
        judged = matrix.judge([self.RESULT])
        self.assertFalse(judged["holds"])
        (what, why), = matrix.failures(judged)
        self.assertEqual(what, "axios, no-age, watch")
        self.assertIn("watch.manifest-swap", why)
        self.assertNotIn("watch.downloader", why)
        self.assertIn("missing   watch.manifest-swap", matrix.text(judged))

    def test_the_tables_have_as_many_cells_in_each_row(self):
        lines = matrix.markdown(matrix.judge([self.RESULT, self.RESULT | {"mode": "twin"}])).split("\n")
        tables = [line for line in lines if line.startswith("|")]
        self.assertEqual({line.count("|") for line in tables if "axios |" in line or line.startswith("| scenario")}, {5})
        self.assertEqual({line.count("|") for line in tables if " no-age |" in line or line.startswith("| holds")}, {7})
        self.assertTrue(any("| NO | no-age | watch |" in line for line in lines))

    def test_homes_of_replays_are_not_told(self):
        self.assertEqual(matrix.where("/tmp/cordon-range-77-ab_c/home/projects/shop"), "~/projects/shop")


class Layers(unittest.TestCase):
    @staticmethod
    def conversation(address, purl):
        return {"flow": {"server_address": address}} | ({"package": {"purl": purl}} if purl else {})

    def test_traffic_is_joined_when_all_that_went_to_the_sink_is_the_culprits(self):
        own, evil = self.conversation("192.0.2.10", None), self.conversation(names.SINK_ADDRESS, "pkg:npm/%40a/evil@1.0.0")
        self.assertEqual(traffic.joined({"conversations": [own, evil, evil]}, "@a/evil@1.0.0")[0]["what"], "2 conversations with the sink")
        for others in ([own], [evil, self.conversation(names.SINK_ADDRESS, None)], [evil, self.conversation(names.SINK_ADDRESS, "pkg:npm/b@1.0.0")]):
            self.assertEqual(traffic.joined({"conversations": others}, "@a/evil@1.0.0"), [], others)

    def test_what_else_happens_on_the_machine_is_no_finding_of_the_range(self):
        recorded = [{"id": "a", "actor": {"uid": names.DEVELOPER_UID}}, {"id": "b", "actor": {"uid": 0}}, {"id": "c"}]

        def named(*ids):
            return {"evidence": [{"kind": "event", "locator": each} for each in ids]}
        ours = [named("a"), named("b", "a"), named("c"), named("b", "gone"), {"evidence": [{"kind": "text_span", "locator": "x"}]}]
        self.assertEqual(watch.apart([*ours, named("b")], recorded), (ours, [named("b")]))
        told = [{"id": "d", "kind": "finding", "payload": {"finding": each}} for each in (named("a"), named("b"))]
        recorded = [each | {"kind": "exec"} for each in recorded] + told
        self.assertEqual([event["id"] for event in watch.own(recorded)], ["a", "c", "d"])

    def test_a_sensor_that_is_blind_or_lost_events_is_not_believed(self):
        def report(lost, *paths):
            return {"lost": lost, "coverage": {"unread": [{"path": path, "reason": "why"} for path in paths]}}
        self.assertEqual(watch.blind_spots(report(0, "/home/x")), [])
        self.assertEqual(watch.blind_spots(report(2, "sensor:files")), ["sensor:files: why", "2 events lost"])

    def test_the_story_is_read_by_its_headings(self):
        told = "# a: executed\n## What\n### 4. script: what of it ran\n- evil 1.0.0: ran\n### 5. process: what\n*nothing recorded*\n## Findings\nevil\n"
        self.assertEqual(case.steps(told), {"script": "- evil 1.0.0: ran\n", "process": "*nothing recorded*\n"})


class Events(unittest.TestCase):
    EVENT = {"kind": "exec", "package": {"purl": "pkg:npm/%40a/evil@1.0.0", "integrity": "sha512-x", "phase": "postinstall"},
             "payload": {"path": "/usr/bin/curl", "arguments": ["curl", "-o", "x"]}}
    WANTED = {"what": "curl runs", "kind": "exec", "phase": "postinstall", "match": {"payload.path": "*/curl", "payload.arguments": "*-o x"}}

    def test_an_event_fits_by_package_integrity_and_payload(self):
        self.assertEqual(events.held([self.WANTED], [self.EVENT], "@a/evil@1.0.0", "sha512-x"), ["curl runs"])
        for release, integrity in (("@a/evil@1.0.1", "sha512-x"), ("@a/evil@1.0.0", "sha512-y"), ("@a/evil@1.0.0", None)):
            self.assertEqual(events.held([self.WANTED], [self.EVENT], release, integrity), [])
        for change in ({"kind": "exit"}, {"package": None}, {"payload": {"path": "/usr/bin/sh"}}):
            self.assertEqual(events.held([self.WANTED], [self.EVENT | change], "@a/evil@1.0.0", "sha512-x"), [], change)

    def test_a_line_that_is_cut_is_counted(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "events.ndjson"
            path.write_text('{"kind": "exec"}\n{"kind": "ex')
            self.assertEqual(events.read(path), ([{"kind": "exec"}], 1))
            self.assertEqual(events.read(path.with_name("missing")), ([], 0))

    def test_the_lockfile_names_the_integrity(self):
        with tempfile.TemporaryDirectory() as folder:
            project = pathlib.Path(folder)
            self.assertIsNone(events.locked_integrity(project, "evil@1.0.0"))
            (project / "package-lock.json").write_text('{"packages": {"": {}, "node_modules/b/node_modules/evil": {"version": "1.0.0", "integrity": "i"}}}')
            self.assertEqual(events.locked_integrity(project, "evil@1.0.0"), "i")
            self.assertIsNone(events.locked_integrity(project, "vil@1.0.0"))
            self.assertIsNone(events.locked_integrity(project, "evil@2.0.0"))


class Proof(unittest.TestCase):
    def test_rows_fit_by_equality_and_wildcards(self):
        row = {"kind": "http", "path": "/x", "status": 200, "body": "abcdef", "agent": "a [b]"}
        self.assertTrue(proof.fits(row, {"kind": "http", "status": 200, "body": "ab*f"}))
        self.assertTrue(proof.fits(row, {"agent": "a [b]"}), "brackets stand for themselves when all is equal")
        for wanted in ({"status": "200"}, {"body": "ab"}, {"missing": "x"}, {"status": 404}):
            self.assertFalse(proof.fits(row, wanted), wanted)

    def test_files_and_logs_prove(self):
        with tempfile.TemporaryDirectory() as folder:
            logs = pathlib.Path(folder)
            (logs / "sink.ndjson").write_text('{"path": "/a"}\n{"path": "/a"}\n')
            (logs / "there").write_text("text")
            places = {"home": logs}
            self.assertTrue(proof.holds({"log": "sink", "match": {"path": "/a"}, "at_least": 2}, logs, places))
            self.assertFalse(proof.holds({"log": "sink", "match": {"path": "/a"}, "at_least": 3}, logs, places))
            self.assertFalse(proof.holds({"log": "names", "match": {}}, logs, places))
            self.assertTrue(proof.holds({"file": "home/there", "contains": "ex"}, logs, places))
            self.assertFalse(proof.holds({"file": "home/missing", "contains": "ex"}, logs, places))
            self.assertTrue(proof.holds({"file": "home/missing", "gone": True}, logs, places))
            self.assertFalse(proof.holds({"file": "home/there", "gone": True}, logs, places))


if __name__ == "__main__":
    unittest.main()
