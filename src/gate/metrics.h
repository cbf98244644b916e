// What the gate counts, for whoever watches it: text of Prometheus (exposition format 0.0.4).
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

#include "gate/gate.h"
#include "registry/npm_route.h"

namespace cordon::gate {

// What is true now, beside what was counted.
struct GateState {
  std::uint64_t document_bytes = 0;  // of documents at hand
  std::uint64_t waiting = 0;         // requests that wait for work to be done
  std::uint64_t queued = 0;          // work that no thread has begun
  std::uint64_t events_lost = 0;
};

// Safe to use from several threads; nothing waits but the naming of rules.
class Metrics {
 public:
  void answered(registry::RouteKind kind, unsigned status, std::uint64_t bytes, std::chrono::nanoseconds took);
  // A release was held by a rule.
  void held(std::string_view rule);

  GateCounts counts() const;
  std::string text(const GateState& state) const;

 private:
  static constexpr std::array<std::uint64_t, 8> kBucketsUs{500,     1'000,   5'000,     20'000,
                                                           100'000, 500'000, 2'000'000, 10'000'000};
  static constexpr std::array<unsigned, 9> kStatuses{200, 304, 400, 403, 404, 405, 500, 502, 503};
  static constexpr std::size_t kKinds = static_cast<std::size_t>(registry::RouteKind::refused) + 1;

  struct OfKind {
    std::array<std::atomic<std::uint64_t>, kStatuses.size() + 1> by_status{};  // the last: every other
    std::array<std::atomic<std::uint64_t>, kBucketsUs.size() + 1> by_time{};   // each those of its span only
    std::atomic<std::uint64_t> bytes{0}, nanoseconds{0};
  };

  std::uint64_t of(registry::RouteKind kind, unsigned status) const;
  void add_times(std::string& out) const;

  std::array<OfKind, kKinds> kinds_;
  mutable std::mutex mutex_;
  std::map<std::string, std::uint64_t, std::less<>> held_;
};

}  // namespace cordon::gate
