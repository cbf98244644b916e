"""Makes the output of one run comparable with that of another: what differs by nature becomes a word in angle brackets."""
import re

DATE = r"\d{4}-\d{2}-\d{2}"
RULES = [
    # "in 12 ms", "took 0.4 s", and the JSON fields that count time
    (re.compile(r"\b(in|took|after) \d+(?:\.\d+)? ?(?:ns|µs|us|ms|s)\b"), r"\1 <DURATION>"),
    (re.compile(r'("(?:duration|elapsed|wall|cpu)_(?:ns|us|ms)":\s*)\d+'), r"\1<DURATION>"),
    # what depends on the day the test runs, or on the packs of this version; knowledge warns only from some age on
    (re.compile(r" \(\d+ days old; newer packs[^)\n]*\)"), ""),
    (re.compile(r',\s*"warning": "\d+ days old; newer packs[^"]*"'), ""),
    (re.compile(r"\b\d+ (?:day|hour)s? old\b"), "<AGE> old"),
    (re.compile(r'("(?:age_days|age_hours)":\s*)\d+'), r"\1<AGE>"),
    (re.compile(r"\b(\d+)( incident packs?\b)"), r"<COUNT>\2"),
    (re.compile(rf'("(?:newest|updated|generated|knowledge_date)":\s*")({DATE})(?:T[0-9:.]+Z)?"'), r'\1<DATE>"'),
    (re.compile(rf"\b((?:knowledge|packs?|updated|newest)\b[^\n\"]{{0,40}}?)({DATE})"), r"\1<DATE>"),
]


def canonical(text, replacements):
    """replacements: [(exact text, word)], such as the temporary folder; applied before the rules, longest first."""
    for exact, word in sorted(replacements, key=lambda pair: -len(pair[0])):
        if exact:
            text = text.replace(exact, word)
    for pattern, word in RULES:
        text = pattern.sub(word, text)
    return text
