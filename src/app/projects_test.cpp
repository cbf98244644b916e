#include "app/projects.h"

#include <gtest/gtest.h>

#include <map>

#include "intel/index/index_write.h"
#include "intel/index/signatures.h"

namespace cordon::app {
namespace {

using Files = std::map<std::string, std::string, std::less<>>;
using Texts = std::vector<std::string>;

// A folder, or with `only_file` one file of it.
Target target(const char* argument, Files files, const char* only_file = "") {
  return {argument, std::make_unique<MemoryTree>(std::move(files)), only_file, {}};
}

// "argument:folder" and what is there: lockfile names, M for a manifest, N for an installed tree.
Texts shown(const FoundProjects& found) {
  Texts out;
  for (const FoundProject& each : found.projects) {
    std::string text = each.target->argument + ":" + each.project.directory;
    for (const std::string& name : each.project.lockfile_names) text += " " + name;
    if (each.project.has_manifest) text += " M";
    if (each.project.has_installed_tree) text += " N";
    out.push_back(text);
  }
  return out;
}

template <class... Targets>
std::vector<Target> list(Targets... targets) {
  std::vector<Target> out;
  (out.push_back(std::move(targets)), ...);
  return out;
}

TEST(Projects, AreByTargetAndThenByFolder) {
  const auto targets = list(target("z", {{"b/package.json", "{}"}, {"a/yarn.lock", ""}, {"a/package.json", "{}"}}),
                            target("a", {{"package.json", "{}"}, {"node_modules/x/package.json", "{}"}}));
  Progress progress;
  const FoundProjects found = find_projects(targets, nullptr, progress);
  EXPECT_EQ(shown(found), (Texts{"z:a yarn.lock M", "z:b M", "a: M N"}));
  EXPECT_TRUE(found.unread.empty());
  EXPECT_EQ(progress.projects_found, 3u);
}

TEST(Projects, ProgressCountsTheEntriesOfAllTargets) {
  const auto targets =
      list(target("a", {{"package.json", "{}"}, {"b", ""}, {"c", ""}}), target("d", {{"package.json", "{}"}}));
  Progress progress;
  find_projects(targets, nullptr, progress);
  EXPECT_EQ(progress.entries_seen, 4u);
}

TEST(Projects, ScriptsAreAProjectWhereLibrariesAreKnownAndElseUnread) {
  const auto targets = list(target("site", {{"js/b.js", ""}, {"a.js", ""}}));
  const auto named = list(target("site/a.js", {{"a.js", ""}}, "a.js"));
  Progress progress;
  {
    Libraries none(nullptr);
    const FoundProjects found = find_projects(targets, &none, progress);
    EXPECT_TRUE(found.projects.empty());
    ASSERT_EQ(found.unread.size(), 2u);
    EXPECT_EQ(found.unread[0].code, "no_signatures");
    EXPECT_FALSE(found.unread[0].incomplete);
    EXPECT_EQ(found.unread[1].code, "nothing_found");
    EXPECT_TRUE(find_projects(named, &none, progress).unread.at(0).incomplete);
    EXPECT_TRUE(find_projects(named, nullptr, progress).unread.at(0).incomplete);
  }
  intel::IndexBuilder builder;
  const std::string without = *builder.finish("[]");
  builder.set_signatures(intel::write_signatures({{"pear", "pkg:npm/pear", {{"Pear v([0-9]+)", ""}}, {}, {}, {}}}));
  const std::string with = *builder.finish("[]");
  {
    const auto index = intel::AdvisoryIndex::open(without);
    Libraries none(&*index);
    EXPECT_TRUE(find_projects(targets, &none, progress).unread.at(0).incomplete);
    EXPECT_EQ(none.opened(), nullptr);
  }
  const auto index = intel::AdvisoryIndex::open(with);
  Libraries some(&*index);
  const FoundProjects found = find_projects(targets, &some, progress);
  EXPECT_TRUE(found.unread.empty());
  ASSERT_EQ(found.projects.size(), 1u);
  EXPECT_EQ(found.projects[0].project.ecosystem, "javascript");
  EXPECT_EQ(found.projects[0].project.scripts, (Texts{"a.js", "js/b.js"}));
  EXPECT_EQ(find_projects(named, &some, progress).projects.at(0).project.scripts, Texts{"a.js"});
}

TEST(Projects, ATargetWithNothingToReadIsUnread) {
  const auto targets = list(target("empty/", {}), target(".", {{"readme", ""}}), target("full", {{"bun.lock", ""}}));
  Progress progress;
  const FoundProjects found = find_projects(targets, nullptr, progress);
  EXPECT_EQ(shown(found), Texts{"full: bun.lock"});
  ASSERT_EQ(found.unread.size(), 2u);
  for (const model::FileUnread& each : found.unread) {
    EXPECT_EQ(each.code, "nothing_found");
    EXPECT_TRUE(each.incomplete);
  }
  EXPECT_EQ(found.unread[0].path, "empty");
  EXPECT_EQ(found.unread[1].path, ".");
}

TEST(Projects, WhatDiscoveryCouldNotReadIsNamedAsDisplayed) {
  const auto targets = list(target("x", {{"a/mix.lock", ""}}));
  Progress progress;
  const FoundProjects found = find_projects(targets, nullptr, progress);
  ASSERT_EQ(found.unread.size(), 1u);  // and no nothing_found beside it
  EXPECT_EQ(found.unread[0].path, "x/a/mix.lock");
}

TEST(Projects, ANamedFileIsReadWhateverItsName) {
  const auto targets = list(target("x/yarn.lock", {{"yarn.lock", ""}, {"package.json", ""}}, "yarn.lock"),
                            target("sent.txt", {{"sent.txt", ""}}, "sent.txt"),
                            target("y/package.json", {{"package.json", ""}, {"yarn.lock", ""}}, "package.json"));
  Progress progress;
  const FoundProjects found = find_projects(targets, nullptr, progress);
  EXPECT_EQ(shown(found), (Texts{"x/yarn.lock: yarn.lock", "sent.txt: sent.txt", "y/package.json: M"}));
  EXPECT_NE(found.projects[0].project.lockfiles[0], nullptr);
  EXPECT_EQ(found.projects[1].project.lockfiles[0], nullptr);  // only its content tells the format
}

TEST(Projects, AManifestNamedWithItsLockfileBelongsToIt) {
  const auto one = [](const char* path, const char* name) { return target(path, {{name, "{}"}}, name); };
  Progress progress;
  const auto together = list(one("a/package.json", "package.json"), one("a/yarn.lock", "yarn.lock"));
  EXPECT_EQ(shown(find_projects(together, nullptr, progress)), Texts{"a/yarn.lock: yarn.lock M"});
  EXPECT_EQ(progress.projects_found, 1u);
  const auto here = list(one("bun.lock", "bun.lock"), one("package.json", "package.json"));
  EXPECT_EQ(shown(find_projects(here, nullptr, progress)), Texts{"bun.lock: bun.lock M"});
  const auto apart = list(one("a/package.json", "package.json"), one("b/yarn.lock", "yarn.lock"));
  EXPECT_EQ(shown(find_projects(apart, nullptr, progress)), (Texts{"a/package.json: M", "b/yarn.lock: yarn.lock"}));
  const auto folder = list(one("a/package.json", "package.json"), target("a", {{"yarn.lock", ""}}));
  EXPECT_EQ(shown(find_projects(folder, nullptr, progress)), (Texts{"a/package.json: M", "a: yarn.lock"}));
}

TEST(Projects, ANamedFileIsOfTheEcosystemThatItsPathTells) {
  const auto one = [](const char* path, const char* name) { return target(path, {{name, ""}}, name); };
  Progress progress;
  const auto targets = list(one("a/.github/workflows/ci.yml", "ci.yml"), one("go.mod", "go.mod"));
  const FoundProjects found = find_projects(targets, nullptr, progress);
  ASSERT_EQ(found.projects.size(), 2u);
  EXPECT_EQ(found.projects[0].project.ecosystem, "github-actions");
  EXPECT_EQ(found.projects[1].project.ecosystem, "go");
}

TEST(Projects, AManifestOfAnotherEcosystemStandsAlone) {
  const auto one = [](const char* path, const char* name) { return target(path, {{name, ""}}, name); };
  Progress progress;
  const auto apart = list(one("package.json", "package.json"), one("Cargo.lock", "Cargo.lock"));
  EXPECT_EQ(shown(find_projects(apart, nullptr, progress)), (Texts{"package.json: M", "Cargo.lock: Cargo.lock"}));
  const auto together = list(one("Cargo.toml", "Cargo.toml"), one("Cargo.lock", "Cargo.lock"));
  EXPECT_EQ(shown(find_projects(together, nullptr, progress)), Texts{"Cargo.lock: Cargo.lock"});
  const auto pinned = list(one("pyproject.toml", "pyproject.toml"), one("poetry.lock", "poetry.lock"));
  EXPECT_EQ(shown(find_projects(pinned, nullptr, progress)), Texts{"poetry.lock: poetry.lock"});
  const auto beside = list(one("pyproject.toml", "pyproject.toml"), one("requirements.txt", "requirements.txt"));
  EXPECT_EQ(shown(find_projects(beside, nullptr, progress)).size(), 2u);
  const auto sums = list(one("go.mod", "go.mod"), one("go.sum", "go.sum"));
  EXPECT_EQ(shown(find_projects(sums, nullptr, progress)), Texts{"go.mod: go.mod"});
  const auto elsewhere = list(one("a/go.mod", "go.mod"), one("b/go.sum", "go.sum"));
  EXPECT_EQ(shown(find_projects(elsewhere, nullptr, progress)), (Texts{"a/go.mod: go.mod", "b/go.sum: go.sum"}));
}

TEST(WorkspaceFolders, CoverTheMembersOfALockfileOfTheSameTargetAndEcosystem) {
  const Target one = target("one", {}), other = target("other", {});
  const auto at = [](const Target& target, const char* directory, const char* ecosystem = "npm") {
    FoundProject out;
    out.target = &target;
    out.project.directory = directory;
    out.project.ecosystem = ecosystem;
    return out;
  };
  model::Inventory inventory;
  inventory.members = {"packages/a", "../shared"};
  WorkspaceFolders folders;
  folders.add(at(one, "app"), inventory);
  EXPECT_TRUE(folders.covers(at(one, "app/packages/a")));
  EXPECT_TRUE(folders.covers(at(one, "shared")));
  EXPECT_FALSE(folders.covers(at(one, "packages/a")));
  EXPECT_FALSE(folders.covers(at(one, "app")));
  EXPECT_FALSE(folders.covers(at(one, "app/packages")));
  EXPECT_FALSE(folders.covers(at(other, "app/packages/a")));
  EXPECT_FALSE(folders.covers(at(one, "app/packages/a", "crates")));
  folders.add(at(one, ""), inventory);
  EXPECT_TRUE(folders.covers(at(one, "packages/a")));
}

}  // namespace
}  // namespace cordon::app
