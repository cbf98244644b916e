#!/usr/bin/env python3
"""Holds what Cordon reads in captures against what Arkime and Suricata expect of the same ones: JA3, JA4, server names,
HTTP hosts, paths, user agents and states, DNS questions, codes and answers.

    traffic_equality.py [--program build/asan/dump_traffic] [--verbose]

Expectations stand in the shared data ($CORDON_SHARED_DATA): pcaps-arkime/*.test and pcaps-suricata/**/test.yaml. Every
difference must be named below with its reason, and of all JA3 and JA4 at least 99 in 100 must be right. Every capture of
the data, with those of pcaps-tcpdump, is read on the way and must be survived. Ends with the line
`N passed, N failed, N skipped`."""
import argparse
import collections
import hashlib
import ipaddress
import json
import os
import pathlib
import subprocess
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tools"))
from common import Tally  # noqa: E402

DATA = pathlib.Path(os.environ["CORDON_SHARED_DATA"]) if os.environ.get("CORDON_SHARED_DATA") else None
FINGERPRINTS = ("ja3", "ja4")
SHARE_NEEDED = 0.99
# (beginning of the capture's name, kind of expectation or None for all, beginning of what is expected, reason)
TUNNEL = "inside a tunnel that is not opened (GTP, Geneve, ERSPAN, PPP in GRE)"
LINK = "a link type that is not read, and that Coverage names"
HTTP2 = "HTTP/2, of which only the preface is recognised"
UNASKED = "an answer whose request is not in the capture"
REASONS = [
    ("gtp-iphone", None, "", TUNNEL), ("ipv6-gtp6", None, "", TUNNEL),
    ("6-4-gre-ppp", None, "", TUNNEL), ("gre-erspan-vxlan", "status", "200", TUNNEL),
    ("arkime_synthetic", "dns question", "('example.com', 'A')", TUNNEL),
    ("80211http", None, "", LINK), ("nflog", None, "", LINK), ("sctp-www", None, "", "HTTP over SCTP"),
    ("http2-nghttp2", None, "", HTTP2), ("http2-keywords/", None, "", HTTP2), ("http2-keywords2/", "status", "", HTTP2),
    ("http2-keywords2/", "url", "/humans.txt", HTTP2), ("http2-long-frame/", "url", "/malware/payload.exe", HTTP2),
    ("dns-over-http2-post", None, "", HTTP2), ("arkime_synthetic", "method", "PRI", HTTP2),
    ("socks5-http-302-frag", None, "", "later fragments of IP are not put together, and Coverage says so"),
    ("CVE-2018-6794", "status", "200", UNASKED), ("single-packets", "status", "403", UNASKED),
    ("socks5-reverse", "status", "302", "an answer behind the first 16 KiB of its side, which Coverage tells"),
    ("http-100-continue", "status", "100", "an event has the final status, not the interim one"),
    ("v6-http", "dns code", "('.'", "a message without a question: its events are named after its answers, not '.'"),
]
# Expectations of JA4 that its own definition (technical_details/JA4.md) contradicts: beginning of the capture's name, what
# is expected, what the definition gives and Cordon must have found, reason.
EXTENSIONS = "0005,000a,000b,0017,0023,ff01"  # of the one hello in bug-5713-01, sorted
CONTRADICTED = [
    ("bug-5713-01/", "t10i070600_c50f5591e341_" + hashlib.sha256((EXTENSIONS + "_").encode()).hexdigest()[:12],
     "t10i070600_c50f5591e341_" + hashlib.sha256(EXTENSIONS.encode()).hexdigest()[:12],
     "Suricata ends the last part with an underscore where there are no signature algorithms; the definition: without one"),
    ("openvpn_synthetic", "q12d030200_f81807f6db74_b9a491fefe05", "t12d030200_f81807f6db74_b9a491fefe05",
     "Arkime writes q for TLS in OpenVPN over UDP; the definition: q for QUIC, d for DTLS, else t"),
]


def ascii_name(name):
    return name.encode("idna").decode() if not name.isascii() else name


