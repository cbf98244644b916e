// Holds a document against a table of shapes.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/document.h"
#include "base/result.h"
#include "sbom/shape.h"

namespace cordon::sbom {

// Something that is not as the specification asks, but does not change what the document says: a spoilt address.
struct FormNote {
  std::string pointer;  // JSON pointer (RFC 6901)
  std::uint32_t line = 0;
  std::string reason;
};

struct FormNotes {
  std::vector<FormNote> notes;  // in order of the document; at most kKept
  std::uint32_t more = 0;       // how many were left out
  static constexpr std::size_t kKept = 100;
};

// Addresses and e-mail addresses of a wrong form are notes, everything else that is wrong is an error whose message
// begins with the JSON pointer, with its line: missing_field, wrong_type, unknown_key (a field that the version does
// not have), too_many or invalid_value (a word that is none of those allowed, a text of another form, two fields of
// which only one may be there, a name given twice).
Result<FormNotes> check_shapes(const Value& root, const ShapeTable& table);

}  // namespace cordon::sbom
