// Many advisories at once, from any place that holds a JSON text each, into an index that is being built.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/result.h"
#include "intel/index/index_write.h"

namespace cordon::intel {

// Texts by number, each with the name that errors call it by. `read` is called from several threads.
struct RecordTexts {
  std::vector<std::string> names;
  std::function<Result<std::string>(std::size_t)> read;
};

struct ImportReport {
  struct Refused {
    std::string name;
    Error error;
  };
  std::uint32_t records = 0;  // that were read
  std::uint32_t refused_count = 0;
  std::vector<Refused> refused;  // the first kMostRefused, in the order of the texts
  std::uint32_t newest = 0;      // the latest `modified`, unix seconds
};
inline constexpr std::size_t kMostRefused = 100;

// Reads all texts in the order of their names, on `threads` threads; `done` counts them. A text that is no advisory is
// refused and reported, the others stay. Fails as IndexBuilder::add does.
Result<ImportReport> import_records(const RecordTexts& texts, unsigned threads, IndexBuilder& builder,
                                    std::atomic<std::uint64_t>& done);

}  // namespace cordon::intel
