// What time it is, so that tests can say so.
#pragma once

#include <cstdint>
#include <string>

namespace cordon {

class Clock {
 public:
  virtual ~Clock() = default;
  virtual std::int64_t unix_seconds() const = 0;  // UTC
  std::string today() const;                      // YYYY-MM-DD, UTC
};

const Clock& system_clock();

class FixedClock final : public Clock {
 public:
  explicit FixedClock(std::int64_t seconds) : seconds_(seconds) {}
  std::int64_t unix_seconds() const override { return seconds_; }

 private:
  std::int64_t seconds_;
};

}  // namespace cordon
