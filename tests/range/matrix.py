"""From results of replays to the matrix: what each layer should say in each mode, what it said, which rule decided."""
import fnmatch
import re

import names
import scenario as scenarios

RANGE = "(range)"  # the range itself, judged like a layer
NONE_YET = "no such layer yet"
HOME = re.compile(r"/tmp/cordon-range-\d+-\w+/home")
INSTALL_SCRIPTS = {"preinstall", "install", "postinstall"}
SCRIPT_SEEN = "an event of the script"
SILENT = (NONE_YET, "not asked")
REFUSED = "refused, nothing changed"  # what fix says where the way back is by hand
PASSED = "installed as without the gate"


def expectations(scenario, layer, mode):
    """What the scenario expects of a layer in a mode; of a twin at most what is said of the vector, where that is the attack's."""
    return [each for each in scenario["expect"] if each["layer"] == layer and mode in each["modes"]]


def wants(expected):
    """What must be there, in words: rules, events, and how far the package is said to have got, by how much."""
    return ([*expected.get("rules", [])] + [f"says {text}" for text in expected.get("says", [])]
            + [f"event: {each['what']}" for each in expected.get("events", [])]
            + [f"exposure: {fact}" for fact in expected.get("exposure", [])]
            + [f"{expected['sources']} sources" for _ in range("sources" in expected)])


def decided(scenario, expected, answer):
    """Which of the expected rules spoke, of the right package and as loudly as they should; which events and facts are there."""
    wanted, floor = expected.get("package", scenario["culprit"]), expected.get("severity", "medium")
    heard = [each for each in answer["seen"] if fnmatch.fnmatchcase(each["package"], wanted) and names.at_least(each["severity"], floor)]
    spoke = {each["rule_id"] for each in heard}
    found = [rule for rule in expected.get("rules", []) if rule in spoke]
    reasons = [each["what"] for each in heard if each["rule_id"] in expected.get("rules", [])]
    found += [f"says {text}" for text in expected.get("says", []) if any(text in reason for reason in reasons)]
    found += [f"event: {each['what']}" for each in expected.get("events", []) if each["what"] in answer.get("events", [])]
    found += [f"exposure: {fact}" for fact in expected.get("exposure", []) if any(fact in each.get("exposure", []) for each in heard)]
    if "sources" in expected and any(each.get("sources", 0) >= expected["sources"] for each in heard):
        found.append(f"{expected['sources']} sources")
    return found


def loud(seen):
    return sorted({f"{each['rule_id']} ({each['severity']}, {where(each['package'])})" for each in seen
                   if names.at_least(each["severity"], "medium")})


def of_the_attack(scenario, layer, expected):
    """Rules that the attack's row expects of a layer and this twin's does not: of a twin they are wrong however low they speak. What
    a case tells and fix did is no complaint."""
    rules = {rule for each in scenario["expect"] if each["layer"] == layer for rule in each.get("rules", [])}
    return rules - set(expected) if layer not in ("case", "fix") else set()


def where(package):
    """A package, or a path without the folder that is another one in each replay."""
    return HOME.sub("~", package)


def runs_script(scenario, result):
    """Whether the culprit's release was installed in the twin's world and has an install script there."""
    member = names.TWINS.get(result["mode"])
    world = scenarios.twin_of(scenario, result["mode"]) if member in scenario else scenario
    name, _, version = scenario["culprit"].rpartition("@")
    spec = world.get("packages", {}).get(name, {}).get("versions", {}).get(version, {})
    scripted = INSTALL_SCRIPTS & set(spec.get("scripts", {})) or "binding.gyp" in spec.get("files", {})
    return bool(result.get("integrity") and scripted)


def judge_layer(scenario, result, layer, answer):
    """One row of the matrix."""
    mode, state = result["mode"], answer["state"]
    expected = expectations(scenario, layer, mode)
    rules = [want for each in expected for want in wants(each)]
    row = {"scenario": result["scenario"], "mode": mode, "layer": layer, "expected": rules, "decided": [], "missing": [],
           "seen": loud(answer["seen"]), "state": state}
    if state != "asked":
        row["holds"] = None if state.startswith(SILENT) and not rules else False
        row["missing"] = rules
    else:
        row["decided"] = [rule for each in expected for rule in decided(scenario, each, answer)]
        row["missing"] = [rule for rule in rules if rule not in row["decided"]]
        # A sensor that saw nothing of the script is silent about anything.
        if mode in names.TWINS and layer == "watch" and runs_script(scenario, result) and not answer.get("attributed"):
            row["missing"].append(SCRIPT_SEEN)
        # A gate that breaks the install lets nothing through. What came in as the attack did is held as the attack is.
        if mode in names.TWINS and layer == "gate" and not rules:
            passed = PASSED in {each["rule_id"] for each in answer["seen"]}
            row["decided" if passed else "missing"].append(PASSED)
        row["besides"] = []
        if mode in names.TWINS:
            wrong = of_the_attack(scenario, layer, rules)
            low = {f"{each['rule_id']} ({each['severity']}, {where(each['package'])})" for each in answer["seen"] if each["rule_id"] in wrong}
            row["besides"] = sorted(low | set(loud(each for each in answer["seen"] if each["rule_id"] not in rules)))
        row["holds"] = not row["missing"] and not row["besides"]
        # Where nothing is expected of the attack, no answer would be wrong.
        if mode not in names.TWINS and not rules:
            row["holds"] = None
    if mode in names.TWINS and state.startswith(SILENT):
        row["holds"] = None  # silent because nobody was asked: says nothing of the twin
    return row


