// Minisign's files: public keys, secret keys and signatures, as somebody sends them. What is read must come out as it
// went in; and a good signature that the input changes must not hold any more, whatever the change.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "crypto/minisign.h"
#include "crypto/minisign_vectors.h"

using namespace cordon;
using namespace cordon::crypto;

namespace {

void expect(bool property) {
  if (!property) std::abort();
}

// Opening a key costs memory and seconds where a file says so: those are only read.
void check_secret_key(std::string_view text) {
  const auto sealed = wants_password(text);
  if (!sealed || *sealed) return;
  const auto key = read_secret_key(text, {});
  if (!key) return;
  const auto again = write_secret_key(*key, {});
  expect(again && read_secret_key(again->text(), {})->key.text() == key->key.text());
}

void check_public_key(std::string_view text) {
  const auto key = read_public_key(text);
  if (!key) return;
  expect(read_public_key(write_public_key(*key)) == *key);
  expect(read_public_key(public_key_text(*key)) == *key);
}

// The vectors are the only signatures of this key that are known: nobody else has made one.
void check_signature(std::string_view text) {
  static const PublicKey key = read_public_key(vectors::kOpenPublic).value();
  static const Signature hashed = read_signature(vectors::kOpenSignature).value();
  static const Signature legacy = read_signature(vectors::kLegacySignature).value();
  const auto signature = read_signature(text);
  if (!signature) return;
  expect(read_signature(write_signature(*signature)) == *signature);
  if (!verify(vectors::kContent, *signature, key)) return;
  Signature same = *signature;
  same.untrusted_comment = hashed.untrusted_comment;  // the one part that nothing protects
  expect(same == hashed || same == legacy);
}

// Input: where to change a good signature, and to what.
void check_changed(const std::uint8_t* data, std::size_t size) {
  std::string text(vectors::kOpenSignature);
  for (std::size_t i = 0; i + 2 < size && i < 24; i += 3) {
    const std::size_t at = (data[i] | static_cast<std::size_t>(data[i + 1]) << 8) % text.size();
    text[at] = static_cast<char>(data[i + 2]);
  }
  check_signature(text);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  check_public_key(text);
  check_secret_key(text);
  check_signature(text);
  check_changed(data, size);
  return 0;
}
