// How fast JSON is read, in bytes a second, beside simdjson's DOM (which gives no lines, no offsets and no duplicates).
// The file is $CORDON_BENCH_JSON, or else a text made here in the shape of a package lock.
#include <benchmark/benchmark.h>
#include <simdjson.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

#include "base/json.h"
#include "base/json_events.h"

namespace {

std::string made_lock() {
  std::string text = "{\n  \"name\": \"root\",\n  \"lockfileVersion\": 3,\n  \"packages\": {\n";
  for (int i = 0; i < 8000; ++i) {
    const std::string n = std::to_string(i);
    text += "    \"node_modules/package-" + n + "\": {\n      \"version\": \"1.2." + n +
            "\",\n      \"resolved\": \"https://registry.example.test/package-" + n + "/-/package-" + n + "-1.2." + n +
            ".tgz\",\n      \"integrity\": \"sha512-" + std::string(86, 'A') + "==\",\n      \"dev\": true,\n" +
            "      \"dependencies\": {\n        \"a\": \"^1.0.0\",\n        \"b\": \"~2.1.3\"\n      },\n" +
            "      \"engines\": {\n        \"node\": \">=10\"\n      }\n    },\n";
  }
  return text + "    \"\": {}\n  }\n}\n";
}

const std::string& source() {
  static const std::string text = [] {
    const char* path = std::getenv("CORDON_BENCH_JSON");
    if (path == nullptr) return made_lock();
    std::ifstream file(path, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(file), {});
  }();
  return text;
}

void finish(benchmark::State& state) {
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(source().size()));
}

// json::parse as every caller uses it; the copy of the source that it takes over is part of the cost.
void Document(benchmark::State& state) {
  for ([[maybe_unused]] auto step : state) {
    auto document = cordon::json::parse(source());
    if (!document) state.SkipWithError("does not parse");
    benchmark::DoNotOptimize(document);
  }
  finish(state);
}
BENCHMARK(Document);

struct Nothing {
  void begin_object(std::uint32_t) {}
  void end_object() {}
  void begin_array(std::uint32_t) {}
  void end_array() {}
  void key(std::string_view text, std::uint32_t, bool) { benchmark::DoNotOptimize(text); }
  void string(std::string_view text, std::uint32_t, bool) { benchmark::DoNotOptimize(text); }
  void number(std::string_view text, std::uint32_t) { benchmark::DoNotOptimize(text); }
  void boolean(std::string_view, std::uint32_t) {}
  void null(std::string_view, std::uint32_t) {}
};

void Events(benchmark::State& state) {
  const cordon::json::Options options;
  for ([[maybe_unused]] auto step : state) {
    Nothing handler;
    auto read = cordon::json::EventReader<Nothing>(source(), options, handler).read();
    if (!read) state.SkipWithError("does not parse");
  }
  finish(state);
}
BENCHMARK(Events);

void SimdjsonDom(benchmark::State& state) {
  simdjson::dom::parser parser;
  for ([[maybe_unused]] auto step : state) {
    auto result = parser.parse(simdjson::padded_string(source()));
    if (result.error() != simdjson::SUCCESS) state.SkipWithError("does not parse");
    benchmark::DoNotOptimize(result);
  }
  finish(state);
}
BENCHMARK(SimdjsonDom);

}  // namespace

BENCHMARK_MAIN();