def judge_range(result):
    """Whether the range itself did what the row says: the attack happened, or, of a twin, none of it did."""
    wanted = result["mode"] not in names.TWINS
    wrong = [what for what, held in result["proof"] if held != wanted]
    wrong += [f"npm ended with {code}" for code in result["exit_codes"] if code != 0]
    if result["survivors"]:
        wrong.append(f"{result['survivors']} processes still ran at the end")
    if result["capture"]["dropped"]:
        wrong.append(f"the capture lost {result['capture']['dropped']} packets")
    return {"scenario": result["scenario"], "mode": result["mode"], "layer": RANGE, "holds": not wrong, "state": "asked",
            "expected": ["the attack happens" if wanted else "nothing of the attack happens"], "seen": wrong,
            "decided": [], "missing": wrong}


def judge(results):
    """{rows[], counts{scenario: true, or why not}, holds}."""
    rows, counts = [], {}
    for result in results:
        scenario = scenarios.load(result["scenario"])
        rows.append(judge_range(result))
        own = [judge_layer(scenario, result, layer, answer) for layer, answer in result["layers"].items()]
        rows += own
        if result["mode"] == "no-age":
            counts[result["scenario"]] = why_not(scenario, own) or True
    return {"rows": rows, "counts": counts, "holds": all(row["holds"] is not False for row in rows)}


def why_not(scenario, rows):
    """Why a row does not count in the third mode, or None when its own rules decided there."""
    if reason := scenario.get("without_knowledge"):
        return reason
    missing = [f"{row['layer']}: {', '.join(row['missing'])} ({row['state']})" for row in rows if row["missing"]]
    if missing:
        return "; ".join(missing)
    return None if any(not is_refusal(word) for row in rows for word in row["decided"]) else "no rule of its own is expected"


def is_refusal(word):
    return word.endswith(REFUSED)


def mark(row):
    """Whether the row holds: yes, NO, - where nothing was asked or expected; where all that came true is that fix refused, that."""
    if row["holds"] and row["decided"] and all(map(is_refusal, row["decided"])):
        return "refused"
    return {True: "yes", False: "NO", None: "-"}[row["holds"]]


def short(words):
    """Rules by name; how many events."""
    events = sum(word.startswith("event: ") for word in words)
    rest = [word for word in words if not word.startswith("event: ")]
    return ", ".join(rest + ([f"{events} events"] if events else []))


def cells(row):
    """What was expected, what was seen, which of the expected rules decided."""
    expected = short(row["expected"]) or ("nothing at medium or above" if row["mode"] in names.TWINS else "nothing")
    if row["mode"] in names.TWINS and row["expected"] and row["layer"] != RANGE:
        expected = f"of the vector: {expected}; else nothing at medium or above"
    if row["state"] != "asked":
        return expected, row["state"], ""
    return expected, ", ".join(row["seen"]) or "nothing", short(row["decided"])


def text(judged):
    """The matrix for a terminal: a line for each layer, more where an expectation does not hold."""
    out = [f"{'':<8}{'scenario':<24}{'mode':<14}{'layer':<9}decided"]
    for row in judged["rows"]:
        expected, seen, by = cells(row)
        if row["holds"] is None:
            by = row["state"] if row["state"] != "asked" else f"(nothing is expected) {'' if seen == 'nothing' else seen}".rstrip()
        elif row["layer"] == RANGE:
            by = row["expected"][0]
        elif not row["expected"]:
            by = f"(expected {expected}) {'' if seen == 'nothing' else seen}".rstrip()
        out.append(f"{mark(row):<8}{row['scenario']:<24}{row['mode']:<14}{row['layer']:<9}{by}")
        if row["holds"] is False:
            out += [f"      expected  {expected}", f"      seen      {seen}"]
            out += [f"      missing   {each}" for each in row["missing"]]
            out += [f"      besides   {each}" for each in row.get("besides", [])]
    return "\n".join(out)


def failures(judged):
    """(what, why) of each expectation that does not hold."""
    for row in judged["rows"]:
        if row["holds"] is False:
            why = f"missing: {short(row['missing'])}" if row["missing"] else f"seen: {', '.join(row.get('besides') or row['seen'])}"
            yield f"{row['scenario']}, {row['mode']}, {row['layer']}", why if row["state"] == "asked" else f"{row['state']}; {why}"


