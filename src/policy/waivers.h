// Applies waivers to findings, and reports the waivers that are expired or cover nothing.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "policy/settings.h"

namespace cordon::policy {

// Marks every finding that a waiver valid on `today` (YYYY-MM-DD) covers, and appends findings about expired and unused
// waivers (rules policy.waiver-expired and policy.waiver-unused). Nothing is removed. Returns how many waivers cover a
// finding. `known_rules` are the ids that a waiver may name (empty: all): of one that covers nothing and names none of
// them it is said what it may have meant.
std::size_t apply_waivers(const std::vector<Waiver>& waivers, std::string_view today,
                          std::vector<model::Finding>& findings, std::span<const std::string> known_rules = {});

// Whether the waiver's rule, subject and path fit the finding, whatever its date. The rule is that of the finding, or
// the organisation's rule that it breaks: then findings of another rule are not meant.
bool covers(const Waiver& waiver, const model::Finding& finding);

}  // namespace cordon::policy
