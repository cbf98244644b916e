#!/usr/bin/env python3
"""Libraries in JavaScript files, beside retire.js: the scripts of published packages, fetched once by npm from the configured
registry into build/bench-libraries (archives only, nothing of them is run).

usage: ./dev bench libraries [--runs N]

The list of libraries is that of the shared data. CPU, wall and peak as in rivals_scan.py."""
import os
import pathlib
import subprocess
import sys
import tarfile
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tools"))
sys.path.insert(0, str(ROOT / "bench"))
from rivals_scan import measure, program, version  # noqa: E402

PACKAGES = ["jquery@3.3.1", "jquery-ui@1.13.2", "angular@1.8.2", "bootstrap@4.6.2", "lodash@4.17.11", "moment@2.29.4", "underscore@1.13.6",
            "handlebars@4.7.8", "vue@2.6.14", "react@16.14.0", "react-dom@16.14.0", "dompurify@2.0.12", "axios@0.21.0", "d3@5.16.0",
            "chart.js@2.9.3", "echarts@5.4.3", "three@0.150.0", "video.js@7.14.3", "tinymce@5.10.9", "dojo@1.16.0"]


def scripts(folder):
    """The packages unpacked: only ordinary files, below their own folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for package in PACKAGES:
        into = folder / "files" / package.replace("/", "-")
        if into.exists():
            continue
        packed = subprocess.run(["npm", "pack", "--ignore-scripts", "--silent", package], cwd=folder, capture_output=True, text=True, check=True)
        with tarfile.open(folder / packed.stdout.split()[-1]) as archive:
            archive.extractall(into, filter="data")
    files = [path for path in (folder / "files").rglob("*") if path.suffix in (".js", ".mjs", ".cjs") and path.is_file()]
    return folder / "files", len(files), sum(path.stat().st_size for path in files)


def main():
    data = pathlib.Path(os.environ.get("CORDON_SHARED_DATA") or ROOT.parent / "shared" / "data")
    listed = data / "retirejs" / "jsrepository-v5.json"
    if not listed.exists():
        print(f"skipped: no list of libraries ({listed})")
        return 0
    runs = int(sys.argv[sys.argv.index("--runs") + 1]) if "--runs" in sys.argv else 5
    folder, count, size = scripts(ROOT / "build" / "bench-libraries")
    print(f"{count} scripts, {size / 1e6:.0f} MB, of {len(PACKAGES)} packages\n")
    with tempfile.TemporaryDirectory(prefix="cordon-bench-") as scratch:
        index = f"{scratch}/list.index"
        subprocess.run([program("cordon"), "intel", "build", listed, "--output", index], stdout=subprocess.DEVNULL, check=True)
        rows = [("cordon scan --index", "cordon", ["scan", "--index", index, str(folder)]),
                ("cordon inventory --index", "cordon", ["inventory", "--index", index, str(folder)]),
                ("retire --ext js,mjs,cjs", "retire", ["--jspath", str(folder), "--jsrepo", str(listed), "--ext", "js,mjs,cjs",
                                                       "--outputformat", "json", "--outputpath", f"{scratch}/retire.json"])]
        print("| command | version | CPU s (min-max) | × | wall s | peak MiB |\n|---|---|---|---|---|---|")
        first = None
        for title, name, arguments in rows:
            path = program(name)
            if not path:
                print(f"| `{title}` | absent | | | | |")
                continue
            (cpu, wall, peak), least, most, _, done = measure([path, *arguments], {"PEAK": f"{scratch}/peak"}, runs)
            first = first or cpu
            print(f"| `{title}` | {version(path, name)} | {cpu:.2f} ({least:.2f}-{most:.2f}, {done} runs) | {cpu / first:.1f} | {wall:.2f} | {peak:.0f} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
