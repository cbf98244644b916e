"""The range's own addresses and names, all of them reserved for documentation and tests (RFC 2606, 5737, 6761)."""
import os
import pathlib

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
CORDON = ROOT / "build" / "release" / "cordon"

REGISTRY_NAME = "registry.example.test"
REGISTRY_URL = f"http://{REGISTRY_NAME}/"
REGISTRY_ADDRESS = "192.0.2.10"
# The registry of the organisation whose project it is: at the same address, with packages of its own.
PRIVATE_REGISTRY_NAME = "npm.acme.test"
PRIVATE_REGISTRY_URL = f"http://{PRIVATE_REGISTRY_NAME}/"
RESOLVER_ADDRESS = "192.0.2.53"
SINK_ADDRESS = "203.0.113.66"
WORKSTATION_ADDRESS = "198.51.100.20"
STRATUM_PORT = 3333
SINK_PORTS = (80, 8000)

# Who works at the workstation: no user of the machine, and another one for each process that holds a range, so that what it
# does can be told from all else on the machine. Without any rights outside of the home.
DEVELOPER_UID = 61_000 + os.getpid() % 4_000
DEVELOPER = "developer"

# What a payload must find before it does anything (payloads/guard.js.tmpl).
GUARD_VARIABLE = "CORDON_RANGE"
GUARD_MARKER = ".cordon-range"

SEVERITIES = ("info", "low", "medium", "high", "critical")
MODES = ("everything", "no-knowledge", "no-age", "twin", "vector-twin")
TWINS = {"twin": "twin", "vector-twin": "vector_twin"}  # modes that replay a twin: the scenario's member that makes it
EXIT_SKIPPED = 77


def at_least(severity, floor):
    return SEVERITIES.index(severity) >= SEVERITIES.index(floor)
