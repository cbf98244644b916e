#include "sandbox/turns.h"

#include <algorithm>

namespace cordon::sandbox {

Turns::Turns(std::uint32_t places, std::uint32_t most_waiting) : most_waiting_(most_waiting) {
  for (std::uint32_t place = places; place > 0; --place) free_.push_back(place - 1);
}

Result<std::uint32_t> Turns::take(Deadline deadline) {
  std::unique_lock lock(mutex_);
  if (!free_.empty()) {  // then nobody waits
    const std::uint32_t place = free_.back();
    free_.pop_back();
    return place;
  }
  if (waiters_.size() >= most_waiting_)
    return fail(ErrorCode::too_many, std::to_string(waiters_.size()) + " others wait already");
  Waiter self;
  waiters_.push_back(&self);
  if (self.called.wait_until(lock, deadline, [&] { return self.has_place; })) return self.place;
  waiters_.erase(std::ranges::find(waiters_, &self));
  return fail(ErrorCode::timed_out, "no turn within the limit of time");
}

void Turns::give_back(std::uint32_t place) {
  const std::lock_guard lock(mutex_);
  if (waiters_.empty()) return free_.push_back(place);
  Waiter& next = *waiters_.front();
  waiters_.pop_front();
  next.place = place;
  next.has_place = true;
  next.called.notify_one();  // with the lock held: the waiter's stack lives as long as it cannot wake
}

std::size_t Turns::waiting() const {
  const std::lock_guard lock(mutex_);
  return waiters_.size();
}

}  // namespace cordon::sandbox
