#!/usr/bin/env python3
"""`cordon gate` when things go wrong, from outside and as a user without rights: registries that are slow, dead, break
off, lie and redirect inward; a disk that is full; kill -9 while it writes; clients that dawdle, flood and probe; names
that lead out; credentials; and what it says when it cannot start. Whatever happens, no byte of a bad archive is handed
out, no decision that somebody heard of is lost, and the gate goes on.
Ends with the line `N passed, N failed, N skipped`."""

import concurrent.futures
import pathlib
import shutil
import sys
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tools"))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from common import Tally  # noqa: E402
from gate_fault_writers import (
    Faulty,
    SmallDiskGate,
    ask,
    grow_older,
    has_namespaces,
    is_right,
    publish,
    strays,
)  # noqa: E402
from gate_flood_writers import crowd, names  # noqa: E402
from gate_kill_writers import kills, lost_worker  # noqa: E402
from gate_start_writers import configuration, credentials  # noqa: E402
from gate_world_writers import CORDON, HOUR, Gate, World  # noqa: E402

PATIENCE = 45  # seconds: the gate asks clients to come again after 40


def upstream(world):
    """One gate, every fault at once: the slow ones are waited for together."""
    source = Faulty()
    inward = source.to("http://169.254.169.254/latest/meta-data/")
    again, final = "again", "final"
    # What goes wrong, with a document (D) or an archive (A), whether the client may ask again, and how long it waits.
    cases = [
        ("silent", source.silent, "DA", again, PATIENCE),
        ("drip", source.drip, "DA", again, PATIENCE),
        ("half-silent", source.half_then_silent, "DA", again, PATIENCE),
        ("half", source.half, "DA", again, 15),
        ("half-chunks", source.half_in_chunks, "DA", again, 15),
        ("says-more", source.says_more, "DA", again, 15),
        ("half-no-length", source.half_without_length, "DA", None, 15),
        ("says-less", source.says_less, "DA", None, 15),
        ("other-bytes", source.other_bytes, "A", final, 5),
        ("page", source.page, "DA", final, 5),
        ("inward", inward, "DA", final, 5),
        ("loopback", source.to("http://127.0.0.9:1/x"), "DA", final, 5),
        ("own-name", source.to("http://localhost:1/x"), "DA", final, 5),
        ("file", source.to("file:///etc/passwd"), "DA", final, 5),
        ("circle", None, "D", final, 5),
        ("head", source.endless_head, "DA", final, 5),
        ("fails", source.fails, "DA", again, 15),
        ("busy", source.busy, "DA", again, 15),
    ]
    todo = []
    for name, fault, where, kind, most in cases:
        for place in where:
            package = f"{name}-{place.lower()}"
            file = publish(source, package, size=4000)
            path = package if place == "D" else file
            source.faults[path] = fault or source.to(source.url + path)
            todo.append((package, path, file, kind, most))
    publish(source, "steady")
    with Gate(world, "--no-knowledge", registry=source) as gate:
        world.check("before: what is well is served", ask(gate.url, "steady/-/steady-1.0.0.tgz").status == 200)
        with concurrent.futures.ThreadPoolExecutor(len(todo)) as pool:
            answers = list(pool.map(lambda one: ask(gate.url, one[1]), todo))
            besides = ask(gate.url, "steady")
        for (package, path, _, kind, most), answer in zip(todo, answers):
            said = answer.error()
            if kind == again:
                world.check(f"{path}: the client may ask again", answer.may_ask_again() and said, answer)
            elif kind == final:
                world.check(
                    f"{path}: the answer is final",
                    answer.status == 502 and "Retry-After" not in answer.headers and said,
                    answer,
                )
            else:
                world.check(f"{path}: refused", answer.status in (502, 503) and said, answer)
            world.check(f"{path}: within {most} s", answer.seconds < most, answer)
        world.check(
            "beside it what is at hand is served at once", besides.status == 200 and besides.seconds < 1, besides
        )
        source.faults = {}
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            healed = list(pool.map(lambda one: (one[0], one[2], ask(gate.url, one[0]), ask(gate.url, one[2])), todo))
        for package, file, document, archive in healed:
            world.check(
                f"{package}: served as soon as the registry is well",
                document.status == 200 and is_right(source, file, archive),
                (document, archive),
            )
        for _, path, _, kind, _ in todo:
            if "page" in path:
                said = next(one.error() for (_, of, *_), one in zip(todo, answers) if of == path)
                world.check(
                    f"{path}: says what came and what to look at", "upstream" in said or "registry" in said, said
                )


def dead(world):
    """Nobody listens; then somebody does; then nobody again, and documents of before stand in."""
    source = Faulty()
    port = source.server.server_port
    publish(source, "steady")
    source.server.shutdown()
    source.server.server_close()
    gate = Gate(world, "--no-knowledge", registry=source)
    with gate:
        answer = ask(gate.url, "steady")
        world.check("nobody listens: the client may ask again", answer.may_ask_again() and answer.seconds < 15, answer)
        world.check("nobody listens: says so", "connect" in answer.error() and source.url in answer.error(), answer)
        alive = Faulty(port)
        alive.packages = source.packages
        answer = ask(gate.url, "steady")
        world.check("somebody listens: served", answer.status == 200, answer)
        alive.server.shutdown()
        alive.server.server_close()
    grow_older(gate)
    with gate:
        for which in ("first", "second"):
            answer = ask(gate.url, "steady")
            world.check(
                f"nobody listens: what the registry said an hour ago stands in, {which}", answer.status == 200, answer
            )
        world.check("the second time without asking in vain", answer.seconds < 1, answer)
        begun = time.monotonic()
        world.check("it ends when it is told to", gate.stop() == 0 and time.monotonic() - begun < 5, gate.text())


