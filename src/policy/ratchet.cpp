#include "policy/ratchet.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <limits>
#include <set>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "base/date.h"
#include "base/json.h"
#include "base/json_write.h"
#include "base/suggest.h"
#include "base/text.h"
#include "model/finding.h"
#include "model/generated/ratchet_file.h"

namespace cordon::policy {
namespace {

constexpr std::string_view kSchema = "cordon.ratchet/1";
constexpr std::string_view kProducer = "ratchet";
constexpr std::size_t kIdDigits = 32;

// JSON has no line that begins so.
Result<void> refuse_conflicts(std::string_view text) {
  std::uint32_t line = 1;
  for (std::size_t at = 0; at < text.size(); ++line) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    for (const std::string_view marker : {"<<<<<<<", "=======", ">>>>>>>"})
      if (text.substr(at, end - at).starts_with(marker))
        return fail(ErrorCode::conflict_markers,
                    "an unresolved merge: keep the lines that both sides have, and let the next scan say what is new",
                    line);
    at = end + 1;
  }
  return {};
}

template <std::size_t kCount>
Result<void> check_keys(const Value& object, const std::array<std::string_view, kCount>& known) {
  for (const Value::Member& member : object.all_members()) {
    if (std::ranges::find(known, member.key) == known.end()) {
      const std::vector<std::string_view> words(known.begin(), known.end());
      return fail(ErrorCode::unknown_key, "unknown key " + text::visible(member.key) + did_you_mean(member.key, words),
                  member.line());
    }
    if (member.shadowed)
      return fail(ErrorCode::invalid_value, "the key " + text::visible(member.key) + " stands twice", member.line());
  }
  return {};
}

Result<std::string> text_of(const Value& object, std::string_view key) {
  const Value value = object[key];
  if (!value) return fail(ErrorCode::missing_field, "a finding needs " + std::string(key), object.line());
  if (!value.is_string()) return fail(ErrorCode::wrong_type, std::string(key) + " must be text", value.line());
  if (value.text().empty()) return fail(ErrorCode::invalid_value, std::string(key) + " is empty", value.line());
  return std::string(value.text());
}

bool is_id(std::string_view text) {
  const auto is_digit = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
  return text.size() == kIdDigits && std::ranges::all_of(text, is_digit);
}

Result<RatchetEntry> read_entry(const Value& value) {
  if (!value.is_object()) return fail(ErrorCode::wrong_type, "a finding must be an object", value.line());
  static constexpr std::array<std::string_view, 9> kKeys{"id",     "rule",     "subject", "severity",  "instances",
                                                         "policy", "registry", "digest",  "first_seen"};
  TRY(check_keys(value, kKeys));
  RatchetEntry entry;
  entry.line = value.line();
  entry.id = TRY(text_of(value, "id"));
  if (!is_id(entry.id))
    return fail(ErrorCode::invalid_value, "an id is 32 digits of 0 to 9 and a to f", value["id"].line());
  entry.rule = TRY(text_of(value, "rule"));
  entry.subject = TRY(text_of(value, "subject"));
  const auto severity = model::severity_from_string(TRY(text_of(value, "severity")));
  if (!severity)
    return fail(ErrorCode::invalid_value, "severity must be one of info, low, medium, high, critical",
                value["severity"].line());
  entry.severity = *severity;
  if (const Value instances = value["instances"]) {
    const auto number = instances.integer();
    if (!number || *number < 1 || *number > std::numeric_limits<std::uint32_t>::max())
      return fail(ErrorCode::invalid_value, "instances must be a number from 1 on", instances.line());
    entry.instances = static_cast<std::uint32_t>(*number);
  }
  if (value["policy"]) entry.policy = TRY(text_of(value, "policy"));
  if (value["registry"]) entry.registry = TRY(text_of(value, "registry"));
  if (value["digest"]) entry.digest = TRY(text_of(value, "digest"));
  if (!value["first_seen"]) return entry;
  entry.first_seen = TRY(text_of(value, "first_seen"));
  if (!is_date(*entry.first_seen))
    return fail(ErrorCode::invalid_value, "first_seen must be a date, YYYY-MM-DD", value["first_seen"].line());
  return entry;
}

std::string subject_text(const model::Subject& subject) {
  const std::string path = subject.path.value_or("");
  const std::string what = subject.purl ? *subject.purl : subject.name.value_or("");
  if (what.empty() || path.empty()) return what.empty() ? path : what;
  return what + " in " + path;
}

// One package is one thing however often it stands there; what gathers others is as much as it gathers.
std::optional<std::uint32_t> gathered(const model::Finding& finding) {
  if (finding.subject.kind == model::SubjectKind::package) return std::nullopt;
  return std::max(1u, finding.instances);
}

std::string policy_of(const model::Finding& finding) { return finding.policy ? finding.policy->id : std::string(); }

std::string registry_of(const model::Finding& finding) {
  return finding.subject.registry ? finding.subject.registry->id : std::string();
}

// Of what rules say of a package the digests of its archives, those of all places that the finding gathers.
std::string digest_of(const model::Finding& finding) {
  std::set<std::string> digests;
  if (finding.policy)
    for (const model::Evidence& evidence : finding.evidence)
      if (evidence.digest) digests.insert(*evidence.digest);
  std::string out;
  for (const std::string& each : digests) out += (out.empty() ? "" : " ") + each;
  return out;
}

// "accepted from the registry a, and it is there from the registry b" where the two differ.
std::string other(const std::string& accepted, const std::string& now, const std::string& what) {
  const auto said = [&](const std::string& text) {
    if (!text.empty()) return what + " " + text;
    return "without a" + what.substr(what.rfind(' '));
  };
  return accepted == now ? std::string() : "accepted " + said(accepted) + ", and it is there " + said(now);
}

// Why the finding that an entry lists counts all the same; empty where it does not.
std::string why_it_counts(const model::Finding& finding, const RatchetEntry& entry) {
  if (!may_be_accepted(finding)) return "listed here; a ratchet does not cover what is of this kind";
  if (finding.severity > entry.severity)
    return "accepted as " + std::string(to_string(entry.severity)) + ", and more severe by now";
  const std::uint32_t now = gathered(finding).value_or(0);
  if (entry.instances && now > *entry.instances)
    return "accepted with " + std::to_string(*entry.instances) + " of them, and there are " + std::to_string(now);
  if (std::string why = other(entry.policy, policy_of(finding), "by the rule"); !why.empty()) return why;
  if (std::string why = other(entry.registry, registry_of(finding), "from the registry"); !why.empty()) return why;
  return other(entry.digest, digest_of(finding), "with the digest");
}

std::optional<std::string> filled(const std::string& text) { return text.empty() ? std::nullopt : std::optional(text); }

}  // namespace

