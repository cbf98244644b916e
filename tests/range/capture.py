#!/usr/bin/env python3
"""Writes what passes an interface into a pcap file (nanoseconds, Ethernet), from an AF_PACKET socket (packet(7)).

`capture.py INTERFACE FILE`. Runs until SIGTERM, then writes what was still waiting and FILE.json: packets written, and how
many the kernel dropped. Prints "ready" when it listens."""
import json
import signal
import socket
import struct
import sys

ALL_PROTOCOLS = 0x0003
LARGEST = 262144
BUFFER = 16 << 20
SO_TIMESTAMPNS, SOL_PACKET, PACKET_STATISTICS, SO_RCVBUFFORCE = 35, 263, 6, 33
FILE_HEADER = struct.pack("=IHHiIII", 0xA1B23C4D, 2, 4, 0, 0, LARGEST, 1)


def stamped(ancillary):
    """(seconds, nanoseconds) at which the kernel saw the packet."""
    for level, kind, data in ancillary:
        if level == socket.SOL_SOCKET and kind == SO_TIMESTAMPNS:
            return struct.unpack("=qq", data[:16])
    return 0, 0


def main():
    interface, path = sys.argv[1:]
    door = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(ALL_PROTOCOLS))
    door.setsockopt(socket.SOL_SOCKET, SO_RCVBUFFORCE, BUFFER)
    door.setsockopt(socket.SOL_SOCKET, SO_TIMESTAMPNS, 1)
    door.bind((interface, ALL_PROTOCOLS))
    door.settimeout(0.1)
    ending, written = [], 0
    signal.signal(signal.SIGTERM, lambda *_: ending.append(True))
    with open(path, "wb") as file:
        file.write(FILE_HEADER)
        print("ready", flush=True)
        while True:
            try:
                packet, ancillary, _, _ = door.recvmsg(LARGEST, 128)
            except TimeoutError:
                if ending:
                    break
                file.flush()
                continue
            seconds, nanoseconds = stamped(ancillary)
            file.write(struct.pack("=IIII", seconds, nanoseconds, len(packet), len(packet)) + packet)
            written += 1
    seen, dropped = struct.unpack("=II", door.getsockopt(SOL_PACKET, PACKET_STATISTICS, 8))
    with open(path + ".json", "w", encoding="utf-8") as told:
        json.dump({"packets": written, "seen": seen, "dropped": dropped}, told)
    return 0


if __name__ == "__main__":
    sys.exit(main())
