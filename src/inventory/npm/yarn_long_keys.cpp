#include "inventory/npm/yarn_long_keys.h"

#include <cstring>
#include <optional>
#include <string_view>

#include "base/json.h"

namespace cordon::inventory::npm {
namespace {

constexpr std::size_t kLongBytes = 1000;

// The quoted word that a line consists of, with its quotes, when only a ':' follows it.
std::optional<std::string_view> quoted_key(std::string_view line) {
  const std::size_t end = line.find_last_not_of(" \r");
  if (end == std::string_view::npos || end < 2 || line[end] != ':' || line.front() != '"') return std::nullopt;
  const std::string_view word = line.substr(0, line.find_last_not_of(' ', end - 1) + 1);
  if (word.size() < 2 || word.back() != '"') return std::nullopt;
  return word;
}

}  // namespace

LongKeys shorten_long_keys(std::string& text) {
  LongKeys out;
  std::uint32_t number = 0;
  for (std::size_t begin = 0; begin < text.size();) {
    ++number;
    const std::size_t newline = text.find('\n', begin);
    const std::size_t end = newline == std::string::npos ? text.size() : newline;
    if (end - begin > kLongBytes) {
      const auto key = quoted_key(std::string_view(text).substr(begin, end - begin));
      const Result<Document> decoded = key ? json::parse(std::string(*key)) : fail(ErrorCode::not_found, "no key");
      if (decoded) {
        out.emplace(number, decoded->root().text());
        const std::string replacement = "\"long key of line " + std::to_string(number) + "\":";
        text.replace(begin, replacement.size(), replacement);
        std::memset(text.data() + begin + replacement.size(), ' ', end - begin - replacement.size());
      }
    }
    begin = end + 1;
  }
  return out;
}

}  // namespace cordon::inventory::npm