def hung(world):
    """Registries that take the request and say nothing: what they said before stands in, and no end waits for them."""
    source = Faulty()
    publish(source, "steady")
    publish(source, "other")
    first, second = Gate(world, "--no-knowledge", registry=source), Gate(world, "--no-knowledge", registry=source)
    with first:
        ask(first.url, "steady")
    grow_older(first)
    source.faults = {"steady": source.silent, "other": source.silent}
    with first, second:
        waits = threading.Thread(target=ask, args=(second.url, "other"))
        waits.start()
        time.sleep(0.3)
        begun = time.monotonic()
        second.process.terminate()
        answer = ask(first.url, "steady")
        world.check(
            "a registry that is silent: what it said an hour ago stands in",
            answer.status == 200 and answer.seconds < PATIENCE - 5,
            answer,
        )
        answer = ask(first.url, "steady")
        world.check("and the second time without asking in vain", answer.status == 200 and answer.seconds < 1, answer)
        world.check(
            "a gate ends in spite of it",
            second.process.wait(timeout=60) == 0 and time.monotonic() - begun < 36,
            second.text(),
        )
        waits.join()


def full(world):
    """A disk of eight megabytes."""
    if not has_namespaces():
        return world.tally.skip("a full disk", "this user may not mount anything, not even in a namespace of its own")
    source = Faulty()
    files = [publish(source, f"big-{i}", size=300_000) for i in range(4)]
    publish(source, "young", age=HOUR)
    with SmallDiskGate(world, "--no-knowledge", registry=source) as gate:
        world.check("room: served", is_right(source, files[0], ask(gate.url, files[0])))
        gate.fill()
        answers = [ask(gate.url, path) for path in (files[1], "big-2", files[2], "young/-/young-1.0.0.tgz")]
        for answer in answers:
            world.check(
                "no room: all that was promised, or a failure that may pass",
                answer.is_whole and (answer.may_ask_again() or answer.status in (200, 403)),
                answer,
            )
        world.check("no room: an archive is not handed out half", answers[0].may_ask_again(), answers[0])
        world.check("no room: says so", "space" in answers[0].error() or "full" in answers[0].error(), answers[0])
        world.check(
            "no room: tells whoever runs it where",
            str(gate.folder) in gate.text() and "space" in gate.text(),
            gate.text(),
        )
        world.check("no room: what is at hand is still served", is_right(source, files[0], ask(gate.url, files[0])))
        for accept in ("application/json", "application/vnd.npm.install-v1+json", "*/*"):
            answer = ask(gate.url, "big-0", Accept=accept)
            world.check(
                f"no room: never says that there is no such package ({accept})", answer.status in (200, 503), answer
            )
        told = gate.cordon("explain")
        world.check("no room: explain works", told.returncode == 0, told.stderr)
        gate.free()
        for path in files:
            world.check("room again: served", is_right(source, path, ask(gate.url, path)))
        world.check("room again: held", ask(gate.url, "young/-/young-1.0.0.tgz").status == 403)
        world.check("room again: written down", "young" in gate.cordon("explain", "young").stdout)
        world.check("nothing half lies there", not strays(gate.seen() / "gate"), strays(gate.seen() / "gate"))
        world.check("and it ends well", gate.stop() == 0, gate.text())
    with SmallDiskGate(world, "--no-knowledge", registry=source, megabytes=1) as gate:
        pass
    gate = SmallDiskGate(world, "--no-knowledge", registry=source)
    gate.mount += f" && head -c 9000000 /dev/zero >'{gate.folder}/fill' 2>/dev/null; true"
    try:
        with gate:
            world.check("no room from the start", False, "it started")
    except RuntimeError as error:
        world.check(
            "no room from the start: a clear error",
            gate.process.returncode == 2 and "space" in str(error) and str(gate.folder) in str(error),
            error,
        )


def main():
    tally = Tally()
    if not CORDON.is_file():
        print("build/release/cordon is not there")
        return 77
    for tool in ("openssl",):
        if not shutil.which(tool):
            print(f"{tool} is not there")
            return 77
    wanted = sys.argv[1:]
    with tempfile.TemporaryDirectory() as outermost:
        # Deep enough that what climbs out of a gate's folder still lands where nobody else writes.
        folder = pathlib.Path(outermost, "a", "b", "c")
        folder.mkdir(parents=True)
        pathlib.Path(outermost).chmod(0o755)
        world = World(tally, folder)

        def run(part):
            begun = time.monotonic()
            if not wanted or part.__name__ in wanted:
                part(world)
                print(f"{part.__name__}: {time.monotonic() - begun:.0f} s", file=sys.stderr)

        # Most of the time of the first four is waiting.
        with concurrent.futures.ThreadPoolExecutor(5) as pool:
            running = [pool.submit(run, part) for part in (upstream, dead, hung, lost_worker)]
            running.append(pool.submit(lambda: [run(part) for part in (full, names, credentials, configuration)]))
            for one in running:
                one.result()
        for part in (kills, crowd):
            run(part)
    return tally.finish()


if __name__ == "__main__":
    sys.exit(main())
