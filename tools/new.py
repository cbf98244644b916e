#!/usr/bin/env python3
"""Writes the files of a new parser or check from tools/templates. They compile as they are, and their tests fail until
somebody fills them in.

usage: new.py parser ECOSYSTEM/NAME      new.py check NAME          names in snake_case"""
import re
import sys

from common import ROOT

GOLDEN_TODO = "Replace this line with what the command has to print.\n"


def words(kind, folder, name):
    include = f"inventory/{folder}/{name}.h" if kind == "parser" else f"checks/{name}.h"
    return {"@NAME@": name, "@TYPE@": "".join(word.capitalize() for word in name.split("_")), "@INCLUDE@": include,
            "@NAMESPACE@": f"cordon::inventory::{folder}", "@FILE@": f"dir/{name.replace('_', '-')}.json",
            "@RULE@": name.replace("_", ".", 1).replace("_", "-")}


def files_of(kind, folder, name):
    """{path: template name or text}; the seed of a parser is the smallest text its test knows."""
    source = f"src/inventory/{folder}/{name}" if kind == "parser" else f"src/checks/{name}"
    case = f"tests/golden/scan/{name}"
    files = {f"{source}.h": "header.h", f"{source}.cpp": "source.cpp", f"{source}_test.cpp": "test.cpp"}
    texts = {f"{case}/cmd": "cordon scan .\n", f"{case}/README.md": f"# {name}\n\nSay what this case shows.\n",
             f"{case}/expect/stdout": GOLDEN_TODO}
    seed = '{"a": {"version": "1.0.0"}}\n'
    if kind == "parser":
        files[f"fuzz/fuzz_{name}.cpp"] = "fuzz.cpp"
        texts[f"fuzz/corpus/{name}/one-component"] = seed
        texts[f"{case}/in/{name.replace('_', '-')}.json"] = seed
    else:
        texts[f"{case}/in/package-lock.json"] = '{"lockfileVersion": 3, "packages": {"": {}}}\n'
    return files, texts


def main():
    if len(sys.argv) != 3 or sys.argv[1] not in ("parser", "check"):
        sys.exit("usage: ./dev new parser ECOSYSTEM/NAME | ./dev new check NAME")
    kind, (folder, _, name) = sys.argv[1], sys.argv[2].rpartition("/")
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name) or not re.fullmatch(r"[a-z][a-z0-9]*" if kind == "parser" else "", folder):
        sys.exit(f"new: {sys.argv[2]} is no good name; use ECOSYSTEM/snake_case for a parser, snake_case for a check")
    files, texts = files_of(kind, folder, name)
    if there := [path for path in (*files, *texts) if (ROOT / path).exists()]:
        sys.exit(f"new: {there[0]} is there already; nothing was written")
    for path, template in files.items():
        text = (ROOT / "tools" / "templates" / kind / template).read_text()
        for word, value in words(kind, folder, name).items():
            text = text.replace(word, value)
        texts[path] = text
    for path, text in sorted(texts.items()):
        (ROOT / path).parent.mkdir(parents=True, exist_ok=True)
        (ROOT / path).write_text(text)
        print("wrote", path)
    print(f"Now fill them in; ./dev test {name} fails until the tests hold something true.")


if __name__ == "__main__":
    sys.exit(main())
