#include "base/code_point_index.h"

#include <algorithm>

namespace cordon {
namespace {

bool starts_code_point(char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }

bool is_ascii(std::string_view text) {
  unsigned char any = 0;
  for (const char c : text) any |= static_cast<unsigned char>(c);
  return any < 0x80;
}

}  // namespace

CodePointIndex::CodePointIndex(std::string_view text) : text_(text) {
  if (is_ascii(text)) return;
  before_.reserve(text.size() / kBlock + 1);
  std::uint32_t count = 0;
  for (std::size_t block = 0; block < text.size(); block += kBlock) {
    before_.push_back(count);
    for (const char c : text.substr(block, kBlock)) count += starts_code_point(c) ? 1 : 0;
  }
}

std::uint32_t CodePointIndex::byte_of(std::uint64_t index) const {
  if (index >= text_.size()) return static_cast<std::uint32_t>(text_.size());
  if (before_.empty()) return static_cast<std::uint32_t>(index);
  const auto after = std::upper_bound(before_.begin(), before_.end(), index);
  const auto block = static_cast<std::size_t>(after - before_.begin()) - 1;
  std::uint64_t here = before_[block];
  for (std::size_t byte = block * kBlock; byte < text_.size(); ++byte)
    if (starts_code_point(text_[byte]) && here++ == index) return static_cast<std::uint32_t>(byte);
  return static_cast<std::uint32_t>(text_.size());
}

std::uint64_t CodePointIndex::index_of(std::uint32_t byte) const {
  const std::size_t end = std::min<std::size_t>(byte, text_.size());
  if (before_.empty()) return end;
  const std::size_t block = std::min(end / kBlock, before_.size() - 1);
  std::uint64_t count = before_[block];
  for (std::size_t at = block * kBlock; at < end; ++at) count += starts_code_point(text_[at]) ? 1 : 0;
  return count;
}

}  // namespace cordon
