"""The range itself: what runs in the workstation reaches registry and sink and nothing else, and nothing of it is left."""
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import unittest

import names
import scenario as scenarios
import world

REASON = world.what_is_missing()
CONNECT = "import socket,sys\ntry:\n s=socket.create_connection((sys.argv[1],int(sys.argv[2])),timeout=2)\n print('connected')\nexcept OSError as e: print(e)\n"


def addresses_of_this_machine():
    listed = subprocess.run(["ip", "-o", "-4", "addr", "show", "scope", "global"], capture_output=True, text=True, check=False).stdout
    return [line.split()[3].split("/")[0] for line in listed.splitlines()]


@unittest.skipIf(REASON, REASON)
class Worlds(unittest.TestCase):
    def setUp(self):
        made = tempfile.TemporaryDirectory()
        self.addCleanup(made.cleanup)
        self.folder = pathlib.Path(made.name)
        scenarios.build({"name": "none", "packages": {}}, self.folder / "built")

    def world(self):
        return world.World(self.folder / "built", self.folder, ["sink.range.invalid"])

    def python(self, made, text, *words):
        done = made.developer(["/usr/bin/python3", "-c", text, *words], directory=made.home)
        return (done.stdout + done.stderr).strip()

    def test_reaches_the_registry_and_the_sink_by_name(self):
        with self.world() as made:
            self.assertEqual(self.python(made, CONNECT, names.REGISTRY_NAME, "80"), "connected")
            for port in names.SINK_PORTS:
                self.assertEqual(self.python(made, CONNECT, "sink.range.invalid", str(port)), "connected")
            self.assertEqual(self.python(made, CONNECT, "deeper.sink.range.invalid", str(names.STRATUM_PORT)), "connected")

    def test_reaches_nothing_else(self):
        elsewhere = addresses_of_this_machine()
        with self.world() as made:
            for address in ["198.51.100.1", "192.0.2.11", "203.0.113.67", "8.8.8.8", "2001:db8::1", *elsewhere]:
                self.assertIn("Network is unreachable", self.python(made, CONNECT, address, "80"), address)
            self.assertRegex(self.python(made, CONNECT, "other.example.test", "80"), "not known|No address")
            self.assertIn("Connection refused", self.python(made, CONNECT, "127.0.0.1", "80"))

    def test_registry_and_sink_reach_nothing_else_either(self):
        with self.world() as made:
            for place in ("registry", "sink"):
                done = subprocess.run(made.enter(place, "/usr/bin/python3", "-c", CONNECT, "8.8.8.8", "53"), capture_output=True, text=True, check=False)
                self.assertIn("Network is unreachable", done.stdout)

    def test_the_developer_has_no_rights_and_a_home_with_decoys(self):
        with self.world() as made:
            self.assertEqual(self.python(made, "import os; print(os.getuid(), os.getgid(), os.getgroups())"),
                             f"{names.DEVELOPER_UID} {names.DEVELOPER_UID} []")
            status = self.python(made, "print(open('/proc/self/status').read())")
            for line in ("CapEff:\t0000000000000000", "CapPrm:\t0000000000000000", "NoNewPrivs:\t1"):
                self.assertIn(line, status)
            self.assertEqual(self.python(made, "import os; print(os.path.expanduser('~'))"), str(made.home))
            for path in world.DECOYS:
                self.assertIn("print", self.python(made, f"open({str(made.home / path)!r}).read(); print('print')"))
            self.assertNotIn("npm_DECOY", " ".join(os.environ.values()))

    def test_the_developer_cannot_write_outside_of_the_home(self):
        with self.world() as made:
            for path in ("/etc/passwd", "/usr/range", str(names.ROOT / "range"), str(names.HERE / "run.py"), str(made.folder / "etc" / "hosts")):
                self.assertRegex(self.python(made, f"open({path!r}, 'a')"), "Permission|Read-only|No such file")
            self.python(made, "open('/tmp/left-by-the-range', 'w')")
            self.assertFalse(pathlib.Path("/tmp/left-by-the-range").exists(), "temporary folders are its own")

    def test_nothing_of_the_harness_environment_comes_in(self):
        with self.world() as made:
            have = self.python(made, "import os; print(sorted(os.environ))")
            self.assertEqual(have, str(sorted(made.environment(made.home) | {"LC_CTYPE": ""} if "LC_CTYPE" in have else made.environment(made.home))))

    def left(self, made):
        namespaces = world.run_ip("netns", "list").stdout
        return [name for name in (f"{made.prefix}-{place}" for place in ("wire", *world.PLACES)) if name in namespaces]

    def test_nothing_is_left_however_it_ends(self):
        with self.assertRaises(ZeroDivisionError):
            with self.world() as made:
                child = subprocess.Popen(made.enter("workstation", "/usr/bin/setsid", "/bin/sleep", "60", home=True), env=made.environment(made.home), cwd=made.home)
                while not made.settle(0):  # until it is the developer's sleep
                    self.assertIsNone(child.poll())
                self.assertEqual(len(self.left(made)), 4)
                print(1 // 0)
        self.assertEqual(self.left(made), [])
        self.assertFalse(made.folder.exists())
        self.assertEqual(child.wait(timeout=10), -signal.SIGKILL)

    def test_what_a_killed_range_left_is_taken_away_by_the_next(self):
        text = ("import sys, world\nmade = world.World(sys.argv[1], sys.argv[1], [])\nmade.start_servers = lambda: None\nmade.__enter__()\n"
                "import subprocess\nsubprocess.Popen(made.enter('workstation', '/bin/sleep', '60', home=True), cwd=made.home, stdout=-3, stderr=-3)\n"
                "while not made.settle(0): pass\nprint(made.prefix, made.folder, made.settle(0)[0], flush=True)\nimport os\nos.kill(os.getpid(), 9)\n")
        done = subprocess.run([sys.executable, "-B", "-c", text, self.folder], cwd=names.HERE, capture_output=True, text=True, check=False)
        prefix, folder, pid = done.stdout.split()
        self.assertIn(prefix, world.run_ip("netns", "list").stdout)
        world.remove_leftovers()
        self.assertNotIn(prefix, world.run_ip("netns", "list").stdout)
        self.assertFalse(pathlib.Path(folder).exists())
        state = pathlib.Path(f"/proc/{pid}/stat")
        self.assertTrue(not state.exists() or state.read_text().rpartition(")")[2].split()[0] in "ZX", "the process lives on")

    def test_waiting_ends_when_nothing_runs_and_tells_what_still_does(self):
        with self.world() as made:
            self.assertEqual(made.settle(5), [])
            child = subprocess.Popen(made.enter("workstation", "/bin/sleep", "60", home=True), env=made.environment(made.home), cwd=made.home)
            while not made.settle(0):  # until enter.py has become the developer's sleep
                self.assertIsNone(child.poll())
            self.assertEqual(made.settle(0.2), [child.pid])
        child.wait(timeout=10)


if __name__ == "__main__":
    unittest.main()
