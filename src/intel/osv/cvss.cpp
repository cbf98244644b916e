#include "intel/osv/cvss.h"

#include <algorithm>
#include <string>

#include "base/text.h"
#include "intel/osv/cvss_equations.h"

namespace cordon::intel {
namespace {

constexpr std::string_view kPrefix = "CVSS:";
constexpr std::size_t kShownBytes = 16;

SeverityWord rate(std::uint8_t version, std::uint8_t tenths) {
  if (version == 2) {
    if (tenths >= 70) return SeverityWord::high;
    return tenths >= 40 ? SeverityWord::moderate : SeverityWord::low;
  }
  if (tenths >= 90) return SeverityWord::critical;
  if (tenths >= 70) return SeverityWord::high;
  if (tenths >= 40) return SeverityWord::moderate;
  return tenths > 0 ? SeverityWord::low : SeverityWord::none;
}

Result<std::string_view> without_parentheses(std::string_view vector) {
  const bool opened = vector.starts_with('('), closed = vector.ends_with(')');
  if (opened != closed) return fail(ErrorCode::syntax, "a vector with one parenthesis");
  return opened ? vector.substr(1, vector.size() - 2) : vector;
}

CvssScore rated(std::uint8_t version, std::uint8_t tenths) { return {version, tenths, rate(version, tenths)}; }

}  // namespace

Result<CvssScore> score_cvss(std::string_view vector) {
  if (!vector.starts_with(kPrefix)) {
    const std::string_view metrics = TRY(without_parentheses(vector));
    return rated(2, TRY(score_cvss2(metrics)));
  }
  const std::size_t end = std::min(vector.find('/'), vector.size());
  const std::string_view version = vector.substr(kPrefix.size(), end - kPrefix.size());
  const std::string_view metrics = vector.substr(std::min(end + 1, vector.size()));
  if (version == "3.0") return rated(3, TRY(score_cvss3(metrics, 0)));
  if (version == "3.1") return rated(3, TRY(score_cvss3(metrics, 1)));
  if (version == "4.0") return rated(4, TRY(score_cvss4(metrics)));
  return fail(ErrorCode::unsupported_version, "CVSS of version '" + text::visible(version, kShownBytes) + "'");
}

}  // namespace cordon::intel
