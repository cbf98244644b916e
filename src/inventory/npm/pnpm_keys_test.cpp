#include "inventory/npm/pnpm_keys.h"

#include <gtest/gtest.h>

namespace cordon::inventory::npm {
namespace {

constexpr PnpmKeyStyle kSlash = PnpmKeyStyle::slash, kAt = PnpmKeyStyle::at, kPlain = PnpmKeyStyle::plain;

struct Case {
  PnpmKeyStyle style;
  const char *key, *name, *version, *address;
};

TEST(PnpmKey, GivesNameAndVersionOfEveryShape) {
  const Case cases[] = {
      {kSlash, "/a/1.0.0", "a", "1.0.0", ""},
      {kSlash, "/@s/a/1.0.0", "@s/a", "1.0.0", ""},
      {kSlash, "/a/1.0.0_b@2.0.0+c@3.0.0", "a", "1.0.0", ""},
      {kSlash, "/a/1.0.0-rc.1_@s+b@2.0.0", "a", "1.0.0-rc.1", ""},
      {kSlash, "/a/1.0.0_fzn43tb6bdtdxy2s3aqevve2su", "a", "1.0.0", ""},
      {kSlash, "/@s/a/1.3.0/b@1.7.3", "@s/a", "1.3.0", ""},
      {kSlash, "file:../a-1.0.0.tgz", "", "", "file:../a-1.0.0.tgz"},
      {kSlash, "github.com/user/repo/0f1e2d3c", "", "", "github.com/user/repo/0f1e2d3c"},
      {kAt, "/a@1.0.0", "a", "1.0.0", ""},
      {kAt, "/@s/a@1.0.0(b@2.0.0)(@t/c@3.0.0)", "@s/a", "1.0.0", ""},
      {kAt, "/a@1.0.0_hash", "a", "1.0.0", ""},
      {kAt, "/@(-.-)/a@1.0.0(b@2.0.0)", "@(-.-)/a", "1.0.0", ""},
      {kAt, "file:dir(b@2.0.0)", "", "", "file:dir"},
      {kAt, "@codeload.example.invalid/u/r/tar.gz/0f1e", "", "", "@codeload.example.invalid/u/r/tar.gz/0f1e"},
      {kPlain, "a@1.0.0", "a", "1.0.0", ""},
      {kPlain, "@s/a@1.0.0-beta.2(b@2.0.0(c@3.0.0))(d@4.0.0)", "@s/a", "1.0.0-beta.2", ""},
      {kPlain, "/a@1.0.0", "a", "1.0.0", ""},
      {kPlain, "a@file:dir/with@sign(b@2.0.0)", "a", "", "file:dir/with@sign"},
      {kPlain, "a@https://example.invalid/a.tgz", "a", "", "https://example.invalid/a.tgz"},
      {kPlain, "a@git+ssh://git@example.invalid/u/r#0f1e", "a", "", "git+ssh://git@example.invalid/u/r#0f1e"},
      {kPlain, "node@runtime:22.0.0", "node", "", "runtime:22.0.0"},
      {kPlain, "no-version", "", "", "no-version"},
  };
  for (const Case& test : cases) {
    const PnpmKey key = parse_pnpm_key(test.key, test.style);
    EXPECT_EQ(key.name, test.name) << test.key;
    EXPECT_EQ(key.version, test.version) << test.key;
    EXPECT_EQ(key.address, test.address) << test.key;
  }
}

TEST(PnpmKey, KeepsTheRegistryHostInFrontOfAName) {
  for (const auto& [style, text] :
       {std::pair(kSlash, "localhost+4873/@s/a/1.0.0_b@2.0.0"), std::pair(kAt, "localhost+4873/@s/a@1.0.0(b@2.0.0)"),
        std::pair(kPlain, "localhost+4873/@s/a@1.0.0")}) {
    const PnpmKey key = parse_pnpm_key(text, style);
    EXPECT_EQ(key.host, "localhost+4873") << text;
    EXPECT_EQ(key.name, "@s/a") << text;
    EXPECT_EQ(key.version, "1.0.0") << text;
    EXPECT_EQ(key.address, "") << text;
  }
}

TEST(PnpmKey, KnowsNamedRegistriesFromReservedPrefixes) {
  const PnpmKey named = parse_pnpm_key("@s/a@work:1.0.0(b@2.0.0)", kPlain);
  EXPECT_EQ(named.registry, "work");
  EXPECT_EQ(named.version, "1.0.0");
  for (const char* text : {"a@file:1.0.0", "a@link:1.0.0", "a@work:latest"}) {
    const PnpmKey key = parse_pnpm_key(text, kPlain);
    EXPECT_EQ(key.registry, "") << text;
    EXPECT_EQ(key.version, "") << text;
    EXPECT_NE(key.address, "") << text;
  }
}

TEST(PnpmKey, SplitsOffPatchHashAndPeers) {
  const PnpmKey both = parse_pnpm_key("a@1.0.0(patch_hash=0f1e)(b@2.0.0)", kPlain);
  EXPECT_EQ(both.base, "a@1.0.0");
  EXPECT_EQ(both.patch_hash, "0f1e");
  const PnpmKey peers = parse_pnpm_key("a@1.0.0(b@2.0.0(patch_hash=0f1e))", kPlain);
  EXPECT_EQ(peers.base, "a@1.0.0");
  EXPECT_EQ(peers.patch_hash, "");
  EXPECT_EQ(parse_pnpm_key("/a@1.0.0(patch_hash=0f1e)", kAt).patch_hash, "0f1e");
}

TEST(PnpmKey, SurvivesUnbalancedParentheses) {
  for (const char* text : {"", "/", "@", "@/", "a@", ")", "()", "(((", "a@1.0.0)", "a@1.0.0(b", "/@s", "/@s/", "/a@"})
    for (const PnpmKeyStyle style : {kSlash, kAt, kPlain}) {
      const PnpmKey key = parse_pnpm_key(text, style);
      EXPECT_LE(key.name.size() + key.version.size() + key.address.size(), std::string_view(text).size()) << text;
    }
}

struct Reference {
  PnpmKeyStyle style;
  const char *name, *text, *key;
};

TEST(PnpmReference, IsLookedUpFirstAsPnpmDoes) {
  const Reference cases[] = {
      {kSlash, "a", "1.0.0_b@2.0.0", "/a/1.0.0_b@2.0.0"},
      {kSlash, "alias", "/real/1.0.0", "/real/1.0.0"},
      {kSlash, "a", "file:dir", "file:dir"},
      {kSlash, "a", "github.com/u/r/0f1e", "github.com/u/r/0f1e"},
      {kAt, "@s/a", "1.0.0(@t/b@2.0.0)", "/@s/a@1.0.0(@t/b@2.0.0)"},
      {kAt, "alias", "/@s/real@1.0.0(@t/b@2.0.0)", "/@s/real@1.0.0(@t/b@2.0.0)"},
      {kAt, "a", "host/a@1.0.0", "host/a@1.0.0"},
      {kPlain, "a", "1.0.0(b@2.0.0)", "a@1.0.0(b@2.0.0)"},
      {kPlain, "alias", "real@1.0.0", "real@1.0.0"},
      {kPlain, "alias", "@s/real@1.0.0(b@2.0.0)", "@s/real@1.0.0(b@2.0.0)"},
      {kPlain, "a", "file:dir", "a@file:dir"},
      {kPlain, "a", "work:1.0.0", "a@work:1.0.0"},
      {kPlain, "a", "https://u@example.invalid/a.tgz", "a@https://u@example.invalid/a.tgz"},
  };
  for (const Reference& test : cases) {
    std::string key;
    ASSERT_TRUE(pnpm_reference_key(0, test.name, test.text, test.style, key));
    EXPECT_EQ(key, test.key);
  }
}

TEST(PnpmReference, HasNoEndlessAttempts) {
  for (const PnpmKeyStyle style : {kSlash, kAt, kPlain})
    for (const char* text : {"1.0.0", "real@1.0.0", "file:dir", "", "@"}) {
      std::string key;
      int attempts = 0;
      while (pnpm_reference_key(attempts, "a", text, style, key)) ++attempts;
      EXPECT_GE(attempts, 1) << text;
      EXPECT_LE(attempts, 3) << text;
    }
}

TEST(PnpmImporterPath, IsNormalised) {
  EXPECT_EQ(join_importer_path(".", "."), ".");
  EXPECT_EQ(join_importer_path("packages/a", "../b"), "packages/b");
  EXPECT_EQ(join_importer_path("packages/a", "../.."), ".");
  EXPECT_EQ(join_importer_path(".", "../out/./x//y"), "../out/x/y");
  EXPECT_EQ(join_importer_path("a", "../../.."), "../..");
  EXPECT_EQ(join_importer_path("a", "/abs/x"), "/abs/x");
}

}  // namespace
}  // namespace cordon::inventory::npm
