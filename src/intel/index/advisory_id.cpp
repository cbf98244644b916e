#include "intel/index/advisory_id.h"

#include <algorithm>
#include <array>

namespace cordon::intel {
namespace {

// The scheme of a name is its place here; new ones are added at the end, because indexes hold these numbers.
constexpr std::array<std::string_view, 8> kSchemes = {"", "GHSA", "CVE", "GO", "LWA", "MAL", "PYSEC", "RUSTSEC"};
constexpr std::uint64_t kGithub = 1;
constexpr std::string_view kGithubDigits = "23456789cfghjmpqrvwx";
constexpr std::size_t kGithubBytes = 19;

// Value of NAME-YYYY-NUMBER: 12 bits of year, 4 of the number's digits, 40 of the number.
constexpr int kYearShift = 44, kDigitsShift = 40;
constexpr std::size_t kMaxDigits = 12;

std::optional<std::uint64_t> decimal(std::string_view text, std::size_t max_digits) {
  if (text.empty() || text.size() > max_digits) return std::nullopt;
  std::uint64_t value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + static_cast<std::uint64_t>(c - '0');
  }
  return value;
}

std::optional<AdvisoryKey> github_key(std::string_view id) {
  if (id.size() != kGithubBytes) return std::nullopt;
  std::uint64_t value = 0;
  for (std::size_t i = 4; i < id.size(); ++i) {
    if (i % 5 == 4) {
      if (id[i] != '-') return std::nullopt;
      continue;
    }
    const std::size_t digit = kGithubDigits.find(id[i]);
    if (digit == std::string_view::npos) return std::nullopt;
    value = value * kGithubDigits.size() + digit;
  }
  return kGithub << kSchemeShift | value;
}

// With zeros in front up to so many digits; without a library for it, because a scan writes tens of thousands.
void put_decimal(std::string& out, std::uint64_t value, std::size_t digits) {
  std::array<char, 20> text{};
  std::size_t begin = text.size();
  while (begin > 0 && (value != 0 || text.size() - begin < digits)) {
    text[--begin] = static_cast<char>('0' + value % 10);
    value /= 10;
  }
  out.append(text.data() + begin, text.size() - begin);
}

std::string github_id(std::uint64_t value) {
  std::string id = "GHSA-____-____-____";
  for (std::size_t i = id.size(); i-- > 5;) {
    if (id[i] == '-') continue;
    id[i] = kGithubDigits[value % kGithubDigits.size()];
    value /= kGithubDigits.size();
  }
  return value == 0 ? id : std::string();
}

}  // namespace

std::optional<AdvisoryKey> key_of(std::string_view id) {
  const std::size_t dash = id.find('-');
  if (dash == std::string_view::npos || dash == 0) return std::nullopt;
  const auto found = std::ranges::find(kSchemes, id.substr(0, dash));
  if (found == kSchemes.end()) return std::nullopt;
  const auto scheme = static_cast<std::uint64_t>(found - kSchemes.begin());
  if (scheme == kGithub) return github_key(id);
  const std::string_view rest = id.substr(dash + 1);
  if (rest.size() < 6 || rest[4] != '-') return std::nullopt;
  const auto year = decimal(rest.substr(0, 4), 4);
  const auto number = decimal(rest.substr(5), kMaxDigits);
  if (!year || *year >= 1 << 12 || !number || *number >> kDigitsShift != 0) return std::nullopt;
  return scheme << kSchemeShift | *year << kYearShift | std::uint64_t{rest.size() - 5} << kDigitsShift | *number;
}

std::string id_of(AdvisoryKey key) {
  const std::uint64_t scheme = key >> kSchemeShift, value = key & ((std::uint64_t{1} << kSchemeShift) - 1);
  if (scheme == 0 || scheme >= kSchemes.size()) return {};
  if (scheme == kGithub) return github_id(value);
  std::string id(kSchemes[scheme]);
  id += '-';
  put_decimal(id, value >> kYearShift, 4);
  id += '-';
  put_decimal(id, value & ((std::uint64_t{1} << kDigitsShift) - 1), value >> kDigitsShift & 0xf);
  return id;
}

}  // namespace cordon::intel
