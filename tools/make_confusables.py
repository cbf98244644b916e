#!/usr/bin/env python3
"""Writes rules/names/confusables.txt: characters that are not ASCII and the ASCII text they pass for.

From the skeletons of Unicode Technical Standard 39 as ICU 72 computes them (libicui18n.so.72, called in place), without
combining marks and in lower case. rules/names/README.md describes the form."""
import ctypes
import pathlib
import re
import sys
import unicodedata

ROOT = pathlib.Path(__file__).resolve().parent.parent
IN_NAMES = re.compile(r"[a-z0-9._/@~-]{0,4}")
ROW = "{:06X} {:<4}|\n"


class Skeletons:
    def __init__(self):
        self.icu = ctypes.CDLL("libicui18n.so.72")
        self.icu.uspoof_open_72.restype = ctypes.c_void_p
        error = ctypes.c_int(0)
        self.checker = ctypes.c_void_p(self.icu.uspoof_open_72(ctypes.byref(error)))
        if error.value > 0:
            sys.exit(f"make_confusables: ICU says {error.value}")

    def of(self, text):
        given, room, error = text.encode(), ctypes.create_string_buffer(256), ctypes.c_int(0)
        length = self.icu.uspoof_getSkeletonUTF8_72(self.checker, 0, given, len(given), room, len(room), ctypes.byref(error))
        return room.raw[:length].decode() if error.value <= 0 else text


def plain(text):
    """Without marks and invisible characters, compatibility forms resolved, in lower case."""
    kept = (c for c in unicodedata.normalize("NFKD", text) if unicodedata.category(c) not in ("Mn", "Me", "Cf"))
    return "".join(kept).lower()


def passes_for(skeletons, character):
    """ASCII text, or None."""
    for text in (plain(skeletons.of(character)), plain(skeletons.of(character.lower())), plain(character)):
        if IN_NAMES.fullmatch(text):
            return text
    return None


def main():
    skeletons, rows = Skeletons(), []
    for code in range(0x80, 0x110000):
        character = chr(code)
        if unicodedata.category(character) in ("Cs", "Cn", "Co"):
            continue
        text = passes_for(skeletons, character)
        if text is not None:
            rows.append(ROW.format(code, text))
    (ROOT / "rules/names/confusables.txt").write_text("".join(rows), encoding="ascii", newline="\n")
    print(f"rules/names/confusables.txt: {len(rows):,} characters")


if __name__ == "__main__":
    main()
