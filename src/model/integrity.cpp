#include "model/integrity.h"

#include <algorithm>
#include <array>
#include <optional>

namespace cordon::model {
namespace {

struct Algorithm {
  std::string_view name;
  std::size_t bytes;
};
constexpr std::array<Algorithm, 4> kAlgorithms{{{"sha1", 20}, {"sha256", 32}, {"sha384", 48}, {"sha512", 64}}};
constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

// The six bits of a base64 letter of either alphabet (RFC 4648, sections 4 and 5).
constexpr std::array<std::int8_t, 256> kValues = [] {
  std::array<std::int8_t, 256> values{};
  values.fill(-1);
  for (std::size_t i = 0; i < kLetters.size(); ++i)
    values[static_cast<unsigned char>(kLetters[i])] = static_cast<std::int8_t>(i);
  values['-'] = 62;
  values['_'] = 63;
  return values;
}();

// Appends the canonical base64 of a digest of `bytes` bytes; false, and anything appended, when the text is none.
bool append_digest(std::string_view text, std::size_t bytes, std::string& out) {
  while (text.ends_with('=')) text.remove_suffix(1);
  if (text.size() != (bytes * 8 + 5) / 6) return false;
  int value = 0;
  for (const char c : text) {
    value = kValues[static_cast<unsigned char>(c)];
    if (value < 0) return false;
    out += kLetters[static_cast<std::size_t>(value)];
  }
  const std::size_t spare = text.size() * 6 - bytes * 8;  // bits of the last letter that carry nothing
  out.back() = kLetters[static_cast<std::size_t>(value >> spare << spare)];
  out.append((4 - text.size() % 4) % 4, '=');
  return true;
}

bool same_without_case(std::string_view text, std::string_view lower) {
  return std::ranges::equal(
      text, lower, [](char a, char b) { return (a >= 'A' && a <= 'Z' ? static_cast<char>(a - 'A' + 'a') : a) == b; });
}

std::optional<IntegrityHash> parse_hash(std::string_view text) {
  const std::size_t dash = text.find('-');
  if (dash == std::string_view::npos) return std::nullopt;
  const auto known = std::ranges::find_if(
      kAlgorithms, [&](const Algorithm& each) { return same_without_case(text.substr(0, dash), each.name); });
  if (known == kAlgorithms.end()) return std::nullopt;
  const std::string_view written = text.substr(0, text.find('?'));
  IntegrityHash out;
  out.algorithm = static_cast<DigestAlgorithm>(known - kAlgorithms.begin());
  out.sri.reserve(known->name.size() + 1 + (known->bytes + 2) / 3 * 4);
  out.sri.append(known->name).append("-");
  if (!append_digest(written.substr(dash + 1), known->bytes, out.sri)) out.sri.clear();
  out.canonical = !out.sri.empty() && out.sri == written;
  return out;
}

}  // namespace

std::vector<IntegrityHash> parse_integrity(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n";
  std::vector<IntegrityHash> out;
  for (std::size_t start = text.find_first_not_of(kSpace); start != std::string_view::npos;) {
    const std::size_t end = std::min(text.find_first_of(kSpace, start), text.size());
    if (std::optional<IntegrityHash> hash = parse_hash(text.substr(start, end - start)))
      out.push_back(std::move(*hash));
    start = text.find_first_not_of(kSpace, end);
  }
  return out;
}

std::string hex_of_integrity(const IntegrityHash& hash) {
  const std::size_t digits = hash.sri.empty() ? 0 : kAlgorithms[static_cast<std::size_t>(hash.algorithm)].bytes * 2;
  std::string out;
  std::uint32_t bits = 0;
  unsigned held = 0;
  for (const char c : std::string_view(hash.sri).substr(hash.sri.find('-') + 1)) {
    if (c == '=') break;
    bits = bits << 6 | static_cast<std::uint32_t>(kLetters.find(c));
    held += 6;
    for (; held >= 4 && out.size() < digits; held -= 4) out += "0123456789abcdef"[bits >> (held - 4) & 15];
    bits &= (1u << held) - 1;
  }
  return out;
}

std::string integrity_of_hex(DigestAlgorithm algorithm, std::string_view hex) {
  const Algorithm& known = kAlgorithms[static_cast<std::size_t>(algorithm)];
  if (hex.size() != known.bytes * 2) return {};
  std::string out = std::string(known.name) + "-";
  std::uint32_t bits = 0;
  int held = 0;
  for (const char c : hex) {
    const char small = c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c;
    const std::size_t value = std::string_view("0123456789abcdef").find(small);
    if (value == std::string_view::npos) return {};
    bits = (bits << 4 | static_cast<std::uint32_t>(value)) & 0xfff;
    held += 4;
    if (held >= 6) out += kLetters[bits >> (held -= 6) & 63];
  }
  if (held > 0) out += kLetters[bits << (6 - held) & 63];
  out.append((4 - (out.size() - known.name.size() - 1) % 4) % 4, '=');
  return out;
}

}  // namespace cordon::model
