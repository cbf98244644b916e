// A case: a folder that only grows.
//
//   case.json       who made it, when, and what it is about (model::CaseHead)
//   records.ndjson  the chain: one record a line (record.h)
//   end.json        how far the last finished addition came (model::CaseEnd)
//   files/          copies of what was taken in, each named by its SHA-256
//   lock            held by whoever adds
//
// An addition reaches the disk before end.json says so. When this process or the machine stops in between, the next one
// goes on from the last whole record; the end of one that was not written whole is moved to files/, a copy that no
// record names yet is named, and so is a file of which the records may be a part only, each by a record of its own.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/clock.h"
#include "base/os/file_descriptor.h"
#include "base/os/file_lock.h"
#include "base/result.h"
#include "response/record.h"

namespace cordon::response {

inline constexpr std::uint64_t kHeadBytes = 1u << 20;     // of case.json and of end.json
inline constexpr std::size_t kRecordBytes = 16u << 20;    // of one line
inline constexpr std::uint64_t kMaxRecords = 10'000'000;  // of one case

std::string records_path(std::string_view folder);
std::string files_path(std::string_view folder);
std::string copy_path(std::string_view folder, std::string_view sha256);

// case.json with the digest of its bytes, which the first record is chained to. Fails with not_found, io, the codes of
// json::parse, unsupported_version for another schema and as the generated reader does.
struct HeadRead {
  model::CaseHead head;
  std::string digest;
};
Result<HeadRead> read_head(std::string_view folder);
// end.json. Fails as read_head.
Result<model::CaseEnd> read_end(std::string_view folder);

class CaseFolder {
 public:
  // Makes the folder (not those above it) and a case without records in it. Fails with invalid_value when something
  // stands there already, unless it is an empty folder, and with the codes of errno_error.
  static Result<model::CaseHead> create(const std::string& path, std::string_view title, std::string_view version,
                                        const Clock& clock);

  // Opens a case to add to it, which waits for whoever else adds. Fails with invalid_value when the chain does not
  // hold, and as read_head; what stands there is then left as it is.
  static Result<CaseFolder> open(const std::string& path, const Clock& clock);

  // Adds a record. On the disk only after finish(). Fails with io, too_large and too_many.
  Result<void> append(RecordPayload payload, std::optional<model::CaseSource> source);
  // Brings everything to the disk and says so in end.json. Fails with io.
  Result<void> finish();

  const model::CaseHead& head() const { return head_; }
  const std::string& path() const { return path_; }
  std::uint64_t records() const { return records_; }
  const std::string& last_digest() const { return last_digest_; }
  // Whether a file of this content is in the case, and so is all that was read out of it: the addition was finished, or
  // is this one.
  bool has(const std::string& sha256) const { return files_.contains(sha256); }
  // The last line of this file of which an event is in the case; 0: of none. An addition that was interrupted left
  // those before it, too.
  std::uint64_t last_event_line(const std::string& sha256) const;
  // What an addition that was interrupted had left, and what became of it.
  const std::vector<std::string>& remarks() const { return remarks_; }

 private:
  CaseFolder(std::string path, const Clock& clock, os::FileLock lock)
      : path_(std::move(path)), clock_(&clock), lock_(std::move(lock)) {}
  Result<void> find_end();
  Result<void> set_torn_aside(std::uint64_t whole_bytes, std::uint64_t all_bytes);
  Result<void> take_over_strays();
  Result<void> tell_interrupted();
  void note_content(const Record& record, bool finished);
  Result<void> flush();
  std::string path_;
  const Clock* clock_;
  os::FileLock lock_;
  os::FileDescriptor file_;
  model::CaseHead head_;
  std::uint64_t records_ = 0;
  std::string last_digest_, buffer_;
  std::unordered_set<std::string> contents_, files_;  // that records name; of these, the ones taken in whole
  std::unordered_map<std::string, std::uint64_t> event_lines_;
  std::map<std::string, model::CaseSource> interrupted_;  // files of an addition that was not finished
  std::vector<std::string> remarks_;
};

}  // namespace cordon::response