def reason_for(capture, kind, value):
    """The row of REASONS that explains a difference, or None."""
    return next((row for row in REASONS if capture.startswith(row[0]) and row[1] in (None, kind) and
                 str(value).startswith(row[2])), None)


def contradiction_for(capture, kind, value, seen):
    """The row of CONTRADICTED that a difference is, or None: what the definition gives must have been found instead."""
    return next((row for row in CONTRADICTED if kind == "ja4" and capture.startswith(row[0]) and
                 value == row[1] and row[2] in seen), None)


def dumped(program, captures):
    """{capture: (events, summary)}; fails when the program does not survive one."""
    done = subprocess.run([program, "--batch"], input="".join(f"{each}\n" for each in captures), text=True,
                          capture_output=True, check=False, env={**os.environ, "ASAN_OPTIONS": "detect_leaks=0"})
    if done.returncode != 0:
        raise RuntimeError(f"exit code {done.returncode}: {done.stderr[-3000:]}")
    found, events = {}, []
    for line in done.stdout.splitlines():
        record = json.loads(line)
        if "kind" in record:
            events.append(record)
        else:
            found[record["path"]] = (events, record)
            events = []
    return found


def address(text):
    return str(ipaddress.ip_address(text))


def ends_of(flow):
    return frozenset([(address(flow["client_address"]), flow["client_port"]),
                      (address(flow["server_address"]), flow["server_port"])])


def without_port(host):
    """Arkime keeps hosts without ports, and in lower case."""
    name, _, port = host.rpartition(":")
    return (name if name and port.isdigit() and not name.endswith(":") else host).lower().strip("[]")


class Seen:
    """What Cordon found, by kind; of one conversation or of a whole capture."""

    def __init__(self):
        self.values = collections.defaultdict(set)

    def add(self, event):
        payload, values = event["payload"], self.values
        if event["kind"] == "tls":
            for kind in FINGERPRINTS:
                values[kind].add(payload[kind])
            values["alpn"] |= set(payload["alpn"])
            if "server_name" in payload:
                values["sni"].add(payload["server_name"].lower())
                values["host"].add(without_port(payload["server_name"]))
        if event["kind"] == "http":
            values["host"].add(without_port(payload["host"]))
            values["method"].add(payload["method"])
            values["path"].add(payload["path"].partition("?")[0])
            values["url"].add(payload["path"])
            values["user agent"].add(payload.get("user_agent"))
            values["status"].add(payload.get("status"))
        if event["kind"] == "dns":
            values["dns question"].add((payload["name"], payload["type"]))
            if "response" in payload:
                values["dns code"].add((payload["name"], payload["response"]))
            values["dns answer"] |= {answer.lower() for answer in payload["answers"]}


def by_flow(events):
    found = collections.defaultdict(Seen)
    for event in events:
        if event["kind"] in ("tls", "http", "dns"):
            found[ends_of(event["payload"]["flow"])].add(event)
    return found


def arkime_expectations(session):
    """(kind, value) of one session."""
    tls, http = session.get("tls", {}), session.get("http", {})
    for kind in FINGERPRINTS:
        yield from ((kind, value) for value in tls.get(kind, []))
    yield from (("host", value.lower()) for value in http.get("host", []))
    yield from (("method", value) for value in http.get("method", []))
    yield from (("path", value) for value in http.get("path", []))
    yield from (("user agent", value) for value in http.get("useragent", []))
    yield from (("status", value) for value in http.get("statuscode", []))
    for query in session.get("dns", []):
        name = ascii_name(query["queryHost"].lower())
        name = "." if name in ("<root>", "") else name
        if "qt" in query:
            yield "dns question", (name, query["qt"])
        if "status" in query:
            yield "dns code", (name, {"NOTIMPL": "NOTIMP", "BADSIG_VERS": "BADVERS"}.get(query["status"], query["status"]))
        # Arkime lists the records of all sections; ours are those that answer: of the name, or of one it is an alias of.
        answers, names = query.get("answers", []), {name}
        for answer in answers:
            if "cname" in answer and answer["name"].lower() in names:
                names.add(answer["cname"].lower())
        asked = [answer for answer in answers if answer["name"].lower() in names and query.get("qt") == answer["type"]]
        yield from (("dns answer", address(answer["ip"])) for answer in asked if "ip" in answer)
        yield from (("dns answer", answer["cname"].lower()) for answer in asked if "cname" in answer)


