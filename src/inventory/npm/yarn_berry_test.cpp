#include "inventory/npm/yarn_berry.h"

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
using testing::Project;
using testing::unresolved;
using testing::Words;

constexpr std::string_view kHead = "__metadata:\n  version: 8\n  cacheKey: 10c0\n\n";

model::Inventory read(std::string_view text, const Project& project) {
  auto inventory = read_yarn_berry(std::string(kHead).append(text), project.context());
  EXPECT_TRUE(inventory) << inventory.error().describe();
  return inventory ? std::move(*inventory) : model::Inventory();
}
model::Inventory read(std::string_view text) { return read(text, Project()); }

// An entry; `more` are its further lines.
std::string entry(std::string_view key, std::string_view resolution, std::string_view more = {}) {
  return "\"" + std::string(key) + "\":\n  version: 1.0.0\n  resolution: \"" + std::string(resolution) + "\"\n" +
         std::string(more) + "  linkType: hard\n\n";
}
std::string workspace(std::string_view name, std::string_view folder, std::string_view more = {}) {
  const std::string locator = std::string(name) + "@workspace:" + std::string(folder);
  return "\"" + locator + "\":\n  version: 0.0.0-use.local\n  resolution: \"" + locator + "\"\n" + std::string(more) +
         "  linkType: soft\n\n";
}

TEST(YarnBerry, MakesAComponentOfAnEntry) {
  const auto inventory = read(
      "\"@s/a@npm:^1.0.0\":\n  version: 1.2.3\n  resolution: \"@s/a@npm:1.2.3\"\n  checksum: 10c0/00ff\n"
      "  bin:\n    a: bin.js\n  languageName: node\n  linkType: hard\n");
  EXPECT_EQ(inventory.format, "yarn berry 8");
  ASSERT_EQ(inventory.components.size(), 1u);
  const model::Component& component = inventory.components[0];
  EXPECT_EQ(component.id, "app/yarn.lock#@s/a@npm:1.2.3");
  EXPECT_EQ(component.purl, "pkg:npm/%40s/a@1.2.3");
  EXPECT_EQ(component.name, "@s/a");
  EXPECT_EQ(component.version, "1.2.3");
  EXPECT_EQ(component.origin, Origin::registry);
  EXPECT_EQ(component.checksum, "10c0/00ff");
  EXPECT_TRUE(component.integrity.empty());
  EXPECT_EQ(component.resolved, std::nullopt);
  EXPECT_EQ(component.place, (model::Place{"app/yarn.lock", 5}));
  EXPECT_EQ(component.install_script, model::InstallScript::unknown);
}

TEST(YarnBerry, TheLocatorSaysWhatIsFetched) {
  const auto inventory = read("\"a@npm:^1\":\n  version: 1.0.0\n  resolution: \"a@npm:1.0.1\"\n");
  EXPECT_EQ(inventory.components[0].version, "1.0.1");
  EXPECT_EQ(codes(inventory), (Words{"development_unknown", "disagreement"}));
}

TEST(YarnBerry, KnowsAliasesOriginsAndPatches) {
  const auto inventory =
      read(entry("x@npm:@s/b@^2", "@s/b@npm:2.0.0") + entry("c@npm:1, y@npm:c@1", "c@npm:1.0.0") +
           entry("d@npm:1", "d@npm:1.0.0::__archiveUrl=https%3A%2F%2Fregistry.example.test%2Fd%2F-%2Fd-1.0.0.tgz") +
           entry("g@https://host.invalid/g.git", "g@https://host.invalid/g.git#commit=abc") +
           entry("h@https://host.invalid/h.tgz", "h@https://host.invalid/h.tgz") +
           entry("i@https://registry.example.test/real/-/real-1.0.0.tgz",
                 "i@https://registry.example.test/real/-/real-1.0.0.tgz") +
           entry("p@patch:p@npm%3A3.0.0#./p.patch::locator=r%40workspace%3A.",
                 "p@patch:p@npm%3A3.0.0#./p.patch::version=3.0.0&hash=1&locator=r%40workspace%3A.") +
           entry("p@npm:3.0.0", "p@npm:3.0.0"));
  const auto expect = [&](std::size_t i, std::string_view name, std::string_view version, Origin origin) {
    EXPECT_EQ(inventory.components.at(i).name, name);
    EXPECT_EQ(inventory.components.at(i).version, version);
    EXPECT_EQ(inventory.components.at(i).origin, origin);
  };
  expect(0, "@s/b", "2.0.0", Origin::registry);
  EXPECT_EQ(inventory.components[0].alias, "x");
  expect(1, "c", "1.0.0", Origin::registry);
  EXPECT_EQ(inventory.components[1].alias, std::nullopt);
  EXPECT_EQ(inventory.components[2].resolved, "https://registry.example.test/d/-/d-1.0.0.tgz");
  expect(3, "g", "1.0.0", Origin::git);
  expect(4, "h", "1.0.0", Origin::http);
  expect(5, "real", "1.0.0", Origin::registry);
  EXPECT_EQ(inventory.components[5].alias, "i");
  expect(6, "p", "3.0.0", Origin::patch);
  EXPECT_EQ(inventory.components[6].purl, "pkg:npm/p@3.0.0");
  EXPECT_EQ(edges(inventory)[0],
            "p@patch:p@npm%3A3.0.0#./p.patch::version=3.0.0&hash=1&locator=r%40workspace%3A. > "
            "p@npm:3.0.0 runtime p@npm:3.0.0");
}

