// One piece of work for everybody who waits for it.
#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace cordon::gate {

template <class T>
class Flights {
 public:
  using Done = std::function<void(const T&)>;

  // Whether the caller is the first to ask for `key`: then it does the work and lands it, whatever becomes of it.
  bool join(const std::string& key, Done done) {
    const std::lock_guard guard(mutex_);
    std::vector<Done>& waiting = flying_[key];
    waiting.push_back(std::move(done));
    return waiting.size() == 1;
  }

  // Everybody who waits gets it, on this thread.
  void land(const std::string& key, const T& what) {
    std::vector<Done> waiting;
    {
      const std::lock_guard guard(mutex_);
      const auto found = flying_.find(key);
      if (found == flying_.end()) return;
      waiting = std::move(found->second);
      flying_.erase(found);
    }
    for (const Done& done : waiting) done(what);
  }

 private:
  std::mutex mutex_;
  std::map<std::string, std::vector<Done>> flying_;
};

}  // namespace cordon::gate
