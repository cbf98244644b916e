#include "app/case_report.h"

#include "response/case_folder.h"
#include "response/story.h"
#include "response/verify_case.h"

namespace cordon::app {

Result<CaseReport> case_report(const std::string& folder) {
  response::StoryBuilder builder;
  response::VerifyOptions options;
  options.visit = [&](const response::Record& record) { builder.add(record); };
  CaseReport report;
  report.verified = TRY(response::verify_case(folder, options));
  // A head that cannot be read is a break, and told as one.
  const Result<response::HeadRead> head = response::read_head(folder);
  report.document = response::make_report(head ? head->head : model::CaseHead(), report.verified, builder.finish());
  return report;
}

}  // namespace cordon::app
