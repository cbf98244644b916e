#include "gate/work_pool.h"

namespace cordon::gate {

WorkPool::WorkPool(unsigned threads, std::size_t most_waiting) : most_waiting_(most_waiting) {
  for (unsigned i = 0; i < threads; ++i) threads_.emplace_back([this] { run(); });
}

WorkPool::~WorkPool() {
  {
    const std::lock_guard guard(mutex_);
    ending_ = true;
    waiting_.clear();
  }
  changed_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

bool WorkPool::post(std::function<void()> work) {
  {
    const std::lock_guard guard(mutex_);
    if (ending_ || waiting_.size() >= most_waiting_) return false;
    waiting_.push_back(std::move(work));
  }
  changed_.notify_one();
  return true;
}

void WorkPool::run() {
  for (;;) {
    std::function<void()> work;
    {
      std::unique_lock guard(mutex_);
      changed_.wait(guard, [this] { return ending_ || !waiting_.empty(); });
      if (ending_) return;
      work = std::move(waiting_.front());
      waiting_.pop_front();
    }
    work();
  }
}

std::size_t WorkPool::waiting() const {
  const std::lock_guard guard(mutex_);
  return waiting_.size();
}

}  // namespace cordon::gate
