#include "response/recognise.h"

#include <algorithm>
#include <array>
#include <string>

namespace cordon::response {
namespace {

using namespace std::string_view_literals;

// pcap in both byte orders, with microseconds and nanoseconds; pcapng's section header block.
constexpr std::array kCaptureMarks = {"\xA1\xB2\xC3\xD4"sv, "\xD4\xC3\xB2\xA1"sv, "\xA1\xB2\x3C\x4D"sv,
                                      "\x4D\x3C\xB2\xA1"sv, "\x0A\x0D\x0D\x0A"sv};
// What Cordon writes that holds no findings.
constexpr std::array kWithoutFindings = {"cordon.case"sv, "cordon.inventory/"sv, "cordon.intel"sv, "cordon.notices/"sv,
                                         "cordon.sbom"sv};
constexpr std::size_t kLines = 16;

// `"schema" : "cordon.…` with any blanks.
bool names_schema(std::string_view text, std::string_view schema) {
  constexpr std::string_view kKey = "\"schema\"";
  for (std::size_t at = text.find(kKey); at != std::string_view::npos; at = text.find(kKey, at + 1)) {
    std::size_t next = at + kKey.size();
    const auto skip_blanks = [&] { next = std::min(text.find_first_not_of(" \t\r\n", next), text.size()); };
    skip_blanks();
    if (next == text.size() || text[next] != ':') continue;
    ++next;
    skip_blanks();
    if (text.substr(next).starts_with(std::string("\"") + std::string(schema))) return true;
  }
  return false;
}

}  // namespace

model::CaseFileKind recognise(std::string_view beginning) {
  for (const std::string_view mark : kCaptureMarks)
    if (beginning.starts_with(mark)) return model::CaseFileKind::capture;
  std::string_view text = beginning.substr(0, kRecognisedBytes);
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  std::string_view rest = text;
  for (std::size_t line = 0; line < kLines && !rest.empty(); ++line) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    const std::string_view one = rest.substr(0, end);
    if (one.starts_with('{') && names_schema(one, "cordon.event/")) return model::CaseFileKind::events;
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos || text[first] != '{') return model::CaseFileKind::other;
  for (const std::string_view other : kWithoutFindings)
    if (names_schema(text, other)) return model::CaseFileKind::other;
  if (names_schema(text, "cordon.") || text.find("\"findings\"") != std::string_view::npos)
    return model::CaseFileKind::report;
  return model::CaseFileKind::other;
}

}  // namespace cordon::response
