// Whether a case is still what was taken in.
#pragma once

#include <functional>
#include <string>

#include "base/result.h"
#include "model/generated/case_report.h"
#include "response/record.h"

namespace cordon::response {

struct VerifyOptions {
  std::string noted;                         // a digest of some record, noted earlier and elsewhere; empty: none
  bool files = true;                         // also the copies below files/
  std::function<void(const Record&)> visit;  // each record that is one, in order
};

// Reads all of it and changes nothing; needs no right to write. What does not hold is in the report. Fails only when
// the folder or its records cannot be read at all: not_found, permission_denied, not_a_regular_file, io.
Result<model::CaseVerifyReport> verify_case(const std::string& folder, const VerifyOptions& options = {});

}  // namespace cordon::response
