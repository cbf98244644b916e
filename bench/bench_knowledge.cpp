// Opening and searching the incident packs. Both happen at every scan: together well under two milliseconds.
#include <benchmark/benchmark.h>

#include <cstdint>
#include <string>
#include <vector>

#include "intel/knowledge.h"

using cordon::intel::Knowledge;

namespace {

void load(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(Knowledge::load());
}
BENCHMARK(load)->Unit(benchmark::kMicrosecond);

// As many lookups as a large project has components. Every tenth name is one that packs know.
void find_2000(benchmark::State& state) {
  const Knowledge knowledge = Knowledge::load().value();
  std::vector<std::string> names;
  for (int i = 0; i < 2'000; ++i) names.push_back(i % 10 == 0 ? "chalk" : "some-package-" + std::to_string(i));
  for (auto _ : state)
    for (const std::string& name : names) benchmark::DoNotOptimize(knowledge.find("npm", name, "5.6.0"));
}
BENCHMARK(find_2000)->Unit(benchmark::kMicrosecond);

void find_integrity_2000(benchmark::State& state) {
  const Knowledge knowledge = Knowledge::load().value();
  std::vector<std::string> digests;
  for (int i = 0; i < 2'000; ++i)
    digests.push_back("sha512-" + std::string(80, 'A') + std::to_string(1'000'000 + i) + "==");
  for (auto _ : state)
    for (const std::string& digest : digests) benchmark::DoNotOptimize(knowledge.find_integrity(digest));
}
BENCHMARK(find_integrity_2000)->Unit(benchmark::kMicrosecond);

}  // namespace

BENCHMARK_MAIN();
