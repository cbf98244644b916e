#!/usr/bin/env python3
"""Compares what Cordon reads from every bun.lock with count_bun.py; see locked_sets.py.

    bun_equality.py [--program PATH] [--data FOLDER] [--only TEXT]

Ends with "N passed, N failed, N skipped"; exit code 1 when something failed, 77 when there is no lockfile."""
import pathlib
import sys

import count_bun

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import locked_sets  # noqa: E402

if __name__ == "__main__":
    sys.exit(locked_sets.main("bun.lock", count_bun.count))
