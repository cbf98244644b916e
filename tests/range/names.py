"""The range's own addresses and names, all of them reserved for documentation and tests (RFC 2606, 5737, 6761)."""
import pathlib

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
CORDON = ROOT / "build" / "release" / "cordon"

REGISTRY_NAME = "registry.example.test"
REGISTRY_URL = f"http://{REGISTRY_NAME}/"
REGISTRY_ADDRESS = "192.0.2.10"
SINK_ADDRESS = "203.0.113.66"
WORKSTATION_ADDRESS = "198.51.100.20"
STRATUM_PORT = 3333
SINK_PORTS = (80, 8000)

# Who works at the workstation. No user of the machine: what runs there has no rights outside its own home.
DEVELOPER_UID = 61234
DEVELOPER = "developer"

# What a payload must find before it does anything (payloads/guard.js.tmpl).
GUARD_VARIABLE = "CORDON_RANGE"
GUARD_MARKER = ".cordon-range"

SEVERITIES = ("info", "low", "medium", "high", "critical")
MODES = ("everything", "no-knowledge", "no-age", "twin")
EXIT_SKIPPED = 77


def at_least(severity, floor):
    return SEVERITIES.index(severity) >= SEVERITIES.index(floor)