TEST(YarnBerry, WorkspacesAreRootsAndNoComponents) {
  const auto inventory =
      read(workspace("w", "packages/w", "  dependencies:\n    a: \"npm:^1\"\n    v: \"workspace:^\"\n") +
           workspace("app", ".", "  dependencies:\n    w: \"workspace:*\"\n") +
           "\"v@workspace:^, v@workspace:packages/v\":\n  version: 0.0.0-use.local\n"
           "  resolution: \"v@workspace:packages/v\"\n  linkType: soft\n\n" +
           entry("a@npm:^1", "a@npm:1.0.0", "  dependencies:\n    v: \"workspace:^\"\n"));
  EXPECT_EQ(ids(inventory), Words{"a@npm:1.0.0"});
  ASSERT_EQ(inventory.roots.size(), 3u);
  EXPECT_EQ(inventory.roots[0].name, "app");
  EXPECT_EQ(inventory.roots[0].kind, RootKind::project);
  EXPECT_EQ(inventory.roots[0].version, "");
  EXPECT_EQ(inventory.roots[1].kind, RootKind::workspace);
  const Words expected = {
      "a@npm:1.0.0 > v@workspace:packages/v runtime workspace:^",
      "app@workspace:. > w@workspace:packages/w workspace w",
      "app@workspace:. > v@workspace:packages/v workspace v",
      "app@workspace:. > w@workspace:packages/w runtime workspace:*",
      "w@workspace:packages/w > a@npm:1.0.0 runtime npm:^1",
      "w@workspace:packages/w > v@workspace:packages/v runtime workspace:^",
  };
  EXPECT_EQ(edges(inventory), expected);
  EXPECT_EQ(codes(inventory), Words{"development_unknown"});
  EXPECT_EQ(inventory.components[0].scope, Scope::unknown);
}

TEST(YarnBerry, PackageJsonFilesTellTheKinds) {
  const Project project({
      {"package.json",
       R"({"name":"app","version":"1.0.0","dependencies":{"a":"^1"},"devDependencies":{"t":"^1","new":"^3"}})"},
      {"packages/w/package.json",
       R"({"name":"w","version":"2.0.0","optionalDependencies":{"o":"^1"},"devDependencies":{"a":"^2"}})"},
  });
  const auto inventory = read(
      workspace("app", ".", "  dependencies:\n    a: \"npm:^1\"\n    t: \"npm:^1\"\n    extra: \"npm:^1\"\n") +
          workspace("w", "packages/w",
                    "  dependencies:\n    a: \"npm:^1\"\n    o: \"npm:^1\"\n  dependenciesMeta:\n    o:\n      "
                    "optional: true\n") +
          entry("a@npm:^1", "a@npm:1.0.0") + entry("t@npm:^1", "t@npm:1.0.0", "  dependencies:\n    u: \"npm:^1\"\n") +
          entry("u@npm:^1", "u@npm:1.0.0") + entry("o@npm:^1", "o@npm:1.0.0") +
          entry("extra@npm:^1", "extra@npm:1.0.0"),
      project);
  const Words expected = {
      "t@npm:1.0.0 > u@npm:1.0.0 runtime npm:^1",
      "app@workspace:. > w@workspace:packages/w workspace w",
      "app@workspace:. > a@npm:1.0.0 runtime npm:^1",
      "app@workspace:. > t@npm:1.0.0 development npm:^1",
      "app@workspace:. > extra@npm:1.0.0 runtime npm:^1",
      "w@workspace:packages/w > a@npm:1.0.0 development npm:^1",
      "w@workspace:packages/w > o@npm:1.0.0 optional npm:^1",
  };
  EXPECT_EQ(edges(inventory), expected);
  // What package.json asks for and the lockfile does not have yet.
  EXPECT_EQ(unresolved(inventory),
            (Words{"app@workspace:. > new development ^3", "w@workspace:packages/w > a development ^2"}));
  EXPECT_EQ(inventory.roots[1].version, "2.0.0");
  EXPECT_EQ(find(inventory, "a@npm:1.0.0")->scope, Scope::runtime);
  EXPECT_EQ(find(inventory, "u@npm:1.0.0")->scope, Scope::development);
  EXPECT_EQ(find(inventory, "o@npm:1.0.0")->scope, Scope::optional);
  EXPECT_TRUE(inventory.unread.empty());
}

