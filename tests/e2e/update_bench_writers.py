"""What the tests of `intel update` share: a network of their own, a source that is served in it, and the program as an
unprivileged user with a home of its own."""
import ctypes
import fcntl
import json
import os
import pathlib
import shutil
import socket
import struct
import subprocess

from source_server_writers import Server, Source, make_certificates

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
PROGRAM = ROOT / "build" / "release" / "cordon"
NOBODY = 65534
OUTER, INNER = "203.0.113.10", "10.1.2.3"  # a documentation address counts as one of the public Internet
T0 = 1_774_915_200  # 2026-03-31T00:00:00Z
DAY = 86_400
CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000
SIOCSIFADDR, SIOCSIFFLAGS, IFF_UP = 0x8916, 0x8914, 1


def enter_namespace():
    """A network of our own with nothing but these addresses: what is sent reaches nobody."""
    own = os.geteuid(), os.getegid()
    flags = CLONE_NEWNET | (0 if own[0] == 0 else CLONE_NEWUSER)
    if ctypes.CDLL(None, use_errno=True).unshare(flags) != 0:
        return False
    if own[0] != 0:
        pathlib.Path("/proc/self/setgroups").write_text("deny")
        pathlib.Path("/proc/self/uid_map").write_text(f"0 {own[0]} 1")
        pathlib.Path("/proc/self/gid_map").write_text(f"0 {own[1]} 1")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        fcntl.ioctl(control, SIOCSIFFLAGS, struct.pack("16sH14x", b"lo", IFF_UP))
        for number, address in enumerate([OUTER, INNER]):
            name = f"lo:{number}".encode()
            fcntl.ioctl(control, SIOCSIFADDR, struct.pack("16sHH4s8x", name, socket.AF_INET, 0, socket.inet_aton(address)))
    return True


class Bench:
    def __init__(self, tally, folder):
        self.tally, self.folder = tally, folder
        self.authority, self.certificate = make_certificates(folder, ["127.0.0.1", OUTER, INNER])
        self.source = Source()
        self.server = Server(self.source, self.certificate)
        self.home = folder / "home"
        self.home.mkdir()
        self.program = folder / "cordon"
        shutil.copy(PROGRAM, self.program)
        self.as_nobody = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.getuid() == 0 and not self.in_user_namespace() else {}
        folder.chmod(0o755)
        self.give(self.home)
        self.give(self.authority)
        self.index = self.home / "advisories.index"
        self.list = folder / "sources.yaml"
        self.write_list(self.server.url)

    def give(self, path):
        if self.as_nobody:
            subprocess.run(["chown", "-hR", f"{NOBODY}:{NOBODY}", path], check=True)

    @staticmethod
    def in_user_namespace():
        return pathlib.Path("/proc/self/uid_map").read_text().split()[1] != "0"

    def write_list(self, url, hosts=()):
        redirects = f"    redirect_hosts: [{', '.join(json.dumps(host) for host in hosts)}]\n" if hosts else ""
        self.list.write_text("schema: cordon.sources/1\nsources:\n"
                             f"  - id: osv-npm\n    kind: osv\n    ecosystem: npm\n    url: {url}/npm\n{redirects}"
                             f"  - id: kev\n    kind: exploited\n    url: {url}/kev.json\n{redirects}")

    def environment(self):
        return {"PATH": "/usr/bin:/bin", "HOME": str(self.home), "SSL_CERT_FILE": str(self.authority)}

    def cordon(self, *arguments, **more):
        return subprocess.run([str(self.program), *map(str, arguments)], cwd=self.home, env={**self.environment(), **more},
                              capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL, timeout=120, **self.as_nobody)

    def start(self, *arguments):
        return subprocess.Popen([str(self.program), *map(str, arguments)], cwd=self.home, env=self.environment(),
                                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL, **self.as_nobody)

    def update(self, *arguments, **more):
        self.source.asked.clear()
        tries = [] if "--tries" in arguments else ["--tries", "1"]
        return self.cordon("intel", "update", "--sources", self.list, "--index", self.index, *tries, *arguments, **more)

    def asked(self):
        return [path for path, _ in self.source.asked]

    def ids(self):
        """The ids of the records of the source that the index knows, by asking for each."""
        known = set()
        for identifier, (_, record) in self.source.records.items():
            package = record["affected"][0]["package"]["name"]
            run = self.cordon("intel", "explain", identifier, f"pkg:npm/{package}@1.0.0", "--index", self.index)
            if run.returncode in (0, 1, 3):
                known.add(identifier)
        return known

    def check(self, name, good, why=""):
        self.tally.ok() if good else self.tally.fail(name, why)

    def said(self, name, run, code, *words):
        text = run.stdout + run.stderr
        lacking = [word for word in words if word not in text]
        self.check(name, run.returncode == code and not lacking, f"exit code {run.returncode} (should be {code}), lacking {lacking}: {text[:800]}")

    def whole(self, name, records):
        run = self.cordon("intel", "verify", self.index)
        self.check(name, run.returncode == 0 and f"is whole: {records} records" in run.stdout, run.stdout + run.stderr)
