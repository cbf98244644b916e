#include "response/recovery_steps.h"

#include <algorithm>

namespace cordon::response {
namespace {

constexpr std::size_t kMaxSteps = 200;

bool is_same(const model::Remedy& a, const model::Remedy& b) { return a.action == b.action && a.command == b.command; }

}  // namespace

std::vector<model::Remedy> recovery_steps(std::span<const model::Finding> findings) {
  std::vector<model::Remedy> steps;
  for (const model::Finding& finding : findings) {
    if (finding.waived) continue;
    std::vector<model::Remedy> own = finding.remedy;
    std::ranges::stable_sort(own, {}, &model::Remedy::order);
    const auto place_of = [&](const model::Remedy& step) {
      return static_cast<std::size_t>(
          std::ranges::find_if(steps, [&](const model::Remedy& each) { return is_same(each, step); }) - steps.begin());
    };
    // New steps at the beginning stand before the first one that is there already, and behind everything without one.
    std::size_t next = steps.size();
    for (const model::Remedy& step : own) {
      const std::size_t place = place_of(step);
      if (place == steps.size()) continue;
      next = place;
      break;
    }
    for (const model::Remedy& step : own) {
      if (const std::size_t place = place_of(step); place != steps.size()) {
        next = std::max(next, place + 1);
        continue;
      }
      if (steps.size() == kMaxSteps) break;
      steps.insert(steps.begin() + static_cast<std::ptrdiff_t>(next), step);
      ++next;
    }
  }
  for (std::size_t i = 0; i < steps.size(); ++i) steps[i].order = static_cast<std::uint32_t>(i + 1);
  return steps;
}

}  // namespace cordon::response
