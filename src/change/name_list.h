// A list of names with how often each is downloaded, read where it lies: rules/names/README.md describes its form. A
// list that is not of that form ends where it stops making sense.
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace cordon::change {

inline constexpr std::size_t kLongestName = 214;  // of an npm package, with its scope

// Ten times the decimal logarithm of the downloads a month, rounded down: 60 is a million, 3 more is twice as many.
struct Magnitude {
  std::uint8_t decibels = 0;
  auto operator<=>(const Magnitude&) const = default;
};

// Walks over a list from its beginning.
class NameCursor {
 public:
  explicit NameCursor(std::string_view list) : list_(list) {}
  bool next();                                                       // false at the end
  std::string_view name() const { return {name_.data(), length_}; }  // until the next call
  Magnitude magnitude() const { return magnitude_; }

 private:
  std::string_view list_;
  std::size_t next_ = 0, length_ = 0;
  Magnitude magnitude_;
  std::array<char, kLongestName> name_{};
};

// O(log n), no allocation. Empty: not in the list.
std::optional<Magnitude> find_name(std::string_view list, std::string_view name);

// Where the line of the first name that is not below `name` begins; the list's size when there is none.
std::size_t lower_bound(std::string_view list, std::string_view name);

}  // namespace cordon::change
