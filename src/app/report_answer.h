// What the reports about events have in common: waivers, what was known, and the parts of their first line.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "intel/knowledge.h"
#include "policy/settings.h"
#include "policy/verdict.h"

namespace cordon::app {

// "1 event", "2 events".
std::string counted(std::uint64_t count, std::string_view one, std::string_view many);

// The titles of the first three findings of medium or above that nobody waived, and how many more there are; empty
// where there is none.
std::string worst_findings(const std::vector<model::Finding>& findings);

// "; INCOMPLETE: 2 things not seen", or empty.
std::string missing_text(const model::Coverage& coverage, std::string_view not_done);

// What a report is concluded with.
struct Conclusion {
  const intel::Knowledge& knowledge;
  bool knowledge_off = false;  // --no-knowledge
  const policy::Settings& settings;
  model::Severity fail_on = model::Severity::high;
};

// Marks what is waived, notes in Coverage which packs and settings the answer rests on, and decides.
policy::Decision conclude(const Conclusion& conclusion, const Clock& clock, std::vector<model::Finding>& findings,
                          model::Coverage& coverage);

}  // namespace cordon::app
