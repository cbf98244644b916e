#include "gate/notices.h"

namespace cordon::gate {
namespace {

constexpr std::chrono::minutes kBetween{1};
constexpr std::size_t kMostCauses = 100;

}  // namespace

void Notices::say(const std::string& cause, const std::string& text, Clock::time_point now) {
  if (!tell_) return;
  const std::lock_guard guard(mutex_);
  std::erase_if(said_, [&](const auto& one) { return now - one.second >= kBetween; });
  if (said_.size() >= kMostCauses || !said_.emplace(cause, now).second) return;
  tell_(text);
}

}  // namespace cordon::gate
