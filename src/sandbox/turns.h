// A fixed number of places, given to threads in the order in which they ask.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <mutex>
#include <vector>

#include "base/result.h"

namespace cordon::sandbox {

class Turns {
 public:
  using Deadline = std::chrono::steady_clock::time_point;

  // Places 0 to places - 1; at most `most_waiting` threads wait for one.
  Turns(std::uint32_t places, std::uint32_t most_waiting);

  // Waits for a place, behind those who came before. Fails with too_many at once when too many wait already, and with
  // timed_out at the deadline.
  Result<std::uint32_t> take(Deadline deadline);

  // Gives a place that take() gave to who waits longest.
  void give_back(std::uint32_t place);

  std::size_t waiting() const;

 private:
  struct Waiter {
    std::condition_variable called;
    bool has_place = false;
    std::uint32_t place = 0;
  };

  mutable std::mutex mutex_;
  std::vector<std::uint32_t> free_;
  std::deque<Waiter*> waiters_;  // they stand on the stacks of their threads
  std::uint32_t most_waiting_;
};

}  // namespace cordon::sandbox
