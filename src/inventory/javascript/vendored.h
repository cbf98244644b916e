// The scripts of a tree that were copied into it from libraries.
#pragma once

#include <string>

#include "inventory/javascript/library_finder.h"
#include "model/inventory.h"

namespace cordon::inventory::javascript {

class VendoredReader {
 public:
  // `display_path`: of the folder that the scripts stand below. The finder must outlive the reader.
  VendoredReader(const LibraryFinder& finder, std::string display_path);

  // `path`: in the tree; `display`: as it is shown.
  void add(const std::string& path, const std::string& display, std::string text);

  // A component for each library and file, all needed by the one root: nothing says by what. Without components when
  // nothing was recognised.
  model::Inventory finish();

 private:
  const LibraryFinder& finder_;
  model::Inventory out_;
};

}  // namespace cordon::inventory::javascript
