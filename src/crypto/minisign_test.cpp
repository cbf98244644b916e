#include "crypto/minisign.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "crypto/minisign_vectors.h"

namespace cordon::crypto {
namespace {

PublicKey open_key() { return read_public_key(vectors::kOpenPublic).value(); }
SecretKey open_secret() { return read_secret_key(vectors::kOpenSecret, {}).value(); }

TEST(Minisign, VerifiesWhatMinisignSigned) {
  const Signature signature = read_signature(vectors::kOpenSignature).value();
  EXPECT_TRUE(signature.prehashed);
  EXPECT_EQ(signature.trusted_comment, "timestamp:1795930013\tfile:x\thashed");
  EXPECT_EQ(signature.untrusted_comment, "signature from minisign secret key");
  EXPECT_TRUE(verify(vectors::kContent, signature, open_key()));
  const Signature sealed = read_signature(vectors::kSealedSignature).value();
  EXPECT_TRUE(verify(vectors::kContent, sealed, read_public_key(vectors::kSealedPublic).value()));
}

TEST(Minisign, VerifiesTheAlgorithmOfOldVersions) {
  const Signature signature = read_signature(vectors::kLegacySignature).value();
  EXPECT_FALSE(signature.prehashed);
  EXPECT_TRUE(verify(vectors::kContent, signature, open_key()));
  Signature as_hashed = signature;
  as_hashed.prehashed = true;
  EXPECT_EQ(verify(vectors::kContent, as_hashed, open_key()).error().code, ErrorCode::bad_signature);
}

// Ed25519 has no random part: the same key signs the same bytes with the same signature, whoever computes it.
TEST(Minisign, SignsAsMinisignDoes) {
  const Signature theirs = read_signature(vectors::kOpenSignature).value();
  const Signature ours =
      sign(vectors::kContent, open_secret(), theirs.untrusted_comment, theirs.trusted_comment).value();
  EXPECT_EQ(ours, theirs);
  EXPECT_EQ(write_signature(ours), vectors::kOpenSignature);
}

TEST(Minisign, WhatIsReadIsWrittenAgain) {
  EXPECT_EQ(write_signature(read_signature(vectors::kLegacySignature).value()), vectors::kLegacySignature);
  EXPECT_EQ(write_public_key(open_key()), vectors::kOpenPublic);
  EXPECT_EQ(read_public_key(public_key_text(open_key())).value(), open_key());
  EXPECT_EQ(read_public_key(public_key_text(open_key()) + "\r\n").value(), open_key());
}

TEST(Minisign, AnotherContentCommentOrKeyDoesNotHold) {
  const Signature good = read_signature(vectors::kOpenSignature).value();
  const auto code = [](std::string_view content, const Signature& signature, const PublicKey& key) {
    const auto held = verify(content, signature, key);
    return held ? ErrorCode::internal : held.error().code;
  };
  EXPECT_EQ(code("hello", good, open_key()), ErrorCode::bad_signature);
  EXPECT_EQ(code("", good, open_key()), ErrorCode::bad_signature);
  Signature other = good;
  other.trusted_comment += " ";
  EXPECT_EQ(code(vectors::kContent, other, open_key()), ErrorCode::bad_signature);
  for (const std::size_t at : {0, 31, 32, 63}) {
    other = good;
    other.signature[at] ^= 1;
    EXPECT_EQ(code(vectors::kContent, other, open_key()), ErrorCode::bad_signature) << at;
    other = good;
    other.global_signature[at] ^= 1;
    EXPECT_EQ(code(vectors::kContent, other, open_key()), ErrorCode::bad_signature) << at;
  }
  PublicKey key = open_key();
  key.id[0] ^= 1;
  EXPECT_EQ(code(vectors::kContent, good, key), ErrorCode::bad_signature);
  key = read_public_key(vectors::kSealedPublic).value();
  EXPECT_EQ(code(vectors::kContent, good, key), ErrorCode::bad_signature);
  key.id = open_key().id;  // who claims an id does not have the key
  EXPECT_EQ(code(vectors::kContent, good, key), ErrorCode::bad_signature);
  // A key of small order, for which some implementations accept a signature of zeros over anything.
  key = open_key();
  key.key = {1};
  other = good;
  other.signature = {1};
  other.global_signature = {1};
  EXPECT_EQ(code(vectors::kContent, other, key), ErrorCode::bad_signature);
}

TEST(Minisign, OneOfSeveralKeysIsEnough) {
  const Signature good = read_signature(vectors::kOpenSignature).value();
  PublicKey impostor = read_public_key(vectors::kSealedPublic).value();
  impostor.id = open_key().id;  // ids are no secret: another key may have the same
  const std::vector<PublicKey> keys{read_public_key(vectors::kSealedPublic).value(), impostor, open_key()};
  EXPECT_EQ(verify_by_any(vectors::kContent, good, keys).value(), open_key());
  EXPECT_EQ(verify_by_any("other", good, keys).error().code, ErrorCode::bad_signature);
  EXPECT_EQ(verify_by_any(vectors::kContent, good, std::span(keys).first(2)).error().code, ErrorCode::bad_signature);
  EXPECT_EQ(verify_by_any(vectors::kContent, good, {}).error().code, ErrorCode::bad_signature);
}

TEST(Minisign, RefusesWhatIsNoPublicKey) {
  const auto code = [](const std::string& text) {
    const auto key = read_public_key(text);
    return key ? ErrorCode::internal : key.error().code;
  };
  const std::string key = public_key_text(open_key()), comment = "untrusted comment: x\n";
  EXPECT_EQ(code(""), ErrorCode::truncated);
  EXPECT_EQ(code(comment), ErrorCode::truncated);
  EXPECT_EQ(code("Q" + key.substr(1)), ErrorCode::unsupported_version);
  EXPECT_EQ(code(key.substr(1)), ErrorCode::syntax);
  EXPECT_EQ(code(key + key), ErrorCode::syntax);
  EXPECT_EQ(code(key + "\n" + key), ErrorCode::syntax);
  EXPECT_EQ(code(comment + key + "\nmore\n"), ErrorCode::syntax);
  EXPECT_EQ(code(std::string(vectors::kOpenSecret)), ErrorCode::syntax);
  EXPECT_EQ(code(std::string(20'000, 'R')), ErrorCode::too_large);
}

TEST(Minisign, RefusesWhatIsNoSignature) {
  const auto code = [](std::string_view text) {
    const auto signature = read_signature(text);
    return signature ? ErrorCode::internal : signature.error().code;
  };
  const std::string good(vectors::kOpenSignature);
  EXPECT_EQ(code(""), ErrorCode::truncated);
  for (std::size_t line = 1, end = good.find('\n'); line < 4; ++line, end = good.find('\n', end + 1))
    EXPECT_EQ(code(good.substr(0, end + 1)), ErrorCode::truncated) << line;
  EXPECT_EQ(code(good + "\n"), ErrorCode::syntax);
  EXPECT_EQ(code(good.substr(good.find('\n') + 1)), ErrorCode::syntax);
  std::string other = good;
  other[other.find("\nRU") + 2] = 'X';
  EXPECT_EQ(code(other), ErrorCode::unsupported_version);
  other = good;
  other.insert(other.find("timestamp"), "\033[2J");
  EXPECT_EQ(code(other), ErrorCode::syntax);
  other = good;
  other.insert(other.find("timestamp"), std::string(9'000, 'x'));
  EXPECT_EQ(code(other), ErrorCode::too_large);
  EXPECT_EQ(code(std::string(20'000, 'x')), ErrorCode::too_large);
}

TEST(Minisign, SignsNoCommentThatCannotBeRead) {
  EXPECT_EQ(sign("x", open_secret(), "", "a\nb").error().code, ErrorCode::syntax);
  EXPECT_EQ(sign("x", open_secret(), "a\rb", "").error().code, ErrorCode::syntax);
  EXPECT_EQ(sign("x", open_secret(), "", std::string(8'193, 'x')).error().code, ErrorCode::too_large);
  const Signature longest = sign("x", open_secret(), std::string(1'024, 'u'), std::string(8'192, 't')).value();
  EXPECT_EQ(read_signature(write_signature(longest)).value(), longest);
}

}  // namespace
}  // namespace cordon::crypto
