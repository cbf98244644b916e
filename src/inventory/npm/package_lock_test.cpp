#include "inventory/npm/package_lock.h"

#include "inventory/npm/package_lock_testing.h"

namespace cordon::inventory::npm {
namespace {

class PackageLock : public PackageLockFixture {};

constexpr const char* kPackages = R"("packages": {"": {"dependencies": {"a": "^1.0.0"}},
  "node_modules/a": {"version": "1.0.0", "resolved": "https://registry.example.test/a/-/a-1.0.0.tgz",
    "integrity": "sha512-AA==", "hasInstallScript": true, "license": "MIT"}})";
constexpr const char* kNested = R"("dependencies": {"a": {"version": "1.0.0",
    "resolved": "https://registry.example.test/a/-/a-1.0.0.tgz", "integrity": "sha512-AA=="}})";

std::string lockfile(const std::string& version, const std::string& more) {
  return "{\"name\": \"p\"" + (version.empty() ? "" : ", \"lockfileVersion\": " + version) + ", " + more + "}";
}

TEST_F(PackageLock, ReadsVersions2And3) {
  for (const std::string version : {"2", "3"}) {
    const auto inventory = read(lockfile(version, kPackages));
    EXPECT_EQ(inventory.format, "package-lock v" + version);
    ASSERT_EQ(edges(inventory), Words{" > node_modules/a runtime ^1.0.0"});
    const auto a = component(inventory, "node_modules/a");
    EXPECT_EQ(a.purl, "pkg:npm/a@1.0.0");
    EXPECT_EQ(a.registry.class_, model::RegistryClass::public_);
    EXPECT_EQ(a.install_script, model::InstallScript::yes);
    EXPECT_EQ(a.integrity, Words{"sha512-AA=="});
    EXPECT_EQ(a.licences, Words{"MIT"});
    EXPECT_EQ(a.place.line, 2u);
    EXPECT_EQ(unread(inventory), Words{});
  }
}

TEST_F(PackageLock, ReadsVersion1WhichDoesNotSayWhatTheProjectAsksFor) {
  const auto inventory = read(lockfile("1", kNested));
  EXPECT_EQ(inventory.format, "package-lock v1");
  EXPECT_EQ(ids(inventory), Words{"node_modules/a"});
  EXPECT_EQ(component(inventory, "node_modules/a").install_script, model::InstallScript::unknown);
  EXPECT_EQ(unread(inventory), Words{"app/package.json:0 not_found"});
  beside({{"package.json", R"({"dependencies": {"a": "1.0.0"}})"}});
  EXPECT_EQ(edges(read(lockfile("1", kNested))), Words{" > node_modules/a runtime 1.0.0"});
}

TEST_F(PackageLock, TheFormatFollowsTheNameOfTheFile) {
  context_.display_path = "app/npm-shrinkwrap.json";
  EXPECT_EQ(read(lockfile("3", kPackages)).format, "npm-shrinkwrap v3");
  context_.display_path = "app/node_modules/.package-lock.json";
  EXPECT_EQ(read(lockfile("3", kPackages)).format, "hidden package-lock v3");
}

TEST_F(PackageLock, WithoutAVersionTheTreeDecides) {
  EXPECT_EQ(read(lockfile("", kPackages)).format, "package-lock v3");
  EXPECT_EQ(read(lockfile("", kNested)).format, "package-lock v1");
  EXPECT_EQ(read(lockfile("", std::string(kPackages) + ", " + kNested)).format, "package-lock v2");
  EXPECT_EQ(read(lockfile("\"2\"", kPackages)).format, "package-lock v2");
}

TEST_F(PackageLock, AnEmptyLockfileIsOneAndSaysSo) {
  const auto inventory = read("{}");
  EXPECT_TRUE(inventory.components.empty());
  EXPECT_EQ(inventory.roots.size(), 1u);
  EXPECT_EQ(unread(inventory), Words{"app/package-lock.json:1 missing_field!"});
  EXPECT_EQ(unread(read("{\"lockfileVersion\": 3}")), Words{});
}

TEST_F(PackageLock, ReadsAMarkAtTheStartAndCarriageReturns) {
  EXPECT_EQ(ids(read("\xEF\xBB\xBF" + lockfile("3", "\r\n" + std::string(kPackages) + "\r\n"))),
            Words{"node_modules/a"});
}

