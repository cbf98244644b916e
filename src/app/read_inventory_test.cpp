#include "app/read_inventory.h"

#include <gtest/gtest.h>

#include <map>

namespace cordon::app {
namespace {

using Files = std::map<std::string, std::string, std::less<>>;
using Texts = std::vector<std::string>;

InventoryReport run(std::vector<std::pair<const char*, Files>> targets, Progress& progress,
                    std::vector<model::FileUnread> unopened = {}) {
  InventoryOptions options;
  for (auto& [argument, files] : targets)
    options.targets.push_back({argument, std::make_unique<MemoryTree>(std::move(files)), {}, {}});
  options.unopened = std::move(unopened);
  return read_inventory(options, progress);
}

Texts paths(const InventoryReport& report) {
  Texts out;
  for (const model::Inventory& inventory : report.inventories) out.push_back(inventory.path);
  return out;
}

Texts unread(const InventoryReport& report) {
  Texts out;
  for (const model::FileUnread& each : report.coverage.unread) out.push_back(each.path + " " + each.code);
  return out;
}

constexpr const char* kLock =
    R"({"lockfileVersion": 3, "packages": {"": {"workspaces": ["packages/*"]},
        "node_modules/a": {"link": true, "resolved": "packages/a"}, "packages/a": {"version": "1.0.0"}}})";
constexpr const char* kMember = R"({"name": "a", "version": "1.0.0", "dependencies": {"x": "^1.0.0"}})";

TEST(ReadInventory, EveryFileIsReadInOrderOfItsPath) {
  Progress progress;
  const InventoryReport report = run({{"z", {{"package-lock.json", kLock}, {"package.json", "{}"}}},
                                      {"a",
                                       {{"yarn.lock", "# yarn lockfile v1\n"},
                                        {"package.json", "{}"},
                                        {"node_modules/x/package.json", R"({"name": "x", "version": "1.0.0"})"},
                                        {"node_modules/.package-lock.json", kLock}}}},
                                     progress);
  EXPECT_EQ(paths(report),
            (Texts{"a/node_modules", "a/node_modules/.package-lock.json", "a/yarn.lock", "z/package-lock.json"}));
  ASSERT_EQ(report.coverage.read.size(), 4u);
  EXPECT_EQ(report.coverage.read[3].path, "z/package-lock.json");
  EXPECT_EQ(report.coverage.read[3].components, report.inventories[3].components.size());
  EXPECT_EQ(progress.projects_done, 2u);
  EXPECT_EQ(progress.projects_found, 2u);
}

// The folder of the member sorts before that of the lockfile: lockfiles are read first all the same.
TEST(ReadInventory, AWorkspacePackageIsCoveredByTheLockfileThatResolvesIt) {
  Progress progress;
  const Files files = {{"b/package-lock.json", R"({"lockfileVersion": 3, "packages": {"": {"workspaces": ["../a"]},
                         "node_modules/a": {"link": true, "resolved": "../a"}, "../a": {"version": "1.0.0"}}})"},
                       {"b/package.json", "{}"},
                       {"a/package.json", kMember}};
  EXPECT_EQ(paths(run({{".", files}}, progress)), Texts{"b/package-lock.json"});
  Files alone = files;
  alone.erase("b/package-lock.json");
  const InventoryReport report = run({{".", alone}}, progress);
  EXPECT_EQ(paths(report), (Texts{"a/package.json", "b/package.json"}));
  EXPECT_EQ(unread(report), Texts{"a/package.json ranges_only"});
}

TEST(ReadInventory, AMemberOfOneTargetIsNotCoveredByAnother) {
  Progress progress;
  const InventoryReport report = run({{"one", {{"package-lock.json", kLock}, {"package.json", "{}"}}},
                                      {"two", {{"packages/a/package.json", kMember}}}},
                                     progress);
  EXPECT_EQ(unread(report), Texts{"two/packages/a/package.json ranges_only"});
}

TEST(ReadInventory, CoverageHasWhatWasNotOpenedNotFoundAndNotRead) {
  Progress progress;
  const InventoryReport report = run({{"x", {{"bun.lock", "{"}, {"package.json", "{}"}}}, {"empty", {}}}, progress,
                                     {{"gone", 0, "not_found", "", true}});
  EXPECT_EQ(unread(report), (Texts{"empty nothing_found", "gone not_found", "x/bun.lock truncated"}));
  EXPECT_TRUE(report.inventories.empty());
}

// A lockfile's reader and the project's need the same package.json.
TEST(ReadInventory, WhatTwoReadersSayOfAFileIsSaidOnce) {
  Progress progress;
  const InventoryReport report =
      run({{".", {{"yarn.lock", "# yarn lockfile v1\n"}, {"package.json", "{\"name\": "}}}}, progress);
  EXPECT_EQ(unread(report), Texts{"package.json truncated"});
}

}  // namespace
}  // namespace cordon::app
