#include "inventory/npm/specifier.h"

#include <gtest/gtest.h>

namespace cordon::inventory::npm {
namespace {

struct Case {
  const char* text;
  SpecifierKind kind;
  const char* name;
  const char* range;
  const char* target;
};

TEST(Specifier, TellsWhatStandsBehindAName) {
  const Case cases[] = {
      {"^1.0.0", SpecifierKind::range, "x", "^1.0.0", ""},
      {"", SpecifierKind::range, "x", "", ""},
      {"*", SpecifierKind::range, "x", "*", ""},
      {">=1 <2 || 3.x", SpecifierKind::range, "x", ">=1 <2 || 3.x", ""},
      {"v1.2.3", SpecifierKind::range, "x", "v1.2.3", ""},
      {"latest", SpecifierKind::tag, "x", "latest", ""},
      {"next-11", SpecifierKind::tag, "x", "next-11", ""},
      {"npm:axios@1.14.1", SpecifierKind::alias, "axios", "1.14.1", ""},
      {"npm:@scope/a@^2", SpecifierKind::alias, "@scope/a", "^2", ""},
      {"npm:axios", SpecifierKind::alias, "axios", "", ""},
      {"npm:^1.0.0", SpecifierKind::range, "x", "^1.0.0", ""},
      {"git+ssh://git@host.invalid/a/b.git#abc", SpecifierKind::git, "x", "", "git+ssh://git@host.invalid/a/b.git#abc"},
      {"user/repo#main", SpecifierKind::git, "x", "", "user/repo#main"},
      {"github:user/repo", SpecifierKind::git, "x", "", "github:user/repo"},
      {"git@host.invalid:user/repo.git", SpecifierKind::git, "x", "", "git@host.invalid:user/repo.git"},
      {"https://host.invalid/a.tgz", SpecifierKind::http, "x", "", "https://host.invalid/a.tgz"},
      {"HTTPS:/host.invalid/a.tgz", SpecifierKind::http, "x", "", "HTTPS:/host.invalid/a.tgz"},
      {"https://host.invalid/a.git#v1", SpecifierKind::git, "x", "", "https://host.invalid/a.git#v1"},
      {"file:../a", SpecifierKind::file, "x", "", "../a"},
      {"./a", SpecifierKind::file, "x", "", "./a"},
      {"~/a", SpecifierKind::file, "x", "", "~/a"},
      {"link:../a", SpecifierKind::link, "x", "", "../a"},
      {"portal:../a", SpecifierKind::portal, "x", "", "../a"},
      {"workspace:^", SpecifierKind::workspace, "x", "^", "^"},
      {"catalog:react18", SpecifierKind::catalog, "x", "", "react18"},
      {"jsr:@std/path@^1", SpecifierKind::jsr, "@std/path", "^1", "@std/path@^1"},
      {"weird:thing", SpecifierKind::unknown, "x", "", "weird:thing"},
  };
  for (const Case& c : cases) {
    const Specifier specifier = parse_specifier("x", c.text);
    EXPECT_EQ(specifier.kind, c.kind) << c.text;
    EXPECT_EQ(specifier.name, c.name) << c.text;
    EXPECT_EQ(specifier.range, c.range) << c.text;
    EXPECT_EQ(specifier.target, c.target) << c.text;
  }
}

TEST(Specifier, SplitsScopedNames) {
  EXPECT_EQ(split_name("@a/b@1").name, "@a/b");
  EXPECT_EQ(split_name("@a/b@1").rest, "1");
  EXPECT_EQ(split_name("@a/b").rest, "");
  EXPECT_EQ(split_name("a@npm:b@2").rest, "npm:b@2");
  EXPECT_EQ(split_name("").name, "");
}

}  // namespace
}  // namespace cordon::inventory::npm
