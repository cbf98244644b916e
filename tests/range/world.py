"""The range itself: three network namespaces on one wire that leads nowhere else, a home with decoys, and servers.

Workstation, registry and sink hang on a bridge in a fourth namespace. There is no route to anything else, so that what runs
in the workstation can reach the registry and the sink and nothing besides. Everything is taken away on the way out."""
import atexit
import json
import os
import pathlib
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time

import names

# The addresses of each place. The first is the one it speaks from.
PLACES = {"workstation": [names.WORKSTATION_ADDRESS], "registry": [names.REGISTRY_ADDRESS, names.RESOLVER_ADDRESS],
          "sink": [names.SINK_ADDRESS]}
READY_SECONDS = 10
HOMES = "/tmp"
HEADERS = "/usr/include/node/common.gypi"  # node-gyp reads it before it reads a package's build description
TOKEN = "npm_DECOY0000000000000000000000000000000"
PASSWD = f"root:x:0:0:root:/root:/bin/sh\n{names.DEVELOPER}:x:{names.DEVELOPER_UID}:{names.DEVELOPER_UID}::{{home}}:/bin/bash\n"

# Secrets that are none: what they look like is what thieves look for, what they say is that they are decoys.
DECOYS = {
    ".aws/credentials": "[default]\naws_access_key_id = AKIADECOYDECOYDECOY0\naws_secret_access_key = decoy/decoy/decoy/decoy/decoy/decoy/deco\n",
    ".ssh/id_ed25519": "-----BEGIN OPENSSH PRIVATE KEY-----\nDECOY-DECOY-DECOY-THIS-IS-NO-KEY\n-----END OPENSSH PRIVATE KEY-----\n",
    ".netrc": "machine git.example.test login developer password decoy-password\n",
    ".docker/config.json": '{"auths": {"images.example.test": {"auth": "ZGVjb3k6ZGVjb3k="}}}\n',
    ".git-credentials": "https://developer:decoy-password@git.example.test\n",
    ".config/gh/hosts.yml": "git.example.test:\n    oauth_token: gho_DECOY000000000000000000000000000000\n    user: developer\n",
    ".bashrc": "# The developer's shell.\nexport EDITOR=vi\n",
    ".gitconfig": "[user]\n\tname = A Developer\n\temail = developer@example.test\n",
}


class Unsupported(Exception):
    """This machine cannot hold a range; the text says what it lacks."""


def what_is_missing():
    """Why there can be no range here, or None."""
    if os.geteuid() != 0:
        return "root is needed for network namespaces"
    for program in ("ip", "npm", "node", "curl", "python3", "make", "setsid", "nohup"):
        if shutil.which(program, path="/usr/sbin:/usr/bin:/sbin:/bin") is None:
            return f"{program} is not installed"
    if not pathlib.Path(HEADERS).is_file():
        return f"headers of Node are not installed ({HEADERS})"
    name = f"cordon-range-{os.getpid()}-probe"
    done = run_ip("netns", "add", name, check=False)
    if done.returncode != 0:
        return f"no network namespaces: {done.stderr.strip()}"
    bridge = run_ip("-n", name, "link", "add", "wire", "type", "bridge", check=False)
    run_ip("netns", "del", name, check=False)
    return f"no bridge: {bridge.stderr.strip()}" if bridge.returncode != 0 else None


def run_ip(*words, check=True, lines=()):
    done = subprocess.run(["ip", *words], capture_output=True, text=True, check=False, input="".join(line + "\n" for line in lines))
    if check and done.returncode != 0:
        raise Unsupported(f"ip {' '.join(words)}: {done.stderr.strip()}")
    return done


def remove_leftovers():
    """Processes, namespaces and homes of ranges whose own process is gone, however it went."""
    for line in run_ip("netns", "list", check=False).stdout.splitlines():
        name = line.split()[0]
        if orphaned(name):
            kill_all(name)
            run_ip("netns", "del", name, check=False)
    for folder in pathlib.Path(HOMES).glob("cordon-range-*"):
        if orphaned(folder.name):
            shutil.rmtree(folder, ignore_errors=True)


