#!/usr/bin/env python3
"""A name server of a few names (RFC 1035, UDP), so that questions are on the wire where a capture sees them.

`resolver.py --listen ADDRESS --log FILE NAME=ADDRESS...`. A name stands for all names below it, too; others do not exist. A
questions get the address, other types an empty answer. Prints "ready" when it listens."""
import argparse
import json
import socket
import struct
import sys
import time

TYPES = {1: "A", 16: "TXT", 28: "AAAA"}
A, IN = 1, 1
NO_ERROR, NO_SUCH_NAME = 0, 3
TIME_TO_LIVE = 30


def question(packet):
    """(name, type, end of the question) of a query with one question; None when it is none."""
    if len(packet) < 12 or packet[2] & 0x80 or struct.unpack_from(">H", packet, 4)[0] != 1:
        return None
    labels, at = [], 12
    while at < len(packet) and packet[at] != 0:
        length = packet[at]
        if length > 63 or at + 1 + length >= len(packet):
            return None
        labels.append(packet[at + 1:at + 1 + length].decode("latin-1"))
        at += 1 + length
    if at + 5 > len(packet):
        return None
    return ".".join(labels).lower(), struct.unpack_from(">H", packet, at + 1)[0], at + 5


def address_of(name, table):
    while name:
        if name in table:
            return table[name]
        name = name.partition(".")[2]
    return None


def answer(packet, table):
    """(reply, name, type, address) or None for what is no question."""
    asked = question(packet)
    if asked is None:
        return None
    name, kind, end = asked
    address = address_of(name, table)
    answers = 1 if address and kind == A else 0
    flags = 0x8580 | (NO_ERROR if address else NO_SUCH_NAME)
    reply = packet[:2] + struct.pack(">HHHHH", flags, 1, answers, 0, 0) + packet[12:end]
    if answers:
        reply += struct.pack(">HHHIH", 0xC00C, A, IN, TIME_TO_LIVE, 4) + socket.inet_aton(address)
    return reply, name, TYPES.get(kind, str(kind)), address


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--listen", required=True)
    parser.add_argument("--log", required=True)
    parser.add_argument("names", nargs="+")
    chosen = parser.parse_args()
    table = dict(pair.split("=", 1) for pair in chosen.names)
    door = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    door.bind((chosen.listen, 53))
    print("ready", flush=True)
    with open(chosen.log, "a", encoding="utf-8") as log:
        while True:
            packet, client = door.recvfrom(4096)
            said = answer(packet, table)
            if said is None:
                continue
            reply, name, kind, address = said
            log.write(json.dumps({"time": time.time(), "client": client[0], "name": name, "type": kind, "address": address}) + "\n")
            log.flush()
            door.sendto(reply, client)


if __name__ == "__main__":
    sys.exit(main())
