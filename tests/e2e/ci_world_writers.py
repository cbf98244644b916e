"""What the test of CI integration runs in: repositories with a project that gets axios 1.14.1, or does not, and the
steps of ci/ read out of their files. All packages are names and digests; nothing is installed."""
import copy
import json
import os
import pathlib
import re
import shutil
import subprocess

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
CI = ROOT / "ci"
NOBODY = 65534
LOCKFILE = "apps/shop/package-lock.json"


def infected():
    """The lockfile of the night: axios 1.14.1 with plain-crypto-js."""
    return json.loads((ROOT / "examples" / "axios-2026" / "package-lock.json").read_text())


def clean():
    """The same project a day before."""
    lock = copy.deepcopy(infected())
    del lock["packages"]["node_modules/plain-crypto-js"]
    axios = lock["packages"]["node_modules/axios"]
    del axios["dependencies"]["plain-crypto-js"]
    axios.update(version="1.14.0", resolved="https://registry.example.test/axios/-/axios-1.14.0.tgz",
                 integrity="sha512-" + "A" * 86 + "==")
    return lock


def with_entry(lock, name):
    """One more package, of any name."""
    lock = copy.deepcopy(lock)
    lock["packages"]["node_modules/" + name] = {
        "version": "1.0.0", "resolved": "http://192.0.2.1/x-1.0.0.tgz", "integrity": "sha512-" + "B" * 86 + "=="}
    return lock


def unreadable(lock):
    """Text that npm reads as this lockfile, and that is nested more deeply than Cordon follows."""
    text = json.dumps(lock)
    return text[:-1] + ', "x": ' + "[" * 1500 + "]" * 1500 + "}\n"


class Repository:
    """A git repository that belongs to nobody, with the project in apps/shop."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(parents=True)
        self.git("init", "-q")

    def git(self, *arguments):
        who = ["-c", "user.name=author", "-c", "user.email=author@example.invalid", "-c", "init.defaultBranch=main",
               "-c", "commit.gpgsign=false", "-c", "safe.directory=*", "-c", "protocol.file.allow=always", "-c", "core.hooksPath=/nonexistent"]
        return subprocess.run(["git", "-C", str(self.folder), *who, *map(str, arguments)], check=True, capture_output=True,
                              text=True).stdout.strip()

    def write(self, lock, path=LOCKFILE):
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(lock if isinstance(lock, str) else json.dumps(lock, indent=2) + "\n")
        return self

    def commit(self, message="change"):
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", message)
        self.give()
        return self.git("rev-parse", "HEAD")

    def give(self):
        """To whom the steps run as."""
        if os.geteuid() == 0:
            for path in [self.folder, *self.folder.rglob("*")]:
                os.chown(path, NOBODY, NOBODY, follow_symlinks=False)

    def merge_of_pull_request(self, base, topic):
        """HEAD as GitHub makes it for a pull request; its name."""
        self.git("checkout", "-q", "--detach", base)
        self.git("merge", "-q", "--no-ff", "-m", "merge", topic)
        self.give()
        return self.git("rev-parse", "HEAD")

    def shallow(self, folder, branch):
        """As whom the repository belongs to: git clones from nobody else's."""
        clone = object.__new__(Repository)
        clone.folder = pathlib.Path(folder)
        clone.folder.mkdir()
        clone.give()
        who = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}
        subprocess.run(["git", "-c", "protocol.file.allow=always", "clone", "-q", "--depth", "1", "-b", branch, f"file://{self.folder}", "."],
                       cwd=clone.folder, check=True, capture_output=True, env={"PATH": "/usr/bin:/bin", "HOME": "/nonexistent"}, **who)
        return clone


# --- the files of ci/ ------------------------------------------------------------------------------------------------

def block(text, opening):
    """The literal block behind the line that `opening` matches, as YAML reads it."""
    lines = text.split("\n")
    at = next(i for i, line in enumerate(lines) if re.fullmatch(opening, line))
    out = []
    for line in lines[at + 1:]:
        indent = len(line) - len(line.lstrip())
        if line.strip() and out and indent < margin:
            break
        if not out:
            margin = indent
        out.append(line[margin:])
    return "\n".join(out).rstrip("\n") + "\n"


class Action:
    """action.yml: the one step, its variables, and the defaults of its inputs."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        text = (self.folder / "action.yml").read_text()
        self.run = re.search(r"^      run: (.+)$", text, re.M).group(1)
        self.shell = re.search(r"^      shell: (.+)$", text, re.M).group(1)
        self.variables = dict(re.findall(r"^        (\w+): \$\{\{ inputs\.([\w-]+) \}\}$", text, re.M))
        inputs = text[text.index("inputs:"):text.index("outputs:")]
        self.defaults = {name: default.strip("'") for name, default in
                         re.findall(r"^  ([\w-]+):\n(?:    .*\n)*?    default: (.*)$", inputs, re.M)}

    def environment(self, given):
        unknown = set(given) - set(self.defaults)
        assert not unknown, f"the action has no input {unknown}"
        return {variable: given.get(name, self.defaults[name]) for variable, name in self.variables.items()}


def gitlab_script(path):
    return block(path.read_text(), r"    - \|")


class Machine:
    """Runs steps as a runner does: with these variables and nothing else, as nobody, and cordon on the PATH."""

    def __init__(self, folder, program):
        self.folder = pathlib.Path(folder)
        self.home, self.temporary = self.folder / "home", self.folder / "temporary"
        for each in (self.home, self.temporary):
            each.mkdir()
            if os.geteuid() == 0:
                os.chown(each, NOBODY, NOBODY)
        self.program = program
        self.count = 0

    def run(self, shell, script, cwd, variables, path=None):
        self.count += 1
        file = self.folder / f"step-{self.count}.sh"
        file.write_text(script)
        file.chmod(0o644)
        names = {"PATH": path or f"{self.program.parent}:/usr/bin:/bin", "HOME": str(self.home), "LC_ALL": "C.UTF-8",
                 "RUNNER_TEMP": str(self.temporary), "GIT_CONFIG_NOSYSTEM": "1", **variables}
        who = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}
        return subprocess.run([*shell, str(file)], cwd=cwd, env=names, stdin=subprocess.DEVNULL, capture_output=True, text=True,
                              check=False, timeout=120, **who)

    def action(self, action, repository, given=None, event=None, path=None, **variables):
        """(what it did, outputs, summary)"""
        self.count += 1
        output, summary = (self.folder / f"{name}-{self.count}" for name in ("output", "summary"))
        for file in (output, summary):
            file.touch()
            file.chmod(0o666)
        if event is not None:
            file = self.folder / f"event-{self.count}.json"
            file.write_text(json.dumps(event))
            variables["GITHUB_EVENT_PATH"] = str(file)
        done = self.run(["sh", "-e"], action.run + "\n", repository.folder, {
            "GITHUB_ACTIONS": "true", "GITHUB_OUTPUT": str(output), "GITHUB_STEP_SUMMARY": str(summary),
            "GITHUB_ACTION_PATH": str(action.folder), **action.environment(given or {}), **variables}, path)
        outputs = dict(line.split("=", 1) for line in output.read_text().splitlines())
        return done, outputs, summary.read_text()


def shells():
    """The shells that images have: GitLab takes bash where it is, else sh."""
    return [[name, "-e"] for name in ("sh", "bash") if shutil.which(name)]
