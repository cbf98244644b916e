// What files were before: every content that a path had on the line of first parents.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "git/repository.h"

namespace cordon::git {

// Counts, not time: the same repository gives the same answer everywhere.
struct HistoryLimits {
  std::uint32_t commits = 5'000;
  std::uint32_t versions = 200;  // of one path
};

struct Version {
  ObjectId blob;
  ObjectId commit;                // that brought it; of a content that came back, the last one that did
  std::int64_t committed_at = 0;  // of that commit
  bool since_unknown = false;     // it was there before the oldest commit that was looked at, which is the one named
};

struct PathHistory {
  std::string path;
  std::vector<Version> versions;  // newest first, each content once; a folder, link or submodule is no version
  bool more = false;              // there were more of them than the limit
};

// Why no older commit was looked at.
enum class HistoryEnd : std::uint8_t {
  beginning,  // there is none
  enough,     // every path has as many versions as were asked for
  limit,      // as many commits as were asked for
  shallow,    // the clone has no older ones
  damaged,    // an object is missing or broken: `why`
};

struct History {
  std::vector<PathHistory> paths;  // as asked for
  std::uint32_t commits = 0;       // looked at
  HistoryEnd end = HistoryEnd::beginning;
  std::optional<Error> why;
};

// Goes from `newest` to its first parents. Trees are compared by their ids, level by level: what did not change is not
// read again. Paths are relative to the top of the commit, without "." and "..". Never fails: what stopped it is said.
History history_of(const Repository& repository, const Commit& newest, std::span<const std::string> paths,
                   const HistoryLimits& limits = {});

}  // namespace cordon::git
