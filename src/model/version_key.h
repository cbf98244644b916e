// A version as bytes whose order is the order of the versions: parsed once, then compared by one memcmp. It owns its
// bytes; those of usual versions stand inside the object, so that neither making nor copying one allocates.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace cordon::model {

// Only keys of one ecosystem can be compared with each other. Each writer makes sure that no key is the beginning of
// another one, and that where two differ first, the bytes of the smaller version are the smaller ones.
class VersionKey {
 public:
  void put(std::uint8_t byte);

  // A whole number of any size (digits, leading zeros do not count). Its first byte is never 0, and grows with the
  // number; so a list of numbers that ends with put(0) is smaller than any longer one it begins.
  void put_number(std::string_view digits);

  // Text without NUL, which may stand before other text: "a" is smaller than "a.b".
  void put_text(std::string_view text);

  std::string_view bytes() const { return long_.empty() ? std::string_view(short_.data(), size_) : long_; }

  friend std::strong_ordering operator<=>(const VersionKey& a, const VersionKey& b) {
    return a.bytes().compare(b.bytes()) <=> 0;
  }
  friend bool operator==(const VersionKey& a, const VersionKey& b) { return a.bytes() == b.bytes(); }

 private:
  void append(std::string_view bytes);

  std::array<char, 55> short_;  // the first size_ bytes are set
  std::uint8_t size_ = 0;
  std::string long_;  // all bytes, when there are more than short_ holds
};

}  // namespace cordon::model
