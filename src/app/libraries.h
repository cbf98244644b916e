// What libraries are recognised by in files, out of the index of advisories: made ready when the first script is met.
#pragma once

#include <optional>
#include <string>

#include "intel/index/index_read.h"
#include "inventory/javascript/library_finder.h"

namespace cordon::app {

class Libraries {
 public:
  // `index`: null where there is none, or none that can be used, which `fault` says then; it must outlive this.
  explicit Libraries(const intel::AdvisoryIndex* index, std::string fault = {})
      : index_(index), fault_(std::move(fault)) {}

  // Null where nothing is known of libraries. Not for several threads.
  const inventory::javascript::LibraryFinder* finder();
  // The same, or null where nobody has asked yet.
  const inventory::javascript::LibraryFinder* opened() const { return finder_ ? &*finder_ : nullptr; }
  // Why not, in words.
  const std::string& missing() const { return missing_; }
  // Whether the answer is complete without them: nobody has fetched any knowledge. Where some is there, but cannot be
  // used or says nothing of libraries, it is not.
  bool is_optional() const { return index_ == nullptr && fault_.empty(); }

 private:
  const intel::AdvisoryIndex* index_;
  std::string fault_;
  bool tried_ = false;
  std::optional<inventory::javascript::LibraryFinder> finder_;
  std::string missing_;
};

}  // namespace cordon::app
