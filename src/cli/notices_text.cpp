#include "cli/notices_text.h"

#include <fmt/format.h>

#include "base/text.h"
#include "cli/palette.h"

namespace cordon::cli {
namespace {

std::string_view words_of(const model::Notice& notice) {
  switch (notice.kind) {
    case model::NoticeKind::became_bad: return notice.malware ? "is malware" : "is vulnerable";
    case model::NoticeKind::got_worse: return notice.exploited ? "is exploited by now" : "is worse than was known";
    case model::NoticeKind::got_fix: return "has a fix by now";
    case model::NoticeKind::withdrawn: return "is no longer said to be bad";
  }
  return {};
}

}  // namespace

std::string notice_line(const model::Notice& notice, const Style& style) {
  const Palette palette(style);
  std::string out = palette.severity(notice.severity, fmt::format("{:<8}", to_string(notice.severity))) + "  " +
                    palette.bold(purl_for_people(notice.purl)) + " " + std::string(words_of(notice));
  if (notice.fixed && notice.kind != model::NoticeKind::withdrawn)
    out += ": " + text::visible(*notice.fixed, 100) + " or newer";
  out += fmt::format(" ({}", text::visible(notice.cause, 100));
  if (!notice.title.empty() && notice.title != notice.cause) out += ": " + text::visible(notice.title, 200);
  return out + ")\n          in " + text::visible(notice.project, 500) + "\n";
}

std::string since_last_text(const model::SinceLast& since, const Style& style) {
  if (!since.remembered)
    return "Since the last time: nothing here was remembered before (--remember keeps what is seen)\n";
  std::string out = fmt::format("Since {} ({} project{} remembered): ", *since.remembered, since.projects,
                                since.projects == 1 ? "" : "s");
  if (since.notices.empty()) return out + "nothing became known of the packages that were here then\n";
  out += fmt::format("{} thing{} became known of the packages that were here then\n", since.notices.size(),
                     since.notices.size() == 1 ? "" : "s");
  for (const model::Notice& notice : since.notices) out += "  " + notice_line(notice, style);
  return out;
}

}  // namespace cordon::cli
