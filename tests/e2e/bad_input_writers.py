"""What bad_input.py scans: each case writes something bad below a folder.

A case is name, writer, what Coverage must name: [(path below the folder, code)]. A writer returns nothing. The code of a
path may be a tuple: any of them is right."""
import json
import os
import random
import socket

BIDI, ESCAPES = "\u202egnp.\u2066x\u200b", "\x1b]0;owned\x07\x1b[2J\x1b[31m\x9b5n"
LOCKS = ("package-lock.json", "npm-shrinkwrap.json", "yarn.lock", "pnpm-lock.yaml", "bun.lock", "deno.lock")


def lock(packages, version=3):
    return json.dumps({"name": "x", "version": "1.0.0", "lockfileVersion": version, "requires": True, "packages": {"": {"name": "x", "version": "1.0.0"}, **packages}}, ensure_ascii=False)


def entry(version="1.0.0", **more):
    return {"version": version, "integrity": "sha512-" + "A" * 86 + "==", **more}


def text(name, content):
    def write(folder):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, bytes):
            (folder / name).write_bytes(content)
        else:
            (folder / name).write_text(content, newline="")
    return write


def unreadable_file(folder):
    text("package-lock.json", lock({}))(folder)
    (folder / "package-lock.json").chmod(0)


def unreadable_folder(folder):
    text("closed/package-lock.json", lock({}))(folder)
    (folder / "closed").chmod(0)


def folder_without_search(folder):
    text("closed/package-lock.json", lock({}))(folder)
    (folder / "closed").chmod(0o444)


def unreadable_tree(folder):
    text("package.json", "{}")(folder)
    text("node_modules/left/package.json", '{"name": "left", "version": "1.0.0"}')(folder)
    (folder / "node_modules").chmod(0)


def beside_lock(name, content, mode=0o644, lockfile="package-lock.json"):
    """A bad file that a good lockfile is read with."""
    def write(folder):
        text("package.json", '{"name": "x", "version": "1.0.0", "workspaces": ["a"]}')(folder)
        text(lockfile, {"package-lock.json": lock({}), "yarn.lock": "# yarn lockfile v1\n\n\na@^1.0.0:\n  version \"1.0.0\"\n",
                        "pnpm-lock.yaml": "lockfileVersion: '9.0'\nimporters:\n  .: {}\n"}[lockfile])(folder)
        text(name, content)(folder)
        (folder / name).chmod(mode)
    return write


def fifo(folder):
    os.mkfifo(folder / "package-lock.json")


def socket_file(folder):
    here = os.open(".", os.O_RDONLY)  # the path of a socket has 108 bytes
    os.chdir(folder)
    with socket.socket(socket.AF_UNIX) as made:
        made.bind("yarn.lock")
    os.fchdir(here)
    os.close(here)


def link_to_itself(folder):
    (folder / "package-lock.json").symlink_to("package-lock.json")


def link_upward(folder):
    (folder / "inside").mkdir()
    (folder / "inside" / "up").symlink_to("..")


def link_outside(folder):
    (folder / "package-lock.json").symlink_to("/etc/passwd")


def link_dangling(folder):
    (folder / "package-lock.json").symlink_to("absent.json")


def tree_outside(folder):
    text("package.json", "{}")(folder)
    (folder / "node_modules").symlink_to("/usr")


def folder_named(name):
    def write(folder):
        (folder / name).mkdir()
    return write


def deep_folders(folder):
    here = os.open(".", os.O_RDONLY)
    os.chdir(folder)
    for _ in range(400):
        os.mkdir("d")
        os.chdir("d")
    with open("package-lock.json", "w") as made:
        made.write(lock({}))
    os.fchdir(here)
    os.close(here)


def long_paths(folder):
    """Deeper than PATH_MAX, but not deeper than the limit of folders."""
    here = os.open(".", os.O_RDONLY)
    os.chdir(folder)
    for _ in range(40):
        os.mkdir("n" * 200)
        os.chdir("n" * 200)
    with open("package-lock.json", "w") as made:
        made.write("{")
    os.fchdir(here)
    os.close(here)