TEST_F(PackageLock, KeepsTheLastOfTwoKeysAndNamesBoth) {
  const auto inventory = read(R"({"lockfileVersion": 3, "packages": {
"node_modules/a": {"version": "1.0.0"},
"node_modules/a": {"version": "2.0.0"}}})");
  ASSERT_EQ(ids(inventory), Words{"node_modules/a"});
  EXPECT_EQ(inventory.components[0].version, "2.0.0");
  ASSERT_EQ(inventory.duplicates.size(), 1u);
  EXPECT_EQ(inventory.duplicates[0].first_line, 2u);
  EXPECT_EQ(inventory.duplicates[0].last_line, 3u);
}

TEST_F(PackageLock, WhatOnlyNpm6InstallsFromVersion2IsAComponentToo) {
  const auto inventory = read(lockfile("2", std::string(kPackages) + R"(,
"dependencies": {"a": {"version": "1.0.1", "integrity": "sha512-AA==", "dev": true},
"b": {"version": "npm:c@1.0.0", "resolved": "https://registry.example.test/c/-/c-1.0.0.tgz"}})"));
  EXPECT_EQ(ids(inventory), (Words{"node_modules/a", "node_modules/a//npm6", "node_modules/b//npm6"}));
  EXPECT_EQ(edges(inventory), Words{" > node_modules/a runtime ^1.0.0"});
  const auto a = component(inventory, "node_modules/a//npm6"), c = component(inventory, "node_modules/b//npm6");
  EXPECT_EQ(a.purl, "pkg:npm/a@1.0.1");
  EXPECT_EQ(a.integrity, Words{"sha512-AA=="});
  EXPECT_EQ(a.scope, model::Scope::development);
  EXPECT_EQ(a.install_script, model::InstallScript::unknown);
  EXPECT_EQ(a.place.line, 4u);
  EXPECT_EQ(c.purl, "pkg:npm/c@1.0.0");
  EXPECT_EQ(c.alias, "b");
  EXPECT_EQ(c.registry.class_, model::RegistryClass::public_);
  EXPECT_EQ(c.place.line, 5u);
  EXPECT_EQ(unread(inventory),
            (Words{"app/package-lock.json:4 disagreement!", "app/package-lock.json:5 disagreement!"}));
}

TEST_F(PackageLock, EveryFieldThatNpm6ReadsOtherwiseMakesAComponent) {
  const auto only_of_npm6 = [&](const std::string& fields) {
    const auto inventory =
        read(lockfile("2", std::string(kPackages) + ", \"dependencies\": {\"a\": {" + fields + "}}"));
    return inventory.components.size() - 1;
  };
  EXPECT_EQ(only_of_npm6(R"("version": "1.0.0")"), 0u);
  EXPECT_EQ(only_of_npm6(R"("version": "1.0.1")"), 1u);
  EXPECT_EQ(only_of_npm6(R"("version": "npm:b@1.0.0")"), 1u);
  EXPECT_EQ(only_of_npm6(R"("version": "1.0.0", "integrity": "sha512-BB==")"), 1u);
  EXPECT_EQ(only_of_npm6(R"("version": "1.0.0", "resolved": "https://registry.example.test/b/-/b-1.0.0.tgz")"), 1u);
  EXPECT_EQ(only_of_npm6(R"("version": "file:../a")"), 0u);
}

TEST_F(PackageLock, FailsWhereTheFileAsAWholeMeansNothing) {
  EXPECT_EQ(error(""), ErrorCode::truncated);
  EXPECT_EQ(error(lockfile("3", "\"packages\": {\"")), ErrorCode::truncated);
  EXPECT_EQ(error("[]"), ErrorCode::wrong_type);
  EXPECT_EQ(error(lockfile("3", "\"packages\": [1]")), ErrorCode::wrong_type);
  EXPECT_EQ(error(lockfile("1", "\"dependencies\": \"x\"")), ErrorCode::wrong_type);
  for (const char* version : {"4", "0.5", "\"x\"", "[]", "true", "-1"})
    EXPECT_EQ(error(lockfile(version, kPackages)), ErrorCode::unsupported_version) << version;
  context_.limits.bytes = 10;
  EXPECT_EQ(error(lockfile("3", kPackages)), ErrorCode::too_large);
}

}  // namespace
}  // namespace cordon::inventory::npm
