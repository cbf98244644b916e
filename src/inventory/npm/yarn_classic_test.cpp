#include "inventory/npm/yarn_classic.h"

#include <gtest/gtest.h>

#include "inventory/npm/yarn_testing.h"

namespace cordon::inventory::npm {
namespace {

using model::Origin;
using model::RootKind;
using model::Scope;
using testing::codes;
using testing::edges;
using testing::find;
using testing::ids;
using testing::incomplete;
using testing::Project;
using testing::unresolved;
using testing::Words;

model::Inventory read(std::string text, const Project& project) {
  auto inventory = read_yarn_classic(std::move(text), project.context());
  EXPECT_TRUE(inventory) << inventory.error().describe();
  return inventory ? std::move(*inventory) : model::Inventory();
}
model::Inventory read(std::string text) { return read(std::move(text), Project()); }

TEST(YarnClassic, ASelectorWithoutANameIsNoPackage) {
  const auto inventory = read("a@1, \"\":\n  version \"1.0.0\"\n");
  EXPECT_EQ(ids(inventory), Words{"a@1.0.0"});
  ASSERT_FALSE(inventory.unread.empty());
  EXPECT_EQ(inventory.unread.back().code, "invalid_value");
}

TEST(YarnClassic, MakesAComponentOfABlock) {
  const auto inventory = read(
      "# yarn lockfile v1\n\n"
      "\"@s/a@^1.0.0\", \"@s/a@^1.1.0\":\n"
      "  version \"1.2.3\"\n"
      "  resolved \"https://registry.example.test/@s/a/-/a-1.2.3.tgz#da39a3ee5e6b4b0d3255bfef95601890afd80709\"\n"
      "  integrity \"sha512-x sha1-y\"\n");
  EXPECT_EQ(inventory.path, "app/yarn.lock");
  EXPECT_EQ(inventory.format, "yarn v1");
  ASSERT_EQ(inventory.components.size(), 1u);
  const model::Component& component = inventory.components[0];
  EXPECT_EQ(component.id, "app/yarn.lock#@s/a@1.2.3");
  EXPECT_EQ(component.purl, "pkg:npm/%40s/a@1.2.3");
  EXPECT_EQ(component.ecosystem, "npm");
  EXPECT_EQ(component.name, "@s/a");
  EXPECT_EQ(component.version, "1.2.3");
  EXPECT_EQ(component.alias, std::nullopt);
  EXPECT_EQ(component.origin, Origin::registry);
  EXPECT_EQ(component.registry.class_, model::RegistryClass::public_);
  EXPECT_EQ(component.integrity, (Words{"sha512-x", "sha1-y", "sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk="}));
  EXPECT_EQ(component.checksum, std::nullopt);
  EXPECT_EQ(component.place, (model::Place{"app/yarn.lock", 3}));
  EXPECT_EQ(component.resolved,
            "https://registry.example.test/@s/a/-/a-1.2.3.tgz#da39a3ee5e6b4b0d3255bfef95601890afd80709");
  EXPECT_EQ(component.install_script, model::InstallScript::unknown);
}

TEST(YarnClassic, TheDigestBehindTheAddressIsOneMore) {
  const auto inventory = read(
      "a@1:\n  version \"1.0.0\"\n"
      "  resolved \"https://registry.example.test/a/-/a-1.0.0.tgz#da39a3ee5e6b4b0d3255bfef95601890afd80709\"\n"
      "\"b@git+https://host.invalid/b.git\":\n  version \"1.0.0\"\n"
      "  resolved \"git+https://host.invalid/b.git#da39a3ee5e6b4b0d3255bfef95601890afd80709\"\n");
  EXPECT_EQ(find(inventory, "a@1.0.0")->integrity, Words{"sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk="});
  EXPECT_TRUE(find(inventory, "b@1.0.0")->integrity.empty());  // that is a commit
}

TEST(YarnClassic, AnAliasHasItsRealNameAndKeepsTheAlias) {
  const auto inventory = read(
      "\"x@npm:@s/b@^2\":\n  version \"2.0.0\"\n"
      "\"y@npm:ms\":\n  version \"2.1.3\"\n"
      "a@^1, \"z@npm:a@1\":\n  version \"1.0.0\"\n");
  EXPECT_EQ(ids(inventory), (Words{"x@2.0.0", "y@2.1.3", "a@1.0.0"}));
  EXPECT_EQ(inventory.components[0].name, "@s/b");
  EXPECT_EQ(inventory.components[0].alias, "x");
  EXPECT_EQ(inventory.components[0].purl, "pkg:npm/%40s/b@2.0.0");
  EXPECT_EQ(inventory.components[1].name, "ms");
  EXPECT_EQ(inventory.components[2].name, "a");
  EXPECT_EQ(inventory.components[2].alias, std::nullopt);  // it is installed under its own name too
}

TEST(YarnClassic, TellsOriginsApart) {
  const auto inventory = read(
      "\"git@git+ssh://git@host.invalid/u/r.git\":\n  version \"1.0.0\"\n  resolved "
      "\"git+ssh://git@host.invalid/u/r.git#abc\"\n"
      "\"hosted@github:u/r\":\n  version \"1.0.0\"\n  resolved \"https://code.host.invalid/u/r/tar.gz/abc\"\n"
      "\"http@https://host.invalid/x.tgz\":\n  version \"1.0.0\"\n  resolved \"https://host.invalid/x.tgz#abc\"\n"
      "\"file@file:./x.tgz\":\n  version \"1.0.0\"\n  resolved \"file:./x.tgz#abc\"\n"
      "\"folder@file:../x\":\n  version \"1.0.0\"\n"
      "\"link@link:../x\":\n  version \"0.0.0\"\n  uid \"\"\n"
      "\"real@https://registry.example.test/b/-/b-3.0.0.tgz\":\n  version \"3.0.0\"\n"
      "mirror@1:\n  version \"1.0.0\"\n  resolved \"mirror-1.0.0.tgz#abc\"\n");
  const Origin expected[] = {Origin::git,  Origin::git,  Origin::http,     Origin::file,
                             Origin::file, Origin::link, Origin::registry, Origin::registry};
  ASSERT_EQ(inventory.components.size(), std::size(expected));
  for (std::size_t i = 0; i < std::size(expected); ++i)
    EXPECT_EQ(inventory.components[i].origin, expected[i]) << inventory.components[i].name;
  EXPECT_EQ(inventory.components[6].name, "b");  // the address tells
  EXPECT_EQ(inventory.components[6].alias, "real");
  EXPECT_EQ(inventory.components[0].purl,
            "pkg:npm/git@1.0.0?vcs_url=git%2Bssh:%2F%2Fgit%40host.invalid%2Fu%2Fr.git%23abc");
}

TEST(YarnClassic, TheNameFieldIsTheRealNameOfWhatComesFromNoRegistry) {
  const auto inventory = read(
      "\"x@git+https://host.invalid/y.git\":\n  name \"y\"\n  version \"1.0.0\"\n"
      "a@^1, \"z@npm:a@1\":\n  name z\n  version \"1.0.0\"\n");
  EXPECT_EQ(inventory.components[0].name, "y");
  EXPECT_EQ(inventory.components[0].alias, "x");
  EXPECT_EQ(inventory.components[1].name, "a");
}

TEST(YarnClassic, ABlockOfSeveralPackagesGivesOneComponentForEach) {
  const auto inventory =
      read("a@1, b@1, \"c@npm:a@1\":\n  version \"1.0.0\"\n  dependencies:\n    d \"1\"\nd@1:\n  version \"1.0.0\"\n");
  EXPECT_EQ(ids(inventory), (Words{"a@1.0.0", "b@1.0.0", "d@1.0.0"}));
  EXPECT_EQ(edges(inventory)[0], "a@1.0.0 > d@1.0.0 runtime 1");
  EXPECT_EQ(edges(inventory)[1], "b@1.0.0 > d@1.0.0 runtime 1");
}

TEST(YarnClassic, BlocksOfOneNameAndVersionAreNumbered) {
  const auto inventory = read("a@1:\n  version \"1.0.0\"\na@^1:\n  version \"1.0.0\"\na@~1:\n  version \"1.0.0\"\n");
  EXPECT_EQ(ids(inventory), (Words{"a@1.0.0", "a@1.0.0#2", "a@1.0.0#3"}));
}

TEST(YarnClassic, ABlockThatALaterOneReplacesGivesNoComponent) {
  const auto inventory = read("a@1:\n  version \"1.0.0\"\na@1:\n  version \"1.0.1\"\n");
  EXPECT_EQ(ids(inventory), Words{"a@1.0.1"});
  ASSERT_EQ(inventory.duplicates.size(), 1u);
  EXPECT_EQ(inventory.duplicates[0].first_line, 1u);
}

TEST(YarnClassic, ABlockWithoutAVersionIsSaid) {
  const auto inventory = read("a@1:\n  resolved \"https://registry.example.test/a/-/a-1.0.0.tgz\"\n");
  EXPECT_EQ(ids(inventory), Words{"a@"});
  EXPECT_EQ(incomplete(inventory), Words{"missing_field 1"});
}

TEST(YarnClassic, DependenciesLeadToTheBlockWithTheirSelector) {
  const auto inventory = read(
      "a@1:\n  version \"1.0.0\"\n  dependencies:\n    b \"^1\"\n    c \"*\"\n    gone \"1\"\n  "
      "optionalDependencies:\n    c \"*\"\n    d \"\"\n"
      "b@^1:\n  version \"1.5.0\"\n"
      "\"c@*\":\n  version \"3.0.0\"\n"
      "d@:\n  version \"4.0.0\"\n");
  const Words expected = {"a@1.0.0 > b@1.5.0 runtime ^1", "a@1.0.0 > c@3.0.0 optional *", "a@1.0.0 > d@4.0.0 optional ",
                          " > a@1.0.0 runtime 1"};
  EXPECT_EQ(edges(inventory), expected);
  EXPECT_EQ(unresolved(inventory), Words{"a@1.0.0 > gone runtime 1"});
}

TEST(YarnClassic, WithoutPackageJsonTheOnlyBlockOfANameMayReplaceTheRange) {
  const auto inventory = read(
      "a@1:\n  version \"1.0.0\"\n  dependencies:\n    b \"^1\"\n    c \"^1\"\n"
      "b@2.0.0:\n  version \"2.0.0\"\n"
      "c@2:\n  version \"2.0.0\"\nc@3:\n  version \"3.0.0\"\n");
  EXPECT_EQ(edges(inventory)[0], "a@1.0.0 > b@2.0.0 runtime ^1");
  EXPECT_EQ(unresolved(inventory), Words{"a@1.0.0 > c runtime ^1"});
}

TEST(YarnClassic, ResolutionsReplaceRanges) {
  const Project project({{"package.json", R"({"name":"app","dependencies":{"a":"1"},
    "resolutions":{"**/b":"2.0.0","a/**/c":"3.0.0","x/c":"2.0.0","d":7}})"}});
  const auto inventory = read(
      "a@1:\n  version \"1.0.0\"\n  dependencies:\n    b \"^1\"\n    c \"^1\"\n    e \"^1\"\n"
      "b@2.0.0:\n  version \"2.0.0\"\n"
      "c@2.0.0:\n  version \"2.0.0\"\nc@3.0.0:\n  version \"3.0.0\"\n"
      "e@2:\n  version \"2.0.0\"\n",
      project);
  EXPECT_EQ(edges(inventory),
            (Words{"a@1.0.0 > b@2.0.0 runtime ^1", "a@1.0.0 > c@3.0.0 runtime ^1", " > a@1.0.0 runtime 1"}));
  EXPECT_EQ(unresolved(inventory),
            Words{"a@1.0.0 > e runtime ^1"});  // nothing replaces it: the lockfile is out of date
  ASSERT_EQ(inventory.overrides.size(), 3u);
  EXPECT_EQ(inventory.overrides[1].pattern, "a/**/c");
  EXPECT_EQ(inventory.overrides[1].replacement, "3.0.0");
  EXPECT_EQ(inventory.overrides[1].place, (model::Place{"app/package.json", 2}));
  EXPECT_EQ(incomplete(inventory), Words{"wrong_type 2"});
}

TEST(YarnClassic, RootsComeFromPackageJsonFiles) {
  const Project project({
      {"package.json", R"({"name":"app","version":"1.0.0","workspaces":["packages/*"],
 "dependencies":{"a":"^1","o":"1"},
 "devDependencies":{"t":"^1","bare":"^9"},
 "optionalDependencies":{"o":"1"},"peerDependencies":{"p":"1"}})"},
      {"packages/w/package.json", R"({"name":"w","version":"2.0.0","dependencies":{"a":"^1","v":"^3"}})"},
      {"packages/v/package.json", R"({"name":"v","version":"3.0.0"})"},
  });
  const auto inventory = read(
      "a@^1:\n  version \"1.0.0\"\no@1:\n  version \"1.0.0\"\nt@^1:\n  version \"1.0.0\"\n  dependencies:\n    u "
      "\"1\"\n"
      "u@1:\n  version \"1.0.0\"\nbare:\n  version \"9.0.0\"\nstray@1:\n  version \"1.0.0\"\n",
      project);
  ASSERT_EQ(inventory.roots.size(), 3u);
  EXPECT_EQ(inventory.roots[0].id, "app/yarn.lock#");
  EXPECT_EQ(inventory.roots[0].kind, RootKind::project);
  EXPECT_EQ(inventory.roots[0].name, "app");
  EXPECT_EQ(inventory.roots[0].version, "1.0.0");
  EXPECT_EQ(inventory.roots[0].place.path, "app/package.json");
  EXPECT_EQ(inventory.roots[1].id, "app/yarn.lock#packages/v");
  EXPECT_EQ(inventory.roots[1].kind, RootKind::workspace);
  ASSERT_EQ(inventory.roots[0].declared.size(), 4u);
  EXPECT_EQ(inventory.roots[0].declared[1].name, "t");
  EXPECT_EQ(inventory.roots[0].declared[1].place, (model::Place{"app/package.json", 3}));
  const Words expected = {
      "t@1.0.0 > u@1.0.0 runtime 1", " > packages/v workspace v",       " > packages/w workspace w",
      " > a@1.0.0 runtime ^1",       " > t@1.0.0 development ^1",       " > bare@9.0.0 development ^9",
      " > o@1.0.0 optional 1",       "packages/w > a@1.0.0 runtime ^1", "packages/w > packages/v runtime ^3"};
  EXPECT_EQ(edges(inventory), expected);
  EXPECT_EQ(find(inventory, "a@1.0.0")->scope, Scope::runtime);
  EXPECT_EQ(find(inventory, "u@1.0.0")->scope, Scope::development);
  EXPECT_EQ(find(inventory, "o@1.0.0")->scope, Scope::optional);
  EXPECT_EQ(find(inventory, "stray@1.0.0")->scope, Scope::unknown);
  EXPECT_TRUE(inventory.unread.empty());
  EXPECT_TRUE(inventory.unresolved.empty());
}

TEST(YarnClassic, WithoutPackageJsonOneRootIsInferred) {
  const auto inventory = read(
      "a@^1:\n  version \"1.0.0\"\n  dependencies:\n    b \"1\"\nb@1:\n  version \"1.0.0\"\n"
      "c@1:\n  version \"1.0.0\"\n  dependencies:\n    d \"1\"\nd@1:\n  version \"1.0.0\"\n  dependencies:\n    c "
      "\"1\"\n");
  ASSERT_EQ(inventory.roots.size(), 1u);
  EXPECT_EQ(inventory.roots[0].kind, RootKind::inferred);
  ASSERT_EQ(inventory.roots[0].declared.size(), 2u);  // a, and c for the circle
  EXPECT_EQ(inventory.roots[0].declared[0].name, "a");
  EXPECT_EQ(inventory.roots[0].declared[0].range, "^1");
  EXPECT_EQ(inventory.roots[0].declared[1].name, "c");
  EXPECT_EQ(codes(inventory), Words{"development_unknown"});
  EXPECT_TRUE(incomplete(inventory).empty());
  for (const model::Component& component : inventory.components) EXPECT_EQ(component.scope, Scope::unknown);
}

TEST(YarnClassic, ReadsWhatBunWrites) {
  const auto inventory = read(
      "# THIS IS AN AUTOGENERATED FILE. DO NOT EDIT THIS FILE DIRECTLY.\n# yarn lockfile v1\n# bun ./bun.lockb --hash: "
      "ABC-1-2\n\n\n"
      "\"@s/w@workspace:packages/w\":\n  version \"workspace:packages/w\"\n  resolved \"workspace:packages/w\"\n"
      "  dependencies:\n    a \"^1.0.0\"\n\n"
      "a@^1.0.0:\n  version \"1.0.0\"\n  resolved \"https://registry.example.test/a/-/a-1.0.0.tgz\"\n  integrity "
      "sha512-x==\n"
      "b@1:\n  version \"1.0.0\"\n  dependencies:\n    \"@s/w\" \"workspace:packages/w\"\n");
  EXPECT_EQ(ids(inventory), (Words{"a@1.0.0", "b@1.0.0"}));
  ASSERT_EQ(inventory.roots.size(), 2u);
  EXPECT_EQ(inventory.roots[0].kind, RootKind::workspace);
  EXPECT_EQ(inventory.roots[0].name, "@s/w");
  EXPECT_EQ(inventory.roots[0].declared.size(), 1u);
  EXPECT_EQ(inventory.roots[1].kind, RootKind::inferred);
  const Words expected = {"b@1.0.0 > @s/w@workspace:packages/w runtime workspace:packages/w",
                          "@s/w@workspace:packages/w > a@1.0.0 runtime ^1.0.0", " > b@1.0.0 runtime 1"};
  EXPECT_EQ(edges(inventory), expected);
}

TEST(YarnClassic, WhatYarnDoesNotWriteIsIncomplete) {
  const auto inventory = read("bogus yarn.lock\na@1:\n  version \"1\"\n");
  EXPECT_EQ(incomplete(inventory), Words{"wrong_type 1"});
  EXPECT_EQ(ids(inventory), Words{"a@1"});
}

TEST(YarnClassic, AHostileBlockOfManyPackagesDoesNotMultiplyItsDependencies) {
  std::string text;
  for (int i = 0; i < 3000; ++i) text += (i == 0 ? "a" : ", a") + std::to_string(i) + "@1";
  text += ":\n  version \"1\"\n  dependencies:\n";
  for (int i = 0; i < 1000; ++i) text += "    d" + std::to_string(i) + " \"1\"\n";
  const auto inventory = read(text);
  EXPECT_EQ(inventory.components.size(), 3000u);
  EXPECT_LT(inventory.unresolved.size(), 110'000u);
  EXPECT_EQ(incomplete(inventory).front(), "too_many 1");
}

TEST(YarnClassic, FailsAsTheParserDoes) {
  const Project project;
  EXPECT_EQ(read_yarn_classic("a@1:\n  version\n", project.context()).error().code, ErrorCode::syntax);
}

}  // namespace
}  // namespace cordon::inventory::npm
