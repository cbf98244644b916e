// How long the comparison of two lockfiles takes, every release that is new weighed: 10,000 packages of which a tenth
// has a new release, and each of these brings a package that was not there.
#include <benchmark/benchmark.h>

#include <string>

#include "change/delta.h"
#include "change/facts.h"
#include "change/risk.h"

namespace {

using namespace cordon;

constexpr std::uint32_t kPackages = 10'000;
constexpr std::uint32_t kEvery = 10;  // one package in so many has a new release

void add(model::Inventory& inventory, std::string name, std::string version) {
  model::Component& out = inventory.components.emplace_back();
  out.id = "package-lock.json#node_modules/" + name;
  out.ecosystem = "npm";
  out.name = std::move(name);
  out.version = std::move(version);
  out.purl = "pkg:npm/" + out.name + "@" + out.version;
  out.registry = {"npm", model::RegistryClass::public_};
  out.integrity = {"sha1-AAAAAAAAAAAAAAAAAAAAAAAAAAA="};
  out.install_script = model::InstallScript::unknown;
}

model::Inventory made_up(bool after) {
  model::Inventory out;
  out.path = "package-lock.json";
  out.format = "package-lock v3";
  for (std::uint32_t i = 0; i < kPackages; ++i)
    add(out, "package-" + std::to_string(i), after && i % kEvery == 0 ? "1.0.1" : "1.0.0");
  for (std::uint32_t i = 0; after && i < kPackages; i += kEvery) add(out, "new-package-" + std::to_string(i), "1.0.0");
  out.roots.emplace_back().id = "package-lock.json#";
  const auto root = static_cast<std::uint32_t>(out.components.size());
  for (std::uint32_t i = 0; i < kPackages; ++i) {
    if (i < 50) out.edges.push_back({root, i, model::EdgeKind::runtime, "^1.0.0"});
    for (std::uint32_t k = 1; k <= 3; ++k)
      out.edges.push_back({i, (i * 7 + k) % kPackages, model::EdgeKind::runtime, "^1.0.0"});
    if (after && i % kEvery == 0) out.edges.push_back({i, kPackages + i / kEvery, model::EdgeKind::runtime, "^1.0.0"});
  }
  return out;
}

void compare_and_weigh(benchmark::State& state) {
  const model::Inventory before = made_up(false), after = made_up(true);
  std::int64_t points = 0;
  for (auto _ : state) {
    const change::Delta delta = change::compare(before, after);
    const change::FactFinder facts(before, after, delta);
    for (const auto* list : {&delta.added, &delta.changed})
      for (const change::ReleaseChange& each : *list) points += change::assess(facts.of(each)).points;
    benchmark::DoNotOptimize(points);
    state.counters["new"] = static_cast<double>(delta.added.size());
    state.counters["changed"] = static_cast<double>(delta.changed.size());
  }
}
BENCHMARK(compare_and_weigh)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
