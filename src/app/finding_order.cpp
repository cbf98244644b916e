#include "app/finding_order.h"

#include <algorithm>
#include <tuple>

#include "model/finding.h"

namespace cordon::app {
namespace {

// How far malware got: what ran comes before what was only there.
int distance(const model::Finding& finding) {
  constexpr int kNamedOnly = 2, kNoInfection = 3;
  if (!is_infection(finding)) return kNoInfection;
  if (!finding.exposure) return kNamedOnly;
  const auto yes = [](const model::Fact& fact) { return fact.value == model::FactValue::yes; };
  if (yes(finding.exposure->executed)) return 0;
  return yes(finding.exposure->installed) || yes(finding.exposure->fetched) ? 1 : kNamedOnly;
}

auto key(const model::Finding& finding) {
  const bool exploited = finding.advisory && finding.advisory->exploited;
  const bool development = finding.scope && model::is_development(*finding.scope);
  return std::tuple(distance(finding), !exploited, -static_cast<int>(finding.severity), development,
                    finding.subject.path.value_or(""), finding.rule_id, finding.subject.purl.value_or(""), finding.id);
}

}  // namespace

bool is_infection(const model::Finding& finding) {
  return finding.kind == model::FindingKind::malware && finding.severity == model::Severity::critical;
}

void put_in_order(std::vector<model::Finding>& findings) {
  std::ranges::stable_sort(findings, [](const model::Finding& a, const model::Finding& b) { return key(a) < key(b); });
}

}  // namespace cordon::app
