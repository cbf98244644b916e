#include "app/judge.h"

#include <fmt/format.h>

#include "app/finding_order.h"
#include "bus/event_text.h"
#include "model/finding.h"
#include "model/purl.h"
#include "model/purl_text.h"

namespace cordon::app {
namespace {

constexpr std::string_view kName = "judge";
constexpr std::size_t kEvidence = 32;
constexpr std::size_t kMostFindings = 4'096;

model::Severity severity_of(model::Confidence confidence) {
  switch (confidence) {
    case model::Confidence::high: return model::Severity::critical;
    case model::Confidence::medium: return model::Severity::high;
    case model::Confidence::low: return model::Severity::medium;
  }
  return model::Severity::medium;
}

// The package on whose behalf it was, else the other side.
model::Subject subject_of(const model::Event& event, const checks::IndicatorHit& hit) {
  model::Subject subject;
  if (!event.package) {
    subject.kind = model::SubjectKind::flow;
    subject.name = hit.indicator.value;
    return subject;
  }
  subject.kind = model::SubjectKind::package;
  subject.purl = event.package->purl;
  if (const auto purl = model::parse_purl(event.package->purl)) {
    subject.name = purl->full_name();
    if (!purl->version.empty()) subject.version = purl->version;
  }
  return subject;
}

// What was done with it: a question for a name is no conversation yet, and a user agent nobody one talks to.
std::string_view deed_of(const model::Event& event, const checks::IndicatorHit& hit) {
  if (hit.indicator.kind == intel::IndicatorKind::user_agent) return "called itself";
  if (event.kind() == model::EventKind::dns) return "asked for the name of";
  return "talked to";
}

}  // namespace

Result<Judge> Judge::make(const intel::Knowledge& knowledge, model::Registries registries) {
  detection::DetectorOptions options;
  options.registries = std::move(registries);
  return Judge(knowledge, TRY(detection::Detector::with_builtin_rules(std::move(options))));
}

std::vector<model::Finding> Judge::observe(const model::Event& event) {
  std::vector<model::Finding> made = detector_.observe(event);
  for (const checks::IndicatorHit& hit : indicators_.of(event)) known(event, hit, made);
  return made;
}

std::vector<model::Finding> Judge::observe_unattributed(const model::Event& event) {
  std::vector<model::Finding> made;
  for (const checks::IndicatorHit& hit : indicators_.of(event)) known(event, hit, made);
  return made;
}

void Judge::known(const model::Event& event, const checks::IndicatorHit& hit, std::vector<model::Finding>& made) {
  const std::string excerpt = bus::event_text(event);
  model::Evidence evidence{model::EvidenceKind::event, event.id, std::nullopt, excerpt, std::string(kName)};
  model::FindingInput input;
  input.rule_id = "network.indicator";
  input.subject = subject_of(event, hit);
  const std::string id = model::finding_id(input.rule_id, input.subject);
  if (const auto there = place_of_.find(id); there != place_of_.end()) {
    model::Finding& finding = of_indicators_[there->second];
    ++finding.instances;
    if (finding.evidence.size() < kEvidence) finding.evidence.push_back(std::move(evidence));
    return;
  }
  if (of_indicators_.size() == kMostFindings) return;
  const intel::IncidentPack pack = knowledge_->open(hit.pack);
  input.kind = model::FindingKind::network;
  input.severity = severity_of(hit.indicator.confidence);
  input.confidence = hit.indicator.confidence;
  const std::string who = event.package ? model::purl_for_people(event.package->purl) : "something";
  input.title =
      fmt::format("{} {} {}, which is known from {}", who, deed_of(event, hit), hit.indicator.value, pack.title);
  input.evidence.push_back(std::move(evidence));
  input.evidence.push_back(model::knowledge_record(
      "incident:" + pack.id + "#indicators",
      fmt::format("{} {}: {}", to_string(hit.indicator.kind), hit.indicator.value, hit.indicator.note), kName));
  input.tags = pack.tags;
  input.aliases = pack.aliases;
  std::uint32_t order = 0;
  for (const std::string& step : pack.recovery) input.remedy.push_back({++order, step, std::nullopt});
  Result<model::Finding> finding = model::make_finding(std::move(input));
  if (!finding) return;
  place_of_.emplace(finding->id, of_indicators_.size());
  of_indicators_.push_back(*finding);
  made.push_back(std::move(*finding));
}

std::vector<model::Finding> Judge::findings() const {
  std::vector<model::Finding> all = detector_.findings();
  all.insert(all.end(), of_indicators_.begin(), of_indicators_.end());
  put_in_order(all);
  return all;
}

}  // namespace cordon::app
