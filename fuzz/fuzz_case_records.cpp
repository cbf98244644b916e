// Records of a case: what is a record stays one when it is written again, the chain names what does not hold, and the
// story and both reports hold nothing hidden. The first line of the input is taken for case.json.
#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/sha256.h"
#include "check_document.h"
#include "response/chain.h"
#include "response/recognise.h"
#include "response/report_document.h"
#include "response/report_html.h"
#include "response/report_markdown.h"
#include "response/story.h"

using namespace cordon;
using namespace cordon::response;
using fuzz::expect;

namespace {

void check_breaks(const ChainCheck& check) {
  expect(check.breaks().size() <= kShownBreaks);
  expect(std::ranges::is_sorted(check.breaks(), {}, &model::CaseBreak::record));
  for (const model::CaseBreak& each : check.breaks()) {
    expect(each.line <= check.lines() + 1);
    expect(!each.reason.empty() && fuzz::is_visible(each.reason));
  }
}

// Lines of visible text, whatever the records hold.
void check_text(const std::string& text) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    expect(fuzz::is_visible(std::string_view(text).substr(at, end - at)));
    at = end + 1;
  }
}

// A number of tags that hostile text cannot change: each row, cell and item is one of ours.
void check_page(const std::string& page) {
  check_text(page);
  for (const std::string_view tag : {"<script", "<img", "<a ", "<link", "<iframe", "<form", "javascript:\""})
    expect(page.find(tag) == std::string::npos);
  expect(page.find("<style>") == page.rfind("<style>"));
  expect(page.ends_with("</html>\n"));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view all(reinterpret_cast<const char*>(data), size);
  std::size_t end = std::min(all.find('\n'), all.size());
  std::string_view rest = all.substr(std::min(end + 1, all.size()));
  recognise(rest);
  ChainCheck check(sha256_hex(all.substr(0, end)), std::nullopt);
  StoryBuilder builder;
  std::uint64_t records = 0;
  while (!rest.empty()) {
    end = std::min(rest.find('\n'), rest.size());
    if (const std::optional<Record> record = check.add(rest.substr(0, end))) {
      ++records;
      const Result<Record> again = read_record(write_record(*record));
      expect(again.has_value() && *again == *record);
      builder.add(*record);
    }
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  check.finish();
  check_breaks(check);
  expect(records <= check.lines());
  model::CaseVerifyReport verified;
  verified.breaks = check.breaks();
  verified.state = check.holds() ? model::CaseState::holds : model::CaseState::broken;
  const ReportDocument report = make_report({}, verified, builder.finish());
  check_text(report_markdown(report));
  check_page(report_html(report));
  return 0;
}
