// What is known of malware and weaknesses, which is taken anew while the gate runs.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <utility>

#include "intel/knowledge.h"

namespace cordon::gate {

// Safe to use from several threads. Whoever judges keeps what `now` gave until it is done.
class CurrentKnowledge {
 public:
  using Pointer = std::shared_ptr<const intel::Knowledge>;

  explicit CurrentKnowledge(Pointer knowledge) : knowledge_(std::move(knowledge)) {}

  // Null: nothing is known.
  Pointer now() const {
    const std::lock_guard guard(mutex_);
    return knowledge_;
  }

  // How often it was taken anew.
  std::uint64_t generation() const {
    const std::lock_guard guard(mutex_);
    return generation_;
  }

  void take(Pointer knowledge) {
    const std::lock_guard guard(mutex_);
    knowledge_ = std::move(knowledge);
    ++generation_;
  }

 private:
  mutable std::mutex mutex_;
  Pointer knowledge_;
  std::uint64_t generation_ = 0;
};

}  // namespace cordon::gate
