#include "crypto/minisign_secret_key.h"

#include <gtest/gtest.h>

#include <initializer_list>
#include <string>
#include <utility>

#include "crypto/minisign.h"
#include "crypto/minisign_vectors.h"

namespace cordon::crypto {
namespace {

// Cheap enough for a test, and what minisign takes where memory is short.
constexpr PasswordCost kCheap{1u << 16, 1u << 24};

Secret secret(std::string_view text) { return Secret(text); }

ErrorCode refusal(std::string_view text, std::string_view password = "") {
  const auto key = read_secret_key(text, secret(password));
  return key ? ErrorCode::internal : key.error().code;
}

// The text with one byte of its base64 replaced so that the byte at `at` of the file becomes another.
std::string with_character(std::string_view text, std::size_t at, char character) {
  std::string out(text);
  out[out.find('\n') + 1 + at] = character;
  return out;
}

TEST(MinisignSecretKey, ReadsTheKeysOfMinisign) {
  const SecretKey open = read_secret_key(vectors::kOpenSecret, {}).value();
  EXPECT_EQ(public_key_of(open).value(), read_public_key(vectors::kOpenPublic).value());
  EXPECT_EQ(key_id_text(open.id), "799A5A5391651EC8");
  const SecretKey sealed = read_secret_key(vectors::kSealedSecret, secret(vectors::kPassword)).value();
  EXPECT_EQ(public_key_of(sealed).value(), read_public_key(vectors::kSealedPublic).value());
  EXPECT_FALSE(wants_password(vectors::kOpenSecret).value());
  EXPECT_TRUE(wants_password(vectors::kSealedSecret).value());
}

TEST(MinisignSecretKey, AWrongPasswordIsSaidToBeOne) {
  EXPECT_EQ(refusal(vectors::kSealedSecret, "correct horses"), ErrorCode::wrong_password);
  EXPECT_EQ(refusal(vectors::kSealedSecret, ""), ErrorCode::wrong_password);
}

TEST(MinisignSecretKey, WritesWhatItReads) {
  const SecretKey key = make_secret_key();
  for (const std::string_view password : {"", "a", "correct horse \xF0\x9F\x90\xB4"}) {
    const Secret text = write_secret_key(key, secret(password), kCheap).value();
    EXPECT_EQ(wants_password(text.text()).value(), !password.empty());
    const SecretKey again = read_secret_key(text.text(), secret(password)).value();
    EXPECT_EQ(again.key.text(), key.key.text());
    EXPECT_EQ(again.id, key.id);
  }
  EXPECT_NE(make_secret_key().id, key.id);
}

// Byte for byte what minisign wrote, where nothing is random.
TEST(MinisignSecretKey, AKeyWithoutPasswordIsWrittenAsMinisignDoes) {
  const SecretKey key = read_secret_key(vectors::kOpenSecret, {}).value();
  EXPECT_EQ(write_secret_key(key, {}).value().text(), vectors::kOpenSecret);
}

TEST(MinisignSecretKey, RefusesWhatIsNoKey) {
  EXPECT_EQ(refusal(""), ErrorCode::truncated);
  EXPECT_EQ(refusal("untrusted comment: x\n"), ErrorCode::truncated);
  EXPECT_EQ(refusal("hello\n"), ErrorCode::syntax);
  EXPECT_EQ(refusal(vectors::kOpenPublic), ErrorCode::syntax);
  EXPECT_EQ(refusal(std::string(vectors::kOpenSecret) + "x"), ErrorCode::syntax);
  EXPECT_EQ(refusal(std::string(20'000, 'x')), ErrorCode::too_large);
  EXPECT_EQ(refusal(with_character(vectors::kOpenSecret, 0, 'Q')), ErrorCode::unsupported_version);
  EXPECT_EQ(refusal(with_character(vectors::kOpenSecret, 4, 'B')), ErrorCode::unsupported_version);
  EXPECT_EQ(refusal(with_character(vectors::kOpenSecret, 6, 'J')), ErrorCode::unsupported_version);
}

TEST(MinisignSecretKey, RefusesHalvesThatDoNotBelongTogether) {
  EXPECT_EQ(refusal(with_character(vectors::kOpenSecret, 90, 'x')), ErrorCode::invalid_value);
  SecretKey mixed = make_secret_key();
  mixed.key.bytes()[40] ^= 1;
  EXPECT_EQ(public_key_of(mixed).error().code, ErrorCode::invalid_value);
  EXPECT_EQ(write_secret_key(mixed, {}).error().code, ErrorCode::invalid_value);
  EXPECT_EQ(sign("x", mixed, "", "").error().code, ErrorCode::invalid_value);
  EXPECT_EQ(sign("x", SecretKey{}, "", "").error().code, ErrorCode::invalid_value);
}

// Bytes 38 to 53 say what opening costs: a file that asks for all memory must not get it.
TEST(MinisignSecretKey, RefusesAbsurdCostsBeforeSpendingAnything) {
  for (const std::size_t at : {56, 58, 60, 67, 69, 71})
    EXPECT_EQ(refusal(with_character(vectors::kSealedSecret, at, '/'), "x"), ErrorCode::too_many) << at;
  std::string free(vectors::kSealedSecret);
  free.replace(free.find('\n') + 1 + 52, 20, "AAAAAAAAAAAAAAAAAAAA");
  EXPECT_EQ(refusal(free, "x"), ErrorCode::invalid_value);
}

}  // namespace
}  // namespace cordon::crypto
