// What whoever runs the gate is told of what goes wrong: once a minute for each cause, however many requests meet it.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <mutex>
#include <string>

namespace cordon::gate {

// Safe to use from several threads.
class Notices {
 public:
  using Clock = std::chrono::steady_clock;

  // `tell` may be empty.
  explicit Notices(std::function<void(const std::string&)> tell) : tell_(std::move(tell)) {}

  void say(const std::string& cause, const std::string& text, Clock::time_point now = Clock::now());

 private:
  std::function<void(const std::string&)> tell_;
  std::mutex mutex_;
  std::map<std::string, Clock::time_point> said_;
};

}  // namespace cordon::gate
