// How long a gate needs for a registry's document: reading it, and writing what a client gets. The document is the file
// named as argument, or one of 13 MB in the shape of a package with many nightly releases.
#include <benchmark/benchmark.h>

#include <cstdint>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "registry/packument_filter.h"

namespace {

using namespace cordon::registry;

constexpr std::size_t kMadeBytes = 13'000'000;

std::string made_document() {
  std::string versions, time, out = R"({"_id":"made","name":"made","dist-tags":{"latest":"1.0.0"},"versions":{)";
  for (int i = 0; versions.size() < kMadeBytes; ++i) {
    const std::string version = "1." + std::to_string(i) + ".0-dev.20250130";
    if (i > 0) versions += ',';
    versions +=
        "\"" + version + R"(":{"name":"made","version":")" + version +
        R"(","description":"a made package","scripts":{"test":"run","build":"run"},"bin":{"made":"bin/made.js"},)" +
        R"("devDependencies":{)";
    for (int k = 0; k < 80; ++k)
      versions.append(k > 0 ? "," : "").append("\"@scope/dependency-" + std::to_string(k) + R"(":"^1.0.0")");
    versions += R"(},"dist":{"shasum":"0123456789012345678901234567890123456789","integrity":"sha512-)" +
                std::string(86, 'A') + R"(==","tarball":"https://registry.example.test/made/-/made-)" + version +
                R"(.tgz","fileCount":100},"_npmUser":{"name":"somebody"}})";
    time += ",\"" + version + R"(":"2025-01-30T00:00:00.000Z")";
  }
  out += versions + R"(},"time":{"created":"2020-01-01T00:00:00.000Z","modified":"2025-01-30T00:00:00.000Z")" + time;
  return out + "}}";
}

std::string& source() {
  static std::string text;
  return text;
}

void Read(benchmark::State& state) {
  for ([[maybe_unused]] auto step : state) {
    auto packument = read_packument(source());
    if (!packument) state.SkipWithError("is no packument");
    benchmark::DoNotOptimize(packument);
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(source().size()));
}
BENCHMARK(Read)->Unit(benchmark::kMillisecond);

// Every tenth version is held, and `latest` with it.
void filter(benchmark::State& state, const FilterOptions& options, bool strip) {
  const auto packument = read_packument(source());
  if (!packument) return state.SkipWithError("is no packument");
  std::vector<Decision> decisions(packument->versions.size());
  for (std::size_t i = 0; i < decisions.size(); ++i) {
    decisions[i].allowed = i % 10 != 9;
    decisions[i].strip_scripts = strip;
  }
  if (const VersionEntry* latest = packument->find(packument->tags.empty() ? "" : packument->tags[0].value))
    decisions[static_cast<std::size_t>(latest - packument->versions.data())].allowed = false;
  for ([[maybe_unused]] auto step : state) {
    Filtered filtered = filter_packument(*packument, decisions, options);
    benchmark::DoNotOptimize(filtered);
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(source().size()));
}

FilterOptions options_of(Form form, std::string_view base) {
  FilterOptions out;
  out.form = form;
  out.tarball_base = base;
  out.restrictions = Restrictions::names;
  return out;
}

void FilterFull(benchmark::State& state) {
  filter(state, options_of(Form::full, "https://gate.example.test/npm"), false);
}
void FilterAbbreviated(benchmark::State& state) {
  filter(state, options_of(Form::abbreviated, "https://gate.example.test/npm"), false);
}
void FilterWithoutScripts(benchmark::State& state) {
  filter(state, options_of(Form::full, "https://gate.example.test/npm"), true);
}
BENCHMARK(FilterFull)->Unit(benchmark::kMillisecond);
BENCHMARK(FilterAbbreviated)->Unit(benchmark::kMillisecond);
BENCHMARK(FilterWithoutScripts)->Unit(benchmark::kMillisecond);

}  // namespace

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (argc > 1) {
    std::ifstream file(argv[1], std::ios::binary);
    source().assign(std::istreambuf_iterator<char>(file), {});
  } else {
    source() = made_document();
  }
  benchmark::RunSpecifiedBenchmarks();
}
