#include "archive/name_fold.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <iterator>
#include <vector>

#include "archive/name_fold_table.h"
#include "base/utf8.h"

namespace cordon::archive {
namespace {

constexpr auto kRows = std::ranges::count(kSplit, U'\0');

// Where each row of kSplit begins.
constexpr auto kRowStarts = [] {
  std::array<std::uint16_t, kRows> starts{};
  std::size_t row = 0;
  for (std::size_t at = 0; at < kSplit.size(); at = kSplit.find(U'\0', at) + 1)
    starts[row++] = static_cast<std::uint16_t>(at);
  return starts;
}();

constexpr std::uint32_t kHangul = 0xAC00, kHangulEnd = 0xD7A4, kVowels = 21, kTails = 28;

// Marks that stand behind the letter they belong to.
bool is_mark(char32_t code) {
  return (code >= 0x300 && code < 0x370) || (code >= 0x1AB0 && code < 0x1B00) || (code >= 0x1DC0 && code < 0x1E00) ||
         (code >= 0x20D0 && code < 0x2100) || (code >= 0xFE20 && code < 0xFE30);
}

void fold(std::uint32_t code, std::u32string& out) {
  if (code >= kHangul && code < kHangulEnd) {
    const std::uint32_t index = code - kHangul;
    out += static_cast<char32_t>(0x1100 + index / (kVowels * kTails));
    out += static_cast<char32_t>(0x1161 + index % (kVowels * kTails) / kTails);
    if (index % kTails != 0) out += static_cast<char32_t>(0x11A7 + index % kTails);
    return;
  }
  const auto row = std::ranges::lower_bound(kRowStarts, code, {}, [](std::uint16_t start) { return kSplit[start]; });
  if (row != kRowStarts.end() && kSplit[*row] == code) {
    const std::u32string_view rest = kSplit.substr(*row + 1u);
    out += rest.substr(0, rest.find(U'\0'));
    return;
  }
  const auto* const moved = std::ranges::lower_bound(kMoved, code, {}, &Moved::last);
  if (moved != std::end(kMoved) && code >= moved->first &&
      (code - moved->first) % static_cast<std::uint32_t>(moved->step) == 0)
    code = static_cast<std::uint32_t>(static_cast<std::int32_t>(code) + moved->by);
  out += static_cast<char32_t>(code);
}

}  // namespace

std::string fold_name(std::string_view name) {
  std::string out;
  if (std::ranges::all_of(name, [](char c) { return static_cast<unsigned char>(c) < 0x80; })) {
    out = name;
    for (char& c : out)
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
    return out;
  }
  std::u32string folded;
  for (const char *at = name.data(), *const end = at + name.size(); at < end;) {
    const std::size_t length = utf8::sequence_length(at, end);
    const std::uint32_t code = length == 0 ? 0xFFFD : utf8::decode(at, length);
    if (code >= 'A' && code <= 'Z') folded += static_cast<char32_t>(code + ('a' - 'A'));
    else fold(code, folded);
    at += std::max<std::size_t>(length, 1);
  }
  for (auto at = folded.begin(); at != folded.end();) {
    const auto start = std::find_if(at, folded.end(), is_mark);
    at = std::find_if_not(start, folded.end(), is_mark);
    std::sort(start, at);
  }
  for (const char32_t code : folded) utf8::append(out, static_cast<std::uint32_t>(code));
  return out;
}

}  // namespace cordon::archive
