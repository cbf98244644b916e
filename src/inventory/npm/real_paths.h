// Where symbolic links of a tree lead, by its own folders only.
#pragma once

#include <string>
#include <string_view>
#include <unordered_set>

#include "base/file_tree.h"
#include "base/result.h"

namespace cordon::inventory::npm {

class RealPaths {
 public:
  explicit RealPaths(const FileTree& tree) : tree_(tree) {}

  // Tells that a path was reached without a link, so that it need not be looked at again.
  void know(std::string_view directory);

  // The folder that a link's text means, seen from the folder that holds the link, as a path of the tree without links.
  // Fails with outside_root (it leaves the tree, or is absolute), not_found, symlink_loop, wrong_type (no folder), and
  // what the tree fails with.
  Result<std::string> follow(std::string_view holder, std::string_view target);

 private:
  const FileTree& tree_;
  std::unordered_set<std::string> known_;
};

}  // namespace cordon::inventory::npm