def hostile_names(folder):
    text("package-lock.json", lock({f"node_modules/{ESCAPES}{BIDI}": entry(name=f"{ESCAPES}{BIDI}"), "node_modules/ok": entry(f"1.0.0{ESCAPES}{BIDI}")}))(folder)


def hostile_folder(folder):
    text(f"{ESCAPES}{BIDI}\n\rnext line/package-lock.json", "{")(folder)


def folder_of_no_utf8(folder):
    made = os.fsencode(folder) + b"/\xff\xfe\xc0"
    os.mkdir(made)
    with open(made + b"/package-lock.json", "w") as lockfile:
        lockfile.write("{")


def repeated(name, piece, size):
    """Written piece by piece: what this process has in memory counts for the one it starts."""
    def write(folder):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        with (folder / name).open("wb") as made:
            block = piece * (100_000 // len(piece))
            for _ in range(size // len(block)):
                made.write(block)
    return write


def yaml_bomb(folder):
    levels = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"] + [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    text("pnpm-lock.yaml", "lockfileVersion: '9.0'\n" + "\n".join(levels) + "\npackages: {}\n")(folder)


def garbage(name):
    return text(name, random.Random(name).randbytes(50_000))


UNKNOWN = {"package-lock.json": lock({}, 9), "pnpm-lock.yaml": "lockfileVersion: '42.0'\n", "yarn.lock": "__metadata:\n  version: 99\n\n\"a@npm:1\":\n  version: 1.0.0\n  resolution: \"a@npm:1.0.0\"\n",
           "bun.lock": '{"lockfileVersion": 77, "workspaces": {"": {"name": "x"}}, "packages": {}}', "deno.lock": '{"version": "99", "specifiers": {}}'}
SYNTAX = ("syntax", "truncated", "wrong_type", "invalid_utf8", "unsupported_encoding", "missing_field", "invalid_value")
LIMIT = ("too_large", "too_deep", "too_many", *SYNTAX)

CASES = [
    ("unreadable file", unreadable_file, [("package-lock.json", "permission_denied")]),
    ("unreadable folder", unreadable_folder, [("closed", "permission_denied")]),
    ("folder that may be listed only", folder_without_search, [("closed/package-lock.json", "permission_denied")]),
    ("unreadable node_modules", unreadable_tree, [("node_modules", "permission_denied")]),
    ("FIFO", fifo, [("package-lock.json", "not_a_regular_file")]),
    ("socket", socket_file, [("yarn.lock", "not_a_regular_file")]),
    ("link to itself", link_to_itself, [("package-lock.json", "symlink_loop")]),
    ("link upward", link_upward, [("inside/up", "symlink_loop")]),
    ("link that leaves the folder", link_outside, [("package-lock.json", "outside_root")]),
    ("node_modules that leaves the folder", tree_outside, [("node_modules", "outside_root")]),
    ("dangling link", link_dangling, [("package-lock.json", "not_found")]),
    ("package.json that is a folder", folder_named("package.json"), [("package.json", "not_a_regular_file")]),
    ("yarn.lock that is a folder", folder_named("yarn.lock"), [("yarn.lock", "not_a_regular_file")]),
    ("400 folders deep", deep_folders, [(None, "too_deep")]),
    ("paths longer than PATH_MAX", long_paths, [("n" * 200, (*SYNTAX, "not_found", "too_deep"))]),
    ("a hostile folder name", hostile_folder, [("owned", SYNTAX)]),
    ("a folder name that is no UTF-8", folder_of_no_utf8, [("/package-lock.json", SYNTAX)]),
    ("escapes and bidi in names", hostile_names, [("package-lock.json", "invalid_value")]),
    ("a version of 300 KB", text("package-lock.json", lock({"node_modules/left": entry("1." + "9" * 300_000)})), [("package-lock.json", ("invalid_value", "too_large"))]),
    ("a name of 300 KB", text("package-lock.json", lock({"node_modules/" + "n" * 300_000: entry()})), [("package-lock.json", ("invalid_value", "too_large"))]),
    ("invalid UTF-8 in JSON", text("package-lock.json", lock({"node_modules/a": entry()}).encode().replace(b"sha512", b"\xff\xfe\xc0")), [("package-lock.json", "invalid_utf8")]),
    ("invalid UTF-8 in yarn.lock", text("yarn.lock", b"# yarn lockfile v1\n\n\xff\xc0@^1:\n  version \"1.0.0\"\n"), [("yarn.lock", "invalid_utf8")]),
    ("invalid UTF-8 in pnpm-lock.yaml", text("pnpm-lock.yaml", b"lockfileVersion: '9.0'\npackages:\n  \xff\xc0@1.0.0: {}\n"), [("pnpm-lock.yaml", "invalid_utf8")]),
    ("UTF-16", text("package-lock.json", lock({}).encode("utf-16")), [("package-lock.json", "unsupported_encoding")]),
    ("an alias bomb", yaml_bomb, [("pnpm-lock.yaml", LIMIT)]),
    ("package.json that is an array", text("package.json", "[]"), [("package.json", "wrong_type")]),
    *[(f"unreadable {name}", beside_lock(name, content, 0, lockfile), [(name, "permission_denied")])
      for name, content, lockfile in ((".npmrc", "", "package-lock.json"), ("bunfig.toml", "", "package-lock.json"), (".yarnrc.yml", "", "yarn.lock"),
                                      ("package.json", "{}", "package-lock.json"), ("pnpm-workspace.yaml", "", "pnpm-lock.yaml"),
                                      ("node_modules/.package-lock.json", lock({}), "package-lock.json"))],
    *[(f"garbage in {name}", beside_lock(name, random.Random(name).randbytes(5_000), 0o644, lockfile), [(name, SYNTAX)])
      for name, lockfile in (("bunfig.toml", "package-lock.json"), (".yarnrc.yml", "yarn.lock"), ("package.json", "package-lock.json"),
                             ("pnpm-workspace.yaml", "pnpm-lock.yaml"), ("node_modules/.package-lock.json", "package-lock.json"))],
    ("100 MB of [", repeated("package-lock.json", b"[", 100_000_000), [("package-lock.json", "too_large")]),
    *[(f"60 MB of [ in {name}", repeated(name, b"[", 60_000_000), [(name, LIMIT)]) for name in (*LOCKS, "package.json")],
    *[(f"60 MB of open keys in {name}", repeated(name, b'{"a":', 60_000_000), [(name, LIMIT)]) for name in ("package-lock.json", "pnpm-lock.yaml", "yarn.lock")],
    ("60 MB of [ in an installed package", repeated("node_modules/left/package.json", b"[", 60_000_000), [("node_modules/left", LIMIT)]),
    *[(f"{name} of an unknown version", text(name, content), [(name, "unsupported_version")]) for name, content in UNKNOWN.items()],
    *[(f"{name} that is empty", text(name, ""), [(name, SYNTAX)]) for name in (*LOCKS, "package.json")],
    *[(f"{name} replaced by garbage", garbage(name), [(name, SYNTAX)]) for name in (*LOCKS, "package.json")],
    *[(f"{name} replaced by zeros", text(name, bytes(10_000)), [(name, SYNTAX)]) for name in LOCKS],
    *[(f"{name} replaced by a page", text(name, "<!DOCTYPE html>\n<html><body>404 not found</body></html>\n"), [(name, SYNTAX)]) for name in LOCKS],
    *[(f"{name} replaced by a pointer to large storage", text(name, "version https://git-lfs.example.test/spec/v1\noid sha256:" + "0" * 64 + "\nsize 12345\n"), [(name, SYNTAX)]) for name in LOCKS],
]
