"""No payload does anything outside of the range: without the variable, without the marker, with another word in it, as root."""
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

import names
import scenario as scenarios

WORD = "0123456789abcdef0123456789abcdef"
PROGRAMS = {".js": "node", ".py": "python3", ".sh": "sh"}
PARAMETERS = {"name": "guarded", "version": "1.0.0", "sink_host": "sink.range.invalid", "user_agent": "range", "beacons": 1,
              "deliver": "send", "reads": ["~/.npmrc"], "pool": "pool.range.invalid", "root": "process.env.INIT_CWD"}
SAID = "range guard: not inside the range"


def payloads():
    """(program, path below payloads/, suffix) of each template that is a program with a guard."""
    for path in sorted(scenarios.SHARED.rglob("*.tmpl")):
        source = pathlib.PurePath(path.relative_to(scenarios.SHARED)).with_suffix("")
        if "{{guard}}" in path.read_text() and source.suffix in PROGRAMS:
            yield PROGRAMS[source.suffix], str(source), source.suffix


def snapshot(folder):
    return {str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None for path in sorted(folder.rglob("*"))}


@unittest.skipUnless(shutil.which("node", path="/usr/bin:/bin"), "node is not installed")
class Guard(unittest.TestCase):
    def run_payload(self, program, source, suffix, word, marker, uid):
        """(what the payload said, whether it changed nothing)."""
        with tempfile.TemporaryDirectory() as made:
            folder = pathlib.Path(made)
            home = folder / "home"
            (home / "projects").mkdir(parents=True)
            (home / "projects" / "index.js").write_text("// code\n")
            (home / ".npmrc").write_text("//registry.example.test/:_authToken=npm_DECOY\n")
            if marker is not None:
                (home / names.GUARD_MARKER).write_text(marker + "\n")
            script = home / f"payload{suffix}"
            script.write_text(scenarios.template("none", source, scenarios.base_parameters() | PARAMETERS))
            for path in (folder, *folder.rglob("*")):
                os.chmod(path, 0o755)
                if os.geteuid() == 0:
                    os.chown(path, uid, uid)
            before = snapshot(folder)
            environment = {"PATH": "/usr/bin:/bin", "HOME": str(home), "INIT_CWD": str(home / "projects"), "TMPDIR": str(home)}
            if word is not None:
                environment[names.GUARD_VARIABLE] = word
            rights = {"user": uid, "group": uid, "extra_groups": []} if os.geteuid() == 0 else {}
            done = subprocess.run([program, script], cwd=home, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True,
                                  timeout=20, check=False, **rights)
            return done.stdout + done.stderr, before == snapshot(folder)

    def refuses(self, word, marker, uid):
        count = 0
        for program, source, suffix in payloads():
            with self.subTest(source):
                said, unchanged = self.run_payload(program, source, suffix, word, marker, uid)
                self.assertIn(SAID, said)
                self.assertTrue(unchanged)
                count += 1
        self.assertGreaterEqual(count, 9)

    def test_refuses_without_the_variable(self):
        self.refuses(None, WORD, names.DEVELOPER_UID)

    def test_refuses_without_the_marker(self):
        self.refuses(WORD, None, names.DEVELOPER_UID)

    def test_refuses_when_the_words_differ(self):
        self.refuses(WORD, WORD[::-1], names.DEVELOPER_UID)

    def test_refuses_a_short_word(self):
        self.refuses("x", "x", names.DEVELOPER_UID)

    @unittest.skipUnless(os.geteuid() == 0, "only root can be root")
    def test_refuses_root(self):
        self.refuses(WORD, WORD, 0)


if __name__ == "__main__":
    unittest.main()
