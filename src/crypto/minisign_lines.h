// The lines that minisign's files are made of: comments and base64.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "crypto/secret.h"

namespace cordon::crypto {

inline constexpr std::string_view kUntrustedComment = "untrusted comment: ";
inline constexpr std::string_view kTrustedComment = "trusted comment: ";
// Of one comment without its prefix, as in minisign.
inline constexpr std::size_t kMostUntrustedComment = 1024;
inline constexpr std::size_t kMostTrustedComment = 8192;
// Of one file: four lines at their longest.
inline constexpr std::size_t kMostFileBytes = 16'384;

// The lines of a file, one after the other. "\n" ends a line and "\r\n" does, too; the last may lack it.
class LineReader {
 public:
  explicit LineReader(std::string_view text) : rest_(text) {}

  // The text of a comment. Fails with truncated where the file ends before it, with syntax without its prefix or with
  // control characters, with too_large beyond `most` bytes.
  Result<std::string_view> comment(std::string_view prefix, std::size_t most);
  // The bytes of a line of canonical, padded base64 (RFC 4648 section 4), exactly as many as `out` has. Fails with
  // truncated or syntax.
  Result<void> base64(std::span<unsigned char> out, std::string_view what);
  // Fails with syntax where anything follows.
  Result<void> end() const;

 private:
  Result<std::string_view> line(std::string_view what);

  std::string_view rest_;
  std::uint32_t number_ = 0;
};

// Canonical, padded base64.
std::string base64_of(std::span<const unsigned char> bytes);
// The same of bytes that must not be found later.
Secret secret_base64_of(std::span<const unsigned char> bytes);

// Whether a comment may stand in a file: no control characters but the tab, and no longer than `most`.
Result<void> check_comment(std::string_view comment, std::size_t most, std::uint32_t line = 0);

}  // namespace cordon::crypto
