"""The registry against real npm, on loopback: install, tags, scoped names, publish, view; and what npm does not ask for."""
import gzip
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest
import urllib.error
import urllib.request

import names
import pack
import scenario as scenarios

TOKEN = "npm_DECOYTEST"
WHO = {"name": "developer", "email": "developer@example.test"}
SCENARIO = {"name": "none", "packages": {
    "plain": {"publisher": WHO, "tags": {"latest": "1.1.0", "legacy": "0.9.0"}, "versions": {
        "0.9.0": {"published": "-90d"}, "1.0.0": {"published": "-60d"},
        "1.1.0": {"published": "-3h", "provenance": "https://slsa.dev/provenance/v1", "dependencies": {"@team/part": "^2.0.0"}}}},
    "@team/part": {"publisher": WHO, "tags": {"latest": "2.0.1"}, "versions": {
        "2.0.0": {"published": "-9d"}, "2.0.1": {"published": "-8d", "scripts": {"postinstall": "node -e 1"}}}}},
            "private_packages": {"plain": {"publisher": WHO, "tags": {"latest": "0.1.0"}, "versions": {"0.1.0": {"published": "-99d"}}}}}


@unittest.skipUnless(shutil.which("npm", path="/usr/bin:/bin"), "npm is not installed")
class Registry(unittest.TestCase):
    def setUp(self):
        made = tempfile.TemporaryDirectory()
        self.addCleanup(made.cleanup)
        self.folder = pathlib.Path(made.name)
        self.home, self.project = self.folder / "home", self.folder / "project"
        self.home.mkdir()
        self.project.mkdir()
        scenarios.build(SCENARIO, self.folder / "built")
        self.log = self.folder / "registry.ndjson"
        self.start()
        (self.home / ".npmrc").write_text(f"registry={self.url}\n//{self.url.split('//')[1]}:_authToken={TOKEN}\nupdate-notifier=false\n")
        (self.project / "package.json").write_text('{"name": "project", "version": "1.0.0"}\n')

    def start(self):
        self.server = subprocess.Popen([sys.executable, "-B", names.HERE / "registry.py", self.folder / "built", "--listen", "127.0.0.1:0",
                                        "--log", self.log, "--token", f"{TOKEN}=developer", "--also", f"localhost={self.folder / 'built/private'}"],
                                       stdout=subprocess.PIPE, text=True)
        self.addCleanup(self.stop, self.server)
        word, port = self.server.stdout.readline().split()
        self.assertEqual(word, "ready")
        self.url = f"http://127.0.0.1:{port}/"

    @staticmethod
    def stop(server):
        server.kill()
        server.wait()
        server.stdout.close()

    def npm(self, *words, directory=None):
        return subprocess.run(["npm", *words], cwd=directory or self.project, stdin=subprocess.DEVNULL, capture_output=True, text=True,
                              check=False, timeout=60, env={"PATH": "/usr/bin:/bin", "HOME": str(self.home)})

    def good(self, *words, directory=None):
        done = self.npm(*words, directory=directory)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return done.stdout

    def installed(self, name):
        return json.loads((self.project / "node_modules" / name / "package.json").read_text())["version"]

    def asked(self):
        return [json.loads(line) for line in self.log.read_text().splitlines()]

    def get(self, path, **headers):
        return urllib.request.urlopen(urllib.request.Request(self.url + path, headers=headers), timeout=10)

    def test_installs_what_the_newest_tag_names_and_its_scoped_dependency(self):
        self.good("install", "plain")
        self.assertEqual((self.installed("plain"), self.installed("@team/part")), ("1.1.0", "2.0.1"))
        lock = json.loads((self.project / "package-lock.json").read_text())["packages"]
        served = pack.integrity((self.folder / "built" / "archives" / "002.tgz").read_bytes())
        self.assertEqual(lock["node_modules/plain"]["integrity"], served)
        self.assertTrue(lock["node_modules/@team/part"]["hasInstallScript"])

    def test_another_host_is_another_registry(self):
        other = self.url.replace("127.0.0.1", "localhost")
        document = json.load(self.get("plain", Host=other.split("/")[2]))
        self.assertEqual(list(document["versions"]), ["0.1.0"])
        self.assertTrue(document["versions"]["0.1.0"]["dist"]["tarball"].startswith(other))
        with self.assertRaises(urllib.error.HTTPError):
            self.get("plain/-/plain-1.1.0.tgz", Host=other.split("/")[2])
        self.assertEqual({each["host"].partition(":")[0] for each in self.asked()}, {"localhost"})

    def test_a_tag_and_a_range_choose(self):
        self.good("install", "plain@legacy")
        self.assertEqual(self.installed("plain"), "0.9.0")
        self.good("install", "plain@~1.0.0")
        self.assertEqual(self.installed("plain"), "1.0.0")

    def test_a_changed_archive_is_refused_by_npm(self):
        file = self.folder / "built" / "archives" / "000.tgz"
        file.write_bytes(pack.tarball({"package.json": '{"name": "plain", "version": "0.9.0"}'}))
        self.start()
        self.assertIn("EINTEGRITY", self.npm("install", "plain@0.9.0", "--registry", self.url, "--fetch-retries=0").stderr)

    def test_publishes_with_a_token_and_serves_it(self):
        package = self.folder / "mine"
        package.mkdir()
        (package / "package.json").write_text('{"name": "@team/mine", "version": "0.1.0"}\n')
        self.good("publish", "--access", "public", directory=package)
        self.good("install", "@team/mine")
        self.assertEqual(self.installed("@team/mine"), "0.1.0")
        put = [row for row in self.asked() if row["method"] == "PUT"]
        self.assertEqual([(row["status"], row["published"], row["authorised"]) for row in put], [(201, ["@team/mine@0.1.0"], "developer")])
        self.assertTrue(list((self.folder / "built" / "published").iterdir()))
        self.assertNotEqual(self.npm("publish", "--access", "public", directory=package).returncode, 0, "published over")

    def test_publishes_nothing_without_a_token(self):
        (self.home / ".npmrc").write_text(f"registry={self.url}\n//{self.url.split('//')[1]}:_authToken=wrong\n")
        package = self.folder / "mine"
        package.mkdir()
        (package / "package.json").write_text('{"name": "mine", "version": "0.1.0"}\n')
        self.assertNotEqual(self.npm("publish", directory=package).returncode, 0)
        with self.assertRaises(urllib.error.HTTPError):
            self.get("mine")

    def test_answers_what_else_npm_asks(self):
        self.good("ping")
        self.assertEqual(self.good("whoami").strip(), "developer")
        self.assertEqual(json.loads(self.good("view", "plain", "dist-tags", "--json")), {"latest": "1.1.0", "legacy": "0.9.0"})
        self.assertIn("2.0.1", self.good("view", "@team/part", "time", "--json"))
        self.assertIn("plain", self.good("search", "plain", "--json"))
        self.assertIn("E404", self.npm("install", "missing").stderr)

    def test_a_scoped_name_can_be_written_in_every_way(self):
        for written in ("@team%2fpart", "@team%2Fpart", "@team/part", "%40team%2fpart"):
            self.assertEqual(json.load(self.get(written))["name"], "@team/part")
        for written in ("@team/part/-/part-2.0.1.tgz", "@team%2fpart/-/part-2.0.1.tgz", "@team/part/-/@team/part-2.0.1.tgz"):
            self.assertIn("package.json", pack.unpack(self.get(written).read()))
        self.assertEqual(json.load(self.get("@team%2fpart/latest"))["version"], "2.0.1")

    def test_the_abbreviated_form_has_no_times_and_no_scripts(self):
        answer = self.get("@team%2fpart", Accept="application/vnd.npm.install-v1+json")
        self.assertEqual(answer.headers["Content-Type"], "application/vnd.npm.install-v1+json")
        document = json.load(answer)
        self.assertNotIn("time", document)
        self.assertNotIn("scripts", document["versions"]["2.0.1"])
        self.assertTrue(document["versions"]["2.0.1"]["hasInstallScript"])
        full = json.load(self.get("@team%2fpart"))
        self.assertEqual(set(full["time"]), {"created", "modified", "2.0.0", "2.0.1"})
        self.assertEqual(full["versions"]["2.0.1"]["scripts"], {"postinstall": "node -e 1"})

    def test_provenance_is_told_where_the_packument_says(self):
        dist = json.load(self.get("plain/1.1.0"))["dist"]
        path = dist["attestations"]["url"].removeprefix(self.url)
        self.assertEqual(json.load(self.get(path))["attestations"][0]["integrity"], dist["integrity"])
        with self.assertRaises(urllib.error.HTTPError):
            self.get("-/npm/v1/attestations/plain@1.0.0")

    def test_a_body_may_be_compressed(self):
        body = gzip.compress(json.dumps({"plain": ["1.1.0"]}).encode())
        request = urllib.request.Request(self.url + "-/npm/v1/security/advisories/bulk", data=body, headers={"Content-Encoding": "gzip"})
        self.assertEqual(json.load(urllib.request.urlopen(request, timeout=10)), {})
        self.assertEqual(self.asked()[-1]["asked_about"], 1)


if __name__ == "__main__":
    os.umask(0o022)
    unittest.main()
