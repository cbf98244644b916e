// `case new|add|report|verify`.
#include <cstdio>
#include <optional>

#include "app/case_add.h"
#include "app/case_report.h"
#include "base/clock.h"
#include "base/os/confine.h"
#include "cli/commands.h"
#include "cli/environment.h"
#include "cli/outputs.h"
#include "cli/render_case.h"
#include "cli/version.h"
#include "response/case_folder.h"
#include "response/report_html.h"
#include "response/report_markdown.h"
#include "response/verify_case.h"
#include "response/within_case.h"

namespace cordon::cli {
namespace {

template <class Report, class... More>
Result<void> deliver(const CaseArguments& arguments, const Report& report, const More&... more) {
  return write_standard_output(arguments.format == "json" ? render_json(report) : render_text(report, more...));
}

// The process gives up everything but the case and what is named; a kernel that cannot is no reason to refuse.
Result<void> confine_to_case(const CaseArguments& arguments, std::vector<std::string> written) {
  std::vector<std::string> read = arguments.files;
  read.push_back(arguments.folder);
  const os::ConfinementReport done = TRY(os::confine({std::move(read), std::move(written)}));
  if (!done.landlock || !done.seccomp)
    std::fputs(("cordon: this process could not lock itself down: " + done.why_not + "\n").c_str(), stderr);
  return {};
}

int code_of(model::CaseState state) {
  switch (state) {
    case model::CaseState::holds: return 0;
    case model::CaseState::unfinished: return 3;
    case model::CaseState::broken: break;
  }
  return 1;
}

Style style_of(const CaseArguments& arguments) { return {use_color(arguments.common.color)}; }

Result<int> new_command(const CaseArguments& arguments) {
  TRY(confine_to_case(arguments, {arguments.folder}));
  const model::CaseHead head =
      TRY(response::CaseFolder::create(arguments.folder, arguments.title, kVersion, system_clock()));
  TRY(deliver(arguments, head, arguments.folder));
  return 0;
}

Result<int> add_command(const CaseArguments& arguments) {
  if (arguments.files.empty() && arguments.note.empty())
    return fail(ErrorCode::usage, "nothing to add: name files, or write a --note");
  TRY(response::read_head(arguments.folder));
  TRY(confine_to_case(arguments, {arguments.folder}));
  const model::CaseAddReport report =
      TRY(app::case_add({arguments.folder, arguments.files, arguments.note}, system_clock()));
  TRY(deliver(arguments, report, style_of(arguments)));
  if (report.added.empty() && !report.refused.empty()) return 2;
  return app::is_incomplete(report) ? 3 : 0;
}

Result<int> report_command(const CaseArguments& arguments) {
  // Standard output may be such a file, too.
  for (const std::string& written : {arguments.output, std::string("/dev/stdout")})
    if (!written.empty() && response::is_within_case(arguments.folder, written))
      return fail(ErrorCode::usage, written +
                                        " is within the case, which a report is not: it would become evidence, or "
                                        "overwrite it");
  std::optional<OutputFile> file;
  if (!arguments.output.empty()) file.emplace(TRY(OutputFile::open(arguments.output)));
  TRY(confine_to_case(arguments, {}));
  const app::CaseReport report = TRY(app::case_report(arguments.folder));
  const std::string text =
      arguments.form == "html" ? response::report_html(report.document) : response::report_markdown(report.document);
  TRY(file ? file->write(text) : write_standard_output(text));
  return code_of(report.verified.state);
}

Result<int> verify_command(const CaseArguments& arguments) {
  if (!arguments.noted.empty() && !response::is_digest(arguments.noted))
    return fail(ErrorCode::usage, "--end wants 64 lower-case hexadecimal digits");
  TRY(confine_to_case(arguments, {}));
  response::VerifyOptions options;
  options.noted = arguments.noted;
  const model::CaseVerifyReport report = TRY(response::verify_case(arguments.folder, options));
  TRY(deliver(arguments, report, style_of(arguments)));
  return code_of(report.state);
}

Result<int> case_command(const CaseArguments& arguments) {
  switch (arguments.verb) {
    case CaseVerb::create: return new_command(arguments);
    case CaseVerb::add: return add_command(arguments);
    case CaseVerb::report: return report_command(arguments);
    case CaseVerb::verify: return verify_command(arguments);
  }
  return fail(ErrorCode::internal, "no such command");
}

}  // namespace

int run_case(const CaseArguments& arguments) {
  const Result<int> code = case_command(arguments);
  return code ? *code : report_error(code.error());
}

}  // namespace cordon::cli
