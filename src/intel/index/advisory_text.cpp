#include "intel/index/advisory_text.h"

#include <algorithm>
#include <vector>

#include "intel/index/codec.h"

namespace cordon::intel {
namespace {

// A word of the advisory is written as kWord and a digit; these bytes themselves are written behind kLiteral.
constexpr char kWord = '\x01', kLiteral = '\x02', kFirstDigit = '0';
constexpr std::size_t kMaxWords = 32, kMinWordBytes = 4, kDigestDigits = 64;
constexpr std::string_view kSourceLine = "## Source: ";

// Longest first, so that an id inside a longer one does not break it.
std::vector<std::string_view> words_of(const Advisory& advisory) {
  std::vector<std::string_view> words{advisory.id};
  for (const std::string& alias : advisory.aliases) words.emplace_back(alias);
  for (const Affected& affected : advisory.affected) words.emplace_back(affected.name);
  std::erase_if(words, [](std::string_view word) { return word.size() < kMinWordBytes; });
  std::ranges::sort(words, [](std::string_view left, std::string_view right) {
    return left.size() != right.size() ? left.size() > right.size() : left < right;
  });
  words.erase(std::ranges::unique(words).begin(), words.end());
  words.resize(std::min(words.size(), kMaxWords));
  return words;
}

bool is_hexadecimal(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); }

// Length of " (64 hexadecimal digits)" at the end of a source line that starts here; 0 where there is none.
std::size_t digest_at(std::string_view text) {
  if (text.size() < kDigestDigits + 3 || !text.starts_with(" (") || text[kDigestDigits + 2] != ')') return 0;
  return std::ranges::all_of(text.substr(2, kDigestDigits), is_hexadecimal) ? kDigestDigits + 3 : 0;
}

std::string without_digests(std::string_view details) {
  std::string out;
  for (;;) {
    const std::size_t line = details.find(kSourceLine);
    if (line == std::string_view::npos) break;
    const std::size_t name = line + kSourceLine.size();
    const std::size_t end = std::min(details.find_first_of(" \n", name), details.size());
    out += details.substr(0, end);
    details.remove_prefix(end + digest_at(details.substr(end)));
  }
  return out.append(details);
}

std::string shorten(std::string_view text, const std::vector<std::string_view>& words) {
  std::string out;
  out.reserve(text.size());
  // Where each word stands next; looking for all of them at every byte would cost more than reading the record did.
  std::vector<std::size_t> next(words.size());
  for (std::size_t i = 0; i < words.size(); ++i) next[i] = text.find(words[i]);
  const auto literal = [&](std::string_view part) {
    for (const char c : part) {
      if (c == kWord || c == kLiteral) out.push_back(kLiteral);
      out.push_back(c);
    }
  };
  for (std::size_t at = 0;;) {
    const auto first = std::ranges::min_element(next);
    if (first == next.end() || *first == std::string_view::npos) {
      literal(text.substr(at));
      return out;
    }
    const auto word = static_cast<std::size_t>(first - next.begin());
    literal(text.substr(at, *first - at));
    out.push_back(kWord);
    out.push_back(static_cast<char>(kFirstDigit + word));
    at = *first + words[word].size();
    for (std::size_t i = 0; i < words.size(); ++i)
      if (next[i] < at) next[i] = text.find(words[i], at);
  }
}

Result<std::string> lengthen(std::string_view text, const std::vector<std::string_view>& words) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != kWord && text[i] != kLiteral) {
      out.push_back(text[i]);
      continue;
    }
    if (i + 1 == text.size()) return fail(ErrorCode::invalid_value, "a text of the index ends inside a word");
    const char behind = text[++i];
    if (text[i - 1] == kLiteral) {
      out.push_back(behind);
      continue;
    }
    const auto word = static_cast<std::size_t>(static_cast<unsigned char>(behind)) - kFirstDigit;
    if (word >= words.size())
      return fail(ErrorCode::invalid_value, "a text of the index names a word that is not there");
    out += words[word];
  }
  return out;
}

}  // namespace

std::string pack_text(const Advisory& advisory) {
  const auto words = words_of(advisory);
  std::string out;
  put_text(out, shorten(advisory.summary, words));
  put_text(out, shorten(without_digests(advisory.details), words));
  put_number(out, advisory.references.size());
  for (const Reference& reference : advisory.references) {
    put_text(out, reference.type);
    put_text(out, shorten(reference.url, words));
  }
  return out;
}

Result<void> unpack_text(std::string_view packed, Advisory& advisory) {
  const auto words = words_of(advisory);
  Cursor cursor(packed);
  advisory.summary = TRY(lengthen(cursor.text(), words));
  advisory.details = TRY(lengthen(cursor.text(), words));
  const std::uint64_t references = cursor.number();
  for (std::uint64_t i = 0; i < references && cursor.good(); ++i) {
    const std::string_view type = cursor.text(), url = cursor.text();
    advisory.references.push_back({std::string(type), TRY(lengthen(url, words))});
  }
  if (!cursor.good()) return fail(ErrorCode::invalid_value, "a text of the index is cut off");
  return {};
}

}  // namespace cordon::intel
