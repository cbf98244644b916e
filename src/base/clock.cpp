#include "base/clock.h"

#include <ctime>

#include "base/date.h"

namespace cordon {
namespace {

class SystemClock final : public Clock {
 public:
  std::int64_t unix_seconds() const override { return std::time(nullptr); }
};

}  // namespace

std::string Clock::today() const {
  constexpr std::int64_t kDay = 86'400;
  const std::int64_t seconds = unix_seconds();
  const std::int64_t into_day = (seconds % kDay + kDay) % kDay;  // also before 1970
  return date_of((seconds - into_day) / kDay);
}

const Clock& system_clock() {
  static const SystemClock kClock;
  return kClock;
}

}  // namespace cordon
