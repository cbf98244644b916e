// How long one npm lockfile takes from its text to components and edges: a real one of 2,116 entries where the shared
// data is ($CORDON_SHARED_DATA), and a made-up one of 20,000 to show that it stays linear.
#include <benchmark/benchmark.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>

#include "inventory/npm/package_lock.h"

namespace {

using namespace cordon;

std::string shared_data() {
  const char* folder = std::getenv("CORDON_SHARED_DATA");
  const char* home = std::getenv("HOME");
  return folder != nullptr ? folder : std::string(home != nullptr ? home : "") + "/.cache/cordon-shared-data";
}

std::string made_up(int packages) {
  std::string text = R"({"lockfileVersion":3,"packages":{"":{"dependencies":{"p0":"*"}})";
  for (int i = 0; i < packages; ++i) {
    const std::string name = "p" + std::to_string(i);
    const std::string place =
        i % 4 == 3 ? "node_modules/p" + std::to_string(i - 1) + "/node_modules/" : "node_modules/";
    text += ",\"" + place + name + R"(":{"version":"1.0.0","resolved":"https://registry.example.test/)" + name + "/-/" +
            name + R"(-1.0.0.tgz","dependencies":{"p)" + std::to_string((i * 7 + 1) % packages) + R"(":"^1.0.0","p)" +
            std::to_string(i + 1) + R"(":"1"}})";
  }
  return text + "}}";
}

void read(benchmark::State& state, const std::string& text) {
  const model::Registries registries;
  const inventory::ClientConfig client;
  inventory::ReadContext context;
  context.display_path = "package-lock.json";
  context.registries = &registries;
  context.client = &client;
  std::size_t components = 0, edges = 0;
  for (auto _ : state) {
    const Result<model::Inventory> inventory = inventory::npm::read_package_lock(text, context);
    if (!inventory) return state.SkipWithError("the reader refuses it");
    components = inventory->components.size();
    edges = inventory->edges.size();
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * text.size()));
  state.counters["components"] = static_cast<double>(components);
  state.counters["edges"] = static_cast<double>(edges);
}

void package_lock_real(benchmark::State& state) {
  std::ifstream file(shared_data() + "/lockfiles-large/axios/package-lock.json", std::ios::binary);
  if (!file) return state.SkipWithError("no shared data");
  std::ostringstream text;
  text << file.rdbuf();
  read(state, text.str());
}

void package_lock_made_up(benchmark::State& state) { read(state, made_up(static_cast<int>(state.range(0)))); }

BENCHMARK(package_lock_real)->Unit(benchmark::kMillisecond);
BENCHMARK(package_lock_made_up)->Arg(2'000)->Arg(20'000)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
