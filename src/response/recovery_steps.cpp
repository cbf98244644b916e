#include "response/recovery_steps.h"

#include <algorithm>
#include <array>

namespace cordon::response {
namespace {

constexpr std::size_t kMaxSteps = 200;  // of a class
constexpr std::size_t kStepClasses = static_cast<std::size_t>(StepClass::look) + 1;

struct Lead {
  std::string_view words;
  StepClass is;
};

// The list of rules/behaviour/FORMAT.md: a rule whose steps begin otherwise does not pass its tests.
constexpr Lead kLeads[] = {
    {"Disconnect", StepClass::contain}, {"Freeze", StepClass::contain},  {"Keep", StepClass::keep},
    {"Stop", StepClass::stop},          {"Replace", StepClass::replace}, {"Revoke", StepClass::replace},
    {"Remove", StepClass::remove},      {"Restore", StepClass::remove},  {"Set the machine up anew", StepClass::remove},
    {"Look", StepClass::look},          {"Find out", StepClass::look},   {"Compare", StepClass::look},
    {"Read", StepClass::look},          {"Tell", StepClass::look},       {"Serve", StepClass::look},
    {"Allow", StepClass::look},
};

using Steps = std::vector<model::Remedy>;
using StepsByClass = std::array<Steps, kStepClasses>;

bool is_same(const model::Remedy& a, const model::Remedy& b) { return a.action == b.action && a.command == b.command; }

std::size_t place_of(const Steps& steps, const model::Remedy& step) {
  const auto found = std::ranges::find_if(steps, [&](const model::Remedy& each) { return is_same(each, step); });
  return static_cast<std::size_t>(found - steps.begin());
}

bool holds(const Steps& steps, const model::Remedy& step) { return place_of(steps, step) != steps.size(); }

StepsByClass steps_of(const model::Finding& finding) {
  Steps own = finding.remedy;
  std::ranges::stable_sort(own, {}, &model::Remedy::order);
  const bool all_known =
      std::ranges::all_of(own, [](const model::Remedy& each) { return class_of_step(each.action).has_value(); });
  StepsByClass out;
  for (model::Remedy& step : own) {
    const StepClass is = all_known ? *class_of_step(step.action) : StepClass::told;
    out[static_cast<std::size_t>(is)].push_back(std::move(step));
  }
  return out;
}

// Adds those that are not there yet, each beside its neighbours.
void merge(const Steps& own, Steps& steps) {
  // New steps at the beginning stand before the first one that is there already, and behind everything without one.
  std::size_t next = steps.size();
  for (const model::Remedy& step : own) {
    const std::size_t place = place_of(steps, step);
    if (place == steps.size()) continue;
    next = place;
    break;
  }
  for (const model::Remedy& step : own) {
    if (const std::size_t place = place_of(steps, step); place != steps.size()) {
      next = std::max(next, place + 1);
      continue;
    }
    if (steps.size() == kMaxSteps) return;
    steps.insert(steps.begin() + static_cast<std::ptrdiff_t>(next), step);
    ++next;
  }
}

// Findings below it are context of worse ones.
model::Severity least_severity(std::span<const model::Finding> findings) {
  model::Severity worst = model::Severity::info;
  for (const model::Finding& each : findings)
    if (!each.waived) worst = std::max(worst, each.severity);
  return worst < model::Severity::medium ? model::Severity::info : std::min(worst, model::Severity::high);
}

}  // namespace

std::optional<StepClass> class_of_step(std::string_view action) {
  for (const Lead& lead : kLeads) {
    if (!action.starts_with(lead.words)) continue;
    const std::string_view rest = action.substr(lead.words.size());
    if (rest.empty() || rest.front() == ' ' || rest.front() == ';') return lead.is;
  }
  return std::nullopt;
}

Recovery recovery_steps(std::span<const model::Finding> findings) {
  const model::Severity least = least_severity(findings);
  StepsByClass all;
  Steps aside;
  for (const model::Finding& finding : findings) {
    if (finding.waived) continue;
    StepsByClass own = steps_of(finding);
    for (std::size_t i = 0; i < kStepClasses; ++i) {
      const bool only_looks = static_cast<StepClass>(i) == StepClass::look;
      merge(own[i], only_looks && finding.severity < least ? aside : all[i]);
    }
  }
  Recovery out;
  for (const Steps& steps : all) {
    for (const model::Remedy& step : steps) {
      // What an incident tells in the words of a rule stands where the rule has it.
      const auto holders = std::ranges::count_if(all, [&](const Steps& each) { return holds(each, step); });
      if (&steps == &all[static_cast<std::size_t>(StepClass::told)] && holders > 1) continue;
      out.steps.push_back(step);
      out.steps.back().order = static_cast<std::uint32_t>(out.steps.size());
    }
  }
  out.left_out = static_cast<std::uint64_t>(
      std::ranges::count_if(aside, [&](const model::Remedy& each) { return !holds(out.steps, each); }));
  return out;
}

}  // namespace cordon::response
