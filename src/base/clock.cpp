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

std::string Clock::today() const { return date_of(unix_seconds() / 86'400); }

const Clock& system_clock() {
  static const SystemClock clock;
  return clock;
}

}  // namespace cordon
