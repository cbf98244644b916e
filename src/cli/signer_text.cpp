#include "cli/signer_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <string_view>

#include "base/date.h"
#include "base/text.h"

namespace cordon::cli {
namespace {

constexpr std::size_t kShownBytes = 300;

// The day of "timestamp:1795933447"; nothing for what no clock shows.
std::optional<std::string> day_of(std::string_view digits) {
  constexpr std::int64_t kMost = 253'402'300'799;  // the end of 9999
  std::int64_t seconds = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), seconds);
  if (error != std::errc() || end != digits.data() + digits.size() || seconds < 0 || seconds > kMost)
    return std::nullopt;
  return time_of(seconds).substr(0, 10);
}

bool is_minisigns(std::string_view field) {
  static constexpr std::array kOwn = {"timestamp:", "file:", "pack:", "updated:"};
  return field == "hashed" || std::ranges::any_of(kOwn, [&](std::string_view own) { return field.starts_with(own); });
}

}  // namespace

std::string signer_text(const crypto::Signature& signature) {
  constexpr std::string_view kTimestamp = "timestamp:";
  std::string out = crypto::key_id_text(signature.key_id), more;
  std::string_view rest = signature.trusted_comment;
  if (rest.starts_with(kTimestamp)) {
    const std::string_view digits = rest.substr(kTimestamp.size(), rest.find('\t') - kTimestamp.size());
    if (const auto day = day_of(digits)) out += " on " + *day;
  }
  while (!rest.empty()) {
    const std::string_view field = rest.substr(0, rest.find('\t'));
    rest.remove_prefix(std::min(field.size() + 1, rest.size()));
    if (!field.empty() && !is_minisigns(field)) more.append(more.empty() ? "" : " ").append(field);
  }
  return more.empty() ? out : out + " (" + text::visible(more, kShownBytes) + ")";
}

std::string comment_text(const crypto::Signature& signature) {
  std::string comment = signature.trusted_comment;
  std::ranges::replace(comment, '\t', ' ');
  return text::visible(comment, kShownBytes);
}

}  // namespace cordon::cli
