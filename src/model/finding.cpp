#include "model/finding.h"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <utility>

#include "base/sha256.h"
#include "base/text.h"

namespace cordon::model {
namespace {

constexpr std::size_t kExcerptBytes = 200;
constexpr std::size_t kTitleBytes = 300;
constexpr std::size_t kIdBytes = 16;
constexpr std::size_t kMergedEvidence = 1'000;

bool valid_rule_id(std::string_view id) {
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
  if (id.empty() || !letter(id.front()) || !letter(id.back())) return false;
  return std::all_of(id.begin(), id.end(), [&](char c) { return letter(c) || c == '.' || c == '-' || c == '_'; });
}

bool filled(const std::optional<std::string>& field) { return field && !field->empty(); }

bool identified(const Subject& subject) {
  if (subject.kind == SubjectKind::package) return filled(subject.purl) || filled(subject.name);
  return filled(subject.path) || filled(subject.name);
}

// With its length in front, so that no two lists of fields give the same text.
void append_field(std::string& key, std::string_view field) {
  key += std::to_string(field.size());
  key += ':';
  key.append(field);
}

Evidence evidence(EvidenceKind kind, std::string locator, std::string_view excerpt, std::string_view producer) {
  return {kind, std::move(locator), std::nullopt, text::visible(excerpt, kExcerptBytes), std::string(producer)};
}

}  // namespace

std::string finding_id(std::string_view rule_id, const Subject& subject) {
  std::string key;
  append_field(key, rule_id);
  append_field(key, to_string(subject.kind));
  append_field(key, filled(subject.purl) ? *subject.purl : subject.name.value_or(std::string()));
  append_field(key, subject.path.value_or(std::string()));
  return sha256_hex(key, kIdBytes);
}

std::string cause_id(std::string_view rule_id, const Subject& subject) {
  Subject without = subject;
  if (without.path) without.path->erase(0, without.path->rfind('/') + 1);
  return finding_id(rule_id, without);
}

Result<Finding> make_finding(FindingInput input) {
  if (!valid_rule_id(input.rule_id)) return fail(ErrorCode::invalid_value, "a rule id of another form");
  if (input.title.empty()) return fail(ErrorCode::missing_field, "a finding without a title");
  if (!identified(input.subject)) return fail(ErrorCode::missing_field, "a finding without a subject");
  if (input.evidence.empty()) return fail(ErrorCode::missing_field, "a finding without evidence");
  for (Evidence& piece : input.evidence) {
    if (piece.locator.empty() || piece.producer.empty())
      return fail(ErrorCode::missing_field, "evidence without a locator or producer");
    piece.excerpt = text::visible(piece.excerpt, piece.excerpt.size());  // for evidence that was not made below
  }
  Finding out;
  out.id = finding_id(input.rule_id, input.subject);
  out.rule_id = std::move(input.rule_id);
  out.title = text::visible(input.title, kTitleBytes);
  out.kind = input.kind;
  out.severity = input.severity;
  out.confidence = input.confidence;
  out.subject = std::move(input.subject);
  out.evidence = std::move(input.evidence);
  out.exposure = std::move(input.exposure);
  out.aliases = std::move(input.aliases);
  out.advisory = std::move(input.advisory);
  out.tags = std::move(input.tags);
  out.remedy = std::move(input.remedy);
  out.paths = std::move(input.paths);
  out.roots = input.roots;
  out.scope = input.scope;
  out.dominator = std::move(input.dominator);
  out.instances = input.instances;
  out.policy = std::move(input.policy);
  return out;
}

namespace {

// Both in order, without repetition.
void join(std::vector<std::string>& names, const std::vector<std::string>& others) {
  if (others.empty()) return;
  names.insert(names.end(), others.begin(), others.end());
  std::ranges::sort(names);
  names.erase(std::ranges::unique(names).begin(), names.end());
}

void join(Exposure& exposure, const Exposure& other) {
  for (const auto fact : {&Exposure::referenced, &Exposure::resolved, &Exposure::fetched, &Exposure::installed,
                          &Exposure::executed, &Exposure::contacted, &Exposure::persisted, &Exposure::forbidden}) {
    for (const std::string& evidence : (other.*fact).evidence) establish(exposure.*fact, (other.*fact).value, evidence);
    if (const auto more = (other.*fact).more; more && (exposure.*fact).value == (other.*fact).value)
      (exposure.*fact).more = (exposure.*fact).more.value_or(0) + *more;
  }
}

}  // namespace

Scope stronger(Scope a, Scope b) {
  const auto weight = [](Scope scope) {
    switch (scope) {
      case Scope::runtime: return 4;
      case Scope::unknown: return 3;
      case Scope::optional: return 2;
      case Scope::development_optional: return 1;
      case Scope::development: return 0;
    }
    return 0;
  };
  return weight(a) >= weight(b) ? a : b;
}

bool is_development(Scope scope) { return scope == Scope::development || scope == Scope::development_optional; }

void merge_same(std::vector<Finding>& findings) {
  std::unordered_map<std::string, std::size_t> first;
  std::size_t kept = 0;
  for (Finding& finding : findings) {
    const auto [known, is_new] = first.try_emplace(finding.id, kept);
    if (is_new) {
      if (&findings[kept] != &finding) findings[kept] = std::move(finding);
      ++kept;
      continue;
    }
    Finding& whole = findings[known->second];
    bool more = whole.evidence.size() >= kMergedEvidence;
    for (Evidence& piece : finding.evidence) {
      if (whole.evidence.size() >= kMergedEvidence) break;
      if (std::find(whole.evidence.begin(), whole.evidence.end(), piece) != whole.evidence.end()) continue;
      whole.evidence.push_back(std::move(piece));
      more = true;
    }
    if (more) whole.instances += finding.instances;
    if (whole.exposure && finding.exposure) join(*whole.exposure, *finding.exposure);
    if (finding.scope) whole.scope = whole.scope ? stronger(*whole.scope, *finding.scope) : *finding.scope;
    if (!whole.advisory) whole.advisory = std::move(finding.advisory);
    join(whole.aliases, finding.aliases);
    join(whole.tags, finding.tags);
  }
  findings.resize(kept);
}

Subject package_subject(const Component& component) {
  Subject out;
  out.kind = SubjectKind::package;
  out.purl = component.purl;
  out.name = component.name;
  if (!component.version.empty()) out.version = component.version;
  out.registry = component.registry;
  out.path = component.place.path;
  if (component.place.line != 0) out.line = component.place.line;
  return out;
}

Subject file_subject(std::string_view path, std::uint32_t line) {
  Subject out;
  out.kind = SubjectKind::file;
  out.path = path;
  if (line != 0) out.line = line;
  return out;
}

Evidence text_span(std::string_view path, std::uint32_t line, std::string_view excerpt, std::string_view producer) {
  std::string locator(path);
  if (line != 0) locator += ":" + std::to_string(line);
  return evidence(EvidenceKind::text_span, std::move(locator), excerpt, producer);
}

Evidence file_state(std::string_view path, std::string_view state, std::string_view producer) {
  return evidence(EvidenceKind::file_state, std::string(path), state, producer);
}

Evidence digest_compared(std::string_view locator, std::string_view digest, std::string_view excerpt,
                         std::string_view producer) {
  Evidence out = evidence(EvidenceKind::digest, std::string(locator), excerpt, producer);
  out.digest = digest;
  return out;
}

Evidence knowledge_record(std::string_view locator, std::string_view excerpt, std::string_view producer) {
  return evidence(EvidenceKind::knowledge, std::string(locator), excerpt, producer);
}

Evidence graph_path(const std::vector<std::string>& purls, std::string_view producer) {
  std::string joined;
  for (const std::string& purl : purls) {
    if (!joined.empty()) joined += " > ";
    joined += purl;
  }
  return evidence(EvidenceKind::graph_path, purls.empty() ? std::string() : purls.back(), joined, producer);
}

void establish(Fact& fact, FactValue value, std::string_view evidence) {
  const auto rank = [](FactValue v) { return v == FactValue::yes ? 2 : v == FactValue::no ? 1 : 0; };
  if (value == FactValue::unknown || rank(value) < rank(fact.value)) return;
  if (rank(value) > rank(fact.value)) fact = {value, {}, std::nullopt};
  std::string shown = text::visible(evidence, kTitleBytes);
  if (std::find(fact.evidence.begin(), fact.evidence.end(), shown) != fact.evidence.end()) return;
  if (fact.evidence.size() < kFactEvidence) fact.evidence.push_back(std::move(shown));
  else fact.more = fact.more.value_or(0) + 1;
}

Exposure unknown_exposure() {
  const Fact unknown = {FactValue::unknown, {}, std::nullopt};
  return {unknown, unknown, unknown, unknown, unknown, unknown, unknown, unknown};
}

std::string_view headline(const Exposure& exposure) {
  const std::array<std::pair<const Fact*, std::string_view>, 8> furthest_first = {{{&exposure.persisted, "persisted"},
                                                                                   {&exposure.contacted, "contacted"},
                                                                                   {&exposure.executed, "executed"},
                                                                                   {&exposure.installed, "installed"},
                                                                                   {&exposure.fetched, "fetched"},
                                                                                   {&exposure.resolved, "resolved"},
                                                                                   {&exposure.referenced, "referenced"},
                                                                                   {&exposure.forbidden, "forbidden"}}};
  for (const auto& [fact, name] : furthest_first)
    if (fact->value == FactValue::yes) return name;
  return {};
}

}  // namespace cordon::model
