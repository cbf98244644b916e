// One source of knowledge, fetched: as little as tells everything that has changed.
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "intel/index/index_read.h"
#include "intel/index/sources.h"
#include "intel/source_list.h"
#include "net/fetcher.h"

namespace cordon::app {

struct FetchProgress {
  std::atomic<std::uint64_t> bytes{0};
  std::atomic<std::size_t> source{0};  // number of the one that is being asked
};

// What came of a source.
struct FetchedSource {
  enum class How : std::uint8_t {
    skipped,    // it was not asked
    unchanged,  // nothing is new
    changes,    // the records that changed
    whole       // everything it has
  };
  How how = How::unchanged;
  std::optional<Error> error;
  std::string etag;
  // Of `osv`:
  std::vector<std::string> names, records;      // the changed ones, as text, and what each is called
  std::uint32_t missing = 0;                    // of those that the source lists and does not have
  std::uint32_t cursor = 0;                     // latest change that is listed, unix seconds
  std::optional<std::vector<std::string>> ids;  // all that it has, where that was looked at; sorted
  bool compared = false;                        // with all that the index holds
  std::string file;                             // `whole`, and of lists of CVEs
};

struct FetchPlan {
  std::string downloads;                        // folder
  const intel::AdvisoryIndex* index = nullptr;  // what is here; null: nothing
  const intel::IndexSource* known = nullptr;    // what it knows of this source; null: nothing
  bool full = false;
  std::uint32_t now = 0;  // unix seconds
};

// Never fails as a whole: the error is in what it gives. Of an osv source that is known the list of changes is asked
// for: its beginning, as far as the last change that was taken over, and once a day the whole, which is held against
// all records of the index. A source of which too much has changed, or that is not known, is fetched whole.
FetchedSource fetch_source(const intel::Source& source, const FetchPlan& plan, net::Fetcher& fetcher,
                           FetchProgress& progress);

// Where the archive of an osv source, or a list of CVEs, stands once it is fetched.
std::string download_path(const std::string& downloads, const intel::Source& source);

}  // namespace cordon::app
