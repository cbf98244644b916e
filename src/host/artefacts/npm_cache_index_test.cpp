#include "host/artefacts/npm_cache_index.h"

#include <gtest/gtest.h>

#include "base/sha1.h"

namespace cordon::host {
namespace {

std::string line(const std::string& json) { return "\n" + sha1_hex(json) + "\t" + json; }

std::vector<std::string> codes(const CacheIndexFile& file) {
  std::vector<std::string> out;
  for (const auto& unread : file.unread) out.push_back(unread.code + ":" + std::to_string(unread.line));
  return out;
}

const std::string kTarball =
    R"({"key":"make-fetch-happen:request-cache:https://registry.example.test/a/-/a-1.0.0.tgz","integrity":"sha512-x",)"
    R"("time":1774915318000,"size":123,"metadata":{}})";

TEST(NpmCacheIndex, AnEntrySaysWhatWasAnsweredAndWhen) {
  const CacheIndexFile file = read_cache_index(line(kTarball), "index");
  ASSERT_EQ(file.entries.size(), 1u);
  const CacheEntry& entry = file.entries[0];
  EXPECT_EQ(entry.address, "https://registry.example.test/a/-/a-1.0.0.tgz");
  EXPECT_EQ(entry.integrity, "sha512-x");
  EXPECT_EQ(entry.time_ms, 1'774'915'318'000u);
  EXPECT_EQ(entry.size, 123u);
  EXPECT_EQ(entry.line, 2u);
  EXPECT_TRUE(file.unread.empty());
}

TEST(NpmCacheIndex, WhatWasRemovedIsStillThere) {
  const CacheIndexFile file =
      read_cache_index(line(kTarball) + line(R"({"key":"other","integrity":null,"time":5})"), "index");
  ASSERT_EQ(file.entries.size(), 2u);
  EXPECT_TRUE(file.entries[1].integrity.empty());
  EXPECT_TRUE(file.entries[1].address.empty());
}

TEST(NpmCacheIndex, AnEntryThatIsNotWhatItsChecksumSaysIsToldAndHidesNoOther) {
  std::string changed = line(kTarball);
  changed[changed.find("1.0.0")] = '2';
  const CacheIndexFile file = read_cache_index(
      changed + line(kTarball) + "\nnonsense" + line("[]") + line("{") + line(kTarball).substr(0, 60), "index");
  EXPECT_EQ(file.entries.size(), 1u);
  EXPECT_EQ(codes(file), (std::vector<std::string>{"invalid_value:2", "syntax:4", "missing_field:5", "truncated:6",
                                                   "invalid_value:7"}));
}

TEST(NpmCacheIndex, CredentialsAreLeftOut) {
  const CacheIndexFile file = read_cache_index(
      line(R"({"key":"make-fetch-happen:request-cache:https://u:secret@registry.example.test/a","time":1})"), "index");
  EXPECT_EQ(file.entries.at(0).address.find("secret"), std::string::npos);
}

TEST(NpmCacheIndex, ContentStandsUnderItsDigest) {
  // printf '' | sha512sum
  EXPECT_EQ(
      content_path("sha512-z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP+DGNKHfuwvY7kxvUdBeoGlODJ6+SfaPg=="),
      "content-v2/sha512/cf/83/"
      "e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a5"
      "38327af927da3e");
  EXPECT_EQ(content_path("sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk="),
            "content-v2/sha1/da/39/a3ee5e6b4b0d3255bfef95601890afd80709");
  EXPECT_EQ(content_path("sha512-../../x"), "");
  EXPECT_EQ(content_path(""), "");
}

}  // namespace
}  // namespace cordon::host
