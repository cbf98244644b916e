"""The sink, the resolver and the capture on loopback: what came is written down, byte by byte where that matters."""
import json
import os
import pathlib
import socket
import struct
import subprocess
import sys
import tempfile
import unittest
import urllib.request

import capture
import names
import resolver

TABLE = {"registry.example.test": "192.0.2.10", "sink.invalid": "203.0.113.66"}


def query(name, kind=1, identifier=0x1234):
    labels = b"".join(bytes([len(part)]) + part.encode() for part in name.split("."))
    return struct.pack(">HHHHHH", identifier, 0x0100, 1, 0, 0, 0) + labels + b"\0" + struct.pack(">HH", kind, 1)


class Resolver(unittest.TestCase):
    def test_a_name_of_the_range_has_its_address(self):
        reply, name, kind, address = resolver.answer(query("Registry.example.test"), TABLE)
        self.assertEqual((name, kind, address), ("registry.example.test", "A", "192.0.2.10"))
        self.assertEqual(reply[:2], b"\x12\x34")
        self.assertEqual(struct.unpack_from(">HHH", reply, 2), (0x8580, 1, 1))
        self.assertEqual(socket.inet_ntoa(reply[-4:]), "192.0.2.10")

    def test_names_below_one_of_the_range_exist_too(self):
        self.assertEqual(resolver.answer(query("6162.0.sink.invalid"), TABLE)[3], "203.0.113.66")

    def test_other_names_do_not_exist(self):
        for name in ("example.test", "notsink.invalid", "test"):
            reply = resolver.answer(query(name), TABLE)[0]
            self.assertEqual(reply[3] & 0x0F, resolver.NO_SUCH_NAME)

    def test_other_types_get_an_empty_answer(self):
        reply, _, kind, _ = resolver.answer(query("sink.invalid", kind=28), TABLE)
        self.assertEqual((kind, struct.unpack_from(">HH", reply, 4)), ("AAAA", (1, 0)))
        self.assertEqual(reply[3] & 0x0F, resolver.NO_ERROR)

    def test_what_is_no_question_gets_no_answer(self):
        whole = query("sink.invalid")
        for packet in (b"", whole[:5], whole[:14], whole[:-3], whole[:12] + b"\x40" + whole[13:], whole[:2] + b"\x80" + whole[3:]):
            self.assertIsNone(resolver.answer(packet, TABLE))


class Sink(unittest.TestCase):
    def setUp(self):
        made = tempfile.TemporaryDirectory()
        self.addCleanup(made.cleanup)
        folder = pathlib.Path(made.name)
        (folder / "sink.json").write_text('{"routes": {"POST /stage": "second"}}')
        self.log = folder / "sink.ndjson"
        with socket.create_server(("127.0.0.1", 0)) as one, socket.create_server(("127.0.0.1", 0)) as two:
            self.web, self.pool = one.getsockname()[1], two.getsockname()[1]
        self.process = subprocess.Popen([sys.executable, "-B", names.HERE / "sink.py", folder, "--address", "127.0.0.1", "--http", str(self.web),
                                         "--stratum", str(self.pool), "--log", self.log], stdout=subprocess.PIPE, text=True)
        self.addCleanup(self.stop)
        self.assertEqual(self.process.stdout.readline(), "ready\n")

    def stop(self):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()

    def rows(self):
        return [json.loads(line) for line in self.log.read_text().splitlines()]

    def test_hands_out_what_the_scenario_has_and_writes_down_what_came(self):
        request = urllib.request.Request(f"http://127.0.0.1:{self.web}/stage?x=1", data=b"who=me", headers={"User-Agent": "old browser"})
        self.assertEqual(urllib.request.urlopen(request, timeout=10).read(), b"second")
        self.assertEqual(urllib.request.urlopen(f"http://127.0.0.1:{self.web}/other", timeout=10).read(), b"ok\n")
        first = self.rows()[0]
        self.assertEqual((first["method"], first["path"], first["body"], first["user_agent"]), ("POST", "/stage?x=1", "who=me", "old browser"))

    def test_speaks_as_a_pool_does(self):
        with socket.create_connection(("127.0.0.1", self.pool), timeout=10) as talk:
            lines = talk.makefile("rwb")
            for number, method in enumerate(("mining.subscribe", "mining.authorize"), 1):
                lines.write(json.dumps({"id": number, "method": method, "params": ["w"]}).encode() + b"\n")
                lines.flush()
                self.assertEqual(json.loads(lines.readline())["id"], number)
            self.assertEqual(json.loads(lines.readline())["method"], "mining.notify")
        self.assertEqual([row["method"] for row in self.rows()], ["mining.subscribe", "mining.authorize"])


class Capture(unittest.TestCase):
    @unittest.skipUnless(os.geteuid() == 0, "AF_PACKET needs root")
    def test_what_passes_is_written_and_counted(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "lo.pcap"
            process = subprocess.Popen([sys.executable, "-B", names.HERE / "capture.py", "lo", path], stdout=subprocess.PIPE, text=True)
            self.assertEqual(process.stdout.readline(), "ready\n")
            said = b"said on the wire " + os.urandom(8).hex().encode()
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as door:
                door.sendto(said, ("127.0.0.1", 9))
            process.terminate()
            self.assertEqual(process.wait(timeout=10), 0)
            process.stdout.close()
            content, told = path.read_bytes(), json.loads(pathlib.Path(f"{path}.json").read_text())
        self.assertEqual(content[:24], capture.FILE_HEADER)
        at, packets = 24, []
        while at < len(content):
            seconds, nanoseconds, kept, length = struct.unpack_from("=IIII", content, at)
            self.assertGreater(seconds, 1_700_000_000)
            self.assertLess(nanoseconds, 1_000_000_000)
            self.assertEqual(kept, length)
            packets.append(content[at + 16:at + 16 + kept])
            at += 16 + kept
        self.assertEqual(at, len(content))
        self.assertEqual(told["packets"], len(packets))
        self.assertTrue(any(said in packet for packet in packets))


if __name__ == "__main__":
    unittest.main()
