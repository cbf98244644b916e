"""The parts of gate_faults.py in which processes of a gate are killed: itself while it writes, again and again, and the
one that opens archives."""

import base64
import concurrent.futures
import json
import os
import pathlib
import random
import signal
import socket
import threading
import time

from gate_fault_writers import Faulty, ask, grow_older, inert, integrity, is_right, publish, strays
from gate_world_writers import HOUR, Gate

KILLS = 100
LEAST_LIFE = 10  # seconds: a gate that loses its worker earlier does not start anew


class Killed:
    """A gate that is killed again and again, and what its clients heard before."""

    def __init__(self, world, seed):
        self.world, self.random, self.source = world, random.Random(seed), Faulty()
        self.gate = Gate(world, "--no-knowledge", registry=self.source)
        self.right, self.refused, self.handed = {}, set(), set()
        self.lock = threading.Lock()

    def publish(self, number):
        """Three packages: one that passes, one whose new release is too young, one that came before."""
        files = [
            publish(self.source, f"kept-{number}", size=self.random.choice((1000, 60_000, 400_000))),
            publish(self.source, f"young-{number}", age=HOUR),
        ]
        return [*files, f"kept-{number}", f"young-{number}", f"kept-{self.random.randrange(number + 1)}"]

    def client(self, url, paths, kill_at):
        for path in paths:
            answer = ask(url, path, timeout=30, **{"User-Agent": "npm/11.0.0"})
            with self.lock:
                name = path.split("/")[0]
                if answer.status == 403:
                    self.refused.add(name)
                elif path.endswith(".tgz") and answer.status == 200 and answer.is_whole:
                    self.handed.add(name)
                    if not is_right(self.source, path, answer):
                        self.world.check(f"{path}: the right bytes", False, answer)
                elif answer.status not in (0, 200) and not answer.may_ask_again():
                    self.world.check(f"{path}: served, refused or cut", False, answer)
            if answer.status == kill_at:
                self.gate.process.kill()

    def round(self, number):
        paths = self.publish(number)
        kill_at = self.random.choice((403, 200, None, None))
        with self.gate as gate:
            clients = []
            for _ in range(3):
                self.random.shuffle(paths)
                clients.append(threading.Thread(target=self.client, args=(gate.url, list(paths), kill_at)))
            for one in clients:
                one.start()
            if kill_at is None:
                time.sleep(self.random.uniform(0, 0.15))
                gate.process.kill()
            for one in clients:
                one.join()
            if gate.process.poll() is None:
                gate.process.kill()
            gate.process.wait()
        told = gate.cordon("explain", "--format", "json")
        if told.returncode != 0:
            return self.world.check(f"kill {number}: explain", False, told.stderr)
        # What a document left out is written down, too, and was for no client.
        decisions = {(one["name"], one["held"]) for one in json.loads(told.stdout)["decisions"] if one["client"]}
        for name in (f"kept-{number}", f"young-{number}"):
            if name in self.refused and (name, True) not in decisions:
                self.world.check(
                    f"kill {number}: the refusal of {name} was heard and is not written down", False, kill_at
                )
            if name in self.handed and (name, False) not in decisions:
                self.world.check(f"kill {number}: {name} was handed out and that is not written down", False, kill_at)
        return None