def escaped(cell):
    return cell.replace("|", "\\|")


def third_mode(judged):
    """A table of what decided in the third mode: scenarios down, layers across. Empty cells are what a layer does not see."""
    rows = [row for row in judged["rows"] if row["mode"] == "no-age" and row["layer"] != RANGE]
    layers = list(dict.fromkeys(row["layer"] for row in rows))
    out = ["| scenario | vector | payload | " + " | ".join(layers) + " |", "|" + "---|" * (3 + len(layers))]
    for name in dict.fromkeys(row["scenario"] for row in rows):
        scenario = scenarios.load(name)
        found = {row["layer"]: row for row in rows if row["scenario"] == name}
        said = [short(found[layer]["decided"]) if found[layer]["state"] == "asked" else found[layer]["state"] for layer in layers]
        out.append(f"| {name} | {scenario['vector']} | {scenario['payload']} | " + " | ".join(map(escaped, said)) + " |")
    return out


def markdown(judged):
    """The matrix as tables: the third mode at a glance, then one a scenario."""
    out = ["# The range: what each layer says of each replay", "",
           "Written by `./dev range --markdown docs/range.md`; `tests/range/README.md` says how it works. Each row is an attack with inert",
           "packages, installed by real npm; its twin differs in one fact and must stay quiet. Where the twin differs in the payload alone,",
           "what is said of the vector is said of it, too, and a second twin differs in the vector.", "",
           "## Decided without knowledge and without age", "",
           "Which of the expected rules decided in the third mode. An empty cell: the layer was asked and decided nothing of its own.", "",
           *third_mode(judged), "",
           "`hunt` is told in this mode what to look for by the findings among the Events of `watch`.", "",
           "`change` compares the lockfile from before the attack with the one after it: the two files alone, and (`cache:`) with what npm's",
           "cache of the workstation has of that night. `fix` takes the project back to the commit before the attack, and (`cache:`) back with",
           "npm's cache alone; what is bad a responder names. Its column says what came true of the files, by the range's own reading; the good",
           "integrity is the one that the registry had on record before. *refused* is no way back: fix changed nothing and said why, and somebody has",
           "to take the dependency out of package.json by hand. That is so where the project itself asks for what was never good (a name one letter",
           "off, the unscoped twin, a member ahead of its project), and where a cache alone does not have what is private.", "",
           "`gate` is the same install once more behind `cordon gate exec`, in a home that has seen nothing of the attack: which rule held the release,",
           "whether anything of the attack happened, and what npm installed instead. With knowledge a pack decides, without it the age of 72 hours, in",
           "the third mode what the archive would do or how it comes in. A twin has to be installed as it is without a gate, and no minimum age holds it;",
           "of a twin that comes in as the attack does the vector is held.", "",
           "Below, *-* means that the answer could not have been wrong: the layer was not asked, for the reason that stands there, or nothing is",
           "expected of it in that row. Of a twin a rule that the attack's row expects is wrong at any severity.", "",
           "The vector is seen by `change`, and by `scan` where a public registry answers for a name that is the organisation's own: a name one",
           "letter off, a dependency or an install script that a release gained, a package that comes from elsewhere than before; where a",
           "dependency is new, the cache adds that nobody imports it, that it is younger than three days beside what brought it in, and that the",
           "carrier's provenance or publisher is another. None of that waits for the payload: it is the same in the twins whose payload is",
           "harmless, and in the rows that have none.", "",
           "What no layer sees yet: a release of a package that was there before, with neither a new script nor a new dependency. A publisher that",
           "changed, a provenance that was lost or an age of minutes decides nothing alone, and nobody reads what the files of a release do: a",
           "payload in its code that waits until it is imported would pass. A version of 99.99.99 alone is worth a remark (low) only, and a",
           "confused name that nobody declared, with an ordinary version, passes. The gate lets a release through that merely gained an install script, and",
           "writes that down (`inspect.new-install-code`): what holds it is its age, or what the script does.", ""]
    for name in dict.fromkeys(row["scenario"] for row in judged["rows"]):
        scenario = scenarios.load(name)
        counts = judged["counts"].get(name)
        out += [f"## {name}: {scenario['vector']} × {scenario['payload']}", "",
                f"{scenario['title'][0].upper()}{scenario['title'][1:]}. The twin: {scenario['twin']['fact']}."
                + (f" The twin of the vector: {scenario['vector_twin']['fact']}." if "vector_twin" in scenario else ""), ""]
        if counts is not None:
            out += ["The row counts: its own rules decided without knowledge and age." if counts is True
                    else f"The row does not count: {counts}.", ""]
        out += ["| holds | mode | layer | expected | seen at medium or above | decided |", "|---|---|---|---|---|---|"]
        for row in judged["rows"]:
            if row["scenario"] == name:
                out.append("| " + " | ".join([mark(row), row["mode"], row["layer"], *map(escaped, cells(row))]) + " |")
        out.append("")
    return "\n".join(out)
