#!/usr/bin/env python3
"""What the kernel sensor costs those it watches: a loop of compilations without it, with it, and with it while the loop runs
inside a script of a package client, so that every process, file and exit is told. The three are run by turns, and each
turn is compared with its own run without the sensor.

usage: measure_sensor.py [--turns N] [--files N]      needs root, gcc, and build/release/watch_events"""
import argparse
import math
import os
import pathlib
import resource
import statistics
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
WATCH = ROOT / "build" / "release" / "watch_events"
# Two-sided 95 % of Student's t by degrees of freedom; between two the next smaller counts, which is the wider interval.
STUDENT = {4: 2.776, 5: 2.571, 7: 2.365, 9: 2.262, 11: 2.201, 14: 2.145, 19: 2.093, 24: 2.064, 29: 2.045, 39: 2.023, 59: 2.001}
SOURCE = """#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <math.h>
#include <errno.h>
#include <time.h>
static double f{0}(const char *text, int n) {{ double sum = {0}; for (int i = 0; i < n; ++i) sum += sin(i) * strlen(text); return sum; }}
int g{0}(int argc, char **argv) {{ for (int i = 0; i < argc; ++i) printf("%s %f %d\\n", argv[i], f{0}(argv[i], i), errno); return (int)time(0); }}
"""


def cpu():
    """User and system seconds of all children that were waited for."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


class Sensor:
    """Runs while the `with` lasts; afterwards: how much processor time it used itself, and how many events it told."""

    def __enter__(self):
        self.process = subprocess.Popen([WATCH, "--count-only"], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
                                        stderr=subprocess.PIPE, text=True)
        for line in self.process.stderr:
            if line.startswith("refused"):
                sys.exit(f"this machine does not load the programs: {line}")
            if line.startswith("ready"):
                break
        self.began = self.used()
        return self

    def used(self):
        fields = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def __exit__(self, *_):
        self.seconds = self.used() - self.began
        self.process.stdin.close()
        report = self.process.stderr.read()
        self.process.wait()
        self.events = sum(int(line.split()[2]) for line in report.splitlines() if line.startswith("count"))
        self.lost = sum(int(line.split()[1]) for line in report.splitlines() if line.startswith("lost"))


def compile_all(folder, files, client):
    """Processor seconds of the loop."""
    loop = f"for i in $(seq {files}); do gcc -O1 -c -o out$i.o part$i.c || exit 1; done"
    before = cpu()
    if client:
        command = ["sh", str(folder / "npm-cli.js"), loop]
    else:
        command = ["sh", "-c", "sh -c \"$1\"; exit $?", "loop", loop]
    subprocess.run(command, cwd=folder, check=True)
    return cpu() - before


def interval(values):
    """(mean, half of the 95 % interval)"""
    degrees = len(values) - 1
    factor = STUDENT[max(known for known in STUDENT if known <= degrees)]
    return statistics.mean(values), factor * statistics.stdev(values) / math.sqrt(len(values))


def show(name, plain, watched):
    mean, half = interval([100 * (with_it / without - 1) for without, with_it in zip(plain, watched)])
    print(f"{name:58} {mean:+6.2f} %   95 % interval {mean - half:+6.2f} to {mean + half:+6.2f} %", flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--turns", type=int, default=20)
    parser.add_argument("--files", type=int, default=40)
    arguments = parser.parse_args()
    plain, untagged, tagged, own, own_tagged, events, lost = [], [], [], [], [], [], 0
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for number in range(1, arguments.files + 1):
            (folder / f"part{number}.c").write_text(SOURCE.format(number))
        (folder / "npm-cli.js").write_text('sh -c "$1"\nexit $?\n')
        compile_all(folder, arguments.files, False)  # warms the caches
        for turn in range(max(arguments.turns, 5)):
            # The order changes from turn to turn, so that what drifts falls on all three.
            for kind in [("plain", "untagged", "tagged"), ("tagged", "plain", "untagged"), ("untagged", "tagged", "plain")][turn % 3]:
                if kind == "plain":
                    plain.append(compile_all(folder, arguments.files, False))
                    continue
                with Sensor() as sensor:
                    used = compile_all(folder, arguments.files, kind == "tagged")
                (untagged if kind == "untagged" else tagged).append(used)
                (own if kind == "untagged" else own_tagged).append(used + sensor.seconds)
                lost += sensor.lost
                if kind == "tagged":
                    events.append(sensor.events)
    print(f"{len(plain)} turns of {arguments.files} compilations, {statistics.median(plain):.2f} s of CPU each; {statistics.median(events):.0f} "
          f"events told in a turn inside a script, {lost} lost")
    show("with the sensor, the loop belongs to nobody", plain, untagged)
    show("  with what the sensor itself used", plain, own)
    show("with the sensor, the loop is a package's script", plain, tagged)
    show("  with what the sensor itself used", plain, own_tagged)


if __name__ == "__main__":
    main()