TEST(YarnBerry, FindsRangesWhateverTheFormatVersionWritesThere) {
  const auto inventory =
      read(entry("a@npm:^1", "a@npm:1.0.0",
                 "  dependencies:\n    b: ^1\n    c: latest\n    d: npm:e@^2\n    fsevents: ~2.3.2\n    gone: ^1\n"
                 "  dependenciesMeta:\n    b:\n      optional: true\n    c:\n      built: false\n") +
           entry("b@npm:^1", "b@npm:1.0.0") + entry("c@npm:latest", "c@npm:1.0.0") +
           entry("d@npm:e@^2", "e@npm:2.0.0") + entry("fsevents@npm:~2.3.2", "fsevents@npm:2.3.3") +
           entry("fsevents@patch:fsevents@~2.3.2#~builtin<compat/fsevents>",
                 "fsevents@patch:fsevents@npm%3A2.3.3#~builtin<compat/fsevents>::version=2.3.3&hash=1"));
  const Words expected = {
      "a@npm:1.0.0 > b@npm:1.0.0 optional ^1",
      "a@npm:1.0.0 > c@npm:1.0.0 runtime latest",
      "a@npm:1.0.0 > e@npm:2.0.0 runtime npm:e@^2",
      "a@npm:1.0.0 > fsevents@patch:fsevents@npm%3A2.3.3#~builtin<compat/fsevents>::version=2.3.3&hash=1 runtime "
      "~2.3.2",
      "fsevents@patch:fsevents@npm%3A2.3.3#~builtin<compat/fsevents>::version=2.3.3&hash=1 > fsevents@npm:2.3.3 "
      "runtime fsevents@npm:2.3.3",
  };
  Words found = edges(inventory);
  found.resize(std::min(found.size(), expected.size()));
  EXPECT_EQ(found, expected);
  EXPECT_EQ(unresolved(inventory), Words{"a@npm:1.0.0 > gone runtime ^1"});
}

TEST(YarnBerry, ResolutionsReplaceRanges) {
  const Project project({{"package.json", R"({"name":"app","dependencies":{"a":"^1"},"resolutions":{
    "b":"2.0.0","a/c":"npm:3.0.0","z/c":"4.0.0","d@npm:^1":"patch:d@npm%3A1.0.0#./d.patch","a@npm:9.9.9/e":"5.0.0"}})"}});
  const auto inventory =
      read(workspace("app", ".", "  dependencies:\n    a: \"npm:^1\"\n") +
               entry("a@npm:^1", "a@npm:1.0.0",
                     "  dependencies:\n    b: \"npm:^1\"\n    c: \"npm:^1\"\n    d: \"npm:^1\"\n    e: \"npm:^1\"\n") +
               entry("b@npm:2.0.0", "b@npm:2.0.0") + entry("c@npm:3.0.0", "c@npm:3.0.0") +
               entry("c@npm:4.0.0", "c@npm:4.0.0") +
               entry("d@patch:d@npm%3A1.0.0#./d.patch::locator=app%40workspace%3A.",
                     "d@patch:d@npm%3A1.0.0#./d.patch::version=1.0.0&hash=1&locator=app%40workspace%3A.") +
               entry("e@npm:5.0.0", "e@npm:5.0.0"),
           project);
  const Words expected = {
      "a@npm:1.0.0 > b@npm:2.0.0 runtime npm:^1",
      "a@npm:1.0.0 > c@npm:3.0.0 runtime npm:^1",
      "a@npm:1.0.0 > d@patch:d@npm%3A1.0.0#./d.patch::version=1.0.0&hash=1&locator=app%40workspace%3A. runtime npm:^1",
      "app@workspace:. > a@npm:1.0.0 runtime npm:^1",
  };
  EXPECT_EQ(edges(inventory), expected);
  EXPECT_EQ(unresolved(inventory), Words{"a@npm:1.0.0 > e runtime npm:^1"});  // the rule is for another version of a
  EXPECT_EQ(inventory.overrides.size(), 5u);
}

