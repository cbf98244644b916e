#!/usr/bin/env python3
"""Makes what is kept of one replay fit to be committed, for replays where there is no root.

`record.py FOLDER OUT`: FOLDER is build/range/<time>/<scenario>/<mode>. Copies the events, the capture and the result; machine and
boot get names of the range, temporary homes one fixed path. Refuses, with exit code 1, when afterwards anything of this machine
is left in a file, or when the replay lost something or did not do what its row says."""
import json
import pathlib
import platform
import re
import sys

import events
import matrix
import names

TEXTS = ("events.ndjson", "result.json")
CAPTURE = "workstation.pcap"
HOME = re.compile(r"/tmp/cordon-range-\d+-\w+")
HOST, BOOT = "range-host", "range-boot"


def machine_words():
    """What must not be in a record: names by which this machine could be known."""
    words = {platform.node(), str(names.ROOT)}
    for path in ("/etc/machine-id", "/proc/sys/kernel/random/boot_id"):
        file = pathlib.Path(path)
        if file.is_file():
            words |= {file.read_text().strip(), file.read_text().strip().replace("-", "")}
    return {word for word in words if len(word) > 3}


def redacted(text, recorded):
    """The text without the hosts and boots of the recorded events, and with one home."""
    for member, name in (("host", HOST), ("boot", BOOT)):
        for value in sorted({event[member] for event in recorded if event.get(member)}, key=len, reverse=True):
            text = text.replace(value, name)
    return HOME.sub("/tmp/cordon-range", text)


def left(files):
    """[(file, word)] of machine words that are still there."""
    words = machine_words()
    return [(name, word) for name, content in files.items() for word in sorted(words) if word.encode() in content]


def record(folder):
    """({file: bytes}, why not)."""
    result = json.loads((folder / "result.json").read_text())
    judged = matrix.judge_range(result)
    if not judged["holds"]:
        return {}, f"the replay itself did not hold: {judged['missing']}"
    recorded, broken = events.read(folder / "events.ndjson")
    lost = sum(event["payload"]["count"] for event in recorded if event.get("kind") == "loss")
    if broken or lost:
        return {}, f"{broken} lines of events cannot be read, {lost} events were lost"
    files = {name: redacted((folder / name).read_text(), recorded).encode() for name in TEXTS if (folder / name).is_file()}
    files[CAPTURE] = (folder / CAPTURE).read_bytes()
    if found := left(files):
        return {}, f"still of this machine: {found}"
    return files, None


def main():
    if len(sys.argv) != 3:
        print("usage: record.py FOLDER OUT")
        return 2
    files, reason = record(pathlib.Path(sys.argv[1]))
    if reason:
        print(f"not recorded: {reason}")
        return 1
    out = pathlib.Path(sys.argv[2])
    out.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (out / name).write_bytes(content)
        print(f"{out / name}  {len(content)} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
