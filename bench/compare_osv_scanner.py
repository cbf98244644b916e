#!/usr/bin/env python3
"""Holds the hits of cordon scan against those of osv-scanner: same lockfiles, same records.

usage: bench/compare_osv_scanner.py FOLDER... [--list]     (not part of ./dev bench: it takes minutes)

Both read every lockfile below the folders, with the npm records of the test data as the only database. A hit is a
lockfile, a package, a version and a record. Prints the counts, and what only one of them says, grouped by why where that
can be told from the record: a range over all versions beside a list of the hostile ones, a private workspace or link, a
file the other did not read. With --list every difference."""
import collections
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import zipfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tools"))
sys.path.insert(0, str(ROOT / "bench"))
import common  # noqa: E402
import rivals_scan  # noqa: E402

CORDON = ROOT / "build" / "release" / "cordon"


class Records:
    def __init__(self, archive):
        self.by_id, self.aliases = {}, {}
        with zipfile.ZipFile(archive) as opened:
            for name in opened.namelist():
                record = json.loads(opened.read(name))
                self.by_id[record["id"]] = record

    def groups(self, identifiers):
        """The ids with their aliases, in one set."""
        out = set(identifiers)
        for one in identifiers:
            out |= set(self.by_id.get(one, {}).get("aliases", []))
        return out

    def wildcard_beside_list(self, identifier, name, version):
        for one in self.by_id.get(identifier, {}).get("affected", []):
            if one.get("package", {}).get("name") != name:
                continue
            ranges = [each["events"] for each in one.get("ranges", [])]
            exact = one.get("versions") or any(any("introduced" not in event for event in events) for events in ranges)
            if [{"introduced": "0"}] in ranges and exact and version not in one.get("versions", []):
                return True
        return False


def of_cordon(folders, index):
    done = subprocess.run([CORDON, "scan", "--format", "json", "--index", index, *folders], capture_output=True, text=True, check=False)
    report, hits = json.loads(done.stdout), {}
    for finding in report["findings"]:
        if finding["kind"] not in ("malware", "vulnerability") or "advisory" not in finding:
            continue
        ids = {finding["advisory"]["record"], *finding.get("aliases", [])}
        files = {each["locator"].rsplit(":", 1)[0] for each in finding["evidence"] if each["kind"] == "text_span"}
        for path in files:
            hits.setdefault((path, finding["subject"]["name"], finding["subject"]["version"]), []).append(ids)
    read = {each["path"] for each in report["coverage"]["read"]}
    listed = subprocess.run([CORDON, "inventory", "--format", "json", *folders], capture_output=True, text=True, check=False)
    components = json.loads(listed.stdout)["components"]
    own = {(each["place"]["path"], each["name"]) for each in components if each["origin"] in ("workspace", "link", "file")}
    return hits, read, own, {(each["place"]["path"], each["name"], each["version"]) for each in components}


def of_osv_scanner(folders, archive, scratch):
    for ecosystem in ("npm", "GIT"):
        (scratch / "osv-scalibr" / ecosystem).mkdir(parents=True)
    (scratch / "osv-scalibr" / "npm" / "all.zip").write_bytes(archive.read_bytes())
    (scratch / "osv-scalibr" / "GIT" / "all.zip").write_bytes(b"PK\x05\x06" + bytes(18))
    done = subprocess.run([*rivals_scan.no_network(), rivals_scan.program("osv-scanner"), "scan", "source", "--offline", "--format", "json", "--all-packages",
                           "-r", *folders], capture_output=True, text=True, check=False,
                          env={**os.environ, "OSV_SCANNER_LOCAL_DB_CACHE_DIRECTORY": str(scratch)})
    hits, read, listed = {}, set(), set()
    for result in json.loads(done.stdout)["results"]:
        path = result["source"]["path"]
        read.add(path)
        for package in result["packages"]:
            what = package["package"]
            key = (path, what["name"], what.get("version", ""))
            listed.add(key)
            for group in package.get("groups", []):
                hits.setdefault(key, []).append(set(group["ids"]) | set(group.get("aliases", [])))
    return hits, read, listed


def is_key_with_scoped_peer(path, name, version):
    if not path.endswith("pnpm-lock.yaml"):
        return False
    text = pathlib.Path(path).read_text()
    return f"/{name}@{version}(@" in text or f" {name}@{version}(@" in text or f"'{name}@{version}(@" in text


def differences(one, other, other_read, other_listed, records, own):
    """(reason, key, ids) of the hits of `one` that `other` does not have."""
    for key, groups in sorted(one.items()):
        for ids in groups:
            theirs = set().union(*other.get(key, [set()]))
            if ids & theirs:
                continue
            path, name, version = key
            if version == "0.0.0-use.local" or version.startswith(("workspace:", "file:")) or (path, name) in own:
                yield "a package of the project itself, which has the name of another", key, ids
            elif "://" in version:
                yield "an address taken for a version", key, ids
            elif path not in other_read:
                yield "the other did not read the file", key, ids
            elif is_key_with_scoped_peer(path, name, version):
                yield "a pnpm key with a peer that has a scope", key, ids
            elif any(records.wildcard_beside_list(each, name, version) for each in ids):
                yield "a range over all versions beside what was hostile", key, ids
            elif key not in other_listed:
                yield "the other does not list that release in the file", key, ids
            else:
                yield "unexplained", key, ids


def main():
    arguments = sys.argv[1:]
    listing = "--list" in arguments
    folders = [str(pathlib.Path(each).resolve()) for each in arguments if each != "--list"]
    data = common.shared_data()
    if not folders or data is None:
        sys.exit(__doc__)
    archive = data / "osv-npm" / "all.zip"
    records = Records(archive)
    with tempfile.TemporaryDirectory() as scratch:
        scratch = pathlib.Path(scratch)
        index = scratch / "npm.index"
        subprocess.run([CORDON, "intel", "build", archive, "--output", index], check=True, stdout=subprocess.DEVNULL)
        ours, our_files, own, our_list = of_cordon(folders, index)
        theirs, their_files, their_list = of_osv_scanner(folders, archive, scratch)
    count = lambda hits: sum(len(groups) for groups in hits.values())  # noqa: E731
    print(f"cordon: {len(our_files)} files read, {count(ours)} hits; osv-scanner: {len(their_files)} files read, {count(theirs)} hits")
    for title, found in (("only cordon", differences(ours, theirs, their_files, their_list, records, own)), ("only osv-scanner", differences(theirs, ours, our_files, our_list, records, own))):
        rows = list(found)
        print(f"\n{title}: {len(rows)}")
        for reason, number in collections.Counter(reason for reason, _, _ in rows).most_common():
            print(f"  {number:>6}  {reason}")
        for reason, key, ids in rows:
            if listing or reason == "unexplained":
                print(f"    {reason}: {key[1]} {key[2]} {sorted(ids)} {key[0]}")


if __name__ == "__main__":
    main()
