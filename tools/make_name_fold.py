#!/usr/bin/env python3
"""Writes src/archive/name_fold_table.h: what characters become in names that file systems take for the same (Unicode's
full case folding between canonical decompositions). Hangul is computed and compatibility ideographs are left out.

  make_name_fold.py > src/archive/name_fold_table.h"""
import unicodedata


def fold(character):
    return unicodedata.normalize("NFD", unicodedata.normalize("NFD", character).casefold())


def rows():
    for code in range(0x80, 0x30000):
        if 0xAC00 <= code <= 0xDFFF or 0xF900 <= code < 0xFB00 or code >= 0x2F800:
            continue
        folded = fold(chr(code))
        if folded != chr(code):
            yield code, [ord(each) for each in folded]


def ranges(singles):
    """Runs of characters one or two apart that move by the same distance."""
    at = 0
    while at < len(singles):
        last, step = at, 1
        for stride in (1, 2):
            end = at
            while end + 1 < len(singles) and singles[end + 1] == (singles[end][0] + stride, singles[at][1]):
                end += 1
            if end > last:
                last, step = end, stride
        yield singles[at][0], singles[last][0], step, singles[at][1]
        at = last + 1


def main():
    every = list(rows())
    moved = [f"{{{first:#x}, {last:#x}, {step}, {by}}}"
             for first, last, step, by in ranges([(code, to[0] - code) for code, to in every if len(to) == 1])]
    # As text, which is shorter than rows of numbers: a character and what it becomes, each closed by a zero.
    split = "".join(chr(code) + "".join(map(chr, to)) + "\0" for code, to in every if len(to) > 1)
    print(f"// Made by tools/make_name_fold.py from Unicode {unicodedata.unidata_version}.\n#pragma once\n")
    print("#include <cstdint>\n#include <string_view>\n\nnamespace cordon::archive {\n")
    print("// From `first` to `last`, each `step`th moves by `by`.\n"
          "struct Moved {\n  std::uint32_t first, last;\n  std::int32_t step, by;\n};\n")
    print(f"inline constexpr Moved kMoved[] = {{{', '.join(moved)}}};\n")
    print("// A character and what it becomes, each row closed by a zero; in order of the characters.\n"
          "inline constexpr std::u32string_view kSplit(")
    escaped = ["\\0" if each == "\0" else each if each.isascii() and each.isalpha() else
               f"\\u{ord(each):04x}" if ord(each) < 0x10000 else f"\\U{ord(each):08x}" for each in split]
    line = ""
    for each in escaped:
        # A letter or digit right behind an escape of fixed length is its own; behind \0 it would be read as octal.
        if len(line) + len(each) > 110:
            print(f'    U"{line}"')
            line = ""
        line += each
    print(f'    U"{line}",\n    {len(split)});\n\n}}  // namespace cordon::archive')


main()
