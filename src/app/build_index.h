// `cordon intel build`: files of advisories into one index.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "intel/index/import.h"
#include "intel/index/sources.h"

namespace cordon::app {

struct BuildProgress {
  std::atomic<std::uint64_t> records{0};
};

struct BuiltIndex {
  std::string bytes;
  std::uint32_t records = 0;  // in the index
  std::vector<intel::IndexSource> sources;
  std::vector<intel::ImportReport::Refused> refused;  // the first hundred of each source
};

// Each path is a folder (every .json and .zip below it), a zip archive of records (osv.dev's all.zip), one record,
// CISA's catalogue of exploited vulnerabilities, FIRST's list of probabilities (CSV, also gzipped) or retire.js' list
// of JavaScript libraries; told apart by content. Records that are not understood are refused one by one; a path that
// cannot be read or is none of these fails with what it is, and so does a source of which no record was understood.
Result<BuiltIndex> build_index(const std::vector<std::string>& paths, unsigned threads, BuildProgress& progress);

}  // namespace cordon::app
