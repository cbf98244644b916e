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

  // Whether some earlier version of the file at this path of the repository names the package, whatever its format.
  // Empty where there are too few versions to say that it does not. Any thread may ask.
  std::optional<bool> had(const std::string& path, std::string_view name);

  static constexpr std::uint32_t kVersions = 16, kCommits = 2'000;  // that are looked at
  static constexpr std::size_t kEnough = 5;                         // versions to say "never"

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
