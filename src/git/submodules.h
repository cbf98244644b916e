// Submodules that differ between two trees. What they lead to is in other repositories.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "git/repository.h"

namespace cordon::git {

struct SubmoduleChange {
  std::string path;                     // inside the folder
  std::optional<ObjectId> before, now;  // commits of the other repository; nothing where there was no submodule
};

// Of what stands below `folder` ("" for all), by path. Folders that are the same on both sides are not looked into; at
// most kMostTrees are, and at most `most` changes are told. Without `before`, a tree, every submodule is new. Fails
// with what reading trees fails with.
Result<std::vector<SubmoduleChange>> changed_submodules(const Repository& repository, std::string_view folder,
                                                        const std::optional<ObjectId>& before, const ObjectId& now,
                                                        std::size_t most = 1'000);

inline constexpr std::size_t kMostTrees = 200'000;

}  // namespace cordon::git
