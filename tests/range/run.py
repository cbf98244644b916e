#!/usr/bin/env python3
"""`./dev range`: replays attacks with inert packages and prints what each layer of Cordon said of them.

Exit code 0 when every expectation holds, 1 when one does not, 2 for a usage error, 77 and the reason when this machine cannot
hold a range (root, network namespaces, npm)."""
import argparse
import json
import pathlib
import sys
import time

import before
import layers
import matrix
import names
import replay
import scenario as scenarios
import world


def arguments():
    parser = argparse.ArgumentParser(prog="./dev range", description="Replays attacks with inert packages; asks each layer what it saw.")
    parser.add_argument("scenario", nargs="*", help=f"default: all of {', '.join(scenarios.names_of_scenarios())}")
    parser.add_argument("--mode", action="append", choices=names.MODES, help="only this mode; may be repeated")
    parser.add_argument("--layer", action="append", choices=[layers.name_of(layer) for layer in layers.ALL], help="only this layer; may be repeated")
    parser.add_argument("--markdown", type=pathlib.Path, help="also write the matrix as Markdown into this file")
    parser.add_argument("--output", type=pathlib.Path, help="folder for what is kept (default: a new one below build/range)")
    chosen = parser.parse_args()
    chosen.scenario = chosen.scenario or scenarios.names_of_scenarios()
    if unknown := set(chosen.scenario) - set(scenarios.names_of_scenarios()):
        parser.error(f"no scenario {', '.join(sorted(unknown))}; there are: {', '.join(scenarios.names_of_scenarios())}")
    return chosen


def main():
    chosen = arguments()
    if reason := world.what_is_missing():
        print(f"no range on this machine: {reason}")
        return names.EXIT_SKIPPED
    if not names.CORDON.is_file():
        print("build/release/cordon is not built: ./dev build")
        return 2
    folder = (chosen.output or names.ROOT / "build" / "range" / time.strftime("%Y%m%d-%H%M%S")).resolve()
    wanted = [layer for layer in layers.ALL if not chosen.layer or layers.name_of(layer) in chosen.layer]
    rows = [(name, mode) for name in chosen.scenario for mode in scenarios.modes_of(scenarios.load(name))
            if not chosen.mode or mode in chosen.mode]
    before.prepare([scenarios.played(*row) for row in rows])
    results = []
    for name, mode in rows:
        result = replay.replay(name, mode, wanted, folder / name / mode)
        results.append(result)
        print(f"replayed {name}, {mode}: {result['seconds']} s", file=sys.stderr, flush=True)
    judged = matrix.judge(results)
    (folder / "matrix.json").write_text(json.dumps(judged, indent=1))
    (folder / "matrix.md").write_text(matrix.markdown(judged))
    if chosen.markdown:
        chosen.markdown.write_text(matrix.markdown(judged))
    print(matrix.text(judged))
    for name, counts in judged["counts"].items():
        print(f"{name}: " + ("counts, its own rules decided in the third mode" if counts is True else f"does not count: {counts}"))
    for what, why in matrix.failures(judged):
        print(f"FAIL {what}: {why}")
    for row in judged["rows"]:
        if row["holds"] is None:
            print(f"SKIP {row['scenario']} {row['mode']} {row['layer']}: {row['state'] if row['state'] != 'asked' else 'nothing is expected of it in this row'} (docs/range.md)")
    states = [row["holds"] for row in judged["rows"]]
    print(f"kept in {folder}")
    print(f"{states.count(True)} passed, {states.count(False)} failed, {states.count(None)} skipped")
    return 1 if False in states else 0


if __name__ == "__main__":
    sys.exit(main())
