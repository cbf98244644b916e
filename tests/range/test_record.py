"""What is recorded names no machine, and only a replay that held is recorded."""
import json
import pathlib
import tempfile
import unittest

import record

EVENT = {"id": "m4ch1ne/b00t/watch/1", "host": "m4ch1ne", "boot": "b00t", "kind": "exec",
         "payload": {"path": "/tmp/cordon-range-77-ab_c1/home/tmp/x"}}
RESULT = {"scenario": "axios", "mode": "no-age", "proof": [["it happened", True]], "exit_codes": [0], "survivors": 0, "capture": {"dropped": 0}}


class Record(unittest.TestCase):
    def made(self, recorded=(EVENT,), capture=b"packets", **changes):
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            (folder / "events.ndjson").write_text("".join(json.dumps(event) + "\n" for event in recorded))
            (folder / "result.json").write_text(json.dumps(RESULT | changes))
            (folder / "workstation.pcap").write_bytes(capture)
            return record.record(folder)

    def test_machine_boot_and_home_get_names_of_the_range(self):
        files, reason = self.made()
        self.assertIsNone(reason)
        event = json.loads(files["events.ndjson"])
        self.assertEqual((event["id"], event["host"], event["boot"]), ("range-host/range-boot/watch/1", "range-host", "range-boot"))
        self.assertEqual(event["payload"]["path"], "/tmp/cordon-range/home/tmp/x")
        self.assertEqual(files["workstation.pcap"], b"packets")

    def test_refuses_what_still_names_the_machine(self):
        word = sorted(record.machine_words())[0]
        self.assertIn("workstation.pcap", self.made(capture=b"x" + word.encode())[1])
        self.assertIn(word, self.made(recorded=[EVENT, EVENT | {"payload": word}])[1])

    def test_refuses_a_replay_that_did_not_hold_or_lost_events(self):
        self.assertIn("did not hold", self.made(proof=[["it happened", False]])[1])
        self.assertIn("3 events were lost", self.made(recorded=[EVENT, EVENT | {"kind": "loss", "payload": {"count": 3}}])[1])


if __name__ == "__main__":
    unittest.main()
