#!/usr/bin/env python3
"""Writes the sources of each target as a few files that include them, so that the compiler reads what they share once.

usage: batches.py FOLDER LIST [TARGET=PATTERN...]

Writes the batches of every module and of its tests to FOLDER, and to LIST, for CMake, what is to be compiled for each.
Sources below src/ that a PATTERN fits belong to TARGET instead of to their module. What one source keeps to itself (an
unnamed namespace, static, #define) must not mean something in another of its batch: two sources share a batch only when
no such name of one occurs in the other as a name that could be mistaken for it. A source with settings of its own
(#embed, CORDON_SOURCE_DIR) or with the enumerators of a type as its own (using enum) is compiled as it is. Which batch
a source is in depends on the sources alone. docs/adr/0016-batches.md says why."""
import functools
import pathlib
import re
import sys

import cpp_text

SIZE = 12  # sources of a batch: beyond it, less is shared than one change costs
SRC = pathlib.Path(__file__).resolve().parent.parent / "src"
ALONE = re.compile(r"^#embed|\bCORDON_SOURCE_DIR\b|^using enum\b", re.M)
WORD = re.compile(r"(?<![\w.:>])[A-Za-z_]\w*")  # not a member, not qualified: these cannot be mistaken
INCLUDE = re.compile(r'^#include "([^"]+)"', re.M)
DECLARED = re.compile(r"^(?:struct|class|enum class|enum|union|concept|using) (\w+)\b(?!::|;)", re.M)
CALLED = re.compile(r"(?<![\w.:>])([a-z]\w*)\(")
DEFINE = re.compile(r"^[ \t]*#[ \t]*define[ \t]+(\w+)", re.M)
STATIC = re.compile(r"^(?:template <[^\n]*>\s*|\[\[\w+\]\] )*static\b[^;{(=]*?(\w+)\s*[;{(=\[]", re.M)
ALIAS = re.compile(r"^(?:using|namespace) (?!(?:namespace|enum)\b)[^;{]*;", re.M)
ENUMERATORS = re.compile(r"^enum(?! class)[^{;]*\{([^}]*)\}", re.M)
BRACE = re.compile(r"[{};]")
TYPE = re.compile(r"(?:enum class|enum|struct|class|union|concept) (\w+)")
MACROS = {"TEST", "TEST_F", "TEST_P", "INSTANTIATE_TEST_SUITE_P", "RC_GTEST_PROP", "static_assert"}


def without_template(text):
    while text.startswith("template"):
        depth, i = 0, text.find("<")
        while i < len(text):
            depth += (text[i] == "<") - (text[i] == ">")
            i += 1
            if depth == 0:
                break
        text = text[i:].strip()
    return text


def names_of(declaration):
    """The names that a declaration gives, of its text up to its body: of a function one, of variables all."""
    text = re.sub(r"\s+", " ", re.sub(r"^[ \t]*#[^\n]*|\[\[.*?\]\]|\balignas\([^)]*\)", " ", declaration, flags=re.M)).strip()
    text = without_template(text)
    if text.startswith(("using ", "namespace ")):
        return []  # aliases are looked for by themselves
    if match := TYPE.match(text):
        return [match.group(1)]
    if text.startswith("enum"):
        return []  # an enumeration without a name: its enumerators are within
    match = re.search(r"(\w+) ?(\(|=(?!=)|\[(?!\[)|$)", text)
    if match and match.group(2) in ("=", "["):
        return re.findall(r"(\w+) ?(?:=(?!=)|\[(?!\[))", text)
    return [match.group(1)] if match else []


def declarations(code, start):
    """What an unnamed namespace, whose text begins at `start`, declares at its own level, each up to its body."""
    depth = 0
    for match in BRACE.finditer(code, start):
        c, i = match.group(), match.start()
        if c != "}" and depth == 0:
            yield code[start:i]
        depth += (c == "{") - (c == "}")
        if depth < 0:
            return
        if c != "{":
            start = i + 1


