#include "intel/field_form.h"

#include <algorithm>
#include <cstdint>

#include "base/date.h"
#include "base/text.h"
#include "base/utf8.h"
#include "intel/characters.h"

namespace cordon::intel {
namespace {

constexpr std::size_t kLongestText = 2'000;

// Value of the digits at [at, at + count), or -1.
int number(std::string_view text, std::size_t at, std::size_t count) {
  if (at + count > text.size()) return -1;
  int value = 0;
  for (std::size_t i = at; i < at + count; ++i) {
    if (!is_digit(text[i])) return -1;
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

// GHSA identifiers use an alphabet without look-alikes.
bool is_ghsa(std::string_view id) {
  static constexpr std::string_view kAlphabet = "23456789cfghjmpqrvwx";
  if (id.size() != 19) return false;
  for (std::size_t i = 4; i < id.size(); ++i) {
    if (i % 5 == 4 ? id[i] != '-' : kAlphabet.find(id[i]) == std::string_view::npos) return false;
  }
  return true;
}

// PREFIX-YYYY-digits with at least `digits` digits.
bool is_numbered(std::string_view id, std::size_t prefix, std::size_t digits) {
  const int year = number(id, prefix, 4);
  if (year < 1990 || id.size() < prefix + 5 + digits || id[prefix + 4] != '-') return false;
  return std::ranges::all_of(id.substr(prefix + 5), is_digit);
}

}  // namespace

Fault text_fault(std::string_view text) {
  if (text.empty()) return "empty";
  if (text.size() > kLongestText) return "longer than 2000 bytes";
  for (const char* at = text.data(); at != text.data() + text.size();) {
    const std::size_t length = utf8::sequence_length(at, text.data() + text.size());
    if (length == 0) return "no UTF-8";
    if (text::is_hidden(utf8::decode(at, length))) return "holds a line break or a hidden character";
    at += length;
  }
  return {};
}

Fault date_fault(std::string_view date) {
  if (!is_date(date)) return "no date of the calendar of the form YYYY-MM-DD";
  return date < "1990" ? "before 1990" : Fault{};
}

Fault timestamp_fault(std::string_view timestamp) {
  static constexpr Fault kForm = "no instant of the form YYYY-MM-DDTHH:MM:SSZ";
  if (timestamp.size() < 20 || timestamp.size() > 30 || timestamp[10] != 'T' || timestamp.back() != 'Z') return kForm;
  if (const Fault fault = date_fault(timestamp.substr(0, 10)); !fault.empty()) return fault;
  if (timestamp[13] != ':' || timestamp[16] != ':') return kForm;
  const int hour = number(timestamp, 11, 2), minute = number(timestamp, 14, 2), second = number(timestamp, 17, 2);
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60) return "no time of day";
  const std::string_view fraction = timestamp.substr(19, timestamp.size() - 20);
  if (fraction.empty()) return {};
  if (fraction[0] != '.' || fraction.size() < 2 || !std::ranges::all_of(fraction.substr(1), is_digit)) return kForm;
  return {};
}

Fault pack_id_fault(std::string_view id) {
  if (id.empty() || id.size() > 64) return "not 1 to 64 bytes";
  char before = '-';
  for (const char c : id) {
    if (!is_lower(c) && !is_digit(c) && c != '-') return "only lower-case letters, digits and hyphens are allowed";
    if (c == '-' && before == '-') return "hyphens stand between other characters";
    before = c;
  }
  return before == '-' ? "hyphens stand between other characters" : Fault{};
}

Fault advisory_id_fault(std::string_view id) {
  if (id.size() > 100) return "longer than 100 bytes";
  if (id.starts_with("GHSA-")) return is_ghsa(id) ? Fault{} : "no GHSA identifier (GHSA-xxxx-xxxx-xxxx)";
  if (id.starts_with("CVE-")) return is_numbered(id, 4, 4) ? Fault{} : "no CVE identifier (CVE-YYYY-NNNN)";
  if (id.starts_with("MAL-")) return is_numbered(id, 4, 1) ? Fault{} : "no MAL identifier (MAL-YYYY-N)";
  const std::size_t hyphen = id.find('-');
  if (hyphen == std::string_view::npos || hyphen == 0 || hyphen + 1 == id.size()) return "no identifier of an advisory";
  if (!std::ranges::all_of(id.substr(0, hyphen), is_upper)) return "no identifier of an advisory";
  const auto allowed = [](char c) { return is_alphanumeric(c) || c == '-' || c == '.' || c == ':'; };
  return std::ranges::all_of(id, allowed) ? Fault{} : "no identifier of an advisory";
}

Fault tag_fault(std::string_view tag) {
  static constexpr Fault kForm = "no tag of the form namespace.name";
  const std::size_t dot = tag.find('.');
  if (dot == std::string_view::npos || dot == 0 || dot + 1 == tag.size() || tag.size() > 100) return kForm;
  const auto allowed = [](char c) { return is_lower(c) || is_digit(c) || c == '.' || c == '-' || c == '_'; };
  if (!std::ranges::all_of(tag, allowed)) return kForm;
  if (!tag.starts_with("attack.t") || tag.size() < 9 || !is_digit(tag[8])) return {};
  const std::string_view technique = tag.substr(8);
  const bool plain = technique.size() == 4 && std::ranges::all_of(technique, is_digit);
  const bool sub =
      technique.size() == 8 && technique[4] == '.' && number(technique, 0, 4) >= 0 && number(technique, 5, 3) >= 0;
  return plain || sub ? Fault{} : "no ATT&CK technique (t1195 or t1195.002)";
}

}  // namespace cordon::intel
