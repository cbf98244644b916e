#include "net/stated_digest.h"

#include <cstdint>
#include <span>

#include "base/crc32c.h"
#include "base/sha256.h"
#include "base/text.h"

namespace cordon::net {
namespace {

std::string base64(std::span<const std::uint8_t> bytes) {
  constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::size_t there = std::min<std::size_t>(3, bytes.size() - i);
    std::uint32_t group = 0;
    for (std::size_t k = 0; k < 3; ++k) group = group << 8 | (k < there ? bytes[i + k] : 0u);
    for (std::size_t k = 0; k < 4; ++k) out += k <= there ? kDigits[group >> (18 - 6 * k) & 63] : '=';
  }
  return out;
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\r')) text.remove_suffix(1);
  return text;
}

std::string digest_of(std::string_view body, std::string_view algorithm) {
  if (algorithm == "sha-256") return base64(sha256(body));
  const std::uint32_t sum = crc32c(body);
  const std::uint8_t bytes[] = {static_cast<std::uint8_t>(sum >> 24), static_cast<std::uint8_t>(sum >> 16),
                                static_cast<std::uint8_t>(sum >> 8), static_cast<std::uint8_t>(sum)};
  return base64(bytes);
}

}  // namespace

std::vector<StatedDigest> stated_digests(std::string_view header, std::string_view value) {
  std::vector<StatedDigest> out;
  const bool structured = header == "repr-digest";
  if (!structured && header != "digest" && header != "x-goog-hash") return out;
  while (!value.empty()) {
    const std::size_t comma = value.find(',');
    const std::string_view one = trimmed(value.substr(0, comma));
    value = comma == std::string_view::npos ? std::string_view() : value.substr(comma + 1);
    const std::size_t equals = one.find('=');
    if (equals == std::string_view::npos) continue;
    std::string algorithm = lower(one.substr(0, equals));
    std::string_view digest = one.substr(equals + 1);
    if (structured) {  // a byte sequence stands between colons
      if (digest.size() < 2 || digest.front() != ':' || digest.back() != ':') continue;
      digest = digest.substr(1, digest.size() - 2);
    }
    if (algorithm == "sha-256" || algorithm == "crc32c") out.push_back({std::move(algorithm), std::string(digest)});
  }
  return out;
}

Result<void> check_digests(std::string_view body, const std::vector<StatedDigest>& stated) {
  for (const StatedDigest& digest : stated)
    if (const std::string own = digest_of(body, digest.algorithm); own != digest.value)
      return fail(ErrorCode::invalid_value, "what came has the " + digest.algorithm + " digest " + own +
                                                ", and the server states " + text::visible(digest.value, 100));
  return {};
}

}  // namespace cordon::net
