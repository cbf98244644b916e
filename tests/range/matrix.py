"""From results of replays to the matrix: what each layer should say in each mode, what it said, which rule decided."""
import fnmatch

import names
import scenario as scenarios

NONE_YET = "no such layer yet"
SILENT = (NONE_YET, "not asked")


def expectations(scenario, layer, mode):
    """What the scenario expects of a layer in a mode; of a twin nothing is expected."""
    return [each for each in scenario["expect"] if each["layer"] == layer and mode in each["modes"]]


def wants(expected):
    """What must be there, in words: rules, events, and how far the package is said to have got, by how much."""
    return ([*expected.get("rules", [])] + [f"event: {each['what']}" for each in expected.get("events", [])]
            + [f"exposure: {fact}" for fact in expected.get("exposure", [])]
            + [f"{expected['sources']} sources" for _ in range("sources" in expected)])


def decided(scenario, expected, answer):
    """Which of the expected rules spoke, of the right package and as loudly as they should; which events and facts are there."""
    wanted, floor = expected.get("package", scenario["culprit"]), expected.get("severity", "medium")
    heard = [each for each in answer["seen"] if fnmatch.fnmatchcase(each["package"], wanted) and names.at_least(each["severity"], floor)]
    spoke = {each["rule_id"] for each in heard}
    found = [rule for rule in expected.get("rules", []) if rule in spoke]
    found += [f"event: {each['what']}" for each in expected.get("events", []) if each["what"] in answer.get("events", [])]
    found += [f"exposure: {fact}" for fact in expected.get("exposure", []) if any(fact in each.get("exposure", []) for each in heard)]
    if "sources" in expected and any(each.get("sources", 0) >= expected["sources"] for each in heard):
        found.append(f"{expected['sources']} sources")
    return found


def loud(seen):
    return sorted({f"{each['rule_id']} ({each['severity']}, {each['package']})" for each in seen if names.at_least(each["severity"], "medium")})


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
    elif mode == "twin":
        row["holds"] = not row["seen"]
    else:
        row["decided"] = [rule for each in expected for rule in decided(scenario, each, answer)]
        row["missing"] = [rule for rule in rules if rule not in row["decided"]]
        row["holds"] = not row["missing"]
    if mode == "twin" and state.startswith(SILENT):
        row["holds"] = None  # silent because nobody was asked: says nothing of the twin
    return row


def judge_range(result):
    """Whether the range itself did what the row says: the attack happened, or, of a twin, none of it did."""
    wanted = result["mode"] != "twin"
    wrong = [what for what, held in result["proof"] if held != wanted]
    wrong += [f"npm ended with {code}" for code in result["exit_codes"] if code != 0]
    if result["survivors"]:
        wrong.append(f"{result['survivors']} processes still ran at the end")
    if result["capture"]["dropped"]:
        wrong.append(f"the capture lost {result['capture']['dropped']} packets")
    return {"scenario": result["scenario"], "mode": result["mode"], "layer": "(range)", "holds": not wrong, "state": "asked",
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
    return None if any(row["decided"] for row in rows) else "no rule of its own is expected"


def mark(holds):
    return {True: "yes", False: "NO", None: "-"}[holds]


def cells(row):
    expected = ", ".join(row["expected"]) or ("nothing at medium or above" if row["mode"] == "twin" else "nothing")
    if row["state"] != "asked":
        return expected, row["state"], ""
    return expected, ", ".join(row["seen"]) or "nothing", ", ".join(row["decided"])


def text(judged):
    """The matrix for a terminal."""
    out = []
    for row in judged["rows"]:
        expected, seen, by = cells(row)
        out.append(f"{mark(row['holds']):<4}{row['scenario']:<24}{row['mode']:<14}{row['layer']:<9}{by or '-'}")
        if row["holds"] is False:
            out += [f"      expected  {expected}", f"      seen      {seen}"]
            out += [f"      missing   {each}" for each in row["missing"]]
    return "\n".join(out)


def markdown(judged):
    """The matrix as tables, one a scenario."""
    out = ["# The range: what each layer says of each replay", "",
           "Written by `./dev range --markdown`. Columns: whether the expectation holds, what was expected, what was seen at medium or",
           "above, and which of the expected rules decided. `-` in the first column: the layer was not asked.", ""]
    for name in dict.fromkeys(row["scenario"] for row in judged["rows"]):
        scenario = scenarios.load(name)
        counts = judged["counts"].get(name)
        out += [f"## {name}: {scenario['vector']} × {scenario['payload']}", "", f"{scenario['title']}. The twin: {scenario['twin']['fact']}.", ""]
        if counts is not None:
            out += ["The row counts: its own rules decided without knowledge and age." if counts is True else f"The row does not count: {counts}.", ""]
        out += ["| | mode | layer | expected | seen | decided |", "|---|---|---|---|---|---|"]
        for row in judged["rows"]:
            if row["scenario"] == name:
                out.append("| " + " | ".join([mark(row["holds"]), row["mode"], row["layer"],
                                              *(cell.replace("|", "\\|") for cell in cells(row))]) + " |")
        out.append("")
    return "\n".join(out)
