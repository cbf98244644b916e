// `cordon case report`: what a case tells, as a document, beside whether it is still what was taken in.
#pragma once

#include <string>

#include "base/result.h"
#include "model/generated/case_report.h"
#include "response/report_document.h"

namespace cordon::app {

struct CaseReport {
  model::CaseVerifyReport verified;
  response::ReportDocument document;
};

// Reads only. What does not hold is in `verified`, and the document says so before anything else. Fails as verify_case
// does.
Result<CaseReport> case_report(const std::string& folder);

}  // namespace cordon::app
