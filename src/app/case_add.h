// `cordon case add`: files into a case, each copied, recognised by what it holds and read.
#pragma once

#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "model/generated/case_report.h"

namespace cordon::app {

struct CaseAddOptions {
  std::string folder;
  std::vector<std::string> paths;
  std::string note;  // somebody's words, kept as a record; empty: none
};

// A file that cannot be taken in is `refused`, and the others are taken in. Fails as CaseFolder::open and
// CaseFolder::append do: what was written until then stays, and the next addition goes on from there.
Result<model::CaseAddReport> case_add(const CaseAddOptions& options, const Clock& clock);

// Whether something could not be taken in or was not understood.
bool is_incomplete(const model::CaseAddReport& report);

}  // namespace cordon::app
