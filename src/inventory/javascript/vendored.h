// The scripts of a tree that were copied into it from libraries.
#pragma once

#include <string>

#include "inventory/javascript/library_finder.h"
#include "model/inventory.h"

namespace cordon::inventory::javascript {

inline constexpr std::size_t kMostComponents = 20'000;  // of one tree

class VendoredReader {
 public:
  // `display_path`: of the folder that the scripts stand below. The finder must outlive the reader.
  VendoredReader(const LibraryFinder& finder, std::string display_path);

  // `path`: as far as it is known, also above the tree; `display`: as it is shown. Behind `until` no pattern is begun
  // with.
  void add(const std::string& path, const std::string& display, std::string text,
           std::chrono::steady_clock::time_point until = std::chrono::steady_clock::time_point::max());

  // At most kMostComponents; what is beyond is unread. The format says how many scripts were looked at.
  // A component for each library and file, all needed by the one root: nothing says by what. Without components when
  // nothing was recognised.
  model::Inventory finish();

 private:
  const LibraryFinder& finder_;
  model::Inventory out_;
  std::uint32_t scripts_ = 0;
};

}  // namespace cordon::inventory::javascript
