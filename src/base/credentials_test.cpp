#include "base/credentials.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string_view>
#include <utility>

namespace cordon {
namespace {

TEST(Credentials, WhatStandsBeforeTheHostIsReplaced) {
  const std::pair<const char*, const char*> cases[] = {
      {"https://user:s3cret@npm.example.test/a/-/a-1.0.0.tgz", "https://redacted@npm.example.test/a/-/a-1.0.0.tgz"},
      {"https://s3cret@npm.example.test:8443", "https://redacted@npm.example.test:8443"},
      {"https://user:p@ss@npm.example.test/a", "https://redacted@npm.example.test/a"},
      {"https://user%40corp:s3cret@npm.example.test/", "https://redacted@npm.example.test/"},
      {"git+https://git:s3cret@git.example.test/a.git#v1", "git+https://git:redacted@git.example.test/a.git#v1"},
      {"git+ssh://me:s3cret@git.example.test/a.git", "git+ssh://me:redacted@git.example.test/a.git"},
      {"a https://x:y@b.invalid and http://z@c.invalid", "a https://redacted@b.invalid and http://redacted@c.invalid"},
      {R"({"a":"https:\/\/u:p@b.invalid\/c"})", R"({"a":"https:\/\/redacted@b.invalid\/c"})"},
      {"x@npm:1.0.0::__archiveUrl=https%3A%2F%2Fu%3Ap%40b.invalid%2Fx&y=u@z",
       "x@npm:1.0.0::__archiveUrl=https%3A%2F%2Fredacted%40b.invalid%2Fx&y=u@z"},
      {"https%3a%2f%2fu%3ap%40b.invalid", "https%3a%2f%2fredacted%40b.invalid"}};
  for (const auto& [text, wanted] : cases) EXPECT_EQ(without_credentials(text), wanted);
}

TEST(Credentials, SecretParametersAreReplaced) {
  const std::pair<const char*, const char*> cases[] = {
      {"https://b.invalid/a.tgz?token=s3cret", "https://b.invalid/a.tgz?token=redacted"},
      {"https://b.invalid/a?x=1&_authToken=s3cret&y=2#f", "https://b.invalid/a?x=1&_authToken=redacted&y=2#f"},
      {"https://b.invalid/?X-Amz-Signature=1f&private_token=2f&sig=3f&auth=4f&api_key=5f",
       "https://b.invalid/"
       "?X-Amz-Signature=redacted&private_token=redacted&sig=redacted&auth=redacted&api_key=redacted"},
      {"https://u@b.invalid/?to=https://v@c.invalid/d&token=e",
       "https://redacted@b.invalid/?to=https://redacted@c.invalid/"
       "d&token=redacted"},
      {"z::__archiveUrl=https%3A%2F%2Fb.invalid%2Fx%3Ftoken%3Ds3cret%26y%3D1&token=plain",
       "z::__archiveUrl=https%3A%2F%2Fb.invalid%2Fx%3Ftoken%3Dredacted%26y%3D1&token=plain"}};
  for (const auto& [text, wanted] : cases) EXPECT_EQ(without_credentials(text), wanted);
}

TEST(Credentials, WhatIsNoSecretStays) {
  for (const char* text :
       {"", "://", "https://", "https://@b.invalid", "https://b.invalid/@scope/a@1.0.0",
        "git+ssh://git@git.example.test/a.git", "ssh://me@git.example.test/a", "git@git.example.test:a/b.git",
        "https://git@git.example.test/a.git", "https://b.invalid/a?design=1&deps=react@18#token=x",
        "https://b.invalid?token=", "https://b.invalid/a#u:p@c", "mailto:u@b.invalid", "npm:@scope/a@1.0.0",
        "?token=of-no-address"})
    EXPECT_EQ(without_credentials(text), text);
}

TEST(Credentials, NothingIsReplacedAcrossTheEndOfAString) {
  for (const char* text :
       {R"({"a":"https://b.invalid","c":"d@e"})", "['https://b.invalid','d@e']", "https://b.invalid\nd@e",
        "a: https://b.invalid c@d", R"({"a":"https://b.invalid?token=","b":"c"})",
        R"({"a":"https:\/\/b.invalid","c":"d@e"})", R"("https://evil.invalid\\@b.invalid")", "[https://b.invalid]d@e",
        "{https://b.invalid}@e", R"("https%3A%2F%2Fb.invalid","c%40d")"})
    EXPECT_EQ(without_credentials(text), text);
}

TEST(Credentials, TokensAreFoundByTheirShape) {
  const std::string body = "0123456789abcdefghijABCDEFGHIJ012345";
  const std::pair<std::string, std::string> cases[] = {
      {"echo npm_" + body + ">x", "echo npm_redacted>x"},
      {"ghp_" + body, "ghp_redacted"},
      {"a=github_pat_" + body + "_x b", "a=github_pat_redacted b"},
      {"AKIAABCDEFGHIJKLMNOP", "AKIAredacted"},
      {"xoxb-12345-67890-abc", "xoxb-redacted"},
      {"t eyJhbGciOiJub25lIn0.eyJhIjoxfQ.c2ln;", "t eyJredacted;"},
      {"curl -H 'Authorization: Basic dTpw' u", "curl -H 'Authorization: redacted' u"},
      {"bearer abcdefgh1", "bearer redacted"},
      {"x --password=hunter2 --token='a b'", "x --password=redacted --token='redacted'"},
      {"NPM_TOKEN=abc node a.js", "NPM_TOKEN=redacted node a.js"},
      {"//r.example.test/:_authToken=abc", "//r.example.test/:_authToken=redacted"},
      {"wget https://u:p@b.invalid/", "wget https://redacted@b.invalid/"}};
  for (const auto& [text, wanted] : cases) {
    EXPECT_EQ(without_tokens(text), wanted);
    EXPECT_EQ(without_tokens(wanted), wanted);
  }
}

TEST(Credentials, WhatOnlyBeginsAsATokenStays) {
  for (const char* text :
       {"", "npm_package_name=x", "npm_config_cache=/c", "ghp_short", "AKIAabc", "eyJhbGci.x", "the bearer of it",
        "TOKEN=$(cat f)", "TOKEN=\"$1\"", "Bearer $TOKEN_OF_MINE", "password=", "tokens=3", "node --max-old=1"})
    EXPECT_EQ(without_tokens(text), text);
  EXPECT_TRUE(is_secret_name("--password"));
  EXPECT_FALSE(is_secret_name("--path"));
}

TEST(Credentials, IsTheSameForEveryCredentialAndWhenDoneAgain) {
  const std::string once = without_credentials("https://one:1@b.invalid/?token=1&x=https://two@c.invalid?sig=4");
  EXPECT_EQ(once, without_credentials("https://another@b.invalid/?token=22&x=https://b:5@c.invalid?sig=66"));
  // Whatever it is made of: every text of six pieces.
  constexpr std::string_view kPieces[] = {"https",   "://", "@",         "a",   ":",  "/",
                                          "?token=", "&",   "%3A%2F%2F", "%40", "\"", "\\/"};
  for (std::size_t number = 0; number < 12 * 12 * 12 * 12 * 12 * 12; number += 7) {
    std::string text;
    for (std::size_t rest = number, piece = 0; piece < 6; ++piece, rest /= 12) text += kPieces[rest % 12];
    const std::string changed = without_credentials(text);
    ASSERT_EQ(changed, without_credentials(changed)) << text;
    ASSERT_EQ(std::ranges::count(changed, '"'), std::ranges::count(text, '"')) << text;
  }
}

}  // namespace
}  // namespace cordon
