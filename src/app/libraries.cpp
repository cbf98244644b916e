#include "app/libraries.h"

#include "intel/index/signatures.h"

namespace cordon::app {
namespace {

using inventory::javascript::LibraryFinder;

// Nothing where the index has none. Patterns were tried when they were taken into the index.
Result<std::optional<LibraryFinder>> open(const intel::AdvisoryIndex& index) {
  const std::string_view written = TRY(index.signatures());
  std::vector<model::LibrarySignature> signatures = TRY(intel::read_signatures(written));
  if (signatures.empty()) return std::nullopt;
  return TRY(LibraryFinder::make(std::move(signatures)));
}

}  // namespace

const LibraryFinder* Libraries::finder() {
  if (!tried_) {
    tried_ = true;
    if (is_optional()) {
      missing_ = "there is no index of advisories: 'cordon intel update' fetches one";
    } else if (index_ == nullptr) {
      missing_ = fault_;
    } else {
      Result<std::optional<LibraryFinder>> made = open(*index_);
      if (made) finder_ = std::move(*made);
      missing_ = made ? "the index has no signatures of libraries: 'cordon intel update' fetches them, 'cordon intel "
                        "build' takes retire.js' list"
                      : "the signatures in the index cannot be used: " + made.error().message;
    }
  }
  return opened();
}

}  // namespace cordon::app
