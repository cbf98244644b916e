// Reads the metrics of a CVSS vector: what is common to all versions.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "base/result.h"

namespace cordon::intel {

struct CvssMetric {
  std::string_view name;
  std::string_view values;  // a space between; of an optional metric, "not defined" is the first
  bool mandatory = false;
};

enum class CvssOrder : std::uint8_t { any, prescribed };  // prescribed: that of the list of metrics

// For each metric the place of its value among its values; 0, which is "not defined", where an optional one is absent.
// Fails as score_cvss does. `places` has as many elements as `metrics`.
Result<void> read_cvss_metrics(std::string_view text, std::span<const CvssMetric> metrics, CvssOrder order,
                               std::span<std::uint8_t> places);

template <std::size_t kCount>
Result<std::array<std::uint8_t, kCount>> read_cvss_metrics(std::string_view text,
                                                           const std::array<CvssMetric, kCount>& metrics,
                                                           CvssOrder order) {
  std::array<std::uint8_t, kCount> places = {};
  TRY(read_cvss_metrics(text, metrics, order, places));
  return places;
}

}  // namespace cordon::intel