def private_names(code):
    """{name: what it is} of the names that mean something in this source only; an alias is its text, others None."""
    names = dict.fromkeys(DEFINE.findall(code) + STATIC.findall(code))
    for match in re.finditer(r"\bnamespace\s*\{", code):
        for declaration in declarations(code, match.end()):
            names |= dict.fromkeys(names_of(declaration))
    for body in ENUMERATORS.findall(code):
        names |= dict.fromkeys(re.findall(r"(?:^|,)\s*(\w+)", body))
    for macro in MACROS:
        names.pop(macro, None)
    for alias in ALIAS.findall(code):
        text = re.sub(r"\s+", " ", alias)
        if "=" in text:
            names[re.search(r"(\w+) =", text).group(1)] = text
        else:
            for target in text[len("using "):-1].split(", "):
                names[target.split("::")[-1]] = f"using {target};"
    return names


@functools.cache
def read(path):
    """(code without comments and what strings hold, names in it that could be mistaken for a private one, files below
    src/ that it includes); None of a header of a library or of one that the build writes."""
    if not (SRC / path).is_file():
        return None
    text = (SRC / path).read_text(errors="replace")
    code = cpp_text.blank(text)
    return code, frozenset(WORD.findall(code)), [name for name in INCLUDE.findall(text) if read(name)]


@functools.cache
def of_header(path):
    """(types that it declares, functions that it names)."""
    code = read(path)[0]
    return frozenset(DECLARED.findall(code)), frozenset(CALLED.findall(code))


class Source:
    """One source, or several that are compiled together."""

    def __init__(self, path):
        code, words, _ = read(path)
        self.paths, self.alone = [path], bool(ALONE.search(code))
        self.private, self.words = private_names(code), set(words)
        self.types = {}  # name: modules that declare it, of this and of what it includes
        self.called = set()
        todo, self.seen = [path], set()
        while todo:
            name = todo.pop()
            if name not in self.seen:
                self.seen.add(name)
                types, called = of_header(name)
                for word in types:
                    self.types.setdefault(word, set()).add(name.split("/")[0])
                self.called |= called
                todo += read(name)[2]

    def clashes(self, other):
        return self.disturbs(other) or other.disturbs(self)

    def disturbs(self, other):
        """Whether a name that is private here could mean something else there."""
        for name, text in self.private.items():
            if text is None:
                if name in other.words or name in other.types or name in other.called:
                    return True
            elif text != other.private.get(name):
                # An alias that the other lacks: it must neither use the name alone nor declare another of that name.
                home = re.match(r"using (\w+)::", text)
                if name in other.words - other.private.keys() or other.private.get(name, text) != text:
                    return True
                if other.types.get(name, set()) - {home and home.group(1)}:
                    return True
        return False

    def take(self, other):
        self.paths += other.paths
        self.private |= other.private
        self.words |= other.words
        self.called |= other.called
        for name, modules in other.types.items():
            self.types.setdefault(name, set()).update(modules)


def batches(paths):
    """[[source]]: first fit, in the order of the names."""
    made = []
    for source in map(Source, sorted(paths)):
        for batch in [] if source.alone else made:
            if not batch.alone and len(batch.paths) < SIZE and not batch.clashes(source):
                batch.take(source)
                break
        else:
            made.append(source)
    return [batch.paths for batch in made]


def main():
    folder, list_file, apart = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), sys.argv[3:]
    targets = {}
    for path in sorted(SRC.rglob("*.cpp")):
        name = path.relative_to(SRC).as_posix()
        target = name.split("/")[0]
        for rule in apart:
            other, _, pattern = rule.partition("=")
            target = other if re.fullmatch(pattern, name) else target
        if name.endswith("_test.cpp"):
            target = name.split("/")[0] + "_test"
        if path.name != "main.cpp":
            targets.setdefault(target, []).append(name)
    folder.mkdir(parents=True, exist_ok=True)
    kept, text = set(), "# Written by tools/batches.py: what is compiled for each target.\n"
    for target, sources in targets.items():
        text += f"set(batches_of_{target}"
        number = 0
        for batch in batches(sources):
            path = SRC / batch[0]
            if len(batch) > 1:
                path = folder / f"{target}_{number:02}.cpp"
                number += 1
                kept.add(path)
                write(path, "".join(f'#include "{source}"\n' for source in batch))
            text += f'\n  "{path}"'
        text += ")\n"
    write(list_file, text)
    for path in set(folder.glob("*.cpp")) - kept:
        path.unlink()


def write(path, text):
    """Only when it says something new: what depends on it stays as it is."""
    if not path.is_file() or path.read_text() != text:
        path.write_text(text)


if __name__ == "__main__":
    main()
