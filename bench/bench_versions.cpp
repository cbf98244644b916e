// What it costs to compare two versions: from their texts, and from keys that were made before.
#include <benchmark/benchmark.h>

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/version_order.h"

using namespace cordon::model;

namespace {

using Versions = std::array<std::string_view, 6>;

const Versions& versions_of(Ecosystem ecosystem) {
  static constexpr Versions kSemver = {"1.14.1", "1.14.0", "4.17.21", "0.30.4", "19.0.0-rc.1", "10.2.33"};
  static constexpr Versions kPypi = {"1.14.1", "2.0.post1", "4.17.21", "0.30.4", "5.0rc1", "2026.11.28"};
  static constexpr Versions kGo = {
      "v1.14.1", "v0.0.0-20170915032832-14c0d48ead0c", "v2.0.0+incompatible", "v0.30.4", "1.2.3-pre", "v10.2.33"};
  static constexpr Versions kTags = {"v4", "v4.1.2", "46.0.1", "v1.0-beta", "3", "v10.2.33"};
  switch (ecosystem) {
    case Ecosystem::pypi: return kPypi;
    case Ecosystem::go: return kGo;
    case Ecosystem::github_actions: return kTags;
    default: return kSemver;
  }
}

// Time is that of one comparison.
void finish(benchmark::State& state, Ecosystem ecosystem, std::size_t pairs) {
  state.SetLabel(std::string(to_string(ecosystem)));
  state.counters["per comparison"] = benchmark::Counter(
      static_cast<double>(pairs), benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

void compare_texts(benchmark::State& state) {
  const auto ecosystem = static_cast<Ecosystem>(state.range(0));
  const Versions& all = versions_of(ecosystem);
  for ([[maybe_unused]] auto step : state)
    for (const std::string_view a : all)
      for (const std::string_view b : all) benchmark::DoNotOptimize(compare_versions(ecosystem, a, b));
  finish(state, ecosystem, all.size() * all.size());
}
BENCHMARK(compare_texts)->DenseRange(0, 4);

void compare_keys(benchmark::State& state) {
  const auto ecosystem = static_cast<Ecosystem>(state.range(0));
  std::vector<VersionKey> all;
  for (const std::string_view text : versions_of(ecosystem)) all.push_back(version_key(ecosystem, text).value());
  for ([[maybe_unused]] auto step : state)
    for (const VersionKey& a : all)
      for (const VersionKey& b : all) benchmark::DoNotOptimize(a <=> b);
  finish(state, ecosystem, all.size() * all.size());
}
BENCHMARK(compare_keys)->DenseRange(0, 4);

}  // namespace

BENCHMARK_MAIN();
