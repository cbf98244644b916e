// How fast YAML is read, in bytes a second, beside libyaml's bare events (the floor below which we cannot get).
// The file is $CORDON_BENCH_YAML, or else a text made here in the shape of a pnpm lock.
#include <benchmark/benchmark.h>
#include <yaml.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

#include "base/yaml.h"

namespace {

std::string made_lock() {
  std::string text = "lockfileVersion: '9.0'\n\npackages:\n\n";
  for (int i = 0; i < 5000; ++i) {
    const std::string n = std::to_string(i);
    text += "  '@scope/package-" + n + "@1.2." + n + "':\n    resolution: {integrity: sha512-" + std::string(86, 'A') +
            "==}\n    engines: {node: '>=10'}\n    dependencies:\n      a: 1.0.0\n      b: 2.1.3\n\n";
  }
  return text;
}

const std::string& source() {
  static const std::string text = [] {
    const char* path = std::getenv("CORDON_BENCH_YAML");
    if (path == nullptr) return made_lock();
    std::ifstream file(path, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(file), {});
  }();
  return text;
}

void finish(benchmark::State& state) {
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(source().size()));
}

void Documents(benchmark::State& state) {
  for ([[maybe_unused]] auto step : state) {
    auto documents = cordon::yaml::parse_all(source());
    if (!documents) state.SkipWithError("does not parse");
    benchmark::DoNotOptimize(documents);
  }
  finish(state);
}
BENCHMARK(Documents);

void LibyamlEvents(benchmark::State& state) {
  for ([[maybe_unused]] auto step : state) {
    yaml_parser_t parser;
    yaml_parser_initialize(&parser);
    yaml_parser_set_input_string(&parser, reinterpret_cast<const unsigned char*>(source().data()), source().size());
    for (bool more = true; more;) {
      yaml_event_t event;
      if (yaml_parser_parse(&parser, &event) == 0) {
        state.SkipWithError("does not parse");
        break;
      }
      more = event.type != YAML_STREAM_END_EVENT;
      yaml_event_delete(&event);
    }
    yaml_parser_delete(&parser);
  }
  finish(state);
}
BENCHMARK(LibyamlEvents);

}  // namespace

BENCHMARK_MAIN();
