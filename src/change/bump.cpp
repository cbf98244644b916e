#include "change/bump.h"

#include <array>
#include <charconv>
#include <cstdint>

#include "model/version_order.h"

namespace cordon::change {
namespace {

// The first three numbers of a version, as far as they are there.
std::array<std::uint64_t, 3> numbers_of(std::string_view version) {
  std::array<std::uint64_t, 3> out{};
  const char* at = version.data();
  const char* const end = at + version.size();
  while (at != end && (*at < '0' || *at > '9')) ++at;
  for (std::uint64_t& number : out) {
    const auto [next, error] = std::from_chars(at, end, number);
    if (error != std::errc() || next == end || *next != '.') break;
    at = next + 1;
  }
  return out;
}

std::optional<std::strong_ordering> order(std::string_view ecosystem, std::string_view a, std::string_view b) {
  const auto rules = model::ecosystem_of(ecosystem);
  if (!rules) return std::nullopt;
  const Result<std::strong_ordering> compared = model::compare_versions(*rules, a, b);
  if (!compared) return std::nullopt;
  return *compared;
}

}  // namespace

Bump bump_of(std::string_view ecosystem, std::string_view from, std::string_view to) {
  if (from == to) return Bump::none;
  const auto compared = order(ecosystem, from, to);
  if (!compared) return Bump::unknown;
  if (*compared == std::strong_ordering::equal) return Bump::none;
  if (*compared == std::strong_ordering::greater) return Bump::lower;
  const auto a = numbers_of(from), b = numbers_of(to);
  if (a[0] != b[0]) return Bump::major;
  if (a[1] != b[1]) return Bump::minor;
  return a[2] != b[2] ? Bump::patch : Bump::prerelease;
}

std::optional<std::string_view> predecessor(std::string_view ecosystem, std::span<const std::string_view> versions,
                                            std::string_view to) {
  std::optional<std::string_view> best;
  int best_rank = -1;
  for (const std::string_view each : versions) {
    const auto compared = order(ecosystem, each, to);
    const bool is_below = compared && *compared == std::strong_ordering::less;
    const bool is_same_line = numbers_of(each)[0] == numbers_of(to)[0];
    const int rank = (is_same_line ? 2 : 0) + (is_below ? 1 : 0);
    if (rank < best_rank) continue;
    if (rank == best_rank) {
      const auto against = order(ecosystem, each, *best);
      const bool nearer =
          against && (is_below ? *against == std::strong_ordering::greater : *against == std::strong_ordering::less);
      if (!nearer) continue;
    }
    best = each;
    best_rank = rank;
  }
  return best;
}

}  // namespace cordon::change
