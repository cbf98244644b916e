// Threads that do what may wait: asking registries, reading and writing files.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace cordon::gate {

class WorkPool {
 public:
  WorkPool(unsigned threads, std::size_t most_waiting);
  // What waits is dropped; what runs ends first.
  ~WorkPool();

  // False when too much waits already, or the pool ends: the work will not be done.
  bool post(std::function<void()> work);
  // Work that no thread has begun.
  std::size_t waiting() const;

 private:
  void run();

  std::size_t most_waiting_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::function<void()>> waiting_;
  bool ending_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace cordon::gate
