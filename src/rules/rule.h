// A rule of behaviour: what it looks at, when it holds, what it means and what to do. rules/behaviour/FORMAT.md.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/generated/model.h"
#include "rules/detection.h"
#include "rules/field.h"
#include "rules/limits.h"

namespace cordon::rules {

struct Rule {
  std::string id;             // "watch.downloader"
  std::string title;          // what the package did, as the end of a sentence: "starts a program that downloads"
  std::string description;    // why it matters
  std::string overturned_by;  // the fact that would make it harmless
  model::Severity severity = model::Severity::info;
  model::Confidence confidence = model::Confidence::low;
  std::vector<std::string> attack;  // MITRE ATT&CK: "attack.t1059.007"
  std::vector<std::string> remedy;  // in order
  Kinds on = 0;                     // the kinds of events it is asked about
  Detection detection;
};

// Reads one rule. Every key has to be there, none may be unknown. Fails with line and column as Detection::read does,
// and with syntax, too_large, missing_field, unknown_key (with a suggestion), wrong_type and invalid_value.
Result<Rule> read_rule(const std::string& text, const FieldTable& fields, const RuleLimits& limits = {});

}  // namespace cordon::rules
