// Numbers and texts inside the index's sections: LEB128 variable-length numbers, little-endian fixed ones, texts behind
// their length. Reading checks bounds and never runs past the end.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace cordon::intel {

static_assert(std::endian::native == std::endian::little, "the index is read in place");

inline void put_number(std::string& out, std::uint64_t value) {
  for (; value >= 0x80; value >>= 7) out.push_back(static_cast<char>(value | 0x80));
  out.push_back(static_cast<char>(value));
}
inline void put_text(std::string& out, std::string_view text) {
  put_number(out, text.size());
  out += text;
}
// Small differences of either sign (zigzag).
inline void put_difference(std::string& out, std::int64_t value) {
  put_number(out, static_cast<std::uint64_t>(value) << 1 ^ static_cast<std::uint64_t>(value >> 63));
}
template <class Row>
void put_row(std::string& out, const Row& row) {
  out.append(reinterpret_cast<const char*>(&row), sizeof(Row));
}

// Takes values off the front of `bytes`. After the first that does not fit, good() is false and all give zero or
// nothing.
class Cursor {
 public:
  explicit Cursor(std::string_view bytes) : bytes_(bytes) {}

  bool good() const { return good_; }
  bool at_end() const { return bytes_.empty() || !good_; }
  std::string_view rest() const { return bytes_; }

  std::uint64_t number() {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < bytes_.size() && i < 10; ++i) {
      const auto byte = static_cast<unsigned char>(bytes_[i]);
      value |= std::uint64_t{byte & 0x7fu} << (7 * i);
      if (byte < 0x80) {
        bytes_.remove_prefix(i + 1);
        return value;
      }
    }
    return bad();
  }
  std::int64_t difference() {
    const std::uint64_t value = number();
    return static_cast<std::int64_t>(value >> 1 ^ (~(value & 1) + 1));
  }
  std::string_view text() { return take(number()); }
  std::string_view take(std::uint64_t length) {
    if (length > bytes_.size()) {
      bad();
      return {};
    }
    const std::string_view taken = bytes_.substr(0, length);
    bytes_.remove_prefix(length);
    return taken;
  }
  template <class Row>
  Row row() {
    Row out{};
    if (const std::string_view raw = take(sizeof(Row)); !raw.empty()) std::memcpy(&out, raw.data(), sizeof(Row));
    return out;
  }

 private:
  std::uint64_t bad() {
    good_ = false;
    bytes_ = {};
    return 0;
  }
  std::string_view bytes_;
  bool good_ = true;
};

}  // namespace cordon::intel
