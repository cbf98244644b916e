// The step of a scan that puts aside what a ratchet accepts, and finds out whether the ratchet can be made shorter.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "model/generated/model.h"
#include "policy/ratchet.h"

namespace cordon::app {

// What the caller decides, and what came of it.
struct RatchetStep {
  policy::Ratchet accepted;
  bool make = false;       // there is none yet: everything that may be accepted is
  bool of_change = false;  // --against: only what a change brought is held against it
  bool frozen = false;     // the file stays as it is: that it could be shorter is a finding
  // What the file is to hold from now on; only where it is made, or gets shorter.
  std::optional<policy::Ratchet> written = std::nullopt;
  std::string headline = {};  // what it did, as a part of the first line; "; 12 known by the ratchet"
};

// Takes out of the report's findings what is accepted, and adds policy.ratchet-stale where that is due. Nothing is gone
// by an answer that is not complete. `today` is YYYY-MM-DD; `knows_advisories`: the scan had an index of them.
void apply_ratchet(RatchetStep& step, std::string_view today, bool knows_advisories, model::ScanReport& report);

}  // namespace cordon::app
