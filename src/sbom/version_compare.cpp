#include "sbom/version_compare.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>

#include "model/version_order.h"

namespace cordon::sbom {
namespace {

std::optional<model::Ecosystem> order_of(std::string_view ecosystem) {
  if (ecosystem == "jsr") return model::Ecosystem::npm;
  return model::ecosystem_of(ecosystem);
}

// What people leave out of "1.15" is 0, where an order asks for three numbers.
std::string completed(std::string_view text, model::Ecosystem ecosystem) {
  std::string whole(text);
  if (ecosystem != model::Ecosystem::pypi && !text.empty() &&
      text.find_first_not_of("0123456789.") == std::string_view::npos)
    for (auto dots = std::ranges::count(text, '.'); dots < 2; ++dots) whole += ".0";
  return whole;
}

}  // namespace

std::partial_ordering compare_versions(std::string_view ecosystem, std::string_view left, std::string_view right) {
  if (const auto order = order_of(ecosystem)) {
    const auto result = model::compare_versions(*order, completed(left, *order), completed(right, *order));
    if (result) return *result;
  }
  return left == right ? std::partial_ordering::equivalent : std::partial_ordering::unordered;
}

}  // namespace cordon::sbom
