// retire.js' repository of JavaScript libraries (github.com/RetireJS/retire.js, repository/jsrepository-v5.json and
// later): what each is recognised by, and which versions are weak.
#pragma once

#include <string>
#include <vector>

#include "base/limits.h"
#include "base/result.h"
#include "intel/osv/advisory.h"
#include "model/library_signature.h"

namespace cordon::intel {

struct LibraryList {
  struct Refused {
    std::string name;  // of the library
    Error error;
  };
  std::vector<model::LibrarySignature> libraries;  // by name
  std::vector<Advisory> advisories;                // of the ecosystem "javascript"; one a library and cause
  std::vector<Refused> refused;                    // what of a library was not understood; the rest of it counts
};

// Whether a JSON text is meant to be such a list.
bool looks_like_library_list(std::string_view json);

// Extractors that would have to run the file ("func") or parse it ("ast") are left out, as retire.js does without
// --deep. Fails with what the JSON reader finds, wrong_type, or unsupported_format when no library in it has
// extractors.
Result<LibraryList> read_library_list(std::string json, const Limits& limits = {});

}  // namespace cordon::intel
