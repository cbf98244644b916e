// `cordon intel update`: asks the sources what is new and takes it over into the index. In two steps, so that the
// process can lock itself down between talking to servers and reading what they sent.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/fetch_source.h"
#include "base/clock.h"
#include "base/result.h"
#include "intel/index/advisories.h"
#include "intel/index/import.h"
#include "intel/index/sources.h"
#include "intel/source_list.h"
#include "net/fetcher.h"

namespace cordon::app {

struct UpdateOptions {
  std::vector<intel::Source> sources;
  std::string index;              // the file to bring up to date
  std::string downloads;          // a folder of ours beside it: what is on its way, and the lists of CVEs
  std::vector<std::string> only;  // ids of those to ask; empty: all
  bool full = false;              // everything anew, whatever is here; a source may shrink
  unsigned threads = 1;
};

struct SourceReport {
  std::string id;
  FetchedSource::How how = FetchedSource::How::unchanged;
  std::uint32_t records = 0;   // taken over
  std::uint32_t refused = 0;   // not understood
  std::uint32_t removed = 0;   // that the source does not have any more
  std::uint32_t missing = 0;   // that it lists and does not have
  std::optional<Error> error;  // nothing of this source was taken over
};

struct UpdateReport {
  std::vector<SourceReport> sources;  // in the order of the list
  std::vector<intel::ImportReport::Refused> refused;
  std::vector<intel::IndexSource> known;  // what the index says of its sources now
  std::uint32_t records_before = 0, records = 0;
  std::string began_anew;     // why nothing of the index that was there could be used; empty: it was, or there was none
  bool replaced = false;      // there is a new file
  std::size_t asked() const;  // sources
  std::size_t failed() const;  // of those
  bool is_complete() const;    // none failed, and something is known of each
};

class IndexUpdate {
 public:
  // Looks at the index that is there. Never fails because of what it holds: then it begins anew.
  IndexUpdate(UpdateOptions options, const Clock& clock);

  // Talks to the servers. A source that fails is reported by `apply`.
  void fetch(net::Fetcher& fetcher, FetchProgress& progress);

  // Reads what came and replaces the index. Opens no socket and starts no program. When an index is there of which
  // nothing could be used, and a source failed, it stays as it is. Fails as files do.
  Result<UpdateReport> apply(std::atomic<std::uint64_t>& records);

 private:
  struct Applied;
  const intel::IndexSource* known(const intel::Source& source) const;
  void keep(Applied& applied, std::size_t number) const;
  void take_over(Applied& applied, std::size_t number);
  void take_libraries(Applied& applied, std::size_t number);
  void take_threats(Applied& applied);

  UpdateOptions options_;
  const Clock& clock_;
  std::unique_ptr<intel::Advisories> old_;  // null: none, or of no use
  bool was_there_ = false;
  std::string began_anew_;
  std::vector<FetchedSource> fetched_;
};

}  // namespace cordon::app
