#include "inventory/npm/lock_version.h"

#include <gtest/gtest.h>

namespace cordon::inventory::npm {
namespace {

TEST(LockVersion, SortsSpecificationsAsNpmDoes) {
  const std::pair<const char*, SourceKind> cases[] = {
      {"1.0.0", SourceKind::registry},
      {"^1.0.0 || 2", SourceKind::registry},
      {"latest", SourceKind::registry},
      {"", SourceKind::registry},
      {"npm:real@1.0.0", SourceKind::alias},
      {"NPM:real@1.0.0", SourceKind::alias},
      {"user/repo", SourceKind::git},
      {"user/repo#v1", SourceKind::git},
      {"github:user/repo", SourceKind::git},
      {"git+ssh://git@example.test/u/r.git#0123", SourceKind::git},
      {"GIT://example.test/u/r", SourceKind::git},
      {"https://example.test/a-1.0.0.tgz", SourceKind::remote},
      {"HTTP://example.test/a", SourceKind::remote},
      {"ftp://example.test/a.tgz", SourceKind::none},
      {"file:../a", SourceKind::folder},
      {"file:a.tgz", SourceKind::file},
      {"./a", SourceKind::folder},
      {"a-1.0.0.TGZ", SourceKind::file},
      {"~/a", SourceKind::folder},
      {"C:a", SourceKind::folder},
      {"a/b/c", SourceKind::folder},
  };
  for (const auto& [text, kind] : cases) EXPECT_EQ(parse_source(text).kind, kind) << text;
}

TEST(LockVersion, PathsLoseTheirProtocol) {
  const std::pair<const char*, const char*> cases[] = {
      {"file:../a", "../a"}, {"file:///a", "///a"}, {"file://../a", "../a"}, {"file:a.tgz", "a.tgz"}, {"./a", "./a"}};
  for (const auto& [text, path] : cases) EXPECT_EQ(parse_source(text).path, path) << text;
}

TEST(LockVersion, TheVersionCountsWithAnIntegrityElseWhatItCameFrom) {
  EXPECT_EQ(source_of("1.0.0", "user/repo", "https://example.test/x.tgz", true).kind, SourceKind::registry);
  EXPECT_EQ(source_of("git+ssh://git@example.test/u/r.git#0", "a@1", "", false).kind, SourceKind::git);
  EXPECT_EQ(source_of("1.0.0", "a@^1.0.0", "", false).kind, SourceKind::registry);
  EXPECT_EQ(source_of("1.0.0", "user/repo", "", false).kind, SourceKind::git);
  EXPECT_EQ(source_of("", "", "https://example.test/x.tgz", false).kind, SourceKind::remote);
  EXPECT_EQ(source_of("", "", "", false).kind, SourceKind::registry);
}

TEST(LockVersion, ReadsTheVersionOutOfAnArchivesName) {
  EXPECT_EQ(version_of_tarball("a", "https://example.test/a/-/a-1.2.3.tgz?x#y"), "1.2.3");
  EXPECT_EQ(version_of_tarball("@s/a", "https://example.test/@s/a/-/a-1.2.3-beta.1.tgz"), "1.2.3-beta.1");
  EXPECT_EQ(version_of_tarball("a-b", "a-b-1.0.0.tgz"), "1.0.0");
  for (const char* address : {"", "a-1.0.0.zip", "b-1.0.0.tgz", "a.tgz", "a-.tgz", "a-latest.tgz"})
    EXPECT_EQ(version_of_tarball("a", address), "") << address;
  EXPECT_EQ(version_of_tarball("", "-1.0.0.tgz"), "");
}

}  // namespace
}  // namespace cordon::inventory::npm