def kills(world):
    seed = random.randrange(1 << 30)
    killed = Killed(world, seed)
    failures = len(world.tally.failures)
    for number in range(KILLS):
        killed.round(number)
    world.check(
        f"{KILLS} kills, seed {seed}: every answer right, every decision kept", len(world.tally.failures) == failures
    )
    world.check(
        "and there was something to lose",
        len(killed.handed) > KILLS / 5 and len(killed.refused) > KILLS / 5,
        (len(killed.handed), len(killed.refused)),
    )
    wrong = [
        str(path)
        for path in (killed.gate.folder / "archives").glob("??/*")
        if integrity(path.read_bytes()) != integrity_of_hex(path.parent.name + path.name)
    ]
    world.check("every archive that lies there is what it is called", not wrong, wrong)
    # Other bytes under the same version: whoever was handed the first ones must not get these.
    for name in killed.handed:
        age, _, manifest = killed.source.packages[name]["1.0.0"]
        killed.source.packages[name] = {}
        killed.source.publish(
            name,
            "1.0.0",
            age,
            inert(name, "another"),
            **{key: manifest[key] for key in manifest if key not in ("name", "version")},
        )
    grow_older(killed.gate)
    with killed.gate as gate:
        names_ = sorted(killed.handed)
        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            answers = list(pool.map(lambda name: ask(gate.url, f"{name}/-/{name}-1.0.0.tgz"), names_))
        lost = [
            name
            for name, answer in zip(names_, answers)
            if answer.status != 403 or "content-changed" not in answer.error()
        ]
        world.check("what was handed out first is remembered through every kill", not lost, lost)
        begun = time.monotonic()
        gate.stop()
        world.check("it still ends well", gate.process.returncode == 0 and time.monotonic() - begun < 10, gate.text())
    world.check("nothing half lies there", not strays(killed.gate.folder), strays(killed.gate.folder))
    torn = [line for line in (killed.gate.folder / "events.ndjson").read_text().splitlines() if not is_json(line)]
    world.check(
        "of the events no kill costs more than its own last line", len(torn) <= KILLS / 10, (len(torn), torn[:2])
    )
    world.check("no process is left behind", not still_running(world.program), still_running(world.program))


def is_json(line):
    try:
        return isinstance(json.loads(line), dict)
    except ValueError:
        return False


def integrity_of_hex(text):
    return "sha512-" + base64.b64encode(bytes.fromhex(text)).decode()


def still_running(program):
    out = []
    for path in pathlib.Path("/proc").glob("[0-9]*/exe"):
        try:
            if path.resolve() == program.resolve():
                out.append(str(path))
        except OSError:
            pass
    return out


def child_of(process):
    """The process that a gate forked first: the one that opens archives."""
    children = pathlib.Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii").split()
    return int(children[0])


def lost_worker(world):
    """Who opens archives is killed, as by a machine without memory: the gate starts anew, as the same process."""
    source = Faulty()
    files = [publish(source, f"opened-{i}", size=4000) for i in range(3)]
    publish(source, "young", age=HOUR)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with Gate(world, "--listen", f"127.0.0.1:{port}", "--no-knowledge", registry=source) as gate:
        begun = time.monotonic()
        world.check("worker: opened", is_right(source, files[0], ask(gate.url, files[0])))
        time.sleep(max(0, begun + LEAST_LIFE + 0.5 - time.monotonic()))
        os.kill(child_of(gate.process.pid), signal.SIGKILL)
        answer = ask(gate.url, files[1])
        world.check("worker: nobody opens it, and the client may ask again", answer.may_ask_again(), answer)
        for _ in range(150):
            answer = ask(gate.url, files[1])
            if answer.status == 200:
                break
            world.check("worker: until then again", answer.status == 0 or answer.may_ask_again(), answer)
            time.sleep(0.1)
        world.check("worker: then it is opened", is_right(source, files[1], answer), answer)
        world.check("worker: by the same process, which says so", gate.process.poll() is None and "starts anew" in gate.text(), gate.text())
        world.check("worker: what was at hand is", is_right(source, files[0], ask(gate.url, files[0])))
        world.check("worker: what was held is", ask(gate.url, "young/-/young-1.0.0.tgz").status == 403)
        os.kill(child_of(gate.process.pid), signal.SIGKILL)
        answer = ask(gate.url, files[2])
        world.check("worker: again at once: not for ever", answer.may_ask_again(), answer)
        world.check("worker: it ends, and says why", gate.process.wait(timeout=40) == 2 and "just after" in gate.text(), gate.text())