TEST(YarnBerry, WithoutPackageJsonTheOnlyEntryOfANameMayReplaceTheRange) {
  const auto inventory =
      read(entry("a@npm:^1", "a@npm:1.0.0", "  dependencies:\n    b: \"npm:^1\"\n    c: \"npm:^1\"\n") +
           entry("b@npm:2.0.0", "b@npm:2.0.0") +
           entry("b@patch:b@npm%3A2.0.0#./b.patch", "b@patch:b@npm%3A2.0.0#./b.patch::version=2.0.0") +
           entry("c@npm:2", "c@npm:2.0.0") + entry("c@npm:3", "c@npm:3.0.0"));
  EXPECT_EQ(edges(inventory)[0], "a@npm:1.0.0 > b@patch:b@npm%3A2.0.0#./b.patch::version=2.0.0 runtime npm:^1");
  EXPECT_EQ(unresolved(inventory), Words{"a@npm:1.0.0 > c runtime npm:^1"});
}

TEST(YarnBerry, CatalogsStandForRanges) {
  const Project project(
      {{"package.json", "{\"name\":\"app\"}"}, {".yarnrc.yml", "catalogs:\n  old:\n    a: ^1\ncatalog:\n  a: ^2\n"}});
  const auto inventory =
      read(workspace("app", ".", "  dependencies:\n    a: \"catalog:old\"\n    b: \"catalog:\"\n") +
               entry("a@npm:^1", "a@npm:1.0.0") + entry("a@npm:^2", "a@npm:2.0.0") + entry("b@npm:^5", "b@npm:5.0.0"),
           project);
  EXPECT_EQ(edges(inventory), (Words{"app@workspace:. > a@npm:1.0.0 runtime catalog:old",
                                     "app@workspace:. > b@npm:5.0.0 runtime catalog:"}));
}

TEST(YarnBerry, AFileWithoutItsProjectGetsARoot) {
  const std::string text = entry("a@npm:^1", "a@npm:1.0.0") + entry("b@npm:^1", "b@npm:1.0.0");
  const auto alone = read(text);
  ASSERT_EQ(alone.roots.size(), 1u);
  EXPECT_EQ(alone.roots[0].kind, RootKind::inferred);
  EXPECT_EQ(alone.roots[0].declared.size(), 2u);
  EXPECT_EQ(alone.roots[0].declared[0].range, "npm:^1");

  const Project project({{"package.json", R"({"name":"app","devDependencies":{"a":"^1"}})"}});
  const auto beside = read(workspace("w", "w", "  dependencies:\n    b: \"npm:^1\"\n") + text, project);
  ASSERT_EQ(beside.roots.size(), 2u);
  EXPECT_EQ(beside.roots[0].kind, RootKind::project);
  EXPECT_EQ(beside.roots[1].name, "w");
  EXPECT_EQ(edges(beside), (Words{" > w@workspace:w workspace w", " > a@npm:1.0.0 development ^1",
                                  "w@workspace:w > b@npm:1.0.0 runtime npm:^1"}));
  EXPECT_EQ(beside.components[0].scope, Scope::development);
  EXPECT_EQ(beside.components[1].scope, Scope::unknown);
}

TEST(YarnBerry, ALocatorThatLooksNumberedIsNoOtherEntry) {
  const auto inventory =
      read(entry("a@npm:1", "a@npm:1.0.0") + entry("a@npm:2", "a@npm:1.0.0") + entry("a@npm:3", "a@npm:1.0.0#2"));
  EXPECT_EQ(ids(inventory), (Words{"a@npm:1.0.0", "a@npm:1.0.0#2", "a@npm:1.0.0#2#1"}));
}

TEST(YarnBerry, EqualLocatorsAreNumberedAndEqualKeysAreDuplicates) {
  const auto inventory = read(entry("a@npm:1", "a@npm:1.0.0") + entry("a@npm:^1", "a@npm:1.0.0") +
                              entry("b@npm:1", "b@npm:1.0.0") + entry("b@npm:1", "b@npm:1.0.1"));
  EXPECT_EQ(ids(inventory), (Words{"a@npm:1.0.0", "a@npm:1.0.0#2", "b@npm:1.0.1"}));
  ASSERT_EQ(inventory.duplicates.size(), 1u);
  EXPECT_EQ(inventory.duplicates[0].key, "b@npm:1");
}

TEST(YarnBerry, ManyProjectsAreReadInTime) {
  std::string text;
  for (int i = 0; i < 2000; ++i) text += workspace("w" + std::to_string(i), ".");
  EXPECT_EQ(read(text).roots.size(), 2000u);
}

TEST(YarnBerry, FailsWhereTheFileAsAWholeMakesNoSense) {
  const Project project;
  EXPECT_EQ(read_yarn_berry("- a\n", project.context()).error().code, ErrorCode::wrong_type);
  EXPECT_EQ(read_yarn_berry("a: 1\n---\nb: 2\n", project.context()).error().code, ErrorCode::too_many);
  EXPECT_EQ(read_yarn_berry("__metadata:\n\tversion: 1\n", project.context()).error().code, ErrorCode::syntax);
}

}  // namespace
}  // namespace cordon::inventory::npm
