#include "crypto/minisign.h"

#include <sodium.h>

#include <algorithm>
#include <cstring>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "crypto/minisign_lines.h"
#include "crypto/sodium_ready.h"

namespace cordon::crypto {
namespace {

constexpr std::size_t kPublicKeyBytes = 2 + 8 + 32, kSignatureBytes = 2 + 8 + 64;

using Digest = std::array<unsigned char, 64>;

const unsigned char* bytes_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

Digest digest_of(std::string_view content) {
  Digest digest{};
  ::crypto_generichash(digest.data(), digest.size(), bytes_of(content), content.size(), nullptr, 0);
  return digest;
}

// What the second signature is over.
std::vector<unsigned char> signed_comment(const Signature& signature) {
  std::vector<unsigned char> out(signature.signature.begin(), signature.signature.end());
  out.insert(out.end(), signature.trusted_comment.begin(), signature.trusted_comment.end());
  return out;
}

bool holds(const std::array<unsigned char, 64>& signature, std::span<const unsigned char> message,
           const PublicKey& key) {
  return ::crypto_sign_verify_detached(signature.data(), message.data(), message.size(), key.key.data()) == 0;
}

Result<PublicKey> read_key_line(LineReader& lines, std::uint32_t number) {
  std::array<unsigned char, kPublicKeyBytes> bytes{};
  TRY(lines.base64(bytes, "a public key of minisign"));
  TRY(lines.end());
  if (bytes[0] != 'E' || bytes[1] != 'd')
    return fail(ErrorCode::unsupported_version, "not an Ed25519 key of minisign", number);
  PublicKey key;
  std::copy_n(bytes.begin() + 2, key.id.size(), key.id.begin());
  std::copy_n(bytes.begin() + 10, key.key.size(), key.key.begin());
  return key;
}

}  // namespace

Result<PublicKey> read_public_key(std::string_view text) {
  if (text.size() > kMostFileBytes) return fail(ErrorCode::too_large, "larger than any public key of minisign");
  LineReader lines(text);
  // The key alone is one line of base64, in which no blank can stand.
  const bool has_comment = text.substr(0, text.find('\n')).find(' ') != std::string_view::npos;
  if (has_comment) TRY(lines.comment(kUntrustedComment, kMostUntrustedComment));
  return read_key_line(lines, has_comment ? 2 : 1);
}

std::string public_key_text(const PublicKey& key) {
  std::array<unsigned char, kPublicKeyBytes> bytes{'E', 'd'};
  std::ranges::copy(key.id, bytes.begin() + 2);
  std::ranges::copy(key.key, bytes.begin() + 10);
  return base64_of(bytes);
}

std::string write_public_key(const PublicKey& key) {
  return std::string(kUntrustedComment) + "minisign public key " + key_id_text(key.id) + "\n" + public_key_text(key) +
         "\n";
}

Result<Signature> read_signature(std::string_view text) {
  if (text.size() > kMostFileBytes) return fail(ErrorCode::too_large, "larger than any signature of minisign");
  LineReader lines(text);
  Signature out;
  out.untrusted_comment = TRY(lines.comment(kUntrustedComment, kMostUntrustedComment));
  std::array<unsigned char, kSignatureBytes> bytes{};
  TRY(lines.base64(bytes, "a signature of minisign"));
  if (bytes[0] != 'E' || (bytes[1] != 'd' && bytes[1] != 'D'))
    return fail(ErrorCode::unsupported_version, "not an Ed25519 signature of minisign", 2);
  out.prehashed = bytes[1] == 'D';
  std::copy_n(bytes.begin() + 2, out.key_id.size(), out.key_id.begin());
  std::copy_n(bytes.begin() + 10, out.signature.size(), out.signature.begin());
  out.trusted_comment = TRY(lines.comment(kTrustedComment, kMostTrustedComment));
  TRY(lines.base64(out.global_signature, "the signature of the comment"));
  TRY(lines.end());
  return out;
}

std::string write_signature(const Signature& signature) {
  std::array<unsigned char, kSignatureBytes> bytes{'E', static_cast<unsigned char>(signature.prehashed ? 'D' : 'd')};
  std::ranges::copy(signature.key_id, bytes.begin() + 2);
  std::ranges::copy(signature.signature, bytes.begin() + 10);
  return std::string(kUntrustedComment) + signature.untrusted_comment + "\n" + base64_of(bytes) + "\n" +
         std::string(kTrustedComment) + signature.trusted_comment + "\n" + base64_of(signature.global_signature) + "\n";
}

Result<void> verify(std::string_view content, const Signature& signature, const PublicKey& key) {
  make_sodium_ready();
  if (signature.key_id != key.id)
    return fail(ErrorCode::bad_signature,
                "signed by the key " + key_id_text(signature.key_id) + ", not by " + key_id_text(key.id));
  const Digest digest = signature.prehashed ? digest_of(content) : Digest{};
  const std::span<const unsigned char> message =
      signature.prehashed ? std::span<const unsigned char>(digest)
                          : std::span<const unsigned char>(bytes_of(content), content.size());
  if (!holds(signature.signature, message, key))
    return fail(ErrorCode::bad_signature,
                "the key " + key_id_text(key.id) + " did not sign these bytes: the file or its signature was changed");
  if (!holds(signature.global_signature, signed_comment(signature), key))
    return fail(ErrorCode::bad_signature, "the comment of the signature was changed");
  return {};
}

Result<PublicKey> verify_by_any(std::string_view content, const Signature& signature, std::span<const PublicKey> keys) {
  std::optional<Error> last;
  for (const PublicKey& key : keys) {
    if (key.id != signature.key_id) continue;
    Result<void> held = verify(content, signature, key);
    if (held) return key;
    last = std::move(held.error());
  }
  if (last) return std::unexpected(std::move(*last));
  return fail(ErrorCode::bad_signature, "signed by the key " + key_id_text(signature.key_id) +
                                            ", which is none of the " + std::to_string(keys.size()) +
                                            " that are trusted");
}

Result<Signature> sign(std::string_view content, const SecretKey& key, std::string_view untrusted_comment,
                       std::string_view trusted_comment) {
  make_sodium_ready();
  TRY(check_comment(untrusted_comment, kMostUntrustedComment));
  TRY(check_comment(trusted_comment, kMostTrustedComment));
  const PublicKey public_half = TRY(public_key_of(key));
  Signature out;
  out.key_id = key.id;
  out.untrusted_comment = untrusted_comment;
  out.trusted_comment = trusted_comment;
  const Digest digest = digest_of(content);
  ::crypto_sign_detached(out.signature.data(), nullptr, digest.data(), digest.size(), key.key.bytes().data());
  const std::vector<unsigned char> second = signed_comment(out);
  ::crypto_sign_detached(out.global_signature.data(), nullptr, second.data(), second.size(), key.key.bytes().data());
  TRY(verify(content, out, public_half));
  return out;
}

}  // namespace cordon::crypto