def orphaned(name):
    """Whether a name is cordon-range-PID-something of a process that is no more."""
    parts = name.split("-")
    return name.startswith("cordon-range-") and len(parts) == 4 and parts[2].isdigit() and not pathlib.Path(f"/proc/{parts[2]}").exists()


def pids(namespace):
    return [int(pid) for pid in run_ip("netns", "pids", namespace, check=False).stdout.split()]


def kill_all(namespace):
    """Ends every process of a namespace, also those that are born meanwhile."""
    for _ in range(50):
        left = pids(namespace)
        if not left:
            return
        for pid in left:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        time.sleep(0.02)


class World:
    """`with World(folder_of_built_files, logs, hosts) as world:` and then world.developer([...])."""

    def __init__(self, built, logs, hosts):
        self.built, self.logs, self.hosts = pathlib.Path(built), pathlib.Path(logs), hosts
        self.prefix = f"cordon-range-{os.getpid()}"
        self.servers, self.namespaces, self.homes = [], [], []
        self.word = secrets.token_hex(16)

    # --- coming and going ---

    def __enter__(self):
        remove_leftovers()
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix=f"{self.prefix}-", dir=HOMES)).resolve()
        self.home, self.project = self.folder / "home", self.folder / "home" / "projects" / "shop"
        atexit.register(self.close)
        self.old_term = signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
        try:
            self.make_workstation()
            self.make_wire()
            self.start_servers()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        """Ends every process of the namespaces, then takes them and the home away. May be called twice."""
        for server in self.servers:
            server.terminate()
        for name in self.namespaces:
            kill_all(name)
        for server in self.servers:
            server.wait()
            server.stdout.close()
        for name in self.namespaces:
            run_ip("netns", "del", name, check=False)
        self.servers, self.namespaces = [], []
        if self.folder.exists():
            shutil.rmtree(self.folder, ignore_errors=True)
        atexit.unregister(self.close)
        signal.signal(signal.SIGTERM, self.old_term)

    # --- making ---

    def write(self, path, text, mode=0o644):
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)
        target.chmod(mode)
        return target

    def make_workstation(self):
        self.folder.chmod(0o755)
        self.write("etc/resolv.conf", f"nameserver {names.RESOLVER_ADDRESS}\noptions timeout:2 attempts:1\n")
        self.write("etc/hosts", "127.0.0.1 localhost\n127.0.1.1 workstation\n")
        self.write("etc/nsswitch.conf", "passwd: files\ngroup: files\nhosts: files dns\n")
        self.write("etc/passwd", PASSWD.format(home=self.home))
        self.write("etc/group", f"root:x:0:\n{names.DEVELOPER}:x:{names.DEVELOPER_UID}:\n")
        self.make_home("home")
        self.project.mkdir(parents=True)
        self.give_home()

    def make_home(self, place):
        """A home of the developer, with decoys, in a new folder of the world; the folder."""
        for path, text in DECOYS.items():
            self.write(f"{place}/{path}", text, 0o600)
        self.write(f"{place}/.npmrc", f"registry={names.REGISTRY_URL}\n//{names.REGISTRY_NAME}/:_authToken={TOKEN}\nupdate-notifier=false\n"
                                      "fund=false\n", 0o600)
        self.write(f"{place}/{names.GUARD_MARKER}", self.word + "\n")
        (self.folder / place / "tmp").mkdir()
        self.homes.append(self.folder / place)
        self.give_home()
        return self.folder / place

    def give_home(self):
        """Everything in the homes belongs to the developer."""
        for home in self.homes:
            for path in (home, *home.rglob("*")):
                os.lchown(path, names.DEVELOPER_UID, names.DEVELOPER_UID)

    def make_wire(self):
        wire = f"{self.prefix}-wire"
        for place in ("wire", *PLACES):
            run_ip("netns", "add", f"{self.prefix}-{place}")
            self.namespaces.append(f"{self.prefix}-{place}")
        run_ip("-n", wire, "link", "add", "bridge", "up", "type", "bridge")
        for number, (place, addresses) in enumerate(PLACES.items()):
            inside = f"{self.prefix}-{place}"
            run_ip("-n", inside, "link", "add", "eth0", "type", "veth", "peer", "name", f"port{number}", "netns", wire)
            run_ip("-n", wire, "link", "set", f"port{number}", "master", "bridge", "up")
            elsewhere = [each for others in PLACES.values() for each in others if others is not addresses]
            run_ip("-n", inside, "-batch", "-", lines=[
                *(f"addr add {address}/32 dev eth0" for address in addresses), "link set lo up", "link set eth0 up",
                *(f"route add {other}/32 dev eth0 src {addresses[0]}" for other in elsewhere)])

    def start_servers(self):
        logs, here = self.logs, names.HERE
        registries = [names.REGISTRY_NAME, names.PRIVATE_REGISTRY_NAME]
        resolved = [f"{name}={names.REGISTRY_ADDRESS}" for name in registries] + [f"{name}={names.SINK_ADDRESS}" for name in self.hosts]
        self.serve("registry", here / "registry.py", self.built, "--listen", f"{names.REGISTRY_ADDRESS}:80", "--log", logs / "registry.ndjson",
                   "--token", f"{TOKEN}={names.DEVELOPER}", "--also", f"{names.PRIVATE_REGISTRY_NAME}={self.built / 'private'}")
        self.serve("registry", here / "resolver.py", "--listen", names.RESOLVER_ADDRESS, "--log", logs / "names.ndjson", *resolved)
        self.serve("sink", here / "sink.py", self.built, "--address", names.SINK_ADDRESS, "--http", *names.SINK_PORTS,
                   "--stratum", names.STRATUM_PORT, "--log", logs / "sink.ndjson")
        self.capture = self.serve("workstation", here / "capture.py", "eth0", logs / "workstation.pcap")
        deadline = time.monotonic() + READY_SECONDS
        for server in self.servers:
            line = server.stdout.readline()
            if not line.startswith("ready") or time.monotonic() > deadline:
                raise Unsupported(f"a server did not start: {server.args}")

    def enter(self, place, *command, home=False):
        inside = ["--home", str(self.folder), str(names.DEVELOPER_UID)] if home else []
        return [sys.executable, "-B", str(names.HERE / "enter.py"), f"{self.prefix}-{place}", *inside, "--", *map(str, command)]

    def serve(self, place, *command):
        server = subprocess.Popen(self.enter(place, sys.executable, "-B", *command), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
        self.servers.append(server)
        return server

    # --- using ---

    def environment(self, home):
        """All that the developer's programs get; nothing of who runs the range."""
        return {"PATH": "/usr/bin:/bin", "HOME": str(home), "USER": names.DEVELOPER, "LOGNAME": names.DEVELOPER, "LANG": "C.UTF-8",
                "TMPDIR": str(home / "tmp"), "SHELL": "/bin/bash", names.GUARD_VARIABLE: self.word,
                # A workstation on which packages with native parts are built; without it node-gyp asks for headers of Node.
                "npm_config_nodedir": "/usr"}

    def developer(self, command, directory=None, environment=None, timeout=60, home=None):
        """Runs a command as the developer at the workstation; its output and exit code."""
        return subprocess.run(self.enter("workstation", *command, home=True), cwd=directory or self.project, stdin=subprocess.DEVNULL,
                              env=self.environment(home or self.home) | (environment or {}), capture_output=True, text=True, errors="replace", check=False,
                              timeout=timeout)

    def settle(self, seconds):
        """Waits until nothing of the developer runs any more, at most so long. The pids that still run."""
        deadline = time.monotonic() + seconds
        while True:
            left = [pid for pid in pids(f"{self.prefix}-workstation") if owner(pid) == names.DEVELOPER_UID]
            if not left or time.monotonic() > deadline:
                return left
            time.sleep(0.1)

    def stop_capture(self):
        """The capture ends and is whole; what it counted."""
        self.capture.terminate()
        # enter.py has become the capture by then: exec keeps the pid.
        self.capture.wait(timeout=READY_SECONDS)
        return json.loads((self.logs / "workstation.pcap.json").read_text())


def owner(pid):
    try:
        return os.stat(f"/proc/{pid}").st_uid
    except OSError:
        return None