Result<Ratchet> read_ratchet(std::string text, std::string_view display_path, const Limits& limits) {
  TRY(refuse_conflicts(text));
  const Document document = TRY(json::parse(std::move(text), {.comments = false, .limits = limits}));
  const Value root = document.root();
  if (!root.is_object()) return fail(ErrorCode::wrong_type, "expected an object", std::max(1u, root.line()));
  const Value schema = root["schema"];
  if (!schema)
    return fail(ErrorCode::missing_field, "no schema: this is no ratchet, which says " + std::string(kSchema),
                root.line());
  if (schema.text() != kSchema)
    return fail(ErrorCode::unsupported_version, "the schema is not " + std::string(kSchema), schema.line());
  static constexpr std::array<std::string_view, 2> kKeys{"schema", "findings"};
  TRY(check_keys(root, kKeys));
  const Value findings = root["findings"];
  if (!findings) return fail(ErrorCode::missing_field, "no findings", root.line());
  if (!findings.is_array()) return fail(ErrorCode::wrong_type, "findings must be a list", findings.line());
  Ratchet ratchet;
  ratchet.path = display_path;
  std::unordered_map<std::string, std::uint32_t> lines;
  for (const Value element : findings.elements()) {
    RatchetEntry entry = TRY(read_entry(element));
    const auto [first, is_new] = lines.emplace(entry.id, entry.line);
    if (!is_new)
      return fail(ErrorCode::invalid_value,
                  "the finding " + entry.id + " stands in line " + std::to_string(first->second) + ", too", entry.line);
    ratchet.findings.push_back(std::move(entry));
  }
  return ratchet;
}

