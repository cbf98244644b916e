"""Reads C++ well enough to measure it: text with comments and strings blanked out, and where functions begin and end."""
import re

TOKEN = re.compile(
    r'//[^\n]*|/\*.*?\*/|R"(?P<mark>[^()\\\s]{0,16})\(.*?\)(?P=mark)"|"(?:\\.|[^"\\\n])*"|(?<![0-9a-zA-Z_])\'(?:\\.|[^\'\\\n])*\'',
    re.S)
NOT_A_FUNCTION = re.compile(r"^\s*(namespace|class|struct|union|enum|extern|export)\b|=\s*$|^\s*$")
CONTROL = re.compile(r"\b(if|for|while|switch|catch|do|else|try|return)\b[^{};]*$")


def blank(text):
    """The text with the contents of comments, strings and character literals replaced by spaces, lines kept."""
    return TOKEN.sub(lambda match: re.sub(r"[^\n]", " ", match.group(0)), text)


def without_raw_strings(text):
    """The text without the contents of raw strings, which no formatter may break; lines kept."""
    raw = lambda match: "\n" * match.group(0).count("\n") if match.group(0).startswith("R\"") else match.group(0)
    return TOKEN.sub(raw, text)


def functions(text):
    """[(first line, last line, head)] of the functions at namespace or class scope; a lambda counts to its function."""
    code = blank(text)
    code = re.sub(r"^[ \t]*#(?:[^\n]*\\\n)*[^\n]*", lambda m: re.sub(r"[^\n]", " ", m.group(0)), code, flags=re.M)
    found, stack, start, line = [], [], 0, 1
    for i, c in enumerate(code):
        if c == "\n":
            line += 1
        elif c == "{":
            head = code[start:i]
            inside = any(kind for kind, _, _ in stack)
            is_function = not inside and "(" in head and not NOT_A_FUNCTION.search(head.strip() or " ")
            first = line - head.lstrip().count("\n")
            stack.append((is_function, first, " ".join(head.split())))
            start = i + 1
        elif c == "}":
            if stack:
                is_function, first, head = stack.pop()
                if is_function:
                    found.append((first, line, head))
            start = i + 1
        elif c == ";" or (c == ":" and re.search(r"\b(public|private|protected)\s*$", code[max(0, i - 12):i])):
            start = i + 1
    return found
