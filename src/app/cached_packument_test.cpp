#include "app/cached_packument.h"

#include <gtest/gtest.h>

#include "base/sha1.h"
#include "base/sha256.h"
#include "crypto/sha512.h"
#include "host/artefacts/npm_cache_index.h"
#include "model/integrity.h"

namespace cordon::app {
namespace {

constexpr std::string_view kDocument = R"({"name":"@s/tool","versions":{
  "1.0.0":{"name":"@s/tool","version":"1.0.0","dependencies":{"a":"^1","b":"^2"},"optionalDependencies":{"b":"^2"},
           "peerDependencies":{"host":"*"},"engines":{"node":">=6"},
           "dist":{"tarball":"https://registry.example.test/@s/tool/-/tool-1.0.0.tgz","integrity":"sha512-x","shasum":"aa"}},
  "1.0.1":[], "1.0.2":{"version":"9.9.9"}}})";
constexpr std::string_view kAddress = "https://registry.example.test/@s%2ftool";

MemoryTree cache_with(std::string_view content, std::string_view kept_under) {
  const std::string sri = model::integrity_of_hex(model::DigestAlgorithm::sha512, crypto::sha512_hex(kept_under));
  const std::string key = "make-fetch-happen:request-cache:" + std::string(kAddress);
  const std::string json = R"({"key":")" + key + R"(","integrity":")" + sri + R"(","time":1,"size":1})";
  const std::string name = sha256_hex(key);
  return MemoryTree({{"_cacache/index-v5/" + name.substr(0, 2) + "/" + name.substr(2, 2) + "/" + name.substr(4),
                      "\n" + sha1_hex(json) + "\t" + json},
                     {"_cacache/" + host::content_path(sri), std::string(content)}});
}

TEST(CachedPackument, ReadsWhatTheRegistryToldNpm) {
  const MemoryTree cache = cache_with(kDocument, kDocument);
  const auto found = cached_packument(cache, "~/.npm", "@s/tool", std::string(kAddress));
  ASSERT_TRUE(found);
  ASSERT_EQ(found->releases.size(), 1u);
  const change::Release& release = found->releases[0];
  EXPECT_EQ(release.integrity, "sha512-x");
  EXPECT_EQ(release.shasum, "aa");
  ASSERT_EQ(release.dependencies.size(), 3u);
  EXPECT_EQ(release.dependencies[0].kind, change::DependencyKind::optional);
  EXPECT_EQ(release.dependencies[1].name, "a");
  EXPECT_EQ(release.dependencies[2].kind, change::DependencyKind::peer);
  EXPECT_EQ(release.fields[0].text, R"({"node":">=6"})");
}

TEST(CachedPackument, KnowsWhenAReleaseWasPublishedOrElseSeen) {
  using Times = std::pair<std::int64_t, std::int64_t>;
  const auto times = [](const std::string& rest) {
    const std::string text = R"({"name":"a","versions":{"1.0.0":{"version":"1.0.0"}})" + rest + "}";
    const change::Release release = releases_of_packument(text, "a").value().at(0);
    return Times{release.published, release.seen};
  };
  EXPECT_EQ(times(R"(,"time":{"1.0.0":"2026-03-31T00:00:01.000Z"},"modified":"2026-03-31T00:00:02.000Z")"),
            (Times{1'774'915'201, 1'774'915'202}));
  EXPECT_EQ(times(R"(,"modified":"2026-03-31T00:00:01.000Z")"), (Times{0, 1'774'915'201}));
  EXPECT_EQ(times(""), (Times{0, 0}));
  // When it was fetched is no time of publication.
  const std::string text(kDocument);
  const MemoryTree cache = cache_with(text, text);
  EXPECT_EQ(cached_packument(cache, "~/.npm", "@s/tool", std::string(kAddress))->releases.at(0).published, 0);
}

TEST(CachedPackument, BelievesNoDocumentWithoutItsDigest) {
  const MemoryTree cache = cache_with(kDocument, "something else");
  EXPECT_FALSE(cached_packument(cache, "~/.npm", "@s/tool", std::string(kAddress)));
  EXPECT_FALSE(cached_packument(cache, "~/.npm", "other", "https://registry.example.test/other"));
}

TEST(CachedPackument, BelievesNoDocumentOfAnotherPackage) {
  const MemoryTree cache = cache_with(R"({"name":"other","versions":{}})", R"({"name":"other","versions":{}})");
  const auto found = cached_packument(cache, "~/.npm", "@s/tool", std::string(kAddress));
  EXPECT_TRUE(!found || found->releases.empty());
}

TEST(CachedPackument, KnowsTheAddressByThatOfAnArchive) {
  EXPECT_EQ(packument_address("@s/tool", "https://registry.example.test/npm/@s/tool/-/tool-1.0.0.tgz"),
            "https://registry.example.test/npm/@s%2ftool");
  EXPECT_EQ(packument_address("tool", "https://files.example.test/tool.tgz"), "");
}

}  // namespace
}  // namespace cordon::app
