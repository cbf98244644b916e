#include "detection/detector.h"

#include <algorithm>
#include <array>
#include <utility>

#include "detection/builtin_rules.h"
#include "model/finding.h"

namespace cordon::detection {
namespace {

// The facts that a rule's fields stand for: their events are evidence, too.
constexpr std::array<std::pair<Field, Fact>, 10> kFactFields = {{{Field::script_read_secret, Fact::secret},
                                                                 {Field::script_read_token, Fact::token},
                                                                 {Field::script_met_foreign, Fact::foreign},
                                                                 {Field::script_met_registry, Fact::registry},
                                                                 {Field::script_met_stratum, Fact::stratum},
                                                                 {Field::script_removed_itself, Fact::removed_itself},
                                                                 {Field::script_left_survivor, Fact::survivor},
                                                                 {Field::script_survivors, Fact::survivor},
                                                                 {Field::script_set_startup, Fact::startup},
                                                                 {Field::script_ran_created, Fact::ran_created}}};

// Nobody attributes better than the sensor was sure of.
model::Confidence confidence_of(const rules::Rule& rule, const model::Attribution& package) {
  using model::AttributionConfidence;
  auto most = model::Confidence::high;
  if (package.confidence == AttributionConfidence::path || package.confidence == AttributionConfidence::import_)
    most = model::Confidence::medium;
  if (!package.contradictions.empty()) most = model::Confidence::medium;
  if (package.confidence == AttributionConfidence::unknown) most = model::Confidence::low;
  return std::min(rule.confidence, most);
}

bool is_loaded(model::Phase phase) { return phase == model::Phase::bin || phase == model::Phase::import_; }

// A project's own scripts are its owner's: they are shown, and stop nothing. A program of a package that somebody
// started has more reasons than an install script to do what the rule is about.
model::Severity severity_of(const rules::Rule& rule, const Script& script, const model::Attribution& package) {
  model::Severity out = rule.severity;
  if (is_loaded(package.phase) && package.purl != kUnknownPackage && out > model::Severity::info)
    out = static_cast<model::Severity>(static_cast<int>(out) - 1);
  return script.is_own ? std::min(out, model::Severity::low) : out;
}

std::string title_of(const rules::Rule& rule, const Script& script, model::Phase phase) {
  std::string out = script.name;
  if (!script.version.empty()) out += "@" + script.version;
  out += is_loaded(phase) ? " " : "'s " + std::string(model::to_string(phase)) + " script ";
  return out + rule.title;
}

std::vector<model::Remedy> remedy_of(const rules::Rule& rule) {
  std::vector<model::Remedy> out;
  for (const std::string& step : rule.remedy)
    out.push_back({static_cast<std::uint32_t>(out.size() + 1), step, std::nullopt});
  return out;
}

}  // namespace

Detector::Detector(std::vector<rules::Rule> rules, Places places, DetectorOptions options)
    : rules_(std::move(rules)), observer_(std::move(places), std::move(options.registries), options.limits),
      most_findings_(options.findings) {
  for (const rules::Rule& rule : rules_) rule_fields_.push_back(rule.detection.fields());
}

Result<Detector> Detector::with_builtin_rules(DetectorOptions options) {
  std::vector<rules::Rule> rules = TRY(builtin_rules());
  Places places = TRY(builtin_places());
  return Detector(std::move(rules), std::move(places), std::move(options));
}

std::vector<model::Finding> Detector::observe(const model::Event& event) {
  if (const auto* loss = std::get_if<model::LossPayload>(&event.payload)) {
    lost_events_ += loss->count;
    return {};
  }
  const auto seen = observer_.look(event);
  std::vector<model::Finding> made;
  if (!seen) return made;
  note_exposure(*seen->script);
  for (const rules::Rule& rule : rules_)
    if ((rule.on & rules::kind_bit(event.kind())) != 0 && rule.detection.matches(seen->record.values()))
      fire(rule, *seen, made);
  return made;
}

void Detector::fire(const rules::Rule& rule, const Observation& seen, std::vector<model::Finding>& made) {
  const Script& script = *seen.script;
  model::FindingInput input;
  input.rule_id = rule.id;
  input.subject.kind = model::SubjectKind::package;
  input.subject.purl = script.purl;
  input.subject.name = script.name;
  if (!script.version.empty()) input.subject.version = script.version;
  const std::string id = model::finding_id(input.rule_id, input.subject);
  if (const auto known = place_of_.find(id); known != place_of_.end())
    return add_to(known->second, seen, severity_of(rule, script, seen.package));
  if (findings_.size() >= most_findings_) {
    ++findings_left_out_;
    return;
  }
  input.title = title_of(rule, script, seen.package.phase);
  input.kind = model::FindingKind::behaviour;
  input.severity = severity_of(rule, script, seen.package);
  input.confidence = confidence_of(rule, seen.package);
  input.evidence = {seen.evidence};
  std::vector<unsigned> weights = {seen.weight};
  const std::vector<std::size_t>& used = rule_fields_[static_cast<std::size_t>(&rule - rules_.data())];
  for (const auto& [field, fact] : kFactFields) {
    if (!std::ranges::binary_search(used, static_cast<std::size_t>(field))) continue;
    const auto index = static_cast<std::size_t>(fact);
    for (std::size_t i = 0; i < script.facts[index].size(); ++i) {
      if (std::ranges::find(input.evidence, script.facts[index][i]) != input.evidence.end()) continue;
      input.evidence.push_back(script.facts[index][i]);
      weights.push_back(script.weights[index][i]);
    }
  }
  input.tags = rule.attack;
  input.remedy = remedy_of(rule);
  const auto [exposure, is_first] = exposures_.try_emplace(script.purl, model::unknown_exposure());
  if (is_first)
    model::establish(exposure->second.executed, model::FactValue::yes,
                     seen.evidence.locator + ": " + seen.evidence.excerpt);
  note_exposure(script);
  if (input.severity >= model::Severity::high) input.exposure = exposure->second;
  auto finding = model::make_finding(std::move(input));
  if (!finding) {  // an event without an id, which no sensor of ours makes
    ++findings_left_out_;
    return;
  }
  place_of_.emplace(id, findings_.size());
  findings_.push_back(*finding);
  weights_.push_back(std::move(weights));
  made.push_back(*std::move(finding));
}

// How far a package with findings got: what outlives it or starts later persists; a packet to a stranger reached them.
void Detector::note_exposure(const Script& script) {
  const auto known = exposures_.find(script.purl);
  if (known == exposures_.end()) return;
  for (const auto& [fact, answer] :
       {std::pair(Fact::survivor, &model::Exposure::persisted), std::pair(Fact::startup, &model::Exposure::persisted),
        std::pair(Fact::reached, &model::Exposure::contacted)})
    for (const model::Evidence& each : script.facts[static_cast<std::size_t>(fact)])
      model::establish(known->second.*answer, model::FactValue::yes, each.locator + ": " + each.excerpt);
}

std::vector<model::Finding> Detector::findings() const {
  std::vector<model::Finding> out = findings_;
  for (model::Finding& finding : out)
    if (finding.exposure && finding.subject.purl) finding.exposure = exposures_.at(*finding.subject.purl);
  return out;
}

// What reads the same was the same act again, or another stage of it: counted, not repeated.
// A package may do in its install script what its program did before, for which the finding was less severe.
void Detector::add_to(std::size_t index, const Observation& seen, model::Severity severity) {
  model::Finding& finding = findings_[index];
  finding.severity = std::max(finding.severity, severity);
  if (finding.severity >= model::Severity::high && !finding.exposure && finding.subject.purl)
    finding.exposure = exposures_.at(*finding.subject.purl);
  ++finding.instances;
  const bool repeats = std::ranges::any_of(
      finding.evidence, [&](const model::Evidence& each) { return each.excerpt == seen.evidence.excerpt; });
  if (!repeats) keep_evidence(finding.evidence, weights_[index], seen.evidence, seen.weight, kEvidence);
}

std::vector<model::FileUnread> Detector::coverage() const {
  std::vector<model::FileUnread> out;
  const auto tell = [&](std::string_view path, std::uint64_t count, std::string_view what, bool incomplete) {
    if (count == 0) return;
    out.push_back({std::string(path), 0, std::string(to_string(ErrorCode::too_many)),
                   std::to_string(count) + " " + std::string(what), incomplete});
  };
  tell("events", lost_events_, "events were lost before they could be judged", true);
  tell("detection:processes", observer_.processes_evicted(), "processes were forgotten to stay within the limit", true);
  tell("detection:packages", observer_.scripts_evicted(), "packages were forgotten to stay within the limit", true);
  tell("detection:facts", observer_.facts_left_out(), "files, addresses or flows were not kept", true);
  tell("detection:findings", findings_left_out_, "findings were not kept", true);
  if (const std::uint64_t count = observer_.programs_not_installing(); count > 0)
    out.push_back({"detection:programs", 0, std::string(to_string(ErrorCode::unsupported_format)),
                   std::to_string(count) + " programs of packages ran outside of installations; few rules judge those",
                   false});
  if (const std::uint64_t count = observer_.programs_of_nobody(); count > 0)
    out.push_back(
        {"detection:unknown-package", 0, std::string(to_string(ErrorCode::not_found)),
         std::to_string(count) + " programs ran in scripts of no known package; they were judged as one package",
         true});
  return out;
}

}  // namespace cordon::detection
