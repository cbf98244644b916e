// How fast the archive of a package becomes the files that npm would write, in unpacked bytes a second of one core. The
// archives are the .tgz files of the folder $CORDON_BENCH_PACKAGES, or else one made here.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "archive/npm_unpack.h"
#include "archive/testing.h"
#include "archive/testing_tar.h"

namespace {

using namespace cordon::archive;

struct Package {
  std::string name, packed, tar;
};

std::vector<Package> found_or_made() {
  std::vector<Package> packages;
  if (const char* folder = std::getenv("CORDON_BENCH_PACKAGES")) {
    for (const auto& file : std::filesystem::directory_iterator(folder)) {
      if (file.path().extension() != ".tgz") continue;
      std::ifstream in(file.path(), std::ios::binary);
      packages.push_back({file.path().stem(), {std::istreambuf_iterator<char>(in), {}}, {}});
    }
  }
  if (packages.empty()) {
    std::string tar = tar_entry("package/package.json", "{}");
    for (int i = 0; i < 2'000; ++i)
      tar += tar_entry("package/lib/part" + std::to_string(i % 50) + "/file" + std::to_string(i) + ".js",
                       std::string(static_cast<std::size_t>(i % 20'000), 'x'));
    packages.push_back({"made", stored_gzip(tar + kTarEnd), {}});
  }
  for (Package& package : packages) package.tar = gunzip(package.packed, GunzipLimits{}).value_or(Gunzipped{}).bytes;
  std::ranges::sort(packages, {}, &Package::name);
  return packages;
}

const std::vector<Package>& packages() {
  static const std::vector<Package> all = found_or_made();
  return all;
}

void finish(benchmark::State& state, const Package& package) {
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations()) *
                          static_cast<std::int64_t>(package.tar.size()));
  state.counters["packed"] = static_cast<double>(package.packed.size());
}

void Unpack(benchmark::State& state, const Package& package) {
  std::size_t files = 0;
  for ([[maybe_unused]] auto step : state) {
    const auto opened = open_as_npm(package.packed);
    if (!opened || opened->tree.refused || opened->tree.cut) return state.SkipWithError("cannot be opened");
    files = opened->tree.files.size();
  }
  finish(state, package);
  state.counters["files"] = static_cast<double>(files);
}

void GunzipOnly(benchmark::State& state, const Package& package) {
  for ([[maybe_unused]] auto step : state) benchmark::DoNotOptimize(gunzip(package.packed, GunzipLimits{}));
  finish(state, package);
}

void ViewOnly(benchmark::State& state, const Package& package) {
  for ([[maybe_unused]] auto step : state) benchmark::DoNotOptimize(unpack_as_npm(package.tar));
  finish(state, package);
}

}  // namespace

int main(int count, char** arguments) {
  for (const Package& package : packages()) {
    benchmark::RegisterBenchmark(("Unpack/" + package.name).c_str(),
                                 [&package](auto& state) { Unpack(state, package); });
    benchmark::RegisterBenchmark(("Gunzip/" + package.name).c_str(),
                                 [&package](auto& state) { GunzipOnly(state, package); });
    benchmark::RegisterBenchmark(("View/" + package.name).c_str(),
                                 [&package](auto& state) { ViewOnly(state, package); });
  }
  benchmark::Initialize(&count, arguments);
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
