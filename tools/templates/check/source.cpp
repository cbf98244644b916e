#include "@INCLUDE@"

#include <utility>

#include "model/finding.h"

namespace cordon::checks {
namespace {

constexpr const char* kRule = "@RULE@";

// The one fact this check is about: write it here.
bool holds_for(const model::Component& component) { return component.name.starts_with("replace-me-"); }

}  // namespace

void check_@NAME@(const model::Inventory& inventory, std::vector<model::Finding>& out) {
  for (const model::Component& component : inventory.components) {
    if (!holds_for(component)) continue;
    model::FindingInput input;
    input.rule_id = kRule;
    input.title = component.name + " " + component.version + " is suspect";
    input.severity = model::Severity::medium;
    input.subject = model::package_subject(component);
    input.evidence.push_back(model::text_span(component.place.path, component.place.line, component.id, kRule));
    if (auto finding = model::make_finding(std::move(input))) out.push_back(std::move(*finding));
  }
}

}  // namespace cordon::checks
