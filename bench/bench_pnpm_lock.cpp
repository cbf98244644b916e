// Reading a large pnpm-lock.yaml: 4,000 packages, five dependencies each, about 2 MB. YAML takes most of the time.
#include <benchmark/benchmark.h>

#include <cstdint>
#include <string>

#include "inventory/npm/pnpm_lock.h"

namespace {

std::string lockfile(int packages) {
  const auto name = [](int i) { return "some-package-" + std::to_string(i); };
  std::string described = "packages:\n\n", snapshots = "snapshots:\n\n";
  for (int i = 0; i < packages; ++i) {
    described += "  " + name(i) + "@1.0.0:\n    resolution: {integrity: sha512-" + std::string(86, 'A') +
                 "==}\n    engines: {node: '>=18'}\n\n";
    snapshots += "  " + name(i) + "@1.0.0:\n    dependencies:\n";
    for (int step = 1; step <= 5; ++step) snapshots += "      " + name((i * 7 + step) % packages) + ": 1.0.0\n";
    snapshots += "\n";
  }
  return "lockfileVersion: '9.0'\n\nimporters:\n\n  .:\n    dependencies:\n      some-package-0:\n"
         "        specifier: ^1.0.0\n        version: 1.0.0\n\n" +
         described + snapshots;
}

void read_4000(benchmark::State& state) {
  const cordon::model::Registries registries;
  const cordon::inventory::ClientConfig client;
  cordon::inventory::ReadContext context;
  context.display_path = "pnpm-lock.yaml";
  context.registries = &registries;
  context.client = &client;
  const std::string text = lockfile(4'000);
  for (auto _ : state) benchmark::DoNotOptimize(cordon::inventory::npm::read_pnpm_lock(text, context));
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
}
BENCHMARK(read_4000)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
