// Lockfiles of earlier commits, for a way back: what stood in them was the project's own before something bad came in.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "app/fix_sources.h"
#include "app/target.h"
#include "git/location.h"
#include "git/repository.h"
#include "model/generated/model.h"

namespace cordon::app {

class FixHistory {
 public:
  // Looks for the repositories of the targets; before the process is confined. One that is not there says nothing.
  explicit FixHistory(std::span<const Target> targets);

  // What the process must be able to read afterwards.
  std::vector<std::string> readable() const;

  // Of the file at `inside` the target with that index: for each of the bad releases, by name and version, the newest
  // version on the line of first parents from HEAD that has the package and not this release of it; each once, newest
  // first, as written, and told with commit and date. Never fails: a repository that cannot be read, or that has too
  // few commits to find one in, is a line of unread(). One thread may ask.
  using BadReleases = std::vector<std::pair<std::string, std::string>>;
  std::vector<OlderLockfile> before(std::size_t target, const std::string& inside, const BadReleases& bad);

  // None of it makes an answer incomplete.
  const std::vector<model::FileUnread>& unread() const { return unread_; }

  static constexpr std::uint32_t kVersions = 32, kCommits = 2'000;  // that are looked at

 private:
  struct Place {
    std::string argument;
    git::Location location;
    std::unique_ptr<git::Repository> repository;  // once it is open
    bool is_unusable = false;
  };
  const git::Repository* open(Place& place);
  void note(const Place& place, const Error& error);

  std::vector<std::optional<Place>> places_;  // by target
  std::vector<model::FileUnread> unread_;
};

}  // namespace cordon::app
