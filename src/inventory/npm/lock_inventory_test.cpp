#include "inventory/npm/lock_inventory.h"

#include "inventory/npm/package_lock_testing.h"

namespace cordon::inventory::npm {
namespace {

using model::Origin;
using model::Scope;

class LockInventory : public PackageLockFixture {
 protected:
  model::Inventory packages(const std::string& members) {
    return read("{\"lockfileVersion\": 3, \"packages\": {" + members + "}}");
  }
};

TEST_F(LockInventory, ScopesAreTheFlagsOfTheEntry) {
  const std::pair<const char*, Scope> cases[] = {
      {"\"x\": 1", Scope::runtime},
      {"\"dev\": true", Scope::development},
      {"\"optional\": true", Scope::optional},
      {"\"dev\": true, \"optional\": true", Scope::development_optional},
      {"\"devOptional\": true", Scope::development_optional},
      {"\"extraneous\": true, \"dev\": true", Scope::unknown},
  };
  for (const auto& [flags, scope] : cases) {
    const auto inventory = packages("\"node_modules/a\": {\"version\": \"1.0.0\", " + std::string(flags) + "}");
    EXPECT_EQ(inventory.components.at(0).scope, scope) << flags;
  }
}

TEST_F(LockInventory, SourcesAreToldByTheAddress) {
  const std::pair<const char*, Origin> cases[] = {
      {"https://registry.example.test/a/-/a-1.0.0.tgz", Origin::registry},
      {"https://elsewhere.example.invalid/files/4711", Origin::http},
      {"git+ssh://git@example.test/u/r.git#0123", Origin::git},
      {"file:a.tgz", Origin::file},
  };
  for (const auto& [address, origin] : cases) {
    const auto inventory =
        packages("\"node_modules/a\": {\"version\": \"1.0.0\", \"resolved\": \"" + std::string(address) + "\"}");
    EXPECT_EQ(inventory.components.at(0).origin, origin) << address;
  }
}

TEST_F(LockInventory, AnAliasKeepsItsRealName) {
  const auto inventory = packages(R"("": {"dependencies": {"nick": "npm:real@1"}},
    "node_modules/nick": {"name": "real", "version": "1.0.0"})");
  EXPECT_EQ(inventory.components.at(0).name, "real");
  EXPECT_EQ(inventory.components.at(0).alias, "nick");
  EXPECT_EQ(edges(inventory), Words{" > node_modules/nick runtime npm:real@1"});
}

TEST_F(LockInventory, SeveralDigestsStandSideBySide) {
  const auto inventory = packages(R"("node_modules/a": {"version": "1", "integrity": " sha1-AA==\n sha512-BB== "})");
  EXPECT_EQ(inventory.components.at(0).integrity, (Words{"sha1-AA==", "sha512-BB=="}));
}

TEST_F(LockInventory, ALinkIsWhatItLeadsTo) {
  const std::string members = R"("": {"workspaces": ["packages/*"]},
    "node_modules/w": {"resolved": "packages/w", "link": true},
    "packages/w": {"name": "w", "version": "2.0.0", "dependencies": {"a": "1"}},
    "node_modules/a": {"version": "1.0.0"})";
  const auto inventory = packages(members);
  const auto link = component(inventory, "node_modules/w");
  EXPECT_EQ(link.origin, Origin::link);
  EXPECT_EQ(link.version, "2.0.0");
  EXPECT_EQ(component(inventory, "packages/w").origin, Origin::workspace);
  EXPECT_EQ(edges(inventory),
            (Words{"packages/w > node_modules/a runtime 1", " > node_modules/w workspace file:packages/w"}));
}

TEST_F(LockInventory, ALinkIntoNothingIsUnread) {
  const auto inventory = packages("\n\"node_modules/w\": {\"resolved\": \"gone\", \"link\": true}");
  EXPECT_EQ(unread(inventory), Words{"app/package-lock.json:2 not_found!"});
  EXPECT_EQ(ids(inventory), Words{"node_modules/w"});
}

TEST_F(LockInventory, EntriesWithoutAPlaceInTheTreeAreUnreadNotLost) {
  const auto inventory = packages(R"(
"node_modules/a": {"version": "1.0.0"},
"node_modules/A": {"version": "2.0.0"},
"node_modules/l": {"resolved": "l", "link": true},
"node_modules/l/node_modules/b": {"version": "1.0.0"},
"l": {"version": "1.0.0"},
"node_modules/n": 7)");
  EXPECT_EQ(ids(inventory), (Words{"node_modules/A", "node_modules/l", "l"}));
  Words lines;
  for (const auto& note : inventory.unread) lines.push_back(std::to_string(note.line) + " " + note.code);
  std::sort(lines.begin(), lines.end());
  EXPECT_EQ(lines, (Words{"2 invalid_value", "5 invalid_value", "7 wrong_type"}));
}

TEST_F(LockInventory, ThePackageJsonBesideItRulesWhatTheProjectAsksFor) {
  beside({{"package.json",
           R"({"name": "real-project", "dependencies": {"b": "^2"}, "overrides": {"b": "2.0.0", "c": {"d": "1"}}})"}});
  const auto inventory = packages(R"("": {"dependencies": {"a": "1"}}, "node_modules/a": {"version": "1.0.0"})");
  EXPECT_EQ(inventory.roots.at(0).name, "real-project");
  EXPECT_EQ(edges(inventory), Words{});
  ASSERT_EQ(inventory.unresolved.size(), 1u);
  EXPECT_EQ(inventory.unresolved[0].name, "b");
  ASSERT_EQ(inventory.overrides.size(), 2u);
  EXPECT_EQ(inventory.overrides[1].pattern, "c > d");
  EXPECT_EQ(inventory.overrides[0].place.path, "app/package.json");
}

TEST_F(LockInventory, APackageJsonThatCannotBeReadLeavesTheLockfilesOwnRecord) {
  beside({{"package.json", "{\"name\": "}});
  const auto inventory = packages(R"("": {"dependencies": {"a": "1"}}, "node_modules/a": {"version": "1.0.0"})");
  EXPECT_EQ(edges(inventory), Words{" > node_modules/a runtime 1"});
  EXPECT_EQ(unread(inventory), Words{"app/package.json:1 truncated"});
}

TEST_F(LockInventory, DevelopmentDependenciesCountOnlyAtTheTop) {
  const auto inventory = packages(R"("": {"devDependencies": {"a": "1"}},
    "node_modules/a": {"version": "1.0.0", "devDependencies": {"b": "1"}, "peerDependencies": {"b": "1"}},
    "node_modules/b": {"version": "1.0.0"})");
  EXPECT_EQ(edges(inventory), (Words{"node_modules/a > node_modules/b peer 1", " > node_modules/a development 1"}));
}

TEST_F(LockInventory, ARangeThatIsNoTextIsUnreadAndTheEdgeStays) {
  const auto inventory = packages(R"("": {"dependencies": {"a": {}}}, "node_modules/a": {"version": "1.0.0"})");
  EXPECT_EQ(edges(inventory), Words{" > node_modules/a runtime "});
  EXPECT_EQ(unread(inventory), Words{"app/package-lock.json:1 wrong_type!"});
}

TEST_F(LockInventory, Version1KnowsKindsByTheFlagsOfBothEnds) {
  const auto inventory = read(R"({"lockfileVersion": 1, "dependencies": {
    "a": {"version": "1.0.0", "requires": {"b": "1", "c": "1", "gone": "1"}},
    "b": {"version": "1.0.0", "optional": true}, "c": {"version": "1.0.0"}}})");
  EXPECT_EQ(edges(inventory),
            (Words{"node_modules/a > node_modules/b optional 1", "node_modules/a > node_modules/c runtime 1"}));
  EXPECT_EQ(inventory.unresolved.size(), 1u);
}

}  // namespace
}  // namespace cordon::inventory::npm
