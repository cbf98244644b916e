#include "inventory/npm/yarn_locator.h"

#include <gtest/gtest.h>

namespace cordon::inventory::npm {
namespace {

using model::Origin;

TEST(YarnLocator, SplitsAReference) {
  const YarnReference patch =
      parse_yarn_reference("patch:a@npm%3A1.0.0#./x.patch::version=1.0.0&hash=abc&locator=r%40workspace%3A.");
  EXPECT_EQ(patch.protocol, "patch");
  EXPECT_TRUE(patch.has_source);
  EXPECT_EQ(patch.source, "a@npm:1.0.0");
  EXPECT_EQ(patch.selector, "./x.patch");
  EXPECT_EQ(yarn_parameter(patch.parameters, "version"), "1.0.0");
  EXPECT_EQ(yarn_parameter(patch.parameters, "locator"), "r@workspace:.");
  EXPECT_EQ(yarn_parameter(patch.parameters, "loc"), "");

  const YarnReference plain = parse_yarn_reference("^1.0.0");
  EXPECT_EQ(plain.protocol, "");
  EXPECT_EQ(plain.selector, "^1.0.0");
  EXPECT_FALSE(plain.has_source);
}

TEST(YarnLocator, DescribesEveryProtocol) {
  struct Case {
    const char *name, *reference;
    Origin origin;
    const char *real_name, *version, *resolved;
  };
  const Case cases[] = {
      {"a", "npm:1.2.3", Origin::registry, "a", "1.2.3", ""},
      {"a", "npm:@s/b@1.2.3", Origin::registry, "@s/b", "1.2.3", ""},
      {"a", "npm:1.2.3::__archiveUrl=https%3A%2F%2Fregistry.example.test%2Fa.tgz", Origin::registry, "a", "1.2.3",
       "https://registry.example.test/a.tgz"},
      {"a", "virtual:0123456789abcdef#npm:1.2.3", Origin::registry, "a", "1.2.3", ""},
      {"a", "workspace:packages/a", Origin::workspace, "a", "", "workspace:packages/a"},
      {"a", "virtual:00#workspace:packages/a", Origin::workspace, "a", "", "workspace:packages/a"},
      {"a", "link:./x::locator=r%40workspace%3A.", Origin::link, "a", "", "link:./x"},
      {"a", "portal:../x::locator=r%40workspace%3A.", Origin::link, "a", "", "portal:../x"},
      {"a", "file:./x.tgz#./x.tgz::hash=1&locator=r%40workspace%3A.", Origin::file, "a", "", "file:./x.tgz#./x.tgz"},
      {"a", "exec:./gen.js#./gen.js::hash=1", Origin::file, "a", "", "exec:./gen.js#./gen.js"},
      {"a", "https://host.invalid/u/a.git#commit=abc", Origin::git, "a", "", "https://host.invalid/u/a.git#commit=abc"},
      {"a", "https://host.invalid/u/a#commit=abc", Origin::git, "a", "", "https://host.invalid/u/a#commit=abc"},
      {"a", "git@host.invalid:u/a.git#commit=abc", Origin::git, "a", "", "git@host.invalid:u/a.git#commit=abc"},
      {"a", "ssh://git@host.invalid/u/a#commit=abc", Origin::git, "a", "", "ssh://git@host.invalid/u/a#commit=abc"},
      {"a", "https://host.invalid/a-1.0.0.tgz", Origin::http, "a", "", "https://host.invalid/a-1.0.0.tgz"},
      {"a", "patch:a@npm%3A1.2.3#~builtin<compat/a>::version=1.2.3&hash=1", Origin::patch, "a", "1.2.3",
       "patch:a@npm%3A1.2.3#~builtin<compat/a>::version=1.2.3&hash=1"},
      {"x", "patch:@s/b@npm%3A2.0.0#./p.patch", Origin::patch, "@s/b", "2.0.0", "patch:@s/b@npm%3A2.0.0#./p.patch"},
      {"a", "patch:a@patch%3Aa@npm%253A1.0.0%23one.patch#two.patch", Origin::patch, "a", "1.0.0",
       "patch:a@patch%3Aa@npm%253A1.0.0%23one.patch#two.patch"},
  };
  for (const Case& c : cases) {
    const YarnPackage package = describe_locator(c.name, c.reference);
    EXPECT_EQ(package.origin, c.origin) << c.reference;
    EXPECT_EQ(package.name, c.real_name) << c.reference;
    EXPECT_EQ(package.version, c.version) << c.reference;
    EXPECT_EQ(package.resolved, c.resolved) << c.reference;
    EXPECT_TRUE(package.known) << c.reference;
  }
}

TEST(YarnLocator, NamesWhatAPatchIsAppliedTo) {
  EXPECT_EQ(describe_locator("a", "patch:a@npm%3A1.2.3#x").inner, "a@npm:1.2.3");
  EXPECT_EQ(describe_locator("a", "npm:1.2.3").inner, "");
}

TEST(YarnLocator, SaysWhatItDoesNotKnow) {
  EXPECT_FALSE(describe_locator("a", "plugin-protocol:x").known);
  EXPECT_FALSE(describe_locator("a", "1.0.0").known);
  EXPECT_FALSE(describe_locator("a", "").known);
}

TEST(YarnLocator, PatchesOfPatchesAreLookedThroughOnlySoFar) {
  std::string reference = "npm:1.0.0";
  for (int i = 0; i < 200; ++i) reference = "patch:a@" + reference + "#p";
  EXPECT_EQ(describe_locator("a", reference).origin, Origin::patch);
}

TEST(YarnLocator, SpellingsOfOneDescriptorAreEqual) {
  EXPECT_EQ(canonical_descriptor("a", "patch:a@npm%3A1#./p::locator=x"), canonical_descriptor("a", "patch:a@1#./p"));
  EXPECT_EQ(canonical_descriptor("a", "link:./x::locator=x"), "a@link:./x");
  EXPECT_NE(canonical_descriptor("a", "patch:a@npm%3A1#./p"), canonical_descriptor("a", "patch:a@npm%3A1#./q"));
}

TEST(YarnLocator, KnowsRangesWithoutProtocol) {
  for (const char* range : {"", "^1", "latest", "user/repo", "user/repo#semver:1"})
    EXPECT_TRUE(is_plain_range(range)) << range;
  for (const char* range : {"npm:1", "https://host.invalid/x", "workspace:*"})
    EXPECT_FALSE(is_plain_range(range)) << range;
}

}  // namespace
}  // namespace cordon::inventory::npm
