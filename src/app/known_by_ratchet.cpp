#include "app/known_by_ratchet.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace cordon::app {

void apply_ratchet(RatchetStep& step, std::string_view today, bool knows_advisories, model::ScanReport& report) {
  if (step.make) {
    step.accepted = policy::make_ratchet(report.findings, step.accepted.path, today);
    step.written = step.accepted;
  }
  const policy::RatchetUse use = policy::apply_ratchet(step.accepted, knows_advisories, report.findings);
  step.headline = fmt::format("; {} known by the ratchet", use.known);
  // Of a change nobody knows what else is still there.
  if (step.of_change || (use.gone.empty() && use.lowered == 0)) return;
  const bool complete = std::ranges::none_of(report.coverage.unread, &model::FileUnread::incomplete);
  step.headline += fmt::format(", {} of it gone", use.gone.size());
  if (!complete) {
    step.headline += " as far as was looked: it stays as it is";
  } else if (step.frozen) {
    step.headline += ": it could be shorter";
    report.findings.push_back(policy::ratchet_stale(step.accepted, use));
  } else {
    step.headline += ": it was made shorter";
    step.written = policy::Ratchet{step.accepted.path, use.rest};
  }
}

}  // namespace cordon::app