std::string write_ratchet(const Ratchet& ratchet) {
  std::vector<const RatchetEntry*> sorted;
  for (const RatchetEntry& entry : ratchet.findings) sorted.push_back(&entry);
  std::ranges::sort(sorted, [](const RatchetEntry* a, const RatchetEntry* b) {
    return std::tie(a->rule, a->subject, a->id) < std::tie(b->rule, b->subject, b->id);
  });
  std::string out = "{\"schema\": \"" + std::string(kSchema) + "\", \"findings\": [";
  for (const RatchetEntry* entry : sorted) {
    out += entry == sorted.front() ? "\n" : ",\n";
    json::Writer writer(out, 0);
    write(writer, model::AcceptedFinding{entry->id, entry->rule, entry->subject, entry->severity, entry->instances,
                                         filled(entry->policy), filled(entry->registry), filled(entry->digest),
                                         entry->first_seen});
  }
  return out + "\n]}\n";
}

bool may_be_accepted(const model::Finding& finding) {
  using model::FindingKind;
  // A rule of the organisation is about packages; what else is of this kind, about the settings.
  if (finding.kind == FindingKind::policy && !finding.policy) return false;
  return finding.kind != FindingKind::malware && finding.kind != FindingKind::protection &&
         finding.severity != model::Severity::info;
}

Ratchet make_ratchet(const std::vector<model::Finding>& findings, std::string_view path, std::string_view today) {
  Ratchet ratchet;
  ratchet.path = path;
  for (const model::Finding& finding : findings)
    if (may_be_accepted(finding) && !finding.waived)
      ratchet.findings.push_back({finding.id, finding.rule_id, subject_text(finding.subject), finding.severity,
                                  std::string(today), 0, gathered(finding), policy_of(finding), registry_of(finding),
                                  digest_of(finding)});
  return ratchet;
}

RatchetUse apply_ratchet(const Ratchet& ratchet, bool knows_advisories, std::vector<model::Finding>& findings) {
  std::unordered_map<std::string_view, std::size_t> accepted;
  for (std::size_t i = 0; i < ratchet.findings.size(); ++i) accepted.emplace(ratchet.findings[i].id, i);
  std::vector<bool> found(ratchet.findings.size());
  std::vector<RatchetEntry> entries = ratchet.findings;  // as they are from now on
  RatchetUse use;
  const auto is_covered = [&](model::Finding& finding) {
    const auto at = accepted.find(finding.id);
    if (at == accepted.end()) return false;
    const RatchetEntry& entry = ratchet.findings[at->second];
    found[at->second] = true;
    if (finding.waived) return false;
    if (const std::string why = why_it_counts(finding, entry); !why.empty()) {
      finding.evidence.push_back(model::text_span(ratchet.path, entry.line, why, kProducer));
      return false;
    }
    entries[at->second].severity = finding.severity;
    if (entry.instances) entries[at->second].instances = gathered(finding);
    ++use.known;
    return true;
  };
  // Not std::erase_if: the predicate changes what stays.
  std::vector<model::Finding> kept;
  for (model::Finding& finding : findings)
    if (!is_covered(finding)) kept.push_back(std::move(finding));
  findings = std::move(kept);
  for (std::size_t i = 0; i < ratchet.findings.size(); ++i) {
    const RatchetEntry& was = ratchet.findings[i];
    RatchetEntry& is = entries[i];
    if (!found[i] && (knows_advisories || !was.rule.starts_with("vulnerability."))) {
      use.gone.push_back(std::move(is));
      continue;
    }
    if (is.severity < was.severity || is.instances != was.instances) ++use.lowered;
    use.rest.push_back(std::move(is));
  }
  return use;
}

