#include "change/name_text.h"

#include <charconv>
#include <cstdint>
#include <optional>

#include "base/utf8.h"
#include "change/name_data.h"
#include "model/ascii.h"

namespace cordon::change {
namespace {

namespace ascii = model::ascii;

constexpr std::size_t kRowBytes = 13, kCodeDigits = 6, kTextAt = 7, kTextBytes = 4;

// The text of a row of confusables.txt, which are of one length and in order.
std::optional<std::string_view> text_for(std::uint32_t code) {
  const std::string_view rows = confusables();
  std::size_t low = 0, high = rows.size() / kRowBytes;
  while (low < high) {
    const std::size_t middle = low + (high - low) / 2;
    const std::string_view row = rows.substr(middle * kRowBytes, kRowBytes);
    std::uint32_t there = 0;
    std::from_chars(row.data(), row.data() + kCodeDigits, there, 16);
    if (there == code) {
      const std::string_view text = row.substr(kTextAt, kTextBytes);
      return text.substr(0, text.find(' '));
    }
    if (there < code) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return std::nullopt;
}

}  // namespace

ScopedName split_scope(std::string_view name) {
  const std::size_t slash = name.starts_with('@') ? name.find('/') : std::string_view::npos;
  if (slash == std::string_view::npos) return {{}, name};
  return {name.substr(1, slash - 1), name.substr(slash + 1)};
}

std::string_view scope_of(std::string_view name) {
  const std::size_t slash = name.starts_with('@') ? name.find('/') : std::string_view::npos;
  return slash == std::string_view::npos || slash == 1 ? std::string_view() : name.substr(0, slash);
}

std::vector<std::string_view> words_of(std::string_view name) {
  std::vector<std::string_view> words;
  for (std::size_t at = 0; at < name.size();) {
    std::size_t end = at;
    while (end < name.size() && ascii::is_alphanumeric(name[end])) ++end;
    if (end > at) words.push_back(name.substr(at, end - at));
    at = end + 1;
  }
  return words;
}

std::string without_separators(std::string_view name) {
  std::string letters;
  for (const char c : name)
    if (ascii::is_alphanumeric(c)) letters += c;
  return letters;
}

std::string as_ascii(std::string_view name) {
  std::string text;
  const char* const end = name.data() + name.size();
  for (const char* at = name.data(); at < end;) {
    const std::size_t length = utf8::sequence_length(at, end);
    if (length == 1) {
      text += ascii::lower(*at);
    } else if (length == 0) {
      text += '?';
    } else {
      text += text_for(utf8::decode(at, length)).value_or("?");
    }
    at += length == 0 ? 1 : length;
  }
  return text;
}

std::string canonical_name(std::string_view ecosystem, std::string_view name) {
  if (ecosystem != "pypi" && ecosystem != "crates") return std::string(name);
  std::string canonical;
  for (const char c : name) {
    const bool separates = c == '-' || c == '_' || (c == '.' && ecosystem == "pypi");
    if (!separates) canonical += ascii::lower(c);
    if (separates && !canonical.ends_with('-')) canonical += '-';
  }
  return canonical;
}

std::string as_seen(std::string_view name) {
  std::string seen;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const std::string_view two = name.substr(i, 2);
    if (two == "rn" || two == "vv") {
      seen += two == "rn" ? 'm' : 'w';
      ++i;
      continue;
    }
    switch (name[i]) {
      case '0': seen += 'o'; break;
      case '1': seen += 'l'; break;
      case '5': seen += 's'; break;
      default: seen += name[i];
    }
  }
  return seen;
}

}  // namespace cordon::change