def compare_arkime(found, results):
    for test in sorted((DATA / "pcaps-arkime").glob("*.test")):
        capture = test.with_suffix(".pcap")
        content = json.loads(test.read_text())
        sessions = content.get("sessions3") or content.get("sessions2") or []
        if str(capture) not in found:
            continue
        flows = by_flow(found[str(capture)][0])
        for session in (each["body"] for each in sessions):
            if "source" not in session or "ip" not in session["source"]:
                continue
            ends = frozenset((address(session[end]["ip"]), session[end].get("port", 0)) for end in ("source", "destination"))
            for kind, value in arkime_expectations(session):
                seen = flows[ends].values[kind]
                right = without_port(value) in seen if kind == "host" else value in seen
                results.append((capture.name, kind, value, right, seen))


SURICATA = {"tls.sni": "sni", "tls.ja3.hash": "ja3", "tls.ja4": "ja4", "http.hostname": "host", "http.url": "url",
            "http.http_method": "method", "http.status": "status", "http.http_user_agent": "user agent",
            "quic.ja4": "ja4", "quic.ja3.hash": "ja3"}


def suricata_expectations(match):
    """(kind, value) of the fields that an event is expected to have."""
    for key, kind in SURICATA.items():
        if key in match and match.get("event_type") not in ("alert",):
            yield kind, match[key]
    for position in range(8):
        if f"tls.client_alpns[{position}]" in match:
            yield "alpn", match[f"tls.client_alpns[{position}]"]
        if match.get(f"dns.answers[{position}].rrtype") in ("A", "AAAA", "CNAME", "TXT", "NS", "PTR"):
            value = match.get(f"dns.answers[{position}].rdata")
            if value:
                yield "dns answer", address(value) if "A" in match[f"dns.answers[{position}].rrtype"][:1] else value.lower()
    for position in range(32):
        kind = {"server_name": "sni", "alpn": "alpn"}.get(match.get(f"quic.extensions[{position}].name"))
        if kind and f"quic.extensions[{position}].values[0]" in match:
            yield kind, match[f"quic.extensions[{position}].values[0]"]
    for prefix in ("dns.", "dns.query[0].", "dns.queries[0].", "dns.queries[1]."):
        if prefix + "rrname" in match and prefix + "rrtype" in match:
            yield "dns question", (match[prefix + "rrname"].lower() or ".", match[prefix + "rrtype"])


def scalar(text):
    text = text.strip()
    if text[:1] in "\"'" and len(text) > 1:
        return text[1:text.rindex(text[0])]
    text = text.partition(" #")[0].rstrip()
    return int(text) if text.isdigit() else text


def filters_of(text):
    """(count, {key: value}) of each `filter` of a test.yaml, and the capture it names, or None. The files are of one shape:
    block mappings with one scalar a line; what has another shape holds no expectation that is looked at."""
    filters, named, depth = [], None, None
    for line in text.splitlines():
        found = re.match(r"^(\s*)(?:- )?([\w.\[\]-]+):(?:\s+(.*))?$", line)
        if not found:
            continue
        indent, key, value = len(found[1]), found[2], scalar(found[3] or "")
        if depth is not None and indent > depth:
            filters[-1][1][key] = value
            continue
        depth = None
        if indent == 0 and key == "pcap" and value not in ("false", ""):
            named = value
        elif key == "filter":
            filters.append([0, {}])
        elif key == "count" and filters:
            filters[-1][0] = value
        elif key == "match" and filters:
            depth = indent
    return filters, named


def capture_of(test, named):
    if named:
        return (test.parent / named).resolve()
    captures = sorted(test.parent.glob("*.pcap*"))
    return captures[0].resolve() if len(captures) == 1 else None