RatchetBefore as_before(const Ratchet& before, const Ratchet& now) {
  std::unordered_map<std::string_view, const RatchetEntry*> was;
  for (const RatchetEntry& entry : before.findings) was.emplace(entry.id, &entry);
  RatchetBefore out;
  out.counts.path = now.path;
  for (const RatchetEntry& entry : now.findings) {
    const auto at = was.find(entry.id);
    if (at == was.end()) {
      out.added.push_back(entry);
      continue;
    }
    RatchetEntry counts = *at->second;
    const bool same_thing =
        std::tie(counts.policy, counts.registry, counts.digest) == std::tie(entry.policy, entry.registry, entry.digest);
    const bool less = entry.severity <= counts.severity &&
                      (!counts.instances || (entry.instances && *entry.instances <= *counts.instances));
    if (!same_thing || !less) out.added.push_back(entry);
    else counts = entry;
    counts.line = entry.line;
    out.counts.findings.push_back(std::move(counts));
  }
  return out;
}

model::Finding ratchet_grown(const Ratchet& ratchet, const std::vector<RatchetEntry>& added) {
  constexpr std::size_t kShown = 100;
  model::FindingInput input;
  input.rule_id = "policy.ratchet-grown";
  input.title = "the change accepts " + std::to_string(added.size()) +
                " more in the ratchet: that does not count for it, and a ratchet only gets shorter";
  input.kind = model::FindingKind::policy;
  input.severity = model::Severity::medium;
  input.subject = model::file_subject(ratchet.path, 0);
  input.instances = static_cast<std::uint32_t>(added.size());
  for (const RatchetEntry& entry : added)
    if (input.evidence.size() < kShown)
      input.evidence.push_back(
          model::text_span(ratchet.path, entry.line, "added: " + entry.rule + " " + entry.subject, kProducer));
  input.remedy = {
      {1, "Take the lines out of the file again and mend what they are about, or write a waiver.", std::nullopt}};
  auto made = model::make_finding(std::move(input));
  assert(made);
  return std::move(*made);
}

model::Finding ratchet_stale(const Ratchet& ratchet, const RatchetUse& use) {
  constexpr std::size_t kShown = 100;
  model::FindingInput input;
  input.rule_id = "policy.ratchet-stale";
  input.title = "the ratchet could be shorter: " + std::to_string(use.gone.size()) + " of its findings are gone, " +
                std::to_string(use.lowered) + " less than what was accepted";
  input.kind = model::FindingKind::policy;
  input.severity = model::Severity::low;
  input.subject = model::file_subject(ratchet.path, 0);
  input.instances = static_cast<std::uint32_t>(use.gone.size()) + use.lowered;
  for (const RatchetEntry& entry : use.gone)
    if (input.evidence.size() < kShown)
      input.evidence.push_back(
          model::text_span(ratchet.path, entry.line, "gone: " + entry.rule + " " + entry.subject, kProducer));
  if (use.lowered > 0)
    input.evidence.push_back(model::text_span(
        ratchet.path, 0, std::to_string(use.lowered) + " less severe, or fewer, than accepted", kProducer));
  input.remedy = {{1, "Run the scan with this ratchet where it may write the file, and commit what it leaves.",
                   "cordon scan --ratchet " + ratchet.path}};
  auto made = model::make_finding(std::move(input));
  assert(made);
  return std::move(*made);
}

}  // namespace cordon::policy
