#include "model/version_key.h"

#include <algorithm>

namespace cordon::model {
namespace {

constexpr std::uint8_t kLongNumber = 0xFF;      // two bytes with the number of digits follow
constexpr std::size_t kShortDigits = 0xFE - 1;  // the first byte is the number of digits plus one

}  // namespace

void VersionKey::append(std::string_view bytes) {
  if (long_.empty() && size_ + bytes.size() <= short_.size()) {
    std::copy(bytes.begin(), bytes.end(), short_.begin() + size_);
    size_ = static_cast<std::uint8_t>(size_ + bytes.size());
    return;
  }
  if (long_.empty()) long_.assign(short_.data(), size_);
  long_ += bytes;
}

void VersionKey::put(std::uint8_t byte) {
  const char c = static_cast<char>(byte);
  append(std::string_view(&c, 1));
}

void VersionKey::put_number(std::string_view digits) {
  digits.remove_prefix(std::min(digits.find_first_not_of('0'), digits.size()));
  if (digits.size() <= kShortDigits) {
    put(static_cast<std::uint8_t>(digits.size() + 1));
  } else {
    put(kLongNumber);
    put(static_cast<std::uint8_t>(digits.size() >> 8));
    put(static_cast<std::uint8_t>(digits.size()));
  }
  append(digits);
}

void VersionKey::put_text(std::string_view text) {
  append(text);
  put(0);
}

}  // namespace cordon::model
