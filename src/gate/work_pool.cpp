#include "gate/work_pool.h"

#include <algorithm>

namespace cordon::gate {

WorkPool::WorkPool(unsigned threads, unsigned most_of_a_lane, std::size_t most_waiting)
    : most_of_a_lane_(std::max(1u, most_of_a_lane)), most_waiting_(most_waiting) {
  for (unsigned i = 0; i < threads; ++i) threads_.emplace_back([this] { run(); });
}

WorkPool::~WorkPool() {
  {
    const std::lock_guard guard(mutex_);
    ending_ = true;
    for (auto& [lane, queue] : queues_) queue.waiting.clear();
  }
  changed_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

bool WorkPool::post(std::string_view lane, std::function<void()> work, unsigned most_at_once) {
  {
    const std::lock_guard guard(mutex_);
    Queue& queue = queues_.try_emplace(std::string(lane)).first->second;
    if (ending_ || queue.waiting.size() >= most_waiting_) return false;
    queue.most = std::min(most_of_a_lane_, most_at_once);
    queue.waiting.push_back(std::move(work));
  }
  changed_.notify_one();
  return true;
}

WorkPool::Queues::iterator WorkPool::next() {
  const auto may_begin = [](const auto& one) {
    return !one.second.waiting.empty() && one.second.running < one.second.most;
  };
  const auto behind = queues_.upper_bound(last_);
  const auto found = std::find_if(behind, queues_.end(), may_begin);
  if (found != queues_.end()) return found;
  const auto before = std::find_if(queues_.begin(), behind, may_begin);
  return before != behind ? before : queues_.end();
}

void WorkPool::run() {
  std::unique_lock guard(mutex_);
  for (;;) {
    auto turn = queues_.end();
    changed_.wait(guard, [&] { return ending_ || (turn = next()) != queues_.end(); });
    if (ending_) return;
    Queue& queue = turn->second;
    last_ = turn->first;
    const std::function<void()> work = std::move(queue.waiting.front());
    queue.waiting.pop_front();
    ++queue.running;
    guard.unlock();
    work();
    guard.lock();
    // Whoever was woken for work of this lane while it was full went to sleep again.
    if (queue.running-- == queue.most && !queue.waiting.empty()) changed_.notify_one();
  }
}

std::size_t WorkPool::waiting() const {
  const std::lock_guard guard(mutex_);
  std::size_t sum = 0;
  for (const auto& [lane, queue] : queues_) sum += queue.waiting.size();
  return sum;
}

}  // namespace cordon::gate