def compare_suricata(found, results):
    once = set()
    for test in sorted((DATA / "pcaps-suricata").rglob("test.yaml")):
        filters, named = filters_of(test.read_text())
        capture = capture_of(test, named)
        if capture is None or str(capture) not in found:
            continue
        seen = Seen()
        for event in found[str(capture)][0]:
            seen.add(event)
        for count, wanted in filters:
            if count == 0:
                continue  # what must not be logged depends on how Suricata was set up
            for kind, value in suricata_expectations(wanted):
                name = str(capture.relative_to(DATA / "pcaps-suricata"))
                if (name, kind, value) in once:
                    continue
                once.add((name, kind, value))
                values = seen.values[kind]
                # The strings of one TXT record are several to Suricata, one to us.
                right = value in values or (kind == "dns answer" and any(value in each for each in values))
                results.append((name, kind, value, right, values))


def report(results, tally, verbose):
    """Each kind is a test: all equal but for the differences that have a reason."""
    named = collections.Counter()
    for kind in sorted({result[1] for result in results}):
        of_kind = [result for result in results if result[1] == kind]
        wrong = [result for result in of_kind if not result[3]]
        unexplained = []
        for capture, _, value, _, seen in wrong:
            row = contradiction_for(capture, kind, value, seen) or reason_for(capture, kind, value)
            named[row] += 1
            if row is None:
                unexplained.append(f"{capture}: expected {value}, found {sorted(map(str, seen))[:6]}")
            elif verbose:
                print(f"  {capture}: {value}: {row[3]}")
        print(f"{kind}: {len(of_kind) - len(wrong)} of {len(of_kind)} as expected, {len(wrong) - len(unexplained)} explained")
        if unexplained:
            print(*(f"  {line}" for line in unexplained), sep="\n")
            tally.fail(kind, f"{len(unexplained)} differences without a reason")
        else:
            tally.ok()
    for row in REASONS + CONTRADICTED:
        print(f"  {row[0]} {row[1] or 'all'} {row[2]}: {named[row]} otherwise: {row[3]}")
        if named[row] == 0:
            tally.fail(f"{row[0]} {row[1]}", "a reason that explains nothing any more")


def report_fingerprints(results, tally):
    """Every expectation of a fingerprint counts, whatever reason a difference has; right is what is equal, or what the
    definition of JA4 gives where the expectation contradicts it. In 99 of 100 it must be right."""
    of_fingerprints = [result for result in results if result[1] in FINGERPRINTS]
    equal = sum(result[3] for result in of_fingerprints)
    contradicted = sum(not right and contradiction_for(capture, kind, value, seen) is not None
                       for capture, kind, value, right, seen in of_fingerprints)
    total = len(of_fingerprints)
    share = (equal + contradicted) / max(total, 1)
    print(f"JA3 and JA4: {equal} of {total} equal ({equal / max(total, 1):.2%}); {contradicted} as JA4 defines them, where "
          f"the expectation contradicts the definition; {total - equal - contradicted} wrong or missing ({share:.2%} right)")
    tally.ok() if equal and share >= SHARE_NEEDED else tally.fail("JA3 and JA4", f"{share:.2%} right")


def main():
    tally = Tally()
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", type=pathlib.Path, default=ROOT / "build" / "asan" / "dump_traffic")
    parser.add_argument("--verbose", action="store_true")
    arguments = parser.parse_args()
    if not DATA or not arguments.program.is_file():
        tally.skip("captures", f"CORDON_SHARED_DATA is not set, or there is no {arguments.program.name}")
        return tally.finish()
    captures = sorted(path for folder in ("pcaps-arkime", "pcaps-suricata", "pcaps-tcpdump")
                      for path in (DATA / folder).rglob("*.pcap*") if path.is_file())
    found = dumped(arguments.program, captures)
    if len(found) == len(captures):
        tally.ok()
    else:
        tally.fail("captures", f"{len(captures) - len(found)} of {len(captures)} have no summary")
    results = []
    compare_arkime(found, results)
    compare_suricata(found, results)
    report(results, tally, arguments.verbose)
    report_fingerprints(results, tally)
    print(f"{len(captures)} captures, {sum(len(events) for events, _ in found.values())} events, {len(results)} expectations")
    return tally.finish()


if __name__ == "__main__":
    sys.exit(main())
