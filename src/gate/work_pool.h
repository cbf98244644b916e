// Threads that do what may wait: asking registries, reading and writing files. Work comes in lanes, one for each
// registry, so that one that hangs holds up nobody but those who ask it.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace cordon::gate {

class WorkPool {
 public:
  // At most `most_of_a_lane` threads work for one lane at once, and at most `most_waiting` pieces of work wait in it.
  WorkPool(unsigned threads, unsigned most_of_a_lane, std::size_t most_waiting);
  // What waits is dropped; what runs ends first.
  ~WorkPool();

  // Lanes take turns; within one, what came first is begun first. False when too much waits in it already, or the pool
  // ends: the work will not be done.
  // `most_at_once` of this lane, where it is to have fewer threads than others.
  bool post(std::string_view lane, std::function<void()> work, unsigned most_at_once = ~0u);
  // Work that no thread has begun.
  std::size_t waiting() const;

 private:
  struct Queue {
    std::deque<std::function<void()>> waiting;
    unsigned running = 0, most = 0;
  };
  using Queues = std::map<std::string, Queue, std::less<>>;

  void run();
  Queues::iterator next();  // which has work that may begin; end() without one

  unsigned most_of_a_lane_;
  std::size_t most_waiting_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  Queues queues_;
  std::string last_;  // had its turn
  bool ending_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace cordon::gate
