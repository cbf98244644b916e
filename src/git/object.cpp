#include "git/object.h"

namespace cordon::git {
namespace {

int digit_of(char character) {
  if (character >= '0' && character <= '9') return character - '0';
  if (character >= 'a' && character <= 'f') return character - 'a' + 10;
  if (character >= 'A' && character <= 'F') return character - 'A' + 10;
  return -1;
}

}  // namespace

std::optional<ObjectId> parse_id(std::string_view text) {
  if (text.size() != kIdDigits) return std::nullopt;
  ObjectId id;
  for (std::size_t at = 0; at < id.bytes.size(); ++at) {
    const int high = digit_of(text[2 * at]), low = digit_of(text[2 * at + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    id.bytes[at] = static_cast<std::uint8_t>(high << 4 | low);
  }
  return id;
}

std::string to_hex(const ObjectId& id) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  text.reserve(kIdDigits);
  for (const std::uint8_t byte : id.bytes) {
    text += kDigits[byte >> 4];
    text += kDigits[byte & 15];
  }
  return text;
}

std::string_view to_string(ObjectType type) {
  switch (type) {
    case ObjectType::commit: return "commit";
    case ObjectType::tree: return "tree";
    case ObjectType::blob: return "blob";
    case ObjectType::tag: return "tag";
  }
  return "object";
}

}  // namespace cordon::git
