#include "model/semver_scan.h"

#include <algorithm>

#include "base/utf8.h"

namespace cordon::model::semver::scan {
namespace {

// node-semver bounds the repetitions of its patterns. Beyond them a token is not recognised, which is visible in loose
// mode only: what is not recognised there is dropped, what is recognised and too big is an error.
constexpr std::size_t kMaxDigits = 256;
constexpr std::size_t kMaxIdentifier = 250;

bool is_identifier_byte(char c) { return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-'; }

bool at_byte(std::string_view text, std::size_t at, char c) { return at < text.size() && text[at] == c; }

std::size_t digits(std::string_view text, std::size_t at, std::size_t limit) {
  std::size_t end = at;
  while (end < text.size() && end - at < limit && is_digit(text[end])) ++end;
  return end;
}

// Strict: "0" or digits that do not begin with 0.
std::size_t number(std::string_view text, std::size_t at, bool loose) {
  if (loose) return digits(text, at, kMaxDigits);
  return at_byte(text, at, '0') ? at + 1 : digits(text, at, kMaxDigits + 1);
}

std::size_t number_or_x(std::string_view text, std::size_t at, bool loose) {
  if (at < text.size() && (text[at] == 'x' || text[at] == 'X' || text[at] == '*')) return at + 1;
  return number(text, at, loose);
}

std::size_t identifier(std::string_view text, std::size_t at, bool loose) {
  std::size_t end = digits(text, at, kMaxDigits);
  if (end < text.size() && is_identifier_byte(text[end]) && !is_digit(text[end])) {
    const std::size_t letter = end++;
    while (end < text.size() && end - letter <= kMaxIdentifier && is_identifier_byte(text[end])) ++end;
    return end;
  }
  return number(text, at, loose);
}

// Sets the pre-release and build that may follow the third number.
void rest(std::string_view text, bool loose, Ending ending, Parts& parts) {
  if (loose && ending == Ending::at_end && parts.patch.size() > 1 && at_byte(text, parts.end, '.')) {
    parts.patch.remove_suffix(1);
    --parts.end;
  }
  const std::size_t at = parts.end;
  std::size_t first = at_byte(text, at, '-') ? at + 1 : at;
  std::size_t end = first == at && !loose ? first : identifiers(text, first, loose);
  if (end == first && first != at && loose) end = identifiers(text, first = at, loose);  // the hyphen is the identifier
  if (end != first) {
    parts.prerelease = text.substr(first, end - first);
    parts.end = end;
  }
  if (const std::size_t after = build(text, parts.end); after != parts.end) {
    parts.build = text.substr(parts.end + 1, after - parts.end - 1);
    parts.end = after;
  }
}

// Bytes of the white-space character at `at`, as JavaScript's \s has it; 0 if there is none.
std::size_t space_length(std::string_view text, std::size_t at) {
  const char c = text[at];
  if (c == ' ' || (c >= '\t' && c <= '\r')) return 1;
  if (static_cast<unsigned char>(c) < 0x80) return 0;
  const std::size_t length = utf8::sequence_length(text.data() + at, text.data() + text.size());
  if (length < 2) return 0;
  const std::uint32_t code = utf8::decode(text.data() + at, length);
  const bool space = code == 0xA0 || code == 0x1680 || (code >= 0x2000 && code <= 0x200A) || code == 0x2028 ||
                     code == 0x2029 || code == 0x202F || code == 0x205F || code == 0x3000 || code == 0xFEFF;
  return space ? length : 0;
}

}  // namespace

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool all_digits(std::string_view text) { return std::all_of(text.begin(), text.end(), is_digit); }

std::size_t identifiers(std::string_view text, std::size_t at, bool loose) {
  std::size_t end = identifier(text, at, loose);
  if (end == at) return at;
  while (at_byte(text, end, '.')) {
    const std::size_t next = identifier(text, end + 1, loose);
    if (next == end + 1) break;
    end = next;
  }
  return end;
}

std::size_t build(std::string_view text, std::size_t at) {
  if (!at_byte(text, at, '+')) return at;
  std::size_t end = at;
  for (std::size_t next = at + 1;;) {
    const std::size_t first = next;
    while (next < text.size() && is_identifier_byte(text[next])) ++next;
    if (next == first) return end;  // nothing after the '+' or the '.': that byte is not part of it
    end = next;
    if (!at_byte(text, end, '.')) return end;
    ++next;
  }
}

std::size_t skip_prefix(std::string_view text, std::size_t at) {
  while (at < text.size() && (text[at] == 'v' || text[at] == '=' || text[at] == ' ')) ++at;
  return at;
}

std::optional<Parts> full(std::string_view text, std::size_t at, bool loose, Ending ending) {
  if (loose) at = skip_prefix(text, at);
  else if (at_byte(text, at, 'v')) ++at;
  Parts parts;
  for (std::string_view* part : {&parts.major, &parts.minor, &parts.patch}) {
    if (part != &parts.major && !at_byte(text, at++, '.')) return std::nullopt;
    const std::size_t end = number(text, at, loose);
    if (end == at) return std::nullopt;
    *part = text.substr(at, end - at);
    at = end;
  }
  parts.end = at;
  rest(text, loose, ending, parts);
  return parts;
}

std::optional<Parts> partial(std::string_view text, std::size_t at, bool loose, Ending ending) {
  at = skip_prefix(text, at);
  Parts parts;
  parts.end = number_or_x(text, at, loose);
  if (parts.end == at) return std::nullopt;
  parts.major = text.substr(at, parts.end - at);
  for (std::string_view* part : {&parts.minor, &parts.patch}) {
    if (!at_byte(text, parts.end, '.')) return parts;
    const std::size_t first = parts.end + 1;
    const std::size_t end = number_or_x(text, first, loose);
    if (end == first) return parts;
    *part = text.substr(first, end - first);
    parts.end = end;
  }
  rest(text, loose, ending, parts);
  return parts;
}

std::string squeeze(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  bool pending = false;
  for (std::size_t at = 0; at < text.size();) {
    if (const std::size_t length = space_length(text, at); length != 0) {
      pending = !out.empty();
      at += length;
      continue;
    }
    if (pending) out += ' ';
    pending = false;
    out += text[at++];
  }
  return out;
}

std::size_t utf16_length(std::string_view text) {
  std::size_t units = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    units += (byte & 0xC0) != 0x80 ? 1 : 0;
    units += byte >= 0xF0 ? 1 : 0;
  }
  return units;
}

}  // namespace cordon::model::semver::scan
