#include "intel/osv/threat_lists.h"

#include <algorithm>
#include <optional>

#include "base/date.h"
#include "base/json.h"
#include "base/text.h"

namespace cordon::intel {
namespace {

constexpr std::size_t kMaxRows = 4'000'000, kMaxIdBytes = 40;
constexpr std::uint32_t kOne = 100'000;

bool is_cve(std::string_view text) {
  return text.starts_with("CVE-") && text.size() <= kMaxIdBytes &&
         text.find_first_not_of("0123456789-", 4) == std::string_view::npos;
}

std::string_view take_line(std::string_view& text) {
  const std::size_t end = text.find('\n');
  std::string_view line = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

// "0.94254" -> 94254: 0 to 1, digits behind the fifth are cut off.
std::optional<std::uint32_t> fraction(std::string_view text) {
  if (text.empty() || (text[0] != '0' && text[0] != '1')) return std::nullopt;
  std::uint32_t value = text[0] == '1' ? kOne : 0, unit = kOne;
  if (text.size() > 1 && (text[1] != '.' || text.size() == 2)) return std::nullopt;
  for (std::size_t i = 2; i < text.size(); ++i) {
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
    unit /= 10;
    value += unit * static_cast<std::uint32_t>(text[i] - '0');
  }
  return value <= kOne ? std::optional(value) : std::nullopt;
}

Result<CveProbability> read_row(std::string_view line, std::uint32_t number) {
  const std::size_t first = line.find(','), second = line.find(',', first + 1);
  if (first == std::string_view::npos || second == std::string_view::npos)
    return fail(ErrorCode::syntax, "a row has three fields", number);
  const auto probability = fraction(line.substr(first + 1, second - first - 1)),
             percentile = fraction(line.substr(second + 1));
  if (!is_cve(line.substr(0, first)) || !probability || !percentile)
    return fail(ErrorCode::invalid_value, "no CVE with two numbers from 0 to 1: " + text::visible(line), number);
  return CveProbability{std::string(line.substr(0, first)), *probability, *percentile};
}

}  // namespace

Result<ExploitedList> read_exploited(std::string json) {
  const Document document = TRY(json::parse(std::move(json)));
  const Value rows = document.root()["vulnerabilities"];
  if (!rows.is_array()) return fail(ErrorCode::wrong_type, "no list of vulnerabilities", document.root().line());
  ExploitedList out;
  out.released = document.root()["dateReleased"].text();
  for (const Value row : rows.elements()) {
    const auto day = days_of(row["dateAdded"].text());
    if (!is_cve(row["cveID"].text()) || !day || *day < 0)
      return fail(ErrorCode::invalid_value, "no CVE with the date it was added", row.line());
    out.cves.push_back({std::string(row["cveID"].text()), static_cast<std::uint32_t>(*day),
                        row["knownRansomwareCampaignUse"].text() == "Known"});
  }
  return out;
}

Result<ProbabilityList> read_probabilities(std::string_view csv) {
  ProbabilityList out;
  std::uint32_t number = 0;
  bool head = false;
  while (!csv.empty()) {
    const std::string_view line = take_line(csv);
    ++number;
    if (line.empty()) continue;
    if (line.starts_with('#')) {
      const std::size_t date = line.find("score_date:");
      if (date != std::string_view::npos) out.date = line.substr(date + 11, 10);
      if (!is_date(out.date)) out.date.clear();
      continue;
    }
    if (!head) {
      if (line != "cve,epss,percentile") return fail(ErrorCode::syntax, "the head is not cve,epss,percentile", number);
      head = true;
      continue;
    }
    if (out.cves.size() == kMaxRows) return fail(ErrorCode::too_many, "too many rows", number);
    out.cves.push_back(TRY(read_row(line, number)));
  }
  if (!head) return fail(ErrorCode::syntax, "the head is not cve,epss,percentile", number);
  return out;
}

}  // namespace cordon::intel
