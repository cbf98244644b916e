// Whether a project has had a package before: by the texts that its lockfile had in earlier commits.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "git/history.h"
#include "git/repository.h"

namespace cordon::app {

class LockfileHistory {
 public:
  // Of the commits from this one to its first parents. The repository must outlive it.
  LockfileHistory(const git::Repository& repository, git::Commit newest)
      : repository_(repository), newest_(std::move(newest)) {}

  // Whether earlier versions of the file at this path of the repository name the package, whatever its format. One that
  // came and soon went, as what an incident brought in does, has no standing: then, and where there are too few
  // versions to say that it was never there, the answer is empty. Any thread may ask.
  std::optional<bool> had(const std::string& path, std::string_view name);

  static constexpr std::uint32_t kVersions = 16, kCommits = 2'000;  // that are looked at
  static constexpr std::size_t kEnough = 5;                         // versions to say "never"
  static constexpr std::ptrdiff_t kStanding = 4;                    // versions that have it, to say "yes"

 private:
  const std::vector<std::string>& texts_of(const std::string& path);

  const git::Repository& repository_;
  git::Commit newest_;
  std::mutex mutex_;
  std::map<std::string, std::vector<std::string>> texts_;  // by path
};

// Whether the text has the name with nothing beside it that could belong to a longer one.
bool names_package(std::string_view text, std::string_view name);

}  // namespace cordon::app
