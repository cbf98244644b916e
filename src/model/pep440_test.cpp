#include "model/pep440.h"

#include <gtest/gtest.h>

#include <vector>

namespace cordon::model::pep440 {
namespace {

std::string normal(std::string_view text) {
  const auto version = parse_version(text);
  return version ? version->text() : std::string(to_string(version.error().code));
}

VersionKey key(std::string_view text) {
  VersionKey out;
  put_key(out, parse_version(text).value());
  return out;
}

void expect_ascending(const std::vector<std::string_view>& versions) {
  for (std::size_t i = 0; i < versions.size(); ++i)
    for (std::size_t k = 0; k < versions.size(); ++k)
      EXPECT_EQ(key(versions[i]) <=> key(versions[k]), i <=> k) << versions[i] << " and " << versions[k];
}

TEST(Pep440, EverySpellingHasOneNormalForm) {
  const std::pair<const char*, const char*> cases[] = {
      {"1.0", "1.0"},
      {" v1.0\n", "1.0"},
      {"V01.00", "1.0"},
      {"1.1RC1", "1.1rc1"},
      {"1.1alpha1", "1.1a1"},
      {"1.1beta2", "1.1b2"},
      {"1.1c3", "1.1rc3"},
      {"1.1-pre-4", "1.1rc4"},
      {"1.1preview", "1.1rc0"},
      {"1.1.a.1", "1.1a1"},
      {"1.2a", "1.2a0"},
      {"1.2-post2", "1.2.post2"},
      {"1.2post", "1.2.post0"},
      {"1.2.rev_2", "1.2.post2"},
      {"1.2r4", "1.2.post4"},
      {"1.0-1", "1.0.post1"},
      {"1.2-dev2", "1.2.dev2"},
      {"1.2dev", "1.2.dev0"},
      {"0!1", "1"},
      {"01!1", "1!1"},
      {"1.0+Ubuntu-1", "1.0+ubuntu.1"},
      {"1.0+007.a_b", "1.0+7.a.b"},
      {"1!2.0a1.post2.dev3+x", "1!2.0a1.post2.dev3+x"},
      {"1.0a.", "1.0a0"},
      {"1.0a--1", "1.0a0.post1"},
  };
  for (const auto& [written, expected] : cases) {
    EXPECT_EQ(normal(written), expected) << written;
    EXPECT_EQ(normal(expected), expected);
    EXPECT_EQ(key(written), key(expected)) << written;
  }
}

TEST(Pep440, WhatIsOlderThanItIsNoVersion) {
  for (const char* text : {"",         "v",      "2013-05-10", "0.6m4",   "3.0.0b3-", "5.0-final",   "0.3.2f", "1.0+",
                           "1.0+a..b", "1.0+a.", "1..0",       "1.",      ".1",       "1.0-",        "1.0.x",  "!1",
                           "1!",       "a1",     "1.0 1",      "1.0-1-1", "1.0+a+b",  "1.0\xc2\xa0", "1.0.*"})
    EXPECT_EQ(normal(text), "syntax") << text;
}

// The order that PEP 440 gives in its section on ordering within a release, and its neighbours.
TEST(Pep440, PartsOfAReleaseHaveTheirOrder) {
  expect_ascending({"0",
                    "1.dev0",
                    "1.0.dev456",
                    "1.0a1",
                    "1.0a2.dev456",
                    "1.0a12.dev456",
                    "1.0a12",
                    "1.0b1.dev456",
                    "1.0b2",
                    "1.0b2.post345.dev456",
                    "1.0b2.post345",
                    "1.0rc1.dev456",
                    "1.0rc1",
                    "1.0",
                    "1.0+abc.5",
                    "1.0+abc.7",
                    "1.0+5",
                    "1.0.post456.dev34",
                    "1.0.post456",
                    "1.0.15",
                    "1.1.dev1",
                    "2",
                    "1!0.1"});
}

TEST(Pep440, LocalVersionsComeAfterTheirPublicOneNumbersAfterLetters) {
  expect_ascending({"1", "1+a", "1+a.a", "1+a.1", "1+ab", "1+0", "1+0.a", "1+0.0", "1+10", "1.post0"});
  EXPECT_EQ(key("1+A.01"), key("1.0+a-1"));
}

TEST(Pep440, MissingNumbersAreZeroAndNumbersHaveAnySize) {
  EXPECT_EQ(key("1"), key("1.0.0"));
  EXPECT_EQ(key("0"), key("0.0"));
  EXPECT_EQ(key("1.0rc"), key("1rc0"));
  expect_ascending({"1.0.1", "1.10", "1.99999999999999999999999999998", "1.99999999999999999999999999999"});
}

TEST(Pep440, KnowsPrereleases) {
  for (const char* text : {"1a1", "1b", "1rc2", "1.dev1", "1.post1.dev1", "1a1.post1"})
    EXPECT_TRUE(parse_version(text)->is_prerelease()) << text;
  for (const char* text : {"1", "1.post1", "1+a1"}) EXPECT_FALSE(parse_version(text)->is_prerelease()) << text;
}

}  // namespace
}  // namespace cordon::model::pep440
