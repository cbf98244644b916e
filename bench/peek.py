#!/usr/bin/env python3
"""What the peek says of ordinary packages, and how fast: their archives, fetched once by npm from the configured registry into
build/bench-peek (archives only, nothing of them is run).

usage: bench/peek.py [FOLDER] [--flags]     (FOLDER: archives that are there already)

Every package here is used by many and was never known to be compromised: a verdict above "inform" is a false alarm. Ends with 1 where
there is one that ACCEPTED does not name with its reason."""
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
PROGRAM = ROOT / "build" / "release" / "bench_peek"

# Packages that run something at installation: installers, builds, telemetry, banners.
INSTALLERS = """esbuild puppeteer core-js core-js-pure nx es5-ext @scarf/scarf cypress @swc/core canvas bcrypt better-sqlite3 node-sass sharp sqlite3
bufferutil utf-8-validate protobufjs electron playwright node-pty re2 argon2 leveldown classic-level keytar usb node-hid zeromq cpu-features ssh2
grpc-tools @parcel/watcher lmdb msgpackr-extract @sentry/cli @nestjs/core chromedriver geckodriver ffmpeg-static phantomjs-prebuilt @prisma/client
@prisma/engines prisma unrs-resolver nodegit dtrace-provider microtime iconv kerberos bigint-buffer secp256k1 keccak tree-sitter farmhash node-expat
libxmljs snappy mongodb-client-encryption oracledb ibm_db odbc ref-napi ffi-napi robotjs sodium-native deasync heapdump node-rdkafka gl workerd
netlify-cli @biomejs/biome lefthook simple-git-hooks pre-commit ngrok hugo-bin gifsicle mozjpeg dprint node-llama-cpp onnxruntime-node
electron-winstaller appium web3 websocket yorkie less""".split()
LIBRARIES = """semver debug chalk lodash react react-dom vue axios express typescript webpack commander uuid glob minimatch yargs prettier eslint
rxjs moment jquery three next rollup vite postcss tailwindcss zod ws undici""".split()
ACCEPTED = {}  # (package, rule): why


def fetch(folder):
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.glob("*.tgz")):
        return
    wanted = INSTALLERS + LIBRARIES
    for begin in range(0, len(wanted), 20):
        subprocess.run(["npm", "pack", "--ignore-scripts", "--silent", *wanted[begin:begin + 20]], cwd=folder, capture_output=True, check=False)


def main():
    if not PROGRAM.exists():
        print(f"skipped: {PROGRAM} is not built")
        return 0
    given = [each for each in sys.argv[1:] if not each.startswith("-")]
    folder = pathlib.Path(given[0]) if given else ROOT / "build" / "bench-peek"
    if not given:
        fetch(folder)
    done = subprocess.run([PROGRAM, folder, *(["--flags"] if "--flags" in sys.argv else [])], capture_output=True, text=True, check=False)
    print(done.stdout, end="")
    alarms = [line.split("\t") for line in done.stdout.splitlines() if line.startswith(("block\t", "review\t"))]
    unexpected = [line for line in alarms if (line[1].rsplit("-", 1)[0], line[2].split(" | ")[0]) not in ACCEPTED]
    for line in unexpected:
        print(f"a false alarm: {line[1]}: {line[2]}")
    return 1 if unexpected or done.returncode else 0


if __name__ == "__main__":
    sys.exit(main())
