#include "intel/osv/cvss_metrics.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "base/text.h"

namespace cordon::intel {
namespace {

constexpr std::size_t kShownBytes = 32;

std::unexpected<Error> fault(ErrorCode code, std::string_view what, std::string_view subject) {
  return fail(code, std::string(what) + ": '" + text::visible(subject, kShownBytes) + "'");
}

std::string_view take_until(std::string_view& rest, char separator) {
  const std::size_t end = std::min(rest.find(separator), rest.size());
  const std::string_view part = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return part;
}

std::optional<std::uint8_t> place_of(std::string_view value, std::string_view values) {
  for (std::uint8_t place = 0; !values.empty(); ++place)
    if (take_until(values, ' ') == value) return place;
  return std::nullopt;
}

}  // namespace

Result<void> read_cvss_metrics(std::string_view text, std::span<const CvssMetric> metrics, CvssOrder order,
                               std::span<std::uint8_t> places) {
  std::vector<bool> seen(metrics.size());
  std::size_t last = 0;
  if (text.ends_with('/')) return fault(ErrorCode::syntax, "a vector that ends with a slash", text);
  while (!text.empty()) {
    std::string_view value = take_until(text, '/');
    const std::string_view element = value, name = take_until(value, ':');
    if (name.empty() || value.empty()) return fault(ErrorCode::syntax, "no metric with a value", element);
    const auto metric = std::ranges::find(metrics, name, &CvssMetric::name);
    if (metric == metrics.end()) return fault(ErrorCode::invalid_value, "no metric of this version", name);
    const auto index = static_cast<std::size_t>(metric - metrics.begin());
    const auto place = place_of(value, metric->values);
    if (!place) return fault(ErrorCode::invalid_value, "the metric has no such value", element);
    if (seen[index]) return fault(ErrorCode::invalid_value, "a metric given twice", name);
    if (order == CvssOrder::prescribed && index < last)
      return fault(ErrorCode::syntax, "a metric out of the order that this version prescribes", name);
    seen[index] = true;
    last = index;
    places[index] = *place;
  }
  for (std::size_t index = 0; index < metrics.size(); ++index)
    if (metrics[index].mandatory && !seen[index])
      return fault(ErrorCode::missing_field, "a base metric is absent", metrics[index].name);
  return {};
}

}  // namespace cordon::intel
