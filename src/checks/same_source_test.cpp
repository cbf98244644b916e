#include "checks/same_source.h"

#include <gtest/gtest.h>

namespace cordon::checks {
namespace {

bool may_be(std::string_view asked, std::string_view resolved, model::Origin origin = model::Origin::git) {
  model::Component component;
  component.name = "tool";
  component.origin = origin;
  if (!resolved.empty()) component.resolved = resolved;
  return may_be_source(inventory::npm::parse_specifier("tool", asked), component);
}

const std::string kCommit(40, 'a'), kOther(40, 'b');

TEST(SameSource, OneRepositoryHasOneForm) {
  for (const char* text :
       {"github:A/b", "a/b", "a/b#main", "git@github.com:a/b.git", "git+ssh://git@github.com/a/b.git#0123",
        "git+https://github.com:443/a/b", "https://codeload.github.com/a/b/tar.gz/0123", "https://github.com/a/b.git"})
    EXPECT_EQ(source_of_address(text), "github.com/a/b") << text;
  EXPECT_EQ(source_of_address("gitlab:a/b"), "gitlab.com/a/b");
  EXPECT_EQ(source_of_address("https://gitlab.com/api/v4/projects/a%2Fb/repository/archive.tar.gz?ref=0"),
            "gitlab.com/a/b");
  EXPECT_EQ(source_of_address("git@git.example.test:team/b.git"), "git.example.test/team/b");
  EXPECT_EQ(source_of_address("ssh://git@git.example.test:2222/team/b.git"), "git.example.test/team/b");
  EXPECT_EQ(source_of_address("https://user:word@Example.Test/x.tgz?a#b"), "example.test/x.tgz");
  EXPECT_EQ(source_of_address(""), "github.com/");
}

TEST(SameSource, AnotherHostOrRepositoryIsNot) {
  EXPECT_TRUE(may_be("git+https://git.example.test/a/tool.git", "git+https://git.example.test/a/tool.git#" + kCommit));
  EXPECT_FALSE(may_be("git+https://evil.test/a/tool.git", "git+https://git.example.test/a/tool.git#" + kCommit));
  EXPECT_FALSE(may_be("github:evil/tool", "git+ssh://git@github.com/a/tool.git#" + kCommit));
  EXPECT_FALSE(may_be("https://evil.test/x.tgz", "https://example.test/x.tgz", model::Origin::http));
  EXPECT_TRUE(may_be("https://example.test/x.tgz", "https://example.test/x.tgz", model::Origin::http));
  // An address of a registry's is one, too.
  EXPECT_TRUE(may_be("https://example.test/x.tgz", "https://example.test/x.tgz#00", model::Origin::registry));
  EXPECT_FALSE(may_be("https://example.test/x.tgz", "", model::Origin::registry));
  EXPECT_TRUE(may_be("https://example.test/x.tgz", "", model::Origin::http));
  EXPECT_FALSE(may_be("https://example.test/x.tgz", "../tool", model::Origin::link));
}

TEST(SameSource, AnotherCommitIsNot) {
  EXPECT_TRUE(may_be("github:a/tool#" + kCommit, "git+ssh://git@github.com/a/tool.git#" + kCommit));
  EXPECT_FALSE(may_be("github:a/tool#" + kOther, "git+ssh://git@github.com/a/tool.git#" + kCommit));
  EXPECT_FALSE(may_be("github:a/tool#" + kOther, "https://codeload.github.com/a/tool/tar.gz/" + kCommit));
  EXPECT_TRUE(may_be("github:a/tool#" + kCommit, "github:a/tool#aaaaaaa"));
  EXPECT_TRUE(may_be("github:a/tool#v1.0.0", "git+ssh://git@github.com/a/tool.git#" + kCommit));
  EXPECT_TRUE(
      may_be("https://github.com/a/tool.git#commit=" + kCommit, "https://github.com/a/tool.git#commit=" + kCommit));
}

}  // namespace
}  // namespace cordon::checks
