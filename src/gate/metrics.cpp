#include "gate/metrics.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <numeric>

namespace cordon::gate {
namespace {

constexpr std::array<std::string_view, 11> kKindNames{"packument",    "version", "tarball",    "dist_tags",
                                                      "attestations", "keys",    "audit_bulk", "audit_quick",
                                                      "search",       "ping",    "refused"};

void head(std::string& out, std::string_view name, std::string_view type, std::string_view help) {
  fmt::format_to(std::back_inserter(out), "# HELP {0} {2}\n# TYPE {0} {1}\n", name, type, help);
}

void gauge(std::string& out, std::string_view name, std::string_view help, std::uint64_t value) {
  head(out, name, "gauge", help);
  fmt::format_to(std::back_inserter(out), "{} {}\n", name, value);
}

}  // namespace

void Metrics::answered(registry::RouteKind kind, unsigned status, std::uint64_t bytes, std::chrono::nanoseconds took) {
  OfKind& one = kinds_[static_cast<std::size_t>(kind)];
  const auto found = std::find(kStatuses.begin(), kStatuses.end(), status);
  one.by_status[static_cast<std::size_t>(found - kStatuses.begin())].fetch_add(1, std::memory_order_relaxed);
  const auto nanoseconds = static_cast<std::uint64_t>(std::max<std::int64_t>(took.count(), 0));
  const auto bucket = std::lower_bound(kBucketsUs.begin(), kBucketsUs.end(), (nanoseconds + 999) / 1'000);
  one.by_time[static_cast<std::size_t>(bucket - kBucketsUs.begin())].fetch_add(1, std::memory_order_relaxed);
  one.bytes.fetch_add(bytes, std::memory_order_relaxed);
  one.nanoseconds.fetch_add(nanoseconds, std::memory_order_relaxed);
}

void Metrics::held(std::string_view rule) {
  const std::lock_guard guard(mutex_);
  const auto found = held_.find(rule);
  if (found == held_.end()) held_.emplace(rule, 1);
  else ++found->second;
}

std::uint64_t Metrics::of(registry::RouteKind kind, unsigned status) const {
  const auto found = std::find(kStatuses.begin(), kStatuses.end(), status);
  return kinds_[static_cast<std::size_t>(kind)].by_status[static_cast<std::size_t>(found - kStatuses.begin())];
}

GateCounts Metrics::counts() const {
  using registry::RouteKind;
  GateCounts out;
  out.documents = of(RouteKind::packument, 200);
  out.archives = of(RouteKind::tarball, 200);
  for (std::size_t i = 0; i < kKinds; ++i) {
    const auto kind = static_cast<RouteKind>(i);
    out.unchanged += of(kind, 304);
    out.refused += of(kind, 403) + of(kind, 405);
    out.failed += of(kind, 500) + of(kind, 502);
  }
  return out;
}

// A histogram of Prometheus counts in each bucket what is in the smaller ones, too.
void Metrics::add_times(std::string& out) const {
  constexpr std::string_view kName = "cordon_gate_request_seconds";
  head(out, kName, "histogram", "From the head of a request to its answer.");
  for (std::size_t i = 0; i < kKinds; ++i) {
    const OfKind& one = kinds_[i];
    std::uint64_t sum = 0;
    for (std::size_t bucket = 0; bucket < one.by_time.size(); ++bucket) {
      sum += one.by_time[bucket];
      const std::string end =
          bucket < kBucketsUs.size() ? fmt::format("{}", static_cast<double>(kBucketsUs[bucket]) / 1e6) : "+Inf";
      fmt::format_to(std::back_inserter(out), "{}_bucket{{route=\"{}\",le=\"{}\"}} {}\n", kName, kKindNames[i], end,
                     sum);
    }
    fmt::format_to(std::back_inserter(out), "{0}_sum{{route=\"{1}\"}} {2}\n{0}_count{{route=\"{1}\"}} {3}\n", kName,
                   kKindNames[i], static_cast<double>(one.nanoseconds.load()) / 1e9, sum);
  }
}

std::string Metrics::text(const GateState& state) const {
  std::string out;
  head(out, "cordon_gate_requests_total", "counter", "Requests answered, by what they asked for and the status.");
  for (std::size_t i = 0; i < kKinds; ++i)
    for (std::size_t status = 0; status <= kStatuses.size(); ++status)
      if (const std::uint64_t count = kinds_[i].by_status[status])
        fmt::format_to(std::back_inserter(out), "cordon_gate_requests_total{{route=\"{}\",status=\"{}\"}} {}\n",
                       kKindNames[i], status < kStatuses.size() ? std::to_string(kStatuses[status]) : "other", count);
  head(out, "cordon_gate_response_bytes_total", "counter", "Bytes of the bodies of answers.");
  for (std::size_t i = 0; i < kKinds; ++i)
    fmt::format_to(std::back_inserter(out), "cordon_gate_response_bytes_total{{route=\"{}\"}} {}\n", kKindNames[i],
                   kinds_[i].bytes.load());
  add_times(out);
  head(out, "cordon_gate_held_total", "counter", "Requests for releases that were held, by rule.");
  {
    const std::lock_guard guard(mutex_);
    for (const auto& [rule, count] : held_)
      fmt::format_to(std::back_inserter(out), "cordon_gate_held_total{{rule=\"{}\"}} {}\n", rule, count);
  }
  gauge(out, "cordon_gate_document_bytes", "Documents kept in memory.", state.document_bytes);
  gauge(out, "cordon_gate_waiting", "Requests that wait for work to be done.", state.waiting);
  gauge(out, "cordon_gate_queued", "Work that waits for a thread.", state.queued);
  head(out, "cordon_gate_events_lost_total", "counter", "Events that could not be written.");
  fmt::format_to(std::back_inserter(out), "cordon_gate_events_lost_total {}\n", state.events_lost);
  return out;
}

}  // namespace cordon::gate
