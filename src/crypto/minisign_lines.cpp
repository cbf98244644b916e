#include "crypto/minisign_lines.h"

#include <sodium.h>

#include <algorithm>

namespace cordon::crypto {

Result<std::string_view> LineReader::line(std::string_view what) {
  ++number_;
  if (rest_.empty()) return fail(ErrorCode::truncated, "ends before " + std::string(what), number_);
  const std::size_t end = std::min(rest_.find('\n'), rest_.size());
  std::string_view found = rest_.substr(0, end);
  rest_.remove_prefix(std::min(end + 1, rest_.size()));
  if (found.ends_with('\r')) found.remove_suffix(1);
  return found;
}

Result<std::string_view> LineReader::comment(std::string_view prefix, std::size_t most) {
  const std::string what = "the line '" + std::string(prefix) + "…'";
  std::string_view found = TRY(line(what));
  if (!found.starts_with(prefix)) return fail(ErrorCode::syntax, "expected " + what, number_);
  found.remove_prefix(prefix.size());
  TRY(check_comment(found, most, number_));
  return found;
}

Result<void> LineReader::base64(std::span<unsigned char> out, std::string_view what) {
  const std::string_view found = TRY(line(what));
  std::size_t length = 0;
  const char* end = nullptr;
  const int failed = ::sodium_base642bin(out.data(), out.size(), found.data(), found.size(), nullptr, &length, &end,
                                         sodium_base64_VARIANT_ORIGINAL);
  if (failed != 0 || length != out.size() || end != found.data() + found.size())
    return fail(ErrorCode::syntax,
                "expected " + std::string(what) + ": " + std::to_string(out.size()) +
                    " bytes in base64, and nothing else in its line",
                number_);
  return {};
}

Result<void> LineReader::end() const {
  if (!rest_.empty()) return fail(ErrorCode::syntax, "something follows behind the last line", number_ + 1);
  return {};
}

std::string base64_of(std::span<const unsigned char> bytes) {
  std::string out(sodium_base64_ENCODED_LEN(bytes.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
  ::sodium_bin2base64(out.data(), out.size(), bytes.data(), bytes.size(), sodium_base64_VARIANT_ORIGINAL);
  out.pop_back();  // the NUL that C wants
  return out;
}

Secret secret_base64_of(std::span<const unsigned char> bytes) {
  Secret with_end(sodium_base64_ENCODED_LEN(bytes.size(), sodium_base64_VARIANT_ORIGINAL));
  ::sodium_bin2base64(reinterpret_cast<char*>(with_end.bytes().data()), with_end.size(), bytes.data(), bytes.size(),
                      sodium_base64_VARIANT_ORIGINAL);
  return Secret(with_end.text().substr(0, with_end.size() - 1));
}

Result<void> check_comment(std::string_view comment, std::size_t most, std::uint32_t line) {
  if (comment.size() > most)
    return fail(ErrorCode::too_large, "a comment of more than " + std::to_string(most) + " bytes", line);
  const auto is_control = [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && byte != '\t') || byte == 0x7f;
  };
  if (std::ranges::any_of(comment, is_control))
    return fail(ErrorCode::syntax, "a control character in a comment", line);
  return {};
}

}  // namespace cordon::crypto
