#!/usr/bin/env python3
"""Starts a command inside a network namespace, and there, when told so, as the developer of the workstation.

`enter.py NAMESPACE [--home WORLD UID] -- COMMAND...`. With --home the command gets mounts of its own: names are resolved as WORLD/etc
says, the machine's temporary folders are empty, and WORLD is where it is; it runs without any right, in an own host name.
The standard library of Python 3.11 has neither setns nor unshare, hence ctypes."""
import ctypes
import os
import sys

CLONE_NEWNS, CLONE_NEWUTS, CLONE_NEWNET, CLONE_NEWIPC = 0x00020000, 0x04000000, 0x40000000, 0x08000000
MS_BIND, MS_REC, MS_PRIVATE, MS_NOSUID, MS_NODEV = 4096, 16384, 1 << 18, 2, 4
PR_SET_NO_NEW_PRIVS = 38
EMPTIED = ("/tmp", "/var/tmp", "/dev/shm")
REPLACED = ("resolv.conf", "hosts", "nsswitch.conf", "passwd", "group")

libc = ctypes.CDLL(None, use_errno=True)


def check(result, what):
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")


def mount(source, target, kind=None, flags=0, options=None):
    check(libc.mount(source and os.fsencode(source), os.fsencode(target), kind and kind.encode(), ctypes.c_ulong(flags),
                     options and options.encode()), f"mount {target}")


def join_network(name):
    with open(f"/run/netns/{name}", "rb") as namespace:
        check(libc.setns(namespace.fileno(), CLONE_NEWNET), f"setns {name}")


def own_mounts(world):
    """The workstation's view of the file system."""
    check(libc.unshare(CLONE_NEWNS | CLONE_NEWUTS | CLONE_NEWIPC), "unshare")
    mount(None, "/", flags=MS_REC | MS_PRIVATE)
    here = os.open(world, os.O_PATH | os.O_DIRECTORY)
    for name in REPLACED:
        if os.path.exists(f"/etc/{name}"):
            mount(f"{world}/etc/{name}", f"/etc/{name}", flags=MS_BIND)
    for folder in EMPTIED:
        if os.path.isdir(folder):
            mount("none", folder, "tmpfs", MS_NOSUID | MS_NODEV, "mode=1777,size=64m")
    os.makedirs(world, exist_ok=True)
    mount(f"/proc/self/fd/{here}", world, flags=MS_BIND)
    os.close(here)
    check(libc.sethostname(b"workstation", len(b"workstation")), "sethostname")


def drop_rights(uid):
    os.setgroups([])
    os.setresgid(uid, uid, uid)
    os.setresuid(uid, uid, uid)
    check(libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "no_new_privs")


def main():
    split = sys.argv.index("--")
    settings, command = sys.argv[1:split], sys.argv[split + 1:]
    join_network(settings[0])
    if settings[1:2] == ["--home"]:
        directory = os.getcwd()
        own_mounts(settings[2])
        drop_rights(int(settings[3]))
        os.umask(0o022)
        os.chdir(directory)  # again, below the new mounts
    os.execvpe(command[0], command, os.environ)


if __name__ == "__main__":
    main()
